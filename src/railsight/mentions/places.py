"""Place names in text with capital letters: runs of capitalised words, the longest names the gazetteer knows in them,
and simple additive evidence for and against each (no training; weights are round numbers).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from railsight.mentions.names import DEMONYM, RAIL_KINDS, SHORT
from railsight.mentions.text import Word, lexicon, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.mentions.names import Names, Row

LONGEST_NAME = 7  # words of a name that are tried
THRESHOLD = 1.5  # evidence from which a name is taken for a place: the middle of a plateau on both open corpora
_STATES = frozenset({"US", "UK", "EU", "UAE", "USA", "U.S.", "U.K.", "U.A.E.", "DPRK", "DRC", "PRC", "ROK"})
_BIG_KINDS = frozenset({"country", "continent", "region", "area", "sea", "ocean"})


@dataclass(slots=True)
class Found:
    """A span taken for a place name. ``hint`` says what the span is: name, demonym, facility, organisation, dateline."""

    start: int
    end: int
    text: str
    hint: str
    why: str
    evidence: float
    head: str = ""  # of a facility: its head noun, lower case
    inner: tuple[int, int] | None = None  # of a facility: the part that the gazetteer knows


@dataclass(slots=True)
class _Run:
    words: list[Word]
    names: list[tuple[int, int]] = field(default_factory=list)  # known names: word indices, end excluded
    person: bool = False
    person_from: int = 0


class _Page:
    """The text being read, with what the first pass learned about its people."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self.surnames: set[str] = set()

    def before(self, at: int, length: int = 24) -> str:
        return self.text[max(0, at - length) : at]

    def after(self, at: int, length: int = 24) -> str:
        return self.text[at : at + length]


def find_places(text: str, names: Names) -> list[Found]:
    """Spans taken for place names, in order, not overlapping."""
    page = _Page(text, names)
    read = [_analyse(words, page) for words in runs(text)]
    for run in read:
        _note_person(run, page)
    found: list[Found] = []
    for run in read:
        found.extend(_places_of(run, page))
    return found


# ---------------------------------------------------------------- first pass: names and people


def _analyse(words: list[Word], page: _Page) -> _Run:
    run = _Run(words)
    i, n = 0, len(words)
    while i < n:
        j = _longest(words, i, page)
        if j:
            run.names.append((i, j))
            i = j
        else:
            i += 1
    return run


def _longest(words: list[Word], i: int, page: _Page) -> int:
    """End of the longest known name that begins at word i, or 0."""
    text, names = page.text, page.names
    first = words[i]
    last = min(len(words), i + LONGEST_NAME)
    if last > i + 1 and names.starts(first.text):
        for j in range(last, i + 1, -1):
            if names.rows(text[first.start : words[j - 1].end]):
                return j
    return i + 1 if names.rows(first.text) else 0


def _note_person(run: _Run, page: _Page) -> None:
    """Mark a run that is a person's name and remember the surname."""
    words = run.words
    titles, given = lexicon("titles"), lexicon("given")
    covered = run.names and run.names[0] == (0, len(words))
    k = 0
    while k < len(words) and _bare(words[k].text) in titles and not _starts_name(run, k):
        k += 1
    after_title = k > 0 or _title_before(page, words[0].start)
    if k < len(words) and after_title and not _is_big(words[k:], page):
        run.person, run.person_from = True, k
    elif len(words) > 1 and not covered and _bare(words[0].text) in given and not _heads(words[-1]):
        run.person = True
    elif len(words) > 2 and not covered and _bare(words[1].text) in given and not run.names:
        run.person, run.person_from = True, 1
    if run.person and len(words) - run.person_from <= 4:
        page.surnames.add(words[-1].text)
        if len(words) - run.person_from > 1:
            page.surnames.add(words[run.person_from].text)


def _bare(word: str) -> str:
    return word.rstrip(".").casefold()


def _starts_name(run: _Run, k: int) -> bool:
    return any(i == k and j > k + 1 for i, j in run.names)


def _title_before(page: _Page, at: int) -> bool:
    piece = page.before(at, 16)
    if not piece.endswith(" "):
        return False
    tokens = piece.split()
    return bool(tokens) and _bare(tokens[-1]) in lexicon("titles") and not tokens[-1].endswith(",")


