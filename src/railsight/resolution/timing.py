"""When an event was: its own time, the time told before, the day of the story; two clocks held together."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from railsight.mentions.intervals import interval_of, local_date
from railsight.resolution.assumed import afterwards, assumed_time, not_after
from railsight.resolution.moods import is_infinitive
from railsight.resolution.owners import lies_with_another
from railsight.resolution.spans import led_by_since, whole_stay
from railsight.resolution.tenses import has_come_about, is_of_now
from railsight.resolution.vantage import ANY_ZONE, RECENT, day_before
from railsight.resolution.zones import zone_of
from railsight.times import Interval, day, happened_by, is_whole_day

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from railsight.mentions.when import TimePhrase
    from railsight.model import EventKind, Place
    from railsight.resolution.frames import Frame
    from railsight.resolution.told import Told

_OPEN_H = 12.0  # hours before the end that "by" sets in which the event is looked for
_OPEN_CLOCK_H = 2.0  # where "by" stands before a clock
# "in about 14 hours", "within the next two hours": what a length of time is told to come after.
_AHEAD_BY = re.compile(
    r"\b(in|within)(?: (?:just|only|another|the next|under|less than|little more than|at most|a little over))? $",
    re.IGNORECASE,
)
_AHEAD_REACH = 24  # characters before a length of time in which such words stand
_BORDERS = frozenset({"border", "bridge", "river", "river crossing"})


def story_day(told: Told) -> TimePhrase | None:
    """The day of the story: the first dated time in a sentence that tells of the train, else of the text's opening."""
    from zoneinfo import ZoneInfo

    named = (s for s in told.sentences if s.may_name_train)
    of_train = (s for s in named if any(x.kind == "mover" and x.who == "train" for x in s.items))
    for sentence in chain(of_train, told.sentences[:4]):
        for item in sentence.items:
            t = item.time
            shift = 0 if t is None or t.shift_days is None or t.after_event else t.shift_days
            if shift > 0:
                continue  # "it goes on tomorrow": no day of what has happened
            if shift < 0 and sentence is not told.sentences[0] and not sentence.may_name_train:
                continue  # "yesterday it was in X" after what is told first
            if t and t.kind == "moment" and t.has_date and t.granularity not in ("week", "month", "year"):
                interval = interval_of(t, told.vantage, ZoneInfo(ANY_ZONE))
                if (
                    interval
                    and told.vantage - interval.latest < RECENT
                    and interval.earliest < told.vantage + timedelta(days=1)
                ):
                    return t
    return None


