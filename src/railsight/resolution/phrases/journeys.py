"""Journeys by their noun: where a ride, a trip or a train is told to come from, and where it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from railsight.resolution.sentences.acts import is_train
from railsight.resolution.sentences.moods import FORMS_OF_BE
from railsight.resolution.wording import events, words

if TYPE_CHECKING:
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item

from railsight.resolution.phrases.idioms import AROUND_BE, JOURNEYS, NOUNS

_CARRIES = frozenset(
    {"carrying", "carries", "carried", "taking", "took", "transporting", "transported", "bringing", "delivering"}
)
_ENDS: dict[str, Literal["origin", "destination"]] = {"from": "origin", "to": "destination", "for": "destination"}
_ENDINGS = frozenset({"ending", "finishing", "terminating", "concluding", "ends", "finishes", "terminates", "end"})


def journey_ends(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "On a ten-day tour ending in X on Friday", "a trip that ends in X": it is due there."""
    at = index - 2
    if at < 1 or frame.preposition not in ("in", "at") or items[at].low not in _ENDINGS:
        return frame
    if items[at + 1].low == frame.preposition and any(x.low in JOURNEYS for x in items[max(0, at - 5) : at]):
        return frame._replace(event="due", verb=items[at].low, verb_at=at, mover="parties")
    return frame


_RIDE_REACH = 9  # items before "from" in which the length of a ride to here stands


def rode_for(items: list[Item], at: int) -> float | None:
    """Hours of the ride told before "from" or "out of": "after a ten-hour overnight journey", "after nine hours en
    route", "14 hours out of X"; 0 where a ride without its length is told of, None where none is.
    """
    length: float | None = None
    for i in range(at - 1, max(-1, at - _RIDE_REACH), -1):
        item = items[i]
        if item.low in ("after", "following"):
            return length
        if item.time is not None and item.time.duration_h:
            length = sum(item.time.duration_h) / 2.0
            if i == at - 1 and items[at].low == "out":
                return length
        elif item.kind in ("place", "mark") or item.low in events().keys() - _RIDING:
            return None
        if item.low in JOURNEYS:
            length = length or 0.0
    return None


_RIDING = frozenset({"travelling", "traveling", "running", "rolling", "moving", "run"})


def _after(items: list[Item], at: int, frame: Frame) -> Frame | None:
    """ "After a ten-hour ride from X": it left X that long before the time told."""
    hours = rode_for(items, at)
    return None if hours is None else frame._replace(event="departed", rode=True, lag_h=-hours or None)


def ends_of_journey(items: list[Item], index: int, frame: Frame, previous: Frame | None) -> Frame:
    """ "The train from X to Y", "a ride from X": ends of a journey that no verb tells of."""
    if items[min(index + 1, len(items) - 1)].low == "-bound":
        if any(map(is_train, items[index + 2 : index + 5])):
            frame = frame._replace(end_of_journey="destination")  # "a Moscow-bound train"
        return frame
    if frame.verb in _IS_OF and _is_of_there(items, index, frame):
        return frame._replace(event=None, end_of_journey="origin")
    if frame.preposition not in (*_ENDS, "out") or frame.verb in NOUNS:
        return frame
    at = next((i for i in range(index - 1, max(-1, index - 7), -1) if items[i].low == frame.preposition), None)
    if at is None or at == 0:
        return frame
    of_train = any(x.kind == "mover" and x.who in ("train", "pronoun") for x in items[max(0, at - 24) : at])
    rode = _after(items, at, frame) if frame.preposition in ("from", "out") and of_train else None
    if rode is not None or frame.preposition == "out":
        return rode or frame
    if previous is not None and previous.end_of_journey and items[at - 1].kind == "place":
        return frame._replace(end_of_journey=_ENDS[frame.preposition])
    carried = False
    for i in range(at - 1, max(-1, at - 7), -1):
        item = items[i]
        if item.kind == "mover":
            if item.who == "train" and not item.low.endswith("trains") and frame.event is None:
                frame = frame._replace(end_of_journey=_ENDS[frame.preposition])
            return frame
        if item.low in JOURNEYS and any(x.kind == "mover" and x.who == "train" for x in items[max(0, i - 24) : i]):
            if frame.event is None:
                frame = frame._replace(end_of_journey=_ENDS[frame.preposition])
            return frame
        carried = carried or item.low in _CARRIES
        if item.low in _CARRIES or (carried and item.low in FORMS_OF_BE):
            continue  # "is carrying fuel from X to Y"
        if item.kind != "word" or item.low in events() or item.low in AROUND_BE or item.low in words("boundaries"):
            return frame
    return frame


_IS_OF = frozenset({"come", "comes"})
_HELPS_TO_COME = FORMS_OF_BE | {"has", "have", "had", "to", "will", "may", "might", "could", "should", "would", "must"}


def _is_of_there(items: list[Item], index: int, frame: Frame) -> bool:
    """Whether the present says whence a train is, at no time: "they say that it comes from X"; not "comes from X at
    nine" nor "has come from X".
    """
    at = frame.verb_at
    if at is None or not 0 < index - at <= 3 or frame.mover not in ("train", "pronoun", "parties"):
        return False
    helped = any(x.low in _HELPS_TO_COME for x in items[max(0, at - 3) : at])
    if frame.preposition != "from" or helped:
        return False
    return not any(x.time is not None for x in items[frame.clause[0] : min(index + 4, frame.clause[1])])
