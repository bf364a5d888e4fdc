"""From frames to sightings: event, status, time, direction and subject of each place, with the role and its reason."""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.gazetteer import relations
from railsight.geo import approx_m, geodesic_m
from railsight.mentions.intervals import interval_of
from railsight.mentions.text import lexicon
from railsight.model import AIM_EVENTS, Candidate, Mention, Sighting
from railsight.resolution.absences import others_wait
from railsight.resolution.afterthoughts import add_times_told_later
from railsight.resolution.aligning import in_order, on_one_clock
from railsight.resolution.assumed import ON_THE_WAY
from railsight.resolution.candidates import names_a_region
from railsight.resolution.crossings import add_countries, borders_of, crossings_of
from railsight.resolution.denials import corrects, denied, leaves_open, may_take_back
from railsight.resolution.earlier_times import put_before, put_on_the_day_before
from railsight.resolution.former import earlier_words, seen_before, tells_of_the_last
from railsight.resolution.guesses import guess
from railsight.resolution.happenings import denies_a_goal, event_of
from railsight.resolution.headings import heading_told_first, headings_of_a_sentence, headings_told_after
from railsight.resolution.leavings import had_stopped, was_there
from railsight.resolution.namesakes import say_which
from railsight.resolution.oceans import without_places_overseas
from railsight.resolution.onward import with_departures
from railsight.resolution.spans import is_since
from railsight.resolution.standpoints import retold
from railsight.resolution.states import stands_for_a_state
from railsight.resolution.stations import ends_a_station
from railsight.resolution.status import STATED, status_of
from railsight.resolution.stays import is_told_of_its_stay, may_be_there
from railsight.resolution.subjects import NOT_BY_TRAIN, is_of_people, subject_of
from railsight.resolution.timing import put_ahead, story_day, when_of
from railsight.resolution.told import TOO_LARGE, Told
from railsight.resolution.toponyms import BORROWED_WHY, ELSEWHERE_WHY
from railsight.resolution.untold import untold
from railsight.resolution.vantage import ANY_ZONE, look_back
from railsight.resolution.ways import names_a_line
from railsight.resolution.wording import agencies
from railsight.resolution.zones import zone_named, zone_of
from railsight.times import known_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.model import EventKind, Role
    from railsight.resolution.frames import Frame
    from railsight.resolution.items import Item, Sentence
    from railsight.times import Interval

_THIS_TIME = re.compile(r"[^.;]*?\bthis (?:time|year|week)\b")
_TOWNS = frozenset({"town", "station"})
_END = "an end of the train's journey; when it is there is not told"
_TOO_LARGE = "a {} is too large to place a train"
_COUNTRY = _TOO_LARGE.format("country")
_LINES = frozenset({"railway", "railroad", "line", "highway", "motorway"})
_EARLIER_DAYS = 25  # a time this long before publication belongs to an earlier journey


def tell(told: Told, frames: Sequence[Frame]) -> None:
    """Fill ``sightings`` and ``reasons`` (role and why, by place mention) from the frames in reading order."""
    add_times_told_later(told, frames)
    look_back(told)
    told.story_day = story_day(told)
    number = -1
    made: list[tuple[Frame, int]] = []
    for frame in with_departures(told, frames):
        if frame.sentence != number:
            _settle_a_sentence(told, made)
            made, number = [], frame.sentence
        sighting = _consider(told, frame, made)
        if sighting is not None:
            made.append((frame, len(told.sightings)))
            told.sightings.append(sighting)
    _settle_a_sentence(told, made)
    headings_told_after(told)
    heading_told_first(told)
    add_countries(told)
    on_one_clock(told)
    without_places_overseas(told)
    in_order(told)


def _settle_a_sentence(told: Told, made: list[tuple[Frame, int]]) -> None:
    """Headings and times that the sightings of one sentence give one another."""
    headings_of_a_sentence(told, made)
    put_before(told, made)
    put_on_the_day_before(told, made)


# ---------------------------------------------------------------- one place of a sentence


def _consider(told: Told, frame: Frame, made: list[tuple[Frame, int]]) -> Sighting | None:
    """The sighting of a frame, if it tells one. What stands for a place named before leaves its role alone, unless
    nothing was told of it.
    """
    if not frame.echo:
        return _told_of(told, frame, made)
    before = told.reasons.get(frame.place)
    sighting = _told_of(told, frame, made)
    if before is not None and (sighting is None or before[0] != "background"):
        told.reasons[frame.place] = before
    elif before is None:
        told.reasons.pop(frame.place, None)
    return sighting


