"""Sentences of other languages than English as frames like the English ones, by the tables of ``mentions.languages``.

Small on purpose: clauses, a verb of the table for each place, what marks the place, "not", tense, hedges and who moves.
What is more involved gives no frame with an event, and so no sighting.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from railsight.resolution.clauses import clauses_of
from railsight.resolution.frames import Frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.mentions.languages import Language
    from railsight.mentions.when import TimePhrase
    from railsight.model import Status
    from railsight.resolution.clauses import Clause
    from railsight.resolution.items import Item, Sentence

_LIGHT_MOST = 4  # words such as "the station of the town of" between a preposition and a place
_BEFORE = 40  # characters before a name in which "north of" is looked for
_DENIAL = 10  # characters after a verb in which its ending denies it
_WATER = (*"江河川강", "brücke", "fluss")
_TOWARD = frozenset({"to", "toward"})


def read_foreign_frames(sentence: Sentence, number: int, text: str, table: Language) -> list[Frame]:
    """A frame for every place of a sentence, in order."""
    items = sentence.items
    out: list[Frame] = []
    before: Clause | None = None
    subject: tuple[str | None, str] = (None, "")
    clauses = clauses_of(items, table)
    for clause, following in zip_longest(clauses, clauses[1:]):
        found = _subject(items, clause, text, table)
        subject = found if found[0] is not None else subject
        previous: Frame | None = None
        for index in range(clause.low, clause.high):
            place = items[index].place
            if items[index].kind != "place" or place is None:
                continue
            frame = Frame(number, index, place, clause=(clause.low, clause.high))
            frame.qualifies = clause.apposition
            frame.preposition = _relation(items, index, clause, text, table)
            _offset(items[index], text, table, frame)
            frame.qualifies = frame.qualifies or _belongs(items, index)
            frame.qualifies = frame.qualifies or (frame.offset is not None and not clause.verbs and bool(out))
            governing = clause if clause.verbs else before
            verb = None if governing is None else _verb(governing, index, frame.preposition, table, following)
            frame.qualifies = frame.qualifies or _lies_beside(items, index, clause, text, table)
            if previous is not None and _listed(items, previous.item, index):
                frame.preposition = frame.preposition or previous.preposition
                verb = verb if previous.verb_at is None else (previous.verb_at, previous.verb)
            if any(x.cue == "unsure" for x in items[clause.low : clause.high]):
                verb = None  # "ob er X verlassen hat, ist unklar"
            expected = next((i for i in range(clause.low, clause.high) if items[i].cue == "future"), None)
            if verb is None and expected is not None and _nearest_place(items, clause, expected) == index:
                frame.event, frame.verb, frame.verb_at, frame.modal = "due", items[expected].low, expected, "future"
                frame.preposition, (frame.mover, frame.mover_text) = "in", subject
            if verb is not None:
                frame.mover, frame.mover_text = subject
                _govern(items, clauses, clause, verb, text, table, frame)
            frame.times = _times(items, clause, index, verb, table)
            out.append(frame)
            previous = frame
        before = clause if clause.verbs else before
    for frame in out:
        frame.said, frame.earlier = _said(items, frame), _earlier(items, frame)
    return out


# ---------------------------------------------------------------- verb and place


def _verb(
    clause: Clause, index: int, relation: str, table: Language, following: Clause | None
) -> tuple[int, str] | None:
    """The verb of a place, where the language puts it."""
    after = next((v for v in clause.verbs if v[0] > index), None)
    earlier = next((v for v in reversed(clause.verbs) if v[0] < index), None)
    if table.verb == "after":
        return after or next(iter(following.verbs if following else ()), None) or earlier
    if table.verb == "before":
        return earlier or after
    if table.verb == "marked":
        return (after or earlier) if relation else (earlier or after)
    main = [v for v in clause.verbs if v[1].rstrip("~!") != "move"] or clause.verbs
    return min(main, key=lambda v: abs(v[0] - index), default=None)


def _relation(items: Sequence[Item], index: int, clause: Clause, text: str, table: Language) -> str:
    """What marks a place, as an English preposition: a word before it, or its ending."""
    place = items[index]
    found = _ending(text, place.end, table)
    if found:
        return found
    start = max(clause.low, index - 1 - _LIGHT_MOST) if table.spaced else index - 1
    for i in range(index - 1, start - 1, -1):
        cue = items[i].cue
        if cue.startswith("rel:"):
            relation = cue[4:]
            if relation == "from" and i > clause.low and items[i - 1].cue == "light":
                continue  # "im Bahnhof von Peking"
            return relation
        if items[i].kind != "word" or cue not in ("light", "river", ""):
            return ""
    return ""


def _lies_beside(items: Sequence[Item], index: int, clause: Clause, text: str, table: Language) -> bool:
    """Whether a place only says where the next or last one lies: "ウラジオストク近郊のアルチョム", "Артём под X"."""
    if index + 1 < clause.high and _ending(text, items[index].end, table) == "near":
        following = next((x for x in items[index + 1 : index + 3] if x.kind == "place"), None)
        return following is not None and text[following.start - 1] in "の의的 "
    before = items[max(clause.low, index - 2) : index]
    return len(before) == 2 and before[0].kind == "place" and before[1].cue == "rel:near"


def _belongs(items: Sequence[Item], index: int) -> bool:
    """Whether a place only says whose somebody is: "滨海边疆区行政长官", "沿海地方の知事", "연해주 지사"."""
    after = next(iter(items[index + 1 : index + 2]), None)
    if after is not None and after.kind == "word" and after.end - after.start == 1 and after.low in "の的의":
        after = next(iter(items[index + 2 : index + 3]), None)
    return after is not None and after.cue == "other" and after.start - items[index].end <= 2


def _nearest_place(items: Sequence[Item], clause: Clause, at: int) -> int | None:
    places = (i for i in range(clause.low, clause.high) if items[i].kind == "place")
    return min(places, key=lambda i: abs(i - at), default=None)


def _ending(text: str, at: int, table: Language) -> str:
    """The relation that the letters right after a name tell, past a word such as "station"."""
    if not table.after:
        return ""
    tail = table.pattern("name_tail")
    skipped = tail.match(text, at) if tail else None
    at = skipped.end() if skipped else at
    options = [(w.replace("_", " "), r) for r, line in table.after.items() for w in line.split()]
    fitting = [(len(w), r) for w, r in options if text.startswith(w, at)]
    return max(fitting)[1] if fitting else ""


def _offset(place: Item, text: str, table: Language, frame: Frame) -> None:
    """ "North of X", in the words of the language."""
    before, after = table.pattern("offset_before"), table.pattern("offset_after")
    found = before.search(text, max(0, place.start - _BEFORE), place.start) if before else None
    found = found or (after.match(text, place.end) if after else None)
    if found:
        frame.offset = table.letters(*found.groups())
        frame.preposition = "near"


def _listed(items: Sequence[Item], a: int, b: int) -> bool:
    """Whether only a joining word or mark stands between two places."""
    between = items[a + 1 : b]
    return len(between) == 1 and (between[0].low in ("、", "和", "及", "と", "und", "и") or between[0].low == "와")


def _govern(
    items: Sequence[Item],
    clauses: Sequence[Clause],
    clause: Clause,
    verb: tuple[int, str],
    text: str,
    table: Language,
    frame: Frame,
) -> None:
    """Event, mood, negation and preposition from the verb."""
    at, event = verb
    own = clause.low <= at < clause.high  # not the verb of the clause before, taken up
    frame.verb, frame.verb_at = event, at
    if event == "none":
        return
    frame.event = event.rstrip("~!")
    frame.negated = own and _negated(items, clause, at, text, table)
    frame.modal = _mood(items, clauses, clause, verb, text, table)
    _settle(items, table, frame)


def _mood(
    items: Sequence[Item], clauses: Sequence[Clause], clause: Clause, verb: tuple[int, str], text: str, table: Language
) -> str | None:
    """future, possible or None for what has happened: by the verb's form, words of its clause or a verb it leans on."""
    at, event = verb
    cues = [x.cue for x in items[clause.low : clause.high]]
    open_ended = event[-1] in "~!" or _matches(table, "unfinished_after", text, items[at].end)
    if _matches(table, "goes_on_after", text, items[at].end):  # "を経由して、...に到着する"
        later = [(c, v) for c in clauses for v in c.verbs if v[0] > at]
        if later:
            return _mood(items, clauses, *later[0], text, table)
    if _is_past(items, clause, at, open_ended, table):
        return None
    if "possible" in cues:
        return "possible"
    if table.verb == "marked" and "future" not in cues:
        return "future"
    if "future" in cues or event[-1] == "!" or (open_ended and bool(table.unfinished_after)):
        return "future"
    ahead = any(x.cue == "future" for x in items) and open_ended
    return "future" if ahead and "past" not in cues else None


