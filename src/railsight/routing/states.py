"""Ways that depend on more than the place: the gauge a train runs on, and the direction in which it stands.

**Gauge.** A change of bogies takes hours and a works; no train makes two to save some hundred kilometres. The shortest
way from Moscow to Vladivostok runs through China and changes gauge twice; a train runs the longer way on its own gauge.
So a way with fewer breaks of gauge is better whatever its length.

**Sides.** A network built from track geometry knows on which side of a junction each section ends. A train that came in
on one side goes on by the other; leaving by the same side, or by the section it came on, is a reversal, which costs
``costs.REVERSAL_CM``.

**Wishes.** What a way must touch it touches in whatever order is cheapest: a state knows which wishes are fulfilled.

The search is Dijkstra's over states of node, gauge, side and wishes. Networks of one gauge without sides need none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from railsight.model import Step
from railsight.routing.costs import AT_STOP_CM, Costs
from railsight.routing.moves import by_section, reverses, sides_of
from railsight.routing.search import Way, direct_step, partial_steps

if TYPE_CHECKING:
    from railsight.model import Spot
    from railsight.network.reader import Onward
    from railsight.routing.constraints import Allowed
    from railsight.routing.search import Graph

_ROUTED = Costs.routed()
_ANY = -1  # the gauge of a train that has not moved yet, or whose gauge does not matter
# Node, gauge, side of the node it came in on (0: none; as ``moves`` tells sides), wishes fulfilled, as bits.
_State = tuple[int, int, int, int]
_Ends = list[tuple[int, int, tuple[int, ...], int, int]]
Traversal = tuple[int, bool]  # a section, and whether it is passed from its node a to its node b
Posture = tuple[int, int]  # how a train stands at a stop: its gauge, and the wishes fulfilled so far


class _Reached(NamedTuple):
    """A way to a spot: its cost, how the train then stands, the state it is reached from (None within one section)."""

    cost: int
    standing: Posture
    state: _State | None
    begun: Posture | None = None  # how the train stood at the start, where that is not told by the state


def onward(graph: Graph, node: int) -> Onward:
    """Where a train can go on to from a node: the next node, centimetres, section, the side of either node, gauges."""
    found = graph.onward.get(node)
    if found is None:
        ways = []
        for far, length, section in graph.adjacent(node):
            ways.append((far, length, section, *sides_of(graph, section, node), graph.section_gauges(section)))
        found = graph.onward[node] = tuple(ways)
    return found


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which wishes (as bits) a node fulfils when it is reached, and a section when it is run on; and all of them."""

    of_node: Callable[[int], int]
    of_section: Callable[[int], int]
    everything: int


NO_WISHES = Wishes(lambda _: 0, lambda _: 0, 0)


