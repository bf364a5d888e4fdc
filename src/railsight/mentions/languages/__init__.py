"""The languages that reports are read in besides English, one table each, loaded when a text needs it."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from railsight.mentions.languages.table import EVENTS, RELATIONS, Language
from railsight.mentions.text import Hits, sentences, windows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from railsight.mentions.text import Span

__all__ = ["CODES", "EVENTS", "RELATIONS", "Language"]
__all__ += ["is_german", "joined_sentences", "language_of", "languages_of", "stretches", "table"]

CODES = ("ru", "ko", "ja", "zh", "de")
_OTHER = re.compile(r"[\u0400-\u04ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_WRITING = {
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "ko": re.compile(r"[\uac00-\ud7a3]"),
    "ja": re.compile(r"[\u3041-\u30fa駅発経県関鉄続総戦単円気込辺浜駆毎]"),  # kana, or letters only Japan writes so
    "zh": re.compile(r"[\u3400-\u9fff]"),
}
_WRITTEN = {code: Hits(pattern=f"{letters.pattern}{{1,40}}") for code, letters in _WRITING.items()}
_NEAR = 120  # characters around letters of a language in which its dates and clocks are looked for
_HEAD = 3000  # characters that tell whether a text in Latin letters is German
_GERMAN = frozenset(
    ("der", "die", "das", "und", "ist", "von", "nach", "dem", "den", "nicht", "wird", "im", "am", "ein", "eine", "des")
) | {
    "wurde",
    "Hbf",
    "steht",
    "Halt",
    "Castor",
    "durch",
    "auf",
    "mit",
    "hat",
    "zum",
    "um",
    "bei",
    "aus",
    "hielt",
    "fuhr",
    "kam",
    "Zug",
    "Zuges",
    "Sonderzug",
    "er",
    "soll",
    "noch",
    "nichts",
    "Konvoi",
    "Transport",
    "Güterzug",
    "Bahnhof",
    "gegen",
    "traf",
    "fährt",
    "rollte",
    "verließ",
    "seit",
    "ohne",
    "vom",
    "beim",
    "zur",
    "eines",
    "nie",
    "keine",
    "bereits",
    "worden",
    "wegen",
    "zwischen",
    "Uhr",
    "sich",
    "einen",
    "dass",
    "Abfahrt",
    "Ankunft",
    "Durchfahrt",
    "ab",
    "heute",
    "gestern",
    "kurz",
    "jetzt",
    *("gibt", "hatte", "wurden", "über", "dort", "wieder", "einem", "einer", "sei", "vorgestern", "nachdem", "zufolge"),
    *("Nachmittag", "Abend", "Panzerzug", "Sonderzugs", "Bahnhofs"),
}
_GERMAN_ANYWHERE = ("Der ", "Die ", "Am ", "ß")
_ENGLISH = frozenset({"the", "of", "and", "to", "was", "on", "at", "by", "for", "is", "a"})
_LONGEST = 1500  # characters of a joined sentence
_MONTH_NEXT = re.compile(r"(?:Jan|Jän|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d\d|\d{4})?")  # that opens an entry of a log: "14.06. X, ..."
_DAY_NEXT = re.compile(r"\d{1,2}\.(?!\d)")  # the day of a date in figures, behind its month or before it: "9. 10."
_SHARE = 0.3  # of the letters of a sentence in its writing


@cache
def table(code: str) -> Language:
    """The table of a language of ``CODES``."""
    found: Language = import_module(f"railsight.mentions.languages.{code}").LANGUAGE
    return found


def languages_of(text: str) -> Sequence[Language]:
    """Tables of the languages other than English that a text has words of; mostly none."""
    if text.isascii() or not _OTHER.search(text):
        return (table("de"),) if is_german(text) else ()
    codes = [code for code in ("ru", "ko") if _WRITING[code].search(text)]
    if _WRITING["ja"].search(text):
        codes.append("ja")
    elif _WRITING["zh"].search(text):
        codes.append("zh")
    if is_german(text):
        codes.append("de")
    return [table(code) for code in codes]


def is_german(text: str) -> bool:
    """Whether a text is German and not English: by the small words of its beginning."""
    head = text[:_HEAD]
    words = head.split(" ")[1:-1]  # those with a blank on either side
    german = sum(map(_GERMAN.__contains__, words)) + sum(map(head.count, _GERMAN_ANYWHERE))
    return german >= 2 and german > 2 * (sum(map(_ENGLISH.__contains__, words)) + head.count("The "))


def stretches(text: str, language: Language) -> Iterator[Span]:
    """Where a text may be in a language: near its writing; German anywhere."""
    if language.code in _WRITTEN:
        return windows(text, _WRITTEN[language.code], _NEAR, _NEAR)
    return iter(((0, len(text)),))


def language_of(sentence: str, languages: Sequence[Language]) -> Language | None:
    """The language of one sentence, of those its text has; None for English."""
    if not languages:
        return None
    if sentence.isascii() or not _OTHER.search(sentence):
        return next((x for x in languages if x.code == "de"), None)
    size = sum(map(str.isalpha, sentence))
    counts = {x.code: _letters(sentence, x.code) for x in languages if x.code != "de"}
    best = max(counts, key=lambda code: counts[code])
    if counts[best] >= _SHARE * size:
        return table(best)
    return next((x for x in languages if x.code == "de"), None)


def joined_sentences(text: str, languages: Sequence[Language]) -> list[Span]:
    """Spans of sentences, where "am 12. September" and abbreviations of the languages end none."""
    out: list[Span] = []
    patterns = [p for x in languages if (p := x.pattern("goes_on"))]
    for start, end in sentences(text):
        apart = not out or "\n" in text[out[-1][1] : start]
        if not apart and (_goes_on(text, out[-1], start, patterns) or _DATE.fullmatch(text, *out[-1])):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _goes_on(text: str, last: Span, start: int, patterns: Sequence[re.Pattern[str]]) -> bool:
    if start - last[0] > _LONGEST:
        return False
    ends = any(p.search(text, max(last[0], last[1] - 12), last[1]) for p in patterns)
    number = text[last[1] - 2]
    clock = text[start].isdigit() and number.isalpha()  # "приб. 10:00"
    figures = number.isdigit() and _DAY_NEXT.match(text, start) is not None
    return ends and (text[start].islower() or clock or figures or _MONTH_NEXT.match(text, start) is not None)


def _letters(sentence: str, code: str) -> int:
    found = len(_WRITING[code].findall(sentence))
    return found + len(_WRITING["zh"].findall(sentence)) if code == "ja" else found
