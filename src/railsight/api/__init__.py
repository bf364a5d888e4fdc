"""The verbs: what the command line and notebooks share. Each takes plain names and files and gives values of the model.

Names load on first use: a distance costs neither the reader nor pandas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from railsight.api.distances import Distance, distance, matrix, route
    from railsight.api.following import Followed, draw, follow, track, write_map
    from railsight.api.reading import gather, read
    from railsight.api.views import show
    from railsight.api.world import bundled_gazetteer, open_world, place, places

_HOMES = {
    "Distance": "distances",
    "Followed": "following",
    "bundled_gazetteer": "world",
    "distance": "distances",
    "draw": "following",
    "follow": "following",
    "gather": "reading",
    "matrix": "distances",
    "open_world": "world",
    "place": "world",
    "places": "world",
    "read": "reading",
    "route": "distances",
    "show": "views",
    "track": "following",
    "write_map": "following",
}
__all__ = [
    "Distance",
    "Followed",
    "bundled_gazetteer",
    "distance",
    "draw",
    "follow",
    "gather",
    "matrix",
    "open_world",
    "place",
    "places",
    "read",
    "route",
    "show",
    "track",
    "write_map",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return __all__
