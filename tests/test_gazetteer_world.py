"""Stations of Trainline and places of UN/LOCODE are found by names that no place near by has, and by nothing else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

pytest.importorskip("builders.gazetteer_world")

import builders.gazetteer_world as world
from builders.gazetteer import add_further_names
from builders.gazetteer_entries import Entry
from builders.gazetteer_pack import write
from railsight.datasets import data_path
from railsight.gazetteer import DEMONYM, NAME, OTHER_NAME, fold, open_gazetteer

GAZETTEER = open_gazetteer(data_path("gazetteer.sqlite"))


def found(name: str, kind: str, lon: float, lat: float, ref: str, *more: str) -> Entry:
    return Entry(name, kind, lon, lat, "DE", ref=ref, further=[name, *more])


@pytest.fixture
def two_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    stations = [
        found("Blaustadt", "station", 10.02, 50.0, "tl-1"),  # its town's
        found("Blaustadt", "station", 12.0, 50.0, "tl-2"),  # a namesake's
        found("Rotbach", "station", 10.0, 50.0, "tl-3", "Rotbach Ost"),
        found("Blue", "station", 12.0, 50.0, "tl-4"),  # called like a people
    ]
    locations = [
        found("Rotbach", "town", 10.1, 50.0, "unlocode-DEROT"),  # the station's
        found("Blaustadt", "town", 12.0, 52.0, "unlocode-DEBLA"),
        found("Gelbach", "town", 12.0, 52.0, "unlocode-DEGEL"),
    ]
    monkeypatch.setattr(world, "stations", lambda: iter(stations))
    monkeypatch.setattr(world, "locations", lambda: iter(locations))


def known() -> list[Entry]:
    town = Entry("Blaustadt", "town", 10.0, 50.0, "DE", "DE.01", 12_000, n=77, keys=[("Blaustadt", NAME)])
    land = Entry("Bluland", "country", 11.0, 51.0, "DE", ref="country-DE", keys=[("Blue", DEMONYM)])
    return [town, land]


@pytest.mark.usefixtures("two_sources")
def test_a_name_counts_where_no_place_near_by_has_it() -> None:
    entries = known()
    entries += world.new_places(entries)
    add_further_names(entries)
    named = {e.ref: {name for name, _ in e.keys} for e in entries[2:] if e.keys}
    assert named == {"tl-2": {"Blaustadt"}, "tl-3": {"Rotbach", "Rotbach Ost"}, "unlocode-DEGEL": {"Gelbach"}}
    assert all(kind == OTHER_NAME for e in entries[2:] for _, kind in e.keys)


@pytest.mark.usefixtures("two_sources")
def test_it_is_found_by_its_name_only_and_after_the_town(tmp_path: Path) -> None:
    entries = known()
    entries += world.new_places(entries)
    add_further_names(entries)
    write(tmp_path / "g", [e for e in entries if e.keys], [], {})
    g = open_gazetteer(str(tmp_path / "g"))
    assert g.one("Gelbach").id == "unlocode-DEGEL"
    assert [c.place.id for c in g.find("Blaustadt")] == ["gn-77", "tl-2"]
    assert g.one("Blaustadt").id == "gn-77"
    assert g.suggest("Gelbech") == ()
    assert g.sound_rows("Гельбах") == []
    assert [p.id for p, _ in g.nearest(12.0, 52.0)] == []


def test_what_lies_in_no_zone_of_its_division_is_misplaced() -> None:
    berlin = Entry("Berlin", "town", 13.4, 52.5, "DE", "DE.16", n=1)
    right = Entry("Here", "station", 13.5, 52.4, "DE", "DE.16", ref="tl-1")
    abroad = Entry("There", "station", -3.0, 54.0, "DE", "DE.16", ref="tl-2")
    at_sea = Entry("Nowhere", "town", 0.0, 0.0, "DE", None, ref="tl-3")
    assert world.in_their_zones([right, abroad, at_sea], [berlin]) == [right]


@pytest.mark.parametrize("name", ["X bussterminal", "X Bus", "X ZOB", "X Airport", "X Metrolink"])
def test_a_stop_of_buses_is_no_station(name: str) -> None:
    row = {"name": name, "uic": "8000001", "latitude": "1.0", "is_city": "", "is_airport": ""}
    assert not world._is_station(row)
    assert world._is_station({**row, "name": "X"})
    assert not world._is_station({**row, "name": "X", "uic": "", "busbud_id": "x"})


def test_no_place_is_pushed_aside_in_the_bundled_file() -> None:
    db = sqlite3.connect(f"file:{data_path('gazetteer.sqlite')}?mode=ro&immutable=1", uri=True)
    names = [name for (name,) in db.execute("SELECT name FROM place WHERE ref LIKE 'tl-%' OR ref LIKE 'unlocode-%'")]
    assert len(names) > 20_000
    for name in names[::97]:
        first, *others = GAZETTEER.find(name, fuzzy=False)
        known_so = [c for c in others if c.why[0].startswith("name matches") and fold(c.place.name) == fold(name)]
        if first.place.id.startswith(("tl-", "unlocode-")):
            assert not known_so, name


@pytest.mark.parametrize(
    ("name", "country", "lon", "lat"),
    [
        ("Göschenen", "CH", 8.589, 46.666),
        ("Taynuilt", "GB", -5.238, 56.431),
        ("Bobadilla", "ES", -4.727, 37.037),
        ("Linares-Baeza", "ES", -3.593, 38.068),
        ("St. Goarshausen", "DE", 7.713, 50.156),
        ("Budapest-Kelenföld", "HU", 19.020, 47.464),
        ("Tapfheim", "DE", 10.69, 48.67),
    ],
)
def test_stations_are_where_they_are(name: str, country: str, lon: float, lat: float) -> None:
    meant = [c.place for c in GAZETTEER.find(name, country=country)]
    assert any(abs(p.lon - lon) < 0.05 and abs(p.lat - lat) < 0.05 for p in meant)
