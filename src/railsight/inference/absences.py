"""Negative sightings: what "absent" says of where the train was not, and what follows for its times, route and goal.

A sighting with the event ``absent`` says: at no moment from its earliest to its latest was the train at the place. It
cannot have run through there in that time either. Whether it had not come yet or had left again is not said. The other
sightings decide between two readings:

- *no longer*, if by the others it was at the place, or came through it, before that interval: it had left by then;
- *not yet*, if nothing says so: it had not come by the end of the interval, nor at any time before. That is more
  than was said, so it counts as belief: it moves times, likely positions and goals. The hard limits use only what was
  said (see ``windows``).

If the interval is long after the train should have come through, "not yet" is no longer the likelier reading: each of
the two is weighed by how likely it makes the times.

A sighting at the place within the interval is doubted as far as the absence is trusted (``evidence``): which of the two
is set aside depends on their statuses and on the other sightings.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from railsight.geo import apart_m
from railsight.inference.evidence import DOUBTED, Observation, at_place, same_minute
from railsight.inference.timing import Chain, Node, cells_between, chain_of, course_of
from railsight.inference.transition import CLOCK_H, SAME_PLACE_M, UNTOLD, away_chance, came_again, untold_by, way_law
from railsight.model import AREA_KINDS, Seen, Sentence, Term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.laws import Leg, Vector
    from railsight.inference.transition import Cells
    from railsight.inference.ways import Ways
    from railsight.model import Path, Spot

# How often "absent" from a place where nobody saw the train before is said by people who still wait for it, and means
# "not yet". A judgement.
_AWAITED = 0.9
# A goal this near to a place the train was absent from is that place.
_AT_GOAL_M = 5_000.0
# How often a train reported to arrive and, days later, to depart was away in between without anybody saying so.
_LEFT_UNTOLD = 0.05
# Nobody is still waiting for a train later than this quantile of its running-time law.
_SURELY = 0.999
_UNLIKELY = 0.5


@dataclass(frozen=True, slots=True)
class Absence:
    """What became of a negative sighting: whether it is taken up, and if not why, and which sighting it conflicts with.

    ``gone`` means "no longer": the train had been there before. Else it means "not yet".
    """

    observation: Observation
    taken: bool
    reason: Sentence
    conflicts_with: str | None = None
    gone: bool = False

    @property
    def spot(self) -> Spot:
        """The likeliest spot of the place."""
        return self.observation.spots[0]

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Where the train was not: all spots of an area, the likeliest one of any other place."""
        o = self.observation
        return o.spots if o.members[0].place.kind in AREA_KINDS else o.spots[:1]

    @property
    def awaited(self) -> float:
        """The chance that "not yet" is meant, as far as it depends on where the train has been so far."""
        return 0.0 if self.gone else _AWAITED


class _Visit(NamedTuple):
    """A visit of a chain to a spot: from node ``first`` to ``last``, both there, or ``passing`` by after ``first``."""

    first: int
    last: int
    passing: bool = False


class _Refused(NamedTuple):
    """Why an absence cannot be right, and the node that speaks against it."""

    reason: Sentence
    node: Node


# ---------------------------------------------------------------- the journey so far


def with_absences(chain: Chain, absences: Sequence[Observation]) -> tuple[Chain, tuple[Absence, ...]]:
    """The chain with its times moved by negative sightings, taken up one by one, and what became of each."""
    out = []
    for o in absences:
        chain, absence = _taken_up(chain, o)
        out.append(absence)
    return chain, tuple(out)


def _taken_up(chain: Chain, o: Observation) -> tuple[Chain, Absence]:
    absence = Absence(o, False, Sentence("too doubtful to count against the others"))
    now, gone, came = chain, False, False
    for spot in absence.spots:
        for visit in reversed(_visits(now, spot, o)):
            found = _outside(now, visit, o, spot)
            if isinstance(found, _Refused):
                other = found.node.observation.members[0].id
                return chain, replace(absence, reason=found.reason, conflicts_with=other)
            now, before = found
            gone, came = gone or before, came or not before
    if o.right <= DOUBTED:
        return chain, absence
    if any(n.index < 0 and n.observation.members == o.members for n in chain.nodes):
        reason = Sentence("it went by another way than through {place}, where it was not", place=o.told_place)
    elif gone:
        by = at_place(o.place, o.lo, kind="limit")
        reason = Sentence("it had left {place} by {when}", place=o.told_place, when=by)
    elif came:
        until = at_place(o.place, o.hi, kind="limit")
        reason = Sentence("not at {place} before {when}", place=o.told_place, when=until)
    elif o.hi > now.bounds.earliest[-1]:
        reason = Sentence("it bears on the way ahead only")
    else:
        reason = Sentence("it agrees with where the others put the train")
    return now, Absence(o, True, reason, gone=gone)


