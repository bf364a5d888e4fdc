"""The compiled gazetteer file: one read-only sqlite database, opened in milliseconds and answered from its pages.

Tables (all made by ``builders/gazetteer.py``):

- ``meta(key, value)``: format, counts, digest, longest key in words, sources.
- ``place(n, ref, name, kind, lon, lat, country, admin1, population, weight)``: ``lon``/``lat`` in 1e-5 degrees; a town
  of GeoNames has its id as ``n`` and no ``ref``; ``kind`` and ``admin1`` are indices into ``word``; no ``country``
  where ``admin1`` begins with it.
- ``more(n, json)``: names, aliases, radius, ``served_by``, source of places that have them; ``area(n, rings)``.
- ``name(key, posts)``, ``sound(key, posts)``: postings by folded key and by sound; 5 bytes each: ``n`` and name type.
- ``near(length, keys)``: the keys open to fuzzy look-up, by length; ``code(ref, n)``; ``link(a, kind, b)``.
"""

from __future__ import annotations

import json
import mmap
import sqlite3
import struct
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from railsight.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = "railsight gazetteer 1"
CODED_FROM = 3_000_000_000  # place numbers from here on have a ref of their own; below are GeoNames ids
DIGEST_BLANK = "0" * 64
CHECKSUM_AT = 60  # SQLite's user_version, which is free: the CRC-32 of the file, big-endian
POST = struct.Struct("<IB")
REBUILD = "reinstall railsight; in a checkout run `make data`"

# Name types of a posting, best first. A demonym names people or the adjective of a place, not the place itself.
NAME, OTHER_NAME, SHORT, DEMONYM, SOUND = 0, 1, 2, 3, 4
NAME_TYPES = ("name", "other name", "abbreviation", "demonym", "sound")


class Row(NamedTuple):
    """A place in short, for inner loops.

    ``admin1`` is a GeoNames code such as ``RU.59``; ``name_type`` is NAME, OTHER_NAME, SHORT, DEMONYM or SOUND;
    ``weight`` is the prior in the unit of a town's inhabitants: how much the world speaks of the place.
    """

    id: str
    kind: str
    lon: float
    lat: float
    country: str | None
    admin1: str | None
    population: int
    name_type: int
    weight: float
    name: str


def checksum_of(content: bytes | mmap.mmap) -> int:
    """CRC-32 of a gazetteer file, read as if the four bytes that hold it were zero. Zero stands for "none"."""
    with memoryview(content) as whole:
        crc = zlib.crc32(whole[:CHECKSUM_AT])
        crc = zlib.crc32(bytes(4), crc)
        return zlib.crc32(whole[CHECKSUM_AT + 4 :], crc) or 1


def _check_whole(path: str) -> None:
    """Compare a file with the checksum in its header, if it has one: 9 ms for 32 MB, and damage is never used."""
    try:
        with (
            open(path, "rb") as f,  # noqa: PTH123 - pathlib costs a cold start 5 ms
            mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ) as content,
        ):
            said = int.from_bytes(content[CHECKSUM_AT : CHECKSUM_AT + 4], "big")
            whole = not said or checksum_of(content) == said
    except (OSError, ValueError) as e:
        raise DataError(f"cannot read the gazetteer: {e}", file=path, hint=REBUILD) from e
    if not whole:
        raise DataError("the gazetteer does not match its checksum", file=path, hint=REBUILD)


