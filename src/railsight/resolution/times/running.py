"""The day that a report in another language than English has reached where it tells of an event."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from railsight.mentions.intervals import interval_of
from railsight.mentions.when_other import NIGHT_TO
from railsight.resolution.times.vantage import ANY_ZONE, RECENT, lies_ahead
from railsight.resolution.times.zones import zone_named

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from railsight.mentions.time_phrase import TimePhrase
    from railsight.resolution.frame import Frame
    from railsight.resolution.told import Told
    from railsight.times import Interval

_SENTENCES = 4  # back from the event
# Behind a day on which somebody said so: "13일 밝혔다", "5日、明らかにした", "сообщил", "sagte".
_SAID = re.compile(
    r"[^.。]{0,16}?(?:밝혔|전했|보도|발표|말했|明らか|発表|報じ|伝え|話し|获悉|报道|報導|宣布|表示"
    r"|сообщ|заяв|рассказ|сказал|sagte|teilte|erklärte|berichte|meldete)"
)


def running_day(told: Told, frame: Frame, zone: ZoneInfo) -> tuple[Interval, str] | None:
    """The day told last before the sentence of a frame and its words, where it is of the story and of nobody who tells
    it, and later than the event told before.

    A story goes on from day to day: "14.06. X ... 15.06. 02:30 Y". None in English, and where no such day is told.
    """
    said = _told_last(told, frame)
    on = interval_of(replace(said, hour=None, minute=None, part=None), told.vantage, zone) if said else None
    if on is not None and said is not None and said.modifier == NIGHT_TO and _before_noon(frame):
        on = on.shift(86400.0)  # "in the night to Friday": 3:40 is Friday's
    if said is None or on is None or (told.last is not None and told.last.latest >= on.earliest):
        return None
    return on, said.text


def _before_noon(frame: Frame) -> bool:
    return any(t.hour is not None and t.hour < 12 for t in frame.times)


def _told_last(told: Told, frame: Frame) -> TimePhrase | None:
    """The phrase of the day told last before the sentence of a frame."""
    sentence = told.sentences[frame.sentence]
    if sentence.language is None:
        return None
    for number in range(frame.sentence - 1, max(-1, frame.sentence - 1 - _SENTENCES), -1):
        if told.sentences[number].language is None:
            continue
        for item in reversed(told.sentences[number].items):
            if item.time is not None and _is_day(told, item.time):
                return item.time
    return None


def _is_day(told: Told, phrase: TimePhrase) -> bool:
    """Whether a phrase is a day of what has happened lately."""
    if phrase.kind != "moment" or phrase.after_event or not phrase.has_date or (phrase.shift_days or 0) > 0:
        return False
    if (
        phrase.granularity in ("week", "month", "year")
        or _SAID.match(told.text, phrase.end)
        or lies_ahead(phrase, told.vantage)
    ):
        return False
    on = interval_of(phrase, told.vantage, zone_named(ANY_ZONE))
    return on is not None and told.vantage - on.latest < RECENT and on.earliest < told.vantage + timedelta(hours=12)
