"""From frames to sightings: event, status, time, direction and subject of each place, with the role and its reason."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.gazetteer import relations
from railsight.model import AIM_EVENTS, Candidate, Mention, Sighting
from railsight.resolution.models.guesses import guess
from railsight.resolution.phrases.absences import others_wait
from railsight.resolution.phrases.happenings import denies_a_goal, event_of
from railsight.resolution.phrases.witnesses import WITNESSES
from railsight.resolution.places.candidates import names_a_region
from railsight.resolution.places.crossings import add_countries, borders_of, crossings_of
from railsight.resolution.places.headings import heading_told_first, headings_of_a_sentence, headings_told_after
from railsight.resolution.places.namesakes import say_which
from railsight.resolution.places.out_of_reach import without_places_out_of_reach, without_places_overseas
from railsight.resolution.refusals.denials import CORRECTED
from railsight.resolution.refusals.mistaken import is_another
from railsight.resolution.refusals.reasons import (
    COUNTRY,
    drawn_away,
    moves_away,
    never_a_sighting,
    no_sighting,
    taken_back,
)
from railsight.resolution.refusals.subjects import subject_of
from railsight.resolution.reports.taken_back import note_another_train, note_what_is_corrected
from railsight.resolution.sentences.leavings import had_stopped, was_there
from railsight.resolution.sentences.stays import is_told_of_its_stay, may_be_there
from railsight.resolution.status import STATED, status_of
from railsight.resolution.tellers.standpoints import retold
from railsight.resolution.times.afterthoughts import with_the_clock_it_left_at, with_times_told_later
from railsight.resolution.times.aligning import in_order, on_one_clock
from railsight.resolution.times.assumed import AFTER, NO_TIME, ON_THE_WAY
from railsight.resolution.times.earlier_times import put_before, put_on_the_day_before
from railsight.resolution.times.former import earlier_journey
from railsight.resolution.times.halts import run_through
from railsight.resolution.times.left_over import with_clocks_left_over
from railsight.resolution.times.onward import with_departures
from railsight.resolution.times.timing import put_ahead, story_day, when_and_by, when_of
from railsight.resolution.times.vantage import look_back
from railsight.resolution.told import Told
from railsight.resolution.wording import words
from railsight.times import known_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.model import EventKind, Role
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item, Sentence
    from railsight.times import Interval

    Considered = tuple[Frame, Sighting | None]  # a frame as it turns out in its report, and what it tells

_TOWNS = frozenset({"town", "station"})
_END = "an end of the train's journey; when it is there is not told"


def tell(told: Told, frames: Sequence[Frame]) -> None:
    """Fill ``sightings`` and ``reasons`` (role and why, by place mention) from the frames in reading order."""
    frames = with_the_clock_it_left_at(told, with_times_told_later(told, frames))
    look_back(told)
    told.story_day = story_day(told)
    number = -1
    made: list[tuple[Frame, int]] = []
    for frame in with_departures(told, frames):
        if frame.sentence != number:
            _settle_a_sentence(told, made)
            made, number = [], frame.sentence
        frame, sighting = _consider(told, frame, made)
        if sighting is not None:
            made.append((frame, len(told.sightings)))
            told.sightings.append(sighting)
    _settle_a_sentence(told, made)
    with_clocks_left_over(told)
    headings_told_after(told)
    heading_told_first(told)
    add_countries(told)
    on_one_clock(told)
    without_places_overseas(told)
    in_order(told)
    without_places_out_of_reach(told)


def _settle_a_sentence(told: Told, made: list[tuple[Frame, int]]) -> None:
    """Headings and times that the sightings of one sentence give one another."""
    headings_of_a_sentence(told, made)
    put_before(told, made)
    put_on_the_day_before(told, made)


# ---------------------------------------------------------------- one place of a sentence


def _consider(told: Told, frame: Frame, made: list[tuple[Frame, int]]) -> Considered:
    """The frame and its sighting, if it tells one. What stands for a place named before leaves its role alone, unless
    nothing was told of it.
    """
    if not frame.echo:
        return _told_of(told, frame, made)
    before = told.reasons.get(frame.place)
    frame, sighting = _told_of(told, frame, made)
    if before is not None and (sighting is None or before[0] != "background"):
        told.reasons[frame.place] = before
    elif before is None:
        told.reasons.pop(frame.place, None)
    return frame, sighting


def _told_of(told: Told, frame: Frame, made: list[tuple[Frame, int]]) -> Considered:
    mention = told.mentions[frame.place]
    sentence = told.sentences[frame.sentence]
    gone_or_come = frame.unplaced and not is_told_of_its_stay(frame)
    nowhere = frame.at_standpoint and frame.event is None
    if nowhere or (gone_or_come and not was_there(told, frame)) or (frame.echo and not may_be_there(told, frame)):
        return frame, None
    reason = never_a_sighting(told, frame, mention) or moves_away(sentence, frame)
    if reason is None:
        frame = taken_back(told, drawn_away(sentence, frame), sentence)
        reason = no_sighting(told, frame, mention, made)
    if reason is not None:
        told.reasons.setdefault(frame.place, reason)
        if reason[1] == CORRECTED:
            note_what_is_corrected(told, frame, mention, sentence)
        if reason[1] == COUNTRY:
            _toward_country(told, frame, mention, sentence)
        if reason[0] == "negated" and made:
            _turn_away(told, made, mention)
        return frame, None
    if frame.end_of_journey is not None:
        earlier = earlier_journey(told, frame, sentence, mention)
        told.reasons[frame.place] = ("background", earlier) if earlier else (frame.end_of_journey, _END)
        return frame, None
    subject, why, settled = subject_of(told, frame, sentence)
    if subject is None:
        told.reasons[frame.place] = ("background", why)
        return frame, None if settled or told.in_company else _guessed(told, frame, mention, sentence, made)
    if _enters(told, frame):
        frame = frame._replace(event="crossed")
    if mention.place is not None:
        frame = run_through(told, put_ahead(told, frame, mention.place))
    event, role = event_of(frame)
    if role == "negated" and subject == "train" and mention.place is not None and denies_a_goal(frame):
        told.not_goals.add(mention.place.id)
    if event is None:
        denied = role == "negated"
        why = "the train is not going there" if denied else "no movement of the train is told here"
        told.reasons[frame.place] = (role if denied else "background", why)
        return frame, None if denied else _guessed(told, frame, mention, sentence, made)
    if subject != "train":
        if is_another(told.text, sentence, frame):
            note_another_train(told, frame, mention)
        return frame, _other(told, frame, mention, subject, event)
    earlier = earlier_journey(told, frame, sentence, mention)
    if earlier:
        told.reasons[frame.place] = ("background", earlier)
        return frame, None
    if frame.unplaced:
        had_stopped(told, frame)
    sighting = _train_sighting(told, frame, mention, event, role, made)
    return frame, None if frame.at_standpoint and retold(told, frame, sighting) else sighting


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
    of_people = others_wait(sentence.items, frame.item, frame) or (
        _tells_it(sentence, frame) and (made or told.sightings)
    )
    # "a woman in X: 'It stood here all day'" is told of X there
    of_people = of_people or any(x.low == "here" and x.place == frame.place for x in sentence.items[frame.item + 1 :])
    found = None if of_people else guess(told, frame)
    if found is None or mention.place is None or mention.place.kind in ("region", "county"):
        return None
    if earlier_journey(told, frame, sentence, mention):
        return None
    to_come = _is_of_a_day_to_come(frame) or _is_supposed_to(sentence.items, frame)
    event: EventKind = "due" if found.event != "heading" and to_come else found.event
    role = _GUESSED_ROLES.get(event, "seen")
    sighting = _train_sighting(told, frame, mention, event, role, made)
    if told.beside_others and event not in _GUESSED_WITHOUT_TIME and NO_TIME in sighting.note:
        told.left_to_others = True
        told.reasons[frame.place] = ("background", "what may have happened there is not told, nor when")
        return None
    words = f"guessed from the words around ({found.probability:.0%})"
    told.reasons[frame.place] = (told.reasons[frame.place][0], f"{event}: {words}")
    return replace(sighting, certainty=round(found.probability, 2), note=f"{words}; {sighting.note}")


# What is guessed of a place of one report among others although no time is told: the others tell the journey, and what
# happened and when, both guessed, was wrong more often than right.
_GUESSED_WITHOUT_TIME = frozenset({"seen", *AIM_EVENTS})


def _tells_it(sentence: Sentence, frame: Frame) -> bool:
    """Whether a place is of those who tell it: "according to drivers on X Square", "In X, the ministry said"."""
    before = sentence.items[max(0, frame.item - _TELLERS_REACH) : frame.item]
    behind = sentence.items[frame.item + 1 : frame.item + 1 + _TELLERS_REACH]
    if frame.item == 1 and frame.preposition == "in" and [x.low for x in behind[:1]] == [","]:
        said = next((k for k, x in enumerate(behind) if x.low in words("speech")), None)
        if said is not None and not any(x.who == "train" or x.low in WITNESSES for x in behind[:said]):
            return True
    return any(a.low == "according" and b.low == "to" for a, b in pairwise(before))


_TELLERS_REACH = 9  # items before a place in which those who tell of it stand


def _is_supposed_to(items: list[Item], frame: Frame) -> bool:
    """Whether what is told behind a place is yet to come: "X, since that is where it is supposed to stop"."""
    behind = items[frame.item + 1 : frame.item + 1 + _SUPPOSED_REACH]
    return any(a.low in _SUPPOSED and b.low == "to" for a, b in pairwise(behind))


_SUPPOSED, _SUPPOSED_REACH = frozenset({"supposed", "due", "expected", "scheduled", "meant"}), 12


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


def _turn_away(told: Told, made: list[tuple[Frame, int]], mention: Mention) -> None:
    _, index = made[-1]
    told.sightings[index] = replace(told.sightings[index], away_from=mention.place)


# ---------------------------------------------------------------- countries


def _toward_country(told: Told, frame: Frame, mention: Mention, sentence: Sentence) -> None:
    """Keep what is told of a country: "crossed into Russia" as a crossing of its border, "bound for Russia" as the aim.

    Both are told if the report says nowhere else where that was, or where it goes.
    """
    if sentence.language is not None or told.text.startswith(("'s ", "’s "), mention.end):
        return  # there the country is too often that of a ministry or a paper
    found = event_of(frame)[0] if subject_of(told, frame, sentence).who == "train" else None
    if found is None or mention.place is None or earlier_journey(told, frame, sentence, mention):
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
    interval, note, read_by = when_and_by(told, frame, mention.place, event)
    if interval is not None and event not in AIM_EVENTS and note != ON_THE_WAY:
        told.before = interval
        if told.last is None or not (NO_TIME in note or note.startswith(AFTER)):  # no clock counts from what is assumed
            told.last, told.left = interval, frame.sentence if event == "departed" else None
    if event == "heading" and frame.verb_at is not None:  # "left X for Y at noon": on the clock of X
        left = [
            told.sightings[i] for f, i in made if f.verb_at == frame.verb_at and told.sightings[i].event == "departed"
        ]
        interval = left[-1].interval if left else interval
    told.reasons[frame.place] = (role, f"{event}: {why}")
    unnamed = "no train is named: the report is taken to be of one" if told.implied else ""
    notes = "; ".join(x for x in (why, note, unnamed) if x)
    built = _build(told, frame, "train", candidates, event, status, interval, notes)
    if read_by is not None:
        told.read_by[built.id] = read_by
    return built


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
