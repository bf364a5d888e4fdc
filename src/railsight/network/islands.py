"""The connected parts of a network."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.network import Network


def island_of_each(network: Network) -> Sequence[int]:
    """For each node the first node of the connected part that it is in: two with the same one are joined by rail."""
    first = array("i", range(network.node_count))
    for a, b in network.all_ends():
        while first[a] != a:
            first[a] = a = first[first[a]]
        while first[b] != b:
            first[b] = b = first[first[b]]
        first[max(a, b)] = min(a, b)
    for node in range(network.node_count):  # each points at a smaller one, whose own is known by now
        first[node] = first[first[node]]
    return first


def islands(network: Network) -> list[list[int]]:
    """Nodes of each connected part, the largest first; nodes ascending."""
    parts: dict[int, list[int]] = {}
    for node, first in enumerate(island_of_each(network)):
        parts.setdefault(first, []).append(node)
    return sorted(parts.values(), key=lambda p: (-len(p), p[0]))
