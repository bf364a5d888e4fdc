"""Place names in text with capital letters: runs of capitalised words, the longest names the gazetteer knows in them,
and simple additive evidence for and against each (no training; weights are round numbers).
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from railsight.mentions.names import DEMONYM, RAIL_KINDS, SHORT
from railsight.mentions.text import Word, lexica, lexicon, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.mentions.names import Names, Row

LONGEST_NAME = 7  # words of a name that are tried
SURE = 2.5  # evidence from which a name counts for its other mentions too
LISTED = 1.5  # for each neighbour in a list that is a place
SAID_ELSEWHERE = 1.0
DOUBTFUL = -2.0  # below this a name is none, whatever stands beside it
THRESHOLD = 1.5  # evidence from which a name is taken for a place: the middle of a plateau on both open corpora
_LOWER_HEADS = frozenset(
    [
        "river",
        "station",
        "bridge",
        "region",
        "oblast",
        "krai",
        "province",
        "county",
        "district",
        "cosmodrome",
        "spaceport",
        "airport",
    ]
)
_RAIL = frozenset({"railway", "train", "rail", "space", "border"})
_ADDRESS = frozenset({"mr", "mrs", "ms", "miss", "dr", "sir", "lady", "prof"})
_TOKEN = re.compile(r"\w+")
_KIN = re.compile(
    r"\b(?:son|daughter|brother|sister|wife|husband|widow|widower|niece|nephew|cousin|grandson|granddaughter|stepson"
    r"|stepdaughter|fianc[eé]e?|mother|father|baby|named|nicknamed|called)s?,? $"
)
_TOLD_AFTER = re.compile(
    r" (?:man|woman|couple|teen|teenager|boy|girl|native|residents?|police|soldier|family|firefighters|officers|suburb"
    r"|area|neighbou?rhood|district|villagers)\b"
    r"|, (?:the|an?) (?:[a-z]+ ){0,2}(?:capital|county seat|city|town|village|suburb|port|hamlet|community)\b"
)
FILED = re.compile(r" ?(?:\([A-Za-z/ .]{2,30}\) ?)?(?:[–—]|--? )")  # after a town that opens a dateline
_LISTED = re.compile(r"(?: \(?[\d.,]+ ?%?\)?)?(?:,|;| and| or|, and|, or| &) ")  # between two places of a list
_STATES = frozenset({"US", "UK", "EU", "UAE", "USA", "U.S.", "U.K.", "U.A.E.", "DPRK", "DRC", "PRC", "ROK"})
_BIG_KINDS = frozenset({"country", "continent", "region", "area", "sea", "ocean"})


@dataclass(slots=True)
class Found:
    """A span taken for a place name. ``hint`` says what the span is: name, demonym, facility, organisation."""

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
    people: list[tuple[int, int]] = field(default_factory=list)  # word indices of people's names

    addressed: set[int] = field(default_factory=set)  # words after Mr, Dr and the like: people whatever their name

    def is_person(self, i: int) -> bool:
        return any(a <= i < b for a, b in self.people)


class _Page:
    """The text being read, with what the first pass learned about its people."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self.surnames: set[str] = set()
        self._lower: frozenset[str] | None = None
        self.doubtful: list[Found] = []  # known names without evidence enough: a list of places may settle them

    def in_lower_case(self, word: str) -> bool:
        """Whether the text has the word in lower case too: then its capital letter says little."""
        if self._lower is None:
            self._lower = frozenset(_TOKEN.findall(self.text))
        return len(word) > 2 and word.isascii() and word in self._lower

    def before(self, at: int, length: int = 24) -> str:
        return self.text[max(0, at - length) : at]

    def after(self, at: int, length: int = 24) -> str:
        return self.text[at : at + length]


def find_places(text: str, names: Names, *, train: bool = False) -> list[Found]:
    """Spans taken for place names, in order, not overlapping. ``train``: also points of the railway misspelt."""
    page = _Page(text, names)
    read = [_analyse(words, page) for words in runs(text)]
    for run in read:
        _note_person(run, page)
    found: list[Found] = []
    for run in read:
        places = _places_of(run, page)
        found.extend(places)
        if train and not places:
            found.extend(_misspelt(run, page))
    return _with_listed(found, page) if page.doubtful else found


