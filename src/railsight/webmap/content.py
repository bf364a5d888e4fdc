"""What a page says and draws, as plain data: the only place where lon, lat becomes lat, lon.

The dict made here is what ``page/*.js`` reads. Outside text goes into it as given; ``escape`` makes it safe on the way
into the page. Nothing here depends on a clock, a random number or the order of a set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from railsight.geo import LonLat, apart_m, nearest_of
from railsight.layers import (
    LIKELY,
    MOST_GOALS,
    contested_share,
    drawn_destinations,
    goal_lonlat,
    journey_layers,
    look_of,
    why_aside,
)
from railsight.model import AREA_KINDS, Case, Journey, Layer, Passage, PathPoint, Place, Position, Report, Sighting
from railsight.model.journeys import followed, sightings_of
from railsight.times import iso
from railsight.webmap import basemap, story
from railsight.webmap.credits import credits_of, journey_attribution, short_credit
from railsight.webmap.drawing import (
    EVERYTHING,
    Lines,
    area_of,
    around,
    around_all,
    country_labels,
    first_view,
    labels,
    legend,
    legs,
    marks,
    paths,
    points_of,
    wider,
)
from railsight.webmap.escape import MAX_TEXT, data_block
from railsight.webmap.marking import Mark, letters, marks_of
from railsight.webmap.pairs import pairs
from railsight.webmap.plain import plain
from railsight.webmap.spans import spans
from railsight.webmap.told import Told
from railsight.webmap.wording import Part, Wording, in_brief, linked

_PLAINLY = "on the network"  # what inference says of a sighting that lies where it was said to be
NEAR_M = 60_000.0  # a place further from the train than this does not tell where it is
COARSE_M, WIDE_CITY_M = 5_000.0, 30_000.0  # an area, and any place, of this radius is shown as a circle when chosen
MAX_MOMENTS = 240  # steps of the time slider
MAX_REACH_CHARS, MAX_BAND_CHARS, MAX_WAYS_CHARS = 60_000, 40_000, 40_000  # of stretches; past that none are drawn
PAGE_ROOM = 351_000  # bytes for data: a page of 700 KB less scripts, styles and the world behind the map


@dataclass(frozen=True, slots=True)
class Options:
    """What the maker of a page may choose. Empty means: from the case, else from the journey."""

    language: str = "en"
    title: str = ""
    subtitle: str = ""
    credits: str = ""
    notes: str = ""
    tiles: str | None = None
    as_of: datetime | None = None
    still: bool = False  # a picture: without what only a page has, the moments of its slider and a ground to zoom in on


def _sighting_parts(mark: Mark, sighting: Sighting, w: Wording, reports: dict[str, Report]) -> dict[str, object]:
    """What map and list share about a sighting, used or rejected."""
    place = sighting.place
    local, local_lang = w.local_name(place.name, place.names, place.country)
    span = sighting.interval
    report = reports.get(sighting.report or "")
    key = sighting.source or (report.source if report else None) or sighting.report or ""
    return {
        "n": mark.key,
        "mark": mark.shown,
        "goal": mark.goal,
        "id": sighting.id,
        "name": w.name(place.name, place.names),
        "local": local,
        "localLang": local_lang,
        "event": sighting.event,
        "status": sighting.status,
        "time": w.window(span.earliest, span.latest, place.lon, place.lat, "reported") if span else None,
        "quote": sighting.quote_text or None,
        "source": _source(sighting, report, w),
        "sourceKey": key[:120],
        "sourceName": in_brief(_short_source(key, report), 60) or "–",
        "knownBy": iso(sighting.known_by) if sighting.known_by else None,
        "known": [{"o": w.moment(sighting.known_at, place.lon, place.lat)}] if sighting.known_at else None,
        "note": None,
        "area": {"lat": place.lat, "lon": place.lon, "m": round(place.radius_m)} if _coarse(place) else None,
        "within": [w.km(place.radius_m / 1000, "reported")] if _coarse(place) else None,
    }


def _coarse(place: Place) -> bool:
    """Whether a sighting's place is so wide that a badge on one spot of it says too much."""
    return place.radius_m >= (COARSE_M if place.kind in AREA_KINDS else WIDE_CITY_M)


def _short_source(key: str, report: Report | None) -> str:
    """A source for the list of filters: who says so, and in which report."""
    agency, told, _ = key.partition(", as told by ")
    return f"{agency}: {_title_of(report)}" if told and report else key


