"""How fast distances are, beside other tools: ``python benchmarks/speed_routing.py [--world | --cold]``.

Always: the cold start of one distance on the bundled network against ``python -c pass`` and ``import click``; the warm
distance against networkx. With ``--world`` (scgraph, scgraph_data, scipy, networkx and numba are needed): the 275,000
points of scgraph_data's world railways, read as data, with hub labels against scgraph's contraction hierarchy, networkx
and scipy; with ``--cold`` only what one distance costs a process on them. Each peer is asked for the same pairs, or the
same table of 500 sources and 500 targets, as we are; scipy finds the way from each source to all points, and the 500
are picked from that. Times of pairs are medians over the pairs, of tables of three runs (scipy's of one), of processes
of several. Prints one JSON object last.
"""

from __future__ import annotations

import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import networkx as nx

from railsight.datasets import data_path
from railsight.model import Place
from railsight.network import Draft, Network, open_network
from railsight.network.draft import LineRow, PointRow, SectionRow
from railsight.routing import distances_m, shortest_path
from railsight.routing.hubs import array_cm, meet, way

Edges = list[tuple[int, int, int]]  # node, node, centimetres
PAIRS = 200


def median_ms(question: Callable[[], object], times: int = 5) -> float:
    """Median wall time of a call."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        question()
        spent.append(1000 * (time.perf_counter() - start))
    return round(statistics.median(spent), 5)


def process_ms(code: str, times: int = 9) -> float:
    """Median wall time of a whole process that runs some code, byte code compiled."""
    command = [sys.executable, "-c", code]
    subprocess.run(command, check=True, capture_output=True)
    return median_ms(lambda: subprocess.run(command, check=True, capture_output=True), times)


def beside_click(code: str, times: int = 15) -> dict[str, float]:
    """Median wall times of a process and of ``import click``, one after the other, and the median of the ratios."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def once(code: str) -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=environment)
        return 1000 * (time.perf_counter() - start)

    once(code)  # writes the byte code, and takes note that the network file is sound
    spent = [(once(code), once("import click")) for _ in range(times)]
    own, click = (round(statistics.median(column), 1) for column in zip(*spent, strict=True))
    ratio = statistics.median(one / other for one, other in spent)
    return {"ms": own, "import_click_ms": click, "times_import_click": round(ratio, 2)}


def per_pair_ms(question: Callable[[int, int], object], pairs: Sequence[tuple[int, int]]) -> float:
    """Median over the pairs of the time of one question."""
    return round(statistics.median(median_ms(lambda a=a, b=b: question(a, b), 1) for a, b in pairs), 5)  # type: ignore[misc]


COLD = """
from railsight.network import open_network
from railsight.routing import shortest_path
n = open_network({path!r})
a, b = n.nodes_named({a!r})[0], n.nodes_named({b!r})[0]
p = shortest_path(n, n.spot_at_node(a), n.spot_at_node(b))
print(p.km, [x.name for x in p.points])
"""
# As a user asks: both names looked up in the gazetteer, a profile, running time, all names of the path.
COLD_QUESTION = """
from railsight import distance
d = distance({a!r}, {b!r}, network={path!r})
print(d.to_record())
"""


def bundled() -> dict[str, Any]:
    """The bundled network: cold and warm."""
    path = data_path("network.rsn")
    network = open_network(path)
    graph = nx.Graph()
    for s in range(network.section_count):
        a, b = network.section_ends(s)
        cm = network.section_cm(s)
        if not graph.has_edge(a, b) or graph[a][b]["weight"] > cm:
            graph.add_edge(a, b, weight=cm)
    rng = random.Random(1)
    parts: list[set[int]] = sorted(nx.connected_components(graph), key=len)
    main = sorted(parts[-1])
    pairs = [(rng.choice(main), rng.choice(main)) for _ in range(50)]
    spots = {n: network.spot_at_node(n) for pair in pairs for n in pair}
    ends = [network.point_name(n) for n in pairs[0]]
    return {
        "points": network.node_count,
        "cold": beside_click(COLD.format(path=path, a=ends[0], b=ends[1])),
        "python_ms": process_ms("pass"),
        "warm_path_ms": per_pair_ms(lambda a, b: shortest_path(network, spots[a], spots[b]), pairs),
        "warm_distance_ms": per_pair_ms(lambda a, b: distances_m(network, [spots[a]], [spots[b]]), pairs),
        "networkx_ms": per_pair_ms(lambda a, b: nx.bidirectional_dijkstra(graph, a, b), pairs),
    }


