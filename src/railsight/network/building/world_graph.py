"""The coarse world graph and its repair: breaks closed where ends face each other, edges over the sea cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from railsight.geo import approx_m, bearing_gap_deg
from railsight.network.building.attach import near_pairs
from railsight.network.building.world_mends import BREAKS, Break

# Ends nearer than this that face each other are one railway: simplification and mapping leave such gaps.
CLOSE_M = 1000.0
FACING_DEG = 45.0
_FOUND_M = 1000.0
NEAR, KNOWN = "closed a break of", "closed a known break of"
_SEA_STEP_M = 5000.0
_LONG_M = 20_000.0
_STRAIGHT = 1.02


@dataclass(slots=True)
class WorldGraph:
    """Nodes (degrees) and undirected edges with their metres, as numpy arrays."""

    lon: Any
    lat: Any
    a: Any
    b: Any
    length_m: Any

    def neighbours(self) -> list[list[tuple[int, float]]]:
        """For each node its neighbours and the metres to them."""
        around: list[list[tuple[int, float]]] = [[] for _ in range(len(self.lon))]
        for a, b, m in zip(self.a.tolist(), self.b.tolist(), self.length_m.tolist(), strict=True):
            around[a].append((b, m))
            around[b].append((a, m))
        return around

    def place(self, node: int) -> tuple[float, float]:
        """Lon and lat of a node."""
        return float(self.lon[node]), float(self.lat[node])


def mend(graph: WorldGraph, breaks: tuple[Break, ...] = BREAKS) -> tuple[WorldGraph, list[str]]:
    """The graph with sea edges cut and breaks closed, and one sentence for each of these."""
    graph, cut = _without_sea(graph)
    closed, said = _facing(graph)
    known, told = _known(graph, breaks)
    return _with_edges(graph, closed + known), cut + told + said


def _with_edges(graph: WorldGraph, edges: list[tuple[int, int, float]]) -> WorldGraph:
    import numpy as np

    if not edges:
        return graph
    a, b, m = (np.array(column) for column in zip(*edges, strict=True))
    return WorldGraph(graph.lon, graph.lat, np.append(graph.a, a), np.append(graph.b, b), np.append(graph.length_m, m))


def _facing(graph: WorldGraph) -> tuple[list[tuple[int, int, float]], list[str]]:
    """Loose ends within ``CLOSE_M`` whose tracks point at each other, nearest first, each end joined once."""
    import numpy as np

    degree = np.bincount(np.concatenate([graph.a, graph.b]), minlength=len(graph.lon))
    ends = np.flatnonzero(degree == 1)
    before = np.full(len(graph.lon), -1)
    before[graph.a], before[graph.b] = graph.b, graph.a
    used: set[int] = set()
    edges, said = [], []
    for gap, i, j in near_pairs(graph.lon[ends], graph.lat[ends], CLOSE_M):
        u, v = int(ends[i]), int(ends[j])
        if u in used or v in used or before[u] == v or not _face(graph, int(before[u]), u, v, int(before[v])):
            continue
        used |= {u, v}
        edges.append((u, v, gap))
        lon, lat = graph.place(u)
        said.append(f"{NEAR} {gap:.0f} m at {lon:.3f},{lat:.3f}")
    return edges, said


def _face(graph: WorldGraph, before_u: int, u: int, v: int, before_v: int) -> bool:
    if graph.place(u) == graph.place(v):
        return bearing_gap_deg(_bearing(graph, before_u, u), _bearing(graph, v, before_v)) <= FACING_DEG
    across = _bearing(graph, u, v)
    return (
        bearing_gap_deg(_bearing(graph, before_u, u), across) <= FACING_DEG
        and bearing_gap_deg(_bearing(graph, v, before_v), across) <= FACING_DEG
    )


def _bearing(graph: WorldGraph, a: int, b: int) -> float:
    from railsight.geo import bearing_deg

    return bearing_deg(*graph.place(a), *graph.place(b))


def _known(graph: WorldGraph, breaks: tuple[Break, ...]) -> tuple[list[tuple[int, int, float]], list[str]]:
    """The breaks of the table whose two ends are where it says."""
    edges, said = [], []
    for one in breaks:
        ends = [_node_at(graph, *place) for place in (one.a, one.b)]
        if None in ends:
            said.append(f"not closed, its ends were not found: {one.name}")
            continue
        u, v = (int(e) for e in ends if e is not None)
        edges.append((u, v, one.km * 1000.0))
        said.append(f"{KNOWN} {one.km:g} km: {one.name} ({one.source})")
    return edges, said


def _node_at(graph: WorldGraph, lon: float, lat: float) -> int | None:
    import numpy as np

    east = ((graph.lon - lon + 180.0) % 360.0 - 180.0) * np.cos(np.radians(lat))
    node = int(np.argmin(east**2 + (graph.lat - lat) ** 2))
    return node if approx_m(lon, lat, *graph.place(node)) <= _FOUND_M else None


def _without_sea(graph: WorldGraph) -> tuple[WorldGraph, list[str]]:
    """Cut straight edges over the high seas that are no longer than the straight line: a ferry's way, no track.

    The edge of a railway along a bay may cross the water as drawn; its own length shows that it goes round.
    """
    import numpy as np

    keep = np.ones(len(graph.a), dtype=bool)
    said = []
    for e in np.flatnonzero(graph.length_m > _LONG_M).tolist():
        a, b = int(graph.a[e]), int(graph.b[e])
        if graph.length_m[e] <= _STRAIGHT * approx_m(*graph.place(a), *graph.place(b)) and _over_sea(graph, a, b):
            keep[e] = False
            (x1, y1), (x2, y2) = graph.place(a), graph.place(b)
            km = graph.length_m[e] / 1000
            said.append(f"cut an edge of {km:.0f} km over the sea: {x1:.3f},{y1:.3f} - {x2:.3f},{y2:.3f}")
    return WorldGraph(graph.lon, graph.lat, graph.a[keep], graph.b[keep], graph.length_m[keep]), said


def _over_sea(graph: WorldGraph, a: int, b: int) -> bool:
    from railsight.network.building.countries import country_at

    (x1, y1), (x2, y2) = graph.place(a), graph.place(b)
    parts = max(2, round(approx_m(x1, y1, x2, y2) / _SEA_STEP_M))
    across = (x2 - x1 + 180.0) % 360.0 - 180.0
    places = [((x1 + across * i / parts + 180.0) % 360.0 - 180.0, y1 + (y2 - y1) * i / parts) for i in range(1, parts)]
    return any(country_at(*place) is None for place in places)
