"""Places said by relation to another: "north of X", "near X", "between A and B", "200 km from the border".

A report and a case mean the same place by the same words.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from railsight.geo import compass_bearing, destination, geodesic_m, geodesic_points

if TYPE_CHECKING:
    from railsight.model import Place

NEAR_M = 15_000.0  # "near X", "outside X"
REGION_M = 120_000.0  # how far "the X region" reaches when only the town X is known: the middle of those that are
OFFSET_M = 30_000.0  # how far "north of X" reaches when no distance is said
COMPASS = {
    "north": "N",
    "northeast": "NE",
    "east": "E",
    "southeast": "SE",
    "south": "S",
    "southwest": "SW",
    "west": "W",
    "northwest": "NW",
}
_WORDS = {short: word for word, short in COMPASS.items()}


def near(place: Place) -> Place:
    """The place with room around it."""
    return replace(place, id=f"near-{place.id}", name=f"near {place.name}", radius_m=place.radius_m + NEAR_M)


def offset(place: Place, compass: str, distance_m: float | None = None) -> Place:
    """The area a compass word and perhaps a distance point to, seen from a place."""
    reach = distance_m or OFFSET_M
    lon, lat = destination(place.lon, place.lat, compass_bearing(compass), reach)
    word = _WORDS[compass]
    said = f"{_km(distance_m)} km {word}" if distance_m else word
    return replace(
        place,
        id=f"{compass.lower()}-{round(reach / 1000)}-{place.id}",
        name=f"{said} of {place.name}",
        kind="area",
        lon=lon,
        lat=lat,
        names={},
        aliases=(),
        served_by=None,
        area=(),
        radius_m=max(0.25 * reach, 5_000.0) if distance_m else reach,
    )


def _km(distance_m: float) -> str:
    """Kilometres as one says them: a distance told in miles is not known to the metre."""
    km = distance_m / 1000
    return f"{round(km, 0 if km >= 10 else 1):g}"


def around(place: Place, distance_m: float) -> Place:
    """The disc of a distance from a place without a direction: "200 km from the border"."""
    return replace(
        place,
        id=f"within-{round(distance_m / 1000)}-{place.id}",
        name=f"{_km(distance_m)} km from {place.name}",
        kind="area",
        served_by=None,
        names={},
        aliases=(),
        area=(),
        radius_m=distance_m * 1.1,
    )


def region_of(place: Place) -> Place:
    """The area called after a town, where no gazetteer has its bounds: "the Bukhara region"."""
    area = around(place, REGION_M)
    return replace(area, id=f"region-of-{place.id}", name=f"the region of {place.name}", radius_m=REGION_M)


def between(a: Place, b: Place) -> Place:
    """The stretch between two places: a disc around the middle that reaches both; across a border in no country."""
    span = geodesic_m(a.lon, a.lat, b.lon, b.lat)
    lon, lat = geodesic_points(a.lon, a.lat, b.lon, b.lat, count=3)[1]
    return replace(
        a,
        id=f"between-{a.id}-{b.id}",
        name=f"between {a.name} and {b.name}",
        kind="area",
        lon=(lon + 180.0) % 360.0 - 180.0,
        lat=lat,
        country=a.country if a.country == b.country else None,
        names={},
        aliases=(),
        served_by=None,
        area=(),
        radius_m=span / 2,
    )
