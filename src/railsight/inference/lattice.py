"""The lattice over time-ordered observations: which are right, where each was, and how much to believe it.

A hypothesis names, for every observation, one of its spots or "this one is wrong". Its weight is the product of the
priors (by status), the emissions, the transitions of ``transition`` with the unknown times summed over cells, a fee
for turning round, and for every wrong one a small constant density. The best hypothesis is found by a Viterbi recursion
that keeps the best predecessor of each (observation, spot); beliefs come from forward and backward sums over the same
transitions (Rabiner 1989, doi:10.1109/5.18626, with transitions that may jump over wrong observations).

Exact up to four bounds: at most ``MAX_SKIP`` wrong observations in a row, time cells, the fee for turning round, which
looks one observation back along the best way, and transitions a million times less likely than the best are left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from railsight.inference.transition import Cells, cut, fit, parsimony, turned_factor, way_law

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from railsight.inference.evidence import Observation
    from railsight.inference.ways import Ways

MAX_SKIP = 5
# A wrong report names a time within about three weeks of the truth: density per hour.
_WRONG_PER_H = 0.002
# Turning round at a place is rare for a train that only passed it, less so where it stood.
_TURN_PASSING = math.log(0.02)
_TURN_STANDING = math.log(0.3)
_TURN_SLACK_M = 2_000.0
# A transition that cannot come within this of the best one (natural logarithm) is left out; no law peaks higher.
_NEGLIGIBLE = 14.0
_LOG_PEAK = 2.5


@dataclass(frozen=True, slots=True)
class Choice:
    """The best hypothesis: observations held right in order of time, each with its spot (position in ``spots``)."""

    weight: float  # natural logarithm
    right: tuple[tuple[int, int], ...]
    beliefs: tuple[float, ...]
    spot_beliefs: tuple[tuple[float, ...], ...]


@dataclass(slots=True)
class _Front:
    """A vector over the cells of one (observation, spot), times ``exp(log)``; ``back`` is its best predecessor."""

    log: float
    cells: Any
    back: tuple[int, int] | None = None


@dataclass(slots=True)
class Lattice:
    """Observations and the transitions between them, worked out once and shared by every order tried."""

    observations: Sequence[Observation]
    ways: Ways
    cells: list[Cells] = field(default_factory=list)
    _links: dict[tuple[int, int, int, int], tuple[float, Any] | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cells = [cut(o.lo, o.hi) for o in self.observations]

    def link(self, i: int, s: int, j: int, t: int) -> tuple[float, Any] | None:
        """From spot ``s`` of observation ``i`` to spot ``t`` of ``j``: a log weight and a matrix over their cells."""
        key = (i, s, j, t)
        if key not in self._links:
            a, b = self.observations[i], self.observations[j]
            shared = (
                *self._said(i),
                a.event,
                self.ways.key(a.spots[s]),
                b.lo,
                b.hi,
                b.event,
                self.ways.key(b.spots[t]),
            )
            if shared not in self.ways.links:
                self.ways.remember(shared, self._make_link(*key))
            self._links[key] = self.ways.links[shared]
        return self._links[key]

    def _said(self, i: int) -> tuple[object, ...]:
        """What of an observation a transition from it depends on, but its event and spot."""
        o = self.observations[i]
        places = [(p.lon, p.lat) if p else None for p in (o.away_from, o.toward)]
        return (o.lo, o.hi, o.heading, *places)

    def _make_link(self, i: int, s: int, j: int, t: int) -> tuple[float, Any] | None:
        a, b = self.observations[i], self.observations[j]
        found = way_law(a, a.spots[s], b.event, b.spots[t], self.ways, within_h=b.hi - a.lo)
        if found is None:
            return None
        leg, law = found
        matrix = fit(law, self.cells[i], self.cells[j])
        if not matrix.any():
            return None
        log = parsimony(leg.length_m)
        if a.heading or a.away_from or a.toward:
            log += math.log(turned_factor(a, a.spots[s], self.ways.towards(a.spots[s], b.spots[t])))
        return log, matrix

    def _fee(self, fronts: dict[tuple[int, int], _Front], here: tuple[int, int], there: tuple[int, int]) -> float:
        """Log weight of turning round at ``here`` between where the train last came from and where it goes."""
        back = fronts[here].back
        while back is not None and self._metres(back, here) < _TURN_SLACK_M:
            back = fronts[back].back
        if back is None:
            return 0.0
        spots = [self.observations[i].spots[s] for i, s in (back, here, there)]
        first, second, direct = (
            self.ways.metres(spots[0], spots[1]),
            self.ways.metres(spots[1], spots[2]),
            self.ways.metres(spots[0], spots[2]),
        )
        if first is None or second is None or direct is None or first + second - direct < _TURN_SLACK_M:
            return 0.0
        stood = self.observations[here[0]].event in ("arrived", "stopped", "departed")
        return _TURN_STANDING if stood else _TURN_PASSING

    def solve(self, order: Sequence[int], banned: frozenset[int] = frozenset()) -> Choice | None:
        """The best hypothesis with the observations in this order; None when not even one can be right."""
        order = [i for i in order if i not in banned]
        fronts, steps = self._forward(order)
        best = self._best_end(order, fronts)
        if best is None:
            return None
        weight, end = best
        chain = [end]
        while (back := fronts[chain[-1]].back) is not None:
            chain.append(back)
        beliefs, spot_beliefs = self._beliefs(order, steps)
        return Choice(weight, tuple(chain[::-1]), beliefs, spot_beliefs)

    def _metres(self, here: tuple[int, int], there: tuple[int, int]) -> float:
        a, b = (self.observations[i].spots[s] for i, s in (here, there))
        found = self.ways.metres(a, b)
        return math.inf if found is None else found

    def best_weight(self, order: Sequence[int]) -> float | None:
        """Log weight of the best hypothesis with the observations in this order."""
        fronts, _ = self._forward(order)
        best = self._best_end(order, fronts)
        return None if best is None else best[0]

    def _wrong(self, i: int) -> float:
        return math.log1p(-self.observations[i].right) + math.log(_WRONG_PER_H)

    def _right(self, i: int, s: int) -> float:
        o = self.observations[i]
        return math.log(o.right) + math.log(o.emission[s]) - math.log(sum(o.emission))

    def _starts(self, order: Sequence[int]) -> list[float]:
        """Log weight of everything before a position being wrong."""
        out = [math.log(_WRONG_PER_H)]
        for i in order:
            out.append(out[-1] + self._wrong(i))
        return out

    def _forward(
        self, order: Sequence[int]
    ) -> tuple[dict[tuple[int, int], _Front], dict[tuple[int, int, int, int], float]]:
        """Best predecessors, and the log weight (skips, fees, priors) of every transition that can be made."""
        import numpy as np

        fronts: dict[tuple[int, int], _Front] = {}
        steps: dict[tuple[int, int, int, int], float] = {}
        starts = self._starts(order)
        for at, j in enumerate(order):
            for t in range(len(self.observations[j].spots)):
                n = self.cells[j].n
                right = self._right(j, t)
                best = _Front(starts[at] + right, np.full(n, 1.0 / n))
                best_total = best.log
                skipped = 0.0
                for before in range(at - 1, max(-1, at - 2 - MAX_SKIP), -1):
                    i = order[before]
                    for s in range(len(self.observations[i].spots)):
                        front = fronts[i, s]
                        if front.log + skipped + right + _LOG_PEAK < best_total - _NEGLIGIBLE:
                            continue
                        link = self.link(i, s, j, t)
                        if link is None:
                            continue
                        log = link[0] + skipped + right + self._fee(fronts, (i, s), (j, t))
                        steps[i, s, j, t] = log
                        cells = front.cells @ link[1] / n
                        total = float(cells.sum())
                        if total > 0.0 and front.log + log + math.log(total) > best_total:
                            best_total = front.log + log + math.log(total)
                            best = _Front(best_total, cells / total, (i, s))
                    skipped += self._wrong(i)
                fronts[j, t] = best
        return fronts, steps

    def _best_end(
        self, order: Sequence[int], fronts: dict[tuple[int, int], _Front]
    ) -> tuple[float, tuple[int, int]] | None:
        tail, found = 0.0, None
        for j in reversed(order):
            for t in range(len(self.observations[j].spots)):
                weight = fronts[j, t].log + tail
                if found is None or weight > found[0] + 1e-9:
                    found = weight, (j, t)
            tail += self._wrong(j)
        return found

    def _beliefs(
        self, order: Sequence[int], steps: dict[tuple[int, int, int, int], float]
    ) -> tuple[tuple[float, ...], tuple[tuple[float, ...], ...]]:
        """How likely each observation is right, and each of its spots, by forward and backward sums."""
        import numpy as np

        starts = self._starts(order)
        ends = [0.0]
        for i in reversed(order):
            ends.append(ends[-1] + self._wrong(i))
        ends = ends[::-1][1:]
        into: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for i, s, j, t in steps:
            into.setdefault((j, t), []).append((i, s))
        forward: dict[tuple[int, int], tuple[float, Any]] = {}
        for at, j in enumerate(order):
            for t in range(len(self.observations[j].spots)):
                n = self.cells[j].n
                terms = [(starts[at] + self._right(j, t), np.full(n, 1.0 / n))]
                for i, s in into.get((j, t), ()):
                    log, vector = forward[i, s]
                    terms.append((log + steps[i, s, j, t], vector @ self._links[i, s, j, t][1] / n))  # type: ignore[index]
                forward[j, t] = _added(terms)
        backward: dict[tuple[int, int], tuple[float, Any]] = {
            (j, t): (ends[at], np.ones(self.cells[j].n))
            for at, j in enumerate(order)
            for t in range(len(self.observations[j].spots))
        }
        for j in reversed(order):
            for t in range(len(self.observations[j].spots)):
                log, vector = backward[j, t]
                for i, s in into.get((j, t), ()):
                    matrix = self._links[i, s, j, t][1]  # type: ignore[index]
                    term = (log + steps[i, s, j, t], matrix @ vector / self.cells[j].n)
                    backward[i, s] = _added([backward[i, s], term])
        total = _log_sum(
            log + ends[at] + _log(float(forward[j, t][1].sum()))
            for at, j in enumerate(order)
            for t in range(len(self.observations[j].spots))
            for log in (forward[j, t][0],)
        )
        masses = {
            key: math.exp(min(0.0, log + backward[key][0] + _log(float((vector * backward[key][1]).sum())) - total))
            for key, (log, vector) in forward.items()
        }
        return self._shares(masses)

    def _shares(self, masses: dict[tuple[int, int], float]) -> tuple[tuple[float, ...], tuple[tuple[float, ...], ...]]:
        """The belief in each observation and the share of each of its spots in it."""
        right, spots = [], []
        for i, o in enumerate(self.observations):
            weights = [masses.get((i, s), 0.0) for s in range(len(o.spots))]
            mass = sum(weights)
            right.append(min(1.0, mass))
            spots.append(tuple(w / mass for w in weights) if mass > 0 else tuple(1.0 / len(weights) for _ in weights))
        return tuple(right), tuple(spots)


def _log(value: float) -> float:
    return math.log(value) if value > 0 else -math.inf


def _log_sum(logs: Iterable[float]) -> float:
    values = list(logs)
    top = max(values)
    return top + math.log(sum(math.exp(x - top) for x in values))


def _added(terms: Sequence[tuple[float, Any]]) -> tuple[float, Any]:
    """Sum of scaled vectors as one scaled vector."""
    top = max(log for log, _ in terms)
    total = sum(vector * math.exp(log - top) for log, vector in terms)
    size = float(total.max()) or 1.0
    return top + math.log(size), total / size
