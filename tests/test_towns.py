"""Of a land or a river and a town in it that share a name the town is meant, by who asks of the railway."""

from __future__ import annotations

from pathlib import Path

import pytest

import railsight as rs
from railsight.api.spots import place_on, spot_on, taken_notes
from railsight.errors import AmbiguousPlaceError
from railsight.geo import approx_m
from railsight.network import Network, compile_tables
from tests.small_network import POINTS, write_tables

FAR_M = 30_000.0
# The town of a name, in its own words, beside the land or river of that name, with the town's position.
TOWNS = [
    ("Karaganda", "Karagandy", "region", (73.09, 49.80)),
    ("Quebec", "Québec", "region", (-71.21, 46.81)),
    ("Rostov", "Rostov-on-Don", "region", (39.72, 47.23)),
    ("Dnipropetrovsk", "Dnipro", "region", (35.05, 48.46)),
    ("Дніпро", "Dnipro", "river", (35.05, 48.46)),
]


@pytest.mark.parametrize(("name", "town", "kind", "at"), TOWNS)
def test_of_a_land_or_river_and_its_town_of_one_name_the_town_is_meant(
    name: str, town: str, kind: str, at: tuple[float, float], tmp_path: Path
) -> None:
    land = rs.place(f"{name}, {kind}")
    network = _line_between(tmp_path, at, (land.lon, land.lat))
    where, spot, gap_m = spot_on(network, name)
    assert (where.name, where.kind) == (town, "town")
    assert approx_m(spot.lon, spot.lat, *at) < FAR_M
    assert gap_m < 20_000
    assert spot_on(network, f"{name}, {kind}")[0].id == land.id == place_on(network, name, lands=True).id


def test_that_a_name_was_taken_for_the_town_and_not_for_the_land_is_told(tmp_path: Path) -> None:
    network = _line_between(tmp_path, (73.09, 49.80), (71.0, 48.2))
    (note,) = taken_notes(network, "Karaganda", spot_on(network, "Karaganda")[0])
    assert 'write "Karaganda, region"' in note


def test_a_name_that_is_ambiguous_between_a_land_and_its_town_means_the_town(tmp_path: Path) -> None:
    network = _line_between(tmp_path, (17.67, 49.22), (16.61, 49.19))
    with pytest.raises(AmbiguousPlaceError):
        rs.place("Zlín")
    assert spot_on(network, "Zlín")[0].kind == "town"


@pytest.mark.parametrize("name", ["Bihar", "Ontario"])
def test_a_small_town_or_one_elsewhere_is_not_meant_for_a_land(name: str, tmp_path: Path) -> None:
    towns = {"Bihar": (85.52, 25.20), "Ontario": (-117.65, 34.06)}
    land = rs.place(name)
    assert spot_on(_line_between(tmp_path, towns[name], (land.lon, land.lat)), name)[0].id == land.id


def _line_between(folder: Path, a: tuple[float, float], b: tuple[float, float]) -> Network:
    """A network of one line between two stations whose names are no places."""
    points = "".join(f"x-{i},Qzx{i},station,{p[0]},{p[1]},AA,surveyed,,,made up\n" for i, p in enumerate((a, b)))
    long_km = 2 * approx_m(*a, *b) / 1000 + 1
    return Network(
        compile_tables(
            write_tables(
                folder,
                points=POINTS.splitlines()[0] + "\n" + points,
                lines="id,name,names,chainage_kind,source,note\nmain,Main line,,estimated,,\n",
                line_points="line,seq,point,chainage_km,gauges_mm,country,length_kind,note\n"
                f"main,1,x-0,0,1520,AA,,\nmain,2,x-1,{long_km:.0f},1520,AA,,\n",
                geometry="line,seq,points\n",
            )
        )
    )


def test_a_namesake_beside_the_other_end_of_a_long_way_is_told_and_how_to_write_it(tmp_path: Path) -> None:
    """Rostov Veliky is 55 km from Yaroslavl, Rostov-on-Don 1,450 km by rail."""
    network = _line_between(tmp_path, (39.72, 47.23), (39.41, 57.19))
    found = rs.distance("Ростов", (39.41, 57.25), network=network)
    (note,) = [w for w in found.warnings if "is taken for" in w]
    assert 'write "Ростов, Yaroslavl Oblast, town" for Rostov Veliky' in note
    assert rs.distance("Ростов, Yaroslavl Oblast, town", (39.72, 47.23), network=network).snap_km[0] < 2
    near = rs.distance("Ростов", (39.72, 47.25), network=network)
    assert not any("Veliky" in w for w in near.warnings)
