"""Clocks in news text: 12 and 24 hours, in words, in digits with a point or none, with a zone beside them.

Each reader takes the match of a piece of ``when`` and gives the clock it tells, None where the digits tell none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

HOURS_IN_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
WEEKDAY = (
    r"(?:Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:rs(?:day)?)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY)\b\.?"
)

# "at 9.15 the next morning": a clock with a point, where nothing that is measured follows
_AT_CLOCK = re.compile(r"\b(?:at|by|until|till|since|from|around|about|before|after) $", re.IGNORECASE)
_MINUTES = {"": 0, "five": 5, "ten": 10, "quarter": 15, "twenty": 20, "twenty-five": 25, "half": 30}
_PART_AFTER = re.compile(
    rf" (?:in the |this |that |yesterday |tomorrow |(?:on )?(?:{WEEKDAY}) )(?:early |late )?"
    r"(?:morning|afternoon|arvo|evening|night)\b"
)
_AFTER_CLOCK = re.compile(
    r"[,;)]|\.(?!\d)|$| (?:hrs|the|that|this|on|from|for|to|when|in the|at night|local|yesterday|today|tomorrow|[A-Z])"
)


class Clock(NamedTuple):
    """Hour 0..23 (0..12 where the half of the day is told beside it), minute None for a whole hour, zone as said."""

    hour: int
    minute: int | None = None
    zone: str | None = None
    half_open: bool = False  # which half of the day is not told


def zone_word(raw: str | None) -> str | None:
    if not raw:
        return None
    words = [w for w in raw.lower().replace("-time", " time").split() if w not in ("in", "the", "time")]
    return words[0] if words else None


def read_military(found: re.Match[str]) -> Clock:
    """ "2000 GMT", "0715 hours"."""
    raw = found["mil"]
    return Clock(int(raw[:2]), int(raw[2:]), zone_word(found["mil_z"]))


def read_run(found: re.Match[str]) -> Clock | None:
    """Four digits in a log or a post: "0715 dep Omsk", "ETA ~2100", "about 1650.", "Taihape 1025 for water"."""
    raw, start, end = found["run"], found.start(), found.end()
    text = found.string
    before, after = text[max(0, start - 24) : start], text[end : end + 16]
    year = 1900 <= int(raw) <= 2059
    told = _ENTRY.match(after) is not None or (_NAME.match(after) is not None and not year)
    opens = _OPENS_ENTRY.search(before) is not None and told
    said = _CLOCK_SAID.search(before) is not None
    near = _CLOCK_NEAR.search(before) is not None and _STOPS.match(after) is not None and not year
    if not (opens or said or near) and not _is_entry(text, start, told, year):
        return None
    return Clock(int(raw[:2]), int(raw[2:]), zone_word(_zone_behind(text, end)))


_OPENS_ENTRY = re.compile(r"(?:^|[\n,;.:])\s*$")
_ENTRY = re.compile(r"\s*[-–:]?\s*(?:dep|arr|thru|through|left|pass|off|into|away|at|by|stopped|held)\b", re.IGNORECASE)
_NAME = re.compile(r"\s+[A-Z]")
_CLOCK_SAID = re.compile(r"(?:\b(?:eta|etd|dep|depd|arr|arrd|due)\.? ?~?|~ ?)$", re.IGNORECASE)
_CLOCK_NEAR = re.compile(r"\b(?:at|by|about|around|from|until|till|away|off) $", re.IGNORECASE)
_STOPS = re.compile(
    r"\s*(?:[.,;)]|$|\n| (?:local|and|but|to|in|for|with|per|today|yesterday|tomorrow|this (?:morn|after|even))"
    rf"| (?:on )?{WEEKDAY})",
    re.IGNORECASE,
)
_HHMM = r"(?:[01]\d|2[0-3])[0-5]\d(?![\d%]|[:.,]\d)\b"
# A name and a clock, as logs have them; what carries a number of its own is no name of a place.
_AFTER_NAME = (
    r"(?<![\w-])(?!(?:Class|Train|Unit|Engine|Loco|Locomotive|Flight|Route|Highway|Room|Number|Over|About|Some|Nearly"
    r"|Almost|From|Since|Until|And|The|With|Only|Around|More|Than|In|By|At|No|Of) )[A-Z][^\W\d_]{1,30} "
)
_BEHIND_NAME = r"(?=\s*(?:[.,;)]|$)| (?:for|per|and|with|still|arr|dep|local|[A-Z]{2,4}T)\b)"
_ENTRIES = re.compile(
    rf"(?P<act>{_HHMM} (?:dep|depd|arr|arrd|thru|through|past)\b)"
    rf"|(?P<said>\b(?:dep|depd|arr|arrd|eta|etd|at|est|booked|again)\.? ~?{_HHMM})"
    rf"|{_AFTER_NAME}(?P<name>(?!19|20[0-5]){_HHMM}){_BEHIND_NAME}"
)
_LEAST_ENTRIES = 2
_NO_CLOCK_AFTER = re.compile(
    r"(?:\b(?:class|train|unit|engine|loco|no|number|than|nearly|some|over|the|of)\.?|[\d#-]) $", re.IGNORECASE
)
_ZONE_BEHIND = re.compile(r" (LOCAL|local|[A-Z]{1,3}T)\b")


@lru_cache(maxsize=4)
def _entries(text: str) -> frozenset[int]:
    """Where the four digits of entries stand in a log; none in a text with but one of them."""
    found = list(_ENTRIES.finditer(text))
    if len(found) < _LEAST_ENTRIES:
        return frozenset()
    return frozenset(f.start("name") if f["name"] else f.end() - 4 if f["said"] else f.start() for f in found)


def _is_entry(text: str, start: int, told: bool, year: bool) -> bool:
    """Whether four digits are the clock of an entry: what the log has beside them, or a name behind them."""
    entries = _entries(text)
    if start in entries:
        return True
    bare = told and not year and text[start - 1 : start] == " "
    return bare and bool(entries) and _NO_CLOCK_AFTER.search(text, max(0, start - 12), start) is None


def _zone_behind(text: str, end: int) -> str | None:
    """The clock named behind four digits that the pattern of zones does not know of."""
    found = _ZONE_BEHIND.match(text, end)
    return "local" if found and found[1].lower() == "local" else None


def _hour12(hour: int, half: str | None) -> int | None:
    if not half or half[0] not in "apAP":
        return hour
    if not 1 <= hour <= 12:
        return hour if half[0] in "pP" and hour > 12 else None
    return hour % 12 + (12 if half[0] in "pP" else 0)


def read_clock(found: re.Match[str]) -> Clock | None:
    """ "14:20", "6.45 a.m.", "05:15 Moscow time"."""
    sep = found["ck"][len(found["ck_h"])]
    if sep in ".h" and not (found["ck_ap"] or found["ck_z"]) and not (sep == "." and _is_clock(found)):
        return None  # a decimal number
    hour = _hour12(int(found["ck_h"]), found["ck_ap"])
    return None if hour is None else Clock(hour, int(found["ck_m"]), zone_word(found["ck_z"]))


def _is_clock(found: re.Match[str]) -> bool:
    """Whether digits with a point tell the time: "at 9.15 the next morning", not "at 9.15 degrees"."""
    before, after = found.string[max(0, found.start() - 8) : found.start()], found.end()
    return _AT_CLOCK.search(before) is not None and _AFTER_CLOCK.match(found.string, after) is not None


def read_hour(found: re.Match[str]) -> Clock | None:
    """ "6 a.m.", "2 o'clock", "at 7 this morning"."""
    bare = not found["hr_ap"] and not found.string.startswith((" in the ", " at night"), found.end())
    if bare and not _AT_CLOCK.search(found.string, max(0, found.start() - 8), found.start()):
        return None  # "killed 11 this morning"
    hour = _hour12(int(found["hr_h"]), found["hr_ap"])
    return None if hour is None else Clock(hour, None, zone_word(found["hr_z"]))


def read_worded(found: re.Match[str]) -> Clock | None:
    """Words beside their part of day: "ten past eleven this morning", "at nine on Tuesday morning"."""
    bare = not found["wc_m"] and not found["wc_half"]
    before = found.string[max(0, found.start() - 8) : found.start()]
    half_open = _PART_AFTER.match(found.string, found.end()) is None
    at_clock = _AT_CLOCK.search(before)
    if half_open and not _says_hour(found, bare, at_clock):
        return None
    if bare and not at_clock:
        return None
    hour = HOURS_IN_WORDS.index(found["wc_h"].lower()) + 1
    minutes = _MINUTES[(found["wc_m"] or found["wc_half"] or "").lower()]
    if (found["wc_w"] or "").lower() in ("to", "before"):
        hour, minutes = (hour - 1) or 12, 60 - minutes
    return Clock(hour, None if bare else minutes, half_open=half_open)


def _says_hour(found: re.Match[str], bare: bool, at_clock: re.Match[str] | None) -> bool:
    """Whether words without a part of day tell a clock: "shortly after five,", "at half past seven and"."""
    if at_clock is None or _ENDS_HOUR.match(found.string, found.end()) is None:
        return False
    if not bare or "clock" in found[0]:
        return True
    lead = found.string[max(0, found.start() - 18) : found.start()].lower()
    return lead.endswith(_NEAR_HOUR)


_ENDS_HOUR = re.compile(r"[.,;)]|$| (?:and|but|on|to|sharp|when|with|because|today|yesterday)\b")
_NEAR_HOUR = tuple(f"{a} {b} " for a in ("shortly", "just", "soon", "not long") for b in ("after", "before"))


def hour_of_half(clock: Clock, told: int | None, part: str | None, *, earlier: bool) -> int | None:
    """The hour of day of a clock whose half is open: the next one from what was told before it, an hour of the day
    or a part of it; the last one where it is told to be ``earlier``. None where nothing was told.
    """
    hour = clock.hour % 12
    if told is not None and earlier:
        return hour + 12 if hour + 12 <= told else hour
    if told is not None:
        return hour if hour >= told or hour + 12 < told else hour + 12
    if part is None:
        return None
    late = part in ("afternoon", "late afternoon", "evening", "early evening", "midday", "noon", "night", "late")
    return hour + 12 if late else hour


READERS = {"mil": read_military, "run": read_run, "ck": read_clock, "hr": read_hour, "wc": read_worded}
