"""A report as sentences of items: words, names, times and who moves, ready for reading who was where."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from railsight.mentions.counting import TO_TWELVE
from railsight.mentions.languages import joined_sentences, language_of
from railsight.mentions.text import Hits, Word, lexicon, search_near, sentences
from railsight.resolution.sentences.bywords import BYWORD, BYWORD_WHY
from railsight.resolution.sentences.entries import heads_an_entry, split_entries
from railsight.resolution.sentences.others import Others, other_ones, told_before_the_one
from railsight.resolution.tellers.outlets import PUBLISHED_THERE
from railsight.resolution.tellers.standpoints import STANDPOINT, standpoints
from railsight.resolution.wording import agencies, carriers, events
from railsight.resolution.wording import words as class_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from railsight.mentions.languages import Language
    from railsight.mentions.scan import Scan
    from railsight.mentions.text import Span
    from railsight.mentions.time_phrase import TimePhrase
    from railsight.model import Mention

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*|[.,;:()\"“”—–-]")
_AIRCRAFT = re.compile(r"\b(?:An|Il|Tu|Yak|Mi)-\d{2,3}\w*\b|\b(?:Boeing|Airbus) ?[A-Z]?\d{3}\w*")
_AIRCRAFT_HIT = Hits("An-", "Il-", "Tu-", "Yak-", "Mi-", "Boeing", "Airbus")
_POSSESSES = re.compile(r"(?:-[a-z]{1,12})?['’]s (?:[a-z-]{1,20} ){0,4}?(?:train|carriage|convoy)\b")
_CARRIES = re.compile(
    r"(?:train|convoy) of (?=[A-Z])"
    r"|(?:train|convoy)\b(?:[^.\n]{0,30}?\b(?:carrying|carries|carried|transporting|transports)"
    r"|(?:(?!\b(?:for|to|after|before|summit|meetings?|talks)\b)[^.\n]){0,30}?\bwith)"  # not "train for talks with X"
    r" (?:[a-z]{1,20} ){0,4}?(?=[A-Z])"
)
_ABOARD = re.compile(
    r" (?:(?:on|aboard|by|in|boarding|boarded) (?:(?:his|her|an?|the) )?|(?:his|her"
    r"|their) )(?:[a-z-]{1,20} ){0,3}?train\b| by rail\b"
)
_HIS = re.compile(r"\b(?:his|her|His|Her) (?:[a-z-]{1,20} ){0,2}?train\b")
_TRAIN_HIT = Hits("train", "by rail")
_CARRIES_A_LEADER = re.compile(
    r"(?:train|convoy)\b[^.\n]{0,30}?\b(?:carrying|of|with)\b[^.\n]{0,40}?\b(?:leader|president|premier|delegation)\b"
)
_SETS_OUT = re.compile(r" (?:ha[sd] )?(?:left|departed|set out|set off|boarded|arrived|travelled|traveled)\b")
# "The second was put into the yard": of several trains one, without the word.
_ONE_OF_THEM = re.compile(
    r"\b[Tt]he (first|second|third|other|latter|former|one)(?= (?:was|is|has|had|will|went|left|reached|passed|came"
    r"|arrived|stopped|stood|crossed|headed|continued|pulled|rolled|got|set|turned|remained)\b|, which\b| we )"
)
_ONE_OF_HIT = Hits("he first", "he second", "he third", "he other", "he latter", "he former", "he one")
_JOINED_REACH = 40  # characters before a hyphen that the word with it may have
_TITLE_REACH = 45  # characters of nationality and titles between "carrying" and a name
_ABOARD_REACH = 80  # characters between a name and "on his train"
_CLASS_OF_ENGINE = re.compile(
    r"\d?[A-Z][A-Za-z]{0,4}-?\d{1,4}[A-Za-z]{0,3}"
)  # "TEP70", "2TE10M", "DF4B": no other vehicle
_PRONOUNS = frozenset({"he", "she", "it", "they", "him", "them"})
_AUXILIARIES = {"s": "is", "d": "had", "ll": "will", "re": "are", "ve": "have"}
_SHORT_FOR = {"thru": "through", "nr": "near", "stn": "station", "jct": "junction", "jn": "junction"}
_PARTIES = frozenset(
    {"talks", "meeting", "summit", "leaders", "delegation", "entourage", "leader", "passengers", "cargo"}
    | {"load", "shipment", "transport", "consignment"}
)


@dataclass(slots=True)
class Item:
    """A word, mark, place, time, or mover (train, person, carrier, pronoun). ``low`` is the text in lower case."""

    kind: str
    start: int
    end: int
    low: str
    place: int | None = None  # index into the report's place mentions
    time: TimePhrase | None = None
    who: str = ""  # of a mover: train, other person or the carrier's name
    cue: str = ""  # "echo" of a word that stands for a place; in another language the class of its table a word is of


class Sentence:
    """A stretch of text as items in order, made when first asked for: most sentences of a report name no place.

    ``spans`` are the names, times and movers by their start; of a sentence in another language than English its own.
    """

    __slots__ = (
        *("_agency", "_items", "_low", "_spans", "_text"),
        *("end", "language", "may_name_place", "may_name_train", "start"),
    )

    def __init__(
        self, start: int, end: int, text: str, spans: dict[int, Item], language: Language | None = None
    ) -> None:
        self.start, self.end = start, end
        self._text, self._spans = text, spans
        self._items: list[Item] | None = None
        self._low: str | None = None
        self._agency: str | None = None  # "" when none is named
        self.language = language  # other than English
        self.may_name_place = self.may_name_train = False

    @property
    def low(self) -> str:
        """The sentence in lower case."""
        if self._low is None:
            self._low = self._text[self.start : self.end].lower()
        return self._low

    @property
    def agency(self) -> str:
        """The news organisation the sentence names, empty when it names none."""
        if self._agency is None:
            self._agency = _agency_in(self._text[self.start : self.end])
        return self._agency

    @property
    def items(self) -> list[Item]:
        if self._items is None and self.language is not None:
            from railsight.resolution.foreign.clauses import items_of

            self._items = items_of(self._text, self.start, self.end, list(self._spans.values()), self.language)
        if self._items is None:
            self._items = _items(self._text, self.start, self.end, self._spans)
        return self._items


def passengers(text: str, pieces: Sequence[Sequence[Word]]) -> frozenset[str]:
    """Names of people said to travel by the train: whole names and their first and last words.

    ``pieces`` are the stretches of capitalised words that name neither place nor time. A name counts when the train is
    its own ("Kim's train"), carries it, or when it stands nearest before "on his train", "aboard the train",
    "by train".
    """
    names = [(p[0].start, p[-1].end) for p in pieces]
    starts = [a for a, _ in names]
    ends = [b for _, b in names]
    aboard = [i for i, (_, b) in enumerate(names) if _POSSESSES.match(text, b)]
    for found in _CARRIES.finditer(text):
        i = bisect_left(starts, found.end())  # past "North Korean leader", which are no names of people
        if i < len(names) and _leads_up(text[found.end() : starts[i]]) and names[i][1] - starts[i] > 1:
            aboard.append(i)
    for found in search_near(_ABOARD, text, _TRAIN_HIT, 90, 6):
        i = bisect_left(ends, found.start() + 1) - 1
        if i >= 0 and found.start() - ends[i] <= _ABOARD_REACH and not set(text[ends[i] : found.start()]) & set(".\n"):
            aboard.append(i)
    if not aboard and (_CARRIES_A_LEADER.search(text) or _HIS.search(text)):
        going = {text[a:b]: i for i, (a, b) in enumerate(names) if _SETS_OUT.match(text, b)}
        aboard = list(going.values()) if len(going) == 1 else []
    people: set[str] = set()
    for i in aboard:
        words = [w for w in text[starts[i] : ends[i]].split() if w.lower().rstrip(".") not in lexicon("titles")]
        if words and not all(w.lower() in lexicon("common") for w in words):
            people.add(" ".join(words))
            people.update(w for w in (words[0], words[-1]) if len(w) > 2)
    return frozenset(people)


def _leads_up(between: str) -> bool:
    """Whether only nationality and titles stand between "carrying" and a name."""
    plain = [w for w in between.split() if w.islower()]
    return "." not in between and len(between) <= _TITLE_REACH and all(w in lexicon("titles") for w in plain)


def itemise(seen: Scan, places: Sequence[Mention], trains: Sequence[Mention]) -> list[Sentence]:
    """Every sentence of the text as items in order."""
    text, times = seen.text, seen.times
    taken = sorted([(m.start, m.end) for m in places] + [(t.start, t.end) for t in times])
    if any(x.code == "de" for x in seen.languages):  # every noun has a capital letter there
        movers = sorted(_aircraft(text), key=lambda item: item.start)
    else:
        pieces = list(_pieces(seen, taken))
        people = passengers(text, pieces)
        movers = sorted(_movers(text, people, pieces), key=lambda item: item.start)
    spans = {item.start: item for item in movers}
    first = told_before_the_one(text, trains)
    others = Others(text, trains[first:], places)
    for number, m in enumerate(trains):
        start = _with_its_name(m, movers)
        if start and text[start - 1] == "-":  # "dark-green train": words joined by a hyphen are one
            start = text.rfind(" ", max(0, start - _JOINED_REACH), start) + 1 or start
        who = "another train" if number < first or (number > first and others.has(m, start)) else "train"
        cue = BYWORD if m.why == BYWORD_WHY else ""
        spans[start] = Item("mover", start, m.end, m.text.lower(), who=who, cue=cue)
    for start, end in other_ones(text, beside_trains=bool(trains)):
        spans.setdefault(start, Item("mover", start, end, text[start:end].lower(), who="another train"))
    if any(m.text.endswith("s") for m in trains):
        for found in search_near(_ONE_OF_THEM, text, _ONE_OF_HIT, 5, 30):
            spans.setdefault(found.start(1), Item("mover", *found.span(1), "train", who="train"))
    ends = [m.end for m in trains]
    for t in times:
        k = bisect_right(ends, t.start)
        if k == len(trains) or t.end <= trains[k].start or t.end > trains[k].end:  # not the "night" of "night train"
            spans[t.start] = Item("time", t.start, t.end, t.text.lower(), time=t)
    for index, m in enumerate(places):
        if m.why == PUBLISHED_THERE:
            continue
        if m.role in ("agency", "dateline", "clock"):
            spans.setdefault(m.start, Item("word", m.start, m.end, m.text.lower()))
            continue
        if m.start not in spans or spans[m.start].who in ("", "?") or spans[m.start].kind != "mover":
            spans[m.start] = Item("place", m.start, m.end, m.text.lower(), place=index)
    if seen.languages:
        return _sentences_abroad(text, spans, seen.languages)
    from railsight.resolution.sentences.echoes import echoes
    from railsight.resolution.sentences.leavings import leavings

    cut = sentences(text)
    for start, end, event, index in standpoints(text, [start for start, _ in cut], places, trains):
        spans.setdefault(start, Item("place", start, end, event, place=index, cue=STANDPOINT))
    for item in (*echoes(text, places), *leavings(text, places, times)):
        spans.setdefault(item.start, item)
    return _sentences(text, cut, spans)


def _sentences(text: str, cut: Sequence[Span], spans: dict[int, Item]) -> list[Sentence]:
    """The sentences of a text cut into them, those marked in which places and trains begin."""
    clocks = sorted(at for at, item in spans.items() if item.time is not None and item.time.has_clock)
    out = []
    heading: int | None = None
    for (start, end), (_, stop) in zip(cut, [*cut[1:], (0, 0)], strict=True):
        start, heading = start if heading is None else heading, None
        if heads_an_entry(text, start, end, stop, spans):
            heading = start
            continue
        inside = clocks[bisect_left(clocks, start) : bisect_left(clocks, end)]
        entries = split_entries(text, start, end, spans, inside) if len(inside) > 1 else ((start, end),)
        out += [Sentence(a, b, text, spans) for a, b in entries]
    return _marked(out, spans)


def _marked(out: list[Sentence], spans: dict[int, Item]) -> list[Sentence]:
    starts = [s.start for s in out]
    for at, item in spans.items():
        i = bisect_right(starts, at) - 1
        if i >= 0:
            out[i].may_name_place |= item.kind == "place"
            out[i].may_name_train |= item.who == "train"
    return out


def _sentences_abroad(text: str, spans: dict[int, Item], languages: Sequence[Language]) -> list[Sentence]:
    """The sentences of a text that is not, or not only, in English: each in its language."""
    from railsight.resolution.foreign.clauses import passengers_abroad

    for start, end in passengers_abroad(text, languages):
        spans.setdefault(start, Item("mover", start, end, text[start:end].lower(), who="train"))
    starts = sorted(spans)
    out: list[Sentence] = []
    for start, end in joined_sentences(text, languages):
        inside = {p: spans[p] for p in starts[bisect_left(starts, start) : bisect_left(starts, end)]}
        out.append(Sentence(start, end, text, inside, language_of(text[start:end], languages)))
    return _marked(out, spans)


def _with_its_name(train: Mention, movers: Sequence[Item]) -> int:
    """Where the words for a train begin, a name that runs into them taken along: "the Oxygen Express special train"."""
    i = bisect_right(movers, train.start, key=lambda item: item.start) - 1
    return movers[i].start if i >= 0 and train.start < movers[i].end <= train.end else train.start


def _items(text: str, start: int, end: int, spans: dict[int, Item]) -> list[Item]:
    items: list[Item] = []
    at = start
    for found in _WORD.finditer(text, start, end):
        begin, stop = found.span()
        if begin < at:
            continue
        at = stop
        item = spans.get(begin)
        if item is None:
            kind, low, who, left_off = _plain(found[0])
            of_train = low == "no" and ((items and items[-1].who == "train") or _TRAIN.match(text, stop))
            if of_train and _A_NUMBER.match(text, begin):
                low = "number"
            item = Item(kind, begin, stop - left_off, low, None, None, who)
            if left_off and kind == "mover":  # "it's", "she'd"
                items.append(item)
                item = Item("word", item.end, stop, _AUXILIARIES[found[0][-left_off:].lower().lstrip("'’")])
        elif item.end > at:
            at = item.end
        if item.low in _VEHICLES_TOO and item.kind == "mover":
            _settle_vehicle(item, items, text[stop : stop + 10].lower())
        items.append(item)
        if item.kind == "place" and text.startswith("-bound", item.end):
            items.append(Item("word", item.end, item.end + 6, "-bound"))
    return items


# "The No. 1 train", "train no. 5": no denial.
_A_NUMBER = re.compile(r"(?:No\.? ?|no\. ?)\d")
_TRAIN = re.compile(r"\.? ?\d+ trains?\b")

# Words for road vehicles that are parts of trains too, and what stands before them then.
_VEHICLES_TOO = frozenset({"car", "cars", "coach", "tanker", "tankers"})
_OF_TRAINS = frozenset(
    {"dining", "sleeping", "tank", "flat", "box", "hopper", "freight", "passenger", "rail", "railway"}
    | {"baggage", "empty", "power", "covered", "spacer", "gondola", "coal", "grain", "ore", "oil", "tail"}
    | {"rear", "last", "restaurant", "lounge", "observation", "dome", "loaded"}
)
_COUNTS = frozenset({*TO_TWELVE[1:], "dozen"})
_COUNTED_WITH = frozenset(
    {"with", "of", ",", "(", "-", "–", "and", "its", "remaining", "hauling", "pulling", "carrying"}
)


_NUMBERED = re.compile(r" (?:no\b|number\b|[a-z]\b(?! )|\d|one\b|two\b|three\b|four\b|five\b)")  # "coach F", "car 5"


def _settle_vehicle(item: Item, before: list[Item], after: str) -> None:
    """Read "61 cars", "the empty cars" and "the car park" as what they are: parts of a train, or no vehicle at all."""
    if after.startswith((" park", " carrier", " ferry", " inspector", " knocker")) or _NUMBERED.match(after):
        item.kind, item.who = "word", ""
        return
    last = before[-1].low if before else ""
    lead = before[-2].low if len(before) > 1 else ","
    if (last.isdigit() or last in _COUNTS) and lead in _COUNTED_WITH:
        item.kind, item.who = "word", ""
    elif last in _OF_TRAINS:
        item.who = "train"


@lru_cache(maxsize=16_384)
def _plain(word: str) -> tuple[str, str, str, int]:
    """Kind, text in lower case, and mover of a word or mark that stands for itself; characters of a possessive s or of
    what is drawn into a pronoun.
    """
    low = _SHORT_FOR.get(word.lower(), word.lower())
    if low in _PRONOUNS or low in _PARTIES:
        return "mover", low, "pronoun" if low in _PRONOUNS else "parties", 0
    if low.rstrip("s") in carriers() or low in carriers():
        return "mover", low, f"another vehicle ({low})", 0
    pronoun, _, drawn = low.replace("’", "'").partition("'")
    if pronoun in _PRONOUNS and drawn in _AUXILIARIES:
        return "mover", pronoun, "pronoun", len(drawn) + 1
    if low.endswith(("'s", "’s")):
        return "word", low[:-2], "", 2
    return "word" if word[0].isalnum() else "mark", low, "", 0


def _movers(text: str, people: frozenset[str], pieces: Sequence[Sequence[Word]]) -> list[Item]:
    """Capitalised names that are people, agencies or aircraft, outside places and times."""
    out: list[Item] = []
    full = {p for p in people if " " in p}
    titles, plain = lexicon("titles"), (lexicon("common"), events(), class_of("prepositions"))
    for words in pieces:
        while len(words) > 1 and words[0].text.lower().rstrip(".") in titles:
            words = words[1:]
        start, end = words[0].start, words[-1].end
        name = " ".join(w.text for w in words)
        if len(name) < 2 or (len(words) == 1 and _CLASS_OF_ENGINE.fullmatch(name)):
            continue
        if name in people or any(name.startswith(p + " ") or p.startswith(name + " ") for p in full):
            out.append(Item("mover", start, end, name.lower(), who="train"))
        elif tail := next((p for p in full if name.endswith(" " + p)), None):
            out.append(Item("mover", end - len(tail), end, tail.lower(), who="train"))
        elif len(words) == 1 and _plain(name)[2].startswith("another vehicle"):
            out.append(Item("mover", start, end, name.lower(), who=_plain(name)[2]))
        elif len(words) > 1 or not any(name.lower() in known for known in plain):
            out.append(Item("mover", start, end, name.lower(), who="?"))
    return out + _aircraft(text)


def _aircraft(text: str) -> list[Item]:
    """Types of aircraft, with the capitalised words before them: "Air Koryo An-148"."""
    out = []
    for found in search_near(_AIRCRAFT, text, _AIRCRAFT_HIT, 1, 12):
        lead = re.search(r"(?:[A-Z][\w-]+ ){1,3}$", text[max(0, found.start() - 40) : found.start()])
        begin = found.start() - (len(_untitled(lead.group())) if lead else 0)
        label = text[begin : found.end()]
        out.append(Item("mover", begin, found.end(), label.lower(), who=label))
    return out


def _untitled(lead: str) -> str:
    """The words before an aircraft type without an article that opens the sentence: "An Air Koryo" of An-148."""
    first, _, rest = lead.partition(" ")
    return rest if first in ("A", "An", "The", "One", "Its") else lead


def _pieces(seen: Scan, taken: Sequence[tuple[int, int]]) -> Iterator[list[Word]]:
    """Stretches of capitalised words on blanks or hyphens, without places, times and a word that opens a sentence."""
    text, common = seen.text, lexicon("common")
    k = 0
    for run in seen.runs:
        piece: list[Word] = []
        for word in run:
            while k < len(taken) and taken[k][1] <= word.start:
                k += 1
            inside = k < len(taken) and taken[k][0] < word.end
            opening = word.text.lower() in common and _opens(text, word.start)
            joined = bool(piece) and text[piece[-1].end : word.start] in (" ", "-", "'", "’", ". ")
            if piece and (inside or opening or not joined):
                yield piece
                piece = []
            if not inside and not opening:
                piece.append(word)
        if piece:
            yield piece


def _opens(text: str, at: int) -> bool:
    before = text[max(0, at - 3) : at].rstrip(" \"'“‘(")
    return not before or before[-1] in ".!?\n:"


def _agency_in(piece: str) -> str:
    """The news organisation a stretch of text names, empty when it names none."""
    for name in agencies():
        at = piece.find(name)
        while at >= 0:
            after = piece[at + len(name) : at + len(name) + 1]
            if (at == 0 or not piece[at - 1].isalnum()) and not (after.isalnum()):
                return name
            at = piece.find(name, at + 1)
    return ""
