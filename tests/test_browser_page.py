"""What the published page does, driven in a real browser."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from railsight import webmap
from railsight.api.reaching import reach
from railsight.layers import numbers_of
from railsight.model import RejectedSighting
from railsight.model.journeys import sightings_of
from railsight.webmap import render, render_path, render_reach
from tests import journey_fixture as story
from tests.pages import Watched, opened, until

pytestmark = pytest.mark.browser


BOX = "n => { const b = n.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; }"


@pytest.fixture(scope="module")
def html() -> str:
    return render(story.journey(), reading=story.reading())


@pytest.fixture
def watched(browser: Any, html: str, tmp_path: Path) -> Iterator[Watched]:
    with opened(browser, html, tmp_path) as found:
        yield found
        found.clean()


@pytest.fixture(scope="module")
def as_opened(browser: Any, html: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """One page for all who only look at it."""
    with opened(browser, html, tmp_path_factory.mktemp("page")) as found:
        yield found
        found.clean()


def train(page: Any) -> tuple[float, float]:
    box = page.locator(".train").bounding_box()
    return box["x"], box["y"]


def test_the_slider_moves_the_train_and_says_when(watched: Watched) -> None:
    page = watched.page
    page.evaluate("document.getElementById('moment').value = 0")
    page.locator("#moment").dispatch_event("input")
    first, said = train(page), page.locator(".moment").inner_text()
    assert "15:00, Sun 10 Sep 2023 (UTC+9)" in said
    assert "06:00 UTC, Sun 10 Sep" in said
    page.locator("#moment").focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    assert train(page) != first
    assert "Mon 11 Sep 2023" in page.get_attribute("#moment", "aria-valuetext")
    assert page.locator(".spread").get_attribute("d") not in (None, "M0 0")
    page.keyboard.press("End")
    assert "Wed 13 Sep" in page.locator(".moment-utc").inner_text()


def test_a_mark_on_the_slider_is_where_the_last_sighting_was(browser: Any, tmp_path: Path) -> None:
    journey = story.journey()
    ahead = len(journey.positions) - 4
    samples = tuple(replace(p, forecast=i >= ahead) for i, p in enumerate(journey.positions))
    with opened(browser, render(replace(journey, positions=samples)), tmp_path) as found:
        page = found.page
        mark, slider = page.locator(".last-seen").bounding_box(), page.locator("#moment").bounding_box()
        share = (mark["x"] + 1 - slider["x"] - 8) / (slider["width"] - 16)
        assert share == pytest.approx((ahead - 1) / (len(samples) - 1), abs=0.01)
        page.locator("#moment").focus()
        page.keyboard.press("End")
        assert "forecast" in page.locator(".moment").inner_text()
        page.keyboard.press("Home")
        assert "forecast" not in page.locator(".moment").inner_text()
        found.clean()


def test_where_nothing_is_known_no_train_is_drawn(browser: Any, tmp_path: Path) -> None:
    journey = story.journey()
    samples = list(journey.positions)
    samples[3] = replace(
        samples[3], unknown="it left Khasan and came back there, and nothing tells where it was between"
    )
    samples[5] = replace(samples[5], assumes="if it stays at Khasan, which is 46% likely")
    with opened(browser, render(replace(journey, positions=tuple(samples))), tmp_path) as found:
        page = found.page
        seen = []
        for index in (2, 3, 5):
            page.evaluate(f"document.getElementById('moment').value = {index}")
            page.locator("#moment").dispatch_event("input")
            seen.append((page.locator(".train").is_visible(), page.locator(".moment-where").inner_text()))
        assert [shown for shown, _ in seen] == [True, False, True]
        assert "place not known: it left Khasan" in seen[1][1]
        assert seen[2][1].endswith(", if it stays at Khasan, which is 46% likely")
        assert "assumed" in page.locator(".train").get_attribute("class").split()
        found.clean()


def test_play_runs_and_stops_at_the_end(watched: Watched) -> None:
    page = watched.page
    page.locator("#moment").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="Play").click()
    assert page.get_by_role("button", name="Pause").count() == 1
    until(page, "document.getElementById('moment').value === document.getElementById('moment').max")
    page.get_by_role("button", name="Play").wait_for(timeout=3000)


def test_choosing_a_stop_moves_the_map_and_choosing_again_moves_it_back(watched: Watched) -> None:
    page = watched.page
    left = "document.querySelector('.stop[data-stop=\"{}\"]').getBoundingClientRect().left"
    centre = "document.getElementById('map').getBoundingClientRect()"
    home = page.evaluate(left.format(1))
    page.locator(".stop-item[data-stop='4'] .stop-button").click()
    assert page.locator(".stop-item[data-stop='4'] .stop-button").get_attribute("aria-pressed") == "true"
    until(page, f"Math.abs({left.format(4)} + 14 - ({centre}.left + {centre}.width / 2)) < 40")
    assert re.search(r"#stop=4(&|$)", page.url)
    page.locator(".stop-item[data-stop='4'] .stop-button").click()
    until(page, f"{left.format(1)} === {home}")
    assert "stop=" not in page.url


def test_a_sighting_in_a_region_says_and_shows_how_wide_it_is(browser: Any, tmp_path: Path) -> None:
    journey = story.journey()
    used = journey.used[2]
    wide = replace(used.sighting.place, kind="region", radius_m=60_000.0)
    coarse = replace(
        used, sighting=replace(used.sighting, candidates=(replace(used.sighting.candidates[0], place=wide),))
    )
    made = render(replace(journey, used=(*journey.used[:2], coarse, *journey.used[3:])))
    with opened(browser, made, tmp_path, reduced_motion="reduce") as watched:
        page = watched.page
        assert page.locator(".stop-area").count() == 0
        item = page.locator(".stop-item[data-stop='4']")
        assert re.search(r"Within\s*60\skm", item.inner_text())
        item.locator(".stop-button").click()
        left, top, right, bottom = page.eval_on_selector(".stop-area", BOX)
        frame = page.locator("#map").bounding_box()
        assert frame["x"] < left < right < frame["x"] + frame["width"]
        assert frame["y"] < top < bottom < frame["y"] + frame["height"]
        assert right - left > 80
        item.locator(".stop-button").click()
        assert page.locator(".stop-area").count() == 0
        assert not re.search(r"Within", page.locator(".stop-item[data-stop='1']").inner_text())
        watched.clean()


def test_a_stop_on_the_map_shows_its_evidence(watched: Watched) -> None:
    page = watched.page
    page.locator(".stop[data-stop='3']").focus()
    page.keyboard.press("Enter")
    item = page.locator(".stop-item[data-stop='3']")
    assert "chosen" in item.get_attribute("class")
    assert "246 km/h" in item.inner_text()
    panel, box = page.locator(".panel").bounding_box(), item.bounding_box()
    assert panel["y"] <= box["y"] + box["height"]
    assert box["y"] < panel["y"] + panel["height"]


def test_a_deep_link_opens_at_its_stop_and_moment(browser: Any, html: str, tmp_path: Path) -> None:
    with opened(browser, html, tmp_path, fragment="#stop=3&t=2023-09-11T21:10Z") as watched:
        page = watched.page
        assert page.locator(".stop-item.chosen").get_attribute("data-stop") == "3"
        assert "21:00 UTC, Mon 11 Sep" in page.locator(".moment").inner_text()
        page.evaluate("location.hash = '#stop=1'")
        until(page, "document.querySelector('.stop-item.chosen').dataset.stop === '1'")
        watched.clean()


def test_a_destination_is_chosen_like_a_sighting(watched: Watched) -> None:
    page = watched.page
    page.locator(".goal-stop[data-stop='A']").focus()
    page.keyboard.press("Enter")
    assert page.locator(".goal.chosen").get_attribute("data-goal") == "Vostochny Cosmodrome"
    assert re.search(r"#stop=A(&|$)", page.url)
    page.keyboard.press("Escape")
    assert page.locator(".goal.chosen").count() == 0


def test_an_unlikely_destination_is_on_the_map_while_it_is_chosen(browser: Any, tmp_path: Path) -> None:
    journey = story.journey()
    goal = journey.destinations[1]
    far = replace(goal, place=replace(goal.place, id="n", name="Nakhodka", lon=132.9, lat=42.8), probability=0.01)
    html = render(replace(journey, destinations=(*journey.destinations, far)))
    with opened(browser, html, tmp_path, reduced_motion="reduce") as watched:
        page = watched.page
        mark, way = page.locator(".goal-stop[data-stop='C']"), page.locator(".way-chosen")
        assert not mark.is_visible()
        assert way.get_attribute("d") == "M0 0"
        page.locator("#goals summary").click()
        page.locator(".goal[data-stop='C'] .stop-button").click()
        assert mark.is_visible()
        assert way.get_attribute("d") != "M0 0"
        labels = [" ".join(t.split()) for t in page.locator(".label-goal:visible").all_inner_texts()]
        assert any(t.startswith("Nakhodka 1%") for t in labels)
        page.locator(".goal[data-stop='C'] .stop-button").click()
        assert not mark.is_visible()
        assert way.get_attribute("d") == "M0 0"
        watched.clean()


def test_filters_leave_the_destinations_as_the_list_has_them(watched: Watched) -> None:
    page = watched.page
    page.locator(".filters summary").click()
    page.locator("fieldset").first.get_by_text("set aside").click()
    assert page.locator(".goal-stop:visible").count() == 2


def test_what_was_set_aside_is_named_on_the_map_and_struck(browser: Any, tmp_path: Path) -> None:
    journey = story.journey()
    rejected = journey.rejected[0]
    elsewhere = replace(
        rejected.sighting, candidates=(replace(rejected.sighting.candidates[0], place=story.VLADIVOSTOK),)
    )
    made = render(replace(journey, rejected=(replace(rejected, sighting=elsewhere),), destinations=()))
    with opened(browser, made, tmp_path) as watched:
        label = watched.page.locator(".label-rejected:visible .label-name")
        assert label.inner_text() == "Vladivostok"
        assert "line-through" in label.evaluate("n => getComputedStyle(n).textDecorationLine")
        watched.clean()


@pytest.mark.parametrize(("width", "height"), [(1200, 800), (600, 700), (390, 844), (320, 560), (320, 420)])
def test_every_destination_in_view_shows_its_percentage_or_none_does(
    browser: Any, html: str, tmp_path: Path, width: int, height: int
) -> None:
    """A leading guess without its figure beside an unlikely one with it would mislead."""
    with opened(browser, html, tmp_path, width=width, height=height) as watched:
        told = watched.page.evaluate(
            """() => { const map = document.querySelector("#map").getBoundingClientRect();
            const inside = (b) => b.left >= map.left && b.right <= map.right && b.top >= map.top
              && b.bottom <= map.bottom;
            const all = (name) => [...document.querySelectorAll(name)].map(n => n.getBoundingClientRect());
            const marks = all(".goal-stop").filter(inside), shares = all(".label-share").filter(b => b.width > 0);
            return [marks.length, shares.length]; }"""
        )
        assert told[0] > 0
        assert told[1] in (0, told[0])
        if width > 600:
            assert told[1] == told[0]


def test_a_table_is_one_stop_and_can_be_passed(watched: Watched) -> None:
    page = watched.page
    page.locator("#passages summary").click()
    assert page.locator("#passages [tabindex='0'], #passages button:not(.skip-table)").count() == 1
    assert page.locator("#passages td .unseen").count() < page.locator("#passages td .figure").count() / 4
    assert "official figure" in page.locator("#passages th .unseen").first.inner_text()
    page.locator("#passages summary").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip the table"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "h-worked"
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('#worked, #sources')")


def test_a_button_shows_everything_and_goes_back(browser: Any, tmp_path: Path) -> None:
    journey = story.journey()
    goal = journey.destinations[1]
    far = replace(
        goal, place=replace(goal.place, id="m", name="Moscow", lon=37.6, lat=55.8), probability=0.05, path=None
    )
    html = render(replace(journey, destinations=(*journey.destinations, far)))
    shown = "(document.querySelector('.goal-stop[data-stop=\"C\"]').getBoundingClientRect().left > 0)"
    with opened(browser, html, tmp_path) as watched:
        page = watched.page
        assert not page.evaluate(shown)
        assert page.locator(".map-note").inner_text() == "Outside this view: C"
        page.get_by_role("button", name="Show everything").click()
        until(page, shown)
        assert page.locator(".map-note").is_hidden()
        page.get_by_role("button", name="Back to the journey").click()
        until(page, f"!{shown}")
        watched.clean()


def test_a_crowd_of_sightings_shares_badges_that_part_when_zoomed_in(browser: Any, tmp_path: Path) -> None:
    journey = story.journey()
    crowd = tuple(
        replace(used, sighting=replace(used.sighting, id=f"{used.sighting.id}-{k}"))
        for used in journey.used
        for k in range(7)
    )
    with opened(browser, render(replace(journey, used=crowd)), tmp_path) as watched:
        page = watched.page
        shown = page.locator(".stop:visible .badge").all_inner_texts()
        assert len(shown) < 10
        frame = page.locator("#map").bounding_box()
        for left, _, right, _ in page.eval_on_selector_all(".stop:not([style*=none])", f"all => all.map({BOX})"):
            assert frame["x"] <= left < right <= frame["x"] + frame["width"]
        numbers = [part for text in shown if "–" in text for part in text.split("–")]
        assert numbers[0] == "1"
        assert numbers == sorted(numbers, key=int)
        assert page.locator(".stop-item").count() == len(crowd) + len(journey.rejected)
        page.locator(".stop[data-stop='1']").click()
        until(page, "document.querySelector('.stop-item.chosen').dataset.stop === '1'")
        watched.clean()


def test_a_badge_of_several_is_as_wide_as_its_numbers(browser: Any, tmp_path: Path) -> None:
    """Three digits stand on one line, within the rim, and centred where two would be."""
    journey = story.journey()
    crowd = tuple(
        replace(used, sighting=replace(used.sighting, id=f"{used.sighting.id}-{k}"))
        for used in journey.used
        for k in range(60)
    )
    with opened(browser, render(replace(journey, used=crowd)), tmp_path) as watched:
        found = watched.page.eval_on_selector_all(
            ".stop:not([style*=none]) .badge-group",
            """all => all.map(n => { const words = document.createRange(); words.selectNodeContents(n);
              const [text, box, mark] = [words, n, n.parentNode].map(one => one.getBoundingClientRect());
              return [n.textContent, text.width <= box.width - 8, text.height < 20,
                      Math.abs(box.left + box.right - mark.left - mark.right) < 2]; })""",
        )
        assert "122–241" in [text for text, *_ in found]
        assert [one for one in found if not all(one[1:])] == []


def test_badges_pushed_aside_stay_on_the_map(browser: Any, tmp_path: Path) -> None:
    """Five sightings at the westernmost place of a narrow map push each other to its edge, not over it."""
    journey = story.journey()
    first = journey.used[0]
    more = tuple(replace(first, sighting=replace(first.sighting, id=f"m{i}")) for i in range(4))
    made = render(replace(journey, used=(*more, *journey.used), destinations=()))
    with opened(browser, made, tmp_path, width=768, height=1024) as watched:
        frame = watched.page.locator("#map").bounding_box()
        for left, _, right, _ in watched.page.eval_on_selector_all(".stop", f"all => all.map({BOX})"):
            assert frame["x"] <= left < right <= frame["x"] + frame["width"]


def test_arrows_lie_on_the_way_and_under_no_badge(as_opened: Watched) -> None:
    boxes = as_opened.page.eval_on_selector_all(".arrow", f"all => all.map({BOX})")
    stops = as_opened.page.eval_on_selector_all(".stop, .goal-stop", f"all => all.map({BOX})")
    assert len(boxes) >= 4
    for left, top, right, bottom in boxes:
        x, y = (left + right) / 2, (top + bottom) / 2
        assert not [s for s in stops if s[0] < x < s[2] and s[1] < y < s[3]]


BROKEN = (
    "#off=0,99,x",
    "#known=&off",
    "#stop=99",
    "#stop=<img src=x>",
    "#t=never",
    "#stop=3&stop=4&t=",
    "#%",
    "#t=9e99",
)


def test_a_broken_link_is_no_harm(browser: Any, html: str, tmp_path: Path) -> None:
    with opened(browser, html, tmp_path, fragment=BROKEN[0]) as watched:
        for fragment in BROKEN[1:]:
            watched.page.evaluate("fragment => { location.hash = fragment; }", fragment)
            watched.page.wait_for_timeout(20)
            watched.clean()
        assert watched.page.locator(".stop:visible").count() == 5


def test_filters_hide_on_map_and_list_alike(watched: Watched) -> None:
    page = watched.page
    page.locator(".filters summary").click()
    page.locator("input[data-group='status'][value='reported']").uncheck()
    assert page.locator(".stop-item:visible").count() == 4
    assert page.locator(".stop:visible").count() == 4
    assert page.locator(".filter-count").inner_text() == "4 of 5 shown"
    page.locator("input[data-group='status'][value='reported']").check()
    page.locator("input[data-group='source'][value^='KCNA']").uncheck()
    assert not page.locator(".stop-item[data-stop='1']").is_visible()
    assert page.locator(".stop:visible").count() == 4


def test_the_slider_begins_where_the_train_was_last_seen(as_opened: Watched) -> None:
    """Neither at the time of publication nor beyond: the last observed passage is on 12 Sep about 03:30 UTC."""
    page = as_opened.page
    assert "03:00 UTC, Tue 12 Sep" in page.locator(".moment").inner_text()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1200, 800), (1000, 560)])
def test_no_stop_lies_under_furniture_and_no_number_under_the_ring(
    browser: Any, html: str, tmp_path: Path, width: int, height: int
) -> None:
    with opened(browser, html, tmp_path, width=width, height=height) as watched:
        hidden = watched.page.evaluate(
            """() => [...document.querySelectorAll(".stop")].filter((node) => {
              const box = node.getBoundingClientRect();
              const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
              return !node.contains(top);
            }).map((node) => node.dataset.stop)"""
        )
        assert hidden == []
        boxes = watched.page.eval_on_selector_all(
            ".stop", "all => all.map(n => n.getBoundingClientRect()).map(b => [b.left, b.top])"
        )
        pairs = [(a, b) for i, a in enumerate(boxes) for b in boxes[:i]]
        assert all((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 > 26**2 for a, b in pairs)
        furniture = watched.page.eval_on_selector_all(
            ".legend, .locator, .leaflet-control",
            "all => all.map(n => n.getBoundingClientRect()).map(b => [b.left, b.top, b.right, b.bottom])",
        )
        for x, y in boxes:
            for left, top, right, bottom in furniture:
                assert not (left < x + 28 and x < right and top < y + 28 and y < bottom)
        names = watched.page.locator(".label-stop:visible .label-name").all_inner_texts()
        assert {"Pyongyang", "Ussuriysk"} <= set(names)


def test_a_denial_a_plan_and_a_conflict_look_and_read_apart(browser: Any, tmp_path: Path) -> None:
    journey = story.journey()
    plan = replace(story.S4, id="p1", event="heading", status="confirmed", candidates=story.FLIGHT.candidates)
    denial = replace(story.S4, id="p2", event="absent", status="reported", candidates=story.FLIGHT.candidates)
    aside = (*journey.rejected, RejectedSighting(plan, "weighed"), RejectedSighting(denial, "says nothing of the way"))
    with opened(browser, render(replace(journey, rejected=aside)), tmp_path) as watched:
        page = watched.page
        looks = page.eval_on_selector_all(".stop .badge", "all => all.map(n => n.className.split('badge-')[1])")
        assert sorted(looks) == ["confirmed", "confirmed", "confirmed", "denied", "rejected", "reported"]
        text = page.locator(".panel").inner_text()
        assert "Contradicted by others, and so set aside: 1 of 7 sightings." in text
        assert "Set aside as saying where the train was not without narrowing down the route: 1 of 7 sightings." in text
        assert page.locator("#rejected .stop-item").count() == 1
        assert page.locator("#statements .stop-item").get_attribute("data-stop") == "B.1"
        assert page.locator("#unused .stop-item").get_attribute("data-stop") == "6"


def test_as_known_at_a_moment_fades_what_came_later_and_tells_the_ranking(watched: Watched) -> None:
    page = watched.page
    page.locator("#as-known").check()
    moment = "2023-09-12T02:00:00+00:00"
    page.evaluate(f"location.hash = '#t={moment.replace('+00:00', 'Z')}'")
    until(page, "document.querySelector('.moment-utc').textContent.startsWith('02:00')")
    faded = page.eval_on_selector_all(".stop-item.unknown-yet", "all => all.map(n => n.dataset.stop)")
    assert sorted(faded) == ["3", "4", "5"]
    ranking = page.locator(".goals-as-of").inner_text()
    assert re.search(r"Vladivostok\s64%.*Vostochny Cosmodrome\s21%", ranking, re.S)
    page.locator("#as-known").uncheck()
    assert page.locator(".stop-item.unknown-yet").count() == 0
    assert not page.locator(".goals-as-of").is_visible()


def test_a_filter_goes_by_the_status_that_is_shown(browser: Any, tmp_path: Path) -> None:
    """What was only said about where it goes is drawn as expected, but told as what it is: reported."""
    journey = story.journey()
    said = replace(story.S4, id="said", event="heading", status="reported", candidates=story.FLIGHT.candidates)
    aside = (*journey.rejected, RejectedSighting(said, "weighed"))
    with opened(browser, render(replace(journey, rejected=aside)), tmp_path) as watched:
        page = watched.page
        item = page.locator("#statements .stop-item")
        assert "Heading · reported" in item.inner_text()
        page.locator(".filters summary").click()
        assert page.locator("input[data-group='status'][value='expected']").count() == 0
        page.locator("input[data-group='status'][value='reported']").uncheck()
        assert not item.is_visible()


def test_filters_and_what_was_known_are_in_the_link(watched: Watched) -> None:
    page = watched.page
    page.locator(".filters summary").click()
    page.locator("input[data-group='status'][value='reported']").uncheck()
    page.locator("#as-known").check()
    page.evaluate("document.getElementById('moment').value = 20")
    page.locator("#moment").dispatch_event("input")
    shown = page.locator(".stop-item:visible").count(), page.locator(".later-note").is_visible()
    assert shown == (4, True)
    link = page.url
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector("[data-ready=true]")
    assert (page.locator(".stop-item:visible").count(), page.locator(".later-note").is_visible()) == shown
    assert page.locator("#as-known").is_checked()
    assert page.locator("#moment").input_value() == "20"
    page.locator(".filters summary").click()
    assert not page.locator("input[data-group='status'][value='reported']").is_checked()
    assert page.url == link
    page.locator("#as-known").uncheck()
    page.locator("input[data-group='status'][value='reported']").check()
    assert "known" not in page.url
    assert "off" not in page.url


@pytest.mark.parametrize(("width", "height"), [(1200, 800), (390, 844)])
def test_no_border_or_break_of_gauge_lies_under_a_badge(
    browser: Any, html: str, tmp_path: Path, width: int, height: int
) -> None:
    """Khasan, where the train was seen, is where it crossed both."""
    with opened(browser, html, tmp_path, width=width, height=height) as watched:
        marks = watched.page.eval_on_selector_all(".leaflet-marker-icon.mark", f"all => all.map({BOX})")
        badges = watched.page.eval_on_selector_all(".stop, .goal-stop", f"all => all.map({BOX})")
        assert len(marks) == 2
        for left, top, right, bottom in marks:
            x, y = (left + right) / 2, (top + bottom) / 2
            assert not [b for b in badges if b[0] - 8 < x < b[2] + 8 and b[1] - 8 < y < b[3] + 8]
        note = "getComputedStyle(document.querySelector('.map-note')).backgroundColor"
        assert watched.page.evaluate(note) == "rgba(0, 0, 0, 0)"  # no button


def test_two_places_give_rail_and_crow_fly_kilometres(watched: Watched) -> None:
    page = watched.page
    page.select_option("#measure-from", label="2. Khasan")
    page.select_option("#measure-to", label="5. Ussuriysk")
    text = page.locator(".measured").inner_text()
    assert re.search(r"259\skm", text)
    assert re.search(r"18\d\skm", text)
    page.select_option("#measure-to", label="A. Vostochny Cosmodrome")
    assert re.search(r"1,671\skm", page.locator(".measured").inner_text())
    page.select_option("#measure-to", label="B. Vladivostok")  # back to Baranovsky first: that stretch counts once
    assert re.search(r"327\skm", page.locator(".measured").inner_text())
    page.select_option("#measure-to", label="2. Khasan")
    assert "Choose two different places" in page.locator(".measured").inner_text()


def test_every_figure_says_its_kind_on_hover_and_all_do_when_asked(watched: Watched) -> None:
    page = watched.page
    kinds = set(page.eval_on_selector_all(".panel .figure", "all => all.map(n => n.dataset.word)"))
    assert kinds <= {"official figure", "measured", "inferred", "reported"}  # nothing on this way is estimated
    assert len(kinds) == 4
    figure = page.locator("#story [data-kind=official]").first
    figure.hover()
    content = "getComputedStyle(document.querySelector('#story [data-kind=official]'), '::after').content"
    assert page.evaluate(content) == '"official figure"'
    page.mouse.move(5, 5)
    assert page.evaluate(content) == "none"
    page.locator(".kinds summary").click()
    until(page, f"{content} === '\"o\"'")
    assert "o: official figure" in page.locator(".kinds").inner_text()
    page.locator(".kinds summary").click()
    until(page, f"{content} === 'none'")


def test_the_text_alone_tells_the_journey(as_opened: Watched) -> None:
    text = as_opened.page.locator(".panel").inner_text()
    for fact in (
        "An armoured train into Russia", "1,060", "Ussuriysk", "between 12:00 and 15:00, Tue 12 Sep (UTC+10)", "72",
        "1,412", "Air Koryo An-148", "headed north over the Razdolnaya", "Differs", "GSHHG", "confirmed", "set aside",
        "Хасан", "평양",
    ):  # fmt: skip
        assert fact in text, fact


def test_the_three_ways_are_told_apart_by_dash_and_colour(as_opened: Watched) -> None:
    look = {
        name: as_opened.page.eval_on_selector(
            f".way-{name}",
            "n => [n.getAttribute('stroke'), n.getAttribute('stroke-dasharray'), n.getAttribute('stroke-width')]",
        )
        for name in ("confirmed", "inferred", "speculated")
    }
    assert look["confirmed"] == ["#0072b2", None, "5"]
    assert look["inferred"][0] == "#d55e00"
    assert look["speculated"][0] == "#6b6b6b"
    assert len({tuple(v[1:]) for v in look.values()}) == 3
    legend = as_opened.page.locator(".legend").inner_text()
    assert all(word in legend for word in ("Confirmed", "Inferred", "Speculated", "set aside"))


def test_labels_cover_neither_each_other_nor_a_stop(as_opened: Watched) -> None:
    boxes = as_opened.page.eval_on_selector_all(
        ".label",
        f"all => all.filter(n => !n.hidden).map({BOX})",
    )
    stops = as_opened.page.eval_on_selector_all(
        ".stop",
        "all => all.map(n => { const b = n.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; })",
    )
    assert len(boxes) >= 6
    for i, a in enumerate(boxes):
        for b in [*boxes[i + 1 :], *stops]:
            assert not (a[0] < b[2] - 1 and b[0] < a[2] - 1 and a[1] < b[3] - 1 and b[1] < a[3] - 1), (a, b)


def test_on_a_phone_nothing_is_cut_off(browser: Any, html: str, tmp_path: Path) -> None:
    with opened(browser, html, tmp_path, width=390, height=844, has_touch=True) as watched:
        page = watched.page
        for width in (390, 320, 600):
            page.set_viewport_size({"width": width, "height": 844})
            page.wait_for_timeout(60)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            wide = page.eval_on_selector_all(
                ".panel, .panel *:not(.unseen):not(table):not(table *), .time *:not(.unseen), .legend",
                f"all => all.filter(n => n.getBoundingClientRect().right > {width} + 0.5).map(n => n.outerHTML)",
            )
            assert wide == []
            sheet = page.locator(".panel").bounding_box()
            assert sheet["height"] <= 0.35 * 844 + 1
            assert page.locator("#map").bounding_box()["height"] > 250
        assert "user-scalable" not in page.get_attribute("meta[name=viewport]", "content")
        watched.clean()


def test_a_phone_draws_the_text_up_and_a_choice_lowers_it(browser: Any, html: str, tmp_path: Path) -> None:
    with opened(browser, html, tmp_path, width=390, height=844, has_touch=True) as watched:
        page = watched.page
        page.get_by_role("button", name="Show more of the text").click()
        assert page.locator(".panel").bounding_box()["height"] > 0.75 * 844
        assert page.evaluate("document.elementFromPoint(195, 420).closest('.panel') !== null")
        chosen = page.locator(".stop-item[data-stop='4']")
        chosen.locator(".stop-button").click()
        sheet, item = page.locator(".panel").bounding_box(), chosen.bounding_box()
        assert sheet["height"] <= 0.35 * 844 + 1
        assert page.locator(".grip").get_attribute("aria-expanded") == "false"
        assert sheet["y"] < item["y"] < sheet["y"] + sheet["height"] / 2  # what was chosen, in the lowered sheet
        assert page.evaluate("[scrollY, document.documentElement.scrollHeight]") == [0, 844]  # it alone has moved
        watched.clean()


@pytest.mark.parametrize("width", [1200, 390])
def test_dark_and_print_have_their_own_looks(browser: Any, html: str, tmp_path: Path, width: int) -> None:
    """On paper the whole journey lies on the map, in light colours, whatever window it is printed from."""
    with opened(browser, html, tmp_path, width=width, color_scheme="dark") as watched:
        page = watched.page
        text, way = "getComputedStyle(document.querySelector('.panel')).color", "n => n.getAttribute('stroke')"
        assert page.evaluate(text) == "rgb(233, 237, 239)"
        assert page.eval_on_selector(".way-confirmed", way) == "#5ab4ee"
        shown = "document.getElementById('map').getBoundingClientRect().toJSON()"
        stops = f"all => all.map({BOX})"
        before = page.eval_on_selector_all(".stop", stops)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(text) == "rgb(28, 34, 39)"
        assert page.eval_on_selector(".way-confirmed", way) == "#0072b2"
        paper = page.evaluate(shown)
        assert paper["width"] == pytest.approx(180 / 25.4 * 96, abs=1)
        for left, top, right, bottom in page.eval_on_selector_all(".stop", stops):
            assert paper["left"] < left < right < paper["right"]
            assert paper["top"] < top < bottom < paper["bottom"]
        assert page.locator("h1").bounding_box()["y"] < paper["top"]
        assert page.locator(".legend").bounding_box()["y"] >= paper["bottom"]
        assert page.locator(".moment").is_visible()
        assert not page.locator(".play").is_visible()
        assert page.locator(".stop-body").first.is_visible()
        assert page.locator("#passages tbody tr").first.is_visible()
        kind = "getComputedStyle(document.querySelector('#story [data-kind=official]'), '::after').content"
        assert page.evaluate(kind) == '"o"'
        assert "o: official figure" in page.locator(".paper-key").inner_text()
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert not page.locator("#passages tbody tr").first.is_visible()
        assert page.eval_on_selector_all(".stop", stops) == before
        watched.clean()


@pytest.mark.parametrize(("language", "word"), [("ru", "Обозначения"), ("ko", "범례")])
def test_other_languages_speak_and_texts_stay_as_given(browser: Any, tmp_path: Path, language: str, word: str) -> None:
    made = render(story.journey(), reading=story.reading(), language=language)
    with opened(browser, made, tmp_path) as watched:
        assert watched.page.get_attribute("html", "lang") == language
        assert word in watched.page.locator(".legend").inner_text()
        assert "headed north over the Razdolnaya" in watched.page.locator(".panel").inner_text()
        watched.clean()


def test_a_way_across_the_antimeridian_is_drawn_in_one_piece(browser: Any, tmp_path: Path) -> None:
    with opened(browser, render_path(story.across_180()), tmp_path) as watched:
        left, _, right, _ = watched.page.eval_on_selector(".way-route", BOX)
        frame = watched.page.locator("#map").bounding_box()
        assert frame["x"] < left < right < frame["x"] + frame["width"]
        assert right - left > 200
        assert watched.page.locator(".label-stop:visible").count() == 2
        watched.clean()


def test_a_route_is_a_page_of_the_same_kind(browser: Any, tmp_path: Path) -> None:
    with opened(browser, render_path(story.path_of(story.POINTS)), tmp_path) as watched:
        assert watched.page.locator(".way-route").count() == 1
        assert watched.page.locator(".time").count() == 0
        watched.page.locator("#passages summary").click()
        assert watched.page.locator("#passages tbody tr").count() == len(story.POINTS)
        watched.clean()


def test_a_break_of_gauge_at_a_border_is_seen_beside_it(browser: Any, tmp_path: Path) -> None:
    """Both marks, and those of the ends, lie apart at every zoom: none hides another."""
    with opened(browser, render_path(story.path_of(story.POINTS)), tmp_path) as watched:
        for _ in range(2):
            boxes = watched.page.eval_on_selector_all(
                ".leaflet-marker-icon.mark", "all => all.map((n) => n.getBoundingClientRect()).map((b) => [b.x, b.y])"
            )
            assert len(boxes) == 4
            assert all(math.dist(a, b) > 17 for a, b in combinations(boxes, 2))
            watched.page.locator(".leaflet-control-zoom-out").click()
            watched.page.wait_for_timeout(600)
        watched.clean()


@pytest.mark.parametrize("language", ["en", "ru", "ko"])
def test_what_is_in_reach_is_a_page_of_the_same_kind(browser: Any, tmp_path: Path, language: str) -> None:
    found = reach("Khasan", 6)
    html = render_reach(
        found.stretches,
        found.origin,
        found.hours,
        line_names=found.line_names,
        sources=found.sources,
        stations=found.stations,
        language=language,
    )
    with opened(browser, html, tmp_path) as watched:
        left, top, right, bottom = watched.page.eval_on_selector(".way-range", BOX)
        assert right - left > 20
        assert bottom - top > 20
        assert watched.page.locator(".label-stop:visible").count() == 1
        towns = watched.page.locator("#passages tbody tr")
        assert 3 <= towns.count() <= 60
        assert towns.first.is_visible()  # what the page is about
        named = watched.page.locator(".label-station:visible .label-more").all_inner_texts()
        assert any(re.search(r"\d", text) for text in named)  # the largest, with the hours to each
        assert not watched.page.locator(".sources").is_visible()
        watched.page.locator("#railways summary").click()
        assert watched.page.locator("#railways tbody tr").count() == len(found.line_names)
        assert "OpenStreetMap" in watched.page.locator(".panel").inner_text()
        watched.clean()


def test_a_name_is_written_only_where_it_is_nearest_to_its_own_badge(as_opened: Watched) -> None:
    own = (Path(webmap.__file__).parent / "page" / "35-labels.js").read_text()
    lead = f"([box, own, other]) => {{ {own} return ownLead(box, own, [own, other]); }}"
    badge, other = [0, 0, 30, 30], [90, 0, 120, 30]

    def asked(box: list[int]) -> float:
        return float(
            as_opened.page.evaluate(
                lead.replace("own, [own", "mine, [mine").replace("box, own, other", "box, mine, other"),
                [box, badge, other],
            )
        )

    assert asked([34, 0, 64, 30]) == 26 - 4
    assert asked([50, 0, 80, 30]) == 10 - 20


def test_the_badge_of_several_has_the_names_of_its_first_and_last_beside_it(browser: Any, tmp_path: Path) -> None:
    """Those under a badge of several are named at it, not where they lie, which may be beside another's."""
    journey = story.journey()
    crowd = tuple(
        replace(u, sighting=replace(u.sighting, id=f"{u.sighting.id}-{k}")) for u in journey.used for k in range(7)
    )
    whole = replace(journey, used=crowd)
    places = {n: s.place.name for n, s in zip(numbers_of(whole), sightings_of(whole), strict=True)}
    near = """() => { const box = (n) => n.getBoundingClientRect();
      const gap = (a, b) => Math.hypot(Math.max(0, a.left - b.right, b.left - a.right),
        Math.max(0, a.top - b.bottom, b.top - a.bottom));
      const badges = [...document.querySelectorAll(".leaflet-marker-icon .badge")].filter((n) => n.offsetParent);
      const labels = [...document.querySelectorAll(".label-stop:not([hidden])")];
      return labels.map((label) => [label.querySelector(".label-name").textContent,
        badges.sort((a, b) => gap(box(a), box(label)) - gap(box(b), box(label)))[0].textContent]); }"""
    with opened(browser, render(whole), tmp_path) as found:
        named = dict(found.page.evaluate(near))
        assert len(named) >= 2
        for name, badge in named.items():
            first, _, last = badge.partition("–")
            numbers = range(int(first), int(last or first) + 1)
            assert set(name.split(" – ")) <= {places[n] for n in numbers}, named
            assert name.split(" – ")[-1] == places[numbers[-1]]


