"""Departures told with where the train went on to: "shortly before midnight it left again for X".

Such a sentence names the goal alone. The train left from where it was told to be last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.resolution.frame import TOWARDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from railsight.resolution.frame import Frame
    from railsight.resolution.told import Told

_SET_OUT = frozenset({"set", "pulled", "moved", "rolled", "started", "steamed", "slipped", "eased", "headed", "drew"})
_OUT = frozenset({"off", "out", "away"})
_REACH = 800  # characters back to the place


def with_departures(told: Told, frames: Iterable[Frame]) -> Iterator[Frame]:
    """The frames in order, each that leads on from where the train was told to be after one of its departure there."""
    before: Frame | None = None
    for frame in frames:
        if _leads_on(told, frame) and not _has_its_origin(before, frame):
            place = _where_it_was(told, frame)
            if place is not None:
                yield frame._replace(place=place, preposition="from", event="departed", echo=True, unplaced=True)
        yield frame
        before = frame


def _leads_on(told: Told, frame: Frame) -> bool:
    """Whether a frame tells that it left for its place, and when."""
    verb, items = frame.verb_at, told.sentences[frame.sentence].items
    if verb is None or verb > frame.item or frame.preposition not in TOWARDS or told.sentences[frame.sentence].language:
        return False
    if frame.echo or frame.modal is not None or frame.negated or frame.habit or frame.gerund:
        return False
    leaves = frame.event == "departed" or (frame.verb in _SET_OUT and items[verb + 1].low in _OUT)
    return leaves and any(t.kind == "moment" for t in frame.times)


def _has_its_origin(before: Frame | None, frame: Frame) -> bool:
    """Whether its verb tells from where: "left X for Y"."""
    return before is not None and before.sentence == frame.sentence and before.verb_at == frame.verb_at


def _where_it_was(told: Told, frame: Frame) -> int | None:
    """The mention of the place at which the train was told to be last."""
    last = next((s for s in reversed(told.sightings) if s.subject == "train"), None)
    if last is None:
        return None
    for index in range(frame.place - 1, -1, -1):
        mention = told.mentions[index]
        if told.mentions[frame.place].start - mention.end > _REACH:
            return None
        if mention.place is not None and mention.place.id == last.place.id:
            return index
    return None
