"""Negative sightings: what "absent" says of where the train was not, and what follows for its times, way and goal.

A sighting with the event ``absent`` says: at no moment from its earliest to its latest was the train at the place. It
cannot have run through there in that time either. Whether it had not come yet or was gone again is not told; the other
sightings decide, in one of two readings:

- *no longer*, where by the others it was at the place, or came through it, before the time told: it had left by then;
- *not yet*, where nothing says so: it had not come before the end of that time, nor at any time before. That is more
  than was said, so it is belief: it moves times, likely positions and goals. The hard limits take what was said alone
  (see ``windows``).

Of a mere moment long after the train should have come through, "not yet" is no longer the likelier reading: it is
weighed against the other by what each makes of the time.

A sighting at the place in the time told is doubted as far as the absence is trusted (``evidence``): which of the two is
set aside goes by their standing and by what the others say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from railsight.geo import apart_m
from railsight.inference.evidence import DOUBTED, Observation, clock, span_of
from railsight.inference.timing import Chain, Node, cells_between, chain_of, course_of
from railsight.inference.transition import CLOCK_H, SAME_PLACE_M, UNTOLD, away_chance, came_again, untold_by, way_law
from railsight.model import AREA_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.laws import Leg, Vector
    from railsight.inference.transition import Cells
    from railsight.inference.ways import Ways
    from railsight.model import Path, Spot

# How often "absent" from where nobody saw the train before is told by people who wait for it. A judgement.
_AWAITED = 0.9
# A goal so near an absent place is that place.
_AT_GOAL_M = 5_000.0
# How often a train that is told to have come and to have left days later was away between without word of it.
_LEFT_UNTOLD = 0.05
# Beyond this share of the law of a way nobody waits for the end of it.
_SURELY = 0.999
_UNLIKELY = 0.5


@dataclass(frozen=True, slots=True)
class Absence:
    """What became of a negative sighting: taken up, or why not and which sighting it conflicts with.

    ``gone`` tells "no longer" from "not yet": whether the train had been there before.
    """

    observation: Observation
    taken: bool
    reason: str
    conflicts_with: str | None = None
    gone: bool = False

    @property
    def spot(self) -> Spot:
        """The likeliest spot of the place."""
        return self.observation.spots[0]

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Where the train was not: all that stands for an area, of any other place the likeliest spot."""
        o = self.observation
        return o.spots if o.members[0].place.kind in AREA_KINDS else o.spots[:1]

    @property
    def awaited(self) -> float:
        """The chance that "not yet" is meant, for all that the train has been at so far."""
        return 0.0 if self.gone else _AWAITED


class _Visit(NamedTuple):
    """When a chain has the train at a spot: from one node to another there, or ``passing`` after node ``first``."""

    first: int
    last: int
    passing: bool = False


class _Refused(NamedTuple):
    """Why an absence cannot be, and the node that speaks against it."""

    reason: str
    node: Node


# ---------------------------------------------------------------- the journey so far


def with_absences(chain: Chain, absences: Sequence[Observation]) -> tuple[Chain, tuple[Absence, ...]]:
    """The chain with what negative sightings make of its times, taken up one by one, and what became of each."""
    out = []
    for o in absences:
        chain, absence = _taken_up(chain, o)
        out.append(absence)
    return chain, tuple(out)


def _taken_up(chain: Chain, o: Observation) -> tuple[Chain, Absence]:
    absence = Absence(o, False, "too doubtful to count against the others")
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
        reason = f"it went by another way than through {o.name}, where it was not"
    elif gone:
        reason = f"it had left {o.name} by {clock(o.lo)}"
    elif came:
        reason = f"not at {o.name} before {clock(o.hi)}"
    elif o.hi > now.bounds.earliest[-1]:
        reason = "it bears on the way ahead only"
    else:
        reason = "it agrees with where the others put the train"
    return now, Absence(o, True, reason, gone=gone)


