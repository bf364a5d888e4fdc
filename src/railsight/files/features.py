"""Paths, journeys and sightings as plain features: what every export draws from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from railsight.geo import LonLat, wrap_lon
from railsight.model import Destination, Journey, Passage, Path, PathPoint, Reach, Sighting, UsedSighting
from railsight.model.along import path_between, vertex_km
from railsight.network.layout import RUNS_LAYER

if TYPE_CHECKING:
    from railsight.network import Network


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to export: a point, or a line of one or more parts. ``layer`` groups items of one kind.

    ``properties`` are plain values (text, numbers, datetimes, None). ``begin`` and ``end`` bound its time; ``likely``
    is when the train likely was or will be there, None where nobody can say.
    """

    layer: str
    name: str
    parts: tuple[tuple[LonLat, ...], ...]
    properties: dict[str, Any]
    begin: datetime | None = None
    end: datetime | None = None
    likely: datetime | None = None

    @property
    def point(self) -> LonLat | None:
        """The position of a point; None for a line."""
        return self.parts[0][0] if len(self.parts) == 1 and len(self.parts[0]) == 1 else None


def split_at_antimeridian(points: Sequence[LonLat]) -> tuple[tuple[LonLat, ...], ...]:
    """A line cut where it crosses 180 degrees, as RFC 7946 (3.1.9) asks; a line that does not comes back whole."""
    parts: list[list[LonLat]] = [[(wrap_or_edge(points[0][0]), points[0][1])]]
    for (x1, y1), (x2, y2) in pairwise(points):
        # a point at 180 degrees lies on the side that the line has come by
        a, step = parts[-1][-1][0] if abs(x1) == 180.0 else wrap_or_edge(x1), wrap_lon(x2 - x1)
        b = a + step
        if b > 180.0 or b < -180.0:
            edge = 180.0 if b > 180.0 else -180.0
            share = (edge - a) / step if step else 0.0
            cross = y1 + share * (y2 - y1)
            parts[-1].append((edge, cross))
            parts.append([(-edge, cross), (wrap_lon(b), y2)])
        else:
            parts[-1].append((b, y2))
    return tuple(tuple(p) for p in parts if len(p) > 1) or (tuple(points),)


def wrap_or_edge(lon: float) -> float:
    """The meridian in [-180, 180], leaving both edges alone."""
    return lon if -180.0 <= lon <= 180.0 else wrap_lon(lon)


# ---------------------------------------------------------------- paths


def path_item(path: Path, *, layer: str = "path", name: str = "", **properties: Any) -> Item:
    """A path as one line."""
    ends = f"{path.points[0].name} - {path.points[-1].name}" if path.points else ""
    facts: dict[str, Any] = {
        "rail_km": round(path.km, 3),
        "rail_km_kind": path.rail_km_kind,
        "estimated_km": round(path.estimated_km, 3),
        "source": "; ".join(path.sources),
        "warnings": "; ".join(path.warnings),
    }
    line = path.geometry if len(path.geometry) > 1 else (*path.geometry, *path.geometry)
    return Item(layer, name or ends, split_at_antimeridian(line), facts | properties)


def station_items(points: Iterable[PathPoint], **properties: Any) -> Iterator[Item]:
    """The operating points of a path."""
    for p in points:
        facts = {"id": p.id, "kind": p.kind, "country": p.country, "km": round(p.km, 3), "names": names_text(p.names)}
        yield Item("stations", p.name, (((p.lon, p.lat),),), facts | properties)


def path_items(paths: Sequence[Path], facts: Sequence[Mapping[str, Any]] = ()) -> list[Item]:
    """Some ways as lines, with further ``facts`` of each, then the stations of each; ``way`` says which one, from 1."""
    lines = [path_item(p, way=i, **(facts[i - 1] if facts else {})) for i, p in enumerate(paths, 1)]
    return [*lines, *(station for i, p in enumerate(paths, 1) for station in station_items(p.points, way=i))]


