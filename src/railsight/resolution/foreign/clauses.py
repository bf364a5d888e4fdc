"""Sentences of other languages than English as items and clauses, by the words of their tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.mentions.languages import EVENTS
from railsight.resolution.sentences.items import Item

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from railsight.mentions.languages import Language

_WORD_OR_MARK = re.compile(r"([^\W_]+(?:['’.-][^\W_]+)*)|[.,;:()\"“”„—–!?，；：。、（）「」！？…]")
_CLAUSE_MARKS = frozenset(",;:，；：、—–。")
_APART = frozenset(";；")
_MOST_PASSENGERS = 4
_ONE_TRAIN = ("поезд", "состав", "эшелон", "товарняк")
_IT = "он"
_LOCATIVE = ("е", "и", "ом", "ой", "ах", "ях", "ём")
_DOES_OR_WILL = re.compile(r"[а-яё]{2}[еёиуюая]т(?:ся)?$", re.IGNORECASE)  # a verb, of the present or the future
_MOST_BESIDE = 3  # words beside the clock and the place in an entry of a log
_ENDING_MOST = 28  # characters after a verb that may be its ending
CLAUSE_REACH = 60  # items in which the rest of a clause is looked for
_LONGEST_PREFIX = 3  # letters of a prefix such as "vor"; what is longer is a noun
_WHERE = frozenset({"wo", "где"})
_NO = "нет"
_WHICH = frozenset({"der", "den", "dem", "die", "das"})
_OF_WHICH = re.compile(r"[а-яё]{3}(?:вш|ш|нн|щ)(?:ий|ый|его|ого|ему|ому)(?:ся)?$")  # a participle: "вышедший"
_AUXILIARIES = frozenset({"wurde", "ist", "war", "hat", "hatte", "soll", "wird"})
_AFTER_THAT = frozenset({"после", "перед", "nach", "vor"})
_COMING, _ASIDE_MOST = "kommend", 4
_ALSO = "и"
_NOTED = frozenset("到开開发發過过离離通발착출")
_BEFORE_NOTE = ("站", "点", "點", "时", "分", "车次")
_AT = frozenset({"um", "gegen"})  # before a clock
_NOTES = {"an": "arrived", "ab": "departed", "durch": "passed"}
_LIGHT_VERBS = {"到": "arrived", "过": "passed", "過": "passed", "经": "passed", "經": "passed", "去": "headed"}
_LIGHT_VERBS |= {"出": "departed", "赴": "headed", "进": "arrived", "進": "arrived", "离": "departed", "離": "departed"}
_LIGHT_VERBS |= {"奔": "headed", "停": "stopped", "回": "arrived", "抵": "arrived", "发": "departed", "發": "departed"}
_OF_STATIONS = frozenset("进進抵离離停")
_GOES_ON = ("て", "で", "し", "後", "あと", "고", "서", "해", "뒤", "후")  # ends of a verb that leads on to the next
_PEOPLE = re.compile(r"[性人々民員家者](?:たち)?[はが]$")  # whose verb it was: "Xから来ていた男性は12日、..."
_MOVERS = {"train": "train", "pronoun": "train", "other": "?", "parties": "parties"}


@dataclass(slots=True)
class Clause:
    """Items from ``low`` to ``high``, with one verb or more; ``apposition`` when it only says where a place lies."""

    low: int
    high: int
    verbs: list[tuple[int, str]] = field(default_factory=list)  # item and event, with "~" or "!"
    apposition: bool = False
    tail: int | None = None  # where words begin that stand after all is told: "..., schrieb der Gouverneur"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence as it is read: its items and clauses, the text and the table of its language."""

    items: Sequence[Item]
    clauses: Sequence[Clause]
    text: str
    table: Language

    def cues(self, clause: Clause) -> list[str]:
        """The classes of the words of a clause."""
        return [x.cue for x in self.items[clause.low : clause.high]]

    def follows(self, name: str, item: int) -> bool:
        """Whether a pattern of the table holds right after an item."""
        pattern, end = self.table.pattern(name), self.items[item].end
        return pattern is not None and pattern.match(self.text, end, end + _ENDING_MOST) is not None


