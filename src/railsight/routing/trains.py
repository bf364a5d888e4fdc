"""Kinds of train: how fast they run where, how long they wait at borders, and what they may run on.

The numbers are data (``profiles.csv``), one row a law, each with its source. The first row of a profile gives its
title, top speed and limits; every row gives one law: ``kind`` speed (``key`` a country or ``*``, or either and the word
``branch`` for branch lines, such as ``RU branch``; ``median`` km/h) or ``kind`` dwell (``key`` one of ``DWELLS``,
``median`` hours), or ``kind`` custom with the ``key`` morning, whose ``share`` says which part of the arrivals at goals
follows the custom of keeping late ones for the morning: none without such a row. ``sigma_log`` is the spread of the
logarithm. A limit in a further row is empty or the same.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from railsight.datasets import read_bundled
from railsight.errors import DataError, InputError, UsageError
from railsight.model import DwellLaw, Profile, SpeedLaw

# halt: a planned wait on the way; stop: a short stop at a station; stay: at a goal
DWELLS = ("border", "gauge", "halt", "stop", "stay")


_LIMITS = ("max_kmh", "gauges_mm", "countries", "break_of_gauge", "electrified_only")
_FILE = "profiles.csv"
_MAX_CHARS = 1_000_000


def profile(name: str | Profile) -> Profile:
    """A profile by its name; a profile is itself. Raises UsageError, naming the known ones, when there is none."""
    if isinstance(name, Profile):
        return name
    known = _known()
    try:
        return known[name]
    except (KeyError, TypeError):
        raise UsageError(f"no profile {name!r}", hint=f"choose one of {', '.join(known)}") from None


def profiles() -> tuple[Profile, ...]:
    """Every profile, in the order of the table."""
    return tuple(_known().values())


@lru_cache(maxsize=1)
def _known() -> Mapping[str, Profile]:
    return _read(read_bundled(_FILE).decode(), _FILE)


def read_profile(path: str | os.PathLike[str], name: str = "") -> Profile:
    """A profile from a table of one's own in the form of the bundled one; ``name`` says which where there are several.

    Raises InputError for a file that cannot be read, UsageError for no such profile.
    """
    path = os.fspath(path)
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as stream:
            text = stream.read(_MAX_CHARS + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise InputError(f"cannot be read: {reason}", file=path) from error
    if len(text) > _MAX_CHARS:
        raise InputError(f"a table of trains has at most {_MAX_CHARS:,} characters", file=path)
    known = _read(text, path)
    if name in known:
        return known[name]
    if not name and len(known) == 1:
        return next(iter(known.values()))
    which = f"{path} holds no profile {name!r}" if name else f"{path} holds {len(known)} profiles"
    raise UsageError(
        which, hint=f"write {path}:NAME with one of {', '.join(known)}" if known else "see data/profiles.csv"
    )


def _read(text: str, file: str) -> Mapping[str, Profile]:
    grouped: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for line, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        grouped.setdefault(row.get("profile") or "", []).append((line, row))
    return {name: _profile(name, rows, file) for name, rows in grouped.items()}


def _profile(name: str, rows: list[tuple[int, dict[str, str]]], file: str) -> Profile:
    speeds: dict[str, SpeedLaw] = {}
    dwells: dict[str, DwellLaw] = {}
    for_morning = 0.0
    line, head = rows[0]
    try:
        for at, row in rows:
            line = at
            _check_limits(head, row)
            if (row["kind"], row["key"]) == ("custom", "morning"):
                for_morning = float(row["share"])
                continue
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
            countries=tuple(c.strip().upper() for c in head["countries"].split("|") if c.strip()),
            break_of_gauge=_is_yes(head, "break_of_gauge", default=True),
            electrified_only=_is_yes(head, "electrified_only", default=False),
            source=head["source"],
            for_morning=for_morning,
        )
    except (KeyError, TypeError, ValueError) as error:
        said = f"no column {error}" if isinstance(error, KeyError) else str(error)
        fault = DataError if file == _FILE else InputError
        raise fault(f"profile {name!r}: {said}", file=file, line=line) from error


def _check_limits(head: dict[str, str], row: dict[str, str]) -> None:
    """ValueError where a further row of a train says otherwise of its limits than the first."""
    for column in _LIMITS:
        said = (row.get(column) or "").strip()
        if said and said != (head.get(column) or "").strip():
            raise ValueError(f"{column} is {said!r}, but {head.get(column) or ''!r} in the first row of this train")


def _is_yes(head: dict[str, str], column: str, *, default: bool) -> bool:
    """A cell of yes or no; ValueError for another word, which must not turn a prohibition off in silence."""
    said = (head.get(column) or "").strip().lower()
    if said not in ("yes", "no", ""):
        raise ValueError(f"{column} is {head[column]!r}: yes, no or nothing is wanted")
    return said == "yes" if said else default


def _above_zero(text: str) -> float:
    value = float(text)
    if not 0 < value < 10_000:
        raise ValueError(f"median {text!r} is not above 0")
    return value
