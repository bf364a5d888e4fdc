"""A journey as a JSON record and back: ``track --json`` and its full form, from which a map can be drawn again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from railsight.errors import InputError
from railsight.files.records import (
    Record,
    path_record,
    place_from_record,
    place_record,
    round_km,
    sighting_from_record,
    sighting_record,
    spot_from_record,
    spot_record,
    time_text,
)
from railsight.files.sentences import sentences_from_record, sentences_record
from railsight.model import (
    Alternative,
    BorderPassed,
    Destination,
    DwellLaw,
    GaugeBreak,
    Hypothesis,
    Journey,
    LineRun,
    Passage,
    Path,
    PathPoint,
    Position,
    Profile,
    Reach,
    RejectedSighting,
    Revision,
    Sentence,
    SpeedLaw,
    Step,
    UsedSighting,
)


def journey_record(
    journey: Journey,
    *,
    position: Position | None = None,
    full: bool = False,
    given: Record | None = None,
    line_names: Mapping[str, str] | None = None,
) -> Record:
    """``track --json``. ``position`` fills the key of that name; ``full`` keeps everything, so that it reads back.

    ``given`` (``earlier.given_record``) is what it was inferred from besides the sightings, to infer it again;
    ``line_names`` are names for line ids, where known: ``line`` is a line's name, ``line_id`` its id.
    """
    names = line_names or {}
    record: Record = {
        "case": journey.case,
        "title": journey.title,
        "as_of": time_text(journey.as_of, full=full),
        "profile": journey.profile.name,
        "path": path_record(journey.path, full=full, line_names=names) if journey.path else None,
        "passages": [_passage_record(p, full=full) for p in journey.passages],
        "used": [_used_record(u, names, full=full) for u in journey.used],
        "rejected": [_rejected_record(r, full=full) for r in journey.rejected],
        "alternatives": [_alternative_record(a, names, full=full) for a in journey.alternatives],
        "destinations": [_destination_record(d, names, journey.as_of, full=full) for d in journey.destinations],
        "hypotheses": [_hypothesis_record(h, full=full) for h in journey.hypotheses],
        "elsewhere": round(journey.elsewhere, 4),
        "unlisted": journey.unlisted if full else round(journey.unlisted, 4),
        "position": position_record(position, full=full, line_names=names) if position else None,
        "others": [sighting_record(s, full=full) for s in journey.others],
        "retold": [sighting_record(s, full=full) for s in journey.retold],
        "history": [_revision_record(r, full=full) for r in journey.history],
        "explanation": list(journey.explanation),
        "warnings": list(journey.warnings),
        "profile_law": _profile_record(journey.profile),
    }
    if given is not None:
        record["given"] = given
    if full:
        record["positions"] = [position_record(p, full=True, line_names=names) for p in journey.positions]
        record["sentences"] = sentences_record(journey)
    return record


def _passage_record(p: Passage, *, full: bool) -> Record:
    return {
        "station": p.name,
        "id": p.id,
        "names": dict(p.names),
        "country": p.country,
        "lon": p.lon,
        "lat": p.lat,
        "km_from_start": p.km if full else round_km(p.km),
        "earliest": time_text(p.earliest, full=full),
        "likely": time_text(p.likely, full=full),
        "latest": time_text(p.latest, full=full),
        "observed": p.observed,
        "dwell_h": p.dwell_h,
        "within": p.within or None,
        "within_names": dict(p.within_names),
        "away_chance": p.away_chance if full or p.away_chance is None else round(p.away_chance, 4),
    }


def _used_record(u: UsedSighting, names: Mapping[str, str], *, full: bool) -> Record:
    return sighting_record(u.sighting, full=full) | {
        "spot": spot_record(u.spot, line_names=names),
        "belief": u.belief if full else round(u.belief, 4),
        "km_from_start": u.km if full else round_km(u.km),
        "why": u.why,
    }


def _rejected_record(r: RejectedSighting, *, full: bool) -> Record:
    return sighting_record(r.sighting, full=full) | {
        "reason": r.reason,
        "conflicts_with": r.conflicts_with,
        "belief": r.belief if full or r.belief is None else round(r.belief, 4),
    }


def _alternative_record(a: Alternative, names: Mapping[str, str], *, full: bool) -> Record:
    record: Record = {
        "probability": a.probability if full else round(a.probability, 4),
        "rail_km": a.path.km if full else round_km(a.path.km),
        "via": list(a.via),
        "why": a.why,
    }
    if full:
        record["path"] = path_record(a.path, full=True, line_names=names)
    return record


def _hypothesis_record(h: Hypothesis, *, full: bool) -> Record:
    share = h.probability if full else round(h.probability, 4)
    return {"probability": share, "right": list(h.right), "wrong": list(h.wrong)}


def _destination_record(d: Destination, names: Mapping[str, str], as_of: datetime | None, *, full: bool) -> Record:
    record: Record = {
        "place": place_record(d.place, full=full),
        "probability": d.probability if full else round(d.probability, 4),
        "rail_km_left": d.rail_km_left if full else round_km(d.rail_km_left),
        "eta": {
            "earliest": time_text(d.earliest, full=full),
            "likely": time_text(d.likely, full=full),
            "latest": time_text(d.latest, full=full),
        },
        "why": d.why,
        "reached": d.reached,
        "overdue": d.is_overdue(as_of),
        "hypothesis": d.hypothesis,
    }
    if d.passed:
        record["passed"] = True
    if d.ahead:
        record["ahead"] = [_passage_record(p, full=full) for p in d.ahead]
    if full:
        record["path"] = path_record(d.path, full=True, line_names=names) if d.path else None
    return record


def position_record(position: Position, *, full: bool = False, line_names: Mapping[str, str] | None = None) -> Record:
    """Where the train is at a moment. The station is the nearest on the path; kilometres from the path's start.

    Where nothing is known of that moment, so that ``unknown`` says why, ``likely`` and its kilometres are null, but for
    the ``full`` record, which reads back whole.
    """
    told = full or not position.unknown
    likely = {
        "lon": position.lon,
        "lat": position.lat,
        "station": position.near or None,
        "km_from_start": position.km if full else round_km(position.km),
    }
    record: Record = {
        "at": time_text(position.at, full=full),
        "likely": likely if told else None,
        "km_low": (position.km_low if full else round_km(position.km_low)) if told else None,
        "km_high": (position.km_high if full else round_km(position.km_high)) if told else None,
        "standing": position.standing,
        "assumes": position.assumes or None,
        "unknown": position.unknown or None,
        "forecast": position.forecast,
        "reachable": [
            {
                "from": r.origin,
                "to": r.target,
                "line": (line_names or {}).get(r.line, r.line),
                "line_id": r.line,
                "km": r.km if full else round_km(r.km),
            }
            | ({"geometry": [list(p) for p in r.geometry]} if full else {})
            for r in position.reachable
        ],
    }
    if full:
        record["spread"] = [[share, [list(p) for p in line]] for share, line in position.spread]
    return record


def _revision_record(r: Revision, *, full: bool) -> Record:
    return {
        "known_at": time_text(r.known_at, full=full),
        "sighting": r.sighting,
        "ranking": [{"place": name, "probability": share if full else round(share, 4)} for name, share in r.ranking],
    }


def _profile_record(p: Profile) -> Record:
    def law(value: SpeedLaw | DwellLaw) -> Record:
        return {name: getattr(value, name) for name in value.__slots__}

    return {
        "name": p.name,
        "title": p.title,
        "max_kmh": p.max_kmh,
        "speeds": {k: law(v) for k, v in p.speeds.items()},
        "dwells": {k: law(v) for k, v in p.dwells.items()},
        "gauges_mm": list(p.gauges_mm),
        "countries": list(p.countries),
        "break_of_gauge": p.break_of_gauge,
        "electrified_only": p.electrified_only,
        "source": p.source,
        "for_morning": p.for_morning,
    }


# ---------------------------------------------------------------- and back


def journey_from_record(record: Mapping[str, Any], *, source: str = "journey") -> Journey:
    """A journey from its full record. InputError names what is missing or wrong."""
    try:
        return _journey(record)
    except KeyError as error:
        hint = "write it with `railsight track ... -o journey.json`"
        raise InputError(f"not a whole journey: no field {error.args[0]!r}", file=source, hint=hint) from error
    except (ValueError, TypeError, AttributeError, IndexError, OverflowError, RecursionError) as error:
        raise InputError(f"not a journey: {error}", file=source) from error


def _journey(record: Mapping[str, Any]) -> Journey:
    made = sentences_from_record(record.get("sentences") or {})  # earlier versions wrote the texts alone
    return Journey(
        case=record["case"],
        profile=profile_from_record(record["profile_law"]),
        path=path_from_record(record["path"]) if record["path"] else None,
        passages=tuple(_passage(p) for p in record["passages"]),
        used=tuple(_used(u, made) for u in record["used"]),
        rejected=tuple(
            RejectedSighting(sighting_from_record(r), _told(made, r["reason"]), r["conflicts_with"], r["belief"])
            for r in record["rejected"]
        ),
        alternatives=tuple(
            Alternative(a["probability"], path_from_record(a["path"]), tuple(a["via"]), _told(made, a.get("why")))
            for a in record["alternatives"]
        ),
        destinations=tuple(_destination(d, made) for d in record["destinations"]),
        positions=tuple(_position(p, made) for p in record["positions"]),
        history=tuple(
            Revision(_moment(r["known_at"]), r["sighting"], tuple((x["place"], x["probability"]) for x in r["ranking"]))
            for r in record["history"]
        ),
        others=tuple(sighting_from_record(s) for s in record["others"]),
        retold=tuple(sighting_from_record(s) for s in record.get("retold", ())),
        as_of=_moment_or_none(record["as_of"]),
        title=record["title"],
        warnings=tuple(_told(made, text) for text in record["warnings"]),
        explanation=tuple(_told(made, text) for text in record["explanation"]),
        unlisted=record.get("unlisted", 0.0),
        hypotheses=tuple(
            Hypothesis(h["probability"], tuple(h["right"]), tuple(h["wrong"])) for h in record.get("hypotheses", ())
        ),
    )


def _told(made: Mapping[str, Sentence], text: str | None) -> str:
    """A text of a record, as the sentence that it is where it is one."""
    return made.get(text, text) if text else ""


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _moment_or_none(text: str | None) -> datetime | None:
    return _moment(text) if text is not None else None


def profile_from_record(r: Mapping[str, Any]) -> Profile:
    """A train from ``profile_law`` of a journey. KeyError, TypeError and ValueError for what is none."""
    if "*" not in r["speeds"]:
        raise ValueError("no speed law for '*'")
    return Profile(
        name=str(r["name"]),
        title=str(r["title"]),
        max_kmh=float(r["max_kmh"]),
        speeds={
            k: SpeedLaw(_above_0(v["median_kmh"]), _spread(v["sigma_log"]), str(v["source"]))
            for k, v in r["speeds"].items()
        },
        dwells={
            k: DwellLaw(_above_0(v["median_h"]), _spread(v["sigma_log"]), float(v["share"]), str(v["source"]))
            for k, v in r["dwells"].items()
        },
        gauges_mm=tuple(int(g) for g in r["gauges_mm"]),
        countries=tuple(map(str, r["countries"])),
        break_of_gauge=bool(r["break_of_gauge"]),
        electrified_only=bool(r["electrified_only"]),
        source=str(r["source"]),
        for_morning=float(r.get("for_morning", 1.0)),  # earlier versions held every train to that custom
    )


def _spread(value: Any) -> float:
    number = float(value)
    if not 0.0 <= number < 10.0:
        raise ValueError(f"sigma_log {number:g} is no spread: it is 0 or more and below 10")
    return number


def _above_0(value: Any) -> float:
    number = float(value)
    if not 0.0 < number < 1e4:
        raise ValueError(f"{number:g} is no speed or stay: it is above 0 and below 10,000")
    return number


def _gauge_break(g: Mapping[str, Any]) -> GaugeBreak:
    between, km = g.get("between"), g.get("between_km")
    return GaugeBreak(
        g["at"],
        g["from_mm"],
        g["to_mm"],
        g["km"],
        (between[0] or "", between[1] or "") if between else None,
        (km[0], km[1]) if km else None,
    )


def path_from_record(r: Mapping[str, Any]) -> Path:
    """A path from its full record. KeyError when the record is a plain one."""
    return Path(
        start=spot_from_record(r["start"]),
        end=spot_from_record(r["end"]),
        steps=tuple(Step(int(s), float(a), float(b)) for s, a, b in r["steps"]),
        length_m=float(r["length_m"]),
        length_kind=r.get("length_kind", r["rail_km_kind"]),
        points=tuple(PathPoint(**p) for p in r["points"]),
        lines=tuple(
            LineRun(x["line_id"], x["from"], x["to"], x["km"], x["km_kind"], tuple(map(tuple, x.get("gauges_mm", ()))))
            for x in r["lines"]
        ),
        borders=tuple(BorderPassed(b["at"], b["from"], b["to"], b["km"]) for b in r["borders"]),
        gauge_breaks=tuple(_gauge_break(g) for g in r["gauge_breaks"]),
        geometry=_line(r["geometry"]),
        sources=tuple(r["sources"]),
        attribution=r.get("attribution", ""),
        warnings=tuple(r["warnings"]),
        country_km=tuple((country, km) for country, km in r["country_km"]),
        branch_km=tuple((country, km) for country, km in r.get("branch_km", ())),
        estimated_km=float(r.get("estimated_km", 0.0)),
    )


def _line(points: list[list[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((float(x), float(y)) for x, y in points)


def _passage(r: Mapping[str, Any]) -> Passage:
    return Passage(
        name=r["station"],
        id=r["id"],
        lon=r["lon"],
        lat=r["lat"],
        km=r["km_from_start"],
        earliest=_moment(r["earliest"]),
        likely=_moment(r["likely"]),
        latest=_moment(r["latest"]),
        observed=r["observed"],
        country=r["country"],
        names=r["names"],
        dwell_h=r["dwell_h"],
        within=r.get("within") or "",
        within_names=r.get("within_names") or {},
        away_chance=r.get("away_chance"),
    )


def _used(r: Mapping[str, Any], made: Mapping[str, Sentence]) -> UsedSighting:
    of = sighting_from_record(r), spot_from_record(r["spot"]), r["belief"], r["km_from_start"]
    return UsedSighting(*of, _told(made, r.get("why")))


def _destination(r: Mapping[str, Any], made: Mapping[str, Sentence]) -> Destination:
    eta = r["eta"]
    return Destination(
        place=place_from_record(r["place"]),
        probability=r["probability"],
        rail_km_left=r["rail_km_left"],
        earliest=_moment_or_none(eta["earliest"]),
        likely=_moment_or_none(eta["likely"]),
        latest=_moment_or_none(eta["latest"]),
        why=_told(made, r["why"]),
        path=path_from_record(r["path"]) if r["path"] else None,
        ahead=tuple(_passage(p) for p in r.get("ahead", ())),
        reached=bool(r.get("reached")),
        hypothesis=r.get("hypothesis", 0),
        passed=bool(r.get("passed")),
    )


def _position(r: Mapping[str, Any], made: Mapping[str, Sentence]) -> Position:
    return Position(
        at=_moment(r["at"]),
        lon=r["likely"]["lon"],
        lat=r["likely"]["lat"],
        near=r["likely"]["station"] or "",
        km=r["likely"]["km_from_start"],
        km_low=r["km_low"],
        km_high=r["km_high"],
        standing=r["standing"],
        reachable=tuple(
            Reach(x["from"], x["to"], x.get("line_id", x["line"]), _line(x["geometry"]), x["km"])
            for x in r["reachable"]
        ),
        spread=tuple((share, _line(line)) for share, line in r["spread"]),
        assumes=_told(made, r.get("assumes")),
        unknown=_told(made, r.get("unknown")),
        forecast=r.get("forecast", False),
    )