def termini() -> dict[str, float]:
    """Distances to a town of several termini and to one with a single station, from the same places, warm: and their
    ratio."""
    from railsight import distance

    network = open_network(data_path("network.rsn"))
    rng = random.Random(3)
    stations = [n for n in range(network.node_count) if network.point_kind(n) == "station"]
    spots = [network.spot_at_node(n) for n in rng.sample(stations, 120)]
    west = network.spot_at_node(network.nodes_named("Moscow Yaroslavsky")[0])
    joined = [spot for spot, (m,) in zip(spots, distances_m(network, spots, [west]), strict=True) if m is not None]
    places = [Place(f"p{s.node}", s.name or f"p{s.node}", "station", s.lon, s.lat) for s in joined]
    spent = {}
    for goal in ("Moscow", "Novosibirsk"):
        distance("Khasan", goal)
        spent[goal] = sum(median_ms(lambda p=p, goal=goal: distance(p, goal), 3) for p in places) / len(places)  # type: ignore[misc]
    return {
        "to_moscow_ms": round(spent["Moscow"], 2),
        "to_novosibirsk_ms": round(spent["Novosibirsk"], 2),
        "times": round(spent["Moscow"] / spent["Novosibirsk"], 2),
    }


def world_edges() -> tuple[list[list[float]], Edges]:
    """Points (lat, lon) and edges of scgraph_data's world railways, read as text: its module no longer imports."""
    spec = find_spec("scgraph_data")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("--world needs scgraph_data")
    text = (Path(next(iter(spec.submodule_search_locations))) / "world_railways.py").read_text(encoding="utf-8")
    graph_at, nodes_at = text.index("\ngraph=") + 7, text.index("\nnodes=")
    tail = text.index("\nworld_railways_geograph")
    graph = json.loads(re.sub(r"(\d+):", r'"\1":', text[graph_at:nodes_at]))
    points: list[list[float]] = json.loads(text[nodes_at + 7 : tail])
    edges: dict[tuple[int, int], int] = {}
    for a, row in enumerate(graph):
        for other, km in row.items():
            b = int(other)
            if a != b:
                key = (min(a, b), max(a, b))
                edges[key] = min(round(km * 100_000), edges.get(key, 2**62))
    return points, [(a, b, cm) for (a, b), cm in sorted(edges.items())]


def world_network(points: list[list[float]], edges: Edges, path: Path) -> tuple[Network, float]:
    """The network file of the world graph with labels, and the seconds the labels took (compiled before)."""
    from railsight.network.labels import with_labels

    draft = Draft(lines=[LineRow("world", "World railways")], info={"title": "World, for measuring"})
    draft.points = [PointRow(f"p{i}", f"Point {i}", "junction", lon, lat) for i, (lat, lon) in enumerate(points)]
    draft.sections = [SectionRow(a, b, cm / 100, "measured geometry", (), 0) for a, b, cm in edges]
    plain = Network(draft.encode())
    few = Draft(lines=draft.lines, points=draft.points[:2], sections=[SectionRow(0, 1, 1.0, "estimated", (), 0)])
    with_labels(Network(few.encode()))  # numba compiles here, once a machine
    start = time.perf_counter()
    data = with_labels(plain)
    seconds = time.perf_counter() - start
    path.write_bytes(data)
    return open_network(str(path)), seconds


