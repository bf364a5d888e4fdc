"""Good alternatives: ways that differ in earnest, not near-copies of the shortest."""

from __future__ import annotations

from itertools import chain, groupby, pairwise
from typing import TYPE_CHECKING

from railsight.errors import UsageError
from railsight.routing.beside import runs_beside
from railsight.routing.constraints import allowed_sections, limits_of
from railsight.routing.costs import Costs
from railsight.routing.moves import reverses, sides_of
from railsight.routing.pairs import shortest
from railsight.routing.paths import make_path
from railsight.routing.questions import by_length, choices_of, costs_of, shortest_path, train_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from railsight.model import Path, Profile, Spot, Step
    from railsight.network import Network
    from railsight.network.stretches import Stretch
    from railsight.routing.constraints import Avoid, Limits
    from railsight.routing.require import Require

MAX_K = 20
_STRETCH = 1.3  # each time a section is used it seems this much longer to the next search
_MAX_SHARED = 0.8  # share of the length that two ways may have in common
_MAX_DETOUR = 3.0  # how many times the shortest a way may be
_PATIENCE = 5  # the same ways so often in a row: by then any other of at most three times the length had been found
_OF_WEIGHT = 0.02  # share of the length from which what a way has of its own is not a mere loop beside the line
_Legs = tuple[tuple["Step", ...], ...]  # the steps from each stop to the next
_Span = tuple[int, int]  # the first of some steps, and the one after the last


def k_paths(
    network: Network,
    a: Spot,
    b: Spot,
    k: int,
    *,
    via: Sequence[Spot] = (),
    profile: str | Profile | None = None,
    avoid: Avoid | None = None,
    require: Require | None = None,
) -> tuple[Path, ...]:
    """Up to ``k`` distinct paths through every ``via``, best first; fewer if need be.

    Without a profile the shortest is the best. With one those with the fewest breaks of gauge come first, and of those
    the shortest as ``shortest_path`` counts: branches more than main lines. ``require`` as of ``shortest_path``.

    The penalty method (de la Barra et al. 1993; Abraham et al. 2013, doi:10.1145/2444016.2444019): sections already
    used grow longer by 30 % and the search is repeated. What a way has of its own (the longest
    stretch, and each of weight) is then joined to its ends by the cheapest ways: elsewhere the penalties led it astray.
    Of all these, and the shortest by length alone, the best
    are taken one by one that share at most 80 % of their length with each taken before, do not run beside it all the
    way without a station of their own, and are no more than three times the shortest. Raises NoRouteError when there is
    no way at all.
    """
    if not isinstance(k, int) or not 1 <= k <= MAX_K:
        raise UsageError(f"{k!r:.60} alternatives: ask for 1 to {MAX_K}", hint="such as k=3")
    profile = train_named(profile)
    first = shortest_path(network, a, b, via=via, profile=profile, avoid=avoid, require=require)
    if k == 1 or not first.steps:
        return (first,)
    stops, choices = (a, *via, b), choices_of(network, limits_of(profile, avoid), profile)
    costs = costs_of(network, profile, require)
    plain = by_length(network, stops, choices, require, profile)[0]
    ways: dict[tuple[int, ...], _Legs] = {}
    for legs in (
        tuple(leg.sections() for leg in plain.legs),
        *_found(network, stops, choices, require, costs, first, k),
    ):
        ways.setdefault(_sections(chain.from_iterable(legs)), legs)
    ways.pop(_sections(first.steps), None)
    made = [make_path(network, a, b, _stretches(network, stops, legs)) for legs in ways.values()]
    paths = [path for path in made if path.length_m <= _longest(first)]
    paths.sort(key=lambda p: (_breaks(p, profile), _cost_m(p, costs), _sections(p.steps)))
    taken = [first]
    for path in paths:
        if len(taken) < k and all(_differ(path, other) for other in taken):
            taken.append(path)
    return tuple(taken)