def _visits(chain: Chain, spot: Spot, o: Observation) -> list[_Visit]:
    """The visits of a chain to a spot, in order of time; a stay during which an absence says it left counts as two."""
    ways, nodes = chain.ways, chain.nodes
    to_m = [ways.metres(n.spot, spot) for n in nodes]
    at = [_is_there(m) for m in to_m]
    out: list[_Visit] = []
    for k in range(len(nodes)):
        if at[k] and k and at[k - 1] and not _left_between(chain, k - 1, o):
            out[-1] = out[-1]._replace(last=k)
        elif at[k]:
            out.append(_Visit(k, k))
        elif k + 1 < len(nodes) and not at[k + 1] and _comes_by(chain, k, spot):
            out.append(_Visit(k, k, passing=True))
    return out


def _is_there(metres: float | None) -> bool:
    return metres is not None and metres <= SAME_PLACE_M


def _left_between(chain: Chain, k: int, o: Observation) -> bool:
    """Whether the train left between two nodes at one spot: it is reported, or likelier than so long a stay.

    Two nodes that would be taken for one stay may be two visits if an absence was reported between them.
    """
    a, b = (chain.nodes[i].observation for i in (k, k + 1))
    if k in chain.away or came_again(a, b, chain.laws[k]):
        return True
    if o.lo < a.lo or o.hi > b.hi or o.right <= DOUBTED:
        return False
    left = away_chance(a, b, chain.laws[k], least=_LEFT_UNTOLD)
    return left * o.trust > (1.0 - left) * (1.0 - o.trust)


def _comes_by(chain: Chain, k: int, spot: Spot) -> bool:
    """Whether leg ``k`` of a chain leads through a spot."""
    ends = chain.nodes[k].spot, chain.nodes[k + 1].spot
    return leads_by(chain.ways, ends, spot, chain.legs[k].length_m, shortest=chain.legs[k].shortest)


def leads_by(
    ways: Ways, ends: tuple[Spot, Spot], spot: Spot, length_m: float | None, *, shortest: bool = False
) -> bool:
    """Whether the route between two spots leads through a third: a detour to it adds nothing, and the route runs there.

    The second is asked because another route of the same length may run there instead, or a shorter one not taken.
    """
    to_m, on_m = ways.metres(ends[0], spot), ways.metres(spot, ends[1])
    if length_m is None or to_m is None or on_m is None or to_m + on_m - length_m > SAME_PLACE_M:
        return False
    way = ways.path(ends, shortest=shortest)
    if way is None or min(to_m, on_m) <= SAME_PLACE_M:
        return True
    near = any(apart_m(p, spot) < SAME_PLACE_M for p in way.points)
    return near or any(step.section == spot.section for step in way.steps if spot.node is None)


def _outside(chain: Chain, visit: _Visit, o: Observation, spot: Spot) -> tuple[Chain, bool] | _Refused:
    """The chain with a visit moved out of the interval of an absence, and whether it is before that."""
    ends = _limits(chain, visit, spot)
    if not visit.passing and same_minute(o, chain.nodes[visit.first].observation):
        return _refused(chain, visit._replace(last=visit.first))
    if ends[0] >= o.hi - CLOCK_H:
        return chain, False
    if ends[1] is not None and ends[1] <= o.lo + CLOCK_H:
        return chain, True
    before, after = _odds(chain, visit, o, spot)
    order = (_before, _after) if before > after else (_after, _before)
    for move in order:
        trial = move(chain, visit, o, spot)
        if trial is not None:
            return trial, move is _before
    return _refused(chain, visit)


