"""Departures and arrivals without a place: "then pulled out", "and away again 16:50", "stayed till three", "was due at
nine but arrived at noon", "it had come in an hour earlier"; and when it is expected where it was told to be going: "it
left for X at nine and is expected on Friday", "it is bound for X; they expect it this afternoon".

The word that tells one stands for the place where the train was told to be, as "there" does. Only one with a time
counts, and only at the place of what was told last of the train.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from railsight.mentions.text import Hits, search_near
from railsight.model import AIM_EVENTS
from railsight.resolution.places.stations import ends_a_station
from railsight.resolution.sentences.echoes import last_before
from railsight.resolution.sentences.items import Item
from railsight.resolution.sentences.verbs import ECHO, tells_coming, tells_expecting, tells_leaving
from railsight.resolution.wording import events, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from railsight.mentions.time_phrase import TimePhrase
    from railsight.model import Mention
    from railsight.resolution.frame import Frame
    from railsight.resolution.told import Told

_WORDS = re.compile(
    r"(?<!was )(?<!were )(?<!been )(?<!is )(?<!the )(?<!a )(?<!on )(?<!far )(?<!being )\b(?P<verb>left|departed)\b"
    r"(?! again\b)"
    r"|(?:\b(?:pulled|moved|rolled|steamed|slipped|eased|crept|drew|headed|started|set|trundled|rumbled|was|were"
    r"|hauled|drawn|and|then|saw (?:it|her|the (?:[a-z]{1,12} )?train))|,)"
    r" (?P<off>off|out|away)\b(?! (?:of|from|the|again)\b)"
    r"|\b(?:gone|off|away|out) (?P<again>again)\b"
    r"|\b(?:went|moved|rolled|carried|travelled|continued) (?P<on>on)\b(?! (?:to|for|with|foot|a|an|the|its|their)\b)"
    r"|\bgot (?P<going>going|moving|under way) (?:again\b)?"
    r"|\b(?:[Ss]tood|[Ss]tayed|sat|[Hh]eld|[Ww]aited|[Rr]emained|there|standing|waiting)\b[^.;\n]{0,30}?"
    r" (?P<till>until|till|til)\b"
)
_HIT = Hits("left", "departed", " off", " out", " away", " again", " till", " til ", " until", " on", "got ")
_CAME = re.compile(
    r"\b(?:[Ii]t|[Ss]he|[Ww]e|train|and|but|then|had|having|only|finally|eventually|actually|duly) "
    r"(?:(?P<came>arrived|came(?= at [\da-z]))|"
    r"(?:come|came|drew|drawn|pulled|rolled|steamed|got|gotten|crept|limped|slid) (?P<in>in))\b"
    r"(?! (?:to|from|on|sight|view|time|for|with|by|tow)\b)"
)
_CAME_HIT = Hits("arrived", " in ", "came at ")
_NOT_TOLD = re.compile(
    r"\b(?:not|never|no|none|nor|yet|without|to|will|would|should|may|might|could|can|has|have|where|when|until|before"
    r"|after|since|which|as|if|once)\b[^.;,]{0,30}$|n['’]t\b[^.;,]{0,30}$|, and $"
)
_EXPECTATIONS = re.compile(
    r"\b(?:[Ii]t|[Tt]hey|train|convoy|and) (?:is|are) (?:now |then )?(?P<is>expected|due)\b(?! (?:t?here|in|to)\b)"
    r"|\b(?<!not )(?P<they>expects?) (?:it|them|the train)\b(?! (?:t?here|in|to)\b)"
)
_EXPECTATION_HIT = Hits(" expect", " due")
_TAKEN_UP = re.compile(r"\b(?:where|which|when|if|not|nobody)\b[^.;,]{0,60}$", re.IGNORECASE)
_TIME_REACH = 40  # characters behind such a word in which its time begins
_STAY_REACH = 90  # characters before it in which the length of the stay is told
_OF_A_ROW = re.compile(r"\s?[|:–—-]?\s?")  # "Ishim | departed | 16:50": the place itself has the word
_SEES = re.compile(r" (?:saw|watched) ")  # "X saw it off at noon", "X saw it come in": the place has its verb
_STOP = re.compile(r"[.;!?\n]")
_WORD = re.compile(r"[a-z]+")
_IT = re.compile(r",? (?:it|she|the (?:[a-z]{1,12} )?train) ")  # "at ten it left"
_STAYED = re.compile(r"\bfor (?:the )?$")
_LOGGED = frozenset({",", "and", "then", "-", "–", "—", "("})
_OF_TIMES = words("light") | words("prepositions") | {"again", "some", "just", "shortly", "little", "not", "very"}
_OF_TIMES |= {"the", "there", "well", "soon", "early", "late", "another"}
_OF_TIMES |= {"northwards", "southwards", "eastwards", "westwards"}
_STOOD = frozenset({"arrived", "stopped", "seen", "crossed"})
_BEEN = frozenset({"departed", "stopped", "seen"})
_ITSELF = ("it", "she", "we")
_HAD_REACH = 4  # items before an arrival in which "had" stands


def leavings(text: str, places: Sequence[Mention], times: Sequence[TimePhrase]) -> Iterator[Item]:
    """Items of kind place for such words, each with the index of the mention it stands for."""
    if not places:
        return
    starts, clocks = [m.start for m in places], [t.start for t in times]
    came = (f for f in search_near(_CAME, text, _CAME_HIT, 24, 10) if _is_told(text, f))
    for found in chain(search_near(_WORDS, text, _HIT, 60, 12), came):
        start, end = found.span(found.lastgroup or 0)
        limit = _end_of_sentence(text, end)
        if _leads_to_a_place(text, end, limit, starts) or not _has_its_time(text, found, limit, times, clocks):
            continue
        index = last_before(text, places, starts, (start, end))
        if index and ends_a_station(text, places[index - 1], places[index]):
            index -= 1
        if index is None or _SEES.match(text, places[index].end, start):
            continue
        if not _OF_A_ROW.fullmatch(text, places[index].end, start):
            yield Item("place", start, end, text[start:end].lower(), place=index, cue=ECHO)
    yield from _expectations(text, places, times)


def _expectations(text: str, places: Sequence[Mention], times: Sequence[TimePhrase]) -> Iterator[Item]:
    """The same for words that tell when it is expected there."""
    starts, clocks = [m.start for m in places], [t.start for t in times]
    for found in search_near(_EXPECTATIONS, text, _EXPECTATION_HIT, 24, 24):
        start, end = found.span(found.lastgroup or 0)
        limit = _end_of_sentence(text, found.end())
        if not _timed(text, found.end(), limit, clocks) or _leads_to_a_place(text, found.end(), limit, starts):
            continue
        if times[bisect_left(clocks, found.end())].kind != "moment" or _TAKEN_UP.search(text, 0, start):
            continue
        index = last_before(text, places, starts, (start, end))
        if index is not None and not _governs(text, places[index].start, found.start()):
            yield Item("place", start, end, text[start:end].lower(), place=index, cue=ECHO)


def _end_of_sentence(text: str, start: int) -> int:
    stop = _STOP.search(text, start)
    return stop.start() if stop else len(text)


def _governs(text: str, place: int, start: int) -> bool:
    """Whether such a word is the verb of a place before it: "in X it is expected on Friday"."""
    opens = max(text.rfind(mark, 0, start) for mark in ".;!?\n") + 1
    return place >= opens and not any(w in events() for w in _WORD.findall(text[opens:start].lower()))


def _has_its_time(
    text: str, found: re.Match[str], limit: int, times: Sequence[TimePhrase], clocks: Sequence[int]
) -> bool:
    """Whether a time follows such a word, or the length of the stay stands before one that tells of a departure."""
    end = found.end(found.lastgroup or 0)
    if found.lastgroup == "till" and not _clock_next(times, clocks, end):
        return False
    timed = _timed(text, end, limit, clocks)
    if found.re is _CAME:
        return timed and times[bisect_left(clocks, end)].kind == "moment"
    if timed or _stay_before(text, found.start(), times, clocks) is not None:
        return True
    k = bisect_left(clocks, found.start())
    return k > 0 and _IT.fullmatch(text, times[k - 1].end, found.start(found.lastgroup or 0)) is not None


def _is_told(text: str, came: re.Match[str]) -> bool:
    """Whether an arrival is told as done, in a clause of its own: not "had not arrived", "where it arrived"."""
    at = came.start(came.lastgroup or 0)
    return _NOT_TOLD.search(text, max(0, at - 40), at) is None


def _clock_next(times: Sequence[TimePhrase], clocks: Sequence[int], end: int) -> bool:
    """Whether a clock follows, and not a day: "until Sunday" is the end of a stay that may have lasted beyond it."""
    k = bisect_left(clocks, end)
    return k < len(times) and times[k].has_clock


def _timed(text: str, end: int, limit: int, clocks: Sequence[int]) -> bool:
    """Whether a time follows, with small words between at most."""
    k = bisect_left(clocks, end)
    if k == len(clocks) or clocks[k] >= min(limit, end + _TIME_REACH):
        return False
    return all(w in _OF_TIMES for w in _WORD.findall(text[end : clocks[k]].lower()))


def _stay_before(text: str, start: int, times: Sequence[TimePhrase], clocks: Sequence[int]) -> TimePhrase | None:
    """The length of the stay told before in the sentence: "for forty minutes"."""
    k = bisect_left(clocks, start)
    for stay in reversed(times[max(0, k - 3) : k]):
        if start - stay.end > _STAY_REACH or ". " in text[stay.end : start]:
            return None
        if stay.kind == "duration" and _STAYED.search(text, max(0, stay.start - 10), stay.start):
            return stay
    return None


def _leads_to_a_place(text: str, end: int, limit: int, starts: Sequence[int]) -> bool:
    """Whether the next place of the sentence has no other verb before it: "left at nine for X"."""
    k = bisect_left(starts, end)
    if k == len(starts) or starts[k] >= limit:
        return False
    return not any(w in events() for w in _WORD.findall(text[end : starts[k]].lower()))


def leaves(items: list[Item], index: int, frame: Frame) -> Frame:
    """The frame of such a word."""
    low = items[index].low
    if tells_coming(items, index):
        return frame._replace(event="arrived", verb=low, verb_at=index, preposition="at", unplaced=True)
    if not tells_leaving(items, index):
        return frame
    frame = frame._replace(event="departed", verb=low, verb_at=index, preposition="from", unplaced=True)
    if not any(x.time is not None for x in items[index + 1 : index + 8]):
        frame = _after_its_stay(items, index, frame)
    at = index - (low == "again")
    if low not in ("left", "departed") and (at == 0 or items[at - 1].low in _LOGGED):
        # "16:05 and away 16:50"
        return frame._replace(
            mover="parties",
            own=next((x.time for x in items[index + 1 : index + 4] if x.time is not None and x.time.has_clock), None),
        )
    return frame


def is_expected(items: list[Item], index: int, frame: Frame) -> Frame:
    """The frame of such a word."""
    low = items[index].low
    if not tells_expecting(items[index]):
        return frame
    return frame._replace(
        event="due", verb=low, verb_at=index, preposition="in", mover="parties", modal="future", unplaced=True
    )


def _after_its_stay(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "Stood for forty minutes, then pulled out": so long after it came."""
    stay = next((x.time for x in reversed(items[:index]) if x.time is not None and x.time.duration_h), None)
    if stay is not None and stay.duration_h is not None:
        return frame._replace(rode=True, lag_h=sum(stay.duration_h) / 2.0)
    return frame


