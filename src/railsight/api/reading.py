"""From files to what they say: reports, cases and records gathered, read and resolved."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from itertools import chain, count
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from railsight.api.asking import ask, asking_resolver
from railsight.api.given import cells_of, is_table, published_at
from railsight.api.measuring import measure_of
from railsight.api.plugins import RecogniserLike, ResolverLike, recogniser_of, resolver_of
from railsight.api.world import DEFAULT_PROFILE, NetworkLike, bundled_gazetteer, world_of
from railsight.errors import InputError, UsageError
from railsight.model import AREA_KINDS, Case, Journey, Place, Report, Sighting
from railsight.naming import gazetteer_of
from railsight.shown import told
from railsight.times import as_published

if TYPE_CHECKING:
    from pandas import DataFrame

    from railsight.files.earlier import Earlier
    from railsight.gazetteer import Gazetteer
    from railsight.model import Profile
    from railsight.network import Network
    from railsight.resolution import Reading

Input: TypeAlias = "str | os.PathLike[str] | Report | Case | Reading | Sighting | Journey | Earlier | DataFrame"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything some inputs hold: the case (None when none was given), all reports, what earlier commands wrote.

    The sightings of the case are with the case: what its names mean is seen when it is known what counts. ``until`` is
    the moment up to which things were known in the one record that is all there is. ``network`` is the one asked for.
    """

    case: Case | None
    reports: tuple[Report, ...]
    earlier: tuple[Earlier, ...] = ()
    until: datetime | None = None
    network: NetworkLike | None = None

    @property
    def world(self) -> Network:
        """The network that the names are looked up on: the one asked for, else that of the case, else the bundled."""
        return world_of(self.network if self.network is not None or self.case is None else self.case.network)

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        """The sightings read before, those withdrawn since included."""
        return tuple(s for one in self.earlier for s in one.sightings)

    @property
    def corrections(self) -> dict[str, datetime]:
        """The reports read before that correct others, with the moment when each became known."""
        return {report: at for one in self.earlier for report, at in one.corrections.items()}


def gather(
    inputs: Input | Sequence[Input],
    *,
    published: datetime | date | str | None = None,
    of_train: bool = False,
    network: NetworkLike | None = None,
    on_error: Callable[[InputError], None] | None = None,
) -> Gathered:
    """Read reports, folders, JSON Lines, cases, readings, sightings and JSON of ``read`` and ``track`` into one heap.

    ``published`` (a time with its zone, or a date, which is its whole day) is used where a report does not say; for a
    single one that is no case's it wins over what it says. ``of_train`` says that all reports are of the train though
    none may name one, as those of a case are. ``network`` wins over that of a case: its points are among the names that
    a case may use. ``on_error`` takes what cannot be read of several inputs, of a folder and of JSON Lines, and the
    rest is read all the same, if there is any. Raises InputError, and UsageError for a time without zone.
    """
    given, published = one_by_one(inputs), published_at(published)
    if not given:
        raise UsageError("nothing to read", hint="give a report, a case or a folder")
    if sum(isinstance(one, str) and one == "-" for one in given) > 1:
        raise UsageError("standard input can be read once only")
    heap = _Heap(network)
    bad: list[InputError] = []
    for item in given:
        whole_day_of = published if len(given) == 1 and not _is_folder(item) else None
        some = bad.append if on_error is not None and (len(given) > 1 or _is_many(item)) else None
        try:
            heap.take(item, whole_day_of, some)
        except InputError as unread:
            if on_error is None or len(given) == 1:
                raise
            bad.append(unread)
    if bad and not (heap.cases or heap.loose or heap.reports or heap.earlier):
        raise bad[0]
    for error in bad:
        if on_error is not None:
            on_error(error)
    reports = heap.reports
    earlier = _with_loose(heap.earlier, [one for one in given if isinstance(one, Sighting)])
    if published is not None and len(reports) == 1:
        reports = [replace(reports[0], published=as_published(published), published_assumed=None)]
    read_before = {r.id for e in earlier for r in e.reports}
    cases = _told_apart([*heap.cases, *heap.loose], read_before)
    named = read_before.union(r.id for c in cases for r in c.told_by)
    own = (as_said(r, published, of_train=of_train) for r in _unique(reports, named))
    every = *own, *(as_said(r, published, of_train=True) for c in cases for r in c.reports)
    until = earlier[0].until if len(earlier) == 1 and not every and len(cases) <= 1 else None
    return Gathered(_merged(cases), every, tuple(earlier), until, network)


