"""Ways that must touch something: places and countries in whatever order is shortest, lines by running along them.

**Lines.** Who requires a line wants to go along it, not to see it. So a way whose best course runs on the line anyway
is taken as it is; any other must pass at least one section of it, and no section of it in both directions: out and back
for the sake of the line is no way along it. A place or a country on a spur can only be touched out and back, so that is
allowed for them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.errors import NoRouteError, UsageError
from railsight.network.snapping import nodes_of_station
from railsight.routing.costs import Costs
from railsight.routing.states import NO_WISHES, Traversal, Wishes, cheapest_through

if TYPE_CHECKING:
    from railsight.model import Spot, Step
    from railsight.network import Network
    from railsight.routing.constraints import Allowed
    from railsight.routing.search import Way

    _Legs = list[Way] | None

MAX_REQUIRED = 6  # every wish doubles the search
_ANY_GAUGE = Costs.routed(gauge_counts=False)
_MAX_TRIES = 200  # searches for one way along lines: each forbids one direction more


@dataclass(frozen=True, slots=True)
class Require:
    """What a path must touch, all of it: operating points (node numbers), lines (ids), countries (ISO alpha-2).

    A station of several nodes (``network.snapping``) is touched at any of them.
    A line is run along, not out and back for its own sake; see the top of this module.
    """

    nodes: frozenset[int] = frozenset()
    lines: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.lines or self.countries)


def wishes_of(network: Network, require: Require | None) -> Wishes:
    """What is required, as a search takes it."""
    if not require:
        return NO_WISHES
    wanted = [nodes_of_station(network, node) for node in sorted(require.nodes)]
    bit = {node: 1 << i for i, nodes in enumerate(wanted) for node in nodes}
    line_bit = {x: 1 << (len(wanted) + i) for i, x in enumerate(sorted(require.lines))}
    country_bit = {x: 1 << (len(wanted) + len(line_bit) + i) for i, x in enumerate(sorted(require.countries))}
    count = len(wanted) + len(line_bit) + len(country_bit)
    if count > MAX_REQUIRED:
        raise UsageError(f"{count} things required of one path: at most {MAX_REQUIRED} are allowed")
    known: dict[int, int] = {}

    def of_section(section: int) -> int:
        if section not in known:
            line = line_bit.get(network.section_line(section), 0) if line_bit else 0
            known[section] = line | country_bit.get(network.section_country(section) or "", 0)
        return known[section]

    return Wishes(lambda node: bit.get(node, 0), of_section, (1 << count) - 1)


def cheapest_fulfilling(
    network: Network,
    stops: Sequence[Spot],
    require: Require,
    allowed: Allowed | None = None,
    barred: Collection[int] = (),
    costs: Costs = _ANY_GAUGE,
) -> list[Way] | None:
    """The legs of the cheapest way through all stops that fulfils every wish on any of them; None without one.

    A way may turn back where it needs to, at an operating point; where the sides of junctions are known that costs a
    reversal, as it does any way. Along required lines it does not, unless places and countries alone ask for that.
    Raises NoRouteError where that cannot be settled by ``_MAX_TRIES`` searches.
    """

    def search(wished: Require, banned: frozenset[Traversal] = frozenset(), along: Iterable[str] = ()) -> _Legs:
        wishes, lines = wishes_of(network, wished), frozenset(s for x in along for s in network.line_sections(x))
        return cheapest_through(network, stops, allowed, barred, costs, wishes, banned, lines)

    if not require.lines:
        return search(require)
    anyway = search(replace(require, lines=frozenset()))
    if anyway is None:
        return None
    missed = require.lines - lines_on(network, stops, (leg.steps for leg in anyway))
    if not missed:
        return anyway
    found = _along(network, stops, require.lines, lambda banned: search(require, banned, require.lines))
    if found is None and _passed_back(network, stops, anyway, require.lines - missed) is not None:
        # there is no way unless it turns back on a line on which the other wishes make it turn
        found = _along(network, stops, missed, lambda banned: search(require, banned, missed))
    return found


def _along(
    network: Network, stops: Sequence[Spot], lines: Collection[str], search: Callable[[frozenset[Traversal]], _Legs]
) -> _Legs:
    """The cheapest legs that ``search`` finds and that pass no section of the lines in both directions.

    Branch and bound: of a section that the cheapest legs pass both ways, one direction or the other is forbidden.
    """
    heap: list[tuple[int, int, frozenset[Traversal], list[Way]]] = []
    tried: set[frozenset[Traversal]] = set()

    def attempt(banned: frozenset[Traversal]) -> None:
        if banned in tried:
            return
        tried.add(banned)
        legs = search(banned)
        if legs is not None:
            heappush(heap, (sum(leg.cost for leg in legs), len(tried), banned, legs))

    attempt(frozenset())
    while heap:
        _, _, banned, legs = heappop(heap)
        section = _passed_back(network, stops, legs, lines)
        if section is None:
            return legs
        if len(tried) > _MAX_TRIES:
            raise NoRouteError(
                f"no way along {_lines(network, lines)} was found in {_MAX_TRIES} searches: too many turn back on it",
                why="constraint",
                hint="name a place on the line to go through instead",
            )
        for forward in (True, False):
            attempt(banned | {(section, forward)})
    return None


def _passed_back(network: Network, stops: Sequence[Spot], legs: Sequence[Way], lines: Collection[str]) -> int | None:
    """The first section of some lines that is passed in both directions."""
    passed: dict[Traversal, None] = {}
    for stop, leg in zip(stops, legs, strict=False):
        passed.update(dict.fromkeys(_passages(network, stop, leg.steps)))
    back = (s for s, forward in passed if (s, not forward) in passed and network.section_line(s) in lines)
    return next(back, None)


def _passages(network: Network, start: Spot, steps: Iterable[Step]) -> Iterator[Traversal]:
    """The sections of steps along sections, each with its direction: of one without length the nodes tell it."""
    node = start.node
    for step in steps:
        a, b = network.section_ends(step.section)
        forward = node == a if step.from_m == step.to_m else step.from_m < step.to_m
        node = b if forward else a
        yield step.section, forward


def lines_on(network: Network, stops: Sequence[Spot], legs: Iterable[Iterable[Step]]) -> frozenset[str]:
    """The lines that a way runs on, and those that a stop within a section lies on."""
    sections = {step.section for steps in legs for step in steps}
    sections |= {stop.section for stop in stops if stop.node is None}
    return frozenset(network.section_line(section) for section in sections)


def fulfils(network: Network, stops: Sequence[Spot], legs: Sequence[Sequence[Step]], require: Require) -> bool:
    """Whether a way through the stops, given by its steps along sections on each leg, fulfils every wish.

    That no line is run out and back for its own sake is for its finder to see to.
    """
    if not require.lines <= lines_on(network, stops, legs):
        return False
    sections = {step.section for steps in legs for step in steps}
    sections |= {stop.section for stop in stops if stop.node is None}
    if not require.countries <= {network.section_country(section) for section in sections}:
        return False
    nodes = {stop.node for stop in stops}
    for (start, end), steps in zip(pairwise(stops), legs, strict=True):
        whole = steps if end.node is not None else steps[:-1]
        nodes.update(network.section_ends(s)[1 if forward else 0] for s, forward in _passages(network, start, whole))
    return all(not nodes.isdisjoint(nodes_of_station(network, node)) for node in require.nodes)


def required_missing(network: Network, require: Require, *, but_for_lines: bool) -> NoRouteError:
    """The error when a way exists and none that fulfils the wishes; ``but_for_lines``: some touches them all."""
    if but_for_lines:
        return NoRouteError(
            f"no way runs along {_lines(network, require.lines)} without turning back on it",
            why="constraint",
            hint="name a place on the line instead: to that a way may go out and back",
        )
    words = [network.point_name(n) for n in sorted(require.nodes)]
    words += [f"line {network.line(x).name}" for x in sorted(require.lines)] + [
        f"country {x}" for x in sorted(require.countries)
    ]
    return NoRouteError(
        f"no way runs through {', '.join(words)}",
        why="constraint",
        hint="ask without --require, or allow what is avoided",
    )


def _lines(network: Network, lines: Iterable[str]) -> str:
    return " and ".join(network.line(line).name for line in sorted(lines))
