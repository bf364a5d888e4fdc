"""Where the train can be at a moment: the hard reachable set between sightings, and the likely place within it.

The prism is that of time geography (Hägerstrand 1970; Miller 1991, doi:10.1080/02693799108927856) on a network: a spot
is reachable at a moment when it can be reached from every sighting before and every sighting after it can be reached
from there, both at the profile's top speed, and without running through a place in a time for which a negative sighting
says that it was not there (see ``windows``). Nothing but that speed and the intervals of the sightings enters it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from railsight.geo import LonLat, simplified
from railsight.inference.evidence import RIGHT, Observation, bounds_h, less_sure_copy, spots_of, told_once
from railsight.inference.transition import CLOCK_H, SAME_EVENT_H
from railsight.inference.windows import HeldTree
from railsight.model import AREA_KINDS
from railsight.routing.reach import merged, part_of, stretch_along

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from railsight.inference.trees import Tree
    from railsight.inference.ways import Ways
    from railsight.inference.windows import Closures
    from railsight.model import Journey, Reach, Spot, UsedSighting
    from railsight.network import Network

SKETCH_M = 100.0  # a rough stretch lies this near its railway: two pixels of a page zoomed in as far as it goes
# Passes of tightening, and how many anchors next in time each is compared with: more would hardly tighten further.
_PASSES = 6
_NEIGHBOURS = 12
_EPS_H = 1e-6


@dataclass(frozen=True, slots=True)
class Anchor:
    """A sighting as the prism sees it: a spot and hard limits of when the train was there (hours since 1970).

    In an area it was within ``loose_m`` metres of rail from the spot.
    """

    spot: Spot
    earliest: float
    latest: float
    loose_m: float = 0.0


def anchors_of(journey: Journey, ways: Ways) -> tuple[Anchor, ...]:
    """The sightings a journey rests on, with limits tightened by one another where their order admits no doubt.

    The order is taken from the intervals and the top speed alone, never from belief: where both orders are possible
    nothing is tightened, so that a further sighting can only narrow the prism.
    """
    found: set[tuple[float, float, int, int, float]] = set()
    spots: dict[tuple[int, int], Spot] = {}
    seen = [u.spot for u in journey.used if u.sighting.place.kind != "country"]
    told = [(u, _observed(u)) for u in journey.used if u.sighting.interval is not None and u.sighting.event != "absent"]
    for used, o in told:
        apart = (p for _, p in told if 0.0 < max(p.lo - o.hi, o.lo - p.hi) <= SAME_EVENT_H)
        same = [o, *(p for p in apart if told_once(o, p))]  # one departure, told with times that do not overlap
        same += [p for _, p in told if less_sure_copy(o, p)]
        lo, hi = min(p.lo for p in same), max(p.hi for p in same)
        key = ways.key(used.spot)
        spots[key] = used.spot
        found.add((lo, hi, *key, _loose_m(used, seen, ways)))
    anchors = [Anchor(spots[key[2], key[3]], key[0], key[1], key[4]) for key in sorted(found)]
    for _ in range(_PASSES):
        if not _tightened(anchors, ways):
            break
    return tuple(anchors)


def _observed(used: UsedSighting) -> Observation:
    """A sighting that has a time as what it says of where the train was and when; it happened before it was known."""
    s = used.sighting
    return Observation(s.id, (s,), s.event, *bounds_h(s, None), RIGHT[s.status], (used.spot,), (1.0,))


def _loose_m(used: UsedSighting, seen: Sequence[Spot], ways: Ways) -> float:
    """How far from its spot the train may have been by what a sighting says: anywhere in an area, else nowhere.

    The border that was crossed is a matter of belief.
    """
    s = used.sighting
    if s.place.kind not in AREA_KINDS or s.event == "crossed":
        return 0.0
    apart = (ways.metres(used.spot, spot, shortest=True) for spot in spots_of(s, ways, seen)[0])
    return max((m for m in apart if m is not None), default=0.0)


def _tightened(anchors: list[Anchor], ways: Ways) -> bool:
    """Narrow the limits of anchors by those near in time, in place; whether anything changed."""
    changed = False
    along_m = _along(anchors, ways)
    for i in range(len(anchors)):
        for j in range(i + 1, min(len(anchors), i + 1 + _NEIGHBOURS)):
            a, b = anchors[i], anchors[j]
            loose_m = a.loose_m + b.loose_m
            most_h = (along_m[j] - along_m[i] + loose_m) / 1000.0 / ways.profile.max_kmh
            if a.earliest + most_h <= b.earliest and a.latest + most_h <= b.latest:
                continue  # however near they are, neither limits the other
            metres = ways.metres(a.spot, b.spot, shortest=True)
            if metres is None:
                continue
            least = max(0.0, metres - loose_m) / 1000.0 / ways.profile.max_kmh
            forth, back = a.earliest + least <= b.latest + _EPS_H, b.earliest + least <= a.latest + _EPS_H
            if not forth and not back:
                changed |= _rounded(anchors, i, j, least)
            if forth == back:
                continue
            first, second = (i, j) if forth else (j, i)
            changed |= _in_order(anchors, first, second, least)
    return changed


def _rounded(anchors: list[Anchor], i: int, j: int, least: float) -> bool:
    """Widen two anchors that contradict one another by the rounding of their clocks, in place; whether that was it."""
    both = (anchors[i], anchors[j])
    wide = [replace(x, earliest=x.earliest - CLOCK_H, latest=x.latest + CLOCK_H) for x in both]
    if least > max(wide[1].latest - wide[0].earliest, wide[0].latest - wide[1].earliest) + _EPS_H:
        return False
    anchors[i], anchors[j] = wide
    return True


def _along(anchors: Sequence[Anchor], ways: Ways) -> list[float]:
    """Metres from the first anchor to each by way of all between: no two are farther apart than theirs differ.

    They need only searches from one anchor to the next, which on dense networks is what counts.
    """
    steps = (ways.metres(a.spot, b.spot, shortest=True) for a, b in pairwise(anchors))
    return [0.0, *accumulate(math.inf if m is None else m for m in steps)]


def _in_order(anchors: list[Anchor], first: int, second: int, least: float) -> bool:
    a, b = anchors[first], anchors[second]
    latest = max(a.earliest, min(a.latest, b.latest - least))
    earliest = min(b.latest, max(b.earliest, a.earliest + least))
    changed = latest < a.latest - _EPS_H or earliest > b.earliest + _EPS_H
    anchors[first] = replace(a, latest=latest)
    anchors[second] = replace(b, earliest=earliest)
    return changed


@dataclass(frozen=True, slots=True)
class Field:
    """The sections of a network as arrays, in the order of their lines: ends, lengths, line number."""

    index: Any
    a: Any
    b: Any
    length_cm: Any
    line: Any
    sketches: dict[int, Sequence[LonLat]]  # of the sections drawn so far

    def sketch(self, section: int, network: Network) -> Sequence[LonLat]:
        """The line of a section with few vertices, the same every time."""
        if section not in self.sketches:
            self.sketches[section] = simplified(network.geometry(section), SKETCH_M)
        return self.sketches[section]

    def at(self, section: int) -> int:
        """The position of a section."""
        import numpy as np

        return int(np.nonzero(self.index == section)[0][0])


# A sketch of more sections than this helps nobody: half a continent within reach.
_MOST_DRAWN = 4_000

_fields: WeakKeyDictionary[Network, Field] = WeakKeyDictionary()
_making = Lock()  # whoever asks holds the lock of ways only, of which a network has some for each profile


def field_of(network: Network) -> Field:
    """The arrays of a network, made once."""
    with _making:
        found = _fields.get(network)
        if found is None:
            found = _fields[network] = _made_field(network)
        return found


def _made_field(network: Network) -> Field:
    import numpy as np

    index: list[int] = []
    line: list[int] = []
    for number, known in enumerate(network.lines()):
        sections = network.line_sections(known.id)
        index += sections
        line += [number] * len(sections)
    ends = [network.section_ends(s) for s in index]
    return Field(
        np.array(index),
        np.array([e[0] for e in ends]),
        np.array([e[1] for e in ends]),
        np.array([float(network.section_cm(s)) for s in index]),
        np.array(line),
        {},
    )


class Limit(NamedTuple):
    """An anchor that limits a moment, with the centimetres a train can have between it and then.

    ``held`` are the searches that tell where it can have been by then, each with its budget, where it was held up.
    """

    anchor: Anchor
    budget: float
    held: tuple[tuple[HeldTree, float], ...] = ()


def budgets(anchors: Sequence[Anchor], at_h: float, ways: Ways, closures: Closures | None = None) -> list[Limit]:
    """What limits a moment. ``closures`` are the times at which the train was not at some places.

    Every anchor limits; those whose limit follows from another's, by the way between the two, are left out.
    """
    per_h = ways.profile.max_kmh * 1e5
    along_m = _along(anchors, ways)
    limits = [
        (max(abs(at_h - a.earliest), abs(at_h - a.latest)) * per_h + a.loose_m * 100, i) for i, a in enumerate(anchors)
    ]
    kept: list[tuple[int, float]] = []
    for budget, i in sorted(limits):
        for k, tighter in kept:
            if abs(along_m[k] - along_m[i]) * 100 + tighter <= budget + 1.0:
                break
            metres = ways.metres(anchors[k].spot, anchors[i].spot, shortest=True)
            if metres is not None and metres * 100 + tighter <= budget + 1.0:
                break
        else:
            kept.append((i, budget))
    out = []
    for k, budget in kept:
        a = anchors[k]
        held: tuple[tuple[HeldTree, float], ...] = ()
        if closures is not None and not a.loose_m:  # from anywhere in an area no one search tells
            held = closures.searches(a.spot, a.earliest, a.latest, at_h)
        out.append(Limit(a, budget, held))
    return out


def _distances(tree: Tree, node_count: int, budget_cm: float) -> Any:
    """The centimetres to each node by a search of the shortest ways, whose cost is their length; infinite beyond."""
    import numpy as np

    tree.settle_within(budget_cm)
    out = np.full(node_count, np.inf)
    nodes = np.fromiter(tree.done.keys(), dtype=np.int64, count=len(tree.done))
    out[nodes] = np.fromiter((cost for cost, *_ in tree.done.values()), dtype=float, count=len(tree.done))
    return out


def is_reachable(spot: Spot, limits: Sequence[Limit], ways: Ways, *, slack_cm: float = 100.0) -> bool:
    """Whether a spot lies in the prism."""
    for anchor, budget, held in limits:
        if held:
            if all(tree.cm_to(spot, most + slack_cm) > most + slack_cm for tree, most in held):
                return False
            continue
        metres = ways.metres(anchor.spot, spot, shortest=True)
        if metres is None or metres * 100 > budget + slack_cm:
            return False
    return True


def reachable(limits: Sequence[Limit], ways: Ways, *, rough: bool = False) -> tuple[Reach, ...]:
    """The stretches of the network that satisfy every limit.

    ``rough`` draws each run with few vertices, and nothing where that would be thousands of sections.
    """
    import numpy as np

    if not limits:
        return ()
    field = field_of(ways.network)
    pieces: dict[int, list[tuple[float, float]]] = {}
    alive = np.ones(len(field.index), dtype=bool)
    for limit in limits:
        covered = _either([_covered(field, limit.anchor.spot, *search, ways) for search in _searches(limit, ways)])
        alive &= covered.some
        for i in np.nonzero(alive & ~covered.full)[0]:
            whole = [(0.0, float(field.length_cm[i]))]
            pieces[int(i)] = _common(pieces.get(int(i), whole), covered.spans(int(i)))
    if rough and int(alive.sum()) > _MOST_DRAWN:
        return ()
    return tuple(_runs(field, alive, pieces, ways, rough)) or _at_one_spot(limits, ways)


def _at_one_spot(limits: Sequence[Limit], ways: Ways) -> tuple[Reach, ...]:
    """The stretch of no length at the spot of an anchor, at the very moment at which the train was there."""
    spot = next((x.anchor.spot for x in limits if is_reachable(x.anchor.spot, limits, ways)), None)
    if spot is None:
        return ()
    network, at = ways.network, (spot.lon, spot.lat)
    ends = (spot.node, spot.node) if spot.node is not None else network.section_ends(spot.section)
    return (stretch_along(network, ends, (spot.section,), (at, at), 0.0, partial=True),)


def _searches(limit: Limit, ways: Ways) -> Sequence[tuple[Tree, float]]:
    return limit.held or ((ways.tree(limit.anchor.spot, shortest=True), limit.budget),)


class _Covered(NamedTuple):
    """The sections of a field that a search has come to, those it covers whole, and what it covers of any."""

    some: Any
    full: Any
    spans: Callable[[int], list[tuple[float, float]]]


def _either(covered: Sequence[_Covered]) -> _Covered:
    """What at least one of some searches covers."""
    if len(covered) == 1:
        return covered[0]
    some, full = covered[0].some, covered[0].full
    for other in covered[1:]:
        some, full = some | other.some, full | other.full
    return _Covered(some, full, lambda i: merged([span for c in covered if c.some[i] for span in c.spans(i)]))


def _covered(field: Field, start: Spot, tree: Tree, budget: float, ways: Ways) -> _Covered:
    """What a search from a spot covers within a budget in centimetres."""
    import numpy as np

    d = _distances(tree, ways.network.node_count, budget)
    from_a = np.clip(budget - d[field.a], 0.0, field.length_cm)
    from_b = np.clip(budget - d[field.b], 0.0, field.length_cm)
    from_a[d[field.a] > budget] = -1.0
    from_b[d[field.b] > budget] = -1.0
    if ways.tracks.bound:
        for near in np.nonzero((from_a >= 0) | (from_b >= 0))[0]:
            for came, end in ((from_a, field.a), (from_b, field.b)):
                if not tree.may_enter(int(end[near]), int(field.index[near])):
                    came[near] = -1.0
    if isinstance(tree, HeldTree):
        for section in tree.within:
            i = field.at(section)
            length_cm = int(field.length_cm[i])
            from_a[i] = tree.extent(d[field.a[i]], section, 0, length_cm, budget)
            from_b[i] = tree.extent(d[field.b[i]], section, length_cm, 0, budget)
    full = from_a + from_b >= field.length_cm
    full &= (from_a >= 0) & (from_b >= 0) | (from_a >= field.length_cm) | (from_b >= field.length_cm)
    own = field.at(start.section)
    some = full | (from_a >= 0) | (from_b >= 0)
    some[own] = True

    def spans(i: int) -> list[tuple[float, float]]:
        length = float(field.length_cm[i])
        cover = _cover(float(from_a[i]), float(from_b[i]), length)
        if i == own and start.node is None:
            o = start.offset_m * 100
            back = forth = budget
            if isinstance(tree, HeldTree):
                back, forth = (tree.extent(0, start.section, round(o), end, budget) for end in (0, int(length)))
            cover = merged([*cover, (max(0.0, o - back), min(length, o + forth))])
        return cover

    return _Covered(some, full, spans)


def _cover(from_a: float, from_b: float, length: float) -> list[tuple[float, float]]:
    out = []
    if from_a >= 0:
        out.append((0.0, min(from_a, length)))
    if from_b >= 0:
        out.append((max(0.0, length - from_b), length))
    return merged(out)


def _common(some: Sequence[tuple[float, float]], others: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    out = [(max(a, c), min(b, d)) for a, b in some for c, d in others]
    return [(lo, hi) for lo, hi in out if hi >= lo]


def _runs(
    field: Field, alive: Any, pieces: dict[int, list[tuple[float, float]]], ways: Ways, rough: bool
) -> list[Reach]:
    """Neighbouring whole sections of a line as one stretch, parts of sections each on their own."""
    import numpy as np

    whole = alive.copy()
    for i in pieces:
        whole[i] = False
    out: list[Reach] = []
    at = np.nonzero(whole)[0]
    if len(at):
        breaks = np.nonzero((np.diff(at) != 1) | (np.diff(field.line[at]) != 0))[0] + 1
        for run in np.split(at, breaks):
            out += _drawn(field, [int(i) for i in run], ways, rough)
    for i in sorted(pieces):
        if alive[i]:
            out += [_part(field, i, lo, hi, ways, rough) for lo, hi in pieces[i] if hi > lo]
    return out


def _drawn(field: Field, run: Sequence[int], ways: Ways, rough: bool) -> list[Reach]:
    """A run of whole sections as stretches: it is cut where two neighbours on the line do not touch."""
    out: list[Reach] = []
    nodes: list[int] = []
    sections: list[int] = []

    def close() -> None:
        if sections:
            out.append(_stretch(field, nodes, sections, ways, rough))

    for i in run:
        a, b = int(field.a[i]), int(field.b[i])
        if len(sections) == 1 and nodes[-1] not in (a, b) and nodes[0] in (a, b):
            nodes.reverse()
        if sections and nodes[-1] in (a, b):
            nodes.append(b if nodes[-1] == a else a)
            sections.append(i)
        else:
            close()
            nodes, sections = [a, b], [i]
    close()
    return out


def _stretch(field: Field, nodes: Sequence[int], sections: Sequence[int], ways: Ways, rough: bool) -> Reach:
    network = ways.network
    points: list[LonLat] = []
    for node, i in zip(nodes, sections, strict=False):
        section = int(field.index[i])
        shape = field.sketch(section, network) if rough else network.geometry(section)
        shape = shape if int(field.a[i]) == node else shape[::-1]
        points += shape[1:] if points else shape
    km = sum(float(field.length_cm[i]) for i in sections) / 1e5
    passed = [int(field.index[i]) for i in sections]
    return stretch_along(network, (nodes[0], nodes[-1]), passed, points, km, partial=False)


def _part(field: Field, i: int, lo: float, hi: float, ways: Ways, rough: bool) -> Reach:
    found = part_of(ways.network, int(field.index[i]), lo / 100, hi / 100)
    return replace(found, geometry=tuple(simplified(found.geometry, SKETCH_M))) if rough else found
