"""The places of a case: a name, a name with what settles it, or a position; and looking them up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from railsight.errors import AmbiguousPlaceError, PlaceNotFoundError
from railsight.files.phrases import contradicted, resolve_named, resolve_phrase
from railsight.files.schema import Fields
from railsight.files.strictyaml import Mapping
from railsight.gazetteer.asking import lonlat
from railsight.model import Candidate, Place

if TYPE_CHECKING:
    from railsight.gazetteer import Gazetteer

Ask = Callable[[str], tuple[Candidate, ...]]  # what knows places by a name, best first
# What names are looked up in: a gazetteer, or what gives one for the file of a network of the case's own.
GazetteerLike: TypeAlias = "Gazetteer | Callable[[str | None], Gazetteer]"

PLACE_KEYS = frozenset(("name", "lon", "lat", "country", "kind", "radius_m"))


@dataclass(frozen=True, slots=True)
class Named:
    """A name as written and what it must be: of this country and kind; ``radius_m`` is how far around is meant."""

    name: str
    country: str | None = None
    kind: str | None = None
    radius_m: float | None = None

    def __str__(self) -> str:
        where = f" in {self.country}" if self.country else ""
        return f"{self.kind or 'place'} named {self.name!r}{where}"


def place_of(fields: Fields, key: str, *, required: bool = False) -> Named | Place | None:
    """What a case says under a key: a position as a place, a name to look up, None (with a problem) for neither."""
    node = fields.items.get(key)
    if not isinstance(node, Mapping):
        text = fields.text(key, required=required, limit=200)
        if text is not None:
            fields.read(key, _on_earth)
        return Named(text) if text is not None else None
    p = Fields(node, fields.path(key), PLACE_KEYS, fields.problems)
    lon, lat = p.number("lon", low=-180, high=180), p.number("lat", low=-90, high=90)
    name = p.text("name", required="name" in p.items, limit=200)
    country, kind = p.read("country", _country), p.text("kind", limit=40)
    radius_m = p.number("radius_m", low=0, high=2e6)
    if ("lon" in p.items) != ("lat" in p.items) or (name is None and lon is None):
        p.refuse("lon", "a place has a name, or lon and lat")
    if lon is None or lat is None:
        return Named(name, country, kind, radius_m) if name is not None else None
    return Place(
        id=f"given:{lon:.5f},{lat:.5f}",
        name=name or f"{lon:g},{lat:g}",
        kind=kind or "point",
        lon=lon,
        lat=lat,
        country=country,
        radius_m=radius_m or 0.0,
        source="case file",
    )


def _on_earth(text: str) -> str:
    """The text; UsageError, a ValueError that says that longitude comes first, for a position off the earth."""
    lonlat(text)
    return text


def _country(text: str) -> str:
    if len(text) != 2 or not (text.isascii() and text.isalpha()):
        raise ValueError(f"{text[:40]!r} is not a country's code of two letters, such as RU")
    return text.upper()


class PlaceReader:
    """Looks places of a case up; the gazetteer opens only when a name needs it, and asks when that has none."""

    def __init__(self, names: GazetteerLike | None, ask: Ask | None, network: str | None) -> None:
        self._names, self._ask, self._network = names, ask, network

    def candidates(self, given: Named | Place | None) -> tuple[Candidate, ...]:
        """What a place may be, best first; empty when nothing of that name is what it must be."""
        if given is None:
            return ()
        if isinstance(given, Place):
            return (Candidate(given, 1.0, ("position given in the case",)),)
        found = resolve_named(given.name, self.gazetteer, country=given.country, kind=given.kind)
        if not found and self._ask is not None and given.kind is None:
            asked = self._ask(given.name)
            found = tuple(c for c in asked if given.country in (None, c.place.country))
        if given.radius_m is None:
            return found
        return tuple(replace(c, place=replace(c.place, radius_m=given.radius_m, area=())) for c in found)

    def knows(self, name: str) -> bool:
        """Whether a name, position or id means some place. UsageError for a position off the earth."""
        try:
            self.gazetteer.one(name)
        except AmbiguousPlaceError:
            return True
        except PlaceNotFoundError:
            return bool(resolve_phrase(name, self.gazetteer)) or bool(self._ask and self._ask(name))
        return True

    def contradicted(self, given: Named) -> bool:
        """Whether a name is known, but not as what stands after its comma."""
        return contradicted(given.name, self.gazetteer)

    def suggestions(self, name: str) -> tuple[str, ...]:
        """The names nearest to one that no place bears."""
        return self.gazetteer.suggest(name)

    @property
    def gazetteer(self) -> Gazetteer:
        """The one given, else the bundled one with the points of the case's network."""
        if callable(self._names):
            self._names = self._names(self._network)
        elif self._names is None:
            from railsight.naming import bundled_gazetteer, gazetteer_of
            from railsight.network import open_network

            self._names = gazetteer_of(open_network(self._network)) if self._network else bundled_gazetteer()
        return self._names
