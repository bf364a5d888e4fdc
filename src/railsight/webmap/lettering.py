"""The labels of a still picture: few, clear of badges, of each other and of the way, by the rules of the page."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from railsight.webmap.escape import clean
from railsight.webmap.placing import mercator, unrolled

Box = tuple[float, float, float, float]
Content = dict[str, Any]
INK = "#1c2227"
_COLOURS = {
    "country": "#566068",
    "other": "#4a3f78",
    "contested": "#9b1c1c",
    "rejected": "#9b1c1c",
    "unplaced": "#566068",
}  # of labels, where not INK
SHORTER, MOST_HIDDEN = 4.0, 6.0  # what a shorter label costs; a station's label that hides more of the way is left out
STATIONS_APART = 40.0  # points between stations that are named
LINE = 38  # characters of a line under a name
NAME_ROOM = 9.0  # points of room up and down at the least zoom at which a country is named
FINER = 0.5  # steps of the page's zoom by which print shows more
CLEARLY_OWN, WELL_OWN, DOUBTFUL = 1.2, 5.0, 5.0  # points by which a name is nearer to its badge than to others; a cost
ROOM, COUNTRY_ROOM = (2.0, 0.0), (9.0, 2.5)  # points around a name, around a country's: two would read as one
# Of a country's places one has its name in so many points, or in this share of the map. A name is so many times as wide
# as high: beside it more room is asked for.
COUNTRY_APART, COUNTRY_SHARE, NAME_WIDE = 260.0, 0.75, 2.5
_OVER = ((0, 0),)  # a country's name stands on the country
_SIDES = ((1, 0), (-1, 0), (1, -0.8), (1, 0.8), (-1, -0.8), (-1, 0.8), (0, -1), (0, 1))


def cut(text: str, limit: int) -> str:
    """Outside text as one line of at most ``limit`` characters."""
    text = " ".join(clean(text[:1000]).split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def extent_of(artist: Any) -> Box:
    """The box of something drawn, in pixels."""
    box = artist.get_window_extent()
    return box.x0, box.y0, box.x1, box.y1


def place_labels(content: Content, ax: Any, middle: float, taken: list[Box], ways: Sequence[Any]) -> None:
    """Writes the labels of a page\'s content on its picture; ``taken`` are the boxes of badges, then furniture."""
    frame = extent_of(ax)
    unit = ax.figure.dpi / 72
    crowd = list(_along(ax, ways, 5 * unit))
    spots = {s["n"]: s["_at"] for s in content["badges"]}
    shared = {s["n"]: s["_shared"] for s in content["badges"] if s["_shared"]}
    joined: set[str] = set()
    west_edge, east_edge = ax.get_xlim()
    across = ax.get_window_extent().width / unit / 72 * 96  # in pixels of a page
    zoom = math.log2(360 / (east_edge - west_edge) * across / 256) + FINER
    badges = taken[: len({tuple(at) for at in spots.values() if at})]
    named: list[tuple[float, float]] = []
    countries: list[tuple[str, tuple[float, float]]] = []
    drawn = {goal["n"] for goal in content["goals"] if goal["drawn"]}

    def room(lat: float, lon: float, least: float) -> float:
        """How much room there is around a place of a country in the picture, in points."""
        x, y = ax.transData.transform((unrolled(lon, middle), mercator(lat)))
        beside = min(x - frame[0], frame[2] - x) / NAME_WIDE
        return float(min(2.0 ** (zoom - least) * NAME_ROOM * unit, beside, y - frame[1], frame[3] - y))

    for label in _each_place(content["labels"], room):
        if label["type"] == "goal" and label["n"] not in drawn:
            continue
        if both := shared.get(label.get("n")):  # sightings that share a badge share a name
            if both[0]["n"] in joined:
                continue
            joined.add(both[0]["n"])
            label = _of_several(label, *both)
        if label.get("minZoom", 0) > zoom or label.get("maxZoom", 99) < zoom:
            continue
        place = (unrolled(label["lon"], middle), mercator(label["lat"]))
        pixel = spots.get(label.get("n")) or tuple(ax.transData.transform(place))
        if not (frame[0] < pixel[0] < frame[2] and frame[1] < pixel[1] < frame[3]):
            continue
        station = label["type"] == "station"
        beneath = any(b[0] < pixel[0] < b[2] and b[1] < pixel[1] < b[3] for b in badges)
        if station and (beneath or any(math.dist(pixel, other) < STATIONS_APART * unit for other in named)):
            continue
        if label["type"] == "country":
            alone = max(COUNTRY_APART * unit, COUNTRY_SHARE * max(frame[2] - frame[0], frame[3] - frame[1]))
            if any(other == label["name"] and math.dist(pixel, at) < alone for other, at in countries):
                continue
            if _place(ax, label, pixel, taken, crowd, frame, unit):
                countries.append((label["name"], pixel))
        elif _place(ax, label, pixel, taken, crowd, frame, unit, badges) and (station or label["type"] == "stop"):
            named.append(pixel)
            if station:
                ax.plot(
                    *place,
                    "o",
                    markersize=2.8,
                    markerfacecolor="white",
                    markeredgecolor=INK,
                    markeredgewidth=0.7,
                    zorder=4.6,
                )