def when_of(told: Told, frame: Frame, place: Place, event: EventKind) -> tuple[Interval | None, str]:
    """The interval of an event and what was assumed, in words."""
    zone = zone_of(place)
    if event == "departed" and (frame.modal == "future" or (frame.modal and _may_yet(frame))):
        event = "due"  # as far as time goes: "is scheduled to leave X on Friday", "may leave X on Friday"
    tense = "future" if event == "due" or (event == "heading" and frame.modal) else "past"
    moments = [t for t in frame.times if t.kind == "moment"]
    if event in ("heading", "due"):  # "has stood in Y since Sunday and may go on to X"
        moments = [t for t in moments if not led_by_since(told, t)]
    if told.sentences[frame.sentence].language is not None and is_of_now(told, frame):
        moments = [t for t in moments if _in_its_clause(told, frame, t)]
    dated = [t for t in moments if t.has_date]
    anchor = _anchor(told, frame, zone)
    live = frame.post is not None and _is_live(told, zone)
    post = None if frame.post is None else interval_of(frame.post, told.vantage, zone, event=None if live else anchor)
    if post is not None and post.earliest > happened_by(told.published):
        post = post.shift(-86400.0)  # a ticker that began the evening before
    anchor = post if live else anchor
    seen_from = post.latest if post is not None else told.vantage
    published = post.latest if post is not None else told.published
    wrong = next((t for t in frame.times if t.kind == "impossible"), None)
    if wrong is not None and (wrong.month is not None or not moments):
        interval, words = _impossible(told, wrong, zone, tense)
        if interval is not None or event in ("heading", "due"):
            return interval, words
        interval, why = assumed_time(told, frame, place, anchor, zone, event)
        return interval, f"{words}; {why}"
    both, note = _two_clocks(told, moments, place, zone, anchor)
    if both is not None:
        return not_after(told, both, event), note
    if event == "absent" and told.last is not None and _ran_through(told, frame):
        return told.last, "when it was not there: by what is told before"
    if frame.own is not None and event != "due" and (entered := _entered(told, frame, zone)) is not None:
        return entered, note
    if frame.lag_h is not None and not moments:  # "have yet to arrive, three days after they left X"
        if frame.rode and told.last is not None:  # "came to X after a ten-hour ride from Y"
            return told.last.shift(3600 * frame.lag_h), "reckoned from what is told before"
        today = day(local_date(told.published, zone), zone)
        return not_after(told, today.shift(3600 * frame.lag_h), event), "reckoned from the day of publication"
    ahead = _ahead_by(told, frame, event, published)
    if ahead is not None:
        return ahead, note
    for phrase in _likeliest(moments):
        if event in ("heading", "due") and phrase.granularity in ("week", "month", "year"):
            continue
        base = told.last if phrase.after_event and told.last is not None else anchor
        if phrase.after_event:
            base = (None if _runs_on(told, frame, phrase) else _said_before(told, frame, phrase, zone, tense)) or base
        if base is None and event in ("heading", "due"):
            base = Interval(published, published)  # "will arrive in two days", where nothing was told before
        if not phrase.has_date and dated and dated[0] is not phrase:
            base = interval_of(dated[0], seen_from, zone, tense=tense, event=anchor) or anchor
        interval = interval_of(phrase, seen_from, zone, tense=tense, event=base)
        if interval is not None and phrase.has_clock and event not in ("heading", "due"):
            interval = _whole_span(told, frame, phrase, interval, zone)
        if interval is not None and event == "due" and frame.looked_back:
            interval = _nearer(interval, interval_of(phrase, seen_from, zone, tense="past", event=base), published)
        if interval is not None:
            if event == "due" and not frame.looked_back and not phrase.has_date:
                interval = _ahead(interval, published)
            if frame.lag_h is not None:
                interval = _widened(interval.shift(3600 * frame.lag_h), 1800)
                note = f"{note}; reckoned from '{phrase.text}'" if note else f"reckoned from '{phrase.text}'"
            spot = phrase.has_clock or phrase.part in ("noon", "midday")  # noon in a report of 12:05 is noon of its day
            told_by = interval.middle if spot else interval.latest
            if event not in ("heading", "due") and not phrase.has_date and told_by > happened_by(published):
                interval = interval.shift(-86400.0)  # a bare clock or "overnight" told as past is of the day before
            interval = _next_day(told, frame, phrase, interval, event)
            if event in ("heading", "due"):
                interval = _until(told, frame, phrase, interval, published)
            interval = _limited(told, frame, phrase, interval, event)
            interval, late = _happened(told, phrase, interval, event)
            interval = whole_stay(told, frame, phrase, interval, event, zone)
            interval = _by_the_saying(told, frame, phrase, interval, event)
            interval = _after_the_last(told, frame, not_after(told, interval, event), event)
            return interval, "; ".join(x for x in (note, late) if x)
    if event in ("heading", "due"):
        return None, note
    if post is not None and frame.post is not None:
        return _interval(
            post.earliest - timedelta(hours=3), post.latest
        ), f"no time stated: posted at {frame.post.text}"
    return assumed_time(told, frame, place, anchor, zone, event)


def _may_yet(frame: Frame) -> bool:
    """Whether what may be lies ahead: "may leave X", not "may have left X", "could be seen leaving X"."""
    return not frame.looked_back and is_infinitive(frame.verb)


def _in_its_clause(told: Told, frame: Frame, phrase: TimePhrase) -> bool:
    """Whether a time stands in the clause of the place: not "left Y on Monday and is now in X"."""
    low, high = frame.clause
    items = told.sentences[frame.sentence].items
    return items[low].start <= phrase.start < items[high - 1].end


