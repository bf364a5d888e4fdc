"""When an event was: its own time, the time told before, the day of the story; two clocks held together."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from railsight.geo import approx_m
from railsight.mentions.intervals import interval_of, local_date
from railsight.mentions.time_phrase import is_clock
from railsight.model import AIM_EVENTS
from railsight.resolution.foreign.moods import BY_FORM, is_told_as_done
from railsight.resolution.sentences.moods import is_infinitive
from railsight.resolution.times.asked import Asked, base_of, day_told
from railsight.resolution.times.assumed import AFTER, ON_THE_WAY, assumed_time, not_after, on_the_way
from railsight.resolution.times.halts import ran_on
from railsight.resolution.times.running import running_day
from railsight.resolution.times.settling import settled
from railsight.resolution.times.spans import led_by_since
from railsight.resolution.times.tenses import is_of_now, may_be_arranged
from railsight.resolution.times.vantage import ANY_ZONE, RECENT, day_before, lies_ahead, of_what_is_to_come
from railsight.resolution.times.zones import clock_of, zone_of
from railsight.resolution.wording import events
from railsight.times import Interval, day, happened_by, is_whole_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from railsight.mentions.time_phrase import TimePhrase
    from railsight.model import EventKind, Place
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Sentence
    from railsight.resolution.times.asked import Answer
    from railsight.resolution.told import Told

# "in about 14 hours", "within the next two hours": what a length of time is told to come after.
_AHEAD_BY = re.compile(
    r"\b(in|within)(?: (?:just|only|another|the next|under|less than|little more than|at most|a little over))? $",
    re.IGNORECASE,
)
_ZONES_APART = timedelta(hours=6)  # a clock of today that lies further ahead is not one of another zone
_HALF_A_DAY = timedelta(hours=12)  # for clocks far from the zone in which the day of a story is looked for
_AHEAD_REACH = 24  # characters before a length of time in which such words stand
_BORDERS = frozenset({"border", "bridge", "river", "river crossing"})


def story_day(told: Told) -> TimePhrase | None:
    """The day of the story: the first dated time in a sentence that tells of the train, else of the text's opening."""
    from zoneinfo import ZoneInfo

    named = (s for s in told.sentences if s.may_name_train)
    of_train = (s for s in named if any(x.kind == "mover" and x.who == "train" for x in s.items))
    for sentence in chain(of_train, told.sentences[:4]):
        for index, item in enumerate(sentence.items):
            t = item.time
            shift = 0 if t is None or t.shift_days is None or t.after_event else t.shift_days
            if shift > 0:
                continue  # "it goes on tomorrow": no day of what has happened
            if shift < 0 and sentence is not told.sentences[0] and not sentence.may_name_train:
                continue  # "yesterday it was in X" after what is told first
            if t and _was_still(sentence, index):
                continue
            if t and (of_what_is_to_come(sentence, index) or (sentence.language and lies_ahead(t, told.vantage))):
                continue
            if t and t.kind == "moment" and t.has_date and t.granularity not in ("week", "month", "year"):
                interval = interval_of(t, told.vantage, ZoneInfo(ANY_ZONE))
                until = told.vantage + (timedelta(days=1) if sentence.language is None else _HALF_A_DAY)
                if interval and told.vantage - interval.latest < RECENT and interval.earliest < until:
                    return t
    return None


_STILL = frozenset({"noch", "ещё", "еще"})  # "am Abend des 10. noch", "ещё в субботу"


def _was_still(sentence: Sentence, index: int) -> bool:
    """Whether a time is one at which it was still somewhere else than where the story begins."""
    around = sentence.items[max(0, index - 2) : index + 2]
    return sentence.language is not None and any(x.low in _STILL for x in around)


