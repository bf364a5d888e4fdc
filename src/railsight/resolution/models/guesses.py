"""What a sentence tells of a place where no rule reads it: a linear model over the words around it.

The rules know turns of phrase; people who report trains have others. For a place of a report of a train of which the
rules say "no movement of the train is told here" this model says how likely each event is, from the words on either
side, the marks, the times and movers of the sentence and the layout of the line. ``builders/guesses.py`` fitted it on
the opened reports of ``benchmarks/sightings`` (``data/guesses.tsv``): one logistic regression for every event ("would
an editor accept it here?") and one for none. What it says is marked in the sighting and weighs less than what a rule
has read; how often it is right is in docs/accuracy.md.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, cast

from railsight.datasets import read_bundled
from railsight.resolution.refusals.premises import is_of_those_there, nobody_expected, tells_of_premises
from railsight.resolution.sentences.moods import by_a_time
from railsight.resolution.sentences.verbs import MODALS
from railsight.resolution.wording import events, stem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from railsight.model import EventKind, Mention
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item, Sentence
    from railsight.resolution.told import Told

NONE = "none"
NAMED, UNNAMED = "train named", "train not named"  # features
# What the model tells apart, in the order of the columns of its table.
KINDS = ("departed", "arrived", "stopped", "passed", "crossed", "seen", "due", "absent", "heading", NONE)
TABLE = "guesses.tsv"
# A guess is made where "nothing is told of it here" is less likely than this.
_DOUBT = 0.3
# In a report that names its train the rules read most of what is told: there the event must be as likely as this.
_LEAST = 0.4
_NEAR = 9  # words on either side that are told apart from the rest
_FAR = 24  # words on either side that count at all
_LINE = 70  # characters of a line that may be an entry of a list
_TO_COME = frozenset({None, "due", "heading"})
_STOPS = frozenset(';.:()"“”')
_NUMBER = re.compile(r"[\d.,:/-]+")
_CLOCK = re.compile(r"\d{1,2}[:.h]?\d{2}")
_OPENING_CLOCK = re.compile(r"\W*\d{1,2}[:.h]?\d{2}")


class Guess(NamedTuple):
    """The likeliest event and the probability (0..1) that it is told of the train there."""

    event: EventKind
    probability: float


def guess(told: Told, frame: Frame) -> Guess | None:
    """The likeliest event at the place of a frame; None where most likely nothing is told, in another language, and
    where only a word stands for the place: the model has learned from places that are named.
    """
    sentence = told.sentences[frame.sentence]
    if sentence.language is not None or frame.echo or (frame.habit and frame.verb.endswith("s")):
        return None
    if tells_of_premises(sentence.items, frame.item, frame) or is_of_those_there(sentence.items, frame.item, frame):
        return None
    chances = chances_of(features(told, frame), table())
    event = likely = likeliest(chances, named=not told.implied)
    if event is not None and event not in _TO_COME and event != "absent" and by_a_time(sentence.items, frame.item):
        event = "due"  # "my guess: X by Tuesday"
    if event not in _TO_COME and (frame.modal is not None or _comes_later(sentence.items)):
        return None
    if event == "absent" and frame.preposition == "for":
        return None  # "it is not for X": where it does not go
    if event == "due" and nobody_expected(sentence.items, frame.item):
        return None
    return None if event is None or likely is None else Guess(event, min(chances[likely], 1.0 - chances[NONE]))


def _comes_later(items: list[Item]) -> bool:
    """Whether a sentence says of the train only what it may or will do: "a sign that the train may be coming"."""
    trains = [i for i, x in enumerate(items[:-1]) if x.kind == "mover" and x.who == "train"]
    return bool(trains) and all(items[i + 1].low in MODALS for i in trains)


def likeliest(chances: Mapping[str, float], *, named: bool) -> EventKind | None:
    """The event to guess, ``named`` where the report names its train; None where it is better not to guess."""
    event = max(KINDS[:-1], key=lambda kind: chances[kind])
    if chances[NONE] >= _DOUBT or (named and chances[event] < _LEAST):
        return None
    return cast("EventKind", event)


def chances_of(found: Sequence[str], known: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """For every kind the probability that an editor would accept it, from the features of a place and a table."""
    told = [weights for feature in found if (weights := known.get(feature)) is not None]
    sums = map(sum, zip(known[""], *told, strict=True))
    return {kind: 1.0 / (1.0 + math.exp(-s)) for kind, s in zip(KINDS, sums, strict=True)}


@cache
def table() -> dict[str, tuple[float, ...]]:
    """Weights of every feature by kind (in hundredths in the file); those of no feature are the biases."""
    known = {}
    for line in read_bundled(TABLE).decode().splitlines()[1:]:
        feature, *weights = line.split("\t")
        known[feature] = tuple(int(w or 0) / 100 for w in weights)
    return known


def features(told: Told, frame: Frame) -> list[str]:
    """What the model is told of a place, as words; each counts once."""
    sentence, mention = told.sentences[frame.sentence], told.mentions[frame.place]
    closing = {k for k in range(1, len(sentence.items)) if _closes_a_time(sentence.items, k)}
    items = [x for k, x in enumerate(sentence.items) if k not in closing]
    here = frame.item - sum(k < frame.item for k in closing)
    low, high = max(0, here - _FAR), min(len(items), here + _FAR + 1)
    window = {i: _token(items[i]) for i in range(low, high)}
    at = [window.get(here + k, "-") for k in range(-3, 4)]
    found = {
        f"l1 {at[2]}",
        f"l2 {at[1]}",
        f"l21 {at[1]} {at[2]}",
        f"l321 {at[0]} {at[1]} {at[2]}",
        f"r1 {at[4]}",
        f"r2 {at[5]}",
        f"r12 {at[4]} {at[5]}",
        f"lr {at[2]} {at[4]}",
    }
    for side, step in (("l", -1), ("r", 1)):
        found |= _beside(items, window, here, side, step)
    words = [*window.values()]
    del words[here - low]
    found |= {f"s {stem(w)}" for w in words}
    found |= _of_frame(frame, mention, words)
    first = next(i for i in window if items[i].kind == "place")
    found.add(f"first {first == here and low == 0}")
    found.add(f"length {min(6, len(items) // 6)}")
    return sorted(found | _of_line(told.text, mention) | _told_before(told, sentence))


def _closes_a_time(items: list[Item], k: int) -> bool:
    """Whether a full stop stands behind a time, as behind "p.m." and "Tues.", where it may be part of it: no word."""
    return items[k].low == "." and items[k - 1].kind == "time"


def _told_before(told: Told, sentence: Sentence) -> set[str]:
    """What the rules have read before: where they read much, what they leave open is mostly background."""
    read = [s for s in told.sightings if s.certainty == 1.0]
    found = {f"read {min(3, len(read))}", UNNAMED if told.implied else NAMED}
    if read and read[-1].quote == (sentence.start, sentence.end):
        found.add(f"read here {read[-1].event}")
    return found


def _of_frame(frame: Frame, mention: Mention, words: list[str]) -> set[str]:
    """What is known of the sentence and the rules' view of it."""
    found = {f"prep {frame.preposition}", f"qualifies {frame.qualifies}", f"modifies {frame.modifies}"}
    found.add(f"places {min(3, words.count('<place>'))}")
    found |= {f"has {mark}" for mark in ("<clock>", "<train>") if mark in words}
    if mention.place is not None:
        found.add(f"kind {mention.place.kind}")
    if frame.event:
        found.add(f"rule {frame.event}")
    if frame.mover:
        known = frame.mover in ("train", "other", "pronoun", "parties")
        found.add(f"mover {frame.mover if known else 'carrier'}")
    if frame.modal:
        found.add(f"modal {frame.modal}")
    if frame.negated:
        found.add("negated")
    if frame.times:
        found.add(f"clock {frame.times[0].has_clock}")
    if mention.text.isupper():
        found.add("capitals")
    return found


