"""A time as said, and two neighbouring pieces of one time joined."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_GLUE = re.compile(
    r"(?:,| \|)? ?(?:\(|at|on|in|of|the|around|about|(?:shortly|just|soon|a little|right) (?:after|before)|by|,)?"
    r"(?: the| about| around)? ?"
)


@dataclass(frozen=True, slots=True)
class TimePhrase:
    """A time as said. Unset parts are None; ``kind`` is moment, duration or impossible ("Sept. 31").

    An impossible one has a month where it may mean the end of it. ``shift_days`` and ``shift_h`` count from
    publication, or from the event told before when ``after_event``.
    ``zone`` is the clock's own zone as said, lower case ("moscow", "gmt", "local", "+09:00"). ``hour`` is 24 at the end
    of its day and in the half hours after it that are told of that day ("twelve at night").
    """

    start: int
    end: int
    text: str
    kind: str = "moment"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    modifier: str | None = None
    part: str | None = None
    hour: int | None = None
    minute: int | None = None
    zone: str | None = None
    shift_days: int | None = None
    shift_h: float | None = None
    after_event: bool = False
    span: str | None = None  # week, month, year: how wide a bare "last week" is
    approximate: bool = False
    duration_h: tuple[float, float] | None = None
    half_open: bool = False  # a clock of 12 hours of which nothing told before says which half
    either: TimePhrase | None = None  # the other day of "on Monday or Tuesday", the last of "10-12 September"
    swapped: bool = False  # "09/12/2023", which may be the ninth of December or the twelfth of September
    side: int = 0  # 1 of "shortly after three", -1 of "shortly before"

    @property
    def has_date(self) -> bool:
        return (
            self.day is not None
            or self.weekday is not None
            or self.shift_days is not None
            or self.shift_h is not None
            or self.span is not None
            or self.month is not None
            or self.year is not None
        )

    @property
    def is_near(self) -> bool:
        """Whether it can lie but days from publication: a weekday, a bare clock or part of a day."""
        return (
            self.day is None
            and self.shift_days is None
            and self.shift_h is None
            and self.span is None
            and self.month is None
            and self.year is None
            and self.either is None
        )

    @property
    def has_clock(self) -> bool:
        return self.hour is not None

    @property
    def ends_its_day(self) -> bool:
        """Whether its clock is told of the day before the one it lies on: "24:00", "twelve at night"."""
        return self.hour is not None and self.hour >= 24

    @property
    def granularity(self) -> str:
        """minute, hour, part-of-day, day, week, month or year: what was said, never finer."""
        if self.has_clock:
            return "minute" if self.minute is not None else "hour"
        if self.shift_h is not None:
            return "hour"
        if self.part is not None:
            return "part-of-day"
        if self.span is not None and self.weekday is None:  # "上周日" is a day of last week
            return self.span
        if self.day is None and self.weekday is None and self.shift_days is None:
            return "month" if self.month is not None else "year"
        return "day"


MOMENT_PARTS = ("noon", "midday", "midnight")  # parts of day that are a moment, as a clock is


def are_one(a: TimePhrase, b: TimePhrase, text: str) -> bool:
    """Whether two neighbouring pieces are one time: a clock or a part of day beside a date, a weekday beside a date."""
    if a.kind != "moment" or b.kind != "moment" or b.start - a.end > 18 or not _GLUE.fullmatch(text, a.end, b.start):
        return False
    gap = text[a.end : b.start]
    if text[a.end - 1] == "." and text.startswith(_OPENING, b.start):
        return False  # "at 3.31pm. Tomorrow it will ..."
    if "(" in gap or (a.has_clock and b.has_clock) or (a.part and b.part and not _refines(a, b)):
        return False
    if a.shift_h is not None or b.shift_h is not None:
        return False
    if not a.has_date and not b.has_date:
        return a.has_clock or b.has_clock  # "2 o'clock in the morning"
    if a.has_date and b.has_date:
        return _complete(a, b) or _complete(b, a)
    return True


_OPENING = (
    "Today",
    "Tomorrow",
    "Yesterday",
    "Tonight",
    "This",
    "That",
    "Last",
    "Next",
    "The",
    "A ",
    "At ",
    "On ",
    "In ",
)


def are_alternatives(a: TimePhrase, b: TimePhrase, text: str) -> bool:
    """Whether two days are told as one or the other: "on Monday or Tuesday"."""
    days = a.kind == b.kind == "moment" and a.has_date and b.has_date and a.shift_h is None and b.shift_h is None
    return (
        days and a.either is None and text[a.end : b.start] in (" or ", " or on ", ", or ", " or late ", " or early ")
    )


def _refines(a: TimePhrase, b: TimePhrase) -> bool:
    """Whether "early" or "late" of a day goes with a part of it said after: "late Sunday evening", "late yesterday
    evening".
    """
    dated = a.weekday is not None or a.shift_days is not None
    return dated and a.part in ("early morning", "late") and b.part is not None and not b.has_date


def _complete(a: TimePhrase, b: TimePhrase) -> bool:
    """Whether a weekday and a calendar date (or a day and a year) complete each other."""
    weekday_only = a.weekday is not None and a.day is None and a.shift_days is None
    if weekday_only and b.weekday is None and b.day is None and b.span == "week" and b.modifier is not None:
        return True  # "Thursday last week"
    return (weekday_only and b.day is not None and b.weekday is None) or (
        a.day is not None and a.year is None and b.year is not None and b.month is None
    )


def merged(a: TimePhrase, b: TimePhrase, text: str) -> TimePhrase:
    """Two neighbouring pieces as one time; what both say is taken from the first."""
    fields = ["year", "month", "day", "weekday", "modifier", "part", "hour", "minute", "zone", "shift_days", "span"]
    taken = {f: getattr(a, f) if getattr(a, f) is not None else getattr(b, f) for f in fields}
    if a.part and b.part:
        late = a.part == "late" and b.part in ("evening", "night")
        early = a.part == "early morning" and b.part == "morning"
        taken["part"] = a.part if late or early else b.part
    half_open = a.half_open or b.half_open
    if taken["part"] and taken["hour"] is not None:
        taken["hour"] = shifted_hour(int(taken["hour"]), str(taken["part"]))
        taken["part"], half_open = None, False
    either = a.either or b.either
    if a.either is not None and a.either.has_clock:
        either = merged(a.either, b, text)
    elif b.either is not None:
        either = merged(a, b.either, text)
    return replace(
        a,
        end=b.end,
        text=text[a.start : b.end],
        after_event=a.after_event or b.after_event,
        approximate=a.approximate or b.approximate,
        half_open=half_open,
        either=either,
        swapped=a.swapped or b.swapped,
        side=a.side or b.side,
        **taken,
    )


_NIGHT = frozenset({"night", "late", "evening", "midnight", "overnight"})
_BEFORE_DAY = frozenset({"small hours", "dawn", "early morning"})
_AFTERNOON = frozenset({"afternoon", "late afternoon", "early evening", "evening"})
_NOON = frozenset({"noon", "midday"})


def shifted_hour(hour: int, part: str) -> int:
    """The hour of the day that "2 o'clock in the afternoon" means; twelve at night is 24, the end of the day."""
    if hour == 12:
        return 24 if part in _NIGHT else 0 if part in _BEFORE_DAY else hour
    if hour < 12 and part in _AFTERNOON:
        return hour + 12  # also "午後0時", which is noon
    if part in _NOON and hour <= 3:
        return hour + 12
    return hour + 12 if part in ("night", "late") and 6 <= hour < 12 else hour


def is_clock(phrase: TimePhrase) -> bool:
    """Whether it is a clock, or noon or midnight."""
    return phrase.has_clock or phrase.part in MOMENT_PARTS


def hour_told(phrase: TimePhrase, *, midnight: int) -> int:
    """The hour of a clock, of noon, or of midnight, which is 0 or 24 by what it begins or ends."""
    return phrase.hour if phrase.hour is not None else midnight if phrase.part == "midnight" else 12


_TO = re.compile(r" ?(?:to|until|till|[-–—]) ?")
_LED_BY_BETWEEN = re.compile(r"\b[Bb]etween $")
_OF_DATE = ("year", "month", "day", "weekday", "modifier", "shift_days", "span", "after_event")


def is_span(a: TimePhrase, b: TimePhrase, text: str) -> bool:
    """Whether two clocks are the ends of one span: "between 6:00 and 8:00 on Monday", "6:00-8:00"."""
    if not (is_clock(a) and is_clock(b)) or a.either or b.either or a.shift_h is not None or b.shift_h is not None:
        return False
    between = text[a.end : b.start]
    led = between == " and " and _LED_BY_BETWEEN.search(text, max(0, a.start - 8), a.start) is not None
    return led or _TO.fullmatch(between) is not None


def dated_like(phrase: TimePhrase, other: TimePhrase) -> TimePhrase:
    """A time with the day of another one."""
    return replace(phrase, **{key: getattr(other, key) for key in _OF_DATE})


def in_one_span(a: TimePhrase, b: TimePhrase, text: str) -> tuple[TimePhrase, ...]:
    """The ends of a span with what is said of one alone: the day behind the last, the zone, the half of the day.

    With a hyphen between them they are one word, and one time.
    """
    end = hour_told(b, midnight=24)
    overnight = not a.half_open and a.hour is not None and a.hour > end  # "22:00 to 02:00 on Monday" began on Sunday
    if b.has_date and not a.has_date and not overnight:
        a = dated_like(a, b)
        a = replace(a, part=None, hour=0) if a.part == "midnight" else a  # of one day it is where that begins
    if a.zone is None or b.zone is None:
        a, b = replace(a, zone=a.zone or b.zone), replace(b, zone=b.zone or a.zone)
    first, last = (a.hour or 0) % 12, end % 12
    if a.half_open and not b.half_open:  # the last such hour before the end
        fitting = [h for h in (first, first + 12) if (h, a.minute or 0) < (end, b.minute or 0)]
        a = replace(a, hour=max(fitting, default=first + 12), half_open=False)
    elif b.half_open and not a.half_open:  # the first such hour behind the beginning
        begin = (hour_told(a, midnight=0), a.minute or 0)
        fitting = [h for h in (last, last + 12) if (h, b.minute or 0) > begin]
        b = replace(b, hour=min(fitting, default=last), half_open=False)
    elif a.half_open and b.half_open and first < _FROM_MORNING <= last:  # "5:00 and 7:00" are of one half
        a, b = replace(a, half_open=False), replace(b, half_open=False)
    if text[a.end : b.start] != "-":
        return a, b
    whole = replace(b, minute=b.minute or 0)
    return (replace(a, end=b.end, text=text[a.start : b.end], minute=a.minute or 0, either=whole),)


_FROM_MORNING = 6  # a clock of an open half is of the morning from this hour on
