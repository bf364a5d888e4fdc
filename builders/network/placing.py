"""Places every point and draws every section along the rails.

Points with a position of their own are anchors. A line's anchors are matched to the rail graph together: of the nodes
near each, the chain is chosen whose track lengths agree best with the chainage (Viterbi). Points in between are placed
on that track by chainage. Where no track of a fitting length is found the section is drawn straight and reported.
"""

from __future__ import annotations

from dataclasses import dataclass

from builders.network.railgraph import RailGraph
from builders.network.world import Line, LonLat, Point, Stop, World
from railsight.geo import approx_m, cut_line, line_length_m

_LOW, _LOW_FAR, _HIGH, _SLACK_KM = 0.9, 0.86, 1.1, 2.0
"""A track fits when its length is 0.9 to 1.1 times the chainage, 2 km more allowed for where it starts and ends.

From 50 km on 0.86 will do: the packaged rails are simplified, and cut the bends of a long way."""
_FAR_FROM_KM = 50.0
_SNAP_KM = {"surveyed": 1.6, "approximate": 6.0, "remembered": 2.0, "placed": 1.0}
_SPACING_KM = {"surveyed": 0.15, "approximate": 0.8, "remembered": 0.4, "placed": 0.15}
_CHOICES = {"surveyed": 5, "approximate": 9, "remembered": 6, "placed": 4}
_SNAP_COST = {"surveyed": 2.0, "approximate": 0.4, "remembered": 1.5, "placed": 2.0}
_FAR_KM = 5.0  # the packaged rails are simplified: where none pass a surveyed station they are sought this far off
_MOVABLE = ("approximate", "remembered")
_NO_TRACK_COST = 6.0
_WHOLE_KM = 2.1  # two chainages in whole kilometres may be 2 km short together
_DOUBT_KM = {"halt": 3.0, "siding": 1.0, "approximate": 2.0, "remembered": 0.5}  # whose position is doubted first
_GAP_M = 600.0  # rails farther off than this are not drawn right up to the station
_STEPS = 400  # how finely a track is searched for a border
_CIRCUITY = 1.2  # of a railway whose length is not known


@dataclass(slots=True)
class Leg:
    """From one anchor to the next: the track, its length in km, whether it fits."""

    first: int
    last: int
    track: list[LonLat]
    km: float | None


def place_line(world: World, line: Line, graph: RailGraph) -> list[Leg]:
    """Place every stop of a line, fill its unknown chainages and draw its sections."""
    _drop_unplaced_ends(world, line)
    _drop_impossible(world, line)
    legs = _match(line, graph)
    while _drop_impossible(world, line):  # towns have moved to their railway
        legs = _match(line, graph)
    for leg in legs:
        _find_border(line, leg)
    _fill_chainage(line, legs)
    for leg in legs:
        _draw(line, leg)
    for stop in line.stops:
        stop.point.settled = True
    return legs


def _find_border(line: Line, leg: Leg) -> None:
    """Give a border of unknown position the place where the time zone changes along the track."""
    from tzfpy import get_tz

    a, b = line.stops[leg.first], line.stops[leg.last]
    for stop in line.stops[leg.first + 1 : leg.last]:
        if not stop.point.by_zone or stop.given_km is not None:
            continue
        km = _km_between(a, b)
        if km is None:
            km = round(leg.km or _geodesic_km(a.point, b.point) * _CIRCUITY, 1)
            b.given_km = (a.given_km or 0.0) + km
        assert a.point.at is not None
        assert b.point.at is not None
        track = _trim_ends(a.point.at, leg.track, b.point.at)
        zones = [get_tz(*cut_line(track, n / _STEPS, n / _STEPS)[0]) for n in range(_STEPS + 1)]
        change = next((n for n, zone in enumerate(zones) if zone != zones[0]), None)
        if change is None:
            raise SystemExit(f"{line.id}: the time zone does not change between {a.point.name} and {b.point.name}")
        stop.given_km = round((a.given_km or 0.0) + km * change / _STEPS, 1)


def _anchors(line: Line) -> list[int]:
    return [i for i, stop in enumerate(line.stops) if stop.point.at is not None]


def _drop_unplaced_ends(world: World, line: Line) -> None:
    for end in (0, -1):
        while line.stops and line.stops[end].point.at is None:
            point = line.stops.pop(end).point
            world.dropped.append((line.id, f"{point.name} ({point.id}): an end of the line without a position"))


def _km_between(a: Stop, b: Stop) -> float | None:
    return None if a.given_km is None or b.given_km is None else b.given_km - a.given_km


def _geodesic_km(a: Point, b: Point) -> float:
    assert a.at is not None
    assert b.at is not None
    return approx_m(*a.at, *b.at) / 1000.0


