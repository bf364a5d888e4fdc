"""Where badges and arrowheads of a still picture go, in pixels: the same rules as the page's own."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

Point = tuple[float, float]
CROWD = 20  # more badges than these are gathered
_AROUND = [k * math.pi / 6 for k in range(12)]  # directions, in radians
_DRAWN_BACK, _ROUNDS = 100, 160  # rounds in which badges are drawn back to their places; rounds in all


def mercator(lat: float) -> float:
    """The latitude stretched as on the page: in degrees of the equator."""
    return math.degrees(math.asinh(math.tan(math.radians(max(-85.0, min(85.0, lat))))))


def unrolled(lon: float, middle: float) -> float:
    """The longitude as it stands on a map around ``middle``: never more than half the world away from it."""
    return middle + (lon - middle + 180.0) % 360.0 - 180.0


def gather(points: Sequence[Point], alone: Sequence[bool], size: float) -> list[tuple[int, int]]:
    """Runs (first, last) of points in order that share a badge: all alone unless they are a ``CROWD``.

    In a crowd, each joins the run before it when it lies nearer than ``size`` to that run's first; those marked
    ``alone`` neither join nor are joined.
    """
    runs: list[tuple[int, int]] = []
    for i, point in enumerate(points):
        if len(points) > CROWD and runs and not alone[i] and not alone[runs[-1][0]]:
            first = runs[-1][0]
            if math.dist(points[first], point) < size:
                runs[-1] = (first, i)
                continue
        runs.append((i, i))
    return runs


def spread(points: Sequence[Point], size: float) -> list[Point]:
    """Points moved apart until none is nearer than ``size`` to another, each as near its place as there is room."""
    at = [list(p) for p in points]
    for turn in range(_ROUNDS):
        if turn < _DRAWN_BACK:
            at = [[x + (p[0] - x) * 0.08, y + (p[1] - y) * 0.08] for (x, y), p in zip(at, points, strict=True)]
        if not _parted(at, size) and turn >= _DRAWN_BACK:
            break
    return [(p[0], p[1]) for p in at]


def besides(places: Sequence[Point], size: float, boxes: Sequence[tuple[float, float, float, float]]) -> list[Point]:
    """Where small marks are drawn: each at its place or, where that lies in a box or too near a mark before it, at the
    nearest free spot around."""
    found: list[Point] = []

    def is_free(p: Point) -> bool:
        half = size / 2
        hidden = any(x0 - half < p[0] < x1 + half and y0 - half < p[1] < y1 + half for x0, y0, x1, y1 in boxes)
        return not hidden and all(math.dist(p, other) >= size for other in found)

    for x, y in places:
        spots = [
            (x + size * r / 5 * math.cos(k), y + size * r / 5 * math.sin(k)) for r in range(1, 21) for k in _AROUND
        ]
        found.append(next(filter(is_free, ((x, y), *spots)), (x, y)))
    return found


def _parted(at: list[list[float]], size: float) -> bool:
    """Pushes apart, in place, every two that lie too near; whether any did."""
    moved = False
    for i in range(len(at)):
        for j in range(i + 1, len(at)):
            dx, dy = at[j][0] - at[i][0], at[j][1] - at[i][1]
            distance = math.hypot(dx, dy)
            if distance >= size:
                continue
            moved = True
            if distance < 0.5:
                dx, dy = 1.0, -0.2 - 0.1 * (j % 3)  # of one place: side by side in their order
            push = (size - distance) / 2 / math.hypot(dx, dy)
            at[i] = [at[i][0] - dx * push, at[i][1] - dy * push]
            at[j] = [at[j][0] + dx * push, at[j][1] + dy * push]
    return moved


def arrows(line: Sequence[Point], every: float) -> Iterator[tuple[Point, Point]]:
    """Places along a line, ``every`` pixels apart, with the direction there (length 1). Small bends are eased."""
    eased = [line[0]]
    for i, p in enumerate(line):
        if math.dist(eased[-1], p) >= every / 9 or (i == len(line) - 1 and p != eased[-1]):
            eased.append(p)
    left = every / 2
    for a, b in pairwise(eased):
        length = math.dist(a, b)
        ahead = ((b[0] - a[0]) / length, (b[1] - a[1]) / length)
        while left < length:
            yield (a[0] + ahead[0] * left, a[1] + ahead[1] * left), ahead
            left += every
        left -= length


def arrowhead(at: Point, ahead: Point, reach: float) -> tuple[Point, Point, Point, Point]:
    """The corners of an arrowhead."""
    (x, y), (dx, dy) = at, ahead
    return (
        (x + dx * reach, y + dy * reach),
        (x - dx * reach * 0.7 - dy * reach * 0.8, y - dy * reach * 0.7 + dx * reach * 0.8),
        (x - dx * reach * 0.25, y - dy * reach * 0.25),
        (x - dx * reach * 0.7 + dy * reach * 0.8, y - dy * reach * 0.7 - dx * reach * 0.8),
    )
