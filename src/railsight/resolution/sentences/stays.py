"""Where a train still is or is no longer, told without its place: "it was still there", "by dawn it was gone", "the
siding was empty", "it had not moved by noon", "it was still in the yard".

The words stand for the place named last, as ``echoes`` says. Each counts only where the train was told to be last, and
all but "there" only with a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.mentions.counting import DAY_OF_THE_WEEK, ONE_TO_TWELVE
from railsight.model import AIM_EVENTS
from railsight.resolution.sentences.verbs import ECHO

if TYPE_CHECKING:
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item
    from railsight.resolution.told import Told

# Where trains stand, and what is said of it once they are gone.
_STANDS = frozenset(
    {"platform", "siding", "sidings", "berth", "spur", "track", "tracks", "yard", "shed", "bay", "stand"}
)
EMPTY = frozenset({"empty", "vacant", "unoccupied"})
_GONE = frozenset({"gone", "disappeared", "vanished", "visible", "present"})
_UNMOVED = frozenset({"not moved", "not budged", "stayed put"})
_STILL = frozenset({"parked", "standing", "stabled", "sitting", "stationary", "waiting", "in place", "in position"})
HITS = (*EMPTY, "gone", "disappeared", "vanished", "no longer", "moved", "budged", "stayed put", "still")
_A_STAND = rf"(?:[a-z-]{{1,12}} ){{0,2}}(?:{'|'.join(sorted(_STANDS))})\b"
_NUMBERS = rf"{ONE_TO_TWELVE}|twenty|thirty|forty|\d{{1,2}}"
_WHEN = (
    rf"(?:\d|{_NUMBERS}|half|noon|midnight|midday|dawn|dusk|daybreak|nightfall|sunrise|daylight|first light|mid|late"
    r"|early|then|the (?:morning|evening|afternoon|time|next|following|end|\d)|morning|evening"
    rf"|{DAY_OF_THE_WEEK}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)"
)
_IT = r"\b(?:[Ii]t|[Tt]he (?:[a-z]{1,12} ){0,2}?(?:train|convoy|set|rake|consist|wagons|cars)|and|but)"
# The platform of a bed is none, nor is one empty of those who wait; a train gone missing or gone through is not away,
# and one that was gone an hour later left within it.
PATTERN = (
    rf"(?P<empty>\b[Tt]he (?!lower |upper |top |sleeping ){_A_STAND}"
    rf"(?= (?:was|is|were|are|stood|lay|appeared|looked) (?:[a-z]{{1,10}} )?(?:{'|'.join(sorted(EMPTY))})\b(?! of\b)))"
    rf"|{_IT} (?:was|were|had|is|has)(?: already| since| now| then| long)? (?P<gone>gone|disappeared|vanished)\b"
    rf"(?=[.,;]| (?:(?:by|before|on) {_WHEN}|when)\b)"
    r"|\bno longer (?P<visible>visible|present)\b(?! (?:at|in|near|on|from)\b)"
    rf"|{_IT} (?:had|has|have) (?P<unmoved>not moved|not budged|stayed put)\b"
    r"|\b(?:was|were|is|are) still (?P<still>parked|standing|stabled|sitting|stationary|waiting|in (?:place|position))"
    r"\b(?! (?:at|in|near|outside|by) (?:the )?[A-Z])"
    rf"|\b(?:was|were|is|are) still (?:in|at|on) (?P<stand>the {_A_STAND})(?! (?:here|at|in|of|near)\b)"
)
GROUPS = frozenset({"gone", "visible", "unmoved", "still", "stand"})  # those whose words may have a place of their own
_LIES = (["was"], ["is"], ["were"], ["are"], ["stood"], ["lay"], ["appeared"], ["looked"])
_STAND_REACH = 5  # items before the place in which where trains stand is named
_BEING = frozenset({"still", "was", "be", "been", "back", "longer", "not"})
_AS_BEFORE = frozenset({"still", "longer", "not"})
_STOOD = frozenset({"arrived", "stopped", "seen", "crossed"})


def is_there(items: list[Item], index: int) -> bool:
    """Whether "there" is where something is, and not where it stopped or goes: "was still there", "will be there"."""
    return items[index].low == "there" and index > 0 and items[index - 1].low in _BEING


def stays_or_gone(items: list[Item], index: int, frame: Frame) -> Frame:
    """The frame of such words, and of "the siding at X was empty"."""
    low, echo = items[index].low, items[index].cue == ECHO
    empty = _stands_empty(items, index)
    if echo and low == "gone" and _so_much_later(items, index):
        return frame._replace(event="departed", verb=low, verb_at=index, preposition="from", unplaced=True)
    if empty is not None or (echo and low in _GONE):
        frame = frame._replace(
            event="seen",
            verb="no",
            preposition="at",
            verb_at=index if empty is None else empty,
            mover=None if empty is None else "parties",
        )
    elif echo and (low in _UNMOVED or low in _STILL or low.startswith("the ")) and _told_so(items, index):
        frame = frame._replace(event="stopped", verb="stood", verb_at=index, preposition="at")
    return frame._replace(unplaced=True) if echo and frame.event is not None else frame


def _so_much_later(items: list[Item], index: int) -> bool:
    """Whether it was gone so long after it came: "twenty minutes later it was gone"."""
    times = (x.time for x in items[max(0, index - _LATER_REACH) : index] if x.time is not None)
    return any(t.after_event and (t.shift_h or 0.0) > 0 for t in times)


_LATER_REACH = 4  # items before "gone" in which such a length of time stands


def stood_since(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "It got as far as X, where it has stood since yesterday": it is there."""
    lows = [x.low for x in items[index + 1 : index + 7]]
    if lows[:2] != [",", "where"] or len(lows) < 6 or lows[3] not in ("has", "have", "had") or lows[4] not in _STOOD_ON:
        return frame
    if "since" not in lows[5:] or items[index + 3].who not in ("train", "pronoun"):
        return frame
    verb = index + 5
    clause = (index + 2, min(len(items), verb + _CLAUSE_REACH))
    mover = items[index + 3]
    frame = frame._replace(mover=mover.who, mover_at=index + 3, mover_text=mover.low)
    return frame._replace(event="stopped", verb=items[verb].low, verb_at=verb, preposition="in", clause=clause)


