"""Hub labels give what a search gives."""

from __future__ import annotations

import random
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from railsight.datasets import data_path
from railsight.errors import NetworkFormatError
from railsight.network import Network, open_network
from railsight.network.labels import with_labels
from railsight.routing import Avoid, distances_m, shortest_path
from railsight.routing.hubs import meet, way
from tests.small_network import small_network
from tests.test_routing import at, rail_m, random_network, random_spots


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_labels_agree_with_networkx(seed: int) -> None:
    plain, graph = random_network(seed)
    network = Network(with_labels(plain))
    assert network.has_labels
    network.check()
    lengths = dict(nx.all_pairs_dijkstra_path_length(graph))
    for a in range(network.node_count):
        for b in range(network.node_count):
            found = meet(network, a, b)
            assert (None if found is None else found[0] / 100) == lengths[a].get(b)
            if found is not None:
                sections = way(network, a, b)
                assert sections is not None
                assert sum(network.section_cm(s) for s in sections) == found[0]


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_paths_by_label_are_as_long_as_searched_ones(seed: int) -> None:
    plain, _ = random_network(seed)
    network = Network(with_labels(plain))
    spots = random_spots(plain, seed, 4)
    assert distances_m(plain, spots, spots) == distances_m(network, spots, spots)
    for a in spots:
        for b in spots:
            assert rail_m(plain, a, b) == rail_m(network, a, b)


def test_a_grid_of_some_size() -> None:
    """A grid with random lengths is harder than any railway: labels must stay exact and ways connect."""
    from railsight.network import Draft
    from railsight.network.draft import LineRow, PointRow, SectionRow

    rng = random.Random(7)
    side = 20
    draft = Draft(lines=[LineRow("l", "Line")])
    draft.points = [PointRow(f"p{i}", f"P{i}", "station", i % side / 10, i // side / 10) for i in range(side * side)]
    graph = nx.Graph()
    for i in range(side * side):
        for j in ([i + 1] if (i + 1) % side else []) + ([i + side] if i + side < side * side else []):
            length = rng.randint(1, 20) * 100
            draft.sections.append(SectionRow(i, j, length, "estimated", (1435,), 0))
            graph.add_edge(i, j, weight=length)
    network = Network(with_labels(Network(draft.encode())))
    for source in rng.sample(range(side * side), 10):
        lengths = nx.single_source_dijkstra_path_length(graph, source)
        for target in rng.sample(range(side * side), 40):
            path = shortest_path(network, network.spot_at_node(source), network.spot_at_node(target))
            assert path.length_m == lengths[target]
            assert path.points[0].node == source
            assert path.points[-1].node == target


def test_wishes_are_searched_not_looked_up(tmp_path: Path) -> None:
    network = Network(with_labels(small_network(tmp_path)))
    a, b = at(network, "Alpha"), at(network, "Delta")
    assert shortest_path(network, a, b).length_m == 112_000
    main = network.line_sections("main")[1]
    assert shortest_path(network, a, b, avoid=Avoid(sections=frozenset({main}))).length_m == 125_000


def test_labels_change_nothing_else_and_are_checked(tmp_path: Path) -> None:
    plain = small_network(tmp_path)
    data = with_labels(plain)
    assert data == with_labels(plain)
    network = Network(data)
    assert [network.point(i) for i in range(network.node_count)] == [plain.point(i) for i in range(plain.node_count)]
    assert [network.section(i) for i in range(9)] == [plain.section(i) for i in range(9)]
    damaged = bytearray(data)
    damaged[-20] ^= 4
    with pytest.raises(NetworkFormatError):
        Network(bytes(damaged)).check()


def test_a_large_table_is_the_same_as_single_questions() -> None:
    plain = open_network(data_path("network.rsn"))
    network = Network(with_labels(plain))
    rng = random.Random(9)
    nodes = [rng.randrange(network.node_count) for _ in range(51)]
    island = network.node_of("kr-seoul")
    assert island is not None
    spots = [network.spot_at_node(n) for n in (*nodes, island)]
    table = distances_m(network, spots, spots)
    assert None in {x for row in table for x in row}  # an island is among them
    assert distances_m(plain, spots[:4], spots) == table[:4]
    assert [[distances_m(network, [a], [b])[0][0] for b in spots] for a in spots[:6]] == table[:6]
    within = network.spot_at(17, 100.0)
    assert distances_m(network, [within], spots) == distances_m(plain, [within], spots)
