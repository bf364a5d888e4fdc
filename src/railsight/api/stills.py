"""Still pictures of paths, journeys and readings on matplotlib Axes (extra ``plot``).

Plain lon, lat with the aspect of the middle latitude: true enough at the size of a picture. Styles as on the page:
solid blue for what is known, dashed orange for what is inferred, dotted grey for what is only said.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from railsight.errors import UsageError
from railsight.geo import LonLat, bounds
from railsight.model import Journey, Path

KNOWN, INFERRED, SAID = "#0072B2", "#D55E00", "#6B6B6B"
SEA, LAND = "#DBE8F0", "#F5F3EE"
_MARKS = {"confirmed": ("o", KNOWN), "reported": ("o", INFERRED), "conflict": ("x", INFERRED)}


def plot(value: Any, *, ax: Any = None) -> Any:
    """Draw a value; Axes come back. UsageError for a value that has no picture."""
    import matplotlib.pyplot as plt

    points = _points(value)
    if not points:
        raise UsageError(f"this {type(value).__name__} has nothing to draw")
    if ax is None:
        _, ax = plt.subplots(figsize=(9, 7), layout="constrained")
    west, south, east, north = _frame(points)
    _draw_basemap(ax, (west, south, east, north))
    if isinstance(value, Journey):
        _draw_journey(ax, value, west)
    elif isinstance(path := getattr(value, "path", value), Path):
        _draw_path(ax, path, west, KNOWN, "-", f"{path.km:,.0f} km by rail")
        _draw_names(ax, [(p.lon, p.lat, p.name) for p in (path.points[0], path.points[-1])], west)
    else:
        _draw_sightings(ax, value.sightings, west)
    ax.set(xlim=(west, east), ylim=(south, north), xlabel="longitude", ylabel="latitude")
    ax.set_aspect(1 / math.cos(math.radians((south + north) / 2)))
    if ax.get_legend_handles_labels()[1]:
        ax.legend(loc="best", framealpha=0.9)
    return ax


def _points(value: Any) -> list[LonLat]:
    if isinstance(value, Journey):
        found = [(u.sighting.place.lon, u.sighting.place.lat) for u in value.used]
        found += [(d.place.lon, d.place.lat) for d in value.destinations]
        return [*found, *(value.path.geometry if value.path else ())]
    if isinstance(path := getattr(value, "path", value), Path):
        return list(path.geometry)
    return [(s.place.lon, s.place.lat) for s in getattr(value, "sightings", ())]


def _frame(points: Sequence[LonLat]) -> tuple[float, float, float, float]:
    """The picture's bounds with a margin; east may run past 180."""
    west, south, east, north = bounds(points)
    pad_x, pad_y = max(0.5, 0.08 * (east - west)), max(0.4, 0.08 * (north - south))
    return west - pad_x, max(-90.0, south - pad_y), east + pad_x, min(90.0, north + pad_y)


def _unrolled(line: Sequence[LonLat], west: float) -> tuple[list[float], list[float]]:
    """Longitudes east of ``west``, so that a line runs on past 180."""
    return [west + (lon - west) % 360.0 for lon, _ in line], [lat for _, lat in line]


def _draw_basemap(ax: Any, area: tuple[float, float, float, float]) -> None:
    from railsight.webmap import basemap

    ax.set_facecolor(SEA)
    for kind, line in basemap.shapes(area):
        x, y = [p[0] for p in line], [p[1] for p in line]
        if kind in {"land", "isle"}:  # an edge of the same colour hides the seams between the tiles
            ax.fill(x, y, facecolor=LAND, edgecolor=LAND, linewidth=0.4, zorder=0)
        elif kind == "lake":
            ax.fill(x, y, facecolor=SEA, edgecolor="none", zorder=0.5)
        elif kind == "river":
            ax.plot(x, y, color="#A8C4D6", linewidth=0.5, zorder=0.6)
        else:
            ax.plot(x, y, color="#9A948A", linewidth=0.8, linestyle="--" if kind == "disputed" else "-", zorder=0.7)


def _draw_path(ax: Any, path: Path, west: float, colour: str, dash: str, label: str, *, width: float = 2.5) -> None:
    x, y = _unrolled(path.geometry, west)
    ax.plot(x, y, color="white", linewidth=width + 2, zorder=2, solid_capstyle="round")
    ax.plot(x, y, color=colour, linewidth=width, linestyle=dash, label=label, zorder=3)


def _draw_journey(ax: Any, journey: Journey, west: float) -> None:
    for d in journey.destinations[:4]:
        if d.path is not None and len(d.path.geometry) > 1:
            said = f"perhaps to {d.place.name} ({d.probability:.0%})"
            _draw_path(ax, d.path, west, SAID, ":", said, width=1.6)
    if journey.path is not None and len(journey.path.geometry) > 1:
        _draw_path(ax, journey.path, west, INFERRED, "--", f"inferred way, {journey.path.km:,.0f} km")
    _draw_sightings(ax, [u.sighting for u in journey.used], west)
    _draw_names(ax, [(d.place.lon, d.place.lat, d.place.name) for d in journey.destinations[:4]], west)


def _draw_sightings(ax: Any, sightings: Sequence[Any], west: float) -> None:
    labelled: set[str] = set()
    for s in sightings:
        mark, colour = _MARKS.get(s.status, ("s", SAID))
        x, y = _unrolled([(s.place.lon, s.place.lat)], west)
        label = None if s.status in labelled else f"sighting, {s.status}"
        labelled.add(s.status)
        ax.plot(x, y, mark, color=colour, markersize=7, markeredgecolor="white", label=label, zorder=4, linestyle="")
    _draw_names(ax, [(s.place.lon, s.place.lat, s.place.name) for s in sightings], west)


def _draw_names(ax: Any, names: Sequence[tuple[float, float, str]], west: float) -> None:
    import matplotlib.patheffects as effects

    halo = [effects.withStroke(linewidth=3, foreground="white")]
    for lon, lat, name in dict.fromkeys(names):
        x, y = _unrolled([(lon, lat)], west)
        # $ would start mathematics: report text is drawn as it is.
        shown = name.replace("$", r"\$")
        ax.annotate(shown, (x[0], y[0]), (6, 4), textcoords="offset points", fontsize=9, path_effects=halo, zorder=5)
