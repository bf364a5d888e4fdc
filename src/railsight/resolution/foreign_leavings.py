"""Verbs without a place of their own, in other languages than English: what they tell of the place told before.

"열차는 3시 단둥에 도착해 20분 뒤 출발했다", "В Чите он не остановился, в 15:00 прошёл ходом", "..., wo er am Freitag
erwartet wird".
"""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from railsight.resolution.clauses import CLAUSE_REACH
from railsight.resolution.foreign_moods import is_negated, mood
from railsight.resolution.frame import Frame

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from railsight.mentions.time_phrase import TimePhrase
    from railsight.resolution.clauses import Clause, Spoken

    Subject = tuple[str | None, str]
    Verb = tuple[int, str]  # its item and its cue
    Times = tuple[TimePhrase, ...]

_THERE = frozenset({"где", "там", "wo", "dort", "où"})
_WHOM = frozenset({"das", "den", "die", "которую", "который", "которое", "которые"})  # of the place before a comma
_TO = ("to", "toward")
_BEING = ("seen", "stopped", "passed")
_BEING_THERE = ("arrived", "stopped", "seen")
_RIGHT_BEHIND = 2  # items from a place to the clause behind its comma
_REACHED = ("erreich", "достиг")
_PASSING = frozenset({"passierte", "verließ", "durchfuhr", "durchquerte"})
_COMING = frozenset({"arrived", "came", "passed", "stopped", "seen"})
_GOES_ON = ("weiter", "fort", "продолж", "дальше", "далее", "续", "續", "继续", "繼續", "再")

TOLD_OF_THE_PLACE = frozenset({"after", "marked"})  # languages in which what a verb tells is of the place named last
_HAPPENS = {"arrived": "arrived", "passed": "passed", "stopped": "stopped", "departed": "departed", "left": "departed"}
_HAPPENS |= {"came": "arrived", "entered": "arrived"}
_ANOTHER = "another train"
_NOT_NAMED_FOR_ITSELF = frozenset({"to", "toward", "from", "away", "through", "instead"})


def told_on(
    told: Spoken,
    number: int,
    frames: Sequence[Frame],
    before: Frame | None,
    subjects: Mapping[int, Subject],
    spots: Container[int] = (),
) -> tuple[Frame | None, list[Frame]]:
    """The frame before a sentence, and those of it, with what verbs without a place tell of them; with them such
    verbs' own frames: departures with a time of their own from the place told before, and what happened at a place of
    ``spots`` that was but named before ("구포역 승강장. 8시 15분에 통과했다").
    """
    known = told.table.verb in TOLD_OF_THE_PLACE
    ways = {f.item for f in frames if known and (_is_way(f) or f.place not in spots)}
    aims = {f.verb_at for f in frames if known and _is_aim(f)}
    rest = [f for f in frames if f.item not in ways]
    governed = {f.verb_at for f in rest}
    here, further = list(frames), []
    behind = before  # what is told last before the places of the sentence
    for clause in told.clauses:
        subject = subjects[clause.low]
        for at, cue in clause.verbs:
            last, k = _last(here, behind, at, ways, known=known)
            if last is None or subject[0] == "other":
                continue
            if not known and _goes_on_to(here, at) and _leaves(told, clause, cue.rstrip("~!")):
                last, _ = _last([f for f in here if f.verb_at != at], behind, at)
                going = _going_on(told, number, clause, (at, cue), last, subject)
                further += [going] if going is not None else []
                continue
            if at in governed or _leads_to(rest, clause, at):
                continue
            since = -1 if last.verb_at is None else last.verb_at
            start = max(last.item, since) + 1 if last.sentence == number else 0
            if any(told.items[i].kind == "place" and i not in ways for i in range(start, at)):
                continue
            verb, times = (at, cue), _own_times(told, clause, start, at) or _times_before(told, start, at)
            passed = _passing(told, clause, verb, last, times)
            new = None
            if passed is None and subject[0] != _ANOTHER and _happens_there(told, clause, verb, last, spots, times):
                new = _there(told, number, clause, verb, last, times, subject)
                behind, spots = new if k is None else behind, ()
            elif passed is None:
                aimed, own = at in aims, k is not None
                new = _further(told, number, clause, verb, last, times, subject, aimed=aimed, own=own)
            if new is not None:
                further.append(new)
            elif k is not None:
                here[k] = (
                    passed
                    or _when(told, clause, verb, last, times)
                    or _reached(told, clause, verb, last, times)
                    or last
                )
            elif passed is not None:
                before = behind = passed
    return before, _in_order(here, further) if known else sorted(here + further, key=attrgetter("item"))


