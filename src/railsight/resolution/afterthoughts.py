"""A time told in a sentence of its own, behind what happened then: "It stopped in X. ... That was at 14:20." """

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.mentions.when import TimePhrase
    from railsight.resolution.frames import Frame
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

_OPENINGS = ("that", "this", "it ", "the ", "and ", "all ", "but ")
_MARKS = " \n\t\"“‘'(–—-"


def add_times_told_later(told: Told, frames: Sequence[Frame]) -> None:
    """Give the times of such sentences to the event told last before them, where it has no clock of its own."""
    for number, sentence in enumerate(told.sentences):
        times = _only_when(told.text, sentence)
        frame = _told_last(frames, number) if times else None
        if frame is None or any(t.has_clock for t in frame.times):
            continue
        if any(t.has_clock or t.part for t in times) or not any(t.has_date for t in frame.times):
            frame.times = times if any(t.has_date for t in times) else [*times, *frame.times]


def _told_last(frames: Sequence[Frame], number: int) -> Frame | None:
    """The last frame of an event in the few sentences before one."""
    low, high = (bisect_left(frames, n, key=lambda f: f.sentence) for n in (number - _BACK, number))
    return next((f for f in reversed(frames[low:high]) if f.event is not None and not f.qualifies), None)


def _only_when(text: str, sentence: Sentence) -> list[TimePhrase]:
    """The times of a sentence that tells nothing but when it was."""
    if sentence.may_name_place or sentence.may_name_train or sentence.end - sentence.start > _LONGEST:
        return []
    if sentence.language is None and not sentence.low.lstrip(_MARKS).startswith(_OPENINGS):
        return []
    items = sentence.items
    times = [x.time for x in items if x.time is not None and x.time.kind == "moment" and not x.time.after_event]
    if not times:
        return []
    rest, at = [], sentence.start
    for t in times:
        rest.append(text[at : t.start])
        at = t.end
    left = " ".join(re.sub(r"[^\w']+", " ", " ".join([*rest, text[at : sentence.end]])).split())
    pattern = _ENGLISH if sentence.language is None else sentence.language.pattern("tells_when")
    return times if pattern is not None and pattern.fullmatch(left) else []
