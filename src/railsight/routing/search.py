"""Shortest ways by length, in plain Python. Lengths are whole centimetres, so that sums are exact and ties are real.

Two-sided Dijkstra (Dijkstra 1959, doi:10.1007/BF01386390; Pohl 1971) from spot to spot, one-sided from one spot to
many. No lower bound by distance as the crow flies is used: an official chainage may be shorter than the map believes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING, TypeAlias

from railsight.model import Step

if TYPE_CHECKING:
    from railsight.model import Spot
    from railsight.network import Network, Runs
    from railsight.network.stretches import Stretch
    from railsight.routing.constraints import Allowed

Graph: TypeAlias = "Network | Runs"  # what can be searched: sections, or runs of them
Seeds = tuple[tuple[int, int], ...]
Parents = dict[int, tuple[int, int]]  # node: the node before it and the section between
NO_NODE = -1


def seeds(
    network: Graph, spot: Spot, allowed: Allowed | None = None, cost_factors: Mapping[int, float] | None = None
) -> Seeds:
    """The nodes a search from a spot begins at, each with its distance (with ``cost_factors``: cost) in centimetres."""
    if spot.node is not None:
        return ((spot.node, 0),)
    if allowed is not None and not allowed(spot.section):
        return ()
    a, b = network.section_ends(spot.section)
    offset = round(spot.offset_m * 100)
    rest = network.section_cm(spot.section) - offset
    factor = cost_factors.get(spot.section, 1.0) if cost_factors else 1.0
    return ((a, round(offset * factor)), (b, round(rest * factor)))


def direct_step(a: Spot, b: Spot, allowed: Allowed | None = None) -> Step | None:
    """The step between two spots within one section; None when they share none (the search sees the rest)."""
    if a.node is not None or b.node is not None or a.section != b.section:
        return None
    if a.offset_m != b.offset_m and allowed is not None and not allowed(a.section):
        return None
    return Step(a.section, a.offset_m, b.offset_m)


def direct_cm(a: Spot, b: Spot, allowed: Allowed | None = None) -> int | None:
    """Centimetres between two spots within one section; None when they share none."""
    step = direct_step(a, b, allowed)
    return None if step is None else abs(round(step.from_m * 100) - round(step.to_m * 100))


@dataclass(frozen=True, slots=True)
class Way:
    """Steps that connect, along sections or along runs as ``graph`` says, and their cost (length, or more) in cm."""

    graph: Graph
    cost: int
    steps: tuple[Step, ...]

    def stretches(self, start: Spot) -> list[Stretch]:
        """What the way passes, beginning at ``start``."""
        return self.graph.stretches(self.steps, start.node)

    def sections(self) -> tuple[Step, ...]:
        """The steps along sections."""
        return self.graph.lower(self.steps)


def two_sided(
    network: Graph,
    starts: Seeds,
    goals: Seeds,
    allowed: Allowed | None,
    barred: Collection[int],
    cost_factors: Mapping[int, float] | None,
) -> tuple[int, int, list[int]] | None:
    """Cost, first node and sections in order of the cheapest way from a start to a goal."""
    adjacent = network.adjacent
    cost: tuple[dict[int, int], dict[int, int]] = ({}, {})
    parents: tuple[Parents, Parents] = ({}, {})
    heaps: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for side, ends in enumerate((starts, goals)):
        for node, base in ends:
            if base < cost[side].get(node, base + 1):
                cost[side][node] = base
                parents[side][node] = (NO_NODE, -1)
                heappush(heaps[side], (base, node))
    best, meeting = _first_meeting(cost)
    factors, (ahead, behind) = cost_factors or {}, heaps
    while ahead and behind and (best is None or ahead[0][0] + behind[0][0] < best):
        side = 0 if ahead[0][0] <= behind[0][0] else 1
        here, other, heap, parent = cost[side], cost[1 - side], heaps[side], parents[side]
        reached, node = heappop(heap)
        if reached > here[node] or (node in barred and parent[node][0] != NO_NODE):
            continue
        for far, length, section in adjacent(node):
            if allowed is not None and not allowed(section):
                continue
            total = reached + (round(length * factors[section]) if section in factors else length)
            known = here.get(far)
            if known is not None and known <= total:
                continue
            here[far] = total
            parent[far] = (node, section)
            heappush(heap, (total, far))
            if far in other and (best is None or total + other[far] < best) and _passable(far, barred, parents):
                best, meeting = total + other[far], far
    if best is None:
        return None
    return best, *_trace(meeting, parents)


def _first_meeting(cost: tuple[dict[int, int], dict[int, int]]) -> tuple[int | None, int]:
    both = sorted((cost[0][n] + cost[1][n], n) for n in cost[0] if n in cost[1])
    return both[0] if both else (None, NO_NODE)


def _passable(node: int, barred: Collection[int], parents: tuple[Parents, Parents]) -> bool:
    """Whether the two sides may meet at a node: a barred one only where the way begins or ends."""
    return node not in barred or NO_NODE in (parents[0][node][0], parents[1][node][0])


def _trace(meeting: int, parents: tuple[Parents, Parents]) -> tuple[int, list[int]]:
    sections: list[int] = []
    node = meeting
    while (before := parents[0][node])[0] != NO_NODE:
        sections.append(before[1])
        node = before[0]
    sections.reverse()
    first, node = node, meeting
    while (after := parents[1][node])[0] != NO_NODE:
        sections.append(after[1])
        node = after[0]
    return first, sections


def partial_steps(network: Graph, a: Spot, b: Spot, first: int, sections: list[int]) -> tuple[Step, ...]:
    """Sections run through in order, with the parts of a section at either end when a spot lies within one."""
    steps: list[Step] = []
    if a.node is None and (part := _part(network, a, first)).length_m > 0:
        steps.append(part)
    node = first
    for section in sections:
        length = network.section_cm(section) / 100
        forward = network.section_ends(section)[0] == node
        steps.append(Step(section, 0.0, length) if forward else Step(section, length, 0.0))
        node = network.other_end(section, node)
    if b.node is None and (part := _part(network, b, node)).length_m > 0:
        steps.append(Step(part.section, part.to_m, part.from_m))
    return tuple(steps)


def _part(network: Graph, spot: Spot, node: int) -> Step:
    a, _ = network.section_ends(spot.section)
    return Step(spot.section, spot.offset_m, 0.0 if node == a else network.section_cm(spot.section) / 100)


def one_to_many(
    network: Graph,
    starts: Seeds,
    targets: Collection[int] | None = None,
    allowed: Allowed | None = None,
) -> dict[int, int]:
    """Distances in centimetres from the starts, until every target is settled."""
    adjacent = network.adjacent
    cost: dict[int, int] = {}
    heap: list[tuple[int, int]] = []
    settled: dict[int, int] = {}
    left = None if targets is None else set(targets)
    for node, base in starts:
        if base < cost.get(node, base + 1):
            cost[node] = base
            heappush(heap, (base, node))
    while heap:
        reached, node = heappop(heap)
        if node in settled:
            continue
        settled[node] = reached
        if left is not None:
            left.discard(node)
            if not left:
                break
        for far, length, section in adjacent(node):
            if allowed is not None and not allowed(section):
                continue
            total = reached + length
            if total < cost.get(far, total + 1):
                cost[far] = total
                heappush(heap, (total, far))
    return settled
