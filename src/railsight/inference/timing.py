"""When: the times of a chain of observations that are held right, and of every point on the ways between them.

Hard limits first: earliest and latest possible times follow from the intervals and the top speed alone, as in a
difference-constraint network. Belief second: the posterior over cells of each observation's time, by forward and
backward sums, and for points between two observations the product of the laws of both parts of the way.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from railsight.inference.daytimes import custom_of, fit_by_day
from railsight.inference.laws import Leg, TimeLaw, leg_law
from railsight.inference.transition import (
    CLOCK_H,
    SAME_PLACE_M,
    Cells,
    away_law,
    came_again,
    charged,
    cut,
    fit,
    one_stay,
    standing_at,
    standing_before,
    stay_part,
    told_away,
    way_law,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from railsight.inference.evidence import Observation
    from railsight.inference.ways import Ways
    from railsight.model import Path, Place, Profile, Spot

LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
Spread = tuple[float, float, float]  # earliest, likely, latest: hours since 1970
_ANCHORS = 8
_GRID = 120
# A stay before a departure, or after an arrival, lies within this share of the leg's running time from its end.
_AT_END = 0.005
# The train is at a border, and has waited there, before it is so far past it.
_PAST_KM = 0.001
_SAME_KM = 1e-6
_FEASIBLE_H = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One observation at one spot, in the chain: told of the place that the spot belongs to."""

    observation: Observation
    spot: Spot
    index: int = -1
    spots: tuple[tuple[Spot, float], ...] = ()  # where else it may be, with shares that sum to 1; the likeliest first
    may_mean: tuple[tuple[Place, float], ...] = ()  # the places that its name may mean, in the same way


@dataclass(frozen=True, slots=True)
class Clash:
    """Two nodes (positions in the chain) that no train can serve: km/h needed and the metres between them."""

    first: int
    second: int
    needed_kmh: float | None
    length_m: float


@dataclass(frozen=True, slots=True)
class Bounds:
    """Hard limits of every node's time, hours since 1970."""

    earliest: tuple[float, ...]
    latest: tuple[float, ...]


def hard_bounds(intervals: Sequence[tuple[float, float]], least_h: Sequence[float]) -> Bounds | int:
    """Earliest and latest times of a chain, given intervals and the least hours between neighbours.

    The position of the first node that cannot be reached in time when there is none.
    """
    earliest = [intervals[0][0]]
    for k, (lo, hi) in enumerate(intervals[1:], 1):
        earliest.append(max(lo, earliest[-1] + least_h[k - 1]))
        if earliest[-1] > hi + _FEASIBLE_H:
            return k
        earliest[-1] = min(earliest[-1], hi)
    latest = [intervals[-1][1]]
    for k in range(len(intervals) - 2, -1, -1):
        latest.append(max(earliest[k], min(intervals[k][1], latest[-1] - least_h[k])))
    return Bounds(tuple(earliest), tuple(latest[::-1]))


