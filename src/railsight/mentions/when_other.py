"""Dates and clock times of other languages than English, by the patterns of their tables, as the same phrases."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from railsight.mentions.languages import languages_of, stretches
from railsight.mentions.time_phrase import TimePhrase, merged, shifted_hour
from railsight.mentions.when import find_times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from railsight.mentions.languages import Language
    from railsight.mentions.text import Span

_GLUE_MOST = 16  # characters between two pieces of one time
_HALF_MOST = 40  # characters between two clocks of which the second is in the half of the day of the first
_ENDS = re.compile(r"\s*(?:[,，、.。)）]|$)")
NIGHT_TO = "the night to"  # modifier of a night told by the day it ends on, kept under the day before
_HAN_TENS = "十"
# Hours of a unit by the beginning of its word; what is a day or longer shifts the date, what is shorter the clock.
_UNITS = {
    **{"Min": 1 / 60, "Viertel": 0.25, "Dreiviertel": 0.75, "St": 1.0, "Tag": 24.0, "Woche": 168.0},
    **{
        "минут": 1 / 60,
        "полчас": 0.5,
        "получас": 0.5,
        "час": 1.0,
        "день": 24.0,
        "дня": 24.0,
        "дней": 24.0,
        "дн": 24.0,
        "сут": 24.0,
        "недел": 168.0,
    },
    **{"분": 1 / 60, "시간": 1.0, "일": 24.0, "주": 168.0},
    **{
        "分": 1 / 60,
        "小时": 1.0,
        "小時": 1.0,
        "時間": 1.0,
        "天": 24.0,
        "日": 24.0,
        "周": 168.0,
        "週": 168.0,
        "星期": 168.0,
        "钟头": 1.0,
        "鐘頭": 1.0,
        "刻": 0.25,
        "个月": 720.0,
    },
}
_DAY_H = 24.0
_QUARTER, _HALF, _SOON = 15, 30, 10  # minutes
_SAME, _NOON = "same", 12  # the half of the day of the clock before


def find_all_times(text: str, languages: Sequence[Language] | None = None) -> list[TimePhrase]:
    """Times in English and in the languages of the text, in order of their start; German is not read as English."""
    languages = languages_of(text) if languages is None else languages
    german = any(x.code == "de" for x in languages)
    out = [] if german else find_times(text)
    if not languages:
        return out
    for language in languages:
        spans = list(stretches(text, language))
        matches = (m for p in language.time_patterns for lo, hi in spans for m in p.finditer(text, lo, hi))
        found = (_phrase(m, language) for m in matches if m.end() > m.start())
        mine = _without_overlap([phrase for phrase in found if phrase is not None])
        out = _without_overlap(_joined(mine, text, language) + out)
    return out


def one_clock_abroad(text: str, languages: Sequence[Language]) -> tuple[str, Span] | None:
    """The zone that a text in another language than English declares for all its clocks, and where it says so."""
    for language in languages:
        pattern = language.pattern("one_clock")
        found = pattern.search(text) if pattern else None
        word = next((w for w in found.groups() if w), None) if found else None
        zone = _looked_up(word, language.zones)
        if found and zone is not None and zone != "local":
            return zone, found.span()
    return None


def _without_overlap(phrases: list[TimePhrase]) -> list[TimePhrase]:
    """The phrases in order; of those that overlap the first and longest."""
    kept: list[TimePhrase] = []
    for phrase in sorted(phrases, key=lambda t: (t.start, -t.end)):
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
    return kept


def _joined(phrases: list[TimePhrase], text: str, language: Language) -> list[TimePhrase]:
    glue = language.pattern("glue")
    assert glue is not None
    out: list[TimePhrase] = []
    for b, following in zip_longest(phrases, phrases[1:]):
        a = out[-1] if out else None
        if b.part == _SAME:  # "午後10時15分（日本時間同11時15分）"
            late = a is not None and a.hour is not None and a.hour >= _NOON
            b = replace(b, part=None, hour=b.hour + _NOON if late and b.hour is not None and b.hour < _NOON else b.hour)
        if a is not None and _is_of_the_half_of(a, b, text, language):
            assert b.hour is not None
            b = replace(b, hour=b.hour + _NOON, half_open=False)
        near = a is not None and b.start - a.end <= _GLUE_MOST and glue.fullmatch(text, a.end, b.start)
        near = near and not (following is not None and _begins_another(a, b, following, text, glue))
        if a is not None and near and a.kind == b.kind == "moment" and _completes(a, b, text):
            out[-1] = _on_its_date(_of_the_night(a, merged(a, b, text)))
        else:
            out.append(b)
    return out


def _begins_another(
    a: TimePhrase | None, b: TimePhrase, following: TimePhrase, text: str, glue: re.Pattern[str]
) -> bool:
    """Whether a date behind a whole time is of a clock of its own: "9 сентября вечером, в воскресенье в 7:45"."""
    if a is None or not (a.has_date and (a.has_clock or a.part)) or not b.has_date:
        return False
    own = following.start - b.end <= _GLUE_MOST and glue.fullmatch(text, b.end, following.start) is not None
    return own and not following.has_date and (following.has_clock or following.part is not None)


def _is_of_the_half_of(a: TimePhrase, b: TimePhrase, text: str, language: Language) -> bool:
    """Whether a clock is of the half of the day said before it: "오후 3시 도착, 3시 20분 출발"."""
    if a.hour is None or b.hour is None or not b.hour < _NOON < a.hour or str(a.hour) in a.text or b.has_date:
        return False
    between = text[a.end : b.start]
    if len(between) > _HALF_MOST or not {".", "。", "\n"}.isdisjoint(between):
        return False
    told = any(part in b.text.lower() for part in language.parts)
    return not told and (b.hour + _NOON, b.minute or 0) > (a.hour, a.minute or 0)


def _of_the_night(night: TimePhrase, whole: TimePhrase) -> TimePhrase:
    """ "In the night to Friday, at 1:55" is Friday's, at 23:00 Thursday's, whose night it is."""
    if night.modifier != NIGHT_TO or whole.hour is None or night.weekday is None:
        return whole
    return replace(whole, weekday=(night.weekday + (whole.hour < 12)) % 7, modifier=None)


def _on_its_date(whole: TimePhrase) -> TimePhrase:
    """A clock beside a date in figures is of 24 hours: "12日3時20分"."""
    return replace(whole, half_open=False) if whole.day is not None else whole


def _completes(a: TimePhrase, b: TimePhrase, text: str) -> bool:
    """Whether one has what the other lacks: a date and a clock or part of day, or a weekday and a date."""
    if a.has_clock and (b.has_clock or re.search(r"[(（]", text[a.end : b.start])):
        return False  # a second clock in brackets is another time
    if a.shift_h is not None or b.shift_h is not None:
        return False
    if a.has_clock and b.shift_days == 0 and not b.after_event and "," in text[a.end : b.start]:
        return False  # "Villach ab 3:12, jetzt in Mallnitz"
    bare = bool(b.part) and not b.has_date and not b.has_clock
    if bare and re.search("[,，、]", text[a.end : b.start]) and not _ENDS.match(text, b.end):
        return False  # "on Monday, at night it passed": the night is of the next clause
    if a.has_date and b.has_date:
        if (a.part or a.has_clock) and (b.part or b.has_clock):
            return False  # "в ночь на понедельник, в ночь с 11 на 12 сентября"
        return (a.weekday is None) != (b.weekday is None) and (a.day is None) != (b.day is None)
    return not (a.part and b.part)


def _phrase(found: re.Match[str], table: Language) -> TimePhrase | None:
    """The phrase of a match: each group is a field, whatever digit its name ends in."""
    said: dict[str, str] = {k.rstrip("0123456789"): v for k, v in found.groupdict().items() if v is not None}
    stays = [k for k, v in found.groupdict().items() if v and k.startswith("stay")]
    start, end = found.span(stays[0] if stays else 0)  # "30분 정차[ 후]": of what follows the halt
    base = TimePhrase(start, end, found.group(), approximate="about" in said)
    if not {"n", "way", "stay"}.isdisjoint(said):
        return _shift(said, table, base)
    base = replace(base, zone=_looked_up(said.get("zone"), table.zones))
    base = _with_date(said, table, base)
    for span in ("month", "week"):
        if f"last{span}" in said:
            base = replace(base, span=span, modifier="last")
    if "rel" in said:
        base = _with_day(said["rel"].lower(), table, base)
    part = _looked_up(" ".join(said[key] for key in ("early", "part") if key in said), table.parts)
    if "beforemidnight" in said or "aftermidnight" in said:  # "kurz vor Mitternacht"
        before = "beforemidnight" in said
        return replace(base, hour=23 if before else 0, minute=60 - _QUARTER if before else _QUARTER, approximate=True)
    if not {"hour", *_HOUR_BEGUN}.isdisjoint(said):
        told = _with_clock(said, table, base, part)
        if told is not None and part is None and _may_be_late(told, table, found):
            return replace(told, half_open=True)
        return told
    if part is not None:
        base = replace(base, part="overnight" if part == "night" else part)  # 夜里, "nachts": until the morning
    return base if base.has_date or base.part or base.kind == "impossible" else None


def _may_be_late(told: TimePhrase, table: Language, found: re.Match[str]) -> bool:
    """Whether a clock may be of either half of the day: a bare "8시", where no hour of the text is of 24."""
    word = table.pattern("by_twelve")
    if word is None or told.hour is None or not 1 <= told.hour <= _NOON or found["hour"].startswith("0"):
        return False
    at = found.end("hour")
    behind = word.match(found.string, at + found.string.startswith(" ", at))
    return behind is not None and not _by_twenty_four(found.string)


@lru_cache(maxsize=4)
def _by_twenty_four(text: str) -> bool:
    return _OF_TWENTY_FOUR.search(text) is not None


_OF_TWENTY_FOUR = re.compile(r"(?<![\d:：.])(?:0\d|1[3-9]|2[0-4])(?: ?[시时時点點]|[:：][0-5]\d)")


def _number(word: str, table: Language) -> int | None:
    counted = _counted(word, table)
    return None if counted is None else int(counted)


def _counted(word: str, table: Language) -> float | None:
    """The number a word tells; "half" and "a few" are numbers here too."""
    word = word.lower().strip()
    if word.isdigit():
        return int(word)
    if word in table.numbers:
        return table.numbers[word]
    if table.spaced and " " in word:  # "двадцать пять"
        parts = [table.numbers.get(x) for x in word.split()]
        return None if None in parts else sum(x for x in parts if x is not None)
    if _HAN_TENS in word:  # "十二", "二十", "三十一"
        tens, _, ones = word.partition(_HAN_TENS)
        a = table.numbers.get(tens, 1 if not tens else None)
        b = table.numbers.get(ones, 0 if not ones else None)
        return None if a is None or b is None else 10 * a + b
    digits = [table.numbers.get(letter) for letter in word]  # "零五", "〇"
    if len(digits) > 1 and digits[0] == 0 and digits[1] is not None:
        return digits[1]
    return None


def _looked_up(word: str | None, table: Mapping[str, str]) -> str | None:
    """The value of the longest key a word begins with."""
    if not word:
        return None
    low = word.strip().lower()
    fitting = [(len(k), v) for k, v in table.items() if low.startswith(k.lower())]
    return max(fitting)[1] if fitting else None


def _index(word: str, beginnings: Sequence[str]) -> int | None:
    low = word.lower()
    return next((i for i, b in enumerate(beginnings) if low.startswith(tuple(b.split("|")))), None)


def _with_date(said: dict[str, str], table: Language, base: TimePhrase) -> TimePhrase:
    year = int(said["year"]) if "year" in said else None
    month = _number(said["month"], table) if "month" in said else None
    if "month" in said and month is None:
        index = _index(said["month"], table.months)
        month = None if index is None else index + 1
    day = _number(said["day"], table) if "day" in said else None
    if month is not None and not 1 <= month <= 12:
        return base
    if day is not None and not 1 <= day <= 31:
        return base
    if day is not None and month is not None and not _exists(year, month, day):
        return replace(base, kind="impossible", year=year, month=month)
    base = replace(base, year=year, month=month, day=day)
    for key in ("wd", "nightto"):
        if key in said:
            index = _index(said[key], table.weekdays)
            assert index is not None
            base = replace(base, weekday=index)
    modifier = _looked_up(said.get("wmod"), table.modifiers)
    if modifier is not None:  # "last" of a weekday is of last week where the table's word says so
        base = replace(base, modifier=modifier, span="week" if not table.spaced else None)
    if "nightto" in said and "hour" not in said:
        base = replace(base, weekday=((base.weekday or 0) - 1) % 7, part="overnight", modifier=NIGHT_TO)
    return base


def _exists(year: int | None, month: int, day: int) -> bool:
    try:
        date(year or 2024, month, day)
    except ValueError:
        return False
    return True


def _with_day(word: str, table: Language, base: TimePhrase) -> TimePhrase:
    shift, _, part = table.days[word].partition(" ")
    if part:
        base = replace(base, part=part)
    if shift == ".":
        return base
    after = shift.startswith("+")
    return replace(base, shift_days=int(shift.removeprefix("+")), after_event=after)


def _with_clock(said: dict[str, str], table: Language, base: TimePhrase, part: str | None) -> TimePhrase | None:
    of_hour = next((said[key] for key in _HOUR_BEGUN if key in said), None)
    hour = _number(of_hour or said.get("hour", ""), table)
    if hour is None or hour > 24:
        return None
    minute = _number(said["minute"], table) if "minute" in said else _spoken_minute(said, table)
    hour = (hour - 1) % 12 if of_hour is not None or "lacking" in said else hour
    if minute is not None and minute > 59:
        return None
    if part == _SAME:
        return replace(base, hour=hour, minute=minute, part=part)
    spoken = of_hour is not None or not {"lacking", "past", "quarter"}.isdisjoint(said)
    spoken = spoken or not (said["hour"].isdigit() or _looked_up(said["hour"], table.parts))  # "полдень" is one
    half_open = table.spaced and spoken and part is None and base.zone is None and 1 <= hour <= 12
    hour = shifted_hour(hour, part) if part else hour
    return replace(base, hour=hour, minute=minute, part=None, half_open=half_open)


# The groups whose hour is the one that has begun and not the one that has ended: "halb acht", "в начале восьмого".
_HOUR_BEGUN = ("before", "opening", "closing")


def _spoken_minute(said: dict[str, str], table: Language) -> int | None:
    """The minute told in words around the hour: "Viertel nach", "в начале третьего", "fünf vor halb neun"."""
    past = _number(said["past"], table) if "past" in said else None
    lacking = _number(said["lacking"], table) or _QUARTER if "lacking" in said else None
    if "threequarters" in said:  # "drei viertel acht"
        return 60 - _QUARTER
    if "before" in said or "half" in said:
        return _HALF + (past or 0) - (lacking or 0)
    if "quarter" in said:  # "三刻" are three
        return 60 - _QUARTER if said["quarter"].startswith("三") else _QUARTER
    if past is not None:
        return past
    if lacking is not None:
        return 60 - lacking
    if "closing" in said:  # "в исходе третьего": soon before three
        return 60 - _SOON
    return _SOON if "opening" in said else None  # "в начале третьего": soon after two


def _count(said: dict[str, str], table: Language) -> float | None:
    """How many of a unit: "полтора", "двадцать пять"; one where no number is said, as in "через неделю"."""
    word = said.get("n", "1")
    found = _counted(word.rstrip(_OR_MORE) or word, table)
    return None if found is None else found + (not {"half", "plus"}.isdisjoint(said)) / 2  # "一个半小时"


def _shift(said: dict[str, str], table: Language, base: TimePhrase) -> TimePhrase | None:
    n = _count(said, table)
    if n is None:
        return None
    unit = said.get("span") or said.get("unit") or "일"
    unit_h = next(h for beginning, h in _UNITS.items() if unit.lower().startswith(beginning.lower()))
    hours = n * unit_h
    if "span" in said:
        return replace(base, kind="duration", duration_h=(hours, hours))
    way = said["way"].lower() if "way" in said else ""
    base = replace(base, approximate=base.approximate or n != int(n))
    later = way in _LATER or "stay" in said
    after, sign = later or way in _EARLIER, 1 if later else -1
    if unit_h < _DAY_H:
        return replace(base, shift_h=sign * hours, after_event=after)
    week = unit_h > _DAY_H
    return replace(base, shift_days=sign * round(hours / 24), after_event=after, span="week" if week else None)


# Than what is told before.
_EARLIER = frozenset({"zuvor", "davor", "vorher", "früher", "до этого", "до того", "ранее", "раньше"})
_LATER = frozenset({"спустя", "через", "만에", "뒤", "후", "后", "後", "之后", "之後", "以后", "以後", "あと", "のち"})
_LATER |= {"позже", "позднее", "погодя", "später", "danach", "darauf", "nach"}
_LATER |= {
    "있다가",
    "있다",
    "지나서",
    "지나",
    "이따",
    "안 돼",
    "못 돼",
    "过后",
    "過後",
    "で",
    "たって",
    "経って",
    "経ち",
}
_OR_MORE = "几幾来來多余餘"  # behind a number that it makes larger
