"""From sightings to what the lattice weighs: observations with spots, an interval in hours, and a prior of being right.

Copies are folded first: sightings of the same event at the same place whose intervals overlap or nearly do (of a train
that may stand, within half an hour), and sightings with the same words, are one observation, so that repeating a report
adds no certainty. Times are hours since 1970 (UTC).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from railsight.geo import approx_m
from railsight.inference.areas import MOST_SPOTS, area_spots, country_spots
from railsight.inference.borders import at_border
from railsight.inference.transition import (
    CLOCK_H,
    SAME_EVENT_H,
    cut,
    fit,
    opposed,
    way_law,
)
from railsight.model import AIM_EVENTS, AREA_KINDS, Candidate, Name, Sentence, When
from railsight.network.snapping import ON_SECTION_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.ways import Ways
    from railsight.model import Place, Sighting, Spot
    from railsight.model.sentences import WhenKind
    from railsight.network import Network

# How often a sighting of this status is right. Confirmed: an official or a picture, seldom wrong but Khasan 2023 shows
# that it happens; reported: one medium; conflict: marked as contradicting another; speculated: a guess about the past.
RIGHT: dict[str, float] = {"confirmed": 0.97, "reported": 0.9, "conflict": 0.5, "expected": 0.4, "speculated": 0.3}
PASSAGE_EVENTS = frozenset({"departed", "arrived", "stopped", "passed", "crossed", "seen"})
_GUESSES = frozenset({"speculated", "expected"})
_MOMENTARY = frozenset({"departed", "arrived", "passed", "crossed"})  # what happens once, whoever tells of it
_CLASS = {"departed": "leaves", "arrived": "stands", "stopped": "stands"}
_SHARED = 0.5  # of the shorter of two times: where what may last was told of both, less is two tellings
_AS_SURE = 0.75  # of how likely one telling is right: another one less likely than this is a guess beside it
_SPOTS = 6
# The distance by which the spot meant usually differs from the place named: the scale of the emission.
_GAP_SCALE_M = 3_000.0
# Of the spots of one place each next one counts this share of the one before: a report mostly means the nearest track.
_FARTHER = 0.7
# Spots with less than this share of the best one's weight are left out: each costs a search, and decides nothing.
_LEAST_SPOT = 0.01
OFF_NETWORK = "is not within reach of the network"  # in what is said of a place without a spot
# Where the candidates on the network have less than this share of all scores, a place off the network is meant.
_ON_NETWORK = 0.1
# If the edge of a place is farther than this from the spot taken, another candidate that is nearer is the place meant.
_BY_THE_SPOT_M = 30_000.0
# A place whose edge is farther than this from the spot taken does not name that spot, which is told. A judgement: towns
# of the journeys studied lie within 1 km of the railway, beyond their radius, and those of lines unknown from 6 km on.
OFF_RAILWAY_M = 5_000.0
# Weight of a spot that is neither at a border nor on a bridge or the like, for "crossed": there is nothing to cross.
_NOTHING_TO_CROSS = 0.1
# A wrong report gives a time within about three weeks of the truth: density per hour, a guess. A guessed or disputed
# report, if wrong, fits what is known as well as a true one, because whoever made it up looked at the map.
WRONG_PER_H = 0.002
_WRONG_FITTING_PER_H = 0.1
# How often somebody who looks out for a train sees it if it is there.
_NOTICED = 0.95
# A negative sighting right with at most this probability speaks against nothing.
DOUBTED = 0.5
# A sighting without a time happened at any time from the first one known, or from ``_NEWS_H`` before it was told if
# that is earlier, until it was told. If nobody says when it was told, it may lie ``_UNTIMED_H`` before the first time
# known or after the last. Judgements.
_NEWS_H = 72.0
_UNTIMED_H = 240.0
_MINUTE_H = 1 / 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """One event of the train as reported, copies folded. ``lo`` and ``hi`` are hours since 1970, ``right`` a prior.

    ``spots`` and ``emission`` (weights, the greatest is 1) go together; those of the likeliest place come first.
    """

    key: str
    members: tuple[Sighting, ...]
    event: str
    lo: float
    hi: float
    right: float
    spots: tuple[Spot, ...]
    emission: tuple[float, ...]
    heading: str | None = None
    away_from: Place | None = None
    toward: Place | None = None
    into: str | None = None  # the country that was entered, where that is what happened
    wrong_per_h: float = WRONG_PER_H  # density, per hour, of the times that wrong reports like it give

    def __post_init__(self) -> None:
        # the lattice takes the logarithm of each
        assert 0.0 < self.right < 1.0, self.right
        assert min(self.emission) > 0.0, self.emission

    @property
    def place(self) -> Place:
        """Where it was, as told."""
        return self.members[0].place

    @property
    def name(self) -> str:
        return self.place.name

    @property
    def told_place(self) -> Name:
        """Where it was, for a sentence."""
        return Name(self.name)

    @property
    def told_when(self) -> When:
        """When it was, for a sentence."""
        return at_place(self.place, self.lo, self.lo if self.hi - self.lo < 1 / 60 else self.hi)

    @property
    def told(self) -> Sentence:
        """Where and when it was, for a sentence."""
        return Sentence("{place} ({when})", place=self.told_place, when=self.told_when)

    @property
    def stands(self) -> bool:
        """Whether the train came to a stop."""
        return self.event in ("arrived", "stopped")

    @property
    def moves(self) -> bool:
        """Whether it was seen moving: going in some direction, and nothing tells that it came there to stand."""
        return self.event == "seen" and bool(self.heading or self.away_from or self.toward)

    @property
    def trust(self) -> float:
        """The probability that the train was not there, if this is a negative sighting."""
        return _NOTICED * self.right

    @property
    def guessed(self) -> bool:
        """Whether nobody claims to have seen it: all its sightings are guesses."""
        return all(s.status in _GUESSES for s in self.members)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sightings sorted by what they say: ``passages`` where the train was, ``absences`` where it was not, ``aims``
    where it may be going, ``expected`` which route it was expected to take, ``unplaced`` nothing of use (with the
    reason), ``others`` nothing of this train.
    """

    passages: tuple[Observation, ...]
    absences: tuple[Observation, ...]
    aims: tuple[Sighting, ...]
    expected: tuple[Observation, ...]
    unplaced: tuple[tuple[Sighting, Sentence], ...]
    others: tuple[Sighting, ...]


