"""Where those are who tell a report: "reported from X", "our correspondent in X", which puts no train there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from railsight.mentions.counting import DAY_OF_THE_WEEK
from railsight.mentions.text import Gated
from railsight.resolution.phrases.instruments import is_by_instrument

if TYPE_CHECKING:
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item, Sentence

_REACH = 90  # characters on either side of a name in which its teller stands
# Words that may stand between a verb of telling and "from"; a verb of moving may not: "reported it leaving from X".
_BESIDE = (
    rf"(?: (?:us|me|him|her|them|this|that|it|live|direct|directly|exclusively|back|home|in|on|by|the|a|phone|telephone"
    rf"|radio|video|link|dispatch|despatch|message|story|late|early|today|yesterday|{DAY_OF_THE_WEEK}|[A-Z][\w.]*)){{0,5}}"
)
_TOLD_FROM = Gated(
    r"(?P<who>(?:[\w.’'-]+ ){0,3})"
    r"\b(?i:(?P<still>(?:report|writ|fil|tweet|post|broadcast|speak|phon)ing)|report(?:s|ed)?|writes?|wrote|fil(?:es|ed)"
    rf"|tweet(?:s|ed)|post(?:s|ed)|broadcasts?|speaks|spoke|phon(?:es|ed)|told|tells|said|says){_BESIDE}"
    r" from (?:the (?:city|town|port|capital|village) of )?$",
    " from ",
    ignore_case=False,
)
_PASSIVE = frozenset({"was", "were", "been", "being", "is", "are", "be"})  # "was reported from X"
# Those aboard tell from where the train is.
_ABOARD = frozenset({"train", "trains", "convoy", "driver", "drivers", "crew", "guard", "conductor", "engineer"})
_ABOARD |= {"passenger", "passengers", "aboard"}
_TELLER = (
    r"(?:correspondents?|reporters?|journalists?|stringers?|bureau|newsroom|(?:our|their) (?:man|woman|colleagues?))"
)
_OUR_MAN_IN = Gated(
    rf"(?:^|[,;:(–—\"“”])\s?(?:[\w.’'-]+ ){{0,5}}?{_TELLER} (?:who is |based |stationed )?(?:in|at|from|near) $"
    r"|\b(?:reporting|writing|editing) by (?:[A-Z][\w.’'-]+(?:,? and |, | )){1,9}in $",
    *("correspondent", "reporter", "journalist", "stringer", "bureau", "newsroom", "our ", "their ", " by "),
)
_OR_THERE = re.compile(r",? where\b")  # "reporting live from X, where the train is expected"


def told_from(text: str, sentence: Sentence, named: Item, frame: Frame) -> bool:
    """Whether a name only says from where something is told; not where those who tell it saw the train there."""
    low, high = max(sentence.start, named.start - _REACH), min(sentence.end, named.end + _REACH)
    table = sentence.language
    if (table is not None and frame.event == "seen") or is_by_instrument(frame):
        return False
    if table is not None:
        before, after = table.pattern("teller_before"), table.pattern("teller_after")
        led = before is not None and before.search(text, low, named.start) is not None
        return led or (after is not None and after.match(text, named.end, high) is not None)
    if _OR_THERE.match(text, named.end, high):
        return False
    told = _TOLD_FROM.search(text, low, named.start)
    if told is not None:
        who = set(told["who"].lower().split())
        return not who & _ABOARD and (told["still"] is not None or not who & _PASSIVE)
    saw = frame.event is not None and frame.verb_at is not None and frame.verb_at > frame.item
    return not saw and _OUR_MAN_IN.search(text, low, named.start) is not None
