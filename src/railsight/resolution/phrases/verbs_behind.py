"""Turns of phrase in which the verb of a place follows it: "where it arrived at noon", "near X the train waited"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.resolution.frame import TOWARDS
from railsight.resolution.phrases.doings import BY, went_by
from railsight.resolution.sentences.acts import opens
from railsight.resolution.sentences.moods import FORMS_OF_BE
from railsight.resolution.sentences.verbs import ECHO, LIGHT, MODALS, is_noun, tells_leaving, tells_nothing
from railsight.resolution.wording import events

if TYPE_CHECKING:
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item


_OF_A_STATION = frozenset(
    {"station", "railway", "junction", "yard", "terminal", "port", "cosmodrome", "spaceport", "depot"}
)


def takes_up(items: list[Item], index: int) -> int | None:
    """Where a clause begins that takes a place up: "X, where ...", "X station, which ..."."""
    at = index + 1
    while at < len(items) and items[at].low in _OF_A_STATION:
        at += 1
    at += at < len(items) and items[at].kind == "mark"
    return at if at < len(items) and items[at].low in ("where", "which") else None


def _where_due(items: list[Item], index: int, frame: Frame) -> Frame | None:
    """ "Left for X, where it will arrive on Friday", "where it is expected"."""
    if [x.low for x in items[index + 1 : index + 3]] != [",", "where"]:
        return None
    for k in range(index + 3, min(len(items), index + 9)):
        event = events().get(items[k].low)
        ahead = (event == "due" and items[k].low not in _GREETED | {"held"}) or (
            event == "arrived" and any(x.low in ("will", "should") for x in items[index + 3 : k])
        )
        if ahead and items[k].kind == "word":
            return frame._replace(event="due", verb=items[k].low, verb_at=k, preposition="in")
        if items[k].kind in ("place", "mark"):
            return None
    return None


def _where_came(items: list[Item], index: int, frame: Frame) -> Frame | None:
    """ "Left Y for X, where it arrived at noon", "where the train was seen at noon": it came there."""
    if [x.low for x in items[index + 1 : index + 3]] != [",", "where"]:
        return None
    mover = next((k for k in range(index + 3, min(len(items), index + 6)) if items[k].kind == "mover"), None)
    if mover is None or items[mover].who not in ("train", "pronoun"):
        return None
    at = mover + 2 if mover + 1 < len(items) and items[mover + 1].low in ("was", "later", "then") else mover + 1
    event = events().get(items[at].low) if at < len(items) and items[at].kind == "word" else None
    if event == "due" and items[at].low in _GREETED:
        event = "arrived"  # "where it was met by the mayor"
    if event not in ("arrived", "stopped", "seen"):
        return None
    return frame._replace(event=event, verb=items[at].low, verb_at=at, preposition="")


_GREETED = frozenset({"met", "meet"})


def arrives_there(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "Carried on to X, arriving at noon", "pulled in at X": what was on the way arrived."""
    if frame.event == "move" and frame.verb_at is not None and frame.verb_at + 2 <= index:
        after = items[frame.verb_at + 2]
        if items[frame.verb_at + 1].low == "in" and (after.low in ("at", "to") or after.cue == ECHO):
            return frame._replace(event="arrived", preposition="at")
    leads_on = frame.event in ("move", "departed") and frame.preposition in ("to", "for")
    if leads_on and (due := _where_due(items, index, frame)) is not None:
        return due
    if leads_on and frame.modal is None and (come := _where_came(items, index, frame)) is not None:
        return come
    ahead = [x.low for x in items[index + 1 : index + 4]]
    if frame.event != "move" or frame.modal or frame.preposition not in TOWARDS:
        return frame
    if ahead[:2] == [",", "arriving"] or ahead == [",", "and", "arrived"]:
        at = index + len(ahead[:2]) if ahead[1] == "arriving" else index + 3
        if not any(x.kind == "place" for x in items[at : at + 4]):
            return frame._replace(event="arrived", verb=items[at].low, verb_at=at, preposition="")
    return frame


