"""Whether two ways are one to whoever looks at a map: they run side by side, and no station tells them apart.

Networks drawn from tracks hold the tracks of one railway as lines of their own, without names: ways over the one or the
other are no different ways.
"""

from __future__ import annotations

import math
from itertools import pairwise, product
from typing import TYPE_CHECKING

from railsight.geo import MEAN_RADIUS_M, approx_m

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from railsight.geo import LonLat
    from railsight.model import Path

_CELL_M = 1_000.0  # what lies in the same or the next cell lies side by side: within some 2 km
_AROUND = tuple(product((-1, 0, 1), repeat=3))
_Cell = tuple[int, int, int]


def runs_beside(one: Path, other: Path) -> bool:
    """Whether a way passes no named station that the other does not, and lies beside it from end to end."""
    passed = {p.node for p in other.points}
    if any(p.name and p.node not in passed for p in one.points):
        return False
    near = {(x + i, y + j, z + k) for x, y, z in _cells(other.geometry) for i, j, k in _AROUND}
    return all(cell in near for cell in _cells(one.geometry))


def _cells(line: Sequence[LonLat]) -> Iterator[_Cell]:
    """The cells in space, about 1 km wide, of points on a line no farther apart than that."""
    for (lon1, lat1), (lon2, lat2) in pairwise(line):
        parts = max(1, math.ceil(approx_m(lon1, lat1, lon2, lat2) / _CELL_M))
        yield from _cells_of((lon1 + (lon2 - lon1) * i / parts, lat1 + (lat2 - lat1) * i / parts) for i in range(parts))
    yield from _cells_of(line[-1:])


def _cells_of(points: Iterable[LonLat]) -> Iterator[_Cell]:
    for lon, lat in points:
        east, north = math.radians(lon), math.radians(lat)
        flat = math.cos(north)
        space = flat * math.cos(east), flat * math.sin(east), math.sin(north)
        x, y, z = (math.floor(c * MEAN_RADIUS_M / _CELL_M) for c in space)
        yield x, y, z
