"""Words about trains, directions and figures in a text: everything that is neither a place nor a time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from railsight.mentions.text import Hits, search_near, windows

# Wagons coupled together are a rake, by what they are or carry, and by what a tool for leaves does not do.
_OF_RAKES = (
    r"coal|grain|goods|freight|loaded|empty|tank|tanker|oil|fuel|petrol|container|ore|cement|steel|timber|ballast|sand"
    r"|fertili[sz]er|ammonia|car|wagon|flat|hopper|box|bogie|block|mixed|mineral|parcels?|military|milk|sugar|potash"
)
_IN_RAKES = r"(?:wagons|cars|hoppers|tanks|tankers|flats|coaches|vans|carriages|boxcars|flatcars|bogies|empties)"
_RAKES_DO = (
    r"(?:was|were|had|has|have|is|left|leaves|departed|reached|arrived|passed|went|came|stood|stands|stopped|crossed"
    r"|moved|pulled|rolled|ran|set|will|waits?|waited|sat|remains|remained|heading|headed|bound)"
)
_TRAIN = re.compile(
    r"\b(?:(?:armou?red|special|personal|private|freight|passenger|military|presidential|express"
    r"|bulletproof|nuclear|waste"
    r"|cargo|luxury|green|olive-green|slow-moving|goods|night|bullet|high-speed)[ -]){0,3}(?:trains?"
    r"|locomotives?|rail ?cars?|(?:freight|goods|tank|box|flat|hopper|ore|sleeping|dining|baggage|luggage|mail"
    r"|observation|restaurant|lounge)[ -]?cars?"
    r"|carriages?|railway carriages?|castor transport|convoy"
    r"|(?<=the )consist(?! of)|(?:shipment|consignment)(?=[^.,;]{0,40} by rail\b)|(?<!station )(?<!covered )wagons"
    r"|(?:steam|funeral|royal|excursion|troop|charter|commemorative|holiday) specials?|[a-z]+ on rails"
    r"|(?:special|whole|entire|empty|loaded|ore|coal) consist"
    r"|(?<!upper )(?<!higher )(?<!highest )(?<!top )(?<!senior )(?<!lower )(?<!party )echelons?"
    r"(?! of (?:power|society|government|the |leadership|command|management|politics))"
    r"|trainload"
    r"|(?:freight|container|cargo|block|shuttle|intermodal) service(?! (?:was|is|has been|will be) [a-z]+ed\b)"
    r"|(?<=the )special(?= (?:left|departed|reached|arrived|passed|ran|called|pulled|stopped|steamed|set|had|has|will"
    r"|went|came|rolled|halted|stood|crossed|made|got|paused|continued|headed|drew)\b)"
    r"|(?-i:(?:[A-Z][a-z]+-)?[A-Z][a-z]+|(?<=[Tt]he)) express(?=,| (?:No\b|from|to|was|is|had|has|will|left|departed"
    r"|reached|arrived|passed|ran|pulled|rolled|limped|stopped|stood|crossed|called|which|that|on|in|at)\b)"
    r"|(?<=the )express (?-i:[A-Z][a-z]+)(?= (?:left|departed|reached|arrived|passed|stopped|stood|crossed|was|had"
    r"|ran)\b)"
    r"|(?:night|mail|overnight) express|(?:night|overnight) sleeper|goods service"
    r"|sleeper(?= (?:from|to|for|left|pulled|rolled|reached|arrived|departed)\b)"
    r"|(?:steam|diesel) engine|(?:nuclear|castor)(?: waste)? transport"
    r"|transport of (?:nuclear|radioactive) (?:waste|fuel)"
    r"|(?-i:TGV|Eurostar|Shinkansen|Thalys|Railjet|Pendolino|Inter[Cc]ity)(?! (?:said|says|announced|spokes|staff))"
    rf"|(?:{_OF_RAKES}) rakes?|(?<!garden )(?<!hay )(?<!leaf )rakes?"
    rf"(?= (?:of (?:\d+|[a-z]+ (?:[a-z]+ )?{_IN_RAKES})|{_RAKES_DO})\b)"
    r"|(?-i:(?:[EDH]MU|HST)(?! [A-Z]))|(?<=the )(?-i:Castor)(?! (?:oil|bean|plant))"
    r"|(?-i:(?:The |the )?(?:Ghan|Indian Pacific|Flying Scotsman|Rail Force One|Vande Bharat|Rajdhani|Nightjet|Sapsan"
    r"|Blue Train|Royal Scotsman|Big Boy|Dr Yellow|Orient[- ]Express|Rovos Rail|Golden Eagle)"
    r"(?! (?:said|says|Hotel|Street)))"
    r"|(?:mixed|manifest|block|unit|long) freight|freight(?= (?:that|which|ha[sd]|was|is|left|departed|arrived"
    r"|reached|derailed|stopped|passed|hit|struck)\b)|(?:the )?(?-i:(?!Indian|American|Daily|Sunday|Federal)"
    r"(?:[A-Z][a-z]+ ){1,2}Express)(?! (?:newspaper|reported|said|wrote|columnist)))\b",
    re.IGNORECASE,
)
_COMPASS = r"north|south|east|west"
_DIRECTION = re.compile(
    rf"\b(?P<d>(?:north|south)[ -]?(?:east|west)|{_COMPASS})(?P<end>ward|wards|bound|ern"
    rf"|erly)?\b(?P<of>[ -](?:of|from)\b)?"
)
_NUMBER = r"\d{1,3}(?:[,\u202f\u00a0 ]\d{3})+(?:\.\d+)?|\d{1,5}(?:[.,]\d{1,2})?"
_UNIT = r"kilomet(?:er|re)s?|kms?|км|километр(?:а|ов|ах)?|킬로미터|公里|キロ|miles?|mi|metres?|meters?"
_LEAD = (
    r"(?:about|around|some|roughly|approximately|nearly|almost|just|over|more than|less than|under|up to"
    r"|only|circa|ca\.|etwa|rund|около|약)"
)
_DISTANCE = re.compile(
    rf"(?P<n>{_NUMBER})(?: ?(?:-|–|to"
    rf"|or) ?(?P<n2>{_NUMBER}))?[ -]?(?P<u>{_UNIT})(?![\w/])(?! ?(?:per|an|a) hour| per)"
    rf"(?:,? ?\((?:{_LEAD} )?(?P<m>{_NUMBER})(?: ?(?:-|–|to) ?{_NUMBER})?[ -]?(?P<mu>{_UNIT})\))?"
    rf"(?: ?(?:away|apart|long|further|farther)| by (?:rail|road|train|air)| along the (?:line|track|railway))?"
    rf"(?: (?:to the )?(?:due )?(?P<dir>(?:north|south)[ -]?(?:east|west)|{_COMPASS})(?:ern|ward"
    rf"|wards)?(?= (?:of|from)\b))?"
    rf"(?: (?P<of>of|from|to|outside|before|after|beyond|short of)\b)?",
    re.IGNORECASE,
)
_SPEED = re.compile(
    rf"(?P<n>{_NUMBER})(?: ?(?:-|–|to|or) ?(?P<n2>{_NUMBER}))? ?(?P<u>km/h"
    rf"|kmh|kph|mph|км/ч"
    r"|(?:kilomet(?:er|re)s|km|miles) (?:per|an) hour)(?!\w)",
    re.IGNORECASE,
)
# "coaches train athletes", "to train for": the verb
_TO_TRAIN = re.compile(
    r"\b(?:to|will|would|can|could|must|should|helped?|who|they|we|coaches|troops|soldiers|athletes|officers"
    r"|instructors|pilots|cadets|cosmonauts|astronauts) $",
    re.IGNORECASE,
)
_TRAIN_HIT = Hits(
    *("rain", "RAIN", "ocomotive", "OCOMOTIVE", "rail", "Rail", "arriage", "onvoy", "astor"),
    *(
        "agons",
        "ght car",
        "ods car",
        "nk car",
        "oxcar",
        "latcar",
        "pper car",
        "ing car",
        "ore car",
        "age car",
        "ail car",
        "ion car",
        "ant car",
        "nge car",
    ),
    *("ght service", "ner service", "rgo service", "ock service", "tle service", "dal service"),
    *("pecial", "chelon", "onsist", " rake", "reight ", " Express"),
    *(
        "xpress",
        "sleeper",
        "ds service",
        "Ghan",
        "ndian Pacific",
        "Scotsman",
        "Rail Force",
        "Vande Bharat",
        "ajdhani",
        "ightjet",
        "Sapsan",
        "Blue Train",
        "Rovos",
        "Big Boy",
        "Dr Yellow",
        "Golden Eagle",
        "EMU ",
        "DMU ",
        "HMU ",
        "HST ",
        "eam engine",
        "sel engine",
        "transport",
        "TGV",
        "urostar",
        "inkansen",
        "halys",
    ),
    *("ailjet", "endolino", "nterCity", "ntercity"),
)
_UNIT_HIT = Hits(
    "km", "KM", "Km", "ilomet", "mile", "mph", "MPH", "kph", " mi", "км", "килом", "킬로미터", "公里", "キロ"
)
_COMPASS_HIT = Hits("north", "south", "east", "west")
_FIRST_DIGIT = re.compile(r"(?<![\w.,])\d")
_LEAD_BEFORE = re.compile(rf"\b{_LEAD} $", re.IGNORECASE)
KM = {"mile": 1.609344, "miles": 1.609344, "mi": 1.609344}


@dataclass(frozen=True, slots=True)
class Figure:
    """A distance or speed as stated: ``low`` and ``high`` in km or km/h, ``other`` the same figure in a second unit."""

    start: int
    end: int
    text: str
    kind: str
    low: float
    high: float
    other: float | None = None
    direction: str | None = None
    relation: str | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class DirectionPhrase:
    """A compass word; ``of`` when it is said relative to a place ("north of X"), ``moving`` for northbound and such."""

    start: int
    end: int
    text: str
    heading: str
    of: bool
    adjective: bool


def find_trains(text: str) -> list[tuple[int, int]]:
    """Spans of words for a train."""
    found = (f.span() for f in search_near(_TRAIN, text, _TRAIN_HIT, 70, 24))
    return [(a, b) for a, b in found if text[a:b] != "train" or _TO_TRAIN.search(text, max(0, a - 24), a) is None]


def on_rails(text: str, trains: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of the spans of ``find_trains`` those of trains: not a convoy of lorries, nor "the convoy" behind it."""
    by_road = next((a for a, b in trains if _is_by_road(text, a, b)), None)
    if by_road is None:
        return trains
    return [(a, b) for a, b in trains if text[a:b].lower() != "convoy" or a < by_road]


