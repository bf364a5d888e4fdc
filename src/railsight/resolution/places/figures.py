"""Which places a stated figure is about, and the claims that follow."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from railsight.mentions.text import Gated
from railsight.mentions.when import find_times
from railsight.model import Claim
from railsight.resolution.places.claims import check_distance, check_duration, check_speed
from railsight.resolution.wording import events

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.mentions.phrases import Figure
    from railsight.model import Mention, Place
    from railsight.resolution.frame import Frame
    from railsight.resolution.places.claims import RailKm, RunningH
    from railsight.resolution.told import Told

_REACH = 45  # characters from a figure to the place it refers to
_IS = re.compile(r"\b(?:is|was|were|are|be|been)(?: [a-z]+){0,2} ?$")
_THING = re.compile(
    r"\b(?:the|this|that|its) (?:[a-z-]+ ){0,3}(?P<noun>facility|site|city|town|station|port|cosmodrome"
    r"|spaceport|centre|center"
    r"|base|village|complex)\b|^(?P<it>it)\b",
    re.IGNORECASE,
)
_KIND_OF_NOUN = {"station": "station", "port": "port", "cosmodrome": "spaceport", "spaceport": "spaceport"}
# "the roughly 260 km from A to B": with a verb in the present, no journey but the length of the way
_THE_FIGURE = re.compile(r"\bthe (?:[a-z-]+ )?$", re.IGNORECASE)
_MEAN = re.compile(r"\b(?:averag|mean\b)", re.IGNORECASE)
_JOURNEY = Gated(
    r"\bin (?:about |around |some |roughly |just )?\w+ hours\b"
    r"|\b(?:journey|trip|ride|run|takes?|took|hours? to|drive|travel)\b",
    *("hour", "minute", "day", "week", "month", "year"),  # units of the duration that is then looked for
)


def read_figures(
    told: Told,
    figures: Sequence[Figure],
    frames: Sequence[Frame],
    rail_km: RailKm | None,
    running_h: RunningH | None = None,
) -> list[Frame]:
    """Fill ``claims`` and ``claims_of``; the frames with the distances that place the train itself."""
    by_sentence: dict[int, list[Frame]] = {}
    for frame in frames:
        by_sentence.setdefault(frame.sentence, []).append(frame)
    speeds = [(f.start, f.end) for f in figures if f.kind == "speed"]
    at = 0
    for number, sentence in enumerate(told.sentences):
        while at < len(figures) and figures[at].start < sentence.start:
            at += 1
        k = at
        while k < len(figures) and figures[k].start < sentence.end:
            _one(told, number, figures[k], by_sentence.get(number, []), rail_km)
            k += 1
        _durations(told, number, by_sentence.get(number, []), speeds, rail_km, running_h)
    return list(chain.from_iterable(by_sentence.values()))


def _one(told: Told, number: int, figure: Figure, frames: list[Frame], rail_km: RailKm | None) -> None:
    """A claim; or the place that the distance is measured from as it is then told, in ``frames`` of the sentence."""
    claim = Claim(told.report.id, figure.start, figure.end, told.report.text[figure.start : figure.end], "distance")
    if figure.kind == "speed":
        origin, target = _pair(told, figure, frames) or (None, None)
        kmh = round((figure.low + figure.high) / 2, 1)
        told.claims.append(_with(claim, kind="speed", stated_kmh=kmh, origin=origin, target=target))
        return
    claim = _with(
        claim,
        stated_km=round(figure.low, 1),
        stated_km_max=round(figure.high, 1) if figure.high > figure.low else None,
        stated_direction=figure.direction,
    )
    pair = _pair(told, figure, frames)
    if pair is not None:
        told.claims.append(check_distance(_with(claim, origin=pair[0], target=pair[1]), rail_km))
        return
    ends = _ends_before(told, figure)
    if ends is not None:
        told.claims.append(check_distance(_with(claim, origin=ends[0], target=ends[1]), rail_km))
        return
    at = _reference(told, figure, frames)
    if at is None or figure.relation is None:
        told.claims.append(_with(claim, why="the report does not say from where to where"))
        return
    reference = frames[at]
    mention = told.mentions[reference.place]
    subject = _subject(told, number, figure, frames, reference)
    if subject is None and _stands(told, number, figure):
        reference = frames[at] = reference._replace(event=reference.event or "seen", mover="train")
    start = _start_of_the_leg(told, figure, frames, reference)
    if figure.relation == "to" and reference.event in ("move", "arrived") and subject is None and start is not None:
        origin, end = told.mentions[start.place].place, figure.start
        if told.mentions[start.place].end <= end and origin is not None:  # "from X it ran 300 km to Y"
            told.claims.append(check_distance(_with(claim, origin=origin, target=mention.place), rail_km))
            return
    if figure.relation == "to" and reference.event in ("move", "arrived") and subject is None:
        told.claims.append(_with(claim, target=mention.place, why="the report does not say from where"))
        return
    if subject is None and reference.event is not None and _told_of_train(told, reference):
        away_m = 1000.0 * (figure.low + figure.high) / 2
        # "seen 60 km from X" is no departure
        frames[at] = reference._replace(preposition="near", distance_m=away_m, offset=figure.direction)
        return
    text = told.report.text[figure.start : mention.end]
    claim = _with(claim, end=mention.end, text=text, origin=mention.place, target=subject)
    told.claims_of[reference.place] = "a distance is measured from it"
    told.claims.append(check_distance(claim, rail_km))


def _start_of_the_leg(told: Told, figure: Figure, frames: list[Frame], reference: Frame) -> Frame | None:
    """From where a figure leads to a place: the start of the run, or where it had come to before ("from X to Y in seven
    hours, then 650 km to Z").
    """
    first = next((f for f in frames if f.preposition == "from" and f.item < reference.item), None)
    if first is None:
        return None
    reached = (f for f in frames if first.item < f.item < reference.item and f.preposition == "to")
    return [first, *(f for f in reached if told.mentions[f.place].end <= figure.start)][-1]


def check_speeds(told: Told, rail_km: RailKm | None) -> None:
    """Check the speeds among the claims, once the sightings are told, and put all claims in the order of the text."""
    told.claims.sort(key=lambda c: (c.start, c.end))
    told.claims = [
        check_speed(
            c, told.sightings, rail_km, average=_MEAN.search(told.text, max(0, c.start - 40), c.end + 20) is not None
        )
        if c.kind == "speed"
        else c
        for c in told.claims
    ]


def _ends_before(told: Told, figure: Figure) -> tuple[Place, Place] | None:
    """ "In X ..., Y, 300 km away": from the place told before; "X and Y are 300 km apart"."""
    if figure.relation is not None or not figure.text.endswith(("away", "apart", "further", "farther")):
        return None
    before = _before(told, figure.start)[:2]
    if len(before) < 2 or before[0].place is None or before[1].place is None or before[0].place == before[1].place:
        return None
    gap = told.text[before[0].end : figure.start]
    apart = figure.text.endswith("apart") and told.text[before[1].end : before[0].start] == " and "
    if (gap in (", ", " (") and not figure.text.endswith("apart")) or (apart and len(gap) < 16):
        return before[1].place, before[0].place
    return None


def _stands(told: Told, number: int, figure: Figure) -> bool:
    """ "The train was 200 km from the border": being there at a distance."""
    sentence = told.sentences[number]
    train = any(x.kind == "mover" and x.who == "train" and x.end <= figure.start for x in sentence.items)
    return train and bool(_IS.search(told.text, max(sentence.start, figure.start - 30), figure.start))


def _with(claim: Claim, **changes: object) -> Claim:

    return replace(claim, **changes)  # type: ignore[arg-type]


def _told_of_train(told: Told, frame: Frame) -> bool:
    sentence = told.sentences[frame.sentence]
    return frame.mover in ("train", "pronoun", "parties") or (
        frame.mover is None and any(x.who == "train" for x in sentence.items)
    )


def _reference(told: Told, figure: Figure, frames: list[Frame]) -> int | None:
    """Which frame is of the place that a distance is measured from."""
    for k, frame in enumerate(frames):
        m = told.mentions[frame.place]
        if 0 <= m.start - figure.end <= _REACH and m.place is not None and m.role not in ("clock", "dateline"):
            return k
    return None


def _pair(told: Told, figure: Figure, frames: list[Frame]) -> tuple[Place, Place] | None:
    """ "260 km from A to B", "the 260 km between A and B", "from A to B is 260 km"."""
    if figure.relation not in (None, "from"):
        return None
    placed = [(f, told.mentions[f.place]) for f in frames if told.mentions[f.place].place is not None]
    ways = [p for p in itertools.pairwise(placed) if _is_way(told, figure, *p)]
    if not ways:
        return None
    (f, a), (g, b) = min(ways, key=lambda p: _off(told, figure, p[0][1], p[1][1]))  # the one told with the figure
    described = f.verb.endswith("s") and _THE_FIGURE.search(told.text, max(0, figure.start - 24), figure.start)
    for frame in (f, g):
        if described or frame.event is None or not _told_of_train(told, frame):
            told.claims_of[frame.place] = "an end of a stated distance"
    assert a.place is not None
    assert b.place is not None
    return a.place, b.place


def _is_way(told: Told, figure: Figure, first: tuple[Frame, Mention], second: tuple[Frame, Mention]) -> bool:
    """Whether two places near a figure are told as the ends of a way."""
    (f, a), (g, b) = first, second
    if not (abs(figure.start - b.end) < 60 or 0 <= a.start - figure.end < 40):
        return False
    if f.between is not None and f.between == g.place:
        return True
    gap = told.text[a.end : b.start]
    if gap in (" - ", " – ", "–", " — ", " to "):
        return True
    return f.preposition == "from" and re.fullmatch(r" (?:\w+ ){0,2}to (?:\w+ ){0,3}", gap) is not None


_JOINS = re.compile(r"[,;]| and ")
_ANOTHER_PART = 100  # characters that a joining word between a figure and two places counts as


def _off(told: Told, figure: Figure, a: Mention, b: Mention) -> int:
    """How far a figure is from two places, in characters: what is joined by "and" is another part of the sentence."""
    start, end = (figure.end, a.start) if a.start >= figure.end else (b.end, figure.start)
    if end < start:
        return 0  # between them
    return end - start + (_ANOTHER_PART if _JOINS.search(told.text, start, end) else 0)


def _subject(told: Told, number: int, figure: Figure, frames: list[Frame], reference: Frame) -> Place | None:
    """The place whose distance is stated: "X, about 60 km north of Y", "X lies 60 km from Y", "The site is ..."."""
    sentence = told.sentences[number]
    for frame in reversed([f for f in frames if f.item < reference.item]):
        m = told.mentions[frame.place]
        if m.end > figure.start or m.place is None or frame.qualifies or m.role in ("clock", "agency", "dateline"):
            continue
        words = [x for x in sentence.items if m.end <= x.start < figure.start]
        verbs = [x.low for x in words if x.kind == "word" and x.low in events()]
        movers = [x for x in words if x.kind == "mover" and x.who == "train"]
        if verbs or movers or len(words) > 18:
            return None
        if m.place.kind == "country":
            continue
        return m.place
    piece = told.text[sentence.start : figure.start]
    thing = _THING.search(piece)
    if thing is None or any(x.low in events() for x in sentence.items if x.end <= figure.start and x.kind == "word"):
        return None
    said = thing.group().lower()
    if thing["it"]:
        return _subject_before(told, frames[0].sentence - 1 if frames else number - 1)
    return _last_place(told, number, thing["noun"], "launch" in said or "space" in said)


def _before(told: Told, at: int, count: int = 40) -> list[Mention]:
    """The place mentions before a position that may be meant by a description, nearest first."""
    i = bisect_left(told.mentions, at, key=lambda m: m.end)
    found = [m for m in reversed(told.mentions[max(0, i - count) : i]) if m.place is not None]
    large = ("country", "continent")
    return [m for m in found if m.role not in ("clock", "agency", "dateline") and m.place and m.place.kind not in large]


def _subject_before(told: Told, number: int) -> Place | None:
    """What "it" takes up: the first place of the sentence before."""
    if number < 0:
        return None
    sentence = told.sentences[number]
    inside = [m for m in _before(told, sentence.end + 1) if m.start >= sentence.start]
    return inside[-1].place if inside else None


def _last_place(told: Told, number: int, noun: str | None, launch: bool) -> Place | None:
    """The place of the sentences before that a description such as "the launch facility" takes up."""
    wanted = "spaceport" if launch else _KIND_OF_NOUN.get((noun or "").lower())
    for m in _before(told, told.sentences[number].start + 1):
        if m.place is not None and (wanted is None or m.place.kind == wanted):
            return m.place
    return None


def _durations(
    told: Told,
    number: int,
    frames: list[Frame],
    speeds: Sequence[tuple[int, int]],
    rail_km: RailKm | None,
    running_h: RunningH | None,
) -> None:
    """Claims of the durations of a sentence; the hour of "60 km an hour" (one of ``speeds``) is none."""
    sentence = told.sentences[number]
    piece = told.text[sentence.start : sentence.end]
    if not _JOURNEY.search(piece):
        return
    for phrase in find_times(piece):
        if phrase.duration_h is None or phrase.duration_h[1] < 0.5 or phrase.duration_h[1] > 24 * 30:
            continue
        start = sentence.start + phrase.start
        if any(lo <= start < hi for lo, hi in speeds):
            continue
        placed = [
            told.mentions[f.place] for f in frames if told.mentions[f.place].place is not None and not f.qualifies
        ]
        placed = [
            m
            for m in placed
            if m.place
            and m.place.kind not in ("country", "continent")
            and m.role not in ("clock", "agency", "dateline")
        ]
        ends = (placed[0].place, placed[1].place) if len(placed) >= 2 else (None, None)
        claim = Claim(told.report.id, start, start + len(phrase.text), phrase.text, "duration", *ends)
        hours = round(sum(phrase.duration_h) / 2, 2)
        told.claims.append(check_duration(_with(claim, stated_h=hours), rail_km, running_h))