def _found(
    network: Network,
    stops: Sequence[Spot],
    choices: Sequence[Limits],
    require: Require | None,
    costs: Mapping[int, float],
    first: Path,
    k: int,
) -> Iterator[_Legs]:
    """Ways by the penalty method under each set of limits, each before and after it is smoothed."""
    for limits in choices:
        finder = _Finder(network, stops, limits, require, costs)
        straight = finder.legs(costs)
        for legs in _collect(finder, first, 3 * k + 6, costs):
            own = _own(legs, first)
            longest = max((length for *_, length in own), default=0.0)
            kept = ([span for span in own if span[-1] >= least] for least in (longest, first.length_m * _OF_WEIGHT))
            smooth = [finder.smoothed(legs, _by_leg(spans), straight) if straight and spans else None for spans in kept]
            yield from (way for way in (*smooth, legs if smooth[-1] is None else None) if way is not None)


class _Finder:
    """Finds ways through stops under some limits: the cheapest by ``costs``, or by what sections are said to cost."""

    def __init__(
        self,
        network: Network,
        stops: Sequence[Spot],
        limits: Limits,
        require: Require | None,
        costs: Mapping[int, float],
    ) -> None:
        self.network, self.stops, self.require, self.costs = network, stops, require, costs
        self.allowed, self.barred = allowed_sections(network, limits), limits.avoid.nodes
        # the cheapest ways found: those that join two spans are asked for again by every way that shares its ends
        self._cheapest: dict[tuple[tuple[int, int], tuple[int, int]], tuple[Step, ...] | None] = {}

    def legs(self, costs: Mapping[int, float]) -> _Legs | None:
        """The cheapest way through all stops."""
        if self.require:
            from railsight.routing.require import cheapest_fulfilling

            asked = self.network, self.stops, self.require, self.allowed, self.barred
            found = cheapest_fulfilling(*asked, Costs.routed(costs, gauge_counts=False))
            return None if found is None else tuple(leg.steps for leg in found)
        steps = [self._steps(start, end, costs) for start, end in pairwise(self.stops)]
        return None if None in steps else tuple(leg for leg in steps if leg is not None)

    def _steps(self, start: Spot, end: Spot, costs: Mapping[int, float]) -> tuple[Step, ...] | None:
        found = shortest(self.network, start, end, self.allowed, self.barred, costs)
        return None if found is None else found.steps

    def cheapest(self, start: Spot, end: Spot) -> tuple[Step, ...] | None:
        """The cheapest way from a spot to another, remembered."""
        key = start.key(), end.key()
        if key not in self._cheapest:
            self._cheapest[key] = self._steps(start, end, self.costs)
        return self._cheapest[key]

    def smoothed(self, legs: _Legs, own: Mapping[int, Sequence[_Span]], straight: _Legs) -> _Legs | None:
        """The cheapest way with some spans of a way, by leg; None where it runs into itself.

        Of the legs without any it has the cheapest, ``straight``.
        """
        found = list(straight)
        for number, spans in own.items():
            leg = self._joined(self.stops[number], legs[number], spans, self.stops[number + 1])
            if leg is None:
                return None
            found[number] = leg
        return tuple(found) if self._fulfils(found) else None

    def _joined(self, start: Spot, steps: Sequence[Step], spans: Sequence[_Span], end: Spot) -> tuple[Step, ...] | None:
        """Spans of a leg from ``start`` to ``end``, joined by the cheapest ways; None where it runs into itself."""
        nodes = _nodes(self.network, start, steps)
        leg: list[Step] = []
        joints: list[int] = []
        at: Spot | None = start
        for begin, stop in (*spans, (len(steps), len(steps))):
            target = (
                end if begin == len(steps) else start if begin == 0 else self.network.spot_at_node(nodes[begin - 1])
            )
            if at is not None and begin > 0:
                way = self.cheapest(at, target)
                if way is None:
                    return None
                joints += [len(leg), len(leg) + len(way)]
                leg += way
            leg += steps[begin:stop]
            at = self.network.spot_at_node(nodes[stop - 1]) if stop < len(steps) else None
        if len({step.section for step in leg}) < len(leg) or any(_turns(self.network, start, leg, j) for j in joints):
            return None
        return tuple(leg)

    def _fulfils(self, legs: Sequence[tuple[Step, ...]]) -> bool:
        if not self.require:
            return True
        from railsight.routing.require import fulfils

        return fulfils(self.network, self.stops, legs, self.require)


