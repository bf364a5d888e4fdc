"""The bundled gazetteer: names in any script, commas, kinds, ambiguity, crossings, nearest, and its integrity."""

from __future__ import annotations

import contextlib
import csv
import pickle
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from railsight.datasets import data_path
from railsight.errors import AmbiguousPlaceError, DataError, PlaceNotFoundError, UsageError
from railsight.gazetteer import DEMONYM, NAME, Gazetteer, fold, open_gazetteer, sound
from railsight.gazetteer.relations import around
from railsight.geo import geodesic_m, in_ring
from railsight.model import Place


def near(place: Place, lon: float, lat: float, km: float) -> bool:
    return geodesic_m(place.lon, place.lat, lon, lat) <= km * 1000


# Positions from general knowledge, to a few kilometres: what each name must lead to.
SETTLED = [
    ("Long Beach, CA", -118.19, 33.77, 20),
    ("Bangor, Maine", -68.77, 44.80, 10),
    ("Wilmington, DE", -75.55, 39.74, 10),
    ("Arlington, Virginia", -77.10, 38.88, 10),
    ("TROY, N.C.", -79.89, 35.36, 10),
    ("Paris, France", 2.35, 48.86, 10),
    ("Brussels, Belgium", 4.35, 50.85, 10),
    ("Toronto", -79.4, 43.7, 20),
    ("Rio de Janeiro", -43.2, -22.9, 20),
    ("Mar del Plata", -57.55, -38.0, 20),
    ("Oklahoma", -97.5, 35.5, 100),
    ("United Kingdom", -2.7, 54.76, 50),
    ("Washington, D.C.", -77.04, 38.9, 10),
    ("Tumen, China", 129.84, 42.96, 10),
    ("Khasan, India", 76.1, 13.0, 10),
    ("Khasan", 130.645, 42.43, 3),
    ("Ussuriysk", 131.98, 43.80, 5),
    ("Vladivostok", 131.88, 43.11, 5),
    ("Pyongyang", 125.74, 39.01, 5),
    ("Moscow", 37.66, 55.78, 3),
    ("Beijing", 116.42, 39.90, 5),
    ("Khabarovsk", 135.07, 48.50, 5),
    ("Vostochny, cosmodrome", 128.33, 51.88, 5),
    ("Vostochny, port", 133.09, 42.73, 5),
    ("Primorye", 134.5, 45.2, 100),
    ("Хасан", 130.645, 42.43, 3),
    ("하산", 130.645, 42.43, 3),
    ("Hasan, Russia", 130.645, 42.43, 3),
    ("평양", 125.74, 39.01, 5),
    ("北京", 116.42, 39.90, 5),
    ("ウラジオストク", 131.88, 43.11, 5),
    ("Wladiwostok", 131.88, 43.11, 5),
    ("Beijing West Railway Station", 116.31, 39.89, 5),
    ("the Khasan border", 130.64, 42.415, 3),
]


@pytest.mark.parametrize(("text", "lon", "lat", "km"), SETTLED)
def test_one_settles(gazetteer: Gazetteer, text: str, lon: float, lat: float, km: float) -> None:
    place = gazetteer.one(text)
    assert near(place, lon, lat, km), place


@pytest.mark.parametrize("town", ["Ussuriysk", "Vladivostok", "Pyongyang", "Moscow", "Beijing", "Khabarovsk", "Harbin"])
def test_a_town_comes_back_as_its_main_station(gazetteer: Gazetteer, town: str) -> None:
    place = gazetteer.one(town)
    assert place.kind == "station"
    assert place.id.startswith(("ru-", "kp-", "cn-"))


