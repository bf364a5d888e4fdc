"""Places and the candidates for a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from railsight.geo import LonLat
from railsight.model.checks import check_length, check_made, check_position, check_share, check_text

# Places off the railway of their own kind, to which trains go.
FACILITY_KINDS = frozenset({"spaceport", "port", "plant"})
# Kinds of place that bound an area rather than mark a spot.
AREA_KINDS = frozenset({"country", "region", "area", "sea", "river", "lake"})


@dataclass(frozen=True, slots=True)
class Place:
    """One gazetteer entry, or a position the user gave.

    ``kind`` is a plain word: station, halt, junction, border, bridge, river crossing, town, region, country,
    spaceport, port, airport, river, ... ``area`` holds outer rings (lon, lat) of an area where known.
    ``served_by`` is the id of the operating point that serves a place off the railway (a cosmodrome's station).
    ``population`` are the inhabitants; of a station those of the largest town that it is in or serves.
    ``names`` maps a language code (``ru``, ``ko``, ``zh``, ``ja``, ``mn``, ``vi``, ``en``) to the name in it.
    ``aliases`` are further names under which it is found.

    Where it is on the railway depends on the kind: a position, crossing, bridge, tunnel or kilometre post is where the
    line is nearest; anything else, a town or a farm, is at the station nearest to it, and on the line itself only where
    no station is in reach. A bare ``(lon, lat)`` is a ``position``.
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
    aliases: tuple[str, ...] = field(default=(), repr=False)
    area: tuple[tuple[LonLat, ...], ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        for what in (self.id, self.name, self.kind):
            check_text("id, name or kind of a place", what)
        check_position(self.lon, self.lat)
        if not isinstance(self.lon, int | float) or not isinstance(self.lat, int | float):
            object.__setattr__(self, "lon", float(self.lon))
            object.__setattr__(self, "lat", float(self.lat))
        check_length("radius_m", self.radius_m)

    def __repr__(self) -> str:
        """Short: one name of perhaps a dozen."""
        return f"<Place {_told(self)}: {self.lon:g}, {self.lat:g} ({self.id})>"


def check_place(value: Any) -> None:
    """A place, where no name can be looked up."""
    check_made(value, Place, "railsight.place(...) makes one of a name or of (lon, lat)")


def _told(place: Place) -> str:
    return ", ".join(filter(None, (place.name, place.kind, place.country)))


def inside(area: str) -> str:
    """The name of an area in a phrase: "in Amur Oblast"; "north of Ussuriysk" as it is."""
    return f"in {area}" if area[:1].isupper() else area


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean: ``score`` is a calibrated probability, ``why`` short reasons in words."""

    place: Place
    score: float
    why: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_share("score", self.score)

    def __repr__(self) -> str:
        return f"<Candidate {_told(self.place)}: {self.score:.2f} ({self.place.id})>"
