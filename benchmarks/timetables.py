"""How right running times are: those of the passenger profile beside timetables and journeys.

``python benchmarks/timetables.py [TIMES.csv]``

``timetables.csv`` beside holds 184 stretches of trains of 1993 to 2021 in Russia, Mongolia, China, North Korea and
Vietnam, read from public pages on 28 November 2026: facts of place and hours, the page of each, and notes of our own.
The hours go from departure to arrival with all stops between. Prints the ratio of ours to theirs by line, and last one
JSON object. The speeds of the profile by country and kind of line were taken from these rows, so this shows the fit,
not the truth: ``fit_inside_80`` is no promise kept.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from railsight.api.distances import distance
from railsight.errors import RailsightError


def compare(file: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """Each row with our likely hours, their ratio to the table's, and whether the table's lie in our 80 % interval."""
    rows, missed = [], []
    with file.open(encoding="utf-8", newline="") as table:
        for entry in csv.DictReader(table):
            via = [name.strip() for name in entry["via"].split(";") if name.strip()]
            try:
                found = distance(entry["from"], entry["to"], via=via, profile="passenger")
            except RailsightError as error:
                missed.append(f"{entry['from']} - {entry['to']}: {error}")
                continue
            theirs, ours = float(entry["hours"]), found.running_time
            rows.append(
                {
                    "line": entry["line"],
                    "from": entry["from"],
                    "to": entry["to"],
                    "rail_km": round(found.path.km, 1),
                    "hours": theirs,
                    "likely_h": round(ours.likely_h, 2),
                    "ratio": round(ours.likely_h / theirs, 3),
                    "inside": ours.earliest_h <= theirs <= ours.latest_h,
                }
            )
    return rows, missed


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("table", type=Path, nargs="?", default=Path(__file__).with_name("timetables.csv"))
    rows, missed = compare(parser.parse_args(argv).table)
    by_line: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_line[row["line"]].append(row)
    for line, own in sorted(by_line.items()):
        ratio = median(row["ratio"] for row in own)
        print(f"{ratio:5.2f}  {len(own):3} rows  {sum(r['rail_km'] for r in own):8.0f} km  {line}", file=sys.stderr)
    long = [row for row in rows if row["rail_km"] >= 100]
    summary = {
        "rows": len(rows),
        "median_ratio": round(median(row["ratio"] for row in rows), 3),
        "median_abs_log_ratio": round(median(abs(math.log(row["ratio"])) for row in rows), 3),
        "fit_inside_80": round(sum(row["inside"] for row in rows) / len(rows), 3),
        "of_100_km_and_more": {
            "rows": len(long),
            "median_abs_log_ratio": round(median(abs(math.log(row["ratio"])) for row in long), 3),
            "fit_inside_80": round(sum(row["inside"] for row in long) / len(long), 3),
        },
        "missed": missed,
        "by_line": {line: round(median(r["ratio"] for r in own), 3) for line, own in sorted(by_line.items())},
    }
    print(json.dumps(summary, ensure_ascii=False))


if __name__ == "__main__":
    main()
