"""Entries of a log that run on without a stop: "0757 dep X 0912 through Y, 4 late 0948 Z" are three sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from railsight.resolution.tellers.standpoints import STANDPOINT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from railsight.resolution.sentences.items import Item

_ACT = re.compile(r"\s*(?:dep|depd|arr|arrd|thru|through|past)\b", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"([^\W\d_]+|\))[.]? $")
_WORD_AFTER = re.compile(r" [^\W\d_]")
# After these a clock is the time of what is told before it.
_OF_BEFORE = frozenset(
    {"at", "by", "about", "around", "from", "since", "until", "till", "before", "after", "to", "and", "or", "between"}
    | {"dep", "depd", "arr", "arrd", "eta", "etd", "due", "booked", "again", "away", "off", "on", "of", "the", "just"}
    | {"est", "approx", "past", "near", "circa", "ca", "is", "was", "only", "than"}
)


def heads_an_entry(text: str, start: int, end: int, stop: int, spans: dict[int, Item]) -> bool:
    """Whether a stretch of text is but a place and a time, and what follows it up to ``stop`` on its line is a sentence
    of a train or of a movement that names no place: "KANSK, Tue 21 May. Coal train, off to the east at 05:40.",
    "Khilok, half past nine this morning. Rolled through at walking pace."
    """
    if "\n" in text[end:stop] or not end - start <= _LONGEST_HEADING:
        return False
    inside = [spans[k] for k in range(start, end) if k in spans]
    if [x.kind for x in inside] != ["place", "time"]:
        return False
    if _BETWEEN.fullmatch(text, inside[0].end, inside[1].start) is None:
        return False
    day = inside[1].time
    if inside[0].start != start or day is None or not (day.has_date or day.has_clock) or inside[1].end < end - 1:
        return False
    behind = [spans[k] for k in range(end, min(stop, end + _ENTRY_REACH)) if k in spans]
    moves = any(x.who == "train" or x.cue == STANDPOINT for x in behind)
    return moves and not any(x.kind == "place" and not x.cue for x in behind)


_BETWEEN = re.compile(r"[\W_]*(?:(?:at|on|about|around)[\W_]+)?")
_LONGEST_HEADING = 60  # characters
_ENTRY_REACH = 400  # characters behind a heading in which its entry is looked at


def split_entries(
    text: str, start: int, end: int, spans: dict[int, Item], times: list[int]
) -> Iterator[tuple[int, int]]:
    """The stretch of text cut before each clock that opens an entry. ``times`` are the starts of its clocks."""
    at = start
    for begin in times:
        if begin > at and _opens_entry(text, at, begin, spans):
            yield at, _without_blanks(text, at, begin)
            at = begin
    yield at, end


def _without_blanks(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end


def _opens_entry(text: str, sentence: int, begin: int, spans: dict[int, Item]) -> bool:
    """Whether the clock at ``begin`` opens an entry: it has what happened behind it, or the one before opened so."""
    clock = spans[begin]
    if clock.time is None or not clock.time.has_clock:
        return False
    before = _WORD_BEFORE.search(text, max(sentence, begin - 24), begin)
    if _ACT.match(text, clock.end) and (before is None or before[1].lower() not in _OF_BEFORE):
        return True
    opener = spans.get(sentence)
    logged = opener is not None and opener.time is not None and opener.time.has_clock
    if not logged or before is None or before[1].lower() in _OF_BEFORE or _WORD_AFTER.match(text, clock.end) is None:
        return False
    placed = next((i for i in _ending_near(spans, begin) if i.kind == "place" and i.end == begin - 1), None)
    if placed is not None and text[sentence : placed.start].rstrip()[-1:] in (";", "|"):
        return False  # "0410 past X; Y 0715": what opened so names its place first
    following = spans.get(clock.end + 1)
    named = following is not None and following.kind == "place"
    return named or not any(i.kind == "place" and i.end == begin - 1 for i in _ending_near(spans, begin))


def _ending_near(spans: dict[int, Item], begin: int) -> Iterator[Item]:
    return (spans[k] for k in range(max(0, begin - 40), begin) if k in spans)