def items_of(text: str, start: int, end: int, spans: Sequence[Item], table: Language) -> list[Item]:
    """The items of a sentence: names, times and movers of ``spans`` in order, words of the table, and what is left."""
    out: list[Item] = []
    at = start
    aside = table.pattern("told_aside")
    asides = [found.span() for found in aside.finditer(text, start, end)] if aside else []
    for item in [*spans, None]:
        if item is not None and item.start < at:
            continue
        if item is not None and item.kind == "time" and any(a <= item.start < b for a, b in asides):
            continue  # "wie gestern gemeldet": when it was said
        stop = end if item is None else item.start
        lower = text[at:stop].lower()
        out.extend(_between(lower if len(lower) == stop - at else text[at:stop], at, table))
        if item is not None:
            out.append(item)
            at = item.end
    return _in_one_piece(out) if table.verb in ("clause", "before") else out


def _in_one_piece(items: list[Item]) -> list[Item]:
    """The items, a clause that only tells which train it is behind the one that it parts: "Gestern Abend hielt der Zug,
    der am Montag in X gestartet war, in Y", "вчера поезд, вышедший в понедельник из X, прибыл в Y".
    """
    items = _attribute_before(items)
    for i in range(1, len(items) - 2):
        if items[i].low != "," or not _tells_which(items[i + 1 :]) or not _is_begun(items[:i]):
            continue
        commas = (k for k in range(i + 2, len(items)) if items[k].low == ",")
        end = next((k for k in commas if any(_is_verb(x) for x in items[i:k])), None)
        rest = items[end + 1 :] if end is not None else []
        stop = next((k for k, x in enumerate(rest) if x.kind == "mark" or x.cue == "clause"), len(rest))
        if any(x.place for x in rest[:stop]):
            return [*items[:i], *rest[:stop], *items[i:end], *rest[stop:]]
    return items


def _attribute_before(items: list[Item]) -> list[Item]:
    """The items, what a participle tells of the train before its clause: "der am Montag in X gestartete Zug hielt"."""
    for p in range(2, len(items) - 2):
        if (
            items[p + 1].who != "train"
            or not items[p].low.endswith(("e", "en"))
            or items[p].cue.rstrip("~!") not in EVENTS
        ):
            continue
        low = next((i for i in range(p - 1, -1, -1) if items[i].low in _WHICH), p)
        if any(x.kind == "place" for x in items[low:p]) and not any(x.kind == "mark" for x in items[low:p]):
            start = next((i + 1 for i in range(low, -1, -1) if items[i].kind == "mark"), 0)
            comma = Item("mark", items[p].end, items[p].end, ",")
            attribute = items[low + 1 : p + 2]  # with the train
            return [*items[:start], *attribute, comma, *items[start : low + 1], *items[p + 1 :]]
    return items


def _tells_which(items: Sequence[Item]) -> bool:
    """Whether items open with a clause that tells which train is meant, be it after its time: "днём вышедший из X"."""
    if items[0].cue == "rel:from" and any(x.low == _COMING for x in items[:_ASIDE_MOST]):
        return True  # "fuhr, aus X kommend, in Y ein"
    item = next((x for x in items if not x.time and x.cue != "adverb" and not x.cue.startswith("rel:")), items[0])
    return item.low in _WHICH or item.low.startswith("котор") or _OF_WHICH.search(item.low) is not None


def _is_begun(items: Sequence[Item]) -> bool:
    """Whether words before a comma are of a clause whose place is to come: the train, and a time or a verb."""
    low = max((k + 1 for k, x in enumerate(items) if x.kind == "mark" or x.cue == "clause"), default=0)
    own = items[low:]
    told = any(x.time or _is_verb(x) or x.low in _AUXILIARIES for x in own)
    return told and any(x.who == "train" for x in own) and not any(x.kind == "place" for x in own)


def _is_verb(item: Item) -> bool:
    return item.cue in ("finite", "copula") or item.low == _COMING or item.cue.rstrip("~!") in EVENTS


def passengers_abroad(text: str, languages: Sequence[Language]) -> list[tuple[int, int]]:
    """Where people are named who travel by the train: "김정은의 전용열차" makes its 김정은 the train."""
    names: dict[str, bool] = {}  # and whether a word ends where the name does, but for a case ending
    for table in languages:
        pattern = table.pattern("passenger")
        for found in pattern.finditer(text) if pattern else ():
            names |= {name: table.spaced for name in found.groups() if name}
    spans = []
    for name in sorted(names)[:_MOST_PASSENGERS]:
        whole = rf"(?<!\w){re.escape(name)}\w{{0,2}}(?!\w)" if names[name] else re.escape(name)
        spans += [found.span() for found in re.finditer(whole, text)]
    return spans


