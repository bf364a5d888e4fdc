"""Where the train may be heading: goal recognition by the extra cost of what was observed.

After Masters and Sardina (2017, AAMAS, "Cost-based goal recognition for path-planning"): a goal loses probability the
more the route taken so far, and then on to the goal, is longer than the best route there from where this trip began.
Priors are those given, each a share of the whole before anything was observed; goals without one share the rest by a
gravity law. Directions reported ("northbound", "away from X", "towards Y") and statements about the goal ("heading for
Y") multiply in.

Two things keep the ranking from being surer than it may be. What was observed may say nothing about the goal (a train
turns round, a report is wrong, several reports repeat one source): a small share of the ranking stays with the priors.
And the train may be going where nobody thought of: unless the candidates were given as the only ones, a share is kept
for elsewhere on the network; the probabilities listed and that share sum to 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from railsight.geo import approx_m, bearing_deg, compass_point
from railsight.inference.absences import held_up, told_against
from railsight.inference.announced import announced
from railsight.inference.areas import THIRD_LAND
from railsight.inference.arrivals import arrival
from railsight.inference.borders import at_border
from railsight.inference.detours import Trip
from railsight.inference.directions import direction_factor, turned_factor
from railsight.inference.goals import LAND_KINDS, Candidate, lies_in, passes
from railsight.inference.passages import passages_ahead, passages_towards
from railsight.inference.timing import Chain, Node, Spread, course_of, kept_apart
from railsight.inference.towns import HERE_M, NEAR_M
from railsight.inference.transition import stay_chance
from railsight.inference.trips import DETOUR_M, DETOUR_SHARE, back_m, came_to_stand, first_apart, trip_start
from railsight.model import AREA_KINDS, Name, Passage, Sentence, Term, inside, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from railsight.inference.absences import Absence
    from railsight.inference.evidence import Evidence, Observation
    from railsight.inference.goals import Goals
    from railsight.inference.ordering import Story
    from railsight.inference.ways import Ways
    from railsight.model import Place, Spot
    from railsight.model.sentences import Value

# No detour takes all probability from a goal: e to the power of minus this is about the least that a float holds.
_MOST_FOLDS = 700.0
_REACHED = 20.0
# Two stations farther apart than this, or than the radius of the town, are not of one town.
_TOWN_M = 20_000.0
# Weights of a place as a goal after the train left it, or ran through without stopping: it is seldom going there.
_LEFT: dict[str, float] = {"departed": 0.002, "passed": 0.02, "crossed": 0.02}
# The same of a place where it was seen moving in a direction: that may be told of a train that comes in, too. A
# judgement.
_MOVES = 0.05
# Weight of a goal for which the train would have to turn back at the border it came to: trains go there to cross.
_TURNS_AT_BORDER = 0.01
# How often what was observed says nothing about the goal. One confirmed report in 30 is wrong, and two of the seven
# trips of the journeys studied went far in a direction that was not that of their goal. A judgement.
_MEANINGLESS = 0.03
# How often a train goes where nobody thought of, if goals were named, and if towns are weighed. On all seven trips
# somebody named the goal in time: with so few trips that still allows one in ten. One goal of the seven was no town but
# a cosmodrome.
_ELSEWHERE_NAMED, _ELSEWHERE_TOWNS = 0.05, 0.15
# From this probability of a goal that nobody named on, the places that nobody named are weighed too.
_SPREAD = 0.2
# The probability that a train stays where it arrived: at a facility (a port, a cosmodrome), and back home.
_STAYS_FACILITY, _STAYS_HOME = 0.8, 0.9
# Where it is told to have arrived, away from a border, while nobody names a goal, it is as often as not told for that:
# it stays, beside those that stay by the law of stops. So it was at 12 of 16 such arrivals of the journeys studied,
# less often where each arrival on the way is told. A judgement.
_STAYS_TOLD = 0.5
_ON_THE_WAY_KINDS = frozenset({"station", "halt", "junction", "border", "siding", "town", "position", "coordinates"})
_LISTED = 8
_MAY_STAY = Sentence("the train has arrived there and may stay")
_LEFT_BEHIND = Sentence("the train has left it behind")
_MOVED_THERE = Sentence("the train was moving when it was seen there")
_ON_THE_WAY = Sentence("what was observed lies on the way there")
_WORTH_LISTING = 0.01
# The points on the route to the leading goal, by the share of the running time, for which passages are told.
_TOLD_AT = (0.01, *(i / 8 for i in range(1, 8)), 0.99)


@dataclass(frozen=True, slots=True, eq=False)
class Goal:
    """A candidate weighed: its spot, its figures, and in words why (``why``)."""

    place: Place
    spot: Spot
    prior: float
    probability: float
    left_m: float
    extra_m: float
    eta: Spread
    why: Sentence
    story: int  # the number of the story in which it is likeliest
    reached: bool = False
    ahead: tuple[Passage, ...] = ()  # on the route there, km from here: for the leading goal, and where it is held up
    passed: bool = False


class Telling(NamedTuple):
    """A story as the ranking sees it: with what became of the negative sightings in it, and the goals it leaves.

    ``chain`` is that of the ``story`` with its times and routes moved by where the train was not. ``number`` counts the
    stories, 0 for the likely one; ``condition`` says in words if what the story is true, empty for the likely one.
    """

    story: Story
    chain: Chain
    absences: tuple[Absence, ...]
    goals: Goals
    unnamed: Callable[[], Goals]  # those there would be had nobody named any
    number: int = 0
    condition: Sentence = Sentence("")


class Ranking(NamedTuple):
    """Goals, likeliest first, and the probability of all those that are too unlikely to be listed."""

    goals: tuple[Goal, ...] = ()
    unlisted: float = 0.0


class _Weighed(NamedTuple):
    """A candidate with its prior, its weight given what was observed, the metres left and of detour, and words."""

    candidate: Candidate
    prior: float
    weight: float
    left_m: float
    extra_m: float
    words: list[Sentence]
    reached: bool
    behind: float = 1.0  # factor for a place already run through, whatever else was observed


class _Share(NamedTuple):
    """The probability of a goal together with one telling, and whether somebody named a goal in it."""

    share: float
    telling: Telling
    weighed: _Weighed
    named: bool


def rank(tellings: Sequence[Telling], evidence: Evidence, *, timed: bool = True) -> Ranking:
    """Goals with probability and arrival window, likeliest first. Without ``timed`` the windows are left out.

    The probabilities sum to 1 if the candidates are the only ones, else to less: the rest is elsewhere on the network.
    Each telling counts by its probability; a goal has the figures of the telling in which it is likeliest.
    """
    found: dict[tuple[str, float, float], list[_Share]] = {}
    answered = 0.0
    for telling in tellings:
        shares = _shares(telling, evidence)
        answered += telling.story.probability if shares else 0.0
        for s in shares:
            place = s.weighed.candidate.place
            found.setdefault((place.id, place.lon, place.lat), []).append(s)
    if not answered:
        return Ranking()
    goals = [(sum(s.share for s in of) / answered, max(of, key=lambda s: (s.named, s.share))) for of in found.values()]
    goals.sort(key=lambda g: (-g[0], g[1].weighed.left_m, g[1].weighed.candidate.place.id))
    listed = goals
    if not all(s.named for of in found.values() for s in of):
        listed = [g for i, g in enumerate(goals) if g[1].named or (i < _LISTED and g[0] >= _WORTH_LISTING)] or goals[:1]
    first = next((place for place, (_, s) in enumerate(listed) if not s.telling.number), None)
    ranked = tuple(
        _goal(s.weighed, share, s.telling, evidence, timed=timed, leads=place == first)
        for place, (share, s) in enumerate(listed)
    )
    return Ranking(ranked, sum(g[0] for g in goals) - sum(g[0] for g in listed))


def _shares(telling: Telling, evidence: Evidence) -> list[_Share]:
    """The goals of one telling with their probabilities; none if there is no route to any.

    If what was observed speaks against all goals named, those that nobody named share the probability left for them;
    they have that of nobody having named one of this train.
    """
    start = trip_start(telling.chain)
    expected, trip = _ahead(evidence.expected, telling.chain), Trip(telling.chain, start)
    came = came_to_stand(telling.chain)

    def shares_of(goals: Goals) -> tuple[list[_Share], float]:
        weighed = (_weigh(c, telling.chain, start, came, expected, trip) for c in goals.candidates)
        return _shared(telling, goals, [s for s in weighed if s is not None])

    shares, left = shares_of(telling.goals)
    if not telling.goals.named or telling.goals.closed:
        return shares
    named = [s._replace(share=s.share * (1 - telling.goals.doubt)) for s in shares]
    left += telling.goals.doubt * (1 - left)
    if left < _SPREAD:
        return named
    named = [s._replace(share=s.share * (1 - left)) if s.weighed.reached else s for s in named]
    unnamed, _ = shares_of(telling.unnamed())
    return [*named, *(s._replace(share=s.share * left) for s in unnamed)]


def _shared(telling: Telling, goals: Goals, scored: list[_Weighed]) -> tuple[list[_Share], float]:
    """The probabilities of some goals of a telling, and that (0..1) of a goal that nobody named beside them."""
    chain = telling.chain
    scored = _not_there(chain, _shared_out(goals, _homeward(scored)), telling.absences)
    best = max((s.weight / (s.prior * s.candidate.stated) for s in scored if s.prior > 0), default=1.0)
    scored = _tempered(scored, best)
    off, lost, others = _off_the_network(goals, scored), 0.0, 0.0
    if not goals.closed:
        lost, others = _lost(goals, scored), _elsewhere(goals, scored, min(1.0, max(best, _MEANINGLESS**2)))
    rest = off + lost + others
    left = others / ((sum(s.weight for s in scored) + rest) or 1.0)
    if not goals.closed:
        scored = _staying(chain, scored, rest, named=goals.named)
    total = sum(s.weight for s in scored) + rest
    if not scored or total <= 0:
        return [], left
    return [_Share(telling.story.probability * s.weight / total, telling, s, goals.named) for s in scored], left


def _tempered(scored: list[_Weighed], best: float) -> list[_Weighed]:
    """Weights of which a small share follows the priors alone, as if nothing had been observed.

    ``best`` (0..1) is how well the best goal fits what was observed. If none fits, that share does not shrink with the
    weights: which of them fits least badly means nothing.
    """
    untold = [s.prior * s.candidate.stated * s.behind for s in scored]
    told, whole = sum(s.weight for s in scored), sum(untold)
    if whole <= 0 or told <= 0:
        return scored
    share = _MEANINGLESS * max(told / whole, _MEANINGLESS - best)
    return [s._replace(weight=(1 - _MEANINGLESS) * s.weight + share * u) for s, u in zip(scored, untold, strict=True)]


def _not_there(chain: Chain, scored: list[_Weighed], absences: Sequence[Absence]) -> list[_Weighed]:
    """Weights given where the train was not, on the route to each goal. What speaks against all changes nothing."""
    if not absences or not scored:
        return scored
    told = [(1.0, Sentence("")) if s.reached else told_against(chain, s.candidate.spot, absences) for s in scored]
    most = max(fits for fits, _ in told)
    return [
        s._replace(weight=s.weight * fits / most, words=[*s.words, words] if words else s.words)
        for s, (fits, words) in zip(scored, told, strict=True)
    ]


def _off_the_network(goals: Goals, scored: Sequence[_Weighed]) -> float:
    """The weight of given goals that are off the network: their priors, else the mean weight of those on it.

    Nothing observed speaks for or against them. In the mean each goal counts by its own weight, so that one ruled out
    takes no part, however large its prior was. That the train stands at one speaks for that one alone.
    """
    if not goals.off or not scored:
        return 0.0
    alike = [s for s in scored if s.candidate.prior is None] or scored
    weights = [s.weight / (_REACHED if s.reached else 1.0) for s in alike]
    mean = sum(w * w for w in weights) / (sum(weights) or 1.0)
    return sum(mean if prior is None else prior for prior in goals.off)


def _lost(goals: Goals, scored: Sequence[_Weighed]) -> float:
    """The weight of a goal that was named and is not on the network: what was said against that of a mere candidate."""
    told = sum(s.weight for s in scored)
    return goals.lost * (told / len(goals.candidates) if goals.named and goals.candidates else told)


def _elsewhere(goals: Goals, scored: Sequence[_Weighed], best: float) -> float:
    """The weight of all places that are no candidates; ``best`` is how well the best candidate fits (0..1].

    If a few goals were named, some other place always lies on the route taken, so what was observed does not count
    against elsewhere. If towns are weighed, elsewhere is all lesser places: they are spread like the towns, and some
    lie on the route taken even where no town does.
    """
    if goals.named:
        return _ELSEWHERE_NAMED / (1 - _ELSEWHERE_NAMED) * sum(s.prior * s.candidate.stated for s in scored)
    return _ELSEWHERE_TOWNS / (1 - _ELSEWHERE_TOWNS) * sum(s.weight for s in scored) / best


def _goal(
    s: _Weighed, probability: float, telling: Telling, evidence: Evidence, *, timed: bool, leads: bool = False
) -> Goal:
    """The goal of a candidate; if it ``leads``, with passages at a few places on the route there."""
    chain, spot = telling.chain, s.candidate.spot
    told = [telling.condition, *s.words] if telling.condition else s.words
    eta = chain.spreads[-1]
    ahead: tuple[Passage, ...] = ()
    behind = not s.reached and (_LEFT_BEHIND in s.words or _came_through(chain, s.candidate))
    if behind and _LEFT_BEHIND not in s.words:
        told = [*(w for w in told if w != _ON_THE_WAY), _LEFT_BEHIND]
    here = s.left_m < HERE_M and (behind or _MOVED_THERE in s.words)  # seen there: the times are those of that
    if timed and not s.reached and not here:
        said = announced(evidence.aims, spot, chain.ways)
        held = held_up(chain, spot, telling.absences)
        event = "crossed" if s.candidate.is_land else "arrived"
        eta = arrival(held.chain, spot, held.not_before, event=event, aim=not s.candidate.is_land, said=said).spread
        if said is not None:
            told = [*told, said.words(s.candidate.place, soonest=_soonest(chain, spot))]
        ahead = passages_ahead(held.with_goal(spot, event), len(chain.nodes) - 1)
        if leads and held.at_goal is None:
            ahead = (*ahead, *_towards(held.chain, len(chain.nodes) - 1, spot, eta))
    of = s.candidate.place, spot, s.prior, probability, s.left_m, s.extra_m
    return Goal(*of, eta, joined(told), telling.number, s.reached, ahead, behind)


def _came_through(chain: Chain, goal: Candidate) -> bool:
    """Whether a goal lies on the way between two sightings of the trip. One in an area that may hold the goal does not
    tell on which side of it the train was.
    """
    trip = [node.spot for node in chain.nodes[trip_start(chain) :] if not _may_hold(node.observation.place, goal)]
    return any(passes(chain.ways, a, goal.spot, b) for a, b in pairwise(trip))


def _may_hold(area: Place, goal: Candidate) -> bool:
    """Whether a place is an area, and a goal may lie in it."""
    if area.kind not in AREA_KINDS:
        return False
    return lies_in(goal.place, area) or approx_m(area.lon, area.lat, goal.spot.lon, goal.spot.lat) <= area.radius_m


def _towards(chain: Chain, here: int, goal: Spot, eta: Spread) -> tuple[Passage, ...]:
    """Passages at a few places between the last node of a chain and a goal, km from node ``here``."""
    ways, spot = chain.ways, chain.nodes[-1].spot
    way = ways.path((spot, goal))
    if way is None or not way.points:
        return ()
    course = course_of(way, ways)
    start_km = sum(leg.length_m for leg in chain.legs[here:]) / 1000.0
    inner = [p for p in way.points if 1e-6 < p.km < way.km - 1e-6]
    shares = [course.hours_at(p.km) / (course.run_h[-1] or 1.0) for p in inner]
    wanted = [min(range(len(inner)), key=lambda i: abs(shares[i] - share)) for share in _TOLD_AT if inner]
    for b in way.borders:
        wanted += [i for i in range(len(inner) - 1) if inner[i].km <= b.km < inner[i + 1].km for i in (i, i + 1)]
    points = [inner[i] for i in sorted(set(wanted))]
    at: list[Spread] = []
    so_far, so_far_km, top = chain.spreads[-1], 0.0, chain.profile.max_kmh
    for p in points:
        found = arrival(chain, ways.network.spot_at_node(p.node), event="passed").spread
        so_far = kept_apart(found, so_far, (p.km - so_far_km) / top, eta, (way.km - p.km) / top)
        so_far_km = p.km
        at.append(so_far)
    return passages_towards(chain, course, points, at, eta, start_km)


def _soonest(chain: Chain, goal: Spot) -> float:
    """The earliest hour at which a train of the profile can be at a goal."""
    metres = chain.ways.metres(chain.nodes[-1].spot, goal, shortest=True) or 0.0
    return chain.bounds.earliest[-1] + metres / 1000.0 / chain.profile.max_kmh


def _shared_out(goals: Goals, scored: list[_Weighed]) -> list[_Weighed]:
    """If some of the given goals have a prior, the others share the rest, in proportion to their weights."""
    priors = [s.prior for s in scored if s.candidate.prior is not None and not s.candidate.home]
    priors += [prior for prior in goals.off if prior is not None]
    without = [s.prior for s in scored if s.candidate.prior is None]
    if not priors or not sum(without):
        return scored
    whole = sum(without) * (1 + sum(prior is None for prior in goals.off) / len(without))
    factor = (1.0 - sum(priors)) / whole
    return [
        s._replace(prior=s.prior * factor, weight=s.weight * factor) if s.candidate.prior is None else s for s in scored
    ]


def _homeward(scored: list[_Weighed]) -> list[_Weighed]:
    """Goals at home have priors that are shares of the whole: scaled to those of the others, which are relative."""
    rest = sum(s.prior * s.candidate.stated for s in scored if not s.candidate.home)
    factor = rest / (1 - sum(s.prior for s in scored if s.candidate.home)) or 1.0
    return [s._replace(prior=s.prior * factor, weight=s.weight * factor) if s.candidate.home else s for s in scored]


def _staying(chain: Chain, scored: list[_Weighed], elsewhere: float, *, named: bool) -> list[_Weighed]:
    """With the place where the train has arrived as a goal: it may stay, though nobody named it and it is no town.

    Less so once somebody who may know of the arrival has named a goal elsewhere, also where it was named before.
    """
    here, o = chain.nodes[-1], came_to_stand(chain)
    others = [s for s in scored if not s.reached]
    reached = len(others) < len(scored)
    told_on = _told_on(o, scored)
    if reached and told_on > 1.0:
        most = sum(s.weight for s in others) / told_on
        scored = [s._replace(weight=min(s.weight, most)) if s.reached else s for s in scored]
    if o.event != "arrived" or (reached and named):
        return scored
    place = o.members[0].place
    if place.kind in LAND_KINDS:
        return scored  # arriving in a country is crossing into it
    home_m = chain.ways.metres(here.spot, chain.nodes[0].spot) if len(chain.nodes) > 2 else None
    if chain.nodes[0].observation.event == "departed" and home_m is not None and home_m < HERE_M:
        chance = _STAYS_HOME
    elif place.kind not in _ON_THE_WAY_KINDS:
        chance = _STAYS_FACILITY
    elif reached:
        return scored
    else:
        chance = stay_chance(o.event, here.spot, chain.ways, place)
        if not named and not at_border(chain.ways.network, here.spot):
            chance += (1 - chance) * _STAYS_TOLD
    odds = chance / (1 - chance)
    if told_on > 1.0:
        odds = min(odds, 1.0) / told_on
    weight = odds * ((sum(s.weight for s in others) + elsewhere) or 1.0)
    return [*others, _Weighed(Candidate(place, here.spot, None, 1.0, ()), weight, weight, 0.0, 0.0, [_MAY_STAY], True)]


def _told_on(came: Observation, scored: Sequence[_Weighed]) -> float:
    """The weight of what was said, once the train had come where it stands, of a goal elsewhere; 1 for no more than
    guesses, and where that place itself was named since.
    """
    since = [s for s in scored if s.candidate.said_h >= came.lo]
    if any(s.reached for s in since):
        return 1.0
    return max((s.candidate.stated for s in since), default=1.0)


def _ahead(expected: Sequence[Observation], chain: Chain) -> list[Observation]:
    """The expected sightings at places that the train was to pass after the last node."""
    here = chain.nodes[-1]
    apart = [(o, chain.ways.metres(here.spot, o.spots[0])) for o in expected if o.hi > here.observation.lo]
    return [o for o, metres in apart if metres is not None and metres >= HERE_M]


def _weigh(
    c: Candidate, chain: Chain, start: int, came: Observation, expected: Sequence[Observation], trip: Trip
) -> _Weighed | None:
    """A candidate weighed by the trip from position ``start``, at whose end the train ``came``; None without a way."""
    ways, nodes = chain.ways, chain.nodes
    here = nodes[-1]
    best_m, left_m = ways.metres(nodes[start].spot, c.spot), ways.metres(here.spot, c.spot)
    extra_m = trip.detour_m(c.spot)
    if best_m is None or left_m is None or extra_m is None:
        return None
    prior = c.prior if c.prior is not None else c.size * NEAR_M / (best_m + NEAR_M)
    words = list(c.words)
    reached = came.stands and not c.is_land and (left_m < HERE_M or _in_town(here.spot, came, c))
    turned, said = _directions(nodes[start:], c.spot, ways)
    before = first_apart(nodes[start:][::-1], ways)
    behind = before is not None and back_m(ways, before, here.spot, c.spot) > 0
    slack_m = DETOUR_M if behind else max(DETOUR_M, DETOUR_SHARE * best_m)  # going back is no detour
    fits = math.exp(-min(extra_m / slack_m, _MOST_FOLDS))
    if reached:
        fits = 1.0  # it came there, whatever the detour
    elif came.stands and c.said_h >= came.lo:
        # Whoever says at a place where the train goes next knows how it came: the goal until then may have been here.
        stays = stay_chance(came.event, here.spot, ways, came.place)
        fits = stays + (1 - stays) * fits
    fits *= turned
    for o in expected:
        to_m, on_m = ways.metres(here.spot, o.spots[0]), ways.metres(o.spots[0], c.spot)
        if to_m is None or on_m is None or to_m + on_m - left_m > slack_m:
            fits *= 1.0 - o.right
            words.append(Sentence("it was expected at {place}, which is not on the way there", place=o.told_place))
    if trip.turns_back(c.spot):
        fits *= _TURNS_AT_BORDER
        words.append(Sentence("the train would have to turn back at the border"))
    if third := trip.third_lands(c.spot):
        fits *= THIRD_LAND**third
        words.append(Sentence("the way there leads through a third country"))
    weight = prior * c.stated * fits
    behind_it = 1.0
    if reached:
        weight *= _REACHED
        words.append(_MAY_STAY if came.event == "arrived" else Sentence("the train has stopped there"))
    elif left_m < HERE_M and not c.is_land and here.observation.event in _LEFT:
        weight *= _LEFT[here.observation.event]
        words.append(_LEFT_BEHIND)
    elif left_m < HERE_M and not c.is_land and here.observation.moves and came.place.kind not in AREA_KINDS:
        weight *= _MOVES
        words.append(_MOVED_THERE)
    elif trip.ran_through(c.spot) and not c.home:
        behind_it = _LEFT["passed"]
        words.append(_LEFT_BEHIND)
    elif extra_m > slack_m / 2:
        words.append(Sentence("what was observed is {km:,.0f} km out of the way there", km=extra_m / 1000))
    elif len(nodes) > start + 1:
        words.append(_ON_THE_WAY)
    return _Weighed(c, prior, weight, left_m, extra_m, words + said, reached, behind_it)


def _in_town(here: Spot, came: Observation, c: Candidate) -> bool:
    """Whether the train has arrived at another station of the candidate's town, and not in a town beside it."""
    apart_m = approx_m(here.lon, here.lat, c.spot.lon, c.spot.lat)
    own = came.place.population in (None, 0, c.place.population)
    return came.event == "arrived" and own and apart_m < min(c.place.radius_m, _TOWN_M)


