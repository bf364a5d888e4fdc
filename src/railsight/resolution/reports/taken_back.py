"""What a report takes back of others: "An earlier report said that the train had arrived in X on Tuesday. That was
wrong." Also that the train seen there then was another one.

The report itself puts no train there; what others told of that place then is withdrawn, unless the report that corrects
them tells of the train there itself. Where nothing fits, a warning says so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from railsight.model import AIM_EVENTS
from railsight.resolution.times.timing import when_of
from railsight.times import known_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.model import Mention, Place, Sighting
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Sentence
    from railsight.resolution.told import Told
    from railsight.times import Interval

_REACH = 160  # characters behind the sentence of a place in which it is taken back
_TAKEN_BACK = re.compile(
    r"\b(?:that|this|it|which|(?:the|that|this) (?:report|claim|information|story|message|post))"
    r" (?:was|is|were|turned out to be|proved(?: to be)?)"
    r" (?:wrong|incorrect|false|untrue|inaccurate|mistaken|withdrawn|an? (?:mistake|error)"
    r"|not (?:so|true|correct|right|accurate|the case))\b"
    r"|\b(?:it|the train|she|he|they) (?:did not|didn['’]t|had not|hadn['’]t|was not|wasn['’]t|never did)\b"
    r"|\bwe (?:were (?:wrong|mistaken)|retract|withdr[ae]w)\b",
    re.IGNORECASE,
)


class Corrected(NamedTuple):
    """A place where a report says that the train was not, though it was told; ``when`` is None where no time is."""

    place: Place
    when: Interval | None
    told: bool = True  # the report says that it was told; else that another train was taken for it, by whoever was


def note_what_is_corrected(told: Told, frame: Frame, mention: Mention, sentence: Sentence) -> None:
    """Keep what the report takes back of a place, if it does."""
    if mention.place is None or _TAKEN_BACK.search(told.text, mention.end, sentence.end + _REACH) is None:
        return
    when = when_of(told, frame, mention.place, "arrived")[0] if frame.times else None
    told.corrected.append(Corrected(mention.place, when))


def note_another_train(told: Told, frame: Frame, mention: Mention) -> None:
    """Keep that the train seen at a place at a time was another one: who told of it then took that one for it."""
    if mention.place is not None and frame.times:
        told.corrected.append(Corrected(mention.place, when_of(told, frame, mention.place, "seen")[0], told=False))


def without_what_is_taken_back(
    sightings: Sequence[Sighting], told: Sequence[Told], warnings: list[str]
) -> tuple[list[Sighting], list[Sighting]]:
    """The sightings that stand, and those that a report published later takes back, marked with it and its moment."""
    standing = list(sightings)
    withdrawn: list[Sighting] = []
    for t in (t for t in told if t.corrected):
        own = {s.place.id for s in t.sightings if s.event != "absent" and s.subject == "train"}
        earlier = {other.report.id for other in told if other.published < t.published}
        for corrected in t.corrected:
            if corrected.place.id in own or not earlier:
                continue
            fallen = [s for s in standing if s.report in earlier and _is_it(s, corrected)]
            if not fallen and corrected.told:
                warnings.append(
                    f"{t.report.id}: it corrects what was told of {corrected.place.name}: no earlier report tells it"
                )
            standing = [s for s in standing if s not in fallen]
            known = known_from(t.published)
            withdrawn += [replace(s, withdrawn_by=t.report.id, withdrawn_at=known) for s in fallen]
    return standing, withdrawn


def _is_it(s: Sighting, corrected: Corrected) -> bool:
    """Whether a sighting is what is taken back: the train at that place, then."""
    if s.subject != "train" or s.place.id != corrected.place.id or s.event == "absent" or s.event in AIM_EVENTS:
        return False
    return corrected.when is None or s.interval is None or s.interval.intersection(corrected.when) is not None
