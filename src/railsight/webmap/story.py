"""The journey told as text: what a reader without the map is told, in the same figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise, takewhile
from typing import Protocol

from railsight.geo import geodesic_m
from railsight.layers import (
    DOUBT,
    GUESSES,
    LIKELY,
    SHORT_H,
    SHORT_KM,
    SHORT_KM_H,
    Aside,
    area_ends,
    is_contested,
    named_ends,
    other_moves,
    told_km,
    why_aside,
)
from railsight.model import (
    AREA_KINDS,
    Claim,
    Destination,
    Journey,
    Name,
    Passage,
    Path,
    PathPoint,
    Report,
    Sentence,
    Sighting,
    UsedSighting,
)
from railsight.model.journeys import is_likely_goal, sightings_of
from railsight.times import iso
from railsight.webmap.marking import LARGE_TOWN, towns_of
from railsight.webmap.wording import Part, Wording, joined, outward

MAX_PASSAGES = 400
SAME_SPOT_KM = 1.0  # a passage this near a sighting is the one it tells of
NARROWED = timedelta(hours=2)  # a shorter report needs no narrowing in words
LONG_STAY_H = 6.0  # standing for longer is told
MAX_MILESTONES = 7  # places named on the way
_LONG = 0.1  # of the longest stretch on which another way runs apart: shorter ones are not told
MAX_VIA, MAX_DOUBTS = 2, 3  # places named of another way, and such ways told
_FIGURES_AGAIN = re.compile(r"km (stated$|as the crow flies|by rail)")


class ReadingLike(Protocol):
    """What a page needs of ``resolution.Reading``."""

    @property
    def reports(self) -> Sequence[Report]:
        """What was read."""
        ...

    @property
    def claims(self) -> Sequence[Claim]:
        """The figures stated, checked."""
        ...


def paragraphs(journey: Journey, w: Wording) -> list[list[Part]]:
    """The story in paragraphs of parts; see ``wording``."""
    answer, rest = (_last(journey, w), _goal(journey, w)), (_way(journey, w), *_stays(journey, w))
    told = [*answer, _disputed(journey, w), *rest, *_others(journey, w), *_set_aside(journey, w)]
    return [paragraph for paragraph in told if paragraph]


def _way(journey: Journey, w: Wording) -> list[Part]:
    path, between = journey.path, ends(journey, w)
    if path is None or between is None:
        return []
    parts = w.fill("storyPath", {"o": between[0]}, {"o": between[1]})
    least, most = told_km(journey)
    if most - least < 1.0:
        parts += [w.km(path.km, path.length_kind), w.word("storyKm")]
    else:  # up to an area: how far in it is not known, so it is no official figure
        unit = w.km(most, "inferred")
        parts += [*w.fill("storyUpTo", w.number(least), unit), w.word("storyKm")]
    via = milestones(journey, w)
    if via:
        before, after = w.word("storyVia").split("#")
        parts += [before, *joined([{"o": w.name(name, names)} for name, names in via]), after]
    parts.append(". ")
    return [*parts, *_doubts(journey, path, w)]


def _doubts(journey: Journey, path: Path, w: Wording) -> list[Part]:
    """The likelier of the other ways; those that nothing tells apart in words count together."""
    others = [a for a in journey.alternatives if a.path.geometry != path.geometry and a.probability >= 0.01]
    ways = [(otherwise(path, other.path, w), other.probability) for other in others[:MAX_DOUBTS]]
    likely: dict[str, float] = {}
    for way, probability in ways:
        likely[w.text(way)] = likely.get(w.text(way), 0.0) + probability
    shown: list[Part] = []
    for way, _ in ways:
        if (share := likely.pop(w.text(way), None)) is not None:
            shown += [*(["; "] if shown else []), *way, " (", w.share(share), ")"]
    before, after = w.word("storyDoubt").split("#")
    return [before, *shown, after] if shown else []


def ends(journey: Journey, w: Wording) -> tuple[str, str] | None:
    """The names of a path's ends."""
    between = named_ends(journey)
    return (_end(between[0], w), _end(between[1], w)) if between is not None else None


_KM_POST = re.compile(r"\d[\d ,.]* (km|км)")


def _end(point: Named, w: Wording) -> str:
    """The name of an end of a path; of a halt that is called by its kilometre, that it is one."""
    name = w.name(point.name, point.names)
    return w.text(w.fill("halt", name)) if _KM_POST.fullmatch(name) else name


