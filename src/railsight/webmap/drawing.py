"""What a map draws of a journey, a route or a network: ways, marks, labels and legend, as the page's plain data."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import cast

from railsight.geo import LonLat, bounds
from railsight.layers import contested_share, drawn_destinations, goal_lonlat, look_of, why_aside
from railsight.model import AREA_KINDS, Destination, Feature, Journey, Layer, Place, UsedSighting
from railsight.model.along import path_between, vertex_km
from railsight.model.journeys import sightings_of
from railsight.times import iso
from railsight.webmap import basemap
from railsight.webmap.countries import country_codes, country_name, country_places
from railsight.webmap.escape import Code
from railsight.webmap.marking import LARGE_TOWN, least_zoom, letters, marks_of, towns_of
from railsight.webmap.story import milestones
from railsight.webmap.wording import Wording


@dataclass(slots=True)
class Lines:
    """Drawn lines, each kept once; features refer to them by number."""

    codes: list[Code] = field(default_factory=list)
    _known: dict[str, int] = field(default_factory=dict)

    def add(self, points: Sequence[LonLat]) -> int:
        """Keep a line, the same one only once; its number comes back."""
        return self.keep(basemap.encode_line(list(points)))

    def keep(self, code: Code) -> int:
        """Keep a line that is encoded already."""
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


EVERYTHING = frozenset(("confirmed", "inferred", "speculated", "sighting", "destination", "rejected", "other"))


def first_view(journey: Journey, layers: Sequence[Layer]) -> list[LonLat]:
    """What the map shows first: the journey, and of the guesses beyond it those worth the room they ask for.

    What may have happened instead, and a destination, joins when it is likely (``WORTH_ANY_ROOM``), or when the picture
    grows by no more than its probability is worth; the rest is one press of a button away.
    """
    seen = points_of(layers, frozenset(("confirmed", "inferred", "sighting")))
    if not seen:
        return points_of(layers, EVERYTHING)
    rivals = (r.sighting for r in journey.rejected if why_aside(r, journey) == "contested")
    seen += [(s.place.lon, s.place.lat) for s in rivals if contested_share(journey, s.id) >= WORTH_ANY_ROOM]
    for other in journey.alternatives:
        if other.why and other.probability >= WORTH_ANY_ROOM:  # the way there, where other sightings are right
            seen += other.path.geometry[:: max(1, len(other.path.geometry) // 200)]
    for d in sorted(drawn_destinations(journey), key=lambda d: -d.probability):
        more = [
            goal_lonlat(d),
            *(d.path.geometry[:: max(1, len(d.path.geometry) // 200)] if d.path else ()),
        ]
        grown = _span(area_of([*seen, *more])) / _span(area_of(seen, least=3.0))
        if d.probability >= WORTH_ANY_ROOM or grown <= 1 + 4 * d.probability:
            seen += more
    return seen


WORTH_ANY_ROOM = 0.1  # a destination or a rival sighting of this probability is in the first picture, however far


def _span(area: basemap.Area) -> float:
    west, south, east, north = area
    return max((east - west) * math.cos(math.radians((south + north) / 2)), north - south)


def wider(whole: basemap.Area, first: basemap.Area) -> bool:
    """Whether a picture of the whole would show noticeably more than the first one does."""
    room = 0.15 * _span(first)
    return any(abs(a - b) > room for a, b in zip(whole, first, strict=True))


def area_of(points: Sequence[LonLat], *, least: float = 0.6) -> basemap.Area:
    """West, south, east, north around points, at least ``least`` degrees each way."""
    west, south, east, north = bounds(points) if points else (-10.0, 0.0, 150.0, 70.0)
    if east - west < least:
        west, east = west - least / 2, east + least / 2
    if north - south < least:
        south, north = south - least / 2, north + least / 2
    return west, max(-84.0, south), east, min(84.0, north)


def around_all(area: basemap.Area) -> basemap.Area:
    """What any sensible window, wide or tall, shows when the area is fitted into it beside legend and labels."""
    west, south, east, north = area
    squeeze = math.cos(math.radians((south + north) / 2))
    wide, tall = (east - west) * squeeze, north - south  # both in degrees of latitude
    extra_x = min(60.0, (max(wide, 1.9 * tall) / 0.6 - wide) / 2 / squeeze)
    extra_y = (max(tall, 1.2 * wide) / 0.6 - tall) / 2
    return west - extra_x, max(-84.0, south - extra_y), east + extra_x, min(84.0, north + extra_y)


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
        return f"{w.said(str(p['subject']))}: {w.name(str(p['from']), {})} – {w.name(str(p['to']), {})}"
    if layer.style == "railway":
        return str(p["name"])
    if layer.style == "range":
        km = w.km(p["km"], "official")  # type: ignore[arg-type]
        return f"{p['name']}, {km['t']}"
    text = w.word("route" if layer.id == "path" else layer.style)
    if "to" in p:
        text = w.name(str(p["to"]), {})
    if isinstance(p.get("probability"), float):
        share = w.share(p["probability"])  # type: ignore[arg-type]
        text += f", {share['t']}" if isinstance(share, dict) else ""
    if isinstance(p.get("km"), float):
        km = w.km(p["km"], "official")  # type: ignore[arg-type]
        text += f", {km['t']}" if isinstance(km, dict) else ""
    return text


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of the journey's path between neighbouring sightings, and when both were known; None: at any time."""

    from_km: float
    to_km: float
    known_by: datetime | None


