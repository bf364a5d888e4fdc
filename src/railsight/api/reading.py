"""From files to what they say: reports, cases and records gathered, read and resolved."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from railsight.api.asking import ask, asking_resolver
from railsight.api.given import published_at
from railsight.api.world import bundled_gazetteer, open_world
from railsight.errors import NoRouteError, UsageError
from railsight.model import AREA_KINDS, Case, Claim, LengthKind, Place, Report, Sighting
from railsight.times import as_published

if TYPE_CHECKING:
    from railsight.files.earlier import Earlier
    from railsight.mentions import Recogniser
    from railsight.resolution import Reading

Input: TypeAlias = "str | os.PathLike[str] | Report | Case | Earlier"
T = TypeVar("T")
_MOST_ASKED = 10_000
_asked_km: dict[tuple[object, object], tuple[float, LengthKind] | None] = {}


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything some inputs hold: the case (None when none was given), all reports, what earlier commands wrote.

    The sightings of the case are with the case: what its names mean is seen when it is known what counts. ``until`` is
    the moment up to which things were known in the one record that is all there is.
    """

    case: Case | None
    reports: tuple[Report, ...]
    earlier: tuple[Earlier, ...] = ()
    until: datetime | None = None

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        """The sightings read before."""
        return tuple(s for one in self.earlier for s in one.sightings)


def gather(inputs: Input | Sequence[Input], *, published: datetime | date | None = None) -> Gathered:
    """Read reports, folders, JSON Lines, cases and what ``read`` and ``track`` wrote as JSON into one heap.

    ``published`` (a time with its zone, or a date, which is its whole day) is used where a report does not say; for a
    single one that is no case's it wins over what it says. Raises InputError, and UsageError for a time without zone.
    """
    given, published = one_by_one(inputs), published_at(published)
    if not given:
        raise UsageError("nothing to read", hint="give a report, a case or a folder")
    if given.count("-") > 1:
        raise UsageError("standard input can be read once only")
    cases: list[Case] = []
    reports: list[Report] = []
    earlier: list[Earlier] = []
    for item in given:
        _take(item, cases, reports, earlier)
    if published is not None and len(reports) == 1:
        reports = [replace(reports[0], published=as_published(published), published_assumed=None)]
    for case in cases:
        reports += case.reports
    dated = (replace(r, published=as_published(published)) if published and r.published is None else r for r in reports)
    until = earlier[0].until if len(earlier) == 1 and not reports and len(cases) <= 1 else None
    return Gathered(_merged(cases), _unique(dated, {r.id for e in earlier for r in e.reports}), tuple(earlier), until)


def one_by_one(inputs: Input | Sequence[Input]) -> list[Input]:
    """Inputs as a list, a single one too."""
    if isinstance(inputs, Iterable) and not isinstance(inputs, str | os.PathLike):
        return list(inputs)
    return [inputs]


def _take(item: Input, cases: list[Case], reports: list[Report], earlier: list[Earlier]) -> None:
    from railsight.files import read_case
    from railsight.files.reports import CASE_FILE, CASE_SUFFIXES, each_told

    if isinstance(item, Report):
        reports.append(item)
    elif isinstance(item, Case):
        cases.append(item)
    elif not isinstance(item, str | os.PathLike):
        earlier.append(whole(item))
        cases += [item.case] if item.case else []
    elif (path := os.fspath(item)).lower().endswith(CASE_SUFFIXES):
        cases.append(read_case(path, gazetteer=bundled_gazetteer(), ask=ask))
    elif path != "-" and FilePath(path).is_dir() and (inside := FilePath(path) / CASE_FILE).is_file():
        cases.append(read_case(str(inside), gazetteer=bundled_gazetteer(), ask=ask))
    else:
        for told in each_told([path]):
            _take(told, cases, reports, earlier)


def whole(earlier: Earlier) -> Earlier:
    """With the areas of its places, which records for people leave out, as the gazetteer has them."""
    case = earlier.case
    if case is not None:
        case = replace(case, destinations=tuple((_whole(p), prior) for p, prior in case.destinations))
    sightings = (
        replace(
            s,
            candidates=tuple(replace(c, place=_whole(c.place)) for c in s.candidates),
            **{key: _whole(getattr(s, key)) for key in ("toward", "away_from", "origin")},
        )
        for s in earlier.sightings
    )
    return replace(earlier, case=case, sightings=tuple(sightings))


def _whole(place: T) -> T:
    if not isinstance(place, Place) or place.kind not in AREA_KINDS or place.area:
        return place
    known = bundled_gazetteer().get(place.id)
    return replace(place, area=known.area) if known else place


def _unique(reports: Iterable[Report], used: Iterable[str] = ()) -> tuple[Report, ...]:
    """Reports with ids of their own, none of them ``used`` before: a second ``report`` becomes ``report-2``."""
    taken = set(used)
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
        named=tuple(n for c in cases for n in c.named),
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


def read(inputs: Input | Sequence[Input], *, published: datetime | date | None = None) -> Reading:
    """What reports say: mentions, sightings and checked claims.

    ``inputs`` are files, folders, ``"-"`` for standard input, reports and cases, one or several. ``published`` (a time
    with its zone, or a date, which is its whole day) is used where a report does not say; for a single one that is no
    case's it wins over what it says. Raises InputError for what cannot be read, UsageError for inputs without text and
    for a time without zone.
    """
    gathered = gather(inputs, published=published)
    if not gathered.reports:
        raise UsageError("there is no report text in these inputs", hint="sightings of a case go to `track` or `map`")
    return read_gathered(gathered)


def read_gathered(gathered: Gathered, *, recogniser: Recogniser | None = None) -> Reading:
    """The reading of the reports gathered, the sightings of the case and of earlier readings left aside."""
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


def with_earlier(reading: Reading | None, earlier: Sequence[Earlier]) -> Reading | None:
    """A reading with the reports, sightings, claims and remarks of earlier ones before its own."""
    told = [one for one in earlier if one.reports or one.claims]
    if not told:
        return reading
    from railsight.resolution import Reading

    own = reading or Reading((), (), (), ())
    return replace(
        own,
        reports=(*(r for one in told for r in one.reports), *own.reports),
        sightings=(*(s for one in told for s in one.sightings), *own.sightings),
        claims=(*(c for one in told for c in one.claims), *own.claims),
        warnings=(*(w for one in told for w in one.remarks), *own.warnings),
    )


def notes_of(reading: Reading) -> tuple[str, ...]:
    """What a reader of the result should know: dates that were assumed, clocks that contradict each other, copies."""
    assumed = (f"{r.id}: {r.published_assumed}" for r in reading.reports if r.published_assumed)
    said = "\n".join(reading.warnings)
    return (*(a for a in assumed if a.partition(": ")[2] not in said), *reading.warnings)