def _between(piece: str, offset: int, table: Language) -> Iterator[Item]:
    """Items of a stretch without names and times, in lower case."""
    lexer, classes = table.lexer
    at = 0
    for found in lexer.finditer(piece):
        yield from _left_over(piece, at, found.start(), offset)
        cue = classes[(found.lastindex or 1) - 1]
        start, at = found.start() + offset, found.end()
        low = found.group()
        if cue in _MOVERS:
            yield Item("mover", start, at + offset, low, who=_MOVERS[cue], cue=cue)
        elif cue == "carrier":
            yield Item("mover", start, at + offset, low, who=f"another vehicle ({low})", cue=cue)
        else:
            yield Item("word", start, at + offset, low, cue=cue)
    yield from _left_over(piece, at, len(piece), offset)


def _left_over(piece: str, start: int, end: int, offset: int) -> Iterator[Item]:
    """Marks and words that the table does not have."""
    for found in _WORD_OR_MARK.finditer(piece, start, end):
        kind = "word" if found.lastindex else "mark"
        yield Item(kind, found.start() + offset, found.end() + offset, found.group())


def clauses_of(items: Sequence[Item], table: Language) -> list[Clause]:
    """The clauses of a sentence. A piece without a verb goes with the next one; the last with what it follows."""
    pieces: list[tuple[int, int]] = []
    low = depth = 0
    for i, item in enumerate(items):
        depth += item.low in "(（" and item.kind == "mark"
        depth -= item.low in ")）" and item.kind == "mark"
        if table.spaced and item.low in "()" and _is_of_an_aside(items, i, table):
            pieces += [(low, i)] if i > low else []
            low, depth = i + 1, 0  # "поезд (утром его снимали в X) днём пересёк ..."
            continue
        ends = item.kind == "mark" and item.low in _CLAUSE_MARKS and item.low not in table.list_marks
        if ends and table.verb == "after" and _between_places(items, i):
            ends = False  # "新津、秋田、青森を"
        if depth <= 0 and (ends or (item.cue == "clause" and not _is_also(items, low, i))):
            if i > low:
                pieces.append((low, i))
            low = i + 1 if item.kind == "mark" else i
    if low < len(items):
        pieces.append((low, len(items)))
    pieces = _with_their_times(items, pieces, table)
    pieces = [part for a, b in pieces for part in _apart_from_what_was_before(items, a, b)]
    out: list[Clause] = []
    start: int | None = None
    verbs_of = [_verbs(items, a, b, table) for a, b in pieces]
    for k, (a, _) in enumerate(pieces[1:-1], 1):
        around = [any(x.kind == "place" for x in items[slice(*p)]) for p in pieces[k - 1 : k + 2]]
        if items[a].low in _WHERE and around == [True, False, False] and not verbs_of[k - 1] and verbs_of[k + 1]:
            verbs_of[k] = []  # "in Dannenberg, wo Busse warten, wird er am Abend erwartet"
    for k, (a, b) in enumerate(pieces):
        verbs = verbs_of[k]
        start = a if start is None else start
        if verbs or k == len(pieces) - 1:
            if not verbs and out and not any(x.kind == "place" for x in items[start:b]):
                out[-1].high, out[-1].tail = b, a  # "..., but that is not confirmed"
            else:
                out.append(Clause(start, b, verbs))
            start = None
        elif out and start == a and table.spaced and _takes_up(items, a, b):
            out.append(Clause(a, b, []))  # "on Monday it was in X, on Tuesday in Y"
            start = None
        elif out and start == a and _lists(items, a, b):
            out[-1].high, start = b, None  # "over Hannover and Kassel"
        elif start == a and b < len(items) and items[b].low in _APART:
            out.append(Clause(a, b, []))  # "..., nobody got off; at six it passed X"
            start = None
        elif out and _explains(items, a, b):
            out.append(Clause(start, b, [], apposition=True))
            start = None
    return _times_handed_on(items, out) if table.verb == "after" else out


