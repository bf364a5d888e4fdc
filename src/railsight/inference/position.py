"""Where the train is at a moment: read off the likely times along the path, and the prism around it."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from railsight.errors import NoAnswerError
from railsight.geo import LonLat, cut_line, simplified
from railsight.inference.evidence import hours, moment
from railsight.inference.laws import lasts
from railsight.inference.prism import SKETCH_M, anchors_of, budgets, field_of, reachable
from railsight.inference.transition import UNTOLD, untold_by
from railsight.inference.ways import ways_of
from railsight.inference.windows import Closures, windows_of
from railsight.model import Name, Position, Sentence, Share, inside, joined
from railsight.model.checks import check_reckoned_from
from railsight.model.journeys import LIKELY_GOAL, followed, sightings_of
from railsight.times import as_moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from railsight.inference.prism import Anchor
    from railsight.inference.ways import Ways
    from railsight.model import Destination, DwellLaw, Hypothesis, Journey, Passage, Path, Sighting
    from railsight.network import Network
    from railsight.times import Interval


# On a network of more sections than this a reachable set is thousands of stretches: only every fourth position has one.
_DENSE_SECTIONS = 20_000
_DENSE_EVERY = 4
# If the leading goal is less likely than this, a position that follows it says so.
_SURE = 0.9
# A story less likely than this is not mentioned with a position or a time.
OTHER_STORY = 0.05
# A position is named after the nearest place along the route, if it is no farther than this. A judgement: half of the
# widest gap between stations that the bundled network has without a reason.
_NEAR_KM = 30.0
_MINUTE_H = 1 / 60


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
    rails: tuple[Rail, ...]
    gaps: _Spans = ()  # from, to (hours) when it was, or may have been, off the route; why
    stays: _Spans = ()  # from, to (hours) of a stay that is assumed; on what condition


@dataclass(frozen=True, slots=True)
class Rail:
    """A path with the journey's km at its beginning, at the end of each step, and at each of its points."""

    path: Path
    start_km: float
    step_km: tuple[float, ...]
    point_km: tuple[float, ...]

    def at(self, network: Network, km: float) -> tuple[int, float]:
        """Section and offset in metres at a km of the journey."""
        i = min(bisect_left(self.step_km, km - 1e-9), len(self.path.steps) - 1)
        step = self.path.steps[i]
        along = max(0.0, (km - (self.step_km[i - 1] if i else self.start_km)) * 1000.0)
        offset = step.from_m + along if step.to_m >= step.from_m else step.from_m - along
        return step.section, min(network.section_cm(step.section) / 100.0, max(0.0, offset))


def _rails(journey: Journey) -> tuple[Rail, ...]:
    """The path, and the route on to the destination followed."""
    goal = followed(journey)
    out: list[Rail] = []
    end = 0.0
    for path in (journey.path, goal.path if goal else None):
        if path is None or not path.steps:
            continue
        steps = [*accumulate((s.length_m / 1000.0 for s in path.steps), initial=end)][1:]
        out.append(Rail(path, end, tuple(steps), tuple(end + p.km for p in path.points)))
        end += path.km
    return tuple(out)


def schedule_of(journey: Journey) -> Schedule:
    """The schedule of a journey. Raises NoAnswerError when it has no passage."""
    if not journey.passages:
        raise NoAnswerError("the journey has no passage: nothing is known of when the train was where")
    likely: list[tuple[float, float]] = []
    early, late = [], []
    passages = journey.passages
    top_kmh = journey.profile.max_kmh
    for i, p in enumerate(passages):
        likely.append((hours(p.likely), p.km))
        early.append((hours(p.earliest), p.km))
        late.append((hours(p.latest), p.km))
        after = passages[i + 1] if i + 1 < len(passages) else None
        likely += _left(p, (hours(after.likely), after.km) if after else None, top_kmh)
    start = likely[0][0]
    goal = followed(journey)
    onward = goal.path if goal and not goal.reached else None
    if goal and onward and goal.likely and goal.earliest and goal.latest and onward.km > 0:
        end_km = passages[-1].km + onward.km
        ahead = [p for p in goal.ahead if p.km < end_km]
        end = end_km, goal.earliest, goal.likely, goal.latest
        there = [*((p.km, p.earliest, p.likely, p.latest) for p in ahead), end]
        for i, (km, *times) in enumerate(there):
            for curve, time in zip((early, likely, late), times, strict=True):
                soonest = curve[-1][0] + max(0.0, km - curve[-1][1]) / top_kmh
                curve.append((max(hours(time), soonest), km))
            if i < len(ahead):
                likely += _left(ahead[i], (hours(there[i + 1][2]), there[i + 1][0]), top_kmh)
    gaps, stays = _away(passages)
    return Schedule(tuple(likely), tuple(early), tuple(late), start, likely[-1][0], _rails(journey), gaps, stays)


