"""What a train did, or what was done to it, at a place in words that tell of no movement: it was there.

"The wagons were uncoupled at X", "crowds greeted the train in X", "the trip began in X": the words for the train itself
must stand there, since what its passenger did at a place he may have done far from the railway.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from railsight.resolution.sentences.bywords import BYWORD
from railsight.resolution.wording import events, words

if TYPE_CHECKING:
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item

RAIL_WORD = re.compile(
    r"train|convoy|locomotive|wagons|rail ?car|carriage|cars?$|express|special|freight|echelon|rails$"
    r"|sleeper|goods service|engine|transport|consist|rake|alvia$|frecciarossa|acela|talgo|sapsan"
    r"|tgv|eurostar|shinkansen|thalys|railjet|pendolino|intercity"
)
_LIGHT = words("light") | words("prepositions")
_REACH = 24  # items between the train and what befell it
_BE = frozenset({"is", "was", "are", "were", "been", "being"})
_JOURNEYS = frozenset({"journey", "trip", "ride", "voyage", "run"})
_BEGINS = frozenset({"begin", "begins", "began", "begun", "start", "starts", "started"})
_ENDS = frozenset({"end", "ends", "ended", "finish", "finishes", "finished", "terminate", "terminates", "terminated"})
_NOW = frozenset({"now", "currently", "still", "again", "back"})
_RESTS = frozenset({"halt", "stop", "standstill", "rest", "stand"})
# Done far from the train: "registered in X", "ordered in X".
_NOT_THERE = frozenset(
    {"registered", "based", "owned", "headquartered", "licensed", "manufactured", "produced", "designed", "assembled"}
    | {"ordered", "chartered", "named", "nicknamed", "described", "planned", "agreed", "signed", "discussed"}
    | {"mentioned", "dubbed"}
)
_GETS_DOWN = frozenset({"stepped", "climbed", "alighted", "descended", "jumped"})
_NOT_PASTS = frozenset({"need", "speed", "indeed", "hundred", "embed", "armed", "armored", "armoured", "sealed", "red"})


def is_train(item: Item) -> bool:
    """Whether an item is a word for the train itself, not its passenger or a pronoun."""
    if item.kind != "mover" or item.who != "train":
        return False
    return item.cue == BYWORD or RAIL_WORD.search(item.low) is not None


def is_it_or_a_train(item: Item) -> bool:
    """Whether an item stands for the train: a word for it, or "it"."""
    return item.low == "it" or is_train(item)


_OF_A_TRAIN = frozenset(
    {"of", "with", "carrying", "hauled", "pulled", "made", "bearing", "loaded", "towing", "drawn", "led", "headed"}
)
_LONGEST_TRAIN = 10  # words that tell what a train is: "of some twenty dark green carriages"


def end_of_train(items: list[Item], train: int) -> int:
    """The last item of what a train is: "carriages" of "a train of twenty dark carriages came in"; the train itself
    where nothing more is said of it.
    """
    if train + 1 >= len(items) or items[train + 1].low not in _OF_A_TRAIN:
        return train
    for i in range(train + 2, min(len(items), train + 2 + _LONGEST_TRAIN)):
        if items[i].kind in ("place", "mark", "time"):
            return train
        if items[i].kind == "word" and (items[i].low in events() or items[i].low in _BE | {"had", "has"}):
            return i - 1
    return train


def opens(items: list[Item], index: int, light: frozenset[str]) -> bool:
    """Whether nothing but light words stands before an item: it opens the sentence."""
    return not any(x.kind == "mover" or (x.kind == "word" and x.low not in light) for x in items[:index])


def acted_at(items: list[Item], index: int, low: int, frame: Frame) -> Frame:
    """The frame of a place where a train stands before or is the object of a verb that tells of no movement."""
    at = index - 1
    while at > low and items[at].low != frame.preposition:
        at -= 1
    if low > 0 and items[low - 1].low in ("which", "that"):
        low = max(0, low - 4)  # "the wagons, which changed bogies at X"
    frame = _journey(items, low, at, frame)
    for i in range(at - 1, max(low, at - _REACH) - 1, -1):
        end = items[i].kind == "place" and i > 0 and items[i - 1].low in ("from", "to", "for")
        if frame.event is not None or (items[i].kind == "place" and not end):
            return frame
        if is_train(items[i]):
            verb = next((k for k in range(i + 1, at) if _is_past(items, k)), None)
            if verb is None and i == at - 1:  # "crowds greeted the train in X"
                verb = next((k for k in range(i - 1, max(low, i - 5) - 1, -1) if _is_past(items, k)), None)
            if verb is not None and items[verb].low in _GETS_DOWN and items[verb + 1].low in ("off", "down", "from"):
                # "stepped off the train in X"
                return frame._replace(
                    event="arrived",
                    verb=items[verb].low,
                    verb_at=verb,
                    mover="train",
                    mover_at=i,
                    mover_text=items[i].low,
                )
            if verb is not None:
                frame = frame._replace(
                    event="arrived" if _is_received(items, verb) else "act",
                    verb=items[verb].low,
                    verb_at=verb,
                    mover="train",
                    mover_at=i,
                    mover_text=items[i].low,
                )
            return frame
    return frame


def _is_received(items: list[Item], verb: int) -> bool:
    """Whether a train "was received" somewhere: it came."""
    return items[verb].low == "received" and items[verb - 1].low in ("was", "were", "been")


MOVING = frozenset({"into", "through", "past", "out", "from"})
_HAD = frozenset({"had", "has", "have", "then", "later", "also", "just", "again"})


def moved_so(items: list[Item], near: int, low: int, frame: Frame) -> Frame:
    """ "The special ambled into X": a verb nobody listed, told of the train, that leads into or past a place."""
    verb = next((k for k in range(near - 1, max(low, near - 4) - 1, -1) if _is_past(items, k)), None)
    if verb is None or (frame.preposition == "from" and items[near - 1].low != "away"):
        return frame
    subject = verb - 1
    while subject > low and (items[subject].low in _HAD or items[subject].low.endswith("ly")):
        subject -= 1
    if subject < low and low > 1 and items[low - 1].low in ("which", "that"):
        subject = low - 2 - (items[low - 2].low == ",")
    if subject < 0 or not (is_train(items[subject]) or items[subject].low == "it"):
        return frame
    before = [x.low for x in items[max(0, subject - 2) : subject] if x.low not in ("the", "a", "its", "this")]
    if not before or before[-1] not in words("prepositions") | {"of"}:  # not "the inquiry into the train widened"
        return frame._replace(event="move", verb=items[verb].low, verb_at=verb)
    return frame


_CROSSINGS = frozenset({"crossing", "bridge", "border", "tunnel"})
_ROUTES = frozenset({"route", "line", "track", "branch", "road"})


def used_at(items: list[Item], index: int, low: int, frame: Frame) -> Frame:
    """ "Used the crossing at X", "did not take the route by X"."""
    for k in range(index - 2, max(low, index - 8) - 1, -1):
        if items[k].low in ("use", "used", "uses", "take", "took", "takes"):
            nouns = {x.low for x in items[k + 1 : index]}
            if nouns & (_CROSSINGS | _ROUTES):
                frame = frame._replace(
                    event="crossed" if nouns & _CROSSINGS else "passed", verb=items[k].low, verb_at=k
                )
            return frame
    return frame


def now_at(items: list[Item], near: int, frame: Frame) -> Frame:
    """ "Train now at X": without a verb, in posts and headlines."""
    if items[near - 1].low not in _NOW:
        return frame
    train = near - 2 - (near > 2 and items[near - 2].low == ",")  # "the train, now in X, left Y on Monday"
    if near == 1:  # "Now in X, the train left Y on Monday"
        train = next((i for i in range(near + 1, min(len(items), near + 7)) if is_train(items[i])), -1)
    if train >= 0 and is_train(items[train]):
        return frame._replace(
            event="seen",
            verb=items[near - 1].low,
            verb_at=near - 1,
            mover="train",
            mover_at=train,
            mover_text=items[train].low,
        )
    return frame


def acted_after(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "In X the wagons were inspected": train and verb follow the place that opens the sentence."""
    if not opens(items, index, _LIGHT):
        return frame
    for i in range(index + 1, min(len(items) - 2, index + 9)):
        if items[i].kind == "place":
            return frame
        if is_train(items[i]):
            if items[i + 1].low in _BE and _is_past(items, i + 2):
                frame = frame._replace(
                    event="act",
                    verb=items[i + 2].low,
                    verb_at=i + 2,
                    mover="train",
                    mover_at=i,
                    mover_text=items[i].low,
                )
            return frame
    return frame


