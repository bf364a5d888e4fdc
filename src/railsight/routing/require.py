"""Ways that must touch something: places in whatever order is shortest, a line, a country."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from railsight.errors import NoRouteError, UsageError
from railsight.routing.search import Way
from railsight.routing.states import NO_WISHES, StateSearch, Wishes

if TYPE_CHECKING:
    from railsight.model import Spot
    from railsight.network import Network
    from railsight.routing.constraints import Allowed

MAX_REQUIRED = 6  # every wish doubles the search


@dataclass(frozen=True, slots=True)
class Require:
    """What a path must touch, all of it: operating points (node numbers), lines (ids), countries (ISO alpha-2)."""

    nodes: frozenset[int] = frozenset()
    lines: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.lines or self.countries)


def wishes_of(network: Network, require: Require | None) -> Wishes:
    """What is required, as a search takes it."""
    if not require:
        return NO_WISHES
    bit = {node: 1 << i for i, node in enumerate(sorted(require.nodes))}
    line_bit = {x: 1 << (len(bit) + i) for i, x in enumerate(sorted(require.lines))}
    country_bit = {x: 1 << (len(bit) + len(line_bit) + i) for i, x in enumerate(sorted(require.countries))}
    count = len(bit) + len(line_bit) + len(country_bit)
    if count > MAX_REQUIRED:
        raise UsageError(f"{count} things required of one path: at most {MAX_REQUIRED} are allowed")
    known: dict[int, int] = {}

    def of_section(section: int) -> int:
        if section not in known:
            line = line_bit.get(network.section_line(section), 0) if line_bit else 0
            known[section] = line | country_bit.get(network.section_country(section) or "", 0)
        return known[section]

    return Wishes(lambda node: bit.get(node, 0), of_section, (1 << count) - 1)


def shortest_through(
    network: Network,
    a: Spot,
    b: Spot,
    require: Require,
    allowed: Allowed | None = None,
    barred: frozenset[int] = frozenset(),
    stretch: Mapping[int, float] | None = None,
) -> Way | None:
    """The cheapest way that fulfils every wish, gauges left aside; None without one.

    A way may turn back where it needs to, at an operating point; where the sides of junctions are known that costs a
    reversal, as it does any way.
    """
    wishes = wishes_of(network, require)
    search = StateSearch(network, a, allowed=allowed, barred=barred, stretch=stretch, gauge_counts=False, wishes=wishes)
    found = search.to(b)
    return None if found is None else Way(network, found[0], search.steps(b, found[1]))


def required_missing(network: Network, require: Require) -> NoRouteError:
    """The error when a way exists and none that fulfils the wishes."""
    words = [network.point_name(n) for n in sorted(require.nodes)]
    words += [f"line {x}" for x in sorted(require.lines)] + [f"country {x}" for x in sorted(require.countries)]
    return NoRouteError(
        f"no way runs through {', '.join(words)}",
        why="constraint",
        hint="ask without --require, or allow what is avoided",
    )
