"""The page without script: its text stands in the file, styled, and as inert as ever."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from railsight.model import LANGUAGES
from railsight.webmap import render, render_path
from tests import journey_fixture as story
from tests.hostile import PAYLOADS, TEMPLATES, poison

pytestmark = pytest.mark.browser


@contextmanager
def without_script(browser: Any, html: str, folder: Path) -> Iterator[tuple[Any, list[str]]]:
    """The page in a browser that runs no script, and what it asked for beside itself."""
    file = folder / "page.html"
    file.write_bytes(html.encode())
    asked: list[str] = []
    session = browser.new_context(viewport={"width": 1200, "height": 900}, java_script_enabled=False)
    page = session.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    yield page, asked[1:]
    session.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_title_story_destinations_sightings_and_sources_are_told(browser: Any, tmp_path: Path, language: str) -> None:
    html = render(story.journey(), reading=story.reading(), language=language)
    with without_script(browser, html, tmp_path) as (page, asked):
        text = page.locator("main").inner_text()
        for fact in (
            "412",
            "96" if language == "never" else "72",
            "headed north over the Razdolnaya",
            "s5" and "GSHHG",
        ):
            assert fact in text, fact
        assert page.locator("h1").is_visible()
        assert page.locator("section").count() >= 6
        assert page.locator(".badge-confirmed").first.is_visible()
        look = "n => getComputedStyle(n).backgroundColor"
        assert page.eval_on_selector(".badge-confirmed", look) == "rgb(0, 114, 178)"
        link = page.locator("a[href^='https://example.org/wire']").first
        assert link.get_attribute("rel") == "noopener noreferrer"
        assert not page.locator("#map").count()
        assert asked == []


def test_a_route_is_told_with_its_stations(browser: Any, tmp_path: Path) -> None:
    with without_script(browser, render_path(story.path_of(story.POINTS)), tmp_path) as (page, _):
        assert page.locator("tbody tr").count() == len(story.POINTS)
        assert "Khasan" in page.locator("main").inner_text()


def test_hostile_texts_stay_texts(browser: Any, tmp_path: Path) -> None:
    """The elements are ours alone, no attribute runs anything, and what was said reads the same."""
    allowed = {"a", "bdi", "blockquote", "div", "h1", "h2", "header", "main", "p", "section", "span", "strong",
               "table", "tbody", "td", "th", "thead", "tr"}  # fmt: skip
    names = {"class", "data-word", "href", "lang", "rel", "scope", "target"}
    for payload in ("".join(PAYLOADS), "".join(TEMPLATES)):
        html = render(
            poison(story.journey(), lambda old, p=payload: old + p),
            reading=poison(story.reading(), lambda old, p=payload: old + p),
            title=payload[:250],
        )
        with without_script(browser, html, tmp_path) as (page, asked):
            found = page.evaluate(
                """() => [...document.querySelectorAll("noscript *, .plain *")].map(n =>
                  [n.localName, ...n.getAttributeNames()])"""
            )
            assert len(found) > 100
            assert {tag for tag, *_ in found} <= allowed
            assert {name for _, *rest in found for name in rest} <= names
            links = page.eval_on_selector_all("a[href]", "all => all.map(n => n.protocol)")
            assert set(links) <= {"http:", "https:"}
            assert payload[:60].strip() in page.locator("h1").inner_text()
            assert asked == []


def test_with_script_the_plain_text_is_not_shown_twice(browser: Any, tmp_path: Path) -> None:
    session = browser.new_context()
    page = session.new_page()
    file = tmp_path / "page.html"
    file.write_bytes(render(story.journey(), reading=story.reading()).encode())
    page.goto(file.as_uri())
    page.wait_for_selector("[data-ready=true]")
    assert page.locator("h1:visible").count() == 1
    assert page.evaluate("document.querySelectorAll('noscript *').length") == 0
    session.close()
