"""Simple dates and clock times in Russian and Korean, as the same phrases as the English ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from railsight.mentions.when import TimePhrase, find_times, merged

if TYPE_CHECKING:
    from collections.abc import Callable

_OTHER = re.compile(r"[\u0400-\u04ff\uac00-\ud7a3]")
_RU_MONTHS = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")
_RU_DAYS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень")
_KO_DAYS = "월화수목금토일"
_RU_NUMBERS = (
    *("ноль", "час", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять"),
    *("одиннадцать", "двенадцать"),
)
_RU_PARTS = {"утр": "morning", "дня": "afternoon", "днём": "afternoon", "днем": "afternoon", "вечер": "evening"}
_RU_PARTS |= {"ночи": "night", "ночью": "night", "рассвет": "dawn"}
_KO_PARTS = {
    "오전": "morning",
    "오후": "afternoon",
    "새벽": "dawn",
    "아침": "morning",
    "저녁": "evening",
    "밤": "night",
}
_SHIFTS = {"вчера": -1, "сегодня": 0, "завтра": 1, "позавчера": -2, "어제": -1, "오늘": 0, "내일": 1, "그제": -2}
_ZONES = {"моск": "moscow", "мск": "moscow", "мест": "local", "현지": "local", "한국": "seoul", "모스": "moscow"}
_DATE = re.compile(
    r"(?P<rd>\d{1,2}) (?P<rm>январ|феврал|март|апрел|ма|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]{1,2}\b"
    r"(?: (?P<ry>(?:19|20)\d\d))?"
    r"|(?:(?P<ky>(?:19|20)\d\d)년 ?)?(?:(?P<km>\d{1,2})월 ?)?(?P<kd>\d{1,2})일(?!본|정)"
    r"|\b(?P<rw>понедельник|вторник|сред|четверг|пятниц|суббот|воскресень)[а-я]{0,2}\b|(?P<kw>[월화수목금토일])요일"
    r"|\b(?P<rel>позавчера|вчера|сегодня|завтра)\b|(?P<krel>어제|오늘|내일|그제)",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b(?P<rh>\d{1,2}|два|три|четыре|пять|шесть|семь|восемь|девять|десять|одиннадцать|двенадцать)"
    r"(?::(?P<rmin>[0-5]\d)(?: час[а-я]{0,2})?| час(?:а|ов)?\b(?: (?P<rmin2>[0-5]?\d) минут[аы]?)?)"
    r"(?: (?P<rp>утра|дня|вечера|ночи))?(?: \(?(?:по )?(?P<rz>моск|мест|мск)[а-я]*(?: времени)?)?"
    r"|(?:(?P<kp>오전|오후|새벽|아침|저녁|밤) ?)?(?P<kh>\d{1,2})시(?!간)(?: ?(?P<kmin>[0-5]?\d)분)?",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?P<r>утром|днём|днем|вечером|ночью|на рассвете)\b|(?P<k>오전|오후|새벽|아침|저녁|밤)(?![가-힣])"
)
_GLUE = re.compile(r",? ?(?:в|во|на|около|примерно|к|утром|\(|약|전)? ?(?:\((?:현지시간|현지시각)\))? ?", re.IGNORECASE)
_GLUE_MOST = 16  # characters between two pieces of one time


def find_all_times(text: str) -> list[TimePhrase]:
    """Times in English, Russian and Korean, in order of their start."""
    out = find_times(text)
    if text.isascii() or not _OTHER.search(text):
        return out
    for pattern, read in _READERS:
        out += [phrase for found in pattern.finditer(text) if (phrase := read(found)) is not None]
    return _joined(_without_overlap(out), text)


def _without_overlap(phrases: list[TimePhrase]) -> list[TimePhrase]:
    """The phrases in order; of those that overlap the first and longest."""
    kept: list[TimePhrase] = []
    for phrase in sorted(phrases, key=lambda t: (t.start, -t.end)):
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
    return kept


def _joined(phrases: list[TimePhrase], text: str) -> list[TimePhrase]:
    out: list[TimePhrase] = []
    for b in phrases:
        a = out[-1] if out else None
        near = a is not None and b.start - a.end <= _GLUE_MOST and _GLUE.fullmatch(text, a.end, b.start)
        if a is not None and near and a.kind == b.kind == "moment" and _completes(a, b):
            out[-1] = merged(a, b, text)
        else:
            out.append(b)
    return out


def _completes(a: TimePhrase, b: TimePhrase) -> bool:
    """Whether one has what the other lacks: a date and a clock or part of day, or a weekday and a date."""
    if a.has_date and b.has_date:
        return (a.weekday is None) != (b.weekday is None) and (a.day is None) != (b.day is None)
    return not (a.has_clock and b.has_clock) and not (a.part and b.part)


def _read_date(found: re.Match[str]) -> TimePhrase | None:
    start, end, text = found.start(), found.end(), found.group()
    if found["rd"] or found["kd"]:
        on = int(found["rd"] or found["kd"])
        month = _RU_MONTHS.index(found["rm"].lower()) + 1 if found["rm"] else int(found["km"]) if found["km"] else None
        year = found["ry"] or found["ky"]
        if not 1 <= on <= 31 or (month is not None and not 1 <= month <= 12):
            return None
        return TimePhrase(start, end, text, day=on, month=month, year=int(year) if year else None)
    if found["rw"]:
        return TimePhrase(start, end, text, weekday=_RU_DAYS.index(found["rw"].lower()))
    if found["kw"]:
        return TimePhrase(start, end, text, weekday=_KO_DAYS.index(found["kw"]))
    return TimePhrase(start, end, text, shift_days=_SHIFTS[(found["rel"] or found["krel"]).lower()])


def _read_clock(found: re.Match[str]) -> TimePhrase | None:
    said = (found["rh"] or found["kh"]).lower()
    hour = int(said) if said.isdigit() else _RU_NUMBERS.index(said)
    minute = found["rmin"] or found["rmin2"] or found["kmin"]
    part = (found["rp"] or found["kp"] or "").lower()
    later = part in ("дня", "вечера", "오후", "저녁") or (part == "밤" and hour >= 6)
    if hour > 24 or (hour > 12 and later):
        later = False
    if hour > 24:
        return None
    hour = hour % 12 + 12 if later else hour
    zone = _ZONES.get((found["rz"] or "").lower())
    return TimePhrase(
        found.start(),
        found.end(),
        found.group(),
        hour=hour,
        minute=int(minute) if minute else None,
        zone=zone,
    )


def _read_part(found: re.Match[str]) -> TimePhrase | None:
    word = (found["r"] or found["k"]).lower()
    part = _KO_PARTS.get(word) or next((p for stem, p in _RU_PARTS.items() if stem in word), None)
    return TimePhrase(found.start(), found.end(), found.group(), part=part) if part else None


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], TimePhrase | None]], ...] = (
    (_DATE, _read_date),
    (_CLOCK, _read_clock),
    (_PART, _read_part),
)
