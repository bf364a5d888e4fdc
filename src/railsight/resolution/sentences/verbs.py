"""Which words of a sentence are verbs that tell of an event."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from railsight.resolution.sentences.acts import end_of_train, is_train
from railsight.resolution.wording import events, words

if TYPE_CHECKING:
    from railsight.resolution.sentences.items import Item

ECHO = "echo"  # the cue of a word that stands for a place named before
# Of such words those that tell of a departure themselves.
_LEAVING = frozenset(
    {"left", "departed", "off", "out", "away", "again", "until", "till", "til", "on", "going", "moving"}
)
_LEAVING |= {"under way"}
COMPASS = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"})
COMPASS |= {f"{a}-{b}" for a in ("north", "south") for b in ("east", "west")}
LIGHT = words("light") | words("prepositions") | COMPASS  # what may stand before the place that opens a sentence
MODALS = frozenset({"will", "would", "could", "can", "may", "might", "should", "must", "shall"})
# Verbs that tell of a movement with the next word only: "called at X", not "called for talks".
_WITH: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("call", "calls", "called"), ("at",)),
    **dict.fromkeys(("carry", "carries", "carried", "carrying"), ("on",)),
    "put": ("into", "onto"),
    **dict.fromkeys(("got", "get", "gets"), ("off", "as", "under", "to", "into", "in")),
    **dict.fromkeys(("lead", "leads"), ("through", "to", "via", "by", "past")),
    "handed": ("over",),
    "started": ("from", "off", "out"),
    "set": ("off", "out", "forth"),
    **dict.fromkeys(("end", "ended", "ending"), ("up",)),
    **dict.fromkeys(("broke", "breaks"), ("down",)),
    **dict.fromkeys(("made", "make", "makes", "making"), ("it", "for")),
}
# Participles that tell of a movement only in the passive: "was sent", not "sent a letter".
_PASSIVE = frozenset(
    {"sent", "dispatched", "despatched", "loaded", "unloaded", "blocked", "hauled", "towed", "shunted"}
)
_BE = frozenset({"was", "is", "were", "are"})
# Event words that are nouns too, and what stands before them then.
_NOUNS_TOO = frozenset(
    {"show", "shows", "stop", "halt", "crossing", "return", "pass", "cross", "meeting", "set", "leaves"}
    | {"left", "run", "head", "heads", "turn", "transit"}
)
_BEFORE_NOUNS = frozenset(
    {"the", "a", "an", "its", "his", "her", "their", "border", "rail", "railway", "brief", "short", "bilateral"}
    | {"possible", "next", "last", "final", "first", "second", "lunch", "long", "planned", "scheduled", "unscheduled"}
    | {"level", "grade", "whistle", "water", "crew", "fuel", "photo", "technical", "emergency"}
)


_BEHIND_NOUNS = frozenset({"in", "on", "at", "by", "before", ".", ","})
_BEFORE_INFINITIVES = (
    MODALS
    | {"to", "did", "does", "do", "not", "and"}
    | {
        "trains",
        "they",
        "or",
        "didn't",
        "didn’t",
        "doesn't",
        "doesn’t",
        "won't",
        "won’t",
        "also",
        "then",
        "wagons",
        "we",
    }
)
_BEFORE_TRAINS = frozenset({"the", "a", "an", "that", "this", "its"})
_PLANNED = frozenset({"scheduled", "expected"})
_PLANNED_NOUNS = frozenset({"stop", "stops", "halt", "call", "departure", "arrival", "time", "service", "run", "route"})


def verbs_of(items: list[Item]) -> list[int]:
    """Where a sentence tells of an event: its verbs and the forms of "be" that carry one on."""
    known = events()
    return [
        i
        for i, x in enumerate(items)
        if tells_expecting(x)
        or (
            x.kind == "word"
            and ((x.low in known and not tells_nothing(items, i) and not _says_how(items, i)) or is_elliptic(items, i))
        )
    ]


def tells_nothing(items: list[Item], i: int) -> bool:
    """Whether an event word tells of no event itself: a noun, an aside, "the video shows that ...", "saw it leave"."""
    shows_that = events()[items[i].low] == "seen" and i + 1 < len(items) and items[i + 1].low == "that"
    if shows_that or _is_of_no_train(items, i):
        return True
    return is_noun(items, i) or is_aside(items, i) or _sees_what_it_does(items, i) or _is_of_the_agent(items, i)


def _is_of_the_agent(items: list[Item], i: int) -> bool:
    """Whether a participle is of those by whom something was done: "was filmed by a boy waiting at X"."""
    if not items[i].low.endswith("ing"):
        return False
    by = next((k for k in range(i - 1, max(0, i - _AGENT_REACH), -1) if items[k].low == "by"), None)
    if by is None or items[by - 1].low not in events() or items[by + 1].low not in _BEFORE_TRAINS | {"two", "some"}:
        return False
    return all(x.kind == "word" for x in items[by + 1 : i])


_AGENT_REACH = 6  # items before a participle in which "by a boy" stands


def _is_of_no_train(items: list[Item], i: int) -> bool:
    """Whether a verb is of hours or people: "five hours passed before it came", "police cleared the platform"."""
    following = [x.low for x in items[i + 1 : i + 4]]
    if items[i].low == "passed" and following[:1] == ["before"]:
        return items[i - 1].time is not None
    return items[i].low in _CLEARS and not _CLEARED.isdisjoint(following)


_CLEARS = frozenset({"clear", "clears", "cleared", "clearing"})
_CLEARED = frozenset({"platform", "platforms", "station", "square", "hall", "tracks", "road", "crowd", "crowds"})
_SEEN_REACH = 7  # items from a verb of seeing to what the train does: "saw a long green train come through"


def _sees_what_it_does(items: list[Item], i: int) -> bool:
    """Whether a verb of seeing only leads to what the train did: "dawn saw it cross the bridge", "found it parked"."""
    if events()[items[i].low] != "seen" or (i > 0 and items[i - 1].low in _HELPS):
        return False
    for k in range(i + 1, min(len(items) - 1, i + _SEEN_REACH)):
        if is_train(items[k]) or items[k].who == "pronoun":
            at = end_of_train(items, k) + 1
            return at < len(items) and items[at].low in events() and not is_noun(items, at)
        if items[k].kind != "word":
            return False
    return False


def tells_leaving(items: list[Item], i: int) -> bool:
    """Whether a word stands for a place and tells of a departure from it: "pulled out", "gone again"; not "left again",
    which has its verb.
    """
    item = items[i]
    if item.kind != "place" or item.cue != ECHO or item.low not in _LEAVING:
        return False
    return item.low != "again" or (i > 0 and items[i - 1].low in ("gone", "off", "away", "out"))


def tells_coming(items: list[Item], i: int) -> bool:
    """Whether a word stands for a place and tells of an arrival there: "arrived at noon", "had come in at noon"."""
    return items[i].kind == "place" and items[i].cue == ECHO and items[i].low in ("arrived", "came", "in")


def tells_expecting(item: Item) -> bool:
    """Whether a word stands for the place where it is expected: "is bound for X and is expected on Friday"."""
    return item.cue == ECHO and item.low in _EXPECTED


_EXPECTED = frozenset({"expected", "due", "expect", "expects"})


def _says_how(items: list[Item], i: int) -> bool:
    """Whether a participle only says how or which way what is told before was: "passed X heading west at noon", "went
    through X without stopping at noon"; not "without stopping at Y".
    """
    if not items[i].low.endswith("ing") or i == 0 or i + 1 >= len(items):
        return False
    following = next((x for x in items[i + 1 : i + 4] if x.kind in ("place", "time", "mark")), None)
    unstopped = items[i - 1].low == "without" and (following is None or following.kind != "place")
    return unstopped or items[i + 1].low in COMPASS


def is_aside(items: list[Item], i: int) -> bool:
    """Whether a word stands in an aside that tells of no place and no time: "the train, moving slowly, was in X",
    "a train, hauled by two locomotives, left X", "the train, believed to be carrying tanks, is in X".
    """
    for start in range(i, max(0, i - _ASIDE), -1):
        if items[start - 1].low == ",":
            aside = list(takewhile(lambda x: x.low not in (",", ";"), items[start : start + _ASIDE]))
            end = start + len(aside)
            if not aside or end >= len(items) or items[end].low != "," or any(x.kind in _TOLD for x in aside):
                return False
            return _begins_aside(items, start) or _parts_subject(items, start - 1, end)
        if items[start].low in (",", ";"):
            return False
    return False


_ASIDE = 10  # words of such an aside
_TOLD = ("place", "time", "mark")
_HELPS = _BE | {"has", "had"}


def _parts_subject(items: list[Item], opens: int, closes: int) -> bool:
    """Whether two commas stand between the train and its verb: "the train, one of several, left X"."""
    if opens < 1 or items[opens - 1].kind != "mover" or items[opens - 1].who != "train" or closes + 1 >= len(items):
        return False
    following = items[closes + 1]
    return following.kind == "word" and (following.low in events() or following.low in _HELPS)


def _begins_aside(items: list[Item], i: int) -> bool:
    low, following = items[i].low, items[i + 1].low
    if low in ("which", "who", "whose", "that"):
        return True
    return low.endswith("ing") or (low.endswith("ed") and following in ("by", "with", "in", "to"))


def is_elliptic(items: list[Item], i: int) -> bool:
    """Whether a form of "be" carries on the clause before: "entered at X, rested at Y, and was in Z"; not "a train,
    long and green, was seen in Z", which has its verb.
    """
    if items[i].low not in _BE or items[max(0, i - 1)].low not in ("and", ",", "but"):
        return False
    return i + 1 == len(items) or items[i + 1].low not in events()


def _describes_a_train(items: list[Item], i: int) -> bool:
    """Whether a participle describes the train behind it: "that diverted oil train", not "that showed the train"."""
    for item in items[i + 1 : i + 4]:
        if item.low in _BEFORE_TRAINS or item.low.split()[0] in _BEFORE_TRAINS:
            return False
        if is_train(item):
            return True
    return False


_NOTHING = frozenset({"nothing", "little", "anything", "something", "few", "none"})


def is_noun(items: list[Item], i: int) -> bool:
    """Whether an event word is a noun or an adjective here: "the stop", "a border crossing", "his return"."""
    low = items[i].low
    if low == "left" and [x.low for x in items[i + 1 : i + 3]][-1:] in (["rails"], ["track"], ["tracks"]):
        return True  # no departure
    if low == "left" and not _NOTHING.isdisjoint(x.low for x in items[max(0, i - 2) : i]):
        return True  # "has nothing else left to ask for"
    before = items[i - 1].low if i else ""
    after = items[i + 1].low if i + 1 < len(items) else ""
    if low in ("speed", "cross") and before not in _BEFORE_INFINITIVES and not (i and items[i - 1].who):
        return True  # "a speed restriction at X", "King's Cross"
    if low in _PLANNED and after in _PLANNED_NOUNS:
        return True  # "its scheduled stop in X"
    if low.endswith("ed") and before in _BEFORE_TRAINS and _describes_a_train(items, i):
        return True
    if low in _PASSIVE:
        moved_it = any(x.who == "train" or x.low in ("it", "them") for x in items[i + 1 : i + 4])
        opens = i == 0 or (before == "first" and i == 1)  # "Dispatched from X on Monday, the wagons ..."
        return not moved_it and not opens and before not in _BE and before not in ("been", "being", "be", ",")
    if low == "noted":
        # "was noted in X", not ", noted the minister", "was noted by X"
        return (before not in _BE and before != "been") or after not in words("stays")
    if low in _WITH:
        return after not in _WITH[low]
    if (
        low == "crossing"
        and i
        and items[i - 1].kind == "place"
        and after in ("in", "on", "at", "by", "before", ".", ",")
    ):
        return True  # "reached the X crossing in the small hours"
    if low in _NOUNS_TOO:
        return before in _BEFORE_NOUNS or (low == "left" and before == "far")
    return low == "held" and before == "the"
