"""Still pictures of print quality by matplotlib (extra ``plot``), drawn from the same content as the page.

Same styles, same words, same order of labels; Mercator like the page, so that a picture and a page lie on each other.
"""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from railsight.errors import MissingExtraError, UsageError
from railsight.webmap import basemap
from railsight.webmap.escape import clean
from railsight.webmap.placing import arrowhead, arrows, spread

FORMS = ("png", "svg", "pdf")
SEA, LAND, RIVER, BORDER, INK = "#dbe8f0", "#f5f3ee", "#b4cddb", "#a39a8c", "#1c2227"
# colour, width in points, dashes in multiples of the width, casing width
STROKES: dict[str, tuple[str, float, tuple[float, ...] | None, float]] = {
    "confirmed": ("#0072b2", 3.2, None, 5.6),
    "inferred": ("#d55e00", 2.6, (2.6, 1.6), 5.0),
    "speculated": ("#6b6b6b", 2.4, (0.01, 1.9), 4.6),
    "alternative": ("#6b6b6b", 1.0, (4.0, 3.0), 0.0),
    "other": ("#4a3f78", 0.9, (1.2, 2.4), 0.0),
    "railway": ("#1c2227", 0.7, None, 0.0),
}
# face, edge, edge style, colour of the number
BADGES = {
    "confirmed": ("#0072b2", "#0072b2", "solid", "white"),
    "reported": ("white", "#0072b2", "solid", "#00507d"),
    "speculated": ("white", "#6b6b6b", "dotted", INK),
    "expected": ("white", "#6b6b6b", "dashed", INK),
    "rejected": ("white", "#9b1c1c", "solid", "#9b1c1c"),
    "conflict": ("white", "#9b1c1c", "dashed", "#9b1c1c"),
    "denied": ("#e4e4e4", "#6b6b6b", "solid", INK),
    "unplaced": ("#e4e4e4", "#6b6b6b", "dotted", INK),
    "goal": ("white", "#6b6b6b", "dotted", INK),
}
SQUARE = ("rejected", "denied", "unplaced", "goal")  # the train was not seen there
_FONTS = ("Inter", "Liberation Sans", "Arial", "DejaVu Sans", "Noto Sans CJK KR", "Noto Sans KR", "Malgun Gothic")
_SIDES = ((1, 0), (-1, 0), (1, -0.8), (1, 0.8), (-1, -0.8), (-1, 0.8), (0, -1), (0, 1))
Box = tuple[float, float, float, float]
Content = dict[str, Any]


def picture(content: Content, form: str, *, width_mm: float = 180.0, height_mm: float = 200.0, dpi: int = 200) -> bytes:
    """A whole picture with title and credits as the bytes of a PNG, SVG or PDF file. Equal content, equal bytes."""
    if form not in FORMS:
        raise UsageError(f"no picture of form {form!r}", hint=f"choose one of {', '.join(FORMS)}")
    matplotlib = matplotlib_or_error()
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_settings(matplotlib)):
        figure = Figure(figsize=(width_mm / 25.4, height_mm / 25.4), dpi=dpi, facecolor="white")
        FigureCanvasAgg(figure)
        top, bottom = _headline(figure, content, height_mm)
        draw(content, figure.add_axes((0.02, bottom, 0.96, top - bottom)))
        out = io.BytesIO()
        undated: dict[str, Any] = {"png": {}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}[form]
        figure.savefig(out, format=form, dpi=dpi, metadata=undated)
    return out.getvalue()


def matplotlib_or_error() -> Any:
    """The package matplotlib, or MissingExtraError that names what to install."""
    try:
        import matplotlib
    except ImportError:
        raise MissingExtraError("a still picture", "plot") from None
    return matplotlib


