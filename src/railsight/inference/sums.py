"""How much to believe: sums over all hypotheses of a lattice, forward and backward over its transitions.

What ``lattice`` maximises is summed here (Rabiner 1989, doi:10.1109/5.18626): how likely each observation is right, and
how likely some that are set aside are right together. Vectors over cells are scaled: a logarithm beside each.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from railsight.inference.lattice import Lattice
    from railsight.inference.memory import Column

# Of what is right together nothing less likely than this is followed up.
_NEGLIGIBLE = 0.001

_At = tuple[int, int]  # an observation and one of its spots
_Scaled = tuple[float, Any]  # a vector over cells, times exp of the number


class Sums:
    """The sums over the hypotheses of a lattice with its observations in one order, given the ``columns`` of that."""

    def __init__(self, lattice: Lattice, order: Sequence[int], columns: Sequence[Column]) -> None:
        import numpy as np

        self._lattice = lattice
        self._order = order
        steps = {
            (order[at], s, j, t): log
            for j, column in zip(order, columns, strict=True)
            for (at, s, t), log in column.steps.items()
        }
        self._steps = steps
        self._starts = lattice.starts(order)
        ends = [0.0]
        for i in reversed(order):
            ends.append(ends[-1] + lattice.wrong(i))
        self._ends = ends[::-1][1:]
        self._into: dict[_At, list[_At]] = {}
        for i, s, j, t in steps:
            self._into.setdefault((j, t), []).append((i, s))
        self._forward: dict[_At, _Scaled] = {}
        for at, j, t in self._spots():
            terms = [self._start(at, j, t), *(self._moved(self._forward[x], x, (j, t)) for x in self._before(j, t))]
            self._forward[j, t] = _added(terms)
        self._backward: dict[_At, _Scaled] = {
            (j, t): (self._ends[at], np.ones(lattice.cells[j].n)) for at, j, t in self._spots()
        }
        for _, j, t in reversed(self._spots()):
            log, vector = self._backward[j, t]
            for i, s in self._before(j, t):
                term = (log + steps[i, s, j, t], self._matrix(i, s, j, t) @ vector / lattice.cells[j].n)
                self._backward[i, s] = _added([self._backward[i, s], term])
        ending = [
            log + self._ends[at] + _log(float(vector.sum()))
            for at, j, t in self._spots()
            for log, vector in (self._forward[j, t],)
        ]
        self._none = self._starts[-1] - self._starts[0]  # none of them may be right
        self._total = _log_sum([*ending, self._none])

    def _spots(self) -> list[tuple[int, int, int]]:
        """Position, observation and spot of all, in order."""
        seen = self._lattice.observations
        return [(at, j, t) for at, j in enumerate(self._order) for t in range(len(seen[j].spots))]

    def _before(self, j: int, t: int) -> Sequence[_At]:
        return self._into.get((j, t), ())

    def _matrix(self, i: int, s: int, j: int, t: int) -> Any:
        return self._lattice.link(i, s, j, t)[1]  # type: ignore[index]

    def _start(self, at: int, j: int, t: int) -> _Scaled:
        import numpy as np

        n = self._lattice.cells[j].n
        return self._starts[at] + self._lattice.prior(j, t), np.full(n, 1.0 / n)

    def _moved(self, vector: _Scaled, a: _At, b: _At) -> _Scaled:
        """A vector over the cells of one spot carried on to another."""
        return vector[0] + self._steps[*a, *b], vector[1] @ self._matrix(*a, *b) / self._lattice.cells[b[0]].n

    def _mass(self, vector: _Scaled, at: _At) -> float:
        """The share of all hypotheses that a forward vector at a spot stands for."""
        log, back = self._backward[at]
        return math.exp(min(0.0, vector[0] + log + _log(float((vector[1] * back).sum())) - self._total))

    def shares(self) -> tuple[tuple[float, ...], tuple[tuple[float, ...], ...]]:
        """The belief in each observation and the share of each of its spots in it."""
        right, spots = [], []
        for i, o in enumerate(self._lattice.observations):
            at = [(i, s) for s in range(len(o.spots))]
            weights = [self._mass(self._forward[x], x) if x in self._forward else 0.0 for x in at]
            mass = sum(weights)
            right.append(min(1.0, mass))
            spots.append(tuple(w / mass for w in weights) if mass > 0 else tuple(1.0 / len(weights) for _ in weights))
        return tuple(right), tuple(spots)

    def together(self, some: Collection[int]) -> dict[frozenset[int], float]:
        """How likely it is that just these of ``some`` observations are right, whatever of the others; sums to 1."""
        labelled: dict[_At, dict[frozenset[int], _Scaled]] = {}
        found: dict[frozenset[int], float] = {frozenset(): math.exp(self._none - self._total)}
        for at, j, t in self._spots():
            own = frozenset({j} & set(some))
            terms: dict[frozenset[int], list[_Scaled]] = {own: [self._start(at, j, t)]}
            for x in self._before(j, t):
                for label, vector in labelled[x].items():
                    terms.setdefault(label | own, []).append(self._moved(vector, x, (j, t)))
            kept = {label: _added(parts) for label, parts in terms.items()}
            labelled[j, t] = {label: v for label, v in kept.items() if self._mass(v, (j, t)) >= _NEGLIGIBLE}
            for label, (log, vector) in labelled[j, t].items():
                ending = math.exp(log + self._ends[at] + _log(float(vector.sum())) - self._total)
                found[label] = found.get(label, 0.0) + ending
        whole = sum(found.values())
        return {label: mass / whole for label, mass in found.items()}


def _log(value: float) -> float:
    return math.log(value) if value > 0 else -math.inf


def _log_sum(logs: Iterable[float]) -> float:
    values = list(logs)
    top = max(values)
    return top + math.log(sum(math.exp(x - top) for x in values))


def _added(terms: Sequence[_Scaled]) -> _Scaled:
    """Sum of scaled vectors as one scaled vector."""
    top = max(log for log, _ in terms)
    if top == -math.inf:
        return terms[0]
    total = sum(vector * math.exp(log - top) for log, vector in terms)
    size = float(total.max()) or 1.0
    return top + math.log(size), total / size