def _told_of(told: Told, frame: Frame, made: list[tuple[Frame, int]]) -> Sighting | None:
    mention = told.mentions[frame.place]
    sentence = told.sentences[frame.sentence]
    gone_or_come = frame.unplaced and not is_told_of_its_stay(frame)
    nowhere = frame.at_standpoint and frame.event is None
    if nowhere or (gone_or_come and not was_there(told, frame)) or (frame.echo and not may_be_there(told, frame)):
        return None
    reason = _no_sighting(told, frame, mention, sentence, made)
    if reason is not None:
        told.reasons.setdefault(frame.place, reason)
        if reason[1] == _COUNTRY:
            _toward_country(told, frame, mention, sentence)
        if reason[0] == "negated" and made:
            _turn_away(told, made, mention)
        return None
    if frame.end_of_journey is not None:
        earlier = _earlier(told, frame, sentence, mention)
        told.reasons[frame.place] = ("background", earlier) if earlier else (frame.end_of_journey, _END)
        return None
    subject, why = subject_of(told, frame, sentence)
    if subject is None:
        told.reasons[frame.place] = ("background", why)
        settled = why.endswith(NOT_BY_TRAIN) or is_of_people(frame, why) or told.in_company
        return None if settled else _guessed(told, frame, mention, sentence, made)
    if _enters(told, frame):
        frame.event = "crossed"
    if mention.place is not None:
        put_ahead(told, frame, mention.place)
    event, role = event_of(frame)
    if role == "negated" and subject == "train" and mention.place is not None and denies_a_goal(frame):
        told.not_goals.add(mention.place.id)
    if event is None:
        denied = role == "negated"
        why = "the train is not going there" if denied else "no movement of the train is told here"
        told.reasons[frame.place] = (role if denied else "background", why)
        return None if denied else _guessed(told, frame, mention, sentence, made)
    if subject != "train":
        return _other(told, frame, mention, subject, event)
    earlier = _earlier(told, frame, sentence, mention)
    if earlier:
        told.reasons[frame.place] = ("background", earlier)
        return None
    if frame.unplaced:
        had_stopped(told, frame)
    sighting = _train_sighting(told, frame, mention, event, role, made)
    return None if frame.at_standpoint and retold(told, frame, sighting) else sighting


# The role of a place where no rule reads what happened and it is guessed.
_GUESSED_ROLES: dict[str, Role] = {
    "departed": "origin",
    "crossed": "crossing",
    "due": "expected",
    "heading": "destination",
    "absent": "negated",
}


def _guessed(
    told: Told, frame: Frame, mention: Mention, sentence: Sentence, made: list[tuple[Frame, int]]
) -> Sighting | None:
    """The sighting that the words around a place speak for where no rule reads one: less certain, and said so."""
    of_people = others_wait(sentence.items, frame.item, frame) or (made and _tells_it(sentence, frame))
    found = None if of_people else guess(told, frame)
    if found is None or mention.place is None or mention.place.kind in ("region", "county"):
        return None
    if _earlier(told, frame, sentence, mention):
        return None
    event: EventKind = "due" if found.event != "heading" and _is_of_a_day_to_come(frame) else found.event
    role = _GUESSED_ROLES.get(event, "seen")
    sighting = _train_sighting(told, frame, mention, event, role, made)
    words = f"guessed from the words around ({found.probability:.0%})"
    told.reasons[frame.place] = (told.reasons[frame.place][0], f"{event}: {words}")
    return replace(sighting, certainty=round(found.probability, 2), note=f"{words}; {sighting.note}")


def _tells_it(sentence: Sentence, frame: Frame) -> bool:
    """Whether a place behind what is told of another is of those who tell it: "according to drivers on X Square"."""
    before = sentence.items[max(0, frame.item - _TELLERS_REACH) : frame.item]
    return any(a.low == "according" and b.low == "to" for a, b in pairwise(before))


_TELLERS_REACH = 9  # items before a place in which those who tell of it stand


def _is_of_a_day_to_come(frame: Frame) -> bool:
    """Whether the time of a place lies ahead: "tomorrow X, they say"."""
    return any(t.shift_days is not None and t.shift_days > 0 and not t.after_event for t in frame.times[:1])