def _with_listed(found: list[Found], page: _Page) -> list[Found]:
    """The places, and the doubtful names that stand in a list beside places or are places elsewhere in the text."""
    sure = {f.text.casefold() for f in found if f.evidence >= SURE}
    every = sorted([*found, *page.doubtful], key=lambda f: f.start)
    taken = {id(f) for f in found}
    for i, one in enumerate(every):
        if id(one) in taken or _overlaps(every, i, taken):
            continue
        beside = [(every[i - 1], one)] if i and id(every[i - 1]) in taken else []
        beside += [(one, every[i + 1])] if i + 1 < len(every) and id(every[i + 1]) in taken else []
        lists = sum(bool(_LISTED.fullmatch(page.text, a.end, b.start)) for a, b in beside)
        one.evidence += LISTED * lists + (SAID_ELSEWHERE if one.text.casefold() in sure else 0.0)
        if one.evidence >= THRESHOLD:
            one.why += ", in a list of places" if lists else ", a place elsewhere in the text"
            taken.add(id(one))
    return [f for f in every if id(f) in taken]


def _overlaps(every: Sequence[Found], i: int, taken: set[int]) -> bool:
    one = every[i]
    return any(id(o) in taken and o.start < one.end and one.start < o.end for o in every[max(0, i - 1) : i + 2])


def _misspelt(run: _Run, page: _Page) -> list[Found]:
    """A name no entry has, after a preposition, that sounds like a point of the railway: "in Khassan"."""
    words = run.words[: next((j for j in range(1, len(run.words)) if not _beside(run, j, page)), len(run.words))]
    before = page.before(words[0].start).rstrip().rsplit(None, 1)[-1:]
    if len(words) > 3 or run.people or not before or before[0].casefold() not in lexicon("prepositions"):
        return []
    surface = page.text[words[0].start : words[-1].end]
    rows = page.names.by_sound(surface)
    if not rows or surface.casefold() in lexicon("common") or page.names.rows(surface):
        return []
    return [Found(words[0].start, words[-1].end, surface, "name", f"sounds like {rows[0].name}", 1.6)]


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
    if first.text in ("The", "THE") and i + 1 < len(words):
        inner = _longest(words, i + 1, page)
        if inner and names.strength(text[words[i + 1].start : words[inner - 1].end]) >= names.strength(
            text[first.start : words[inner - 1].end]
        ):
            return 0  # "The US", but "The Hague"
    last = min(len(words), i + LONGEST_NAME)
    if last > i + 1 and names.starts(first.text):
        for j in range(last, i + 1, -1):
            if names.rows(text[first.start : words[j - 1].end]):
                return j
    return i + 1 if names.rows(first.text) else 0


def _note_person(run: _Run, page: _Page) -> None:
    """Mark the words of a run that are a person's name and remember the surname."""
    words, titles, given = run.words, lexicon("titles"), lexicon("given")
    first = 0
    while first < len(words):
        last = first + 1  # a name of a person runs over blanks only, never over "of"
        while last < len(words) and page.text[words[last - 1].end : words[last].start] in (" ", "-", ". "):
            last += 1
        k = first
        while k < last and words[k].bare in titles and not _starts_name(run, k):
            k += 1
        titled = k > first or (k == 0 and _title_before(page, words[0].start))
        if not titled:
            k = next(
                (i for i in range(first, last) if words[i].bare in given or _given_place(run, i, last, page)), last
            )
        if k == last:
            _note_unknown(run, first, last, page)
        elif not _covered(run, k) and (titled or last - k > 1) and not _heads(words[last - 1]):
            if k and words[k - 1].bare in _ADDRESS:
                run.addressed.add(k)
            if k in run.addressed or not (titled and _is_big(words[k:last], page)):
                run.people.append((k, last))
                _remember(words[k:last], page)
        first = last


def _given_place(run: _Run, k: int, last: int, page: _Page) -> bool:
    """Whether word k is a given name that is also a place, and what follows reads like a surname: "Jordan Bolton"."""
    words = run.words
    if words[k].bare not in lexicon("given_places") or k + 1 >= last or words[k].text.isupper():
        return False
    start, rest = words[k].start, words[k + 1 : last]
    if k and words[k - 1].end + 1 == start:
        return False
    if page.text[words[k].end : rest[0].start] != " " or len(rest) > 3 or rest[0].text.isupper():
        return False
    before = page.before(start, 12).rsplit(None, 1)[-1:] if page.before(start, 1) == " " else []
    if before and before[0].casefold() in lexica("where", "articles"):
        return False
    others = lexica("organisations", "facilities", "facilities_before", "directions", "titles", "never")
    return not any(w.bare in others or (w.bare.endswith("s") and w.bare[:-1] in others) for w in rest) and not (
        _is_big(rest, page) or _is_club(rest[-1], page)
    )


