"""Whether a short report that never names a train is of one: a turn of phrase, and a linear model over its words.

"She was through Crewe at 0915, two 68s": people who follow trains need not say so, and people who follow ships,
flights or floods write in the same way. ``builders/implied.py`` fitted the model (``data/implied.tsv``) on the opened
reports of ``benchmarks/sightings`` that name no train, and on ``benchmarks/unnamed.yaml``.
"""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from railsight.datasets import read_bundled
from railsight.mentions.counting import ONE_TO_TWELVE
from railsight.mentions.scan import SHORT, scan
from railsight.mentions.text import Gated
from railsight.resolution.wording import events, stem

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

TABLE = "implied.tsv"
_RAILWAYS, _OPENS_WITH_IT, _LOG, _OTHERS = "says railway", "opens with it", "is a log", "names another carrier"
# How likely a report must be of a train to be taken for it: by a turn of phrase, and by its words alone. Where it opens
# with "It" and a movement, what moves is known to who reads it; the model has seen too few of these to be asked much.
_LIKELY = {_RAILWAYS: 0.5, _LOG: 0.5, _OPENS_WITH_IT: 0.2}
_LIKELY_ALONE = 0.75

_OF_RAILWAYS = Gated(
    r"\b(?:rail(?:way|road)s?|by rail|level crossing|sidings?|viaduct|signal (?:box|fault)|bogies|gauge|safety valves"
    r"|tender|rolling stock|TEU|FEU|block section|wagonload|railfans?|trainspotters?"
    r"|(?:rail|freight|marshalling) yard|locos?|headboard|footplate|buffer stops?|crew change|main trunk|whistle stop"
    r"|light engines?|engines? (?:on the (?:front|point|head)|up front|at the head)"
    r"|hot box|double-headed|interchanged (?:to|with)|(?:box|tank|flat|hopper|rail)cars?|consist note|"
    r"\d[A-Z]\d{2}|(?:dep|arr)\.? \d{1,2}[:.]?\d{2}|\d{4} (?:dep|arr|off|thru))\b",
    *("rail", "level crossing", "siding", "viaduct", "signal ", "bogies", "gauge", "safety valve", "tender", "rolling"),
    *("light engine", "engine on", "engines on", "engine up", "engines up", "engine at", "engines at"),
    *("loco", "headboard", "footplate", "buffer stop", "crew change", "main trunk", "whistle stop", "hot box"),
    *("double-headed", "dep", "arr ", "arr.", "thru", "1", "2", "5", "6"),
    *("interchanged", "boxcar", "tankcar", "flatcar", "hoppercar", "railcar", "consist note"),
    *("teu", "feu", "block section", "wagonload", "trainspotter", "freight", "marshalling"),
)
# Wagons and engines by their number, as those count them who stand at the track: "30 flats with pontoons", "two 8200s
# on the front"; flats without what lies on them are dwellings.
_NUMBER = rf"(?:\d{{1,3}}|{ONE_TO_TWELVE}|fifteen|twenty|thirty|forty|fifty|sixty|a pair of|a dozen)"
_COUNTED = Gated(
    rf"\b{_NUMBER} (?:[a-z]+ ){{0,2}}?(?:hoppers|gondolas|bogie (?:flats|vans)"
    r"|flats(?=,? (?:with|under|carrying|loaded|sheeted|covered|empty|tarp))|escort coach(?:es)?)\b"
    rf"|\b{_NUMBER} (?:class )?[A-Z]{{0,4}}\d{{1,4}}[A-Z]{{0,2}}s?,? (?:on the (?:front|point|head|nose|rear|back|tail)"
    r"|leading|up front|at the head|top and tail)\b"
    r"|\b(?:freight|goods|through|passing) (?:track|loop)\b",
    *("hoppers", "gondolas", "bogie ", "flats", "escort coach", "on the ", "leading", "up front", "at the head"),
    *("top and tail", " track", " loop"),
)
# What is loaded on wagons carries nothing itself: "flats with pontoons and boats".
_LOAD = re.compile(r"\b(flats|flatcars|gondolas|wagons) (?:with|carrying|loaded with) [^.;,\n]{1,60}", re.IGNORECASE)
_IT_MOVED = re.compile(r"\s*It (?:has |had |just |finally |also )*([a-z]+)")
_OTHER_CARRIERS = frozenset(
    {"flight", "flights", "fly", "flies", "flew", "flying", "plane", "planes", "airport", "bus", "buses", "truck"}
    | {"trucks", "lorry", "lorries", "ferry", "ferries", "ship", "ships", "vessel", "boat", "boats", "motorway"}
    | {"highway", "drove", "driving", "cycled", "cycling", "cyclist", "cyclists", "marathon", "storm", "hurricane"}
    | {"troops", "shelling", "missile", "missiles", "drone", "drones"}
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
_CODE = re.compile(r"\b(?:\d[A-Z]\d\d|[A-Z]{2,}\d+[A-Z\d-]*|\d{2,4}[A-Z]{1,3}\d*)\b")  # of services, engines, flights
_LETTER, _DIGIT = re.compile(r"[A-Z]"), re.compile(r"\d")
_MOST_CLOCKS = 4


@lru_cache(maxsize=8)  # asked where places are settled and again where sightings are told
def implies_train(text: str) -> bool:
    """Whether a short text in English that names no train is of one."""
    return is_taken(text, table())


def is_taken(text: str, known: Mapping[str, float]) -> bool:
    """The same by a table of one's own."""
    if len(text) > SHORT:
        return False
    turns = turns_of_phrase(text)
    enough = min((_LIKELY[turn] for turn in turns), default=_LIKELY_ALONE)
    return chance_of(_features(text, turns), known) >= enough


def reads_like_a_log(text: str) -> bool:
    """Whether a text is full of clocks, as the log of something that runs by them, and names no other carrier."""
    return scan(text).is_timed and not names_another_carrier(text)


def names_another_carrier(text: str) -> bool:
    """Whether a text in English has a word for what goes by road, sea or air."""
    return not _OTHER_CARRIERS.isdisjoint(_words(text))


# Somebody who comes to a station of railways: "arrived at the border station of X", "прибыл на Московский вокзал".
_TO_A_STATION = Gated(
    r"\b(?:arriv(?:es?|ed|ing)|alight(?:s|ed)|disembark(?:s|ed)|step(?:s|ped) off) (?:at|in|on) "
    r"(?:[A-Za-z'’-]+ ){0,4}?(?:railway|rail|train|border|central|main|[A-Z][a-z]+) station\b"
    r"|\b(?:прибыл|приехал|прибыва)[а-я]* [^.!?]{0,80}\bна (?:[А-ЯЁа-яё-]+ ){0,2}(?:вокзал|станци)[а-я]*"
    r"|\b(?:traf|kam|ist|sind|war) [^.!?]{0,80}(?:[Bb]ahnhof|Hbf)\b[^.!?]{0,60}\b(?:ein|an|eingetroffen|angekommen)\b"
    r"|역에 도착(?:했|한|해)|駅に(?:到着し|着い)|(?:抵达|到达|抵達|到達)[^，。]{1,12}(?:火车站|火車站)",
    *("station", "вокзал", "станци", "ahnhof", "hbf", "역에 도착", "駅に", "火车站", "火車站"),
    ignore_case=False,
)
_NOT_OF_RAILWAYS = re.compile(
    r"\b(?:police|power|fire|bus|coach|polling|space|radio|weather|research|service|petrol|gas|naval|metro|subway|tube"
    r"|pumping|filling|ferry) station\b|автовокзал|аэровокзал|морск[а-я]+ вокзал|речн[а-я]+ вокзал|버스|지하철|汽车站",
    re.IGNORECASE,
)


def comes_to_a_station(text: str) -> bool:
    """Whether a text or sentence tells that somebody arrived at a station of railways, and so came by train."""
    return _TO_A_STATION.search(text) is not None and _NOT_OF_RAILWAYS.search(text) is None


def turns_of_phrase(text: str) -> set[str]:
    """What speaks for a train: railway words, an "It" that moves with nothing before it, or a log."""
    opening = _IT_MOVED.match(text)
    moved = opening is not None and events().get(opening[1]) in ("move", "departed", "arrived", "passed", "crossed")
    said = {_OPENS_WITH_IT} if moved else set()
    if _OF_RAILWAYS.search(text) or _COUNTED.search(text):
        said.add(_RAILWAYS)
    if reads_like_a_log(text):
        said.add(_LOG)
    return said


def chance_of(found: Collection[str], known: Mapping[str, float]) -> float:
    """The probability that a text is of a train, from its features and a table."""
    return 1.0 / (1.0 + math.exp(-known[""] - sum(known.get(feature, 0.0) for feature in found)))


@cache
def table() -> dict[str, float]:
    """Weight of every feature (in hundredths in the file); that of no feature is the bias."""
    rows = (line.split("\t") for line in read_bundled(TABLE).decode().splitlines()[1:])
    return {feature: int(weight) / 100 for feature, weight in rows}


def features(text: str) -> set[str]:
    """The words of a text without their endings, the shapes of codes in it, its turns of phrase and its size."""
    return _features(text, turns_of_phrase(text))


def _features(text: str, turns: set[str]) -> set[str]:
    words = _words(_LOAD.sub(r"\1", text))
    found = {f"w {stem(word)}" for word in words} | turns
    found |= {"code " + _DIGIT.sub("9", _LETTER.sub("A", code)) for code in _CODE.findall(text)}
    if not _OTHER_CARRIERS.isdisjoint(words):
        found.add(_OTHERS)
    clocks = min(_MOST_CLOCKS, len(scan(text).clocks))
    return found | {f"clocks {clocks}", f"length {min(5, len(text.split()) // 12)}"}


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))
