"""What is made of a time once a phrase has given it: the day moved, an end set, by what else is told of the event."""

from __future__ import annotations

import math
import re
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.mentions.clock_zones import zone_named
from railsight.mentions.intervals import interval_of
from railsight.mentions.time_phrase import is_clock, is_span
from railsight.resolution.times.asked import NARROW_S, base_of
from railsight.resolution.times.assumed import afterwards, for_hours, is_the_next_verb, not_after
from railsight.resolution.times.owners import is_denied, lies_with_another
from railsight.resolution.times.spans import whole_stay
from railsight.resolution.times.tenses import has_come_about
from railsight.times import Interval, happened_by

if TYPE_CHECKING:
    from collections.abc import Callable

    from railsight.mentions.time_phrase import TimePhrase
    from railsight.resolution.times.asked import Asked
    from railsight.resolution.told import Told

_LONGEST_SPAN = timedelta(hours=12)
_HALF_DAY = timedelta(hours=12)
_BEFORE_DAY = frozenset({"small hours", "dawn", "early morning"})  # "late on Sunday night ..., before dawn"
_EVENING = 17  # o'clock
_LAG_EXACT = timedelta(minutes=30)  # "three days after X left": as exact as the lengths of time people tell
_OPEN_H = 12.0  # hours before the end that "by" sets in which the event is looked for
_OPEN_CLOCK_H = 2.0  # where "by" stands before a clock
_TOLD_AFTER = timedelta(days=2)  # how long after an event it is news at most
_LEAD = 20  # characters before a time in which "by" and "before" stand


def settled(asked: Asked, phrase: TimePhrase, interval: Interval) -> Interval:
    """The interval of an event by a phrase that gives one, moved and bounded by what else is told."""
    _say_order(asked, phrase)
    _say_zone(asked, phrase)
    for step in _STEPS:
        interval = step(asked, phrase, interval)
    return _after_the_last(asked, not_after(asked.told, interval, asked.event))


def _whole_span(asked: Asked, phrase: TimePhrase, interval: Interval) -> Interval:
    """ "Between 9:00 and 9:30", "1455 to 1538": from one clock to the other, of which one was chosen."""
    if asked.lies_ahead or not is_clock(phrase):
        return interval
    told = asked.told
    clocks = [x.time for x in asked.sentence.items if x.time is not None and is_clock(x.time)]
    for first, second in pairwise(clocks):
        if phrase not in (first, second) or not is_span(first, second, told.text):
            continue
        other = interval_of(second if phrase is first else first, told.vantage, asked.zone, event=interval)
        if other is None:
            continue
        if phrase is first and other.latest < interval.earliest:
            other = other.shift(86400.0)  # from one day into the next
        elif phrase is second and other.earliest > interval.latest:
            other = other.shift(-86400.0)
        whole = _exact(phrase, interval).hull(_exact(second if phrase is first else first, other))
        return whole if whole.latest - whole.earliest <= _LONGEST_SPAN else interval
    return interval


def _say_order(asked: Asked, phrase: TimePhrase) -> None:
    """Say how a date like "09/12/2023" was read, where nothing tells its order."""
    on = asked.reads(phrase, None) if phrase.swapped else None
    if on is not None:
        asked.told.warn(f"'{phrase.text}' is read as {on.middle.astimezone(asked.zone):%d %B %Y}")


def _say_zone(asked: Asked, phrase: TimePhrase) -> None:
    """Say that a clock names a zone that is not known."""
    if phrase.has_clock and phrase.zone not in (None, "local") and zone_named(phrase.zone) is None:
        asked.told.warn(f"'{phrase.text}' names a zone that is not known: it is read by the clock of the place")


def _exact(phrase: TimePhrase, interval: Interval) -> Interval:
    """The moment that a whole hour is as an end of a span: "from 2 to 4 p.m." is not from half past one."""
    whole = is_clock(phrase) and phrase.minute is None and not phrase.approximate
    return Interval(interval.middle, interval.middle) if whole else interval


def _was_due(asked: Asked, phrase: TimePhrase, interval: Interval) -> Interval:
    """Of two readings of "was expected on Tuesday" the one nearer to publication."""
    if asked.event != "due" or not asked.frame.looked_back:
        return interval
    last = interval_of(phrase, asked.seen_from, asked.zone, tense="past", event=base_of(asked, phrase))
    if last is None:
        return interval
    return min((interval, last), key=lambda x: abs((x.middle - asked.published).total_seconds()))