@dataclass(slots=True)
class Chain:
    """Nodes in order of time with everything said about when. Build it with ``chain_of``."""

    nodes: list[Node]
    legs: list[Leg]
    laws: list[TimeLaw]
    bounds: Bounds
    ways: Ways
    away: frozenset[int] = frozenset()  # legs, from a spot to itself, between which the train was elsewhere
    stays: list[float | None] = field(default_factory=list)  # of each node, where it was seen: the chance of a stay
    cells: list[Cells] = field(default_factory=list)
    forward: list[Any] = field(default_factory=list)
    backward: list[Any] = field(default_factory=list)
    spreads: list[Spread] = field(default_factory=list)

    @property
    def profile(self) -> Profile:
        return self.ways.profile

    def least_h(self, k: int) -> float:
        """The least hours from node ``k`` to the next."""
        return self.legs[k].length_m / 1000.0 / self.profile.max_kmh

    def suppose(self, visit: range, stays: float) -> None:
        """Take a visit for a stay with a chance (0..1)."""
        for k in visit:
            self.stays[k] = round(stays, 2)  # laws that hardly differ share one table

    def law(self, k: int) -> TimeLaw:
        """The law of the time from node ``k`` to the next."""
        found = _law(self.nodes[k], self.nodes[k + 1], self.ways, leg=self.legs[k], stays=tuple(self.stays[k : k + 2]))
        assert found is not None  # there is a leg
        return away_law() if k in self.away else found[1]

    def stay_in(self, visit: range) -> float:
        """The chance that a visit is a stay in the light of all times."""
        first, last = max(0, visit[0] - 1), min(visit[-1] + 1, len(self.nodes) - 1)
        told, fits = self.stays[visit[0]], []
        for stays in (0.0, 1.0):
            self.suppose(visit, stays)
            vector = self.forward[first]
            for k in range(first, last):
                vector = vector @ self._link(k, self.law(k))
            fits.append(float(vector @ self.backward[last]))
        self.suppose(visit, told or 0.0)
        no, yes = (1.0 - (told or 0.0)) * fits[0], (told or 0.0) * fits[1]
        return yes / (yes + no) if yes else 0.0

    def solve(self, fine: int = -1) -> None:
        """Work out the posterior of every node's time."""
        import numpy as np

        self.laws = [self.law(k) for k in range(len(self.legs))]
        self.cells = [
            cut(lo, hi, cell_h=0.1, most=400 if k == fine else 48)
            for k, (lo, hi) in enumerate(zip(self.bounds.earliest, self.bounds.latest, strict=True))
        ]
        links = [self._link(k, law) for k, law in enumerate(self.laws)]
        links = [m if m.any() else np.ones_like(m) for m in links]
        self.forward = [np.full(self.cells[0].n, 1.0 / self.cells[0].n)]
        for link in links:
            self.forward.append(_unit(self.forward[-1] @ link))
        self.backward = [np.ones(self.cells[-1].n)]
        for link in reversed(links):
            self.backward.append(_unit(link @ self.backward[-1]))
        self.backward.reverse()
        self.spreads = [
            cell_quantiles(c, f * b) for c, f, b in zip(self.cells, self.forward, self.backward, strict=True)
        ]
        self.spreads = _consistent(self.spreads, self.bounds, [self.least_h(k) for k in range(len(self.legs))])

    def _link(self, k: int, law: TimeLaw) -> Any:
        """The transition from node ``k`` to the next by a law, over the cells of both."""
        b = self.nodes[k + 1]
        custom = custom_of(b.observation.event, b.spot, self.ways, self.legs[k].length_m)
        return fit_by_day(law, self.cells[k], self.cells[k + 1], b.spot, custom)


def chain_of(nodes: Sequence[Node], ways: Ways, *, fine: int = -1) -> Chain | Clash:
    """The chain of some nodes, or the two of them that cannot both be. ``fine`` is a node to time more closely."""
    legs, away = [], set()
    for k, (a, b) in enumerate(pairwise(nodes)):
        found = _law(a, b, ways, within_h=b.observation.hi - a.observation.lo)
        if found is None:
            return Clash(k, k + 1, None, 0.0)
        leg, law = found
        stayed = one_stay(a.observation, b.observation)
        if leg.length_m < SAME_PLACE_M and not stayed and came_again(a.observation, b.observation, law):
            away.add(k)
        legs.append(_loose(leg, a, b, ways) if len(a.spots) > 1 or len(b.spots) > 1 else leg)
    visits = _visits(nodes, [leg.length_m < SAME_PLACE_M and k not in away for k, leg in enumerate(legs)])
    least = [leg.length_m / 1000.0 / ways.profile.max_kmh for leg in legs]
    bounds = _bounds(nodes, least)
    if isinstance(bounds, int):
        return _blame(nodes, bounds, ways)
    chain = Chain(list(nodes), legs, [], bounds, ways, frozenset(away))
    chain.stays = [None] * len(nodes)
    for visit in visits:
        chain.suppose(visit, _stay_of(nodes, visit, ways))
    chain.solve(fine)
    if visits:
        for visit, chance in [(visit, chain.stay_in(visit)) for visit in visits]:
            chain.suppose(visit, chance)
        chain.solve(fine)
    return chain


