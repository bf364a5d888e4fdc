"""The arithmetic of hub labels: a contraction hierarchy of the network and the labels that follow from it.

Contraction hierarchies: Geisberger et al. 2008 (doi:10.1007/978-3-540-68552-4_24). Hub labels from a hierarchy, pruned:
Abraham et al. 2011 (doi:10.1007/978-3-642-20662-7_20). Rail networks are close to trees, so labels stay short.

Weights are ``centimetres * 2**16 + 1``: the sum holds the number of sections too, which breaks ties and forbids circles
of no length. Every function is plain enough for numba (extra ``fast``), which compiles it; without numba it runs as it
is, fast enough for some thousand nodes.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any, TypeVar

import numpy as np

try:
    from numba import njit

    COMPILED = True
except ImportError:  # numba is an extra
    COMPILED = False

_F = TypeVar("_F", bound=Callable[..., Any])
SHIFT = 16
_SETTLED = 40  # a search for a way around stops after so many nodes; missing one costs a needless shortcut, no error
_FAR = np.int64(2**62)


def _compiled(function: _F) -> _F:
    if not COMPILED:
        return function
    compiled: Any
    try:
        compiled = njit(cache=True, nogil=True)(function)
    except RuntimeError:  # nowhere to keep the compiled code: it is compiled again in each process
        compiled = njit(nogil=True)(function)
    return compiled  # type: ignore[no-any-return]


@_compiled
def _insert(head: Any, pool: Any, used: int, a: int, b: int, w: int) -> int:
    """Add the edge a - b both ways, or make the one that is there shorter. Returns how many pool rows are used."""
    edge = head[a]
    while edge >= 0:
        if pool[edge, 0] == b:
            if w < pool[edge, 1]:
                pool[edge, 1] = w
                back = head[b]
                while pool[back, 0] != a:
                    back = pool[back, 2]
                pool[back, 1] = w
            return used
        edge = pool[edge, 2]
    pool[used, 0], pool[used, 1], pool[used, 2] = b, w, head[a]
    head[a] = used
    pool[used + 1, 0], pool[used + 1, 1], pool[used + 1, 2] = a, w, head[b]
    head[b] = used + 1
    return used + 2


@_compiled
def _drop_dead(head: Any, pool: Any, alive: Any, v: Any) -> int:
    """Unlink edges to contracted nodes. Returns the degree that is left."""
    before, edge, degree = -1, head[v], 0
    while edge >= 0:
        after = pool[edge, 2]
        if alive[pool[edge, 0]]:
            before = edge
            degree += 1
        elif before < 0:
            head[v] = after
        else:
            pool[before, 2] = after
        edge = after
    return degree


@_compiled
def _around(head: Any, pool: Any, alive: Any, source: int, without: int, reach: int, dist: Any, seen: Any) -> int:
    """Dijkstra from ``source`` past ``without``; fills ``dist`` and ``seen``, returns how many nodes were touched."""
    heap = [(np.int64(0), np.int64(source))]
    dist[source] = 0
    seen[0] = source
    touched, settled = 1, 0
    while len(heap) > 0 and settled < _SETTLED:
        d, u = heappop(heap)
        if d > reach:
            break
        if d > dist[u]:
            continue
        settled += 1
        edge = head[u]
        while edge >= 0:
            x = pool[edge, 0]
            if x != without and alive[x]:
                total = d + pool[edge, 1]
                if total < dist[x]:
                    if dist[x] == _FAR:
                        seen[touched] = x
                        touched += 1
                    dist[x] = total
                    heappush(heap, (total, x))
            edge = pool[edge, 2]
    return touched


@_compiled
def _shortcuts(
    head: Any, pool: Any, alive: Any, v: Any, degree: int, dist: Any, seen: Any, near: Any, found: Any
) -> int:
    """The shortcuts that contracting ``v`` needs, into ``found`` as rows (a, b, weight). Returns their number."""
    edge, i = head[v], 0
    while edge >= 0:
        near[i, 0], near[i, 1] = pool[edge, 0], pool[edge, 1]
        i += 1
        edge = pool[edge, 2]
    count = 0
    for i in range(degree - 1):
        longest: Any = 0
        for j in range(i + 1, degree):
            longest = max(longest, near[j, 1])
        touched = _around(head, pool, alive, near[i, 0], v, near[i, 1] + longest, dist, seen)
        for j in range(i + 1, degree):
            w = near[i, 1] + near[j, 1]
            if dist[near[j, 0]] > w:
                found[count, 0], found[count, 1], found[count, 2] = near[i, 0], near[j, 0], w
                count += 1
        for j in range(touched):
            dist[seen[j]] = _FAR
    return count


@_compiled
def contract(count: int, ends: Any, weights: Any, order: Any, up: Any) -> Any:
    """Contract every node, the least important first.

    ``order`` (one a node) is filled with the nodes, the most important first. ``up`` (rows of node, higher node,
    weight) is filled and returned, longer if need be, with one last row that holds how many rows are used.
    """
    head = np.full(count, -1, np.int64)
    pool = np.empty((4 * len(weights) + 64, 3), np.int64)
    used = 0
    for i in range(len(weights)):
        if ends[i, 0] != ends[i, 1]:
            used = _insert(head, pool, used, ends[i, 0], ends[i, 1], weights[i])
    alive = np.ones(count, np.bool_)
    level = np.zeros(count, np.int64)
    dist = np.full(count, _FAR, np.int64)
    seen = np.empty(count + 1, np.int64)
    near = np.empty((64, 2), np.int64)
    found = np.empty((2048, 3), np.int64)
    heap = [(np.int64(-4), np.int64(0))]
    heap.pop()
    for node in range(count):
        heappush(heap, (np.int64(_drop_dead(head, pool, alive, node)), np.int64(node)))
    left, rows = count, 0
    while left > 0:
        priority, v = heappop(heap)
        degree = _drop_dead(head, pool, alive, v)
        if degree > len(near):
            near = np.empty((2 * degree, 2), np.int64)
            found = np.empty((2 * degree * degree, 3), np.int64)
        needed = _shortcuts(head, pool, alive, v, degree, dist, seen, near, found)
        current = 2 * needed - degree + 2 * level[v]
        if len(heap) > 0 and current > priority and current > heap[0][0]:
            heappush(heap, (np.int64(current), np.int64(v)))
            continue
        left -= 1
        order[left] = v
        alive[v] = False
        if rows + degree >= len(up):
            longer = np.empty((2 * len(up) + degree, 3), np.int64)
            longer[:rows] = up[:rows]
            up = longer
        for i in range(degree):
            up[rows, 0], up[rows, 1], up[rows, 2] = v, near[i, 0], near[i, 1]
            rows += 1
            level[near[i, 0]] = max(level[near[i, 0]], level[v] + 1)
        if used + 2 * needed + 2 > len(pool):
            wider = np.empty((2 * len(pool) + 2 * needed, 3), np.int64)
            wider[:used] = pool[:used]
            pool = wider
        for i in range(degree):
            _drop_dead(head, pool, alive, near[i, 0])
        for i in range(needed):
            used = _insert(head, pool, used, found[i, 0], found[i, 1], found[i, 2])
    result = np.empty((rows, 3), np.int64)
    result[:] = up[:rows]
    return result


@_compiled
def label(count: int, rank: Any, up_at: Any, up: Any, by_rank: Any) -> Any:
    """Labels in order of rank: where each begins, hubs (ranks, ascending, the node itself last) and weights."""
    at = np.zeros(count + 1, np.int64)
    hubs = np.empty(16 * count + 64, np.int64)
    costs = np.empty(16 * count + 64, np.int64)
    best = np.full(count, _FAR, np.int64)
    touched = np.empty(count + 1, np.int64)
    used = 0
    for r in range(count):
        v = by_rank[r]
        size = 0
        for i in range(up_at[v], up_at[v + 1]):
            q, w = rank[up[i, 1]], up[i, 2]
            for j in range(at[q], at[q + 1]):
                h, d = hubs[j], costs[j] + w
                if best[h] == _FAR:
                    touched[size] = h
                    size += 1
                if d < best[h]:
                    best[h] = d
        chosen = np.sort(touched[:size])
        if used + size + 1 > len(hubs):
            more = 2 * len(hubs) + size
            wider_hubs, wider_costs = np.empty(more, np.int64), np.empty(more, np.int64)
            wider_hubs[:used], wider_costs[:used] = hubs[:used], costs[:used]
            hubs, costs = wider_hubs, wider_costs
        for h in chosen:
            d, needed = best[h], True
            for j in range(at[h], at[h + 1] - 1):
                if best[hubs[j]] + costs[j] < d:
                    needed = False
                    break
            if needed:
                hubs[used], costs[used] = h, d
                used += 1
        for h in chosen:
            best[h] = _FAR
        hubs[used], costs[used] = r, 0
        used += 1
        at[r + 1] = used
    return at, hubs[:used], costs[:used]


@_compiled
def _cost_between(at: Any, hubs: Any, costs: Any, p: int, q: int) -> Any:
    """Weight between two nodes, given by rank."""
    i, j, best = at[p], at[q], _FAR
    while i < at[p + 1] and j < at[q + 1]:
        if hubs[i] < hubs[j]:
            i += 1
        elif hubs[i] > hubs[j]:
            j += 1
        else:
            best = min(best, costs[i] + costs[j])
            i += 1
            j += 1
    return best


@_compiled
def _cost_to_hub(at: Any, hubs: Any, costs: Any, p: int, hub: int) -> Any:
    low, high = at[p], at[p + 1]
    while low < high:
        middle = (low + high) // 2
        if hubs[middle] < hub:
            low = middle + 1
        else:
            high = middle
    if low < at[p + 1] and hubs[low] == hub:
        return costs[low]
    return _FAR


@_compiled
def turns(count: int, by_rank: Any, rank: Any, labels: Any, around_at: Any, far: Any, weights: Any, out: Any) -> None:
    """For every label entry the place, among the sections at its node, of the section that leads toward the hub.

    255 stands for the hub itself, and for a node of so many sections that the place does not fit a byte.
    """
    at, hubs, costs = labels
    for r in range(count):
        v = by_rank[r]
        for j in range(at[r], at[r + 1]):
            out[j] = 255
            if hubs[j] == r:
                continue
            for k in range(around_at[v], around_at[v + 1]):
                if far[k] != v and _cost_to_hub(at, hubs, costs, rank[far[k]], hubs[j]) + weights[k] == costs[j]:
                    out[j] = min(255, k - around_at[v])
                    break
            else:
                for k in range(around_at[v], around_at[v + 1]):
                    if far[k] != v and _cost_between(at, hubs, costs, rank[far[k]], hubs[j]) + weights[k] == costs[j]:
                        out[j] = min(255, k - around_at[v])
                        break
