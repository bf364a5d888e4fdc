"""What is told of something at a place that is no train: "the villa near X was empty", "the fair opens in X on Friday".

The rules read nothing there, and nothing is to be guessed.
"""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from railsight.resolution.wording import cues, events

if TYPE_CHECKING:
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item

_AT = frozenset({"at", "in", "near", "outside", "by", "on"})
_IS = frozenset({"is", "was", "are", "were", "stood", "stands", "stayed", "remained", "remains", "lay", "lies", "been"})
# How premises are, and trains are not.
_STATES = frozenset(
    {"empty", "closed", "shut", "deserted", "vacant", "locked", "open", "full", "crowded", "quiet", "unused"}
    | {"abandoned", "unchanged", "flooded", "dark", "ready", "busy", "reopened", "rebuilt", "repaired"}
    | {"renovated", "guarded", "over", "finished"}
)
# What gatherings do in a town.
GATHER = frozenset(
    {"opens", "opened", "open", "begins", "began", "starts", "convenes", "convened", "meets", "inaugurated"}
    | {"exhibited"}
)
_HOPED = frozenset({"expected", "due", "awaited", "planned", "scheduled"})
_SUBJECT_REACH = 9  # items before a place in which the noun that it belongs to stands
_ASIDE_REACH = 14  # items between a place and what is said of the premises there
_HOPED_REACH = 20  # items about a place in which such a word stands
_DENIAL_REACH = 5  # items before "expected" in which nobody is


def tells_of_premises(items: list[Item], index: int, frame: Frame) -> bool:
    """Whether a place only says where something is that is no train, where the train was before it came elsewhere, or
    where a text was written that tells of another place.
    """
    if frame.preposition in _AT and _gathers(items, index):
        return True
    return _is_so(items, index) or _lies_behind(items, index) or _heads_another(items, index)


_BROUGHT = frozenset(
    {"brought", "took", "taken", "drove", "driven", "bussed", "bused", "led", "marched", "got", "sent"}
)
_US = frozenset({"us", "me"})
_SHUT = frozenset({"shut", "locked", "kept", "thrown", "turned", "barred", "cleared", "herded", "chased"})
_FROM_THERE = frozenset({"persons", "people", "residents", "inhabitants", "children", "families", "citizens", "men"})
_FROM_THERE |= {
    "evacuees",
    "refugees",
    "workers",
    "students",
    "soldiers",
    "recruits",
    "conscripts",
    "miners",
    "women",
    "passengers",
}


def is_of_those_there(items: list[Item], index: int, frame: Frame) -> bool:
    """Whether a place is told of people: "they brought us to X", "tours were shut out of X", "412 persons from X"."""
    before = [x.low for x in items[max(frame.clause[0], index - _SUBJECT_REACH) : index]]
    if any(a in _BROUGHT and b in _US for a, b in pairwise(before)):
        return True
    if any(a in _SHUT and b in ("out", "away") for a, b in pairwise(before)) and "of" in before[-4:]:
        return True
    if before[-1:] in (["until"], ["till"]):
        return True  # "needs a free line until X"
    subject = takewhile(lambda w: w not in events() and w not in _IS, reversed(before[:-1]))
    return before[-1:] == ["from"] and not _FROM_THERE.isdisjoint(subject)


def nobody_expected(items: list[Item], index: int) -> bool:
    """Whether a sentence says near a place that nobody is expected: "no guests are expected there today"."""
    near = range(max(0, index - _HOPED_REACH), min(len(items), index + _HOPED_REACH))
    hoped = (i for i in near if items[i].low in _HOPED)
    return any(not cues("negated").isdisjoint(x.low for x in items[max(0, i - _DENIAL_REACH) : i]) for i in hoped)


def _is_so(items: list[Item], index: int) -> bool:
    """ "The yard at X was closed", "The villa near X, often named as its aim, was empty"."""
    at = index - 1
    if at < 1 or items[at].low not in _AT or not _names_something(items, at):
        return False
    i = index + 1
    if i < len(items) and items[i].low == ",":
        ends = (k for k in range(i + 1, min(len(items), i + _ASIDE_REACH)) if items[k].low == ",")
        i = next(ends, i) + 1
    while i < len(items) and (items[i].low in ("has", "have", "had") or items[i].time is not None):
        i += 1
    return i < len(items) and items[i].low in _IS and any(x.low in _STATES for x in items[i + 1 : i + 4])


def _names_something(items: list[Item], at: int) -> bool:
    """Whether the words before a preposition are a noun phrase that opens its clause, and name no train."""
    start = next((i for i in range(at - 1, max(-1, at - _SUBJECT_REACH), -1) if items[i].kind in ("mark", "time")), -1)
    phrase = items[max(start + 1, at - _SUBJECT_REACH) : at]
    led = bool(phrase) and phrase[0].low in ("the", "a", "an", "its", "his", "their", "that", "and", "but")
    return led and not any(x.kind == "mover" or x.low in _IS for x in phrase)


def _gathers(items: list[Item], index: int) -> bool:
    """ "The exhibition opens in X on Thursday", "the talks take place in X"."""
    before = [x.low for x in items[max(0, index - 4) : index - 1]]
    takes_place = before[-1:] == ["place"] and before[-2:-1] in (["take"], ["takes"], ["took"], ["taking"])
    return takes_place or not GATHER.isdisjoint(before[-1:])


def _lies_behind(items: list[Item], index: int) -> bool:
    """ "After X the train was seen in Y": when it was in X is not told."""
    if index != 1 or items[0].low not in ("after", "before", "beyond", "behind"):
        return False
    return any(x.kind == "place" for x in items[index + 1 :])


def _heads_another(items: list[Item], index: int) -> bool:
    """ "X: a reporter in Y saw the train pass"."""
    if index or len(items) < 3 or items[1].low != ":":
        return False
    told = next((i for i in range(2, len(items)) if items[i].kind == "time" or items[i].low in events()), len(items))
    return any(items[i].kind == "place" and items[i - 1].low in _AT for i in range(3, told))