_LONGEST_SPAN = timedelta(hours=12)
_BETWEEN = re.compile(r"\s?(?:to|until|till|[-–—])\s?")


def _whole_span(told: Told, frame: Frame, phrase: TimePhrase, interval: Interval, zone: ZoneInfo) -> Interval:
    """ "Between 9:00 and 9:30", "1455 to 1538": from one clock to the other, of which one was chosen."""
    clocks = [x.time for x in told.sentences[frame.sentence].items if x.time is not None and x.time.has_clock]
    for first, second in pairwise(clocks):
        between = told.text[first.end : second.start]
        led = told.text[max(0, first.start - 8) : first.start].lower() == "between "
        if phrase not in (first, second) or not (_BETWEEN.fullmatch(between) or (led and between == " and ")):
            continue
        other = interval_of(second if phrase is first else first, told.vantage, zone, event=interval)
        if other is None:
            continue
        if phrase is first and other.latest < interval.earliest:
            other = other.shift(86400.0)  # from one day into the next
        elif phrase is second and other.earliest > interval.latest:
            other = other.shift(-86400.0)
        whole = interval.hull(other)
        return whole if whole.latest - whole.earliest <= _LONGEST_SPAN else interval
    return interval


_LIVE = timedelta(hours=3)


def _is_live(told: Told, zone: ZoneInfo) -> bool:
    """Whether a text is a ticker that was still running when it was published: its posts are of that day."""
    if is_whole_day(told.vantage):
        return False
    openings = (s.items[0].time for s in told.sentences if s.items)
    posts = (interval_of(t, told.vantage, zone) for t in openings if t is not None and t.has_clock and not t.has_date)
    return any(x is not None and timedelta() <= told.vantage - x.earliest <= _LIVE for x in posts)


def _entered(told: Told, frame: Frame, zone: ZoneInfo) -> Interval | None:
    """The time of an entry in a log: its clock on the day that stands before it since the last entry, else the first
    such clock from the event told before on, else the last there was.
    """
    clock = frame.own
    assert clock is not None
    said = None if clock.has_date else _day_before(told, frame, clock)
    if said is not None:
        parts = {key: getattr(said, key) for key in ("year", "month", "day", "weekday", "modifier", "shift_days")}
        clock = replace(clock, **parts)
    found = interval_of(clock, told.vantage, zone, event=told.last if clock.half_open else None)
    if found is None or said is not None:
        return found
    end = happened_by(told.published)
    if told.last is not None:
        days = math.floor((found.latest - told.last.earliest).total_seconds() / 86400.0)
        following = found.shift(-86400.0 * days)
        if following.earliest <= end:
            return following
    return found if found.earliest <= end else found.shift(-86400.0)


_HEADINGS = 3  # sentences before an entry in which the day of it is looked for


def _day_before(told: Told, frame: Frame, clock: TimePhrase) -> TimePhrase | None:
    """The day told before the clock of an entry, in its sentence or since the entry before."""
    since = told.sightings[-1].quote if told.sightings else None
    for number in range(frame.sentence, max(-1, frame.sentence - _HEADINGS), -1):
        sentence = told.sentences[number]
        days = [
            x.time
            for x in sentence.items
            if x.time is not None and x.end <= clock.start and x.time.kind == "moment" and x.time.granularity == "day"
        ]
        plain = [t for t in days if not t.after_event]
        if plain:
            return plain[-1]
        if since is None or since[0] <= sentence.start:
            return None
    return None


def _ran_through(told: Told, frame: Frame) -> bool:
    """ "Crossed at noon and did not stop in X" is no word that it was not beyond X by now."""
    items, verb = told.sentences[frame.sentence].items, frame.verb_at
    if frame.event != "stopped" or not verb or items[verb - 1].low not in ("not", "n't", "without", "didn't", "didn’t"):
        return False
    return not any(t.has_clock for t in frame.times)


_HALF_DAY = timedelta(hours=12)
_NARROW_S = 8 * 3600