def _visits(chain: Chain, spot: Spot, o: Observation) -> list[_Visit]:
    """When a chain has the train at a spot, in order of time; a stay in which an absence tells that it left is two."""
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
    """Whether the train left between two nodes at one spot: it is told, or likelier than so long a stay.

    A stay that would be held for one as long as nothing speaks against it may be none where the train was told to be
    away from there between the two.
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
    return _leads_by(chain.ways, ends, spot, chain.legs[k].length_m, shortest=chain.legs[k].shortest)


def _leads_by(
    ways: Ways, ends: tuple[Spot, Spot], spot: Spot, length_m: float | None, *, shortest: bool = False
) -> bool:
    """Whether the way between two spots comes by a third: it would not be longer by that, and it does run there.

    Another way of the same length, or a shorter one that is not taken, may run there instead.
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
    """The chain with a visit outside the time of an absence, the likelier way, and whether it is before that time."""
    ends = _limits(chain, visit, spot)
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
    """The hours before which a visit cannot begin, and by which it has ended; None where nothing says when."""
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
    """The weights of a visit before the time of an absence and after it."""
    if not visit.passing:
        return _share_by(chain, visit.last, o.lo), 1.0 - _share_by(chain, visit.first, o.hi)
    k = visit.first + 1
    free = _with_node(chain, k, _made_of(o, spot, chain.bounds.earliest[k - 1], chain.bounds.latest[k]), fine=k)
    if free is None:
        return 0.0, 0.0
    return (1.0 - _AWAITED) * _share_by(free, k, o.lo), 1.0 - _share_by(free, k, o.hi)


def _share_by(chain: Chain, k: int, at_h: float) -> float:
    """The probability that the time of a node is at most so many hours."""
    return _share(chain.cells[k], chain.forward[k] * chain.backward[k], at_h)


def _share(cells: Cells, weights: Vector, at_h: float) -> float:
    import numpy as np

    if cells.width == 0:
        return float(cells.lo <= at_h)
    edges = np.linspace(cells.lo, cells.hi, cells.n + 1)
    total = np.concatenate([[0.0], np.cumsum(weights)])
    return float(np.interp(at_h, edges, total)) / (float(total[-1]) or 1.0)


def _made_of(o: Observation, spot: Spot, lo: float, hi: float, event: str = "passed") -> Node:
    """A node that stands for what an absence says of a time at its place."""
    return Node(replace(o, event=event, lo=lo, hi=hi), spot)


def _with_node(chain: Chain, k: int, node: Node, *, fine: int = -1) -> Chain | None:
    """The chain with one node more, at position ``k``; None where no train can keep it."""
    if node.observation.lo > node.observation.hi:
        return None
    made = chain_of([*chain.nodes[:k], node, *chain.nodes[k:]], chain.ways, fine=fine)
    return made if isinstance(made, Chain) else None


def _after(chain: Chain, visit: _Visit, o: Observation, spot: Spot) -> Chain | None:
    """The chain with a visit after the time of an absence: it had not come yet."""
    k = visit.first
    if visit.passing:
        return _with_node(chain, k + 1, _made_of(o, spot, o.hi, chain.bounds.latest[k + 1]))
    seen = chain.nodes[k].observation
    if seen.hi < o.hi - CLOCK_H:
        return None
    return _retimed(chain, k, min(max(seen.lo, o.hi), seen.hi), seen.hi)


def _before(chain: Chain, visit: _Visit, o: Observation, spot: Spot) -> Chain | None:
    """The chain with a visit before the time of an absence: it was gone again."""
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
    """The chain with node ``k`` in another interval; None where no train can keep it."""
    node = chain.nodes[k]
    if (node.observation.lo, node.observation.hi) == (lo, hi):
        return chain
    moved = replace(node, observation=replace(node.observation, lo=lo, hi=hi))
    made = chain_of([*chain.nodes[:k], moved, *chain.nodes[k + 1 :]], chain.ways)
    return made if isinstance(made, Chain) else None


def _refused(chain: Chain, visit: _Visit) -> _Refused:
    """Why a visit leaves an absence no time, with the sighting that speaks against it."""
    a, b = chain.nodes[visit.first], chain.nodes[visit.first + 1 if visit.passing else visit.last]
    one, other = a.observation, b.observation
    if visit.passing:
        real = [n for n in (*chain.nodes[visit.first + 1 :], *chain.nodes[visit.first :: -1]) if n.index >= 0]
        said = (
            f"it must have come through then, between {one.name} ({span_of(one)}) and {other.name} ({span_of(other)})"
        )
        return _Refused(said, real[0])
    if a is not b:
        return _Refused(f"it stood there from {clock(one.lo)} to {clock(other.hi)}, {one.key} and {other.key} say", a)
    return _Refused(f"it was there then: {one.event}, {span_of(one)}, {one.key} says", a)


