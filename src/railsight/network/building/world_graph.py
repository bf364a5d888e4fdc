"""The coarse world graph and its repair: breaks closed where ends face each other, edges over the sea cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from railsight.geo import approx_m, bearing_gap_deg
from railsight.network.building.attach import near_pairs
from railsight.network.building.world_mends import Break

# Ends nearer than this that face each other are one railway: simplification and mapping leave such gaps.
CLOSE_M = 1000.0
FACING_DEG = 45.0
# An end beside another node in the grid of the arrays is one with it unless a way this short leads round.
AROUND_M = 10_000.0
_BESIDE_DEG = 0.0015
# Two ends this near, too near for their direction to tell much, are one unless a way this short leads round.
_BLUNT_M = 500.0
FAR_AROUND_M = 30_000.0
_POINTING_M = 1500.0
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


def mend(graph: WorldGraph, breaks: Sequence[Break]) -> tuple[WorldGraph, list[str]]:
    """The graph with sea edges cut and breaks closed, and one sentence for each of these."""
    graph, cut = _without_sea(graph)
    graph, told = _known(graph, breaks)
    closed, said = _joined(graph)
    return _with_edges(graph, closed), cut + told + said


def _with_edges(graph: WorldGraph, edges: list[tuple[int, int, float]]) -> WorldGraph:
    import numpy as np

    if not edges:
        return graph
    a, b, m = (np.array(column) for column in zip(*edges, strict=True))
    return WorldGraph(graph.lon, graph.lat, np.append(graph.a, a), np.append(graph.b, b), np.append(graph.length_m, m))


def _joined(graph: WorldGraph) -> tuple[list[tuple[int, int, float]], list[str]]:
    """Loose ends joined to what they must be one with, nearest first, each end once."""
    ends = _Ends(graph)
    edges, said = [], []
    for gap, u, v in near_pairs(graph.lon, graph.lat, CLOSE_M, of=ends.loose):
        if ends.are_free(u, v) and ends.are_one(u, v, gap):
            ends.used |= {u, v}
            edges.append((u, v, gap))
            lon, lat = graph.place(u)
            said.append(f"{NEAR} {gap:.0f} m at {lon:.3f},{lat:.3f}")
    return edges, said


class _Ends:
    """The loose ends of a graph, and what they may be joined to.

    Places of the arrays are rounded to 0.001 degrees, and track is missing between neighbouring places in hundreds of
    spots: an end in a cell beside another node is one with it, however the tracks point, and so are two ends a few
    cells apart that no way of some length joins. Farther off, up to ``CLOSE_M``, two ends must point at each other, or
    an end at the side of a line it has no other way to.
    """

    def __init__(self, graph: WorldGraph) -> None:
        import numpy as np

        self.graph = graph
        self.around = graph.neighbours()
        self.island = _islands(self.around)
        self.loose = np.array([n for n, other in enumerate(self.around) if len(other) == 1], dtype=np.int64)
        self.used: set[int] = set()

    def are_free(self, u: int, v: int) -> bool:
        """Whether one of them is a loose end and neither an end that is joined already."""
        loose = [n for n in (u, v) if len(self.around[n]) == 1]
        return bool(loose) and self.used.isdisjoint(loose)

    def are_one(self, u: int, v: int, gap_m: float) -> bool:
        """Whether two nodes ``gap_m`` apart, one a loose end at least, are one railway."""
        graph, apart = self.graph, self.island[u] != self.island[v]
        if max(abs(graph.lon[u] - graph.lon[v]), abs(graph.lat[u] - graph.lat[v])) < _BESIDE_DEG:
            return apart or not self._has_way(u, v, AROUND_M)
        loose = [len(self.around[n]) == 1 for n in (u, v)]
        if all(loose):
            facing = self._points_at(u, v) and self._points_at(v, u) and not self._has_way(u, v, 3 * gap_m)
            return facing or (gap_m <= _BLUNT_M and not self._has_way(u, v, FAR_AROUND_M))
        return apart and (self._points_at(u, v) if loose[0] else self._points_at(v, u))

    def _points_at(self, end: int, other: int) -> bool:
        """Whether the last kilometre and a half of the track to an end leads on to another node."""
        before, node = end, self.around[end][0][0]
        while len(self.around[node]) == 2 and approx_m(*self.graph.place(end), *self.graph.place(node)) < _POINTING_M:
            (one, _), (two, _) = self.around[node]
            before, node = node, two if one == before else one
            if node == end:
                break
        across = _bearing(self.graph, end, other)
        return bearing_gap_deg(_bearing(self.graph, node, end), across) <= FACING_DEG

    def _has_way(self, u: int, v: int, limit_m: float) -> bool:
        """Whether there is a way between two nodes of at most ``limit_m``."""
        from heapq import heappop, heappush

        best, heap = {u: 0.0}, [(0.0, u)]
        while heap:
            cost, node = heappop(heap)
            if node == v:
                return True
            for other, length in self.around[node] if cost == best[node] else ():
                if cost + length <= limit_m and cost + length < best.get(other, limit_m + 1):
                    best[other] = cost + length
                    heappush(heap, (cost + length, other))
        return False


def _islands(around: Sequence[Sequence[tuple[int, float]]]) -> list[int]:
    """The number of the island of each node."""
    island = [-1] * len(around)
    for start in range(len(around)):
        stack = [start] if island[start] < 0 else []
        while stack:
            node = stack.pop()
            if island[node] < 0:
                island[node] = start
                stack.extend(other for other, _ in around[node] if island[other] < 0)
    return island


def _bearing(graph: WorldGraph, a: int, b: int) -> float:
    from railsight.geo import bearing_deg

    return bearing_deg(*graph.place(a), *graph.place(b))


def _known(graph: WorldGraph, breaks: Sequence[Break]) -> tuple[WorldGraph, list[str]]:
    """The graph with the breaks closed whose two ends are where the table says; new ends are added."""
    import numpy as np

    edges, said = [], []
    ends = [b.b for b in breaks if b.new_end]
    if ends:
        lon, lat = np.array(ends).T
        graph = replace(graph, lon=np.append(graph.lon, lon), lat=np.append(graph.lat, lat))
    for one in breaks:
        u, v = (_node_at(graph, *place) for place in (one.a, one.b))
        if u is None or v is None:
            said.append(f"not closed, its ends were not found: {one.name}")
            continue
        edges.append((u, v, one.km * 1000.0))
        said.append(f"{KNOWN} {one.km:g} km: {one.name} ({one.source})")
    return _with_edges(graph, edges), said


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