def _is_big(words: Sequence[Word], page: _Page) -> bool:
    """Whether the words are a country, a demonym or the like: "President of Russia", "Chinese President"."""
    surface = page.text[words[0].start : words[-1].end]
    return any(r.kind in _BIG_KINDS for r in page.names.rows(surface) or page.names.rows(words[0].text))


def _heads(word: Word) -> bool:
    bare = _bare(word.text)
    return bare in lexicon("facilities") or bare in lexicon("organisations")


# ---------------------------------------------------------------- second pass: evidence


def _places_of(run: _Run, page: _Page) -> list[Found]:
    words = run.words
    out: list[Found] = []
    used = 0
    for i, j in run.names:
        if i < used:
            continue
        facility = _facility(run, i, j, page)
        if facility is not None:
            out.append(facility[0])
            used = facility[1]
            continue
        rows = page.names.rows(page.text[words[i].start : words[j - 1].end])
        evidence, why = _evidence(run, i, j, rows, page)
        if evidence < THRESHOLD:
            continue
        hint = _hint(run, i, j, rows)
        out.append(
            Found(words[i].start, words[j - 1].end, page.text[words[i].start : words[j - 1].end], hint, why, evidence)
        )
        used = j
    if not out and len(words) > 1 and not run.person:
        unknown = _unknown_facility(run, page)
        if unknown is not None:
            out.append(unknown)
    return out


def _hint(run: _Run, i: int, j: int, rows: Sequence[Row]) -> str:
    if all(r.name_type == DEMONYM for r in rows):
        return "demonym"
    if len(run.words) > j - i and any(_bare(w.text) in lexicon("organisations") for w in run.words[:i] + run.words[j:]):
        return "organisation"
    return "name"


def _facility(run: _Run, i: int, j: int, page: _Page) -> tuple[Found, int] | None:
    """A landmark whose name holds a known place and ends in a head noun: "Toronto Airport". End word index with it."""
    words = run.words
    heads = lexicon("facilities")
    k = next((k for k in range(min(len(words), j + 4), j, -1) if _bare(words[k - 1].text) in heads), 0)
    if not k or run.person or _demonym_only(page, words, i, j):
        return None
    if any(_bare(w.text) in lexicon("organisations") - heads for w in words[i:k]):
        return None
    if not _contiguous(page.text, words[i:k]):
        return None
    start, end = words[i].start, words[k - 1].end
    inner = (words[i].start, words[j - 1].end)
    head = _bare(words[k - 1].text)
    return Found(start, end, page.text[start:end], "facility", f"named {head}", 2.0, head, inner), k


def _demonym_only(page: _Page, words: list[Word], i: int, j: int) -> bool:
    rows = page.names.rows(page.text[words[i].start : words[j - 1].end])
    return all(r.name_type == DEMONYM for r in rows)


def _contiguous(text: str, words: Sequence[Word]) -> bool:
    return all(text[a.end : b.start] in (" ", "-", ". ") for a, b in itertools.pairwise(words))


def _unknown_facility(run: _Run, page: _Page) -> Found | None:
    """A landmark no word of which the gazetteer knows: "Frenchmen Street", "Lake Zzyx"."""
    words = run.words
    heads = lexicon("facilities")
    last = _bare(words[-1].text)
    first = _bare(words[0].text)
    if not (last in heads or first in lexicon("facilities_before")) or not _contiguous(page.text, words):
        return None
    if any(_bare(w.text) in lexicon("organisations") - heads for w in words) or words[0].text.isupper():
        return None
    if first in ("the", "a", "this", "our", "my", "their") or len(words) > 5:
        return None
    start, end = words[0].start, words[-1].end
    head = last if last in heads else first
    return Found(start, end, page.text[start:end], "facility", f"named {head}, not in the gazetteer", 1.6, head)


def _evidence(run: _Run, i: int, j: int, rows: Sequence[Row], page: _Page) -> tuple[float, str]:
    """Sum of the evidence that words i..j name a place, and its largest parts in words."""
    words, text = run.words, page.text
    surface = text[words[i].start : words[j - 1].end]
    whole = i == 0 and j == len(words)
    score = min(3.0, page.names.strength(surface) / 2.0)
    why = ["known name"]
    best = rows[0]
    big = best.kind in _BIG_KINDS or best.name_type == DEMONYM
    if best.kind in RAIL_KINDS:
        score += 0.8
        why.append("on the railway")
    if j - i > 1:
        score += 0.7
    score += _neighbours(run, i, j, page, big, why)
    score += _person_evidence(run, i, j, page, big, why)
    if j - i == 1:
        score += _shape(words[i], best, page, whole, why)
    return score, ", ".join(why)


