"""Tables of distances in blocks, here and on a cluster: the same numbers."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from railsight.datasets import data_path
from railsight.errors import ServiceError, UsageError
from railsight.model import Spot
from railsight.network import Network, open_network
from railsight.routing import cluster_blocks, distance_blocks, distances_m
from tests.test_routing import train


@pytest.fixture(scope="module")
def network() -> Network:
    return open_network(data_path("network.rsn"))


@pytest.fixture(scope="module")
def spots(network: Network) -> list[Spot]:
    rng = random.Random(3)
    return [network.spot_at_node(rng.randrange(network.node_count)) for _ in range(11)]


def test_blocks_are_the_table(network: Network, spots: list[Spot]) -> None:
    table = distances_m(network, spots, spots)
    blocks = list(distance_blocks(network, spots, spots, rows=4))
    assert [first for first, _ in blocks] == [0, 4, 8]
    assert [row for _, rows in blocks for row in rows] == table
    assert list(distance_blocks(network, [], spots)) == []
    with pytest.raises(UsageError):
        list(distance_blocks(network, spots, spots, rows=0))


def test_a_cluster_gives_the_same_numbers(network: Network, spots: list[Spot], tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    options = {
        "n_workers": 2,
        "threads_per_worker": 1,
        "processes": False,
        "protocol": "tcp",
        "dashboard_address": None,
    }
    with distributed.LocalCluster(**options, host="127.0.0.1", local_directory=str(tmp_path)) as cluster:
        for profile in (None, train()):
            here = list(distance_blocks(network, spots, spots, profile=profile, rows=2))
            path = data_path("network.rsn")
            there = list(cluster_blocks(cluster.scheduler_address, path, spots, spots, profile=profile, rows=2))
            assert there == here


def test_a_cluster_that_is_not_there_is_a_service_error(spots: list[Spot], monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("railsight.clusters._WAIT", "1s")
    with pytest.raises(ServiceError, match="no Dask scheduler answers"):
        list(cluster_blocks("tcp://127.0.0.1:9", data_path("network.rsn"), spots, spots))