def hours(moment: datetime) -> float:
    """Hours since 1970."""
    return (moment - _EPOCH).total_seconds() / 3600.0


def moment(at_h: float) -> datetime:
    """The moment ``at_h`` hours after 1970, to the second."""
    return _EPOCH + timedelta(seconds=round(at_h * 3600.0))


def at_place(where: Place | Spot, first_h: float, last_h: float | None = None, kind: WhenKind = "reported") -> When:
    """A window, or a moment, between hours since 1970, for a sentence: told on the clock of a place."""
    return When(moment(first_h), moment(first_h if last_h is None else last_h), where.lon, where.lat, kind)


def is_announced(sighting: Sighting) -> bool:
    """Whether it tells of a time ahead, or guesses at one, and nothing says when that was told."""
    return sighting.known_at is None and (names_goal(sighting) or sighting.status in _GUESSES)


def names_goal(sighting: Sighting) -> bool:
    """Whether its place is where the train was going, not where it was."""
    return _as_seen(sighting).event in AIM_EVENTS


def known(sightings: Sequence[Sighting], as_of: datetime | None) -> tuple[Sighting, ...]:
    """The sightings that were known and stood at a moment, in an order that does not depend on how they are given."""
    return tuple(s for s in heard(sightings, as_of) if not s.is_withdrawn(as_of))


def heard(sightings: Sequence[Sighting], as_of: datetime | None) -> tuple[Sighting, ...]:
    """The same with those that had been withdrawn by then."""
    return tuple(sorted((s for s in sightings if s.is_told(as_of)), key=_rank))


