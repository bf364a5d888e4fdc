"""Ways on the network: shortest paths, alternatives, tables of distances, running times, kinds of train."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from railsight.routing.constraints import Avoid
from railsight.routing.ways import distances_m, shortest_path, snap

if TYPE_CHECKING:
    from railsight.routing.alternatives import k_paths
    from railsight.routing.blocks import cluster_blocks, distance_blocks
    from railsight.routing.reach import reachable
    from railsight.routing.require import Require
    from railsight.routing.timing import running_time
    from railsight.routing.trains import profile, profiles

__all__ = [
    "Avoid",
    "Require",
    "cluster_blocks",
    "distance_blocks",
    "distances_m",
    "k_paths",
    "profile",
    "profiles",
    "reachable",
    "running_time",
    "shortest_path",
    "snap",
]

_LATER = {
    "cluster_blocks": "railsight.routing.blocks",
    "distance_blocks": "railsight.routing.blocks",
    "k_paths": "railsight.routing.alternatives",
    "profile": "railsight.routing.trains",
    "profiles": "railsight.routing.trains",
    "Require": "railsight.routing.require",
    "reachable": "railsight.routing.reach",
    "running_time": "railsight.routing.timing",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(_LATER[name]), name)
    globals()[name] = found
    return found
