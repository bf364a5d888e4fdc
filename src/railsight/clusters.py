"""Work spread over a Dask cluster, with the results in order and only a few pieces under way at a time.

A worker that is lost costs nothing: the scheduler gives its pieces to another. Where pieces keep killing their workers
the scheduler gives up after a few, and that is said.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any

from railsight.errors import MissingExtraError, ServiceError

LOCAL = "local"
_WAIT = "10s"
_AHEAD = 3  # pieces under way for each worker: enough to keep it busy, few enough to hold


def in_order(
    cluster: str, work: Callable[..., Any], pieces: Iterable[Sequence[Any]], *, what: str, shared: Sequence[Any] = ()
) -> Iterator[Any]:
    """``work(*piece, *shared)`` of every piece on the workers of a cluster, in the order of the pieces.

    ``cluster`` is the address of a scheduler (``tcp://host:port``) or ``"local"`` for one process a core on this
    machine. ``shared`` goes to every worker once; ``what`` names the work in messages. Raises MissingExtraError without
    dask, ServiceError when the scheduler does not answer or its workers keep dying. Errors of ``work`` come through.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise MissingExtraError(what, "cluster") from None
    with _client(distributed, cluster) as client:
        everywhere = [client.scatter(value, broadcast=True) for value in shared]
        limit = _AHEAD * max(1, len(client.scheduler_info()["workers"]))
        waiting: deque[Any] = deque()
        try:
            for piece in pieces:
                waiting.append(client.submit(work, *piece, *everywhere, pure=False))
                if len(waiting) >= limit:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except (distributed.scheduler.KilledWorker, distributed.scheduler.NoValidWorkerError, OSError) as error:
            raise ServiceError(
                f"{what}: the workers of the cluster were lost ({type(error).__name__})",
                hint="look at the workers' logs: memory is the usual reason; smaller inputs need less",
            ) from error


def _client(distributed: Any, cluster: str) -> Any:
    try:
        if cluster == LOCAL:
            return distributed.Client(threads_per_worker=1, dashboard_address=None, set_as_default=False)
        return distributed.Client(cluster, timeout=_WAIT, set_as_default=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise ServiceError(
            f"no Dask scheduler answers at {cluster} ({type(error).__name__})",
            hint="start one with `dask scheduler` and `dask worker`, and give its tcp:// address",
        ) from error