def _beside(items: list[Item], window: dict[int, str], here: int, side: str, step: int) -> set[str]:
    """The words on one side up to the next place or mark, and what ends them."""
    found = set()
    known = events()
    i = here + step
    for _ in range(_NEAR):
        word = window.get(i, "-")
        if word in _STOPS or word in ("<place>", "-"):
            found.add(f"{side}end {word}")
            break
        found.add(f"{side} {stem(word)}")
        if items[i].low in known:
            found.add(f"{side}event {known[items[i].low]}")
        i += step
    return found


def _of_line(text: str, mention: Mention) -> set[str]:
    """Layout: whether the place stands in a short line of its own, as in a log or a table, and where in it."""
    start = text.rfind("\n", max(0, mention.start - _LINE), mention.start)
    end = text.find("\n", mention.end, mention.end + _LINE)
    if start < 0 and end < 0:
        return set()
    line = text[start + 1 if start >= 0 else max(0, mention.start - _LINE) : end if end >= 0 else mention.end + _LINE]
    if len(line) >= _LINE:
        return set()
    opens = not text[start + 1 : mention.start].strip(" -*•|\t") if start >= 0 else mention.start == 0
    found = {"line", f"line opens {opens}"}
    if _OPENING_CLOCK.match(line):
        found.add("line clock first")
    elif _CLOCK.search(line):
        found.add("line clock")
    return found


def _token(item: Item) -> str:
    """A word of the sentence as the model sees it: names, times and movers by their sort, numbers as one."""
    if item.kind == "place":
        return "<place>"
    if item.kind == "time":
        if item.time is None or item.time.kind != "moment":
            return "<span>"
        return "<clock>" if item.time.has_clock else "<day>"
    if item.kind == "mover":
        return "<train>" if item.who == "train" else item.low if item.who in ("pronoun", "parties") else "<other>"
    if not any(c.isdigit() for c in item.low):
        return item.low
    return "<number>" if _NUMBER.fullmatch(item.low) else "<code>"
