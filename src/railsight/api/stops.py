"""At which node of its station a way stops: tracks on two levels, or that no train can turn between, have one each."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.errors import NoRouteError
from railsight.network.snapping import spots_of_station
from railsight.routing import shortest_path

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from railsight.api.spots import OnNetwork
    from railsight.model import Profile, Spot
    from railsight.network import Network
    from railsight.routing import Avoid, Require

    _Cost = tuple[int, float]  # breaks of gauge, metres
    _Chain = tuple[_Cost, tuple[Spot, ...]]


def at_best_nodes(
    network: Network,
    found: Sequence[OnNetwork],
    *,
    avoid: Avoid | None = None,
    require: Require | None = None,
    profile: Profile | None = None,
) -> list[OnNetwork]:
    """The places of a way in order, each at that node of its station by which the way has the fewest breaks of gauge
    and is the shortest; as they were where no station has several nodes, and where there is no way.
    """
    choices = [spots_of_station(network, spot) for _, spot, _ in found]
    if all(len(spots) == 1 for spots in choices):
        return list(found)
    required = require if len(found) == 2 else None  # on which leg of several it is touched is not known

    def cost(a: Spot, b: Spot) -> _Cost | None:
        try:
            path = shortest_path(network, a, b, avoid=avoid, require=required, profile=profile)
        except NoRouteError:
            return None
        return len(path.gauge_breaks), path.length_m

    chains: list[_Chain] = [((0, 0.0), (spot,)) for spot in choices[0]]
    for _, spots in pairwise(choices):
        chains = [best for spot in spots if (best := _best_to(spot, chains, cost)) is not None]
    if not chains:
        return list(found)
    _, stops = min(chains, key=lambda chain: chain[0])
    return [(where, spot, gap_m) for (where, _, gap_m), spot in zip(found, stops, strict=True)]


def _best_to(spot: Spot, chains: Sequence[_Chain], cost: Callable[[Spot, Spot], _Cost | None]) -> _Chain | None:
    """The best chain of stops that ends at a spot."""
    longer = [
        ((breaks + more[0], metres + more[1]), (*stops, spot))
        for (breaks, metres), stops in chains
        if (more := cost(stops[-1], spot)) is not None
    ]
    return min(longer, key=lambda chain: chain[0], default=None)