def _excess(a: Stop, b: Stop) -> float:
    """By how many km the straight distance exceeds what the chainage allows (negative: fine)."""
    km = _km_between(a, b)
    if km is None:
        return -1.0
    slack = _WHOLE_KM if a.point.trust == b.point.trust == "surveyed" else 0.1
    return _geodesic_km(a.point, b.point) - km - slack


def _drop_impossible(world: World, line: Line) -> bool:
    """Take the position from points that would be further from their neighbours than the chainage says."""
    found = False
    while True:
        anchors = _anchors(line)
        worst: tuple[float, int, Point] | None = None
        for i in range(1, len(anchors)):
            excess = _excess(line.stops[anchors[i - 1]], line.stops[anchors[i]])
            if excess <= 0:
                continue
            for j in (i - 1, i):
                point = line.stops[anchors[j]].point
                if not 0 < j < len(anchors) - 1 or point.settled or point.kind == "border":
                    continue
                skipped = max(0.0, _excess(line.stops[anchors[j - 1]], line.stops[anchors[j + 1]]))
                around = sum(max(0.0, _excess(line.stops[anchors[k]], line.stops[anchors[k + 1]])) for k in (j - 1, j))
                gain = around - skipped + _DOUBT_KM.get(point.trust, 0.0) + _DOUBT_KM.get(point.kind, 0.0)
                if around > skipped and (worst is None or gain > worst[0]):
                    worst = gain, anchors[j], point
        if worst is None:
            return found
        found = True
        _unplace(world, line, worst[2], "farther from its neighbours than the chainage allows")


def _unplace(world: World, line: Line, point: Point, why: str) -> None:
    world.moved.append((line.id, f"{point.name} ({point.id}, {point.trust}): {why}; placed by chainage instead"))
    point.at, point.trust = None, ""
    point.source = point.source.split("; position:")[0]


def _match(line: Line, graph: RailGraph) -> list[Leg]:
    """The best chain of nodes for the anchors of a line, as legs."""
    anchors = _anchors(line)
    choices = [_choices(line.stops[i].point, graph) for i in anchors]
    score = [c[0] for c in choices[0]]
    back: list[list[int]] = []
    found: list[dict[tuple[int, int], float]] = []
    for n in range(1, len(anchors)):
        a, b = line.stops[anchors[n - 1]], line.stops[anchors[n]]
        lengths = _lengths(graph, choices[n - 1], choices[n], a, b)
        found.append(lengths)
        new, came = [], []
        for j, (unary, _) in enumerate(choices[n]):
            costs = [s + _cost(lengths.get((i, j)), a, b) for i, s in enumerate(score)]
            best = min(range(len(costs)), key=lambda k: (costs[k], k))
            new.append(costs[best] + unary)
            came.append(best)
        score, back = new, [*back, came]
    state = min(range(len(score)), key=lambda k: (score[k], k))
    states = [state]
    for came in reversed(back):
        states.append(came[states[-1]])
    states.reverse()
    return [
        _leg(line, graph, anchors, choices, states, n, found[n - 1].get((states[n - 1], states[n])))
        for n in range(1, len(anchors))
    ]


def _choices(point: Point, graph: RailGraph) -> list[tuple[float, int | None]]:
    """Nodes an anchor may stand for with their cost, the point itself last (None: not on the graph)."""
    assert point.at is not None
    trust = "placed" if point.settled and point.trust in _MOVABLE else point.trust or "placed"
    chosen: list[tuple[float, int]] = []
    for km, node in graph.near(point.at, _SNAP_KM[trust], 120):
        apart = all(approx_m(*graph.at[node], *graph.at[n]) / 1000.0 >= _SPACING_KM[trust] for _, n in chosen)
        if apart or not chosen:
            chosen.append((km, node))
        if len(chosen) >= _CHOICES[trust]:
            break
    found: list[tuple[float, int | None]] = [(km * _SNAP_COST[trust], node) for km, node in chosen]
    if not found and trust != "placed":
        found = [(1.5 + 0.5 * km, node) for km, node in graph.near(point.at, _FAR_KM, 3)]
    return found or [(0.0, None)]


def _lengths(
    graph: RailGraph,
    starts: list[tuple[float, int | None]],
    ends: list[tuple[float, int | None]],
    a: Stop,
    b: Stop,
) -> dict[tuple[int, int], float]:
    """Track lengths between the choices of two anchors, only those that fit the chainage."""
    km = _km_between(a, b)
    straight = _geodesic_km(a.point, b.point)
    if km is None:
        low, high = straight * 0.95, straight * 1.8 + 3
    else:
        low = km * (_LOW if km < _FAR_FROM_KM else _LOW_FAR) - _SLACK_KM
        high = km * _HIGH + _SLACK_KM
    found = {}
    for i, (_, start) in enumerate(starts):
        if start is None:
            continue
        reached, _ = graph.reach(start, high)
        for j, (_, end) in enumerate(ends):
            length = None if end is None else reached.get(end)
            if length is not None and length >= low:
                found[i, j] = length
    return found


