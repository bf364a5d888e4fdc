"""The lattice over time-ordered observations: which are right, where each was, and how much to believe it.

A hypothesis names, for every observation, one of its spots or "this one is wrong". Its weight is the product of the
priors (by status), the emissions, the transitions of ``transition`` with the unknown times summed over cells, a fee
for turning round, and for every wrong one a small constant density. The best hypothesis is found by a Viterbi recursion
that keeps the best predecessor of each (observation, spot). It is then improved one observation at a time, and in the
end every observation likelier right than wrong is added as long as all can be right. Beliefs come from forward and
backward sums over the same transitions (Rabiner 1989, doi:10.1109/5.18626, with transitions that may jump over wrong
observations).

It is exact but for four approximations: at most ``MAX_SKIP`` wrong observations in a row; times are cut into cells; the
fee for turning round looks back along the best partial hypothesis only; and transitions a million times less likely
than the best are left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from railsight.inference.links import Links
from railsight.inference.memory import At, Column, Front, Memory
from railsight.inference.sums import Sums
from railsight.inference.turning import Turning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from railsight.inference.evidence import Observation
    from railsight.inference.laws import Vector
    from railsight.inference.memory import Link
    from railsight.inference.ways import Ways

MAX_SKIP = 5
# A transition that cannot come within this of the best one (natural logarithm) is left out; no law peaks higher.
_NEGLIGIBLE = 14.0
_LOG_PEAK = 2.5
# Flipping every observation in turn (right to wrong, or wrong to right) costs the square of their number: it is done at
# most ``_REFINEMENTS`` times, and for at most ``_REFINED_UP_TO`` observations.
_REFINEMENTS = 8
_REFINED_UP_TO = 40
_LIKELIER_THAN_NOT = 0.5

Right: TypeAlias = tuple[At, ...]  # what a hypothesis holds right, in order of time


@dataclass(frozen=True, slots=True)
class Choice:
    """The best hypothesis: its weight (natural logarithm) and what it holds right. ``beliefs`` are the
    probabilities (0..1) of every observation being right, ``spot_beliefs`` those of its spots, given that it is."""

    weight: float
    right: Right
    beliefs: tuple[float, ...]
    spot_beliefs: tuple[tuple[float, ...], ...]
    sums: Sums


def lattice_of(observations: Sequence[Observation], ways: Ways, memory: Memory | None = None) -> Lattice:
    """The lattice over observations, on the ways of a train; ``memory`` is shared by the lattices of one journey."""
    memory = memory or Memory()
    links = Links(observations, ways, memory)
    return Lattice(observations, links, Turning(links), frozenset(), memory)


@dataclass(frozen=True, slots=True)
class Lattice:
    """Observations with the transitions between them and the fees for turning round, shared by every order tried.

    Those ``held`` are right in every hypothesis.
    """

    observations: Sequence[Observation]
    links: Links
    turning: Turning
    held: frozenset[int]
    memory: Memory

    def holding(self, held: frozenset[int]) -> Lattice:
        """The same with some observations right in every hypothesis."""
        return replace(self, held=held)

    def solve(self, order: Sequence[int], banned: frozenset[int] = frozenset()) -> Choice | None:
        """The best hypothesis with the observations in this order; None when not even one can be right."""
        order = [i for i in order if i not in banned]
        columns = self._forward(order)
        best = self._best_end(order, columns)
        if best is None or best[0] == -math.inf:
            return None
        weight, end = best
        weight, right = self._refined(order, weight, _traced(order, columns, *end))
        sums = Sums(self, order, columns)
        beliefs, spot_beliefs = sums.shares()
        weight, right = self._believed(order, weight, right, beliefs)
        return Choice(weight, right, beliefs, spot_beliefs, sums)

    def _believed(
        self, order: Sequence[int], weight: float, right: Right, beliefs: Sequence[float]
    ) -> tuple[float, Right]:
        """The hypothesis with every observation added that is likelier right than wrong, if all can be right together.

        The best single hypothesis may lack an observation whose weight is spread over several spots.
        """
        held = {i for i, _ in right}
        for i in sorted(set(order) - held, key=lambda i: (-beliefs[i], i)):
            if beliefs[i] <= _LIKELIER_THAN_NOT:
                break
            together = self.all_right([k for k in order if k in held or k == i])
            found = self._chain_weight(order, together) if together else None
            if together and found is not None:
                weight, right = found, together
                held.add(i)
        return weight, right

    def all_right(self, order: Sequence[int]) -> Right | None:
        """The best spot of each observation, given that all are right; None when they cannot all be."""
        columns: list[Column] = []
        for at in range(len(order)):
            columns.append(self._column(order, columns, -math.inf if at else 0.0, most_skipped=0))
        ends = [(front.log, -t) for t, front in enumerate(columns[-1].fronts) if front.log > -math.inf]
        return _traced(order, columns, len(order) - 1, -max(ends)[1]) if ends else None

    def _refined(self, order: Sequence[int], weight: float, right: Right) -> tuple[float, Right]:
        """The hypothesis improved by flipping single observations, the best flip first, as long as one helps.

        The recursion keeps one predecessor of each spot. Where intervals are wide that one is not always the best.
        """
        for _ in range(_REFINEMENTS if len(order) <= _REFINED_UP_TO else 0):
            trials = [t for i in order for t in self._toggled(order, right, i)]
            weighed = [(w, t) for t in trials if (w := self._chain_weight(order, t)) is not None]
            best = max(weighed, key=lambda x: x[0], default=None)
            if best is None or best[0] <= weight + 1e-9:
                break
            weight, right = best
        return weight, right

    def _toggled(self, order: Sequence[int], right: Right, i: int) -> Iterator[Right]:
        """The hypothesis with observation ``i`` flipped: without it if it was held right, else with it at each of its
        spots."""
        rest = {k: s for k, s in right if k != i}
        if len(rest) < len(right):
            if rest:
                yield tuple(At(k, rest[k]) for k in order if k in rest)
            return
        for t in range(len(self.observations[i].spots)):
            more = {**rest, i: t}
            yield tuple(At(k, more[k]) for k in order if k in more)

    def _chain_weight(self, order: Sequence[int], right: Right) -> float | None:
        """Log weight of a hypothesis, None when it is impossible."""
        held = dict(right)
        log = self.first(right[0].observation) + sum(self.wrong(i) for i in order if i not in held)
        log += sum(self.prior(i, s) for i, s in right)
        cells = self._anywhen(right[0].observation)
        for at, (here, there) in enumerate(pairwise(right)):
            link = self.links.between(here, there)
            carried = None if link is None else self._carried(cells, link, there.observation)
            if link is None or carried is None:
                return None
            log += link.log + carried[0] + self.turning.fee(right[:at][::-1], here, there)
            cells = carried[1]
        return log

    def _anywhen(self, i: int) -> Vector:
        """A vector over the cells of an observation, all equally likely."""
        import numpy as np

        n = self.links.cells[i].n
        return np.full(n, 1.0 / n)

    def _carried(self, cells: Vector, link: Link, j: int) -> tuple[float, Vector] | None:
        """A vector over cells carried over a transition to observation ``j``: the logarithm of its sum, and the vector
        scaled to a sum of 1; None if nothing is left of it."""
        moved = cells @ link.matrix / self.links.cells[j].n
        total = float(moved.sum())
        return (math.log(total), moved / total) if total > 0.0 else None

    def precedes(self, i: int, j: int) -> bool:
        """Whether one observation came before another whatever their exact times: the intervals do not overlap."""
        return self.observations[i].hi < self.observations[j].lo

    def apart_m(self, i: int, j: int) -> float:
        """Metres of the likely route between the likeliest spots of two observations; infinite if there is none."""
        return self.links.metres(At(i, 0), At(j, 0))

    def best_weight(self, order: Sequence[int]) -> float | None:
        """Log weight of the best hypothesis with the observations in this order."""
        best = self._best_end(order, self._forward(order))
        return None if best is None else best[0]

    def best_right(self, order: Sequence[int]) -> Right | None:
        """The observations held right, with their spots, in the best hypothesis with the observations in this order."""
        columns = self._forward(order)
        best = self._best_end(order, columns)
        return None if best is None or best[0] == -math.inf else _traced(order, columns, *best[1])

    def weight_with(self, order: Sequence[int], right: Right, i: int) -> float | None:
        """Log weight of a hypothesis with observation ``i`` added at its best spot; None if it cannot be added."""
        weights = (self._chain_weight(order, trial) for trial in self._toggled(order, right, i))
        return max((w for w in weights if w is not None), default=None)

    def wrong(self, i: int) -> float:
        """Log weight of an observation being wrong."""
        if i in self.held:
            return -math.inf
        o = self.observations[i]
        return math.log1p(-o.right) + math.log(o.wrong_per_h) + math.log(o.lonely)

    def prior(self, i: int, s: int) -> float:
        """Log weight of an observation being right and at spot ``s``, whatever the other observations say."""
        o = self.observations[i]
        return math.log(o.right) + math.log(o.emission[s]) - math.log(sum(o.emission))

    def first(self, i: int) -> float:
        """Log density of the time of the first right observation: nothing predicts it, so it is that of a wrong one."""
        return math.log(self.observations[i].wrong_per_h)

    def starts(self, order: Sequence[int]) -> list[float]:
        """Log weights of all before each position of the order being wrong; the last is that of all being wrong."""
        out = [0.0]
        for i in order:
            out.append(out[-1] + self.wrong(i))
        return out

    def _forward(self, order: Sequence[int]) -> list[Column]:
        """The columns of an order; those of a beginning that another order shares are taken from memory."""
        numbers, held = ([self.links.numbers[i] for i in some] for some in (order, sorted(self.held)))
        columns = self.memory.columns(numbers, tuple(held))
        if len(columns) < len(order):
            starts = self.starts(order)
            while len(columns) < len(order):
                at = len(columns)
                columns.append(self._column(order, columns, starts[at] + self.first(order[at])))
            self.memory.keep(numbers, tuple(held), columns)
        return columns

    def _column(
        self, order: Sequence[int], columns: Sequence[Column], start: float, most_skipped: int = MAX_SKIP
    ) -> Column:
        """The next column of an order, given those before it; ``start`` is the log weight of all before it being wrong.

        A transition skips at most ``most_skipped`` observations, which are then wrong.
        """
        at = len(columns)
        j = order[at]
        made = Column([])
        for t in range(len(self.observations[j].spots)):
            there, right = At(j, t), self.prior(j, t)
            best = Front(start + right, self._anywhen(j))
            skipped = 0.0
            for before in range(at - 1, max(-1, at - 2 - most_skipped), -1):
                if skipped == -math.inf:
                    break
                i = order[before]
                for s, front in enumerate(columns[before].fronts):
                    if front.log == -math.inf or front.log + skipped + right + _LOG_PEAK < best.log - _NEGLIGIBLE:
                        continue
                    here = At(i, s)
                    link = self.links.between(here, there)
                    if link is None:
                        continue
                    log = link.log + skipped + right
                    if front.log + log + link.peak < best.log - _NEGLIGIBLE:
                        continue
                    log += self.turning.fee(_backwards(order, columns, before, s), here, there)
                    made.steps[before, s, t] = log
                    carried = self._carried(front.cells, link, j)
                    if carried is not None and front.log + log + carried[0] > best.log:
                        best = Front(front.log + log + carried[0], carried[1], (before, s))
                skipped += self.wrong(i)
            made.fronts.append(best)
        return made

    def _best_end(self, order: Sequence[int], columns: Sequence[Column]) -> tuple[float, tuple[int, int]] | None:
        """The weight of the best hypothesis, and where it ends: place in the order, and spot."""
        tail, found = 0.0, None
        for at in reversed(range(len(order))):
            for t, front in enumerate(columns[at].fronts):
                weight = front.log + tail
                if found is None or weight > found[0] + 1e-9:
                    found = weight, (at, t)
            tail += self.wrong(order[at])
        return found


def _traced(order: Sequence[int], columns: Sequence[Column], at: int, s: int) -> Right:
    """The best partial hypothesis that ends at a spot of the observation at a place in the order."""
    return (*reversed(list(_backwards(order, columns, at, s))), At(order[at], s))


def _backwards(order: Sequence[int], columns: Sequence[Column], at: int, s: int) -> Iterator[At]:
    """The same without its end, the latest observation first."""
    while (back := columns[at].fronts[s].back) is not None:
        at, s = back
        yield At(order[at], s)
