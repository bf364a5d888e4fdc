"""How fast a page is made and drawn, beside a stock folium map of the same content: ``python benchmarks/speed_map.py``.

The browser may reach nothing, so a stock folium map shows nothing: its requests are counted and its time is the time
until the page has loaded without them. Prints one JSON object last.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from railsight import webmap  # noqa: E402
from railsight.model import Candidate, Journey, PathPoint, UsedSighting  # noqa: E402
from railsight.times import Interval  # noqa: E402
from tests import journey_fixture as story  # noqa: E402

RUNS = 5


def twenty_sightings() -> Journey:
    """The hand-made journey with twenty sightings, one at every station but the far ones."""
    journey = story.journey()
    path = story.path_of(story.POINTS)
    first = story.S2
    used = []
    for i, point in enumerate(path.points[:20]):
        place = replace(first.place, id=point.id, name=point.name, lon=point.lon, lat=point.lat)
        at = story.utc(10, 3) + timedelta(hours=3 * i)
        sighting = replace(first, id=f"b{i}", candidates=(Candidate(place, 0.9),), interval=Interval(at, at))
        spot = replace(path.start, lon=point.lon, lat=point.lat)
        used.append(UsedSighting(sighting, spot, 0.9, point.km))
    return replace(journey, path=path, used=tuple(used))


def stock_folium(journey: Journey) -> str:
    """What one would write with folium alone: a line, markers with popups, the usual tiles."""
    import folium

    assert journey.path is not None
    m = folium.Map(location=[46, 131], zoom_start=5)
    line: Any = folium.PolyLine
    line([(lat, lon) for lon, lat in journey.path.geometry], tooltip="the way").add_to(m)
    for used in journey.used:
        sighting = used.sighting
        popup = folium.Popup(f"{sighting.place.name}: {sighting.quote_text}", max_width=300)
        folium.Marker((used.spot.lat, used.spot.lon), popup=popup, tooltip=sighting.place.name).add_to(m)
    folium.LayerControl().add_to(m)
    return str(m.get_root().render())


def long_path(points: int) -> Any:
    path = story.path_of(story.POINTS)
    shape = tuple((125.7 + 7 * i / points, 39.0 + 12 * i / points + 0.01 * (i % 2)) for i in range(points))
    return replace(path, geometry=shape)


def many_stations(count: int) -> Any:
    path = story.path_of(story.POINTS)
    points = tuple(
        PathPoint(
            i, f"p{i}", f"Station {i}", "station", 125.7 + 7 * i / count, 39.0 + 12 * i / count, path.km * i / count
        )
        for i in range(count)
    )
    return replace(path, points=points, geometry=tuple((p.lon, p.lat) for p in points))


def made_ms(make: Callable[[], str]) -> float:
    """Median time to make a page, warm."""
    make()
    spent = []
    for _ in range(RUNS):
        start = time.perf_counter()
        make()
        spent.append(time.perf_counter() - start)
    return 1000 * statistics.median(spent)


class Gate:
    """Lets a page load its own file and nothing else; counts what it refused."""

    def __init__(self) -> None:
        self.refused = 0

    def route(self, found: Any) -> None:
        if found.request.url.startswith("file:"):
            found.continue_()
        else:
            self.refused += 1
            found.abort()


def drawn(browser: Any, html: str, folder: Path, ready: str | None) -> dict[str, float]:
    """Median milliseconds from opening to picture, and the requests tried."""
    file = folder / "page.html"
    file.write_text(html, encoding="utf-8")
    spent, requests = [], 0
    for _ in range(RUNS):
        context = browser.new_context(viewport={"width": 1200, "height": 800})
        page = context.new_page()
        gate = Gate()
        page.route("**/*", gate.route)
        start = time.perf_counter()
        page.goto(file.as_uri())
        if ready:
            page.wait_for_selector(ready)
            page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        spent.append(time.perf_counter() - start)
        requests = gate.refused
        context.close()
    return {"picture_ms": round(1000 * statistics.median(spent)), "requests": requests, "bytes": len(html.encode())}


def main() -> None:
    from playwright.sync_api import sync_playwright

    from tests.find_browser import LAUNCH_ARGS, find_browser

    journey = twenty_sightings()
    pages: dict[str, Callable[[], str]] = {
        "journey_20_sightings": lambda: webmap.render(journey, reading=story.reading()),
        "stations_10000": lambda: webmap.render_path(many_stations(10_000)),
        "path_50000_points": lambda: webmap.render_path(long_path(50_000)),
        "stock_folium_20_sightings": lambda: stock_folium(journey),
    }
    result: dict[str, Any] = {}
    path = find_browser()
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        browser = None
        if path is not None:
            browser = play.chromium.launch(args=LAUNCH_ARGS, executable_path=path or None)
        for name, make in pages.items():
            ready = None if name.startswith("stock") else "[data-ready=true]"
            result[name] = {"made_ms": round(made_ms(make), 1)}
            if browser is not None:
                result[name] |= drawn(browser, make(), Path(folder), ready)
                result[name]["picture"] = ready is not None
        if browser is not None:
            browser.close()
    print(json.dumps(result))


if __name__ == "__main__":
    main()