def _further(
    told: Spoken,
    number: int,
    clause: Clause,
    verb: Verb,
    last: Frame,
    times: Times,
    subject: Subject,
    *,
    aimed: bool,
    own: bool,
) -> Frame | None:
    """What a verb tells more of the place told last, as a frame: that it left, was there, is to come or did not come.
    ``own``: the place is of the same sentence.
    """
    left = _leaving(told, number, clause, verb, last, times, subject, aimed=aimed)
    done = left or (_done_there(told, number, clause, verb, last, times, subject) if own else None)
    done = done or (_not_there(told, number, clause, verb, last, times) if subject[0] == "train" else None)
    return done or _at_last(told, number, clause, verb, last, times)


def _in_order(frames: Sequence[Frame], added: Sequence[Frame]) -> list[Frame]:
    """The frames and those added in the order of their words; a departure stands before where it leads to."""
    aims = {f.verb_at: f.item for f in reversed(frames) if _is_aim(f)}
    placed = [((aims.get(f.verb_at, f.item), 0), f) for f in added] + [((f.item, 1), f) for f in frames]
    return [f for _, f in sorted(placed, key=itemgetter(0))]


def _is_way(frame: Frame) -> bool:
    """Whether a place is but where the train comes from or goes on to."""
    return _is_aim(frame) or (frame.qualifies and frame.preposition == "from")


def _is_aim(frame: Frame) -> bool:
    """Whether a place is but where the train goes on to."""
    return frame.event in ("move", "departed") and frame.preposition in _TO


def _happens_there(told: Spoken, clause: Clause, verb: Verb, last: Frame, spots: Container[int], times: Times) -> bool:
    """Whether a verb tells what the train did at a place named before of which nothing else is told, or where it was
    waited for in vain until then: "...에서 6시까지 기다려도 오지 않더니 10시에 지나갔다".
    """
    if told.table.verb not in TOLD_OF_THE_PLACE:
        return False
    if verb[1] in ("empty", "vain"):  # not "it ran through, we waited in vain"
        untold = last.event is None or last.negated or last.modal is not None
        at_another_time = bool(times) if verb[1] == "empty" else untold or any(t.has_clock for t in times)
        return last.place in spots and last.event != "departed" and at_another_time
    event = _HAPPENS.get(verb[1].rstrip("~!"))
    if event is None or mood(told, clause, verb) is not None or is_negated(told, clause, verb[0]):
        return False
    if last.event in ("arrived", "seen", "passed", "stopped") and (last.negated or last.modal is not None):
        return bool(times) and event != "departed"
    nothing = last.event is None or (last.event == "seen" and last.mover == "other")
    named = nothing and not last.qualifies and last.preposition not in _NOT_NAMED_FOR_ITSELF
    return named and not last.echo and last.place in spots and last.offset is None


def _there(told: Spoken, number: int, clause: Clause, verb: Verb, last: Frame, times: Times, subject: Subject) -> Frame:
    """The frame of what the train did at the place named before."""
    event = _HAPPENS.get(verb[1].rstrip("~!"), "seen")
    frame = _at(told, number, clause, verb[0], last)
    frame = frame._replace(event=event, preposition="from" if event == "departed" else "in", negated=event == "seen")
    every = (*times, *(t for t in last.times if t not in times))
    return frame._replace(mover=subject[0], mover_text=subject[1], times=every)


