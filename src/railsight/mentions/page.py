"""The text being read: its runs of capitalised words, what names them, and what was learned about its people."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from railsight.mentions.text import Span, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.mentions.names import Entry, Names

FILED = re.compile(r" ?(?:\([A-Za-z/ .]{2,30}\) ?)?(?:[–—]|--? )")  # after a town that opens a dateline
_SHORT_TEXT = 20_000  # characters that are searched through for one word after the other
_TOKEN = re.compile(r"\w+")
_GAP_BEFORE = re.compile(r"[ ,:;–-]{1,3}$")
_GAP_BEHIND = re.compile(r"[ ,:(–-]{1,3}")


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


class Known(NamedTuple):
    """Words of a run that the gazetteer knows: their indices, end excluded."""

    first: int
    end: int
    entry: Entry


@dataclass(slots=True)
class Run:
    words: list[Word]
    names: list[Known] = field(default_factory=list)
    people: list[tuple[int, int]] = field(default_factory=list)  # word indices of people's names

    addressed: set[int] = field(default_factory=set)  # words after Mr, Dr and the like: people whatever their name

    def is_person(self, i: int) -> bool:
        return any(a <= i < b for a, b in self.people)


class Page:
    """The text being read, with what the first pass learned about its people."""

    def __init__(self, text: str, names: Names, *, rail: bool = False, clocks: Sequence[Span] = ()) -> None:
        self.text = text
        self.rail = rail  # whether the text tells of trains
        self._clock_starts = frozenset(start for start, _ in clocks)
        self._clock_ends = frozenset(end for _, end in clocks)
        self.names = names
        self.surnames: set[str] = set()
        self._short = len(text) <= _SHORT_TEXT
        self._lower: frozenset[str] | None = None
        self.doubtful: list[Found] = []  # known names without evidence enough: a list of places may settle them

    def in_lower_case(self, word: str) -> bool:
        """Whether the text has the word in lower case too: then its capital letter says little."""
        if len(word) <= 2 or not word.isascii() or (self._short and word not in self.text):
            return False
        if self._lower is None:
            self._lower = frozenset(_TOKEN.findall(self.text))
        return word in self._lower

    def is_timed(self, start: int, end: int) -> bool:
        """Whether a clock stands right before or behind a span, as in a log: "Taihape 10:25", "07.12, Brig"."""
        before = _GAP_BEFORE.search(self.text, max(0, start - 4), start)
        behind = _GAP_BEHIND.match(self.text, end, end + 4)
        led = before is not None and before.start() in self._clock_ends
        return led or (behind is not None and behind.end() in self._clock_starts)

    def before(self, at: int, length: int = 24) -> str:
        return self.text[max(0, at - length) : at]

    def after(self, at: int, length: int = 24) -> str:
        return self.text[at : at + length]


def contiguous(text: str, words: Sequence[Word]) -> bool:
    return all(text[a.end : b.start] in (" ", "-", ". ") for a, b in itertools.pairwise(words))


def beside(run: Run, j: int, page: Page) -> bool:
    """Whether word j follows on a blank: words joined by "of" or "on" are another name."""
    return page.text[run.words[j - 1].end : run.words[j].start] == " "