def put_ahead(told: Told, frame: Frame, place: Place) -> Frame:
    """What is yet to come by its time: "leaves X tonight".

    Of a language whose verbs do not tell, all that has a time of its own after publication ("열차는 내일 단둥에
    도착한다", "Der Zug erreicht morgen Kassel"); what is told in the present of a day before has happened there.
    """
    sentence = told.sentences[frame.sentence]
    if sentence.language is None and frame.modal is None and may_be_arranged(sentence.items, frame):
        return frame._replace(modal="future") if _is_later_today(told, frame, place) else frame
    by_form = frame.modal == "future" and frame.said == BY_FORM
    if sentence.language is None or frame.negated or frame.verb_at is None:
        return frame
    if frame.modal is not None and not (by_form and sentence.language.verb == "after"):
        return frame
    if is_told_as_done(sentence.items, frame.clause, frame.verb_at):
        return frame
    phrase = next((t for t in frame.times if t.kind == "moment" and t.has_date), None)
    if phrase is None or phrase.after_event or not _in_its_clause(told, frame, phrase):
        return frame
    zone = zone_of(place)
    tense = "future" if lies_ahead(phrase, told.published) else "past"
    on = interval_of(replace(phrase, hour=None, minute=None, part=None), told.published, zone, tense=tense)
    at = interval_of(phrase, told.published, zone, tense=tense) if phrase.has_clock else None
    late = at is not None and not is_whole_day(told.published) and at.earliest - told.published > _ZONES_APART
    if on is not None and by_form and timedelta() < told.published - on.latest < RECENT:
        frame = frame._replace(modal=None, said=("reported", "stated by the report"))  # "昨日9時、長野に着く"
    if on is None or by_form or not (late or on.earliest > happened_by(told.published)):
        return frame
    frame = frame._replace(modal="future")
    if frame.said is not None and frame.said[0] != "speculated":
        return frame._replace(said=("expected", f"'{phrase.text}' lies ahead"))
    return frame


def _is_later_today(told: Told, frame: Frame, place: Place) -> bool:
    """Whether the time of a place is an hour or a part of the day of publication that is not over yet: "tonight"."""
    phrase = next((t for t in frame.times if t.kind == "moment"), None)
    if phrase is None or phrase.shift_days != 0 or phrase.after_event or not (phrase.has_clock or phrase.part):
        return False
    at = interval_of(phrase, told.published, zone_of(place), tense="future")
    return at is not None and at.latest > told.published


def when_of(told: Told, frame: Frame, place: Place, event: EventKind) -> Answer:
    """The interval of an event and what was assumed, in words: the first answer there is."""
    return when_and_by(told, frame, place, event)[:2]


def when_and_by(
    told: Told, frame: Frame, place: Place, event: EventKind
) -> tuple[Interval | None, str, TimePhrase | None]:
    """The same, and the phrase that tells it, where one alone does."""
    asked = _asked(told, frame, place, event)
    interval, words = next(answer for find in _ANSWERS if (answer := find(asked)) is not None)
    return interval, words, asked.read_by


def _asked(told: Told, frame: Frame, place: Place, event: EventKind) -> Asked:
    zone = clock_of(told, frame, place)
    if event == "departed" and (frame.modal == "future" or (frame.modal and _may_yet(frame))):
        event = "due"  # "is scheduled to leave X on Friday", "may leave X on Friday"
    asked = Asked(told, frame, place, event, zone, [t for t in frame.times if t.kind == "moment"])
    if asked.lies_ahead:  # "has stood in Y since Sunday and may go on to X"
        asked.moments = [t for t in asked.moments if not led_by_since(told, t)]
    if asked.sentence.language is not None and is_of_now(told, frame):
        asked.moments = [t for t in asked.moments if _in_its_clause(told, frame, t)]
    asked.anchor = _anchor(told, frame, zone)
    if frame.post is not None:
        on = _day_of_the_posts(told, frame, zone)
        live = on is not None or _is_live(told, zone)
        post = interval_of(frame.post, told.vantage, zone, event=on if live else asked.anchor)
        if post is not None and post.earliest > happened_by(told.published):
            post = post.shift(-86400.0)  # a ticker that began the evening before
        asked.post = post
        asked.anchor = post if live else asked.anchor
    return asked


def _no_such_date(asked: Asked) -> Answer | None:
    """By a day that does not exist."""
    wrong = next((t for t in asked.frame.times if t.kind == "impossible"), None)
    if wrong is None or (wrong.month is None and asked.moments):
        return None
    interval, words = _impossible(asked.told, wrong, asked.zone, asked.tense)
    if interval is not None or asked.lies_ahead:
        return interval, words
    interval, why = _assumed(asked)
    return interval, f"{words}; {why}"


def _by_two_clocks(asked: Asked) -> Answer | None:
    """By two clocks of one sentence; what is odd about them is noted, whatever answers."""
    both, note = _two_clocks(asked.told, asked.moments, asked.place, asked.zone, asked.anchor)
    if note:
        asked.notes.append(note)
    return None if both is None else asked.answer(not_after(asked.told, both, asked.event))


