"""The railway: operating points, lines, sections, spots on them, and paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from railsight.geo import LonLat
from railsight.model.checks import check_finite, check_length, check_position
from railsight.model.deferred import Deferred
from railsight.model.places import Place
from railsight.shown import Shown

LengthKind = Literal["official chainage", "measured geometry", "estimated", "mixed"]
_KM_NOISE = 1e-3  # a metre: what sums of kilometres may be off
RailKmKind = Literal["official chainage", "measured geometry", "mixed"]


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

    def __post_init__(self) -> None:
        check_position(self.lon, self.lat)

    def place(self) -> Place:
        """The point as a place."""
        return Place(
            self.id, self.name, self.kind, self.lon, self.lat, self.country, names=self.names, source="the network"
        )


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
        check_length("length_m", self.length_m)


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

    def __post_init__(self) -> None:
        check_length("offset_m", self.offset_m)
        check_position(self.lon, self.lat)
        if self.chainage_m is not None:
            check_finite("chainage_m", self.chainage_m)

    def key(self, to_m: float = 0.01) -> tuple[int, int]:
        """What tells spots apart, to so many metres: to the centimetre, as lengths are, unless told otherwise."""
        return (-1, self.node) if self.node is not None else (self.section, round(self.offset_m / to_m))


@dataclass(frozen=True, slots=True)
class Step:
    """One section run through on a path, or part of one: from offset to offset (backward when ``to_m < from_m``)."""

    section: int
    from_m: float
    to_m: float

    @property
    def length_m(self) -> float:
        """Metres run through."""
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
    """An unbroken run on one line within a path, named by the first and last point passed.

    ``gauges`` are the gauges in mm laid along it, in order, each stretch's once; an empty one is not known.
    """

    line: str
    origin: str
    target: str
    km: float
    length_kind: LengthKind = "official chainage"
    gauges: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class BorderPassed:
    """A state border on a path: at or near which point, from which country (ISO 3166 alpha-2) into which."""

    at: str
    origin: str
    target: str
    km: float


@dataclass(frozen=True, slots=True)
class GaugeBreak:
    """A break of gauge on a path. Where the gauge before it is not known, it lies somewhere ``between`` two points, at
    ``between_km`` kilometres of the path, and ``km`` is the farther one.
    """

    at: str
    from_mm: int
    to_mm: int
    km: float
    between: tuple[str, str] | None = None
    between_km: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Path(Shown):
    """Connected sections between two spots; it has no time. ``geometry`` runs from start to end, lon, lat.

    ``points`` are the operating points passed and ``stations`` their names. Steps, points and geometry may be worked
    out only when they are first looked at (``Deferred``).
    """

    start: Spot
    end: Spot
    steps: Sequence[Step]
    length_m: float
    length_kind: LengthKind
    points: Sequence[PathPoint]
    lines: tuple[LineRun, ...]
    borders: tuple[BorderPassed, ...]
    gauge_breaks: tuple[GaugeBreak, ...]
    geometry: Sequence[LonLat]
    sources: tuple[str, ...] = ()
    attribution: str = ""  # of its network: what is to be said wherever it is shown
    warnings: tuple[str, ...] = ()
    # km from the start, country and section length of every step: what running time needs, without the network
    country_km: tuple[tuple[str | None, float], ...] = ()
    branch_km: Sequence[tuple[str | None, float]] = ()  # those of them on branch lines
    stations: Sequence[str] = ()
    estimated_km: float = 0.0  # how many of its kilometres are estimated lengths

    def __post_init__(self) -> None:
        check_length("length_m", self.length_m)
        check_length("estimated_km", self.estimated_km)
        if not self.stations:
            object.__setattr__(self, "stations", Deferred(lambda: (p.name for p in self.points)))

    def __repr__(self) -> str:
        """Short, and without working out what is deferred."""
        ends = (self.lines[0].origin, self.lines[-1].target) if self.lines else (self.start.name, self.end.name)
        return f"<Path {' - '.join(end or '?' for end in ends)}: {self.km:,.1f} km, {self.length_kind}>"

    @property
    def km(self) -> float:
        """Its length in kilometres."""
        return self.length_m / 1000.0

    def length_kinds(self, from_km: float, to_km: float) -> Iterator[LengthKind]:
        """What the runs between two kilometres of the path are measured by, in order; at one km, the run it lies on."""
        low, high = sorted(min(max(km, 0.0), self.km) for km in (from_km, to_km))
        at = 0.0
        for run in self.lines:
            start, at = at, at + run.km
            touched = start < high - _KM_NOISE and at > low + _KM_NOISE
            if touched or (high - low < _KM_NOISE and start <= low + _KM_NOISE and at >= low - _KM_NOISE):
                yield run.length_kind

    @property
    def rail_km_kind(self) -> RailKmKind:
        """The kind in the words of the records, which have none for estimates: mixed, with ``estimated_km``."""
        return "mixed" if self.length_kind == "estimated" else self.length_kind
