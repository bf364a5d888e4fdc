"""Tables of distances larger than memory: in blocks of rows, one after the other, here or on a Dask cluster.

Both give the same blocks in the same order. A worker opens the network file itself (it must be able to read it at the
same path), so that only spots and figures travel.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from railsight.errors import MissingExtraError, ServiceError, UsageError
from railsight.network import Network, open_network
from railsight.routing.ways import distances_m

if TYPE_CHECKING:
    from railsight.model import Profile, Spot

Block = tuple[int, list[list[float | None]]]  # number of the first row, and rows in metres
DEFAULT_ROWS = 256
_WAIT = "10s"
_AHEAD = 3  # blocks under way for each worker: enough to keep it busy, few enough to hold


def distance_blocks(
    network: Network,
    sources: Sequence[Spot],
    targets: Sequence[Spot],
    *,
    profile: Profile | None = None,
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
    profile: Profile | None = None,
    rows: int = DEFAULT_ROWS,
) -> Iterator[Block]:
    """The same blocks from the workers of a Dask cluster (``tcp://host:port`` of its scheduler).

    Raises MissingExtraError without dask, ServiceError when the cluster does not answer.
    """
    starts = _firsts(len(sources), rows)
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise MissingExtraError("tables of distances on a cluster", "cluster") from None
    try:
        client = distributed.Client(cluster, timeout=_WAIT, set_as_default=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise ServiceError(
            f"no Dask scheduler answers at {cluster} ({type(error).__name__})",
            hint="start one with `dask scheduler` and `dask worker`, and give its tcp:// address",
        ) from error
    with client:
        everywhere = client.scatter(list(targets), broadcast=True)
        limit = _AHEAD * max(1, len(client.scheduler_info()["workers"]))
        waiting: deque[tuple[int, Any]] = deque()
        for first in starts:
            part = list(sources[first : first + rows])
            waiting.append((first, client.submit(_rows, network_path, part, everywhere, profile, pure=False)))
            if len(waiting) >= limit:
                yield _answer(*waiting.popleft())
        while waiting:
            yield _answer(*waiting.popleft())


def _firsts(count: int, rows: int) -> range:
    if rows < 1:
        raise UsageError(f"blocks of {rows} rows: one row at least")
    return range(0, count, rows)


def _answer(first: int, future: Any) -> Block:
    return first, future.result()


def _rows(
    path: str, sources: Sequence[Spot], targets: Sequence[Spot], profile: Profile | None
) -> list[list[float | None]]:
    """What a worker does."""
    return distances_m(_network(path), sources, targets, profile=profile)


@lru_cache(maxsize=2)
def _network(path: str) -> Network:
    return open_network(path)
