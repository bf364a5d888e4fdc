"""What a report takes back in a sentence of its own: it is withdrawn, or a warning says that it was not found."""

from __future__ import annotations

from datetime import datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report
from railsight.resolution import Reading, resolve

TOLD = "The armoured train arrived in Omsk on Tuesday at 11:30."


def corrected(text: str, gazetteer: Gazetteer) -> Reading:
    return resolve(
        [
            Report("first", TOLD, published=datetime.fromisoformat("2024-05-21T13:00+06:00")),
            Report("fix", text, published=datetime.fromisoformat("2024-05-21T18:00+06:00")),
        ],
        gazetteer,
    )


@pytest.mark.parametrize(
    "text",
    [
        "Correction: an earlier report said that the armoured train had arrived in Omsk on Tuesday. That was wrong."
        " The train that was seen there was a passenger service.",
        "Correction: an earlier report said that the armoured train had arrived in Omsk on Tuesday. It did not.",
        "We earlier reported that the armoured train arrived in Omsk at 11:30. This was incorrect.",
        "Earlier we wrote that the armoured train had reached Omsk. That report was false.",
        "Correction to our 13:00 report: the armoured train did not arrive in Omsk.",
    ],
)
def test_what_a_later_report_takes_back_is_withdrawn(text: str, gazetteer: Gazetteer) -> None:
    reading = corrected(text, gazetteer)
    assert {s.event for s in reading.sightings if s.subject == "train"} <= {"absent"}
    assert any("first: arrived at Omsk is corrected by fix" in w for w in reading.warnings)


def test_what_no_report_told_is_said_to_be_so(gazetteer: Gazetteer) -> None:
    text = "Correction: an earlier report said that the armoured train had arrived in Perm on Tuesday. That was wrong."
    reading = corrected(text, gazetteer)
    assert [(s.event, s.place.name) for s in reading.sightings] == [("arrived", "Omsk")]
    assert any("corrects what was told of Perm" in w for w in reading.warnings)


def test_another_hour_of_the_same_arrival_withdraws_only_the_first(gazetteer: Gazetteer) -> None:
    text = (
        "Correction: an earlier report gave 11:30 for Omsk. That was wrong."
        " The armoured train arrived in Omsk on Tuesday at 13:45."
    )
    reading = corrected(text, gazetteer)
    assert [s.report for s in reading.sightings if s.event == "arrived"] == ["fix"]
