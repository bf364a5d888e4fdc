"""Networks from OpenStreetMap extracts: what is kept, how tracks join, and what a train can run through."""

from __future__ import annotations

import heapq
import math
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

import railsight as rs
from railsight.errors import NetworkFormatError, OutputExistsError, PlaceNotFoundError
from railsight.geo import approx_m, geodesic_m, nearest_on_line
from railsight.network import Network, open_network
from railsight.network.building import BuildReport, from_pbf, from_vector
from railsight.network.building import osm_tags as tagging
from railsight.network.building.contract import Ways, contract
from tests.osm_fixture import BIG, Town, lonlat

pytest.importorskip("osmium", reason="the extra railsight[osm] is not installed")

pytestmark = pytest.mark.usefixtures("built_here")


def build(town: Town, tmp_path: Path, **options: bool) -> tuple[Network, BuildReport]:
    path = town.write(tmp_path / "town.osm.pbf")
    report = from_pbf(path, tmp_path / "town.rsn", force=True, **options)
    return open_network(tmp_path / "town.rsn"), report


def km(network: Network, a: str, b: str, *, reversals: bool = False) -> float | None:
    """Shortest km between two points by a search that knows the sides of junctions, without reversals."""
    start, goal = network.node_of(a), network.node_of(b)
    assert start is not None
    assert goal is not None
    best: dict[tuple[int, int], int] = {}
    heap = [(0, start, -1)]
    while heap:
        cost, node, arrived = heapq.heappop(heap)
        if node == goal:
            return cost / 100_000
        if best.get((node, arrived), cost + 1) <= cost:
            continue
        best[node, arrived] = cost
        for far, length, section in network.adjacent(node):
            ends = network.section_ends(section)
            sides = network.section_sides(section)
            leave, reach = sides if ends[0] == node else sides[::-1]
            if reversals or not (arrived > 0 and arrived == leave):
                heapq.heappush(heap, (cost + length, far, reach))
    return None


def run_km(points: Sequence[tuple[float, float]]) -> float:
    """Length of a line through points in metres on the plane."""
    return sum(math.dist(p, q) for p, q in pairwise(points)) / 1000


def by_name(network: Network, name: str) -> str:
    (found,) = [network.point(n).id for n in range(network.node_count) if network.point_name(n) == name]
    return found


def switch() -> Town:
    """A main line west to east, a branch that leaves it eastward to the north-east, stations at the three ends."""
    town = Town()
    for i in range(11):
        town.node(i, i * 1000.0, 0.0)
    town.node(0, 0, 0, railway="station", name="West", name__ru="Запад", int_name="Vest")
    town.node(5, 5000, 0, railway="switch")
    town.node(10, 10000, 0, railway="station", name="East")
    town.way(range(6), name="Main", usage="main", gauge="1520;1435", electrified="contact_line", maxspeed="100")
    town.way(range(5, 11), name="Main", usage="main", gauge="1520;1435", electrified="contact_line", maxspeed="120")
    town.node(21, 5100, 6)
    town.node(22, 5400, 60)
    town.node(23, 8000, 3000, railway="halt", name="Branch End")
    town.way([5, 21, 22, 23], name="Branch", usage="branch", gauge="1520", electrified="no")
    return town


def test_sections_run_between_junctions_and_operating_points(tmp_path: Path) -> None:
    network, report = build(switch(), tmp_path)
    assert (report.points, report.sections, report.lines) == (4, 3, 2)
    assert not report.partial
    assert report.stations == 3
    west = network.point(network.node_of(by_name(network, "West")))
    assert west.names == {"ru": "Запад"}
    assert "Vest" in network.point_aliases(west.node)
    assert west.country == "BY"
    main = [network.section(i) for i in network.line_sections("osm::Main")]
    assert [s.gauges_mm for s in main] == [(1435, 1520)] * 2
    assert [network.section_electrified(s.index) for s in main] == [True, True]
    assert sum(s.length_m for s in main) == pytest.approx(geodesic_m(*lonlat(0, 0), *lonlat(10000, 0)), abs=0.05)
    assert {s.length_kind for s in main} == {"measured geometry"}
    assert [network.section_max_kmh(s.index) for s in main] == [100, 120]
    assert report.gauge_km.keys() == {"1520", "1435+1520"}


