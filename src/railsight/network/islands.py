"""The connected parts of a network."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.model import Spot
    from railsight.network import Network


def island_of_each(network: Network) -> Sequence[int]:
    """For each node the first node of the connected part that it is in: two with the same one are joined by rail."""
    import numpy as np

    a, b = (np.asarray(network.whole(f"section_{end}")) for end in "ab")
    first = np.arange(network.node_count, dtype=np.uint32)
    while True:
        one, other = first[a], first[b]
        apart = one != other
        if not apart.any():
            return first.data
        a, b, one, other = a[apart], b[apart], one[apart], other[apart]
        np.minimum.at(first, np.maximum(one, other), np.minimum(one, other))
        while (first[first] != first).any():  # each points at a smaller one of its part
            first = first[first]


_labels = lru_cache(maxsize=4)(island_of_each)  # of the networks asked of last


def island_of(network: Network, spot: Spot) -> int:
    """The first node of the connected part that a spot is in: two spots of the same one are joined by rail."""
    node = spot.node if spot.node is not None else network.section_ends(spot.section)[0]
    return int(_labels(network)[node])


def island_size(network: Network, spot: Spot) -> int:
    """How many nodes the connected part has that a spot is in."""
    first = island_of(network, spot)
    return sum(1 for other in _labels(network) if other == first)


def islands(network: Network) -> list[list[int]]:
    """Nodes of each connected part, the largest first; nodes ascending."""
    parts: dict[int, list[int]] = {}
    for node, first in enumerate(island_of_each(network)):
        parts.setdefault(first, []).append(node)
    return sorted(parts.values(), key=lambda p: (-len(p), p[0]))
