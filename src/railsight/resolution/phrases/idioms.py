"""Turns of phrase in which no verb stands before the place: it comes after, or a noun stands for it.

Each looks at one place of a sentence and gives its frame with event, verb and who moves when its turn is there.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.resolution.phrases.doings import BY, as_it_did, what_it_did
from railsight.resolution.phrases.goals import GOALS, is_of_the_train
from railsight.resolution.sentences.acts import is_it_or_a_train, is_train
from railsight.resolution.sentences.moods import FORMS_OF_BE, SEEMING
from railsight.resolution.sentences.movers import is_load
from railsight.resolution.sentences.verbs import LIGHT, MODALS
from railsight.resolution.wording import events, words

if TYPE_CHECKING:
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item

AROUND_BE = FORMS_OF_BE | MODALS | {"has", "had", "have"}
_BESIDE_BE = frozenset({"not", "never", "also", "still", "already", "now", "then", "just", "probably", "only"})
# What is done with a place: "X was left at noon", "X could be reached tonight".
_DONE = {"reached": "arrived", "entered": "arrived", "left": "departed", "passed": "passed", "crossed": "crossed"}
_DONE |= {"cleared": "passed", "skipped": "skipped", "bypassed": "skipped", "avoided": "skipped", "expected": "due"}
_DONE |= {"possible": "due", "likely": "due", "probable": "due", "next": "due", "planned": "due", "used": "passed"}
_DOUBTED = frozenset({"possible", "likely", "probable"})
_AFTER_DONE = frozenset(
    {"on", "by", "in", "at", "around", "about", "before", "after", "without", "only", "early", "late", "next", "soon"}
    | {"later", "some", "shortly", "this", "just", "tonight", "tomorrow", "today", "from", "as", "for", "then"}
    | {"a", "well", "again", "with", "slightly", "almost", "exactly", "precisely", "punctually", "right", "but", "and"}
)
_SEES = frozenset({"saw", "sees", "greeted", "welcomed", "watched", "received"})  # "X saw the train on Monday"
# "X stamped it at noon": what the railwaymen of a place do with a train.
_NOTES = frozenset({"stamped", "logged", "booked", "recorded", "clocked", "noted", "registered", "saw", "reported"})
_NOTES |= {"reports", "had", "has", "signalled", "offered"}
_NOT = frozenset({"not", "isn't", "wasn't", "isn’t", "wasn’t"})
_VENUES = frozenset({"venue"})  # of the talks that those aboard go to
_GUESSES = frozenset({"guess", "bet", "hunch"})  # "X is our best guess"
_HALTS = frozenset({"stop", "halt", "call", "station", "wait", "layover", "stopover"})
_NEXT_HALTS = _HALTS | {"step", "stage"}  # only where it is told to be the next: "X is the next step"
_FIXES = frozenset({"ping", "position", "sighting", "fix", "report", "seen", "sighted", "location", "whereabouts"})
JOURNEYS = frozenset({"ride", "journey", "trip", "voyage", "run", "haul", "way", "tour"})
_COPULAS = FORMS_OF_BE | {"will", "to", "thought", "believed", "said", "expected", "likely", "probably", "now", "again"}
_ITS = frozenset({"the", "its", "his", "their", "this", "that"})


NOUNS: dict[str, tuple[str, tuple[str, ...]]] = {
    "arrival": ("arrived", ("in", "at")),
    "departure": ("departed", ("from",)),
    "passage": ("passed", ("through", "via", "past")),
    "transit": ("passed", ("through", "via")),
    "presence": ("seen", ("in", "at", "near")),
    "sighting": ("seen", ("in", "at", "near")),
    "appearance": ("seen", ("in", "at", "near")),
}
_HOPED: tuple[str, ...] = (
    "expected",
    "due",
    "scheduled",
    "planned",
    "set",
    "estimated",
    "likely",
    "foreseen",
    "forecast",
    "envisaged",
)
_HOPED += ("anticipated", "projected", "promised")
_PUT_OFF = frozenset({"postponed", "deferred", "rescheduled"})
_MOVED = _PUT_OFF | {"put", "pushed", "delayed", "moved", "shifted", "brought", "advanced", "changed"}
_TO_ANOTHER_TIME = frozenset({"until", "till", "to", "for"})
_EXPECTS = frozenset({"expects", "awaits", "expected", "awaited"})
_RECEIVES = frozenset({"receive", "welcome", "host", "see"})
_TO_COME = frozenset(
    {"ahead", "before", "await", "awaiting", "awaited", "awaits", "expected", "planned", "scheduled", "prepare"}
    | {"preparing", "prepares", "prepared", "possible", "imminent", "impending", "upcoming", "until", "due"}
)


def by_noun(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "The train's arrival in X", "ahead of its departure from X", "its arrival in X was expected at noon"."""
    noun = index - 1
    while noun > max(0, index - _NOUN_REACH) and items[noun].low not in NOUNS:
        noun -= 1
    if index - noun >= _NEAR_NOUN and items[min(noun + 1, index)].low not in ("of", frame.preposition):
        return frame  # but "its arrival in the dry port of X"
    event, prepositions = NOUNS.get(items[noun].low, ("", ())) if 0 <= noun < index else ("", ())
    own = any(
        x.kind == "mover" or x.low in ("its", "his", "with", "after", "before", "upon")
        for x in items[max(0, noun - 4) : noun]
    )
    before = items[noun - 1].low if 0 < noun < index else ""
    after = [x.low for x in items[index + 1 : index + 5]]
    if "set" in after and "off" in after:
        after = []  # "the sighting of the train in X set off alarm"
    hoped = next((w for w in _HOPED if w in after), None) or _put_off(items, noun, index)
    own = own or (items[noun + 1].low == "of" and any(is_train(x) for x in items[noun + 2 : index]))
    whose = next((i for i in range(index + 1, min(len(items), index + 5)) if items[i].low == "of"), None)
    if whose is not None and all(x.kind != "word" or x.low in LIGHT for x in items[index + 1 : whose]):
        own = own or any(map(is_train, items[whose + 1 : whose + 6]))  # "the arrival in X on Monday of a train"
    which = " ".join(x.low for x in items[index + 1 : index + 4])
    own = own or which == ", which it"  # "a departure from X, which it made"
    own = own or before in _HOPED or bool(FORMS_OF_BE & set(after) and hoped)
    bare = noun + 1 == index and not frame.preposition and event == "arrived" and before in _HOPED
    if bare:
        frame = frame._replace(preposition="at")  # "Estimated arrival X, 6 June at 18:00"
    elif frame.preposition not in prepositions or not own or _behind(items, noun, index) != frame.preposition:
        return frame
    frame = frame._replace(event=event, verb=items[noun].low, verb_at=noun)
    if any(x.low == "its" for x in items[max(0, noun - 2) : noun]):
        frame = frame._replace(mover="parties")
    if hoped in after and FORMS_OF_BE & set(after):  # the time is told after that verb
        frame = frame._replace(verb_at=index + 1 + after.index(hoped))
    alone = all(x.low in _HOPED or x.low in LIGHT for x in items[:noun])
    if (before in _HOPED or (hoped and alone)) and frame.mover is None:
        frame = frame._replace(mover="parties")  # "estimated arrival at X", "arrival in X is planned for Friday"
    if hoped or before in _HOPED or any(x.low in _TO_COME for x in items[max(0, noun - 7) : noun]):
        return frame._replace(modal="future", looked_back="was" in after)
    return frame