def _run_through(asked: Asked) -> Answer | None:
    """ "Crossed at noon and did not stop in X": within the day after that."""
    last, end = asked.told.last, happened_by(asked.told.published)
    if last is None or last.earliest >= end or not ran_on(asked.told, asked.frame):
        return None
    return Interval(last.earliest, min(end, last.latest + timedelta(days=1))), AFTER


def _by_the_entry(asked: Asked) -> Answer | None:
    """By the clock that leads an entry of a log."""
    if asked.frame.own is None or asked.event == "due":
        return None
    entered = _entered(asked.told, asked.frame, asked.zone)
    asked.read_by = asked.frame.own
    return None if entered is None else asked.answer(entered)


def _by_the_lag(asked: Asked) -> Answer | None:
    """By a length of time alone: "have yet to arrive, three days after they left X"."""
    lag_h, told = asked.frame.lag_h, asked.told
    if lag_h is None or asked.moments:
        return None
    if asked.frame.rode and told.last is not None:  # "came to X after a ten-hour ride from Y"
        return told.last.shift(3600 * lag_h), "reckoned from what is told before"
    today = day(local_date(told.published, asked.zone), asked.zone)
    return not_after(told, today.shift(3600 * lag_h), asked.event), "reckoned from the day of publication"


def _by_the_way(asked: Asked) -> Answer | None:
    """By the arrival told before, on the way to which it was."""
    if asked.lies_ahead or asked.event in ("arrived", "absent"):
        return None
    before = on_the_way(asked.told, asked.frame)
    return None if before is None else (before, ON_THE_WAY)


def _in_so_long(asked: Asked) -> Answer | None:
    """By how long it will take yet."""
    ahead = _ahead_by(asked.told, asked.frame, asked.event, asked.published)
    return None if ahead is None else asked.answer(ahead)


def _by_its_phrases(asked: Asked) -> Answer | None:
    """By the likeliest of its phrases that means a time here, moved and bounded by what else is told."""
    for phrase in _likeliest(asked.moments):
        if asked.lies_ahead and phrase.granularity in ("week", "month", "year"):
            continue
        interval = asked.reads(phrase, base_of(asked, phrase))
        if interval is None:
            continue
        asked.read_by = phrase
        return asked.answer(settled(asked, phrase, interval))
    return asked.answer(None) if asked.lies_ahead else None


def _by_the_post(asked: Asked) -> Answer | None:
    """By the post that tells it."""
    if asked.post is None or asked.frame.post is None:
        return None
    interval = Interval(asked.post.earliest - timedelta(hours=3), asked.post.latest)
    return interval, f"no time stated: posted at {asked.frame.post.text}"


def _assumed(asked: Asked) -> Answer:
    """By nothing but the order of what is told and the day of publication."""
    return assumed_time(asked.told, asked.frame, asked.place, asked.anchor, asked.zone, asked.event)


_ANSWERS: tuple[Callable[[Asked], Answer | None], ...] = (
    _no_such_date,
    _by_two_clocks,
    _run_through,
    _by_the_entry,
    _by_the_lag,
    _by_the_way,
    _in_so_long,
    _by_its_phrases,
    _by_the_post,
    _assumed,
)


def _may_yet(frame: Frame) -> bool:
    """Whether what may be lies ahead: "may leave X", "if it leaves X", not "may have left X", "could be seen leaving
    X".
    """
    return not frame.looked_back and is_infinitive(frame.verb.removesuffix("s"))


def _in_its_clause(told: Told, frame: Frame, phrase: TimePhrase) -> bool:
    """Whether a time stands in the clause of the place: not "left Y on Monday and is now in X"."""
    low, high = frame.clause
    items = told.sentences[frame.sentence].items
    return items[low].start <= phrase.start < items[high - 1].end


_LIVE = timedelta(hours=3)


def _is_live(told: Told, zone: ZoneInfo) -> bool:
    """Whether a text is a ticker that was still running when it was published: its posts are of that day."""
    if is_whole_day(told.vantage):
        return False
    openings = (s.items[0].time for s in told.sentences if s.items)
    posts = (interval_of(t, told.vantage, zone) for t in openings if t is not None and t.has_clock and not t.has_date)
    return any(x is not None and timedelta() <= told.vantage - x.earliest <= _LIVE for x in posts)


