"""What a name may mean: the rows of the gazetteer under it and under its parts, and the kind its head asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.mentions.names import DEMONYM, RAIL_KINDS, SHORT, Names
from railsight.mentions.nouns import STATION_OF_A_TOWN, respelt
from railsight.mentions.page import FILED
from railsight.mentions.scripts import nominative, town_of_adjective, town_of_station
from railsight.mentions.termini import terminus_name
from railsight.mentions.text import lexica, lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.mentions.names import Row

# Lands and seas, which no town is: a name of one votes for the land, and is no point to be near to.
WIDE_KINDS = frozenset({"country", "continent", "region", "area", "sea", "ocean"})
HOLDING_KINDS = WIDE_KINDS | {"county"}  # what may hold another place: "Dublin, Cheshire County"
MOST_CANDIDATES = 24

_TOWN_KINDS = frozenset({"town", "station", "junction", "halt", "siding", "border"})  # a station stands for its town

# Head nouns and the kinds of place they ask for.
HEAD_KINDS: dict[str, frozenset[str]] = {
    "river": frozenset({"river", "river crossing", "stream"}),
    "spaceport": frozenset({"spaceport"}),
    "cosmodrome": frozenset({"spaceport"}),
    "station": frozenset({"station", "halt", "junction"}),
    "port": frozenset({"port"}),
    "harbor": frozenset({"port"}),
    "harbour": frozenset({"port"}),
    "airport": frozenset({"airport"}),
    "bridge": frozenset({"bridge", "river crossing", "border"}),
    "oblast": frozenset({"region"}),
    "krai": frozenset({"region"}),
    "kray": frozenset({"region"}),
    "voblasts": frozenset({"region"}),
    "region": frozenset({"region", "area"}),
    "province": frozenset({"region"}),
    "state": frozenset({"region"}),
    "county": frozenset({"county", "region"}),
    "lake": frozenset({"lake"}),
    "sea": frozenset({"sea"}),
    "ocean": frozenset({"ocean", "sea"}),
    "island": frozenset({"island"}),
    "village": _TOWN_KINDS,
    "hamlet": _TOWN_KINDS,
    "town": _TOWN_KINDS,
}
_HEADS_BEFORE = {"космодром": "cosmodrome", "станци": "station", "порт": "port", "реку": "river", "реки": "river"}
_HEADS_BEFORE |= {"озер": "lake", "остров": "island", "мост": "bridge", "аэропорт": "airport"}
_HEADS_BEFORE |= {"Fluss": "river", "Bahnhof": "station", "Hafen": "port", "Kosmodrom": "cosmodrome"}
_HEADS_AFTER = {"우주기지": "cosmodrome", "역": "station", "강": "river", "항": "port", "대교": "bridge"}
_HEADS_AFTER |= {
    "宇宙基地": "cosmodrome",
    "航天发射场": "cosmodrome",
    "站": "station",
    "駅": "station",
    "江": "river",
    "港": "port",
}
_FOREWORDS = frozenset(
    {"river", "station", "port", "cosmodrome", "spaceport", "province", "region", "lake", "county", "state"}
    | {"village", "hamlet", "town"}
)
_RAIL_WORDS = frozenset({"railway", "train", "rail", "space"})
_LETTERS_FIRST = re.compile(r"[^a-zA-Z].*")  # what follows the first letters of a word
_QUOTES = "«»„“”\"'‘’‚《》〈〉「」『』"
_LAUNCH = {"launch", "space", "rocket", "spaceport", "cosmodrome"}
_HEADS = re.compile(
    r" (?:international airport|airport|railway station|train station|station|cosmodrome|spaceport|bridge"
    r"|friendship bridge"
    r"|river|street|county|province|region|oblast|krai|port|city|district|university|avenue|road"
    r"|prefecture|state|island"
    r"|peninsula|metropolitan area|area|valley|borough|suburb)$",
    re.IGNORECASE,
)
_FRONTS = re.compile(
    r"^(?:the |city of |port of |town of |state of |republic of |county |greater |downtown |central "
    r"|inner |lake |mount |mt\.? "
    r"|(?:north|south|east|west)(?:ern|[ -]?east(?:ern)?|[ -]?west(?:ern)?)?[ -]|university of |gulf of |bay of )+",
    re.IGNORECASE,
)


_OF_SEVERAL = {"counties": "county", "regions": "region", "oblasts": "oblast", "provinces": "province"}
# "Sac and Ida counties", "Smolensk and Tver regions"
_LISTED_AREAS = re.compile(rf"(?:,? (?:and )?[A-Z][a-z]+(?: [A-Z][a-z]+)?){{0,4}} ((?i:{'|'.join(_OF_SEVERAL)}))\b")


@dataclass(slots=True, eq=False)
class Name:
    """A name to resolve: where it stands in the text and, once weighed, its rows with probabilities."""

    start: int
    end: int
    surface: str
    rows: Sequence[Row] = ()
    scores: list[float] = field(default_factory=list)  # natural logs, same order as rows
    chances: list[float] = field(default_factory=list)
    reasons: list[tuple[str, ...]] = field(default_factory=list)  # by row, like what follows
    told: list[tuple[str, ...]] = field(default_factory=list)  # the reasons that hold whatever the other names vote
    within: Name | None = None  # the name after a comma: "Arlington, Virginia"
    held: list[bool] = field(default_factory=list)  # by row: lies in what ``within`` may mean
    closed: bool = False  # what follows ``within`` ends the name: "Joplin, Montana, on Monday"
    wanted: frozenset[str] = frozenset()
    plain: bool = False  # the rows are those of the surface, and nothing in the text speaks for a kind of place
    at_station: bool = False  # the rows are towns, for a station or quarter that has no entry
    partial: bool = False  # looked up without its head noun: the place is near, not exact
    dateline: bool = False  # opens a dateline by itself: a town and no country
    count: int = 1  # how often the report says it alike
    nowhere: float = 0.0  # probability that a small place of the report's own area is meant that has no entry
    best: int | None = None  # index of the likeliest row
    key: str = ""  # the surface in lower case

    def __post_init__(self) -> None:
        self.key = self.surface.casefold()

    @property
    def row(self) -> Row | None:
        """The likeliest row."""
        return None if self.best is None else self.rows[self.best]


def candidates(text: str, start: int, end: int, names: Names, *, train: bool = False) -> Name:
    surface = " ".join(text[start:end].split())
    name = Name(start, end, surface, wanted=_wanted(text, start, end))
    name.dateline = (start == 0 or text[start - 1] == "\n") and bool(FILED.match(text, end))
    town = town_of_adjective(surface, names) if surface[0].islower() else None  # "комсомольский вокзал"
    rows = () if town else names.rows(surface)
    if name.wanted == _TOWN_KINDS and not rows:
        name.wanted = frozenset()  # a village "of Guma district"
    if surface.endswith(" River") and not text.endswith(("the ", "The "), 0, start) and _is_town(surface, rows):
        name.wanted = frozenset()  # Green River, Wyoming
    if not name.wanted and names.entry(surface).is_water and _bare_water(text, start, end):
        name.wanted = HEAD_KINDS["river"]
    if rows and not name.wanted:
        name.rows = names.likeliest(surface, MOST_CANDIDATES)
        name.plain = not name.dateline
        return name
    if not rows and (form := terminus_name(surface)):
        rows = [r for r in names.rows(form) if r.kind == "station"]
    if not rows and not surface.isascii():
        form = town or nominative(surface, names) or town_of_station(surface)
        rows = names.rows(form) if form else ()
        rows = [*rows, *names.by_sound(town)] if town else rows
    if not rows and surface.endswith("er") and STATION_OF_A_TOWN.match(text, end):
        rows = names.rows(surface[:-2])  # "Nürnberger Hauptbahnhof"
    rows = rows or names.spelt(surface)
    if not rows and train:
        rows = names.by_sound(surface) or names.rows(respelt(surface, names) or surface)
    if not rows and train:
        rows = names.at_station(surface)
        name.at_station = bool(rows)
    if not rows:
        rows, name.partial = _without_heads(surface, names)
    if "county" in name.wanted and not any(r.kind == "county" for r in rows):
        rows = tuple(rows) + tuple(r for r in names.rows(f"{surface} county") if r.kind == "county")
    if name.wanted and not any(r.kind in name.wanted for r in rows):
        rows = tuple(rows) + tuple(r for r in _with_head(text, start, end, names) if r.kind in name.wanted)
    if "region" in name.wanted and not any(r.kind in name.wanted for r in rows):
        rows = tuple(rows) + tuple(names.areas(_HEADS.sub("", surface)))
    kept = sorted(rows, key=lambda r: (-r.weight, r.id))
    rail = [r for r in kept[MOST_CANDIDATES:] if r.kind in RAIL_KINDS or r.kind in name.wanted]
    name.rows = kept[:MOST_CANDIDATES] + rail[:MOST_CANDIDATES]
    return name


def _is_town(surface: str, rows: Sequence[Row]) -> bool:
    """Whether a town has the whole name."""
    return any(r.kind in _TOWN_KINDS and r.name.casefold() == surface.casefold() for r in rows)


# What may follow the bare name of a river: "crossed the Tumen at dawn", not "the Tumen delegation".
_AFTER_WATER = re.compile(
    r"[.,;:)]|$| (?:at|and|in|into|on|onto|from|near|to|by|before|after|around|about|early|late)\b"
)


def _bare_water(text: str, start: int, end: int) -> bool:
    return text[max(0, start - 4) : start].casefold() == "the " and _AFTER_WATER.match(text, end) is not None


def names_a_region(text: str, start: int, end: int) -> bool:
    """Whether a name, or the word behind it, says that a first-level division is meant: "the Bryansk region"."""
    return "region" in _wanted(text, start, end) and text[start:end].isascii()


def _wanted(text: str, start: int, end: int) -> frozenset[str]:
    """The kinds that the head noun of the span, or the words right after it, ask for."""
    first, last = _with_quotes(text, start, end)
    if not text[start:end].isascii():
        return _wanted_abroad(text[max(0, first - 14) : first].casefold(), text[last : last + 8])
    words = text[start:end].casefold().replace("-", " ").split()
    if len(words) > 1 and words[-1] in HEAD_KINDS:
        return HEAD_KINDS[words[-1]]
    if len(words) > 1 and words[0] in ("lake", "port", "river"):
        return HEAD_KINDS[words[0]]
    return _wanted_after(text, last) or _wanted_before(text, first)


def _with_quotes(text: str, start: int, end: int) -> tuple[int, int]:
    """A span with the quotation marks around it: what stands before and behind «Vostochny» is said of it as well."""
    if start and text[start - 1] in _QUOTES and text[end : end + 1] in _QUOTES:
        return start - 1, min(end + 1, len(text))
    return start, end


def _wanted_after(text: str, end: int) -> frozenset[str]:
    """The kinds that the words after a name ask for: "the Vostochny spaceport", "Sac and Ida counties"."""
    after = text[end : end + 80]
    listed = _LISTED_AREAS.match(after) if any(word in after for word in _OF_SEVERAL) else None
    if listed:
        return HEAD_KINDS[_OF_SEVERAL[listed[1].casefold()]]
    words = after[:40].split(None, 2) if after[:1] == " " else []
    if not words:
        return frozenset()
    word = _LETTERS_FIRST.sub("", words[1] if words[0] in _RAIL_WORDS and len(words) > 1 else words[0]).casefold()
    if word in HEAD_KINDS and word != "state":
        return HEAD_KINDS[word]
    return HEAD_KINDS["spaceport"] if _LETTERS_FIRST.sub("", words[0]).casefold() in _LAUNCH else frozenset()


def _wanted_before(text: str, start: int) -> frozenset[str]:
    """The kinds that the words before a name ask for: "the river Amur", "the port of Rajin"."""
    words = text[max(0, start - 24) : start].split()[-2:] if text[start - 1 : start] == " " else []
    word = words[0] if len(words) == 2 and words[1] == "of" else words[-1] if words else ""
    word = _HEADS_BEFORE.get(word, word)
    return HEAD_KINDS[word] if word in _FOREWORDS else frozenset()


def _wanted_abroad(before: str, after: str) -> frozenset[str]:
    """The kinds that a Russian word before a name, or a Korean, Chinese or Japanese one after it, asks for."""
    last = before.split()[-1:] if before.endswith(" ") else []
    head = next((h for stem, h in _HEADS_BEFORE.items() if last and last[0].startswith(stem)), None)
    head = head or next((h for word, h in _HEADS_AFTER.items() if after.strip().startswith(word)), None)
    return HEAD_KINDS[head] if head else frozenset()


def _with_head(text: str, start: int, end: int, names: Names) -> Sequence[Row]:
    """Rows of the name with the head noun that follows it in lower case: "the Vostochny spaceport"."""
    behind = _with_quotes(text, start, end)[1]
    after = re.match(r" (?:railway |train |rail )?[a-zA-Z]+", text[behind : behind + 40])
    if after:
        word = after.group().split()[-1].casefold()
        for head in {word, *({"cosmodrome"} if word in _LAUNCH else set())}:
            rows = names.rows(f"{text[start:end]} {head}")
            if rows:
                return rows
    return ()


def _without_heads(surface: str, names: Names) -> tuple[Sequence[Row], bool]:
    """Rows of the name without its head noun or its fore-words, and whether anything was left off."""
    for pattern in (_HEADS, _FRONTS):
        short = pattern.sub("", surface).strip()
        if short and short != surface:
            rows = names.rows(short)
            if rows:
                return rows, pattern is _HEADS
            again = (_FRONTS if pattern is _HEADS else _HEADS).sub("", short).strip()
            if again and again != short and (rows := names.rows(again)):
                return rows, True
    words = surface.split()
    if len(words) > 1:
        heads = lexica("facilities", "organisations")
        for size in range(len(words) - 1, 0, -1):
            for i in range(len(words) - size + 1):
                piece = " ".join(words[i : i + size])
                if size > 1 or (piece.casefold() not in heads and piece.casefold() not in lexicon("common")):
                    rows = names.rows(piece)
                    if rows and piece[:1].isupper():
                        return rows, True
    return (), False


# What stands between a place and the area that holds it: a comma, "in", or words that say what it is.
_HELD_BY = re.compile(
    r", ?(?:in (?:the )?)?| \(| in (?:the |der |dem )?| в "
    r"|(?: \([^()\n]{1,60}\))?,? (?:is |was |are )?an? (?:[a-z-]+ ){0,3}(?:city|town|village|hamlet|municipality|suburb"
    r"|community|township|place|port|resort|settlement|district|county|parish|borough|commune|census-designated place)"
    r"(?: and [a-z ]{1,40})? (?:in|of) (?:the )?(?:(?:state|province|county|region) of )?"
)
_OF_A_PEOPLE = re.compile(
    r" (?:[a-z-]+ ){0,3}?(?:city|town|village|hamlet|port|resort|settlement|district|region|province|department"
    r"|border crossing|station|junction|suburb|county|island|yard) of "
)
_MOST_BETWEEN = 140  # characters between a place and the area that holds it


def link_commas(text: str, found: Sequence[Name]) -> None:
    """Tell a name the area said after it: "Arlington, Virginia", "TROY, N.C.", "Rye is a town in Sussex"."""
    for a, b in pairwise(found):
        if not 0 < b.start - a.end < _MOST_BETWEEN:
            continue
        if any(r.name_type == DEMONYM for r in a.rows) and _OF_A_PEOPLE.fullmatch(text, a.end, b.start):
            b.within = a  # "the French town of Valognes"
            continue
        short = any(r.name_type == SHORT for r in b.rows)
        if _HELD_BY.fullmatch(text, _with_quotes(text, a.start, a.end)[1], b.start) or (
            text[a.end : b.start] == " " and (short or _is_in(a, b))
        ):
            a.within = b
            a.closed = text[a.end : b.start] == ", " and text[b.end : b.end + 1] in ("", ".", ",", ";", ")", "\n")


def _is_in(town: Name, area: Name) -> bool:
    """Whether a town of the one name lies in a region of the other: "Bryan Ohio"."""
    regions = {r.admin1 for r in area.rows if r.kind == "region"}
    return any(r.kind in _TOWN_KINDS and r.admin1 in regions for r in town.rows)