class Named(Protocol):
    """What has a name, and others by language."""

    @property
    def name(self) -> str: ...

    @property
    def names(self) -> Mapping[str, str]: ...


def otherwise(path: Path, other: Path, w: Wording) -> list[Part]:
    """How another way differs: between which places, and by way of which, if it passes any of its own."""
    if not other.points:
        return [w.word("otherLine")]
    left, joins = detour(path, other)
    inside = other.points[left + 1 : joins]
    between = [{"o": w.name(p.name, p.names)} for p in (other.points[left], other.points[joins])]
    joints = {name for run in other.lines for name in (run.origin, run.target)}
    shared, towns = {p.id for p in path.points}, towns_of(other.points)
    own = (p for p in inside if p.id in shared or p.kind in ("station", "junction"))
    runs = [[*run] for joined, run in groupby(own, key=lambda p: p.id in shared) if not joined]
    runs.sort(key=lambda run: run[0].km - run[-1].km)  # where it leaves the path more than once: the longest first
    runs = [run for run in runs if run[-1].km - run[0].km >= _LONG * (runs[0][-1].km - runs[0][0].km)][:MAX_VIA]
    via = []
    for run in runs:
        low, high = (other.points[left].km, other.points[joins].km) if len(runs) == 1 else (run[0].km, run[-1].km)
        run.sort(key=lambda p: abs(2 * p.km - low - high) / max(high - low, 1.0) - _weight(p, joints, towns))
        via += run[: MAX_VIA // len(runs)]
    via.sort(key=lambda p: p.km)
    if not via and between[0] == between[1]:
        return w.fill("otherAt", between[0])
    if not via:
        return w.fill("otherTracks", *between)
    return w.fill("otherWay", *between, {"o": ", ".join(w.name(p.name, p.names) for p in via)})


def detour(path: Path, other: Path) -> tuple[int, int]:
    """Where another way leaves a path and joins it for good, as places in the other's points."""
    mine, theirs = [p.id for p in path.points], [p.id for p in other.points]
    ahead = sum(1 for _ in takewhile(lambda two: two[0] == two[1], zip(mine, theirs, strict=False)))
    behind = sum(
        1 for _ in takewhile(lambda two: two[0] == two[1], zip(reversed(mine), reversed(theirs), strict=False))
    )
    left = max(0, min(ahead, len(theirs) - 1) - 1)
    return left, max(left, min(len(theirs) - 1, len(theirs) - behind))


def milestones(journey: Journey, w: Wording | None = None) -> list[tuple[str, Mapping[str, str]]]:
    """Places that tell a way: where the train was seen, borders, and larger stations in the gaps. In order, no ends.

    Of the stations those that have a name in the language of the page (``w``), where there are any.
    """
    path = journey.path
    if path is None or not path.points:
        return []
    ends = {path.points[0].name, path.points[-1].name}
    seen = [u for u in journey.used if u.km is not None and u.sighting.event != "absent"]
    seen = [u for u in seen if u.sighting.place.kind not in (*AREA_KINDS, "position")]  # a photo is no place by name
    places = [_Milestone(u.km or 0.0, u.sighting.place.name, u.sighting.place.names, _sure(u)) for u in seen]
    points = {p.name: p for p in reversed(path.points)}
    places += [_Milestone(b.km, b.at, points[b.at].names, 0.7) for b in path.borders if b.at in points]
    # A way does not go by way of its own ends, whatever they are called: the town of a station, a bridge before it.
    apart = path.km / 60
    places = [one for one in places if one.name not in ends and apart <= one.km <= path.km - apart]
    chosen = _spread(places, path.km, apart)
    while len(chosen) < MAX_MILESTONES and (found := _in_widest_gap(path, chosen, ends, w)):
        chosen.append(found)
    return [(one.name, one.names) for one in sorted(chosen, key=lambda one: one.km)]


@dataclass(frozen=True, slots=True)
class _Milestone:
    km: float
    name: str
    names: Mapping[str, str]
    weight: float = 1.0


def _sure(used: UsedSighting) -> float:
    return 1.0 if used.sighting.status == "confirmed" else 0.7


def _spread(places: Iterable[_Milestone], km: float, apart: float) -> list[_Milestone]:
    """As many as are told, each the farthest from those before it and from the ends: of a long way no part is left out.

    What is surer comes before its neighbours.
    """
    chosen: list[_Milestone] = []
    left = sorted(places, key=lambda one: one.km)

    def gap(one: _Milestone) -> float:
        return min(one.km, km - one.km, *(abs(one.km - c.km) for c in chosen))

    while len(chosen) < MAX_MILESTONES:
        named = {c.name for c in chosen}
        left = [one for one in left if one.name not in named and gap(one) >= apart]
        if not left:
            break
        chosen.append(max(left, key=lambda one: gap(one) * one.weight))
    return chosen


def _in_widest_gap(path: Path, chosen: Sequence[_Milestone], ends: set[str], w: Wording | None) -> _Milestone | None:
    """A large station about the middle of the widest stretch without a milestone; None when none is wide."""
    stops = sorted((0.0, path.km, *(c.km for c in chosen)))
    low, high = max(pairwise(stops), key=lambda gap: gap[1] - gap[0])
    if high - low < max(150.0, path.km / 4):
        return None
    named = {c.name for c in chosen} | ends
    joints = {name for run in path.lines if run.km >= path.km / 20 for name in (run.origin, run.target)}
    reach, towns = 0.35 * (high - low), towns_of(path.points)
    inside = [
        p for p in path.points
        if abs(p.km - (low + high) / 2) <= reach and p.name not in named and _weight(p, joints, towns)
    ]  # fmt: skip
    if w is not None and w.language != "en":
        inside = [p for p in inside if w.name(p.name, p.names) != p.name] or inside
    best = max(
        inside, key=lambda p: _weight(p, joints, towns) - abs(p.km - (low + high) / 2) / (high - low), default=None
    )
    return _Milestone(best.km, best.name, best.names) if best else None


def _weight(point: PathPoint, joints: set[str], towns: Mapping[str, int]) -> int:
    """How large a station is: of a large town, where long lines meet, one known in several languages, any other (0)."""
    if point.kind not in ("station", "junction"):
        return 0
    if towns.get(point.id or point.name, 0) >= LARGE_TOWN:
        return 3
    return 2 if point.name in joints else int(len(point.names) > 1)


def _stays(journey: Journey, w: Wording) -> list[list[Part]]:
    """Where the train stood for long, and for about how long; what nobody saw, as what is likely."""
    found = stays(journey)
    kinds = ("storyStays", "storyStay", True), ("storyStaysGuess", "storyStayGuess", False)
    return [_stays_of([s for s in found if s.seen is seen], whole, one, w) for whole, one, seen in kinds]


def _stays_of(found: Sequence[Stay], whole: str, one: str, w: Wording) -> list[Part]:
    told: list[Part] = []
    for stay in found:
        length: Part = {"t": w.hours(stay.hours), "k": "inferred"}
        told += [*(["; "] if told else []), *w.fill(one, length, {"o": _named(stay.came, w)})]
    before, after = w.word(whole).split("#")
    return [before, *told, after] if told else []


def _named(p: Passage, w: Wording) -> str:
    """What was named of a passage with a sighting: its place, or the area around."""
    return w.name(p.within, p.within_names) if p.within else w.name(p.name, p.names)


@dataclass(frozen=True, slots=True)
class Stay:
    """A place where the train stood: when it came, when it left if that is told apart, and the hours between."""

    came: Passage
    left: Passage | None
    hours: float

    @property
    def seen(self) -> bool:
        """Whether it was seen there at both ends of it, and not away between; else it may have stood on the way."""
        return self.came.told and self.left is not None and self.left.told and self.came.away_chance is None


def stays(journey: Journey) -> list[Stay]:
    """The long stays of a journey, in order: where it was seen to come to stand or to leave."""
    found = []
    for came, after in pairwise((*journey.passages, None)):
        assert came is not None
        left = after if after is not None and (after.name, after.km) == (came.name, came.km) else None
        if (came.dwell_h or 0.0) >= LONG_STAY_H and (came.told or left is not None):
            found.append(Stay(came, left, came.dwell_h or 0.0))
    return found


def last_seen(journey: Journey) -> UsedSighting | None:
    """The last sighting that somebody says to have seen, with a time; a guess only where there is no other."""
    timed = [u for u in journey.used if u.sighting.interval is not None and u.sighting.event != "absent"]
    seen = [u for u in timed if u.sighting.status not in GUESSES]
    return next(reversed(seen or timed), None)


def _last_of(journey: Journey, d: Destination) -> Sighting | None:
    """The last sighting in what happened if a destination is where the train is going."""
    if not d.hypothesis:
        last = last_seen(journey)
        return last.sighting if last is not None else None
    story = journey.hypotheses[d.hypothesis]
    told = [u.sighting for u in journey.used if u.sighting.id not in story.wrong]
    told += [r.sighting for r in journey.rejected if r.sighting.id in story.right]
    timed = [(s.interval.latest, s) for s in told if s.interval is not None and s.event != "absent"]
    return max(timed, key=lambda x: x[0])[1] if timed else None


def reported(sighting: Sighting, w: Wording) -> list[Part]:
    """When a sighting was, as it was reported."""
    place, span = sighting.place, sighting.interval
    return w.window(span.earliest, span.latest, place.lon, place.lat, "reported") if span else []


def _last(journey: Journey, w: Wording) -> list[Part]:
    last = last_seen(journey)
    if last is None:
        return []
    place, found = last.sighting.place, passed(journey, last)
    parts = [*w.fill("storyLast", {"o": w.name(place.name, place.names)}), *reported(last.sighting, w)]
    if found is not None:
        before, after = w.word("storyLikely").split("#")
        parts += [before, *w.window(found.earliest, found.latest, place.lon, place.lat, "inferred"), after]
    if is_contested(journey, last.sighting.id):
        against = sum(story.probability for story in journey.hypotheses if last.sighting.id in story.wrong)
        parts += w.fill("storyContested", w.share(1.0 - against))
    return [*parts, "."]


def _disputed(journey: Journey, w: Wording) -> list[Part]:
    """The reports that contradict each other where nothing settles it, each with its probability."""
    rivals = [s for s in journey.hypotheses[1:] if s.right and s.wrong and s.probability >= LIKELY]
    if not rivals:
        return []
    told = {s.id: s.place for s in sightings_of(journey)}

    def of(ids: Sequence[str], probability: float) -> list[Part]:
        names = dict.fromkeys(w.name(told[i].name, told[i].names) for i in ids if i in told)
        return [*joined([{"o": name} for name in names]), " (", w.share(probability), ")"]

    parts = of(rivals[0].wrong, journey.hypotheses[0].probability)
    for story in rivals:
        parts += [", ", *of(story.right, story.probability)]
    before, after = w.word("storyDisputed").split("#")
    return [before, *parts, after]


def _goal(journey: Journey, w: Wording) -> list[Part]:
    """Where the train is most likely going and when it would be there; that it is not known where nothing is likely."""
    if not journey.destinations:
        return []
    d = journey.destinations[0]
    named: tuple[Part, Part] = {"o": w.name(d.place.name, d.place.names)}, w.share(d.probability)
    if not is_likely_goal(journey, d):
        return w.fill("storyNoGoal", *named)
    if d.is_here:
        return w.fill("storyStaysThere" if not _has_left(journey, d) else "storyComesBack", *named)
    ahead = d.earliest and d.latest and not (d.passed or d.is_overdue(journey.as_of))
    return [*w.fill("storyGoal", *named), *(_arrival(d, "goalEta", w) if ahead else ["."])]


_UNREACHED = "destination {place} is not within reach of the network: its share is elsewhere"


def elsewhere_why(journey: Journey, w: Wording) -> list[Part]:
    """What the share elsewhere stands for: going to none of the places listed, or to one asked for off the network."""
    off = [line.values["place"] for line in journey.warnings if isinstance(line, Sentence) and line.form == _UNREACHED]
    names = dict.fromkeys(w.name(place.text, {}) for place in off if isinstance(place, Name))
    return w.fill("elsewhereOff", {"o": ", ".join(names)}) if names else [w.word("elsewhereWhy")]


def _has_left(journey: Journey, d: Destination) -> bool:
    """Whether what was last seen of the train, at a destination, is that it went on."""
    last = _last_of(journey, d)
    return last is not None and last.event in ("departed", "passed", "crossed")


def _arrival(d: Destination, key: str, w: Wording) -> list[Part]:
    """When the train is or would have been at a destination that has times."""
    assert d.earliest is not None
    assert d.latest is not None
    before, after = w.word(key).split("#")
    return [before, *w.window(d.earliest, d.latest, d.place.lon, d.place.lat, "inferred"), after]


def to_go(journey: Journey, d: Destination, w: Wording) -> list[Part]:
    """How far a destination is and when the train would be there; whether it is there, or should have been."""
    last = _last_of(journey, d)
    if d.is_here and last is not None:
        before, after = w.word("goalBack" if _has_left(journey, d) else "goalHere").split("#")
        return [before, *reported(last, w), after]
    if d.passed:
        left = w.said("the train has left it behind")
        return [f"{left[:1].upper()}{left[1:]}."]
    parts: list[Part] = []
    if d.rail_km_left is not None:
        sure = d.path is not None and area_ends(journey)[1] is None  # else it is counted from a spot taken for an area
        kinds = (d.path.length_kind,) if d.path is not None and sure else ()
        parts += [w.km_of(d.rail_km_left, kinds), w.word("goalKm")]
    if d.earliest is None or d.latest is None:
        return [*parts, *([". "] if parts else []), w.word("goalNoEta")]
    return [*parts, *_arrival(d, "goalPast" if d.is_overdue(journey.as_of) else "goalEta", w)]


def passed(journey: Journey, used: UsedSighting) -> Passage | None:
    """When the train was there by the journey as a whole, where that is much narrower than what was reported."""
    span = used.sighting.interval
    if span is None or used.km is None:
        return None
    here = [p for p in journey.passages if p.told and abs(p.km - used.km) < SAME_SPOT_KM]
    inside = [p for p in here if span.earliest <= p.earliest and p.latest <= span.latest]
    found = min(inside, key=lambda p: p.latest - p.earliest, default=None)
    wide = span.latest - span.earliest
    return found if found and wide >= NARROWED and found.latest - found.earliest <= wide * 2 / 3 else None


def _others(journey: Journey, w: Wording) -> list[list[Part]]:
    told: list[list[Part]] = []
    moves, seen = other_moves(journey)
    for a, sighting in moves:
        b = sighting.place
        parts = w.fill(
            "storyOther",
            {"o": w.said(sighting.subject)},
            {"o": w.name(a.name, a.names)},
            {"o": w.name(b.name, b.names)},
        )
        parts += [w.km(geodesic_m(a.lon, a.lat, b.lon, b.lat) / 1000, "measured"), w.word("storyOtherKm")]
        told.append(parts)
    for sighting in seen:
        place = sighting.place
        what: list[Part] = [{"o": w.said(sighting.subject)}, f": {w.word('events', sighting.event)}, "]
        when = [", ", *reported(sighting, w)] if sighting.interval else []
        told.append([*what, {"o": w.name(place.name, place.names)}, *when, "."])
    return told


def _set_aside(journey: Journey, w: Wording) -> list[list[Part]]:
    """What the journey does not rest on, by reason: only what others contradict is called so."""
    counts = Counter[str](why_aside(r, journey) for r in journey.rejected)
    total = str(len(journey.rejected) + len(journey.used))
    keys: dict[str, Aside] = {
        "storyRejected": "contradicted",
        "storyGuessed": "guess",
        "storyUnplaced": "unplaced",
        "storyDenied": "denial",
    }
    told = [w.fill(key, str(counts[aside]), total) for key, aside in keys.items() if counts[aside]]
    sure = (r.sighting for r in journey.rejected if why_aside(r, journey) == "contradicted")
    places = dict.fromkeys(w.name(s.place.name, s.place.names) for s in sure if s.status == "confirmed")
    if places:
        told.insert(1, w.fill("storyRejectedSure", {"o": ", ".join(places)}))
    return told


def passages(journey: Journey, w: Wording) -> list[list[list[Part]]]:
    """Rows of the table of passing times: station, km and whether it was seen there, when."""
    path, long = journey.path, stays(journey)
    came = {id(stay.came): stay for stay in long}
    events, before = _events(journey), None
    rows: list[list[list[Part]]] = []
    reported = {(u.sighting.interval.earliest, u.sighting.interval.latest) for u in journey.used if u.sighting.interval}
    since: datetime | None = None  # what an arrival was shown to begin with: the departure is not shown to be before it
    for p in journey.passages[:MAX_PASSAGES]:
        kind_of_time = "reported" if p.told and (p.earliest, p.latest) in reported else "inferred"
        again = before is not None and (before.name, before.km) == (p.name, p.km)
        when = w.window(p.earliest, p.latest, p.lon, p.lat, kind_of_time, since=since if again else None)
        before = p
        since = outward(p.earliest, p.latest, kind_of_time)[0]
        if (stay := came.get(id(p))) is not None:
            stood: Part = {"t": w.hours(stay.hours), "k": "inferred"}
            when = [*when, *w.fill("stood" if stay.seen else "stoodGuess", stood)]
        if event := events.get(id(p)) or ("arrived" if stay is not None else ""):
            when = [f"{w.word('events', event)}: ", *when]
        place: list[Part] = [{"o": w.name(p.name, p.names)}]
        if p.within:
            place = [{"o": _named(p, w)}, ": ", *w.fill("near", *place)]
        km = w.km_of(p.km, path.length_kinds(0.0, p.km) if path else ())
        rows.append([place, [km, "\n", w.word("passageSeen" if p.told else "passageInferred")], when])
    return rows


def _events(journey: Journey) -> dict[int, str]:
    """What to call each passage of a place that the train has several of in a row, by its identity.

    What was seen has the word of its sighting; else the first is the arrival and the last the departure.
    """
    found: dict[int, str] = {}
    left = [u for u in journey.used if u.km is not None and u.sighting.interval and u.sighting.event != "absent"]
    for _, group in groupby(journey.passages[:MAX_PASSAGES], key=lambda p: (p.name, p.km)):
        run = [*group]
        for i, p in enumerate(run):
            of = _sighting_of(p, left) if p.told else None
            if of is not None:
                left.remove(of)
            if len(run) == 1 and (p.dwell_h or 0.0) < LONG_STAY_H:
                continue
            if of is not None:
                found[id(p)] = of.sighting.event
            elif len(run) > 1 and i in (0, len(run) - 1):
                found[id(p)] = "departed" if i else "arrived"
    return found


def _sighting_of(p: Passage, used: Sequence[UsedSighting]) -> UsedSighting | None:
    """The sighting behind a passage: there at the time, the nearest to when the train likely was."""
    spans = [(u, u.sighting.interval) for u in used if abs((u.km or 0.0) - p.km) < SAME_SPOT_KM]
    there = [(abs(s.middle - p.likely), u) for u, s in spans if s and s.earliest <= p.latest and p.earliest <= s.latest]
    return min(there, key=lambda one: one[0])[1] if there else None


def sure_rule(w: Wording) -> str:
    """What makes a stretch of the way a confirmed one."""
    figures = (w.number(SHORT_H), w.number(SHORT_KM), w.number(SHORT_KM_H), w.text([w.share(DOUBT)]))
    return w.text(w.fill("sureRule", *figures))


def history(journey: Journey, w: Wording) -> list[dict[str, object]]:
    """How the ranking of destinations stood after each report."""
    names = {d.place.name: w.name(d.place.name, d.place.names) for d in journey.destinations}
    entries: list[dict[str, object]] = []
    for revision in sorted(journey.history, key=lambda r: r.known_at):
        ranked: list[Part] = []
        for name, probability in revision.ranking[:4]:
            ranked += [", "] if ranked else []
            ranked += [{"o": names.get(name, name)}, " ", w.share(probability)]
        text = [*w.fill("knewThen", w.known_by(revision.known_at)), *ranked]
        entries.append({"t": iso(revision.known_at), "text": text})
    return entries


def claims(reading: ReadingLike, w: Wording) -> list[dict[str, object]]:
    """Stated figures beside what was found."""
    told: list[dict[str, object]] = []
    for claim in reading.claims:
        checked: list[Part] = []
        if claim.geodesic_km is not None:
            checked += _ends(claim, w)
            checked += [w.km(claim.geodesic_km, "measured"), f" {w.word('crowFly')}"]
        if claim.rail_km is not None:
            checked += [", "] if claim.geodesic_km is not None else []
            kinds = (claim.rail_length_kind,) if claim.rail_length_kind else ()
            checked += [w.km_of(claim.rail_km, kinds), f" {w.word('byRail')}"]
        told.append(
            {
                "quote": claim.text,
                "verdict": w.word("verdicts", claim.verdict),
                "verdictKey": claim.verdict.replace(" ", "-"),
                "checked": checked,
                "why": w.said(_not_again(claim.why, checked)) or None,
            }
        )
    return told


def _ends(claim: Claim, w: Wording) -> list[Part]:
    """Between which places a stated figure was measured."""
    a, b = claim.origin, claim.target
    return [{"o": w.name(a.name, a.names)}, " – ", {"o": w.name(b.name, b.names)}, ": "] if a and b else []


def _not_again(why: str, checked: Sequence[Part]) -> str:
    """The reason without the figures that stand before it already."""
    return "; ".join(part for part in why.split("; ") if not (checked and _FIGURES_AGAIN.search(part)))
