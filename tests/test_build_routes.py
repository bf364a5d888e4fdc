"""Routes on built networks by the product's own search, and what the builders rest on."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from railsight.geo import geodesic_m, segments_m
from railsight.network import Network, open_network
from railsight.network.building import from_pbf
from railsight.network.building.countries import countries_at, country_at, country_between
from railsight.network.building.turns import plain_sides, sides_at
from railsight.network.grid import cells_along, cells_of
from railsight.routing import shortest_path
from tests.test_build_osm import by_name, switch

BEARING = st.floats(0, 359.9)


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    pytest.importorskip("osmium", reason="the extra railsight[osm] is not installed")
    folder = tmp_path_factory.mktemp("routes")
    from_pbf(switch().write(folder / "t.osm.pbf"), folder / "t.rsn")
    return open_network(folder / "t.rsn")


def way_km(network: Network, a: str, b: str) -> float:
    spots = [network.spot_at_node(network.node_of(by_name(network, n)) or 0) for n in (a, b)]
    return shortest_path(network, *spots).km


def test_the_search_runs_through_a_switch_and_turns_only_at_a_cost(network: Network) -> None:
    assert way_km(network, "West", "East") == pytest.approx(10.0, rel=5e-3)
    assert way_km(network, "West", "Branch End") == pytest.approx(9.35, rel=5e-3)
    # leg to leg a train runs past the switch and back: the way exists, the turn is no track of its own
    assert way_km(network, "East", "Branch End") == pytest.approx(9.35, rel=5e-3)
    assert way_km(network, "Branch End", "East") == pytest.approx(way_km(network, "East", "Branch End"))


@settings(max_examples=60, deadline=None)
@given(st.lists(BEARING, min_size=1, max_size=7), st.booleans())
def test_every_end_gets_one_part_and_side(bearings: list[float], crossing: bool) -> None:
    found = sides_at(bearings, crossing=crossing)
    assert len(found) == len(bearings)
    parts = {p for p, _ in found}
    assert parts == set(range(len(parts)))
    assert {s for _, s in found} <= {0, 1, 2}
    if len(bearings) > 1:
        assert all(sum(q == p for q, _ in found) > 1 for p in parts)  # no end is left alone


@settings(max_examples=60, deadline=None)
@given(st.lists(BEARING, min_size=1, max_size=3))
def test_many_nodes_at_once_give_what_one_by_one_does(bearings: list[float]) -> None:
    import numpy as np

    part, side, plain = plain_sides(np.array(bearings), np.array([0]), np.array([len(bearings)]))
    if plain[0]:
        one = sides_at(bearings)
        assert part.tolist() == [p for p, _ in one]
        # which side is called 1 does not matter, which ends share one does
        assert [x == side[0] for x in side] == [s == one[0][1] for _, s in one]


@settings(max_examples=100, deadline=None)
@given(st.floats(-180, 180), st.floats(-84, 84), st.floats(-0.2, 0.2), st.floats(-0.2, 0.2))
def test_segment_lengths_are_geodesic(lon: float, lat: float, east: float, north: float) -> None:
    import numpy as np

    other = (lon + east + 180.0) % 360.0 - 180.0, lat + north
    found = float(segments_m(np.array([lon, other[0]]), np.array([lat, other[1]]))[0])
    assert found == pytest.approx(geodesic_m(lon, lat, *other), rel=1e-5, abs=0.01)


@pytest.mark.parametrize(
    ("lon", "lat", "country"),
    [(37.6, 55.7, "RU"), (106.9, 47.9, "MN"), (13.4, 52.5, "DE"), (129.8, 41.8, "KP"), (-30.0, 40.0, None),
     (105.84, 21.02, "VN"), (105.69, 18.68, "VN"), (106.6, 17.47, "VN"), (106.7, 10.8, "VN"),
     (100.5, 13.75, "TH"), (102.8, 17.4, "TH"), (104.78, 17.4, "TH"), (102.6, 17.97, "LA")],
)  # fmt: skip
def test_countries_by_place(lon: float, lat: float, country: str | None) -> None:
    assert country_at(lon, lat) == country


def test_a_long_straight_line_over_the_corner_of_a_third_country_stays_out_of_it() -> None:
    zahedan, quetta, hanoi, vinh = (60.86, 29.50), (67.00, 30.18), (105.84, 21.02), (105.69, 18.68)
    assert country_at((zahedan[0] + quetta[0]) / 2, (zahedan[1] + quetta[1]) / 2) == "AF"
    assert country_between(zahedan, quetta) in ("IR", "PK")
    assert country_between(hanoi, vinh) == "VN"


def test_countries_of_many_places_are_those_of_each() -> None:
    import numpy as np

    chance = np.random.default_rng(3)
    lon, lat = chance.uniform(-180, 180, 400), chance.uniform(-90, 90, 400)
    lon[:200], lat[:200] = chance.uniform(130.4, 130.9, 200), chance.uniform(42.2, 42.7, 200)  # three borders
    assert countries_at(lon, lat) == [country_at(x, y) for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.floats(-180, 179.9), st.floats(-90, 90)), min_size=1, max_size=5), min_size=1, max_size=4
    )
)
def test_the_grid_holds_every_sampled_spot_of_a_line(lines: list[list[tuple[float, float]]]) -> None:
    import numpy as np

    at = np.cumsum([0, *map(len, lines)])
    lon, lat = np.array([p for line in lines for p in line]).T
    pairs = set(zip(*(x.tolist() for x in cells_along(at, lon, lat)), strict=True))
    for number, line in enumerate(lines):
        spots = list(line)
        for (x1, y1), (x2, y2) in pairwise(line):
            if abs(x2 - x1) < 179.999:  # half way round both ways are as short
                spots += [(x1 + (x2 - x1) / 2, y1 + (y2 - y1) / 2)]
        for x, y in spots:
            near = cells_of(np.array([x - 0.03, x, x + 0.03]), np.array([y - 0.03, y, y + 0.03]))
            grid = {int(r) for r in np.add.outer(near // 1440 * 1440, near % 1440).ravel()}
            assert any((cell, number) in pairs for cell in grid), "a line runs past a cell that does not know of it"
