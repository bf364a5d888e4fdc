"""Layers to HTML: the only place that imports folium, turns lon, lat into lat, lon, and writes text into markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from railsight.errors import UsageError
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


def _chosen(
    title: str | None,
    subtitle: str | None,
    credits: str | None,
    language: str | None,
    *,
    notes: str | None = None,
    tiles: str | None = None,
    as_of: datetime | None = None,
) -> Options:
    """What the maker of a page chose; what was left open is empty."""
    return Options(language or "", title or "", subtitle or "", credits or "", notes or "", tiles, as_of)


def _filled(chosen: Options, journey: Journey, case: Case | None) -> Options:
    """With what the case says where the maker left it open, else the journey."""
    language = chosen.language or (case.language if case else "en")
    given = chosen.title or (case.title if case else "") or journey.title
    return replace(
        chosen,
        language=language,
        title=clean(given or _ends(journey, Wording(language, known_names(journey))), limit=300),
        subtitle=clean(chosen.subtitle or (case.subtitle if case else ""), limit=600),
        credits=chosen.credits or (case.credits if case else ""),
        notes=clean(chosen.notes or (case.notes if case else ""), limit=MAX_NOTES),
    )


def _plain(chosen: Options, title: str) -> Options:
    """Options for a page that has neither times nor a case, with a default title."""
    subtitle = clean(chosen.subtitle, limit=600)
    return replace(chosen, title=clean(chosen.title or title, limit=300), subtitle=subtitle)


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
    if not isinstance(journey, Journey):
        raise UsageError(f"{journey!r:.60} is no journey", hint="give what track or infer answers")
    chosen = _chosen(title, subtitle, credits, language, notes=notes, tiles=tiles, as_of=as_of)
    options = _filled(chosen, journey, case)
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
    language: str | None = None,
    tiles: str | None = None,
) -> str:
    """A route as a page of the same kind: the way, ``others`` thin beside it, stations, borders, breaks of gauge.

    ``asked`` (such as ``api.Distance``) brings what was asked for: places off the railway, running time, line names.
    """
    language = language or "en"
    options = _plain(_chosen(title, subtitle, credits, language, tiles=tiles), _route_title(path, language))
    return page(path_page(path, others, options, asked), language=language, title=options.title, tiles=tiles)


def _route_title(path: Path, language: str) -> str:
    w = Wording(language)
    between = " – ".join(w.name(p.name, p.names) for p in (path.points[0], path.points[-1])) if path.points else ""
    return between or w.word("route")


def render_reach(
    stretches: Sequence[Reach],
    origin: Place,
    hours: float,
    *,
    line_names: Mapping[str, str],
    sources: Sequence[str] = (),
    attribution: str = "",
    stations: Sequence[tuple[Place, float]] = (),
    title: str | None = None,
    subtitle: str | None = None,
    credits: str | None = None,
    language: str | None = None,
    tiles: str | None = None,
) -> str:
    """What is in reach of a place within some hours as a page: ``stretches`` as of ``routing.reachable``.

    ``line_names`` gives the names of their lines by id, ``sources`` where the lines are from,
    ``attribution`` what is to be said of whose network it is, ``stations`` those in reach with the hours to each: the
    largest towns among them are named on the map and in a table.
    """
    language = language or "en"
    options = _plain(_chosen(title, subtitle, credits, language, tiles=tiles), _reach_title(origin, hours, language))
    content = reach_page(
        stretches, origin, hours, line_names, sources, options, attribution=attribution, stations=stations
    )
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
    language: str | None = None,
    tiles: str | None = None,
) -> str:
    """A whole network as a page: its lines and operating points."""
    language = language or "en"
    options = _plain(_chosen(title, subtitle, credits, language, tiles=tiles), Wording(language).word("network"))
    return page(network_page(network, options), language=language, title=options.title, tiles=tiles)


@runtime_checkable
class ReachedLike(Protocol):
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

    @property
    def attribution(self) -> str: ...

    @property
    def stations(self) -> Sequence[tuple[Place, float]]: ...


def explore(
    value: Journey | Path | WholeReading | ReachedLike,
    *,
    reading: ReadingLike | None = None,
    case: Case | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    language: str | None = None,
    as_of: datetime | None = None,
    height: int | str | None = None,
    m: folium.Map | None = None,
    name: str | None = None,
) -> folium.Map:
    """The same content as a ``folium.Map`` for a notebook, to which folium layers may be added. Loads nothing either.

    ``height`` is in pixels or a percentage such as ``"100%"``; left out, 620 pixels, or the window of a saved page.
    With a map ``m`` of one's own, ways, badges and legend are added to that as one layer, called ``name`` in a layer
    control, and it comes back, its tiles and its view as they were.
    """
    from railsight.webmap.notebook import as_folium, on_folium

    content = content_of(value, _chosen(title, subtitle, None, language, as_of=as_of), reading=reading, case=case)
    if m is not None:
        return on_folium(content, m, name=name or str(content["title"]))
    return as_folium(content, height=height)


def still(
    value: Journey | Path | WholeReading | ReachedLike,
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
    height_mm: float | None = None,
    dpi: int = 200,
) -> bytes:
    """A still picture as the bytes of a ``png``, ``svg`` or ``pdf`` file, made without a browser.

    Its height fits what is shown, unless ``height_mm`` is given.

    MissingExtraError without matplotlib; UsageError for another form.
    """
    from railsight.webmap.stills import picture

    chosen = replace(_chosen(title, subtitle, credits, language, as_of=as_of), still=True)
    content = content_of(value, chosen, reading=reading, case=case)
    return picture(content, form, width_mm=width_mm, height_mm=height_mm, dpi=dpi)


def plot(value: Journey | Path | WholeReading | ReachedLike, ax: Any = None, *, language: str | None = None) -> Any:
    """The same map on matplotlib Axes, new ones unless given; the Axes come back. MissingExtraError without it."""
    from railsight.webmap.stills import draw, matplotlib_or_error

    if ax is None:
        matplotlib_or_error()
        import matplotlib.pyplot as plt

        # Fixed Axes: names are placed for the size they have now, which a layout engine would change afterwards.
        ax = plt.figure(figsize=(8, 8)).add_axes((0.01, 0.01, 0.98, 0.98))
    return draw(content_of(value, Options(language=language or "", still=True)), ax)


def content_of(
    value: Journey | Path | WholeReading | ReachedLike,
    chosen: Options,
    *,
    reading: ReadingLike | None = None,
    case: Case | None = None,
) -> dict[str, Any]:
    """What a page, a map for a notebook or a still of a value holds, before any of them is made."""
    if isinstance(value, Path | ReachedLike):
        chosen = replace(chosen, language=chosen.language or "en")
    if isinstance(value, Path):
        return path_page(value, (), _plain(chosen, _route_title(value, chosen.language)))
    if isinstance(value, Journey):
        return journey_page(value, reading, case, _filled(chosen, value, case))
    if isinstance(value, ReachedLike):
        options = _plain(chosen, _reach_title(value.origin, value.hours, chosen.language))
        return reach_page(
            value.stretches, value.origin, value.hours, value.line_names, value.sources, options,
            attribution=value.attribution, stations=value.stations,
        )  # fmt: skip
    return reading_page(value, _filled(chosen, sighted(value), case), case)