def _rank(sighting: Sighting) -> tuple[float, float, str, str]:
    at = sighting.interval
    start = hours(at.earliest) if at else 0.0
    return start, hours(at.latest) if at else 0.0, sighting.id, sighting.quote_text


def gather(sightings: Sequence[Sighting], ways: Ways) -> Evidence:
    """Sort sightings, put them on the network and fold copies.

    ``heading`` at a place, with a time and a compass point, is a sighting there; without a compass point its place is
    where the train was going.
    """
    others = tuple(s for s in sightings if s.subject != "train")
    ours = [_as_seen(s) for s in sightings if s.subject == "train"]
    span = _span([s for s in ours if not _told_too_early(s)])
    places_seen = _places_seen(ours, ways)
    last_h = _last_seen_h(ours)
    aims, seen, expected, unplaced = [], [], [], []
    for s in ours:
        ahead = s.status == "expected" and s.event in PASSAGE_EVENTS - {"arrived"}
        hoped = s.status in _GUESSES and s.event in ("arrived", "stopped") and not ahead
        if s.event in AIM_EVENTS or (hoped and not _is_of_the_past(s, last_h)):
            aims.append(s)
            continue
        if s.status == "expected" and not ahead:
            unplaced.append((s, Sentence("expected, not seen: it says nothing about where the train was")))
            continue
        if _told_too_early(s):
            unplaced.append((s, Sentence("told as past, but its time is after it was known: the date must be misread")))
            continue
        if s.interval is None and span is None:
            unplaced.append((s, Sentence("no time is known for it or for any other sighting")))
            continue
        if _adds_nothing(s, places_seen, ways.network):
            form = "{place} is a whole country, and where in it the train was is known better"
            unplaced.append((s, Sentence(form, place=Name(s.place.name))))
            continue
        spots, weights = spots_of(s, ways, places_seen)
        if not spots:
            unplaced.append((s, _why_nowhere(s, ways, places_seen)))
            continue
        lo, hi = bounds_h(s, span)
        right = RIGHT[s.status] * s.certainty
        into = _entered(s)
        toward = None if into else s.toward
        wrong_per_h = _WRONG_FITTING_PER_H if s.status in _GUESSES else WRONG_PER_H
        told = s.heading, s.away_from, toward, into, wrong_per_h
        o = Observation(s.id, (s,), s.event, lo, hi, right, spots, weights, *told)
        if ahead:
            expected.append(o)
            unplaced.append((s, Sentence("expected, not seen: it only makes ways that lead there a little likelier")))
        else:
            seen.append(o)
    passages = _fold([o for o in seen if o.event in PASSAGE_EVENTS])
    absences = _widest([o for o in seen if o.event == "absent"])
    passages = tuple(_denied(o, absences, passages, ways) for o in passages)
    return Evidence(passages, absences, tuple(aims), _fold(expected), tuple(unplaced), others)


def _last_seen_h(sightings: Sequence[Sighting]) -> float:
    """The latest beginning of a sighting that somebody made; minus infinity if nobody made one."""
    seen = (s for s in sightings if s.event in PASSAGE_EVENTS and s.status not in _GUESSES and s.interval is not None)
    return max((hours(s.interval.earliest) for s in seen if s.interval is not None), default=-math.inf)


def _is_of_the_past(s: Sighting, last_h: float) -> bool:
    """Whether a guessed arrival is about the past: its time is before the train was last seen, and it was not told
    ahead of that time.
    """
    if s.status != "speculated" or s.interval is None or hours(s.interval.latest) >= last_h:
        return False
    return s.known_at is None or s.known_at >= s.interval.latest


def _as_seen(s: Sighting) -> Sighting:
    """``heading`` at a place and time in a compass direction as what it is: a sighting there, not a goal."""
    told = s.event == "heading" and s.heading and s.interval is not None and s.toward is None
    return replace(s, event="seen") if told else s


