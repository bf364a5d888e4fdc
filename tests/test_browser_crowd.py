"""Long journeys of many sightings, in windows and on phones: no badge cut or covered, no name read with another."""

from __future__ import annotations

import math
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from railsight.inference import infer
from railsight.model import Candidate, Sighting, Status
from railsight.times import Interval
from railsight.webmap import render
from tests.inference_world import START, network_of, station, train
from tests.pages import opened

pytestmark = pytest.mark.browser

# Boxes of what is seen, by what it is; badges with their text, labels with that of their name.
SEEN = """() => {
  const box = (n) => { const b = n.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; };
  const seen = (what) => [...document.querySelectorAll(what)].filter((n) => n.getClientRects().length);
  return { map: box(document.querySelector("#map")),
    badges: seen(".leaflet-marker-icon .badge").map((n) => [n.textContent, box(n)]),
    names: seen(".label-stop, .label-goal").map((n) => [n.querySelector(".label-name").textContent, box(n)]),
    furniture: seen(".leaflet-control, .legend, .locator").map(box) }; }"""
Box = list[float]


def overlap(a: Box, b: Box, room: float = 0.0) -> bool:
    return a[0] - room < b[2] and b[0] < a[2] + room and a[1] < b[3] and b[1] < a[3]


def touch(a: Box, b: Box) -> bool:
    """Whether two badges, whose short ends are round, lie on each other by more than their edges."""
    high = [box[3] - box[1] for box in (a, b)]
    straight = sum(box[2] - box[0] - h for box, h in zip((a, b), high, strict=True)) / 2
    dx, dy = abs(a[0] + a[2] - b[0] - b[2]) / 2, abs(a[1] + a[3] - b[1] - b[3]) / 2
    return math.hypot(max(0.0, dx - straight), dy) < sum(high) / 2 - 2.0


def journey_page(count: int, west: float, east: float, *, title: str = "From end to end") -> str:
    """A train seen at each of so many stations in a row from west to east."""
    step = (east - west) / (count - 1)
    points = [(west + i * step, 50.0 + 4.0 * (i % 3)) for i in range(count)]
    network = network_of(points, [(i, i + 1) for i in range(count - 1)])
    sightings = []
    for i in range(count):
        at = START + timedelta(hours=26.0 * step * i / 6.0)
        place = (Candidate(station(network, i), 1.0),)
        sightings.append(Sighting(f"r{i}", place, "seen", "reported", interval=Interval(at, at + timedelta(hours=1))))
    return render(infer(sightings, network, train()), title=title)


@pytest.fixture(scope="module")
def world_wide() -> str:
    return journey_page(26, -9.0, 132.0)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (360, 640), (820, 1180), (1440, 900)])
def test_a_journey_around_half_the_world_fits_and_nothing_covers_a_badge(
    browser: Any, world_wide: str, tmp_path: Path, width: int, height: int
) -> None:
    with opened(browser, world_wide, tmp_path, width=width, height=height) as found:
        seen = found.page.evaluate(SEEN)
        left, top, right, bottom = seen["map"]
        numbers: set[int] = set()
        for text, box in seen["badges"]:
            first, _, last = text.partition("–")
            if text.isdecimal() or last:
                numbers |= set(range(int(first), int(last or first) + 1))
            assert box[0] >= left, text
            assert box[1] >= top, text
            assert box[2] <= right, text
            assert box[3] <= bottom, text
            assert not [piece for piece in seen["furniture"] if overlap(box, piece)], text
        assert numbers == set(range(1, 27))
        boxes = [box for _, box in seen["badges"]]
        assert not [(a, b) for i, a in enumerate(boxes) for b in boxes[:i] if touch(a, b)]
        found.clean()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
def test_sightings_that_share_a_badge_share_a_name_and_names_stand_apart(
    browser: Any, world_wide: str, tmp_path: Path, width: int, height: int
) -> None:
    with opened(browser, world_wide, tmp_path, width=width, height=height) as found:
        seen = found.page.evaluate(SEEN)
        groups = [text.split("–") for text, _ in seen["badges"] if "–" in text]
        assert bool(groups) is (width < 600)  # a desk has room for each of the 26
        joined = {f"S{int(first) - 1} – S{int(last) - 1}" for first, last in groups}
        alone = {f"S{int(text) - 1}" for text, _ in seen["badges"] if text.isdecimal()}
        named = [name for name, _ in seen["names"] if name.startswith("S")]
        assert set(named) <= joined | alone
        assert not groups or joined & set(named)
        assert len(named) == len(set(named))
        boxes = [box for _, box in seen["names"]]
        assert not [(a, b) for i, a in enumerate(boxes) for b in boxes[:i] if overlap(a, b, 5.0)]


def test_a_legend_opened_on_a_phone_moves_no_badge(browser: Any, world_wide: str, tmp_path: Path) -> None:
    with opened(browser, world_wide, tmp_path, width=390, height=844) as found:
        before = found.page.evaluate(SEEN)["badges"]
        found.page.locator(".legend summary").click()
        found.page.wait_for_timeout(100)
        assert found.page.evaluate("document.querySelector('.legend').open")
        assert found.page.evaluate(SEEN)["badges"] == before


def test_nearer_in_each_has_its_own_badge_and_name_again(browser: Any, world_wide: str, tmp_path: Path) -> None:
    with opened(browser, world_wide, tmp_path, width=390, height=844, fragment="#stop=9") as found:
        seen = found.page.evaluate(SEEN)
        assert "S8" in {name for name, _ in seen["names"]}
        assert "9" in {text for text, _ in seen["badges"]}


