"""When two tellings of an event at a place are of one event, and what they tell together.

Nobody is made to say more than he said: two times that only touch are two events, two looks at a train that may stand
are one only if they mostly share a time, and what is told less surely never makes closer what is told surely: one
report's guess adds nothing to what it tells, another's stands beside it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from railsight.model import AIM_EVENTS

if TYPE_CHECKING:
    from railsight.model import Sighting
    from railsight.times import Interval

_HALF = 0.5
_OF_A_STAY = frozenset({"seen", "stopped"})  # true of a train at more than one time
_GUESSED = frozenset({"expected", "speculated", "conflict"})
_AGAIN = re.compile(
    r"\b(?:again|once more|(?:a|the) second time|erneut|wieder|nochmals|abermals|снова|опять|вновь|ещё раз)\b"
    r"|再次|再び|ふたたび|又|다시|또다시",
    re.IGNORECASE,
)


def are_one(a: Sighting, b: Sighting) -> bool:
    """Whether two tellings of the same event at a place are of one and the same."""
    if told_again(a, b):
        return False
    sure, other = sorted((a, b), key=_sureness, reverse=True)
    as_sure = _sureness(other) == _sureness(sure) or a.event in AIM_EVENTS
    if sure.interval is None or other.interval is None:
        return as_sure or other.interval is None
    both = sure.interval.intersection(other.interval)
    if both is None:
        return False
    least_s = min(sure.interval.duration_s, other.interval.duration_s)
    if both.duration_s < (_HALF * least_s if a.event in _OF_A_STAY else 0.0) or both.duration_s == 0.0 < least_s:
        return False
    return as_sure or a.report == b.report or other.interval.duration_s >= _HALF * sure.interval.duration_s


def told_together(a: Sighting, b: Sighting) -> Interval | None:
    """When it was by two tellings of one event: at a time of both, or at that of the surer one."""
    if a.interval is None or b.interval is None:
        return a.interval or b.interval
    if _sureness(a) != _sureness(b):
        return max(a, b, key=_sureness).interval
    return a.interval.intersection(b.interval)


def _sureness(s: Sighting) -> tuple[bool, float]:
    """How surely it is told, to compare: as a fact or as a guess, and how certain its reading is."""
    return s.status not in _GUESSED, s.certainty


def told_again(a: Sighting, b: Sighting) -> bool:
    """Whether one report tells the second as another time: "It was seen in X again in the afternoon", "passed X at nine
    and again at four".
    """
    if a.report != b.report or a.quote is None or b.quote is None:
        return False
    if a.quote == b.quote:
        return " and again " in a.quote_text
    later = max(a, b, key=lambda s: s.quote or (0, 0))
    return _AGAIN.search(later.quote_text) is not None
