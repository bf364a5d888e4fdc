"""How long a stay is told to have lasted: "since Friday", "from Friday to Sunday"."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.mentions.intervals import interval_of
from railsight.model import AIM_EVENTS
from railsight.resolution.times.tenses import has_come_about, holds_now, tells_since_when
from railsight.times import Interval, happened_by

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from railsight.mentions.time_phrase import TimePhrase
    from railsight.model import EventKind
    from railsight.resolution.frame import Frame
    from railsight.resolution.told import Told

_STAYS = frozenset({"stopped", "seen", "absent"})
_SINCE = re.compile(r"\b(?:(?:ever )?since|seit|со?) (?:the |about |around |dem |der |den )?$", re.IGNORECASE)
_SINCE_REACH = 24  # characters before a time in which such a word stands
_SINCE_BEHIND = ("から", "부터")
_LED = re.compile(r"\b(from|between) (?:the )?$", re.IGNORECASE)
_TO = re.compile(r"\s(?:to|until|till|through|and|[-–—])\s(?:the )?", re.IGNORECASE)


def led_by_since(told: Told, phrase: TimePhrase) -> bool:
    """Whether a time is one from which on something is so: "since Friday", "с пятницы", "seit Freitag"."""
    led = _SINCE.search(told.text, max(0, phrase.start - _SINCE_REACH), phrase.start) is not None
    return led or phrase.text.lower().startswith("since ") or told.text.startswith(_SINCE_BEHIND, phrase.end)


def is_since(told: Told, frame: Frame, phrase: TimePhrase) -> bool:
    """Whether a time is the one from which on it has been so up to the report: "has been stuck since Friday"."""
    sentence = told.sentences[frame.sentence]
    if sentence.language is None and tells_since_when(sentence.items, frame):
        return phrase.start > sentence.items[frame.item].start
    if not led_by_since(told, phrase):
        return False
    if sentence.language is not None:
        return True
    return holds_now(sentence.items, frame) or has_come_about(sentence.items, frame)


def whole_stay(
    told: Told, frame: Frame, phrase: TimePhrase, interval: Interval, event: EventKind, zone: ZoneInfo
) -> Interval:
    """The interval of a stay from its first day to its last or, where it goes on, to the report.

    A clock or a part of a day from which on it stands is kept as it is: it tells when the train came to stand.
    """
    if event in AIM_EVENTS or phrase.has_clock:
        return interval
    stays = event in _STAYS
    if stays and phrase.part is None and is_since(told, frame, phrase):
        return Interval(interval.earliest, max(happened_by(told.published), interval.latest))
    days = [x.time for x in told.sentences[frame.sentence].items if x.time is not None and x.time.has_date]
    for first, second in pairwise(days):
        if phrase not in (first, second) or not _TO.fullmatch(told.text, first.end, second.start):
            continue
        led = _LED.search(told.text, max(0, first.start - _SINCE_REACH), first.start)
        if led is None or not (stays or led[1].lower() == "between"):
            continue
        other = interval_of(second if phrase is first else first, told.vantage, zone, event=interval)
        if other is not None and (other.earliest > interval.latest) == (phrase is first):
            return interval.hull(other)
    return interval