def legs(journey: Journey) -> tuple[Leg, ...]:
    """The path cut at the sightings on it; what lies before the first or beyond the last rests on that one."""
    if journey.path is None:
        return ()
    seen = [(u.km, u.sighting.known_by) for u in journey.used if u.km is not None and u.sighting.event != "absent"]
    seen.sort(key=lambda one: one[0])
    if not seen:
        return (Leg(0.0, journey.path.km, None),)
    ends = [(0.0, seen[0][1]), *seen, (journey.path.km, seen[-1][1])]
    return tuple(
        Leg(low, high, max((t for t in (known, other) if t is not None), default=None))
        for (low, known), (high, other) in pairwise(ends)
        if high - low > 1e-9
    )


def known_at_km(cut: Sequence[Leg], km: float) -> datetime | None:
    """When the stretch at a km of the path was known to be on it."""
    return next((leg.known_by for leg in cut if leg.from_km <= km <= leg.to_km), None)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a way: its line, whether it lies on one of another style, and when it was known."""

    points: Sequence[LonLat]
    over: bool
    known: str | None


_WAYS = ("confirmed", "inferred", "speculated", "route", "alternative")  # strongest first
_JOURNEY = _WAYS[:3]


def paths(layers: Iterable[Layer], w: Wording, lines: Lines, journey: Journey | None = None) -> list[dict[str, object]]:
    """The drawn ways, lowest first, by number of their lines; beside each whether it was passed ``both`` ways, lies
    ``over`` one of a surer kind, and when it was ``known``: of a journey's own way, when the sightings around were."""
    styles = (*_WAYS, "other", "railway", "range")
    drawn: dict[int, dict[str, object]] = {}
    seen: dict[tuple[LonLat, LonLat], str] = {}
    numbered = [(layer, f) for layer in layers if layer.style in styles for f in layer.features]
    own = [f for layer, f in numbered if layer.style in _JOURNEY and "to" not in f.properties]
    both = _both_ways(ring for f in own for ring in _rings(f))
    strength = {style: i for i, style in enumerate(_WAYS)}
    for i, (layer, feature) in sorted(enumerate(numbered), key=lambda one: strength.get(one[1][0].style, 9)):
        rings = _told_apart(feature, journey) if journey is not None else [(r, None) for r in _rings(feature)]
        parts = [
            part
            for ring, known in rings
            for part in (
                _fresh(ring, layer.style, seen, both, _stamp(known))
                if layer.style in strength
                else [_Part(ring, False, _stamp(known))]
            )
        ]
        if parts:
            drawn[i] = {
                "style": layer.style,
                "goal": "to" in feature.properties,
                "lines": [lines.add(part.points) for part in parts],
                "both": [int(_undirected(part.points[0], part.points[1]) in both) for part in parts],
                "over": [int(part.over) for part in parts],
                "known": [part.known for part in parts],
                "text": _way_text(layer, feature, w),
            }
    return [drawn[i] for i in sorted(drawn)]


def _stamp(at: datetime | None) -> str | None:
    return iso(at) if at else None


def _told_apart(feature: Feature, journey: Journey) -> list[tuple[Sequence[LonLat], datetime | None]]:
    """The lines of a feature with when they were known; the journey's own way is cut at its sightings."""
    p, path = feature.properties, journey.path
    low, high = p.get("from_km"), p.get("to_km")
    if path is None or not isinstance(low, float) or not isinstance(high, float):
        known = p.get("known_by")
        return [(ring, known if isinstance(known, datetime) else None) for ring in _rings(feature)]
    km = vertex_km(path)
    inside = [(max(low, leg.from_km), min(high, leg.to_km), leg.known_by) for leg in legs(journey)]
    return [(path_between(path, a, b, km=km), known) for a, b, known in inside if b - a > 1e-9]


