"""From files to what they say: reports, cases and records gathered, read and resolved."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from railsight.api.asking import ask, asking_resolver
from railsight.api.world import bundled_gazetteer, open_world
from railsight.errors import NoRouteError, UsageError
from railsight.model import Case, Claim, LengthKind, Place, Report, Sighting

if TYPE_CHECKING:
    from railsight.mentions import Recogniser
    from railsight.resolution import Reading

Input = str | os.PathLike[str] | Report | Case
_MOST_ASKED = 10_000
_asked_km: dict[tuple[object, object], tuple[float, LengthKind] | None] = {}


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything some inputs hold: the case (None when none was given), all reports, sightings read before.

    The sightings of the case are with the case: what its names mean is seen when it is known what counts.
    """

    case: Case | None
    reports: tuple[Report, ...]
    sightings: tuple[Sighting, ...]


def gather(inputs: Input | Sequence[Input], *, published: datetime | None = None) -> Gathered:
    """Read reports, folders, JSON Lines, cases and records (the output of ``read --json``) into one heap.

    ``published`` (aware) is used where a report does not say; for a single one that is no case's it wins over what it
    says.
    """
    given = one_by_one(inputs)
    if not given:
        raise UsageError("nothing to read", hint="give a report, a case or a folder")
    if given.count("-") > 1:
        raise UsageError("standard input can be read once only")
    cases: list[Case] = []
    reports: list[Report] = []
    sightings: list[Sighting] = []
    for item in given:
        _take(item, cases, reports, sightings)
    if published is not None and len(reports) == 1:
        reports = [replace(reports[0], published=published.astimezone(UTC), published_assumed=None)]
    for case in cases:
        reports += case.reports
    dated = (
        replace(r, published=published.astimezone(UTC)) if published and r.published is None else r for r in reports
    )
    return Gathered(_merged(cases), _unique(dated), tuple(sightings))


def one_by_one(inputs: Input | Sequence[Input]) -> list[Input]:
    """Inputs as a list, a single one too."""
    return [inputs] if isinstance(inputs, str | os.PathLike | Report | Case) else list(inputs)


def _take(item: Input, cases: list[Case], reports: list[Report], sightings: list[Sighting]) -> None:
    from railsight.files import read_case, read_reports
    from railsight.files.reports import CASE_FILE, CASE_SUFFIXES

    if isinstance(item, Report):
        reports.append(item)
    elif isinstance(item, Case):
        cases.append(item)
    elif (path := os.fspath(item)).lower().endswith(CASE_SUFFIXES):
        cases.append(read_case(path, gazetteer=bundled_gazetteer(), ask=ask))
    elif path != "-" and FilePath(path).is_dir() and (inside := FilePath(path) / CASE_FILE).is_file():
        cases.append(read_case(str(inside), gazetteer=bundled_gazetteer(), ask=ask))
    elif path.lower().endswith(".json"):
        from railsight.files.records import read_records
        from railsight.files.texts import read_text

        found, seen = read_records(read_text(path, limit=64_000_000), source=path)
        reports += [r for r in found if r.text]
        sightings += seen
    else:
        reports += read_reports([path])


def _unique(reports: Iterable[Report]) -> tuple[Report, ...]:
    """Reports with ids of their own: a second ``report`` becomes ``report-2``."""
    taken: set[str] = set()
    out = []
    for report in reports:
        name, n = report.id, 1
        while name in taken:
            n += 1
            name = f"{report.id}-{n}"
        taken.add(name)
        out.append(report if name == report.id else replace(report, id=name))
    return tuple(out)


def _merged(cases: list[Case]) -> Case | None:
    """Several cases as one: the first names it and its train, the rest add to it."""
    if len(cases) < 2:
        return cases[0] if cases else None
    return replace(
        cases[0],
        reports=tuple(r for c in cases for r in c.reports),
        sightings=tuple(s for c in cases for s in c.sightings),
        destinations=tuple(dict.fromkeys(d for c in cases for d in c.destinations)),
        warnings=tuple(w for c in cases for w in c.warnings),
    )


def rail_km(a: Place, b: Place) -> float | None:
    """The kilometres between two places on the bundled network, None where there is no way: for checking claims."""
    found = _shortest(a, b)
    return found[0] if found else None


def _shortest(a: Place, b: Place) -> tuple[float, LengthKind] | None:
    """The kilometres and what they are measured by. Remembered: reports of one train repeat each other's figures."""
    key = ((a.id, a.lon, a.lat, a.radius_m), (b.id, b.lon, b.lat, b.radius_m))
    if key not in _asked_km:
        if len(_asked_km) >= _MOST_ASKED:
            _asked_km.clear()
        _asked_km[key] = _searched(a, b)
    return _asked_km[key]


def _searched(a: Place, b: Place) -> tuple[float, LengthKind] | None:
    from railsight.routing import shortest_path, snap

    world = open_world()
    try:
        path = shortest_path(world, snap(world, a)[0], snap(world, b)[0])
    except NoRouteError:
        return None
    return path.km, path.length_kind


def read(inputs: Input | Sequence[Input], *, published: datetime | None = None) -> Reading:
    """What reports say: mentions, sightings and checked claims. ``inputs`` as for ``gather``."""
    gathered = gather(inputs, published=published)
    if not gathered.reports:
        raise UsageError("there is no report text in these inputs", hint="sightings of a case go to `track` or `map`")
    return read_gathered(gathered)


def read_gathered(gathered: Gathered, *, recogniser: Recogniser | None = None) -> Reading:
    """The reading of what was gathered, the sightings of its case left aside."""
    return read_reports(gathered.reports, recogniser=recogniser)


def read_reports(reports: Sequence[Report], *, recogniser: Recogniser | None = None) -> Reading:
    """What reports say, by the bundled gazetteer and network."""
    from railsight.resolution import resolve

    found = resolve(reports, bundled_gazetteer(), rail_km=rail_km, recogniser=recogniser, resolver=asking_resolver())
    return replace(found, claims=tuple(_with_kind(claim) for claim in found.claims))


def _with_kind(claim: Claim) -> Claim:
    """A claim that says what its kilometres by rail are measured by."""
    if claim.rail_km is None or claim.origin is None or claim.target is None:
        return claim
    found = _shortest(claim.origin, claim.target)
    return replace(claim, rail_length_kind=found[1]) if found else claim


def notes_of(reading: Reading) -> tuple[str, ...]:
    """What a reader of the result should know: dates that were assumed, clocks that contradict each other, copies."""
    assumed = (f"{r.id}: {r.published_assumed}" for r in reading.reports if r.published_assumed)
    said = "\n".join(reading.warnings)
    return (*(a for a in assumed if a.partition(": ")[2] not in said), *reading.warnings)