def _cost(length: float | None, a: Stop, b: Stop) -> float:
    km = _km_between(a, b)
    if length is None:
        return _NO_TRACK_COST + 0.05 * (km or _geodesic_km(a.point, b.point))
    return 0.05 * length if km is None else abs(length - km)


def _leg(
    line: Line,
    graph: RailGraph,
    anchors: list[int],
    choices: list[list[tuple[float, int | None]]],
    states: list[int],
    n: int,
    km: float | None,
) -> Leg:
    start, end = choices[n - 1][states[n - 1]][1], choices[n][states[n]][1]
    first, last = anchors[n - 1], anchors[n]
    if km is None or start is None or end is None:
        return Leg(first, last, [], None)
    for stop, node in ((line.stops[first], start), (line.stops[last], end)):
        point = stop.point
        if point.trust not in _MOVABLE or point.settled or point.at is None:
            continue
        if approx_m(*point.at, *graph.at[node]) / 1000.0 <= _SNAP_KM[point.trust]:
            point.at = graph.at[node]  # a town's position becomes one on its railway
    _, before = graph.reach(start, km + 0.001)
    return Leg(first, last, graph.walk(before, end), km)


def _fill_chainage(line: Line, legs: list[Leg]) -> None:
    """Unknown chainages of anchors: in proportion to the track between the known ones."""
    position = {legs[0].first: 0.0} if legs else {}
    for leg in legs:
        a, b = line.stops[leg.first].point, line.stops[leg.last].point
        length = leg.km if leg.km is not None else _geodesic_km(a, b) * _CIRCUITY
        position[leg.last] = position[leg.first] + length
    known = [i for i in position if line.stops[i].given_km is not None]
    for i, at in position.items():
        stop = line.stops[i]
        if stop.given_km is not None:
            stop.km = stop.given_km
            continue
        low = max((k for k in known if k < i), default=None)
        high = min((k for k in known if k > i), default=None)
        if low is None:
            raise SystemExit(f"{line.id}: the chainage of its first stop must be given")
        start = line.stops[low].given_km or 0.0
        scale = 1.0
        if high is not None:
            scale = ((line.stops[high].given_km or 0.0) - start) / (position[high] - position[low])
        stop.km = round(start + (at - position[low]) * scale, 1)
    for i, stop in enumerate(line.stops):
        if i not in position:
            if stop.given_km is None:
                raise SystemExit(f"{line.id}: {stop.point.name} has neither chainage nor position")
            stop.km = stop.given_km


def _draw(line: Line, leg: Leg) -> None:
    """Put the stops between two anchors on the track and cut it into sections."""
    a, b = line.stops[leg.first], line.stops[leg.last]
    assert a.point.at is not None
    assert b.point.at is not None
    track = _trim_ends(a.point.at, leg.track, b.point.at)
    span = b.km - a.km
    stops = line.stops[leg.first : leg.last + 1]
    shares = [(s.km - a.km) / span if span else 0.0 for s in stops]
    for stop, share in zip(stops[1:-1], shares[1:-1], strict=True):
        if stop.point.at is None:
            stop.point.at = cut_line(track, share, share)[0]
            stop.point.trust = "placed"
    for stop, share, following in zip(stops, shares, shares[1:], strict=False):
        stop.track = cut_line(track, share, following)
        stop.straight = leg.km is None


def _trim_ends(a: LonLat, walk: list[LonLat], b: LonLat) -> list[LonLat]:
    """The walk between two stations without the bits that run past them or beside them."""
    return [a, *_trim(a, _trim(b, walk[::-1])[::-1]), b]


def _trim(end: LonLat, walk: list[LonLat]) -> list[LonLat]:
    if not walk:
        return []
    gap = approx_m(*end, *walk[0])
    walk = list(walk)
    while len(walk) > 1:
        past = approx_m(*end, *walk[1]) <= approx_m(*walk[0], *walk[1])
        beside = gap > _GAP_M and approx_m(*end, *walk[0]) < 1.3 * gap
        if not past and not beside:
            break
        walk.pop(0)
    return walk if len(walk) > 1 or gap <= _GAP_M else []


def track_km(stop: Stop) -> float:
    """Length of the drawn section that begins at a stop, km."""
    return line_length_m(stop.track) / 1000.0 if len(stop.track) > 1 else 0.0
