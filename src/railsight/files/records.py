"""Every value as a JSON record and back: the contract between commands. Light: only the model is imported.

Two depths. The plain record is what the commands print. With ``full=True`` nothing is left out (areas, geometry, every
step), so that ``x_from_record(x_record(x, full=True)) == x``. Kilometres are rounded to 0.1 in plain records only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, cast, get_args

from railsight.model import (
    Candidate,
    Claim,
    GaugeBreak,
    LengthKind,
    Mention,
    Path,
    PathPoint,
    Place,
    Report,
    Sighting,
    Spot,
)
from railsight.times import Interval, as_published, from_iso, in_years, iso

Record = dict[str, Any]


def time_text(moment: datetime | None, *, full: bool = False) -> str | None:
    """ISO 8601 with offset, to the second unless ``full``; None stays None."""
    if moment is None:
        return None
    return moment.isoformat() if full else iso(moment)


def round_km(km: float | None) -> float | None:
    """Kilometres to 0.1: what a rail distance is known to."""
    return None if km is None else round(km, 1)


# ---------------------------------------------------------------- places


def place_record(place: Place, *, full: bool = False) -> Record:
    """PLACE of the contract; further fields only where they say something. ``full`` adds aliases and area."""
    record: Record = {
        "id": place.id,
        "name": place.name,
        "names": dict(place.names),
        "lon": place.lon,
        "lat": place.lat,
        "country": place.country,
        "kind": place.kind,
        "radius_m": place.radius_m,
        "source": place.source,
    }
    for key in ("admin1", "population", "served_by"):
        if (value := getattr(place, key)) is not None:
            record[key] = value
    if full:
        record["aliases"] = list(place.aliases)
        record["area"] = [[list(p) for p in ring] for ring in place.area]
    return record


def candidate_record(candidate: Candidate, *, full: bool = False) -> Record:
    """PLACE plus ``score`` (0..1) and ``why``."""
    record = place_record(candidate.place, full=full)
    record["score"] = round(candidate.score, 4) if not full else candidate.score
    record["why"] = list(candidate.why)
    return record


def report_record(report: Report, *, full: bool = False) -> Record:
    """A report without its text; ``full`` adds it."""
    record: Record = {
        "id": report.id,
        "published": time_text(report.published, full=full),
        "published_assumed": report.published_assumed,
        "dateline": report.dateline,
        "source": report.source,
        "title": report.title,
        "url": report.url,
        "language": report.language,
        "of_train": report.of_train,
    }
    if full:
        record["text"] = report.text
    return record


# ---------------------------------------------------------------- mentions, sightings, claims


def mention_record(mention: Mention, *, full: bool = False, brief: bool = False) -> Record:
    """One entry of ``mentions``; when ``brief`` its list of candidates is empty."""
    return {
        "report": mention.report,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": mention.kind,
        "role": mention.role,
        "place": place_record(mention.place, full=full) if mention.place else None,
        "score": mention.score if full else round(mention.score, 4),
        "candidates": [candidate_record(c, full=full) for c in mention.candidates] if not brief else [],
        "why": mention.why,
        "earliest": time_text(mention.interval.earliest, full=full) if mention.interval else None,
        "latest": time_text(mention.interval.latest, full=full) if mention.interval else None,
        "heading": mention.heading,
    }


def sighting_record(sighting: Sighting, *, full: bool = False) -> Record:
    """SIGHTING of the contract, with toward, away_from, known_at and the quoted words."""
    interval = sighting.interval
    record: Record = {
        "id": sighting.id,
        "subject": sighting.subject,
        "place": place_record(sighting.place, full=full),
        "candidates": [candidate_record(c, full=full) for c in sighting.candidates],
        "event": sighting.event,
        "earliest": time_text(interval.earliest, full=full) if interval else None,
        "latest": time_text(interval.latest, full=full) if interval else None,
        "heading": sighting.heading,
        "status": sighting.status,
        "report": sighting.report,
        "quote": list(sighting.quote) if sighting.quote else None,
        "quote_text": sighting.quote_text,
        "source": sighting.source,
        "note": sighting.note,
        "known_at": time_text(sighting.known_at, full=full),
        "toward": place_record(sighting.toward, full=full) if sighting.toward else None,
        "away_from": place_record(sighting.away_from, full=full) if sighting.away_from else None,
        "origin": place_record(sighting.origin, full=full) if sighting.origin else None,
        "certainty": sighting.certainty,
    }
    if sighting.withdrawn_by:
        record["withdrawn_by"] = sighting.withdrawn_by
        record["withdrawn_at"] = time_text(sighting.withdrawn_at, full=full)
    for key in ("stands_from", "stands_until"):
        if (moment := getattr(sighting, key)) is not None:
            record[key] = time_text(moment, full=full)
    return record


_CLAIM_FIGURES = ("stated_km", "stated_km_max", "stated_direction", "stated_h", "stated_kmh")
_CLAIM_CHECKS = ("geodesic_km", "rail_km", "bearing_deg", "running_time_h")


def claim_record(claim: Claim, *, full: bool = False) -> Record:
    """One entry of ``claims``: what was stated, what was found, and the verdict."""
    record: Record = {key: getattr(claim, key) for key in ("report", "start", "end", "text", "kind")}
    record["from"] = place_record(claim.origin, full=full) if claim.origin else None
    record["to"] = place_record(claim.target, full=full) if claim.target else None
    record |= {key: getattr(claim, key) for key in _CLAIM_FIGURES}
    record |= {key: v if full or v is None else round(v, 1) for key in _CLAIM_CHECKS for v in (getattr(claim, key),)}
    record["rail_length_kind"] = claim.rail_length_kind
    record["verdict"] = claim.verdict
    record["why"] = claim.why
    return record


# ---------------------------------------------------------------- paths


def spot_record(spot: Spot, *, line_names: Mapping[str, str] | None = None) -> Record:
    """A point on the network: which line, how far along, where. ``line_names`` as in ``path_record``."""
    return {
        "name": spot.name,
        "lon": spot.lon,
        "lat": spot.lat,
        "line": (line_names or {}).get(spot.line, spot.line),
        "line_id": spot.line,
        "chainage_km": None if spot.chainage_m is None else spot.chainage_m / 1000.0,
        "section": spot.section,
        "offset_m": spot.offset_m,
        "node": spot.node,
    }


def _gauge_record(g: GaugeBreak, *, full: bool) -> Record:
    """A break of gauge; ``between`` which points it lies only where no more is known."""
    record: Record = {"at": g.at, "from_mm": g.from_mm, "to_mm": g.to_mm, "km": g.km if full else round_km(g.km)}
    if g.between is not None and g.between_km is not None:
        km = [*g.between_km] if full else [round_km(km) for km in g.between_km]
        record |= {"between": [name or None for name in g.between], "between_km": km}
    return record


def path_record(path: Path, *, full: bool = False, line_names: Mapping[str, str] | None = None) -> Record:
    """Path of the contract: stations, lines, borders, gauge breaks, kilometres. ``full`` adds all it is made of.

    ``line_names`` are names for line ids, where known.
    """
    names = line_names or {}
    record: Record = {
        "rail_km": path.km if full else round_km(path.km),
        "rail_km_kind": path.rail_km_kind,
        "estimated_km": path.estimated_km if full else round_km(path.estimated_km),
        "stations": list(path.stations),
        "lines": [
            {
                "line": names.get(run.line, run.line),
                "line_id": run.line,
                "from": run.origin if full else run.origin or None,
                "to": run.target if full else run.target or None,
                "km": run.km if full else round_km(run.km),
                "km_kind": run.length_kind,
                "gauges_mm": [list(laid) for laid in run.gauges],
            }
            for run in path.lines
        ],
        "borders": [
            {"at": b.at, "from": b.origin, "to": b.target, "km": b.km if full else round_km(b.km)} for b in path.borders
        ],
        "gauge_breaks": [_gauge_record(g, full=full) for g in path.gauge_breaks],
    }
    if full:
        record |= {
            "length_m": path.length_m,
            "length_kind": path.length_kind,
            "start": spot_record(path.start, line_names=names),
            "end": spot_record(path.end, line_names=names),
            "steps": [[s.section, s.from_m, s.to_m] for s in path.steps],
            "points": [_point_record(p) for p in path.points],
            "geometry": [list(p) for p in path.geometry],
            "country_km": [list(c) for c in path.country_km],
            "branch_km": [list(c) for c in path.branch_km],
            "sources": list(path.sources),
            "attribution": path.attribution,
            "warnings": list(path.warnings),
        }
    return record


def _point_record(point: PathPoint) -> Record:
    return {
        "node": point.node,
        "id": point.id,
        "name": point.name,
        "kind": point.kind,
        "lon": point.lon,
        "lat": point.lat,
        "km": point.km,
        "country": point.country,
        "names": dict(point.names),
    }


# ---------------------------------------------------------------- a reading


def reading_record(reading: Any, *, full: bool = False, brief: bool = False) -> Record:
    """``read --json``: reports, mentions, sightings, claims, the mentions that gave no sighting with why, warnings,
    the sightings that were withdrawn, those that other reports tell otherwise since as they stood before, and the
    reports that correct others.

    When ``brief``, about half as long: mentions have their place alone, and of those without a sighting the span is
    told again but not the place. A sighting keeps all places it may be at.
    """
    return {key: list(records) for key, records in reading_lists(reading, full=full, brief=brief).items()}


def reading_lists(reading: Any, *, full: bool = False, brief: bool = False) -> dict[str, Iterator[Any]]:
    """The lists of ``reading_record``, each record made when it is asked for: a long report has many thousands."""
    unplaced = ((_span(m) if brief else mention_record(m, full=full), why) for m, why in reading.unplaced)
    return {
        "reports": (report_record(r, full=full) for r in reading.reports),
        "mentions": (mention_record(m, full=full, brief=brief) for m in reading.mentions),
        "sightings": (sighting_record(s, full=full) for s in reading.sightings),
        "claims": (claim_record(c, full=full) for c in reading.claims),
        "unplaced": (record | {"reason": why} for record, why in unplaced),
        "warnings": iter(reading.warnings),
        "withdrawn": (sighting_record(s, full=full) for s in reading.withdrawn),
        "retold": (sighting_record(s, full=full) for s in reading.retold),
        "corrections": ({"report": k, "known_at": time_text(t, full=full)} for k, t in reading.corrections.items()),
    }


def _span(mention: Mention) -> Record:
    return {key: getattr(mention, key) for key in ("report", "start", "end", "text", "kind", "role")}


# ---------------------------------------------------------------- records to values


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def time_from_text(text: str | None, *, convert: Callable[[datetime], datetime] = _in_utc) -> datetime | None:
    """A moment (in UTC, or as ``convert`` has it) from what ``time_text`` gave. ValueError, TypeError."""
    if text is None:
        return None
    moment = from_iso(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text[:40]!r} has no offset: write it like 2023-09-12T18:30+09:00")
    in_years(moment)
    return convert(moment)


def _words(record: Mapping[str, Any], key: str) -> str | None:
    """The text under a key, None where there is none. ValueError for what is no text: a record may be anybody's."""
    value = record.get(key)
    if value is None or isinstance(value, str):
        return value
    raise ValueError(f"{key} is {value!r:.40}: a text was expected")


