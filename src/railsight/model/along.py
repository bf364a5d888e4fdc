"""Kilometres along what is drawn of a path."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.geo import LonLat, approx_m

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.model.rail import Path

_NEAR_M = 30.0  # a path point this close to a vertex is that vertex


def vertex_km(path: Path) -> tuple[float, ...]:
    """Kilometres from the start for every vertex of a path's geometry.

    Anchored at the operating points passed, whose kilometres are the official ones, and shared out between them by
    drawn length. Never decreasing; the first is 0 and the last ``path.km``.
    """
    shape = path.geometry
    along = [0.0]
    for a, b in pairwise(shape):
        along.append(along[-1] + approx_m(*a, *b))
    anchors = [(0, 0.0)]
    at = 0
    for point in path.points:
        for i in range(at, len(shape)):
            # the cheap comparison first: a path may have 50,000 vertices
            if abs(shape[i][1] - point.lat) < 0.001 and approx_m(*shape[i], point.lon, point.lat) < _NEAR_M:
                if i > anchors[-1][0] and point.km >= anchors[-1][1]:
                    anchors.append((i, min(point.km, path.km)))
                at = i
                break
    last = len(shape) - 1
    if anchors[-1][0] == last and last > 0:
        anchors.pop()
    anchors.append((last, path.km))
    out = [0.0] * len(shape)
    for (i, km_i), (j, km_j) in pairwise(anchors):
        span = along[j] - along[i]
        for k in range(i, j + 1):
            share = (along[k] - along[i]) / span if span else 0.0
            out[k] = km_i + share * (km_j - km_i)
    return tuple(out)


def path_between(path: Path, from_km: float, to_km: float, *, km: Sequence[float] | None = None) -> tuple[LonLat, ...]:
    """The drawn part of a path between two kilometres from its start, ends cut exactly. At least two points.

    ``km`` is ``vertex_km(path)``, for who asks for many parts.
    """
    km = vertex_km(path) if km is None else km
    low, high = max(0.0, min(from_km, to_km)), min(path.km, max(from_km, to_km))
    first, last = bisect_left(km, low), bisect_left(km, high)
    inner = [path.geometry[i] for i in range(first, last) if low < km[i] < high]
    return (at_km(path, km, low), *inner, at_km(path, km, high))


def at_km(path: Path, km: Sequence[float], wanted: float) -> LonLat:
    """Where on a path a kilometre from its start is; ``km`` is ``vertex_km(path)``."""
    i = min(max(1, bisect_left(km, wanted)), len(km) - 1)
    if len(km) == 1:
        return path.geometry[0]
    (x1, y1), (x2, y2) = path.geometry[i - 1], path.geometry[i]
    span = km[i] - km[i - 1]
    t = (wanted - km[i - 1]) / span if span else 0.0
    return x1 + t * (x2 - x1), y1 + t * (y2 - y1)