def _last(
    frames: Sequence[Frame], behind: Frame | None, at: int, ways: Container[int] = (), *, known: bool = False
) -> tuple[Frame | None, int | None]:
    """The place told last before a verb, and where it stands among the frames of its sentence; the one ``behind`` them,
    with no such index, where the sentence names none but those on the way, or, ``known`` to tell of the place named
    last, where it names them later.
    """
    for k, f in reversed(list(enumerate(frames))):
        if f.item < at and not f.echo and not (f.item in ways and _is_passed_over(f, at)):
            return f, k
    return behind if all(f.item in ways or (known and f.item > at) for f in frames) else None, None


def _is_passed_over(way: Frame, at: int) -> bool:
    """Whether a place that is but on the way is not what a verb behind it tells of: it has that verb, or none."""
    return way.verb_at in (at, None) or not _is_aim(way)


def _goes_on_to(frames: Sequence[Frame], at: int) -> bool:
    """Whether a verb of leaving only tells where to, from the place before: "um neun ging es weiter nach X"."""
    governed = [f for f in frames if f.verb_at == at]
    return bool(governed) and all(_is_aim(f) for f in governed)


def _going_on(
    told: Spoken, number: int, clause: Clause, verb: Verb, last: Frame | None, subject: Subject
) -> Frame | None:
    """The departure, with a time of its own, from the place where it was before a verb that tells where to."""
    at, times = verb[0], _own_times(told, clause, clause.low, verb[0])
    was_there = last is not None and last.event in _BEING_THERE and not last.negated and last.modal is None
    if last is None or not was_there or not times or is_negated(told, clause, at):
        return None
    return _departure(told, number, clause, at, last, times, subject) if mood(told, clause, verb) is None else None


def _leads_to(frames: Sequence[Frame], clause: Clause, at: int) -> bool:
    """Whether a place stands in the clause of a verb, and not before it is told of by another."""
    return any(clause.low <= f.item < clause.high and (f.verb_at is None or f.item > at) for f in frames)


def _own_times(told: Spoken, clause: Clause, start: int, at: int) -> Times:
    """The times of a verb, nearest first: those in its clause that stand behind what is told before."""
    others = [v for v, _ in clause.verbs if v > at]
    high = at if others and told.table.verb == "after" else min([*others, clause.high])
    found = [(i, t) for i in range(max(start, clause.low), high) if (t := told.items[i].time) is not None]
    return tuple(t for _, t in sorted(found, key=lambda p: abs(p[0] - at)) if t.kind == "moment")


def _times_before(told: Spoken, start: int, at: int) -> Times:
    """The times before a verb without one, nearest first: "晚上十点，人家没停，呼啦啦就开过去了"."""
    if told.table.verb not in TOLD_OF_THE_PLACE:
        return ()
    before = (x.time for x in reversed(told.items[max(start, at - CLAUSE_REACH) : at]))
    return tuple(t for t in before if t is not None and t.kind == "moment")


def _leaves(told: Spoken, clause: Clause, event: str, *, aimed: bool = False) -> bool:
    if event == "departed" or (aimed and event in ("headed", "left")):
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
    told: Spoken, number: int, clause: Clause, verb: Verb, last: Frame, times: Times, subject: Subject, *, aimed: bool
) -> Frame | None:
    """A departure with a time of its own from the place told last; ``aimed``: the verb tells where to as well."""
    at, event = verb[0], verb[1].rstrip("~!")
    if not times or last.mover == "other" or is_negated(told, clause, at):
        return None
    if not _leaves(told, clause, event, aimed=aimed):
        return None
    modal = mood(told, clause, verb)
    if aimed and (last.event == "departed" or modal is not None):
        return None
    return _departure(told, number, clause, at, last, times, subject)._replace(modal=modal)


