"""Packing a gazetteer: the same entries give the same bytes, and what goes in comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("builders.gazetteer_pack")

from builders.gazetteer_entries import Entry, read_table
from builders.gazetteer_pack import write
from railsight.gazetteer import DEMONYM, NAME, OTHER_NAME, fold, open_gazetteer


def entries() -> list[Entry]:
    river = Entry("Blue", "river", 10.0, 50.0, "DE", "DE.01", ref="r-blue", weight=1000.0)
    river.keys = [("Blue", NAME), ("Blue River", NAME)]
    bridge = Entry("Blue River crossing", "river crossing", 10.1, 50.1, "DE", ref="x-blue", weight=500.0)
    bridge.keys, bridge.source = [("Blue River crossing", NAME)], "by hand"
    town = Entry("Blaustadt", "town", -179.995, -0.5, "DE", "DE.01", 12_000, n=77)
    town.keys, town.names = [("Blaustadt", NAME), ("Синегорск", OTHER_NAME)], {"ru": "Синегорск"}
    land = Entry("Bluland", "country", 11.0, 51.0, "DE", ref="country-DE", weight=9e6)
    land.keys, land.rings = [("Bluland", NAME), ("Bluish", DEMONYM)], [[(9.0, 49.0), (12.0, 49.0), (12.0, 52.0)]]
    return [town, land, bridge, river]


def test_same_entries_same_bytes_whatever_their_order(tmp_path: Path) -> None:
    links = [("r-blue", "crossing", "x-blue")]
    write(tmp_path / "a", entries(), links, {"sources": "test"})
    write(tmp_path / "b", entries()[::-1], links * 2, {"sources": "test"})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    write(tmp_path / "g", entries(), [("r-blue", "crossing", "x-blue")], {})
    g = open_gazetteer(str(tmp_path / "g"))
    g.verify()
    town = g.one("Синегорск")
    assert (town.id, town.lon, town.lat, town.population) == ("gn-77", -179.995, -0.5, 12_000)
    assert town.names["ru"] == "Синегорск"
    assert [p.id for p in g.crossings_of("Blue River")] == ["x-blue"]
    assert g.one("Bluland").area == (((9.0, 49.0), (12.0, 49.0), (12.0, 52.0)),)
    assert g.rows("bluish")[0].name_type == DEMONYM
    assert g.suggest("Blaustedt") == ("Blaustadt",)
    assert g.nearest(179.99, -0.5)[0][0].id == "gn-77"  # across the antimeridian


CURATED = ["features.csv", "geography.csv", "landmarks.csv", "natural.csv", "rivers.csv"]


@pytest.mark.parametrize("name", CURATED)
def test_curated_rows_are_whole_and_say_their_source(name: str) -> None:
    rows = read_table(name)
    ids = [r["id"] for r in rows]
    assert len(ids) == len(set(ids))
    for r in rows:
        assert None not in r, r["id"]  # a comma too many
        assert r["source"], r["id"]
        assert -180 <= float(r["lon"]) <= 180, r["id"]
        assert -90 <= float(r["lat"]) <= 90, r["id"]
        assert r["country"] == "" or (len(r["country"]) == 2 and r["country"].isupper()), r["id"]
        assert fold(r["name"]), r["id"]


def test_every_crossing_is_of_a_known_river() -> None:
    rivers = {r["id"] for r in read_table("rivers.csv")}
    assert {r["river"] for r in read_table("crossings.csv")} <= rivers


def test_country_codes_are_two_letters_once() -> None:
    codes = [r["code"] for r in read_table("countries.csv")]
    assert len(codes) == len(set(codes)) > 200
    assert {"NA", "KP", "RU"} <= set(codes)  # Namibia is not a missing value
