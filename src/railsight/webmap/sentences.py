"""Sentences that other parts of railsight write in English, in the reader's language: the forms of ``sentences.txt``.

A ``Sentence`` of the model says its form. Plain text, which tells of paths, places, cases and what was read, is matched
with the forms that such text has. A sentence whose form is not there stays as given, as do quotes and names inside one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import cast

from railsight.webmap.strings import words_of

_DIRECTIONS = {
    "en": {"N": "north", "NE": "northeast", "E": "east", "SE": "southeast", "S": "south", "SW": "southwest",
           "W": "west", "NW": "northwest"},
    "ru": {"N": "север", "NE": "северо-восток", "E": "восток", "SE": "юго-восток", "S": "юг", "SW": "юго-запад",
           "W": "запад", "NW": "северо-запад"},
    "ko": {"N": "북쪽", "NE": "북동쪽", "E": "동쪽", "SE": "남동쪽", "S": "남쪽", "SW": "남서쪽",
           "W": "서쪽", "NW": "북서쪽"},
}  # fmt: skip
_COMPASS = {word: point for point, word in _DIRECTIONS["en"].items()}
_KINDS = {
    "ru": {"spaceport": "космодром", "port": "порт", "plant": "завод", "plane": "самолёт", "jet": "самолёт",
           "aircraft": "самолёт", "airliner": "самолёт", "flight": "рейс", "helicopter": "вертолёт", "ship": "судно",
           "ferry": "паром", "car": "автомобиль", "bus": "автобус", "truck": "грузовик", "motorcade": "кортеж",
           "convoy": "колонна"},
    "ko": {"spaceport": "우주기지", "port": "항구", "plant": "공장", "plane": "항공기", "jet": "항공기",
           "aircraft": "항공기", "airliner": "항공기", "flight": "항공편", "helicopter": "헬리콥터", "ship": "선박",
           "ferry": "여객선", "car": "승용차", "bus": "버스", "truck": "트럭", "motorcade": "차량 행렬",
           "convoy": "차량 행렬"},
}  # fmt: skip
_HOLES = {"{way}": r"[NSEW]{1,2}|\?", "{wind}": "|".join(sorted(_COMPASS, key=len, reverse=True))}
_LONGEST = 600  # characters of a sentence that are looked at
_MARK = re.compile(r"\[([^\]]*)\]|([\\#@%^&])(\d)")
_TERMS = {"@": "direction", "%": "event", "^": "kind"}

Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A form of plain text, and how a language tells it."""

    english: re.Pattern[str]
    told: str


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms that a language tells otherwise: of a ``Sentence``, of plain text, and of names made for places."""

    sentences: Mapping[str, str]
    texts: tuple[Pattern, ...]
    places: tuple[Pattern, ...]


@lru_cache(maxsize=4)
def forms(language: str) -> Forms:
    """The table of a language, a key of ``strings``."""
    text = (resources.files("railsight.webmap") / "sentences.txt").read_text(encoding="utf-8")
    text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("# "))
    sentences, rest = text.split("[read]")
    for hole, filling in _HOLES.items():
        rest = rest.replace(hole, filling)
    texts, places = ([Pattern(re.compile(en), ours) for en, ours in _read(p, language)] for p in rest.split("[places]"))
    return Forms(dict(_read(sentences, language)), tuple(texts), tuple(places))


def _read(text: str, language: str) -> Iterator[tuple[str, str]]:
    for block in text.split("\n\n"):
        told = dict(line.split(" ", 1) for line in block.splitlines() if " " in line)
        ours = told.get("plain" if language == "en" else language)
        if ours is not None:
            yield told["en"], ours


def form_in(language: str, form: str) -> str:
    """The form of a ``Sentence`` in a language, with the same names in braces; as it is where there is none."""
    return forms(language).sentences.get(form, form)


def term_in(language: str, kind: str, word: str) -> str:
    """An event, a status, a direction (compass point or word) or a kind of place in a language."""
    match kind:
        case "direction":
            return _DIRECTIONS[language].get(_COMPASS.get(word, word), word)
        case "kind":
            return _KINDS.get(language, {}).get(word, word)
    table = {"event": "events", "status": "statuses"}[kind]
    return cast("Mapping[str, str]", words_of(language)[table]).get(word, word)


def figure_in(language: str, text: str) -> str:
    """A number written in English, with its unit or not, in a language."""
    if language != "ru":
        return text
    return text.replace(" km", " км").replace(",", "\u00a0").replace(".", ",")


def said_in(language: str, text: str, names: Names | None = None) -> str:
    """Sentences, parted by semicolons, in a language. ``names`` are places in other languages by the English name."""
    if not text or len(text) > 4 * _LONGEST:
        return text
    return "; ".join(_one(language, part, names or {}, 0) for part in text.split("; "))


def _one(language: str, text: str, names: Names, depth: int) -> str:
    if len(text) > _LONGEST or depth > 3:
        return text
    told = _from(forms(language).texts, language, text, names, depth)
    if told is not None:
        return told
    head, colon, tail = text.partition(": ")  # "report r1: what there is to say of it"
    if colon and len(head) < 200 and (told := _one(language, tail, names, depth + 1)) != tail:
        return f"{head}: {told}"
    return text


def place_in(language: str, name: str, names: Names | None = None) -> str:
    """A name made of another place's, such as "north of Ussuriysk", in a language; any other name as it is."""
    if language == "en" or len(name) > _LONGEST:
        return name
    made = _from(forms(language).places, language, name, names or {}, 0)
    return made or " – ".join((names or {}).get(end, {}).get(language) or end for end in name.split(" – "))


def _from(table: Sequence[Pattern], language: str, text: str, names: Names, depth: int) -> str | None:
    """The text by the first form that fits it; None when none does."""
    fits = ((form.told, found) for form in table if (found := form.english.fullmatch(text)))
    told, found = next(fits, ("", None))
    return None if found is None else _filled(language, told, found, names, depth)


def _filled(language: str, template: str, found: re.Match[str], names: Names, depth: int) -> str:
    """The template with what the groups found."""

    def part(mark: re.Match[str]) -> str:
        if mark[1] is not None:
            whole = all(found[int(n)] is not None for n in re.findall(r"[\\#@%^&](\d)", mark[1]))
            return _MARK.sub(part, mark[1]) if whole else ""
        said = found[int(mark[3])] or ""
        match mark[2]:
            case "#":
                return figure_in(language, said)
            case "@" | "%" | "^":
                return term_in(language, _TERMS[mark[2]], said)
            case "&":
                told = _one(language, said, names, depth + 1)
                each = (_one(language, one, names, depth + 1) for one in said.split(", "))
                return ", ".join(each) if told == said else told
        return _named(language, said, names)

    return _MARK.sub(part, template)


def _named(language: str, said: str, names: Names) -> str:
    """A place under its name in the language; with a time or another remark in brackets behind it too."""
    for cut in (len(said), *(m.start() for m in re.finditer(r" \(", said))):
        name, rest = said[:cut], said[cut:]
        own = names.get(name, {}).get(language) or place_in(language, name, names)
        if own != name:
            return own + rest
    return said