def _limits(chain: Chain, visit: _Visit, spot: Spot) -> tuple[float, float | None]:
    """The hour before which a visit cannot begin, and that by which it has ended (None if nothing says)."""
    bounds, nodes, top = chain.bounds, chain.nodes, chain.profile.max_kmh * 1000.0
    if visit.passing:
        to_m, on_m = (chain.ways.metres(nodes[visit.first + i].spot, spot) or 0.0 for i in (0, 1))
        return bounds.earliest[visit.first] + to_m / top, bounds.latest[visit.first + 1] - on_m / top
    begins = bounds.earliest[visit.first]
    if not nodes[visit.last].observation.stands:
        return begins, bounds.latest[visit.last]
    if visit.last + 1 == len(nodes):
        return begins, None
    return begins, bounds.latest[visit.last + 1] - chain.least_h(visit.last)


def _odds(chain: Chain, visit: _Visit, o: Observation, spot: Spot) -> tuple[float, float]:
    """The weights of a visit before the interval of an absence and after it."""
    if not visit.passing:
        return share_by(chain, visit.last, o.lo), 1.0 - share_by(chain, visit.first, o.hi)
    k = visit.first + 1
    free = _with_node(chain, k, _made_of(o, spot, chain.bounds.earliest[k - 1], chain.bounds.latest[k]), fine=k)
    if free is None:
        return 0.0, 0.0
    return (1.0 - _AWAITED) * share_by(free, k, o.lo), 1.0 - share_by(free, k, o.hi)


def share_by(chain: Chain, k: int, at_h: float) -> float:
    """The probability that the time of node ``k`` is at most ``at_h``."""
    return _share(chain.cells[k], chain.forward[k] * chain.backward[k], at_h)


def _share(cells: Cells, weights: Vector, at_h: float) -> float:
    import numpy as np

    if cells.width == 0:
        return float(cells.lo <= at_h)
    edges = np.linspace(cells.lo, cells.hi, cells.n + 1)
    total = np.concatenate([[0.0], np.cumsum(weights)])
    return float(np.interp(at_h, edges, total)) / (float(total[-1]) or 1.0)


def _made_of(o: Observation, spot: Spot, lo: float, hi: float, event: str = "passed") -> Node:
    """A node, made from an absence, that says the train was at its place within an interval."""
    return Node(replace(o, event=event, lo=lo, hi=hi), spot)


def _with_node(chain: Chain, k: int, node: Node, *, fine: int = -1) -> Chain | None:
    """The chain with a node inserted at position ``k``; None if no train can keep its times."""
    if node.observation.lo > node.observation.hi:
        return None
    made = chain_of([*chain.nodes[:k], node, *chain.nodes[k:]], chain.ways, fine=fine)
    return made if isinstance(made, Chain) else None


def _after(chain: Chain, visit: _Visit, o: Observation, spot: Spot) -> Chain | None:
    """The chain with a visit moved after the interval of an absence ("not yet"); None if that cannot be."""
    k = visit.first
    if visit.passing:
        return _with_node(chain, k + 1, _made_of(o, spot, o.hi, chain.bounds.latest[k + 1]))
    seen = chain.nodes[k].observation
    if seen.hi < o.hi - CLOCK_H:
        return None
    return _retimed(chain, k, min(max(seen.lo, o.hi), seen.hi), seen.hi)


def _before(chain: Chain, visit: _Visit, o: Observation, spot: Spot) -> Chain | None:
    """The chain with a visit moved before the interval of an absence ("no longer"); None if that cannot be."""
    k = visit.last
    if visit.passing:
        if _limits(chain, visit, spot)[0] > o.lo + CLOCK_H:
            return None  # it was seen too late before that to have been there by then
        return _with_node(chain, k + 1, _made_of(o, spot, chain.bounds.earliest[k], o.lo))
    seen = chain.nodes[k].observation
    if seen.lo > o.lo + CLOCK_H:
        return None
    made = _retimed(chain, k, seen.lo, max(seen.lo, min(seen.hi, o.lo)))
    stays = k + 1 < len(chain.nodes) and _is_there(chain.ways.metres(chain.nodes[k + 1].spot, spot))
    if made is None or not (seen.stands or stays):
        return made
    by = max(o.lo, made.bounds.earliest[k])
    return _with_node(made, k + 1, _made_of(o, chain.nodes[k].spot, made.bounds.earliest[k], by, "departed"))


def _retimed(chain: Chain, k: int, lo: float, hi: float) -> Chain | None:
    """The chain with another interval of node ``k``; None if no train can keep its times."""
    node = chain.nodes[k]
    if (node.observation.lo, node.observation.hi) == (lo, hi):
        return chain
    moved = replace(node, observation=replace(node.observation, lo=lo, hi=hi))
    made = chain_of([*chain.nodes[:k], moved, *chain.nodes[k + 1 :]], chain.ways)
    return made if isinstance(made, Chain) else None


