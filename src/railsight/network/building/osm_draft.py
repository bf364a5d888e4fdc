"""From what was read of an OpenStreetMap file to a draft network and what to report of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from railsight.geo import LonLat, approx_m, segments_m
from railsight.network.building.attach import Wanted, attach
from railsight.network.building.contract import Chains, Ways, contract
from railsight.network.building.countries import countries_at
from railsight.network.building.osm_read import OsmRail, Tracks
from railsight.network.building.osm_stations import FoundPoint
from railsight.network.building.sections import (
    Joined,
    Shapes,
    half_way,
    inner_shapes,
    join,
    measure,
    named_point,
    plain_point,
)
from railsight.network.draft import Draft, LineRow, SectionRow

_DEGREE = 1e7
# Keys of nodes made here are negative: OpenStreetMap's are positive.
_FIRST_POINT_KEY = -1_000_000_000_000
_FIRST_CROSSING_KEY = -2_000_000_000_000
_SAME_STATION_M = 500.0
# What all tracks beside run through. A junction or crossing is on its own track only.
_JOINS = frozenset(("station", "halt", "border", "siding"))
_STATIONS = ("station", "halt")
SOURCE = "OpenStreetMap contributors"
LICENCE = "ODbL-1.0"


@dataclass(slots=True)
class Outcome:
    """A draft, the km left out by reason, and the names of stations with no track in reach."""

    draft: Draft
    left_out_km: dict[str, float]
    off_network: list[str]
    stations: int


def make_draft(rail: OsmRail) -> Outcome:
    """Sections, points and lines of the railways read. Gives an empty draft when there are none."""
    draft = Draft()
    left = _left_out_km(rail)
    if not len(rail.kept.kind):
        return Outcome(draft, left, [p.name or p.id for p in rail.points], 0)
    lines, groups = _lines(rail, draft)
    ways = _ways(rail, groups)
    points = dict(zip(*_keyed(rail), strict=True))
    wanted = [
        Wanted(k, p.x / _DEGREE, p.y / _DEGREE, on_track=p.node == k, joins=p.kind in _JOINS) for k, p in points.items()
    ]
    attached = attach(ways, wanted)
    ways = attached.ways
    stops = [k for k in points if k in attached.places]
    chains = contract(ways, stops)
    shapes = measure(ways, chains)
    joined = join(chains, shapes, crossings=rail.crossings.__contains__, places=attached.places)
    _add_points(draft, joined, points)
    _add_sections(draft, rail, lines, joined, _kinds_of(rail, chains, shapes), shapes)
    _count_kinds(draft)
    off = [p.name or p.id for p in map(points.__getitem__, attached.missed) if p.kind in _STATIONS]
    stations = sum(1 for k in stops if points[k].kind in _STATIONS)
    return Outcome(draft, left, off, stations)


def _left_out_km(rail: OsmRail) -> dict[str, float]:
    import numpy as np

    if not len(rail.left.kind):
        return {}
    start, lon, lat = _flat(rail.left)
    segment = np.append(segments_m(lon, lat), 0.0)
    segment[start[1:] - 1] = 0.0
    metres = np.bincount(np.asarray(rail.left.kind), np.add.reduceat(segment, start[:-1]), len(rail.reasons))
    return {reason: round(float(m) / 1000, 3) for reason, m in sorted(zip(rail.reasons, metres, strict=True))}


def _flat(tracks: Tracks) -> tuple[Any, Any, Any]:
    import numpy as np

    lonlat = np.asarray(tracks.lonlat)
    return np.asarray(tracks.start, dtype=np.int64), lonlat[::2].copy(), lonlat[1::2].copy()


def _lines(rail: OsmRail, draft: Draft) -> tuple[list[int], list[int]]:
    """Fill the draft's lines. For each kind of track: the row of its line, and what a section must share."""
    rows: dict[tuple[str, str], int] = {}
    groups: dict[tuple[Any, ...], int] = {}
    line_of, group_of = [], []
    for kind in rail.kinds:
        key = (kind.ref, kind.name)
        if key not in rows:
            rows[key] = len(draft.lines)
            title = " ".join(dict.fromkeys(x for x in key if x)) or "unnamed line"
            names = rail.line_names.get(key, {})
            draft.lines.append(LineRow(id=f"osm:{kind.ref}:{kind.name}", name=title, names=names, source=SOURCE))
        line_of.append(rows[key])
        group_of.append(groups.setdefault((rows[key], kind.gauges_mm, kind.electrified), len(groups)))
    return line_of, group_of