_STOOD_ON = frozenset({"stood", "been", "waited", "sat", "remained", "stayed", "lain"})
_CLAUSE_REACH = 12  # items behind such a verb that are of it


def _told_so(items: list[Item], index: int) -> bool:
    """Whether "the yard" is where it still is: "was still in the yard"."""
    return not items[index].low.startswith("the ") or (index > 1 and items[index - 2].low == "still")


def _stands_empty(items: list[Item], index: int) -> int | None:
    """The verb of "the siding at X was empty" or, of what stands for its place, "the siding was empty"; else None."""
    lows = [x.low for x in items[index + 1 : index + 5]]
    adverb = len(lows) > 1 and lows[1] not in EMPTY
    if lows[:1] not in _LIES or not {*lows[1 : 2 + adverb]} & EMPTY or "of" in lows[2 + adverb :][:1]:
        return None
    stands = items[index].low.startswith("the ") or any(
        x.low in _STANDS for x in items[max(0, index - _STAND_REACH) : max(0, index - 1)]
    )
    return index + 1 if stands else None


def is_told_of_its_stay(frame: Frame) -> bool:
    """Whether a frame without a place of its own tells that the train still stands there, or no longer does."""
    return frame.unplaced and (frame.verb == "no" or frame.event == "stopped")


def may_be_there(told: Told, frame: Frame) -> bool:
    """Whether what is told of a stay can be of the place that its words stand for: where the train was told to be last,
    if that was told.
    """
    items = told.sentences[frame.sentence].items
    there = items[frame.item].low == "there" and frame.item > 0 and items[frame.item - 1].low in _AS_BEFORE
    if not there and not is_told_of_its_stay(frame):
        return True
    place = told.mentions[frame.place].place
    of_train = [s for s in told.sightings if s.subject == "train" and s.event not in AIM_EVENTS]
    last = of_train[-2:] if of_train[-1:] and of_train[-1].event == "departed" else of_train[-1:]
    if there:
        return not last or place is None or any(s.place.id == place.id for s in last)  # "arrived in X from Y"
    stood = [s for s in last if s.event in _STOOD or frame.verb == "no"]
    return bool(frame.times) and place is not None and any(s.place.id == place.id for s in stood)
