"""What the builder works on: points, stops of lines, lines. Mutable, unlike the values of the package itself."""

from __future__ import annotations

from dataclasses import dataclass, field

LonLat = tuple[float, float]


@dataclass(slots=True)
class Point:
    """An operating point. ``trust``: surveyed, approximate, or empty while it has no position of its own."""

    id: str
    name: str
    kind: str
    country: str
    source: str
    names: dict[str, str] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)
    at: LonLat | None = None
    trust: str = ""
    settled: bool = False  # a line has been drawn through it: it moves no more
    by_zone: bool = False  # a border to be found where the time zone changes along the track

    def add_alias(self, *names: str) -> None:
        """Add further names, none twice and never the point's own."""
        known = {self.name, *self.names.values(), *self.aliases}
        for name in names:
            if name and name not in known:
                self.aliases.append(name)
                known.add(name)


@dataclass(slots=True)
class Stop:
    """A point on a line. ``km`` is the fitted chainage, ``given_km`` the one of the source (None: to be estimated)."""

    point: Point
    given_km: float | None
    gauges: str
    country: str
    length_kind: str
    note: str = ""
    km: float = 0.0
    track: list[LonLat] = field(default_factory=list)  # vertices from here to the next stop, both ends included
    straight: bool = False  # no track was found: the section is drawn straight


@dataclass(slots=True)
class Line:
    """A line: stops in order of chainage."""

    id: str
    name: str
    names: str
    country: str
    gauges: str
    length_kind: str
    source: str
    note: str
    usage: str = ""  # main or branch; empty: not known
    gap_reason: str = ""  # why there may be more than 60 km without a point
    stops: list[Stop] = field(default_factory=list)


@dataclass(slots=True)
class World:
    """All lines and points, and the builder's notes for the validation report: (subject, what)."""

    lines: list[Line] = field(default_factory=list)
    points: dict[str, Point] = field(default_factory=dict)
    folded: list[tuple[str, str]] = field(default_factory=list)
    trimmed: list[tuple[str, str]] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    moved: list[tuple[str, str]] = field(default_factory=list)
    refitted: int = 0

    def uses(self) -> dict[str, int]:
        """On how many lines each point lies."""
        count: dict[str, int] = {}
        for line in self.lines:
            for point_id in {s.point.id for s in line.stops}:
                count[point_id] = count.get(point_id, 0) + 1
        return count
