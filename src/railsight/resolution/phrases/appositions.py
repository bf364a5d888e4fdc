"""What is said of the place before: which names of a sentence only explain another one, and see no train themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.resolution.phrases.idioms import NOUNS
from railsight.resolution.sentences.items import Item
from railsight.resolution.sentences.verbs import COMPASS
from railsight.resolution.wording import events, words

if TYPE_CHECKING:
    from railsight.resolution.frame import Frame

_LINKS = frozenset({"gateway", "gate", "door", "doorway", "link", "window", "crossing", "hub", "bridge", "bridgehead"})
_LINKS_TO = frozenset({"to", "into", "with", "between", "for", "of", "on", "from", "towards", "in"})
_DIVISIONS = frozenset(
    {"province", "region", "oblast", "krai", "prefecture", "county", "district", "state", "republic"}
)


def names_before(items: list[Item], at: int) -> bool:
    """Whether a name, or a name and its head noun ("the Vostochny spaceport"), stands right before an item."""
    i = at - 1
    while i >= 0 and items[i].kind == "word" and items[i].low in words("facility-after") and at - i <= 2:
        i -= 1
    return i >= 0 and items[i].kind == "place"


def is_apposed(items: list[Item], at: int) -> bool:
    """Whether a comma after a place opens what leads to an item: "X, on the shore of Y"."""
    comma = next((i for i in range(at - 2, max(0, at - 5), -1) if items[i].low == ","), 0)
    return comma > 0 and items[comma - 1].kind == "place"


_BESIDE = frozenset({"near", "outside"})
_JUST = frozenset({"just", "right", "close", "a", "little", "short", "distance", "way"})
_KINDS = frozenset({"village", "town", "city", "suburb", "settlement", "station", "port", "halt", "junction", "hamlet"})
_KINDS |= {"small", "mountain", "border", "coastal", "railway", "siding", "place", "spot", "the", "an"}


def lies_by(items: list[Item], at: int) -> bool:
    """Whether a comma after a place opens what says by which other one it lies: "X, just outside Y", not "not in Y"."""
    if items[at - 1].low == "not":
        return False
    if items[at].low in _BESIDE and at > 1 and items[at - 1].low == "," and items[at - 2].kind == "place":
        return True  # "X, near Y"
    i = at - 1 - (items[at].low == "of" and items[at - 1].low in COMPASS)
    while i > 0 and items[i].low in _JUST | _KINDS:
        i -= 1
    return i < at - 1 and items[i].low == "," and items[i - 1].kind == "place"


def lies_off(items: list[Item], be: int, index: int) -> bool:
    """Whether but a distance and a compass point stand between "was" and a place: "was a short way north of X"."""
    between = items[be + 1 : index - 2]
    return len(between) <= 6 and all(x.low in _JUST | _WAYS or x.time is not None for x in between)


_WAYS = frozenset({"some", "well", "already", "still", "now", "then", "about", "km", "miles", "kilometres", "metres"})


def done_from(items: list[Item], previous: Frame, frame: Frame, at: int) -> bool:
    """Whether a place says where those are by whom it was done at the one before: "stopped at X by staff in Y"."""
    same = frame.verb_at is not None and frame.verb_at == previous.verb_at and previous.place != frame.place
    between = [x.low for x in items[previous.item + 1 : at]]
    if not same or frame.preposition not in ("in", "at") or "by" not in between[:2]:
        return False
    doer = previous.item + 2 + between.index("by")
    return doer < at and items[doer].who != "train"  # not "crossed into X by train at Y"


_IS = frozenset({"is", "was", "are", "were"})
_DONE_WITH = frozenset({"over", "finished", "ended"})
_NOUN_REACH = 5  # items before a preposition in which the noun phrase begins that it belongs to


def is_of_a_noun(items: list[Item], index: int, at: int) -> bool:
    """Whether a place belongs to the subject of a form of "be" behind it, which is no train and nothing that a train
    does: "the exercise at X is over".
    """
    if index + 2 >= len(items) or items[index + 1].low not in _IS or items[at - 1].kind != "word":
        return False
    if items[index + 2].low not in _DONE_WITH:
        return False
    for i in range(at - 1, max(-1, at - 1 - _NOUN_REACH), -1):
        if items[i].kind == "mark" or items[i].low in words("boundaries") or items[i].low in ("and", "but", "that"):
            return i < at - 1
        if items[i].kind != "word" or items[i].low in events() or items[i].low in NOUNS:
            return False
    return at <= _NOUN_REACH


def of_a_link(items: list[Item], index: int) -> bool:
    """Whether a place belongs to what is said of the one before: "X, the main rail gateway to Y from Z"."""
    comma = next((i for i in range(index - 1, 0, -1) if items[i].kind == "mark"), 0)
    if not comma or items[comma].low != "," or "place" not in (items[comma - 1].kind, items[max(0, comma - 2)].kind):
        return False
    if items[comma + 1].low not in ("the", "a", "an", "its", "their", "one"):
        return False
    inner = range(comma + 2, min(comma + 9, index - 1))
    link = next((i for i in inner if items[i].low in _LINKS and items[i + 1].low in _LINKS_TO), None)
    return link is not None and not any(x.kind == "word" and x.low in events() for x in items[link + 2 : index])


def holds_before(items: list[Item], at: int, index: int) -> bool:
    """Whether the place is the division that holds the one before: "at Tumen, in China's Jilin province"."""
    named = items[index].low.rsplit(None, 1)[-1] in _DIVISIONS
    if not named and (index + 1 >= len(items) or items[index + 1].low not in _DIVISIONS):
        return False
    return at > 1 and items[at - 1].low == "," and items[at - 2].kind == "place"


def after_place(items: list[Item], index: int) -> bool:
    """Whether nothing but a comma or a bracket stands between a place and the one before it."""
    return index >= 2 and items[index - 1].low in (",", "(") and items[index - 2].kind == "place"


def whence_it_carries(items: list[Item], at: int) -> bool:
    """Whether the preposition at an item says where those are whose load it is: "with coal from mines near X"."""
    before = [x.low for x in items[max(0, at - 8) : at]]
    if before[-2:-1] != ["from"] or not before[-1].endswith("s") or before[-1] in words("facility-after"):
        return False
    return any(w in ("with", "carrying", "hauling", "bringing") for w in before[:-2])


def whence_it_came(items: list[Item], index: int, frame: Frame) -> bool:
    """Whether it is told where the load is from, which is no train: "the tanks came from the depot at X", "the boats
    came off an exercise near X".
    """
    verb = frame.verb_at
    if verb is None or frame.verb not in _CAME or frame.mover not in (None, "other") or frame.offset is not None:
        return False
    at = verb + 1 + (items[verb + 1].low in _BACK)
    between = items[at + 1 : index - 1]
    plain = bool(between) and all(x.kind == "word" for x in between)
    return items[at].low in ("from", "off") and plain and items[index - 1].low == frame.preposition


_CAME = frozenset({"came", "come", "comes"})
_BACK = frozenset({"back", "straight", "originally", "directly", "fresh"})


def lies_there(items: list[Item], index: int) -> bool:
    """Whether a place is what lies at the one before: "X, where the Great Wall meets the sea"."""
    at = index - 1 - (items[index - 1].low == "the") if index else 0
    return at > 1 and items[at].low == "where" and items[at - 1].low == "," and items[at - 2].kind == "place"


_OF_FACILITIES = frozenset(
    {"inland", "freight", "container", "marshalling", "goods", "classification", "intermodal", "dry"}
)


def modifies(items: list[Item], index: int) -> bool:
    """Whether the place only modifies the noun after it: "the Vladivostok forum"."""
    if index + 1 >= len(items):
        return False
    at = index + 1
    while at + 1 < len(items) and items[at].low in _OF_FACILITIES:
        at += 1  # "the Omsk marshalling yard"
    after = items[at]
    if (
        after.kind != "word"
        or not after.low.isalpha()
        or after.low in words("function")
        or after.low in words("facility-after")
    ):
        return False
    if after.low in _LEADS_ON or after.low in words("prepositions"):
        return False  # "pulled out of X between two and three", "out of X amid tight security"
    if after.low in events() or after.low in COMPASS or after.low.endswith(("ed", "ing", "ly")):
        return False  # "out of Harbin East" is no modifier
    before = items[index - 1].low if index else ""
    return before in ("the", "a", "an", "this", "its", "his", "their", "of") or after.low.endswith(
        ("s", "um", "it", "ion")
    )


_LEADS_ON = frozenset(
    {"shortly", "around", "about", "just", "amid", "amidst", "despite", "without", "behind", "aboard"}
)
_LEADS_ON |= {"rather", "instead", "sometime", "perhaps", "maybe", "next", "later"}


def opens_aside(items: list[Item], index: int) -> bool:
    """Whether a place is the subject of a remark in brackets: "reached X (Y is the next step)"."""
    if index < 1 or items[index - 1].low != "(":
        return False
    k = index + 1
    while k < len(items) and items[k].low in words("facility-after"):
        k += 1
    return k < len(items) and items[k].low in ("is", "was", "are", "will", "would")
