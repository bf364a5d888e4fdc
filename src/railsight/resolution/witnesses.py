"""Turns of phrase that tell of a train by those who saw, filmed or met it at a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.resolution.acts import is_train
from railsight.resolution.wording import events, words

if TYPE_CHECKING:
    from railsight.resolution.frames import Frame
    from railsight.resolution.items import Item

WITNESSES = frozenset(
    {"residents", "resident", "witnesses", "witness", "people", "locals", "inhabitants", "villagers", "villager"}
    | {"passengers", "reporters", "farmer", "farmers", "fishermen", "fisherman", "shopkeeper", "shopkeepers"}
    | {"crowd", "crowds", "onlookers", "nobody", "spectators"}
    | {"driver", "drivers", "worker", "workers", "bystander", "bystanders", "railfans", "railfan", "trainspotters"}
)
_SAW = frozenset({"saw", "filmed", "photographed", "spotted", "watched", "noticed", "heard", "recorded", "sighted"})
_PICTURES = frozenset(
    {"footage", "video", "videos", "picture", "pictures", "photo", "photos", "image", "images", "photograph"}
    | {"photographs", "clip", "clips", "recording", "film"}
)
_SHOWS = frozenset({"show", "shows", "showed", "showing", "captures", "captured"})
_WHILE = frozenset({"as", "when", "while"})
_WENT_BY = {
    "in": "arrived",
    "out": "departed",
    "by": "passed",
    "past": "passed",
    "through": "passed",
    "away": "departed",
}
_DONE_THERE = {"let": "passed", "waved": "passed", "stopped": "stopped", "halted": "stopped", "held": "stopped"}
_DONE_THERE |= {"blocked": "stopped", "delayed": "stopped", "boarded": "stopped", "searched": "stopped"}
_DONE_THERE |= {"inspected": "stopped", "checked": "stopped", "greeted": "seen", "cheered": "seen", "met": "seen"}


def witnessed(items: list[Item], index: int, frame: Frame) -> None:
    """ "Residents of X said they saw the train", "a farmer in X said the train passed at noon": it was there."""
    before = [x.low for x in items[max(0, index - 6) : index]]
    if not before or before[-1] not in ("of", "in", "at", "near", "from"):
        return
    if not WITNESSES & set(before) and not _one_who_saw(items, index):
        return
    for i in range(index + 1, min(len(items), index + 9)):
        if items[i].kind == "place":
            return
        if items[i].low in ("expect", "await") and any(map(is_train, items[i + 1 : i + 4])):
            frame.event, frame.verb, frame.verb_at, frame.preposition = "due", items[i].low, i, "in"
            return
        saw = events().get(items[i].low) == "seen" or _had_it(items, i)
        if saw or items[i].low in ("heard", "greeted", "welcomed", "cheered"):
            if any(x.kind == "mover" and x.who in ("train", "pronoun") for x in items[i + 1 : i + 6]):
                frame.event, frame.verb, frame.verb_at, frame.preposition = "seen", items[i].low, i, "in"
            return
        if items[i].kind == "mover" and items[i].who == "train":
            _passed_by(items, i, frame)
            return


def _one_who_saw(items: list[Item], index: int) -> bool:
    """ "My cousin in X filmed it", "a cleaner at X saw the train": anybody who is told to have seen it from there."""
    who = items[index - 2] if index >= 2 else None
    then = items[index + 1] if index + 1 < len(items) else None
    plain = who is not None and who.kind == "word" and who.low.isalpha() and who.low not in events()
    return plain and then is not None and (then.low in _SAW or _had_it(items, index + 1))


def _had_it(items: list[Item], i: int) -> bool:
    """ "A friend at X had it at noon": saw it."""
    return items[i].low == "had" and i + 1 < len(items) and items[i + 1].low == "it"


def _passed_by(items: list[Item], train: int, frame: Frame) -> None:
    """The verb right after a train in what a witness tells, when it names no other place."""
    for i in range(train + 1, min(len(items), train + 7)):
        event = events().get(items[i].low)
        if event == "move" and i + 1 < len(items):
            event = _WENT_BY.get(items[i + 1].low)  # "a train with dark windows went through"
        if items[i].kind in ("mark", "place"):
            return
        if event in ("passed", "stopped", "seen", "arrived", "departed"):
            if not any(x.kind == "place" for x in items[i + 1 : i + 5]):
                frame.event, frame.verb, frame.verb_at = event, items[i].low, i
                frame.preposition = "from" if frame.event == "departed" else "in"
            return


def shown_from(items: list[Item], index: int, frame: Frame) -> None:
    """ "Footage from X shows the train rolling past a crossing"."""
    if frame.preposition not in ("from", "in", "at", "near"):
        return
    if not any(x.low in _PICTURES for x in items[max(0, index - 5) : index]):
        return
    shows = next((i for i in range(index + 1, min(len(items), index + 8)) if items[i].low in _SHOWS), None)
    if shows is None or not any(map(is_train, items[shows + 1 : shows + 7])):
        return
    if not any(x.kind == "place" for x in items[index + 1 :]):
        frame.event, frame.verb, frame.verb_at, frame.mover = "seen", items[shows].low, shows, "parties"
        frame.preposition = "in"


def as_it_passed(items: list[Item], index: int, low: int, frame: Frame) -> None:
    """ "In X hundreds lined the platform as the train drew in": what the train did while others were there."""
    if frame.preposition not in ("in", "at", "near", "outside") or words("speech") & {x.low for x in items[low:index]}:
        return
    for i in range(index + 1, len(items) - 2):
        if items[i].kind == "place":
            return
        if items[i].low not in _WHILE:
            continue
        train = next((k for k in range(i + 1, min(len(items) - 1, i + 5)) if is_train(items[k])), None)
        if train is None or any(x.kind == "place" for x in items[train:]):
            return
        verb, particle = items[train + 1].low, items[min(train + 2, len(items) - 1)].low
        event = events().get(verb)
        event = _WENT_BY.get(particle) if event == "move" else event
        if event in ("arrived", "departed", "passed", "stopped"):
            frame.event, frame.verb, frame.verb_at = event, verb, train + 1
            frame.mover, frame.mover_at, frame.mover_text = "train", train, items[train].low
            frame.preposition = "from" if event == "departed" else "in"
        return


def met_there(items: list[Item], index: int, frame: Frame) -> None:
    """ "Guards at X let the train through", "protesters in X blocked it": who acts on the train from the place."""
    verb = items[index + 1].low if index + 1 < len(items) else ""
    who = items[index - 2] if index >= 2 else None
    after = items[index + 2 : index + 5]
    if frame.preposition not in ("at", "in", "near", "outside") or verb not in _DONE_THERE or who is None:
        return
    plain = who.kind == "word" or (who.kind == "mover" and who.who == "?" and index == 2)  # the first word is capital
    if plain and who.low.isalpha() and any(x.kind == "mover" and x.who == "train" for x in after):
        frame.event, frame.verb, frame.verb_at, frame.mover = _DONE_THERE[verb], verb, index + 1, "parties"