def _enters(told: Told, frame: Frame) -> bool:
    """Whether a country stands between the verb and the place: "entered Russia at Naushki" and "slipped into Russia at
    Naushki" are crossings there.
    """
    at, items = frame.verb_at, told.sentences[frame.sentence].items
    enters = frame.verb.startswith("enter") and frame.event == "arrived"
    if at is None or frame.place == 0 or not (enters or frame.event == "move"):
        return False
    before = told.mentions[frame.place - 1]
    through = frame.preposition in ("at", "through", "via", "near", "by")
    country = before.place is not None and before.place.kind == "country" and before.start > items[at].start
    led = enters or any(x.low == "into" and x.end == before.start - 1 for x in items[at + 1 : frame.item])
    return through and country and led


# Also «"Vostochny" cosmodrome in the Amur region».
_IN_ITS_REGION = re.compile(r", |[»”\"'’]?(?: [a-zа-яё]+)? (?:in|в|во|im) (?:the |der |dem )?")


def _ends_the_name_before(told: Told, index: int) -> bool:
    """Whether a region stands after the comma of a place in it, or "in" is between them: "Galesburg, Illinois"."""
    if not index:
        return False
    inner, outer = told.mentions[index - 1], told.mentions[index]
    if inner.place is None or outer.place is None or not _IN_ITS_REGION.fullmatch(told.text, inner.end, outer.start):
        return False
    return inner.place.admin1 == outer.place.admin1 and inner.place.kind != "region"


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
_FAR_OFF_M = 100_000.0
_AT_CROSSING_M = 60_000.0  # how far from the place named with it a crossing of a river may be


# Head nouns of what lies by the place named with it; streams are long, or towns are named after them.
_LANDMARKS = lexicon("facilities") - {"creek", "river", "brook", "stream"}


def _only_near_another(mention: Mention) -> bool:
    """Whether a name has but the place of another one, and is no landmark ("the bridge") that lies by it."""
    borrowed = any(why.startswith((BORROWED_WHY, ELSEWHERE_WHY)) for why in mention.candidates[0].why)
    return borrowed and not any(w in _LANDMARKS for w in mention.text.casefold().split())


def _no_sighting(
    told: Told, frame: Frame, mention: Mention, sentence: Sentence, made: list[tuple[Frame, int]]
) -> tuple[Role, str] | None:
    """Role and reason of a place that cannot be a sighting whatever the verb."""
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
    if (frame.preposition == "away" or _away(sentence, frame)) and not _drew_away(sentence, frame):
        return "negated", "the train moves away from it"
    if frame.qualifies and not any(f(told, frame, sentence) for f in _STILL_TOLD):
        return "background", "says where another place is"
    if made and _tells_where(frame, made[-1][0], told):
        _bring_near(told, made[-1][1], mention)
        return "background", "says where the train crossed"
    if may_take_back(sentence.low):
        named = sentence.items[frame.item]  # not the mention, which "here" may have far behind it
        if leaves_open(told.text, sentence, named):
            return "background", "the report says it is not known"
        if denied(told.text, sentence, named):
            frame.negated = True
            if frame.event == "move" and frame.preposition in ("to", "for", "toward", "towards") and not frame.times:
                return "negated", "a way that the report denies"
        if corrects(told.text, sentence):
            return "background", "what the report corrects"
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
    if mention.place.kind == "region" and _ends_the_name_before(told, frame.place):
        return "background", "says where another place is"
    if mention.place.kind in TOO_LARGE:
        return _role_of_large(told, frame, sentence), _TOO_LARGE.format(mention.place.kind)
    if frame.modifies:
        return "background", "only modifies the noun after it"
    return None


def _role_of_large(told: Told, frame: Frame, sentence: Sentence) -> Role:
    """What a country is to the journey, though no sighting: left, crossed into, headed for."""
    if frame.end_of_journey is not None:
        return frame.end_of_journey
    if subject_of(told, frame, sentence)[0] != "train":
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


def _away(sentence: Sentence, frame: Frame) -> bool:
    words = [x.low for x in sentence.items[max(0, frame.item - 7) : frame.item]]
    if "away" in words[-5:] and "from" in words[-4:]:
        return True
    if "instead" not in sentence.low and "rather" not in sentence.low:
        return False
    before = itertools.takewhile(_goes_on, reversed(sentence.items[max(0, frame.item - _INSTEAD_REACH) : frame.item]))
    words = [x.low for x in before]
    return any(pair in (("of", "instead"), ("than", "rather")) for pair in pairwise(words))


