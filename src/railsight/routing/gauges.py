"""Ways with the fewest breaks of gauge, and the shortest of those.

A change of bogies takes hours and a works; no train makes two to save some hundred kilometres. The shortest way from
Moscow to Vladivostok runs through China and changes gauge twice; a train runs the longer way on its own gauge. The
search is Dijkstra's over pairs of node and gauge, where a break costs more than any length.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.model import Step
from railsight.routing.search import direct_cm, direct_step, partial_steps, seeds

if TYPE_CHECKING:
    from railsight.model import Spot
    from railsight.network import Network
    from railsight.routing.constraints import Allowed

BREAK_CM = 2**42  # more than any way is long: 44 million km
_ANY = -1  # the gauge of a train that has not moved yet
_State = tuple[int, int]


class GaugeSearch:
    """All ways from one spot: breaks of gauge and centimetres to wherever is asked."""

    def __init__(
        self, network: Network, start: Spot, allowed: Allowed | None = None, barred: Collection[int] = ()
    ) -> None:
        self.network = network
        self.start = start
        self.allowed = allowed
        self.barred = barred
        self.gauges = network.gauges()
        self._cost: dict[_State, int] = {}
        self._before: dict[_State, tuple[int, int, int]] = {}
        self._heap: list[tuple[int, int, int]] = []
        self._settled: set[_State] = set()
        own = network.section_gauges(start.section) if start.node is None else ()
        for node, base in seeds(network, start, allowed):
            for gauge in own or (_ANY,):
                self._offer(base, (node, gauge), (_ANY, _ANY, -1))

    def _offer(self, cost: int, state: _State, before: tuple[int, int, int]) -> None:
        if cost < self._cost.get(state, cost + 1):
            self._cost[state] = cost
            self._before[state] = before
            heappush(self._heap, (cost, *state))

    def run(self, bound: int | None = None) -> int | None:
        """Settle one more state and return its cost; None when nothing is left, or nothing as cheap as ``bound``."""
        network = self.network
        while self._heap:
            cost, node, gauge = self._heap[0]
            if bound is not None and cost > bound:
                return None
            heappop(self._heap)
            if (node, gauge) in self._settled:
                continue
            self._settled.add((node, gauge))
            if node in self.barred and self._before[node, gauge][2] >= 0:
                return cost
            for far, length, section in network.adjacent(node):
                if self.allowed is not None and not self.allowed(section):
                    continue
                laid = network.section_gauges(section) or ((gauge,) if gauge != _ANY else (_ANY,))
                if gauge in laid:
                    self._offer(cost + length, (far, gauge), (node, gauge, section))
                    continue
                change = 0 if gauge == _ANY else BREAK_CM
                for other in laid:
                    self._offer(cost + length + change, (far, other), (node, gauge, section))
            return cost
        return None

    def to(self, end: Spot) -> tuple[int, _State | None] | None:
        """Cost to a spot and the state it is reached from (None within one section); None when there is no way."""
        while True:
            best = self._known(end)
            if self.run(best[0] if best else None) is None:
                return self._known(end)

    def _known(self, end: Spot) -> tuple[int, _State | None] | None:
        laid = self.network.section_gauges(end.section) if end.node is None else ()
        found: list[tuple[int, _State | None]] = []
        for node, base in seeds(self.network, end, self.allowed):
            for gauge in (_ANY, *self.gauges):
                cost = self._cost.get((node, gauge))
                if cost is not None:
                    fits = not laid or gauge in laid or gauge == _ANY
                    found.append((cost + base + (0 if fits else BREAK_CM), (node, gauge)))
        direct = direct_cm(self.start, end, self.allowed)
        if direct is not None:
            found.append((direct, None))
        return min(found, key=lambda x: (x[0], x[1] or (_ANY, _ANY)), default=None)

    def steps(self, end: Spot, state: _State | None) -> tuple[Step, ...]:
        """The steps to a spot by way of the state that ``to`` gave."""
        if state is None:
            step = direct_step(self.start, end, self.allowed)
            return (step,) if step is not None and step.length_m > 0 else ()
        sections: list[int] = []
        while (before := self._before[state])[2] >= 0:
            sections.append(before[2])
            state = before[:2]
        return partial_steps(self.network, self.start, end, state[0], sections[::-1])


def fewest_breaks(
    network: Network,
    stops: Sequence[Spot],
    allowed: Allowed | None = None,
    barred: Collection[int] = (),
) -> tuple[int, list[Step]] | None:
    """Breaks of gauge times ``BREAK_CM`` plus centimetres, and steps, of the best way through all stops, leg by leg."""
    total = 0
    steps: list[Step] = []
    for first, second in pairwise(stops):
        search = GaugeSearch(network, first, allowed, barred)
        found = search.to(second)
        if found is None:
            return None
        total += found[0]
        steps += search.steps(second, found[1])
    return total, steps


def fewest_breaks_cm(
    network: Network, source: Spot, targets: Sequence[Spot], allowed: Allowed | None = None
) -> list[int | None]:
    """Centimetres from a spot to each target along the ways with the fewest breaks of gauge."""
    search = GaugeSearch(network, source, allowed)
    found = [search.to(target) for target in targets]
    return [None if f is None else f[0] % BREAK_CM for f in found]
