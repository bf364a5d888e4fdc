"""The container of a network file: named arrays in one file that is mapped, not read, and checked chunk by chunk.

Layout, all integers little-endian::

    0   8 bytes   magic
    8   u32       version of the format
    12  u32       length of the JSON header in bytes
    16  u64       size of the whole file in bytes
    24  u64       where the data begins (a multiple of 8)
    32  u32       number of chunks of 32 KiB the data is cut into
    36  u32       CRC-32 of bytes 0..36, the header, the padding and the chunk table
    40            JSON header: {"info": {...}, "blocks": {name: [type, start, count]}}
    ...           chunk table: one CRC-32 (u32) a chunk
    ...           data: blocks, each at a multiple of 8 from the beginning of the data

Everything before the data is checked when the file is opened, every chunk of data when it is first touched, so that
opening costs the same for a network of any size and no damaged byte is ever used. Block types are those of
``array``: ``B H I Q i q`` and ``d``.
"""

from __future__ import annotations

import json
import mmap
import os
import stat
import struct
import sys
import zlib
from typing import TYPE_CHECKING, Any, overload

from railsight.errors import NetworkFormatError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAGIC = b"\x89RSN\r\n\x1a\n"
VERSION = 1
CHUNK = 32 * 1024
_PROLOGUE = struct.Struct("<8sIIQQI")
_START = _PROLOGUE.size + 4
_SMALL = 8 * CHUNK
_SIZES = {"B": 1, "H": 2, "I": 4, "i": 4, "Q": 8, "q": 8, "d": 8}
_MAX_HEADER = 16 * 1024 * 1024


