"""From chains of track to points and sections of a draft: lengths, shapes, sides of junctions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

from railsight.geo import M_PER_DEG, LonLat, approx_m, segments_m, wrap_lon
from railsight.network.building.contract import Chains, Ways
from railsight.network.building.turns import plain_sides, sides_at
from railsight.network.draft import PointRow
from railsight.network.snapping import PART

# Shapes are simplified to within this; lengths are measured before.
TOLERANCE_M = 10.0
# Directions at a junction are taken over this much track, so that one short odd segment does not decide.
_BEARING_OVER_M = 15.0
# Less than this has no direction of its own: two stops at one place of a track.
_NO_EXTENT_M = 0.5


@dataclass(slots=True)
class Shapes:
    """Geometry of chains: metres each, simplified inner vertices each, and the bearing in which either end leaves."""

    length_m: Any
    segment_m: Any  # a chain vertex but the last: metres to the next one
    inner: list[list[LonLat]]
    leave_a: Any
    leave_b: Any
    place_a: Any  # the tracks' own ends, where a station's node may lie beside: arrays of lon, lat
    place_b: Any


def measure(ways: Ways, chains: Chains, *, tolerance_m: float = TOLERANCE_M) -> Shapes:
    """Lengths along the full geometry (geodesic), shapes within ``tolerance_m`` of it, bearings at the ends."""
    import numpy as np

    lon, lat = ways.lon[chains.vertex], ways.lat[chains.vertex]
    first, last = chains.start[:-1], chains.start[1:] - 1
    segment = np.append(segments_m(lon, lat), 0.0) if len(lon) else np.zeros(0)
    segment[last] = 0.0
    length = np.add.reduceat(segment, first) if len(first) else np.zeros(0)
    along = np.concatenate([[0.0], np.cumsum(segment)])[:-1] if len(lon) else np.zeros(0)
    near_a = np.clip(np.searchsorted(along, along[first] + _BEARING_OVER_M), first + 1, last)
    near_b = np.clip(np.searchsorted(along, along[last] - _BEARING_OVER_M, side="right") - 1, first, last - 1)
    leave_a, leave_b = _bearings(lon, lat, first, near_a), _bearings(lon, lat, last, near_b)
    for chain in np.flatnonzero((length < _NO_EXTENT_M) & (last - first == 1)).tolist():
        on = _onward(ways, *chains.vertex[first[chain] : last[chain] + 1].tolist())
        if on is not None:
            leave_a[chain], leave_b[chain] = on, (on + 180.0) % 360.0
    return Shapes(
        length_m=length,
        segment_m=segment,
        inner=_simplified(lon, lat, chains.start, tolerance_m),
        leave_a=leave_a,
        leave_b=leave_b,
        place_a=np.column_stack([lon[first], lat[first]]),
        place_b=np.column_stack([lon[last], lat[last]]),
    )


def _onward(ways: Ways, a: int, b: int) -> float | None:
    """The bearing of a way where two of its vertices, one after the other, lie at one place; None where it ends so."""
    import numpy as np

    way = int(np.searchsorted(ways.start, min(a, b), side="right")) - 1
    after, before = range(max(a, b) + 1, int(ways.start[way + 1])), range(min(a, b) - 1, int(ways.start[way]) - 1, -1)
    ahead, behind = (after, before) if a < b else (before, after)
    for rows, turn in ((ahead, 0.0), (behind, 180.0)):
        for row in rows:
            if approx_m(ways.lon[a], ways.lat[a], ways.lon[row], ways.lat[row]) > _NO_EXTENT_M:
                bearing = _bearings(ways.lon, ways.lat, np.array([a]), np.array([row]))
                return float(bearing[0] + turn) % 360.0
    return None


def _bearings(lon: Any, lat: Any, here: Any, there: Any) -> Any:
    """Bearings over short stretches, degrees in [0, 360)."""
    import numpy as np

    east = ((lon[there] - lon[here] + 180.0) % 360.0 - 180.0) * np.cos(np.radians(lat[here]))
    return np.degrees(np.arctan2(east, lat[there] - lat[here])) % 360.0


def _simplified(lon: Any, lat: Any, start: Any, tolerance_m: float) -> list[list[LonLat]]:
    """Inner vertices of each chain after Douglas and Peucker (1973) on a plane scaled at the chain's first vertex."""
    import numpy as np
    import shapely

    count = len(start) - 1
    if count < 1:
        return []
    row = np.repeat(np.arange(count), np.diff(start))
    squeeze = np.cos(np.radians(lat[start[:-1]]))[row]
    east = (lon - lon[start[:-1]][row] + 180.0) % 360.0 - 180.0
    lines = shapely.linestrings(np.column_stack([east * squeeze, lat]), indices=row)
    kept, which = shapely.get_coordinates(
        shapely.simplify(lines, tolerance_m / M_PER_DEG, preserve_topology=False), return_index=True
    )
    base = lon[start[:-1]][which]
    x = (kept[:, 0] / np.cos(np.radians(lat[start[:-1]]))[which] + base + 180.0) % 360.0 - 180.0
    x, y = np.round(x, 7).tolist(), np.round(kept[:, 1], 7).tolist()
    bounds = np.searchsorted(which, np.arange(count + 1)).tolist()
    return [list(zip(x[lo + 1 : hi - 1], y[lo + 1 : hi - 1], strict=True)) for lo, hi in pairwise(bounds)]