def test_length_is_of_the_full_shape_and_geometry_stays_within_ten_metres(tmp_path: Path) -> None:
    town = Town()
    bend = [(t * 50.0, 400 * math.sin(t / 12)) for t in range(201)]
    town.straight(0, bend, name="Winding")
    network, _ = build(town, tmp_path)
    full = sum(geodesic_m(*lonlat(*p), *lonlat(*q)) for p, q in pairwise(bend))
    assert network.section(0).length_m == pytest.approx(full, rel=1e-5)
    shape = network.geometry(0)
    assert len(shape) < 60
    assert max(nearest_on_line(*lonlat(*p), shape)[0] for p in bend) < 10.5


def test_a_switch_is_not_run_through_against_its_legs(tmp_path: Path) -> None:
    network, _ = build(switch(), tmp_path)
    west, east, branch = (by_name(network, n) for n in ("West", "East", "Branch End"))
    branch_km = 5.0 + run_km([(5000, 0), (5100, 6), (5400, 60), (8000, 3000)])
    assert km(network, west, east) == pytest.approx(10.0, abs=0.05)
    assert km(network, west, branch) == pytest.approx(branch_km, rel=5e-3)
    assert km(network, east, branch) is None  # leg to leg needs a reversal
    assert km(network, east, branch, reversals=True) == pytest.approx(branch_km, rel=5e-3)


def test_a_triangle_gives_a_way_without_reversal(tmp_path: Path) -> None:
    town = switch()
    town.node(24, 7000, 1880)
    town.ways[2] = ([BIG + n for n in (5, 21, 22, 24, 23)], town.ways[2][1])
    curve = [(6600, 1350), (6450, 900), (6600, 450), (7000, 150), (7600, 10)]
    numbers = [town.node(40 + i, *at) - BIG for i, at in enumerate(curve)]
    town.way([24, *numbers, 8], name="Curve", usage="branch")
    network, _ = build(town, tmp_path)
    west, east, branch = (by_name(network, n) for n in ("West", "East", "Branch End"))
    assert km(network, east, branch) == pytest.approx(
        2.0 + run_km([(8000, 0), *curve[::-1], (7000, 1880), (8000, 3000)]), rel=5e-3
    )  # round the curve
    assert km(network, west, branch) == pytest.approx(9.38, abs=0.1)
    assert km(network, west, east) == pytest.approx(10.0, abs=0.05)


def test_lines_that_cross_without_a_shared_node_are_not_joined(tmp_path: Path) -> None:
    town = Town()
    town.straight(0, [(-3000, 0), (0, 0.0), (3000, 0)], name="Below")
    town.straight(10, [(0, -3000), (0, 3000)], name="Above")
    network, report = build(town, tmp_path)
    assert report.sections == 2
    assert all(len(network.sections_at(n)) == 1 for n in range(network.node_count))


@pytest.mark.parametrize("at_way_ends", [False, True])
def test_a_diamond_crossing_joins_nothing(tmp_path: Path, at_way_ends: bool) -> None:
    town = Town()
    town.node(0, 0, 0, railway="railway_crossing")
    for n, (x, y) in enumerate([(-2000, 0), (2000, 0), (-1500, -900), (1500, 900)], start=1):
        town.node(n, x, y)
    if at_way_ends:
        for n, line in ((1, "A"), (2, "A"), (3, "B"), (4, "B")):
            town.way([n, 0], name=line)
    else:
        town.way([1, 0, 2], name="A")
        town.way([3, 0, 4], name="B")
    network, _ = build(town, tmp_path)
    a = [
        n
        for n in range(network.node_count)
        if "A" in {network.line(network.section_line(s)).name for s in network.sections_at(n)}
    ]
    b = [
        n
        for n in range(network.node_count)
        if "B" in {network.line(network.section_line(s)).name for s in network.sections_at(n)}
    ]
    assert not set(a) & set(b)


