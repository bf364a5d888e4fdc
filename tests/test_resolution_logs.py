"""Logs and posts: a day beside the clock, the name of a station of two words, the direction in the heading."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import read, told


@pytest.mark.parametrize(
    ("text", "place", "at"),
    [
        ("Ore train. Omsk Mon 07:45.", "Omsk", "2024-05-20T07:45+06:00"),
        ("Ore train. Tyumen Monday 0215, Ishim 1140 same day.", "Ishim", "2024-05-20T11:40+05:00"),
        ("Ore train. Hannover Seelhorst 00:35, Minden 01:20.", "Hannover", "2024-05-22T00:35+02:00"),
        ("Ore train, Tuesday. Tyumen 13:20, Ishim 16:05.", "Tyumen", "2024-05-21T13:20+05:00"),
    ],
)
def test_an_entry_has_its_day(text: str, place: str, at: str, gazetteer: Gazetteer) -> None:
    (found,) = [s for s in read(text, gazetteer) if s.place.name == place]
    assert found.interval is not None
    assert abs(found.interval.middle - datetime.fromisoformat(at)) <= timedelta(minutes=5)


@pytest.mark.parametrize(
    "text",
    [
        "The ore train stood. The mayor of Omsk Monday 9 a.m. gave a speech.",
        "Ore train 6 of the 15th. The minister was in Omsk Monday at nine for talks.",
    ],
)
def test_what_has_words_behind_it_is_no_entry(text: str, gazetteer: Gazetteer) -> None:
    assert not told(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Military train, westbound, two engines. Omsk Mon 07:45. Tyumen Tue 09:10.", "W"),
        ("Military train, two engines. Omsk Mon 07:45. Tyumen Tue 09:10.", None),
        ("Military train north of the river. Omsk Mon 07:45. Tyumen Tue 09:10.", None),
    ],
)
def test_the_heading_of_a_log_is_that_of_its_first_entry(text: str, heading: str | None, gazetteer: Gazetteer) -> None:
    first, second = read(text, gazetteer)
    assert (first.heading, second.heading) == (heading, None)


def test_a_report_of_interchanged_cars_is_of_a_train(gazetteer: Gazetteer) -> None:
    text = "Consist note: 2 buffers and 104 loads. Minneapolis Monday 2305. Interchanged to NS at Chicago Tuesday."
    assert ("seen", "Minneapolis") in told(text, gazetteer)