_ROAD_VEHICLES = r"(?:trucks?|lorr(?:y|ies)|(?:mini)?bus(?:es)?|vehicles|cars|vans|ambulances|jeeps|coaches|tractors)"
_OF_THE_ROAD = re.compile(
    rf"\b(?:(?:road|motor|motorised|motorized|vehicle|aid|humanitarian|relief|{_ROAD_VEHICLES})[ -]"
    rf"|{_ROAD_VEHICLES} in (?:an? |the )?(?:long )?)$",
    re.IGNORECASE,
)
_OF_VEHICLES = re.compile(rf"s? (?:of|with) (?:[\w-]+ ){{0,4}}?{_ROAD_VEHICLES}\b", re.IGNORECASE)
_BY_RAIL = re.compile(r"(?: [\w-]+){0,6} (?:by rail|on (?:flat ?cars|wagons|a train)|loaded)\b", re.IGNORECASE)


def _is_by_road(text: str, start: int, end: int) -> bool:
    """Whether a convoy goes by road: "an aid convoy", "a convoy of 20 lorries"."""
    if text[start:end].lower() != "convoy":
        return False
    led = _OF_THE_ROAD.search(text, max(0, start - 28), start) is not None or _OF_VEHICLES.match(text, end) is not None
    return led and _BY_RAIL.match(text, end) is None


