"""Times in news text: a small grammar that keeps the granularity said, lets a weekday be today and lets tense choose.

``find_times`` gives phrases; ``intervals.interval_of`` turns one into an interval, once publication, zone and tense are
known.
A phrase never gains an hour it did not state.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from railsight.mentions.clocks import READERS as CLOCK_READERS
from railsight.mentions.clocks import Clock, end_of_span, hour_of_half, zone_word
from railsight.mentions.time_pieces import ORDINALS, atoms
from railsight.times import PARTS_OF_DAY, YEARS, from_iso, in_years

_MONTHS = {
    m: i + 1 for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
}
_DAYS = {d: i for i, d in enumerate(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])}
_NUMBER_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_NUMBERS = {w: i for i, w in enumerate(_NUMBER_WORDS)}
_NUMBERS |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_NUMBERS |= {"a": 1, "an": 1, "several": 3, "few": 3, "couple": 2, "half": 0}
_HOURS = {"minute": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.5, "year": 8766.0}


_GLUE = re.compile(
    r"(?:,| \|)? ?(?:\(|at|on|in|of|the|around|about|(?:shortly|just|soon|a little|right) (?:after|before)|by|,)?"
    r"(?: the| about| around)? ?"
)
_APPROX = re.compile(
    r"\b(?:about|around|roughly|approximately|circa|near|nearly|(?:shortly|just|soon|a little) (?:after|before)"
    r"|some time)\W*$"
)


_HALF_OF = re.compile(r"\b(early|late) in the $", re.IGNORECASE)
_JUST_AFTER = re.compile(r"\b(?:shortly|just|soon|a little|right|minutes) after $")
_JUST_BEFORE = re.compile(r"\b(?:shortly|just|soon|a little|right|minutes) before $")


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
        if self.span is not None:
            return self.span
        if self.day is None and self.weekday is None and self.shift_days is None:
            return "month" if self.month is not None else "year"
        return "day"


def find_times(text: str) -> list[TimePhrase]:
    """Time phrases in order; neighbouring pieces of one time ("at 6 a.m. on Tuesday, Sept. 12") are joined."""
    out: list[TimePhrase] = []
    for found in atoms(text):
        phrase = _atom(found, text)
        if phrase is not None and phrase.half_open:
            phrase = _in_its_half(phrase, out, text)
        if phrase is None:
            continue
        if out and _counts_from(out[-1], phrase, text):
            out[-1] = _counted(out[-1], phrase, text)
        elif out and _alternatives(out[-1], phrase, text):
            out[-1] = replace(out[-1], end=phrase.end, text=text[out[-1].start : phrase.end], either=phrase)
        elif out and _joins(out[-1], phrase, text):
            out[-1] = merged(out[-1], phrase, text)
        else:
            out.append(phrase)
    return out


def _counts_from(a: TimePhrase, b: TimePhrase, text: str) -> bool:
    """Whether a length of time is counted from a clock told behind it: "half an hour after midnight"."""
    counted = a.shift_h is not None and abs(a.shift_h) < _HALF_DAY_H and text[a.end : b.start] == " "
    return counted and a.text.endswith(("after", "before")) and (b.has_clock or b.part in MOMENT_PARTS)


def _counted(a: TimePhrase, b: TimePhrase, text: str) -> TimePhrase:
    """The clock that is so long after or before another one; about midnight of a day is of that day."""
    start_h = b.hour if b.hour is not None else 0 if b.part == "midnight" else 12
    minutes = round(60 * (start_h + (a.shift_h or 0.0)) + (b.minute or 0)) % _DAY_MIN
    approximate = a.approximate or b.approximate
    hour, minute = divmod(minutes, 60)
    told = text[a.start : b.end]
    return replace(b, start=a.start, text=told, hour=hour, minute=minute, part=None, approximate=approximate)


_HALF_DAY_H, _DAY_MIN = 12.0, 1440
MOMENT_PARTS = ("noon", "midday", "midnight")  # parts of day that are a moment, as a clock is
_TOLD_REACH = 240  # characters between a clock whose half of the day is open and the time told before it
_TOLD_BEFORE = 8  # times looked at for it
_HAD = re.compile(r"\bhad\b(?P<saw> (?:it|her|him|them)\b)?[^.;]*$")  # also "a signaller had it at six"


def _in_its_half(phrase: TimePhrase, before: list[TimePhrase], text: str) -> TimePhrase:
    """A clock in words in the half of the day told before: "left at 2 p.m. and passed X shortly after three"."""
    told = next((t for t in reversed(before[-_TOLD_BEFORE:]) if t.kind == "moment" and (t.has_clock or t.part)), None)
    if told is None or phrase.start - told.end > _TOLD_REACH or told.half_open:
        return phrase
    had = _HAD.search(text, max(told.end, phrase.start - 80), phrase.start)
    clock = Clock(phrase.hour or 0, phrase.minute)
    if had is not None and had["saw"] and told.hour is not None:  # before or after what is told
        at = told.hour
        hour: int | None = min((clock.hour % 12, clock.hour % 12 + 12), key=lambda h: abs(h - at))
    else:
        hour = hour_of_half(clock, told.hour, told.part, earlier=had is not None)
    return phrase if hour is None else replace(phrase, hour=hour, half_open=False)


# ---------------------------------------------------------------- one piece


def _atom(found: re.Match[str], text: str) -> TimePhrase | None:
    kind = str(found.lastgroup).partition("_")[0]  # the group closed last is the piece itself, or a part of its name
    start, end = found.start(), found.start() + len(found[0].rstrip())
    approximate = _APPROX.search(text, max(0, start - 20), start) is not None
    base = _Said(start, end, found[0].rstrip(), approximate)
    if kind in CLOCK_READERS:
        clock = CLOCK_READERS[kind](found)
        return None if clock is None else _to_its_end(_about(base, clock, text), text)
    return _READERS[kind](found, base)


def _to_its_end(clock: TimePhrase, text: str) -> TimePhrase:
    """ "2-4 p.m.": both clocks as one time, where nothing but a dash is between them."""
    found = end_of_span(text, clock.end) if text[clock.end : clock.end + 2].strip()[:1] in ("-", "–", "—") else None
    if found is None:
        return clock
    last, end = found
    first = replace(clock, end=end, text=text[clock.start : end], minute=clock.minute or 0)
    return replace(first, either=replace(first, hour=last.hour, minute=last.minute))


def _about(base: _Said, clock: Clock, text: str) -> TimePhrase:
    """A clock as said; "shortly after 5 p.m." is the quarter of an hour after it, not the hour around."""
    hour, minute = clock.hour, clock.minute
    if base.approximate and minute is None:
        if _JUST_AFTER.search(text, max(0, base.start - 16), base.start):
            minute = 15
        elif hour > 0 and _JUST_BEFORE.search(text, max(0, base.start - 16), base.start):
            hour, minute = hour - 1, 45
    return _said(base, hour=hour, minute=minute, zone=clock.zone, half_open=clock.half_open)


class _Said(NamedTuple):
    """The words of one piece, before they are read."""

    start: int
    end: int
    text: str
    approximate: bool


def _said(base: _Said, **parts: Any) -> TimePhrase:
    """The piece with what it says."""
    return TimePhrase(base.start, base.end, base.text, approximate=base.approximate, **parts)


def _read_iso(found: re.Match[str], base: _Said) -> TimePhrase | None:
    raw = found["iso"].replace("Z", "+00:00")
    try:
        moment = in_years(from_iso(raw.replace(" +", "+")))
    except ValueError:
        return _figures(base, int(raw[:4]), int(raw[5:7]), int(raw[8:10]))
    whole = len(raw) <= 10
    zone = None if moment.utcoffset() is None else moment.strftime("%z")
    dated = _said(base, year=moment.year, month=moment.month, day=moment.day)
    return dated if whole else replace(dated, hour=moment.hour, minute=moment.minute, zone=zone)


def _figures(base: _Said, year: int | None, month: int, on: int) -> TimePhrase | None:
    """A date in figures, also one that is said and is none: "31.02.2023", "2023-13-45"."""
    if year is not None and year not in YEARS:
        return None  # a number of another kind
    if _valid_day(year, month, on):
        return _said(base, year=year, month=month, day=on)
    near = 1 <= month <= 12 and on <= _NEAR_THE_END
    return _said(base, kind="impossible", year=year, month=month if near else None)


_NEAR_THE_END = 32  # a day up to this may be one too many, a later one tells nothing


def _valid_day(year: int | None, month: int, on: int) -> bool:
    try:
        date(year or 2024, month, on)
    except ValueError:
        return False
    return True


def _month(word: str) -> int:
    return _MONTHS[word[:3].lower()]


def _read_date(found: re.Match[str], base: _Said) -> TimePhrase | None:
    key = "md" if found["md"] else "dm"
    year = found[f"{key}_y"]
    month, on = _month(found[f"{key}_m"]), int(found[f"{key}_d"])
    if not _valid_day(int(year) if year else None, month, on):  # "Sept. 31" is said, and is no day
        said = 29 <= on <= 31 or _SAID_ON.search(found.string, max(0, base.start - 3), base.start) is not None
        return _figures(base, int(year) if year else None, month, on) if said else None
    phrase = _said(base, year=int(year) if year else None, month=month, day=on)
    other = found[f"{key}_e"]
    if other is None or int(other) == on or not _valid_day(phrase.year, month, int(other)):
        return phrase
    return replace(phrase, either=replace(phrase, day=int(other)))  # "September 10-12", "10 or 11 September"


_SAID_ON = re.compile(r"\bon $", re.IGNORECASE)  # "on September 99"; "in March 45 tanks" is no date


def _read_ordinal(found: re.Match[str], base: _Said) -> TimePhrase | None:
    word = found["od_w"]
    on = ORDINALS.index(word.lower()) + 1 if word else int(found["od_d"])
    return _said(base, day=on) if 1 <= on <= 31 else None


def _read_with_weekday(found: re.Match[str], base: _Said) -> TimePhrase | None:
    """ "Friday 14th"."""
    on = int(found["wo_d"])
    return _said(base, day=on) if 1 <= on <= 31 else None


def _read_short(found: re.Match[str], base: _Said) -> TimePhrase | None:
    """ "Tuesday 09/04", "on 16.10", "12/10/24": day first, unless the text tells otherwise; where nothing does, one
    without a year may be either of two days.
    """
    a, b = int(found["nm_a"]), int(found["nm_b"] or found["nm_c"])
    year = 2000 + int(found["nm_y"]) if found["nm_y"] else None
    slashed = "/" in found["nm"]
    told = _month_comes_first(found.string) if slashed else False
    month, on = (a, b) if a <= 12 and (b > 12 or told) else (b, a)
    phrase = _figures(base, year, month, on) if 1 <= on <= 31 and month <= 12 else None
    open_order = slashed and told is None and year is None and a != b and 1 <= a <= 12 and b <= 12
    return replace(phrase, swapped=True) if open_order and phrase is not None else phrase


def _read_feast(found: re.Match[str], base: _Said) -> TimePhrase:
    eve = found["feast_w"].lower() == "eve"
    if found["feast_n"].lower() == "christmas":
        return _said(base, month=12, day=24 if eve else 25)
    return _said(base, month=12, day=31) if eve else _said(base, month=1, day=1)


def _read_numeric(found: re.Match[str], base: _Said) -> TimePhrase | None:
    a, b, year = int(found["num_a"]), int(found["num_b"]), int(found["num_y"])
    told = _month_comes_first(found.string) if "/" in found["num"] else False
    month, on = (a, b) if b > 12 or (told and a <= 12) else (b, a)
    phrase = _figures(base, year, month, on)
    open_order = told is None and a != b and max(a, b) <= 12
    return replace(phrase, swapped=True) if open_order and phrase is not None else phrase


_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?:/(?:19|20)\d\d|(?=,? \d{1,2}[:.h]\d\d))(?!\d)")
_AMERICAN = re.compile(
    r"\b[ECMP][SD]?T\b|\b(?:eastern|central|pacific|mountain) (?:standard |daylight )?time\b", re.IGNORECASE
)


@lru_cache(maxsize=4)
def _month_comes_first(text: str) -> bool | None:
    """Whether a text writes "09/25/2023": by a date that can be read in no other way, or by its American clocks; None
    where nothing tells.
    """
    dates = [(int(m[1]), int(m[2])) for m in _SLASHED.finditer(text)]
    if any(12 < a <= 31 for a, _ in dates):
        return False
    return True if any(12 < b <= 31 for _, b in dates) or _AMERICAN.search(text) is not None else None


def _read_month(found: re.Match[str], base: _Said) -> TimePhrase | None:
    word = found["my_m"].rstrip(".")
    bare = found["my"].rstrip(".") == word and not found["my_y"]
    if bare and (len(word) < 4 or word in ("March", "May")):  # "may", "Mar" and a surname are no months
        return None
    return _said(base, year=int(found["my_y"]) if found["my_y"] else None, month=_month(word))


def _read_weekday(found: re.Match[str], base: _Said) -> TimePhrase | None:
    word = found["wd_d"].rstrip(".")
    behind = found.string[found.end() : found.end() + 2]
    dated = behind[1:].isdigit() or behind[:1] == ":"
    if word in ("Sun", "Sat", "Wed", "Mon") and not found["wd_d"].endswith(".") and not dated:
        return None  # newspapers and verbs
    part = {"early": "early morning", "late": "late"}.get((found["wd_part"] or "").lower())
    return _said(base, weekday=_DAYS[word[:3].lower()], modifier=(found["wd_mod"] or "").lower() or None, part=part)


def _read_relative(found: re.Match[str], base: _Said) -> TimePhrase:
    word = " ".join(found["rel"].lower().split())
    fixed = {
        "yesterday": (-1, None),
        "today": (0, None),
        "tomorrow": (1, None),
        "tonight": (0, "evening"),
        "last night": (-1, "night"),
        "the day before yesterday": (-2, None),
        "the day after tomorrow": (2, None),
        "this morning": (0, "morning"),
        "this afternoon": (0, "afternoon"),
        "this arvo": (0, "afternoon"),
        "this evening": (0, "evening"),
    }
    if word in fixed:
        return _said(base, shift_days=fixed[word][0], part=fixed[word][1])
    shift = (
        0
        if "same" in word or word.startswith("that") or word.endswith((" in the day", " that day"))
        else (-1 if "previous" in word or "before" in word or "earlier" in word else 1)
    )
    part = word.rsplit(" ", 1)[-1]
    return _said(
        base, shift_days=shift, after_event=True, part=part if part in PARTS_OF_DAY and part != "day" else None
    )


def _number(word: str) -> float:
    word = word.lower()
    if word[0].isdigit():
        return float(word)
    if word.startswith("half"):
        return 0.5
    if word.startswith("a couple"):
        return 2.0
    if word == "a few":
        return 3.0
    tens, _, ones = word.partition("-")  # "twenty-four"
    return float(_NUMBERS[tens] + (_NUMBERS[ones] if ones else 0))


_SHARES = {"half": 0.5, "quarter": 0.25}


def _read_ago(found: re.Match[str], base: _Said) -> TimePhrase:
    n, unit, way = _number(found["ago_n"]), found["ago_u"], found["ago_w"]
    if unit == "hour":  # "an hour and ten later", "an hour and a quarter after"
        n += _number(found["ago_m"]) / 60 if found["ago_m"] else _SHARES.get((found["ago_q"] or "").lower(), 0.0)
    sign = -1 if way in ("ago", "earlier", "before") else 1
    after_event = way != "ago"
    if unit in ("minute", "hour"):
        return _said(base, shift_h=sign * n * _HOURS[unit], after_event=after_event)
    if unit in ("day", "week"):
        days = int(sign * n * (7 if unit == "week" else 1))
        vague = found["ago_n"] in ("several", "a few") or unit == "week"
        return _said(base, shift_days=days, after_event=after_event, span="week" if vague else None)
    return _said(base, shift_days=int(sign * n * _HOURS[unit] / 24), span=unit, after_event=after_event)


def _read_duration(found: re.Match[str], base: _Said) -> TimePhrase:
    unit = _HOURS[found["dur_u"]]
    low = _number(found["dur_n"]) * unit
    high = _number(found["dur_n2"]) * unit if found["dur_n2"] else low
    return _said(base, kind="duration", duration_h=(min(low, high), max(low, high)))


def _read_week(found: re.Match[str], base: _Said) -> TimePhrase:
    unit = found["wk_u"]
    return _said(base, modifier=found["wk_mod"].lower(), span="week" if unit == "weekend" else unit, part=None)


def _read_part(found: re.Match[str], base: _Said) -> TimePhrase:
    word = found["pt"].strip(" -").lower().replace("-", " ")
    alike = {"predawn": "dawn", "pre dawn": "dawn", "daybreak": "dawn", "dusk": "nightfall"}
    alike |= {"daytime": "day", "mid morning": "morning", "mid afternoon": "afternoon", "early afternoon": "afternoon"}
    alike |= {"late evening": "late", "late night": "late"}
    alike |= {"early hours": "small hours", "wee hours": "small hours", "lunchtime": "midday", "dark": "nightfall"}
    alike |= {"first light": "dawn", "sunrise": "dawn", "sunup": "dawn"}
    alike |= {"last light": "nightfall", "sunset": "nightfall", "sundown": "nightfall"}
    half = _HALF_OF.search(found.string, max(0, base.start - 13), base.start)  # "late in the afternoon"
    word = f"{half[1].lower()} {word}" if half else word
    word = alike.get(word, word)
    if word not in PARTS_OF_DAY:
        word = word.split()[-1]
    if word in MOMENT_PARTS and found["pt_z"]:
        return _said(base, hour=0 if word == "midnight" else 12, zone=zone_word(found["pt_z"]))
    if word == "midnight" and _JUST_AFTER.search(found.string, max(0, base.start - 16), base.start):
        return _said(base, hour=0, minute=30)  # "shortly after midnight on Tuesday" is Tuesday's first hour
    if word == "midnight" and _JUST_BEFORE.search(found.string, max(0, base.start - 16), base.start):
        return _said(base, hour=23, minute=30)
    return _said(base, part=word)


def _read_year(found: re.Match[str], base: _Said) -> TimePhrase:
    return _said(base, year=int(found["yr_y"]))


_READERS = {
    "iso": _read_iso,
    "md": _read_date,
    "dm": _read_date,
    "od": _read_ordinal,
    "feast": _read_feast,
    "num": _read_numeric,
    "wo": _read_with_weekday,
    "nm": _read_short,
    "my": _read_month,
    "wd": _read_weekday,
    "rel": _read_relative,
    "ago": _read_ago,
    "dur": _read_duration,
    "wk": _read_week,
    "pt": _read_part,
    "yr": _read_year,
}


# ---------------------------------------------------------------- joining pieces


def _joins(a: TimePhrase, b: TimePhrase, text: str) -> bool:
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


def _alternatives(a: TimePhrase, b: TimePhrase, text: str) -> bool:
    """Whether two days are told as one or the other: "on Monday or Tuesday"."""
    days = a.kind == b.kind == "moment" and a.has_date and b.has_date and a.shift_h is None and b.shift_h is None
    return (
        days and a.either is None and text[a.end : b.start] in (" or ", " or on ", ", or ", " or late ", " or early ")
    )


def _refines(a: TimePhrase, b: TimePhrase) -> bool:
    """Whether "early" or "late" of a weekday goes with a part of day said after it: "late Sunday evening"."""
    return a.weekday is not None and a.part in ("early morning", "late") and b.part is not None and not b.has_date


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
        taken["part"] = "late" if a.part == "late" and b.part in ("evening", "night") else b.part
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
