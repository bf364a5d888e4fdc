"""From a timed chain to the path and its passages: when the train was at every operating point on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.inference.evidence import moment, placed
from railsight.inference.laws import halts_expected
from railsight.inference.timing import (
    Course,
    course_of,
    end_times,
    leg_times,
    may_have_stayed_at,
    may_stay_at,
    start_times,
)
from railsight.inference.transition import SAME_PLACE_M, away_chance, told_away, way_law
from railsight.model import AREA_KINDS, Passage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.evidence import Observation
    from railsight.inference.timing import Chain, Node, Spread
    from railsight.model import Path, PathPoint

# Standing for less than this cannot be distinguished from slow running, and is not shown.
_DWELL_SHOWN_H = 0.25
# Hours to expect on every leg for waits other than borders and planned ones.
_ELSE_H = 0.1
# That the train left a place and came back is told if it is at least this likely: an 80 % interval may leave out less.
_AWAY_SHOWN = 0.2
_NOT_TOLD = 0.99
_MOSTLY = 0.8


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
    for k, leg in enumerate(route.legs):
        there = _at_node(chain, k + 1, route.node_km[k + 1])
        if leg is not None:
            out += _departure(chain, k, leg, out)
            out += _on_leg(chain, k, leg, route.node_km[k])
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
    return _never_back(out)


def _meeting(passage: Passage, o: Observation) -> Passage:
    """A passage that stands for another sighting at its place too: widened, if need be, to what that says of when."""
    first, last = moment(o.lo), moment(o.hi)
    return replace(passage, earliest=min(passage.earliest, last), latest=max(passage.latest, first))


def passages_ahead(chain: Chain, first: int) -> tuple[Passage, ...]:
    """Passages after node ``first`` of a chain, with the kilometres from that node."""
    out = [_at_node(chain, first, 0.0)]
    km = 0.0
    for k in range(first, len(chain.nodes) - 1):
        leg = chain.ways.path((chain.nodes[k].spot, chain.nodes[k + 1].spot))
        if leg is not None:
            out += _departure(chain, k, leg, out)
            out += _on_leg(chain, k, leg, km)
            km += leg.km
        out.append(_at_node(chain, k + 1, km))
    return _never_back(out)[1:]


def _departure(chain: Chain, k: int, leg: Path, out: list[Passage]) -> list[Passage]:
    """The departure passage of a place where the train stood; the hours it stood are set on the last of ``out``."""
    if not may_stay_at(chain.nodes[k]):
        return []
    left = start_times(chain, k, course_of(leg, chain.ways))
    stood = left[1] - chain.spreads[k][1]
    if stood < _DWELL_SHOWN_H:
        return []
    came = out[-1]
    out[-1] = replace(came, dwell_h=stood)
    low, middle, high = (moment(t) for t in left)
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


def _arrival(chain: Chain, k: int, leg: Path, left: Passage) -> list[Passage]:
    """The arrival passage of a place that the train was seen to leave, if it stood there long enough to show."""
    came = end_times(chain, k, course_of(leg, chain.ways))
    stood = chain.spreads[k + 1][1] - came[1]
    if stood < _DWELL_SHOWN_H:
        return []
    low, middle, high = (moment(t) for t in came)
    return [replace(left, earliest=low, likely=middle, latest=high, observed=False, dwell_h=stood)]


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
    return Passage(
        name=name,
        id=key,
        lon=node.spot.lon,
        lat=node.spot.lat,
        km=km,
        earliest=moment(low),
        likely=moment(middle),
        latest=moment(high),
        observed=told and not area,
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


def _on_leg(chain: Chain, k: int, leg: Path, start_km: float) -> list[Passage]:
    """The operating points between two nodes, without the nodes themselves."""
    inner = [p for p in leg.points if 1e-6 < p.km < leg.km - 1e-6]
    course = course_of(leg, chain.ways)
    spreads = _loosened(chain, k, course, [p.km for p in inner])
    stands = _border_dwells(chain, k, course, inner)
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
        for i, (p, (low, middle, high)) in enumerate(zip(inner, spreads, strict=True))
    ]


def _loosened(chain: Chain, k: int, course: Course, kms: Sequence[float]) -> list[Spread]:
    """The times at some km of leg ``k``; if an end is a vague place they are less sure the nearer they are to it."""
    spreads = leg_times(chain, k, course, kms)
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


def _slack_h(chain: Chain, k: int, course: Course) -> float:
    """Hours of leg ``k`` beyond its median running time and the waits at its ends, 0 or more."""
    starts, ends = chain.spreads[k][1], chain.spreads[k + 1][1]
    if may_stay_at(chain.nodes[k]):
        starts = start_times(chain, k, course)[1]
    if may_have_stayed_at(chain.nodes[k + 1]):
        ends = end_times(chain, k, course)[1]
    return max(0.0, ends - starts - chain.legs[k].run_h)


def _border_dwells(chain: Chain, k: int, course: Course, inner: list[PathPoint]) -> dict[int, float]:
    """Hours likely spent standing at the stations by the borders of a leg, by position in ``inner``."""
    profile, leg = chain.profile, chain.legs[k]
    law, on_way = profile.dwell("border"), profile.dwell("halt")
    border = law.median_h * law.share
    total = border * leg.borders + on_way.median_h * halts_expected(on_way, leg.run_h) + _ELSE_H
    slack_h = _slack_h(chain, k, course) if course.border_km else 0.0
    out: dict[int, float] = {}
    for km in course.border_km:
        near = [i for i, p in enumerate(inner) if p.kind in ("station", "border")]
        if near:
            at = min(near, key=lambda i: (abs(inner[i].km - km), i))
            stood = slack_h * border / total
            if stood >= _DWELL_SHOWN_H:
                out[at] = out.get(at, 0.0) + stood
    return out


def _never_back(passages: list[Passage]) -> tuple[Passage, ...]:
    """The passages with rounding to seconds evened out, so that no time goes back."""
    out: list[Passage] = []
    for p in passages:
        if out:
            last = out[-1]
            likely = max(p.likely, last.likely)
            earliest = max(p.earliest, last.earliest)
            latest = max(p.latest, last.latest)
            if (likely, earliest, latest) != (p.likely, p.earliest, p.latest):
                p = replace(p, earliest=min(earliest, likely), likely=likely, latest=max(latest, likely))
        out.append(p)
    return tuple(out)
