"""Which tracks at a junction a train can run through to, from the directions in which they leave it.

At a switch a train goes on in about the direction it came; to get from one leg to the other it must run past the switch
and come back. That cannot be said with nodes and undirected sections alone, for what leads a-t and t-b leads a-t-b. So
two things are done: ends that nothing runs through to are given nodes of their own (lines on two levels, diamond
crossings), and of each node the ends are marked with the side they are on. From a side one leaves only by the other:
leaving by the same side is a reversal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from railsight.geo import bearing_gap_deg

# The sharpest change of direction that still is running on. The widest turnouts turn about 20 degrees; with bearings
# taken over some 15 m of a curve more is seen. Where tracks cross without connection angles of 30 and more are usual.
MAX_TURN_DEG = 65.0
# Two ends that cross at a diamond run on within this.
_CROSSING_TURN_DEG = 25.0


def sides_at(bearings: Sequence[float], *, crossing: bool = False) -> tuple[tuple[int, int], ...]:
    """For the ends of track at one node, given the bearing (degrees) in which each leaves: its part and its side.

    Ends of different part are not connected. Side 1 and 2 are the two sides of a part; 0 restricts nothing: no side
    can be told. The end of a track has one side, so that turning back there is a reversal. ``crossing``: tracks cross
    here without a connection, each end runs on only straight.
    """
    if len(bearings) < 2:
        return ((0, 1),)
    onward, alike = _onward(bearings, crossing=crossing)
    found: list[tuple[int, int]] = [(-1, 0)] * len(bearings)
    part = 0
    for first in range(len(bearings)):
        if found[first][0] < 0:
            for end, side in _coloured(first, onward, alike):
                found[end] = (part, side)
            part += 1
    return tuple(found)


def plain_sides(leave: Any, first: Any, ends: Any) -> tuple[Any, Any, Any]:
    """The same for many nodes at once, as far as they are plain: ends of track, joints, and ordinary switches.

    ``leave`` holds bearings node by node, ``first`` where those of a node begin, ``ends`` how many. Gives part and
    side of each end, and for each node whether it was plain; the rest are for ``sides_at``.
    """
    import numpy as np

    part, side = np.zeros(len(leave), dtype=np.int64), np.zeros(len(leave), dtype=np.int64)
    plain = ends < 3
    side[first[plain]] = 1
    two = first[ends == 2]
    side[two + 1] = np.where(_gap(leave[two], leave[two + 1]) <= MAX_TURN_DEG, 1, 2)  # a zigzag is a reversal
    three = np.flatnonzero(ends == 3)
    at = first[three]
    around = [leave[at + i] for i in range(3)]
    # runs[i]: the two ends other than i are run through from one to the other
    runs = [_runs_on(around[(i + 1) % 3], around[(i + 2) % 3]) for i in range(3)]
    switch = sum(r.astype(int) for r in runs) == 2
    plain[three[switch]] = True
    for i in range(3):
        # of a switch the pair that is not run through are the legs, the third is the toe
        toe = at[switch & ~runs[i]] + i
        side[toe] = 1
        for j in (1, 2):
            side[toe - i + (i + j) % 3] = 2
    return part, side, plain


def _gap(a: Any, b: Any) -> Any:
    import numpy as np

    gap = np.abs(a - b) % 360.0
    return np.minimum(gap, 360.0 - gap)


def _runs_on(a: Any, b: Any) -> Any:
    return _gap(a, b) >= 180.0 - MAX_TURN_DEG


def _onward(bearings: Sequence[float], *, crossing: bool) -> tuple[list[set[int]], list[set[int]]]:
    """For each end the ends to which a train runs on, and, where there are none, the ends that lie beside it.

    Tracks that end side by side at a terminus have one side; an end that is neither gets the straightest partner.
    """
    count = len(bearings)
    turn = [[180.0 - bearing_gap_deg(bearings[i], bearings[j]) for j in range(count)] for i in range(count)]
    best = [min((j for j in range(count) if j != i), key=lambda j: turn[i][j]) for i in range(count)]
    onward: list[set[int]] = [set() for _ in bearings]
    alike: list[set[int]] = [set() for _ in bearings]
    for i in range(count):
        for j in range(count):
            straight = crossing and turn[i][j] <= _CROSSING_TURN_DEG and best[i] == j and best[j] == i
            if i != j and (straight or (not crossing and turn[i][j] <= MAX_TURN_DEG)):
                onward[i].add(j)
    for i in [i for i in range(count) if not onward[i]]:
        beside = {j for j in range(count) if j != i and turn[i][j] >= 180.0 - MAX_TURN_DEG}
        for j in beside:
            alike[i].add(j)
            alike[j].add(i)
        if not beside:
            onward[i].add(best[i])
            onward[best[i]].add(i)
    return onward, alike


def _coloured(first: int, onward: Sequence[set[int]], alike: Sequence[set[int]]) -> list[tuple[int, int]]:
    """Ends connected with ``first`` and their sides; all 0 when the ends do not fall into two sides (a triangle)."""
    side = {first: 1}
    queue = [first]
    two_sided = True
    while queue:
        i = queue.pop()
        for j, wanted in (*((j, 3 - side[i]) for j in onward[i]), *((j, side[i]) for j in alike[i])):
            if j not in side:
                side[j] = wanted
                queue.append(j)
            elif side[j] != wanted:
                two_sided = False
    return [(i, s if two_sided else 0) for i, s in sorted(side.items())]
