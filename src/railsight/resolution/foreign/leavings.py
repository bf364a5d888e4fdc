"""Verbs without a place of their own, in other languages than English: what they tell of the place told before.

"열차는 3시 단둥에 도착해 20분 뒤 출발했다", "В Чите он не остановился, в 15:00 прошёл ходом", "..., wo er am Freitag
erwartet wird".
"""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple

from railsight.resolution.foreign.clauses import CLAUSE_REACH
from railsight.resolution.foreign.moods import is_negated, mood
from railsight.resolution.frame import Frame

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from railsight.mentions.time_phrase import TimePhrase
    from railsight.resolution.foreign.clauses import Clause, Spoken

    Subject = tuple[str | None, str]
    Times = tuple[TimePhrase, ...]

_THERE = frozenset({"где", "там", "wo", "dort", "où"})
_AS = frozenset({"как", "wie"})  # opens what somebody saw: "камера в X зафиксировала, как в 10:15 прошёл поезд"
_THERE_TOO = frozenset(
    {"там", "здесь", "мимо", "него", "неё", "нее", "чтобы", "когда", "пока", "dort", "daran", "um", "als", "weil"}
)
_WHOM = frozenset({"das", "den", "die", "которую", "который", "которое", "которые"})  # of the place before a comma
_TO = ("to", "toward")
_ENDS = ("departed", "arrived")
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


class _Word(NamedTuple):
    """A verb without a place of its own and the place told last, of which it may tell."""

    told: Spoken
    number: int  # of its sentence
    clause: Clause
    at: int  # its item
    cue: str
    last: Frame  # what is told of that place
    times: Times  # of the verb, nearest first
    subject: Subject

    @property
    def event(self) -> str:
        return self.cue.rstrip("~!")

    @property
    def mood(self) -> str | None:
        return mood(self.told, self.clause, (self.at, self.cue))

    @property
    def negated(self) -> bool:
        return is_negated(self.told, self.clause, self.at)

    def there(self, event: str | None, relation: str, mover: tuple[str | None, str]) -> Frame:
        """The frame of the verb, which stands for the place told last."""
        span = self.clause.low, self.clause.high
        frame = Frame(self.number, self.at, self.last.place, clause=span, echo=True, verb=self.told.items[self.at].low)
        frame = frame._replace(verb_at=self.at, event=event, preposition=relation, times=self.times)
        return frame._replace(mover=mover[0], mover_text=mover[1])


_TRAIN = "train", "train"


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
                times = _own_times(told, clause, clause.low, at)
                going = last and _going_on(_Word(told, number, clause, at, cue, last, times, subject))
                further += [going] if going is not None else []
                continue
            if at in governed or _leads_to(rest, clause, at):
                continue
            since = -1 if last.verb_at is None else last.verb_at
            start = max(last.item, since) + 1 if last.sentence == number else 0
            if any(told.items[i].kind == "place" and i not in ways for i in range(start, at)):
                continue
            times = _own_times(told, clause, start, at) or _times_before(told, start, at)
            word = _Word(told, number, clause, at, cue, last, times, subject)
            passed = _passing(word)
            new = None
            if passed is None and subject[0] != _ANOTHER and _happens_there(word, spots):
                new = _there(word)
                behind, spots = new if k is None else behind, ()
            elif passed is None:
                new = _further(word, aimed=at in aims, own=k is not None)
            if new is not None:
                further.append(new)
                if k is not None and new.negated and last.modal == "future":
                    here[k] = last._replace(event=None)  # "ждали, но он не появился": it is awaited no more
            elif k is not None:
                here[k] = passed or _when(word) or _reached(word) or last
            elif passed is not None:
                before = behind = passed
    return before, _in_order(here, further) if known else sorted(here + further, key=attrgetter("item"))