_NOUN_REACH = 16  # items before a place: of "the arrival of a long train of tank wagons in X"
_NEAR_NOUN = 5  # and of "its arrival in X"


def _behind(items: list[Item], noun: int, index: int) -> str:
    """The word behind a noun, or behind whose it is: "in" of "the arrival in X", "the arrival of the train in X"."""
    at = min(noun + 1, index)
    if items[at].low == "of":
        at = next((i + 1 for i in range(at + 1, index) if is_train(items[i])), at)
        if items[at].kind == "word" and all(x.kind in ("word", "mover") for x in items[at:index]):
            leads = [i for i in range(at, index) if items[i].low in words("prepositions")]
            at = leads[-1] if leads else at  # "of tank wagons in X", "carrying the delegation from X"
    return items[at].low


def _put_off(items: list[Item], noun: int, index: int) -> str | None:
    """The verb of "its arrival in X has been put off until Friday", "was brought forward to noon", "is postponed", and
    of "they postponed its arrival in X to Friday".
    """
    for at in (*range(index + 1, min(index + 5, len(items))), *range(max(0, noun - _MOVED_REACH), noun)):
        passive = at > index and not FORMS_OF_BE.isdisjoint(x.low for x in items[index + 1 : at])
        if items[at].low not in _MOVED or (at > index and not passive):
            continue
        behind = items[max(at, index) + 1 :][:_ANOTHER_TIME_REACH]
        to_a_time = any(a.low in _TO_ANOTHER_TIME and b.time is not None for a, b in pairwise(behind))
        if to_a_time or (passive and (items[at].low in _PUT_OFF or [x.low for x in behind[:1]] == ["off"])):
            return str(items[at].low)
    return None


