"""Hub labels for a network file: exact distances of the whole network in a few microseconds.

``with_labels(network)`` gives the bytes of the same file with labels stored in it. A query needs no array library: see
``railsight.routing.hubs``.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import numpy as np

from railsight.errors import MissingExtraError, UsageError
from railsight.network.container import pack
from railsight.network.hierarchy import COMPILED, SHIFT, contract, label, turns

if TYPE_CHECKING:
    from railsight.network.reader import Network

PLAIN_LIMIT = 20_000  # nodes that plain Python labels within a minute or so


def hub_labels(count: int, ends: Any, lengths_cm: Any, around_at: Any, around: Any) -> dict[str, Any]:
    """Labels of a graph as file blocks.

    ``ends`` is (m, 2) node numbers, ``lengths_cm`` (m,) whole centimetres, ``around_at`` and ``around`` the sections
    at each node. Returns ``label_at, label_hub, label_cm, label_turn`` in order of the nodes.
    """
    ends = np.ascontiguousarray(ends, np.int64)
    weights = (np.asarray(lengths_cm, np.int64) << SHIFT) + 1
    by_rank = np.empty(count, np.int64)
    up = contract(count, ends, weights, by_rank, np.empty((2 * len(weights) + 16, 3), np.int64))
    up = up[np.argsort(up[:, 0], kind="stable")]
    up_at = np.searchsorted(up[:, 0], np.arange(count + 1))
    rank = np.empty(count, np.int64)
    rank[by_rank] = np.arange(count)
    at, hubs, costs = label(count, rank, up_at, up, by_rank)
    around_at = np.asarray(around_at, np.int64)
    around = np.asarray(around, np.int64)
    here = np.repeat(np.arange(count), np.diff(around_at))
    far = np.where(ends[around, 0] == here, ends[around, 1], ends[around, 0])
    turn = np.empty(len(hubs), np.uint8)
    turns(count, by_rank, rank, (at, hubs, costs), around_at, far, weights[around], turn)
    sizes = np.diff(at)[rank]
    new_at = np.concatenate(([0], np.cumsum(sizes)))
    # entry j of the new order is the (j - new_at[node])th of the node's old run
    source = np.repeat(at[:-1][rank] - new_at[:-1], sizes) + np.arange(len(hubs))
    return {
        "label_at": array("I", new_at.astype(np.uint32).tobytes()),
        "label_hub": array("I", hubs[source].astype(np.uint32).tobytes()),
        "label_cm": array("I", (costs[source] >> SHIFT).astype(np.uint32).tobytes()),
        "label_turn": turn[source].tobytes(),
        "label_node": array("I", by_rank.astype(np.uint32).tobytes()),
    }


def with_labels(network: Network) -> bytes:
    """The bytes of the network's file with hub labels. Raises MissingExtraError for a large one without numba.

    Labels know nothing of reversals: on a network with sides of junctions they would promise impossible ways, which is
    a UsageError.
    """
    if network.has_sides:
        raise UsageError(f"{network.name} knows the sides of its junctions: distances on it are searched, not labelled")
    if not COMPILED and network.node_count > PLAIN_LIMIT:
        raise MissingExtraError(f"preparing fast distances for {network.node_count} points", "fast")
    blocks = network.blocks()
    ends = np.column_stack([np.asarray(blocks[k], np.int64) for k in ("section_a", "section_b")])
    blocks.update(hub_labels(network.node_count, ends, blocks["section_cm"], blocks["around_at"], blocks["around"]))
    info = {**network.info, "labels": {"entries": len(blocks["label_hub"])}}
    return pack(info, blocks)
