"""A clock of a sentence that tells of no event yet, where one event of that sentence has no clock: it is its own.

"It went down to Juliaca, entering under rain at 21:15", "to Wonsan last Sunday; shadows agree with about 5 p.m."
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from railsight.mentions.intervals import interval_of
from railsight.model import AIM_EVENTS
from railsight.resolution.times.zones import zone_of
from railsight.times import happened_by

if TYPE_CHECKING:
    from collections.abc import Set

    from railsight.mentions.time_phrase import TimePhrase
    from railsight.model import Sighting
    from railsight.resolution.sentences.items import Sentence
    from railsight.resolution.told import Told
    from railsight.times import Interval

_AS_BY_A_CLOCK_S = 3 * 3600.0


def with_clocks_left_over(told: Told) -> None:
    """Give the one event of a sentence that has no clock the one clock there that tells of no other."""
    used = {phrase.start for phrase in told.read_by.values()}
    for sentence in told.sentences:
        clocks = _left_over(sentence, used)
        lacking = [i for i, s in enumerate(told.sightings) if _lacks_one(s, sentence)] if len(clocks) == 1 else []
        if len(lacking) == 1:
            s = told.sightings[lacking[0]]
            interval = _by(told, s, clocks[0])
            if interval is not None:
                told.sightings[lacking[0]] = replace(s, interval=interval)


def _left_over(sentence: Sentence, used: Set[int]) -> list[TimePhrase]:
    times = (x.time for x in sentence.items)
    return [t for t in times if t is not None and t.kind == "moment" and t.has_clock and t.start not in used]


def _lacks_one(s: Sighting, sentence: Sentence) -> bool:
    if s.subject != "train" or s.event == "absent" or s.quote != (sentence.start, sentence.end):
        return False
    return s.interval is None or s.interval.duration_s > _AS_BY_A_CLOCK_S


def _by(told: Told, s: Sighting, clock: TimePhrase) -> Interval | None:
    """When it was by a clock, on the day it has by now; None where that is another day, or lies ahead."""
    own = told.read_by.get(s.id)
    if own is not None and own.has_date and clock.has_date:
        return None
    ahead = s.event in AIM_EVENTS
    tense = "future" if ahead else "past"
    interval = interval_of(clock, told.vantage, zone_of(s.place), tense=tense, event=s.interval)
    return interval if interval is None or ahead or interval.earliest <= happened_by(told.published) else None
