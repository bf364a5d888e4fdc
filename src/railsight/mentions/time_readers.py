"""What each piece of a time says: one reader for a kind of piece (``time_pieces``), which gives a phrase."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from railsight.mentions.clock_zones import zone_word
from railsight.mentions.clocks import Clock
from railsight.mentions.counting import TEENS, TO_TWELVE
from railsight.mentions.time_phrase import MOMENT_PARTS, TimePhrase
from railsight.mentions.time_pieces import ORDINALS
from railsight.times import PARTS_OF_DAY, YEARS, from_iso, in_years

_MONTHS = {
    m: i + 1 for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
}
_DAYS = {d: i for i, d in enumerate(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])}
_NUMBERS = {w: i for i, w in enumerate(("zero", *TO_TWELVE, *TEENS, "twenty"))}
_NUMBERS |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_NUMBERS |= {"a": 1, "an": 1, "several": 3, "few": 3, "couple": 2, "half": 0}
_HOURS = {"minute": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.5, "year": 8766.0}
_HALF_OF = re.compile(r"\b(early|late) in the $", re.IGNORECASE)
_JUST_AFTER = re.compile(r"\b(?:shortly|just|soon|a little|right|minutes) after $")
_JUST_BEFORE = re.compile(r"\b(?:shortly|just|soon|a little|right|minutes) before $")


def clock_told(base: Said, clock: Clock, text: str) -> TimePhrase:
    """A clock as said; "shortly after 5 p.m." is the half hour after it, not the hour around."""
    side = _side(text, base.start) if base.approximate else 0
    return phrase_of(base, hour=clock.hour, minute=clock.minute, zone=clock.zone, half_open=clock.half_open, side=side)


def _side(text: str, start: int) -> int:
    """1 behind "shortly after", -1 behind "shortly before", else 0."""
    if _JUST_AFTER.search(text, max(0, start - 16), start):
        return 1
    return -1 if _JUST_BEFORE.search(text, max(0, start - 16), start) else 0


class Said(NamedTuple):
    """The words of one piece, before they are read."""

    start: int
    end: int
    text: str
    approximate: bool


def phrase_of(base: Said, **parts: Any) -> TimePhrase:
    """The piece with what it says."""
    return TimePhrase(base.start, base.end, base.text, approximate=base.approximate, **parts)


def _read_iso(found: re.Match[str], base: Said) -> TimePhrase | None:
    raw = found["iso"].replace("Z", "+00:00")
    try:
        moment = in_years(from_iso(raw.replace(" +", "+")))
    except ValueError:
        return _figures(base, int(raw[:4]), int(raw[5:7]), int(raw[8:10]))
    whole = len(raw) <= 10
    zone = None if moment.utcoffset() is None else moment.strftime("%z")
    dated = phrase_of(base, year=moment.year, month=moment.month, day=moment.day)
    return dated if whole else replace(dated, hour=moment.hour, minute=moment.minute, zone=zone)


def _figures(base: Said, year: int | None, month: int, on: int) -> TimePhrase | None:
    """A date in figures, also one that is said and is none: "31.02.2023", "2023-13-45"."""
    if year is not None and year not in YEARS:
        return None  # a number of another kind
    if _valid_day(year, month, on):
        return phrase_of(base, year=year, month=month, day=on)
    near = 1 <= month <= 12 and on <= _NEAR_THE_END
    return phrase_of(base, kind="impossible", year=year, month=month if near else None)


_NEAR_THE_END = 32  # a day up to this may be one too many, a later one tells nothing


def _valid_day(year: int | None, month: int, on: int) -> bool:
    try:
        date(year or 2024, month, on)
    except ValueError:
        return False
    return True


def _month(word: str) -> int:
    return _MONTHS[word[:3].lower()]


def _read_date(found: re.Match[str], base: Said) -> TimePhrase | None:
    key = "md" if found["md"] else "dm"
    year = found[f"{key}_y"]
    month, on = _month(found[f"{key}_m"]), int(found[f"{key}_d"])
    if not _valid_day(int(year) if year else None, month, on):  # "Sept. 31" is said, and is no day
        said = 29 <= on <= 31 or _SAID_ON.search(found.string, max(0, base.start - 3), base.start) is not None
        return _figures(base, int(year) if year else None, month, on) if said else None
    phrase = phrase_of(base, year=int(year) if year else None, month=month, day=on)
    other = found[f"{key}_e"]
    if other is None or int(other) == on or not _valid_day(phrase.year, month, int(other)):
        return phrase
    return replace(phrase, either=replace(phrase, day=int(other)))  # "September 10-12", "10 or 11 September"


_SAID_ON = re.compile(r"\bon $", re.IGNORECASE)  # "on September 99"; "in March 45 tanks" is no date


def _read_ordinal(found: re.Match[str], base: Said) -> TimePhrase | None:
    word = found["od_w"]
    on = ORDINALS.index(word.lower()) + 1 if word else int(found["od_d"])
    return phrase_of(base, day=on) if 1 <= on <= 31 else None


def _read_with_weekday(found: re.Match[str], base: Said) -> TimePhrase | None:
    """ "Friday 14th", "19th afternoon"."""
    on = int(found["wo_d"] or found["wo_p"])
    return phrase_of(base, day=on) if 1 <= on <= 31 else None


def _read_short(found: re.Match[str], base: Said) -> TimePhrase | None:
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


def _read_feast(found: re.Match[str], base: Said) -> TimePhrase:
    eve = found["feast_w"].lower() == "eve"
    if found["feast_n"].lower() == "christmas":
        return phrase_of(base, month=12, day=24 if eve else 25)
    return phrase_of(base, month=12, day=31) if eve else phrase_of(base, month=1, day=1)


def _read_numeric(found: re.Match[str], base: Said) -> TimePhrase | None:
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


def _read_month(found: re.Match[str], base: Said) -> TimePhrase | None:
    word = found["my_m"].rstrip(".")
    bare = found["my"].rstrip(".") == word and not found["my_y"]
    if bare and (len(word) < 4 or word in ("March", "May")):  # "may", "Mar" and a surname are no months
        return None
    return phrase_of(base, year=int(found["my_y"]) if found["my_y"] else None, month=_month(word))


def _read_weekday(found: re.Match[str], base: Said) -> TimePhrase | None:
    word = found["wd_d"].rstrip(".")
    behind = found.string[found.end() : found.end() + 2]
    dated = behind[1:].isdigit() or behind[:1] == ":" or _opens_its_line(found)
    if word in ("Sun", "Sat", "Wed", "Mon") and not found["wd_d"].endswith(".") and not dated:
        return None  # newspapers and verbs
    part = _HALVES.get((found["wd_part"] or "").lower())
    return phrase_of(base, weekday=_DAYS[word[:3].lower()], modifier=(found["wd_mod"] or "").lower() or None, part=part)


def _opens_its_line(found: re.Match[str]) -> bool:
    """Whether a short weekday opens a line or a text and a dash stands behind: "Mon – Omsk"."""
    start = found.start()
    opens = start == 0 or found.string[start - 1] == "\n"
    return opens and found.string.startswith((" – ", " - ", " — "), found.end())


_HALVES = {"early": "early morning", "late": "late"}  # "early on Monday", "late yesterday"


def _read_relative(found: re.Match[str], base: Said) -> TimePhrase:
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
        return phrase_of(base, shift_days=fixed[word][0], part=fixed[word][1])
    half, _, rest = word.partition(" ")
    if half in _HALVES:  # "early yesterday", "late the next day"
        told = fixed[rest][0] if rest in fixed else -1 if "previous" in rest else 1
        return phrase_of(base, shift_days=told, after_event=rest not in fixed, part=_HALVES[half])
    shift = (
        0
        if "same" in word or word.startswith("that") or word.endswith((" in the day", " that day"))
        else (-1 if any(w in word for w in ("previous", "preceding", "before", "earlier")) else 1)
    )
    part = word.removesuffix(" before").rsplit(" ", 1)[-1]
    return phrase_of(
        base, shift_days=shift, after_event=True, part=part if part in PARTS_OF_DAY and part != "day" else None
    )


def _number(word: str) -> float:
    word = word.lower()
    if word[0].isdigit():
        return float(word)
    if word.startswith("half"):
        return 0.5
    if "quarter" in word:
        return 0.75 if word.startswith("three") else 0.25
    if word.startswith("a couple"):
        return 2.0
    if word == "a few":
        return 3.0
    tens, _, ones = word.partition("-")  # "twenty-four"
    return float(_NUMBERS[tens] + (_NUMBERS[ones] if ones else 0))


_SHARES = {"half": 0.5, "quarter": 0.25}


def _read_ago(found: re.Match[str], base: Said) -> TimePhrase:
    n = _number(found["ago_n"]) + _SHARES.get((found["ago_f"] or "").lower(), 0.0)  # "two and a half hours later"
    unit, way = found["ago_u"].lower(), found["ago_w"]
    unit = {"hr": "hour", "min": "minute"}.get(unit, unit)
    if unit == "hour":  # "an hour and ten later", "an hour and a quarter after"
        n += _number(found["ago_m"]) / 60 if found["ago_m"] else _SHARES.get((found["ago_q"] or "").lower(), 0.0)
    sign = -1 if way in ("ago", "earlier", "before") else 1
    if way == "before" and _TOOK.search(found.string, max(0, found.start() - 24), found.start()):
        sign = 1  # "it took two hours before it was seen again"
    after_event = way != "ago"
    if unit in ("minute", "hour"):
        return phrase_of(base, shift_h=sign * n * _HOURS[unit], after_event=after_event)
    if unit in ("day", "week"):
        days = int(sign * n * (7 if unit == "week" else 1))
        vague = found["ago_n"] in ("several", "a few") or unit == "week"
        return phrase_of(base, shift_days=days, after_event=after_event, span="week" if vague else None)
    return phrase_of(base, shift_days=int(sign * n * _HOURS[unit] / 24), span=unit, after_event=after_event)


def _read_further(found: re.Match[str], base: Said) -> TimePhrase:
    """ "After a further hour and a half", "after another three hours": so long after what is told before."""
    n = (_number(found["aft_n"]) if found["aft_n"] else 1.0) + _SHARES.get((found["aft_f"] or "").lower(), 0.0)
    return phrase_of(base, shift_h=n * _HOURS[found["aft_u"].lower()], after_event=True)


def _read_duration(found: re.Match[str], base: Said) -> TimePhrase:
    unit = _HOURS[found["dur_u"]]
    low = _number(found["dur_n"]) * unit
    text, start, end = found.string, found.start(), found.end()
    led = _AFTER.search(text, max(0, start - 18), start) is not None and _THEN.match(text, end) is not None
    took = _TOOK.search(text, max(0, start - 24), start) is not None and _BEFORE_IT.match(text, end) is not None
    led = led or took or _WENT_BY.match(text, end) is not None
    if led and unit <= 1.0 and not found["dur_n2"]:
        return phrase_of(base, shift_h=low, after_event=True)  # "and after 36 minutes pulled into X"
    high = _number(found["dur_n2"]) * unit if found["dur_n2"] else low
    return phrase_of(base, kind="duration", duration_h=(min(low, high), max(low, high)))


_AFTER = re.compile(r"\bafter $", re.IGNORECASE)
_TOOK = re.compile(r"\b(?:took|was)(?: it)? (?:another |a further |only |just )?$", re.IGNORECASE)
_WENT_BY = re.compile(r" (?:passed|elapsed|went by) before (?:it|the train)\b")
_BEFORE_IT = re.compile(r" (?:before (?:it|the train)|for (?:it|the train) to|to (?:reach|get to|arrive))\b")
_THEN = re.compile(r",? (?:it|they|we|[a-z]+ed)\b|(?: [a-z]+){1,4}, (?:it|they|we)\b")


def _read_week(found: re.Match[str], base: Said) -> TimePhrase:
    unit = found["wk_u"]
    return phrase_of(base, modifier=found["wk_mod"].lower(), span="week" if unit == "weekend" else unit, part=None)


_ALIKE = {
    **dict.fromkeys(("predawn", "pre dawn", "daybreak", "light", "first light", "sunrise", "sunup"), "dawn"),
    **dict.fromkeys(("dusk", "dark", "last light", "sunset", "nightfall", "sundown"), "nightfall"),
    **dict.fromkeys(("early hours", "wee hours", "first minutes", "first hours"), "small hours"),
    **dict.fromkeys(("early afternoon", "mid afternoon", "arvo"), "afternoon"),
    **dict.fromkeys(("late evening", "late night"), "late"),
    **dict.fromkeys(("teatime", "tea time"), "late afternoon"),
    "daytime": "day",
    "mid morning": "morning",
    "lunchtime": "midday",
}


def _read_part(found: re.Match[str], base: Said) -> TimePhrase:
    word = found["pt"].strip(" -").lower().replace("-", " ")
    if word.startswith("it "):  # "before it got light"
        word = word.split()[-1]
    half = _HALF_OF.search(found.string, max(0, base.start - 13), base.start)  # "late in the afternoon"
    word = f"{half[1].lower()} {word}" if half else word
    word = _ALIKE.get(word, word)
    if word not in PARTS_OF_DAY:
        word = word.split()[-1]
    if word in MOMENT_PARTS and found["pt_z"]:
        return phrase_of(base, hour=0 if word == "midnight" else 12, zone=zone_word(found["pt_z"]))
    side = _side(found.string, base.start) if word in MOMENT_PARTS else 0
    if word == "midnight" and side:  # "shortly after midnight on Tuesday" is Tuesday's first hour
        return phrase_of(base, hour=0 if side > 0 else 23, minute=30)
    if side:
        return phrase_of(base, hour=12, side=side)
    return phrase_of(base, part=word)


def _read_year(found: re.Match[str], base: Said) -> TimePhrase:
    return phrase_of(base, year=int(found["yr_y"]))


READERS = {
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
    "aft": _read_further,
    "dur": _read_duration,
    "wk": _read_week,
    "pt": _read_part,
    "yr": _read_year,
}
