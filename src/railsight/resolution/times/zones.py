"""The time zone of a place: by its country or division where that keeps one zone, else by the map of all zones.

The map (``times.zone_at``) costs a cold start 70 ms and 34 MB, the table of areas (``data/zones.csv``) 1 ms.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from railsight.datasets import read_bundled
from railsight.times import zone_at

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from railsight.model import Place


def zone_of(place: Place) -> ZoneInfo:
    """The civil time zone of a place. UTC on the high seas."""
    table = _zone_by_area()
    name = table.get(place.country or "") or table.get(place.admin1 or "")
    return _zone_on_map(place.lon, place.lat) if name is None else zone_named(name)


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
