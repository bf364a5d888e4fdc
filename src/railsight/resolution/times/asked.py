"""One event whose time is asked for, and what bears on it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from railsight.mentions.intervals import dawns_after, interval_of
from railsight.model import AIM_EVENTS
from railsight.times import Interval

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from railsight.mentions.time_phrase import TimePhrase
    from railsight.model import EventKind, Place
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Sentence
    from railsight.resolution.told import Told

    Answer = tuple[Interval | None, str]  # when it was, and what was assumed for that, in words


NARROW_S = 8 * 3600  # seconds: from a time no vaguer than this, hours and following days are counted


@dataclass(slots=True)
class Asked:
    """One event whose time is asked for, and all that bears on it."""

    told: Told
    frame: Frame
    place: Place
    event: EventKind  # what it is as far as time goes: a departure to come is "due"
    zone: ZoneInfo
    moments: list[TimePhrase]  # the times of the event's clause, nearest first
    anchor: Interval | None = None  # what a bare clock counts from
    post: Interval | None = None  # when the post that tells it was written
    notes: list[str] = field(default_factory=list)
    read_by: TimePhrase | None = None  # the phrase that told its time

    @property
    def lies_ahead(self) -> bool:
        """Whether the event is still to come."""
        return self.event in AIM_EVENTS

    @property
    def tense(self) -> str:
        """Which of two days a phrase may mean: the next such one, or the last."""
        return "future" if self.event == "due" or (self.event == "heading" and self.frame.modal) else "past"

    @property
    def published(self) -> datetime:
        """When it was told: by the post, else by the report."""
        return self.post.latest if self.post is not None else self.told.published

    @property
    def seen_from(self) -> datetime:
        """The moment that "today" and "on Friday" count from."""
        return self.post.latest if self.post is not None else self.told.vantage

    @property
    def sentence(self) -> Sentence:
        """The sentence that tells it."""
        return self.told.sentences[self.frame.sentence]

    def reads(self, phrase: TimePhrase, base: Interval | None) -> Interval | None:
        """What a phrase means here, a bare clock counted from the base."""
        return interval_of(phrase, self.seen_from, self.zone, tense=self.tense, event=base)

    def answer(self, interval: Interval | None, *words: str) -> Answer:
        """An interval with all that was assumed for it."""
        return interval, "; ".join(x for x in (*self.notes, *words) if x)


def base_of(asked: Asked, phrase: TimePhrase) -> Interval | None:
    """What a phrase counts from: a clock from the day said beside it, "two hours later" from what is told before."""
    told, frame = asked.told, asked.frame
    dated = next((t for t in asked.moments if t.has_date and not _is_of_the_next(asked, phrase, t)), None)
    base = asked.anchor
    if phrase.after_event:
        runs_on = _runs_on(told, frame, phrase)
        said = None if runs_on else _said_before(told, frame, phrase, asked.zone, asked.tense)
        last = told.last if phrase.shift_h is None else told.before
        base = said or _clock_before(asked, phrase) or last or day_told(told, phrase, asked.zone) or asked.anchor
        if phrase.shift_days:  # "the night before it passed X and Y" is one night
            base = told.counted_from.setdefault(phrase.start, base)
    if base is None and (asked.lies_ahead or (phrase.after_event and (phrase.shift_days or 0) < 0)):
        # "will arrive in two days", "the day before", where nothing was told before
        base = Interval(asked.published, asked.published)
    if not phrase.has_date and dated is not None:
        on = replace(dated, hour=None, minute=None) if dated.ends_its_day else dated
        base = asked.reads(on, asked.anchor) or asked.anchor
    late = dated or (told.story_day if told.last is None and asked.anchor is not None else None)
    if base is not None and late is not None and asked.sentence.start <= late.start and dawns_after(late, phrase):
        base = base.shift(86400.0)
    return base


def _is_of_the_next(asked: Asked, phrase: TimePhrase, dated: TimePhrase) -> bool:
    """Whether a day with a clock of its own is that of another place, behind a clock and before it: "3pm for X and Y
    6.30am tomorrow".
    """
    between = (x for x in asked.sentence.items if phrase.end <= x.start < dated.start)
    return phrase.has_clock and dated.has_clock and sum(x.kind == "place" for x in between) > 1


def _runs_on(told: Told, frame: Frame, phrase: TimePhrase) -> bool:
    """Whether hours are counted from the clock of what its sentence tells before: "on Monday left X at nine and passed
    Y two hours later".
    """
    counted = phrase.shift_h is not None or phrase.shift_days == 0  # "later that day" too
    if told.sightings and told.sightings[-1].event in AIM_EVENTS and phrase.shift_h is None:
        return False  # "will pass X on Friday and reach Y on the same day"
    if not counted or told.before is None or told.before.duration_s > NARROW_S or not told.sightings:
        return False
    return told.sightings[-1].quote == (told.sentences[frame.sentence].start, told.sentences[frame.sentence].end)


def _clock_before(asked: Asked, phrase: TimePhrase) -> Interval | None:
    """The clock told last before a length of time, where no place was told with it: "at half past nine it was pushed
    out of the yard. Two hours later it was in X".
    """
    if phrase.shift_h is None:
        return None
    told = asked.told
    since = (told.sightings[-1].quote or (0, 0))[1] if told.sightings else 0
    said = (x.time for s in told.sentences[: asked.frame.sentence + 1] for x in s.items if x.time is not None)
    clocks = [t for t in said if since <= t.start and t.end <= phrase.start and t.has_clock and t.kind == "moment"]
    return asked.reads(clocks[-1], asked.anchor) if clocks else None


def day_told(told: Told, phrase: TimePhrase, zone: ZoneInfo) -> Interval | None:
    """The day told last before a time, in whatever sentence: "it leaves on Wednesdays ... It got away that evening"."""
    said = (x.time for s in told.sentences if s.start < phrase.start for x in s.items if x.time is not None)
    days = [t for t in said if t.end <= phrase.start and t.kind == "moment" and t.has_date and not t.after_event]
    return interval_of(replace(days[-1], hour=None, minute=None, part=None), told.vantage, zone) if days else None


def _said_before(told: Told, frame: Frame, phrase: TimePhrase, zone: ZoneInfo, tense: str) -> Interval | None:
    """The date said before in the sentence: "in X on May 12 and in Y two days later"."""
    items = told.sentences[frame.sentence].items
    cut = max((i for i, x in enumerate(items) if x.low == ";" and x.end <= phrase.start), default=-1)
    items = items[cut + 1 :]  # another clause, another time
    dates = [x.time for x in items if x.time is not None and x.end <= phrase.start and x.time.has_date]
    plain = [t for t in dates if t.kind == "moment" and not t.after_event]
    return interval_of(plain[-1], told.vantage, zone, tense=tense) if plain else None
