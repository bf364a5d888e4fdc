"""One pass over an OpenStreetMap file: railway ways with the places of their nodes, and the points that matter.

Runs in the child process. Ways without a railway key are dropped before their nodes are looked up, so that the cost is
that of decoding the file once. No set of ids is kept: ids reach 13.5e9, and a bitmap over them costs 1.7 GB. What is
left is written as text (OPL, a line for each object, https://osmcode.org/opl-file-format/) to a file beside the result
and read from there in batches: no Python object is made for a vertex.
"""

from __future__ import annotations

import functools
import os
import re
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from railsight.network.building import osm_tags

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
        taken.take(places.everything())
    if taken.rail.missing and not ordered:
        points, crossings, areas = taken.rail.points, taken.rail.crossings, taken.areas
        taken = _Taker(industrial=industrial)
        with _Places(path, scratch) as places:
            taken.take(places.ways_after_nodes())
        known = [p for p in points if p.id not in areas]
        taken.rail.points = known + taken.rail.points
        taken.rail.crossings = crossings
    return taken.rail


class _Places:
    """A file with its table of node places, in memory or, for a large file, on disk; and the railways of it as text."""

    def __init__(self, path: str, scratch: str) -> None:
        import osmium

        self.file = osmium.io.File(path, "pbf")
        self.text_file = _new_file(".railsight-text-", scratch)
        self.table_file = ""
        storage = "flex_mem"
        if os.stat(path).st_size > _IN_MEMORY_BYTES:  # noqa: PTH116
            self.table_file = _new_file(".railsight-places-", scratch)
            storage = f"sparse_file_array,{self.table_file}"
        self.handler = osmium.NodeLocationsForWays(osmium.index.create_map(storage))
        self.handler.ignore_errors()

    def __enter__(self) -> _Places:
        return self

    def __exit__(self, *_: object) -> None:
        for path in (self.text_file, self.table_file):
            if path:
                Path(path).unlink(missing_ok=True)

    def everything(self) -> Iterator[bytes]:
        """Railway nodes and railway ways with places, in file order, a line of OPL each."""
        import osmium

        return self._rail_of(osmium.osm.NODE | osmium.osm.WAY)

    def ways_after_nodes(self) -> Iterator[bytes]:
        """Railway ways with places, every node of the file having been read first."""
        import osmium

        with osmium.io.Reader(self.file, osmium.osm.NODE) as reader:
            osmium.apply(reader, self.handler)
        return self._rail_of(osmium.osm.WAY)

    def _rail_of(self, entities: Any) -> Iterator[bytes]:
        import osmium

        ways = osmium.filter.KeyFilter(*osm_tags.RAILWAY_KEYS)
        # signals and switches are many: only points that matter are written
        nodes = osmium.filter.TagFilter(*(("railway", value) for value in osm_tags.POINT_KINDS))
        ways.enable_for(osmium.osm.WAY)
        nodes.enable_for(osmium.osm.NODE)
        text = osmium.io.File(self.text_file, "opl,locations_on_ways=true,add_metadata=false")
        with (
            osmium.SimpleWriter(text, overwrite=True) as writer,
            osmium.io.Reader(self.file, entities) as reader,
        ):
            osmium.apply(reader, ways, self.handler, nodes, writer)
        with Path(self.text_file).open("rb") as lines:
            yield from lines


def _new_file(prefix: str, folder: str) -> str:
    handle, path = tempfile.mkstemp(prefix=prefix, dir=folder)
    os.close(handle)
    return path


_KIND_KEYS = ("ref", "name", "gauge", "electrified", "maxspeed", "tracks")
_BATCH = 4000  # ways whose vertices are read at once
_UNKNOWN = 999  # stands for the degrees of a place that is not in the file
_BLANKS = bytes.maketrans(b"nxy,", b"    ")
_ESCAPED = re.compile("%([0-9a-f]+)%")
_CORNER = re.compile(rb"x([-.0-9]+)y([-.0-9]+)")


def _tags(field: bytes) -> dict[str, str]:
    """The tags of an OPL field. Characters with a meaning stand as ``%`` code point ``%``."""
    pairs = (pair.partition("=") for pair in field.decode(errors="replace").split(",") if pair)
    return {_plain(key): _plain(value) for key, _, value in pairs}


def _plain(text: str) -> str:
    return _ESCAPED.sub(_character, text) if "%" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return "\N{REPLACEMENT CHARACTER}" if code > 0x10FFFF or 0xD800 <= code < 0xE000 else chr(code)


def _fixed(degrees: bytes) -> int:
    return round(float(degrees) * 1e7)