def as_said(report: Report, published: datetime | None, *, of_train: bool) -> Report:
    """A report with what is said of it elsewhere: when it was published, if it does not say, and what it is of."""
    if published is not None and report.published is None:
        report = replace(report, published=as_published(published))
    return replace(report, of_train=True) if of_train and not report.of_train else report


def _with_loose(earlier: list[Earlier], sightings: Sequence[Sighting]) -> list[Earlier]:
    """What was read before, and the sightings given one by one as one reading more."""
    if not sightings:
        return earlier
    from railsight.files.earlier import Earlier

    return [*earlier, whole(Earlier("sightings", tuple(sightings)))]


def one_by_one(inputs: Input | Sequence[Input]) -> list[Input]:
    """Inputs as a list, a single one too."""
    if isinstance(inputs, Mapping):
        raise UsageError(
            f"{told(inputs)} is nothing that can be read",
            hint="give its values, or the rows of a table as a pandas.DataFrame",
        )
    if isinstance(inputs, Iterable) and not isinstance(inputs, str | os.PathLike) and not is_table(inputs):
        return list(inputs)
    return [inputs]


def case_in(file: str, network: NetworkLike | None) -> Case:
    """A case of a file or a table; its names may be those of points of the network asked for, else of its own."""
    from railsight.files.case import read_case
    from railsight.files.sheets import SHEET_SUFFIXES, read_sheet

    read = read_sheet if file.lower().endswith(SHEET_SUFFIXES) else read_case
    return read(file, gazetteer=partial(_names_on, network), ask=ask)


def _names_on(network: NetworkLike | None, own: str | None) -> Gazetteer:
    """The names on the network asked for, or on a case's own where none is."""
    return gazetteer_of(world_of(own if network is None else network))


def _case_of(table: DataFrame, network: NetworkLike | None) -> Case:
    """A table of pandas as the case that it would be in a file; the positions of geopandas are its lon and lat."""
    from railsight.files.sheets import sheet_of

    return sheet_of(*cells_of(table), gazetteer=partial(_names_on, network), ask=ask)


@dataclass(slots=True)
class _Heap:
    """What was taken of some inputs so far. Photos and tables are cases that give no case its name or its train."""

    network: NetworkLike | None
    cases: list[Case] = field(default_factory=list)
    loose: list[Case] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    earlier: list[Earlier] = field(default_factory=list)

    def take(
        self, item: Input, published: datetime | None = None, on_error: Callable[[InputError], None] | None = None
    ) -> None:
        """Put one input where it belongs."""
        from railsight.files.folders import check_inside, is_folder
        from railsight.files.reports import CASE_FILE, CASE_SUFFIXES, each_told
        from railsight.files.sheets import SHEET_SUFFIXES

        if isinstance(item, Report):
            self.reports.append(item)
        elif isinstance(item, Case):
            self.cases.append(item)
        elif is_table(item):
            self.loose.append(_case_of(item, self.network))
        elif isinstance(item, Sighting):
            return  # all of them together, see ``_with_loose``
        elif not isinstance(item, str | os.PathLike):
            found = _read_before(item)
            self.earlier.append(whole(found))
            self.cases += [found.case] if found.case else []
        elif (path := os.fspath(item)).lower().endswith(CASE_SUFFIXES):
            self.cases.append(case_in(path, self.network))
        elif path.lower().endswith(SHEET_SUFFIXES):
            self.loose.append(case_in(path, self.network))
        elif is_folder(path) and os.path.isfile(inside := os.path.join(path, CASE_FILE)):  # noqa: PTH113, PTH118
            check_inside(inside, path)
            self.cases.append(case_in(inside, self.network))
        else:
            for told in each_told([path], published=published, on_error=on_error):
                if isinstance(told, Case):
                    self.loose.append(told)
                else:
                    self.take(told)


