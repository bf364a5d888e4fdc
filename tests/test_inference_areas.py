"""Countries and regions: entered and left at their borders, named as goals, and never more exact than they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from railsight.inference import infer
from railsight.inference.areas import country_spots
from railsight.inference.ways import Ways
from railsight.model import Candidate, EventKind, Place, Sighting
from tests.inference_world import network_of, seen, station, train

# Two countries on one line, the border at station 3, and a far border at 9 of a branch that leaves at 1.
LINE = [(100.0 + i, 40.0) for i in range(7)] + [(101.0, 40.0 + 2 * i) for i in range(1, 4)]
WORLD = network_of(
    LINE,
    [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (1, 7), (7, 8), (8, 9), (9, 6)],
    countries=["AA"] * 3 + ["BB"] * 4 + ["AA"] * 2 + ["BB"],
)
TRAIN = train()
BB = Place("country-BB", "Beland", "country", 104.5, 40.0, country="BB", radius_m=500_000.0)


def at(country: Place, at_h: float, event: EventKind, *, wide_h: float = 2.0) -> Sighting:
    there = seen(WORLD, 0, at_h, event=event, wide_h=wide_h, name=f"{event} {country.name}")
    return replace(there, candidates=(Candidate(country, 1.0),))


def nodes_of(event: str, *, around: tuple[int, ...] = ()) -> dict[int | None, float]:
    spots = country_spots(BB, event, [WORLD.spot_at_node(n) for n in around], Ways(WORLD, TRAIN))
    out: dict[int | None, float] = {}
    for spot, share in spots:
        out[spot.node] = out.get(spot.node, 0.0) + share
    return out


@pytest.mark.parametrize("event", ["crossed", "arrived", "departed", "seen", "passed", "stopped", "absent"])
def test_shares_sum_to_one(event: str) -> None:
    for around in ((), (0,), (0, 5)):
        assert sum(nodes_of(event, around=around).values()) == pytest.approx(1.0)


def test_a_country_is_crossed_into_at_a_border_and_the_nearer_is_likelier() -> None:
    found = nodes_of("crossed", around=(0,))
    assert set(found) == {3, 9}
    assert found[3] > 2 * found[9]


def test_it_is_left_at_the_border_or_from_anywhere_in_it() -> None:
    found = nodes_of("departed")
    assert found[3] + found[9] == pytest.approx(0.5)
    assert {4, 5} <= set(found)
    assert set(nodes_of("seen")) == {4, 5, 6}


def test_crossed_into_a_country_is_put_on_the_way() -> None:
    journey = infer([seen(WORLD, 0, 0, event="departed"), at(BB, 7, "crossed"), seen(WORLD, 5, 14)], WORLD, TRAIN)
    assert [p.name for p in journey.passages if p.told] == ["S0", "S3", "S5"]
    assert not journey.rejected


# AA from 0 to the border at 2, BB from there to its other border at 5, then CC; and a way from 0 by 7 and 8 in CC to 5.
THREE = network_of(
    [(100.0 + i, 40.0) for i in range(7)] + [(101.0, 41.0), (103.0, 41.0)],
    [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (0, 7), (7, 8), (8, 5)],
    countries=["AA"] * 2 + ["BB"] * 3 + ["CC"] * 4,
)


@pytest.mark.parametrize("event", ["crossed", "arrived"])
@pytest.mark.parametrize("at_h", [4, 8, 9.5, 20, 60])
def test_a_country_is_entered_from_the_side_the_train_comes_from(event: EventKind, at_h: float) -> None:
    start = seen(THREE, 1, 0, event="departed")
    journey = infer([start, at(BB, at_h, event)], THREE, TRAIN)
    if event == "crossed":
        assert [p.name for p in journey.passages if p.told] == ["S1", "S2"]
    assert "S7" not in [p.name for p in journey.passages]
    assert not any("S7" in a.via for a in journey.alternatives if event == "crossed")


def test_the_side_is_told_where_the_borders_are_named() -> None:
    borders = tuple(Candidate(replace(station(THREE, i), kind="border"), 0.5) for i in (5, 2))
    into = replace(seen(THREE, 5, 8, event="crossed"), candidates=borders, toward=BB)
    journey = infer([seen(THREE, 1, 0, event="departed"), into], THREE, TRAIN)
    assert [p.name for p in journey.passages if p.told] == ["S1", "S2"]
    back = replace(into, toward=replace(BB, id="country-CC", name="Celand", country="CC"))
    assert infer([seen(THREE, 3, 0, event="departed"), back], THREE, TRAIN).passages[-1].name == "S5"


def test_to_have_arrived_in_a_country_is_no_goal_reached() -> None:
    towns = [replace(station(THREE, i), kind="town", population=100_000) for i in (0, 4)]
    journey = infer([seen(THREE, 0, 0, event="departed"), at(BB, 5, "arrived")], THREE, TRAIN, places=towns)
    assert [d.place.name for d in journey.destinations] == ["S4"]


def test_a_country_as_a_candidate_is_reached_at_its_border() -> None:
    last = [seen(THREE, 0, 0, event="passed"), seen(THREE, 1, 2, event="arrived")]
    journey = infer(last, THREE, TRAIN, destinations=[(BB, None), (station(THREE, 6), None)])
    goal = next(d for d in journey.destinations if d.place.id == BB.id)
    assert goal.path is not None
    assert goal.rail_km_left == pytest.approx(goal.path.km)
    assert goal.path.points[-1].name == "S2"
    assert "as far as its border" in goal.why
    inside = infer([*last, seen(THREE, 3, 8)], THREE, TRAIN, destinations=[(BB, None)])
    assert inside.destinations == ()
    assert any("is in Beland already" in warning for warning in inside.warnings)


def test_a_country_seen_at_a_place_adds_nothing() -> None:
    start = [seen(WORLD, 0, 0, event="departed"), seen(WORLD, 4, 10)]
    journey = infer([*start, at(BB, 20, "seen")], WORLD, TRAIN)
    assert journey.passages == infer(start, WORLD, TRAIN).passages
    assert [r.sighting.id for r in journey.rejected] == ["seen Beland"]
    assert "whole country" in journey.rejected[0].reason


def test_a_country_named_as_the_goal_draws_its_towns() -> None:
    towns = [replace(station(WORLD, i), kind="town", population=100_000) for i in (2, 5, 8)]
    start = seen(WORLD, 1, 0, event="departed")
    free = {d.place.name: d.probability for d in infer([start], WORLD, TRAIN, places=towns).destinations}
    told = infer([start, replace(at(BB, 0, "heading"), interval=None)], WORLD, TRAIN, places=towns).destinations
    assert free["S2"] > free["S5"]
    assert told[0].place.name == "S5"
    assert told[0].probability > 0.7
    assert "names Beland as the goal" in told[0].why


def test_a_country_without_a_town_on_the_network_is_elsewhere() -> None:
    towns = [replace(station(WORLD, i), kind="town", population=100_000) for i in (2, 8)]
    start = seen(WORLD, 1, 0, event="departed")
    far = Place("country-CC", "Celand", "country", 20.0, 40.0, country="CC")
    free = infer([start], WORLD, TRAIN, places=towns)
    told = infer([start, replace(at(far, 0, "heading"), interval=None)], WORLD, TRAIN, places=towns)
    assert told.elsewhere > free.elsewhere + 0.3


def test_the_order_of_sightings_does_not_matter() -> None:
    told = [seen(WORLD, 0, 0, event="departed"), at(BB, 7, "crossed"), seen(WORLD, 5, 14), at(BB, 16, "departed")]
    one, other = infer(told, WORLD, TRAIN), infer(told[::-1], WORLD, TRAIN)
    assert one.passages == other.passages


def test_a_rival_far_off_is_no_blur_around_the_place_taken() -> None:
    journey = infer([seen(WORLD, 0, 0, event="departed"), at(BB, 7, "crossed")], WORLD, TRAIN)
    crossed = journey.passages[-1]
    interval = at(BB, 7, "crossed").interval
    assert interval is not None
    assert interval.earliest <= crossed.earliest <= crossed.latest <= interval.latest


def test_a_country_beyond_a_place_named_is_weighed_beside_it() -> None:
    towns = [replace(station(WORLD, i), kind="town", population=100_000) for i in (2, 5, 8)]
    start = seen(WORLD, 0, 0, event="departed")
    near = replace(seen(WORLD, 2, 0, event="due", status="expected"), interval=None)
    both = infer([start, near, replace(at(BB, 0, "heading"), interval=None)], WORLD, TRAIN, places=towns).destinations
    assert [d.place.name for d in both] == ["S5", "S2"]
    assert both[0].probability > 0.5