def way_fits(chain: Chain, k: int, leg: Leg, way: Path, absences: Sequence[Observation]) -> tuple[float, Observation]:
    """How well a way of leg ``k`` goes with negative sightings on it (0..1, 1: nothing against it), and the one that
    tells most.
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
    """The km at which a way comes through a spot between its ends; None where it does not."""
    if spot.node is not None:
        found = next((p.km for p in way.points if p.node == spot.node), None)
    else:
        ends = accumulate(step.length_m for step in way.steps)
        on = ((end, s) for end, s in zip(ends, way.steps, strict=True) if s.section == spot.section)
        found = next(((end - abs(s.to_m - spot.offset_m)) / 1000.0 for end, s in on), None)
    return found if found is not None and SAME_PLACE_M < found * 1000.0 < way.length_m - SAME_PLACE_M else None


def by_another_way(chain: Chain, k: int, way: Path, instead: Path, o: Observation) -> Chain | None:
    """The chain with leg ``k`` by another way; None where no one point of it tells it from the other."""
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
    """Absences from places on the way to a goal, the nearest first: metres, absence, spot, whether it is the goal.

    Only those that bear on the time after the last node.
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
        if on_m < _AT_GOAL_M or _leads_by(ways, (here, goal), spot, left_m):
            out.append((to_m, n, absence, spot, on_m < _AT_GOAL_M))
    return [(to_m, *rest) for to_m, _, *rest in sorted(out, key=lambda x: x[:2])]  # type: ignore[misc]


def _shares(chain: Chain, absence: Absence, spot: Spot, *, goal: bool) -> tuple[float, float]:
    """How probable it is that a train that goes by a spot ahead had come there before the time of an absence, and that
    it had not by its end. A train that has come to its goal stays there.
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


def told_against(chain: Chain, goal: Spot, absences: Sequence[Absence]) -> tuple[float, str]:
    """How well negative sightings go with a goal (0..1, 1: nothing against it), and words where they hardly do.

    The likelihood of the one that tells most: of two on one way a late train explains both.
    """
    least, words = 1.0, ""
    for _, absence, spot, is_goal in _on_the_way(chain, goal, absences):
        before, after = _shares(chain, absence, spot, goal=is_goal)
        right = absence.observation.right
        fits = 1.0 - right + right * ((1.0 - absence.awaited) * before + after)
        if fits < least:
            least = fits
            o = absence.observation
            words = f"it was not at {o.name} by {clock(o.hi)}, when a train bound there would mostly have come"
    return least, words if least < _UNLIKELY else ""


class Held(NamedTuple):
    """A chain with all places on the way to a goal where the train had not come yet, and what was told of the goal."""

    chain: Chain
    at_goal: Observation | None = None

    @property
    def not_before(self) -> float | None:
        """The hours before which the train was not at the goal, as was told of it."""
        return None if self.at_goal is None else self.at_goal.hi

    def with_goal(self, goal: Spot, event: str) -> Chain:
        """The chain as far as the goal, where it was told that the train had not come there."""
        return self.chain if self.at_goal is None else _waiting(self.chain, self.at_goal, goal, event)


def held_up(chain: Chain, goal: Spot, absences: Sequence[Absence]) -> Held:
    """The chain as far as the last place on the way to a goal where, by negative sightings, it had not come yet."""
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
    """The chain with a coming to a spot ahead after the time of an absence, where it could have come there before."""
    here, ways = chain.nodes[-1], chain.ways
    way = way_law(here.observation, here.spot, event, spot, ways)
    if way is None or chain.bounds.earliest[-1] + way[1].min_h >= o.hi:
        return chain
    latest = max(o.hi, chain.bounds.latest[-1]) + way[1].quantile(_SURELY)
    coming = _made_of(o, spot, o.hi, latest, event)
    return _with_node(chain, len(chain.nodes), coming, fine=len(chain.nodes)) or chain
