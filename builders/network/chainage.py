"""Makes the chainage agree with the positions: no section shorter than the great circle between its ends.

The tariff sums sections in whole kilometres. A station's chainage may move by less than 1 km and a halt's by less than
1.5 km where the map demands it. Where that is not enough the point that makes the greatest detour is dropped (a halt)
or placed by chainage (any other); where there is no detour the chainage moves further, which is reported. Ends of lines
and the points of published distances keep the figure of the source, and so does every point that need not move.
"""

from __future__ import annotations

import itertools

from builders.network.world import Line, Stop, World
from railsight.geo import cut_line, geodesic_m

_MARGIN_KM = 0.005
_PLAY_KM = {"halt": 1.49, "siding": 1.49}
_PLAY_OTHER_KM = 0.99
_ESTIMATE_KM = 2.0
_LEAST_KM = 0.05
_AROUND = 2  # so many stops before and after a run may be set aside for it as well
_LEAST_DETOUR_KM = 0.3
_MOST_EXTRA_KM = 3.0
_WEIGHT = {"halt": 1.5, "siding": 1.2}
_WHY = "farther from its neighbours by great circle than by chainage"


def fit_line(world: World, line: Line, shared: set[str], fixed: frozenset[str]) -> None:
    """Fit the chainages of a line, dropping points where they cannot be fitted."""
    extra: dict[str, float] = {}
    while len(line.stops) > 1:
        conflict = _fit(line, fixed, extra)
        if conflict is None:
            break
        _relieve(world, line, conflict, shared, extra)
    for stop in line.stops:
        if stop.given_km is not None and abs(stop.km - stop.given_km) > 0.001:
            world.refitted += 1


def needed_km(a: Stop, b: Stop) -> float:
    """The least chainage between two neighbours: their great-circle distance, rounded up to 10 m."""
    assert a.point.at is not None
    assert b.point.at is not None
    return max(_LEAST_KM, geodesic_m(*a.point.at, *b.point.at) / 1000.0 + _MARGIN_KM)


def _window(line: Line, i: int, fixed: frozenset[str], extra: dict[str, float]) -> tuple[float, float]:
    stop = line.stops[i]
    base = stop.given_km if stop.given_km is not None else stop.km
    if i == len(line.stops) - 1 and stop.length_kind == "estimated":
        return base, base + _ESTIMATE_KM  # an estimate gives way to the map
    if i in (0, len(line.stops) - 1) or stop.point.id in fixed:
        return base, base
    play = (
        _PLAY_KM.get(stop.point.kind, _PLAY_OTHER_KM)
        if stop.length_kind == "official chainage" and stop.given_km is not None
        else _ESTIMATE_KM
    )
    play += extra.get(stop.point.id, 0.0)
    return base - play, base + play


def _fit(line: Line, fixed: frozenset[str], extra: dict[str, float]) -> tuple[int, int] | None:
    """Set every ``km``; otherwise the first and last index of a run that cannot be fitted."""
    stops = line.stops
    needs = [needed_km(a, b) for a, b in itertools.pairwise(stops)]
    windows = [_window(line, i, fixed, extra) for i in range(len(stops))]
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
        if i == len(stops) - 1:
            value = min(value, windows[i][1])  # metres rounded up before may push it over
        before = stop.km = round(value, 3)
    return None


def _relieve(world: World, line: Line, run: tuple[int, int], shared: set[str], extra: dict[str, float]) -> None:
    """Take the stop of a run that makes the greatest detour out (a halt) or place it by chainage (any other).

    Where no stop makes a detour the chainages of the run are given more play.
    """
    around = range(max(1, run[0] - _AROUND), min(len(line.stops) - 1, run[1] + _AROUND + 1))
    free = [i for i in around if line.stops[i].point.id not in shared and line.stops[i].point.kind != "border"]
    if free:
        worst = max(free, key=lambda i: (_detour(line, i) * _WEIGHT.get(line.stops[i].point.kind, 1.0), -i))
        if _detour(line, worst) > _LEAST_DETOUR_KM:
            _set_aside(world, line, worst)
            return
    a, b = line.stops[run[1] - 1], line.stops[run[1]]
    movable = {line.stops[i].point.id for i in range(run[0], run[1] + 1) if 0 < i < len(line.stops) - 1}
    if not movable or any(extra.get(p, 0.0) >= _MOST_EXTRA_KM for p in movable):
        raise SystemExit(
            f"{line.id}: {a.point.name}–{b.point.name}: chainage {b.km - a.km:.2f} km"
            f" (given {a.given_km}, {b.given_km}) is shorter than the great circle {needed_km(a, b):.2f} km"
        )
    for point_id in movable:
        extra[point_id] = extra.get(point_id, 0.0) + 0.25


def _detour(line: Line, i: int) -> float:
    """How much longer the way over a stop is than past it, as the crow flies, km."""
    a, b, c = line.stops[i - 1], line.stops[i], line.stops[i + 1]
    return needed_km(a, b) + needed_km(b, c) - needed_km(a, c)


def _set_aside(world: World, line: Line, index: int) -> None:
    before, stop, after = line.stops[index - 1 : index + 2]
    point = stop.point
    if point.kind == "halt" or stop.given_km is None:
        drop_stop(line, index)
        world.dropped.append((line.id, f"{point.name} ({point.id}), km {stop.km:.1f}: {_WHY}"))
        return
    assert before.point.at is not None
    assert after.point.at is not None
    ends = [before.point.at, after.point.at]
    share = (stop.given_km - before.km) / (after.km - before.km)
    point.at = cut_line(ends, share, share)[0]
    before.track, stop.track = [ends[0], point.at], [point.at, ends[1]]
    before.straight = stop.straight = True
    world.moved.append((line.id, f"{point.name} ({point.id}, {point.trust}): {_WHY}; placed by chainage instead"))
    point.trust = "placed"
    point.source = point.source.split("; position:")[0]


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