def _of_several(label: Content, first: Content, last: Content) -> Content:
    """The label of a badge of several: the names of the first and the last, and nothing that is said of one."""
    names = " – ".join(dict.fromkeys(one["name"].split(" (")[0] or one["name"] for one in (first, last)))
    kind = label["type"] if first["look"] == last["look"] else "stop"
    return {**label, "name": names, "type": kind, "local": "", "more": ()}


def _each_place(labels: Sequence[Content], room: Callable[[float, float, float], float]) -> Iterator[Content]:
    """The labels, one of a country once for each of its places, the roomiest first."""
    for label in labels:
        for lat, lon, least in sorted(label.get("places", ()), key=lambda place: -room(*place)):
            yield label | {"lat": lat, "lon": lon, "minZoom": least}
        if "places" not in label:
            yield label


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
    ax: Any, label: Content, pixel: Any, taken: list[Box], crowd: list[tuple[float, float]], frame: Box, unit: float,
    badges: Sequence[Box] = (),
) -> bool:  # fmt: skip
    """One label at the best of the places around its point in the best of its forms; False where there is none."""
    best: tuple[float, float, Box, list[Any], int] | None = None
    for k, lines in enumerate(_forms(label)):
        if best is not None and (best[0] <= k * SHORTER or lines == (label.get("share"),)):
            break  # a percentage without its name only where it must be
        texts = _texts(ax, label, lines)
        found = _best_box(label, texts, pixel, taken, crowd, frame, unit, badges)
        if found is not None and (best is None or found[0] + k * SHORTER < best[0]):
            _remove(best[3] if best else ())
            best = (found[0] + k * SHORTER, found[1], found[2], texts, found[3])
        else:
            _remove(texts)
    if best is None:
        return False
    _, hides, box, texts, side = best
    if label["type"] == "station" and hides > MOST_HIDDEN:
        _remove(texts)
        return False
    taken.append(box)
    level = box[3]
    for text in texts:
        extent = extent_of(text)
        level -= extent[3] - extent[1]
        rest = box[2] - box[0] - (extent[2] - extent[0])  # a short line stands next to the badge, on whichever side
        x = box[0] + (0.0 if side > 0 else rest if side < 0 else rest / 2)
        text.set_multialignment("left" if side > 0 else "right" if side < 0 else "center")
        text.set_transform(ax.transData)  # so that it stays at its place when the axes move
        text.set_position(ax.transData.inverted().transform((x, level)))
    return True


def _remove(artists: Sequence[Any]) -> None:
    for artist in artists:
        artist.remove()


