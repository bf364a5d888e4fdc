"""Turns of phrase that tell of a train by those who saw, filmed or met it at a place."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.resolution.phrases.doings import (
    BEFORE_WHAT_IT_DID,
    BY_THE_LINE,
    WENT_BY,
    WHILE,
    as_it_did,
    names_a_place,
    went_by,
    what_it_did,
)
from railsight.resolution.sentences.acts import end_of_train, is_it_or_a_train, is_train
from railsight.resolution.wording import events, words

if TYPE_CHECKING:
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item

WITNESSES = frozenset(
    {"residents", "resident", "witnesses", "witness", "people", "locals", "inhabitants", "villagers", "villager"}
    | {"passengers", "reporters", "farmer", "farmers", "fishermen", "fisherman", "shopkeeper", "shopkeepers"}
    | {"crowd", "crowds", "onlookers", "nobody", "spectators"}
    | {"commuter", "commuters", "motorist", "motorists", "angler", "anglers", "schoolchildren", "pupils", "shoppers"}
    | {"walkers", "readers", "subscribers", "neighbours", "pensioner", "pensioners", "passer-by", "passers-by"}
    | {"driver", "drivers", "worker", "workers", "bystander", "bystanders", "railfans", "railfan", "trainspotters"}
)
_SAW = frozenset({"saw", "filmed", "photographed", "spotted", "watched", "noticed", "heard", "recorded", "sighted"})
_PICTURES = frozenset(
    {"footage", "video", "videos", "picture", "pictures", "photo", "photos", "image", "images", "photograph"}
    | {"photographs", "clip", "clips", "recording", "film"}
)
_SHOWS = frozenset({"show", "shows", "showed", "showing", "captures", "captured"})
_DONE_THERE = {"let": "passed", "waved": "passed", "stopped": "stopped", "halted": "stopped", "held": "stopped"}
_DONE_THERE |= {"blocked": "stopped", "delayed": "stopped", "boarded": "stopped", "searched": "stopped"}
_DONE_THERE |= {"inspected": "stopped", "checked": "stopped", "greeted": "seen", "cheered": "seen", "met": "seen"}


def witnessed(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "Residents of X said they saw the train", "a farmer in X said the train passed at noon": it was there."""
    before = [x.low for x in items[max(0, index - 6) : index]]
    if not before or before[-1] not in ("of", "in", "at", "near", "from"):
        return frame
    if not WITNESSES & set(before) and not _one_who_saw(items, index):
        return frame
    for i in range(index + 1, min(len(items) - 1, index + 9)):
        if items[i].kind == "place":
            return frame
        if items[i].low in ("expect", "await") and any(map(is_train, items[i + 1 : i + 4])):
            return frame._replace(event="due", verb=items[i].low, verb_at=i, preposition="in")
        saw = events().get(items[i].low) == "seen" or _had_it(items, i)
        if saw and (nothing := _saw_nothing(items, i, frame)) is not None:
            return nothing
        if saw or items[i].low in ("heard", "greeted", "welcomed", "cheered"):
            did = as_it_did(items, i, frame)
            if did is not None:
                return did
            if any(x.kind == "mover" and x.who in ("train", "pronoun") for x in items[i + 1 : i + 6]):
                frame = frame._replace(event="seen", verb=items[i].low, verb_at=i, preposition="in")
            return frame
        if is_it_or_a_train(items[i]):
            return _passed_by(items, i, frame)
    return frame


