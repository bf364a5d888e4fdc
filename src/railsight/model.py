"""The frozen values that flow through railsight: Report -> Mention -> Sighting -> Journey, and the world they are in.

Conventions: lon, lat order in degrees WGS84; aware UTC; units in names; None for a missing value and an empty tuple
for no results. Values refuse NaN and nonsense when built. Nothing here computes, reads or draws.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from railsight.geo import LonLat, check_lonlat
from railsight.shown import Shown
from railsight.times import Interval

Status = Literal["confirmed", "reported", "speculated", "expected", "conflict"]
EventKind = Literal["departed", "arrived", "stopped", "passed", "crossed", "seen", "heading", "absent", "due"]
MentionKind = Literal["place", "time", "train", "direction", "claim"]
Role = Literal[
    "seen",
    "origin",
    "destination",
    "speculated",
    "crossing",
    "expected",
    "dateline",
    "agency",
    "clock",
    "background",
    "negated",
]
ClaimKind = Literal["distance", "direction", "duration", "speed"]
Verdict = Literal["agrees", "rounded", "differs", "cannot tell"]
LengthKind = Literal["official chainage", "measured geometry", "estimated", "mixed"]

STATUSES: tuple[str, ...] = ("confirmed", "reported", "speculated", "expected", "conflict")
EVENTS: tuple[str, ...] = (
    "departed",
    "arrived",
    "stopped",
    "passed",
    "crossed",
    "seen",
    "heading",
    "absent",
    "due",
)
# Kinds of place that bound an area rather than mark a spot.
AREA_KINDS = frozenset({"country", "region", "area", "sea", "river", "lake"})


def _check_share(name: str, value: float) -> None:
    if not 0.0 <= value <= 1.0:  # also refuses NaN
        raise ValueError(f"{name} is {value}: it is a probability in 0..1")


def _check_length(name: str, value: float) -> None:
    if not (value >= 0.0 and math.isfinite(value)):
        raise ValueError(f"{name} is {value}: it is a finite length, 0 or more")


# ---------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True)
class Report:
    """One message as received, never altered.

    ``published`` is aware UTC; ``published_assumed`` says in words where it came from when the report does not state
    it itself. ``dateline`` is the place the text is filed from, as printed.
    """

    id: str
    text: str
    published: datetime | None = None
    source: str | None = None
    dateline: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    published_assumed: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One gazetteer entry, or a position the user gave.

    ``kind`` is a plain word: station, halt, junction, border, bridge, river crossing, town, region, country,
    spaceport, port, airport, river, ... ``area`` holds outer rings (lon, lat) of an area where known.
    ``served_by`` is the id of the operating point that serves a place off the railway (a cosmodrome's station).
    ``names`` maps a language code (``ru``, ``ko``, ``zh``, ``ja``, ``mn``, ``vi``, ``en``) to the name in it.
    ``aliases`` are further names under which it is found.
    """

    id: str
    name: str
    kind: str
    lon: float
    lat: float
    country: str | None = None
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    radius_m: float = 0.0
    source: str = ""
    admin1: str | None = None
    population: int | None = None
    served_by: str | None = None
    aliases: tuple[str, ...] = ()
    area: tuple[tuple[LonLat, ...], ...] = ()

    def __post_init__(self) -> None:
        check_lonlat(self.lon, self.lat)
        _check_length("radius_m", self.radius_m)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean: ``score`` is a calibrated probability, ``why`` short reasons in words."""

    place: Place
    score: float
    why: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_share("score", self.score)


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of a report that names something. Offsets are characters of the report's text.

    ``candidates`` are best first; the first is ``place`` when its score suffices, else ``place`` is None.
    ``interval`` is set for times, ``heading`` (compass point) for directions.
    """

    report: str
    start: int
    end: int
    text: str
    kind: MentionKind
    role: Role
    candidates: tuple[Candidate, ...] = ()
    place: Place | None = None
    score: float = 0.0
    why: str = ""
    interval: Interval | None = None
    heading: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a mention spans at least one character: {self.start}..{self.end}")
        _check_share("score", self.score)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One claim: this subject, in this interval, near one of these places.

    ``subject`` is ``"train"`` for the train followed, else a name (``"Air Koryo An-148"``). ``interval`` is None when
    no time can be said. ``heading`` is a compass point; ``toward`` and ``away_from`` are places. ``quote`` is the span
    in the report; ``quote_text`` the words. ``known_at`` is when it became known (publication), None if not known.
    ``belief`` of a source is not held here: it follows ``status``.
    """

    id: str
    candidates: tuple[Candidate, ...]
    event: EventKind
    status: Status
    interval: Interval | None = None
    subject: str = "train"
    heading: str | None = None
    toward: Place | None = None
    away_from: Place | None = None
    report: str | None = None
    quote: tuple[int, int] | None = None
    quote_text: str = ""
    source: str = ""
    note: str = ""
    known_at: datetime | None = None
    origin: Place | None = None  # for another subject's movement: where it set out from

    def __post_init__(self) -> None:
        if not self.candidates:
            raise ValueError(f"sighting {self.id} has no place")
        if self.status not in STATUSES:
            raise ValueError(f"status {self.status!r} is not one of {', '.join(STATUSES)}")
        if self.event not in EVENTS:
            raise ValueError(f"event {self.event!r} is not one of {', '.join(EVENTS)}")

    @property
    def place(self) -> Place:
        """The likeliest place."""
        return self.candidates[0].place


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure stated in a report, checked against the world. Units are in the names; None if not stated."""

    report: str
    start: int
    end: int
    text: str
    kind: ClaimKind
    origin: Place | None = None
    target: Place | None = None
    stated_km: float | None = None
    stated_km_max: float | None = None
    stated_direction: str | None = None
    stated_h: float | None = None
    stated_kmh: float | None = None
    geodesic_km: float | None = None
    rail_km: float | None = None
    bearing_deg: float | None = None
    running_time_h: float | None = None
    verdict: Verdict = "cannot tell"
    why: str = ""


