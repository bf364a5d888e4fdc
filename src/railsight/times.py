"""Closed time intervals, reported precision, and zones. A reported time is always an interval of aware UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, TypeVar, overload

from railsight.errors import UsageError

if TYPE_CHECKING:
    from datetime import tzinfo
    from zoneinfo import ZoneInfo

# Hours of the local clock that a word for a part of the day may mean: first hour, last hour (past 24 is the next day).
# A wide reading on purpose: news says "morning" until noon and "night" until early in the next day. What happened later
# it calls overnight, or early on that day.
PARTS_OF_DAY: dict[str, tuple[float, float]] = {
    "small hours": (0, 6),
    "dawn": (4, 7),
    "early morning": (4, 8),
    "morning": (6, 12),
    "midday": (11, 14),
    "noon": (11.5, 12.5),
    "day": (8, 19),
    "afternoon": (12, 18),
    "late morning": (9.5, 12),
    "late afternoon": (15, 18.5),
    "early evening": (17, 20),
    "nightfall": (17, 21),
    "evening": (17, 23),
    "night": (20, 27),
    "overnight": (20, 30),
    "late": (20, 24),
    "midnight": (23.5, 24.5),
}

# Years in which a train may have run; others are slips of the pen, and arithmetic ends at the years 1 and 9999.
YEARS = range(1800, 2201)
T = TypeVar("T", date, datetime)
_DATE_ENDS_H = 36.0  # after its midnight UTC a date ends in the last of the time zones

# Half-widths in minutes of what a printed clock time may mean, by precision.
PRECISION_MIN: dict[str, float] = {"minute": 0, "half-hour": 30, "hour": 60}


def is_whole_day(moment: datetime) -> bool:
    """Whether a time of publication is a bare date (midnight on a clock of UTC): then its day counts, not its hour."""
    return not moment.utcoffset() and moment.time() == time()


def whole_day(moment: datetime | date | None) -> datetime | None:
    """A bare date of publication as the time that stands for its whole day; a time as it is."""
    if isinstance(moment, date) and not isinstance(moment, datetime):
        return datetime.combine(moment, time(), UTC)
    return moment


def as_published(moment: datetime) -> datetime:
    """A time of publication in UTC; midnight UTC told on another clock (09:00+09:00) stays on it: it is no date."""
    utc = moment.astimezone(UTC)
    return moment if moment.utcoffset() and utc.time() == time() else utc


def known_from(published: datetime) -> datetime:
    """When what was published is known: at once, or by the end of the day where only that is said."""
    return published + timedelta(hours=23, minutes=59) if is_whole_day(published) else published


def happened_by(published: datetime) -> datetime:
    """The moment after which nothing told as past can lie: publication, or the end of its date in every time zone."""
    return published + timedelta(hours=_DATE_ENDS_H) if is_whole_day(published) else published


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A closed interval of aware datetimes, ``earliest <= latest``, kept in UTC."""

    earliest: datetime
    latest: datetime

    def __post_init__(self) -> None:
        for name in ("earliest", "latest"):
            value = getattr(self, name)
            if not isinstance(value, datetime):
                raise UsageError(f"{name} is {value!r:.60}: a datetime with its zone is wanted")
            if value.tzinfo is UTC:
                continue
            if value.tzinfo is None or value.utcoffset() is None:
                raise UsageError(f"{name} {value.isoformat()} has no time zone")
            object.__setattr__(self, name, value.astimezone(UTC))
        if self.latest < self.earliest:
            raise UsageError(f"interval ends {self.latest.isoformat()} before it begins {self.earliest.isoformat()}")

    @classmethod
    def at(cls, moment: datetime, *, half_width_s: float = 0.0) -> Interval:
        """The interval around a moment."""
        half = timedelta(seconds=half_width_s)
        return cls(moment - half, moment + half)

    @property
    def duration_s(self) -> float:
        """How long it is, in seconds."""
        return (self.latest - self.earliest).total_seconds()

    @property
    def middle(self) -> datetime:
        """The moment half-way."""
        return self.earliest + (self.latest - self.earliest) / 2

    def intersection(self, other: Interval) -> Interval | None:
        """What both hold, or None."""
        lo, hi = max(self.earliest, other.earliest), min(self.latest, other.latest)
        return Interval(lo, hi) if lo <= hi else None

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both."""
        return Interval(min(self.earliest, other.earliest), max(self.latest, other.latest))

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in it, ends included."""
        return self.earliest <= moment <= self.latest

    def shift(self, seconds: float) -> Interval:
        """The same so many seconds later, or earlier when below 0."""
        d = timedelta(seconds=seconds)
        return Interval(self.earliest + d, self.latest + d)


