"""What holds as the report is written, whatever days are told beside it: "is still standing in X", "has reached Y"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from railsight.resolution.sentences.moods import SEEMING

if TYPE_CHECKING:
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item
    from railsight.resolution.told import Told

_IS = frozenset({"is", "are", "'s", "’s", "'re", "’re"})
_HAS = frozenset({"has", "have"})
_STAYS_NOW = frozenset({"remains", "stands", "sits", "waits", "stays", "idles"})
# What can be told in the present of a time ahead: "leaves X tonight", "is leaving X tonight".
_ARRANGED = frozenset({"leaves", "departs", "arrives", "reaches", "returns", "gets", "sets", "pulls", "rolls", "comes"})
_ARRANGED |= {"enters", "crosses", "passes", "goes", "travels", "stops", "calls", "rides", "runs"}
_ARRANGED |= {"leaving", "departing", "arriving", "reaching", "returning", "crossing", "setting"}
_ADVERBS = frozenset(
    {"now", "still", "again", "already", "also", "just", "not", "only", "once", "yet", "since", "been"}
)
_ADVERBS |= {"being", "begun", "started"}  # "has begun arriving" is told in the perfect too
_NOW = frozenset({"now", "currently"})  # "the train, now in X, left Y on Monday"
_REACH = 5  # items before a verb in which its auxiliary stands
_NOW_ABROAD = re.compile(
    r"\b(?:сейчас|теперь|ныне|до сих пор|по-прежнему|вс[её] ещ[её]|jetzt|derzeit|zurzeit)\b"
    r"|\b(?:momentan|noch immer|immer noch)\b|现在|目前|至今|現在|まだ|いまも|今も|현재|지금|아직",
    re.IGNORECASE,
)


def holds_now(items: list[Item], frame: Frame) -> bool:
    """Whether a train is said to be there as the report is written: "is waiting at X", "remains at X"; not "was"."""
    verb = frame.verb_at
    if verb is None or frame.modal is not None or items[verb].kind != "word":
        return False
    low = items[verb].low
    if frame.event == "seen" and low == "be":  # "is believed to be in X"
        return any(x.low in _IS for x in items[max(0, verb - 4) : verb]) and items[verb - 2].low in SEEMING
    if frame.event == "seen" and (low in _NOW or low in _IS or (low == "been" and items[verb - 1].low in _HAS)):
        return True
    if frame.event == "stopped" and low in _STAYS_NOW:
        return True
    led = _auxiliary(items, verb)
    stands = frame.event == "stopped"
    if led in _HAS:
        return stands and items[verb - 1].low == "been"  # "has been parked at X"
    return led in _IS and (stands or low.endswith("ing") or items[verb - 1].low == "being")


def may_be_arranged(items: list[Item], frame: Frame) -> bool:
    """Whether the present tense may tell what is to come: "leaves X", "is leaving X"."""
    verb = frame.verb_at
    if verb is None or items[verb].kind != "word" or items[verb].low not in _ARRANGED:
        return False
    return not items[verb].low.endswith("ing") or items[verb - 1].low in _IS


def tells_since_when(items: list[Item], frame: Frame) -> bool:
    """Whether what is told behind a place tells since when it is there: "is in X, where it arrived on Monday"."""
    return holds_now(items, frame) and any(x.low == "where" for x in items[frame.item + 1 : frame.item + 4])


def has_come_about(items: list[Item], frame: Frame) -> bool:
    """Whether it is told in the perfect, as what has come about by the time of the report: "has reached X"."""
    verb = frame.verb_at
    return verb is not None and items[verb].kind == "word" and _auxiliary(items, verb) in _HAS


def is_of_now(told: Told, frame: Frame) -> bool:
    """Whether the report tells it of the time of its writing, in any language."""
    sentence = told.sentences[frame.sentence]
    if sentence.language is None:
        return holds_now(sentence.items, frame)
    low, high = frame.clause
    piece = told.text[sentence.items[low].start : sentence.items[high - 1].end]
    return frame.event in ("stopped", "seen") and _NOW_ABROAD.search(piece) is not None


def _auxiliary(items: list[Item], verb: int) -> str:
    """The auxiliary before a verb, adverbs and "been" left out: "has" of "has now been seen"."""
    for i in range(verb - 1, max(0, verb - 1 - _REACH), -1):
        low = items[i].low
        if low == "to" and items[i - 1].low in ("yet", "still"):
            continue  # "has yet to arrive"
        if low not in _ADVERBS and not (low.endswith("ly") and items[i].kind == "word"):
            return low if items[i].kind == "word" else ""
    return ""
