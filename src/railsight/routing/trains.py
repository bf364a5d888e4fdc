"""Kinds of train: how fast they run where, how long they wait at borders, and what they may run on.

The numbers are data (``profiles.csv``), one row a law, each with its source. The first row of a profile gives its
title, top speed and limits; every row gives one law: ``kind`` speed (``key`` a country or ``*``, ``median`` km/h) or
``kind`` dwell (``key`` one of ``DWELLS``, ``median`` hours). ``sigma_log`` is the spread of the logarithm.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache

from railsight.datasets import read_bundled
from railsight.errors import DataError, UsageError
from railsight.model import DwellLaw, Profile, SpeedLaw

# halt: a planned wait on the way; stop: a short stop at a station; stay: at a goal
DWELLS = ("border", "gauge", "halt", "stop", "stay")


_FILE = "profiles.csv"


def profile(name: str) -> Profile:
    """A profile by its name. Raises UsageError, naming the known ones, when there is none."""
    known = _known()
    try:
        return known[name]
    except KeyError:
        raise UsageError(f"no profile {name!r}", hint=f"choose one of {', '.join(known)}") from None


def profiles() -> tuple[Profile, ...]:
    """Every profile, in the order of the table."""
    return tuple(_known().values())


@lru_cache(maxsize=1)
def _known() -> Mapping[str, Profile]:
    grouped: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for line, row in enumerate(csv.DictReader(read_bundled(_FILE).decode().splitlines()), start=2):
        grouped.setdefault(row.get("profile") or "", []).append((line, row))
    return {name: _profile(name, rows) for name, rows in grouped.items()}


def _profile(name: str, rows: list[tuple[int, dict[str, str]]]) -> Profile:
    speeds: dict[str, SpeedLaw] = {}
    dwells: dict[str, DwellLaw] = {}
    line, head = rows[0]
    try:
        for at, row in rows:
            line = at
            median, sigma = _above_zero(row["median"]), float(row["sigma_log"])
            if row["kind"] == "speed":
                speeds[row["key"]] = SpeedLaw(median, sigma, row["source"])
            elif row["kind"] == "dwell" and row["key"] in DWELLS:
                dwells[row["key"]] = DwellLaw(median, sigma, float(row["share"] or 1.0), row["source"])
            else:
                raise ValueError(f"kind {row['kind']!r}, key {row['key']!r}")
        if "*" not in speeds:
            raise ValueError("no speed law for '*'")
        line = rows[0][0]
        return Profile(
            name=name,
            title=head["title"],
            max_kmh=float(head["max_kmh"]),
            speeds=speeds,
            dwells=dwells,
            gauges_mm=tuple(int(g) for g in head["gauges_mm"].split("|") if g),
            countries=tuple(c for c in head["countries"].split("|") if c),
            break_of_gauge=head["break_of_gauge"] != "no",
            electrified_only=head.get("electrified_only") == "yes",
            source=head["source"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"profile {name!r}: {error}", file=_FILE, line=line) from error


def _above_zero(text: str) -> float:
    value = float(text)
    if not 0 < value < 10_000:
        raise ValueError(f"median {text!r} is not above 0")
    return value