def _read_before(item: object) -> Earlier:
    """What was read before: a reading, or what a record of it held. UsageError for anything else."""
    from railsight.files.earlier import Earlier
    from railsight.resolution import Reading

    if isinstance(item, Earlier):
        return item
    if isinstance(item, Journey):
        seen = (*(u.sighting for u in item.used), *(r.sighting for r in item.rejected), *item.others, *item.retold)
        return Earlier(item.case or "journey", seen, Case(item.case, title=item.title, profile=item.profile))
    if isinstance(item, Reading):
        said = {"reports": item.reports, "claims": item.claims, "remarks": item.warnings}
        return Earlier("reading", item.told, corrections=item.corrections, **said)  # type: ignore[arg-type]
    raise UsageError(
        f"{told(item)} is nothing that can be read",
        hint="give files, folders, reports, cases, sightings, journeys, tables, or what read() gave",
    )


def _is_many(item: Input) -> bool:
    """Whether it is a folder or JSON Lines, or may be: of these some may be read where others cannot."""
    if not isinstance(item, str | os.PathLike):
        return False
    return item == "-" or _is_folder(item) or os.fspath(item).lower().endswith(".jsonl")


def _is_folder(item: Input) -> bool:
    from railsight.files.folders import is_folder

    return isinstance(item, str | os.PathLike) and is_folder(item)


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
    return tuple(replace(r, id=_free(r.id, taken)) for r in reports)


def _free(name: str, taken: set[str]) -> str:
    """A name that nothing has yet: itself, or with a number; it is taken now."""
    free = next(x for x in chain((name,), (f"{name}-{n}" for n in count(2))) if x not in taken)
    taken.add(free)
    return free


def _told_apart(cases: Iterable[Case], used: Iterable[str]) -> list[Case]:
    """Cases whose reports and sightings have ids of their own, the reports none that is ``used`` before."""
    reports, sightings, out = set(used), set[str](), []
    for case in cases:
        unique = _unique(case.told_by, reports)
        reports.update(r.id for r in unique)
        now = {old.id: new.id for old, new in zip(case.told_by, unique, strict=True)}
        ids = {old: _free(old, sightings) for old in dict.fromkeys(s.id for s in case.sightings)}
        seen = (replace(s, id=ids[s.id], report=now.get(s.report or "", s.report)) for s in case.sightings)
        named = (replace(n, sighting=ids.get(n.sighting, n.sighting)) for n in case.named)
        first = len(case.sources)
        out.append(
            replace(case, sources=unique[:first], reports=unique[first:], sightings=tuple(seen), named=tuple(named))
        )
    return out


def _merged(cases: list[Case]) -> Case | None:
    """Several cases as one: the first names it and its train, the rest add to it."""
    if len(cases) < 2:
        return cases[0] if cases else None
    return replace(
        cases[0],
        reports=tuple(r for c in cases for r in c.reports),
        sources=tuple(r for c in cases for r in c.sources),
        sightings=tuple(s for c in cases for s in c.sightings),
        destinations=tuple(dict.fromkeys(d for c in cases for d in c.destinations)),
        warnings=tuple(w for c in cases for w in c.warnings),
        named=tuple(n for c in cases for n in c.named),
    )


def read(
    inputs: Input | Sequence[Input],
    *,
    published: datetime | date | str | None = None,
    of_train: bool = False,
    network: NetworkLike | None = None,
    recogniser: RecogniserLike | None = None,
    resolver: ResolverLike | None = None,
) -> Reading:
    """What reports say: mentions, sightings and checked claims.

    ``inputs`` are files, folders, ``"-"`` for standard input, reports and cases, one or several. ``published`` (a time
    with its zone, or a date, which is its whole day; ``"2023-09-12T18:30+09:00"`` or ``"2023-09-12"`` will do) is used
    where a report does not say; for a single one that is no case's it wins over what it says. ``of_train`` says that
    they are of the train though none may name one. ``network`` (a network or its file) is another than the bundled one:
    its points are known by name, and figures are checked on it. ``recogniser`` and ``resolver`` are others than the
    rules: objects, or the names under which installed packages offer them. Raises InputError for what cannot be read,
    UsageError for inputs without text and for a time without zone.
    """
    gathered = gather(inputs, published=published, of_train=of_train, network=network)
    if not gathered.reports:
        hint = "the sightings of a case, a table or a photo go to `track` or `map`"
        raise UsageError("there is no report text in these inputs", hint=hint)
    return read_gathered(gathered, recogniser=recogniser, resolver=resolver)


