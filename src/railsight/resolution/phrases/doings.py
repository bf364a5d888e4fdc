"""What a train does, told by the words behind it: "as it drew in", "let it by", "sent it on its way"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.resolution.sentences.acts import end_of_train, is_it_or_a_train, is_train
from railsight.resolution.sentences.verbs import ECHO
from railsight.resolution.wording import events

if TYPE_CHECKING:
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item

WENT_BY = {
    "in": "arrived",
    "out": "departed",
    "by": "passed",
    "past": "passed",
    "through": "passed",
    "across": "crossed",
    "up": "arrived",
    "away": "departed",
}
WHILE = frozenset({"as", "when", "while"})
BEFORE_WHAT_IT_DID = frozenset(
    {"had", "has", "did", "not", "never", "just", "finally", "then", "only", "also", "didn't", "didn’t"}
    | {"hadn't", "hadn’t"}
)
BY = frozenset({"through", "past", "by"})
BY_THE_LINE = frozenset({"in", "at", "near", "outside", "by"})


def what_it_did(items: list[Item], train: int, frame: Frame) -> Frame | None:
    """The frame with the event of the verb behind a train, where it names no other place; None where none tells one."""
    verb = end_of_train(items, train) + 1
    while verb < len(items) - 1 and (items[verb].low in BEFORE_WHAT_IT_DID or items[verb].kind == "time"):
        verb += 1
    if verb >= len(items):
        return None
    event = events().get(items[verb].low)
    if event == "move":
        event = went_by(items, verb) or _ALONE.get(items[verb].low)
    if event not in ("arrived", "departed", "passed", "crossed", "stopped", "seen"):
        return None
    if any(map(names_a_place, items[verb + 1 : verb + 6])):
        return None
    frame = frame._replace(mover=items[train].who, mover_at=train, mover_text=items[train].low)
    preposition = "from" if event == "departed" else "in"
    return frame._replace(event=event, verb=items[verb].low, verb_at=verb, preposition=preposition)


def went_by(items: list[Item], verb: int) -> str | None:
    """What a movement tells with the particle behind it: "went by", "went straight through"; not "hauled by two
    diesels".
    """
    at = verb + 1 + (verb + 1 < len(items) and items[verb + 1].low in _STRAIGHT)
    particle, *behind = items[at : at + 2] or [items[verb]]
    if particle.low == "by" and behind and behind[0].kind == "word" and items[verb].low.endswith("ed"):
        return None
    return WENT_BY.get(particle.low)


_STRAIGHT = frozenset({"straight", "right", "slowly", "quietly"})
_ALONE = {"came": "seen", "come": "seen", "started": "departed"}  # what no particle settles


def as_it_did(items: list[Item], saw: int, frame: Frame) -> Frame | None:
    """ "X greeted the train as it drew up", "people in X filmed it as it thundered through": what it did meanwhile."""
    reach = range(saw + 2, min(len(items) - 2, saw + _MEANWHILE))
    as_it = next((i for i in reach if items[i].low in WHILE and is_it_or_a_train(items[i + 1])), None)
    if as_it is None or any(map(names_a_place, items[saw:as_it])):
        return None
    return what_it_did(items, as_it + 1, frame)


_MEANWHILE = 16  # items behind a verb of seeing


def let_through(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "The crossing in X was shut to let it by", "controllers at X let the train through"."""
    if frame.preposition not in BY_THE_LINE or frame.event is not None:
        return frame
    passage = next((i for i in range(index - 3) if items[i].low == "passage" and items[i + 1].low == "of"), None)
    if passage is not None and any(map(is_train, items[passage : passage + 6])):
        return frame._replace(event="passed", verb="passage", verb_at=passage, mover="parties")
    for i in range(index + 1, len(items) - 2):
        if names_a_place(items[i]):
            return frame
        if items[i].low in _LETS and items[i].kind == "word":
            train = next((k for k in range(i + 1, min(len(items) - 1, i + 8)) if is_it_or_a_train(items[k])), None)
            behind = [] if train is None else items[train + 1 : train + 9]
            if any(x.low in BY for x in behind):
                at = index if items[i - 1].low == "to" else i  # "was shut to let it by"
                return frame._replace(event="passed", verb=items[i].low, verb_at=at, mover="parties")
    return frame


_LETS = frozenset({"let", "lets", "letting", "wave", "waved", "waving"})


def sent_off(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "The station master at X sent it on its way": it left."""
    then = [x.low for x in items[index + 1 : index + 9]]
    on = next((i for i, w in enumerate(then) if then[i : i + 3] == ["on", "its", "way"]), None)
    if frame.preposition not in BY_THE_LINE or then[:1] not in (["sent"], ["saw"], ["waved"]) or on is None:
        return frame
    if not any(map(is_it_or_a_train, items[index + 2 : index + 2 + on])):
        return frame
    return frame._replace(event="departed", verb=then[0], verb_at=index + 1, mover="parties", preposition="from")


def names_a_place(item: Item) -> bool:
    return item.kind == "place" and item.cue != ECHO
