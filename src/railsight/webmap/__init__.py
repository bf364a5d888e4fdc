"""Layers to HTML: the only place that imports folium, turns lon, lat into lat, lon, and writes text into markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from railsight.model import Case, Journey, Path, Place, Reach
from railsight.webmap.content import Options, journey_page, known_names
from railsight.webmap.escape import clean
from railsight.webmap.page import page
from railsight.webmap.readings import WholeReading, reading_page, sighted
from railsight.webmap.routes import AskedLike, network_page, path_page, reach_page
from railsight.webmap.story import ReadingLike, ends
from railsight.webmap.wording import Wording

if TYPE_CHECKING:
    import folium

    from railsight.network import Network

__all__ = ["explore", "plot", "render", "render_network", "render_path", "render_reach", "still"]

MAX_NOTES = 8000  # characters of a maker's own notes


def _options(
    journey: Journey,
    case: Case | None,
    title: str | None,
    subtitle: str | None,
    credits: str | None,
    notes: str | None,
    language: str | None,
    tiles: str | None,
    as_of: datetime | None,
) -> Options:
    language = language or (case.language if case else "en")
    given = title or (case.title if case else "") or journey.title
    return Options(
        language=language,
        title=clean(given or _ends(journey, Wording(language, known_names(journey))), limit=300),
        subtitle=clean(subtitle or (case.subtitle if case else ""), limit=600),
        credits=credits or (case.credits if case else ""),
        notes=clean(notes or (case.notes if case else ""), limit=MAX_NOTES),
        tiles=tiles,
        as_of=as_of,
    )


def _ends(journey: Journey, w: Wording) -> str:
    between = ends(journey, w)
    if between:
        return f"{between[0]} – {between[1]}"
    seen = (u.sighting.place for u in journey.used if u.sighting.event != "absent")
    return next((w.name(place.name, place.names) for place in seen), journey.case or "railsight")


def render(
    journey: Journey,
    *,
    reading: ReadingLike | None = None,
    case: Case | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    credits: str | None = None,
    notes: str | None = None,
    language: str | None = None,
    tiles: str | None = None,
    as_of: datetime | None = None,
) -> str:
    """A journey as one self-contained HTML page that makes no request. Equal input gives equal bytes.

    ``reading`` brings reports and checked claims, ``case`` title, subtitle, credits, notes and language; the arguments
    of these names override it. ``language`` is ``en``, ``ru`` or ``ko``. ``tiles`` is the address of a tile server to
    ask for a detailed basemap: only then does the page load anything, and it says so. UsageError for a wrong language
    or address.
    """
    options = _options(journey, case, title, subtitle, credits, notes, language, tiles, as_of)
    content = journey_page(journey, reading, case, options)
    return page(content, language=options.language, title=options.title, tiles=tiles)


def render_path(
    path: Path,
    *,
    others: Sequence[Path] = (),
    asked: AskedLike | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    credits: str | None = None,
    language: str = "en",
    tiles: str | None = None,
) -> str:
    """A route as a page of the same kind: the way, ``others`` thin beside it, stations, borders, breaks of gauge.

    ``asked`` (such as ``api.Distance``) brings what was asked for: places off the railway, running time, line names.
    """
    options = _plain_options(title or _route_title(path, language), subtitle, credits, language, tiles)
    return page(path_page(path, others, options, asked), language=language, title=options.title, tiles=tiles)


def _route_title(path: Path, language: str) -> str:
    w = Wording(language)
    between = " – ".join(w.name(p.name, p.names) for p in (path.points[0], path.points[-1])) if path.points else ""
    return between or w.word("route")


def _plain_options(
    title: str, subtitle: str | None, credits: str | None, language: str, tiles: str | None = None
) -> Options:
    """The options of a page of what has no time."""
    return Options(
        language=language,
        title=clean(title, limit=300),
        subtitle=clean(subtitle or "", limit=600),
        credits=credits or "",
        tiles=tiles,
    )


def render_reach(
    stretches: Sequence[Reach],
    origin: Place,
    hours: float,
    *,
    line_names: Mapping[str, str],
    sources: Sequence[str] = (),
    title: str | None = None,
    subtitle: str | None = None,
    credits: str | None = None,
    language: str = "en",
    tiles: str | None = None,
) -> str:
    """What is in reach of a place within some hours as a page: ``stretches`` as of ``routing.reachable``.

    ``line_names`` gives the names of their lines by id, ``sources`` where the lines are from.
    """
    options = _plain_options(title or _reach_title(origin, hours, language), subtitle, credits, language, tiles)
    content = reach_page(stretches, origin, hours, line_names, sources, options)
    return page(content, language=language, title=options.title, tiles=tiles)


def _reach_title(origin: Place, hours: float, language: str) -> str:
    w = Wording(language, {origin.name: origin.names})
    return f"{w.name(origin.name, origin.names)}, {w.number(hours)} {w.word('hourShort')}"


def render_network(
    network: Network,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    credits: str | None = None,
    language: str = "en",
    tiles: str | None = None,
) -> str:
    """A whole network as a page: its lines and operating points."""
    options = _plain_options(title or Wording(language).word("network"), subtitle, credits, language, tiles)
    return page(network_page(network, options), language=language, title=options.title, tiles=tiles)


@runtime_checkable
class Reached(Protocol):
    """What a page needs of ``api.Reached``."""

    @property
    def origin(self) -> Place: ...

    @property
    def hours(self) -> float: ...

    @property
    def stretches(self) -> Sequence[Reach]: ...

    @property
    def line_names(self) -> Mapping[str, str]: ...

    @property
    def sources(self) -> Sequence[str]: ...


def explore(
    value: Journey | Path | WholeReading | Reached,
    *,
    reading: ReadingLike | None = None,
    case: Case | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    language: str | None = None,
    as_of: datetime | None = None,
    height: int | str = 620,
) -> folium.Map:
    """The same content as a ``folium.Map`` for a notebook, to which folium layers may be added. Loads nothing either.

    ``height`` is in pixels or a percentage such as ``"100%"``.
    """
    from railsight.webmap.notebook import as_folium

    content = _content(value, reading, case, title, subtitle, None, language, as_of)
    return as_folium(content, height=height)


def still(
    value: Journey | Path | WholeReading | Reached,
    form: str = "png",
    *,
    reading: ReadingLike | None = None,
    case: Case | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    credits: str | None = None,
    language: str | None = None,
    as_of: datetime | None = None,
    width_mm: float = 180.0,
    height_mm: float = 200.0,
    dpi: int = 200,
) -> bytes:
    """A still picture as the bytes of a ``png``, ``svg`` or ``pdf`` file, made without a browser.

    MissingExtraError without matplotlib; UsageError for another form.
    """
    from railsight.webmap.stills import picture

    content = _content(value, reading, case, title, subtitle, credits, language, as_of)
    return picture(content, form, width_mm=width_mm, height_mm=height_mm, dpi=dpi)


def plot(value: Journey | Path | WholeReading | Reached, ax: Any = None, *, language: str | None = None) -> Any:
    """The same map on matplotlib Axes, new ones unless given; the Axes come back. MissingExtraError without it."""
    from railsight.webmap.stills import draw, matplotlib_or_error

    if ax is None:
        matplotlib_or_error()
        import matplotlib.pyplot as plt

        # Fixed Axes: names are placed for the size they have now, which a layout engine would change afterwards.
        ax = plt.figure(figsize=(8, 8)).add_axes((0.01, 0.01, 0.98, 0.98))
    return draw(_content(value, None, None, None, None, None, language, None), ax)


def _content(
    value: Journey | Path | WholeReading | Reached,
    reading: ReadingLike | None,
    case: Case | None,
    title: str | None,
    subtitle: str | None,
    credits: str | None,
    language: str | None,
    as_of: datetime | None,
) -> dict[str, Any]:
    if isinstance(value, Path):
        language = language or "en"
        return path_page(value, (), _plain_options(title or _route_title(value, language), subtitle, credits, language))
    if not isinstance(value, Journey):
        if isinstance(value, Reached):
            told = title or _reach_title(value.origin, value.hours, language or "en")
            options = _plain_options(told, subtitle, credits, language or "en")
            return reach_page(value.stretches, value.origin, value.hours, value.line_names, value.sources, options)
        options = _options(sighted(value), case, title, subtitle, credits, None, language, None, as_of)
        return reading_page(value, options, case)
    options = _options(value, case, title, subtitle, credits, None, language, None, as_of)
    return journey_page(value, reading, case, options)
