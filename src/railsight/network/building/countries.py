"""The country a place is in, by its civil time zone: each zone of the IANA list belongs to one country.

The zones' outlines are those of tzfpy (timezone-boundary-builder, OpenStreetMap, ODbL, simplified): good to a kilometre
or two at a border. No country on the high seas.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping


@functools.cache
def _country_of_zone() -> Mapping[str, str]:
    """Zone name to ISO 3166 alpha-2 code, from the IANA table ``zone.tab``."""
    from importlib.resources import files

    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows if len(row) > 2}


def country_at(lon: float, lat: float) -> str | None:
    """ISO 3166 alpha-2 code of the country at a place, None at sea or where the zone names none."""
    import tzfpy

    return _country_of_zone().get(tzfpy.get_tz(lon, lat))