def _length_kind(record: Mapping[str, Any]) -> LengthKind | None:
    kind = _words(record, "rail_length_kind")
    if kind is not None and kind not in get_args(LengthKind):
        raise ValueError(f"rail_length_kind is {kind!r:.40}: one of {', '.join(get_args(LengthKind))} was expected")
    return cast("LengthKind | None", kind)


def _interval(record: Mapping[str, Any]) -> Interval | None:
    earliest, latest = time_from_text(record.get("earliest")), time_from_text(record.get("latest"))
    return Interval(earliest, latest) if earliest is not None and latest is not None else None


def place_from_record(record: Mapping[str, Any]) -> Place:
    """A place from PLACE; fields of the full record are used where they are there. ValueError, KeyError."""
    return Place(
        id=str(record["id"]),
        name=str(record["name"]),
        kind=str(record["kind"]),
        lon=float(record["lon"]),
        lat=float(record["lat"]),
        country=_words(record, "country"),
        names={str(language): str(name) for language, name in dict(record.get("names") or {}).items()},
        radius_m=float(record.get("radius_m") or 0.0),
        source=str(record.get("source") or ""),
        admin1=_words(record, "admin1"),
        population=int(record["population"]) if record.get("population") is not None else None,
        served_by=_words(record, "served_by"),
        aliases=tuple(map(str, record.get("aliases") or ())),
        area=tuple(tuple((float(x), float(y)) for x, y in ring) for ring in record.get("area") or ()),
    )


