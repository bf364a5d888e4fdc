"""Verbs without a place of their own, in other languages than English: what they tell of the place told before.

"열차는 3시 단둥에 도착해 20분 뒤 출발했다", "В Чите он не остановился, в 15:00 прошёл ходом", "..., wo er am Freitag
erwartet wird".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.resolution.foreign_moods import is_negated, mood
from railsight.resolution.frame import Frame

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from railsight.mentions.time_phrase import TimePhrase
    from railsight.resolution.clauses import Clause, Spoken

    Subject = tuple[str | None, str]
    Verb = tuple[int, str]  # its item and its cue
    Times = tuple[TimePhrase, ...]

_THERE = frozenset({"где", "там", "wo", "dort", "où"})
_GOES_ON = ("weiter", "дальше", "далее", "续", "續", "继续", "繼續", "再")


def told_on(
    told: Spoken, number: int, frames: Sequence[Frame], before: Frame | None, subjects: Mapping[int, Subject]
) -> tuple[Frame | None, list[Frame]]:
    """The frame before a sentence, and those of it, with what verbs without a place tell of them; behind them such
    verbs' own frames: departures with a time of their own from the place told before.
    """
    governed = {f.verb_at for f in frames}
    here, further = list(frames), []
    for clause in told.clauses:
        for at, cue in clause.verbs:
            k = _last(here, at)
            last = before if not here else None if k is None else here[k]
            if last is None or at in governed or _leads_to(here, clause, at) or subjects[clause.low][0] == "other":
                continue
            start = 0 if k is None else max(last.item, -1 if last.verb_at is None else last.verb_at) + 1
            times = _own_times(told, clause, start, at)
            if any(x.kind == "place" for x in told.items[start:at]):
                continue
            passed = _passing(told, clause, (at, cue), last, times)
            new = None
            if passed is None:
                new = _leaving(told, number, clause, (at, cue), last, times, subjects[clause.low])
                new = new or _at_last(told, number, clause, (at, cue), last, times)
            if new is not None:
                further.append(new)
            elif k is not None:
                here[k] = passed or _reached(told, clause, (at, cue), last, times) or last
            else:
                before = passed or before
    return before, here + further


def _last(frames: Sequence[Frame], at: int) -> int | None:
    """The place told last before a verb in its sentence."""
    return next((k for k, f in reversed(list(enumerate(frames))) if f.item < at and not f.echo), None)


def _leads_to(frames: Sequence[Frame], clause: Clause, at: int) -> bool:
    """Whether a place stands in the clause of a verb, and not before it is told of by another."""
    return any(clause.low <= f.item < clause.high and (f.verb_at is None or f.item > at) for f in frames)


def _own_times(told: Spoken, clause: Clause, start: int, at: int) -> Times:
    """The times of a verb, nearest first: those in its clause that stand behind what is told before."""
    others = [v for v, _ in clause.verbs if v > at]
    high = at if others and told.table.verb == "after" else min([*others, clause.high])
    found = [(i, t) for i in range(max(start, clause.low), high) if (t := told.items[i].time) is not None]
    return tuple(t for _, t in sorted(found, key=lambda p: abs(p[0] - at)) if t.kind == "moment")


def _leaves(told: Spoken, clause: Clause, event: str) -> bool:
    if event == "departed":
        return True
    return event in ("move", "headed") and any(x.low.startswith(_GOES_ON) for x in told.items[clause.low : clause.high])


def _passing(told: Spoken, clause: Clause, verb: Verb, last: Frame, times: Times) -> Frame | None:
    """A halt that was not made as what it was: "не остановился, в 15:00 прошёл ходом"."""
    passed = verb[1].rstrip("~!") == "passed" and last.event == "stopped" and last.negated
    if not passed or is_negated(told, clause, verb[0]):
        return None
    modal = mood(told, clause, verb)
    return last._replace(event="passed", negated=False, preposition="in", times=times + last.times, modal=modal)


def _leaving(
    told: Spoken, number: int, clause: Clause, verb: Verb, last: Frame, times: Times, subject: Subject
) -> Frame | None:
    """A departure with a time of its own from the place told last."""
    at, event = verb[0], verb[1].rstrip("~!")
    if not times or last.mover == "other" or not _leaves(told, clause, event) or is_negated(told, clause, at):
        return None
    mover, mover_text = subject if subject[0] is not None else (last.mover, last.mover_text)
    frame = _at(told, number, clause, at, last)
    frame = frame._replace(event="departed", preposition="from", mover=mover, mover_text=mover_text, unplaced=True)
    return frame._replace(modal=mood(told, clause, verb), times=times)


def _at(told: Spoken, number: int, clause: Clause, at: int, last: Frame) -> Frame:
    """The frame of a verb that stands for the place told last."""
    span = clause.low, clause.high
    return Frame(number, at, last.place, clause=span, echo=True, verb=told.items[at].low, verb_at=at)


def _is_still_awaited(told: Spoken, clause: Clause, verb: tuple[int, str], last: Frame) -> bool:
    """Whether a verb tells when the train will be at the place it was told not to have reached: "预计12日到站"."""
    missed = last.event == "arrived" and last.negated
    return missed and verb[1].rstrip("~!") == "arrived" and mood(told, clause, verb) == "future"


def _at_last(told: Spoken, number: int, clause: Clause, verb: Verb, last: Frame, times: Times) -> Frame | None:
    """The arrival still to come at a place that it was told not to have reached."""
    if not times or not _is_still_awaited(told, clause, verb, last):
        return None
    frame = _at(told, number, clause, verb[0], last)
    frame = frame._replace(event="arrived", preposition="in", mover="train", mover_text="train")
    return frame._replace(modal="future", times=times)


def _reached(told: Spoken, clause: Clause, verb: Verb, last: Frame, times: Times) -> Frame | None:
    """The place it goes to as where it arrives, where the clause tells when."""
    if not _is_reached(told, clause, verb[1].rstrip("~!"), last):
        return None
    modal = mood(told, clause, verb)
    event = "due" if modal == "future" else "arrived"
    return last._replace(event=event, preposition="in", times=times + last.times, modal=modal)


def _is_reached(told: Spoken, clause: Clause, event: str, last: Frame) -> bool:
    """Whether a clause tells when the train comes to the place it is told to go to: "..., wo er am Abend eintraf"."""
    goes = last.event in ("move", "departed") and last.preposition in ("to", "toward")
    return goes and event == "arrived" and any(x.low in _THERE for x in told.items[clause.low : clause.low + 2])
