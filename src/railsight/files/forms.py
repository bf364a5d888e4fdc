"""In which forms what is written: the endings of file names, for every verb, method and command that writes."""

from __future__ import annotations

import os
from collections.abc import Callable

from railsight.errors import UsageError

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


def check_form(path: str | os.PathLike[str], allowed: tuple[str, ...]) -> str:
    """The ending of a file's name, which says its form; UsageError for one that is not allowed, with those that are."""
    name = os.fspath(path)
    for ending in allowed:
        if name.lower().endswith(ending):
            return ending
    raise UsageError(f"{name}: the ending says the form: {', '.join(allowed)}")


def write_as(
    path: str | os.PathLike[str],
    allowed: tuple[str, ...],
    *,
    page: Callable[[], str],
    still: Callable[[str], bytes],
    data: Callable[[str], str] | None = None,
    force: bool = False,
) -> str:
    """Write what the ending of a name says: a page, a still of a form, or the data, by what makes each.

    What that form leaves out comes back, as of ``files.exports``. UsageError for an ending that is not allowed,
    OutputExistsError when the file is there and ``force`` is False: before anything is made.
    """
    from railsight.files.atomic import check_output, write_bytes, write_text

    ending, name = check_form(path, allowed), check_output(path, force=force)
    if ending in PAGES:
        write_text(name, page(), force=force)
    elif ending in STILLS:
        write_bytes(name, still(ending[1:]), force=force)
    elif data is not None:
        return data(name)
    return ""