def _visits(nodes: Sequence[Node], stayed: Sequence[bool]) -> list[range]:
    """The nodes of each visit to a place during which the train was seen there; ``stayed`` says of each two nodes
    whether it stayed where it was between."""
    found, first = [], 0
    for k in range(1, len(nodes) + 1):
        if k < len(nodes) and stayed[k - 1] and not told_away(nodes[k - 1].observation, nodes[k].observation):
            continue
        if any(node.observation.event == "seen" for node in nodes[first:k]):
            found.append(range(first, k))
        first = k
    return found


def _stay_of(nodes: Sequence[Node], visit: range, ways: Ways) -> float:
    """The chance that a visit is a stay by the hours that at least lie between the first and the last of its nodes."""
    told = [nodes[k].observation for k in visit]
    stood_h = max(o.lo for o in told) - min(o.hi for o in told)
    return stay_part(nodes[visit[0]].spot, ways, told[-1].place, max(0.0, stood_h))


def _law(a: Node, b: Node, ways: Ways, **more: Any) -> tuple[Leg, TimeLaw] | None:
    """The way between two nodes and the law of its time; see ``way_law``."""
    there = b.observation
    return way_law(a.observation, a.spot, there.event, b.spot, ways, place=there.members[0].place, **more)


def _bounds(nodes: Sequence[Node], least_h: Sequence[float]) -> Bounds | int:
    """The hard limits of a chain. Where clocks contradict one another by minutes only, they were rounded."""
    intervals = [(n.observation.lo, n.observation.hi) for n in nodes]
    rounded: set[int] = set()
    bounds = hard_bounds(intervals, least_h)
    while isinstance(bounds, int) and bounds not in rounded:
        rounded.add(bounds)
        for k in (bounds - 1, bounds):
            lo, hi = nodes[k].observation.lo, nodes[k].observation.hi
            intervals[k] = lo - CLOCK_H, hi + CLOCK_H
        bounds = hard_bounds(intervals, least_h)
    return bounds


def _loose(leg: Leg, a: Node, b: Node, ways: Ways) -> Leg:
    """A leg whose running time is the mean over the spots its ends may be at, with the spread among them."""
    times = []
    for start, share in a.spots or ((a.spot, 1.0),):
        for end, other in b.spots or ((b.spot, 1.0),):
            found = ways.leg(start, end)
            if found is not None:
                times.append((share * other, found.run_h))
    total = sum(w for w, _ in times)
    if total <= 0:
        return leg
    mean = sum(w * t for w, t in times) / total
    variance = sum(w * (t - mean) ** 2 for w, t in times) / total
    return replace(leg, run_h=mean, loose_h=variance**0.5)


def _blame(nodes: Sequence[Node], late: int, ways: Ways) -> Clash:
    """The earlier node that keeps a node from being reached in time: the one that asks for the highest speed."""
    worst = Clash(late - 1, late, None, 0.0)
    top = -1.0
    for k in range(late):
        metres = ways.metres(nodes[k].spot, nodes[late].spot, shortest=True)
        if metres is None:
            continue
        there_h = nodes[late].observation.hi - nodes[k].observation.lo
        needed = metres / 1000.0 / there_h if there_h > 0 else float("inf")
        if needed > top:
            top = needed
            worst = Clash(k, late, needed if needed != float("inf") else None, metres)
    return worst


def _unit(vector: Any) -> Any:
    import numpy as np

    total = float(vector.sum())
    return vector / total if total > 0 else np.full(len(vector), 1.0 / len(vector))


def cell_quantiles(cells: Cells, weights: Any) -> Spread:
    """The 10 %, 50 % and 90 % points of a weighting of cells, uniform within each."""
    import numpy as np

    if cells.width == 0:
        return cells.lo, cells.lo, cells.hi
    edges = np.linspace(cells.lo, cells.hi, cells.n + 1)
    total = np.concatenate([[0.0], np.cumsum(_unit(weights))])
    low, middle, high = np.interp((LOW, MIDDLE, HIGH), total + 1e-12 * np.arange(len(total)), edges)
    return float(low), float(middle), float(high)