def _next_day(told: Told, frame: Frame, phrase: TimePhrase, interval: Interval, event: EventKind) -> Interval:
    """A bare clock of what follows a departure but lies before it: that of the day after."""
    if phrase.has_date or told.last is None or event in ("departed", "heading", "due", "absent"):
        return interval
    gap = told.last.earliest - interval.latest
    if told.left is None and not (gap > _HALF_DAY and told.last.duration_s <= _NARROW_S and phrase.has_clock):
        return interval  # what follows at three was at three the next day only where that is the nearer one
    verb = frame.verb_at if frame.verb_at is not None else frame.item
    if told.left != frame.sentence and any(
        x.low == "had" for x in told.sentences[frame.sentence].items[max(0, verb - 4) : verb]
    ):
        return interval
    later = interval.shift(86400.0)
    before = interval.latest <= told.last.earliest
    return later if before and later.earliest <= happened_by(told.published) else interval


def _ahead(interval: Interval, published: datetime) -> Interval:
    """A bare clock of something to come: the first such hour after publication."""
    days = max(0.0, (published - interval.latest).total_seconds() / 86400.0)
    return interval.shift(86400.0 * math.ceil(days)) if days < 7 else interval


def _runs_on(told: Told, frame: Frame, phrase: TimePhrase) -> bool:
    """Whether hours are counted from the clock of what its sentence tells before: "on Monday left X at nine and passed
    Y two hours later".
    """
    if phrase.shift_h is None or told.last is None or told.last.duration_s > _NARROW_S or not told.sightings:
        return False
    return told.sightings[-1].quote == (told.sentences[frame.sentence].start, told.sentences[frame.sentence].end)


def _said_before(told: Told, frame: Frame, phrase: TimePhrase, zone: ZoneInfo, tense: str) -> Interval | None:
    """The date said before in the sentence: "in X on May 12 and in Y two days later"."""
    items = told.sentences[frame.sentence].items
    cut = max((i for i, x in enumerate(items) if x.low == ";" and x.end <= phrase.start), default=-1)
    items = items[cut + 1 :]  # another clause, another time
    dates = [x.time for x in items if x.time is not None and x.end <= phrase.start and x.time.has_date]
    plain = [t for t in dates if t.kind == "moment" and not t.after_event]
    return interval_of(plain[-1], told.vantage, zone, tense=tense) if plain else None


def _impossible(told: Told, phrase: TimePhrase, zone: ZoneInfo, tense: str) -> tuple[Interval | None, str]:
    """A day that does not exist: the days on either side of the end of its month, if that exists, and words that say
    so.
    """
    found = interval_of(phrase, told.vantage, zone, tense=tense)
    words = f"'{phrase.text}' is no date"
    if found is not None:
        words += ": the last day of the month or the first of the next is taken"
    warning = f"{told.report.id}: {words}"
    if warning not in told.warnings:
        told.warnings.append(warning)
    return found, words


def _likeliest(moments: list[TimePhrase]) -> list[TimePhrase]:
    """Times nearest first, clocks before days; a clock with a day of its own that is not the nearest one comes last."""
    first = next((t for t in moments if t.has_date), None)

    def rank(t: TimePhrase) -> tuple[bool, bool]:
        elsewhere = t is not first and first is not None and t.has_date and not _same_day(t, first)
        return elsewhere, not t.has_clock

    return sorted(moments, key=rank)


def _same_day(a: TimePhrase, b: TimePhrase) -> bool:
    return (a.weekday is not None and a.weekday == b.weekday) or (a.day is not None and a.day == b.day)


def _limited(told: Told, frame: Frame, phrase: TimePhrase, interval: Interval, event: EventKind) -> Interval:
    """ "By Tuesday evening" and "before dawn" set an end to what had happened: the time before it is open."""
    lead = told.text[max(0, phrase.start - 15) : phrase.start].lower()
    if event in ("heading", "due", "absent") or lead.endswith(("shortly before ", "just before ")):
        return interval
    verb = frame.verb_at if frame.verb_at is not None else frame.item
    going_on = told.sentences[frame.sentence].items[max(0, verb - 1)].low == "being"
    if (event in ("stopped", "seen") or going_on) and lead.endswith(("by ", " by the ")):
        return interval  # "by noon it was standing at X"
    if lead.endswith(("by ", " by the ")):
        open_h = _OPEN_CLOCK_H if phrase.has_clock else _OPEN_H
        return Interval(interval.earliest - timedelta(hours=open_h), interval.latest)
    if lead.endswith("before "):
        return Interval(interval.earliest - timedelta(hours=_OPEN_H / 2), interval.middle)
    return interval