def _entered(s: Sighting) -> str | None:
    """The country that a sighting says was entered: "crossed into Russia", "arrived in Russia"."""
    if s.event in ("crossed", "arrived") and s.place.kind == "country":
        return s.place.country
    return s.toward.country if s.event == "crossed" and s.toward and s.toward.kind == "country" else None


def _adds_nothing(s: Sighting, places_seen: Sequence[Spot], network: Network) -> bool:
    """Whether it only says that the train was in a country, and the train was seen at a place in that country too."""
    if s.place.kind != "country" or s.event not in ("seen", "passed", "stopped"):
        return False
    return any(network.section_country(spot.section) == s.place.country for spot in places_seen)


def _places_seen(sightings: Sequence[Sighting], ways: Ways) -> list[Spot]:
    """The likeliest spot of every sighting at a place smaller than a country, each once, in order of section."""
    found = {}
    for s in sightings:
        if s.event in PASSAGE_EVENTS and s.place.kind != "country" and (spots := spots_of(s, ways)[0]):
            found[ways.key(spots[0])] = spots[0]
    return [found[key] for key in sorted(found)]


def _told_too_early(s: Sighting) -> bool:
    """Whether something told as having happened would have happened after it was known."""
    told_as_past = s.event in PASSAGE_EVENTS and s.status not in _GUESSES
    return told_as_past and s.known_at is not None and s.interval is not None and s.interval.earliest > s.known_at


def _span(sightings: Sequence[Sighting]) -> tuple[float, float] | None:
    timed = [s.interval for s in sightings if s.interval is not None and s.event in PASSAGE_EVENTS]
    if not timed:
        return None
    return hours(min(i.earliest for i in timed)), hours(max(i.latest for i in timed))


def bounds_h(s: Sighting, span: tuple[float, float] | None) -> tuple[float, float]:
    """The interval in hours, cut off at the time the sighting was known: it happened before."""
    by = None if s.known_at is None else hours(s.known_at)
    if s.interval is None:
        assert span is not None
        if s.event == "absent":
            return span
        return (min(span[0], by - _NEWS_H), by) if by is not None else (span[0] - _UNTIMED_H, span[1] + _UNTIMED_H)
    lo, hi = hours(s.interval.earliest), hours(s.interval.latest)
    return (lo, by) if by is not None and lo <= by < hi else (lo, hi)


def _why_nowhere(s: Sighting, ways: Ways, seen: Sequence[Spot]) -> Sentence:
    """Why a sighting has no spot: nothing is near, or no track that such a train may use."""
    if not _near(s.place, s.event, seen, ways):
        return Sentence("{place} is not within reach of the network", place=Name(s.place.name))
    if not ways.of_gauge:
        return Sentence("{place} has no railway that such a train may use", place=Name(s.place.name))
    return Sentence("{place} has no railway{of_gauge}", place=Name(s.place.name), of_gauge=ways.of_gauge)


def spots_of(s: Sighting, ways: Ways, seen: Sequence[Spot] = ()) -> tuple[tuple[Spot, ...], tuple[float, ...]]:
    """Where a sighting may be on the network, with weights, best first, those of the likeliest place before all others;
    nowhere if it hardly means a place there.

    ``seen`` are the spots of other sightings: they help to tell where a country was entered.
    """
    found: dict[tuple[int, int], tuple[float, float, Spot]] = {}
    placed = [(c, [n for n in _near(c.place, s.event, seen, ways) if ways.tracks.usable(n[0])]) for c in s.candidates]
    if sum(c.score for c, near in placed if near) < _ON_NETWORK * sum(c.score for c, _ in placed):
        return (), ()
    for candidate, near in placed:
        place = candidate.place
        area = place.kind in AREA_KINDS
        shares = [share for _, share in near] if area else _shares([gap for _, gap in near], place)
        for (spot, _), share in zip(near, shares, strict=True):
            meant = max(candidate.score, 1e-3)
            if s.event == "crossed" and place.kind not in ON_SECTION_KINDS and not at_border(ways.network, spot):
                meant *= _NOTHING_TO_CROSS
            key = spot.key(to_m=1.0)
            weight = meant * share
            if key not in found or found[key][1] < weight:
                found[key] = weight if area else meant, weight, spot
    ranked = sorted(found.items(), key=lambda item: (-item[1][0], -item[1][1], item[0]))[:MOST_SPOTS]
    if not ranked:
        return (), ()
    best = max(weight for _, (_, weight, _) in ranked)
    kept = [(w / best, spot) for _, (_, w, spot) in ranked if w / best > _LEAST_SPOT]
    return tuple(spot for _, spot in kept), tuple(w for w, _ in kept)


