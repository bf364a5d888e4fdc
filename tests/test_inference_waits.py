"""Waits: however long they are they speak against no sound report, and none is asked for twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from railsight.inference import infer
from railsight.inference.evidence import gather
from railsight.inference.lattice import lattice_of
from railsight.inference.memory import At
from railsight.inference.transition import away_law, left_chance, way_law
from railsight.inference.ways import Ways, ways_of
from railsight.model import EventKind, Journey, Sighting
from railsight.routing import reachable, running_time, shortest_path
from tests.inference_world import line_network, network_of, seen, station, train

TRAIN = train()
LINE = line_network()
# Seven stations 6 km apart; at S3 the line comes from one country into the other.
BRIDGE = network_of(
    [(100.0 + i * 0.05, 0.0) for i in range(7)],
    [(i, i + 1) for i in range(6)],
    countries=("AA", "AA", "AA", "BB", "BB", "BB", "BB"),
)
DAY = 24.0
LEGS: tuple[tuple[int, float, EventKind, str], ...] = (
    (0, 0, "departed", "a"),
    (3, 1.6, "passed", "b"),
    (5, 2.6, "passed", "c"),
)
WEEKS = (1.0, 3.0, 10.0)


def beliefs(journey: Journey) -> dict[str, float]:
    return {u.sighting.id: u.belief for u in journey.used}


@pytest.mark.parametrize("weeks", WEEKS)
def test_a_stay_of_weeks_makes_no_report_of_it_wrong(weeks: float) -> None:
    gone_h = weeks * 7 * DAY
    told = [
        seen(LINE, 2, 0, event="arrived", name="came"),
        seen(LINE, 2, gone_h, event="departed", name="left"),
        seen(LINE, 4, gone_h + 6, name="on"),
    ]
    found = beliefs(infer(told, LINE, TRAIN))
    assert set(found) == {"came", "left", "on"}
    assert min(found.values()) > 0.9


@pytest.mark.parametrize("weeks", WEEKS)
def test_a_queue_of_weeks_makes_no_report_of_its_ends_wrong(weeks: float) -> None:
    told = [
        seen(LINE, 0, 0, name="start", status="reported"),
        seen(LINE, 1, 3, event="arrived", name="before", status="reported"),
        seen(LINE, 2, weeks * 7 * DAY, event="arrived", name="behind", status="reported"),
    ]
    found = beliefs(infer(told, LINE, TRAIN))
    assert set(found) == {"start", "before", "behind"}
    assert min(found.values()) > 0.8


@pytest.mark.parametrize("event", ["departed", "seen"])
@pytest.mark.parametrize("stayed_days", [3.0, 7.0, 30.0, 90.0])
@pytest.mark.parametrize("took_h", [8.0, 24.0, 60.0, 200.0])
def test_what_one_more_sighting_of_a_stay_tells_speaks_against_none_before_it(
    took_h: float, stayed_days: float, event: EventKind
) -> None:
    told = [
        seen(LINE, 0, 0, name="start", status="reported"),
        seen(LINE, 2, took_h, event="arrived", name="came", status="reported", wide_h=24.0),
    ]
    without = beliefs(infer(told, LINE, TRAIN))
    more = seen(LINE, 2, took_h + stayed_days * DAY, event=event, name="left", status="reported", wide_h=24.0)
    found = beliefs(infer([*told, more], LINE, TRAIN))
    assert all(found.get(name, 0.0) > belief - 0.06 for name, belief in without.items())
    assert found["left"] > 0.8


@pytest.mark.parametrize("waited_days", [3.0, 30.0])
@pytest.mark.parametrize("stayed_days", [3.0, 30.0])
def test_what_one_more_sighting_before_a_stay_tells_speaks_against_none_after_it(
    stayed_days: float, waited_days: float
) -> None:
    left_h = stayed_days * DAY
    told = [
        seen(LINE, 2, left_h, event="departed", name="left", status="reported"),
        seen(LINE, 4, left_h + waited_days * DAY, event="arrived", name="there", status="reported"),
    ]
    without = beliefs(infer(told, LINE, TRAIN))
    came = seen(LINE, 2, 0, event="arrived", name="came", status="reported")
    found = beliefs(infer([came, *told], LINE, TRAIN))
    assert all(found.get(name, 0.0) > belief - 0.06 for name, belief in without.items())
    assert found["came"] > 0.8


@pytest.mark.parametrize("weeks", WEEKS)
def test_who_came_back_after_weeks_was_there_twice(weeks: float) -> None:
    told = [seen(LINE, 2, h, event="passed", name=name) for h, name in ((0, "out"), (weeks * 7 * DAY, "back"))]
    found = beliefs(infer(told, LINE, TRAIN))
    assert set(found) == {"out", "back"}
    assert min(found.values()) > 0.8


def test_a_doubtful_report_alone_after_weeks_stays_doubtful() -> None:
    told = [seen(LINE, 0, 0, name="start"), seen(LINE, 2, 500, name="guess", status="conflict")]
    found = infer(told, LINE, TRAIN)
    doubt = {**beliefs(found), **{r.sighting.id: r.belief or 0.0 for r in found.rejected}}
    assert doubt["guess"] < 0.8


def test_the_times_of_coming_back_have_a_long_tail() -> None:
    assert away_law().quantile(0.5) == pytest.approx(3.2 * DAY, abs=DAY)
    assert 0.01 < 1.0 - float(away_law().cdf(8 * 7 * DAY)) < 0.1


def test_leaving_a_station_that_is_no_towns_costs_little_more_than_stopping_there() -> None:
    ways = ways_of(LINE, TRAIN)
    start, end = (gather([seen(LINE, i, 0)], ways).passages[0] for i in (0, 3))
    lone = station(LINE, 3)
    town = replace(lone, kind="town", population=500_000)
    soon = {}
    for event, place in (("stopped", lone), ("departed", lone), ("departed", town)):
        found = way_law(start, start.spots[0], event, end.spots[0], ways, place=place)
        assert found is not None
        soon[event, place.kind] = float(found[1].cdf(10.0))  # running 7.3 h
    assert soon["departed", "station"] > 0.4 * soon["stopped", "station"]
    assert soon["departed", "town"] < 0.2 * soon["stopped", "station"]  # where it left a town it had mostly stayed
    assert left_chance(end.spots[0], ways, lone) < left_chance(end.spots[0], ways, town)


def over_the_bridge(*, with_departure: bool) -> list[Sighting]:
    left = [seen(BRIDGE, 2, 3.5, event="departed", name="left", status="reported")] if with_departure else []
    return [
        seen(BRIDGE, 0, 0, event="departed", name="start", status="reported"),
        seen(BRIDGE, 2, 0.6, event="arrived", name="came", status="reported"),
        *left,
        seen(BRIDGE, 4, 3.8, event="arrived", name="over", status="reported"),
        seen(BRIDGE, 6, 6.0, event="arrived", name="on", status="reported"),
    ]


def test_a_wait_at_a_border_that_was_seen_is_not_asked_for_again() -> None:
    without = beliefs(infer(over_the_bridge(with_departure=False), BRIDGE, TRAIN))
    found = beliefs(infer(over_the_bridge(with_departure=True), BRIDGE, TRAIN))
    assert set(found) == {"start", "came", "left", "over", "on"}
    assert all(found[key] > without[key] - 0.01 for key in without)
    assert found["left"] > 0.98
    ways = ways_of(BRIDGE, TRAIN)
    left = gather([seen(BRIDGE, 2, 0, event="departed")], ways).passages[0]
    over = gather([seen(BRIDGE, 4, 0)], ways).passages[0].spots[0]
    law = way_law(left, left.spots[0], "arrived", over, ways)
    back = way_law(left, left.spots[0], "departed", over, ways)  # the other station's formalities, once
    assert law is not None
    assert back is not None
    assert law[0].borders == 1
    assert law[1].quantile(0.5) < 0.7 < back[1].quantile(0.5) < 2.0


def test_a_train_with_a_higher_top_speed_is_faster_as_usual_too() -> None:
    fast = TRAIN.with_top_speed(350.0)
    assert fast.speed(None).median_kmh == pytest.approx(50.0 * 3.5)
    assert fast.speed(None).sigma_log > TRAIN.speed(None).sigma_log
    told = [seen(LINE, i, h, event=event, name=name, status="reported") for i, h, event, name in LEGS]
    journey = infer(told, LINE, fast)
    assert min(beliefs(journey)[key] for key in "abc") > 0.95
    assert journey.warnings == ()


def test_a_lower_top_speed_leaves_usual_speeds_that_it_allows() -> None:
    slow = TRAIN.with_top_speed(80.0)
    assert slow.max_kmh == 80.0
    assert slow.speed(None) == TRAIN.speed(None)
    assert TRAIN.with_top_speed(TRAIN.max_kmh) == TRAIN


@pytest.mark.parametrize("max_kmh", [30.0, 50.0, 55.0])
def test_below_a_lower_top_speed_a_train_is_slower_than_that(max_kmh: float) -> None:
    slow = TRAIN.with_top_speed(max_kmh)
    a, b = LINE.spot_at_node(0), LINE.spot_at_node(3)
    path = shortest_path(LINE, a, b)
    least_h = path.km / max_kmh
    told, leg = running_time(path, slow), Ways(LINE, slow).leg(a, b)
    assert least_h <= told.earliest_h < told.likely_h < told.latest_h
    assert told.likely_h > least_h * 1.1
    assert leg is not None
    assert leg.run_h == pytest.approx(told.likely_h)
    in_reach_km = sum(r.km for r in reachable(LINE, a, told.likely_h, slow))
    assert in_reach_km == pytest.approx(path.km)
    assert slow.speed(None).sigma_log == TRAIN.speed(None).sigma_log


def test_a_usual_speed_above_the_top_speed_counts_as_that() -> None:
    """What a table of one's own, or a record of an earlier version, may say."""
    wild = replace(TRAIN, max_kmh=40.0)
    a, b = LINE.spot_at_node(0), LINE.spot_at_node(3)
    path, leg = shortest_path(LINE, a, b), Ways(LINE, wild).leg(a, b)
    assert leg is not None
    assert leg.run_h == pytest.approx(path.km / 40.0)
    assert running_time(path, wild).likely_h == pytest.approx(path.km / 40.0)
    assert sum(r.km for r in reachable(LINE, a, path.km / 40.0, wild)) == pytest.approx(path.km)


def test_no_way_is_looked_for_to_where_no_train_can_have_come() -> None:
    ways = Ways(LINE, TRAIN)
    told = gather([seen(LINE, 0, 0), seen(LINE, 5, 1), seen(LINE, 1, 3)], ways).passages
    lattice = lattice_of(told, ways)
    start, far, near = ([o.members[0].place.id for o in told].index(name) for name in ("s0", "s5", "s1"))
    assert lattice.links.between(At(start, 0), At(far, 0)) is None
    assert not ways._trees
    assert lattice.links.between(At(start, 0), At(near, 0)) is not None
    assert ways._trees
