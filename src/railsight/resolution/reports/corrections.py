"""Reports that correct or withdraw what others told.

What was withdrawn is not forgotten: it was known until then, and who asks how things stood at a moment is told it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from railsight.model import AIM_EVENTS
from railsight.resolution.reports.retellings import told_again

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from railsight.model import Sighting

_SAME_DAY_S = 26 * 3600.0
_CORRECTS = re.compile(
    r"^\W{0,3}(?:correction|corrected|corrects|clarification|retraction|update: correct)\b|\b(?:corrects"
    r"|correcting) (?:an?|the|its|our)"
    r" (?:earlier|previous)|\bearlier (?:version|report|story)s?\b[^.\n]{0,80}\b(?:said|stated|misstated"
    r"|gave|wrong|incorrect|error)"
    r"|\b(?:retract|withdr[ae]w)(?:s|ed|n|ing)?\b[^.\n]{0,40}\b(?:report|claim|story)|исправлен|정정|更正|訂正|Korrektur",
    re.IGNORECASE | re.MULTILINE,
)


def corrects(text: str) -> bool:
    """Whether a report says that it corrects or withdraws what was reported before."""
    return _CORRECTS.search(text) is not None


def rival(a: Sighting, b: Sighting) -> bool:
    """Whether two sightings tell one event in ways that cannot both be true: another time, or there against absent."""
    if a.subject != b.subject or a.place.id != b.place.id or a.interval is None or b.interval is None:
        return False
    apart = a.interval.intersection(b.interval) is None
    close = abs((a.interval.middle - b.interval.middle).total_seconds()) <= _SAME_DAY_S
    if a.event == b.event and a.event in ("departed", "arrived", "crossed", "passed"):
        return apart and close and not told_again(a, b)
    here = ("arrived", "stopped", "seen")
    return not apart and {a.event, b.event} & set(here) != set() and "absent" in (a.event, b.event) and _sharp(a, b)


def _sharp(a: Sighting, b: Sighting) -> bool:
    """Whether "absent" and "there" speak of nearly one time: a day is too wide to contradict."""
    assert a.interval is not None
    assert b.interval is not None
    return max(a.interval.duration_s, b.interval.duration_s) <= timedelta(hours=4).total_seconds()


def as_corrected(
    sightings: Iterable[Sighting], correcting: Mapping[str, datetime], fresh: Sequence[Sighting] | None = None
) -> tuple[list[Sighting], list[Sighting]]:
    """The sightings that stand, and those that a correcting report contradicts: the same event of its own says
    otherwise. These are marked with that report and the moment at which it became known.

    ``correcting`` are the reports that correct others, by id, with the moment when each became known; ``fresh`` what
    they tell, if that is not among the sightings.
    """
    told = list(sightings)
    if fresh is None:
        fresh = [s for s in told if s.report in correcting]
    standing: list[Sighting] = []
    withdrawn: list[Sighting] = []
    for s in told:
        against = (f for f in fresh if s.report not in correcting and (rival(f, s) or _moved(f, s)))
        winner = min(against, key=lambda f: correcting[f.report or ""], default=None)
        if winner is None or winner.report is None:
            standing.append(s)
        else:
            withdrawn.append(replace(s, withdrawn_by=winner.report, withdrawn_at=correcting[winner.report]))
    return standing, withdrawn


def _moved(correction: Sighting, old: Sighting) -> bool:
    """Whether a correction puts the same event of the same time to another place, or says the train was not there; that
    it was going there may be true all the same.
    """
    if correction.subject != old.subject:
        return False
    same_time = (
        correction.interval is None
        or old.interval is None
        or correction.interval.intersection(old.interval) is not None
    )
    if correction.event == "absent":
        was_there = old.event != "absent" and old.event not in AIM_EVENTS
        return same_time and correction.place.id == old.place.id and was_there
    return (
        same_time and correction.event == old.event and correction.place.id != old.place.id and _narrow(correction, old)
    )


def _narrow(a: Sighting, b: Sighting) -> bool:
    """Whether both times are said to within a few hours: only then can one train not have been at both places."""
    return all(s.interval is not None and s.interval.duration_s <= 4 * 3600.0 for s in (a, b))