def had_stopped(told: Told, frame: Frame) -> None:
    """What left a place, and was told to be there in the same sentence, had stopped there."""
    if frame.event == "departed" and told.sightings and told.sightings[-1].event == "seen":
        sentence, last = told.sentences[frame.sentence], told.sightings[-1]
        if last.quote == (sentence.start, sentence.end):
            told.sightings[-1] = replace(last, event="stopped")


def was_there(told: Told, frame: Frame) -> bool:
    """Whether what was told last of the train was at the place that it leaves or had come to; it, and not those
    aboard.
    """
    if frame.negated:
        return False
    if frame.mover_at is not None and frame.mover != "train" and frame.mover_text not in _ITSELF:
        return False
    if _stayed_there(told, frame):
        return True
    last = next((s for s in reversed(told.sightings) if s.subject == "train"), None)
    place = told.mentions[frame.place].place
    if last is None or place is None or last.place.id != place.id:
        return False
    if frame.event == "departed":
        return last.event in _STOOD
    passed = last.event == "passed" and _falls_within(told, frame)
    return passed or last.event in AIM_EVENTS or (last.event in _BEEN and _was_before(told, frame))


def _was_before(told: Told, frame: Frame) -> bool:
    """Whether an arrival is told as what went before: "it had come in at six", "it came in a day earlier"."""
    items, at = told.sentences[frame.sentence].items, frame.item
    had = any(x.low in ("had", "having") for x in items[max(0, at - _HAD_REACH) : at])
    return (
        had
        or _falls_within(told, frame)
        or any((t.shift_h or t.shift_days or 0) < 0 and t.after_event for t in frame.times[:1])
    )


def _falls_within(told: Told, frame: Frame) -> bool:
    """Whether a clock is told behind a stay of which only a day was: "it stood in X on Sunday. It came at 9:25"."""
    last = told.sightings[-1].interval if told.sightings else None
    return last is not None and last.duration_s > _HALF_PART_S and any(t.has_clock for t in frame.times[:1])


_HALF_PART_S = 3 * 3600  # seconds: no clock was told


def _stayed_there(told: Told, frame: Frame) -> bool:
    """Whether the sentence opens with the stay that ended: "after two days in X the train left on Tuesday"."""
    items = told.sentences[frame.sentence].items
    at = next((i for i in range(1, frame.item) if items[i].place == frame.place), 0)
    if at < 3 or items[at - 1].low not in ("in", "at", "near", "outside") or items[at - 3].low != "after":
        return False
    stay = items[at - 2].time
    return stay is not None and stay.duration_h is not None