def _is_past(items: list[Item], k: int) -> bool:
    """Whether an item is a past tense or participle with nothing before it that makes it an adjective."""
    low = items[k].low
    regular = low.endswith("ed") and len(low) > 4 and low not in _NOT_PASTS | _NOT_THERE and low not in events()
    articled = k > 0 and items[k - 1].low in ("the", "a", "an", "its", "this", "that", "of")
    return items[k].kind == "word" and regular and not articled and low not in words("speech")


def _journey(items: list[Item], low: int, at: int, frame: Frame) -> Frame:
    """ "The trip began in X", "it started its journey at X", "the run will end in X"."""
    if frame.event is not None or not any(x.low in _JOURNEYS for x in items[max(low, at - 8) : at]):
        return frame
    for k in range(at - 1, max(low, at - 6) - 1, -1):
        if items[k].low in _BEGINS or items[k].low in _ENDS:
            frame = frame._replace(
                event="departed" if items[k].low in _BEGINS else "arrived",
                verb=items[k].low,
                verb_at=k,
                mover="parties",
            )
            return frame._replace(preposition="from" if frame.event == "departed" else "in")
    return frame


def came_to_rest(items: list[Item], frame: Frame) -> Frame:
    """ "Came to a halt at X" is no coming to X, "stayed clear of X" no stay."""
    frame = _kept_clear(items, frame)
    after = [] if frame.verb_at is None else [x.low for x in items[frame.verb_at + 1 : frame.verb_at + 4]]
    if after[:1] == ["off"] and {"rails", "tracks", "track"} & set(after):
        return frame._replace(event="stopped")  # "came off the rails at X"
    if frame.verb in ("drew", "draws") and after[:1] == ["up"]:
        return frame._replace(event="arrived")  # "drew up at platform one in X"
    if frame.verb == "left" and after[:1] == ["behind"]:
        return frame._replace(event=None)  # "wagons were left behind at X"
    if frame.event == "crossed" and frame.verb.startswith("clear") and frame.preposition == "":
        return frame._replace(event="passed")  # "cleared X at nine", not the border at X
    if frame.verb == "cleared" and ("customs" in after[:2] or frame.preposition == "through"):
        return frame._replace(event="passed" if frame.preposition == "through" else "stopped")
    if frame.event == "move" and frame.verb_at is not None:
        over = items[frame.verb_at + 1 : frame.verb_at + 4]
        led = [x.low for x in over if x.low not in _BEFORE_BORDERS]
        if led[:1] in (["over"], ["across"]) and led[1:2] and led[1] in _BORDERS:
            return frame._replace(event="crossed")  # "came over the border at X"
        after = [x.low for x in items[frame.verb_at + 1 : frame.verb_at + 6]]
        if "stand" in after and items[min(frame.item + 1, len(items) - 1)].low in ("station", "terminus"):
            return frame._replace(event="arrived")  # "came to a stand at X station"
        if (after[:1] == ["ground"] or "to" in after) and _RESTS & set(after[1:]):
            return frame._replace(event="stopped")
    return frame


_BEFORE_BORDERS = frozenset({"the", "a", "railway", "rail", "road", "main", "old"})
_BORDERS = frozenset({"border", "frontier", "bridge", "river", "viaduct"})
_KEEPS_CLEAR = frozenset({"kept", "stayed", "steered", "stood", "remained", "ran", "went"})


def _kept_clear(items: list[Item], frame: Frame) -> Frame:
    """ "It kept well clear of X": it was not there."""
    before = [x.low for x in items[max(0, frame.item - 4) : frame.item]]
    if before[-2:] != ["clear", "of"] or not _KEEPS_CLEAR & set(before[:2]):
        return frame
    return frame._replace(event="seen", verb="no", preposition="in", verb_at=frame.item - 2)
