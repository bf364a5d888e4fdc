"""What reports state of distances, measured on the network and for the train that are asked about."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from railsight.errors import NoRouteError
from railsight.inference.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Callable

    from railsight.model import Claim, Path, Place, Profile
    from railsight.network import Network

_MOST_ASKED = 10_000
_USUAL_WAYS = 4  # ways of a train, any of which a published length may be that of
_BETTER = ("agrees", "rounded")


class Measure:
    """Ways between places on a network for a train. Remembered: reports of one train repeat each other's figures."""

    def __init__(self, network: Network, train: Profile) -> None:
        self._network, self._train = network, train
        self._ways: Kept[tuple[Place, Place, int], tuple[Path, ...]] = Kept(_MOST_ASKED)

    def km(self, a: Place, b: Place) -> float | None:
        """The kilometres of the train's best way; None where there is none."""
        found = self._between(a, b, 1)
        return found[0].km if found else None

    def hours(self, a: Place, b: Place) -> tuple[float, float, float] | None:
        """The hours of the train's best way, as of ``distance``: earliest, likely, latest; None where there is none."""
        from railsight.routing import running_time

        found = self._between(a, b, 1)
        if not found:
            return None
        hours = running_time(found[0], self._train)
        return hours.earliest_h, hours.likely_h, hours.latest_h

    def checked(self, claim: Claim) -> Claim:
        """A claim that says what its kilometres by rail are measured by.

        A length that differs from the best way may be that of another usual one: then it agrees with that.
        """
        a, b = claim.origin, claim.target
        if claim.rail_km is None or a is None or b is None:
            return claim
        best = self._between(a, b, 1)
        if not best:
            return claim
        claim = replace(claim, rail_length_kind=best[0].length_kind)
        if claim.verdict != "differs" or claim.stated_km is None:
            return claim
        from railsight.resolution.places.claims import check_distance

        for way in self._between(a, b, _USUAL_WAYS)[1:]:
            other = check_distance(claim, _always(way.km))
            if other.verdict in _BETTER:
                why = f"{other.why}, the length of another usual way; the best has {claim.rail_km:,.1f} km"
                return replace(claim, verdict=other.verdict, why=why)
        return claim

    def _between(self, a: Place, b: Place, count: int) -> tuple[Path, ...]:
        return self._ways.of((a, b, count), self._searched, a, b, count)

    def _searched(self, a: Place, b: Place, count: int) -> tuple[Path, ...]:
        """The best ways of the train, or where it has none, of any train."""
        from railsight.api.stops import at_best_nodes
        from railsight.api.termini import at_termini
        from railsight.routing import k_paths, shortest_path, snap

        for train in (self._train, None):
            try:
                found = [(place, *snap(self._network, place)) for place in (a, b)]
                found = at_termini(self._network, (a, b), found, profile=train)
                first, last = (spot for _, spot, _ in at_best_nodes(self._network, found, profile=train))
                if count == 1:
                    return (shortest_path(self._network, first, last, profile=train),)
                return k_paths(self._network, first, last, count, profile=train)
            except NoRouteError:
                continue
        return ()


def _always(km: float) -> Callable[[Place, Place], float]:
    return lambda _a, _b: km


@lru_cache(maxsize=4)
def measure_of(network: Network, train: Profile) -> Measure:
    """The measure for a network and a train, the last few kept."""
    return Measure(network, train)
