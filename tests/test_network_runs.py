"""Runs: a network taken by its stretches without a junction gives the same answers."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from railsight.datasets import data_path
from railsight.errors import NoRouteError
from railsight.model import Path, Spot, Step
from railsight.network import Draft, Network, open_network
from railsight.network.draft import LineRow, PointRow, SectionRow
from railsight.routing import Avoid, distances_m, profile, shortest_path
from railsight.routing.pairs import shortest
from railsight.routing.paths import make_path


def beaded_network(seed: int) -> Network:
    """Junctions joined by strings of small sections, with gauges, sides, circles and parallel strings."""
    rng = random.Random(seed)
    draft = Draft(lines=[LineRow("a", "Line A"), LineRow("b", "Line B")])

    def point(i: int) -> int:
        draft.points.append(PointRow(f"p{i}", f"P{i}", "station", 30 + 0.01 * i, 50 + 0.001 * (i * 7 % 13)))
        return i

    hubs = [point(i) for i in range(rng.randint(1, 4))]
    for _ in range(rng.randint(1, 6)):
        first, last = rng.choice(hubs), rng.choice(hubs)
        beads = [first, *(point(len(draft.points)) for _ in range(rng.randint(0 if first != last else 2, 5))), last]
        gauges, line = rng.choice([(1520,), (1435,), (1435, 1520), ()]), rng.randrange(2)
        for a, b in pairwise(beads):
            if rng.random() < 0.15:
                gauges, line = rng.choice([(1520,), (1435,)]), rng.randrange(2)
            sides = (rng.randint(0, 2), rng.randint(0, 2)) if seed % 3 == 0 else (0, 0)
            length_m = 0.0 if rng.random() < 0.05 else round(rng.uniform(10, 5000), 2)
            ends = (a, b) if rng.random() < 0.5 else (b, a)
            kind = rng.choice(["estimated", "estimated", "official chainage"]) if seed % 2 else "estimated"
            draft.sections.append(SectionRow(*ends, length_m, kind, gauges, line, "AA" if line else "BB", sides=sides))
    circle = [point(len(draft.points)) for _ in range(3)]
    for a, b in zip(circle, circle[1:] + circle[:1], strict=True):
        draft.sections.append(SectionRow(a, b, 100.0, "estimated", (1520,), 0))
    return Network(draft.encode())


def _spot(network: Network, rng: random.Random) -> Spot:
    section = rng.randrange(network.section_count)
    share = rng.choice([0.0, 1.0, 0.25, 0.5])
    return network.spot_at(section, round(share * network.section_cm(section)) / 100)


def _ways(network: Network, rng: random.Random, *, avoid: Avoid | None = None) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for _ in range(6):
        a, b = _spot(network, rng), _spot(network, rng)
        for name in (None, "armoured"):
            train = profile(name) if name else None
            try:
                path: Path = shortest_path(network, a, b, profile=train, avoid=avoid)
            except NoRouteError as error:
                found.append((error.why,))
            else:
                found.append((round(path.length_m, 2), len(path.gauge_breaks)))
            found.append(tuple(map(tuple, distances_m(network, [a], [b], profile=train))))
    return found


@given(st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_the_same_answers_with_runs_as_without(seed: int) -> None:
    network = beaded_network(seed)
    network.check()
    avoid = random.Random(seed).choice([None, None, Avoid(lines=frozenset(["a"])), Avoid(countries=frozenset(["BB"]))])
    with_runs = _ways(network, random.Random(seed), avoid=avoid)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Network, "has_runs", False)
        assert _ways(network, random.Random(seed), avoid=avoid) == with_runs


@given(st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_runs_part_the_sections_and_lead_back(seed: int) -> None:
    network = beaded_network(seed)
    runs = network.runs
    passed = [step for run in range(len(runs)) for step in runs.lower([_whole(runs.section_cm(run), run)])]
    long = [s for s in range(network.section_count) if network.section_cm(s)]
    assert sorted(s.section for s in passed if s.length_m) == long
    assert sum(runs.section_cm(run) for run in range(len(runs))) == sum(map(network.section_cm, long))
    for run in range(len(runs)):
        assert runs.section_ends(run)[0] != runs.section_ends(run)[1] or runs.section_cm(run) == 0
    rng = random.Random(seed)
    for _ in range(5):
        spot = _spot(network, rng)
        lifted = runs.lift(spot)
        way = runs.lower([_whole(round(lifted.offset_m * 100), lifted.section)])
        assert sum(s.length_m for s in way) == pytest.approx(lifted.offset_m, abs=0.01)
        if way and spot.node is None:
            assert way[-1].section == spot.section
            assert way[-1].to_m == pytest.approx(spot.offset_m, abs=0.01)


def _whole(cm: int, run: int) -> Step:
    return Step(run, 0.0, cm / 100)


@given(st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_a_path_told_by_runs_is_the_path_told_by_sections(seed: int) -> None:
    network = beaded_network(seed)
    rng = random.Random(seed)
    compared = 0
    for _ in range(50):
        a, b = _spot(network, rng), _spot(network, rng)
        way = shortest(network.runs, a, b)
        if way is not None and compared < 5:
            by_sections = make_path(network, a, b, network.stretches(way.sections(), a.node))
            assert make_path(network, a, b, way.stretches(a)) == by_sections
            compared += 1
    assert compared == 5


def test_the_bundled_network_has_few_runs() -> None:
    network = open_network(data_path("network.rsn"))
    assert network.has_runs
    assert len(network.runs) < network.section_count / 10
