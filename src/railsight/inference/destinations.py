"""Where the train may be heading: goal recognition by the extra cost of what was observed.

After Masters and Sardina (2017, AAMAS, "Cost-based goal recognition for path-planning"): a goal loses probability with
the length of the way that was taken and then leads on to it, beyond the best way there from where this trip began.
Priors are those given, else the further the less likely (a gravity law, exponent 1). Directions reported on the way
("northbound", "away from X", "towards Y") and statements about the goal ("heading for Y") multiply in.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from railsight.geo import bearing_deg, compass_point
from railsight.inference.evidence import hours
from railsight.inference.timing import HIGH, LOW, MIDDLE, Chain, Node, Spread
from railsight.inference.transition import solar_hour, stay_chance, turned_factor, way_law

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.evidence import Evidence, Observation
    from railsight.inference.laws import TimeLaw
    from railsight.inference.ways import Ways
    from railsight.model import OperatingPoint, Place, Sighting, Spot
    from railsight.network import Network

# A train goes this far out of its way without meaning anything by it: e-fold of a goal's probability in metres.
DETOUR_M = 25_000.0
# Distances below this count alike in the gravity law.
_NEAR_M = 100_000.0
# A statement that the train goes there, by status; guesses weigh little more than being a candidate at all.
_STATED: dict[str, float] = {"confirmed": 8.0, "reported": 4.0, "expected": 3.0, "speculated": 1.0, "conflict": 1.0}
_REACHED = 20.0
_LEAST = 1e-4
_MAX_CANDIDATES = 8
_MAJOR_CM = 300_000_000
_MAJOR_NODES = 5_000
_HORIZON_H = 24.0 * 21
# Guests are received by day: how many of the arrivals at a goal that would fall into the evening or the night are put
# off to the next morning (Komsomolsk 2023 was, Moscow 2001 at 22:00 was not). Local solar hours.
_EVENING_KEPT, _NIGHT_KEPT = 0.35, 0.65
_MORNING_FROM, _EVENING_FROM, _NIGHT_FROM = 7.0, 17.0, 22.5


@dataclass(frozen=True, slots=True, eq=False)
class Goal:
    """A candidate with its spot and, once weighed, its figures. ``why`` are words."""

    place: Place
    spot: Spot
    prior: float
    probability: float
    left_m: float
    extra_m: float
    eta: Spread
    why: str
    reached: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    place: Place
    spot: Spot
    prior: float | None
    stated: float
    words: tuple[str, ...]


def rank(
    candidates: Sequence[Candidate], chain: Chain, absences: Sequence[Observation], *, timed: bool = True
) -> tuple[Goal, ...]:
    """Candidates with probability and arrival window, likeliest first. Without ``timed`` the windows are left out."""
    start = trip_start(chain)
    scored = [s for c in candidates if (s := _weigh(c, chain, start)) is not None]
    if not scored:
        return ()
    total = sum(weight for _, weight, *_ in scored) or 1.0
    goals = []
    for candidate, weight, prior, left, extra, words, reached in scored:
        if reached or not timed:
            eta = chain.spreads[-1]
        else:
            eta = arrival(chain, candidate.spot, _not_before(candidate.spot, absences, chain.ways), aim=True)
        goals.append(
            Goal(candidate.place, candidate.spot, prior, weight / total, left, extra, eta, "; ".join(words), reached)
        )
    return tuple(sorted(goals, key=lambda g: (-g.probability, g.left_m, g.place.id)))


def trip_start(chain: Chain) -> int:
    """The position in the chain where the present trip began: the last departure, or the last long stay."""
    for k in range(len(chain.nodes) - 1, 0, -1):
        node = chain.nodes[k].observation
        if node.event == "departed":
            return k
        if node.stands and k < len(chain.nodes) - 1:
            waited = chain.spreads[k + 1][1] - chain.spreads[k][1] - chain.legs[k].run_h
            if waited > max(6.0, chain.legs[k].run_h / 2):
                return k
    return 0


def _weigh(
    c: Candidate, chain: Chain, start: int
) -> tuple[Candidate, float, float, float, float, list[str], bool] | None:
    ways, nodes = chain.ways, chain.nodes
    here = nodes[-1]
    best_m, left_m = ways.metres(nodes[start].spot, c.spot), ways.metres(here.spot, c.spot)
    if best_m is None or left_m is None:
        return None
    run_m = sum(chain.legs[k].length_m for k in range(start, len(nodes) - 1))
    extra_m = max(0.0, run_m + left_m - best_m)
    prior = c.prior if c.prior is not None else 1.0 / (best_m + _NEAR_M) * _NEAR_M
    words = list(c.words)
    reached = left_m < 5_000.0 and here.observation.stands
    weight = prior * c.stated * math.exp(-min(extra_m / DETOUR_M, 700.0))
    if reached:
        weight *= _REACHED
        words.append("the train has stopped there")
    elif extra_m > DETOUR_M / 2:
        words.append(f"what was observed is {extra_m / 1000:.0f} km out of the way there")
    elif len(nodes) > start + 1:
        words.append("what was observed lies on the way there")
    turned, said = _directions(nodes[start:], c.spot, ways)
    words += said
    return c, max(weight * turned, 1e-300), prior, left_m, extra_m, words, reached


def _directions(nodes: Sequence[Node], goal: Spot, ways: Ways) -> tuple[float, list[str]]:
    """Weight and words of the directions reported on the way, each against the way from there to the goal."""
    weight, words = 1.0, []
    for node in nodes:
        o = node.observation
        if not (o.heading or o.away_from or o.toward):
            continue
        factor = turned_factor(o, node.spot, ways.towards(node.spot, goal))
        weight *= factor
        if factor < 0.5:
            ahead = ways.towards(node.spot, goal)
            going = compass_point(bearing_deg(node.spot.lon, node.spot.lat, *ahead)) if ahead else "?"
            said = f"heading {o.heading}" if o.heading else ""
            if o.away_from:
                said = f"{said}, " if said else ""
                said += f"away from {o.away_from.name}"
            words.append(f"at {o.name} it was {said or 'going elsewhere'}, the way there leads {going}")
    return weight, words


def _not_before(spot: Spot, absences: Sequence[Observation], ways: Ways) -> float | None:
    """The latest hour at which the train was said not to be at a goal yet."""
    times = []
    for o in absences:
        metres = ways.metres(o.spots[0], spot)
        if metres is not None and metres < 5_000.0:
            times.append(o.hi)
    return max(times, default=None)


def arrival(
    chain: Chain,
    goal: Spot,
    not_before: float | None = None,
    *,
    event: str = "arrived",
    spots: Sequence[tuple[Spot, float]] = (),
    aim: bool = False,
) -> Spread:
    """When the train would be at a spot after the last node: earliest, likely, latest (80 %), hours since 1970.

    ``spots`` with shares are given for a place that is no single spot. Arrivals at a goal (``aim``) are often kept for
    the morning.
    """
    here = chain.nodes[-1]
    laws: list[tuple[float, TimeLaw]] = []
    least = []
    for start, share in here.spots or ((here.spot, 1.0),):
        for end, other in spots or ((goal, 1.0),):
            found = way_law(here.observation, start, event, end, chain.ways)
            if found is not None:
                laws.append((share * other, found[1]))
                least.append(found[0].length_m)
    lo = chain.bounds.earliest[-1] + min(least, default=0.0) / 1000.0 / chain.profile.max_kmh
    if not_before is not None:
        lo = max(lo, not_before)
    hi = max(chain.bounds.latest[-1], lo) + max(law.quantile(0.999) for _, law in laws)
    kept = 0.0
    if event in ("arrived", "stopped"):
        kept = 1.0 if aim else stay_chance(event, goal, chain.ways, chain.profile)
    return _quantiles(chain, laws, lo, min(hi, lo + _HORIZON_H), goal.lon, kept)


def _quantiles(
    chain: Chain, laws: Sequence[tuple[float, TimeLaw]], lo: float, hi: float, lon: float, kept: float
) -> Spread:
    """Quantiles of an arrival over the times of the last node and the ways on.

    ``kept`` is the chance that the place, at longitude ``lon``, is a goal whose arrivals are kept for the morning.
    """
    import numpy as np

    slow = max(law.quantile(0.9) for _, law in laws)
    near = lo + max(3.0 * slow, chain.cells[-1].hi - chain.cells[-1].lo + 2.0 * slow)
    edges = np.unique(np.concatenate([np.linspace(lo, min(near, hi), 400), np.linspace(min(near, hi), hi, 150)]))
    at = chain.cells[-1].middles
    gaps = edges[None, :] - at[:, None]
    total = sum(share * (chain.forward[-1] @ law.cdf(gaps)) for share, law in laws)
    mass = _kept_for_morning(np.diff(total), edges, lon, kept)
    if float(mass.sum()) <= 0:
        mass = np.exp(-(edges[1:] - lo) / 6.0) * np.diff(edges)
    share = np.concatenate([[0.0], np.cumsum(mass)]) / float(mass.sum())
    low, middle, high = np.interp((LOW, MIDDLE, HIGH), share + 1e-12 * np.arange(len(share)), edges)
    return float(low), float(middle), float(high)


def _kept_for_morning(mass: Any, edges: Any, lon: float, kept: float) -> Any:
    """The distribution over cells after some evening and night arrivals were put off to the next morning."""
    import numpy as np

    if kept <= 0:
        return mass
    clock = solar_hour((edges[1:] + edges[:-1]) / 2, lon)
    share = kept * np.where((clock >= _NIGHT_FROM) | (clock < _MORNING_FROM), _NIGHT_KEPT, 0.0)
    share = share + kept * np.where((clock >= _EVENING_FROM) & (clock < _NIGHT_FROM), _EVENING_KEPT, 0.0)
    put_off = mass * share
    out = mass - put_off
    until = (_MORNING_FROM - clock) % 24.0
    for part in range(4):  # arrivals spread over the four hours after the morning begins
        late = (edges[1:] + edges[:-1]) / 2 + until + part + 0.5
        at = np.clip(np.searchsorted(edges, late) - 1, 0, len(mass) - 1)
        np.add.at(out, at, put_off / 4.0)
    return out


# ---------------------------------------------------------------- candidates


def candidates_of(
    given: Sequence[tuple[Place, float | None]], evidence: Evidence, ways: Ways, nodes: Sequence[Node]
) -> tuple[Candidate, ...]:
    """The goals to weigh: those given; else those named in reports; else home and the great stations of the network.

    What was expected for a time before the last of the ``nodes`` is no goal any more.
    """
    network, here = ways.network, nodes[-1]
    last_h = here.observation.lo
    first = nodes[0].observation
    home = first.members[0].place if first.event == "departed" and len(nodes) > 2 else None
    found: dict[tuple[int, int], Candidate] = {}
    named = _named([s for s in evidence.aims if not _is_past(s, last_h)])
    for place, prior in given:
        _add(found, network, place, prior, 1.0, ("given as a candidate",))
    for place, weight, words in named:
        _add(found, network, place, None, weight, words, known_only=bool(given))
    if not found:
        if home is not None:
            _add(found, network, home, None, 1.0, ("where the journey began",))
        for place in _major_points(network, ways, here.spot):
            _add(found, network, place, None, 1.0, ("a major point of the network",))
    return tuple(found.values())


def _is_past(s: Sighting, last_h: float) -> bool:
    return s.interval is not None and s.known_at is None and hours(s.interval.latest) < last_h


def _named(aims: Sequence[Sighting]) -> list[tuple[Place, float, tuple[str, ...]]]:
    """Places named as goals. The strongest statement about each counts; repeating one adds nothing."""
    best: dict[str, tuple[Place, float, tuple[str, ...]]] = {}
    for s in aims:
        for place in (s.toward,) if s.toward else (s.place,):
            weight = _STATED[s.status]
            words = (f"{s.status}: {s.source or 'a report'} names it as the goal",)
            if place.id not in best or best[place.id][1] < weight:
                best[place.id] = place, weight, words
    return [best[key] for key in sorted(best)]


def _add(
    found: dict[tuple[int, int], Candidate],
    network: Network,
    place: Place,
    prior: float | None,
    stated: float,
    words: tuple[str, ...],
    *,
    known_only: bool = False,
) -> None:
    near = network.spots_near(place, count=1)
    if not near:
        return
    spot = near[0][0]
    key = (-1, spot.node) if spot.node is not None else (spot.section, round(spot.offset_m / 1000.0))
    known = found.get(key)
    if known is None and not known_only:
        found[key] = Candidate(place, spot, prior, stated, words)
    elif known is not None and stated > known.stated:
        found[key] = Candidate(known.place, known.spot, known.prior, stated, (*known.words, *words))


def _major_points(network: Network, ways: Ways, here: Spot) -> list[Place]:
    """Great junctions and ends of lines, 100 km apart: the best-connected, then the nearest, stations within reach."""
    from railsight.geo import approx_m
    from railsight.model import Place as PlaceValue

    known = ways.major.get(ways.key(here))
    if known is not None:
        return known
    tree = ways.tree(here)
    tree.settle_within(_MAJOR_CM, most=_MAJOR_NODES)
    ranked = []
    for node, label in tree.done.items():
        degree = len(network.adjacent(node))
        if degree != 2 and network.point_kind(node) == "station":
            ranked.append((-degree, label.cm, node))
    points: list[OperatingPoint] = []
    for *_, node in sorted(ranked):
        p = network.point(node)
        if all(approx_m(p.lon, p.lat, q.lon, q.lat) > _NEAR_M for q in points):
            points.append(p)
        if len(points) == _MAX_CANDIDATES:
            break
    found = [
        PlaceValue(p.id, p.name, p.kind, p.lon, p.lat, country=p.country, names=p.names, source="network")
        for p in points
    ]
    ways.major[ways.key(here)] = found
    return found
