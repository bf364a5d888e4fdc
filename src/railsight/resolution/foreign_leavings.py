"""Verbs without a place of their own, in other languages than English: what they tell of the place told before.

"열차는 3시 단둥에 도착해 20분 뒤 출발했다", "В Чите он не остановился, в 15:00 прошёл ходом", "..., wo er am Freitag
erwartet wird".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.resolution.foreign_moods import is_negated, mood
from railsight.resolution.frames import Frame

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from railsight.mentions.when import TimePhrase
    from railsight.resolution.clauses import Clause, Spoken

    Subject = tuple[str | None, str]

_THERE = frozenset({"где", "там", "wo", "dort", "où"})
_WHOM = frozenset({"das", "den", "die", "которую", "который", "которое", "которые"})  # of the place before a comma
_TO = ("to", "toward")
_BEING = ("seen", "stopped", "passed")
_RIGHT_BEHIND = 2  # items from a place to the clause behind its comma
_REACHED = ("erreich", "достиг")
_PASSING = frozenset({"passierte", "verließ", "durchfuhr", "durchquerte"})
_COMING = frozenset({"arrived", "came", "passed", "stopped", "seen"})
_GOES_ON = ("weiter", "fort", "продолж", "дальше", "далее", "续", "續", "继续", "繼續", "再")


def told_on(
    told: Spoken, number: int, frames: Sequence[Frame], before: Frame | None, subjects: Mapping[int, Subject]
) -> list[Frame]:
    """Departures with a time of their own from the place told before; what else such verbs tell is filled in there."""
    governed = {f.verb_at for f in frames}
    out = []
    for clause in told.clauses:
        for at, cue in clause.verbs:
            last = _last(frames, before, at)
            event = cue.rstrip("~!")
            if last is None or subjects[clause.low][0] == "other":
                continue
            if _goes_on_to(frames, at) and _leaves(told, clause, event):
                last = _last([f for f in frames if f.verb_at != at], before, at)
                times = _own_times(told, clause, clause.low, at)
                done = not is_negated(told, clause, at) and mood(told, clause, (at, cue)) is None
                if last is not None and _was_there(last) and times and done:
                    out.append(_leaving(told, number, clause, (at, cue), last, times, subjects[clause.low]))
                continue
            if at in governed or _leads_to(frames, clause, at):
                continue
            start = 0 if last is before else max(last.item, -1 if last.verb_at is None else last.verb_at) + 1
            times = _own_times(told, clause, start, at)
            if any(x.kind == "place" for x in told.items[start:at]):
                continue
            denied = is_negated(told, clause, at)
            if event == "passed" and last.event == "stopped" and last.negated and not denied:
                last.event, last.negated, last.preposition = "passed", False, "in"
                last.times, last.modal = times + last.times, mood(told, clause, (at, cue))
            elif _leaves(told, clause, event) and times and not denied and last.mover != "other":
                out.append(_leaving(told, number, clause, (at, cue), last, times, subjects[clause.low]))
            elif last is not before and _is_its_object(told, clause, at, last) and not denied:
                out.append(_done_there(told, number, clause, (at, cue), last, times, subjects[clause.low]))
            elif denied and subjects[clause.low][0] == "train" and event in _COMING and _is_waited_for(last):
                out.append(_not_there(told, number, clause, at, last, times))
            elif _is_still_awaited(told, clause, (at, cue), last) and times:
                out.append(_at_last(told, number, clause, (at, cue), last, times))
            elif last is not before and times and not denied and _was_there_when(told, clause, event, last):
                last.times = times + last.times
            elif last is not before and _is_reached(told, clause, event, last):
                last.modal = mood(told, clause, (at, cue))
                last.event, last.preposition = "due" if last.modal == "future" else "arrived", "in"
                last.times = times + last.times
    return out


def _goes_on_to(frames: Sequence[Frame], at: int) -> bool:
    """Whether a verb of leaving only tells where to, from the place before: "um neun ging es weiter nach X"."""
    governed = [f for f in frames if f.verb_at == at]
    return bool(governed) and all(f.event in ("move", "departed") and f.preposition in _TO for f in governed)


def _was_there(last: Frame) -> bool:
    return last.event in ("arrived", "stopped", "seen") and not last.negated and last.modal is None


def _last(frames: Sequence[Frame], before: Frame | None, at: int) -> Frame | None:
    """The place told last before a verb, of its sentence or the one before."""
    return next((f for f in reversed(frames) if f.item < at and not f.echo), None if frames else before)


def _leads_to(frames: Sequence[Frame], clause: Clause, at: int) -> bool:
    """Whether a place stands in the clause of a verb, and not before it is told of by another."""
    return any(clause.low <= f.item < clause.high and (f.verb_at is None or f.item > at) for f in frames)


def _own_times(told: Spoken, clause: Clause, start: int, at: int) -> list[TimePhrase]:
    """The times of a verb, nearest first: those in its clause that stand behind what is told before."""
    others = [v for v, _ in clause.verbs if v > at]
    high = at if others and told.table.verb == "after" else min([*others, clause.high])
    found = [(i, t) for i in range(max(start, clause.low), high) if (t := told.items[i].time) is not None]
    return [t for i, t in sorted(found, key=lambda p: abs(p[0] - at)) if t.kind == "moment"]


def _leaves(told: Spoken, clause: Clause, event: str) -> bool:
    if event == "departed":
        return True
    return event in ("move", "headed") and any(x.low.startswith(_GOES_ON) for x in told.items[clause.low : clause.high])


def _leaving(
    told: Spoken,
    number: int,
    clause: Clause,
    verb: tuple[int, str],
    last: Frame,
    times: list[TimePhrase],
    subject: Subject,
) -> Frame:
    at, _ = verb
    frame = Frame(number, at, last.place, "from", "departed", told.items[at].low, at, clause=(clause.low, clause.high))
    frame.mover, frame.mover_text = subject if subject[0] is not None else (last.mover, last.mover_text)
    frame.modal, frame.times, frame.echo, frame.unplaced = mood(told, clause, verb), times, True, True
    return frame


def _is_its_object(told: Spoken, clause: Clause, at: int, last: Frame) -> bool:
    """Whether a relative clause tells what is done to the place right before it: "X, das er um neun erreichte"."""
    opens = told.items[clause.low].low in _WHOM and clause.low - last.item <= _RIGHT_BEHIND
    verb = told.items[at]
    takes_object = verb.cue.rstrip("~!") in ("left", "passed", "crossed") or verb.low in _PASSING
    return opens and (takes_object or verb.low.startswith(_REACHED))


def _done_there(
    told: Spoken,
    number: int,
    clause: Clause,
    verb: tuple[int, str],
    last: Frame,
    times: list[TimePhrase],
    subject: Subject,
) -> Frame:
    at, cue = verb
    event = cue.rstrip("~!")
    leaves = event == "left"
    frame = Frame(number, at, last.place, "from" if leaves else "in", "departed" if leaves else event)
    frame.verb, frame.verb_at, frame.clause = told.items[at].low, at, (clause.low, clause.high)
    frame.mover, frame.mover_text = subject if subject[0] is not None else ("train", "train")
    frame.modal, frame.times, frame.echo = mood(told, clause, verb), times, True
    return frame


def _is_waited_for(last: Frame) -> bool:
    """Whether a place is where somebody else was told to be, or the train to be expected: "Wir warteten in X"."""
    there = last.mover == "other" and last.event in ("stopped", "seen", None) and not last.negated
    return there or (last.event in ("arrived", "due") and last.modal == "future" and last.mover != "other")


def _not_there(told: Spoken, number: int, clause: Clause, at: int, last: Frame, times: list[TimePhrase]) -> Frame:
    frame = Frame(number, at, last.place, "in", "seen", told.items[at].low, at, clause=(clause.low, clause.high))
    frame.mover, frame.mover_text, frame.negated = "train", "train", True
    frame.times, frame.echo = times or [t for t in last.times if t.kind == "moment"], True
    return frame


def _is_still_awaited(told: Spoken, clause: Clause, verb: tuple[int, str], last: Frame) -> bool:
    """Whether a verb tells when the train will be at the place it was told not to have reached: "预计12日到站"."""
    missed = last.event == "arrived" and last.negated
    return missed and verb[1].rstrip("~!") == "arrived" and mood(told, clause, verb) == "future"


def _at_last(
    told: Spoken, number: int, clause: Clause, verb: tuple[int, str], last: Frame, times: list[TimePhrase]
) -> Frame:
    at, _ = verb
    frame = Frame(number, at, last.place, "in", "arrived", told.items[at].low, at, clause=(clause.low, clause.high))
    frame.mover, frame.mover_text, frame.modal, frame.times, frame.echo = "train", "train", "future", times, True
    return frame


def _was_there_when(told: Spoken, clause: Clause, event: str, last: Frame) -> bool:
    """Whether a clause only tells when the train was at the place before it: "über X, wo ihn um neun Fans sahen"."""
    opens = any(x.low in _THERE for x in told.items[clause.low : clause.low + 2])
    return opens and event in _BEING and last.event in (*_BEING, "arrived") and not any(t.has_clock for t in last.times)


def _is_reached(told: Spoken, clause: Clause, event: str, last: Frame) -> bool:
    """Whether a clause tells when the train comes to the place it is told to go to: "..., wo er am Abend eintraf"."""
    goes = last.event in ("move", "departed") and last.preposition in ("to", "toward")
    return goes and event == "arrived" and any(x.low in _THERE for x in told.items[clause.low : clause.low + 2])