def _times_handed_on(items: Sequence[Item], clauses: list[Clause]) -> list[Clause]:
    """The clauses, where a time behind the verb and its train, or behind a verb that goes on, is of the next verb,
    which it stands before: "Xを経由した列車は12日、Yに着いた", "Xを経て12日、Yに着いた".
    """
    for clause, following in pairwise(clauses):
        last = clause.high - 1
        verb = max((v for v, _ in clause.verbs), default=last)
        before = items[last - 1].low
        goes_on = before.endswith(_GOES_ON) or _PEOPLE.search(before) or any(x.who == "train" for x in items[verb:last])
        if items[last].time and verb < last and following.verbs and goes_on:
            clause.high = following.low = last
    return clauses


def _apart_from_what_was_before(items: Sequence[Item], low: int, high: int) -> list[tuple[int, int]]:
    """A piece, what opens it apart where both tell their time: "после стоянки в X утром | поезд вечером прибыл"."""
    whole = [(low, high)]
    if items[low].low not in _AFTER_THAT:
        return whole
    place = next((i for i in range(low, high) if items[i].place is not None), high)
    cut = next((i for i in range(place + 1, high) if items[i].who == "train" or _is_verb(items[i])), high)
    timed = [any(x.time for x in items[a:b]) for a, b in ((low, cut), (cut, high))]
    return [(low, cut), (cut, high)] if all(timed) and any(_is_verb(x) for x in items[low:place]) else whole


def _is_of_an_aside(items: Sequence[Item], at: int, table: Language) -> bool:
    """Whether a bracket opens or closes an aside that tells of a place with a verb of its own."""
    if items[at].low == ")":
        low = next((i for i in range(at - 1, -1, -1) if items[i].low == "("), at)
        return low < at and _is_of_an_aside(items, low, table)
    high = next((i for i in range(at + 1, len(items)) if items[i].low == ")"), at)
    return any(x.kind == "place" for x in items[at + 1 : high]) and bool(_verbs(items, at + 1, high, table))


def _is_also(items: Sequence[Item], low: int, at: int) -> bool:
    """Whether "и" only says "too": "добрался и до X"."""
    if items[at].low != _ALSO or not low < at < len(items) - 1 or items[at - 1].cue.rstrip("~!") not in EVENTS:
        return False
    return items[at + 1].cue.startswith("rel:") and not any(x.kind == "place" for x in items[low:at])


def _between_places(items: Sequence[Item], at: int) -> bool:
    """Whether the mark of a list stands right between two places."""
    return items[at].low in "、," and 0 < at < len(items) - 1 and None not in (items[at - 1].place, items[at + 1].place)


def _with_their_times(items: Sequence[Item], pieces: list[tuple[int, int]], table: Language) -> list[tuple[int, int]]:
    """The pieces, with "on Tuesday - in Y" as one."""
    out: list[tuple[int, int]] = []
    for a, b in pieces:
        before = items[out[-1][0] : out[-1][1]] if out else []
        lone = any(x.time for x in before) and not any(x.kind in ("place", "mover") for x in before)
        if lone and items[a - 1].low in "—–" and not _verbs(items, *out[-1], table) and not items[a].time:
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    return out


def _takes_up(items: Sequence[Item], low: int, high: int) -> bool:
    """Whether a piece without a verb tells another time and place of what was told before."""
    piece = items[low:high]
    told = [x for x in piece if x.kind == "word" and x.cue not in ("clause", "adverb", "light") and x.cue[:4] != "rel:"]
    return any(x.time for x in piece) and sum(x.kind == "place" for x in piece) == 1 and not told


def _lists(items: Sequence[Item], low: int, high: int) -> bool:
    """Whether a piece is but "and" and a place, right after another place."""
    rest = [x for x in items[low + 1 : high] if not x.cue.startswith("rel:") and x.cue not in ("light", "adverb")]
    last = low - 2 if low >= 2 and items[low - 1].low == "," else low - 1  # "over Hannover, then Kassel"
    follows = items[low].cue == "clause" and low >= 1 and items[last].kind == "place"
    return follows and [x.kind for x in rest if x.kind != "mark"] == ["place"]


