"""What is shown as of a moment is what the reports published until then give by themselves, and nothing else."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import railsight as rs
from benchmarks.stories import STORIES, read_stories
from railsight.api.following import follow
from railsight.errors import RailsightError
from railsight.files.earlier import earlier_from_record
from railsight.files.records import reading_record
from railsight.mentions import RuleRecogniser
from railsight.resolution import rules
from railsight.times import known_from

FILES = ("stories.yaml", "stories_third.yaml", "stories_languages.yaml", "stories_winter.yaml")
FIRST = datetime(2024, 5, 14, 3, tzinfo=UTC)

# Reports of which the second colours what the first told.
COLOURING = {
    "a narrower time": (
        "The armoured train arrived in Khabarovsk on Monday.",
        "The armoured train arrived in Khabarovsk at 7:10 a.m. local time on Monday.",
    ),
    "a better status": (
        "The armoured train reportedly arrived in Khabarovsk on Monday at 7:10 a.m.",
        "Statement of the ministry: The armoured train arrived in Khabarovsk on Monday at 7:10 a.m.",
    ),
    "a contradiction": (
        "The armoured train arrived in Khabarovsk at 7:10 a.m. local time on Monday.",
        "The armoured train arrived in Khabarovsk at 3:40 p.m. local time on Monday.",
    ),
    "a refuted goal": (
        "The armoured train left Khabarovsk at 7:10 a.m. on Monday. It is heading for Vladivostok.",
        "The armoured train is not going to Vladivostok, an official said. It passed Bikin on Monday at 11 a.m.",
    ),
    "a train named": (
        "Seen at Khabarovsk at 7:10 a.m., nobody got off.",
        "The armoured train passed Bikin on Monday at 11 a.m.",
    ),
}


def reports_of(texts: Sequence[str]) -> list[rs.Report]:
    return [rs.Report(f"r{n}", text, published=FIRST + timedelta(hours=6 * n)) for n, text in enumerate(texts)]


def by(reports: Sequence[rs.Report], moment: datetime) -> list[rs.Report]:
    """The reports published until a moment."""
    return [r for r in reports if r.published and known_from(r.published) <= moment]


def forms(reports: Sequence[rs.Report]) -> dict[str, Any]:
    """The reports as they are, as written down after reading, and as the journey they gave, if any."""
    reading = rs.read(reports)
    written = json.loads(json.dumps(reading_record(reading, full=True)))
    out: dict[str, Any] = {"reports": reports, "json": earlier_from_record(written, source="r")}
    try:
        return out | {"journey": rs.track(reports)}
    except RailsightError:
        return out


def shown(inputs: Any, moment: datetime) -> object:
    """All that a journey says as of a moment, or the error that there is none."""
    try:
        found = rs.track(inputs, until=moment)
    except RailsightError as error:
        return type(error)
    told = [(u.sighting, round(u.belief, 9)) for u in found.used]
    aside = sorted((r.sighting.id, r.sighting.status, r.sighting.note, str(r.reason)) for r in found.rejected)
    return ranking(found), found.passages, told, aside, found.alternatives, tuple(found.positions), found.as_of


def ranking(journey: rs.Journey) -> list[tuple[str, float]]:
    return [(d.place.name, round(d.probability, 9)) for d in journey.destinations]


def check(reports: Sequence[rs.Report]) -> None:
    """Every form, and every step of the history, against the reports published until then."""
    given = forms(reports)
    steps: dict[datetime, list[tuple[str, float]]] = {}
    if "journey" in given:
        for revision in given["journey"].history:
            steps[revision.known_at] = [(name, round(share, 9)) for name, share in revision.ranking]
    last: list[tuple[str, float]] = []
    for moment in sorted({known_from(r.published) for r in reports if r.published}):
        fresh = shown(by(reports, moment), moment)
        for form, inputs in given.items():
            assert shown(inputs, moment) == fresh, (form, moment)
        last = steps.get(moment, last)
        if isinstance(fresh, tuple) and "journey" in given:
            assert last == fresh[0], moment


@pytest.mark.parametrize("texts", COLOURING.values(), ids=COLOURING)
def test_a_later_report_changes_what_was_told_but_not_what_was_told_then(texts: Sequence[str]) -> None:
    reports = reports_of(texts)
    now = {s.id: s for s in rs.read(reports).told if s.report == "r0"}
    alone = {s.id: s for s in rs.read(reports[:1]).told}
    assert any(one.stands_from or one.stands_until for one in now.values())  # else it would show nothing
    then = {s.id: s for s in rs.read(reports).told if s.is_told(FIRST)}
    assert {i: s.as_of(FIRST) for i, s in then.items()} == alone
    check(reports)


@pytest.mark.parametrize("seed", range(5))
def test_any_stories_in_any_order(seed: int) -> None:
    chosen = random.Random(seed)
    stories = [s for file in FILES for s in read_stories(STORIES.with_name(file)) if s.is_open]
    told = {r.id: r for story in chosen.sample(stories, chosen.choice((1, 1, 2))) for r in story.reports}
    reports = chosen.sample(list(told.values()), chosen.randint(min(2, len(told)), min(5, len(told))))
    if seed % 2:
        times = [r.published for r in reports]
        chosen.shuffle(times)
        reports = [replace(r, published=at) for r, at in zip(reports, times, strict=True)]
    check(reports)


def test_a_report_that_says_itself_when_it_was_published_is_not_known_before() -> None:
    first, second = reports_of(COLOURING["a narrower time"])
    late = replace(second, text=f"Published: 2024-05-14 09:00 UTC\n\n{second.text}", published=None)
    assert shown([first, late], FIRST) == shown([first], FIRST)


def test_each_text_is_read_once_for_the_whole_history(monkeypatch: pytest.MonkeyPatch) -> None:
    recognised: list[str] = []
    told: list[str] = []
    find, read_report = RuleRecogniser.find_mentions, rules.read_report

    def counted(self: RuleRecogniser, report: rs.Report, gazetteer: Any) -> Any:
        recognised.append(report.id)
        return find(self, report, gazetteer)

    def counted_too(report: rs.Report, *args: Any, **kwargs: Any) -> Any:
        told.append(report.id)
        return read_report(report, *args, **kwargs)

    monkeypatch.setattr(RuleRecogniser, "find_mentions", counted)
    monkeypatch.setattr(rules, "read_report", counted_too)
    texts = [f"The armoured train passed Khabarovsk at {n + 1}:10 a.m. local time on Monday." for n in range(20)]
    assert len(rs.track(reports_of(texts)).history) == 20
    assert len(recognised) == len(told) == len(texts)


def test_what_was_withdrawn_keeps_the_spans_of_the_report_as_received() -> None:
    first = "The armoured train arr\u00adived in Vladivostok on Tuesday at 11:30."
    reports = reports_of([first, "We retract our report that the train arrived in Vladivostok on Tuesday at 11:30."])
    (gone,) = rs.read(reports).withdrawn
    assert gone.quote is not None
    assert first[slice(*gone.quote)] == gone.quote_text


def test_what_is_said_of_a_later_report_is_not_known_before() -> None:
    """The remark that the second report repeats the first tells of the second."""
    text = "The armoured train passed Bikin at 9:00 a.m. local time on Tuesday, railway workers said."
    reports = [rs.Report(name, text, published=FIRST + timedelta(days=2 * n)) for n, name in enumerate(("a", "b"))]
    record = json.loads(json.dumps(reading_record(rs.read(reports))))
    assert any("b repeats a" in text for text in record["warnings"])
    earlier = earlier_from_record(record, source="earlier")
    after, before = (follow(earlier, until=FIRST + timedelta(days=n)).notes for n in (3, 1))
    assert [any("repeats" in note for note in notes) for notes in (after, before)] == [True, False]