def _note(sighting: Sighting, told: Told) -> str:
    """What the reader of a report remarked, in the page's language; a case's own note as it was given."""
    return told.line(sighting.note) if sighting.report else sighting.note


def _source(sighting: Sighting, report: Report | None, w: Wording) -> list[Part]:
    """Who says so, and in which report, each once."""
    said = sighting.source
    if report is None:
        return linked(said)
    told = [*_report_name(report), *_published(report, w, sighting.place)]
    if said in ("", report.id, report.source, report.title):
        return told
    for teller in (report.source or report.id, report.id):  # "RIA-Novosti, as told by r1": the report by its own name
        if said.endswith(f", as told by {teller}"):
            return [*linked(w.said(said.removesuffix(teller))), *told]
    return [*linked(w.said(said)), "; ", *told]


def _title_of(report: Report) -> str:
    """What a report is called: its title, else by who wrote it; the name of its file only where nothing else is."""
    return report.title or report.source or report.id


def _report_name(report: Report) -> list[Part]:
    title = _title_of(report)
    return [{"o": title, "h": report.url} if report.url else {"o": title}]


def _published(report: Report, w: Wording, place: Place | None = None) -> list[Part]:
    """When a report came out: on the clock of a place that it tells of, as is all else that is said of a sighting."""
    return [", ", w.known_by(report.published, year=True, place=place)] if report.published else []


def _report_parts(report: Report, w: Wording) -> list[Part]:
    """A report in the list of sources: who, what, when, with its address."""
    parts: list[Part] = []
    if report.source and report.source not in (report.id, _title_of(report)):
        parts += [*linked(report.source), ": "]
    parts += [*_report_name(report), *_published(report, w)]
    if report.published_assumed:
        parts += [" (", {"o": w.said(report.published_assumed)}, ")"]
    return parts


def _stops(
    journey: Journey, w: Wording, reports: dict[str, Report], told: Told, samples: Sequence[Position]
) -> list[dict[str, object]]:
    stops: list[dict[str, object]] = []
    marked = iter(marks_of(journey))
    for used in journey.used:
        stop = _sighting_parts(next(marked), used.sighting, w, reports)
        passed = story.passed(journey, used)
        if passed is not None:
            place = used.sighting.place
            stop["passed"] = w.window(passed.earliest, passed.latest, place.lon, place.lat, "inferred")
        stop |= {
            "lat": used.spot.lat,
            "lon": used.spot.lon,
            "look": look_of(used.sighting),
            "belief": [w.share(used.belief)],
        }
        stop["moment"] = _nearest_moment(samples, used.sighting, passed)
        why = told.line(used.why) if used.why != _PLAINLY else ""
        stop["note"] = "; ".join(filter(None, (_note(used.sighting, told), why))) or None
        stops.append(stop)
    for rejected in journey.rejected:
        place = rejected.sighting.place
        stop = _sighting_parts(next(marked), rejected.sighting, w, reports)
        aside = why_aside(rejected, journey)
        stop |= {"lat": place.lat, "lon": place.lon, "aside": aside}
        if aside == "contested":
            stop["share"] = [w.share(contested_share(journey, rejected.sighting.id))]
        elif aside in ("contradicted", "guess") and rejected.belief is not None:
            stop["belief"] = [w.share(rejected.belief)]
        stop["moment"] = _nearest_moment(samples, rejected.sighting) if _is_within(samples, rejected.sighting) else None
        if aside == "statement" and rejected.sighting.event in ("arrived", "stopped"):
            stop["event"] = "due"  # nobody says that it came
        stop["look"] = look_of(rejected.sighting, aside)
        stop["note"] = _note(rejected.sighting, told) or None
        if aside != "statement":
            stop["reason"] = told.line(rejected.reason)
        stops.append(stop)
    return stops


def moments(journey: Journey) -> Sequence[Position]:
    """The samples for the slider: all, or evenly thinned to ``MAX_MOMENTS``, first and last kept."""
    samples = journey.positions
    if len(samples) <= MAX_MOMENTS:
        return samples
    step = (len(samples) - 1) / (MAX_MOMENTS - 1)
    return [samples[round(i * step)] for i in range(MAX_MOMENTS)]


def _is_within(samples: Sequence[Position], sighting: Sighting) -> bool:
    """Whether the time told of a sighting is one that the slider has."""
    span = sighting.interval
    return span is not None and bool(samples) and samples[0].at <= span.latest and span.earliest <= samples[-1].at


