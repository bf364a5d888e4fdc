"""With a profile a way has the fewest breaks of gauge, and the shortest of those is found."""

from __future__ import annotations

import random
from itertools import product

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from railsight.errors import NoRouteError
from railsight.files.journeys import path_from_record
from railsight.files.records import path_record
from railsight.model import GaugeBreak
from railsight.network import Draft, Network
from railsight.network.draft import LineRow, PointRow, SectionRow
from railsight.routing import Require, distances_m, k_paths, shortest_path
from tests.test_routing import train

GAUGES = ((1435,), (1520,), (1435, 1520), ())


def two_gauges() -> Network:
    """West and East are 300 km apart on 1520 mm around the mountains, 100 km by a line of 1435 mm between."""
    draft = Draft(lines=[LineRow("home", "Home line"), LineRow("abroad", "Line abroad")])
    at = [("West", 100, 50), ("North", 101, 51), ("East", 102, 50), ("A", 100.5, 50), ("B", 101.5, 50)]
    draft.points = [PointRow(name, name, "station", lon, lat) for name, lon, lat in at]
    for a, b, km, gauges, line in (
        (0, 1, 150, (1520,), 0),
        (1, 2, 150, (1520,), 0),
        (0, 3, 20, (1435, 1520), 1),
        (3, 4, 60, (1435,), 1),
        (4, 2, 20, (1435, 1520), 1),
    ):
        draft.sections.append(SectionRow(a, b, km * 1000.0, "official chainage", gauges, line, "AA"))
    return Network(draft.encode())


def test_a_train_keeps_its_gauge_and_says_what_that_costs() -> None:
    network = two_gauges()
    west, east, a = (network.spot_at_node(i) for i in (0, 2, 3))
    assert shortest_path(network, west, east).km == 100
    # both ends have both gauges: nothing is gained by the long way
    assert shortest_path(network, west, east, profile=train()).km == 100
    middle = network.spot_at(0, 75_000)
    assert shortest_path(network, middle, east).km == 175
    path = shortest_path(network, middle, east, profile=train())
    assert path.km == 225
    assert path.gauge_breaks == ()
    assert path.warnings == ("a way of 175.0 km has 1 break of gauge (A)",)
    assert distances_m(network, [middle], [east, a], profile=train()) == [[225_000.0, 95_000.0]]
    assert [p.km for p in k_paths(network, middle, east, 3, profile=train())] == [225, 175]
    assert [p.km for p in k_paths(network, middle, east, 3)] == [175, 225]


BREAK = 10**9