_TOLD_AFTER = timedelta(days=2)  # how long after an event it is news at most


def _by_the_saying(told: Told, frame: Frame, phrase: TimePhrase, interval: Interval, event: EventKind) -> Interval:
    """ "Has left X, Yonhap said on Wednesday": it had come about by that day, on which it was only said, or filed."""
    sentence = told.sentences[frame.sentence]
    if event in ("heading", "due", "absent") or sentence.language is not None:
        return interval
    at = next((i for i, x in enumerate(sentence.items) if x.start == phrase.start), None)
    if at is None or not has_come_about(sentence.items, frame):
        return interval
    said = lies_with_another(sentence.items, at, frame) or _is_filed(told, phrase)
    return Interval(interval.earliest - _TOLD_AFTER, interval.latest) if said else interval


def _is_filed(told: Told, phrase: TimePhrase) -> bool:
    """Whether a day is that of the dateline: "BEIJING, March 28 - "."""
    return any(m.role == "dateline" and told.text[m.end : phrase.start] == ", " for m in told.mentions)


def _until(told: Told, frame: Frame, phrase: TimePhrase, interval: Interval, published: datetime) -> Interval:
    """ "Due by Friday evening", "before midnight": an end to what is to come, which lies after what is told before."""
    lead = told.text[max(0, phrase.start - 15) : phrase.start].lower()
    if not lead.endswith((" by ", " by the ", " before ")) or lead.endswith(("shortly before ", "just before ")):
        return interval
    if phrase.granularity == "day":
        return interval  # "by Thursday": on that day, if it is kept
    end = interval.middle if lead.endswith("before ") else interval.latest
    start = interval.earliest - timedelta(hours=_OPEN_H)
    if not frame.looked_back:
        start = max(start, published)
    if told.last is not None:
        start = max(start, told.last.earliest)
    return Interval(start, end) if start < end else interval


def _ahead_by(told: Told, frame: Frame, event: EventKind, published: datetime) -> Interval | None:
    """ "Should reach X in about 14 hours": that long after the event told before, else after publication."""
    phrase = next((t for t in frame.times if t.kind == "duration"), None)
    if event != "due" or phrase is None or phrase.duration_h is None:
        return None
    found = _AHEAD_BY.search(told.text, max(0, phrase.start - _AHEAD_REACH), phrase.start)
    if found is None:
        return None
    least, most = phrase.duration_h
    if found[1].lower() == "within":
        least = 0.0
    exact_h = 0.5 if most < 24 else 12.0  # a length is as exact as its unit
    known = None if is_whole_day(told.published) else Interval(published, published)
    bases = [x for x in (told.last, known) if x is not None]
    for base in bases:
        until = base.latest + timedelta(hours=most + exact_h)
        if until >= published or frame.looked_back or base is bases[-1]:
            return Interval(base.earliest + timedelta(hours=max(0.0, least - exact_h)), until)
    return None


def _happened(told: Told, phrase: TimePhrase, interval: Interval, event: EventKind) -> tuple[Interval, str]:
    """What is told as past did not happen after publication: a weekday is the one before; a printed date is kept."""
    end = happened_by(told.published)
    if event in ("heading", "due") or interval.earliest <= end:
        return interval, ""
    if phrase.day is None:
        days = 7.0 if phrase.weekday is not None else 1.0
        earlier = interval.shift(-86400.0 * days)
        if earlier.earliest <= end:
            return earlier, ""
    words = f"'{phrase.text}' lies after the publication of the report"
    warning = f"{told.report.id}: {words}"
    if warning not in told.warnings:
        told.warnings.append(warning)
    return interval, words


