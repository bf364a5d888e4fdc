"""The station of a town of several termini from which a way leaves, where its name alone says none of them.

No one station of such a town is Moscow: the gazetteer names a main one. A way begins there as long as the main one has
a line of its own that leads there about as well. Where it would first have to come through another terminus, or round
to its line, it begins at the one from which it is shortest. Tver is reached from Moscow Leningradsky, Vladimir from
Moscow Kursky, Omsk from Moscow Yaroslavsky.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from railsight.api.world import as_typed
from railsight.errors import NoRouteError
from railsight.geo import apart_m, approx_m
from railsight.model import Deferred
from railsight.naming import APART_M, bundled_gazetteer, place_at, points_named
from railsight.routing import Avoid, Require, find_spot, shortest_path
from railsight.routing.branches import branch_costs
from railsight.routing.constraints import Limits, allowed_sections, graph_of, limits_of
from railsight.routing.costs import Costs
from railsight.routing.questions import choices_of
from railsight.routing.states import StateSearch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from railsight.api.spots import OnNetwork
    from railsight.api.world import PlaceLike
    from railsight.model import Place, Profile, Sighting, Spot, Step
    from railsight.network import Network
    from railsight.routing.search import Graph

    _Question = tuple[int, frozenset[int], Avoid, Profile | None]  # from which node, through none of which

# The way by the main terminus's own line is as good as the best from another while it is no more than a tenth longer,
# as main lines are preferred to branches; and so is any that is hardly longer. Judgements.
_AS_GOOD, _HARDLY_M = 1.1, 3_000.0
_LARGE = 20_000  # nodes of a network from which a search of all of it takes seconds
_MOST_NODES = 300_000  # of the networks of all searches that are kept


class _Asked(NamedTuple):
    """What is asked of a way besides its ends."""

    network: Network
    profile: Profile | None = None
    avoid: Avoid = Avoid()
    require: Require = Require()

    def length_m(self, node: int, end: Spot) -> float | None:
        """The length of the shortest way from a node to a spot; None where there is none."""
        start = self.network.spot_at_node(node)
        try:
            return shortest_path(self.network, start, end, avoid=self.avoid, profile=self.profile).length_m
        except NoRouteError:
            return None

    def way(self, node: int, end: Spot, *, barred: frozenset[int]) -> _Way | None:
        """The shortest way from a node to a spot that runs through none of the ``barred``; None where there is none."""
        graph = graph_of(self.network, Limits(avoid=self.avoid), labels=False)
        if not _ends_runs(graph, (self.network.spot_at_node(other) for other in barred), graph.lift(end)):
            graph = self.network
        question = node, barred, self.avoid, self.profile
        with _keeping:
            found = next((one for one in _kept if one.graph is graph and one.question == question), None)
            found = found or _WaysFrom(self.network, graph, question)
            _kept[:] = [found, *(one for one in _kept if one is not found)]
            del _kept[1 + _MOST_NODES // self.network.node_count :]
            return found.to(end)


def _ends_runs(graph: Graph, barred: Iterable[Spot], end: Spot) -> bool:
    """Whether no spot of these is within a run, nor at an end of the run within which a way ends: there it may end, and
    no search would see that it runs through.
    """
    nodes = {graph.lift(spot).node for spot in barred}
    return None not in nodes and (end.node is not None or nodes.isdisjoint(graph.section_ends(end.section)))


class _Way(NamedTuple):
    length_m: float
    steps: Sequence[Step]  # along sections


class _WaysFrom:
    """The ways from a node, as ``shortest_path`` finds them: a search that goes on where the last question ended."""

    def __init__(self, network: Network, graph: Graph, question: _Question) -> None:
        self.graph, self.question = graph, question
        node, barred, avoid, profile = question
        costs = Costs.routed(branch_costs(graph, profile), gauge_counts=profile is not None and profile.break_of_gauge)
        self._searches = [
            StateSearch(
                graph,
                graph.lift(network.spot_at_node(node)),
                allowed=allowed_sections(graph, limits),
                barred=avoid.nodes | barred,
                costs=costs,
            )
            for limits in choices_of(network, limits_of(profile, avoid), profile)
        ]

    def to(self, end: Spot) -> _Way | None:
        """The way to a spot; None where there is none."""
        goal = self.graph.lift(end)
        found = [(way, search) for search in self._searches if (way := search.length_cm(goal)) is not None]
        if not found:
            return None
        (_, cm), search = min(found, key=lambda one: one[0])
        return _Way(cm / 100, Deferred(lambda: self._steps(search, goal), lock=_keeping))

    def _steps(self, search: StateSearch, goal: Spot) -> tuple[Step, ...]:
        reached = search.to(goal)
        return self.graph.lower(search.steps(goal, reached[1])) if reached is not None else ()


_kept: list[_WaysFrom] = []
_keeping = Lock()


def at_termini(
    network: Network,
    named: Sequence[PlaceLike],
    found: Sequence[OnNetwork],
    *,
    avoid: Avoid | None = None,
    require: Require | None = None,
    profile: Profile | None = None,
) -> list[OnNetwork]:
    """The places of a way, its two ends moved where their names leave that open: to the terminus of a town by which the
    way leaves or comes; among stations of one name beside each other, to one that rails join to the other end, if the
    one taken is not joined. ``found`` are the places as named, in order. A terminus to ``avoid`` is none, and one that
    is to be touched is the one.
    """
    out, asked = list(found), _Asked(network, profile, avoid or Avoid(), require or Require())
    if len(out) > 1:
        for end, beside in ((0, 1), (-1, -2)):
            out[end] = _leaving(asked, named[end], out[end], out[beside][1])
    return out


def _leaving(asked: _Asked, what: PlaceLike, found: OnNetwork, beside: Spot) -> OnNetwork:
    network, (where, spot, _) = asked.network, found
    town = _town_of(what, where)
    if town is None:
        best = _joined_namesake(asked, what, spot, beside)
    else:
        best = _better(asked, town, spot, beside)
    if best is None:
        return found
    spot = network.spot_at_node(best)
    if where.kind == "town":
        return where, spot, approx_m(where.lon, where.lat, spot.lon, spot.lat)
    station = place_at(network, best)
    return bundled_gazetteer().get(station.id) or station, spot, 0.0


def seen_at_termini(
    network: Network, sightings: Iterable[Sighting], told: Sequence[Sighting], profile: Profile
) -> tuple[Sighting, ...]:
    """The sightings with each town served by the terminus by which the train came or left, where that is not its main
    one: seen from where the train was before or, of a departure, next, as far as it was ``told``.
    """
    timed = _timed(told)
    return tuple(_seen_at(network, s, timed, profile) for s in sightings)


def aimed_at(network: Network, what: PlaceLike, place: Place, told: Sequence[Sighting], profile: Profile) -> Place:
    """A destination as named, at the terminus to which the way leads from where the train was last seen."""
    seen, goal = _timed(told), find_spot(network, place)
    beside = find_spot(network, seen[-1].place) if seen else None
    if goal is None or beside is None:
        return place
    where, spot, _ = _leaving(_Asked(network, profile), what, (place, *goal), beside[0])
    if where.kind != "town" or spot.node is None or spot == goal[0]:
        return where
    return replace(where, served_by=network.point(spot.node).id)


def _main_of_several(network: Network, town: Place) -> int | None:
    """The node of the main terminus of a town; None for what is no town, and for one of one terminus."""
    node = network.node_of(town.served_by) if town.kind == "town" and town.served_by else None
    return None if node is None or len(termini(network, town)) < 2 else node


def terminus_note(network: Network, what: PlaceLike, where: Place) -> tuple[str, ...]:
    """That a table measures from the main terminus of a town, where it has several; else nothing."""
    town = _town_of(what, where)
    node = None if town is None else _main_of_several(network, town)
    if town is None or node is None:
        return ()
    main = network.point(node).name
    return (f"{town.name}: measured from {main}, its main terminus; `route` leaves by the one that suits the way",)


def _timed(told: Iterable[Sighting]) -> list[Sighting]:
    """The sightings that say when the train was somewhere, in the order of their times."""
    from railsight.inference.evidence import PASSAGE_EVENTS

    timed = [s for s in told if s.subject == "train" and s.event in PASSAGE_EVENTS and s.interval is not None]
    return sorted(timed, key=lambda s: (s.interval.middle.timestamp() if s.interval else 0.0, s.id))


def _seen_at(network: Network, sighting: Sighting, timed: Sequence[Sighting], profile: Profile) -> Sighting:
    town, at = sighting.place, next((i for i, s in enumerate(timed) if s.id == sighting.id), None)
    node = None if at is None else _main_of_several(network, town)
    if node is None or at is None:
        return sighting
    before = [] if sighting.event == "departed" else timed[:at][::-1]
    after = [] if sighting.event == "arrived" else timed[at + 1 :]
    besides = (
        next((s.place for s in side if apart_m(town, s.place) > town.radius_m), None) for side in (before, after)
    )
    spots = [near[0] for place in besides if place is not None and (near := find_spot(network, place))]
    main = network.spot_at_node(node)
    chosen = {_better(_Asked(network, profile), town, main, spot) for spot in spots}
    best = chosen.pop() if len(chosen) == 1 else None
    if best is None:
        return sighting
    first, *others = sighting.candidates
    served = replace(first, place=replace(town, served_by=network.point(best).id))
    return replace(sighting, candidates=(served, *others))


def _joined_namesake(asked: _Asked, what: PlaceLike, taken: Spot, beside: Spot) -> int | None:
    """The node of the station of one name with the one that was taken, and near it, from which a way leads where from
    that one none does: two lines that only cross may each have a station of the town.
    """
    network, avoided = asked.network, asked.avoid.nodes
    named = points_named(network, as_typed(what)) if isinstance(what, str) and taken.node is not None else []
    near = (network.node_of(p.id) for p in named if apart_m(p, taken) <= APART_M)
    nodes = [node for node in near if node is not None and (node == taken.node or node not in avoided)]
    if taken.node is None or taken.node not in nodes or len(nodes) < 2:
        return None
    if asked.length_m(taken.node, beside) is not None:
        return None
    lengths_m = {node: m for node in nodes if (m := asked.length_m(node, beside)) is not None}
    return min(lengths_m, key=lambda node: (lengths_m[node], node), default=None)


def _better(asked: _Asked, town: Place, main: Spot, beside: Spot) -> int | None:
    """The node of the terminus from which a way leaves a town, if that is not its main one."""
    if main.node is None:
        return None
    all_of_them = frozenset((main.node, *termini(asked.network, town)))
    touched = all_of_them & asked.require.nodes
    others = sorted((touched or all_of_them) - {main.node} - asked.avoid.nodes)
    if main.node in touched or not others or apart_m(town, beside) <= town.radius_m:
        return None
    if asked.network.node_count > _LARGE and not _joined(asked.network, all_of_them, beside):
        return None

    def way(node: int) -> _Way | None:
        """The way from a terminus that comes through no other, but where it is to be touched."""
        return asked.way(node, beside, barred=frozenset() if touched else all_of_them - {node})

    ways = {node: way_from for node in others if (way_from := way(node)) is not None}
    best = min(ways, key=lambda node: (ways[node].length_m, node), default=None)
    own = None if touched or main.node in asked.avoid.nodes else way(main.node)
    return None if best is None or _is_as_good(own, ways[best], town.radius_m) else best


def _joined(network: Network, nodes: Iterable[int], beside: Spot) -> bool:
    """Whether rails join one of some nodes to a spot."""
    from railsight.network.islands import island_of

    there = island_of(network, beside)
    return any(island_of(network, network.spot_at_node(node)) == there for node in nodes)


def _is_as_good(own: _Way | None, best: _Way, reach_m: float) -> bool:
    """Whether the way from the main terminus is about as good as the best one from another, and not by that one's line,
    on which it leaves the town.
    """
    if own is None or own.length_m - best.length_m <= _HARDLY_M:
        return own is not None
    runs = zip(best.steps, accumulate((step.length_m for step in best.steps), initial=0.0), strict=False)
    leaving = {step.section for step, begins_m in runs if begins_m <= reach_m}
    return own.length_m <= _AS_GOOD * best.length_m and leaving.isdisjoint(step.section for step in own.steps)


def _town_of(what: PlaceLike, where: Place) -> Place | None:
    """The town that was named and not one of its stations; None where something else was."""
    if where.kind == "town":
        return where
    if not isinstance(what, str):
        return None
    meant = (c.place for c in bundled_gazetteer().find(as_typed(what), fuzzy=False))
    return next((place for place in meant if place.kind == "town" and place.served_by == where.id), None)


def termini(network: Network, town: Place) -> list[int]:
    """The stations in a town at which a line ends and that are called by its name and another: none where one station
    is called by its name alone.
    """
    from railsight.network.snapping import called_as

    found = []
    for _, node in network.nodes_within(town.lon, town.lat, town.radius_m):
        if network.point_kind(node) != "station":
            continue
        called = called_as(town, network.point_aliases(node))
        if called == "alike":
            return []
        if called == "begins" and _ends_a_line(network, node):
            found.append(node)
    return found


def _ends_a_line(network: Network, node: int) -> bool:
    lines = [network.section_line(section) for section in network.sections_at(node)]
    return any(lines.count(line) == 1 for line in lines)
