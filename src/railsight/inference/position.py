"""Where the train is at a moment: read off the likely times along the path, and the prism around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.errors import NoAnswerError, UsageError
from railsight.geo import LonLat, approx_m, cut_line
from railsight.inference.evidence import hours, moment
from railsight.inference.prism import anchors_of, budgets, nearest_point, reachable
from railsight.inference.ways import ways_of
from railsight.model import Position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.prism import Anchor
    from railsight.inference.ways import Ways
    from railsight.model import Journey, Path, Step
    from railsight.network import Network


@dataclass(frozen=True, slots=True)
class Schedule:
    """Times along the path and on to the leading destination: km and hours since 1970, never going back.

    ``likely`` holds a km twice where the train stands; ``early`` and ``late`` bound the 80 % interval.
    """

    likely: tuple[tuple[float, float], ...]  # hours, km
    early: tuple[tuple[float, float], ...]
    late: tuple[tuple[float, float], ...]
    start: float
    end: float


def schedule_of(journey: Journey) -> Schedule:
    """The schedule of a journey. Raises NoAnswerError when it has no passage."""
    if not journey.passages:
        raise NoAnswerError("the journey has no passage: nothing is known of when the train was where")
    likely: list[tuple[float, float]] = []
    early, late = [], []
    passages = journey.passages
    for i, p in enumerate(passages):
        at = hours(p.likely)
        likely.append((at, p.km))
        early.append((hours(p.earliest), p.km))
        late.append((hours(p.latest), p.km))
        if p.dwell_h:
            leaves = at + p.dwell_h
            if i + 1 < len(passages):
                ahead_h = (passages[i + 1].km - p.km) / journey.profile.max_kmh
                leaves = min(leaves, hours(passages[i + 1].likely) - ahead_h)
            if leaves > at:
                likely.append((leaves, p.km))
    start = likely[0][0]
    goal = journey.destinations[0] if journey.destinations else None
    if goal and goal.path and goal.likely and goal.earliest and goal.latest and goal.path.km > 0:
        km = passages[-1].km + goal.path.km
        likely.append((max(hours(goal.likely), likely[-1][0]), km))
        early.append((max(hours(goal.earliest), early[-1][0]), km))
        late.append((max(hours(goal.latest), late[-1][0]), km))
    return Schedule(tuple(likely), tuple(early), tuple(late), start, likely[-1][0])


def _km_at(curve: Sequence[tuple[float, float]], at_h: float) -> tuple[float, bool]:
    """The km of a curve at a time, and whether it stands there."""
    if at_h <= curve[0][0]:
        return curve[0][1], True
    for (t0, k0), (t1, k1) in pairwise(curve):
        if t0 <= at_h <= t1:
            if t1 <= t0:
                continue
            return k0 + (k1 - k0) * (at_h - t0) / (t1 - t0), k1 == k0
    return curve[-1][1], True


def position_at(journey: Journey, network: Network, at: datetime) -> Position:
    """Where the train is at a moment: likely spot, 80 % stretch along the path, and the hard reachable set.

    Before the first and after the last known time it stands at the ends of the path or is on its way to the leading
    destination. Raises UsageError for a time without zone, NoAnswerError when the journey has no times.
    """
    if at.tzinfo is None:
        raise UsageError("the time has no zone", hint="write it like 2023-09-12T06:00+10:00")
    ways = ways_of(network, journey.profile)
    return _position(journey, ways, schedule_of(journey), anchors_of(journey, ways), hours(at), rough=False)


def sampled(journey: Journey, network: Network, extra: Sequence[datetime], *, count: int = 48) -> tuple[Position, ...]:
    """Positions over the whole span, those at the given times among them: for a time slider."""
    ways = ways_of(network, journey.profile)
    schedule = schedule_of(journey)
    anchors = anchors_of(journey, ways)
    span = schedule.end - schedule.start
    times = {round(schedule.start + span * i / (count - 1), 4) for i in range(count)}
    times |= {round(hours(t), 4) for t in extra if schedule.start <= hours(t) <= schedule.end}
    return tuple(_position(journey, ways, schedule, anchors, t, rough=True) for t in sorted(times))


def _position(
    journey: Journey, ways: Ways, schedule: Schedule, anchors: Sequence[Anchor], at_h: float, *, rough: bool
) -> Position:
    km, standing = _km_at(schedule.likely, at_h)
    low, _ = _km_at(schedule.late, at_h)
    high, _ = _km_at(schedule.early, at_h)
    low, high = min(low, km), max(high, km)
    lon, lat = _lonlat(journey, ways, km)
    limits = budgets(anchors, at_h, journey.profile.max_kmh)
    return Position(
        at=moment(at_h),
        lon=lon,
        lat=lat,
        near=nearest_point(journey, km),
        km=km,
        km_low=low,
        km_high=high,
        reachable=reachable(limits, ways, rough=rough),
        standing=standing,
        spread=_spread(journey, ways, low, km, high),
    )


def _paths(journey: Journey) -> list[tuple[float, Path]]:
    """The path and the way on to the leading destination, each with the km it begins at."""
    out: list[tuple[float, Path]] = []
    end = 0.0
    if journey.path is not None:
        out.append((0.0, journey.path))
        end = journey.path.km
    if journey.destinations and journey.destinations[0].path is not None:
        out.append((end, journey.destinations[0].path))
    return out


def _lonlat(journey: Journey, ways: Ways, km: float) -> LonLat:
    for start, path in reversed(_paths(journey)):
        if km >= start and path.steps:
            return _on_path(path, ways, km - start)
    for _, path in _paths(journey):
        if path.steps:
            return _on_path(path, ways, km)
    first = min(journey.passages, key=lambda p: abs(p.km - km))
    return first.lon, first.lat


def _on_path(path: Path, ways: Ways, km: float) -> LonLat:
    """The point of a path at a km from its start: exact by section, so that it lies on the network."""
    left = max(0.0, km * 1000.0)
    for step in path.steps:
        if left <= step.length_m:
            return _on_step(step, ways, left)
        left -= step.length_m
    return path.end.lon, path.end.lat


def _on_step(step: Step, ways: Ways, along_m: float) -> LonLat:
    length = ways.network.section_cm(step.section) / 100.0
    offset = step.from_m + along_m if step.to_m >= step.from_m else step.from_m - along_m
    shape = ways.network.geometry(step.section)
    share = min(1.0, max(0.0, offset / length)) if length else 0.0
    return cut_line(shape, 0.0, share)[-1]


def spot_on_path(journey: Journey, network: Network, km: float) -> tuple[int, float] | None:
    """Section and offset in metres of the likely place at a km of the journey; None when it has no path there."""
    for start, path in reversed(_paths(journey)):
        if km < start - 1e-9:
            continue
        left = max(0.0, (km - start) * 1000.0)
        for step in path.steps:
            if left <= step.length_m + 1e-6:
                length = network.section_cm(step.section) / 100.0
                offset = step.from_m + left if step.to_m >= step.from_m else step.from_m - left
                return step.section, min(length, max(0.0, offset))
            left -= step.length_m
    return None


def _spread(
    journey: Journey, ways: Ways, low: float, km: float, high: float
) -> tuple[tuple[float, tuple[LonLat, ...]], ...]:
    """The 80 % stretch in two halves of 40 % each, before and beyond the likely place."""
    out = []
    for start, end in ((low, km), (km, high)):
        points = _stretch(journey, ways, start, end)
        if len(points) > 1:
            out.append((0.4, points))
    return tuple(out)


def _stretch(journey: Journey, ways: Ways, start: float, end: float) -> tuple[LonLat, ...]:
    if end - start < 0.01:
        return ()
    points: list[LonLat] = [_lonlat(journey, ways, start)]
    for begin, path in _paths(journey):
        points += [(p.lon, p.lat) for p in path.points if start < begin + p.km < end]
    points.append(_lonlat(journey, ways, end))
    return tuple(p for i, p in enumerate(points) if i == 0 or approx_m(*p, *points[i - 1]) > 1.0)
