"""Whose movement a sentence tells at a place: the train's, another vehicle's, or nobody's that can be told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from railsight.resolution.models.implied import comes_to_a_station
from railsight.resolution.refusals.mistaken import is_another
from railsight.resolution.reports.company import names_nobody, names_nobody_abroad
from railsight.resolution.sentences.acts import RAIL_WORD, is_train
from railsight.resolution.wording import events

if TYPE_CHECKING:
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item, Sentence
    from railsight.resolution.told import Told

_SPEECH = frozenset(
    [
        "said",
        "says",
        "reported",
        "reports",
        "confirmed",
        "added",
        "told",
        "wrote",
        "claims",
        "claimed",
        "announced",
        "later",
        "also",
        "published",
        "quoted",
        "speculate",
        "speculated",
        "had",
    ]
)


_ENTRY = 3  # items that open an entry: a place, a dash and a clock


class Subject(NamedTuple):
    """Whose movement it is: ``train``, a carrier's name, or None with the reason in words. ``settled`` says that the
    reason leaves nothing of the train to be guessed there.
    """

    who: str | None
    why: str = ""
    settled: bool = False


_TRAIN, _ANOTHER = Subject("train"), Subject("another train")
_NOBODY = Subject(None, "nobody said to move here is the train")


def subject_of(told: Told, frame: Frame, sentence: Sentence) -> Subject:
    """Whose movement a sentence tells at a place."""
    subject = _mover_of(told, frame, sentence)
    if subject.who == "train" and not frame.negated and is_another(told.text, sentence, frame):
        return _ANOTHER
    return subject


def _mover_of(told: Told, frame: Frame, sentence: Sentence) -> Subject:
    """The same by who moves, without what the report goes on to say of that train."""
    other = _by_other_means(sentence, frame)
    if other:
        return Subject(None, f"'by {other}': not by train", settled=True)
    if frame.event is None:
        return Subject(None, "no movement of the train is told here")
    mover = frame.mover
    if frame.event == "hit" and mover not in ("train", "pronoun"):
        return _NOBODY
    by_air = frame.event == "air" or frame.verb in ("drove", "driving")
    rail = RAIL_WORD.search(frame.mover_text) is not None and not frame.verb.startswith(("flew", "fly", "flies"))
    if rail and frame.verb in ("drove", "driving") and frame.mover_text.endswith("convoy"):
        rail = "train" in frame.mover_text  # a convoy that drives goes by road
    if by_air and mover in ("train", "pronoun", "parties", None) and not rail:
        return Subject(None, f"'{frame.verb}': not by train", settled=True)
    if frame.verb == "brought" and frame.mover_at is not None and frame.verb_at is not None:
        passive = sentence.items[frame.verb_at - 1].low in ("was", "were", "been", "being")
        if frame.mover_at < frame.verb_at and not passive:
            return Subject(None, "what was brought there is not the train")
    if mover == "train":
        return _TRAIN
    if mover == "parties":
        if _come_from(frame):
            return _not_the_train(frame.mover_text, frame)
        return _ANOTHER if _notes_another(sentence, frame) else _TRAIN
    if mover == "pronoun":
        return _pronoun(told, sentence, frame)
    if told.implied and mover in ("other", None) and frame.event == "arrived" and _at_a_station(told, sentence):
        return _TRAIN
    if mover == "other" and not (told.implied and _numbered(sentence, frame)):
        return _not_the_train(frame.mover_text, frame)
    if told.teller_aboard and mover in (None, "other") and _we(sentence, frame):
        return _TRAIN
    visits = not told.implied and _visits(sentence, frame)
    if mover is None and (visits or _without_subject(sentence, frame) or _nothing(sentence, frame)):
        return _TRAIN
    if mover is None and told.implied and _is_an_entry(sentence, frame):
        return _TRAIN
    if told.implied and (mover is None or _numbered(sentence, frame)):
        named = told.in_company and not _names_nobody(sentence, frame)
        return _NOBODY if named else _TRAIN
    if mover is None and _spent_free_days(sentence, frame):
        return Subject(None, "somebody spent days off there", settled=True)
    return _unnamed(told, sentence, frame) if mover is None else Subject(mover)


def _unnamed(told: Told, sentence: Sentence, frame: Frame) -> Subject:
    """Whose movement it is where nobody is said to move: by who else the sentence names."""
    people = _people_moved(sentence, frame)
    if people:
        return _not_the_train(people, frame)
    whole = {x.who for x in sentence.items if x.kind == "mover"}
    if "train" in whole:
        return _TRAIN
    if any(w not in ("?", "pronoun", "parties") for w in whole):
        return Subject(next(w for w in sorted(whole) if w not in ("?", "pronoun", "parties")))
    if sentence.language is not None:  # in languages that leave out "it"
        whole -= {"pronoun"} if sentence.language.verb not in ("after", "marked") else {"pronoun", "?"}
    dropped = frame.event == "stopped" and sentence.language is not None
    if whole or not (dropped or frame.event in ("seen", "crossed", "passed", "move", "arrived", "departed")):
        return _NOBODY
    entry = sentence.language is not None and any(x.time is not None for x in sentence.items)  # a line of a log
    goes_on = bool(told.sightings) and (sentence.language is not None or names_nobody(sentence.items, frame))
    return _TRAIN if goes_on or entry else _NOBODY


def _is_an_entry(sentence: Sentence, frame: Frame) -> bool:
    """Whether a place, a dash and a clock open a sentence in another language than English: "X — без двадцати три"."""
    if sentence.language is None or not sentence.language.spaced or len(sentence.items) <= _ENTRY:
        return False
    place, dash, clock = sentence.items[:_ENTRY]
    return place.place == frame.place and dash.low in "—–-" and clock.time is not None and clock.time.has_clock


def _names_nobody(sentence: Sentence, frame: Frame) -> bool:
    if sentence.language is None:
        return names_nobody(sentence.items, frame)
    marked = sentence.language.verb in ("after", "marked")  # who does it is known by what stands behind it, or first
    told = frame.verb_at is not None and sentence.items[frame.verb_at].cue != ""
    return (marked and told and frame.mover is None) or names_nobody_abroad(sentence.items, frame)


def _at_a_station(told: Told, sentence: Sentence) -> bool:
    return comes_to_a_station(told.text[sentence.start : sentence.end])


_PEOPLE = frozenset(
    {"minister", "ministers", "governor", "mayor", "ambassador", "envoy", "reporters", "journalists", "officials"}
    | {"officers", "investigators", "engineers", "firefighters", "rescuers", "medics", "inspectors", "relatives"}
    | {"injured", "wounded", "dead", "survivors", "victims", "casualties", "evacuees"}
    | {"guests", "tourists", "travellers", "travelers", "visitors", "customers", "crew", "staff", "soldiers", "troops"}
    | {"workers", "volunteers", "students", "families", "pilgrims", "fans", "refugees", "children"}
)
_ABOARD = frozenset({"on", "aboard", "by", "in", "with"})


def _not_the_train(who: str, frame: Frame) -> Subject:
    """Somebody else; where it says where people are from, nothing of the train is to be guessed there."""
    people = frame.preposition == "from" and (who in _PEOPLE or who == "passengers")
    return Subject(None, f"told of {who}, not of the train", settled=people)


def _come_from(frame: Frame) -> bool:
    """Whether a sentence tells where those aboard are from: "the passengers come from X"."""
    return frame.mover_text == "passengers" and frame.verb in ("come", "comes", "came") and frame.preposition == "from"


def _notes_another(sentence: Sentence, frame: Frame) -> bool:
    """Whether an entry without a verb notes another train: "09:20 X, coal empties eastbound"."""
    if frame.own is None and frame.verb:
        return False
    trains = {x.who for x in sentence.items if x.kind == "mover" and x.who.endswith("train")}
    return trains == {"another train"}


def _people_moved(sentence: Sentence, frame: Frame) -> str | None:
    """Those who are told to have come or gone themselves: "the minister arrived in X to await the train"."""
    verb = frame.verb_at
    if (
        verb is None
        or verb > frame.item
        or (frame.event not in ("arrived", "departed", "move") and frame.verb != "taken")
    ):
        return None
    items = sentence.items
    who = next((x.low for x in items[max(frame.clause[0], verb - 4) : verb] if x.low in _PEOPLE), None)
    aboard = any(
        items[i].low in _ABOARD and any(x.who == "train" for x in items[i + 1 : i + 4]) for i in range(verb, len(items))
    )
    return None if aboard else who


def _spent_free_days(sentence: Sentence, frame: Frame) -> bool:
    """Whether it is somebody who spends days there: "the president had spent the weekend near X"."""
    at = frame.verb_at
    if at is None or not frame.verb.startswith(("spent", "spend")):
        return False
    return any(x.low in _FREE_DAYS for x in sentence.items[at + 1 : at + 5])


_FREE_DAYS = frozenset({"weekend", "holiday", "holidays", "vacation", "summer", "winter", "childhood", "life"})
_VISITORS = frozenset({"visitor", "visitors", "guest", "guests", "delegates", "passengers"})


def _visits(sentence: Sentence, frame: Frame) -> bool:
    """Whether those whom a train brings are told to be on their way: "the visitor is on his way to X"."""
    at = frame.verb_at
    if frame.verb != "way" or at is None:
        return False
    return any(x.low in _VISITORS for x in sentence.items[max(frame.clause[0], at - 5) : at])


def _by_other_means(sentence: Sentence, frame: Frame) -> str | None:
    """The vehicle of "travelled to X by car", "went by ferry to X"."""
    items = sentence.items
    first = frame.verb_at if frame.verb_at is not None else max(frame.clause[0], frame.item - 8)
    for i in range(min(first, frame.item), min(len(items) - 1, frame.item + 5)):
        vehicle = items[i + 1].low
        if items[i].low == "by" and vehicle in ("rail", "train") and items[i - 1].low == "not":
            return "other means"
        if items[i].low == "by" and (
            items[i + 1].who.startswith("another vehicle") or vehicle in ("road", "air", "sea")
        ):
            return vehicle
    return None


def _someone_aboard(told: Told) -> bool:
    """Whether the report names somebody who travels by the train."""
    if told.someone_aboard is None:
        named = (s for s in told.sentences if s.may_name_train or s.language is not None)
        movers = (x for s in named for x in s.items if x.kind == "mover" and x.who == "train")
        told.someone_aboard = any(not is_train(x) for x in movers)
    return told.someone_aboard


def _pronoun(told: Told, sentence: Sentence, frame: Frame) -> Subject:
    """A pronoun is the train or its passenger unless the sentence names another mover before it."""
    at = frame.mover_at if frame.mover_at is not None else frame.item
    low = frame.mover_text
    unknown = low != "it" and not _someone_aboard(told)
    if told.implied and unknown and low not in ("she", "they", "them"):
        return Subject(None, "no train is named")
    if frame.verb in ("was", "is") and unknown:
        return Subject(None, f"who '{low}' is is not told")
    taken = frame.verb == "taken" and frame.preposition == "to" and unknown
    if (frame.verb == "held" or taken) and _is_somebody(told, frame):
        return _not_the_train(low, frame)
    others = [x for x in sentence.items[:at] if x.kind == "mover" and x.who not in ("pronoun", "parties")]
    if low == "it":  # "with two helicopters overhead, it passed X"
        others = [x for x in others if not (x.who.startswith("another vehicle") and x.low.endswith("s"))]
    if not others and low == "it" and _told_of_another(told, frame.sentence - 1):
        return _ANOTHER
    if not others or low in ("they", "them"):
        return _TRAIN
    last = others[-1]
    if last.who == "train" or (last.who == "another train" and _is_object(sentence.items, at)):
        return _TRAIN
    if last.who == "?":
        speaking = _speaks(sentence, last.end)
        if speaking or low == "it":
            return _TRAIN
        return _not_the_train(last.low, frame)
    return Subject(last.who)


_SOMEBODY = re.compile(
    r"\b(?:wom[ae]n|girls?|wife|mother|daughter|sister|suspects?|driver|guard|passengers?|conductor|detainees?|fugitive"
    r"|protesters?|activists?|journalists?|spokeswoman|nurse|lady|migrants?|citizens?|men|soldiers?|workers?|refugees?)\b"
)
_PERSON_BACK = 2  # sentences in which the woman is named who "she" is


def _is_somebody(told: Told, frame: Frame) -> bool:
    """Whether a pronoun of "is held in X", "was taken to X" is a person: "he" always, "she" and "they" where the text
    tells of somebody right before, since watchers call a train "she".
    """
    low = frame.mover_text
    if low in ("he", "him"):
        return True
    near = told.sentences[max(0, frame.sentence - _PERSON_BACK) : frame.sentence]
    return low not in ("it", "we") and any(_SOMEBODY.search(s.low) for s in near)


def _told_of_another(told: Told, number: int) -> bool:
    """Whether the sentence before tells of another train alone: "it" is that one then."""
    if number < 0 or told.sentences[number].language is not None:
        return False
    movers = [x for x in told.sentences[number].items if x.kind == "mover"]
    trains = {x.who for x in movers if x.who.endswith("train") or x.who == "pronoun"}
    return trains == {"another train"} and movers[0].who == "another train"


_MEETS = frozenset({"met", "had", "overtook", "held", "shot", "found"})


def _is_object(items: list[Item], at: int) -> bool:
    """Whether a pronoun is what another does something to: "the camera of an ore train caught it at X"."""
    before = [x.low for x in items[max(0, at - 1) : at]]
    return any(w in events() or w in _MEETS or w.endswith("ed") for w in before)


def _we(sentence: Sentence, frame: Frame) -> bool:
    """Whether "we" do it."""
    verb = frame.verb_at if frame.verb_at is not None else frame.item
    return any(x.low in ("we", "we're", "we've") for x in sentence.items[max(0, verb - 4) : verb])


_BEFORE_VERB = frozenset({"just", "now", "finally", "has", "have", "also", "then", "and", "already", "still"})
_OPEN_POSTS = frozenset(
    {"seen", "spotted", "sighted", "filmed", "caught", "went", "came", "ran", "rolled", "pulled", "crawled", "crept"}
    | {"thundered", "raced", "highballed", "trundled", "rumbled"}
)
_OF_TRAINS = frozenset({"departed", "arrived", "passed", "crossed", "stopped"})


def _without_subject(sentence: Sentence, frame: Frame) -> bool:
    """Whether a verb of movement opens its sentence, as in posts: "Just left X"."""
    told = frame.event in _OF_TRAINS or frame.verb == "eta" or frame.verb in _OPEN_POSTS
    if not told or frame.verb_at is None or frame.verb_at > frame.item:
        return False
    if frame.verb in _OPEN_POSTS and _hangs_on(sentence.items, frame.item):
        return False
    return all(x.low in _BEFORE_VERB for x in sentence.items[: frame.verb_at])


def _hangs_on(items: list[Item], place: int) -> bool:
    """Whether what opens the sentence is told of another: "Seen in X on Monday, the minister denied"."""
    comma = next((i for i in range(place + 1, min(len(items), place + 5)) if items[i].low == ","), None)
    if comma is None or comma + 1 >= len(items) or items[comma + 1].low not in ("the", "a", "an", "his", "her"):
        return False
    return not any(x.who == "train" for x in items[comma + 1 : comma + 6])


def _nothing(sentence: Sentence, frame: Frame) -> bool:
    """ "Nothing had reached X": it is the train that had not."""
    if not frame.negated or frame.verb_at is None or frame.event not in _OF_TRAINS | {"move"}:
        return False
    return any(x.low == "nothing" for x in sentence.items[max(0, frame.verb_at - 6) : frame.verb_at])


def _numbered(sentence: Sentence, frame: Frame) -> bool:
    """Whether the mover has a running number: "Unit 88013"."""
    at = frame.mover_at
    return at is not None and at + 1 < len(sentence.items) and sentence.items[at + 1].low.isdigit()


def _speaks(sentence: Sentence, end: int) -> bool:
    following = [x.low for x in sentence.items if x.start >= end][:4]
    return any(w in _SPEECH for w in following)