def _still_due(asked: Asked, phrase: TimePhrase, interval: Interval) -> Interval:
    """A bare clock of something to come: the first such hour after publication."""
    if asked.event != "due" or asked.frame.looked_back or phrase.has_date:
        return interval
    step_s = 43200.0 if phrase.half_open else 86400.0
    steps = max(0.0, (asked.published - interval.latest).total_seconds() / step_s)
    return interval.shift(step_s * math.ceil(steps)) if steps * step_s < _LONGEST_WAIT_S else interval


_LONGEST_WAIT_S = 7 * 86400.0


def _lagged(asked: Asked, phrase: TimePhrase, interval: Interval) -> Interval:
    """ "Three hours after it left X at noon": so much later."""
    if asked.frame.lag_h is None:
        return interval
    asked.notes.append(f"reckoned from '{phrase.text}'")
    later = interval.shift(3600 * asked.frame.lag_h)
    return Interval(later.earliest - _LAG_EXACT, later.latest + _LAG_EXACT)


def _last_such_hour(asked: Asked, phrase: TimePhrase, interval: Interval) -> Interval:
    """A bare clock or "overnight" told as past that lies after publication is of the day before; a part of the day told
    before that is not over yet is of that day.
    """
    if asked.lies_ahead or phrase.has_date:
        return interval
    if asked.anchor is not None and phrase.part is not None and interval.earliest < happened_by(asked.published):
        return interval
    spot = phrase.has_clock or phrase.part in ("noon", "midday")  # noon in a report of 12:05 is noon of its day
    told_by = interval.middle if spot else interval.latest
    return interval.shift(-86400.0) if told_by > happened_by(asked.published) else interval


def _of_that_night(asked: Asked, phrase: TimePhrase, interval: Interval) -> Interval:
    """ "Left X at seven in the evening, and at three that night it was in Y": the small hours of the day after."""
    last = asked.told.last
    small = phrase.after_event and phrase.hour is not None and phrase.hour < _SMALL_UNTIL
    if not small or last is None or not phrase.text.lower().endswith("that night") or interval.latest > last.middle:
        return interval
    later = interval.shift(86400.0)
    return later if later.earliest <= happened_by(asked.published) else interval


_SMALL_UNTIL = 6  # o'clock


def _next_day(asked: Asked, phrase: TimePhrase, interval: Interval) -> Interval:
    """A bare clock of what follows a departure but lies before it: that of the day after."""
    told, frame = asked.told, asked.frame
    left_it = frame.unplaced and (asked.sentence.language is not None or asked.event == "departed")
    if left_it and told.last is not None and phrase.has_clock:
        night = not phrase.has_date and timedelta() < told.last.earliest - interval.latest < timedelta(days=1)
        passed = interval.shift(86400.0).earliest <= happened_by(told.published) or asked.sentence.language is not None
        return interval.shift(86400.0) if night and passed and told.last.duration_s <= NARROW_S else interval
    leaves = asked.event == "departed" and not _came_here_last(asked)
    if phrase.has_date or told.last is None or asked.lies_ahead or leaves or asked.event == "absent":
        return interval
    gap = told.last.earliest - interval.latest
    dawned = phrase.part in _BEFORE_DAY and told.last.earliest.astimezone(asked.zone).hour >= _EVENING
    nearer = dawned or (gap > _HALF_DAY and phrase.has_clock)
    if told.left is None and not (nearer and told.last.duration_s <= NARROW_S):
        return interval  # what follows at three was at three the next day only where that is the nearer one
    verb = frame.verb_at if frame.verb_at is not None else frame.item
    if told.left != frame.sentence and any(x.low == "had" for x in asked.sentence.items[max(0, verb - 4) : verb]):
        return interval
    in_the_evening = phrase.half_open and interval.latest + _HALF_DAY > told.last.earliest
    later = interval.shift(
        43200.0 if in_the_evening else 86400.0
    )  # "left at 20:30, was in X about a quarter past eleven"
    before = interval.latest <= told.last.earliest
    return later if before and later.earliest <= happened_by(told.published) else interval


def _came_here_last(asked: Asked) -> bool:
    """Whether what is told last is that it came to the place: "reached X on Tuesday night and left it at 3:15"."""
    last = asked.told.sightings[-1] if asked.told.sightings else None
    return last is not None and last.event == "arrived" and last.place.id == asked.place.id


