"""When a report is told from: its publication or, where it looks back on days long past, the last of those days.

An inquiry, an indictment or a letter tells of trains weeks, years or decades before. Its clocks without a date are of
the days it tells of, and these are no "earlier journey" in it. What it tells as of now is of its publication all the
same, and that alone ends what can have happened.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from railsight.mentions.intervals import interval_of, local_date
from railsight.mentions.languages import EVENTS
from railsight.resolution.sentences.moods import is_infinitive
from railsight.resolution.times.zones import zone_named
from railsight.resolution.wording import cues, events, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from railsight.mentions.time_phrase import TimePhrase
    from railsight.resolution.sentences.items import Sentence
    from railsight.resolution.told import Told
    from railsight.times import Interval

ANY_ZONE = "Europe/London"  # for the day of what has no place, or one too large for a zone
RECENT = timedelta(days=4)  # what is told within this of publication is news
_ONE_STORY = timedelta(days=10)  # days told of this close together are of one story
_LONG_AGO_DAYS = 25  # "a hundred years ago" is no day of the news
_LONG_AGO = timedelta(days=500)  # one day alone so long ago may be that on which the station was opened
_SOON = timedelta(days=1)
_TO_COME = words("future") | cues("expected")
_NEXT_DAYS, _LONG = timedelta(days=4), timedelta(days=15)
_OPENING = 3  # sentences in which the day of a story is told


class Dated(NamedTuple):
    """A day told in the text: where, in which sentence, and which day it is."""

    start: int
    sentence: int
    phrase: TimePhrase
    on: date


def look_back(told: Told) -> None:
    """Fill ``told.vantage`` and, where it is not the publication, ``told.days``: the days told of, in order."""
    days = _days(told.sentences, told.published)
    if not days:
        return
    story = _story(days)
    last = max(d.on for d in story)
    ago = local_date(told.published, UTC) - last
    opened = ago > _LONG_AGO and len(story) == 1 and story[0].phrase.granularity == "day"
    if ago <= RECENT or opened or not _opens(told, story[0]):
        return
    told.vantage = datetime.combine(last, time(), UTC)
    told.days = tuple(days)


def _days(sentences: Sequence[Sentence], published: datetime) -> list[Dated]:
    """The days of a text whose days are all dates; empty where one is told from publication ("yesterday", "Tuesday") or
    is a few days before it.
    """
    moments = [(n, t) for n, t in _moments(sentences) if sentences[n].language is None or not lies_ahead(t, published)]
    if any(_is_near(t) for _, t in moments) or _opens_today(sentences, moments):
        return []
    zone = zone_named(ANY_ZONE)
    years = [x.latest for _, t in moments if t.year is not None and (x := interval_of(t, published, zone)) is not None]
    at = max(years, default=published)
    at = min(at, published) if published - at > RECENT else published
    dates = ((n, t, interval_of(t, published, zone)) for n, t in moments if t.day is not None)
    if any(x is not None and _is_news(sentences[n], t, x, published, at) for n, t, x in dates):
        return []
    found: list[Dated] = []
    for n, t in moments:
        x = _in_order(t, at, found) if t.day is not None else None
        if x is not None:
            found.append(Dated(t.start, n, t, x.earliest.astimezone(zone).date()))
    return found


def _is_news(sentence: Sentence, phrase: TimePhrase, on: Interval, published: datetime, at: datetime) -> bool:
    """Whether a date is of the days about publication. After a year long past "on 12 April" lies ahead of it only where
    the sentence tells what is to come.
    """
    if published - on.latest > RECENT:
        return False
    ahead = on.earliest - published > _SOON and phrase.year is None and published - at > RECENT
    return not ahead or any(x.low in _TO_COME for x in sentence.items)


def _in_order(phrase: TimePhrase, at: datetime, before: Sequence[Dated]) -> Interval | None:
    """The day a date tells: a bare day of the month ("on the 11th") is the next such day after the one told before."""
    zone = zone_named(ANY_ZONE)
    if phrase.month is None and phrase.weekday is None and before:
        return interval_of(phrase, datetime.combine(before[-1].on, time(), UTC), zone, tense="future")
    return interval_of(phrase, at, zone)


def _opens_today(sentences: Sequence[Sentence], moments: Sequence[tuple[int, TimePhrase]]) -> bool:
    """Whether a text in another language than English begins with "that day" and so with that of its publication."""
    if not moments or sentences[moments[0][0]].language is None:
        return False
    first = moments[0][1]
    return first.after_event and first.shift_days == 0


def lies_ahead(phrase: TimePhrase, at: datetime) -> bool:
    """Whether a day of the month said alone is rather one of the next days than of last month: "14일" on the 12th."""
    if phrase.day is None or phrase.month is not None:
        return False
    zone = zone_named(ANY_ZONE)
    past, future = (interval_of(phrase, at, zone, tense=tense) for tense in ("past", "future"))
    return past is not None and future is not None and future.earliest - at < _NEXT_DAYS and at - past.latest > _LONG


_PARTS = frozenset({",", ";", "and", "but", "while", "，", "；", "、", "и", "а", "но", "und", "aber"})
_LOOKS_BACK = frozenset({"was", "were", "been", "had"})
_ABOUT_TO = frozenset({"is", "are", "going", "plans", "plan", "intends", "intend", "hopes", "hope", "set"})


def of_what_is_to_come(sentence: Sentence, index: int) -> bool:
    """Whether a time is that of a verb in the future: "Kim will meet Putin on Friday", "on Friday Kim is to fly".

    The verb is that of its part of the sentence, before the time else after it; of the parts before where it has none.
    """
    items = sentence.items
    low = next((i for i in range(index, 0, -1) if items[i - 1].low in _PARTS), 0)
    high = next((i for i in range(index + 1, len(items)) if items[i].low in _PARTS), len(items))
    order = (*range(index - 1, low - 1, -1), *range(index + 1, high), *range(low - 1, -1, -1))
    told = (_tense(sentence, i) for i in order)
    return next((tense for tense in told if tense is not None), "past") == "future"


def _tense(sentence: Sentence, i: int) -> str | None:
    """Past or future, where a word tells one: "will", "crossed"; "was expected" tells of the past."""
    items, item = sentence.items, sentence.items[i]
    if item.kind != "word":
        return None
    if sentence.language is not None:
        if item.cue == "future" or item.cue.endswith("!"):
            return "future"
        return "past" if item.cue in EVENTS and item.cue != "none" else None
    if item.low in _TO_COME or (item.low == "to" and i and items[i - 1].low in _ABOUT_TO):
        return "past" if any(x.low in _LOOKS_BACK for x in items[max(0, i - 2) : i]) else "future"
    return "past" if item.low in events() and not is_infinitive(item.low) else None


def _moments(sentences: Sequence[Sentence]) -> Iterator[tuple[int, TimePhrase]]:
    for number, sentence in enumerate(sentences):
        if number == 0 and not (sentence.may_name_place or sentence.may_name_train):
            continue  # "Written answer, 21 March.": the day of the paper, not of what it tells
        for item in sentence.items:
            if item.time is not None and item.time.kind == "moment":
                yield number, item.time


def _is_near(phrase: TimePhrase) -> bool:
    """Whether a time counts from the day of publication."""
    if phrase.after_event or phrase.day is not None:
        return False
    if phrase.weekday is not None:
        return phrase.modifier not in ("the following", "the previous")
    return phrase.shift_h is not None or (phrase.shift_days is not None and abs(phrase.shift_days) < _LONG_AGO_DAYS)


def _story(days: Sequence[Dated]) -> list[Dated]:
    """The days close together that the text tells most of; of as many, those told first."""
    ordered = sorted(days, key=lambda d: d.on)
    groups = [[ordered[0]]]
    for a, b in pairwise(ordered):
        if b.on - a.on > _ONE_STORY:
            groups.append([])
        groups[-1].append(b)
    for group in groups:
        group.sort(key=lambda d: d.start)
    return max(groups, key=lambda g: (len(g), -g[0].start))


_NUMBERING = re.compile(r"[\W\d_]*")  # "3.1." before a paragraph


def _opens(told: Told, first: Dated) -> bool:
    """Whether the story begins with its day: no clock stands before it, and it is told early."""
    place = next((n for n, s in enumerate(told.sentences) if s.may_name_place), 0)
    numbers = sum(_NUMBERING.fullmatch(s.low) is not None for s in told.sentences[: first.sentence])
    if first.sentence - numbers >= max(_OPENING, place + 2):
        return False
    return not any(
        t.has_clock and t.day is None and t.start < first.start
        for n, t in _moments(told.sentences)
        if n < first.sentence
    )


def day_before(told: Told, position: int) -> Dated | None:
    """The day told last before a position of a text that looks back."""
    return next((d for d in reversed(told.days) if d.start < position), None)