def _left(passage: Passage, after: tuple[float, float] | None, top_kmh: float) -> Sequence[tuple[float, float]]:
    """Hour and km of leaving a place where the train stood, soon enough to be at the hour and km ``after`` it; nothing
    where it stood no time."""
    if not passage.dwell_h:
        return ()
    at = hours(passage.likely)
    leaves = at + passage.dwell_h
    if after is not None:
        leaves = min(leaves, after[0] - (after[1] - passage.km) / top_kmh)
    return [(leaves, passage.km)] if leaves > at else ()


_Spans = tuple[tuple[float, float, Sentence], ...]


def _away(passages: Sequence[Passage]) -> tuple[_Spans, _Spans]:
    """The times between two passages at one place when the train was, or may have been, away; and when it stayed."""
    gaps, stays = [], []
    for p, q in pairwise(passages):
        if p.away_chance is None or q.km != p.km:
            continue
        span = hours(p.likely), hours(q.likely)
        if p.dwell_h:
            stays.append((*span, Sentence("if it did not leave {place} and come back", place=Name(p.name))))
            continue
        form = "it may have left {place} and come back there, and nothing tells where it was between"
        if p.away_chance == 1.0:
            form = "it left {place} and came back there, and nothing tells where it was between"
        gaps.append((*span, Sentence(form, place=Name(p.name))))
    return tuple(gaps), tuple(stays)


def _km_at(curve: Sequence[tuple[float, float]], at_h: float) -> tuple[float, bool]:
    """The km of a curve at a time, and whether the train stands there."""
    if at_h <= curve[0][0]:
        return curve[0][1], True
    i = bisect_left(curve, at_h, key=lambda x: x[0])
    if i == len(curve):
        return curve[-1][1], True
    (t0, k0), (t1, k1) = curve[i - 1], curve[i]  # t0 < at_h <= t1
    return k0 + (k1 - k0) * (at_h - t0) / (t1 - t0), k1 == k0


def position_at(journey: Journey, network: Network, at: datetime | str) -> Position:
    """Where the train is at a moment: likely spot, 80 % stretch along the path, and the hard reachable set.

    Before the first and after the last known time it stands at the ends of the path or is on its way to the leading
    destination. ``at`` may be a text too: ``"2023-09-12T18:30+09:00"``. Raises UsageError for a time without zone,
    NoAnswerError when the journey has no times.
    """
    at = as_moment("the time", at)
    check_reckoned_from("the time", at)
    ways = ways_of(network, journey.profile)
    with ways.lock:
        prism = anchors_of(journey, ways), Closures(windows_of(journey), ways)
        return _position(journey, ways, schedule_of(journey), *prism, hours(at), rough=False)


def sampled(journey: Journey, network: Network, extra: Sequence[datetime], *, count: int = 48) -> tuple[Position, ...]:
    """Positions over the whole span, those at the given times among them: for a time slider. The last is never before
    the journey's ``as_of``, so that the slider ends where all is known.

    Stretches are drawn with few vertices. On a dense network only every fourth position has its reachable set, and
    none that has thousands of sections; ``position_at`` gives it for any moment.
    """
    ways = ways_of(network, journey.profile)
    with ways.lock:
        return tuple(_sampled(journey, ways, extra, count))


def _sampled(journey: Journey, ways: Ways, extra: Sequence[datetime], count: int) -> Iterator[Position]:
    schedule = schedule_of(journey)
    anchors, closures = anchors_of(journey, ways), Closures(windows_of(journey), ways)
    span = schedule.end - schedule.start
    times = {round(schedule.start + span * i / (count - 1), 4) for i in range(count)}
    times |= {round(hours(t), 4) for t in extra if schedule.start <= hours(t) <= schedule.end}
    if journey.as_of is not None and hours(journey.as_of) > max(times):
        times.add(hours(journey.as_of))
    every = 1 if ways.network.section_count <= _DENSE_SECTIONS else _DENSE_EVERY
    for i, t in enumerate(sorted(times)):
        yield _position(journey, ways, schedule, anchors if i % every == 0 else (), closures, t, rough=True)