@dataclass(slots=True)
class Joined:
    """Nodes after splitting: for a section its nodes a, b and the sides it is on; for a node its key and place.

    ``part`` tells the nodes of one key apart, 0 for the first; ``degree`` counts the ends at a node.
    """

    a: list[int]
    b: list[int]
    sides: list[tuple[int, int]]
    key: list[int]
    part: list[int]
    place: list[LonLat]
    degree: list[int]


def join(
    chains: Chains,
    shapes: Shapes,
    *,
    crossings: Callable[[int], bool] = lambda _: False,
    places: Mapping[int, LonLat] | None = None,
    turns: bool = True,
) -> Joined:
    """Give every end of a section its node. ``crossings``: keys where tracks cross without connection. ``places``: near
    which place the node of a key is put when its tracks do not all end at one spot. Without ``turns`` every end at a
    node is connected with every other: for shapes too coarse to tell directions from.
    """
    import numpy as np

    count = len(chains.a)
    row = np.concatenate([chains.a, chains.b])
    order = np.argsort(row, kind="stable")
    used, first, ends = np.unique(row[order], return_index=True, return_counts=True)
    leave = np.concatenate([shapes.leave_a, shapes.leave_b])[order]
    spots = np.concatenate([shapes.place_a, shapes.place_b])[order]
    keys = chains.keys[used].tolist()
    part, side, plain = plain_sides(leave, first, ends)
    if not turns:
        side[:], plain[:] = 0, True
    parts = np.ones(len(used), dtype=np.int64)
    odd = [n for n, key in enumerate(keys) if not plain[n] or (places and key in places) or crossings(key)]
    moved: dict[tuple[int, int], LonLat] = {}
    for n in odd:
        lo, hi = int(first[n]), int(first[n] + ends[n])
        found = _larger_first(sides_at(leave[lo:hi].tolist(), crossing=crossings(keys[n])))
        part[lo:hi], side[lo:hi] = zip(*found, strict=True)
        parts[n] = 1 + max(p for p, _ in found)
        moved.update(_moved(n, found, spots[lo:hi].tolist(), places.get(keys[n]) if places else None))
    base = np.concatenate([[0], np.cumsum(parts)])
    node = np.empty(len(row), dtype=np.int64)
    node[order] = np.repeat(base[:-1], ends) + part
    marks = np.empty(len(row), dtype=np.int64)
    marks[order] = side
    origin = np.repeat(np.arange(len(used)), parts)
    number = np.arange(len(origin)) - base[:-1][origin]
    place = [(x, y) for x, y in spots[first[origin]].tolist()]
    for (n, p), spot in moved.items():
        place[int(base[n]) + p] = spot
    return Joined(
        a=node[:count].tolist(),
        b=node[count:].tolist(),
        sides=list(zip(marks[:count].tolist(), marks[count:].tolist(), strict=True)),
        key=[keys[n] for n in origin.tolist()],
        part=number.tolist(),
        place=place,
        degree=np.bincount(node, minlength=len(origin)).tolist(),
    )


