"""Whole blocks of an OSM PBF file as arrays: only of a file that libosmium wrote itself, unpacked, with places in ways.

Python objects for node after node cost several times what decoding does. libosmium writes what was filtered out in
binary form (deltas of ids and of 1e-7 degrees, numbers of 7 bits a byte), and numpy takes a block of that at a time.
Format: https://wiki.openstreetmap.org/wiki/PBF_Format.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

Array = Any  # a numpy array; numpy is loaded only when a network is built

# How the file must be written for ``read_blocks``.
FORMAT = "pbf,pbf_compression=none,pbf_dense_nodes=false,add_metadata=false,locations_on_ways=true"
NOWHERE = 2**31 - 1  # the x and y of a node whose place is not known

_STRINGS, _GROUP = 1, 2  # fields of a block
_NODE, _WAY = 1, 3  # fields of a group
_ID, _KEYS, _VALUES = 1, 2, 3  # fields of a node or way
_NODE_LAT, _NODE_LON = 8, 9
_REFS, _WAY_LATS, _WAY_LONS = 8, 9, 10
_MAX_BYTES = 10  # of a number


class Items:
    """Nodes or ways of a block, in file order: fields by number, read for all items at once."""

    def __init__(self, data: bytes, strings: list[bytes], spans: list[tuple[int, int]]) -> None:
        import numpy as np

        self._data, self._strings = data, strings
        self._numbers, ends = _varints(data)
        self._before = np.concatenate([[0], np.cumsum(np.frombuffer(data, dtype=np.uint8) < 0x80)])
        at, stop = np.array(spans, dtype=np.int64).reshape(-1, 2).T
        # for each field where its value begins and ends; of a plain number, the number and nothing
        self._fields = np.zeros((16, 2, len(at)), dtype=np.int64)
        rows = np.arange(len(at))
        while len(rows):
            tag_at = self._before[at]
            tag, value = self._numbers[tag_at], self._numbers[tag_at + 1]
            begin = ends[tag_at + 1] + 1
            packed = tag & 7 == 2
            at = np.where(packed, begin + value, begin)
            self._fields[tag >> 3, 0, rows] = np.where(packed, begin, value)
            self._fields[tag >> 3, 1, rows] = at
            live = at < stop
            rows, at, stop = rows[live], at[live], stop[live]

    def __len__(self) -> int:
        return int(self._fields.shape[2])

    def ids(self) -> Array:
        """Ids, as written: those of nodes are signed numbers."""
        return self._fields[_ID, 0]

    def tag_numbers(self) -> list[bytes]:
        """For each item its tags as bytes: equal for equal tags, in this block."""
        begin, end = self._fields[_KEYS, 0].tolist(), self._fields[_VALUES, 1].tolist()
        return [self._data[lo:hi] for lo, hi in zip(begin, end, strict=True)]

    def tags(self, item: int) -> dict[str, str]:
        """The tags of an item. Raises RuntimeError for text that is not UTF-8."""
        keys, values = (self._numbers[slice(*self._span(part)[:, item])].tolist() for part in (_KEYS, _VALUES))
        try:
            return {self._strings[k].decode(): self._strings[v].decode() for k, v in zip(keys, values, strict=True)}
        except ValueError as error:
            raise RuntimeError(f"tags that are not UTF-8 ({error})") from error

    def points(self) -> Iterator[tuple[int, dict[str, str], int, int]]:
        """Nodes: id, tags, and lon and lat in 1e-7 degrees."""
        columns = (_signed(self._fields[part, 0]).tolist() for part in (_ID, _NODE_LON, _NODE_LAT))
        for item, (key, x, y) in enumerate(zip(*columns, strict=True)):
            yield key, self.tags(item), x, y

    def vertices(self) -> tuple[Array, Array, Array, Array]:
        """Of ways: how many vertices each has, and of each vertex the node's id and its lon and lat in 1e-7 degrees."""
        import numpy as np

        counts = np.diff(self._span(_REFS), axis=0)[0]
        return counts, *(self._deltas(part) for part in (_REFS, _WAY_LONS, _WAY_LATS))

    def _span(self, part: int) -> Array:
        """Where the numbers packed in a field begin and end among all numbers of the block."""
        return self._before[self._fields[part]]

    def _deltas(self, part: int) -> Array:
        """A field that holds differences to the value before, as values."""
        import numpy as np

        first, end = self._span(part)
        counts = end - first
        total = np.cumsum(counts)
        sums = np.cumsum(_signed(self._numbers[np.arange(counts.sum()) + np.repeat(first - total + counts, counts)]))
        return sums - np.repeat(np.concatenate([[0], sums])[total - counts], counts)


def read_blocks(path: str) -> Iterator[tuple[bool, Items]]:
    """The groups of items of a file, in order, each with whether it holds ways (else nodes)."""
    with Path(path).open("rb") as stream:
        while size := stream.read(4):
            header = stream.read(int.from_bytes(size, "big"))
            fields = {number: (begin, end) for number, begin, end in _fields(header, 0, len(header))}
            blob = stream.read(fields[3][0])
            if header[slice(*fields[1])] == b"OSMData":
                yield from _groups(blob)


def _groups(blob: bytes) -> Iterator[tuple[bool, Items]]:
    block = next((begin, end) for number, begin, end in _fields(blob, 0, len(blob)) if number == 1)
    strings: list[bytes] = []
    for number, begin, end in _fields(blob, *block):
        if number == _STRINGS:
            strings = [blob[at:stop] for _, at, stop in _fields(blob, begin, end)]
        elif number == _GROUP:
            spans: dict[int, list[tuple[int, int]]] = {}
            for kind, at, stop in _fields(blob, begin, end):
                spans.setdefault(kind, []).append((at, stop))
            for kind in spans.keys() & {_NODE, _WAY}:  # a group holds one kind
                yield kind == _WAY, Items(blob, strings, spans[kind])


def _fields(data: bytes, at: int, stop: int) -> Iterator[tuple[int, int, int]]:
    """The fields of the message in ``data[at:stop]``: number, and where the value is; of a plain number, the number."""
    while at < stop:
        tag, at = (data[at], at + 1) if data[at] < 0x80 else _varint(data, at)
        value, at = (data[at], at + 1) if data[at] < 0x80 else _varint(data, at)
        if tag & 7 == 2:
            yield tag >> 3, at, at + value
            at += value
        else:
            yield tag >> 3, value, at


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value, shift = 0, 0
    while (byte := data[at]) >= 0x80:
        value |= (byte & 0x7F) << shift
        shift, at = shift + 7, at + 1
    return value | byte << shift, at + 1


def _varints(data: bytes) -> tuple[Array, Array]:
    """Every number there can be in some bytes, as int64, and where it ends; text among them reads as nonsense."""
    import numpy as np

    raw = np.frombuffer(data, dtype=np.uint8)
    last = np.flatnonzero(raw < 0x80)
    more = np.minimum(np.diff(last, prepend=-1), _MAX_BYTES) - 1  # bytes before the last one
    values = raw[last].astype(np.int64)
    longer, byte = np.flatnonzero(more), 0
    while len(longer):
        byte += 1
        values[longer] = values[longer] << 7 | (raw[last[longer] - byte] & 0x7F)
        longer = longer[more[longer] > byte]
    return values, last


def _signed(numbers: Array) -> Array:
    """Numbers as they were before the sign was put last."""
    return (numbers >> 1) ^ -(numbers & 1)
