"""What it means to go from one section on to the next: one rule for paths, journeys and what is within reach.

Where nothing is known of a section, a train that passes it is what it was before: it keeps its gauge, and comes out of
the country that it was last known to be in.
"""

from __future__ import annotations

Gauges = frozenset[int]


def gauges_after(came: Gauges, laid: Gauges) -> Gauges:
    """The gauges that a train may be on along a section, of those it may have come by; empty where nothing is known.

    A stretch of two gauges leaves open which of them a train is on, until a section asks for one.
    """
    return came & laid or laid or came


def breaks_gauge(came: Gauges, laid: Gauges) -> bool:
    """Whether a train that may be on some gauges must change to run where others are laid."""
    return bool(came and laid) and came.isdisjoint(laid)


def is_border(left: str | None, entered: str | None) -> bool:
    """Whether a train last known in one country that comes into another crosses a border."""
    return left is not None and entered is not None and left != entered