def _position(
    journey: Journey,
    ways: Ways,
    schedule: Schedule,
    anchors: Sequence[Anchor],
    closures: Closures,
    at_h: float,
    *,
    rough: bool,
) -> Position:
    km, standing = _km_at(schedule.likely, at_h)
    low, _ = _km_at(schedule.late, at_h)
    high, _ = _km_at(schedule.early, at_h)
    low, high = min(low, km), max(high, km)
    lon, lat = _lonlat(journey, ways, schedule.rails, km)
    limits = budgets(anchors, at_h, ways, closures)
    unknown = _unknown(journey, schedule, at_h)
    ahead = at_h > hours(journey.passages[-1].likely) + _MINUTE_H
    if not unknown and standing and closures.shut(lon, lat, at_h):
        left = min((p for p in journey.passages if p.told), key=lambda p: abs(p.km - km), default=journey.passages[-1])
        near = _nearest_name(journey, schedule.rails, km) or left.name
        unknown = Sentence("it had left {place} by then, and nothing tells where it went", place=Name(near))
    return Position(
        at=moment(at_h),
        lon=lon,
        lat=lat,
        near=_nearest_name(journey, schedule.rails, km),
        km=km,
        km_low=low,
        km_high=high,
        reachable=reachable(limits, ways, rough=rough),
        standing=standing and not unknown,
        spread=() if unknown else _spread(ways, schedule.rails, low, km, high),
        assumes=joined(_assumed(journey, schedule, at_h)),
        unknown=unknown,
        forecast=ahead,
    )


def _unknown(journey: Journey, schedule: Schedule, at_h: float) -> str:
    """Why nothing is known of a moment; empty if something is."""
    first, last = journey.passages[0], journey.passages[-1]
    if at_h < hours(first.earliest) - _MINUTE_H:
        return Sentence("before the first sighting (at {place}) nothing tells where it was", place=Name(first.name))
    if (why := _within(schedule.gaps, at_h)) is not None:
        return why
    if at_h > hours(last.likely) + _MINUTE_H and journey.destinations and followed(journey) is None:
        form = "it was last at {place}, and no goal is likely enough to tell where it went from there"
        return Sentence(form, place=Name(last.name))
    if (stayed := _stay(journey, at_h)) is not None and stayed.chance < LIKELY_GOAL:
        form = "it has most likely left {place} by then, and nothing tells where it went from there"
        return Sentence(form, place=Name(stayed.place))
    goal = followed(journey)
    if goal is not None and _is_crossing(goal, journey) and goal.likely and at_h > hours(goal.likely) + _MINUTE_H:
        form = "it had crossed the border at {place} by then, and nothing tells where it went from there"
        return Sentence(form, place=Name(_end_name(goal)))
    return ""


def _is_crossing(goal: Destination, journey: Journey) -> bool:
    """Whether reaching a goal means crossing a border: it is a country, or the border that the journey came in by."""
    first = journey.used[0].sighting if journey.used else None
    return goal.place.kind == "country" or (
        first is not None and first.event == "crossed" and first.place.id == goal.place.id and bool(goal.rail_km_left)
    )


def _end_name(goal: Destination) -> str:
    return goal.path.points[-1].name if goal.path is not None and goal.path.points else goal.place.name


def _within(spans: _Spans, at_h: float) -> Sentence | None:
    return next((why for start, end, why in spans if start < at_h < end), None)


def _assumed(journey: Journey, schedule: Schedule, at_h: float) -> Iterator[Sentence]:
    """The unsure assumptions that a position rests on."""
    if (stay := _within(schedule.stays, at_h)) is not None:
        yield stay
    yield from _if_right(journey, at_h)
    yield from _if_there(journey, at_h)
    last = journey.passages[-1]
    if at_h <= hours(last.likely) + _MINUTE_H:
        return
    goal, stayed = followed(journey), _stay(journey, at_h)
    if stayed is not None and stayed.chance < LIKELY_GOAL:
        return
    if not journey.destinations:
        yield Sentence("if it stayed at {place}", place=Name(last.name))
    elif goal is not None:
        share = goal.probability * (stayed.chance if stayed is not None else 1.0)
        form = "if it goes to {place}, which is {share} likely"
        if not goal.rail_km_left:
            form = "if it stays at {place}, which is {share} likely"
        elif stayed is not None:
            form = "if it went to {place} and is still there, which is {share} likely"
        if share < _SURE:
            yield Sentence(form, place=Name(goal.place.name), share=Share(share))


