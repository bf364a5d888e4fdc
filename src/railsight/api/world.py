"""The network and gazetteer a question is asked of, and looking a place up in them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from railsight.datasets import data_path
from railsight.model import Candidate, Place

if TYPE_CHECKING:
    from railsight.gazetteer import Gazetteer
    from railsight.network import Network

PlaceLike = str | Place | tuple[float, float]


@lru_cache(maxsize=4)
def open_world(path: str | None = None) -> Network:
    """The network in a file, by default the bundled one; opened once. Networks never change, so sharing is safe."""
    from railsight.network import open_network

    return open_network(path or data_path("network.rsn"))


@lru_cache(maxsize=1)
def bundled_gazetteer() -> Gazetteer:
    """The bundled gazetteer, opened once."""
    from railsight.gazetteer import open_gazetteer

    return open_gazetteer(data_path("gazetteer.sqlite"))


def place(what: PlaceLike, *, near: tuple[float, float] | None = None, country: str | None = None) -> Place:
    """The one place meant by a name in any script, ``"lon,lat"``, ``(lon, lat)`` or a name with kind or country.

    ``near`` (lon, lat) and ``country`` (ISO 3166 alpha-2) help to settle a name. Raises PlaceNotFoundError with the
    nearest names, AmbiguousPlaceError with the candidates.
    """
    if isinstance(what, Place):
        return what
    text = what if isinstance(what, str) else f"{what[0]!r},{what[1]!r}"
    return bundled_gazetteer().one(text, near=near, country=country)


def places(
    name: str,
    *,
    near: tuple[float, float] | None = None,
    country: str | None = None,
    kind: str | None = None,
    limit: int = 10,
) -> tuple[Candidate, ...]:
    """All places that a name may mean, best first, each with a probability and the reasons; perhaps none."""
    return bundled_gazetteer().find(name, near=near, country=country, kind=kind, limit=limit)