def fronted(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "South of X, near Y, the train waited": the verb follows, with the train between."""
    low = frame.clause[0]
    if not opens(items[low:], index - low, LIGHT):
        return frame
    seen = joined = False
    for i in range(index + 1, min(len(items), index + _FRONTED)):
        who = items[i].who
        joined = joined or (items[i].low == "and" and items[i - 1].low == ",")
        if joined and items[i].kind == "place" and not items[i].cue:
            return frame  # "in X its fire was cleaned, and at Y it was filmed"
        seen = seen or (
            items[i].kind == "mover" and (who == "train" or ((frame.echo or items[i].low == "it") and who == "pronoun"))
        )
        if seen and items[i].kind == "word" and items[i].low in events() and not is_noun(items, i):
            event = events()[items[i].low]
            went = went_by(items, i) if event == "move" else None
            frame = frame._replace(event=went or event, verb=items[i].low, verb_at=i)
            if not frame.preposition:
                frame = frame._replace(preposition="in" if frame.echo else "near")
            return frame
    return frame


_FRONTED = 20  # items behind such a place in which the verb stands


def _taken_up(items: list[Item], i: int) -> bool:
    """ "X, which it reached at noon", "which it is expected to reach on Friday", "which it will pass": what the train
    reached, or is to reach.
    """
    behind = range(i + 2, min(len(items), i + 6))
    at = next((k for k in behind if items[k].kind == "word" and items[k].low in events()), None)
    if at is None or not any(x.kind == "mover" for x in items[i + 1 : min(at, i + 4)]):
        return False
    if events()[items[at].low] == "due":
        return items[at + 1].low == "to" and items[at + 2].low in _REACH if at + 2 < len(items) else False
    if items[at].low in _REACH:
        return items[at - 1].low in MODALS
    goes_by = events()[items[at].low] == "move" and items[min(at + 1, len(items) - 1)].low in BY
    return goes_by or items[at].low in ("reached", "left", "passed", "entered", "crossed")


_REACH = frozenset({"reach", "pass", "enter", "cross"})


def _is_of_others(items: list[Item], where: int, verb: int) -> bool:
    """Whether the verb of "where the platform had been swept" tells of what stands before it, and of no train."""
    if items[verb].low in _DONE_TO_OTHERS or events()[items[verb].low] == "move":
        return True
    subject = [x for x in items[where + 1 : verb] if x.low not in _HELPS and not x.low.endswith("ly")]
    if subject and subject[-1].low in _WAYS:
        return True  # "where the line meets the river"
    return events()[items[verb].low] == "stopped" and bool(subject) and items[verb].low.endswith("ing")


_WAYS = frozenset({"line", "lines", "railway", "track", "tracks", "road", "river", "branch", "route", "border"})
_HELPS = FORMS_OF_BE | MODALS | {"has", "had", "have", "not", "then", "also", "still"}
_DONE_TO_OTHERS = frozenset({"taken", "placed", "handed", "loaded", "unloaded", "held", "met"})  # "water was taken on"


def where_it(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "At X, where it arrived at noon, ...": the verb of the clause that takes the place up."""
    i = takes_up(items, index)
    if i is None or (items[i].low == "which" and not _taken_up(items, i)):
        return frame
    for j in range(i + 1, min(len(items), i + 7)):
        if items[j].kind == "word" and items[j].low in events() and not is_noun(items, j):
            if not any(x.kind == "mover" for x in items[i + 1 : j]) and _is_of_others(items, i, j):
                return frame  # "X, where the platform had been swept", "where officials were waiting"
            event, clause = events()[items[j].low], (i, min(len(items), j + 12))
            frame = frame._replace(event=event, verb=items[j].low, verb_at=j, preposition="in", clause=clause)
            return _gone_by(items, i, frame) if event == "move" else frame
        if items[j].kind in ("place", "mark"):
            return frame
    return frame


def _gone_by(items: list[Item], where: int, frame: Frame) -> Frame:
    """The frame of "X, which it went through": who went, and by which way."""
    verb = frame.verb_at or where
    particle = items[min(verb + 1, len(items) - 1)].low
    who = next((k for k in range(where + 1, verb) if items[k].who in ("train", "pronoun")), None)
    if who is not None:
        frame = frame._replace(mover=items[who].who, mover_at=who, mover_text=items[who].low)
    if particle in BY:
        return frame._replace(preposition=particle)
    did = went_by(items, verb)  # "where it pulled in at noon"
    return frame if did is None else frame._replace(event=did)


def cleft(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "It was at X that the train was seen on Monday", "it was from X that it left": the verb behind "that"."""
    at = next((i for i in range(index - 1, max(0, index - _CLEFT_REACH), -1) if items[i].low in ("was", "is")), None)
    that = index + 1
    if at is None or items[at - 1].low != "it" or that >= len(items) or items[that].low not in ("that", "where"):
        return frame
    for i in range(that + 1, min(len(items), that + _CLEFT_BEHIND)):
        if tells_leaving(items, i):
            return frame._replace(event="departed", verb=items[i].low, verb_at=i)
        if items[i].kind == "place":
            return frame
        if items[i].kind == "word" and items[i].low in events() and not tells_nothing(items, i):
            return frame._replace(event=events()[items[i].low], verb=items[i].low, verb_at=i)
    return frame


_CLEFT_REACH, _CLEFT_BEHIND = 5, 16  # items before the place, and behind it up to the verb
