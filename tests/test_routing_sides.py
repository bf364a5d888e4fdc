"""Where the sides of junctions are known a train does not turn from leg to leg."""

from __future__ import annotations

from array import array
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from railsight.inference.ways import Ways
from railsight.network import Draft, Network
from railsight.network.container import pack
from railsight.network.draft import LineRow, PointRow, SectionRow
from railsight.network.runs import run_blocks
from railsight.routing import distances_m, reachable, shortest_path
from railsight.routing.states import StateSearch
from tests.test_routing import rail_m, random_network, random_spots, train


def with_sides(network: Network, sides: list[int]) -> Network:
    blocks = {**network.blocks(), "section_sides": array("B", sides)}
    return Network(pack(network.info, {**blocks, **run_blocks(blocks)}))


def fork(*, round_km: float) -> Network:
    """A switch: Stem on one side; Left and Right on the other. A way around joins Left and Right by the Stem's side."""
    draft = Draft(lines=[LineRow("l", "Line")])
    at = {"Switch": (10, 50), "Stem": (9.9, 50), "Left": (10.1, 50.02), "Right": (10.1, 49.98), "Far": (9.8, 50)}
    draft.points = [PointRow(name, name, "station", *place) for name, place in at.items()]
    for a, b, km in ((1, 0, 10), (0, 2, 10), (0, 3, 10), (4, 1, 10), (4, 1, round_km)):
        draft.sections.append(SectionRow(a, b, km * 1000.0, "measured geometry", (1435,), 0))
    #  Stem comes in on side 1 of the switch, the legs on side 2; at Stem and Far everything may turn
    return with_sides(Network(draft.encode()), [1 << 2, 2, 2, 0, 0])


def test_from_leg_to_leg_is_a_reversal() -> None:
    network = fork(round_km=10)
    left, right, stem, far = (network.spot_at_node(i) for i in (2, 3, 1, 4))
    assert shortest_path(network, left, stem).km == 20
    assert shortest_path(network, far, right).km == 30
    # nothing but the reversal leads from leg to leg: it is taken, and its cost is not counted as length
    assert shortest_path(network, left, right).km == 20


def test_a_way_around_is_taken_when_it_is_cheaper_than_the_reversal() -> None:
    draft = Draft(lines=[LineRow("l", "Line")])
    draft.points = [PointRow(n, n, "junction", 10 + i / 10, 50) for i, n in enumerate(("S", "L", "R"))]
    for a, b, km in ((0, 1, 4), (0, 2, 4), (1, 2, 12)):
        draft.sections.append(SectionRow(a, b, km * 1000.0, "measured geometry", (1435,), 0))
    plain = Network(draft.encode())
    near = with_sides(plain, [2, 2, 0])
    left, right = near.spot_at_node(1), near.spot_at_node(2)
    assert shortest_path(plain, left, right).km == 8
    assert shortest_path(near, left, right).km == 12
    assert distances_m(near, [left], [right]) == [[12_000.0]]
    assert distances_m(near, [left], [right], profile=train()) == [[12_000.0]]
    draft.sections[2].length_m = 13_500.0
    far = with_sides(Network(draft.encode()), [2, 2, 0])
    assert shortest_path(far, left, right).km == 8
    within = far.spot_at(0, 1_000)
    assert shortest_path(far, within, right).km == pytest.approx(5)


def test_labels_are_not_made_where_they_would_be_wrong() -> None:
    from railsight.errors import UsageError
    from railsight.network.labels import with_labels

    with pytest.raises(UsageError, match="sides of its junctions"):
        with_labels(fork(round_km=10))


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_sides_that_tell_nothing_change_nothing(seed: int) -> None:
    plain, _ = random_network(seed)
    network = with_sides(plain, [0] * plain.section_count)
    spots = random_spots(plain, seed, 4)
    assert distances_m(network, spots, spots) == distances_m(plain, spots, spots)


