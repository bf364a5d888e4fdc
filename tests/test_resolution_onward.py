"""Departures told with where the train went on to, and what a clause about the train does not deny."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from railsight.gazetteer import Gazetteer
from railsight.resolution.sentences.items import Item
from railsight.resolution.sentences.moods import _behind_a_lack
from tests.telling import NOW, read, told


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("The train pulled into Ishim at 21:10 on Monday. Shortly before midnight it left for Omsk.", "20T23:30+05:00"),
        ("The train came to Ishim at 18:40 on Monday. It left again for Omsk at half past nine.", "20T21:30+05:00"),
        ("The train stopped at Ishim at 13:15 on Tuesday and set off for Omsk at 14:00.", "21T14:00+05:00"),
        ("The train reached Ishim at 12:30 on Tuesday. At 13:05 it pulled out towards Omsk.", "21T13:05+05:00"),
        ("The train reached Ishim at 23:10 on Monday. At four in the morning it left for Omsk.", "21T04:00+05:00"),
    ],
)
def test_a_train_that_left_for_a_place_left_where_it_was_told_to_be(text: str, at: str, gazetteer: Gazetteer) -> None:
    found = [s for s in read(text, gazetteer) if s.event == "departed"]
    assert [s.place.name for s in found] == ["Ishim"]
    assert found[0].interval is not None
    assert abs(found[0].interval.middle - datetime.fromisoformat(f"2024-05-{at}")) <= timedelta(minutes=35)


@pytest.mark.parametrize(
    "text",
    [
        "The train came to Ishim at noon on Monday. The governor left for Omsk at 15:30.",
        "The train came to Ishim at noon on Monday. It will leave for Omsk at 15:30.",
        "The train came to Ishim at noon on Monday. It did not leave for Omsk at 15:30.",
        "The train passed Ishim at noon on Monday. It left for Omsk.",
    ],
)
def test_nobody_is_told_to_have_left(text: str, gazetteer: Gazetteer) -> None:
    assert not any(event == "departed" for event, _ in told(text, gazetteer))


def test_light_and_dark_are_times(gazetteer: Gazetteer) -> None:
    text = "The train came to Ishim at ten past three on Monday morning, took on water and left before it got light."
    (left,) = (s.interval for s in read(text, gazetteer) if s.event == "departed")
    assert left is not None
    assert left.earliest >= datetime.fromisoformat("2024-05-20T03:00+05:00")
    assert left.latest <= datetime.fromisoformat("2024-05-20T08:00+05:00")


@pytest.mark.parametrize(
    ("words", "told_of_itself"),
    [
        ("train that appears in no timetable left", True),
        ("train which nobody had announced passed", True),
        ("train that carries no markings left", True),
        ("train that had not yet left", False),
        ("train that never stopped", False),
        ("train that nobody has ever passed", False),
        ("said that it did not stop", False),
    ],
)
def test_what_is_denied_of_its_subject_is_not_denied_of_the_verb(words: str, told_of_itself: bool) -> None:
    items = [Item("mover" if w in ("train", "it") else "word", 0, 0, w) for w in words.split()]
    verb = len(items) - 1
    assert _behind_a_lack(items, verb, 0) == (verb if told_of_itself else 0)


def test_a_train_in_no_timetable_left(gazetteer: Gazetteer) -> None:
    assert told("A train that appears in no timetable left Ishim at 10:20 on Monday.", gazetteer) == {
        ("departed", "Ishim")
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train is 40 minutes from Khabarovsk, a conductor said at 9 p.m.", {("heading", "Khabarovsk")}),
        ("The train is half an hour away from Khabarovsk.", {("heading", "Khabarovsk")}),
    ],
)
def test_a_train_so_long_from_a_place_is_on_its_way_there(
    text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer
) -> None:
    assert told(text, gazetteer) == expected
    elsewhere = "The train stopped at Birobidzhan. Its depot is 40 minutes from Khabarovsk."
    assert ("heading", "Khabarovsk") not in told(elsewhere, gazetteer)


def test_hours_ago_may_be_shortened(gazetteer: Gazetteer) -> None:
    (hours,) = read("Train seen in Khasan 3 hrs ago.", gazetteer)
    (minutes,) = read("Train seen in Khasan 30 mins ago.", gazetteer)
    assert hours.interval is not None
    assert minutes.interval is not None
    assert hours.interval.middle == datetime.fromisoformat(NOW) - timedelta(hours=3)
    assert minutes.interval.middle == datetime.fromisoformat(NOW) - timedelta(minutes=30)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("The train may have been seen in Omsk on Tuesday.", "seen"),
        ("The train might already have passed Omsk on Tuesday.", "passed"),
        ("The train may have reached Omsk on Tuesday.", "arrived"),
        ("The train may reach Omsk on Tuesday.", "due"),
    ],
)
def test_a_guess_in_the_perfect_is_of_what_was(text: str, event: str, gazetteer: Gazetteer) -> None:
    (found,) = read(text, gazetteer)
    assert (found.event, found.status) == (event, "speculated")
    assert found.interval is not None
    assert (found.interval.latest < datetime.fromisoformat(NOW)) == (event != "due")
