"""Whose data a page shows, as the licences ask: the lines of its footer, and in short on the map itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from railsight.datasets import manifest
from railsight.model import Journey, Place
from railsight.webmap import basemap
from railsight.webmap.escape import clean
from railsight.webmap.wording import Part, Wording, in_brief, linked

_GIVEN = "given"  # the source of a place that somebody gave by its position
_NOT_OF_THE_FILE = "DATA.md"  # what points there is of no use to who reads a page
MAX_SHORT = 60  # characters of one name on the map


def journey_attribution(journey: Journey) -> str:
    """Whose network a journey runs on; empty where nothing of it is drawn."""
    ways = [
        *(way for way in (journey.path,) if way is not None),
        *(d.path for d in journey.destinations if d.path is not None),
        *(a.path for a in journey.alternatives),
    ]
    return next((way.attribution for way in ways if way.attribution), "")


def credits_of(
    given: str, tiles: str | None, attribution: str, places: Iterable[Place], w: Wording
) -> list[list[Part]]:
    """The lines of the footer: what the user credits, whose network and places are shown, the basemap, the tiles."""
    lines: list[list[Part]] = [linked(given)] if given else []
    told = dict.fromkeys(w.said(part) for part in (*_parts(attribution), *_of_places(places)))
    lines += [w.fill("creditData", {"o": "; ".join(told)})] if told else []
    lines.append(w.fill("creditBasemap", w.said(basemap.source_line())))
    if tiles:
        lines.append(w.fill("creditBasemapTiles", {"o": tiles}))
    lines.append([w.word("creditMade")])
    return lines


def short_credit(attribution: str, places: Iterable[Place], w: Wording) -> str:
    """The names alone of those whose licence asks for them, for the edge of the map."""
    licensed = [part for part in (*_parts(attribution), *_of_places(places)) if "," in part]
    names = [in_brief(clean(w.said(part)).partition(",")[0].partition(" (")[0].strip(), MAX_SHORT) for part in licensed]
    return " · ".join(dict.fromkeys(filter(None, names)))


def _parts(attribution: str) -> list[str]:
    return [part for part in attribution.split("; ") if part and _NOT_OF_THE_FILE not in part]


def _of_places(places: Iterable[Place]) -> list[str]:
    """The attributions of the gazetteer, if any of the places comes from it."""
    return _parts(_gazetteer()) if any(p.source and p.source != _GIVEN for p in places) else []


@cache
def _gazetteer() -> str:
    return manifest()["gazetteer.sqlite"]["attribution"]
