"""Where branch lines leave the others: what "the junction of the Komsomolsk branch" means."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.geo import approx_m

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.model import OperatingPoint, Place
    from railsight.network.reader import Network

# A line serves a place when one of its points is that place or lies as near as a station to its town.
_SERVES_M = 10_000.0


def branch_junctions(network: Network, place: Place) -> tuple[OperatingPoint, ...]:
    """The operating points where a line to a place leaves another line, by id; perhaps none.

    Lines to a place are those that end there and, of those the makers of the network call branches, also those through.
    """
    found: dict[str, OperatingPoint] = {}
    branches = network.branch_sections()
    for line in network.lines():
        sections = network.line_sections(line.id)
        if not sections:
            continue
        nodes = _nodes_along(network, sections)
        ends = (nodes[0], nodes[-1])
        if not any(_serves(network, node, place) for node in (nodes if branches.issuperset(sections) else ends)):
            continue
        for node in ends:
            others = {network.section_line(s) for s in network.sections_at(node)} - {line.id}
            if others and not _serves(network, node, place):
                point = network.point(node)
                found[point.id] = point
    return tuple(found[key] for key in sorted(found))


def _nodes_along(network: Network, sections: Sequence[int]) -> list[int]:
    """The nodes of a line in order; of one with gaps, the ends of every stretch."""
    ends = [network.section_ends(s) for s in sections]
    if len(ends) == 1:
        return list(ends[0])
    inner = [next(iter(set(a) & set(b)), a[1]) for a, b in pairwise(ends)]
    first, last = network.other_end(sections[0], inner[0]), network.other_end(sections[-1], inner[-1])
    return [first, *inner, last]


def _serves(network: Network, node: int, place: Place) -> bool:
    return approx_m(*network.point_lonlat(node), place.lon, place.lat) <= _SERVES_M