_INSTEAD_REACH = 12  # items between "instead of" and what was not done


def _goes_on(item: Item) -> bool:
    return item.kind != "place" and item.low not in (",", ";")


_PUNCTUAL = frozenset({"right", "on", "time", "late", "early"})
_LEAVES = frozenset({"pulled", "drew", "steamed", "eased", "got", "get", "gets"})
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
    gone = entry or it or led in _LEAVES
    if gone:
        frame.event, frame.verb, frame.preposition = "departed", frame.verb or "away", "from"
        frame.mover = frame.mover or "parties"
    return gone


def _turn_away(told: Told, made: list[tuple[Frame, int]], mention: Mention) -> None:
    _, index = made[-1]
    told.sightings[index] = replace(told.sightings[index], away_from=mention.place)


def _earlier(told: Told, frame: Frame, sentence: Sentence, mention: Mention) -> str | None:
    """Why a frame belongs to an earlier journey, or None."""
    if frame.earlier is not None:
        return f"an earlier journey ('{frame.earlier}')"
    low, high = frame.clause
    span = sentence.items[low].start, sentence.items[high - 1].end
    piece = told.text[span[0] : span[1]].lower()
    following = told.mentions[frame.place + 1].start if frame.place + 1 < len(told.mentions) else sentence.end
    if _THIS_TIME.match(told.text, mention.end, min(sentence.end, mention.end + 40, following)):
        return None  # "unlike in 2019 it turned north at X this time"
    word = earlier_words(piece, told.published.year) or tells_of_the_last(told.text, sentence)
    if word is not None:
        return f"an earlier journey ('{word}')"
    if seen_before(sentence.items, frame):
        return "where the train was before, at a time that is not told"
    assert mention.place is not None
    for phrase in frame.times:
        if phrase.kind != "moment" or phrase.is_near or not span[0] <= phrase.start < span[1]:
            continue
        if is_since(told, frame, phrase):
            continue  # "has stood there since January": it still does
        # of a country the day will do, whatever its zone; the map of zones costs 50 ms and 15 MB when first asked
        zone = zone_named(ANY_ZONE) if mention.place.kind in TOO_LARGE else zone_of(mention.place)
        interval = interval_of(phrase, told.vantage, zone, tense="future" if frame.modal else "past")
        if interval and (told.vantage - interval.latest) > timedelta(days=_EARLIER_DAYS):
            return f"an earlier journey ({phrase.text})"
    return None


# ---------------------------------------------------------------- countries


def _toward_country(told: Told, frame: Frame, mention: Mention, sentence: Sentence) -> None:
    """Keep what is told of a country: "crossed into Russia" as a crossing of its border, "bound for Russia" as the aim.

    Both are told if the report says nowhere else where that was, or where it goes.
    """
    if sentence.language is not None:
        return  # there the country is too often that of a ministry or a paper
    found = event_of(frame)[0] if subject_of(told, frame, sentence)[0] == "train" else None
    if found is None or mention.place is None or _earlier(told, frame, sentence, mention):
        return
    if frame.preposition == "" and (frame.verb_at is None or not 0 < frame.item - frame.verb_at <= 2):
        return  # "passed X when Lithuania closed ..."
    event: EventKind = "crossed" if found == "arrived" else found
    aim = event in AIM_EVENTS
    if aim and frame.preposition in ("through", "via", "across", "from", "over"):
        return
    if not aim and event not in ("crossed", "absent"):
        return
    candidates = mention.candidates if aim else borders_of(told, mention)
    if not candidates:
        return
    status, why = status_of(frame, event, sentence, told.text)
    # a country is too large for the hour of an arrival
    interval, note = (None, "") if aim else when_of(told, frame, candidates[0].place, event)
    notes = "; ".join(x for x in (f"into {mention.text}" if event == "crossed" else "", why, note) if x)
    built = _build(told, frame, "train", candidates, event, status, interval, notes)
    if event == "crossed":
        built = replace(built, toward=mention.place)  # a border has two sides
    told.of_countries.append((mention.place.country, built))


# ---------------------------------------------------------------- building


