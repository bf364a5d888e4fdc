"""What is said of a place in other languages than English: what marks it, and whether it tells where another is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from railsight.mentions.languages import EVENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.mentions.languages import Language
    from railsight.resolution.foreign.clauses import Clause, Spoken
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item

_LIGHT_MOST = 4  # words such as "the station of the town of" between a preposition and a place
_BEFORE = 40  # characters before a name in which "north of" is looked for
_WATER = (*"江河강", "brücke", "fluss")  # not 川, which ends the names of many towns
_STATIONS = ("站", "駅", "역", "车站", "車站")
_ONTO = "на"  # with a town of the accusative: "ушёл на Липецк"; "на Лихоборах" is there
_IN_A_PLACE = re.compile(r"(?:[еиё]|ах|ях|ом|ой|\d)$")
_RESIDENTS = "жител"  # who saw it where they live, if nowhere else is named
_WHOSE = frozenset({"other", "agency", "official", "witness"})
_OF = frozenset(
    ("", "시", "한", "현지", "지역", "철도", "주재", "一", "一家", "一名", "一位", "某", "当地", "當地", "現地", "地元",
     "本地", "鉄道", "铁路", "鐵路")
)  # fmt: skip
_REGION = re.compile(r"(?:県|縣|省|府|州|自治区|自治州|地方)の?[^、。，,\s]{0,10}")
_MARKED = re.compile(r"[をにへでからより、。，]")
_OF_MOST = 8  # letters of "of the border station" between a region and the place in it
_ARTICLES = frozenset({"der", "die", "das", "dem", "den", "des"})
_ASIDE = 3  # words such as "statt wie erwartet" before a preposition
_NEXT = 10  # letters between a place and those who belong to it
_BOUND = frozenset({"开往", "開往", "发往", "發往", "至", "到", "往", "驶往", "駛往", "去"})
_HEADING = 6  # items
_GENITIVES = ("の", "의", "的")
_MOST_OF_TRAIN = 3  # items from a name to the train that it names
_ARROWS = frozenset("→⇒➡＞>〜～")
_DASHES = frozenset("-–—")
_INTO = frozenset({"в", "во", "на"})
_WAY_MOST = 3  # items from "from" to the place that is gone to
_NOUN_MOST = 4  # items of a noun and what stands before it
_ALONG = frozenset({"по"})
_OVER_MOST = 5  # items from "over" to the place by which the bridge is
_JOINS = frozenset({"、", "和", "及", "と", "und", "и", "와", "과"})


def mark(told: Spoken, clause: Clause, index: int, frame: Frame) -> Frame:
    """The frame with preposition and offset of a place, and whether it only says where something else is."""
    frame = frame._replace(preposition=_relation(told, clause, index))
    frame = _offset(told, index, frame)
    tells_of_place_before = (
        frame.offset is not None and not clause.verbs and any(x.kind == "place" for x in told.items[: clause.low])
    )
    return frame._replace(
        qualifies=clause.apposition
        or _holds_the_next(told, clause, index)
        or tells_of_place_before
        or _belongs(told, clause, index)
        or told.follows("comes_from_after", index)
        or _lies_beside(told, clause, index)
        or _holds_the_one_before(told, clause, index)
        or _is_scenery(told, index),
    )


_SCENERY_REACH = 24  # characters before a name in which such words stand


def _is_scenery(told: Spoken, index: int) -> bool:
    """Whether a name is only of what is looked at: "за вагонами виден берег Байкала"."""
    pattern, start = told.table.pattern("scenery_before"), told.items[index].start
    return pattern is not None and pattern.search(told.text, max(0, start - _SCENERY_REACH), start) is not None


def _relation(told: Spoken, clause: Clause, index: int) -> str:
    """What marks a place, as an English preposition: its ending, or a word before it."""
    items = told.items
    if told.follows("comes_from_after", index):
        return "from"
    if index > 1 and items[index - 1].low in _ARROWS and (items[index - 2].kind == "place" or len(items) <= _HEADING):
        return "to"  # "大船→長野": of a heading
    found = _ending(told, items[index].end)
    if found:
        return found
    if _goes_there(told, clause, index):
        return "to"
    start = max(clause.low, index - 1 - _LIGHT_MOST) if told.table.spaced else index - 1
    for i in range(index - 1, start - 1, -1):
        cue = items[i].cue
        if cue.startswith("rel:"):
            led = next((x.cue for x in reversed(items[clause.low : i]) if x.cue != "adverb"), "")
            if led == "rel:instead":
                return "instead"  # "statt wie erwartet bei Kehl"
            of_a_noun = i > clause.low and items[i - 1].cue == "light" and items[i - 1].low not in _ARTICLES
            of_a_noun = of_a_noun or _is_of_what_is_there(told, clause, i)
            if cue == "rel:from" and i and items[i - 1].cue == "witness" and _is_alone(told, index):
                return "in"  # who is from X saw it in X, if nowhere else is named
            if cue == "rel:from" and of_a_noun:
                continue  # "im Bahnhof von Peking", not "der aus Kassel kommende Zug"
            onto = (
                items[i].low == _ONTO and i == index - 1 and not _IN_A_PLACE.search(told.text[: items[index].end][-4:])
            )
            if any(x.cue == "rel:instead" for x in items[max(clause.low, i - _ASIDE) : i]):
                return "instead"  # "statt wie erwartet bei X"
            return "toward" if onto else cue[4:]
        if items[i].kind != "word" or cue not in ("light", "river", ""):
            return ""
    return ""


def _is_of_what_is_there(told: Spoken, clause: Clause, at: int) -> bool:
    """Whether "von" tells whose a noun is that stands behind a preposition: "am Bahnübergang von X"."""
    items = told.items
    noun = items[at - 1] if at > clause.low + 1 else None
    if noun is None or items[at].low != "von" or noun.kind != "word" or noun.cue or not told.text[noun.start].isupper():
        return False
    return any(x.cue.startswith("rel:") for x in items[max(clause.low, at - _NOUN_MOST) : at - 1])


def _goes_there(told: Spoken, clause: Clause, index: int) -> bool:
    """Whether "into" a place stands right behind where the train comes from: "на пути из X в Y"."""
    before = [x for x in told.items[clause.low : index] if x.cue != "light"][-_WAY_MOST:]
    return [x.kind == "place" or x.cue for x in before] == ["rel:from", True, "rel:in"] and before[2].low in _INTO


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


def _offset(told: Spoken, index: int, frame: Frame) -> Frame:
    """ "North of X", in the words of the language."""
    place, table = told.items[index], told.table
    before, after = table.pattern("offset_before"), table.pattern("offset_after")
    found = before.search(told.text, max(0, place.start - _BEFORE), place.start) if before else None
    found = found or (after.match(told.text, place.end) if after else None)
    if found:
        return frame._replace(offset=table.letters(*found.groups()), preposition="near")
    return frame


def _lies_beside(told: Spoken, clause: Clause, index: int) -> bool:
    """Whether a place only says where the next or last one lies: "ウラジオストク近郊のアルチョム", "Артём под X"."""
    items = told.items
    if index + 1 < clause.high and _ending(told, items[index].end) == "near":
        following = next((x for x in items[index + 1 : index + 3] if x.kind == "place"), None)
        return following is not None and told.text[following.start - 1] in "の의的 "
    before = items[max(clause.low, index - 2) : index]
    return len(before) == 2 and before[0].kind == "place" and before[1].cue == "rel:near"


def _holds_the_one_before(told: Spoken, clause: Clause, index: int) -> bool:
    """Whether a place only says where the one right before it lies: "in Valognes in der Normandie"; not "kam von X in Y
    an".
    """
    items = told.items
    at = index - 2 if items[index - 1].low in ("der", "dem", "den") else index - 1
    if told.table.verb != "clause" or at <= clause.low or items[at].low not in ("in", "im"):
        return False
    return items[at - 1].kind == "place" and _relation(told, clause, at - 1) in ("in", "near", "object", "")


def _holds_the_next(told: Spoken, clause: Clause, index: int) -> bool:
    """Whether a place only tells where the next one lies: "중국 단둥", "ロシア極東の国境の駅ハサン"."""
    items, table = told.items, told.table
    if table.verb not in ("marked", "after"):
        return False
    following = next((i for i in range(index + 1, clause.high) if items[i].kind == "place"), None)
    if following is None:
        return False
    between = told.text[items[index].end : items[following].start]
    of = (
        between.startswith("の")
        and len(between) <= _OF_MOST
        and not any(x.cue.rstrip("~!") in EVENTS for x in items[index:following])
    )
    if of:
        return re.search("[、。がはを]", between) is None
    region = _REGION.fullmatch(between) or (
        _REGION.fullmatch(items[index].low[-1] + between) and not _MARKED.match(told.text, items[index].end)
    )
    if region and not any(x.cue.rstrip("~!") in EVENTS for x in items[index:following]):
        return True  # "遼寧省丹東駅", "岡山県のJR山陽線倉敷駅"
    beside = table.pattern("offset_after")
    if beside is not None and beside.fullmatch(between.rstrip(" 의の的")):
        return True  # "치타 남쪽 자바이칼스크"
    if not between and not told.text[items[index].end - 1].isascii():
        return True  # "沈阳苏家屯站"
    return between == " " and table.verb == "after"


def names_the_train(told: Spoken, clause: Clause, index: int) -> bool:
    """Whether a place only tells which train it is: "直达X的班列", without a verb of its own before it."""
    items = told.items
    if told.table.spaced:
        pairs = [i for i in (index - 2, index) if i > 0 and _is_pair(items[i : i + 3])]
        return any(items[i - 1].who == "train" for i in pairs)  # "поезд Москва — Воркута"
    if told.table.verb != "marked" or index + 2 >= clause.high:
        return False
    if _is_named_by_ends(items[index:], 0) or _is_named_by_ends(items[max(0, index - 2) :], min(2, index)):
        return True  # "北京西开往昆明的K1583次列车"
    if items[index + 1].low != "的":
        return False
    verbs = {v for v, _ in clause.verbs}
    return items[index + 2].who == "train" and not verbs & {index - 1, index - 2}


def names_whose_train(items: Sequence[Item], index: int) -> bool:
    """Whether a place only tells whose train it is: "北朝鮮の専用列車", "朝鲜专列"."""
    following = items[index + 1 : index + 1 + _MOST_OF_TRAIN]
    train = next((k for k, x in enumerate(following) if x.who == "train"), None)
    if train is None or any(x.kind == "mark" or x.cue not in ("", "other") for x in following[:train]):
        return False
    beside = (
        following[0].start > items[index].end or following[0].kind == "mover"
    )  # no ending between, as of "하산에서"
    return beside or following[0].low.startswith(_GENITIVES)


def _is_named_by_ends(items: Sequence[Item], at: int) -> bool:
    """Whether a train is named by two places from the first of these items on, the place at ``at`` being one."""
    if len(items) < 5 or items[0].place is None or items[2].place is None or items[1].low not in _BOUND or at > 2:
        return False
    return items[3].low == "的" and any(x.who == "train" for x in items[4:7])


def _is_pair(piece: Sequence[Item]) -> bool:
    """Whether items are a place, a dash and a place."""
    return len(piece) == 3 and None not in (piece[0].place, piece[2].place) and piece[1].low in _DASHES


def _belongs(told: Spoken, clause: Clause, index: int) -> bool:
    """Whether a place only says whose somebody is: "滨海边疆区行政长官", "沿海地方の知事", "연해주 지사"."""
    items = told.items
    before = items[index - 1] if index else None
    if told.table.spaced and before is not None and before.cue in _WHOSE and told.table.verb == "before":
        there = before.cue == "witness" or before.low.startswith(_RESIDENTS) or _tells_of_the_station(told, clause)
        return not (there and _is_alone(told, index))  # "власти Хасана"
    pattern, end = told.table.pattern("of_there_after"), items[index].end
    from_there = pattern.match(told.text, end) if pattern is not None else None
    end = from_there.end() if from_there is not None else end
    behind = (x for x in items[index + 1 : index + 8] if x.end > end)
    after = [x for x in behind if x.low[max(0, end - x.start) :].lstrip("の의的") not in _OF]
    if not after or after[0].cue not in _WHOSE or after[0].start - end > _NEXT:
        return False
    if after[0].cue == "witness" and told.table.verb in (
        "after",
        "marked",
    ):  # who lives in X saw it in X, if nowhere else
        others = (i for i, x in enumerate(items) if x.kind == "place" and i != index)
        return not all(names_whose_train(items, i) for i in others)
    return True


def _tells_of_the_station(told: Spoken, clause: Clause) -> bool:
    """Whether a clause speaks of "the station" or the town: "в администрации X подтвердили: поезд прошёл станцию"."""
    scene, high = told.table.pattern("scene"), told.items[clause.high - 1].end
    return scene is not None and scene.search(told.text, told.items[clause.low].start, high) is not None


def _is_alone(told: Spoken, index: int) -> bool:
    """Whether a sentence names no other place."""
    return all(x.place is None for i, x in enumerate(told.items) if i != index)


def is_water(told: Spoken, index: int) -> bool:
    """Whether a name is that of a river or bridge, by its end or the word beside it."""
    items = told.items
    beside = [*items[max(0, index - 1) : index], *items[index + 1 : index + 2]]
    if told.text.startswith(_STATIONS, items[index].end):
        return False
    return items[index].low.endswith(_WATER) or any(x.cue == "river" for x in beside)


def is_by_a_bridge(told: Spoken, index: int) -> bool:
    """Whether a place tells where the bridge is that is gone over: "über die Brücke bei X", "по мосту у X"."""
    own = told.items[max(0, index - _OVER_MOST) : index]
    before = ["river" if x.low.endswith(_WATER) else x.cue for x in own]
    if "river" not in before or before[-1] not in ("rel:near", "rel:in"):
        return False
    way = own[: before.index("river")]
    return any(x.cue == "rel:through" or x.low in _ALONG for x in way)


def listed(told: Spoken, a: int, b: int) -> bool:
    """Whether only a joining word or mark stands between two places."""
    between = told.items[a + 1 : b]
    return len(between) == 1 and between[0].low in _JOINS


def nearest_place(told: Spoken, clause: Clause, at: int) -> int | None:
    """The place of a clause that is nearest to an item."""
    places = (i for i in range(clause.low, clause.high) if told.items[i].kind == "place")
    return min(places, key=lambda i: abs(i - at), default=None)


def contrasted(told: Spoken, index: int) -> bool:
    """Whether "not" stands right before the preposition of a place: "не в Самаре, а в Пензе"."""
    before = told.items[max(0, index - 2) : index]
    return len(before) == 2 and before[0].cue == "negated" and before[1].cue.startswith("rel:")
