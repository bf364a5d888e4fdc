"""Questions of distance and way: shortest path and tables of distances."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from railsight.errors import NoRouteError, UsageError
from railsight.model import Spot
from railsight.model.places import check_place
from railsight.network.snapping import DEFAULT_LIMIT_M
from railsight.routing.branches import branch_costs
from railsight.routing.constraints import Avoid, Limits, allowed_sections, graph_of, limits_of
from railsight.routing.costs import Costs
from railsight.routing.pairs import shortest
from railsight.routing.paths import break_count, make_path
from railsight.routing.reasons import GAUGE_HINT, explain
from railsight.routing.search import Graph, Seeds, Way, direct_cm, one_to_many, seeds
from railsight.shown import told

if TYPE_CHECKING:
    from railsight.model import Path, Place, Profile
    from railsight.network import Network
    from railsight.network.stretches import Stretch
    from railsight.routing.require import Require


def shortest_path(
    network: Network,
    a: Spot,
    b: Spot,
    *,
    via: Sequence[Spot] = (),
    avoid: Avoid | None = None,
    require: Require | None = None,
    profile: str | Profile | None = None,
) -> Path:
    """The shortest path from ``a`` to ``b`` through every ``via`` in order, and through what ``require`` names.

    A required place or country is touched, wherever on the way that is best; along a required line the way runs, not
    out and back for its own sake (``require``). If the shortest of all ways fulfils what is required it is taken.
    Length is what counts: official chainage where a section has it. With a profile the way has as few breaks of gauge
    as it can, and keeps to the main line unless a branch is a tenth shorter (``branches``); warnings tell of shorter
    ways passed over: no train runs from Moscow to Vladivostok by way of China because that is shorter. Raises
    NoRouteError, which says why, and UsageError for a spot of another network.
    """
    stops, profile = (a, *via, b), train_named(profile)
    check_spots(network, stops)
    choices = choices_of(network, limits_of(profile, avoid), profile)
    way, settled = by_length(network, stops, choices, require, profile)
    by_branches = "" if settled else _by_branches(network, way, profile, but=require.lines if require else ())
    if by_branches:
        other = _chosen(network, stops, choices, require, profile, branches=True)
        if other is not None and other.cm > way.cm:
            way = replace(other, warnings=(*other.warnings, by_branches))
        elif other is not None:
            way = other
    path = make_path(network, a, b, way.stretches)
    return replace(path, warnings=(*path.warnings, *way.warnings)) if way.warnings else path


def train_named(profile: str | Profile | None) -> Profile | None:
    """The profile of a name; a profile, and None for any train, as it is. UsageError for a name that none has."""
    if isinstance(profile, str):
        from railsight.routing.trains import profile as named

        return named(profile)
    return profile


def check_spots(network: Network, spots: Iterable[Spot]) -> None:
    """UsageError for what is no spot, or none of this network: the numbers in a spot are those of one network."""
    for spot in spots:
        if not isinstance(spot, Spot):
            raise UsageError(f"{told(spot)} is no Spot", hint="railsight.snap(network, place)[0] is that of a place")
        on = 0 <= spot.section < network.section_count and (spot.node is None or 0 <= spot.node < network.node_count)
        if not on or spot.offset_m > network.section_cm(spot.section) / 100 + 0.01:
            raise UsageError(
                f"the spot {spot.offset_m:g} m along section {spot.section} is not on {network!r}",
                hint="ask with spots of this very network",
            )


def by_length(
    network: Network, stops: Sequence[Spot], choices: Sequence[Limits], require: Require | None, profile: Profile | None
) -> tuple[Chosen, bool]:
    """The shortest way that fulfils what is required, and whether it is the shortest of all and so the one to take.

    Raises NoRouteError.
    """
    way = _chosen(network, stops, choices, None, profile, branches=False)
    if way is None:
        for first, second in pairwise(stops):
            explain(network, first, second, choices, profile)
        # each leg has a way of its own gauge, all of them together have none
        raise NoRouteError("no single gauge leads through all places", why="gauge", hint=GAUGE_HINT)
    if not require:
        return way, False
    from railsight.routing.require import fulfils, required_missing

    if fulfils(network, stops, [leg.sections() for leg in way.legs], require):
        return way, True
    way = _chosen(network, stops, choices, require, profile, branches=False)
    if way is not None:
        return way, False
    touched = any(_touches(network, stops, limits, require) for limits in choices) if require.lines else False
    raise required_missing(network, require, but_for_lines=touched)


def _touches(network: Network, stops: Sequence[Spot], limits: Limits, require: Require) -> bool:
    """Whether a way that turns back wherever it likes touches all that is required."""
    from railsight.routing.require import wishes_of
    from railsight.routing.states import cheapest_through

    allowed, wishes = allowed_sections(network, limits), wishes_of(network, require)
    found = cheapest_through(network, stops, allowed, limits.avoid.nodes, Costs.routed(gauge_counts=False), wishes)
    return found is not None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a way passes from the first stop to the last, and what is to be said of shorter ways passed over."""

    legs: tuple[Way, ...]
    stretches: tuple[Stretch, ...]
    warnings: tuple[str, ...] = ()

    @property
    def cm(self) -> int:
        """Its length in centimetres."""
        return sum(one.cm for one in self.stretches)


