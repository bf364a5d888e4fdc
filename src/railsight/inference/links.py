"""Transitions of the lattice: how well the time between two observations, each at one spot, fits the route between.

A transition depends on its two observations alone. It is worked out when it is first asked for, and kept twice: in the
``Memory`` of the journey under the numbers of the two observations, and with the ``Ways`` under all that it depends on,
so that another journey with the same two reports need not work it out again.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from railsight.geo import apart_m
from railsight.inference.areas import crossing_weights, entry_weights
from railsight.inference.daytimes import custom_of, fit_by_day
from railsight.inference.directions import direction_factor
from railsight.inference.evidence import placed
from railsight.inference.laws import mixed_law
from railsight.inference.memory import At, Link
from railsight.inference.transition import (
    CLOCK_H,
    SAME_PLACE_M,
    UNTOLD,
    again_chance,
    away_law,
    cut,
    one_stay,
    opposed,
    out_of_turn,
    parsimony,
    untold_per_h,
    way_law,
)
from railsight.network.snapping import ON_SECTION_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.evidence import Observation
    from railsight.inference.laws import Leg, TimeLaw, Vector
    from railsight.inference.memory import Memory
    from railsight.inference.ways import Ways
    from railsight.model import Place, Spot

# No route by rail is shorter than this share of the distance as the crow flies, whatever was measured.
_CROW = 0.8
_OVER = frozenset({"crossed", "passed", "departed"})  # who did this at a crossing has it behind
_FAST = 0.1  # one usual run in ten is faster
_USUAL = 0.5


class Links:
    """The transitions between the spots of some observations on the ways of one train."""

    def __init__(self, observations: Sequence[Observation], ways: Ways, memory: Memory) -> None:
        self.observations = observations
        self.ways = ways
        self.cells = [cut(o.lo, o.hi) for o in observations]
        self.numbers = [memory.number(o) for o in observations]
        self._crossings = [_crossings(o) for o in observations]
        self._rivals = [_rivals(o, among) for o, among in zip(observations, self._crossings, strict=True)]
        self._memory = memory

    def between(self, here: At, there: At) -> Link | None:
        """The transition from one spot to another; None if no train can make it."""
        (i, s), (j, t) = here, there
        links, key = self._memory.links, (self.numbers[i], s, self.numbers[j], t)
        if key not in links:
            found = self._shared(here, there)
            if found is not None and s in self._rivals[i]:
                found = self._no_better_for_waiting(found, here, there, (At(i, 0), there))
            if found is not None and t in self._rivals[j]:
                found = self._no_better_for_waiting(found, here, there, (here, At(j, 0)))
            if found is not None:
                found = found._replace(log=found.log + (self._entry(here, j)[t] - parsimony(self._least_m(i, j))))
            links[key] = found
        return links[key]

    def _shared(self, here: At, there: At) -> Link | None:
        """The transition as far as it depends on the two observations at these spots alone."""
        (i, s), (j, t) = here, there
        a, b = self.observations[i], self.observations[j]
        shared = (
            *self._said(i),
            a.event,
            self.ways.key(a.spots[s]),
            b.lo,
            b.hi,
            b.event,
            self.ways.key(b.spots[t]),
            *_size_of(b.members[0].place),
            opposed(a, b),
        )
        return self.ways.links.of(shared, self._new, here, there)

    def _no_better_for_waiting(self, link: Link, here: At, there: At, likelier: tuple[At, At]) -> Link:
        """The transition of a place that a name may mean as well, no better than that of the one likelier meant allows.

        That the train came later than usual to the one speaks for the other no more than its waits are rare: one leg in
        five holds one that no law knows (``UNTOLD``). That it would have come too soon may speak for it in full.
        """
        import numpy as np

        usual, way = self._shared(*likelier), self._way(*likelier)
        if usual is None or way is None:
            return link
        a, b = self.cells[here.observation], self.cells[there.observation]
        took_h, usual_h = np.subtract.outer(b.middles, a.middles).T, way[1].quantile(_USUAL)
        matrix = np.where(took_h < usual_h, link.matrix, np.minimum(link.matrix, usual.matrix / UNTOLD))
        if not matrix.any():
            return link
        return Link(link.log, matrix, math.log(float(matrix.max())))

    def _new(self, here: At, there: At) -> Link | None:
        """The transition if a route is near enough to be looked for; those to the other spots are found with it."""
        spots = self.observations[there.observation].spots
        near = [spot for spot in spots if self._in_reach(here, there.observation, spot)]
        self.ways.look_ahead(self.observations[here.observation].spots[here.spot], near)
        return self._made(here, there) if spots[there.spot] in near else None

    def metres(self, here: At, there: At) -> float:
        """Metres of the likely route between two spots; infinite if there is none."""
        a, b = (self.observations[i].spots[s] for i, s in (here, there))
        found = self.ways.metres(a, b)
        return math.inf if found is None else found

    def _in_reach(self, here: At, j: int, spot: Spot) -> bool:
        """Whether a spot of another observation is near enough, as the crow flies, to look for a route there."""
        a, b = self.observations[here.observation], self.observations[j]
        reach_m = (b.hi - a.lo + 4 * CLOCK_H) * self.ways.profile.max_kmh * 1000.0
        return _CROW * apart_m(a.spots[here.spot], spot) <= reach_m

    def _least_m(self, i: int, j: int) -> float:
        """Metres of the shortest route between any spots of two observations: only what is longer than that costs."""
        least, key = self._memory.least, (self.numbers[i], self.numbers[j])
        if key not in least:
            a, b = self.observations[i], self.observations[j]
            pairs = sorted(((_CROW * apart_m(x, y), x, y) for x in a.spots for y in b.spots), key=lambda p: p[0])
            best = math.inf
            for flight_m, x, y in pairs:
                if flight_m > best:
                    break
                metres = self.ways.metres(x, y)
                best = best if metres is None else min(best, metres)
            least[key] = 0.0 if best == math.inf else best
        return least[key]

    def _entry(self, here: At, j: int) -> Sequence[float]:
        """Log weights of the spots of observation ``j``, where a country was entered or a river crossed, for a train
        from a spot."""
        a, b = self.observations[here.observation], self.observations[j]
        crossings = self._crossings[j]
        if b.into is None and len(set(crossings)) < 2:
            return [0.0] * len(b.spots)
        entries, key = self._memory.entries, (self.numbers[here.observation], here.spot, self.numbers[j])
        if key not in entries:
            told = a.spots[here.spot], b.spots, b.emission
            if b.into is not None:
                weights = entry_weights(*told, b.into, self.ways)
            else:
                weights = crossing_weights(*told, crossings, self.ways, over=a.event in _OVER)
            entries[key] = [math.log(weight) for weight in weights]
        return entries[key]

    def _said(self, i: int) -> tuple[object, ...]:
        """All of an observation that a transition from it depends on, except its event and spot."""
        o = self.observations[i]
        places = [(p.kind, p.lon, p.lat, p.radius_m) if p else None for p in (o.away_from, o.toward)]
        return (o.lo, o.hi, o.heading, *places, *_size_of(o.members[0].place))

    def _made(self, here: At, there: At) -> Link | None:
        """The transition as far as it depends on the two spots alone, not on the other spots of the observations."""
        (i, s), (j, t) = here, there
        a, b = self.observations[i], self.observations[j]
        found = self._way(here, there)
        if found is None:
            return None
        leg, law = found
        log = parsimony(leg.length_m)
        again = again_chance(a, b) if leg.length_m < SAME_PLACE_M else 0.0
        if again and out_of_turn(a, b):
            law, log = away_law(), log + math.log(again)
        elif again:
            law = mixed_law(law, away_law(), again)
        custom = custom_of(b.event, b.spots[t], self.ways, leg.length_m)
        matrix = fit_by_day(law, self.cells[i], self.cells[j], b.spots[t], custom)
        # two reports of one event at one place are no wait
        if leg.length_m >= SAME_PLACE_M or b.event == "departed" or one_stay(a, b):
            matrix = (1.0 - UNTOLD) * matrix + UNTOLD * self._late(i, j, law)
        if not matrix.any():
            return None
        if a.heading or a.away_from or a.toward:
            log += math.log(direction_factor(a, a.spots[s], b.spots[t], self.ways))
        return Link(log, matrix, math.log(float(matrix.max())))

    def _way(self, here: At, there: At) -> tuple[Leg, TimeLaw] | None:
        """The way from one spot to another and the law of its time."""
        a, b = self.observations[here.observation], self.observations[there.observation]
        spots = a.spots[here.spot], b.spots[there.spot]
        return way_law(a, spots[0], b.event, spots[1], self.ways, place=b.members[0].place, within_h=b.hi - a.lo)

    def _late(self, i: int, j: int, law: TimeLaw) -> Vector:
        """Density per hour, over the cells of both, of coming late for a reason that no law knows (``UNTOLD``).

        A train that comes as fast as it can is not late: the density rises from there to the time of a fast usual run.
        """
        import numpy as np

        a, b = self.cells[i], self.cells[j]
        late_h = np.maximum(0.0, np.subtract.outer(b.middles, a.middles).T - law.min_h)
        usual_h = max(law.quantile(_FAST) - law.min_h, CLOCK_H)
        density: Vector = np.minimum(1.0, late_h / usual_h) ** 2 * untold_per_h(late_h)
        return density


def _crossings(o: Observation) -> Sequence[str]:
    """The ids of the bridges, or the like, that the spots of an observation belong to, if one of them was crossed."""
    places = [placed(o.members[0], spot).place for spot in o.spots] if o.event == "crossed" else []
    return [place.id for place in places] if all(place.kind in ON_SECTION_KINDS for place in places) else []


def _rivals(o: Observation, crossings: Sequence[str]) -> frozenset[int]:
    """The spots of an observation that are of another place than its likeliest one is, where a name may mean several.

    Where a river or the like was crossed the times are as good as any to tell at which of its crossings.
    """
    if crossings or len(o.members[0].candidates) == 1:
        return frozenset()
    meant = [placed(o.members[0], spot).place for spot in o.spots]
    return frozenset(t for t, place in enumerate(meant) if place.id != meant[0].id)


def _size_of(place: Place) -> tuple[str, int | None]:
    """What the chance of a stay at the place named depends on."""
    return place.kind, place.population