def _place(record: Mapping[str, Any] | None) -> Place | None:
    return place_from_record(record) if record is not None else None


def candidate_from_record(record: Mapping[str, Any]) -> Candidate:
    """A candidate from PLACE plus score and why."""
    return Candidate(place_from_record(record), float(record["score"]), tuple(map(str, record.get("why") or ())))


def report_from_record(record: Mapping[str, Any]) -> Report:
    """A report; without ``text`` its text is empty."""
    keys = ("published_assumed", "dateline", "source", "title", "url", "language")
    return Report(
        id=str(record["id"]),
        text=_words(record, "text") or "",
        published=time_from_text(record.get("published"), convert=as_published),
        of_train=record.get("of_train") is True,
        **{key: _words(record, key) for key in keys},
    )


def mention_from_record(record: Mapping[str, Any]) -> Mention:
    """A mention from one entry of ``mentions``."""
    return Mention(
        **{key: record[key] for key in ("report", "start", "end", "text", "kind", "role")},
        candidates=tuple(candidate_from_record(c) for c in record.get("candidates") or ()),
        place=_place(record.get("place")),
        score=float(record.get("score") or 0.0),
        why=record.get("why") or "",
        interval=_interval(record),
        heading=record.get("heading"),
    )


def _same(a: Place, b: Place) -> bool:
    return (a.id, a.lon, a.lat) == (b.id, b.lon, b.lat)


