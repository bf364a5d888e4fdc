"""From which of its termini a way leaves a town that was named alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

import railsight as rs
from railsight.api import termini as api_termini
from railsight.api.distances import matrix_notes
from railsight.api.termini import termini
from railsight.datasets import data_path
from railsight.errors import NoRouteError
from railsight.model import Place
from railsight.network import Network, compile_tables, open_network
from railsight.routing import Avoid, profile, shortest_path
from tests.small_network import write_tables

# Two termini of Bigtown: West, from which the main line leads to Farton, and East, whose line leads to Nearby. A link
# of 6 km joins both. Further lines are those that a test adds.
POINTS = """id,name,kind,lon,lat,country,quality,names,aliases,source
w,Bigtown West,station,130.00,45.00,AA,surveyed,,,made up
e,Bigtown East,station,130.05,45.00,AA,surveyed,,,made up
h,Bigtown Harbour,halt,130.02,45.00,AA,surveyed,,,made up
n,Nearby,station,131.00,45.00,AA,surveyed,,,made up
j,Ringside,junction,130.20,45.00,AA,surveyed,,,made up
f,Farton,station,128.00,45.00,AA,surveyed,,,made up
"""
LINES = """id,name,names,chainage_kind,source,note
main,Main line,,official chainage,made up,
east,Eastern line,,official chainage,made up,
link,Link,,official chainage,made up,
round,Northern line,,official chainage,made up,
"""
HEAD = "line,seq,point,chainage_km,gauges_mm,country,length_kind,note\n"
LINE_POINTS = """main,1,w,0,1520,AA,,
main,2,f,170,,,,
east,1,e,0,1520,AA,,
east,2,j,13,1520,AA,,
east,3,n,80,,,,
link,1,w,0,1520,AA,,
link,2,h,3,1520,AA,,
link,3,e,6,,,,
"""
BIGTOWN = Place("town", "Bigtown", "town", 130.03, 45.0, country="AA", radius_m=12_000.0)
NEARBY, FARTON = Place("n", "Nearby", "station", 131.0, 45.0), Place("f", "Farton", "station", 128.0, 45.0)


def network_of(folder: Path, more: str = "", *, points: str = POINTS) -> Network:
    used = LINES if "round" in more else LINES.replace("round,Northern line,,official chainage,made up,\n", "")
    ring = "ring,Ring,,official chainage,made up,\n" if "ring" in more else ""
    tables = {"points": points, "lines": used + ring, "line_points": HEAD + LINE_POINTS + more}
    return Network(compile_tables(write_tables(folder, geometry="line,seq,points\n", **tables)))


def test_a_way_that_comes_through_another_terminus_begins_there(tmp_path: Path) -> None:
    world = network_of(tmp_path)
    to_farton, to_nearby = (rs.distance(BIGTOWN, goal, network=world) for goal in (FARTON, NEARBY))
    assert (to_farton.path.points[0].name, to_farton.rail_km) == ("Bigtown West", 170.0)
    assert (to_nearby.path.points[0].name, to_nearby.rail_km) == ("Bigtown East", 80.0)
    back = rs.distance(NEARBY, BIGTOWN, network=world)
    assert (back.path.points[-1].name, back.rail_km) == ("Bigtown East", 80.0)
    assert rs.distance(NEARBY, FARTON, via=BIGTOWN, network=world).rail_km == 256.0


def test_a_way_round_to_the_line_of_another_terminus_is_no_line_of_its_own(tmp_path: Path) -> None:
    world = network_of(tmp_path, "ring,1,w,0,1520,AA,,\nring,2,j,17,,,,\n")
    assert rs.distance(BIGTOWN, NEARBY, network=world).path.points[0].name == "Bigtown East"


@pytest.mark.parametrize(("km", "taken"), [(87, "Bigtown West"), (95, "Bigtown East")])
def test_the_main_terminus_keeps_ways_by_a_line_of_its_own(tmp_path: Path, km: int, taken: str) -> None:
    world = network_of(tmp_path, f"round,1,w,0,1520,AA,,\nround,2,n,{km},,,,\n")
    middle = Place("town", "Bigtown", "town", 130.0, 45.0, country="AA", radius_m=12_000.0)
    assert rs.distance(middle, NEARBY, network=world).path.points[0].name == taken


def test_a_town_with_a_station_of_its_own_name_has_no_other_terminus(tmp_path: Path) -> None:
    world = network_of(tmp_path, points=POINTS.replace("Bigtown West", "Bigtown"))
    assert termini(world, BIGTOWN) == []
    found = rs.distance(BIGTOWN, NEARBY, network=world)
    assert (found.path.points[0].name, found.rail_km) == ("Bigtown", 86.0)


def test_the_way_between_two_termini_of_a_town_is_the_link(tmp_path: Path) -> None:
    world = network_of(tmp_path)
    assert [world.point_name(node) for node in sorted(termini(world, BIGTOWN))] == ["Bigtown West", "Bigtown East"]
    east = Place("e", "Bigtown East", "station", 130.05, 45.0)
    assert rs.distance(BIGTOWN, east, network=world).rail_km == 0.0  # the main one, as it is the nearest
    west = Place("w", "Bigtown West", "station", 130.0, 45.0)
    assert rs.distance(west, east, network=world).rail_km == 6.0


@pytest.mark.parametrize(
    ("goal", "station", "km"),
    [
        ("Tver", "Moscow Leningradsky", 167.0),
        ("Saint Petersburg", "Moscow Leningradsky", 650.0),  # Tariff Guide No. 4
        ("Vladimir", "Moscow Kursky", 191.0),
        ("Yaroslavl", "Moscow Yaroslavsky", 282.1),
        ("Vladivostok", "Moscow Yaroslavsky", None),
    ],
)
def test_moscow_is_left_by_the_line_that_leads_there(goal: str, station: str, km: float | None) -> None:
    for name in ("Moscow", "Москва"):
        found, back = rs.distance(name, goal), rs.distance(goal, name)
        assert found.origin.name == back.target.name == station
        assert found.rail_km == back.rail_km
        assert km is None or found.rail_km == pytest.approx(km, abs=0.05)
    assert rs.distance("Moscow Yaroslavsky", "Tver").origin.name == "Moscow Yaroslavsky"


@pytest.mark.parametrize(
    ("text", "stations"),
    [
        ("The train left Moscow at 10:00 on 3 May 2024. It arrived in Tver at 13:10.", ("Moscow Leningradsky", "Tver")),
        ("The train left Tver at 10:00 on 3 May 2024. It arrived in Moscow at 13:10.", ("Tver", "Moscow Leningradsky")),
        (
            "The train left Moscow at 10:00 on 3 May 2024. It arrived in Yaroslavl at 15:10.",
            ("Moscow Yaroslavsky", "Yaroslavl-Glavny"),
        ),
    ],
)
def test_a_train_is_seen_at_the_terminus_of_its_line(text: str, stations: tuple[str, str]) -> None:
    published = datetime(2024, 5, 3, 20, tzinfo=UTC)
    journey = rs.track(rs.Report("r", text, published=published))
    assert journey.path is not None
    assert (journey.path.points[0].name, journey.path.points[-1].name) == stations


def test_a_terminus_that_is_avoided_is_not_where_a_way_begins(tmp_path: Path) -> None:
    world = network_of(tmp_path, "ring,1,w,0,1520,AA,,\nring,2,j,17,,,,\n")
    for avoided, taken in (("Bigtown East", "Bigtown West"), ("Bigtown West", "Bigtown East")):
        assert rs.distance(BIGTOWN, NEARBY, avoid=avoided, network=world).path.points[0].name == taken
    with pytest.raises(NoRouteError, match="avoids Bigtown West"):
        rs.distance(BIGTOWN, FARTON, avoid="Bigtown West", network=world)


@pytest.mark.parametrize("station", ["Moscow Yaroslavsky", "Moscow Kursky"])
def test_a_terminus_that_is_to_be_touched_is_where_a_way_begins(station: str) -> None:
    found, back = rs.distance("Moscow", "Tver", require=station), rs.distance("Tver", "Moscow", require=station)
    assert found.origin.name == back.target.name == station
    assert found.rail_km == back.rail_km == rs.distance(station, "Tver").rail_km


def test_what_became_known_later_moves_no_sighting() -> None:
    first = rs.Report("a", "The train left Moscow at 10:00.", published=datetime(2024, 5, 3, 9, tzinfo=UTC))
    later = rs.Report("b", "The train arrived in Tver at 13:10.", published=datetime(2024, 5, 3, 20, tzinfo=UTC))
    journey = rs.track([first, later], until=datetime(2024, 5, 3, 10, tzinfo=UTC))
    assert [used.spot.name for used in journey.used] == ["Moscow Yaroslavsky"]


def test_of_two_stations_of_one_name_the_one_on_the_line_is_meant(tmp_path: Path) -> None:
    points = (
        POINTS + "x,Crossing,station,129.0,45.00,AA,surveyed,,,made up\ny,Crossing,station,129.0,45.01,AA,surveyed,,,\n"
    )
    points += "z,Northend,station,129.0,46.00,AA,surveyed,,,made up\n"
    lines = LINE_POINTS.replace("main,2,f,170", "main,2,{},80,1520,AA,,\nmain,3,f,170")
    for number, here in enumerate("xy"):
        other = "y" if here == "x" else "x"
        more = f"round,1,{other},0,1520,AA,,\nround,2,z,110,,,,\n"
        tables = {"points": points, "lines": LINES, "line_points": HEAD + lines.format(here) + more}
        folder = tmp_path / str(number)
        folder.mkdir()
        world = Network(compile_tables(write_tables(folder, geometry="line,seq,points\n", **tables)))
        assert rs.distance("Crossing", "Farton", network=world).rail_km == 90.0
        assert rs.distance("Northend", "Crossing", network=world).rail_km == 110.0


def test_a_figure_of_a_report_is_checked_from_the_terminus_of_its_way() -> None:
    text = "The train is to leave Moscow. Vladimir is 191 km by rail from Moscow, Tver 167 km by rail from Moscow."
    claims = rs.read(rs.Report("r", text, published=datetime(2024, 5, 3, tzinfo=UTC))).claims
    found = {c.stated_km: c.rail_km for c in claims}
    assert found == {191.0: rs.distance("Moscow", "Vladimir").rail_km, 167.0: rs.distance("Moscow", "Tver").rail_km}


def test_a_destination_is_the_terminus_to_which_its_way_leads() -> None:
    report = rs.Report("r", "The train left Tver at 13:10.", published=datetime(2024, 5, 3, 20, tzinfo=UTC))
    (goal,) = rs.track(report, to="Moscow").destinations
    assert goal.path is not None
    assert goal.path.points[-1].name == "Moscow Leningradsky"
    assert goal.rail_km_left == pytest.approx(rs.distance("Tver", "Moscow").rail_km, abs=0.1)


def test_a_table_says_from_which_terminus_it_measures_and_else_agrees_with_distance() -> None:
    names = ["Moscow", "Tver", "Omsk", "Khasan"]
    table = rs.matrix(names)
    (note,) = (n for n in matrix_notes(names, table.places) if n.startswith("Moscow: measured from"))
    main = note.removeprefix("Moscow: measured from ").partition(",")[0]
    for i, origin in enumerate(names):
        for j, target in enumerate(names):
            if i != j:
                asked = (main if name == "Moscow" else name for name in (origin, target))
                assert table.km[i][j] == pytest.approx(rs.distance(*asked).rail_km, abs=1e-6)


GOALS = ("Khasan", "Harbin", "Tver", "Yaroslavl-Glavny", "Vladivostok", "Komsomolsk-on-Amur", "Zhengzhou")


@pytest.mark.parametrize("train", [None, profile("armoured"), replace(profile("freight"), break_of_gauge=False)])
@pytest.mark.parametrize("avoided", ["", "CN", "Kirov"])
def test_the_ways_kept_are_those_that_a_search_for_each_would_find(train: rs.Profile | None, avoided: str) -> None:
    world = open_network(data_path("network.rsn"))
    countries = frozenset({avoided} if len(avoided) == 2 else ())
    avoid = Avoid(nodes=frozenset(() if countries else world.nodes_named(avoided)), countries=countries)
    stations = {world.nodes_named(f"Moscow {name}")[0] for name in ("Yaroslavsky", "Kursky", "Leningradsky")}
    asked, goals = api_termini._Asked(world, train, avoid), [world.nodes_named(name)[0] for name in GOALS]
    inside = next(spot for goal in goals if (spot := world.spot_at(world.sections_at(goal)[0], 900.0)).node is None)
    for station, goal in product(stations, (*map(world.spot_at_node, goals), inside)):
        barred, start = frozenset(stations - {station}), world.spot_at_node(station)
        found = asked.way(station, goal, barred=barred)
        wanted: float | None = None
        try:
            wished = replace(avoid, nodes=avoid.nodes | barred)
            wanted = shortest_path(world, start, goal, avoid=wished, profile=train).length_m
        except NoRouteError:
            assert found is None
            continue
        assert found is not None
        assert found.length_m == wanted
        assert sum(step.length_m for step in found.steps) == pytest.approx(wanted)


def test_one_search_from_each_terminus_answers_for_all_goals(monkeypatch: pytest.MonkeyPatch) -> None:
    made, search = [], api_termini._WaysFrom
    monkeypatch.setattr(api_termini, "_WaysFrom", lambda *asked: made.append(asked) or search(*asked))  # type: ignore[func-returns-value]
    monkeypatch.setattr(api_termini, "_kept", [])
    for goal in ("Khasan", "Vladivostok", "Omsk", "Harbin", "Novosibirsk", "Khasan"):
        rs.distance("Moscow", goal)
        rs.distance(goal, "Moscow")
    assert len(made) == 3


def test_no_more_searches_are_kept_than_the_size_of_the_network_allows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, kept = network_of(tmp_path), []  # type: ignore[var-annotated]
    monkeypatch.setattr(api_termini, "_kept", kept)
    monkeypatch.setattr(api_termini, "_MOST_NODES", world.node_count)
    assert rs.distance(BIGTOWN, NEARBY, network=world).path.points[0].name == "Bigtown East"
    assert rs.distance(BIGTOWN, NEARBY, avoid="Bigtown Harbour", network=world).rail_km == 80.0
    assert len(kept) == 2


def test_on_a_large_network_no_way_is_looked_for_to_where_no_rails_lead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_termini, "_LARGE", 0)
    monkeypatch.setattr(api_termini._Asked, "way", lambda *_, **__: pytest.fail("searched"))
    with pytest.raises(NoRouteError, match="separate networks"):
        rs.distance("Moscow", "Yuzhno-Sakhalinsk")