def test_land_that_the_source_cuts_at_180_degrees_has_no_shore_there(as_opened: Watched) -> None:
    own = (Path(webmap.__file__).parent / "page" / "20-basemap.js").read_text()
    script = f"([ring, edge]) => {{ {own} return coastOf(ring, edge); }}"
    ring = [[60, 175], [66, 180.001], [68, 180], [69, 176], [64, 174]]
    shore = as_opened.page.evaluate(script, [ring, [165 - 0.02, 60 - 9, 180 + 0.02, 75 + 9]])
    assert shore == [ring[:2], [*ring[2:], ring[0]]]  # every stretch but the cut


def test_a_badge_of_several_says_where_how_many_and_how_sure(browser: Any, tmp_path: Path) -> None:
    journey = story.journey()
    crowd = tuple(
        replace(u, sighting=replace(u.sighting, id=f"{u.sighting.id}-{k}")) for u in journey.used for k in range(7)
    )
    with opened(browser, render(replace(journey, used=crowd)), tmp_path) as found:
        said = found.page.eval_on_selector_all(
            ".leaflet-marker-icon:has(.badge-group)", "all => all.map((n) => n.getAttribute('aria-label'))"
        )
        assert any(re.fullmatch(r"1–7\. Pyongyang, 7 sightings, confirmed", one) for one in said), said
        found.page.locator(".leaflet-marker-icon:has(.badge-group)").first.focus()
        found.page.keyboard.press("Tab")
        found.page.keyboard.press("Shift+Tab")
        group = found.page.locator(".leaflet-marker-icon:has(.badge-group)").first
        assert group.evaluate("n => getComputedStyle(n).outlineStyle") == "none"
        assert group.locator(".badge").evaluate("n => getComputedStyle(n).outlineStyle") == "solid"
        found.clean()


