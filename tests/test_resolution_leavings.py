"""Departures and arrivals that name no place: where the train was told to be, and nowhere else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import read


@pytest.mark.parametrize(
    ("text", "place", "at"),
    [
        (
            "The train drew into Perm at 12:00 on Tuesday. It left twenty minutes later.",
            "Perm",
            "2024-05-21T12:20+05:00",
        ),
        (
            "The train stood in Omsk for an hour from 9:00 on Tuesday, then pulled out.",
            "Omsk",
            "2024-05-21T10:00+06:00",
        ),
        (
            "The train reached Omsk at 9:00 on Tuesday. It moved off at 10:40 to the east.",
            "Omsk",
            "2024-05-21T10:40+06:00",
        ),
        ("Military train, Tuesday. Tyumen 13:20, Ishim 16:05 and away again 16:50.", "Ishim", "2024-05-21T16:50+05:00"),
        ("The train came to Omsk at 9:00 on Tuesday and stood there until 11:15.", "Omsk", "2024-05-21T11:15+06:00"),
    ],
)
def test_it_leaves_where_it_was_told_to_be(text: str, place: str, at: str, gazetteer: Gazetteer) -> None:
    found = [s for s in read(text, gazetteer) if s.event == "departed"]
    assert [s.place.name for s in found] == [place]
    assert found[0].interval is not None
    assert abs(found[0].interval.middle - datetime.fromisoformat(at)) <= timedelta(minutes=20)


@pytest.mark.parametrize(
    "text",
    [
        "The train reached Omsk at 9:00 on Tuesday. The minister left at ten.",
        "A train stood in Omsk on Tuesday. The passengers set off at nine on foot.",
        "The train reached Omsk at 9:00 on Tuesday. Two wagons were taken off at ten.",
        "The train is due in Omsk at 9:00 on Thursday. It left at ten.",
        "The train reached Omsk at 9:00 on Tuesday. Nothing is left.",
        "The train reached Omsk at 9:00 on Tuesday. The officers waited until ten.",
    ],
)
def test_others_leave_without_it(text: str, gazetteer: Gazetteer) -> None:
    assert not [s for s in read(text, gazetteer) if s.event == "departed"]


def test_what_leaves_again_had_stopped(gazetteer: Gazetteer) -> None:
    found = read("Military train, Tuesday. Tyumen 13:20, Ishim 16:05 and away again 16:50.", gazetteer)
    assert [(s.place.name, s.event) for s in found][:2] == [("Tyumen", "seen"), ("Ishim", "stopped")]


@pytest.mark.parametrize(
    ("text", "place", "at"),
    [
        ("The train was due in Omsk at nine on Tuesday but arrived at noon.", "Omsk", "2024-05-21T12:00+06:00"),
        ("The train left Omsk at 9:00 on Tuesday. It had come in at 6:20.", "Omsk", "2024-05-21T06:20+06:00"),
        ("The train left Omsk at 9:00 on Tuesday. It had come in at 23:40.", "Omsk", "2024-05-20T23:40+06:00"),
        ("The train left Omsk at 9:00 on Tuesday. It had come in two hours earlier.", "Omsk", "2024-05-21T07:00+06:00"),
        ("The train left Tyumen at 9:00 on Tuesday for Ishim and arrived at 14:00.", "Ishim", "2024-05-21T14:00+05:00"),
        ("The train is heading for Omsk. It finally drew in at 19:05.", "Omsk", "2024-05-22T19:05+06:00"),
    ],
)
def test_it_arrived_where_it_is_told_of(text: str, place: str, at: str, gazetteer: Gazetteer) -> None:
    (found,) = (s for s in read(text, gazetteer) if s.event == "arrived")
    assert found.place.name == place
    assert found.interval is not None
    assert abs(found.interval.middle - datetime.fromisoformat(at)) <= timedelta(minutes=35)


@pytest.mark.parametrize(
    "text",
    [
        "The train left Omsk at nine on Tuesday and arrived at noon.",
        "The train left Omsk at nine on Tuesday. The minister had arrived at eight.",
        "The train was due in Omsk at nine on Tuesday but had not arrived by noon.",
        "The train left Omsk at nine on Tuesday. It had come in an hour late.",
        "The train passed Omsk at nine on Tuesday. The report had come in at eight.",
    ],
)
def test_no_arrival_is_made_up(text: str, gazetteer: Gazetteer) -> None:
    assert not [s for s in read(text, gazetteer) if s.event == "arrived"]
