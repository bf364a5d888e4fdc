"""One pass over an OpenStreetMap file: railway ways with the places of their nodes, and the points that matter.

Runs in the child process. Ways without a railway key are dropped before their nodes are looked up, so that the cost is
that of decoding the file once. No set of ids is kept: ids reach 13.5e9, and a bitmap over them costs 1.7 GB. What is
left goes through a scratch file of OPL lines (the library's own text form), which numpy takes in whole chunks: asking
the library for node after node costs several times as much.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from railsight.network.building import osm_tags

# Above this the table of node places goes to a file on disk: memory stays bounded for any extract.
_IN_MEMORY_BYTES = 400 * 1024 * 1024
_CHUNK = 8 * 1024 * 1024  # of OPL lines at a time


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
        for chunk in places.everything():
            taken.take(chunk)
    if taken.rail.missing and not ordered:
        points, crossings, areas = taken.rail.points, taken.rail.crossings, taken.areas
        taken = _Taker(industrial=industrial)
        with _Places(path, scratch) as places:
            for chunk in places.ways_after_nodes():
                taken.take(chunk)
        known = [p for p in points if p.id not in areas]
        taken.rail.points = known + taken.rail.points
        taken.rail.crossings = crossings
    return taken.rail


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

    def __enter__(self) -> _Places:
        return self

    def __exit__(self, *_: object) -> None:
        if self.table_file:
            Path(self.table_file).unlink(missing_ok=True)

    def everything(self) -> Iterator[bytes]:
        """Railway nodes and railway ways with places, in file order, as chunks of OPL lines."""
        import osmium

        return self._rail_of(osmium.osm.NODE | osmium.osm.WAY)

    def ways_after_nodes(self) -> Iterator[bytes]:
        """Railway ways with places, every node of the file having been read first."""
        import osmium

        with osmium.io.Reader(self.file, osmium.osm.NODE) as reader:
            osmium.apply(reader, self.handler)
        yield from self._rail_of(osmium.osm.WAY)

    def _rail_of(self, entities: Any) -> Iterator[bytes]:
        import osmium

        ways = osmium.filter.KeyFilter(*osm_tags.RAILWAY_KEYS)
        # signals and switches are many: only points that matter are written
        nodes = osmium.filter.TagFilter(*(("railway", value) for value in osm_tags.POINT_KINDS))
        ways.enable_for(osmium.osm.WAY)
        nodes.enable_for(osmium.osm.NODE)
        with tempfile.TemporaryDirectory(prefix=".railsight-opl-", dir=self.scratch) as folder:
            lines = str(Path(folder) / "rail.opl")
            writer = osmium.SimpleWriter(osmium.io.File(lines, "opl,add_metadata=false,locations_on_ways=true"))
            with osmium.io.Reader(self.file, entities) as reader:
                osmium.apply(reader, ways, self.handler, nodes, writer)
            writer.close()
            yield from _whole_lines(lines)


def _whole_lines(path: str) -> Iterator[bytes]:
    with open(path, "rb") as text:  # noqa: PTH123
        while chunk := text.read(_CHUNK):
            yield chunk + text.readline()


_KIND_KEYS = ("ref", "name", "gauge", "electrified", "maxspeed", "tracks")
_NODE_LETTERS = bytes.maketrans(b"nxy,", b"\n,, ")  # n1x2y3,n4x5y6 as lines of a table
_NO_PLACE = b"xy"  # of a node that is not in the file: nothing stands between the letters
_ESCAPED = re.compile(r"%([0-9a-f]{1,6})%")


class _Taker:
    """Takes what matters from OPL lines."""

    def __init__(self, *, industrial: bool) -> None:
        self.industrial = industrial
        self.rail = OsmRail()
        self.areas: set[str] = set()
        self._kinds: dict[TrackKind, int] = {}
        self._as_tagged: dict[bytes, tuple[bool, int] | None] = {}  # kept or left out, and the number; None: an area
        self._reasons: dict[str, int] = {}

    def take(self, lines: bytes) -> None:
        """Nodes and ways of some whole lines."""
        texts: dict[bool, list[bytes]] = {True: [], False: []}
        numbers: dict[bool, list[int]] = {True: [], False: []}
        for line in lines.splitlines():
            if line.startswith(b"w"):
                name, tags, nodes = line.split(b" ")
                if tags not in self._as_tagged:
                    self._as_tagged[tags] = self._class_of(_tags(tags))
                found = self._as_tagged[tags]
                if found is None:
                    self._area(name, _tags(tags), nodes[1:])
                elif len(nodes) > 1:
                    texts[found[0]].append(nodes[1:])
                    numbers[found[0]].append(found[1])
                self.rail.ways += found is not None
            elif line.startswith(b"n"):
                self._node(line)
        self._add(self.rail.kept, texts[True], numbers[True])
        self._add(self.rail.left, texts[False], numbers[False])

    def _node(self, line: bytes) -> None:
        name, packed, x, y = line.split(b" ")
        tags = _tags(packed)
        value = tags.get("railway", "")
        if value not in osm_tags.POINT_KINDS:
            return
        node = int(name[1:])
        if value == "railway_crossing":
            self.rail.crossings.add(node)
        if osm_tags.POINT_KINDS[value] == "crossing" and "name" not in tags:
            return  # a nameless crossing is no place anybody asks for
        kind = osm_tags.point_kind(tags)
        if kind is None or not x[1:] or not y[1:]:
            return
        lon, lat = float(x[1:]), float(y[1:])
        if abs(lon) <= 180 and abs(lat) <= 90:
            names = osm_tags.names_of(tags)
            self.rail.points.append(FoundPoint(f"osm-n{node}", node, kind, _fixed(lon), _fixed(lat), *names))

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

    def _add(self, into: Tracks, texts: Sequence[bytes], numbers: Sequence[int]) -> None:
        """Add ways: without doubled vertices, and cut where the place of a node is not in the file."""
        import numpy as np
        import pandas as pd

        pieces, kinds = [], []
        for text, number in zip(texts, numbers, strict=True):
            if _NO_PLACE in text:
                runs, missing = _runs_with_places(text)
                self.rail.missing += missing if into is self.rail.kept else 0
            else:
                runs = [text]
            pieces += runs
            kinds += [number] * len(runs)
        if not pieces:
            return
        table = io.BytesIO(b",".join(pieces).translate(_NODE_LETTERS))
        nodes = pd.read_csv(table, header=None, names=["id", "x", "y"], dtype={"id": np.int64, "x": float, "y": float})
        ids = nodes["id"].to_numpy()
        way = np.repeat(np.arange(len(pieces)), [piece.count(b",") + 1 for piece in pieces])
        new = np.concatenate([[True], (ids[1:] != ids[:-1]) | (way[1:] != way[:-1])])
        counts = np.bincount(way[new], minlength=len(pieces))
        new &= counts[way] > 1
        long = counts > 1
        into.lonlat.frombytes(nodes[["x", "y"]].to_numpy()[new].tobytes())
        if into is self.rail.kept:
            into.ids.frombytes(ids[new].tobytes())
        into.start.frombytes((into.start[-1] + np.cumsum(counts[long])).astype(np.int64).tobytes())
        into.kind.extend(kind for kind, kept in zip(kinds, long.tolist(), strict=True) if kept)

    def _area(self, name: bytes, tags: dict[str, str], nodes: bytes) -> None:
        """A station mapped as an outline counts at the middle of its corners."""
        kind = osm_tags.point_kind(tags)
        if kind not in ("station", "halt"):
            return
        places = (node.partition(b"x")[2].split(b"y") for node in nodes.split(b",") if not node.endswith(_NO_PLACE))
        corners = [(_fixed(float(x)), _fixed(float(y))) for x, y in places if x and y]
        if corners:
            x, y = (sum(c[i] for c in corners) // len(corners) for i in (0, 1))
            key = f"osm-w{int(name[1:])}"
            self.areas.add(key)
            self.rail.points.append(FoundPoint(key, None, str(kind), x, y, *osm_tags.names_of(tags)))


def _runs_with_places(text: bytes) -> tuple[list[bytes], int]:
    """The stretches of a way between nodes without a place, and how many those are."""
    runs: list[list[bytes]] = [[]]
    missing = 0
    for node in text.split(b","):
        if node.endswith(_NO_PLACE):
            missing += 1
            runs.append([])
        else:
            runs[-1].append(node)
    return [b",".join(run) for run in runs if run], missing


def _fixed(degrees: float) -> int:
    """Degrees as OpenStreetMap stores them, in 1e-7."""
    return round(degrees * 1e7)


def _tags(packed: bytes) -> dict[str, str]:
    """The tags of an OPL line: ``Tkey=value,key=value``, other characters than the plain ones as ``%hex%``."""
    text = packed[1:].decode("utf-8", "replace")
    if not text:
        return {}
    pairs = (pair.partition("=") for pair in text.split(","))
    if "%" not in text:
        return {key: value for key, _, value in pairs}
    return {_ESCAPED.sub(_character, key): _ESCAPED.sub(_character, value) for key, _, value in pairs}


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
