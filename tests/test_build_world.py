"""The coarse world: arrays read as data, breaks closed or left, long edges kept and marked."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import railsight as rs
from railsight.errors import MissingExtraError, NetworkFormatError, NoRouteError, OutputExistsError
from railsight.geo import approx_m
from railsight.model import Place
from railsight.network import Network, open_network
from railsight.network.building import coarse_world, world
from railsight.network.building.coarse_world import read_arrays
from railsight.network.building.gauges import default_gauges, unverified_countries
from railsight.network.building.world_graph import WorldGraph, mend
from railsight.network.building.world_mends import Break, breaks
from railsight.network.combining import draft_of
from railsight.routing import shortest_path, snap


def km_between(graph: WorldGraph, a: tuple[float, float], b: tuple[float, float]) -> float | None:
    """Kilometres by the arrays alone between the nodes nearest to two places, None when there is no way."""
    from heapq import heappop, heappush

    import numpy as np

    def nearest(lon: float, lat: float) -> int:
        east = ((graph.lon - lon + 180.0) % 360.0 - 180.0) * np.cos(np.radians(lat))
        return int(np.argmin(east**2 + (graph.lat - lat) ** 2))

    start, goal = nearest(*a), nearest(*b)
    around = graph.neighbours()
    best, heap = {start: 0.0}, [(0.0, start)]
    while heap:
        cost, node = heappop(heap)
        if node == goal:
            return cost / 1000
        if cost > best[node]:
            continue
        for other, length in around[node]:
            if cost + length < best.get(other, cost + length + 1):
                best[other] = cost + length
                heappush(heap, (cost + length, other))
    return None


def arrays(path: Path, nodes: list[tuple[float, float]], edges: list[tuple[int, int, float]]) -> Path:
    """A file in the form of the package's: lists of edges by node and of nodes (lat, lon), then a call."""
    rows: list[dict[int, float]] = [{i: 0.0} for i in range(len(nodes))]
    for a, b, km in edges:
        rows[a][b] = rows[b][a] = km
    lat_lon = [[lat, lon] for lon, lat in nodes]
    path.write_text(
        f"\nfrom scgraph.core import GeoGraph\ngraph={rows}\nnodes={lat_lon}\nworld_railways_geograph = GeoGraph(1)\n"
    )
    return path


# a line of three nodes in Poland, a gap of 700 m in line with it, a line going on; far off, an end that faces nobody
NODES = [(20.0, 52.0), (20.1, 52.0), (20.2, 52.0), (20.21, 52.0), (20.5, 52.0), (20.21, 52.005), (20.21, 52.3)]
EDGES = [(0, 1, 7.0), (1, 2, 6.9), (3, 4, 40.0), (5, 6, 33.0)]


def test_edges_keep_their_own_length_and_long_ones_are_marked(tmp_path: Path) -> None:
    source = arrays(tmp_path / "w.py", NODES, EDGES)
    report = world(tmp_path / "w.rsn", combined=False, arrays=source)
    network = open_network(tmp_path / "w.rsn")
    kinds = {s.length_kind: s.length_m for s in map(network.section, range(network.section_count))}
    assert kinds["estimated"] in (40_000.0, 33_000.0)
    assert network.info["coarse"] is True
    assert network.info["long_straight_km"] == 73
    assert "coarse" in report.warnings[0]
    assert {network.section_country(i) for i in range(network.section_count)} == {"PL"}
    assert {network.section_gauges(i) for i in range(network.section_count)} == {(1435,)}
    assert report.kept_km == pytest.approx(7.0 + 6.9 + 40.0 + 33.0 + 0.69, abs=0.05)


def test_breaks_are_closed_only_where_ends_face_each_other_and_each_is_listed(tmp_path: Path) -> None:
    graph = read_arrays(str(arrays(tmp_path / "w.py", NODES, EDGES)))
    assert km_between(graph, NODES[0], NODES[4]) is None
    mended, said = mend(graph, ())
    assert km_between(mended, NODES[0], NODES[4]) == pytest.approx(7.0 + 6.9 + 40.0 + 0.69, abs=0.01)
    assert km_between(mended, NODES[0], NODES[6]) is None  # 560 m away, but at a right angle
    assert len(said) == 1
    assert "685 m at 20.200,52.000" in said[0]