def _shares(gaps_m: Sequence[float], place: Place) -> list[float]:
    """How likely each of the nearest spots of a place is meant, nearest first: they sum to 1, so that a place with
    many tracks is no likelier than one with a single station."""
    scale = _GAP_SCALE_M + place.radius_m / 2
    told = [_FARTHER**rank / (1.0 + ((gap - min(gaps_m)) / scale) ** 2) for rank, gap in enumerate(gaps_m)]
    return [weight / sum(told) for weight in told]


def placed(sighting: Sighting, spot: Spot) -> Sighting:
    """The sighting with the candidate first that its spot belongs to: of two "Dalay" the one by the railway."""
    first, *others = sighting.candidates
    if not others or first.place.kind in AREA_KINDS or _gap_m(first, spot) <= _BY_THE_SPOT_M:
        return sighting
    meant = min(sighting.candidates, key=lambda c: _gap_m(c, spot))
    return replace(sighting, candidates=(meant, *(c for c in sighting.candidates if c is not meant)))


def at_spot(o: Observation, spot: Spot) -> Observation:
    """The observation told of the place that a spot of it belongs to, where a name may mean several."""
    members = tuple(placed(s, spot) for s in o.members)
    return o if all(a is b for a, b in zip(members, o.members, strict=True)) else replace(o, members=members)


def off_m(place: Place, spot: Spot, network: Network) -> float:
    """Metres from the edge of a place to the spot where it was put; 0 for an area, and where its own station is."""
    own = spot.node is not None and network.point(spot.node).id in (place.id, place.served_by)
    return 0.0 if own or place.kind in AREA_KINDS else _gap_m(Candidate(place, 1.0), spot)


def _gap_m(candidate: Candidate, spot: Spot) -> float:
    """Metres from the edge of a place to a spot."""
    place = candidate.place
    return max(0.0, approx_m(place.lon, place.lat, spot.lon, spot.lat) - place.radius_m)


def _near(place: Place, event: str, seen: Sequence[Spot], ways: Ways) -> Sequence[tuple[Spot, float]]:
    """The nearest few spots of a place with their gaps in metres; of an area a few spots with shares that sum to 1."""
    if place.kind == "country":
        return country_spots(place, event, seen, ways)
    if place.kind in AREA_KINDS:
        return ways.near(place, lambda p: tuple(area_spots(p, ways)))
    return ways.near(place, lambda p: ways.network.spots_near(p, count=_SPOTS))


def _fold(observations: list[Observation]) -> tuple[Observation, ...]:
    """Copies become one observation with the narrowest interval; the order of the input does not matter."""
    ranked = sorted(observations, key=lambda o: (-o.right, o.hi - o.lo, o.lo, *_told(o)))
    kept: list[Observation] = []
    for o in ranked:
        for i, k in enumerate(kept):
            if _copies(k, o):
                kept[i] = _joined(k, o)
                break
        else:
            kept.append(o)
    return tuple(sorted(kept, key=lambda o: ((o.lo + o.hi) / 2, o.lo, o.hi, *_told(o))))


def _widest(absences: list[Observation]) -> tuple[Observation, ...]:
    """Absences without copies: one within the interval of another at the same place, trusted as much, adds nothing."""
    kept: list[Observation] = []
    for o in sorted(absences, key=lambda o: (-o.right, o.lo - o.hi, o.lo, *_told(o))):
        for i, k in enumerate(kept):
            if k.lo <= o.lo and o.hi <= k.hi and _same_spot(k.spots[0], o.spots[0]):
                kept[i] = replace(k, key=min(k.key, o.key), members=(*k.members, *o.members))
                break
        else:
            kept.append(o)
    return tuple(sorted(kept, key=lambda o: ((o.lo + o.hi) / 2, o.lo, o.hi, *_told(o))))


