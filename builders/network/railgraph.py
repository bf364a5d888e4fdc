"""Rails of OpenStreetMap as packaged in scgraph-data (ODbL): nearest nodes and shortest ways along the track.

The packaged module is read as data; nothing of it is run.
"""

from __future__ import annotations

import heapq
import importlib.util
import json
import math
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from railsight.geo import approx_m

LonLat = tuple[float, float]
_WEST, _EAST, _SOUTH, _NORTH = 25.0, 155.0, 18.0, 73.0
_CELL = 0.1
_STITCH_KM = 0.35
"""Ends of track nearer than this are joined: the packaged graph breaks some lines at borders and tile edges."""


@dataclass(slots=True)
class RailGraph:
    """Nodes with position, neighbours with length in km, and a grid over the nodes."""

    at: dict[int, LonLat]
    ways: dict[int, dict[int, float]]
    grid: dict[tuple[int, int], list[int]]

    def near(self, lonlat: LonLat, within_km: float, count: int) -> list[tuple[float, int]]:
        """The nearest nodes: (km, node), nearest first."""
        lon, lat = lonlat
        reach = within_km / 111.0
        wide = reach / max(0.2, math.cos(math.radians(lat)))
        found = []
        for x in range(math.floor((lon - wide) / _CELL), math.floor((lon + wide) / _CELL) + 1):
            for y in range(math.floor((lat - reach) / _CELL), math.floor((lat + reach) / _CELL) + 1):
                for node in self.grid.get((x, y), ()):
                    km = approx_m(lon, lat, *self.at[node]) / 1000.0
                    if km <= within_km:
                        found.append((km, node))
        return sorted(found)[:count]

    def reach(self, start: int, limit_km: float) -> tuple[dict[int, float], dict[int, int]]:
        """Lengths to all nodes within a limit, and the node before each."""
        best = {start: 0.0}
        before: dict[int, int] = {}
        heap = [(0.0, start)]
        while heap:
            km, node = heapq.heappop(heap)
            if km > best[node]:
                continue
            for other, step in self.ways[node].items():
                total = km + step
                if total <= limit_km and total < best.get(other, math.inf):
                    best[other] = total
                    before[other] = node
                    heapq.heappush(heap, (total, other))
        return best, before

    def walk(self, before: dict[int, int], end: int) -> list[LonLat]:
        """The positions on the way to ``end``, from the start of the search."""
        nodes = [end]
        while nodes[-1] in before:
            nodes.append(before[nodes[-1]])
        return [self.at[n] for n in reversed(nodes)]


def load_rail_graph() -> RailGraph:
    """The part of the packaged graph that lies between 25 E and 155 E, 18 N and 73 N."""
    spec = importlib.util.find_spec("scgraph_data")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the package scgraph-data is needed: pip install 'railsight[build]'")
    text = (Path(spec.submodule_search_locations[0]) / "world_railways.py").read_text(encoding="utf-8")
    first, second, end = text.index("graph="), text.index("\nnodes="), text.index("\nworld_railways_geograph")
    ways = json.loads(re.sub(r"(\d+): ", r'"\1":', text[first + 6 : second]))
    nodes = json.loads(text[second + 7 : end])
    at = {
        i: (float(lon), float(lat))
        for i, (lat, lon) in enumerate(nodes)
        if _WEST < lon < _EAST and _SOUTH < lat < _NORTH
    }
    kept: dict[int, dict[int, float]] = {i: {} for i in at}
    for i in at:
        for key, km in ways[i].items():
            other = int(key)
            if other != i and other in at:
                kept[i][other] = float(km)
    grid: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, (lon, lat) in at.items():
        grid[math.floor(lon / _CELL), math.floor(lat / _CELL)].append(i)
    graph = RailGraph(at, kept, dict(grid))
    _stitch(graph)
    return graph


def _stitch(graph: RailGraph) -> None:
    """Join dead ends to the nearest node of another piece of track."""
    for node in [n for n, w in graph.ways.items() if len(w) <= 1]:
        for km, other in graph.near(graph.at[node], _STITCH_KM, 6):
            if other != node and other not in graph.ways[node]:
                graph.ways[node][other] = graph.ways[other][node] = max(km, 0.01)
                break


def densify(graph: RailGraph, around: list[LonLat], *, step_km: float = 0.7, margin: int = 3) -> None:
    """Split long straight pieces of track near the given places, so that a station finds a node beside it."""
    cells: set[tuple[int, int]] = set()
    for lon, lat in around:
        x, y = math.floor(lon / _CELL), math.floor(lat / _CELL)
        cells.update((x + i, y + j) for i in range(-margin, margin + 1) for j in range(-margin, margin + 1))
    new = max(graph.at) + 1
    for a in list(graph.at):
        lon_a, lat_a = graph.at[a]
        near_a = (math.floor(lon_a / _CELL), math.floor(lat_a / _CELL)) in cells
        for b, km in list(graph.ways[a].items()):
            if b < a or km <= step_km * 1.5:
                continue
            lon_b, lat_b = graph.at[b]
            if not near_a and (math.floor(lon_b / _CELL), math.floor(lat_b / _CELL)) not in cells:
                continue
            pieces = math.ceil(km / step_km)
            del graph.ways[a][b], graph.ways[b][a]
            last = a
            for i in range(1, pieces):
                t = i / pieces
                at = (lon_a + t * (lon_b - lon_a), lat_a + t * (lat_b - lat_a))
                graph.at[new] = at
                graph.ways[new] = {last: km / pieces}
                graph.ways[last][new] = km / pieces
                graph.grid.setdefault((math.floor(at[0] / _CELL), math.floor(at[1] / _CELL)), []).append(new)
                last, new = new, new + 1
            graph.ways[last][b] = graph.ways[b][last] = km / pieces
