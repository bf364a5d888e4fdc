"""Building a network from an OpenStreetMap extract: processor time and memory beside ``osmium tags-filter``.

    python benchmarks/speed_build.py [EXTRACT.osm.pbf] [--megabytes 140] [--keep FOLDER]

Without an extract two files are made by repeating one synthetic tile: one of country size and mostly not rail, one of
nothing but rail. Prints one JSON object last. Without osmium-tool the ratio is null, with the reason.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

NODES = 8000  # a tile
WAYS = 900
RAIL_NODES = 280
FIRST_ID = 13_000_000_000
STRINGS = (
    "", "highway", "residential", "building", "yes", "railway", "rail", "gauge", "1520", "usage", "main", "electrified",
    "contact_line", "name", "Ring Line", "signal", "station", "Tile", "maxspeed", "80", "branch", "landuse", "grass",
)  # fmt: skip
KEY = {s: i for i, s in enumerate(STRINGS)}


def varint(n: int) -> bytes:
    out = bytearray()
    while n > 0x7F:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    out.append(n)
    return bytes(out)


def zigzag(n: int) -> bytes:
    return varint(n << 1 if n >= 0 else (-n << 1) - 1)


def part(number: int, data: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(data)) + data


def framed(kind: str, raw: bytes) -> bytes:
    data = zlib.compress(raw, 6)
    body = b"\x10" + varint(len(raw)) + part(3, data)
    header = part(1, kind.encode()) + b"\x18" + varint(len(body))
    return struct.pack(">I", len(header)) + header + body


def block(group: bytes) -> bytes:
    table = b"".join(part(1, s.encode()) for s in STRINGS)
    return framed("OSMData", part(1, table) + part(2, group))


class Tile:
    """One tile of map: scattered nodes with houses and streets, a railway across, passing loops, a station."""

    def __init__(self, *, rail_only: bool, seed: int = 1) -> None:
        chance = random.Random(seed)
        self.rail = NODES if rail_only else RAIL_NODES
        self.other = 0 if rail_only else NODES - RAIL_NODES
        at = [self._track(i, chance) for i in range(self.rail)]
        at += [(chance.randrange(2_000_000), chance.randrange(-900_000, 900_000)) for _ in range(self.other)]
        at[self.rail :] = sorted(at[self.rail :])
        self.size = len(at)
        self.deltas = [(x - px, y - py) for (x, y), (px, py) in zip(at[1:], at, strict=False)]
        self.first = at[0]
        self.tail = b"".join(zigzag(1) for _ in range(self.size - 1))
        self.lats = b"".join(zigzag(y) for _, y in self.deltas)
        self.lons = b"".join(zigzag(x) for x, _ in self.deltas)
        versions = b"".join(varint(chance.randrange(1, 9)) for _ in at)
        times = b"".join(zigzag(chance.randrange(-40_000_000, 40_000_000)) for _ in at)
        self.info = part(1, versions) + part(2, times)
        self.streets = [self._street(chance) for _ in range(WAYS if self.other else 0)]

    def _track(self, i: int, chance: random.Random) -> tuple[int, int]:
        share = i / self.rail
        x, y = 2_000_000 * share, 60_000 * math.sin(share * 2 * math.pi)
        return round(x + chance.uniform(-20, 20)), round(y + chance.uniform(-20, 20))

    def _street(self, chance: random.Random) -> tuple[bytes, int, bytes, int]:
        first = self.rail + chance.randrange(self.other - 40)
        steps = [chance.randrange(1, 4) for _ in range(chance.randrange(4, 12))]
        tags = chance.choice((("highway", "residential"), ("building", "yes"), ("landuse", "grass")))
        packed = part(2, varint(KEY[tags[0]])) + part(3, varint(KEY[tags[1]]))
        return packed, first, b"".join(map(zigzag, steps)), sum(steps)

    def nodes(self, number: int, column: int, row: int) -> bytes:
        """A dense block of this tile's nodes, moved to its place; its track runs on to the next tile's first node."""
        first = FIRST_ID + number * NODES
        lon, lat = 200_000_000 + column * 2_000_000 + self.first[0], 450_000_000 + row * 1_900_000 + self.first[1]
        keys = bytearray(self.size)
        station, every = self.rail // 2, 40 if self.other else 5  # a file of only railways is full of signals
        text = bytearray()
        for i in range(len(keys)):
            if i == station:
                text += bytes((KEY["railway"], KEY["station"], KEY["name"], KEY["Tile"]))
            elif i % every == 0 and i < self.rail:
                text += bytes((KEY["railway"], KEY["signal"], KEY["name"], KEY["Tile"], KEY["usage"], KEY["main"]))
            text.append(0)
        dense = part(1, zigzag(first) + self.tail) + part(8, zigzag(lat) + self.lats) + part(9, zigzag(lon) + self.lons)
        return block(part(2, dense + part(5, self.info) + part(10, bytes(text))))

    def ways(self, number: int, onward: bool) -> bytes:
        base, way_id = FIRST_ID + number * NODES, 1 + number * (WAYS + 600)
        out = bytearray()
        for packed, first, steps, _ in self.streets:
            out += part(3, b"\x08" + varint(way_id) + packed + part(8, zigzag(base + first) + steps))
            way_id += 1
        for refs, tags in self._rail_ways(base, onward):
            keys = b"".join(varint(KEY[k]) for k, _ in tags)
            values = b"".join(varint(KEY[v]) for _, v in tags)
            deltas = zigzag(refs[0]) + b"".join(zigzag(b - a) for a, b in pairwise(refs))
            out += part(3, b"\x08" + varint(way_id) + part(2, keys) + part(3, values) + part(8, deltas))
            way_id += 1
        return block(bytes(out))

    def _rail_ways(self, base: int, onward: bool) -> Iterator[tuple[Sequence[int], Sequence[tuple[str, str]]]]:
        tags = (
            ("railway", "rail"),
            ("gauge", "1520"),
            ("usage", "main"),
            ("electrified", "contact_line"),
            ("name", "Ring Line"),
        )
        refs = [base + i for i in range(self.rail)] + ([base + NODES] if onward else [])
        for at in range(0, len(refs) - 1, 27):
            yield refs[at : at + 28], tags
        for loop in range(base + 20, base + self.rail - 4, 40):
            yield [loop, loop + 3], (("railway", "rail"), ("gauge", "1520"), ("usage", "branch"))


def make(path: Path, tiles: int, *, rail_only: bool) -> int:
    """Write a file of that many tiles, nodes first. Gives its number of railway nodes."""
    tile = Tile(rail_only=rail_only)
    wide = max(1, math.isqrt(tiles))
    with path.open("wb") as out:
        out.write(framed("OSMHeader", part(4, b"OsmSchema-V0.6") + part(4, b"DenseNodes")))
        for n in range(tiles):
            out.write(tile.nodes(n, n % wide, n // wide))
        for n in range(tiles):
            out.write(tile.ways(n, onward=(n + 1) % wide != 0 and n + 1 < tiles))
    return tiles * tile.rail


def cost(command: Sequence[str]) -> dict[str, float]:
    """Seconds of processor and wall time, and megabytes at the peak, of a command and its children."""
    begun = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = child.stderr.read() if child.stderr else b""
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command[:4])} failed: {said.decode(errors='replace')[-500:]}")
    wall = time.perf_counter() - begun
    return {
        "cpu_s": round(used.ru_utime + used.ru_stime, 2),
        "wall_s": round(wall, 2),
        "peak_mb": round(used.ru_maxrss / 1024),
    }


def compare(path: Path, scratch: Path) -> dict[str, Any]:
    """Both on one file: the builder as a user runs it, and osmium's filter for the same objects."""
    code = "import sys; from railsight.network.building import from_pbf; from_pbf(sys.argv[1], sys.argv[2], force=True)"
    result: dict[str, Any] = {"file_mb": round(path.stat().st_size / 1e6, 1)}
    result["railsight"] = cost([sys.executable, "-c", code, str(path), str(scratch / "x.rsn")])
    result["cpu_s_per_mb"] = round(result["railsight"]["cpu_s"] / (path.stat().st_size / 1e6), 3)
    tool = shutil.which("osmium")
    if tool is None:
        return result | {"tags_filter": None, "cpu_ratio": None, "skipped": "osmium-tool is not installed"}
    filtered = str(scratch / "x.osm.pbf")
    result["tags_filter"] = cost([tool, "tags-filter", "-O", "-o", filtered, str(path), "nw/railway"])
    result["cpu_ratio"] = round(result["railsight"]["cpu_s"] / result["tags_filter"]["cpu_s"], 2)
    return result


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("extract", nargs="?", type=Path)
    options.add_argument("--megabytes", type=float, default=140)
    options.add_argument("--keep", type=Path, help="folder for the generated files; a temporary one otherwise")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Path(temporary)
        results: dict[str, Any] = {}
        if given.extract:
            results["extract"] = compare(given.extract, scratch)
        else:
            folder = given.keep or scratch
            for name, rail_only, share in (("country", False, 1.0), ("rail_only", True, 0.09)):
                path = folder / f"{name}.osm.pbf"
                make(path, 4, rail_only=rail_only)
                a_tile = path.stat().st_size / 4
                nodes = make(path, max(1, round(given.megabytes * share * 1e6 / a_tile)), rail_only=rail_only)
                results[name] = compare(path, scratch) | {"rail_nodes": nodes}
    print(json.dumps({"benchmark": "speed_build", **results}))


if __name__ == "__main__":
    main()
