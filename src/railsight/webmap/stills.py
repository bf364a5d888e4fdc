"""Still pictures of print quality by matplotlib (extra ``plot``), drawn from the same content as the page.

Same styles, same words, same order of labels; Mercator like the page, so that a picture and a page lie on each other.
"""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from railsight.errors import MissingExtraError, UsageError
from railsight.webmap import basemap
from railsight.webmap.lettering import INK, Box, Content, cut, extent_of, overlap, place_labels
from railsight.webmap.placing import arrowhead, arrows, besides, gather, mercator, spread, unrolled

FULL_DETAIL, FULL_INCHES = 4 * basemap.BUDGET, 45.0  # of basemap, in characters, for a map of so many square inches
FORMS = ("png", "svg", "pdf")
SEA, LAND, RIVER, BORDER = "#dbe8f0", "#f5f3ee", "#b4cddb", "#a39a8c"
# colour, width in points, dashes in multiples of the width, casing width
STROKES: dict[str, tuple[str, float, tuple[float, ...] | None, float]] = {
    "confirmed": ("#0072b2", 3.2, None, 5.6),
    "inferred": ("#d55e00", 2.6, (2.6, 1.6), 5.0),
    "speculated": ("#6b6b6b", 2.4, (0.01, 1.9), 4.6),
    "alternative": ("#6b6b6b", 1.0, (4.0, 3.0), 0.0),
    "other": ("#4a3f78", 0.9, (1.2, 2.4), 0.0),
    "railway": ("#1c2227", 0.7, None, 0.0),
    "route": ("#8a2f7c", 2.8, None, 5.2),
    "range": ("#12807a", 3.0, None, 0.0),
}
# face, edge, edge style, colour of the number
BADGES = {
    "confirmed": ("#0072b2", "#0072b2", "solid", "white"),
    "reported": ("white", "#0072b2", "solid", "#00507d"),
    "speculated": ("white", "#6b6b6b", "dotted", INK),
    "expected": ("white", "#6b6b6b", "dashed", INK),
    "contested": ("white", "#9b1c1c", "solid", "#9b1c1c"),
    "rejected": ("white", "#9b1c1c", "solid", "#9b1c1c"),
    "conflict": ("white", "#9b1c1c", "dashed", "#9b1c1c"),
    "denied": ("white", "#6b6b6b", "solid", INK),
    "unplaced": ("#e4e4e4", "#6b6b6b", "dotted", INK),
    "goal": ("white", "#6b6b6b", "dotted", INK),
}
OVER = {
    "inferred": (1.6, (3.4, 3.2)),
    "speculated": (1.6, (0.01, 2.6)),
}  # on rails drawn in a surer style: width, dashes
MARKS = {
    "border": ("s", "white"),
    "gauge": ("D", "#ffd97a"),
    "end": ("o", INK),
    "place": ("o", "white"),
    "station": ("o", "white"),
}  # fmt: skip - shape, face
BADGE = 15.0  # points across
MOST_AWAY = 6  # badges outside the picture that are named
MAX_DOTS = 60  # stations of a route shown on a still
# How a badge is struck through: half of the stroke in points right and up, its colour, whether it lies over the number.
STRUCK = {"rejected": ((5.5, 0.0), "#9b1c1c", True), "denied": ((6.4, -6.4), "#8c8c8c", False)}
SQUARE = ("contested", "rejected", "denied", "unplaced", "goal")  # the train was not there, or may not have been
_FONTS = ("Inter", "Liberation Sans", "Arial", "DejaVu Sans", "Noto Sans CJK KR", "Noto Sans KR", "Malgun Gothic")


