"""How sightings stood before other reports changed them: what the reports known by any moment tell by themselves.

A later report may narrow the time of a sighting or raise its status by telling the same event, contradict it, refute a
goal, correct what was told, or show that a report is of the train at all. Who asks how things stood before is told what
stood then: the reports known at each such moment are settled anew, place by place, and what differs is kept with the
moments between which it was so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from railsight.resolution.reports.settled import Corrections, corrections_of, settle_at
from railsight.times import known_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from railsight.model import Sighting
    from railsight.resolution.reports.settled import Settled
    from railsight.resolution.told import Told


class Telling(NamedTuple):
    """A report as it is told from a moment on, in the company of those known then, and before another (None: still)."""

    told: Told
    since: datetime
    until: datetime | None = None


class Stood(NamedTuple):
    """The sightings that stand, those withdrawn, and both as they were before others changed how they are told."""

    sightings: tuple[Sighting, ...]
    withdrawn: tuple[Sighting, ...]
    retold: tuple[Sighting, ...] = ()


class _Span(NamedTuple):
    sighting: Sighting
    since: datetime
    until: datetime | None = None


def as_they_stood(settled: Settled, told: Sequence[Told], before: Sequence[Telling]) -> Stood:
    """What reports tell together in the end (``settled``), with the moments since when, and what was told before.

    ``told`` are the reports in the order in which they became known, ``before`` how some of them were told earlier.
    """
    spans = _all_spans(_tellings(told, before))
    now: dict[str, list[_Span]] = {}
    ended: dict[str, list[_Span]] = {}
    for span in spans:
        (now if span.until is None else ended).setdefault(span.sighting.id, []).append(span)

    def dated(span: _Span) -> Sighting:
        s = span.sighting
        if s.withdrawn_at == span.since:  # what stood until it was withdrawn needs no telling of its own
            was = replace(s, withdrawn_by="", withdrawn_at=None)
            alike = (b for b in ended.get(s.id, ()) if b.until == span.since and b.sighting == was)
            if (first := next(alike, None)) is not None:
                ended[s.id].remove(first)
                span = span._replace(since=first.since)
        return replace(s, stands_from=None if span.since == s.known_by else span.since, stands_until=span.until)

    def since(s: Sighting) -> Sighting:
        span = next((span for span in now.get(s.id, ()) if span.sighting == s), None)
        return s if span is None else dated(span)

    sightings, withdrawn = (tuple(since(s) for s in some) for some in settled)
    gone = [dated(span) for span in spans if span.until is not None and span.sighting.withdrawn_by]
    left = [span for some in ended.values() for span in some if not span.sighting.withdrawn_by]
    return Stood(sightings, withdrawn, (*(dated(span) for span in left), *gone))


def _tellings(told: Sequence[Told], before: Sequence[Telling]) -> list[Telling]:
    """All tellings of some reports, those of one report in turn."""
    earlier: dict[int, list[Telling]] = {}
    for telling in before:
        earlier.setdefault(id(telling.told.report), []).append(telling)
    out: list[Telling] = []
    for t in told:
        past = earlier.get(id(t.report), [])
        since = past[-1].until if past else None
        out += [*past, Telling(t, since or known_from(t.published))]
    return out


def _all_spans(tellings: Sequence[Telling]) -> list[_Span]:
    """What was told of every place between which moments; nothing of one of which all was told in one moment."""
    at: dict[str, list[Telling]] = {}
    for t in tellings:
        for place in _places(t.told):
            at.setdefault(place, []).append(t)
    corrections = _corrections(tellings)
    return [span for place, some in at.items() for span in _spans(place, some, corrections)]


def _places(told: Told) -> frozenset[str]:
    """The ids of the places that a report bears on."""
    return frozenset(s.place.id for s in told.sightings).union(told.not_goals, (c.place.id for c in told.corrected))


def _moments(tellings: Iterable[Telling]) -> set[datetime]:
    return {moment for t in tellings for moment in (t.since, t.until) if moment is not None}


def _known(tellings: Sequence[Telling], moment: datetime) -> list[Told]:
    return [t.told for t in tellings if t.since <= moment and (t.until is None or moment < t.until)]


def _corrections(tellings: Sequence[Telling]) -> list[tuple[datetime, Corrections]]:
    """What correcting reports told from which moment on, each time until the next."""
    at = frozenset(s.place.id for t in tellings if t.told.corrects for s in t.told.sightings)
    bearing = [t for t in tellings if at & _places(t.told)]
    return [(m, corrections_of(_known(bearing, m), at=at)) for m in sorted(_moments(bearing))]


def _spans(place: str, tellings: Sequence[Telling], corrections: Sequence[tuple[datetime, Corrections]]) -> list[_Span]:
    told = {(s.subject, s.event) for t in tellings for s in t.told.sightings if s.place.id == place}
    bearing: list[tuple[datetime, Corrections]] = []
    for moment, (by, fresh) in corrections:
        of_it = [s for s in fresh if s.place.id == place or (s.subject, s.event) in told]
        if of_it != (bearing[-1][1].fresh if bearing else []):
            bearing.append((moment, Corrections(by, of_it)))
    moments = sorted(_moments(tellings).union(moment for moment, _ in bearing))
    if len(moments) == 1 and all(t.since == known_from(t.told.published) for t in tellings):
        return []
    ended: list[_Span] = []
    standing: list[_Span] = []
    for moment in moments:
        corrected = next((c for since, c in reversed(bearing) if since <= moment), Corrections())
        now: dict[str, list[Sighting]] = {}
        for some in settle_at(place, _known(tellings, moment), corrected):
            for s in some:
                now.setdefault(s.id, []).append(s)
        still = []
        for span in standing:
            alike = now.get(span.sighting.id, [])
            if span.sighting in alike:
                alike.remove(span.sighting)
                still.append(span)
            else:
                ended.append(span._replace(until=moment))
        standing = still + [_Span(s, moment) for alike in now.values() for s in alike]
    return ended + standing