def _consistent(spreads: Sequence[Spread], bounds: Bounds, least_h: Sequence[float]) -> list[Spread]:
    """Likely times that one train can keep, and limits that never go back."""
    out: list[Spread] = []
    for k, (low, middle, high) in enumerate(spreads):
        floor, ceiling = bounds.earliest[k], bounds.latest[k]
        if out:
            floor = max(floor, out[-1][1] + least_h[k - 1])
        middle = min(max(middle, floor), max(ceiling, floor))
        low, high = min(max(low, bounds.earliest[k]), middle), max(min(high, ceiling), middle)
        if out:
            low, high = max(low, out[-1][0] + least_h[k - 1]), max(high, out[-1][2] + least_h[k - 1])
        out.append((min(low, middle), middle, high))
    return out


# ---------------------------------------------------------------- points between two nodes


@dataclass(frozen=True, slots=True)
class Course:
    """A path as running time sees it: at the end of every step the km, the running hours, borders and breaks so far."""

    km: tuple[float, ...]
    run_h: tuple[float, ...]
    border_km: tuple[float, ...]
    break_km: tuple[float, ...]

    def hours_at(self, km: float) -> float:
        """Running hours at a km from the start."""
        i = bisect_left(self.km, km)
        if i <= 0:
            return 0.0
        if i >= len(self.km):
            return self.run_h[-1]
        span = self.km[i] - self.km[i - 1]
        share = (km - self.km[i - 1]) / span if span else 0.0
        return self.run_h[i - 1] + share * (self.run_h[i] - self.run_h[i - 1])


def course_of(path: Path, ways: Ways) -> Course:
    """The course of a path."""
    km, run_h = [0.0], [0.0]
    for step in path.steps:
        track = ways.tracks.of(step.section)
        per_m = track.h_cm * 100 if track else 0.001 / ways.profile.speed(None).median_kmh
        km.append(km[-1] + step.length_m / 1000.0)
        run_h.append(run_h[-1] + step.length_m * per_m)
    return Course(tuple(km), tuple(run_h), tuple(b.km for b in path.borders), tuple(g.km for g in path.gauge_breaks))


def may_stay_at(node: Node) -> bool:
    """Whether the train may have stood on where it was at a node."""
    o = node.observation
    return o.stands or (o.event == "seen" and not o.moves)


def may_have_stayed_at(node: Node) -> bool:
    """Whether the train may have stood for some time where it was at a node."""
    return node.observation.event in ("departed", "seen")


def leg_times(chain: Chain, k: int, course: Course, kms: Sequence[float]) -> list[Spread]:
    """When the train was at some km of the path of leg ``k`` (km from the leg's start, ascending).

    At km 0 it is when it left, at the end when it came, and at a border when it came there. Worked out at a few
    anchors, those asked for or borders among them, and shared out between them by running time.
    """
    import numpy as np

    if course.run_h[-1] <= 0 or not kms:
        return [chain.spreads[k] for _ in kms]
    km_at = [0.0, *_anchors(chain, k, course, kms), course.km[-1]]
    between = [_between(chain, k, course, km) for km in km_at[1:-1]]
    spreads = _left_and_came(chain, k, km_at, _pinned(chain, k, km_at, between))
    at, wanted = ([course.hours_at(km) for km in some] for some in (km_at, kms))
    columns = [np.interp(wanted, at, [s[i] for s in spreads]) for i in range(3)]
    return [(float(min(a, b)), float(b), float(max(b, c))) for a, b, c in zip(*columns, strict=True)]


def _anchors(chain: Chain, k: int, course: Course, kms: Sequence[float]) -> list[float]:
    """The km inside leg ``k`` at which times are worked out: a wait at a border or at an end lies between two."""
    import numpy as np

    shares = [] if len(kms) < _ANCHORS else [i / _ANCHORS for i in range(1, _ANCHORS)]
    shares += [_AT_END] if may_stay_at(chain.nodes[k]) else []
    shares += [1.0 - _AT_END] if may_have_stayed_at(chain.nodes[k + 1]) else []
    found = {float(x) for x in np.interp([s * course.run_h[-1] for s in shares], course.run_h, course.km)}
    found |= set(kms) if len(kms) < _ANCHORS else set()
    found |= {x for border in course.border_km for x in (border, border + _PAST_KM)}
    return sorted(x for x in found if 0.0 < x < course.km[-1])


