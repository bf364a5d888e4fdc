"""Names of countries in the page's languages, and where on the map to write them (``builders/countries.py``)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from railsight.geo import LonLat


@cache
def _rows() -> Mapping[str, Mapping[str, str]]:
    """The table ``countries.csv`` by ISO 3166 code: names by language, and ``places``."""
    text = (resources.files("railsight.webmap") / "countries.csv").read_text(encoding="utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}


def country_name(code: str, language: str) -> str:
    """The country's name in a language of the page, or the code itself where it is not in the list."""
    row = _rows().get(code)
    return row[language] if row else code


def country_codes() -> Iterable[str]:
    """The codes of all countries in the list."""
    return _rows()


@cache
def country_places(code: str) -> tuple[tuple[LonLat, float], ...]:
    """Places for the name of a country, best first, each with its room in degrees upward; none of one not listed."""
    row = _rows().get(code)
    told = (place.split() for place in row["places"].split(";")) if row else ()
    return tuple(((float(lon), float(lat)), float(room)) for lon, lat, room in told)
