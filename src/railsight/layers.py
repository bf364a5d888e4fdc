"""Journeys, paths and networks as Layers: what is drawn and in which style class, without saying how.

Coordinates are lon, lat. Texts in feature properties are as given: whoever renders them must escape them.
Style classes: ``confirmed``, ``inferred``, ``speculated``, ``alternative``, ``sighting``, ``rejected``,
``destination``, ``border``, ``gauge-break``, ``other``, ``station``, ``railway``, ``route``, ``range``, ``origin``.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from railsight.geo import LonLat, approx_m, geodesic_m, geodesic_points, in_ring
from railsight.model import (
    AIM_EVENTS,
    AREA_KINDS,
    Destination,
    Feature,
    Journey,
    Layer,
    Path,
    PathPoint,
    Place,
    Reach,
    RejectedSighting,
    Sighting,
    UsedSighting,
)
from railsight.model.along import at_km, path_between, vertex_km
from railsight.model.journeys import says_where_it_goes

if TYPE_CHECKING:
    from railsight.network import Network

# Between two confirmed sightings a stretch is confirmed only when ways that avoid it are together less likely than
# DOUBT, and little lies between the two: SHORT_H hours, or SHORT_KM by rail and SHORT_KM_H hours. All else was not
# observed.
DOUBT = 0.05
SHORT_H = 12.0
SHORT_KM, SHORT_KM_H = 250.0, 24.0
LIKELY, MOST_GOALS = 0.03, 5  # destinations drawn: the first, and further ones from this probability on, so many in all
GUESSES = ("expected", "speculated")
Aside = Literal["statement", "denial", "guess", "contested", "contradicted", "unplaced"]
Look = Literal[
    "confirmed", "reported", "speculated", "expected", "conflict", "contested", "rejected", "denied", "unplaced"
]
_BESIDE_KM = 30.0  # along the way: an end is not called by a station that is farther from it


def _sure(journey: Journey, a: UsedSighting, b: UsedSighting, path: Path) -> bool:
    """Whether the way between two sightings counts as confirmed: both ends are, at places, close together, no other way
    likely.
    """
    if {a.sighting.place.kind, b.sighting.place.kind} & AREA_KINDS:
        return False  # somewhere in an area: between is what the spot taken for it makes it
    if a.sighting.status != "confirmed" or b.sighting.status != "confirmed" or min(a.belief, b.belief) < 0.5:
        return False
    low, high = sorted((a.km or 0.0, b.km or 0.0))
    if not _short(a, b, high - low):
        return False
    passed = {p.id for p in path.points if low <= p.km <= high}
    avoiding = (o.probability for o in journey.alternatives if not passed <= {p.id for p in o.path.points})
    return sum(avoiding) < DOUBT


def _short(a: UsedSighting, b: UsedSighting, km: float) -> bool:
    """Whether two sightings are so near each other that the train can hardly have been elsewhere in between."""
    if a.sighting.interval is None or b.sighting.interval is None:
        return False
    hours = abs((b.sighting.interval.middle - a.sighting.interval.middle).total_seconds()) / 3600
    return hours <= SHORT_H or (km <= SHORT_KM and hours <= SHORT_KM_H)


def _pieces(journey: Journey) -> list[tuple[str, float, float]]:
    """The likely path as (style class, from km, to km), in order; neighbours of one class are joined."""
    path = journey.path
    if path is None:
        return []
    used = sorted((u for u in journey.used if u.km is not None and u.sighting.event != "absent"), key=_km)
    pieces: list[tuple[str, float, float]] = []
    if not used:
        return [("inferred", 0.0, path.km)]
    if (used[0].km or 0.0) > 0:
        pieces.append(("inferred", 0.0, used[0].km or 0.0))
    for a, b in itertools.pairwise(used):
        style = "confirmed" if _sure(journey, a, b, path) else "inferred"
        pieces.append((style, a.km or 0.0, b.km or 0.0))
    if (used[-1].km or 0.0) < path.km:
        pieces.append(("speculated", used[-1].km or 0.0, path.km))
    joined: list[tuple[str, float, float]] = []
    for piece in pieces:
        if piece[2] - piece[1] < 1e-9:
            continue
        if joined and joined[-1][0] == piece[0]:
            joined[-1] = (piece[0], joined[-1][1], piece[2])
        else:
            joined.append(piece)
    return joined


def area_ends(journey: Journey) -> tuple[Place | None, Place | None]:
    """The areas in which the way of a journey begins and ends, where no more was told of its ends than an area."""
    used = [u for u in journey.used if u.km is not None and u.sighting.event != "absent"]
    if journey.path is None or not used:
        return None, None
    first, last = min(used, key=_km), max(used, key=_km)
    ends = (first, _km(first) < 1e-6), (last, _km(last) > journey.path.km - 1e-6)
    start, end = (u.sighting.place if there and u.sighting.place.kind in AREA_KINDS else None for u, there in ends)
    return start, end


def named_ends(journey: Journey) -> tuple[Place | PathPoint, Place | PathPoint] | None:
    """What the ends of the way of a journey are called by: the area where no more was told, the operating point there
    or, where none with a name is near, as on a network of the world, the place of the sighting.
    """
    path = journey.path
    used = [u for u in journey.used if u.km is not None and u.sighting.event != "absent"]
    if path is None or not (path.points or used):
        return None
    start, end = area_ends(journey)
    if start is None:
        far = not path.points or path.points[0].km > _BESIDE_KM
        start = min(used, key=_km).sighting.place if far and used else None
    if end is None:
        far = not path.points or path.km - path.points[-1].km > _BESIDE_KM
        end = max(used, key=_km).sighting.place if far and used else None
    return start or path.points[0], end or path.points[-1]


def told_km(journey: Journey) -> tuple[float, float]:
    """The least and most kilometres of the way of a journey: where it ends in an area, up to the area and through it.

    Both are the length of the path where its ends are places.
    """
    path = journey.path
    if path is None:
        return 0.0, 0.0
    start, end = area_ends(journey)
    first, last = 0.0, path.km
    if start is not None:
        inside = list(itertools.takewhile(lambda p: _is_in(p, start), path.points))
        first = inside[-1].km if inside else 0.0
    if end is not None:
        inside = list(itertools.takewhile(lambda p: _is_in(p, end), reversed(path.points)))
        last = inside[-1].km if inside else path.km
    return max(0.0, last - first), path.km


def _is_in(point: PathPoint, area: Place) -> bool:
    """Whether an operating point lies in an area, as far as its outline is known."""
    if area.kind == "country":
        return point.country in (None, area.country)
    if area.area:
        return any(in_ring(point.lon, point.lat, ring) for ring in area.area)
    return approx_m(point.lon, point.lat, area.lon, area.lat) <= area.radius_m


def goal_lonlat(goal: Destination) -> LonLat:
    """Where a destination is drawn: a country or region where the way there ends, lon, lat."""
    if goal.place.kind in AREA_KINDS and goal.path is not None and goal.path.geometry:
        return goal.path.geometry[-1]
    return goal.place.lon, goal.place.lat


def _line(points: Sequence[LonLat], **properties: object) -> Feature:
    return Feature("LineString", tuple(points), properties)


def _path_layers(journey: Journey) -> list[Layer]:
    path = journey.path
    found: dict[str, list[Feature]] = {"confirmed": [], "inferred": [], "speculated": []}
    for style, low, high in _pieces(journey) if path else ():
        assert path is not None
        found[style].append(_line(path_between(path, low, high), from_km=low, to_km=high, length_kind=path.length_kind))
    for goal in drawn_destinations(journey):
        if goal.path is not None and len(goal.path.geometry) > 1:
            properties = {"to": goal.place.name, "probability": goal.probability, "km": goal.path.km}
            found["speculated"].append(_line(goal.path.geometry, **properties))
    legends = {
        "confirmed": "Confirmed: between confirmed sightings close together",
        "inferred": "Inferred: the likely way by rail, not observed",
        "speculated": "Speculated: ways to candidate destinations",
    }
    return [
        Layer(f"path-{style}", style.capitalize(), style, tuple(features), legends[style])
        for style, features in found.items()
        if features
    ]


def _alternative_layer(journey: Journey) -> list[Layer]:
    ways = tuple(
        _line(other.path.geometry, probability=other.probability, via=other.via, km=other.path.km)
        for other in journey.alternatives
        if (journey.path is None or other.path.geometry != journey.path.geometry) and len(other.path.geometry) > 1
    )
    legend = "Other ways the train may have gone"
    return [Layer("alternatives", "Alternatives", "alternative", ways, legend)] if ways else []


def _point(lon: float, lat: float, **properties: object) -> Feature:
    return Feature("Point", (lon, lat), properties)


def _sighting_feature(number: int | None, sighting: Sighting, lon: float, lat: float, **more: object) -> Feature:
    properties: dict[str, object] = {
        "number": number,
        "id": sighting.id,
        "name": sighting.place.name,
        "names": dict(sighting.place.names),
        "event": sighting.event,
        "status": sighting.status,
        "source": sighting.source,
        **more,
    }
    span = sighting.interval
    first, last = (span.earliest, span.latest) if span else (None, None)
    return Feature("Point", (lon, lat), properties, first, last)


def why_aside(rejected: RejectedSighting, journey: Journey | None = None) -> Aside:
    """Why a sighting is not among those the journey rests on.

    ``statement``: it says where the train goes or is expected, which is weighed with the destinations; ``denial``: it
    says where the train is not; ``guess``: nobody claims to have seen it, and it counts as far as it is believed;
    ``contradicted``: others speak against it; ``unplaced``: no place on the railway, or no time, could be given to it.
    Only a contradicted one was found wrong. Of a ``journey`` given, one that others speak against is ``contested``
    where nothing settles it: what may have happened instead holds it right, as likely as ``LIKELY`` at least.
    """
    if journey is not None and why_aside(rejected) == "contradicted":
        return "contested" if contested_share(journey, rejected.sighting.id) >= LIKELY else "contradicted"
    sighting = rejected.sighting
    if sighting.withdrawn_by:
        return "contradicted"
    if says_where_it_goes(rejected):
        return "statement"
    if sighting.event == "absent":
        return "denial"
    if rejected.conflicts_with is None and rejected.belief and sighting.status in GUESSES:
        return "guess"
    return "contradicted" if rejected.conflicts_with is not None or rejected.belief else "unplaced"


def contested_share(journey: Journey, sighting_id: str) -> float:
    """How likely a sighting that the journey sets aside is right (0..1), by what else may have happened."""
    return min(1.0, sum(story.probability for story in journey.hypotheses if sighting_id in story.right))


def is_contested(journey: Journey, sighting_id: str) -> bool:
    """Whether a sighting that the journey uses is wrong if another, set aside, is right, and nothing settles which."""
    rivals = sum(s.probability for s in journey.hypotheses if s.right and sighting_id in s.wrong)
    return rivals >= LIKELY


def look_of(sighting: Sighting, aside: Aside | None = None) -> Look:
    """How a sighting is drawn: by its status, unless it was set aside (``aside``), says where it goes, or denies."""
    if aside == "contradicted":
        return "rejected"
    if aside == "contested":
        return "contested"
    if sighting.event == "absent":
        return "denied"
    if aside == "statement" and sighting.status not in GUESSES:
        return "expected"  # however sure the speaker is: the train was not seen there
    if aside == "unplaced":
        return "unplaced"
    return sighting.status


def numbers_of(journey: Journey) -> tuple[int | None, ...]:
    """The numbers of the used and then of the rejected sightings, by the order of time, from 1.

    The used ones are in the order in which the train was there; what has no time comes last. None: of what only says
    where the train goes, which has the letter of its destination.
    """
    order: list[tuple[float, int]] = []
    latest = float("-inf")
    for i, used in enumerate(journey.used):
        span = used.sighting.interval
        latest = max(latest, span.middle.timestamp()) if span is not None else latest
        order.append((latest, i))
    for i, rejected in enumerate(journey.rejected, start=len(journey.used)):
        span = rejected.sighting.interval
        if why_aside(rejected) != "statement":
            order.append((span.middle.timestamp() if span is not None else float("inf"), i))
    numbers: list[int | None] = [None] * (len(journey.used) + len(journey.rejected))
    for number, (_, i) in enumerate(sorted(order), start=1):
        numbers[i] = number
    return tuple(numbers)


def _km(used: UsedSighting) -> float:
    return used.km or 0.0


def _sighting_layers(journey: Journey) -> list[Layer]:
    numbers = numbers_of(journey)
    stops = tuple(
        _sighting_feature(n, u.sighting, u.spot.lon, u.spot.lat, belief=u.belief, km=u.km)
        for n, u in zip(numbers, journey.used, strict=False)
    )
    rejected = tuple(
        _sighting_feature(n, r.sighting, r.sighting.place.lon, r.sighting.place.lat, reason=r.reason)
        for n, r in zip(numbers[len(journey.used) :], journey.rejected, strict=True)
        if why_aside(r) in ("contradicted", "guess", "unplaced")
    )
    layers = []
    if stops:
        layers.append(Layer("sightings", "Sightings", "sighting", stops, "Sighting, numbered in order"))
    if rejected:
        layers.append(Layer("rejected", "Rejected sightings", "rejected", rejected, "Sighting set aside"))
    return layers


def _crossing_layers(path: Path | None) -> list[Layer]:
    """Borders and breaks of gauge, where the path crosses them."""
    if path is None:
        return []
    km = vertex_km(path)
    borders = tuple(
        _point(*at_km(path, km, b.km), at=b.at, origin=b.origin, target=b.target, km=b.km) for b in path.borders
    )
    breaks = tuple(
        _point(*at_km(path, km, g.km), at=g.at, from_mm=g.from_mm, to_mm=g.to_mm, km=g.km) for g in path.gauge_breaks
    )
    layers = []
    if borders:
        layers.append(Layer("borders", "Borders", "border", borders, "Border crossed"))
    if breaks:
        layers.append(Layer("gauge-breaks", "Breaks of gauge", "gauge-break", breaks, "Break of gauge"))
    return layers


def drawn_destinations(journey: Journey) -> tuple[Destination, ...]:
    """The candidate destinations that a map shows; the unlikely rest is left to the text."""
    likely = (d for i, d in enumerate(journey.destinations) if i == 0 or d.probability >= LIKELY)
    return tuple(itertools.islice(likely, MOST_GOALS))


def _destination_layer(journey: Journey) -> list[Layer]:
    goals = tuple(
        Feature(
            "Point",
            goal_lonlat(d),
            {"name": d.place.name, "names": dict(d.place.names), "probability": d.probability, "km": d.rail_km_left},
            d.earliest,
            d.latest,
        )
        for d in drawn_destinations(journey)
    )
    return (
        [Layer("destinations", "Candidate destinations", "destination", goals, "Candidate destination")]
        if goals
        else []
    )


def other_moves(journey: Journey) -> tuple[list[tuple[Place, Sighting]], list[Sighting]]:
    """Movements of other subjects, each as whence and the sighting whither, and what no movement can be made of.

    A sighting that does not tell whence it came, came from where the same subject was seen before.
    """
    moves: list[tuple[Place, Sighting]] = []
    last: dict[str, Sighting] = {}
    left: dict[str, Sighting] = {}
    timed = sorted(journey.others, key=lambda s: s.interval.middle.timestamp() if s.interval else float("inf"))
    for sighting in timed:
        before = last.get(sighting.subject) if sighting.event not in AIM_EVENTS else None
        origin = sighting.origin or (before.place if before is not None else None)
        if origin is not None and (origin.lon, origin.lat) != (sighting.place.lon, sighting.place.lat):
            moves.append((origin, sighting))
            if before is not None and sighting.origin is None:
                left.pop(before.id, None)
        else:
            left[sighting.id] = sighting
        if sighting.event not in AIM_EVENTS:
            last[sighting.subject] = sighting
    return moves, list(left.values())


def _others_layer(journey: Journey) -> list[Layer]:
    """Movements of other subjects, such as a flight: geodesic arcs that claim nothing about the way taken."""
    arcs = []
    for a, sighting in other_moves(journey)[0]:
        b = sighting.place
        properties = {
            "subject": sighting.subject,
            "from": a.name,
            "to": b.name,
            "km": geodesic_m(a.lon, a.lat, b.lon, b.lat) / 1000,
            "status": sighting.status,
            "known_by": sighting.known_by,
        }
        arcs.append(_line(geodesic_points(a.lon, a.lat, b.lon, b.lat), **properties))
    return [Layer("others", "Other movements", "other", tuple(arcs), "Movement of another subject")] if arcs else []


def journey_layers(journey: Journey) -> tuple[Layer, ...]:
    """Everything a map of a journey draws, lowest first. Layers without features are left out."""
    return (
        *_alternative_layer(journey),
        *reversed(_path_layers(journey)),
        *_others_layer(journey),
        *_crossing_layers(journey.path),
        *_destination_layer(journey),
        *_sighting_layers(journey),
    )


def path_layers(path: Path, others: Sequence[Path] = ()) -> tuple[Layer, ...]:
    """The layers of a route without a journey: the way, other ways, its stations, borders and breaks of gauge."""
    ways = tuple(_line(p.geometry, km=p.km, via=tuple(run.line for run in p.lines)) for p in others)
    way = _line(path.geometry, km=path.km, length_kind=path.length_kind)
    stations = tuple(_point(p.lon, p.lat, name=p.name, names=dict(p.names), kind=p.kind, km=p.km) for p in path.points)
    return (
        *([Layer("alternatives", "Alternatives", "alternative", ways, "Other ways")] if ways else []),
        Layer("path", "Route", "route", (way,), "Route"),
        Layer("stations", "Stations", "station", stations, "Operating point"),
        *_crossing_layers(path),
    )


def reach_layers(stretches: Sequence[Reach], origin: Place, line_names: Mapping[str, str]) -> tuple[Layer, ...]:
    """The railway in reach of a place: its stretches by line, and the operating points at their whole ends."""
    by_line: dict[str, list[Reach]] = {}
    ends: dict[LonLat, str] = {}
    for one in stretches:
        by_line.setdefault(one.line, []).append(one)
        if not one.partial and len(one.geometry) > 1:
            ends |= {one.geometry[0]: one.origin, one.geometry[-1]: one.target}
    lines = tuple(
        Feature(
            "MultiLineString",
            tuple(one.geometry for one in parts if len(one.geometry) > 1),
            {"name": line_names.get(line, line), "km": sum(one.km for one in parts), "length_kind": _one_kind(parts)},
        )
        for line, parts in sorted(by_line.items())
    )
    stations = [_point(lon, lat, name=name, names={}, kind="station") for (lon, lat), name in ends.items() if name]
    return (
        Layer("range", "In reach", "range", lines, "In reach"),
        Layer("stations", "Stations", "station", tuple(stations), "Operating point"),
        Layer("origin", "Start", "origin", (_point(origin.lon, origin.lat, name=origin.name),), "Start"),
    )


def _one_kind(stretches: Sequence[Reach]) -> str:
    kinds = {one.length_kind for one in stretches}
    return kinds.pop() or "mixed" if len(kinds) == 1 else "mixed"


def network_layers(network: Network) -> tuple[Layer, ...]:
    """The whole network: sections by line, and operating points."""
    by_line: dict[str, list[tuple[LonLat, ...]]] = {}
    for index in range(network.section_count):
        by_line.setdefault(network.section(index).line, []).append(network.geometry(index))
    railways = []
    for line_id, parts in sorted(by_line.items()):
        line = network.line(line_id)
        railways.append(
            Feature("MultiLineString", tuple(parts), {"id": line_id, "name": line.name, "source": line.source})
        )
    points = (network.point(node) for node in range(network.node_count))
    stations = tuple(_point(p.lon, p.lat, name=p.name, names=dict(p.names), kind=p.kind) for p in points)
    return (
        Layer("railways", "Railways", "railway", tuple(railways), "Railway line"),
        Layer("stations", "Stations", "station", stations, "Operating point"),
    )
