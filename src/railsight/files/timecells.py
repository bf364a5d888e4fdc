"""Times as they stand in the cells of a table, and what its headings say of their clocks.

A day may be written in figures or with the name of its month, a clock with its seconds or with am and pm, two clocks
as a span. Whose clock a cell is on it says itself, else its heading does, else it is that of the place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING

from railsight.times import PARTS_OF_DAY, from_iso, in_years, is_offset

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

_WANTED = "write it like 2023-09-12T06:00+10:00 or 2023-09-12"
_LONGEST = 80  # characters of a cell that may be a time
_DASH = "[-–—−]"


class NoDateError(ValueError):
    """A cell that tells a clock and no day."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a cell tells, as a case has it: ``at``, a part of that day, or from ``at`` until another time.

    ``day`` is the day by itself; ``whole`` that no clock of it is told, though ``at`` may have one to carry its zone.
    """

    at: str
    day: date
    until: str = ""
    part: str = ""
    whole: bool = False
    note: str = ""


def told_of(cell: str, *, day_first: bool | None = None, zone: tzinfo | None = None, clock_cell: bool = False) -> Told:
    """What a cell of a day, with a clock or without, tells. ValueError says what is wrong with it.

    ``day_first`` as of ``day_comes_first``; ``zone`` is that of the heading, for a cell that says none; with
    ``clock_cell`` the clock stood in a cell of its own, where "06:45-07:30" is a span and no offset.
    """
    text = " ".join(cell.split())
    if len(text) > _LONGEST:
        raise _no_time(cell)
    if "T" in text[8:11]:
        moment = _exact(text, cell)
        return Told(_iso(moment, zone), moment.date())
    day, rest = _day_of(text, cell, day_first)
    if not rest or rest.lower() in PARTS_OF_DAY:
        at = day.isoformat() if zone is None else _iso(datetime.combine(day, time()), zone)
        return Told(at, day, part=rest.lower(), whole=True)
    clock, until, own, note = _clocks(rest, cell, clock_cell)
    zone = own.zone if own is not None else zone
    if not until:
        return Told(_iso(_moment(day, clock), zone), day, note=note)
    begins, ends = _moment(day, clock), _moment(day, until)
    if ends < begins:
        ends += timedelta(days=1)
    return Told(_iso(begins, zone), day, _iso(ends, zone), note=note)


def has_day(cell: str) -> bool:
    """Whether a cell begins with a day, and not with a clock."""
    try:
        told_of(cell, day_first=True)
    except NoDateError:
        return False
    except ValueError:
        pass
    return True


def _exact(text: str, cell: str) -> datetime:
    try:
        return from_iso(text)
    except ValueError:
        raise _no_time(cell) from None


def _no_time(cell: str) -> ValueError:
    return ValueError(f"{cell[:40]!r} is not a time: {_WANTED}")


def _iso(moment: datetime, zone: tzinfo | None) -> str:
    if moment.tzinfo is None and zone is not None:
        moment = moment.replace(tzinfo=zone)
    return moment.isoformat()


# ---------------------------------------------------------------- days

_AFTER = r"(?![\d.])[ ,]*(?:г\.?|года)?(?:(?:, ?| )(?:at|um|в) )?[ ,;]*(?P<rest>.*)"
_YEAR_FIRST = re.compile(rf"(?P<y>\d{{4}})(?P<mark>[-/.])(?P<m>\d{{1,2}})(?P=mark)(?P<d>\d{{1,2}}){_AFTER}")
_PACKED = re.compile(rf"(?P<y>\d{{4}})(?P<m>\d\d)(?P<d>\d\d){_AFTER}")
_YEAR_LAST = re.compile(rf"(?P<a>\d{{1,2}})(?P<mark>[-/.])(?P<b>\d{{1,2}})(?P=mark)(?P<y>\d{{4}}){_AFTER}")
_IN_SIGNS = re.compile(r"(?P<y>\d{4}) ?[年년] ?(?P<m>\d{1,2}) ?[月월] ?(?P<d>\d{1,2}) ?[日號号일] ?(?P<rest>.*)")
_WEEKDAY = r"(?:[^\W\d_]{2,9}\.?,? )?"
_NAMED = (
    re.compile(
        rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?[ -](?P<month>[^\W\d_]+)\.?,?[ -](?P<y>\d{{4}}){_AFTER}"
    ),
    re.compile(rf"{_WEEKDAY}(?P<month>[^\W\d_]+)\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}}){_AFTER}"),
    re.compile(rf"(?P<y>\d{{4}})[ -](?P<month>[^\W\d_]+)\.?[ -](?P<d>\d{{1,2}}){_AFTER}"),
)


def day_comes_first(cells: Iterable[str]) -> bool | None:
    """Whether "09/12/2023" is day and month in the cells of a table, or month and day; None where no cell settles it.

    One day above 12 does, unless another cell has such a month.
    """
    pairs = [(int(x["a"]), int(x["b"])) for cell in cells if (x := _YEAR_LAST.match(cell.strip())) and x["mark"] != "."]
    firsts, seconds = any(a > 12 >= b for a, b in pairs), any(b > 12 >= a for a, b in pairs)
    return firsts if firsts != seconds else None


def _day_of(text: str, cell: str, day_first: bool | None) -> tuple[date, str]:
    """The day at the beginning of a cell, and what stands behind it."""
    for pattern in (_YEAR_FIRST, _IN_SIGNS, _PACKED, *_NAMED):
        found = pattern.fullmatch(text)
        if found is not None:
            said = found.groupdict()
            month = _month_named(said["month"]) if "month" in said else int(said["m"])
            if month is None:
                continue
            return _valid(int(said["y"]), month, int(said["d"]), cell), said["rest"].strip()
    found = _YEAR_LAST.fullmatch(text)
    if found is None:
        if _is_clock(text):
            raise NoDateError(f"{cell[:40]!r} has no date")
        raise _no_time(cell)
    a, b, year = int(found["a"]), int(found["b"]), int(found["y"])
    if found["mark"] == "." or a == b or a > 12 or (day_first and b <= 12):
        day, month = a, b
    elif b > 12 or day_first is False:
        day, month = b, a
    else:
        raise ValueError(
            f"{cell[:40]!r}: which is the day and which the month? No date of the table says: write it like 2023-09-12"
        )
    return _valid(year, month, day, cell), found["rest"].strip()


def _valid(year: int, month: int, day: int, cell: str) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise _no_time(cell) from None
    return in_years(found)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LEAST_LETTERS = 3  # of the name of a month cut short


@cache
def _month_named(word: str) -> int | None:
    """The month of a word, in the languages that reports are read in; it may be cut short."""
    from railsight.mentions.languages import CODES, table

    low = word.lower()
    for names in (_MONTHS, *(table(code).months for code in CODES)):
        for number, beginnings in enumerate(names, 1):
            for beginning in beginnings.split("|"):
                if low.startswith(beginning) or (len(low) >= _LEAST_LETTERS and beginning.startswith(low)):
                    return number
    return None


# ---------------------------------------------------------------- clocks

_CLOCK = re.compile(
    r"(?P<h>\d{1,2})(?:(?:[:：.]|h|时|時|시|点|點) ?(?P<m>\d\d)(?:分|분)?(?::(?P<s>\d\d)(?P<f>[.,]\d{1,9})?)?)?"
    r" ?(?P<half>[ap]\.? ?m\.?)?(?: ?(?:Uhr|hrs?|h|hours|ч\.?))?",
    re.IGNORECASE,
)
_FOUR = re.compile(r"(?P<h>[01]\d|2[0-4])(?P<m>[0-5]\d)(?: ?(?:hrs?|h|hours))?", re.IGNORECASE)
_SPAN = re.compile(rf"(?P<a>\d[^-–—−]*?) ?(?:{_DASH}|\bto\b|\bbis\b|\bдо\b) ?(?P<b>\d.*)")
_FIGURES = re.compile(r"(?P<of>UTC|GMT)? ?(?P<sign>[+−-]) ?(?P<h>\d{1,2})(?::?(?P<m>\d\d))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Zone:
    """The zone that a cell names; None for the clock of the place."""

    zone: tzinfo | None


def _is_clock(text: str) -> bool:
    if text.lower() in PARTS_OF_DAY:
        return True
    try:
        _clocks(text, text, True)
    except ValueError:
        return False
    return True


def _clocks(rest: str, cell: str, clock_cell: bool) -> tuple[str, str, _Zone | None, str]:
    """The clock of a cell, the one at which a span ends, their zone, and a note on how it was read."""
    single, span = _single(rest), _spanned(rest)
    if single is not None and span is not None:
        if clock_cell:
            single = None
        elif span[1] > span[0]:
            note = f"{cell[:40]!r} is read as from {span[0]} to {span[1]}: write an offset with a T before the clock"
            return *span, note
    if single is not None:
        return single[0], "", single[1], ""
    if span is None:
        raise _no_time(cell)
    return *span, ""


def _single(rest: str) -> tuple[str, _Zone | None] | None:
    if (clock := _clock(rest)) is not None:
        return clock, None
    for found in _zoned(rest):
        clock, zone = _clock(found[0]), _zone_of(found[1])
        if clock is not None and zone is not None:
            return clock, zone
    return None


def _zoned(rest: str) -> Iterable[tuple[str, str]]:
    """The ways in which a cell may be a clock and its zone."""
    for at in range(1, len(rest)):
        before, behind = rest[:at].strip(), rest[at:].strip()
        if behind[:1] in tuple("+-−(") or (behind[:1].isalpha() and not rest[at - 1].isalpha()):
            yield before, behind.strip("()")


def _spanned(rest: str) -> tuple[str, str, _Zone | None] | None:
    found = _SPAN.fullmatch(rest)
    if found is None:
        return None
    first, second = _clock(found["a"]), _single(found["b"])
    if first is None or second is None or _shape(found["a"]) != _shape(found["b"]):
        return None
    return first, second[0], second[1]


def _shape(clock: str) -> tuple[bool, int]:
    """Whether a clock has a half of the day, and its colons: both ends of a span are written alike."""
    return bool(re.search(r"(?i)\d ?[ap]\.? ?m", clock)), min(2, len(re.findall(r"\d[:.]\d", clock.split("+")[0])))


def _clock(text: str) -> str | None:
    """``HH:MM`` or ``HH:MM:SS`` of a clock without a zone; None for anything else."""
    found = _FOUR.fullmatch(text) or _CLOCK.fullmatch(text)
    if found is None:
        return None
    said = found.groupdict()
    hour, minute, second, half = int(said["h"]), said["m"] or "00", said.get("s"), (said.get("half") or "").lower()
    if not said["m"] and not half:
        return None
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 24 or int(minute) > 59 or int(second or 0) > 59 or (hour == 24 and int(minute + (second or ""))):
        return None
    return f"{hour:02}:{minute}" + (f":{second}" if second else "")


def _moment(day: date, clock: str) -> datetime:
    return from_iso(f"{day.isoformat()}T{clock}")  # which knows 24:00


# ---------------------------------------------------------------- whose clock

_MOSCOW = ("мск", "по москве", "московское", "московское время", "по московскому времени")
_LOCAL = ("local", "lt", "местное", "местное время", "当地时间", "现地時間", "현지시간", "현지 시간")


def _zone_of(text: str) -> _Zone | None:
    """The zone that stands behind a clock; None for what is none. ValueError for an abbreviation of several zones."""
    if text.lower() in (*_LOCAL, *(f"{word} time" for word in _LOCAL)):
        return _Zone(None)
    found = _FIGURES.fullmatch(text)
    if found is not None:
        if not found["of"] and (len(found["h"]) < 2 or (found["sign"] != "+" and not found["m"])):
            return None  # "11:30 +1" is the day after, "11:30-12" may be a span
        offset = timedelta(hours=int(found["h"]), minutes=int(found["m"] or 0))
        offset = offset if found["sign"] == "+" else -offset
        return _Zone(timezone(offset)) if is_offset(offset) else None
    zone = zone_called(text)
    return None if zone is None else _Zone(zone)


def zone_called(text: str) -> tzinfo | None:
    """The zone of a word or an abbreviation ("UTC", "MSK", "Moscow time"); None for what names none.

    ValueError for an abbreviation of several zones ("CST").
    """
    from railsight.mentions.clock_zones import zone_named, zone_word

    word = "msk" if text.lower() in _MOSCOW else zone_word(text)
    west, east = (zone_named(word, beside=timezone(timedelta(hours=h)), at=_ANY) for h in (-12, 12))
    if west != east:
        raise ValueError(f"{text[:40]!r} is the name of several zones: write an offset, such as +08:00")
    return west


_ANY = datetime(2000, 1, 1, tzinfo=UTC)
_IN_HEADING = re.compile(
    r"(?<![^\W\d_])(?:(?i:UTC|GMT)(?: ?[+−-] ?\d{1,2}(?::?\d\d)?)?|[A-Z]{3,5}|МСК|мск|Z|по Москве"
    r"|[A-Z][a-z]+(?= [Tt]ime\b)|[Мм]осковское(?= время)|[+−-]\d\d:?\d\d)(?![^\W_])"
    r"|(?<=time)(?:utc|gmt)$|(?<=[a-z])(?:UTC|GMT)$"
)


def zone_in_heading(heading: str) -> tuple[str, str]:
    """A heading without the zone that it names, and the zone as written, empty when it names none."""
    for found in _IN_HEADING.finditer(heading.strip()):
        zone = found[0]
        try:
            known = _zone_of(zone)
        except ValueError:
            known = _Zone(None)  # of several: for who asks to say
        if known is not None and zone.lower() not in _LOCAL:
            text = heading.strip()
            return f"{text[: found.start()]} {text[found.end() :]}".replace("()", "").strip(), zone
    return heading, ""


def zone_of_words(words: str) -> tzinfo | None:
    """The zone that a heading or a cell of its own writes ("UTC+10", "Asia/Tokyo"); None for the clock of the place.

    ValueError for what is none, and for an abbreviation of several zones.
    """
    found = _zone_of(words.strip().rpartition("/")[2].replace("_", " "))
    if found is None:
        raise ValueError(f"{words[:40]!r} is no time zone: write it like +10:00")
    return found.zone
