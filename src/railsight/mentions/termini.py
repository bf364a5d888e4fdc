"""Stations told as one of a town's: "Moscow's Leningradsky station", "the Leningradsky station in Moscow"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from railsight.mentions.text import Gated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.mentions.names import Names
    from railsight.mentions.page import Found

_NAME = r"(?P<name>[A-Z][\w’'-]{0,20}(?: [A-Z][\w’'-]{0,20}){0,2})"
_STATION = r"(?: (?:railway|railroad|train|rail|passenger))?(?: (?:[Ss]tation|[Tt]erminal|[Tt]erminus))"
_BEHIND = re.compile(rf"['’]s {_NAME}(?={_STATION}\b)")
_BEFORE = Gated(rf"\b{_NAME}{_STATION} (?:in|of) $", "tation ", "ermin", ignore_case=False)
_REACH = 100  # characters before a town in which such a station is named


_TOLD = re.compile(rf"(?P<town>.+?)['’]s {_NAME}|{_NAME.replace('name', 'before')}{_STATION} (?:in|of) (?P<of>.+)")


def terminus_name(surface: str) -> str | None:
    """The name of a station told as one of a town's, "Moscow Leningradsky"; None where it is told otherwise."""
    told = _TOLD.fullmatch(surface)
    if told is None:
        return None
    return f"{told['town'] or told['of']} {told['name'] or told['before']}"


def with_termini(text: str, places: Sequence[Found], names: Names) -> list[Found]:
    """The names, with that of a station in the place of its town's where the gazetteer has a station called by both."""
    termini = [found for place in places if (found := _terminus(text, place, names)) is not None]
    if not termini:
        return list(places)
    spans = [(t.start, t.end) for t in termini]
    return [p for p in places if not any(a <= p.start < b for a, b in spans)] + termini


def _terminus(text: str, place: Found, names: Names) -> Found | None:
    """The station for which a town is told; its span holds the town, so that its text is read as its name is."""
    if place.hint != "name":
        return None
    start, end = place.start, place.end
    if told := _BEHIND.match(text, end):
        end = told.end()
    elif told := _BEFORE.search(text, max(0, start - _REACH), start):
        start = told.start("name")
    name = terminus_name(text[start:end]) if told else None
    if name is None or not any(row.kind == "station" for row in names.rows(name)):
        return None
    return replace(place, start=start, end=end, text=name, why=f"{name}, a station of {place.text}")