def _is_club(word: Word, page: _Page) -> bool:
    """Whether a word is the plain plural that a team or a shop is called by: "Nuggets", "Stars"."""
    bare = word.bare
    return (
        bare.endswith("s")
        and not bare.endswith("ss")
        and (bare[:-1] in lexica("common", "given") or page.in_lower_case(bare) or page.in_lower_case(bare[:-1]))
    )


def _covered(run: _Run, k: int) -> bool:
    """Whether a known name of several words holds word k: "San Antonio", "St. Paul"."""
    return any(i <= k < j and j - i > 1 for i, j in run.names)


def _remember(words: Sequence[Word], page: _Page) -> None:
    if len(words) <= 4:
        page.surnames.add(words[-1].text)
        if len(words) > 1:
            page.surnames.add(words[0].text)


def _note_unknown(run: _Run, first: int, last: int, page: _Page) -> None:
    """Two or three words of which only the last is a known, small name: likely a person of another culture."""
    words = run.words
    if not 2 <= last - first <= 3 or not any((i, j) == (last - 1, last) for i, j in run.names):
        return
    if any(first <= i < last - 1 for i, _ in run.names) or page.names.strength(words[last - 1].text) >= 5.0:
        return
    lead = [w.bare for w in words[first : last - 1]]
    plain = lexica("common", "organisations", "facilities", "directions")
    if not any(w in plain for w in lead) and not any(w.text.isupper() for w in words[first:last]):
        run.people.append((first, last))
        page.surnames.add(words[last - 1].text)


def _starts_name(run: _Run, k: int) -> bool:
    return any(i == k and j > k + 1 for i, j in run.names)


def _title_before(page: _Page, at: int) -> bool:
    text = page.text
    if at < 2 or text[at - 1] != " ":
        return False
    token = text[text.rfind(" ", max(0, at - 16), at - 1) + 1 : at - 1]
    return token.rstrip(".").casefold() in lexicon("titles")


def _is_big(words: Sequence[Word], page: _Page) -> bool:
    """Whether the words are a country, a demonym or the like: "President of Russia", "Chinese President"."""
    surface = page.text[words[0].start : words[-1].end]
    return any(r.kind in _BIG_KINDS for r in page.names.rows(surface) or page.names.rows(words[0].text))


def _heads(word: Word) -> bool:
    bare = word.bare
    return bare in lexicon("facilities") or bare in lexicon("organisations")


# ---------------------------------------------------------------- second pass: evidence


def _places_of(run: _Run, page: _Page) -> list[Found]:
    words = run.words
    out: list[Found] = []
    if not run.names and len(words) <= 2:
        return _unknown_town(run, page)
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
        if evidence < DOUBTFUL:
            continue
        hint = _hint(run, i, j, rows)
        end = _with_stop(words[j - 1], rows, page)
        one = Found(words[i].start, end, page.text[words[i].start : end], hint, why, evidence)
        if evidence < THRESHOLD:
            if words[i].bare not in lexicon("never"):
                page.doubtful.append(one)
            continue
        out.append(one)
        used = j
    if not out and len(words) > 1 and not run.people:
        unknown = _unknown_facility(run, page)
        if unknown is not None:
            out.append(unknown)
    return out


def _with_stop(word: Word, rows: Sequence[Row], page: _Page) -> int:
    """End of the name with the full stop of an abbreviation: "Ky.", "Calif."."""
    after = page.after(word.end, 3)
    short = len(word.text) <= 5 and any(r.name_type == SHORT for r in rows) and not word.text.isupper()
    return word.end + 1 if short and after[:1] == "." and not after[1:3].strip(" ")[:1].isupper() else word.end


def _hint(run: _Run, i: int, j: int, rows: Sequence[Row]) -> str:
    if all(r.name_type == DEMONYM for r in rows):
        return "demonym"
    if len(run.words) > j - i and any(w.bare in lexicon("organisations") for w in run.words[:i] + run.words[j:]):
        return "organisation"
    return "name"


