"""``when_at``: when the train was at a place by the journey so far, or when it would be there.

Where the journey has been at a place, or has come through it, that is the answer. What it has not passed lies between
the sightings around the moments asked for (an interpolation), or ahead of the last one (a forecast).
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from railsight.errors import UsageError
from railsight.inference.absences import held_up, leads_by, share_by
from railsight.inference.arrivals import arrival
from railsight.inference.evidence import PASSAGE_EVENTS, RIGHT, Observation, gather, hours, known, moment, spots_of
from railsight.inference.journey import asked_of, not_there, nothing_seen
from railsight.inference.ordering import believe
from railsight.inference.position import OTHER_STORY, if_right, matters
from railsight.inference.timing import Chain, Node, chain_of
from railsight.inference.transition import SAME_PLACE_M
from railsight.inference.trips import DETOUR_M, DETOUR_SHARE
from railsight.inference.ways import ways_of
from railsight.model import AREA_KINDS, EVENTS, Candidate, Name, Sentence, Sighting, Times, joined
from railsight.model.places import check_place
from railsight.times import as_moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from railsight.inference.absences import Absence
    from railsight.inference.ordering import Belief, Story
    from railsight.inference.timing import Spread
    from railsight.inference.ways import Ways
    from railsight.model import Place, Profile, Spot
    from railsight.model.reading import EventKind
    from railsight.network import Network

# How long before the first sighting the train is looked for.
_BEFORE_H = 240.0
# Spots of a place with less than this share of the weight of all are left out: they hardly move the times.
_LEAST_SPOT = 0.01
# Moments that differ by less than this count as equal.
_SECOND_H = 1 / 3600
# Of what is less likely than this nothing is said: a run so fast, or a time within the moments asked for.
_HARDLY = 0.01
# What is taken for granted of a place where the journey has not been.
_AHEAD, _BETWEEN = "if it goes to {place}", "if it was at {place} between the sightings around"
_THERE_FOR_A_MOMENT = frozenset({"departed", "passed", "crossed"})
_COMES = frozenset({"arrived", "passed", "crossed"})  # of a visit these tell when it began, whatever was seen of it

# The times (hours since 1970) of something, given that it is between two moments; None where that can hardly be.
_Times: TypeAlias = Callable[[float, float], "Spread | None"]


def when_at(
    sightings: Sequence[Sighting],
    network: Network,
    profile: str | Profile,
    place: Place,
    *,
    event: str = "arrived",
    after: datetime | str | None = None,
    before: datetime | str | None = None,
    as_of: datetime | str | None = None,
) -> Times | None:
    """When the train was or will be at a place: earliest, likely, latest (80 %); None when it cannot be said.

    A place where it was seen, or that it came through, is answered by that: of several times by the last, with
    ``after`` by the first after that moment. Any other place is ahead of the last sighting: a forecast; or with
    ``before`` taken to lie between the sightings around (``after``, ``before``): an interpolation. The answer lies
    between the two moments. ``event`` is what happened there: departed, arrived, stopped, passed, crossed or seen
    (``departed`` adds a stay). That the place is the train's goal is not assumed: an arrival that a destination is
    given with is often kept for the morning. ``assumes`` of the answer says what it rests on. Times may be texts too:
    ``"2023-09-12T18:30+09:00"``.
    """
    after, before, as_of = as_moment("after", after), as_moment("before", before), as_moment("as_of", as_of)
    sightings, profile = asked_of(sightings, profile, after=after, before=before, as_of=as_of)
    check_place(place)
    if event not in PASSAGE_EVENTS:
        can_be = ", ".join(e for e in EVENTS if e in PASSAGE_EVENTS)
        raise UsageError(f"nothing happens at a place by the event {event!r}", hint=f"an event there is {can_be}")
    if after is not None and before is not None and after > before:
        raise UsageError(
            f"after ({after.isoformat()}) is later than before ({before.isoformat()})", hint="give the earlier as after"
        )
    lo = -math.inf if after is None else hours(after) + _SECOND_H
    hi = math.inf if before is None else hours(before) - _SECOND_H
    ways = ways_of(network, profile)
    with ways.lock:
        asked = _asked(known(sightings, as_of), ways, place, event)
        found = None if asked is None else _when_at(asked, lo, hi)
    if asked is None or found is None:
        return None
    spread, how = found
    assumes = joined([*([Sentence(how, place=Name(place.name))] if how else []), *_if_right(asked.belief, spread[1])])
    return Times(_moments(spread), assumes, forecast=how == _AHEAD)


def _if_right(belief: Belief, at_h: float) -> Iterator[Sentence]:
    """The contradicted sightings that a time rests on, with the probability that these are right."""
    others = [story for story in belief.stories[1:] if story.wrong and _bears(belief, story, at_h)]
    wrong = [i for story in others if story.probability >= OTHER_STORY for i in story.wrong]
    if wrong:
        places = joined(dict.fromkeys(belief.observations[i].told_place for i in wrong), ", ")
        yield if_right(places, 1 - sum(story.probability for story in others))


def _bears(belief: Belief, story: Story, at_h: float) -> bool:
    """Whether it matters at a moment if a story is true."""
    differ = [belief.observations[i] for i in (*story.right, *story.wrong)]
    common = [n.observation for n in belief.chain.nodes if n.index >= 0 and n.index not in story.wrong]
    return matters(at_h, [(o.lo, o.hi) for o in differ], [(o.lo, o.hi) for o in common])


def when_hidden(
    sightings: Sequence[Sighting],
    network: Network,
    profile: str | Profile,
    place: Place,
    *,
    event: str,
    after: datetime,
    before: datetime | None = None,
    as_of: datetime | None = None,
) -> tuple[datetime, datetime, datetime] | None:
    """When the train was at a place where it was seen, if that sighting is hidden: by what the others say alone.

    ``after`` and ``before`` are the middles of the sightings around it. They say between which it was, and no more:
    the answer is not cut off there. Without ``before`` it is a forecast.
    """
    sightings, profile = asked_of(sightings, profile, after=after, before=before, as_of=as_of)
    ways = ways_of(network, profile)
    with ways.lock:
        asked = _asked(known(sightings, as_of), ways, place, event)
        hi = math.inf if before is None else hours(before) - _SECOND_H
        spread = None if asked is None else asked.between(hours(after) + _SECOND_H, hi, cut=False)
    return None if spread is None else _moments(spread)


def _moments(spread: Spread) -> tuple[datetime, datetime, datetime]:
    return moment(spread[0]), moment(spread[1]), moment(spread[2])


def _when_at(asked: _Asked, lo: float, hi: float) -> tuple[Spread, str] | None:
    """The times of the visit asked for; if there is none, of one ahead, or between two sightings, and what that takes
    for granted.
    """
    for visit in asked.visits() if lo > -math.inf else reversed([*asked.visits()]):
        at = visit.at
        if at is not None and lo <= at <= hi:
            times, how = visit.times(lo, hi), ""
            break
    else:
        times, how = asked.between(lo, hi), _BETWEEN if asked.places_between(lo, hi) else _AHEAD
    return None if times is None else (times, how)


def _asked(kept: tuple[Sighting, ...], ways: Ways, place: Place, event: str) -> _Asked | None:
    """The question, if there is a way to the place."""
    belief, chain, absences = _believed(kept, ways)
    event = "passed" if event == "seen" else event  # from when on it may be seen, not at some moment of a stay
    sighting = Sighting("asked", (Candidate(place, 1.0),), event, "reported")  # type: ignore[arg-type]
    spots, weights = spots_of(sighting, ways)
    if not spots or ways.metres(chain.nodes[-1].spot, spots[0]) is None:
        return None
    where = tuple((s, w / sum(weights)) for s, w in zip(spots, weights, strict=True))
    return _Asked(belief, chain, absences, sighting, where if place.kind in AREA_KINDS else where[:1])


def _believed(kept: tuple[Sighting, ...], ways: Ways) -> tuple[Belief, Chain, tuple[Absence, ...]]:
    """What is believed of the sightings, the chain with its times moved by where the train was not, and where.

    Worked out once for all questions that follow one another about the same sightings.
    """
    last = ways.last_believed
    if last is None or len(last[0]) != len(kept) or not all(map(operator.is_, last[0], kept)):
        evidence = gather(kept, ways)
        if not evidence.passages:
            raise nothing_seen(evidence)
        belief = believe(evidence.passages, ways, aims=evidence.aims)
        chain, absences = not_there(belief.chain, evidence)
        last = ways.last_believed = kept, belief, chain, absences
    return last[1:]


@dataclass(frozen=True, slots=True)
class _Visit:
    """One time that the chain is at a place: its times, and the ``seen`` node that tells of it, if one does."""

    times: _Times
    seen: Node | None = None

    @property
    def at(self) -> float | None:
        """The hour by which it is before or after a moment: of what was seen the middle of its interval."""
        if self.seen is not None:
            return (self.seen.observation.lo + self.seen.observation.hi) / 2
        likely = self.times(-math.inf, math.inf)
        return None if likely is None else likely[1]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question for an event at a place: what is believed, its chain with the times moved by where the train was not,
    and the spots of the place with shares, the likeliest first."""

    belief: Belief
    chain: Chain
    absences: Sequence[Absence]
    sighting: Sighting
    where: tuple[tuple[Spot, float], ...]

    def visits(self) -> Iterator[_Visit]:
        """Every time that the chain is at the place, or comes through it, in order of time."""
        chain, at = self.chain, [self._is_there(node) for node in self.chain.nodes]
        first = 0
        for k in range(len(at)):
            stays = at[k] and k + 1 < len(at) and at[k + 1] and k not in chain.away
            if at[k] and not stays:
                yield self._stay(first, k)
            if not stays:
                first = k + 1
            if k + 1 < len(at) and not at[k] and not at[k + 1] and self._comes_by(k):
                # the journey tells of it as passed: what says that it stopped there?
                passed = self if self.sighting.event == "departed" else self.asking("passed")
                yield passed._inserted(k + 1)

    def asking(self, event: EventKind) -> _Asked:
        """The same question for another event."""
        return replace(self, sighting=replace(self.sighting, event=event))

    def _is_there(self, node: Node) -> bool:
        if node.observation.place.id == self.sighting.place.id:
            return True
        apart_m = (self.chain.ways.metres(node.spot, spot) for spot, _ in self.where)
        return any(metres is not None and metres < SAME_PLACE_M for metres in apart_m)

    def _comes_by(self, k: int) -> bool:
        """Whether leg ``k`` of the chain leads through the place."""
        leg, ends = self.chain.legs[k], (self.chain.nodes[k].spot, self.chain.nodes[k + 1].spot)
        ways = self.chain.ways
        return any(leads_by(ways, ends, spot, leg.length_m, shortest=leg.shortest) for spot, _ in self.where)

    def _stay(self, first: int, last: int) -> _Visit:
        """The event asked for, where the nodes from ``first`` to ``last`` are at the place."""
        nodes = self.chain.nodes
        if self.sighting.event == "departed" and nodes[last].observation.event not in _THERE_FOR_A_MOMENT:
            return self._inserted(last + 1) if last + 1 < len(nodes) else _Visit(self.ahead)
        if self.sighting.event in ("arrived", "stopped") and nodes[first].observation.event == "departed":
            return self._inserted(first)
        moments = (i for i in range(first, last + 1) if nodes[i].observation.event in _COMES)
        k = last if self.sighting.event == "departed" else next(moments, first)
        return _Visit(lambda lo, hi: _timed(self.chain, k, lo, hi), nodes[k] if nodes[k].index >= 0 else None)

    def _inserted(self, k: int) -> _Visit:
        """The event asked for between node ``k`` of the chain and the one before it."""
        return _Visit(lambda lo, hi: self._between_nodes(k, lo, hi))

    def ahead(self, lo: float, hi: float) -> Spread | None:
        """The event asked for after the last node of the chain."""
        spot = self.where[0][0]
        held = held_up(self.chain, spot, self.absences)
        coming = arrival(held.chain, spot, held.not_before, event=self.sighting.event, spots=self.where)
        within = coming.within(lo, hi, least=_HARDLY)
        return None if within is None else within.spread

    def between(self, lo: float, hi: float, *, cut: bool = True) -> Spread | None:
        """The event asked for between the sightings around two moments, where it means the least detour; between the
        moments themselves if ``cut``."""
        window = (lo, hi) if cut else (-math.inf, math.inf)
        places = self.places_between(lo, hi)
        return self._between_nodes(min(places, key=self._least_detour_m), *window) if places else self.ahead(*window)

    def places_between(self, lo: float, hi: float) -> range:
        """The places in the chain between the sightings around two moments; none where that is after the last one."""
        nodes = self.chain.nodes
        mids = [(n.observation.lo + n.observation.hi) / 2 if n.index >= 0 else None for n in nodes]
        end = next((i for i, m in enumerate(mids) if m is not None and m >= hi), len(nodes))
        sooner = max((i + 1 for i, m in enumerate(mids) if m is not None and m <= lo), default=None)
        if sooner is not None:
            end = next((i for i in range(max(end, sooner), len(nodes)) if mids[i] is not None), len(nodes))
        if end == len(nodes):
            return range(0)
        first = sooner if sooner is not None else max((i + 1 for i in range(end) if mids[i] is not None), default=0)
        return range(first, end + 1)

    def _between_nodes(self, k: int, lo: float, hi: float) -> Spread | None:
        chain = self.chain
        where = self._on_the_way(k)
        spot = max(where, key=lambda x: x[1])[0]
        first = chain.bounds.earliest[k - 1] if k else chain.bounds.earliest[0] - _BEFORE_H
        times = first, chain.bounds.latest[k]
        there = Observation(
            "asked", (self.sighting,), self.sighting.event, *times, RIGHT[self.sighting.status], (spot,), (1.0,)
        )
        node = Node(there, spot, spots=where if len(where) > 1 else ())
        trial = chain_of([*chain.nodes[:k], node, *chain.nodes[k:]], chain.ways, fine=k)
        return _timed(trial, k, lo, hi) if isinstance(trial, Chain) and not _too_fast(trial, k) else None

    def _on_the_way(self, k: int) -> tuple[tuple[Spot, float], ...]:
        """The spots of the place with their shares, less the farther they are off the route between two nodes."""
        detours = [self._detour_m(k, spot) for spot, _ in self.where]
        least = min(detours)
        if least == math.inf:
            return self.where[:1]
        slack_m = max(DETOUR_M, DETOUR_SHARE * least)
        weights = [share * math.exp(-(d - least) / slack_m) for (_, share), d in zip(self.where, detours, strict=True)]
        total = sum(weights)
        pairs = zip(self.where, weights, strict=True)
        return tuple((spot, w / total) for (spot, _), w in pairs if w > _LEAST_SPOT * total)

    def _least_detour_m(self, k: int) -> float:
        return min(self._detour_m(k, spot) for spot, _ in self.where)

    def _detour_m(self, k: int, spot: Spot) -> float:
        """Metres from the node before position ``k`` through a spot to the node at it."""
        chain = self.chain
        before = chain.ways.metres(chain.nodes[k - 1].spot, spot) if k else 0.0
        beyond = chain.ways.metres(spot, chain.nodes[k].spot)
        return math.inf if before is None or beyond is None else before + beyond


