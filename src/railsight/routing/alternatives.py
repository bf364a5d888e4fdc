"""Good alternatives: ways that differ in earnest, not near-copies of the shortest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.errors import UsageError
from railsight.routing.branches import branch_costs
from railsight.routing.constraints import allowed_sections, limits_of
from railsight.routing.paths import make_path
from railsight.routing.search import shortest
from railsight.routing.ways import choices_of, shortest_path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from railsight.model import Path, Profile, Spot, Step
    from railsight.network import Network
    from railsight.routing.constraints import Allowed, Avoid

MAX_K = 20
_STRETCH = 1.3  # each time a section is used it seems this much longer to the next search
_MAX_SHARED = 0.8  # share of the length that two ways may have in common
_MAX_DETOUR = 3.0  # how many times the shortest a way may be
_PATIENCE = 5  # the same ways so often in a row: by then any other of at most three times the length had been found
_Way = tuple[float, "Sequence[Step]"]  # metres, steps


def k_paths(
    network: Network,
    a: Spot,
    b: Spot,
    k: int,
    *,
    profile: Profile | None = None,
    avoid: Avoid | None = None,
) -> tuple[Path, ...]:
    """Up to ``k`` distinct paths, best first; fewer if need be.

    Without a profile the shortest is the best. With one those with the fewest breaks of gauge come first, and of those
    the shortest as ``shortest_path`` counts: branches more than main lines.

    The penalty method (de la Barra et al. 1993; Abraham et al. 2013, doi:10.1145/2444016.2444019): sections already
    used grow longer by 30 % and the search is repeated. Of the ways found the best are taken one by one that share at
    most 80 % of their length with each taken before and are no more than three times the shortest. Raises NoRouteError
    when there is no way at all.
    """
    if not 1 <= k <= MAX_K:
        raise UsageError(f"{k} alternatives: ask for 1 to {MAX_K}")
    first = shortest_path(network, a, b, profile=profile, avoid=avoid)
    if k == 1 or not first.steps:
        return (first,)
    costs = branch_costs(network, profile)
    ways: dict[tuple[int, ...], _Way] = {}
    for limits in choices_of(network, limits_of(profile, avoid), profile):
        allowed = allowed_sections(network, limits)
        ways.update(_collect(network, first, (a, b), 3 * k + 6, allowed, limits.avoid.nodes, costs))
    ways.pop(_sections(first.steps), None)
    paths = [
        make_path(network, a, b, network.stretches(steps, a.node))
        for metres, steps in ways.values()
        if metres <= _longest(first)
    ]
    paths.sort(key=lambda p: (_breaks(p, profile), _cost_m(p, costs), _sections(p.steps)))
    taken = [first]
    for path in paths:
        if len(taken) < k and all(_shared(path.steps, other.steps) <= _MAX_SHARED for other in taken):
            taken.append(path)
    return tuple(taken)


def _longest(first: Path) -> float:
    return first.length_m * _MAX_DETOUR + 1.0


def _cost_m(path: Path, costs: Mapping[int, float]) -> float:
    return path.length_m + sum((costs[s.section] - 1) * s.length_m for s in path.steps if s.section in costs)


def _breaks(path: Path, profile: Profile | None) -> int:
    return 0 if profile is None else len(path.gauge_breaks)


def _sections(steps: Sequence[Step]) -> tuple[int, ...]:
    return tuple(s.section for s in steps)


def _collect(
    network: Network,
    first: Path,
    ends: tuple[Spot, Spot],
    rounds: int,
    allowed: Allowed | None,
    barred: frozenset[int],
    costs: Mapping[int, float],
) -> dict[tuple[int, ...], _Way]:
    """Ways that differ from one another in anything, by their sections."""
    stretch = dict(costs)
    _lengthen(stretch, first.steps)
    found: dict[tuple[int, ...], _Way] = {_sections(first.steps): (first.length_m, first.steps)}
    again = 0
    for _ in range(rounds):
        way = shortest(network, *ends, allowed, barred, stretch)
        if way is None or again == _PATIENCE:
            break
        key = _sections(way.steps)
        again = again + 1 if key in found else 0
        found.setdefault(key, (sum(s.length_m for s in way.steps), way.steps))
        _lengthen(stretch, way.steps)
    return found


def _lengthen(stretch: dict[int, float], steps: Sequence[Step]) -> None:
    for step in steps:
        stretch[step.section] = stretch.get(step.section, 1.0) * _STRETCH


def _shared(one: Sequence[Step], other: Sequence[Step]) -> float:
    """Share of the shorter way that both run on."""
    sections = {s.section for s in other}
    common = sum(s.length_m for s in one if s.section in sections)
    shorter = min(sum(s.length_m for s in way) for way in (one, other))
    return common / shorter if shorter else 1.0