def test_a_map_for_a_notebook_has_legend_scale_locator_and_room_for_layers(browser: Any, tmp_path: Path) -> None:
    import folium

    m = webmap.explore(story.journey())
    folium.GeoJson({"type": "Point", "coordinates": [131, 45]}, marker=folium.Circle(radius=900), name="mine").add_to(m)
    folium.LayerControl().add_to(m)
    m.save(str(tmp_path / "map.html"))
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.goto((tmp_path / "map.html").as_uri())
    page.wait_for_selector("[data-ready=true]", timeout=15_000)
    boxes = {
        name: page.eval_on_selector(f".{name}", BOX)
        for name in ("panel", "legend", "locator", "leaflet-control-scale", "leaflet-control-layers", "folium-map")
    }
    left = boxes["panel"][0]
    for name in ("legend", "locator", "leaflet-control-scale", "leaflet-control-layers"):
        assert boxes[name][2] <= left, name
        assert boxes[name][2] - boxes[name][0] > 20, name
    assert boxes["folium-map"][3] - boxes["folium-map"][1] == 900  # no blank below
    order = page.evaluate("(p => [p('overlay'), p('ways')])((n) => +getComputedStyle("
                          "document.querySelector(`.leaflet-${n}-pane`)).zIndex)")  # fmt: skip
    assert order[0] > order[1]
    page.close()


