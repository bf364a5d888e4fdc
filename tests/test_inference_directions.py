"""Where a train was told to go towards, or in which direction it was seen moving, and what that says of its goal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from railsight.inference import infer, position_at
from railsight.inference.directions import toward_factor
from railsight.inference.ways import Ways
from railsight.model import Place, Sighting
from railsight.network import Network
from tests.inference_world import START, line_network, network_of, seen, station, train

TRAIN = train()
# A terminus whose only line leads north, to a fork: from there north to s2 and s3, and back south past the terminus to
# s4 and s5.
BEND = network_of(
    [(100.0, 0.0), (100.0, 1.0), (100.0, 3.0), (100.0, 5.0), (98.0, -2.0), (98.0, -4.0)],
    [(0, 1), (1, 2), (2, 3), (1, 4), (4, 5)],
)
ROW = line_network(7)


def left_for(toward: Place) -> Sighting:
    return replace(seen(BEND, 0, 0, event="departed"), toward=toward)


def shares(sightings: list[Sighting], *goals: int, network: Network = BEND) -> dict[str, float]:
    journey = infer(sightings, network, TRAIN, destinations=[(station(network, i), None) for i in goals])
    return {d.place.name: d.probability for d in journey.destinations}


def test_what_left_a_terminus_for_a_place_goes_there_whatever_way_its_one_line_begins() -> None:
    journey = infer([left_for(station(BEND, 4))], BEND, TRAIN, destinations=[(station(BEND, i), None) for i in (4, 3)])
    there, elsewhere = journey.destinations
    assert (there.place.name, elsewhere.place.name) == ("S4", "S3")
    assert there.probability > 0.85
    assert "going" not in there.why
    assert "at S0 it was going towards S4, which is not the way there" in elsewhere.why


def test_a_goal_beyond_the_place_towards_which_it_left_gains() -> None:
    plain = shares([seen(BEND, 0, 0, event="departed")], 5, 3)
    told = shares([left_for(station(BEND, 4))], 5, 3)
    assert told["S5"] > 0.85 > plain["S5"]


def test_the_later_two_ways_part_the_less_one_tells_against_the_other() -> None:
    ways = Ways(ROW, TRAIN)
    here, *ahead = (ROW.spot_at_node(i) for i in range(4))
    assert [toward_factor(station(ROW, 2), here, goal, ways) for goal in ahead] == [1.0, 1.0, 1.0]
    ways = Ways(BEND, TRAIN)
    spots = [BEND.spot_at_node(i) for i in range(6)]
    parts_later = toward_factor(station(BEND, 5), spots[0], spots[2], ways)
    at_once = toward_factor(station(BEND, 5), spots[1], spots[2], ways)
    assert at_once == pytest.approx(0.03)
    assert at_once < parts_later < 1.0


def test_a_country_towards_which_it_left_is_reached_wherever_it_is_entered() -> None:
    """The middle of a country may lie to the other side of the border by which the railway enters it."""
    network = network_of(
        [(100.0, 0.0), (102.0, 0.0), (104.0, 0.0), (106.0, 0.0), (98.0, 0.0)],
        [(0, 1), (1, 2), (2, 3), (0, 4)],
        countries=["AA", "AA", "BB", "BB", "AA"],
    )
    land = Place("country-BB", "Beland", "country", 90.0, 3.0, country="BB")
    told = shares([replace(seen(network, 0, 0, event="departed"), toward=land)], 3, 4, network=network)
    assert told["S3"] > 0.9


def test_a_place_without_a_railway_is_gone_towards_by_its_bearing() -> None:
    """South of the terminus, where all begins northwards: the goal that lies there is not told against."""
    nowhere = Place("island", "Island", "town", 97.0, -60.0)
    told = shares([left_for(nowhere)], 5, 3)
    assert told["S5"] > 0.9


@pytest.mark.parametrize("heading", ["E", "N"])
@pytest.mark.parametrize("before", [0, 1])
def test_where_a_train_was_seen_moving_off_is_hardly_its_goal(heading: str, before: int) -> None:
    start = [seen(ROW, 0, -8, event="departed")] * before
    still = shares([*start, seen(ROW, 3, 0, event="seen")], 3, 5, 6, network=ROW)
    moving = shares([*start, seen(ROW, 3, 0, event="seen", heading=heading)], 3, 5, 6, network=ROW)
    passed = shares([*start, seen(ROW, 3, 0, event="passed", heading=heading)], 3, 5, 6, network=ROW)
    assert passed["S3"] < moving["S3"] < min(0.35, still["S3"] / 2)


def test_what_was_seen_moving_is_looked_for_on_its_way() -> None:
    goals = [(station(ROW, i), None) for i in (3, 5)]
    journey = infer([seen(ROW, 3, 0, event="seen", heading="E")], ROW, TRAIN, destinations=goals)
    assert "the train was moving when it was seen there" in journey.destinations[1].why
    assert not position_at(journey, ROW, START + timedelta(hours=2)).standing


def test_a_heading_told_of_an_arrival_is_no_departure() -> None:
    came = shares([seen(ROW, 0, -8), seen(ROW, 3, 0, event="arrived", heading="N")], 3, 5, 6, network=ROW)
    assert came["S3"] > 0.8


def test_what_was_said_of_a_place_on_the_way_holds_for_the_goals_given_beyond_it() -> None:
    start = seen(BEND, 0, 0, event="departed")
    said = replace(seen(BEND, 4, 5, event="heading", status="expected"), interval=None)
    plain, told = shares([start], 5, 3), shares([start, said], 5, 3)
    assert told["S5"] > plain["S5"] + 0.1
    listed = shares([start, said], 4, 5, 3)  # where the place itself is given it is that one's
    assert listed["S4"] > listed["S5"]
    guess = shares([start, replace(said, status="speculated")], 5, 3)
    assert guess == plain
