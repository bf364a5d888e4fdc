"""Lines of which some moments show some, such as what is in reach: each piece once, with the moments that show it."""

from __future__ import annotations

from collections.abc import Sequence

from railsight.geo import LonLat, simplified
from railsight.webmap.drawing import Lines

# How far a piece may lie from the line given, in metres: the finest with which all have room is taken. The first is two
# pixels of a page zoomed in as far as it goes.
FINENESS_M = (100.0, 400.0, 1_500.0)

Vertex = tuple[int, int]
_STEPS = 10_000  # vertices are told apart to this part of a degree: as finely as lines are written


def spans(moments: Sequence[Sequence[Sequence[LonLat]]], lines: Lines, room: int) -> list[list[int]]:
    """Pieces of line as [number of the line, first moment, last moment, first, last, ...], both included.

    ``moments`` are the lines that each moment shows. Those stretches that several share are written once; a piece ends
    where what is shown differs. In ``room`` characters at most: past that nothing is shown at any moment.
    """
    pieces = _pieces(moments)
    for most_m in FINENESS_M:
        drawn = Lines()
        numbers = [drawn.add(simplified(points, most_m)) for points, _ in pieces]
        if sum(len(code.text) for code in drawn.codes) <= room:
            kept = [lines.keep(code) for code in drawn.codes]
            return [[kept[n], *_ranges(shown)] for n, (_, shown) in zip(numbers, pieces, strict=True)]
    return []


def _pieces(moments: Sequence[Sequence[Sequence[LonLat]]]) -> list[tuple[list[LonLat], tuple[int, ...]]]:
    """The longest lines without a branch of which every part is shown at the same moments, and these moments."""
    shown: dict[tuple[Vertex, Vertex], list[int]] = {}
    places: dict[Vertex, LonLat] = {}
    keys: dict[LonLat, Vertex] = {}
    for i, drawn in enumerate(moments):
        for line in drawn:
            last: Vertex | None = None
            for point in line:
                at = keys.get(point)
                if at is None:
                    at = keys[point] = (round(point[0] * _STEPS), round(point[1] * _STEPS))
                    places.setdefault(at, point)
                if last is not None and last != at:
                    when = shown.setdefault((last, at) if last < at else (at, last), [])
                    if not when or when[-1] != i:
                        when.append(i)
                last = at
    when_of = {edge: tuple(when) for edge, when in shown.items()}
    around: dict[Vertex, list[Vertex]] = {}
    for a, b in when_of:
        around.setdefault(a, []).append(b)
        around.setdefault(b, []).append(a)

    def onward(back: Vertex, at: Vertex, when: tuple[int, ...]) -> Vertex | None:
        """The vertex after one, as long as nothing branches off and the moments are the same."""
        beyond = [v for v in around[at] if v != back]
        if len(beyond) != 1:
            return None
        edge = (at, beyond[0]) if at < beyond[0] else (beyond[0], at)
        return beyond[0] if when_of.get(edge) == when and edge not in done else None

    done: set[tuple[Vertex, Vertex]] = set()
    found = []
    for edge, moments_of in when_of.items():
        if edge in done:
            continue
        done.add(edge)
        halves = []
        for back, at in (edge, edge[::-1]):
            half = [at]
            while (further := onward(back, at, moments_of)) is not None:
                done.add((at, further) if at < further else (further, at))
                half.append(further)
                back, at = at, further
            halves.append(half)
        found.append(([places[v] for v in (*reversed(halves[1]), *halves[0])], moments_of))
    return found


def _ranges(moments: Sequence[int]) -> list[int]:
    """Moments in order as first and last of each run without a gap."""
    out: list[int] = []
    for i in moments:
        if out and i == out[-1] + 1:
            out[-1] = i
        else:
            out += [i, i]
    return out
