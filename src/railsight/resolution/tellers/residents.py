"""Where those are who tell a report, by what they say of themselves: "I sell pies at X", "a mechanic, who works at X:".

What they go on to tell of a train without a place is told from there.
"""

from __future__ import annotations

import re

_REACH = 110  # characters before a place in which such words stand
_WHO = r"(?:I|[Ww]e|who|(?:[Mm]y|[Oo]ur) [a-z]{2,14})"
_DOES = (
    r"(?:sells?|works?|worked|lives?|runs?|keeps?|drives?|repairs?|mends?|fix(?:es)?|cleans?|sweeps?|serves?|teach(?:es)?|guards?"
    r"|tends?|minds?|mans?|staffs?|owns?|rents?|rented|has|have|fish(?:es)?|farms?|am|was|were|stood|waited|sat|had"
    r"|chang(?:e|es|ed) (?:shifts?|crews?)|grew up)"
)
_STATION = r"(?:the )?(?:(?:station|platform|crossing|market|depot|yard|kiosk|square|hotel) (?:in|at|of) )?"
_IS_THERE = re.compile(
    rf"\b{_WHO}(?: [a-z]+ly)? {_DOES}\b[^.;:!?\n]{{0,50}}?\b(?:at|in|outside|near|by|opposite) {_STATION}$"
)
_WERE_BROUGHT = re.compile(
    r"\b(?:brought|took|drove|bus+ed|led|marched|sent|moved|dropped) (?:us|me) (?:all )?(?:to|at|off at) (?:the )?$"
    r"|\b[Ww]e (?:were|got) (?:brought|taken|driven|bus+ed|led|marched|sent|moved|dropped) (?:to|at|off at) (?:the )?$"
)
_LEADS = (" at ", " in ", " outside ", " near ", " by ", " opposite ", " of ", " the ", " to ")
_SPEAKS = re.compile(
    r"[^.;!?\n“\"]{0,60}?: ?[\"“„«]|[^.;!?\n“\"]{0,30}?, (?:\w+ ){0,3}(?:said|says|tells|told)[^.\n]{0,20}[:,] ?[\"“„«]"
)


def is_of_a_resident(text: str, start: int) -> bool:
    """Whether the place that begins there is where those live, work or wait who tell what follows."""
    if not text.endswith(_LEADS, max(0, start - 12), start):
        return False
    low = max(0, start - _REACH)
    return _IS_THERE.search(text, low, start) is not None or _WERE_BROUGHT.search(text, low, start) is not None


def speaks_from(text: str, end: int, limit: int) -> int | None:
    """Where the words begin of somebody whose place ends there: 'who mends bicycles at X: "It came ..."'."""
    found = _SPEAKS.match(text, end, limit)
    return None if found is None else found.end()
