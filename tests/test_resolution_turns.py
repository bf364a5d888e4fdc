"""Turns of phrase that once were misread: moods, denials, times that belong to another verb. Sentences of our own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from railsight.datasets import data_path
from railsight.gazetteer import Gazetteer, open_gazetteer
from railsight.model import Report, Sighting
from railsight.resolution import Reading, resolve
from railsight.times import zone_at

FRIDAY = datetime(2024, 3, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer(data_path("gazetteer.sqlite"))


def read(text: str, gazetteer: Gazetteer) -> Reading:
    return resolve([Report("r", text, published=FRIDAY)], gazetteer)


def at(reading: Reading, place: str) -> Sighting:
    (found,) = [s for s in reading.sightings if s.place.name == place]
    return found


def span(s: Sighting) -> tuple[str, str]:
    """The interval on the clock of the place."""
    assert s.interval is not None
    zone = zone_at(s.place.lon, s.place.lat)
    return f"{s.interval.earliest.astimezone(zone):%d %H:%M}", f"{s.interval.latest.astimezone(zone):%d %H:%M}"


def test_a_participle_takes_the_mood_of_its_verb(gazetteer: Gazetteer) -> None:
    reading = read("The train is expected to return through China, crossing at Manzhouli.", gazetteer)
    assert (at(reading, "Manzhouli").event, at(reading, "Manzhouli").status) == ("due", "expected")


@pytest.mark.parametrize(
    "text",
    [
        "The ministry denied a report that the train would go on to Chita.",
        "Officials dismissed rumours that the train would continue to Chita.",
        "The train will not travel on to Chita, the ministry said.",
    ],
)
def test_what_is_denied_is_no_destination(text: str, gazetteer: Gazetteer) -> None:
    assert not [s for s in read(text, gazetteer).sightings if s.place.name == "Chita"]


def test_a_claim_withdrawn_is_no_sighting_there(gazetteer: Gazetteer) -> None:
    reading = read("A claim that the train was in Chita on Monday was later withdrawn by the channel.", gazetteer)
    assert at(reading, "Chita").event == "absent"


def test_without_denies_only_its_own_verb(gazetteer: Gazetteer) -> None:
    reading = read(
        "The train passed through Bikin without stopping and halted in Chita at 1:55 a.m. on Friday.", gazetteer
    )
    assert at(reading, "Bikin").event == "passed"
    assert at(reading, "Chita").event == "stopped"


def test_each_place_keeps_its_own_day(gazetteer: Gazetteer) -> None:
    text = (
        "The train entered at Khasan on Sunday 10 March, rested at Bureya the next day, and was in"
        " Skovorodino on Tuesday at 23:00 Moscow time."
    )
    reading = read(text, gazetteer)
    assert span(at(reading, "Khasan")) == ("10 00:00", "10 23:59")
    assert span(at(reading, "Bureya")) == ("11 00:00", "11 23:59")
    assert span(at(reading, "Skovorodino")) == ("13 05:00", "13 05:00")


def test_the_next_day_counts_from_the_event_before(gazetteer: Gazetteer) -> None:
    text = "The train left Hanoi on the evening of March 12 and reached Dong Dang at 1.20 a.m. the next day."
    assert span(at(read(text, gazetteer), "Dong Dang")) == ("13 01:20", "13 01:20")


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("The train reached Chita on Thursday last week.", ("07 00:00", "07 23:59")),
        ("The train stopped in Bikin on Tuesday, and on Wednesday morning it reached Chita.", ("13 06:00", "13 12:00")),
        ("The train reached Chita at noon Moscow time on Tuesday.", ("12 17:30", "12 18:30")),
        ("The train passed Bikin on Monday. It reached Chita that afternoon.", ("11 12:00", "11 18:00")),
        ("A tracker placed the train in Chita at 7 a.m. Thursday.", ("14 06:30", "14 07:30")),
    ],
)  # fmt: skip
def test_times(text: str, when: tuple[str, str], gazetteer: Gazetteer) -> None:
    assert span(at(read(text, gazetteer), "Chita")) == when


def test_a_printed_date_after_publication_is_kept_and_said(gazetteer: Gazetteer) -> None:
    reading = read("The train reached Chita on March 19.", gazetteer)
    assert "after the publication" in at(reading, "Chita").note
    assert any("after the publication" in w for w in reading.warnings)


def test_the_leader_aboard_may_be_named_later(gazetteer: Gazetteer) -> None:
    text = "A train carrying the North Korean leader drew into Beijing on Friday. Kim had left Pyongyang on Thursday."
    reading = read(text, gazetteer)
    assert at(reading, "Beijing").event == "arrived"
    assert at(reading, "Pyongyang").event == "departed"
