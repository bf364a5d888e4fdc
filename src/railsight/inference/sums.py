"""How much to believe: sums over all hypotheses of a lattice, forward and backward over its transitions.

What ``lattice`` maximises is summed here (Rabiner 1989, doi:10.1109/5.18626): how likely each observation is right, and
how likely given sets of observations are right together. Vectors over cells are scaled: a logarithm beside each.
"""

from __future__ import annotations

import math
import operator
from functools import reduce
from typing import TYPE_CHECKING

from railsight.inference.memory import At

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from railsight.inference.lattice import Lattice
    from railsight.inference.laws import Vector
    from railsight.inference.memory import Column, Scaled

# A set of observations less likely right together than this is not followed further along the order.
_NEGLIGIBLE = 0.001

_Place = tuple[int, int]  # in the order, and a spot


class Sums:
    """The sums over the hypotheses of a lattice with its observations in one order, given the ``columns`` of that."""

    def __init__(self, lattice: Lattice, order: Sequence[int], columns: Sequence[Column]) -> None:
        import numpy as np

        self._lattice = lattice
        self._order = order
        self._columns = columns
        self._starts = lattice.starts(order)
        ends = [0.0]
        for i in reversed(order):
            ends.append(ends[-1] + lattice.wrong(i))
        self._ends = ends[::-1][1:]
        for at, column in enumerate(columns):
            if not column.sums:
                terms = [[self._start(at, t)] for t in range(len(column.fronts))]
                for (before, s, t), step in column.steps.items():
                    terms[t].append(self._moved(columns[before].sums[s], (before, s), (at, t), step))
                column.sums = [_added(vectors) for vectors in terms]
        self._backward: list[list[Scaled]] = [
            [(end, np.ones(lattice.links.cells[j].n))] * len(column.fronts)
            for j, end, column in zip(order, self._ends, columns, strict=True)
        ]
        for at in reversed(range(len(order))):
            n = lattice.links.cells[order[at]].n
            for (before, s, t), step in columns[at].steps.items():
                log, vector = self._backward[at][t]
                term = (log + step, self._matrix(before, s, at, t) @ vector / n)
                self._backward[before][s] = _added([self._backward[before][s], term])
        ending = [
            log + end + _log(float(vector.sum()))
            for end, column in zip(self._ends, columns, strict=True)
            for log, vector in column.sums
        ]
        self._none = self._starts[-1]  # none of them may be right
        self._total = _log_sum([*ending, self._none])

    def _matrix(self, before: int, s: int, at: int, t: int) -> Vector:
        link = self._lattice.links.between(At(self._order[before], s), At(self._order[at], t))
        assert link is not None  # there is a step
        return link.matrix

    def _start(self, at: int, t: int) -> Scaled:
        """The vector of the hypotheses that begin at a spot: all before it are wrong."""
        import numpy as np

        j = self._order[at]
        n = self._lattice.links.cells[j].n
        return self._starts[at] + self._lattice.first(j) + self._lattice.prior(j, t), np.full(n, 1.0 / n)

    def _moved(self, vector: Scaled, a: _Place, b: _Place, step: float) -> Scaled:
        """A vector over the cells of one spot carried on to another."""
        return vector[0] + step, vector[1] @ self._matrix(*a, *b) / self._lattice.links.cells[self._order[b[0]]].n

    def _mass(self, vector: Scaled, at: int, t: int) -> float:
        """The share, of the weight of all hypotheses, of those that a forward vector at a spot stands for."""
        log, back = self._backward[at][t]
        return math.exp(min(0.0, vector[0] + log + _log(float((vector[1] * back).sum())) - self._total))

    def shares(self) -> tuple[tuple[float, ...], tuple[tuple[float, ...], ...]]:
        """The belief in each observation and the share of each of its spots in it."""
        at_of = {j: at for at, j in enumerate(self._order)}
        right, spots = [], []
        for i, o in enumerate(self._lattice.observations):
            weights = [0.0] * len(o.spots)
            if (at := at_of.get(i)) is not None:
                weights = [self._mass(vector, at, t) for t, vector in enumerate(self._columns[at].sums)]
            mass = sum(weights)
            right.append(min(1.0, mass))
            spots.append(tuple(w / mass for w in weights) if mass > 0 else tuple(1.0 / len(weights) for _ in weights))
        return tuple(right), tuple(spots)

    def together(self, some: Collection[int]) -> dict[frozenset[int], float]:
        """The probability of every subset of ``some`` being just those of them that are right, whatever the others are.

        They sum to 1.
        """
        labelled: dict[_Place, dict[frozenset[int], Scaled]] = {}
        found: dict[frozenset[int], float] = {frozenset(): math.exp(self._none - self._total)}
        for at, (j, column) in enumerate(zip(self._order, self._columns, strict=True)):
            own = frozenset({j} & set(some))
            starts = [self._start(at, t) for t in range(len(column.fronts))]
            terms: list[dict[frozenset[int], list[Scaled]]] = [{own: [start]} for start in starts]
            for (before, s, t), step in column.steps.items():
                for label, vector in labelled[before, s].items():
                    terms[t].setdefault(label | own, []).append(self._moved(vector, (before, s), (at, t), step))
            for t, parts in enumerate(terms):
                kept = {label: _added(vectors) for label, vectors in parts.items()}
                labelled[at, t] = {label: v for label, v in kept.items() if self._mass(v, at, t) >= _NEGLIGIBLE}
                for label, (log, cells) in labelled[at, t].items():
                    ending = math.exp(log + self._ends[at] + _log(float(cells.sum())) - self._total)
                    found[label] = found.get(label, 0.0) + ending
        whole = sum(found.values())
        return {label: mass / whole for label, mass in found.items()}


def _log(value: float) -> float:
    return math.log(value) if value > 0 else -math.inf


def _log_sum(logs: Iterable[float]) -> float:
    values = list(logs)
    top = max(values)
    return top + math.log(sum(math.exp(x - top) for x in values))


def _added(terms: Sequence[Scaled]) -> Scaled:
    """Sum of scaled vectors as one scaled vector."""
    top = max(log for log, _ in terms)
    if top == -math.inf:
        return terms[0]
    total = reduce(operator.add, (vector * math.exp(log - top) for log, vector in terms))
    size = float(total.max()) or 1.0
    return top + math.log(size), total / size