def test_a_break_wider_than_a_kilometre_needs_the_table(tmp_path: Path) -> None:
    nodes = [(20.0, 52.0), (20.1, 52.0), (20.13, 52.0), (20.2, 52.0)]
    graph = read_arrays(str(arrays(tmp_path / "w.py", nodes, [(0, 1, 7.0), (2, 3, 5.0)])))
    mended, said = mend(graph, ())
    assert said == []
    assert km_between(mended, nodes[0], nodes[3]) is None
    table = (
        Break("A - B", (20.101, 52.0), (20.13, 52.0), 2.5, "somebody"),
        Break("C - D", (50.0, 10.0), (50.1, 10.0), 2.5, "x"),
    )
    mended, said = mend(graph, table)
    assert km_between(mended, nodes[0], nodes[3]) == pytest.approx(14.5)
    assert said[0].endswith("A - B (somebody)")
    assert said[1].startswith("not closed")


def test_the_sea_is_never_crossed(tmp_path: Path) -> None:
    """A straight edge over the open Baltic is a ferry's; one that is longer than its line goes round the bay."""
    nodes = [(14.0, 54.0), (16.0, 56.0), (29.831, 31.042), (27.564, 31.179)]
    graph = read_arrays(str(arrays(tmp_path / "w.py", nodes, [(0, 1, 257.5), (2, 3, 238.0)])))
    mended, said = mend(graph, ())
    assert len(said) == 1
    assert "over the sea" in said[0]
    assert len(mended.a) == 1
    assert km_between(mended, nodes[2], nodes[3]) == 238.0


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ("graph=", "grph=", "cannot be read"),
        ("{0: 0.0, 1: 7.0}", "{0: 0.0, 99: 7.0}", "place 99"),
        ("[52.0, 20.0]", "[152.0, 20.0]", "off the earth"),
        ("[52.0, 20.0], ", "", "rows of edges"),
        ("[52.0, 20.0]", "[__import__('os').system('touch x'), 20.0]", "cannot be read"),
    ],
)
def test_arrays_that_are_not_as_expected_are_refused_and_never_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, match: str
) -> None:
    monkeypatch.chdir(tmp_path)
    source = arrays(tmp_path / "w.py", NODES, EDGES)
    source.write_text(source.read_text().replace(old, new, 1))
    with pytest.raises(NetworkFormatError, match=match):
        world(tmp_path / "w.rsn", combined=False, arrays=source)
    assert [p.name for p in tmp_path.iterdir()] == ["w.py"]


def test_without_the_package_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match="optional") as caught:
        world(tmp_path / "w.rsn")
    assert caught.value.extra == "world"
    (tmp_path / "w.rsn").write_text("mine")
    with pytest.raises(OutputExistsError):
        world(tmp_path / "w.rsn")


def test_an_end_in_the_cell_beside_is_one_with_it_unless_a_short_way_leads_round(tmp_path: Path) -> None:
    """Places are rounded to 0.001 degrees: what stands beside is not told apart, however the tracks point."""
    nodes = [(20.0, 52.0), (20.1, 52.0), (20.101, 52.001), (20.101, 52.1)]
    apart = read_arrays(str(arrays(tmp_path / "a.py", nodes, [(0, 1, 7.0), (2, 3, 11.0)])))
    mended, said = mend(apart, ())
    assert len(said) == 1
    assert km_between(mended, nodes[0], nodes[3]) == pytest.approx(18.13, abs=0.01)
    loop = [*nodes, (20.11, 52.0)]
    round_it = read_arrays(
        str(arrays(tmp_path / "b.py", loop, [(0, 1, 7.0), (0, 4, 2.0), (4, 3, 3.0), (3, 2, 2.0), (1, 4, 0.7)]))
    )
    assert mend(round_it, ())[1] == []


