"""Distances and ways from hub labels, in plain Python: no search, a few microseconds, any size of network.

Every node has a label: some forty hubs with the distance to each, such that the shortest way between two nodes runs
through a hub of both (Abraham et al. 2011, doi:10.1007/978-3-642-20662-7_20). Labels know nothing of gauge, borders or
wishes: a question with any of these is searched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from railsight.network import Network
    from railsight.routing.search import Seeds

LARGE = 2_500  # pairs from which on the import of numpy pays
_NO_WAY = 2**62


def meet(network: Network, a: int, b: int) -> tuple[int, int] | None:
    """Centimetres between two nodes and the hub on the way; None when they lie on separate networks."""
    first, second = network.hub_cm(a), network.hub_cm(b)
    best: int | None = None
    hub = -1
    for h in first.keys() & second.keys():
        total = first[h] + second[h]
        if best is None or total < best or (total == best and h < hub):
            best, hub = total, h
    return None if best is None else (best, hub)


def between(network: Network, starts: Seeds, goals: Seeds) -> tuple[int, int, list[int]] | None:
    """Cost, first node and sections in order of the shortest way from a start to a goal, as a search would give."""
    best: tuple[int, int, int] | None = None
    for a, base_a in starts:
        for b, base_b in goals:
            found = meet(network, a, b)
            if found is not None and (best is None or found[0] + base_a + base_b < best[0]):
                best = (found[0] + base_a + base_b, a, b)
    if best is None:
        return None
    sections = way(network, best[1], best[2])
    return None if sections is None else (best[0], best[1], sections)


def way(network: Network, a: int, b: int) -> list[int] | None:
    """The sections from node a to node b along the labels; None when the labels do not lead there."""
    front: list[int] = []
    back: list[int] = []
    while a != b:
        found = meet(network, a, b)
        if found is None or len(front) + len(back) > network.section_count:
            return None
        hub = network.label_node(found[1])
        run, a = _walk(network, a, found[1], hub)
        other, b = _walk(network, b, found[1], hub)
        if not run and not other:
            return None
        front += run
        back += other
    return front + back[::-1]


def _walk(network: Network, node: int, hub: int, target: int) -> tuple[list[int], int]:
    """Sections from a node toward a hub as far as the labels know the turn, and the node reached."""
    sections: list[int] = []
    while node != target:
        step = network.turn(node, hub)
        if step is None:
            break
        node = step[0]
        sections.append(step[1])
    return sections, node


def table_cm(network: Network, sources: Sequence[int], targets: Sequence[int]) -> list[list[int | None]]:
    """Centimetres from every source node (rows) to every target node (columns)."""
    if len(sources) * len(targets) >= LARGE:
        cm = array_cm(network, sources, targets)
        return without_sentinel(cm, cm.tolist())
    filed: dict[int, list[tuple[int, int]]] = {}
    for column, node in enumerate(targets):
        hubs, cm, _ = network.label(node)
        for h, d in zip(hubs, cm, strict=True):
            filed.setdefault(h, []).append((column, d))
    rows: list[list[int | None]] = []
    for node in sources:
        row: list[int | None] = [None] * len(targets)
        hubs, cm, _ = network.label(node)
        for h, d in zip(hubs, cm, strict=True):
            for column, rest in filed.get(h, ()):
                known = row[column]
                if known is None or d + rest < known:
                    row[column] = d + rest
        rows.append(row)
    return rows


def without_sentinel(cm: Any, table: list[list[Any]]) -> list[list[Any]]:
    """A table made of ``array_cm``, with None where that says there is no way."""
    for row, column in zip(*(cm == _NO_WAY).nonzero(), strict=True):
        table[row][column] = None
    return table


def array_cm(network: Network, sources: Sequence[int], targets: Sequence[int]) -> Any:
    """The same as an array of int64 (2**62 where there is no way), for tables of any size."""
    import numpy as np

    labels = [network.label(node) for node in targets]
    hubs = np.concatenate([np.asarray(x[0], np.int64) for x in labels])
    cm = np.concatenate([np.asarray(x[1], np.int64) for x in labels])
    columns = np.repeat(np.arange(len(targets)), [len(x[0]) for x in labels])
    order = np.argsort(hubs, kind="stable")
    hubs, cm, columns = hubs[order], cm[order], columns[order]
    rows = np.full((len(sources), len(targets)), _NO_WAY, np.int64)
    for row, node in zip(rows, sources, strict=True):
        mine = network.label(node)
        own = np.asarray(mine[0], np.int64)
        first, last = np.searchsorted(hubs, own), np.searchsorted(hubs, own, "right")
        sizes = last - first
        which = np.repeat(first - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes) + np.arange(sizes.sum())
        np.minimum.at(row, columns[which], cm[which] + np.repeat(np.asarray(mine[1], np.int64), sizes))
    return rows
