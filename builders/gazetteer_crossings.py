"""Crossings of the bundled network: curated bridges put on the line they carry, and the borders of each country."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from builders.gazetteer_entries import Entry, named, read_table, split
from railsight.gazetteer.store import NAME, OTHER_NAME
from railsight.geo import LonLat, nearest_on_line

CROSSING_WEIGHT = 15_000.0
RAIL_WORDS = ("rail crossing", "rail bridge", "railway bridge", "railroad bridge")
FARTHEST_M = 9_000.0  # a curated bridge farther than this from every section is left out, and said


def sections(folder: Path) -> Iterator[list[LonLat]]:
    """Polylines of the sections of the network tables, ends included."""
    points: dict[str, LonLat] = {}
    with (folder / "points.csv").open(encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            points[r["id"]] = float(r["lon"]), float(r["lat"])
    inner: dict[tuple[str, int], list[LonLat]] = {}
    with (folder / "geometry.csv").open(encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            pairs = (p.split(" ") for p in r["points"].split(";"))
            inner[r["line"], int(r["seq"])] = [(float(x), float(y)) for x, y in pairs]
    lines: dict[str, list[tuple[int, str]]] = defaultdict(list)
    with (folder / "line_points.csv").open(encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            lines[r["line"]].append((int(r["seq"]), r["point"]))
    for line, order in sorted(lines.items()):
        order.sort()
        for (seq, a), (_, b) in pairwise(order):
            yield [points[a], *inner.get((line, seq), []), points[b]]


def _snap(lon: float, lat: float, shapes: Iterable[list[LonLat]]) -> tuple[float, LonLat]:
    best = (float("inf"), (lon, lat))
    for shape in shapes:
        if any(abs(x - lon) < 2 and abs(y - lat) < 2 for x, y in shape):
            gap, _, spot = nearest_on_line(lon, lat, shape)
            best = min(best, (gap, spot))
    return best


def crossings(
    folder: Path, rivers: dict[str, Entry], points: dict[str, Entry]
) -> tuple[list[Entry], list[tuple[str, str, str]]]:
    """Crossings as places on the line, and links from each river to them. A border bridge stays the point it is."""
    shapes = list(sections(folder))
    entries: list[Entry] = []
    links: list[tuple[str, str, str]] = []
    for r in read_table("crossings.csv"):
        river, near = rivers[r["river"]], r["near"] if r["near"] in points else ""
        if near.startswith("border-"):
            links.append((r["river"], "crossing", near))
            continue
        gap, (lon, lat) = _snap(float(r["lon"]), float(r["lat"]), shapes)
        if gap > FARTHEST_M:
            print(f"warning: crossing {r['id']} is {gap / 1000:.1f} km from the network and left out")
            continue
        bare = river.name.removesuffix(" River").removesuffix(" (Vietnam)")
        place = points[near].name if near else r["id"].split("-")[-1].title()
        e = Entry(f"{bare} River rail crossing ({place})", "river crossing", lon, lat, ref=r["id"])
        e.country, e.admin1 = (points[near].country if near else river.country), None
        e.weight, e.radius_m, e.names = CROSSING_WEIGHT, max(1_000.0, round(gap, -2)), named(r["names"])
        e.keys = [
            (e.name, NAME),
            (f"{bare} River rail crossing at {place}", NAME),
            *((v, NAME) for v in e.names.values()),
        ]
        e.keys += [(a, NAME) for a in split(r["aliases"])]
        e.keys += [(f"{stem} {w}", NAME) for stem in (bare, f"{bare} River") for w in RAIL_WORDS]
        e.keys += [(f"{w} over the {stem}", NAME) for stem in (bare, f"{bare} River") for w in RAIL_WORDS[1:]]
        e.keys += [(f"{bare} {w}", OTHER_NAME) for w in ("bridge", "River bridge", "River crossing", "crossing")]
        e.source = f"{r['source']}; put on the line, {gap / 1000:.1f} km from the curated position"
        entries.append(e)
        links.append((r["river"], "crossing", r["id"]))
    return entries, links


def borders(folder: Path) -> list[tuple[str, str, str]]:
    """Links from each country to the border points where the network enters or leaves it."""
    lines: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    with (folder / "line_points.csv").open(encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            lines[r["line"]].append((int(r["seq"]), r["point"], r["country"]))
    found: set[tuple[str, str, str]] = set()
    for order in lines.values():
        order.sort()
        for (_, _, before), (_, point, after) in pairwise(order):
            if point.startswith("border-"):
                found |= {(f"country-{country}", "crossing", point) for country in (before, after) if country}
    return sorted(found)