def test_the_locator_shows_oceans_as_oceans(browser: Any, html: str, tmp_path: Path) -> None:
    """Of maps as wide as a continent or half the world: a shape cut by the rim fills nothing across the picture."""
    own = (Path(webmap.__file__).parent / "page" / "20-basemap.js").read_text()
    script = (
        f"([area, places]) => {{ {own}"
        + """
        const { basemap } = JSON.parse(document.getElementById('railsight-data').textContent);
        const canvas = document.createElement('canvas');
        drawLocator(canvas, basemap, area, { land: '#ff0000', sea: '#0000ff', inferred: '#00ff00' });
        const [west, south, east, north] = area, span = Math.min(360, Math.max(100, (east - west) * 3));
        const scale = 150 / span, squeeze = Math.cos((south + north) / 2 * Math.PI / 180 * 0.6);
        const top = Math.min(88, (south + north) / 2 + 100 / scale * squeeze / 2);
        return places.map(([lon, lat]) => {
          const x = (((lon - (west + east) / 2 + 540) % 360) - 180 + span / 2) * scale;
          const y = (top - lat) * scale / squeeze;
          return canvas.getContext('2d').getImageData(Math.round(x), Math.round(y), 1, 1).data[0] > 128;
        }); }"""
    )
    land = [(100, 60), (80, 22), (110, 33)]
    sea = [(-40, 45), (-30, 60), (175, 45), (-170, 40), (80, -10)]
    with opened(browser, html, tmp_path) as found:
        for area, seen in (((30, 42, 142, 68), sea), ((60, 42, 135, 65), sea), ((104, 42, 150, 62), sea[2:3])):
            assert found.page.evaluate(script, [list(area), land + seen]) == [True] * 3 + [False] * len(seen), area