def _moved(
    n: int, found: tuple[tuple[int, int], ...], spots: list[list[float]], near: LonLat | None
) -> dict[tuple[int, int], LonLat]:
    """Where the nodes of one key lie: at the end, of those in the part, that is nearest to ``near``."""
    out: dict[tuple[int, int], LonLat] = {}
    for part in {p for p, _ in found}:
        mine = [s for s, (p, _) in zip(spots, found, strict=True) if p == part]
        best = min(mine, key=lambda s: _square(s, near)) if near else mine[0]
        out[n, part] = (best[0], best[1])
    return out


def _square(spot: list[float], place: LonLat) -> float:
    return (spot[0] - place[0]) ** 2 + (spot[1] - place[1]) ** 2


def _larger_first(found: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Parts renumbered so that the one with most ends is 0: it is the one that keeps the point's own id."""
    size = Counter(part for part, _ in found)
    if len(size) == 1:
        return found
    number = {part: i for i, part in enumerate(sorted(size, key=lambda p: (-size[p], p)))}
    return tuple((number[part], side) for part, side in found)


def inner_shapes(shapes: Shapes, joined: Joined) -> list[list[LonLat]]:
    """Inner vertices of every section, with the track's own ends where the nodes lie beside it."""
    import numpy as np

    if not shapes.inner:
        return []
    place = np.array(joined.place)
    inner = list(shapes.inner)
    for nodes, own, at_end in ((joined.a, shapes.place_a, False), (joined.b, shapes.place_b, True)):
        beside = np.flatnonzero((np.abs(place[nodes] - own) > 2e-6).any(axis=1))
        for chain, (lon, lat) in zip(beside.tolist(), own[beside].tolist(), strict=True):
            inner[chain] = [*inner[chain], (lon, lat)] if at_end else [(lon, lat), *inner[chain]]
    return inner


def half_way(a: LonLat, b: LonLat) -> LonLat:
    """The middle of a straight line on the map, the short way round the globe."""
    return wrap_lon(a[0] + wrap_lon(b[0] - a[0]) / 2), (a[1] + b[1]) / 2


def plain_point(prefix: str, key: int, part: int, degree: int, place: LonLat, country: str | None) -> PointRow:
    """The row of a nameless node: a junction, or the end of a track."""
    kind = "end" if degree == 1 else "junction"
    return PointRow(id=node_id(prefix, key, part), name="", kind=kind, lon=place[0], lat=place[1], country=country)


class Named(Protocol):
    """What a point of a source is called."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def names(self) -> Mapping[str, str]: ...

    @property
    def aliases(self) -> Sequence[str]: ...


def named_point(found: Named, part: int, place: LonLat, country: str | None, *, on_track: bool) -> PointRow:
    """The row of an operating point; one that was moved to its track from beside it has an approximate place."""
    return PointRow(
        id=node_id(found.id, "", part),
        name=found.name,
        kind=found.kind,
        lon=place[0],
        lat=place[1],
        country=country,
        quality="surveyed" if on_track else "approximate",
        names=found.names,
        aliases=found.aliases,
    )


def node_id(prefix: str, key: int | str, part: int) -> str:
    """Stable id of a node: ``osm-n123``, and ``osm-n123~1`` for further nodes at the same spot."""
    return f"{prefix}{key}" if part == 0 else f"{prefix}{key}{PART}{part}"
