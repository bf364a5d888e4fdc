"""Still pictures of paths, journeys and readings on matplotlib Axes (extra ``plot``).

Plain lon, lat with the aspect of the middle latitude: true enough at the size of a picture. Styles as on the page:
solid blue for what is known, dashed orange for what is inferred, dotted grey for what is only said.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from railsight.errors import MissingExtraError, UsageError
from railsight.geo import LonLat, bounds
from railsight.model import Destination, Journey, Path

KNOWN, INFERRED, SAID = "#0072B2", "#D55E00", "#6B6B6B"
SEA, LAND = "#DBE8F0", "#F5F3EE"
Named = tuple[float, float, str]
_WAY = 3  # z-order of the ways, by which the names find what not to cover
# What would make equal pictures differ: the name of the library and the moment of drawing.
_NO_STAMPS = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
_LEAST_SHARE = 0.01  # destinations below this are left out of the picture
_MARKS = {"confirmed": ("o", KNOWN), "reported": ("o", INFERRED), "conflict": ("x", INFERRED)}


def plot(value: Any, *, ax: Any = None) -> Any:
    """Draw a value; Axes come back. UsageError for a value that has no picture."""
    points = _points(value)
    if not points:
        raise UsageError(f"this {type(value).__name__} has nothing to draw")
    if ax is None:
        import matplotlib.pyplot as plt

        _, ax = plt.subplots(figsize=(9, 7), layout="constrained")
    box = ax.get_window_extent()
    west, south, east, north = area = _frame(points, box.width / max(1.0, box.height))
    _draw_basemap(ax, area)
    if isinstance(value, Journey):
        names = _draw_journey(ax, value, west)
    elif isinstance(path := getattr(value, "path", value), Path):
        names = _draw_way(ax, path, west)
    else:
        names = _draw_sightings(ax, value.sightings, west)
    ax.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
    ax.set_aspect(1 / math.cos(math.radians((south + north) / 2)))
    _draw_scale(ax, area)
    if ax.get_legend_handles_labels()[1]:
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.01), ncols=3, frameon=False)  # covers nothing
    _draw_names(ax, names, west)
    return ax


def write_still(path: str, value: Any, *, title: str | None = None, force: bool = False) -> None:
    """A picture of print quality in the form the ending names (.png, .svg, .pdf), whole or not at all.

    Equal input gives equal bytes. MissingExtraError without matplotlib; errors of writing as ``write_bytes``.
    """
    from importlib.util import find_spec
    from io import BytesIO

    from railsight.files import write_bytes

    if find_spec("matplotlib") is None:
        raise MissingExtraError("a still picture", "plot")
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    form = path.rpartition(".")[2].lower()
    out = BytesIO()
    with mpl.rc_context({"svg.hashsalt": "railsight", "svg.fonttype": "path"}):
        figure = Figure(figsize=(10, 7.5), layout="constrained")
        FigureCanvasAgg(figure)
        axes = plot(value, ax=figure.add_subplot())
        if shown := title or getattr(value, "title", ""):
            axes.set_title(shown.replace("$", r"\$"), loc="left", fontweight="bold")
        figure.savefig(out, format=form, dpi=200, metadata=_NO_STAMPS[form])
    write_bytes(path, out.getvalue(), force=force)


def _points(value: Any) -> list[LonLat]:
    if isinstance(value, Journey):
        found = [(u.sighting.place.lon, u.sighting.place.lat) for u in value.used]
        for d in _worth_drawing(value):
            found += [(d.place.lon, d.place.lat), *(d.path.geometry if d.path else ())]
        return [*found, *(value.path.geometry if value.path else ())]
    if isinstance(path := getattr(value, "path", value), Path):
        return list(path.geometry)
    return [(s.place.lon, s.place.lat) for s in getattr(value, "sightings", ())]


def _worth_drawing(journey: Journey) -> list[Destination]:
    return [d for d in journey.destinations if d.probability >= _LEAST_SHARE][:4]


def _frame(points: Sequence[LonLat], shape: float) -> tuple[float, float, float, float]:
    """Bounds with a margin, widened to the shape (width over height) of the picture; east may run past 180."""
    west, south, east, north = bounds(points)
    squeeze = math.cos(math.radians((south + north) / 2))
    height = max(1.16 * (north - south), 0.6, 1.16 * (east - west) * squeeze / shape)
    width = min(360.0, height * shape / squeeze)
    x, y = (west + east) / 2, (south + north) / 2
    return x - width / 2, max(-90.0, y - height / 2), x + width / 2, min(90.0, y + height / 2)


def _unrolled(line: Sequence[LonLat], west: float) -> tuple[list[float], list[float]]:
    """Longitudes east of ``west``, so that a line runs on past 180."""
    return [west + (lon - west) % 360.0 for lon, _ in line], [lat for _, lat in line]


def _draw_basemap(ax: Any, area: tuple[float, float, float, float]) -> None:
    from railsight.webmap import basemap

    credit = {"fontsize": 6, "color": "#6B6B6B", "ha": "right", "va": "bottom", "zorder": 6}
    ax.annotate(f"basemap: {basemap.source_line()}", (1, 0), (-3, 2), "axes fraction", "offset points", **credit)
    ax.set_facecolor(SEA)
    fine = 0.5 if area[2] - area[0] < 30 else 0.25
    for kind, line in basemap.shapes(area):
        x, y = [p[0] for p in line], [p[1] for p in line]
        if kind in {"land", "isle"}:  # an edge of the same colour hides the seams between the tiles
            ax.fill(x, y, facecolor=LAND, edgecolor=LAND, linewidth=0.4, zorder=0)
        elif kind == "lake":
            ax.fill(x, y, facecolor=SEA, edgecolor="none", zorder=0.5)
        elif kind == "river":
            ax.plot(x, y, color="#A8C4D6", linewidth=fine, zorder=0.6)
        else:
            ax.plot(x, y, color="#9A948A", linewidth=0.8, linestyle="--" if kind == "disputed" else "-", zorder=0.7)


def _draw_scale(ax: Any, area: tuple[float, float, float, float]) -> None:
    """A bar of round kilometres at the lower left, true at its own latitude."""
    west, south, east, north = area
    lat = south + 0.04 * (north - south)
    km_per_degree = 111.32 * math.cos(math.radians(lat))
    room = 0.22 * (east - west) * km_per_degree
    step = 10 ** math.floor(math.log10(room))
    km = max(m * step for m in (1, 2, 5) if m * step <= room)
    left = west + 0.03 * (east - west)
    ax.plot(
        [left, left + km / km_per_degree], [lat, lat], color="#444444", linewidth=2.5, zorder=6, solid_capstyle="butt"
    )
    ax.annotate(f"{km:,.0f} km", (left, lat), (0, 5), textcoords="offset points", fontsize=8, color="#444444", zorder=6)


# ---------------------------------------------------------------- what is on it


def _draw_path(ax: Any, path: Path, west: float, colour: str, dash: str, label: str, *, width: float = 2.5) -> None:
    x, y = _unrolled(path.geometry, west)
    ax.plot(x, y, color="white", linewidth=width + 2, zorder=2, solid_capstyle="round")
    ax.plot(x, y, color=colour, linewidth=width, linestyle=dash, label=label, zorder=_WAY)


def _draw_way(ax: Any, path: Path, west: float) -> list[Named]:
    _draw_path(ax, path, west, KNOWN, "-", f"{path.km:,.0f} km by rail")
    ends = [(p.lon, p.lat, p.name) for p in (*path.points[:1], *path.points[-1:])]
    x, y = _unrolled([(lon, lat) for lon, lat, _ in ends], west)
    ax.plot(x, y, "o", color=KNOWN, markersize=7, markeredgecolor="white", zorder=4)
    return ends


def _draw_journey(ax: Any, journey: Journey, west: float) -> list[Named]:
    goals = _worth_drawing(journey)
    for d in goals:
        if d.path is not None and len(d.path.geometry) > 1:
            _draw_path(ax, d.path, west, SAID, ":", f"perhaps to {d.place.name} ({d.probability:.0%})", width=1.6)
        x, y = _unrolled([(d.place.lon, d.place.lat)], west)
        ax.plot(x, y, "D", color="white", markeredgecolor=SAID, markersize=7, zorder=4)
    if journey.path is not None and len(journey.path.geometry) > 1:
        _draw_path(ax, journey.path, west, INFERRED, "--", f"inferred way, {journey.path.km:,.0f} km")
    names = _draw_sightings(ax, [u.sighting for u in journey.used], west)
    return [*names, *((d.place.lon, d.place.lat, d.place.name) for d in goals)]


def _draw_sightings(ax: Any, sightings: Sequence[Any], west: float) -> list[Named]:
    labelled: set[str] = set()
    for s in sightings:
        mark, colour = _MARKS.get(s.status, ("s", SAID))
        x, y = _unrolled([(s.place.lon, s.place.lat)], west)
        label = None if s.status in labelled else f"sighting, {s.status}"
        labelled.add(s.status)
        ax.plot(x, y, mark, color=colour, markersize=7, markeredgecolor="white", label=label, zorder=4, linestyle="")
    return [(s.place.lon, s.place.lat, s.place.name) for s in sightings]


def _draw_names(ax: Any, names: Sequence[Named], west: float) -> None:
    """Names beside their points, where they neither cover each other nor leave the picture; else not at all."""
    import matplotlib.patheffects as effects

    ax.figure.draw_without_rendering()  # settles the size of the Axes
    frame = ax.get_window_extent()
    scale = ax.figure.dpi / 72.0
    halo = [effects.withStroke(linewidth=3, foreground="white")]
    taken: list[tuple[float, float, float, float]] = []
    lines = [
        tuple(p) for line in ax.lines if line.get_zorder() == _WAY for p in ax.transData.transform(line.get_xydata())
    ]
    for lon, lat, name in dict.fromkeys(names):
        (x,), (y,) = _unrolled([(lon, lat)], west)
        px, py = ax.transData.transform((x, y))
        wide, high = 5.4 * scale * len(name), 11 * scale
        free: list[tuple[bool, int, tuple[float, float, float, float], int, int, str]] = []
        for dx, dy, side in ((7, -3, "left"), (-7, -3, "right"), (0, 8, "center"), (0, -16, "center")):
            left = px + dx * scale - {"left": 0.0, "right": wide, "center": wide / 2}[side]
            box = (left, py + dy * scale, left + wide, py + dy * scale + high)
            inside = frame.x0 < box[0] and box[2] < frame.x1 and frame.y0 < box[1] and box[3] < frame.y1
            if inside and not any(_overlap(box, other) for other in taken):
                covered = sum(box[0] < qx < box[2] and box[1] < qy < box[3] for qx, qy in lines)
                free.append((covered > 0, len(free), box, dx, dy, side))
        if free:
            _, _, box, dx, dy, side = min(free)
            taken.append(box)
            shown = name.replace("$", r"\$")  # a dollar sign would begin mathematics
            style = {"fontsize": 9, "path_effects": halo, "zorder": 5}
            ax.annotate(shown, (x, y), (dx, dy), textcoords="offset points", ha=side, **style)


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
