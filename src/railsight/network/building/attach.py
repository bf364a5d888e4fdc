"""Putting operating points on tracks: a station is mapped beside its tracks, or on one of several.

A station becomes one node at which every track through it can be reached: tracks run through it are cut at their
nearest spot, and these spots are one node. Which of them a train can change between follows from their directions
(``turns``), so that a line crossing above or below stays apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from railsight.geo import MEAN_RADIUS_M
from railsight.network.building.contract import Ways

# How far from the nearest track a station may be mapped: buildings stand beside large yards.
REACH_M = 500.0
# Tracks this near to a station's own spot run through it too.
BESIDE_M = 80.0
# Tracks that end this near to a station end at it: a terminus.
TERMINUS_M = 150.0
_NEAR_END_M = 1.0
MOST_OFF_TRACK = 1000  # names of stations that no track is near are kept so many at most
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """A point to be put on the tracks: the key its node will have and where it is mapped.

    ``on_track``: it is a vertex of a track. ``joins``: the tracks beside it run through it too, and tracks that end
    there end at it, as at a station; without it only its own or nearest track is concerned, as at a level crossing.
    """

    key: int
    lon: float
    lat: float
    on_track: bool
    joins: bool = True


def off_track_notes(names: Sequence[str], reach_m: float = REACH_M) -> list[str]:
    """What to say of the operating points that no track is near: nothing, or one note."""
    if not names:
        return []
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return [f"further than {reach_m:.0f} m from every line, left out: {', '.join(map(repr, names[:_SHOWN]))}{more}"]


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
    scale = 1.0 / (np.cos(np.radians(lat)) * MEAN_RADIUS_M)
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
    new = _cuts(ways, flat, wanted, spots, scale, have, home, beside_m)
    places = {}
    hub_lon, hub_lat = _lonlat(shapely.get_x(spots), shapely.get_y(spots))
    for i in have.tolist():
        places[wanted[i].key] = (float(hub_lon[i]), float(hub_lat[i]))
    ways = _with_termini(_inserted(ways, new), wanted, places)
    keys = np.array([w.key for w in wanted], dtype=np.int64)
    on = np.isin(keys, ways.key)
    placed = {k: places[k] for k in keys[on].tolist()}
    return Attached(ways, placed, tuple(keys[~on].tolist()))


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
    ways: Ways, flat: _Flat, wanted: Sequence[Wanted], spots: Any, scale: Any, have: Any, home: Any, beside_m: float
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
    at_home = ~on_track & (home[point] == way)
    joins = np.array([w.joins for w in wanted])[point]
    keys = np.array([w.key for w in wanted], dtype=np.int64)[point]
    use = inside & (joins | at_home) & ~own
    at_end = np.flatnonzero(at_home & ~inside)
    took = _rename_ends(
        ways, way[at_end], (along > margin)[at_end], keys[at_end], [w.key for w in wanted if w.on_track]
    )
    use[at_end[~took]] = True  # the end is another point's: a node of its own, at the same place
    way, along, keys = way[use], along[use], keys[use]
    at = shapely.line_interpolate_point(flat.lines[way], along)
    lon, lat = _lonlat(shapely.get_x(at), shapely.get_y(at))
    target = flat.along[flat.start[way]] + along
    before = np.clip(np.searchsorted(flat.along, target, side="left"), flat.start[way] + 1, flat.start[way + 1] - 1)
    order = np.lexsort((target, before))
    return _Cuts(before[order], lon[order], lat[order], keys[order])


def _rename_ends(ways: Ways, way: Any, far: Any, keys: Any, taken: Sequence[int]) -> Any:
    """Points nearest to the very end of a track are at that end: its node takes the point's key. Gives which did so:
    a node that is a point itself, or took the key of another, does not."""
    import numpy as np

    vertex = np.where(far, ways.start[way + 1] - 1, ways.start[way])
    old, first = np.unique(ways.key[vertex], return_index=True)
    free = ~np.isin(old, taken)
    old, first = old[free], first[free]
    if len(old):
        at: Any = np.clip(np.searchsorted(old, ways.key), 0, len(old) - 1)
        hit = old[at] == ways.key
        ways.key[hit] = keys[first][at[hit]]
    took = np.zeros(len(keys), dtype=bool)
    took[first] = True
    return took


def _with_termini(ways: Ways, wanted: Sequence[Wanted], places: dict[int, tuple[float, float]]) -> Ways:
    """Let loose ends of track near a station end at it, unless their way has it already."""
    import numpy as np
    import shapely

    hubs = [w.key for w in wanted if w.joins and w.key in places]
    keys, counts = np.unique(ways.key, return_counts=True)
    ends = np.unique(np.concatenate([ways.start[:-1], ways.start[1:] - 1]))
    loose = ends[counts[np.searchsorted(keys, ways.key[ends])] == 1]
    loose = loose[~np.isin(ways.key[loose], hubs)]
    if not hubs or not len(loose):
        return ways
    spot = np.array([places[k] for k in hubs])
    x, y = _mercator(spot[:, 0], spot[:, 1])
    tree = shapely.STRtree(shapely.points(x, y))
    at = shapely.points(*_mercator(ways.lon[loose], ways.lat[loose]))
    reach = TERMINUS_M / (np.cos(np.radians(ways.lat[loose])) * MEAN_RADIUS_M)
    (row, hub), _ = tree.query_nearest(at, max_distance=reach.max(), return_distance=True, all_matches=False)
    way = np.searchsorted(ways.start, loose, side="right") - 1
    for r, h in zip(row.tolist(), hub.tolist(), strict=True):
        near = shapely.distance(at[r], tree.geometries[h]) <= reach[r]
        if near and hubs[h] not in ways.key[ways.start[way[r]] : ways.start[way[r] + 1]]:
            ways.key[loose[r]] = hubs[h]
    return ways


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


def near_pairs(lon: Any, lat: Any, reach_m: float, *, of: Any = None) -> list[tuple[float, int, int]]:
    """Pairs of points nearer than ``reach_m`` metres: distance and rows, nearest first, each pair once.

    With ``of``, an array of rows, only the pairs one of these has with any point.
    """
    import numpy as np
    import shapely

    x, y = _mercator(lon, lat)
    spots = shapely.points(x, y)
    scale = 1.0 / (np.cos(np.radians(lat)) * MEAN_RADIUS_M)
    rows = np.arange(len(lon)) if of is None else np.asarray(of)
    one, other = shapely.STRtree(spots).query(spots[rows], predicate="dwithin", distance=reach_m * scale[rows])
    one = rows[one]
    once = (one < other) | ((one > other) & ~np.isin(other, rows))
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
    scale = 1.0 / (np.cos(np.radians(ways.lat[vertices])) * MEAN_RADIUS_M)
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
