"""``infer``: from sightings to a journey."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from railsight.errors import NoAnswerError, UsageError
from railsight.inference.absences import with_absences
from railsight.inference.alternatives import alternatives_of, rerouted
from railsight.inference.called import called_apart, key_of
from railsight.inference.credit import credit_in
from railsight.inference.destinations import Goal, Ranking, Telling, rank
from railsight.inference.evidence import (
    Evidence,
    gather,
    heard,
    is_announced,
    known,
    moment,
)
from railsight.inference.explain import (
    explanation_of,
    hypotheses_of,
    if_right,
    rejected_of,
    used_of,
    warnings_of,
    withdrawn_of,
)
from railsight.inference.goals import goals_of, unnamed_goals
from railsight.inference.history import Asked, Step, steps_of
from railsight.inference.memory import Memory
from railsight.inference.ordering import Belief, believe
from railsight.inference.passages import passages_of, route_of
from railsight.inference.position import sampled
from railsight.inference.timing import Chain
from railsight.inference.towns import Towns, towns_of
from railsight.inference.trips import trip_start
from railsight.inference.ways import ways_of
from railsight.model import Deferred, Destination, Journey, Revision, Sighting
from railsight.model.checks import check_aware, check_made, check_priors, unheard_of
from railsight.routing import profile as named_profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from railsight.inference.absences import Absence
    from railsight.inference.called import PlaceKey, RegionOf
    from railsight.inference.ways import Ways
    from railsight.model import Place, Profile
    from railsight.network import Network


def infer(
    sightings: Sequence[Sighting],
    network: Network,
    profile: str | Profile,
    *,
    destinations: Sequence[tuple[Place, float | None]] = (),
    places: Sequence[Place] = (),
    as_of: datetime | None = None,
    case: str = "",
    title: str = "",
    then: Callable[[datetime], Asked] | None = None,
    region: Callable[[Place], Place | None] | None = None,
) -> Journey:
    """The journey that sightings tell of.

    ``destinations`` are the only places to weigh, each with a prior or None. Without them those named in the sightings
    are weighed and, without those too, ``places`` with inhabitants (else the ends and junctions of the network); then
    the probabilities listed sum to less than 1, and the rest is elsewhere on the network. ``as_of`` hides all that was
    not known by then. The history asks the same as of earlier moments; ``then`` says what is asked at each, if more
    than that depends on the sightings known. ``region`` gives the region that a place lies in, or None: goals that
    share a name are told with it.
    The order of the sightings does not matter, and a copy of one adds no certainty. Raises NoAnswerError when there is
    no sighting to start from, InfeasibleJourneyError when two of equal standing cannot both be and nothing decides.
    """
    sightings, profile = asked_of(sightings, profile, as_of=as_of)
    check_priors(destinations)
    if destinations and all(prior == 0 for _, prior in destinations):
        raise UsageError("every destination has a prior of 0", hint="give at least one of them more, or none a prior")
    if (unheard := unheard_of(destinations)) is not None:
        raise UsageError(
            f"the priors of the destinations sum to 1 or more: nothing is left for {unheard.name}, which has none",
            hint="give every destination a prior, or those that have one less",
        )
    told = heard(sightings, as_of)
    if sightings and not told:
        first = min(t for s in sightings if (t := s.known_by) is not None)
        raise NoAnswerError(
            "nothing was known by then", hint=f"the first sighting became known {first:%Y-%m-%d %H:%M} UTC"
        )
    ways = ways_of(network, profile)
    asked = then or (lambda _: Asked(sightings, destinations, places))
    history = partial(_history, sightings, ways, asked, as_of, region)
    retold = (s for s in sightings if s.stands_until is not None and (as_of is None or s.stands_until <= as_of))
    with ways.lock:
        made = _journey(told, ways, destinations, places, as_of, history, region)
    return replace(made, case=case, title=title, retold=tuple(retold))


def asked_of(
    sightings: Iterable[Sighting], profile: str | Profile, **times: datetime | None
) -> tuple[tuple[Sighting, ...], Profile]:
    """The question, checked. UsageError for what is no sighting, no train, or a time without a zone."""
    if isinstance(sightings, Journey):
        raise UsageError("a journey is no sequence of sightings", hint="ask the journey itself: journey.when_at(place)")
    told = tuple(sightings if isinstance(sightings, Iterable) else (sightings,))
    for one in told:
        check_made(one, Sighting, "railsight.read(...).sightings are those of reports")
    for name, at in times.items():
        if at is not None:
            check_aware(name, at)
    return told, named_profile(profile)


def _journey(
    told: Sequence[Sighting],
    ways: Ways,
    destinations: Sequence[tuple[Place, float | None]],
    places: Sequence[Place],
    as_of: datetime | None,
    history: Callable[[Mapping[PlaceKey, Place]], tuple[Revision, ...]],
    region: RegionOf | None,
) -> Journey:
    """The journey of the sightings told by a moment (all, without one); the caller holds the lock of ``ways``."""
    kept = known(told, as_of)
    towns = None if destinations else towns_of(places, ways)
    evidence, belief, tellings, ranking = _understand(kept, ways, destinations, towns)
    chain, absent = belief.chain, tellings[0].absences
    route = route_of(chain)
    passages = passages_of(chain, route)
    used = used_of(belief, route, absent)
    rejected = (*rejected_of(belief, evidence, absent), *withdrawn_of(told, as_of))
    called = called_apart((g.place for g in ranking.goals), region)
    alternatives = alternatives_of(tellings, route, evidence.expected, places)
    journey = Journey(
        case="",
        profile=ways.profile,
        path=route.path,
        passages=passages,
        used=used,
        rejected=rejected,
        alternatives=alternatives,
        destinations=tuple(_destination(g, called[key_of(g.place)], tellings[g.story], ways) for g in ranking.goals),
        history=Deferred(lambda: history(called), lock=ways.lock),
        others=evidence.others,
        as_of=as_of or _latest_known(told),
        unlisted=ranking.unlisted,
        hypotheses=hypotheses_of(belief),
        warnings=warnings_of(
            belief, evidence, [place for place, _ in destinations], ways, absent, ranked=bool(ranking.goals)
        ),
    )
    seen = [p.likely for p in passages if p.told]
    return replace(
        journey,
        positions=Deferred(lambda: sampled(journey, ways.network, seen), lock=ways.lock),
        explanation=Deferred(lambda: explanation_of(journey, belief, evidence), lock=ways.lock),
    )


class _Understood(NamedTuple):
    """What sightings tell. The chain of ``belief`` is that of the first telling, which includes the absences."""

    evidence: Evidence
    belief: Belief
    tellings: tuple[Telling, ...]
    ranking: Ranking


def _understand(
    kept: Sequence[Sighting],
    ways: Ways,
    given: Sequence[tuple[Place, float | None]],
    towns: Towns | None,
    *,
    timed: bool = True,
    memory: Memory | None = None,
) -> _Understood:
    evidence = gather(kept, ways)
    if not evidence.passages:
        raise nothing_seen(evidence)
    belief = believe(evidence.passages, ways, memory, evidence.aims)
    tellings = []
    for number, story in enumerate(belief.stories):
        chain, absences = not_there(story.chain, evidence)
        start = trip_start(chain)
        goals = goals_of(given, evidence, chain, start, towns, credit_in(belief, story))
        unnamed = partial(unnamed_goals, chain, start, towns)
        tellings.append(Telling(story, chain, absences, goals, unnamed, number, if_right(belief, story)))
    belief = replace(belief, chain=tellings[0].chain)
    return _Understood(evidence, belief, tuple(tellings), rank(tellings, evidence, timed=timed))


def not_there(chain: Chain, evidence: Evidence) -> tuple[Chain, tuple[Absence, ...]]:
    """The chain with its routes and times moved by the negative sightings, and what became of each of these."""
    return with_absences(rerouted(chain, evidence.expected, evidence.absences), evidence.absences)


def nothing_seen(evidence: Evidence) -> NoAnswerError:
    """That there is nothing to start from, and why or what is missing."""
    none = "no sighting of the train that has a time and a place on the network"
    if evidence.unplaced:
        sighting, reason = evidence.unplaced[0]
        return NoAnswerError(f"{none}: {reason if 'place' in reason.values else f'{sighting.place.name}: {reason}'}")
    if evidence.aims:
        hint = "only destinations are named: give one place where the train was seen (event: seen), with a time"
        return NoAnswerError(none, hint=hint)
    return NoAnswerError(none, hint="give a report that says where and when the train was seen")


def _latest_known(told: Sequence[Sighting]) -> datetime | None:
    """The latest time at which a sighting became known. Announcements count only if there is nothing else.

    An announcement without the time when it was made was known before its own time: "expected tomorrow" does not
    mean that all is known up to tomorrow.
    """
    times = [(is_announced(s), t) for s in told if (t := s.known_by) is not None]
    times += [(False, at) for s in told for at in (s.withdrawn_at, s.stands_from) if at is not None]
    return max((t for ahead, t in times if not ahead), default=max((t for _, t in times), default=None))


# ---------------------------------------------------------------- destinations


def _destination(goal: Goal, called: Place, telling: Telling, ways: Ways) -> Destination:
    here_km = route_of(telling.chain).node_km[-1] if goal.ahead else 0.0
    return Destination(
        place=called,
        probability=goal.probability,
        rail_km_left=goal.left_m / 1000.0,
        earliest=moment(goal.eta[0]),
        likely=moment(goal.eta[1]),
        latest=moment(goal.eta[2]),
        why=goal.why,
        path=ways.path((telling.chain.nodes[-1].spot, goal.spot)),
        ahead=tuple(replace(p, km=here_km + p.km) for p in goal.ahead),
        reached=goal.reached,
        hypothesis=goal.story,
        passed=goal.passed,
    )


def _history(
    sightings: Sequence[Sighting],
    ways: Ways,
    asked: Callable[[datetime], Asked],
    as_of: datetime | None,
    region: RegionOf | None,
    called: Mapping[PlaceKey, Place],
) -> tuple[Revision, ...]:
    """The ranking after each step, as asking anew at its moment gives it once all that became known then is in.

    The goals ranked in the end are ``called`` as there.
    """
    ranked: list[tuple[Step, tuple[Goal, ...]]] = []
    memory = Memory()
    then: tuple[datetime, Asked] | None = None
    for step in steps_of([s for s in sightings if s.subject == "train"], as_of):
        if then is None or then[0] != step.at:
            then = step.at, asked(step.at)
        told, destinations, places = then[1]
        stood = [s for s in known(told, step.at) if s.id not in step.to_come]
        try:
            towns = None if destinations else towns_of(places, ways)
            found = _understand(stood, ways, destinations, towns, timed=False, memory=memory).ranking
        except NoAnswerError:
            continue
        if found.goals:
            ranked.append((step, found.goals))
    names = called_apart((g.place for _, goals in ranked for g in goals), region, called)
    return tuple(
        Revision(step.at, step.sighting, tuple((names[key_of(g.place)].name, g.probability) for g in goals))
        for step, goals in ranked
    )
