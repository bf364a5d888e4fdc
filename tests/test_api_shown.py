"""What values show of themselves in a notebook: a line each, and tables with headings on the clocks of the places."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import railsight as rs
from railsight.model import RejectedSighting, UsedSighting

STORY = """Published: 2023-09-12T20:00+10:00

The armoured train left Khasan at 6 a.m. on Tuesday, Sept. 12, and passed through Ussuriysk at 1 p.m.
It is heading for Khabarovsk. The station at Khasan is some 60 kilometres from Ussuriysk.
"""
_CLOCK = r"12 Sep 2023 \d\d:\d\d( - (13 Sep )?\d\d:\d\d)? \+10"


@pytest.fixture(scope="module")
def reading() -> rs.Reading:
    return rs.read(rs.Report("story", STORY))


@pytest.fixture(scope="module")
def journey(reading: rs.Reading) -> rs.Journey:
    return rs.track(reading)


def test_a_sighting_is_a_line_with_the_time_on_the_clock_of_its_place(reading: rs.Reading) -> None:
    shown = repr(reading.sightings[0])
    assert re.fullmatch(rf"<Sighting departed Khasan, {_CLOCK}, reported \(story-\w+\)>", shown)
    undated = rs.Sighting("s", reading.sightings[0].candidates, "seen", "reported", subject="Air Koryo", certainty=0.44)
    assert repr(undated) == "<Sighting Air Koryo: seen Khasan, no time, reported, guessed 44% (s)>"


def test_what_became_of_a_sighting_is_a_line(reading: rs.Reading, journey: rs.Journey) -> None:
    assert re.fullmatch(
        rf"<UsedSighting departed Khasan, {_CLOCK}, reported, >?\d+% right, km 0 \(story-\w+\)>", repr(journey.used[0])
    )
    aside = RejectedSighting(reading.sightings[0], "it cannot have been there")
    assert re.fullmatch(
        rf"<RejectedSighting departed Khasan, {_CLOCK}, reported: it cannot have been there \(story-\w+\)>", repr(aside)
    )
    nowhere = UsedSighting(reading.sightings[0], journey.used[0].spot, 0.5)
    assert "50% right (" in repr(nowhere)


def test_passages_positions_destinations_are_lines(journey: rs.Journey) -> None:
    passage = journey.passages[0]
    assert re.fullmatch(rf"<Passage Khasan: km 0, {_CLOCK}, seen>", repr(passage))
    where = journey.at(journey.passages[3].likely)
    assert re.fullmatch(rf"<Position {_CLOCK}: near [^<>]+ \(\d+\.\d+, \d+\.\d+\), moving, km \d+ to \d+>", repr(where))
    goal = next(d for d in journey.destinations if d.place.name == "Khabarovsk")
    assert re.fullmatch(r"<Destination Khabarovsk: [<>]?\d+%, \d+ km left, 1\d Sep 2023 .* \+10>", repr(goal))
    unknown = rs.Position(datetime(2023, 9, 20, tzinfo=UTC), 0, 0, "", 0, 0, 0, unknown="nothing tells")
    assert repr(unknown) == "<Position 20 Sep 2023 00:00 UTC: not known, nothing tells>"


def test_claims_and_mentions_are_lines(reading: rs.Reading) -> None:
    assert re.fullmatch(
        r"<Claim 'some 60 kilometres from[^']*': distance, differs, 60 km .* \(story\)>", repr(reading.claims[0])
    )
    khasan = next(m for m in reading.mentions if m.text == "Khasan")
    assert re.fullmatch(r"<Mention 'Khasan': place, \w+, Khasan \d\.\d\d \(story \d+-\d+\)>", repr(khasan))


def test_tables_have_headings_and_the_clocks_of_the_places(reading: rs.Reading, journey: rs.Journey) -> None:
    for shown in (reading._repr_html_(), journey._repr_html_()):
        assert "<th>event</th><th>place</th><th>when, local clock</th>" in shown
        assert re.search(rf"<td>Khasan</td><td>{_CLOCK}</td>", shown)
        assert "UTC</td>" not in shown


def test_a_journey_says_what_the_sightings_are_for_that_it_does_not_go_by() -> None:
    seed = Path(__file__).parent.parent / "seeds" / "armoured-train-2023" / "case.yaml"
    assert re.search(r"\d+ set aside(, \d+ that says? where it is going)?,", repr(rs.track(seed)))


def test_one_is_counted_as_one() -> None:
    reading = rs.read(rs.Report("r", "The train arrived at Khasan at 6 a.m. on Tuesday.", published="2023-09-12"))
    assert repr(reading).startswith("<Reading: 1 report, ")
    assert ", 1 sighting, 0 claims" in repr(reading)


def test_the_kind_of_table_may_be_given_by_position(journey: rs.Journey) -> None:
    assert journey.to_gdf("sightings").equals(journey.to_gdf(kind="sightings"))


def test_what_to_do_about_a_network_is_said_for_python_too() -> None:
    with pytest.raises(rs.errors.NoRouteError) as refused:
        rs.distance("Lisbon", "Madrid")
    assert "network=" in refused.value.hint
