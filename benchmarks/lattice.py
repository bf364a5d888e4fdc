"""How near the search for the best hypothesis comes to it: ``python -m benchmarks.lattice``.

On random networks of seven stations, with sightings that may be wrong, every hypothesis is weighed one by one: what are
right and, where that is doubtful, at which of two stations. Told are in how many worlds the lattice misses the best one
and by how much (natural logarithm), how far its beliefs are off, and how many partial hypotheses were open at one spot.
Then the same for the order: sightings of half a day to two days are weighed in every order that their times allow. The
worlds are those of the tests. Prints one JSON object last.
"""

from __future__ import annotations

import itertools
import json
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from railsight.inference import lattice as search
from railsight.inference.evidence import gather
from railsight.inference.lattice import Lattice, lattice_of
from railsight.inference.memory import At
from railsight.inference.orders import best_order
from railsight.inference.told import told_of
from railsight.inference.ways import Ways
from railsight.model import Sighting
from railsight.times import Interval
from tests.inference_world import random_network, random_sightings, train, weighed

MISSED = 1e-6
FOLLOWED = (1, 2, 4, search.FRONTS_KEPT)


def lattices(worlds: int, count: int, doubtful: float, wide_h: Sequence[float] = ()) -> Iterator[Lattice]:
    """The lattices of so many random worlds; with ``wide_h`` the intervals are as wide as one of these."""
    for seed in range(worlds):
        rng, network = random.Random(seed), random_network(seed)
        sightings = random_sightings(network, seed, count, doubtful=doubtful)
        if wide_h:
            sightings = [_widened(s, rng.choice(wide_h)) for s in sightings]
        ways = Ways(network, train())
        yield lattice_of(gather(sightings, ways).passages, ways)


def _widened(sighting: Sighting, hours: float) -> Sighting:
    assert sighting.interval is not None
    begun = sighting.interval.earliest
    return replace(sighting, interval=Interval(begun, begun + timedelta(hours=hours)))


def hypotheses(lattice: Lattice) -> dict[tuple[At, ...], float]:
    """Every hypothesis with its weight."""
    spots = itertools.product(*([None, *range(len(o.spots))] for o in lattice.observations))
    every = (tuple(At(i, s) for i, s in enumerate(some) if s is not None) for some in spots)
    return {right: weighed(lattice, right) for right in every if right}


def against_brute_force(worlds: int, count: int, doubtful: float, wide_h: Sequence[float] = ()) -> dict[str, Any]:
    """What the lattice misses of one order, following 1, 2, 4 or as many partial hypotheses at a spot as it does."""
    missed: dict[int, list[float]] = {n: [] for n in FOLLOWED}
    off, most, told = 0.0, 0, 0
    for lattice in lattices(worlds, count, doubtful, wide_h):
        weights = hypotheses(lattice)
        order = list(range(len(lattice.observations)))
        best = max(weights.values())
        for followed in FOLLOWED:
            search.FRONTS_KEPT = followed
            again = lattice_of(lattice.observations, lattice.links.ways)
            found = again.best_weight(order)
            missed[followed].append(best - (-math.inf if found is None else found))
        choice = again.solve(order)
        assert choice is not None
        most = max(most, *(len(fronts) for column in again._forward(order) for fronts in column.fronts))
        every = math.exp(lattice.starts(order)[-1]) + sum(map(math.exp, weights.values()))
        for i, belief in enumerate(choice.beliefs):
            mass = sum(math.exp(w) for right, w in weights.items() if i in dict(right))
            off = max(off, abs(belief - mass / every))
        told += best - choice.weight > MISSED
    return {
        "worlds": worlds,
        "sightings": count,
        "share_doubtful": doubtful,
        "wide_h": list(wide_h),
        "missed_by_followed": {n: _missed(gaps) for n, gaps in missed.items()},
        "most_open_at_a_spot": most,
        "belief_off_at_most": round(off, 6),
        "told_with_what_is_likelier_than_not_besides": told,
    }


def orders_against_brute_force(worlds: int, count: int) -> dict[str, Any]:
    """What the order found is below the best of all that the intervals allow."""
    gaps = []
    for lattice in lattices(worlds, count, 0.0, (12.0, 24.0, 48.0)):
        orders = [o for o in itertools.permutations(range(len(lattice.observations))) if _may_be(lattice, o)]
        found = lattice.best_weight(
            best_order(lattice, frozenset(), told_of(lattice.observations, (), lattice.links.ways))
        )
        best = max(w for o in orders if (w := lattice.best_weight(o)) is not None)
        gaps.append(best - (-math.inf if found is None else found))
    return {"worlds": worlds, "sightings": count, **_missed(gaps)}


def _may_be(lattice: Lattice, order: Sequence[int]) -> bool:
    """Whether no observation of an order precedes one before it."""
    return not any(lattice.precedes(b, a) for a, b in itertools.combinations(order, 2))


def _missed(gaps: Sequence[float]) -> dict[str, float]:
    return {"missed": sum(gap > MISSED for gap in gaps), "by_at_most": round(max(gaps), 2)}


def main() -> None:
    print(
        json.dumps(
            {
                "one_order": [
                    against_brute_force(100, 5, 0.0),
                    against_brute_force(100, 8, 0.0),
                    against_brute_force(60, 6, 0.6),
                    against_brute_force(60, 7, 0.0, (6.0, 24.0, 72.0, 240.0)),
                ],
                "orders": [orders_against_brute_force(40, n) for n in (4, 5, 6)],
            }
        )
    )


if __name__ == "__main__":
    main()
