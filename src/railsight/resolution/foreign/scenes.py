"""Movements told without a place in a report, in other languages than English, that is headed by where it is told.

"ХИЛОК, 2 апреля. Литерный прибыл на станцию в десять", "Cottbus. Gegen 7.15 Uhr stand auf Gleis 9 ein Güterzug".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from railsight.resolution.foreign.moods import is_negated, mood
from railsight.resolution.frame import Frame

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from railsight.model import Mention
    from railsight.resolution.foreign.clauses import Clause, Spoken
    from railsight.resolution.sentences.items import Item, Sentence

    Subject = tuple[str | None, str]

_THERE = frozenset({"arrived", "stopped", "seen", "passed", "departed", "left"})
_CLOSING = re.compile(r"[»“”\"]")
_HEADS = frozenset(".:—–-(/")
_OPENING = 2  # sentences in which it stands: "Корр." may be one
_LONGEST_LEAD = 3  # words before the place that heads a report: "Корр. ТАСС из X: ..."


def heading_of(sentences: Sequence[Sentence], places: Sequence[Mention]) -> Frame | None:
    """The place that heads a report, as a frame that tells nothing: of a dateline, or of a heading of its own."""
    if places and places[0].role == "dateline" and places[0].place is not None:
        return Frame(0, 0, 0)
    for number, sentence in enumerate(sentences[:_OPENING]):
        items = sentence.items
        at = next((i for i, x in enumerate(items) if x.kind == "place"), None)
        if at is not None:
            place = items[at].place
            if place is None or not _heads(items, at):
                return None
            return Frame(number, at, place, preposition="" if at else "at")
        if sum(x.kind != "mark" for x in items) > _LONGEST_LEAD:
            return None
    return None


def _heads(items: Sequence[Item], at: int) -> bool:
    """Whether a place and its day open a sentence and a mark ends them; behind other words it has to be a colon."""
    lead = items[:at]
    if len(lead) > _LONGEST_LEAD or any(x.time or x.kind == "mover" for x in lead):
        return False
    rest = items[at + 1 :]
    ends = next((k for k, x in enumerate(rest) if x.kind == "mark" and x.low in _HEADS), None)
    if ends is None or any(x.kind != "mark" and x.time is None for x in rest[:ends]):
        return False
    return not lead or rest[ends].low == ":"


def told_here(
    told: Spoken, number: int, frames: Sequence[Frame], home: Frame, subjects: Mapping[int, Subject]
) -> list[Frame]:
    """What clauses without a place tell of the one that heads the report: those that speak of "the station" or "here",
    and those right behind a heading that is no dateline.
    """
    scene = told.table.pattern("scene")
    out: list[Frame] = []
    if scene is None:
        return out
    elsewhere = {f.verb_at for f in frames if f.place != home.place}
    for clause in told.clauses:
        own = told.items[clause.low : clause.high]
        if any(x.kind == "place" and x.place != home.place for x in own) or subjects[clause.low][0] == "other":
            continue
        here = home.preposition == "at" and home.sentence + 1 == number
        here = (
            here or scene.search(told.text, told.items[clause.low].start, told.items[clause.high - 1].end) is not None
        )
        for at, cue in clause.verbs if here else ():
            event = cue.rstrip("~!")
            if event in _THERE and at not in elsewhere:
                out.append(_frame_of(told, number, clause, (at, cue), home, subjects[clause.low]))
                break
    return out


def watched(told: Spoken, frames: Sequence[Frame]) -> list[Frame]:
    """The frames, with what somebody tells, in quotation marks and without a place, of where they say that they were:
    "«Мимо едет поезд», — рассказала пенсионерка, которая вчера ждала электричку в X".
    """
    if len(frames) != 1 or frames[0].event not in (None, "stopped", "seen", "arrived", "move"):
        return list(frames)
    frame, items = frames[0], told.items
    closing = next((m.start() for m in _CLOSING.finditer(told.text, items[0].start, items[frame.item].start)), None)
    if closing is None or frame.mover == "train" or not frame.times:
        return list(frames)
    for clause in told.clauses:
        own = items[clause.low : clause.high]
        if own[0].start >= closing or not any(x.who == "train" for x in own):
            continue
        for at, cue in clause.verbs:
            if cue.rstrip("~!") in (*_THERE, "move") and mood(told, clause, (at, cue)) is None:
                event = "seen" if cue.rstrip("~!") == "move" else cue.rstrip("~!")
                now = frame._replace(event=event, preposition="in", verb=items[at].low, verb_at=at)
                now = now._replace(mover="train", mover_text="train", negated=is_negated(told, clause, at), modal=None)
                return [now]
    return list(frames)


def _frame_of(told: Spoken, number: int, clause: Clause, verb: tuple[int, str], home: Frame, subject: Subject) -> Frame:
    at, cue = verb
    event = cue.rstrip("~!")
    leaves = event in ("departed", "left")
    times = [(i, t) for i in range(clause.low, clause.high) if (t := told.items[i].time) is not None]
    return Frame(
        number,
        at,
        home.place,
        clause=(clause.low, clause.high),
        echo=True,
        event="departed" if leaves else event,
        preposition="from" if leaves else "in",
        verb=told.items[at].low,
        verb_at=at,
        mover=subject[0],
        mover_text=subject[1],
        negated=is_negated(told, clause, at),
        modal=mood(told, clause, verb),
        times=tuple(t for _, t in sorted(times, key=lambda p: abs(p[0] - at))),
    )