def _is_past(items: Sequence[Item], clause: Clause, verb: int, open_ended: bool, table: Language) -> bool:
    """Whether the verb tells what has happened, whatever hedges stand by it."""
    if open_ended:
        return False
    if table.verb == "marked":  # no tense in the verb: words before it, or one right after it, tell
        before = items[clause.low : verb]
        ahead = any(x.cue in ("future", "possible") for x in before) or _ahead_before(items, clause.low)
        done = any(x.cue == "past" for x in [*before[-3:], *items[verb + 1 : verb + 2]])
        return done or not ahead or items[verb].low.endswith("了") or items[verb].low.startswith("已")
    if table.verb == "clause":  # an auxiliary decides: "wird ... erwartet", "soll ... erreichen"
        return not any(x.cue == "future" for x in items[clause.low : clause.high])
    return not (table.code == "ru" and any(x.cue == "future" for x in items[clause.low : verb]))


def _ahead_before(items: Sequence[Item], low: int) -> bool:
    """Whether what the clause before told, with the same mover, is yet to come: "将途经X，于14日抵达Y"."""
    for x in reversed(items[:low]):
        if x.cue == "past" or x.kind == "mover":
            return False
        if x.cue == "future":
            return True
    return False


def _matches(table: Language, name: str, text: str, at: int) -> bool:
    pattern = table.pattern(name)
    return pattern is not None and pattern.match(text, at, at + _DENIAL) is not None


