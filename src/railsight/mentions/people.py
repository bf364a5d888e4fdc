"""People in runs of capitalised words: after titles and given names, and towns that are given names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from railsight.mentions.names import STRONG
from railsight.mentions.text import Word, lexica, lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.mentions.page import Page, Run

_LONGEST_TITLE = 15  # letters
# Before a station in a text of trains: "left London Euston".
_OF_TRAINS = frozenset({"left", "leaving", "leaves", "reached", "reaching", "passed", "passing", "departed", "cleared"})
_ADDRESS = frozenset({"mr", "mrs", "ms", "miss", "dr", "sir", "lady", "prof"})
# Korean family names as the press writes them; the given name after one has a hyphen: "Lim Soo-suk".
_KOREAN = frozenset(
    {"an", "ahn", "bae", "baek", "paek", "cha", "chang", "cho", "choe", "choi", "chun", "chung", "gu", "ha", "ham"}
    | {"han", "heo", "ho", "hong", "hur", "hwang", "hyon", "im", "jang", "jeon", "jeong", "jin", "jo", "ju", "jun"}
    | {"jung", "kang", "kim", "ko", "kwak", "kwon", "lee", "lim", "min", "moon", "mun", "na", "nam", "noh", "oh", "pak"}
    | {"park", "pyo", "ri", "rim", "ro", "roh", "ryu", "seo", "shim", "shin", "sim", "sin", "so", "son", "song", "suh"}
    | {"thae", "won", "woo", "yang", "yi", "yim", "yoo", "yoon", "yu", "yun"}
)
_KOREAN_GIVEN = re.compile(r"-(?!led\b|based\b|born\b|made\b|run\b|bound\b|held\b|area\b)[a-z]{1,6}\b")


def note_people(run: Run, page: Page) -> None:
    """Mark the words of a run that are a person's name and remember the surname."""
    words, titles, given = run.words, lexicon("titles"), lexicon("given")
    if len(words) == 1 and not _title_before(page, words[0].start):
        return
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
        if last - first == 2 and words[first].bare in _KOREAN and _KOREAN_GIVEN.match(page.text, words[first + 1].end):
            run.people.append((first, last))
            page.surnames.add(words[first].text)
        elif k == last:
            _note_unknown(run, first, last, page)
        elif not _covered(run, k) and (titled or last - k > 1) and not _is_place(words[k:last], page):
            if k and words[k - 1].bare in _ADDRESS:
                run.addressed.add(k)
            if k in run.addressed or not (titled and _is_big(words[k:last], page)):
                run.people.append((k, last))
                _remember(words[k:last], page)
        first = last


def _given_place(run: Run, k: int, last: int, page: Page) -> bool:
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
    word = before[0].casefold() if before else ""
    if word in lexica("where", "articles") or (page.rail and word in _OF_TRAINS):
        return False
    others = lexica("organisations", "facilities", "facilities_before", "directions", "titles", "never")
    return not any(w.bare in others or (w.bare.endswith("s") and w.bare[:-1] in others) for w in rest) and not (
        _is_big(rest, page) or _is_club(rest[-1], page)
    )


def _is_club(word: Word, page: Page) -> bool:
    """Whether a word is the plain plural that a team or a shop is called by: "Nuggets", "Stars"."""
    bare = word.bare
    return (
        bare.endswith("s")
        and not bare.endswith("ss")
        and (bare[:-1] in lexica("common", "given") or page.in_lower_case(bare) or page.in_lower_case(bare[:-1]))
    )


def _covered(run: Run, k: int) -> bool:
    """Whether a known name of several words holds word k: "San Antonio", "St. Paul"."""
    return any(i <= k < j and j - i > 1 for i, j, _ in run.names)


def _remember(words: Sequence[Word], page: Page) -> None:
    if len(words) <= 4:
        page.surnames.add(words[-1].text)
        if len(words) > 1:
            page.surnames.add(words[0].text)


def _note_unknown(run: Run, first: int, last: int, page: Page) -> None:
    """Two or three words of which only the last is a known, small name: likely a person of another culture."""
    words = run.words
    if not 2 <= last - first <= 3 or not any((i, j) == (last - 1, last) for i, j, _ in run.names):
        return
    if any(first <= i < last - 1 for i, _, _ in run.names) or page.names.strength(words[last - 1].text) >= STRONG:
        return
    lead = [w.bare for w in words[first : last - 1]]
    plain = lexica("common", "organisations", "facilities", "directions")
    if not any(w in plain for w in lead) and not any(w.text.isupper() for w in words[first:last]):
        run.people.append((first, last))
        page.surnames.add(words[last - 1].text)


def _starts_name(run: Run, k: int) -> bool:
    return any(i == k and j > k + 1 for i, j, _ in run.names)


def _title_before(page: Page, at: int) -> bool:
    text = page.text
    if at < 2 or text[at - 1] != " ":
        return False
    first = max(0, at - _LONGEST_TITLE - 1)
    blank = text.rfind(" ", first, at - 1)
    if blank < 0 and first:
        return False  # a longer word
    token = text[blank + 1 : at - 1]
    if token.endswith(".") and token[:-1].casefold() not in lexicon("stopped"):
        return False  # "a new engineer. Raton at five"
    return token.rstrip(".").casefold() in lexicon("titles")


def _is_big(words: Sequence[Word], page: Page) -> bool:
    """Whether the words are a country, a demonym or the like: "President of Russia", "Chinese President"."""
    surface = page.text[words[0].start : words[-1].end]
    entry = page.names.entry(surface)
    return (entry if entry.rows else page.names.entry(words[0].text)).may_be_big


def _is_place(words: Sequence[Word], page: Page) -> bool:
    """Whether the words end in a facility or the like, or in the land that holds a town: "Bryan Ohio"."""
    if words[-1].bare in lexicon("facilities") or words[-1].bare in lexicon("organisations"):
        return True
    area = len(words) == 2 and any(r.kind == "region" for r in page.names.rows(words[1].text))
    return area and bool(page.names.at_station(page.text[words[0].start : words[1].end]))
