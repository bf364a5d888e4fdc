"""Low windows, frames in other pages, and what a page tells of itself to who links to it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from railsight.model import Case
from railsight.webmap import render, render_path
from tests import journey_fixture as story
from tests.pages import opened

browsed = pytest.mark.browser


@pytest.fixture(scope="module")
def html() -> str:
    return render(story.journey(), reading=story.reading())


@browsed
def test_magnified_four_times_the_map_keeps_its_height_and_the_page_scrolls(
    browser: Any, html: str, tmp_path: Path
) -> None:
    with opened(browser, html, tmp_path, width=350, height=225) as found:
        page = found.page
        assert page.locator("#map").bounding_box()["height"] >= 220
        assert not page.locator(".locator").is_visible()
        assert page.evaluate("document.documentElement.scrollHeight") > 600
        page.locator("#stops h2").scroll_into_view_if_needed()
        assert page.locator("#stops h2").is_visible()
        found.clean()


@browsed
@pytest.mark.parametrize("width", [600, 760])
def test_embedded_the_map_has_the_room_and_the_text_is_folded(
    browser: Any, html: str, tmp_path: Path, width: int
) -> None:
    with opened(browser, html, tmp_path, width=width, height=450, fragment="#embed") as found:
        page = found.page
        assert page.locator("#map").bounding_box()["height"] >= 280
        assert page.locator("#map").bounding_box()["width"] == width
        assert page.locator(".panel").bounding_box()["height"] < 70
        page.locator(".grip").click()
        assert page.locator(".panel").bounding_box()["height"] > 300
        page.locator("#stops .stop-button").first.click()
        assert page.evaluate("location.hash").startswith("#embed&stop=1")
        assert page.locator(".panel").bounding_box()["height"] < 70
        found.clean()


@browsed
def test_a_low_frame_in_another_page_is_embedded_unasked(browser: Any, html: str, tmp_path: Path) -> None:
    (tmp_path / "inner.html").write_text(html, encoding="utf-8")
    (tmp_path / "outer.html").write_text(
        '<iframe src="inner.html" width="600" height="450"></iframe>', encoding="utf-8"
    )
    page = browser.new_page()
    page.goto((tmp_path / "outer.html").as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("[data-ready=true]").wait_for(timeout=15_000)
    assert "embedded" in frame.locator("#railsight").get_attribute("class").split()
    assert frame.locator("#map").bounding_box()["height"] >= 280
    page.close()


def metas(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', html.split("<style>")[0]))


def test_the_head_says_what_the_page_is_about() -> None:
    told = metas(render(story.journey(), case=Case("c", 'A "title" <b>', subtitle="Sub & {{x}}")))
    assert told["og:title"] == "A &quot;title&quot; &lt;b&gt;"
    assert told["description"] == told["og:description"] == "Sub &amp; &#123;&#123;x&#125;&#125;"
    story_told = metas(render(story.journey()))["description"]
    assert story_told.startswith("Last seen: Ussuriysk, between 12:00 and 15:00")
    assert metas(render_path(story.path_of(story.POINTS)))["og:type"] == "article"
