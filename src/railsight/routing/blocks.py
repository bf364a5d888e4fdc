"""Tables of distances larger than memory: in blocks of rows, one after the other, here or on a Dask cluster.

Both give the same blocks in the same order. A worker opens the network file itself (it must be able to read it at the
same path), so that only spots and figures travel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from railsight.clusters import in_order
from railsight.errors import UsageError
from railsight.network import Network, open_network
from railsight.routing.questions import distances_m

if TYPE_CHECKING:
    from railsight.model import Profile, Spot

Block = tuple[int, list[list[float | None]]]  # number of the first row, and rows in metres
DEFAULT_ROWS = 256


def distance_blocks(
    network: Network,
    sources: Sequence[Spot],
    targets: Sequence[Spot],
    *,
    profile: str | Profile | None = None,
    rows: int = DEFAULT_ROWS,
) -> Iterator[Block]:
    """``distances_m`` in blocks of ``rows`` rows: the number of the first row and the metres."""
    for first in _firsts(len(sources), rows):
        yield first, distances_m(network, sources[first : first + rows], targets, profile=profile)


def cluster_blocks(
    cluster: str,
    network_path: str,
    sources: Sequence[Spot],
    targets: Sequence[Spot],
    *,
    profile: str | Profile | None = None,
    rows: int = DEFAULT_ROWS,
) -> Iterator[Block]:
    """The same blocks from the workers of a Dask cluster; ``cluster`` and errors as in ``clusters.in_order``."""
    starts = _firsts(len(sources), rows)
    pieces = ((network_path, list(sources[first : first + rows]), profile) for first in starts)
    found = in_order(cluster, _rows, pieces, what="tables of distances", shared=[list(targets)])
    return zip(starts, found, strict=True)


def _firsts(count: int, rows: int) -> range:
    if rows < 1:
        raise UsageError(f"blocks of {rows} rows: one row at least")
    return range(0, count, rows)


def _rows(
    path: str, sources: Sequence[Spot], profile: str | Profile | None, targets: Sequence[Spot]
) -> list[list[float | None]]:
    """What a worker does."""
    return distances_m(_network(path), sources, targets, profile=profile)


@lru_cache(maxsize=2)
def _network(path: str) -> Network:
    return open_network(path)
