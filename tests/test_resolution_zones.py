"""Time zones by area: the table says what the map of zones says."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from builders.zones import has_one_time
from railsight.datasets import data_path
from railsight.gazetteer import open_gazetteer
from railsight.resolution.times.zones import zone_of
from railsight.times import zone_at


def test_the_table_agrees_with_the_map_for_places_of_the_gazetteer() -> None:
    gazetteer = open_gazetteer(data_path("gazetteer.sqlite"))
    with sqlite3.connect(f"file:{data_path('gazetteer.sqlite')}?mode=ro&immutable=1", uri=True) as db:
        numbers = db.execute("SELECT n FROM place WHERE ref IS NULL AND (n / 7) % 199 = 0").fetchall()
        refs = db.execute("SELECT ref FROM place WHERE ref IS NOT NULL AND (n / 3) % 13 = 0").fetchall()
    places = [p for i in (*(f"gn-{n}" for (n,) in numbers), *(r for (r,) in refs)) if (p := gazetteer.get(i))]
    assert len(places) > 1500
    of_law = {p.id: has_one_time(p.country or "") or has_one_time(p.admin1 or "") for p in places}
    by_law = [p for p in places if of_law[p.id]]
    assert len(by_law) > 200
    differ = [p.id for p in by_law if zone_of(p).key != zone_at(p.lon, p.lat).key]
    assert len(differ) < len(by_law) / 50  # on borders, where the map is simplified
    others = [p for p in places if not of_law[p.id]]
    wrong = [p.id for p in others if zone_of(p).key != zone_at(p.lon, p.lat).key]
    assert not wrong


def test_where_an_area_has_several_zones_the_map_is_asked() -> None:
    gazetteer = open_gazetteer(data_path("gazetteer.sqlite"))
    assert zone_of(gazetteer.one("Vladivostok")).key == "Asia/Vladivostok"
    assert zone_of(gazetteer.one("Skovorodino")).key == "Asia/Yakutsk"
    assert zone_of(gazetteer.one("Magadan")).key == "Asia/Magadan"
    assert zone_of(gazetteer.one("El Paso, Texas")).key == "America/Denver"
    assert zone_of(gazetteer.one("Pyongyang")).key == "Asia/Pyongyang"
    assert zone_of(gazetteer.one("Incheh Borun")).key == "Asia/Tehran"  # on the border: the map says Turkmenistan
    somewhere = replace(gazetteer.one("Vladivostok"), country=None, admin1=None)
    assert zone_of(somewhere).key == "Asia/Vladivostok"