def _facility(run: _Run, i: int, j: int, page: _Page) -> tuple[Found, int] | None:
    """A landmark whose name holds a known place and ends in a head noun: "Toronto Airport". End word index with it."""
    words = run.words
    heads = lexicon("facilities")
    k = next((k for k in range(min(len(words), j + 4), j, -1) if words[k - 1].bare in heads), 0)
    if not k or run.is_person(i) or _demonym_only(page, words, i, j):
        return None
    if any(_is_body(w.bare) for w in words[i:k]):
        return None
    if not _contiguous(page.text, words[i:k]):
        return None
    start, end = words[i].start, words[k - 1].end
    inner = (words[i].start, words[j - 1].end)
    head = words[k - 1].bare
    return Found(start, end, page.text[start:end], "facility", f"named {head}", 2.0, head, inner), k


def _is_body(word: str) -> bool:
    """Whether a word names an institution and not a landmark as well."""
    return word in lexicon("organisations") and word not in lexicon("facilities")


def _demonym_only(page: _Page, words: list[Word], i: int, j: int) -> bool:
    rows = page.names.rows(page.text[words[i].start : words[j - 1].end])
    return all(r.name_type == DEMONYM for r in rows)


def _contiguous(text: str, words: Sequence[Word]) -> bool:
    return all(text[a.end : b.start] in (" ", "-", ". ") for a, b in itertools.pairwise(words))


def _unknown_facility(run: _Run, page: _Page) -> Found | None:
    """A landmark no word of which the gazetteer knows: "Frenchmen Street", "Lake Zzyx"."""
    words = run.words
    heads = lexicon("facilities")
    last = words[-1].bare
    first = words[0].bare
    if not (last in heads or first in lexicon("facilities_before")) or not _contiguous(page.text, words):
        return None
    if any(_is_body(w.bare) for w in words) or words[0].text.isupper():
        return None
    if first in ("the", "a", "this", "our", "my", "their") or len(words) > 5:
        return None
    start, end = words[0].start, words[-1].end
    head = last if last in heads else first
    return Found(start, end, page.text[start:end], "facility", f"named {head}, not in the gazetteer", 1.6, head)


def _unknown_town(run: _Run, page: _Page) -> list[Found]:
    """A name the gazetteer does not have where only a place fits: "in Bharmour district", "near Kitchanga."."""
    words = run.words
    start, end = words[0].start, words[-1].end
    before = page.before(start, 12).rsplit(None, 1)[-1:] if page.before(start, 1) == " " else []
    if not before or before[0] not in ("in", "near", "outside") or run.people or not _contiguous(page.text, words):
        return []
    plain = lexica("common", "never", "given", "titles", "organisations", "directions", "times")
    if any(w.bare in plain or len(w.text) < 4 or w.text.isupper() or w.text in page.surnames for w in words):
        return []
    if any(page.in_lower_case(w.bare) or not w.text.isalpha() for w in words):
        return []
    if page.after(end, 1) not in ",.;:) " or page.after(end, 2)[1:2].isupper():
        return []
    text = page.text[start:end]
    return [Found(start, end, text, "unknown", f"after '{before[0]}', not in the gazetteer", THRESHOLD)]


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
    strong = page.names.strength(page.text[words[i].start : words[j - 1].end]) >= 5.0
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
    if j == len(words) and _head_follows(after):
        score += 1.0
        why.append("before a word for a kind of place")
    elif j == len(words) and _TOLD_AFTER.match(page.text, words[j - 1].end):
        score += 1.0
        why.append("as the place of people or a kind of place")
    if j == len(words) and i == 0 and words[i].text.isupper() and _opens_dateline(page, words[i], words[j - 1].end):
        score += 2.0
        why.append("opens a dateline")
    if j < len(words) and words[j].bare in lexica("organisations", "facilities"):
        score += 0.3
    elif j < len(words) and not big and _beside(run, j, page) and not any(a == j for a, _ in run.names):
        score -= 0.8 if strong else 1.5
    if i > 0 and not any(b == i for _, b in run.names) and not big:
        bare = words[i - 1].bare
        gap = page.text[words[i - 1].end : words[i].start]
        if gap == " " and bare not in lexica("organisations", "facilities", "directions"):
            broadcaster = words[i - 1].text.isupper() and len(words[i - 1].text) <= 4
            opening = i == 1 and _sentence_start(page, words[0].start)
            score -= 0.3 if broadcaster or opening else 0.8 if strong else 1.5
    return score


def _opens_dateline(page: _Page, first: Word, end: int) -> bool:
    """Whether a name in capitals that ends at ``end`` opens a line and a dash follows: "WARREN (AP) —"."""
    opens = first.start == 0 or page.text[first.start - 1] == "\n"
    return opens and first.text.isupper() and bool(FILED.match(page.text, end))


