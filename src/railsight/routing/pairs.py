"""The shortest way from one spot to another, by the search that the graph and the question call for."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from railsight.routing.search import Way, direct_cm, direct_step, partial_steps, seeds, two_sided

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from railsight.model import Spot, Step
    from railsight.network import Network
    from railsight.routing.constraints import Allowed
    from railsight.routing.search import Graph


def shortest(
    graph: Graph,
    a: Spot,
    b: Spot,
    allowed: Allowed | None = None,
    barred: Collection[int] = (),
    cost_factors: Mapping[int, float] | None = None,
) -> Way | None:
    """The shortest way between spots of the network, None when there is none.

    ``barred`` nodes are not run through; ``cost_factors`` multiplies the cost of some sections. On runs ``allowed`` and
    ``cost_factors`` speak of runs. Hub labels answer where the graph has them and nothing restricts the way.
    """
    start, end = graph.lift(a), graph.lift(b)
    labelled = graph.has_labels and allowed is None and not barred and not cost_factors
    found = _shortest(graph, start, end, allowed, barred, cost_factors, labelled=labelled)
    return None if found is None else Way(graph, *found)


def _shortest(
    graph: Graph,
    a: Spot,
    b: Spot,
    allowed: Allowed | None,
    barred: Collection[int],
    cost_factors: Mapping[int, float] | None,
    *,
    labelled: bool,
) -> tuple[int, tuple[Step, ...]] | None:
    if a.node is not None and a.node == b.node:
        return 0, ()
    if graph.has_sides:
        return _by_sides(graph, a, b, allowed, barred, cost_factors)
    step = direct_step(a, b, allowed)
    direct = direct_cm(a, b, allowed)
    if direct is not None and cost_factors:
        direct = round(direct * cost_factors.get(a.section, 1.0))
    starts, goals = seeds(graph, a, allowed, cost_factors), seeds(graph, b, allowed, cost_factors)
    found = None
    if labelled:
        from railsight.routing.hubs import between

        found = between(cast("Network", graph), starts, goals)
    if found is None:
        found = two_sided(graph, starts, goals, allowed, barred, cost_factors)
    if found is not None and (direct is None or found[0] < direct):
        return found[0], partial_steps(graph, a, b, found[1], found[2])
    if step is None or direct is None:
        return None
    return direct, (step,) if direct else ()


def _by_sides(
    network: Graph,
    a: Spot,
    b: Spot,
    allowed: Allowed | None,
    barred: Collection[int],
    cost_factors: Mapping[int, float] | None,
) -> tuple[int, tuple[Step, ...]] | None:
    """The same where the sides of junctions are known and a train cannot turn from leg to leg."""
    from railsight.routing.costs import Costs
    from railsight.routing.states import StateSearch

    costs = Costs.routed(cost_factors, gauge_counts=False)
    search = StateSearch(network, a, allowed=allowed, barred=barred, costs=costs)
    found = search.to(b)
    return None if found is None else (found[0], search.steps(b, found[1]))
