"""Phrases of several words that lead somewhere as one preposition does ("in the direction of X", "by way of X"), and
names of lines by their ends ("the X–Y line").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from railsight.resolution.wording import words

if TYPE_CHECKING:
    from railsight.resolution.sentences.items import Item

_LIGHT = words("light")
_REACH = 6  # items before a place in which such a phrase stands
_NOUNS = frozenset({"direction", "way"})
_LED = frozenset({"in", "into", "from", "to", "by", "along"})


def leads(items: list[Item], index: int, preposition: str) -> str:
    """The preposition that the phrase before a place, or around it, amounts to; else the one given."""
    following = items[index + 1].low if index + 1 < len(items) else ""
    if preposition in ("in", "on") and following == "direction":
        return "towards"  # "in X's direction", "in the X direction"
    before = [x.low for x in items[max(0, index - _REACH) : index]]
    at = next((i for i in range(len(before) - 1, 0, -1) if before[i] == "of" and before[i - 1] in _NOUNS), None)
    if at is None or not _LIGHT.issuperset(before[at:]):  # but "of the city of X"
        return preposition
    led = next((w for w in reversed(before[: at - 1]) if w in _LED), "")
    if before[at - 1] == "way" and led == "by":
        return "via"
    return "from" if led == "from" else "towards"


_LINE = (
    r"(?: [a-z]{1,12}){0,2} (?:[Mm]ain ?[Ll]ine|[Ll]ine|[Rr]ailway|[Rr]ailroad|[Tt]runk|[Rr]oute|[Cc]orridor|[Hh]ighway"
    r"|[Mm]otorway|[Tt]rack|BAM)\b"
)
_TO_ITS_END = re.compile(rf"(?:[-–—]| [–—] )(?=[A-Z])[\w'’.-]{{2,20}}(?: [A-Z][\w'’-]{{1,20}})?{_LINE}")
_FROM_ITS_END = re.compile(r"\b[A-Z][\w'’.-]{1,20}(?:[-–—]| [–—] )$")
_OF_A_LINE = re.compile(_LINE)
_END_REACH = 26  # characters before a name in which the other end of a line stands


def names_a_line(text: str, start: int, end: int) -> bool:
    """Whether a name is an end in the name of a line: "the Baikal–Amur line", "the Chita – Zabaykalsk railway"."""
    if _TO_ITS_END.match(text, end):
        return True
    joined = _FROM_ITS_END.search(text, max(0, start - _END_REACH), start)
    return joined is not None and _OF_A_LINE.match(text, end) is not None
