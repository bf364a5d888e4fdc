"""What the gazetteer knows of a surface form, remembered between reports: the recogniser's inner loop rests on it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from railsight.gazetteer import DEMONYM, SHORT, Row, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.gazetteer import Gazetteer
    from railsight.model import Place

__all__ = ["BIG_KINDS", "DEMONYM", "RAIL_KINDS", "SHORT", "STRONG", "Entry", "Names", "Row", "names_of"]

RAIL_KINDS = frozenset({"station", "halt", "junction", "siding", "border", "river crossing", "bridge"})
STRONG = 5.0  # strength of a name that the whole world knows: as of a town of 100,000
BIG_KINDS = frozenset({"country", "continent", "region", "area", "sea", "ocean"})
_SHORTEST_SOUND = 5  # letters of a name that is looked up by its sound
_SHORTEST_HANGUL = 4  # syllables
_MOST_REMEMBERED = 60_000


class Entry:
    """What the gazetteer has under one surface form, and what the recogniser asks of it again and again.

    ``strength`` is how much the world speaks of the likeliest place: log10 of its weight, 0 when unknown. The first row
    says whether the form ``is_big``, any row whether it ``may_be_big``, ``is_water``, ``takes_article`` ("the
    Cairngorms") or ``is_abbreviation``, all of them whether it ``is_demonym``.
    """

    __slots__ = (
        "is_abbreviation",
        "is_big",
        "is_demonym",
        "is_water",
        "may_be_big",
        "rows",
        "strength",
        "takes_article",
    )

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.strength = math.log10(max((r.weight for r in rows), default=0.0) + 1.0)
        self.is_big = bool(rows) and (rows[0].kind in BIG_KINDS or rows[0].name_type == DEMONYM)
        self.may_be_big = any(r.kind in BIG_KINDS for r in rows)
        self.is_demonym = all(r.name_type == DEMONYM for r in rows)
        self.is_abbreviation = any(r.name_type == SHORT for r in rows)
        self.is_water = any(r.kind in ("river", "lake", "canal", "strait") for r in rows)
        self.takes_article = self.is_water or any(r.kind == "mountain" for r in rows)


_UNKNOWN = Entry(())


class Names:
    """A gazetteer behind a memory of surface forms. One per gazetteer; bounded."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._entries: dict[str, Entry] = {}
        self._likeliest: dict[str, Sequence[Row]] = {}
        self._starts: dict[str, bool] = {}
        self._places: dict[str, Place] = {}
        self._sounds: dict[str, Sequence[Row]] = {}
        self._spelt: dict[str, Sequence[Row]] = {}
        self._stations: dict[str, Sequence[Row]] = {}
        self._areas: dict[str, Sequence[Row]] = {}

    def entry(self, surface: str) -> Entry:
        """What is known of a surface form, spelling folded; without rows when nothing is."""
        found = self._entries.get(surface)
        if found is None:
            if len(self._entries) > _MOST_REMEMBERED:
                self._entries.clear()
            initials = len(surface) in (4, 5) and surface[1:3] == ". "  # "N. H."
            rows = self.gazetteer.rows(fold(surface.replace(" ", "") if initials else surface))
            found = self._entries[surface] = Entry(rows) if rows else _UNKNOWN
        return found

    def rows(self, surface: str) -> Sequence[Row]:
        """The rows under a surface form; empty when there are none."""
        return self.entry(surface).rows

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
            shortest = _SHORTEST_HANGUL if "\uac00" <= surface[:1] <= "\ud7a3" else _SHORTEST_SOUND
            rows = self.gazetteer.sound_rows(surface) if len(surface) >= shortest else ()
            found = self._sounds[surface] = tuple(r for r in rows if r.kind in RAIL_KINDS)
        return found

    def spelt(self, surface: str) -> Sequence[Row]:
        """Places whose whole name a hyphened one is in another romanisation: "Petrovsk-Zabaykalsky"."""
        found = self._spelt.get(surface)
        if found is None:
            if len(self._spelt) > _MOST_REMEMBERED:
                self._spelt.clear()
            known = "-" in surface and self.gazetteer.spells(surface)
            found = self._spelt[surface] = tuple(self.gazetteer.sound_rows(surface)) if known else ()
        return found

    def at_station(self, surface: str) -> Sequence[Row]:
        """The towns whose station or quarter a name without an entry is: "Kanpur Central"."""
        found = self._stations.get(surface)
        if found is None:
            if len(self._stations) > _MOST_REMEMBERED:
                self._stations.clear()
            found = self._stations[surface] = tuple(self.gazetteer.at_station(surface))
        return found

    def areas(self, surface: str) -> Sequence[Row]:
        """The regions that a name means before a word for one: "the Bryansk region"."""
        found = self._areas.get(surface)
        if found is None:
            if len(self._areas) > _MOST_REMEMBERED:
                self._areas.clear()
            found = self._areas[surface] = self.gazetteer.areas(surface)
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
        """How much the world speaks of the likeliest place of this name."""
        return self.entry(surface).strength


_known: list[Names] = []


def names_of(gazetteer: Gazetteer) -> Names:
    """The memory that belongs to a gazetteer; the last few gazetteers keep theirs."""
    for names in _known:
        if names.gazetteer is gazetteer:
            return names
    made = Names(gazetteer)
    _known.append(made)
    del _known[:-4]
    return made
