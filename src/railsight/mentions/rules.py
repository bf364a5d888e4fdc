"""The default recogniser: capital letters and the gazetteer for places, small grammars for the rest."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from railsight.mentions.names import names_of
from railsight.mentions.nouns import find_noun_places
from railsight.mentions.page import Found
from railsight.mentions.places import find_places
from railsight.mentions.scan import scan
from railsight.mentions.scripts import find_other_scripts
from railsight.mentions.termini import with_termini
from railsight.mentions.text import Hits, search_near
from railsight.model import Mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.gazetteer import Gazetteer
    from railsight.mentions.time_phrase import TimePhrase
    from railsight.model import MentionKind, Report, Role

# A dateline opens a text or a paragraph: "VLADIVOSTOK, Russia (AP) —", "New Delhi:", "SEOUL, South Korea:".
_DATELINE_TAIL = re.compile(
    r"(?:/[A-ZÄÖÜ]{3,20})?(?:(?:, ?| )[A-Z][\w.]{0,30}){0,4},? ?(?:,? ?[A-Z][a-z]{2,8}\.? \d{1,2}(?:, ?\d{4})?,?)?"
    r" ?(?:\([A-Za-z/ .-]{2,30}\))?(?: ?[–—]| -{1,2} |--|: )"
)
# Behind the town that opens a report: ", March 13. /TASS/.", ", 13 Mar. –", ", 13 March, BelTA -", ", March 13. The ".
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}"
_AGENCY_SIGN = r"(?:/[A-Za-z .-]{2,30}/|\([A-Za-z/ .-]{2,30}\)|[A-Z][A-Za-z-]{2,15}(?= ?[–—-]))"
_DATED_TAIL = re.compile(
    rf"[.,] ?(?:{_MONTH}\.? \d{{1,2}}|\d{{1,2}} {_MONTH})\b(?:,? \d{{4}})?[.,]? ?(?:{_AGENCY_SIGN})?"
    rf"(?: ?[–—]| ?-{{1,2}} |: |(?<=[.)/])\.? ?\.? (?=[A-Z\"“]))"
)
_CAPITALS_TAIL = re.compile(r"\. (?=[A-ZА-ЯЁ«])")  # "KHABAROVSK. The train reached here ..."
# "ВОРОНЕЖ, 20 февраля. /ТАСС/.", "МОСКВА, 3 мар — РИА Новости."; "【丹東共同】", "本报霍尔果斯11月21日讯".
_CYRILLIC_TAIL = re.compile(
    r"(?:, \d{1,2} [а-я]{3,9}\.?)?(?: ?[/(][А-ЯЁA-Z][А-Яа-яЁёA-Za-z. -]{1,20}[/)]| ?[–—-] ?[А-ЯЁ][\w. «»-]{1,24}\.)"
    r"|, \d{1,2} [а-я]{3,9}\. "
)
_GERMAN_TAIL = re.compile(r" \((?:dpa|dapd|afp|AFP|AP|ap|epd|Reuters|rtr|ots)[a-z/ -]{0,12}\)\.? (?=[A-ZÄÖÜ„])")
_EAST_ASIAN_TAIL = re.compile(
    r"(?:共同|時事|聯合|연합뉴스)?[=＝・／]?[\w]{0,12}[】〕]|(?:\d{1,2}月)?\d{1,2}日(?:[电電讯訊])"
)
_AGENCY_AFTER = re.compile(
    r"(?:['’]s)? (?!(?:our|their|its|a|the) )(?:[a-z]+ ){0,2}"
    r"(?:news agency|newspaper|daily|Times|Post|Herald|Tribune|Journal"
    r"|Telegraph|Mail|News|Press|Daily|Gazette|Globe|Star|Sun|Review|tabloid|broadcaster|bureau|correspondent"
    r"|paper(?! (?:mill|plant|factory|works))|weekly(?= [A-Z]|,))\b"
)
# Seats of government that are named where their holders are meant.
_SEATS = frozenset({"kremlin", "white house", "pentagon", "downing street", "capitol hill", "whitehall", "blue house"})
_BORDER = re.compile(
    r"\b(?:km|kilomet(?:er|re)s|miles) (?:away )?(?:from|short of|before)"
    r" (the (?:[A-Z][a-z]+(?:[- ][A-Z][a-z]+)? )?(?:border|frontier))\b"
)
# The same in other languages, where it is crossed: "в 10:40 пересёк границу", "überquerte um 10.40 Uhr die Grenze".
_BORDER_ABROAD = re.compile(
    r"\b(?:пересё?е?к(?:ла|ли|ает)?|пересекл[аи]|перешёл|перешел) (?:[а-яё-]+ ){0,2}?(границу)\b"
    r"|\büberquer(?:te|t) [^.,;]{0,40}?(?:die|der) (Grenze)\b"
    r"|(국경)(?:선)?을 (?:넘|통과|건너|건넜)|(国境)を(?:越え|通過し|渡)"
    r"|(?:越过|穿越|跨过|驶过)(?:[^，。]{0,4})(边境|国境|边界)"
)
# Between a border and the place at which it was crossed: "пересёк границу в Хасане", "die Grenze bei Kehl".
_AT_A_PLACE = re.compile(r" (?:в|на|у|около|близ|под|возле|через|bei|in|an|nahe) (?:\w{1,20} ){0,2}[«„]?")
_BESIDE = 40  # characters from a border to the clock at which it was crossed
_BORDER_HIT = Hits("border", "frontier")
BORDER_WHY = "the border: which one follows from the other places"
_EAST_ASIAN_LEAD = re.compile(r"\s*[【〔]?(?:本报|本報|新华社|新華社|中新社|中新网)?")
_LONGEST_LEAD = 40  # characters before a dateline on its line
_CLOCK_AFTER = re.compile(r"(?:['’]s)?[ -](?:standard |daylight |summer )?time\b", re.IGNORECASE)


class RuleRecogniser:
    """Rules without training. Place names need the gazetteer; everything else is grammar."""

    def find_mentions(self, report: Report, gazetteer: Gazetteer) -> tuple[Mention, ...]:
        """Mentions of every kind in order of their start."""
        seen = scan(report.text)
        text, trains = seen.text, seen.trains
        names = names_of(gazetteer)
        if any(x.code == "de" for x in seen.languages):
            places = find_noun_places(text, names)
        else:
            places = with_termini(text, find_places(seen, names), names)
        places += find_other_scripts(text, names)
        if trains:
            places = _with_borders(text, places)
        if seen.languages:
            places = _outside_times(places, seen.times)
            places += _borders_abroad(text, places, seen.times) if trains else []
        if seen.one_clock is not None:
            _name_the_clock(places, seen.one_clock[1])
        out = [_place_mention(report.id, found, text) for found in places]
        out += [_plain(report.id, "time", t.start, t.end, t.text) for t in seen.times]
        out += [_plain(report.id, "train", a, b, text[a:b]) for a, b in trains]
        out += [_plain(report.id, "direction", d.start, d.end, d.text, d.heading) for d in seen.directions]
        out += [_plain(report.id, "claim", f.start, f.end, f.text) for f in seen.figures]
        return tuple(sorted(out, key=lambda m: (m.start, m.end, m.kind)))


def _with_borders(text: str, places: list[Found]) -> list[Found]:
    """The names, and "the (Chinese) border" where a distance is measured from it."""
    borders = [
        Found(f.start(1), f.end(1), f[1], "border", BORDER_WHY, 1.6)
        for f in search_near(_BORDER, text, _BORDER_HIT, 60, 8)
    ]
    spans = [(b.start, b.end) for b in borders]
    return [p for p in places if not any(a <= p.start < b for a, b in spans)] + borders


def _borders_abroad(text: str, places: Sequence[Found], times: Sequence[TimePhrase]) -> list[Found]:
    """ "The border" as a place of its own, where it was crossed at a clock and no place stands between the two."""
    out = []
    clocks = sorted((t for t in times if t.has_clock), key=lambda t: t.start)
    named = sorted(places, key=lambda p: p.start)
    clocks_at, named_at = [t.start for t in clocks], [p.start for p in named]
    for f in _BORDER_ABROAD.finditer(text) if clocks else ():
        start, end = f.span(f.lastindex or 0)
        low, high = start - 3 * _BESIDE, end + 3 * _BESIDE
        beside = named[bisect_right(named_at, low) : bisect_right(named_at, high)]
        near = clocks[bisect_right(clocks_at, low) : bisect_right(clocks_at, high)]
        near = [t for t in near if t.start - end <= _BESIDE and start - t.end <= _BESIDE]
        spans = [(min(t.start, f.start()), max(t.end, end)) for t in near]
        here = any(_AT_A_PLACE.fullmatch(text, end, p.start) for p in beside if 0 < p.start - end <= _BESIDE)
        if not here and any(not any(a <= p.start < b for p in beside) for a, b in spans):
            out.append(Found(start, end, text[start:end], "border", BORDER_WHY, 1.6))
    return out


def _outside_times(places: list[Found], times: Sequence[TimePhrase]) -> list[Found]:
    """The names outside the times, and those that say by which clock a time is: "モスクワ時間"."""
    out = []
    starts = [t.start for t in times]
    for place in places:
        k = bisect_right(starts, place.start) - 1
        inside = k >= 0 and place.start < times[k].end
        if inside and times[k].zone:
            place.hint = "clock"
        if not inside or times[k].zone:
            out.append(place)
    return out


def _name_the_clock(places: list[Found], said: tuple[int, int]) -> None:
    """Mark the name that only says by which clock all times of the text are: "all times Moscow"."""
    for place in places:
        if said[0] <= place.start < said[1]:
            place.hint = "clock"


def _plain(report: str, kind: MentionKind, start: int, end: int, text: str, heading: str | None = None) -> Mention:
    return Mention(report, start, end, text, kind, "background", score=1.0, heading=heading)


def _place_mention(report: str, found: Found, text: str) -> Mention:
    role, why = first_role(found, text)
    score = min(0.99, max(0.05, found.evidence / (found.evidence + 1.0)))
    return Mention(
        report, found.start, found.end, text[found.start : found.end], "place", role, score=score, why=why or found.why
    )


def first_role(found: Found, text: str) -> tuple[Role, str]:
    """The role a span shows by itself: clock, dateline, agency, else background with no reason yet."""
    if _CLOCK_AFTER.match(text, found.end):
        return "clock", "names a clock, not a place"
    if is_dateline(found.start, found.end, text):
        return "dateline", "where the text was filed"
    if found.text.casefold().removeprefix("the ") in _SEATS:
        return "agency", "stands for a government"
    if found.hint == "clock":
        return "clock", "names a clock, not a place"
    if found.hint == "organisation" or _AGENCY_AFTER.match(text, found.end):
        return "agency", "part of the name of an institution"
    return "background", ""


def is_dateline(start: int, end: int, text: str) -> bool:
    """Whether a span opens a paragraph and the colon or dash of a dateline follows it."""
    line = text.rfind("\n", max(0, start - _LONGEST_LEAD - 1), start) + 1
    if start - line > _LONGEST_LEAD:
        return False
    lead = text[line:start]
    filed_abroad = _EAST_ASIAN_LEAD.fullmatch(lead) is not None
    if lead.strip() and not filed_abroad and not _DATELINE_TAIL.fullmatch(lead.strip() + ": ") and not _leads(lead):
        return False
    tail = _DATELINE_TAIL.match(text, end)
    if not tail and start == line and end - start > 3 and text[start:end].isupper():
        tail = _CAPITALS_TAIL.match(text, end)
    if not tail and not text[:start].strip():
        tail = _DATED_TAIL.match(text, end) or _GERMAN_TAIL.match(text, end)
    if not tail and text[start] > "\u03ff":
        tail = (_CYRILLIC_TAIL if text[start] < "\u0530" else _EAST_ASIAN_TAIL).match(text, end)
    if not tail:
        return False
    if _entry_of_list(start, text, tail):
        return False
    # A header line ("Title: ...") is no dateline: after a dateline the paragraph goes on.
    stop = text.find("\n", tail.end())
    return (len(text) if stop < 0 else stop) - tail.end() > 8


def _entry_of_list(start: int, text: str, tail: re.Match[str]) -> bool:
    """Whether a name before a bare colon or dash opens an entry, not a despatch, in a text that has not begun so: what
    follows begins in lower case, is short or has a clock.
    """
    before = text.rfind("\n", 0, start) + 1
    end, bare = tail.end(), len(tail[0].strip()) == 1 and not text[start : start + 3].isupper()
    if not bare:
        return False
    stop = text.find("\n", end)
    rest = text[end : stop if stop >= 0 else len(text)]
    if tail[0].strip() == ":" and _NO_DESPATCH.match(rest):
        return True  # "Ishim: a reader saw the train pass": also where it opens the text
    if not text[:before].strip() or _DESPATCH.match(text):
        return False
    return rest[:1].islower() or len(rest) < _SHORTEST_DESPATCH or _CLOCK_SOON.match(rest) is not None


# What is told of a place that heads it begins so, in lower case: not "Anna: where is it".
_NO_DESPATCH = re.compile(
    r"(?:an?|the|it|one|two|three|four|some|several|many|people|residents|readers|witnesses|locals|railwaymen|subscribers)"
    r" [a-z]"
)
_SHORTEST_DESPATCH = 150  # characters
_CLOCK_SOON = re.compile(r"[^.\n]{0,40}?\b\d{1,2}[:.h]\d\d\b")
_DESPATCH = re.compile(
    r"\W{0,3}[A-Z][\w.'’-]{1,20}(?:[ ,/]{1,2}[A-Z][\w.'’-]{1,20}){0,3}(?:, [A-Z][a-z]+\.? \d{1,2})?(?: ?[–—]| --? |: )"
)


def _leads(lead: str) -> bool:
    """Whether what stands before on the line can belong to a dateline: capital letters and commas only."""
    return bool(re.fullmatch(r"[\W\d]*(?:[A-ZÀ-Þ][\w.'’-]{0,30}(?:[ ,/]+|$)){0,4}", lead)) and not re.match(
        r"\s*[A-Z][a-z]+: ", lead
    )
