"""Which stretches of another network are the base's own railway, drawn some kilometres beside it.

The coordinates of a corridor may be approximate, so that a measured copy of it does not lie upon it. It is the same
railway when it leaves the base and returns to it, stays near it, and is about as long as the base between the two
places. Left in, a measured copy would nibble at the official distance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from heapq import heappop, heappush

from railsight.network.reader import Network

LONGEST_M = 300_000.0  # how long such a stretch may be
_ALIKE = 0.12  # lengths that differ by no more than this, and by
_ALIKE_M = 1_500.0  # so many metres more, are the same railway measured twice
_Seeds = tuple[tuple[int, float], ...]  # node and metres to it


def alike(base_m: float, other_m: float) -> bool:
    """Whether two lengths between the same places are those of one railway."""
    return abs(base_m - other_m) <= _ALIKE * other_m + _ALIKE_M


def rivals(
    base: Network, other: Network, covered: Sequence[bool], beside: Callable[[int], bool]
) -> tuple[set[int], set[int]]:
    """Sections of ``other`` that copy the base though they are not ``covered``, and the nodes within such stretches.

    ``beside`` tells whether a section of the other network stays near the base.
    """
    anchors = {n for i, c in enumerate(covered) if c for n in other.section_ends(i)}
    anchors = {n for n in anchors if any(not covered[i] for i in other.sections_at(n))}
    seeds = {n: _seeds(base, *other.point_lonlat(n)) for n in anchors}
    near: dict[int, bool] = {}

    def usable(section: int) -> bool:
        if section not in near:
            near[section] = not covered[section] and beside(section)
        return near[section]

    sections: set[int] = set()
    nodes: set[int] = set()
    for start in sorted(anchors):
        for end, length_m, stretch in _stretches(other, start, anchors, usable):
            if end <= start:
                continue  # each stretch is found from both ends
            limit_m = (1 + _ALIKE) * length_m + _ALIKE_M
            base_m = _distance_m(base, seeds[start], seeds[end], limit_m)
            if base_m is not None and alike(base_m, length_m):
                sections.update(stretch)
                nodes.update(n for i in stretch for n in other.section_ends(i))
    return sections, nodes - anchors


def _seeds(base: Network, lon: float, lat: float) -> _Seeds:
    """The two ends of the base's section that is nearest to a place, with the metres to each."""
    found = base.nearest(lon, lat)
    if found is None:
        return ()
    spot = found[1]
    a, b = base.section_ends(spot.section)
    return (a, spot.offset_m), (b, base.section_cm(spot.section) / 100 - spot.offset_m)


def _stretches(
    other: Network, start: int, anchors: set[int], usable: Callable[[int], bool]
) -> Iterator[tuple[int, float, list[int]]]:
    """Shortest ways by usable sections from one anchor to others, none run through: end, metres, sections."""
    best: dict[int, float] = {start: 0.0}
    before: dict[int, tuple[int, int]] = {}
    heap = [(0.0, start)]
    while heap:
        metres, node = heappop(heap)
        if metres > best[node]:
            continue
        if node != start and node in anchors:
            yield node, metres, _back(before, start, node)
            continue
        for far, cm, section in other.adjacent(node):
            total = metres + cm / 100
            if total <= LONGEST_M and total < best.get(far, total + 1) and usable(section):
                best[far] = total
                before[far] = (node, section)
                heappush(heap, (total, far))


def _back(before: dict[int, tuple[int, int]], start: int, node: int) -> list[int]:
    sections = []
    while node != start:
        node, section = before[node]
        sections.append(section)
    return sections


def _distance_m(base: Network, starts: _Seeds, goals: _Seeds, limit_m: float) -> float | None:
    """Metres on the base between two places, None when there are more than ``limit_m``."""
    best: dict[int, float] = {}
    heap = [(metres, node) for node, metres in starts]
    ends = dict(goals)
    found: float | None = None
    if {n for n, _ in starts} == set(ends):  # on one section
        found = abs(dict(starts)[starts[0][0]] - ends[starts[0][0]])
    heap.sort()
    while heap:
        metres, node = heappop(heap)
        if metres > limit_m or (found is not None and metres >= found):
            break
        if metres >= best.get(node, metres + 1):
            continue
        best[node] = metres
        if node in ends and (found is None or metres + ends[node] < found):
            found = metres + ends[node]
        for far, cm, _ in base.adjacent(node):
            heappush(heap, (metres + cm / 100, far))
    return found if found is not None and found <= limit_m else None
