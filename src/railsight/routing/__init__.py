"""Ways on the network: shortest paths, alternatives, tables of distances, running times, kinds of train."""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.doors import lazy_door
from railsight.routing.constraints import Avoid
from railsight.routing.questions import distances_m, find_spot, shortest_path, snap

if TYPE_CHECKING:
    from railsight.routing.alternatives import k_paths
    from railsight.routing.blocks import cluster_blocks, distance_blocks
    from railsight.routing.reach import reachable
    from railsight.routing.require import Require
    from railsight.routing.timing import running_time
    from railsight.routing.trains import profile, profiles, read_profile

__all__ = [
    "Avoid",
    "Require",
    "cluster_blocks",
    "distance_blocks",
    "distances_m",
    "find_spot",
    "k_paths",
    "profile",
    "profiles",
    "reachable",
    "read_profile",
    "running_time",
    "shortest_path",
    "snap",
]

_HOMES = {
    "cluster_blocks": "blocks",
    "distance_blocks": "blocks",
    "k_paths": "alternatives",
    "profile": "trains",
    "profiles": "trains",
    "Require": "require",
    "reachable": "reach",
    "read_profile": "trains",
    "running_time": "timing",
}

__getattr__, __dir__ = lazy_door(__name__, _HOMES, __all__)