def denies(absence: Observation, o: Observation) -> bool:
    """Whether a negative sighting rules out the whole interval of an observation at its likeliest spot."""
    return _left_by(absence, o, o.spots[0]) == 0.0


def _denied(
    o: Observation, absences: Sequence[Observation], all_told: Sequence[Observation], ways: Ways
) -> Observation:
    """The observation with its prior and its spots weighed against negative sightings there.

    All moments of its interval are equally likely. An absence rules out those within its own interval, as far as the
    absence is trusted. If the observation is wrong, its time fits the others as well as a true one.
    """
    against = [a for a in absences if a.right > DOUBTED and any(_left_by(a, o, s) < 1.0 for s in o.spots)]
    if not against:
        return o
    left = [math.prod(1.0 - a.trust * (1.0 - _left_by(a, o, s)) for a in against) for s in o.spots]
    emission = [weight * share for weight, share in zip(o.emission, left, strict=True)]
    best, fits = max(emission), o.right * sum(emission) / sum(o.emission)
    free = min(_left_by(a, o, o.spots[0]) for a in against)
    return replace(
        o,
        right=fits / (fits + 1.0 - o.right),
        emission=tuple(weight / best for weight in emission),
        wrong_per_h=o.wrong_per_h**free * _fitting_per_h(o, all_told, ways) ** (1.0 - free),
    )


def _fitting_per_h(o: Observation, all_told: Sequence[Observation], ways: Ways) -> float:
    """The density, per hour, of the time of an observation by the ways from the one before it and to the one after."""
    before = max((p for p in all_told if p.hi <= o.lo and p is not o), key=lambda p: (p.hi, p.key), default=None)
    after = min((p for p in all_told if p.lo >= o.hi and p is not o), key=lambda p: (p.lo, p.key), default=None)
    if before is None:
        return _WRONG_FITTING_PER_H
    density = _way_per_h(before, o, ways)
    if after is not None:
        past = _way_per_h(before, after, ways)
        density *= _way_per_h(o, after, ways) / past if past > 0.0 else 0.0
    return max(_WRONG_FITTING_PER_H, density)


def _way_per_h(a: Observation, b: Observation, ways: Ways) -> float:
    """The mean density, per hour, of the time between two observations at their likeliest spots; 0 without a way."""
    way = way_law(a, a.spots[0], b.event, b.spots[0], ways, place=b.place, within_h=b.hi - a.lo)
    return float(fit(way[1], cut(a.lo, a.hi), cut(b.lo, b.hi)).mean()) if way is not None else 0.0


def _left_by(absence: Observation, o: Observation, spot: Spot) -> float:
    """The share (0..1) of the interval of an observation that a negative sighting does not rule out at a spot."""
    where = absence.spots if absence.members[0].place.kind in AREA_KINDS else absence.spots[:1]
    lo, hi = absence.lo + CLOCK_H, absence.hi - CLOCK_H
    if not any(_same_spot(spot, s) for s in where):
        return 1.0
    if same_minute(absence, o):
        return 0.0
    if o.hi - o.lo < CLOCK_H:
        return float(not lo < (o.lo + o.hi) / 2 < hi)
    return 1.0 - max(0.0, min(o.hi, hi) - max(o.lo, lo)) / (o.hi - o.lo)


def same_minute(absence: Observation, o: Observation) -> bool:
    """Whether the train is said to be at a place, and not to be there, at one and the same minute."""
    moments = (absence.lo, absence.hi, o.lo, o.hi)
    return o.event != "departed" and max(moments) - min(moments) < _MINUTE_H


def _told(o: Observation) -> tuple[int, str, str, str]:
    """A key to sort by what is told, arrivals before departures; ids decide only if all else is the same."""
    stage = 0 if o.stands else 2 if o.event == "departed" else 1
    return stage, o.event, o.members[0].place.id, o.key


