"""Stations of several nodes: tracks on two levels, or that no train can turn between. Made-up networks."""

from __future__ import annotations

import pytest

import railsight as rs
from railsight.api.distances import matrix_blocks
from railsight.errors import NoRouteError, UsageError
from railsight.network import Draft, Network
from railsight.network.draft import LineRow, PointRow, SectionRow
from railsight.network.snapping import nodes_of_station

WEST, EAST, NORTH, SOUTH, TOWER = "Westquo", "Eastquo", "Northquo", "Southquo", "Towerquo"


def crossing(*, link: bool) -> Network:
    """A line from west to east and one from south to north over it, with one station; perhaps a link, east to north."""
    draft = Draft(lines=[LineRow("we", "West-East"), LineRow("sn", "South-North")])
    ends = ((WEST, 8.0, 52.0), (EAST, 9.0, 52.0), (SOUTH, 8.5, 51.5), (NORTH, 8.5, 52.5))
    draft.points = [PointRow(f"q{i}", name, "station", lon, lat, "DE") for i, (name, lon, lat) in enumerate(ends)]
    draft.points += [PointRow(key, TOWER, "station", 8.5, 52.0, "DE") for key in ("q9", "q9~1")]
    found = [(0, 4, 34_400, 0), (4, 1, 34_400, 0), (2, 5, 55_700, 1), (5, 3, 55_700, 1)]
    for a, b, metres, line in found + ([(1, 3, 90_000, 0)] if link else []):
        draft.sections.append(SectionRow(a, b, metres, "measured geometry", (1435,), line, "DE"))
    return Network(draft.encode())


@pytest.fixture(scope="module")
def network() -> Network:
    return crossing(link=True)


def test_the_nodes_of_a_station_are_known(network: Network) -> None:
    tower, other = network.nodes_named(TOWER)
    assert nodes_of_station(network, tower) == (tower, other)
    assert nodes_of_station(network, other) == (other, tower)
    (west,) = network.nodes_named(WEST)
    assert nodes_of_station(network, west) == (west,)


@pytest.mark.parametrize(
    ("a", "b", "via", "km"),
    [
        (TOWER, NORTH, (), 55.7),
        (SOUTH, TOWER, (), 55.7),
        (WEST, TOWER, (), 34.4),
        (SOUTH, NORTH, TOWER, 111.4),
        (WEST, EAST, TOWER, 68.8),
        (WEST, NORTH, TOWER, 34.4 + 34.4 + 90.0),
    ],
)
def test_a_way_stops_at_the_node_by_which_it_is_shorter(
    network: Network, a: str, b: str, via: tuple[str, ...] | str, km: float
) -> None:
    assert rs.distance(a, b, via=via, network=network).rail_km == pytest.approx(km)


def test_tables_take_the_least_and_the_railway_in_reach_is_that_of_every_node() -> None:
    network = crossing(link=False)
    table = rs.matrix([WEST, TOWER, NORTH], network=network)
    assert table.km[1] == [pytest.approx(34.4), 0.0, pytest.approx(55.7)]
    assert table.km[0][2] is None
    _, rest = matrix_blocks([WEST, TOWER, NORTH], network=network, done=1)
    assert [row for block in rest for row in block] == table.km[1:]
    reached = rs.reach(TOWER, 10, network=network)
    assert reached.rail_km == pytest.approx(2 * 34.4 + 2 * 55.7)
    with pytest.raises(NoRouteError, match="separate networks"):
        rs.distance(WEST, NORTH, via=TOWER, network=network)


def test_a_wish_for_a_station_is_for_any_of_its_nodes_and_one_against_it_for_all(network: Network) -> None:
    assert rs.distance(SOUTH, NORTH, require=TOWER, network=network).rail_km == pytest.approx(111.4)
    assert rs.distance(WEST, EAST, require=TOWER, network=network).rail_km == pytest.approx(68.8)
    for a, b in ((SOUTH, NORTH), (WEST, EAST)):
        with pytest.raises(NoRouteError, match=rf"avoids {TOWER}\n"):
            rs.distance(a, b, avoid=TOWER, network=network)
    with pytest.raises(UsageError, match=f"^{TOWER} must be touched and avoided"):
        rs.distance(SOUTH, NORTH, via=TOWER, avoid=TOWER, network=network)