class Store:
    """Raw access to the file. Every method raises DataError when the file turns out damaged."""

    def __init__(self, path: str) -> None:
        self.path = path
        _check_whole(path)
        try:
            self._db = sqlite3.connect(f"file:{_quoted(path)}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            self._db.execute("PRAGMA mmap_size = 67108864")  # pages are read in place, without a system call each
            self.meta: dict[str, str] = dict(self._db.execute("SELECT key, value FROM meta"))
            self._word = [w for (w,) in self._db.execute("SELECT word FROM word ORDER BY n")]
        except sqlite3.Error as e:
            raise DataError(f"cannot read the gazetteer: {e}", file=path, hint=REBUILD) from e
        if self.meta.get("format") != FORMAT:
            found = self.meta.get("format", "no format")
            raise DataError(f"gazetteer is {found!r}, this version reads {FORMAT!r}", file=path, hint=REBUILD)
        self.longest_words = int(self.meta["longest_words"])
        self._light = lru_cache(maxsize=65536)(self._light_uncached)

    def _rows(self, sql: str, args: tuple[object, ...]) -> list[tuple[object, ...]]:
        try:
            return self._db.execute(sql, args).fetchall()
        except sqlite3.Error as e:
            raise DataError(f"the gazetteer is damaged: {e}", file=self.path, hint=REBUILD) from e

    def knows(self, key: str) -> bool:
        """Whether a folded key has an entry."""
        return bool(self._rows("SELECT 1 FROM name WHERE key = ?", (key,)))

    def starts(self, key: str) -> bool:
        """Whether a longer key begins with this key and a space: worth reading one more word."""
        return bool(self._rows("SELECT 1 FROM name WHERE key > ? AND key < ? LIMIT 1", (key + " ", key + "!")))

    def posts(self, key: str, *, table: str = "name") -> list[tuple[int, int]]:
        """Place numbers and name types under a key of ``name`` or ``sound``."""
        found = self._rows(f"SELECT posts FROM {table} WHERE key = ?", (key,))  # noqa: S608 - one of two names of ours
        if not found:
            return []
        try:
            return list(POST.iter_unpack(found[0][0]))  # type: ignore[arg-type]
        except (struct.error, TypeError) as e:
            raise DataError("the gazetteer is damaged: bad postings", file=self.path, hint=REBUILD) from e

    def _light_uncached(self, n: int) -> tuple[str, str, float, float, str | None, str | None, int, float, str]:
        found = self._rows(
            "SELECT ref, kind, lon, lat, country, admin1, population, weight, name FROM place WHERE n = ?", (n,)
        )
        if not found:
            raise DataError(f"the gazetteer is damaged: no place {n}", file=self.path, hint=REBUILD)
        ref, kind, lon, lat, country, admin1, population, weight, name = found[0]
        division = None if admin1 is None else self._word[admin1]  # type: ignore[call-overload]
        return (  # type: ignore[return-value]
            ref or f"gn-{n}",
            self._word[kind],  # type: ignore[call-overload]
            lon / 1e5,  # type: ignore[operator]
            lat / 1e5,  # type: ignore[operator]
            country or (division[:2] if division else None),
            division,
            population or 0,
            float(weight if weight is not None else (population or 0)),  # type: ignore[arg-type]
            name,
        )

    def row(self, n: int, name_type: int = NAME) -> Row:
        """The light row of a place number."""
        ref, kind, lon, lat, country, admin1, population, weight, name = self._light(n)
        return Row(ref, kind, lon, lat, country, admin1, population, name_type, weight, name)

    def number(self, place_id: str) -> int | None:
        """Place number of an id, or None."""
        if place_id.startswith("gn-") and place_id[3:].isdigit() and len(place_id) < 14:
            n = int(place_id[3:])
            return n if self._rows("SELECT 1 FROM place WHERE n = ? AND ref IS NULL", (n,)) else None
        found = self._rows("SELECT n FROM code WHERE ref = ?", (place_id,))
        return int(found[0][0]) if found else None  # type: ignore[call-overload]

    def more(self, n: int) -> Mapping[str, object]:
        """What is kept of a place beyond its row: names, aliases, radius_m, served_by, source."""
        found = self._rows("SELECT json FROM more WHERE n = ?", (n,))
        return json.loads(found[0][0]) if found else {}  # type: ignore[arg-type]

    def rings(self, n: int) -> tuple[tuple[tuple[float, float], ...], ...]:
        """Outer rings of an area, or none: stored as one JSON list of flat lon, lat lists in 1e-3 degrees."""
        found = self._rows("SELECT rings FROM area WHERE n = ?", (n,))
        if not found:
            return ()
        flat = json.loads(found[0][0])  # type: ignore[arg-type]
        return tuple(tuple((r[i] / 1e3, r[i + 1] / 1e3) for i in range(0, len(r), 2)) for r in flat)

    def links(self, n: int, kind: str) -> list[int]:
        """Numbers of the places a place is linked to: ``crossing`` from a river to its crossings of the network."""
        return [int(b) for (b,) in self._rows("SELECT b FROM link WHERE a = ? AND kind = ?", (n, kind))]  # type: ignore[call-overload]

    def mains(self) -> list[int]:
        """Numbers of the towns that have a main station, and of the stations that stand for their town."""
        towns = "SELECT a FROM link WHERE kind = 'main'"
        stations = "SELECT n FROM place WHERE ref IS NOT NULL AND population > 0"
        rows = self._rows(f"{towns} UNION {stations} ORDER BY 1", ())
        return [int(n) for (n,) in rows]  # type: ignore[call-overload]

    def of_kinds(self, kinds: frozenset[str]) -> list[int]:
        """Numbers of the places of some kinds."""
        numbers = [str(n) for n, word in enumerate(self._word) if word in kinds]
        rows = self._rows(f"SELECT n FROM place WHERE kind IN ({','.join(numbers)}) ORDER BY 1", ())  # noqa: S608 - numbers
        return [int(n) for (n,) in rows]  # type: ignore[call-overload]

    def keys_of_length(self, shortest: int, longest: int) -> list[str]:
        """Keys open to fuzzy look-up with a length in the range."""
        out: list[str] = []
        for (text,) in self._rows("SELECT keys FROM near WHERE length BETWEEN ? AND ?", (shortest, longest)):
            try:
                out.extend(zlib.decompress(text).decode().split("\n"))  # type: ignore[arg-type]
            except (zlib.error, UnicodeDecodeError) as e:
                raise DataError("the gazetteer is damaged: bad keys", file=self.path, hint=REBUILD) from e
        return out

    def around(self, west: float, south: float, east: float, north: float) -> list[int]:
        """Numbers of the places in a box of degrees, by the tiles of ``tile(t, ns)`` (one degree each)."""
        out: list[int] = []
        for y in range(int(south // 1), int(north // 1) + 1):
            for x in range(int(west // 1), int(east // 1) + 1):
                tile = (y + 90) * 360 + (x + 180) % 360
                for (blob,) in self._rows("SELECT ns FROM tile WHERE t = ?", (tile,)):
                    out.extend(n for (n,) in struct.iter_unpack("<I", blob))  # type: ignore[arg-type]
        return out

    def largest(self, least: int, box: tuple[float, float, float, float], limit: int) -> list[int]:
        """Numbers of the places with at least so many people in a box (west, south, east, north), largest first."""
        edges = [round(x * 1e5) for x in box]
        rows = self._rows(
            "SELECT n FROM place WHERE population >= ? AND lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?"
            " ORDER BY population DESC, n LIMIT ?",
            (least, edges[0], edges[2], edges[1], edges[3], limit),
        )
        return [int(n) for (n,) in rows]  # type: ignore[call-overload]

    def verify(self) -> None:
        """Read the whole file and compare it with the digest it carries; DataError when they differ."""
        with open(self.path, "rb") as f:  # noqa: PTH123 - pathlib costs a cold start 5 ms
            content = f.read()
        said = self.meta.get("digest", "")
        if digest_of(content, said) != said:
            raise DataError("the gazetteer does not match its checksum", file=self.path, hint=REBUILD)


def _quoted(path: str) -> str:
    """A path for an sqlite URI. Its own three characters only: urllib would cost a cold start 10 ms."""
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def digest_of(content: bytes, said: str) -> str:
    """SHA-256 of a gazetteer file with its own digest and checksum blanked."""
    import hashlib

    content = content[:CHECKSUM_AT] + bytes(4) + content[CHECKSUM_AT + 4 :]
    return hashlib.sha256(content.replace(said.encode(), DIGEST_BLANK.encode()) if said else content).hexdigest()
