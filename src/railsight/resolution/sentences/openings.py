"""Clauses that begin with where or when: "..., and from the bridge at X it was filmed", "..., and on Friday evening the
dogs were fed in X". The time there is that of the clause, and the verb before it tells nothing of its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.resolution.sentences.moods import FORMS_OF_BE
from railsight.resolution.wording import words

if TYPE_CHECKING:
    from railsight.resolution.sentences.items import Item

_LEADS = frozenset({"on", "at", "in", "about", "around", "by", "shortly", "early", "late", "from", "near", "before"})
_SUBJECTS = frozenset({"the", "its", "their", "his", "her", "a", "an"})
_LED_BY, _SUBJECT_REACH = 6, 5  # items up to such a place or time, and between a time and the verb


def begins_with_when_or_where(items: list[Item], at: int) -> bool:
    """Whether a clause begins behind ", and" with where or when, with a subject and a verb of its own behind."""
    i = at + 1
    if at < 1 or items[at].low != "and" or items[at - 1].low != "," or i >= len(items) or items[i].low not in _LEADS:
        return False
    for k in range(i + 1, min(len(items) - 2, i + _LED_BY)):
        if items[k].kind == "place" and not items[k].cue:
            at = k + 1 + (items[k + 1].low == ",")
            return items[at].who in ("train", "pronoun")
        if items[k].time is not None:
            return is_done_to_others(items, k)
        if items[k].kind != "word":
            return False
    return False


def parts_clauses(items: list[Item], i: int) -> bool:
    """Whether a clause ends at an item, and another begins: a semicolon, or such an "and"."""
    return items[i].low == ";" or begins_with_when_or_where(items, i)


def is_done_to_others(items: list[Item], time: int) -> bool:
    """Whether something else than a train is the subject behind a time: "on Friday evening the dogs were fed"."""
    if time + 1 >= len(items) or items[time + 1].low not in _SUBJECTS:
        return False
    for item in items[time + 2 : time + _SUBJECT_REACH]:
        if item.low in FORMS_OF_BE or item.low in ("had", "has"):
            return True
        if item.kind != "word" or item.low in words("prepositions"):
            return False
    return False


def was_somewhere(items: list[Item], time: int) -> bool:
    """Whether it is told behind a time where something was: "at two in the afternoon, they told us, it was in X"."""
    behind = items[time + 1 :]
    return any(
        a.low in FORMS_OF_BE and b.low in words("stays") and c.kind == "place" and not c.cue
        for a, b, c in zip(behind, behind[1:], behind[2:], strict=False)
    )