def _undirected(a: LonLat, b: LonLat) -> tuple[LonLat, LonLat]:
    return (a, b) if a < b else (b, a)


def _both_ways(rings: Iterable[Sequence[LonLat]]) -> set[tuple[LonLat, LonLat]]:
    """Stretches that the journey passes in either direction: no arrow can be true of them."""
    found: dict[tuple[LonLat, LonLat], bool] = {}
    both = set()
    for ring in rings:
        for a, b in pairwise(ring):
            key = _undirected(a, b)
            if found.setdefault(key, a < b) != (a < b):
                both.add(key)
    return both


def _fresh(
    ring: Sequence[LonLat],
    style: str,
    seen: dict[tuple[LonLat, LonLat], str],
    both: set[tuple[LonLat, LonLat]],
    known: str | None,
) -> list[_Part]:
    """The parts of a line not drawn yet in this style: dashes over dashes would look solid.

    A part is passed in one direction throughout, or in both throughout. One that runs on rails drawn in a surer style
    is drawn over that, once; another way the train may have gone says nothing there.
    """
    parts: list[tuple[list[LonLat], bool]] = []
    open_part: tuple[bool, bool] | None = None  # over, both
    for a, b in pairwise(ring):
        key = _undirected(a, b)
        before = seen.get(key)
        over = before is not None
        if before == style or (over and style not in _JOURNEY):
            open_part = None
            continue
        seen[key] = style
        kind = (over, key in both)
        if open_part != kind:
            parts.append(([a], over))
            open_part = kind
        parts[-1][0].append(b)
    return [_Part(points, over, known) for points, over in parts]


def border_words(origin: str, target: str, w: Wording) -> str:
    """A border by the countries on both sides of it."""
    return w.text(w.fill("border", country_name(origin, w.language), country_name(target, w.language)))


def gauge_words(from_mm: object, to_mm: object, at: str, w: Wording) -> str:
    """A break of gauge and where it is."""
    return w.text(w.fill("gauge", str(from_mm), str(to_mm), w.name(at, {})))


def marks(layers: Iterable[Layer], w: Wording, cut: Sequence[Leg] = ()) -> list[dict[str, object]]:
    """Borders crossed and breaks of gauge; of a journey with its ``legs``, when the way there was known."""
    found: list[dict[str, object]] = []
    for layer in layers:
        for feature in layer.features:
            p = feature.properties
            if layer.style == "border":
                text = border_words(str(p["origin"]), str(p["target"]), w)
            elif layer.style == "gauge-break":
                text = gauge_words(p["from_mm"], p["to_mm"], str(p["at"]), w)
            else:
                continue
            lon, lat = feature.coordinates
            kind = {"gauge-break": "gauge"}.get(layer.style, layer.style)
            known = _stamp(known_at_km(cut, cast("float", p["km"])))
            found.append({"type": kind, "lat": lat, "lon": lon, "text": text, "known": known})
    return found


def _goal_label(letter: str, d: Destination, journey: Journey, w: Wording) -> dict[str, object]:
    more = []
    ahead = not (d.is_here or d.passed or d.is_overdue(journey.as_of))
    if d.earliest is not None and d.latest is not None and d.probability >= 0.2 and ahead:
        more.append(w.text(w.window(d.earliest, d.latest, d.place.lon, d.place.lat, "inferred")))
    return _label("goal", d.place, w) | {"n": letter, "share": w.text([w.share(d.probability)]), "more": more}


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