def _negated(items: Sequence[Item], clause: Clause, verb: int, text: str, table: Language) -> bool:
    if _matches(table, "negated_after", text, items[verb].end):
        return True
    said = [i for i in range(clause.low, clause.high) if items[i].cue == "negated"]
    if table.verb == "clause":
        return bool(said)
    first = [v for v, _ in clause.verbs]
    return any(i < verb and not any(i < v < verb for v in first) for i in said)


def _settle(items: Sequence[Item], table: Language, frame: Frame) -> None:
    """The preposition and event that event_of knows: "в" after "направился" is towards, "평양을" before "출발" from."""
    event, relation = frame.event, frame.preposition
    if relation == "away":
        return
    if relation == "at":  # Korean 에서 is from with verbs of going, else in
        relation = "from" if event in ("departed", "move", "headed") else "in"
    if event == "left":  # what is left needs no preposition: "Flüchtlinge aus X" are another matter
        frame.event = event = "departed"
        frame.qualifies = frame.qualifies or relation == "from"
    if event == "shown":  # "a photo that shows the train in X"
        frame.event, frame.modal, frame.preposition = "seen", None, "in"
        return
    if event == "air":
        frame.preposition = "from" if relation == "from" else "to"
        return
    if event in ("landed", "tookoff"):
        frame.event = event = {"landed": "arrived", "tookoff": "departed"}[event]
        frame.preposition = relation = "in" if event == "arrived" else "from"
    if event == "goal":  # "the destination is X": nobody else is said to move
        frame.event, frame.mover, frame.mover_text = "move", frame.mover or "train", "train"
        frame.mover = "train" if frame.mover == "other" else frame.mover
        relation = "to"
    elif event == "headed":
        frame.event = event = "move"
        relation = relation if relation in ("from", "through", "away", "near") else "to"
    elif event == "move":
        relation = {"in": table.moves_in, "object": "in", "": "to" if table.verb == "marked" else ""}.get(
            relation, relation
        )
    elif event == "departed":
        relation = "to" if relation in _TOWARD or (relation == "in" and table.departs_in == "to") else "from"
    elif event == "arrived":
        relation = relation if relation in ("from", "near") and table.verb != "after" else "in"
    elif event in ("passed", "crossed", "stopped", "seen"):
        over = event == "passed" and _is_water(items, frame.item)
        frame.event = "crossed" if over else event
        relation = "near" if relation == "near" and event != "crossed" else "in"
    if event == "move" and relation == "through" and _is_water(items, frame.item):
        frame.event, relation = "crossed", "in"
    frame.preposition = relation


def _is_water(items: Sequence[Item], index: int) -> bool:
    """Whether a name is that of a river or bridge, by its end or the word beside it."""
    beside = [*items[max(0, index - 1) : index], *items[index + 1 : index + 2]]
    return items[index].low.endswith(_WATER) or any(x.cue == "river" for x in beside)