def _nearest_moment(samples: Sequence[Position], sighting: Sighting, passed: Passage | None = None) -> int | None:
    """The moment to show with a sighting: when the train likely was there, as far as that is known better than said."""
    if sighting.interval is None or not samples:
        return None
    there = passed.likely if passed is not None else sighting.interval.middle
    return min(range(len(samples)), key=lambda i: abs((samples[i].at - there).total_seconds()))


def _known(position: Position) -> str:
    if position.unknown:
        return "unknown"
    return "assumed" if position.assumes or position.forecast else "likely"


def _times(journey: Journey, w: Wording, told: Told, samples: Sequence[Position]) -> list[dict[str, object]]:
    ways = [p for p in (journey.path, *(d.path for d in journey.destinations)) if p is not None]
    stations = {p.id: p for way in ways for p in way.points}
    seen = {u.sighting.place.id: u.sighting.place for u in journey.used}
    named = _Named([*stations.values(), *seen.values(), *(d.place for d in journey.destinations)], _ahead(journey))
    return [
        {
            "t": iso(position.at).replace("+00:00", "Z"),
            "local": w.moment(position.at, position.lon, position.lat),
            "utc": w.utc(position.at),
            "where": _where(position, named, w),
            "rests": told.line(position.unknown or position.assumes),
            "known": _known(position),
            "ahead": position.forecast,
            "lat": round(position.lat, 5),
            "lon": round(position.lon, 5),
        }
        for position in samples
    ]


def _stretches(journey: Journey, lines: Lines, shown: Sequence[Position]) -> dict[str, list[list[int]]]:
    """What holds the belief and all that is in reach by moments of the slider, ways by destinations not drawn at first.

    See ``spans``.
    """
    drawn = drawn_destinations(journey)
    ways = [[d.path.geometry] if d.path and not any(d is one for one in drawn) else [] for d in journey.destinations]
    band = [[points for _, points in position.spread if len(points) > 1] for position in shown]
    reach = [[r.geometry for r in position.reachable if len(r.geometry) > 1] for position in shown]
    return {
        "band": spans(band, lines, MAX_BAND_CHARS),
        "reach": spans(reach, lines, MAX_REACH_CHARS),
        "ways": spans(ways, lines, MAX_WAYS_CHARS),
    }


def _ahead(journey: Journey) -> list[tuple[float, PathPoint]]:
    """The stations of the way and of that on to the goal followed, with their km from the start of the journey."""
    goal, found, end = followed(journey), list[tuple[float, PathPoint]](), 0.0
    for path in (journey.path, goal.path if goal else None):
        if path is not None:
            found += [(end + p.km, p) for p in path.points if p.name and p.kind not in ("halt", "siding")]
            end += path.km
    return found


class _Named:
    """Places by which moments are told; ``along`` are stations by km, in order, by which a stretch is told."""

    def __init__(self, places: Sequence[PathPoint | Place], along: Sequence[tuple[float, PathPoint]]) -> None:
        self._places, self._along = places, along
        self._lons, self._lats = [p.lon for p in places], [p.lat for p in places]

    def nearest(self, position: Position) -> PathPoint | Place | None:
        """The nearest of all; of equals the first."""
        found = nearest_of(position.lon, position.lat, self._lons, self._lats)
        return None if found is None else self._places[found]

    def ends(self, position: Position) -> tuple[PathPoint, PathPoint] | None:
        """The stations between which the train is with 80 % probability; None where it is near one."""
        before = [p for km, p in self._along if km <= position.km_low]
        beyond = [p for km, p in self._along if km >= position.km_high]
        if position.km_low == position.km_high or not before or not beyond or before[-1] is beyond[0]:
            return None
        return before[-1], beyond[0]


def _where(position: Position, named: _Named, w: Wording) -> str:
    """Where the train is, in the reader's language; empty where no place is near."""
    if position.unknown:
        return w.word("unknownWhere")
    near = _near(position, named, w)
    where = w.word("standing" if position.standing else "near").replace("#", near) if near else ""
    return w.text(w.fill("forecast", _stretch(position, where, named, w))) if position.forecast else where


def _stretch(position: Position, where: str, named: _Named, w: Wording) -> str:
    """The stretch that holds the belief, by the stations at its ends and by kilometres; ``where`` if it has no ends."""
    low, high = w.number(position.km_low), w.number(position.km_high)
    if between := named.ends(position):
        where = w.text(w.fill("betweenStations", *(w.name(p.name, p.names) for p in between)))
    if low != high:
        where = ", ".join(filter(None, (where, w.text([w.share(0.8)]))))
    km = w.text(w.fill("kmAbout", low) if low == high else w.fill("kmRange", low, high))
    return f"{where} ({km})" if where else km


