"""Makes the chainage agree with the positions: no section shorter than the great circle between its ends.

The sources give whole kilometres. A chainage may move within its rounding (under half a kilometre), no more; where that
is not enough the lesser point is dropped. Ends of lines and the points of published distances keep the figure of the
source, and so does every point that need not move.
"""

from __future__ import annotations

from builders.network.world import RANK, Line, Stop, World
from railsight.geo import geodesic_m

_MARGIN_KM = 0.005
_ROUNDING_KM = 0.49
_ESTIMATE_KM = 2.0
_LEAST_KM = 0.05
_WHY = "nearer to its neighbours by chainage than by great circle, beyond rounding"


def fit_line(world: World, line: Line, shared: set[str], fixed: frozenset[str]) -> None:
    """Fit the chainages of a line, dropping points where they cannot be fitted."""
    while len(line.stops) > 1:
        conflict = _fit(line, fixed)
        if conflict is None:
            break
        _drop(world, line, conflict, shared)
    for stop in line.stops:
        if stop.given_km is not None and abs(stop.km - stop.given_km) > 0.001:
            world.refitted += 1


def needed_km(a: Stop, b: Stop) -> float:
    """The least chainage between two neighbours: their great-circle distance, rounded up to 10 m."""
    assert a.point.at is not None
    assert b.point.at is not None
    return max(_LEAST_KM, geodesic_m(*a.point.at, *b.point.at) / 1000.0 + _MARGIN_KM)


def _window(line: Line, i: int, fixed: frozenset[str]) -> tuple[float, float]:
    stop = line.stops[i]
    base = stop.given_km if stop.given_km is not None else stop.km
    if i == len(line.stops) - 1 and stop.length_kind == "estimated":
        return base, base + _ESTIMATE_KM  # an estimate gives way to the map
    if i in (0, len(line.stops) - 1) or stop.point.id in fixed:
        return base, base
    play = _ROUNDING_KM if stop.length_kind == "official chainage" and stop.given_km is not None else _ESTIMATE_KM
    return base - play, base + play


def _fit(line: Line, fixed: frozenset[str]) -> tuple[int, int] | None:
    """Set every ``km``; otherwise the first and last index of a run that cannot be fitted."""
    stops = line.stops
    needs = [needed_km(a, b) for a, b in zip(stops, stops[1:], strict=False)]
    windows = [_window(line, i, fixed) for i in range(len(stops))]
    earliest = [windows[0][0]]
    pushed_from = 0
    for i in range(1, len(stops)):
        least = earliest[-1] + needs[i - 1]
        if least <= windows[i][0]:
            pushed_from = i
        if least > windows[i][1] + 1e-9:
            return pushed_from, i
        earliest.append(max(windows[i][0], least))
    latest = windows[-1][1]
    ends = [latest]
    for i in range(len(stops) - 2, -1, -1):
        latest = min(windows[i][1], latest - needs[i])
        ends.append(latest)
    ends.reverse()
    before = -1e9
    for i, stop in enumerate(stops):
        base = stop.given_km if stop.given_km is not None else stop.km
        low = windows[0][0] if i == 0 else max(windows[i][0], before + needs[i - 1])
        value = min(max(base, low), max(ends[i], low))
        before = stop.km = round(value, 3)
    return None


def _drop(world: World, line: Line, run: tuple[int, int], shared: set[str]) -> None:
    """Drop the least important point of a run that cannot be fitted."""
    first, index = run
    candidates = [i for i in range(first, index + 1) if 0 < i < len(line.stops) - 1]
    free = [i for i in candidates if line.stops[i].point.id not in shared and line.stops[i].point.kind != "border"]
    if not free:
        a, b = line.stops[index - 1], line.stops[index]
        raise SystemExit(
            f"{line.id}: {a.point.name}–{b.point.name}: chainage {b.km - a.km:.2f} km (given {a.given_km}, {b.given_km})"
            f" is shorter than the great circle {needed_km(a, b):.2f} km, and neither can be dropped"
        )
    worst = min(free, key=lambda i: (_worth(line.stops[i]), -_strain(line, i), i))
    gone = drop_stop(line, worst)
    world.dropped.append((line.id, f"{gone.point.name} ({gone.point.id}), km {gone.km:.1f}: {_WHY}"))


def _worth(stop: Stop) -> tuple[int, int]:
    return (RANK[stop.point.kind], {"surveyed": 2, "approximate": 1, "remembered": 1}.get(stop.point.trust, 0))


def _strain(line: Line, i: int) -> float:
    """How much two sections are shorter than their great circles, km."""
    a, b, c = line.stops[i - 1], line.stops[i], line.stops[i + 1]
    given = [s.given_km if s.given_km is not None else s.km for s in (a, b, c)]
    return max(0.0, needed_km(a, b) - (given[1] - given[0])) + max(0.0, needed_km(b, c) - (given[2] - given[1]))


def drop_stop(line: Line, index: int) -> Stop:
    """Take a stop out of a line and join its two sections."""
    before, gone = line.stops[index - 1], line.stops[index]
    before.track = [*before.track[:-1], *gone.track[1:]] if before.track and gone.track else []
    before.straight = before.straight or gone.straight
    if not before.track:
        after = line.stops[index + 1]
        assert before.point.at is not None
        assert after.point.at is not None
        before.track = [before.point.at, after.point.at]
    return line.stops.pop(index)
