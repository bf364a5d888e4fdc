"""One pass over an OpenStreetMap file: railway ways with the places of their nodes, and the points that matter.

Runs in the child process. Ways without a railway key are dropped before their nodes are looked up, so that the cost is
that of decoding the file once. No set of ids is kept: ids reach 13.5e9, and a bitmap over them costs 1.7 GB.
"""

from __future__ import annotations

import os
import tempfile
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from railsight.network.building import osm_tags

UNDEFINED = 2**31 - 1  # how libosmium writes a place that is not known
# Above this the table of node places goes to a file on disk: memory stays bounded for any extract.
_IN_MEMORY_BYTES = 400 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class TrackKind:
    """What a stretch of track is, as tagged. Equal stretches share one value."""

    ref: str
    name: str
    usage: str
    gauges_mm: tuple[int, ...]
    electrified: bool | None
    maxspeed_kmh: int
    tracks: int


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


@dataclass(slots=True)
class Tracks:
    """Ways in flat arrays: way ``w`` has the vertices ``start[w]`` to before ``start[w + 1]``.

    ``lonlat`` holds lon and lat of one vertex after the other; ``ids`` stays empty where nodes do not matter.
    """

    start: array[int] = field(default_factory=lambda: array("q", [0]))
    ids: array[int] = field(default_factory=lambda: array("q"))
    lonlat: array[float] = field(default_factory=lambda: array("d"))
    kind: array[int] = field(default_factory=lambda: array("I"))

    def close(self, kind: int) -> None:
        """End the way whose vertices were just added."""
        self.kind.append(kind)
        self.start.append(len(self.lonlat) // 2)


@dataclass(slots=True)
class OsmRail:
    """Everything taken from a file. ``kept.kind`` counts in ``kinds``, ``left.kind`` in ``reasons``."""

    kept: Tracks = field(default_factory=Tracks)
    left: Tracks = field(default_factory=Tracks)
    kinds: list[TrackKind] = field(default_factory=list)
    line_names: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    points: list[FoundPoint] = field(default_factory=list)
    crossings: set[int] = field(default_factory=set)
    missing: int = 0
    ways: int = 0


def read_rail(path: str, *, industrial: bool, ordered: bool, scratch: str) -> OsmRail:
    """The railways of a PBF file. ``ordered``: its header promises nodes before ways; ``scratch``: a folder for tables.

    When nodes follow their ways, the file is read a second time with the table of places made first.
    """
    taken = _Taker(industrial=industrial)
    with _Places(path, scratch) as places:
        for thing in places.everything():
            taken.take(thing)
    if taken.rail.missing and not ordered:
        points, crossings, areas = taken.rail.points, taken.rail.crossings, taken.areas
        taken = _Taker(industrial=industrial)
        with _Places(path, scratch) as places:
            for thing in places.ways_after_nodes():
                taken.take(thing)
        known = [p for p in points if p.id not in areas]
        taken.rail.points = known + taken.rail.points
        taken.rail.crossings = crossings
    return taken.rail


class _Places:
    """A file with its table of node places, in memory or, for a large file, on disk."""

    def __init__(self, path: str, scratch: str) -> None:
        import osmium

        self.file = osmium.io.File(path, "pbf")
        self.table_file = ""
        storage = "flex_mem"
        if os.stat(path).st_size > _IN_MEMORY_BYTES:  # noqa: PTH116
            handle, self.table_file = tempfile.mkstemp(prefix=".railsight-places-", dir=scratch)
            os.close(handle)
            storage = f"sparse_file_array,{self.table_file}"
        self.handler = osmium.NodeLocationsForWays(osmium.index.create_map(storage))
        self.handler.ignore_errors()

    def __enter__(self) -> _Places:
        return self

    def __exit__(self, *_: object) -> None:
        if self.table_file:
            Path(self.table_file).unlink(missing_ok=True)

    def everything(self) -> Iterator[Any]:
        """Railway nodes and railway ways with places, in file order."""
        import osmium

        yield from self._rail_of(osmium.osm.NODE | osmium.osm.WAY)

    def ways_after_nodes(self) -> Iterator[Any]:
        """Railway ways with places, every node of the file having been read first."""
        import osmium

        with osmium.io.Reader(self.file, osmium.osm.NODE) as reader:
            osmium.apply(reader, self.handler)
        yield from self._rail_of(osmium.osm.WAY)

    def _rail_of(self, entities: Any) -> Iterator[Any]:
        import osmium

        ways = osmium.filter.KeyFilter(*osm_tags.RAILWAY_KEYS)
        # signals and switches are many: only points that matter come as far as Python
        nodes = osmium.filter.TagFilter(*(("railway", value) for value in osm_tags.POINT_KINDS))
        ways.enable_for(osmium.osm.WAY)
        nodes.enable_for(osmium.osm.NODE)
        with osmium.io.Reader(self.file, entities) as reader:
            yield from osmium.OsmFileIterator(reader, ways, self.handler, nodes)


_KIND_KEYS = ("ref", "name", "gauge", "electrified", "maxspeed", "tracks")
_WKB_HEAD = 9  # byte order, type, number of points


def _shape_reader() -> Callable[[Any], bytes | None]:
    """A function that gives the lon and lat of a way's vertices as doubles in this machine's order of bytes.

    It gives None where a place is not known or the way has fewer than two vertices.
    """
    import sys

    import osmium

    make, every = osmium.geom.WKBFactory().create_linestring, osmium.geom.use_nodes.ALL

    def shape(way: Any) -> bytes | None:
        try:
            return bytes.fromhex(make(way, every))[_WKB_HEAD:]
        except (osmium.InvalidLocationError, RuntimeError):
            return None

    return shape if sys.byteorder == "little" else lambda _: None


class _Taker:
    """Takes what matters from each object."""

    def __init__(self, *, industrial: bool) -> None:
        self.industrial = industrial
        self.rail = OsmRail()
        self.areas: set[str] = set()
        self._kinds: dict[TrackKind, int] = {}
        self._as_tagged: dict[tuple[str | None, ...], int] = {}
        self._shape = _shape_reader()
        self._reasons: dict[str, int] = {}

    def take(self, thing: Any) -> None:
        if thing.is_node():
            self._node(thing)
        elif thing.is_way():
            self._way(thing)

    def _node(self, node: Any) -> None:
        tags = node.tags
        value = tags.get("railway")
        if value not in osm_tags.POINT_KINDS:
            return
        if value == "railway_crossing":
            self.rail.crossings.add(node.id)
        if osm_tags.POINT_KINDS[value] == "crossing" and "name" not in tags:
            return  # a nameless crossing is no place anybody asks for
        kind = osm_tags.point_kind(tags)
        if kind is not None and node.location.valid():
            place = node.location
            name, names, aliases = osm_tags.names_of(dict(tags))
            self.rail.points.append(
                FoundPoint(f"osm-n{node.id}", node.id, kind, place.x, place.y, name, names, aliases)
            )

    def _way(self, way: Any) -> None:
        tags = way.tags
        wanted, word = osm_tags.track_class(tags)
        if not wanted and not word:
            self._area(way)
            return
        self.rail.ways += 1
        if not wanted or (osm_tags.is_minor(word) and not self.industrial):
            number = self._reasons.setdefault(word, len(self._reasons))
            if number == len(self.rail.reasons):
                self.rail.reasons.append(word)
            self._vertices(way, self.rail.left, number)
        else:
            self._vertices(way, self.rail.kept, self._kind(tags, word))

    def _kind(self, tags: Any, usage: str) -> int:
        key = (usage, *map(tags.get, _KIND_KEYS))
        number = self._as_tagged.get(key)
        if number is None:
            number = self._as_tagged[key] = self._new_kind(dict(tags), usage)
        return number

    def _new_kind(self, tags: dict[str, str], usage: str) -> int:
        kind = TrackKind(
            ref=osm_tags.clean(tags.get("ref")),
            name=osm_tags.clean(tags.get("name")),
            usage=usage,
            gauges_mm=osm_tags.gauges(tags.get("gauge")),
            electrified=osm_tags.electrified(tags.get("electrified")),
            maxspeed_kmh=osm_tags.speed_kmh(tags.get("maxspeed")),
            tracks=osm_tags.track_count(tags),
        )
        number = self._kinds.get(kind)
        if number is None:
            number = self._kinds[kind] = len(self.rail.kinds)
            self.rail.kinds.append(kind)
            self.rail.line_names.setdefault((kind.ref, kind.name), osm_tags.names_of(tags)[1])
        return number

    def _vertices(self, way: Any, into: Tracks, number: int) -> None:
        """Add a way. The library's own geometry is ten times faster to take than node after node."""
        ids = [node.ref for node in way.nodes] if into is self.rail.kept else []
        shape = self._shape(way) if len(set(ids)) == len(ids) else None
        if shape is None:
            self._vertices_one_by_one(way, into, number)
        else:
            into.lonlat.frombytes(shape)
            into.ids.extend(ids)
            into.close(number)

    def _vertices_one_by_one(self, way: Any, into: Tracks, number: int) -> None:
        """Add a way without doubled vertices; where the place of a node is not in the file the way is cut in two."""
        runs: list[list[Any]] = [[]]
        for node in way.nodes:
            if node.x == UNDEFINED:
                self.rail.missing += into is self.rail.kept
                runs.append([])
            elif not runs[-1] or node.ref != runs[-1][-1].ref:
                runs[-1].append(node)
        for run in runs:
            if len(run) > 1:
                for node in run:
                    into.lonlat.extend((node.x / 1e7, node.y / 1e7))
                if into is self.rail.kept:
                    into.ids.extend(node.ref for node in run)
                into.close(number)

    def _area(self, way: Any) -> None:
        """A station mapped as an outline counts at the middle of its corners."""
        tags = dict(way.tags)
        kind = osm_tags.point_kind(tags)
        if kind not in ("station", "halt"):
            return
        corners = [(n.x, n.y) for n in way.nodes if n.x != UNDEFINED]
        if corners:
            x, y = (sum(c[i] for c in corners) // len(corners) for i in (0, 1))
            name, names, aliases = osm_tags.names_of(tags)
            self.areas.add(f"osm-w{way.id}")
            self.rail.points.append(FoundPoint(f"osm-w{way.id}", None, str(kind), x, y, name, names, aliases))