def _near(position: Position, named: _Named, w: Wording) -> str:
    """The nearest station or place of the journey, in the reader's language; nothing where none is near."""
    best = named.nearest(position)
    if best is None or apart_m(position, best) > NEAR_M:
        return w.name(position.near, {})
    return w.name(best.name, best.names)


def _goals(journey: Journey, w: Wording, told: Told) -> list[dict[str, object]]:
    goals: list[dict[str, object]] = []
    shown = drawn_destinations(journey)
    for i, d in enumerate(journey.destinations):
        local, local_lang = w.local_name(d.place.name, d.place.names, d.place.country)
        lon, lat = goal_lonlat(d)
        goals.append(
            {
                "n": letters(i),
                "lat": lat,
                "lon": lon,
                "name": w.name(d.place.name, d.place.names),
                "local": local,
                "localLang": local_lang,
                "probability": [w.share(d.probability)],
                "share": round(d.probability * 100, 1),
                "drawn": any(d is one for one in shown),
                "text": story.to_go(journey, d, w),
                "why": in_brief(told.line(d.why), MAX_TEXT) or None,
            }
        )
    return goals


def _history(journey: Journey, w: Wording) -> list[dict[str, object]]:
    """How the ranking stood after each report: in words, and by letter of the destinations of the page."""
    lettered = {d.place.name: letters(i) for i, d in enumerate(journey.destinations)}
    revisions = sorted(journey.history, key=lambda r: r.known_at)
    return [
        entry
        | {
            "ranking": [
                {
                    "n": lettered[name],
                    "probability": [w.share(share)],
                    "share": round(share * 100, 1),
                    "drawn": i < MOST_GOALS and (i == 0 or share >= LIKELY),
                }
                for i, (name, share) in enumerate(revision.ranking)
                if name in lettered
            ]
        }
        for entry, revision in zip(story.history(journey, w), revisions, strict=True)
    ]


def _tiles(tiles: str | None, w: Wording) -> dict[str, str] | None:
    return {"url": tiles, "note": w.text(w.fill("creditBasemapTiles", tiles))} if tiles else None


def frame(
    options: Options,
    w: Wording,
    layers: Sequence[Layer],
    points: Sequence[LonLat],
    *,
    least: float = 0.6,
    attribution: str = "",
    places: Sequence[Place] = (),
    countries: Sequence[str] = (),
) -> dict[str, object]:
    """What every page has, be it of a journey, a route or a network; the rest is empty until filled in.

    The area shown goes around ``points`` and is at least ``least`` degrees wide and high. ``attribution`` is that of
    the network drawn, ``places`` are those named that may be of the gazetteer, ``countries`` those that it is about.
    """
    area = area_of(points, least=least)
    return {
        "lang": w.language,
        "words": w.words,
        "title": options.title,
        "subtitle": options.subtitle,
        "notes": [linked(paragraph) for paragraph in options.notes.split("\n") if paragraph.strip()],
        "kicker": "",
        "headings": {"story": w.word("journey"), "passages": w.word("passages")},
        "asOf": "",
        "area": [round(v, 4) for v in area],
        "whole": None,
        "tiles": _tiles(options.tiles, w),
        "marks": marks(layers, w),
        "legend": legend(layers, None, w),
        "labels": country_labels(w, area, countries),
        "dots": None, "stops": [], "goals": [], "elsewhere": None, "claims": [], "story": [], "passages": [],
        "times": [], "stretches": {"band": [], "reach": [], "ways": []}, "history": [],
        "level": "", "pairs": None, "worked": [], "sources": [], "warnings": [], "startAt": 0,
        "credits": credits_of(options.credits, options.tiles, attribution, places, w),
        "credit": short_credit(attribution, places, w),
    }  # fmt: skip


def with_basemap(page: dict[str, object]) -> dict[str, object]:
    """The page with its basemap, as fine as the room left by everything else allows."""
    area, whole = (cast("basemap.Area | None", page[key]) for key in ("area", "whole"))
    assert area is not None
    areas = [around(area), around_all(area), *([around_all(whole)] if whole else [])]
    left = PAGE_ROOM - len(data_block(page).encode()) - len(plain(page).html.encode())
    near = [(one["lon"], one["lat"]) for one in _most_looked_at(page)]
    budget = min(basemap.BUDGET, left)
    return page | {"basemap": basemap.for_page(areas, budget=budget, near=near, room=left)}


