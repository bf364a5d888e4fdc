"""Times of day at goals, areas, and junctions seen from several sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from railsight.inference import infer, when_at
from railsight.inference.daytimes import Custom, clock_at, fit_by_day, leaving, mass_by_day, until_kept
from railsight.inference.evidence import gather, hours
from railsight.inference.laws import Leg, Standing, leg_law
from railsight.inference.transition import cut, fit
from railsight.inference.ways import Ways
from railsight.model import Candidate, Place, Sighting, Spot
from railsight.routing import profiles
from railsight.times import Interval
from tests.inference_world import START, line_network, network_of, seen, station, train

TRAIN = train()
EVENING_H = hours(START) + 12.0  # in Hanoi it is 19:00
GOAL = Spot(0, 0.0, 105.85, 21.03)
LAW = leg_law(Leg(10_000, 0.2, 0.15), TRAIN)


@given(st.floats(0, 24), st.floats(0, 1))
@example(5.25, 1.0)
@settings(max_examples=30, deadline=None)
def test_putting_off_loses_nothing(start_h: float, kept: float) -> None:
    edges = EVENING_H + start_h + np.arange(0.0, 60.5, 0.5)
    mass = np.zeros(120)
    mass[:20] = 0.05
    assert mass_by_day(mass, edges, GOAL, Custom(comes=kept)).sum() == pytest.approx(1.0)
    departed = cut(EVENING_H + start_h, EVENING_H + start_h)
    arrived = cut(EVENING_H + start_h, EVENING_H + start_h + 200.0, most=400)
    law = leg_law(Leg(300_000, 6.0, 0.15), TRAIN)
    total = fit_by_day(law, departed, arrived, GOAL, Custom(comes=kept)).sum() * arrived.width
    assert total == pytest.approx(fit(law, departed, arrived).sum() * arrived.width, abs=0.03)


def test_both_ways_of_putting_off_agree() -> None:
    departed, arrived = cut(EVENING_H, EVENING_H), cut(EVENING_H, EVENING_H + 20.0, most=400)
    edges = np.linspace(arrived.lo, arrived.hi, arrived.n + 1)
    cells = fit_by_day(LAW, departed, arrived, GOAL, Custom(comes=1.0))[0] * arrived.width
    whole = mass_by_day(np.diff(LAW.cdf(edges - EVENING_H)), edges, GOAL, Custom(comes=1.0))
    morning = slice(int(12.0 / arrived.width), int(16.0 / arrived.width) + 1)
    assert cells[morning].sum() == pytest.approx(whole[morning].sum(), abs=0.02)
    assert 0.3 < cells[morning].sum() < 0.4  # what would come in the evening, once in three


@pytest.mark.parametrize(
    ("lon", "lat", "on", "ahead_h"),
    [
        (131.9, 43.1, date(2023, 9, 12), 10.0),  # Vladivostok: the sun is more than an hour behind the clock
        (37.6, 55.8, date(2001, 8, 3), 4.0),  # Moscow in the summer time of 2001
        (37.6, 55.8, date(2001, 12, 3), 3.0),
        (83.1, 54.0, date(2023, 9, 12), 7.0),
    ],
)
def test_mornings_are_those_of_the_civil_clock(lon: float, lat: float, on: date, ahead_h: float) -> None:
    assert clock_at(lon, lat, (on - date(1970, 1, 1)).days) == ahead_h


def test_a_goal_is_left_in_the_afternoon_or_evening_and_nothing_is_lost() -> None:
    arrived, left = cut(EVENING_H, EVENING_H), cut(EVENING_H, EVENING_H + 96.0, most=400)
    clock = (left.middles + 7.0) % 24.0
    day = (clock >= 12.0) & (clock < 23.0)
    law = leg_law(Leg(0.0, 0.0, 0.0), TRAIN, Standing(1, 0.9))
    plain, weighed = fit(law, arrived, left)[0], fit_by_day(law, arrived, left, GOAL, Custom(leaves=0.9))[0]
    assert weighed[day].sum() / weighed.sum() > 1.2 * plain[day].sum() / plain.sum()
    assert leaving(np.arange(0.0, 24.0, 0.25), 7.0, 0.9).mean() == pytest.approx(1.0)
    edges = np.linspace(left.lo, left.hi, left.n + 1)
    as_mass = mass_by_day(plain * left.width, edges, GOAL, Custom(leaves=0.9))
    assert as_mass == pytest.approx(weighed * left.width, abs=2e-3)


def test_an_arrival_in_the_morning_puts_the_wait_before_it() -> None:
    """A run of two hours begun in the afternoon that ended in the morning: the train stood near its end."""
    network = line_network(4, step_deg=0.4)
    sightings = [seen(network, 0, 9.0, event="passed"), seen(network, 3, 25.0, event="arrived")]
    times = {p.name: (hours(p.likely) - hours(START)) for p in infer(sightings, network, TRAIN).passages}
    assert times["S2"] < 17.0


def test_spots_of_an_area_count_for_the_railway_they_stand_for() -> None:
    """Ten stations lie close together, one far out: the far one is one point in eleven."""
    points = [(100.0 + 0.02 * i, 0.0) for i in range(14)] + [(101.5, 0.0)]
    network = network_of(points, [(i, i + 1) for i in range(14)])
    region = Place("r", "Region", "region", 100.7, 0.0, country="AA", radius_m=120_000.0)
    spotted = Sighting("a", (Candidate(region, 1.0),), "seen", "reported", Interval(START, START))
    (o,) = gather([spotted], Ways(network, TRAIN)).passages
    share = dict(zip((s.node for s in o.spots), o.emission, strict=True))
    assert share[14] / sum(o.emission) == pytest.approx(1 / 15, abs=0.01)


def test_hidden_between_two_sightings_a_place_counts_where_the_way_leads() -> None:
    """The area holds a branch of 250 km; between two stations of the main line nobody expects the train on it."""
    points = [(100.0, 0.0), (101.0, 0.0), (102.0, 0.0), (101.0, 2.2), (101.0, 1.1)]
    network = network_of(points, [(0, 1), (1, 2), (1, 4), (4, 3)])
    sightings = [seen(network, 0, 0.0), seen(network, 2, 5.0)]
    area = Place("r", "Region", "region", 101.0, 1.1, country="AA", radius_m=150_000.0)
    first, last = (s.interval.middle for s in sightings if s.interval)
    found = when_at(sightings, network, TRAIN, area, event="seen", after=first, before=last)
    assert found is not None
    assert 1.5 < hours(found[1]) - hours(START) < 3.5


def test_a_junction_with_a_curve_to_every_side_is_no_place_to_turn_round() -> None:
    """A triangle of 5 km sides: seen at its far corner the train was at the junction, and went on."""
    points = [(100.0, 0.0), (101.0, 0.0), (101.04, 0.0), (101.02, 0.04), (101.02, 1.0)]
    network = network_of(points, [(0, 1), (1, 2), (2, 3), (1, 3), (3, 4)])
    corner = Place("s2", "S2", "junction", 101.04, 0.0, country="AA", radius_m=10_000.0)
    at_corner = Sighting("j", (Candidate(corner, 1.0),), "seen", "reported", seen(network, 2, 3.0).interval)
    used = infer([seen(network, 0, 0.0), at_corner, seen(network, 4, 6.0)], network, TRAIN).used
    assert [u.sighting.id for u in used] == ["x0-0-passed", "j", "x4-6-passed"]
    assert min(u.belief for u in used) > 0.9


def due(at_h: float, **law: float) -> tuple[float, float, float]:
    """The window, hours after ``START``, of a goal 25 km on from where a train passed; clocks are 7 h ahead of UTC."""
    network = line_network(2, step_deg=0.2)
    kind = replace(TRAIN, **law)  # type: ignore[arg-type]
    journey = infer([seen(network, 0, at_h)], network, kind, destinations=[(station(network, 1), None)])
    (goal,) = journey.destinations
    early, likely, late = (hours(t) - hours(START) for t in (goal.earliest, goal.likely, goal.latest) if t)
    return early, likely, late


def test_a_short_way_at_night_ends_within_the_hour_or_in_the_morning_not_where_the_law_ends() -> None:
    early, likely, late = due(16.0)  # 23:00 there; the morning is from 24 to 28
    assert 16.2 < early < 17.0
    assert 24.0 <= likely < late <= 28.0


def test_only_trains_of_state_are_kept_for_the_morning() -> None:
    early, likely, late = due(16.0, for_morning=0.0)
    assert 16.2 < early < likely < late < 18.0
    assert [p.name for p in profiles() if p.for_morning] == ["armoured"]


@pytest.mark.parametrize("clock", range(24))
def test_mornings_that_arrivals_are_kept_for_end_at_eleven(clock: int) -> None:
    at_h = EVENING_H - 19.0 + clock
    until = until_kept(at_h, GOAL)
    assert until == (at_h if 11 <= clock < 17 else EVENING_H - 19.0 + (11 if clock < 11 else 35))