class _Stay(NamedTuple):
    """The stay with which the times end: where, and the chance (0..1) that it lasts until a moment."""

    place: str
    chance: float


def _stay(journey: Journey, at_h: float) -> _Stay | None:
    """The stay that a moment is in: at the goal followed once it has come there, else where the train was last; None
    before that.
    """
    goal, last = followed(journey), journey.passages[-1]
    came_h = seen_h = hours(last.likely)
    name = last.name
    if goal is not None and goal.path is not None and goal.path.km > 0:
        if goal.likely is None:
            return None
        name, came_h = goal.place.name, hours(goal.likely)
        seen_h = came_h
    else:
        for p, q in pairwise(reversed(journey.passages)):
            if q.km != p.km or q.away_chance is not None:
                break
            came_h = hours(q.likely)
    if at_h <= seen_h + _MINUTE_H:
        return None
    law = journey.profile.dwell("stay")
    return _Stay(name, _lasts(law, at_h - came_h) / _lasts(law, seen_h - came_h))


def _lasts(law: DwellLaw, stood_h: float) -> float:
    """The chance (0..1) that a stay lasts longer than so many hours: by its law, or as waits do that no law knows."""
    return (1.0 - UNTOLD) * lasts(law, stood_h) + UNTOLD * (1.0 - float(untold_by(stood_h)))


def _if_there(journey: Journey, at_h: float) -> Iterator[Sentence]:
    """The place in an area where a position puts the train, if only the area was told."""
    for passage in journey.passages:
        if passage.within and hours(passage.earliest) <= at_h <= hours(passage.latest):
            where = Name(passage.within)
            said = Sentence("in {place}", place=where) if inside(where.text) != where.text else where
            form = 'if it was near {place}: the report says only "{area}"'
            yield Sentence(form, place=Name(passage.name), area=said)


def _if_right(journey: Journey, at_h: float) -> Iterator[Sentence]:
    """The contradicted sightings that a position rests on, with the probability that these are right."""
    told = {s.id: s for s in sightings_of(journey)}
    others = [story for story in journey.hypotheses if story.wrong and _bears(journey, told, story, at_h)]
    serious = (story for story in others if story.probability >= OTHER_STORY)
    doubted = dict.fromkeys(told[i].place.name for story in serious for i in story.wrong)
    if doubted:
        yield if_right(joined(map(Name, doubted), ", "), 1 - sum(story.probability for story in others))


def if_right(places: str, share: float) -> Sentence:
    """That something rests on what is told of some places, which is right with a probability."""
    return Sentence("if what is told of {places} is right, which is {share} likely", places=places, share=Share(share))


def goal_assumes(journey: Journey, goal: Destination) -> Sentence:
    """What the arrival at a destination rests on: that the train goes there, and the story in which it does."""
    place, share = Name(goal.place.name), Share(goal.probability)
    told = [Sentence("if it goes to {place}, which is {share} likely", place=place, share=share)]
    if goal.hypothesis:
        story = journey.hypotheses[goal.hypothesis]
        where = {s.id: s.place.name for s in sightings_of(journey)}
        some = story.right or story.wrong
        places = joined(map(Name, dict.fromkeys(where[i] for i in some)), ", ")
        if story.right:
            told.append(if_right(places, story.probability))
        elif story.wrong:
            form = "if what is told of {places} is wrong, which is {share} likely"
            told.append(Sentence(form, places=places, share=Share(story.probability)))
    elif goal.likely is not None:
        told += _if_right(journey, hours(goal.likely))
    return joined(told)


def _bears(journey: Journey, told: Mapping[str, Sighting], story: Hypothesis, at_h: float) -> bool:
    """Whether it matters at a moment if a story is true."""
    spans = [_span(i) for x in (*story.right, *story.wrong) if (i := told[x].interval) is not None]
    used = (u.sighting for u in journey.used if u.sighting.id not in story.wrong)
    return matters(at_h, spans, [_span(s.interval) for s in used if s.interval is not None])


