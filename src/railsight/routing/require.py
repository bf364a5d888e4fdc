"""Ways that must touch something: places in whatever order is shortest, a line, a country."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from railsight.errors import NoRouteError, UsageError
from railsight.model import Step
from railsight.routing.search import NO_NODE, Seeds, partial_steps, seeds

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
) -> tuple[int, tuple[Step, ...]] | None:
    """Centimetres (costs with ``stretch``) and steps of the shortest way that fulfils every wish; None without one.

    Dijkstra over pairs of node and wishes fulfilled. A way may turn back where it needs to, at an operating point.
    """
    of_node, of_section, everything = masks(network, require)
    first = of_section(a.section) if a.node is None else 0
    last = of_section(b.section) if b.node is None else 0
    goals = dict(seeds(network, b, allowed, stretch))
    starts: Seeds = seeds(network, a, allowed, stretch)
    cost: dict[tuple[int, int], int] = {}
    parents: dict[tuple[int, int], tuple[int, int, int]] = {}
    heap: list[tuple[int, int, int]] = []
    for node, base in starts:
        mask = first | of_node(node)
        cost[node, mask] = base
        parents[node, mask] = (NO_NODE, 0, -1)
        heappush(heap, (base, node, mask))
    best: tuple[int, int, int] | None = None
    while heap and (best is None or heap[0][0] < best[0]):
        reached, node, mask = heappop(heap)
        if reached > cost[node, mask]:
            continue
        if node in goals and mask | last == everything and (best is None or reached + goals[node] < best[0]):
            best = (reached + goals[node], node, mask)
        if node in barred and parents[node, mask][0] != NO_NODE:
            continue
        for far, length, section in network.adjacent(node):
            if allowed is not None and not allowed(section):
                continue
            if stretch and section in stretch:
                length = round(length * stretch[section])
            state = (far, mask | of_node(far) | of_section(section))
            if reached + length < cost.get(state, reached + length + 1):
                cost[state] = reached + length
                parents[state] = (node, mask, section)
                heappush(heap, (reached + length, *state))
    if best is None:
        return None
    sections: list[int] = []
    node, mask = best[1:]
    while (before := parents[node, mask])[0] != NO_NODE:
        sections.append(before[2])
        node, mask = before[:2]
    return best[0], partial_steps(network, a, b, node, sections[::-1])


def required_missing(network: Network, require: Require) -> NoRouteError:
    """The error when a way exists and none that fulfils the wishes."""
    words = [network.point_name(n) for n in sorted(require.nodes)]
    words += [f"line {x}" for x in sorted(require.lines)] + [f"country {x}" for x in sorted(require.countries)]
    return NoRouteError(
        f"no way runs through {', '.join(words)}",
        why="constraint",
        hint="ask without --require, or allow what is avoided",
    )
