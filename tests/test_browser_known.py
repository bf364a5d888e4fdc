"""The page as known at a moment: nothing on it may say more, or other, than was known by then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from railsight.webmap import render
from tests import journey_fixture as story
from tests.pages import Watched, opened, until
from tests.test_browser_access import contrast

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def html() -> str:
    return render(story.journey(), reading=story.reading())


@pytest.fixture
def watched(browser: Any, html: str, tmp_path: Path) -> Iterator[Watched]:
    with opened(browser, html, tmp_path) as found:
        found.page.locator("#as-known").check()
        yield found
        found.clean()


def look_at(page: Any, moment: str) -> None:
    page.evaluate(f"location.hash = '#t={moment}'")
    until(page, f"document.querySelector('.moment-utc').textContent.startsWith('{moment[11:16]}')")


def visible_labels(page: Any, kind: str) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(f".label-{kind}:visible").all_inner_texts()]


def test_before_anything_was_known_nothing_is_told(watched: Watched) -> None:
    page = watched.page
    look_at(page, "2023-09-11T06:00:00Z")
    assert page.locator(".goals-as-of").inner_text() == "Nothing was known yet."
    assert "Nothing was known yet." in page.locator(".moment").inner_text()
    assert "near" not in page.locator(".moment-where").inner_text()
    assert not page.locator(".train").is_visible()
    for shape in (".reach", ".spread", ".way-confirmed", ".way-inferred", ".way-speculated", ".arrow"):
        assert page.locator(f"{shape}:visible").count() == 0, shape
    assert page.locator("#map .mark:visible").count() == 0
    assert page.locator(".goal-stop:visible").count() == 0
    assert visible_labels(page, "goal") == visible_labels(page, "stop") == visible_labels(page, "other") == []
    assert visible_labels(page, "station") == []
    goals = " ".join(page.locator("#goals .goal:visible").all_inner_texts())
    assert "%" not in goals
    assert "between" not in goals
    assert page.locator(".stop-item.unknown-yet .known-later").first.inner_text().endswith("known only later")
    assert "with what became known later" in page.locator("#h-story").inner_text()
    assert "As known at the chosen moment" in page.locator(".later-note").inner_text()


def test_between_the_reports_map_list_and_note_say_the_same(watched: Watched) -> None:
    page = watched.page
    look_at(page, "2023-09-12T02:00:00Z")
    note = page.locator(".goals-as-of").inner_text()
    assert re.search(r"Vladivostok\s64%.*Vostochny Cosmodrome\s21%", note, re.S)
    heads = [" ".join(t.split()) for t in page.locator("#goals .goal-head").all_inner_texts()]
    assert [re.findall(r"\d+%", head) for head in heads[:2]] == [["64%"], ["21%"]]
    assert "Vladivostok" in heads[0]  # in the order of then
    labels = visible_labels(page, "goal")
    assert any("64%" in label for label in labels)
    assert not any("between" in label or "72" in label for label in labels)
    assert page.locator(".way-speculated:visible").count() == 0
    assert page.locator(".moment-where").inner_text().endswith("last seen, as known then: Khasan")
    assert page.locator(".way-inferred:visible").count() == 1  # from Pyongyang to Khasan
    assert page.locator(".goal-text:visible").count() == 0


def test_the_last_moment_is_the_final_state(watched: Watched) -> None:
    page = watched.page
    look_at(page, "2023-09-11T06:00:00Z")
    page.locator("#moment").focus()
    page.keyboard.press("End")
    assert page.locator(".stop-item.unknown-yet").count() == 0
    assert "All that is known now" in page.locator(".goals-as-of").inner_text()
    with_switch = page.locator("#goals .goal:visible").all_inner_texts(), visible_labels(page, "goal")
    assert page.locator(".way-speculated:visible").count() > 0
    assert not page.locator(".later-note").is_visible()
    assert page.locator(".train").is_visible()
    page.locator("#as-known").uncheck()
    assert (page.locator("#goals .goal:visible").all_inner_texts(), visible_labels(page, "goal")) == with_switch


def test_a_sighting_without_a_time_of_its_report_is_known_by_its_own(browser: Any, tmp_path: Path) -> None:
    """As ``--until`` counts it: s4 was seen by 05:00."""
    journey = story.journey()
    used = tuple(replace(u, sighting=replace(u.sighting, known_at=None)) for u in journey.used)
    with opened(browser, render(replace(journey, used=used, rejected=(), history=())), tmp_path) as found:
        page = found.page
        page.locator("#as-known").check()
        look_at(page, "2023-09-12T04:00:00Z")
        assert page.eval_on_selector_all(".stop-item.unknown-yet", "all => all.map(n => n.dataset.stop)") == ["4"]
        assert "There is no ranking" in page.locator(".goals-as-of").inner_text()
        look_at(page, "2023-09-12T05:00:00Z")
        assert page.locator(".stop-item.unknown-yet").count() == 0
        found.clean()


def test_switching_back_brings_everything_back(watched: Watched) -> None:
    page = watched.page
    page.locator("#as-known").uncheck()
    seen = page.locator("#goals").inner_text(), visible_labels(page, "goal"), page.locator(".moment").inner_text()
    page.locator("#as-known").check()
    assert page.locator(".moment").inner_text() != seen[2]
    page.locator("#as-known").uncheck()
    assert (
        page.locator("#goals").inner_text(),
        visible_labels(page, "goal"),
        page.locator(".moment").inner_text(),
    ) == seen


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_was_known_later_is_told_apart_and_can_still_be_read(
    browser: Any, html: str, tmp_path: Path, scheme: str
) -> None:
    """Grey, not faint: every text keeps a contrast of 4.5 to 1, on the list and in the badges of list and map."""
    seen = """() => [...document.querySelectorAll(".stop-item.unknown-yet *, .stop.unknown-yet .badge")].flatMap(n => {
      if (![...n.childNodes].some((c) => c.nodeType === 3 && c.data.trim()) || !n.getClientRects().length) return [];
      let opacity = 1, ground = null;
      for (let m = n; m; m = m.parentElement) {
        const style = getComputedStyle(m);
        opacity *= Number(style.opacity);
        if (ground === null && !/, 0\\)$|transparent/.test(style.backgroundColor)) ground = style.backgroundColor;
      }
      return [[n.className, getComputedStyle(n).color, ground, opacity]]; })"""
    with opened(browser, html, tmp_path, color_scheme=scheme) as found:
        found.page.locator("#as-known").check()
        look_at(found.page, "2023-09-11T20:00:00Z")
        texts = found.page.evaluate(seen)
        assert any("badge" in name for name, *_ in texts)
        for name, ink, ground, opacity in texts:
            assert opacity == 1, name
            a, b = ("#" + "".join(f"{int(c):02x}" for c in re.findall(r"\d+", one)[:3]) for one in (ink, ground))
            assert contrast(a, b) >= 4.5, (name, ink, ground)
