"""Following a train: from whatever is known to a journey, and from a journey to a map."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from railsight.api.given import aware, several
from railsight.api.plugins import RecogniserLike, ResolverLike
from railsight.api.reading import Gathered, Input, gather, notes_of, one_by_one, read_gathered, train_of, with_earlier
from railsight.api.world import (
    NetworkLike,
    PlaceLike,
    another_network,
    file_of,
    goals_around,
    line_names,
    possible_goals,
    region_of,
)
from railsight.errors import InputError, NoAnswerError, UsageError
from railsight.model import Case, Journey, Place, Position, Profile, Report, Seen, Sentence, Sighting
from railsight.model.reading import title_of
from railsight.naming import is_bundled
from railsight.times import iso, known_from

if TYPE_CHECKING:
    from railsight.api.company import Destinations
    from railsight.files.earlier import Earlier
    from railsight.network import Network
    from railsight.resolution import Reading


_STALE_DAYS = 3
_TOLD_OF_NONE = 3  # warnings of a case told where there is no journey


@dataclass(frozen=True, slots=True)
class Followed:
    """A journey with what it was made from: the reading of its reports, its case, and where the train is when asked.

    ``weighed`` are the only destinations weighed, if any were named, with their priors; ``asked_warnings`` what was to
    be said of the case and of them. ``network`` is the file of another network than the bundled one.
    """

    journey: Journey
    reading: Reading | None
    case: Case | None
    world: Network | None = field(default=None, repr=False, compare=False)
    position: Position | None = None
    notes: tuple[str, ...] = ()
    weighed: tuple[tuple[Place, float | None], ...] = ()
    asked_warnings: tuple[str, ...] = ()
    network: str | None = None
    until: datetime | None = None

    def to_record(self, *, full: bool = False) -> dict[str, Any]:
        """What ``track --json`` prints; when ``full`` what ``track -o journey.json`` writes. Both can be followed."""
        from railsight.files.journeys import journey_record

        noted = replace(self.journey, warnings=tuple(dict.fromkeys((*self.notes, *self.journey.warnings))))
        return journey_record(
            noted, position=self.position, full=full, given=self.given(full=full), line_names=self.line_names
        )

    @property
    def line_names(self) -> dict[str, str]:
        """The names of the lines of its network by their ids, where it is known."""
        return line_names(self.world) if self.world is not None else {}

    def given(self, *, full: bool = False) -> dict[str, Any]:
        """What the journey was inferred from besides its sightings and its train, as a record."""
        from railsight.files.earlier import given_record

        of_case = self.case.told_by if self.case else ()
        read = (*of_case, *(self.reading.reports if self.reading else ()))
        return given_record(
            destinations=self.weighed,
            network=self.network,
            until=self.until,
            warnings=self.asked_warnings,
            case=self.case,
            reports=tuple({r.id: r for r in read}.values()),
            claims=self.reading.claims if self.reading else (),
            remarks=self.reading.warnings if self.reading else (),
            full=full,
        )


def track(
    inputs: Input | Sequence[Input],
    *,
    published: datetime | date | str | None = None,
    of_train: bool = False,
    until: datetime | str | None = None,
    to: PlaceLike | Sequence[PlaceLike] | None = (),
    profile: str | Profile | None = None,
    network: NetworkLike | None = None,
    recogniser: RecogniserLike | None = None,
    resolver: ResolverLike | None = None,
) -> Journey:
    """The journey that reports tell of: where the train went, and where it may be going.

    ``inputs`` are files, folders, ``"-"`` for standard input, reports, cases, what ``read`` gave, sightings, journeys
    (inferred again from their sightings), tables of sightings (pandas, with the columns of such a file), and what
    ``read`` and ``track`` wrote as JSON; one or several. ``published``
    (a time with its zone, or a date, which is its whole day) is used where a report does not say. ``of_train`` says
    that reports are of the train though none may name one, as those of a case are. ``until`` uses only what was known
    by then; ``to`` are the only destinations weighed; ``profile`` and ``network`` (a network or its file) win over
    those of a case; ``recogniser`` and ``resolver`` are as of ``read``. Times may be texts too:
    ``"2023-09-12T18:30+09:00"``, ``published="2023-09-12"``.

    Raises NoAnswerError when nothing was seen or none of ``to`` can be weighed, InfeasibleJourneyError when no train
    can have done it, InputError for what cannot be read, PlaceNotFoundError and AmbiguousPlaceError for ``to``,
    UsageError for a time without zone.
    """
    return follow(
        inputs,
        published=published,
        of_train=of_train,
        until=until,
        to=to,
        profile=profile,
        network=network,
        recogniser=recogniser,
        resolver=resolver,
    ).journey


def follow(
    inputs: Input | Sequence[Input],
    *,
    published: datetime | date | str | None = None,
    of_train: bool = False,
    until: datetime | str | None = None,
    at: datetime | str | None = None,
    to: PlaceLike | Sequence[PlaceLike] | None = (),
    profile: str | Profile | None = None,
    network: NetworkLike | None = None,
    recogniser: RecogniserLike | None = None,
    resolver: ResolverLike | None = None,
    on_error: Callable[[InputError], None] | None = None,
) -> Followed:
    """Read, resolve and infer. ``inputs`` are files, folders, reports and cases, and what earlier commands wrote.

    ``of_train`` says that all reports are of the train; ``until`` uses only what was known by then; ``at`` asks where
    the train is at that time; ``to`` are the only destinations weighed; ``profile`` and ``network`` win over those of
    the case; ``recogniser`` and ``resolver`` are as of ``read``; ``on_error`` takes what cannot be read of a folder or
    of JSON Lines, instead of the first ending it all.
    Raises as ``track``.
    """
    from railsight.api.company import destinations_of, settled_notes
    from railsight.api.termini import seen_at_termini
    from railsight.inference import Asked, infer, position_at
    from railsight.inference.evidence import known

    until, at, to = aware("until", until), aware("at", at), several(to)
    everything = gathered = gather(inputs, published=published, of_train=of_train, network=network, on_error=on_error)
    until = until or gathered.until
    if until is not None:
        gathered = published_by(everything, until)
    reading = None
    if gathered.reports:
        reading = read_gathered(gathered, recogniser=recogniser, resolver=resolver, profile=profile)
    if not any(s.subject == "train" for s in _told(gathered, reading, None)):
        raise _nothing_seen(everything, reading, until)
    world = gathered.world
    other = file_of(network if network is not None or gathered.case is None else gathered.case.network)
    train = train_of(gathered.case, profile)

    def asked(at: datetime | None) -> tuple[Destinations, Asked]:
        """What is asked as of a moment: of what was told by then, and nothing else."""
        sightings = _told(gathered, reading, at)
        told = known(sightings, at)
        wanted = destinations_of(gathered.case, to, told, world, train)
        places = possible_goals() if is_bundled(world) else goals_around(told)
        return wanted, Asked(seen_at_termini(world, sightings, told, train), wanted.places, places)

    wanted, (sightings, destinations, places) = asked(until)
    told = known(sightings, until)
    with _advised(other, gathered.case):
        journey = infer(
            sightings,
            world,
            train,
            destinations=destinations,
            places=places,
            as_of=until,
            case=gathered.case.name if gathered.case else "",
            title=gathered.case.title if gathered.case else _title(gathered),
            then=lambda at: asked(at)[1],
            region=region_of,
        )
    if to and not journey.destinations:
        raise _none_weighed([place.name for place, _ in wanted.places], journey)
    asked_warnings = (
        *(gathered.case.warnings if gathered.case else ()),
        *(settled_notes(gathered.case, told, journey, world) if gathered.case else ()),
        *wanted.warnings,
    )
    position = position_at(journey, world, at) if at is not None else None
    warnings = (
        *asked_warnings,
        *(_never_dated(told) if until is not None else ()),
        *journey.warnings,
        *_long_after(journey, at),
        *_not_known(position),
    )
    journey = replace(journey, warnings=tuple(dict.fromkeys(warnings)))
    reading = with_earlier(reading, gathered.earlier)
    return Followed(
        journey,
        reading,
        gathered.case,
        world,
        position,
        _notes(reading, journey) if reading else (),
        weighed=wanted.places,
        asked_warnings=asked_warnings,
        network=other,
        until=until,
    )


@contextmanager
def _advised(network: str | None, case: Case | None) -> Iterator[None]:
    """Where nothing seen has a place and a time, the error says what of a table was not used; where nothing is within
    reach of the network, which one that was and how to get another.
    """
    from railsight.inference.evidence import OFF_NETWORK

    try:
        yield
    except NoAnswerError as error:
        if OFF_NETWORK in error.message:
            error.advise(another_network(network))
        if case is not None and case.warnings:
            error.advise("; ".join(case.warnings[:_TOLD_OF_NONE]))
        raise


def _notes(reading: Reading, journey: Journey) -> tuple[str, ...]:
    """The notes of a reading, with the places that the journey goes by."""
    from railsight.resolution.places.namesakes import as_settled

    read = {s.id: s.place for s in reading.sightings}
    gone_by = ((u.sighting, read[u.sighting.id]) for u in journey.used if u.sighting.id in read)
    settled = [(s.report or "", place, s.place) for s, place in gone_by if s.place.id != place.id]
    return as_settled(notes_of(reading), settled)


def _told(gathered: Gathered, reading: Reading | None, at: datetime | None) -> tuple[Sighting, ...]:
    """All that was read, now and before: what was told at a moment (in the end, without one) as it was known then,
    marked where a report known by then withdrew or corrected what another told; and what was told before and since.
    """
    from railsight.api.company import in_company
    from railsight.resolution.reports.corrections import as_corrected

    every = (*gathered.sightings, *(reading.told if reading else ()))
    corrections = {**gathered.corrections, **(reading.corrections if reading else {})}
    correcting = {report: since for report, since in corrections.items() if at is None or since <= at}
    told = [s.as_of(at) for s in every if s.is_told(at)]
    standing, withdrawn = as_corrected((s for s in told if not s.withdrawn_by), correcting)
    case = in_company(gathered.case.sightings, at) if gathered.case else ()
    gone = (s for s in told if s.withdrawn_by)
    return (*standing, *withdrawn, *gone, *(s for s in every if not s.is_told(at)), *case)


def _never_dated(sightings: Sequence[Sighting]) -> tuple[str, ...]:
    """Warnings of sightings that count at any time, because nothing says when they happened or became known."""
    undated = (s for s in sightings if s.known_by is None)
    form = "{sighting}: neither its time nor known_at is given: taken as known at any time"
    return tuple(Sentence(form, sighting=Seen(s.id)) for s in undated)


def _long_after(journey: Journey, at: datetime | None) -> tuple[str, ...]:
    """A warning when the train is asked for days after anything was known of it."""
    seen = [s.sighting.interval.latest for s in journey.used if s.sighting.interval]
    if at is None or not seen or (days := (at - max(seen)).total_seconds() / 86_400) < _STALE_DAYS:
        return ()
    form = "asked for {days:.0f} days after the last sighting: where it is by then is a guess"
    return (Sentence(form, days=days),)


def _not_known(position: Position | None) -> tuple[str, ...]:
    """A warning when nothing tells where the train was at the moment asked for."""
    if position is None or not position.unknown:
        return ()
    at, why = iso(position.at), position.unknown
    return (Sentence("where it was at {at} is not known: {why}", at=at, why=why),)


def _title(gathered: Gathered) -> str:
    read_before = (r for one in gathered.earlier for r in one.reports)
    return title_of((*read_before, *gathered.reports))


def published_by(gathered: Gathered, until: datetime) -> Gathered:
    """Without the reports published later: they must not even be read. What each sighting knew, inference weighs."""
    from railsight.resolution.rules import dated

    def is_known(report: Report) -> bool:
        published = report.published or (dated(report, None).published if report.text else None)
        return published is None or known_from(published) <= until

    def known(reports: Sequence[Report]) -> tuple[Report, ...]:
        return tuple(r for r in reports if is_known(r))

    def read_by_then(one: Earlier) -> Earlier:
        later = {r.id for r in one.reports if not is_known(r)}
        of_later = re.compile("|".join(rf"(?<!\w){re.escape(id_)}(?!\w)" for id_ in sorted(later)) or "(?!)")
        said = tuple(text for text in one.remarks if of_later.search(text) is None)
        return replace(
            one, reports=known(one.reports), claims=tuple(c for c in one.claims if c.report not in later), remarks=said
        )

    case = gathered.case
    if case is not None:
        case = replace(case, reports=known(case.reports), sources=known(case.sources))
    earlier = tuple(read_by_then(one) for one in gathered.earlier)
    return replace(gathered, case=case, reports=known(gathered.reports), earlier=earlier)


def _nothing_seen(everything: Gathered, reading: Reading | None, until: datetime | None) -> NoAnswerError:
    """Why there is nothing to follow: nothing was known yet, no place of the case is known, none of the reports is of a
    train so far as can be told, or nothing was read.
    """
    known = sorted(known_from(r.published) for r in everything.reports if r.published)
    if until is not None and known and known[0] > until:
        return NoAnswerError(
            f"nothing was known by {iso(until)}",
            hint=f"the first report is of {iso(known[0])}: give a later --until (until= in Python)",
        )
    if everything.case and everything.case.warnings:
        return NoAnswerError(
            f"no sighting of the train is left: {'; '.join(everything.case.warnings[:_TOLD_OF_NONE])}",
            hint="try another spelling, or give the place as {name: ..., lon: ..., lat: ...}",
        )
    named = reading is not None and any(m.kind == "train" for m in reading.mentions)
    if reading is not None and not named and not all(r.of_train for r in reading.reports):
        return NoAnswerError(
            "no sighting of the train in these inputs: no report names a train",
            hint="if they are of one all the same, say so: --of-train, of_train=True, or the reports of a case file",
        )
    return NoAnswerError(
        "no sighting of the train in these inputs",
        hint="see `railsight read` for what was found, or give the sightings in a case file",
    )


def _none_weighed(asked: Sequence[str], journey: Journey) -> NoAnswerError:
    """Why none of the destinations asked for could be weighed."""
    why = [line for line in journey.warnings if any(name in line for name in asked)]
    return NoAnswerError(
        f"none of the destinations asked for can be weighed: {'; '.join(why) or ', '.join(asked)}",
        hint="give a place by the railway that such a train can reach, or ask without destinations",
    )


def draw(
    followed: Followed,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    credits: str | None = None,
    notes: str | None = None,
    language: str | None = None,
    tiles: str | None = None,
) -> str:
    """The journey as one self-contained HTML page. ``tiles`` names a tile server, which the page then asks.

    The other options override what the case says of the same name.
    """
    from railsight.webmap import render

    return render(
        followed.journey,
        reading=followed.reading,
        case=followed.case,
        title=title,
        subtitle=subtitle,
        credits=credits,
        notes=notes,
        language=language,
        tiles=tiles,
    )


def write_still(
    path: str,
    followed: Followed,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    credits: str | None = None,
    language: str | None = None,
    force: bool = False,
) -> None:
    """The journey as a picture of print quality, in the form the ending names: .png, .svg or .pdf (extra ``plot``)."""
    from railsight.files import write_bytes
    from railsight.files.forms import STILLS, check_form

    said = {"title": title, "subtitle": subtitle, "credits": credits, "language": language}
    write_bytes(path, _still(followed, check_form(path, STILLS)[1:], **said), force=force)


def _still(followed: Followed, form: str, **said: str | None) -> bytes:
    from railsight.webmap import still

    return still(followed.journey, form, reading=followed.reading, case=followed.case, **said)  # type: ignore[arg-type]


def save_followed(followed: Followed, path: str, *, force: bool = False) -> str:
    """Write what was followed in the form the ending names, as ``track -o`` does; what that form leaves out."""
    from railsight.files.atomic import write_as
    from railsight.files.exports import write_journey
    from railsight.files.forms import JOURNEYS

    def data(name: str) -> str:
        given, names = followed.given(full=True), followed.line_names
        return write_journey(name, followed.journey, given=given, line_names=names, force=force)

    still = partial(_still, followed)
    return write_as(path, JOURNEYS, page=lambda: draw(followed), still=still, data=data, force=force)


def write_map(
    inputs: Input | Sequence[Input] | Journey | Followed,
    output: str | os.PathLike[str],
    *,
    published: datetime | date | str | None = None,
    of_train: bool = False,
    until: datetime | str | None = None,
    to: PlaceLike | Sequence[PlaceLike] | None = (),
    title: str | None = None,
    subtitle: str | None = None,
    credits: str | None = None,
    notes: str | None = None,
    language: str | None = None,
    tiles: str | None = None,
    profile: str | Profile | None = None,
    network: NetworkLike | None = None,
    recogniser: RecogniserLike | None = None,
    resolver: ResolverLike | None = None,
    force: bool = False,
) -> Journey:
    """Follow the train and write the page to ``output``, whole or not at all; the journey comes back.

    The ending of ``output`` says what is written: .html the page, .png, .svg and .pdf a still (extra ``plot``). A
    journey (or a ``Followed``) is drawn as it is. ``title``, ``subtitle``, ``credits``, ``notes`` and
    ``language`` (``en``, ``ru``, ``ko``) win over those of a case; ``tiles`` names a tile server, which the page then
    asks; the rest is as for ``track``. Raises as ``track``, UsageError for another ending, and
    OutputExistsError when ``output`` is there and ``force`` is False.
    """
    from railsight.files import check_output
    from railsight.files.atomic import write_as
    from railsight.files.forms import MAPS, STILLS, check_form

    form = check_form(output, MAPS)
    if form in STILLS and (notes or tiles):
        raise UsageError("notes and tiles are for a page, not for a still", hint="write .html, or leave them out")
    asked: dict[str, Any] = {"published": published, "of_train": of_train, "until": until, "to": to}
    asked |= {"profile": profile, "network": network, "recogniser": recogniser, "resolver": resolver}
    if isinstance(inputs, Journey | Followed):
        check_output(output, force=force)
        followed = _as_it_is(inputs, asked)
    else:
        given = one_by_one(inputs)
        files = [one for one in given if isinstance(one, str | os.PathLike) and one != "-"]
        check_output(output, force=force, inputs=files)
        followed = follow(given, **asked)
    said = {"title": title, "subtitle": subtitle, "credits": credits, "language": language}
    write_as(
        output,
        MAPS,
        page=lambda: draw(followed, notes=notes, tiles=tiles, **said),
        still=lambda form: _still(followed, form, **said),
        force=force,
    )
    return followed.journey


def _as_it_is(given: Journey | Followed, asked: Mapping[str, object]) -> Followed:
    """A journey to draw. UsageError for what would have it inferred anew."""
    if more := [key for key, value in asked.items() if value not in (None, (), False)]:
        raise UsageError(
            f"a journey is drawn as it is: {', '.join(more)} would make another one", hint="give them to track"
        )
    return given if isinstance(given, Followed) else Followed(given, None, None)
