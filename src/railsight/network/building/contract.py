"""From ways to sections: chains of track between nodes where something happens.

Works on flat numpy arrays; only pieces of ways, never single vertices, are walked in Python.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from railsight.network.building.turns import MAX_TURN_DEG

Array = Any  # a numpy array; numpy is loaded only when a network is built


@dataclass(slots=True)
class Ways:
    """Polylines in flat arrays: way ``w`` has the vertices ``start[w]`` to before ``start[w + 1]``.

    Vertices with equal ``key`` are one node. ``group`` is what a section must have in common throughout.
    """

    start: Array  # int64, one more than ways
    key: Array  # int64, a vertex
    lon: Array  # float64, a vertex
    lat: Array
    group: Array  # int64, a way


@dataclass(slots=True)
class Chains:
    """Sections in flat arrays. Chain ``c`` runs over the vertices ``vertex[start[c]:start[c + 1]]`` of the ways.

    ``a`` and ``b`` are rows of ``keys``, the distinct node keys; ``way`` gives for each chain vertex but the first the
    way that the segment before it belongs to.
    """

    keys: Array
    a: Array
    b: Array
    start: Array
    vertex: Array
    way: Array


def contract(ways: Ways, stops: Iterable[int] = ()) -> Chains:
    """Chains between nodes of degree other than two, changes of group, zigzags, and ``stops`` (keys that stay nodes).

    A ring without such a node, and a chain that returns to its own node, is cut in the middle, and one too short for
    that is left out: no section joins a node with itself.
    """
    forced = set(stops)
    for _ in range(3):
        chains, rings = _contract(ways, forced)
        if not rings:
            break
        forced |= rings
    return _between_two(chains)


def _between_two(chains: Chains) -> Chains:
    """The chains without those that begin and end at one node."""
    import numpy as np

    keep = chains.a != chains.b
    if keep.all():
        return chains
    sizes = np.diff(chains.start)
    rows = np.repeat(keep, sizes)
    start = np.concatenate([[0], np.cumsum(sizes[keep])]).astype(np.int64)
    return Chains(chains.keys, chains.a[keep], chains.b[keep], start, chains.vertex[rows], chains.way[rows])


def _contract(ways: Ways, forced: set[int]) -> tuple[Chains, set[int]]:
    import numpy as np

    keys, node = np.unique(ways.key, return_inverse=True)
    first, last = ways.start[:-1], ways.start[1:] - 1
    count = len(keys)
    degree = (
        2 * np.bincount(node, minlength=count)
        - np.bincount(node[first], minlength=count)
        - np.bincount(node[last], minlength=count)
    )
    stop = (degree != 2) | _group_changes(ways, node, first, last, count)
    stop[_zigzags(ways, node, first, last, stop)] = True
    if forced:
        wanted = np.fromiter(forced, dtype=np.int64, count=len(forced))
        stop[np.flatnonzero(np.isin(keys, wanted))] = True
    cut = stop[node]
    cut[first] = cut[last] = True
    at = np.flatnonzero(cut)
    way_of = np.repeat(np.arange(len(first)), np.diff(ways.start))
    whole = way_of[at[:-1]] == way_of[at[1:]]
    begin, end = at[:-1][whole], at[1:][whole]
    runs, rings = _link(node[begin], node[end], stop)
    loose = {int(keys[n]) for r in rings for n in _two_nodes(r, begin, end, node)}
    chains = _lay_out(runs, begin, end, node, way_of, keys)
    own = np.flatnonzero(chains.a == chains.b)
    for c in own:
        inner = chains.vertex[chains.start[c] : chains.start[c + 1]]
        if len(inner) > 2:
            loose.add(int(ways.key[inner[len(inner) // 2]]))
    return chains, loose


def _group_changes(ways: Ways, node: Array, first: Array, last: Array, count: int) -> Array:
    """Nodes at which ways of different groups end."""
    import numpy as np

    low = np.full(count, np.iinfo(np.int64).max)
    high = np.full(count, -1)
    for ends in (first, last):
        np.minimum.at(low, node[ends], ways.group)
        np.maximum.at(high, node[ends], ways.group)
    return (high >= 0) & (low != high)


def _zigzags(ways: Ways, node: Array, first: Array, last: Array, stop: Array) -> Array:
    """Nodes, not stops yet, where track turns back on itself: the legs of a switch whose third track is not kept."""
    import numpy as np

    east, north = np.diff(ways.lon) * np.cos(np.radians(ways.lat[:-1])), np.diff(ways.lat)
    inner = np.ones(len(node), dtype=bool)
    inner[first] = inner[last] = False
    inner = np.flatnonzero(inner)
    back = _nearly_along(-east[inner - 1], -north[inner - 1], east[inner], north[inner])
    # where two ways meet: the directions in which they leave
    meet = np.concatenate([node[first], node[last]])
    out = np.concatenate([first, last - 1])
    sign = np.repeat([1.0, -1.0], len(first))
    order = np.argsort(meet, kind="stable")
    meet, out, sign = meet[order], out[order], sign[order]
    one = np.flatnonzero((meet[:-1] == meet[1:]) & ~stop[meet[:-1]])
    two = one + 1
    toward = sign[one] * sign[two]
    sharp = _nearly_along(toward * east[out[one]], toward * north[out[one]], east[out[two]], north[out[two]])
    return np.concatenate([node[inner[back]], meet[one[sharp]]])


def _nearly_along(x: Array, y: Array, u: Array, v: Array) -> Array:
    """Whether two vectors differ by no more than ``MAX_TURN_DEG``."""
    import numpy as np

    return x * u + y * v > np.cos(np.radians(MAX_TURN_DEG)) * np.hypot(x, y) * np.hypot(u, v)


Run = list[tuple[int, bool]]  # pieces in order, each with whether it is run through backward


def _link(a: Array, b: Array, stop: Array) -> tuple[list[Run], list[Run]]:
    """Join pieces at nodes that are no stop. Gives the chains and, apart, the rings that have no stop."""
    import numpy as np

    open_a, open_b = ~stop[a], ~stop[b]
    direct = np.flatnonzero(~open_a & ~open_b)
    runs: list[Run] = [[(int(p), False)] for p in direct]
    mate = _mates(a, b, open_a, open_b)
    done = np.zeros(len(a), dtype=bool)
    done[direct] = True
    half = np.flatnonzero((open_a != open_b) & ~done)
    runs.extend(_walk(p, bool(open_a[p]), mate, done) for p in half.tolist() if not done[p])
    rings = [_walk(p, False, mate, done) for p in np.flatnonzero(~done).tolist() if not done[p]]
    return runs, rings


def _mates(a: Array, b: Array, open_a: Array, open_b: Array) -> dict[int, int]:
    """For each open end of a piece (twice the piece, plus one at its far end) the end it is joined to."""
    import numpy as np

    ends = np.concatenate([2 * np.flatnonzero(open_a), 2 * np.flatnonzero(open_b) + 1])
    nodes = np.concatenate([a[open_a], b[open_b]])
    order = np.argsort(nodes, kind="stable")
    ends, nodes = ends[order].tolist(), nodes[order]
    pairs = np.flatnonzero(nodes[:-1] == nodes[1:]).tolist()
    mate: dict[int, int] = {}
    for i in pairs:
        mate[ends[i]], mate[ends[i + 1]] = ends[i + 1], ends[i]
    return mate


def _walk(seed: int, backward: bool, mate: dict[int, int], done: Array) -> Run:
    run: Run = []
    piece = seed
    while not done[piece]:
        done[piece] = True
        run.append((piece, backward))
        far = mate.get(2 * piece + (0 if backward else 1))
        if far is None:
            break
        piece, backward = far // 2, far % 2 == 1
    return run


def _two_nodes(ring: Run, begin: Array, end: Array, node: Array) -> tuple[int, int]:
    """Where to cut a ring: at the beginning of a piece and about half way round."""
    if len(ring) == 1:
        piece = ring[0][0]
        return int(node[begin[piece]]), int(node[(begin[piece] + end[piece]) // 2])
    return int(node[begin[ring[0][0]]]), int(node[begin[ring[len(ring) // 2][0]]])


def _lay_out(runs: list[Run], begin: Array, end: Array, node: Array, way_of: Array, keys: Array) -> Chains:
    import numpy as np

    if not runs:
        empty = np.zeros(0, dtype=np.int64)
        return Chains(keys=keys, a=empty, b=empty, start=np.zeros(1, dtype=np.int64), vertex=empty, way=empty)
    pieces = np.array([piece for run in runs for piece, _ in run], dtype=np.int64)
    backward = np.array([back for run in runs for _, back in run], dtype=bool)
    per_run = np.array([len(run) for run in runs], dtype=np.int64)
    joined = np.ones(len(pieces), dtype=np.int64)  # a piece begins at the vertex where the one before it ends
    joined[np.cumsum(per_run) - per_run] = 0
    low, high, step = begin[pieces], end[pieces], np.where(backward, -1, 1)
    lengths = high - low + 1 - joined
    first = np.where(backward, high, low) + step * joined
    within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    vertex = np.repeat(first, lengths) + np.repeat(step, lengths) * within
    way = np.repeat(way_of[low], lengths)
    start = np.concatenate([[0], np.cumsum(lengths)[np.cumsum(per_run) - 1]])
    a, b = node[vertex[start[:-1]]], node[vertex[start[1:] - 1]]
    return Chains(keys=keys, a=a, b=b, start=start, vertex=vertex, way=way)