@given(st.integers(0, 2**32 - 1), st.randoms())
@settings(max_examples=60, deadline=None)
def test_there_is_back(seed: int, rng: object) -> None:
    plain, _ = random_network(seed)
    network = with_sides(plain, [rng.randrange(3) | rng.randrange(3) << 2 for _ in range(plain.section_count)])  # type: ignore[attr-defined]
    a, b = random_spots(plain, seed, 2)
    there, back = (StateSearch(network, *ends[:1]).to(ends[1]) for ends in ((a, b), (b, a)))
    free = rail_m(plain, a, b)
    assert (there is None) == (back is None) == (free is None)
    if there is not None and back is not None and free is not None:
        assert there[0] == back[0]
        assert there[0] >= round(100 * free) - 1


def dead_end(*, by_side_2_km: float) -> Network:
    """From A to X 10 km on side 1 of X, or ``by_side_2_km`` on its side 2; from X on to B by side 1."""
    draft = Draft(lines=[LineRow("l", "Line")])
    draft.points = [PointRow(n, n, "station", 10 + i / 10, 50) for i, n in enumerate("AXB")]
    for a, b, km in ((0, 1, 10), (0, 1, by_side_2_km), (1, 2, 10)):
        draft.sections.append(SectionRow(a, b, km * 1000.0, "measured geometry", (1435,), 0))
    return with_sides(Network(draft.encode()), [1 << 2, 2 << 2, 1])


@pytest.mark.parametrize(("by_side_2_km", "taken_km"), [(12.0, 22.0), (14.9, 24.9), (15.1, 20.0)])
def test_a_journey_does_not_turn_from_leg_to_leg_either(by_side_2_km: float, taken_km: float) -> None:
    network = dead_end(by_side_2_km=by_side_2_km)
    a, b = network.spot_at_node(0), network.spot_at_node(2)
    assert shortest_path(network, a, b, profile=train()).km == pytest.approx(taken_km)
    ways = Ways(network, train())
    for ends in ((a, b), (b, a)):
        leg, steps = ways.leg(*ends), ways.steps(*ends)
        assert leg is not None
        assert leg.length_m == pytest.approx(taken_km * 1000)
        assert sum(step.length_m for step in steps or ()) == pytest.approx(taken_km * 1000)


@given(st.integers(0, 2**32 - 1), st.randoms())
@settings(max_examples=80, deadline=None)
def test_legs_of_journeys_are_as_long_as_the_paths(seed: int, rng: object) -> None:
    plain, _ = random_network(seed)
    network = with_sides(plain, [rng.randrange(3) | rng.randrange(3) << 2 for _ in range(plain.section_count)])  # type: ignore[attr-defined]
    ways = Ways(network, train())
    spots = random_spots(plain, seed, 4)
    for a, b in product(spots, repeat=2):
        expected_m = rail_m(network, a, b, profile=train()), rail_m(plain, a, b)
        for shortest, metres in zip((False, True), expected_m, strict=True):  # hard limits count no change of ends
            leg, steps = ways.leg(a, b, shortest=shortest), ways.steps(a, b, shortest=shortest)
            if metres is None or leg is None or steps is None:
                assert metres is leg is steps is None
                continue
            assert leg.length_m == pytest.approx(metres, abs=0.03)
            assert sum(step.length_m for step in steps) == pytest.approx(metres, abs=0.05)


def test_a_dead_end_behind_the_junction_spares_no_change_of_ends() -> None:
    """What lies on the other leg is ten minutes farther, though the end of the stem has no side to tell."""
    draft = Draft(lines=[LineRow("l", "Line")])
    draft.points = [PointRow(n, n, "station", 10 + i / 10, 50) for i, n in enumerate("JSLR")]
    for a, b, km in ((0, 1, 0.1), (0, 2, 10), (0, 3, 10)):
        draft.sections.append(SectionRow(a, b, km * 1000.0, "measured geometry", (1435,), 0))
    network = with_sides(Network(draft.encode()), [1, 2, 2])
    left = network.spot_at_node(2)
    for minutes, other_leg_km in ((21.0, 0.0), (28.0, 5.0)):  # 12 to the junction, 10 to change ends
        found = reachable(network, left, minutes / 60, train())
        assert sum(r.km for r in found if "R" in (r.origin, r.target)) == pytest.approx(other_leg_km)
