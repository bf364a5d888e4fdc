"""Verbs without a place of their own, in other languages than English: what they tell of the place told before.

"열차는 3시 단둥에 도착해 20분 뒤 출발했다", "В Чите он не остановился, в 15:00 прошёл ходом", "..., wo er am Freitag
erwartet wird".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.resolution.clauses import CLAUSE_REACH
from railsight.resolution.foreign_moods import is_negated, mood
from railsight.resolution.frames import Frame

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from railsight.mentions.when import TimePhrase
    from railsight.resolution.clauses import Clause, Spoken

    Subject = tuple[str | None, str]

_THERE = frozenset({"где", "там", "wo", "dort", "où"})
_GOES_ON = ("weiter", "дальше", "далее", "续", "續", "继续", "繼續", "再")


def told_on(
    told: Spoken,
    number: int,
    frames: Sequence[Frame],
    before: Frame | None,
    subjects: Mapping[int, Subject],
    spots: Container[int] = (),
) -> list[Frame]:
    """Departures with a time of their own from the place told before, and what happened at a place of ``spots`` that
    was but named before ("구포역 승강장. 8시 15분에 통과했다"); what else such verbs tell is filled in there.
    """
    known = told.table.verb in TOLD_OF_THE_PLACE
    ways = {f.item for f in frames if known and (_is_way(f) or f.place not in spots)}
    aims = {f.verb_at for f in frames if known and _is_aim(f)}
    rest = [f for f in frames if f.item not in ways]
    governed = {f.verb_at for f in rest}
    out: list[Frame] = []
    for clause in told.clauses:
        for at, cue in clause.verbs:
            last = _last(frames, before, at, ways)
            event = cue.rstrip("~!")
            if last is None or at in governed or _leads_to(rest, clause, at) or subjects[clause.low][0] == "other":
                continue
            since = -1 if last.verb_at is None else last.verb_at
            start = max(last.item, since) + 1 if last.sentence == number else 0
            times = _own_times(told, clause, start, at)
            if any(told.items[i].kind == "place" and i not in ways for i in range(start, at)):
                continue
            if not times and told.table.verb in TOLD_OF_THE_PLACE:  # "晚上十点，人家没停，呼啦啦就开过去了"
                times = [
                    t
                    for x in reversed(told.items[max(start, at - CLAUSE_REACH) : at])
                    if (t := x.time) is not None and t.kind == "moment"
                ]
            denied = is_negated(told, clause, at)
            if event == "passed" and last.event == "stopped" and last.negated and not denied:
                last.event, last.negated, last.preposition = "passed", False, "in"
                last.times, last.modal = times + last.times, mood(told, clause, (at, cue))
            elif _happens_there(told, clause, (at, cue), last, spots, times) and subjects[clause.low][0] != _ANOTHER:
                frame = _there(told, number, clause, (at, cue), last, times, subjects[clause.low])
                out.append(frame)
                before = frame if last is before else before
                spots = () if last is not before else spots
            elif _leaves(told, clause, event, at in aims) and times and not denied and last.mover != "other":
                if at in aims and (last.event == "departed" or mood(told, clause, (at, cue)) is not None):
                    continue
                out.append(_leaving(told, number, clause, (at, cue), last, times, subjects[clause.low]))
            elif _is_still_awaited(told, clause, (at, cue), last) and times:
                out.append(_at_last(told, number, clause, (at, cue), last, times))
            elif last is not before and _is_reached(told, clause, event, last):
                last.modal = mood(told, clause, (at, cue))
                last.event, last.preposition = "due" if last.modal == "future" else "arrived", "in"
                last.times = times + last.times
    return out


def in_order(frames: Sequence[Frame], added: Sequence[Frame]) -> list[Frame]:
    """The frames and those added in the order of their words; a departure stands before where it leads to."""
    aims = {f.verb_at: f.item for f in reversed(frames) if _is_aim(f)}
    at = {id(f): (aims.get(f.verb_at, f.item), 0) for f in added} | {id(f): (f.item, 1) for f in frames}
    return sorted([*added, *frames], key=lambda f: at[id(f)])


_HAPPENS = {"arrived": "arrived", "passed": "passed", "stopped": "stopped", "departed": "departed", "left": "departed"}
_HAPPENS |= {"came": "arrived", "entered": "arrived"}
_ANOTHER = "another train"
_NOT_NAMED_FOR_ITSELF = frozenset({"to", "toward", "from", "away", "through", "instead"})


TOLD_OF_THE_PLACE = frozenset({"after", "marked"})  # languages in which what a verb tells is of the place named last


def _is_way(frame: Frame) -> bool:
    """Whether a place is but where the train comes from or goes on to."""
    return _is_aim(frame) or (frame.qualifies and frame.preposition == "from")


def _is_aim(frame: Frame) -> bool:
    """Whether a place is but where the train goes on to."""
    return frame.event in ("move", "departed") and frame.preposition in ("to", "toward")


def _happens_there(
    told: Spoken,
    clause: Clause,
    verb: tuple[int, str],
    last: Frame,
    spots: Container[int],
    times: Sequence[TimePhrase],
) -> bool:
    """Whether a verb tells what the train did at a place named before of which nothing else is told, or where it was
    waited for in vain until then: "...에서 6시까지 기다려도 오지 않더니 10시에 지나갔다".
    """
    event = _HAPPENS.get(verb[1].rstrip("~!"))
    if verb[1] in ("empty", "vain") and told.table.verb in TOLD_OF_THE_PLACE:
        untold = (
            last.event is None or last.negated or last.modal is not None
        )  # else "it ran through, we waited in vain"
        at_another_time = bool(times) if verb[1] == "empty" else untold or any(t.has_clock for t in times)
        return last.place in spots and last.event != "departed" and at_another_time
    known = told.table.verb in TOLD_OF_THE_PLACE
    if not known or event is None or mood(told, clause, verb) is not None or is_negated(told, clause, verb[0]):
        return False
    if last.event in ("arrived", "seen", "passed", "stopped") and (last.negated or last.modal is not None):
        return bool(times) and event != "departed"
    nothing = last.event is None or (last.event == "seen" and last.mover == "other")
    named = nothing and not last.qualifies and last.preposition not in _NOT_NAMED_FOR_ITSELF
    return named and not last.echo and last.place in spots and last.offset is None


def _there(
    told: Spoken,
    number: int,
    clause: Clause,
    verb: tuple[int, str],
    last: Frame,
    times: list[TimePhrase],
    subject: Subject,
) -> Frame:
    """The frame of what the train did at the place named before."""
    at, cue = verb
    event = _HAPPENS.get(cue.rstrip("~!"), "seen")
    relation = "from" if event == "departed" else "in"
    frame = Frame(number, at, last.place, relation, event, told.items[at].low, at, clause=(clause.low, clause.high))
    frame.mover, frame.mover_text = subject
    frame.times, frame.echo, frame.negated = times + [t for t in last.times if t not in times], True, event == "seen"
    return frame


def _last(frames: Sequence[Frame], before: Frame | None, at: int, ways: Container[int]) -> Frame | None:
    """The place told last before a verb, of its sentence or the one before."""
    own = [f for f in frames if f.item < at and not f.echo and not (f.item in ways and _is_passed_over(f, at))]
    return own[-1] if own else before if all(f.item in ways or f.item > at for f in frames) else None


def _is_passed_over(way: Frame, at: int) -> bool:
    """Whether a place that is but on the way is not what a verb behind it tells of: it has that verb, or none."""
    return way.verb_at in (at, None) or not _is_aim(way)


def _leads_to(frames: Sequence[Frame], clause: Clause, at: int) -> bool:
    """Whether a place stands in the clause of a verb, and not before it is told of by another."""
    return any(clause.low <= f.item < clause.high and (f.verb_at is None or f.item > at) for f in frames)


def _own_times(told: Spoken, clause: Clause, start: int, at: int) -> list[TimePhrase]:
    """The times of a verb, nearest first: those in its clause that stand behind what is told before."""
    others = [v for v, _ in clause.verbs if v > at]
    high = at if others and told.table.verb == "after" else min([*others, clause.high])
    found = [(i, t) for i in range(max(start, clause.low), high) if (t := told.items[i].time) is not None]
    return [t for i, t in sorted(found, key=lambda p: abs(p[0] - at)) if t.kind == "moment"]


def _leaves(told: Spoken, clause: Clause, event: str, aimed: bool) -> bool:
    if event == "departed" or (aimed and event in ("headed", "left")):
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


def _is_reached(told: Spoken, clause: Clause, event: str, last: Frame) -> bool:
    """Whether a clause tells when the train comes to the place it is told to go to: "..., wo er am Abend eintraf"."""
    goes = last.event in ("move", "departed") and last.preposition in ("to", "toward")
    return goes and event == "arrived" and any(x.low in _THERE for x in told.items[clause.low : clause.low + 2])