def _own(legs: _Legs, first: Path) -> list[tuple[int, int, int, float]]:
    """What a way has and ``first`` has not, stretch by stretch: the leg, first step, one past the last, metres."""
    known = {step.section for step in first.steps}
    found = []
    for number, steps in enumerate(legs):
        at = 0
        for shared, group in groupby(steps, key=lambda step: step.section in known):
            metres = [step.length_m for step in group]
            if not shared:
                found.append((number, at, at + len(metres), sum(metres)))
            at += len(metres)
    return found


def _by_leg(own: Iterable[tuple[int, int, int, float]]) -> dict[int, list[_Span]]:
    found: dict[int, list[_Span]] = {}
    for number, begin, stop, _ in own:
        found.setdefault(number, []).append((begin, stop))
    return found


def _nodes(network: Network, start: Spot, steps: Sequence[Step]) -> list[int]:
    """The node at the end of each step; of the last one that ends within a section the node beyond."""
    found: list[int] = []
    node = start.node
    for step in steps:
        if node is None:
            node = network.section_ends(step.section)[1 if step.to_m > step.from_m else 0]
        else:
            node = network.other_end(step.section, node)
        found.append(node)
    return found


def _turns(network: Network, start: Spot, steps: Sequence[Step], at: int) -> bool:
    """Whether a train would have to change ends before a step."""
    if not network.has_sides or not 0 < at < len(steps):
        return False
    node = _nodes(network, start, steps[:at])[-1]
    came, leaves = (sides_of(network, steps[i].section, node)[0] for i in (at - 1, at))
    return reverses(came, leaves)


def _stretches(network: Network, stops: Sequence[Spot], legs: _Legs) -> list[Stretch]:
    return [x for start, steps in zip(stops, legs, strict=False) for x in network.stretches(steps, start.node)]


def _longest(first: Path) -> float:
    return first.length_m * _MAX_DETOUR + 1.0


def _cost_m(path: Path, costs: Mapping[int, float]) -> float:
    return path.length_m + sum((costs[s.section] - 1) * s.length_m for s in path.steps if s.section in costs)


def _breaks(path: Path, profile: Profile | None) -> int:
    return 0 if profile is None else len(path.gauge_breaks)


def _sections(steps: Iterable[Step]) -> tuple[int, ...]:
    return tuple(s.section for s in steps)


def _collect(finder: _Finder, first: Path, rounds: int, costs: Mapping[int, float]) -> Iterator[_Legs]:
    """Ways that differ from the first and from one another in anything."""
    cost_factors = dict(costs)
    _lengthen(cost_factors, first.steps)
    found = {_sections(first.steps)}
    again = 0
    for _ in range(rounds):
        legs = finder.legs(cost_factors)
        if legs is None or again == _PATIENCE:
            break
        steps = tuple(chain.from_iterable(legs))
        key = _sections(steps)
        again = again + 1 if key in found else 0
        if key not in found:
            found.add(key)
            yield legs
        _lengthen(cost_factors, steps)


def _lengthen(cost_factors: dict[int, float], steps: Iterable[Step]) -> None:
    for step in steps:
        cost_factors[step.section] = cost_factors.get(step.section, 1.0) * _STRETCH


def _differ(one: Path, other: Path) -> bool:
    """Whether a way differs from another in earnest."""
    return _shared(one.steps, other.steps) <= _MAX_SHARED and not runs_beside(one, other)


def _shared(one: Sequence[Step], other: Sequence[Step]) -> float:
    """Share of the shorter way that both run on."""
    sections = {s.section for s in other}
    common = sum(s.length_m for s in one if s.section in sections)
    shorter = min(sum(s.length_m for s in way) for way in (one, other))
    return common / shorter if shorter else 1.0