def _best_box(
    label: Content, texts: Sequence[Any], pixel: Any, taken: Sequence[Box], crowd: Sequence[tuple[float, float]],
    frame: Box, unit: float, badges: Sequence[Box],
) -> tuple[float, float, Box, int] | None:  # fmt: skip
    """What the best place around a point costs, what of that it hides of the way, the place and its side."""
    extents = [extent_of(text) for text in texts]
    w, h = max(b[2] - b[0] for b in extents), sum(b[3] - b[1] for b in extents)
    country = label["type"] == "country"
    own = next((b for b in badges if b[0] < pixel[0] < b[2] and b[1] < pixel[1] < b[3]), None) if "n" in label else None
    room_x, room_y = (one * unit for one in (COUNTRY_ROOM if country else ROOM))
    best: tuple[float, float, Box, int] | None = None
    for gap in (10 * unit,) if country else (10 * unit, 18 * unit):
        for rank, (sx, sy) in enumerate(_OVER if country else _SIDES):
            x = pixel[0] + sx * gap + (0 if sx > 0 else -w if sx < 0 else -w / 2)
            y = pixel[1] - sy * gap + ((0 if sy < 0 else -h if sy > 0 else -h / 2) if sx == 0 else -h / 2)
            if x < frame[0] + 4 or y < frame[1] + 4 or x + w > frame[2] - 4 or y + h > frame[3] - 4:
                continue
            box = (x, y, x + w, y + h)
            if any(
                x - room_x < b[2] and b[0] < x + w + room_x and y - room_y < b[3] and b[1] < y + h + room_y
                for b in taken
            ):
                continue
            lead = _own_lead(box, own, badges) / unit
            if lead < CLEARLY_OWN:
                continue
            hides = 1.5 * sum(x - 2 < px < x + w + 2 and y - 1 < py < y + h + 1 for px, py in crowd)
            cost = rank * 0.6 + gap / unit * 0.2 + hides + (DOUBTFUL if lead < WELL_OWN else 0.0)
            if best is None or cost < best[0]:
                best = (cost, hides, box, sx)
    return best


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes lie on each other."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def gap_between(a: Box, b: Box) -> float:
    """How far two boxes are from each other."""
    return math.hypot(max(0.0, a[0] - b[2], b[0] - a[2]), max(0.0, a[1] - b[3], b[1] - a[3]))


def _own_lead(box: Box, own: Box | None, badges: Sequence[Box]) -> float:
    """How much nearer a box is to the badge that it names than to any other: it is read with the nearest."""
    if own is None:
        return math.inf
    return min((gap_between(box, b) for b in badges if b is not own), default=math.inf) - gap_between(box, own)


def _forms(label: Content) -> list[tuple[str, ...]]:
    """The ways to write a label, from all of it to the name alone; the name comes first."""
    share = cut(label.get("share") or "", 20)
    name = cut(f"{label['name']} {share}" if label.get("named") else label["name"], 44)
    local = [cut(label["local"], 44)] if label.get("local") and _drawable(label["local"]) else []
    more = [textwrap.fill(cut(text, 2 * LINE), LINE) for text in label.get("more", ())]
    bare = name.split(" (")[0] or name
    if share:  # of a destination: its percentage goes last
        figure = () if label.get("named") else (share,)
        forms = [(name, *figure, *local, *more), (bare, *figure), *([figure] if figure else [])]
    else:
        forms = [(name, *local, *more), (bare, *more[:1]), (bare,)]
    return [form for i, form in enumerate(forms) if form not in forms[:i]]


def _texts(ax: Any, label: Content, lines: tuple[str, ...]) -> list[Any]:
    """The name, and below it what else is to be said, still unplaced."""
    import matplotlib.patheffects as effects

    country = label["type"] == "country"
    name, *more = lines
    common: dict[str, Any] = {
        "transform": None, "ha": "left", "va": "bottom", "zorder": 7 if label["type"] in ("stop", "goal") else 5.5,
        "path_effects": [effects.withStroke(linewidth=2.2, foreground="white")], "linespacing": 1.15,
    }  # fmt: skip
    look = {
        "fontsize": 7 if country else 7.5,
        "fontweight": "bold" if label["type"] in ("stop", "goal") else "normal",
        "fontstyle": "italic" if label["type"] in ("goal", "other") else "normal",
        "color": _COLOURS.get(label["type"], INK),
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
