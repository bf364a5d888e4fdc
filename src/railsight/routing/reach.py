"""Where a train can be after so many hours."""

from __future__ import annotations

import math
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from railsight.errors import UsageError
from railsight.geo import cut_line
from railsight.model import Reach, Spot
from railsight.routing.branches import branches_of
from railsight.routing.constraints import Allowed, Avoid, allowed_sections, limits_of
from railsight.routing.costs import REVERSAL_H
from railsight.routing.moves import Gauges, breaks_gauge, gauges_after, is_border, reverses, sides_of
from railsight.routing.paths import one_kind
from railsight.routing.questions import check_spots, choices_of
from railsight.routing.trains import profile as named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from railsight.geo import LonLat
    from railsight.model import DwellLaw, Profile
    from railsight.network import Network

Range = tuple[float, float]
_TOUCH_M = 0.01  # stretches so near one another are one
_END_M = 0.005  # a stretch that comes so near to the end of its section comes to the end
# Hours, node, section it was reached by (-1 at the start), the gauges the train can be on, the country it was last
# known to be in ("" for none).
_State = tuple[float, int, int, tuple[int, ...], str]


def reachable(
    network: Network,
    start: Spot | Sequence[Spot],
    hours: float,
    profile: str | Profile,
    *,
    fastest: bool = False,
    avoid: Avoid | None = None,
) -> tuple[Reach, ...]:
    """The stretches of the network a train can have reached within ``hours`` of leaving ``start``, or one of
    several spots: the nodes of one station.

    At the median speed of the profile in each country, with the median dwell at borders and breaks of gauge, and with
    ten minutes for a change of ends where the sides of a junction ask for it; with ``fastest`` at ``max_kmh`` and
    without any of these: the hard limit, nothing beyond it is possible. Each stretch lies within one section; ``km`` is
    its length, ``geometry`` its course.
    """
    return reached(network, start, hours, profile, fastest=fastest, avoid=avoid)[0]


def reached(
    network: Network,
    start: Spot | Sequence[Spot],
    hours: float,
    profile: str | Profile,
    *,
    fastest: bool = False,
    avoid: Avoid | None = None,
) -> tuple[tuple[Reach, ...], dict[int, float]]:
    """As of ``reachable``, and for each node among these stretches the hours (0 to ``hours``) after which the train
    can first be there.
    """
    if not (hours >= 0 and math.isfinite(hours)):
        raise UsageError(f"{hours} hours: a finite time, 0 or more, is needed")
    profile = named(profile)
    spots = (start,) if isinstance(start, Spot) else tuple(start)
    check_spots(network, spots)
    covered: dict[int, list[Range]] = {}
    first: dict[int, float] = {}
    for limits in choices_of(network, limits_of(profile, avoid), profile):
        search = _Search(network, profile, fastest, allowed_sections(network, limits), limits.avoid.nodes)
        for spot in spots:
            for section, stretches in search.run(spot, hours).items():
                covered.setdefault(section, []).extend(stretches)
            for node, at in search.first.items():
                first[node] = min(at, first.get(node, math.inf))
    found: list[Reach] = []
    for section in sorted(covered):
        ranges = merged(covered[section], gap=_TOUCH_M)
        found += [part_of(network, section, low, high) for low, high in ranges if high > low]
    return tuple(found), first


