"""Keys under which names are indexed: ``fold`` (spelling) and ``sound`` (romanisation variants made alike).

``fold`` keeps the script, but writes traditional Chinese characters as simplified ones; ``sound`` writes everything in
a coarse Latin skeleton, so that Khasan, Hasan, Хасан and 하산 share one key. Both are idempotent and linear in the
length of the name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

MAX_NAME = 200  # characters of a name that count; the rest of a longer one is ignored

_DROP = "'’‘`´ʼʻʹʺ′″\"“”«»„.·・"
_GAP = "-‐‑‒–—―−_/,;:()[]{}&+　\t\n\r"
_FOLD = {ord(c): None for c in _DROP} | {ord(c): " " for c in _GAP}
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ə": "a", "ŋ": "ng"}
)
_MARKS = re.compile("[̀-ͯ҃-҉]")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]").search
# Unicode's default-ignorable characters: marks of direction, joiners, soft hyphens, the byte order mark, fillers.
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def visible(name: str) -> str:
    """A name without the characters that nobody sees and that come along when it is copied from a page.

    >>> visible("\\u2068Khasan\\u2069\\ufeff")
    'Khasan'
    """
    return name if name.isascii() else UNSEEN.sub("", name)


def fold(name: str) -> str:
    """The key under which a name is indexed: lower case, no accents or apostrophes, hyphens as single spaces.

    >>> fold("Ch'ŏngjin"), fold("ARTYOM-Primorsky-1"), fold("N.C."), fold("Хасан"), fold("烏蘭巴托")
    ('chongjin', 'artyom primorsky 1', 'nc', 'хасан', '乌兰巴托')
    """
    text = visible(name[:MAX_NAME]).casefold().translate(_FOLD)
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text).translate(_LETTERS))
        text = unicodedata.normalize("NFC", text).casefold().translate(_FOLD)
        if _HAN(text):
            text = text.translate(_simplified())
    return " ".join(text.split())


@cache
def _simplified() -> dict[int, int]:
    """Traditional characters and what is written for them in China; read when the first Chinese name is folded."""
    with open(__file__.removesuffix("folding.py") + "simplified.txt", encoding="utf-8") as f:  # noqa: PTH123 - as in store
        next(f)  # where it comes from
        pairs = "".join(f.read().split())
    return str.maketrans(pairs[::2], pairs[1::2])


def called(name: str, names: Iterable[str]) -> bool:
    """Whether one of the names is this one, or holds it as whole words.

    >>> called("Vostochny", ["Vostochny Cosmodrome"]), called("chita", ["Chita-1"]), called("Chasan", ["Khasan"])
    (True, True, False)
    """
    wanted = f" {fold(name)} "
    return any(wanted in f" {fold(one)} " for one in names)


# Spellings of one sound in the romanisations in use (BGN/PCGN, ISO 9, Polish and German press; McCune-Reischauer and
# Revised Romanization; Wade-Giles and pinyin). Applied in order to an ASCII fold; coarse on purpose: ranking decides.
_SOUNDS: tuple[tuple[str, str], ...] = (
    (r"shch|sch|sh|sz", "s"),
    (r"tsch|tch|ch|cz|tj", "c"),
    (r"zh|dj|dz", "j"),
    (r"kh|ch(?=[aou])", "h"),
    (r"ts|tz", "c"),
    (r"ph", "f"),
    (r"ck|q", "k"),
    (r"x", "ks"),
    (r"w", "v"),
    (r"yeo|eo", "o"),
    (r"eu|ou|oo|oe", "u"),
    # at most four: without a limit a word of forty y would be tried in every way to part it
    (r"(?:iy|yy|ij|ii|yi|iyi|y|j(?=[aeou])|j(?![a-z])){1,4}(?=[aeou])", ""),
    (r"iy|yy|ij|ii|yi|y", "i"),
    (r"ee|ae", "e"),
    (r"(.)\1+", r"\1"),
)


@cache
def _sounds() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Compiled when first needed: an exact look-up never pays for it."""
    return tuple((re.compile(a), b) for a, b in _SOUNDS)


def sound(name: str) -> str:
    """A coarse Latin skeleton of a name in any script: romanisation variants come out alike.

    >>> sound("Khasan") == sound("Hasan") == sound("Хасан") == sound("하산")
    True
    """
    text = fold(name)
    if not text.isascii():
        from anyascii import anyascii

        text = fold(anyascii(text))
    for pattern, replacement in _sounds():
        text = pattern.sub(replacement, text)
    return " ".join(text.split())


# Letters the romanisations of Cyrillic write differently, each made one sign: what is left alike is the same name.
_ROMANISED: tuple[tuple[str, str], ...] = (
    (r"tsch|tch|ch", "č"),
    (r"tz", "ts"),
    (r"w", "v"),
    (r"[yj]", "i"),
    (r"i(?=e)", ""),
    (r"i+", "i"),
)


def romanised(name: str) -> str:
    """A key that the regular romanisations of one name share; much stricter than ``sound``.

    >>> romanised("Zabaikalsk") == romanised("Zabaykal'sk") == romanised("Zabajkalsk")
    True
    >>> romanised("Sowjetskaja Gawan") == romanised("Sovetskaia Gavan") == romanised("Sovetskaya Gavan’")
    True
    >>> romanised("Khassan") == romanised("Hassan")
    False
    """
    text = fold(name)
    for pattern, replacement in _ROMANISED:
        text = re.sub(pattern, replacement, text)
    return text


def latinised(name: str) -> str:
    """As ``romanised``, of a name in any script: by how its letters are commonly written in Latin ones.

    >>> latinised("Бичурино-Сортировочная") == latinised("Bichurino-Sortirovochnaya")
    True
    >>> latinised("Μεγαλούπολη") == latinised("Megaloupoli"), latinised("კაზრეთი")
    (True, 'kazreti')
    """
    text = fold(name)
    if not text.isascii():
        from anyascii import anyascii

        text = anyascii(text.replace("ου", "ou"))  # the one Greek vowel of two letters that goes by sound
    return romanised(text)


def script(name: str) -> str:
    """Script of the first letter that has one: ``latin``, ``cyrillic``, ``hangul``, ``han``, ``kana`` or ``other``."""
    kind = "other"
    for ch in name:
        o = ord(ch)
        if o < 0x250 or 0x1E00 <= o <= 0x1EFF:
            if ch.isalpha():
                return "latin"
        elif 0x400 <= o < 0x530:
            return "cyrillic"
        elif 0x3040 <= o < 0x3100:
            return "kana"
        elif 0x4E00 <= o < 0xA000 or 0x3400 <= o < 0x4DC0:
            kind = "han"  # Japanese names mix: kana further on wins
        elif 0xAC00 <= o < 0xD7B0:
            return "hangul"
        elif ch.isalpha() and kind == "other":
            return "other"
    return kind
