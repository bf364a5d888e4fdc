"""What is read: reports, mentions, sightings, claims, and the case they belong to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from railsight.errors import UsageError
from railsight.model.checks import (
    check_above,
    check_aware,
    check_finite,
    check_length,
    check_one_of,
    check_priors,
    check_reckoned_from,
    check_share,
    check_text,
    clean_surrogates,
)
from railsight.model.places import Candidate, Place
from railsight.model.rail import LengthKind
from railsight.model.trains import Profile
from railsight.shown import in_brief
from railsight.times import Interval, given_published, local_span

if TYPE_CHECKING:
    from collections.abc import Iterable

Status = Literal["confirmed", "reported", "speculated", "expected", "conflict"]

EventKind = Literal["departed", "arrived", "stopped", "passed", "crossed", "seen", "heading", "absent", "due"]
AIM_EVENTS: frozenset[EventKind] = frozenset({"heading", "due"})  # what is said of where a train goes, not where it was
HOPED_EVENTS: frozenset[EventKind] = frozenset({"arrived", "stopped"})  # as a guess, where the train may be going

MentionKind = Literal["place", "time", "train", "direction", "claim"]

Role = Literal[
    "seen",
    "origin",
    "destination",
    "speculated",
    "crossing",
    "expected",
    "dateline",
    "agency",
    "clock",
    "background",
    "negated",
]

ClaimKind = Literal["distance", "direction", "duration", "speed"]

Verdict = Literal["agrees", "rounded", "differs", "cannot tell"]

LANGUAGES: tuple[str, ...] = ("en", "ru", "ko")  # of a page's own words

STATUSES: tuple[str, ...] = ("confirmed", "reported", "speculated", "expected", "conflict")

EVENTS: tuple[str, ...] = (
    "departed",
    "arrived",
    "stopped",
    "passed",
    "crossed",
    "seen",
    "heading",
    "absent",
    "due",
)


_TEXTS_OF_A_REPORT = ("id", "text", "source", "dateline", "title", "url", "language", "published_assumed")
_SHOWN = 60  # so many characters of a report's words does a value show of itself
_WORDS_OF_A_TEXT = 4  # an id with more blanks is a text that was meant to be read


@dataclass(frozen=True, slots=True)
class Report:
    """One message as received, never altered.

    ``published`` is aware UTC, and may be given as a text or as a date, which is its whole day: ``"2023-09-12"``,
    ``"2023-09-12T18:30+09:00"``; ``published_assumed`` says in words where it came from when the report does not state
    it itself. ``dateline`` is the place the text is filed from, as printed. ``of_train`` is set where it is known to be
    of the train although it may name none: the reports of a case are. ``Report(text="The train ...")`` will do.
    Lone surrogates, which are no characters, become U+FFFD.
    """

    id: str = "report"
    text: str = field(default="", repr=False)
    published: datetime | None = None
    source: str | None = None
    dateline: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    published_assumed: str | None = None
    of_train: bool = False

    if TYPE_CHECKING:  # more may be given than is held

        def __init__(
            self,
            id: str = ...,  # noqa: A002
            text: str = ...,
            published: datetime | date | str | None = ...,
            source: str | None = ...,
            dateline: str | None = ...,
            title: str | None = ...,
            url: str | None = ...,
            language: str | None = ...,
            published_assumed: str | None = ...,
            of_train: bool = ...,
        ) -> None: ...

    def __post_init__(self) -> None:
        for name in _TEXTS_OF_A_REPORT:
            value = getattr(self, name)
            check_text(f"{name} of a report", value, or_none=name not in ("id", "text"))
            if value and not value.isascii():
                object.__setattr__(self, name, clean_surrogates(value))
        alone = self.published is None and self.source is None and self.title is None
        if not self.text and alone and self.id.count(" ") >= _WORDS_OF_A_TEXT:
            raise UsageError(f"{self.id[:60]!r} is given as the id of a report", hint="write Report(text=...)")
        object.__setattr__(self, "published", given_published(self.published))
        if self.published is not None:
            check_reckoned_from(f"published of report {self.id}", self.published)


def title_of(reports: Iterable[Report]) -> str:
    """The title of reports together: theirs if all have the same, else none; it is no headline of the whole."""
    titles = {report.title or "" for report in reports}
    return titles.pop() if len(titles) == 1 else ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of a report that names something. Offsets are characters of the report's text.

    ``candidates`` are best first; the first is ``place`` when its score suffices, else ``place`` is None.
    ``interval`` is set for times, ``heading`` (compass point) for directions.
    """

    report: str
    start: int
    end: int
    text: str
    kind: MentionKind
    role: Role
    candidates: tuple[Candidate, ...] = ()
    place: Place | None = None
    score: float = 0.0
    why: str = ""
    interval: Interval | None = None
    heading: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise UsageError(f"a mention spans at least one character: {self.start}..{self.end}")
        check_share("score", self.score)

    def __repr__(self) -> str:
        place = f", {self.place.name} {self.score:.2f}" if self.place else ""
        words, where = in_brief(self.text, _SHOWN), f"{self.report} {self.start}-{self.end}"
        return f"<Mention {words!r}: {self.kind}, {self.role}{place} ({where})>"


