"""Networks from outside data: OpenStreetMap extracts, vector files, and the coarse world.

- ``from_pbf(path, out)``: an OpenStreetMap extract (extra ``osm``).
- ``from_vector(path, out)``: any line file of an explicit list of formats.
- ``world(out)``: the whole world, coarse (extra ``world``).

Each fills a ``Draft``, writes one network file and returns a ``BuildReport``: what was kept, what was left out with its
kilometres, and whether the input was whole. Reading of outside files happens in a child process with limits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.doors import lazy_door

if TYPE_CHECKING:
    from railsight.network.building.coarse_world import world
    from railsight.network.building.osm import from_pbf
    from railsight.network.building.report import BuildReport, BuildStep
    from railsight.network.building.vector import from_vector

__all__ = ["BuildReport", "BuildStep", "from_pbf", "from_vector", "world"]

_HOMES = {
    "BuildReport": "report",
    "BuildStep": "report",
    "from_pbf": "osm",
    "from_vector": "vector",
    "world": "coarse_world",
}

__getattr__, __dir__ = lazy_door(__name__, _HOMES, __all__)
