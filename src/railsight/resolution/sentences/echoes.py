"""Words that stand for a place named before: "here" of a dateline, "there", "the Chinese city"."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from railsight.mentions.text import Hits, search_near
from railsight.resolution.sentences.items import Item
from railsight.resolution.sentences.stays import GROUPS, HITS, PATTERN
from railsight.resolution.sentences.verbs import ECHO
from railsight.resolution.tellers.residents import speaks_from
from railsight.resolution.told import TOO_LARGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from railsight.model import Mention
    from railsight.resolution.frame import Frame

_REACH = 400  # characters back to the name
_WORDS = re.compile(
    r"(?P<here>\bhere\b|\bthis (?:[a-z]{1,12} ){0,2}(?:city|town|port|station)\b)"
    r"|(?P<there>\bThere(?=,? (?:it|she|the train)\b)"
    r"|(?<= not )there(?= yet\b| at\b| by\b| on\b|[.,;])|(?<= not yet )there\b|(?<=n['’]t )there(?= yet\b)"
    r"|(?:(?<=(?:ing|ped|ted|yed|ood) )|(?<=train )|(?<= of it )|(?<= (?:by|in) )|(?<= past )|(?<= due ))there\b"
    r"(?! (?:was|were|is|are)\b)|(?:(?<=(?:was|are) still )|(?<=were still )|(?<=is still )|(?<=[Ii]t was )"
    r"|(?<=train was )|(?<= be )|(?<= been )|(?<= back )|(?<= longer )|(?<=as not )|(?<=is not ))there\b"
    r"(?! (?:was|were|is|are|that|where|has|have|had|until|till|for)\b))"
    r"|(?P<then>(?<= (?:stop|halt|call|came|come|seen) )there\b(?! (?:was|were|is|are)\b))"
    r"|(?P<again>(?:(?<=left )|(?<=departed )|(?<=(?:set|ved) off )|(?<=pulled out ))again\b(?! (?:for|by|from)\b))"
    r"|(?P<anew>(?<=and )(?<!again and )again(?= (?:on (?:[A-Z]|\d|the \d)|at (?:\d|noon|midnight|dawn)|early |late "
    r"|overnight\b|that |in the (?:morning|afternoon|evening)\b)))"
    rf"|{PATTERN}"
    r"|(?P<town>\bthe (?:(?P<of>[A-Z][a-z]+) )?(?:border |port |frontier )?(?:city|town|station)\b(?! of\b))"
)
_AFTER_A_LENGTH = re.compile(
    r"\b(?:kms?|kilomet(?:re|er)s?|miles?|met(?:re|er)s?|minutes?|hours?|stops?)"
    r"(?: away| outside| north| south| east| west)?(?: from| of| outside)? $",
    re.IGNORECASE,
)
_HIT = Hits("here", "city", "town", "port", "station", "again", *HITS)


def echoes(text: str, places: Sequence[Mention]) -> Iterator[Item]:
    """Items of kind place for such words, each with the index of the mention it stands for."""
    if not places:
        return
    filed = next((i for i, m in enumerate(places) if m.role == "dateline" and _is_spot(m)), None)
    starts = [m.start for m in places]
    for found in search_near(_WORDS, text, _HIT, 80, 40):
        if not found["then"] and _AFTER_A_LENGTH.search(text, max(0, found.start() - 40), found.start()):
            continue  # "stopped at X, 5 km from the city centre"
        if found["town"] and _STANDS_IN.match(text, found.end()):
            continue  # "left the station in X"
        if found.lastgroup in GROUPS and _goes_on_to_a_place(text, found.end(), starts):
            continue  # "is still standing in a siding at X"
        if found["here"]:
            spoken = _spoken_at(text, places, starts, found.start())
            index = filed if spoken is None else spoken
        else:
            index = _named_before(text, places, starts, found)
        if index is not None and text[places[index].end : found.start()] not in (", ", " (", " – ", " — "):
            start, end = found.span(found.lastgroup or 0)
            yield Item("place", start, end, text[start:end].lower(), place=index, cue=ECHO)


def _spoken_at(text: str, places: Sequence[Mention], starts: Sequence[int], here: int) -> int | None:
    """The place of whoever says "here": 'a woman who sells seeds in X: "It stood here all day"'."""
    k = bisect_left(starts, here) - 1
    begins = speaks_from(text, places[k].end, here) if k >= 0 and _is_spot(places[k]) else None
    return None if begins is None or any(mark in text[begins:here] for mark in '"“”') else k


_STANDS_IN = re.compile(r" (?:in|at|near|outside) (?!the\b|an?\b)[A-Z\u0400-\u04ff\u3040-\u9fff\uac00-\ud7af]")


def _goes_on_to_a_place(text: str, end: int, starts: Sequence[int]) -> bool:
    """Whether a place is named in the clause that goes on behind a spot of the text."""
    k = bisect_left(starts, end)
    return k < len(starts) and starts[k] - end <= _CLAUSE and _STOP.search(text, end, starts[k]) is None


_CLAUSE = 80  # characters
_STOP = re.compile(r"[.,;!?\n]")


def _named_before(text: str, places: Sequence[Mention], starts: Sequence[int], found: re.Match[str]) -> int | None:
    """The mention that such a word stands for; where something is still, it has not left or come from."""
    index = last_before(text, places, starts, found.span(), of=bool(found["of"]))
    if index and text.endswith(" still ", 0, found.start()) and text.endswith(" from ", 0, places[index].start):
        before = last_before(text, places, starts, (places[index].start, places[index].start))
        return index if before is None else before
    return index


def last_before(
    text: str, places: Sequence[Mention], starts: Sequence[int], span: tuple[int, int], *, of: bool = False
) -> int | None:
    """The town or station named last before a span of the text, in the country its words name ("the Chinese city",
    ``of`` one); not the one the train came from in the same sentence, where there is another.
    """
    start, end = span
    set_out = None
    k = bisect_left(starts, start)
    inside = places[k].place if k < len(places) and starts[k] < end else None
    if of and inside is None:
        return None
    for i in range(k - 1, -1, -1):
        m = places[i]
        if start - m.start > 2 * _REACH:
            return None
        if m.end > start or not _is_spot(m) or m.role in ("agency", "clock"):
            continue
        if start - m.end > _REACH:
            return None
        if i and _says_where(text, places[i - 1], m):
            continue
        if inside is None or (m.place is not None and m.place.country == inside.country):
            if set_out is None and text.endswith(" from ", 0, m.start) and "." not in text[m.end : start]:
                set_out = i  # "the train from X had not reached the city"
                continue
            return i
    return set_out


# "X, east of Y": what lies between the two where the second says where the first is.
_BESIDE = re.compile(
    r",? (?:(?:just|a little|some|\d+ (?:km|miles|kilomet(?:re|er)s)) )?"
    r"(?:(?:to the )?(?:north|south|east|west)[a-z-]* of|near|outside|not far from) (?:the )?"
)


def _says_where(text: str, before: Mention, m: Mention) -> bool:
    """Whether a mention says where the one before it lies."""
    return m.start - before.end < 60 and _BESIDE.fullmatch(text, before.end, m.start) is not None


def anew(items: Sequence[Item], index: int) -> bool:
    """Whether "again" stands for the place where the train was before, at another time."""
    return items[index].low == "again" and items[index].cue == ECHO and index > 0 and items[index - 1].low == "and"


def told_with(previous: Frame, echo: Item, index: int) -> bool:
    """Whether "there" stands by the verb that the place itself was told with: "a man at X says it started there"."""
    there = echo.low == "there" and previous.place == echo.place
    return there and previous.verb_at is not None and 0 < index - previous.verb_at <= 2


def _is_spot(mention: Mention) -> bool:
    return mention.place is not None and mention.place.kind not in TOO_LARGE | {"region", "area", "river", "lake"}