def sighting_from_record(record: Mapping[str, Any]) -> Sighting:
    """A sighting from SIGHTING. With no candidates, or when it is not the first of them, its place is the only one."""
    candidates = tuple(candidate_from_record(c) for c in record.get("candidates") or ())
    place = _place(record.get("place"))
    if place is not None and not (candidates and _same(candidates[0].place, place)):
        candidates = (Candidate(place, 1.0),)  # somebody corrected it
    quote = record.get("quote")
    return Sighting(
        id=str(record["id"]),
        candidates=candidates or (Candidate(place_from_record(record["place"]), 1.0),),
        event=record["event"],
        status=record["status"],
        interval=_interval(record),
        subject=_words(record, "subject") or "train",
        heading=_words(record, "heading"),
        toward=_place(record.get("toward")),
        away_from=_place(record.get("away_from")),
        report=_words(record, "report"),
        quote=(int(quote[0]), int(quote[1])) if quote else None,
        quote_text=_words(record, "quote_text") or "",
        source=_words(record, "source") or "",
        note=_words(record, "note") or "",
        known_at=time_from_text(record.get("known_at")),
        origin=_place(record.get("origin")),
        certainty=float(record.get("certainty", 1.0)),
        withdrawn_by=_words(record, "withdrawn_by") or "",
        withdrawn_at=time_from_text(record.get("withdrawn_at")),
        stands_from=time_from_text(record.get("stands_from")),
        stands_until=time_from_text(record.get("stands_until")),
    )


def claim_from_record(record: Mapping[str, Any]) -> Claim:
    """A claim from one entry of ``claims``."""
    numbers = (key for key in (*_CLAIM_FIGURES, *_CLAIM_CHECKS) if key != "stated_direction")
    figures: Record = {key: None if record.get(key) is None else float(record[key]) for key in numbers}
    return Claim(
        report=str(record["report"]),
        start=int(record["start"]),
        end=int(record["end"]),
        text=str(record["text"]),
        kind=record["kind"],
        stated_direction=_words(record, "stated_direction"),
        **figures,
        origin=_place(record.get("from")),
        target=_place(record.get("to")),
        verdict=record.get("verdict") or "cannot tell",
        why=_words(record, "why") or "",
        rail_length_kind=_length_kind(record),
    )


def spot_from_record(record: Mapping[str, Any]) -> Spot:
    """A spot from its record."""
    chainage = record.get("chainage_km")
    return Spot(
        section=int(record["section"]),
        offset_m=float(record["offset_m"]),
        lon=float(record["lon"]),
        lat=float(record["lat"]),
        line=record.get("line_id", record.get("line")) or "",
        chainage_m=None if chainage is None else round(chainage * 1000.0, 6),
        node=record.get("node"),
        name=record.get("name") or "",
    )
