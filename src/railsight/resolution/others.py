"""Trains of a report that are not the one told of first: "a second one", "the train behind it", one of another name."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from railsight.mentions.text import Hits, search_near

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from railsight.model import Mention

# Before a train that is not the one told of first.
_ANOTHER = re.compile(
    r"\b(?:another|other|second|third|earlier|different|separate|unrelated|companion|sister|twin"
    r"|parallel) (?:[a-z-]{1,12} ){0,1}$",
    re.IGNORECASE,
)
_BESIDE_IT = re.compile(r" (?:(?:just |right |close )?(?:behind|ahead of|in front of|following) (?:it|ours))\b")
# Without the word: "a second one had not arrived".
_ONE = re.compile(
    r"\b(?:[Aa] (?:second|third|fourth|further|different)|[Aa]nother|[Tt]he (?:other|next)|that) one"
    r"(?= (?:was|is|has|had|will|went|left|reached|passed|came|arrived|stopped|stood|crossed)\b|, )"
)
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
_KINDS = {
    **dict.fromkeys(("freight", "goods", "cargo", "coal", "oil", "container", "grain", "timber"), "freight"),
    **dict.fromkeys(("passenger", "commuter", "suburban", "intercity", "high-speed", "tourist"), "passenger"),
    **dict.fromkeys(("armoured", "armored", "presidential", "royal", "leader's", "kim's", "putin's"), "leader"),
}
_INTRODUCES = re.compile(
    r"(?:^|[.;\n] |\b(?:when|where|while|after|by|of|with|and|said) )an? ((?:[a-z-]+ ){0,3})$", re.IGNORECASE
)
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

    def has(self, train: Mention, start: int) -> bool:
        """Whether a train told of after the first, whose words begin at ``start``, is another."""
        if _ANOTHER.search(self._text, max(0, start - 20), start) or _BESIDE_IT.match(self._text, train.end):
            return True
        if _is_introduced_as(self._text, train, self._kind):
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


def _is_introduced_as(text: str, train: Mention, kind: str | None) -> bool:
    """Whether a train is introduced ("a freight train") as of another kind than the one told of."""
    lead = _INTRODUCES.search(text, max(0, train.start - _KIND_REACH), train.start)
    own = _kind_of(f"{lead[1]}{train.text}") if lead is not None else None
    return own is not None and kind is not None and own != kind


def _kind_of(words: str) -> str | None:
    return next((_KINDS[w] for w in reversed(words.lower().split()) if w in _KINDS), None)


def other_ones(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the words for another of several trains that leave out what it is."""
    for found in search_near(_ONE, text, _ONE_HIT, 20, 24):
        yield found.span()
    for found in search_near(_HELPER, text, _HELPER_HIT, 20, 40):
        yield found.start(), found.start() + len(found[0].rstrip())
