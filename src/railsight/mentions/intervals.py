"""From a time phrase to an interval: what "Tuesday" or "two days earlier" means, given publication and place."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from railsight.mentions.clock_zones import zone_named
from railsight.times import Interval, at_hour, day, happened_by, is_whole_day, part_of_day, reported

if TYPE_CHECKING:
    from datetime import tzinfo
    from zoneinfo import ZoneInfo

    from railsight.mentions.time_phrase import TimePhrase

_LOOSE_S = 6 * 3600.0  # what is told to within no more than this is no clock


def local_date(published: datetime, zone: tzinfo) -> date:
    """The calendar day of publication as the place's clock has it; a bare date keeps its day."""
    return published.date() if is_whole_day(published) else published.astimezone(zone).date()


def interval_of(
    phrase: TimePhrase,
    published: datetime,
    zone: ZoneInfo,
    *,
    tense: str = "past",
    event: Interval | None = None,
) -> Interval | None:
    """The interval a phrase means, in UTC, or None for durations and for what cannot be anchored.

    ``zone`` is the civil zone of the place; a clock of its own in the phrase wins. ``tense`` is past or future:
    which Tuesday is meant. ``event`` anchors "two days earlier" and a clock without a date.
    """
    if phrase.either is not None:
        first = interval_of(replace(phrase, either=None), published, zone, tense=tense, event=event)
        second = interval_of(phrase.either, published, zone, tense=tense, event=event)
        return first.hull(second) if first and second else first or second
    if phrase.kind == "impossible":
        return _around_month_end(phrase, published, zone, tense)
    if phrase.kind != "moment":
        return None
    clock: tzinfo = zone_named(phrase.zone, beside=zone, at=published) or zone
    if phrase.shift_h is not None:
        anchor = (
            (event.middle if event else None)
            if phrase.after_event
            else (None if is_whole_day(published) else published)
        )
        if anchor is None:
            return None
        # A shift of n units is as exact as its unit: half a unit either way.
        unit_s = 3600.0 if abs(phrase.shift_h) >= 1 else 600.0
        if phrase.after_event and event is not None and event.duration_s > _LOOSE_S:
            return event.shift(3600.0 * phrase.shift_h)  # "on Tuesday, and an hour later": as loose as the day
        return Interval.at(anchor + timedelta(hours=phrase.shift_h), half_width_s=unit_s / 2)
    on = _date_of(phrase, published, clock if phrase.has_clock else zone, tense, event)
    if on is None:
        return _wide(phrase, published, zone)
    if phrase.has_clock:
        if event is not None and not phrase.has_date:
            on = _day_there(phrase, event.middle.astimezone(zone).date(), clock, zone)
        if phrase.half_open:
            return _in_likely_half(phrase, on, clock, published if tense == "past" else None, event)
        return _clock_interval(phrase, on, clock)
    if phrase.part is not None:
        return part_of_day(on, phrase.part, zone)
    if phrase.span in ("week", "month", "year") and phrase.shift_days is not None:
        half = {"week": 3, "month": 15, "year": 183}[phrase.span]
        return day(on - timedelta(days=half), zone).hull(day(on + timedelta(days=half), zone))
    return day(on, zone)


