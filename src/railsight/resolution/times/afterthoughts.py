"""A time told in a sentence of its own, behind what happened then: "It stopped in X. ... That was at 14:20." """

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.mentions.time_phrase import TimePhrase
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Sentence
    from railsight.resolution.told import Told

_BACK = 3  # sentences before it in which what happened then is told
_LONGEST = 120  # characters of such a sentence
# What is left of such a sentence without its times.
_ENGLISH = re.compile(
    r"(?:(?:and|all|but) )?(?:that|this|it|the (?:time|hour|clock|clocks|station clock|stop|halt|arrival|departure"
    r"|crossing|sighting)(?: (?:then|there))?)"
    r"(?: (?:was|were|had been|would have been|happened|occurred|took place|came|read|showed|said|stood at))"
    r"(?: (?:all|already|just|only|then|exactly|precisely|about|around|shortly|some|time|at|on|in|by|after|before|of"
    r"|the|a|little|few|minutes|like|early|late|local|there|today|sharp|o'clock))*",
    re.IGNORECASE,
)

# The same behind a question: "Q. When were you at X? A. That'd be two-thirty."
_ANSWER = re.compile(
    r"(?:(?:a|that|it|i|we|they|was|were|would|that'd|it'd|be|have|been|say|think|guess|about|around|roughly|maybe|oh"
    r"|well|just|some|time|at|on|in|by|after|before|or|and|to|of|the|there|so|sir|no|yes)(?: |$))*",
    re.IGNORECASE,
)

_OPENINGS = ("that", "this", "it ", "the ", "and ", "all ", "but ")
_MARKS = " \n\t\"“‘'(–—-"


def with_times_told_later(told: Told, frames: Sequence[Frame]) -> Sequence[Frame]:
    """The frames, the event told last before such a sentence with its times, where it has no clock of its own."""
    timed = list(frames)
    for number, sentence in enumerate(told.sentences):
        asked = number > 0 and told.text[told.sentences[number - 1].end - 1] == "?"
        times = _only_when(told.text, sentence, asked=asked)
        k = _told_last(timed, number, asked=asked) if times else None
        if k is None or any(t.has_clock for t in timed[k].times):
            continue
        own = timed[k].times
        if any(t.has_clock or t.part for t in times) or not any(t.has_date for t in own):
            timed[k] = timed[k]._replace(times=times if any(t.has_date for t in times) else times + own)
    return timed


def with_the_clock_it_left_at(told: Told, frames: Sequence[Frame]) -> Sequence[Frame]:
    """The frames, departures without a clock with that of the clause that tells only when it left: "was routed from X
    to Y. It was away at 18:38", "boarded in X the evening before, and the train left at nine".
    """
    timed = list(frames)
    for k, frame in enumerate(frames):
        leaves = frame.event == "departed" or (frame.event == "move" and frame.preposition == "from")
        leaves = leaves and frame.modal is None and not frame.negated and not frame.echo
        if leaves and not any(t.has_clock for t in frame.times) and told.sentences[frame.sentence].language is None:
            clock = _it_left_at(told, frame)
            timed[k] = frame if clock is None else frame._replace(times=(clock, *frame.times))
    return timed


def _it_left_at(told: Told, frame: Frame) -> TimePhrase | None:
    """The clock of the next clause in which the train leaves with no place told, in its sentence or the one behind."""
    rest = told.sentences[frame.sentence].items[frame.item + 1 :]
    after = told.sentences[frame.sentence + 1].items if frame.sentence + 1 < len(told.sentences) else []
    for items in (rest, after):
        for i, item in enumerate(items):
            if item.who not in ("train", "pronoun") or not any(x.low in _AWAY for x in items[i + 1 : i + 4]):
                continue
            behind = items[i + 1 : i + _CLOCK_REACH]
            named = (n for n, x in enumerate(behind) if (x.kind == "place" and not x.cue) or x.low in (";", "."))
            stop = next(named, len(behind))
            clocks = (x.time for x in behind[:stop] if x.time is not None and x.time.kind == "moment")
            return next((t for t in clocks if t.has_clock), None)
    return None


_AWAY = frozenset({"left", "departed", "away"})
_CLOCK_REACH = 12  # items behind the train in which the clock of its leaving stands


def _told_last(frames: Sequence[Frame], number: int, *, asked: bool) -> int | None:
    """Which frame is the last of an event in the few sentences before one, or of what was ``asked`` in that before."""
    since = number - (1 if asked else _BACK)
    low, high = (bisect_left(frames, n, key=lambda f: f.sentence) for n in (since, number))
    told = (k for k in range(high - 1, low - 1, -1) if (frames[k].event or asked) and not frames[k].qualifies)
    return next(told, None)


def _only_when(text: str, sentence: Sentence, *, asked: bool) -> tuple[TimePhrase, ...]:
    """The times of a sentence that tells nothing but when it was; where that was ``asked``, it may be no sentence."""
    if sentence.may_name_place or sentence.may_name_train or sentence.end - sentence.start > _LONGEST:
        return ()
    if sentence.language is None and not asked and not sentence.low.lstrip(_MARKS).startswith(_OPENINGS):
        return ()
    items = sentence.items
    told = (x.time for x in items if x.time is not None)
    times = tuple(t for t in told if t.kind == "moment" and not t.after_event)
    if not times:
        return ()
    rest, at = [], sentence.start
    for t in times:
        rest.append(text[at : t.start])
        at = t.end
    left = " ".join(re.sub(r"[^\w']+", " ", " ".join([*rest, text[at : sentence.end]])).split())
    if asked and sentence.language is None:
        return times if _ANSWER.fullmatch(left) else ()
    pattern = _ENGLISH if sentence.language is None else sentence.language.pattern("tells_when")
    return times if pattern is not None and pattern.fullmatch(left) else ()