def _left_and_came(chain: Chain, k: int, kms: Sequence[float], spreads: list[Spread]) -> list[Spread]:
    """Spreads at the anchors of a leg, of which the first is of leaving its start, the last of coming to its end."""
    top, came, left = chain.profile.max_kmh, chain.spreads[k], chain.spreads[k + 1]
    if may_stay_at(chain.nodes[k]):
        spreads[0] = each(max, came, moved(spreads[1], -(kms[1] - kms[0]) / top))
    if may_have_stayed_at(chain.nodes[k + 1]):
        spreads[-1] = each(min, left, moved(spreads[-2], (kms[-1] - kms[-2]) / top))
    return spreads


def each(of: Callable[[float, float], float], some: Spread, others: Spread) -> Spread:
    return of(some[0], others[0]), of(some[1], others[1]), of(some[2], others[2])


def moved(spread: Spread, by_h: float) -> Spread:
    return spread[0] + by_h, spread[1] + by_h, spread[2] + by_h


def _between(chain: Chain, k: int, course: Course, km: float) -> Spread:
    """When the train was at a km inside leg ``k``."""
    return cell_quantiles(*cells_between(chain, k, chain.legs[k], course, km))


def cells_between(chain: Chain, k: int, leg: Leg, course: Course, km: float) -> tuple[Cells, Any]:
    """The times at a km of a way for leg ``k``, as weighted cells: laws of both parts of the way, given its ends."""
    a, b, profile = chain.nodes[k], chain.nodes[k + 1], chain.profile
    run = course.hours_at(km) / course.run_h[-1]
    waits = charged(leg, a.observation.event, a.spot, b.observation.event, b.spot, chain.ways)
    borders_at = course.border_km if waits.borders == leg.borders else ()
    breaks_at = course.break_km if waits.gauge_breaks == leg.gauge_breaks else ()
    borders, breaks = (sum(x < km - _SAME_KM for x in at) for at in (borders_at, breaks_at))
    first = Leg(km * 1000.0, leg.run_h * run, leg.run_sigma, borders, breaks)
    rest = Leg(
        (course.km[-1] - km) * 1000.0,
        leg.run_h * (1 - run),
        leg.run_sigma,
        len(borders_at) - borders,
        len(breaks_at) - breaks,
    )
    start = standing_at(a.observation, a.spot, chain.ways, chain.stays[k])
    named = b.observation.members[0].place
    end = standing_before(b.observation.event, b.spot, chain.ways, named, chain.stays[k + 1])
    grid = cut(chain.bounds.earliest[k], chain.bounds.latest[k + 1], cell_h=0.05, most=_GRID)
    before = chain.forward[k] @ fit(leg_law(first, profile, start), chain.cells[k], grid)
    custom = custom_of(b.observation.event, b.spot, chain.ways, leg.length_m)
    rest_law = leg_law(rest, profile, end)
    after = fit_by_day(rest_law, grid, chain.cells[k + 1], b.spot, custom) @ chain.backward[k + 1]
    return grid, before * after


def _pinned(chain: Chain, k: int, kms: Sequence[float], between: Sequence[Spread]) -> list[Spread]:
    """Spreads at anchors no nearer in time to one another, and to the leg's ends, than the top speed allows."""
    top, last = chain.profile.max_kmh, chain.spreads[k + 1]
    out = [chain.spreads[k]]
    for km, before_km, told in zip(kms[1:-1], kms, between, strict=False):
        out.append(kept_apart(told, out[-1], (km - before_km) / top, last, (kms[-1] - km) / top))
    return [*out, last]


def kept_apart(told: Spread, before: Spread, least_h: float, after: Spread, rest_h: float) -> Spread:
    """A spread at least ``least_h`` hours behind the one before it, and where that leaves room ``rest_h`` before that
    after it."""
    return each(max, each(min, told, moved(after, -rest_h)), moved(before, least_h))
