"""When it was and which way it went: days of other clauses, plans, what is true now, lengths of time. Our own words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report, Sighting
from railsight.resolution import Reading, resolve
from railsight.times import zone_at

WEDNESDAY = datetime(2024, 3, 13, 9, tzinfo=UTC)


def read(text: str, gazetteer: Gazetteer, published: datetime = WEDNESDAY) -> Reading:
    return resolve([Report("r", text, published=published)], gazetteer)


def events(text: str, gazetteer: Gazetteer) -> list[str]:
    return [f"{s.event} {s.place.name}" for s in read(text, gazetteer).sightings]


def days(sighting: Sighting) -> str:
    """First and last day of the interval on the calendar of the place."""
    assert sighting.interval is not None
    zone = zone_at(sighting.place.lon, sighting.place.lat)
    first, last = (t.astimezone(zone) for t in (sighting.interval.earliest, sighting.interval.latest))
    return f"{first.day}" if first.date() == last.date() else f"{first.day}-{last.day}"


def told(text: str, gazetteer: Gazetteer) -> list[str]:
    """Event, place and days of every sighting of the train."""
    return [f"{s.event} {s.place.name} {days(s)}" for s in read(text, gazetteer).sightings if s.interval]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train left Kursk on Monday in the direction of Tver.", ["departed Kursk", "heading Tver"]),
        ("The train departed Omsk at noon, in Tyumen's direction.", ["departed Omsk", "heading Tyumen"]),
        ("On Monday the train pulled away in the general direction of Kazan.", ["heading Kazan"]),
        (
            "The train set out from Perm on Monday, in the direction of the city of Kirov.",
            ["departed Perm", "heading Kirov"],
        ),
        ("The train came from the direction of Tver on Monday.", ["departed Tver"]),
        ("The train left Perm on Monday by way of Kirov.", ["departed Perm", "passed Kirov"]),
    ],
)
def test_a_direction_is_where_it_goes(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert events(text, gazetteer) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The train is to leave Chita on Thursday, halt at Mogocha at night and reach Skovorodino on Friday.",
            ["departed Chita 14", "due Mogocha 14-15", "due Skovorodino 15"],
        ),
        (
            "The nuclear train should leave Murmansk on Monday and enter Perm on Tuesday.",
            ["departed Murmansk 18", "due Perm 19"],
        ),
        (
            "The train left Omsk on Monday. It should leave Tyumen on Friday, pass Yekaterinburg and, after a stop, "
            "arrive in Perm on Saturday.",
            ["departed Omsk 11", "departed Tyumen 15", "due Perm 16"],
        ),
        (
            "The train was due to depart Kazan on Monday and arrive in Perm on Tuesday.",
            ["departed Kazan 11", "due Perm 12"],
        ),
        (
            "The train might cross at Naushki on Friday and then reach Irkutsk on Sunday.",
            ["due Naushki 15", "due Irkutsk 17"],
        ),
        # no plans
        ("The train left Omsk on Monday and reached Perm on Tuesday.", ["departed Omsk 11", "arrived Perm 12"]),
        (
            "We saw the train leave Omsk on Monday and stop in Tyumen on Tuesday.",
            ["departed Omsk 11", "stopped Tyumen 12"],
        ),
        (
            "The train was seen to leave Omsk on Monday and reach Perm on Tuesday.",
            ["departed Omsk 11", "arrived Perm 12"],
        ),
    ],
)
def test_infinitives_in_a_row_have_one_mood(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train may leave Omsk on Friday.", ["departed Omsk 15"]),
        ("The train can depart from Kazan on Thursday at the earliest.", ["departed Kazan 14"]),
        ("The train is leaving Kazan on Thursday.", ["departed Kazan 14"]),
        ("The train is departing Omsk on Friday and arriving in Perm on Sunday.", ["departed Omsk 15", "due Perm 17"]),
        ("The train may have left Omsk on Friday.", ["departed Omsk 8"]),
        ("The train could be seen leaving Omsk on Monday.", ["departed Omsk 11"]),
        ("The train was leaving Omsk on Monday.", ["departed Omsk 11"]),
    ],
)
def test_a_departure_that_may_be_lies_ahead(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == expected