def world() -> dict[str, Any]:
    """The world graph: preparation, one distance, a way, a table; beside scgraph, networkx and scipy."""
    points, edges = world_edges()
    graph = nx.Graph()
    graph.add_weighted_edges_from(edges)
    parts: list[set[int]] = sorted(nx.connected_components(graph), key=len)
    main = sorted(parts[-1])
    rng = random.Random(1)
    pairs = [(rng.choice(main), rng.choice(main)) for _ in range(PAIRS)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "world.rsn"
        network, seconds = world_network(points, edges, path)
        spots = {n: network.spot_at_node(n) for pair in pairs for n in pair}
        found: dict[str, Any] = {
            "points": len(points),
            "edges": len(edges),
            "largest_part": len(main),
            "prepare_labels_s": round(seconds, 2),
            "file_MB": round(path.stat().st_size / 1e6, 1),
            "distance_first_ms": per_pair_ms(lambda a, b: meet(network, a, b), pairs),
            "distance_warm_ms": per_pair_ms(lambda a, b: meet(network, a, b), pairs),
            "distance_api_ms": per_pair_ms(lambda a, b: distances_m(network, [spots[a]], [spots[b]]), pairs),
            "way_ms": per_pair_ms(lambda a, b: way(network, a, b), pairs),
            **cold_world(str(path), pairs),
        }
        found["networkx_ms"] = per_pair_ms(lambda a, b: nx.bidirectional_dijkstra(graph, a, b), pairs)
        found.update(_scipy(network, edges, main))
        found.update(_scgraph(network, points, edges, pairs))
    return found


def cold_world(path: str, pairs: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """One distance as all that a process does, on the whole graph with labels."""
    a, b = (f"Point {n}" for n in pairs[0])
    time.sleep(3)  # a file just written is checked again each time
    return {
        "cold": beside_click(COLD.format(path=path, a=a, b=b)),
        "cold_question": beside_click(COLD_QUESTION.format(path=path, a="Paris", b="Berlin")),
    }


def _scipy(network: Network, edges: Edges, main: list[int]) -> dict[str, Any]:
    import numpy as np
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    a, b, cm = (np.array(x) for x in zip(*edges, strict=True))
    # scipy takes a stored 0 for no edge: a thousandth of a centimetre stands for it
    matrix = csr_matrix((np.maximum(cm, 0.001), (a, b)), shape=(network.node_count,) * 2)
    rng = random.Random(2)
    sources, targets = ([rng.choice(main) for _ in range(500)] for _ in range(2))
    table_ms = median_ms(lambda: array_cm(network, sources, targets), 3)
    spots = [[network.spot_at_node(n) for n in part] for part in (sources, targets)]
    api_ms = median_ms(lambda: distances_m(network, *spots), 3)
    start = time.perf_counter()
    peer = dijkstra(matrix, directed=False, indices=sources)[:, targets]
    scipy_ms = 1000 * (time.perf_counter() - start)
    worst = float(np.abs(array_cm(network, sources, targets) - peer).max()) / 100
    return {
        "table_500_ms": table_ms,
        "table_500_api_ms": api_ms,
        "scipy_table_500_ms": round(scipy_ms, 1),
        "worst_difference_m": round(worst, 4),
    }


def _scgraph(network: Network, points: list[list[float]], edges: Edges, pairs: list[tuple[int, int]]) -> dict[str, Any]:
    if find_spec("scgraph") is None:
        return {}
    from scgraph.graph import Graph

    rows: list[dict[int, float]] = [{} for _ in points]
    for a, b, cm in edges:
        rows[a][b] = rows[b][a] = cm / 100_000
    graph = Graph(rows)
    start = time.perf_counter()
    graph.create_contraction_hierarchy()
    seconds = time.perf_counter() - start
    graph.contraction_hierarchy(*pairs[0])

    def distance(a: int, b: int) -> float:
        return float(graph.contraction_hierarchy(a, b, length_only=True)["length"])

    worst = max(abs(distance(a, b) * 1000 - (meet(network, a, b) or (0, 0))[0] / 100) for a, b in pairs)
    return {
        "scgraph_class": type(graph).__module__,
        "scgraph_prepare_s": round(seconds, 2),
        "scgraph_ms": per_pair_ms(distance, pairs),
        "scgraph_difference_m": round(worst, 3),
    }


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    found: dict[str, Any] = {"bundled": bundled(), "termini": termini()}
    if "--world" in arguments:
        found["world"] = world()
    elif "--cold" in arguments:
        points, edges = world_edges()
        with tempfile.TemporaryDirectory() as folder:
            network, _ = world_network(points, edges, Path(folder) / "world.rsn")
            rng = random.Random(1)
            ends = ((rng.randrange(len(points)), rng.randrange(len(points))) for _ in range(PAIRS))
            joined = [pair for pair in ends if meet(network, *pair)]
            found["world"] = cold_world(network.name, joined)
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
