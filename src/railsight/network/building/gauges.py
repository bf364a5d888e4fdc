"""The gauge to assume in a country where none is mapped: only where one gauge has nearly the whole network.

The table is data (``gauges.csv``), one row a country or an area of one (west, south, east, north) whose gauge differs,
each with its source. A gauge is given where it has 95 % of the kilometres; countries of several gauges (Spain,
Australia, Japan, ...) have an empty one: unknown is better than wrong. ``verified`` tells whether the source was read
or is quoted from memory.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from railsight.datasets import read_bundled
from railsight.errors import DataError
from railsight.geo import LonLat

_FILE = "gauges.csv"


@dataclass(frozen=True, slots=True)
class UsualGauge:
    """One row of the table. ``gauge_mm`` is None where a country has several gauges."""

    country: str
    gauge_mm: int | None
    verified: bool
    source: str
    area: tuple[float, float, float, float] | None = None

    def holds_at(self, place: LonLat | None) -> bool:
        """Whether the row is about a place: always for a whole country."""
        if self.area is None:
            return True
        west, south, east, north = self.area
        return place is not None and west <= place[0] <= east and south <= place[1] <= north


def default_gauges(country: str | None, place: LonLat | None = None) -> tuple[int, ...]:
    """The one usual gauge of a country in mm, or of its area a place is in; empty where there is none or none known."""
    row = next((r for r in _rows().get(country or "", ()) if r.holds_at(place)), None)
    return () if row is None or row.gauge_mm is None else (row.gauge_mm,)


def unverified_countries() -> tuple[str, ...]:
    """Countries with a gauge whose source was not read."""
    return tuple(c for c, rows in _rows().items() if any(r.gauge_mm and not r.verified for r in rows))


@lru_cache(maxsize=1)
def _rows() -> Mapping[str, tuple[UsualGauge, ...]]:
    """The rows of each country, areas first."""
    grouped: dict[str, list[UsualGauge]] = {}
    for line, row in enumerate(csv.DictReader(read_bundled(_FILE).decode().splitlines()), start=2):
        try:
            one = _row(row)
        except (KeyError, ValueError, TypeError) as error:
            raise DataError(f"row not as expected: {error}", file=_FILE, line=line) from error
        grouped.setdefault(one.country, []).append(one)
    return {c: tuple(sorted(rows, key=lambda r: r.area is None)) for c, rows in grouped.items()}


def _row(row: Mapping[str, str]) -> UsualGauge:
    if row["verified"] not in ("yes", "no") or not row["source"]:
        raise ValueError(f"verified {row['verified']!r}, source {row['source']!r}")
    sides = tuple(float(side) for side in row["area"].split(",") if side)
    if len(sides) not in (0, 4):
        raise ValueError(f"area {row['area']!r}")
    return UsualGauge(
        country=row["country"],
        gauge_mm=int(row["gauge_mm"]) if row["gauge_mm"] else None,
        verified=row["verified"] == "yes",
        source=row["source"],
        area=(sides[0], sides[1], sides[2], sides[3]) if sides else None,
    )
