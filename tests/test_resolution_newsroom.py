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


@pytest.mark.parametrize(
    "text",
    [
        "The armoured train left Perm on Monday. The passenger train to Chita broke down in Omsk on Tuesday.",
        "The armoured train left Perm on Monday. Passenger train No. 7 left Omsk at 10:02 on Tuesday.",
        "The military train left Perm on Monday. A coal train passed Omsk on Tuesday.",
        "The tourist train left Perm on Monday. An empty ore train passed Omsk on Tuesday.",
        "The Flying Scotsman left Perm on Monday. An HST passed Omsk on Tuesday.",
        "The special train left Perm on Monday. The ordinary Mukuba express left Omsk on Tuesday.",
        "The armoured train left Perm on Monday. The express Okean left Omsk on Tuesday.",
        "The passenger train left Perm on Monday. The freight that was stuck at Omsk is still there.",
        "The coal train left Perm on Monday. The grain train was seen in Omsk on Tuesday.",
        "Train 325 left Perm on Monday. Train 326 was in Omsk on Tuesday.",
        "The special train left Perm on Monday. Passenger train No. 2, due at noon, left an hour late for Omsk.",
        "The rocket train left Perm on Monday. Meanwhile a grain train for Iran left Omsk for Tyumen on Tuesday.",
        "The military train left Perm on Monday.\n\n05.03 09:20 Omsk, coal empties eastbound, nothing special.",
    ],
)
def test_a_train_of_another_kind_number_or_load_is_another(text: str, gazetteer: Gazetteer) -> None:
    assert [(s.event, s.place.name) for s in told(text, gazetteer)] == [("departed", "Perm")]


@pytest.mark.parametrize(
    "text",
    [
        "The coal train left Perm on Monday. The freight train was seen in Omsk on Tuesday.",
        "The military train left Perm on Monday. The freight train was seen in Omsk on Tuesday.",
        "Kim's armoured train left Perm on Monday. The military train was seen in Omsk on Tuesday.",
        "The special train left Perm on Monday. The special train was seen in Omsk on Tuesday.",
        "Train 325 left Perm on Monday. Train 325 was seen in Omsk on Tuesday.",
    ],
)
def test_the_same_train_in_other_words_is_the_same(text: str, gazetteer: Gazetteer) -> None:
    assert [(s.event, s.place.name) for s in told(text, gazetteer)] == [("departed", "Perm"), ("seen", "Omsk")]


@pytest.mark.parametrize(
    "text",
    [
        "The train left Perm on Monday. The exercise had nothing to do with it; that was held near Omsk in February.",
        "The train left Perm on Monday. The guests come from Omsk and London.",
        "The train left Perm on Monday. The passengers came from Omsk.",
        "The train left Perm on Monday. Buses with passengers of the train went to Omsk on Tuesday.",
    ],
)
def test_what_is_told_of_others_is_not_of_the_train(text: str, gazetteer: Gazetteer) -> None:
    assert [(s.event, s.place.name) for s in told(text, gazetteer)] == [("departed", "Perm")]


def test_the_next_step_of_a_journey_lies_ahead(gazetteer: Gazetteer) -> None:
    found = told("The train left Perm on Monday (Omsk is the next step).", gazetteer)
    assert [(s.event, s.place.name) for s in found] == [("departed", "Perm"), ("due", "Omsk")]


@pytest.mark.parametrize(
    "text",
    [
        "A train with tanks and trucks passed Omsk on Monday.",
        "Wagons loaded with vans and lorries passed Omsk on Monday.",
        "A train of wagons, lorries and guns passed Omsk on Monday.",
    ],
)
def test_what_a_train_carries_does_not_move_itself(text: str, gazetteer: Gazetteer) -> None:
    assert [shown(s) for s in told(text, gazetteer)] == ["passed Omsk 09T00:00-09T23:59"]


def test_it_is_the_train_told_of_right_before(gazetteer: Gazetteer) -> None:
    text = "The armoured train left Perm on Monday. A coal train left Omsk on Tuesday. It reached Tyumen at 18:00."
    assert [(s.event, s.place.name) for s in told(text, gazetteer)] == [("departed", "Perm")]


def test_a_train_that_another_saw_is_the_one_followed(gazetteer: Gazetteer) -> None:
    text = "The military train left Perm on Monday. On Tuesday a camera of an ore train picked it up waiting in Omsk."
    assert [(s.event, s.place.name) for s in told(text, gazetteer)] == [("departed", "Perm"), ("stopped", "Omsk")]


def test_what_is_guessed_of_a_day_to_come_is_due(gazetteer: Gazetteer) -> None:
    text = "The train left The Pas at ten this morning. Tomorrow Winnipeg they say."
    found = told(text, gazetteer, "2025-07-09T12:00-05:00")
    assert [shown(s) for s in found] == ["departed The Pas 09T09:30-09T10:30", "due Winnipeg 10T00:00-10T23:59"]
