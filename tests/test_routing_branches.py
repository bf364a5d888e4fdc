"""With a profile a way keeps to the main line unless a branch is a tenth shorter; the length told is the true one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from railsight.datasets import data_path
from railsight.errors import NetworkFormatError, NoRouteError
from railsight.files.journeys import path_from_record
from railsight.files.records import path_record
from railsight.inference.ways import Ways
from railsight.model import Profile, SpeedLaw
from railsight.network import Draft, Network, compile_tables, open_network
from railsight.network.combining import combine
from railsight.network.draft import LineRow, PointRow, SectionRow
from railsight.routing import (
    Avoid,
    Require,
    distance_blocks,
    distances_m,
    k_paths,
    profile,
    reachable,
    running_time,
    shortest_path,
)
from railsight.routing.costs import BRANCH_COST
from tests.test_routing import train

Row = tuple[int, int, float, str, tuple[int, ...]]  # ends, metres, usage, gauges


def of_rows(count: int, rows: Sequence[Row], *, by_line: bool = True) -> Network:
    """A network of sections on two lines, a main one and a branch."""
    draft = Draft(lines=[LineRow("trunk", "Trunk line"), LineRow("side", "Side line")])
    draft.points = [PointRow(f"p{i}", f"P{i}", "station", 10 + i / 10, 50) for i in range(count)]
    for a, b, metres, usage, gauges in rows:
        line = 1 if usage == "branch" else 0
        draft.sections.append(SectionRow(a, b, metres, "official chainage", gauges, line, "AA", usage=usage))
    if by_line:
        draft.info["usage_by_line"] = True
    return Network(draft.encode())


def two_ways(branch_km: float, *, by_line: bool = True) -> Network:
    """From P0 to P2 the main line takes 100 km by P1, the branch ``branch_km`` by P3."""
    half = branch_km * 500
    rows: list[Row] = [(0, 1, 50e3, "main", (1520,)), (1, 2, 50e3, "", (1520,))]
    rows += [(0, 3, half, "branch", (1520,)), (3, 2, half, "branch", (1520,))]
    return of_rows(4, rows, by_line=by_line)


@pytest.mark.parametrize(("branch_km", "taken"), [(95, 100), (91, 100), (90, 90), (120, 100)])
def test_the_main_line_is_taken_unless_the_branch_is_a_tenth_shorter(branch_km: float, taken: float) -> None:
    network = two_ways(branch_km)
    a, b = network.spot_at_node(0), network.spot_at_node(2)
    path = shortest_path(network, a, b, profile=train())
    assert path.km == taken
    passed_over = [f"a way of {branch_km:.1f} km, by Side line, is shorter; the main line is preferred"]
    assert list(path.warnings) == (passed_over if branch_km < taken else [])
    assert distances_m(network, [a], [b], profile=train()) == [[taken * 1000]]
    assert k_paths(network, a, b, 2, profile=train())[0].km == taken
    assert {p.km for p in k_paths(network, a, b, 2, profile=train())} == {100, branch_km}
    # without a profile length alone counts
    assert shortest_path(network, a, b).km == min(100, branch_km)
    assert shortest_path(network, a, b).warnings == ()
    assert distances_m(network, [a], [b]) == [[min(100, branch_km) * 1000]]


def test_places_on_the_branch_are_reached_along_it() -> None:
    network = two_ways(95)
    on_branch = network.spot_at(2, 10_000)
    for target, km in ((0, 10), (3, 37.5), (2, 85)):
        spot = network.spot_at_node(target)
        assert shortest_path(network, on_branch, spot, profile=train()).km == km
        assert distances_m(network, [on_branch, spot], [spot, on_branch], profile=train())[0][0] == km * 1000
    near = network.spot_at(2, 12_000)
    assert shortest_path(network, on_branch, near, profile=train()).km == 2
    assert distances_m(network, [on_branch], [near], profile=train()) == [[2000]]


def test_a_branch_that_is_asked_for_is_taken() -> None:
    network = two_ways(95)
    a, b = network.spot_at_node(0), network.spot_at_node(2)
    assert shortest_path(network, a, b, via=[network.spot_at_node(3)], profile=train()).km == 95
    asked = shortest_path(network, a, b, require=Require(lines=frozenset({"side"})), profile=train())
    assert asked.km == 95
    assert asked.warnings == ()
    by_branch = shortest_path(network, a, b, avoid=Avoid(lines=frozenset({"trunk"})), profile=train())
    assert by_branch.km == 95


def test_tags_of_a_map_do_not_count() -> None:
    network = two_ways(95, by_line=False)
    assert network.section_usage(2) == "branch"
    assert shortest_path(network, network.spot_at_node(0), network.spot_at_node(2), profile=train()).km == 95


@given(st.integers(0, 2**32 - 1), st.booleans())
@settings(max_examples=80, deadline=None)
def test_paths_tables_and_blocks_agree_with_networkx(seed: int, change: bool) -> None:
    rng = random.Random(seed)
    count = rng.randint(2, 8)
    gauges = ((1435,), (1520,), (1435, 1520), ())
    rows: list[Row] = []
    graph = nx.MultiGraph()
    big = 10**9
    graph.add_nodes_from(product(range(count), (1435, 1520)))
    if change:
        graph.add_edges_from((((i, 1435), (i, 1520)) for i in range(count)), weight=big)
    for _ in range(rng.randint(1, 14)):
        a, b = rng.sample(range(count), 2)
        metres, usage, laid = rng.randint(1, 5000), rng.choice(("main", "branch", "")), rng.choice(gauges)
        rows.append((a, b, metres * 10, usage, laid))
        cost = metres * (11 if usage == "branch" else 10)
        for gauge in laid or (1435, 1520):
            graph.add_edge((a, gauge), (b, gauge), weight=cost)
    network = of_rows(count, rows)
    kind: Profile = train(break_of_gauge=change)
    if len(network.gauges()) < 2:
        return
    nodes = [i for i in range(count) if network.sections_at(i)]
    spots = [network.spot_at_node(i) for i in nodes] + [network.spot_at(0, 3.21)]
    table = distances_m(network, spots, spots, profile=kind)
    blocks = [row for _, part in distance_blocks(network, spots, spots, profile=kind, rows=2) for row in part]
    assert blocks == table
    for (i, a), (j, b) in product(enumerate(spots), repeat=2):
        if table[i][j] is None:
            with pytest.raises(NoRouteError):
                shortest_path(network, a, b, profile=kind)
            continue
        path = shortest_path(network, a, b, profile=kind)
        assert path.length_m == pytest.approx(table[i][j])
        assert k_paths(network, a, b, 3, profile=kind)[0].length_m == path.length_m
        if a.node is None or b.node is None:
            continue
        ends = product((1435, 1520), repeat=2)
        ways = [(( a.node, g), (b.node, h)) for g, h in ends]  # fmt: skip
        cheapest = min(nx.dijkstra_path_length(graph, *w) for w in ways if nx.has_path(graph, *w))
        factor = dict.fromkeys(network.branch_sections(), BRANCH_COST)
        cost = sum(s.length_m * factor.get(s.section, 1.0) for s in path.steps)
        assert cost == pytest.approx(cheapest % big, abs=1)
        assert len(path.gauge_breaks) == cheapest // big


def test_moscow_to_vladivostok_runs_by_the_trans_siberian() -> None:
    network = open_network(data_path("network.rsn"))
    moscow, vladivostok = (network.spot_at_node(network.node_of(x) or 0) for x in ("ru-195506", "ru-980003"))
    train_of = profile("passenger")
    path = shortest_path(network, moscow, vladivostok, profile=train_of)
    assert path.km == pytest.approx(9298, rel=0.01)  # tariff, by Yaroslavl; by Nizhny Novgorod it is shorter
    assert not {run.line for run in path.lines} & {"ru-bam", "ru-bamovskaya-tynda"}
    assert any("Amur Mainline" in w and "is shorter" in w for w in path.warnings)
    assert distances_m(network, [moscow], [vladivostok], profile=train_of) == [[pytest.approx(path.length_m)]]
    # places on the Baikal-Amur Mainline are still reached by it
    ends = [network.spot_at_node(network.node_of(x) or 0) for x in ("ru-910000", "ru-960007")]
    assert shortest_path(network, *ends, profile=train_of).km == pytest.approx(1475, rel=0.001)


def test_daqing_to_qiqihar_is_direct() -> None:
    network = open_network(data_path("network.rsn"))
    a, b = (network.spot_at_node(network.node_of(x) or 0) for x in ("cn-daqing", "cn-qiqihaer"))
    assert shortest_path(network, a, b, profile=profile("passenger")).km == pytest.approx(129, abs=2)


def test_what_is_avoided_is_blamed_not_the_profile() -> None:
    network = two_ways(95)
    both = Avoid(nodes=frozenset({1, 3}))
    with pytest.raises(NoRouteError, match=r"^no way from P0 to P2 avoids P1, P3\b") as caught:
        shortest_path(network, network.spot_at_node(0), network.spot_at_node(2), avoid=both, profile=train())
    assert caught.value.why == "constraint"
    assert "profile" not in (caught.value.hint or "")
    with pytest.raises(NoRouteError, match="profile"):
        shortest_path(
            network, network.spot_at_node(0), network.spot_at_node(2), avoid=both, profile=train(countries=("BB",))
        )


TABLES = {
    "points.csv": "id,name,kind,lon,lat,country\na,A,station,10,50,AA\nb,B,station,11,50,AA\nc,C,station,12,50,AA\n",
    "lines.csv": "id,name,usage\none,One,main\ntwo,Two,branch\n",
    "line_points.csv": "line,seq,point,chainage_km,gauges_mm\none,0,a,0,1520\none,1,b,80,1520\n"
    "two,0,b,0,1520\ntwo,1,c,80,1520\n",
}


def test_usage_stands_in_the_table_of_lines(tmp_path: Path) -> None:
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    network = Network(compile_tables(tmp_path))
    assert [network.section_usage(s) for s in range(2)] == ["main", "branch"]
    assert network.branch_sections() == {1}
    (tmp_path / "lines.csv").write_text("id,name,usage\none,One,main\ntwo,Two,scenic\n", encoding="utf-8")
    with pytest.raises(NetworkFormatError, match=r"lines\.csv:3: usage 'scenic' is not one of main, branch or empty"):
        compile_tables(tmp_path)
    (tmp_path / "lines.csv").write_text("id,name\none,One\ntwo,Two\n", encoding="utf-8")
    assert Network(compile_tables(tmp_path)).branch_sections() == frozenset()


def test_usage_is_kept_when_networks_are_combined() -> None:
    plain = of_rows(2, [(0, 1, 9e3, "", (1520,))], by_line=False)
    assert Network(combine([two_ways(95), plain]).draft.encode()).branch_sections() == {2, 3}
    tagged = two_ways(95, by_line=False)
    assert Network(combine([two_ways(95), tagged]).draft.encode()).branch_sections() == frozenset()


def test_branches_have_speeds_of_their_own_where_a_profile_gives_them() -> None:
    laws = {"*": 60.0, "* branch": 40.0, "AA": 50.0, "BB": 55.0, "BB branch": 35.0}
    kind = replace(train(), speeds={key: SpeedLaw(kmh, 0.2) for key, kmh in laws.items()})
    asked = [("AA", True), ("BB", True), ("CC", True), (None, True), ("BB", False), ("CC", False)]
    assert [kind.speed(c, branch=b).median_kmh for c, b in asked] == [50, 35, 40, 40, 55, 60]
    assert kind.knows_branches
    assert not train().knows_branches


def test_running_time_reach_and_journeys_are_slow_on_a_branch() -> None:
    network = two_ways(90)
    a, b = network.spot_at_node(0), network.spot_at_node(2)
    slow = replace(train(), speeds={"*": SpeedLaw(50.0, 0.1), "* branch": SpeedLaw(30.0, 0.1)}, dwells={})
    path = shortest_path(network, a, b)  # by the branch
    assert sum(km for _, km in path.branch_km) == pytest.approx(90)
    assert running_time(path, slow).likely_h == pytest.approx(3.0, rel=0.01)
    assert running_time(path, train()).likely_h == pytest.approx(90 / 50, rel=0.01)
    assert path_from_record(path_record(path, full=True)).branch_km == tuple(path.branch_km)
    leg = Ways(network, slow).leg(a, network.spot_at_node(3))
    assert leg is not None
    assert leg.run_h == pytest.approx(45 / 30)
    in_reach = {r.line: r.km for r in reachable(network, a, 1.0, slow)}
    assert in_reach["side"] == pytest.approx(30)
    assert in_reach["trunk"] == pytest.approx(50)
