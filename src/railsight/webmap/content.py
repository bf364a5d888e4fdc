"""What a page says and draws, as plain data: the only place where lon, lat becomes lat, lon.

The dict made here is what ``page/*.js`` reads. Outside text goes into it as given; ``escape`` makes it safe on the way
into the page. Nothing here depends on a clock, a random number or the order of a set.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from railsight.geo import LonLat, approx_m, bounds, geodesic_m
from railsight.layers import is_statement, journey_layers
from railsight.model import Case, Destination, Feature, Journey, Layer, PathPoint, Place, Position, Report, Sighting
from railsight.times import iso
from railsight.webmap import basemap, story
from railsight.webmap.countries import COUNTRIES, country_name
from railsight.webmap.escape import Code
from railsight.webmap.wording import KINDS, Part, Wording, linked

MAX_MOMENTS = 240  # steps of the time slider
MAX_REACH_CHARS = 120_000  # of reachable stretches in one page; past it moments keep their belief and lose their reach
MAX_PAIRS = 40  # places to choose two of


@dataclass(frozen=True, slots=True)
class Options:
    """What the maker of a page may choose. Empty means: from the case, else from the journey."""

    language: str = "en"
    title: str = ""
    subtitle: str = ""
    credits: str = ""
    tiles: str | None = None
    as_of: datetime | None = None


@dataclass(slots=True)
class Lines:
    """Drawn lines, each kept once; features refer to them by number."""

    codes: list[Code] = field(default_factory=list)
    _known: dict[str, int] = field(default_factory=dict)

    def add(self, points: Sequence[LonLat]) -> int:
        code = basemap.encode_line(list(points))
        found = self._known.setdefault(code.text, len(self.codes))
        if found == len(self.codes):
            self.codes.append(code)
        return found


def _rings(feature: Feature) -> list[Sequence[LonLat]]:
    if feature.geometry_type == "LineString":
        return [feature.coordinates]  # type: ignore[list-item]
    return list(feature.coordinates)  # type: ignore[arg-type]


def points_of(layers: Iterable[Layer], styles: frozenset[str]) -> list[LonLat]:
    """Places that the map must show: points and a sample of the lines of some style classes."""
    found: list[LonLat] = []
    for layer in layers:
        if layer.style not in styles:
            continue
        for feature in layer.features:
            if feature.geometry_type == "Point":
                lon, lat = feature.coordinates
                found.append((lon, lat))  # type: ignore[arg-type]
            else:
                for ring in _rings(feature):
                    found += [ring[0], ring[-1], *ring[:: max(1, len(ring) // 200)]]
    return found


def area_of(points: Sequence[LonLat], *, least: float = 0.6) -> basemap.Area:
    """West, south, east, north around points, at least ``least`` degrees each way."""
    west, south, east, north = bounds(points) if points else (-10.0, 0.0, 150.0, 70.0)
    if east - west < least:
        west, east = west - least / 2, east + least / 2
    if north - south < least:
        south, north = south - least / 2, north + least / 2
    return west, max(-84.0, south), east, min(84.0, north)


def around(area: basemap.Area) -> basemap.Area:
    """The area of the detailed basemap: what a wide or a tall window shows around the map's subject, and some more."""
    west, south, east, north = area
    wide, tall = east - west, north - south
    extra_x = max(0.25 * wide, 1.3 * tall * 1.6 - wide) / 2 + 1.0
    extra_y = max(0.25 * tall, 0.6 * wide * 0.8 - tall) / 2 + 1.0
    return west - min(extra_x, 40), max(-84.0, south - extra_y), east + min(extra_x, 40), min(84.0, north + extra_y)


