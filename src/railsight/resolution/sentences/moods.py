"""The mood of a verb: told as done, to come, possible or denied, by the words before it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from railsight.resolution.frame import TOWARDS
from railsight.resolution.sentences.verbs import MODALS, is_aside
from railsight.resolution.wording import cues, events, words

if TYPE_CHECKING:
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item

_FUTURE = words("future") | {"won't", "won’t"}
_POSSIBLE = frozenset({"can", "could", "may", "might"})
_LOOKING_BACK = frozenset({"was", "were", "had", "have"})
_GOING = frozenset({"is", "are", "be"})
FORMS_OF_BE = frozenset({"is", "was", "are", "were", "been", "be"})
# "took eight hours to reach X", "forced it to turn back": what follows "to" happened
_BROUGHT_ABOUT = frozenset({"took", "forced", "caused", "led", "managed", "needed"})
# "was allowed to leave X": it did
_ENABLED = frozenset({"able", "allowed", "permitted", "free"})
# "was seen to leave X"
_WITNESSED = frozenset({"seen", "observed", "spotted", "heard", "filmed", "watched", "known"})
SEEMING = frozenset({"appears", "appeared", "seems", "seemed", "believed", "thought", "reported", "said", "understood"})
SEEMING |= {"rumoured", "rumored", "suspected", "presumed", "assumed"}


ONLY_GOES = frozenset({"going", "headed", "heading", "bound", "travelling", "traveling"})


def set_mood(items: list[Item], verb: int, low: int, frame: Frame) -> Frame:
    """The frame with modal, negated, habit, gerund and looked_back as of a verb at an item."""
    words = _words_before(items, verb, low)
    head = head_of(items, verb, low)
    modal = _modal_of(items, head, low, frame.verb if head == verb else items[head].low)
    if modal == "possible" and frame.event == "seen" and words[-2:] == ["could", "be"]:
        modal = None  # "half an hour later it could be seen from the road at X"
    modal = modal or ("future" if _in_a_plan(items, verb, frame.item) else None)
    leading = words if head == verb else _words_before(items, head, low)
    near = _near_verb(words) + _denied_after(items, verb, frame)
    denied = not cues("negated").isdisjoint(near) or any(map(_is_short, near))
    denied = denied or (words[-1:] == ["from"] and words[-2:-1] != [] and words[-2] in _BARRED)
    denied = denied or _no_train(items, verb, low) or _unseen(items, verb, low) or _is_denied(items, verb, low)
    denied = denied or (words[-1:] == ["to"] and words[-2:-1] == ["unlikely"])
    at_all = items[min(frame.item + 1, len(items) - 1)].low != "for"  # "will not be seen in X for weeks": it is away
    seen_so = events().get(words[-1]) == "seen" if words else False  # "was filmed passing X"
    ing = frame.verb.endswith("ing")
    going = ing and not _GOING.isdisjoint(words[-2:]) and frame.preposition in ("via", "through")
    # "it is not going to X" is no word of where it is
    going = going or (denied and frame.verb in ONLY_GOES and frame.preposition in TOWARDS)
    return frame._replace(
        modal="future" if going else modal,
        perhaps_done=modal == "possible" and _in_the_perfect(words),
        negated=frame.verb != "further" and (denied or frame.verb == "no" or _failed(words)),
        not_to_come=denied
        and (modal == "future" or _as_a_rule(words))
        and frame.verb != "no"
        and "yet" not in near
        and at_all,
        habit=bool(cues("habit") & set(words[-2:] if words[-1:] == ["been"] else words[-1:]))
        or _repeats(items, verb, frame),
        gerund=ing and (seen_so or FORMS_OF_BE.isdisjoint(words[-2:])),
        looked_back=frame.looked_back or not _LOOKING_BACK.isdisjoint(leading[-4:]),
    )


def _repeats(items: list[Item], verb: int, frame: Frame) -> bool:
    """Whether a verb in the present tells of what recurs: "passes X every Tuesday", "stops in X on Tuesdays"."""
    if not frame.verb.endswith("s") or frame.verb in FORMS_OF_BE or items[verb].low != frame.verb:
        return False
    behind = items[max(verb, frame.item) :]
    each = any(a.low in ("every", "each") and b.time is not None for a, b in itertools.pairwise(behind))
    return each or any(x.low in _WEEKDAYS_ALL for x in behind)


_WEEKDAYS_ALL = frozenset(f"{day}days" for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun"))


def _in_a_plan(items: list[Item], verb: int, place: int) -> bool:
    """Whether a place is one of a list behind a colon of what is to come: "will run on Friday: X dep 7.00, Y 16.30"."""
    colon = next((i for i in range(min(verb, place) - 1, 0, -1) if items[i].low == ":"), None)
    if colon is None or (verb != place and _is_past(items[verb].low)):
        return False
    before = [x.low for x in items[:colon]]
    planned = not _FUTURE.isdisjoint(before) or any(a in _GOING and b == "to" for a, b in itertools.pairwise(before))
    return planned and any(x.who == "train" for x in items[:colon])


def _as_a_rule(words: list[str]) -> bool:
    """Whether a verb is denied in the present, of no time of its own: "it does not cross the river"."""
    return words[-2:] in (["does", "not"], ["do", "not"]) or words[-1:] in (
        ["doesn't"],
        ["doesn’t"],
        ["don't"],
        ["don’t"],
    )


def _in_the_perfect(words: list[str]) -> bool:
    """Whether the words before a verb guess at what is past: "may have left", "might already have been seen"."""
    have = max((i for i, w in enumerate(words) if w == "have"), default=0)
    return have > 0 and not _GUESSING.isdisjoint(words[max(0, have - 2) : have])


_GUESSING = frozenset({"may", "might", "could"})


def _words_before(items: list[Item], verb: int, low: int) -> list[str]:
    """The words before a verb by which its mood is told."""
    verb = _before_aside(items, verb, low)
    start = max(low, verb - 6, _behind_a_lack(items, verb, low), _opens_at(items, verb, low))
    behind_aside = verb - 1 > start and items[verb - 1].low == "," and is_aside(items, verb - 2)

    def is_apart(i: int) -> bool:  # in ", which bore no marks," as in "offering no proof"
        return is_aside(items, i) if behind_aside else items[i].low == "no" and _lacks(items, i, low)

    window = [x for i, x in enumerate(items[start:verb], start) if not is_apart(i)]
    lag = max((i for i, x in enumerate(window) if x.time is not None and x.low.endswith("after")), default=-1)
    window = window[lag + 1 :]  # "has yet to arrive, three days after it left X"
    words = [x.low for x in window if x.kind == "word" or x.who == "?"]  # also "Neither" that opens a sentence
    words = [w for w, then in itertools.pairwise([*words, ""]) if w != "no" or not then.isdigit()]  # "train No. 5"
    words = [w for before, w in itertools.pairwise(["", *words]) if w != "yet" or before not in MODALS]  # "may yet be"
    return _of_the_verb(words)


def _opens_at(items: list[Item], verb: int, low: int) -> int:
    """Where the main clause of a verb begins behind a comma: "if nothing changes, it will reach X", "for reasons not
    told, the train was held at X".
    """
    for k in range(verb - 2, max(low, verb - 7), -1):
        if items[k].low == ",":
            opening = [x for x in items[k + 1 : verb] if x.time is None and x.low not in _BEFORE_SUBJECTS][:4]
            subject = next((x for x in opening if x.kind == "mover"), None)
            return k + 1 if subject is not None and subject.who in ("train", "pronoun") else low
    return low


_BEFORE_SUBJECTS = frozenset({"yet", "but", "still", "then", "on", "at", "in", "about", "around"})
_ASIDE = 9  # items of an aside at most
_HELPS = FORMS_OF_BE | _POSSIBLE | _FUTURE | {"not", "never", "should", "has", "have", "had", "did", "does", "do"}


def _before_aside(items: list[Item], verb: int, low: int) -> int:
    """Where an aside begins that parts a verb from its auxiliary: "did not, as the question has it, stop at X", "will
    not, as we had printed, be shown in X".
    """
    end = verb - (verb - 1 > low and items[verb - 1].low == "be")
    if end <= low or items[end - 1].low != ",":
        return verb
    at = next((i for i in range(end - 2, max(low, end - _ASIDE), -1) if items[i].low == ","), low)
    helps = at > low and (items[at - 1].low in _HELPS or _is_short(items[at - 1].low))
    return at if helps else verb


_RELATIVE_REACH = 12  # items before a verb in which a clause about its subject begins
_RELATIVE = frozenset({"that", "which", "who", "whose"})
_NONE = frozenset({"no", "not", "nobody", "none", "never", "nothing"})
_OF_A_DENIAL = _HELPS | {"no", "one", "yet", "ever", "longer", "again", "before", "even", "also", "so", "far", "still"}
_OF_A_DENIAL |= {
    "already",
    "being",
    "later",
    "often",
    "just",
    "to",
    "until",
    "now",
    "once",
    "then",
    "either",
    "officially",
    "actually",
    "really",
    "apparently",
}


def _behind_a_lack(items: list[Item], verb: int, low: int) -> int:
    """Where what a past verb has of its own begins behind a clause that says what its subject is not or lacks: "a
    train that appears in no timetable left X", "which nobody had announced passed X"; not "that had not yet left X".
    """
    if not (_is_past(items[verb].low) or items[verb].low.endswith("ing") or items[verb].low in _PARTICIPLES):
        return low
    for i in range(verb - 2, max(low - 1, verb - _RELATIVE_REACH, 1) - 1, -1):
        if items[i].low in _RELATIVE and (items[i - 1].kind == "mover" or items[i - 1].low in _BEFORE_RELATIVE):
            none = next((k for k in range(verb - 1, i, -1) if items[k].low in _NONE or _is_short(items[k].low)), None)
            behind = [] if none is None else [x.low for x in items[none + 1 : verb]]
            return verb if any(w not in _OF_A_DENIAL and not w.endswith("ly") for w in behind) else low
    return low


_PARTICIPLES = frozenset({"caught", "held", "seen", "met", "brought", "sent", "put", "gone", "come", "drawn"})
_BEFORE_RELATIVE = frozenset({",", "and", "for", "of", "with", "from"})


def _lacks(items: list[Item], no: int, low: int) -> bool:
    """Whether a "no" tells what somebody lacks who tells of it, or the train: "alleged, offering no proof, that it left
    X", "61 tank cars, no placards, off at noon".
    """
    before = items[no - 1].low if no > low else ""
    aside = [x.low for x in items[no + 1 : no + 1 + _ASIDE_LACK]]
    of_its_own = before in (",", "(") and not {",", ")"}.isdisjoint(aside) and _SIGNS.isdisjoint(aside)
    return before == "with" or before.endswith("ing") or of_its_own


_ASIDE_LACK = 4  # items of such an aside and the comma that ends it
_SIGNS = frozenset({"sign", "signs", "trace", "sight", "word", "train", "trains", "one", "longer", "show", "news"})


def _modal_of(items: list[Item], verb: int, low: int, word: str) -> str | None:
    """Whether a verb tells what is to come ("future") or may be ("possible"); None of what is told as done."""
    words = _words_before(items, verb, low)
    if _is_past(word):
        words = _after_modals(words)
    if "must" in words[-2:] and is_infinitive(word):
        return "future"  # not "must have left", "must be standing", which are guesses
    if not _FUTURE.isdisjoint(words) or "should" in words[-3:] or _planned(items, verb, words):
        return "future"
    if not _POSSIBLE.isdisjoint(words):
        return "possible"
    if _to_before(items, verb) and _aims(items, verb, words):
        return None if _failed(words) else "future"
    if any(x.low in ("if", "unless") for x in items[low:verb]):
        return "possible"
    return _mood_before(items, verb) if word.endswith("ing") and words[-1:] != ["without"] else None


_PASTS = frozenset({"left", "came", "went", "ran", "stood", "sat", "drew", "drove", "stuck", "got", "made", "took"})
_CARRIES_MODAL = frozenset({"be", "have", "been", "get"})


def _is_past(word: str) -> bool:
    return word.endswith("ed") or word in _PASTS


def _after_modals(words: list[str]) -> list[str]:
    """The words before a past form without a modal of another verb: "which will reach X on Friday, left"."""
    last = max((i for i, w in enumerate(words) if w in _FUTURE | _POSSIBLE), default=None)
    return words if last is None or not _CARRIES_MODAL.isdisjoint(words[last:]) else words[last + 1 :]


def _aims(items: list[Item], verb: int, words: list[str]) -> bool:
    """Whether an infinitive tells an aim: not what was brought about, allowed, seen or believed to be so."""
    if words[-3:] == ["went", "on", "to"]:
        return False  # "went on to reach X"
    if not _BROUGHT_ABOUT.isdisjoint(words) or (words[-1:] == ["to"] and words[-2:-1] and words[-2] in _WITNESSED):
        return False
    if words[-2:-1] and words[-2] in _ENABLED and {"was", "were", "been"} & set(words[-4:-2]):
        return False
    if items[verb].low == "be" and words[-1:] == ["to"] and SEEMING & set(words[-2:-1]):
        return False
    return not (words[-2:] in (["to", "be"], ["to", "have"]) and SEEMING & set(words[-3:-2]))


_HEAD_REACH = 40  # items before a verb in which the one that leads a list of infinitives is looked for
_JOINS = frozenset({"and", "or", ",", "then", "also", "later", "finally", "next", "eventually", "thence"})


def head_of(items: list[Item], verb: int, low: int) -> int:
    """The first of a list of infinitives, whose mood all share: "will leave X, pass Y at night and stop in Z"."""
    before = next((i for i in range(verb - 1, low, -1) if items[i].kind != "time" and items[i].low != "on"), low)
    if not is_infinitive(items[verb].low) or items[before].low not in _JOINS:
        return verb
    for i in range(verb - 2, max(low, verb - _HEAD_REACH) - 1, -1):
        if items[i].low in _LEADS_INFINITIVE and items[i + 1].kind == "word" and items[i + 1].low not in _ARTICLES:
            return next((k for k in range(i + 1, verb) if is_infinitive(items[k].low)), i + 1)
    return verb


_LEADS_INFINITIVE = _POSSIBLE | _FUTURE | {"to", "should", "must"}
_ARTICLES = words("light") - {"now", "still", "only", "also"}


def is_infinitive(word: str) -> bool:
    """Whether a verb of an event stands in its bare form."""
    known = events()
    return word in known and (f"{word}s" in known or f"{word}es" in known)


def _of_the_verb(words: list[str]) -> list[str]:
    """The words before a verb without a modal that has its own: "that may be carrying him left X"."""
    modal = _FUTURE | _POSSIBLE
    for k in range(len(words) - 3, -1, -1):
        if words[k] in modal and words[k + 1] == "be" and words[k + 2].endswith("ing"):
            return words[k + 3 :]
    return words


_BARRED = frozenset({"barred", "banned", "prevented", "stopped", "blocked", "kept", "discouraged"})
_DENIES = frozenset({"deny", "denies", "denied", "denying"})


def _is_denied(items: list[Item], verb: int, low: int) -> bool:
    """Whether somebody denies what the verb tells of another: "the railways deny that the train is in X"."""
    at = next((i for i in range(verb - 1, low - 1, -1) if items[i].low in _DENIES), None)
    if at is None or any(x.kind in ("place", "mark") for x in items[at:verb]):
        return False
    return any(x.kind == "mover" for x in items[at + 1 : verb])


def _no_train(items: list[Item], verb: int, low: int) -> bool:
    """Whether it is no train that did it: "no train with cement had passed X"."""
    subject = next((i for i in range(low, verb) if items[i].kind == "mover" and items[i].who != "pronoun"), None)
    if subject is None or items[subject].who != "train":
        return False
    before = items[subject - 1].low if subject > low else ""
    return before in ("no", "neither") or items[subject].low.startswith("no ")


def _unseen(items: list[Item], verb: int, low: int) -> bool:
    """Whether nobody saw it: "nobody saw a train of that length passing X", "no one filmed the convoy leaving X"."""
    if not items[verb].low.endswith("ing"):
        return False
    saw = next((i for i in range(verb - 1, low, -1) if events().get(items[i].low) == "seen"), None)
    if saw is None or any(x.kind != "word" and x.kind != "mover" for x in items[saw + 1 : verb]):
        return False
    return items[saw - 1].low in ("nobody", "none") or [x.low for x in items[max(low, saw - 2) : saw]] == ["no", "one"]


def _planned(items: list[Item], verb: int, before: list[str]) -> bool:
    """ "To make stops in X"; "by the timetable it stops at X"."""
    present = items[verb].low.endswith("s") and events().get(items[verb].low) is not None
    scheduled = any(x.low in ("schedule", "timetable") for x in items[max(0, verb - 10) : verb])
    return present and (scheduled or before[-2:] in (["to", "make"], ["to", "have"]))


def _denied_after(items: list[Item], verb: int, frame: Frame) -> list[str]:
    """The word between verb and place that denies it: "is not in X", "was neither in X nor in Y"."""
    between = [x.low for x in items[verb + 1 : frame.item]]
    if between == ["not"] or (frame.event == "nearing" and _is_not(between[-2:])):
        return ["not"]  # "reached not X but Y", "its destination is not X"
    for k, word in enumerate(between):
        following = between[k + 1] if k + 1 < len(between) else ""
        if word == "no" and following == "longer":
            return ["not"]
        if word in ("not", "neither", "nor", "nowhere", "never") and following in words("prepositions"):
            return ["not"]
    return []


def _is_not(words: list[str]) -> bool:
    """Whether words end with "is not" or "isn't"."""
    return words[-1:] == ["not"] or bool(words and _is_short(words[-1]))


def _to_before(items: list[Item], verb: int) -> bool:
    """Whether the verb is an infinitive: "to reach", "to be seen", "to have stopped"; not "to Moscow passed"."""
    if items[verb].kind == "place":
        return False  # no verb is known: "followed it to X"
    before = [x.low for x in items[max(0, verb - 2) : verb]]
    return before[-1:] == ["to"] or before in (["to", "be"], ["to", "have"])


def _failed(words: list[str]) -> bool:
    undone = words[-1:] == ["to"] and words[-2:-1] in (["failed"], ["fails"], ["refused"], ["still"])
    return undone or words[-3:] == ["nowhere", "to", "be"]


def _is_short(word: str) -> bool:
    return word.endswith(("n't", "n’t"))


_LEADS_TO = (["to"], ["to", "be"], ["to", "have"])
_OF_THE_VERB = frozenset({"having", "being", "ever", "even", "actually", "first"})


def _near_verb(words: list[str]) -> list[str]:
    """The words before a verb that may deny it: "passed without stopping and halted" denies only the stopping."""
    near = words[-4:]
    for i in range(len(near) - 1, -1, -1):
        if near[i] in ("without", "never", "not") and i + 1 < len(near) and near[i + 1] in events():
            if near[i + 2 :] in _LEADS_TO:
                continue  # "is not expected to stop": what is not expected is the stop
            return near[i + 1 :]
        if near[i] == "without" and i + 1 < len(near) and near[i + 1] not in _OF_THE_VERB:
            return near[i + 1 :]  # "claimed, without evidence, that it left X"
        if near[i] in ("after", "since", "when", "while", "because") and i and near[i - 1] != "not":
            return near[i + 1 :]  # "have yet to arrive, three days after they left X"
        if near[i] in ("what", "why", "how", "whose") and i:
            return near[i + 1 :]  # "did not know what he had filmed at X"
    return near


def _mood_before(items: list[Item], verb: int) -> str | None:
    """The mood a participle takes from the verb it hangs on: "is expected to go home, crossing at X", "is to stop at Y
    before going on to X".
    """
    if verb < 1 or items[verb - 1].low not in (",", "before"):
        return None
    main = next((i for i in range(verb - 2, -1, -1) if items[i].kind == "word" and items[i].low in events()), None)
    if main is None:
        return None
    if items[main].low == "set" and items[main + 1].low != "to":
        return None  # "set out from X, heading for Y"
    before = [x.low for x in items[max(0, main - 6) : main + 1] if x.kind == "word"]
    hoped = _FUTURE | cues("expected")
    if any(w in hoped for w in before):
        return "future"
    return _modal_of(items, head_of(items, main, 0), 0, items[main].low) if items[verb - 1].low == "before" else None


def by_a_time(items: list[Item], index: int) -> bool:
    """Whether "by Friday" stands behind a place: what must be there by then is still to come; not "by now"."""
    return index + 2 < len(items) and items[index + 1].low == "by" and items[index + 2].time is not None
