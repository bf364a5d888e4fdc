"""Many reports, cases and distances on a Dask cluster: ``python benchmarks/speed_cluster.py``.

The same work without a cluster, on one worker and on as many as there are cores, in turn, best of several rounds.
Every answer is compared with that of the run without a cluster. Workers are warm: each has opened the data before.
Beside them how far two processes that only count get on this machine at that moment: the most that two workers could
gain. Prints one JSON object last.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from railsight.api.batches import read_each, track_each
from railsight.api.distances import matrix_blocks
from railsight.api.world import open_world
from railsight.datasets import seed_path
from railsight.files import read_report
from railsight.model import Report

ROUNDS = 3


def reports(count: int) -> list[Report]:
    """The bundled sample report, each time with another id and hour."""
    sample = read_report(seed_path("armoured-train-2023/report.txt"))
    day = datetime(2023, 9, 12, 12, 30, tzinfo=UTC)
    texts = (sample.text.replace("6 a.m.", f"{1 + i % 11} a.m.") for i in range(count))
    return [Report(id=f"r{i:06}", text=text, published=day) for i, text in enumerate(texts)]


def stations(count: int) -> list[str]:
    """Ids of operating points of the bundled network, drawn with a seed."""
    world = open_world()
    every = [world.point(i).id for i in range(world.node_count)]
    return random.Random(1).sample(every, count)


def _count(limit: int) -> int:
    total = 0
    for i in range(limit):
        total += i
    return total


def two_at_once(limit: int = 8_000_000) -> float:
    """How many times as much two counting processes get done as one."""
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_count, [1000, 1000]))
        gains = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            pool.submit(_count, limit).result()
            one = time.perf_counter() - began
            began = time.perf_counter()
            list(pool.map(_count, [limit, limit]))
            gains.append(2 * one / (time.perf_counter() - began))
    return round(statistics.median(gains), 2)


def compare(work: Callable[[str | None], list[Any]], count: int, addresses: dict[str, str]) -> dict[str, Any]:
    """Units a second without a cluster and on each, in turn; whether the answers are the same."""
    here = work(None)
    best: dict[str, float] = {}
    same = True
    for round_ in range(ROUNDS + 1):
        for name, address in {"no cluster": None, **addresses}.items():
            began = time.perf_counter()
            found = work(address)
            spent = time.perf_counter() - began
            same = same and found == here
            if round_:  # the first round opens the data
                best[name] = min(spent, best.get(name, spent))
    return {name: round(count / spent, 1) for name, spent in best.items()} | {"same": same}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=160)
    options.add_argument("--stations", type=int, default=500)
    given = options.parse_args()
    distributed: Any = import_module("distributed")
    many, few = reports(given.reports), reports(max(24, given.reports // 10))
    names = stations(given.stations)

    def table(cluster: str | None) -> list[Any]:
        return [row for block in matrix_blocks(names, cluster=cluster)[1] for row in block]

    cores = os.cpu_count() or 1
    cluster_options: dict[str, Any] = {"threads_per_worker": 1, "dashboard_address": None}
    make = distributed.LocalCluster
    with make(n_workers=1, **cluster_options) as one, make(n_workers=cores, **cluster_options) as all_:
        addresses = {"1 worker": one.scheduler_address, f"{cores} workers": all_.scheduler_address}
        result = {
            "cores": cores,
            "two_counting_processes_do": two_at_once(),
            "reports_read_per_second": compare(lambda c: list(read_each(many, cluster=c)), len(many), addresses),
            "journeys_per_second": compare(lambda c: list(track_each(few, cluster=c)), len(few), addresses),
            "distances_per_second": compare(table, len(names) ** 2, addresses),
            "report_bytes": len(many[0].text.encode()),
        }
    print(json.dumps({"benchmark": "speed_cluster", **result}))


if __name__ == "__main__":
    main()