def _after_the_last(told: Told, frame: Frame, interval: Interval, event: EventKind) -> Interval:
    """An event that the text puts after the one told before does not begin earlier than that did."""
    if event in ("heading", "due") or told.last is None or not interval.earliest < told.last.earliest < interval.latest:
        return interval
    return Interval(told.last.earliest, interval.latest) if afterwards(told, frame) else interval


def _nearer(a: Interval, b: Interval | None, moment: datetime) -> Interval:
    """Of two readings of "was expected on Tuesday" the one nearer to publication."""
    if b is None:
        return a
    return min((a, b), key=lambda x: abs((x.middle - moment).total_seconds()))


def _widened(interval: Interval, seconds: float) -> Interval:
    return _interval(interval.earliest - timedelta(seconds=seconds), interval.latest + timedelta(seconds=seconds))


def _interval(a: datetime, b: datetime) -> Interval:
    return Interval(a, b)


def _anchor(told: Told, frame: Frame, zone: ZoneInfo) -> Interval | None:
    """What a bare clock counts from: the day of the story, or the event told before when that was later; in a text that
    looks back the one of the day and the event that was told last.
    """
    said_at = told.sentences[frame.sentence].items[frame.item].start
    told_day = day_before(told, said_at)
    if told_day is not None:
        later = told.last is not None and told.sightings and (told.sightings[-1].quote or (0, 0))[1] > told_day.start
        return told.last if later else day(told_day.on, zone)
    if zone not in told.story_days:
        said = told.story_day
        told.story_days[zone] = interval_of(said, told.vantage, zone) if said is not None else None
    on = told.story_days[zone]
    if on is None or (told.last is not None and told.last.earliest > on.latest):
        return told.last
    return on


def _two_clocks(
    told: Told, moments: list[TimePhrase], place: Place, zone: ZoneInfo, anchor: Interval | None
) -> tuple[Interval | None, str]:
    """The time two clocks of one sentence give together; when they disagree, both are kept and words say so.

    At a border the local clock may be the neighbour's: there the clock with a zone of its own settles it.
    """
    clocks = [t for t in moments if t.has_clock]
    if len(clocks) < 2 or abs(clocks[0].start - clocks[1].start) > 60 or clocks[0].zone == clocks[1].zone:
        return None, ""
    a, b = sorted(clocks[:2], key=lambda t: t.start)
    dated = next((t for t in moments if t.has_date and not t.has_clock), None)
    if dated is not None:
        anchor = interval_of(dated, told.vantage, zone, event=anchor) or anchor
    first = interval_of(a, told.vantage, zone, event=anchor)
    second = interval_of(b, told.vantage, zone, event=anchor)
    if b.has_date and not a.has_date and second is not None:
        first = interval_of(a, told.vantage, zone, event=second)
    elif not b.has_date and first is not None:  # also of "0155 local time (1555 GMT) on Wednesday"
        second = _nearest_day(interval_of(b, told.vantage, zone, event=first), first)
    if first is None or second is None:
        return None, ""
    gap_h = abs((first.middle - second.middle).total_seconds()) / 3600
    if gap_h <= 0.05:
        return first.intersection(second) or second, ""
    if gap_h <= 1.05 and place.kind in _BORDERS:
        return second if b.zone not in (None, "local") else first, ""
    words = (
        f"two clocks disagree by {gap_h:g} h: '{a.text}' is {first.middle.astimezone(UTC):%H:%M} UTC,"
        f" '{b.text}' is {second.middle.astimezone(UTC):%H:%M} UTC"
    )
    warning = f"{told.report.id}: {words}"
    if warning not in told.warnings:
        told.warnings.append(warning)
    return first.hull(second), words


def _nearest_day(interval: Interval | None, other: Interval) -> Interval | None:
    """A clock without a date on the day that brings it nearest to the other clock."""
    if interval is None:
        return None
    shifts = [interval.shift(86400.0 * d) for d in (-1, 0, 1)]
    return min(shifts, key=lambda x: abs((x.middle - other.middle).total_seconds()))
