"""A train that did not stop at a place: it ran through, where it is told to have gone on, and was not absent there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.resolution.times.tenses import has_come_about

if TYPE_CHECKING:
    from railsight.model import Sighting
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Sentence
    from railsight.resolution.told import Told

STOPS = frozenset({"stop", "stopping", "stopped", "halt", "halting", "halted", "call", "calling", "called", "pause"})
_DENIES = frozenset({"not", "never", "without", "nor", "neither"})
_ENDS_A_TIME = frozenset({"by", "until", "till", "til", "before", "since"})
_ANY_TRAINS = frozenset({"trains", "services"})
_GONE_ON = frozenset({"passed", "crossed", "departed"})


def did_not_stop(told: Told, frame: Frame) -> bool:
    """Whether it is told of a place only that the train did not stop there."""
    sentence, verb = told.sentences[frame.sentence], frame.verb_at
    if frame.event != "stopped" or not frame.negated or frame.modal is not None or not verb:
        return False
    items, table = sentence.items, sentence.language
    if table is not None:
        return items[verb].low.startswith(tuple(table.halts.split()))
    if frame.mover_at is not None and items[frame.mover_at].low in _ANY_TRAINS:
        return False
    before = [x.low for x in items[max(0, verb - 3) : verb]]
    return frame.verb in STOPS and any(w in _DENIES or w.endswith(("n't", "n’t")) for w in before)


def run_through(told: Told, frame: Frame) -> Frame:
    """The frame of a place where the train did not stop: passed by a train that goes by in the same sentence, else
    nothing is told of it. Up to a time ("had not stopped at X by noon") it was not there.
    """
    if not did_not_stop(told, frame) or _up_to_a_time(told.sentences[frame.sentence], frame):
        return frame
    sentence = told.sentences[frame.sentence]
    before = told.sightings[-1] if told.sightings else None
    perfect = sentence.language is None and has_come_about(sentence.items, frame)
    on = before is not None and _goes_by(before, sentence) and not perfect
    return frame._replace(event="passed", negated=False) if on else frame._replace(event="skipped")


def ran_on(told: Told, frame: Frame) -> bool:
    """Whether a place was run through, without a time behind the verb, by a train told right before to go by."""
    sentence, verb = told.sentences[frame.sentence], frame.verb_at
    if frame.event != "passed" or not verb or not told.sightings or not _goes_by(told.sightings[-1], sentence):
        return False
    item, table = sentence.items[verb], sentence.language
    halts = frame.verb in STOPS if table is None else item.low.startswith(tuple(table.halts.split()))
    return halts and all(t.start < item.start for t in frame.times)


def _goes_by(before: Sighting, sentence: Sentence) -> bool:
    return before.subject == "train" and before.event in _GONE_ON and before.quote == (sentence.start, sentence.end)


def _up_to_a_time(sentence: Sentence, frame: Frame) -> bool:
    """Whether a time of its sentence ends what is told: "by noon it had not stopped at X"."""
    items = sentence.items
    return any(x.time in frame.times and items[i - 1].low in _ENDS_A_TIME for i, x in enumerate(items) if i and x.time)
