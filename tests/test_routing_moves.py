"""Borders and breaks of gauge are the same for a path, for a leg of a journey and for what is within reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from railsight.inference.ways import Ways
from railsight.model import DwellLaw, Profile
from railsight.network import Draft, Network
from railsight.network.draft import LineRow, PointRow, SectionRow
from railsight.routing import reachable, shortest_path
from railsight.routing.reach import merged
from tests.inference_world import train

WAIT_H = 2.0
TRAIN: Profile = replace(train(), dwells={kind: DwellLaw(WAIT_H, 0.1) for kind in ("border", "gauge")})


def row_of(lands: tuple[str, ...], gauges: tuple[tuple[int, ...], ...]) -> Network:
    """Sections of 50 km one after the other, each in a country and of gauges, or of none known."""
    draft = Draft(lines=[LineRow("l", "Line")])
    draft.points = [PointRow(f"p{i}", f"P{i}", "station", 100 + i / 2, 0) for i in range(len(lands) + 1)]
    for i, (land, laid) in enumerate(zip(lands, gauges, strict=True)):
        draft.sections.append(SectionRow(i, i + 1, 50e3, "official chainage", laid, 0, land or None))
    return Network(draft.encode())


def on_the_path(network: Network) -> int:
    path = shortest_path(network, network.spot_at_node(0), network.spot_at_node(network.node_count - 1), profile=TRAIN)
    return len(path.borders) + len(path.gauge_breaks)


def on_the_leg(network: Network, *, shortest: bool = False) -> int:
    ends = network.spot_at_node(0), network.spot_at_node(network.node_count - 1)
    leg = Ways(network, TRAIN).leg(*ends, shortest=shortest)
    assert leg is not None
    return leg.borders + leg.gauge_breaks


def on_the_shortest_leg(network: Network) -> int:
    return on_the_leg(network, shortest=True)


def in_reach(network: Network) -> int:
    """The waits that keep a train from the end: at 50 km/h it is there after one hour a section."""
    start, count = network.spot_at_node(0), network.section_count
    for waited in range(5):
        if sum(r.km for r in reachable(network, start, count + waited * WAIT_H + 0.01, TRAIN)) > 50 * count - 1:
            return waited
    raise AssertionError("never there")


@pytest.mark.parametrize("count", [on_the_path, on_the_leg, on_the_shortest_leg, in_reach])
@pytest.mark.parametrize(
    ("lands", "gauges", "expected"),
    [
        (("AA", "AA", "AA"), ((1520,), (), (1435,)), 1),
        (("AA", "", "BB"), ((1520,), (1520,), (1520,)), 1),
        (("AA", "", "", "AA"), ((1520,), (), (1435, 1520), (1520,)), 0),
        (("AA", "", "BB", "AA"), ((1520,), (), (), (1435,)), 3),
        (("", "BB"), ((), (1435,)), 0),
    ],
    ids=["gauge", "border", "neither", "all", "from the unknown"],
)
def test_what_is_not_known_is_passed_as_what_one_was(
    count: Callable[[Network], int], lands: tuple[str, ...], gauges: tuple[tuple[int, ...], ...], expected: int
) -> None:
    assert count(row_of(lands, gauges)) == expected


def test_ranges_that_touch_are_one() -> None:
    ranges = [(5.0, 6.0), (0.0, 2.0), (1.0, 3.0), (3.005, 4.0), (6.0, 6.0)]
    assert merged(ranges) == [(0.0, 3.0), (3.005, 4.0), (5.0, 6.0)]
    assert merged(ranges, gap=0.01) == [(0.0, 4.0), (5.0, 6.0)]
    assert merged([]) == []
