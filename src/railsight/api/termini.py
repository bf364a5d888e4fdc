"""The station of a town of several termini from which a way leaves, where its name alone says none of them.

No one station of such a town is Moscow: the gazetteer names a main one. A way begins there as long as the main one has
a line of its own that leads there about as well. Where it would first have to come through another terminus, or round
to its line, it begins at the one from which it is shortest. Tver is reached from Moscow Leningradsky, Vladimir from
Moscow Kursky, Omsk from Moscow Yaroslavsky.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from railsight.api.world import as_typed
from railsight.errors import NoRouteError
from railsight.geo import apart_m, approx_m
from railsight.naming import APART_M, bundled_gazetteer, place_at, points_named
from railsight.routing import Avoid, find_spot, shortest_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from railsight.api.spots import OnNetwork
    from railsight.api.world import PlaceLike
    from railsight.model import Path, Place, Profile, Sighting, Spot
    from railsight.network import Network

# The way by the main terminus's own line is as good as the best from another while it is no more than a tenth longer,
# as main lines are preferred to branches; and so is any that is hardly longer. Judgements.
_AS_GOOD, _HARDLY_M = 1.1, 3_000.0


def at_termini(
    network: Network,
    named: Sequence[PlaceLike],
    found: Sequence[OnNetwork],
    *,
    avoid: Avoid | None = None,
    profile: Profile | None = None,
) -> list[OnNetwork]:
    """The places of a way, its two ends moved where their names leave that open: to the terminus of a town by which the
    way leaves or comes; among stations of one name beside each other, to one that rails join to the other end, if the
    one taken is not joined. ``found`` are the places as named, in order; a terminus to ``avoid`` is none.
    """
    out = list(found)
    if len(out) > 1:
        for end, beside in ((0, 1), (-1, -2)):
            out[end] = _leaving(network, named[end], out[end], out[beside][1], avoid or Avoid(), profile)
    return out


def _leaving(
    network: Network, what: PlaceLike, found: OnNetwork, beside: Spot, avoid: Avoid, profile: Profile | None
) -> OnNetwork:
    where, spot, _ = found
    town = _town_of(what, where)
    if town is None:
        best = _joined_namesake(network, what, spot, beside, avoid, profile)
    else:
        best = _better(network, town, spot, beside, avoid, profile)
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
    from railsight.inference.evidence import PASSAGE_EVENTS

    timed = [s for s in told if s.subject == "train" and s.event in PASSAGE_EVENTS and s.interval is not None]
    timed.sort(key=lambda s: (s.interval.middle.timestamp() if s.interval else 0.0, s.id))
    return tuple(_seen_at(network, s, timed, profile) for s in sightings)


def _seen_at(network: Network, sighting: Sighting, timed: Sequence[Sighting], profile: Profile) -> Sighting:
    town, at = sighting.place, next((i for i, s in enumerate(timed) if s.id == sighting.id), None)
    node = network.node_of(town.served_by) if town.kind == "town" and town.served_by and at is not None else None
    if node is None or at is None or len(termini(network, town)) < 2:
        return sighting
    before = [] if sighting.event == "departed" else timed[:at][::-1]
    after = [] if sighting.event == "arrived" else timed[at + 1 :]
    besides = (
        next((s.place for s in side if apart_m(town, s.place) > town.radius_m), None) for side in (before, after)
    )
    spots = [near[0] for place in besides if place is not None and (near := find_spot(network, place))]
    main = network.spot_at_node(node)
    chosen = {_better(network, town, main, spot, Avoid(), profile) for spot in spots}
    best = chosen.pop() if len(chosen) == 1 else None
    if best is None:
        return sighting
    first, *others = sighting.candidates
    served = replace(first, place=replace(town, served_by=network.point(best).id))
    return replace(sighting, candidates=(served, *others))


def _joined_namesake(
    network: Network, what: PlaceLike, taken: Spot, beside: Spot, avoid: Avoid, profile: Profile | None
) -> int | None:
    """The node of the station of one name with the one that was taken, and near it, from which a way leads where from
    that one none does: two lines that only cross may each have a station of the town.
    """
    named = points_named(network, as_typed(what)) if isinstance(what, str) and taken.node is not None else []
    near = (network.node_of(p.id) for p in named if apart_m(p, taken) <= APART_M)
    nodes = [node for node in near if node is not None and (node == taken.node or node not in avoid.nodes)]
    if taken.node not in nodes or len(nodes) < 2 or _way(network, taken.node, beside, avoid, profile) is not None:
        return None
    ways = {node: path for node in nodes if (path := _way(network, node, beside, avoid, profile)) is not None}
    return min(ways, key=lambda node: (ways[node].length_m, node), default=None)


def _way(network: Network, node: int | None, end: Spot, avoid: Avoid, profile: Profile | None) -> Path | None:
    if node is None:
        return None
    try:
        return shortest_path(network, network.spot_at_node(node), end, avoid=avoid, profile=profile)
    except NoRouteError:
        return None


def _better(
    network: Network, town: Place, main: Spot, beside: Spot, avoid: Avoid, profile: Profile | None
) -> int | None:
    """The node of the terminus from which a way leaves a town, if that is not its main one."""
    if main.node is None:
        return None
    all_of_them = frozenset((main.node, *termini(network, town)))
    others = sorted(all_of_them - {main.node} - avoid.nodes)
    if not others or apart_m(town, beside) <= town.radius_m:
        return None

    def way(node: int) -> Path | None:
        """The way from a terminus that comes through no other."""
        rest = all_of_them - {node}
        found = _way(network, node, beside, avoid, profile)
        if found is None or rest.isdisjoint(point.node for point in found.points):
            return found  # mostly: to bar points takes a search where labels answer without
        return _way(network, node, beside, replace(avoid, nodes=avoid.nodes | rest), profile)

    ways = {node: path for node in others if (path := way(node)) is not None}
    best = min(ways, key=lambda node: (ways[node].length_m, node), default=None)
    own = None if main.node in avoid.nodes else way(main.node)
    return None if best is None or _is_as_good(own, ways[best], town.radius_m) else best


def _is_as_good(own: Path | None, best: Path, reach_m: float) -> bool:
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