def _sighting_parts(number: int, sighting: Sighting, w: Wording, reports: dict[str, Report]) -> dict[str, object]:
    """What map and list share about a sighting, used or rejected."""
    place = sighting.place
    local, local_lang = w.local_name(place.name, place.names, place.country)
    span = sighting.interval
    report = reports.get(sighting.report or "")
    source: list[Part] = linked(sighting.source)
    if report is not None:
        source += _report_parts(report, w, lead="; " if source else "", named=not sighting.source)
    key = sighting.source or (report.source if report else None) or sighting.report or ""
    return {
        "n": number,
        "id": sighting.id,
        "name": w.name(place.name, place.names),
        "local": local,
        "localLang": local_lang,
        "event": sighting.event,
        "status": sighting.status,
        "time": w.window(span.earliest, span.latest, place.lon, place.lat, "reported") if span else None,
        "quote": sighting.quote_text or None,
        "source": source,
        "sourceKey": key[:120],
        "sourceName": key[:60] or "?",
        "knownAt": iso(sighting.known_at) if sighting.known_at else None,
        "known": [{"o": w.moment(sighting.known_at, place.lon, place.lat)}] if sighting.known_at else None,
        "note": sighting.note or None,
    }


def _report_parts(report: Report, w: Wording, *, lead: str = "", named: bool = True) -> list[Part]:
    """A report as a source: who, what, when, with its address."""
    parts: list[Part] = [lead] if lead else []
    if report.source and named:
        parts += [*linked(report.source), " "]
    title = report.title or report.id
    parts.append({"o": title, "h": report.url} if report.url else {"o": title})
    if report.published:
        parts += [", ", w.utc(report.published)]
    if report.published_assumed:
        parts += [" (", {"o": report.published_assumed}, ")"]
    return parts


def _stops(journey: Journey, w: Wording, reports: dict[str, Report]) -> list[dict[str, object]]:
    stops: list[dict[str, object]] = []
    for used in journey.used:
        stop = _sighting_parts(len(stops) + 1, used.sighting, w, reports)
        stop |= {"lat": used.spot.lat, "lon": used.spot.lon, "rejected": False, "belief": [w.share(used.belief)]}
        stop["moment"] = _nearest_moment(journey, used.sighting)
        if used.why:
            stop["note"] = "; ".join(filter(None, (used.sighting.note, used.why)))
        stops.append(stop)
    for rejected in journey.rejected:
        place = rejected.sighting.place
        stop = _sighting_parts(len(stops) + 1, rejected.sighting, w, reports)
        stop |= {"lat": place.lat, "lon": place.lon, "moment": None}
        stop |= {"statement": True} if is_statement(rejected) else {"rejected": True, "reason": rejected.reason}
        stops.append(stop)
    return stops


def moments(journey: Journey) -> Sequence[Position]:
    """The samples for the slider: all, or evenly thinned to ``MAX_MOMENTS``, first and last kept."""
    samples = journey.positions
    if len(samples) <= MAX_MOMENTS:
        return samples
    step = (len(samples) - 1) / (MAX_MOMENTS - 1)
    return [samples[round(i * step)] for i in range(MAX_MOMENTS)]


def _nearest_moment(journey: Journey, sighting: Sighting) -> int | None:
    if sighting.interval is None or not journey.positions:
        return None
    middle = sighting.interval.middle
    samples = moments(journey)
    return min(range(len(samples)), key=lambda i: abs((samples[i].at - middle).total_seconds()))


def _times(journey: Journey, w: Wording, lines: Lines) -> list[dict[str, object]]:
    times: list[dict[str, object]] = []
    ways = [p for p in (journey.path, *(d.path for d in journey.destinations)) if p is not None]
    stations = {p.id: p for way in ways for p in way.points}
    spent = 0
    for position in moments(journey):
        before = len(lines.codes)
        reach = (
            [lines.add(r.geometry) for r in position.reachable if len(r.geometry) > 1]
            if spent < MAX_REACH_CHARS
            else []
        )
        spent += sum(len(code.text) for code in lines.codes[before:])
        times.append(
            {
                "t": iso(position.at).replace("+00:00", "Z"),
                "local": w.moment(position.at, position.lon, position.lat),
                "utc": w.utc(position.at),
                "where": w.word("standing" if position.standing else "near").replace(
                    "#", _near(position, stations.values(), w)
                ),
                "lat": round(position.lat, 5),
                "lon": round(position.lon, 5),
                "band": [lines.add(points) for _, points in position.spread if len(points) > 1],
                "reach": reach,
            }
        )
    return times


def _near(position: Position, stations: Iterable[PathPoint], w: Wording) -> str:
    """The nearest operating point of the ways drawn, in the reader's language."""
    best = min(stations, key=lambda p: approx_m(position.lon, position.lat, p.lon, p.lat), default=None)
    return w.name(best.name, best.names) if best else position.near