def _too_fast(chain: Chain, k: int) -> bool:
    """Whether a train hardly ever runs as fast as it must have to be at node ``k`` between its neighbours."""
    bounds = chain.bounds
    legs = (i for i in (k - 1, k) if 0 <= i < len(chain.laws) and chain.legs[i].length_m >= SAME_PLACE_M)
    return any(chain.laws[i].quantile(_HARDLY) > bounds.latest[i + 1] - bounds.earliest[i] for i in legs)


def _timed(chain: Chain, k: int, lo: float, hi: float) -> Spread | None:
    """The times of node ``k`` of a chain, given that it is between two moments; None where that can hardly be."""
    earliest, latest = chain.bounds.earliest[k], chain.bounds.latest[k]
    if lo <= earliest and latest <= hi:
        return chain.spreads[k]
    if share_by(chain, k, hi) - share_by(chain, k, lo) < _HARDLY:
        return None
    node = chain.nodes[k]
    told = replace(node.observation, lo=max(lo, earliest), hi=min(hi, latest))
    nodes = [*chain.nodes[:k], replace(node, observation=told), *chain.nodes[k + 1 :]]
    made = chain_of(nodes, chain.ways, fine=k) if told.lo <= told.hi else None
    return made.spreads[k] if isinstance(made, Chain) and not _too_fast(made, k) else None
