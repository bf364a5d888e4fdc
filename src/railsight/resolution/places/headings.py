"""Compass words of a report: which sighting each of them belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from railsight.resolution.wording import events

if TYPE_CHECKING:
    from railsight.mentions.phrases import DirectionPhrase
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Sentence
    from railsight.resolution.told import Told


def headings_of_a_sentence(told: Told, made: list[tuple[Frame, int]]) -> None:
    """Give compass words of a sentence to its last sighting of the train that has a place behind it."""
    _weaken_ways(told, made)
    behind = [
        (f, i)
        for f, i in made
        if told.sightings[i].event not in ("heading", "due", "absent") and told.sightings[i].subject == "train"
    ]
    if not behind:
        return
    sentence = told.sentences[behind[0][0].sentence]
    first = bisect_left(told.directions, sentence.start, key=lambda d: d.start)
    for d in told.directions[first:]:
        if d.start >= sentence.end:
            break
        if not d.of and not d.adjective and not _of_place(told, d):
            _, index = behind[-1]
            told.sightings[index] = replace(told.sightings[index], heading=d.heading)
    for f, i in made:
        if told.sightings[i].event == "heading" and f.verb_at is not None:
            _, index = behind[-1]
            if told.sightings[index].toward is None and told.sightings[i].status != "speculated":
                told.sightings[index] = replace(told.sightings[index], toward=told.sightings[i].place)


def _weaken_ways(told: Told, made: list[tuple[Frame, int]]) -> None:
    """Make less of a goal of a place that is but the direction: "in the direction of X"."""
    for f, i in made:
        s = told.sightings[i]
        if s.event == "heading" and s.certainty == 1.0 and _is_a_way(told, f):
            told.sightings[i] = replace(s, certainty=_WAY_IS_GOAL, note=f"{s.note}; {_A_WAY}")


_A_WAY = "the direction, not said to be the goal"
_WAY_IS_GOAL = 0.25  # how likely who goes in the direction of a place goes there: a judgement
# What names a direction and no goal: "in the direction of X", "X 방향으로", "X方面へ", "в сторону X".
_WAY_BEFORE = re.compile(r"\b(?:in the direction of(?: the)?|в (?:сторону|направлении)|in Richtung) $", re.IGNORECASE)
_WAY_AFTER = re.compile(r"역? ?(?:방향|방면|쪽으로)|[站駅]?(?:方面|方向)")
_REACH = 28  # characters before a name in which such words stand


def _is_a_way(told: Told, frame: Frame) -> bool:
    named = told.mentions[frame.place]
    before = _WAY_BEFORE.search(told.text, max(0, named.start - _REACH), named.start)
    return before is not None or _WAY_AFTER.match(told.text, named.end) is not None


def headings_told_after(told: Told) -> None:
    """Give "it went north" of a sentence that tells of no place to the sighting of the train told right before."""
    last_in = {s.quote: i for i, s in enumerate(told.sightings) if s.subject == "train" and s.event in _WITH_A_HEADING}
    told_in = {s.quote for s in told.sightings}
    starts = [s.start for s in told.sentences]
    for d in told.directions:
        number = bisect_right(starts, d.start) - 1
        if number < 1 or d.of or d.adjective or _of_place(told, d):
            continue
        sentence, before = told.sentences[number], told.sentences[number - 1]
        if (sentence.start, sentence.end) in told_in or not _goes(sentence, d):
            continue
        behind = last_in.get((before.start, before.end))
        if behind is not None and told.sightings[behind].heading is None:
            told.sightings[behind] = replace(told.sightings[behind], heading=d.heading)


def heading_told_first(told: Told) -> None:
    """Give "Military train, westbound." that heads a text to the first sighting of the train, in the next sentence."""
    first = next((i for i, s in enumerate(told.sightings) if s.subject == "train"), None)
    if first is None or len(told.sentences) < 2 or told.sightings[first].heading is not None:
        return
    head, then = told.sentences[:2]
    if told.sightings[first].event not in _WITH_A_HEADING or told.sightings[first].quote != (then.start, then.end):
        return
    if head.may_name_place or not head.may_name_train:
        return
    ways = {d.heading for d in told.directions if d.start < head.end and not d.of and not _of_place(told, d)}
    if len(ways) == 1:
        told.sightings[first] = replace(told.sightings[first], heading=ways.pop())


_WITH_A_HEADING = frozenset({"departed", "passed", "crossed", "seen", "stopped"})


def _goes(sentence: Sentence, d: DirectionPhrase) -> bool:
    """Whether the word right before a compass word says that the train goes there."""
    before = [x for x in sentence.items if x.end <= d.start]
    if len(before) < 2 or events().get(before[-1].low) != "move":
        return False
    mover = next((x for x in reversed(before[-4:]) if x.kind == "mover"), None)
    return mover is not None and (mover.who == "train" or mover.low == "it")


def _of_place(told: Told, d: DirectionPhrase) -> bool:
    """Whether a compass word belongs to a name or a noun: "in the north", "north Korean"."""
    after = told.text[d.end : d.end + 12]
    before = told.text[max(0, d.start - 8) : d.start]
    return before.endswith(("in the ", "the far ")) or after.startswith((" coast", " side", " bank", " end"))
