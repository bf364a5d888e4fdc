"""A train of one gauge: what it cannot run on is no place of its, no goal, and named as the reason."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from railsight.errors import NoAnswerError, NoRouteError
from railsight.inference import infer, position_at
from railsight.inference.ways import Ways
from railsight.network import Network
from railsight.routing import reachable, shortest_path
from tests.inference_world import START, network_of, seen, station, train

# A line of 1520 mm with a town at its end, and sixty larger ones on a line of 1435 mm that leaves it at station 2.
POINTS = [(100.0 + i, 40.0) for i in range(5)] + [(102.0, 41.0 + i / 2) for i in range(60)]
WORLD = network_of(
    POINTS,
    [(i, i + 1) for i in range(4)] + [(2, 5), *((i, i + 1) for i in range(5, 64))],
    gauges_mm=[1520] * 4 + [1435] * 60,
)
TOWNS = [replace(station(WORLD, i), kind="town", population=900_000) for i in range(5, 65)]
FAR = replace(station(WORLD, 4), kind="town", population=50_000)
BROAD, NORMAL = replace(train(), gauges_mm=(1520,)), replace(train(), gauges_mm=(1435,))


def test_goals_are_looked_for_where_the_train_can_go() -> None:
    journey = infer([seen(WORLD, 0, 0.0, event="departed")], WORLD, BROAD, places=[*TOWNS, FAR])
    assert [d.place.id for d in journey.destinations] == [FAR.id]


def test_a_place_without_a_track_of_the_gauge_is_set_aside_and_said() -> None:
    sightings = [seen(WORLD, 1, 0.0), seen(WORLD, 2, 5.0), seen(WORLD, 30, 40.0, name="far")]
    journey = infer(sightings, WORLD, BROAD, places=TOWNS)
    assert [(r.sighting.id, r.reason) for r in journey.rejected] == [("far", "S30 has no railway of gauge 1520 mm")]
    assert "far: S30 has no railway of gauge 1520 mm" in journey.warnings
    with pytest.raises(NoAnswerError, match="S0 has no railway of gauge 1435 mm"):
        infer([seen(WORLD, 0, 0.0)], WORLD, NORMAL)


def test_a_destination_on_another_gauge_is_left_out_and_the_gauge_named() -> None:
    journey = infer([seen(WORLD, 1, 0.0)], WORLD, BROAD, destinations=[(FAR, None), (TOWNS[9], None)])
    assert [d.place.id for d in journey.destinations] == [FAR.id]
    assert any("no way by rail of gauge 1520 mm leads from S1 to S14" in warning for warning in journey.warnings)


# ---------------------------------------------------------------- several gauges on one network

# S0 to S1 by 1435 mm, or round by S2 by 1520 mm, as all beyond S1 is.
MIXED = network_of(
    [(100.0, 0.0), (101.0, 0.0), (100.5, 0.6), (102.0, 0.0), (103.0, 0.0)],
    [(0, 1), (0, 2), (2, 1), (1, 3), (3, 4)],
    gauges_mm=[1435, 1520, 1520, 1520, 1520],
)


@pytest.mark.parametrize("may_change", [True, False])
def test_the_longer_way_by_the_right_gauge_is_found(may_change: bool) -> None:
    profile = replace(train(), break_of_gauge=may_change)
    told = [seen(MIXED, 0, 0.0), seen(MIXED, 3, 8.0)]
    journey = infer(told, MIXED, profile)
    assert not journey.rejected
    assert [p.name for p in journey.passages] == ["S0", "S2", "S1", "S3"]
    assert journey.path is not None
    assert not journey.path.gauge_breaks
    by_routing = shortest_path(MIXED, MIXED.spot_at_node(0), MIXED.spot_at_node(3), profile=profile)
    assert journey.path.km == pytest.approx(by_routing.km)


def mixed_network(seed: int) -> Network:
    """A random network of one country, each section of one gauge or of both."""
    rng = random.Random(seed)
    points = [(100.0 + rng.uniform(0, 4), 40.0 + rng.uniform(0, 3)) for _ in range(7)]
    found = {(rng.randrange(i), i) for i in range(1, 7)}
    for _ in range(3):
        a, b = sorted(rng.sample(range(7), 2))
        found.add((a, b))
    edges = sorted(found)
    return network_of(points, edges, gauges_mm=[rng.choice((1435, 1520)) for _ in edges])


@pytest.mark.parametrize("seed", range(20))
def test_ways_without_change_of_gauge_are_those_of_routing(seed: int) -> None:
    network, rng = mixed_network(seed), random.Random(seed)
    profile = replace(train(), break_of_gauge=False)
    ways = Ways(network, profile)
    spots = [network.spot_at_node(n) for n in range(7)]
    spots += [
        network.spot_at(s, network.section_cm(s) / 100 * rng.random()) for s in range(0, network.section_count, 2)
    ]
    for a in spots:
        for b in spots:
            try:
                km = shortest_path(network, a, b, profile=profile).km
            except NoRouteError:
                assert ways.metres(a, b) is ways.metres(a, b, shortest=True) is None
                continue
            for shortest in (True, False):
                assert ways.metres(a, b, shortest=shortest) == pytest.approx(km * 1000, abs=0.05)
            steps = ways.steps(a, b)
            assert sum(s.length_m for s in steps or ()) == pytest.approx(km * 1000, abs=0.05)


@pytest.mark.parametrize(
    "limits", [{"break_of_gauge": False}, {"gauges_mm": (1520,)}, {"gauges_mm": (1520,), "break_of_gauge": False}]
)
@pytest.mark.parametrize("seed", range(6))
def test_the_prism_of_one_sighting_is_what_is_in_reach(seed: int, limits: dict[str, Any]) -> None:
    network, profile = mixed_network(seed), replace(train(), **limits)
    start = next(n for n in range(7) if any(1520 in network.section_gauges(s) for *_, s in network.adjacent(n)))
    journey = infer([seen(network, start, 0.0)], network, profile)
    prism = position_at(journey, network, START + timedelta(hours=4)).reachable
    reach = reachable(network, network.spot_at_node(start), 4.0, profile, fastest=True)
    assert sum(r.km for r in prism) == pytest.approx(sum(r.km for r in reach), abs=0.1)


def test_an_answer_does_not_depend_on_the_one_before() -> None:
    near, other = MIXED.spot_at(3, 40_000.0), MIXED.spot_at(3, 40_000.3)
    ways = Ways(MIXED, train())
    end = MIXED.spot_at_node(4)
    first, then = ways.metres(near, end), ways.metres(other, end)
    assert first is not None
    assert then == Ways(MIXED, train()).metres(other, end) == pytest.approx(first - 0.3)
