"""What it means to go from one section on to the next: one rule for paths, journeys and what is within reach.

A train that came in on one side of a junction goes on by the other; leaving by the same side is a reversal. Where
nothing is known of a section, a train that passes it is what it was before: it keeps its gauge, and comes out of the
country that it was last known to be in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from railsight.routing.search import Graph

Gauges = frozenset[int]


def gauges_after(came: Gauges, laid: Gauges) -> Gauges:
    """The gauges that a train may be on along a section, of those it may have come by; empty where nothing is known.

    A stretch of two gauges leaves open which of them a train is on, until a section asks for one.
    """
    if laid and laid <= came:
        return laid  # as it is: who asks again and again can tell that nothing changes
    return came & laid or laid or came


def breaks_gauge(came: Gauges, laid: Gauges) -> bool:
    """Whether a train that may be on some gauges must change to run where others are laid."""
    return bool(came and laid) and came.isdisjoint(laid)


def is_border(left: str | None, entered: str | None) -> bool:
    """Whether a train last known in one country that comes into another crosses a border."""
    return left is not None and entered is not None and left != entered


def sides_of(graph: Graph, section: int, node: int) -> tuple[int, int]:
    """The side of a node by which a section leaves it, and the side of the node at its other end.

    0 on a network without sides. Where only that of this section is not known the section stands for it: a train may
    go on by any other, and to leave by it again is a reversal.
    """
    if not graph.has_sides:
        return 0, 0
    at_a, at_b = (side or by_section(section) for side in graph.section_sides(section))
    return (at_a, at_b) if graph.section_ends(section)[0] == node else (at_b, at_a)


def by_section(section: int) -> int:
    """What stands for a side where none is known: the section that a train came by."""
    return -1 - section


def reverses(came: int, leaves: int) -> bool:
    """Whether a train that came in on one side of a node (0: it begins there) and leaves by another changes ends."""
    return came != 0 and came == leaves