def _explains(items: Sequence[Item], low: int, high: int) -> bool:
    """Whether a piece without a verb, a time or a mover explains the place before it: "a city north of X"."""
    piece = items[low:high]
    opens = (
        items[low].kind == "word"
        and items[low].cue not in ("negated", "clause")
        and not items[low].cue.startswith("rel:")
    )
    named = opens and any(x.kind == "place" for x in piece)
    follows = low >= 2 and any(x.kind == "place" for x in items[max(0, low - 2) : low])
    return named and follows and not any(x.kind in ("time", "mover") for x in piece)


def _verbs(items: Sequence[Item], low: int, high: int, table: Language) -> list[tuple[int, str]]:
    """Verbs that tell an event, separable ones put together: "traf ... ein"."""
    out = []
    for i in range(low, high):
        cue = items[i].cue
        if items[i].low in _NOTED and not _is_noted(items, i):
            continue
        if table.verb == "after" and _is_of_a_noun(items, i):
            continue
        if cue == "finite":
            forms = table.separable[items[i].low]
            event = _put_together(items, low, i, high, forms) or _prefix_ahead(items, high, forms)
            if event:
                out.append((i, event))
        elif cue.rstrip("~!") in EVENTS:
            out.append((i, cue))
    return out or _noted(items, low, high, table) or _being(items, low, high, table)


def _is_of_a_noun(items: Sequence[Item], at: int) -> bool:
    """Whether a verb only says what the next word is like, where another verb follows: "撮影の元山駅には写っていない"
    tells of no more than what the picture shows.
    """
    following = items[at + 1].low if at + 1 < len(items) else ""
    led = following.startswith("の") and "\u4e00" <= items[at].low[-1] <= "\u9fff"
    return led and any(x.cue.rstrip("~!") in EVENTS for x in items[at + 2 : at + CLAUSE_REACH])


def _is_noted(items: Sequence[Item], at: int) -> bool:
    """Whether a verb of one letter is a note behind a clock or a place, as in logs: "6:10开", "丹东站到"."""
    before = items[at - 1] if at else None
    if before is None or (at + 1 < len(items) and items[at + 1].kind == "mover"):
        return False  # "평양발 열차" is another one
    if before.kind == "time" and at + 1 < len(items) and items[at + 1].kind == "time":
        return False  # "一点到三点"
    return before.kind in ("time", "place") or before.low.endswith(_BEFORE_NOTE) or before.end < items[at].start


def _noted(items: Sequence[Item], low: int, high: int, table: Language) -> list[tuple[int, str]]:
    """The short word behind a place in a log, with a clock beside it: "Villach ab 3:12", "Mallnitz durch, 4:21"."""
    if table.verb != "clause":
        return []
    for i in range(low + 1, high):
        event = _NOTES.get(items[i].low)
        near = [x for x in items[max(0, i - 3) : i + 3] if x.time is not None and x.time.has_clock]
        named = items[i - 1].kind == "place" or (items[i - 1].cue == "light" and items[i - 2].kind == "place")
        if event and near and named and (i + 1 == len(items) or items[i + 1].kind != "word" or items[i + 1].low in _AT):
            return [(i, event)]
    for i in range(low, high - 2):  # "ab Hanau 5.40 Uhr", "an Bebra um 7:30"
        behind = [
            x for x in items[i + 1 : min(high, i + 5)] if x.kind != "mark" and x.low not in _AT and x.cue != "light"
        ]
        lone = i == low or items[i - 1].kind in ("mark", "mover")
        if lone and items[i].low in ("an", "ab") and [x.kind for x in behind[:2]] == ["place", "time"]:
            return [(i, _NOTES[items[i].low])]
    return []


def _being(items: Sequence[Item], low: int, high: int, table: Language) -> list[tuple[int, str]]:
    """Of a piece that only says where the train is, the word that says so: "war in X", "列车周二在X"."""
    piece = items[low:high]
    train = any(x.who == "train" for x in piece) or (
        table.verb == "before" and any(x.time for x in piece) and not any(x.kind == "mover" for x in piece)
    )
    is_here = [
        i
        for i in range(low, high - 1)
        if items[i].cue == "copula"
        or (table.verb == "marked" and items[i].cue == "rel:in" and items[i + 1].kind == "place")
    ]
    if not is_here and table.verb == "before":
        is_here = [i for i in range(low + 1, high - 1) if _stands_there(items, low, i)]
    lacking = next((i for i in range(low, high) if items[i].cue == "lacking" or items[i].low == _NO), None)
    if lacking is not None:
        return [(lacking, "lacking")] if _lacks_the_train(items, low, lacking) else []
    if table.verb == "marked":
        for i in range(low, high - 1):
            event = _LIGHT_VERBS.get(items[i].low)
            if event and items[i + 1].place is not None and _reaches(items, low, i):
                return [(i, event)]
    placed = any(x.cue in ("rel:in", "rel:near") for x in piece)
    return [(is_here[0], "seen")] if train and placed and is_here else []


