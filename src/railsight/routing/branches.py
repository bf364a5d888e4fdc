"""Main line before branch: trains between far places keep to the trunk though a secondary line is somewhat shorter.

From Moscow to Vladivostok the Baikal-Amur Mainline is 2 % shorter than the Trans-Siberian, which is double track,
electrified and faster, and which all through trains take. So, where a train is meant (a profile is given), a section
of a branch counts ``BRANCH_COST`` times its length when a way is chosen. The length told is always the true one, and
without a profile length alone counts: the metric of the network.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from railsight.routing.costs import BRANCH_COST

if TYPE_CHECKING:
    from railsight.model import Profile
    from railsight.routing.search import Graph

_NONE: Mapping[int, float] = {}


def branches_of(graph: Graph, profile: Profile) -> Collection[int]:
    """The sections (or runs) of branches, where the profile tells their speed apart; else none."""
    return graph.branch_sections() if profile.knows_branches else frozenset()


def branch_costs(graph: Graph, profile: Profile | None) -> Mapping[int, float]:
    """What the sections (or runs) of branches count times their length for a train; empty without a profile."""
    if profile is None:
        return _NONE
    return dict.fromkeys(graph.branch_sections(), BRANCH_COST)
