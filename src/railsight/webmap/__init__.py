"""Layers to HTML: the only place that imports folium, turns lon, lat into lat, lon, and writes text into markup."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from railsight.model import Case, Journey, Path
from railsight.webmap.content import Options, journey_page
from railsight.webmap.escape import clean
from railsight.webmap.page import page
from railsight.webmap.story import ReadingLike

if TYPE_CHECKING:
    import folium

    from railsight.network import Network

__all__ = ["render"]


def _options(
    journey: Journey,
    case: Case | None,
    title: str | None,
    subtitle: str | None,
    credits: str | None,
    language: str | None,
    tiles: str | None,
    as_of: datetime | None,
) -> Options:
    return Options(
        language=language or (case.language if case else "en"),
        title=clean(title or (case.title if case else "") or journey.title or journey.case or "railsight", limit=300),
        subtitle=clean(subtitle or (case.subtitle if case else ""), limit=600),
        credits=credits or (case.credits if case else ""),
        tiles=tiles,
        as_of=as_of,
    )


def render(
    journey: Journey,
    *,
    reading: ReadingLike | None = None,
    case: Case | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    credits: str | None = None,
    language: str | None = None,
    tiles: str | None = None,
    as_of: datetime | None = None,
) -> str:
    """A journey as one self-contained HTML page that makes no request. Equal input gives equal bytes.

    ``reading`` brings reports and checked claims, ``case`` title, subtitle, credits and language; the arguments of these
    names override it. ``language`` is ``en``, ``ru`` or ``ko``. ``tiles`` is the address of a tile server to ask for a
    detailed basemap: only then does the page load anything, and it says so. UsageError for a wrong language or address.
    """
    options = _options(journey, case, title, subtitle, credits, language, tiles, as_of)
    content = journey_page(journey, reading, case, options)
    return page(content, language=options.language, title=options.title, tiles=tiles)
