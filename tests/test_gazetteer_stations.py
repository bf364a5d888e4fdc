"""The name of a station that has no entry is understood as its town's, and says so."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import railsight as rs
from railsight.datasets import data_path
from railsight.errors import PlaceNotFoundError
from railsight.gazetteer import open_gazetteer
from railsight.gazetteer.stations import station_words, towns_of_station
from railsight.geo import geodesic_m
from railsight.model import Report
from railsight.resolution import resolve

GAZETTEER = open_gazetteer(data_path("gazetteer.sqlite"))
BEHIND, BEFORE = station_words()


@pytest.mark.parametrize(
    ("name", "town"),
    [
        ("Kanpur Central", "Kanpur"),
        ("Agra Cantt", "Agra"),
        ("Dhaka Cantonment", "Dhaka"),
        ("Llandudno Jn", "Llandudno"),
        ("Antofagasta port", "Antofagasta"),
        ("Ermelo yard", "Ermelo"),
        ("Almaty-2", "Almaty"),
        ("Kyiv-Pasazhyrskyi", "Kyiv"),
        ("Киев-Пассажирский", "Kyiv"),
        ("Sofia Central Station", "Sofia"),
        ("Gare de Dijon", "Dijon"),
        ("Ostrava hl.n.", "Ostrava"),
        ("Nakuru railway station", "Nakuru"),
        ("Bryan Ohio", "Bryan"),
        ("Kendallville Indiana", "Kendallville"),
    ],
)
def test_a_station_without_an_entry_is_its_towns(name: str, town: str) -> None:
    assert GAZETTEER.one(name).name == town
    assert GAZETTEER.find(name, fuzzy=False)[0].place.name == town


def test_it_is_said_that_the_town_stands_for_its_station() -> None:
    best = GAZETTEER.find("Kanpur Central")[0]
    assert "the town, for a part of it" in best.why[0]
    assert not any("the town, for" in why for why in GAZETTEER.find("Shenyang North")[0].why)  # which has an entry


def test_the_land_behind_a_town_settles_which() -> None:
    assert GAZETTEER.one("Bryan Ohio").admin1 == "US.OH"
    assert GAZETTEER.one("Bryan Texas").admin1 == GAZETTEER.one("Bryan TX").admin1 == "US.TX"


@pytest.mark.parametrize("name", ["China border", "Qqqqville Central", "Central", "Cantt", "2"])
def test_a_word_for_stations_makes_no_station_of_what_is_no_town(name: str) -> None:
    found = GAZETTEER.find(name, fuzzy=False)
    assert not any("the town, for" in why for c in found for why in c.why)
    if not found:
        with pytest.raises(PlaceNotFoundError):
            GAZETTEER.one(name)


TOWNS = ("Kanpur", "Nakuru", "Antofagasta", "Dijon", "Ostrava", "Windhoek", "Saskatoon", "Chengdu")


@given(st.sampled_from(TOWNS), st.sampled_from(sorted(BEHIND)), st.sampled_from([" ", "-"]), st.booleans())
def test_any_word_for_a_station_leads_to_the_town_or_to_a_place_by_the_whole_name(
    town: str, word: str, joined: str, upper: bool
) -> None:
    name = f"{town}{joined}{word}"
    found = GAZETTEER.find(name.upper() if upper else name, fuzzy=False)
    assert found, name
    meant = GAZETTEER.one(town)
    near = geodesic_m(meant.lon, meant.lat, found[0].place.lon, found[0].place.lat) < 60_000
    assert near or not any("the town, for" in why for why in found[0].why), name


@given(st.text(max_size=60))
def test_what_is_left_of_a_key_is_a_part_of_it(key: str) -> None:
    for town in towns_of_station(key):
        assert f" {town} " in f" {' '.join(key.split())} "
        assert len(town) < len(key)


def test_words_for_stations_are_keys() -> None:
    from railsight.gazetteer import fold

    assert all(fold(word) == word for word in BEHIND | BEFORE)
    assert "" not in BEHIND | BEFORE


def test_reading_a_report_finds_the_town_of_such_a_station() -> None:
    text = "The freight train left Kanpur Central at 10:15 and stood at Almaty-2 the same evening."
    reading = resolve([Report("r", text, datetime(2024, 5, 2, tzinfo=UTC))], GAZETTEER)
    places = {m.text: m.place for m in reading.mentions if m.kind == "place"}
    assert {m: p and p.name for m, p in places.items()} == {"Kanpur Central": "Kanpur", "Almaty-2": "Almaty"}
    kanpur = next(m for m in reading.mentions if m.text == "Kanpur Central")
    assert any("the town, for a part of it" in why for why in kanpur.candidates[0].why)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Хабаровск-2", "Khabarovsk-2"),
        ("Хабаровск 1", "Khabarovsk-1"),
        ("Чита-2", "Chita-2"),
        ("Артём-Приморский-1", "Artem-Primorsky-1"),
        ("ст. Хасан", "Khasan"),
        ("ст.Хасан", "Khasan"),
        ("ж/д станция Хасан", "Khasan"),
        ("ж.д. вокзал Владивосток", "Vladivostok"),
        ("г. Тында", "Tynda"),
        ("г.Тында", "Tynda"),
        ("пгт Ерофей Павлович", "Yerofey Pavlovich"),
        ("с. Екатеринославка", "Yekaterinoslavka"),
        ("Новосибирск-Гл.", "Novosibirsk-Glavny"),
        ("Иркутск-Пасс.", "Irkutsk-Passazhirsky"),
        ("Irkutsk Pass.", "Irkutsk-Passazhirsky"),
        ("Moscow Yaroslavsky station", "Moscow Yaroslavsky"),
        ("Лена (станция)", "Lena"),
    ],
)
def test_a_station_is_found_as_timetables_and_addresses_write_it(written: str, meant: str) -> None:
    assert rs.place(written).name == meant


@pytest.mark.parametrize("written", ["ст. Оскол", "г. Кщшчъ", "Хассан-на-Амуре-2"])
def test_what_only_looks_like_such_a_name_is_still_unknown(written: str) -> None:
    with pytest.raises(PlaceNotFoundError):
        rs.place(written)
