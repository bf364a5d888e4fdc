"""Whether a short report that never names a train is of one: turns of phrase, and a linear model over its words.

"She was through Crewe at 0915, two 68s": people who follow trains need not say so, and people who follow ships,
flights or floods write in the same way. ``builders/implied.py`` fitted the model (``data/implied.tsv``) on the opened
reports of ``benchmarks/sightings``, their words for trains left out, and on ``benchmarks/unnamed.yaml``.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING

from railsight.datasets import read_bundled
from railsight.mentions.scan import LOG_ENTRIES, SHORT
from railsight.mentions.text import Gated
from railsight.resolution.wording import events, stem

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

TABLE = "implied.tsv"
# A report is taken to be of a train from the first chance on where a turn of phrase says so, without from the second.
_LIKELY, _ALMOST_SURE = 0.4, 0.8
_ENOUGH_WORDS = 25  # for the model to judge by them alone
_RAILWAYS, _OPENS_WITH_IT, _LOG, _OTHERS = "says railway", "opens with it", "is a log", "names another carrier"

_OF_RAILWAYS = Gated(
    r"\b(?:rail(?:way|road)s?|by rail|level crossing|sidings?|viaduct|signal (?:box|fault)|bogies|gauge|safety valves"
    r"|tender|rolling stock|TEU|FEU|block section|wagonload|railfans?|trainspotters?"
    r"|(?:rail|freight|marshalling) yard|locos?|headboard|footplate|buffer stops?|crew change|main trunk|whistle stop"
    r"|hot box|double-headed|\d[A-Z]\d{2}|(?:dep|arr)\.? \d{1,2}[:.]?\d{2}|\d{4} (?:dep|arr|off|thru))\b",
    *("rail", "level crossing", "siding", "viaduct", "signal ", "bogies", "gauge", "safety valve", "tender", "rolling"),
    *("loco", "headboard", "footplate", "buffer stop", "crew change", "main trunk", "whistle stop", "hot box"),
    *("double-headed", "dep", "arr ", "arr.", "thru", "1", "2", "5", "6"),
    *("teu", "feu", "block section", "wagonload", "trainspotter", "freight", "marshalling"),
)
_IT_MOVED = re.compile(r"\s*It (?:has |had |just |finally |also )*([a-z]+)")
_OTHER_CARRIERS = re.compile(
    r"\b(?:flights?|fl(?:y|ew|ying)|planes?|airport|bus(?:es)?|trucks?|lorr(?:y|ies)|ferry|ferries|ships?|vessel|boats?"
    r"|motorway|highway|drove|driving|cycl\w+|marathon|storm|hurricane|troops|shelling|missiles?|drones?)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
_CODE = re.compile(r"\b(?:\d[A-Z]\d\d|[A-Z]{2,}\d+[A-Z\d-]*|\d{2,4}[A-Z]{1,3}\d*)\b")  # of services, engines, flights
_LETTER, _DIGIT = re.compile(r"[A-Z]"), re.compile(r"\d")
_MOST_CLOCKS = 4


def implies_train(text: str, clocks: int, known: Mapping[str, float] | None = None) -> bool:
    """Whether a short text in English that names no train is of one; ``clocks`` is how many hours it tells, ``known``
    another table than the bundled one.
    """
    if len(text) > SHORT:
        return False
    chance = chance_of(features(text, clocks), known or table())
    return chance >= _LIKELY if turns_of_phrase(text, clocks) else chance >= _ALMOST_SURE and _many_words(text)


def reads_like_a_log(text: str, clocks: int) -> bool:
    """Whether a text is full of clocks, as the log of something that runs by them, and names no other carrier."""
    return len(text) <= SHORT and clocks >= LOG_ENTRIES and _OTHER_CARRIERS.search(text) is None


def turns_of_phrase(text: str, clocks: int) -> set[str]:
    """What speaks for a train: railway words, an "It" that moves with nothing before it, or a log."""
    opening = _IT_MOVED.match(text)
    moved = opening is not None and events().get(opening[1]) in ("move", "departed", "arrived", "passed", "crossed")
    found = {
        _RAILWAYS: _OF_RAILWAYS.search(text) is not None,
        _OPENS_WITH_IT: moved,
        _LOG: reads_like_a_log(text, clocks),
    }
    return {turn for turn, said in found.items() if said}


def chance_of(found: Collection[str], known: Mapping[str, float]) -> float:
    """The probability that a text is of a train, from its features and a table."""
    return 1.0 / (1.0 + math.exp(-known[""] - sum(known.get(feature, 0.0) for feature in found)))


@cache
def table() -> dict[str, float]:
    """Weight of every feature (in hundredths in the file); that of no feature is the bias."""
    rows = (line.split("\t") for line in read_bundled(TABLE).decode().splitlines()[1:])
    return {feature: int(weight) / 100 for feature, weight in rows}


def features(text: str, clocks: int) -> set[str]:
    """The words of a text without their endings, the shapes of codes in it, its turns of phrase and its size."""
    found = {f"w {stem(word.lower())}" for word in _WORD.findall(text)}
    found |= {"code " + _DIGIT.sub("9", _LETTER.sub("A", code)) for code in _CODE.findall(text)}
    found |= turns_of_phrase(text, clocks)
    if _OTHER_CARRIERS.search(text):
        found.add(_OTHERS)
    return found | {f"clocks {min(_MOST_CLOCKS, clocks)}", f"length {min(5, len(text.split()) // 12)}"}


def _many_words(text: str) -> bool:
    return len(text.split()) >= _ENOUGH_WORDS
