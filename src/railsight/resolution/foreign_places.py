"""What is said of a place in other languages than English: what marks it, and whether it tells where another is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from railsight.mentions.languages import Language
    from railsight.resolution.clauses import Clause, Spoken
    from railsight.resolution.frames import Frame

_LIGHT_MOST = 4  # words such as "the station of the town of" between a preposition and a place
_BEFORE = 40  # characters before a name in which "north of" is looked for
_WATER = (*"江河川강", "brücke", "fluss")
_JOINS = frozenset({"、", "和", "及", "と", "und", "и", "와", "과"})


def mark(told: Spoken, clause: Clause, index: int, frame: Frame) -> None:
    """Fill preposition and offset of a place, and whether it only says where something else is."""
    frame.preposition = _relation(told, clause, index)
    _offset(told, index, frame)
    tells_of_place_before = (
        frame.offset is not None and not clause.verbs and any(x.kind == "place" for x in told.items[: clause.low])
    )
    frame.qualifies = (
        clause.apposition or tells_of_place_before or _belongs(told, index) or _lies_beside(told, clause, index)
    )


def _relation(told: Spoken, clause: Clause, index: int) -> str:
    """What marks a place, as an English preposition: its ending, or a word before it."""
    items = told.items
    found = _ending(told, items[index].end)
    if found:
        return found
    start = max(clause.low, index - 1 - _LIGHT_MOST) if told.table.spaced else index - 1
    for i in range(index - 1, start - 1, -1):
        cue = items[i].cue
        if cue.startswith("rel:"):
            if cue == "rel:from" and i > clause.low and items[i - 1].cue == "light":
                continue  # "im Bahnhof von Peking"
            return cue[4:]
        if items[i].kind != "word" or cue not in ("light", "river", ""):
            return ""
    return ""


def _ending(told: Spoken, at: int) -> str:
    """The relation that the letters right after a name tell, past a word such as "station"."""
    table = told.table
    if not table.after:
        return ""
    tail = table.pattern("name_tail")
    skipped = tail.match(told.text, at) if tail else None
    at = skipped.end() if skipped else at
    fitting = [(len(word), relation) for word, relation in _endings(table) if told.text.startswith(word, at)]
    return max(fitting)[1] if fitting else ""


def _endings(table: Language) -> list[tuple[str, str]]:
    return [(w.replace("_", " "), relation) for relation, line in table.after.items() for w in line.split()]


def _offset(told: Spoken, index: int, frame: Frame) -> None:
    """ "North of X", in the words of the language."""
    place, table = told.items[index], told.table
    before, after = table.pattern("offset_before"), table.pattern("offset_after")
    found = before.search(told.text, max(0, place.start - _BEFORE), place.start) if before else None
    found = found or (after.match(told.text, place.end) if after else None)
    if found:
        frame.offset = table.letters(*found.groups())
        frame.preposition = "near"


def _lies_beside(told: Spoken, clause: Clause, index: int) -> bool:
    """Whether a place only says where the next or last one lies: "ウラジオストク近郊のアルチョム", "Артём под X"."""
    items = told.items
    if index + 1 < clause.high and _ending(told, items[index].end) == "near":
        following = next((x for x in items[index + 1 : index + 3] if x.kind == "place"), None)
        return following is not None and told.text[following.start - 1] in "の의的 "
    before = items[max(clause.low, index - 2) : index]
    return len(before) == 2 and before[0].kind == "place" and before[1].cue == "rel:near"


def _belongs(told: Spoken, index: int) -> bool:
    """Whether a place only says whose somebody is: "滨海边疆区行政长官", "沿海地方の知事", "연해주 지사"."""
    after = list(told.items[index + 1 : index + 3])
    if after and after[0].low in ("の", "的", "의"):
        after = after[1:]
    return bool(after) and after[0].cue == "other" and after[0].start - told.items[index].end <= 2


def is_water(told: Spoken, index: int) -> bool:
    """Whether a name is that of a river or bridge, by its end or the word beside it."""
    items = told.items
    beside = [*items[max(0, index - 1) : index], *items[index + 1 : index + 2]]
    return items[index].low.endswith(_WATER) or any(x.cue == "river" for x in beside)


def listed(told: Spoken, a: int, b: int) -> bool:
    """Whether only a joining word or mark stands between two places."""
    between = told.items[a + 1 : b]
    return len(between) == 1 and between[0].low in _JOINS


def nearest_place(told: Spoken, clause: Clause, at: int) -> int | None:
    """The place of a clause that is nearest to an item."""
    places = (i for i in range(clause.low, clause.high) if told.items[i].kind == "place")
    return min(places, key=lambda i: abs(i - at), default=None)
