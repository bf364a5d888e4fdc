"""Entries of logs and posts: a place, a clock and a word for what happened, or none at all."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from railsight.resolution.sentences.verbs import LIGHT
from railsight.resolution.wording import events

if TYPE_CHECKING:
    from railsight.mentions.time_phrase import TimePhrase
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item

_ENTRIES = {
    "departed": frozenset({"dep", "depd", "departed", "left", "leaves", "off", "away", "departure", "departs"}),
    "arrived": frozenset({"arr", "arrd", "arrived", "arrives", "arrival", "into", "reached", "in"}),
    "passed": frozenset({"through", "past", "pass", "passed", "passes", "passing", "via"}),
    "stopped": frozenset({"at", "stopped", "stops", "held", "standing", "stands", "stood", "waiting", "waits", "sat"}),
}
_ENTRY_REACH = 9  # items before the place of an entry
_ENTRY_PARTS = frozenset({",", ";", "-", "–", "—", ".", ":", "|", "/", "and", "then"})


def log_entry(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "0715 dep Omsk, 0902 thru Tatarskaya": a clock, what happened, a place."""
    start = index
    while start > 0 and index - start < 6 and items[start - 1].low not in _ENTRY_PARTS:
        start -= 1
    time = items[start].time if start < index else None
    if time is None or not time.has_clock or not 2 <= index - start <= 4:
        return frame
    told = [x.low for x in items[start + 1 : index] if events().get(x.low) != "move"]
    if told[:2] == ["out", "of"]:
        told = ["dep"]
    event = next((e for e, forms in _ENTRIES.items() if told and told[0] in forms), None)
    if event is not None and all(w in LIGHT or w in _ENTRIES[event] for w in told):
        if event == "departed" and told[-1] in _TOWARD:
            return frame._replace(event=event, verb=told[0], verb_at=index - 2, own=time, mover="parties")
        return frame._replace(
            event=event,
            verb=told[0],
            verb_at=index - 1,
            mover="parties",
            own=time,
            preposition="from" if event == "departed" else "at",
        )
    return frame


_TOWARD = frozenset({"to", "for", "toward", "towards"})  # "12:40 pulled away toward X"
_UNDONE = frozenset({"didn't", "didn’t", "not", "without", "no", "w/o", "never"})
_DUE = frozenset({"est", "eta", "booked", "due", "sched", "should", "next", "expected"})
_BY = frozenset({"by", "past", "through", "via"})