def test_an_end_meets_the_side_of_a_line_it_points_at_and_has_no_other_way_to(tmp_path: Path) -> None:
    nodes = [(20.0, 52.0), (20.1, 52.0), (20.2, 52.0), (20.1, 52.005), (20.1, 52.2), (20.105, 51.995), (20.3, 51.995)]
    graph = read_arrays(str(arrays(tmp_path / "w.py", nodes, [(0, 1, 7.0), (1, 2, 7.0), (3, 4, 22.0), (5, 6, 14.0)])))
    mended, said = mend(graph, ())
    assert km_between(mended, nodes[4], nodes[2]) == pytest.approx(22.0 + 0.556 + 7.0, abs=0.01)
    assert km_between(mended, nodes[6], nodes[2]) is None  # 650 m off, but it points away along the line
    assert len(said) == 1


def test_a_break_may_lead_to_an_end_the_arrays_do_not_have(tmp_path: Path) -> None:
    graph = read_arrays(str(arrays(tmp_path / "w.py", NODES, [])))
    end = Break("A - B", (20.5, 52.0), (20.6, 52.0), 7.1, "somebody", new_end=True)
    mended, said = mend(graph, (end,))
    assert km_between(mended, (20.5, 52.0), (20.6, 52.0)) == pytest.approx(7.1)
    assert said == ["closed a known break of 7.1 km: A - B (somebody)"]


def test_breaks_of_the_table_are_short_and_about_as_long_as_the_straight_line() -> None:
    """Each names the railway; none is much longer than its ends are apart but for what its row calls an estimate."""
    for one in breaks():
        straight_km = approx_m(*one.a, *one.b) / 1000
        assert one.source, one.name
        assert 0 < one.km <= 110, one.name  # the longest: Khanewal - Sahiwal
        assert straight_km - 0.1 <= one.km <= max(3 * straight_km, straight_km + 1), one.name


def test_gauges_are_assumed_only_where_one_is_usual() -> None:
    assert default_gauges("RU") == default_gauges("MN") == (1520,)
    assert default_gauges("CN") == default_gauges("KP") == (1435,)
    assert default_gauges("ES") == default_gauges("AU") == default_gauges("GR") == default_gauges(None) == ()
    assert default_gauges("GB") == default_gauges("GB", (-0.12, 51.53)) == (1435,)
    assert default_gauges("GB", (-5.92, 54.6)) == default_gauges("IE") == (1600,)  # Belfast
    assert "IN" in unverified_countries()
    assert "DE" not in unverified_countries()


def test_an_answer_tells_where_the_gauge_is_unverified_or_not_known(tmp_path: Path) -> None:
    """One section in India (a gauge from memory), one in Spain (several gauges), one in Poland (read in the source)."""
    nodes = [(77.0, 25.0), (77.1, 25.0), (-4.0, 40.0), (-3.9, 40.0), (20.0, 52.0), (20.1, 52.0)]
    source = arrays(tmp_path / "w.py", nodes, [(0, 1, 10.0), (2, 3, 8.5), (4, 5, 6.9)])
    world(tmp_path / "w.rsn", combined=False, arrays=source)
    network = open_network(tmp_path / "w.rsn")
    said = []
    for section in range(network.section_count):
        length_m = network.section(section).length_m
        path = shortest_path(network, network.spot_at(section, 0.0), network.spot_at(section, length_m))
        said.append([w for w in path.warnings if w.startswith("gauge ")])
    assert sorted(said) == [
        [],
        ["gauge assumed, by a source not verified: IN"],
        ["gauge not known on 8.5 km, breaks of gauge not seen there: ES"],
    ]