def _refused(chain: Chain, visit: _Visit) -> _Refused:
    """Why a visit can be neither before nor after an absence, with the node that speaks against it."""
    a, b = chain.nodes[visit.first], chain.nodes[visit.first + 1 if visit.passing else visit.last]
    one, other = a.observation, b.observation
    if visit.passing:
        real = [n for n in (*chain.nodes[visit.first + 1 :], *chain.nodes[visit.first :: -1]) if n.index >= 0]
        form = "it must have come through then, between {one} and {other}"
        return _Refused(Sentence(form, one=one.told, other=other.told), real[0])
    if a is not b:
        said = Sentence(
            "it stood there from {came} to {left}, {one} and {other} say",
            came=at_place(one.place, one.lo, kind="limit"),
            left=at_place(other.place, other.hi, kind="limit"),
            one=Seen(one.key),
            other=Seen(other.key),
        )
        return _Refused(said, a)
    form = "it was there then: {event}, {when}, {sighting} says"
    return _Refused(Sentence(form, event=Term("event", one.event), when=one.told_when, sighting=Seen(one.key)), a)


def way_fits(chain: Chain, k: int, leg: Leg, way: Path, absences: Sequence[Observation]) -> tuple[float, Observation]:
    """How well a route of leg ``k`` agrees with negative sightings on it (0..1, 1: nothing against it), and the one
    that speaks most against it.
    """
    told = [(1.0, absences[0])]
    absences = [o for o in absences if o.right > DOUBTED]
    course = course_of(way, chain.ways)
    for o in absences:
        km = _km_on(way, o.spots[0])
        if km is None or o.hi <= chain.bounds.earliest[k] or o.lo >= chain.bounds.latest[k + 1]:
            continue
        cells, weights = cells_between(chain, k, leg, course, km)
        if float(weights.sum()) > 0.0:
            clear = (1.0 - _AWAITED) * _share(cells, weights, o.lo) + 1.0 - _share(cells, weights, o.hi)
            told.append((1.0 - o.right + o.right * min(1.0, clear), o))
    return min(told, key=lambda x: x[0])


def _km_on(way: Path, spot: Spot) -> float | None:
    """The km at which a route passes a spot between its ends; None if it does not."""
    if spot.node is not None:
        found = next((p.km for p in way.points if p.node == spot.node), None)
    else:
        ends = accumulate(step.length_m for step in way.steps)
        on = ((end, s) for end, s in zip(ends, way.steps, strict=True) if s.section == spot.section)
        found = next(((end - abs(s.to_m - spot.offset_m)) / 1000.0 for end, s in on), None)
    return found if found is not None and SAME_PLACE_M < found * 1000.0 < way.length_m - SAME_PLACE_M else None


def by_another_way(chain: Chain, k: int, way: Path, instead: Path, o: Observation) -> Chain | None:
    """The chain with leg ``k`` by the route ``way``, pinned by a node at a point that ``instead`` does not pass; None
    if no single point does it.
    """
    passed, ends = {p.node for p in instead.points}, [chain.nodes[k + i].spot for i in (0, 1)]
    own = [p for p in way.points if p.node not in passed]
    for p in sorted(own, key=lambda p: abs(p.km - way.km / 2)):
        spot = chain.ways.network.spot_at_node(p.node)
        to_m, on_m = chain.ways.metres(ends[0], spot), chain.ways.metres(spot, ends[1])
        if to_m is not None and on_m is not None and to_m + on_m <= way.length_m + SAME_PLACE_M:
            return _with_node(chain, k + 1, _made_of(o, spot, chain.bounds.earliest[k], chain.bounds.latest[k + 1]))
    return None


# ---------------------------------------------------------------- the way ahead


