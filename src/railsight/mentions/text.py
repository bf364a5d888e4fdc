"""Words, runs of capitalised words and sentences of a text, each found in one linear pass."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

Span = tuple[int, int]


@cache
def lexicon(name: str) -> frozenset[str]:
    """The words of one bundled list, lower case. Lines that start with # are comments."""
    lines = (Path(__file__).parent / "lexicon" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())


@cache
def lexica(*names: str) -> frozenset[str]:
    """The words of several lists together."""
    return frozenset().union(*(lexicon(name) for name in names))


# A capitalised word: abbreviations with stops ("U.S.", "N.C."), else letters and digits after an upper-case letter.
# The set of first letters comes first, so that the search skips what cannot begin a word; ASCII alone is quicker still.
# An apostrophe within a name goes on ("Xi'an", "Sana'a"); what is drawn into a word or owns something does not.
_REST = (
    r"(?<![^\W_].)(?:(?<=[A-Z])\.(?:[A-Z]\.)+|[^\W_]*(?:-\d{1,3}(?![\w.,]\d|\w)"
    r"|['’](?!(?:s|d|m|t|ll|re|ve|all|clock|em)\b)[a-z]{1,5}(?![^\W_]))?)"
)
_CAPITALISED = re.compile(r"[^\W\d_a-zß-öø-ÿ\u0400-\uffff]" + _REST)
_CAPITALISED_ASCII = re.compile("[A-Z]" + _REST)
# What may stand between two words of one name.
_JOINS = frozenset(
    [" ", "  ", "-", "–", "'", "’", " - ", " of the ", " de la ", " de los ", " de las ", " and the "]
    + [" an der ", " ob der ", " in der ", " vor der ", " im "]
    + ["-sur-", "-al-", " al-", " el-"]
    + [f" {w} " for w in lexicon("joining")]
    + [f"-{w}-" for w in lexicon("joining_hyphened")]
    + [f" {w}{mark}" for w in "dl" for mark in "'’"]
)
_STOPPED = frozenset(form for w in lexicon("stopped") for form in (w.capitalize(), w.upper()))
# The set of what ends a sentence comes first, so that the search skips everything else.
_SENTENCE_END = re.compile(
    r"[.!?…\n。！？](?:(?<=\n)\n*|(?<=[。！？])|(?<![.!?…].)(?<=[.!?…])[.!?…]{0,7}[\"'”’)\]»«“]{0,4}(?=\s))", re.DOTALL
)
_LONGEST_SENTENCE = 1500  # characters; what has no full stop for longer is cut, so that work stays linear
_TIME_GOES_ON = re.compile(
    r"\s(?:(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?|Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?"
    r"|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
    r"(?! (?:the|he|it|a)\b)"
    r"|\s(?:GMT|UTC|MSK|KST|JST|BST|E[SD]T|[A-Z][a-z]+ [Tt]ime)\b"
).match
# "At 2 p.m. Tuesday the train ...": nothing has been told yet that could end there.
_ONLY_A_TIME = re.compile(
    r"(?:^|[.!?\n]\s+|\b(?:that|said|says?) |\b[A-Z]\w+, )"
    r"(?:(?:at|by|around|about|shortly|just|before|after|until|from) ){0,3}"
    r"\d\d?(?:[:.]\d\d)? ?[ap]\.?m$",
    re.IGNORECASE,
)
# An entry of a log or a tracking page: it opens with a clock or a date.
_ENTRY = re.compile(
    r"\W{0,3}(?:\d{1,2}[:.h]\d\d\b|\d{4}\b(?= ?[-–—:|])|\d{1,2}[ ./-](?:[A-Z][a-z]{2}|[A-Z]{3}|\d{1,2})\b"
    r"|\d{4}-\d\d-\d\d)"
).match
_HEADER = re.compile(r"[A-Z][A-Za-z ]{1,20}: ").match
_SPEAKER = re.compile(r"[A-Za-z][\w.-]{1,23}: ").match  # a line of a chat
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|St|Mt|Ft|Dr|Mr|Mrs|Ms|Gov|Sen|Rep|Gen|Lt|Col|Sgt|Capt|Adm|Maj|Rev|Prof|Jr|Sr|Inc|Ltd|Co|No|vs|dep|arr|est|approx"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mon|Tues|Tue|Wed|Thurs|Thu|Fri|Sat|Sun|a\.m|p\.m|e\.g|i\.e|km|Nos"
    r"|[A-Z]\.[A-Z]))\.$"
)


class Word(NamedTuple):
    """A capitalised word; ``bare`` is it in lower case without full stops at its end. Made in great numbers."""

    start: int
    end: int
    text: str
    bare: str


_LEADERS = re.compile(r"(?<=[^\W_]) ?\.{4,} ?(?=\d)")


