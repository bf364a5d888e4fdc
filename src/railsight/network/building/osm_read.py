"""One pass over an OpenStreetMap file: railway ways with the places of their nodes, and the points that matter.

Runs in the child process. Ways without a railway key are dropped before their nodes are looked up, so that the cost is
that of decoding the file once. No set of ids is kept: ids reach 13.5e9, and a bitmap over them costs 1.7 GB. What is
left goes through a scratch file, which numpy takes in whole blocks (``pbf_blocks``): asking the library for node after
node costs several times as much.
"""

from __future__ import annotations

import os
import tempfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from railsight.network.building import osm_tags
from railsight.network.building.osm_stations import (
    TAGS,
    FoundPoint,
    Relation,
    add_stations,
    outline_handler,
    outlines_wanted,
    relation_handler,
)
from railsight.network.building.pbf_blocks import FORMAT, NOWHERE, Items, read_blocks

# Above this the table of node places goes to a file on disk: memory stays bounded for any extract.
_IN_MEMORY_BYTES = 400 * 1024 * 1024
_MOST_GAUGES = 1_000  # different texts of gauge that are kept for notes
_DEGREE = 1e7


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


_TWICE = "mapped twice"  # a reason to leave a way out


@dataclass(slots=True)
class Tracks:
    """Ways in flat arrays: way ``w`` has the vertices ``start[w]`` to before ``start[w + 1]``.

    ``ids`` holds the node of each vertex, ``lonlat`` lon and lat of one after the other.
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
    gauge_texts: set[str] = field(default_factory=set)  # the tags of gauge of the tracks kept


def read_rail(path: str, *, industrial: bool, ordered: bool, scratch: str) -> OsmRail:
    """The railways of a PBF file. ``ordered``: its header promises nodes before ways; ``scratch``: a folder for tables.

    When nodes follow their ways, the file is read a second time with the table of places made first.
    """
    taken = _Taker(industrial=industrial)
    with _Places(path, scratch) as places:
        for ways, items in places.everything():
            taken.take(items, ways=ways)
        relations, outlines = places.relations, places.outlines()
    if taken.rail.missing and not ordered:
        points, crossings, areas, stops = taken.rail.points, taken.rail.crossings, taken.areas, taken.stops
        taken = _Taker(industrial=industrial)
        with _Places(path, scratch) as places:
            for ways, items in places.ways_after_nodes():
                taken.take(items, ways=ways)
            places.relations = relations
            outlines = places.outlines()
        known = [p for p in points if p.id not in areas]
        taken.rail.points = known + taken.rail.points
        taken.rail.crossings = crossings
        taken.stops = stops
    _leave_out_doubles(taken.rail)
    add_stations(taken.rail, taken.stops, relations, outlines)
    return taken.rail


def _leave_out_doubles(rail: OsmRail) -> None:
    """Leave out the ways of a line that run through the same nodes as one before: they are mapped twice."""
    import numpy as np

    start, ids = np.asarray(rail.kept.start, dtype=np.int64), np.asarray(rail.kept.ids, dtype=np.int64)
    count = len(start) - 1
    if count < 2:
        return
    first, last = ids[start[:-1]], ids[start[1:] - 1]
    ends = np.column_stack([np.minimum(first, last), np.maximum(first, last), np.diff(start)])
    _, group, size = np.unique(ends, axis=0, return_inverse=True, return_counts=True)
    keep, seen = np.ones(count, dtype=bool), set[tuple[str, str, bytes]]()
    for way in np.flatnonzero(size[group.reshape(-1)] > 1).tolist():
        nodes, kind = ids[start[way] : start[way + 1]], rail.kinds[rail.kept.kind[way]]
        key = kind.ref, kind.name, min(nodes.tobytes(), nodes[::-1].tobytes())
        keep[way] = key not in seen
        seen.add(key)
    if keep.all():
        return
    if _TWICE not in rail.reasons:
        rail.reasons.append(_TWICE)
    number = np.full(count, rail.reasons.index(_TWICE))
    _move(rail.kept, rail.left, ~keep, number)
    whole, rail.kept = rail.kept, Tracks()
    _move(whole, rail.kept, keep, np.asarray(whole.kind, dtype=np.int64))


def _move(tracks: Tracks, into: Tracks, chosen: Any, number: Any) -> None:
    """Add some ways of one to another, with a number of a kind or reason each."""
    import numpy as np

    counts: Any = np.diff(np.asarray(tracks.start, dtype=np.int64))
    rows = np.repeat(chosen, counts)
    into.lonlat.frombytes(np.asarray(tracks.lonlat).reshape(-1, 2)[rows].tobytes())
    into.ids.frombytes(np.asarray(tracks.ids, dtype=np.int64)[rows].tobytes())
    into.start.frombytes((into.start[-1] + np.cumsum(counts[chosen])).astype(np.int64).tobytes())
    into.kind.extend(number[chosen].tolist())


class _Places:
    """A file with its table of node places, in memory or, for a large file, on disk."""

    def __init__(self, path: str, scratch: str) -> None:
        import osmium

        self.file = osmium.io.File(path, "pbf")
        self.scratch = scratch
        self.table_file = ""
        storage = "flex_mem"
        if os.stat(path).st_size > _IN_MEMORY_BYTES:  # noqa: PTH116
            handle, self.table_file = tempfile.mkstemp(prefix=".railsight-places-", dir=scratch)
            os.close(handle)
            storage = f"sparse_file_array,{self.table_file}"
        self.handler = osmium.NodeLocationsForWays(osmium.index.create_map(storage))
        self.handler.ignore_errors()
        self.relations: list[Relation] = []  # those that may be stations, once everything was read

    def __enter__(self) -> _Places:
        return self

    def __exit__(self, *_: object) -> None:
        if self.table_file:
            Path(self.table_file).unlink(missing_ok=True)

    def everything(self) -> Iterator[tuple[bool, Items]]:
        """Railway nodes and railway ways with places, in file order, each with whether it is ways."""
        import osmium

        return self._rail_of(osmium.osm.NODE | osmium.osm.WAY | osmium.osm.RELATION)

    def outlines(self) -> dict[int, tuple[int, int]]:
        """The middles of the ways that relations of stations consist of: the file is read again where there are any."""
        import osmium

        found: dict[int, tuple[int, int]] = {}
        wanted = outlines_wanted(self.relations)
        if wanted:
            ways = osmium.filter.IdFilter(wanted)
            ways.enable_for(osmium.osm.WAY)
            with osmium.io.Reader(self.file, osmium.osm.WAY) as reader:
                osmium.apply(reader, ways, self.handler, outline_handler(found))
        return found

    def ways_after_nodes(self) -> Iterator[tuple[bool, Items]]:
        """Railway ways with places, every node of the file having been read first."""
        import osmium

        with osmium.io.Reader(self.file, osmium.osm.NODE) as reader:
            osmium.apply(reader, self.handler)
        yield from self._rail_of(osmium.osm.WAY)

    def _rail_of(self, entities: Any) -> Iterator[tuple[bool, Items]]:
        import osmium

        ways = osmium.filter.KeyFilter(*osm_tags.RAILWAY_KEYS)
        # signals and switches are many: only points that matter are written
        points = (("railway", value) for value in (*osm_tags.POINT_KINDS, "stop"))
        nodes = osmium.filter.TagFilter(*points, ("public_transport", "station"))
        stations = osmium.filter.TagFilter(*TAGS)
        ways.enable_for(osmium.osm.WAY)
        nodes.enable_for(osmium.osm.NODE)
        stations.enable_for(osmium.osm.RELATION)
        with tempfile.TemporaryDirectory(prefix=".railsight-rail-", dir=self.scratch) as folder:
            blocks = str(Path(folder) / "rail.pbf")
            writer = osmium.SimpleWriter(osmium.io.File(blocks, FORMAT))
            with osmium.io.Reader(self.file, entities) as reader:
                osmium.apply(reader, ways, self.handler, nodes, stations, relation_handler(self.relations), writer)
            writer.close()
            yield from read_blocks(blocks)


class _Taker:
    """Takes what matters from nodes and ways."""

    def __init__(self, *, industrial: bool) -> None:
        self.industrial = industrial
        self.rail = OsmRail()
        self.areas: set[str] = set()
        self.stops: list[FoundPoint] = []
        self._kinds: dict[TrackKind, int] = {}
        self._reasons: dict[str, int] = {}

    def take(self, items: Items, *, ways: bool) -> None:
        """Some nodes, or some ways."""
        if not ways:
            for node in items.points():
                self._node(*node)
            return
        as_tagged: dict[bytes, tuple[bool, int] | None] = {}  # kept or left out, and the number; None: an area
        found = []
        for way, tags in enumerate(items.tag_numbers()):
            if tags not in as_tagged:
                as_tagged[tags] = self._class_of(items.tags(way))
            found.append(as_tagged[tags])
        self._add_ways(items, found)

    def _node(self, node: int, tags: dict[str, str], x: int, y: int) -> None:
        value = tags.get("railway", "")
        if value == "railway_crossing":
            self.rail.crossings.add(node)
        if osm_tags.POINT_KINDS.get(value) == "crossing" and "name" not in tags:
            return  # a nameless crossing is no place anybody asks for
        kind = osm_tags.point_kind(tags)
        if kind is not None and abs(x) <= 180 * _DEGREE and abs(y) <= 90 * _DEGREE:
            point = FoundPoint(f"osm-n{node}", node, kind, x, y, *osm_tags.names_of(tags))
            if value != "stop":
                self.rail.points.append(point)
            elif point.name:
                self.stops.append(point)

    def _class_of(self, tags: dict[str, str]) -> tuple[bool, int] | None:
        """What a way of these tags is: kept, and of which kind, left out, and for which reason, or no track (None)."""
        wanted, word = osm_tags.track_class(tags)
        if not wanted and not word:
            return None
        if wanted and (self.industrial or not osm_tags.is_minor(word)):
            return True, self._kind(tags, word)
        number = self._reasons.setdefault(word, len(self._reasons))
        if number == len(self.rail.reasons):
            self.rail.reasons.append(word)
        return False, number

    def _kind(self, tags: dict[str, str], usage: str) -> int:
        if len(self.rail.gauge_texts) < _MOST_GAUGES:
            self.rail.gauge_texts.add(osm_tags.clean(tags.get("gauge")))
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

    def _add_ways(self, items: Items, found: list[tuple[bool, int] | None]) -> None:
        """Ways, each with whether it is kept and its number of a kind or reason, or None: the outline of an area."""
        import numpy as np

        counts, *vertices = items.vertices()
        number = np.array([0 if one is None else one[1] for one in found])
        for wanted, into in ((True, self.rail.kept), (False, self.rail.left)):
            chosen = np.array([one is not None and one[0] is wanted for one in found])
            rows = np.repeat(chosen, counts)
            missing = _add(into, number[chosen], counts[chosen], *(column[rows] for column in vertices))
            self.rail.missing += missing if wanted else 0
            self.rail.ways += int(chosen.sum())
        ends = np.cumsum(counts).tolist()
        for way in (way for way, one in enumerate(found) if one is None):
            corners = slice(ends[way] - int(counts[way]), ends[way])
            self._area(int(items.ids()[way]), items.tags(way), vertices[1][corners], vertices[2][corners])

    def _area(self, way: int, tags: dict[str, str], x: Any, y: Any) -> None:
        """A station mapped as an outline counts at the middle of its corners."""
        kind = osm_tags.point_kind(tags)
        known = x != NOWHERE
        if kind in ("station", "halt") and known.any():
            x, y = (int(column[known].sum()) // int(known.sum()) for column in (x, y))
            key = f"osm-w{way}"
            self.areas.add(key)
            self.rail.points.append(FoundPoint(key, None, str(kind), x, y, *osm_tags.names_of(tags)))


def _add(into: Tracks, number: Any, counts: Any, ids: Any, x: Any, y: Any) -> int:
    """Add ways, without doubled vertices and cut at nodes whose place is not in the file. Gives how many those are."""
    import numpy as np

    if not len(ids):
        return 0
    way = np.repeat(np.arange(len(counts)), counts)
    lost = x == NOWHERE
    begins = np.concatenate([[True], (way[1:] != way[:-1]) | lost[:-1]])
    piece = np.cumsum(begins) - 1
    new = (begins | np.concatenate([[True], ids[1:] != ids[:-1]])) & ~lost
    lengths = np.bincount(piece[new], minlength=piece[-1] + 1)
    long = lengths > 1  # a single vertex is no track
    new &= long[piece]
    into.lonlat.frombytes((np.column_stack([x[new], y[new]]) / _DEGREE).tobytes())
    into.ids.frombytes(ids[new].tobytes())
    into.start.frombytes((into.start[-1] + np.cumsum(lengths[long])).astype(np.int64).tobytes())
    into.kind.extend(number[way[begins]][long].tolist())
    return int(lost.sum())