def _on_the_way(chain: Chain, goal: Spot, absences: Sequence[Absence]) -> list[tuple[float, Absence, Spot, bool]]:
    """Absences from places on the route to a goal, the nearest first: metres, absence, spot, whether it is the goal.

    Those that ended before the last node could be are left out.
    """
    ways, here = chain.ways, chain.nodes[-1].spot
    left_m = ways.metres(here, goal)
    out = []
    for n, (absence, spot) in enumerate((a, s) for a in absences if a.taken for s in a.spots):
        to_m, on_m = ways.metres(here, spot), ways.metres(spot, goal)
        if left_m is None or to_m is None or on_m is None or to_m < SAME_PLACE_M:
            continue
        if absence.observation.hi <= chain.bounds.earliest[-1]:
            continue
        if on_m < _AT_GOAL_M or leads_by(ways, (here, goal), spot, left_m):
            out.append((to_m, n, absence, spot, on_m < _AT_GOAL_M))
    return [(to_m, *rest) for to_m, _, *rest in sorted(out, key=lambda x: x[:2])]  # type: ignore[misc]


def _shares(chain: Chain, absence: Absence, spot: Spot, *, goal: bool) -> tuple[float, float]:
    """Of a train that will pass a spot ahead, the probability that it was there before an absence began, and that it
    had not come by its end. The first is 0 at the goal, where the train would have stayed.
    """
    import numpy as np

    here, o = chain.nodes[-1], absence.observation
    found = way_law(here.observation, here.spot, "arrived" if goal else "passed", spot, chain.ways)
    if found is None:
        return 0.0, 1.0
    law = found[1]

    def by(at_h: float) -> float:
        gap: Vector = at_h - chain.cells[-1].middles
        late = untold_by(np.maximum(gap - law.min_h, 0.0))
        return float(chain.forward[-1] @ ((1.0 - UNTOLD) * law.cdf(gap) + UNTOLD * late))

    return 0.0 if goal else by(o.lo), 1.0 - by(o.hi)


def told_against(chain: Chain, goal: Spot, absences: Sequence[Absence]) -> tuple[float, Sentence]:
    """How well negative sightings agree with a goal (0..1, 1: nothing against it), and words if they hardly do.

    It is the likelihood of the one that speaks most against it: a late train explains two on one route as well as one.
    """
    least, words = 1.0, Sentence("")
    for _, absence, spot, is_goal in _on_the_way(chain, goal, absences):
        before, after = _shares(chain, absence, spot, goal=is_goal)
        right = absence.observation.right
        fits = 1.0 - right + right * ((1.0 - absence.awaited) * before + after)
        if fits < least:
            least = fits
            o = absence.observation
            by = at_place(o.place, o.hi, kind="limit")
            form = "it was not at {place} by {when}, when a train bound there would mostly have come"
            words = Sentence(form, place=o.told_place, when=by)
    return least, words if least < _UNLIKELY else Sentence("")


class Held(NamedTuple):
    """A chain that waits at the places on the route to a goal where the train had not come yet, and the absence from
    the goal itself, if there is one."""

    chain: Chain
    at_goal: Observation | None = None

    @property
    def not_before(self) -> float | None:
        """The hour until which the train was absent from the goal."""
        return None if self.at_goal is None else self.at_goal.hi

    def with_goal(self, goal: Spot, event: str) -> Chain:
        """The chain as far as the goal, if the train was absent from there; else as it is."""
        return self.chain if self.at_goal is None else _waiting(self.chain, self.at_goal, goal, event)


def held_up(chain: Chain, goal: Spot, absences: Sequence[Absence]) -> Held:
    """The chain as far as the last place on the route to a goal where, by negative sightings, it had not come yet."""
    held = Held(chain)
    for _, absence, spot, is_goal in _on_the_way(chain, goal, absences):
        before, after = _shares(chain, absence, spot, goal=is_goal)
        if after < (1.0 - absence.awaited) * before:
            continue
        o = absence.observation
        if not is_goal:
            held = held._replace(chain=_waiting(held.chain, o, spot, "passed"))
        elif held.at_goal is None or o.hi > held.at_goal.hi:
            held = held._replace(at_goal=o)
    return held


def _waiting(chain: Chain, o: Observation, spot: Spot, event: str) -> Chain:
    """The chain with a passage of a spot ahead after the end of an absence, if it could have been there sooner."""
    here, ways = chain.nodes[-1], chain.ways
    way = way_law(here.observation, here.spot, event, spot, ways)
    if way is None or chain.bounds.earliest[-1] + way[1].min_h >= o.hi:
        return chain
    latest = max(o.hi, chain.bounds.latest[-1]) + way[1].quantile(_SURELY)
    coming = _made_of(o, spot, o.hi, latest, event)
    return _with_node(chain, len(chain.nodes), coming, fine=len(chain.nodes)) or chain
