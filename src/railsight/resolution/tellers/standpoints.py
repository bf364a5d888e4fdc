"""Movements told without a place in a report that has said where it is told from.

"Tver, platform 2. 01:35 they fly through": a post headed by a place. "ERENHOT - Bogies were changed here. It had come
in at 10:40": a despatch of what happened where it was filed. "Relatives waited in Tayshet. The coaches came at 14:10":
people who were there. The word that tells of the movement stands for that place, as long as no other is named.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from railsight.mentions.counting import ONE_TO_TWELVE
from railsight.mentions.text import Hits, search_near
from railsight.resolution.reports.company import names_nobody
from railsight.resolution.sentences.movers import mover_of
from railsight.resolution.tellers.outlets import PUBLISHED_THERE
from railsight.resolution.tellers.residents import is_of_a_resident, speaks_from
from railsight.resolution.told import NO_SPOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from railsight.model import Mention, Sighting
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item
    from railsight.resolution.told import Told

STANDPOINT = "standpoint"  # the cue of a word that tells of a movement where the report is told from
_GOES = (
    r"(?:w[eo]nt|go(?:es|ne)?|c[ao]mes?|r[au]ns?|pass(?:ed|es)?|fl(?:ew|y|ies)|roll(?:ed|s)?|rumbled?s?|roared?|raced?"
    r"|thundered|rattled|sl(?:id|ipped|ips)|crept|crawled?s?|trundled?s?|shot|tore|blew|steamed|pulled|pulls|drew|drawn"
    r"|eased|moved|moves|got|gets|headed|set|limped|slowed|glided|chugged|rushed|swept|whistled|clattered|hammered)"
)
_MOVED = re.compile(
    rf"\b{_GOES} (?:(?:straight|right|slowly|just|non-?stop|quietly|back|slow|fast|light) )?"
    r"(?P<passed>through|by|past)\b(?! (?:the (?:night|day)|hand|rail|train|road|air|sea|bus|then|now))"
    rf"|\b{_GOES} (?:(?:slowly|just|quietly|back|finally) )?(?P<arrived>in)\b"
    r"(?! (?:a|an|the|with|front|two|three|sight|view|silence|darkness|order|time|line|convoy|both|such|\w+ing)\b)"
    rf"|\b{_GOES} (?:(?:slowly|quietly|finally|again) )?(?P<departed>out|off|away)\b(?! (?:of|from|the|duty|limits))"
    r"|\b(?P<left>left|departed)\b(?! (?:the |them|him|her|us|behind|over|side|hand|alone|a |an |no |nothing|bank))"
    r"|(?<!has )(?<!have )(?<!is )\b(?P<came>came|arrived|appeared|(?:turn|show)ed up|got here)\b"
    r"(?! (?:to|from|on|with|for|into|under|across|out|off|over|round|around|through|by|past|in|up|down|as|true)\b)"
    r"|\b(?:did not|didn['’]t) (?P<stayed>leave|depart|go on|move)\b(?= (?:again )?(?:until|till|before)\b)"
    r"|\b(?:came|comes|rolled) (?:up |down |over |in )?(?P<seen>from|off|out of)(?= the [\w -]{1,24} side\b)"
    r"|\b(?:did not|didn['’]t|did not even|didn['’]t even) (?P<unstopped>stop|slow)\b(?! (?:until|till|before))"
    r"|\b(?P<stood>stopped|halted|paused|still (?:inside|here|there|standing|waiting|parked)"
    r"|(?:are|is|were|was|been) (?:now )?here(?= since\b)"
    r"|st(?:ood|ands|anding)(?= (?:at|in|by|on|near) (?:our|the) (?:station|platform|siding|yard|depot|crossing)\b))\b"
    r"|(?:\b(?:was|were|is|are|got|then)|(?<=[.!?;,]))(?: and)? (?P<gone>off|away|gone)(?: again)?\b"
    r"(?= (?:at|before|after|around|about|just|\d)| by \d)",
    re.IGNORECASE,
)
_HIT = Hits(
    *("through", " by", " past", " in", " out", " off", " away", "left", "departed", "came", "arrived", "appeared"),
    *("turned up", "showed up", "got here", "stopped", "halted", "paused", "still ", "Left", "Departed", "Came"),
    *(" leave", " depart", " go on", " move", " from the ", " off the ", " out of the ", " stop", " slow"),
    *("Off ", "Away ", "Gone ", " gone", " here since", "Arrived", "Appeared"),
    *("stood ", "stands ", "standing "),
    *("Turned up", "Showed up", "Got here", "Stopped", "Halted", "Paused", "Still "),
)
# Of groups of the pattern that are no events.
_DENIED = frozenset({"stayed", "unstopped"})  # whose words deny the one that is told
_EVENTS = {
    "stayed": "departed",
    "unstopped": "passed",
    "left": "departed",
    "came": "arrived",
    "stood": "stopped",
    "gone": "departed",
}
_NOT_TOLD = re.compile(
    r"\b(?:not|never|no|none|nor|nobody|nothing|yet|without|will|would|should|may|might|could|can|where|when|until"
    rf"|to(?! (?:{ONE_TO_TWELVE}|midnight|noon|midday|\d))"
    r"|before|after|since|which|as|if|once|that(?! (?:train|convoy|special|one|thing)\b)|who|whether|because)\b"
    r"[^.;,]{0,40}$|n['’]t\b[^.;,]{0,40}$"
)
_HEADING = re.compile(
    r"(?:[^.:;!?\n]|(?<=\d)[:.](?=\d)|(?<=[ap])\.(?=m)|(?<=[ap]\.m)\.(?=,? [a-z\d])){0,70}?(?:[.!\n]|:(?!\d)| [-–—] )"
)
_TOLD = re.compile(
    r"\b(?:was|were|is|are|has|had|have|will|said|says|reports?|came|went|left|passed|stopped|arrived|departed"
    r"|residents?|police|officials?)\b",
    re.IGNORECASE,
)
# Words that show a despatch to tell of the place where it was filed.
_ON_THE_SCENE = re.compile(
    r"\b(?:here|[Tt]he (?:local |railway |border |marshalling |freight )?(?:station|yard|shed|depot|platforms?|sidings?"
    r"|crossing|port|terminal|junction|goods yard|customs|bridge)|platforms? \d|[Bb]ogies)\b"
)
_WAITS = re.compile(
    r"\b(?:wait(?:ed|ing)|stood|standing|gathered|camped|sat|sitting|were|was|posted|lined|kept watch|watched)\b"
    r"[^.;]{0,30}?\b(?:in|at|outside|near) (?:the )?(?:station (?:in|at|of) )?$"
)
_WAITED_AT = ("in ", "at ", "outside ", "near ", "the ", "of ")  # how such words end
_WAIT_REACH = 70  # characters before a place in which those who wait there are told of
_AFTER_A_LENGTH = re.compile(r"\b(?:km|kilomet(?:re|er)s?|miles?)(?: \w+)? (?:from|of|to) (?:the )?$")
_LENGTH_REACH = 30
_LEAD = 44  # characters of a line in which the place that heads it begins
_LEADS_IN = re.compile(
    r"\W{0,3}(?:(?:(?:[Uu]pdate|[Rr]eport|[Hh]ello|[Gg]reetings|[Nn]ews|[Ll]ive|[Nn]ow) )?"
    r"(?:[Ff]rom|[Aa]t|[Ii]n|[Nn]ear|[Oo]utside|[Bb]y|[Oo]n) "
    r"(?:the |our |a )?(?:(?:[a-z]+ ){1,3}(?:in|at|of|near|outside|by) )?)?"
)
_REACH = 500  # characters from where a report is told from to what it tells


@dataclass(frozen=True, slots=True)
class _Standpoint:
    """Where a report may be told from, and what of its text is told from there."""

    place: int  # index of the mention
    start: int
    end: int  # of the mention
    headed_from: int | None  # the end of the heading whose text it is, where it heads one
    scene: bool  # a dateline: what is told has to show that it was there
    people_wait: bool  # what follows its sentence is what people saw who waited or live there
    at_home: bool = False  # where the report is published, of which it tells without the name
    spoken_from: int | None = None  # where the words begin of somebody there, in the same sentence


def standpoints(
    text: str, starts: Sequence[int], places: Sequence[Mention], trains: Sequence[Mention]
) -> Iterator[tuple[int, int, str, int]]:
    """Start and end of such words, the event each tells and the index of the mention it stands for. ``starts`` are
    those of the sentences of the text.
    """
    set_out = [m.start for m in trains]
    told_from = [s for i, m in enumerate(places) if (s := _standpoint(text, i, m, set_out)) is not None]
    if not told_from:
        return  # of most reports: the words are looked for behind a standpoint only
    at = [m.start for m in places if _is_named_as_a_place(text, m) and not _is_a_goal(text, m)]
    for here in told_from:
        k = bisect_right(at, max(here.start, (here.headed_from or 0) - 1))
        following = at[k] if k < len(at) else len(text)
        for found in search_near(_MOVED, text, _HIT, 24, 24, here.start, min(following, here.end + _REACH) + 24):
            group = found.lastgroup or ""
            start, end = found.span(group)
            if not here.start < start <= min(following, here.end + _REACH):
                continue
            n = bisect_right(starts, start)
            opens, ends = starts[n - 1], starts[n] if n < len(starts) else len(text)
            if following < ends:
                continue  # another place is told of in the sentence
            spoken = here.spoken_from if here.spoken_from is not None and here.spoken_from <= start else 0
            told = group in _DENIED or not _is_not_told(text, max(opens, start - 60, spoken), start)
            if told and (_is_headed(text, here, end, ends) or _is_seen_there(here, start, opens)):
                yield start, end, _EVENTS.get(group, group), here.place


def _is_not_told(text: str, low: int, start: int) -> bool:
    """Whether words before one that tells of a movement deny it, ask it, or put it off; those of a clause about its
    subject do not: "a train which should have passed in the night stood at our station".
    """
    for about in _ABOUT_ITS_SUBJECT.finditer(text, low, start):
        low = about.end() if text[about.end() : start].strip() else low
    return _NOT_TOLD.search(text, low, start) is not None


_ABOUT_ITS_SUBJECT = re.compile(r"\b(?:which|that|who) (?:should|would|could|might) (?:not )?have [a-z]+\b")


def _standpoint(text: str, index: int, m: Mention, trains: Sequence[int]) -> _Standpoint | None:
    """The mention as where the report is told from, if it may be: a dateline, the heading of a post, or where people
    wait for the train.
    """
    scene = m.role == "dateline"
    headed_from = None if scene else _end_of_heading(text, m)
    people_wait = _people_wait(text, m, trains) or is_of_a_resident(text, m.start)
    if not (scene or people_wait or headed_from is not None) or not _is_named_as_a_place(text, m):
        return None
    spoken_from = speaks_from(text, m.end, m.end + _REACH) if people_wait else None
    at_home = m.why == PUBLISHED_THERE
    return _Standpoint(index, m.start, m.end, headed_from, scene, people_wait, at_home, spoken_from)


def _is_named_as_a_place(text: str, m: Mention) -> bool:
    """Whether a mention says where something is: no agency, no country, no point that a distance is measured from."""
    if m.role in ("agency", "clock") or m.place is None or m.place.kind in NO_SPOT:
        return False
    if text.startswith(" side", m.end):
        return False  # "from the Smolensk side"
    return _AFTER_A_LENGTH.search(text, max(0, m.start - _LENGTH_REACH), m.start) is None


_TOWARD = re.compile(r"\b(?:towards?|for|from|in the direction of) (?:the )?$")
_TOWARD_REACH = 24


def _is_a_goal(text: str, m: Mention) -> bool:
    """Whether a mention only says which way the train went, or whence it came: "left within ten minutes towards X"."""
    return _TOWARD.search(text, max(0, m.start - _TOWARD_REACH), m.start) is not None


def _end_of_heading(text: str, m: Mention) -> int | None:
    """Where the heading of a post ends that a place opens, if it does and nothing is told in it."""
    line = text.rfind("\n", max(0, m.start - _LEAD - 1), m.start) + 1
    opens = (line or m.start <= _LEAD) and _LEADS_IN.fullmatch(text, line, m.start) is not None
    if not opens and not _is_post(text, m):
        return None
    heading = _HEADING.match(text, m.end)
    if heading is None or _TOLD.search(text, m.end, heading.end()) is not None:
        return None
    return heading.end()


def _is_seen_there(here: _Standpoint, start: int, opens: int) -> bool:
    """Whether what tells of a movement is what people saw who wait or live there: in a later sentence, or in their own
    words.
    """
    spoken = here.spoken_from is not None and here.spoken_from <= start
    return here.people_wait and (here.end <= opens or spoken)


_POST = re.compile(
    r", (?:about |around |just |at )?(?:\d|(?:half|quarter|ten|five|twenty)\b|(?:this|yesterday|last) \w+)"
)


def _is_post(text: str, m: Mention) -> bool:
    """Whether a place opens a sentence and heads what follows, its time behind it: "Yes. X, quarter past nine"."""
    return text[max(0, m.start - 2) : m.start] in _SENTENCE_ENDS and _POST.match(text, m.end) is not None


_SENTENCE_ENDS = (". ", "! ", "? ", ".\n")


def _is_headed(text: str, here: _Standpoint, end: int, ends: int) -> bool:
    """Whether what tells of a movement up to ``end``, in a sentence that ends at ``ends``, stands under a place: its
    dateline, or its heading.
    """
    if here.at_home:
        return True
    if here.scene:
        return _ON_THE_SCENE.search(text, here.end, min(ends, end + _REACH)) is not None
    return here.headed_from is not None and here.headed_from <= end


def _people_wait(text: str, m: Mention, trains: Sequence[int]) -> bool:
    """Whether people, and not the train, are told to wait at a place."""
    if not text.endswith(_WAITED_AT, 0, m.start):
        return False
    since = max(0, m.start - _WAIT_REACH)
    if _WAITS.search(text, since, m.start) is None:
        return False
    k = bisect_left(trains, since)
    return k == len(trains) or trains[k] > m.start


def moves_there(items: list[Item], index: int, frame: Frame) -> Frame:
    """The frame of such a word, with an event where it is the train that moves."""
    event = items[index].low
    frame = frame._replace(at_standpoint=True, preposition="from" if event == "departed" else "at")
    frame = frame._replace(verb=event, verb_at=index)
    at = _of_one_subject(items, index, frame.clause[0])
    low = frame.clause[0]
    mover, mover_at = mover_of(items, at, at, low)
    if mover is None and low > 0 and items[low - 1].low in ("which", "that", "who"):
        mover, mover_at = mover_of(items, low, low, 0, speakers=False)  # "a train which should have passed stood here"
    if mover is None and names_nobody(items, frame._replace(verb_at=at)):
        mover = "parties"
    mover_text = "" if mover_at is None else items[mover_at].low
    itself = mover == "train" or (mover == "parties" and mover_at is None) or mover_text in _ITSELF
    frame = frame._replace(mover=mover, mover_at=mover_at, mover_text=mover_text, event=event if itself else None)
    opening = items[0].time
    if opening is not None and opening.has_clock and not opening.has_date:
        return frame._replace(own=opening)  # "01:35 they fly through"
    return frame


def _of_one_subject(items: list[Item], index: int, low: int) -> int:
    """The first of such words that share a subject: "it came in at nine and did not leave until noon"."""
    joined = next((i for i in range(index - 1, low, -1) if items[i].low in ("and", "then", "but")), None)
    if joined is None or any(x.low not in _AUXILIARIES for x in items[joined + 1 : index]):
        return index
    return next((i for i in range(joined - 1, low - 1, -1) if items[i].cue == STANDPOINT), index)


_AUXILIARIES = frozenset({"did", "not", "didn't", "didn’t", "even", "then", "was", "had", "has", "only", "finally"})
_ITSELF = ("it", "she", "they", "load", "cargo", "shipment", "transport", "consignment")


def retold(told: Told, frame: Frame, sighting: Sighting) -> bool:
    """Whether a movement is that by which the train was seen there, told of it in other words: "X, 20:05. Came
    through": the sighting tells of the movement then.
    """
    last = told.sightings[-1] if told.sightings else None
    if last is None or last.event != "seen" or last.subject != "train" or last.place.id != sighting.place.id:
        return False
    timed = any(t.kind == "moment" for t in frame.times)
    if timed and last.interval is not None and sighting.interval is not None:
        timed = last.interval.intersection(sighting.interval) is not None
        if not timed:
            return False
    told.sightings[-1] = sighting if timed else replace(last, event=sighting.event, certainty=1.0)
    return True