def _train_sighting(
    told: Told, frame: Frame, mention: Mention, event: EventKind, role: Role, made: list[tuple[Frame, int]]
) -> Sighting:
    sentence = told.sentences[frame.sentence]
    status, why = status_of(frame, event, sentence, told.text)
    if told.official and why == STATED:
        status, why = "confirmed", "the statement of an office"
    if status == "speculated" and (event in AIM_EVENTS or event in ("arrived", "seen")):
        role = "speculated"
    assert mention.place is not None
    say_which(told, mention)
    candidates = _where(told, frame, mention)
    interval, note = when_of(told, frame, mention.place, event)
    if interval is not None and event not in AIM_EVENTS and note != ON_THE_WAY:
        told.last, told.left = interval, frame.sentence if event == "departed" else None
    if event == "heading" and frame.verb_at is not None:  # "left X for Y at noon": on the clock of X
        left = [
            told.sightings[i] for f, i in made if f.verb_at == frame.verb_at and told.sightings[i].event == "departed"
        ]
        interval = left[-1].interval if left else interval
    told.reasons[frame.place] = (role, f"{event}: {why}")
    unnamed = "no train is named: the report is taken to be of one" if told.implied else ""
    notes = "; ".join(x for x in (why, note, unnamed) if x)
    return _build(told, frame, "train", candidates, event, status, interval, notes)


def _build(
    told: Told,
    frame: Frame,
    subject: str,
    candidates: tuple[Candidate, ...],
    event: EventKind,
    status: str,
    interval: Interval | None,
    note: str,
) -> Sighting:
    sentence = told.sentences[frame.sentence]
    agency = sentence.agency
    source = (
        f"{agency}, as told by {told.report.source or told.report.id}"
        if agency
        else told.report.source or told.report.id
    )
    digest = hashlib.sha1(
        f"{told.report.id}|{sentence.start}|{frame.item}|{event}".encode(), usedforsecurity=False
    ).hexdigest()[:8]
    return Sighting(
        id=f"{told.report.id}-{digest}",
        candidates=candidates,
        event=event,
        status=status,  # type: ignore[arg-type]
        interval=interval,
        subject=subject,
        report=told.report.id,
        quote=(sentence.start, sentence.end),
        quote_text=told.report.text[sentence.start : sentence.end],
        source=source,
        note=note,
        known_at=known_from(told.published),
    )


def _where(told: Told, frame: Frame, mention: Mention) -> tuple[Candidate, ...]:
    """The candidates, moved to "north of", "near" or "between" as the sentence says."""
    if frame.between is not None and told.mentions[frame.between].place is not None:
        other = told.mentions[frame.between].place
        assert other is not None
        assert mention.place is not None
        pair = sorted((mention.place, other), key=lambda p: p.id)
        return (Candidate(relations.between(pair[0], pair[1]), mention.score, ("said to be between the two",)),)
    if frame.offset is not None:
        return tuple(
            replace(c, place=relations.offset(c.place, frame.offset or "N", frame.distance_m))
            for c in mention.candidates
        )
    if frame.distance_m is not None:
        return tuple(replace(c, place=relations.around(c.place, frame.distance_m or 0.0)) for c in mention.candidates)
    town = mention.place is not None and mention.place.kind in _TOWNS
    if town and names_a_region(told.text, mention.start, mention.end):
        return tuple(replace(c, place=relations.region_of(c.place)) for c in mention.candidates)
    if frame.preposition in ("near", "outside", "around", "beyond"):
        return tuple(replace(c, place=relations.near(c.place)) for c in mention.candidates)
    if mention.place is not None and mention.place.kind in ("river", "canal"):
        return crossings_of(told, mention)
    return mention.candidates


def _other(told: Told, frame: Frame, mention: Mention, subject: str, event: EventKind) -> Sighting | None:
    """A movement of another carrier: its start is kept as the origin of where it went."""
    assert mention.place is not None
    if event == "departed":
        told.reasons[frame.place] = ("background", f"where {subject} set out, not the train")
        told.mentions[frame.place] = replace(mention, why=f"origin of {subject}")
        told.origins[subject, frame.sentence] = mention.place
        return None
    if event in AIM_EVENTS and told.sentences[frame.sentence].language is not None:
        told.reasons[frame.place] = ("background", f"where {subject} goes, not the train")
        return None
    told.reasons[frame.place] = ("background", f"told of {subject}, not of the train")
    sentence = told.sentences[frame.sentence]
    status, why = status_of(frame, event, sentence, told.text)
    interval, note = when_of(told, frame, mention.place, event)
    built = _build(
        told, frame, subject, mention.candidates, event, status, interval, "; ".join(x for x in (why, note) if x)
    )
    return replace(built, origin=told.origins.get((subject, frame.sentence)))