# ---------------------------------------------------------------- the network


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """A node of the network: station, halt, junction, siding, border; ``kind`` says which. ``node`` is its index."""

    node: int
    id: str
    name: str
    kind: str
    lon: float
    lat: float
    country: str | None = None
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    quality: str = ""  # how the coordinate was had: surveyed, approximate, interpolated


@dataclass(frozen=True, slots=True)
class Line:
    """A named railway: an ordered list of operating points with chainage."""

    id: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch between neighbouring nodes. Chainages are of ``line`` at nodes ``a`` and ``b``, either way up."""

    index: int
    a: int
    b: int
    length_m: float
    length_kind: LengthKind
    gauges_mm: tuple[int, ...]
    line: str
    country: str | None = None
    chainage_a_m: float | None = None
    chainage_b_m: float | None = None

    def __post_init__(self) -> None:
        _check_length("length_m", self.length_m)


@dataclass(frozen=True, slots=True)
class Spot:
    """A point on the network: ``offset_m`` along ``section`` from its node ``a``. The rest are views of it."""

    section: int
    offset_m: float
    lon: float
    lat: float
    line: str = ""
    chainage_m: float | None = None
    node: int | None = None  # set when the spot is at an operating point
    name: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One section run through on a path, or part of one: from offset to offset (backward when ``to_m < from_m``)."""

    section: int
    from_m: float
    to_m: float

    @property
    def length_m(self) -> float:
        return abs(self.to_m - self.from_m)


@dataclass(frozen=True, slots=True)
class PathPoint:
    """An operating point passed on a path; ``km`` from the path's start."""

    node: int
    id: str
    name: str
    kind: str
    lon: float
    lat: float
    km: float
    country: str | None = None
    names: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class LineRun:
    """An unbroken run on one line within a path, named by the first and last point passed."""

    line: str
    origin: str
    target: str
    km: float
    length_kind: LengthKind = "official chainage"


@dataclass(frozen=True, slots=True)
class BorderPassed:
    """A state border on a path: at or near which point, from which country (ISO 3166 alpha-2) into which."""

    at: str
    origin: str
    target: str
    km: float


@dataclass(frozen=True, slots=True)
class GaugeBreak:
    """A break of gauge on a path."""

    at: str
    from_mm: int
    to_mm: int
    km: float


@dataclass(frozen=True, slots=True)
class Path(Shown):
    """Connected sections between two spots; it has no time. ``geometry`` runs from start to end, lon, lat."""

    start: Spot
    end: Spot
    steps: tuple[Step, ...]
    length_m: float
    length_kind: LengthKind
    points: tuple[PathPoint, ...]
    lines: tuple[LineRun, ...]
    borders: tuple[BorderPassed, ...]
    gauge_breaks: tuple[GaugeBreak, ...]
    geometry: tuple[LonLat, ...]
    sources: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    # km from the start, country and section length of every step: what running time needs, without the network
    country_km: tuple[tuple[str | None, float], ...] = ()

    @property
    def km(self) -> float:
        return self.length_m / 1000.0


# ---------------------------------------------------------------- trains


@dataclass(frozen=True, slots=True)
class SpeedLaw:
    """How fast a profile runs in a country: median moving speed incl. technical stops, and the spread of its log."""

    median_kmh: float
    sigma_log: float
    source: str = ""