def on_schedule(told: Spoken, frames: Sequence[Frame]) -> list[Frame]:
    """The frames, with departure and arrival of a way told before without its times: "Die Fahrt von X nach Y dauerte
    lange: Abfahrt am Montag, Ankunft am Dienstag", "расстояние от X до Y ...: отправление — в 9, прибытие — в 12".
    """
    start = next((f for f in frames if _is_marked(told, f, "rel:from")), None)
    end = next((f for f in frames if _is_marked(told, f, "rel:to")), None)
    if start is None or end is None or not start.item < end.item or any(x.time for x in told.items[: end.item]):
        return list(frames)
    verbs = [(i, cue.rstrip("~")) for clause in told.clauses for i, cue in clause.verbs if i > end.item]
    ends = [(i, _HAPPENS[cue]) for i, cue in verbs if _HAPPENS.get(cue) in _ENDS]
    times = [t for x in told.items[end.item :] if (t := x.time) is not None]
    ends = ends[-len(_ENDS) :]
    if [event for _, event in ends] != list(_ENDS) or len(times) != len(_ENDS):
        return list(frames)
    start, end = (f._replace(mover="train", mover_text="train", modal=None, qualifies=False) for f in (start, end))
    left = start._replace(event="departed", preposition="from", verb_at=ends[0][0], times=(times[0],))
    reached = end._replace(event="arrived", preposition="in", verb_at=ends[1][0], times=(times[1],))
    return [{left.item: left, reached.item: reached}.get(f.item, f) for f in frames]


def _is_marked(told: Spoken, frame: Frame, relation: str) -> bool:
    """Whether the word before a place, but for "the station", is of a relation."""
    before = (x.cue for x in reversed(told.items[: frame.item]) if x.cue != "light")
    return next(before, "") == relation


def _further(word: _Word, *, aimed: bool, own: bool) -> Frame | None:
    """What a verb tells more of the place told last, as a frame: that it left, was there, is to come or did not come.
    ``own``: the place is of the same sentence.
    """
    done = _leaving(word, aimed=aimed) or (_done_there(word) if own else None)
    done = done or (_not_there(word) if word.subject[0] == "train" else None)
    return done or _at_last(word)


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


def _happens_there(word: _Word, spots: Container[int]) -> bool:
    """Whether a verb tells what the train did at a place named before of which nothing else is told, or where it was
    waited for in vain until then: "...에서 6시까지 기다려도 오지 않더니 10시에 지나갔다".
    """
    last, times = word.last, word.times
    if word.told.table.verb not in TOLD_OF_THE_PLACE:
        return False
    if word.cue in ("empty", "vain"):  # not "it ran through, we waited in vain"
        untold = last.event is None or last.negated or last.modal is not None
        at_another_time = bool(times) if word.cue == "empty" else untold or any(t.has_clock for t in times)
        return last.place in spots and last.event != "departed" and at_another_time
    event = _HAPPENS.get(word.event)
    if event is None or word.mood is not None or word.negated:
        return False
    if last.event in ("arrived", "seen", "passed", "stopped") and (last.negated or last.modal is not None):
        return bool(times) and event != "departed"
    nothing = last.event is None or (last.event == "seen" and last.mover == "other")
    named = nothing and not last.qualifies and last.preposition not in _NOT_NAMED_FOR_ITSELF
    return named and not last.echo and last.place in spots and last.offset is None


def _there(word: _Word) -> Frame:
    """The frame of what the train did at the place named before."""
    event = _HAPPENS.get(word.event, "seen")
    frame = word.there(event, "from" if event == "departed" else "in", word.subject)
    times = (*word.times, *(t for t in word.last.times if t not in word.times))
    return frame._replace(negated=event == "seen", times=times)


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


def _going_on(word: _Word) -> Frame | None:
    """The departure, with a time of its own, from the place where it was before a verb that tells where to."""
    last = word.last
    was_there = last.event in _BEING_THERE and not last.negated and last.modal is None
    if not was_there or not word.times or word.negated:
        return None
    return _departure(word) if word.mood is None else None


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


def _passing(word: _Word) -> Frame | None:
    """A halt that was not made as what it was: "не остановился, в 15:00 прошёл ходом"."""
    last = word.last
    if word.event != "passed" or last.event != "stopped" or not last.negated or word.negated:
        return None
    times = word.times + last.times
    return last._replace(event="passed", negated=False, preposition="in", times=times, modal=word.mood)


def _leaving(word: _Word, *, aimed: bool) -> Frame | None:
    """A departure with a time of its own from the place told last; ``aimed``: the verb tells where to as well."""
    if not word.times or word.last.mover == "other" or word.negated:
        return None
    if not _leaves(word.told, word.clause, word.event, aimed=aimed):
        return None
    if aimed and (word.last.event == "departed" or word.mood is not None):
        return None
    return _departure(word)._replace(modal=word.mood)