def _day_of_the_posts(told: Told, frame: Frame, zone: ZoneInfo) -> Interval | None:
    """The day with which a post before it opened: "19/05 07:12 A: fifteen on. 13:02 B: rolling"."""
    openings = (s.items[0].time for s in reversed(told.sentences[: frame.sentence]) if s.items)
    dated = next((t for t in openings if t is not None and t.has_clock and t.day is not None), None)
    return None if dated is None else interval_of(dated, told.vantage, zone)


def _entered(told: Told, frame: Frame, zone: ZoneInfo) -> Interval | None:
    """The time of an entry in a log: its clock on the day that stands before it since the last entry, else the first
    such clock from the event told before on, else the last there was.
    """
    clock = frame.own
    assert clock is not None
    said = None if clock.has_date else _day_before(told, frame, clock)
    if said is not None:
        parts = {key: getattr(said, key) for key in ("year", "month", "day", "weekday", "modifier", "shift_days")}
        clock = replace(clock, **parts)
    headed = _anchor(told, frame, zone) if told.last is None and _is_headed(told, clock) else None
    last = told.last or (day_told(told, clock, zone) if clock.after_event else None)
    found = interval_of(clock, told.vantage, zone, event=last if clock.half_open or clock.after_event else headed)
    if found is None or said is not None or clock.has_date:
        return found
    end = happened_by(told.published)
    if told.last is not None:
        days = math.floor((found.latest - told.last.earliest).total_seconds() / 86400.0)
        following = found.shift(-86400.0 * days)
        if following.earliest <= end:
            return following
    return found if found.earliest <= end else found.shift(-86400.0)


def _is_headed(told: Told, clock: TimePhrase) -> bool:
    """Whether the day of the story heads the entries; "train 6 of the 15th" is the name of a train."""
    day = told.story_day
    return (
        day is not None
        and day.start < clock.start
        and (day.weekday is not None or not told.text[max(0, day.start - 8) : day.start].endswith((" of ", " of the ")))
    )


_HEADINGS = 3  # sentences before an entry in which the day of it is looked for


def _day_before(told: Told, frame: Frame, clock: TimePhrase) -> TimePhrase | None:
    """The day told before the clock of an entry, in its sentence or since the entry before."""
    since = told.sightings[-1].quote if told.sightings else None
    for number in range(frame.sentence, max(-1, frame.sentence - _HEADINGS), -1):
        sentence = told.sentences[number]
        days = [
            x.time
            for x in sentence.items
            if x.time is not None and x.end <= clock.start and x.time.kind == "moment" and x.time.granularity == "day"
        ]
        plain = [t for t in days if not t.after_event]
        if plain:
            return plain[-1]
        if since is None or since[0] <= sentence.start:
            return None
    return None


def _impossible(told: Told, phrase: TimePhrase, zone: ZoneInfo, tense: str) -> tuple[Interval | None, str]:
    """A day that does not exist: the days on either side of the end of its month, if that exists, and words that say
    so.
    """
    found = interval_of(phrase, told.vantage, zone, tense=tense)
    words = f"'{phrase.text}' is no date"
    if found is not None:
        words += ": the last day of the month or the first of the next is taken"
    told.warn(words)
    return found, words


def _likeliest(moments: list[TimePhrase]) -> list[TimePhrase]:
    """Times nearest first, clocks before parts of days and these before days; a clock with a day of its own that is
    not the nearest one comes last.
    """
    first = next((t for t in moments if t.has_date), None)

    def rank(t: TimePhrase) -> tuple[bool, bool, bool]:
        elsewhere = t is not first and first is not None and t.has_date and not _same_day(t, first)
        clock = is_clock(t) or (t.shift_h is not None and t.shift_h > 0)
        return elsewhere, not clock, not clock and t.part is None and t.shift_h is None

    return sorted(moments, key=rank)


def _same_day(a: TimePhrase, b: TimePhrase) -> bool:
    if a.after_event and a.shift_days == 0:
        return True  # "by Sunday, since X logged it at 05:20 that day"
    return (a.weekday is not None and a.weekday == b.weekday) or (a.day is not None and a.day == b.day)


