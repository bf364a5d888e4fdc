"""From a timed chain to the path and its passages: when the train was at every operating point on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from railsight.inference.evidence import OFF_RAILWAY_M, hours, moment, off_m, placed
from railsight.inference.timing import course_of, each, leg_times, may_have_stayed_at, may_stay_at, moved
from railsight.inference.transition import SAME_PLACE_M, away_chance, told_away, way_law
from railsight.model import AREA_KINDS, Passage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.evidence import Observation
    from railsight.inference.timing import Chain, Course, Node, Spread
    from railsight.model import Path, PathPoint

# Standing for less than this cannot be distinguished from slow running, and is not shown.
_DWELL_SHOWN_H = 0.25
# That the train left a place and came back is told if it is at least this likely: an 80 % interval may leave out less.
_AWAY_SHOWN = 0.2
_NOT_TOLD = 0.99
_MOSTLY = 0.8
_SECOND_H = 1 / 3600


@dataclass(frozen=True, slots=True)
class Route:
    """The path through the chain, as a whole and leg by leg, and the km at which each node lies."""

    path: Path | None
    legs: tuple[Path | None, ...]
    node_km: tuple[float, ...]


def route_of(chain: Chain) -> Route:
    """The likely route through all spots of a chain, in order."""
    ways, nodes = chain.ways, chain.nodes
    legs: list[Path | None] = []
    node_km = [0.0]
    for k, (a, b) in enumerate(pairwise(nodes)):
        leg = ways.path((a.spot, b.spot), shortest=chain.legs[k].shortest)
        legs.append(leg)
        node_km.append(node_km[-1] + (leg.km if leg is not None else 0.0))
    if not any(leg.shortest for leg in chain.legs):
        return Route(ways.path([n.spot for n in nodes]), tuple(legs), tuple(node_km))
    steps = [step for leg in legs if leg is not None for step in leg.steps]
    path = ways.path_along(nodes[0].spot, nodes[-1].spot, steps) if steps else None
    return Route(path, tuple(legs), tuple(node_km))


def passages_of(chain: Chain, route: Route) -> tuple[Passage, ...]:
    """Passages in order of km, each operating point of the path and each sighting between two of them.

    A place where the train stood has two: arrival (with the hours it stood) and departure. So has a place that it left
    off the path and came back to, without the hours and with the chance that it did.
    """
    out = [_at_node(chain, 0, 0.0)]
    for k, path in enumerate(route.legs):
        there = _at_node(chain, k + 1, route.node_km[k + 1])
        if path is not None:
            leg = _timed(chain, k, path)
            out += _departure(chain, k, leg, out)
            out += _on_leg(leg, route.node_km[k])
            if may_have_stayed_at(chain.nodes[k + 1]):
                out += _arrival(chain, k, leg, there)
        elif chain.legs[k].length_m < SAME_PLACE_M:
            stood = chain.spreads[k + 1][1] - chain.spreads[k][1]
            if stood > 0 and k not in chain.away:
                out[-1] = replace(out[-1], dwell_h=(out[-1].dwell_h or 0.0) + stood)
            if stood < _DWELL_SHOWN_H:
                out[-1] = _meeting(out[-1], chain.nodes[k + 1].observation)
                continue
            out[-1] = replace(out[-1], away_chance=_away_chance(chain, k))
        out.append(there)
    return _paced(out, chain.profile.max_kmh)


def _meeting(passage: Passage, o: Observation) -> Passage:
    """A passage that stands for another sighting at its place too: widened, if need be, to what that says of when."""
    first, last = moment(o.lo), moment(o.hi)
    return replace(passage, earliest=min(passage.earliest, last), latest=max(passage.latest, first))


def passages_ahead(chain: Chain, first: int) -> tuple[Passage, ...]:
    """Passages after node ``first`` of a chain, with the kilometres from that node."""
    out = [_at_node(chain, first, 0.0)]
    km = 0.0
    for k in range(first, len(chain.nodes) - 1):
        path = chain.ways.path((chain.nodes[k].spot, chain.nodes[k + 1].spot))
        if path is not None:
            leg = _timed(chain, k, path)
            out += _departure(chain, k, leg, out)
            out += _on_leg(leg, km)
            km += path.km
        out.append(_at_node(chain, k + 1, km))
    return _paced(out, chain.profile.max_kmh)[1:]


def passages_towards(
    chain: Chain, course: Course, points: list[PathPoint], at: list[Spread], came: Spread, start_km: float
) -> tuple[Passage, ...]:
    """Passages at some points of the way on from the last node of a chain, given when it is at each, and that it comes
    to the end. Where the train stands at first its departure is one of them, and what it stands at a border is told.

    ``start_km`` is that of the last node.
    """
    last = len(chain.nodes) - 1
    left = chain.spreads[last]
    if may_stay_at(chain.nodes[last]):
        (first_h, *_), (soonest, *_) = [*(course.hours_at(p.km) for p in points), course.run_h[-1]], [*at, came]
        left = each(max, left, moved(soonest, -first_h))
    leg = _Timed(course, points, left, at, came)
    return (*_departure(chain, last, leg, [_at_node(chain, last, start_km)]), *_on_leg(leg, start_km))


class _Timed(NamedTuple):
    """The path of a leg, the operating points between its ends, and when the train left, was at each, and came."""

    course: Course
    inner: list[PathPoint]
    left: Spread
    at: list[Spread]
    came: Spread


def _timed(chain: Chain, k: int, path: Path) -> _Timed:
    course = course_of(path, chain.ways)
    inner = [p for p in path.points if 1e-6 < p.km < path.km - 1e-6]
    left, *at, came = leg_times(chain, k, course, [0.0, *(p.km for p in inner), path.km])
    return _Timed(course, inner, left, _loosened(chain, k, course, [p.km for p in inner], at), came)


def _departure(chain: Chain, k: int, leg: _Timed, out: list[Passage]) -> list[Passage]:
    """The departure passage of a place where the train stood; the hours it stood are set on the last of ``out``."""
    stood = leg.left[1] - chain.spreads[k][1]
    if stood < _DWELL_SHOWN_H:
        return []
    came = out[-1]
    out[-1] = replace(came, dwell_h=stood)
    low, middle, high = (moment(t) for t in leg.left)
    return [replace(came, earliest=low, likely=middle, latest=high, observed=False, dwell_h=None)]


def _away_chance(chain: Chain, k: int) -> float | None:
    """The chance that the train was elsewhere between two events at one spot (1: reported); None if small."""
    a, b = (chain.nodes[i].observation for i in (k, k + 1))
    if k in chain.away and told_away(a, b):
        return 1.0
    named = b.members[0].place
    stay = way_law(a, chain.nodes[k].spot, b.event, chain.nodes[k + 1].spot, chain.ways, place=named)
    chance = away_chance(a, b, stay[1]) if stay is not None else 0.0
    return min(chance, _NOT_TOLD) if chance >= _AWAY_SHOWN else None


def _arrival(chain: Chain, k: int, leg: _Timed, there: Passage) -> list[Passage]:
    """The arrival passage of a place that the train was seen to leave, if it stood there long enough to show."""
    stood = chain.spreads[k + 1][1] - leg.came[1]
    if stood < _DWELL_SHOWN_H:
        return []
    low, middle, high = (moment(t) for t in leg.came)
    return [replace(there, earliest=low, likely=middle, latest=high, observed=False, dwell_h=stood)]


def _at_node(chain: Chain, k: int, km: float) -> Passage:
    node = chain.nodes[k]
    point = _point_of(chain, node)
    place = placed(node.observation.members[0], node.spot).place
    name, key = (point.name, point.id) if point and point.name else (place.name, place.id)
    low, middle, high = chain.spreads[k]
    loose_h = _loose_h(chain, node)
    if loose_h:  # wherever in the area it was, it was there between the sightings before and after
        low = min(low, max(low - loose_h, chain.spreads[k - 1][0] if k else low - loose_h))
        high = max(high, min(high + loose_h, chain.spreads[k + 1][2] if k + 1 < len(chain.nodes) else high + loose_h))
    told = node.index >= 0  # else the node was not sighted but follows from other sightings
    area = told and place.kind in AREA_KINDS
    named = told and not area and off_m(place, node.spot, chain.ways.network) <= OFF_RAILWAY_M
    return Passage(
        name=name,
        id=key,
        lon=node.spot.lon,
        lat=node.spot.lat,
        km=km,
        earliest=moment(low),
        likely=moment(middle),
        latest=moment(high),
        observed=named,
        country=point.country if point else place.country,
        names=point.names if point and point.name else place.names,
        within=place.name if area else "",
        within_names=place.names if area else {},
    )


def _loose_h(chain: Chain, node: Node) -> float:
    """Running hours from the spot chosen within which four in five of the other spots of a vague place lie."""
    legs = ((chain.ways.leg(node.spot, spot), share) for spot, share in node.spots)
    off = sorted((leg.run_h, share) for leg, share in legs if leg is not None)
    total = sum(share for _, share in off)
    so_far = 0.0
    for run_h, share in off:
        so_far += share
        if so_far >= _MOSTLY * total:
            return run_h
    return 0.0


def _point_of(chain: Chain, node: Node) -> PathPoint | None:
    from railsight.model import PathPoint

    if node.spot.node is None:
        return None
    p = chain.ways.network.point(node.spot.node)
    return PathPoint(p.node, p.id, p.name, p.kind, p.lon, p.lat, 0.0, p.country, p.names)


def _on_leg(leg: _Timed, start_km: float) -> list[Passage]:
    """The operating points between two nodes, without the nodes themselves."""
    stands = _border_dwells(leg)
    return [
        Passage(
            name=p.name,
            id=p.id,
            lon=p.lon,
            lat=p.lat,
            km=start_km + p.km,
            earliest=moment(low),
            likely=moment(middle),
            latest=moment(high),
            observed=False,
            country=p.country,
            names=p.names,
            dwell_h=stands.get(i),
        )
        for i, (p, (low, middle, high)) in enumerate(zip(leg.inner, leg.at, strict=True))
    ]


def _loosened(chain: Chain, k: int, course: Course, kms: Sequence[float], spreads: list[Spread]) -> list[Spread]:
    """The times at some km of leg ``k``; if an end is a vague place they are less sure the nearer they are to it."""
    loose_h = [_loose_h(chain, chain.nodes[k + i]) for i in (0, 1)]
    if not any(loose_h) or course.run_h[-1] <= 0:
        return spreads
    out, top = [], chain.profile.max_kmh
    for km, (low, middle, high) in zip(kms, spreads, strict=True):
        share = course.hours_at(km) / course.run_h[-1]
        off_h = (1 - share) * loose_h[0] + share * loose_h[1]
        least = chain.bounds.earliest[k] + km / top - loose_h[0]
        most = chain.bounds.latest[k + 1] - (course.km[-1] - km) / top + loose_h[1]
        early = max(low - off_h, least, chain.spreads[k][0] - loose_h[0])
        late = min(high + off_h, most, chain.spreads[k + 1][2] + loose_h[1])
        out.append((min(low, middle, early), middle, max(high, middle, late)))
    return out


def _border_dwells(leg: _Timed) -> dict[int, float]:
    """Hours likely spent standing at the stations by the borders of a leg, by position in its inner points.

    It stood at the station at a border, or the last before it, for what it took to the next place beyond running there.
    """
    ran_h = [*(leg.course.hours_at(p.km) for p in leg.inner), leg.course.run_h[-1]]
    likely = [*(middle for _, middle, _ in leg.at), leg.came[1]]
    out: dict[int, float] = {}
    for km in leg.course.border_km:
        before = [i for i, p in enumerate(leg.inner) if p.kind in ("station", "border") and p.km < km + 1e-6]
        if before:
            i = before[-1]
            stood = likely[i + 1] - likely[i] - (ran_h[i + 1] - ran_h[i])
            if stood >= _DWELL_SHOWN_H:
                out[i] = stood
    return out


def _paced(passages: Sequence[Passage], top_kmh: float) -> tuple[Passage, ...]:
    """The passages with no time before one that a train at the top speed could keep.

    What is told of a vague place is loose; what lies before a sighting gives way to it.
    """
    run_h = [p.km / top_kmh for p in passages]
    early, likely, late = (
        [hours(t) - r for t, r in zip(times, run_h, strict=True)]
        for times in zip(*((p.earliest, p.likely, p.latest) for p in passages), strict=True)
    )
    for i in reversed(range(len(passages) - 1)):
        if not passages[i].observed:
            late[i] = min(late[i], late[i + 1])
    spreads = zip(*(accumulate(times, max) for times in (early, likely, late)), strict=True)
    return tuple(_at(p, [t + r for t in spread]) for p, r, spread in zip(passages, run_h, spreads, strict=True))


def _at(passage: Passage, spread: Sequence[float]) -> Passage:
    """A passage at other times, if they are others by more than the rounding to seconds."""
    told = passage.earliest, passage.likely, passage.latest
    low, middle, high = (
        t if abs(hours(t) - at_h) < _SECOND_H else moment(at_h) for t, at_h in zip(told, spread, strict=True)
    )
    return replace(passage, earliest=min(low, middle), likely=middle, latest=max(middle, high))