def _departure(word: _Word) -> Frame:
    mover = word.subject if word.subject[0] is not None else (word.last.mover, word.last.mover_text)
    return word.there("departed", "from", mover)._replace(unplaced=True)


def _is_its_object(word: _Word) -> bool:
    """Whether a relative clause tells what is done to the place right before it: "X, das er um neun erreichte"."""
    items, low = word.told.items, word.clause.low
    opens = items[low].low in _WHOM and low - word.last.item <= _RIGHT_BEHIND
    verb = items[word.at]
    takes_object = verb.cue.rstrip("~!") in ("left", "passed", "crossed") or verb.low in _PASSING
    return opens and (takes_object or verb.low.startswith(_REACHED))


def _done_there(word: _Word) -> Frame | None:
    """What was done to the place told last, in a clause of its own, or what the train did where others were."""
    aside = _is_beside_others(word)
    if not (aside or _is_its_object(word)) or word.negated:
        return None
    event, relation = ("departed", "from") if word.event == "left" else (word.event, "in")
    event = "passed" if event == "move" else event  # "через город шёл поезд"
    mover = word.subject if word.subject[0] is not None else _TRAIN
    times = word.times or (word.last.times if aside else ())
    return word.there(event, relation, mover)._replace(modal=word.mood, times=times)


def _is_beside_others(word: _Word) -> bool:
    """Whether a clause tells what the train did at the place told last, of which but others are told: "переезд в X
    перекрыли: через него пропускали поезд", "электричку задержали в X, чтобы пропустить поезд".
    """
    last = word.last
    others = last.event is None or last.mover not in (None, "train")
    opens = {x.low for x in word.told.items[word.clause.low : word.clause.low + 2]}
    scene = word.told.table.pattern("scene")
    span = (word.told.items[i].start for i in (word.clause.low, word.clause.high - 1))
    here = not opens.isdisjoint(_THERE_TOO) or (scene is not None and scene.search(word.told.text, *span) is not None)
    there = here and (word.event in _HAPPENS or word.event == "move")
    return others and there and word.subject[0] == "train"


def _is_waited_for(last: Frame) -> bool:
    """Whether a place is where somebody else was told to be, or the train to be expected: "Wir warteten in X"."""
    there = last.mover == "other" and last.event in ("stopped", "seen", None) and not last.negated
    return there or (last.event in ("arrived", "due") and last.modal == "future" and last.mover != "other")


def _not_there(word: _Word) -> Frame | None:
    """The absence of a train that did not come to where it was waited for; ``_there`` tells it where tables have words
    for waiting in vain.
    """
    if word.told.table.verb in TOLD_OF_THE_PLACE:
        return None
    if word.event not in _COMING or not _is_waited_for(word.last) or not word.negated:
        return None
    times = word.times or tuple(t for t in word.last.times if t.kind == "moment")
    return word.there("seen", "in", _TRAIN)._replace(negated=True, times=times)


def _at_last(word: _Word) -> Frame | None:
    """The arrival still to come at a place that it was told not to have reached: "预计12日到站"."""
    missed = word.last.event == "arrived" and word.last.negated
    if not missed or not word.times or word.event != "arrived" or word.mood != "future":
        return None
    return word.there("arrived", "in", _TRAIN)._replace(modal="future")


def _reached(word: _Word) -> Frame | None:
    """The place it goes to as where it arrives or stands: "..., wo er am Abend eintraf", "..., где и стоял"."""
    if not _is_aim(word.last) or word.event not in ("arrived", "stopped") or not _is_of_there(word):
        return None
    event = "due" if word.mood == "future" else word.event
    return word.last._replace(event=event, preposition="in", times=word.times + word.last.times, modal=word.mood)


def _when(word: _Word) -> Frame | None:
    """The place told last with the times of a clause that only tells when the train was there: "über X, wo ihn um neun
    Fans sahen".
    """
    last = word.last
    watched = last.event == "seen" and word.told.items[word.clause.low].low in _AS and word.subject[0] == "train"
    if not word.times or not (watched or _is_of_there(word)) or word.event not in _BEING or word.negated:
        return None
    if last.event not in (*_BEING, "arrived") or any(t.has_clock for t in last.times):
        return None
    return last._replace(times=word.times + last.times)


def _is_of_there(word: _Word) -> bool:
    """Whether a clause opens with a word for the place told last."""
    return any(x.low in _THERE for x in word.told.items[word.clause.low : word.clause.low + 2])
