"""What must hold of every journey, on random networks and sightings that contradict one another."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from itertools import accumulate, combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

import railsight
from railsight.errors import NoAnswerError
from railsight.inference import infer, position_at
from railsight.inference.evidence import gather, hours
from railsight.inference.lattice import lattice_of
from railsight.inference.position import schedule_of
from railsight.inference.prism import anchors_of, budgets, is_reachable, reachable
from railsight.inference.ways import Ways, ways_of
from railsight.model import Candidate, Journey, Sighting
from railsight.network import Network
from tests.inference_world import network_of, random_network, random_sightings, seen, spot_on_path, station, train

TRAIN = train()
SETTINGS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORLDS = st.tuples(st.integers(0, 10_000), st.integers(2, 7))


def world_of(seed: int, count: int) -> tuple[Network, list[Sighting], Journey]:
    network = random_network(seed)
    sightings = random_sightings(network, seed + 1, count)
    goals = [(station(network, 0), None), (station(network, 3), 0.4), (station(network, 5), None)]
    try:
        return network, sightings, infer(sightings, network, TRAIN, destinations=goals)
    except NoAnswerError:
        assume(False)
        raise


@settings(SETTINGS, max_examples=50)
@given(WORLDS)
def test_a_journey_contradicts_neither_itself_nor_the_profile(world: tuple[int, int]) -> None:
    """Times never go back and are in order, no speed is above the profile, probabilities sum to one, and every
    sighting is used or rejected once."""
    _, sightings, journey = world_of(*world)
    for a, b in pairwise(journey.passages):
        assert a.km <= b.km
        assert a.earliest <= b.earliest
        assert a.likely <= b.likely
        assert a.latest <= b.latest
    for p in journey.passages:
        assert p.earliest <= p.likely <= p.latest
    for a, b in combinations(journey.passages, 2):
        took_h = hours(b.likely) - hours(a.likely) + 2 / 3600  # times are whole seconds
        assert b.km - a.km <= TRAIN.max_kmh * took_h + 1e-6
    assert sum(d.probability for d in journey.destinations) == pytest.approx(1.0)
    if journey.alternatives:
        assert sum(a.probability for a in journey.alternatives) == pytest.approx(1.0)
    for u in journey.used:
        assert 0.0 <= u.belief <= 1.0
    for revision in journey.history:
        assert sum(p for _, p in revision.ranking) == pytest.approx(1.0)
    told = [u.sighting.id for u in journey.used] + [r.sighting.id for r in journey.rejected]
    assert sorted(told) == sorted(s.id for s in sightings)


def assert_paced(journey: Journey) -> None:
    """No train would have to be faster than the profile's maximum to be at each place at its earliest, its likely or
    its latest time, and to stand as long as is said before it goes on."""
    top = journey.profile.max_kmh
    for times in zip(*((p.earliest, p.likely, p.latest) for p in journey.passages), strict=True):
        lead_h = [hours(t) - p.km / top for p, t in zip(journey.passages, times, strict=True)]
        assert all(a <= b + 2 / 3600 for a, b in zip(accumulate(lead_h, max), lead_h, strict=True))  # whole seconds
    for a, b in pairwise(journey.passages):
        assert hours(a.likely) + (a.dwell_h or 0.0) + (b.km - a.km) / top <= hours(b.likely) + 2 / 3600
    schedule = schedule_of(journey)
    for curve in (schedule.likely, schedule.early, schedule.late):
        assert all(b[1] - a[1] <= top * (b[0] - a[0] + 2 / 3600) for a, b in pairwise(curve))


@settings(SETTINGS, max_examples=100)
@given(WORLDS)
def test_no_time_of_a_journey_asks_for_more_than_the_top_speed(world: tuple[int, int]) -> None:
    _, _, journey = world_of(*world)
    assert_paced(journey)


@settings(SETTINGS, max_examples=50)
@given(WORLDS)
def test_nor_where_stations_are_near_one_another_and_borders_lie_between(world: tuple[int, int]) -> None:
    """Most of them within the first and last half per cent of the running time, in which a train leaves and comes."""
    seed, count = world
    network = town_to_town(random.Random(seed))
    sightings = random_sightings(network, seed + 1, count)
    try:
        journey = infer(sightings, network, TRAIN, destinations=[(station(network, 0), None)])
    except NoAnswerError:
        assume(False)
        raise
    assert_paced(journey)


def test_the_wait_at_a_border_lies_between_coming_there_and_going_on() -> None:
    points = [(100.0 + 0.02 * i, 45.0) for i in range(80)]
    network = network_of(points, list(pairwise(range(80))), countries=["AA"] * 40 + ["BB"] * 40)
    journey = infer([seen(network, 0, 0.0), seen(network, 79, 10.0)], network, TRAIN)
    assert_paced(journey)
    border = next(i for i, p in enumerate(journey.passages) if p.dwell_h)
    here, there = journey.passages[border : border + 2]
    assert here.name in ("S39", "S40")
    assert here.dwell_h is not None
    assert here.dwell_h > 1.0
    assert hours(there.likely) - hours(here.likely) == pytest.approx(here.dwell_h, abs=0.2)


def town_to_town(rng: random.Random) -> Network:
    """Three towns far apart, each of some stations about 2 km apart, and borders between the towns."""
    points = [(100.0 + 8.0 * town + 0.02 * i, 45.0 + rng.uniform(0, 0.01)) for town in range(3) for i in range(5)]
    lands = ["AA"] * 4 + ["BB"] * 6 + ["CC"] * 5
    return network_of(points, list(pairwise(range(len(points)))), countries=lands)


@pytest.mark.parametrize("name", ["kji-2001", "kju-2019-vladivostok", "kju-2023-russia"])
def test_nor_in_the_journeys_of_the_reference_cases(shared: Path, name: str) -> None:
    journey = railsight.track(shared / "cases" / f"{name}.yaml")
    assert_paced(journey)


@SETTINGS
@given(WORLDS, st.randoms(use_true_random=False), st.integers(0, 6))
def test_neither_the_order_of_reports_nor_a_duplicate_counts(
    world: tuple[int, int], rng: random.Random, which: int
) -> None:
    network, sightings, journey = world_of(*world)
    goals = [(station(network, 0), None), (station(network, 3), 0.4), (station(network, 5), None)]
    shuffled = list(sightings)
    rng.shuffle(shuffled)
    assert infer(shuffled, network, TRAIN, destinations=goals) == journey
    copied = sightings[which % len(sightings)]
    again = infer([*sightings, replace(copied, id="zz-copy")], network, TRAIN, destinations=goals)
    assert again.passages == journey.passages
    beliefs = {u.sighting.id: u.belief for u in journey.used}
    assert {u.sighting.id: u.belief for u in again.used if u.sighting.id != "zz-copy"} == pytest.approx(beliefs)
    assert [(d.place.id, d.probability) for d in again.destinations] == [
        (d.place.id, pytest.approx(d.probability)) for d in journey.destinations
    ]


@SETTINGS
@example((487, 6), 0.75)
@given(WORLDS, st.floats(0, 1))
def test_the_likely_position_lies_in_the_prism(world: tuple[int, int], share: float) -> None:
    network, _, journey = world_of(*world)
    assume(journey.path is not None)
    first, last = journey.passages[0].likely, journey.passages[-1].likely
    at = first + (last - first) * share
    position = position_at(journey, network, at)
    assert position.km_low <= position.km <= position.km_high
    found = spot_on_path(journey, network, position.km)
    assert found is not None
    ways = ways_of(network, TRAIN)
    limits = budgets(anchors_of(journey, ways), hours(at), ways)
    slack_cm = TRAIN.max_kmh * 1e5 * 3 / 3600 + 200  # times are whole seconds
    assert is_reachable(network.spot_at(*found), limits, ways, slack_cm=slack_cm)


@SETTINGS
@given(WORLDS, st.floats(0, 1), st.integers(0, 10_000))
def test_reachable_stretches_are_the_spots_within_the_limits(world: tuple[int, int], share: float, dice: int) -> None:
    """Brute force: spots drawn at random are on a stretch when, and only when, the limits allow them."""
    network, _, journey = world_of(*world)
    ways = ways_of(network, TRAIN)
    anchors = anchors_of(journey, ways)
    assume(anchors)
    first, last = min(a.earliest for a in anchors), max(a.latest for a in anchors)
    at_h = first + share * (last + 3 - first)
    limits = budgets(anchors, at_h, ways)
    stretches = reachable(limits, ways)
    rng = random.Random(dice)
    spots = [network.spot_at(s, rng.random() * network.section_cm(s) / 100) for s in range(network.section_count)]
    inside = {s.section: is_reachable(s, limits, ways) for s in spots}
    total_km = sum(network.section_cm(s) for s in range(network.section_count)) / 1e5
    assert sum(r.km for r in stretches) <= total_km + 1e-6
    if all(inside.values()):
        assert stretches
    lines = {r.line for r in stretches}
    for spot in spots:
        if inside[spot.section] and not is_reachable(spot, limits, ways, slack_cm=-200.0):
            continue
        if inside[spot.section]:
            assert spot.line in lines


@SETTINGS
@example((1262, 5), 0.6875, 5400)
@given(WORLDS, st.floats(0, 1), st.integers(0, 10_000))
def test_an_accepted_sighting_never_enlarges_the_prism(world: tuple[int, int], share: float, dice: int) -> None:
    network, sightings, journey = world_of(*world)
    assume(len(sightings) > 2)
    try:
        fewer = infer(sightings[:-1], network, TRAIN)
    except NoAnswerError:
        assume(False)
        raise
    more_used = {u.sighting.id for u in journey.used}
    assume({u.sighting.id for u in fewer.used} < more_used)
    ways = ways_of(network, TRAIN)
    before, after = anchors_of(fewer, ways), anchors_of(journey, ways)
    at_h = before[0].earliest + share * (before[-1].latest - before[0].earliest)
    wide, narrow = (budgets(a, at_h, ways) for a in (before, after))
    rng = random.Random(dice)
    for section in range(network.section_count):
        spot = network.spot_at(section, rng.random() * network.section_cm(section) / 100)
        if is_reachable(spot, narrow, ways, slack_cm=0.0):
            assert is_reachable(spot, wide, ways, slack_cm=500.0)


@SETTINGS
@given(WORLDS, st.integers(0, 60))
def test_until_never_peeks(world: tuple[int, int], until_h: int) -> None:
    network = random_network(world[0])
    sightings = random_sightings(network, world[0] + 1, world[1])
    starts = [s.interval.earliest for s in sightings if s.interval]
    then = min(starts) + timedelta(hours=until_h)
    known = [s for s in sightings if s.interval and s.interval.latest <= then]
    assume(known)
    try:
        blind = infer(known, network, TRAIN, as_of=then)
    except NoAnswerError:
        assume(False)
        raise
    assert infer(sightings, network, TRAIN, as_of=then) == blind


@SETTINGS
@example((344, 5))
@example((380, 5))
@given(WORLDS)
def test_what_is_likelier_right_than_wrong_is_not_set_aside(world: tuple[int, int]) -> None:
    seed, count = world
    network, rng = random_network(seed), random.Random(seed)
    sightings = [
        replace(
            s,
            status="reported",
            candidates=s.candidates
            + tuple(
                Candidate(station(network, k), rng.choice([0.9, 1.0])) for k in rng.sample(range(network.node_count), 3)
            ),
        )
        for s in random_sightings(network, seed + 1, count)
    ]
    lattice = lattice_of(gather(sightings, Ways(network, TRAIN)).passages, Ways(network, TRAIN))
    choice = lattice.solve(range(len(lattice.observations)))
    assert choice is not None
    held = {i for i, _ in choice.right}
    for i, belief in enumerate(choice.beliefs):
        if i not in held and belief > 0.5:
            assert lattice.all_right(sorted({*held, i})) is None


@SETTINGS
@given(WORLDS, st.floats(0, 1))
def test_a_stretch_says_whether_it_is_the_whole_of_its_section(world: tuple[int, int], share: float) -> None:
    """Here every section is a line of its own."""
    network, _, journey = world_of(*world)
    first, last = journey.passages[0].earliest, journey.passages[-1].latest
    position = position_at(journey, network, first + (last - first) * share)
    for reach in position.reachable:
        (section,) = network.line_sections(reach.line)
        whole_km = network.section_cm(section) / 1e5
        assert reach.partial == (reach.km < whole_km - 1e-5)
        assert reach.length_kind == network.section_length_kind(section)