def _head_follows(after: str) -> bool:
    """Whether the text goes on with a head noun in lower case: "the Razdolnaya river", "Khasan station"."""
    words = [w.strip(".,;:)") for w in after.split(None, 2)[:2]] if after.startswith(" ") else []
    if len(words) == 2 and words[0] in _RAIL:
        return words[1] in _LOWER_HEADS
    return bool(words) and words[0] in _LOWER_HEADS


def _beside(run: _Run, j: int, page: _Page) -> bool:
    """Whether word j follows on a blank: words joined by "of" or "on" are another name."""
    return page.text[run.words[j - 1].end : run.words[j].start] == " "


def _known_after_comma(page: _Page, at: int) -> bool:
    piece = page.text[at : at + 24].split()
    if not piece:
        return False
    one = piece[0].strip(",;:)")
    two = " ".join(piece[:2]).rstrip(",;:)")
    return any(r.kind in _BIG_KINDS for r in page.names.rows(two)) or any(
        r.kind in _BIG_KINDS for r in page.names.rows(one)
    )


def _known_before_comma(page: _Page, at: int) -> bool:
    piece = page.text[max(0, at - 20) : at - 2].split()
    return bool(piece) and piece[-1][:1].isupper() and page.names.strength(piece[-1].strip(",;:()")) >= 4.0


def _person_evidence(run: _Run, i: int, j: int, page: _Page, big: bool, why: list[str]) -> float:
    words = run.words
    if run.is_person(i) and (not big or i in run.addressed):
        why.append("part of a person's name")
        return -4.0
    if j - i == 1 and words[i].text in page.surnames and not big:
        why.append("a person of this report")
        return -2.5
    if i == 0 and not big and _KIN.search(page.before(words[0].start)):
        why.append("a relative's name")
        return -4.0
    after = page.after(words[j - 1].end, 8)
    if after.startswith((" said", " says")) and not big and page.names.strength(words[i].text) < 5.0:
        return -1.5
    if after[:2] == ", " and after[2:4].isdigit() and after[4:5] == ",":
        return -3.0
    return 0.0


def _shape(word: Word, best: Row, page: _Page, whole: bool, why: list[str]) -> float:
    """Evidence of the word's own shape: common words, two capital letters, position in the sentence."""
    text = word.text
    bare = word.bare
    if text in _STATES:
        return 1.0
    if best.name_type == SHORT and page.after(word.end, 1) == "." and page.before(word.start, 2) == ", ":
        return 1.0  # "Wilmington, Del."
    if bare in lexicon("common"):
        why.append("a common word")
        return -4.0 if bare in lexicon("never") or not _said_where(page, word) else -1.5
    if text.isupper() and len(text) <= 3 and "." not in text:
        if best.name_type != SHORT and best.kind != "country":
            return -2.0
        if best.kind != "country" and not page.before(word.start, 2).endswith(", "):
            return -4.0
    if len(text) <= 2 and not text.isupper():
        return -4.0
    if bare in lexicon("given") or bare in lexicon("titles"):
        return -1.2 if page.names.strength(text) >= 5.0 or _said_where(page, word) else -2.0
    if bare in lexicon("surnames") and page.names.strength(text) < 5.5 and not _said_where(page, word):
        why.append("a family name")
        return -1.2
    if page.in_lower_case(bare) and best.kind not in _BIG_KINDS and best.name_type != DEMONYM:
        why.append("also a plain word here")
        return -2.0
    if bare in lexicon("organisations") or bare in lexicon("facilities") or bare in lexicon("directions"):
        return -4.0
    if best.kind not in _BIG_KINDS and best.name_type != DEMONYM and page.before(word.start, 4).casefold() == "the ":
        return -1.0
    if whole and _sentence_start(page, word.start):
        return -0.4
    return 0.0


def _said_where(page: _Page, word: Word) -> bool:
    """Whether the word before says where, and the name stands there by itself: "in Commerce." """
    before = page.before(word.start, 12).rsplit(None, 1)[-1:] if page.before(word.start, 1) == " " else []
    return bool(before) and before[0] in lexicon("where") and page.after(word.end, 2)[:1] in ".,;:)"


def _sentence_start(page: _Page, at: int) -> bool:
    before = page.before(at, 3).rstrip(" \"'“‘(")
    return not before or before[-1] in ".!?\n:;•"
