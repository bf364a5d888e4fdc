"""Times in news text: a small grammar that keeps the granularity said, lets a weekday be today and lets tense choose.

``find_times`` gives phrases; ``intervals.interval_of`` turns one into an interval, once publication, zone and tense are
known.
A phrase never gains an hour it did not state.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from railsight.mentions.clocks import READERS as CLOCK_READERS
from railsight.mentions.clocks import Clock, end_of_span, hour_of_half
from railsight.mentions.time_phrase import (
    TimePhrase,
    are_alternatives,
    are_one,
    dated_like,
    hour_told,
    in_one_span,
    is_clock,
    is_span,
    merged,
)
from railsight.mentions.time_pieces import atoms
from railsight.mentions.time_readers import READERS, Said, clock_told

_APPROX = re.compile(
    r"\b(?:about|around|roughly|approximately|circa|near|nearly|(?:shortly|just|soon|a little) (?:after|before)"
    r"|some time)\W*$"
)


def find_times(text: str) -> list[TimePhrase]:
    """Time phrases in order; neighbouring pieces of one time ("at 6 a.m. on Tuesday, Sept. 12") are joined."""
    out: list[TimePhrase] = []
    for found in atoms(text):
        if out and found.start() < out[-1].end:
            continue  # the last clock of "6–8 a.m." was read with the first
        phrase = _atom(found, text)
        if phrase is not None and phrase.half_open:
            phrase = _in_its_half(phrase, out, text)
        if phrase is None:
            continue
        if out and _counts_from(out[-1], phrase, text):
            out[-1] = _counted(out[-1], phrase, text)
        elif out and are_alternatives(out[-1], phrase, text):
            out[-1] = replace(out[-1], end=phrase.end, text=text[out[-1].start : phrase.end], either=phrase)
        elif out and are_one(out[-1], phrase, text):
            out[-1] = merged(out[-1], phrase, text)
        else:
            out.append(phrase)
    return _of_the_month_before(_nights(_spanned(_by_the_part_behind(out, text), text), text))


def _nights(times: list[TimePhrase], text: str) -> list[TimePhrase]:
    """The times with a night between two days as that of the first: "the night of August 5 to August 6", "night to
    Thursday, 23:10", "the night from Friday to Saturday".
    """
    out: list[TimePhrase] = []
    for phrase in times:
        night = _night_before(out, phrase, text)
        if night is None:
            out.append(phrase)
            continue
        while out and out[-1].end > night.start:
            out.pop()
        out.append(night)
    return out


def _night_before(before: list[TimePhrase], phrase: TimePhrase, text: str) -> TimePhrase | None:
    """The night that leads to the day of a phrase, if the times before it tell of one."""
    first = before[-1] if before else None
    if first is None or text[first.end : phrase.start] != " to " or not phrase.has_date or first.has_clock:
        return None
    start, day = first.start, first
    if first.part is None and len(before) > 1 and text[before[-2].end : start] == " from ":
        start, first = before[-2].start, before[-2]
    elif first.part == "night" and not first.has_date and phrase.weekday is not None:
        day = replace(phrase, weekday=(phrase.weekday - 1) % 7)
    if first.part != "night" or not day.has_date:
        return None
    dawned = phrase.hour is not None and phrase.hour < _HALF_DAY_H
    told = replace(phrase if dawned else day, start=start, end=phrase.end, text=text[start : phrase.end])
    told = replace(told, year=told.year or phrase.year, month=told.month or phrase.month)
    return replace(told, hour=phrase.hour, minute=phrase.minute, part=None if phrase.has_clock else "night")


def _of_the_month_before(times: list[TimePhrase]) -> list[TimePhrase]:
    """The times with days of the month told alone in that of the date told before, or the next one, where they follow
    it closely: "on 2 October ... on the 5th".
    """
    out: list[TimePhrase] = []
    before: TimePhrase | None = None
    for phrase in times:
        if phrase.kind == "moment" and phrase.day is not None:
            if phrase.month is not None:
                before = phrase
            elif before is not None and phrase.weekday is None and phrase.either is None:
                days = phrase.day - (before.day or 0)
                ahead = days if days >= 0 else days + 30
                if ahead <= _FOLLOWS_DAYS:
                    index = (before.month or 1) - 1 + (days < 0)
                    year = before.year if before.year is None else before.year + index // 12
                    phrase = before = replace(phrase, month=index % 12 + 1, year=year)
        out.append(phrase)
    return out


_FOLLOWS_DAYS = 14


def _by_the_part_behind(times: list[TimePhrase], text: str) -> list[TimePhrase]:
    """The times with those clocks whose half is open in that of the part of the day behind: "as the seven o'clock news
    began last night".
    """
    out = list(times)
    for k, (clock, part) in enumerate(pairwise(times)):
        alone = part.kind == "moment" and part.part is not None and not is_clock(part)
        if not clock.half_open or clock.has_date or not alone or not _RUNS_ON.fullmatch(text, clock.end, part.start):
            continue
        hour = hour_of_half(Clock(clock.hour or 0, clock.minute), None, part.part, earlier=False)
        out[k] = dated_like(replace(clock, hour=hour, half_open=False), part)
    return out


_RUNS_ON = re.compile(r"[^.,;:!?\n\d]{1,40}")


def _spanned(times: list[TimePhrase], text: str) -> list[TimePhrase]:
    """The times with the ends of spans joined, once each is whole."""
    out: list[TimePhrase] = []
    for phrase in times:
        if out and is_span(out[-1], phrase, text):
            out[-1:] = in_one_span(out[-1], phrase, text)
        else:
            out.append(phrase)
    return out


def _counts_from(a: TimePhrase, b: TimePhrase, text: str) -> bool:
    """Whether a length of time is counted from a clock told behind it: "half an hour after midnight"."""
    counted = a.shift_h is not None and abs(a.shift_h) < _HALF_DAY_H and text[a.end : b.start] == " "
    return counted and a.text.endswith(("after", "before")) and is_clock(b)


def _counted(a: TimePhrase, b: TimePhrase, text: str) -> TimePhrase:
    """The clock that is so long after or before another one; about midnight of a day is of that day."""
    minutes = round(60 * (hour_told(b, midnight=0) + (a.shift_h or 0.0)) + (b.minute or 0)) % _DAY_MIN
    approximate = a.approximate or b.approximate
    hour, minute = divmod(minutes, 60)
    told = text[a.start : b.end]
    return replace(b, start=a.start, text=told, hour=hour, minute=minute, part=None, approximate=approximate)


_HALF_DAY_H, _DAY_MIN = 12.0, 1440
_TOLD_REACH = 240  # characters between a clock whose half of the day is open and the time told before it
_TOLD_BEFORE = 8  # times looked at for it
_HAD = re.compile(r"\bhad\b(?P<saw> (?:it|her|him|them)\b)?[^.;]*$")  # also "a signaller had it at six"


def _in_its_half(phrase: TimePhrase, before: list[TimePhrase], text: str) -> TimePhrase:
    """A clock in words in the half of the day told before: "left at 2 p.m. and passed X shortly after three"."""
    if before and before[-1].has_date and are_one(before[-1], phrase, text):
        return phrase  # "at 11:06, and the following day, 10:41"
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
    base = Said(start, end, found[0].rstrip(), approximate)
    if kind in CLOCK_READERS:
        clock = CLOCK_READERS[kind](found)
        return None if clock is None else _to_its_end(clock_told(base, clock, text), text)
    return READERS[kind](found, base)


def _to_its_end(clock: TimePhrase, text: str) -> TimePhrase:
    """ "2-4 p.m.": both clocks as one time, where nothing but a dash is between them."""
    found = end_of_span(text, clock.end) if text[clock.end : clock.end + 2].strip()[:1] in ("-", "–", "—") else None
    if found is None:
        return clock
    last, end = found
    first = replace(clock, end=end, text=text[clock.start : end], minute=clock.minute or 0)
    return replace(first, either=replace(first, hour=last.hour, minute=last.minute))
