"""Times of English reports that a journalist's audit found lost, a week off, or those of another event."""

from __future__ import annotations

from datetime import datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report
from railsight.resolution import resolve
from tests.test_resolution_newsroom import WEDNESDAY, shown, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train entered Irkutsk half an hour after midnight on Sunday.", "arrived Irkutsk 05T00:30"),
        ("The train passed Irkutsk two hours before noon on Saturday.", "passed Irkutsk 04T10:00"),
        ("At midnight on Sunday the train entered Irkutsk.", "arrived Irkutsk 04T23:30-05T00:30"),
        ("The train entered Irkutsk at midnight on Friday.", "arrived Irkutsk 03T23:30-04T00:30"),
    ],
)
def test_about_midnight_and_noon(text: str, expected: str, gazetteer: Gazetteer) -> None:
    assert [shown(s) for s in told(text, gazetteer, "2025-10-05T09:00+08:00")] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Monday at noon the train was filmed passing Skovorodino.", ["passed Skovorodino 09T11:30-09T12:30"]),
        ("On Monday at 13:20 it was seen leaving Perm. The train is armoured.", ["departed Perm 09T13:20"]),
        ("Tues 7:30 pm that diverted oil train rolled through Omsk.", ["passed Omsk 10T19:30"]),
        ("Mon 09/03 0400: the train passed Omsk.", ["passed Omsk 09T04:00"]),
        ("Mon 09/03 1420 - the train passed Omsk.", ["passed Omsk 09T14:20"]),
        ("The train passed Omsk on Mon 9.3. 1915.", ["passed Omsk 09T00:00-09T23:59"]),
        (
            "After two days in Perm the train left on Monday morning and was in Omsk at 10 p.m.",
            ["departed Perm 09T06:00-09T12:00", "seen Omsk 09T21:30-09T22:30"],
        ),
        ("After three days in Perm the train left on Monday at 08:15.", ["departed Perm 09T08:15"]),
        (
            "Sixty tourists stepped off the train in Tyumen on Monday at 14:00, three days after leaving Perm.",
            ["arrived Tyumen 09T14:00", "departed Perm 06T13:30-06T14:30"],
        ),
        ("I was at Omsk from 8 to 11 on Monday and the train never passed.", ["absent Omsk 09T08:00-09T11:00"]),
        ("The train passed Omsk between 2 and 4 on Monday.", ["passed Omsk 09T14:00-09T16:00"]),
        ("The train stood in Omsk from 8 to 11 on Monday evening.", ["stopped Omsk 09T20:00-09T23:00"]),
    ],
)
def test_a_clock_is_kept_with_what_happened_then(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert [shown(s) for s in told(text, gazetteer)] == expected


def test_clocks_of_two_places_are_two_times(gazetteer: Gazetteer) -> None:
    text = "luxury train left Mbeya 09:00, crossed the border at Tunduma 12:30 Tanzanian time, Kasama 22:00 local time."
    found = told(text, gazetteer, "2025-08-24T10:00+02:00")
    assert [shown(s) for s in found] == ["departed Mbeya 23T09:00", "crossed Tunduma 23T12:30", "seen Kasama 23T22:00"]


def test_hours_of_something_else_are_no_clocks(gazetteer: Gazetteer) -> None:
    text = "The train passed Omsk on Monday with from 8 to 11 wagons."
    assert [shown(s) for s in told(text, gazetteer)] == ["passed Omsk 09T00:00-09T23:59"]


def test_where_a_stay_ended_is_an_origin(gazetteer: Gazetteer) -> None:
    report = Report(
        "r", "After two days in Perm the train left on Monday.", published=datetime.fromisoformat(WEDNESDAY)
    )
    assert [m.role for m in resolve([report], gazetteer).mentions if m.kind == "place"] == ["origin"]
