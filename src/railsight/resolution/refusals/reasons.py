"""Why a place of a report is no sighting of the train, whatever verb is told of it."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.geo import approx_m, geodesic_m
from railsight.mentions.text import lexicon
from railsight.model import Mention
from railsight.resolution.frame import TOWARDS
from railsight.resolution.phrases.happenings import event_of
from railsight.resolution.places.stations import ends_a_station
from railsight.resolution.places.toponyms import BORROWED_WHY, ELSEWHERE_WHY
from railsight.resolution.refusals.denials import CORRECTED, corrects, denied, leaves_open, may_take_back
from railsight.resolution.refusals.states import stands_for_a_state
from railsight.resolution.refusals.subjects import subject_of
from railsight.resolution.refusals.untold import untold
from railsight.resolution.sentences.verbs import COMPASS
from railsight.resolution.sentences.ways import names_a_line
from railsight.resolution.told import TOO_LARGE, Told
from railsight.resolution.wording import agencies

if TYPE_CHECKING:
    from railsight.model import Role
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item, Sentence

_TOO_LARGE = "a {} is too large to place a train"
COUNTRY = _TOO_LARGE.format("country")
_LINES = frozenset({"railway", "railroad", "line", "highway", "motorway"})
_FAR_OFF_M = 100_000.0
_AT_CROSSING_M = 60_000.0  # how far from the place named with it a crossing of a river may be
# Head nouns of what lies by the place named with it; streams are long, or towns are named after them.
_LANDMARKS = lexicon("facilities") - {"creek", "river", "brook", "stream"}
# Also «"Vostochny" cosmodrome in the Amur region».
_IN_ITS_REGION = re.compile(r", |[»”\"'’]?(?: [a-zа-яё]+)? (?:in|в|во|im) (?:the |der |dem )?")


def never_a_sighting(told: Told, frame: Frame, mention: Mention) -> tuple[Role, str] | None:
    """Role and reason of a name that places no train whatever is told of it."""
    if mention.role in ("dateline", "clock", "agency") and not frame.echo:
        return mention.role, mention.why
    if mention.text.isupper() and mention.text in agencies():
        return "agency", "a news agency"
    if mention.place is None:
        return "background", "no place is known well enough" if mention.candidates else "not in the gazetteer"
    before = told.mentions[frame.place - 1] if frame.place else None
    if before is not None and ends_a_station(told.text, before, mention):
        return "background", "part of the name before"
    if _only_near_another(mention):
        return "background", mention.candidates[0].why[0]
    if frame.place in told.claims_of and not (frame.event == "due" and frame.mover == "pronoun"):
        return "background", told.claims_of[frame.place]
    return None


def _only_near_another(mention: Mention) -> bool:
    """Whether a name has but the place of another one, and is no landmark ("the bridge") that lies by it."""
    borrowed = any(why.startswith((BORROWED_WHY, ELSEWHERE_WHY)) for why in mention.candidates[0].why)
    return borrowed and not any(w in _LANDMARKS for w in mention.text.casefold().split())


def moves_away(sentence: Sentence, frame: Frame) -> tuple[Role, str] | None:
    """Role and reason of a place that the train moves away from, which no word tells to be a departure."""
    if _leads_away(sentence, frame) and not _drew_away(sentence, frame):
        return "negated", "the train moves away from it"
    return None


def drawn_away(sentence: Sentence, frame: Frame) -> Frame:
    """The frame of "pulled away from X": a departure."""
    if not (_leads_away(sentence, frame) and _drew_away(sentence, frame)):
        return frame
    mover = frame.mover or "parties"
    return frame._replace(event="departed", verb=frame.verb or "away", preposition="from", mover=mover)


def _leads_away(sentence: Sentence, frame: Frame) -> bool:
    """Whether the train moves away from a place: "away from X", "instead of to X"."""
    if frame.preposition == "away" or frame.event == "nearing":
        return frame.event != "nearing"  # "is an hour away from X"
    words = [x.low for x in sentence.items[max(0, frame.item - 7) : frame.item]]
    if "away" in words[-5:] and "from" in words[-4:]:
        return True
    if _not_that_way(sentence.items, frame.item):
        return True
    if "instead" not in sentence.low and "rather" not in sentence.low:
        return False
    before = itertools.takewhile(_goes_on, reversed(sentence.items[max(0, frame.item - _INSTEAD_REACH) : frame.item]))
    words = [x.low for x in before]
    return any(pair in (("of", "instead"), ("than", "rather")) for pair in pairwise(words))


def _not_that_way(items: list[Item], place: int) -> bool:
    """Whether a way is set against the one taken: "went north, not south to X", "east and not on to X"."""
    at = place - 1
    while at > 0 and items[at].low in _WAYS:
        at -= 1
    led = [x.low for x in items[at + 1 : place]]
    against = items[at].low == "not" and at > 0 and items[at - 1].low in (",", "(", "and", "but", "–", "—")
    return against and bool(led) and led[-1] in _TOWARD and len(led) > 1


_TOWARD = frozenset({"to", "for", "toward", "towards", "into"})
_WAYS = frozenset(COMPASS) | _TOWARD | {"on", "back", "down", "up", "out", "over", "straight", "the"}
_INSTEAD_REACH = 12  # items between "instead of" and what was not done


def _goes_on(item: Item) -> bool:
    return item.kind != "place" and item.low not in (",", ";")


_PUNCTUAL = frozenset({"right", "on", "time", "late", "early"})


_LEAVES = frozenset({"pulled", "drew", "steamed", "eased", "got", "get", "gets", "slipped", "moved", "rolled", "set"})


_IS = frozenset({"is", "was", "'s", "’s"})


def _drew_away(sentence: Sentence, frame: Frame) -> bool:
    """ "Pulled away from X" and "she's away from X" are departures, "away right time from X" an entry of a log."""
    words = [x.low for x in sentence.items[max(0, frame.item - 6) : frame.item]]
    if words[-1:] != ["from"] or "away" not in words:
        return False
    at = len(words) - 1 - words[::-1].index("away")
    if not set(words[at + 1 : -1]) <= _PUNCTUAL:
        return False
    led = words[at - 1] if at else ""
    after = sentence.items[frame.item + 1 : frame.item + 3]
    punctual = at + 1 < len(words) - 1
    entry = led in ("", ".") and (punctual or any(x.time is not None and x.time.has_clock for x in after))
    it = led in _IS and at > 1 and words[at - 2] in ("it", "she", "he", "train", "that")
    return entry or it or led in _LEAVES


def taken_back(told: Told, frame: Frame, sentence: Sentence) -> Frame:
    """The frame of a place of which the report says that it is not so: denied."""
    named = sentence.items[frame.item]  # not the mention, which "here" may have far behind it
    back = may_take_back(sentence.low) and denied(told.text, sentence, named)
    return frame._replace(negated=True) if back else frame


def no_sighting(told: Told, frame: Frame, mention: Mention, made: list[tuple[Frame, int]]) -> tuple[Role, str] | None:
    """Role and reason of a place that by what is told around it is no sighting, whatever the verb."""
    sentence = told.sentences[frame.sentence]
    assert mention.place is not None
    if frame.qualifies and not any(f(told, frame, sentence) for f in _STILL_TOLD):
        return "background", "says where another place is"
    if made and _tells_where(frame, made[-1][0], told):
        _bring_near(told, made[-1][1], mention)
        return "background", "says where the train crossed"
    if may_take_back(sentence.low):
        named = sentence.items[frame.item]  # not the mention, which "here" may have far behind it
        if leaves_open(told.text, sentence, named):
            return "background", "the report says it is not known"
        toward = frame.event == "move" and frame.preposition in TOWARDS
        if toward and not frame.times and denied(told.text, sentence, named):
            return "negated", "a way that the report denies"
        if corrects(told.text, sentence):
            return "background", CORRECTED
    if stands_for_a_state(mention.place, sentence.items, frame.item):
        return "background", "stands for those who govern there"
    reason = untold(told.text, sentence, sentence.items[frame.item], frame)
    if reason is not None:
        return reason
    if mention.why.startswith("names the people"):
        return "agency", mention.why
    last_word = mention.text.casefold().split()[-1]
    if last_word in _LINES or names_a_line(told.text, mention.start, mention.end):
        return "background", "a line, not a spot on it"
    if mention.place.kind in ("region", "area") and mention.place.admin1 is None:
        return "background", "too large to place a train"
    if frame.between is not None:
        other = told.mentions[frame.between].place
        if other is not None and other.kind in TOO_LARGE:
            return "background", _TOO_LARGE.format(other.kind)
    if mention.place.kind == "region" and _ends_the_name_before(told, frame.place):
        return "background", "says where another place is"
    if mention.place.kind in TOO_LARGE:
        return _role_of_large(told, frame, sentence), _TOO_LARGE.format(mention.place.kind)
    if frame.modifies:
        return "background", "only modifies the noun after it"
    return None


def _narrows(told: Told, frame: Frame, sentence: Sentence) -> bool:
    """ "Crossed into Germany near X": a place by which a country is made narrow enough."""
    before = [x.place for x in sentence.items[max(0, frame.item - 2) : frame.item] if x.place is not None]
    place = told.mentions[before[-1]].place if before else None
    return place is not None and place.kind in TOO_LARGE and frame.preposition in ("near", "at", "outside")


def _out_of_the_country(told: Told, frame: Frame, sentence: Sentence) -> bool:
    """Whether a place by the border is that over which a train came home: "27日朝、集安から北朝鮮に戻った"."""
    if sentence.language is None or frame.preposition != "from" or frame.event != "arrived":
        return False
    here, following = told.mentions[frame.place].place, sentence.items[frame.item + 1 : frame.item + 4]
    into = next((told.mentions[x.place] for x in following if x.place is not None), None)
    if here is None or into is None or into.place is None or into.place.kind != "country":
        return False
    borders = told.crossings(into.place)
    return any(approx_m(b.lon, b.lat, here.lon, here.lat) <= _AT_CROSSING_M for b in borders)


def _lies_elsewhere(told: Told, frame: Frame, sentence: Sentence) -> bool:
    """ "Stopped the train bound for Munich in Bicske": a town that is far from the one before "in" does not hold it."""
    before = sentence.items[frame.item - 2] if frame.item >= 2 else None
    if before is None or before.place is None or frame.preposition not in ("in", "at", "near") or frame.offset:
        return False
    a, b = told.mentions[before.place].place, told.mentions[frame.place].place
    if a is None or b is None or {a.kind, b.kind} & {"region", "county", *TOO_LARGE}:
        return False
    return geodesic_m(a.lon, a.lat, b.lon, b.lat) > _FAR_OFF_M


_STILL_TOLD = (_narrows, _lies_elsewhere, _out_of_the_country)


def _ends_the_name_before(told: Told, index: int) -> bool:
    """Whether a region stands after the comma of a place in it, or "in" is between them: "Galesburg, Illinois"."""
    if not index:
        return False
    inner, outer = told.mentions[index - 1], told.mentions[index]
    if inner.place is None or outer.place is None or not _IN_ITS_REGION.fullmatch(told.text, inner.end, outer.start):
        return False
    return inner.place.admin1 == outer.place.admin1 and inner.place.kind != "region"


def _role_of_large(told: Told, frame: Frame, sentence: Sentence) -> Role:
    """What a country is to the journey, though no sighting: left, crossed into, headed for."""
    if frame.end_of_journey is not None:
        return frame.end_of_journey
    if subject_of(told, frame, sentence).who != "train":
        return "background"
    if frame.event == "arrived" and frame.verb.startswith("enter") and not frame.negated:
        return "crossing"
    role = event_of(frame)[1]
    return role if role in ("crossing", "origin", "destination", "negated") else "background"


def _tells_where(frame: Frame, before: Frame, told: Told) -> bool:
    """ "Crossed the Tumen River at Khasan": the second place says where on the first."""
    if frame.verb_at is None or frame.verb_at != before.verb_at or frame.event != "crossed":
        return False
    first = told.mentions[before.place].place
    return (
        first is not None
        and first.kind in ("river", "canal", "bridge", "border", "river crossing")
        and (frame.preposition in ("at", "near", "by", "outside", "between") or frame.offset is not None)
    )


def _bring_near(told: Told, index: int, mention: Mention) -> None:
    """A crossing told to be at a place: one of those near it, or the place itself where none is known there."""
    place, crossing = mention.place, told.sightings[index]
    assert place is not None
    near = tuple(
        c for c in crossing.candidates if approx_m(c.place.lon, c.place.lat, place.lon, place.lat) <= _AT_CROSSING_M
    )
    told.sightings[index] = replace(crossing, candidates=near or mention.candidates)
