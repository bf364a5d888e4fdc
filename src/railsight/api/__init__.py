"""The verbs: what the command line and notebooks share. Each takes plain names and files and gives values of the model.

Names load on first use: a distance costs neither the reader nor pandas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.doors import lazy_door

if TYPE_CHECKING:
    from railsight.api.asking import asking_online
    from railsight.api.distances import Distance, distance, matrix, route
    from railsight.api.following import Followed, draw, follow, track, write_map
    from railsight.api.matrices import Matrix
    from railsight.api.reaching import Reached, reach
    from railsight.api.reading import gather, read
    from railsight.api.world import bundled_gazetteer, open_world, place, places

_HOMES = {
    "Distance": "distances",
    "Followed": "following",
    "Matrix": "matrices",
    "Reached": "reaching",
    "asking_online": "asking",
    "bundled_gazetteer": "world",
    "distance": "distances",
    "draw": "following",
    "follow": "following",
    "gather": "reading",
    "matrix": "distances",
    "open_world": "world",
    "place": "world",
    "places": "world",
    "reach": "reaching",
    "read": "reading",
    "route": "distances",
    "track": "following",
    "write_map": "following",
}
__all__ = [
    "Distance",
    "Followed",
    "Matrix",
    "Reached",
    "asking_online",
    "bundled_gazetteer",
    "distance",
    "draw",
    "follow",
    "gather",
    "matrix",
    "open_world",
    "place",
    "places",
    "reach",
    "read",
    "route",
    "track",
    "write_map",
]

__getattr__, __dir__ = lazy_door(__name__, _HOMES, __all__)
