"""In which forms what is written: the endings of file names, for every verb, method and command that writes."""

from __future__ import annotations

import os

from railsight.errors import UsageError
from railsight.shown import told

PAGES, STILLS = (".html", ".htm"), (".png", ".svg", ".pdf")
CASES = (".yaml", ".yml")
TABLES = (".csv", ".parquet")
_FOR_MAPS = (".geojson", ".gpkg", ".kml", ".gpx", ".czml")
DATA = (".json", *_FOR_MAPS, *TABLES)  # of a journey and of ways
MAPS = (*PAGES, *STILLS)
JOURNEYS = WAYS = (*DATA, *MAPS)
REACHES = (".json", *(form for form in _FOR_MAPS if form != ".czml"), *TABLES, *MAPS)  # nothing in it has a time
NETWORKS = (*_FOR_MAPS, *TABLES)
READINGS = (*CASES, ".json")


def file_name(what: str | os.PathLike[str]) -> str:
    """The name of a file to write. UsageError for what is none."""
    if not isinstance(what, str | os.PathLike):
        raise UsageError(f"{told(what)} is not the name of a file", hint="give a file name, like map.html")
    return os.fspath(what)


def check_form(path: str | os.PathLike[str], allowed: tuple[str, ...]) -> str:
    """The ending of a file's name, which says its form; UsageError for one that is not allowed, with those that are."""
    name = file_name(path)
    for ending in allowed:
        if name.lower().endswith(ending):
            return ending
    raise UsageError(f"{name}: the ending says the form: {', '.join(allowed)}")
