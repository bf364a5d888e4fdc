"""Where a place is may be said in many ways, and none of them is read as another: labels, geometries, lon and lat."""

from __future__ import annotations

from collections import namedtuple
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import railsight as rs
from railsight.errors import PlaceNotFoundError, UsageError

MOSCOW, IRKUTSK = (37.65, 55.77), (104.26, 52.28)
POINTS = [shapely.Point(MOSCOW), shapely.Point(IRKUTSK)]
NAMED = gpd.GeoDataFrame({"name": ["Khasan", "my camp"]}, geometry=POINTS, crs=4326)
LatLon = namedtuple("LatLon", ["lat", "lon"])


def km_of(table: Any) -> float:
    km = rs.matrix(table).km[0][1]
    assert km is not None
    return km


@pytest.mark.parametrize(
    "table",
    [NAMED, NAMED.to_crs(3857), NAMED.drop(columns="name"), pd.DataFrame(NAMED), NAMED.geometry.to_crs(3857), POINTS],
    ids=["degrees", "metres", "nameless", "plain table", "series", "points"],
)
def test_points_are_where_they_are_whatever_they_are_called(table: Any) -> None:
    assert km_of(table) == pytest.approx(km_of([MOSCOW, IRKUTSK]), abs=0.01)


def test_names_beside_points_are_labels() -> None:
    matrix = rs.matrix(NAMED)
    assert matrix.labels == ("Khasan", "my camp")
    assert [(p.kind, p.lon) for p in matrix.places] == [("position", 37.65), ("position", 104.26)]
    beside = NAMED.assign(lon=[130.0, 131.0], lat=[43.0, 43.5])
    assert km_of(beside) == pytest.approx(km_of(NAMED)), "the active geometry is the position"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (NAMED.set_geometry(shapely.buffer(NAMED.geometry, 0.1)), "row 1.*Polygon.*representative_point"),
        (gpd.GeoDataFrame({"name": ["a"], "at": gpd.GeoSeries(POINTS[:1])}), "active.*set_geometry"),
        (gpd.GeoDataFrame({"name": ["a", "b"]}, geometry=[POINTS[0], None], crs=4326), "row 2.*no geometry"),
        (NAMED.to_crs(3857).set_crs(None, allow_override=True), "row 1.*not a position.*set_crs"),
        (None, "no places"),
        ({"a": MOSCOW, "b": IRKUTSK}, "labelled a, b"),
    ],
)
def test_tables_that_do_not_say_where_are_refused(table: Any, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        rs.matrix(table)
    _says(refused.value, said)


@pytest.mark.parametrize(
    "where",
    [
        pd.Series({"lat": 55.77, "lon": 37.65}),
        pd.Series({"id": 3, "Latitude": 55.77, "Longitude": 37.65, "name": "x"}),
        pd.Series(list(MOSCOW)),
        {"y": 55.77, "x": 37.65},
        LatLon(55.77, 37.65),
        np.array(MOSCOW),
        POINTS[0],
        shapely.Point(37.65, 55.77, 150.0),
        NAMED.iloc[0],
        {"type": "Point", "coordinates": list(MOSCOW)},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": MOSCOW}, "properties": {}},
    ],
)
def test_labels_and_points_say_which_is_which(where: Any) -> None:
    place = rs.place(where)
    assert (place.kind, round(place.lon, 4), round(place.lat, 4)) == ("position", *MOSCOW)
    assert len(rs.matrix([where, IRKUTSK]).places) == 2
    assert rs.matrix([where, IRKUTSK]).between(where, IRKUTSK) is not None


def test_a_spot_is_a_place() -> None:
    spot, _ = rs.snap(rs.open_world(), rs.place("Khasan"))
    found = rs.distance(spot, "Ussuriysk")
    assert (found.origin.name, found.snap_km[0]) == ("Khasan", pytest.approx(0.0, abs=0.01))
    assert found.rail_km == pytest.approx(rs.distance("Khasan", "Ussuriysk").rail_km, abs=0.01)


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (pd.Series({"a": 55.77, "b": 37.65}), "labelled a, b.*lon and lat"),
        ({"north": 55.77, "east": 37.65}, "labelled north, east.*longitude"),
        (shapely.box(0, 0, 1, 1), "Polygon.*representative_point"),
        (shapely.Point(), "empty point"),
        (NAMED, "this GeoDataFrame is no place"),
        (NAMED.geometry, "this GeoSeries is no place"),
        (3, "^3 is no place"),
    ],
)
def test_what_says_no_position_is_refused_in_whole_words(where: Any, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        rs.place(where)
    _says(refused.value, said)


def test_names_with_labels_of_their_own_are_names() -> None:
    assert rs.matrix(pd.Series({"a": "Khasan", "b": "Ussuriysk"})).called == ["Khasan", "Ussuriysk"]


def test_an_empty_name_and_a_kind_that_is_none_are_named() -> None:
    with pytest.raises(PlaceNotFoundError, match="is empty"):
        rs.place("")
    with pytest.raises(UsageError, match="kind 'nope'") as refused:
        rs.place("Khasan", kind="nope")
    assert "station" in refused.value.hint


def test_no_places_on_the_way_may_be_none() -> None:
    nothing = rs.distance("Khasan", "Ussuriysk", via=None, avoid=None, require=None)
    assert nothing == rs.distance("Khasan", "Ussuriysk")


def test_what_is_a_place_at_run_time_is_one_for_a_type_checker(tmp_path: Path) -> None:
    mypy = pytest.importorskip("mypy.api")
    script = tmp_path / "asks.py"
    script.write_text(
        "import numpy as np\nimport railsight as rs\n"
        "rs.distance(np.array([37.6, 55.7]), (131.9, 43.1), via=[[132.0, 43.8]])\n"
        "rs.place({'lon': 37.6, 'lat': 55.7})\nrs.place(rs.snap(rs.open_world(), rs.place('Khasan'))[0])\n"
        "rs.place(rs.place('Khasan'), kind=None)\nrs.matrix(['Khasan', (37.6, 55.7)])\n"
    )
    out, err, status = mypy.run(["--strict", "--no-error-summary", str(script)])
    assert (out, err, status) == ("", "", 0)


def _says(error: UsageError, said: str) -> None:
    import re

    assert re.search(said, f"{error.message} {error.hint}", re.DOTALL), (error.message, error.hint)


def test_from_some_places_to_others(tmp_path: Path) -> None:
    whole = rs.matrix(["Khasan", "Ussuriysk", "Vladivostok"])
    part = rs.matrix(["Khasan"], ["Ussuriysk", "Vladivostok"])
    assert part.km == [whole.km[0][1:]]
    assert part.between("Khasan", "Vladivostok") == whole.km[0][2]
    assert [p.name for p in part.targets] == [p.name for p in whole.places[1:]]
    assert part.to_frame().loc["Khasan", "Ussuriysk"] == 260.0
    assert part.to_record()["target_labels"] == ["Ussuriysk", "Vladivostok"]
    assert "1 place to 2: Khasan>" in repr(part)
    assert part._repr_html_().count("<td>") == 3
    with pytest.raises(UsageError, match="'Khasan' is not in the table"):
        part.between("Khasan", "Khasan")
    part.save(tmp_path / "part.csv")
    assert (tmp_path / "part.csv").read_text().splitlines()[1] == "Khasan,Ussuriysk,260.0"
    part.save(tmp_path / "part.parquet")
    assert len(pd.read_parquet(tmp_path / "part.parquet")) == 2
    to_camp = rs.matrix(["Khasan"], NAMED)
    assert to_camp.target_labels == ("Khasan", "my camp")
    assert whole.targets == whole.places