@pytest.mark.parametrize(("width", "groups"), [(390, True), (1000, False)])
def test_sixteen_badges_share_on_a_phone_and_not_in_a_window(
    browser: Any, tmp_path: Path, width: int, groups: bool
) -> None:
    html = journey_page(16, 37.0, 132.0)
    with opened(browser, html, tmp_path, width=width, height=844) as found:
        assert any("–" in text for text, _ in found.page.evaluate(SEEN)["badges"]) is groups


def test_a_name_straight_over_another_badge_is_not_its_own(browser: Any, world_wide: str, tmp_path: Path) -> None:
    own = (Path(__file__).parents[1] / "src" / "railsight" / "webmap" / "page" / "35-labels.js").read_text("utf-8")
    with opened(browser, world_wide, tmp_path) as found:

        def stands_by(box: Box) -> bool:
            return bool(found.page.evaluate(f"(box) => {{ {own} return standsBy(box, [0, 0, 28, 28]); }}", box))

        assert stands_by([-10.0, -20.0, 40.0, -4.0])  # over it
        assert stands_by([34.0, 6.0, 90.0, 22.0])  # beside it
        assert not stands_by([32.0, -20.0, 90.0, -4.0])  # aslant
        assert not stands_by([-10.0, -60.0, 40.0, -44.0])  # over it, far off


@pytest.fixture(scope="module")
def thronged() -> str:
    """More than a hundred sightings at three stations."""
    network = network_of([(90.0, 50.0), (93.0, 51.0), (96.0, 50.0)], [(0, 1), (1, 2)])
    places = [(Candidate(station(network, i), 1.0),) for i in range(3)]
    statuses: list[Status] = ["reported", "confirmed", "reported"]
    seen = [
        Sighting(f"r{k}", places[k // 36], "seen", statuses[k // 36], interval=Interval(at, at))
        for k in range(108)
        for at in [START + timedelta(hours=20.0 * (k // 36), minutes=k)]
    ]
    return render(infer(seen, network, train()), title="A throng")


CHOSEN = """() => [...document.querySelectorAll(".stop.chosen")].map((n) => n.querySelector(".badge").textContent)"""


def test_the_badge_of_several_is_marked_for_the_one_chosen_and_gives_each_in_turn(
    browser: Any, thronged: str, tmp_path: Path
) -> None:
    with opened(browser, thronged, tmp_path, width=1440, height=900, fragment="#stop=50") as found:
        page = found.page
        assert page.evaluate(CHOSEN) == ["37–72"]
        group = page.locator(".stop.chosen")
        group.click()
        assert "stop=51" in page.url
        group.focus()
        page.keyboard.press("Enter")
        assert "stop=52" in page.url
        assert page.evaluate(CHOSEN) == ["37–72"]
        page.goto(page.url.split("#")[0] + "#stop=72")
        page.wait_for_timeout(100)
        group.click()
        assert "stop=37" in page.url  # and begins again
        found.clean()


def test_a_badge_of_several_looks_like_what_all_of_them_are_and_the_legend_has_it(
    browser: Any, thronged: str, tmp_path: Path
) -> None:
    with opened(browser, thronged, tmp_path, width=1440, height=900) as found:
        looks = found.page.locator(".stop .badge-group")
        names = [name for i in range(looks.count()) for name in looks.nth(i).get_attribute("class").split()]
        assert {"badge-reported", "badge-confirmed"} <= set(names) or "badge-mixed" in names
        assert found.page.locator(".legend-several").is_visible()
    with opened(browser, journey_page(5, 37.0, 60.0), tmp_path, width=1440, height=900) as found:
        assert not found.page.locator(".legend-several").is_visible()


def test_a_number_of_three_figures_stays_in_its_badge(browser: Any, thronged: str, tmp_path: Path) -> None:
    with opened(browser, thronged, tmp_path, width=1440, height=900) as found:
        fits = """(n) => { const r = document.createRange(); r.selectNodeContents(n);
          const text = r.getBoundingClientRect(), box = n.getBoundingClientRect();
          return r.getClientRects().length === 1 && text.left >= box.left + 2 && text.right <= box.right - 2; }"""
        for mark in ("7", "42", "108"):
            badge = found.page.locator(f'.stop-item[data-stop="{mark}"] .badge')
            assert badge.evaluate(fits), mark


@pytest.mark.parametrize(("wide", "high"), [(1440, 830), (390, 440), (320, 360)])
def test_badges_of_several_do_not_lie_on_each_other(
    browser: Any, thronged: str, tmp_path: Path, wide: int, high: int
) -> None:
    """Though they are wider than high, and their stations near each other: as along a railway far out."""
    own = (Path(__file__).parents[1] / "src" / "railsight" / "webmap" / "page" / "30-map.js").read_text("utf-8")
    count = 9 if wide > 600 else 4
    rooms = [20.0 - 2 * (i % 3) for i in range(count)]
    places = [(0.62 * wide + 0.3 * wide * i / count, 0.5 * high + 9 * (i % 2)) for i in range(count)]
    spread = f"""([points, rooms, x, y]) => {{ {own}
      return spreadBadges(points.map((p) => L.point(p)), 30, L.point(x, y), [], rooms).map((p) => [p.x, p.y]); }}"""
    with opened(browser, thronged, tmp_path) as found:
        at = found.page.evaluate(spread, [places, rooms, wide, high])
    boxes = [[x - 14 - r, y - 14, x + 14 + r, y + 14] for (x, y), r in zip(at, rooms, strict=True)]
    assert not [(a, b) for i, a in enumerate(boxes) for b in boxes[:i] if touch(a, b)]
    assert min(x - r for (x, _), r in zip(at, rooms, strict=True)) > 14
    assert max(x + r for (x, _), r in zip(at, rooms, strict=True)) < wide - 14
