"""What the gazetteer knows of a surface form, remembered between reports: the recogniser's inner loop rests on it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from railsight.gazetteer import DEMONYM, SHORT, Row, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.gazetteer import Gazetteer
    from railsight.model import Place

__all__ = ["DEMONYM", "RAIL_KINDS", "SHORT", "Names", "Row", "names_of"]

RAIL_KINDS = frozenset({"station", "halt", "junction", "siding", "border", "river crossing", "bridge"})
_SHORTEST_SOUND = 5  # letters of a name that is looked up by its sound
_MOST_REMEMBERED = 60_000


class Names:
    """A gazetteer behind a memory of surface forms. One per gazetteer; bounded."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._rows: dict[str, Sequence[Row]] = {}
        self._likeliest: dict[str, Sequence[Row]] = {}
        self._starts: dict[str, bool] = {}
        self._strength: dict[str, float] = {}
        self._places: dict[str, Place] = {}
        self._sounds: dict[str, Sequence[Row]] = {}

    def rows(self, surface: str) -> Sequence[Row]:
        """Entries under a surface form, spelling folded; empty when there are none."""
        found = self._rows.get(surface)
        if found is None:
            if len(self._rows) > _MOST_REMEMBERED:
                self._rows.clear()
                self._strength.clear()
            initials = len(surface) in (4, 5) and surface[1:3] == ". "  # "N. H."
            found = self._rows[surface] = self.gazetteer.rows(fold(surface.replace(" ", "") if initials else surface))
        return found

    def likeliest(self, surface: str, most: int) -> Sequence[Row]:
        """The entries of most weight, and after them points of the railway, at most ``most`` of each."""
        found = self._likeliest.get(surface)
        if found is None:
            if len(self._likeliest) > _MOST_REMEMBERED:
                self._likeliest.clear()
            ranked = sorted(self.rows(surface), key=lambda r: (-r.weight, r.id))
            rail = [r for r in ranked[most:] if r.kind in RAIL_KINDS]
            found = self._likeliest[surface] = ranked[:most] + rail[:most]
        return found

    def starts(self, surface: str) -> bool:
        """Whether some longer name begins with this one."""
        found = self._starts.get(surface)
        if found is None:
            if len(self._starts) > _MOST_REMEMBERED:
                self._starts.clear()
            found = self._starts[surface] = self.gazetteer.starts(fold(surface))
        return found

    def by_sound(self, surface: str) -> Sequence[Row]:
        """Points of the railway that sound like a name no entry has: "Khassan". Empty for short names."""
        found = self._sounds.get(surface)
        if found is None:
            if len(self._sounds) > _MOST_REMEMBERED:
                self._sounds.clear()
            rows = self.gazetteer.sound_rows(surface) if len(surface) >= _SHORTEST_SOUND else ()
            found = self._sounds[surface] = tuple(r for r in rows if r.kind in RAIL_KINDS)
        return found

    def place(self, row: Row) -> Place:
        """The full place of a row."""
        found = self._places.get(row.id)
        if found is None:
            if len(self._places) > _MOST_REMEMBERED:
                self._places.clear()
            found = self._places[row.id] = self.gazetteer.place(row)
        return found

    def strength(self, surface: str) -> float:
        """How much the world speaks of the likeliest place of this name: log10 of its weight, 0 when unknown."""
        found = self._strength.get(surface)
        if found is None:
            rows = self.rows(surface)
            found = math.log10(max((r.weight for r in rows), default=0.0) + 1.0)
            self._strength[surface] = found
        return found


_known: list[Names] = []


def names_of(gazetteer: Gazetteer) -> Names:
    """The memory that belongs to a gazetteer; the last few gazetteers keep theirs."""
    for names in _known:
        if names.gazetteer is gazetteer:
            return names
    _known.append(Names(gazetteer))
    del _known[:-4]
    return _known[-1]
