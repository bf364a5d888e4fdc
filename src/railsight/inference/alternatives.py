"""Other ways the train may have gone, with probabilities: between its sightings, and by other sightings.

A way's weight is that of a logit route choice, e-fold per share of the shortest length in excess (as the search for the
likely way counts it: lesser lines and borders are dear), times how well the time of the leg fits it. Legs are taken one
at a time: an alternative differs from the likely path on one leg. Where sightings contradict one another, each of the
other stories that may be true adds the likely path of its own.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from railsight.errors import NoRouteError
from railsight.inference.absences import by_another_way, way_fits
from railsight.inference.borders import on_border
from railsight.inference.called import via
from railsight.inference.daytimes import custom_of, fit_by_day
from railsight.inference.laws import Leg, leg_law
from railsight.inference.passages import route_of
from railsight.inference.timing import course_of
from railsight.inference.transition import standing_at
from railsight.model import Alternative
from railsight.routing.beside import runs_beside

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from railsight.inference.destinations import Telling
    from railsight.inference.evidence import Observation
    from railsight.inference.passages import Route
    from railsight.inference.timing import Chain
    from railsight.model import Path, Place, Step

_WAYS = 3
# e-fold of a way's probability: this share of the shortest way in excess, at least so many km.
_EXCESS_SHARE = 0.08
_EXCESS_KM = 15.0
_SHORTEST_LEG_KM = 40.0
_SHOWN = 0.01
_MAX_LEGS = 6
# How far a faster way can gain by fitting the time better. A slower one gains nothing: who takes long has mostly stood.
_MOST_FIT = 10.0
# Other ways are looked for where negative sightings make the usual one less likely than this, or where it is hardly to
# be run in the time told.
_DOUBTFUL = 0.5
_HARDLY = 0.05


def alternatives_of(
    tellings: Sequence[Telling], route: Route, expected: Sequence[Observation] = (), places: Sequence[Place] = ()
) -> tuple[Alternative, ...]:
    """The likely path first, then others with at least 1 %; probabilities of all sum to 1. Empty without a path.

    ``route`` is that of the first of the ``tellings``, the likely one; one without a path counts for none of them. Ways
    by places where the train was ``expected`` are a little likelier, those by places from which, as told, it was absent
    at the time less likely. ``places`` are towns by which ways are told apart where no station has a name.
    """
    likely, *others = tellings
    named = partial(via, towns=places, network=likely.chain.ways.network)
    seen = likely.story.chain
    usual = route if seen is likely.chain else route_of(seen)
    if route.path is None or usual.path is None:
        return ()
    taken = [a.observation for a in likely.absences if a.taken]
    ways = [(1.0, usual.path, named(usual.path, None)), *_by_other_ways(seen, usual, expected, taken, named)]
    shown = next((i for i, (_, way, _) in enumerate(ways) if way.steps == route.path.steps), 0)
    ways.insert(0, (ways.pop(shown)[0], route.path, named(route.path, None)))
    share = likely.story.probability / sum(weight for weight, *_ in ways)
    found = [Alternative(share * weight, way, by) for weight, way, by in ways]
    for telling in others:
        probability, path = telling.story.probability, route_of(telling.chain).path
        same = next((i for i, a in enumerate(found) if path and a.path.steps == path.steps), None)
        if same is not None:
            found[same] = replace(found[same], probability=found[same].probability + probability)
        elif path is not None:
            found.append(Alternative(probability, path, named(path, route.path), telling.condition))
    total = sum(a.probability for a in found)
    first, *rest = (replace(a, probability=a.probability / total) for a in found)
    return (first, *sorted(rest, key=lambda a: -a.probability))


def _by_other_ways(
    chain: Chain,
    route: Route,
    expected: Sequence[Observation],
    absences: Sequence[Observation],
    named: Callable[[Path, Path | None], tuple[str, ...]],
) -> list[tuple[float, Path, tuple[str, ...]]]:
    """Paths that differ from the usual one on one leg, with their odds against it and what tells them from it."""
    long_legs = sorted(
        (k for k, leg in enumerate(route.legs) if leg is not None and leg.km >= _SHORTEST_LEG_KM),
        key=lambda k: (-chain.legs[k].length_m, k),
    )[:_MAX_LEGS]
    odds: list[tuple[float, int, Path]] = []
    for k in long_legs:
        leg = route.legs[k]
        assert leg is not None
        found = _others(chain, k, leg, expected, absences)
        odds += [(weight, k, way) for weight, way in found if weight >= _SHOWN]
    odds.sort(key=lambda o: (-o[0], o[1], o[2].length_m))
    return [(weight, _with_leg(chain, route, k, way), named(way, route.legs[k])) for weight, k, way in odds]


def rerouted(chain: Chain, expected: Sequence[Observation], absences: Sequence[Observation]) -> Chain:
    """The chain by other ways where they are likelier than the usual ones: by absences, or for want of time."""
    for k in reversed(range(len(chain.legs))):
        pressed = chain.bounds.latest[k + 1] - chain.bounds.earliest[k] < chain.laws[k].quantile(_HARDLY)
        if not (absences or pressed):
            continue
        own = chain.ways.path((chain.nodes[k].spot, chain.nodes[k + 1].spot), shortest=chain.legs[k].shortest)
        if own is None or own.km < _SHORTEST_LEG_KM:
            continue
        fits, against = way_fits(chain, k, chain.legs[k], own, absences) if absences else (1.0, None)
        if fits >= _DOUBTFUL and not pressed:
            continue
        weight, way = max(_others(chain, k, own, expected, absences), key=lambda x: x[0], default=(0.0, own))
        if weight > 1.0:
            chain = by_another_way(chain, k, way, own, against or chain.nodes[k + 1].observation) or chain
    return chain


def _others(
    chain: Chain, k: int, own: Path, expected: Sequence[Observation], absences: Sequence[Observation]
) -> list[tuple[float, Path]]:
    """Ways of a leg beside the shortest, each with its odds against it."""
    ways = chain.ways
    a, b = chain.nodes[k], chain.nodes[k + 1]
    try:
        found = ways.alternatives(a.spot, b.spot, _WAYS)
    except NoRouteError:
        return []
    likely = chain.legs[k]
    own_km = ways.costs.cost_km(own)
    scale = max(_EXCESS_KM, _EXCESS_SHARE * likely.length_m / 1000.0)
    base = _fit(chain, k, chain.legs[k])
    fits = way_fits(chain, k, likely, own, absences)[0] if absences else 1.0
    entered = b.observation.into if on_border(ways.network, b.spot) else None  # a way to its border does not run in it
    out = []
    for way in found:
        if way.steps == own.steps or entered in dict(way.country_km) or runs_beside(way, own):
            continue
        excess = ways.costs.cost_km(way) - own_km
        course = course_of(way, ways)
        leg = Leg(way.length_m, course.run_h[-1], chain.legs[k].run_sigma, len(way.borders), len(way.gauge_breaks))
        ratio = min(_fit(chain, k, leg) / base, _MOST_FIT if leg.run_h < likely.run_h else 1.0) if base > 0 else 0.0
        told = _as_expected(way, expected) / _as_expected(own, expected)
        if absences:
            told *= way_fits(chain, k, leg, way, absences)[0] / fits
        out.append((math.exp(-max(0.0, excess) / scale) * ratio * told, way))
    return out


def _as_expected(way: Path, expected: Sequence[Observation]) -> float:
    """The weight of a way in the light of the places where the train was expected: less for those it leaves aside."""
    passed = {p.node for p in way.points}
    beside = [o.right for o in expected if not any(spot.node in passed for spot in o.spots)]
    return math.prod(1.0 - right for right in beside)


def _fit(chain: Chain, k: int, leg: Leg) -> float:
    a = chain.nodes[k]
    standing = standing_at(a.observation, a.spot, chain.ways)
    b = chain.nodes[k + 1]
    custom = custom_of(b.observation.event, b.spot, chain.ways, leg.length_m)
    law = leg_law(leg, chain.profile, standing)
    matrix = fit_by_day(law, chain.cells[k], chain.cells[k + 1], b.spot, custom)
    return float(chain.forward[k] @ matrix @ chain.backward[k + 1])


def _with_leg(chain: Chain, route: Route, k: int, way: Path) -> Path:
    steps: list[Step] = []
    for i, leg in enumerate(route.legs):
        steps += way.steps if i == k else leg.steps if leg is not None else ()
    return chain.ways.path_along(chain.nodes[0].spot, chain.nodes[-1].spot, steps)