def entry_line(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "0955 stopped for a crew change at X.", "1225 X, held outside.": a sentence that opens with its clock."""
    time = items[0].time
    if time is None or not time.has_clock or time.has_date or index > _ENTRY_REACH:
        return frame
    if _none_there(items[index + 1 : index + 6]):
        return frame._replace(
            event="seen", verb="no", verb_at=index, own=time, mover="parties", preposition="at", negated=True
        )
    if any(x.kind in ("place", "mover") for x in items[1:index]):
        return frame
    led = [x.low for x in items[1:index] if x.kind == "word"]
    after = [x.low for x in items[index + 1 : index + 5] if x.kind == "word"]
    event = entry_event(led) or (None if led else entry_event(after) or "seen")
    if event is not None:
        if event == "departed" and items[index - 1].low in _TOWARD:
            return frame._replace(event=event, verb=led[0], verb_at=max(1, index - 2), own=time, mover="parties")
        return frame._replace(
            event=event,
            verb=led[0] if led else "",
            verb_at=max(1, index - 1),
            own=time,
            mover="parties",
            preposition="from" if event == "departed" else "at",
        )
    return frame


def entry_event(told: list[str]) -> str | None:
    """The event of the first word of an entry that tells one."""
    if len(told) > 1 and told[0] in _UNDONE and told[1] in ("stop", "halt", "call", "stopping"):
        return "passed"
    for word in told:
        if word in _BY:
            return "passed"
        found = next((e for e, forms in _ENTRIES.items() if word in forms - {"at", "in"}), None)
        if found is not None:
            return found
    return None


def timetable_entry(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "Kitami dep. 20:54", "Grand Junction, arr 1052 dep 1124": a place, what happened, a clock."""
    if frame.preposition:
        return frame
    k = index + 1
    while k < len(items) and items[k].low in (",", ":", "|", "-", "–", "—"):
        k += 1
    told = items[k].low if k < len(items) else ""
    if _is_listed(items, index):
        return timed_place(items, index, frame)
    event = next((e for e in ("departed", "arrived", "passed") if told in _ENTRIES[e] - {"in", "left"}), None)
    ahead = items[k + 1 : k + 4]
    time = next((x.time for x in ahead if x.time is not None), None)
    apart = k < len(items) and items[k].start - items[index].end > 1  # a mark is between them
    if event is None and apart and told == "left":  # "X: left at nine", not "X left at nine"
        event = "departed"
    ahead = list(itertools.takewhile(lambda x: x.time is None, ahead))
    if event is None or time is None or not (time.has_clock or apart) or any(x.kind == "place" for x in ahead):
        return frame
    return frame._replace(
        event=event,
        verb=told,
        verb_at=k,
        own=time,
        mover="parties",
        preposition="from" if event == "departed" else "at",
    )


def _is_listed(items: list[Item], index: int) -> bool:
    """Whether a place and its clock follow another clock and a comma: "crossed at X 12:30, Y 22:00"."""
    if index < 2 or index + 1 >= len(items) or items[index - 1].low != ",":
        return False
    before, own = items[index - 2].time, items[index + 1].time
    return before is not None and before.has_clock and own is not None and own.has_clock and not own.has_date


def _none_there(after: list[Item]) -> bool:
    """ "Our people in X: nothing there so far", "Y: no sign of it"."""
    told = [x.low for x in after]
    return told[:1] in ([":"], ["-"], [","]) and (
        told[1:2] == ["nothing"] or told[1:3] in (["no", "sign"], ["no", "show"])
    )


def absent_entry(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "Y: no sign of it at 15:00", "nothing at X yet" after a name that opens its sentence."""
    if frame.preposition or index > 1 or not _none_there(items[index + 1 : index + 6]):
        return frame
    return frame._replace(event="seen", verb="no", verb_at=index + 2, mover="parties", preposition="at", negated=True)


def due_entry(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "Denver est. 2040", "York booked 1142", "Y next", "next up is X", "crew reckon X 1345": it is due there."""
    before = [x.low for x in items[max(0, index - 4) : index]]
    fronted = before[-1:] in (["is"], [":"]) and before[-2:-1] in (["next"], ["up"]) and "next" in before
    fronted = fronted or before[-2:] in (["next", "expected"], ["next", "due"], ["next", "stop"])
    k = index + 1
    while k < len(items) and items[k].low in (",", ":", "is"):
        k += 1
    told = items[k].low if k < len(items) else ""
    ends = k + 1 >= len(items) or items[k + 1].kind in ("mark", "time")
    following = next((x.time for x in items[k : k + 5] if x.time is not None), None)
    opens = index == 0 or items[index - 1].low in _ENTRY_PARTS or before[-1:] == ["then"]
    due = opens and told in _DUE and (ends or (following is not None and told == "should"))
    if due and told not in ("next", "should"):
        row = items[k].start - items[index].end > len(", ")  # "X | ETA | 7 March"
        due = following is not None and (following.has_clock or row)
    reckoned = (
        before[-1:] in (["reckon"], ["reckons"], ["guess"], ["say"]) and following is not None and following.has_clock
    )
    if not (fronted or due or reckoned) or (told == "next" and k > index + 1 and items[k - 1].low != "is"):
        return frame
    frame = frame._replace(event="due", verb="due", mover="parties", preposition="in", verb_at=k if due else index - 1)
    if following is not None and (following.has_clock or told == "eta"):
        return frame._replace(own=following)
    return frame


def particle_entry(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "Off Orlando at 1305", "out of Winnipeg 0130", "through Y on Monday at 2", "in at X 0710": no verb."""
    at = index - 1
    first = items[at].low if at >= 0 else ""
    if at > 0 and (items[at - 1].low, first) in _PAIRS:
        at, first = at - 1, items[at - 1].low
    event = _PARTICLES.get(first)
    if event is None or (first == "in" and at == index - 1):
        return frame
    lead = items[at - 1] if at else None
    after = items[index + 1 : index + 5]
    k = next((i for i, x in enumerate(after) if x.time is not None), None)
    if k is None or not all(x.low in _AT for x in after[:k]):
        return frame
    at_clock = next((i for i, x in enumerate(after) if x.time is not None and x.time.has_clock), None)
    if at_clock is None:
        return frame
    clock, rest = after[at_clock].time, items[index + at_clock + 2 : index + at_clock + 3]
    ends = not rest or rest[0].kind == "mark" or rest[0].low in _AFTER_ENTRY
    if ends and (lead is None or lead.low in _ENTRY_PARTS | {")"} or lead.kind == "time"):
        return frame._replace(
            event=event,
            verb=first,
            verb_at=at,
            mover="parties",
            preposition="from" if event == "departed" else "at",
            own=clock,
        )
    return frame


_PARTICLES = dict.fromkeys(("off", "out", "away"), "departed") | dict.fromkeys(("into", "in"), "arrived")
_PARTICLES |= dict.fromkeys(("by", "past", "through", "via"), "passed")
_PAIRS = frozenset({("out", "of"), ("away", "from"), ("in", "at"), ("in", "to")})
_AFTER_ENTRY = frozenset({"and", "with", "for", "per", "then", "but"})
_AT = frozenset({"at", "on", "about", "around", "approx", "just", "after", "before"})


def _rest_of_name(items: list[Item], index: int) -> int:
    """How many items behind a town end the name of its station: "Köln Ehrenfeld 00:35"."""
    if index + 2 >= len(items) or items[index + 2].time is None:
        return 0
    name = items[index + 1]
    unknown = name.kind == "place" or (name.kind == "mover" and name.who == "?")
    return int(unknown and name.start - items[index].end == 1)


def timed_place(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "Lopburi at 08:40, monkeys not impressed.", "21:22 Verden": a place and a clock and no verb."""
    before = items[index - 1] if index else None
    if frame.preposition:
        return frame
    index += _rest_of_name(items, index)
    time = before.time if before is not None else None
    beside = True  # "Lublin Mon 07:45": no word between them
    if time is None and (before is None or before.low in _ENTRY_PARTS):
        ahead = items[index + 1 : index + 4]
        at = next((k for k, x in enumerate(ahead) if x.time is not None), None)
        if at is None or any(
            x.low not in ("at", "by", "around", "about", "approx", "est", "~", ",") for x in ahead[:at]
        ):
            return frame
        time, beside = ahead[at].time, at == 0
        rest = items[index + at + 2 :]
        end = next((k for k, x in enumerate(rest) if x.low in _ENTRY_PARTS), len(rest))
        by_a_watch = end > 1 and rest[0].low == "by" and not _WATCHES.isdisjoint(x.low for x in rest[:end])
        thought = by_a_watch or [x.low for x in rest[:end]] in (
            ["i", "think"],
            ["or", "so"],
            ["i", "guess"],
            ["sharp"],
            ["ish"],
        )
        if not thought and any(x.kind == "word" for x in rest[:end]):
            return frame  # "Beijing at 9 a.m. was quiet"
    listed = before is not None and time is not None and time is before.time and _is_of_a_day(items, index)
    if time is None or not (time.has_clock or listed) or (time.has_date and not beside):
        return frame
    frame = frame._replace(event=_told_behind(items, time) or "seen", verb="", verb_at=index)
    return frame._replace(mover="parties", own=time, preposition="from" if frame.event == "departed" else "at")


def _is_of_a_day(items: list[Item], index: int) -> bool:
    """ "On Monday X, on Tuesday Y": a list of where it was on which day."""
    if index < 2 or items[index - 2].low != "on" or (index > 2 and items[index - 3].kind != "mark"):
        return False
    return index + 1 == len(items) or items[index + 1].kind == "mark"


_WATCHES = frozenset({"watch", "clock", "phone", "wristwatch"})  # "X, ten past nine by my watch"
_ON_ITS_WAY = frozenset({"straight", "slowly", "right", "just", "now", "already", "still", "again", "she", "it", "was"})
_NON_STOP = frozenset({"non-stop", "nonstop"})


def _told_behind(items: list[Item], time: TimePhrase) -> str | None:
    """What the words behind the clock of an entry tell: "X, 11:30: straight through", "X 19:45, standing"."""
    at = next(i for i, x in enumerate(items) if x.time is time) + 1
    if at + 1 >= len(items) or items[at].low not in _OPENS_REMARK:
        return None
    told = [x.low for x in items[at + 1 : at + 6] if x.kind == "word" or x.who == "pronoun"]
    while told and told[0] in _ON_ITS_WAY:
        told = told[1:]
    if told[:1] and (told[0] in _NON_STOP or (told[0] in _UNDONE | {"did", "does"} and _STOPS & set(told[1:3]))):
        return "passed"
    return next((e for e, forms in _ENTRIES.items() if told and told[0] in forms - {"at", "in", "into", "via"}), None)


_OPENS_REMARK = frozenset({",", ":", "-", "–", "—", "(", ";"})
_STOPS = frozenset({"stop", "stopped", "stopping", "halt", "call", "slow"})
