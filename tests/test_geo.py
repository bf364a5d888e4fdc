"""The earth: against published figures and by its own invariants."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from railsight import geo

LON = st.floats(-180, 180, allow_nan=False)
LAT = st.floats(-85, 85, allow_nan=False)


def test_geodesic_against_the_standard_example() -> None:
    # Flinders Peak to Buninyong, 54,972.271 m (Geocentric Datum of Australia technical manual, ICSM 2014, GRS80).
    start = (144.424_867_889, -37.951_033_417)
    end = (143.926_495_528, -37.652_821_139)
    assert geo.geodesic_m(*start, *end) == pytest.approx(54_972.271, abs=0.01)
    assert geo.bearing_deg(*start, *end) == pytest.approx(306.868_158, abs=1e-4)


@settings(deadline=None, max_examples=60)
@given(LON, LAT, st.floats(0, 360), st.floats(1, 2_000_000))
def test_destination_is_the_inverse_of_distance(lon: float, lat: float, bearing: float, metres: float) -> None:
    far = geo.destination(lon, lat, bearing, metres)
    assert geo.geodesic_m(lon, lat, *far) == pytest.approx(metres, abs=0.01)


@settings(deadline=None, max_examples=60)
@given(LON, LAT, LON, LAT)
def test_the_quick_distance_is_within_its_promise(lon1: float, lat1: float, lon2: float, lat2: float) -> None:
    exact = geo.geodesic_m(lon1, lat1, lon2, lat2)
    assert geo.approx_m(lon1, lat1, lon2, lat2) == pytest.approx(exact, rel=0.006, abs=0.5)
    assert geo.geodesic_m(lon2, lat2, lon1, lat1) == pytest.approx(exact, abs=1e-6)


@pytest.mark.parametrize(("lon", "lat"), [(181, 0), (0, 91), (math.nan, 0), (0, math.inf)])
def test_positions_that_are_none_are_refused(lon: float, lat: float) -> None:
    with pytest.raises(ValueError, match="is not a position"):
        geo.check_lonlat(lon, lat)


def test_snapping_to_a_line() -> None:
    metres, fraction, point = geo.nearest_on_line(131.5, 43.0, [(131.0, 43.1), (132.0, 43.1)])
    assert fraction == pytest.approx(0.5, abs=0.001)
    assert point == pytest.approx((131.5, 43.1), abs=1e-6)
    assert metres == pytest.approx(geo.geodesic_m(131.5, 43.0, 131.5, 43.1), rel=0.006)


@settings(deadline=None, max_examples=60)
@given(st.floats(-2, 2), st.floats(-60, 60), st.floats(0, 1))
def test_nothing_changes_across_the_antimeridian(dx: float, lat: float, fraction: float) -> None:
    """The same little line at 0 and at 180 degrees gives the same distances and fractions."""
    here = [(-1.0, lat), (0.4, lat + 0.5), (1.0, lat)]
    there = [(geo.wrap_lon(x + 180), y) for x, y in here]
    d1, f1, _ = geo.nearest_on_line(dx, lat + 0.3, here)
    d2, f2, _ = geo.nearest_on_line(geo.wrap_lon(dx + 180), lat + 0.3, there)
    assert d1 == pytest.approx(d2, abs=1e-3)
    assert f1 == pytest.approx(f2, abs=1e-9)
    p1, p2 = geo.point_at(here, fraction), geo.point_at(there, fraction)
    assert geo.wrap_lon(p2[0] - 180) == pytest.approx(geo.wrap_lon(p1[0]), abs=1e-9)
    assert geo.in_ring(dx, lat + 0.3, here) == geo.in_ring(geo.wrap_lon(dx + 180), lat + 0.3, there)


def test_bounds_across_the_antimeridian() -> None:
    assert geo.bounds([(179, 1), (-179, 2)]) == (179, 1, 181, 2)
    west, _, east, _ = geo.bounds([(10, 1), (20, 2), (15, 0)])
    assert (west, east) == (10, 20)


def test_cutting_a_line_keeps_its_length_and_direction() -> None:
    line = [(100.0, 50.0), (101.0, 50.5), (102.0, 50.0)]
    part = geo.cut_line(line, 0.75, 0.25)
    assert part[0][0] > part[-1][0]
    assert geo.line_length_m(part) == pytest.approx(geo.line_length_m(line) / 2, rel=0.01)


@pytest.mark.parametrize(("bearing", "point"), [(0, "N"), (359, "N"), (44, "NE"), (181, "S"), (-90, "W")])
def test_compass(bearing: float, point: str) -> None:
    assert geo.compass_point(bearing) == point
    assert geo.bearing_gap_deg(geo.compass_bearing(point), bearing % 360) <= 22.5


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.tuples(st.floats(-1.5, 1.5), st.floats(-1.5, 1.5)), min_size=1, max_size=6),
    st.sampled_from([(10.0, 50.0), (179.5, 0.0), (-180.0, -60.0)]),
    st.floats(0, 150_000),
)
@example([(0.0, 0.0), (0.0, 2.2e-309)], (179.5, 0.0), 0.0)  # shorter than its square can be told
def test_nearest_within_is_the_nearest_on_the_line_or_farther(
    line: list[tuple[float, float]], at: tuple[float, float], reach_m: float
) -> None:
    points = [(geo.wrap_lon(at[0] + x), at[1] + y) for x, y in line]
    metres, share, _ = geo.nearest_on_line(*at, points)
    assert geo.nearest_within(*at, points, reach_m) == ((metres, share) if metres <= reach_m else None)
