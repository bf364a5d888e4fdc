"""Who did what at a place: for every place of a sentence the preposition, verb, mover and tense around it."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from railsight.resolution.frame import Frame
from railsight.resolution.phrases.appositions import (
    after_place,
    done_from,
    holds_before,
    is_apposed,
    is_of_a_noun,
    lies_by,
    lies_there,
    modifies,
    names_before,
    of_a_link,
    whence_it_came,
    whence_it_carries,
)
from railsight.resolution.phrases.governing import governed
from railsight.resolution.phrases.journeys import ends_of_journey
from railsight.resolution.phrases.purposes import stands_instead
from railsight.resolution.phrases.witnesses import (
    WITNESSES,
)
from railsight.resolution.sentences.echoes import anew, told_with
from railsight.resolution.sentences.lists import carries_on, inherit, pair_off, same_list
from railsight.resolution.sentences.moods import FORMS_OF_BE, ONLY_GOES
from railsight.resolution.sentences.openings import begins_with_when_or_where
from railsight.resolution.sentences.stays import is_there
from railsight.resolution.sentences.verbs import ECHO, verbs_of
from railsight.resolution.sentences.ways import leads
from railsight.resolution.tellers.standpoints import STANDPOINT, moves_there
from railsight.resolution.times.earlier_times import tells_what_was_before
from railsight.resolution.times.frame_times import timed
from railsight.resolution.times.owners import of_what_is_told
from railsight.resolution.wording import events, words

if TYPE_CHECKING:
    from railsight.resolution.sentences.items import Item, Sentence

_PREPOSITIONS = words("prepositions")
_BOUNDARIES = words("boundaries")
_STAYS = words("stays")
_OF_ITS_OWN = FORMS_OF_BE | {"has", "had"}
_LIGHT = words("light")


def read_frames(sentence: Sentence, number: int) -> list[Frame]:
    """A frame for every place of the sentence, in order."""
    items = sentence.items
    frames: list[Frame] = []
    previous: Frame | None = None
    verbs = verbs_of(items)
    times = of_what_is_told(items)
    bounds = [i for i in range(len(items)) if _bounds(items, i)]
    for index, item in enumerate(items):
        if item.kind != "place" or item.place is None:
            continue
        if item.cue == ECHO and previous is not None and told_with(previous, item, index):
            continue
        frame = _frame(items, index, number, clause_of(items, index, bounds), previous)
        frame = timed(items, frame, verbs, times)
        if tells_what_was_before(items, frame):
            frame = frame._replace(before=True)
        frames.append(frame)
        if not frame.qualifies:
            previous = frame
    return list(pair_off(sentence, _paired(items, frames)))


def _frame(items: list[Item], index: int, number: int, clause: tuple[int, int], previous: Frame | None) -> Frame:
    """The frame of a place but for its times: how it is told, what happened there, and whether it only says where
    another place is.
    """
    place = items[index].place
    assert place is not None
    frame = Frame(number, index, place, clause=clause, echo=items[index].cue in (ECHO, STANDPOINT))
    if items[index].cue == STANDPOINT:
        return moves_there(items, index, frame)
    at, word = _step_left(items, index)
    frame, at = _led(items, index, at, word, frame, previous)
    if frame.event is None:
        frame = governed(items, index if at is None else at, index, frame)
        frame = ends_of_journey(items, index, frame, previous)
    if at is not None and at > 1 and (items[at - 2].low, items[at - 1].low) == (",", "not"):
        frame = frame._replace(negated=True)  # "in X, not in Y"
    if not frame.qualifies and _qualifies(items, index, at, frame, previous):
        return frame._replace(qualifies=True)
    return frame


def _led(
    items: list[Item], index: int, at: int | None, word: str, frame: Frame, previous: Frame | None
) -> tuple[Frame, int | None]:
    """The frame with what leads to its place: a preposition, a compass point, or the verb of the place before it; and
    where that stands.
    """
    qualifies = _possesses(items, index)
    listed = word in (",", "and", "or", "&", "(") and previous is not None and not frame.echo
    if previous is not None and listed and same_list(items, previous.item, index):
        frame = inherit(frame, previous)
    elif previous is not None and carries_on(items, previous, index, word):
        frame = inherit(frame, previous)._replace(preposition=word)
    elif word == "," or (at is not None and items[at].kind == "place"):
        qualifies = after_place(items, index)
    own = (_toward(items, at) or word) if word in _PREPOSITIONS else ""
    preposition = frame.preposition or leads(items, index, own)
    if previous is not None and anew(items, index) and previous.place == frame.place:
        frame = inherit(frame, previous)  # "in X on Friday, and again on Monday"
        preposition = frame.preposition
    if frame.echo and is_there(items, index):
        at, preposition = None, "at"
    elif frame.echo and index and items[index].low == "there" and items[index - 1].low in _GOES:
        preposition = "to"
    if previous is not None and previous.negated and stands_instead(items, previous, index, at):
        # "not in X but in Y", "its destination is not X but Y"
        modal = None if previous.verb in ONLY_GOES else previous.modal
        frame = inherit(frame, previous)._replace(negated=False, modal=modal)
        preposition = own or previous.preposition
    modifying, offset = modifies(items, index), _offset(items, index)
    frame = frame._replace(preposition=preposition, offset=offset, qualifies=qualifies, modifies=modifying)
    return frame, at


def _qualifies(items: list[Item], index: int, at: int | None, frame: Frame, previous: Frame | None) -> bool:
    """Whether a place led to by the word at ``at`` only says where another one is, or who or what is from it."""
    if frame.offset and index >= 4 and lies_by(items, index - 1):
        return True  # "X, east of Y", "X, a village east of Y"
    lies = at is not None and frame.preposition in _LIES and items[at].low == frame.preposition
    if lies and at is not None and (names_before(items, at) or holds_before(items, at, index) or lies_by(items, at)):
        return True
    if at is not None and at > 1:
        if (items[at - 2].low, items[at - 1].low) in _AFTER_GATHERING:
            return True  # "left X after talks at Y"
        if items[index - 1].low == "of" and items[index - 2].low in _EDGES and is_apposed(items, index - 1):
            return True
    if at is not None and frame.preposition in ("near", "outside") and _stands_apart(items, index, at):
        return True
    if at is not None and at > 2 and items[at].low == "for" and items[at - 1].low in _GATES:
        return items[at - 2].low in _ARTICLES and items[at - 3].low == ","  # "reached X, the railhead for Y"
    if frame.preposition in _STAYS and at is not None and whence_it_carries(items, at):
        return True  # "with children from orphanages around X"
    if previous is not None and at is not None and done_from(items, previous, frame, at):
        return True  # "was caught at X by the controller in Y"
    if frame.preposition in _STAYS and at is not None and is_of_a_noun(items, index, at):
        return True  # "the exercise at X is over"
    return of_a_link(items, index) or lies_there(items, index) or whence_it_came(items, index, frame)


def _toward(items: list[Item], at: int | None) -> str:
    """The preposition that leads to what lies at a place: "for" of "left Y for the border at X"; else empty."""
    if at is None or at < 3 or items[at].low not in ("at", "in", "near") or items[at - 1].low not in _LIE_AT:
        return ""
    i = at - 2
    while i > 0 and items[i].low in _LIGHT:
        i -= 1
    return str(items[i].low) if items[i].low in ("for", "toward", "towards") else ""


_GOES = ONLY_GOES | {"go", "goes", "travel"}
_LIE_AT = frozenset({"border", "frontier", "bridge", "crossing", "port", "station"})


def _stands_apart(items: list[Item], index: int, at: int) -> bool:
    """Whether a place between commas right behind another only says where that is: "left X, near Y, at nine"."""
    before = [x for x in items[max(0, at - 3) : at - 1] if x.low not in words("facility-after")]
    behind = next((x for x in items[index + 1 :] if x.low not in words("facility-after")), None)
    led = items[at - 1].low == "," and bool(before) and before[-1].kind == "place" and not before[-1].cue
    return led and behind is not None and behind.low == ","


# "X, on the shore of Y": Y says where X lies.
_EDGES = frozenset({"shore", "shores", "bank", "banks", "edge", "coast", "foot", "slopes", "outskirts", "mouth"})
_LIES = frozenset({"in", "of", "near", "outside"})
_GATES = frozenset({"railhead", "gateway", "station", "junction", "stop", "port"})
_ARTICLES = frozenset({"the", "a"})
_AFTER_GATHERING = frozenset(
    (word, noun)
    for word in ("after", "following", "before")
    for noun in ("talks", "meetings", "negotiations", "ceremonies", "celebrations", "protests")
)


def clause_of(items: list[Item], index: int, bounds: list[int]) -> tuple[int, int]:
    """Items of the clause around an item: between boundaries such as "where", "which", ";" or ", but"."""
    k = bisect_left(bounds, index)
    start = bounds[k - 1] + 1 if k else 0
    after = bisect_right(bounds, index)
    return start, bounds[after] if after < len(bounds) else len(items)


def _bounds(items: list[Item], i: int) -> bool:
    low = items[i].low
    if low == ":":
        # "was not interrupted: X was passed at 06:22"
        return i + 1 < len(items) and items[i + 1].kind == "place" and _opens_clause(items, i + 1)
    if low not in _BOUNDARIES and low not in ("but", "and"):
        return False
    if items[i].kind in ("place", "time", "mover"):
        return False
    return low != "and" or (
        i > 0 and items[i - 1].low == "," and (_opens_clause(items, i + 1) or begins_with_when_or_where(items, i))
    )


def _opens_clause(items: list[Item], i: int) -> bool:
    """Whether a subject and its verb begin here: a mover, or a place that "was" or "had" something itself."""
    if i >= len(items):
        return False
    return items[i].kind == "mover" or (
        items[i].kind == "place" and i + 1 < len(items) and items[i + 1].low in _OF_ITS_OWN
    )


def _step_left(items: list[Item], index: int) -> tuple[int | None, str]:
    """The nearest item to the left that is not an article, an adjective or "the city of": its index and word."""
    i = index - 1
    steps = 0
    while i >= 0 and steps < 9:
        item = items[i]
        if _possesses(items, i):  # "Russia's Vostochny Cosmodrome"
            i -= 1
            continue
        if item.kind == "mark" or item.kind in ("time", "mover"):
            return i, item.low
        if item.kind == "place":
            return i, item.low
        if item.low in _PREPOSITIONS or item.low in events() or item.low in ("and", "or"):
            return i, item.low
        if item.low in WITNESSES or (item.low not in _LIGHT and steps > 3):
            return i, item.low
        i -= 1
        steps += 1
    return None, ""


def _possesses(items: list[Item], i: int) -> bool:
    """Whether the place at i only owns the next one: "Russia's Vostochny Cosmodrome", "the Perm region's Kungur"."""
    if items[i].kind != "place" or i + 1 == len(items):
        return False
    following = items[i + 1]
    if following.kind == "place":
        return following.start - items[i].end == 3  # an apostrophe, s and blank are between them
    owned = i + 2 < len(items) and items[i + 2].kind == "place" and following.low in words("facility-after")
    return owned and items[i + 2].start - following.end == 3


def _offset(items: list[Item], index: int) -> str | None:
    """Compass point of "north of X" before a place."""
    from railsight.mentions.phrases import compass

    for i in range(index - 1, max(-1, index - 5), -1):
        if items[i].low == "of" and i > 0:
            word = items[i - 1].low.replace("-", "").removesuffix("ward").removesuffix("wards")
            if word in ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"):
                return compass(word)
            return None
        if items[i].low not in _LIGHT:
            return None
    return None


def _paired(items: list[Item], frames: list[Frame]) -> list[Frame]:
    """The frames, those of "between A and B" each with the other place."""
    paired = list(frames)
    for k, (a, b) in enumerate(itertools.pairwise(frames)):
        words = [x.low for x in items[max(0, a.item - 3) : a.item]]
        if "between" in words and any(x.low == "and" for x in items[a.item + 1 : b.item]) and b.item - a.item <= 4:
            paired[k] = paired[k]._replace(between=b.place, preposition="between")
            paired[k + 1] = paired[k + 1]._replace(between=a.place, preposition="between")
    return paired
