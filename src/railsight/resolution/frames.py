"""Who did what at a place: for every place of a sentence the preposition, verb, mover and tense around it."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from railsight.resolution.absences import missed, no_sign, not_there, nothing_at
from railsight.resolution.acts import MOVING, acted_after, acted_at, came_to_rest, moved_so, now_at, used_at
from railsight.resolution.appositions import (
    after_place,
    done_from,
    holds_before,
    is_apposed,
    lies_by,
    lies_off,
    lies_there,
    modifies,
    names_before,
    of_a_link,
    opens_aside,
    whence_it_came,
    whence_it_carries,
)
from railsight.resolution.captions import captioned, headed
from railsight.resolution.earlier_times import tells_what_was_before
from railsight.resolution.echoes import told_with
from railsight.resolution.goals import named_goal
from railsight.resolution.headed import headed_entry
from railsight.resolution.idioms import (
    arrives_there,
    awaited,
    by_noun,
    copula,
    ends_of_journey,
    fronted,
    halts_next,
    journey_ends,
    logged,
    passive,
    waits_for_it,
    where_it,
)
from railsight.resolution.instruments import by_instrument, by_paper
from railsight.resolution.leavings import leaves
from railsight.resolution.lists import carries_on, inherit, pair_off, same_list
from railsight.resolution.logs import (
    absent_entry,
    due_entry,
    entry_line,
    log_entry,
    particle_entry,
    timed_place,
    timetable_entry,
)
from railsight.resolution.moods import FORMS_OF_BE, SEEMING, by_a_time, set_mood
from railsight.resolution.movers import first_mover, moved_by_others, mover_of
from railsight.resolution.owners import of_no_event
from railsight.resolution.purposes import for_a_purpose, on_its_way_to, stands_instead
from railsight.resolution.standpoints import STANDPOINT, moves_there
from railsight.resolution.stays import is_there, stays_or_gone
from railsight.resolution.verbs import COMPASS, ECHO, find_times_of, is_elliptic, is_noun, verbs_of
from railsight.resolution.ways import leads
from railsight.resolution.witnesses import (
    WITNESSES,
    as_it_passed,
    had_it,
    met_there,
    shown_from,
    watched_from,
    witnessed,
)
from railsight.resolution.wording import events, words

if TYPE_CHECKING:
    from railsight.mentions.when import TimePhrase
    from railsight.model import Status
    from railsight.resolution.items import Item, Sentence

_PREPOSITIONS = words("prepositions")
_BOUNDARIES = words("boundaries")
_STAYS = words("stays")
_OF_ITS_OWN = FORMS_OF_BE | {"has", "had"}
_FUTURE = words("future")
_LIGHT = words("light")


@dataclass(slots=True)
class Frame:
    """What a sentence says about one place of it."""

    sentence: int
    item: int
    place: int
    preposition: str = ""
    event: str | None = None  # raw event word of the verb: an EventKind, move, air or due
    verb: str = ""
    verb_at: int | None = None
    mover: str | None = None  # train, other, pronoun left open, or a carrier's name; None when nobody is named
    mover_text: str = ""
    mover_at: int | None = None
    modal: str | None = None  # future or possible
    negated: bool = False
    not_to_come: bool = False  # "will not stop at X", "is not expected to": no word of where it was
    gerund: bool = False
    habit: bool = False  # "usually runs": no journey is told
    offset: str | None = None  # compass point of "north of X"
    distance_m: float | None = None  # of "60 km north of X", when it places the train
    modifies: bool = False  # "the Vladivostok forum"
    qualifies: bool = False  # "Khasan, Russia", "the spaceport in the Amur region"
    between: int | None = None  # the other place of "between A and B"
    times: list[TimePhrase] = field(default_factory=list)  # nearest first
    lag_h: float | None = None  # hours from the time told to this event: "seven hours after it had crossed"
    looked_back: bool = False  # "was expected": the time expected may have passed already
    own: TimePhrase | None = None  # the clock of an entry in a log: no other time is asked for
    post: TimePhrase | None = None  # the clock that opens a line of a running report
    said: tuple[Status, str] | None = None  # how sure it is and why, where the language's own words tell
    echo: bool = False  # "there" for a place named before
    unplaced: bool = False  # it leaves or came to where it was told to be, and the place is not said again
    at_standpoint: bool = False  # it moves where the report is told from, and the place is not said again
    before: bool = False  # what was before another verb of the sentence: "the train seen in X was in Y at nine"
    timeless: bool = False  # the times told are of what is to happen there
    acted: bool = False  # something was done to it there: "was looted at X"
    earlier: str | None = None  # words that put it on an earlier journey
    rode: bool = False  # "after a ride from X": its time is not the one told
    end_of_journey: Literal["origin", "destination"] | None = None  # of "the train from X to Y"
    clause: tuple[int, int] = (0, 0)  # items


def read_frames(sentence: Sentence, number: int) -> list[Frame]:
    """A frame for every place of the sentence, in order."""
    items = sentence.items
    frames: list[Frame] = []
    previous: Frame | None = None
    verbs = verbs_of(items)
    times = [(i, x.time) for i, x in enumerate(items) if x.time is not None and not of_no_event(items, i)]
    bounds = [i for i in range(len(items)) if _bounds(items, i)]
    for index, item in enumerate(items):
        if item.kind != "place" or item.place is None:
            continue
        if item.cue == ECHO and previous is not None and told_with(previous, item, index):
            continue
        frame = _frame(items, index, number, clause_of(items, index, bounds), previous)
        find_times_of(items, frame, verbs, times)
        frame.before = tells_what_was_before(items, frame)
        frames.append(frame)
        if not frame.qualifies:
            previous = frame
    _pair_between(items, frames)
    pair_off(sentence, frames)
    return frames


def _frame(items: list[Item], index: int, number: int, clause: tuple[int, int], previous: Frame | None) -> Frame:
    place = items[index].place
    assert place is not None
    frame = Frame(number, index, place, clause=clause, echo=items[index].cue in (ECHO, STANDPOINT))
    if items[index].cue == STANDPOINT:
        moves_there(items, index, frame)
        return frame
    frame.modifies = modifies(items, index)
    frame.qualifies = _possesses(items, index)
    at, word = _step_left(items, index)
    listed = word in (",", "and", "or", "&", "(") and previous is not None and not frame.echo
    if previous is not None and listed and same_list(items, previous.item, index):
        inherit(frame, previous)
    elif previous is not None and carries_on(items, previous, index, word):
        inherit(frame, previous)
        frame.preposition = word
    elif word == "," or (at is not None and items[at].kind == "place"):
        frame.qualifies = after_place(items, index)
    frame.preposition = frame.preposition or leads(items, index, word if word in _PREPOSITIONS else "")
    if frame.echo and is_there(items, index):
        at, frame.preposition = None, "at"
    if previous is not None and previous.negated and stands_instead(items, previous, index, at):
        inherit(frame, previous)  # "not in X but in Y", "its destination is not X but Y"
        frame.negated, frame.preposition = False, word if word in _PREPOSITIONS else previous.preposition
    frame.offset = _offset(items, index)
    if frame.event is None:
        _govern(items, index if at is None else at, index, frame)
        ends_of_journey(items, index, frame, previous)
    if frame.offset and index >= 4 and lies_by(items, index - 1):
        frame.qualifies = True  # "X, east of Y", "X, a village east of Y"
    if frame.preposition in ("in", "of", "near", "outside") and at is not None and items[at].low == frame.preposition:
        frame.qualifies |= names_before(items, at) or holds_before(items, at, index) or lies_by(items, at)
    if at is not None and at > 1:
        before = items[at - 2].low, items[at - 1].low
        if before in _AFTER_GATHERING:
            frame.qualifies = True  # "left X after talks at Y"
        if items[index - 1].low == "of" and items[index - 2].low in _EDGES and is_apposed(items, index - 1):
            frame.qualifies = True
        if before == (",", "not"):
            frame.negated = True  # "in X, not in Y"
    if frame.preposition in _STAYS and at is not None and whence_it_carries(items, at):
        frame.qualifies = True  # "with children from orphanages around X"
    if previous is not None and at is not None and done_from(items, previous, frame, at):
        frame.qualifies = True  # "was caught at X by the controller in Y"
    if of_a_link(items, index) or lies_there(items, index) or whence_it_came(items, index, frame):
        frame.qualifies = True
    return frame


# "X, on the shore of Y": Y says where X lies.
_EDGES = frozenset({"shore", "shores", "bank", "banks", "edge", "coast", "foot", "slopes", "outskirts", "mouth"})
_AFTER_GATHERING = frozenset(
    (word, noun)
    for word in ("after", "following", "before")
    for noun in ("talks", "meetings", "negotiations", "ceremonies", "celebrations", "protests")
)


def clause_of(items: list[Item], index: int, bounds: list[int]) -> tuple[int, int]:
    """Items of the clause around an item: between boundaries such as "where", "which", ";" or ", but"."""
    k = bisect_left(bounds, index)
    start = bounds[k - 1] + 1 if k else 0
    after = bisect_right(bounds, index)
    return start, bounds[after] if after < len(bounds) else len(items)


def _bounds(items: list[Item], i: int) -> bool:
    low = items[i].low
    if low not in _BOUNDARIES and low not in ("but", "and"):
        return False
    if items[i].kind in ("place", "time", "mover"):
        return False
    return low != "and" or (i > 0 and items[i - 1].low == "," and _opens_clause(items, i + 1))


def _opens_clause(items: list[Item], i: int) -> bool:
    """Whether a subject and its verb begin here: a mover, or a place that "was" or "had" something itself."""
    if i >= len(items):
        return False
    return items[i].kind == "mover" or (
        items[i].kind == "place" and i + 1 < len(items) and items[i + 1].low in _OF_ITS_OWN
    )


def _step_left(items: list[Item], index: int) -> tuple[int | None, str]:
    """The nearest item to the left that is not an article, an adjective or "the city of": its index and word."""
    i = index - 1
    steps = 0
    while i >= 0 and steps < 9:
        item = items[i]
        if _possesses(items, i):  # "Russia's Vostochny Cosmodrome"
            i -= 1
            continue
        if item.kind == "mark" or item.kind in ("time", "mover"):
            return i, item.low
        if item.kind == "place":
            return i, item.low
        if item.low in _PREPOSITIONS or item.low in events() or item.low in ("and", "or"):
            return i, item.low
        if item.low in WITNESSES or (item.low not in _LIGHT and steps > 3):
            return i, item.low
        i -= 1
        steps += 1
    return None, ""


def _possesses(items: list[Item], i: int) -> bool:
    """Whether the place at i only owns the next one: "Russia's Vostochny Cosmodrome", "the Perm region's Kungur"."""
    if items[i].kind != "place" or i + 1 == len(items):
        return False
    following = items[i + 1]
    if following.kind == "place":
        return following.start - items[i].end == 3  # an apostrophe, s and blank are between them
    owned = i + 2 < len(items) and items[i + 2].kind == "place" and following.low in words("facility-after")
    return owned and items[i + 2].start - following.end == 3


Turn = Callable[[list["Item"], int, "Frame"], None]
# Turns of phrase that tell what happened at a place before any verb is looked for, the plainest first.
_TURNS: tuple[Turn, ...] = (
    *(leaves, not_there, stays_or_gone, log_entry, headed_entry, timetable_entry, particle_entry, due_entry),
    *(absent_entry, headed, entry_line, by_instrument, by_paper, by_noun, journey_ends, named_goal, nothing_at),
    watched_from,
)
# And where no verb governs it.
_WITHOUT_VERB: tuple[Turn, ...] = (awaited, met_there, passive, halts_next, for_a_purpose, logged, timed_place)


def _first_of(turns: Iterable[Turn], items: list[Item], index: int, frame: Frame) -> None:
    """Fill the frame by the first turn of phrase that is there."""
    for turn in turns:
        if frame.event is None:
            turn(items, index, frame)


def _govern(items: list[Item], near: int, index: int, frame: Frame) -> None:
    """Find the verb or the words that stand for one, their mood and who moves."""
    low, _ = frame.clause
    if [x.low for x in items[index + 1 : index + 3]] in (["as", "saying"], ["as", "telling"]):
        return  # "quoted a source in X as saying"
    _first_of(_TURNS, items, index, frame)
    if any(x.low == "which" for x in items[index + 1 : index + 3]):
        where_it(items, index, frame)
    if frame.event is None and not opens_aside(items, index):
        _verb_before(items, near, index, low, frame)
    if frame.event is None:
        _without_verb(items, near, index, low, frame)
    _reconsider(items, low, frame)
    missed(items, index, frame)
    verb = frame.verb_at if frame.verb_at is not None else index
    modal = frame.modal
    set_mood(items, verb, low, frame)
    frame.modal = modal or frame.modal
    if frame.mover is None:
        _who_moves(items, verb, index, low, frame)


def _verb_before(items: list[Item], near: int, index: int, low: int, frame: Frame) -> None:
    """The governing verb to the left, nearest first, within the clause."""
    known = events()
    for i in range(min(near, index - 1), max(low, min(near, index - 1) - 15) - 1, -1):
        item, before = items[i], items[i - 1] if i > 0 else None
        if (
            item.low == "be"
            and i == near - 1
            and before is not None
            and (before.low in _FUTURE or before.low in ("should", "to", "could", "may", "might", "must"))
        ):
            seeming = before.low == "to" and i > 1 and items[i - 2].low in SEEMING
            sure = before.low == "must" and not by_a_time(items, index)
            frame.event = (
                "seen" if seeming or sure else "due"
            )  # "it will be in X on Saturday", "is believed to be in X"
            frame.verb, frame.verb_at = "be", i
            return
        itself = before is not None and before.kind == "mover" and before.who in ("train", "pronoun")
        if item.low in ("was", "is") and i == near - 1 and itself and frame.preposition in _STAYS:
            frame.event, frame.verb, frame.verb_at = "seen", item.low, i  # "went back, and at noon it was in X"
            return
        if item.low in ("was", "is") and frame.offset is not None and lies_off(items, i, index):
            frame.event, frame.verb, frame.verb_at = "seen", item.low, i  # "and was a short way north of X"
            return
        if is_elliptic(items, i) and (i == near - 1 or frame.preposition in _STAYS):
            frame.event, frame.verb, frame.verb_at = "seen", item.low, i
            return
        if item.kind == "word" and item.low in known and not is_noun(items, i):
            frame.event, frame.verb, frame.verb_at = known[item.low], item.low, i
            return
        had = item.low in ("had", "got") and i > low and had_it(items, i, near)
        had = had and items[min(index + 1, len(items) - 1)].low != "that"
        if had and frame.preposition in ("at", "in", "near"):
            frame.event, frame.verb, frame.verb_at, frame.mover = "seen", item.low, i, "parties"
            return  # "a signaller had it at X"
        if item.low == "took" and i + 1 < len(items) and items[i + 1].low == "on" and frame.preposition in _STAYS:
            frame.event, frame.verb, frame.verb_at = "stopped", item.low, i  # "took on water in X"
            return
        if item.low in _LET and i + 1 < len(items) and items[i + 1].low == "through":
            frame.event, frame.verb, frame.verb_at = "passed", item.low, i  # "was waved through X"
            return
        if item.low in WITNESSES and (before is None or before.low in ("and", ",", "but")):
            return
        if _other_verb(items, i) or _new_subject(items, i) or _attributes(items, i, index):
            return
        stayed = frame.preposition in _STAYS and before is not None and before.low in ("has", "have")
        if item.low == "been" and i == near - 1 and stayed:
            frame.event, frame.verb, frame.verb_at = "seen", "been", i  # "cleared X and has been at Y since six"
            return
        if item.low == "been" and i == near - 1 and frame.preposition == "to":
            frame.event, frame.verb, frame.verb_at, frame.preposition = "seen", "been", i, "in"  # "had been to X"
            return
        if item.low == "way" and i > 1 and items[i - 1].low in ("its", "their") and _goes_its_way(items, i - 2):
            done = not items[i - 2].low.endswith("ing")
            frame.event, frame.verb_at = "move", i - 2  # "wended its way through X"
            frame.verb = "travelled" if done else "travelling"
            return
        en_route = item.low == "route" and before is not None and before.low == "en"
        if en_route or (item.low == "way" and i > 1 and items[i - 2].low == "on"):
            frame.event, frame.verb, frame.verb_at = "move", "way", i
            return


def _without_verb(items: list[Item], near: int, index: int, low: int, frame: Frame) -> None:
    """What stands for a verb where none governs the place: each turn of phrase in its order, until one is there."""
    stays = frame.preposition in _STAYS
    if stays:
        copula(items, near, low, frame)
    if frame.event is None:
        where_it(items, index, frame)
    if frame.event is None:
        no_sign(items, index, low, frame)
    if frame.event is None:
        witnessed(items, index, frame)
    if frame.event is None:
        shown_from(items, index, frame)
    if frame.event is None and stays and near > 0:
        now_at(items, near, frame)
    opening = frame.preposition == "from" and index == 1
    if frame.event is None and (frame.echo or opening or stays or items[max(0, index - 2)].low in COMPASS):
        fronted(items, index, frame)
    _first_of(_WITHOUT_VERB, items, index, frame)
    if frame.event is None and stays:
        captioned(items, index, frame)
    if frame.event is None and (stays or frame.preposition in ("by", "via", "through")):
        used_at(items, index, low, frame)
    if frame.event is None and frame.preposition in MOVING:
        moved_so(items, near, low, frame)
    if frame.event is None and stays:
        acted_at(items, index, low, frame)
    if frame.event is None and stays:
        acted_after(items, index, frame)
    if frame.event is None and stays:
        as_it_passed(items, index, low, frame)


_MAKES = frozenset({"made", "make", "makes", "making"})


def _reconsider(items: list[Item], low: int, frame: Frame) -> None:
    """What a verb tells in the light of the words about it: held for talks or held up, a way that leads there."""
    if frame.event == "seen" and frame.verb in ("was", "were") and frame.verb_at is not None:
        done = items[frame.verb_at + 1].low
        frame.acted = done.endswith("ed") and done not in events()
    if frame.event == "due" and frame.verb == "held" and _held_up(items, low, frame):
        frame.event = "stopped"
    loaded = frame.verb == "loaded" and frame.verb_at is not None and frame.preposition in ("in", "at")
    if loaded and items[max(0, (frame.verb_at or 0) - 1)].low not in FORMS_OF_BE:
        frame.event, frame.end_of_journey = None, "origin"  # "the train, loaded in X with grain"
    if frame.verb in _MAKES and items[(frame.verb_at or 0) + 1].low == "for":
        frame.event = "nearing" if frame.verb_at == frame.item - 2 else None  # "is making for X"
    if frame.verb == "boarded" and items[(frame.verb_at or 0) + 1].low == "by":
        frame.event = "stopped"  # "at X it was boarded by police"
    waits_for_it(items, frame)
    came_to_rest(items, frame)
    way = frame.event in ("move", "arrived") and frame.verb_at is not None and frame.verb_at < frame.item
    if way and frame.verb_at is not None and _leads(items, frame.verb_at):
        set_mood(items, frame.verb_at, low, frame)
        frame.event = "skipped" if frame.negated else None  # "its way does not lead through X"
        frame.mover = "parties" if frame.negated else None
        frame.verb_at = frame.verb_at if frame.negated else None
    if frame.event == "move" and frame.verb_at is not None and frame.preposition in ("in", "at", "of"):
        on_its_way_to(items, frame)


def _who_moves(items: list[Item], verb: int, index: int, low: int, frame: Frame) -> None:
    """Fill who moves: the subject, or whom those at the place saw or moved."""
    frame.mover, frame.mover_at = mover_of(items, verb, index, min(low, verb))
    if verb > index and frame.event == "seen" and frame.mover != "train":  # "residents of X saw the train"
        _seen_one(items, range(verb, min(len(items), verb + 6)), frame)
    if frame.event == "seen" and frame.mover in ("other", None) and verb < index:
        # "a tracker placed it in X", "crews found the missing train near Y"
        _seen_one(items, range(verb + 1, min(index, verb + 6)), frame)
    if frame.event == "seen" and frame.mover in ("pronoun", "train") and _sees(items, verb, frame):
        frame.event = None  # "he had seen the frigate in X"
    if frame.gerund and frame.mover in ("other", None) and frame.verb_at is not None:
        frame.mover, frame.mover_at = first_mover(items, verb)
    if frame.mover is None and low > 0 and frame.verb_at is not None:
        frame.mover, frame.mover_at = mover_of(items, low, low, 0, speakers=False)
        if frame.mover == "other" and items[low - 1].low == ";":
            frame.mover, frame.mover_at = None, None  # a clause of its own
    moved_by_others(items, verb, index, frame)
    arrives_there(items, index, frame)
    frame.mover_text = "" if frame.mover_at is None else items[frame.mover_at].low


def _seen_one(items: list[Item], where: range, frame: Frame) -> None:
    """Make the first train or pronoun among some items the mover, if there is one."""
    seen = next((i for i in where if items[i].who in ("train", "pronoun")), None)
    if seen is not None:
        frame.mover, frame.mover_at = items[seen].who, seen


def _goes_its_way(items: list[Item], i: int) -> bool:
    """Whether a verb leads up to "its way": "made its way", "was threading its way"."""
    return items[i].kind == "word" and (
        items[i].low in _MAKES or items[i].low.endswith(("ed", "ing", "wound", "found"))
    )


_LET = frozenset({"let", "waved", "ushered", "allowed", "nodded", "routed", "signalled"})
_OTHER_PASTS = frozenset(
    {"took", "made", "gave", "began", "won", "lost", "saw", "ate", "met", "held", "bought", "sold", "told", "kept"}
)


def _held_up(items: list[Item], low: int, frame: Frame) -> bool:
    """ "The train was held at X", "police held the train at X"; talks and forums are held otherwise."""
    assert frame.verb_at is not None
    near = items[max(low, frame.verb_at - 10) : frame.item]
    return any(x.kind == "mover" and x.who in ("train", "pronoun") for x in near)


def _sees(items: list[Item], verb: int, frame: Frame) -> bool:
    """Whether who moves is the one who sees here, and what is seen is not the train: "he saw the frigate in X"."""
    if frame.mover_at is not None and frame.mover_at > verb:
        return False  # "activists saw it in X"
    active = items[verb - 1].low in ("had", "has", "have") if frame.verb == "seen" else frame.verb == "saw"
    between = items[verb + 1 : frame.item]
    return active and verb < frame.item and not any(x.kind == "mover" and x.who == "train" for x in between)


def _other_verb(items: list[Item], i: int) -> bool:
    """Whether a second verb that moves nothing takes over here: "and inspected warplanes at X"."""
    low = items[i].low
    past = (low.endswith("ed") and len(low) > 4) or low in _OTHER_PASTS
    return items[i].kind == "word" and past and i > 0 and items[i - 1].low == "and"


_WAYS = frozenset({"line", "track", "tracks", "route", "road", "railway", "extension", "pipeline", "highway", "way"})


_BEFORE_LEADING = frozenset(
    {"will", "does", "did", "not", "would", "could", "may", "then", "now", "also", "which", "that", "should", "must"}
    | {"might", "is", "to", "never", "ought", "can"}
)


def _leads(items: list[Item], verb: int) -> bool:
    """Whether it is a way that "runs" or "will go on" to the place, not a train."""
    i = verb - 1
    while i > 0 and items[i].low in _BEFORE_LEADING:
        i -= 1
    return i >= 0 and items[i].low in _WAYS


def _attributes(items: list[Item], i: int, index: int) -> bool:
    """Whether the place only says where those are who tell it: "according to officials in X", ", police in X said"."""
    if items[i].low == "according":
        return True
    told = any(x.low in words("speech") for x in items[index + 1 : index + 3])
    return told and items[i].low == "," and index - i <= 7 and not any(x.kind == "place" for x in items[i:index])


def _new_subject(items: list[Item], i: int) -> bool:
    """Whether a new noun phrase begins after a comma: ", a source in X told Y" is not governed by the verb before."""
    if i < 2 or items[i - 2].low != "," or items[i - 1].low not in ("a", "an", "one"):
        return False
    return items[i].kind == "word" and items[i].low not in _LIGHT and items[i].low not in _PREPOSITIONS


def _offset(items: list[Item], index: int) -> str | None:
    """Compass point of "north of X" before a place."""
    from railsight.mentions.phrases import compass

    for i in range(index - 1, max(-1, index - 5), -1):
        if items[i].low == "of" and i > 0:
            word = items[i - 1].low.replace("-", "").removesuffix("ward").removesuffix("wards")
            if word in ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"):
                return compass(word)
            return None
        if items[i].low not in _LIGHT:
            return None
    return None


def _pair_between(items: list[Item], frames: list[Frame]) -> None:
    for a, b in itertools.pairwise(frames):
        words = [x.low for x in items[max(0, a.item - 3) : a.item]]
        if "between" in words and any(x.low == "and" for x in items[a.item + 1 : b.item]) and b.item - a.item <= 4:
            a.between, b.between = b.place, a.place
            a.preposition = b.preposition = "between"