# ---------------------------------------------------------------- who, when, how sure


def _subject(items: Sequence[Item], clause: Clause, text: str, table: Language) -> tuple[str | None, str]:
    """Who moves in a clause and in which words: the train, a carrier, "other", or None when nobody is named."""
    movers = [x for x in items[clause.low : clause.high] if x.kind == "mover"]
    carrier = next((x for x in movers if x.who not in ("train", "?", "pronoun", "parties")), None)
    trains = [i for i in range(clause.low, clause.high) if items[i].who == "train"]
    if trains and any(x.cue == "another" for x in items[max(clause.low, trains[0] - 2) : trains[0]]):
        return "other", "another train"
    train = items[trains[0]] if trains else None
    if train is not None and (carrier is None or train.start < carrier.start):
        return "train", "train"
    if carrier is not None:
        return carrier.who, carrier.low
    other = next((x for x in movers if x.who == "?"), None)
    if other is not None:
        return "other", other.low
    named = _stranger(items, clause, text, table)
    return ("other", named) if named else (None, "")


def _stranger(items: Sequence[Item], clause: Clause, text: str, table: Language) -> str | None:
    """A subject that no table knows: by its ending, or a name that opens the clause."""
    verb = min((v for v, _ in clause.verbs), default=clause.high)
    words = [i for i in range(clause.low, verb) if items[i].kind == "word" and not items[i].cue]
    pattern = table.pattern("subject")
    if pattern is not None:
        for i in words:
            found = pattern.match(text, items[i].start, items[i].end + 1)
            if found and found.end() > items[i].start + 1:
                return found["who"]
        return None
    if table.verb == "marked":
        first = next((i for i in range(clause.low, verb) if items[i].kind != "time"), None)
        return items[first].low if first in words and items[first].end - items[first].start > 1 else None
    for i in words:
        named = text[items[i].start].isupper() and not _follows_preposition(items, i, clause)
        if named and (i > clause.low or table.verb == "clause") and not _is_small(items[i]):
            return items[i].low
    return None


def _is_small(item: Item) -> bool:
    return item.end - item.start < 3


def _follows_preposition(items: Sequence[Item], i: int, clause: Clause) -> bool:
    before = items[max(clause.low, i - 2) : i]
    return any(x.cue.startswith("rel:") for x in before)


def _times(
    items: Sequence[Item], clause: Clause, index: int, verb: tuple[int, str] | None, table: Language
) -> list[TimePhrase]:
    """Times of a place: those of its clause, in a language with the verb last those before its own verb, nearest first;
    without one the days told before.
    """
    low, high = clause.low, clause.high
    if table.verb == "after" and verb is not None:
        last = max((v for v, _ in clause.verbs if v < index), default=low - 1)
        low, high = last + 1, max(verb[0], index) + 1
    own = sorted((abs(i - index), i) for i in range(low, high) if items[i].time is not None)
    if not own and table.verb == "after":  # "X到着は水曜日の予定"
        own = sorted((abs(i - index), i) for i in range(high, clause.high) if items[i].time is not None)
    found = [t for _, i in own if (t := items[i].time) is not None]
    if found:
        return found
    before = [t for i in range(low - 1, -1, -1) if (t := items[i].time) is not None and t.has_date]
    if not any(
        x.kind == "place" for x in items[:low]
    ):  # nobody else's clock: "yesterday at 5:15 it stopped and stands"
        return before
    return [replace(t, hour=None, minute=None, part=None, zone=None) if t.shift_h is None else t for t in before]


def _said(items: Sequence[Item], frame: Frame) -> tuple[Status, str]:
    """How sure the statement is, by the words of its clause."""
    low, high = frame.clause
    words = {x.cue: x.low for x in reversed(items[low:high]) if x.cue}
    ahead = frame.modal is not None or frame.event in ("move",)
    if "possible" in words:
        return "speculated", f"'{words['possible']}'"
    if frame.modal == "future":
        return "expected", f"'{words['future']}'" if "future" in words else "in the future"
    if "claimed" in words:
        return "reported", f"'{words['claimed']}'"
    if "official" in words and not ahead:
        return "confirmed", f"said by officials ('{words['official']}')"
    return "reported", "stated by the report"


def _earlier(items: Sequence[Item], frame: Frame) -> str | None:
    before = items[: frame.clause[1]]
    return next((x.low for x in before if x.cue == "earlier"), None)
