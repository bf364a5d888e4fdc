"""A look at the frame of an OSM PBF file before any library unpacks it.

A PBF file is a row of blobs: four bytes with the length of a BlobHeader, the BlobHeader (type, size), the Blob (how
large it is unpacked, and the packed data). Format: https://wiki.openstreetmap.org/wiki/PBF_Format, whose limits (64 KiB
a header, 32 MiB a blob) are enforced here. Only frames are read, so that a file of 100 MB takes some 50 ms; of the
packed data only the last blob is unpacked, within bounds, to see what the file ends with.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from railsight.errors import NetworkFormatError
from railsight.network.building.guard import first_bytes, known_as

_MAX_HEADER = 64 * 1024
_MAX_BLOB = 32 * 1024 * 1024
# A blob of real map data unpacks to about 3 times its size, a block of equal points to some 200 times; a bomb to 1026.
_MAX_RATIO = 250
_MAX_TOTAL_RATIO = 60
_SMALL = 256 * 1024  # below this a large ratio does no harm
_MAX_BLOBS = 8_000_000
_KNOWN_FEATURES = frozenset(("OsmSchema-V0.6", "DenseNodes", "HistoricalInformation"))
_PACKED = {3: "zlib", 4: "lzma", 5: "bzip2", 6: "lz4", 7: "zstd"}
_READ = frozenset((3, 6))  # what libosmium unpacks: zlib always, lz4 in most builds


@dataclass(frozen=True, slots=True)
class PbfFrame:
    """What the frame shows: number of data blobs, bytes unpacked, whether the header promises order, and the last kind.

    ``last_kind`` is ``nodes``, ``ways``, ``relations`` or empty when it cannot be told; ``unchecked`` counts the data
    blobs that carry no checksum of their own (unpacked, or packed with lz4).
    """

    blobs: int
    raw_bytes: int
    sorted: bool
    last_kind: str
    unchecked: int = 0


@dataclass(frozen=True, slots=True)
class _Blob:
    kind: str
    at: int  # where the Blob message begins
    size: int
    raw_size: int
    data_at: int
    data_size: int
    packing: int  # field number: 1 is unpacked data


def scan_pbf(path: str) -> PbfFrame:
    """Check the frame of a PBF file. Raises NetworkFormatError, with the reason, for anything but a whole plain one."""
    head = first_bytes(path)
    if len(head) < 8 or head[4:6] != b"\x0a\x09" or head[6:15] != b"OSMHeader":
        what = known_as(head)
        hint = "download the .osm.pbf file itself" if what == "a web page" else "give an OpenStreetMap .osm.pbf extract"
        raise NetworkFormatError(f"this is {what or 'not an OSM PBF file'}", file=path, hint=hint)
    size = os.stat(path).st_size  # noqa: PTH116
    with Path(path).open("rb") as stream:
        return _walk(path, stream, size)


def _walk(path: str, stream: BinaryIO, size: int) -> PbfFrame:
    blobs, raw, unchecked, last, ordered = 0, 0, 0, None, False
    for blob in _blobs(path, stream, size):
        _check_ratio(path, blob)
        raw += blob.raw_size
        if raw > _MAX_TOTAL_RATIO * size + 64 * _SMALL:
            raise _bomb(path, f"{size} bytes unpack to more than {raw}")
        if blob.kind == "OSMHeader":
            if blobs or last:
                raise _broken(path, "a second header stands within the file", blob.at)
            last = blob
            ordered = b"Sort.Type_then_ID" in _header(path, stream, blob)
        elif blob.kind == "OSMData":
            blobs, last = blobs + 1, blob
            unchecked += blob.packing != 3
            if blobs > _MAX_BLOBS:
                raise _bomb(path, f"more than {_MAX_BLOBS} blobs")
    kind = _last_kind(stream, last) if last and blobs else ""
    return PbfFrame(blobs=blobs, raw_bytes=raw, sorted=ordered, last_kind=kind, unchecked=unchecked)


def _blobs(path: str, stream: BinaryIO, size: int) -> Iterator[_Blob]:
    at = 0
    while at < size:
        stream.seek(at)
        prefix = stream.read(4)
        header_size = int.from_bytes(prefix, "big")
        if len(prefix) == 4 and not 0 < header_size <= _MAX_HEADER:
            raise _broken(path, f"a blob header of {header_size} bytes", at)
        header = stream.read(header_size)
        if len(prefix) < 4 or len(header) < header_size:
            raise _cut(path, at, size)
        kind, blob_size = _blob_header(path, header, at)
        start = at + 4 + header_size
        if start + blob_size > size:
            raise _cut(path, at, size)
        yield _blob(path, stream, kind, start, blob_size)
        at = start + blob_size


def _blob_header(path: str, header: bytes, at: int) -> tuple[str, int]:
    kind, blob_size = "", -1
    for number, value in _fields(path, header, at):
        if number == 1 and isinstance(value, bytes):
            kind = value.decode("ascii", "replace")
        elif number == 3 and isinstance(value, int):
            blob_size = value
    if not 0 <= blob_size <= _MAX_BLOB or kind not in ("OSMHeader", "OSMData"):
        raise _broken(path, f"a blob {kind[:20]!r} of {blob_size} bytes", at)
    return kind, blob_size


def _blob(path: str, stream: BinaryIO, kind: str, start: int, size: int) -> _Blob:
    """Read the fields of a Blob without its data."""
    raw_size, data_at, data_size, packing, at = -1, 0, 0, 0, 0
    while at < size:
        stream.seek(start + at)
        window = stream.read(min(size - at, 24))  # two numbers of ten bytes at most
        tag, pos = _varint(path, window, 0, start)
        value, pos = _varint(path, window, pos, start)
        if tag & 7 == 2:
            if tag >> 3 == 1 or tag >> 3 in _PACKED:
                data_at, data_size, packing = start + at + pos, value, tag >> 3
            at += pos + value
        elif tag & 7 == 0:
            raw_size = value if tag >> 3 == 2 else raw_size
            at += pos
        else:
            raise _broken(path, "a blob with a field of an unknown kind", start)
    if at != size or not packing:
        raise _broken(path, "a blob whose fields do not fill it", start)
    if packing == 1:
        raw_size = data_size
    elif packing not in _READ:
        raise _broken(path, f"a blob packed with {_PACKED.get(packing, 'an unknown method')}, which is not read", start)
    if raw_size < 0:
        raise _broken(path, "a packed blob that does not say how large it is", start)
    return _Blob(kind, start, size, raw_size, data_at, data_size, packing)


def _check_ratio(path: str, blob: _Blob) -> None:
    if blob.raw_size > _MAX_BLOB:
        raise _bomb(path, f"a blob of {blob.size} bytes says it unpacks to {blob.raw_size}")
    if blob.raw_size > _SMALL and blob.raw_size > _MAX_RATIO * max(1, blob.data_size):
        raise _bomb(path, f"a blob of {blob.size} bytes unpacks to {blob.raw_size}")


def _header(path: str, stream: BinaryIO, blob: _Blob) -> bytes:
    """The unpacked header block, its required features checked."""
    block = _unpacked(stream, blob)
    if block is None:
        raise _broken(path, "a header that cannot be unpacked", blob.at)
    features = [v for n, v in _fields(path, block, blob.at) if n == 4 and isinstance(v, bytes)]
    unknown = [
        f.decode("utf-8", "replace")[:40] for f in features if f.decode("utf-8", "replace") not in _KNOWN_FEATURES
    ]
    if unknown:
        raise NetworkFormatError(f"the file needs features that are not read: {', '.join(unknown[:5])}", file=path)
    if b"HistoricalInformation" in features:
        raise NetworkFormatError(
            "this is a history file: it holds every past version", file=path, hint="take the ordinary extract"
        )
    return block


def _unpacked(stream: BinaryIO, blob: _Blob) -> bytes | None:
    stream.seek(blob.data_at)
    data = stream.read(blob.data_size)
    if blob.packing == 1:
        return data
    if blob.packing != 3:
        return None
    try:
        return zlib.decompressobj().decompress(data, blob.raw_size + 1)
    except zlib.error:
        return None


def _last_kind(stream: BinaryIO, blob: _Blob) -> str:
    """What the last data blob holds: dense or plain nodes, ways, relations."""
    block = _unpacked(stream, blob)
    if block is None:
        return ""
    kind = ""
    try:
        for number, value in _fields("", block, 0):
            if number == 2 and isinstance(value, bytes) and value:
                tag, _ = _varint("", value, 0, 0)
                kind = {1: "nodes", 2: "nodes", 3: "ways", 4: "relations"}.get(tag >> 3, kind)
    except NetworkFormatError:
        return ""
    return kind


def _varint(path: str, data: bytes, at: int, where: int) -> tuple[int, int]:
    value = 0
    for i in range(10):
        if at + i >= len(data):
            raise _broken(path, "a number that is cut off", where)
        byte = data[at + i]
        value |= (byte & 0x7F) << (7 * i)
        if byte < 0x80:
            return value, at + i + 1
    raise _broken(path, "a number without an end", where)


def _fields(path: str, data: bytes, where: int) -> Iterator[tuple[int, int | bytes]]:
    """Numbers and values of the fields of a small message."""
    at = 0
    while at < len(data):
        tag, at = _varint(path, data, at, where)
        if tag & 7 == 0:
            value, at = _varint(path, data, at, where)
            yield tag >> 3, value
        elif tag & 7 == 2:
            length, at = _varint(path, data, at, where)
            if length > len(data) - at:
                raise _broken(path, "a field longer than what holds it", where)
            yield tag >> 3, data[at : at + length]
            at += length
        elif tag & 7 in (1, 5):
            at += 8 if tag & 7 == 1 else 4
        else:
            raise _broken(path, "a field of an unknown kind", where)


def _broken(path: str, what: str, at: int) -> NetworkFormatError:
    return NetworkFormatError(
        f"the file is damaged: {what} (byte {at})", file=path or None, hint="download it again and compare its checksum"
    )


def _cut(path: str, at: int, size: int) -> NetworkFormatError:
    return NetworkFormatError(
        f"the file is cut off: the block that begins at byte {at} goes beyond the end at {size}",
        file=path,
        hint="the download was broken off: take it up again",
    )


def _bomb(path: str, what: str) -> NetworkFormatError:
    return NetworkFormatError(
        f"refused: {what}, far more than map data does", file=path, hint="take the extract from a source you trust"
    )
