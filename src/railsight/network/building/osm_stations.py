"""Stations that OpenStreetMap holds otherwise than as a node or an outline: as a relation, or by their stops alone.

A large station may be a multipolygon or a site; the name may stand on its ``public_transport=stop_area`` only; a halt
may be nothing but ``railway=stop`` on the track. A stop counts where no station is mapped near by, once for all tracks.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from railsight.geo import approx_m
from railsight.network.building import osm_tags

if TYPE_CHECKING:
    from railsight.network.building.osm_read import OsmRail

_DEGREE = 1e7
_OF_A_STATION_M = 500.0  # a stop so near to a station is one of its tracks
_SAME_STOP_M = 1_500.0  # and so near to a stop of its name another track of the same
_CELL = 2e5  # 0.02 degrees, in 1e-7 degrees
# The relations that may be a station.
TAGS = (
    *(("railway", value) for value in ("station", "halt")),
    *(("public_transport", value) for value in ("station", "stop_area")),
)


@dataclass(slots=True)
class FoundPoint:
    """A station, halt, junction, border or crossing as mapped. ``node`` is the id of a node, None for an area."""

    id: str
    node: int | None
    kind: str
    x: int
    y: int
    name: str
    names: dict[str, str]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that may be a station: its tags and the ids of its members."""

    id: int
    tags: dict[str, str]
    nodes: tuple[int, ...]
    ways: tuple[int, ...]


def relation_handler(into: list[Relation]) -> Any:
    """A handler that takes relations, and keeps them from the handlers after it."""
    import osmium

    class Taker(osmium.SimpleHandler):
        def relation(self, found: Any) -> bool:
            tags = {tag.k: tag.v for tag in found.tags}
            if osm_tags.names_of(tags)[0] and not osm_tags.out_of_use(tags):
                members = [(m.type, m.ref) for m in found.members]
                nodes, ways = (tuple(ref for kind, ref in members if kind == wanted) for wanted in "nw")
                into.append(Relation(found.id, tags, nodes, ways))
            return True

    return Taker()


def outline_handler(into: dict[int, tuple[int, int]]) -> Any:
    """A handler that takes the middle of the corners of ways, as far as their places are known."""
    import osmium

    class Taker(osmium.SimpleHandler):
        def way(self, found: Any) -> bool:
            corners = list({node.ref: (node.x, node.y) for node in found.nodes if node.location.valid()}.values())
            if corners:
                x, y = zip(*corners, strict=True)
                into[found.id] = sum(x) // len(corners), sum(y) // len(corners)
            return True

    return Taker()


def outlines_wanted(relations: Iterable[Relation]) -> list[int]:
    """The ways whose places tell where stations are."""
    return sorted({way for r in relations if _kind(r) for way in r.ways})


def _kind(relation: Relation) -> str | None:
    """The kind of operating point a relation is by itself; None for a mere area of stops."""
    return osm_tags.point_kind(relation.tags) if relation.tags.get("public_transport") != "stop_area" else None


def add_stations(
    rail: OsmRail, stops: Sequence[FoundPoint], relations: Iterable[Relation], outlines: Mapping[int, tuple[int, int]]
) -> None:
    """Add to the points of a file what its relations and its stops on tracks tell of more stations."""
    on_track = _places_on_track(rail, {n for r in relations for n in r.nodes} | {s.node for s in stops if s.node})
    stations = {p.node: p for p in rail.points if p.node is not None and p.kind in ("station", "halt")}
    more = []
    for r in sorted(relations, key=lambda r: r.id):
        names = osm_tags.names_of(r.tags)
        members = [stations[n] for n in r.nodes if n in stations]
        if members:
            for p in members:  # the node is the station; the name may stand on the relation alone
                if not p.name:
                    p.name, p.names, p.aliases = names
            continue
        kind, known = _kind(r), [outlines[way] for way in r.ways if way in outlines]
        if kind in ("station", "halt") and known:
            x, y = (sum(part) // len(known) for part in zip(*known, strict=True))
            rail.points.append(FoundPoint(f"osm-r{r.id}", None, str(kind), x, y, *names))
            continue
        stop = next((n for n in r.nodes if n in on_track), None)
        if stop is not None:
            x, y = on_track[stop]
            more.append(FoundPoint(f"osm-r{r.id}", stop, "halt", x, y, *names))
    more += sorted((s for s in stops if s.node in on_track), key=lambda s: s.id)
    near_station, near_stop = _Near(p for p in rail.points if p.kind in ("station", "halt")), _Near(())
    for p in more:
        if not near_station.has(p, _OF_A_STATION_M) and not near_stop.has(p, _SAME_STOP_M, name=p.name):
            rail.points.append(p)
            near_stop.add(p)


def _places_on_track(rail: OsmRail, nodes: set[int]) -> dict[int, tuple[int, int]]:
    """Where those of some nodes are that a kept track runs through."""
    import numpy as np

    ids = np.asarray(rail.kept.ids, dtype=np.int64)
    at = np.flatnonzero(np.isin(ids, np.fromiter(nodes, dtype=np.int64, count=len(nodes))))
    lonlat = rail.kept.lonlat
    return {int(ids[i]): (round(lonlat[2 * i] * _DEGREE), round(lonlat[2 * i + 1] * _DEGREE)) for i in at.tolist()}


class _Near:
    """Points in cells of some two kilometres."""

    def __init__(self, points: Iterable[FoundPoint]) -> None:
        self._cells: dict[tuple[int, int], list[FoundPoint]] = defaultdict(list)
        for p in points:
            self.add(p)

    def add(self, point: FoundPoint) -> None:
        """One more."""
        self._cells[int(point.x // _CELL), int(point.y // _CELL)].append(point)

    def has(self, point: FoundPoint, within_m: float, *, name: str | None = None) -> bool:
        """Whether one (of a name) is so near; up to 2 km."""
        column, row = int(point.x // _CELL), int(point.y // _CELL)
        wide = math.ceil(1 / max(0.02, math.cos(math.radians(point.y / _DEGREE))))
        return any(
            approx_m(point.x / _DEGREE, point.y / _DEGREE, p.x / _DEGREE, p.y / _DEGREE) < within_m
            for i in range(column - wide, column + wide + 1)
            for j in range(row - 1, row + 2)
            for p in self._cells.get((i, j), ())
            if name is None or p.name == name
        )