def test_a_station_joins_the_tracks_that_run_through_it_and_not_a_line_above(tmp_path: Path) -> None:
    town = Town()
    town.straight(0, [(-4000, 0), (4000, 0)], name="Track 1")
    town.straight(10, [(-4000, 12), (4000, 12)], name="Track 2")
    town.straight(20, [(20, -4000), (20, 4000)], name="Viaduct")
    town.node(30, 5, 60, railway="station", name="Cross", name__be="Крыж")
    town.node(31, 9000, 9000, railway="station", name="Nowhere")
    town.node(32, 3000, 30, railway="station", name="Metro", station="subway")
    network, report = build(town, tmp_path)
    assert report.off_network == ("Nowhere",)
    nodes = [n for n in range(network.node_count) if network.point_name(n) == "Cross"]
    lines = [{network.line(network.section_line(s)).name for s in network.sections_at(n)} for n in nodes]
    assert sorted(map(sorted, lines)) == [["Track 1", "Track 2"], ["Viaduct"]]
    main = nodes[lines.index({"Track 1", "Track 2"})]
    assert network.point(main).id == f"osm-n{BIG + 30}"
    assert approx_m(*network.point_lonlat(main), *lonlat(20, 12)) < 1
    total = sum(network.section(s).length_m for s in network.sections_at(main))
    assert total == pytest.approx(16000, rel=5e-3)  # the jog to the station's own spot is not counted


def test_a_station_that_no_track_is_near_is_named_and_a_question_for_it_is_told_why(tmp_path: Path) -> None:
    town = Town()
    town.straight(0, [(-4000, 0), (4000, 0)], name="Track")
    for i, east in enumerate((-3900, 3900)):
        town.node(30 + i, east, 20, railway="station", name=f"Plainquo {i}")
    town.node(40, 0, 9000, railway="station", name="Offquo Wald")
    town.node(41, 0, 9000, railway="level_crossing", name="Crossquo")
    network, report = build(town, tmp_path)
    assert report.warnings == ("further than 500 m from every line, left out: 'Offquo Wald'",)
    assert network.info["off_network"] == ["Offquo Wald"]
    with pytest.raises(PlaceNotFoundError) as caught:
        rs.distance("Plainquo 0", "offquo wald", network=network)
    assert "no track that was kept lies near it" in caught.value.hint


def test_stations_out_of_use_are_no_operating_points(tmp_path: Path) -> None:
    town = Town()
    town.straight(0, [(-4000, 0), (4000, 0)], name="Track")
    marks = ({}, {"disused": "yes"}, {"abandoned": "yes"}, {"construction": "yes"}, {"disused": "no"})
    for i, tags in enumerate(marks):
        town.node(30 + i, -2000 + 900 * i, 20, railway="station", name=f"Quo {i}", **tags)
    network, _ = build(town, tmp_path)
    names = {network.point_name(n) for n in range(network.node_count)} - {""}
    assert names == {"Quo 0", "Quo 4"}


def test_tracks_that_end_at_a_terminus_end_at_one_node_and_a_train_must_turn_there(tmp_path: Path) -> None:
    town = Town()
    for i in range(4):
        town.straight(10 * i, [(20.0 * i, 40.0), (20.0 * i, 900.0), (30.0, 2000.0)], name=f"Platform {i}")
        town.ways[i] = ([BIG + 10 * i, BIG + 10 * i + 1, BIG + 2], town.ways[i][1])
    town.straight(90, [(30, 2000), (30, 5000)], name="Main")
    town.ways[4] = ([BIG + 2, BIG + 91], town.ways[4][1])
    town.nodes[BIG + 2] = (lonlat(30, 2000), {})
    town.node(91, 30, 5000, railway="station", name="Suburb")
    town.node(99, 30, -10, railway="station", name="Terminus")
    network, report = build(town, tmp_path)
    terminus = network.node_of(by_name(network, "Terminus"))
    assert report.off_network == ()
    assert len(network.sections_at(terminus)) == 4
    ends = [network.section_sides(s)[network.section_ends(s).index(terminus)] for s in network.sections_at(terminus)]
    assert len(set(ends)) == 1
    assert km(network, by_name(network, "Suburb"), by_name(network, "Terminus")) == pytest.approx(4.96, abs=0.1)


def test_a_named_level_crossing_joins_no_tracks(tmp_path: Path) -> None:
    town = Town()
    town.straight(0, [(-4000, 0), (0, 0), (4000, 0)], name="Track 1")
    town.straight(10, [(-4000, 12), (0, 12), (4000, 12)], name="Track 2")
    for number, north in ((1, 0), (11, 12)):
        town.node(number, 0, north, railway="level_crossing", name="Mill Road")
    town.node(30, 1000, 5, railway="junction", name="Mill Junction")
    network, _ = build(town, tmp_path)
    for node in range(network.node_count):
        lines = {network.section_line(s) for s in network.sections_at(node)}
        assert len(lines) == 1, network.point_name(node)
    assert sum(network.point_name(n) == "Mill Road" for n in range(network.node_count)) == 2


