"""Names of places in China and Korea in their neighbours' letters, by rule where no source has them.

They are further names (``Entry.further``): they count only where no place is called so, and never before a known one.
"""

from __future__ import annotations

from builders.gazetteer_entries import Entry
from builders.transcription import (
    cyrillic_of_hangul,
    cyrillic_of_pinyin,
    hangul_of_characters,
    hangul_of_pinyin,
    japanese,
    simplified_of_japanese,
    syllables,
)
from railsight.gazetteer.folding import script

RAIL_KINDS = frozenset({"station", "halt", "junction", "siding", "border"})
KOREA = frozenset({"KP", "KR"})
MANCHURIA = frozenset({"CN.05", "CN.08", "CN.19"})  # where Koreans read the characters of a name in their own way
TOLD_OF = 20_000  # inhabitants from which a Chinese town, or the one a station is in, is told of in the Korean press
NAMED_IN_RUSSIAN = 15_000  # and in the Russian one
YOUTH = "청년"  # in the names of the North's main stations: the town's is what is left
SHORTEST = 4  # letters of a name in Cyrillic


def add_names_of_neighbours(entries: list[Entry]) -> None:
    """Korean places in Cyrillic and as China writes their characters; Chinese places in Hangul and in Cyrillic."""
    for e in entries:
        if e.kind not in RAIL_KINDS and e.kind != "town":
            continue
        if e.country in KOREA:
            e.further += _of_korean(e)
        elif e.country == "CN":
            e.further += _of_chinese(e)


def _of_korean(e: Entry) -> list[str]:
    hangul = dict.fromkeys(name for name, _ in e.keys if script(name) == "hangul" and " " not in name)
    hangul |= {name.removesuffix(YOUTH): None for name in hangul if name.endswith(YOUTH)}
    cyrillic = [spelt for name in hangul for spelt in cyrillic_of_hangul(name) if len(spelt) >= SHORTEST]
    han = [e.names["ja"]] if script(e.names.get("ja", "")) == "han" else []
    return [*hangul, *cyrillic, *(f(name) for name in han for f in (simplified_of_japanese, japanese))]


def _of_chinese(e: Entry) -> list[str]:
    written = dict.fromkeys(name for name, _ in e.keys if script(name) == "han")
    station = e.kind in RAIL_KINDS
    further: list[str] = []
    for han in written:
        spoken = next((s for name, _ in e.keys if script(name) == "latin" and (s := syllables(name, len(han)))), None)
        if spoken and (station or e.population >= NAMED_IN_RUSSIAN):
            further.append(cyrillic_of_pinyin(spoken))
        if max(e.population, e.serves) >= TOLD_OF:
            hangul = [hangul_of_pinyin(spoken)] if spoken else []
            hangul += hangul_of_characters(han) if e.admin1 in MANCHURIA else ()
            further += _in_hangul(hangul, e)
    return [name for name in dict.fromkeys(further) if script(name) == "hangul" or len(name) >= SHORTEST]


def _in_hangul(names: list[str], e: Entry) -> list[str]:
    """The names alone, and with a word for a station or a town behind them, which no common word has."""
    words = ("역", "시") if e.kind in RAIL_KINDS and e.population else ("역",) if e.kind in RAIL_KINDS else ("시",)
    return [*names, *(name + word for name in names for word in words)]
