"""Windows in which a train was not at a place, as the prism takes them: nobody runs through there in that time.

Only what a negative sighting says counts: from its earliest to its latest time the train was not at the place. Whether
it had come there before is belief and no part of this. A search for a train that such windows hold up is one over
distance in which who comes to the place within a window waits until its end, counted as the metres that the top speed
would have made of the wait. Who sets out later never comes earlier by that, so the search stays exact.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from railsight.geo import approx_m
from railsight.inference.evidence import hours
from railsight.inference.transition import CLOCK_H, SAME_PLACE_M
from railsight.inference.trees import Tree, nodes_of
from railsight.model import AREA_KINDS
from railsight.routing.costs import Costs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from railsight.inference.trees import Label, Track, Tracks
    from railsight.inference.ways import Ways
    from railsight.model import Journey, Spot


@dataclass(frozen=True, slots=True)
class Window:
    """The train was not at a spot between two moments, hours since 1970."""

    spot: Spot
    earliest: float
    latest: float


def windows_of(journey: Journey) -> tuple[Window, ...]:
    """The windows that the negative sightings of a journey leave, narrowed by the rounding of clocks.

    Not those of areas, nor of places that are one of several: of those no one spot is meant.
    """
    found: dict[tuple[float, float, int, float], Window] = {}
    for used in journey.used:
        s = used.sighting
        if s.event != "absent" or s.interval is None or len(s.candidates) > 1 or s.place.kind in AREA_KINDS:
            continue
        lo, hi = hours(s.interval.earliest), hours(s.interval.latest)
        if s.known_at is not None and lo <= hours(s.known_at) < hi:
            hi = hours(s.known_at)
        lo, hi = lo + CLOCK_H, hi - CLOCK_H
        if lo < hi:
            found[lo, hi, used.spot.section, used.spot.offset_m] = Window(used.spot, lo, hi)
    return tuple(found[key] for key in sorted(found))


class _Hold(NamedTuple):
    """At how many centimetres of a search a place is closed, and from how many on it is open again."""

    closed: int
    open: int

    def let_in(self, cm: int) -> int:
        """When who comes there gets in."""
        return self.open if self.closed < cm < self.open else cm


class HeldTree(Tree):
    """Shortest ways from a spot for a train that windows hold up, with waits as centimetres of its top speed."""

    __slots__ = ("_at_nodes", "_within")

    holds_up = True

    def __init__(self, tracks: Tracks, spot: Spot, holds: Sequence[tuple[Spot, _Hold]]) -> None:
        self._at_nodes: dict[int, list[_Hold]] = {}
        self._within: dict[int, list[tuple[int, _Hold]]] = {}
        for at, hold in holds:
            if at.node is not None:
                self._at_nodes.setdefault(at.node, []).append(hold)
            else:
                self._within.setdefault(at.section, []).append((round(at.offset_m * 100), hold))
        super().__init__(tracks, spot, Costs.metric())

    @property
    def within(self) -> tuple[int, ...]:
        """The sections inside which a place is closed for some time."""
        return tuple(self._within)

    def _offer(self, node: int, label: Label) -> None:
        if self.spot.node is None:
            start = round(self.spot.offset_m * 100)
            cm = self._let_in(node, self._run(0, label.via, start, self._end_cm(label.via, node)))
            label = label._replace(cm=cm, cost=cm)
        super()._offer(node, label)

    def _extend(
        self, label: Label, length: int, section: int, key: int, track: Track, far: int, sides: tuple[int, int]
    ) -> Label:
        made = super()._extend(label, length, section, key, track, far, sides)
        cm = self._beyond(label.cm, length, section, key, far)
        return made if cm == made.cm else made._replace(cm=cm, cost=cm)

    def _beyond(self, cost: int, length: int, section: int, key: int, far: int) -> int:
        if section not in self._within:
            return self._let_in(far, cost + length)
        start = self._end_cm(section, key % self._tracks.network.node_count)
        return self._let_in(far, self._run(cost, section, start, length - start))

    def _let_in(self, node: int, cm: int) -> int:
        """When who comes to a node gets in."""
        for hold in self._at_nodes.get(node, ()):
            cm = hold.let_in(cm)
        return cm

    def _end_cm(self, section: int, node: int) -> int:
        return 0 if self._tracks.network.section_ends(section)[0] == node else self._tracks.network.section_cm(section)

    def _passed(self, section: int, start: int, end: int) -> Iterator[tuple[int, _Hold]]:
        """What is closed at times between two offsets of a section, with the centimetres there, in order."""
        ahead = 1 if end >= start else -1
        found = [((at - start) * ahead, hold) for at, hold in self._within.get(section, ())]
        yield from sorted((gone, hold) for gone, hold in found if 0 < gone <= abs(end - start))

    def _run(self, cm: int, section: int, start: int, end: int) -> int:
        """When a train is at one offset of a section that was at another at ``cm``."""
        done = 0
        for gone, hold in self._passed(section, start, end):
            cm = hold.let_in(cm + gone - done)
            done = gone
        return cm + abs(end - start) - done

    def extent(self, cm: float, section: int, start: int, end: int, budget: float) -> float:
        """How many centimetres of a section a train has run within a budget that was at its offset ``start`` at ``cm``;
        below 0 where it had not come there.
        """
        if cm > budget:
            return -1.0
        done = 0
        for gone, hold in self._passed(section, start, end):
            if cm + gone - done > budget:
                break
            cm = hold.let_in(round(cm + gone - done))
            done = gone
            if cm > budget:
                return float(gone)
        return min(done + budget - cm, float(abs(end - start)))

    def cm_to(self, spot: Spot, budget: float) -> float:
        """When a train is at a spot, infinite where that is beyond the budget."""
        self.settle_within(budget)
        if spot.node is not None:
            settled = self.done.get(spot.node)
            return math.inf if settled is None else settled[0]
        at = round(spot.offset_m * 100)
        came = [
            self._run(settled[0], spot.section, self._end_cm(spot.section, node), at)
            for node in nodes_of(self._tracks.network, spot)
            if (settled := self.done.get(node)) is not None
        ]
        if self.spot.node is None and self.spot.section == spot.section:
            came.append(self._run(0, spot.section, round(self.spot.offset_m * 100), at))
        return min(came, default=math.inf)


@dataclass(slots=True)
class Closures:
    """The windows of a journey and the searches that they hold up, kept from one moment to the next."""

    windows: tuple[Window, ...]
    ways: Ways
    _trees: dict[tuple[object, ...], HeldTree] = field(default_factory=dict)

    def shut(self, lon: float, lat: float, at_h: float) -> bool:
        """Whether a point is at a place where the train was not at a moment."""
        now = [w.spot for w in self.windows if w.earliest < at_h < w.latest]
        return any(approx_m(lon, lat, spot.lon, spot.lat) < SAME_PLACE_M for spot in now)

    def searches(self, spot: Spot, earliest: float, latest: float, at_h: float) -> tuple[tuple[HeldTree, float], ...]:
        """Searches from where the train was at some time between two, each with its budget in centimetres at a moment.

        Forward in time and back; empty where no window is in the way, so that plain distances do.
        """
        per_h = self.ways.profile.max_kmh * 1e5
        found = [(start, sign, (at_h - start) * sign * per_h) for start, sign in ((earliest, 1.0), (latest, -1.0))]
        asked = [x for x in found if x[2] >= 0.0]
        if not any(self._in_the_way(spot, budget) for *_, budget in asked):
            return ()
        return tuple((self._tree(spot, start, sign), budget) for start, sign, budget in asked)

    def _in_the_way(self, spot: Spot, budget: float) -> bool:
        metres = (self.ways.metres(spot, w.spot, shortest=True) for w in self.windows)
        return any(m is not None and m * 100 <= budget for m in metres)

    def _tree(self, spot: Spot, start: float, sign: float) -> HeldTree:
        """The search from a spot forward (``sign`` 1) or back in time (-1) from an hour."""
        key = (*self.ways.key(spot), start, sign)
        if key not in self._trees:
            per_h = self.ways.profile.max_kmh * 1e5
            holds = []
            for w in self.windows:
                times = sorted(((w.earliest - start) * sign * per_h, (w.latest - start) * sign * per_h))
                if times[1] > 0:
                    holds.append((w.spot, _Hold(math.ceil(times[0]), math.floor(times[1]))))
            self._trees[key] = HeldTree(self.ways.tracks, spot, holds)
        return self._trees[key]