def run_items(path: Path, line_names: Mapping[str, str], **properties: Any) -> Iterator[Item]:
    """A path line by line: each run with its length, what that is measured by and the gauges laid (mm, ``?`` unknown);
    none for a path of no length.
    """
    at, km = 0.0, vertex_km(path) if path.geometry else ()
    for run in path.lines if len(km) > 1 else ():
        start, at = at, at + run.km
        facts = {
            "line": line_names.get(run.line, run.line),
            "line_id": run.line,
            "from": run.origin,
            "to": run.target,
            "km": round(run.km, 3),
            "km_kind": run.length_kind,
            "gauges_mm": "; ".join("+".join(map(str, laid)) or "?" for laid in run.gauges),
        }
        shape = split_at_antimeridian(path_between(path, start, at, km=km))
        yield Item(RUNS_LAYER, str(facts["line"]), shape, facts | properties)


def section_lines(path: Path) -> list[tuple[PathPoint, PathPoint, tuple[LonLat, ...]]]:
    """The stretches between neighbouring points of a path, each with its piece of the geometry."""
    found: list[tuple[PathPoint, PathPoint, tuple[LonLat, ...]]] = []
    at = 0
    for a, b in pairwise(path.points):
        start = _vertex(path.geometry, a, at)
        stop = _vertex(path.geometry, b, start if start is not None else at)
        if start is None or stop is None or stop <= start:
            found.append((a, b, ((a.lon, a.lat), (b.lon, b.lat))))
        else:
            found.append((a, b, tuple(path.geometry[start : stop + 1])))
            at = stop
    return found


def _vertex(line: Sequence[LonLat], point: PathPoint, start: int) -> int | None:
    """Index of the vertex at a point, from ``start`` on."""
    for i in range(start, len(line)):
        if abs(line[i][0] - point.lon) < 1e-6 and abs(line[i][1] - point.lat) < 1e-6:
            return i
    return None


def names_text(names: Any) -> str:
    """``ru=Хасан|ko=하산``: names by language in one cell."""
    return "|".join(f"{language}={name}" for language, name in names.items())


# ---------------------------------------------------------------- journeys


def passage_item(p: Passage) -> Item:
    """A passage as a feature: its times, and its km from the start."""
    facts = {
        "km": round(p.km, 3),
        "country": p.country,
        "earliest": p.earliest,
        "likely": p.likely,
        "latest": p.latest,
        "observed": p.observed,
        "dwell_h": p.dwell_h,
        "within": p.within or None,
        "names": names_text(p.names),
    }
    return Item("passages", p.name, (((p.lon, p.lat),),), facts, p.earliest, p.latest, p.likely)


def sighting_item(
    s: Sighting,
    *,
    used: bool | None = None,
    belief: float | None = None,
    why: str = "",
    likely: datetime | None = None,
) -> Item:
    """A sighting at its likeliest place. ``used`` is None where nobody decided on it."""
    interval = s.interval
    facts = {
        "id": s.id,
        "subject": s.subject,
        "event": s.event,
        "status": s.status,
        "earliest": interval.earliest if interval else None,
        "latest": interval.latest if interval else None,
        "heading": s.heading,
        "radius_m": s.place.radius_m,
        "used": used,
        "belief": belief,
        "why": why,
        "report": s.report,
        "quote": s.quote_text,
        "source": s.source,
        "note": s.note,
    }
    where = (((s.place.lon, s.place.lat),),)
    begin, end = (interval.earliest, interval.latest) if interval else (None, None)
    return Item("sightings", s.place.name, where, facts, begin, end, likely)


def _likely_then(used: UsedSighting, passages: Sequence[Passage]) -> datetime | None:
    """When the train likely was where a used sighting has it: between the passages around, within its own interval."""
    if used.km is None or used.sighting.event == "absent" or not passages:
        return None
    k = bisect_left(passages, used.km, key=lambda p: p.km)
    after = passages[min(k, len(passages) - 1)]
    before = passages[k - 1] if 0 < k < len(passages) and after.km > used.km else after
    share = (used.km - before.km) / (after.km - before.km) if after.km > before.km else 0.0
    likely = before.likely + share * (after.likely - before.likely)
    span = used.sighting.interval
    return likely if span is None else min(max(likely, span.earliest), span.latest)


