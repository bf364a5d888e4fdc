"""What is known to be wrong in the coarse world arrays: breaks on railways in use, each with its source.

Most lie along shores, on bridges and dams and in tunnels: the arrays lose track where their own coarse map calls it
water. The table is data (``world_breaks.csv``). A break is given by the places of its two ends (lon, lat) and the
length of track between them, and is closed only when both ends are found within a kilometre of where they are said to
be; ``new_end`` says that the arrays have nothing at the second place, where the line ends. Gaps over water without a
fixed link (Messina, Helsingborg to Helsingor) are in no table and never closed.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass

from railsight.datasets import read_bundled
from railsight.errors import DataError
from railsight.geo import LonLat

_FILE = "world_breaks.csv"


@dataclass(frozen=True, slots=True)
class Break:
    """A gap in the arrays on a railway in use. ``km`` is the track between its ends, by ``source``."""

    name: str
    a: LonLat
    b: LonLat
    km: float
    source: str
    new_end: bool = False


def breaks() -> tuple[Break, ...]:
    """Every break of the table."""
    found = []
    for line, row in enumerate(csv.DictReader(read_bundled(_FILE).decode().splitlines()), start=2):
        try:
            found.append(
                Break(
                    name=row["name"],
                    a=(float(row["a_lon"]), float(row["a_lat"])),
                    b=(float(row["b_lon"]), float(row["b_lat"])),
                    km=float(row["km"]),
                    source=row["source"],
                    new_end=row["new_end"] == "yes",
                )
            )
        except (KeyError, ValueError, TypeError) as error:
            raise DataError(f"row not as expected: {error}", file=_FILE, line=line) from error
    return tuple(found)