def read_gathered(
    gathered: Gathered,
    *,
    recogniser: RecogniserLike | None = None,
    resolver: ResolverLike | None = None,
    profile: str | Profile | None = None,
) -> Reading:
    """The reading of the reports gathered, the sightings of the case and of earlier readings left aside."""
    train = train_of(gathered.case, profile)
    return read_reports(
        gathered.reports, recogniser=recogniser, resolver=resolver, network=gathered.world, profile=train
    )


def read_reports(
    reports: Sequence[Report],
    *,
    recogniser: RecogniserLike | None = None,
    resolver: ResolverLike | None = None,
    network: NetworkLike | None = None,
    profile: str | Profile = DEFAULT_PROFILE,
) -> Reading:
    """What reports say, by the gazetteer and the points of a network; their figures checked on it for a train.

    With a ``resolver`` no server is asked for the names that the gazetteer does not know.
    """
    from railsight.resolution import resolve
    from railsight.routing import profile as named_profile

    world = world_of(network)
    measure = measure_of(world, named_profile(profile))
    found = resolve(
        reports,
        gazetteer_of(world),
        rail_km=measure.km,
        running_h=measure.hours,
        recogniser=recogniser_of(recogniser),
        resolver=resolver_of(resolver) or asking_resolver(),
    )
    claims = tuple(measure.checked(claim) for claim in found.claims)
    return replace(found, reports=_datelined(found), claims=claims)


def _datelined(reading: Reading) -> tuple[Report, ...]:
    """The reports with the dateline that was found in the text where no header gives one."""
    filed: dict[str, str] = {}
    for m in reading.mentions:
        if m.role == "dateline":
            filed.setdefault(m.report, m.text)
    return tuple(r if r.dateline or r.id not in filed else replace(r, dateline=filed[r.id]) for r in reading.reports)


def train_of(case: Case | None, name: str | Profile | None) -> Profile:
    """The profile asked for, else the case's with its own gauge and top speed, else the default."""
    from railsight.routing import profile as named_profile

    if name is not None or case is None:
        return named_profile(name or DEFAULT_PROFILE)
    found = named_profile(case.profile)
    if case.gauge_mm is not None:
        found = replace(found, gauges_mm=(case.gauge_mm,))
    return found.with_top_speed(case.max_kmh) if case.max_kmh is not None else found


def with_earlier(reading: Reading | None, earlier: Sequence[Earlier]) -> Reading | None:
    """A reading with the reports, sightings, claims and remarks of earlier ones before its own."""
    told = [one for one in earlier if one.reports or one.claims]
    if not told:
        return reading
    from railsight.resolution import Reading

    own, before = reading or Reading((), (), (), ()), [s for one in told for s in one.sightings]
    return replace(
        own,
        reports=(*(r for one in told for r in one.reports), *own.reports),
        sightings=(*(s for s in before if s.is_told() and not s.withdrawn_by), *own.sightings),
        withdrawn=(*(s for s in before if s.is_told() and s.withdrawn_by), *own.withdrawn),
        retold=(*(s for s in before if not s.is_told()), *own.retold),
        claims=(*(c for one in told for c in one.claims), *own.claims),
        warnings=(*(w for one in told for w in one.remarks), *own.warnings),
    )


def notes_of(reading: Reading) -> tuple[str, ...]:
    """What a reader of the result should know: dates that were assumed, clocks that contradict each other, copies."""
    assumed = (f"{r.id}: {r.published_assumed}" for r in reading.reports if r.published_assumed)
    said = "\n".join(reading.warnings)
    return (*(a for a in assumed if a.partition(": ")[2] not in said), *reading.warnings)
