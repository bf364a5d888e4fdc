"""The grid that finds what is near: cells of a fixed number of degrees, numbered row by row from the south-west."""

from __future__ import annotations

import math
from typing import Any

from railsight.geo import M_PER_DEG

CELL_DEG = 0.25
_COLUMNS = round(360 / CELL_DEG)
_ROWS = round(180 / CELL_DEG)
_STEP_DEG = CELL_DEG / 5


def _row(lat: float) -> int:
    return min(_ROWS - 1, max(0, math.floor((lat + 90.0) / CELL_DEG)))


def cells_of(lon: Any, lat: Any) -> Any:
    """The cells that points lie in, numpy arrays."""
    import numpy as np

    row = np.clip(np.floor((lat + 90.0) / CELL_DEG), 0, _ROWS - 1).astype(np.int64)
    return row * _COLUMNS + np.floor((lon + 180.0) / CELL_DEG).astype(np.int64) % _COLUMNS


def cells_along(at: Any, lon: Any, lat: Any) -> tuple[Any, Any]:
    """Every cell that polylines run through, with the polyline, as pairs that may come again.

    Polyline ``i`` has the vertices ``at[i]`` to before ``at[i + 1]``. Long stretches are sampled at a fifth of a cell:
    a corner may be missed, never a stretch.
    """
    import numpy as np

    line = np.repeat(np.arange(len(at) - 1), np.diff(at))
    begin = np.flatnonzero(line[1:] == line[:-1])
    dx, dy = lon[begin + 1] - lon[begin], lat[begin + 1] - lat[begin]
    long = np.flatnonzero(np.maximum(np.abs(dx), np.abs(dy)) >= _STEP_DEG)
    dx = (dx[long] + 180.0) % 360.0 - 180.0  # the short way round
    dy = dy[long]
    parts = np.ceil(np.maximum(np.abs(dx), np.abs(dy)) / _STEP_DEG).clip(1).astype(np.int64)
    step = np.repeat(np.arange(len(long)), parts)
    share = np.arange(len(step)) - np.repeat(np.cumsum(parts) - parts, parts) + 1
    from_x, from_y = lon[begin[long]][step], lat[begin[long]][step]
    between = cells_of(from_x + dx[step] * share / parts[step], from_y + dy[step] * share / parts[step])
    return np.concatenate([cells_of(lon, lat), between]), np.concatenate([line, line[begin[long]][step]])


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