def zone_at(lon: float, lat: float) -> ZoneInfo:
    """The civil time zone of a place (tzfpy's map of the IANA zones). UTC on the high seas."""
    from zoneinfo import ZoneInfo

    import tzfpy

    return ZoneInfo(tzfpy.get_tz(lon, lat) or "UTC")


def local_span(earliest: datetime, latest: datetime, lon: float, lat: float) -> str:
    """A span on the clock of a place: ``12 Sep 2023 06:00 +10``, or from - to, the second with its year where that is
    another; where the clocks change between the two, each has its offset.
    """
    zone = zone_at(lon, lat)
    a, b = earliest.astimezone(zone), latest.astimezone(zone)
    if (latest - earliest).total_seconds() < 60:
        return f"{a:%d %b %Y %H:%M} {_offset(a)}"
    end = f"{b:%H:%M}" if a.date() == b.date() else f"{b:%d %b %H:%M}" if a.year == b.year else f"{b:%d %b %Y %H:%M}"
    begin = f"{a:%d %b %Y %H:%M}" if a.utcoffset() == b.utcoffset() else f"{a:%d %b %Y %H:%M} {_offset(a)}"
    return f"{begin} - {end} {_offset(b)}"


def _offset(moment: datetime) -> str:
    """``+10``, ``+05:30``."""
    offset = moment.strftime("%z")
    return offset[:3] if offset.endswith("00") else f"{offset[:3]}:{offset[3:]}"


@cache
def zones_of(country: str) -> tuple[ZoneInfo, ...]:
    """The civil time zones of a country (ISO 3166 alpha-2) by the tz database, by name; empty for one it has not."""
    from importlib.resources import files
    from zoneinfo import ZoneInfo

    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return tuple(ZoneInfo(name) for name in sorted(row[2] for row in rows if row[0] == country))


def day(on: date, zone: ZoneInfo) -> Interval:
    """A whole calendar day on the local clock."""
    start = datetime.combine(on, time(), zone)
    return Interval(start, datetime.combine(on + timedelta(days=1), time(), zone) - timedelta(seconds=1))


def part_of_day(on: date, part: str, zone: ZoneInfo) -> Interval:
    """A part of a day on the local clock. ``part`` is a key of ``PARTS_OF_DAY``; KeyError otherwise."""
    lo, hi = PARTS_OF_DAY[part]
    start = datetime.combine(on, time(), zone)
    return Interval(start + timedelta(hours=lo), start + timedelta(hours=hi))


