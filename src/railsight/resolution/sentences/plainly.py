"""Reports as their readers see them: what is not seen is left out, and what looks alike is alike.

Texts copied from pages and channels hold soft hyphens, joiners, blanks that do not break, stress marks, accents and
Korean sounds as characters of their own, wide Latin letters and digits, and letters of another alphabet that look the
same, put there by typesetters or to escape notice. The rules read a text without them; spans and words of what they
find are those of the report as received.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from railsight.gazetteer.folding import UNSEEN
from railsight.resolution.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.model import Claim, Mention, Report, Sighting

    Found = TypeVar("Found", Mention, Claim)

_BLANKS = "\u00a0\u2000-\u200a\u202f\u205f"
_WIDE = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_CYRILLIC, _LATIN = "АВЕКМНОРСТУХІЈЅаеорсухіјѕ", "ABEKMHOPCTYXIJSaeopcyxijs"
_TO_LATIN, _TO_CYRILLIC = str.maketrans(_CYRILLIC, _LATIN), str.maketrans(_LATIN, _CYRILLIC)
_ALL_LATIN, _ALL_CYRILLIC = re.compile("[A-Za-z]+").fullmatch, re.compile("[\u0400-\u04ff]+").fullmatch
_WORD, _MIXED = re.compile("[A-Za-z\u0400-\u04ff]+"), re.compile("[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
_ODD = re.compile(f"[{_BLANKS}{_WIDE}]")
# A letter with accents of its own, or the sounds of a Korean syllable; and the stress of a Russian word.
_PARTS = re.compile("[^\\W\\d_][\u0300-\u036f]+|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")
_STRESS = re.compile("(?<=[\u0400-\u04ff])[\u0300\u0301]")
_WIDE_COLON = re.compile("(?<=[0-9])：(?=[0-9])")
_WIDE_BY = ord("０") - ord("0")


class _Plain(NamedTuple):
    """A report's text as it is seen, and where in the report each of its characters stands."""

    text: str
    at: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the report that a span of the text is."""
        return self.at[start], self.at[end - 1] + 1


def plainly(reports: Sequence[Report]) -> tuple[list[Report], dict[str, tuple[Report, _Plain]]]:
    """The reports as they are seen, and of those that change, by id, the report as received and its characters.

    Of reports that share an id none is changed: what is found in them could not be told apart.
    """
    ids = Counter(report.id for report in reports)
    out, changed = [], {}
    for report in reports:
        plain = _plain(report.text) if ids[report.id] == 1 else None
        if plain is not None:
            changed[report.id] = report, plain
        out.append(report if plain is None else replace(report, text=plain.text))
    return out, changed


def as_received(reading: Reading, changed: dict[str, tuple[Report, _Plain]]) -> Reading:
    """A reading of reports as they are seen, with the spans and words of the reports as received."""
    if not changed:
        return reading
    return replace(
        reading,
        reports=tuple(_report(r, changed) for r in reading.reports),
        mentions=tuple(_found(m, changed) for m in reading.mentions),
        sightings=tuple(_sighting(s, changed) for s in reading.sightings),
        withdrawn=tuple(_sighting(s, changed) for s in reading.withdrawn),
        retold=tuple(_sighting(s, changed) for s in reading.retold),
        claims=tuple(_found(c, changed) for c in reading.claims),
        unplaced=tuple((_found(m, changed), why) for m, why in reading.unplaced),
    )


def _report(read: Report, changed: dict[str, tuple[Report, _Plain]]) -> Report:
    known = changed.get(read.id)
    return read if known is None else replace(read, text=known[0].text)


def _found(found: Found, changed: dict[str, tuple[Report, _Plain]]) -> Found:
    known = changed.get(found.report)
    if known is None:
        return found
    start, end = known[1].span(found.start, found.end)
    return replace(found, start=start, end=end, text=known[0].text[start:end])


def _sighting(s: Sighting, changed: dict[str, tuple[Report, _Plain]]) -> Sighting:
    known = changed.get(s.report) if s.report is not None else None
    if known is None or s.quote is None:
        return s
    start, end = known[1].span(*s.quote)
    return replace(s, quote=(start, end), quote_text=known[0].text[start:end])


def _plain(text: str) -> _Plain | None:
    """A text as it is seen; None where that is the text itself."""
    if text.isascii():
        return None
    if not UNSEEN.search(text) and not _PARTS.search(text):
        seen = _one_alphabet(_alike(text))
        return None if seen == text else _Plain(seen, range(len(text)))
    hidden = {m.start() for m in UNSEEN.finditer(text)}
    at = [i for i in range(len(text)) if i not in hidden]
    shown = _alike("".join(text[i] for i in at))
    letters, hidden = list(shown), set()
    for parts in _PARTS.finditer(shown):
        whole = unicodedata.normalize("NFC", _STRESS.sub("", parts[0]))
        letters[parts.start() : parts.start() + len(whole)] = whole
        hidden.update(range(parts.start() + len(whole), parts.end()))
    kept = [i for i in range(len(letters)) if i not in hidden]
    seen = _one_alphabet("".join(letters[i] for i in kept))
    return None if seen == text else _Plain(seen, [at[i] for i in kept])


def _alike(text: str) -> str:
    """The text with characters that look alike as the usual ones, character for character."""
    return _WIDE_COLON.sub(":", _ODD.sub(_usual, text))


def _usual(odd: re.Match[str]) -> str:
    return chr(ord(odd[0]) - _WIDE_BY) if odd[0] >= "\uff10" else " "


def _one_alphabet(text: str) -> str:
    return _WORD.sub(_unmixed, text) if _MIXED.search(text) else text


def _unmixed(found: re.Match[str]) -> str:
    """A word of Latin and Cyrillic letters in the one alphabet that it looks to be in; as it is where that is none."""
    word = found[0]
    ways = [w for w in (word.translate(_TO_LATIN), word.translate(_TO_CYRILLIC)) if _ALL_LATIN(w) or _ALL_CYRILLIC(w)]
    return min(ways, key=lambda way: sum(a != b for a, b in zip(word, way, strict=True)), default=word)
