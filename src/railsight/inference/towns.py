"""The places of weight on a network, towns and facilities, and where they are not known the ends of its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from railsight.geo import approx_m
from railsight.model import FACILITY_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.ways import Ways
    from railsight.model import Place, Spot

# Inhabitants over distance, as Zipf (1946, The P1 P2/D hypothesis: on the intercity movement of persons, American
# Sociological Review 11, 677-686) found of journeys by rail, bus and air. Distances below this count alike.
NEAR_M = 100_000.0
# A place so near is where the train is.
HERE_M = 5_000.0
# Trains that end where people live: a port or a plant is no goal of theirs.
_PASSENGERS_ONLY = frozenset({"passenger"})
_TOWNS_APART_M = 30_000.0
_ENDS_CM, _ENDS_NODES, _ENDS = 300_000_000, 5_000, 60


@dataclass(frozen=True, slots=True, eq=False)
class Towns:
    """Places of weight on the network, the largest first: what a train goes to when nothing else is known.

    ``sizes`` are inhabitants; facilities (ports, cosmodromes, plants) count as the middle one of the towns.
    """

    places: tuple[Place, ...]
    spots: tuple[Spot, ...]
    sizes: Any
    lons: Any
    lats: Any


def towns_of(places: Sequence[Place], ways: Ways) -> Towns | None:
    """The places with inhabitants that lie on the network, one for each 30 km, and the facilities; None without any."""
    return ways.towns.of(tuple(places), _made_towns, places, ways)


def _made_towns(places: Sequence[Place], ways: Ways) -> Towns | None:
    kept: list[tuple[Place, Spot]] = []
    for place in sorted(places, key=lambda p: (-(p.population or 0), p.id)):
        if not place.population or any(_apart_m(place, other) < _TOWNS_APART_M for other, _ in kept):
            continue
        near = ways.network.spots_near(place, count=1)
        if near:
            kept.append((place, near[0][0]))
    return _towns(kept + _facilities(places, kept, ways), [float(p.population or 0) for p, _ in kept]) if kept else None


def _facilities(places: Sequence[Place], towns: Sequence[tuple[Place, Spot]], ways: Ways) -> list[tuple[Place, Spot]]:
    """The facilities with a station of their own, as ordered: one in a town is the town's, of two the first counts.

    None for a train that carries passengers only.
    """
    found: list[tuple[Place, Spot]] = []
    if ways.profile.name in _PASSENGERS_ONLY:
        return found
    for place in (p for p in places if p.kind in FACILITY_KINDS):
        near = ways.network.spots_near(place, count=1)
        taken = [spot for _, spot in (*towns, *found)]
        if near and all(approx_m(s.lon, s.lat, near[0][0].lon, near[0][0].lat) >= HERE_M for s in taken):
            found.append((place, near[0][0]))
    return found


def _towns(kept: Sequence[tuple[Place, Spot]], sizes: Sequence[float]) -> Towns:
    import numpy as np

    places, spots = tuple(p for p, _ in kept), tuple(s for _, s in kept)
    lons, lats = np.array([s.lon for s in spots]), np.array([s.lat for s in spots])
    middle = float(np.median(sizes))
    return Towns(places, spots, np.array([*sizes, *([middle] * (len(kept) - len(sizes)))]), lons, lats)


def _apart_m(a: Place, b: Place) -> float:
    if abs(a.lat - b.lat) > 1.0:
        return _TOWNS_APART_M
    return approx_m(a.lon, a.lat, b.lon, b.lat)


def ends_of(ways: Ways, here: Spot) -> Towns | None:
    """Ends of lines and junctions in every direction, 100 km apart, for a network whose towns are not known.

    What lies beyond a border counts as farther, as it does for the likely way there: few trains cross one.
    """
    return ways.around.of(ways.key(here), _found_ends, ways, here)


def _found_ends(ways: Ways, here: Spot) -> Towns | None:
    network = ways.network
    tree = ways.tree(here)
    tree.settle_within(_ENDS_CM, most=_ENDS_NODES)
    ranked = []
    for node in tree.done:
        degree = len(network.adjacent(node))
        if degree != 2 and network.point_kind(node) in ("station", "border"):
            ranked.append((degree != 1, tree.label(node).cm, node))
    kept: list[tuple[Place, Spot]] = []
    for *_, node in sorted(ranked):
        place = network.point(node).place()
        if all(approx_m(place.lon, place.lat, p.lon, p.lat) > NEAR_M for p, _ in kept):
            kept.append((place, network.spot_at_node(node)))
        if len(kept) == _ENDS:
            break
    return _towns(kept, [1.0] * len(kept)) if kept else None
