"""Russian and Korean sentences as the same frames as English ones: plain movement verbs by the beginnings of words.

Small on purpose: a verb of the lexicon, the preposition or particle of the place, "not", "expected" and hedges. What is
more involved gives no frame with an event, and so no sighting.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from railsight.mentions.phrases import DirectionPhrase
from railsight.resolution.frames import Frame
from railsight.resolution.wording import beginnings

if TYPE_CHECKING:
    from railsight.resolution.items import Item, Sentence

_HANGUL = re.compile(r"[가-힣]")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_EITHER = re.compile(r"[\u0400-\u04ff가-힣]")
_EVENTS = ("arrived", "departed", "passed", "crossed", "stopped", "seen", "move")
_STEM_ENDS = re.compile(r"[가-힣]*")
_COMPASS = {"север": "N", "юг": "S", "восток": "E", "запад": "W", "북": "N", "남": "S", "동": "E", "서": "W"}
_DIRECTION = re.compile(
    r"\bна (?:(?P<a>северо|юго)-)?(?P<b>север|юг|восток|запад)\b|(?P<c>[북남])?(?P<d>[북남동서])쪽으로"
)
_SKIPPED = 4  # words such as "the station of the town of" between a preposition and a place


def language(text: str) -> str | None:
    """``ru`` or ``ko`` for a sentence mostly in that writing, else None."""
    if text.isascii() or not _EITHER.search(text):
        return None
    ko, ru = len(_HANGUL.findall(text)), len(_CYRILLIC.findall(text))
    if max(ko, ru) < 0.3 * len(text.replace(" ", "")):
        return None
    return "ko" if ko > ru else "ru"


def find_foreign_directions(text: str) -> list[DirectionPhrase]:
    """Compass words of Russian and Korean that tell where something moves: "на север", "북쪽으로"."""
    if text.isascii() or not _EITHER.search(text):
        return []
    out = []
    for f in _DIRECTION.finditer(text):
        first = {"северо": "N", "юго": "S"}.get(f["a"] or "", "") + _COMPASS.get(f["c"] or "", "")
        heading = first + _COMPASS[f["b"] or f["d"]]
        out.append(DirectionPhrase(f.start(), f.end(), f.group(), heading, of=False, adjective=False))
    return out


def read_foreign_frames(sentence: Sentence, number: int, text: str, lang: str) -> list[Frame]:
    """A frame for every place of a Russian or Korean sentence, in order."""
    items = sentence.items
    verbs = [(i, event) for i, x in enumerate(items) if x.kind == "word" and (event := _event(x.low, lang))]
    out = []
    for index, item in enumerate(items):
        if item.kind == "place" and item.place is not None:
            frame = Frame(number, index, item.place, clause=(0, len(items)))
            _preposition(items, index, text, lang, frame)
            verb = _verb(verbs, index, lang)
            if verb is not None:
                _govern(items, verb[0], verb[1], lang, frame)
            times = [(abs(i - index), x.time) for i, x in enumerate(items) if x.time is not None]
            frame.times = [t for _, t in sorted(times, key=lambda p: p[0])]
            out.append(frame)
    return out


def _event(word: str, lang: str) -> str | None:
    """The event of a verb form, future forms included."""
    return next((e for e in _EVENTS if word.startswith(beginnings(lang, e))), None)


def _verb(verbs: list[tuple[int, str]], index: int, lang: str) -> tuple[int, str] | None:
    """The verb of a place: in Korean the next one, in Russian the one before, else the next."""
    after = next((v for v in verbs if v[0] > index), None)
    if lang == "ko":
        return after
    return next((v for v in reversed(verbs) if v[0] < index), after)


def _preposition(items: list[Item], index: int, text: str, lang: str, frame: Frame) -> None:
    if lang == "ko":
        end = items[index].end
        tail = _STEM_ENDS.match(text, end)
        particle = tail.group().removeprefix("역").removeprefix("강") if tail else ""
        for word in ("near", "from", "to"):
            if particle in beginnings(lang, word) or (index + 1 < len(items) and items[index + 1].low in _near(word)):
                frame.preposition = word
                return
        frame.preposition = "in"
        return
    for i in range(index - 1, max(-1, index - 1 - _SKIPPED), -1):
        for word in ("toward", "near", "through", "from", "to", "in"):
            if items[i].low in beginnings(lang, word):
                frame.preposition = word
                return
        if items[i].kind in ("place", "mark", "time"):
            return


def _near(word: str) -> tuple[str, ...]:
    return beginnings("ko", "near") if word == "near" else ()


def _govern(items: list[Item], verb: int, event: str, lang: str, frame: Frame) -> None:
    """Event, mood, negation and mover of the verb."""
    low = items[verb].low
    frame.event, frame.verb, frame.verb_at = event, low, verb
    near = items[max(0, verb - 2) : verb] if lang == "ru" else items[verb + 1 : verb + 3]
    negated = beginnings(lang, "negated")
    frame.negated = any(x.low in negated if lang == "ru" else x.low.startswith(negated) for x in near)
    words = [x.low for x in items if x.kind == "word"]
    if low.startswith(beginnings(lang, "future")) or any(w.startswith(beginnings(lang, "future")) for w in words):
        frame.modal = "future"
    elif any(w.startswith(beginnings(lang, "possible")) for w in words):
        frame.modal = "possible"
    _settle_preposition(items, lang, frame)
    _mover(items, verb, lang, frame)


def _settle_preposition(items: list[Item], lang: str, frame: Frame) -> None:
    """What the verb makes of the preposition: "в" after "направился" is towards, "평양을" before "출발" is from."""
    if frame.event == "move" and frame.preposition == "in" and (lang == "ru" or frame.verb.startswith("향")):
        frame.preposition = "to"
    if lang == "ko" and frame.event not in ("departed", "move") and frame.preposition == "from":
        frame.preposition = "in"
    if frame.event == "departed":
        frame.preposition = "to" if frame.preposition in ("in", "to", "toward") and lang == "ru" else "from"
    river = [x.low for x in items[max(0, frame.item - 2) : frame.item]]
    if frame.event == "passed" and frame.preposition == "through" and "реку" in river:
        frame.event = "crossed"
    if frame.event == "crossed":
        frame.preposition = "in"
    if frame.event == "arrived" and frame.preposition in ("to", "through", "toward", ""):
        frame.preposition = "in"


def _mover(items: list[Item], verb: int, lang: str, frame: Frame) -> None:
    """The train when the sentence names it or a pronoun, or nobody else; else another."""
    trains = [i for i, x in enumerate(items) if x.kind == "mover" and x.who == "train"]
    said = [i for i, x in enumerate(items[:verb]) if x.low in beginnings(lang, "pronoun")] if lang == "ru" else []
    if trains or said:
        frame.mover, frame.mover_at = "train", (trains or said)[0]
        frame.mover_text = "train"
        return
    others = [x for x in items[:verb] if x.kind == "mover" and x.who not in ("train", "pronoun", "parties")]
    subject = lang == "ko" and any(x.kind == "word" and x.low.endswith(("이", "가", "은", "는")) for x in items[:verb])
    if others or subject:
        frame.mover, frame.mover_text = "other", others[0].low if others else "another"
