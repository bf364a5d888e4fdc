"""The bundled basemap: which tiles a map needs, as they go into a page, and their shapes for still pictures."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, product
from typing import Any

from railsight.datasets import read_bundled
from railsight.geo import LonLat
from railsight.webmap.escape import Code

Area = tuple[float, float, float, float]  # west, south, east, north; east may be above 180
Tile = tuple[int, int, dict[str, str]]  # west, south, codes by kind

# The finest level whose tiles stay within this many characters is taken: it keeps a page small.
BUDGET = 230_000
# More of it for what is near places outside that: theirs are the finest tiles, drawn from this zoom on.
CLOSE_BUDGET, CLOSE_ZOOM = 130_000, 6
_BACKDROP, _FINEST = "c", "i"
GOOD_KM = {"i": 1, "l": 5, "c": 10}  # what the levels are good to
_BESIDE = (5.0, 2.5)  # degrees of longitude and latitude beside a place that a window shows when it is chosen


@lru_cache(maxsize=1)
def _basemap() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read_bundled("basemap.json"))
    return found


def _tiles(level: dict[str, Any], area: Area) -> list[Tile]:
    """[west, south, kinds] of the tiles that touch an area, in a fixed order."""
    size = level["size"]
    columns = round(360 / size)
    west, south, east, north = area
    found: list[Tile] = []
    for row in range(math.floor(max(south, -90) / size), math.ceil(min(north, 90) / size)):
        for column in range(math.floor(west / size), math.ceil(east / size)):
            kinds = level["tiles"].get(f"{(column + columns // 2) % columns - columns // 2},{row}")
            if kinds:
                found.append((column * size, row * size, kinds))
    return found


def _cover(level: dict[str, Any], area: Area) -> list[float]:
    size = level["size"]
    west, south, east, north = area
    return [
        math.floor(west / size) * size,
        max(-85.0, math.floor(south / size) * size),
        math.ceil(east / size) * size,
        min(85.0, math.ceil(north / size) * size),
    ]


def _level(area: Area, budget: int) -> tuple[str, list[Tile]]:
    """The finest level within the budget and its tiles; the middle one gives up its rivers before it is given up."""
    levels = _basemap()["levels"]
    for name, rivers in (("i", True), ("l", True), ("l", False), ("c", True)):
        tiles = _tiles(levels[name], area)
        if not rivers:
            tiles = [(w, s, {k: code for k, code in kinds.items() if k != "river"}) for w, s, kinds in tiles]
        if _size(tiles) <= budget:
            return name, tiles
    return "c", tiles


def for_page(
    areas: Sequence[Area], *, budget: int = BUDGET, near: Sequence[LonLat] = (), room: int = 0
) -> dict[str, object]:
    """The basemap of a page: the world coarsely, over it the first area as finely as the budget (characters) allows.

    The further ``areas`` are what wider windows show, and what the page can show beside: they are one with the first
    where that costs it nothing, else between the two, finer than the world and as fine as there is room left. ``near``
    are places that the reader may choose: around those that would lie on coarser ground come the finest tiles too, as
    far as ``room`` goes, which holds for everything but the world.
    """
    basemap = _basemap()
    backdrop = basemap["levels"][_BACKDROP]
    middle = (areas[0][0] + areas[0][2]) / 2
    first = round((middle - 180) / backdrop["size"]) * backdrop["size"]
    world = _coded(_tiles(backdrop, (first, -90, first + 360, 90)))
    levels: list[dict[str, object]] = [_head(_BACKDROP) | {"tiles": world}]
    parts = [(part, level) for part, level in _parts(areas, budget) if level[0] != _BACKDROP]
    for part, (name, tiles) in parts:
        level = basemap["levels"][name]
        levels.append(_head(name) | {"cover": _cover(level, part), "tiles": _coded(tiles)})
    fine = [_cover(basemap["levels"][name], part) for part, (name, _) in parts if name == _FINEST]
    left = min(CLOSE_BUDGET, room - sum(_size(tiles) for _, (_, tiles) in parts))
    around = [(lon - 360 * round((lon - middle) / 360), lat) for lon, lat in near]
    if close := _close(basemap["levels"][_FINEST], around, fine, left):
        levels.append(_head(_FINEST) | {"least": CLOSE_ZOOM, "tiles": _coded(close)})
    return {"overlap": basemap["overlap"], "levels": levels}


def _head(name: str) -> dict[str, object]:
    """What a page is told of a level: the size of its tiles and a step in them, and what it is good to."""
    level = _basemap()["levels"][name]
    return {"size": level["size"], "steps": level["steps"], "km": GOOD_KM[name]}


def _close(level: dict[str, Any], near: Sequence[LonLat], fine: Sequence[Sequence[float]], room: int) -> list[Tile]:
    """Tiles around places, those worth most first, without those of ``fine`` covers."""
    size = level["size"]
    columns = round(360 / size)
    found: dict[tuple[int, int], Tile] = {}
    for beside, (lon, lat) in _windows(near):
        rows, across = (
            range(math.floor((at - beside * most) / size), math.floor((at + beside * most) / size) + 1)
            for at, most in ((lat, _BESIDE[1]), (lon, _BESIDE[0]))
        )
        for row, column in product(rows, across):
            west, south = column * size, row * size
            if (column, row) in found or any(
                c[0] <= west and c[1] <= south and west + size <= c[2] and south + size <= c[3] for c in fine
            ):
                continue
            kinds = level["tiles"].get(f"{(column + columns // 2) % columns - columns // 2},{row}", {})
            tile = (west, south, kinds)
            if (room := room - _size([tile])) < 0:
                return list(found.values())
            found[column, row] = tile  # one without kinds is sea
    return list(found.values())


def _windows(near: Sequence[LonLat]) -> Iterator[tuple[float, LonLat]]:
    """What is wanted beside which place, by worth: half a window around the first two, the spot of each, and so on."""
    for share, places in ((0.5, near[:2]), (0.0, near), (0.5, near), (1.0, near)):
        for place in places:
            yield share, place


_Level = tuple[str, list[Tile]]
_WIDE_SHARE = 0.5  # of the budget, for what is beside the area at most


def _parts(areas: Sequence[Area], budget: int) -> list[tuple[Area, _Level]]:
    """What is drawn over the backdrop, lowest first: each part with its level and tiles."""
    nested = list(accumulate(areas, _around_both))
    levels = [_level(area, budget) for area in nested]
    inner, level = [pair for pair in zip(nested, levels, strict=True) if pair[1][0] == levels[0][0]][-1]
    outer = nested[-1]
    if inner == outer:
        return [(inner, level)]
    below = _level(outer, round(budget * _WIDE_SHARE))
    if below[0] == _BACKDROP:
        return [(inner, level)]
    above = _level(inner, budget - _size(below[1]))
    return [(outer, below), (inner, above)] if above[0] != below[0] else [(outer, _level(outer, budget))]


def _around_both(a: Area, b: Area) -> Area:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _size(tiles: Sequence[Tile]) -> int:
    return sum(len(code) for _, _, kinds in tiles for code in kinds.values())


def _coded(tiles: list[Tile]) -> list[list[object]]:
    return [[w, s, {kind: Code(code) for kind, code in kinds.items()}] for w, s, kinds in tiles]


def source_line() -> str:
    """Where the basemap comes from, for the credits."""
    return f"{_basemap()['source']} ({_basemap()['licence']})"


def shapes(area: Area, *, budget: int) -> Iterator[tuple[str, list[LonLat]]]:
    """Kind and lon, lat points of every shape of an area, for a still picture: lowest kinds first."""
    name, tiles = _level(area, budget)
    steps = _basemap()["levels"][name]["steps"]
    for wanted in ("land", "lake", "isle", "river", "border", "disputed"):
        for west, south, kinds in tiles:
            if wanted in kinds:
                for points in decode(kinds[wanted]):
                    yield wanted, [(west + x / steps, south + y / steps) for x, y in points]


def decode(code: str) -> Iterator[list[tuple[int, int]]]:
    """The shapes of a tile string, points in steps from the tile's corner. See ``builders/basemap.py``."""
    values = iter(base64.b64decode(code))

    def following(byte: int) -> int:
        value = shift = 0
        while byte > 127:
            value |= (byte & 127) << shift
            shift += 7
            byte = next(values)
        value |= byte << shift
        return -(value + 1) // 2 if value & 1 else value >> 1

    for byte in values:
        x = y = 0
        points = []
        for _ in range(following(byte)):
            x += following(next(values))
            y += following(next(values))
            points.append((x, y))
        yield points


def encode_line(points: Sequence[LonLat], *, keep_all: bool = False) -> Code:
    """A line of lon, lat points as a string of the same kind, in steps of 0.0001 degree.

    Points equal to the one before are dropped unless ``keep_all``.
    """
    out = bytearray()

    def put(value: int) -> None:
        v = value << 1 if value >= 0 else (-value << 1) - 1
        while v > 127:
            out.append(v & 127 | 128)
            v >>= 7
        out.append(v)

    scaled = [(round(lon * 10_000), round(lat * 10_000)) for lon, lat in points]
    kept = [p for i, p in enumerate(scaled) if keep_all or i == 0 or p != scaled[i - 1]]
    if len(kept) == 1 and not keep_all:
        kept = kept * 2
    put(len(kept))
    x = y = 0
    for lon, lat in kept:
        put(lon - x)
        put(lat - y)
        x, y = lon, lat
    return Code(base64.b64encode(bytes(out)).decode())