def entry_of(items: Sequence[Item]) -> tuple[int, str] | None:
    """Of a line of a log that is but a clock and a place, the item that stands for "seen"."""
    clocks = [i for i, x in enumerate(items) if x.time is not None and x.time.has_clock]
    places = [x for x in items if x.kind == "place"]
    others = [x for x in items if x.kind == "word" and not x.cue.startswith("rel:") and x.cue != "light"]
    told = [x for x in items if x.kind != "mark"]
    if len(clocks) == len(places) == 1 and told[:2] == [items[clocks[0]], places[0]]:
        return clocks[0], "seen"  # "20:05 — X, ..."
    return (clocks[0], "seen") if len(clocks) == len(places) == 1 and len(others) <= _MOST_BESIDE else None


def _stands_there(items: Sequence[Item], low: int, at: int) -> bool:
    """Whether "in" is all the verb there is: "поезд уже в Перми", but not the accusative of "поезд в Пермь"."""
    place = next((i for i in range(at + 1, min(at + _MOST_BESIDE, len(items))) if items[i].kind == "place"), None)
    one = any(x.who == "train" and (x.low == _IT or x.low.endswith(_ONE_TRAIN)) for x in items[low:at])
    if place is None or not one or items[at].cue not in ("rel:in", "rel:near"):
        return False
    if any(x.kind == "word" and not x.cue and _DOES_OR_WILL.search(x.low) for x in items[low:at]):
        return False  # "он осмотрит завод в Чите"
    named = any(x.cue == "light" for x in items[at:place]) or items[at].cue == "rel:near"
    return named or items[place].low.endswith(_LOCATIVE)


def _reaches(items: Sequence[Item], low: int, at: int) -> bool:
    """Whether a preposition is all the verb there is: "今天早晨到长春", "过丹东"; "从A到B" is but a way."""
    if items[at].low in _OF_STATIONS:  # "进丹东站是六点零五分"
        return not any(x.cue == "rel:from" for x in items[low:at])
    whole = any(x.cue == "rel:from" for x in items[low:at]) or not any(x.kind != "mark" for x in items[low:at])
    return not whole


def _lacks_the_train(items: Sequence[Item], low: int, at: int) -> bool:
    """Whether it is the train that a word says is not there: "열차는 없었다", "поезда вчера нет"."""
    if at + 1 < len(items) and items[at].low == _NO and items[at + 1].who == "train":
        return True
    train = next((i for i in range(at, low - 1, -1) if items[i].who == "train"), None)
    return train is not None and not any(x.kind == "word" and len(x.low) > 1 for x in items[train + 1 : at])


def _prefix_ahead(items: Sequence[Item], high: int, forms: str) -> str | None:
    """The event of a verb whose prefix stands behind a mark: "traf nicht in X, sondern in Y ein"."""
    options = dict(form.partition("=")[::2] for form in forms.split())
    for i in range(high, len(items)):
        if items[i].cue == "finite" or items[i].cue.rstrip("~!") in EVENTS:
            return None
        ends = i + 1 == len(items) or items[i + 1].kind == "mark"
        if ends and items[i].kind == "word" and items[i].low in options:
            return options[items[i].low]
    return None


def _put_together(items: Sequence[Item], low: int, verb: int, high: int, forms: str) -> str | None:
    """The event of a verb with the prefix that ends its clause, or with none."""
    options = dict(form.partition("=")[::2] for form in forms.split())
    noun = next((x.low for x in items[low:high] if len(x.low) > _LONGEST_PREFIX and x.low in options), None)
    if noun is not None:  # "machte in X Halt", wherever the noun stands; "nahm Fahrt auf"
        return options[noun]
    last = next((x for x in reversed(items[verb + 1 : high]) if x.kind != "mark"), None)
    if last is not None and last.low in options:
        return options[last.low]
    return options.get("")
