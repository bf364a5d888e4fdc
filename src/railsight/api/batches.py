"""Many reports, each read by itself: streamed, on this machine or on a Dask cluster, in the order they came.

Memory does not grow with their number: on a cluster only a few batches are under way for each worker. A worker opens
the bundled gazetteer and network itself, so that only reports and records travel; a worker that is lost costs nothing,
since Dask gives its batches to another.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from typing import Any

from railsight.api.asking import asking_resolver
from railsight.api.reading import rail_km_between
from railsight.api.world import bundled_gazetteer
from railsight.errors import MissingExtraError, ServiceError, UsageError
from railsight.files.records import Record, reading_record
from railsight.model import Report

BATCH = 16
_AHEAD = 3
_WAIT = "10s"


def read_one(report: Report) -> Record:
    """What one report says, as the record that ``read --json`` prints."""
    from railsight.resolution import resolve

    return reading_record(
        resolve((report,), bundled_gazetteer(), rail_km=rail_km_between(), resolver=asking_resolver())
    )


def read_each(reports: Iterable[Report], *, cluster: str | None = None) -> Iterator[str]:
    """The record of every report as one line of JSON, in the order of the reports.

    ``cluster`` is the address of a Dask scheduler, or ``"local"`` for one process a core on this machine. Raises
    MissingExtraError without dask, ServiceError when the scheduler does not answer.
    """
    if cluster is None:
        for report in reports:
            yield _line(report)
        return
    if asking_resolver() is not None:
        raise UsageError("--online asks from one machine only", hint="leave out --cluster or --online")
    with _client(cluster) as client:
        limit = _AHEAD * max(1, len(client.scheduler_info()["workers"]))
        waiting: deque[Any] = deque()
        source = iter(reports)
        while batch := list(islice(source, BATCH)):
            waiting.append(client.submit(_lines, batch, pure=False))
            if len(waiting) >= limit:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _line(report: Report) -> str:
    return json.dumps(read_one(report), ensure_ascii=True, allow_nan=False)


def _lines(reports: Sequence[Report]) -> list[str]:
    """What a worker does."""
    return [_line(r) for r in reports]


def _client(cluster: str) -> Any:
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise MissingExtraError("reading on a cluster", "cluster") from None
    try:
        if cluster == "local":
            return distributed.Client(threads_per_worker=1, dashboard_address=None, set_as_default=False)
        return distributed.Client(cluster, timeout=_WAIT, set_as_default=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise ServiceError(
            f"no Dask scheduler answers at {cluster} ({type(error).__name__})",
            hint="start one with `dask scheduler` and `dask worker`, and give its tcp:// address",
        ) from error
