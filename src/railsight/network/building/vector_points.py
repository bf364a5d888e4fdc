"""The operating points of a vector file: points with a name on its lines, or beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from railsight.network.building import osm_tags
from railsight.network.building.attach import REACH_M, Wanted, attach
from railsight.network.building.contract import Ways
from railsight.network.building.turning import turned
from railsight.network.building.vector_formats import VectorPoint

_ID_KEYS = ("id", "osm_id", "@id", "ref")
# What a column ``kind`` may say; anything else with a name is a station.
_KINDS = frozenset((*osm_tags.POINT_KINDS.values(), "stop"))


@dataclass(frozen=True, slots=True)
class Station:
    """An operating point to be: what ``PointRow`` holds but for its place and country."""

    id: str
    name: str
    kind: str
    names: Mapping[str, str]
    aliases: Sequence[str]
    on_track: bool  # at a vertex of a line


def put_on(
    ways: Ways, points: Sequence[VectorPoint], *, snap_m: float, turn: float
) -> tuple[Ways, dict[int, Station], dict[int, tuple[float, float]], list[str]]:
    """The ways cut at the points, the points by the key of their nodes, where these lie, and the names of those that
    no line is near.
    """
    import numpy as np

    if not points:
        return ways, {}, {}, []
    order = np.lexsort((ways.lat, ways.lon))
    lon, lat = ways.lon[order], ways.lat[order]
    wanted: list[Wanted] = []
    stations: dict[int, Station] = {}
    taken: set[str] = set()
    for number, point in enumerate(points, start=1):
        if osm_tags.out_of_use(point.fields):
            continue
        x = float(turned(point.lon, turn))
        vertex = _vertex_at(lon, lat, x, point.lat)
        key = int(ways.key[order[vertex]]) if vertex is not None else -number
        if key in stations:
            stations[key] = _also_called(stations[key], point)
            continue
        station = _station(point, number, taken, on_track=vertex is not None)
        stations[key] = station
        wanted.append(Wanted(key, x, point.lat, on_track=station.on_track, joins=station.kind in _JOINS))
    attached = attach(ways, wanted, reach_m=reach_of(snap_m))
    missed = [stations.pop(key) for key in attached.missed]
    return attached.ways, stations, attached.places, [s.name or s.id for s in missed]


def reach_of(snap_m: float) -> float:
    """How far from a line a point may be, in metres, where ends of lines are joined over ``snap_m``."""
    return max(REACH_M, snap_m)


_JOINS = frozenset(("station", "halt", "border", "siding"))
_SAME_DEG = 1e-7


def _vertex_at(lon: Any, lat: Any, x: float, y: float) -> int | None:
    """The row of a vertex at a place, of vertices sorted by longitude."""
    import numpy as np

    low, high = np.searchsorted(lon, (x - _SAME_DEG, x + _SAME_DEG))
    at = np.flatnonzero(np.abs(lat[low:high] - y) <= _SAME_DEG)
    return int(low + at[0]) if len(at) else None


def _also_called(station: Station, second: VectorPoint) -> Station:
    """A station that has the names of a second point at its vertex too."""
    name, names, more = osm_tags.names_of(second.fields)
    main = station.name or name
    others = dict.fromkeys(n for n in (*station.aliases, name, *names.values(), *more) if n and n != main)
    return replace(station, name=main, names={**names, **station.names}, aliases=tuple(others))


def _station(point: VectorPoint, number: int, taken: set[str], *, on_track: bool) -> Station:
    values = point.fields
    name, names, more = osm_tags.names_of(values)
    kind = values.get("kind", "").strip().lower()
    own = next((text for key in _ID_KEYS if (text := osm_tags.clean(values.get(key)))), f"p{number}")
    key = own if own not in taken else f"{own}~p{number}"
    taken.add(key)
    said = osm_tags.point_kind(values) or (kind if kind in _KINDS else "station")
    return Station(key, name, said, names, more, on_track)