def seen_by_one_there(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "..., and our reporter at X met her at noon", "changed shifts in X and there it was": by one there."""
    if [x.low for x in items[index + 1 : index + 3]] == ["and", "there"] and _is_it(items[index + 3 : index + 5]):
        return frame._replace(event="seen", verb="was", verb_at=index + 4, mover="parties", preposition="in")
    if index < 3 or index + 2 >= len(items) or items[index - 1].low not in BY_THE_LINE | {"of"}:
        return frame
    who, verb, whom = items[index - 2], items[index + 1], items[index + 2]
    if who.low not in _WATCHERS | _TELLERS | _CAMERAS or verb.low not in _SAW | _CATCHES:
        return frame
    if whom.low == "up" and verb.low == "picked":
        whom = items[min(index + 3, len(items) - 1)]
    if whom.low not in ("it", "her", "them") and not any(map(is_train, items[index + 2 : index + 7])):
        return frame
    return frame._replace(event="seen", verb=verb.low, verb_at=index + 1, mover="parties", preposition="in")


def _is_it(then: list[Item]) -> bool:
    """ "..., and there it was"."""
    itself = then[:1] and (then[0].low in ("it", "she", "they") or is_train(then[0]))
    return bool(itself) and len(then) > 1 and then[1].low in ("was", "were", "stood", "sat")


def _saw_nothing(items: list[Item], saw: int, frame: Frame) -> Frame | None:
    """The frame where "nothing" is all they saw: not "nothing unusual"."""
    then = items[saw + 2] if saw + 2 < len(items) else None
    ends = then is None or then.kind in ("mark", "time") or then.low in ("of", "all", "at", "that", "until")
    if items[saw + 1].low != "nothing" or not ends:
        return None
    return frame._replace(event="seen", verb="no", verb_at=saw, preposition="in", mover="parties", negated=True)


def _one_who_saw(items: list[Item], index: int) -> bool:
    """ "My cousin in X filmed it", "commuters in X had noticed it": anybody who is told to have seen it from there."""
    who = items[index - 2] if index >= 2 else None
    at = index + 1
    if at + 1 < len(items) and items[at].low in BEFORE_WHAT_IT_DID and not _had_it(items, at):
        at += 1
    plain = who is not None and who.kind == "word" and who.low.isalpha() and who.low not in events()
    return plain and at < len(items) and (items[at].low in _SAW or _had_it(items, at))


def _had_it(items: list[Item], i: int) -> bool:
    """ "A friend at X had it at noon": saw it."""
    return items[i].low == "had" and i + 1 < len(items) and items[i + 1].low == "it"


def had_it(items: list[Item], i: int, near: int) -> bool:
    """ "Had it at X", "had the train in X": the one who had it saw it where the preposition at ``near`` leads."""
    after = i + 1 + (items[i + 1].low in ("the", "our", "that", "this")) if i + 1 < len(items) else i
    if after + 1 >= len(items) or not is_it_or_a_train(items[after]):
        return False
    return after + 1 == near or items[after + 1].low in _STILL


# "Has it stationary in X".
_STILL = frozenset({"again", "stationary", "parked", "standing", "stopped", "waiting", "still"})


def _passed_by(items: list[Item], train: int, frame: Frame) -> Frame:
    """The verb right after a train in what a witness tells, when it names no other place."""
    train = end_of_train(items, train)
    for i in range(train + 1, min(len(items), train + 7)):
        event = events().get(items[i].low)
        if event == "move" and i + 1 < len(items):
            event = went_by(items, i)  # "a train with dark windows went through"
        if items[i].kind in ("mark", "place"):
            return frame
        if event in ("passed", "stopped", "seen", "arrived", "departed"):
            if not any(x.kind == "place" for x in items[i + 1 : i + 5]):
                preposition = "from" if event == "departed" else "in"
                return frame._replace(event=event, verb=items[i].low, verb_at=i, preposition=preposition)
            return frame
    return frame


def shown_from(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "Footage from X shows the train rolling past a crossing"."""
    if frame.preposition not in ("from", "in", "at", "near"):
        return frame
    if not any(x.low in _PICTURES for x in items[max(0, index - 5) : index]):
        return frame
    shows = next((i for i in range(index + 1, min(len(items), index + 8)) if items[i].low in _SHOWS), None)
    if shows is None or not any(map(is_train, items[shows + 1 : shows + 7])):
        return frame
    if not any(x.kind == "place" for x in items[index + 1 :]):
        return frame._replace(event="seen", verb=items[shows].low, verb_at=shows, mover="parties", preposition="in")
    return frame


def as_it_passed(items: list[Item], index: int, low: int, frame: Frame) -> Frame:
    """ "In X hundreds lined the platform as the train drew in": what the train did while others were there."""
    of_people = frame.preposition == "of" or not WITNESSES.isdisjoint(x.low for x in items[max(low, index - 3) : index])
    there = of_people or frame.preposition in ("in", "at", "near", "outside")
    spoke = max((i for i in range(low, index) if items[i].low in words("speech")), default=None)
    if not there or (spoke is not None and not any(x.low in _SAW for x in items[spoke:index])):
        return frame
    for i in range(index + 1, len(items) - 2):
        if names_a_place(items[i]):
            return frame
        if items[i].low not in WHILE and [x.low for x in items[i - 2 : i + 1]] != ["by", "the", "time"]:
            continue
        train = next((k for k in range(i + 1, min(len(items) - 1, i + 5)) if is_it_or_a_train(items[k])), None)
        if train is not None and not any(map(names_a_place, items[train:])):
            return what_it_did(items, train, frame) or frame
        return frame
    return frame


# Who may stand by the line, and what they do there until the train comes.
_WATCHERS = WITNESSES | {
    "i",
    "we",
    "man",
    "men",
    "woman",
    "women",
    "guy",
    "guys",
    "boy",
    "boys",
    "girl",
    "girls",
    "one",
}
_WATCHERS |= {"colleague", "colleagues", "friend", "friends", "mate", "mates", "cousin", "brother", "sister", "nephew"}
_WATCHERS |= {"uncle", "neighbour", "neighbours", "children", "kids", "fans", "fan", "photographer", "photographers"}
_WATCHERS |= {"stationmaster", "signaller", "signalman", "watcher", "watchers", "reporter", "source", "sources"}
_WATCHERS |= {"guards", "officers", "dispatchers", "staff"}
_TELLERS = frozenset(
    {"correspondent", "correspondents", "stringer", "man", "colleague", "freelancer", "listener", "reader"}
)
_CAMERAS = frozenset({"camera", "cameras", "webcam", "webcams", "dashcam", "cctv", "drone"})
_CATCHES = frozenset({"met", "had", "caught", "picked", "captured", "shows", "showed"})
_WATCHES = frozenset(
    {"stood", "sat", "waited", "was", "were", "standing", "waiting", "sitting", "camped", "posted", "watched", "parked"}
)
_WATCH_REACH = 24  # items behind the place in which what the train did is told


def watched_from(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "I stood at X and it rumbled through at noon", "two men in X said it had come in": by those there."""
    low = frame.clause[0]
    if frame.preposition not in BY_THE_LINE or any(x.who in ("train", "pronoun") for x in items[low:index]):
        return frame
    watcher = _watcher(items, index, low) or _watches_from(items, index)
    for i in range(index + 1, min(len(items) - 1, index + _WATCH_REACH)):
        if names_a_place(items[i]):
            return frame
        told = _saw_nothing(items, i, frame) if watcher and items[i].low in _SAW else None
        comes = is_it_or_a_train(items[i]) and (watcher or _while_others_act(items, index, i))
        if watcher and told is None and [x.low for x in items[i : i + 3]] == ["caught", "sight", "of"]:
            told = _caught_sight(items, i, frame)
        if told is None and comes:
            told = what_it_did(items, i, frame)
        if told is not None:
            return told
    return frame


def _caught_sight(items: list[Item], i: int, frame: Frame) -> Frame | None:
    """ "Reporters waiting in X caught sight of the train": they saw it there."""
    if not any(map(is_it_or_a_train, items[i + 3 : i + 7])):
        return None
    return frame._replace(event="seen", verb="caught", verb_at=i, mover="parties", preposition="in")


def _while_others_act(items: list[Item], index: int, train: int) -> bool:
    """ "Staff cleared the platform at X and a train rolled in": a movement into or out of no other place ends there."""
    joined = any(x.low in _THEN for x in items[index + 1 : train])
    verb, particle = items[train + 1 : train + 2], items[train + 2 : train + 3]
    if not joined or not verb or not particle or events().get(verb[0].low) != "move" or particle[0].low not in WENT_BY:
        return False
    return train + 3 >= len(items) or items[train + 3].kind in ("mark", "time") or items[train + 3].low in _LEADS_A_TIME


_LEADS_A_TIME = frozenset({"at", "on", "around", "about", "shortly", "just", "under"})
_THEN = frozenset({"and", "when", "before", "until"})


def _watcher(items: list[Item], index: int, low: int) -> bool:
    """Whether somebody stands at a place: "I waited at X", "two men in X said"."""
    who = next((i for i in range(index - 1, low - 1, -1) if items[i].low in _WATCHERS), None)
    if who is None:
        return False
    says = any(x.low in words("speech") or x.low in _SAY for x in items[index + 1 : index + 3])
    return says or any(x.low in _WATCHES for x in items[who + 1 : index])


def told_there(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "At noon it went through," said the stationmaster at X: what one there tells of no other place."""
    if frame.event is not None or frame.preposition not in BY_THE_LINE:
        return frame
    said = next((i for i in range(index - 1, max(1, index - 7), -1) if items[i].low in words("speech")), None)
    if said is None or items[said - 1].kind != "mark" or any(map(names_a_place, items[:index])):
        return frame
    for i in range(said):
        if is_it_or_a_train(items[i]):
            return what_it_did(items, i, frame) or frame
    return frame


def _watches_from(items: list[Item], index: int) -> bool:
    """ "From the footbridge in X our correspondent watched it leave"."""
    near = items[index + 1 : index + 6]
    return any(a.low in _WATCHERS | _TELLERS and b.low in _SAW for a, b in pairwise(near))


_SAY = frozenset({"report", "say", "tell", "recall", "confirm", "state", "note", "noted", "recalled"})


def whose_people_saw(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "X, whose residents watched it glide by", "a reader in X, who saw it leave": by those of the place."""
    opens = [x.low for x in items[index + 1 : index + 3]]
    one_there = index > 1 and items[index - 2].low in _WATCHERS | _TELLERS
    if not (opens == [",", "whose"] or (one_there and opens == [",", "who"])) or not any(
        x.low in _SAW for x in items[index + 3 : index + 6]
    ):
        return frame
    train = next((i for i in range(index + 4, min(len(items) - 1, index + 9)) if is_it_or_a_train(items[i])), None)
    if train is None:
        return frame
    seen = frame._replace(event="seen", verb="saw", verb_at=train - 1, mover="parties", preposition="in")
    return what_it_did(items, train, frame) or seen


def met_there(items: list[Item], index: int, frame: Frame) -> Frame:
    """ "Guards at X let the train through", "protesters in X blocked it": who acts on the train from the place."""
    verb = items[index + 1].low if index + 1 < len(items) else ""
    who = items[index - 2] if index >= 2 else None
    after = items[index + 2 : index + 5]
    if frame.preposition not in ("at", "in", "near", "outside") or verb not in _DONE_THERE or who is None:
        return frame
    plain = who.kind == "word" or (who.kind == "mover" and who.who == "?" and index == 2)  # the first word is capital
    if plain and who.low.isalpha() and any(x.kind == "mover" and x.who == "train" for x in after):
        return frame._replace(event=_DONE_THERE[verb], verb=verb, verb_at=index + 1, mover="parties")
    return frame