def _had_come(asked: Asked, phrase: TimePhrase, interval: Interval) -> Interval:
    """ "It left at nine. It had come in at 23:40": what it had done before lies before what is told of it there."""
    last = asked.told.last
    before = asked.frame.unplaced and asked.event == "arrived" and asked.told.sightings[-1].event in _BEEN_THERE
    if not before or last is None or phrase.has_date or interval.earliest < last.latest:
        return interval
    return interval.shift(-43200.0 if phrase.half_open else -86400.0)


_BEEN_THERE = ("departed", "stopped", "seen")


def _lead(asked: Asked, phrase: TimePhrase) -> str:
    """The words before a time that may set an end: "just before noon" sets none, nor "before dawn, 3:40"."""
    if phrase.has_clock and _PART_FIRST.match(phrase.text):
        return ""
    lead = asked.told.text[max(0, phrase.start - _LEAD) : phrase.start].lower()
    return "" if lead.endswith(_NEAR_BEFORE) else lead


_PART_FIRST = re.compile(r"[a-z ]+, ?\d", re.IGNORECASE)
_NEAR_BEFORE = ("shortly before ", "just before ", "soon before ", "a little before ", "right before ")


def _due_until(asked: Asked, phrase: TimePhrase, interval: Interval) -> Interval:
    """ "Due by Friday evening", "before midnight": an end to what is to come, which lies after what is told before."""
    lead = _lead(asked, phrase)
    if not asked.lies_ahead or phrase.granularity == "day" or not lead.endswith((" by ", " by the ", " before ")):
        return interval  # "by Thursday": on that day, if it is kept
    if lead.endswith(_BEGINS):
        return interval
    if lead.endswith(" before ") and is_denied(asked.sentence.items, phrase):
        return Interval(interval.middle, interval.latest + timedelta(hours=_OPEN_CLOCK_H))
    end = interval.middle if lead.endswith("before ") else interval.latest
    start = interval.earliest - timedelta(hours=_OPEN_CLOCK_H if phrase.has_clock else _OPEN_H)
    if not asked.frame.looked_back:
        start = max(start, asked.published)
    if asked.told.last is not None:
        start = max(start, asked.told.last.earliest)
    return Interval(start, end) if start < end else interval


