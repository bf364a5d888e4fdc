"""The time zone of a place: by its country or division where that keeps one zone, else by the map of all zones.
Of a border, where two meet, that of the place beside it which the report names nearest.

The map (``times.zone_at``) costs a cold start 70 ms and 34 MB, the table of areas (``data/zones.csv``) 1 ms.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from railsight.datasets import read_bundled
from railsight.geo import approx_m
from railsight.times import zone_at

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from railsight.model import Place
    from railsight.resolution.frame import Frame
    from railsight.resolution.told import Told

_BESIDE_M = 50_000.0  # a place that near a border stands at it: Grodekovo is 26 km from Suifenhe


def zone_of(place: Place) -> ZoneInfo:
    """The civil time zone of a place. UTC on the high seas."""
    table = _zone_by_area()
    name = table.get(place.country or "") or table.get(place.admin1 or "")
    return _zone_on_map(place.lon, place.lat) if name is None else zone_named(name)


def clock_of(told: Told, frame: Frame, place: Place) -> ZoneInfo:
    """The zone on whose clock a report tells what was at a place.

    A border of no country has two, and who tells of it looks at one: "crossed the Friendship Bridge an hour after it
    left Tumangang" is told in North Korea. It is taken to be that of the place near it that is named next to it.
    """
    zone = zone_of(place)
    if place.kind != "border" or place.country is not None:
        return zone
    here = told.mentions[frame.place]
    beside = (
        (abs(m.start - here.start), m.place)
        for m in told.mentions
        if m is not here and m.place is not None and m.place.kind not in ("border", "country")
    )
    near = [(gap, p) for gap, p in beside if approx_m(place.lon, place.lat, p.lon, p.lat) < _BESIDE_M]
    return zone_of(min(near, key=lambda x: x[0])[1]) if near else zone


# A zone costs more to make or to look up than to keep: a sighting asks for that of its place several times.
_zone_on_map = lru_cache(maxsize=4_096)(zone_at)


@cache
def zone_named(name: str) -> ZoneInfo:
    """The zone of a name of the tz database, made once."""
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


@cache
def _zone_by_area() -> dict[str, str]:
    """Zone names by country (``KP``) and first-order division (``RU.59``)."""
    rows = (line.partition(",") for line in read_bundled("zones.csv").decode().splitlines()[1:])
    return {area: zone for zone, _, areas in rows for area in areas.split()}
