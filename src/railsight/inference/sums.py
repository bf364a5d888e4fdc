"""How much to believe: sums over all hypotheses of a lattice, forward and backward over its transitions.

What ``lattice`` maximises is summed here (Rabiner 1989, doi:10.1109/5.18626): how likely each observation is right, and
how likely given sets of observations are right together. Hypotheses that end at a spot are added up by where the train
came from, which the fee for turning round depends on. Vectors over cells are scaled: a logarithm beside each.
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
    from railsight.inference.memory import Column, Scaled, Stop

    # by where the train came from: vectors, and those yet to be added
    _Came = dict[Stop | None, Scaled]
    _Terms = dict[Stop | None, list[Scaled]]

# A set of observations less likely right together than this is not followed further along the order.
_NEGLIGIBLE = 0.001


class Sums:
    """The sums over the hypotheses of a lattice with its observations in one order, given the ``columns`` of that."""

    def __init__(self, lattice: Lattice, order: Sequence[int], columns: Sequence[Column]) -> None:
        self._lattice = lattice
        self._order = order
        self._columns = columns
        self._starts = lattice.starts(order)
        self._ends = lattice.ends(order)
        for at, column in enumerate(columns):
            if not column.sums:
                terms: list[_Terms] = [{None: [self._start(at, t)]} for t in range(len(column.fronts))]
                for (before, s, t), step in column.steps.items():
                    _gather(terms[t], self._onward(columns[before].sums[s], (before, s), (at, t), step))
                column.sums = [_each_added(by) for by in terms]
        self._backward = self._all_backward()
        ending = [
            log + end + _log(float(vector.sum()))
            for end, column in zip(self._ends, columns, strict=True)
            for by in column.sums
            for log, vector in by.values()
        ]
        self._none = self._starts[-1]  # none of them may be right
        self._total = _log_sum([*ending, self._none])

    def _all_backward(self) -> list[list[_Came]]:
        """For each spot, and each side that the train may have come from, the sums over all that may follow."""
        import numpy as np

        found: list[list[_Came]] = [
            [dict.fromkeys(by, (end, np.ones(self._lattice.links.cells[j].n))) for by in column.sums]
            for j, end, column in zip(self._order, self._ends, self._columns, strict=True)
        ]
        for at in reversed(range(len(self._order))):
            n = self._lattice.links.cells[self._order[at]].n
            for (before, s, t), step in self._columns[at].steps.items():
                matrix = self._matrix((before, s), (at, t))
                ahead = {came: (log + step, matrix @ vector / n) for came, (log, vector) in found[at][t].items()}
                for came, so_far in found[before][s].items():
                    fee, onward = self._lattice.turning.onward(came, (before, s), (at, t), self._order)
                    log, vector = ahead[onward]
                    found[before][s][came] = _added([so_far, (log + fee, vector)])
        return found

    def _matrix(self, here: Stop, there: Stop) -> Vector:
        link = self._lattice.links.between(*(At(self._order[at], s) for at, s in (here, there)))
        assert link is not None  # there is a step
        return link.matrix

    def _start(self, at: int, t: int) -> Scaled:
        """The vector of the hypotheses that begin at a spot: all before it are wrong."""
        import numpy as np

        j = self._order[at]
        n = self._lattice.links.cells[j].n
        return self._starts[at] + self._lattice.first(j) + self._lattice.prior(j, t), np.full(n, 1.0 / n)

    def _onward(self, vectors: _Came, here: Stop, there: Stop, step: float) -> _Came:
        """Vectors over the cells of one spot carried on to another."""
        turned: _Terms = {}
        for came, (log, vector) in vectors.items():
            fee, onward = self._lattice.turning.onward(came, here, there, self._order)
            turned.setdefault(onward, []).append((log + fee, vector))
        matrix, n = self._matrix(here, there), self._lattice.links.cells[self._order[there[0]]].n
        added = _each_added(turned)
        return {came: (log + step, vector @ matrix / n) for came, (log, vector) in added.items()}

    def _mass(self, vectors: _Came, at: int, t: int) -> float:
        """The share, of the weight of all hypotheses, of those that forward vectors at a spot stand for."""
        found = 0.0
        for came, (log, vector) in vectors.items():
            ahead, back = self._backward[at][t][came]
            found += math.exp(min(0.0, log + ahead + _log(float((vector * back).sum())) - self._total))
        return found

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
        labelled: dict[Stop, dict[frozenset[int], _Came]] = {}
        found: dict[frozenset[int], float] = {frozenset(): math.exp(self._none - self._total)}
        for at, (j, column) in enumerate(zip(self._order, self._columns, strict=True)):
            own = frozenset({j} & set(some))
            terms: list[dict[frozenset[int], _Terms]] = [
                {own: {None: [self._start(at, t)]}} for t in range(len(column.fronts))
            ]
            for (before, s, t), step in column.steps.items():
                for label, vectors in labelled[before, s].items():
                    _gather(terms[t].setdefault(label | own, {}), self._onward(vectors, (before, s), (at, t), step))
            for t, parts in enumerate(terms):
                kept = {label: _each_added(by) for label, by in parts.items()}
                labelled[at, t] = {label: by for label, by in kept.items() if self._mass(by, at, t) >= _NEGLIGIBLE}
                for label, by in labelled[at, t].items():
                    ending = [log + self._ends[at] + _log(float(cells.sum())) for log, cells in by.values()]
                    found[label] = found.get(label, 0.0) + math.exp(_log_sum(ending) - self._total)
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


def _gather(terms: _Terms, vectors: _Came) -> None:
    """Put vectors beside those that came from the same side."""
    for came, vector in vectors.items():
        terms.setdefault(came, []).append(vector)


def _each_added(terms: _Terms) -> _Came:
    return {came: _added(vectors) for came, vectors in terms.items()}