def test_khasan_is_the_station_first_and_hassan_is_listed(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Khasan")
    assert (found[0].place.country, found[0].place.kind) == ("RU", "station")
    assert "IN" in {c.place.country for c in found}


def test_vostochny_alone_is_ambiguous_and_lists_both(gazetteer: Gazetteer) -> None:
    with pytest.raises(AmbiguousPlaceError) as caught:
        gazetteer.one("Vostochny")
    kinds = [c.place.kind for c in caught.value.candidates]
    assert {"spaceport", "port"} <= set(kinds)
    assert '"Vostochny, ' in caught.value.hint
    cosmodrome = gazetteer.one("Vostochny, cosmodrome")
    assert cosmodrome.served_by == "ru-953307"


@pytest.mark.parametrize("text", ["Vostochny", "Washington", "Friendship Bridge", "Springfield", "Tumen"])
def test_the_hint_of_an_ambiguity_settles_it(gazetteer: Gazetteer, text: str) -> None:
    with pytest.raises(AmbiguousPlaceError) as caught:
        gazetteer.one(text)
    offers = caught.value.hint.split('"')[1::2]
    assert len(offers) == 2
    answers = [gazetteer.one(offer).id for offer in offers]
    assert len(set(answers)) == 2
    assert set(answers) <= {c.place.id for c in caught.value.candidates}


def test_unknown_names_offer_near_ones(gazetteer: Gazetteer) -> None:
    with pytest.raises(PlaceNotFoundError) as caught:
        gazetteer.one("Vladivistokk")
    assert "Vladivostok" in caught.value.suggestions
    assert gazetteer.find("Vladivistok")[0].place.name == "Vladivostok"
    assert gazetteer.find("Vladivistok", fuzzy=False) == ()
    with pytest.raises(PlaceNotFoundError):
        gazetteer.one("Qxqzzyk Wvvkj")


def test_positions(gazetteer: Gazetteer) -> None:
    place = gazetteer.one(" 131.9, 43.1 ")
    assert (place.lon, place.lat, place.kind) == (131.9, 43.1, "position")
    with pytest.raises(UsageError, match="lon is"):
        gazetteer.one("43.1,131.9")


def test_demonyms_are_told_from_names(gazetteer: Gazetteer) -> None:
    row = gazetteer.rows(fold("South Korean"))[0]
    assert (row.country, row.kind, row.name_type) == ("KR", "country", DEMONYM)
    assert gazetteer.rows(fold("South Korea"))[0].name_type == NAME
    assert "demonym" in gazetteer.find("South Korean")[0].why


def test_scores_are_probabilities_and_context_moves_them(gazetteer: Gazetteer) -> None:
    for name in ("Springfield", "Vostochny", "Tumen", "Paris"):
        found = gazetteer.find(name, limit=50)
        assert sum(c.score for c in found) <= 1.0 + 1e-6
        assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    alone = {c.place.id: c.score for c in gazetteer.find("Vostochny", limit=50)}
    beside = {c.place.id: c.score for c in gazetteer.find("Vostochny", limit=50, near=(132.9, 42.8))}
    assert beside["f-vostochny-port"] > alone["f-vostochny-port"]
    assert gazetteer.one("Vostochny", near=(132.9, 42.8)).id == "f-vostochny-port"


def test_country_and_kind_narrow(gazetteer: Gazetteer) -> None:
    assert {c.place.country for c in gazetteer.find("Tumen", country="cn")} == {"CN"}
    assert {c.place.kind for c in gazetteer.find("Vostochny", kind="cosmodrome")} == {"spaceport"}


def test_a_river_leads_to_its_rail_crossings(gazetteer: Gazetteer) -> None:
    found = gazetteer.crossings_of("the Razdolnaya River")
    assert [p.id for p in found] == ["x-razdolnaya-baranovsky"]
    assert near(found[0], 131.92, 43.63, 4)
    assert found == gazetteer.crossings_of("Раздольная") == gazetteer.crossings_of(gazetteer.one("Razdolnaya River"))
    assert {"border-khasan-tumangang"} <= {p.id for p in gazetteer.crossings_of("Tumen River")}
    assert {p.id for p in gazetteer.crossings_of("Vietnam")} == {"border-pingxiang-dong-dang"}
    assert gazetteer.crossings_of("Seine") == () == gazetteer.crossings_of("no such river")


def test_regions_have_extents(gazetteer: Gazetteer) -> None:
    primorye = gazetteer.one("Primorsky Krai")
    assert any(in_ring(131.98, 43.80, ring) for ring in primorye.area)  # Ussuriysk
    assert not any(in_ring(135.07, 48.48, ring) for ring in primorye.area)  # Khabarovsk
    amur = gazetteer.one("Amur oblast")
    assert any(in_ring(128.07, 51.75, ring) for ring in amur.area)  # Ledyanaya


def test_nearest(gazetteer: Gazetteer) -> None:
    found = gazetteer.nearest(131.98, 43.80, limit=3)
    assert found[0][0].id == "ru-988306"
    assert [gap for _, gap in found] == sorted(gap for _, gap in found)
    assert gazetteer.nearest(-150.0, -50.0) == ()
    # across the antimeridian
    assert near(gazetteer.nearest(-179.9, 65.0, limit_m=900_000)[0][0], -179.9, 65.0, 900)


def test_one_gives_the_same_place_for_its_id(gazetteer: Gazetteer) -> None:
    for text in ("Khasan", "Primorye", "Russia", "Toronto", "Razdolnaya River"):
        place = gazetteer.one(text)
        assert gazetteer.get(place.id) == place == gazetteer.one(place.id)
    assert gazetteer.get("nothing") is None
    assert gazetteer.get("gn-1") is None


def test_a_path_may_hold_any_character(tmp_path: Path, gazetteer: Gazetteer) -> None:
    odd = tmp_path / "a#b%20c?d"
    odd.mkdir()
    shutil.copy(gazetteer.path, odd / "g.sqlite")
    assert open_gazetteer(str(odd / "g.sqlite")).knows("khasan")


def test_it_pickles_as_its_path(gazetteer: Gazetteer) -> None:
    assert pickle.loads(pickle.dumps(gazetteer)).one("Khasan") == gazetteer.one("Khasan")


def test_keys_for_a_recogniser(gazetteer: Gazetteer) -> None:
    assert gazetteer.knows("khasan")
    assert not gazetteer.knows("Khasan")  # keys are folded
    assert gazetteer.starts("rio de")
    assert not gazetteer.starts("zzzz")
    assert gazetteer.longest_words >= 5
    row = gazetteer.rows("ussuriysk")[0]
    assert gazetteer.place(row).id == row.id == "ru-988306"
    assert row.population > 100_000


def test_an_exact_hit_reads_few_rows_and_no_fuzzy_keys(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    questions: list[str] = []
    store = gazetteer._store
    plain = store._rows
    monkeypatch.setattr(store, "_rows", lambda sql, args: questions.append(sql) or plain(sql, args))
    gazetteer.one("Ussuriysk")
    assert len(questions) < 20
    assert not any("FROM near" in q for q in questions)
    questions.clear()
    gazetteer.knows("ussuriysk")
    assert len(questions) == 1


def test_damage_is_detected(tmp_path: Path) -> None:
    whole = data_path("gazetteer.sqlite")
    copy = tmp_path / "gazetteer.sqlite"
    shutil.copy(whole, copy)
    open_gazetteer(str(copy)).verify()
    with copy.open("r+b") as f:
        f.seek(copy.stat().st_size // 2)
        byte = f.read(1)
        f.seek(-1, 1)
        f.write(bytes([byte[0] ^ 0xFF]))
    with pytest.raises(DataError, match="checksum"):
        open_gazetteer(str(copy)).verify()
    copy.write_bytes(b"not a database" * 100)
    with pytest.raises(DataError):
        open_gazetteer(str(copy))
    copy.write_bytes(b"")
    with pytest.raises(DataError):
        open_gazetteer(str(copy))
    with pytest.raises(DataError):
        open_gazetteer(str(tmp_path / "missing.sqlite"))


def test_a_file_that_lost_its_tail_is_never_answered_from_silently(tmp_path: Path) -> None:
    content = Path(data_path("gazetteer.sqlite")).read_bytes()
    copy = tmp_path / "short.sqlite"
    copy.write_bytes(content[: len(content) // 3])
    with pytest.raises(DataError):
        open_gazetteer(str(copy)).verify()


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert sound(fold(text)) == sound(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_has_an_answer_or_a_typed_error(gazetteer: Gazetteer, text: str) -> None:
    with contextlib.suppress(PlaceNotFoundError, AmbiguousPlaceError, UsageError):
        found = gazetteer.one(text)
        assert found.kind == "position" or gazetteer.get(found.id) == found  # a place it holds, whole


@pytest.mark.parametrize(
    ("a", "b"),
    [("Khasan", "Хасан"), ("Khasan", "Hasan"), ("Khasan", "하산"), ("Vladivostok", "Wladiwostok"), ("Chita", "Tschita"),
     ("Ussuriysk", "Уссурийск"), ("Ussuriysk", "Ussurijsk"), ("Grodekovo", "Гродеково"), ("Beijing", "北京")],
)  # fmt: skip
def test_spellings_of_one_sound(a: str, b: str) -> None:
    assert sound(a) == sound(b)


def test_a_megabyte_of_name_is_cut_not_chewed(gazetteer: Gazetteer) -> None:
    with pytest.raises(PlaceNotFoundError) as caught:
        gazetteer.one("x" * 1_000_000)
    assert len(caught.value.message) < 400
    with pytest.raises(PlaceNotFoundError):
        gazetteer.one("a," * 500_000)


def test_every_operating_point_of_the_bundled_network_is_a_place(gazetteer: Gazetteer, root: Path) -> None:
    with (root / "data" / "network" / "points.csv").open(encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    assert len(rows) > 3000
    stale = [
        r["id"]
        for r in rows
        if (p := gazetteer.get(r["id"])) is None or not near(p, float(r["lon"]), float(r["lat"]), 0.05)
    ]
    assert stale == [], "run `make data`: the gazetteer was compiled from other network tables"


@pytest.mark.parametrize(
    ("station", "least", "most"),
    [
        ("Khabarovsk-1", 500_000, 800_000),
        ("Artem-Primorsky-1", 80_000, 150_000),
        ("Moscow Yaroslavsky", 8_000_000, 15_000_000),
    ],
)
def test_a_station_has_the_inhabitants_of_its_town(gazetteer: Gazetteer, station: str, least: int, most: int) -> None:
    assert least < (gazetteer.one(station).population or 0) < most


def test_a_station_in_the_open_has_none(gazetteer: Gazetteer) -> None:
    assert gazetteer.one("Alchan").population is None


def test_places_served_by_a_station_name_one_that_is_there(gazetteer: Gazetteer) -> None:
    for text in ("Vostochny, cosmodrome", "Vostochny, port"):
        station = gazetteer.get(gazetteer.one(text).served_by or "")
        assert station is not None
        assert station.kind in {"station", "halt"}


def test_a_place_at_a_distance_told_in_miles_is_named_in_whole_kilometres() -> None:
    moscow = open_gazetteer(data_path("gazetteer.sqlite")).one("Moscow")
    assert around(moscow, 482_803.2).name == f"483 km from {moscow.name}"
    assert around(moscow, 2_414.0).name == f"2.4 km from {moscow.name}"
    assert around(moscow, 200_000.0).name == f"200 km from {moscow.name}"