@dataclass(frozen=True, slots=True)
class Sighting:
    """One claim: this subject, in this interval, near one of these places.

    ``subject`` is ``"train"`` for the train followed, else a name (``"Air Koryo An-148"``). ``interval`` is None when
    no time can be said. ``heading`` is a compass point; ``toward`` and ``away_from`` are places. ``quote`` is the span
    in the report; ``quote_text`` the words. ``known_at`` is when it became known (publication), None if not known.
    ``belief`` of a source is not held here: it follows ``status``. ``certainty`` is the probability (0..1] that the
    report was understood: below 1 where no rule read it and the event is guessed from the words around.
    ``withdrawn_by`` is the id of the report that withdrew or corrected it, ``withdrawn_at`` when that became known.
    ``stands_from`` and ``stands_until`` are given where other reports changed how it is told: the moments from which
    (None: from when it was known) and before which (None: until now) it was told like this.
    """

    id: str
    candidates: tuple[Candidate, ...]
    event: EventKind
    status: Status
    interval: Interval | None = None
    subject: str = "train"
    heading: str | None = None
    toward: Place | None = None
    away_from: Place | None = None
    report: str | None = None
    quote: tuple[int, int] | None = None
    quote_text: str = ""
    source: str = ""
    note: str = ""
    known_at: datetime | None = None
    origin: Place | None = None  # for another subject's movement: where it set out from
    certainty: float = 1.0
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None
    stands_from: datetime | None = None
    stands_until: datetime | None = None

    def __post_init__(self) -> None:
        check_share("certainty", self.certainty)
        if self.certainty <= 0.0:
            raise UsageError(f"certainty {self.certainty!r} is not above 0 and at most 1")
        if not self.candidates:
            raise UsageError(f"sighting {self.id} has no place", hint="give one Candidate(place, 1.0) at least")
        check_one_of("status", self.status, STATUSES)
        check_one_of("event", self.event, EVENTS)
        for name in ("known_at", "withdrawn_at", "stands_from", "stands_until"):
            if (moment := getattr(self, name)) is not None:
                check_aware(f"{name} of sighting {self.id}", moment)

    def __repr__(self) -> str:
        return f"<Sighting {self.in_a_line()} ({self.id})>"

    def in_a_line(self) -> str:
        """What, where, when on the clock of the place, and how sure."""
        who = "" if self.subject == "train" else f"{' '.join(self.subject.split())}: "
        return f"{who}{self.event} {self.place.name}, {self.local_time}, {self.status_words}"

    @property
    def place(self) -> Place:
        """The likeliest place."""
        return self.candidates[0].place

    @property
    def local_time(self) -> str:
        """When it was, on the clock of its place: ``12 Sep 2023 06:00 +10``, or from - to, or ``no time``."""
        if self.interval is None:
            return "no time"
        return local_span(self.interval.earliest, self.interval.latest, self.place.lon, self.place.lat)

    @property
    def status_words(self) -> str:
        """The status, and how certain the reading is where it is a guess."""
        return self.status if self.certainty == 1.0 else f"{self.status}, guessed {self.certainty:.0%}"

    @property
    def known_by(self) -> datetime | None:
        """When it can have been known: as stated, else the end of its own interval; None: at any time."""
        return self.known_at or (self.interval.latest if self.interval else None)

    @property
    def told_from(self) -> datetime | None:
        """From when on it was told like this; None: at any time."""
        return self.stands_from or self.known_by

    def is_told(self, as_of: datetime | None = None) -> bool:
        """Whether it was told like this at a moment (in the end, without one), withdrawn or not."""
        if as_of is None:
            return self.stands_until is None
        began = self.told_from is None or self.told_from <= as_of
        return began and (self.stands_until is None or as_of < self.stands_until)

    def as_of(self, at: datetime | None) -> Sighting:
        """The same as it was known at a moment (in the end, without one): what ended it later is not known yet."""
        stands = at is not None and self.stands_until is not None and self.stands_until > at
        one = replace(self, stands_until=None) if stands else self
        gone = at is not None and self.withdrawn_at is not None and self.withdrawn_at > at
        return replace(one, withdrawn_by="", withdrawn_at=None) if gone else one

    def is_withdrawn(self, as_of: datetime | None = None) -> bool:
        """Whether it had been withdrawn by a moment (in the end, without one)."""
        at = self.withdrawn_at
        return bool(self.withdrawn_by) and (as_of is None or at is None or at <= as_of)


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure stated in a report, checked against the world. Units are in the names; None if not stated."""

    report: str
    start: int
    end: int
    text: str
    kind: ClaimKind
    origin: Place | None = None
    target: Place | None = None
    stated_km: float | None = None
    stated_km_max: float | None = None
    stated_direction: str | None = None
    stated_h: float | None = None
    stated_kmh: float | None = None
    geodesic_km: float | None = None
    rail_km: float | None = None
    bearing_deg: float | None = None
    running_time_h: float | None = None
    verdict: Verdict = "cannot tell"
    why: str = ""
    rail_length_kind: LengthKind | None = None  # what ``rail_km`` was measured by, where that is known

    def __post_init__(self) -> None:
        for name in (
            "stated_km",
            "stated_km_max",
            "stated_h",
            "stated_kmh",
            "geodesic_km",
            "rail_km",
            "running_time_h",
        ):
            if (value := getattr(self, name)) is not None:
                check_length(name, value)
        if self.bearing_deg is not None:
            check_finite("bearing_deg", self.bearing_deg)

    def __repr__(self) -> str:
        why = f", {self.why}" if self.why else ""
        return f"<Claim {in_brief(self.text, _SHOWN)!r}: {self.kind}, {self.verdict}{why} ({self.report})>"


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place of a sighting as a case names it: where that stands, whose it is, and what it may be, best first.

    ``key`` is ``place``, ``toward`` or ``away_from``; ``narrowed`` says that the case gives a kind or country too.
    """

    where: str
    sighting: str
    key: str
    name: str
    candidates: tuple[Candidate, ...]
    narrowed: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """What one follows: title, train profile, reports, sightings entered by hand, and destinations to weigh.

    ``sources`` are reports that are not read, because their sightings are among those of the case.
    """

    name: str
    title: str = ""
    profile: str | Profile = "armoured"
    gauge_mm: int | None = None
    max_kmh: float | None = None
    reports: tuple[Report, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    destinations: tuple[tuple[str | Place, float | None], ...] = ()  # a name, or the place, and its prior
    network: str | None = None
    subtitle: str = ""
    credits: str = ""
    notes: str = ""
    language: str = "en"
    warnings: tuple[str, ...] = ()  # what the case says that could not be used
    named: tuple[NamedPlace, ...] = ()  # the places of its sightings that are named, not given as a position
    sources: tuple[Report, ...] = ()

    @property
    def told_by(self) -> tuple[Report, ...]:
        """All its reports, those that are not read included."""
        return (*self.sources, *self.reports)

    def __post_init__(self) -> None:
        check_priors(self.destinations)
        if self.gauge_mm is not None:
            check_above("gauge_mm", self.gauge_mm)
        if self.max_kmh is not None:
            check_above("max_kmh", self.max_kmh)
