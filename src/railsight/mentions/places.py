"""Place names in text with capital letters: runs of capitalised words, the longest names the gazetteer knows in them,
and simple additive evidence for and against each (``evidence``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from railsight.gazetteer.stations import station_words
from railsight.mentions.evidence import TRAINS_DO, evidence_of
from railsight.mentions.names import STRONG, Entry
from railsight.mentions.page import Found, Known, Page, Run, beside, contiguous
from railsight.mentions.people import note_people
from railsight.mentions.text import Word, lexica, lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.mentions.names import Names
    from railsight.mentions.scan import Scan

LONGEST_NAME = 7  # words of a name that are tried
SURE = 2.5  # evidence from which a name counts for its other mentions too
LISTED = 1.5  # for each neighbour in a list that is a place
SAID_ELSEWHERE = 1.0
DOUBTFUL = -2.0  # below this a name is none, whatever stands beside it
_LONGEST_WITHIN = 4  # characters
_NUMBERED = 4.0  # strength of a town whose stations have numbers
THRESHOLD = 1.5  # evidence from which a name is taken for a place: the middle of a plateau on both open corpora
_AT_PLACES = (" in ", " near ", " outside ")  # before a name that no gazetteer has and that can only be a place
_CALLED_AT = (*_AT_PLACES, " at ", " At ", " In ", " Near ", " reached ", " passed ", " departed ")
_BEFORE_PEOPLE = frozenset(
    {"from", "to", "toward", "towards", "around", "of", "on", "over", "visited", "left", "between"}
)
_FACILITIES, _ORGANISATIONS, _NEVER = lexicon("facilities"), lexicon("organisations"), lexicon("never")
_STATIONS = station_words()[0]
_OPENINGS = lexicon("prepositions") | TRAINS_DO | {"before", "after", "by"}
_NO_PART_OF_NAMES = frozenset(_STATIONS | _FACILITIES | _ORGANISATIONS | lexicon("directions"))
_LISTED = re.compile(r"(?: \(?[\d.,]+ ?%?\)?)?(?:,|;| and| or|, and|, or| &) ")  # between two places of a list


def find_places(seen: Scan, names: Names) -> list[Found]:
    """Spans taken for place names, in order, not overlapping; in a text about trains also their points misspelt."""
    clocks = [(t.start, t.end) for t in seen.clocks]
    page = Page(seen.text, names, rail=bool(seen.trains) or seen.is_timed, clocks=clocks)
    joined = _with_their_rest(seen.runs, page)
    read = [run for words in joined if (run := _analyse(_bared(words, page), page)) is not None]
    for run in read:
        note_people(run, page)
    found: list[Found] = []
    for run in read:
        places = _places_of(run, page)
        found.extend(places)
        if seen.trains and not places:
            found.extend(_misspelt(run, page))
    return _with_listed(found, page) if page.doubtful else found


# Between the words of a name that is known as a whole: "Frankfurt (Oder)", "King's Cross", "Mazar-i-Sharif".
_WITHIN_NAMES = re.compile(r" \(| ?/ ?|['’]s |-[a-z]{1,2}-")


def _with_their_rest(runs: Sequence[list[Word]], page: Page) -> list[list[Word]]:
    """The runs, those of one name as one: what tells a town from its namesakes, and small words within."""
    out: list[list[Word]] = []
    for run in runs:
        last = out[-1][-1] if out else None
        if (
            last is not None
            and run[0].start - last.end <= _LONGEST_WITHIN
            and _WITHIN_NAMES.fullmatch(page.text, last.end, run[0].start)
            and page.names.rows(page.text[last.start : run[0].end])
        ):
            out[-1] = [*out[-1], *run]
        else:
            out.append(run)
    return out


def _bared(words: list[Word], page: Page) -> list[Word]:
    """A run without a preposition that opens its sentence, and without "I" behind it: "At Stendal I saw it"."""
    if (
        len(words) > 1
        and words[0].bare in _OPENINGS
        and not words[0].text.isupper()
        and page.text[words[0].end : words[1].start] == " "
        and not page.names.rows(page.text[words[0].start : words[1].end])
    ):
        words = words[1:]
    if len(words) > 1 and words[-1].text == "I" and words[-2].bare not in lexicon("given"):
        after = page.after(words[-1].end, 2)
        words = words[:-1] if after[:1] in " '’" and after[1:].islower() else words
    return words


def _with_listed(found: list[Found], page: Page) -> list[Found]:
    """The places, and the doubtful names that stand in a list beside places or are places elsewhere in the text."""
    sure = {f.text.casefold() for f in found if f.evidence >= SURE}
    every = sorted([*found, *page.doubtful], key=lambda f: f.start)
    taken = {id(f) for f in found}
    for i, one in enumerate(every):
        if id(one) in taken or _overlaps(every, i, taken):
            continue
        beside = [(every[i - 1], one)] if i and id(every[i - 1]) in taken else []
        beside += [(one, every[i + 1])] if i + 1 < len(every) and id(every[i + 1]) in taken else []
        lists = sum(bool(_LISTED.fullmatch(page.text, a.end, b.start)) for a, b in beside)
        one.evidence += LISTED * lists + (SAID_ELSEWHERE if one.text.casefold() in sure else 0.0)
        if one.evidence >= THRESHOLD:
            one.why += ", in a list of places" if lists else ", a place elsewhere in the text"
            taken.add(id(one))
    return [f for f in every if id(f) in taken]


def _overlaps(every: Sequence[Found], i: int, taken: set[int]) -> bool:
    one = every[i]
    return any(id(o) in taken and o.start < one.end and one.start < o.end for o in every[max(0, i - 1) : i + 2])


def _misspelt(run: Run, page: Page) -> list[Found]:
    """A name no entry has, after a preposition, that sounds like a point of the railway: "in Khassan"."""
    words = run.words[: next((j for j in range(1, len(run.words)) if not beside(run, j, page)), len(run.words))]
    surface = page.text[words[0].start : words[-1].end]
    if len(words) > 3 or run.people or page.names.rows(surface) or not _sounds_known(surface, words[0].start, page):
        return []
    like = page.names.by_sound(surface)[0].name
    return [Found(words[0].start, words[-1].end, surface, "name", f"sounds like {like}", 1.6)]


def _sounds_known(surface: str, start: int, page: Page) -> bool:
    """Whether a name sounds like a point of the railway, after a preposition; after one that people too may follow ("to
    Kozlov") only where it is the name itself in another romanisation.
    """
    before = page.before(start).rstrip().rsplit(None, 1)[-1:]
    if not before or before[0].casefold() not in lexicon("prepositions") or surface.casefold() in lexicon("common"):
        return False
    if not page.names.by_sound(surface):
        return False
    return before[0].casefold() not in _BEFORE_PEOPLE or page.names.gazetteer.spells(surface)


def _analyse(words: list[Word], page: Page) -> Run | None:
    """A run with the names known in it; None for one unknown word that no preposition makes a place."""
    if len(words) == 1:
        word = words[0]
        entry = _entry(word, page)
        if entry.rows:
            return Run(words, [Known(0, 1, entry)])
        at_place = page.text.endswith(_CALLED_AT if page.rail else _AT_PLACES, 0, word.start)
        return Run(words) if at_place or (page.rail and _sounds_known(word.text, word.start, page)) else None
    run = Run(words)
    i, n = 0, len(words)
    while i < n:
        name = _longest(words, i, page)
        if name is not None:
            run.names.append(name)
            i = name.end
        else:
            i += 1
    return run


def _entry(word: Word, page: Page) -> Entry:
    """What is known of a word; of a town and the number of its station, in a text of trains, the town: "Almaty-2"."""
    entry = page.names.entry(word.text)
    town = word.text.rpartition("-")[0] if page.rail and not entry.rows else ""
    if page.names.strength(town) >= _NUMBERED and (rows := page.names.at_station(word.text)):
        return Entry(rows)
    return entry


def _longest(words: list[Word], i: int, page: Page) -> Known | None:
    """The longest known name that begins at word i."""
    text, names = page.text, page.names
    first = words[i]
    if first.text in ("The", "THE") and i + 1 < len(words):
        inner = _longest(words, i + 1, page)
        if inner and inner.entry.strength >= names.strength(text[first.start : words[inner.end - 1].end]):
            return None  # "The US", but "The Hague"
    last = min(len(words), i + LONGEST_NAME)
    if last > i + 1 and names.starts(first.text):
        for j in range(last, i + 1, -1):
            entry = names.entry(text[first.start : words[j - 1].end])
            if entry.rows:
                return Known(i, j, entry)
    entry = _entry(first, page)
    if not entry.rows:
        return None
    return _hyphened(words, i, entry, page) if _is_hyphened(words, i, page) else Known(i, i + 1, entry)


def _is_hyphened(words: list[Word], i: int, page: Page) -> bool:
    """Whether a hyphen joins word i to a word that is neither a place itself nor makes a station of it."""
    if i + 1 >= len(words) or page.text[words[i].end : words[i + 1].start] != "-":
        return False
    return words[i + 1].bare not in _NO_PART_OF_NAMES and not page.names.rows(words[i + 1].text)


def _hyphened(words: list[Word], i: int, half: Entry, page: Page) -> Known | None:
    """ "Petrovsk-Zabaykalsky" as another spelling of the whole name; its first half is a place by itself only where it
    is a city with a part named behind it ("Leipzig-Engelsdorf"), never Petrovsk.
    """
    rows = page.names.spelt(page.text[words[i].start : words[i + 1].end])
    if rows:
        return Known(i, i + 2, Entry(rows))
    return Known(i, i + 1, half) if half.strength >= STRONG else None


# ---------------------------------------------------------------- second pass: evidence


def _places_of(run: Run, page: Page) -> list[Found]:
    words = run.words
    out: list[Found] = []
    if not run.names:
        town = _unknown_town(run, page)
        if town:
            return town
    used = 0
    for name in run.names:
        i, j, entry = name
        if i < used:
            continue
        facility = _facility(run, name, page) if j < len(words) else None
        if facility is not None:
            out.append(facility[0])
            used = facility[1]
            continue
        evidence, why = evidence_of(run, name, page)
        if evidence < DOUBTFUL:
            continue
        hint = _hint(run, name)
        end = _with_stop(words[j - 1], page) if entry.is_abbreviation else words[j - 1].end
        end += "(" in page.text[words[i].start : end] and page.text.startswith(")", end)
        one = Found(words[i].start, end, page.text[words[i].start : end], hint, why, evidence)
        if evidence < THRESHOLD:
            if words[i].bare not in _NEVER:
                page.doubtful.append(one)
            continue
        out.append(one)
        used = j
    if not out and len(words) > 1 and not run.people:
        unknown = _unknown_facility(run, page)
        if unknown is not None:
            out.append(unknown)
    return out


def _with_stop(word: Word, page: Page) -> int:
    """End of an abbreviation with its full stop: "Ky.", "Calif."."""
    after = page.after(word.end, 3)
    short = len(word.text) <= 5 and not word.text.isupper()
    return word.end + 1 if short and after[:1] == "." and not after[1:3].strip(" ")[:1].isupper() else word.end


def _hint(run: Run, name: Known) -> str:
    i, j, entry = name
    if entry.is_demonym:
        return "demonym"
    if len(run.words) > j - i and any(w.bare in _ORGANISATIONS for w in run.words[:i] + run.words[j:]):
        return "organisation"
    return "name"


def _facility(run: Run, name: Known, page: Page) -> tuple[Found, int] | None:
    """A landmark whose name holds a known place and ends in a head noun: "Toronto Airport". End word index with it."""
    words = run.words
    i, j, entry = name
    k = next((k for k in range(min(len(words), j + 4), j, -1) if words[k - 1].bare in _FACILITIES), 0)
    if not k and page.rail and words[j].bare in _STATIONS and (j + 1 == len(words) or not beside(run, j + 1, page)):
        k = j + 1
    if not k or run.is_person(i) or entry.is_demonym:
        return None
    if any(_is_body(w.bare) and w.bare not in _STATIONS for w in words[i:k]):
        return None
    if not contiguous(page.text, words[i:k]):
        return None
    start, end = words[i].start, words[k - 1].end
    inner = (words[i].start, words[j - 1].end)
    head = "station" if words[k - 1].bare in _STATIONS else words[k - 1].bare
    return Found(start, end, page.text[start:end], "facility", f"named {head}", 2.0, head, inner), k


def _is_body(word: str) -> bool:
    """Whether a word names an institution and not a landmark as well."""
    return word in _ORGANISATIONS and word not in _FACILITIES


def _unknown_facility(run: Run, page: Page) -> Found | None:
    """A landmark no word of which the gazetteer knows: "Frenchmen Street", "Lake Zzyx"."""
    words = run.words
    last = words[-1].bare
    first = words[0].bare
    if not (last in _FACILITIES or first in lexicon("facilities_before")) or not contiguous(page.text, words):
        return None
    if any(_is_body(w.bare) for w in words) or words[0].text.isupper():
        return None
    if first in ("the", "a", "this", "our", "my", "their") or len(words) > 5:
        return None
    start, end = words[0].start, words[-1].end
    head = last if last in _FACILITIES else first
    return Found(start, end, page.text[start:end], "facility", f"named {head}, not in the gazetteer", 1.6, head)


def _unknown_town(run: Run, page: Page) -> list[Found]:
    """A name the gazetteer does not have where only a place fits: "in Bharmour district", "near Kitchanga."."""
    start = run.words[0].start
    if not page.text.endswith(_CALLED_AT if page.rail else _AT_PLACES, 0, start) or run.people:
        return []
    size = next((j for j in range(1, len(run.words)) if not beside(run, j, page)), len(run.words))
    words, end = run.words[:size], run.words[size - 1].end
    if size > 2:
        return []
    plain = lexica("common", "never", "given", "titles", "organisations", "directions", "times")
    if any(w.bare in plain or len(w.text) < 4 or w.text.isupper() or w.text in page.surnames for w in words):
        return []
    if any(page.in_lower_case(w.bare) or not w.text.isalpha() for w in words):
        return []
    if page.after(end, 1) not in ",.;:) " or page.after(end, 2)[1:2].isupper():
        return []
    text = page.text[start:end]
    return [Found(start, end, text, "unknown", "after a preposition, not in the gazetteer", THRESHOLD)]
