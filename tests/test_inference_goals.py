"""Goals: from what a detour is measured, what going abroad costs, where home is, and what is past."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from railsight.inference import infer, position_at
from railsight.inference.goals import _largest_first
from railsight.inference.ways import ways_of
from railsight.model import Candidate, Destination, Journey, Place
from tests.inference_world import START, line_network, network_of, seen, station, train

TRAIN = train()
# Land A from s0 to s3 and over the border to s4 and s5 in B; from s0 a shorter way to s5 through C, by s6 and s7.
THIRD_LAND = network_of(
    [(100.0, 0.0), (106.0, 6.0), (112.0, 6.0), (118.0, 6.0), (118.5, 6.0), (119.0, 0.0), (104.0, -2.0), (112.0, -2.0)],
    [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 6), (6, 7), (7, 5)],
    countries=["AA", "AA", "AA", "AA", "BB", "BB", "CC", "CC"],
)
# Five stations in A, then one in B and two in C.
ROW = network_of(
    [(100.0 + 2 * i, 0.0) for i in range(8)],
    [(i, i + 1) for i in range(7)],
    countries=["AA"] * 5 + ["BB", "CC", "CC"],
)


def town(place: Place, population: int) -> Place:
    return replace(place, kind="town", population=population)


def shares(journey: Journey) -> dict[str, float]:
    return {d.place.name: d.probability for d in journey.destinations}


def first(journey: Journey) -> Destination:
    return journey.destinations[0]


def test_after_a_border_the_detour_begins_there() -> None:
    """How much longer the way by another border would have been says nothing of where in the country it goes."""
    goals = [(station(THIRD_LAND, i), None) for i in (4, 5, 1)]
    came = [seen(THIRD_LAND, 0, 0, event="departed"), seen(THIRD_LAND, 3, 60, event="crossed")]
    found = shares(infer(came, THIRD_LAND, TRAIN, destinations=goals))
    assert found["S5"] > 0.3
    assert found["S1"] < 0.05


def test_no_way_through_a_third_country_is_a_measure() -> None:
    """Half-way to the border that leads there directly it is not out of the way of a goal in the next country."""
    journey = infer(
        [seen(THIRD_LAND, 0, 0, event="departed"), seen(THIRD_LAND, 2, 40)],
        THIRD_LAND,
        TRAIN,
        destinations=[(station(THIRD_LAND, i), None) for i in (5, 3)],
    )
    assert shares(journey)["S5"] > 0.2
    assert "on the way there" in next(d.why for d in journey.destinations if d.place.name == "S5")


def test_each_border_on_the_way_makes_a_goal_less_likely() -> None:
    towns = [town(station(ROW, i), 500_000) for i in (3, 5, 7)]
    found = shares(infer([seen(ROW, 0, 0, event="departed"), seen(ROW, 2, 12)], ROW, TRAIN, places=towns))
    assert found["S3"] > 10 * found.get("S5", 0.0)
    assert found.get("S5", 0.0) > 5 * found.get("S7", 0.0)


def test_a_train_that_has_crossed_a_border_may_cross_the_next() -> None:
    towns = [town(station(ROW, i), 500_000) for i in (1, 0, 7)]
    at_home = infer([seen(ROW, 3, 0), seen(ROW, 2, 8)], ROW, TRAIN, places=[*towns, town(station(ROW, 5), 500_000)])
    assert "S5" not in shares(at_home)
    abroad = infer([seen(ROW, 7, 0, event="departed"), seen(ROW, 5, 16)], ROW, TRAIN, places=towns)
    assert shares(abroad)["S1"] > 0.05


def test_a_break_of_gauge_counts_as_a_border_more() -> None:
    found = []
    for gauges in ([1520] * 6, [1520] * 4 + [1435] * 2):
        row = network_of(
            [(100.0 + 2 * i, 0.0) for i in range(7)],
            [(i, i + 1) for i in range(6)],
            countries=["AA"] * 5 + ["BB", "BB"],
            gauges_mm=gauges,
        )
        towns = [town(station(row, 3), 100_000), town(station(row, 6), 9_000_000)]
        journey = infer([seen(row, 0, 0, event="departed"), seen(row, 2, 12)], row, TRAIN, places=towns)
        found.append(shares(journey).get("S6", 0.0))
    assert found[0] > 5 * found[1]


def test_home_is_the_country_that_a_train_came_out_of() -> None:
    """By whichever border, and in it the largest town; not the border station where it was first seen."""
    # B has its capital s0, and borders to A at s1 and s5
    ring = network_of(
        [(100.0, 0.0), (102.0, 1.0), (102.5, 1.0), (106.0, -0.5), (105.0, -1.0), (102.5, -1.0), (102.0, -1.0)],
        [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 0)],
        countries=["BB", "BB", "AA", "AA", "AA", "AA", "BB"],
    )
    towns = [town(station(ring, 0), 3_000_000), town(station(ring, 6), 100_000), town(station(ring, 3), 300_000)]
    visit = [
        seen(ring, 2, 0, event="crossed"),
        seen(ring, 3, 10, event="arrived"),
        seen(ring, 3, 80, event="departed"),
        seen(ring, 4, 86),
    ]
    journey = infer(visit, ring, TRAIN, places=towns)
    assert first(journey).place.name == "S0"
    assert first(journey).probability > 0.4
    assert "S2" not in shares(journey)
    assert "country that the train came out of" in first(journey).why


def test_a_passenger_train_does_not_end_at_a_port() -> None:
    row = line_network(6)
    port = replace(station(row, 5), id="q-port", name="Port", kind="port", served_by=row.point(5).id)
    towns = [town(station(row, 4), 400_000)]
    out = [seen(row, 0, 0, event="departed"), seen(row, 2, 5)]
    for name, listed in (("test", True), ("passenger", False)):
        found = shares(infer(out, row, replace(TRAIN, name=name), places=[*towns, port]))
        assert ("Port" in found) == listed


def test_where_nothing_fits_a_place_run_through_does_not_lead() -> None:
    """At the end of the rails, with no town there: what it came by least long ago is no goal for that."""
    row = line_network(9)
    towns = [town(station(row, 0), 500_000), town(station(row, 3), 500_000)]
    out = [seen(row, 0, 0, event="departed"), seen(row, 3, 9), seen(row, 8, 24, event="arrived")]
    journey = infer(out, row, TRAIN, places=towns)
    assert first(journey).place.name == "S8"
    assert shares(journey).get("S3", 0.0) < 0.02


def test_what_was_said_of_the_goal_before_a_stay_is_done_with() -> None:
    """It came by there, stayed farther on and left again: then the goal is another."""
    row = line_network(6)
    towns = [town(station(row, i), 400_000) for i in (0, 2)]
    told = [
        seen(row, 1, 0, event="departed"),
        replace(seen(row, 2, 0, event="heading", known_h=1), interval=None),
        seen(row, 4, 9, event="arrived"),
    ]
    left = seen(row, 4, 60, event="departed", name="left")
    stale = infer([*told, left], row, TRAIN, places=towns)
    assert first(stale).place.name == "S1"
    assert not any("names it" in d.why for d in stale.destinations)
    later = replace(seen(row, 2, 0, event="heading", known_h=59, name="anew"), interval=None)
    assert first(infer([*told, left, later], row, TRAIN, places=towns)).place.name == "S2"


def test_a_goal_that_the_train_has_run_through_since_is_none() -> None:
    row = line_network(6)
    said = replace(seen(row, 2, 0, event="heading", known_h=1), interval=None)
    out = [seen(row, 1, 0, event="departed"), seen(row, 4, 9), said]
    journey = infer(out, row, TRAIN, places=[town(station(row, i), 400_000) for i in (0, 5)])
    assert first(journey).place.name == "S5"


def test_a_goal_ruled_out_gives_none_of_its_weight_to_one_off_the_network() -> None:
    """Taking out what is excluded already changes nothing for the rest."""
    row = line_network(9)
    island = replace(station(row, 8), id="q-island", name="Island", lon=150.0, lat=30.0)
    out = [seen(row, 3, 0, event="departed"), seen(row, 5, 6)]
    given = [(station(row, i), None) for i in (8, 2)]
    with_it = infer(out, row, TRAIN, destinations=[*given, (island, None)])
    without = infer(out, row, TRAIN, destinations=[given[0], (island, None)])
    assert shares(with_it)["S2"] < 0.05
    assert abs(shares(with_it)["S8"] - shares(without)["S8"]) < 0.05
    assert abs(shares(without)["S8"] - 0.5) < 0.05


def test_who_left_a_country_from_somewhere_in_it_goes_home_to_it() -> None:
    towns = [town(station(ROW, i), n) for i, n in ((7, 900_000), (1, 300_000))]
    land = replace(station(ROW, 6), id="cc", name="CC", kind="country", country="CC", radius_m=400_000.0)
    visit = [
        replace(seen(ROW, 6, 0, event="departed", name="out"), candidates=(Candidate(land, 1.0),)),
        seen(ROW, 3, 20, event="arrived"),
        seen(ROW, 3, 80, event="departed", name="back"),
    ]
    journey = infer(visit, ROW, TRAIN, places=towns)
    assert first(journey).place.name == "S7"


def test_after_the_last_sighting_a_position_is_a_forecast() -> None:
    row = line_network(6)
    journey = infer([seen(row, 0, 0), seen(row, 2, 6)], row, TRAIN, destinations=[(station(row, 5), None)])
    assert not position_at(journey, row, START + timedelta(hours=3)).forecast
    later = position_at(journey, row, START + timedelta(hours=9))
    assert later.forecast
    assert later.km_low < later.km < later.km_high


def test_beyond_a_border_that_was_the_goal_nothing_is_known() -> None:
    """It does not stand there: it went on into the country."""
    land = replace(station(ROW, 6), id="bb", name="BB", kind="country", country="BB", radius_m=100_000.0)
    journey = infer([seen(ROW, 0, 0), seen(ROW, 2, 9)], ROW, TRAIN, destinations=[(land, None)])
    goal = first(journey)
    assert goal.likely is not None
    before, after = (position_at(journey, ROW, goal.likely + timedelta(hours=h)) for h in (-1, 5))
    assert not before.unknown
    assert "had crossed the border" in after.unknown
    assert not after.standing


def test_a_station_far_off_does_not_name_a_position() -> None:
    row = network_of([(100.0, 0.0), (104.0, 0.0), (105.0, 0.0)], [(0, 1), (1, 2)])
    journey = infer([seen(row, 0, 0), seen(row, 1, 10)], row, TRAIN, destinations=[(station(row, 2), None)])
    assert position_at(journey, row, START + timedelta(hours=5)).near == ""
    assert position_at(journey, row, START + timedelta(minutes=5)).near == "S0"
    row = line_network(3)
    beside = Place("p", "Port", "port", 103.0, 0.0, served_by=row.point(2).id)
    journey = infer([seen(row, 0, 0), seen(row, 1, 3)], row, TRAIN, destinations=[(beside, None)])
    assert position_at(journey, row, START + timedelta(hours=99)).near in ("S2", "Port")


def test_nobody_crosses_a_third_country_where_the_next_border_leads_there() -> None:
    """At the border of B a train from A goes to B, and hardly through it to C, which A has a border with."""
    # s0 and s1 in A, s2 and s3 in B; s4 and s5 in C, reached from B as from A, about as far
    world = network_of(
        [(100.0, 0.0), (102.0, 1.0), (102.5, 1.0), (104.0, 1.0), (106.0, 0.0), (107.0, 0.0), (103.0, -1.0)],
        [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 6), (6, 4)],
        countries=["AA", "AA", "BB", "BB", "CC", "CC", "AA"],
    )
    goals = [(station(world, i), None) for i in (3, 5)]
    came = [seen(world, 0, 0, event="departed"), seen(world, 2, 8, event="crossed")]
    journey = infer(came, world, TRAIN, destinations=goals)
    assert shares(journey)["S3"] > 0.9
    assert "third country" in next(d.why for d in journey.destinations if d.place.name == "S5")
    back = infer(came, world, TRAIN, destinations=[*goals, (station(world, 0), None)])
    assert "third country" not in next(d.why for d in back.destinations if d.place.name == "S0")


def test_a_goal_in_the_last_area_is_not_out_of_the_way() -> None:
    """The train may be anywhere in it: the spot taken for it, at its far end, is no place beyond the goal."""
    row = line_network(12)
    area = Place("r", "Some Oblast", "region", 107.5, 0.0, country="AA", radius_m=480_000.0)
    last = replace(seen(row, 8, 24, wide_h=24, name="area"), candidates=(Candidate(area, 1.0),))
    goals = [(station(row, i), None) for i in (6, 11)]
    journey = infer([seen(row, 0, 0), last], row, TRAIN, destinations=goals)
    assert shares(journey)["S6"] > 0.3
    assert not any("out of the way" in d.why for d in journey.destinations)


def test_a_goal_that_may_be_but_a_direction_weighs_less() -> None:
    came = [seen(ROW, 0, 0, event="departed"), seen(ROW, 1, 20)]
    towns = [town(station(ROW, i), 500_000) for i in (3, 4)]

    def share(certainty: float) -> float:
        said = replace(seen(ROW, 3, 21, event="heading"), certainty=certainty)
        return shares(infer([*came, said], ROW, TRAIN, destinations=[(t, None) for t in towns], places=towns))["S3"]

    assert share(0.25) < share(1.0)


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.5, 1.0, 2.0, 7.0]), st.sampled_from([0.0, 0.25, 0.5, 1.0]))))
def test_weights_come_in_order_though_few_are_worked_out(drawn: list[tuple[float, float]]) -> None:
    asked: list[int] = []

    def exact(i: int) -> float:
        asked.append(i)
        return drawn[i][0] * drawn[i][1]

    weights = [most * share for most, share in drawn]
    order = sorted((i for i, w in enumerate(weights) if w > 0), key=lambda i: (-weights[i], i))
    first = list(islice(_largest_first([most for most, _ in drawn], exact), 2))
    assert first == order[:2]
    least = weights[first[-1]] if len(first) == 2 else 0.0
    assert all(drawn[i][0] >= least for i in asked)
    assert len(asked) == len(set(asked))
    assert list(_largest_first([most for most, _ in drawn], exact)) == order


def test_no_way_is_looked_for_to_towns_too_far_to_matter() -> None:
    line = line_network(300, step_deg=0.25)
    towns = [town(station(line, i), 100_000) for i in range(0, 300, 2)]
    journey = infer([seen(line, 0, 0), seen(line, 4, 5)], line, TRAIN, places=towns)
    assert len(journey.destinations) > 5
    assert max(tree.size for tree in ways_of(line, TRAIN)._trees.values()) < 150


def test_to_where_the_train_is_no_way_leads_through_a_third_country() -> None:
    """Out and back to the border: it is crossed there, the times are of that, and no way is left to it."""
    sightings = [
        seen(ROW, 4, 0, event="arrived"),
        seen(ROW, 4, 1, event="departed"),
        seen(ROW, 1, 20, event="arrived"),
        seen(ROW, 1, 60, event="departed"),
        seen(ROW, 4, 80, event="crossed"),
    ]
    journey = infer(sightings, ROW, TRAIN, destinations=[(station(ROW, i), None) for i in (1, 4)])
    border = next(d for d in journey.destinations if d.place.name == "S4")
    assert border.rail_km_left == 0.0
    assert "left it behind" in border.why
    assert "third country" not in border.why
    assert border.earliest == border.latest == START + timedelta(hours=80)


def test_an_area_that_holds_a_goal_does_not_prove_it_left_behind() -> None:
    network = line_network(9)
    area = Place("r", "Region", "region", 106.0, 0.0, country="AA", radius_m=200_000.0)
    inside = replace(seen(network, 0, 30, event="seen", wide_h=2.0), candidates=(Candidate(area, 1.0),))
    goals = [(station(network, i), None) for i in (2, 5, 8)]
    start = seen(network, 0, 0, event="departed")
    passed = {d.place.name: d.passed for d in infer([start, inside], network, TRAIN, destinations=goals).destinations}
    assert passed == {"S2": True, "S5": False, "S8": False}
    beyond = infer([start, inside, seen(network, 7, 40)], network, TRAIN, destinations=goals).destinations
    left = next(d for d in beyond if d.place.name == "S5")
    assert left.passed
    assert "lies on the way there" not in left.why
