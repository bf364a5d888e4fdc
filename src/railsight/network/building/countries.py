"""The country a place is in, by its civil time zone: each zone of the IANA list belongs to one country, but for a few.

The zones' outlines are those of tzfpy (timezone-boundary-builder, OpenStreetMap, ODbL, simplified): good to a kilometre
or two at a border. No country on the high seas.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from typing import Any

from railsight.geo import LonLat, approx_m, wrap_lon


@functools.cache
def _country_of_zone() -> Mapping[str, str]:
    """Zone name to ISO 3166 alpha-2 code, from the IANA table ``zone.tab``."""
    from importlib.resources import files

    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows if len(row) > 2}


# Zones that cover land of another country too: its code, and boxes (west, south, east, north) without anything of the
# first one. Of 150,289 towns of GeoNames all but 146 are then in the country that GeoNames gives; most of those are in
# Kosovo, whose clocks are those of Belgrade.
_SHARED_ZONES: Mapping[str, tuple[tuple[str, tuple[float, float, float, float]], ...]] = {
    # northern Vietnam, from Thailand by the width of Laos
    "Asia/Bangkok": (("VN", (102.1, 18.45, 110.0, 23.5)), ("VN", (105.0, 16.8, 110.0, 18.45))),
}


# Cells in which all sampled places agree are taken to lie in one country; others are asked place by place.
_CELL_DEG = 0.1
_cells: dict[tuple[int, int], str | bool | None] = {}


def country_at(lon: float, lat: float) -> str | None:
    """ISO 3166 alpha-2 code of the country at a place, None at sea or where the zone names none."""
    found = _of_cell(math.floor(lon / _CELL_DEG), math.floor(lat / _CELL_DEG))
    return _exact(lon, lat) if isinstance(found, bool) else found


def countries_at(lon: Any, lat: Any) -> list[str | None]:
    """``country_at`` for numpy arrays of many places."""
    import numpy as np

    cells = np.column_stack([np.floor(lon / _CELL_DEG), np.floor(lat / _CELL_DEG)]).astype(np.int64)
    _, first, cell_of = np.unique(cells @ (10_000, 1), return_index=True, return_inverse=True)
    found = [_of_cell(*cells[one].tolist()) for one in first]
    countries = list(map(found.__getitem__, cell_of.tolist()))
    mixed = np.array([isinstance(one, bool) for one in found], dtype=bool)
    for place in np.flatnonzero(mixed[cell_of]).tolist():
        countries[place] = _exact(float(lon[place]), float(lat[place]))
    return countries  # type: ignore[return-value]


def _of_cell(column: int, row: int) -> str | bool | None:
    found = _cells.get((column, row), True)
    if found is True:
        found = _cells[column, row] = _whole_cell(column, row)
    return found


def _whole_cell(column: int, row: int) -> str | bool | None:
    """The one country of a cell, False when its corners, edges and middle do not agree."""
    places = [(column * 2 + i, row * 2 + j) for i in range(3) for j in range(3)]
    seen = {_sampled(*place) for place in places}
    return seen.pop() if len(seen) == 1 else False


@functools.lru_cache(maxsize=200_000)
def _sampled(column: int, row: int) -> str | None:
    lon, lat = column * _CELL_DEG / 2, row * _CELL_DEG / 2
    return _exact(wrap_lon(lon), max(-90.0, min(90.0, lat)))


def _exact(lon: float, lat: float) -> str | None:
    import tzfpy

    zone = tzfpy.get_tz(lon, lat)
    for country, (west, south, east, north) in _SHARED_ZONES.get(zone, ()):
        if west <= lon <= east and south <= lat <= north:
            return country
    return _country_of_zone().get(zone)


# A straight line longer than this is a stretch drawn by its ends: where it runs between them is not known.
_FAR_M = 20_000.0
_SHARES = (0.1, 0.3, 0.5, 0.7, 0.9)


def country_between(a: LonLat, b: LonLat) -> str | None:
    """The country of a straight stretch: that of its middle.

    One so long that it is only drawn straight, with a third country in the middle, does not enter it: it is in that
    of its ends' countries which more of it lies in, of equals in that of ``a``.
    """

    def along(share: float) -> str | None:
        return country_at(wrap_lon(a[0] + share * wrap_lon(b[0] - a[0])), a[1] + share * (b[1] - a[1]))

    middle = along(0.5)
    if approx_m(*a, *b) <= _FAR_M:
        return middle
    ends = country_at(*a), country_at(*b)
    if middle in ends or None in ends:
        return middle
    passed = [along(share) for share in _SHARES]
    return max(ends, key=passed.count)
