"""Ways that must touch something: places in whatever order is shortest, a line, a country."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from railsight.errors import NoRouteError, UsageError
from railsight.routing.search import NO_NODE, Way, direct_cm, direct_step, partial_steps, seeds
from railsight.routing.states import REVERSAL_CM, reversed_at, sides_from

if TYPE_CHECKING:
    from railsight.model import Spot
    from railsight.network import Network
    from railsight.routing.constraints import Allowed

MAX_REQUIRED = 6  # every wish doubles the search


@dataclass(frozen=True, slots=True)
class Require:
    """What a path must touch, all of it: operating points (node numbers), lines (ids), countries (ISO alpha-2)."""

    nodes: frozenset[int] = frozenset()
    lines: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.lines or self.countries)


_Mask = Callable[[int], int]


def masks(network: Network, require: Require) -> tuple[_Mask, _Mask, int]:
    """Which wishes a node fulfils, which a section fulfils, as bits; and all bits together."""
    bit = {node: 1 << i for i, node in enumerate(sorted(require.nodes))}
    line_bit = {x: 1 << (len(bit) + i) for i, x in enumerate(sorted(require.lines))}
    country_bit = {x: 1 << (len(bit) + len(line_bit) + i) for i, x in enumerate(sorted(require.countries))}
    count = len(bit) + len(line_bit) + len(country_bit)
    if count > MAX_REQUIRED:
        raise UsageError(f"{count} things required of one path: at most {MAX_REQUIRED} are allowed")
    known: dict[int, int] = {}

    def of_section(section: int) -> int:
        if section not in known:
            line = line_bit.get(network.section_line(section), 0) if line_bit else 0
            known[section] = line | country_bit.get(network.section_country(section) or "", 0)
        return known[section]

    return (lambda node: bit.get(node, 0)), of_section, (1 << count) - 1


def shortest_through(
    network: Network,
    a: Spot,
    b: Spot,
    require: Require,
    allowed: Allowed | None = None,
    barred: frozenset[int] = frozenset(),
    stretch: Mapping[int, float] | None = None,
) -> Way | None:
    """The shortest way (in costs with ``stretch``) that fulfils every wish; None without one.

    A way may turn back where it needs to, at an operating point; where the sides of junctions are known that costs a
    reversal, which is part of the cost given.
    """
    search = _Wishes(network, a, b, require, allowed, barred, stretch or {})
    found = search.run()
    if found is None:
        return None
    cost, state = found
    if state is None:
        step = direct_step(a, b, allowed)
        return Way(network, cost, () if step is None or step.length_m == 0 else (step,))
    return Way(network, cost, partial_steps(network, a, b, *search.way_to(state)))


_State = tuple[int, int, int]  # node, wishes fulfilled, side of the node it came in on (0: none)
_START: _State = (NO_NODE, 0, 0)


class _Wishes:
    """Dijkstra over states; leaving a node by the side one came in on costs a reversal, as in ``states``."""

    def __init__(
        self,
        network: Network,
        a: Spot,
        b: Spot,
        require: Require,
        allowed: Allowed | None,
        barred: frozenset[int],
        stretch: Mapping[int, float],
    ) -> None:
        self.network, self.a, self.b = network, a, b
        self.allowed, self.barred, self.stretch = allowed, barred, stretch
        self.of_node, self.of_section, self.everything = masks(network, require)
        self._cost: dict[_State, int] = {}
        self._before: dict[_State, tuple[_State, int]] = {}
        self._heap: list[tuple[int, _State]] = []

    def _ends(self, spot: Spot) -> list[tuple[int, int, int]]:
        """The nodes about a spot: node, cost to it, the side of it on which the spot lies (0 for the node itself)."""
        ends = seeds(self.network, spot, self.allowed, self.stretch)
        at_node = spot.node is not None
        return [(n, cost, 0 if at_node else sides_from(self.network, spot.section, n)[0]) for n, cost in ends]

    def _offer(self, cost: int, state: _State, before: _State, section: int) -> None:
        if cost < self._cost.get(state, cost + 1):
            self._cost[state] = cost
            self._before[state] = (before, section)
            heappush(self._heap, (cost, state))

    def run(self) -> tuple[int, _State | None] | None:
        """Cost and last state of the best way; the state is None for a way within one section."""
        a, b = self.a, self.b
        first, last = (self.of_section(x.section) if x.node is None else 0 for x in (a, b))
        goals = {node: (cost, side) for node, cost, side in self._ends(b)}
        best: tuple[int, _State | None] | None = None
        direct = direct_cm(a, b, self.allowed) if a.node is None and b.node is None else None
        if direct is not None and first == self.everything:
            best = (round(direct * self.stretch.get(a.section, 1.0)), None)
        for node, cost, side in self._ends(a):
            self._offer(cost, (node, first | self.of_node(node), side), _START, -1)
        while self._heap and (best is None or self._heap[0][0] < best[0]):
            cost, state = heappop(self._heap)
            if cost > self._cost[state]:
                continue
            if state[0] in goals and state[1] | last == self.everything:
                rest, side = goals[state[0]]
                total = cost + rest + (REVERSAL_CM if reversed_at(state[2], side) else 0)
                best = (total, state) if best is None or total < best[0] else best
            self._spread(cost, state)
        return best

    def _spread(self, cost: int, state: _State) -> None:
        node, mask, came = state
        if node in self.barred and self._before[state][0] != _START:
            return
        for far, cm, section in self.network.adjacent(node):
            if self.allowed is not None and not self.allowed(section):
                continue
            leaves, enters = sides_from(self.network, section, node)
            total = cost + round(cm * self.stretch.get(section, 1.0))
            total += REVERSAL_CM if reversed_at(came, leaves) else 0
            self._offer(total, (far, mask | self.of_node(far) | self.of_section(section), enters), state, section)

    def way_to(self, state: _State) -> tuple[int, list[int]]:
        """The first node of the way to a state, and its sections."""
        sections: list[int] = []
        while (before := self._before[state])[0] != _START:
            sections.append(before[1])
            state = before[0]
        return state[0], sections[::-1]


def required_missing(network: Network, require: Require) -> NoRouteError:
    """The error when a way exists and none that fulfils the wishes."""
    words = [network.point_name(n) for n in sorted(require.nodes)]
    words += [f"line {x}" for x in sorted(require.lines)] + [f"country {x}" for x in sorted(require.countries)]
    return NoRouteError(
        f"no way runs through {', '.join(words)}",
        why="constraint",
        hint="ask without --require, or allow what is avoided",
    )
