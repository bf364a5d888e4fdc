"""Sentences of other languages than English as frames like the English ones, by the tables of ``mentions.languages``.

Small on purpose: clauses, a verb of the table for each place, what marks the place, "not", tense, hedges and who moves.
What is more involved gives no frame with an event, and so no sighting.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from railsight.resolution.foreign.clauses import CLAUSE_REACH, Spoken, clauses_of, entry_of
from railsight.resolution.foreign.leavings import TOLD_OF_THE_PLACE, on_schedule, told_on
from railsight.resolution.foreign.moods import PAST_FORM, is_negated, mood, said_as, was_to_be
from railsight.resolution.foreign.places import (
    contrasted,
    is_by_a_bridge,
    is_water,
    listed,
    mark,
    names_the_train,
    nearest_place,
)
from railsight.resolution.foreign.scenes import told_here, watched
from railsight.resolution.foreign.times import BUT, brackets, of_the_past, of_the_saying, times_of
from railsight.resolution.frame import Frame
from railsight.resolution.sentences.lists import pair_off

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from railsight.mentions.languages import Language
    from railsight.resolution.foreign.clauses import Clause
    from railsight.resolution.sentences.items import Item, Sentence

_LEAVING = frozenset({"departed", "left", "move", "headed", "border"})
_OF_TRAINS = frozenset("列趟班")
_QUOTES = '«„“"'
_BACK = 3  # items of a German noun phrase between its preposition and its noun
_NOR = "ни"  # "ни в X, ни в Y": the one verb is denied of both
_TOWARD = frozenset({"to", "toward"})
_KNOWN = frozenset({"train", "?", "pronoun", "parties"})
_SHORTEST_NAME = 3  # letters
_SAYING = ("说", "說", "称", "稱", "讲", "道")
_WITHOUT = frozenset({"ohne", "mit", "wegen", "trotz"})
_TELLERS = frozenset({"agency", "witness", "official"})
_WHAT = re.compile(
    r"(?i:что за|как(?:ой|ие|ого)|чей|чьи|откуда|почему|зачем|무슨|어떤|왜 |なぜ|何の|なんで|什么|什麼|为什么|哪[趟列]"
    r"|was für|warum|wieso|welche[rn]?|wessen)"
)
_LOCATIVE = re.compile(r"(?:(?<!о)е|ии|ах|ях)$")
_LABELS = frozenset(":：")
_ANOTHER = "another train"
_COMING = "kommend"
_NOT_THERE = frozenset({"lacking", "vain", "empty"})
_AS_IT = frozenset({"wie", "как"})
_DID = re.compile(r"(?!или$|если$)[а-яё]{3}(?:ли|лись|лся|лась|лось)$")
_COMMON_KINDS = (
    "пассажирск",
    "грузов",
    "товарн",
    "скорый",
    "regional",
    "nahverkehrs",
    "personenzug",
    "güterzug",
    "pendler",
)
_IN_ORDER_TO = frozenset({"um", "чтобы"})
_THIS_TIME = frozenset({"diesmal", "heuer", "nun", "этот", "теперь", "ныне", "нынешний"})
_QUESTION = frozenset("?？")
_WONDERS = (
    "네요",
    "네",
    "군요",
    "구나",
    "더라",
    "더라고요",
    "던데요",
    "던데",
)  # endings that are no questions, "?" or not
_APART = frozenset(";；")
_SUBJECT_ENDING = 2  # letters


def read_foreign_frames(
    sentence: Sentence,
    number: int,
    text: str,
    table: Language,
    before: Frame | None = None,
    home: Frame | None = None,
    spots: Container[int] = (),
) -> list[Frame]:
    """A frame for every place of a sentence, in order, behind the one ``before`` it, if given, as it is then told.
    ``home`` is the place that heads the report, ``spots`` the indices of those that are towns, stations and the like.
    """
    items = sentence.items
    told = Spoken(items, clauses_of(items, table), text, table)
    out: list[Frame] = []
    governing: Clause | None = None
    subject: tuple[str | None, str] = (None, "")
    subjects: dict[int, tuple[str | None, str]] = {}
    of_train = subject
    for clause, following in zip_longest(told.clauses, told.clauses[1:]):
        found = _subject(told, clause)
        if following is not None and _lets_pass(told, following):
            found = _ANOTHER, _ANOTHER
        elif following is not None and _watches(told, clause, following):
            found = None, ""
        if clause.low and items[clause.low - 1].low in _APART and subject[0] in ("other", _ANOTHER):
            subject = of_train  # "..., 旅客没有下车；6时通过天水": the passengers do not go on
        subject = found if found[0] is not None else subject
        subjects[clause.low] = subject
        of_train = subject if subject[0] == "train" else of_train
        governing = clause if clause.verbs else governing  # without a verb that of the clause before is taken up
        previous: Frame | None = None
        for index in range(clause.low, clause.high):
            place = items[index].place
            if items[index].kind == "place" and place is not None and not told.follows("filed", index):
                frame = Frame(number, index, place, clause=(clause.low, clause.high))
                frame = mark(told, clause, index, frame)
                verb = None if governing is None else _verb(told, governing, frame, following)
                verb = None if governing is not clause and _does_else(told, clause, index) else verb
                verb = None if names_the_train(told, clause, index) else verb or entry_of(items)
                verb = None if governing is not clause and _is_but_awaited(told, clause) else verb
                if previous is not None and listed(told, previous.item, index):
                    frame = frame._replace(preposition=frame.preposition or previous.preposition)
                    verb = verb if previous.verb_at is None else (previous.verb_at, previous.verb)
                previous = _tell(told, clause, frame, verb, subject)
                out.append(previous)
    out += told_here(told, number, out, home, subjects) if home is not None else []
    out = on_schedule(told, watched(told, out)) if table.spaced else out
    before, out = told_on(told, number, out, before, subjects, spots)
    out = list(pair_off(sentence, out))
    if table.verb in TOLD_OF_THE_PLACE:
        out = _regions_left_out(out, spots)
    out = [_as_a_whole(told, frame) for frame in out]
    return out if before is None else [before, *out]


def _as_a_whole(told: Spoken, frame: Frame) -> Frame:
    """A frame in the light of all its sentence: what was run past, how sure it is, and whether it was earlier."""
    frame = _ran_past(told, frame)
    return frame._replace(said=said_as(told, frame), earlier=_earlier_journey(told, frame))


def _regions_left_out(frames: Sequence[Frame], spots: Container[int]) -> list[Frame]:
    """The frames; a region or country before the town of the same verb only says where that is, or who: "자강도
    수해지역을 돌아본 일행이 평양으로 돌아왔다".
    """
    told = {f.verb_at for f in frames if f.place in spots and not f.echo} - {None}
    return [f._replace(qualifies=True) if f.place not in spots and f.verb_at in told else f for f in frames]


def _earlier_journey(told: Spoken, frame: Frame) -> str | None:
    """The words before a place, or in its clause, that say it was on another journey; "this time" ends them."""
    words = [x.low for x in told.items[: frame.clause[1]]]
    since = max((i for i, w in enumerate(words[: frame.item]) if w in _THIS_TIME), default=0)
    return next((x.low for x in told.items[since : frame.clause[1]] if x.cue == "earlier"), None)


def _tell(
    told: Spoken, clause: Clause, frame: Frame, verb: tuple[int, str] | None, subject: tuple[str | None, str]
) -> Frame:
    """The frame with what the verb says of the place, who does it and when."""
    cues = told.cues(clause if clause.tail is None else replace(clause, high=clause.tail))
    if "unsure" in cues or _is_of_another(told) or (clause.high == len(told.items) and _asks(told)):
        return frame  # "ob er X verlassen hat, ist unklar", "если поезд пройдёт через X"
    frame = frame._replace(times=tuple(times_of(told, clause, frame.item, verb)))
    if verb is not None:
        frame = _govern(told, clause, verb, frame._replace(mover=subject[0], mover_text=subject[1]))
        if frame.modal:
            own = (t for t in frame.times if not of_the_past(told, clause, t, verb[0]) and not of_the_saying(told, t))
            return frame._replace(times=tuple(own))
    elif "future" in cues:  # "in X erwartet"
        at = clause.low + cues.index("future")
        if nearest_place(told, clause, at) == frame.item:
            frame = frame._replace(event="due", verb=told.items[at].low, verb_at=at, modal="future", preposition="in")
            return frame._replace(mover=subject[0], mover_text=subject[1])
    return frame


def _does_else(told: Spoken, clause: Clause, index: int) -> bool:
    """Whether a place has a verb beside it that no table knows, and so takes up none: "в X начали готовиться"."""
    items = told.items
    low = next((i + 1 for i in range(index - 1, clause.low - 1, -1) if items[i].kind == "mark"), clause.low)
    high = next((i for i in range(index + 1, clause.high) if items[i].kind == "mark"), clause.high)
    own = items[low:high]
    return any(x.kind == "word" and not x.cue and _DID.search(x.low) for x in own)


def _is_but_awaited(told: Spoken, clause: Clause) -> bool:
    """Whether a clause without a verb of movement says that the train is awaited: "in X rechnet man morgen mit ihm"."""
    return told.table.verb in ("clause", "before") and not clause.verbs and "future" in told.cues(clause)


def _is_of_another(told: Spoken) -> bool:
    """Whether a sentence says that what was seen was not the train: "사진 속 열차는 특별열차가 아니었다"."""
    pattern = told.table.pattern("not_the_train")
    return pattern is not None and pattern.search(told.text, told.items[0].start, told.items[-1].end) is not None


def _asks(told: Spoken) -> bool:
    """Whether a sentence asks whether something is so; "what train stands in X?" says that one does."""
    last = next((x for x in reversed(told.items) if x.low not in _QUESTION), told.items[-1])
    if told.items[-1].low not in _QUESTION or told.text.endswith(_WONDERS, 0, last.end):
        return False
    return not _WHAT.search(told.text, told.items[0].start, told.items[-1].end)


def _verb(told: Spoken, clause: Clause, frame: Frame, following: Clause | None) -> tuple[int, str] | None:
    """The verb of a place, where the language puts it."""
    index, table = frame.item, told.table
    beside = range(*brackets(told.items, index))
    own = next((v for v in clause.verbs if v[0] in beside), None)
    if own is not None:
        return own  # "X（10日离开）和Y（12日抵达）"
    after = next((v for v in clause.verbs if v[0] > index), None)
    earlier = next((v for v in reversed(clause.verbs) if v[0] < index), None)
    if table.verb == "after":
        if after is not None and _is_of_a_clause_before(told, index, after[0]):
            return None  # "서울역에서 행사를 한다길래 갔는데 안양역에서 못 봤다"
        while after is not None and (after[1] == "none" or _is_skipped(told, after)):
            # "停車せずに通過した", "遅れで発車"
            later = next((v for v in clause.verbs if v[0] > after[0]), None)
            if later is None or any(x.kind == "place" for x in told.items[after[0] : later[0]]):
                break
            after = later
        return after or next(iter(following.verbs if following else ()), None) or earlier
    if table.verb == "before":
        return earlier or after
    if table.verb == "marked":
        if frame.preposition == "from":  # "从X装车出发"
            after = next((v for v in clause.verbs if v[0] > index and v[1].rstrip("~!") in _LEAVING), after)
        found = (after or earlier) if frame.preposition else (earlier or after)
        return _with_what_it_did(told, clause, found, index)
    main = [v for v in clause.verbs if v[1].rstrip("~!") != "move"] or clause.verbs
    return min(main, key=lambda v: abs(v[0] - index), default=None)


def _with_what_it_did(told: Spoken, clause: Clause, verb: tuple[int, str] | None, place: int) -> tuple[int, str] | None:
    """The verb that tells more than the one found: "看到列车驶出" of a departure, "抵达终点X" of an arrival."""
    if verb is None:
        return None
    if verb[1] == "seen":
        later = next((v for v in clause.verbs if v[0] > verb[0]), None)
        between = told.items[verb[0] + 1 : later[0]] if later else ()
        if later and later[1] in _SEEN_DOING and any(x.who == "train" for x in between):
            return verb if any(x.kind == "place" for x in between) else later
    if verb[1] == "goal" and verb[0] < place:
        before = next((v for v in reversed(clause.verbs) if v[0] < verb[0]), None)
        if (
            before
            and before[1] in ("arrived", "entered")
            and not any(x.kind == "place" for x in told.items[before[0] : verb[0]])
        ):
            return before
    return verb


_SEEN_DOING = frozenset({"departed", "arrived", "passed"})


def _is_of_a_clause_before(told: Spoken, place: int, verb: int) -> bool:
    """Whether a clause ends between a place and a verb, before another place."""
    pattern = told.table.pattern("clause_ends")
    if pattern is None:
        return False
    between = told.items[place + 1 : min(verb, place + CLAUSE_REACH)]
    ends = next((i for i, x in enumerate(between) if x.kind == "word" and pattern.search(x.low[-8:])), None)
    return ends is not None and any(x.kind == "place" for x in between[ends:])


def _is_skipped(told: Spoken, verb: tuple[int, str]) -> bool:
    """Whether a denied halt only says how the next verb was done: "停車せずに通過した", not "通らずに回った"."""
    return verb[1] == "stopped" and told.follows("skipped_after", verb[0])


def _govern(told: Spoken, clause: Clause, verb: tuple[int, str], frame: Frame) -> Frame:
    """Event, mood, negation and preposition from the verb."""
    at, event = verb
    frame = frame._replace(verb=event, verb_at=at)
    known_before = at < frame.item and told.follows("habit_after", at)
    if event != "none" and not known_before and not told.follows("of_people_after", at):
        frame = frame._replace(event=event.rstrip("~!"))
        own = next((c for c in told.clauses if c.low <= at < c.high), clause)
        listed_too = own is clause or told.items[clause.low].low == _NOR
        denied = contrasted(told, frame.item) or (event.startswith("goal") and _no_goal(told, at, frame.item))
        negated, modal = denied or (listed_too and is_negated(told, own, at)), mood(told, clause, verb)
        looked_back = modal == "future" and was_to_be(told, clause, at)
        frame = frame._replace(negated=negated, modal=modal, looked_back=looked_back)
        if event in _NOT_THERE:  # "선양역은 텅 비어 있었다": without a time, when the train may have gone
            untold = event == "empty" and not frame.times
            frame = frame._replace(event=None if untold else "seen", negated=True, modal=None)
        if frame.preposition == "instead":
            return frame._replace(event=None)
        if frame.preposition != "away":
            frame = _settle(told, frame)
        if frame.negated and frame.preposition in _TOWARD and _only_goes(told, frame, event.rstrip("~!")):
            return frame._replace(event=None)  # "it is not going to X" is no word of where it is, as "did not go" is
    return frame


def _no_goal(told: Spoken, goal: int, place: int) -> bool:
    """Whether a place is said not to be the goal told before it: "конечная станция не X, а Y", "目的地不是X"."""
    between = told.items[goal + 1 : place]
    return any(x.cue == "negated" for x in between) and not any(x.kind == "place" for x in between)


def _ran_past(told: Spoken, frame: Frame) -> Frame:
    """Make a halt that was not made at a time a passing: "во вторник не остановился в X" is no word of its absence."""
    if frame.event != "stopped" or not frame.negated or frame.modal is not None or frame.verb_at is None:
        return frame
    if any(x.cue == "denied" for x in told.items[slice(*frame.clause)]):
        return frame  # "Berichte, wonach er in X hielt, sind falsch"
    if contrasted(told, frame.item) and any(x.low in BUT for x in told.items[frame.item + 1 :]):
        return frame  # "остановился не в X, а в Y"
    timed = any(t.kind == "moment" and (t.has_clock or t.part or t.granularity == "day") for t in frame.times[:1])
    if timed and told.items[frame.verb_at].low.startswith(tuple(told.table.halts.split())):
        return frame._replace(event="passed", negated=False)
    return frame


def _settle(told: Spoken, frame: Frame) -> Frame:
    """The preposition and event that event_of knows: "в" after "направился" is towards, "평양을" before "출발" from."""
    event, relation, table = frame.event, frame.preposition, told.table
    if relation == "through" and event in ("arrived", "departed"):
        event = "passed"  # "kam über X nach Y", "через X ушёл на Y"
    if event == "came":  # from where or to where
        event = "departed" if relation in ("from", "at") else "arrived"
    if relation == "from" and event == "passed" and table.verb == "marked":
        relation = "through"  # "从X经过"
    if event == "entered" and table.spaced:  # "从X进入" is by way of X
        event = "arrived"
        frame = frame._replace(verb=event)
    if relation in _TOWARD and event == "passed":  # "проследовал к X"
        event = "move"
    frame = frame._replace(event=event)
    if relation in _TOWARD and event in ("stopped", "seen"):
        event = "move"  # "stand ... auf dem Weg nach X"
    if relation == "at":  # Korean 에서 is from with verbs of going, else in
        relation = "from" if event in ("departed", "move", "headed") else "in"
    frame, relation = _related(told, frame, event, relation)
    over = is_water if relation == "through" else is_by_a_bridge
    if frame.event == "move" and over(told, frame.item):
        return frame._replace(event="crossed", preposition="in")
    return frame._replace(preposition=relation)


def _related(told: Spoken, frame: Frame, event: str | None, relation: str) -> tuple[Frame, str]:
    """The frame with the event that a verb tells of a place it stands in a relation to, and what that relation is."""
    table = told.table
    qualifies = frame.qualifies or relation == "from"
    if event == "shown":  # "a photo that shows the train in X"
        return frame._replace(event="seen", modal=None), "in"
    if event == "air":
        return frame, "from" if relation == "from" else "to"
    if event in ("landed", "entered"):
        return frame._replace(event="arrived"), "in"
    if event == "tookoff":
        return frame._replace(event="departed"), "from"
    if event == "goal":  # "the destination is X": nobody else is said to move
        mover = "train" if frame.mover in (None, "other") else frame.mover
        frame = frame._replace(mover=mover, mover_text="train")
        if frame.modal == "future":  # "the next stop is X"
            return frame._replace(event="due"), "in"
        return frame._replace(event="move"), "to"
    if event == "headed":
        return frame._replace(event="move"), relation if relation in ("from", "through", "near") else "to"
    if event == "move":
        usual = {"in": table.moves_in, "object": "in", "": "to" if table.verb == "marked" else ""}
        return frame, usual.get(relation, relation)
    if event == "left" and relation == "toward":  # "verließ Gorleben in Richtung Lüneburg"
        return frame._replace(event="departed"), "to"
    if event == "left":  # what is left needs no preposition: "Flüchtlinge aus X" are another matter
        return frame._replace(event="departed", qualifies=qualifies), "from"
    if event == "departed":
        into = relation == "in" and table.departs_in == "to" and not _is_locative(told, frame.item)
        return frame, "to" if relation in _TOWARD or into else "from"
    if event == "border":  # "经X出境", "由X口岸出境": over the border at X
        return frame._replace(event="crossed"), "in"
    if event == "arrived" and relation == "from" and frame.modal is None and _comes_from(told, frame.item):
        return frame._replace(event="departed", times=()), relation
    if event == "arrived":  # "the train from X arrived in Y": when it left is not told
        if relation == "toward" and table.verb == "after":  # "Xに着いた列車はY行きだ"
            return frame._replace(event="move"), "to"
        return frame._replace(qualifies=qualifies), relation if relation in ("from", "near") else "in"
    if event == "passed" and relation == "from" and _leads_to_the_next(told, frame.item):
        return frame._replace(event="departed"), relation  # "проследовал из X в Y"
    if event in ("passed", "crossed", "stopped", "seen"):  # "the train from X crossed ..."
        crossed = event == "passed" and is_water(told, frame.item)
        frame = frame._replace(event="crossed" if crossed else event, qualifies=qualifies)
        return frame, "near" if relation == "near" and event != "crossed" else "in"
    return frame, relation


def _leads_to_the_next(told: Spoken, index: int) -> bool:
    """Whether where the train goes to stands right behind where it comes from, which stands behind its verb."""
    following = [x.kind == "place" or x.cue for x in told.items[index + 1 : index + 3]]
    before = [x.cue.rstrip("~!") for x in told.items[max(0, index - 3) : index] if x.cue != "light"]
    return following in (["rel:in", True], ["rel:to", True]) and before[-2:] == ["passed", "rel:from"]


def _comes_from(told: Spoken, index: int) -> bool:
    """Whether "from X" tells of the way and not of who or what is told of: "прибыл в Y из X", not "поезд из X"."""
    items = told.items
    low = next((i for i in range(index - 1, -1, -1) if items[i].cue == "rel:from"), 0)
    before = items[low - 1] if low else None
    if not told.table.spaced or (before is not None and before.end < items[low].start - 1):
        return False
    if before is None or before.kind in ("place", "time", "mark") or before.cue == "finite":
        return True
    following = items[index + 1].low if index + 1 < len(items) else ""
    return before.cue.rstrip("~!") in ("arrived", "came") or following == _COMING


def _only_goes(told: Spoken, frame: Frame, event: str) -> bool:
    """Whether a verb tells of a way that is gone on, or of a turn: "не едет", "ist nicht abgebogen"."""
    done = frame.verb_at is not None and PAST_FORM.search(told.items[frame.verb_at].low) is not None
    going = event == "move" and told.table.verb == "before" and not done
    return going or (event == "headed" and told.table.spaced)


def _is_locative(told: Spoken, index: int) -> bool:
    """Whether the case of a name says "in" and not "into": "стартовал в Чите", not "ушёл в Читу"."""
    return _LOCATIVE.search(told.text[: told.items[index].end][-4:]) is not None


# ---------------------------------------------------------------- who and when


def _subject(told: Spoken, clause: Clause) -> tuple[str | None, str]:
    """Who moves in a clause and in which words: the train, a carrier, "other", or None when nobody is named."""
    items = told.items
    clause = clause if clause.tail is None else replace(clause, high=clause.tail)
    movers = [x for x in items[clause.low : clause.high] if x.kind == "mover"]
    carrier = next((x for x in movers if x.who not in _KNOWN), None)
    train = next((i for i in range(clause.low, clause.high) if items[i].who == "train"), None)
    if any(x.cue == "another" and x.low[-1] in _OF_TRAINS for x in items[clause.low : clause.high]):
        return _ANOTHER, _ANOTHER  # "另一列同日出发的班列"
    if train is not None and any(x.cue == "another" for x in items[max(clause.low, train - 2) : train]):
        return _ANOTHER, _ANOTHER
    if train is not None and (carrier is None or items[train].start < carrier.start):
        return "train", "train"
    if carrier is not None:
        return carrier.who, carrier.low
    if any(x.who == "parties" for x in movers):
        return "parties", next(x.low for x in movers if x.who == "parties")
    labels = {id(a) for a, b in pairwise(items) if b.low in _LABELS}  # "UPD: ..."
    other = next((x.low for x in movers if x.who == "?" and id(x) not in labels), None) or _stranger(told, clause)
    return ("other", other) if other else (None, "")


def _watches(told: Spoken, clause: Clause, following: Clause) -> bool:
    """Whether who is told of saw what the train did: "Eine Kamera in X filmte, wie der Zug vorbeifuhr"."""
    opens = told.items[following.low].low in _AS_IT
    train = any(x.who == "train" for x in told.items[following.low : following.high])
    return opens and train and bool(clause.verbs) and all(cue == "seen" for _, cue in clause.verbs)


def _lets_pass(told: Spoken, clause: Clause) -> bool:
    """Whether a clause tells that the train was let pass by a train of a common kind told of before it: "Ein
    Regionalzug wartete, um den Sonderzug durchzulassen", "пассажирский поезд задержали, чтобы пропустить спецпоезд".
    """
    own = told.items[clause.low : clause.high]
    passes = any(cue.rstrip("~!") == "passed" for _, cue in clause.verbs)
    common = any(x.low.startswith(_COMMON_KINDS) for x in told.items[: clause.low])
    return common and passes and own[0].low in _IN_ORDER_TO and any(x.who == "train" for x in own)


def _stranger(told: Spoken, clause: Clause) -> str | None:
    """A subject that no table knows: by its ending, or a name that opens the clause."""
    items, table = told.items, told.table
    verb = min((v for v, _ in clause.verbs), default=clause.high)
    known = table.articles.split()
    words = [i for i in range(clause.low, verb) if items[i].kind == "word" and not items[i].cue]
    words = [i for i in words if items[i].low not in known]  # "Für", "Eine"
    pattern = table.pattern("subject")
    if pattern is not None:
        found = (pattern.match(told.text, items[i].start, items[i].end + 1) for i in words)
        return next(
            (f["who"] for f in found if f and not _tells_it(told, f.end()) and not _is_no_subject(told, f["who"])), None
        )
    if table.verb == "marked":
        first = next((i for i in range(clause.low, verb) if items[i].kind != "time"), None)
        stranger = (
            first in words and items[first].end - items[first].start > 1 and not _OF_TRAINS & set(items[first].low)
        ) and not items[first].low.endswith(_SAYING)
        return (
            items[first].low if stranger and first is not None and not _is_no_subject(told, items[first].low) else None
        )
    for i in words:
        named = told.text[items[i].start].isupper() and items[i].end - items[i].start >= _SHORTEST_NAME
        opens = i == clause.low and table.verb != "clause"  # the first word of a sentence has a capital anyway
        quoted = told.text[items[i].start - 1] in _QUOTES or told.text[items[i].start : items[i].end].isupper()
        back = _BACK if table.verb == "clause" else 2
        if named and not opens and not quoted and not _after_preposition(items[max(clause.low, i - back) : i]):
            return items[i].low
    return None


def _is_no_subject(told: Spoken, who: str) -> bool:
    """Whether what looks like a subject is none, or a part of the train: "디젤 두 대가", "줄줄이", "人家"."""
    pattern = told.table.pattern("no_subject")
    return pattern is not None and pattern.match(who) is not None


def _tells_it(told: Spoken, end: int) -> bool:
    """Whether a subject is of those who tell of the train: "위성업체가 촬영한 사진"."""
    return any(x.cue in _TELLERS and x.start < end <= x.end + _SUBJECT_ENDING for x in told.items)


def _after_preposition(before: Sequence[Item]) -> bool:
    return any(x.cue.startswith("rel:") or x.low in _WITHOUT for x in before)