def _copies(a: Observation, b: Observation) -> bool:
    once = a.event == b.event and (a.event in _MOMENTARY or _one_look(a, b))
    apart_h = max(a.lo, b.lo) - min(a.hi, b.hi)
    if apart_h > SAME_EVENT_H or not (once or _share_a_time(a, b)) or opposed(a, b):
        return False
    same_class = _CLASS.get(a.event, a.event) == _CLASS.get(b.event, b.event)
    same_words = bool(a.members[0].quote_text) and a.members[0].quote_text == b.members[0].quote_text
    return (same_class or same_words) and _same_spot(a.spots[0], b.spots[0])


def told_once(a: Observation, b: Observation) -> bool:
    """Whether two observations are one, told with times that do not overlap: then it was at some time of both."""
    return _apart(a, b) and _copies(a, b)


def less_sure_copy(a: Observation, b: Observation) -> bool:
    """Whether an observation tells less surely what another tells: that one's time holds, however close its own."""
    return not _as_sure(a, b) and _copies(a, b)


def _apart(a: Observation, b: Observation) -> bool:
    """Whether two intervals have no time in common; the moment at which a morning and an afternoon meet is none."""
    first, last = max(a.lo, b.lo), min(a.hi, b.hi)
    return first > last or (first == last and min(a.hi - a.lo, b.hi - b.lo) > 0.0)


def _share_a_time(a: Observation, b: Observation) -> bool:
    """Whether two tellings of what may last have half of the shorter time in common, and neither a guess that is closer
    than the other: a train seen in the morning and in the afternoon was not seen at noon.
    """
    least_h = min(a.hi - a.lo, b.hi - b.lo)
    shared_h = min(a.hi, b.hi) - max(a.lo, b.lo)
    sure, other = (a, b) if a.right >= b.right else (b, a)
    closer = not _as_sure(other, sure) and other.hi - other.lo < _SHARED * (sure.hi - sure.lo)
    return shared_h >= _SHARED * least_h and not _apart(a, b) and not closer


def _as_sure(copy: Observation, kept: Observation) -> bool:
    """Whether what is told may make closer what is told elsewhere: a guess may not."""
    return copy.right >= _AS_SURE * kept.right


def _one_look(a: Observation, b: Observation) -> bool:
    """Whether two sightings of a train that may stand are minutes apart and as good as one another: who repeats a
    report rounds its clock anew. Together they say no more than that it was there within these minutes.
    """
    told_h = max((s.interval.duration_s / 3600.0 for o in (a, b) for s in o.members if s.interval), default=0.0)
    return a.right == b.right and max(a.hi, b.hi) - min(a.lo, b.lo) <= SAME_EVENT_H + told_h


def _same_spot(a: Spot, b: Spot) -> bool:
    if a.node is not None or b.node is not None:
        return a.node == b.node
    return a.section == b.section and abs(a.offset_m - b.offset_m) < 1000.0


def _joined(kept: Observation, copy: Observation) -> Observation:
    """``kept`` with what the copy adds: a narrower interval, if it is as sure, and a direction, never a higher prior of
    being right.

    If their intervals do not overlap, or only touch, the result spans both.
    """
    lo, hi = max(kept.lo, copy.lo), min(kept.hi, copy.hi)
    if not _as_sure(copy, kept):
        lo, hi = kept.lo, kept.hi
    elif _apart(kept, copy):
        lo, hi = min(kept.lo, copy.lo), max(kept.hi, copy.hi)
    return replace(
        kept,
        key=min(kept.key, copy.key),
        members=(*kept.members, *copy.members),
        event="arrived" if "arrived" in (kept.event, copy.event) else kept.event,
        lo=lo,
        hi=hi,
        heading=kept.heading or copy.heading,
        away_from=kept.away_from or copy.away_from,
        toward=kept.toward or copy.toward,
        into=kept.into or copy.into,
    )
