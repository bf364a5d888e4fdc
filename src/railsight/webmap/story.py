"""The journey told as text: what a reader without the map is told, in the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from railsight.geo import geodesic_m
from railsight.layers import is_statement
from railsight.model import Claim, Journey, Report
from railsight.times import iso
from railsight.webmap.wording import Part, Wording, joined

MAX_PASSAGES = 400


class ReadingLike(Protocol):
    """What a page needs of ``resolution.Reading``."""

    @property
    def reports(self) -> Sequence[Report]: ...

    @property
    def claims(self) -> Sequence[Claim]: ...


def paragraphs(journey: Journey, w: Wording) -> list[list[Part]]:
    """The story in paragraphs of parts; see ``wording``."""
    told = [_way(journey, w), _last(journey, w), *_others(journey, w), _set_aside(journey, w)]
    return [paragraph for paragraph in told if paragraph]


def _way(journey: Journey, w: Wording) -> list[Part]:
    path = journey.path
    if path is None or not path.points:
        return []
    first, last = path.points[0], path.points[-1]
    parts = w.fill("storyPath", {"o": w.name(first.name, first.names)}, {"o": w.name(last.name, last.names)})
    parts += [w.km(path.km, path.length_kind), w.word("storyKm")]
    ends = {first.name, last.name}
    names = {p.name: w.name(p.name, p.names) for p in path.points}
    via = dict.fromkeys(
        n for n in (*(b.at for b in path.borders), *(run.origin for run in path.lines)) if n not in ends and n in names
    )
    if via:
        order = sorted(via, key=[p.name for p in path.points].index)
        listed = joined([{"o": names[n]} for n in order[:5]])
        before, after = w.word("storyVia").split("#")
        parts += [before, *listed, after]
    parts.append(". ")
    doubts = [a for a in journey.alternatives if a.path.geometry != path.geometry and a.probability >= 0.01]
    if doubts:
        before, after = w.word("storyDoubt").split("#")
        parts.append(before)
        shown: list[Part] = []
        for other in doubts[:3]:
            shown += [", "] if shown else []
            shown += [{"o": ", ".join(other.via) or "?"}, " (", w.share(other.probability), ")"]
        parts += [*shown, after]
    return parts


def _last(journey: Journey, w: Wording) -> list[Part]:
    timed = [u for u in journey.used if u.sighting.interval is not None]
    if not timed:
        return []
    place, span = timed[-1].sighting.place, timed[-1].sighting.interval
    assert span is not None
    parts = w.fill("storyLast", {"o": w.name(place.name, place.names)})
    return [*parts, *w.window(span.earliest, span.latest, place.lon, place.lat, "reported"), "."]


def _others(journey: Journey, w: Wording) -> list[list[Part]]:
    told = []
    for sighting in journey.others:
        a, b = sighting.origin, sighting.place
        if a is None:
            continue
        parts = w.fill(
            "storyOther", {"o": sighting.subject}, {"o": w.name(a.name, a.names)}, {"o": w.name(b.name, b.names)}
        )
        parts += [w.km(geodesic_m(a.lon, a.lat, b.lon, b.lat) / 1000, "measured"), w.word("storyOtherKm")]
        told.append(parts)
    return told


def _set_aside(journey: Journey, w: Wording) -> list[Part]:
    rejected = sum(not is_statement(r) for r in journey.rejected)
    return w.fill("storyRejected", str(rejected), str(rejected + len(journey.used))) if rejected else []


def passages(journey: Journey, w: Wording) -> list[list[list[Part]]]:
    """Rows of the table of passing times: station, km, when."""
    kind = journey.path.length_kind if journey.path else "inferred"
    rows: list[list[list[Part]]] = []
    for p in journey.passages[:MAX_PASSAGES]:
        when = w.window(p.earliest, p.latest, p.lon, p.lat, "reported" if p.observed else "inferred")
        rows.append([[{"o": w.name(p.name, p.names)}], [w.km(p.km, kind)], when])
    return rows


def history(journey: Journey, w: Wording) -> list[dict[str, object]]:
    """How the ranking of destinations stood after each report."""
    names = {d.place.name: w.name(d.place.name, d.place.names) for d in journey.destinations}
    entries: list[dict[str, object]] = []
    for revision in sorted(journey.history, key=lambda r: (r.known_at, r.sighting)):
        ranked: list[Part] = []
        for name, probability in revision.ranking[:4]:
            ranked += [", "] if ranked else []
            ranked += [{"o": names.get(name, name)}, " ", w.share(probability)]
        text = [*w.fill("knewThen", w.utc(revision.known_at)), *ranked]
        entries.append({"t": iso(revision.known_at), "text": text})
    return entries


def claims(reading: ReadingLike, w: Wording) -> list[dict[str, object]]:
    """Stated figures beside what was found."""
    told: list[dict[str, object]] = []
    for claim in reading.claims:
        checked: list[Part] = []
        if claim.geodesic_km is not None:
            checked += [w.km(claim.geodesic_km, "measured"), f" {w.word('crowFly')}"]
        if claim.rail_km is not None:
            checked += [", "] if checked else []
            checked += [w.km(claim.rail_km, "official"), f" {w.word('byRail')}"]
        told.append(
            {
                "quote": claim.text,
                "verdict": w.word("verdicts", claim.verdict),
                "verdictKey": claim.verdict.replace(" ", "-"),
                "checked": checked,
                "why": claim.why or None,
            }
        )
    return told
