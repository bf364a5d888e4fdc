"""A train that its own report says to be another is no sighting of the one told of."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report
from railsight.resolution import resolve
from tests.telling import read, told

PUBLISHED = datetime.fromisoformat("2024-05-17T09:00+10:00")


@pytest.mark.parametrize(
    "text",
    [
        "The train seen in Vladivostok was a suburban train.",
        "The train seen in Vladivostok on Tuesday was in fact an ordinary suburban service.",
        "The suburban train seen in Vladivostok was not the one carrying the leader.",
        "The train seen in Vladivostok was not the delegation's.",
        "The train that stopped in Vladivostok on Tuesday was not Kim's train, officials said.",
        "The train seen in Vladivostok on Tuesday turned out to be a freight train.",
        "The train that was spotted in Vladivostok was another one.",
        "The train was seen in Vladivostok. It turned out to be a commuter train.",
        "Поезд, замеченный во Владивостоке, оказался пригородным.",
        "Der Zug, der am Dienstag in Wladiwostok gesehen wurde, war nur ein Güterzug.",
    ],
)
def test_a_train_said_to_be_another_is_not_the_one_told_of(gazetteer: Gazetteer, text: str) -> None:
    assert read(text, gazetteer) == []


@pytest.mark.parametrize(
    "text",
    [
        "The train seen in Vladivostok was a freight train of forty wagons.",
        "The train seen in Vladivostok was the delegation's.",
        "The train seen in Vladivostok was not empty.",
        "The train seen in Vladivostok was not a freight train but the leader's.",
        "The mysterious train seen in Vladivostok turned out to be a military train.",
        "The train was seen in Vladivostok. It was not Kim's usual train but a diesel one.",
        "The train was seen in Vladivostok. It was only a short stop.",
    ],
)
def test_what_else_is_said_of_a_train_leaves_it_the_one_told_of(gazetteer: Gazetteer, text: str) -> None:
    assert told(text, gazetteer) == {("seen", "Vladivostok")}


def test_what_others_told_of_it_then_is_withdrawn(gazetteer: Gazetteer) -> None:
    reports = [
        Report("first", "Witnesses saw the train at Ussuriysk on Thursday.", published=PUBLISHED),
        Report("wednesday", "The train was at Ussuriysk all of Wednesday.", published=PUBLISHED),
        Report(
            "later",
            "The train seen at Ussuriysk on Thursday turned out to be a freight train.",
            published=PUBLISHED + timedelta(hours=5),
        ),
    ]
    reading = resolve(reports, gazetteer)
    assert [(s.report, s.withdrawn_by) for s in reading.withdrawn] == [("first", "later")]
    assert [s.report for s in reading.sightings if s.subject == "train"] == ["wednesday"]
    assert not [w for w in reading.warnings if "no earlier report" in w]


def test_a_wrapped_line_that_begins_like_a_header_goes_on(gazetteer: Gazetteer) -> None:
    text = (
        "CORRECTION: Our report of Tuesday on the special train of the delegation was premature. The train seen in"
        " Vladivostok\nwas a suburban train."
    )
    assert read(text, gazetteer) == []
