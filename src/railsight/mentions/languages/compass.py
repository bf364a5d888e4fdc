"""Directions of travel in other languages than English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.mentions.languages import stretches
from railsight.mentions.phrases import DirectionPhrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.mentions.languages import Language


def find_directions_abroad(text: str, languages: Sequence[Language]) -> list[DirectionPhrase]:
    """Compass words that tell where something moves: "на север", "북쪽으로", "北上", "nach Norden"."""
    out = []
    for table in languages:
        pattern = table.pattern("directions")
        if pattern is None:
            continue
        for lo, hi in stretches(text, table):
            for f in pattern.finditer(text, lo, hi):
                heading = table.letters(*f.groups())
                out.append(DirectionPhrase(f.start(), f.end(), f.group(), heading, of=False, adjective=False))
    return out
