"""Pages of what has no time: a route between two places, what is in reach of one, and a whole network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, cast

from railsight.datasets import network_credit
from railsight.geo import LonLat
from railsight.layers import network_layers, path_layers, reach_layers
from railsight.model import AREA_KINDS, Layer, Path, PathPoint, Place, Reach, RunningTime
from railsight.webmap import basemap
from railsight.webmap.content import Options, frame, with_basemap
from railsight.webmap.drawing import Lines, border_words, gauge_words, paths, points_of
from railsight.webmap.marking import least_zoom, towns_of
from railsight.webmap.story import otherwise
from railsight.webmap.wording import Part, Wording

if TYPE_CHECKING:
    from railsight.network import Network

MAX_ROWS = 600  # stations in the table of a route
MAX_DOTS = 20_000  # stations drawn
MAX_TOWNS = 60  # towns in reach that are named
MAX_RIM = 200  # stations named where the time is over
OFF_KM = 0.5  # a place asked for that lies farther from the railway is drawn apart
AT_KM = 0.1  # a way that begins or ends farther from a station than this is said to be only near it
_ROUTE = frozenset(("route",))


class AskedLike(Protocol):
    """What a page of a route needs of ``api.Distance``: what was asked for, and what belongs to the answer."""

    @property
    def origin(self) -> Place: ...

    @property
    def target(self) -> Place: ...

    @property
    def via(self) -> Sequence[Place]: ...

    @property
    def snap_km(self) -> tuple[float, float]: ...

    @property
    def running_time(self) -> RunningTime: ...

    @property
    def profile(self) -> str: ...

    @property
    def line_names(self) -> Mapping[str, str]: ...

    @property
    def warnings(self) -> Sequence[str]: ...


def path_page(
    path: Path, others: Sequence[Path], options: Options, asked: AskedLike | None = None
) -> dict[str, object]:
    """The page of a route: the way with its stations, borders and breaks of gauge, and the same as text."""
    places = (asked.origin, *asked.via, asked.target) if asked else ()
    w = Wording(options.language, {p.name: p.names for p in path.points} | {p.name: p.names for p in places})
    layers = path_layers(path, others)
    lines = Lines()
    apart = _off_the_railway(asked)
    seen = [*points_of(layers, _ROUTE), *((place.lon, place.lat) for place, _ in apart)]
    passed = list(dict.fromkeys(p.country for p in path.points if p.country))
    page = frame(options, w, layers, seen, least=0.25, attribution=path.attribution, places=places, countries=passed)
    page["paths"] = paths(layers, w, lines)
    page |= {
        "lines": lines.codes,
        "dots": _dots(layers, w),
        "headings": {"story": w.word("route"), "passages": w.word("stations")},
        "labels": [*_labels(path, w), *_place_labels(apart, w), *page["labels"]],  # type: ignore[misc]
        "story": _story(path, others, w, asked),
        "passages": [
            [[{"o": w.name(p.name, p.names)}], [w.km_of(p.km, path.length_kinds(0.0, p.km))]]
            for p in path.points[:MAX_ROWS]
        ],
        "sources": [[{"o": source}] for source in path.sources],
        "warnings": [w.said(line) for line in (asked.warnings if asked else path.warnings)],
    }
    _add_marks(page, path, apart, asked, w)
    return with_basemap(page)


def _off_the_railway(asked: AskedLike | None) -> list[tuple[Place, float]]:
    """The ends asked for that lie off the railway, each with the kilometres between: these are not of the way."""
    if asked is None:
        return []
    ends = zip((asked.origin, asked.target), asked.snap_km, strict=True)
    return [(place, km) for place, km in ends if km >= OFF_KM and place.kind not in AREA_KINDS]


def _add_marks(
    page: dict[str, object], path: Path, apart: Sequence[tuple[Place, float]], asked: AskedLike | None, w: Wording
) -> None:
    """Marks of where the way begins and ends, and of what lies off it, with their entries in the legend."""
    wanted = (asked.origin, asked.target) if asked else (None, None)
    found: list[dict[str, object]] = [
        {"type": "end", "lat": lat, "lon": lon, "text": w.text(name) or (place.name if place else w.word("endMark"))}
        for name, place, (lon, lat) in zip(_ends(path, w), wanted, (path.geometry[0], path.geometry[-1]), strict=True)
    ]
    found += [
        {"type": "place", "lat": place.lat, "lon": place.lon, "text": w.text(_gap(place, km, w))} for place, km in apart
    ]
    page["marks"] = [*page["marks"], *found]  # type: ignore[misc]
    words = {"end": "endMark", "place": "placeMark"}
    page["legend"] = [
        *page["legend"],  # type: ignore[misc]
        *(
            {"mark": kind, "text": w.word(word)}
            for kind, word in words.items()
            if any(m["type"] == kind for m in found)
        ),
    ]


def _ends(path: Path, w: Wording) -> tuple[list[Part], list[Part]]:
    """Where a way begins and ends: at a station, or so many kilometres before or beyond one. Empty where none is."""
    if not path.points:
        return [], []
    first, last = path.points[0], path.points[-1]

    def told(key: str, point: PathPoint, km: float) -> list[Part]:
        name: Part = {"o": w.name(point.name, point.names)}
        return w.fill(key, name, w.km(km, path.length_kind, digits=1)) if km >= AT_KM else [name]

    return told("startNear", first, first.km), told("endNear", last, path.km - last.km)


def _gap(place: Place, km: float, w: Wording) -> list[Part]:
    return w.fill("storyGap", {"o": w.name(place.name, place.names)}, w.km(km, "measured", digits=1))


def _place_labels(apart: Sequence[tuple[Place, float]], w: Wording) -> list[dict[str, object]]:
    return [
        {"type": "stop", "name": w.name(place.name, place.names), "local": "", "localLang": "",
         "lat": place.lat, "lon": place.lon, "minZoom": 0, "gap": [9, 20]}
        for place, _ in apart
    ]  # fmt: skip


def network_page(network: Network, options: Options) -> dict[str, object]:
    """The page of a network: every line and operating point."""
    w = Wording(options.language)
    layers = network_layers(network)
    lines = Lines()
    seen = points_of(layers, frozenset(("railway",)))
    page = frame(options, w, layers, seen, attribution=network_credit(network.info, network.name))
    page["paths"] = paths(layers, w, lines)
    names = sorted({str(f.properties["name"]) for layer in layers if layer.style == "railway" for f in layer.features})
    sources = sorted(
        {str(f.properties["source"]) for layer in layers if layer.style == "railway" for f in layer.features}
    )
    page |= {
        "lines": lines.codes,
        "dots": _dots(layers, w),
        "headings": {"story": w.word("railway"), "passages": w.word("stations")},
        "story": [[{"o": ", ".join(names)[:3500]}]] if names else [],
        "sources": [[{"o": source}] for source in sources if source][:60],
    }
    return with_basemap(page)


def reach_page(
    stretches: Sequence[Reach],
    origin: Place,
    hours: float,
    line_names: Mapping[str, str],
    sources: Sequence[str],
    options: Options,
    *,
    attribution: str = "",
    stations: Sequence[tuple[Place, float]] = (),
) -> dict[str, object]:
    """The page of what is in reach of a place: the stretches by line and the largest towns, and the same as text.

    ``stations`` are those in reach with the hours to each.
    """
    w = Wording(options.language, {origin.name: origin.names})
    layers = reach_layers(stretches, origin, line_names)
    reached, ends, _ = layers
    lines = Lines()
    seen = points_of(layers, frozenset(("range", "origin")))
    page = frame(options, w, layers, seen, attribution=attribution, places=(origin,), countries=(origin.country or "",))
    page["paths"] = paths(layers, w, lines)
    by_line = sorted(
        (
            (float(p["km"]), str(p["name"]), str(p["length_kind"]))  # type: ignore[arg-type]
            for p in (f.properties for f in reached.features)
        ),
        reverse=True,
    )
    towns = _towns(stations, origin)
    kinds = {kind for *_, kind in by_line}
    all_km = w.km(sum(km for km, *_ in by_line), kinds.pop() if len(kinds) == 1 else "mixed")
    page |= {
        "lines": lines.codes,
        "dots": _dots(layers, w),
        "headings": {"story": w.word("inReach"), "passages": w.word("stations")},
        "columns": [cast("list[str]", w.words["passageColumns"])[0], w.word("aboutTime")],
        "marks": [{"type": "end", "lat": origin.lat, "lon": origin.lon, "text": w.name(origin.name, origin.names)}],
        "legend": [*page["legend"], {"mark": "end", "text": w.word("startMark")}],  # type: ignore[misc]
        "labels": [*_range_labels(stretches, origin, ends, towns, w), *page["labels"]],  # type: ignore[misc]
        "story": [w.fill("storyReach", w.number(hours), {"o": w.name(origin.name, origin.names)}, all_km)],
        "passages": [
            [[{"o": w.name(place.name, place.names)}], [{"t": _after(h, w), "k": "inferred"}]]
            for place, h, _ in sorted(towns, key=lambda one: one[1])
        ],
        "railways": [[[{"o": name}], [w.km(km, kind)]] for km, name, kind in by_line[:MAX_ROWS]],
        "sources": [[{"o": source}] for source in sources],
    }
    return with_basemap(page)


def _towns(stations: Sequence[tuple[Place, float]], origin: Place) -> list[tuple[Place, float, int]]:
    """The largest towns in reach, each by one of its stations, with hours and inhabitants, the largest first.

    On a network that knows none they are all its stations, the nearest first, of no inhabitants.
    """
    others = [(place, hours) for place, hours in stations if hours > 0 and place.name != origin.name]
    sizes = towns_of(place for place, _ in others)
    found = [(place, hours, sizes.get(place.id or place.name, 0)) for place, hours in others]
    if sizes:
        found = sorted((one for one in found if one[2]), key=lambda one: (-one[2], one[1]))[:MAX_TOWNS]
    return found[:MAX_ROWS]


def _after(hours: float, w: Wording) -> str:
    """Hours of a run, about; of less than two to ten minutes."""
    if hours > 23 / 12:
        return w.hours(hours)
    minutes = max(10, round(hours * 6) * 10)
    return w.text(w.fill("hoursMinutes", str(minutes // 60), str(minutes % 60)))


def _range_labels(
    stretches: Sequence[Reach],
    origin: Place,
    stations: Layer,
    towns: Sequence[tuple[Place, float, int]],
    w: Wording,
) -> list[dict[str, object]]:
    """The start, the largest towns with the hours to each, and the last stations before the time is over."""
    ends = {f.coordinates: str(f.properties["name"]) for f in stations.features}
    rim = {
        end: ends[end]
        for one in stretches
        if one.partial and one.geometry
        for end in (one.geometry[0], one.geometry[-1])
        if end in ends
    }

    def label(kind: str, name: str, at: LonLat, least: float) -> dict[str, object]:
        return {
            "type": kind, "name": name, "local": "", "localLang": "",
            "lat": at[1], "lon": at[0], "minZoom": least, "gap": [9, 20],
        }  # fmt: skip

    start = label("stop", w.name(origin.name, origin.names), (origin.lon, origin.lat), 0)
    named = [
        label("station", w.name(place.name, place.names), (place.lon, place.lat), least_zoom(size))
        | {"more": [_after(hours, w)]}
        for place, hours, size in towns
    ]
    last = (label("station", w.name(name, {}), at, 4.0) for at, name in list(rim.items())[:MAX_RIM])
    known = {one["name"] for one in named}
    return [start, *named, *(one for one in last if one["name"] not in known)]


def _dots(layers: Sequence[Layer], w: Wording) -> dict[str, object] | None:
    """Stations as one string of places and a list of names."""
    found: list[tuple[LonLat, str]] = []
    for layer in layers:
        if layer.style == "station":
            for feature in layer.features:
                names = feature.properties["names"]
                name = w.name(str(feature.properties["name"]), names if isinstance(names, dict) else {})
                found.append((feature.coordinates, name))  # type: ignore[arg-type]
    found = found[:MAX_DOTS]
    if not found:
        return None
    return {"places": basemap.encode_line([p for p, _ in found], keep_all=True), "names": [n for _, n in found]}


def _story(path: Path, others: Sequence[Path], w: Wording, asked: AskedLike | None) -> list[list[Part]]:
    if not path.points:
        return [[w.km(path.km, path.length_kind), w.word("storyKm"), "."]]
    first, last = _ends(path, w)
    before, between, after = w.word("storyRoute").split("#")
    in_all: list[Part] = [w.km(path.km, path.length_kind), w.word("storyKm"), "."]
    told: list[list[Part]] = [[p for p in (before, *first, between, *last, after, *in_all) if p]]
    if asked is not None:
        told += [_gap(place, km, w) for place, km in _off_the_railway(asked)]
        spans = w.spans(asked.running_time)
        told.append(w.fill("storyRun", *({"t": span, "k": "inferred"} for span in spans), {"o": asked.profile}))
    line_names = asked.line_names if asked else {}
    names = [w.name(name, {}) for run in path.lines for name in (run.origin, run.target)]
    if names:  # a run that begins between two stations is of neither
        names[0], names[-1] = w.text(first), w.text(last)
    told += [
        [{"o": f"{origin} – {target}{_of(run.line, line_names)}"}, ": ", w.km(run.km, run.length_kind)]
        for run, origin, target in zip(path.lines, names[::2], names[1::2], strict=True)
    ]
    told += [
        [{"o": f"{border_words(b.origin, b.target, w)}: {w.name(b.at, {})}"}, ", ", _km_at(path, b.km, w)]
        for b in path.borders
    ]
    told += [[{"o": gauge_words(g.from_mm, g.to_mm, g.at, w)}, ", ", _km_at(path, g.km, w)] for g in path.gauge_breaks]
    for other in others:
        then = w.fill("wholeThen", w.km(other.km, other.length_kind))
        told.append([w.word("otherRoute"), ", ", *otherwise(path, other, w), *then])
    return told


def _km_at(path: Path, km: float, w: Wording) -> Part:
    return w.km_of(km, path.length_kinds(0.0, km))


def _of(line: str, names: Mapping[str, str]) -> str:
    return f" ({names[line]})" if names.get(line) else ""


def _labels(path: Path, w: Wording) -> list[dict[str, object]]:
    borders, towns = {b.at for b in path.borders}, towns_of(path.points)

    def label(point: PathPoint, kind: str, least: float) -> dict[str, object]:
        local, language = w.local_name(point.name, point.names, point.country)
        return {
            "type": kind, "name": w.name(point.name, point.names), "local": local, "localLang": language,
            "lat": point.lat, "lon": point.lon, "minZoom": least, "gap": [9, 20],
        }  # fmt: skip

    if not path.points:
        return []
    ends = [label(p, "stop", 0) for p in (path.points[0], path.points[-1])]
    for end, at, said in zip(ends, (path.geometry[0], path.geometry[-1]), _ends(path, w), strict=True):
        if len(said) > 1:  # begins or ends beside it
            end |= {"lon": at[0], "lat": at[1], "name": w.text(said), "local": None}
    by_town = sorted(path.points[1:-1], key=lambda p: -towns.get(p.id or p.name, 0))
    on_the_way = [
        label(p, "station", min(least_zoom(towns.get(p.id or p.name, 0)), 4.5 if p.name in borders else 9.0))
        for p in by_town
    ]
    on_the_way.sort(key=lambda one: one["minZoom"])  # type: ignore[arg-type,return-value]
    return [*ends, *on_the_way[:200]]
