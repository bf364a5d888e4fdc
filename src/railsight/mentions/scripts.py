"""Names in Cyrillic, Hangul, Chinese and Japanese writing, with Russian case endings and Korean particles taken off."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from railsight.mentions.languages import EVENTS, table
from railsight.mentions.names import RAIL_KINDS, STRONG
from railsight.mentions.page import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from railsight.mentions.names import Names

_OTHER = re.compile(r"[\u0400-\u04ff\u3040-\ud7ff]")
_CYRILLIC = re.compile(
    r"(?<![^\W_])[А-ЯЁІЇЄ][а-яёіїє]+(?:[- ](?:на-)?[А-ЯЁІЇЄ][а-яёіїє]+|-на-[А-ЯЁ][а-яё]+){0,3}(?:-\d{1,2}(?![\d-]))?"
)
_NUMBERED = re.compile(r"-\d{1,2}$")  # of a station: "Воронеж-1"
_ROMAN = {"-1": "I", "-2": "II", "-3": "III", "-4": "IV"}
# A town in capital letters that opens a line, and what ends a dateline.
_CYRILLIC_DATELINE = re.compile(r"(?m:^)[ «\"]{0,2}([А-ЯЁ]{3,20}(?:-[А-ЯЁ]{2,20}){0,2})(?=, \d|\. | ?[—–-] | ?[(/])")
_HANGUL = re.compile(r"[가-힣]{2,12}")
_HANGUL_STATION = re.compile(r"([가-힣]{4,8})역(?:[가-힣]{0,4})")  # "주운하라역에서"
_HAN = re.compile(r"[\u3400-\u9fff\u30a0-\u30ff]{2,200}")
_SHORT_HAN = 4.0  # log10 of the weight from which two characters alone are taken for a name
_MOST_HAN = 8  # characters of the longest name tried in unspaced writing
# Letters by which Chinese writes the sounds of foreign names.
_SOUNDS = (
    "阿巴贝比布达德迪蒂杜恩尔法菲弗夫戈格哈赫加卡科克拉莱兰勒雷里列林卢鲁伦罗洛马迈曼梅米莫姆木娜纳内尼涅诺努奥帕佩皮普奇乔萨塞沙"
    "申什斯苏索塔泰坦特图托瓦维沃乌希锡辛雅亚扬耶叶伊约扎兹佐霍果桑"
)
_OF_COUNTRIES, _MOST_SOUNDS = 7.0, 5  # log10 of the weight of a country; letters of its name
_SOUNDS_AFTER = _SOUNDS.translate({ord(c): None for c in "马加里内"})  # these also go on with other words
_AFTER_NAMES = ("メディア", "ニュース", "テレビ", "タイムズ")  # words in katakana that follow a name: "ロシアメディア"
_ADJECTIVE_TAILS = (
    "ский",
    "ского",
    "скому",
    "ским",
    "ском",
    "ная",
    "ной",
    "ную",
    "ный",
    "ного",
    "ному",
    "ным",
    "ном",
    "ное",
)
_ADJECTIVE = ("ий", "ого", "ому", "ом", "им")
_ADJECTIVE_CASES = (*_ADJECTIVE, "ая", "ую", "ой", "ое")
_TOWNS = RAIL_KINDS | {"city", "town", "village"}
_KNOWN_STEM = 3.5  # log10 of the weight of a town whose name an adjective is, as Уссурийск
_LEAST_BARE = 4  # letters of a town
# "На уссурийском вокзале"; with a capital it is a terminal of a large town: "Казанский вокзал".
_CYRILLIC_STATION = re.compile(
    rf"(?<!\w)([а-яё]{{2,}}[сц]к(?:{'|'.join(_ADJECTIVE_CASES)})) (?:железнодорожн[а-яё]+ |грузов[а-яё]+ )?"
    r"(?:ж/д[- ])?(?:вокзал|перрон|платформ|станци|депо\b|разъезд|переезд|уз(?:ел|л[ауе])\b|мост)"
)
_ADJECTIVE_OF_REGIONS, _REGION = ("ская", "ской", "скую"), re.compile(r" (?:област|губерни)")
_TERMINAL = re.compile(r" (?:вокзал|направлени)")
# A Korean by family name and two syllables: of "Ким Ир Сена" the last is not the Seine.
_KOREAN_PERSON = re.compile(
    r"(?<![^\W_])(?:Ким|Пак|Ли|Цой|Чхве|Чве|Чон|Чан|Кан|Чо|Юн|Лим|Хан|Син|Квон|Хван|Сон|Рю|Хон|Ко|Мун|Ян|Пэ|Пэк|Хо"
    r"|Нам|Ри|Рим|Ро|Тэ|Чхэ|Хён) [А-ЯЁ][а-яё]{1,4}(?: [А-ЯЁ]|-[А-ЯЁа-яё])[а-яё]{1,5}(?!\w)"
)
_PLACED = re.compile(
    r"(?<!\w)(?:в|во|из|на|к|ко|до|от|под|через|около|близ|у|станци[а-я]+|город[а-я]*|реку|реки) $", re.IGNORECASE
)
_OPENS = re.compile(r"(?:^|[.!?…»\"\n])\s*$")
# Behind a name that an entry opens with: a colon, a dash, or the day and the clock. "Чита-2" is a name anyway.
_ENTRY_HEAD = re.compile(r":|,? ?[—–-] | ?[—–-] |,? (?:в )?\d{1,2}[:.]\d\d|, (?:[а-я]{5,11}, )?\d")
_WELL_KNOWN = 4.5  # log10 of the weight of a name that may open a sentence
_SHORT_CYRILLIC = 3  # letters
_KANA = re.compile(r"(?<![\u30a1-\u30fe])[\u30a1-\u30fe]{5,16}(?![\u30a1-\u30fe])")
_MOST_KANA = 16  # of one in katakana
# Words for a station, behind which two characters are a name whatever they else mean.
_STATION = re.compile(r"(?:火车|火車|汽车|編組|编组)?[站駅]|车站|車站|信号場|貨物|の?分岐")
# Behind "north" and the like where that is part of the name of a station: "宜昌北站", "宜昌北停了".
_COMPASS = "东西南北東"
_OF_A_STATION = re.compile(r"[站駅停出发發到开開始折待→]|通过|通過|经|經|二道|、|，|。|\)|）|[ ]?\d{1,2}[:点點时時]")
_POINTS_AT = re.compile(r"[那这這哪][边邊里裡头頭个個儿兒些年天时時样樣]")  # "拉萨那边" is no Sanaa
# "三台内燃机车" are three engines.
_COUNTS = re.compile(r"[一二两兩三四五六七八九十百][台臺节節列辆輛班趟组組](?![站县縣镇鎮市河子])")
_WATERS, _BRIDGES = "江河湖", frozenset({"江桥", "江橋", "河桥", "河橋", "江口", "河口", "江边", "河边"})  # of a river
_OF_SOMEBODY = re.compile(r"氏|さん|選手|首相|容疑者|社長|議員|先生|先輩|君(?!津)")  # behind the name of a person
_LINE = re.compile(
    r"[东西南北東]?(?:环|環|联络|聯絡|正|支|专用|專用|货运|貨運|高速|城际|城際|幹|干|本|貨物)?[線线](?![路])"
)  # behind a name in that of a line: "上越線"
_NOTED_TOWN = 5.0  # log10 of the weight of a town with several stations


def find_other_scripts(text: str, names: Names) -> list[Found]:
    """Spans of names in writing other than Latin that the gazetteer holds, in order."""
    if text.isascii() or not _OTHER.search(text):
        return []
    out = list(_cyrillic(text, names))
    out += _hangul(text, names)
    out += _han(text, names)
    return sorted(out, key=lambda f: f.start)


def _found(start: int, text: str, name: str, why: str = "known name") -> Found:
    return Found(start, start + len(text), name, "name", why, 2.0)


def _cyrillic(text: str, names: Names) -> Iterator[Found]:
    text = _KOREAN_PERSON.sub(lambda m: "\N{MIDDLE DOT}" * len(m[0]), text)
    for match in _CYRILLIC_DATELINE.finditer(text):
        if names.rows(match[1]):
            yield Found(match.start(1), match.end(1), match[1], "name", "opens a dateline", 2.0)
    for match in _CYRILLIC_STATION.finditer(text):
        town = town_of_adjective(match[1], names)
        if town:
            yield _found(match.start(1), match[1], town, "a station of the town")
    for match in _CYRILLIC.finditer(text):
        if match.group().endswith(_ADJECTIVE) and _TERMINAL.match(text, match.end()):
            continue  # "Казанский вокзал" is in Moscow
        if _is_an_office(match.group()):
            continue  # "в Кремле подтвердили"
        if _REGION.match(text, match.end()) and _is_adjective_only(match.group(), names):
            continue  # "в Саратовской области"
        opens = _OPENS.search(text, max(0, match.start() - 4), match.start())
        if opens and match.group().lower() in table("ru").not_names:
            continue
        heads = _ENTRY_HEAD.match(text, match.end()) or not match.group().isalpha()
        if opens and not heads and 0 < names.strength(match.group()) < _WELL_KNOWN:
            continue  # any word has a capital where a sentence begins: "Источник"
        yield from _cyrillic_run(
            match.start(),
            match.group(),
            names,
            _PLACED.search(text, max(0, match.start() - 12), match.start()) is not None,
        )


def _is_an_office(run: str) -> bool:
    """Whether a word with a capital is one of those for officials."""
    lexer, classes = table("ru").lexer
    found = lexer.fullmatch(run.lower())
    return found is not None and classes[(found.lastindex or 1) - 1] == "official"


def town_of_adjective(adjective: str, names: Names) -> str | None:
    """The town of an adjective that a station is called by: "уссурийский" Уссурийск, "хасанский" Хасан."""
    stem = next((adjective[: -len(e)] for e in _ADJECTIVE_CASES if adjective.endswith(e)), "").title()
    if not stem.endswith(("ск", "цк")):
        return None
    bare = stem[:-2]
    towns = [stem, *((bare + end for end in ("", "ь", "а", "о", "и")) if len(bare) >= _LEAST_BARE else ())]
    towns += [bare.removesuffix("ин") + "а"] if bare.endswith("ин") else []
    known = [t for t in towns if names.strength(t) >= (STRONG if t != stem else _KNOWN_STEM)]
    known = [t for t in known if any(r.kind in _TOWNS for r in names.rows(t))]
    return max(known, key=names.strength, default=None)


def _is_adjective_only(run: str, names: Names) -> bool:
    """Whether a word before "region" is an adjective that at most a town elsewhere has for its name."""
    rows = names.rows(nominative(run, names) or "") if run.endswith(_ADJECTIVE_OF_REGIONS) else ()
    return run.endswith(_ADJECTIVE_OF_REGIONS) and not any(r.kind in ("region", "county") for r in rows)


def _cyrillic_run(at: int, run: str, names: Names, placed: bool) -> Iterator[Found]:
    """The run as one name, else its parts: of two words of which one is known both may be somebody's, unless a
    preposition of places stands before. A Found's text is the nominative that the gazetteer knows.
    """
    name = nominative(run, names) or (_short(run, names) if placed else None)
    if name:
        yield _found(at, run, name, "known name" if name == run else f"case form of {name}")
        return
    cut = max(run.rfind(" "), 0)
    if cut and table("ru").lexer[0].fullmatch(run.partition(" ")[0].lower()):
        yield from _cyrillic_run(at + run.index(" ") + 1, run.partition(" ")[2], names, placed)
    elif cut:
        parts = [(at, run[:cut]), (at + cut + 1, run[cut + 1 :])]
        placed = placed or _PLACED.fullmatch(run[: cut + 1]) is not None
        if placed or " " in run[:cut] or all(nominative(part, names) for _, part in parts):
            for start, part in parts:
                yield from _cyrillic_run(start, part, names, placed)
    elif "-" in run:
        head, _, tail = run.partition("-")
        yield from _cyrillic_run(at, head, names, placed)
        yield from _cyrillic_run(at + len(head) + 1, tail, names, placed)


def nominative(run: str, names: Names) -> str | None:
    """The form of a Russian name that the gazetteer knows: as written, or with a case ending taken back."""
    if names.rows(run):
        return run
    if len(run) < 4:
        return None
    numbered = _NUMBERED.search(run)
    if numbered:
        head, number = run[: numbered.start()], numbered.group()
        tails = (number, f" {_ROMAN[number]}") if number in _ROMAN else (number,)  # "Чита-2" is listed as "Чита II"
        known = next((f"{o}{tail}" for o in _stems(head) for tail in tails if names.rows(f"{o}{tail}")), None)
        return known or nominative(head, names)
    head, on, tail = run.partition("-на-")
    if on:  # "Комсомольска-на-Амуре"
        return next((f"{a}{on}{b}" for a in _stems(head) for b in _stems(tail) if names.rows(f"{a}{on}{b}")), None)
    head, dash, tail = run.partition("-")
    if dash and " " not in run:  # "в Каменске-Уральском": either word may have its own ending
        both = (f"{a}-{b}" for a in _stems(head)[:8] for b in _stems(tail)[:8])
        known = next((name for name in both if names.rows(name)), None)
        if known is not None or tail.endswith(_ADJECTIVE_TAILS):
            return known or nominative(head, names)  # "Мичуринск-Уральский"
    words = run.split(" ")
    options = [_stems(w) for w in words]
    if len(words) == 1:
        return max((o for o in options[0] if names.rows(o)), key=names.strength, default=None)  # "в Туле", not of Toul
    if len(words) == 2:
        return next((f"{a} {b}" for a in options[0][:8] for b in options[1][:8] if names.rows(f"{a} {b}")), None)
    return None


def _short(run: str, names: Names) -> str | None:
    """The nominative of a well-known name of three letters: "Уфы"."""
    if len(run) != _SHORT_CYRILLIC:
        return None
    return next((o for o in _stems(run, 2)[1:] if names.strength(o) >= _WELL_KNOWN), None)


def _stems(word: str, least: int = 3) -> list[str]:
    out = [word]
    for ending, nominatives in table("ru").endings:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            out += [word[: -len(ending)] + n for n in nominatives]
    return out


def _hangul(text: str, names: Names) -> Iterator[Found]:
    if not _HANGUL.search(text):
        return
    common, particles = table("ko").not_names, frozenset(table("ko").particles.split())
    for match in _HANGUL.finditer(text):
        word = match.group()
        if names.rows(word) and word not in common:
            yield _found(match.start(), word, word)
            continue
        for end in range(2, len(word)):  # the longest particle first
            stem, particle = word[:end], word[end:]
            if particle in particles and stem not in common and names.rows(stem):
                yield _found(match.start(), stem, stem, f"known name before the particle {particle}")
                break
        else:
            station = _HANGUL_STATION.fullmatch(word)
            if station and station[1] not in common and names.by_sound(station[1]):
                yield _found(match.start(), station[1], station[1], "sounds like a point of the railway")


def _parts_a_sound(run: str, start: int, end: int, names: Names) -> bool:
    """Whether a short name is but a part of a foreign one written by its sounds: "阿拉" in "阿拉木图"."""
    if end - start > 3 or not all(c in _SOUNDS for c in run[start:end]):
        return False
    before, after = run[max(0, start - 1) : start], run[end : end + 1]
    if any(names.strength(run[k:start]) >= _OF_COUNTRIES for k in range(max(0, start - _MOST_SOUNDS), start - 1)):
        before = ""  # "俄罗斯哈桑"
    return (bool(before) and before in _SOUNDS and before != "达") or (bool(after) and after in _SOUNDS_AFTER)


def _splits_kana(run: str, at: int) -> bool:
    """Whether a cut would part a Japanese word in katakana."""
    inside = 0 < at < len(run) and _is_kana(run[at - 1]) and _is_kana(run[at])
    return inside and not run.startswith(_AFTER_NAMES, at)


def _is_kana(letter: str) -> bool:
    return "\u30a1" <= letter <= "\u30fe"


def _han(text: str, names: Names) -> Iterator[Found]:
    """Known names in unspaced writing, longest and best known first; bounded work per character."""
    if not _HAN.search(text):
        return
    common = table("zh").not_names | table("ja").not_names
    for match in _HAN.finditer(text):
        run = match.group()
        known = [
            (j - i, names.strength(run[i:j]), i)
            for i in range(len(run) - 1)
            for j in range(i + 2, min(len(run), i + (_MOST_KANA if _is_kana(run[i]) else _MOST_HAN)) + 1)
            if not _splits_kana(run, i)
            and not _splits_kana(run, j)
            and not _parts_a_sound(run, i, j, names)
            and (run[i:j] not in common or _STATION.match(text, match.start() + j))
            and not _POINTS_AT.match(text, match.start() + j - 1)
            and not _COUNTS.match(text, match.start() + i)
            and not (run[i] in _WATERS and i and run[i:j] in _BRIDGES)
            and names.rows(run[i:j])
            and not _OF_SOMEBODY.match(text, match.start() + j)
            and not _LINE.match(text, match.start() + j)
            and not (j - i == 2 and run[max(0, i - 1) : i + 1] in _verbs_of_two())
            and (j - i > 2 or names.strength(run[i:j]) >= _SHORT_HAN or _STATION.match(text, match.start() + j))
        ]
        known += list(_kana_by_sound(run, known, names))
        taken: list[tuple[int, int]] = []
        for length, _, i in sorted(known, key=lambda k: (-k[0], -k[1], k[2])):
            if all(i + length <= a or b <= i for a, b in taken):
                taken.append((i, i + length))
        for a, b in sorted(taken):
            end = b + _names_its_station(text, run, a, b, match.start(), names)
            why = "known name" if end == b else f"a station of {run[a:b]}"
            yield _found(match.start() + a, run[a:end], run[a:b], why)


def _kana_by_sound(run: str, known: Sequence[tuple[int, float, int]], names: Names) -> Iterator[tuple[int, float, int]]:
    """Whole words in katakana that no entry has and that sound like a point of the railway: "ラズドリノエ"."""
    taken = {i for _, _, i in known}
    for word in _KANA.finditer(run):
        if word.start() not in taken and not names.rows(word[0]) and names.by_sound(word[0]):
            yield len(word[0]), 0.0, word.start()


@cache
def _verbs_of_two() -> frozenset[str]:
    """Chinese verbs of two letters, whose second opens no name: "离开|罗津", not Cairo."""
    verbs = (w for name, line in table("zh").cues.items() if name.rstrip("~!") in EVENTS for w in line.split())
    return frozenset(w for w in verbs if len(w) == 2)


def _names_its_station(text: str, run: str, a: int, b: int, at: int, names: Names) -> int:
    """The length of "north" and the like behind the name of a town, where that makes the name of a station."""
    if run[b : b + 1] not in tuple(_COMPASS) or names.strength(run[a:b]) < _NOTED_TOWN:
        return 0
    return int(_OF_A_STATION.match(text, at + b + 1) is not None)


def town_of_station(surface: str) -> str:
    """The town in the name of a station that has "north" and the like behind it: "宜昌北"; else nothing."""
    return surface[:-1] if len(surface) > 2 and surface[-1] in _COMPASS else ""
