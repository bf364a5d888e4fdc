"""What a search keeps small: the three policies, and what each is for."""

from __future__ import annotations

import pytest

from railsight.datasets import data_path
from railsight.inference.ways import Ways
from railsight.network import open_network
from railsight.routing import profile, shortest_path
from railsight.routing.costs import Costs
from tests.test_inference_ways import TRAIN, two_countries


def test_no_section_costs_less_than_its_length() -> None:
    """Searches prune by the length of a section as the least that it can cost."""
    with pytest.raises(ValueError, match="below 1"):
        Costs.likely({3: 0.9})
    assert Costs.metric().of(3, 100) == 100
    assert Costs.likely({3: 1.1}).of(3, 100) == 110


def test_the_cost_of_a_path_is_that_of_the_search() -> None:
    network = two_countries()
    ways = Ways(network, TRAIN)
    a, b = (network.spot_at_node(network.node_of(x) or 0) for x in ("w", "n"))
    path, found = ways.path((a, b)), ways.last_label(a, b)
    assert path is not None
    assert found is not None
    assert ways.costs.cost_km(path) == found[0].cost / 1e5 == 272 + 300
    assert Costs.metric().cost_km(path) == path.km


def test_a_way_routed_keeps_its_gauge_where_a_journey_pays_for_a_change() -> None:
    """The example in the docstring of ``costs``."""
    network = open_network(data_path("network.rsn"))
    a, b = (network.spot_at_node(network.nodes_named(x)[0]) for x in ("Sonbong", "Maryevka"))
    train = profile("armoured")
    path, leg = shortest_path(network, a, b, profile=train), Ways(network, train).leg(a, b)
    assert leg is not None
    assert (path.gauge_breaks, leg.gauge_breaks, leg.borders) == ((), 1, 2)
    assert (path.km, leg.length_m / 1000) == pytest.approx((5265, 4140), abs=1)