class StateSearch:
    """All ways from one spot. Breaks of gauge count where they cost anything, sides of junctions where known.

    ``begun`` holds the cost so far by how the train stands: the gauge (-1 for a train that may stand on any) and the
    wishes fulfilled. Every wish must be fulfilled on the way. ``banned`` sections are not passed in that direction;
    from one of ``onward_only`` no train turns straight back, which is told where no sides of junctions are known.
    """

    def __init__(
        self,
        network: Graph,
        start: Spot,
        *,
        allowed: Allowed | None = None,
        barred: Collection[int] = (),
        costs: Costs = _ROUTED,
        wishes: Wishes = NO_WISHES,
        banned: Collection[Traversal] = (),
        onward_only: Collection[int] = (),
        begun: Mapping[Posture, int] = MappingProxyType({(_ANY, 0): 0}),
    ) -> None:
        self.network = network
        self.start = start
        self.allowed = allowed
        self.barred = barred
        self.costs = costs
        self.gauge_counts = costs.break_cm > 0
        self.wishes = wishes
        self.banned = banned
        self.onward_only = () if network.has_sides else onward_only
        self.begun = begun
        self._cost: dict[_State, int] = {}
        self._cm: dict[_State, int] = {}  # length, where cost is more than that
        self._before: dict[_State, tuple[_State, int]] = {}
        self._at: dict[int, set[_State]] = {}
        self._heap: list[tuple[int, _State]] = []
        self._settled: set[_State] = set()
        self._here = wishes.of_section(start.section) if start.node is None else wishes.of_node(start.node)
        for node, base, laid, side, cm in self._ends(start, leaving=True):
            for (begun_on, done), so_far in begun.items():
                begins = laid if laid != (_ANY,) else (_ANY,) if begun_on == _ANY else network.gauges()
                for gauge in begins:
                    change = AT_STOP_CM if begun_on not in (_ANY, gauge) else 0
                    state = node, gauge, side, done | self._here | wishes.of_node(node)
                    self._offer(so_far + change + base, state, ((-1, begun_on, 0, done), -1), cm)

    def _ends(self, spot: Spot, *, leaving: bool = False) -> _Ends:
        """The nodes about a spot: node, cost to it, gauges on the way there, the side it lies on, centimetres to it."""
        if spot.node is not None:
            return [(spot.node, 0, (_ANY,), 0, 0)]
        if self.allowed is not None and not self.allowed(spot.section):
            return []
        network, section = self.network, spot.section
        offset = round(spot.offset_m * 100)
        laid = (network.section_gauges(section) if self.gauge_counts else ()) or (_ANY,)
        a, b = network.section_ends(section)
        sides = network.section_sides(section)
        lengths = (offset, network.section_cm(section) - offset)
        return [
            (node, self.costs.of(section, cm), laid, side, cm)
            for node, cm, side, at_b in zip((a, b), lengths, sides, (False, True), strict=True)
            if (section, at_b == leaving) not in self.banned
        ]

    def _offer(self, cost: int, state: _State, before: tuple[_State, int], cm: int) -> None:
        if cost < self._cost.get(state, cost + 1):
            self._cost[state] = cost
            self._cm[state] = cm
            self._before[state] = before
            self._at.setdefault(state[0], set()).add(state)
            heappush(self._heap, (cost, state))

    def _settle(self, bound: int | None) -> int | None:
        """Settle the nearest open state and return its node; None when there is none, or none as near as ``bound``."""
        while self._heap:
            cost, state = self._heap[0]
            if bound is not None and cost > bound:
                return None
            heappop(self._heap)
            if state not in self._settled:
                self._settled.add(state)
                self._spread(cost, state)
                return state[0]
        return None

    def _spread(self, cost: int, state: _State) -> None:
        node, gauge, came, done = state
        if node in self.barred and self._before[state][1] >= 0:
            return
        so_far, wishes, factors, allowed = self._cm[state], self.wishes, self.costs.factors, self.allowed
        for far, length, section, leaves, enters, gauges_mm in onward(self.network, node):
            if allowed is not None and not allowed(section):
                continue
            if self.banned and (section, self.network.section_ends(section)[0] == node) in self.banned:
                continue
            if section in self.onward_only:
                if came == by_section(section):
                    continue
                enters = by_section(section)
            total = cost + (length if section not in factors else round(length * factors[section]))
            if reverses(came, leaves):
                total += self.costs.reversal_cm
            laid = gauges_mm if self.gauge_counts else ()
            now = done if wishes is NO_WISHES else done | wishes.of_node(far) | wishes.of_section(section)
            if not laid or gauge in laid:
                self._offer(total, (far, gauge, enters, now), (state, section), so_far + length)
                continue
            for other in laid:
                change = 0 if gauge == _ANY else self.costs.break_cm
                self._offer(total + change, (far, other, enters, now), (state, section), so_far + length)

    def to(self, end: Spot) -> tuple[int, _State | None] | None:
        """Cost to a spot and the state it is reached from (None within one section); None when there is no way."""
        best = self.best(end)
        return None if best is None else (best.cost, best.state)

    def best(self, end: Spot) -> _Reached | None:
        """The cheapest way to a spot on which every wish is fulfilled."""
        ends = self._ends(end)
        nodes = {node for node, *_ in ends}
        best = self._best(end, ends)
        while (node := self._settle(None if best is None else best.cost)) is not None:
            if node in nodes:
                best = self._best(end, ends)
        return best

    def standings(self, end: Spot) -> list[_Reached]:
        """The cheapest way to a stop for each manner in which the train may stand there, wishes fulfilled or not.

        Without wishes none that is a break dearer than the best: who needs such a gauge can as well change to it later.
        """
        dearest = None
        if self.wishes is NO_WISHES:
            best = self.best(end)
            if best is None:
                return []
            dearest = best.cost + self.costs.break_cm
        while self._settle(dearest) is not None:
            pass
        found: dict[Posture, _Reached] = {}
        for one in self._known(end, self._ends(end)):
            known = found.get(one.standing)
            if (dearest is None or one.cost <= dearest) and (known is None or one.cost < known.cost):
                found[one.standing] = one
        return list(found.values())

    def begun_as(self, reached: _Reached) -> Posture:
        """How the train stood, of those in ``begun``, where a way begins."""
        if reached.begun is not None:
            return reached.begun
        state, section = reached.state, 0
        while state is not None and section >= 0:
            state, section = self._before[state]
        return (state[1], state[3]) if state is not None else (_ANY, 0)

    def _best(self, end: Spot, ends: _Ends) -> _Reached | None:
        found = (way for way in self._known(end, ends) if way.standing[1] == self.wishes.everything)
        return min(found, key=lambda way: (way.cost, way.state or (_ANY, _ANY, 0, 0)), default=None)

    def _known(self, end: Spot, ends: _Ends) -> Iterator[_Reached]:
        """The ways to a spot known so far."""
        here = self.wishes.of_section(end.section) if end.node is None else 0
        for node, base, laid, side, _ in ends:
            for state in self._at.get(node, ()):
                cost, done = self._cost[state] + base, state[3] | here
                if end.node is None and reverses(state[2], side or by_section(end.section)):
                    cost += self.costs.reversal_cm
                if laid == (_ANY,) or state[1] in laid:
                    yield _Reached(cost, (state[1], done), state)
                else:
                    change = 0 if state[1] == _ANY else self.costs.break_cm
                    yield from (_Reached(cost + change, (gauge, done), state) for gauge in laid)
        step = direct_step(self.start, end, self.allowed)
        if step is not None and (step.section, step.to_m >= step.from_m) in self.banned:
            step = None
        stays = self.start.node is not None and self.start.node == end.node
        if step is not None or stays:
            cm = 0 if step is None else self.costs.of(step.section, round(step.length_m * 100))
            laid = ends[0][2] if ends and not stays else (_ANY,)
            for begun, so_far in self.begun.items():
                for gauge in laid if laid != (_ANY,) else (begun[0],):
                    change = AT_STOP_CM if begun[0] not in (_ANY, gauge) else 0
                    yield _Reached(so_far + cm + change, (gauge, begun[1] | self._here | here), None, begun)

    def steps(self, end: Spot, state: _State | None) -> tuple[Step, ...]:
        """The steps to a spot by way of the state that ``to`` gave."""
        if state is None:
            step = direct_step(self.start, end, self.allowed)
            return (step,) if step is not None and step.length_m > 0 else ()
        sections: list[int] = []
        while (before := self._before[state])[1] >= 0:
            sections.append(before[1])
            state = before[0]
        return partial_steps(self.network, self.start, end, state[0], sections[::-1])

    def length_cm(self, end: Spot) -> tuple[int, int] | None:
        """Cost and centimetres of the best way to a spot; None when there is no way."""
        found = self.to(end)
        if found is None:
            return None
        cost, state = found
        if state is None:
            return cost, sum(round(100 * s.length_m) for s in self.steps(end, None))
        last = min(cm for node, _, _, _, cm in self._ends(end) if node == state[0])
        return cost, self._cm[state] + last


