"""Goals told by what is to happen there: "will visit the fair in X and travels by rail", "that is where it is going".

No verb of movement stands by the place; another part of its sentence tells that those who are to be there come by rail,
or that the train goes there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.resolution.frame import TOWARDS
from railsight.resolution.phrases.turns import first_of
from railsight.resolution.sentences.acts import is_train
from railsight.resolution.sentences.moods import FORMS_OF_BE
from railsight.resolution.wording import events, words

if TYPE_CHECKING:
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item

_AT = frozenset({"in", "at", "near"})
_VISITS = frozenset({"visit", "tour", "attend", "inspect"})  # what is done to a place without a preposition
_OPENS = frozenset({"opens", "begins", "starts", "open", "begin", "start"})  # "the fair opens in X": it is yet to open
_COMES = frozenset(
    {"travel", "travels", "travelling", "traveling", "travelled", "traveled", "come", "comes", "coming", "came", "go"}
    | {"goes", "going", "arrive", "arrives", "arriving", "arrived", "ride", "riding", "making"}
)
_NOT = frozenset({"not", "never", "no", "n't", "without"})
_ABOARD = frozenset({"on", "aboard", "in"})
_ITS = frozenset({"the", "this", "that", "his", "her", "its", "their"})
_OF_THE_TRAIN = frozenset({"special", "private", "own", "same"})
_LOADS = frozenset({"cargo", "load", "freight", "goods", "consignment", "shipment", "wagons", "cars", "containers"})
_BERTHS = frozenset({"berth", "berths", "quay", "siding", "platform", "slot", "slots"})
_BOOKED = frozenset({"booked", "reserved"})
_FOR_REACH = 8  # items between "for", or what is booked, and the place
_STOPS_AT = frozenset({";", "."})
_TO_COME_REACH = 14  # items between "will" and the place
_RAIL_REACH = 40  # items of the sentence about the place in which the train is named
_GOES_REACH = 16  # items between the place and "that is where it goes"


def for_a_purpose(items: list[Item], index: int, frame: Frame) -> Frame:
    """Make a goal of a place to which another part of its sentence says that the train goes."""
    frame = first_of((_goes_there, _awaits_it, _is_for_it, _is_booked), items, index, frame)
    return frame if frame.event is None else frame._replace(timeless=True)


def _awaits_it(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "The delegation will open a rink in X; it comes by rail", "a fair opens in X, and he is on this train"."""
    if _is_to_come(items, index, frame) and _by_rail(items, index):
        return frame._replace(
            event="nearing", verb="visit", verb_at=index, mover="parties", preposition="in", modal="future"
        )
    return frame


def _is_for_it(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "Its cargo is for X", "the load is for the power plant at X"."""
    low = max(0, index - _FOR_REACH)
    led = next((i for i in range(index - 1, low, -1) if items[i].low == "for"), None)
    if led is None or items[led - 1].low not in FORMS_OF_BE or any(x.kind == "place" for x in items[led:index]):
        return frame
    if frame.preposition not in {"for", "of", *_AT} or any(x.time is not None for x in items[led:index]):
        return frame
    if any(x.low in _LOADS for x in items[max(0, led - 3) : led - 1]):
        return frame._replace(event="nearing", verb=items[led - 1].low, verb_at=led - 1, mover="parties")
    return frame


def _is_booked(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "A berth is booked for it at X", "a siding at X has been reserved for the train"."""
    if frame.preposition not in _AT:
        return frame
    behind = [x.low for x in items[index + 1 : index + 6]]
    before = [x.low for x in items[max(0, index - _FOR_REACH) : index]]
    words_around = before + behind
    at = next((k for k, w in enumerate(words_around) if w in _BOOKED), None)
    if at is None or not any(w in _BERTHS for w in before) or any(w in _NOT for w in words_around):
        return frame
    if any(x.who.startswith("another vehicle") for x in items[max(0, index - _FOR_REACH) : index + 6]):
        return frame  # "a berth for the ferry"
    return frame._replace(event="nearing", verb=words_around[at], verb_at=index, mover="parties", modal="future")


def _is_to_come(items: list[Item], index: int, frame: Frame) -> bool:
    """Whether something is yet to happen at a place: "will visit X", "is to speak in X", "opens in X"."""
    visits = frame.preposition == "" and index > 0 and items[index - 1].low in _VISITS
    if not visits and frame.preposition not in _AT:
        return False
    for i in range(index - 1, max(-1, index - 1 - _TO_COME_REACH), -1):
        low, behind = items[i].low, items[i + 1].low
        if items[i].kind == "place" or low in _STOPS_AT:
            return False
        if low in words("future") or (low == "to" and i > 0 and items[i - 1].low in FORMS_OF_BE | {"due"}):
            return behind not in _NOT
        if low in _OPENS and items[i].kind == "word" and behind == frame.preposition:
            return True
    return False


def _by_rail(items: list[Item], index: int) -> bool:
    """Whether a sentence tells, about a place of it, that somebody comes by rail or is on the train."""
    for i in range(max(2, index - _RAIL_REACH), min(len(items), index + _RAIL_REACH)):
        if items[i].low != "rail" and not is_train(items[i]):
            continue
        led = i - 1
        while led > 0 and items[led].low in _OF_THE_TRAIN:
            led -= 1
        articled = items[led].low in _ITS
        leads = items[led - articled]
        before = {x.low for x in items[max(0, led - articled - 4) : led - articled]}
        if before & _NOT:
            continue
        if leads.low == "by" and before & _COMES and not articled:
            return True
        if leads.low in _ABOARD and articled and before & (FORMS_OF_BE | _COMES):
            return True
    return False


def _goes_there(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "It opens in X on Friday, and that is where the train is going", "..., which is where it is headed"."""
    for i in range(index + 2, min(len(items) - 2, index + _GOES_REACH)):
        if items[i].kind == "place":
            return frame
        led = items[i - 1].low in FORMS_OF_BE and items[i - 2].low in ("that", "this", "which", "there")
        if items[i].low != "where" or not led:
            continue
        train = any(x.kind == "mover" and x.who in ("train", "pronoun") for x in items[i + 1 : i + 4])
        goes = next((k for k in range(i + 2, min(len(items), i + 7)) if _goes(items, k)), None)
        if train and goes is not None and not any(x.low in _NOT for x in items[i - 1 : goes]):
            frame = frame._replace(event="nearing", verb=items[goes].low, verb_at=goes, mover="parties")
        return frame
    return frame


def _goes(items: list[Item], k: int) -> bool:
    return items[k].kind == "word" and events().get(items[k].low) in ("move", "due")


def on_its_way_to(items: list[Item], frame: Frame) -> Frame:
    """ "On its way to a parade in X": the way leads to X."""
    assert frame.verb_at is not None
    for i in range(frame.item - 1, frame.verb_at, -1):
        if items[i].kind in ("place", "mark") or is_train(items[i]):
            return frame
        if items[i].low in TOWARDS:
            return frame._replace(preposition=items[i].low)
    return frame


def stands_instead(items: list[Item], denied: Frame, index: int, led: int | None) -> bool:
    """Whether a place is told in the stead of the one before, which is ``denied``: "not in X but in Y", with a word
    ``led`` before it, and of a goal "not X but Y".
    """
    if led and items[led - 1].low == "but":
        return True
    return denied.event == "nearing" and items[index - 1].low == "but"
