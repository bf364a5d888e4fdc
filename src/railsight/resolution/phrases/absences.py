"""Turns of phrase that tell where the train did not come, or has not come yet."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from railsight.resolution.phrases.witnesses import WITNESSES
from railsight.resolution.sentences.acts import is_train, opens
from railsight.resolution.sentences.moods import FORMS_OF_BE
from railsight.resolution.sentences.verbs import LIGHT
from railsight.resolution.wording import cues, words

if TYPE_CHECKING:
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item

_TRACES = frozenset({"sign", "signs", "trace", "sighting", "sightings", "record", "records"})
_HAVE = (["has"], ["have"], ["had"])
_BROKEN_OFF = frozenset({"cancelled", "canceled", "halted", "stopped", "terminated", "abandoned", "scrapped"})
_COMINGS = frozenset(
    {"arrive", "arrived", "appear", "appeared", "come", "came", "show", "showed", "turn", "turned", "received"}
    | {"materialise", "materialised", "materialize", "materialized"}
)
_WAITED = frozenset(
    {"waited", "waiting", "wait", "gathered", "assembled", "watched", "watching", "lined", "camped", "standing"}
)
_STOOD = frozenset({"stood", "stand", "sat", "queued"})
_WENT = frozenset({"went", "came", "travelled", "traveled", "ran", "moved", "returned"})
_AIMS = ("for", "to", "in", "at")
_DENIES = ("denied", "denies", "denying")
_CAME = frozenset(
    {"arrived", "reached", "come", "passed", "stopped", "been", "entered", "crossed", "appeared", "called"}
)


def missed(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "Overdue at X", "cancelled before it reached X", "X waited in vain for the train": it did not come."""
    low, _ = frame.clause
    words_before = [x.low for x in items[max(0, low - 4) : index]]
    overdue = frame.preposition in ("at", "in") and words_before[-2:-1] == ["overdue"]
    broken_off = frame.event == "arrived" and any(
        a in _BROKEN_OFF and b in ("before", "short") for a, b in itertools.pairwise(words_before)
    )
    in_vain = [x.low for x in items[index + 1 : index + 5]]
    hoped = "vain" in in_vain and any(map(is_train, items[index + 1 : index + 8]))
    unseen = _none_seen(items, index, frame) or _not_come(items, index, frame) or _none_came(items, index)
    if overdue or broken_off or hoped or unseen:
        return frame._replace(
            event="seen", verb="no", mover="parties", verb_at=max(0, index - 1), preposition="in", negated=True
        )
    return frame


def _none_seen(items: list[Item], index: int, frame: Frame) -> bool:
    """ "Staff at X said they had seen no such train"."""
    after = [x.low for x in items[index + 1 : index + 9]]
    if frame.preposition not in ("at", "in", "near") or "no" not in after or not words("speech") & set(after[:3]):
        return False
    no = index + 1 + after.index("no")
    return any(map(is_train, items[no + 1 : no + 4])) and not any(x.kind == "place" for x in items[index + 1 : no])


def _not_come(items: list[Item], index: int, frame: Frame) -> bool:
    """ "Wagons meant for X have yet to arrive", "due in X on Monday but did not show up"."""
    if others_wait(items, index, frame):
        return _train_stays_away(items, index)
    goal = frame.event in ("move", "due", "nearing") and frame.verb not in _WENT
    to_come = frame.verb_at is not None and frame.verb_at > 1 and items[frame.verb_at - 1].low == "to"
    planned = items[(frame.verb_at or 2) - 2].low
    goal = goal or (to_come and (planned in cues("expected") or planned in ("was", "were")))  # "was to call at X"
    carried = frame.event is None and frame.preposition in ("to", "for") and any(map(is_train, items[:index]))
    if not (goal or carried) or frame.preposition not in (_AIMS if not to_come else (*_AIMS, "")):
        return False
    for i in range(index + 1, min(len(items) - 1, index + 12)):
        low = items[i].low
        if items[i].kind == "place" or low == ";":
            return False
        if low in ("yet", "failed") and items[i + 1].low == "to":
            return items[min(i + 2, len(items) - 1)].low in _COMINGS
        if low in ("not", "never"):
            return any(x.low in _COMINGS for x in items[i + 1 : i + 4])
        if low == "nowhere" and items[i + 1].low in ("to", "in", "near"):
            return True
    return False


def others_wait(items: list[Item], index: int, frame: Frame) -> bool:
    """Whether it is people who wait at a place: "reporters waited at X"."""
    low, _ = frame.clause
    near = items[max(low, index - 6) : index]
    stood = any(a.low in WITNESSES and b.low in _STOOD for a, b in itertools.pairwise(near))  # "crowds stood in X"
    waits = stood or any(x.low in _WAITED for x in near)
    return waits and not any(x.who in ("train", "pronoun") for x in items[low:index])


def _train_stays_away(items: list[Item], index: int) -> bool:
    """ "..., but the train did not arrive", "... but no train appeared", told behind a place."""
    for i in range(index + 1, min(len(items), index + 14)):
        if items[i].kind == "place":
            return False
        if not is_train(items[i]) and items[i].low not in ("it", "nothing"):
            continue
        after = [x.low for x in items[i + 1 : i + 6]]
        none = items[i].low == "nothing" or items[i - 1].low == "no" or items[i].low.startswith("no ")
        denied = none or any(w in ("not", "never", "failed", "nowhere") or w.endswith(("n't", "n’t")) for w in after)
        if denied and (_COMINGS & set(after) or "nowhere" in after):
            return True
    return False