def at_hour(on: date, hour: int, minute: int, zone: tzinfo) -> datetime:
    """A clock of a day in a zone; from hour 24 on it is of the day after."""
    return datetime.combine(on + timedelta(days=hour // 24), time(hour % 24, minute), zone)


def reported(moment: datetime, precision: str) -> Interval:
    """The interval that a printed clock time stands for. ``precision``: ``minute``, ``half-hour`` or ``hour``."""
    return Interval.at(moment, half_width_s=60 * PRECISION_MIN[precision])


def in_years(moment: T) -> T:
    """The same date or time when railways may have run then. ValueError names the year and the years allowed."""
    if moment.year not in YEARS:
        raise ValueError(f"the year {moment.year} is not one of {YEARS[0]} to {YEARS[-1]}")
    return moment


_END_OF_DAY = re.compile(r"(\d{4}-?\d{2}-?\d{2}[T ])24((?::?00){0,2}(?:[.,]0{1,9})?(?:Z|[+-][\d:]{2,8})?)")


_NO_SECONDS = re.compile(r"(?<![\d:])\d\d(?::?\d\d)?[.,]")  # a fraction of an hour or a minute: "06.45" is a clock
_LAST_ODD_OFFSET = 1972  # when Liberia gave up -00:44:30, the last offset that was no quarter of an hour
_EARLIEST_OFFSET, _LATEST_OFFSET = timedelta(hours=-12), timedelta(hours=14)


def from_iso(text: str) -> datetime:
    """An ISO 8601 date or time, with an offset or without; ``24:00`` is the beginning of the next day.

    ValueError for anything else, for a fraction of what are no seconds (``06.45``) and, since clocks differ by quarters
    of an hour everywhere (Petrograd kept +02:01), for an offset of no clock.
    """
    if _NO_SECONDS.search(text):
        raise ValueError(f"{text[:40]!r}: only seconds have a fraction")
    if (end := _END_OF_DAY.fullmatch(text)) is not None:
        try:
            moment = datetime.fromisoformat(f"{end[1]}00{end[2]}") + timedelta(days=1)
        except OverflowError as error:
            raise ValueError(str(error)) from error
    else:
        moment = datetime.fromisoformat(text)
    offset = moment.utcoffset()
    if offset is not None and moment.year > _LAST_ODD_OFFSET and not is_offset(offset):
        raise ValueError(f"{text[:40]!r}: no clock has this UTC offset")
    return moment


def is_offset(offset: timedelta) -> bool:
    """Whether a clock may differ so much from UTC: by nothing, or by quarters of an hour, an hour at least, up to 12
    hours behind and 14 hours before it.
    """
    within = _EARLIEST_OFFSET <= offset <= _LATEST_OFFSET and not timedelta() < abs(offset) < timedelta(hours=1)
    return within and not offset % timedelta(minutes=15)


def parse_iso(text: str) -> datetime:
    """An ISO 8601 time with an offset, as aware UTC. ValueError says what is wrong and what is allowed."""
    try:
        moment = from_iso(text.strip())
    except ValueError:
        raise ValueError(f"{text[:40]!r} is not a time: write it like 2023-09-12T06:00+10:00") from None
    in_years(moment)
    if moment.tzinfo is None:
        raise ValueError(f"{text[:40]!r} has no UTC offset: write it like 2023-09-12T06:00+10:00")
    return moment.astimezone(UTC)


_NO_OFFSET = "a time without an offset: UTC assumed"
_MIDNIGHT = "midnight UTC, as programs write a date: the whole day"


def parse_published(text: str) -> tuple[datetime, str | None]:
    """A publication time and, when something had to be assumed, what. ValueError says what is allowed.

    ISO 8601 with an offset is taken as it is; without one UTC is assumed; a bare date is the whole day, and so is
    midnight UTC to the second, since feeds and tables write dates like that; the form of mail headers
    (``Tue, 12 Sep 2023 18:30:00 +0900``) is read too.
    """
    text = text.strip()
    whole = re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) is not None
    try:
        moment = from_iso(text)
    except ValueError:
        moment = _mail_date(text)
    in_years(moment)
    if whole:
        return datetime.combine(moment, time(), UTC), "a date without a time: the whole day"
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC), _NO_OFFSET
    return as_published(moment), _MIDNIGHT if is_whole_day(moment) else None


def given_published(published: datetime | date | str | None) -> datetime | None:
    """A time of publication that a program gives: a date is its whole day, a text is read as a header's would be.

    UsageError for a text that is no time, or that has a clock time without an offset.
    """
    if not isinstance(published, str):
        return whole_day(published)
    try:
        moment, assumed = parse_published(published)
    except ValueError as error:
        raise UsageError(f"published: {error}") from None
    if assumed == _NO_OFFSET:
        raise UsageError(f"published: {published[:40]!r} has no UTC offset: write it like 2023-09-12T18:30+09:00")
    return moment


def _mail_date(text: str) -> datetime:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        raise ValueError(f"{text[:60]!r} is not a time: write it like 2023-09-12T18:30+09:00 or 2023-09-12") from None


@overload
def as_moment(what: str, given: datetime | str) -> datetime: ...


@overload
def as_moment(what: str, given: None) -> None: ...


def as_moment(what: str, given: datetime | str | None) -> datetime | None:
    """A moment that a program gives: a text is read as by ``parse_iso``. UsageError where it says none."""
    if not isinstance(given, str):
        return given
    try:
        return parse_iso(given)
    except ValueError as error:
        raise UsageError(f"{what}: {error}") from None


def iso(moment: datetime) -> str:
    """ISO 8601 with offset, whole seconds."""
    return moment.replace(microsecond=0).isoformat()
