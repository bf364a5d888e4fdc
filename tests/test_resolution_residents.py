"""Told by those who live, work or wait at a place: what they tell of the train without a place is told from there."""

from __future__ import annotations

from datetime import datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report
from railsight.resolution import resolve
from tests.telling import NOW, read, told


def beside(text: str, gazetteer: Gazetteer) -> set[tuple[str, str]]:
    """What a report tells that is read together with one that names the train."""
    other = Report("o", "The armoured train has been seen in Siberia.", datetime.fromisoformat(NOW))
    found = resolve([Report("r", text, datetime.fromisoformat(NOW)), other], gazetteer).sightings
    return {(s.event, s.place.name) for s in found if s.subject == "train" and s.report == "r"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I sell tea at Taiga. Your coaches came in just after nine last night and did not leave until 23:30.",
            {("arrived", "Tayga"), ("departed", "Tayga")},
        ),
        (
            'Mr. Bo, who mends bicycles at Taiga: "It came from the Tomsk side a little before six. It did not stop."',
            {("passed", "Tayga")},
        ),
        ("They brought us to Taiga by noon. At 15:40 it left with us.", {("departed", "Tayga")}),
        (
            "I counted more. Taiga, quarter past nine this morning by my own watch. Rolled through.",
            {("passed", "Tayga")},
        ),
        ("Taiga. Short special, two TEP70 and six cars, left at 03:30 towards Omsk.", {("departed", "Tayga")}),
    ],
)
def test_a_movement_is_where_those_are_who_tell_it(
    text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer
) -> None:
    assert {x for x in beside(text, gazetteer) if x[0] not in ("heading", "seen")} == expected


def test_did_not_leave_until_has_the_time_behind_it(gazetteer: Gazetteer) -> None:
    text = "I sell tea at Taiga. The armoured train came in at 21:00 on Tuesday and did not leave until 23:30."
    found = {s.event: s for s in read(text, gazetteer)}
    assert found["departed"].interval is not None
    assert found["departed"].interval.middle == datetime.fromisoformat("2024-05-21T23:30+07:00")


def test_one_who_is_there_saw_it_whatever_is_told_before(gazetteer: Gazetteer) -> None:
    text = "On Tuesday at ten the armoured train left Omsk, and our reporter at Barabinsk met it at half past three."
    assert told(text, gazetteer) == {("departed", "Omsk"), ("seen", "Barabinsk")}


def test_where_it_has_stood_since_it_is(gazetteer: Gazetteer) -> None:
    text = "The armoured train got as far as Omsk, where it has stood since yesterday with another engine."
    assert told(text, gazetteer) == {("stopped", "Omsk")}


def test_received_behind_a_semicolon_is_an_arrival(gazetteer: Gazetteer) -> None:
    text = "The wounded were conveyed by train; received at Omsk at 04:50 on Tuesday."
    assert told(text, gazetteer) == {("arrived", "Omsk")}