def _way_text(layer: Layer, feature: Feature, w: Wording) -> str:
    """The words on a way under the pointer."""
    p = feature.properties
    if layer.style == "other":
        return f"{p['subject']}: {p['from']} – {p['to']}"
    text = w.word("route" if layer.id == "path" else layer.style)
    if layer.style == "railway":
        return str(p["name"])
    if "to" in p:
        text = f"{p['to']}"
    if isinstance(p.get("probability"), float):
        share = w.share(p["probability"])  # type: ignore[arg-type]
        text += f", {share['t']}" if isinstance(share, dict) else ""
    if isinstance(p.get("km"), float):
        km = w.km(p["km"], "official")  # type: ignore[arg-type]
        text += f", {km['t']}" if isinstance(km, dict) else ""
    return text


def paths(layers: Iterable[Layer], w: Wording, lines: Lines) -> list[dict[str, object]]:
    """The drawn ways, lowest first, by number of their lines."""
    styles = ("alternative", "confirmed", "inferred", "speculated", "other", "railway")
    return [
        {
            "style": layer.style,
            "lines": [lines.add(ring) for ring in _rings(feature)],
            "text": _way_text(layer, feature, w),
        }
        for layer in layers
        if layer.style in styles
        for feature in layer.features
    ]


def _marks(layers: Iterable[Layer], w: Wording) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for layer in layers:
        for feature in layer.features:
            p = feature.properties
            if layer.style == "border":
                text = _plain(
                    w.fill(
                        "border", country_name(str(p["origin"]), w.language), country_name(str(p["target"]), w.language)
                    )
                )
            elif layer.style == "gauge-break":
                text = _plain(w.fill("gauge", str(p["from_mm"]), str(p["to_mm"]), str(p["at"])))
            elif layer.style == "destination":
                text = str(p["name"])
            else:
                continue
            lon, lat = feature.coordinates
            kind = {"gauge-break": "gauge", "destination": "goal"}.get(layer.style, layer.style)
            found.append({"type": kind, "lat": lat, "lon": lon, "text": text})
    return found


def _plain(parts: Iterable[Part]) -> str:
    return "".join(p if isinstance(p, str) else p.get("t") or p["o"] for p in parts)


def _goals(journey: Journey, w: Wording) -> list[dict[str, object]]:
    goals: list[dict[str, object]] = []
    for d in journey.destinations:
        local, local_lang = w.local_name(d.place.name, d.place.names, d.place.country)
        text: list[Part] = []
        if d.rail_km_left is not None:
            kind = d.path.length_kind if d.path is not None else "inferred"
            text += [w.km(d.rail_km_left, kind), w.word("goalKm")]
        if d.earliest is not None and d.latest is not None:
            text += [w.word("goalEta"), *w.window(d.earliest, d.latest, d.place.lon, d.place.lat, "inferred"), "."]
        else:
            text += [". ", w.word("goalNoEta")]
        goals.append(
            {
                "name": w.name(d.place.name, d.place.names),
                "local": local,
                "localLang": local_lang,
                "probability": [w.share(d.probability)],
                "share": round(d.probability * 100, 1),
                "text": text,
                "why": d.why or None,
            }
        )
    return goals


def _goal_label(d: Destination, w: Wording) -> dict[str, object]:
    more = [_plain([w.share(d.probability)])]
    if d.earliest is not None and d.latest is not None and d.probability >= 0.2:
        more.append(_plain(w.window(d.earliest, d.latest, d.place.lon, d.place.lat, "inferred")))
    return _label("goal", d.place, w) | {"more": more}


def _label(kind: str, place: Place, w: Wording) -> dict[str, object]:
    local, local_lang = w.local_name(place.name, place.names, place.country)
    return {
        "type": kind,
        "name": w.name(place.name, place.names),
        "local": local,
        "localLang": local_lang,
        "lat": place.lat,
        "lon": place.lon,
    }


