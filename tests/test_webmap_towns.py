"""What is named and marked along a way: large towns by their main stations, its countries, where it begins."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import railsight as rs
from railsight.geo import in_ring
from railsight.webmap import content_of
from railsight.webmap.basemap import shapes
from railsight.webmap.content import Options
from railsight.webmap.countries import country_codes, country_name, country_places
from railsight.webmap.drawing import country_labels
from railsight.webmap.marking import least_zoom, towns_of
from railsight.webmap.wording import Wording
from tests import journey_fixture as story


@pytest.fixture(scope="module")
def route() -> Any:
    return rs.distance("Moscow", "Beijing").path


def least(page: dict[str, Any], kind: str) -> dict[str, float]:
    return {label["name"]: label.get("minZoom", 0) for label in page["labels"] if label["type"] == kind}


def test_a_route_names_large_towns_first_and_no_joint_of_the_railway(route: Any) -> None:
    shown = least(content_of(route, Options("")), "station")
    large = ("Ulaanbaatar", "Krasnoyarsk", "Omsk-Passazhirsky", "Novosibirsk-Glavny")
    assert all(shown[name] <= 3.2 for name in large)
    assert shown["Ulan-Ude"] <= 4.2
    for joint in ("Kotelnich-1", "Karbyshevo-1", "Zaudinsky"):
        assert shown.get(joint, 9.0) > 5.0, joint


def test_one_station_stands_for_each_town(route: Any) -> None:
    towns = towns_of(route.points)
    named = {p.name: towns[p.id] for p in route.points if p.id in towns}
    assert named["Irkutsk-Passazhirsky"] > 500_000
    assert "Irkutsk-Sortirovochny" not in named
    assert least_zoom(0) > least_zoom(60_000) > least_zoom(2_000_000)
    khabarovsk = towns_of(rs.distance("Ussuriysk", "Birobidzhan").path.points)
    assert "ru-970406" in khabarovsk  # Khabarovsk-1, which is called Khabarovsk too


def test_the_countries_of_the_way_are_named_first_and_at_every_zoom() -> None:
    page = content_of(story.journey(), Options(""))
    names = [label["name"] for label in page["labels"] if label["type"] == "country"]
    assert set(names[:2]) <= {"North Korea", "Russia"}
    (own,) = [label for label in page["labels"] if label["name"] == "North Korea"]
    assert len(own["places"]) > 4
    assert "maxZoom" not in own
    assert own["places"][0][2] == 0
    (china, *_) = [label for label in page["labels"] if label["name"] == "China"]
    assert china["maxZoom"] == 7.5
    kinds = [label["type"] for label in page["labels"]]
    assert kinds.index("country") < kinds.index("station")


def test_every_country_has_a_name_in_each_language_and_a_place() -> None:
    for code in country_codes():
        assert all(country_name(code, language) for language in ("en", "ru", "ko"))
        assert country_places(code)
    assert (country_name("KP", "ru"), country_name("MN", "ko")) == ("КНДР", "몽골")
    assert all(124 < lon < 131 and 37.5 < lat < 43.1 for (lon, lat), _ in country_places("KP"))
    # northern Vietnam keeps the time of Bangkok, and is not Thailand
    assert all(97 < lon < 106 and 5 < lat < 20.6 for (lon, lat), _ in country_places("TH"))
    assert any(lat > 20.6 for (_, lat), _ in country_places("VN"))
    assert country_name("XX", "en") == "XX"


def test_names_of_countries_stand_on_land() -> None:
    """Not in the Bohai, which is China's too, nor in the bay west of Pyongyang."""
    land = [ring for kind, ring in shapes((100.0, 20.0, 140.0, 50.0), budget=10**9) if kind == "land"]
    ground = [(min(y for _, y in ring), max(y for _, y in ring), ring) for ring in land]
    for code in ("CN", "KP", "KR", "VN"):
        for (lon, lat), _ in country_places(code):
            if 100.5 < lon < 139.5 and 20.5 < lat < 49.5:
                around = [(lon + x, lat + y) for x in (-0.04, 0.0, 0.04) for y in (-0.04, 0.0, 0.04)]
                near = [ring for low, high, ring in ground if low <= lat + 0.04 and lat - 0.04 <= high]
                assert any(in_ring(*spot, ring) for ring in near for spot in around), (code, lon, lat)


def test_ends_of_a_way_without_names_are_marked_all_the_same() -> None:
    bare = replace(story.path_of(story.POINTS), points=(), lines=(), stations=("x",))
    page = content_of(bare, Options(""))
    ends = [m for m in page["marks"] if m["type"] == "end"]
    assert [m["text"] for m in ends] == ["start or end of the route"] * 2
    assert {"mark": "end", "text": "start or end of the route"} in page["legend"]


def test_what_is_in_reach_has_a_mark_where_it_starts() -> None:
    page = content_of(rs.reach("Khasan", 2), Options(""))
    assert [(m["type"], m["text"]) for m in page["marks"]] == [("end", "Khasan")]
    assert {"mark": "end", "text": "start"} in page["legend"]


def test_places_of_a_country_lie_in_it_the_roomiest_first() -> None:
    np = pytest.importorskip("numpy")
    pytest.importorskip("scipy")
    from builders.countries import SOUTH, STEP, places

    cells = np.zeros((200, 1800), dtype=bool)
    cells[100:140, 1780:], cells[100:140, :20] = True, True  # across 180 degrees, eight degrees each way
    cells[110:114, 20:60] = True  # and a narrow strip
    found = places(cells)
    lon, lat, room = found[0]
    assert abs(abs(lon) - 180) < 2
    assert abs(lat - (SOUTH + 120 * STEP)) < 2
    assert room == pytest.approx(20 * STEP * np.cos(np.radians(SOUTH + 120 * STEP)) / 2.5, rel=0.1)
    assert len(found) > 5
    for lon, lat, there in found:
        assert there <= room
        assert cells[int((lat - SOUTH) / STEP), int((lon + 180) / STEP) % 1800]


def test_all_that_a_button_shows_has_its_countries_named() -> None:
    own, area, whole = ["RU"], (131.0, 43.0, 136.0, 49.0), (131.0, 43.0, 210.0, 66.0)
    near = {label["name"] for label in country_labels(Wording("en"), area, own)}
    far = {label["name"] for label in country_labels(Wording("en"), area, own, whole)}
    assert "Russia" in near
    assert "United States" in far - near
    seen = [p for p, _ in country_places("RU") if 131 <= p[0] <= 138 and 43 <= p[1] <= 49]
    assert seen  # between the sea and China, too


def test_no_country_is_named_at_its_far_islands_unless_they_are_looked_at() -> None:
    """The Aleutians beside a map of the Pacific: as much room as the name asks for is there only from near."""
    found = country_labels(Wording("en"), (131.0, 43.0, 136.0, 49.0), ["RU"], (131.0, 43.0, 210.0, 66.0))
    (states,) = [label for label in found if label["name"] == "United States"]
    places: Any = states["places"]
    assert all(least > 5 for lat, lon, least in places if lat < 56 and (lon > 170 or lon < -160))
    assert places[0][2] < 3.5  # Alaska