def _along(stops: Sequence[Spot], legs: Iterable[Way]) -> Chosen:
    legs = tuple(legs)
    passed = (stretch for start, way in zip(stops, legs, strict=False) for stretch in way.stretches(start))
    return Chosen(legs, tuple(passed))


def _chosen(
    network: Network,
    stops: Sequence[Spot],
    choices: Sequence[Limits],
    require: Require | None,
    profile: Profile | None,
    *,
    branches: bool,
) -> Chosen | None:
    """The best way through the stops; with a profile breaks of gauge count before length. None when there is none.

    ``branches``: those of the profile count more than their length.
    """
    branch_train = profile if branches else None
    found = [legs for limits in choices if (legs := _legs(network, stops, limits, require, branch_train)) is not None]
    if not found:
        return None
    way = _along(stops, min(found, key=lambda legs: sum(leg.cost for leg in legs)))
    if profile is None:
        return way
    breaks = break_count(way.stretches)
    one_is_least = len(stops) == 2 and not _gauges_at(network, stops[0]) & _gauges_at(network, stops[1])
    if breaks == 0 or (breaks == 1 and one_is_least):
        return way
    return _less_breaks(network, way, stops, choices[0], require, branch_train) or way


def _by_branches(network: Network, way: Chosen, profile: Profile | None, *, but: Collection[str] = frozenset()) -> str:
    """The warning that names a way by its branch lines, those of ``but`` left out; empty when none of them counts."""
    branches = way.legs[0].graph.branch_sections() if profile is not None else ()
    run_km: dict[str, float] = {}
    for leg in way.legs:
        for step in leg.steps:
            line = leg.graph.section_line(step.section)
            if step.section in branches and line not in but:
                run_km[line] = run_km.get(line, 0.0) + step.length_m / 1000
    longest = sorted(run_km, key=lambda line: -run_km[line])[:2]
    names = " and ".join(network.line(x).name for x in longest)
    return f"a way of {way.cm / 1e5:,.1f} km, by {names}, is shorter; the main line is preferred" if names else ""


def _gauges_at(network: Network, spot: Spot) -> set[int]:
    """Gauges a train may stand on at a spot; every gauge where one is not known."""
    sections = (spot.section,) if spot.node is None else network.sections_at(spot.node)
    laid = [network.section_gauges(s) for s in sections]
    return set(network.gauges()) if () in laid else {g for gauges in laid for g in gauges}


def _less_breaks(
    network: Network,
    way: Chosen,
    stops: Sequence[Spot],
    limits: Limits,
    require: Require | None,
    branch_train: Profile | None,
) -> Chosen | None:
    """The shortest of the ways with the fewest breaks of gauge when it has fewer than ``way``.

    Of ways through several places that have as many, the one that changes at those places.
    """
    legs: Sequence[Way] | None
    if require:
        legs = _legs(network, stops, limits, require, branch_train, gauge_counts=True)
    else:
        from railsight.routing.states import cheapest_through

        graph = graph_of(network, limits, labels=False)
        allowed, costs = allowed_sections(graph, limits), Costs.routed(branch_costs(graph, branch_train))
        legs = cheapest_through(graph, stops, allowed, limits.avoid.nodes, costs)
    if legs is None:
        return None
    found = _along(stops, legs)
    more = break_count(way.stretches) - break_count(found.stretches)
    if more < 0 or (more == 0 and (len(stops) == 2 or found.cm <= way.cm)):
        return None
    shorter = make_path(network, stops[0], stops[-1], way.stretches)
    breaks, where = len(shorter.gauge_breaks), ", ".join(g.at for g in shorter.gauge_breaks)
    said = f"a way of {shorter.km:,.1f} km has {breaks} break{'s' if breaks > 1 else ''} of gauge ({where})"
    if more == 0:
        said = f"a way of {shorter.km:,.1f} km is shorter and changes gauge elsewhere ({where})"
    return replace(found, warnings=(said,))


