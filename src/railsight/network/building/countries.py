"""The country a place is in, by its civil time zone: each zone of the IANA list belongs to one country.

The zones' outlines are those of tzfpy (timezone-boundary-builder, OpenStreetMap, ODbL, simplified): good to a kilometre
or two at a border. No country on the high seas.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from typing import Any

from railsight.geo import wrap_lon


@functools.cache
def _country_of_zone() -> Mapping[str, str]:
    """Zone name to ISO 3166 alpha-2 code, from the IANA table ``zone.tab``."""
    from importlib.resources import files

    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows if len(row) > 2}


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

    return _country_of_zone().get(tzfpy.get_tz(lon, lat))