def compass(word: str) -> str:
    """``"north-western"`` to ``"NW"``."""
    word = word.lower()
    first = "N" if word.startswith("north") else "S" if word.startswith("south") else ""
    rest = word[5:] if first else word
    second = "E" if "east" in rest else "W" if "west" in rest else ""
    return first + second


def find_directions(text: str) -> list[DirectionPhrase]:
    """Compass words in lower case: names such as "North Korea" are left to the places."""
    out: list[DirectionPhrase] = []
    for at in _COMPASS_HIT.starts(text):
        f = _DIRECTION.match(text, at)
        if f is None or (out and at < out[-1].end):
            continue
        ending = (f["end"] or "").lower()
        out.append(
            DirectionPhrase(f.start(), f.end(), f.group(), compass(f["d"]), bool(f["of"]), ending in ("ern", "erly"))
        )
    return out


def _number(word: str) -> float:
    word = re.sub(r"[\u202f\u00a0 ]", "", word)
    if re.fullmatch(r"\d+,\d{1,2}", word):  # a decimal comma
        return float(word.replace(",", "."))
    return float(word.replace(",", ""))


def find_figures(text: str) -> list[Figure]:
    """Distances and speeds in order. Metres under 2,000 are no distances of a journey and are left out."""
    out: list[Figure] = []
    last = 0
    for lo, hi in windows(text, _UNIT_HIT, 60, 80):
        for digit in _FIRST_DIGIT.finditer(text, lo, hi):
            at = digit.start()
            found = None if at < last else _SPEED.match(text, at, hi) or _DISTANCE.match(text, at, hi)
            if found is None:
                continue
            last = found.end()
            lead = _LEAD_BEFORE.search(text, max(0, at - 16), at)
            figure = _figure(found, lead.start() if lead else at)
            if figure is not None:
                out.append(figure)
    return out


def _figure(found: re.Match[str], start: int) -> Figure | None:
    """The figure of a match; ``start`` is before a word such as "about" when one stands there."""
    unit = found["u"].lower()
    if unit.startswith(("metre", "meter")):
        return None
    k = 1.609344 if unit.startswith(("mph", "mile")) else KM.get(unit, 1.0)
    first = _number(found["n"]) * k
    second = _number(found["n2"]) * k if found["n2"] else first
    text, approximate = found.string[start : found.end()], start < found.start()
    low, high = min(first, second), max(first, second)
    if found.re is _SPEED:
        return Figure(start, found.end(), text, "speed", low, high, approximate=approximate)
    other = _number(found["m"]) * KM.get(found["mu"].lower(), 1.0) if found["m"] else None
    direction = compass(found["dir"]) if found["dir"] else None
    return Figure(
        start, found.end(), text, "distance", low, high, other, direction, found["of"], approximate=approximate
    )