class Column:
    """A large block read in place; a chunk is checked when it is first touched. Indexed and sliced like a sequence."""

    __slots__ = ("_container", "_size", "_start", "_view")

    def __init__(self, container: Container, view: memoryview, start: int) -> None:
        self._container = container
        self._view = view
        self._start = start
        self._size = view.itemsize

    def __len__(self) -> int:
        return len(self._view)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> memoryview: ...
    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, int):
            at = self._start + (index if index >= 0 else index + len(self._view)) * self._size
            if not self._container.checked[at // CHUNK]:
                self._container.check(at, at + self._size)
        else:
            first, last, _ = index.indices(len(self._view))
            self._container.check(self._start + first * self._size, self._start + last * self._size)
        return self._view[index]


Ints = memoryview | Column


class Container:
    """An open container: ``info`` of its header and the blocks as columns."""

    def __init__(self, data: Any, name: str) -> None:
        self._name = name
        self._view = memoryview(data)
        header_length, data_at, chunks = self._prologue()
        head_end = _START + header_length
        try:
            header = json.loads(bytes(self._view[_START:head_end]))
            self.info: Mapping[str, Any] = header["info"]
            self._blocks: Mapping[str, Sequence[Any]] = header["blocks"]
        except (ValueError, KeyError, TypeError) as error:
            raise self.damaged("its header is not readable") from error
        self._crc = self._view[data_at - _padded(4 * chunks) :][: 4 * chunks].cast("I")
        self._data_at = data_at
        self.checked = bytearray(chunks)
        self._columns: dict[str, Ints] = {}

    def damaged(self, why: str) -> NetworkFormatError:
        """The error for a file that cannot be trusted."""
        return NetworkFormatError(why, file=self._name, hint="fetch or build the network file again")

    def _prologue(self) -> tuple[int, int, int]:
        view = self._view
        if len(view) < _START or bytes(view[:4]) != MAGIC[:4]:
            raise NetworkFormatError(
                "this is not a railsight network file",
                file=self._name,
                hint="make one with `railsight network build`",
            )
        magic, version, header_length, size, data_at, chunks = _PROLOGUE.unpack_from(view)
        if magic != MAGIC:
            raise self.damaged("line ends were converted: the file was transferred as text")
        if version != VERSION:
            raise NetworkFormatError(
                f"network file of version {version}; this railsight reads version {VERSION}",
                file=self._name,
                hint="build the file again with this version",
            )
        if size != len(view):
            raise self.damaged(f"the file has {len(view)} bytes and should have {size}: it is cut off or was added to")
        wanted = _padded(_START + header_length) + _padded(4 * chunks)
        if (
            header_length > _MAX_HEADER
            or data_at != wanted
            or data_at > size
            or chunks != -(-(size - data_at) // CHUNK)
        ):
            raise self.damaged("its header is damaged")
        crc = zlib.crc32(view[_START:data_at], zlib.crc32(view[: _PROLOGUE.size]))
        if crc != struct.unpack_from("<I", view, _PROLOGUE.size)[0]:
            raise self.damaged("its header is damaged (checksum)")
        return header_length, data_at, chunks

    def check(self, start: int, stop: int) -> None:
        """Check the chunks that hold the data bytes from ``start`` to before ``stop``."""
        for chunk in range(start // CHUNK, -(-stop // CHUNK)):
            if not self.checked[chunk]:
                at = self._data_at + chunk * CHUNK
                stored = self._crc[chunk] if sys.byteorder == "little" else _swapped(self._crc[chunk])
                if zlib.crc32(self._view[at : at + CHUNK]) != stored:
                    raise self.damaged(f"bytes {at} to {at + CHUNK} are damaged (checksum)")
                self.checked[chunk] = 1

    def check_all(self) -> None:
        """Check every byte of the file."""
        self.check(0, len(self._view) - self._data_at)

    def all_bytes(self) -> bytes:
        """All bytes of the file."""
        return bytes(self._view)

    def __contains__(self, name: str) -> bool:
        return name in self._blocks

    def column(self, name: str) -> Ints:
        """A block: a checked memoryview when it is small, else a column that checks what is touched."""
        if name not in self._columns:
            kind, start, count = self._block(name)
            stop = start + count * _SIZES[kind]
            raw: Any = self._view[self._data_at + start : self._data_at + stop]
            if sys.byteorder == "big" and _SIZES[kind] > 1:
                self.check(start, stop)
                self._columns[name] = _byteswapped(raw, kind)
            elif stop - start <= _SMALL:
                self.check(start, stop)
                self._columns[name] = raw.cast(kind)
            else:
                self._columns[name] = Column(self, raw.cast(kind), start)
        return self._columns[name]

    def whole(self, name: str) -> memoryview:
        """A block as one memoryview, all of it checked."""
        kind, start, count = self._block(name)
        column = self.column(name)
        if isinstance(column, memoryview):
            return column
        self.check(start, start + count * _SIZES[kind])
        return column[:]

    def check_sizes(self, *families: Mapping[str, int]) -> None:
        """Check that the blocks of each family are equally long, but for the extra values each is said to have."""
        for family in families:
            sizes = {self._block(name)[2] - extra for name, extra in family.items()}
            if len(sizes) > 1:
                raise self.damaged(f"the lengths of its blocks do not agree ({', '.join(family)})")

    def blocks(self) -> dict[str, memoryview]:
        """Every block, all of it checked."""
        return {name: self.whole(name) for name in self._blocks}

    def _block(self, name: str) -> tuple[str, int, int]:
        try:
            kind, start, count = self._blocks[name]
        except (KeyError, ValueError, TypeError) as error:
            raise self.damaged(f"block {name!r} is missing") from error
        if kind not in _SIZES or start % 8 or start + count * _SIZES[kind] > len(self._view) - self._data_at:
            raise self.damaged(f"block {name!r} is out of bounds")
        return kind, start, count


def _padded(size: int) -> int:
    return -(-size // 8) * 8


def _swapped(value: int) -> int:
    return int.from_bytes(value.to_bytes(4, "little"), "big")


def _byteswapped(raw: memoryview, kind: str) -> memoryview:
    from array import array

    copy = array(kind)
    copy.frombytes(raw)
    copy.byteswap()
    return memoryview(copy)


def pack(info: Mapping[str, Any], blocks: Mapping[str, Any]) -> bytes:
    """The bytes of a container. ``blocks`` are arrays (or anything with a buffer of a known type), by name."""
    table: dict[str, tuple[str, int, int]] = {}
    data = bytearray()
    for name, block in blocks.items():
        view = memoryview(block)
        kind = "B" if view.format == "c" else {"L": "Q", "l": "q"}.get(view.format, view.format)
        if kind not in _SIZES or view.itemsize != _SIZES[kind]:
            raise ValueError(f"block {name!r} has type {view.format!r}: use one of {', '.join(_SIZES)}")
        table[name] = (kind, len(data), len(view))
        raw = view.cast("B") if sys.byteorder == "little" or view.itemsize == 1 else _byteswapped(view.cast("B"), kind)
        data += raw.cast("B") if raw.format != "B" else raw
        data += bytes(_padded(len(data)) - len(data))
    header = json.dumps({"info": info, "blocks": table}, ensure_ascii=False, sort_keys=True).encode()
    head = header + bytes(_padded(_START + len(header)) - _START - len(header))
    crcs = [zlib.crc32(data[at : at + CHUNK]) for at in range(0, len(data), CHUNK)]
    chunk_table = struct.pack(f"<{len(crcs)}I", *crcs)
    head += chunk_table + bytes(_padded(len(chunk_table)) - len(chunk_table))
    data_at = _START + len(head)
    prologue = _PROLOGUE.pack(MAGIC, VERSION, len(header), data_at + len(data), data_at, len(crcs))
    crc = zlib.crc32(head, zlib.crc32(prologue))
    return prologue + struct.pack("<I", crc) + head + bytes(data)


def mapped(path: str | os.PathLike[str]) -> mmap.mmap:
    """A file mapped for reading. NetworkFormatError when it is no regular file, is empty, or cannot be opened."""
    try:
        with open(path, "rb", opener=_at_once) as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise NetworkFormatError("it is no regular file, and cannot be mapped", file=str(path))
            return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    except NetworkFormatError:
        raise
    except ValueError:
        raise NetworkFormatError("the file is empty", file=str(path)) from None
    except OSError as error:
        raise NetworkFormatError(
            f"cannot be opened: {error.strerror or error}", file=str(path), hint="check the name of the file"
        ) from error


def _at_once(path: str, flags: int) -> int:
    """Open without waiting: a pipe that nobody writes into would keep the reader for ever."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
