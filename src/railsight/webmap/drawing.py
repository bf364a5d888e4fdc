"""What a map draws of a journey, a route or a network: ways, marks, labels and legend, as the page's plain data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from railsight.geo import LonLat, bounds
from railsight.layers import drawn_destinations, look_of, why_aside
from railsight.model import AREA_KINDS, Destination, Feature, Journey, Layer, Place, UsedSighting
from railsight.webmap import basemap
from railsight.webmap.countries import COUNTRIES, country_name
from railsight.webmap.escape import Code
from railsight.webmap.wording import Wording


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
    drawn: dict[int, dict[str, object]] = {}
    seen: set[tuple[LonLat, LonLat]] = set()
    numbered = [(layer, f) for layer in layers if layer.style in styles for f in layer.features]
    strength = {style: i for i, style in enumerate(("confirmed", "inferred", "speculated", "alternative"))}
    for i, (layer, feature) in sorted(enumerate(numbered), key=lambda one: strength.get(one[1][0].style, 9)):
        rings = _rings(feature)
        parts = [part for ring in rings for part in _fresh(ring, seen)] if layer.style in strength else rings
        if parts:
            text = _way_text(layer, feature, w)
            drawn[i] = {"style": layer.style, "lines": [lines.add(part) for part in parts], "text": text}
    return [drawn[i] for i in sorted(drawn)]


def _fresh(ring: Sequence[LonLat], seen: set[tuple[LonLat, LonLat]]) -> list[Sequence[LonLat]]:
    """The parts of a line not drawn yet in this or a stronger style: dashes over dashes would look solid."""
    parts: list[Sequence[LonLat]] = []
    part: list[LonLat] = []
    for a, b in pairwise(ring):
        key = (a, b) if a < b else (b, a)
        if key in seen:
            if len(part) > 1:
                parts.append(part)
            part = []
            continue
        seen.add(key)
        if not part:
            part = [a]
        part.append(b)
    if len(part) > 1:
        parts.append(part)
    return parts


def marks(layers: Iterable[Layer], w: Wording) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for layer in layers:
        for feature in layer.features:
            p = feature.properties
            if layer.style == "border":
                text = w.text(
                    w.fill(
                        "border", country_name(str(p["origin"]), w.language), country_name(str(p["target"]), w.language)
                    )
                )
            elif layer.style == "gauge-break":
                text = w.text(w.fill("gauge", str(p["from_mm"]), str(p["to_mm"]), str(p["at"])))
            elif layer.style == "destination":
                text = str(p["name"])
            else:
                continue
            lon, lat = feature.coordinates
            kind = {"gauge-break": "gauge", "destination": "goal"}.get(layer.style, layer.style)
            found.append({"type": kind, "lat": lat, "lon": lon, "text": text})
    return found


def _goal_label(d: Destination, w: Wording) -> dict[str, object]:
    more = [w.text([w.share(d.probability)])]
    if d.earliest is not None and d.latest is not None and d.probability >= 0.2:
        more.append(w.text(w.window(d.earliest, d.latest, d.place.lon, d.place.lat, "inferred")))
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


def labels(journey: Journey, w: Wording, layers: Iterable[Layer]) -> list[dict[str, object]]:
    """Labels by rank: stops, destinations, other movements, places on the way, countries. Each name once."""
    labels: list[dict[str, object]] = [
        _label("stop", u.sighting.place, w) | {"lat": u.spot.lat, "lon": u.spot.lon, "n": n}
        for n, u in sorted(enumerate(journey.used, start=1), key=lambda one: _rank(journey, *one))
    ]
    labels += [_goal_label(d, w) for d in drawn_destinations(journey)]
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


def _rank(journey: Journey, number: int, used: UsedSighting) -> tuple[bool, bool, int]:
    """Labels find room in this order: where the journey begins and was last seen, what is confirmed, the rest."""
    end = number in (1, len(journey.used))
    return not end, used.sighting.status != "confirmed" or used.sighting.place.kind in AREA_KINDS, number


def _way_labels(journey: Journey, w: Wording) -> list[dict[str, object]]:
    """Places that orient the reader: where lines begin and end, borders, and some passages when zoomed in."""
    ways = [p for p in (journey.path, *(d.path for d in drawn_destinations(journey))) if p is not None]
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
        {
            "type": "country",
            "name": country_name(code, w.language),
            "lat": lat,
            "lon": lon,
            "minZoom": 4.5 if i else 0,
            "maxZoom": 7.5,
        }
        for code, row in COUNTRIES.items()
        for i, (lon, lat) in enumerate(row[3])
    ]


def legend(layers: Sequence[Layer], journey: Journey | None, w: Wording) -> list[dict[str, object]]:
    styles = {layer.style for layer in layers}
    entries: list[dict[str, object]] = [
        {"style": style, "text": w.word("route" if style == "confirmed" and journey is None else style)}
        for style in ("confirmed", "inferred", "speculated", "alternative", "other", "railway")
        if style in styles
    ]
    if journey is not None:
        if journey.positions:
            entries.append({"style": "reach", "text": w.word("reach")})
        statuses = {look_of(u.sighting) for u in journey.used}
        statuses |= {look_of(r.sighting, why_aside(r)) for r in journey.rejected}
        order = ("confirmed", "reported", "speculated", "expected", "conflict", "denied", "unplaced", "rejected")
        entries += [{"status": s, "text": w.word("statuses", s)} for s in order if s in statuses]
    return entries