def only_by_turning_round(town: Town, tmp_path: Path) -> None:
    """From Foot to Top, the ends of two tracks that meet in a point, no train runs without changing ends."""
    town.node(0, -3000, 0, railway="station", name="Foot")
    town.node(11, -3000, 300, railway="station", name="Top")
    network, _ = build(town, tmp_path)
    foot, top = by_name(network, "Foot"), by_name(network, "Top")
    assert km(network, foot, top) is None
    assert km(network, foot, top, reversals=True) == pytest.approx(6.0, abs=0.1)


def test_a_zigzag_is_a_reversal(tmp_path: Path) -> None:
    town = Town()
    town.straight(0, [(-3000, 0), (0, 0)], name="Up")
    town.straight(10, [(0, 0), (-3000, 300)], name="Further up")
    town.ways[1] = ([BIG + 1, BIG + 11], town.ways[1][1])
    only_by_turning_round(town, tmp_path)


@pytest.mark.parametrize("one_way", [False, True])
def test_legs_of_a_switch_whose_toe_is_left_out_are_no_line(tmp_path: Path, one_way: bool) -> None:
    town = Town()
    town.straight(0, [(-3000, 0), (0, 0)])
    town.straight(10, [(0, 0), (-3000, 300)])
    town.straight(20, [(0, 0), (500, 0)], service="yard")
    if one_way:  # both legs drawn as one way through the toe
        town.ways[0] = ([BIG + 0, BIG + 1, BIG + 11], town.ways[0][1])
        del town.ways[1]
    else:
        town.ways[1] = ([BIG + 1, BIG + 11], town.ways[1][1])
    only_by_turning_round(town, tmp_path)


def test_what_is_no_running_line_is_left_out_and_counted(tmp_path: Path) -> None:
    town = Town()
    town.straight(0, [(0, 0), (5000, 0)], usage="main")
    kinds = {
        "tram": {"railway": "tram"},
        "subway": {"railway": "subway"},
        "light_rail": {"railway": "light_rail"},
        "disused": {"railway": "disused", "disused": "rail"},
        "abandoned": {"railway": "abandoned"},
        "construction": {"railway": "construction", "construction": "rail"},
        "proposed": {"railway": "proposed"},
        "yard": {"service": "yard"},
        "siding": {"service": "siding"},
        "spur": {"service": "spur"},
        "industrial": {"usage": "industrial"},
        "military": {"usage": "military"},
    }
    for i, tags in enumerate(kinds.values(), start=1):
        town.straight(100 * i, [(0, 500.0 * i), (1000.0 * i, 500.0 * i)], **tags)
    town.straight(5000, [(0, 9000), (1500, 9000)], railway="", disused__railway="rail")
    town.straight(5100, [(0, 9500), (2500, 9500)], razed="yes")
    town.straight(5200, [(0, 9900), (700, 9900)], railway="platform")
    expected = {name: float(i) for i, name in enumerate(kinds, start=1)}
    expected["disused"] += 1.5
    expected["razed"] = 2.5
    _, report = build(town, tmp_path)
    assert report.kept_km == pytest.approx(5.0, rel=5e-3)
    assert dict(report.left_out_km) == pytest.approx(expected, rel=5e-3)
    _, report = build(town, tmp_path, industrial=True)
    assert report.kept_km == pytest.approx(5.0 + 8 + 9 + 10 + 11 + 12, rel=5e-3)
    assert "yard" not in report.left_out_km


def test_nodes_that_follow_their_ways_are_found(tmp_path: Path) -> None:
    town = switch()
    town.write(tmp_path / "a.osm.pbf")
    town.write(tmp_path / "b.osm.pbf", ways_first=True)
    for name in "ab":
        from_pbf(tmp_path / f"{name}.osm.pbf", tmp_path / f"{name}.rsn")
    a, b = open_network(tmp_path / "a.rsn"), open_network(tmp_path / "b.rsn")
    assert [a.section(i) for i in range(a.section_count)] == [b.section(i) for i in range(b.section_count)]
    assert sorted(a.point(n).name for n in range(4)) == sorted(b.point(n).name for n in range(4))