def _not_before(asked: Asked, phrase: TimePhrase, interval: Interval) -> Interval:
    """ "Never passed X before noon" tells of the day up to noon, "waited until noon" of the hours before it."""
    found = _UP_TO.search(asked.told.text, max(0, phrase.start - _LEAD), phrase.start)
    if asked.event != "absent" or found is None:
        return interval
    end = interval.middle if phrase.granularity != "day" else interval.earliest
    if found[1].lower() != "before":
        return Interval(end - timedelta(hours=_OPEN_CLOCK_H), end)
    of_the_day = end.astimezone(asked.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return Interval(min(of_the_day, end - timedelta(hours=_OPEN_CLOCK_H)), end)


_UP_TO = re.compile(r"\b(before|until|till|til) $", re.IGNORECASE)


def _had_happened_by(asked: Asked, phrase: TimePhrase, interval: Interval) -> Interval:
    """ "By Tuesday evening" and "before dawn" set an end to what had happened: the time before it is open."""
    lead = _lead(asked, phrase)
    if asked.lies_ahead or asked.event == "absent":
        return interval
    if lead.endswith(("by ", " by the ", "o later than ", "ot later than ")):
        if asked.event in ("stopped", "seen") or _was_going_on(asked):
            return interval  # "by noon it was standing at X"
        open_h = _OPEN_CLOCK_H if phrase.has_clock else _OPEN_H
        return Interval(interval.earliest - timedelta(hours=open_h), _exact(phrase, interval).latest)
    if lead.endswith(("before ", " earlier than ")) and not lead.endswith(_BEGINS):
        start = interval.earliest - timedelta(hours=_OPEN_H / 2)
        days = (t for t in asked.moments if t.granularity == "day" and t is not phrase)
        said = next((asked.reads(t, asked.anchor) for t in days), None)
        if said is not None and said.earliest < interval.middle:
            start = max(start, said.earliest)  # "on 2 December, before dawn"
        end = interval.earliest if phrase.granularity == "day" else interval.middle
        return Interval(min(start, end), end)
    return interval


_BEGINS = ("not before ", "no earlier than ", "not earlier than ")


def _had_happened_after(asked: Asked, phrase: TimePhrase, interval: Interval) -> Interval:
    """ "After 22:00" sets a beginning, and the time behind it is open: "shortly after" is near it."""
    found = _AFTER.search(asked.told.text, max(0, phrase.start - _LEAD), phrase.start)
    if asked.event == "absent" or not is_clock(phrase) or found is None or found["near"]:
        return interval
    return Interval(interval.middle, interval.latest + timedelta(hours=_OPEN_CLOCK_H))


# "Just after six" is near six, and "an hour after six" is another time.
_AFTER = re.compile(
    r"(?P<near>\b(?:shortly|just|soon|right|immediately|little|bit|while|long|\w+s|hour|minute|day)\s)?"
    r"\b(?:after|not before|no(?:t|t any)? (?:earlier|sooner) than) $",
    re.IGNORECASE,
)


def _was_going_on(asked: Asked) -> bool:
    frame = asked.frame
    verb = frame.verb_at if frame.verb_at is not None else frame.item
    return asked.sentence.items[max(0, verb - 1)].low == "being"


def _happened(asked: Asked, phrase: TimePhrase, interval: Interval) -> Interval:
    """What is told as past did not happen after publication: a weekday is the one before; a printed date is kept."""
    told = asked.told
    end = happened_by(told.published)
    if asked.lies_ahead or interval.earliest <= end:
        return interval
    if phrase.day is None:
        opens = phrase.part == "midnight"  # "at midnight on Sunday" may be the one with which Sunday began
        days = 7.0 if phrase.weekday is not None and not opens else 1.0
        earlier = interval.shift(-86400.0 * days)
        if earlier.earliest <= end:
            return earlier
    words = f"'{phrase.text}' lies after the publication of the report"
    asked.notes.append(words)
    told.warn(words)
    return interval


def _stayed(asked: Asked, phrase: TimePhrase, interval: Interval) -> Interval:
    return whole_stay(asked.told, asked.frame, phrase, interval, asked.event, asked.zone)


def _stood_so_long(asked: Asked, phrase: TimePhrase, interval: Interval) -> Interval:
    """ "Stood for two hours until 4 p.m." from two in the afternoon, "for two hours from 4 p.m." until six."""
    if asked.event != "stopped" or not phrase.has_clock or interval.duration_s > NARROW_S:
        return interval
    lead = asked.told.text[max(0, phrase.start - _LEAD) : phrase.start].lower()
    stood = timedelta(hours=for_hours(asked.told, asked.frame))
    if lead.endswith(("until ", "till ")):
        return Interval(interval.earliest - stood, interval.latest)
    return Interval(interval.earliest, interval.latest + stood) if lead.endswith(" from ") else interval


def _by_the_saying(asked: Asked, phrase: TimePhrase, interval: Interval) -> Interval:
    """ "Has left X, Yonhap said on Wednesday": it had come about by that day, on which it was only said, or filed."""
    frame, items = asked.frame, asked.sentence.items
    if asked.lies_ahead or asked.event == "absent" or asked.sentence.language is not None:
        return interval
    at = next((i for i, x in enumerate(items) if x.start == phrase.start), None)
    if at is None or not has_come_about(items, frame):
        return interval
    said = lies_with_another(items, at, frame) or _is_filed(asked.told, phrase)
    return Interval(interval.earliest - _TOLD_AFTER, interval.latest) if said else interval


def _is_filed(told: Told, phrase: TimePhrase) -> bool:
    """Whether a day is that of the dateline: "BEIJING, March 28 - "."""
    return any(m.role == "dateline" and told.text[m.end : phrase.start] == ", " for m in told.mentions)


def _after_the_last(asked: Asked, interval: Interval) -> Interval:
    """An event that the text puts after the one told before does not begin earlier than that did."""
    last = asked.told.last
    if asked.lies_ahead or last is None or not interval.earliest < last.earliest < interval.latest:
        return interval
    if afterwards(asked.told, asked.frame) is not None:
        until = min(happened_by(asked.published), last.latest + _HALF_DAY)  # "at 11 p.m. on Sunday, then X"
        return Interval(last.earliest, max(interval.latest, until))
    left_it = asked.frame.unplaced and asked.event == "departed"  # it is where it was told to be last that it left
    if left_it or is_the_next_verb(asked.told, asked.frame, asked.moments):
        return Interval(last.earliest, interval.latest)
    return interval


_STEPS: tuple[Callable[[Asked, TimePhrase, Interval], Interval], ...] = (
    _whole_span,
    _was_due,
    _still_due,
    _lagged,
    _last_such_hour,
    _of_that_night,
    _next_day,
    _had_come,
    _due_until,
    _not_before,
    _had_happened_by,
    _had_happened_after,
    _happened,
    _stayed,
    _stood_so_long,
    _by_the_saying,
)
