"""Putting operating points on tracks: a station is mapped beside its tracks, or on one of several.

A station becomes one node at which every track through it can be reached: tracks run through it are cut at their
nearest spot, and these spots are one node. Which of them a train can change between follows from their directions
(``turns``), so that a line crossing above or below stays apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from railsight.network.building.contract import Ways

# How far from the nearest track a station may be mapped: buildings stand beside large yards.
REACH_M = 500.0
# Tracks this near to a station's own spot run through it too.
BESIDE_M = 80.0
_NEAR_END_M = 1.0
_EARTH_M = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Wanted:
    """A point to be put on the tracks: the key its node will have, where it is mapped, and whether it is on a track."""

    key: int
    lon: float
    lat: float
    on_track: bool


@dataclass(frozen=True, slots=True)
class Attached:
    """The ways with the new vertices, where each point came to lie, and the keys of points with no track in reach."""

    ways: Ways
    places: dict[int, tuple[float, float]]
    missed: tuple[int, ...]


def attach(ways: Ways, wanted: Sequence[Wanted], *, reach_m: float = REACH_M, beside_m: float = BESIDE_M) -> Attached:
    """Cut the tracks at the points. ``reach_m`` and ``beside_m`` are metres from point to track and track to track."""
    import numpy as np
    import shapely

    if not wanted or len(ways.start) < 2:
        return Attached(ways, {}, tuple(w.key for w in wanted))
    flat = _Flat(ways)
    lon, lat = (np.array([getattr(w, k) for w in wanted]) for k in ("lon", "lat"))
    x, y = _mercator(lon, lat)
    scale = 1.0 / (np.cos(np.radians(lat)) * _EARTH_M)
    on_track = np.array([w.on_track for w in wanted])
    spots = shapely.points(x, y)
    point, way = flat.tree.query(spots, predicate="dwithin", distance=np.where(on_track, 0.0, reach_m) * scale)
    gap = shapely.distance(spots[point], flat.lines[way])
    order = np.lexsort((way, gap, point))
    point, way = point[order], way[order]
    nearest = np.concatenate([[True], point[1:] != point[:-1]]) if len(point) else np.zeros(0, dtype=bool)
    home = np.full(len(wanted), -1)
    home[point[nearest]] = way[nearest]
    off = np.flatnonzero((home >= 0) & ~on_track)
    on_line = shapely.line_interpolate_point(
        flat.lines[home[off]], shapely.line_locate_point(flat.lines[home[off]], spots[off])
    )
    spots[off] = on_line
    have = np.flatnonzero((home >= 0) | on_track)
    new = _cuts(flat, wanted, spots, scale, have, home, beside_m)
    places = {}
    hub_lon, hub_lat = _lonlat(shapely.get_x(spots), shapely.get_y(spots))
    for i in have.tolist():
        places[wanted[i].key] = (float(hub_lon[i]), float(hub_lat[i]))
    missed = tuple(w.key for i, w in enumerate(wanted) if w.key not in places and i >= 0)
    return Attached(_inserted(ways, new), places, missed)


class _Flat:
    """The ways on a conformal plane (spherical Mercator, radians), with an index."""

    def __init__(self, ways: Ways) -> None:
        import numpy as np
        import shapely

        x, y = _mercator(ways.lon, ways.lat)
        rows = np.repeat(np.arange(len(ways.start) - 1), np.diff(ways.start))
        self.start = ways.start
        self.lines = shapely.linestrings(np.column_stack([x, y]), indices=rows)
        self.tree = shapely.STRtree(self.lines)
        step = np.hypot(np.diff(x), np.diff(y))
        step[rows[1:] != rows[:-1]] = 0.0
        self.along = np.concatenate([[0.0], np.cumsum(step)])


def _mercator(lon: Any, lat: Any) -> tuple[Any, Any]:
    import numpy as np

    return np.radians(lon), np.arcsinh(np.tan(np.radians(np.clip(lat, -89.0, 89.0))))


def _lonlat(x: Any, y: Any) -> tuple[Any, Any]:
    import numpy as np

    return np.degrees(x), np.degrees(np.arctan(np.sinh(y)))


@dataclass(slots=True)
class _Cuts:
    """New vertices: before which vertex, where, and with which key."""

    before: Any
    lon: Any
    lat: Any
    key: Any


def _cuts(
    flat: _Flat, wanted: Sequence[Wanted], spots: Any, scale: Any, have: Any, home: Any, beside_m: float
) -> _Cuts:
    import numpy as np
    import shapely

    row, way = flat.tree.query(spots[have], predicate="dwithin", distance=beside_m * scale[have])
    point = have[row]
    lines = flat.lines[way]
    along = shapely.line_locate_point(lines, spots[point])
    gap = shapely.distance(lines, spots[point])
    length = shapely.length(lines)
    margin = _NEAR_END_M * scale[point]
    inside = (along > margin) & (along < length - margin)
    on_track = np.array([w.on_track for w in wanted])[point]
    own = on_track & (gap < 0.2 * scale[point])  # the way that holds the node itself needs no cut
    use = (inside | (~on_track & (home[point] == way))) & ~own
    point, way, along = point[use], way[use], along[use]
    at = shapely.line_interpolate_point(flat.lines[way], along)
    lon, lat = _lonlat(shapely.get_x(at), shapely.get_y(at))
    target = flat.along[flat.start[way]] + along
    before = np.clip(np.searchsorted(flat.along, target, side="left"), flat.start[way] + 1, flat.start[way + 1] - 1)
    order = np.lexsort((target, before))
    keys = np.array([w.key for w in wanted], dtype=np.int64)[point]
    return _Cuts(before[order], lon[order], lat[order], keys[order])


def _inserted(ways: Ways, new: _Cuts) -> Ways:
    import numpy as np

    if not len(new.before):
        return ways
    # a cut before vertex v lies within the way of v, so every later way begins that many vertices later
    shift = np.searchsorted(new.before, ways.start, side="left")
    return Ways(
        start=ways.start + shift,
        key=np.insert(ways.key, new.before, new.key),
        lon=np.insert(ways.lon, new.before, new.lon),
        lat=np.insert(ways.lat, new.before, new.lat),
        group=ways.group,
    )


def near_pairs(lon: Any, lat: Any, reach_m: float) -> list[tuple[float, int, int]]:
    """Pairs of points nearer than ``reach_m`` metres: distance and rows, nearest first, each pair once."""
    import numpy as np
    import shapely

    x, y = _mercator(lon, lat)
    spots = shapely.points(x, y)
    scale = 1.0 / (np.cos(np.radians(lat)) * _EARTH_M)
    one, other = shapely.STRtree(spots).query(spots, predicate="dwithin", distance=reach_m * scale)
    once = one < other
    one, other = one[once], other[once]
    gap = shapely.distance(spots[one], spots[other]) / scale[one]
    order = np.lexsort((other, one, gap))
    return list(zip(gap[order].tolist(), one[order].tolist(), other[order].tolist(), strict=True))


def nearest_lines(ways: Ways, vertices: Any, reach_m: float) -> tuple[Any, Any, Any]:
    """For vertices that are ends of ways: the nearest other way within ``reach_m``. Gives vertex, way and metres."""
    import numpy as np
    import shapely

    flat = _Flat(ways)
    x, y = _mercator(ways.lon[vertices], ways.lat[vertices])
    scale = 1.0 / (np.cos(np.radians(ways.lat[vertices])) * _EARTH_M)
    spots = shapely.points(x, y)
    row, way = flat.tree.query(spots, predicate="dwithin", distance=reach_m * scale)
    own = np.searchsorted(ways.start, vertices, side="right") - 1
    other = way != own[row]
    row, way = row[other], way[other]
    gap = shapely.distance(spots[row], flat.lines[way]) / scale[row]
    order = np.lexsort((way, gap, row))
    row, way, gap = row[order], way[order], gap[order]
    best = np.concatenate([[True], row[1:] != row[:-1]]) if len(row) else np.zeros(0, dtype=bool)
    return vertices[row[best]], way[best], gap[best]


def cut_at(ways: Ways, vertices: Any, way: Any) -> Ways:
    """Cut each way at its spot nearest to the vertex beside it; the new vertex bears the key of that one."""
    import numpy as np
    import shapely

    flat = _Flat(ways)
    x, y = _mercator(ways.lon[vertices], ways.lat[vertices])
    along = shapely.line_locate_point(flat.lines[way], shapely.points(x, y))
    at = shapely.line_interpolate_point(flat.lines[way], along)
    lon, lat = _lonlat(shapely.get_x(at), shapely.get_y(at))
    target = flat.along[flat.start[way]] + along
    before = np.clip(np.searchsorted(flat.along, target, side="left"), flat.start[way] + 1, flat.start[way + 1] - 1)
    order = np.lexsort((target, before))
    return _inserted(ways, _Cuts(before[order], lon[order], lat[order], ways.key[vertices][order]))
