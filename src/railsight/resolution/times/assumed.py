"""When an event was for which no time is told: now, after what is told before, on the day of the story."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from railsight.mentions.intervals import interval_of, local_date
from railsight.model import AIM_EVENTS
from railsight.resolution.times.tenses import has_come_about, is_of_now
from railsight.resolution.wording import words
from railsight.times import Interval, day, happened_by, is_whole_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from railsight.mentions.time_phrase import TimePhrase
    from railsight.model import EventKind, Place
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Sentence
    from railsight.resolution.told import Told

_AFTERWARDS = frozenset(
    {"later", "then", "since", "afterwards", "afterward", "subsequently", "thereafter", "next", "now"}
)
_UNTIL_NOW = frozenset({"since", "now"})
_PUBLISHED = words("speech") | {"published", "posted", "released", "shared", "aired", "broadcast"}


def afterwards(told: Told, frame: Frame) -> str | None:
    """The word before the verb that puts an event after the one told before: "later", "then", "has since"."""
    sentence = told.sentences[frame.sentence]
    verb = frame.verb_at if frame.verb_at is not None else frame.item
    if sentence.language is not None:
        return _afterwards_abroad(told, frame, sentence)
    before = [x.low for x in sentence.items[: max(verb, frame.item)]]
    if told.last is None or any(w in _PUBLISHED for w in before):
        return None  # "later Yonhap published a photo": the photo is later, not what it shows
    return next((w for w in before[-8:] if w in _AFTERWARDS), None)


# The same in other languages, between the place told before and what is told then.
_AFTERWARDS_ABROAD = re.compile(
    r"随后|隨後|然后|然後|之后|之後|接着|接著|其后|その後|それから|続いて"
    r"|(?<=[가-힣]) (?:뒤|후)(?=[ ,에])|이어(?=[서 ])|그 ?(?:뒤|후)|이후"
    r"|\b(?:затем|потом|после (?:этого|чего)|вслед за этим|danach|dann|anschließend|daraufhin)\b",
    re.IGNORECASE,
)


def _afterwards_abroad(told: Told, frame: Frame, sentence: Sentence) -> str | None:
    """A word that puts an event behind the one told before, in the sentence of both or one of its own."""
    if told.last is None:
        return None
    here = sentence.items[frame.item].start
    start = max((m.end for m in told.mentions if sentence.start <= m.start and m.end <= here), default=sentence.start)
    end = sentence.items[frame.verb_at].start if frame.verb_at is not None else here
    found = _AFTERWARDS_ABROAD.search(told.text, start, max(end, here))
    return None if found is None else found.group().strip()


_AND = frozenset({"and", "и", "und"})
_NEXT_H = 12.0  # hours within which the verb behind "and" is looked for where no time is told of it


def is_the_next_verb(told: Told, frame: Frame, moments: Sequence[TimePhrase] = ()) -> bool:
    """Whether a verb stands behind "and" and has only the day of the one before it: "reached X at ten on Tuesday and
    returned via Y".
    """
    sentence, verb, ours = told.sentences[frame.sentence], frame.verb_at, told.sightings
    if not verb or not ours or ours[-1].quote != (sentence.start, sentence.end):
        return False
    joined = next((i for i in range(verb - 1, max(-1, verb - 4), -1) if sentence.items[i].low in _AND), None)
    return joined is not None and all(t.end <= sentence.items[joined].start for t in moments)


_JUST_NOW = timedelta(hours=1)


def _just_now(told: Told, frame: Frame) -> bool:
    """ "Has just passed X": within the hour before the report, where a train, not a story told later, has it so."""
    verb = frame.verb_at
    before = [] if verb is None else [x.low for x in told.sentences[frame.sentence].items[max(0, verb - 3) : verb]]
    return before[-1:] == ["just"] and before[-2:-1] in (["has"], ["have"], ["is"], ["'s"], [])


def for_hours(told: Told, frame: Frame) -> float:
    """How long a stay is said to have lasted: "for three days"; 0 where nothing is said."""
    lengths = (t.duration_h for t in frame.times if t.duration_h and _FOR.search(told.text, t.start - 8, t.start))
    return next((most for _, most in lengths), 0.0)


_FOR = re.compile(r"\bfor (?:the )?$", re.IGNORECASE)


def _goes_on(told: Told, place: Place, event: EventKind) -> bool:
    """Whether an event may follow what is told before: at another place, or a departure from the same one."""
    here = bool(told.sightings) and told.sightings[-1].place.id == place.id
    return event != "absent" and here == (event == "departed")


def assumed_time(
    told: Told, frame: Frame, place: Place, anchor: Interval | None, zone: ZoneInfo, event: EventKind
) -> tuple[Interval | None, str]:
    """The time of an event without one: after the one told before where the text says so, else the day of the story,
    the time told before, the days before publication.
    """
    word = afterwards(told, frame)
    end = happened_by(told.published)
    if _just_now(told, frame) and not is_whole_day(told.published):
        return Interval(end - _JUST_NOW, end), "no time stated: just before the report"
    if event != "absent" and is_of_now(told, frame):
        start = told.published - timedelta(hours=max(24.0, for_hours(told, frame)))
        if told.last is not None and told.last.earliest < end:
            start = max(start, told.last.earliest)
        return Interval(start, end), "no time stated: as the report is written"
    by_now = has_come_about(told.sentences[frame.sentence].items, frame)
    if event == "absent" and told.last is not None:
        by = told.last.latest if is_whole_day(told.vantage) and not (by_now and told.days) else end
        if told.last.earliest < by:
            return Interval(told.last.earliest, by), "no time stated: not there by what is told before or publication"
    if word is not None and told.last is not None and told.last.earliest < end:
        until = (
            end if word in _UNTIL_NOW and (by_now or not told.days) else min(end, told.last.latest + timedelta(days=1))
        )
        return Interval(told.last.earliest, until), f"{AFTER} ('{word}')"
    if (
        told.sentences[frame.sentence].language is not None
        and is_the_next_verb(told, frame)
        and told.last is not None
        and told.last.earliest < end
    ):
        until = min(end, told.last.latest + timedelta(hours=_NEXT_H))
        return Interval(told.last.earliest, until), f"{AFTER} ('and')"
    if by_now and told.last is not None and told.last.earliest < end and _goes_on(told, place, event):
        return Interval(told.last.earliest, end), "no time stated: between what is told before and the report"
    if told.days and by_now and anchor is not None and anchor.earliest < end:
        return Interval(anchor.earliest, end), "no time stated: between the day told and the report"
    if told.days and anchor is not None:
        return day(local_date(anchor.middle, zone), zone), "no time stated here: the day told before is taken"
    if told.story_day is not None:
        phrase = replace(told.story_day, hour=None, minute=None, part=None)
        on = interval_of(phrase, told.vantage, zone)
        if on is not None:
            return not_after(told, on, event), f"no time stated here: the story's '{told.story_day.text}' is assumed"
    if anchor is not None and anchor.latest - anchor.earliest < timedelta(hours=3):
        if told.sightings and told.sightings[-1].place.id == place.id:
            return anchor, "no time stated here: the time told before is taken"
        on = day(local_date(anchor.middle, zone), zone)  # a train is at one place at a clock
        if told.left == frame.sentence and anchor == told.last:
            on = Interval(anchor.earliest, max(on.latest, anchor.latest))  # "left at nine, called at X"
        return not_after(told, on, event), "no time stated here: the day of the time told before is taken"
    if anchor is not None:
        return anchor, "no time stated here: the time told before is taken"
    eve = told.vantage - timedelta(days=1)
    return Interval(eve, happened_by(told.vantage)), "no time stated: the day before publication is taken"


NO_TIME = "no time stated"  # in the note of a sighting whose time is assumed
AFTER = "after what is told before"
ON_THE_WAY = "no time stated: on the way to where it arrived"
_ON_THE_WAY = re.compile(
    r"\b(?:(?:on (?:the|its|their|his) way|en route|along the way)\b(?! (?:back|home|from))|unterwegs\b"
    r"|auf (?:dem Weg|der Fahrt) (?:dorthin|dahin)|по (?:пути|дороге)(?! (?:обратно|назад|домой)))|도중|途中|沿途",
    re.IGNORECASE,
)
_NEXT_PART = frozenset({",", ";", "and", "，", "、", "и", "und"})
_LONGEST_WAY = timedelta(days=8)  # from Pyongyang to Moscow


def on_the_way(told: Told, frame: Frame) -> Interval | None:
    """When a train stopped somewhere "on the way" to where it was told before to have arrived: before that, from its
    departure on where that is told. None where a time is told with it.
    """
    sentence, ours = told.sentences[frame.sentence], [s for s in told.sightings if s.subject == "train"]
    last = next((s for s in reversed(ours) if ON_THE_WAY not in s.note), None)
    if last is None or last.event != "arrived" or last.interval is None:
        return None
    start = sentence.start
    if last.quote == (sentence.start, sentence.end):  # "arrived in X on Monday, stopping on the way in Y"
        behind = next((m.end for m in told.mentions if m.place == last.place and m.start >= start), start)
        start = next((x.start for x in sentence.items if x.start >= behind and x.low in _NEXT_PART), behind)
    if _ON_THE_WAY.search(told.text, start, sentence.end) is None:
        return None
    if any(t.kind == "moment" and t.start >= start for t in frame.times):
        return None
    left = [s.interval.earliest for s in ours if s.event == "departed" and s.interval is not None]
    earliest = max((t for t in left if t < last.interval.latest), default=last.interval.earliest - _LONGEST_WAY)
    return Interval(earliest, last.interval.latest)


def not_after(told: Told, interval: Interval, event: EventKind) -> Interval:
    """Cut what had happened at the publication: nothing told as past lies after it."""
    end = happened_by(told.published)
    if event in AIM_EVENTS or interval.latest <= end or interval.earliest >= end:
        return interval
    return Interval(interval.earliest, end)