def test_a_place_stands_on_the_track_where_points_have_no_names(tmp_path: Path) -> None:
    """Not at the end of some track 1.4 km off; and no message calls the track by the name of the network's one line."""
    source = arrays(tmp_path / "w.py", NODES, EDGES)
    world(tmp_path / "w.rsn", combined=False, arrays=source)
    network = open_network(tmp_path / "w.rsn")
    town = Place(id="", name="Somewhere", kind="town", lon=20.02, lat=52.001, country="PL")
    spot, gap_m = snap(network, town)
    assert gap_m == pytest.approx(111, abs=5)
    assert spot.node is None
    other = Place(id="", name="Elsewhere", kind="town", lon=20.211, lat=52.2)
    with pytest.raises(NoRouteError, match=r"the track at 52\.000 N, 20\.020 E and the track at 52\.200 N") as caught:
        shortest_path(network, spot, snap(network, other)[0])
    assert caught.value.why == "islands"


@pytest.mark.parametrize("name", ["world_distances.csv", "world_distances_kept.csv"])
def test_the_published_distances_of_the_world_are_possible_and_named(name: str) -> None:
    """No published way is shorter than the straight line, none many times longer, and each has a source."""
    table = Path(__file__).parent.parent / "benchmarks" / name
    with table.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len({r["id"] for r in rows}) == len(rows) >= 50
    for r in rows:
        ends = [float(r[k]) for k in ("from_lon", "from_lat", "to_lon", "to_lat")]
        assert 0.99 * approx_m(*ends) / 1000 <= float(r["km"]) <= 3 * approx_m(*ends) / 1000, r
        assert r["source"], r
        assert r["unambiguous_only_line"] in ("yes", "no"), r


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_known_breaks_are_mended_in_the_real_arrays() -> None:
    """Published lengths: Petrozavodsk-Murmansk 1,027 km, Naushki-Ulaanbaatar 404, New Delhi-Mumbai 1,384."""
    pytest.importorskip("scgraph_data", reason="the extra railsight[world] is not installed")
    before = read_arrays(coarse_world._installed())
    after, said = mend(before, breaks())
    assert not [s for s in said if s.startswith("not closed")]
    assert sum(s.startswith("closed a known") for s in said) == len(breaks())
    for a, b, broken, published in (
        ((34.345, 61.784), (33.058, 68.972), 2074, 1027),
        ((106.12, 50.39), (106.884, 47.909), 4172, 404),
        ((77.22, 28.643), (72.819, 18.970), 2129, 1384),
        ((10.247, 60.169), (5.334, 60.390), None, 371),
        ((29.03, 40.997), (32.838, 39.939), None, 533),  # Istanbul - Ankara by the high-speed line
        ((-7.59, 33.59), (-5.782, 35.766), None, 323),  # Casablanca - Tangier
        ((77.124, 43.684), (80.253, 44.176), None, 293),  # Zhetygen - Altynkol
    ):
        assert km_between(before, a, b) == (pytest.approx(broken, abs=1) if broken else None)
        assert km_between(after, a, b) == pytest.approx(published, rel=0.03)
    assert km_between(after, (15.56, 38.19), (16.3, 38.9)) is None  # no bridge over the strait of Messina
    assert km_between(after, (12.59, 55.675), (13.0, 55.609)) == pytest.approx(41, abs=5)  # by the fixed link


def test_a_way_round_is_told_of_earlier_where_lines_may_be_missing(tmp_path: Path) -> None:
    """Two places 137 km apart, 250 km by the only rails there are: on a map of every line that would be no wonder."""
    nodes = [(20.0, 52.0), (21.0, 52.7), (22.0, 52.0)]
    source = arrays(tmp_path / "w.py", nodes, [(0, 1, 125.0), (1, 2, 125.0)])
    world(tmp_path / "w.rsn", combined=False, arrays=source)
    network = open_network(tmp_path / "w.rsn")
    note = "the route is 1.8 times as long as the straight line: a nearer line may be missing from the network"
    found = rs.distance(nodes[0], nodes[2], network=network)
    assert note in found.warnings
    assert any("a missing link may make a way longer" in warning for warning in found.warnings)
    whole = draft_of(network)
    del whole.info["coarse"]
    assert note not in rs.distance(nodes[0], nodes[2], network=Network(whole.encode())).warnings
