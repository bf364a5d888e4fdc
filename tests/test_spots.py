"""Which place is meant on a network: no operating point of exactly the name typed is passed over in silence."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

import railsight as rs
from railsight.api.spots import place_on, spot_on, taken_notes
from railsight.api.world import open_world
from railsight.cli import main
from railsight.errors import AmbiguousPlaceError, NoRouteError, PlaceNotFoundError, UsageError
from railsight.geo import approx_m
from railsight.network import Draft, Network, compile_tables
from railsight.network.draft import LineRow, PointRow, SectionRow
from tests.small_network import POINTS, small_network, write_tables

FAR_M = 30_000.0


def test_every_name_of_an_operating_point_leads_to_it_or_says_otherwise(root: Path) -> None:
    world = open_world()
    names: dict[str, list[tuple[float, float]]] = defaultdict(list)
    with (root / "data" / "network" / "points.csv").open(encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            for name in (r["name"], *(n.partition("=")[2] for n in r["names"].split("|") if n)):
                names[name].append((float(r["lon"]), float(r["lat"])))
    assert len(names) > 7_000
    silent, unlisted, noted, ambiguous = [], [], 0, 0
    for name, points in names.items():
        try:
            where, spot, _ = spot_on(world, name)
        except AmbiguousPlaceError as error:
            ambiguous += 1
            listed = [(c.place.lon, c.place.lat) for c in error.candidates]
            if not any(approx_m(*a, *b) < FAR_M for a in listed for b in points):
                unlisted.append(name)
            continue
        if any(approx_m(spot.lon, spot.lat, *p) > FAR_M for p in points):
            noted += 1
            if not taken_notes(world, name, where, spot):
                silent.append(name)
    assert (silent, unlisted) == ([], [])
    assert noted < 100
    assert ambiguous < 250


@pytest.mark.parametrize("name", ["Ji'an", "Jinzhou", "Pingxiang", "Suzhou", "Changping", "Anyang", "Suzhou, China"])
def test_of_two_stations_of_one_name_the_one_taken_is_told(name: str) -> None:
    found = rs.distance(name, "Beijing")
    (note,) = [w for w in found.warnings if "is taken for" in w]
    assert spot_on(open_world(), note.split('"')[-2])[0].id != found.origin.id
    assert note in rs.reach(name, 1).warnings


@pytest.mark.parametrize("name", ["大良", "双龙湖", "宝山", "Yuncheng", "吐鲁番", "Ungsang", "Загорье"])
def test_a_station_is_not_passed_over_for_a_town_of_its_name_far_from_the_railway(name: str) -> None:
    with pytest.raises(AmbiguousPlaceError) as caught:
        rs.distance(name, "Beijing")
    offers = caught.value.hint.split('"')[1::2]
    assert open_world().node_of(spot_on(open_world(), offers[0])[0].id) is not None


@pytest.mark.parametrize("name", ["Amur", "Lena", "Hubei", "Pingyang", "Nancang", "경성"])
def test_a_name_of_an_area_or_of_a_better_known_place_and_of_a_station_is_ambiguous(name: str) -> None:
    with pytest.raises(AmbiguousPlaceError) as caught:
        rs.distance(name, "Omsk")
    offers = caught.value.hint.split('"')[1::2]
    assert "station" in {spot_on(open_world(), o)[0].kind for o in offers if "river" not in o}


def test_an_area_is_measured_at_the_station_of_its_name_and_says_so() -> None:
    found = rs.distance("Jilin", "Harbin")
    assert "Jilin is an area: measured at Jilin" in found.warnings


@pytest.mark.parametrize("area", ["Siberia", "Vietnam", "Primorye"])
def test_an_area_says_where_it_was_measured(area: str) -> None:
    assert any("is an area: measured at" in w for w in rs.distance(area, "Khabarovsk").warnings)


@pytest.mark.parametrize("area", ["Komi", "Yenisei", "Himalayas", "Pacific Ocean", "Hong Kong, country", "Lena, river"])
def test_an_area_without_a_railway_near_its_middle_is_out_of_reach(area: str) -> None:
    with pytest.raises(NoRouteError, match="from its middle") as caught:
        rs.distance(area, "Khabarovsk")
    assert caught.value.why == "reach"


def test_a_river_out_of_reach_offers_its_crossings() -> None:
    with pytest.raises(NoRouteError) as caught:
        rs.distance("Ob, river", "Khabarovsk")
    crossing = caught.value.hint.partition(": ")[2]
    assert rs.distance(crossing, "Omsk").rail_km > 0


@pytest.mark.parametrize("river", ["Razdolnaya", "Razdolnaya River", "Раздольная", "Ussuri", "Razdolnaya, river"])
def test_a_river_is_measured_at_its_only_crossing(river: str) -> None:
    found = rs.distance(river, "Khasan")
    assert found.origin.kind == "river crossing"
    assert found.rail_km == rs.distance(f"{river.partition(',')[0]}, crossing", "Khasan").rail_km
    assert found.snap_km[0] < 1
    assert not any("is taken for" in w for w in found.warnings)


@pytest.mark.parametrize("river", ["Yalu, river", "Tumen, river"])
def test_a_river_that_is_crossed_more_than_once_is_ambiguous(river: str) -> None:
    with pytest.raises(AmbiguousPlaceError) as caught:
        rs.distance(river, "Khasan")
    offers = caught.value.hint.split('"')[1::2]
    assert len({rs.distance(offer, "Khasan").rail_km for offer in offers}) == 2


def test_a_lake_says_where_it_was_measured() -> None:
    (note,) = [w for w in rs.distance("Lake Khanka", "Khasan").warnings if "is a lake: measured at" in w]
    assert "which is not counted" in note


def test_what_a_place_was_taken_for_is_told_without_a_way_too() -> None:
    with pytest.raises(NoRouteError, match="Sakhalin Oblast is an area: measured at") as caught:
        rs.distance("Sakhalin", "Khabarovsk")
    assert caught.value.why == "islands"


# ---------------------------------------------------------------- what to avoid and to require


@pytest.mark.parametrize(
    ("ends", "region"), [(("Beijing", "Guangzhou"), "Henan"), (("Moscow", "Vladivostok"), "Amur Oblast")]
)
def test_to_avoid_a_region_is_to_avoid_every_station_in_it(ends: tuple[str, str], region: str) -> None:
    world = open_world()
    inside = {s.node for s, gap in world.spots_near(rs.place(region), count=world.node_count) if not gap}
    free, around = rs.distance(*ends), rs.distance(*ends, avoid=region)
    assert inside & {p.node for p in free.path.points}
    assert not inside & {p.node for p in around.path.points}
    assert around.rail_km != free.rail_km


@pytest.mark.parametrize("option", ["avoid", "require"])
@pytest.mark.parametrize("region", ["Primorye", "Siberia"])
def test_a_region_that_cannot_be_avoided_or_required_is_refused(option: str, region: str) -> None:
    with pytest.raises((UsageError, NoRouteError), match=r"at once|is an area|no way"):
        rs.distance("Omsk", "Vladivostok", **{option: region})


@pytest.mark.parametrize("crossing", ["Razdolnaya, crossing", "Razdolnaya River rail crossing (Baranovsky)"])
def test_a_crossing_can_be_avoided_and_is_gone_through_by_via(crossing: str) -> None:
    direct = rs.distance("Khasan", "Ussuriysk", via=crossing)
    assert rs.distance("Khasan", "Ussuriysk", avoid=crossing).rail_km > direct.rail_km
    with pytest.raises(UsageError) as caught:
        rs.distance("Khasan", "Ussuriysk", require=crossing)
    assert "--via" in caught.value.hint


@pytest.mark.parametrize("line", ["BAM", "Baikal-Amur", "Байкало-Амурская", "baikal amur mainline"])
def test_a_line_is_known_by_part_of_its_name_and_by_its_initials(line: str) -> None:
    assert "ru-bam" in {run.line for run in rs.distance("Moscow", "Vladivostok", require=line).path.lines}
    assert "ru-bam" not in {run.line for run in rs.distance("Tayshet", "Tynda", avoid=line).path.lines}


def test_a_name_of_several_lines_is_all_of_them_to_avoid_and_refused_to_require() -> None:
    around = rs.distance("Beijing", "Jining South", avoid="京包线")
    assert not {"cn-jingbao", "cn-hubao"} & {run.line for run in around.path.lines}
    with pytest.raises(UsageError, match="is the name of 2 lines: Beijing–Baotou Railway and Hohhot–Baotou Railway"):
        rs.distance("Beijing", "Jining South", require="京包线")


def test_a_line_that_cannot_be_avoided_is_called_by_its_name() -> None:
    with pytest.raises(NoRouteError, match="line Baranovsky–Khasan"):
        rs.distance("Khasan", "Ussuriysk", avoid=["ru-baranovsky-khasan", "KP"])


# ---------------------------------------------------------------- a network of one's own


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Network:
    return small_network(tmp_path_factory.mktemp("own"))


def test_the_points_of_an_own_network_are_reached_by_their_names(own: Network) -> None:
    for name in ("Alpha", "gamma", "Бета", "Theta", "Delta"):
        where, _, gap = spot_on(own, name)
        assert (where.source, gap) == ("the network", 0.0)
    assert "is taken for Alpha (Альфа, station, AA)" in rs.distance("Alpha", "Gamma", network=own).warnings[0]


def test_the_points_of_an_own_network_can_be_avoided_required_and_be_where_a_train_goes(own: Network) -> None:
    around = rs.distance("Beta", "Gamma", require=["Theta"], network=own)
    assert around.rail_km == 53.0
    assert rs.distance("Beta", "Gamma", network=own).rail_km == 40.0
    with pytest.raises(NoRouteError):
        rs.distance("Alpha", "Delta", avoid=["Beta"], network=own)
    assert place_on(own, "Delta").id == "aa-delta"
    assert place_on(own, "Beijing").name == "Beijing"


def test_a_misspelling_brings_the_names_of_the_own_network(own: Network) -> None:
    with pytest.raises(PlaceNotFoundError) as caught:
        spot_on(own, "Epsilonn")
    assert caught.value.suggestions[0] == "Epsilon"
    with pytest.raises(NoRouteError, match="nothing within") as off:
        spot_on(own, "Isla")
    assert "did you mean Isle" in off.value.hint
    assert "world" not in off.value.hint


def test_several_points_of_a_name_on_an_own_network_are_ambiguous(tmp_path: Path) -> None:
    tables = write_tables(tmp_path, points=POINTS.replace("cc-isle,Isle", "cc-isle,Alpha"))
    twice = Network(compile_tables(tables))
    with pytest.raises(AmbiguousPlaceError) as caught:
        spot_on(twice, "Alpha")
    offers = caught.value.hint.split('"')[1::2]
    assert {spot_on(twice, o)[1].name for o in offers} == {"Alpha"}
    assert len({spot_on(twice, o)[1].node for o in offers}) == 2


# ---------------------------------------------------------------- place


@pytest.mark.parametrize("country", ["RUS", "Russia", "R1", ""])
def test_a_country_is_two_letters(country: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError, match="two letters"):
        rs.places("Vostochny", country=country)
    with pytest.raises(UsageError, match="two letters"):
        rs.place("Vostochny", country=country)
    assert main(["place", "Vostochny", "--country", country]) == 2
    assert "two letters" in capsys.readouterr().err


def test_a_name_that_is_not_in_a_country_says_where_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["place", "Vostochny", "--country", "fr"]) == 1
    said = capsys.readouterr().err
    assert "no place named 'Vostochny, FR'" in said
    assert "known in RU" in said


def test_a_position_is_a_place_near_a_town() -> None:
    (found,) = rs.places("131.95,43.80")
    assert (found.place.kind, found.score) == ("position", 1.0)
    assert "km from Ussuriysk" in found.why[1]


@pytest.mark.parametrize(
    ("written", "id_"),
    [
        *(("Alfa", "aa-alpha"), ("a town", "aa-alpha"), ("GAMMA, halt", "aa-gamma"), ("Alpha, AA", "aa-alpha")),
        *(("delta  Bridge", "ab-border"), ("Zeta-I", "bb-zeta"), ("Epsilon, station", "bb-epsilon")),
    ],
)
def test_an_own_point_is_known_by_an_alias_another_spelling_and_what_settles_it(
    own: Network, written: str, id_: str
) -> None:
    assert spot_on(own, written)[0].id == id_


@pytest.mark.parametrize(
    ("own_name", "asked"),
    [
        ("Бичурино-Сортировочная", "Bichurino-Sortirovochnaya"),
        ("Μεγαλούπολη", "Megaloupoli"),
        ("ბორჯომი-ქალაქი", "Borjomi-Kalaki"),
        ("კაზრეთი", "Kazreti"),
        ("კაზრეთი", "Kazreti, station"),
        ("Żółwinek", "Zolwinek"),
        ("Kazreti", "Казрети"),
    ],
)
def test_an_own_point_is_known_by_its_name_in_another_script(own_name: str, asked: str, tmp_path: Path) -> None:
    """Kazreti is a town in Georgia too, 6,000 km off this network."""
    points = POINTS.replace("aa-theta,Theta", f"aa-theta,{own_name}")
    world = Network(compile_tables(write_tables(tmp_path, points=points)), name="scripts")
    assert spot_on(world, asked)[0].id == "aa-theta"


def test_of_two_own_points_of_one_name_kind_settles_which(tmp_path: Path) -> None:
    points = POINTS.replace("aa-gamma,Gamma,halt", "aa-gamma,Beta,halt")
    world = Network(compile_tables(write_tables(tmp_path, points=points)), name="two")
    assert [spot_on(world, f"Beta, {kind}")[0].id for kind in ("station", "halt")] == ["aa-beta", "aa-gamma"]
    with pytest.raises(AmbiguousPlaceError) as caught:
        spot_on(world, "Beta")
    assert caught.value.hint == 'write "Beta, station" or "Beta, halt"'


def own_file(folder: Path) -> bytes:
    """The small network with names that are no words."""
    points = POINTS.replace(",Alpha,", ",Quellwitz,").replace(",Theta,", ",Zörbenau,").replace(",Delta,", ",Obrensk,")
    return compile_tables(write_tables(folder, points=points))


OWN_STORIES = (
    "The train left Quellwitz at 06:00 on 5 March 2024. It was seen in Zörbenau at 9 a.m. and reached Obrensk at noon.",
    "Armoured train: departed Quellwitz 5 March 2024 at 05:30, passed Zörbenau at 8:45 a.m., reached Obrensk at 12:15.",
)


@pytest.mark.parametrize("text", OWN_STORIES)
def test_reports_and_cases_know_the_points_of_an_own_network(tmp_path: Path, text: str) -> None:
    """Their namesakes in the gazetteer are out of its reach."""
    (tmp_path / "own.rsn").write_bytes(own_file(tmp_path))
    (tmp_path / "story.txt").write_text(text, encoding="utf-8")
    (tmp_path / "case.yaml").write_text(
        "case: own\nnetwork: own.rsn\nsightings:\n"
        "- {place: 'Quellwitz, station', event: departed, at: 2024-03-05T06:00+08:00}\n"
        "- {place: zorbenau, event: seen, at: 2024-03-05T09:00+08:00}\n"
        "- {place: Obrensk, event: arrived, at: 2024-03-05T12:00+08:00}\n",
        encoding="utf-8",
    )
    told = rs.track(tmp_path / "story.txt", network=tmp_path / "own.rsn")
    for journey in (told, rs.track(tmp_path / "case.yaml"), rs.track(rs.read_case(tmp_path / "case.yaml"))):
        assert [u.sighting.place.id for u in journey.used] == ["aa-alpha", "aa-theta", "aa-delta"]
        assert journey.path is not None
        assert journey.path.km == pytest.approx(40 + 53 + 32)
    assert {s.place.id for s in rs.read(tmp_path / "story.txt", network=tmp_path / "own.rsn").sightings} >= {"aa-theta"}


def test_figures_are_checked_on_the_network_and_for_the_train_in_use(tmp_path: Path) -> None:
    (tmp_path / "own.rsn").write_bytes(own_file(tmp_path))
    (tmp_path / "s.txt").write_text(
        "The train left Quellwitz. Obrensk is 112 km by rail from Quellwitz.", encoding="utf-8"
    )
    (claim,) = rs.read(tmp_path / "s.txt", network=tmp_path / "own.rsn").claims
    assert (claim.verdict, claim.rail_km) == ("agrees", 112.0)
    (tmp_path / "v.txt").write_text(
        "The train left Moscow. Vladivostok is 9,288 km by rail from Moscow. "
        "Ussuriysk is about 3,250 km from Zabaykalsk by rail.",
        encoding="utf-8",
    )
    assert [(c.verdict, c.rail_km) for c in rs.read(tmp_path / "v.txt").claims] == [
        ("agrees", rs.distance("Moscow", "Vladivostok").rail_km),
        ("agrees", rs.distance("Zabaykalsk", "Ussuriysk").rail_km),
    ]


@pytest.mark.parametrize("stated", [125, 127])
def test_a_length_that_another_usual_way_has_does_not_differ(tmp_path: Path, stated: int) -> None:
    (tmp_path / "own.rsn").write_bytes(own_file(tmp_path))
    text = f"The train left Quellwitz. Obrensk is {stated} km by rail from Quellwitz."  # by Zörbenau 125, directly 112
    (tmp_path / "s.txt").write_text(text, encoding="utf-8")
    (claim,) = rs.read(tmp_path / "s.txt", network=tmp_path / "own.rsn").claims
    assert (claim.verdict, claim.rail_km) == ("agrees", 112.0)
    assert "another usual way; the best has 112.0 km" in claim.why


@pytest.mark.parametrize(
    ("origin", "target", "km"),
    [
        ("Manp'o", "Ji'an", 10.9),
        ("Ji'an", "Manp'o", 10.9),
        ("Ji'an", "Nanchang", 226.0),
        ("Ji'an", "Tonghua", 115.0),
        ("Changchun", "Tumen", 529.0),
    ],
)
def test_of_two_stations_of_one_name_the_one_next_to_the_other_end_is_meant(
    origin: str, target: str, km: float
) -> None:
    found = rs.distance(origin, target)
    assert found.rail_km == pytest.approx(km, abs=0.1)
    (note,) = [w for w in found.warnings if "is taken for" in w]
    other = rs.distance(*(note.split('"')[-2] if name in ("Ji'an", "Tumen") else name for name in (origin, target)))
    assert other.rail_km > 1_000


def test_an_ambiguous_name_is_the_station_next_to_the_other_end() -> None:
    with pytest.raises(AmbiguousPlaceError):
        rs.distance("Tumen", "Beijing")
    found = rs.distance("Namyang", "Tumen")
    assert (found.target.kind, found.target.country) == ("station", "CN")
    assert found.rail_km == pytest.approx(3.2, abs=0.3)
    assert any("'Tumen' is taken for Tumen" in w for w in found.warnings)


# ---------------------------------------------------------------- a town and its station


@pytest.mark.parametrize(
    ("town", "station", "gap_km"),
    [("Wuhan", "Wuchang", 7.4), ("武汉", "Wuchang", 7.4), ("Likino-Dulevo", "Drezna", 7.7), ("Lukou", "Zhuzhou", 11.9)],
)
def test_a_town_whose_station_has_another_name_stays_the_place_given(town: str, station: str, gap_km: float) -> None:
    """Its station is named in the note, and the way there is told and not counted."""
    found = rs.distance(town, "Xiangtan" if town == "Lukou" else "Beijing")
    assert found.origin.kind == "town"
    assert found.origin.served_by is not None
    assert found.path.points[0].name == station
    assert found.snap_km[0] == pytest.approx(gap_km, abs=0.1)
    assert any(f"{gap_km} km from the railway at {station}" in note for note in found.warnings)
    assert rs.distance(f"{station}, station", found.target).rail_km == found.rail_km
    if town != "Lukou":
        assert rs.reach(town, 1).origin == found.origin


def test_the_gap_of_a_place_on_the_way_is_told() -> None:
    found = rs.distance("Tynda", "Tommot", via=["Yakutsk", "Tommot"])
    assert found.snap_km == (0.0, 0.0)
    assert found.via_snap_km == (pytest.approx(14.1, abs=0.1), 0.0)
    assert found.to_record()["via_snap_km"] == [14.1, 0.0]


def test_a_station_of_its_towns_name_is_the_place_given() -> None:
    assert rs.distance("Moscow", "Omsk").origin.name == "Moscow Yaroslavsky"
    assert rs.distance("Moscow", "Omsk").snap_km == (0.0, 0.0)


def test_a_town_is_not_served_from_the_other_bank_of_a_border_river() -> None:
    found = rs.distance("Heihe", "Chita")
    assert (found.origin.name, found.origin.country, found.origin.served_by) == ("Heihe", "CN", None)
    assert found.snap_km[0] > 4
    (note,) = [n for n in found.warnings if n.startswith("Heihe")]
    assert "at Blagoveshchensk (RU), across the border; that gap is not counted" in note
    ((first, second), _) = rs.matrix(["Heihe", "Blagoveshchensk"])
    assert (first.country, second.country) == ("CN", "RU")


def test_every_town_is_served_from_its_own_country() -> None:
    world = open_world()
    for town in rs.api.world.bundled_gazetteer().served():
        node = world.node_of(town.served_by or town.id)
        assert node is not None
        assert world.point_country(node) in (None, town.country)


@pytest.mark.parametrize(("a", "b"), [("Dorasan", "Kaesong"), ("Sinuiju", "Uiju"), ("Heihe", "Blagoveshchensk")])
def test_two_places_with_one_station_are_no_way_of_no_length(a: str, b: str) -> None:
    """What was measured would be a station to itself, though the places are many km apart."""
    with pytest.raises(NoRouteError, match="km apart, and the network has one place for both") as caught:
        rs.distance(a, b)
    assert caught.value.why == "reach"
    assert rs.distance(b, b).rail_km == 0


@pytest.mark.parametrize(
    ("name", "other"),
    [("Yichun", "伊春"), ("Jining", "集宁"), ("Anhua", "Anhua, Gansu"), ("Changle", "Changle, Guangxi")],
)
def test_a_town_that_is_likely_enough_to_be_meant_is_told(name: str, other: str) -> None:
    (note,) = [w for w in rs.distance(name, "Harbin").warnings if "is taken for" in w]
    assert other in note


def test_a_namesake_in_another_country_far_from_the_railway_is_not_told() -> None:
    assert not any("is taken for" in w for w in rs.distance("Balin", "Harbin").warnings)


@pytest.mark.parametrize(
    ("far", "nearest", "km"),
    [("-74,40.7", "Murmansk", 6475), ("Toronto", "Murmansk", 6347), ("London", "Saint Petersburg", 2107)],
)
def test_what_is_nearest_across_an_ocean_is_nearest_on_the_globe(far: str, nearest: str, km: float) -> None:
    """Lengths of the geodesics to Murmansk and Saint Petersburg, solved on the ellipsoid."""
    with pytest.raises(NoRouteError, match=f"the nearest is {nearest}[a-zA-Z ]*, ([\\d,]+) km away") as caught:
        rs.distance("Moscow", far)
    told = re.search(r", ([\d,]+) km away", caught.value.message)
    assert told is not None
    assert float(told[1].replace(",", "")) == pytest.approx(km, rel=0.003)


# ---------------------------------------------------------------- a way far round


@pytest.mark.parametrize(("a", "b"), [("Severobaykalsk", "Khilok"), ("Guangzhou", "Xiamen")])
def test_a_way_far_round_says_that_a_line_may_be_missing(a: str, b: str) -> None:
    (note,) = [w for w in rs.distance(a, b).warnings if "may be missing" in w]
    assert float(note.split()[3]) > 2.5
    assert not any(
        "may be missing" in w for w in rs.distance(a, b, via="Omsk" if b == "Khilok" else "Beijing").warnings
    )


@pytest.mark.parametrize(
    ("touching", "via", "told"),
    [
        ("MN", (), ["the train turns round at Sukhbaatar and runs 273.0 km back the way it came"]),
        ("Vladivostok", (), ["the train turns round at Vladivostok and runs 765.0 km back the way it came"]),
        ("Vladivostok", "Vladivostok", []),  # asked for, in so many words
        ("Naushki", "Beijing", []),  # a way through it
        ((), "Vladivostok", []),
    ],
)
def test_a_way_out_and_back_to_touch_what_is_required_is_told(
    touching: tuple[str, ...] | str, via: tuple[str, ...] | str, told: list[str]
) -> None:
    found = rs.distance("Khabarovsk", "Moscow", via=via, require=touching)
    assert [note for note in found.warnings if "turns round" in note] == told


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        ("Guangzhou", "Shenzhen", 147),
        ("Chongqing", "Guiyang", 463),
        ("Kunming", "Chengdu", 1100),
        ("Wuchang, station", "Nanchang", 360),
        ("Shijiazhuang", "Dezhou", 180),
        ("Sinanju", "Kaechon", 29.5),
    ],
)
def test_lines_that_were_missing_lead_straight(a: str, b: str, km: float) -> None:
    """Commonly published lengths; the tables have them, or the drawn track, as estimates."""
    found = rs.distance(a, b)
    assert found.rail_km == pytest.approx(km, rel=0.05)
    assert found.path.length_kind in ("estimated", "mixed")
    assert any("are estimated lengths" in w for w in found.warnings)


def test_no_published_distance_is_taken_for_a_way_far_round(root: Path) -> None:
    with (root / "builders" / "sources" / "rail" / "published.csv").open(encoding="utf-8", newline="") as f:
        pairs = [(r["from"], r["to"]) for r in csv.DictReader(f)]
    assert len(pairs) > 40
    assert not [p for p in pairs if any("may be missing" in w for w in rs.distance(*p).warnings)]


# ---------------------------------------------------------------- small things


def test_a_way_of_no_length_says_where_its_line_is_from() -> None:
    assert any("Tariff Guide" in source for source in rs.distance("Chita", "Chita").sources)


def test_a_place_that_is_only_known_by_a_name_is_no_rival_of_a_station_called_so(tmp_path: Path) -> None:
    """Las Vegas has WestSide among its names."""
    world = Network(
        compile_tables(write_tables(tmp_path, points=POINTS.replace("aa-theta,Theta", "aa-theta,WestSide")))
    )
    where, spot, _ = spot_on(world, "WestSide")
    assert where.id == "aa-theta"
    assert not any("Las Vegas" in note for note in taken_notes(world, "WestSide", where, spot))


def test_rows_of_one_label_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "places.csv"
    table.write_text("name,lon,lat\nA,130.64,42.43\nA,131.95,43.80\nB,73.39,54.94\n", encoding="utf-8")
    assert main(["matrix", str(table)]) == 0
    assert "2 rows are called 'A': give each a label of its own" in capsys.readouterr().err


def test_a_lake_whose_middle_is_out_of_reach_asks_for_a_station_on_its_shore() -> None:
    with pytest.raises(NoRouteError, match="the middle of Lake Baikal") as caught:
        rs.distance("Lake Baikal", "Irkutsk")
    assert caught.value.hint == "name a station on its shore"


def test_two_stations_of_one_name_beside_each_other_are_told(tmp_path: Path) -> None:
    row = "aa-{id},Twin,station,{lon},45.0,AA,surveyed,,,made up\n"
    points = POINTS + "".join(row.format(id=f"t{i}", lon=f"{130.1 + i / 10:.1f}") for i in range(4))
    lines = "line,seq,point,chainage_km,gauges_mm,country,length_kind,note\n"
    ids = ("aa-alpha", "aa-t0", "aa-t1", "aa-t2", "aa-t3", "aa-beta")
    lines += "".join(f"main,{seq},{point},{8 * seq},1520,AA,,\n" for seq, point in enumerate(ids, start=1))
    tables = {"lines": "id,name,names,chainage_kind,source,note\nmain,Main,,official chainage,made up,\n"}
    only = "".join(line for line in points.splitlines(True) if line.split(",")[0] in ("id", *ids))
    tables |= {"points": only, "line_points": lines, "geometry": "line,seq,points\n"}
    world = Network(compile_tables(write_tables(tmp_path, **tables)))
    (note,) = [n for n in rs.distance("Alpha", "Twin", network=world).warnings if n.startswith("'Twin'")]
    assert note == (
        "'Twin' is taken for Twin (station, AA); write \"130.2000,45.0000\" for Twin (station, AA) or "
        '"130.3000,45.0000" for Twin (station, AA); 1 more is called so'
    )
    assert rs.distance("Alpha", "130.2000,45.0000", network=world).rail_km == 16.0


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("Спасск", "Спасск-Дальний"),
        ("Комсомольск", "Комсомольск-на-Амуре"),
        ("Ростов", "Rostov-Yaroslavsky"),
        ("Mikhailovka", "Mikhailovka, Primorsky Krai, town"),
    ],
)
def test_for_a_place_out_of_reach_its_namesakes_in_reach_are_offered(name: str, offered: str) -> None:
    with pytest.raises(NoRouteError, match="nothing within") as caught:
        rs.distance(name, "Omsk")
    assert offered in caught.value.hint
    assert rs.distance(offered, "Omsk").rail_km > 100


def _of_stations(*named: tuple[str, float, float]) -> Network:
    """A network of one line through stations of some names and places."""
    draft = Draft(lines=[LineRow("x", "Line")])
    draft.points = [PointRow(f"x{i}", name, "station", lon, lat, "DE") for i, (name, lon, lat) in enumerate(named)]
    for i in range(len(named) - 1):
        draft.sections.append(SectionRow(i, i + 1, 200_000, "measured geometry", (1435,), 0, "DE"))
    return Network(draft.encode())


TWINS = (("Nordstadt", 8.5, 52.5), ("Westdorf", 9.5, 51.5), ("Neustadt", 9.7, 52.4), ("Nordstadt", 11.6, 52.1))


@pytest.mark.parametrize("name", ["Nordstadt", "Westdorf", "Neustadt"])
@pytest.mark.parametrize("count", [3, 4])
def test_whatever_a_hint_offers_is_taken_for_what_it_is_offered_for(name: str, count: int) -> None:
    network = _of_stations(*TWINS[:count])
    try:
        where, spot, _ = spot_on(network, name)
        told = " ".join(taken_notes(network, name, where, spot))
    except AmbiguousPlaceError as unclear:
        told = unclear.hint
    offers = re.findall(r'"([^"]+)"', told)
    assert offers, (name, told)
    found = [place_on(network, offer) for offer in offers]  # that may be out of reach
    assert len({(p.lon, p.lat) for p in found}) == len(offers)


@pytest.mark.parametrize(("asked", "kind"), [("station", "station"), ("Bahnhof", "station"), ("town", "town")])
def test_the_kind_typed_settles_a_name_of_a_town_and_of_a_station_elsewhere(asked: str, kind: str) -> None:
    network = _of_stations(("Nordstadt", 8.5, 52.3), ("Westdorf", 8.5, 51.7), ("Suedstadt", 9.7, 52.2))
    with pytest.raises(AmbiguousPlaceError) as unclear:
        spot_on(network, "Nordstadt")
    assert '"Nordstadt, station"' in unclear.value.hint
    where, spot, _ = spot_on(network, f"Nordstadt, {asked}")
    assert where.kind == kind
    assert (where.id == "x0") == (kind == "station")
    assert not [note for note in taken_notes(network, f"Nordstadt, {asked}", where, spot) if kind == "station"]