def with_gauges(seed: int) -> tuple[Network, nx.MultiGraph]:
    """A small network, and the same as pairs of node and gauge: to change at a node costs ``BREAK``."""
    rng = random.Random(seed)
    count = rng.randint(2, 8)
    draft = Draft(lines=[LineRow("l", "Line")])
    draft.points = [PointRow(f"p{i}", f"P{i}", "station", 10 + i / 10, 50) for i in range(count)]
    graph = nx.MultiGraph()
    all_gauges = (1435, 1520)
    graph.add_nodes_from(product(range(count), all_gauges))
    for i in range(count):
        graph.add_edge((i, 1435), (i, 1520), weight=BREAK)
    for _ in range(rng.randint(1, 14)):
        a, b = rng.sample(range(count), 2)
        laid, length = rng.choice(GAUGES), rng.randint(1, 5000)
        draft.sections.append(SectionRow(a, b, length, "estimated", laid, 0))
        for g in laid or all_gauges:
            graph.add_edge((a, g), (b, g), weight=length)
    return Network(draft.encode()), graph


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=80, deadline=None)
def test_agrees_with_networkx_on_pairs_of_node_and_gauge(seed: int) -> None:
    network, graph = with_gauges(seed)
    big, all_gauges = BREAK, (1435, 1520)
    if len(network.gauges()) < 2:
        return
    nodes = [i for i in range(network.node_count) if network.sections_at(i)]
    spots = [network.spot_at_node(i) for i in nodes]
    table = distances_m(network, spots, spots, profile=train())
    for i, j in product(range(len(nodes)), repeat=2):
        ways = [
            nx.dijkstra_path_length(graph, (nodes[i], g), (nodes[j], h))
            for g in all_gauges
            for h in all_gauges
            if nx.has_path(graph, (nodes[i], g), (nodes[j], h))
        ]
        cheapest = min(ways, default=None)
        if cheapest is None or table[i][j] is None:
            assert table[i][j] is None
            assert cheapest is None
            continue
        assert table[i][j] == cheapest % big
        path = shortest_path(network, spots[i], spots[j], profile=train())
        assert len(path.gauge_breaks) == cheapest // big
        assert path.length_m == cheapest % big


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=80, deadline=None)
def test_ways_by_way_of_places_change_gauge_as_seldom_as_they_can(seed: int) -> None:
    """``via`` in the order given, ``require`` in the better one: layers of the graph joined at the places.

    Of as many breaks those at the ``via`` places are preferred.
    """
    network, graph = with_gauges(seed)
    nodes = [i for i in range(network.node_count) if network.sections_at(i)]
    if len(network.gauges()) < 2:
        return
    rng = random.Random(seed)
    a, b, first, second = (rng.choice(nodes) for _ in range(4))
    spots = {node: network.spot_at_node(node) for node in nodes}

    cheaper = 10**7  # what a break at a stop is cheaper by; no way here is as long

    def cheapest(*stops: int, discount: int = 0) -> tuple[int, int] | None:
        """Breaks and metres."""
        cost = {(stops[0], g): 0 for g in (1435, 1520)}
        for stop in stops[1:]:
            layer = graph.to_directed()
            layer.add_node("start")
            for (node, gauge), so_far in cost.items():
                for g in (1435, 1520):
                    layer.add_edge("start", (node, g), weight=so_far + (BREAK - discount if g != gauge else 0))
            found = nx.single_source_dijkstra_path_length(layer, "start")
            cost = {(stop, g): found[stop, g] for g in (1435, 1520) if (stop, g) in found}
        least = min(cost.values(), default=None)
        return None if least is None else ((least + BREAK // 2) // BREAK, least % cheaper)

    either = [cheapest(a, first, second, b), cheapest(a, second, first, b)]
    for expected, asked in (
        (cheapest(a, first, second, b, discount=cheaper), {"via": (spots[first], spots[second])}),
        (min((way for way in either if way), default=None), {"require": Require(nodes=frozenset({first, second}))}),
    ):
        try:
            path = shortest_path(network, spots[a], spots[b], profile=train(), **asked)  # type: ignore[arg-type]
        except NoRouteError:
            assert expected is None
        else:
            assert (len(path.gauge_breaks), path.length_m) == expected


def test_moscow_to_vladivostok_stays_on_its_gauge() -> None:
    from railsight.datasets import data_path
    from railsight.network import open_network

    network = open_network(data_path("network.rsn"))
    names = {network.point_name(i): i for i in range(network.node_count)}
    ends = [network.spot_at_node(names[n]) for n in ("Moscow Yaroslavsky", "Vladivostok")]
    path = shortest_path(network, *ends, profile=train())
    assert {c for c, _ in path.country_km} == {"RU"}
    assert 9000 <= path.km <= 9298  # the tariff distance of the longest variant
    assert any("breaks of gauge" in w for w in path.warnings)
    assert shortest_path(network, *ends).km == pytest.approx(8285, rel=0.01)


def test_a_break_across_an_unknown_gauge_lies_between_its_ends_and_the_unknown_is_told() -> None:
    draft = Draft(lines=[LineRow(key, key.title()) for key in ("broad", "nogauge", "standard")])
    draft.points = [PointRow(f"p{i}", name, "station", 30 + i / 3, 55) for i, name in enumerate("ABCDE")]
    for i, (gauges, line) in enumerate((((1520,), 0), ((), 1), ((), 1), ((1435,), 2))):
        draft.sections.append(SectionRow(i, i + 1, 20_000, "measured geometry", gauges, line))
    network = Network(draft.encode())
    path = shortest_path(network, network.spot_at_node(0), network.spot_at_node(4))
    dash = "\N{EN DASH}"
    assert path.gauge_breaks == (GaugeBreak(f"B {dash} D", 1520, 1435, 60.0, ("B", "D"), (20.0, 60.0)),)
    note = "gauge not known on 40.0 km, breaks of gauge not seen there: Nogauge"
    assert path.warnings == (note,)
    (told,) = path_record(path)["gauge_breaks"]
    assert told == {
        "at": f"B {dash} D",
        "from_mm": 1520,
        "to_mm": 1435,
        "km": 60.0,
        "between": ["B", "D"],
        "between_km": [20.0, 60.0],
    }
    assert path_from_record(path_record(path, full=True)).gauge_breaks == path.gauge_breaks
    unseen = shortest_path(network, network.spot_at_node(0), network.spot_at_node(3))
    assert (unseen.gauge_breaks, unseen.warnings) == ((), (note,))
