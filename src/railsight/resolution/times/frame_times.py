"""When it was: which of the times of a sentence the verb of a place owns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from railsight.mentions.intervals import dawns_after
from railsight.resolution.phrases.verbs_behind import takes_up
from railsight.resolution.refusals.premises import GATHER
from railsight.resolution.sentences.moods import FORMS_OF_BE, head_of
from railsight.resolution.sentences.openings import is_done_to_others, parts_clauses, was_somewhere
from railsight.resolution.times.denials import as_it_went, put_off, ran_past
from railsight.resolution.times.owners import lies_with_another
from railsight.resolution.times.tenses import has_come_about, holds_now
from railsight.resolution.wording import events

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.mentions.time_phrase import TimePhrase
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item


_PRESENT = frozenset({"leaves", "departs", "arrives", "reaches", "returns", "gets", "sets"})
_AHEAD = frozenset({None, "next", "this coming", "the following"})


def timed(items: list[Item], frame: Frame, verbs: list[int], told: list[tuple[int, TimePhrase]]) -> Frame:
    """The frame with its times: those its verb owns, and the day told before it in the sentence.

    A time belongs to the event verb before it, or to the first one when it opens the sentence. "Seven hours after it
    had crossed" puts the crossing that long before the time told first. A clock that opens a line ("13:25 The train
    ...") is the time of the post. ``verbs`` are those of the sentence (``verbs_of``), ``told`` its times by item.
    """
    if frame.timeless:
        return frame
    told = _without_gatherings(items, frame, told)
    if frame.negated and frame.event == "stopped" and frame.modal is None and as_it_went(items, frame):
        frame = frame._replace(event="passed", verb="went", verb_at=frame.item + 3, negated=False)
    frame = _own_times(items, frame, verbs, _without_those_of_others(items, verbs, frame, told))
    if frame.modal is None and frame.event is not None and any(_lies_ahead(t) for t in frame.times[:2]):
        frame = frame._replace(modal="future")  # "the train leaves X tomorrow at noon"
    if frame.modal is None and _timetabled(items, frame, told):
        frame = frame._replace(modal="future")
    to_come = frame.modal is not None or frame.event in ("due", "nearing") or frame.verb == "way"
    if to_come and not frame.looked_back:
        owned = [t for i, t in told if lies_with_another(items, i, frame)]
        frame = frame._replace(times=tuple(t for t in frame.times if t not in owned))
    if frame.negated and ran_past(items, frame, told):
        frame = frame._replace(event="passed", negated=False)
    if frame.negated and put_off(items, frame, told):
        frame = frame._replace(negated=False)
        if frame.verb_at and items[frame.verb_at - 1].low in ("cannot", "can't", "can’t"):
            return frame._replace(modal="future")  # "cannot leave before Friday"
    return frame


_WHERE_REACH, _GATHERING_REACH = 4, 12  # items behind a place


def _without_gatherings(
    items: list[Item], frame: Frame, told: list[tuple[int, TimePhrase]]
) -> list[tuple[int, TimePhrase]]:
    """The times without that of a gathering at the place: "bound for X, where a forum opens at noon"."""
    behind = range(frame.item + 1, min(len(items), frame.item + _WHERE_REACH))
    where = next((i for i in behind if items[i].low == "where"), None)
    if where is None:
        return told
    end = min(len(items), frame.item + 1 + _GATHERING_REACH)
    verb = next((i for i in range(where + 1, end) if items[i].low in GATHER and items[i].kind == "word"), None)
    if verb is None or any(x.who in ("train", "pronoun") for x in items[where:verb]):
        return told
    return [(i, t) for i, t in told if not where < i < end]


def _lies_ahead(phrase: TimePhrase) -> bool:
    return phrase.shift_days is not None and phrase.shift_days > 0 and not phrase.after_event


def _timetabled(items: list[Item], frame: Frame, told: list[tuple[int, TimePhrase]]) -> bool:
    """Whether a present tense tells what is to come, by the weekday after it: "leaves X on Friday", "is leaving X on
    Friday"; not "on Friday it leaves X", which a diary says of the past, nor "leaves X at noon".
    """
    verb = frame.verb_at
    if verb is None or not (items[verb].low in _PRESENT or _under_way(items, verb)):
        return False
    days = ((i, t) for i, t in told if i > verb and t.weekday is not None and t.modifier in _AHEAD)
    return any(t in frame.times[:2] and items[i - 1].low not in _PAST_LEADS for i, t in days)


_PAST_LEADS = frozenset({"since", "from", "until", "till", "after"})
_ARRANGED = frozenset({"departed", "arrived", "passed", "crossed"})


def _under_way(items: list[Item], verb: int) -> bool:
    """Whether a verb that can be arranged beforehand is told in the progressive present: "is leaving"; also the second
    of "is leaving X on Friday and arriving in Y on Sunday".
    """
    known = events()
    low = items[verb].low
    if not low.endswith("ing") or known.get(low) not in _ARRANGED:
        return False
    if items[verb - 1].low in _IS:
        return True
    first = next((i for i in range(verb - 1, 0, -1) if items[i].low in known), None)
    return first is not None and items[verb - 1].low in ("and", ",") and _under_way(items, first)


def _piece(items: list[Item], place: int, low: int, high: int, told: list[tuple[int, TimePhrase]]) -> tuple[int, int]:
    """The part of a clause between semicolons that a place stands in, if a time is told there."""
    first = max((i + 1 for i in range(low, place) if items[i].low == ";"), default=low)
    last = next((i for i in range(place, high) if items[i].low == ";"), high)
    return (first, last) if any(first <= i < last and t.kind == "moment" for i, t in told) else (low, high)


def _is_of_the_next_piece(items: list[Item], owner: int, i: int, verbs: list[int]) -> bool:
    """Whether a semicolon parts a time from the verb before it, and a verb follows: "was in X; by noon it left Y"."""
    parted = any(x.low == ";" for x in items[owner + 1 : i]) and owner < i
    return parted and (
        was_somewhere(items, i) or any(v > i and not any(x.low == ";" for x in items[i:v]) for v in verbs)
    )


def _carries(items: list[Item], v: int, verb: int) -> bool:
    """Whether a form of "be" only carries what stands for the verb: "was on its way through X"."""
    between = items[v + 1 : verb]
    return v < verb and items[v].low in FORMS_OF_BE and len(between) < 4 and all(x.kind == "word" for x in between)


def _so_long_after(
    items: list[Item], frame: Frame, verbs: list[int], told: list[tuple[int, TimePhrase]]
) -> Frame | None:
    """The frame of "two hours after leaving X at noon, the train was in Y": the departure has the time beside it, and
    what followed is so much later; None where the sentence does not begin like that.
    """
    if not told or not told[0][1].after_event or told[0][1].shift_h is None or frame.verb_at is None:
        return None
    i, phrase = told[0]
    first = next((v for v in verbs if v > i), None)
    comma = next((k for k in range(first or 0, len(items)) if items[k].low == ","), None)
    if first is None or comma is None or not _counts_from_what_follows(items, i):
        return None
    beside = tuple(t for k, t in told if first < k < comma and t.kind == "moment")
    alone = [v for v in verbs if v < comma] == [first]
    if not beside or not alone:
        return None
    if frame.verb_at == first:
        return frame._replace(times=beside)
    if frame.verb_at < comma or any(k > comma for k, _ in told):
        return None
    return frame._replace(times=beside, lag_h=phrase.shift_h)


_IS = frozenset({"is", "are", "'s", "’s", "'re", "’re"})


def _own_times(items: list[Item], frame: Frame, verbs: list[int], told: list[tuple[int, TimePhrase]]) -> Frame:
    """The frame with the times themselves, as ``timed`` says."""
    verb = frame.verb_at
    if frame.own is not None:
        return frame._replace(times=(frame.own,))
    if frame.at_standpoint and verb is not None:
        return frame._replace(times=tuple(_of_a_standpoint(items, frame, told)))
    if frame.rode:
        return frame._replace(times=tuple(_of_the_ride(frame, told)))
    if verb is not None and verb not in verbs and items[verb].kind == "word":
        verbs = sorted([*verbs, verb])
    verbs = [v for v in verbs if verb is None or not _carries(items, v, verb)]
    if told and told[0][0] == 0 and told[0][1].has_clock and not told[0][1].has_date and len(verbs) > 0:
        frame, told = frame._replace(post=told[0][1]), told[1:]
    if verb is not None and verb > frame.item and frame.mover != "parties":
        return frame._replace(times=tuple(_of_a_verb_behind(items, frame, verb, verbs, told)))
    if verb is None or verb not in verbs:
        low, high = frame.clause
        near = sorted((_apart(items, frame.item, i), i, t) for i, t in told)
        behind = [t for _, i, t in near if frame.item < i < high] if frame.unplaced else []
        low, high = _piece(items, frame.item, low, high, told)
        inside = behind or [t for _, i, t in near if low <= i < high]
        days = [t for i, t in told if i < low and t.has_date and not t.after_event]
        if days and any(t.has_clock for t in inside) and not any(t.has_date for t in inside):
            inside.append(_day_of(days[-1], inside))  # "left Y on Monday; at two they were in X"
        return frame._replace(times=tuple(inside or [t for _, _, t in near]))
    counted = _so_long_after(items, frame, verbs, told)
    if counted is not None:
        return counted
    own: list[tuple[int, TimePhrase]] = []
    day: TimePhrase | None = None
    day_of = -1  # the verb that owns that day
    for i, t in told:
        owner = max((v for v in verbs if v < i), default=verbs[0])
        if _opens_clause(items, i) or _leads_to_when(items, i) or _is_of_the_next_piece(items, owner, i, verbs):
            owner = min((v for v in verbs if v > i), default=-1)
        later_h = t.shift_h if t.shift_h is not None else None if t.shift_days is None else 24.0 * t.shift_days
        lag = later_h is not None and t.after_event and _counts_from_what_follows(items, i)
        if lag and i < verb and not any(i < v < verb for v in verbs) and not _begins_anew(items, i, verb):
            frame = frame._replace(lag_h=-(later_h or 0.0))
        elif owner == verb and not (lag or _of_the_next(items, i, frame.item) or _of_the_aside(items, i, frame)):
            apart = 2 * abs(i - frame.item) + (i < frame.item)
            own.append((apart + _FAR * _is_of_the_place_before(items, i, frame, told), t))
        elif i < verb and not lag and _to_come(items, owner) and ";" in (x.low for x in items[i:verb]):
            continue  # "it will be held on Wednesday; meanwhile the train was seen ..."
        elif i < verb and t.kind == "moment" and not lag and (t.has_date or frame.lag_h is not None or t.has_clock):
            day, day_of = (t, owner) if day is None or t.has_date or not day.has_date else (day, day_of)
    stood = [(0, t) for i, t in told if _stood_there(items, i, frame)]
    if stood and not any(t.has_clock for _, t in own):
        own = stood
    if not any(t.kind == "moment" for _, t in own):
        own += _told_beside(items, frame, verbs, told, (day, day_of))
    frame = frame._replace(times=tuple(t for _, t in sorted(own, key=lambda p: p[0])))
    if day is None and frame.lag_h is not None:
        day = _base_of_lag(frame.lag_h, verb, told)
        frame = frame._replace(times=())
    if day is not None and frame.lag_h is not None:
        return frame._replace(times=(day,))
    if ((frame.modal and not frame.looked_back) or frame.event == "due") and not _in_one_plan(items, day_of, frame):
        return frame  # "it left on Monday and will call at X at 6 a.m.": the day is not said
    if holds_now(items, frame) or (day_of >= 0 and has_come_about(items, frame)):
        return frame  # "the train, which left Y on Monday, is still in X", "has reached X"
    if day is not None and day.has_date and day.shift_h is None and not any(t.has_date for t in frame.times):
        return frame._replace(times=(*frame.times, _day_of(day, frame.times)))
    return frame


_FAR = 1000


def _is_of_the_place_before(items: list[Item], i: int, frame: Frame, told: list[tuple[int, TimePhrase]]) -> bool:
    """Whether a time stands right behind another place, and one of its own follows this: "in X on Monday and in Y, not
    far from there, on Tuesday".
    """
    at = i - 1 - (items[i - 1].low in ("on", "at", "by", "around", "about"))
    if i > frame.item or at < 0 or items[at].kind != "place" or items[at].cue:
        return False
    behind = next((k for k, t in told if k > frame.item and t.kind == "moment"), None)
    return behind is not None and not any(x.kind == "place" or x.low == ";" for x in items[frame.item + 1 : behind])


def _stood_there(items: list[Item], i: int, frame: Frame) -> bool:
    """Whether a clock tells since when it stood at a place: "no farther than X, where it has been since 3 a.m."."""
    clause, clock = items[frame.item + 1 : i], items[i].time
    since = i > 0 and items[i - 1].low in ("since", "from") and clock is not None and clock.has_clock
    return since and [x.low for x in clause[:2]] == [",", "where"] and not any(x.kind == "place" for x in clause)


_RELATIVE_REACH = 18  # items behind a place in which the clause that takes it up tells when


def _of_the_aside(items: list[Item], i: int, frame: Frame) -> bool:
    """Whether a time before the verb is that of the place it stands with, in a part of its own: "with X behind it at
    8:42, it crossed the Y at 9:31".
    """
    verb = frame.verb_at or 0
    if not i < verb < frame.item or items[frame.item].cue:  # "was in X at ten and stood there": of the same place
        return False
    before = next((x for x in reversed(items[:i]) if x.low not in ("on", "at", "in")), None)
    if before is not None and before.kind == "place" and not before.cue:
        return True  # "the train that was seen in X on 12 May reached Y on the 22nd"
    comma = next((k for k in range(i + 1, verb) if items[k].low == ","), None)
    if comma is None:
        return False
    start = max((k for k in range(i) if items[k].low in (",", ";")), default=-1) + 1
    opens = items[start].low in _ASIDE
    return opens and any(x.kind == "place" for x in items[start:i])


_ASIDE = frozenset({"with", "having", "after", "once"})


def _told_beside(
    items: list[Item],
    frame: Frame,
    verbs: list[int],
    told: list[tuple[int, TimePhrase]],
    before: tuple[TimePhrase | None, int],
) -> list[tuple[int, TimePhrase]]:
    """The times of a verb that has none of its own: of the clause that takes its place up, of the picture that shows
    it, of the verb that a participle goes with.
    """
    verb, (day, day_of) = frame.verb_at or 0, before
    if any(x.low == "where" for x in items[frame.item + 1 : frame.item + 4]):
        own = [(i, t) for i, t in told if frame.item < i <= frame.item + _RELATIVE_REACH]
        if own:
            return own
    if day is not None and day_of >= 0 and _was_pictured(items, day_of, verb):
        return [(0, day)]  # "a picture taken on Saturday at noon shows it at X"
    if not frame.gerund:
        return _of_how_it_went_on(items, frame, verbs, told)
    if verb <= frame.clause[0] + 1 and not any(i < verb for i, _ in told):
        return [(abs(i - frame.item), t) for i, t in told]  # "passing X, the train was caught on film at noon"
    times = [i for i, _ in told if i < verb]  # "passed at 2 a.m., crossing ...": at one time
    last = max((v for v in verbs if times and v < times[-1]), default=None)
    return [(abs(i - frame.item), t) for i, t in told if i < verb and (last is None or i > last)]


def _of_how_it_went_on(
    items: list[Item], frame: Frame, verbs: list[int], told: list[tuple[int, TimePhrase]]
) -> list[tuple[int, TimePhrase]]:
    """The times behind a participle that says where it went on to: "left X heading towards Y at 9:45"."""
    at = frame.item + 1
    if at not in verbs or not items[at].low.endswith("ing") or frame.event not in ("departed", "passed"):
        return []
    end = next((v for v in verbs if v > at), len(items))
    return [(i, t) for i, t in told if at < i < end]


def _was_pictured(items: list[Item], seen: int, verb: int) -> bool:
    """Whether the verb at ``seen`` tells when a picture was taken that shows what is told: no other place between."""
    pictured = events().get(items[seen].low) == "seen" and items[seen].low.endswith(("en", "ed", "ot"))
    shows = any(x.low in _SHOWS for x in items[seen + 1 : verb + 1])
    return pictured and shows and not any(x.kind == "place" for x in items[seen:verb])


_SHOWS = frozenset({"shows", "show", "showed", "shown", "caught", "captured", "has", "puts", "placed"})


def _of_a_verb_behind(
    items: list[Item], frame: Frame, verb: int, verbs: list[int], told: list[tuple[int, TimePhrase]]
) -> list[TimePhrase]:
    """The times of a verb that follows its place, nearest first: "in X the train left at nine and was in Y at ten"."""
    cut = max((i for i in range(frame.item) if parts_clauses(items, i)), default=-1)  # a clause of its own
    days = [replace(t, hour=None, minute=None, part=None) for i, t in told if i < cut and t.has_date]
    joined = (v for v in verbs if v > verb and any(x.low in ("and", "but") for x in items[verb:v]))
    following = next(joined, len(items))
    near = sorted(((abs(i - frame.item), i, t) for i, t in told if i > cut), key=lambda found: found[:2])
    if any(v < frame.item for v in verbs) and takes_up(items, frame.item) is not None:
        return _of_what_takes_it_up(frame, [(i, t) for i, t in told if i < following])
    own = [t for _, i, t in near if i < following]
    return (own if any(t.kind == "moment" for t in own) else [t for _, _, t in near]) or days[-1:]


def _of_what_takes_it_up(frame: Frame, told: list[tuple[int, TimePhrase]]) -> list[TimePhrase]:
    """The times of "left Y on Friday at five for X, where it arrived at nine": those behind the place, nearest first,
    and the day told before it for a clock; the times before it are those of the other verb.
    """
    own = [t for i, t in told if i > frame.item]
    days = [t for i, t in told if i < frame.item and t.has_date and t.shift_h is None]
    if days and any(t.has_clock for t in own) and not any(t.has_date for t in own):
        own.append(_day_of(days[-1], own))
    return own


def _of_a_standpoint(items: list[Item], frame: Frame, told: list[tuple[int, TimePhrase]]) -> list[TimePhrase]:
    """The times of a word that tells of a movement where the report is told from: those right behind it, and of those
    before it in its clause the days, or all of them where none stands behind.
    """
    at, low = frame.item, frame.clause[0]
    stayed = frame.event == "departed" and items[at - 1].low in _NOT  # "did not leave until noon"
    ends = _ENDS_A_REACH if frame.event == "stopped" or stayed else _ENDS_A_REACH | {"since", "until", "till"}
    behind = [t for i, t in told if at < i <= at + _BEHIND and not any(_stops(x, ends) for x in items[at + 1 : i])]
    before = [t for i, t in reversed(told) if low <= i < at]
    moments = any(t.kind == "moment" for t in behind)
    return behind + [t for t in before if not moments or (t.has_date and not t.has_clock)]


_NOT = frozenset({"not", "didn't", "didn’t"})
_BEHIND = 7  # items behind such a word in which its time stands
_ENDS_A_REACH = frozenset({",", ";", "-", "–", "—", "and"})


def _stops(item: Item, ends: frozenset[str]) -> bool:
    return item.low in ends or item.low in events()


def _begins_anew(items: list[Item], i: int, verb: int) -> bool:
    """Whether a verb is that of the main clause behind what a length of time counts from: "two days after it ploughed
    into a tree, the train was hauled back".
    """
    comma = next((k for k in range(i + 1, verb) if items[k].low == ","), verb)
    said, main = (any(x.kind == "mover" for x in items[a:b]) for a, b in ((i + 1, comma), (comma, verb)))
    return said and main


def _base_of_lag(lag_h: float, verb: int, told: list[tuple[int, TimePhrase]]) -> TimePhrase | None:
    """What a length of time counts from: "two hours after leaving X it passed Y at noon", "got down on Saturday, two
    days after leaving X".
    """
    behind = next((t for i, t in told if i > verb and t.kind == "moment" and t.has_clock), None)
    before = (t for i, t in reversed(told) if i < verb and t.kind == "moment" and not t.after_event)
    return (next(before, None) if lag_h < 0 and behind is None else None) or behind


def _of_the_ride(frame: Frame, told: list[tuple[int, TimePhrase]]) -> list[TimePhrase]:
    """The clock, else the day, told before a ride whose length is told."""
    moments = [t for i, t in told if i < frame.item and t.kind == "moment"]
    clocks = [t for t in moments if t.has_clock] or moments
    return clocks[-1:] if frame.lag_h is not None else []


def _counts_from_what_follows(items: list[Item], i: int) -> bool:
    """Whether a time is counted from an event told behind it: "two days after it had crossed", not "after that", nor
    "it took an hour before it was seen again".
    """
    after = items[i + 1].low if i + 1 < len(items) else "."
    low, phrase = items[i].low, items[i].time
    took = low.endswith(" before") and phrase is not None and (phrase.shift_h or 0) > 0
    return low.endswith((" after", " before")) and not took and after not in ("that", "this", ".", ",", ";")


def _in_one_plan(items: list[Item], day_of: int, frame: Frame) -> bool:
    """Whether the day told before is of a verb in the same list: "will cross on Friday and reach X overnight"."""
    low, verb = frame.clause[0], frame.verb_at
    if verb is None or day_of < low or not frame.times or any(t.has_date for t in frame.times):
        return False
    head = head_of(items, verb, low)
    return head < verb and head_of(items, day_of, low) == head


_BETWEEN = {";": 4, ",": 1, "and": 2, "then": 2, "but": 3}


def _apart(items: list[Item], place: int, time: int) -> int:
    """How far a time is from a place: in words, another place between them counting as several."""
    between = items[min(place, time) + 1 : max(place, time)]
    return len(between) + sum(6 if x.kind == "place" else _BETWEEN.get(x.low, 0) for x in between)


def _day_of(day: TimePhrase, own: Sequence[TimePhrase]) -> TimePhrase:
    """The day told before for a clock without one: "left late on Saturday, passed X at two" is two on Sunday."""
    clock = next((t for t in own if t.has_clock), None)
    bare = replace(day, hour=None, minute=None, part=None)
    if clock is None or not dawns_after(day, clock) or own[0].start < day.start or bare.weekday is None:
        return bare
    return replace(bare, weekday=(bare.weekday + 1) % 7)


_THEN = frozenset({"then", "later", "afterwards", "afterward", "next"})
_JOINS = _THEN | {"and", ","}


def _without_those_of_others(
    items: list[Item], verbs: list[int], frame: Frame, told: list[tuple[int, TimePhrase]]
) -> list[tuple[int, TimePhrase]]:
    """The times, those of the other places of a list as but their days: "passed X at four on Monday and Y in the
    afternoon", "passed X at four on Monday, then Y".
    """
    verb, place = frame.verb_at or 0, frame.item
    last = next((v for v in verbs if v > verb), len(items))
    places = [verb, *(i for i in range(verb + 1, last) if items[i].kind == "place"), last]
    if place not in places[1:-1] or len(places) < 4:
        return told
    at = places.index(place)
    start = _joined_at(items, places[at - 1], place) if at > 1 else verb
    end = _joined_at(items, place, places[at + 1]) if at + 2 < len(places) else last
    behind = any(place < i < end and t.kind == "moment" for i, t in told)
    then = any(x.low in _THEN for x in items[places[at - 1] + 1 : place]) and at > 1
    if not behind and not then:
        return told
    out = []
    for i, t in told:
        own = not verb < i < last or start <= i < end or t.kind != "moment"
        if own:
            out.append((i, t))
        elif t.has_date and t.shift_h is None:
            bare = replace(t, hour=None, minute=None, part=None)
            own_clock = next((c for k, c in told if start <= k < end and c.has_clock and not c.has_date), None)
            out += _another_day(i, bare, own_clock, t, behind=i >= end)
    return out


def _another_day(
    i: int, day: TimePhrase, clock: TimePhrase | None, then: TimePhrase, *, behind: bool
) -> list[tuple[int, TimePhrase]]:
    """The day of another place's clock (``then``) for a clock of a list: the day before or after it where the clocks
    would go back. "Passed X at 4 p.m. and Y at 7 a.m. on Tuesday" passed X on Monday; of "passed X on Monday at 10
    p.m. and Y at 9 a.m." Y was on Tuesday. None where only a calendar could say.
    """
    if clock is None or not then.has_clock or clock.zone != then.zone or clock.half_open or then.half_open:
        return [(i, day)]
    here, there = ((c.hour or 0, c.minute or 0) for c in (clock, then))
    if (here <= there) if behind else (here >= there):
        return [(i, day)]
    step = -1 if behind else 1
    if day.shift_days is not None:
        return [(i, replace(day, shift_days=day.shift_days + step))]
    weekday = None if day.weekday is None else (day.weekday + step) % 7
    if day.day is None:
        return [(i, replace(day, weekday=weekday))] if weekday is not None else []
    return [(i, replace(day, day=day.day + step, weekday=weekday))] if 1 <= day.day + step <= _EVERY_MONTH else []


_EVERY_MONTH = 28  # a day of the month that every month has


def _joined_at(items: list[Item], a: int, b: int) -> int:
    """The last "and" or comma between two places, else the first of them."""
    return max((i for i in range(a + 1, b) if items[i].low in _JOINS), default=a)


def _of_the_next(items: list[Item], i: int, place: int) -> bool:
    """Whether a time behind a place is that of the next one: "at X and, an hour later, at Y", "at X, at nine at Y"."""
    led = i - 1 if items[i - 1].low not in ("on", "at", "in") else i - 2
    if i < place or items[led].low not in (",", "and"):
        return False
    following = next((k for k in range(i + 1, min(len(items), i + 5)) if items[k].kind == "place"), None)
    if following is None:
        return False
    if all(x.low in _AT for x in items[i + 1 : following]):
        return True
    joined = any(x.low == "and" for x in items[place + 1 : i])
    return joined and all(x.kind in ("mark", "word") for x in items[i + 1 : following])


_AT = frozenset({"at", "in", "near", "outside", "the"})


def _to_come(items: list[Item], verb: int) -> bool:
    """Whether a verb tells of what lies ahead: "will be held"."""
    return any(x.low in ("will", "would", "shall") for x in items[max(0, verb - 4) : verb])


_LEADS_A_TIME = frozenset(
    {"on", "at", "in", "about", "around", "by", "shortly", "just", "early", "late", "since", "until", "after"}
    | {"approximately"}
)


def _opens_clause(items: list[Item], i: int) -> bool:
    """Whether a time opens a clause of its own: ", and on Tuesday morning it called at X"."""
    j = i - 1
    while j >= 0 and items[j].low in _LEADS_A_TIME:
        j -= 1
    if j >= 1 and items[j].low == "," and items[j - 1].low in ("and", "but") and items[min(i + 1, j + 2)].low == ",":
        return any(_is_subject(x) for x in items[i + 1 : i + 4])  # "and, an hour later, it was in X"
    at_once = i + 1 < len(items) and (items[i + 1].who in ("train", "pronoun") or items[i + 1].low in _WE)
    joined = j >= 1 and items[j].low in ("and", "but") and (items[j - 1].low == "," or at_once)
    joined = joined or (j >= 1 and items[j].low == "," and at_once)  # "left X at nine, an hour later it was in Y"
    if j >= 1 and items[j].low == "and" and i + 1 < len(items) and items[i + 1].low in events():
        return True  # "left X at nine and after 36 minutes pulled into Y"
    if joined and (is_done_to_others(items, i) or _is_done(items, i + 1)):
        return True
    if not joined and (j < 0 or items[j].low != ";"):
        return False
    return any(_is_subject(x) for x in items[i + 1 : i + 5])


def _is_done(items: list[Item], i: int) -> bool:
    """ "... and at five was handed over at X"."""
    return i + 1 < len(items) and items[i].low in ("was", "were") and items[i + 1].low in events()


def _leads_to_when(items: list[Item], i: int) -> bool:
    """Whether a time is of what "when" opens behind it, where no place is told before: "it came to our notice at six,
    when a driver saw it in X".
    """
    behind = [x.low for x in items[i + 1 : i + 3]]
    return behind == [",", "when"] and not any(x.kind == "place" for x in items[:i])


def _is_subject(item: Item) -> bool:
    return item.kind == "mover" or item.low in _WE


_WE = frozenset({"we", "we've", "we’ve", "we're", "we’re", "i", "i've", "i’ve", "i'm", "i’m"})
