"""Checks of the finished tables, and the validation report that is part of the build.

The checks read the written tables, not the builder's memory, so that they hold for what is shipped.
"""

from __future__ import annotations

import csv
import heapq
import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from railsight.geo import geodesic_m, line_length_m

LonLat = tuple[float, float]

GAP_KM = 60.0
_WIDE = 2.5  # a ratio of chainage to great circle above this is listed
_WIDE_FROM_KM = 5.0
_OFF_TRACK = (0.8, 1.25)  # geometry to chainage outside this is listed
_MAX_BYTES = 2_500_000

ISLANDS = {
    "ru-990005": "Sakhalin: the train ferry from Vanino is not part of the network",
    "kr-seoul": "South Korea: no train crosses the line between the Koreas",
}
"""Networks apart from the main one that are meant to be: a point of each, and why."""


@dataclass(slots=True)
class Section:
    """A section as the tables have it."""

    line: str
    seq: int
    a: str
    b: str
    km: float
    great_circle_km: float
    drawn_km: float
    drawn: bool
    country: str
    gauges: str
    note: str
    kind: str


@dataclass(slots=True)
class Tables:
    """The tables read back."""

    points: dict[str, dict[str, str]]
    lines: dict[str, dict[str, str]]
    sections: list[Section]
    size: int
    faults: list[str] = field(default_factory=list)


def read_tables(folder: Path) -> Tables:
    """The four tables of a folder as sections; a fault for every row that does not fit."""
    points = {r["id"]: r for r in _rows(folder / "points.csv")}
    lines = {r["id"]: r for r in _rows(folder / "lines.csv")}
    inner = {(r["line"], r["seq"]): r["points"] for r in _rows(folder / "geometry.csv")}
    stops: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(folder / "line_points.csv"):
        stops[row["line"]].append(row)
    tables = Tables(points, lines, [], (folder / "geometry.csv").stat().st_size)
    for line, rows in stops.items():
        for first, second in itertools.pairwise(rows):
            a, b = points[first["point"]], points[second["point"]]
            ends = _at(a), _at(b)
            text = inner.pop((line, first["seq"]), "")
            middle = [_pair(p) for p in text.split(";")] if text else []
            tables.sections.append(
                Section(
                    line=line,
                    seq=int(first["seq"]),
                    a=a["id"],
                    b=b["id"],
                    km=float(second["chainage_km"]) - float(first["chainage_km"]),
                    great_circle_km=geodesic_m(*ends[0], *ends[1]) / 1000.0,
                    drawn_km=line_length_m([ends[0], *middle, ends[1]]) / 1000.0,
                    drawn=bool(middle),
                    country=first["country"],
                    gauges=first["gauges_mm"],
                    note=first["note"],
                    kind=first["length_kind"],
                )
            )
    tables.faults += [f"geometry of {line} {seq} belongs to no section" for line, seq in inner]
    return tables


def find_faults(tables: Tables) -> list[str]:
    """Everything for which the build must fail."""
    faults = list(tables.faults)
    seen: dict[frozenset[str], str] = {}
    for s in tables.sections:
        where = f"{s.line} {s.seq} {s.a}–{s.b}"
        if s.drawn_km == 0.0:
            faults.append(f"{where}: both ends are at one place")
        if s.km < s.great_circle_km - 0.001:
            faults.append(f"{where}: {s.km:.3f} km is shorter than the great circle {s.great_circle_km:.3f} km")
        if s.km > GAP_KM and not s.note:
            faults.append(f"{where}: {s.km:.0f} km without a point and without a reason")
        if not s.gauges or not s.country:
            faults.append(f"{where}: gauge or country is missing")
        key = frozenset((s.a, s.b))
        if key in seen and seen[key] != s.line:
            faults.append(f"{where}: also on {seen[key]}")
        seen[key] = s.line
    for i, p in tables.points.items():
        if not p["name"] or not p["quality"]:
            faults.append(f"point {i}: name or quality is missing")
    groups = components(tables)
    main = groups[0]
    faults += [
        f"an island of {len(g)} points is not accounted for: {', '.join(sorted(g)[:4])}"
        for g in groups[1:]
        if not any(i in g for i in ISLANDS)
    ]
    faults += [f"{i} is not apart from the main network" for i in ISLANDS if i in main]
    if tables.size > _MAX_BYTES:
        faults.append(f"geometry.csv has {tables.size} bytes, more than {_MAX_BYTES}")
    return faults


def components(tables: Tables) -> list[set[str]]:
    """Connected sets of points, largest first."""
    ways = _ways(tables)
    left, found = set(ways), []
    while left:
        stack, group = [min(left)], set()
        while stack:
            node = stack.pop()
            if node not in group:
                group.add(node)
                stack.extend(ways[node])
        left -= group
        found.append(group)
    return sorted(found, key=lambda g: (-len(g), min(g)))


def shortest_km(tables: Tables, start: str, end: str, *, countries: frozenset[str] | None = None) -> float | None:
    """Shortest way by chainage; ``countries`` confines it."""
    ways = _ways(tables, countries)
    best, heap = {start: 0.0}, [(0.0, start)]
    while heap:
        km, node = heapq.heappop(heap)
        if node == end:
            return km
        if km > best[node]:
            continue
        for other, step in ways.get(node, {}).items():
            if km + step < best.get(other, 1e18):
                best[other] = km + step
                heapq.heappush(heap, (km + step, other))
    return None


def _ways(tables: Tables, countries: frozenset[str] | None = None) -> dict[str, dict[str, float]]:
    ways: dict[str, dict[str, float]] = defaultdict(dict)
    for s in tables.sections:
        if countries is None or s.country in countries:
            ways[s.a][s.b] = min(s.km, ways[s.a].get(s.b, 1e18))
            ways[s.b][s.a] = min(s.km, ways[s.b].get(s.a, 1e18))
    return ways


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _at(point: dict[str, str]) -> LonLat:
    return float(point["lon"]), float(point["lat"])


def _pair(text: str) -> LonLat:
    lon, lat = text.split()
    return float(lon), float(lat)


def wide_sections(tables: Tables) -> list[Section]:
    """Sections whose chainage is far above the great circle, widest first."""
    found = [s for s in tables.sections if s.km > _WIDE_FROM_KM and s.km > _WIDE * s.great_circle_km]
    return sorted(found, key=lambda s: (-s.km / max(s.great_circle_km, 0.01), s.line, s.seq))


def badly_drawn(tables: Tables) -> list[Section]:
    """Sections over 5 km whose drawn track is far shorter or longer than the chainage."""
    low, high = _OFF_TRACK
    found = [s for s in tables.sections if s.km > _WIDE_FROM_KM and not low <= s.drawn_km / s.km <= high]
    return sorted(found, key=lambda s: (-abs(s.km - s.drawn_km), s.line, s.seq))


def counts(tables: Tables) -> dict[str, Counter[str]]:
    """Points by kind, quality and country; sections by length kind."""
    points = tables.points.values()
    return {
        "points by kind": Counter(p["kind"] for p in points),
        "points by quality of position": Counter(p["quality"] for p in points),
        "points by country": Counter(p["country"] or "border" for p in points),
        "sections by kind of length": Counter(s.kind for s in tables.sections),
    }