def _most_looked_at(page: Mapping[str, object]) -> list[dict[str, Any]]:
    """What a reader may choose: where it may be heading, where it was last seen, then less and less likely choices."""
    stops, goals = (cast("list[dict[str, Any]]", page[key]) for key in ("stops", "goals"))
    used, aside = ([s for s in stops if ("aside" in s) is kind] for kind in (False, True))
    drawn, others = ([g for g in goals if g["drawn"] is kind] for kind in (True, False))
    return [*drawn[:1], *used[-1:], *drawn[1:], *used[-2::-1], *aside, *others]


def journey_page(
    journey: Journey, reading: story.ReadingLike | None, case: Case | None, options: Options
) -> dict[str, object]:
    """The page of a journey."""
    journey = replace(journey, as_of=options.as_of or journey.as_of)
    w = Wording(options.language, known_names(journey))
    layers = journey_layers(journey)
    of_case = case.told_by if case else ()
    reports = {r.id: r for r in (*of_case, *(reading.reports if reading else ()))}
    lines, told = Lines(), Told.of(journey, w, reports)
    view, places = first_view(journey, layers), _places(journey)
    page = frame(options, w, layers, view, attribution=journey_attribution(journey), places=places)
    samples = () if options.still else moments(journey)
    stops = _stops(journey, w, reports, told, samples)
    badges = [(cast("float", stop["lon"]), cast("float", stop["lat"])) for stop in stops if not stop["goal"]]
    whole = area_of([*points_of(layers, EVERYTHING), *badges])
    if wider(whole, area_of(view)):
        page["whole"] = [round(v, 4) for v in whole]
    ways = paths(layers, w, lines, journey)
    page["paths"], page["marks"] = ways, marks(layers, w, legs(journey))
    if ways:
        cast("list[list[Part]]", page["credits"]).append([w.word("creditLines")])
    if not options.still:
        page["stretches"] = _stretches(journey, lines, samples)
    page |= {
        "lines": lines.codes,
        "times": _times(journey, w, told, samples),
        "legend": legend(layers, journey, w, ways),
        "labels": labels(journey, w, layers, area_of(view), whole if page["whole"] else None),
        "stops": stops,
        "goals": _goals(journey, w, told),
        "elsewhere": [w.share(journey.elsewhere)] if journey.elsewhere >= 0.005 else None,
        "elsewhereWhy": w.text(story.elsewhere_why(journey, w)),
        "claims": story.claims(reading, w) if reading else [],
        "story": story.paragraphs(journey, w),
        "worked": [*(told.line(line) for line in journey.explanation), *([story.sure_rule(w)] if journey.path else [])],
        "passages": story.passages(journey, w),
        "history": _history(journey, w),
        "level": w.word("level"),
        "pairs": pairs(journey, w),
        "sources": [_report_parts(r, w) for r in reports.values()],
        "warnings": [told.line(line) for line in journey.warnings],
        "startAt": _start_at(journey, samples),
    }
    if journey.as_of is not None:
        page["asOf"] = w.word("asOf").replace("#", w.known_by(journey.as_of, year=True))
    return page if options.still else with_basemap(page)


def _places(journey: Journey) -> list[Place]:
    """The places that the reports of a journey name, and those it may be going to."""
    sightings = [*sightings_of(journey), *journey.others]
    told = [p for s in sightings for p in (s.toward, s.away_from, s.origin, s.place) if p is not None]
    return [*(d.place for d in journey.destinations), *told]


def known_names(journey: Journey) -> dict[str, Mapping[str, str]]:
    """The names of the places of a journey in other languages, by the English one."""
    ways = [p for p in (journey.path, *(d.path for d in journey.destinations)) if p is not None]
    points = {p.name: p.names for way in ways for p in way.points if p.names}
    return points | {place.name: place.names for place in _places(journey)}


def _start_at(journey: Journey, samples: Sequence[Position]) -> int:
    """The slider begins where the train was last seen: there the map is surest. Never beyond what was known."""
    seen = [p.likely for p in journey.passages if p.told]
    if not seen:
        there = [u.sighting for u in journey.used if u.sighting.event != "absent"]
        seen = [s.interval.middle for s in there if s.interval is not None]
    if not samples or not seen:
        return 0
    last = max(seen) if journey.as_of is None else min(max(seen), journey.as_of)
    return max((i for i, sample in enumerate(samples) if sample.at <= last), default=0)
