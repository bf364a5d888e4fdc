"""Where a spot lies to borders."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from railsight.model import Spot
    from railsight.network import Network


def at_border(network: Network, spot: Spot) -> bool:
    """Whether a spot is a border station: a border point, or with a border on the next section or the one after."""
    return spot.node is not None and (network.point_kind(spot.node) == "border" or len(lands_at(network, spot)) > 1)


def on_border(network: Network, spot: Spot) -> bool:
    """Whether a spot is where the railway crosses from one country into another."""
    next_to = network.adjacent(spot.node) if spot.node is not None else ()
    return len({land for *_, s in next_to if (land := network.section_country(s)) is not None}) > 1


def lands_at(network: Network, spot: Spot) -> set[str]:
    """The countries of the sections next to the node of a spot and of those after them; none within a section."""
    next_to = network.adjacent(spot.node) if spot.node is not None else ()
    after = [step for other, _, _ in next_to for step in network.adjacent(other)]
    return {land for _, _, s in (*next_to, *after) if (land := network.section_country(s)) is not None}