def _neighbours(run: _Run, i: int, j: int, page: _Page, big: bool, why: list[str]) -> float:
    """Evidence of the words beside: prepositions, a comma with a larger place, unknown capitalised neighbours."""
    words, score = run.words, 0.0
    before = page.before(words[i].start)
    last = before.rstrip().rsplit(None, 1)[-1:] if before[-1:] in (" ", "\n") else []
    if i == 0 and last and last[0].casefold() in lexicon("prepositions"):
        score += 1.0
        why.append(f"after '{last[0].casefold()}'")
    after = page.after(words[j - 1].end, 30)
    if j == len(words) and after.startswith(", ") and _known_after_comma(page, words[j - 1].end + 2):
        score += 1.5
        why.append("before a comma and a larger place")
    elif i == 0 and before.endswith(", ") and _known_before_comma(page, words[0].start):
        score += 0.8
        why.append("in a list of places")
    if j < len(words) and _bare(words[j].text) in lexicon("organisations") | lexicon("facilities"):
        score += 0.3
    elif j < len(words) and not big and not any(a == j for a, _ in run.names):
        score -= 1.5
    if i > 0 and not any(b == i for _, b in run.names) and not big:
        bare = _bare(words[i - 1].text)
        gap = page.text[words[i - 1].end : words[i].start]
        if gap == " " and bare not in lexicon("organisations") | lexicon("facilities") | lexicon("directions"):
            score -= 1.5 if i > 1 or not _sentence_start(page, words[0].start) else 0.3
    return score


def _known_after_comma(page: _Page, at: int) -> bool:
    piece = page.text[at : at + 24].split()
    if not piece:
        return False
    one = piece[0].strip(",;:)")
    two = " ".join(piece[:2]).rstrip(".,;:)")
    return any(r.kind in _BIG_KINDS for r in page.names.rows(two)) or any(
        r.kind in _BIG_KINDS for r in page.names.rows(one)
    )


def _known_before_comma(page: _Page, at: int) -> bool:
    piece = page.text[max(0, at - 20) : at - 2].split()
    return bool(piece) and piece[-1][:1].isupper() and page.names.strength(piece[-1].strip(",;:()")) >= 4.0


def _person_evidence(run: _Run, i: int, j: int, page: _Page, big: bool, why: list[str]) -> float:
    words = run.words
    if run.person and i >= run.person_from and not big:
        why.append("part of a person's name")
        return -4.0
    if j - i == 1 and words[i].text in page.surnames and not big:
        why.append("a person of this report")
        return -2.5
    after = page.after(words[j - 1].end, 8)
    if after.startswith((" said", " says")) and not big:
        return -1.5
    if after[:2] == ", " and after[2:4].isdigit() and after[4:5] == ",":
        return -3.0
    return 0.0


def _shape(word: Word, best: Row, page: _Page, whole: bool, why: list[str]) -> float:
    """Evidence of the word's own shape: common words, two capital letters, position in the sentence."""
    text = word.text
    bare = _bare(text)
    if text in _STATES:
        return 1.0
    if bare in lexicon("common"):
        why.append("a common word")
        return -4.0
    if text.isupper() and len(text) <= 3 and "." not in text:
        if best.name_type != SHORT and best.kind != "country":
            return -2.0
        if best.kind != "country" and not page.before(word.start, 2).endswith(", "):
            return -4.0
    if bare in lexicon("given") or bare in lexicon("titles"):
        return -2.0
    if bare in lexicon("organisations") or bare in lexicon("facilities") or bare in lexicon("directions"):
        return -4.0
    if whole and _sentence_start(page, word.start):
        return -0.4
    return 0.0


def _sentence_start(page: _Page, at: int) -> bool:
    before = page.before(at, 3).rstrip(" \"'“‘(")
    return not before or before[-1] in ".!?\n:;•"