def choices_of(network: Network, limits: Limits, profile: Profile | None) -> tuple[Limits, ...]:
    """One set of limits, or one for each gauge when the train cannot change: it then has one gauge throughout."""
    if profile is None or profile.break_of_gauge:
        return (limits,)
    gauges = sorted(limits.gauges_mm) or network.gauges()
    return tuple(replace(limits, gauge_mm=g) for g in gauges) or (limits,)


def _legs(
    network: Network,
    stops: Sequence[Spot],
    limits: Limits,
    require: Require | None,
    branch_train: Profile | None,
    *,
    gauge_counts: bool = False,
) -> Sequence[Way] | None:
    """The cheapest way of each leg under some limits; ``branch_train``: the profile for which branches cost more."""
    if require:
        from railsight.routing.require import cheapest_fulfilling

        allowed, factors = allowed_sections(network, limits), costs_of(network, branch_train, require)
        costs = Costs.routed(factors, gauge_counts=gauge_counts)
        return cheapest_fulfilling(network, stops, require, allowed, limits.avoid.nodes, costs)
    graph: Graph = graph_of(network, limits, labels=branch_train is None)
    allowed, cost_factors = allowed_sections(graph, limits), branch_costs(graph, branch_train)
    legs: list[Way] = []
    for first, second in pairwise(stops):
        found = shortest(graph, first, second, allowed, limits.avoid.nodes, cost_factors)
        if found is None:
            return None
        legs.append(found)
    return legs


def costs_of(network: Network, profile: Profile | None, require: Require | None) -> Mapping[int, float]:
    """What the sections of branches count times their length; a line that is asked for is not made dearer."""
    costs = branch_costs(network, profile)
    if not require or not require.lines or not costs:
        return costs
    wanted = {section for line in require.lines for section in network.line_sections(line)}
    return {section: factor for section, factor in costs.items() if section not in wanted}


def distances_m(
    network: Network, sources: Sequence[Spot], targets: Sequence[Spot], *, profile: str | Profile | None = None
) -> list[list[float | None]]:
    """Metres by rail from each source (rows) to each target (columns); None where there is no way.

    The same distances as those of ``shortest_path``, with a profile as without. UsageError for a spot of another
    network.
    """
    profile = train_named(profile)
    check_spots(network, sources)
    check_spots(network, targets)
    choices = choices_of(network, limits_of(profile, None), profile)
    gauge_counts = profile is not None and profile.break_of_gauge and len(network.gauges()) > 1
    if not (profile is not None and network.branch_sections()) and not gauge_counts:
        return _shortest_of(network, sources, targets, choices)
    return _careful_table(network, sources, targets, choices, gauge_counts=gauge_counts, branch_train=profile)


def _careful_table(
    network: Network,
    sources: Sequence[Spot],
    targets: Sequence[Spot],
    choices: Sequence[Limits],
    *,
    gauge_counts: bool,
    branch_train: Profile | None = None,
) -> list[list[float | None]]:
    """Distances along the cheapest ways where gauge, branches or the sides of junctions count."""
    from railsight.routing.states import lengths_cm

    tables = []
    for limits in choices:
        graph = graph_of(network, limits, labels=False)
        costs = Costs.routed(branch_costs(graph, branch_train), gauge_counts=gauge_counts)
        tables.append(lengths_cm(graph, sources, targets, allowed_sections(graph, limits), costs))
    found: list[list[float | None]] = []
    for rows in zip(*tables, strict=True):
        best = [min((way for way in column if way is not None), default=None) for column in zip(*rows, strict=True)]
        found.append([None if way is None else way[1] / 100 for way in best])
    return found


def _shortest_of(
    network: Network, sources: Sequence[Spot], targets: Sequence[Spot], choices: Sequence[Limits]
) -> list[list[float | None]]:
    if network.has_sides:
        return _careful_table(network, sources, targets, choices, gauge_counts=False)
    tables = [_table(graph_of(network, limits), sources, targets, limits) for limits in choices]
    if len(tables) == 1:
        return tables[0]
    return [
        [min((x for t in tables if (x := t[i][j]) is not None), default=None) for j in range(len(targets))]
        for i in range(len(sources))
    ]


