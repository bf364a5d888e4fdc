"""What a way may not use: places, lines, countries, gauges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from railsight.model import Profile
    from railsight.network import Network
    from railsight.routing.search import Graph

Allowed = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Avoid:
    """What a path must not touch: operating points (node numbers), sections, lines (ids), countries (ISO alpha-2).

    A path may begin or end at an avoided point, never run through it.
    """

    nodes: frozenset[int] = frozenset()
    sections: frozenset[int] = frozenset()
    lines: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.sections or self.lines or self.countries)


@dataclass(frozen=True, slots=True)
class Limits:
    """Everything that restricts a search, in one value. ``gauge_mm`` is the one gauge of a train that cannot change."""

    avoid: Avoid = Avoid()
    gauges_mm: frozenset[int] = frozenset()
    gauge_mm: int | None = None
    countries: frozenset[str] = frozenset()
    electrified_only: bool = False

    def __bool__(self) -> bool:
        return bool(
            self.avoid or self.gauges_mm or self.gauge_mm is not None or self.countries or self.electrified_only
        )

    def without_avoid(self) -> Limits:
        """The same, with nothing to be avoided by wish."""
        return replace(self, avoid=Avoid())

    def without_gauge(self) -> Limits:
        """The same, on any gauge."""
        return replace(self, gauges_mm=frozenset(), gauge_mm=None)


def limits_of(profile: Profile | None, avoid: Avoid | None) -> Limits:
    """The limits a profile and a wish set. A profile that allows no break of gauge is settled per search."""
    if profile is None:
        return Limits(avoid=avoid or Avoid())
    return Limits(
        avoid=avoid or Avoid(),
        gauges_mm=frozenset(profile.gauges_mm),
        countries=frozenset(profile.countries),
        electrified_only=profile.electrified_only,
    )


def graph_of(network: Network, limits: Limits, *, labels: bool = True) -> Graph:
    """What to search under these limits: the runs, but sections where something within a run is avoided.

    ``labels``: sections too where the labels of the network can answer, which is when nothing restricts the way.
    """
    if limits.avoid.sections or limits.avoid.nodes or not network.has_runs:
        return network
    return network if labels and network.has_labels and not limits else network.runs


def allowed_sections(graph: Graph, limits: Limits) -> Allowed | None:
    """A test whether a section (or run) may be used; None when every one may. What is not known is allowed."""
    if not limits:
        return None
    avoid = limits.avoid
    gauges = frozenset((limits.gauge_mm,)) if limits.gauge_mm is not None else limits.gauges_mm
    known: dict[int, bool] = {}

    def judge(section: int) -> bool:
        if section in avoid.sections:
            return False
        laid = graph.section_gauges(section)
        if gauges and laid and gauges.isdisjoint(laid):
            return False
        country = graph.section_country(section)
        if country is not None and (
            country in avoid.countries or (limits.countries and country not in limits.countries)
        ):
            return False
        if limits.electrified_only and graph.section_electrified(section) is False:
            return False
        return not (avoid.lines and graph.section_line(section) in avoid.lines)

    def allowed(section: int) -> bool:
        verdict = known.get(section)
        if verdict is None:
            verdict = known[section] = judge(section)
        return verdict

    return allowed
