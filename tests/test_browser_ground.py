"""The ground behind the map and what is written on it: no edge of the detail, no name twice, none under a note."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from railsight import webmap
from railsight.model import Candidate, Journey
from railsight.webmap import render
from tests import journey_fixture as story
from tests.pages import opened

pytestmark = pytest.mark.browser
BASEMAP = (Path(webmap.__file__).parent / "page" / "20-basemap.js").read_text(encoding="utf-8")


def answer(browser: Any, expression: str) -> Any:
    """What an expression over the basemap's script is."""
    page = browser.new_page()
    found = page.evaluate(f"() => {{ {BASEMAP} return {expression}; }}")
    page.close()
    return found


def with_one_far(journey: Journey, name: str, lon: float, lat: float) -> Journey:
    """The journey with what was set aside in another place."""
    rejected = journey.rejected[0]
    place = replace(rejected.sighting.place, id=name.lower(), name=name, lon=lon, lat=lat)
    told = replace(rejected.sighting, candidates=(Candidate(place, 1.0),))
    return replace(journey, rejected=(replace(rejected, sighting=told),))


def test_rivers_fade_towards_ground_that_has_none(browser: Any) -> None:
    river = "[Array.from({ length: 51 }, (_, i) => [52.5, 10 + i / 10])]"
    inner = answer(browser, f"fadedRivers({river}, [10, 50], 5, () => true)")
    assert [opacity for opacity, _ in inner] == [1]
    faded = answer(browser, f"fadedRivers({river}, [10, 50], 5, ([lon]) => lon > 10)")
    assert len(faded) > 3
    first = [min(lon for line in lines for _, lon in line) for _, lines in faded]
    assert [opacity for opacity, _ in faded] == sorted(opacity for opacity, _ in faded)
    assert first == sorted(first)  # the nearer to the edge the fainter
    assert faded[0][0] < 0.3
    assert faded[-1][0] == 1
    ends = sorted((line[0][1], line[-1][1]) for _, lines in faded for line in lines)
    assert all(before[1] == after[0] for before, after in itertools.pairwise(ends))  # in one piece all the same
    assert (ends[0][0], ends[-1][1]) == (10, 15)


def test_detail_of_a_small_part_is_left_out_where_coarse_ground_is_as_good(browser: Any) -> None:
    def worth(zoom: float, cover: list[float]) -> bool:
        scale = 256 * 2**zoom / 360
        stub = (
            f"{{ getZoom: () => {zoom}, getCenter: () => ({{ lat: 50 }}), getSize: () => ({{ x: 1200, y: 800 }}), "
            f"project: ([lat, lon]) => ({{ x: lon * {scale}, y: -lat * {scale} }}) }}"
        )
        return bool(answer(browser, f"isWorthIt({stub}, {{ cover: {cover} }}, {{ km: 10 }})"))

    assert not worth(3, [100, 40, 120, 55])  # the world, and a patch in it
    assert worth(3, [-180, -85, 180, 85])
    assert worth(6.5, [100, 40, 120, 55])  # there 10 km are to be seen


def test_the_detail_reaches_beyond_the_widest_window(browser: Any, tmp_path: Path) -> None:
    with opened(browser, render(story.journey()), tmp_path, width=2560, height=1300) as found:
        cover, area = found.page.evaluate(
            "(data => [data.basemap.levels[1].cover, data.area])"
            "(JSON.parse(document.getElementById('railsight-data').textContent))"
        )
        shown = found.page.locator("#map").bounding_box()
        badges = found.page.eval_on_selector_all(".stop-dot", "all => all.map(n => n.getBoundingClientRect().y)")
        high = max(badges) - min(badges)  # of the area shown at least so many pixels stand for its height
        degrees = (area[3] - area[1]) * shown["width"] / high / math.cos(math.radians(area[1]))
        assert cover[2] - cover[0] >= min(degrees, 60)
        found.clean()