def _table(graph: Graph, sources: Sequence[Spot], targets: Sequence[Spot], limits: Limits) -> list[list[float | None]]:
    allowed = allowed_sections(graph, limits)
    sources, targets = [graph.lift(s) for s in sources], [graph.lift(t) for t in targets]
    labelled = cast("Network", graph) if allowed is None and graph.has_labels else None
    if labelled and all(s.node is not None for s in (*sources, *targets)):
        return _point_table(labelled, [s.node or 0 for s in sources], [t.node or 0 for t in targets])
    ends = [seeds(graph, t, allowed) for t in targets]
    wanted = {node for goal in ends for node, _ in goal}
    rows: list[list[float | None]] = []
    starts = [seeds(graph, source, allowed) for source in sources]
    by_label = _by_label(labelled, starts, wanted) if labelled else None
    for source, start in zip(sources, starts, strict=True):
        cost = by_label(start) if by_label else one_to_many(graph, start, wanted, allowed)
        row: list[float | None] = []
        for target, goal in zip(targets, ends, strict=True):
            ways = [cost[node] + base for node, base in goal if node in cost]
            direct = direct_cm(source, target, allowed)
            if direct is not None:
                ways.append(direct)
            row.append(min(ways) / 100 if ways else None)
        rows.append(row)
    return rows


def _point_table(network: Network, sources: Sequence[int], targets: Sequence[int]) -> list[list[float | None]]:
    """Metres between operating points, straight from the hub labels."""
    from railsight.routing.hubs import LARGE, array_cm, meet, table_cm, without_sentinel

    if len(sources) * len(targets) == 1:
        found = meet(network, sources[0], targets[0])
        return [[None if found is None else found[0] / 100]]
    if len(sources) * len(targets) < LARGE:
        return [[None if cm is None else cm / 100 for cm in row] for row in table_cm(network, sources, targets)]
    cm = array_cm(network, sources, targets)
    return without_sentinel(cm, (cm / 100).tolist())


def _by_label(network: Network, starts: Sequence[Seeds], wanted: set[int]) -> Callable[[Seeds], dict[int, int]]:
    """Centimetres from a start to every wanted node, looked up in one table of hub labels."""
    from railsight.routing.hubs import table_cm

    nodes = sorted({node for start in starts for node, _ in start})
    columns = sorted(wanted)
    table = dict(zip(nodes, table_cm(network, nodes, columns), strict=True))

    def costs(start: Seeds) -> dict[int, int]:
        found: dict[int, int] = {}
        for node, base in start:
            for column, cm in zip(columns, table[node], strict=True):
                if cm is not None and cm + base < found.get(column, cm + base + 1):
                    found[column] = cm + base
        return found

    return costs


def find_spot(network: Network, place: Place, *, limit_m: float = DEFAULT_LIMIT_M) -> tuple[Spot, float] | None:
    """The best spot for a place and its gap in metres, None when nothing is near enough.

    Near enough is ``limit_m``, and as much again for the extent of the place: beyond that a river or a range of
    mountains has no spot that could stand for it, however far it reaches.
    """
    check_place(place)
    for spot, gap in network.spots_near(place, limit_m=limit_m, count=1):
        if gap <= _reach_m(place, limit_m) or place.served_by:
            return spot, gap
    return None


def snap(network: Network, place: Place, *, limit_m: float = DEFAULT_LIMIT_M) -> tuple[Spot, float]:
    """As ``find_spot``; NoRouteError (reach), which says what is nearest, when nothing is near enough."""
    found = find_spot(network, place, limit_m=limit_m)
    if found is None:
        raise NoRouteError(
            f"the network has {_missed(network, place, _reach_m(place, limit_m))}",
            why="reach",
            hint="name a station on it, or give a network that covers it: --network FILE, in Python network=FILE",
        )
    return found


def _reach_m(place: Place, limit_m: float) -> float:
    return limit_m + min(place.radius_m, limit_m)


def _missed(network: Network, place: Place, reach_m: float) -> str:
    """What the network has not, and what is nearest instead."""
    called = f"{place.name} ({place.kind}, {place.country})" if place.country else place.name
    wide = place.radius_m > reach_m
    found = network.nearest(place.lon, place.lat)
    if found is None:
        return f"nothing near {called}: it is empty"
    from railsight.geo import geodesic_m

    gap_m = geodesic_m(place.lon, place.lat, found[1].lon, found[1].lat)
    nearest = f"the nearest is {found[1].name}," if found[1].name else "the nearest track is"
    away = f"{nearest} {gap_m / 1000:,.0f} km {'from its middle' if wide else 'away'}"
    if place.kind == "country":
        return f"no point in {called}: {away}"
    return f"nothing within {reach_m / 1000:,.0f} km of {'the middle of ' if wide else ''}{called}: {away}"
