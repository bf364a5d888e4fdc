"""Places that share one verb: "in X, Y and Z", "at six it was in X, at one in Y"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from railsight.resolution.moods import FORMS_OF_BE
from railsight.resolution.wording import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.resolution.frames import Frame
    from railsight.resolution.items import Item, Sentence

_STAYS = words("stays")
_JOINS = words("prepositions") | {",", ";", "and", "then", "later", "the", "finally", "by", "about", "around", "only"}


def same_list(items: list[Item], a: int, b: int) -> bool:
    """Whether only names, commas and small words stand between two places: one list."""
    between = items[a + 1 : b]
    return (
        len(between) <= 5
        and all(x.kind in ("place",) or x.low in (",", "and", "or", "&", "(", "then", "the", "later") for x in between)
        and any(x.low in ("and", "or", "&", ",") for x in between)
    )


def carries_on(items: list[Item], previous: Frame, index: int, preposition: str) -> bool:
    """Whether a place takes up the "was" of the place before at another time: "was in X at six and in Y at one"."""
    if previous.verb not in FORMS_OF_BE or previous.event != "seen" or preposition not in _STAYS:
        return False
    between = items[previous.item + 1 : index]
    timed = any(x.time is not None and x.time.kind == "moment" for x in between)
    return timed and all(x.time is not None or x.low in _JOINS for x in between)


def inherit(frame: Frame, previous: Frame) -> None:
    """Take the verb of the place before, who moves and how sure it is."""
    frame.preposition = previous.preposition
    frame.event, frame.verb, frame.verb_at = previous.event, previous.verb, previous.verb_at
    frame.mover, frame.mover_text, frame.mover_at = previous.mover, previous.mover_text, previous.mover_at
    frame.modal, frame.negated, frame.gerund = previous.modal, previous.negated, previous.gerund
    frame.habit, frame.not_to_come = previous.habit, previous.not_to_come


_RESPECTIVELY = ("respectively", "соответственно", "각각", "分别", "分別", "それぞれ", "jeweils")


def pair_off(sentence: Sentence, frames: Sequence[Frame]) -> None:
    """Give the places of one verb each its clock: "passed X and Y at six and one respectively"."""
    if not any(word in sentence.low for word in _RESPECTIVELY):
        return
    clocks = [x.time for x in sentence.items if x.time is not None and x.time.has_clock]
    listed = [f for f in frames if f.event is not None and not f.qualifies]
    if len(clocks) < 2 or len(clocks) != len(listed) or len({f.verb_at for f in listed}) != 1:
        return
    days = [replace(t, hour=None, minute=None) for t in clocks if t.has_date]
    for frame, clock in zip(listed, clocks, strict=True):
        frame.times = [clock, *(t for t in (*frame.times, *days) if not t.has_clock)]