def _none_came(items: list[Item], index: int) -> bool:
    """ "X's station master said no train had come through", "officials in X denied that any train had arrived"."""
    before = items[index - 1].low if index else ""
    owns = index + 1 < len(items) and items[index + 1].start - items[index].end == 3  # an apostrophe, s and blank
    if not owns and before not in ("in", "at", "of"):
        return False
    speaks = next((i for i in range(index + 1, min(len(items), index + 8)) if _speaks_or_denies(items[i].low)), None)
    if speaks is None:
        return False
    train = next((i for i in range(speaks + 1, min(len(items), speaks + 7)) if is_train(items[i])), None)
    if train is None or any(x.kind == "place" for x in items[index + 1 : train + 9]):
        return False
    denied = items[speaks].low in _DENIES
    none = items[train - 1].low == "no" or items[max(0, train - 2)].low == "no" or items[train].low.startswith("no ")
    return (denied or none) and any(x.low in _CAME for x in items[train + 1 : train + 9])


def _speaks_or_denies(low: str) -> bool:
    return low in words("speech") or low in _DENIES or low in ("insisted", "insists")


def nothing_at(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "Nothing at X yet": the train is not there."""
    if index >= 2 and items[index - 2].low in ("nothing", "none") and items[index - 1].low in words("stays"):
        return frame._replace(event="seen", verb="no", verb_at=index - 2, mover="parties")
    return frame


_EXISTS = frozenset({"is", "was", "are", "were", "been"})
_OF_PLACES = frozenset({"at", "in", "near", "outside", "by", "on"})
_TRAIN_REACH = 4  # items behind "no" in which the train stands
_NONE_REACH = 9  # items on either side of a place in which it is said that there is none


def no_train_at(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "At X there is no such train", "there was no train at X", "no train at X yet": it is not there."""
    if frame.preposition not in _OF_PLACES:
        return frame
    reach = len(items) if opens(items, index, LIGHT) else _NONE_REACH
    for no in range(max(0, index - _NONE_REACH), min(len(items) - 1, index + reach)):
        if not items[no].low.startswith("no") or not _there_is_none(items, no):
            continue
        if no > index + _NONE_REACH and "there" not in (x.low for x in items[no - 3 : no]):
            continue  # but "at X people waited until midnight and went home; there was still no train"
        low, high = sorted((no, index))
        if not any(x.kind == "place" for x in items[low + 1 : high]):
            return frame._replace(event="seen", verb="no", verb_at=no, mover="parties", preposition="at")
    return frame


def _there_is_none(items: list[Item], no: int) -> bool:
    """Whether "no" says of a train that there is none, and nothing is said that it did not do."""
    if items[no].low != "no" and not items[no].low.startswith("no "):
        return False
    train = next((i for i in range(no, min(len(items), no + _TRAIN_REACH)) if is_train(items[i])), None)
    if train is None:
        return False
    before = [x.low for x in items[max(0, no - 2) : no]]
    said = before[:1] == ["there"] and before[-1] in _EXISTS
    opens = no == 0 or items[no - 1].kind == "mark" or items[no - 1].low in ("and", "but", "still")
    then = items[train + 1] if train + 1 < len(items) else None
    ends = then is None or then.kind in ("mark", "time", "place") or then.low in _OF_PLACES | _STILL_NONE
    return ends and (said or opens)


_STILL_NONE = frozenset({"yet", "here", "there", "now", "today", "so", "whatsoever", "whatever", "anywhere"})


def not_there(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "They were not there yet on Thursday": not where they were told to be going."""
    at = index - 1
    while at > 0 and items[at].low in ("not", "yet", "still"):
        at -= 1
    denied = any(x.low == "not" for x in items[at:index]) or items[at].low.endswith(("n't", "n’t"))
    been = items[at].low in FORMS_OF_BE or items[at].low.removesuffix("n't").removesuffix("n’t") in FORMS_OF_BE
    if frame.echo and items[index].low == "there" and denied and been:
        return frame._replace(event="seen", verb="no", verb_at=at, preposition="in")
    return frame


def no_sign(items: list[Item], index: int, low: int, frame: Frame) -> Frame:
    """ "There was no sign of the train at X"."""
    for i in range(max(low, index - 9), index - 2):
        if items[i].low == "no" and items[i + 1].low in _TRACES:
            frame = frame._replace(event="seen", verb="no", verb_at=i + 1)
    after = [x.low for x in items[index + 1 : index + 6]]
    if frame.preposition and after[:1] == ["there"] and "no" in after and _TRACES & set(after):
        frame = frame._replace(event="seen", verb="no", verb_at=index + 1 + after.index("no"))
    if after[:1] in _HAVE and after[1:2] == ["no"] and after[2:3] and after[2] in _TRACES:
        # "the terminal at X has no record of it"
        return frame._replace(event="seen", verb="no", verb_at=index + 2, mover="parties", preposition="in")
    return frame
