"""Running times of the passenger profile beside timetables: the table is well formed, and the fit stays as told."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from statistics import median

from benchmarks.timetables import compare

TABLE = Path(__file__).parents[1] / "benchmarks" / "timetables.csv"


def test_every_row_has_a_page_and_hours() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 180
    assert all(row["source"].startswith("http") and float(row["hours"]) > 0 for row in rows)
    assert {row["kind"] for row in rows} == {"timetable", "actual"}


def test_running_times_are_those_of_timetables_within_an_eighth() -> None:
    rows, missed = compare(TABLE)
    assert not missed
    long = [row for row in rows if row["rail_km"] >= 100]
    assert median(abs(math.log(row["ratio"])) for row in long) < 0.125
    assert 0.9 < median(row["ratio"] for row in long) < 1.1
    assert sum(row["inside"] for row in long) / len(long) > 0.7
