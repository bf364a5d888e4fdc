"""Geodesic arithmetic on lon, lat degrees (WGS84). The only module that knows the shape of the earth.

Two exactnesses: ``geodesic_m`` and its kin solve the geodesic on the ellipsoid (Karney 2013,
doi:10.1007/s00190-012-0578-z, by way of geographiclib, errors under 15 nm); ``approx_m`` and the functions on local
planes are for snapping and pruning over tens of kilometres (relative error under 0.6 %).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

LonLat = tuple[float, float]

MEAN_RADIUS_M = 6_371_008.8
M_PER_DEG = 111_195.0  # of latitude on the mean sphere
_COMPASS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
_geodesic: Any = None


def _wgs84() -> Any:
    global _geodesic
    if _geodesic is None:
        from geographiclib.geodesic import Geodesic

        _geodesic = Geodesic.WGS84
    return _geodesic


def check_lonlat(lon: float, lat: float) -> None:
    """Raise ValueError unless lon is in [-180, 180] and lat in [-90, 90]; NaN is refused."""
    if not (-180.0 <= lon <= 180.0 and -90.0 <= lat <= 90.0):
        raise ValueError(f"lon {lon}, lat {lat} is not a position: lon is -180..180 and lat -90..90, in this order")


def wrap_lon(lon: float) -> float:
    """The same meridian in [-180, 180)."""
    return (lon + 180.0) % 360.0 - 180.0


def geodesic_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Length of the geodesic in metres."""
    return float(_wgs84().Inverse(lat1, lon1, lat2, lon2)["s12"])


