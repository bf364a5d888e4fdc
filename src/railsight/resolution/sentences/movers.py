"""Who moves: the subject of a verb, or its object where others move the train."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from railsight.resolution.sentences.acts import RAIL_WORD, is_train
from railsight.resolution.sentences.verbs import is_aside
from railsight.resolution.wording import events, words

if TYPE_CHECKING:
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item

_SPEECH = words("speech")
_BEFORE_NAMES = frozenset({"the", "a", "an", "late", "former", "new", "his", "her", "its", "their", "this", "that"})
_JOINING = words("boundaries") | {
    "and",
    "but",
    "or",
    "as",
    "when",
    "while",
    "if",
    "than",
    "so",
    "yet",
    "then",
    "because",
    "after",
    "before",
    "since",
    "once",
    "until",
}
_OFFICES = frozenset({"minister", "ministry", "secretary", "authority", "authorities", "department", "police", "union"})
# Classes and numbers of engines and trains; two letters and figures without a gap are flights, "G20" is a summit.
_NUMBERED = re.compile(r"(?!g\d+$|[a-z]{2}\d{2,4}$|covid)[a-z]{1,5}[- ]?\d{2,5}(?:[- ]\d{1,4})?")
_SHORT_NAMES = frozenset({"special", "charter", "express", "freight"})  # nouns that stand for a train
_MET_APART = 4  # items from "met" to the place: "met the special at X"
_SHOW = frozenset({"show", "shows", "showed", "showing"})


def mover_of(
    items: list[Item], verb: int, index: int, low: int, *, speakers: bool = True
) -> tuple[str | None, int | None]:
    """Who moves and where it stands: the mover between verb and place, else the nearest before the verb."""
    if verb and items[verb - 1].low in ("nothing", "none"):
        return "parties", None  # "nothing came over the bridge at X"
    struck = events().get(items[verb].low) == "hit"  # what is struck moves nowhere
    for i in range(index - 1, verb, -1):
        plain = items[i].kind == "mover" and items[i].who not in ("?", "pronoun")
        if plain and items[i].who == "parties" and _driven(items, verb, low):
            continue  # "buses brought the passengers to X"
        if plain and not struck and not _met(items, verb, i):
            return items[i].who, i
    for i in range(verb - 1, low - 1, -1):
        who = items[i].who
        if who == "parties" and items[i + 1].low in _OFFICES:  # "the transport minister"
            who = "?"
        if items[i + 1].low in ("park", "parks", "parking"):
            continue  # "from the car park at X"
        if who == "?" and _names_a_train(items[i].low) and _begins(items, i, low):
            return "train", i
        if items[i].kind != "mover" or (i and items[i - 1].low == "by"):  # "went by ferry and ..."
            continue
        if i > low and is_aside(items, i):
            continue  # "the train, believed to be carrying him, left X"
        if (
            who == "?"
            and i + 1 < len(items)
            and items[i + 1].kind == "place"
            and items[i + 1].start - items[i].end == 1
        ):
            continue  # the beginning of a name: "La" of "La Hague"
        if who == "?" and i and items[i - 1].low in ("at", "in", "near", "from", "to", "through", "via"):
            continue  # a name nobody knows after a preposition is no subject
        of_it = who not in ("train", "pronoun", "parties") and any(is_train(x) for x in items[:i])
        if of_it and not _begins(items, _first_word(items, i, low), low):
            continue  # a name in what is said of the train: "the train for the Middle Corridor cleared customs"
        if who == "?" and _speaks(items, i) and (not speakers or any(x.low == "," for x in items[i:verb])):
            continue
        if who.startswith("another vehicle") and is_load(items, i, low):
            continue  # "a train with tanks and trucks"
        if who in ("train", "parties") and _taken_off(items, i, low):
            continue  # "trucks from the train went to X"
        # "he and Putin", "Putin and Kim": the train's passenger in a pair makes it the train's
        if i >= 2 and items[i - 1].low == "and" and items[i - 2].kind == "mover":
            pair = (who, items[i - 2].who)
            if "train" in pair:
                return "train", i
            if "pronoun" in pair:
                return "pronoun", i - 2
        return ("other" if who == "?" else who), i
    return None, None


_LADEN = frozenset(
    {"with", "carrying", "of", "hauling", "loaded", "laden", "transporting", "carries", "carried", "bearing"}
)
_TAKEN_OFF_REACH = 6  # items between a vehicle and the train it is from


def _taken_off(items: list[Item], i: int, low: int) -> bool:
    """Whether a train only says what a vehicle is of: "trucks from the train", "buses with passengers of the train"."""
    whence = [x.low for x in items[max(low, i - 2) : i] if x.low not in _BEFORE_NAMES]
    if whence[-1:] not in (["from"], ["of"], ["off"], ["with"]):
        return False
    before = [x for x in items[max(low, i - _TAKEN_OFF_REACH) : i] if not x.low.startswith("convoy")]
    return any(x.who.startswith("another vehicle") for x in before) and not any(x.low in events() for x in before)


_LOAD_REACH = 14  # items between a train and what it carries
_WAGONS = frozenset({"flats", "flatcars", "gondolas", "hoppers"})


def is_load(items: list[Item], i: int, low: int) -> bool:
    """Whether a vehicle is what a train carries: "a train with tanks and trucks", "wagons loaded with lorries"."""
    laden = False
    for k in range(i - 1, max(low, i - _LOAD_REACH) - 1, -1):
        if laden and (is_train(items[k]) or items[k].low in _WAGONS):
            return True
        laden = laden or items[k].low in _LADEN
        if items[k].kind == "place" or (items[k].low in events() and items[k].low not in _LADEN):
            return False
    return False


def _driven(items: list[Item], verb: int, low: int) -> bool:
    """Whether another vehicle is the subject of a verb."""
    subject = next((x for x in reversed(items[low:verb]) if x.kind == "mover"), None)
    return subject is not None and subject.who.startswith("another vehicle")


def _names_a_train(name: str) -> bool:
    """Whether a name nobody knows is that of a train: it has a word for one, or is a number ("ol49-69")."""
    return RAIL_WORD.search(name) is not None or _NUMBERED.fullmatch(name) is not None


def _first_word(items: list[Item], i: int, low: int) -> int:
    """Where the words for a mover begin: at "another" of "another empty train", at "a" of "a coal train"."""
    return next((k for k in range(i - 1, max(low, i - 4) - 1, -1) if items[k].low in _ANOTHER), i)


_ANOTHER = frozenset({"another", "a", "an", "second", "third", "different", "separate"})


def _begins(items: list[Item], i: int, low: int) -> bool:
    """Whether a name begins a phrase, as a subject does: no verb, noun or preposition leads up to it."""
    k = i - 1
    while k >= low and i - k <= 3 and (items[k].low in _BEFORE_NAMES or items[k].kind == "time"):
        k -= 1
    return k < low or items[k].kind == "mark" or items[k].low in _JOINING


def first_mover(items: list[Item], verb: int) -> tuple[str | None, int | None]:
    """The subject of the sentence, for a participle that hangs on it: "The train passed, KBS said, crossing ..."."""
    nearest = next((i for i in range(verb - 1, -1, -1) if items[i].kind == "mover" and items[i].who != "parties"), None)
    if nearest is not None and is_train(items[nearest]):
        return "train", nearest
    for i in range(verb):
        if items[i].kind == "mover" and not (items[i].who == "?" and _speaks(items, i)):
            return ("other" if items[i].who == "?" else items[i].who), i
    return None, None


def _speaks(items: list[Item], i: int) -> bool:
    """Whether the mover at i only says what is told: "the Telegram channel said"."""
    return any(x.low in _SPEECH for x in items[i + 1 : i + 4])


def moved_by_others(items: list[Item], verb: int, index: int, frame: Frame) -> Frame:
    """ "The railway hopes to move them to X", "groups expect it in X": the train is the object."""
    if frame.mover in ("other", None) and verb + 1 < index and items[verb + 1].low in ("it", "them"):
        frame = frame._replace(mover="pronoun", mover_at=verb + 1)
    if frame.verb == "met" and index - verb == _MET_APART and items[verb + 2].low in _SHORT_NAMES:
        frame = frame._replace(mover="train", mover_at=verb + 2)  # "met the special at X"
    aboard = next((i for i in range(verb + 1, index) if is_train(items[i])), None)
    by_others = frame.mover in ("other", None) or frame.mover_at == aboard
    if aboard is not None and (frame.event == "hit" or (frame.verb == "blocked" and by_others)):
        frame = frame._replace(mover="train", mover_at=aboard)
    if frame.verb in ("boarded", "left") and aboard is not None and by_others:
        frame = frame._replace(event="seen", mover="train", mover_at=aboard)  # "guards boarded the train in X"
    if frame.event == "seen" and frame.mover in ("other", None):  # "photographs taken in X show the train"
        shows = (k for k in range(index + 1, min(len(items), index + 8)) if items[k].low in _SHOW)
        shown = next((i for k in shows for i in range(k + 1, min(len(items), k + 5)) if is_train(items[i])), None)
        frame = frame if shown is None else frame._replace(mover="train", mover_at=shown)
    behind = items[verb + 1].low if frame.verb_at is not None and index < verb < len(items) - 1 else ""
    if behind in ("it", "them") and frame.event == "due":
        return frame._replace(mover="pronoun", mover_at=verb + 1)
    return frame


def _met(items: list[Item], verb: int, i: int) -> bool:
    """Whether a mover only goes with the verb: "crashed into a truck", "came by ferry"."""
    return any(x.low in ("with", "into", "by") for x in items[max(verb + 1, i - 3) : i])