def cheapest_through(
    graph: Graph,
    stops: Sequence[Spot],
    allowed: Allowed | None = None,
    barred: Collection[int] = (),
    costs: Costs = _ROUTED,
    wishes: Wishes = NO_WISHES,
    banned: Collection[Traversal] = (),
    onward_only: Collection[int] = (),
) -> list[Way] | None:
    """The legs of the way with the fewest breaks of gauge through all stops, and of those the cheapest.

    Wishes may be fulfilled on any leg. On runs the factors of the costs and ``allowed`` speak of runs. Where a break
    costs nothing: the cheapest whatever its breaks.
    """
    ends = list(map(graph.lift, stops))
    legs: list[tuple[StateSearch, Spot, dict[Posture, _Reached]]] = []
    begun: Mapping[Posture, int] = {(_ANY, 0): 0}
    for leg, (first, second) in enumerate(pairwise(ends), 2):
        search = StateSearch(
            graph,
            first,
            allowed=allowed,
            barred=barred,
            costs=costs,
            wishes=wishes,
            banned=banned,
            onward_only=onward_only,
            begun=begun,
        )
        last = leg == len(ends)
        ways = {way.standing: way for way in ((search.best(second),) if last else search.standings(second)) if way}
        if not ways:
            return None
        legs.append((search, second, ways))
        begun = {standing: way.cost for standing, way in ways.items()}
    found: list[Way] = []
    (standing,) = begun
    for search, end, ways in reversed(legs):
        way = ways[standing]
        standing = search.begun_as(way)
        found.append(Way(graph, way.cost - search.begun[standing], search.steps(end, way.state)))
    return found[::-1]


def lengths_cm(
    graph: Graph,
    sources: Sequence[Spot],
    targets: Sequence[Spot],
    allowed: Allowed | None = None,
    costs: Costs = _ROUTED,
) -> Iterator[list[tuple[int, int] | None]]:
    """Cost and centimetres from each spot to each target along the best ways, a list for each spot."""
    goals = [graph.lift(target) for target in targets]
    for source in sources:
        search = StateSearch(graph, graph.lift(source), allowed=allowed, costs=costs)
        yield [search.length_cm(goal) for goal in goals]