def _labels(journey: Journey, w: Wording, layers: Iterable[Layer]) -> list[dict[str, object]]:
    """Labels by rank: stops, destinations, other movements, places on the way, countries. Each name once."""
    labels: list[dict[str, object]] = [
        _label("stop", u.sighting.place, w) | {"lat": u.spot.lat, "lon": u.spot.lon, "n": n}
        for n, u in enumerate(journey.used, start=1)
    ]
    labels += [_goal_label(d, w) for d in journey.destinations]
    for layer in layers:
        if layer.style == "other":
            for feature in layer.features:
                lon, lat = _rings(feature)[0][len(feature.coordinates) // 2]
                labels.append(
                    {
                        "type": "other",
                        "name": str(feature.properties["subject"]),
                        "lat": lat,
                        "lon": lon,
                        "gap": [6, 16],
                    }
                )
    labels += _way_labels(journey, w)
    labels += country_labels(w)
    once: dict[tuple[object, ...], dict[str, object]] = {}
    for label in labels:
        where = () if label["type"] != "country" else (label["lat"],)
        once.setdefault((label["name"], *where), label)
    return list(once.values())


def _way_labels(journey: Journey, w: Wording) -> list[dict[str, object]]:
    """Places that orient the reader: where lines begin and end, borders, and some passages when zoomed in."""
    ways = [p for p in (journey.path, *(d.path for d in journey.destinations)) if p is not None]
    notable = {n for way in ways for run in way.lines for n in (run.origin, run.target)} | {
        b.at for way in ways for b in way.borders
    }
    labels: list[dict[str, object]] = []
    for way in ways:
        for point in way.points:
            if point.kind in ("halt", "siding") and point.name not in notable:
                continue
            place = Place(
                point.id or point.name, point.name, point.kind, point.lon, point.lat, point.country, point.names
            )
            least = 5.5 if point.name in notable else 7.5
            labels.append(_label("station", place, w) | {"minZoom": least, "gap": [8, 18]})
    labels.sort(key=lambda label: label["minZoom"])  # type: ignore[arg-type,return-value]
    return labels[:160]


def country_labels(w: Wording) -> list[dict[str, object]]:
    return [
        {"type": "country", "name": country_name(code, w.language), "lat": lat, "lon": lon, "maxZoom": 7.5}
        for code, row in COUNTRIES.items()
        for lon, lat in row[3]
    ]


def _pairs(journey: Journey, w: Wording) -> dict[str, object] | None:
    """Rail and crow-fly kilometres between any two stops or destinations, upper triangle."""
    total = journey.path.km if journey.path else 0.0
    kind = KINDS.get(journey.path.length_kind, "inferred") if journey.path else "inferred"
    places: list[tuple[str, float, float, float | None]] = []
    for u in journey.used:
        name = f"{len(places) + 1}. {w.name(u.sighting.place.name, u.sighting.place.names)}"
        places.append((name, u.spot.lon, u.spot.lat, u.km))
    first_goal = len(places)
    places += [
        (w.name(d.place.name, d.place.names), d.place.lon, d.place.lat, d.rail_km_left) for d in journey.destinations
    ]
    places = places[:MAX_PAIRS]
    if len(places) < 2:
        return None
    rail: list[list[str | None]] = []
    kinds: list[list[str]] = []
    crow: list[list[str]] = []
    for i, (_, lon1, lat1, km1) in enumerate(places):
        row: list[str | None] = []
        for j, (_, _, _, km2) in enumerate(places[i + 1 :], start=i + 1):
            if km1 is None or km2 is None or i >= first_goal:
                row.append(None)
            else:
                km = abs(km2 - km1) if j < first_goal else total - km1 + km2
                row.append(_plain([w.km(km, kind)]))
        rail.append(row)
        kinds.append([kind if cell is not None else "inferred" for cell in row])
        crow.append(
            [
                _plain([w.km(geodesic_m(lon1, lat1, lon2, lat2) / 1000, "measured")])
                for _, lon2, lat2, _ in places[i + 1 :]
            ]
        )
    return {"names": [p[0] for p in places], "rail": rail, "railKind": kinds, "crow": crow}


def _legend(layers: Sequence[Layer], journey: Journey | None, w: Wording) -> list[dict[str, object]]:
    styles = {layer.style for layer in layers}
    entries: list[dict[str, object]] = [
        {"style": style, "text": w.word("route" if style == "confirmed" and journey is None else style)}
        for style in ("confirmed", "inferred", "speculated", "alternative", "other", "railway")
        if style in styles
    ]
    if journey is not None:
        if journey.positions:
            entries.append({"style": "reach", "text": w.word("reach")})
        statuses = {u.sighting.status for u in journey.used} | {
            r.sighting.status if is_statement(r) else "rejected" for r in journey.rejected
        }
        order = ("confirmed", "reported", "speculated", "expected", "conflict", "rejected")
        entries += [{"status": s, "text": w.word("statuses", s)} for s in order if s in statuses]
    return entries


def credits_of(options: Options, w: Wording) -> list[list[Part]]:
    lines: list[list[Part]] = [linked(options.credits)] if options.credits else []
    lines.append(w.fill("creditBasemap", basemap.source_line()))
    if options.tiles:
        lines.append(w.fill("creditBasemapTiles", {"o": options.tiles}))
    lines.append([w.word("creditMade")])
    return lines


def _tiles(tiles: str | None, w: Wording) -> dict[str, str] | None:
    return {"url": tiles, "note": _plain(w.fill("creditBasemapTiles", tiles))} if tiles else None


def frame(options: Options, w: Wording, layers: Sequence[Layer], points: Sequence[LonLat]) -> dict[str, object]:
    """What every page has, be it of a journey, a route or a network; the rest is empty until filled in."""
    area = area_of(points)
    return {
        "lang": w.language,
        "words": w.words,
        "title": options.title,
        "subtitle": options.subtitle,
        "kicker": "",
        "headings": {"story": w.word("journey"), "passages": w.word("passages")},
        "asOf": "",
        "area": [round(v, 4) for v in area],
        "basemap": basemap.for_page(around(area)),
        "tiles": _tiles(options.tiles, w),
        "marks": _marks(layers, w),
        "legend": _legend(layers, None, w),
        "labels": country_labels(w),
        "dots": None, "stops": [], "goals": [], "claims": [], "story": [], "passages": [], "times": [], "history": [],
        "pairs": None, "worked": [], "sources": [], "warnings": [], "startAt": 0,
        "credits": credits_of(options, w),
    }  # fmt: skip


def journey_page(
    journey: Journey, reading: story.ReadingLike | None, case: Case | None, options: Options
) -> dict[str, object]:
    """The page of a journey."""
    w = Wording(options.language)
    layers = journey_layers(journey)
    reports = {r.id: r for r in (*(case.reports if case else ()), *(reading.reports if reading else ()))}
    fit = frozenset(("confirmed", "inferred", "speculated", "sighting", "destination"))
    lines = Lines()
    page = frame(options, w, layers, points_of(layers, fit) or points_of(layers, frozenset(("rejected", "other"))))
    page["paths"] = paths(layers, w, lines)
    page["times"] = _times(journey, w, lines)
    page |= {
        "lines": lines.codes,
        "legend": _legend(layers, journey, w),
        "labels": _labels(journey, w, layers),
        "stops": _stops(journey, w, reports),
        "goals": _goals(journey, w),
        "claims": story.claims(reading, w) if reading else [],
        "story": story.paragraphs(journey, w),
        "worked": list(journey.explanation),
        "passages": story.passages(journey, w),
        "history": story.history(journey, w),
        "pairs": _pairs(journey, w),
        "sources": [_report_parts(r, w) for r in reports.values()],
        "warnings": list(journey.warnings),
        "startAt": _start_at(journey),
    }
    as_of = options.as_of or journey.as_of
    if as_of is not None:
        page["asOf"] = w.word("asOf").replace("#", w.utc(as_of))
    return page


def _start_at(journey: Journey) -> int:
    """The slider begins at the latest knowledge if the journey still runs then, else at the last sighting used."""
    samples, as_of = moments(journey), journey.as_of
    if as_of is not None and samples and samples[0].at <= as_of <= samples[-1].at:
        return min(range(len(samples)), key=lambda i: abs((samples[i].at - as_of).total_seconds()))
    nearest = [_nearest_moment(journey, u.sighting) for u in journey.used]
    return max((n for n in nearest if n is not None), default=0)
