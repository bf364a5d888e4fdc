"""Good alternatives: ways that differ in earnest, not near-copies of the shortest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.errors import UsageError
from railsight.routing.constraints import allowed_sections, limits_of
from railsight.routing.paths import make_path
from railsight.routing.search import shortest
from railsight.routing.ways import choices_of, shortest_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.model import Path, Profile, Spot, Step
    from railsight.network import Network
    from railsight.routing.constraints import Allowed, Avoid

MAX_K = 20
_STRETCH = 1.5  # each time a section is used it seems this much longer to the next search
_MAX_SHARED = 0.8  # share of the length that two ways may have in common
_MAX_DETOUR = 3.0  # how many times the shortest a way may be
_ROUNDS = 8  # searches for each alternative wanted: every search is bounded


def k_paths(
    network: Network,
    a: Spot,
    b: Spot,
    k: int,
    *,
    profile: Profile | None = None,
    avoid: Avoid | None = None,
) -> tuple[Path, ...]:
    """Up to ``k`` distinct paths, shortest first (with a profile: fewest breaks of gauge first); fewer if need be.

    The penalty method (de la Barra et al. 1993; Abraham et al. 2013, doi:10.1145/2444016.2444019): sections already
    used grow longer by half, the search is repeated, and a way is kept when it shares at most 80 % of its length with
    each kept before, is no more than three times the shortest and runs no section twice. Raises NoRouteError when
    there is no way at all.
    """
    if not 1 <= k <= MAX_K:
        raise UsageError(f"{k} alternatives: ask for 1 to {MAX_K}")
    first = shortest_path(network, a, b, profile=profile, avoid=avoid)
    kept: list[tuple[float, Sequence[Step]]] = [(first.length_m, first.steps)]
    choices = choices_of(network, limits_of(profile, avoid), profile)
    for limits in choices:
        allowed = allowed_sections(network, limits)
        _collect(network, (a, b), k, kept, allowed, limits.avoid.nodes)
    paths = [first, *(make_path(network, a, b, steps) for _, steps in kept[1:])]
    return tuple(sorted(paths, key=lambda p: (p is not first, _breaks(p, profile), p.length_m, _sections(p))))[:k]


def _breaks(path: Path, profile: Profile | None) -> int:
    return 0 if profile is None else len(path.gauge_breaks)


def _sections(path: Path) -> tuple[int, ...]:
    return tuple(s.section for s in path.steps)


def _collect(
    network: Network,
    ends: tuple[Spot, Spot],
    k: int,
    kept: list[tuple[float, Sequence[Step]]],
    allowed: Allowed | None,
    barred: frozenset[int],
) -> None:
    stretch: dict[int, float] = {}
    _lengthen(stretch, kept[0][1])
    longest = kept[0][0] * _MAX_DETOUR + 1.0
    found = 0
    for _ in range(_ROUNDS * k):
        if found >= k:
            return
        way = shortest(network, *ends, allowed, barred, stretch)
        if way is None or not way[1]:
            return
        length = sum(s.length_m for s in way[1])
        if length <= longest and all(_shared(way[1], other) <= _MAX_SHARED for _, other in kept):
            kept.append((length, way[1]))
            found += 1
        _lengthen(stretch, way[1])


def _lengthen(stretch: dict[int, float], steps: Sequence[Step]) -> None:
    for step in steps:
        stretch[step.section] = stretch.get(step.section, 1.0) * _STRETCH


def _shared(one: Sequence[Step], other: Sequence[Step]) -> float:
    """Share of the shorter way that both run on."""
    sections = {s.section for s in other}
    common = sum(s.length_m for s in one if s.section in sections)
    shorter = min(sum(s.length_m for s in way) for way in (one, other))
    return common / shorter if shorter else 1.0