def _ways(rail: OsmRail, groups: list[int]) -> Ways:
    import numpy as np

    start, lon, lat = _flat(rail.kept)
    key = np.array(rail.kept.ids, dtype=np.int64)
    if rail.crossings:
        # a track that runs through a diamond within its way never meets the other one
        inside = np.ones(len(key), dtype=bool)
        inside[start[:-1]] = inside[start[1:] - 1] = False
        at = np.flatnonzero(inside & np.isin(key, np.fromiter(rail.crossings, dtype=np.int64)))
        key[at] = _FIRST_CROSSING_KEY - np.arange(len(at))
    return Ways(start, key, lon, lat, np.asarray(groups, dtype=np.int64)[np.asarray(rail.kept.kind)])


def _keyed(rail: OsmRail) -> tuple[list[int], list[FoundPoint]]:
    """Points with the key their node will have: a node on a kept track keeps its own. Doubles by name are dropped."""
    import numpy as np

    mapped = np.array([p.node for p in rail.points if p.node is not None], dtype=np.int64)
    on_track = set(mapped[np.isin(mapped, np.asarray(rail.kept.ids))].tolist())
    keys, points = [], []
    for number, point in enumerate(_distinct(rail.points)):
        own = point.node is not None and point.node in on_track
        keys.append(point.node if own and point.node is not None else _FIRST_POINT_KEY - number)
        points.append(point)
    return keys, points


def _distinct(points: list[FoundPoint]) -> list[FoundPoint]:
    """Without outlines that bear the name of a station node near by."""
    named: dict[str, list[FoundPoint]] = {}
    for p in points:
        if p.node is not None and p.name:
            named.setdefault(p.name, []).append(p)

    def doubled(p: FoundPoint) -> bool:
        return p.node is None and any(
            approx_m(p.x / _DEGREE, p.y / _DEGREE, q.x / _DEGREE, q.y / _DEGREE) < _SAME_STATION_M
            for q in named.get(p.name, ())
        )

    return [p for p in points if not doubled(p)]


def _add_points(draft: Draft, joined: Joined, points: dict[int, FoundPoint]) -> None:
    countries = _countries(joined.place)
    rows = zip(joined.key, joined.part, joined.degree, joined.place, countries, strict=True)
    for key, part, degree, (lon, lat), country in rows:
        found = points.get(key)
        if found is None:
            prefix = "osm-n" if key > 0 else "osm-x"
            draft.points.append(plain_point(prefix, abs(key), part, degree, (lon, lat), country))
            continue
        draft.points.append(named_point(found, part, (lon, lat), country, on_track=found.node is not None))


def _kinds_of(rail: OsmRail, chains: Chains, shapes: Shapes) -> list[int]:
    """The kind of track that the longest part of each chain is."""
    import numpy as np

    count = len(chains.a)
    kind = (
        np.asarray(rail.kept.kind, dtype=np.int64)[chains.way[1:]] if len(chains.way) else np.zeros(0, dtype=np.int64)
    )
    row = np.repeat(np.arange(count), np.diff(chains.start))[1:]
    size = len(rail.kinds)
    pair, back = np.unique(row * size + kind, return_inverse=True)
    weight = np.bincount(back, shapes.segment_m[:-1], len(pair))
    # heaviest last within each chain; ties go to the lower kind
    order = np.lexsort((-(pair % size), weight, pair // size))
    found = np.zeros(count, dtype=np.int64)
    found[pair[order] // size] = pair[order] % size
    return [int(k) for k in found]


def _add_sections(
    draft: Draft, rail: OsmRail, lines: list[int], joined: Joined, kinds: list[int], shapes: Shapes
) -> None:
    inner = inner_shapes(shapes, joined)
    place = joined.place
    countries = _countries([_middle(place[a], x, place[b]) for a, b, x in zip(joined.a, joined.b, inner, strict=True)])
    rows = zip(joined.a, joined.b, joined.sides, shapes.length_m.tolist(), kinds, inner, countries, strict=True)
    for a, b, sides, length_m, number, vertices, country in rows:
        kind = rail.kinds[number]
        draft.sections.append(
            SectionRow(
                a=a,
                b=b,
                length_m=length_m,
                length_kind="measured geometry",
                gauges_mm=kind.gauges_mm,
                line=lines[number],
                country=country,
                inner=vertices,
                electrified=kind.electrified,
                sides=sides,
                max_kmh=kind.maxspeed_kmh,
                tracks=kind.tracks,
                usage=kind.usage,
            )
        )


def _countries(places: list[LonLat]) -> list[str | None]:
    import numpy as np

    return countries_at(*np.array(places).reshape(-1, 2).T)


def _middle(a: LonLat, inner: list[LonLat], b: LonLat) -> LonLat:
    return inner[len(inner) // 2] if inner else half_way(a, b)


def _count_kinds(draft: Draft) -> None:
    """Count points by kind for the file's info."""
    draft.info["point_kinds"] = dict(sorted(Counter(p.kind for p in draft.points).items()))