def picture(
    content: Content, form: str, *, width_mm: float = 180.0, height_mm: float | None = None, dpi: int = 200
) -> bytes:
    """A whole picture with title and credits as the bytes of a PNG, SVG or PDF file. Equal content, equal bytes.

    Its height fits what is shown, unless given.
    """
    if form not in FORMS:
        raise UsageError(f"no picture of form {form!r}", hint=f"choose one of {', '.join(FORMS)}")
    matplotlib = matplotlib_or_error()
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    sheet = _Sheet.of(content, width_mm)
    if height_mm is None:
        height_mm = sheet.top_mm + _map_mm(content["area"], 0.96 * width_mm) + sheet.bottom_mm
    with matplotlib.rc_context(_settings(matplotlib)):
        figure = Figure(figsize=(width_mm / 25.4, height_mm / 25.4), dpi=dpi, facecolor="white")
        FigureCanvasAgg(figure)
        top, bottom = sheet.write(figure, height_mm)
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


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What stands above and below the map of a picture, in lines, and how many millimetres that takes."""

    title: list[str]
    title_points: float
    below: list[str]
    credit: list[str]

    @classmethod
    def of(cls, content: Content, width_mm: float) -> _Sheet:
        title, points = textwrap.wrap(cut(content["title"], 500), round(width_mm / 3.2)), 15.0
        if len(title) > 2:  # a long one is written smaller, and as a whole
            title, points = _wrapped(content["title"], round(width_mm / 2.6), 6), 12.0
        said = " · ".join(filter(None, (content["subtitle"], content["asOf"])))
        below = _wrapped(said, round(width_mm / 1.9), 4) if said else []
        credit = [line for parts in content["credits"] for line in _wrapped(_plain(parts), round(width_mm / 1.45), 3)]
        return cls(title, points, below, credit)

    @property
    def title_mm(self) -> float:
        return (1.0 + 0.44 * self.title_points * len(self.title)) if self.title else 0.0

    @property
    def top_mm(self) -> float:
        return 4.0 + self.title_mm + 4.6 * len(self.below)

    @property
    def bottom_mm(self) -> float:
        return 4.0 + 3.6 * len(self.credit)

    def write(self, figure: Any, height_mm: float) -> tuple[float, float]:
        """Writes it; gives back the top and bottom left for the map, as shares of the height."""
        if self.title:
            look: dict[str, Any] = {"fontsize": self.title_points, "fontweight": "bold", "color": INK}
            figure.text(0.02, 1 - 3.0 / height_mm, "\n".join(self.title), va="top", **look)
        at = 1 - (3.0 + self.title_mm) / height_mm
        figure.text(0.02, at, "\n".join(self.below), fontsize=9, va="top", color="#566068")
        small: dict[str, Any] = {"fontsize": 6.5, "color": "#566068", "linespacing": 1.5}
        figure.text(0.02, 2 / height_mm, "\n".join(self.credit), va="bottom", **small)
        return 1 - self.top_mm / height_mm, self.bottom_mm / height_mm


LOWEST, HIGHEST = 0.5, 0.92  # height of a map to its width: room for the legend, and what looks well on a page


def _map_mm(area: Sequence[float], width_mm: float) -> float:
    """How high a map of an area is when it is so wide, within bounds."""
    west, south, east, north = area
    shape = ((mercator(north) - mercator(south)) * 1.16 + 0.05) / ((east - west) * 1.24 + 0.05)
    return width_mm * min(HIGHEST, max(LOWEST, shape))


def _wrapped(text: str, width: int, most: int) -> list[str]:
    """Outside text in at most so many lines of about so many characters."""
    return textwrap.wrap(cut(text, 500), width, max_lines=most, placeholder=" …")


def _plain(parts: Sequence[Any]) -> str:
    return "".join(p if isinstance(p, str) else p.get("t") or p.get("o", "") for p in parts)


# ---------------------------------------------------------------- the map


def draw(content: Content, ax: Any) -> Any:
    """The map on matplotlib Axes, which come back: basemap, ways, stops, labels, legend, scale bar, locator."""
    matplotlib = matplotlib_or_error()
    with matplotlib.rc_context(_settings(matplotlib)):
        return _draw(content, ax)


def _draw(content: Content, ax: Any) -> Any:
    if ax.figure.get_layout_engine() is not None:
        ax.figure.draw_without_rendering()  # the axes take their place before anything is measured
    layout = _layout(content, ax)
    area = layout.area
    west, south, east, north = area
    middle = (west + east) / 2
    ax.set(xlim=(west, east), ylim=(mercator(south), mercator(north)), xticks=[], yticks=[], facecolor=SEA)
    ax.set_aspect("equal", adjustable="box")
    for spine in ax.spines.values():
        spine.set(edgecolor="#c4ccd1", linewidth=0.6)
    _ground(ax, area)
    lines = _lines(content, middle)
    ways = _ways(content, ax, lines)
    _dots(content, ax, middle)
    boxes = _stops(content, ax, middle)
    _marks(ax, content["marks"], middle, boxes)
    _travel(content, ax, lines, boxes)
    seen = {stop["look"] for stop in content["badges"]}
    boxes += [extent_of(_legend(content, ax, layout.legend, seen)), _locator(content, ax, layout.locator)]
    boxes += [
        _scale_bar(ax, area, layout.scale, content["words"]["scaleUnits"][1], boxes),
        *_outside(content, ax, layout.free),
    ]
    boxes += _credit(content, ax, boxes)
    place_labels(content, ax, middle, boxes, ways)
    for artist in ax.get_children():
        artist.set_in_layout(False)  # axes beside keep their room
    return ax


def _frame(area: Sequence[float], ax: Any, pad: Box = (0.0, 0.0, 0.0, 0.0)) -> Box:
    """The area with a margin, widened to the shape of the axes so that the map fills them.

    ``pad`` is the share of the width or height to leave free at the west, south, east and north.
    """
    west, south, east, north = area
    low, high = mercator(south), mercator(north)
    box = ax.get_position()
    figure_width, figure_height = ax.figure.get_size_inches()
    ratio = (box.width * figure_width) / (box.height * figure_height)
    wide, tall = 1 - pad[0] - pad[2], 1 - pad[1] - pad[3]  # shares left for the area itself
    width, height = ((east - west) * 1.24 + 0.05) / wide, ((high - low) * 1.16 + 0.05) / tall
    width, height = max(width, height * ratio), max(height, width / ratio)
    x, y = (west + east) / 2 + (pad[2] - pad[0]) / 2 * width, (low + high) / 2 + (pad[3] - pad[1]) / 2 * height
    return x - width / 2, _latitude(y - height / 2), x + width / 2, _latitude(y + height / 2)


@dataclass(frozen=True, slots=True)
class _Layout:
    """The part of the world shown, and the corners of what lies on it."""

    area: Box
    legend: str
    locator: str
    scale: str
    free: str


_CORNERS = ("lower right", "lower left", "upper right", "upper left")
LOCATOR = 0.2  # share of the width
SCALE = (0.22, 0.07)  # shares of width and height that the scale bar asks for at most


def _layout(content: Content, ax: Any) -> _Layout:
    """Frame and corners together, so that legend and locator hide no badge and little of the way: the page's rule."""
    frame = ax.get_window_extent()
    probe = _legend(content, ax, _CORNERS[0])
    x0, y0, x1, y1 = extent_of(probe)
    probe.remove()
    legend = ((x1 - x0) / frame.width + 0.02, (y1 - y0) / frame.height + 0.02)
    locator = (LOCATOR + 0.02, LOCATOR * 0.66 * _ratio(ax) + 0.02)
    middle = (content["area"][0] + content["area"][2]) / 2
    ways = [p for way in _lines(content, middle) for p in way[:: max(1, len(way) // 40)]]
    stops = [(unrolled(s["lon"], middle), mercator(s["lat"])) for s in _badged(content)]
    best, most = None, -math.inf
    for pad in ((0, 0, 0, 0), (legend[0], 0, 0, 0), (0, legend[1], 0, 0), (0, 0, legend[0], 0), (0, 0, 0, legend[1])):
        area = _frame(content["area"], ax, pad)
        west, south, east, north = area[0], mercator(area[1]), area[2], mercator(area[3])
        shares = [[((x - west) / (east - west), (y - south) / (north - south)) for x, y in of] for of in (stops, ways)]
        sizes = (legend, locator, SCALE)
        under = [[{c: _hidden(of, c, size) for c in _CORNERS} for size in sizes] for of in shares]
        for a, b, c in permutations(_CORNERS, 3):
            hidden = [(x[a] | y[b] | z[c]).bit_count() for x, y, z in under]
            score = -math.log2(east - west) - 2.5 * min(4, hidden[0]) - 14 * hidden[1] / max(1, len(ways))
            if score > most + 1e-9:
                (free,) = {*_CORNERS} - {a, b, c}
                best, most = _Layout(area, a, b, c, free), score
    assert best is not None
    return best


def _hidden(points: Sequence[tuple[float, float]], corner: str, size: tuple[float, float]) -> int:
    """Which of the points, given as shares of width and height, lie under a piece in a corner: a bit for each."""
    found = 0
    for i, (across, up) in enumerate(points):
        x, y = across if "left" in corner else 1 - across, up if "lower" in corner else 1 - up
        if -0.1 < x < size[0] + 0.02 and -0.1 < y < size[1] + 0.02:
            found |= 1 << i
    return found


def _badged(content: Content) -> list[Content]:
    """What has a badge of its own: sightings by number, then destinations."""
    goals = [{**goal, "mark": goal["n"], "look": "goal"} for goal in content["goals"] if goal["drawn"]]
    stops = (s for s in content["stops"] if not s["goal"])
    return [*sorted(stops, key=lambda s: int(s["mark"]) if s["mark"].isdecimal() else math.inf), *goals]


def _is_in_view(ax: Any, stop: Content, middle: float) -> bool:
    (west, east), (low, high) = ax.get_xlim(), ax.get_ylim()
    return bool(west <= unrolled(stop["lon"], middle) <= east and low <= mercator(stop["lat"]) <= high)


def _latitude(y: float) -> float:
    return math.degrees(math.atan(math.sinh(math.radians(y))))


def _ground(ax: Any, area: Box) -> None:
    from matplotlib.collections import LineCollection, PolyCollection

    found: dict[str, list[list[tuple[float, float]]]] = {}
    size = ax.get_window_extent()
    inches = size.width * size.height / ax.figure.dpi**2
    for kind, points in basemap.shapes(area, budget=round(FULL_DETAIL * min(1.0, inches / FULL_INCHES))):
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


Lines = list[list[tuple[float, float]]]


def _lines(content: Content, middle: float) -> Lines:
    decoded = []
    for code in content["lines"]:
        (points,) = basemap.decode(code.text)
        decoded.append([(unrolled(x / 10_000, middle), mercator(y / 10_000)) for x, y in points])
    return decoded


def _ways(content: Content, ax: Any, lines: Lines) -> Lines:
    """Draws the ways, casings first; gives back those that labels should keep clear of."""
    clear = []
    for path in content["paths"]:
        colour, width, dashes, casing = STROKES[path["style"]]
        style: Any = (0, dashes) if dashes else "solid"
        cap = "round" if path["style"] == "speculated" else "butt"
        for i, over in zip(path["lines"], path["over"], strict=True):
            x, y = [p[0] for p in lines[i]], [p[1] for p in lines[i]]
            look: dict[str, Any] = {"color": colour, "dash_capstyle": cap, "solid_joinstyle": "round"}
            if over:
                thin, dashed = OVER[path["style"]]
                ax.plot(x, y, linewidth=thin, linestyle=(0, dashed), zorder=3.2, **look)
                continue
            if casing:
                ax.plot(x, y, color="white", linewidth=casing, solid_capstyle="round", zorder=2, alpha=0.9)
            ax.plot(x, y, linewidth=width, linestyle=style, zorder=3, **look)
            if path["style"] != "alternative":
                clear.append(lines[i])
    return clear


def _travel(content: Content, ax: Any, lines: Lines, taken: Sequence[Box]) -> None:
    """Arrowheads where the train went one way only, none under a badge."""
    from matplotlib.patches import Polygon

    unit = ax.figure.dpi / 72
    for path in content["paths"]:
        colour, _, _, casing = STROKES[path["style"]]
        if not casing:
            continue
        parts = zip(path["lines"], path["both"], path["over"], strict=True)
        for i in (n for n, both, over in parts if not both and not over):
            for at, ahead in arrows([tuple(ax.transData.transform(p)) for p in lines[i]], 62 * unit):
                if any(b[0] - 4 < at[0] < b[2] + 4 and b[1] - 4 < at[1] < b[3] + 4 for b in taken):
                    continue
                corners = [ax.transData.inverted().transform(p) for p in arrowhead(at, ahead, 4.6 * unit)]
                head = Polygon(corners, closed=True, facecolor=colour, edgecolor="white", linewidth=0.6, zorder=3.5)
                ax.add_patch(head)


def _shows_dots(content: Content) -> bool:
    """Whether stations are drawn: not where they are so many that they would hide the way."""
    return bool(content["dots"]) and len(content["dots"]["names"]) <= MAX_DOTS


def _dots(content: Content, ax: Any, middle: float) -> None:
    """The stations of a route, where they are drawn."""
    if not _shows_dots(content):
        return
    (points,) = basemap.decode(content["dots"]["places"].text)
    at = [(unrolled(x / 10_000, middle), mercator(y / 10_000)) for x, y in points]
    look = {"markerfacecolor": "white", "markeredgecolor": INK, "markeredgewidth": 0.8}
    ax.plot([p[0] for p in at], [p[1] for p in at], "o", markersize=3.4, zorder=4, **look)


def _marks(ax: Any, marks: Sequence[Content], middle: float, badges: Sequence[Box]) -> None:
    """Borders, breaks of gauge and ends of a route, beside each other and the badges under which they would lie."""
    pixels = [tuple(ax.transData.transform((unrolled(m["lon"], middle), mercator(m["lat"])))) for m in marks]
    for mark, at in zip(marks, besides(pixels, 6.5 * ax.figure.dpi / 72, badges), strict=True):
        (x, y), (shape, face) = ax.transData.inverted().transform(at), MARKS[mark["type"]]
        look = {"markersize": 5, "markerfacecolor": face, "markeredgecolor": INK, "markeredgewidth": 1.0}
        ax.plot([x], [y], shape, zorder=4, **look)


def _stops(content: Content, ax: Any, middle: float) -> list[Box]:
    """Badges, gathered where they are many, moved apart with leaders where they lie too near; their boxes in pixels."""
    content["badges"] = stops = [stop for stop in _badged(content) if _is_in_view(ax, stop, middle)]
    places = [(unrolled(s["lon"], middle), mercator(s["lat"])) for s in stops]
    unit = ax.figure.dpi / 72
    pixels = [tuple(ax.transData.transform(p)) for p in places]
    runs = gather(pixels, [not s["mark"].isdecimal() for s in stops], BADGE * unit)
    crowded = len(runs) < len(stops)
    apart = spread([pixels[first] for first, _ in runs], (BADGE + (8 if crowded else 0)) * unit)
    ax.plot([p[0] for p in places], [p[1] for p in places], "o", color=INK, markersize=2.5, zorder=4)
    boxes = []
    for (first, last), moved in zip(runs, apart, strict=True):
        place, pixel = places[first], pixels[first]
        if math.dist(pixel, moved) > 4 * unit:
            x, y = ax.transData.inverted().transform(moved)
            ax.plot([place[0], x], [place[1], y], color=INK, linewidth=0.7, zorder=4)
        _badge(ax, moved, stops[first], stops[last])
        for stop in stops[first : last + 1]:
            stop["_at"] = (float(moved[0]), float(moved[1]))
            stop["_shared"] = [stops[first], stops[last]] if last > first else []
        half, more = BADGE / 2 * unit, (0.0 if first == last else _wider(stops[first], stops[last])) * unit
        boxes.append((moved[0] - half - more, moved[1] - half, moved[0] + half + more, moved[1] + half))
    return boxes


def _wider(first: Content, last: Content) -> float:
    """Points by which a badge of several is wider than round, on each side: the room of its text."""
    return max(2.0, 2.4 * (len(first["mark"]) + len(last["mark"])) - 2.6)


def _badge(ax: Any, at: Any, first: Content, last: Content) -> None:
    """One badge, of a sighting or of several in order: "9–12"."""
    x, y = ax.transData.inverted().transform(at)
    bold = {"fontweight": "bold", "ha": "center", "va": "center", "zorder": 6.2}
    if first is not last:
        box = {"boxstyle": "round,pad=0.34,rounding_size=0.8", "facecolor": "white", "edgecolor": "#4d565c"}
        ax.text(x, y, f"{first['mark']}–{last['mark']}", fontsize=7, color=INK, bbox=box | {"linewidth": 1.3}, **bold)
        return
    face, edge, dash, number = BADGES[first["look"]]
    shape = "s" if first["look"] in SQUARE else "o"
    look = {"facecolors": face, "edgecolors": edge, "linestyles": dash, "linewidths": 1.3}
    ax.scatter([x], [y], s=(BADGE + 1.6) ** 2, marker=shape, facecolors="white", linewidths=0, zorder=5.9)
    ax.scatter([x], [y], s=(BADGE - 1) ** 2, marker=shape, zorder=6, **look)
    ax.text(x, y, first["mark"], fontsize=7.5 if len(first["mark"]) < 3 else 6, color=number, **bold)
    if (stroke := STRUCK.get(first["look"])) is not None:  # struck through, as on the page
        (across, up), colour, over = stroke
        struck = {"xycoords": "data", "textcoords": "offset points", "zorder": 6.3 if over else 6.1}
        line = {"arrowstyle": "-", "color": colour, "linewidth": 1.0, "shrinkA": 0, "shrinkB": 0}
        for way in (1, -1):
            ax.annotate("", (x, y), (way * across, way * up), arrowprops=line, **struck)


# ---------------------------------------------------------------- furniture


def _legend(content: Content, ax: Any, corner: str, seen: Collection[str] | None = None) -> Any:
    """The legend; ``seen`` are the looks of the badges in the picture, None while nobody knows what will be."""
    from matplotlib.lines import Line2D

    handles: list[Any] = []
    texts = []
    for entry in content["legend"]:
        if entry.get("mark") == "station" and not _shows_dots(content):
            continue
        if seen is not None and "status" in entry and entry["status"] not in seen:
            continue
        if "style" in entry:
            if entry["style"] in ("spread", "reach"):
                continue  # a still picture shows no moment
            colour, width, dashes, _ = STROKES[entry["style"]]
            cap: Any = "round" if entry["style"] == "speculated" else "butt"
            style: Any = (0, dashes) if dashes else "solid"
            handles.append(Line2D([], [], color=colour, linewidth=width, linestyle=style, dash_capstyle=cap))
        else:
            if "mark" in entry:
                (shape, face), edge, size, dash = MARKS[entry["mark"]], INK, 5, "solid"
            else:
                (face, edge, dash, _), size = BADGES[entry["status"]], 7
                shape = "s" if entry["status"] in SQUARE else "o"
            look = {"facecolors": [face], "edgecolors": [edge], "linewidths": 1.3, "linestyles": [dash]}
            sign = ax.scatter([], [], s=size**2, marker=shape, **look)
            (across, up), stroke, _ = STRUCK.get(str(entry.get("status")), ((0, 0), edge, False))
            line: Any = (2, 2, round(math.degrees(math.atan2(up, across))) - 90)  # a marker of two arms
            handles.append((sign, Line2D([], [], linestyle="", marker=line, color=stroke, ms=size)) if across else sign)
        texts.append(cut(entry["text"], 60))
    legend = ax.legend(
        handles, texts, loc=corner, fontsize=7, framealpha=1, edgecolor="#c4ccd1", handlelength=3.6, borderpad=0.8
    )
    legend.set_zorder(8)
    return legend


def _locator(content: Content, ax: Any, place: str) -> Box:
    from matplotlib.collections import PolyCollection
    from matplotlib.patches import Rectangle

    west, south, east, north = content["area"]
    x, y = (west + east) / 2, (south + north) / 2
    span = min(360.0, max(100.0, (east - west) * 3))
    low = max(-88.0, min(88.0 - span * 0.62, y - span * 0.31))
    width, height = LOCATOR, LOCATOR * 0.66 * _ratio(ax)
    left = 0.012 if "left" in place else 1 - width - 0.012
    base = 0.012 if "lower" in place else 1 - height - 0.012
    inset = ax.inset_axes((left, base, width, height), zorder=7)
    inset.set(xlim=(x - span / 2, x + span / 2), ylim=(low, low + span * 0.62), xticks=[], yticks=[], facecolor=SEA)
    area = (x - span / 2, low, x + span / 2, low + span * 0.62)
    land = [points for kind, points in basemap.shapes(area, budget=0) if kind == "land"]
    inset.add_collection(PolyCollection(land, facecolor=LAND, edgecolor="none"), autolim=False)
    wide, tall = max(east - west, span * 0.03), max(north - south, span * 0.03)  # to be seen at all
    corner = (x - wide / 2, y - tall / 2)
    inset.add_patch(Rectangle(corner, wide, tall, fill=False, edgecolor="#d55e00", linewidth=1.2))
    for spine in inset.spines.values():
        spine.set(edgecolor="white", linewidth=1.6)
    return extent_of(inset)


def _outside(content: Content, ax: Any, corner: str) -> list[Box]:
    """Which badges lie outside the picture, some of many: in the corner that is free."""
    shown = {stop["mark"] for stop in content["badges"]}
    away = sorted({s["mark"] for s in _badged(content)} - shown, key=lambda mark: (not mark.isdecimal(), mark.zfill(4)))
    if not away:
        return []
    told = ", ".join([*away[:MOST_AWAY], *(["…"] if away[MOST_AWAY:] else [])])
    said = content["words"]["outside"].replace("#", told)
    x, y = 0.012 if "left" in corner else 0.988, 0.02 if "lower" in corner else 0.98
    look = {"fontsize": 7, "color": INK, "zorder": 8, "transform": ax.transAxes}
    side = {"ha": "left" if "left" in corner else "right", "va": "bottom" if "lower" in corner else "top"}
    box = {"boxstyle": "square,pad=0.4", "facecolor": "white", "edgecolor": "#c4ccd1", "linewidth": 0.6}
    return [extent_of(ax.text(x, y, said, bbox=box, **side, **look))]


def _credit(content: Content, ax: Any, taken: Sequence[Box]) -> list[Box]:
    """Whose data it is, at the lower edge where that is free: axes among others have no footer."""
    if not content["credit"]:
        return []
    import matplotlib.patheffects as effects

    look = {"fontsize": 5.5, "color": "#4d565c", "zorder": 8.5}
    halo = [effects.withStroke(linewidth=1.8, foreground="white")]
    said = cut(content["credit"], 150)
    text = ax.text(0.5, 0.006, said, transform=ax.transAxes, ha="center", va="bottom", path_effects=halo, **look)
    west, _, east, _ = extent_of(ax)
    for x in sorted((k / 40 for k in range(8, 33)), key=lambda x: abs(x - 0.5)):
        text.set_x(x)
        left, _, right, _ = box = extent_of(text)
        if west <= left and right <= east and not any(overlap(box, other) for other in taken):
            break
    else:
        text.set_x(0.5)
    return [extent_of(text)]


def _ratio(ax: Any) -> float:
    box = ax.get_window_extent()
    return float(box.width / box.height)


def _scale_bar(ax: Any, area: Box, corner: str, unit: str, taken: Sequence[Box]) -> Box:
    """Kilometres (``unit`` is their sign) at the middle latitude, a round number about a sixth of the width: in a
    corner or, where that is taken, as little inward from it as is free."""
    west, south, east, north = area
    km_per_degree = 111.32 * math.cos(math.radians((south + north) / 2))
    wanted = (east - west) * km_per_degree / 6
    power = 10 ** math.floor(math.log10(wanted))
    km = max(m * power for m in (1, 2, 5) if m * power <= wanted)
    width = km / km_per_degree / (east - west)
    level = 0.03 if "lower" in corner else 0.95
    frame, unit_px = ax.get_window_extent(), ax.figure.dpi / 72

    def box_at(left: float) -> Box:
        x, y = frame.x0 + left * frame.width, frame.y0 + level * frame.height
        return x - 5, y - unit_px - 5, x + width * frame.width + 5, y + 15 * unit_px

    inward = [0.03 + step * 0.02 for step in range(round((0.94 - width) / 0.02))]
    lefts = inward if "left" in corner else [1 - width - at for at in inward]
    left = next((at for at in lefts if not any(overlap(box_at(at), other) for other in taken)), lefts[0])
    ax.plot([left, left + width], [level, level], transform=ax.transAxes, color=INK, linewidth=2, zorder=7)
    ax.text(
        left + width / 2, level + 0.008, f"{km:,.0f} {unit}", transform=ax.transAxes, ha="center", va="bottom",
        fontsize=7, color=INK, zorder=7,
    )  # fmt: skip
    return box_at(left)
