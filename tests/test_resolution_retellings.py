"""Two tellings are of one event only if they mostly share their time; nobody is made to say more than he said."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report, Sighting
from railsight.resolution import resolve
from tests.telling import read

PUBLISHED = datetime.fromisoformat("2024-05-17T20:00+10:00")  # a Friday


def of_reports(gazetteer: Gazetteer, *texts: str) -> list[Sighting]:
    reports = [Report(f"r{i}", text, published=PUBLISHED + timedelta(hours=i)) for i, text in enumerate(texts)]
    return [s for s in resolve(reports, gazetteer).sightings if s.subject == "train"]


def lengths_h(sightings: list[Sighting]) -> list[float]:
    return [round(s.interval.duration_s / 3600) for s in sightings if s.interval]


@pytest.mark.parametrize(
    "texts",
    [
        ["The train was seen in Chita on Thursday morning.", "Witnesses saw the train at Chita on Thursday afternoon."],
        ["The train was standing in Chita on Thursday afternoon.", "It stood in Chita on Thursday evening."],
        ["The train left Chita on Thursday morning.", "The train left Chita on Thursday afternoon."],
    ],
)
def test_parts_of_the_day_that_touch_or_hardly_overlap_are_told_of_two_events(
    gazetteer: Gazetteer, texts: list[str]
) -> None:
    found = of_reports(gazetteer, *texts)
    assert len(found) == 2
    assert min(lengths_h(found)) >= 4


def test_what_mostly_shares_its_time_is_told_of_one_event(gazetteer: Gazetteer) -> None:
    day, morning = "The train was seen in Chita on Thursday.", "Witnesses saw the train at Chita on Thursday morning."
    assert lengths_h(of_reports(gazetteer, day, morning)) == [6]
    clocks = (
        "The train arrived in Chita at 6 p.m. on Thursday.",
        "It was about 6.20 p.m. on Thursday when the train pulled into Chita.",
    )
    assert len(of_reports(gazetteer, *clocks)) == 1


def test_again_tells_of_another_time(gazetteer: Gazetteer) -> None:
    first, other = "The train was seen in Chita on Tuesday. ", "It was seen in Chita{} on Tuesday evening."
    assert len(read(first + other.format(" again"), gazetteer)) == 2
    assert len(read(first + other.format(""), gazetteer)) == 1


def test_a_guess_makes_nothing_closer(gazetteer: Gazetteer) -> None:
    sure, perhaps = (
        "The train was seen in Chita on Thursday.",
        "On Thursday morning the train was possibly seen in Chita.",
    )
    found = of_reports(gazetteer, sure, perhaps)
    assert [(s.status, h) for s, h in zip(found, lengths_h(found), strict=True)] == [
        ("reported", 24),
        ("speculated", 6),
    ]
    vague = "On Thursday the train was possibly seen in Chita."
    assert [s.status for s in of_reports(gazetteer, sure, vague)] == ["reported"]


def test_the_time_of_a_guess_does_not_become_that_of_what_is_told_without_one(gazetteer: Gazetteer) -> None:
    undated = "The train was seen in Chita."
    guessed = "At 6 a.m. on Friday the train was possibly seen in Chita."
    reported = [s for s in of_reports(gazetteer, undated, guessed) if s.status == "reported"]
    assert lengths_h(reported) == lengths_h(of_reports(gazetteer, undated))
