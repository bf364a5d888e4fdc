"""Places that share one verb: "in X, Y and Z", "at six it was in X, at one in Y"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from railsight.resolution.sentences.moods import FORMS_OF_BE
from railsight.resolution.wording import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item, Sentence

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


def inherit(frame: Frame, previous: Frame) -> Frame:
    """The frame with the verb of the place before, who moves and how sure it is."""
    return frame._replace(
        preposition=previous.preposition,
        event=previous.event,
        verb=previous.verb,
        verb_at=previous.verb_at,
        mover=previous.mover,
        mover_text=previous.mover_text,
        mover_at=previous.mover_at,
        modal=previous.modal,
        negated=previous.negated,
        gerund=previous.gerund,
        habit=previous.habit,
        not_to_come=previous.not_to_come,
    )


_RESPECTIVELY = (
    "respectively",
    "соответственно",
    "각각",
    "차례로",
    "分别",
    "分別",
    "先后",
    "先後",
    "それぞれ",
    "順に",
    "jeweils",
)


def pair_off(sentence: Sentence, frames: Sequence[Frame]) -> Sequence[Frame]:
    """The places of one verb each with its clock or its day: "passed X and Y at six and one respectively"."""
    if not any(word in sentence.low for word in _RESPECTIVELY):
        return frames
    moments = [x.time for x in sentence.items if x.time is not None and x.time.kind == "moment"]
    told = [t for t in moments if t.has_clock]
    listed = [k for k, f in enumerate(frames) if f.event is not None and not f.qualifies]
    if len(told) != len(listed) == len(moments):
        told = moments  # "10日と12日に、それぞれXとYを通過した"
    if len(told) < 2 or len(told) != len(listed) or len({frames[k].verb_at for k in listed}) != 1:
        return frames
    days = [replace(t, hour=None, minute=None) for t in told if t.has_date]
    paired = list(frames)
    for k, time in zip(listed, told, strict=True):
        bare = () if time.has_date else (t for t in (*frames[k].times, *days) if not t.has_clock)
        paired[k] = frames[k]._replace(times=(time, *bare))
    return paired