class _Batch:
    """Ways whose vertices are still text; they go into ``into`` many at a time."""

    def __init__(self, into: Tracks, *, with_ids: bool) -> None:
        self.into = into
        self.with_ids = with_ids
        self.missing = 0
        self._text: list[bytes] = []
        self._kind: list[int] = []

    def add(self, vertices: bytes, kind: int) -> None:
        if vertices:
            self._text.append(vertices)
            self._kind.append(kind)
        if len(self._text) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Read the vertices: doubled ones are dropped; where a place is not in the file the way is cut in two."""
        import numpy as np

        if not self._text:
            return
        text = b",".join(self._text).replace(b"xy", b"x%dy%d" % (_UNKNOWN, _UNKNOWN)).translate(_BLANKS)
        table = np.fromstring(text, sep=" ").reshape(-1, 3)
        way = np.repeat(np.arange(len(self._text)), [t.count(b"n") for t in self._text])
        known = table[:, 1] != _UNKNOWN
        self.missing += int(len(known) - known.sum())
        run = (way + np.cumsum(~known))[known]  # grows with every way and every gap
        table, way = table[known], way[known]
        fresh = np.diff(run, prepend=-1) != 0
        use = fresh | (np.diff(table[:, 0], prepend=np.nan) != 0)
        table, way, fresh = table[use], way[use], fresh[use]
        first = np.flatnonzero(fresh)
        size = np.diff(first, append=len(fresh))
        line = size > 1
        table = table[np.repeat(line, size)]
        self.into.start.extend((len(self.into.lonlat) // 2 + np.cumsum(size[line])).tolist())
        self.into.kind.extend(np.asarray(self._kind)[way[first[line]]].tolist())
        self.into.lonlat.frombytes(table[:, 1:].tobytes())
        if self.with_ids:
            self.into.ids.frombytes(table[:, 0].astype(np.int64).tobytes())
        self._text, self._kind = [], []


class _Taker:
    """Takes what matters from each object."""

    def __init__(self, *, industrial: bool) -> None:
        self.industrial = industrial
        self.rail = OsmRail()
        self.areas: set[str] = set()
        self._kept = _Batch(self.rail.kept, with_ids=True)
        self._left = _Batch(self.rail.left, with_ids=False)
        self._kinds: dict[TrackKind, int] = {}
        self._as_tagged: dict[tuple[str | None, ...], int] = {}
        self._reasons: dict[str, int] = {}
        self._judged = functools.lru_cache(maxsize=20_000)(self._judge)

    def take(self, lines: Iterable[bytes]) -> None:
        """Take all objects, a line of OPL each."""
        for line in lines:
            fields = line.rstrip(b"\n").split(b" ")
            if line[:1] == b"n":
                self._node(*fields)
            else:
                self._way(*fields)
        self._kept.flush()
        self._left.flush()
        self.rail.missing = self._kept.missing

    def _node(self, key: bytes, tagged: bytes, lon: bytes, lat: bytes) -> None:
        tags, node = _tags(tagged[1:]), int(key[1:])
        value = tags.get("railway")
        if value not in osm_tags.POINT_KINDS:
            return
        if value == "railway_crossing":
            self.rail.crossings.add(node)
        if osm_tags.POINT_KINDS[value] == "crossing" and "name" not in tags:
            return  # a nameless crossing is no place anybody asks for
        kind = osm_tags.point_kind(tags)
        if kind is not None and len(lon) > 1 and len(lat) > 1:
            place = _fixed(lon[1:]), _fixed(lat[1:])
            name, names, aliases = osm_tags.names_of(tags)
            self.rail.points.append(FoundPoint(f"osm-n{node}", node, kind, *place, name, names, aliases))

    def _way(self, key: bytes, tagged: bytes, vertices: bytes) -> None:
        judged = self._judged(tagged)
        if judged is None:
            self._area(int(key[1:]), _tags(tagged[1:]), vertices)
            return
        self.rail.ways += 1
        batch, number = judged
        batch.add(vertices[1:], number)

    def _judge(self, tagged: bytes) -> tuple[_Batch, int] | None:
        """Where ways tagged like this belong, and their kind or the reason why they are left out; None: no railway."""
        tags = _tags(tagged[1:])
        wanted, word = osm_tags.track_class(tags)
        if not wanted and not word:
            return None
        if wanted and not (osm_tags.is_minor(word) and not self.industrial):
            return self._kept, self._kind(tags, word)
        number = self._reasons.setdefault(word, len(self._reasons))
        if number == len(self.rail.reasons):
            self.rail.reasons.append(word)
        return self._left, number

    def _kind(self, tags: dict[str, str], usage: str) -> int:
        key = (usage, *map(tags.get, _KIND_KEYS))
        number = self._as_tagged.get(key)
        if number is None:
            number = self._as_tagged[key] = self._new_kind(tags, usage)
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

    def _area(self, way: int, tags: dict[str, str], vertices: bytes) -> None:
        """A station mapped as an outline counts at the middle of its corners."""
        kind = osm_tags.point_kind(tags)
        if kind not in ("station", "halt"):
            return
        corners = [(_fixed(x), _fixed(y)) for x, y in _CORNER.findall(vertices)]
        if corners:
            x, y = (sum(c[i] for c in corners) // len(corners) for i in (0, 1))
            self.areas.add(f"osm-w{way}")
            name, names, aliases = osm_tags.names_of(tags)
            self.rail.points.append(FoundPoint(f"osm-w{way}", None, str(kind), x, y, name, names, aliases))