def _directions(nodes: Sequence[Node], goal: Spot, ways: Ways) -> tuple[float, list[Sentence]]:
    """Weight and words of the directions reported, each compared with the route from there to the goal."""
    weight, words = 1.0, list[Sentence]()
    for node in nodes:
        o = node.observation
        if not (o.heading or o.away_from or o.toward):
            continue
        factor = direction_factor(o, node.spot, goal, ways)
        weight *= factor
        if factor >= 0.5:
            continue
        ahead = ways.towards(node.spot, goal)
        if o.toward and turned_factor(o, node.spot, ahead) > factor:
            form = "{where} it was going towards {other}, which is not the way there"
            words.append(Sentence(form, where=_where(o), other=Name(o.toward.name)))
        else:
            going = compass_point(bearing_deg(node.spot.lon, node.spot.lat, *ahead)) if ahead else "?"
            words.append(_another_way(o, Term("direction", going)))
    return weight, words


def _another_way(o: Observation, way: Term) -> Sentence:
    """That a train was not going the way to a goal."""
    of: dict[str, Value] = {"where": _where(o), "way": way}
    if o.heading and o.away_from:
        form = "{where} it was heading {heading}, away from {other}, the way there leads {way}"
        return Sentence(form, heading=Term("direction", o.heading), other=Name(o.away_from.name), **of)
    if o.heading:
        form = "{where} it was heading {heading}, the way there leads {way}"
        return Sentence(form, heading=Term("direction", o.heading), **of)
    form = "{where} it was away from {other}, the way there leads {way}"
    return Sentence(form, other=Name(o.away_from.name if o.away_from else ""), **of)


def _where(o: Observation) -> Name | Sentence:
    """Where it was: "at Khasan", "in Amur Oblast", "north of Ussuriysk"."""
    if o.place.kind not in AREA_KINDS:
        return Sentence("at {place}", place=o.told_place)
    return Sentence("in {place}", place=o.told_place) if inside(o.name) != o.name else o.told_place
