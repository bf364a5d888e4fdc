"""The goal of a run by its noun: "its destination is X", "destination X", "X is said to be the destination"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.resolution.sentences.acts import is_train
from railsight.resolution.sentences.moods import FORMS_OF_BE
from railsight.resolution.wording import events, words

if TYPE_CHECKING:
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item

GOALS = frozenset({"destination", "goal", "target", "terminus"})
_GOAL_OF_A_RUN = frozenset({"destination", "terminus"})
_SAID = frozenset(
    {"said", "believed", "thought", "understood", "reported", "rumoured", "expected", "likely", "probably"}
)
_LEADS = FORMS_OF_BE | _SAID | {"to", "will", "would", "remains", "seems", "appears", ":"}
_KINDS = frozenset(
    {"final", "likely", "likeliest", "ultimate", "intended", "eventual", "declared", "stated", "real", "true", "new"}
    | {"most", "probable", "possible", "presumed", "supposed", "next", "only", "main", "actual", "planned", "original"}
)
_OF_THE_TRAIN = frozenset({"the", "its", "their", "our", "her", "his", "with", "as", "a", "whose", "is", "be", "was"})
_OWNS = frozenset({"'s", "’s", "s", "'", "’"})
_MOST_ASIDE = 7  # items of a remark between commas: ", we hear,"


def named_goal(items: list[Item], index: int, frame: Frame) -> Frame:
    """The frame of a place that is told to be the goal of the train."""
    noun = _before(items, index)
    if noun is None:
        noun = _behind(items, index)
    if noun is not None and is_of_the_train(items, noun):
        return frame._replace(event="nearing", verb=items[noun].low, verb_at=noun, mover="parties", preposition="in")
    return frame


def _before(items: list[Item], index: int) -> int | None:
    """The noun before a place with nothing but "is", "is said to be" or a remark between them."""
    i = index - 1
    if i > 1 and items[i].low in ("of", "at", "in") and items[i - 1].low in _SITES:
        i -= 2  # "its destination is the port of X"
        while i > 0 and items[i].low in words("light"):
            i -= 1
    while i > 0 and (items[i].low in _LEADS or items[i].low == ","):
        if items[i].low == ",":
            opens = next((k for k in range(i - 1, max(0, i - _MOST_ASIDE), -1) if items[k].low == ","), None)
            aside = items[opens:i] if opens is not None else []
            if not aside or any(x.kind in ("place", "time") or x.low in events() for x in aside):
                return None
            i = opens or 0
        i -= 1
    return i if i >= 0 and items[i].low in _GOAL_OF_A_RUN else None


def _behind(items: list[Item], index: int) -> int | None:
    """The noun behind a place: "with X as its destination", "X is said to be the destination"."""
    i = index + 1
    if i < len(items) and items[i].low == "as":
        i += 1
    elif i < len(items) and items[i].low in FORMS_OF_BE:
        while i < len(items) and items[i].low in _LEADS:
            i += 1
    else:
        return None
    while i < len(items) and (items[i].low in _KINDS or items[i].low in ("the", "its", "their", "her")):
        i += 1
    return i if i < len(items) and items[i].low in _GOAL_OF_A_RUN else None


_SITES = frozenset({"port", "city", "town", "harbour", "harbor", "station", "yard", "cosmodrome", "base", "depot"})


def is_of_the_train(items: list[Item], noun: int) -> bool:
    """Whether a goal is the train's own, not "the minister's destination"."""
    i = noun - 1
    while i >= 0 and (items[i].low in _KINDS or items[i].low in _OWNS):
        i -= 1
    return i < 0 or items[i].kind == "mark" or items[i].low in _OF_THE_TRAIN or is_train(items[i])