def _span(interval: Interval) -> tuple[float, float]:
    return hours(interval.earliest), hours(interval.latest)


def matters(at_h: float, spans: Sequence[tuple[float, float]], common: Sequence[tuple[float, float]]) -> bool:
    """Whether it matters at a moment which sightings are right, of those that two stories differ in and have in common:
    before and after all in which they differ it does not."""
    if not spans:
        return True
    start, end = min(lo for lo, _ in spans), max(hi for _, hi in spans)
    before = max((hi for _, hi in common if hi <= start), default=-math.inf)
    after = min((lo for lo, _ in common if lo >= end), default=math.inf)
    return before < at_h < after


def _rail_at(rails: Sequence[Rail], km: float) -> Rail | None:
    return next((r for r in reversed(rails) if km >= r.start_km - 1e-9), rails[0] if rails else None)


def _nearest_name(journey: Journey, rails: Sequence[Rail], km: float) -> str:
    """Name of the operating point, sighting or goal nearest along the route; empty if none is near."""
    named = [(abs(p.km - km), p.name) for p in journey.passages if p.told or not rails]
    goal = followed(journey)
    if goal is not None and goal.path is not None:
        named.append((abs(journey.passages[-1].km + goal.path.km - km), goal.place.name))
    rail = _rail_at(rails, km)
    if rail is not None and rail.point_km:
        i = bisect_left(rail.point_km, km)
        on_it = [x for x in (i - 1, i) if 0 <= x < len(rail.point_km)]
        named = [(abs(rail.point_km[x] - km), rail.path.points[x].name) for x in on_it] + named
    off_km, name = min(named, key=lambda x: x[0], default=(0.0, ""))
    return name if off_km <= _NEAR_KM else ""


def _lonlat(journey: Journey, ways: Ways, rails: Sequence[Rail], km: float) -> LonLat:
    """The point of the route at a km, taken from the section it is on, so that it lies on the network."""
    rail = _rail_at(rails, km)
    if rail is None:
        first = min(journey.passages, key=lambda p: abs(p.km - km))
        return first.lon, first.lat
    section, offset = rail.at(ways.network, km)
    length = ways.network.section_cm(section) / 100.0
    return cut_line(ways.network.geometry(section), 0.0, offset / length if length else 0.0)[-1]


def _spread(
    ways: Ways, rails: Sequence[Rail], low: float, km: float, high: float
) -> tuple[tuple[float, tuple[LonLat, ...]], ...]:
    """The 80 % stretch as two of 40 % each, before and beyond the likely place."""
    halves = [(start, end) for start, end in ((low, km), (km, high)) if end - start >= 0.01]
    lines = [tuple(_drawn(ways.network, rails, start, end)) for start, end in halves]
    return tuple((0.4, line) for line in lines if len(line) > 1)


def _drawn(network: Network, rails: Sequence[Rail], start: float, end: float) -> list[LonLat]:
    """The line of the route between two km of the journey, along the tracks, with few vertices."""
    out: list[LonLat] = []
    for rail in rails:
        first, last = bisect_right(rail.step_km, start), bisect_left(rail.step_km, end)
        for i in range(first, min(last + 1, len(rail.step_km))):
            low, high = rail.step_km[i - 1] if i else rail.start_km, rail.step_km[i]
            if min(high, end) - max(low, start) > 1e-6:
                step = rail.path.steps[i]
                sense = 1.0 if step.to_m >= step.from_m else -1.0
                ends = [step.from_m + sense * (min(max(km, low), high) - low) * 1000.0 for km in (start, end)]
                shape = _part_of(network, step.section, *ends)
                out += shape[1:] if out and out[-1] == shape[0] else shape
    return out


def _part_of(network: Network, section: int, from_m: float, to_m: float) -> Sequence[LonLat]:
    """A part of a section with few vertices."""
    length_m = network.section_cm(section) / 100.0
    if min(from_m, to_m) > 0.5 or max(from_m, to_m) < length_m - 0.5:
        cut = cut_line(network.geometry(section), *(min(1.0, m / length_m) for m in (from_m, to_m)))
        return simplified(cut, SKETCH_M)
    whole = field_of(network).sketch(section, network)
    return whole if to_m >= from_m else whole[::-1]
