"""The published page for everybody: axe's rules, names, keyboard, contrast and calm."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from railsight.webmap import render, render_network
from tests import journey_fixture as story
from tests.pages import opened
from tests.small_network import small_network

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def html() -> str:
    """The journey, and a way back on the same rails: every kind of thing that is drawn."""
    journey = story.journey()
    assert journey.path is not None
    home = replace(journey.destinations[1], path=replace(journey.path, geometry=journey.path.geometry[::-1]))
    return render(replace(journey, destinations=(journey.destinations[0], home)), reading=story.reading())


SIZES = ((1280, 860), (768, 1024), (390, 844))
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
         "resultTypes": ["violations"]}  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_any_size(browser: Any, html: str, tmp_path: Path, scheme: str) -> None:
    """Not even a minor finding; one page is turned from a desk's width to a tablet's and a phone's."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    with opened(browser, html, tmp_path, color_scheme=scheme) as watched:
        watched.page.evaluate("for (const box of document.querySelectorAll('details')) box.open = true")
        for width, height in SIZES:
            watched.page.set_viewport_size({"width": width, "height": height})
            watched.page.wait_for_timeout(60)
            found = axe.Axe().run(watched.page, options=RULES).response["violations"]
            told = [(v["id"], v["impact"], [n["html"][:150] for n in v["nodes"]][:4]) for v in found]
            assert told == [], (width, height)


def test_axe_finds_nothing_on_the_page_of_a_network(browser: Any, tmp_path: Path) -> None:
    """Its text scrolls and holds nothing else that takes the keyboard."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    with opened(browser, render_network(small_network(tmp_path)), tmp_path, width=1280, height=420) as watched:
        found = axe.Axe().run(watched.page, options=RULES).response["violations"]
        assert [(v["id"], [n["html"][:150] for n in v["nodes"]]) for v in found] == []
        watched.page.locator("#panel").focus()
        assert watched.page.evaluate("document.activeElement.id") == "panel"


def test_everything_can_be_reached_by_keyboard_and_has_a_name(browser: Any, html: str, tmp_path: Path) -> None:
    with opened(browser, html, tmp_path) as watched:
        page = watched.page
        reached = []
        for _ in range(120):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            reached.append(
                page.evaluate(
                    """() => { const n = document.activeElement, b = n.getBoundingClientRect();
                    const name = n.getAttribute('aria-label') || n.textContent ||
                      (n.labels && n.labels[0] && n.labels[0].textContent) || '';
                    return [String(n.className), n.id, name.trim().length > 0, b.width * b.height > 0]; }"""
                )
            )
        assert [found for found in reached if not (found[2] and found[3])] == []
        classes = " ".join(str(c) for c, *_ in reached)
        assert all(word in classes for word in ("skip", "stop", "play", "stop-button"))
        assert "figure" not in classes  # nothing to do there: a reader of a long table would be held up
        assert {"map", "moment", "as-known"} <= {i for _, i, *_ in reached}
        assert page.locator(".way-over").count() > 0
        assert "SVGAnimatedString" not in classes  # a way drawn: nothing to do there either


def test_the_skip_link_leads_to_the_text(browser: Any, html: str, tmp_path: Path) -> None:
    with opened(browser, html, tmp_path) as watched:
        watched.page.keyboard.press("Tab")
        assert watched.page.evaluate("document.activeElement.className") == "skip"
        watched.page.keyboard.press("Enter")
        assert watched.page.evaluate("document.activeElement.id") == "panel"


def test_a_second_skip_link_leads_to_the_time(browser: Any, html: str, tmp_path: Path) -> None:
    with opened(browser, html, tmp_path) as watched:
        watched.page.keyboard.press("Tab")
        watched.page.keyboard.press("Tab")
        assert watched.page.evaluate("document.activeElement.className") == "skip"
        watched.page.keyboard.press("Enter")
        assert watched.page.evaluate("document.activeElement.id") == "moment"


def test_the_ring_around_the_slider_leaves_the_words_above_it_free(browser: Any, html: str, tmp_path: Path) -> None:
    with opened(browser, html, tmp_path) as watched:
        page = watched.page
        page.locator(".play").focus()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "moment"
        ring = "(n => [n.outlineStyle, parseFloat(n.outlineOffset) + parseFloat(n.outlineWidth)])"
        style, beyond = page.evaluate(f"{ring}(getComputedStyle(document.activeElement))")
        words, slider = page.locator(".moment").bounding_box(), page.locator("#moment").bounding_box()
        assert style == "solid"
        assert words["y"] + words["height"] <= slider["y"] - beyond + 0.5
        watched.clean()


def test_targets_are_large_enough(browser: Any, html: str, tmp_path: Path) -> None:
    """WCAG 2.2, 2.5.8: at least 24 by 24 pixels, links within text apart."""
    with opened(browser, html, tmp_path, width=390, height=844) as watched:
        watched.page.locator(".filters summary").click()
        small = watched.page.eval_on_selector_all(
            "button, summary, select, input[type=range], fieldset label, .stop, .as-known",
            """all => all.filter(n => n.offsetParent !== null || n.closest('.leaflet-pane'))
                 .map(n => [n.outerHTML, n.getBoundingClientRect().width, n.getBoundingClientRect().height])
                 .filter(([, w, h]) => w < 24 || h < 24)""",
        )
        assert small == []


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ways_stand_out_from_land_and_sea(browser: Any, html: str, tmp_path: Path, scheme: str) -> None:
    with opened(browser, html, tmp_path, color_scheme=scheme) as watched:
        colours = watched.page.evaluate(
            """() => { const s = getComputedStyle(document.querySelector('.railsight'));
            const names = ['land', 'sea', 'confirmed', 'inferred', 'speculated', 'alternative', 'other', 'reach',
              'route'];
            return Object.fromEntries(names.map(n => [n, s.getPropertyValue('--map-' + n).trim()])); }"""
        )
        for line in ("confirmed", "inferred", "speculated", "alternative", "other", "reach", "route"):
            for ground in ("land", "sea"):
                assert contrast(colours[line], colours[ground]) >= 3.0, (line, ground)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_reach_and_likely_stretch_stand_out_and_each_has_its_row_in_the_legend(
    browser: Any, html: str, tmp_path: Path, scheme: str
) -> None:
    with opened(browser, html, tmp_path, color_scheme=scheme) as watched:
        page = watched.page
        land = page.evaluate(
            "getComputedStyle(document.querySelector('.railsight')).getPropertyValue('--map-land').trim()"
        )
        for band in (".reach", ".spread"):
            ink, opacity = page.eval_on_selector(
                band, "n => [n.getAttribute('stroke'), Number(n.getAttribute('stroke-opacity'))]"
            )
            parts = zip((ink[1:3], ink[3:5], ink[5:7]), (land[1:3], land[3:5], land[5:7]), strict=True)
            seen = "#" + "".join(f"{round(int(a, 16) * opacity + int(b, 16) * (1 - opacity)):02x}" for a, b in parts)
            assert contrast(seen, land) >= 3.0, band
        assert page.locator(".legend .swatch-spread").count() == 1
        assert page.locator(".legend .swatch-reach").count() == 1


def test_nothing_moves_for_those_who_ask_for_calm(browser: Any, html: str, tmp_path: Path) -> None:
    with opened(browser, html, tmp_path, reduced_motion="reduce") as watched:
        page = watched.page
        page.locator(".stop-item[data-stop='4'] .stop-button").click()
        at_once = page.locator(".stop[data-stop='4']").bounding_box()
        page.wait_for_timeout(400)
        assert page.locator(".stop[data-stop='4']").bounding_box() == at_once
