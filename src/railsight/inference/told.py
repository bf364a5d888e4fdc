"""What reports tell of the order of things beside times and places: faint evidence where intervals leave it open."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from railsight.inference.evidence import hours
from railsight.model import AREA_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.evidence import Observation
    from railsight.inference.ways import Ways
    from railsight.model import Sighting, Spot

# How much likelier one order is than the other way round, as logarithms, counted in the opened reports of
# ``benchmarks/sightings`` where times say what was first. Of two sightings told one behind the other 1,074 pairs are
# told in order and 290 against it; by the press, who begin with the latest, 126 and 75, which is taken for all. And of
# the goals named 239 were nearer to the last place than to the first, 53 farther.
_TOLD_IN_ORDER = math.log(126 / 75)
_TOWARDS_GOAL = math.log(239 / 53)
# A goal is of this part of a journey if it was told while it went on, or a day later at most.
_TOLD_LATER_H = 24.0
_NEARER_M = 1000.0


class _Aim(NamedTuple):
    """A goal that was named: where it is, and when that was known (hours since 1970; None if nothing says)."""

    spot: Spot
    known_h: float | None


@dataclass(frozen=True, slots=True)
class Told:
    """The observations that reports tell one right behind the other (positions), and the goals they name."""

    observations: Sequence[Observation]
    ways: Ways
    pairs: frozenset[tuple[int, int]]
    aims: tuple[_Aim, ...]

    def against(self, order: Sequence[int]) -> float:
        """How much less likely an order is by what it is told against: a logarithm, 0 where nothing is."""
        place = {i: at for at, i in enumerate(order)}
        turned = sum(1 for i, j in self.pairs if i in place and j in place and place[j] < place[i])
        return _TOLD_IN_ORDER * turned + (_TOWARDS_GOAL if self.aims and self._leaves_goals(order) else 0.0)

    def _leaves_goals(self, order: Sequence[int]) -> bool:
        """Whether more goals lie behind than ahead, from the first to the last of the places whose order is open at
        the end."""
        seen = [self.observations[i] for i in order]
        latest = max((o.lo for o in seen), default=-math.inf)
        first = next((o for o in seen if o.hi >= latest), None)
        if first is None or first is seen[-1]:
            return False
        here, there = seen[-1].spots[0], first.spots[0]
        ahead = {}
        for aim in self.aims:
            if aim.known_h is None or first.lo <= aim.known_h <= seen[-1].hi + _TOLD_LATER_H:
                now, then = self.ways.metres(here, aim.spot), self.ways.metres(there, aim.spot)
                if now is not None and then is not None and abs(now - then) > _NEARER_M:
                    ahead[aim.spot.key()] = 1 if now < then else -1
        return sum(ahead.values()) < 0


def told_of(observations: Sequence[Observation], aims: Sequence[Sighting], ways: Ways) -> Told:
    """What the reports tell that named these observations, and these goals."""
    return Told(observations, ways, told_in_order(observations), _aims(aims, ways))


def told_in_order(observations: Sequence[Observation]) -> frozenset[tuple[int, int]]:
    """Pairs of observations (positions) of which a report tells the second right behind the first.

    What is told both ways round, by one report or by several, counts for neither; copies of a report add nothing.
    """
    told: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for i, o in enumerate(observations):
        for s in o.members:
            if s.report is not None and s.quote is not None:
                told[s.report].append((s.quote[0], i))
    pairs = {(i, j) for said in told.values() for (a, i), (b, j) in pairwise(sorted(said)) if i != j and a < b}
    return frozenset((i, j) for i, j in pairs if (j, i) not in pairs)


def _aims(aims: Sequence[Sighting], ways: Ways) -> tuple[_Aim, ...]:
    """The goals, smaller than a region, that somebody knew of: no guesses, and none that is contradicted."""
    out = []
    for s in aims:
        place = s.toward or s.place
        if s.status in ("confirmed", "reported", "expected") and place.kind not in AREA_KINDS:
            near = ways.network.spots_near(place, count=1)
            out += [_Aim(near[0][0], None if s.known_at is None else hours(s.known_at))] if near else []
    return tuple(out)
