"""Why there is no way: islands, the gauge, what is to be avoided, or what a profile forbids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from railsight.errors import NoRouteError
from railsight.geo import in_words
from railsight.routing.constraints import Avoid, Limits, allowed_sections, graph_of
from railsight.routing.pairs import shortest
from railsight.routing.paths import make_path, named
from railsight.routing.search import Way

if TYPE_CHECKING:
    from railsight.model import Profile, Spot, Step
    from railsight.network import Network

GAUGE_HINT = "choose a profile that allows a break of gauge"
_SHOWN = 5


def explain(network: Network, a: Spot, b: Spot, choices: Sequence[Limits], profile: Profile | None) -> None:
    """Raise the NoRouteError that says why there is no way from ``a`` to ``b``; return when there is one."""
    from railsight.network.islands import island_of

    if island_of(network, a) != island_of(network, b):  # what a search finds out too, but of a large network slowly
        raise separate(network, a, b)
    if any(_way(network, a, b, limits) is not None for limits in choices):
        return
    free = _way(network, a, b, Limits())
    if free is None:
        raise separate(network, a, b)
    for limits in choices:
        if limits.avoid and _way(network, a, b, limits.without_avoid()) is not None:
            raise _avoided(network, a, b, limits.avoid)
    loose = _way(network, a, b, choices[0].without_gauge())
    who = f"profile {profile.name}" if profile else "the question"
    if loose is None:
        raise _constraint(network, a, b, free.sections(), choices[0], who)
    stretches = loose.stretches(a)
    path = make_path(network, a, b, stretches)
    breaks = "; ".join(f"{g.at or 'a point on the way'} ({g.from_mm} to {g.to_mm} mm)" for g in path.gauge_breaks)
    laid = sorted({g for one in stretches for g in one.gauges_mm})
    needed = f"a change of gauge at {breaks}" if breaks else f"a train for {'/'.join(map(str, laid))} mm"
    raise NoRouteError(
        f"no way from {_called(a)} to {_called(b)} on the gauge of {who}: it needs {needed}",
        why="gauge",
        hint=GAUGE_HINT,
    )


def _way(network: Network, a: Spot, b: Spot, limits: Limits) -> Way | None:
    graph = graph_of(network, limits)
    return shortest(graph, a, b, allowed_sections(graph, limits), limits.avoid.nodes)


def separate(network: Network, a: Spot, b: Spot, called: tuple[str, str] | None = None) -> NoRouteError:
    """The error for two spots that no rails join; ``called`` are their names where others than their own are better."""
    from railsight.network.islands import island_size

    sizes = [island_size(network, s) for s in (a, b)]
    names = called or (_called(a), _called(b))
    return NoRouteError(
        f"{names[0]} and {names[1]} lie on separate networks: one of {sizes[0]} points, one of {sizes[1]}",
        why="islands",
        hint="no track is known between them; use a network that holds the link",
    )


def _avoided(network: Network, a: Spot, b: Spot, avoid: Avoid) -> NoRouteError:
    """The error when there is a way but for what is to be avoided."""
    parts = [f"line {network.line(x).name}" for x in sorted(avoid.lines)] + [
        f"country {x}" for x in sorted(avoid.countries)
    ]
    parts += dict.fromkeys(named(network, n) for n in sorted(avoid.nodes))
    if avoid.sections:
        parts.append(f"{len(avoid.sections)} sections")
    more = f" and {len(parts) - _SHOWN} more" if len(parts) > _SHOWN else ""
    return NoRouteError(
        f"no way from {_called(a)} to {_called(b)} avoids {', '.join(parts[:_SHOWN])}{more}",
        why="constraint",
        hint="avoid less: without that wish there is a way",
    )


def _constraint(network: Network, a: Spot, b: Spot, steps: Sequence[Step], limits: Limits, who: str) -> NoRouteError:
    """What of the unrestricted way is forbidden, in words."""
    allowed = allowed_sections(network, limits.without_gauge())
    forbidden = [s.section for s in steps if allowed is not None and not allowed(s.section)]
    countries = sorted({c for s in forbidden if (c := network.section_country(s)) is not None})
    lines = sorted({network.section_line(s) for s in forbidden} & limits.avoid.lines)
    through = {n for s in steps for n in network.section_ends(s.section)} & limits.avoid.nodes
    parts = [f"line {network.line(x).name}" for x in lines]
    if limits.countries or limits.avoid.countries & set(countries):
        parts += [f"country {c}" for c in countries]
    parts += [network.point_name(n) for n in sorted(through)]
    if limits.electrified_only and not parts:
        parts.append("a section without electrification")
    what = ", ".join(parts) or "sections that are to be avoided"
    return NoRouteError(
        f"no way from {_called(a)} to {_called(b)}: {who} forbids what it needs ({what})",
        why="constraint",
        hint="allow it, or ask with another profile",
    )


def _called(spot: Spot) -> str:
    return spot.name or f"the track at {in_words(spot.lon, spot.lat)}"