_MOVED_REACH = 4  # items before an arrival in which the verb stands by which somebody moves it
_ANOTHER_TIME_REACH = 6  # items behind such a verb in which the time is told to which it was moved


def awaited(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "X expects the train on Friday", "police in X closed the station ahead of the train's arrival": it is due."""
    owned = index > 0 and items[index - 1].low == "of"
    after = [x.low for x in items[index + 1 : index + 3]]
    hosts = after[:1] and (after[0] in _EXPECTS or (after[0] in ("will", "would") and after[-1] in _RECEIVES))
    at = None
    if hosts and not owned and frame.preposition == "" and any(map(is_train, items[index + 2 : index + 7])):
        at = index + 1
    if at is None and frame.preposition in ("in", "at", "near"):
        low, high = frame.clause
        at = _made_ready_for_it(items, index, frame)
        if at is None:
            at = next((i for i in range(low, high) if items[i].low in NOUNS and _is_to_come(items, i)), None)
    if at is not None:
        return frame._replace(event="due", verb=items[at].low, verb_at=at, mover="parties", preposition="in")
    return frame


def _made_ready_for_it(items: list[Item], index: int, frame: Frame) -> int | None:
    """Where it is told what a place is made ready for: "preparations for its reception in X", "prepares in X to
    receive the train"; None where it is not.
    """
    low, high = frame.clause
    if not any(x.low.startswith("prepar") or x.low in ("ready", "readied", "readying") for x in items[low:index]):
        return None
    reception = next((i for i in range(low, index) if items[i].low in ("reception", "welcome", "visit")), None)
    if reception is not None:
        return reception
    return next((i for i in range(index + 1, high - 2) if _receives_it(items, i)), None)


def _receives_it(items: list[Item], i: int) -> bool:
    """ "... to receive the train", "... to welcome it"."""
    it = any(map(is_it_or_a_train, items[i + 2 : i + 6]))
    return items[i].low == "to" and items[i + 1].low in _RECEIVES | {"greet"} and it


def taken_up_by(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "The first platform in X belonged to a train", "the siding at X was occupied by the convoy": it stood there."""
    verb = index + 1 + (index + 1 < len(items) and items[index + 1].low in FORMS_OF_BE)
    behind = [x.low for x in items[verb : verb + 2]]
    stands = frame.preposition in words("stays") and _STANDS & {x.low for x in items[max(0, index - 4) : index]}
    if not stands or behind not in (["belonged", "to"], ["occupied", "by"], ["taken", "by"]):
        return frame
    if not any(map(is_train, items[verb + 2 : verb + 7])):
        return frame
    return frame._replace(event="stopped", verb=behind[0], verb_at=verb, mover="parties")


_STANDS = frozenset({"platform", "track", "siding", "line", "berth"})


def is_so_long_off(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "The train is 40 minutes from X", "was an hour away from X": on its way there."""
    at = index - 1
    if at < 1 or items[at].low != "from":
        return frame
    at -= 1 + (items[at - 1].low == "away")
    lasts = items[at].time
    if at < 2 or lasts is None or lasts.kind != "duration" or items[at - 1].low not in FORMS_OF_BE:
        return frame
    if items[at - 2].who not in ("train", "pronoun"):
        return frame
    return frame._replace(event="nearing", verb="off", verb_at=at - 1, preposition="to")


def _is_to_come(items: list[Item], noun: int) -> bool:
    """Whether it is the train's own arrival that is waited for: "ahead of the train's arrival"."""
    before = items[max(0, noun - 6) : noun]
    own = items[noun].low == "arrival" and any(map(is_train, before[-3:]))
    return own and any(x.low in _TO_COME or x.low == "for" for x in before)


def waits_for_it(items: list[Item], frame: Frame) -> Frame:
    """ "Crowds are waiting for the train in X": those who wait are there, the train is due."""
    if frame.verb_at is None or not frame.verb.startswith(("wait", "await")):
        return frame
    after = items[frame.verb_at + 1 : frame.verb_at + 5]
    awaits = frame.verb.startswith("await") or (after and after[0].low in ("for", "on"))
    if awaits and any(map(is_it_or_a_train, after)):
        return frame._replace(event="due", mover="parties", preposition="in")
    return frame


def passive(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "X was left at noon", "X is expected on Monday", "X is its likely destination": the place is the subject."""
    noted = [x.low for x in items[index + 1 : index + 3]]
    if frame.preposition in ("", "since", "until") and noted[1:] == ["it"] and noted[0] in _NOTES:
        through = items[index + 3].low in BY if index + 3 < len(items) else False
        # "X reported it through at noon"
        return frame._replace(
            event="passed" if through else "seen",
            verb=noted[0],
            verb_at=index + 1,
            mover="parties",
            preposition="",
        )
    bridge = frame.preposition in ("at", "in", "near") and index > 1 and items[index - 2].low in _CROSSED
    if frame.preposition and not bridge:
        return frame
    owned = index > 0 and items[index - 1].low == "of"  # "the mayor of X welcomed the train"
    at = index + 1
    while at < len(items) and items[at].low in words("facility-after"):
        at += 1  # "X station received the train"
    sees = not owned and at < len(items) and items[at].low in _SEES
    train = next((i for i in range(at + 1, min(len(items), at + 6)) if sees and is_train(items[i])), None)
    if train is not None:
        train += any(x.kind == "mover" for x in items[train + 1 : train + 2])  # "a long freight", "train"
        seen = frame._replace(event="seen", verb=items[at].low, verb_at=at, mover="parties")
        if items[at].low == "received":
            return seen._replace(event="arrived", preposition="")
        did = what_it_did(items, train, frame) or as_it_did(items, at, frame)
        return did or seen  # "X saw the train come through", "X greeted it as it drew up"
    if not owned and (glimpsed := _caught_a_glimpse(items, index, frame)) is not None:
        return glimpsed
    if any(x.low == "as" for x in items[index + 1 : index + 2]) and any(
        x.low in GOALS for x in items[index + 2 : index + 6]
    ):
        # "the papers gave X as the destination"
        return frame._replace(event="nearing", verb="as", verb_at=index + 1, mover="parties")
    i = _past_aside(items, index + 1)
    while i < len(items) and (items[i].low in words("facility-after")):
        i += 1
    been = False
    while i < len(items) and items[i].kind == "word" and items[i].low in AROUND_BE | _BESIDE_BE:
        been = been or items[i].low in FORMS_OF_BE
        i += 1
    if not been or i >= len(items):
        return frame
    if items[i].low in ("where", "its", "their", "the", "my", "our", "anyone's", "everyone's", "everybody's"):
        return _goal(items, i, frame)
    if items[i].low in ("left", "missed") and items[min(i + 1, len(items) - 1)].low == "out":
        return frame._replace(event="skipped", verb=items[i].low, verb_at=i, mover="parties")
    if items[i].low == "next" and items[i - 1].low == "was":
        return frame  # "X was next: it got there at noon"
    if items[i].low in _DONE and _ends_there(items, i + 1):
        frame = frame._replace(event=_DONE[items[i].low], verb=items[i].low, verb_at=i, mover="parties")
        if frame.event == "due":
            return frame._replace(preposition="in", modal="possible" if frame.verb in _DOUBTED else None)
    return frame


def _caught_a_glimpse(items: list[Item], index: int, frame: Frame) -> Frame | None:
    """ "X got its first glimpse of the train on Monday", "X was the next place to see it go by"."""
    near = items[index + 1 : index + 9]
    glimpse = next((k for k, x in enumerate(near) if x.low in _GLIMPSES), None)
    verb = near[0].low if near else ""
    if verb in ("got", "had", "caught") and glimpse is not None and any(map(is_train, near[glimpse:])):
        return frame._replace(event="seen", verb=verb, verb_at=index + 1, mover="parties")
    sees = next((k for k, x in enumerate(near[:-1]) if x.low == "to" and near[k + 1].low in _TO_SEE), None)
    if verb in ("was", "were") and sees is not None and not any(x.kind == "mark" for x in near[:sees]):
        verb_at = index + 1 + sees + 1
        reach = range(verb_at + 1, min(len(items), verb_at + 6))
        at = next((i for i in reach if is_it_or_a_train(items[i])), None)
        if at is not None:
            seen = frame._replace(event="seen", verb=items[verb_at].low, verb_at=verb_at, mover="parties")
            return what_it_did(items, at, frame) or seen
    return None


# "The bridge at X was crossed by the train", "the station at X received it".
_CROSSED = frozenset({"bridge", "border", "river", "crossing", "viaduct", "station"})
_GLIMPSES = frozenset({"glimpse", "sight", "view", "look"})
_TO_SEE = frozenset({"see", "glimpse", "spot", "watch", "report", "film", "photograph"})


def _past_aside(items: list[Item], i: int) -> int:
    """Past what explains the place between commas: "X, the last stop, should be reached"."""
    if i >= len(items) or items[i].low != ",":
        return i
    for k in range(i + 1, min(len(items), i + 12)):
        if items[k].kind == "place" or (items[k].low in events() and items[k].low not in _HALTS):
            return i
        if items[k].low == ",":
            return k + 1
    return i


def _goal(items: list[Item], i: int, frame: Frame) -> Frame:
    """ "... its likely destination", "... where it is going", "... where it turned up"."""
    mover = items[i].low == "where" and i + 1 < len(items) and items[i + 1].kind == "mover"
    come = what_it_did(items, i + 1, frame) if mover else None
    if come is not None and i + 2 == come.verb_at:
        return come
    for j in range(i + 1, min(len(items), i + 5)):
        low = items[j].low
        going = items[i].low == "where" and events().get(low) == "move" and low.endswith(("ing", "ed", "bound"))
        if low in _NEXT_HALTS | {"port"} and items[j - 1].low == "next":
            return frame._replace(event="due", verb=low, verb_at=j, mover="parties", preposition="in")
        if going or low in GOALS | _GUESSES or _ends_it(items, j):
            return frame._replace(event="nearing", verb=low, verb_at=j, mover="parties")
    return frame


def _ends_it(items: list[Item], i: int) -> bool:
    """ "... the end of the journey"."""
    of = [x.low for x in items[i + 1 : i + 4] if x.low not in _ITS]
    return items[i].low == "end" and of[:1] == ["of"] and any(w in JOURNEYS for w in of[1:])


def _ends_there(items: list[Item], i: int) -> bool:
    """Whether what is done with the place is all: "is expected on Monday", not "is expected to deny"."""
    return i >= len(items) or items[i].kind in ("time", "mark") or items[i].low in _AFTER_DONE


def halts_next(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "Its next stop is thought to be X", "last ping: X", "a lunch stop at X", "got no further than X"."""
    before = [x.low for x in items[max(0, index - 3) : index]]
    if before[-1:] == ["than"] and before[-2:-1] in (["further"], ["farther"]):
        return frame._replace(event="stopped", verb="further", verb_at=index - 2, preposition="in")
    i = index - 1
    while i >= 0 and (items[i].low in _COPULAS | _NOT or items[i].kind == "mark" or _speaking(items, i)):
        i -= 1
    if i > 2 and i < index - 1 and is_train(items[i]) and items[i - 2].low == "of":
        i -= 3  # "the last known position of the train was X"
    elif (meant := _of_what(items, i)) is not None:
        i = meant  # "the venue of the talks is X", "the end of its journey is X"
    if i >= 1 and i < index - 1 and (items[i].low in GOALS | _HALTS | _FIXES | _VENUES or _ends_it(items, i)):
        return _by_order(items, i, frame)
    halt = frame.preposition in ("at", "in") and index >= 2 and items[index - 2].low in _HALTS - {"station"}
    return _by_order(items, index - 2, frame) if halt and not _they_wait(items, index - 2) else frame


def _they_wait(items: list[Item], i: int) -> bool:
    """Whether "wait" is what several do: "many wait in X", "reporters wait at X"."""
    who = items[i - 1].low if i else ""
    return items[i].low == "wait" and (who in ("many", "some", "people", "police") or who.endswith("s"))


def _of_what(items: list[Item], i: int) -> int | None:
    """The noun before "of the talks", "of its journey", if it is one for a goal."""
    for k in range(i - 1, max(0, i - 4), -1):
        if items[k].low == "of":
            return k - 1 if items[k - 1].low in GOALS | _VENUES or _ends_it(items, k - 1) else None
        if items[k].low not in _ITS:
            return None
    return None


def _speaking(items: list[Item], i: int) -> bool:
    """Whether an item is of a remark between commas: ", staff said,"."""
    said = words("speech")
    return items[i].low in said or (i + 1 < len(items) and items[i + 1].low in said and items[i].kind != "place")


def _by_order(items: list[Item], noun: int, frame: Frame) -> Frame:
    """The event of a noun and the adjective before it."""
    between = noun > 1 and items[noun - 1].low in _BEFORE_HALTS  # "the next long halt"
    order = items[noun - 1 - between].low if noun else ""
    over = [x.low for x in items[noun + 1 : frame.item]] == ["was"]  # "its next stop was X, at dawn"
    low = items[noun].low
    if low in GOALS and not is_of_the_train(items, noun):
        return frame
    if low in GOALS | _VENUES or low == "end" or (low in _HALTS and order in ("final", "last")):
        event = "nearing"
    elif low in _HALTS and _called_off(items, noun, frame.item):
        event = "skipped"
    elif low in _HALTS:
        event = "due" if order == "next" and not over else "stopped"
    elif order in ("last", "latest"):
        event = "seen"
    else:
        return frame
    return frame._replace(event=event, verb=low, verb_at=noun, mover="parties", preposition="in")


_BEFORE_HALTS = frozenset({"scheduled", "planned", "known", "confirmed", "reported", "long", "longer", "short", "big"})
_CALLED_OFF = frozenset(
    {"cancelled", "canceled", "dropped", "scrapped", "scrubbed", "omitted", "suspended", "abandoned", "struck", "axed"}
)


def _called_off(items: list[Item], noun: int, place: int) -> bool:
    """ "The halt at X is cancelled", "no stop at X was announced", "the planned call at X was dropped"."""
    after = [x.low for x in items[place + 1 : place + 5]]
    later = " ".join(x.low for x in items[place + 1 : place + 16])
    if "not take place" in later or "be ruled out" in later or "never took place" in later:
        return True
    if "no" in (x.low for x in items[max(0, noun - 2) : noun]) and FORMS_OF_BE & set(after[:2]):
        return True
    return bool(FORMS_OF_BE & set(after[:3])) and bool(_CALLED_OFF & set(after))


def logged(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "12:05 Tayga", "Military train, 20 flatcars, Ussuriysk, 2 May, 17:35": a note without a verb."""
    if frame.preposition not in ("", "at", "in", "near"):
        return frame
    timed = items[0].time is not None and items[0].time.has_clock
    clock = timed and [x for x in items if x.kind != "mark"][1:2] == [items[index]]
    if not clock:
        alone = sum(x.kind == "place" for x in items) == 1 and any(x.time is not None for x in items)
        if not alone or not any(x.kind == "mover" and x.who == "train" for x in items[:index]):
            return frame
    if not any(x.low in events() or x.low in AROUND_BE or x.low.endswith("ed") for x in items if x.kind == "word"):
        return frame._replace(
            event="seen", verb="", verb_at=index, preposition=frame.preposition or "at", mover="parties"
        )
    return frame


_MADE = frozenset({"built", "made", "bought", "kept", "known", "shown", "born"})


def copula(items: list[Item], near: int, low: int, frame: Frame) -> Frame:
    """ "The train was at X": being somewhere is being seen there, when the train itself is the subject."""
    for i in range(min(near, frame.item - 1), max(low, near - 6), -1):
        been = items[i].low == "been" and items[i - 1].low in ("had", "has", "have")
        if (been or items[i].low in ("was", "is", "were", "are")) and i > 0:
            if any(x.low == "to" for x in items[i + 1 : near]):
                return frame  # "is to call at X"
            if any(x.low in _MADE or (x.low.endswith("ed") and x.low not in SEEMING) for x in items[i + 1 : near]):
                return frame  # "was built in X", "was repainted at X"
            if items[i - 1 - been].low in ("it", "he", "she") or _is_of_a_train(items, i, low):
                frame = frame._replace(event="seen", verb=items[i].low, verb_at=i)
            return frame
    return frame


_SUBJECT_REACH = 8  # items between a train and its verb: "the train with the blue stripe was"


def _is_of_a_train(items: list[Item], verb: int, low: int) -> bool:
    """Whether a train is the subject of a form of "be", with what it is of or carries between them."""
    at = next((k for k in range(verb - 1, max(low, verb - _SUBJECT_REACH) - 1, -1) if items[k].kind == "mover"), None)
    if at is None:
        return False
    if items[at].who.startswith("another vehicle"):
        return is_load(items, at, low)
    between = items[at + 1 : verb]
    described = (
        bool(between) and between[0].low in ("of", "with", "carrying") and all(x.kind == "word" for x in between)
    )
    return items[at].who == "train" and (described or items[at].end >= items[verb].start - 14)
