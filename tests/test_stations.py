"""Stations of several nodes, and towns of several railways that nothing joins. Made-up networks."""

from __future__ import annotations

from dataclasses import replace

import pytest

import railsight as rs
from railsight.api.distances import matrix_blocks, matrix_notes
from railsight.errors import NoRouteError, UsageError
from railsight.model import Place
from railsight.network import Draft, Network
from railsight.network.combining import draft_of
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


def two_parts() -> Network:
    """A tramway of its own in Porttown, and 4 km from its middle the end of a line to Inland; no point is named."""
    draft = Draft(lines=[LineRow("x", "Line")])
    places = [(39.27, -6.80), (39.27, -6.84), (39.23, -6.82), (37.0, -6.82)]
    draft.points = [PointRow(f"p{i}", "", "end", lon, lat, "TZ") for i, (lon, lat) in enumerate(places)]
    draft.sections.append(SectionRow(0, 1, 4_450, "measured geometry", (1000,), 0, "TZ"))
    draft.sections.append(SectionRow(2, 3, 250_000, "measured geometry", (1067,), 0, "TZ"))
    return Network(draft.encode())


PORT = Place("", "Porttown", "town", 39.271, -6.82, "TZ", radius_m=10_000.0)
INLAND = Place("", "Inland", "town", 37.0, -6.82, "TZ", radius_m=3_000.0)


def test_a_town_is_measured_at_that_of_its_railways_that_is_joined_to_the_other_place() -> None:
    network = two_parts()
    way = rs.distance(PORT, INLAND, network=network)
    assert way.rail_km == pytest.approx(250.0)
    assert way.snap_km[0] == pytest.approx(4.5, abs=0.2)
    assert "the railway nearest to Porttown is not joined to the other places: measured at another" in way.warnings
    assert rs.distance(INLAND, PORT, network=network).rail_km == pytest.approx(250.0)


def test_places_that_no_rails_join_are_called_as_they_were_asked_for() -> None:
    small = replace(PORT, radius_m=1_000.0)
    with pytest.raises(NoRouteError, match=r"^Porttown and Inland lie on separate networks: one of 2 points, one of 2"):
        rs.distance(small, INLAND, network=two_parts())


def test_every_answer_says_that_a_network_is_partial_once() -> None:
    whole = draft_of(crossing(link=True))
    whole.info["partial"] = True
    network = Network(whole.encode())
    way = rs.distance(TOWER, NORTH, network=network)
    reached = rs.reach(TOWER, 1, network=network)
    (note,) = [warning for warning in way.warnings if "partial" in warning]
    assert [w for w in reached.warnings if "partial" in w] == [note]
    assert [w for w in matrix_notes([TOWER, NORTH], reached_places(network), network=network) if "partial" in w] == [
        note
    ]
    assert not [w for w in rs.distance(TOWER, NORTH, network=crossing(link=True)).warnings if "partial" in w]


def reached_places(network: Network) -> list[Place]:
    """The places of two stations."""
    return [network.point(network.nodes_named(name)[0]).place() for name in (TOWER, NORTH)]


def two_termini() -> Network:
    """Two termini in Porttown 4 km apart that only a way of 760 km through the country joins; no point is named."""
    draft = Draft(lines=[LineRow("x", "Line")])
    places = [(39.27, -6.82), (39.23, -6.82), (38.0, -6.0), (37.0, -6.82)]
    draft.points = [PointRow(f"p{i}", "", "end", lon, lat, "TZ") for i, (lon, lat) in enumerate(places)]
    for a, b, metres in ((0, 2, 380_000), (2, 3, 300_000), (1, 3, 250_000), (0, 1, 760_000)):
        draft.sections.append(SectionRow(a, b, metres, "measured geometry", (1067,), 0, "TZ"))
    return Network(draft.encode())


def test_a_town_whose_nearest_railway_leads_far_round_is_measured_at_another() -> None:
    network = two_termini()
    note = "from the railway nearest to Porttown the way leads far round: measured at another"
    for a, b, end in ((PORT, INLAND, 0), (INLAND, PORT, 1)):
        way = rs.distance(a, b, network=network)
        assert way.rail_km == pytest.approx(250.0)
        assert note in way.warnings
        assert way.snap_km[end] == pytest.approx(4.5, abs=0.2)
    small = replace(PORT, radius_m=2_000.0)  # the other terminus is not in it
    assert rs.distance(small, INLAND, network=network).rail_km == pytest.approx(680.0)
