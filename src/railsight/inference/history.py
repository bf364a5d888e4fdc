"""The moments of a journey at which more became known, and what is asked at each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from railsight.inference.evidence import names_goal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from railsight.model import Place, Sighting

# The history has at most this many revisions, the latest.
_REVISIONS = 40


class Asked(NamedTuple):
    """What a journey is inferred from: see ``infer``."""

    sightings: Sequence[Sighting]
    destinations: Sequence[tuple[Place, float | None]] = ()
    places: Sequence[Place] = ()


class Step(NamedTuple):
    """One sighting more, or those told otherwise or taken back; others of that moment, ``to_come``, are not in yet."""

    at: datetime
    sighting: str
    to_come: frozenset[str] = frozenset()


def steps_of(sightings: Sequence[Sighting], as_of: datetime | None) -> list[Step]:
    """The latest steps by a moment (in the end, without one), in order."""
    changes = {at for s in sightings for at in (s.told_from, s.withdrawn_at, s.stands_until) if at is not None}
    steps = [step for at in sorted(changes) if as_of is None or at <= as_of for step in _steps_at(sightings, at)]
    return steps[-_REVISIONS:]


def _steps_at(sightings: Sequence[Sighting], at: datetime) -> Iterator[Step]:
    """A step for each sighting first told at a moment, in the order of their own times, those that name a goal first;
    where there is none, one for all that was taken back or told otherwise then.
    """
    before = {s.id for s in sightings if s.stands_until == at}
    told = [s for s in sightings if s.told_from == at and s.is_told(at)]
    fresh = [s for s in told if s.id not in before and not s.is_withdrawn(at)]
    fresh.sort(key=lambda s: (not names_goal(s), s.interval.middle if s.interval else at, s.id))
    for n, s in enumerate(fresh, 1):
        yield Step(at, s.id, frozenset(other.id for other in fresh[n:]))
    if not fresh:
        yield Step(at, min(s.id for s in sightings if at in (s.told_from, s.withdrawn_at, s.stands_until)))