def _settings(matplotlib: Any) -> dict[str, Any]:
    from matplotlib import font_manager

    known = {font.name for font in font_manager.fontManager.ttflist}
    fonts = [name for name in _FONTS if name in known] or list(matplotlib.rcParams["font.sans-serif"])
    return {
        "font.family": fonts,
        "svg.hashsalt": "railsight",
        "svg.fonttype": "path",
        "pdf.fonttype": 42,
        "text.parse_math": False,  # report text is drawn as it is, dollars and all
        "lines.dash_capstyle": "butt",
    }


def _headline(figure: Any, content: Content, height_mm: float) -> tuple[float, float]:
    """Title above and credits below; gives back the top and bottom left for the map, as shares of the height."""
    figure.text(
        0.02, 1 - 3 / height_mm, _cut(content["title"], 90), fontsize=15, fontweight="bold", va="top", color=INK
    )
    said = " · ".join(filter(None, (content["subtitle"], content["asOf"])))
    figure.text(0.02, 1 - 10 / height_mm, _cut(said, 140), fontsize=9, va="top", color="#566068")
    lines = [line for parts in content["credits"] for line in textwrap.wrap(_cut(_plain(parts), 400), 130)]
    figure.text(0.02, 2 / height_mm, "\n".join(lines), fontsize=6.5, va="bottom", color="#566068", linespacing=1.5)
    return 1 - (16 if said else 11) / height_mm, (4 + 3.6 * len(lines)) / height_mm


def _plain(parts: Sequence[Any]) -> str:
    return "".join(p if isinstance(p, str) else p.get("t") or p.get("o", "") for p in parts)