def test_missing_nodes_make_it_partial_and_bridge_nothing(tmp_path: Path) -> None:
    town = Town()
    town.straight(0, [(i * 1000.0, 0) for i in range(7)])
    del town.nodes[BIG + 3]
    network, report = build(town, tmp_path)
    assert report.partial
    assert report.problems[0] == "1 place on a railway is not in the file: the tracks end there"
    assert network.info["partial"] is True
    assert network.section_count == 2
    assert report.kept_km == pytest.approx(4.0, rel=5e-3)


def test_rings_loops_and_doubled_nodes(tmp_path: Path) -> None:
    town = Town()
    town.straight(0, [(0, 0), (1000, 0), (1000, 1000), (0, 1000)], name="Ring")
    town.ways[0] = ([BIG + n for n in (0, 1, 1, 2, 3, 0)], town.ways[0][1])
    town.straight(10, [(5000, 0), (6000, 0), (7000, 500), (6800, 900), (6200, 500)], name="Balloon")
    town.ways[1] = ([BIG + n for n in (10, 11, 12, 13, 14, 11)], town.ways[1][1])
    network, report = build(town, tmp_path)
    assert all(len(set(network.section_ends(i))) == 2 for i in range(network.section_count))
    assert report.kept_km == pytest.approx(
        4.0 + 1.0 + run_km([(6000, 0), (7000, 500), (6800, 900), (6200, 500), (6000, 0)]), rel=5e-3
    )


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("tracks", [1, 2, 3])
def test_stations_abreast_of_one_place_do_not_cut_the_line(tmp_path: Path, tracks: int, turned: bool) -> None:
    from railsight.network.islands import islands

    town = Town()
    for track in range(tracks):
        numbers = [10 * track + i for i in (1, 2, 3)]
        for number, east in zip(numbers, (0, 10_000, 20_000), strict=True):
            town.node(number, east, 10 * track)
        town.way(numbers[::-1] if turned else numbers)
    for number, (east, north, name) in enumerate(
        [(0, 5, "Alpha"), (5000, 40, "North"), (5000, -40, "South"), (5000, -60, "Far South"), (20_000, 5, "Omega")]
    ):
        town.node(100 + number, east, north, railway="station", name=name)
    network, _ = build(town, tmp_path)
    assert len(islands(network)) == 1
    found = {network.point(n).name: network.point(n).id for n in range(network.node_count)}
    assert km(network, found["Alpha"], found["Omega"]) == pytest.approx(20.0, abs=0.1)
    assert km(network, found["North"], found["Far South"]) == pytest.approx(0.0, abs=0.1)


def test_stations_abreast_of_the_end_of_a_way_are_all_kept(tmp_path: Path) -> None:
    from railsight.network.islands import islands

    town = Town()
    for number, name in ((1, "Alpha"), (2, "Beta"), (3, "Omega")):
        town.node(number, (number - 1) * 5000, 0, railway="station", name=name)
    town.way([1, 2])
    town.way([2, 3])
    for number, east, north, name in ((4, 5000, 60, "North"), (5, 5000, -70, "South"), (6, 0, 30, "Alpha Harbour")):
        town.node(number, east, north, railway="station", name=name)
    network, report = build(town, tmp_path)
    assert (report.off_network, report.stations, len(islands(network))) == ((), 6, 1)
    found = {network.point(n).name: network.point(n).id for n in range(network.node_count)}
    assert set(found) == {"Alpha", "Beta", "Omega", "North", "South", "Alpha Harbour"}
    assert km(network, found["Alpha"], found["Omega"]) == pytest.approx(10.0, abs=0.1)


def test_a_track_from_a_node_to_itself_is_left_out() -> None:
    import numpy as np

    lon, lat = np.array([24.0, 24.1, 24.1, 24.1]), np.full(4, 52.0)
    # the second way has become one node: a station took both of its ends
    ways = Ways(np.array([0, 2, 4]), np.array([1, 2, 2, 2]), lon, lat, np.zeros(2, dtype=np.int64))
    chains = contract(ways)
    assert [(int(chains.keys[a]), int(chains.keys[b])) for a, b in zip(chains.a, chains.b, strict=True)] == [(1, 2)]
    assert (chains.start.tolist(), chains.vertex.tolist()) == ([0, 2], [0, 1])