class Hits:
    """A cheap search for where a costly pattern may match: plain words, and a pattern that begins with few characters.

    Many searches for one plain word each are several times faster than one search for any of them, unless they begin
    with rare characters: such a pattern is as fast, when a set of them stands first in it. ``led`` are plain words that
    count where one of some beginnings of words, all of one length, follows.
    """

    def __init__(self, *needles: str, pattern: str = "", led: tuple[Sequence[str], Iterable[str]] = ((), ())) -> None:
        self.needles = needles
        self._leads, self._following = tuple(led[0]), frozenset(led[1])
        self._pattern = re.compile(pattern) if pattern else None
        self._ascii = tuple(n for n in needles if n.isascii())

    def starts(self, text: str, begin: int = 0, stop: int | None = None) -> list[int]:
        """Where hits begin, in order; of a stretch of the text when ``begin`` and ``stop`` are given."""
        stop = len(text) if stop is None else stop
        out = [m.start() for m in self._pattern.finditer(text, begin, stop)] if self._pattern else []
        for needle in self._ascii if text.isascii() else self.needles:
            at = text.find(needle, begin, stop)
            while at >= 0:
                out.append(at)
                at = text.find(needle, at + len(needle), stop)
        size = len(next(iter(self._following), ""))
        for lead in self._leads:
            at = text.find(lead, begin, stop)
            while at >= 0:
                end = at + len(lead)
                if text[end : end + size] in self._following:
                    out.append(at)
                at = text.find(lead, end, stop)
        out.sort()
        return out


class Gated:
    """A costly pattern that is tried only where one of some plain words stands, in lower case as they are given; it is
    compiled when that is so for the first time.
    """

    def __init__(self, pattern: str, *words: str, ignore_case: bool = True) -> None:
        self._text = pattern
        self._flags = re.IGNORECASE if ignore_case else 0
        self.words = words

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self._text, self._flags)

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """As of a compiled pattern."""
        stop = len(text) if end is None else end
        piece = text[start:stop].lower()
        for word in self.words:
            if word in piece:
                return self._pattern.search(text, start, stop)
        return None


_DASHED = re.compile(r"(?<![^\n])([01]?\d|2[0-3])-([0-5]\d)(?= [A-ZА-Я][^\W\d])")  # "03-10 Chita" opens a line


def unwrap(text: str) -> str:
    """The text with the line breaks of wrapped paragraphs as blanks, character for character: offsets stay true.

    A line of 60 to 140 characters that does not end a sentence, followed by a line that is not blank, is wrapped; a
    shorter one where its paragraph is of a narrow column, or where it breaks off before the next word. The dots that
    lead from a name to its clock in a timetable are blanks too, and clocks with a dash have a colon.
    """
    if "...." in text:
        text = _LEADERS.sub(lambda dots: " " * len(dots[0]), text)
    if "-" in text and len(_DASHED.findall(text)) > 1:
        text = _DASHED.sub(r"\1:\2", text)
    if "\n" not in text:
        return text
    lines = text.replace("\r\n", " \n").split("\n")
    columns = _columns(lines)
    out: list[str] = []
    for i, line in enumerate(lines[:-1]):
        following = lines[i + 1].strip()
        wide = 60 <= len(line) <= 141 or (following and (i in columns or _breaks_off(line, following)))
        ends = "!?:;|" if following[:1].islower() else ".!?:;|"  # "at 2 p.m." goes on
        wrapped = wide and following and line.rstrip()[-1:] not in ends
        wrapped = wrapped and (following[0].islower() or not _HEADER(line))  # "CORRECTION: ..." goes on
        wrapped = wrapped and not (_ENTRY(line.strip()) and _ENTRY(following))
        wrapped = wrapped and not (_SPEAKER(line.strip()) and _SPEAKER(following))
        out.append(line + (" " if wrapped else "\n"))
    return "".join(out) + lines[-1]


def _breaks_off(line: str, following: str) -> bool:
    """Whether a line ends with a word that never ends one ("was seen at Khasan on"), or the next begins with a
    preposition behind several words that do not end as an entry of a log does.
    """
    words = line.split()
    if not words or words[-1] in lexicon("leads_on"):
        return bool(words) and not (words[-1] == "on" and following[0].isdigit())  # "40 people got on"
    goes_on = following.split()[0] in lexicon("prepositions")
    return goes_on and len(words) >= _SEVERAL_WORDS and not words[-1][-1].isdigit()


def _columns(lines: Sequence[str]) -> set[int]:
    """The lines of narrow columns: paragraphs in which every line is as full as its next word lets it be, and many go
    on in lower case.
    """
    found: set[int] = set()
    start = 0
    for end in range(len(lines) + 1):
        if end < len(lines) and lines[end].strip():
            continue
        block = [line.strip() for line in lines[start:end]]
        width = max(map(len, block), default=0)
        breaks = list(pairwise(block))
        full = all(len(a) + 1 + len(b.split()[0]) > width for a, b in breaks)
        goes_on = sum(b[0].islower() or a.endswith(",") or a.split()[-1] in lexicon("leads_on") for a, b in breaks)
        if full and len(breaks) > 1 and goes_on >= len(breaks) * _GO_ON:
            found.update(range(start, end))
        start = end + 1
    return found