def bearing_deg(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Initial bearing of the geodesic from the first point to the second, degrees in [0, 360), 0 is north."""
    return float(_wgs84().Inverse(lat1, lon1, lat2, lon2)["azi1"]) % 360.0


def destination(lon: float, lat: float, bearing: float, distance_m: float) -> LonLat:
    """The point ``distance_m`` metres away on the geodesic that leaves at ``bearing`` degrees."""
    r = _wgs84().Direct(lat, lon, bearing, distance_m)
    return float(r["lon2"]), float(r["lat2"])


def geodesic_points(lon1: float, lat1: float, lon2: float, lat2: float, *, count: int = 32) -> list[LonLat]:
    """``count`` points evenly spaced on the geodesic, ends included. Longitudes run on without a jump at 180."""
    line = _wgs84().InverseLine(lat1, lon1, lat2, lon2)
    points: list[LonLat] = []
    for i in range(count):
        p = line.Position(line.s13 * i / (count - 1))
        lon = float(p["lon2"])
        if points:
            lon += 360.0 * round((points[-1][0] - lon) / 360.0)
        points.append((lon, float(p["lat2"])))
    return points


def approx_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Great-circle length in metres on the mean sphere: fast, within 0.6 % of the geodesic."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    dp, dl = p2 - p1, math.radians(lon2 - lon1)
    a = math.sin(dp / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(dl / 2) ** 2
    return 2 * MEAN_RADIUS_M * math.asin(min(1.0, math.sqrt(a)))


class _Somewhere(Protocol):
    """A place, a spot, a point: whatever has a position."""

    @property
    def lon(self) -> float: ...
    @property
    def lat(self) -> float: ...


def apart_m(a: _Somewhere, b: _Somewhere) -> float:
    """``approx_m`` between two things that have a position."""
    return approx_m(a.lon, a.lat, b.lon, b.lat)


def sphere_m(lon: float, lat: float, lons: Any, lats: Any) -> Any:
    """``approx_m`` from one point to each of many, as numpy arrays."""
    import numpy as np

    here, there = np.radians(lat), np.radians(lats)
    half = np.sin((there - here) / 2) ** 2 + np.cos(here) * np.cos(there) * np.sin(np.radians(lons - lon) / 2) ** 2
    return 2 * MEAN_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half, 1.0)))


def nearest_of(lon: float, lat: float, lons: Any, lats: Any, *, scale: float = 1.0) -> int | None:
    """Which of many points is the nearest, of equals the first; they are given in degrees times ``scale``."""
    import numpy as np

    if not len(lons):
        return None
    return int(sphere_m(lon, lat, np.asarray(lons) / scale, np.asarray(lats) / scale).argmin())


def in_words(lon: float, lat: float) -> str:
    """Where a place is, to about 100 m: ``48.844 N, 2.374 E``."""
    return f"{abs(lat):.3f} {'N' if lat >= 0 else 'S'}, {abs(lon):.3f} {'E' if lon >= 0 else 'W'}"


def compass_point(bearing: float) -> str:
    """Nearest of the eight compass points, ``"N"`` to ``"NW"``."""
    return _COMPASS[int((bearing % 360.0) / 45.0 + 0.5) % 8]


def compass_bearing(point: str) -> float:
    """Bearing in degrees of one of the eight compass points."""
    return 45.0 * _COMPASS.index(point)


def bearing_gap_deg(a: float, b: float) -> float:
    """Smallest angle between two bearings, degrees in [0, 180]."""
    d = abs(a - b) % 360.0
    return min(d, 360.0 - d)


def line_length_m(points: Sequence[LonLat]) -> float:
    """Geodesic length of a polyline in metres."""
    return sum(geodesic_m(*points[i], *points[i + 1]) for i in range(len(points) - 1))


def to_local_m(lon: float, lat: float, lon0: float, lat0: float) -> LonLat:
    """East and north metres from an origin, on a local plane: good to 0.6 % within about 100 km."""
    k = math.radians(MEAN_RADIUS_M)
    return wrap_lon(lon - lon0) * k * math.cos(math.radians(lat0)), (lat - lat0) * k


def nearest_on_line(lon: float, lat: float, points: Sequence[LonLat]) -> tuple[float, float, LonLat]:
    """Nearest point of a polyline: distance in metres, fraction of the line's length from its start, and the point."""
    if len(points) == 1:
        return approx_m(lon, lat, *points[0]), 0.0, points[0]
    d, share, i, t = _nearest_local([to_local_m(x, y, lon, lat) for x, y in points])
    a, b = points[i], points[i + 1]
    return d, share, (wrap_lon(a[0] + t * wrap_lon(b[0] - a[0])), a[1] + t * (b[1] - a[1]))


def nearest_within(lon: float, lat: float, points: Sequence[LonLat], reach_m: float) -> tuple[float, float] | None:
    """The distance in metres and the fraction of ``nearest_on_line``; None where that is farther than ``reach_m``."""
    if len(points) == 1:
        d = approx_m(lon, lat, *points[0])
        return (d, 0.0) if d <= reach_m else None
    k = math.radians(MEAN_RADIUS_M)
    wide = math.cos(math.radians(lat))
    local = [(((x - lon + 180.0) % 360.0 - 180.0) * k * wide, (y - lat) * k) for x, y in points]
    aside_m = reach_m + 1.0  # all of the line on one side, and farther out: it need not be measured
    xs, ys = [x for x, _ in local], [y for _, y in local]
    if min(xs) > aside_m or max(xs) < -aside_m or min(ys) > aside_m or max(ys) < -aside_m:
        return None
    d, share, _, _ = _nearest_local(local)
    return (d, share) if d <= reach_m else None


def _nearest_local(local: Sequence[LonLat]) -> tuple[float, float, int, float]:
    """The nearest point of a polyline in a plane to its origin: how far, its share of the length, segment and share."""
    best = math.inf, 0.0, 0, 0.0
    lengths = [math.dist(local[i], local[i + 1]) for i in range(len(local) - 1)]
    total, at = sum(lengths) or 1.0, 0.0
    for i, length in enumerate(lengths):
        (x1, y1), (x2, y2) = local[i], local[i + 1]
        square = length**2  # 0 too for what is shorter than any rail: it is a point
        t = 0.0 if square == 0 else max(0.0, min(1.0, -(x1 * (x2 - x1) + y1 * (y2 - y1)) / square))
        d = math.hypot(x1 + t * (x2 - x1), y1 + t * (y2 - y1))
        if d < best[0]:
            best = d, (at + t * length) / total, i, t
        at += length
    return best


def point_at(points: Sequence[LonLat], fraction: float) -> LonLat:
    """The point at a fraction (0..1) of a polyline's length."""
    if fraction <= 0 or len(points) == 1:
        return points[0]
    if fraction >= 1:
        return points[-1]
    lengths = [approx_m(*points[i], *points[i + 1]) for i in range(len(points) - 1)]
    left = fraction * sum(lengths)
    for i, length in enumerate(lengths):
        if left <= length and length > 0:
            t = left / length
            a, b = points[i], points[i + 1]
            return wrap_lon(a[0] + t * wrap_lon(b[0] - a[0])), a[1] + t * (b[1] - a[1])
        left -= length
    return points[-1]


def cut_line(points: Sequence[LonLat], start: float, end: float) -> list[LonLat]:
    """The part of a polyline between two fractions (0..1) of its length, reversed when ``end < start``."""
    lo, hi = sorted((start, end))
    lengths = [approx_m(*points[i], *points[i + 1]) for i in range(len(points) - 1)]
    total = sum(lengths) or 1.0
    out, at = [point_at(points, lo)], 0.0
    for i, length in enumerate(lengths):
        at += length
        if lo * total < at < hi * total:
            out.append(points[i + 1])
    out.append(point_at(points, hi))
    return out[::-1] if end < start else out


def simplified(points: Sequence[LonLat], most_m: float) -> list[LonLat]:
    """A polyline with fewer vertices, none of those left out farther than ``most_m`` metres from it; the ends stay.

    Douglas & Peucker 1973 (doi:10.3138/FM57-6770-U75U-7727), on a local plane: for lines of up to some hundred km.
    """
    if len(points) < 3:
        return list(points)
    local = [to_local_m(*p, *points[0]) for p in points]
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        far, where = most_m, None
        (x, y), (x2, y2) = local[first], local[last]
        dx, dy = x2 - x, y2 - y
        square = dx * dx + dy * dy
        for i in range(first + 1, last):
            px, py = local[i][0] - x, local[i][1] - y
            along = px * dx + py * dy
            if along > 0.0:  # else the first end is the nearest; square is above 0 then
                t = min(1.0, along / square)
                px, py = px - t * dx, py - t * dy
            off = math.hypot(px, py)
            if off > far:
                far, where = off, i
        if where is not None:
            kept.add(where)
            spans += [(first, where), (where, last)]
    return [points[i] for i in sorted(kept)]


def in_ring(lon: float, lat: float, ring: Sequence[LonLat]) -> bool:
    """Whether a point lies inside a closed ring (even-odd rule; the ring may cross the antimeridian)."""
    inside = False
    for (lon1, lat1), (lon2, lat2) in zip((*ring[-1:], *ring), ring, strict=False):
        y1, y2 = lat1 - lat, lat2 - lat
        if (y1 > 0) == (y2 > 0):  # most edges: they need no longitude
            continue
        x1 = wrap_lon(lon1 - lon)
        if x1 + wrap_lon(lon2 - lon1) * -y1 / (y2 - y1) > 0:
            inside = not inside
    return inside


def bounds(points: Iterable[LonLat]) -> tuple[float, float, float, float]:
    """West, south, east, north of some points. Across the antimeridian east is above 180, so that west < east."""
    pts = list(points)
    lats = [p[1] for p in pts]
    lons = sorted(p[0] % 360.0 for p in pts)
    gaps = [(lons[i] - lons[i - 1]) % 360.0 for i in range(len(lons))]
    if len(lons) > 1:
        first = max(range(len(lons)), key=lambda i: gaps[i] if i or len(lons) == 1 else (lons[0] - lons[-1]) % 360.0)
        west = lons[first]
        span = max((x - west) % 360.0 for x in lons)
    else:
        west, span = lons[0], 0.0
    west = wrap_lon(west)
    return west, min(lats), west + span, max(lats)


def segments_m(lon: Any, lat: Any) -> Any:
    """Lengths in metres between consecutive points of two numpy arrays of degrees: one value fewer than points.

    By the mid-latitude formula on the ellipsoid (Bowring 1981, "The direct and inverse problems for short geodesic
    lines"): error under 1e-5 of the length below 20 km and 85 degrees; the rest are solved as geodesics one by one.
    """
    import numpy as np

    a, e2 = 6_378_137.0, 0.00669437999014
    dlon = (np.diff(lon) + 180.0) % 360.0 - 180.0
    mid = np.radians((lat[1:] + lat[:-1]) / 2.0)
    cosine = np.cos(mid)
    w2 = 1.0 - e2 * (1.0 - cosine * cosine)
    radius = a / np.sqrt(w2)
    east = np.radians(dlon) * cosine * radius
    north = np.radians(np.diff(lat)) * radius * ((1.0 - e2) / w2)
    found = np.hypot(east, north)
    far = np.flatnonzero((found > 20_000.0) | (np.abs(lat[1:]) > 85.0))
    for i in far:
        found[i] = geodesic_m(float(lon[i]), float(lat[i]), float(lon[i + 1]), float(lat[i + 1]))
    return found
