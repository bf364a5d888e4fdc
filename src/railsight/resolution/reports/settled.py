"""What reports tell together: the sightings of one event as one, those that contradict each other marked."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from railsight.model import AIM_EVENTS
from railsight.resolution.reports.corrections import as_corrected, rival
from railsight.resolution.reports.retellings import are_one, told_together
from railsight.resolution.reports.taken_back import without_what_is_taken_back
from railsight.resolution.times.assumed import NO_TIME
from railsight.times import known_from

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from railsight.model import Sighting
    from railsight.resolution.told import Told

_ORDER = ("confirmed", "reported", "expected", "speculated", "conflict")
_MOST_RIVALS = 60  # tellings of one place that are held against each other: their pairs grow with the square
_RIVALS_NAMED = 4


class Settled(NamedTuple):
    """The sightings that stand, and those that were withdrawn or corrected, marked with the report that did it."""

    sightings: list[Sighting]
    withdrawn: list[Sighting]


class Corrections(NamedTuple):
    """The reports that correct others, by id, with the moment when each became known, and what they tell."""

    by: Mapping[str, datetime] = MappingProxyType({})
    fresh: Sequence[Sighting] = ()


def settle(told: Sequence[Told], warnings: list[str]) -> Settled:
    """What reports tell together, in the order in which they became known."""
    return _settled(told, as_one(told), corrections_of(told), warnings)


def settle_at(place: str, told: Sequence[Told], corrections: Corrections) -> Settled:
    """The same of one place, by its id: ``told`` are all that bear on it, ``corrections`` those of any place."""
    return _settled(told, as_one(told, at=frozenset((place,))), corrections, [])


def _settled(told: Sequence[Told], one: list[Sighting], corrections: Corrections, warnings: list[str]) -> Settled:
    standing, withdrawn = as_corrected(one, *corrections)
    standing, taken_back = without_what_is_taken_back(standing, told, warnings)
    return Settled(_conflicts(standing), withdrawn + taken_back)


def corrections_of(told: Sequence[Told], *, at: frozenset[str] | None = None) -> Corrections:
    """What the reports that correct others tell; ``at`` some places alone, by their ids."""
    by = {t.report.id: known_from(t.published) for t in told if t.sightings and t.corrects}
    return Corrections(by, [s for s in as_one(told, at=at) if s.report in by] if by else ())


def as_one(told: Sequence[Told], *, at: frozenset[str] | None = None) -> list[Sighting]:
    """The sightings of reports, those of one event as one; ``at`` some places alone, by their ids."""
    events: dict[tuple[str, str, str], list[Sighting]] = {}
    for t in told:
        for s in t.sightings:
            if at is None or s.place.id in at:
                _add(events.setdefault((s.subject, s.place.id, s.event), []), _unless_refuted(s, t, told))
    return [s for told_alike in events.values() for s in told_alike]


def _unless_refuted(s: Sighting, told: Told, others: Sequence[Told]) -> Sighting:
    """A goal that a later report says the train is not going to is in conflict with that."""
    if s.event not in AIM_EVENTS or s.subject != "train":
        return s
    against = [t for t in others if t.published > told.published and s.place.id in t.not_goals]
    if not against:
        return s
    said = f"{against[0].report.source or against[0].report.id} says that it is not going there"
    return replace(s, status="conflict", note=f"{s.note}; {said}" if s.note else said)


# ---------------------------------------------------------------- one event told twice


def _add(sightings: list[Sighting], new: Sighting) -> None:
    """Put a sighting in, or into the one that tells the same event already."""
    for i, old in enumerate(sightings):
        if _same_event(old, new):
            sightings[i] = _joined(old, new)
            return
    sightings.append(new)


def _joined(old: Sighting, new: Sighting) -> Sighting:
    better = min(old, new, key=lambda s: (_ORDER.index(s.status), -s.certainty, NO_TIME in s.note))
    other = new if better is old else old
    note = better.note
    if other.source != better.source and other.source not in note:
        note = f"{note}; also {other.source}" if note else f"also {other.source}"
    return replace(
        better,
        interval=told_together(old, new),
        heading=old.heading or new.heading,
        toward=old.toward or new.toward,
        away_from=old.away_from or new.away_from,
        known_at=min((k for k in (old.known_at, new.known_at) if k), default=None),
        note=note,
    )


def _same_event(a: Sighting, b: Sighting) -> bool:
    if a.subject != b.subject or a.place.id != b.place.id or a.event != b.event:
        return False
    if a.event == "heading" and a.known_at != b.known_at:
        return False  # it is told anew that the train goes there: what was said before it stood somewhere is past
    return are_one(a, b)


# ---------------------------------------------------------------- conflicts


def _conflicts(sightings: list[Sighting]) -> list[Sighting]:
    """Rival tellings marked: the lesser one, or both when they are equal, with the other's source in the note."""
    rivals: dict[int, list[Sighting]] = {}
    by_place: dict[tuple[str, str], list[int]] = {}
    for i, s in enumerate(sightings):
        by_place.setdefault((s.subject, s.place.id), []).append(i)
    for group in by_place.values():
        for i, j in combinations(group[:_MOST_RIVALS], 2):
            if rival(sightings[i], sightings[j]):
                rivals.setdefault(i, []).append(sightings[j])
                rivals.setdefault(j, []).append(sightings[i])
    return [_contradicted(s, rivals[i]) if i in rivals else s for i, s in enumerate(sightings)]


def _contradicted(s: Sighting, rivals: Sequence[Sighting]) -> Sighting:
    """A sighting with what contradicts it in its note; in conflict where it is no surer than one of those."""
    loses = any(_ORDER.index(s.status) >= _ORDER.index(other.status) for other in rivals)
    said = [f"contradicted by {other.source} ({other.event} {_when(other)})" for other in rivals[:_RIVALS_NAMED]]
    if more := len(rivals) - len(said):
        said.append(f"contradicted by {more} more")
    note = "; ".join((s.note, *said) if s.note else said)
    return replace(s, status="conflict" if loses else s.status, note=note)


def _when(s: Sighting) -> str:
    return s.interval.middle.strftime("%d %b %H:%M UTC") if s.interval else ""