def _departure(
    told: Spoken, number: int, clause: Clause, at: int, last: Frame, times: Times, subject: Subject
) -> Frame:
    mover, mover_text = subject if subject[0] is not None else (last.mover, last.mover_text)
    frame = _at(told, number, clause, at, last)
    frame = frame._replace(event="departed", preposition="from", mover=mover, mover_text=mover_text, unplaced=True)
    return frame._replace(times=times)


def _at(told: Spoken, number: int, clause: Clause, at: int, last: Frame) -> Frame:
    """The frame of a verb that stands for the place told last."""
    span = clause.low, clause.high
    return Frame(number, at, last.place, clause=span, echo=True, verb=told.items[at].low, verb_at=at)


def _is_its_object(told: Spoken, clause: Clause, at: int, last: Frame) -> bool:
    """Whether a relative clause tells what is done to the place right before it: "X, das er um neun erreichte"."""
    opens = told.items[clause.low].low in _WHOM and clause.low - last.item <= _RIGHT_BEHIND
    verb = told.items[at]
    takes_object = verb.cue.rstrip("~!") in ("left", "passed", "crossed") or verb.low in _PASSING
    return opens and (takes_object or verb.low.startswith(_REACHED))


def _done_there(
    told: Spoken, number: int, clause: Clause, verb: Verb, last: Frame, times: Times, subject: Subject
) -> Frame | None:
    """What was done to the place told last, in a clause of its own."""
    at, event = verb[0], verb[1].rstrip("~!")
    if not _is_its_object(told, clause, at, last) or is_negated(told, clause, at):
        return None
    event, relation = ("departed", "from") if event == "left" else (event, "in")
    mover, mover_text = subject if subject[0] is not None else ("train", "train")
    frame = _at(told, number, clause, at, last)
    frame = frame._replace(event=event, preposition=relation, mover=mover, mover_text=mover_text)
    return frame._replace(modal=mood(told, clause, verb), times=times)


def _is_waited_for(last: Frame) -> bool:
    """Whether a place is where somebody else was told to be, or the train to be expected: "Wir warteten in X"."""
    there = last.mover == "other" and last.event in ("stopped", "seen", None) and not last.negated
    return there or (last.event in ("arrived", "due") and last.modal == "future" and last.mover != "other")


def _not_there(told: Spoken, number: int, clause: Clause, verb: Verb, last: Frame, times: Times) -> Frame | None:
    """The absence of a train that did not come to where it was waited for; ``_there`` tells it where tables have words
    for waiting in vain.
    """
    if told.table.verb in TOLD_OF_THE_PLACE:
        return None
    if verb[1].rstrip("~!") not in _COMING or not _is_waited_for(last) or not is_negated(told, clause, verb[0]):
        return None
    frame = _at(told, number, clause, verb[0], last)
    frame = frame._replace(event="seen", preposition="in", mover="train", mover_text="train", negated=True)
    return frame._replace(times=times or tuple(t for t in last.times if t.kind == "moment"))


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


def _when(told: Spoken, clause: Clause, verb: Verb, last: Frame, times: Times) -> Frame | None:
    """The place told last with the times of a clause that only tells when the train was there."""
    if not times or not _was_there_when(told, clause, verb[1].rstrip("~!"), last) or is_negated(told, clause, verb[0]):
        return None
    return last._replace(times=times + last.times)


def _was_there_when(told: Spoken, clause: Clause, event: str, last: Frame) -> bool:
    """Whether a clause only tells when the train was at the place before it: "über X, wo ihn um neun Fans sahen"."""
    opens = any(x.low in _THERE for x in told.items[clause.low : clause.low + 2])
    return opens and event in _BEING and last.event in (*_BEING, "arrived") and not any(t.has_clock for t in last.times)


def _is_reached(told: Spoken, clause: Clause, event: str, last: Frame) -> bool:
    """Whether a clause tells when the train comes to the place it is told to go to: "..., wo er am Abend eintraf"."""
    return (
        _is_aim(last) and event == "arrived" and any(x.low in _THERE for x in told.items[clause.low : clause.low + 2])
    )
