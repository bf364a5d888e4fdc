"""Times that a place shares with no other verb of its sentence, since what is told there was before it.

"Reached X from Y at nine" tells nothing of when it left Y but that it was before nine; "the train seen in X was in Y at
nine" nothing of when it was in X.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.geo import approx_m
from railsight.model import AIM_EVENTS
from railsight.resolution.sentences.acts import is_train
from railsight.resolution.sentences.verbs import is_noun
from railsight.resolution.times.zones import zone_of
from railsight.resolution.wording import events, words
from railsight.times import Interval

if TYPE_CHECKING:
    from railsight.model import Sighting
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item
    from railsight.resolution.told import Told

_TIMED = timedelta(hours=12)  # a time no longer than this is one of the arrival, not a day on which it left too
_SLOW_KMH = 25.0  # over all, as the crow flies
_LEAST = timedelta(hours=12)
_BESIDE_TRAIN = frozenset({"last", "first", "earlier", "just", "previously", "recently", "also", "once", "now"})
_RELATIVE = frozenset({"which", "that", "who"})
_AUXILIARIES = frozenset({"was", "were", "had", "has", "been", "is", "are"})
_BEFORE_MAIN = words("light") | {
    "later",
    "then",
    "also",
    "has",
    "had",
    "have",
    "since",
    "on",
    "at",
    "in",
    "been",
    "finally",
}
_MAIN_REACH = 9  # items behind a place in which the verb of its train stands


def tells_what_was_before(items: list[Item], frame: Frame) -> bool:
    """Whether a place is only said of the train that another verb, behind it, is told of: "the train seen in X left Y",
    "the train, which had been seen in X, left Y", and no time stands with it.
    """
    verb = frame.verb_at
    if verb is None or verb >= frame.item or frame.modal is not None or frame.negated or items[verb].kind != "word":
        return False
    if events().get(frame.verb) not in ("seen", "stopped", "passed", "move", "arrived", "crossed", "departed"):
        return False
    if not _said_of_the_train(items, verb) or any(x.time is not None for x in items[verb : frame.item]):
        return False
    return _main_verb_behind(items, frame.item)


def _said_of_the_train(items: list[Item], verb: int) -> bool:
    """Whether a verb is a participle behind the train, or the verb of a clause that says which train it was."""
    k = verb - 1
    while k > 0 and (items[k].low in _BESIDE_TRAIN or items[k].low in _AUXILIARIES):
        k -= 1
    auxiliary = any(x.low in _AUXILIARIES for x in items[k + 1 : verb])
    if k > 0 and items[k].low in _RELATIVE:
        k -= 1 + (items[k - 1].low == ",")
        return k >= 0 and is_train(items[k])
    return k >= 0 and is_train(items[k]) and not auxiliary and items[verb].low.endswith(("ed", "en", "ught", "seen"))


def _main_verb_behind(items: list[Item], place: int) -> bool:
    for i in range(place + 1, min(len(items) - 1, place + _MAIN_REACH)):
        low = items[i].low
        if items[i].time is not None or items[i].kind in ("place", "mover"):
            return False
        if low in ("was", "were", "is", "are"):
            return items[i + 1].low in words("stays") or items[i + 1].low in events() or items[i + 1].low == "now"
        if items[i].kind == "word" and low in events() and not low.endswith("ing") and not is_noun(items, i):
            return True
        if low != "," and low not in _BEFORE_MAIN:
            return False
    return False


def put_on_the_day_before(told: Told, made: list[tuple[Frame, int]]) -> None:
    """ "Left X 09:00, Y 22:00", "at 06:00 it was in X, at 13:00 in Y", told at ten in the morning: all of it was the
    day before, as the last clock shows.
    """
    for (frame, i), (following, k) in reversed(list(pairwise(made))):
        a, b = told.sightings[i], told.sightings[k]
        if (
            not _by_a_bare_clock(frame)
            or frame.before
            or a.interval is None
            or b.interval is None
            or AIM_EVENTS & {a.event, b.event}
        ):
            continue
        if max(a.interval.duration_s, b.interval.duration_s) > _TIMED.total_seconds():
            continue
        in_one_breath = _by_a_bare_clock(following) and not _speaker_changes(told, frame, following)
        apart = b.interval.latest < a.interval.earliest  # not "at 10:40 it crossed, at eleven it arrived"
        ascends = apart and (a.event == "departed" or (in_one_breath and _hour(a) < _hour(b)))
        if ascends and timedelta() < a.interval.earliest - b.interval.earliest < timedelta(days=1):
            told.sightings[i] = replace(a, interval=a.interval.shift(-86400.0))


def _by_a_bare_clock(frame: Frame) -> bool:
    return bool(frame.times) and frame.times[0].has_clock and not any(t.has_date for t in frame.times)


def _speaker_changes(told: Told, frame: Frame, following: Frame) -> bool:
    """Whether a quotation ends or begins between two places."""
    between = told.sentences[frame.sentence].items[frame.item : following.item]
    return any(x.kind == "mark" and x.low in _QUOTES for x in between)


_QUOTES = frozenset('「」『』“”„«»"')


def _hour(sighting: Sighting) -> time:
    """The clock of a sighting at its place."""
    assert sighting.interval is not None
    return sighting.interval.middle.astimezone(zone_of(sighting.place)).time()


def put_before(told: Told, made: list[tuple[Frame, int]]) -> None:
    """Give the sightings of one sentence that were before another of it the time before that, and no other."""
    for n, (frame, index) in enumerate(made):
        sighting = told.sightings[index]
        if sighting.interval is None or sighting.subject != "train":
            continue
        if frame.before:
            behind = (told.sightings[i] for f, i in made[n + 1 :] if not f.before)
            then = next((s for s in behind if s.interval is not None and s.subject == "train"), None)
        else:
            then = _arrival_of(told, frame, sighting, made)
            if then is None and _came_from(frame) and sighting.interval.duration_s <= _TIMED.total_seconds():
                earliest = sighting.interval.earliest - _WAY_THERE
                told.sightings[index] = replace(
                    sighting, interval=Interval(earliest, sighting.interval.latest), note=_BEFORE_IT_CAME
                )
        if then is None or then.interval is None or then.interval.duration_s > _TIMED.total_seconds():
            continue
        told.sightings[index] = replace(
            sighting,
            interval=_known_before(told, sighting, index) or _before(sighting, then),
            note=f"when is not told: before {then.place.name}",
        )
        told.left = None
        if told.last == sighting.interval:
            told.last = then.interval


def _arrival_of(told: Told, frame: Frame, sighting: Sighting, made: list[tuple[Frame, int]]) -> Sighting | None:
    """What an origin is told with by one verb: "reached X from Y", "came into X from Y"."""
    if sighting.event != "departed" or frame.preposition != "from" or frame.verb_at is None or frame.rode:
        return None
    if frame.event not in ("arrived", "move"):
        return None
    same = (told.sightings[i] for f, i in made if f.verb_at == frame.verb_at)
    return next((s for s in same if s.event == "arrived"), None)


_WAY_THERE = timedelta(hours=24)  # of a train that is only told to have come from somewhere
_BEFORE_IT_CAME = "when is not told: before it came from there"


def _came_from(frame: Frame) -> bool:
    """Whether the time told of an origin is that of the arrival elsewhere: "came in from X at nine"."""
    if frame.preposition != "from" or frame.rode or not frame.times:
        return False
    return frame.verb in ("arrived", "came")


def _known_before(told: Told, sighting: Sighting, index: int) -> Interval | None:
    """When the train was told to be there before."""
    here = (s for s in told.sightings[:index] if s.place.id == sighting.place.id and s.subject == "train")
    return next((s.interval for s in here if s.interval is not None and s.event not in ("due", "absent")), None)


def _before(sighting: Sighting, then: Sighting) -> Interval:
    """From a slow run before another sighting up to it."""
    assert then.interval is not None
    km = approx_m(sighting.place.lon, sighting.place.lat, then.place.lon, then.place.lat) / 1000.0
    return Interval(then.interval.earliest - _LEAST - timedelta(hours=km / _SLOW_KMH), then.interval.latest)