@dataclass(frozen=True, slots=True)
class DwellLaw:
    """A lognormal dwell: median hours and the spread of its log; ``share`` is how often it happens at all."""

    median_h: float
    sigma_log: float
    share: float = 1.0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """What sort of train it is. ``speeds`` maps a country code, or ``"*"``, to its law; ``max_kmh`` is a hard limit.

    ``gauges_mm`` and ``countries`` empty mean any. ``dwells`` maps ``border``, ``gauge``, ``halt`` (a planned wait on
    the way) to their laws.
    """

    name: str
    title: str
    max_kmh: float
    speeds: Mapping[str, SpeedLaw] = field(hash=False)
    dwells: Mapping[str, DwellLaw] = field(hash=False)
    gauges_mm: tuple[int, ...] = ()
    countries: tuple[str, ...] = ()
    break_of_gauge: bool = True
    electrified_only: bool = False
    source: str = ""

    def __post_init__(self) -> None:
        if not 0 < self.max_kmh < 1000:
            raise ValueError(f"max_kmh is {self.max_kmh}: a train's top speed is above 0 and below 1000 km/h")

    def speed(self, country: str | None) -> SpeedLaw:
        """The law for a country, else the general one."""
        return self.speeds.get(country or "*", self.speeds["*"])


@dataclass(frozen=True, slots=True)
class RunningTime:
    """Hours: a central 80 % interval around the likely value, dwell at borders and gauge changes included."""

    earliest_h: float
    likely_h: float
    latest_h: float


# ---------------------------------------------------------------- the journey


@dataclass(frozen=True, slots=True)
class Passage:
    """A journey at one operating point: a central 80 % interval and the likely time, arrival-side."""

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

    def __post_init__(self) -> None:
        if not self.earliest <= self.likely <= self.latest:
            raise ValueError(f"passage at {self.name}: earliest <= likely <= latest does not hold")


@dataclass(frozen=True, slots=True)
class UsedSighting:
    """A sighting the journey rests on: where on the network it was put and the belief (0..1) that it is right."""

    sighting: Sighting
    spot: Spot
    belief: float
    km: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class RejectedSighting:
    """A sighting set aside: why, and the sighting it conflicts with, if one."""

    sighting: Sighting
    reason: str
    conflicts_with: str | None = None
    belief: float = 0.0


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way the train may have gone."""

    probability: float
    path: Path
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Destination:
    """A place the train may be heading for: probability, rail km left, arrival window (80 %), reason, way there."""

    place: Place
    probability: float
    rail_km_left: float | None
    earliest: datetime | None
    likely: datetime | None
    latest: datetime | None
    why: str = ""
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """A stretch of the network where the train can be at a moment (the hard prism)."""

    origin: str
    target: str
    line: str
    geometry: tuple[LonLat, ...]
    km: float


@dataclass(frozen=True, slots=True)
class Position:
    """Where the train is at a moment: likely spot, spread along the path (80 %), and the hard reachable set."""

    at: datetime
    lon: float
    lat: float
    near: str
    km: float
    km_low: float
    km_high: float
    reachable: tuple[Reach, ...] = ()
    standing: bool = False
    # stretches that hold the belief, likeliest first: (probability, geometry)
    spread: tuple[tuple[float, tuple[LonLat, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """How the ranking of destinations stood once one more report was known."""

    known_at: datetime
    sighting: str
    ranking: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Journey(Shown):
    """A path with times and uncertainty, and everything it rests on.

    ``positions`` samples the train's whereabouts over the whole span, for a time slider; ``history`` the changing
    ranking of destinations. ``others`` are movements of other subjects, kept apart. ``as_of`` is the latest knowledge.
    """

    case: str
    profile: Profile
    path: Path | None
    passages: tuple[Passage, ...]
    used: tuple[UsedSighting, ...]
    rejected: tuple[RejectedSighting, ...]
    alternatives: tuple[Alternative, ...]
    destinations: tuple[Destination, ...]
    positions: tuple[Position, ...] = ()
    history: tuple[Revision, ...] = ()
    others: tuple[Sighting, ...] = ()
    as_of: datetime | None = None
    title: str = ""
    warnings: tuple[str, ...] = ()
    explanation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What one follows: title, train profile, reports, sightings entered by hand, and destinations to weigh."""

    name: str
    title: str = ""
    profile: str = "armoured"
    gauge_mm: int | None = None
    max_kmh: float | None = None
    reports: tuple[Report, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    destinations: tuple[tuple[str, float | None], ...] = ()  # name and prior
    network: str | None = None
    subtitle: str = ""
    credits: str = ""
    language: str = "en"
    warnings: tuple[str, ...] = ()  # what the case says that could not be used


# ---------------------------------------------------------------- drawing


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing drawn: GeoJSON-like geometry in lon, lat and plain-data properties (text as given, never escaped)."""

    geometry_type: Literal["Point", "LineString", "MultiLineString", "Polygon"]
    coordinates: tuple[object, ...]
    properties: Mapping[str, object]
    earliest: datetime | None = None
    latest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """Renderer-free drawing intent: features of one style class, a time range each, and one line in the legend."""

    id: str
    title: str
    style: str
    features: tuple[Feature, ...]
    legend: str = ""
