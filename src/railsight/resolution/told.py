"""One report while it is told: what is known of its text, and what has been gathered from it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, tzinfo

    from railsight.mentions.phrases import DirectionPhrase
    from railsight.mentions.time_phrase import TimePhrase
    from railsight.model import Claim, Mention, Place, Report, Role, Sighting
    from railsight.resolution.reports.taken_back import Corrected
    from railsight.resolution.sentences.items import Sentence
    from railsight.resolution.times.vantage import Dated
    from railsight.times import Interval

TOO_LARGE = frozenset({"country", "continent", "ocean", "sea"})
NO_SPOT = TOO_LARGE | {"region", "area", "county"}  # kinds of places from which nobody tells of a train that he sees


@dataclass(slots=True)
class Told:
    """One report being told: what is known of its text so far."""

    report: Report
    text: str
    published: datetime
    sentences: Sequence[Sentence]
    directions: Sequence[DirectionPhrase]
    mentions: list[Mention]  # place mentions, by index
    claims_of: dict[int, str]  # place mentions that a figure refers to, and how
    crossings: Callable[[Place], Sequence[Place]] = lambda _: ()  # of a river, or a country's border, with railways
    implied: bool = False  # no train is named, but the report can be of nothing else
    in_company: bool = False  # it is implied by the other reports of the journey alone
    beside_others: bool = False  # it is read together with other reports
    left_to_others: bool = False  # something is left out of it because of that alone
    vantage: datetime = field(init=False)  # as of when it is told: publication, or the days it looks back on
    days: tuple[Dated, ...] = ()  # the days told of in a text that looks back, in order
    story_day: TimePhrase | None = None
    corrects: bool = False  # it says that it corrects or withdraws what others told
    official: bool = False  # the statement of an office itself: what it tells is confirmed
    teller_aboard: bool = False  # "we" are on the train
    someone_aboard: bool | None = None  # whether somebody is named who travels by the train; None until asked
    story_days: dict[tzinfo, Interval | None] = field(default_factory=dict)  # that day on the clocks asked for
    last: Interval | None = None  # when the train event told before was, of those of which that is told
    before: Interval | None = None  # when the train event told before was, even where that is but assumed
    counted_from: dict[int, Interval | None] = field(default_factory=dict)  # by where "a day later" stands
    read_by: dict[str, TimePhrase] = field(default_factory=dict)  # by id of a sighting, the phrase that told its time
    left: int | None = None  # the sentence of that event when it was a departure
    sightings: list[Sighting] = field(default_factory=list)
    of_countries: list[tuple[str | None, Sighting]] = field(default_factory=list)  # crossed into or headed for, by code
    not_goals: set[str] = field(default_factory=set)  # ids of the places that the train is said not to go to
    reasons: dict[int, tuple[Role, str]] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    corrected: list[Corrected] = field(default_factory=list)  # what it takes back of other reports
    origins: dict[tuple[str, int], Place] = field(default_factory=dict)  # by other subject and sentence

    def __post_init__(self) -> None:
        self.vantage = self.published

    def warn(self, words: str) -> None:
        """Say once that something about the report is odd."""
        warning = f"{self.report.id}: {words}"
        if warning not in self.warnings:
            self.warnings.append(warning)