def _around_month_end(phrase: TimePhrase, published: datetime, zone: ZoneInfo, tense: str) -> Interval | None:
    """The last day of the month and the first of the next: what "Sept. 31" may have meant; None without a month."""
    if phrase.month is None:
        return None
    on = _with_year(replace(phrase, day=28), local_date(published, zone), tense)
    if on is None:
        return None
    after = date(on.year + on.month // 12, on.month % 12 + 1, 1)
    return day(after - timedelta(days=1), zone).hull(day(after, zone))


_LATE = frozenset({"late", "night", "evening"})
_SMALL = frozenset({"small hours", "dawn"})
_EVENING, _MORNING = 17, 7  # o'clock


def dawns_after(told: TimePhrase, clock: TimePhrase) -> bool:
    """Whether a time without a date is of the day after one told before it: "at 23:30 yesterday, at one in X"."""
    late = told.part in _LATE or (told.hour is not None and told.hour >= _EVENING)
    small = clock.part in _SMALL or (clock.hour is not None and clock.hour < _MORNING)
    return late and small and told.start < clock.start and not clock.has_date and clock.zone == told.zone


def _day_there(phrase: TimePhrase, told: date, clock: tzinfo, zone: tzinfo) -> date:
    """The date on a clock of its own when it is the day told at the place: 05:15 in Moscow is noon in Ussuriysk."""
    days = (told + timedelta(days=shift) for shift in (0, -1, 1))
    of_its_day = replace(phrase, hour=min(phrase.hour or 0, 23))  # 24:00 is told of the day that ends
    fitting = (on for on in days if _moment(of_its_day, on, clock).astimezone(zone).date() == told)
    return next(fitting, told)


def _moment(phrase: TimePhrase, on: date, clock: tzinfo) -> datetime:
    return at_hour(on, phrase.hour or 0, phrase.minute or 0, clock)


_SHORTLY = timedelta(minutes=30)


def _clock_interval(phrase: TimePhrase, on: date, clock: tzinfo) -> Interval:
    assert phrase.hour is not None
    moment = _moment(phrase, on, clock)
    if phrase.side:
        beside = moment + phrase.side * _SHORTLY
        return Interval(min(moment, beside), max(moment, beside))
    precision = "minute" if phrase.minute is not None else "half-hour"
    if phrase.approximate:
        precision = "half-hour" if phrase.minute is not None else "hour"
    return reported(moment, precision)


def _in_likely_half(
    phrase: TimePhrase, on: date, clock: tzinfo, until: datetime | None, event: Interval | None
) -> Interval:
    """A clock of 12 hours: not after what is told as past was published, the next one from what is told before, else
    the one from six in the morning on.
    """
    hour = (phrase.hour or 0) % 12
    halves = [_clock_interval(replace(phrase, hour=h, half_open=False), on, clock) for h in (hour, hour + 12)]
    if until is not None:
        before = [x for x in halves if x.earliest <= happened_by(until)]
        if phrase.approximate and (phrase.has_date or event is not None):
            before = [x for x in before if x.middle < until] or before  # "at about two on Monday", told at two
        bare = event is None and not phrase.has_date and not phrase.text.isascii()  # "9시", "九点", of no half by habit
        if bare and not before:  # in a post of half past midnight
            before = [x.shift(-86400.0) for x in halves]
        halves = before or halves
        if bare and not is_whole_day(until) and until - halves[-1].latest < _JUST_NOW:
            return halves[-1]
    if event is not None and not phrase.has_date and event.duration_s < 12 * 3600:
        halves = [x for x in halves if x.earliest >= event.earliest] or halves
        return halves[0] if hour else halves[-1]  # "12:40" is past noon, after the small hours too
    return halves[0] if hour >= 6 else halves[-1]


_JUST_NOW = timedelta(hours=4)  # before a post in which a clock is told without a day


_THAT_DAY = re.compile(r"이날|同日|当天|當天")  # that of the publication, where none is told before


def _date_of(phrase: TimePhrase, published: datetime, zone: tzinfo, tense: str, event: Interval | None) -> date | None:
    today = local_date(published, zone)
    if phrase.day is not None:
        if phrase.month is None:
            return _on_weekday(phrase, today) or _with_month(phrase.day, today, tense)
        return _with_year(phrase, today, tense)
    if phrase.shift_days is not None:
        # about midnight of a day belongs to that day
        told = event.middle - timedelta(seconds=1) if event else published
        base = told.astimezone(zone).date() if phrase.after_event and event else today
        if phrase.after_event and event is None and not _THAT_DAY.match(phrase.text):
            return None
        return base + timedelta(days=phrase.shift_days)
    if phrase.weekday is not None:
        return _weekday(phrase, _writers_day(published, today) if tense == "past" else today, tense)
    if phrase.month is not None or phrase.year is not None or phrase.span is not None:
        return None
    if event is not None:  # a bare clock or part of day belongs to the day told before
        return event.middle.astimezone(zone).date()
    if phrase.part in ("overnight", "night") and tense == "past":
        return today - timedelta(days=1)  # the night that ends on the day of publication
    return today


def _writers_day(published: datetime, today: date) -> date:
    """The day on which a report was written, where it is the next one already at the place: "on Wednesday", written on
    Tuesday evening in New York of a place in Korea, was last week.
    """
    return min(today, published.date()) if published.utcoffset() else today


def _with_month(on: int, today: date, tense: str) -> date | None:
    """A day of the month said alone ("12일"): the last such day, or the next when it lies ahead."""
    for back in range(3):
        index = today.year * 12 + today.month - 1 + (back if tense == "future" else -back)
        try:
            found = date(index // 12, index % 12 + 1, on)
        except ValueError:
            continue
        if (found >= today) if tense == "future" else (found <= today):
            return found
    return None


def _on_weekday(phrase: TimePhrase, today: date) -> date | None:
    """The nearest "Friday 13th" that is one; None where no weekday is said, or none is near."""
    if phrase.weekday is None:
        return None
    days = (today + timedelta(days=n) for n in range(-45, 46))
    fitting = [on for on in days if on.day == phrase.day and on.weekday() == phrase.weekday]
    return min(fitting, key=lambda on: abs((on - today).days), default=None)


def _with_year(phrase: TimePhrase, today: date, tense: str) -> date | None:
    assert phrase.month is not None
    assert phrase.day is not None
    if phrase.swapped and tense == "past" and phrase.year is not None:
        read, other = date(phrase.year, phrase.month, phrase.day), date(phrase.year, phrase.day, phrase.month)
        if other > today:  # what had happened lies before it is told
            return read
        return other if read > today or (today - other < _NEWS_DAYS < today - read) else read
    if phrase.swapped and phrase.year is None:
        return _nearer(phrase, today, tense)
    years = [phrase.year] if phrase.year else [today.year - 1, today.year, today.year + 1]
    days = []
    for y in years:
        try:
            days.append(date(y, phrase.month, phrase.day))
        except ValueError:
            continue
    if not days:
        return None
    lean = 45 if tense == "past" else -45  # a date without a year is the nearest one, leaning by tense
    return min(days, key=lambda d: abs((d - today).days + lean))


# A day so long before a report at most is news: of two days that figures may mean it is the likelier one.
_NEWS_DAYS = timedelta(days=10)


def _nearer(phrase: TimePhrase, today: date, tense: str) -> date | None:
    """Of the two days that "06/02" may be the one on the weekday said with it, else the nearer one to the report; what
    had happened lies before it is told.
    """
    plain = replace(phrase, swapped=False)
    days = (_with_year(x, today, tense) for x in (plain, replace(plain, day=phrase.month, month=phrase.day)))
    found = [on for on in days if on is not None]
    found = [on for on in found if on.weekday() == phrase.weekday] or found
    found = [on for on in found if tense != "past" or on <= today] or found
    return min(found, key=lambda on: abs((on - today).days), default=None)


def _weekday(phrase: TimePhrase, today: date, tense: str) -> date:
    """Which day a weekday means: today counts; the past looks back up to six days, the future forward."""
    assert phrase.weekday is not None
    back = (today.weekday() - phrase.weekday) % 7
    if phrase.span == "week" and phrase.modifier in ("last", "this", "next"):  # "Thursday last week"
        weeks = {"last": -1, "this": 0, "next": 1}[phrase.modifier]
        return today + timedelta(days=phrase.weekday - today.weekday(), weeks=weeks)
    if phrase.modifier in ("next", "this coming", "the following"):
        return today + timedelta(days=(-back) % 7 or 7)
    if phrase.modifier in ("last", "the previous", "this past"):
        return today - timedelta(days=back or 7)
    if tense == "future":
        return today + timedelta(days=(-back) % 7)
    return today - timedelta(days=back)


def _wide(phrase: TimePhrase, published: datetime, zone: ZoneInfo) -> Interval | None:
    """Weeks, months and years said without a day."""
    today = local_date(published, zone)
    shift = {"last": -1, "next": 1}.get(phrase.modifier or "", 0)
    if phrase.span == "week" and phrase.modifier:
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=shift)
        return day(monday, zone).hull(day(monday + timedelta(days=6), zone))
    if phrase.span == "month" and phrase.modifier:
        index = today.year * 12 + today.month - 1 + shift
        return _month_interval(index // 12, index % 12 + 1, zone)
    if phrase.span == "year" and phrase.modifier:
        return day(date(today.year + shift, 1, 1), zone).hull(day(date(today.year + shift, 12, 31), zone))
    if phrase.month is not None:
        year = phrase.year or (today.year if phrase.month <= today.month else today.year - 1)
        return _month_interval(year, phrase.month, zone)
    if phrase.year is not None:
        return day(date(phrase.year, 1, 1), zone).hull(day(date(phrase.year, 12, 31), zone))
    return None


def _month_interval(year: int, month: int, zone: ZoneInfo) -> Interval:
    after = date(year + month // 12, month % 12 + 1, 1)
    return day(date(year, month, 1), zone).hull(day(after - timedelta(days=1), zone))
