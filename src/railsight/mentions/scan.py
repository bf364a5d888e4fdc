"""What is found in a text whoever asks: recognition and resolution look at the same words, and find them once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from railsight.mentions.languages import languages_of
from railsight.mentions.one_clock import on_one_clock, one_clock
from railsight.mentions.phrases import find_directions, find_figures, find_trains, on_rails
from railsight.mentions.text import runs, unwrap
from railsight.mentions.when_other import find_all_times, one_clock_abroad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.mentions.languages import Language
    from railsight.mentions.phrases import DirectionPhrase, Figure
    from railsight.mentions.text import Span, Word
    from railsight.mentions.time_phrase import TimePhrase


SHORT = 1_200  # characters of a report that may be of a train without naming it
LOG_ENTRIES = 3  # clocks, and places, from which a short report without any vehicle is the log of a journey


class Scan:
    """A report's text with the line breaks of wrapped paragraphs as blanks, and what the small grammars find in it.

    Each is worked out when first asked for. The lists are shared: they are not to be changed.
    """

    def __init__(self, raw: str) -> None:
        self.text = unwrap(raw)

    @cached_property
    def languages(self) -> Sequence[Language]:
        """Tables of the languages besides English; mostly none."""
        return languages_of(self.text)

    @cached_property
    def runs(self) -> list[list[Word]]:
        return list(runs(self.text))

    @cached_property
    def times(self) -> list[TimePhrase]:
        return self._said if self.one_clock is None else on_one_clock(self._said, self.one_clock[0])

    @cached_property
    def _said(self) -> list[TimePhrase]:
        return find_all_times(self.text, self.languages)

    @cached_property
    def one_clock(self) -> tuple[str, tuple[int, int]] | None:
        """The zone that the text declares for those of its clocks that name none, and where it does."""
        if not any(t.has_clock and t.zone is None for t in self._said):
            return None
        return one_clock(self.text) or one_clock_abroad(self.text, self.languages)

    @cached_property
    def clocks(self) -> list[TimePhrase]:
        """The times that tell an hour."""
        return [t for t in self.times if t.has_clock]

    @property
    def is_timed(self) -> bool:
        """Whether a short text is so full of clocks that it is the log of something that runs by them."""
        return len(self.text) <= SHORT and len(self.clocks) >= LOG_ENTRIES

    @cached_property
    def trains(self) -> list[Span]:
        found = on_rails(self.text, find_trains(self.text))
        for table in self.languages:
            pattern = table.pattern("trains")
            found = sorted([*found, *(f.span() for f in pattern.finditer(self.text))]) if pattern else found
        return found

    @cached_property
    def directions(self) -> list[DirectionPhrase]:
        found = find_directions(self.text)
        if self.languages:
            from railsight.mentions.languages.compass import find_directions_abroad

            found = sorted([*found, *find_directions_abroad(self.text, self.languages)], key=lambda d: d.start)
        return found

    @cached_property
    def figures(self) -> list[Figure]:
        return find_figures(self.text)


_held: WeakValueDictionary[str, Scan] = WeakValueDictionary()


def scan(raw: str) -> Scan:
    """The scan of a text: the one that somebody still holds, else a new one. Hold it, and it is made once."""
    found = _held.get(raw)
    if found is None:
        found = _held[raw] = Scan(raw)
    return found