def _ahead_by(told: Told, frame: Frame, event: EventKind, published: datetime) -> Interval | None:
    """ "Should reach X in about 14 hours": that long after the event told before, else after publication."""
    phrase = next((t for t in frame.times if t.kind == "duration"), None)
    if event != "due" or phrase is None or phrase.duration_h is None:
        return None
    found = _AHEAD_BY.search(told.text, max(0, phrase.start - _AHEAD_REACH), phrase.start)
    if found is None:
        return None
    least, most = phrase.duration_h
    if found[1].lower() == "within":
        least = 0.0
    exact_h = 0.5 if most < 24 else 12.0  # a length is as exact as its unit
    known = None if is_whole_day(told.published) else Interval(published, published)
    bases = [x for x in (told.last, known) if x is not None]
    for base in bases:
        until = base.latest + timedelta(hours=most + exact_h)
        if until >= published or frame.looked_back or base is bases[-1]:
            return Interval(base.earliest + timedelta(hours=max(0.0, least - exact_h)), until)
    return None


def _anchor(told: Told, frame: Frame, zone: ZoneInfo) -> Interval | None:
    """What a bare clock counts from: the day of the story, or the event told before when that was later; in a text that
    looks back the one of the day and the event that was told last.
    """
    said_at = told.sentences[frame.sentence].items[frame.item].start
    told_day = day_before(told, said_at)
    if told_day is not None:
        later = told.last is not None and told.sightings and (told.sightings[-1].quote or (0, 0))[1] > told_day.start
        return told.last if later else day(told_day.on, zone)
    reached = running_day(told, frame, zone)
    if reached is not None:
        return reached[0]
    if zone not in told.story_days:
        said = told.story_day
        told.story_days[zone] = interval_of(said, told.vantage, zone) if said is not None else None
    on = told.story_days[zone]
    if told.story_day is not None and told.story_day.start > told.sentences[frame.sentence].end:
        on = None  # it is told only behind
    if on is None or (told.last is not None and (told.last.earliest > on.latest or _carries_on(told, frame, on))):
        return _day_since(told, frame, zone) or told.last
    return _day_since(told, frame, zone) or on


_SINCE = 12  # sentences before an event in which such a day is looked for
_WENT = frozenset({"crossed", "passed", "departed", "arrived", "move"})


def _day_since(told: Told, frame: Frame, zone: ZoneInfo) -> Interval | None:
    """The day told of the train since the event told last, in a sentence without a place: "It crossed the border on
    Tuesday. At 13:00 it was in X."
    """
    if told.last is None or not told.sightings:
        return None
    since = (told.sightings[-1].quote or (0, 0))[1]
    for sentence in reversed(told.sentences[max(0, frame.sentence - _SINCE) : frame.sentence]):
        if sentence.start < since:
            return None
        if sentence.may_name_place or not any(x.who in ("train", "pronoun") for x in sentence.items):
            continue
        if not any((events().get(x.low) or x.cue.rstrip("~!")) in _WENT for x in sentence.items):
            continue
        for index, item in enumerate(sentence.items):
            t = item.time
            if t is None or t.kind != "moment" or t.after_event or of_what_is_to_come(sentence, index):
                continue
            if t.granularity in ("week", "month", "year") or not t.has_date:
                continue
            on = interval_of(t, told.vantage, zone)
            if on is not None and on.latest > told.last.latest and on.earliest <= happened_by(told.published):
                return on
    return None


def _carries_on(told: Told, frame: Frame, story: Interval) -> bool:
    """Whether a sentence goes on from the one before, which told a day of its own or of days before the story's: "It
    had left X on Sunday. At noon it called at Y. Then it went through Z." What follows in a sentence that tells no day
    goes on from what it began with: "At nine it called at Y and at noon it went through Z."
    """
    if not told.sightings or frame.sentence == 0 or told.sightings[-1].subject != "train":
        return False
    here, before = told.sentences[frame.sentence], told.sentences[frame.sentence - 1]
    if before.language is not None:
        return False
    earlier = told.last is not None and told.last == told.before and told.last.latest < story.earliest
    last = told.sightings[-1].quote
    if _lies_by_the_story(told, frame, story):
        return False
    if last == (here.start, here.end):
        return earlier and not any(x.time is not None and x.time.has_date for x in here.items)
    return (_tells_a_day(before) or earlier) and last == (before.start, before.end)


