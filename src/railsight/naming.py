"""Names on a network: those of the gazetteer and, on a network of one's own, those of its operating points."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from railsight.datasets import data_path
from railsight.gazetteer import Gazetteer, open_gazetteer
from railsight.geo import apart_m
from railsight.model import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from railsight.gazetteer import JoinedGazetteer
    from railsight.network import Network

APART_M = 30_000.0  # places of one name nearer than this are one place


@lru_cache(maxsize=1)
def bundled_gazetteer() -> Gazetteer:
    """The bundled gazetteer, opened once."""
    return open_gazetteer(data_path("gazetteer.sqlite"))


def is_bundled(network: Network) -> bool:
    """Whether a network is the bundled one, whose points the gazetteer holds."""
    return os.path.realpath(network.name) == os.path.realpath(data_path("network.rsn"))


def gazetteer_of(network: Network) -> Gazetteer:
    """The names that may be meant on a network: of the gazetteer, and of the network's operating points.

    A point's name is not that of a namesake out of the network's reach.
    """
    return bundled_gazetteer() if is_bundled(network) else _joined(network)


@lru_cache(maxsize=4)
def _joined(network: Network) -> JoinedGazetteer:
    from railsight.gazetteer import JoinedGazetteer

    return JoinedGazetteer(
        bundled_gazetteer(), _points_of_its_own(network), lambda place: bool(network.spots_near(place, count=1))
    )


def points_named(network: Network, name: str) -> list[Place]:
    """The operating points of a name: to the letter in one of their languages, else, on a network of one's own, in
    another spelling or by an alias, as the gazetteer looks names up, with a kind or a country after a comma.
    """
    exact = [place_at(network, node) for node in network.nodes_named(name)]
    if exact or is_bundled(network):
        return exact
    return list(_joined(network).own(name))


def place_at(network: Network, node: int) -> Place:
    """An operating point as a place."""
    return network.point(node).place()


def apart(a: Place, b: Place) -> bool:
    """Whether two places of one name are two places."""
    return apart_m(a, b) > APART_M


def _points_of_its_own(network: Network) -> Iterator[Place]:
    """The named points that the gazetteer does not hold."""
    from dataclasses import replace

    bundled = bundled_gazetteer()
    for node in range(network.node_count):
        if names := network.point_aliases(node):
            place = place_at(network, node)
            known = bundled.get(place.id)
            if known is None or apart(known, place):
                spelt = {place.name, *place.names.values()}
                yield replace(place, aliases=tuple(a for a in names if a not in spelt))