def test_same_file_same_bytes_and_nothing_overwritten(tmp_path: Path) -> None:
    path = switch().write(tmp_path / "t.osm.pbf")
    from_pbf(path, tmp_path / "t.rsn")
    first = (tmp_path / "t.rsn").read_bytes()
    with pytest.raises(OutputExistsError):
        from_pbf(path, tmp_path / "t.rsn")
    from_pbf(path, tmp_path / "t.rsn", force=True)
    assert (tmp_path / "t.rsn").read_bytes() == first
    assert sorted(p.name for p in tmp_path.iterdir()) == ["t.osm.pbf", "t.rsn"]


def test_an_extract_without_railways_says_so(tmp_path: Path) -> None:
    town = Town()
    town.straight(0, [(0, 0), (10, 0)], railway="tram")
    path = town.write(tmp_path / "t.osm.pbf")
    with pytest.raises(NetworkFormatError, match="no running line"):
        from_pbf(path, tmp_path / "t.rsn")
    assert not (tmp_path / "t.rsn").exists()


def test_a_file_on_disk_for_places_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from railsight.network.building import osm_read

    path = str(switch().write(tmp_path / "t.osm.pbf"))
    in_memory = osm_read.read_rail(path, industrial=False, ordered=True, scratch=str(tmp_path))
    monkeypatch.setattr(osm_read, "_IN_MEMORY_BYTES", 0)
    on_disk = osm_read.read_rail(path, industrial=False, ordered=True, scratch=str(tmp_path))
    assert on_disk.kept == in_memory.kept
    assert [p.name for p in tmp_path.iterdir()] == ["t.osm.pbf"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1435", (1435,)),
        ("1520;1435", (1435, 1520)),
        ("1435 mm", (1435,)),
        ("standard", ()),
        ("1520; 1520", (1520,)),
        ("99999", ()),
        ("1,435", (1435,)),
        ("1.520 mm;1 435", (1435, 1520)),
        ("1520,1435", (1435, 1520)),
        ("-1435", ()),
        ("１４３５", ()),
        (None, ()),
        ("1000;" * 100_000, (1000,)),
    ],
)
def test_gauges(text: str | None, expected: tuple[int, ...]) -> None:
    assert tagging.gauges(text) == expected


def test_a_gauge_that_is_none_is_noted() -> None:
    assert tagging.gauge_notes(["1435", "1,435", "", "1520;1435", "1000 mm"]) == []
    assert tagging.gauge_notes(["standard", "1435;7", "1435"]) == ["no gauge in mm, left out: '1435;7', 'standard'"]
    assert tagging.gauge_notes(map(str, range(9)))[0].endswith(" and 4 more")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("120", 120),
        ("60 mph", 97),
        ("60 km/h", 60),
        ("60 kph", 60),
        ("80;60", 80),
        ("none", 0),
        ("-5", 0),
        ("1e9", 0),
        ("9" * 50, 0),
    ],
)
def test_speeds(text: str, expected: int) -> None:
    assert tagging.speed_kmh(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("contact_line", True),
        ("rail;contact_line", True),
        ("4th_rail; rail", True),
        ("no", False),
        ("x", None),
        ("", None),
    ],
)
def test_power(text: str, expected: bool | None) -> None:
    assert tagging.electrified(text) is expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"service": "siding;yard"}, "siding"),
        ({"usage": "main; freight"}, "main"),
        ({"usage": "main", "service": "spur"}, "spur"),
        ({"service": "crossover"}, ""),
        ({}, ""),
    ],
)
def test_class_of_tracks(tags: dict[str, str], expected: str) -> None:
    assert tagging.track_class({"railway": "rail", **tags}) == (True, expected)


def test_names_in_every_language_are_taken_and_nothing_else() -> None:
    name, by_language, more = tagging.names_of(
        {
            "name": "Хасан",
            "name:ko": "하산",
            "name:zh-Hant": "哈桑",
            "name:etymology": "x",
            "int_name": "Khasan",
            "old_name": "A;B",
        }
    )
    assert name == "Хасан"
    assert by_language == {"ko": "하산", "zh-Hant": "哈桑"}
    assert more == ("Khasan", "A", "B")


