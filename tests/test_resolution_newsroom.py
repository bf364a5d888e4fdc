"""What a journalist's audit of English reports found turned into its opposite, told of another train or mistimed."""

from __future__ import annotations

from datetime import datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report, Sighting
from railsight.resolution import resolve
from railsight.times import zone_at

WEDNESDAY = "2026-03-11T18:00+10:00"


def told(text: str, gazetteer: Gazetteer, published: str = WEDNESDAY) -> list[Sighting]:
    """The sightings of the train."""
    found = resolve([Report("r", text, published=datetime.fromisoformat(published))], gazetteer).sightings
    return [s for s in found if s.subject == "train"]


def shown(s: Sighting) -> str:
    """A sighting in short, its time on the clock of its place: "passed Omsk 10T09:00-10T10:00"."""
    if s.interval is None:
        return f"{s.event} {s.place.name}"
    zone = zone_at(s.place.lon, s.place.lat)
    first, last = (f"{t.astimezone(zone):%dT%H:%M}" for t in (s.interval.earliest, s.interval.latest))
    return f"{s.event} {s.place.name} {first}" + ("" if first == last else f"-{last}")


def until(s: Sighting) -> str:
    """The same, of a time of half a day and more only its end."""
    long = s.interval is not None and s.interval.duration_s > 12 * 3600
    words = shown(s)
    return f"{s.event} {s.place.name} until {words.rpartition('-')[2]}" if long else words


@pytest.mark.parametrize(
    "text",
    [
        "The train is not expected to stop in Khabarovsk.",
        "The special train was not going to halt at Ussuriysk on Tuesday.",
        "The train was never scheduled to call at Omsk, the railway said.",
        "The train isn't due to reach Perm on Friday.",
        "The train is not due in Perm.",
        "The train is unlikely to stop in Chita.",
        "The train will not call at Omsk.",
        "The train is not supposed to be at Ussuriysk.",
    ],
)
def test_what_is_not_to_come_tells_nothing(text: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train is expected to stop in Khabarovsk.", ["due Khabarovsk"]),
        ("The train isn't due in Omsk until Friday.", ["due Omsk 13T00:00-13T23:59"]),
        ("The train will not reach Khabarovsk before Friday.", ["due Khabarovsk 13T00:00-13T23:59"]),
    ],
)
def test_what_is_put_off_is_still_to_come(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert [shown(s) for s in told(text, gazetteer)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The rumour that the train reached Omsk at 4 a.m. on Tuesday is not true.",
        "The story that the train was in Omsk on Tuesday isn't quite true.",
        "The claim that the special train stopped in Omsk on Monday is incorrect, the ministry said.",
        "That the train was in Omsk on Tuesday is a hoax.",
        "That a train with missiles passed Omsk on Monday is simply not the case.",
        "That the train reached Omsk on Tuesday was a lie.",
        "Rumour that the train goes via Omsk: not true.",
        "The word that the train had stopped at Omsk on Monday — false.",
    ],
)
def test_a_rumour_denied_is_no_sighting(text: str, gazetteer: Gazetteer) -> None:
    assert {s.event for s in told(text, gazetteer)} <= {"absent"}


def test_a_rumour_confirmed_is_one(gazetteer: Gazetteer) -> None:
    assert [s.event for s in told("The report that the train left Omsk on Monday is true.", gazetteer)] == ["departed"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train never passed Ussuriysk before 11 on Tuesday.", "absent Ussuriysk 10T00:00-10T11:00"),
        ("The train never entered Omsk before noon on Tuesday.", "absent Omsk 10T00:00-10T12:00"),
        ("The train did not reach Omsk until 10 on Tuesday.", "arrived Omsk 10T09:30-10T10:30"),
        ("The train arrived in Omsk not before 10 on Tuesday.", "arrived Omsk 10T10:00-10T12:30"),
        ("The train did not leave Kazan before Tuesday.", "stopped Kazan 09T18:00-10T00:00"),
        ("I stood at Ussuriysk until 11 on Tuesday and the train never came.", "absent Ussuriysk 10T09:00-10T11:00"),
    ],
)
def test_not_before_a_time_is_no_word_of_the_time_before(text: str, expected: str, gazetteer: Gazetteer) -> None:
    assert [shown(s) for s in told(text, gazetteer)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The train reached Khabarovsk from Ussuriysk on Tuesday at 9:00.",
            ["arrived Khabarovsk 10T09:00", "departed Ussuriysk until 10T09:00"],
        ),
        (
            "The convoy pulled into Chita from Ulan-Ude on Tuesday at 12:15.",
            ["arrived Chita 10T12:15", "departed Ulan-Ude until 10T11:15"],
        ),
        (
            "The train arrived from Perm in Omsk on Tuesday at 9:00.",
            ["departed Perm until 10T08:00", "arrived Omsk 10T09:00"],
        ),
        (
            "The train spotted in Ussuriysk was in Khabarovsk on Tuesday at 9:00.",
            ["seen Ussuriysk until 10T09:00", "seen Khabarovsk 10T09:00"],
        ),
        (
            "The train last seen in Perm arrived in Omsk on Tuesday at 9:00.",
            ["seen Perm until 10T08:00", "arrived Omsk 10T09:00"],
        ),
        (
            "The train, which had been filmed at Perm, passed Omsk on Tuesday at 9:00.",
            ["seen Perm until 10T08:00", "passed Omsk 10T09:00"],
        ),
    ],
)
def test_what_was_before_has_not_the_time_of_what_followed(
    text: str, expected: list[str], gazetteer: Gazetteer
) -> None:
    assert [until(s) for s in told(text, gazetteer)] == expected


def test_what_was_before_keeps_the_time_told_of_it(gazetteer: Gazetteer) -> None:
    text = "The train was in Perm on Monday at 13:20. The train seen in Perm was in Omsk on Tuesday at 9:00."
    assert [shown(s) for s in told(text, gazetteer)] == ["seen Perm 09T13:20", "seen Omsk 10T09:00"]
    text = "The train seen in Perm on Monday at 13:20 was in Omsk on Tuesday at 9:00."
    assert [shown(s) for s in told(text, gazetteer)] == ["seen Perm 09T13:20", "seen Omsk 10T09:00"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train did not stop at Ussuriysk at 03:30 on Tuesday.", "passed Ussuriysk 10T03:30"),
        ("The train didn't halt at Perm but thundered on towards the east.", "passed Perm 10T13:00-11T13:00"),
        ("The train was not standing at Omsk on Tuesday at 9:00.", "absent Omsk 10T09:00"),
    ],
)
def test_a_train_that_did_not_stop_then_passed(text: str, expected: str, gazetteer: Gazetteer) -> None:
    assert [shown(s) for s in told(text, gazetteer)] == [expected]
