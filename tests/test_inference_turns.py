"""What a train does at a place between two sightings: formalities, standing, a town off the line and back."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from railsight.geo import approx_m
from railsight.inference import infer
from railsight.inference.laws import DEFAULT_DWELLS
from railsight.inference.transition import same_place_law
from railsight.inference.ways import Ways
from railsight.model import Sighting
from tests.inference_world import network_of, seen, station, train

TRAIN = train()
BORDER = network_of(
    [(100.0 + i, 40.0) for i in range(6)], [(i, i + 1) for i in range(5)], countries=["AA"] * 3 + ["BB"] * 3
)


def law_at(node: int, before: str, after: str, stay: float = 0.0) -> tuple[float, float, float]:
    law = same_place_law(before, after, BORDER.spot_at_node(node), stay, Ways(BORDER, TRAIN))
    low, middle, high = (law.quantile(q) for q in (0.1, 0.5, 0.9))
    return low, middle, high


def test_standing_at_one_spot_takes_what_the_dwell_takes_and_no_running_time() -> None:
    _, middle, _ = law_at(3, "arrived", "departed")
    assert middle == pytest.approx(DEFAULT_DWELLS["border"].median_h, abs=0.03)


def test_crossed_after_arrived_is_the_same_event_or_what_follows_the_formalities() -> None:
    copies, formalities = law_at(0, "arrived", "crossed"), law_at(3, "arrived", "departed")
    both = law_at(3, "arrived", "crossed")
    assert copies[1] < both[1] < formalities[1]
    assert both[0] < formalities[0]  # a copy within minutes stays likely
    assert both[2] > copies[2]


def test_a_town_on_a_spur_is_visited_on_the_way_not_come_back_to() -> None:
    """665 km of main line, a town 27 km off it, and a station 102 km on: the day of the visit is all that is known."""
    points = [(100.0, 0.0), (106.0, 0.0), (106.0, 0.245), (106.92, 0.0), (110.0, 0.0)]
    world = network_of(points, [(0, 1), (1, 2), (1, 3), (3, 4)], factor=1.0)
    assert approx_m(*points[1], *points[2]) == pytest.approx(27_000, rel=0.02)
    start = seen(world, 0, 0.0, wide_h=1.0, status="reported")
    visit = seen(world, 2, 6.0, event="stopped", wide_h=24.0, status="reported", name="visit")
    left = seen(world, 3, 25.5, event="departed", wide_h=1.0, status="reported", name="left")
    fast = replace(TRAIN, speeds={"*": replace(TRAIN.speeds["*"], median_kmh=72.0)})
    used = [u.sighting.id for u in infer([start, visit, left], world, fast).used]
    assert used.index("visit") < used.index("left")


def test_a_train_that_took_days_longer_than_any_law_says_was_late_and_the_report_not_wrong() -> None:
    world = network_of([(100.0 + i, 0.0) for i in range(10)], [(i, i + 1) for i in range(9)])
    start, late = seen(world, 0, 0.0, event="departed"), seen(world, 9, 130.0, status="reported", name="late")
    journey = infer([start, late], world, TRAIN)  # 1,100 km: 22 hours of running
    assert not journey.rejected
    assert 0.5 < next(u.belief for u in journey.used if u.sighting.id == "late") < 0.9


def test_a_way_round_by_another_line_is_no_turning_back() -> None:
    """Two lines from west to east, 111 km apart and joined at both ends: seen on the longer one the train was there."""
    points = [(100.0, 0.0), (101.0, 0.0), (103.0, 1.0), (105.0, 0.0), (106.0, 0.0)]
    world = network_of(points, [(0, 1), (1, 2), (2, 3), (1, 3), (3, 4)], factor=1.0)
    sightings = [seen(world, 1, 0.0), seen(world, 2, 6.0, status="conflict", name="north"), seen(world, 4, 14.0)]
    there = next(u.belief for u in infer(sightings, world, TRAIN).used if u.sighting.id == "north")
    spur = network_of(points, [(0, 1), (1, 2), (1, 3), (3, 4)], factor=1.0)
    back = infer(sightings, spur, TRAIN)
    assert there > 0.8
    assert not any(u.sighting.id == "north" and u.belief > there for u in back.used)


def test_the_start_of_a_long_journey_is_not_set_aside_for_its_length() -> None:
    world = network_of([(60.0 + i, 50.0) for i in range(80)], [(i, i + 1) for i in range(79)])
    start, end = seen(world, 0, 0.0, event="departed", status="reported"), seen(world, 79, 200.0, status="reported")
    journey = infer([start, end], world, TRAIN)  # 6,200 km: 124 hours of running
    assert not journey.rejected
    assert min(u.belief for u in journey.used) > 0.8


def test_of_two_reports_of_one_arrival_hours_apart_the_lesser_is_set_aside() -> None:
    world = network_of([(100.0 + i, 0.0) for i in range(5)], [(i, i + 1) for i in range(4)])
    told = [seen(world, 0, 0.0, event="departed"), seen(world, 2, 5.0, event="arrived")]
    again = seen(world, 2, 8.0, event="arrived", status="conflict", wide_h=2.0, name="again")
    journey = infer([*told, again, seen(world, 2, 24.0, event="departed")], world, TRAIN)
    assert [r.sighting.id for r in journey.rejected] == ["again"]
    assert "same event" in journey.rejected[0].reason


def test_a_place_not_reached_by_a_time_holds_up_what_lies_beyond_it() -> None:
    world = network_of([(100.0 + i, 40.0) for i in range(8)], [(i, i + 1) for i in range(7)], factor=1.1)
    goals = [(station(world, i), None) for i in (3, 4, 6)]
    start, absent = seen(world, 0, 0.0, event="departed"), seen(world, 4, 30.0, event="absent", name="not yet")
    free = {d.place.name: d for d in infer([start], world, TRAIN, destinations=goals).destinations}
    held = {d.place.name: d for d in infer([start, absent], world, TRAIN, destinations=goals).destinations}
    assert held["S3"].earliest == free["S3"].earliest  # it may stand there
    by = absent.interval
    assert by is not None
    for name, least_h in (("S4", 0.0), ("S6", 187 / TRAIN.max_kmh)):
        earliest = held[name].earliest
        assert earliest is not None
        assert earliest >= by.latest + timedelta(hours=least_h)
    assert held["S6"].likely > held["S4"].likely  # type: ignore[operator]


def test_the_arrival_of_a_goal_reached_is_that_of_the_passage() -> None:
    world = network_of([(100.0 + i, 40.0) for i in range(6)], [(i, i + 1) for i in range(5)], factor=1.1)
    told = [seen(world, 0, 0.0, event="departed"), seen(world, 5, 20.0, event="arrived", wide_h=24.0)]
    goals = [(station(world, 5), None)]
    journey = infer([*told, seen(world, 3, 18.0, event="absent")], world, TRAIN, destinations=goals)
    goal, passage = journey.destinations[0], journey.passages[-1]
    assert (goal.earliest, goal.likely, goal.latest) == (passage.earliest, passage.likely, passage.latest)


# A row of ten stations about 94 km apart, towns at both ends and one far off beyond the last station to the east.
ROW = network_of([(100.0 + i, 40.0) for i in range(10)] + [(130.0, 40.0)], [(i, i + 1) for i in range(10)], factor=1.1)
TOWNS = [replace(station(ROW, i), kind="town", population=n) for i, n in ((0, 200_000), (9, 200_000), (10, 9_000_000))]


def goals_after(*sightings: Sighting) -> dict[str, float]:
    journey = infer(sightings, ROW, TRAIN, places=TOWNS)
    assert not journey.rejected
    return {d.place.name: d.probability for d in journey.destinations} | {"elsewhere": journey.elsewhere}


def test_a_turn_begins_a_new_trip() -> None:
    out = (seen(ROW, 3, 0.0, event="passed"), seen(ROW, 7, 8.0, event="passed"))
    assert goals_after(*out)["S10"] > 0.5
    back = goals_after(*out, seen(ROW, 4, 14.0, event="passed"))
    assert back["S0"] > 0.5
    assert back.get("S10", 0.0) < 0.1


def test_a_heading_back_the_way_it_came_tells_of_a_turn() -> None:
    on = seen(ROW, 7, 8.0, event="passed", heading="E")
    assert goals_after(seen(ROW, 3, 0.0, event="passed"), on)["S10"] > 0.5
    back = goals_after(seen(ROW, 3, 0.0, event="passed"), replace(on, heading="W"))
    assert back["S0"] > max(0.5, back.get("S10", 0.0))


def test_going_back_is_no_way_round_however_far_the_goal() -> None:
    """Of goals that all lie behind the nearer one is likelier, and most of the chance is elsewhere."""
    spur = network_of(
        [(100.0 + i, 40.0) for i in range(4)] + [(104.0, 39.0), (140.0, 39.0)],
        [(0, 1), (1, 2), (2, 3), (0, 4), (4, 5)],
    )
    towns = [replace(station(spur, i), kind="town", population=500_000) for i in (4, 5)]
    journey = infer([seen(spur, 1, 0.0), seen(spur, 3, 4.0)], spur, TRAIN, places=towns)
    assert journey.destinations[0].place.name == "S4"
    assert journey.elsewhere > 0.6


# Three towns: one behind where the train set out, one on a branch it left aside, one ahead.
FORKED = network_of([(100.0 + i, 40.0) for i in range(9)] + [(104.0, 38.0)], [*((i, i + 1) for i in range(8)), (4, 9)])
GOALS = [(station(FORKED, i), None) for i in (0, 8, 9)]


@pytest.mark.parametrize("stood_h", [0.2, 3.0])
def test_a_stop_on_the_way_leaves_what_was_seen_before_it(stood_h: float) -> None:
    begun = [seen(FORKED, 1, 0.0, event="departed"), seen(FORKED, 4, 6.0)]
    stop = [seen(FORKED, 6, 11.0, event="arrived"), seen(FORKED, 6, 11.0 + stood_h, event="departed")]
    told = (seen(FORKED, 6, 11.0), *stop)
    through, stopped, left = (
        {d.place.name: d.probability for d in infer([*begun, *of], FORKED, TRAIN, destinations=GOALS).destinations}
        for of in (told[:1], told[1:], told[2:])
    )
    for chances in (stopped, left):
        assert chances == pytest.approx(through, abs=0.02)
    assert max(through, key=through.__getitem__) == "S8"


def test_what_follows_a_long_stay_is_another_trip() -> None:
    begun = [seen(FORKED, 1, 0.0, event="departed"), seen(FORKED, 6, 11.0, event="arrived")]
    journeys = (
        infer([*begun, seen(FORKED, 6, 11.0 + h, event="departed")], FORKED, TRAIN, destinations=GOALS)
        for h in (1.0, 40.0)
    )
    on, again = ({d.place.name: d.probability for d in journey.destinations} for journey in journeys)
    assert again["S9"] > 3 * on["S9"]


# From S0 to S4: 980 km at home, or 590 km through another country, whose borders cost as much as 600 km.
ROUND = network_of(
    [(100.0, 40.0), (100.5, 43.0), (103.5, 43.0), (102.0, 40.0), (106.0, 40.0), (100.5, 40.0), (105.5, 40.0)],
    [(0, 1), (1, 2), (2, 4), (0, 5), (5, 3), (3, 6), (6, 4)],
    countries=["AA", "AA", "AA", "BB", "AA", "BB", "AA"],
)


@pytest.mark.parametrize(("took_h", "abroad"), [(19.0, False), (11.5, True)])
def test_who_was_too_fast_for_the_usual_way_took_another(took_h: float, abroad: bool) -> None:
    told = [seen(ROUND, 0, 0.0, event="departed"), seen(ROUND, 4, took_h, event="arrived")]
    journey = infer(told, ROUND, TRAIN)
    assert journey.path is not None
    assert ("S3" in {p.name for p in journey.path.points}) == abroad
    assert not any(p.observed for p in journey.passages[1:-1])
    assert all(journey.alternatives[0].probability >= a.probability for a in journey.alternatives)


def test_who_took_long_has_stood_and_not_gone_by_the_slower_line() -> None:
    """The longer way would fit the time told better, were it not that trains stand."""
    ring = network_of([(100.0, 0.0), (103.0, 0.0), (101.5, 1.2)], [(0, 1), (0, 2), (2, 1)], factor=1.0)
    told = [seen(ring, 0, 0.0, event="departed"), seen(ring, 1, 12.0, event="arrived", wide_h=2.0)]
    journey = infer(told, ring, TRAIN)
    assert len(journey.alternatives) == 2
    assert journey.alternatives[0].probability > journey.alternatives[1].probability


def test_rewritten_copies_minutes_apart_add_no_certainty() -> None:
    """A paper that has it three minutes later than another tells of the same arrival."""
    base = [seen(FORKED, 0, 0.0), seen(FORKED, 7, 12.0, name="there")]
    beliefs = []
    for count in (1, 2, 5):
        papers = [
            seen(FORKED, 3, 12.0 + 0.05 * i, event="arrived", status="reported", name=f"paper {i}")
            for i in range(count)
        ]
        journey = infer([*base, *papers], FORKED, TRAIN)
        assert {r.sighting.id for r in journey.rejected} == {p.id for p in papers}
        beliefs.append(next(u.belief for u in journey.used if u.sighting.id == "there"))
    assert beliefs == pytest.approx([beliefs[0]] * 3, abs=0.02)


def test_belief_grows_with_the_time_that_the_way_took() -> None:
    """Nothing jumps where a train would have to run at its top speed all the way: 490 km, 4.9 h at the least."""
    beliefs = []
    for hours in (4.8, 4.95, 5.2, 6.0, 7.0, 8.0, 9.5):
        told = [seen(FORKED, 0, 0.0), seen(FORKED, 5, hours, status="reported", name="there")]
        journey = infer(told, FORKED, TRAIN, destinations=GOALS)
        beliefs.append(next(s.belief for s in (*journey.used, *journey.rejected) if s.sighting.id == "there") or 0.0)
    assert beliefs == sorted(beliefs)
    assert beliefs[1] < 0.4
    assert beliefs[-1] > 0.95
    assert max(b - a for a, b in itertools.pairwise(beliefs)) < 0.7


# A border between two towns 3 km apart, the capital of the one country 225 km off and a city of the other 280 km on.
TWO_TOWNS = network_of(
    [(100.0, 40.0), (102.6, 40.0), (102.618, 40.0), (102.636, 40.0), (105.9, 40.0)],
    [(0, 1), (1, 2), (2, 3), (3, 4)],
    countries=["AA", "AA", "BB", "BB", "BB"],
    factor=1.0,
)


def test_two_towns_at_a_border_are_passed_in_the_order_of_the_way() -> None:
    """Both told of the same night, on clocks an hour apart, with more time around than the way needs."""

    def of_a_town(told: Sighting) -> Sighting:
        place = replace(told.candidates[0].place, kind="town", radius_m=4_000.0, population=200_000)
        return replace(told, candidates=(replace(told.candidates[0], place=place),))

    left = seen(TWO_TOWNS, 0, 0.0, event="departed", wide_h=6.0)
    over = of_a_town(seen(TWO_TOWNS, 3, 9.0, event="arrived", wide_h=6.0, status="reported", name="over"))
    here = of_a_town(seen(TWO_TOWNS, 1, 10.0, event="passed", wide_h=6.0, status="reported", name="here"))
    beyond = seen(TWO_TOWNS, 4, 22.0, event="passed", wide_h=2.0, name="beyond")
    journey = infer([left, over, here, beyond], TWO_TOWNS, TRAIN)
    assert [u.sighting.id for u in journey.used][1:3] == ["here", "over"]
    assert [b.target for b in journey.path.borders] == ["BB"] if journey.path else False


def test_what_was_crossed_is_not_turned_round_on() -> None:
    """The bridge and the town a kilometre and a half behind it are told of one hour: no way to the bridge and back."""
    town = seen(TWO_TOWNS, 3, 0.0, event="crossed", wide_h=1.0, status="reported", name="a town")
    bridge = seen(TWO_TOWNS, 2, 0.0, event="crossed", wide_h=1.0, status="reported", name="bridge")
    journey = infer([town, bridge, seen(TWO_TOWNS, 4, 9.0)], TWO_TOWNS, TRAIN)
    assert [u.sighting.id for u in journey.used][:2] == ["bridge", "a town"]