def test_signs_with_a_meaning_in_the_text_between_come_through(tmp_path: Path) -> None:
    name = "A, b=c %20% x@y \N{TRAIN}\n\u65b0 n1x2y3"
    town = Town()
    town.straight(0, [(0, 0), (1000, 0), (2000, 0)], name=name, gauge="1520")
    path = str(town.write(tmp_path / "t.osm.pbf"))
    from railsight.network.building import osm_read

    rail = osm_read.read_rail(path, industrial=False, ordered=True, scratch=str(tmp_path))
    assert [k.name for k in rail.kinds] == [tagging.clean(name)]
    assert list(rail.kept.ids) == [BIG, BIG + 1, BIG + 2]
    assert [p.name for p in tmp_path.iterdir()] == ["t.osm.pbf"]


def test_ways_are_cut_where_the_places_of_nodes_are_missing(tmp_path: Path) -> None:
    from railsight.network.building import osm_read

    town = Town()
    for i in range(5):
        town.straight(10 * i, [(j * 1000.0, i * 500.0) for j in range(7)])
    del town.nodes[BIG + 13], town.nodes[BIG + 21], town.nodes[BIG + 46]
    path = str(town.write(tmp_path / "t.osm.pbf"))
    whole = osm_read.read_rail(path, industrial=False, ordered=True, scratch=str(tmp_path))
    assert whole.missing == 3
    runs = [list(whole.kept.ids[a:b]) for a, b in pairwise(whole.kept.start)]
    assert [[n - BIG for n in run] for run in runs] == [
        [0, 1, 2, 3, 4, 5, 6],
        [10, 11, 12],
        [14, 15, 16],
        [22, 23, 24, 25, 26],
        [30, 31, 32, 33, 34, 35, 36],
        [40, 41, 42, 43, 44, 45],
    ]