_SEVERAL_WORDS = 4
_GO_ON = 0.4  # of the lines of a column


def runs(text: str) -> Iterator[list[Word]]:
    """Runs of capitalised words that may be one name: joined by blanks, hyphens and small words such as "of"."""
    run: list[Word] = []
    end = -1
    pattern = _CAPITALISED_ASCII if text.isascii() else _CAPITALISED
    for found in pattern.finditer(text):
        start = found.start()
        if run:
            gap = text[end:start]
            initials = gap == ". " and found.end() - start == 1 == len(run[-1].text)  # "N. H."
            if gap != " " and not (gap in _JOINS or initials or (gap == ". " and run[-1].text in _STOPPED)):
                yield run
                run = []
        end = found.end()
        word = found.group()
        run.append(Word(start, end, word, word.rstrip(".").casefold()))
        if len(run) >= 40:  # an all-capital page: cut, so that the work per run stays bounded
            yield run
            run = []
    if run:
        yield run


def sentences(text: str) -> list[Span]:
    """Spans of sentences, lines and entries of a list. A full stop after a known abbreviation does not end one."""
    spans: list[Span] = []
    start = 0
    bullets = [] if text.isascii() else _bullets(text)
    for found in _SENTENCE_END.finditer(text):
        while bullets and bullets[-1] < found.start():
            at = bullets.pop()
            _add(text, spans, start, at)
            start = at
        mark = found.group()
        if mark[0] == "." and _ABBREVIATED.search(text, max(start, found.start() - 8), found.start() + 1):
            after = text[found.end() : found.end() + 2].strip()
            ends = after[:1].isupper() and _ends_anyway(text, found.start()) and not _TIME_GOES_ON(text, found.end())
            ends = ends and _ONLY_A_TIME.search(text, start, found.start()) is None
            if not mark.startswith("..") and not ends:
                continue
        if mark[0] == "." and _GOES_ON.match(text, found.end()) and _SHORTENED.search(text, start, found.start() + 1):
            continue
        _add(text, spans, start, found.end())
        start = found.end()
    for at in reversed(bullets):
        _add(text, spans, start, at)
        start = at
    _add(text, spans, start, len(text))
    return spans


# "Waynoka, Okla. at 10:40": a shortened word behind a comma, and the sentence goes on in lower case.
_SHORTENED = re.compile(r", [A-Z][a-z]{1,5}\.$")
_GOES_ON = re.compile(r" ?(?:at|in|on|by|near|about|around|was|had|and|to|from)\b")


_BULLET = re.compile(r"(?<=\s)[•▪►▸■●◆\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?(?=\s)")


def _bullets(text: str) -> list[int]:
    """Where the marks of a list stand within lines, the last one first: a mark that occurs twice at least."""
    found = list(_BULLET.finditer(text))
    counts = Counter(m[0] for m in found)
    return [m.start() for m in reversed(found) if counts[m[0]] > 1]


def _ends_anyway(text: str, at: int) -> bool:
    """Whether the abbreviation before ``at`` may close a sentence when a capital follows: "5 a.m. The"."""
    return _HALF_OF_DAY.search(text, max(0, at - 5), at) is not None


_HALF_OF_DAY = re.compile(r"[ap]\.m$|\d ?[ap]m$")


def _add(text: str, spans: list[Span], start: int, end: int) -> None:
    while end - start > _LONGEST_SENTENCE:
        cut = text.rfind(" ", start, start + _LONGEST_SENTENCE)
        cut = cut if cut > start else start + _LONGEST_SENTENCE
        _add(text, spans, start, cut)
        start = cut
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        spans.append((start + left, start + right))


def windows(text: str, hits: Hits, before: int, after: int, begin: int = 0, stop: int | None = None) -> Iterator[Span]:
    """Stretches of the text from ``before`` to ``after`` characters around hits, merged, and cut where words end; of
    the hits between ``begin`` and ``stop`` when given.

    A costly pattern that only matches near such hits needs to look nowhere else.
    """
    start = end = -1
    for at in hits.starts(text, begin, stop):
        if at - before > end:
            if end >= 0:
                yield max(0, start), _word_end(text, end)
            start = at - before
        end = at + after
    if end >= 0:
        yield max(0, start), _word_end(text, end)


def _word_end(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace():
        at += 1
    return min(at, len(text))


def search_near(
    pattern: re.Pattern[str],
    text: str,
    hits: Hits,
    before: int,
    after: int,
    begin: int = 0,
    stop: int | None = None,
) -> Iterator[re.Match[str]]:
    """Matches of a costly pattern in the windows around cheap hits (``windows``), in order and without overlap."""
    last = 0
    for lo, hi in windows(text, hits, before, after, begin, stop):
        for found in pattern.finditer(text, max(lo, last), hi):
            last = found.end()
            yield found
