"""``infer``: from sightings to a journey."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.errors import NoAnswerError, UsageError
from railsight.inference.alternatives import alternatives_of
from railsight.inference.destinations import DETOUR_M, DETOUR_SHARE, Goal, Ranking, Telling, arrival, rank, trip_start
from railsight.inference.evidence import (
    AIM_EVENTS,
    Evidence,
    Observation,
    gather,
    hours,
    known,
    known_by,
    moment,
    spots_of,
)
from railsight.inference.explain import explanation_of, hypotheses_of, if_right, rejected_of, used_of, warnings_of
from railsight.inference.goals import Towns, goals_of, towns_of
from railsight.inference.memory import Memory
from railsight.inference.ordering import Belief, believe
from railsight.inference.passages import passages_of, route_of
from railsight.inference.position import sampled
from railsight.inference.timing import Chain, Clash, Node, chain_of
from railsight.inference.transition import SAME_PLACE_M
from railsight.inference.ways import ways_of
from railsight.model import AREA_KINDS, Candidate, Deferred, Destination, Journey, Revision, Sighting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.timing import Spread
    from railsight.inference.ways import Ways
    from railsight.model import Place, Profile, Spot
    from railsight.network import Network

# The history goes back this many sightings at most.
_REVISIONS = 40
# How long before the first sighting a train may be asked for.
_BEFORE_H = 240.0
# Moments that differ by less are one.
_SECOND_H = 1 / 3600
_NO_SIGHTING = "no sighting of the train that has a time and a place on the network"


def infer(
    sightings: Sequence[Sighting],
    network: Network,
    profile: Profile,
    *,
    destinations: Sequence[tuple[Place, float | None]] = (),
    places: Sequence[Place] = (),
    as_of: datetime | None = None,
    case: str = "",
    title: str = "",
) -> Journey:
    """The journey that sightings tell of.

    ``destinations`` are the only places to weigh, each with a prior or None. Without them those named in the sightings
    are weighed and, without those too, ``places`` with inhabitants (else the ends and junctions of the network); then
    the probabilities listed sum to less than 1, and the rest is elsewhere on the network. ``as_of`` hides all that was
    not known by then.
    The order of the sightings does not matter, and a copy of one adds no certainty. Raises NoAnswerError when there is
    no sighting to start from, InfeasibleJourneyError when two of equal standing cannot both be and nothing decides.
    """
    if as_of is not None and as_of.tzinfo is None:
        raise UsageError("as_of has no zone", hint="write it like 2023-09-12T06:00+10:00")
    if destinations and all(prior == 0 for _, prior in destinations):
        raise UsageError("every destination has a prior of 0", hint="give at least one of them more, or none a prior")
    kept = known(sightings, as_of)
    if sightings and not kept:
        first = min(t for s in sightings if (t := known_by(s)) is not None)
        raise NoAnswerError(
            "nothing was known by then", hint=f"the first sighting became known {first:%Y-%m-%d %H:%M} UTC"
        )
    ways = ways_of(network, profile)
    towns = None if destinations else towns_of(places, ways)
    evidence, belief, absent, ranking = _understand(kept, ways, destinations, towns)
    chain = belief.chain
    route = route_of(chain)
    passages = passages_of(chain, route)
    used = used_of(belief, route, absent)
    rejected = rejected_of(belief, evidence, absent)
    alternatives = alternatives_of(belief.stories, route, evidence.expected)
    journey = Journey(
        case=case,
        profile=profile,
        path=route.path,
        passages=passages,
        used=used,
        rejected=rejected,
        alternatives=alternatives,
        destinations=tuple(_destination(g, ways) for g in ranking.goals),
        history=Deferred(lambda: _history(kept, ways, destinations, towns)),
        others=evidence.others,
        as_of=as_of or _latest_known(kept),
        title=title,
        unlisted=ranking.unlisted,
        hypotheses=hypotheses_of(belief),
        warnings=warnings_of(
            belief, evidence, [place for place, _ in destinations], ways, absent, ranked=bool(ranking.goals)
        ),
    )
    seen = [p.likely for p in passages if p.told]
    return replace(
        journey,
        positions=Deferred(lambda: sampled(journey, network, seen)),
        explanation=Deferred(lambda: explanation_of(journey, belief, evidence)),
    )


def _understand(
    kept: Sequence[Sighting],
    ways: Ways,
    given: Sequence[tuple[Place, float | None]],
    towns: Towns | None,
    *,
    timed: bool = True,
    memory: Memory | None = None,
) -> tuple[Evidence, Belief, tuple[Absence, ...], Ranking]:
    evidence = gather(kept, ways)
    if not evidence.passages:
        raise NoAnswerError(_NO_SIGHTING, hint=_why_none(evidence))
    belief, absent = _with_absences(believe(evidence.passages, ways, memory), evidence)
    belief = _retold(belief, evidence)
    tellings = []
    for number, story in enumerate(belief.stories):
        goals = goals_of(given, evidence, story.chain, trip_start(story.chain), towns)
        tellings.append(Telling(story.probability, story.chain, goals, number, if_right(belief, story)))
    return evidence, belief, absent, rank(tellings, evidence, timed=timed)


def _retold(belief: Belief, evidence: Evidence) -> Belief:
    """The stories with what was said of places where the train had not come by a time."""
    likely, *others = belief.stories
    told = [replace(s, chain=_with_absences(replace(belief, chain=s.chain), evidence)[0].chain) for s in others]
    return replace(belief, stories=(replace(likely, chain=belief.chain), *told))


def _why_none(evidence: Evidence) -> str:
    if evidence.unplaced:
        sighting, reason = evidence.unplaced[0]
        return reason if reason.startswith(sighting.place.name) else f"{sighting.place.name}: {reason}"
    if evidence.aims:
        return "only destinations are named: give one place where the train was seen (event: seen), with a time"
    return "give a report that says where and when the train was seen"


def _latest_known(kept: Sequence[Sighting]) -> datetime | None:
    return max((t for s in kept if (t := known_by(s)) is not None), default=None)


# ---------------------------------------------------------------- not there yet


@dataclass(frozen=True, slots=True)
class Absence:
    """What became of a sighting that says where the train was not: taken up (with the km it bears on) or why not."""

    observation: Observation
    taken: bool
    reason: str
    spot: Spot | None = None
    conflicts_with: str | None = None


def _with_absences(belief: Belief, evidence: Evidence) -> tuple[Belief, tuple[Absence, ...]]:
    """Take up what was said of places where the train had not come by a time, one by one."""
    out = []
    for o in evidence.absences:
        chain, absence = _take_up(belief.chain, o)
        belief = replace(belief, chain=chain)
        out.append(absence)
    return belief, tuple(out)


def _take_up(chain: Chain, o: Observation) -> tuple[Chain, Absence]:
    until = o.hi
    spot = o.spots[0]
    there = _standing_then(chain, spot, until)
    if there is not None:
        seen = there.observation
        reason = f"it had arrived there by {moment(seen.hi):%d %b %H:%M} UTC, {seen.key} says, and nothing says it left"
        return chain, Absence(o, False, reason, spot, there.observation.members[0].id)
    for k, (a, b) in enumerate(pairwise(chain.nodes)):
        first, second = chain.ways.metres(a.spot, spot), chain.ways.metres(spot, b.spot)
        if first is None or second is None or first + second - chain.legs[k].length_m > 1000.0:
            continue
        if chain.bounds.latest[k + 1] <= until and second > 1000.0:
            return chain, Absence(o, False, f"{b.observation.name} beyond it was reached before", spot)
        if chain.bounds.earliest[k] >= until:
            continue
        if second <= 1000.0 or first <= 1000.0:
            trial = _later(chain, k + 1 if second <= 1000.0 else k, until)
        else:
            not_yet = replace(o, event="passed", lo=until, hi=chain.bounds.latest[k + 1])
            trial = chain_of([*chain.nodes[: k + 1], Node(not_yet, spot), *chain.nodes[k + 1 :]], chain.ways)
        if isinstance(trial, Clash):
            return chain, Absence(o, False, "the train was beyond it by then, others say", spot)
        return trial, Absence(o, True, f"not at {o.name} before {moment(until):%d %b %H:%M} UTC", spot)
    return chain, Absence(o, True, "it bears on the way ahead only", spot)


def _standing_then(chain: Chain, spot: Spot, at_h: float) -> Node | None:
    """The arrival after which the train stands at a spot at a moment, as far as is told; None where it may not."""
    last = chain.nodes[-1]
    if chain.bounds.latest[-1] >= at_h:
        return None
    metres = chain.ways.metres(last.spot, spot)
    return last if last.observation.stands and metres is not None and metres <= SAME_PLACE_M else None


def _later(chain: Chain, k: int, until: float) -> Chain | Clash:
    node = chain.nodes[k]
    if node.observation.hi < until:
        return Clash(k, k, None, 0.0)
    later = replace(node.observation, lo=max(node.observation.lo, until))
    return chain_of([*chain.nodes[:k], replace(node, observation=later), *chain.nodes[k + 1 :]], chain.ways)


# ---------------------------------------------------------------- destinations


def _destination(goal: Goal, ways: Ways) -> Destination:
    return Destination(
        place=goal.place,
        probability=goal.probability,
        rail_km_left=goal.left_m / 1000.0,
        earliest=moment(goal.eta[0]),
        likely=moment(goal.eta[1]),
        latest=moment(goal.eta[2]),
        why=goal.why,
        path=ways.path((goal.start, goal.spot)),
        hypothesis=goal.story,
    )


def _history(
    kept: Sequence[Sighting], ways: Ways, given: Sequence[tuple[Place, float | None]], towns: Towns | None
) -> tuple[Revision, ...]:
    """The ranking with one more sighting each time, in the order they became known, then in that of their own times.

    What became known together is taken up with the goals named in it first.
    """
    timed = [(at, s) for s in kept if (at := known_by(s)) is not None and s.subject == "train"]
    always = [s for s in kept if known_by(s) is None]
    timed.sort(
        key=lambda x: (x[0], x[1].event not in AIM_EVENTS, x[1].interval.middle if x[1].interval else x[0], x[1].id)
    )
    out = []
    memory = Memory()
    for n in range(max(1, len(timed) - _REVISIONS + 1), len(timed) + 1):
        try:
            told = [*always, *(s for _, s in timed[:n])]
            *_, found = _understand(told, ways, given, towns, timed=False, memory=memory)
        except NoAnswerError:
            continue
        ranking = tuple((g.place.name, g.probability) for g in found.goals)
        if ranking:
            out.append(Revision(timed[n - 1][0], timed[n - 1][1].id, ranking))
    return tuple(out)


# ---------------------------------------------------------------- when at a place


def when_at(
    sightings: Sequence[Sighting],
    network: Network,
    profile: Profile,
    place: Place,
    *,
    event: str = "arrived",
    after: datetime | None = None,
    before: datetime | None = None,
    as_of: datetime | None = None,
) -> tuple[datetime, datetime, datetime] | None:
    """When the train was or will be at a place: earliest, likely, latest (80 %); None when it cannot be said.

    With ``before`` the place is taken to lie between the sightings around (``after``, ``before``): an interpolation;
    without, after the last sighting: a forecast. ``event`` is what happened there (``departed`` adds a stay).
    """
    ways = ways_of(network, profile)
    evidence = gather(known(sightings, as_of), ways)
    if not evidence.passages:
        raise NoAnswerError(_NO_SIGHTING, hint=_why_none(evidence))
    chain = believe(evidence.passages, ways).chain
    sighting = Sighting("asked", (Candidate(place, 1.0),), event, "reported")  # type: ignore[arg-type]
    spots, weights = spots_of(sighting, ways)
    if not spots or ways.metres(chain.nodes[-1].spot, spots[0]) is None:
        return None
    where = tuple((s, w / sum(weights)) for s, w in zip(spots, weights, strict=True))
    spread = _when(chain, sighting, where if place.kind in AREA_KINDS else where[:1], after, before)
    return None if spread is None else (moment(spread[0]), moment(spread[1]), moment(spread[2]))


def _when(
    chain: Chain,
    asked: Sighting,
    where: tuple[tuple[Spot, float], ...],
    after: datetime | None,
    before: datetime | None,
) -> Spread | None:
    k = len(chain.nodes)
    if before is not None:
        k = next((i for i, n in enumerate(chain.nodes) if _mid(n) > hours(before) - _SECOND_H), k)
    if after is not None:
        k = max(k, max((i + 1 for i, n in enumerate(chain.nodes) if _mid(n) < hours(after) + _SECOND_H), default=0))
    if k == len(chain.nodes):
        return arrival(chain, where[0][0], event=asked.event, spots=where)
    where = _on_the_way(chain, k, where)
    spot = max(where, key=lambda x: x[1])[0]
    lo = chain.bounds.earliest[k - 1] if k else chain.bounds.earliest[0] - _BEFORE_H
    seen = Observation("asked", (asked,), asked.event, lo, chain.bounds.latest[k], 1.0, (spot,), (1.0,))
    node = Node(seen, spot, spots=where if len(where) > 1 else ())
    trial = chain_of([*chain.nodes[:k], node, *chain.nodes[k:]], chain.ways, fine=k)
    return None if isinstance(trial, Clash) else trial.spreads[k]


def _on_the_way(chain: Chain, k: int, where: tuple[tuple[Spot, float], ...]) -> tuple[tuple[Spot, float], ...]:
    """The spots of a place that a train meets between two nodes: those far off its way count little."""
    detours = [_detour_m(chain, k, spot) for spot, _ in where]
    least = min(detours)
    if least == float("inf"):
        return where[:1]
    slack_m = max(DETOUR_M, DETOUR_SHARE * least)
    weights = [share * math.exp(-(d - least) / slack_m) for (_, share), d in zip(where, detours, strict=True)]
    total = sum(weights)
    return tuple((spot, w / total) for (spot, _), w in zip(where, weights, strict=True) if w > 0.01 * total)


def _detour_m(chain: Chain, k: int, spot: Spot) -> float:
    """Metres from the node before position ``k`` by way of a spot to the node at it."""
    before = chain.ways.metres(chain.nodes[k - 1].spot, spot) if k else 0.0
    beyond = chain.ways.metres(spot, chain.nodes[k].spot)
    return float("inf") if before is None or beyond is None else before + beyond


def _mid(node: Node) -> float:
    return (node.observation.lo + node.observation.hi) / 2