def _cut(text: str, limit: int) -> str:
    text = " ".join(clean(text[:1000]).split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


# ---------------------------------------------------------------- the map


def mercator(lat: float) -> float:
    """The latitude stretched as on the page: in degrees of the equator."""
    return math.degrees(math.asinh(math.tan(math.radians(max(-85.0, min(85.0, lat))))))


def draw(content: Content, ax: Any) -> Any:
    """The map on matplotlib Axes, which come back: basemap, ways, stops, labels, legend, scale bar, locator."""
    matplotlib = matplotlib_or_error()
    with matplotlib.rc_context(_settings(matplotlib)):
        return _draw(content, ax)


def _draw(content: Content, ax: Any) -> Any:
    if ax.figure.get_layout_engine() is not None:
        ax.figure.draw_without_rendering()  # the axes take their place before anything is measured
    area = _frame(content["area"], ax)
    west, south, east, north = area
    ax.set(xlim=(west, east), ylim=(mercator(south), mercator(north)), xticks=[], yticks=[], facecolor=SEA)
    ax.set_aspect("equal", adjustable="box")
    for spine in ax.spines.values():
        spine.set(edgecolor="#c4ccd1", linewidth=0.6)
    _ground(ax, area)
    ways = _ways(content, ax, area)
    for mark in content["marks"]:
        _mark(ax, mark, west)
    boxes = _stops(content, ax, west)
    _travel(content, ax, west, boxes)
    boxes += _furniture(content, ax, area, ways)
    _labels(content, ax, west, boxes, ways)
    for artist in ax.get_children():
        artist.set_in_layout(False)  # axes beside keep their room
    return ax


def _frame(area: Sequence[float], ax: Any) -> Box:
    """The area with a margin, widened to the shape of the axes so that the map fills them."""
    west, south, east, north = area
    low, high = mercator(south), mercator(north)
    box = ax.get_position()
    figure_width, figure_height = ax.figure.get_size_inches()
    ratio = (box.width * figure_width) / (box.height * figure_height)
    width, height = (east - west) * 1.24 + 0.2, (high - low) * 1.16 + 0.2
    width, height = max(width, height * ratio), max(height, width / ratio)
    x, y = (west + east) / 2, (low + high) / 2
    return x - width / 2, _latitude(y - height / 2), x + width / 2, _latitude(y + height / 2)


def _latitude(y: float) -> float:
    return math.degrees(math.atan(math.sinh(math.radians(y))))


def _unrolled(lon: float, west: float) -> float:
    return west + (lon - west) % 360.0 if not west <= lon <= west + 360 else lon


def _ground(ax: Any, area: Box) -> None:
    from matplotlib.collections import LineCollection, PolyCollection

    found: dict[str, list[list[tuple[float, float]]]] = {}
    for kind, points in basemap.shapes(area):
        found.setdefault(kind, []).append([(lon, mercator(lat)) for lon, lat in points])
    for z, (kind, colour) in enumerate((("land", LAND), ("lake", SEA), ("isle", LAND))):
        shapes = PolyCollection(found.get(kind, []), facecolor=colour, edgecolor="none", zorder=0.1 + z / 10)
        ax.add_collection(shapes, autolim=False)
    dashed = (0, (3, 3))
    for kind, colour, width, style in (
        ("river", RIVER, 0.35, "solid"),
        ("border", BORDER, 0.7, "solid"),
        ("disputed", BORDER, 0.7, dashed),
    ):
        lines = LineCollection(found.get(kind, []), colors=colour, linewidths=width, linestyles=[style], zorder=0.5)
        ax.add_collection(lines, autolim=False)


def _lines(content: Content, west: float) -> list[list[tuple[float, float]]]:
    decoded = []
    for code in content["lines"]:
        (points,) = basemap.decode(code.text)
        decoded.append([(_unrolled(x / 10_000, west), mercator(y / 10_000)) for x, y in points])
    return decoded


def _ways(content: Content, ax: Any, area: Box) -> list[list[tuple[float, float]]]:
    """Draws the ways, casings first; gives back those that labels should keep clear of."""
    lines = _lines(content, area[0])
    clear = []
    for path in content["paths"]:
        colour, width, dashes, casing = STROKES[path["style"]]
        style: Any = (0, dashes) if dashes else "solid"
        cap = "round" if path["style"] == "speculated" else "butt"
        for i in path["lines"]:
            x, y = [p[0] for p in lines[i]], [p[1] for p in lines[i]]
            if casing:
                ax.plot(x, y, color="white", linewidth=casing, solid_capstyle="round", zorder=2, alpha=0.9)
            ax.plot(
                x,
                y,
                color=colour,
                linewidth=width,
                linestyle=style,
                dash_capstyle=cap,
                solid_joinstyle="round",
                zorder=3,
            )
            if path["style"] != "alternative":
                clear.append(lines[i])
    return clear


def _travel(content: Content, ax: Any, west: float, taken: Sequence[Box]) -> None:
    """Arrowheads where the train went one way only, none under a badge."""
    from matplotlib.patches import Polygon

    lines = _lines(content, west)
    unit = ax.figure.dpi / 72
    for path in content["paths"]:
        colour, _, _, casing = STROKES[path["style"]]
        if not casing:
            continue
        for i in (n for n, both in zip(path["lines"], path["both"], strict=True) if not both):
            for at, ahead in arrows([tuple(ax.transData.transform(p)) for p in lines[i]], 62 * unit):
                if any(b[0] - 4 < at[0] < b[2] + 4 and b[1] - 4 < at[1] < b[3] + 4 for b in taken):
                    continue
                corners = [ax.transData.inverted().transform(p) for p in arrowhead(at, ahead, 4.6 * unit)]
                head = Polygon(corners, closed=True, facecolor=colour, edgecolor="white", linewidth=0.6, zorder=3.5)
                ax.add_patch(head)


def _mark(ax: Any, mark: Content, west: float) -> None:
    x, y = _unrolled(mark["lon"], west), mercator(mark["lat"])
    shape, size, face, edge, width = {
        "border": ("s", 5, "white", INK, 1.0),
        "gauge": ("D", 5, "#ffd97a", INK, 1.0),
    }[mark["type"]]
    look = {"markersize": size, "markerfacecolor": face, "markeredgecolor": edge, "markeredgewidth": width}
    ax.plot([x], [y], shape, zorder=4, **look)


def _stops(content: Content, ax: Any, west: float) -> list[Box]:
    """Badges, moved apart with leaders where they would lie on each other; their boxes in pixels."""
    goals = [{**goal, "mark": goal["n"], "look": "goal"} for goal in content["goals"] if goal["drawn"]]
    content["badges"] = stops = [*(s for s in content["stops"] if not s["goal"]), *goals]
    places = [(_unrolled(s["lon"], west), mercator(s["lat"])) for s in stops]
    unit = ax.figure.dpi / 72
    pixels = [tuple(ax.transData.transform(p)) for p in places]
    apart = spread(pixels, 15 * unit)
    boxes = []
    for stop, place, pixel, moved in zip(stops, places, pixels, apart, strict=True):
        face, edge, dash, number = BADGES[stop["look"]]
        x, y = ax.transData.inverted().transform(moved)
        if math.dist(pixel, moved) > 4 * unit:
            ax.plot([place[0], x], [place[1], y], color=INK, linewidth=0.7, zorder=4)
        ax.plot([place[0]], [place[1]], "o", color=INK, markersize=2.5, zorder=4)
        shape = "square,pad=0.34" if stop["look"] in SQUARE else "circle,pad=0.34"
        ax.text(
            x, y, stop["mark"], fontsize=7.5, fontweight="bold", color=number, ha="center", va="center", zorder=6,
            bbox={"boxstyle": shape, "facecolor": face, "edgecolor": edge, "linestyle": dash, "linewidth": 1.3},
        )  # fmt: skip
        stop["_at"] = (float(moved[0]), float(moved[1]))
        half = 8 * unit
        boxes.append((moved[0] - half, moved[1] - half, moved[0] + half, moved[1] + half))
    return boxes


# ---------------------------------------------------------------- furniture


def _furniture(content: Content, ax: Any, area: Box, ways: Sequence[Sequence[tuple[float, float]]]) -> list[Box]:
    """Legend, locator and scale bar in the corners where they hide the least; their boxes in pixels."""
    frame = ax.get_window_extent()
    points = [ax.transData.transform(p) for way in ways for p in way]

    def hidden(corner: str, width: float, height: float) -> int:
        left = frame.x0 if "left" in corner else frame.x1 - width
        low = frame.y0 if "lower" in corner else frame.y1 - height
        return sum(left < x < left + width and low < y < low + height for x, y in points)

    free = ["lower right", "lower left", "upper right", "upper left"]
    unit = ax.figure.dpi / 72
    legend_size = (165 * unit, (22 + 11 * len(content["legend"])) * unit)
    corner = min(free, key=lambda c: hidden(c, *legend_size))
    free.remove(corner)
    legend = _legend(content, ax, corner)
    other = min(free, key=lambda c: hidden(c, 100 * unit, 72 * unit))
    free.remove(other)
    boxes = [_extent(legend), _locator(content, ax, other)]
    boxes.append(_scale_bar(ax, area, free[0]))
    return boxes


def _extent(artist: Any) -> Box:
    box = artist.get_window_extent()
    return box.x0, box.y0, box.x1, box.y1


def _legend(content: Content, ax: Any, corner: str) -> Any:
    from matplotlib.lines import Line2D

    handles, texts = [], []
    for entry in content["legend"]:
        if "style" in entry:
            if entry["style"] == "reach":
                continue  # a still picture shows no moment
            colour, width, dashes, _ = STROKES[entry["style"]]
            cap: Any = "round" if entry["style"] == "speculated" else "butt"
            style: Any = (0, dashes) if dashes else "solid"
            handles.append(Line2D([], [], color=colour, linewidth=width, linestyle=style, dash_capstyle=cap))
        else:
            face, edge, _, _ = BADGES[entry["status"]]
            shape = "s" if entry["status"] in SQUARE else "o"
            look = {"markerfacecolor": face, "markeredgecolor": edge, "markeredgewidth": 1.4, "markersize": 7}
            handles.append(Line2D([], [], linestyle="", marker=shape, **look))  # type: ignore[arg-type]
        texts.append(_cut(entry["text"], 60))
    legend = ax.legend(
        handles, texts, loc=corner, fontsize=7, framealpha=1, edgecolor="#c4ccd1", handlelength=3.6, borderpad=0.8
    )
    legend.set_zorder(8)
    return legend


def _locator(content: Content, ax: Any, corner: str) -> Box:
    from matplotlib.collections import PolyCollection
    from matplotlib.patches import Rectangle

    west, south, east, north = content["area"]
    x, y = (west + east) / 2, (south + north) / 2
    span = min(360.0, max(100.0, (east - west) * 3))
    low = max(-88.0, min(88.0 - span * 0.62, y - span * 0.31))
    width, height = 0.2, 0.2 * 0.66 * _ratio(ax)
    left = 0.012 if "left" in corner else 1 - width - 0.012
    base = 0.012 if "lower" in corner else 1 - height - 0.012
    inset = ax.inset_axes((left, base, width, height), zorder=7)
    inset.set(xlim=(x - span / 2, x + span / 2), ylim=(low, low + span * 0.62), xticks=[], yticks=[], facecolor=SEA)
    area = (x - span / 2, low, x + span / 2, low + span * 0.62)
    land = [points for kind, points in basemap.shapes(area, budget=0) if kind == "land"]
    inset.add_collection(PolyCollection(land, facecolor=LAND, edgecolor="none"), autolim=False)
    inset.add_patch(
        Rectangle((west, south), east - west, north - south, fill=False, edgecolor="#d55e00", linewidth=1.2)
    )
    for spine in inset.spines.values():
        spine.set(edgecolor="white", linewidth=1.6)
    return _extent(inset)


def _ratio(ax: Any) -> float:
    box = ax.get_window_extent()
    return float(box.width / box.height)


def _scale_bar(ax: Any, area: Box, corner: str) -> Box:
    """Kilometres at the middle latitude, a round number about a sixth of the width."""
    west, south, east, north = area
    km_per_degree = 111.32 * math.cos(math.radians((south + north) / 2))
    wanted = (east - west) * km_per_degree / 6
    power = 10 ** math.floor(math.log10(wanted))
    km = max(m * power for m in (1, 2, 5) if m * power <= wanted)
    width = km / km_per_degree / (east - west)
    left = 0.03 if "left" in corner else 0.97 - width
    level = 0.03 if "lower" in corner else 0.95
    bar = ax.plot([left, left + width], [level, level], transform=ax.transAxes, color=INK, linewidth=2, zorder=7)[0]
    ax.text(
        left + width / 2, level + 0.008, f"{km:,.0f} km", transform=ax.transAxes, ha="center", va="bottom", fontsize=7,
        color=INK, zorder=7,
    )  # fmt: skip
    x0, y0, x1, y1 = _extent(bar)
    return x0 - 5, y0 - 5, x1 + 5, y1 + 14 * ax.figure.dpi / 72


# ---------------------------------------------------------------- labels


def _labels(content: Content, ax: Any, west: float, taken: list[Box], ways: Sequence[Any]) -> None:
    frame = _extent(ax)
    unit = ax.figure.dpi / 72
    crowd = list(_along(ax, ways, 5 * unit))
    spots = {s["n"]: s["_at"] for s in content["badges"]}
    span = ax.get_xlim()[1] - ax.get_xlim()[0]
    zoom = math.log2(360 / span) + 1.2  # about the page's zoom for the same view
    for label in content["labels"]:
        if label.get("minZoom", 0) > zoom or label.get("maxZoom", 99) < zoom:
            continue
        place = (_unrolled(label["lon"], west), mercator(label["lat"]))
        pixel = spots.get(label.get("n")) or tuple(ax.transData.transform(place))
        if not (frame[0] < pixel[0] < frame[2] and frame[1] < pixel[1] < frame[3]):
            continue
        _place(ax, label, pixel, taken, crowd, frame, unit)


def _along(ax: Any, ways: Sequence[Any], step: float) -> Iterator[tuple[float, float]]:
    for way in ways:
        last = None
        for point in way:
            p = ax.transData.transform(point)
            if last is not None:
                parts = min(200, int(math.dist(last, p) / step) + 1)
                for i in range(parts):
                    yield last[0] + (p[0] - last[0]) * i / parts, last[1] + (p[1] - last[1]) * i / parts
            last = p


def _place(
    ax: Any, label: Content, pixel: Any, taken: list[Box], crowd: list[tuple[float, float]], frame: Box, unit: float
) -> None:
    """One label at the best of the places around its point, or none."""
    texts = _texts(ax, label)
    extents = [_extent(text) for text in texts]
    w, h = max(b[2] - b[0] for b in extents), sum(b[3] - b[1] for b in extents)
    country = label["type"] == "country"
    best, least = None, math.inf
    for gap in (10 * unit, 18 * unit):
        for rank, (sx, sy) in enumerate(((0, 0), *_SIDES) if country else _SIDES):
            x = pixel[0] + sx * gap + (0 if sx > 0 else -w if sx < 0 else -w / 2)
            y = pixel[1] - sy * gap + ((0 if sy < 0 else -h if sy > 0 else -h / 2) if sx == 0 else -h / 2)
            if x < frame[0] + 4 or y < frame[1] + 4 or x + w > frame[2] - 4 or y + h > frame[3] - 4:
                continue
            if any(x < b[2] and b[0] < x + w and y < b[3] and b[1] < y + h for b in taken):
                continue
            cost = rank * 0.6 + gap / unit * 0.2
            cost += 1.5 * sum(x - 2 < px < x + w + 2 and y - 1 < py < y + h + 1 for px, py in crowd)
            if cost < least:
                best, least = (x, y, x + w, y + h), cost
    if best is None:
        for text in texts:
            text.remove()
        return
    taken.append(best)
    level = best[3]
    for text, extent in zip(texts, extents, strict=True):
        level -= extent[3] - extent[1]
        text.set_transform(ax.transData)  # so that it stays at its place when the axes move
        text.set_position(ax.transData.inverted().transform((best[0], level)))


def _texts(ax: Any, label: Content) -> list[Any]:
    """The name, and below it the local name and what else is to be said, still unplaced."""
    import matplotlib.patheffects as effects

    country = label["type"] == "country"
    name = _cut(label["name"], 44)
    more = [_cut(label["local"], 44)] if label.get("local") and _drawable(label["local"]) else []
    more += [_cut(text, 60) for text in label.get("more", ())]
    common: dict[str, Any] = {
        "transform": None, "ha": "left", "va": "bottom", "zorder": 7 if label["type"] in ("stop", "goal") else 5.5,
        "path_effects": [effects.withStroke(linewidth=2.2, foreground="white")], "linespacing": 1.15,
    }  # fmt: skip
    look = {
        "fontsize": 7 if country else 7.5,
        "fontweight": "bold" if label["type"] in ("stop", "goal") else "normal",
        "fontstyle": "italic" if label["type"] in ("goal", "other") else "normal",
        "color": {"country": "#566068", "other": "#4a3f78"}.get(label["type"], INK),
    }
    texts = [ax.text(0, 0, name.upper() if country else name, **look, **common)]
    if more:
        texts.append(ax.text(0, 0, "\n".join(more), fontsize=7, color="#4d565c", **common))
    return texts


def _drawable(text: str) -> bool:
    """Whether a font for this script is installed: no label is drawn as boxes."""
    from matplotlib import font_manager

    if all(ord(c) < 0x0530 for c in text):
        return True
    return any(
        "CJK" in font.name or font.name in ("Noto Sans KR", "Malgun Gothic")
        for font in font_manager.fontManager.ttflist
    )
