"""The journey: a path with times and uncertainty, and everything it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib import import_module
from os import PathLike
from typing import Any

from railsight.errors import UsageError
from railsight.geo import LonLat
from railsight.model.checks import check_aware, check_finite, check_length, check_position, check_share
from railsight.model.places import Place, inside
from railsight.model.rail import LengthKind, Path, Spot
from railsight.model.reading import AIM_EVENTS, HOPED_EVENTS, Sighting
from railsight.model.shares import percent
from railsight.model.trains import Profile
from railsight.shown import Shown
from railsight.times import local_span

HERE_KM = 1.0  # a place this near by rail is where the train is
# A leading destination is told as the goal, and followed after the last sighting, if it is likelier than all places not
# listed together, or at least this likely: a goal that an 80 % interval may leave out is not enough. A stay is followed
# as long as that.
LIKELY_GOAL = 0.2
_ALIKE = 0.02  # ways that no name tells apart, and no more than this share of their length, are one to a reader


def _check_times(earliest: datetime | None, likely: datetime | None, latest: datetime | None) -> None:
    for name, moment in (("earliest", earliest), ("likely", likely), ("latest", latest)):
        if moment is not None:
            check_aware(name, moment)


@dataclass(frozen=True, slots=True)
class Passage:
    """A journey at one operating point: a central 80 % interval and the likely time, arrival-side.

    ``observed`` is True where a sighting names the place. A sighting in an area ("in Amur Oblast", "north of
    Ussuriysk") names no such point: its passage is not observed, and ``within`` is the area's name; nor does one at a
    place far off the railway name the station at which it is put. ``away_chance``
    (0..1) is given where the next passage is at the same place and the train may have left between the two and come
    back; it is 1 where that is told.
    """

    name: str
    id: str
    lon: float
    lat: float
    km: float
    earliest: datetime
    likely: datetime
    latest: datetime
    observed: bool
    country: str | None = None
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    dwell_h: float | None = None  # a halt that must or may have happened here or since the last passage
    within: str = ""
    within_names: Mapping[str, str] = field(default_factory=dict, hash=False)
    away_chance: float | None = None

    def __post_init__(self) -> None:
        check_position(self.lon, self.lat)
        check_finite("km", self.km)
        _check_times(self.earliest, self.likely, self.latest)
        if self.dwell_h is not None:
            check_length("dwell_h", self.dwell_h)
        if self.away_chance is not None:
            check_share("away_chance", self.away_chance)
        if not self.earliest <= self.likely <= self.latest:
            raise UsageError(f"passage at {self.name}: earliest <= likely <= latest does not hold")

    def __repr__(self) -> str:
        when = local_span(self.earliest, self.latest, self.lon, self.lat)
        within = f" ({inside(self.within)})" if self.within else ""
        return f"<Passage {self.name}{within}: km {self.km:,.0f}, {when}, {'seen' if self.told else 'inferred'}>"

    @property
    def told(self) -> bool:
        """Whether a sighting lies behind it: one at this place, or one in the area around."""
        return self.observed or bool(self.within)


@dataclass(frozen=True, slots=True)
class UsedSighting:
    """A sighting the journey rests on: where on the network it was put and the belief (0..1) that it is right."""

    sighting: Sighting
    spot: Spot
    belief: float
    km: float | None = None
    why: str = ""

    def __post_init__(self) -> None:
        check_share("belief", self.belief)
        if self.km is not None:
            check_finite("km", self.km)

    def __repr__(self) -> str:
        km = f", km {self.km:,.0f}" if self.km is not None else ""
        return f"<UsedSighting {self.sighting.in_a_line()}, {percent(self.belief)} right{km} ({self.sighting.id})>"


@dataclass(frozen=True, slots=True)
class RejectedSighting:
    """A sighting set aside: why, and the sighting it conflicts with, if one.

    ``belief`` (0..1) that it is right is None where that was not judged: it says where the train goes, which is weighed
    with the destinations, or could not be placed.
    """

    sighting: Sighting
    reason: str
    conflicts_with: str | None = None
    belief: float | None = None

    def __post_init__(self) -> None:
        if self.belief is not None:
            check_share("belief", self.belief)

    def __repr__(self) -> str:
        return f"<RejectedSighting {self.sighting.in_a_line()}: {self.reason} ({self.sighting.id})>"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way the train may have gone: by stations that the likely way does not pass (where none has a name, by
    junctions, towns or lines), or ``why`` it is another: where it is the same line, which sightings would be right or
    wrong then."""

    probability: float
    path: Path
    via: tuple[str, ...] = ()
    why: str = ""

    def __post_init__(self) -> None:
        check_share("probability", self.probability)


def told_apart(alternatives: Sequence[Alternative]) -> tuple[Alternative, ...]:
    """The ways that a reader can tell apart, likeliest first: those that differ by no name, and in length by 2 % at
    most, are told as one, with the probability of all. The first is the likely way, and stays the first.
    """
    told: list[tuple[tuple[str, ...], Alternative]] = []
    for i, way in enumerate(alternatives):
        by = way.via if i else ()  # what tells it from itself
        alike = (
            k
            for k, (other, known) in enumerate(told)
            if other == by and way.why == known.why and abs(way.path.km - known.path.km) <= _ALIKE * known.path.km
        )
        if (same := next(alike, None)) is None:
            told.append((by, way))
        else:
            known = told[same][1]
            told[same] = by, replace(known, probability=known.probability + way.probability)
    first, rest = told[:1], sorted(told[1:], key=lambda t: -t[1].probability)
    return tuple(way for _, way in (*first, *rest))


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What may have happened where sightings contradict one another: probability (0..1), and the ids of the sightings
    that are ``right`` in it and set aside by the journey, and of those that are ``wrong`` in it and used by it.

    Both are empty for the journey itself.
    """

    probability: float
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_share("probability", self.probability)


@dataclass(frozen=True, slots=True)
class Destination:
    """A place the train may be heading for: probability, rail km left, arrival window (80 %), reason, way there.

    ``ahead`` are passages on the way there, km from the start of the journey: at some places on the way to the leading
    destination, and wherever a negative sighting keeps the train from going by its usual times.
    ``reached``: the train has arrived or stopped there already; the window is then of that.
    ``passed``: the train came by it and went on; the window is of coming back.

    Where sightings contradict one another the probability counts all that may have happened, and the other figures are
    those of the ``hypothesis`` (its place among those of the journey) that makes most of it: 0 is the journey itself.
    """

    place: Place
    probability: float
    rail_km_left: float | None
    earliest: datetime | None
    likely: datetime | None
    latest: datetime | None
    why: str = ""
    path: Path | None = None
    ahead: tuple[Passage, ...] = ()
    reached: bool = False
    hypothesis: int = 0
    passed: bool = False

    def __post_init__(self) -> None:
        check_share("probability", self.probability)
        if self.rail_km_left is not None:
            check_length("rail_km_left", self.rail_km_left)
        _check_times(self.earliest, self.likely, self.latest)

    def __repr__(self) -> str:
        left = f", {self.rail_km_left:,.0f} km left" if self.rail_km_left is not None else ""
        how = "reached " if self.reached else "left behind, back " if self.passed else ""
        when = f", {how}{self.local_time}" if self.local_time else ""
        return f"<Destination {self.place.name}: {percent(self.probability)}{left}{when}>"

    @property
    def local_time(self) -> str:
        """The arrival on the clock of the place: ``07 Mar 2025 00:46 - 10:31 +08``; empty where none is known."""
        if self.earliest is None or self.latest is None:
            return ""
        return local_span(self.earliest, self.latest, self.place.lon, self.place.lat)

    @property
    def is_here(self) -> bool:
        """Whether the train was last seen at this very place, come to stay or not: there is no way left to go."""
        return self.reached or (self.rail_km_left is not None and self.rail_km_left < HERE_KM)

    def is_overdue(self, as_of: datetime | None) -> bool:
        """Whether the train would have been there by the moment up to which all is known, and is not known to be."""
        known = self.is_here or self.passed
        return not known and as_of is not None and self.latest is not None and self.latest <= as_of


@dataclass(frozen=True, slots=True)
class Reach:
    """A stretch of the network where the train can be; ``partial`` when it is not the whole of its section."""

    origin: str
    target: str
    line: str
    geometry: tuple[LonLat, ...] = field(repr=False)
    km: float
    partial: bool = field(default=False, compare=False)
    length_kind: LengthKind | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        check_length("km", self.km)


@dataclass(frozen=True, slots=True)
class Position:
    """Where the train is at a moment: likely spot, spread along the path (80 %), and the hard reachable set.

    ``assumes`` is what the spot and the spread rest on where that is far from sure, such as the goal; ``unknown`` says
    why they mean nothing, where nothing is known of that moment. ``forecast``: after the last sighting.
    """

    at: datetime
    lon: float
    lat: float
    near: str
    km: float
    km_low: float
    km_high: float
    reachable: tuple[Reach, ...] = field(default=(), repr=False)
    standing: bool = False
    # stretches that hold the belief, likeliest first: (probability, geometry)
    spread: tuple[tuple[float, tuple[LonLat, ...]], ...] = field(default=(), repr=False)
    assumes: str = ""
    unknown: str = ""
    forecast: bool = False

    def __post_init__(self) -> None:
        check_aware("at", self.at)
        check_position(self.lon, self.lat)
        for name in ("km", "km_low", "km_high"):
            check_finite(name, getattr(self, name))

    def to_record(self) -> dict[str, Any]:
        """What ``track --at TIME --json`` prints of it."""
        record: dict[str, Any] = import_module("railsight.api.views").record_of(self)
        return record

    def __repr__(self) -> str:
        if self.unknown:
            return f"<Position {self.at.astimezone(UTC):%d %b %Y %H:%M} UTC: not known, {self.unknown}>"
        where = f"{'near ' if self.near else ''}{self.near or 'at'} ({self.lon:.3f}, {self.lat:.3f})"
        how = f"{'standing' if self.standing else 'moving'}{', forecast' if self.forecast else ''}"
        when = local_span(self.at, self.at, self.lon, self.lat)
        return f"<Position {when}: {where}, {how}, km {self.km_low:,.0f} to {self.km_high:,.0f}>"


class Times(tuple[datetime, datetime, datetime]):
    """When the train was or will be at a place: a tuple of the earliest, likely and latest time (80 %).

    ``assumes`` is what they rest on where that is far from sure, such as the goal; ``forecast``: it is a place ahead of
    the last sighting.
    """

    assumes: str
    forecast: bool

    def __new__(cls, times: tuple[datetime, datetime, datetime], assumes: str = "", *, forecast: bool = False) -> Times:
        made = super().__new__(cls, times)
        made.assumes, made.forecast = assumes, forecast
        return made


@dataclass(frozen=True, slots=True)
class Revision:
    """How the ranking of destinations stood once one more report was known."""

    known_at: datetime
    sighting: str
    ranking: tuple[tuple[str, float], ...]

    def __post_init__(self) -> None:
        check_aware("known_at", self.known_at)
        for name, probability in self.ranking:
            check_share(f"the probability of {name}", probability)


@dataclass(frozen=True, slots=True)
class Journey(Shown):
    """A path with times and uncertainty, and everything it rests on.

    ``positions`` samples the train's whereabouts over the whole span, for a time slider; ``history`` is the changing
    ranking of destinations, ``explanation`` what moved each conclusion: these may be worked out only when first looked
    at (``Deferred``). ``others`` are movements of other subjects, kept apart. ``as_of`` is the latest knowledge.
    ``retold`` are sightings as they stood before other reports changed how they are told.
    """

    case: str
    profile: Profile
    path: Path | None
    passages: tuple[Passage, ...]
    used: tuple[UsedSighting, ...]
    rejected: tuple[RejectedSighting, ...]
    alternatives: tuple[Alternative, ...]
    destinations: tuple[Destination, ...]
    positions: Sequence[Position] = ()
    history: Sequence[Revision] = ()
    others: tuple[Sighting, ...] = ()
    as_of: datetime | None = None
    title: str = ""
    warnings: tuple[str, ...] = ()
    explanation: Sequence[str] = ()
    hypotheses: tuple[Hypothesis, ...] = ()  # the journey first; empty where nothing else is believed
    retold: tuple[Sighting, ...] = ()
    unlisted: float = 0.0  # the part of ``elsewhere`` that is places weighed too, but too unlikely to be listed

    def __post_init__(self) -> None:
        check_share("unlisted", self.unlisted)
        if self.as_of is not None:
            check_aware("as_of", self.as_of)

    def __repr__(self) -> str:
        """Short, and without working out what is deferred."""
        km = f"{self.path.km:,.1f} km by rail, " if self.path else ""
        sightings = told_of_sightings(self)
        best = max(self.destinations, key=lambda d: d.probability, default=None)
        said = "heading for" if best and is_likely_goal(self, best) else "leading guess"
        goal = f", {said} {best.place.name} {percent(best.probability)}" if best else ""
        title = self.title or self.case or "untitled"
        return f"<Journey {title!r}: {km}{len(self.passages)} passages, {sightings}{goal}>"

    def at(self, when: datetime | str, *, network: Any = None) -> Position:
        """Where the train is at a moment: likely spot, 80 % stretch along the path, and all it can have reached.

        ``when`` may be a text too: ``"2023-09-12T18:30+09:00"``. ``network`` is that of the journey or its file, where
        it is not the bundled one. Raises UsageError for a time without its zone and for another network, NoAnswerError
        when the journey has no times.
        """
        found: Position = import_module("railsight.api.views").position_of(self, when, network=network)
        return found

    def when_at(
        self,
        place: Any,
        *,
        event: str = "arrived",
        after: datetime | str | None = None,
        before: datetime | str | None = None,
        network: Any = None,
    ) -> Times | None:
        """When the train was or will be at a place (a name, a Place or lon, lat): earliest, likely, latest (80 %).

        Where the journey has been at the place its passage is the answer, of several the last; of one of its
        ``destinations``, ahead of it, the arrival given there. ``assumes`` of the answer says what it rests on. None
        where nothing tells. ``event``, ``after`` and ``before`` as of ``railsight.when_at``; ``network`` as of ``at``.
        Raises as ``railsight.place`` for a name, as ``at`` for a network, UsageError as ``railsight.when_at``.
        """
        views = import_module("railsight.api.views")
        found: Times | None = views.when_at_place(self, place, event=event, after=after, before=before, network=network)
        return found

    def save(self, path: str | PathLike[str], *, network: Any = None, force: bool = False) -> str:
        """Write it to a file, whole or not at all, in the form that the ending names.

        .json can be read and tracked further; .geojson, .gpkg, .kml, .gpx and .czml are for maps; .csv and .parquet are
        its passages; .html is the page; .png, .svg and .pdf are stills. ``network`` as of ``at``: it has the names of
        the lines. A sentence on what that form leaves out comes back, empty when nothing. UsageError for another
        ending, OutputExistsError when the file is there and ``force`` is False.
        """
        left_out: str = import_module("railsight.api.views").save_journey(self, path, network=network, force=force)
        return left_out

    @property
    def elsewhere(self) -> float:
        """The probability that the train is heading for none of the ``destinations`` (0 to 1; 0 without any)."""
        return max(0.0, 1.0 - sum(d.probability for d in self.destinations)) if self.destinations else 0.0


def is_likely_goal(journey: Journey, leading: Destination) -> bool:
    """Whether a leading destination is likely enough to be told as the goal, which is not known else."""
    return leading.probability >= min(journey.elsewhere, LIKELY_GOAL)


def followed(journey: Journey) -> Destination | None:
    """The goal that the position follows after the last sighting: the leading one, if it is likely enough."""
    goal = next((d for d in journey.destinations if not d.hypothesis), None)
    return goal if goal and is_likely_goal(journey, goal) else None


def sightings_of(journey: Journey) -> tuple[Sighting, ...]:
    """All sightings of the train that a journey rests on or sets aside."""
    return (*(u.sighting for u in journey.used), *(r.sighting for r in journey.rejected))


def says_where_it_goes(rejected: RejectedSighting) -> bool:
    """Whether a sighting aside says where the train goes or is expected: it is weighed with the destinations."""
    sighting = rejected.sighting
    hoped = sighting.status == "expected" or (
        sighting.status == "speculated" and sighting.event in HOPED_EVENTS and rejected.belief is None
    )
    return sighting.event in AIM_EVENTS or (hoped and rejected.conflicts_with is None)


def told_of_sightings(journey: Journey) -> str:
    """How many sightings a journey rests on, how many were set aside, and how many say where it is going."""
    goals = sum(map(says_where_it_goes, journey.rejected))
    used = f"{len(journey.used)} sighting{'' if len(journey.used) == 1 else 's'} used"
    aims = f", {goals} that say{'s' if goals == 1 else ''} where it is going" if goals else ""
    return f"{used}, {len(journey.rejected) - goals} set aside{aims}"
