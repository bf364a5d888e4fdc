"""A time told in a sentence of its own, behind what happened then: "It stopped in X. ... That was at 14:20." """

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.mentions.time_phrase import TimePhrase
    from railsight.resolution.frame import Frame
    from railsight.resolution.items import Sentence
    from railsight.resolution.told import Told

_BACK = 3  # sentences before it in which what happened then is told
_LONGEST = 120  # characters of such a sentence
# What is left of such a sentence without its times.
_ENGLISH = re.compile(
    r"(?:(?:and|all|but) )?(?:that|this|it|the (?:time|hour|clock|clocks|station clock|stop|halt|arrival|departure"
    r"|crossing|sighting)(?: (?:then|there))?)"
    r"(?: (?:was|were|had been|would have been|happened|occurred|took place|came|read|showed|said|stood at))"
    r"(?: (?:all|already|just|only|then|exactly|precisely|about|around|shortly|some|time|at|on|in|by|after|before|of"
    r"|the|early|late|local|there|today|sharp|o'clock))*",
    re.IGNORECASE,
)

# The same behind a question: "Q. When were you at X? A. That'd be two-thirty."
_ANSWER = re.compile(
    r"(?:a|that|it|i|we|they|was|were|would|'d|that'd|it'd|be|have been|say|think|guess|about|around|roughly|maybe|oh|well"
    r"|just|some|time|at|on|in|by|after|before|or|and|to|of|the|there|so|sir|no|yes|\s)*",
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
