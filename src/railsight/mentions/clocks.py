"""Clocks in news text: 12 and 24 hours, in words, in digits with a point or none, with a zone beside them.

Each reader takes the match of a piece of ``when`` and gives the clock it tells, None where the digits tell none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from railsight.mentions.clock_zones import zone_word
from railsight.mentions.counting import ONE_TO_TWELVE, TEENS, TO_TWELVE

# A full stop behind a word written out ends the sentence; only a shortened one has its own.
WEEKDAY = (
    r"(?:(?:(?:[Mm]on|[Tt]ues|[Ww]ednes|[Tt]hurs|[Ff]ri|[Ss]atur|[Ss]un)day"
    r"|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY)\b|(?:Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?)"
)
# "a.m.", "pm", "PM"; "5 pm. The train ..." ends a sentence.
HALF_OF_DAY = r"(?:(?:[ap]\. ?m|[AP]\.M)\b\.?|(?:[ap] ?m|[AP]M)\b(?:\.(?=,| [a-z\d(]))?)"
# "1200 local residents" are people, not noon on the local clock.
LOCAL_PEOPLE = r" (?!enters\b)(?:people|police|men|women|children|families|troops|[a-z]+(?:ers|ents|ists|ants))\b"
# The part of day behind an hour: "7 this morning".
OF_DAY = (
    rf"(?: (?:in(?: the)?|this|that|yesterday|tomorrow|(?:on )?{WEEKDAY}) (?:early |late )?"
    r"(?:morning|afternoon|arvo|evening|night)\b| at night\b| tonight\b)"
)

# "at 9.15 the next morning": a clock with a point, where nothing that is measured follows
_AT_CLOCK = re.compile(
    r"\b(?:at|by|between|until|till|since|from|around|round|about|before|after|(?<!the )past|towards?|like|say"
    r"|gone|struck|bang on|the stroke of) $",
    re.IGNORECASE,
)
_MINUTES = {"": 0, "five": 5, "ten": 10, "quarter": 15, "twenty": 20, "twenty-five": 25, "half": 30}
# "Seventeen minutes past eight".
MINUTE_COUNTS = {
    w: n for n, w in enumerate((*TO_TWELVE, *TEENS, "twenty", *(f"twenty-{w}" for w in TO_TWELVE[:9])), start=1)
}
# "Six-fifteen", "eight-thirty": minutes said behind the hour.
MINUTES_BEHIND = {"ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50}
MINUTES_BEHIND |= {"oh-five": 5, "twenty-five": 25, "thirty-five": 35, "fifty-five": 55}
_PART_AFTER = re.compile(
    rf" (?:in the |this |that |yesterday |tomorrow |the (?:next|following|previous|same) |(?:on )?(?:{WEEKDAY}) )"
    r"(?:early |late )?"
    r"(?:morning|afternoon|arvo|evening|night)\b| at night\b| last night\b| tonight\b"
)
_AFTER_CLOCK = re.compile(
    r"[,;)\n]|\.(?!\d)|$| (?:and|but|until|hrs|the|that|this|on|from|for|to|when|in|at night|local|yesterday|today"
    r"|tomorrow|with|while|as|where|because|per(?! cent)|it|he|she|they|[A-Z(])"
)


# "Between 2 and 4 p.m.", "11:30-1 p.m.": the end of a span, which tells the half of the day of its beginning.
SPAN_TO = re.compile(rf" ?(?:[-–—]|to|and|until|till|or) ?(?:1[0-2]|0?[1-9])(?:[:.][0-5]\d)? ?{HALF_OF_DAY}")
# "From 8 to 11 on Tuesday": hours without a half of the day, behind which the day stands.
TO_BARE_HOUR = rf" (?:to|and|until|till) (?:1[0-2]|[1-9])(?= (?:on {WEEKDAY}|yesterday|today|this|last night))"
_BARE_SPAN = re.compile(
    r"\b(?:[Ff]rom|[Bb]etween) (?P<first>1[0-2]|[1-9])"
    rf"(?P<second>{TO_BARE_HOUR.replace('(?:1[0-2]|[1-9])', '(?P<last>1[0-2]|[1-9])')})"
)
_SPAN_END = re.compile(r"(?P<hour>\d+)(?:[:.](?P<minute>\d\d))? ?(?P<half>[apAP])")


class Clock(NamedTuple):
    """Hour 0..23 (0..12 where the half of the day is told beside it, 24 where the day ends), minute None for a whole
    hour, zone as said.
    """

    hour: int
    minute: int | None = None
    zone: str | None = None
    half_open: bool = False  # which half of the day is not told


def read_military(found: re.Match[str]) -> Clock | None:
    """ "2000 GMT", "0715 hrs", "at 1100 hours", "1340Z", "1115 ET"."""
    raw = found["mil"]
    if found["mil_ap"]:
        hour = _hour12(int(raw[:2]), found["mil_ap"].strip())
        return None if hour is None else Clock(hour, int(raw[2:]))
    before = found.string[max(0, found.start() - 8) : found.start()]
    zone = "z" if found["mil_u0"] else found["mil_uz"] or found["mil_z"]
    spoken = not zone and (found["mil_u"] or "").startswith("hour") and raw[0] != "0"
    if spoken and (not _AT_CLOCK.search(before) or found.string.startswith(" of", found.end())):
        return None  # "1200 hours of work"
    return Clock(int(raw[:2]), int(raw[2:]), zone_word(zone))


def read_run(found: re.Match[str]) -> Clock | None:
    """Four digits in a log or a post: "0715 dep Omsk", "ETA ~2100", "about 1650.", "Taihape 1025 for water"."""
    raw, start, end = found["run"], found.start(), found.end()
    text = found.string
    before, after = text[max(0, start - 24) : start], text[end : end + 16]
    year = 1900 <= int(raw) <= 2059
    told = _ENTRY.match(after) is not None or (_NAME.match(after) is not None and not year)
    opens = _OPENS_ENTRY.search(before) is not None and told
    said = _CLOCK_SAID.search(before) is not None
    led = _DAY_NEAR.search(before) is not None
    led = led or (not year and any(p.search(before) is not None for p in (_CLOCK_NEAR, _DATE_NEAR)))
    near = led and _STOPS.match(after) is not None
    near = near or (not year and _AT_RUN.search(before) is not None and _runs_on(text) and not _MANY.match(after))
    near = near or _in_a_span(text, start, end)
    if not (opens or said or near or _leads_with_nought(text, start, end)) and not _is_entry(text, start, told, year):
        return None
    return Clock(int(raw[:2]), int(raw[2:]))


_AT_RUN = re.compile(r"\b(?:at|at about|at around|reported|until|till) $", re.IGNORECASE)
_HOURS_RUN = re.compile(r"(?<![\d.,:/])(?:[01]\d|2[0-3])[0-5]\d ?(?:hours|hrs?\b|Z\b|UTC|GMT)")
# What four digits count: "at 1500 metres", "reported 1200 wagons".
_MANY = re.compile(r" (?:(?!as\b|was\b|its\b|this\b)[a-z]+s|km|m|ft|feet|mm|t|rpm|kg|kPa|psi|per)\b|[-/%°]")


@lru_cache(maxsize=4)
def _runs_on(text: str) -> bool:
    """Whether a text writes its clocks in four digits: "0900 hrs"."""
    return _HOURS_RUN.search(text) is not None


_SPAN = re.compile(
    r"\b(?:between|from) (?P<first>\d{4}) (?:and|to|until|till) (?P<second>\d{4})(?![\d-])", re.IGNORECASE
)
_SPAN_REACH = 20


def _in_a_span(text: str, start: int, end: int) -> bool:
    """Whether four digits are an end of "between 1455 and 1538", which are no years."""
    for found in _SPAN.finditer(text, max(0, start - _SPAN_REACH), min(len(text), end + _SPAN_REACH)):
        if start in (found.start("first"), found.start("second")):
            return not (1900 <= int(found["first"]) <= 2059 and 1900 <= int(found["second"]) <= 2059)
    return False


def _leads_with_nought(text: str, start: int, end: int) -> bool:
    """Whether four digits begin with 0 and stand by themselves, as no number but a clock does: "(0955)"."""
    if text[start] != "0" or _DIGITS_BEFORE.search(text, max(0, start - 10), start):
        return False
    return _DIGITS_AFTER.match(text, end) is None and _NO_CLOCK_AFTER.search(text, max(0, start - 12), start) is None


_DIGITS_BEFORE = re.compile(r"[\d+#/\-–][ )]?$")  # a telephone, a date, a reference
_DIGITS_AFTER = re.compile(r" \d{3}|[-/](?!\d{4}\b)")
_OPENS_ENTRY = re.compile(r"(?:^|[\n,;.:])\s*$")
_ENTRY = re.compile(r"\s*[-–:]?\s*(?:dep|arr|thru|through|left|pass|off|into|away|at|by|stopped|held)\b", re.IGNORECASE)
_NAME = re.compile(r"\s+[A-Z]")
_CLOCK_SAID = re.compile(r"(?:\b(?:eta|etd|dep|depd|arr|arrd|due)\.? ?~?|~ ?)$", re.IGNORECASE)
_CLOCK_NEAR = re.compile(r"\b(?:at|by|about|around|from|until|till|away|off),? $", re.IGNORECASE)
# Behind a day even "1945" is a clock.
_DAY_NEAR = re.compile(rf"(?:\b(?:last nite|last night)|{WEEKDAY}|\d(?:st|nd|rd|th)),? $", re.IGNORECASE)
_DATE_NEAR = re.compile(r"(?<![\d/.])\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?,? $")
_STOPS = re.compile(
    r"\s*(?:[.,;:)]|[-–—] (?!\d)|$|\n"
    rf"| (?:local(?!{LOCAL_PEOPLE})|and|but|to|in|for|with|per|until|till|today|yesterday|tomorrow)"
    r"| this (?:morn|after|even)"
    rf"| (?:on )?{WEEKDAY})",
    re.IGNORECASE,
)
_HHMM = r"(?:(?:[01]\d|2[0-3])[0-5]\d|2400)(?![\d%]|[:.,]\d)\b"
# A name and a clock, as logs have them; what carries a number of its own is no name of a place.
_AFTER_NAME = (
    r"(?<![\w-])(?!(?:Class|Train|Unit|Engine|Loco|Locomotive|Flight|Route|Highway|Room|Number|Over|About|Some|Nearly"
    r"|Almost|From|Since|Until|And|The|With|Only|Around|More|Than|In|By|At|No|Of) )[A-Z][^\W\d_]{1,30},? "
)
_GOES_BY = "(?:across|through|past|over|into|out|off|away|left)"
_OPENS_LINE = rf"(?:^|\n)[^\w\n]{{0,4}}(?P<line>{_HHMM})(?=\s*(?:[-–:|]|[A-Z\d]|{_GOES_BY} ))"
# What a number behind a name may count: "Omsk 1200 wagons".
_COUNTED_BEHIND = r"(?:\w+s|people|men|women|children|staff|feet|hp|horsepower|square|cubic|million|percent|per cent)\b"
_BEHIND_NAME = (
    rf"(?=\s*(?:[.,;()/]|$)| ?\n| (?:for|per|and|with|still|same|arr|dep|local(?!{LOCAL_PEOPLE})|[A-Z]{{2,4}}T)\b"
    rf"| (?!{_COUNTED_BEHIND})[a-z]{{4}})"
)
_ENTRIES = re.compile(
    rf"(?P<act>{_HHMM} (?:dep|depd|arr|arrd|thru|through|past)\b)"
    rf"|(?P<said>\b(?:dep|depd|arr|arrd|eta|etd|at|est|booked|again|pass(?:ed)?|out|off)\.? ~?{_HHMM})"
    rf"|{_AFTER_NAME}(?P<name>(?!19|20[0-5]){_HHMM}){_BEHIND_NAME}"
    rf"|{_OPENS_LINE}"
)
_LEAST_ENTRIES = 2
_NO_CLOCK_AFTER = re.compile(
    r"(?:\b(?:class|train|unit|engine|loco|no|number|than|nearly|some|over|the|of)\.?|[\d#-]) $", re.IGNORECASE
)


@lru_cache(maxsize=4)
def _entries(text: str) -> frozenset[int]:
    """Where the four digits of entries stand in a log; none in a text with but one of them."""
    found = list(_ENTRIES.finditer(text))
    if len(found) < _LEAST_ENTRIES:
        return frozenset()
    return frozenset(
        f.start("name") if f["name"] else f.start("line") if f["line"] else f.end() - 4 if f["said"] else f.start()
        for f in found
    )


def _is_entry(text: str, start: int, told: bool, year: bool) -> bool:
    """Whether four digits are the clock of an entry: what the log has beside them, or a name behind them."""
    entries = _entries(text)
    if start in entries:
        return True
    bare = told and not year and text[start - 1 : start] == " "
    return bare and bool(entries) and _NO_CLOCK_AFTER.search(text, max(0, start - 12), start) is None


def _hour12(hour: int, half: str | None) -> int | None:
    if not half or half[0] not in "apAP":
        return hour
    if not 0 <= hour <= 12:  # "0:20 a.m." is what some write for 12:20 a.m.
        return hour if half[0] in "pP" and hour > 12 else None
    return hour % 12 + (12 if half[0] in "pP" else 0)


def _begins_span(found: re.Match[str], hour: int, minute: int) -> int | None:
    """The hour of the day of a clock that begins a span: the last one before its end; None where it begins none."""
    span = end_of_span(found.string, found.end())
    if span is None:
        return None
    last, _ = span
    fitting = [h for h in (hour % 12, hour % 12 + 12) if (h, minute) < (last.hour, last.minute or 0)]
    return max(fitting, default=hour % 12 + 12)


def end_of_span(text: str, at: int) -> tuple[Clock, int] | None:
    """The clock that ends a span whose first clock ends at a position ("2" of "2 and 4 p.m."), and where it ends."""
    span = SPAN_TO.match(text, at)
    end = _SPAN_END.search(span[0]) if span is not None else None
    hour = _hour12(int(end["hour"]), end["half"]) if end is not None else None
    if span is None or end is None or hour is None:
        return None
    return Clock(hour, int(end["minute"] or 0)), span.end()


def read_clock(found: re.Match[str]) -> Clock | None:
    """ "14:20", "6.45 a.m.", "05:15 Moscow time"."""
    sep = found["ck"][len(found["ck_h"])]
    if sep == "." and not (found["ck_ap"] or found["ck_z"] or found["ck_u"]) and not _is_clock(found):
        return None  # a decimal number
    hour = _hour12(int(found["ck_h"]), found["ck_ap"])
    if hour is None:
        return None
    of_span = None if found["ck_ap"] or hour > 12 else _begins_span(found, hour, int(found["ck_m"]))
    if of_span is not None:
        return Clock(of_span, int(found["ck_m"]), zone_word(found["ck_z"]))
    sure = found["ck_ap"] or found["ck_z"] or found["ck_u"] not in (None, "ish") or found["ck_h"][0] == "0"
    half_open = not sure and 1 <= hour <= 12 and sep in ".:" and _by_twelve(found.string)
    half_open = half_open and not _part_behind(found)
    return Clock(hour, int(found["ck_m"]), zone_word(found["ck_z"]), half_open)


def _is_clock(found: re.Match[str]) -> bool:
    """Whether digits with a point tell the time: "at 9.15 today", "Kiruna dep 07.58", not "at 9.15 degrees"."""
    text, start, end = found.string, found.start(), found.end()
    if _stands_as_clock(text, start, end):
        return True
    return (
        _with_points(text) and _MEASURED.match(text, end) is None and _NUMBERED.search(text, start - 8, start) is None
    )


def _stands_as_clock(text: str, start: int, end: int) -> bool:
    """Whether what is around digits with a point is what is around a clock."""
    before = text[max(0, start - 12) : start]
    if _OPENS_LINE_POINTED.search(before) and _NAME_OR_SPAN.match(text, end):
        return True
    if _AT_CLOCK.search(before):
        return _AFTER_CLOCK.match(text, end) is not None
    return _BEFORE_POINTED.search(before) is not None and _AFTER_POINTED.match(text, end) is not None


@lru_cache(maxsize=4)
def _with_points(text: str) -> bool:
    """Whether a text writes its clocks with a point: two of them at least stand where clocks do."""
    stand = (f for f in _POINTED.finditer(text) if _stands_as_clock(text, *f.span()))
    return next(stand, None) is not None and next(stand, None) is not None


_POINTED = re.compile(r"(?<![\w.,:/-])(?:(?:[01]?\d|2[0-3])\.[0-5]\d|24\.00)(?![\d%:/]|[.,]\d)")
_MEASURED = re.compile(
    r"\s?(?:km|k?m\b|[cm]m\b|kg|t\b|kn\b|h\b|x\b|°|%|[$€£¥]|(?:per|met|kilo|tonn|tons|mill|mil|bill|bn|degree|lit|gall"
    r"|inch|feet|ft|foot|hour|minute|second|euro|dollar|pound|crore|lakh|point|time|knot|meg|volt|amp|hect|acre)[a-z]*)"
)
_NUMBERED = re.compile(
    r"(?:[$€£¥#]|\b(?:no|nos|km|class|version|v|mp|milepost|section|para|item|art)\.?) ?$", re.IGNORECASE
)


# "10.05 Haputale: ...", "11.30-11.50 Kaunas": how the lines of a log begin.
_OPENS_LINE_POINTED = re.compile(r"\n\s*$")
_NAME_OR_SPAN = re.compile(r" (?:[A-Z]|\d{3,4} )|\s?[-–]\s?\d\d?\.[0-5]\d ")
_BEFORE_POINTED = re.compile(
    r"(?:(?:^|[,(\[:|–—•\n])\s?|(?<!\w)(?:dep|depd|arr|arrd|eta|etd|towards?|past|off|then)\.? |[A-Z][^\W\d]{2,} "
    r"|\b\d?\d\.\d\d ?(?:and|to|until|till|[-–—]) ?)$"
)
_AFTER_POINTED = re.compile(
    r"\s?(?:[,;)\]:|]|\.(?!\d)|$|\n|[–—-] )|\s(?:or so|already|again|this|today|yesterday|last|by|with|when|on|from)\b"
    rf"| \(| per (?!cent)|\s(?:to|until|till)\s\d| (?:on )?{WEEKDAY}|{OF_DAY}"
)


@lru_cache(maxsize=4)
def _by_twelve(text: str) -> bool:
    """Whether no clock of a text is of 24 hours: then "7:40" may be the evening."""
    return _BY_TWENTY_FOUR.search(text) is None


_BY_TWENTY_FOUR = re.compile(
    r"(?<![\d.,:/])(?:1[3-9]|2[0-4]|0\d)[:.h][0-5]\d(?![\d%:])|(?<!\d)[012]\d[0-5]\d ?(?:hrs?|Z)\b"
)


def read_hour(found: re.Match[str]) -> Clock | None:
    """ "6 a.m.", "2 o'clock", "at 7 this morning"."""
    told = found["hr_ap"]
    of_bare_span = None if told else _hour_of_bare_span(found.string, *found.span("hr_h"))
    if of_bare_span is not None:
        return Clock(of_bare_span, None, zone_word(found["hr_z"]))
    of_span = None if told else _begins_span(found, int(found["hr_h"]), 0)
    if of_span is not None:
        return Clock(of_span, None, zone_word(found["hr_z"]))
    bare = not told and not found.string.startswith((" in the ", " at night"), found.end())
    ends_span = bare and _CLOCK_SPAN.search(found.string, max(0, found.start() - 40), found.start()) is not None
    if bare and not ends_span and not _AT_CLOCK.search(found.string, max(0, found.start() - 8), found.start()):
        return None  # "killed 11 this morning"
    half_open = bool(told) and ("ish" in told or ("clock" in told and not _part_behind(found)))
    if bare and _OF_DAY_AFTER.match(found.string, found.end()) is None:
        lead = found.string[max(0, found.start() - 8) : found.start()].lower()
        if not lead.endswith(_LEADS_HOUR) and not ends_span:
            return None
        half_open = True
    hour = _hour12(int(found["hr_h"]), None if half_open else told)
    return None if hour is None else Clock(hour, None, zone_word(found["hr_z"]), half_open)


# "Between 5:30 and 7", "from noon to 2": what stands before the end of a span told by its hour alone.
_CLOCK_SPAN = re.compile(
    rf"\b(?:between|from) (?:\d{{1,2}}[:.]\d\d|\d{{1,2}}(?:[:.]\d\d)? ?{HALF_OF_DAY}|noon|midnight|midday)"
    r" (?:and|to|until|till) $",
    re.IGNORECASE,
)


def _part_behind(found: re.Match[str]) -> bool:
    """Whether the part of the day stands behind an hour."""
    return _PART_AFTER.match(found.string, found.end()) is not None


def _hour_of_bare_span(text: str, start: int, end: int) -> int | None:
    """The hour of day of an end of "from 8 to 11 on Tuesday": one of the day, where no part of it is told behind."""
    for found in _BARE_SPAN.finditer(text, max(0, start - _SPAN_REACH), min(len(text), end + 2 * _SPAN_REACH)):
        if start == found.start("first") or end == found.end("second"):
            late = _LATE_BEHIND.match(text, found.end()) is not None
            first = int(found["first"]) % 12
            first += 12 if late or first < _EARLIEST_OF_DAY else 0
            second = int(found["last"]) % 12
            second += 12 if second + 12 * (first >= 12) <= first or first >= 12 else 0
            return first if start == found.start("first") else min(second, 23)
    return None


_EARLIEST_OF_DAY = 6
_LATE_BEHIND = re.compile(rf" (?:on {WEEKDAY} |yesterday |this )(?:late )?(?:afternoon|arvo|evening|night)| last night")
_LEADS_HOUR = ("at ", "by ", "until ", "till ", "since ", "before ", "after ", "around ", "round ")
_OF_DAY_AFTER = re.compile(OF_DAY)


def read_worded(found: re.Match[str]) -> Clock | None:
    """Words: "ten past eleven this morning", "quarter to nine", "six-fifteen", "at seven", "eightish"."""
    behind, led, half = found["wc_b"], found["wc_m"], found["wc_half"]
    before = found.string[max(0, found.start() - 16) : found.start()]
    half_open = not _part_behind(found)
    at_clock = _AT_CLOCK.search(before) is not None or _ends_worded_span(found)
    way = (found["wc_w"] or "").lower()
    vague = found["wc_ish"] or ""
    alone = before.endswith("(") and found.string.startswith(")", found.end()) and bool(led or half)
    named = half and _NAME_BEFORE.search(before) is not None  # "left Ballina half ten"
    ends = alone or named or "clock" in found[0] or "ish" in vague or ((half or vague) and before.endswith(", "))
    twelve = found["wc_h"].lower() in ("midnight", "noon")
    led_in = led and (way in ("past", "of") or led.lower() in ("quarter", "half") or twelve)
    of_day = found.string.startswith((" in the morning", " in the evening", " at night"), found.end())
    sure = behind or led_in or ends or of_day
    if not sure and not (at_clock and (not half_open or _ENDS_HOUR.match(found.string, found.end()))):
        return None
    if _COUNTED.match(found.string, found.end()) or _SPAN_OF_THINGS.match(found.string, found.end()):
        return None  # "ten-fifteen minutes", "at six stations", "between six and eight carriages"
    word = found["wc_h"].lower()
    if word in ("midnight", "noon"):
        return _about_twelve(word, way, led)
    hour = int(word) if word.isdigit() else TO_TWELVE.index(word) + 1
    minutes = MINUTES_BEHIND[behind.lower()] if behind else _minutes_of(led or half or "")
    if way in ("to", "till", "before", "of"):
        hour, minutes = (hour - 1) or 12, 60 - minutes
    bare = not (behind or led or half)
    return Clock(hour, None if bare else minutes, half_open=half_open)


def _minutes_of(word: str) -> int:
    """ "Quarter", "half", "seventeen", "23"."""
    low = word.lower()
    return int(low) if low.isdigit() else _MINUTES[low] if low in _MINUTES else MINUTE_COUNTS[low]


def _about_twelve(word: str, way: str, led: str) -> Clock:
    """ "Ten to midnight", "quarter past noon"."""
    minutes = _minutes_of(led)
    hour = 0 if word == "midnight" else 12
    return Clock((hour - 1) % 24, 60 - minutes) if way in ("to", "till", "before", "of") else Clock(hour, minutes)


def _ends_worded_span(found: re.Match[str]) -> bool:
    """Whether an hour in words is the end of "between six and eight"."""
    return _WORDED_SPAN.search(found.string, max(0, found.start() - 40), found.start()) is not None


_WORDED_SPAN = re.compile(
    rf"\b(?:between|from) (?:half past |quarter (?:past|to) )?(?:{ONE_TO_TWELVE}) (?:and|to|until|till) $",
    re.IGNORECASE,
)
_SPAN_OF_THINGS = re.compile(
    rf" (?:and|to|or) (?:\d+|{ONE_TO_TWELVE}|{'|'.join(TEENS)}|twenty|thirty|forty)"
    r" (?!o['’]|(?:on|in the|this|that|yesterday|today|at night|last|local)\b)[a-z]",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"(?:^|\s)[A-Z][^\W\d]{2,} $")
_COUNTED = re.compile(r" (?:minutes?|hours?|days?|km|kilomet|miles?|per ?cent|other|more|trains?|wagons?|cars?)")
_ENDS_HOUR = re.compile(
    r"[.,;:)!?—–-]|$|\n| (?:and|but|on|to|sharp|when|with|because|today|yesterday|last|the|local|or|it|we|they|he|she"
    r"|in|for)\b"
)


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
    late = part in ("afternoon", "late afternoon", "evening", "early evening", "midday", "noon")
    noon = hour == 0 and part in _UP_TO_NOON
    return hour + 12 if late or noon or (part in ("night", "late") and hour >= _NIGHTFALL) else hour


_UP_TO_NOON = frozenset({"dawn", "early morning", "morning"})  # behind these 12:40 is past noon
_NIGHTFALL = 6  # "late at night, ... half past two" is in the small hours

READERS = {"mil": read_military, "run": read_run, "ck": read_clock, "hr": read_hour, "wc": read_worded}
