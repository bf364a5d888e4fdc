"""At which of several spots a way stops.

Tracks of a station on two levels, or that no train can turn between, have a node each; and of the railways in a town
the nearest may be one that rails do not join to the other places.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.errors import NoRouteError
from railsight.network.islands import island_of
from railsight.network.snapping import spots_of_station
from railsight.routing import distances_m, shortest_path
from railsight.routing.reasons import separate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from railsight.api.spots import OnNetwork
    from railsight.model import Place, Profile, Spot
    from railsight.network import Network
    from railsight.routing import Avoid, Require

    _Cost = tuple[int, float]  # breaks of gauge, metres
    _Chain = tuple[_Cost, tuple[Spot, ...]]

# A way is plainly shorter from another railway of a town if it is no longer than this share of it. A judgement.
_PLAINLY = 0.8


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


def on_one_part(network: Network, found: Sequence[OnNetwork]) -> tuple[list[OnNetwork], tuple[str, ...]] | None:
    """Places that no rails join, those that are towns moved to other railways within their radius that rails do join,
    and what is to be said of it; None where there are none.
    """
    near = [_parts_within(network, *one) for one in found]
    common = set(near[0]).intersection(*near[1:])
    if not common:
        return None
    best = min(common, key=lambda part: (sum(parts[part][1] for parts in near), part))
    moved: list[OnNetwork] = []
    notes: list[str] = []
    for parts, (where, spot, _) in zip(near, found, strict=True):
        there, gap_m = parts[best]
        moved.append((where, there, gap_m))
        if there != spot:
            notes.append(f"the railway nearest to {where.name} is not joined to the other places: measured at another")
    return (moved, tuple(notes)) if notes else None


def by_other_railways(
    network: Network, found: Sequence[OnNetwork], length_m: float, profile: Profile | None
) -> tuple[list[OnNetwork], tuple[str, ...]] | None:
    """Two places between which the way of ``length_m`` leads far round, those that are towns of which no station is
    known moved to that railway within their radius by which the way is plainly shorter, the way there from the middle
    of the town counted twice, and what is to be said of it; None where none is.
    """
    moved, notes = list(found), list[str]()
    for end in (0, 1):
        where, spot, gap_m = moved[end]
        if where.kind != "town" or spot.name:
            continue
        other = moved[1 - end][1]
        near = network.nodes_within(where.lon, where.lat, where.radius_m)
        (row,) = distances_m(network, [other], [network.spot_at_node(node) for _, node in near], profile=profile)
        ways = [
            (metres + 2 * off_m, metres, off_m, node) for (off_m, node), metres in zip(near, row, strict=True) if metres
        ]
        best = min(ways, default=None)
        if best is not None and best[0] < _PLAINLY * (length_m + 2 * gap_m):
            _, length_m, off_m, node = best
            moved[end] = where, network.spot_at_node(node), off_m
            notes.append(f"from the railway nearest to {where.name} the way leads far round: measured at another")
    return (moved, tuple(notes)) if notes else None


def _parts_within(network: Network, where: Place, spot: Spot, gap_m: float) -> dict[int, tuple[Spot, float]]:
    """The nearest spot of each connected part within the radius of a town, with its gap in metres; the one taken."""
    parts = {island_of(network, spot): (spot, gap_m)}
    if where.kind == "town":
        for off_m, section, offset_m in network.sections_within(where.lon, where.lat, where.radius_m):
            other = network.spot_at(section, offset_m)
            parts.setdefault(island_of(network, other), (other, off_m))
    return parts


def not_joined(network: Network, found: Sequence[OnNetwork], error: NoRouteError) -> NoRouteError:
    """The error that two places lie on separate parts, by the names of the places where the network has none."""
    for (a, first, _), (b, last, _) in pairwise(found):
        if island_of(network, first) != island_of(network, last):
            return separate(network, first, last, (first.name or a.name, last.name or b.name))
    return error