@pytest.mark.parametrize("width", [1200, 2560])
def test_a_country_is_named_once_in_a_picture(browser: Any, tmp_path: Path, width: int) -> None:
    with opened(browser, render(story.journey()), tmp_path, width=width, height=width // 2) as found:
        size = found.page.locator("#map").bounding_box()
        names = found.page.eval_on_selector_all(
            ".label-country:not([hidden])",
            "all => all.map(n => [n.textContent, n.getBoundingClientRect().x, n.getBoundingClientRect().y])",
        )
        assert {"Russia", "China"} <= {name for name, *_ in names}
        for name, x, _ in names:
            if name in ("Russia", "China"):  # where there is room, not in a corner
                assert 0.1 * size["width"] < x < 0.85 * size["width"]
        for (a, *at), (b, *other) in itertools.combinations(names, 2):
            assert a != b or math.dist(at, other) > 0.7 * max(size["width"], size["height"]), a
        found.clean()


def test_the_name_of_a_station_stands_at_its_dot(browser: Any, tmp_path: Path) -> None:
    middle = (
        "all => all.map(n => { const b = n.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })"
    )
    with opened(browser, render(story.journey()), tmp_path) as found:
        page = found.page
        boxes = page.eval_on_selector_all(
            ".label-station:not([hidden])",
            "all => all.map(n => { const b = n.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; })",
        )
        dots = page.eval_on_selector_all(".station-dot:not([hidden])", middle)
        assert len(dots) == len(boxes) > 0
        for left, top, right, bottom in boxes:
            gaps = [math.hypot(max(left - x, 0, x - right), max(top - y, 0, y - bottom)) for x, y in dots]
            assert min(gaps) < 30
        page.locator(".leaflet-control-zoom-out").click()
        page.wait_for_timeout(400)
        assert page.locator(".station-dot:visible").count() == page.locator(".label-station:visible").count()
        found.clean()


def test_a_note_on_the_map_hides_no_name(browser: Any, tmp_path: Path) -> None:
    """A destination at the upper left, where it is said what lies outside."""
    journey = with_one_far(story.journey(), "Perm", 56.25, 58.0)
    with opened(browser, render(journey), tmp_path, width=700, height=700) as found:
        note = found.page.locator(".map-note").bounding_box()
        assert note["width"] > 40
        for label in found.page.locator(".label:visible").all():
            box = label.bounding_box()
            assert (
                box["x"] >= note["x"] + note["width"] - 1 or box["x"] + box["width"] <= note["x"] + 1
                or box["y"] >= note["y"] + note["height"] - 1 or box["y"] + box["height"] <= note["y"] + 1
            ), label.inner_text()  # fmt: skip
        found.clean()


@pytest.mark.parametrize(("language", "unit"), [("en", "km"), ("ru", "км"), ("ko", "km")])
def test_the_scale_speaks_the_language_of_the_page(browser: Any, tmp_path: Path, language: str, unit: str) -> None:
    with opened(browser, render(story.journey(), language=language), tmp_path) as found:
        said = found.page.locator(".leaflet-control-scale-line").inner_text()
        assert said.split()[1] == unit
        assert said.split()[0].isdigit()
        found.clean()


def test_what_could_not_be_placed_is_not_struck_out(browser: Any, tmp_path: Path) -> None:
    """It may well be true: only what others contradict is crossed out."""
    journey = with_one_far(story.journey(), "Perm", 128.0, 46.0)
    unplaced = replace(
        journey.rejected[0], reason="Perm is not within reach of the network", conflicts_with=None, belief=0.0
    )
    with opened(browser, render(replace(journey, rejected=(unplaced,))), tmp_path) as found:
        name = found.page.locator(".label-unplaced:visible .label-name")
        assert name.inner_text() == "Perm"
        assert "line-through" not in name.evaluate("n => getComputedStyle(n).textDecorationLine")
        found.clean()


@pytest.mark.parametrize("size", [(1600, 1000), (900, 700), (760, 620), (390, 844)])
@pytest.mark.parametrize("crowded", [0, -1])
def test_no_badge_lies_under_legend_locator_or_scale(
    browser: Any, tmp_path: Path, size: tuple[int, int], crowded: int
) -> None:
    """Nor do those that their neighbours push aside: three of one place at either end of the way."""
    journey = story.journey()
    one = journey.used[crowded]
    more = tuple(replace(one, sighting=replace(one.sighting, id=f"more{i}")) for i in range(2))
    used = (*more, *journey.used) if crowded == 0 else (*journey.used, *more)
    with opened(browser, render(replace(journey, used=used)), tmp_path, width=size[0], height=size[1]) as found:
        rects = (
            "all => all.map(n => { const b = n.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; })"
        )
        badges = found.page.eval_on_selector_all(".stop .badge, .goal-stop .badge", rects)
        furniture = found.page.eval_on_selector_all(".legend, .locator, .leaflet-control", rects)
        assert len(badges) == 9
        for a in badges:
            for b in furniture:
                assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (a, b)


def test_what_was_not_known_yet_shows_no_dot_through_its_badge(browser: Any, tmp_path: Path) -> None:
    with opened(browser, render(story.journey()), tmp_path, fragment="#t=2023-09-10T12:00:00Z") as found:
        found.page.locator("#as-known").check()
        late = found.page.locator(".stop-dot.unknown-yet")
        assert late.count() > 0
        assert set(late.evaluate_all("all => all.map(n => getComputedStyle(n).opacity)")) == {"0"}
        found.clean()


def test_a_moment_told_in_many_lines_cuts_no_name_off(browser: Any, tmp_path: Path) -> None:
    with opened(browser, render(story.journey()), tmp_path) as found:
        page = found.page
        before = page.locator("#map").bounding_box()["height"]
        page.evaluate("document.querySelector('.moment-where').textContent = 'a long way from '.repeat(60)")
        page.wait_for_timeout(300)
        box = page.locator("#map").bounding_box()
        assert box["height"] < before - 60
        bottoms = page.eval_on_selector_all(
            ".label:not([hidden])", "all => all.map(n => n.getBoundingClientRect().bottom)"
        )
        assert bottoms
        assert max(bottoms) <= box["y"] + box["height"]
        found.clean()
