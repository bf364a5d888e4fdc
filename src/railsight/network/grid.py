"""The grid that finds what is near: cells of a fixed number of degrees, numbered row by row from the south-west."""

from __future__ import annotations

import math
from collections.abc import Sequence

from railsight.geo import LonLat, wrap_lon

CELL_DEG = 0.25
_COLUMNS = round(360 / CELL_DEG)
_ROWS = round(180 / CELL_DEG)
_STEP_DEG = CELL_DEG / 5
M_PER_DEG = 111_195.0


def _row(lat: float) -> int:
    return min(_ROWS - 1, max(0, math.floor((lat + 90.0) / CELL_DEG)))


def cell_of(lon: float, lat: float) -> int:
    """The cell a point lies in."""
    row = int((lat + 90.0) / CELL_DEG)
    if not 0 <= row < _ROWS:
        row = _row(lat)
    return row * _COLUMNS + math.floor((lon + 180.0) / CELL_DEG) % _COLUMNS


def cells_along(points: Sequence[LonLat]) -> set[int]:
    """Every cell a polyline runs through (sampled at a fifth of a cell: a corner may be missed, never a stretch)."""
    x1, y1 = points[0]
    found = {cell_of(x1, y1)}
    for x2, y2 in points[1:]:
        dx, dy = x2 - x1, y2 - y1
        if -_STEP_DEG < dx < _STEP_DEG and -_STEP_DEG < dy < _STEP_DEG:
            found.add(cell_of(x2, y2))
        else:
            dx = wrap_lon(dx)
            parts = max(1, math.ceil(max(abs(dx), abs(dy)) / _STEP_DEG))
            found.update(cell_of(x1 + dx * k / parts, y1 + dy * k / parts) for k in range(1, parts + 1))
        x1, y1 = x2, y2
    return found


def windows(lon: float, lat: float, reach_m: float) -> list[tuple[int, int]]:
    """Ranges of cell numbers (first, last, both included) that hold everything within ``reach_m`` of a point."""
    high = reach_m / M_PER_DEG * 1.01
    widest = abs(lat) + high
    wide = high / math.cos(math.radians(widest)) if widest < 89.0 else 360.0
    first, last = math.floor((lon - wide + 180.0) / CELL_DEG), math.floor((lon + wide + 180.0) / CELL_DEG)
    found: list[tuple[int, int]] = []
    for row in range(_row(lat - high), _row(lat + high) + 1):
        base = row * _COLUMNS
        if last - first >= _COLUMNS - 1:
            found.append((base, base + _COLUMNS - 1))
            continue
        west, east = first % _COLUMNS, last % _COLUMNS
        if west <= east:
            found.append((base + west, base + east))
        else:
            found += [(base, base + east), (base + west, base + _COLUMNS - 1)]
    return found