def test_many_ways_come_in_several_blocks_and_in_order(tmp_path: Path) -> None:
    """The library writes at most 8,000 ways a block; tags have other numbers in each."""
    from railsight.network.building import osm_read

    town = Town()
    count = 8050
    for i in range(count):
        town.straight(
            2 * i, [(i * 10.0, 0.0), (i * 10.0, 5.0 + i)], name="ABC"[(i * i) % 3], maxspeed=str(i // 4000 + 10)
        )
    path = str(town.write(tmp_path / "t.osm.pbf"))
    rail = osm_read.read_rail(path, industrial=False, ordered=True, scratch=str(tmp_path))
    assert list(rail.kept.start) == list(range(0, 2 * count + 1, 2))
    assert list(rail.kept.ids) == [BIG + i for i in range(2 * count)]
    places = list(zip(rail.kept.lonlat[::2], rail.kept.lonlat[1::2], strict=True))
    assert places == [tuple(round(c, 7) for c in town.nodes[BIG + i][0]) for i in range(2 * count)]
    kinds = [(rail.kinds[k].name, rail.kinds[k].maxspeed_kmh) for k in rail.kept.kind]
    assert kinds == [("ABC"[(i * i) % 3], i // 4000 + 10) for i in range(count)]


# ---------------------------------------------------------------- stations that are no node


def stations_of(network: Network) -> dict[str, str]:
    named = [n for n in range(network.node_count) if network.point_name(n)]
    return {network.point_name(n): network.point_kind(n) for n in named}


@pytest.mark.parametrize("ways_first", [False, True])
def test_stations_mapped_as_relations_or_by_their_stops_are_kept(tmp_path: Path, ways_first: bool) -> None:
    town = Town()
    town.straight(0, [(i * 2000.0, 0.0) for i in range(7)], name="Main")
    town.node(0, 0, 0, railway="station", name="Node")
    town.relation(("w", town.outline(20, 2000, 100)), type="multipolygon", railway="station", name="Relation")
    town.node(2, 4000, 0, railway="stop", public_transport="stop_position", train="yes")
    town.relation(("n", 2), type="public_transport", public_transport="stop_area", name="Area of stops")
    town.node(3, 6000, 0, railway="stop", public_transport="stop_position", name="Stop", name__ru="Стоп")
    town.node(4, 8000, 0, public_transport="station", train="yes", name="Transport")
    town.node(5, 10000, 0, railway="station")  # its name stands on the area of its stops
    town.relation(("n", 5), type="public_transport", public_transport="stop_area", name="Named by area")
    town.node(6, 12000, 0, railway="station", name="End", station="subway")
    path = town.write(tmp_path / "town.osm.pbf", ways_first=ways_first)
    report = from_pbf(path, tmp_path / "town.rsn", force=True)
    network = open_network(tmp_path / "town.rsn")
    assert stations_of(network) == {
        "Node": "station",
        "Relation": "station",
        "Area of stops": "halt",
        "Stop": "halt",
        "Transport": "station",
        "Named by area": "station",
    }
    assert report.stations == 6
    for name, east in (("Relation", 2000), ("Area of stops", 4000), ("Stop", 6000)):
        node = network.node_of(by_name(network, name))
        assert node is not None
        assert approx_m(*network.point_lonlat(node), *lonlat(east, 0)) < 1
    assert km(network, by_name(network, "Node"), by_name(network, "Relation")) == pytest.approx(2.0, abs=0.01)


def test_stops_of_a_station_and_of_others_than_trains_are_no_stations(tmp_path: Path) -> None:
    town = Town()
    town.straight(0, [(i * 1000.0, 0.0) for i in range(12)], name="Main")
    town.straight(30, [(i * 1000.0, 5.0) for i in range(12)], name="Main")  # the other track
    town.node(0, 0, 0, railway="station", name="Big")
    town.node(30, 0, 5, railway="stop", name="Big, platform 2")
    town.relation(("n", 30), type="public_transport", public_transport="stop_area", name="Big station")
    for track in (5, 35):
        town.node(track, 5000, 5.0 * (track > 30), railway="stop", name="Twice")
    town.node(7, 7000, 0, railway="stop", name="Tram", tram="yes")
    town.node(60, 8000, 9, railway="stop", name="Beside the track")
    town.node(9, 9000, 0, railway="stop")
    town.node(61, 9500, 50, public_transport="station", bus="yes", name="Coaches")
    town.relation(("n", 61), type="public_transport", public_transport="stop_area", name="Coaches")
    network, report = build(town, tmp_path)
    assert stations_of(network) == {"Big": "station", "Twice": "halt"}
    assert report.stations == 2


def test_two_tracks_side_by_side_are_no_duplicate(tmp_path: Path) -> None:
    town = Town()
    town.straight(0, [(i * 2000.0, 0.0) for i in range(5)], name="Main")
    town.straight(10, [(0.0, 5.0), (8000.0, 6.0)], name="Main")
    town.node(0, 0, 0, railway="station", name="West")
    town.node(4, 8000, 0, railway="station", name="East")
    network, _ = build(town, tmp_path)
    assert network.section_count == 2
    assert [f.kind for f in network.validate()] == []


def test_a_way_mapped_twice_is_one(tmp_path: Path) -> None:
    town = Town()
    nodes = town.straight(0, [(-4000, 0), (0, 100), (4000, 0)], name="Track")
    town.way(nodes[::-1], name="Track", maxspeed="80")
    town.way(nodes, name="Another on the same bed")
    network, report = build(town, tmp_path)
    assert report.left_out_km == {"mapped twice": pytest.approx(8.0, abs=0.1)}
    assert report.kept_km == pytest.approx(16.0, abs=0.2)
    names = sorted(network.line(network.section_line(s)).name for s in range(network.section_count))
    assert set(names) == {"Another on the same bed", "Track"}
    assert names.count("Track") == names.count("Another on the same bed")


def test_what_the_refusal_of_another_form_tells_to_do_works(tmp_path: Path) -> None:
    import osmium

    town = Town()
    town.straight(0, [(-4000, 0), (4000, 0)], name="Track")
    other = tmp_path / "town.osm"
    with osmium.SimpleWriter(str(other)) as writer:
        osmium.apply(str(town.write(tmp_path / "town.osm.pbf")), writer)
    with pytest.raises(NetworkFormatError, match="another form") as caught:
        from_vector(other, tmp_path / "town.rsn")
    code = caught.value.hint.split('"')[1].replace("FILE", str(other))
    subprocess.run([sys.executable, "-c", code], check=True)
    assert from_pbf(f"{other}.osm.pbf", tmp_path / "town.rsn").kept_km == pytest.approx(8.0, abs=0.1)
