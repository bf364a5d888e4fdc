"""What is put off, brought forward or told in the present of a time ahead has not happened yet."""

from __future__ import annotations

from datetime import datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report
from railsight.resolution import resolve
from tests.telling import read, told

# The reports are published on a Wednesday, 22 May, at 20:00 UTC.


def days(text: str, gazetteer: Gazetteer) -> list[tuple[str, str, int | None]]:
    return [(s.event, s.status, s.interval.middle.day if s.interval else None) for s in read(text, gazetteer)]


@pytest.mark.parametrize(
    "text",
    [
        "The train's arrival in Vladivostok was postponed to Saturday.",
        "The train's arrival in Vladivostok was moved to Saturday.",
        "The train's arrival in Vladivostok was brought forward to 10 a.m. on Saturday.",
        "The arrival of the train in Vladivostok has been rescheduled for Saturday.",
        "Officials postponed the train's arrival in Vladivostok to Saturday.",
        "Прибытие поезда во Владивосток перенесено на субботу.",
        "Прибытие поезда во Владивосток ожидается в субботу.",
        "Die Ankunft des Zuges in Wladiwostok wurde auf Samstag verschoben.",
        "列车抵达海参崴的时间推迟到周六。",
        "열차의 블라디보스토크 도착이 토요일로 연기됐다.",
        "列車のウラジオストク到着は土曜日に延期された。",
    ],
)
def test_an_arrival_at_another_time_is_due_then(gazetteer: Gazetteer, text: str) -> None:
    assert days(text, gazetteer) == [("due", "expected", 25)]


def test_a_departure_is_put_off_as_well_and_without_a_time_nothing_has_happened(gazetteer: Gazetteer) -> None:
    later = "The departure of the train from Khasan was pushed back to Saturday morning."
    assert days(later, gazetteer) == [("departed", "expected", 24)]  # in UTC
    assert days("The train's arrival in Vladivostok was postponed.", gazetteer) == [("due", "expected", None)]


@pytest.mark.parametrize(
    "text",
    [
        "The postponed train arrived in Vladivostok.",
        "The train's arrival in Vladivostok was watched by a crowd that had moved to the platform.",
        "Перенесённый на вторник поезд прибыл во Владивосток.",
        "列车提前到达海参崴。",
        "연기된 열차가 블라디보스토크에 도착했다.",
    ],
)
def test_what_was_put_off_before_may_have_happened(gazetteer: Gazetteer, text: str) -> None:
    assert ("arrived", "Vladivostok") in told(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("The train leaves Khasan tonight.", "departed"),
        ("Officials say that the train is leaving Khasan tonight at 9 p.m.", "departed"),
        ("The train arrives in Vladivostok tonight, diplomats say.", "due"),
        ("The train arrives in Vladivostok at 6 p.m. today.", "due"),
    ],
)
def test_the_present_of_an_hour_of_today_that_is_not_over_lies_ahead(
    gazetteer: Gazetteer, text: str, event: str
) -> None:
    morning, night = "2024-05-17T09:00+10:00", "2024-05-17T23:30+10:00"
    (due,) = resolve([Report("r", text, published=datetime.fromisoformat(morning))], gazetteer).sightings
    assert (due.event, due.status) == (event, "expected")
    assert due.interval is not None
    assert due.interval.earliest > datetime.fromisoformat(morning)
    (done,) = resolve([Report("r", text, published=datetime.fromisoformat(night))], gazetteer).sightings
    assert (done.event, done.status) == (event.replace("due", "arrived"), "reported")


def test_a_condition_in_the_present_is_of_a_time_ahead(gazetteer: Gazetteer) -> None:
    (departure,) = (s for s in read("If the train leaves Khasan on Friday, talks will follow.", gazetteer))
    assert departure.status == "speculated"
    assert departure.interval is not None
    assert departure.interval.middle.day == 24


@pytest.mark.parametrize(
    "text",
    [
        "The special train will run on Friday: Kirov dep 07.00, Balezino arr 10.20.",
        "The special train is to run on Friday as follows: leaves Kirov at 07.00, arrives in Balezino at 10.20.",
    ],
)
def test_a_list_behind_a_colon_of_what_is_to_come_is_a_plan(gazetteer: Gazetteer, text: str) -> None:
    assert [d[:2] for d in days(text, gazetteer)] == [("departed", "expected"), ("due", "expected")]
    told_back = "The special train will run on Friday, as planned: it passed Kirov at noon on Tuesday."
    assert days(told_back, gazetteer) == [("passed", "reported", 21)]