def labels(
    journey: Journey, w: Wording, layers: Iterable[Layer], area: basemap.Area, whole: basemap.Area | None
) -> list[dict[str, object]]:
    """Labels by rank: stops, destinations, what was set aside, other movements, countries passed, places on the way.

    Last come the other countries, within and beside the ``area`` shown.

    Each name once, but what was set aside has its own label: it says that the train was not there.
    """
    badges = marks_of(journey)
    labels: list[dict[str, object]] = [
        _label("stop", u.sighting.place, w) | {"lat": u.spot.lat, "lon": u.spot.lon, "n": badges[n - 1].key}
        for n, u in sorted(enumerate(journey.used, start=1), key=lambda one: _rank(journey, *one))
    ]
    lettered = {id(d): letters(i) for i, d in enumerate(journey.destinations)}
    drawn = drawn_destinations(journey)
    labels += [_goal_label(lettered[id(d)], d, journey, w) for d in drawn]
    marked = badges[len(journey.used) :]
    kinds = {"contradicted": "rejected", "contested": "contested", "unplaced": "unplaced", "guess": "stop"}
    labels += [
        _label(kinds[aside], r.sighting.place, w) | {"n": mark.key}
        for r, mark in zip(journey.rejected, marked, strict=True)
        if (aside := why_aside(r, journey)) in kinds
    ]
    for layer in layers:
        if layer.style == "other":
            for feature in layer.features:
                lon, lat = _rings(feature)[0][len(feature.coordinates) // 2]
                labels.append(
                    {
                        "type": "other",
                        "name": w.said(str(feature.properties["subject"])),
                        "lat": lat,
                        "lon": lon,
                        "gap": [6, 16],
                        "known": _stamp(cast("datetime | None", feature.properties["known_by"])),
                    }
                )
    own = countries_of(journey)
    countries = country_labels(w, area, own, whole)
    named = {country_name(code, w.language) for code in own}
    labels += [label for label in countries if label["name"] in named]
    labels += _way_labels(journey, w)
    labels += [label for label in countries if label["name"] not in named]
    once: dict[tuple[object, ...], dict[str, object]] = {}
    for label in labels:
        where = (label["type"],) if label["type"] in ("country", "rejected", "contested", "unplaced") else ()
        if label["type"] == "goal" and (label["name"], *where) in once:  # of a place named already: its figures alone
            once["goal", label["n"]] = label | {"name": f"{label['n']}:", "named": True, "local": None}
        once.setdefault((label["name"], *where), label)
    unlikely = [d for d in journey.destinations if not any(d is one for one in drawn)]  # shown when they are chosen
    once |= {("goal", lettered[id(d)]): _goal_label(lettered[id(d)], d, journey, w) for d in unlikely}
    return list(once.values())


def _rank(journey: Journey, number: int, used: UsedSighting) -> tuple[bool, bool, int]:
    """Labels find room in this order: where the journey begins and was last seen, what is confirmed, the rest."""
    end = number in (1, len(journey.used))
    return not end, used.sighting.status != "confirmed" or used.sighting.place.kind in AREA_KINDS, number


def _way_labels(journey: Journey, w: Wording) -> list[dict[str, object]]:
    """Places that orient the reader: where lines begin and end, borders, and some passages when zoomed in."""
    ways = [p for p in (journey.path, *(d.path for d in drawn_destinations(journey))) if p is not None]
    told = {name for name, _ in milestones(journey, w)}
    borders = {b.at for way in ways for b in way.borders}
    joints = {n for way in ways for run in way.lines for n in (run.origin, run.target)}
    labels: list[dict[str, object]] = []
    cut = legs(journey)
    for way in ways:
        own, towns = way is journey.path, towns_of(way.points)
        for point in way.points:
            known = point.name in joints and len(point.names) > 1  # in several languages: more than a railway's joint
            inhabitants = towns.get(point.id or point.name, 0)
            notable = point.name in told or point.name in borders or known or inhabitants >= LARGE_TOWN
            if point.kind in ("halt", "siding") and not notable:
                continue
            place = Place(
                point.id or point.name, point.name, point.kind, point.lon, point.lat, point.country, point.names
            )
            least = min(least_zoom(inhabitants), 5.5 if notable else 8.0)
            told_by = _stamp(known_at_km(cut, point.km)) if own else None
            label = _label("station", place, w) | {"minZoom": least, "gap": [8, 18]}
            labels.append(label | {"known": told_by, "goal": not own})
    labels.sort(key=lambda label: label["minZoom"])  # type: ignore[arg-type,return-value]
    return labels[:160]


def countries_of(journey: Journey) -> list[str]:
    """The countries that a journey is about, in the order in which they come up: of its ways, and of what was seen."""
    ways = [p for p in (journey.path, *(d.path for d in drawn_destinations(journey))) if p is not None]
    seen = sightings_of(journey)
    places = [*(s.place for s in seen), *(d.place for d in journey.destinations)]
    told = [*(p.country for way in ways for p in way.points), *(place.country for place in places)]
    return list(dict.fromkeys(code for code in told if code))


PIXELS_PER_DEGREE = 256 / 360  # at zoom 0
MOST_PLACES, MOST_BESIDE = (24, 8), 4  # of a country within the area shown (own, others), and around it
NAME_PIXELS = (5.0, 12.0)  # of room up and down that a further place for the name asks for (own, others)
OTHERS_MOST_ZOOM = 7.5  # nearer to the ground only the countries that the map is about are named
BESIDE = (60.0, 35.0)  # degrees beside the area within which a reader who moves the map finds names


def country_labels(
    w: Wording, area: basemap.Area, own: Sequence[str], whole: basemap.Area | None = None
) -> list[dict[str, object]]:
    """The names of countries on the map, those it is about (``own``) first, in the language of the page.

    Each has several ``places`` (lat, lon, least zoom), the roomiest first, so that one is in view and free: where it
    stands is for the map to choose. A place asks for a zoom at which it has room for the name, lest a country be named
    at its far islands; the roomiest of a country that the map is about asks for none. ``whole`` is what the map shows
    when all of it is asked for.
    """
    shown, far, middle = around(area), around_all(whole or area), ((area[0] + area[2]) / 2, (area[1] + area[3]) / 2)
    beside = (middle[0] - BESIDE[0], middle[1] - BESIDE[1], middle[0] + BESIDE[0], middle[1] + BESIDE[1])
    found: list[dict[str, object]] = []
    for code in (*own, *(code for code in country_codes() if code not in own)):
        places, other = country_places(code), code not in own
        near = [p for p in places if _inside(p[0], shown)][: MOST_PLACES[other]]
        near += [p for p in places if _inside(p[0], far) and p not in near][:MOST_BESIDE]
        if not near and places and (code in own or _inside(places[0][0], beside)):
            near = [places[0]]
        roomy = [(lat, lon, _least_zoom(room, NAME_PIXELS[other])) for (lon, lat), room in sorted(near, key=_room)]
        if other:
            roomy = [place for place in roomy if place[2] <= OTHERS_MOST_ZOOM]
        elif roomy:
            roomy[0] = (*roomy[0][:2], 0.0)
        if roomy:
            label = {"type": "country", "name": country_name(code, w.language), "places": roomy}
            found.append(label | ({"maxZoom": OTHERS_MOST_ZOOM} if other else {}))
    return found


def _room(place: tuple[LonLat, float]) -> float:
    """Sorts the places of a country by room, the roomiest first."""
    return -place[1]


def _least_zoom(room_deg: float, pixels: float) -> float:
    """The zoom at which so much room on the ground is so many pixels."""
    return max(0.0, round(math.log2(pixels / room_deg / PIXELS_PER_DEGREE), 1))


def _inside(place: LonLat, area: basemap.Area) -> bool:
    west, south, east, north = area
    return (place[0] - west) % 360 <= east - west and south <= place[1] <= north


# Of pages without a journey: a route that nobody went yet, and what is in reach.
ROUTE_WORDS = {"alternative": "otherRoute", "range": "inReach"}


def legend(
    layers: Sequence[Layer], journey: Journey | None, w: Wording, drawn: Sequence[Mapping[str, object]] | None = None
) -> list[dict[str, object]]:
    """What the signs mean; of the ways only those ``drawn`` (as of ``paths``), if given: one may hide another."""
    styles = {layer.style for layer in layers if layer.features}
    if drawn is not None:
        styles -= set(_WAYS) - {str(path["style"]) for path in drawn}
    entries: list[dict[str, object]] = [
        {"style": style, "text": w.word(ROUTE_WORDS.get(style, style) if journey is None else style)}
        for style in ("confirmed", "inferred", "speculated", "route", "alternative", "other", "railway", "range")
        if style in styles
    ]
    if journey is not None:
        if journey.positions:
            entries.append({"style": "spread", "text": w.word("spread")})
        if any(position.reachable for position in journey.positions):
            entries.append({"style": "reach", "text": w.word("reach")})
        looks = [
            *(look_of(u.sighting) for u in journey.used),
            *(look_of(r.sighting, why_aside(r, journey)) for r in journey.rejected),
        ]
        # what is said about a destination stands at its letter and has no disc
        statuses = {look for look, mark in zip(looks, marks_of(journey), strict=True) if not mark.goal}
        order = ("confirmed", "reported", "speculated", "expected", "conflict", "contested", "denied", "unplaced")
        entries += [{"status": s, "text": w.word("statuses", s)} for s in (*order, "rejected") if s in statuses]
        if journey.destinations:
            entries.append({"status": "goal", "text": w.word("goalWord")})
    signs = {"border": "border", "gauge": "gauge-break", "station": "station"}  # the style each stands for
    entries += [{"mark": mark, "text": w.word(f"{mark}Mark")} for mark, style in signs.items() if style in styles]
    return entries