def _lies_by_the_story(told: Told, frame: Frame, story: Interval) -> bool:
    """Whether a place is much nearer to where the train was on the day of the story than to where it had been before,
    which was told in between: "It was in Khasan on Tuesday. It left Pyongyang on Sunday. It passed Ussuriysk at 13:20."
    """
    here, before = told.mentions[frame.place].place, told.sightings[-1]
    if here is None or before.interval is None or before.interval.latest >= story.earliest:
        return False
    clock = next((x for x in frame.times if x.has_clock), None)
    then = interval_of(clock, told.vantage, zone_of(here), event=story) if clock is not None else None
    if then is None or then.latest > happened_by(told.published) or _looks_back(told.sentences[frame.sentence - 1]):
        return False
    seen = (s for s in told.sightings if s.subject == "train" and s.event not in AIM_EVENTS)
    that_day = [s.place for s in seen if s.interval is not None and story.holds(s.interval.middle)]
    apart_m = min((approx_m(here.lon, here.lat, p.lon, p.lat) for p in that_day), default=math.inf)
    return _MUCH_NEARER * apart_m < approx_m(here.lon, here.lat, before.place.lon, before.place.lat)


def _looks_back(sentence: Sentence) -> bool:
    return any(x.low == "had" for x in sentence.items)


_MUCH_NEARER = 2.0


def _tells_a_day(sentence: Sentence) -> bool:
    times = (x.time for x in sentence.items if x.time is not None and x.time.kind == "moment")
    return any(t.weekday is not None or t.day is not None for t in times)


_HALF_TOLD = re.compile(r"[ap]\.? ?m|\b0\d|morning|noon|night|evening", re.IGNORECASE)


_WORDS = re.compile(r"[a-z]+")


def _two_clocks(
    told: Told, moments: list[TimePhrase], place: Place, zone: ZoneInfo, anchor: Interval | None
) -> tuple[Interval | None, str]:
    """The time two clocks of one sentence give together; when they disagree, both are kept and words say so.

    At a border the local clock may be the neighbour's: there the clock with a zone of its own settles it.
    """
    clocks = [t for t in moments if t.has_clock]
    if len(clocks) < 2 or abs(clocks[0].start - clocks[1].start) > 60 or clocks[0].zone == clocks[1].zone:
        return None, ""
    a, b = sorted(clocks[:2], key=lambda t: t.start)
    if any(a.end <= m.start < b.start and m.role != "clock" for m in told.mentions):
        return None, ""  # "X 12:30 local time, Y 22:00 GMT": each of its own place
    if any(w in events() for w in _WORDS.findall(told.text[a.end : b.start].lower())):
        return None, ""  # "arrived at 06:20 local time and left at 07:05": each of its own event
    dated = next((t for t in moments if t.has_date and not t.has_clock), None)
    if dated is not None:
        anchor = interval_of(dated, told.vantage, zone, event=anchor) or anchor
    first = interval_of(a, told.vantage, zone, event=anchor)
    second = interval_of(b, told.vantage, zone, event=anchor)
    if b.has_date and not a.has_date and second is not None:
        first = interval_of(a, told.vantage, zone, event=second)
    elif not b.has_date and first is not None:  # also of "0155 local time (1555 GMT) on Wednesday"
        second = _nearest(interval_of(b, told.vantage, zone, event=first), first, b)
    if first is None or second is None:
        return None, ""
    gap_h = abs((first.middle - second.middle).total_seconds()) / 3600
    if gap_h <= 0.05:
        return first.intersection(second) or second, ""
    if gap_h <= 1.05 and place.kind in _BORDERS:
        return second if b.zone not in (None, "local") else first, ""
    words = (
        f"two clocks disagree by {gap_h:g} h: '{a.text}' is {first.middle.astimezone(UTC):%H:%M} UTC,"
        f" '{b.text}' is {second.middle.astimezone(UTC):%H:%M} UTC"
    )
    told.warn(words)
    return first.hull(second), words


def _nearest(interval: Interval | None, other: Interval, clock: TimePhrase) -> Interval | None:
    """A clock without a date on the day that brings it nearest to the other clock; in that half of it where it tells
    none: "at 9:18 last night, 10:18 Japan time".
    """
    if interval is None:
        return None
    open_half = clock.hour is not None and 1 <= clock.hour <= 12 and _HALF_TOLD.search(clock.text) is None
    shifts = [interval.shift(43200.0 * d) for d in range(-2, 3, 1 if open_half else 2)]
    return min(shifts, key=lambda x: abs((x.middle - other.middle).total_seconds()))
