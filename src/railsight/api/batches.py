"""Many reports, cases, pairs or places, each by itself, in the order they came: streamed, here or on a Dask cluster.

Memory does not grow with their number. A worker opens the bundled gazetteer and network itself, so that only reports,
cases and records travel.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from railsight.api.asking import asking_resolver
from railsight.api.plugins import RecogniserLike, ResolverLike
from railsight.api.reading import case_in, read_reports
from railsight.api.world import DEFAULT_PROFILE
from railsight.clusters import in_order
from railsight.errors import InputError, NoAnswerError, PlaceNotFoundError, UsageError
from railsight.files.jsontext import json_pieces
from railsight.files.records import Record, reading_lists
from railsight.model import Case, Profile, Report

if TYPE_CHECKING:
    from railsight.files.earlier import Earlier
    from railsight.files.questions import Asked

T = TypeVar("T")
BATCH = 16
_encode = json.JSONEncoder(ensure_ascii=True, allow_nan=False, check_circular=False).encode


def read_one(
    report: Report,
    *,
    brief: bool = False,
    network: str | None = None,
    recogniser: RecogniserLike | None = None,
    resolver: ResolverLike | None = None,
) -> str:
    """What one report says: the record that ``read --json`` prints, as one line."""
    reading = read_reports((report,), network=network, recogniser=recogniser, resolver=resolver)
    return "".join(json_pieces(reading_lists(reading, brief=brief)))


def read_each(
    reports: Iterable[Report],
    *,
    cluster: str | None = None,
    brief: bool = False,
    network: str | None = None,
    recogniser: RecogniserLike | None = None,
    resolver: ResolverLike | None = None,
) -> Iterator[str]:
    """The record of every report as one line of JSON, in the order of the reports; ``brief`` as in ``reading_record``,
    ``recogniser`` and ``resolver`` as in ``read``: on a cluster by their names, which its workers know.

    ``cluster`` is the address of a Dask scheduler, or ``"local"`` for one process a core on this machine. Raises
    MissingExtraError without dask, ServiceError when the scheduler does not answer.
    """
    asked = partial(read_one, brief=brief, network=network, recogniser=recogniser, resolver=resolver)
    return _lines(asked, reports, cluster, "reading reports")


@dataclass(frozen=True, slots=True)
class Tracking:
    """What is asked of every journey; the options of ``follow``."""

    until: datetime | None = None
    at: datetime | None = None
    to: tuple[str, ...] = ()
    profile: str | Profile | None = None
    network: str | None = None
    recogniser: RecogniserLike | None = None
    resolver: ResolverLike | None = None


def track_one(item: Report | Case | Earlier, asked: Tracking) -> Record:
    """The journey of one report, case or record, as the record that ``track --json`` prints.

    A question without an answer is a record too: ``{"case", "error": {"type", "message", "hint"}}``.
    """
    from railsight.api.following import follow

    name = item.id if isinstance(item, Report) else item.name
    try:
        followed = follow(
            item,
            until=asked.until,
            at=asked.at,
            to=asked.to,
            profile=asked.profile,
            network=asked.network,
            recogniser=asked.recogniser,
            resolver=asked.resolver,
        )
    except (NoAnswerError, InputError, UsageError) as error:
        return {"case": name, "error": _told(error)}
    return followed.to_record() | {"case": followed.journey.case or name}


def track_each(
    items: Iterable[Report | Case | Earlier], asked: Tracking | None = None, *, cluster: str | None = None
) -> Iterator[str]:
    """The journey of every report and case as one line of JSON, each by itself, in order. ``cluster`` as in
    ``read_each``."""
    return _lines(partial(_line, track_one, asked or Tracking()), items, cluster, "tracking many")


@dataclass(frozen=True, slots=True)
class Measuring:
    """What is asked of every pair; the options of ``distance``, and how many ways are wanted."""

    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    require: tuple[str, ...] = ()
    alternatives: int = 1
    routes: bool = False
    profile: str | Profile = DEFAULT_PROFILE
    network: str | None = None


def measure_one(pair: Asked, asked: Measuring) -> Record:
    """The distance of one pair as the record that ``distance --json`` prints, or ``route --json``, and what was asked.

    A question without an answer is a record too: ``{"asked", "error": {"type", "message", "hint"}}``.
    """
    from railsight.api.distances import route, routes_record

    first, *via, last = pair.places

    def measured() -> Record:
        found = route(
            first,
            last,
            via=via or asked.via,
            avoid=asked.avoid,
            require=asked.require,
            alternatives=asked.alternatives,
            profile=asked.profile,
            network=asked.network,
        )
        return routes_record(found) if asked.routes else found[0].to_record()

    return _answered(pair, measured)


def measure_each(
    pairs: Iterable[Asked], asked: Measuring | None = None, *, cluster: str | None = None
) -> Iterator[str]:
    """The distance of every pair as one line of JSON, in order. ``cluster`` as in ``read_each``."""
    return _lines(partial(_line, measure_one, asked or Measuring()), pairs, cluster, "measuring many")


@dataclass(frozen=True, slots=True)
class Naming:
    """What is asked of every name; the options of ``places``."""

    near: tuple[float, float] | None = None
    country: str | None = None
    limit: int = 10
    network: str | None = None


def name_one(one: Asked, asked: Naming) -> Record:
    """The places that one name may mean: ``{"asked", "places"}``, as ``place --json`` lists them, or ``error``."""
    from railsight.api.world import no_place, places
    from railsight.files.records import candidate_record

    (name,), country = one.places, one.country or asked.country

    def named() -> Record:
        found = places(name, near=asked.near, country=country, limit=asked.limit, network=asked.network)
        if not found:
            raise no_place(name, country=country, network=asked.network)
        return {"places": [candidate_record(c) for c in found]}

    return _answered(one, named)


def name_each(names: Iterable[Asked], asked: Naming | None = None, *, cluster: str | None = None) -> Iterator[str]:
    """The places of every name as one line of JSON, in order. ``cluster`` as in ``read_each``."""
    return _lines(partial(_line, name_one, asked or Naming()), names, cluster, "looking many up")


@dataclass(frozen=True, slots=True)
class Reaching:
    """What is asked of every place; the options of ``reach``."""

    hours: float
    fastest: bool = False
    avoid: tuple[str, ...] = ()
    profile: str | Profile = DEFAULT_PROFILE
    network: str | None = None


def reach_one(one: Asked, asked: Reaching) -> Record:
    """What is in reach of one place as the record that ``reach --json`` prints, with ``asked``, or ``error``."""
    from railsight.api.reaching import reach

    (name,) = one.places
    origin = f"{name}, {one.country}" if one.country else name

    def reached() -> Record:
        found = reach(
            origin,
            asked.hours,
            fastest=asked.fastest,
            avoid=asked.avoid,
            profile=asked.profile,
            network=asked.network,
        )
        return found.to_record()

    return _answered(one, reached)


def reach_each(names: Iterable[Asked], asked: Reaching, *, cluster: str | None = None) -> Iterator[str]:
    """What is in reach of every place as one line of JSON, in order. ``cluster`` as in ``read_each``."""
    from railsight.api.reaching import hours_of

    checked = replace(asked, hours=hours_of(asked.hours))
    return _lines(partial(_line, reach_one, checked), names, cluster, "reaching from many")


def _answered(one: Asked, answer: Callable[[], Record]) -> Record:
    """What was asked and the answer, or why there is none."""
    try:
        return {"asked": one.told()} | answer()
    except (NoAnswerError, InputError, UsageError) as error:
        return {"asked": one.told(), "error": _told(error)}


def _told(error: NoAnswerError | InputError | UsageError) -> Record:
    """Why a question of many has no answer."""
    return {"type": type(error).__name__, "message": error.message, "hint": error.hint}


def each_item(
    paths: Iterable[str], *, network: str | None = None, on_error: Callable[[InputError], None] | None = None
) -> Iterator[Report | Case | Earlier]:
    """The cases, reports and records of some files, folders and ``.jsonl`` files, one after the other as they are read.

    ``network`` is asked about instead of that of a case. ``on_error`` takes what cannot be read, and reading goes on;
    without it the first such error ends it.
    """
    from railsight.files.folders import check_inside, is_folder, listed
    from railsight.files.reports import CASE_SUFFIXES, each_told
    from railsight.files.sheets import SHEET_SUFFIXES

    for path in paths:
        inside = None
        if is_folder(path):
            try:
                inside = listed(path)
            except InputError as error:
                if on_error is None:
                    raise
                on_error(error)
                continue
            cases = [str(p) for p in inside if p.suffix.lower() in CASE_SUFFIXES and not is_folder(p)]
        else:
            cases = [path] if path.lower().endswith((*CASE_SUFFIXES, *SHEET_SUFFIXES)) else []
        for file in cases:
            try:
                if file != path:
                    check_inside(file, path)
                yield case_in(file, network)
            except (InputError, PlaceNotFoundError) as error:
                if on_error is None:
                    raise
                on_error(error if isinstance(error, InputError) else InputError(error.message, hint=error.hint))
        if not cases or (inside is not None and _has_reports(inside)):
            yield from each_told([path], on_error=on_error)


def _has_reports(inside: Sequence[Path]) -> bool:
    from railsight.files.reports import IN_FOLDERS

    return any(p.suffix.lower() in IN_FOLDERS for p in inside)


def _line(answer: Callable[[Any, Any], Record], asked: Any, item: Any) -> str:
    """The answer to one question as a line of JSON: with the first two given, work that can be sent to a worker."""
    return _encode(answer(item, asked))


def _lines(one: Callable[[Any], str], items: Iterable[Any], cluster: str | None, what: str) -> Iterator[str]:
    if cluster is None:
        yield from (one(item) for item in items)
        return
    if asking_resolver() is not None:
        raise UsageError("--online asks from one machine only", hint="leave out --cluster or --online")
    for lines in in_order(cluster, _batch_lines, ((one, batch) for batch in _batches(items)), what=what):
        yield from lines


def _batch_lines(one: Callable[[Any], str], batch: Sequence[Any]) -> list[str]:
    """What a worker does."""
    return [one(item) for item in batch]


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    source = iter(items)
    while batch := list(islice(source, BATCH)):
        yield batch
