"""Trains of a report that are not the one told of first: "a second one", "the train behind it", one of another name."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from railsight.mentions.text import Hits, search_near

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from railsight.model import Mention

# Before a train that is not the one told of first.
_ANOTHER = re.compile(
    r"\b(?:another|other|second|third|earlier(?!,)|different|separate|unrelated|companion|sister|twin"
    r"|parallel),? (?:[a-z-]{1,12},? ){0,1}$",
    re.IGNORECASE,
)
_BESIDE_IT = re.compile(r" (?:(?:just |right |close )?(?:behind|ahead of|in front of|following) (?:it|ours))\b")
# What sets a train apart from the one told of, behind it or before: "... has nothing to do with it".
_ONE_TOLD_OF = (
    r"(?:it|this|that|ours"
    r"|(?:the|this|that|our) (?:[a-z-]{1,16} ){0,3}?(?:train|special|one|convoy|transport|charter))\b"
)
_APART = re.compile(
    rf"[^.;\n]{{0,140}}?\b(?:(?:has|have|had|having) (?:absolutely |quite )?nothing to do with {_ONE_TOLD_OF}"
    r"|(?:is|are|was|were) (?:in no way )?(?:unrelated|unconnected|another (?:one|train)\b"
    r"|an? (?:quite |completely |wholly |very )?(?:different|other|separate) (?:one|train)\b"
    rf"|not (?:in any way |at all )?(?:related|connected|linked|(?:the|that) same\b|{_ONE_TOLD_OF}))"
    r"|should not be (?:confused|mixed up|mistaken)\b)",
    re.IGNORECASE,
)
_APART_REACH = 200  # characters behind a train in which such words stand
_APART_HITS = ("nothing to do", "unrelated", "unconnected", "another", "different", "other", "separate", "not ")
_NOT_TO_CONFUSE = re.compile(
    r"\b(?:not to be (?:confused|mixed up) with|unconnected with|unrelated to|nothing to do with)"
    r" (?:the |an? |that )?(?:[a-z-]{1,16} ){0,3}$",
    re.IGNORECASE,
)
# That the train told of until then is not the one that others follow: "it has nothing to do with Kim's train".
_NOT_THE_ONE = re.compile(
    r"\b(?:nothing to do with|unrelated to|unconnected (?:with|to)|not to be (?:confused|mixed up) with"
    r"|(?:is|are|was|were) not (?:in any way |at all )?(?:(?:related|connected|linked) (?:to|with) )?) ?"
    r"(?:the |that |our )?(?:[a-z-]{1,16} ){0,2}?(?:[a-z]{1,16}(?:['’]s|s['’]) (?:[a-z-]{1,16} )?train\b"
    r"|(?:special|armou?red|presidential|royal|chartered) train\b"
    r"|(?:train|one) (?:carrying|with|bringing|that (?:carries|carried|brings|brought)) )",
    re.IGNORECASE,
)
_NOT_THE_ONE_HIT = Hits("nothing to do", "unrelated to", "unconnected ", "not ")
_NOT_THE_ONE_REACH = 90
_EVERYDAY = frozenset({"freight", "passenger"})  # kinds of trains that nobody follows where another is spoken of
# Without the word: "a second one had not arrived".
_ONE = re.compile(
    r"\b(?:[Aa] (?:second|third|fourth|further|different)|[Aa]nother|[Tt]he (?:other|next)|that) one"
    r"(?= (?:was|is|has|had|will|went|left|reached|passed|came|arrived|stopped|stood|crossed)\b|, )"
)
_EMPTIES = re.compile(r"\b(?:coal|ore|grain|oil|stone|timber|container|ballast|hopper) empties\b", re.IGNORECASE)
_EMPTIES_HIT = Hits(" empties")
_ONE_HIT = Hits(" one ", " one,")
# What is sent to help a train is not that train: "a relief loco", "a locomotive to fetch it", "a breakdown crane".
_HELPER = re.compile(
    r"\b(?:(?:relief|rescue|assisting|helper|replacement|spare|breakdown|recovery) "
    r"(?:loco(?:motive)?|engine|crane|diesel)s?"
    r"|(?:[Aa]|[Aa]nother|one) (?:loco(?:motive)?|engine|diesel|crane)) "
    r"(?=to (?:fetch|help|rescue|assist|tow|haul|pull)\b"
    r"|(?:(?:was|is|were|has been|had been) )?(?:being )?(?:sent|ordered|called|on its way|dispatched|despatched)\b"
    r"|(?:had|has) to come\b|(?:came|comes|set out|left|went)\b)"
)
_HELPER_HIT = Hits("loco", "engine", "crane", "diesel")
# Kinds of trains that no train is two of: "a freight train" told of after "the armoured train" is another one.
_LOADS = {
    **dict.fromkeys(("coal", "coke"), "coal"),
    **dict.fromkeys(("oil", "fuel", "petrol", "crude", "ethanol"), "oil"),
    **dict.fromkeys(("grain", "wheat", "corn", "maize", "soya", "soy", "barley"), "grain"),
    **dict.fromkeys(("ore", "iron-ore"), "ore"),
    **dict.fromkeys(("timber", "log", "cement", "steel", "potash", "sugar", "gravel", "ballast", "container"), "other"),
}
_KINDS = {
    **dict.fromkeys(("freight", "goods", "cargo"), "freight"),
    **dict.fromkeys(_LOADS, "freight"),
    **dict.fromkeys(("passenger", "commuter", "suburban", "intercity", "high-speed", "tourist"), "passenger"),
    **dict.fromkeys(("hst", "emu", "dmu", "hmu", "tgv", "eurostar", "railjet", "pendolino", "shinkansen"), "passenger"),
    **dict.fromkeys(("armoured", "armored", "presidential", "royal", "leader's", "kim's", "putin's"), "leader"),
    **dict.fromkeys(("military", "troop", "army", "rocket", "missile", "ammunition"), "military"),
}
_CLASSES = frozenset({"hst", "emu", "dmu", "hmu"})  # "an HST" told of after a train is not that train
_ALIKE = frozenset({("military", "freight"), ("military", "leader")})  # a train may be told of as both
_OF_ITS_OWN = frozenset({"special", "charter", "chartered", "excursion", "luxury", "circus", "ambulance", "hospital"})
_OF_ITS_OWN |= {"evacuation", "refugee", "museum", "steam", "test"}  # runs to no timetable
_INTRODUCES = re.compile(
    r"(?:^|[.;\n] |\b(?:when|where|while|meanwhile|after|before|because|since|until|once|by|of|with|and|said),? )"
    r"an? ((?:[a-z-]+ ){0,3})$",
    re.IGNORECASE,
)
# "The passenger train to X", "Passenger train No. 7", "the freight that was stuck": words for one train, told again.
_TOLD_AGAIN = re.compile(r"(?:^|[.;,\n(] |\b(?:the|that|this) )(?:[a-z-]+ ){0,3}$", re.IGNORECASE)
_NUMBERED = re.compile(r" (?:No\.? ?|[Nn]r\.? ?|[Nn]umber |№ ?|#)?(\d{1,4}[A-Z]?)\b(?! (?:cars|wagons|coaches|of)\b)")
_NUMBER_REACH = 12  # characters behind a train in which its number stands
_EXPRESS = re.compile(r"express [A-Z][a-z]+")
_WORD = re.compile(r"[a-z'’-]+")
_KIND_REACH = 40  # characters before a train in which its kind stands
_NAME_REACH = 40  # characters before a train in which a name of it begins


class Others:
    """Which trains of a text are others than the first, by its kind and name and the words around each."""

    def __init__(self, text: str, trains: Sequence[Mention], places: Sequence[Mention]) -> None:
        self._text, self._places = text, places
        self._starts = [m.start for m in places]
        kinds = (_kind_of(text[max(0, m.start - _KIND_REACH) : m.end]) for m in trains)
        self._kind = next((kind for kind in kinds if kind), None)
        self._name = self._name_of(trains[0]) if trains else None
        self._first = _Words.of(text, trains[0]) if trains else None
        self._first_text = trains[0].text if trains else ""
        of_its_own = self._first is not None and self._first.kind is None and self._first.words & _OF_ITS_OWN
        if of_its_own and self._kind in _EVERYDAY:
            self._kind = "special"

    def has(self, train: Mention, start: int) -> bool:
        """Whether a train told of after the first, whose words begin at ``start``, is another."""
        if _ANOTHER.search(self._text, max(0, start - 20), start) or _BESIDE_IT.match(self._text, train.end):
            return True
        if _is_introduced_as(self._text, train, self._kind) or _is_set_apart(self._text, train, start):
            return True
        if train.text.lower() in _CLASSES and _INTRODUCES.search(self._text, max(0, start - _KIND_REACH), train.start):
            return train.text not in self._first_text
        if self._first is not None and self._first.differs(_Words.of(self._text, train)):
            return True
        first, name = self._name, self._name_of(train) if self._name is not None else None
        return first is not None and name is not None and first.place is not name.place and first.text != name.text

    def _name_of(self, train: Mention) -> Mention | None:
        """The place that a train is called after: "the Tyumen train"."""
        near = self._places[
            bisect_right(self._starts, train.start - _NAME_REACH) : bisect_left(self._starts, train.end)
        ]
        within = (m for m in near if m.end <= train.end)
        return next((m for m in within if m.end + 1 == train.start or train.start <= m.start), None)


@dataclass(frozen=True, slots=True)
class _Words:
    """What the words for one train tell of it."""

    words: frozenset[str]  # the adjectives and nouns before and within them
    kind: str | None
    load: str | None
    number: str | None

    @classmethod
    def of(cls, text: str, train: Mention) -> _Words:
        lead = _TOLD_AGAIN.search(text, max(0, train.start - _KIND_REACH), train.start)
        phrase = f"{lead[0] if lead else ''}{train.text}".lower()
        number = _NUMBERED.match(text, train.end, train.end + _NUMBER_REACH)
        words = _WORD.findall(phrase)
        load = next((_LOADS[w] for w in reversed(words) if w in _LOADS), None)
        kind = _kind_of(phrase) or ("passenger" if _EXPRESS.fullmatch(train.text) else None)
        return cls(frozenset(words), kind, load, number[1] if number else None)

    def differs(self, other: _Words) -> bool:
        """Whether another train than this one, told of first, must be meant."""
        if None not in (self.kind, other.kind) and self.kind != other.kind:
            alike = (self.kind, other.kind) in _ALIKE or (other.kind, self.kind) in _ALIKE
            return not alike or self.load is not None or other.load is not None
        if None not in (self.load, other.load) and self.load != other.load:
            return True
        if None not in (self.number, other.number) and self.number != other.number:
            return True
        by_the_book = (other.number is not None and other.kind == "passenger") or "ordinary" in other.words
        return by_the_book and bool(self.words & _OF_ITS_OWN)


def _is_introduced_as(text: str, train: Mention, kind: str | None) -> bool:
    """Whether a train is introduced ("a freight train") as of another kind than the one told of."""
    lead = _INTRODUCES.search(text, max(0, train.start - _KIND_REACH), train.start)
    own = _kind_of(f"{lead[1]}{train.text}") if lead is not None else None
    if own is None or kind is None or own == kind:
        return False
    plain = lead is not None and not any(w in _LOADS for w in lead[1].lower().split())
    return not plain or ((own, kind) not in _ALIKE and (kind, own) not in _ALIKE)


def _is_set_apart(text: str, train: Mention, start: int) -> bool:
    """Whether its sentence says that a train is not the one told of: "the one at X has nothing to do with it"."""
    if _NOT_TO_CONFUSE.search(text, max(0, start - _KIND_REACH), start):
        return True
    behind = text[train.end : train.end + _APART_REACH]
    return any(hit in behind for hit in _APART_HITS) and _APART.match(behind) is not None


def told_before_the_one(text: str, trains: Sequence[Mention]) -> int:
    """How many trains, all of an everyday kind, are told of before the one followed: a text says that they are not it,
    or names but one in passing ("a freight train reached X. The armoured train is still in Y").
    """
    kinds = [_kind_of(text[max(0, m.start - _KIND_REACH) : m.end]) for m in trains]
    if not kinds or kinds[0] not in _EVERYDAY:
        return 0
    starts = [m.start for m in trains]
    for found in search_near(_NOT_THE_ONE, text, _NOT_THE_ONE_HIT, 16, _NOT_THE_ONE_REACH):
        before = bisect_left(starts, found.start())
        if before and set(kinds[:before]) <= {kinds[0], None}:
            return before
    in_passing = _A_TRAIN.search(text, max(0, trains[0].start - _KIND_REACH), trains[0].start) is not None
    leads = in_passing and len(kinds) > 1 and kinds[1] == "leader" and kinds[0] not in kinds[1:]
    return int(leads and _THE_ONE.search(text, max(0, trains[1].start - _KIND_REACH), trains[1].start) is not None)


_A_TRAIN = re.compile(r"\b[Aa]n? (?:[a-z-]+ ){0,2}$")
_THE_ONE = re.compile(r"(?:^|[.;\n] )The (?:[\w'’-]+ ){0,4}$")


def _kind_of(words: str) -> str | None:
    return next((_KINDS[w] for w in reversed(words.lower().split()) if w in _KINDS), None)


def other_ones(text: str, *, beside_trains: bool = True) -> Iterator[tuple[int, int]]:
    """Spans of the words for another of several trains that leave out what it is, or for empty wagons beside trains."""
    for found in search_near(_ONE, text, _ONE_HIT, 20, 24):
        yield found.span()
    if beside_trains:
        for found in search_near(_EMPTIES, text, _EMPTIES_HIT, 20, 1):
            yield found.span()
    for found in search_near(_HELPER, text, _HELPER_HIT, 20, 40):
        yield found.start(), found.start() + len(found[0].rstrip())
