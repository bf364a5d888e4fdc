"""Places that head what is told, and captions: "X: a boy saw the train pass at 20:00", "The train at X, 9 March"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.resolution.sentences.acts import is_train
from railsight.resolution.sentences.moods import FORMS_OF_BE
from railsight.resolution.sentences.verbs import verbs_of
from railsight.resolution.wording import events, words

if TYPE_CHECKING:
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item

_AT = frozenset({"at", "in", "near", "outside"})
_IN_A_CAPTION = words("light") | words("prepositions") | {"shortly", "just", "soon", "about", "local", "time", "region"}
_IN_A_CAPTION |= {"area", "oblast", "krai", "province", "district", "railway", "photo", "picture"}
# What a verb of movement tells by the word behind it, where the place heads what is told.
_BY_ITS_WORD = dict.fromkeys(("through", "by", "past"), "passed") | {"in": "arrived"}
_BY_ITS_WORD |= dict.fromkeys(("off", "out", "away"), "departed")
_HERE = frozenset({"passed", "arrived", "departed", "stopped", "crossed"})
_CAPTION_REACH = 16  # items behind a place in which a caption ends
_DESCRIBED = 4  # words before a train in a caption at most
_SUBJECT_REACH = 6  # items before a verb in which the train stands


def headed(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "X: the train stood there at noon", "20:15 – X: a reader sees it pass": no other place is told of."""
    if items[index + 1 : index + 2] == [] or items[index + 1].low != ":" or frame.preposition:
        return frame
    if any(x.kind not in ("time", "mark") for x in items[:index]) or any(x.kind == "place" for x in items[index + 2 :]):
        return frame
    told = [v for v in verbs_of(items) if v > index + 1 and items[v].kind == "word"]
    own = ((v, e) for v in told if (e := _event_here(items, v)) is not None and _subject(items, v) is not None)
    sees = ((v, "seen") for v in told if events().get(items[v].low) == "seen" and _object(items, v) is not None)
    verb, event = next(own, None) or next(sees, None) or (None, None)
    if verb is None or event is None:
        return frame
    who = _subject(items, verb) if event != "seen" else _object(items, verb)
    if who is not None:
        frame = frame._replace(
            event=event,
            verb=items[verb].low,
            verb_at=verb,
            mover=items[who].who,
            mover_at=who,
            preposition="from" if event == "departed" else "at",
        )
        clocks = [x.time for x in items if x.time is not None and x.time.has_clock]
        if len(clocks) == 1 and clocks[0] is items[0].time and not clocks[0].has_date:
            return frame._replace(own=clocks[0])  # an entry of a log
    return frame


def _event_here(items: list[Item], verb: int) -> str | None:
    """What a verb without a place of its own tells of the place that heads it."""
    event = events().get(items[verb].low)
    if event == "move":
        return _BY_ITS_WORD.get(items[verb + 1].low) if verb + 1 < len(items) else None
    return event if event in _HERE else None


def _subject(items: list[Item], verb: int) -> int | None:
    """The train before a verb, of its clause: also of "saw the train pass"."""
    for i in range(verb - 1, max(0, verb - _SUBJECT_REACH) - 1, -1):
        if items[i].kind == "mark":
            return None
        if items[i].kind == "mover":
            return i if is_train(items[i]) or items[i].low == "it" else None
    return None


def _object(items: list[Item], verb: int) -> int | None:
    """The train right behind a verb: "saw the long train", or before one in the passive."""
    near = range(verb + 1, min(len(items), verb + _SUBJECT_REACH))
    found = next((i for i in near if items[i].kind == "mover"), None)
    if found is not None and (is_train(items[found]) or items[found].low == "it"):
        return found
    return _subject(items, verb) if verb and items[verb - 1].low in FORMS_OF_BE else None


def captioned(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "The unannounced train at X, near Y, at 06:40 on 9 March": a train, a place and a time, and no verb."""
    at = index - 1
    while at > 0 and items[at].low in words("light"):
        at -= 1
    if at < 1 or items[at].low not in _AT or not is_train(items[at - 1]) or not any(x.time for x in items[index:]):
        return frame
    low = max(0, at - 2 - _DESCRIBED)
    start = max((i for i in range(low, at - 1) if items[i].low == ":"), default=low - 1)
    if (start < low and low > 0) or not _describes(items[start + 1 : at - 1]):
        return frame
    rest = items[index + 1 : index + 1 + _CAPTION_REACH]
    end = next((i for i, x in enumerate(rest) if x.low in (".", ";")), len(rest))
    if end == _CAPTION_REACH:
        return frame
    rest = rest[:end]
    if all(x.kind in ("time", "mark", "place") or x.low in _IN_A_CAPTION for x in rest):
        return frame._replace(event="seen", verb="", verb_at=at, mover="train", mover_at=at - 1)
    return frame


def _describes(words_before: list[Item]) -> bool:
    """Whether words before a train are an article and what the train is like: "the unannounced"."""
    if len(words_before) > _DESCRIBED or any(x.kind != "word" for x in words_before):
        return False
    inner = (x.low for x in words_before[1:])
    return not any(w in events() or w in FORMS_OF_BE or w in _NOT_OF_A_NAME for w in inner)


_NOT_OF_A_NAME = words("prepositions") | {"a", "an", "the", "and", "or", "of", "has", "had", "will"}