class _Search:
    """Dijkstra over what the dwell depends on: the section by which a node was reached, the gauges, the country."""

    def __init__(
        self, network: Network, profile: Profile, fastest: bool, allowed: Allowed | None, barred: frozenset[int]
    ) -> None:
        self.network = network
        self.profile = profile
        self.fastest = fastest
        self.allowed = allowed
        self.barred = barred
        self.branches = branches_of(network, profile)
        self.own: Gauges = frozenset(profile.gauges_mm)
        self.first: dict[int, float] = {}  # hours to each node

    def kmh(self, section: int) -> float:
        if self.fastest:
            return self.profile.max_kmh
        return self.profile.speed(self.network.section_country(section), branch=section in self.branches).median_kmh

    def onward(self, gauges: Gauges, section: int) -> Gauges:
        """The gauges that a train which could be on some can be on along a section; empty where nothing is known."""
        laid = frozenset(self.network.section_gauges(section))
        return gauges_after(gauges, laid & self.own or laid)

    def land(self, country: str, section: int) -> str:
        """The country that a train is last known in on a section; at top speed and without waits it does not matter."""
        return "" if self.fastest else self.network.section_country(section) or country

    def dwell_h(self, before: int | None, gauges: Gauges, country: str, node: int, section: int) -> float:
        """Hours of waiting at a node between two sections."""
        if self.fastest or before is None:
            return 0.0
        network, hours = self.network, 0.0
        if reverses(sides_of(network, before, node)[0], sides_of(network, section, node)[0]):
            hours += REVERSAL_H
        if is_border(country or None, network.section_country(section)):
            hours += _usual_h(self.profile.dwell("border"))
        if breaks_gauge(gauges, frozenset(network.section_gauges(section))):
            hours += _usual_h(self.profile.dwell("gauge"))
        return hours

    def run(self, spot: Spot, hours: float) -> dict[int, list[Range]]:
        network = self.network
        covered: dict[int, list[Range]] = {}
        best: dict[tuple[int, int, Gauges, str], float] = {}
        heap: list[_State] = []
        if spot.node is not None:
            heap.append((0.0, spot.node, -1, self._sorted(self.own), ""))
        elif self.allowed is None or self.allowed(spot.section):
            length, kmh = network.section_cm(spot.section) / 100, self.kmh(spot.section)
            for node, way in zip(network.section_ends(spot.section), (-1, 1), strict=True):
                left = spot.offset_m if way < 0 else length - spot.offset_m
                run = min(left, hours * kmh * 1000)
                ends = sorted((spot.offset_m, spot.offset_m + way * run))
                covered.setdefault(spot.section, []).append((ends[0], ends[1]))
                if left / 1000 / kmh <= hours:
                    at = self._sorted(self.onward(self.own, spot.section))
                    heappush(heap, (left / 1000 / kmh, node, spot.section, at, self.land("", spot.section)))
        while heap:
            reached, node, before, able, country = heappop(heap)
            gauges = frozenset(able)
            if reached >= best.get((node, before, gauges, country), math.inf) or (node in self.barred and before >= 0):
                continue
            best[node, before, gauges, country] = reached
            self.first[node] = min(reached, self.first.get(node, math.inf))
            for far, cm, section in network.adjacent(node):
                if self.allowed is not None and not self.allowed(section):
                    continue
                if section == before and not network.has_sides:
                    continue  # turning back gains nothing unless it changes ends for a junction behind
                left_h = hours - reached - self.dwell_h(None if before < 0 else before, gauges, country, node, section)
                if left_h <= 0:
                    continue
                need_h = cm / 100_000 / self.kmh(section)
                run = cm / 100 * min(1.0, left_h / need_h if need_h else 1.0)
                at_a = network.section_ends(section)[0] == node
                covered.setdefault(section, []).append((0.0, run) if at_a else (cm / 100 - run, cm / 100))
                if need_h <= left_h:
                    at = self._sorted(self.onward(gauges, section))
                    heappush(heap, (hours - left_h + need_h, far, section, at, self.land(country, section)))
        return covered

    def _sorted(self, gauges: Gauges) -> tuple[int, ...]:
        """Gauges as they stand in the heap; at top speed and without waits they make no difference."""
        return () if self.fastest else tuple(sorted(gauges))


def _usual_h(law: DwellLaw) -> float:
    """The median wait; none where it seldom happens."""
    return law.median_h if law.share >= 0.5 else 0.0


def merged(ranges: Iterable[Range], *, gap: float = 0.0) -> list[Range]:
    """What at least one of some ranges covers, in order; two no farther apart than ``gap`` count as one."""
    out: list[Range] = []
    for low, high in sorted(ranges):
        if out and low <= out[-1][1] + gap:
            out[-1] = out[-1][0], max(out[-1][1], high)
        else:
            out.append((low, high))
    return out


def part_of(network: Network, section: int, low_m: float, high_m: float) -> Reach:
    """The stretch between two offsets of a section."""
    length_m = network.section_cm(section) / 100 or 1.0
    shape = cut_line(network.geometry(section), low_m / length_m, high_m / length_m)
    partial = low_m > _END_M or high_m < length_m - _END_M
    ends = network.section_ends(section)
    return stretch_along(network, ends, (section,), shape, (high_m - low_m) / 1000, partial=partial)


def stretch_along(
    network: Network,
    ends: tuple[int, int],
    sections: Sequence[int],
    geometry: Sequence[LonLat],
    km: float,
    *,
    partial: bool,
) -> Reach:
    """A stretch along sections of one line from one node to another, or along a part of one section between them."""
    return Reach(
        origin=network.point_name(ends[0]),
        target=network.point_name(ends[1]),
        line=network.section_line(sections[0]),
        geometry=tuple(geometry),
        km=km,
        partial=partial,
        length_kind=one_kind({network.section_length_kind(section) for section in sections}),
    )