def test_rough_ground_is_said_where_it_is_looked_at(browser: Any, tmp_path: Path) -> None:
    """Fine tiles come with nearness, around the places of the journey; what lies between them is not trusted unsaid."""
    journey = story.journey()
    rejected = journey.rejected[0]
    perm = replace(rejected.sighting.place, name="Perm", lon=56.25, lat=58.0)
    far = replace(rejected.sighting, candidates=(replace(rejected.sighting.candidates[0], place=perm),))
    made = render(replace(journey, rejected=(replace(rejected, sighting=far),)))
    with opened(browser, made, tmp_path, reduced_motion="reduce", fragment="#stop=3") as found:
        note = found.page.locator(".map-note")
        assert note.is_hidden()
        for _ in range(2):
            found.page.mouse.move(300, 650)
            found.page.mouse.down()
            found.page.mouse.move(300, 60, steps=4)
            found.page.mouse.up()
        until(found.page, "document.querySelector('.map-note').textContent.includes('about 10 km here')")
        found.page.keyboard.press("Escape")
        assert note.inner_text() == "Outside this view: 3"
        found.clean()


def test_a_destination_that_has_a_name_already_keeps_its_figures_together(browser: Any, tmp_path: Path) -> None:
    """The time of arrival is longer than the label is wide: letter and percentage stay beside each other."""
    journey = story.journey()
    pyongyang = replace(journey.destinations[0], place=journey.used[0].sighting.place, path=None)
    with opened(browser, render(replace(journey, destinations=(pyongyang,))), tmp_path) as found:
        (label,) = found.page.locator(".label-named:visible").all()
        name, share, more = (label.locator(f".label-{part}").bounding_box() for part in ("name", "share", "more"))
        assert 0 < share["x"] - name["x"] - name["width"] < 8
        assert abs(share["y"] - name["y"]) < 3
        assert more["y"] > name["y"]
        assert label.evaluate("n => n.scrollWidth <= n.offsetWidth")
        found.clean()