def _destination_item(d: Destination) -> Item:
    facts = {
        "probability": d.probability,
        "rail_km_left": d.rail_km_left,
        "earliest": d.earliest,
        "likely": d.likely,
        "latest": d.latest,
        "why": d.why,
    }
    return Item("destinations", d.place.name, (((d.place.lon, d.place.lat),),), facts, d.earliest, d.latest, d.likely)


def sighting_items(journey: Journey) -> list[Item]:
    """Sightings used, set aside and of others, in this order."""
    return [
        *(
            sighting_item(u.sighting, used=True, belief=u.belief, why=u.why, likely=_likely_then(u, journey.passages))
            for u in journey.used
        ),
        *(sighting_item(r.sighting, used=False, belief=r.belief, why=r.reason) for r in journey.rejected),
        *(sighting_item(s) for s in journey.others),
    ]


def journey_items(journey: Journey) -> list[Item]:
    """Everything of a journey: its path, other ways, passages, sightings, destinations."""
    items: list[Item] = []
    if journey.path is not None:
        span = (journey.passages[0].earliest, journey.passages[-1].latest) if journey.passages else (None, None)
        line = path_item(journey.path, name=journey.title or journey.case)
        items.append(Item(line.layer, line.name, line.parts, line.properties, *span))
    items += [
        path_item(a.path, layer="alternatives", name=", ".join(a.via), probability=a.probability)
        for a in journey.alternatives
        if journey.path is None or a.path.geometry != journey.path.geometry
    ]
    items += [passage_item(p) for p in journey.passages]
    items += sighting_items(journey)
    return [*items, *(_destination_item(d) for d in journey.destinations)]


# ---------------------------------------------------------------- networks


def reach_items(stretches: Sequence[Reach], line_names: Mapping[str, str]) -> list[Item]:
    """The railway in reach as lines; ``line`` is the id of the line, ``line_name`` its name where one is known."""
    return [
        Item(
            "reachable",
            " - ".join(end for end in (one.origin, one.target) if end),
            split_at_antimeridian(one.geometry),
            {
                "line": one.line,
                "line_name": line_names.get(one.line),
                "from": one.origin,
                "to": one.target,
                "km": round(one.km, 3),
                "partial": one.partial,
            },
        )
        for one in stretches
    ]


def network_items(network: Network) -> Iterator[Item]:
    """The sections of a network as lines, then its operating points: all that ``network build`` makes it of again."""
    lines = {line.id: line for line in network.lines()}
    for index in range(network.section_count):
        section = network.section(index)
        a, b, line = network.point(section.a), network.point(section.b), lines[section.line]
        facts = {
            "line": line.name,
            "from": a.name,
            "to": b.name,
            "km": round(section.length_m / 1000.0, 5),
            "km_kind": section.length_kind,
            "gauges_mm": "+".join(map(str, section.gauges_mm)),
            "country": section.country,
            "from_id": a.id,
            "to_id": b.id,
            "from_km": _km_post(section.chainage_a_m),
            "to_km": _km_post(section.chainage_b_m),
            "electrified": {True: "yes", False: "no", None: None}[network.section_electrified(index)],
            "maxspeed": network.section_max_kmh(index),
            "tracks": network.section_tracks(index),
            "usage": network.section_usage(index) or None,
            "usage_by": "line" if network.info.get("usage_by_line") else None,
            "sides": "{}/{}".format(*network.section_sides(index)) if network.has_sides else None,
            "line_id": line.id,
            "line_names": names_text(line.names),
            "line_source": line.source,
            "line_note": line.note,
        }
        yield Item("sections", f"{a.name} - {b.name}", split_at_antimeridian(network.geometry(index)), facts)
    for node in range(network.node_count):
        p = network.point(node)
        own = {p.name, *p.names.values()}
        facts = {
            "id": p.id,
            "kind": p.kind,
            "country": p.country,
            "quality": p.quality,
            "names": names_text(p.names),
            "aliases": "|".join(alias for alias in network.point_aliases(node) if alias not in own),
        }
        yield Item("points", p.name, (((p.lon, p.lat),),), facts)


def _km_post(metres: float | None) -> float | None:
    return None if metres is None else round(metres / 1000.0, 5)
