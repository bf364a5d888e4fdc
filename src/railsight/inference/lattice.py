"""The lattice over time-ordered observations: which are right, where each was, and how much to believe it.

A hypothesis names, for every observation, one of its spots or "this one is wrong". Its weight is the product of the
priors (by status), the emissions, the transitions of ``transition`` with the unknown times summed over cells, a fee
for turning round, and for every wrong one a small density, constant but for the hours without any report beside it
(``quiet``). The best hypothesis is found by a Viterbi recursion
over (observation, spot). One predecessor is not enough for it: what a partial hypothesis is worth depends on where the
train came from, because of the fee, and on how its weight is spread over the cells. All are followed that no other from
the same side covers at every time. In the end every observation likelier right than wrong is added as long as all can
be right: what is told then weighs less than the best hypothesis alone. Beliefs come from forward and backward sums over
the same transitions, by where the train came from (Rabiner 1989, doi:10.1109/5.18626, with transitions that may jump
over wrong observations).

For one order of the observations the best hypothesis and the beliefs are exact but for four approximations: at most
``MAX_SKIP`` wrong observations in a row; times are cut into cells; transitions, and partial hypotheses, a million times
less likely than the best at a spot are left out; and of the partial hypotheses that end at a spot the likeliest
``FRONTS_KEPT`` are followed (``benchmarks/lattice.py``: four are enough in every random world).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from railsight.inference.links import Links
from railsight.inference.memory import At, Column, Front, Memory
from railsight.inference.sums import Sums
from railsight.inference.transition import UNTOLD_H, untold_per_h
from railsight.inference.turning import Turning

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from railsight.inference.evidence import Observation
    from railsight.inference.laws import Vector
    from railsight.inference.memory import Link, Stop
    from railsight.inference.ways import Ways

MAX_SKIP = 5
# A transition that cannot come within this of the best one (natural logarithm) is left out; no law peaks higher.
_NEGLIGIBLE = 14.0
_LOG_PEAK = 2.5
# Partial hypotheses followed at one spot, and what two of them may differ by rounding alone.
FRONTS_KEPT = 16
_ROUNDING = 1e-9
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
    return Lattice(observations, links, Turning(links, memory), frozenset(), memory)


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
        sums = Sums(self, order, columns)
        beliefs, spot_beliefs = sums.shares()
        weight, right = self._believed(order, weight, _traced(order, columns, *end), beliefs)
        return Choice(weight, right, beliefs, spot_beliefs, sums)

    def _believed(
        self, order: Sequence[int], weight: float, right: Right, beliefs: Sequence[float]
    ) -> tuple[float, Right]:
        """The hypothesis with every observation added that is likelier right than wrong, if all can be right together.

        The best single hypothesis may lack an observation whose weight is spread over several spots, or several
        hypotheses.
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
        ends = [(fronts[0].log, -t) for t, fronts in enumerate(columns[-1].fronts) if fronts]
        return _traced(order, columns, len(order) - 1, -max(ends)[1]) if ends else None

    def _adding(self, order: Sequence[int], right: Right, i: int) -> Iterator[Right]:
        """The hypothesis with observation ``i`` added, at each of its spots."""
        held = dict(right)
        for t in range(len(self.observations[i].spots)):
            more = {**held, i: t}
            yield tuple(At(k, more[k]) for k in order if k in more)

    def _chain_weight(self, order: Sequence[int], right: Right) -> float | None:
        """Log weight of a hypothesis, None when it is impossible."""
        held = dict(right)
        log = self.first(right[0].observation) + self._left_out(order, held)
        log += sum(self.prior(i, s) for i, s in right)
        cells = self._anywhen(right[0].observation)
        came: Stop | None = None
        run = [i for i, _ in right]
        for at, (here, there) in enumerate(pairwise(right)):
            link = self.links.between(here, there)
            carried = None if link is None else self._carried(cells, link, there.observation)
            if link is None or carried is None:
                return None
            fee, came = self.turning.onward(came, (at, here.spot), (at + 1, there.spot), run)
            log += link.log + carried[0] + fee
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
        weights = (self._chain_weight(order, trial) for trial in self._adding(order, right, i))
        return max((w for w in weights if w is not None), default=None)

    def wrong(self, i: int) -> float:
        """Log weight of an observation being wrong."""
        if i in self.held:
            return -math.inf
        o = self.observations[i]
        return math.log1p(-o.right) + math.log(o.wrong_per_h)

    def quiet(self, i: int, j: int) -> float:
        """Log of how much rarer a wrong report is for the hours without any between two that are neighbours in the
        order; it is left out where both are right.

        Wrong reports of a train come while others report it too. Away from these their density falls off like that of
        the waits that no law knows, so that a long wait never makes sound reports at its ends look wrong: whichever of
        them are right, the hours between count once, in the transition or here. Between two right ones the longest of
        the times without any report is that which the transition counts.
        """
        apart_h = self.observations[j].lo - self.observations[i].hi
        return math.log(UNTOLD_H * float(untold_per_h(apart_h))) if apart_h > 0.0 else 0.0

    def _left_out(self, order: Sequence[int], right: Collection[int]) -> float:
        """Log weight of all but some observations being wrong."""
        at = [k for k, i in enumerate(order) if i in right]
        log = self.starts(order)[at[0]] + self.ends(order)[at[-1]]
        for before, after in pairwise(at):
            gaps = [self.quiet(i, j) for i, j in pairwise(order[before : after + 1])]
            log += sum(self.wrong(i) for i in order[before + 1 : after]) + sum(gaps) - min(gaps)
        return log

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
        for at, i in enumerate(order):
            gap = self.quiet(i, order[at + 1]) if at + 1 < len(order) else 0.0
            out.append(out[-1] + self.wrong(i) + gap)
        return out

    def ends(self, order: Sequence[int]) -> list[float]:
        """Log weights of all after each position of the order being wrong."""
        out = [0.0] if order else []
        for j, i in pairwise(reversed(order)):
            out.append(out[-1] + self.wrong(j) + self.quiet(i, j))
        return out[::-1]

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
            best, skipped, gaps, longest = start + right, 0.0, 0.0, 0.0
            found = [Front(best, self._anywhen(j))] if best > -math.inf else []
            for before in range(at - 1, max(-1, at - 2 - most_skipped), -1):
                if skipped == -math.inf:
                    break
                i = order[before]
                gap = self.quiet(i, order[before + 1])
                gaps, longest = gaps + gap, min(longest, gap)  # the longest is the least likely
                left_out = skipped + gaps - longest
                for s, fronts in enumerate(columns[before].fronts):
                    if not fronts or fronts[0].log + left_out + right + _LOG_PEAK < best - _NEGLIGIBLE:
                        continue
                    here = At(i, s)
                    link = self.links.between(here, there)
                    if link is None:
                        continue
                    log = link.log + left_out + right
                    if fronts[0].log + log + link.peak < best - _NEGLIGIBLE:
                        continue
                    made.steps[before, s, t] = log
                    for k, front in enumerate(fronts):
                        if front.log + log + link.peak < best - _NEGLIGIBLE:
                            break
                        carried = self._carried(front.cells, link, j)
                        if carried is None:
                            continue
                        fee, came = self.turning.onward(front.came, (before, s), (at, t), order)
                        weight = front.log + log + carried[0] + fee
                        found.append(Front(weight, carried[1], (before, s, k), came))
                        best = max(best, weight)
                skipped += self.wrong(i)
            made.fronts.append(_worth_following(found))
        return made

    def _best_end(self, order: Sequence[int], columns: Sequence[Column]) -> tuple[float, tuple[int, int]] | None:
        """The weight of the best hypothesis, and where it ends: place in the order, and spot."""
        found = None
        for at, tail in reversed(list(enumerate(self.ends(order)))):
            for t, fronts in enumerate(columns[at].fronts):
                weight = fronts[0].log + tail if fronts else -math.inf
                if found is None or weight > found[0] + 1e-9:
                    found = weight, (at, t)
        return found


def _traced(order: Sequence[int], columns: Sequence[Column], at: int, s: int) -> Right:
    """The best partial hypothesis that ends at a spot of the observation at a place in the order."""
    right, front = [At(order[at], s)], columns[at].fronts[s][0]
    while front.back is not None:
        at, s, k = front.back
        right.append(At(order[at], s))
        front = columns[at].fronts[s][k]
    return tuple(right[::-1])


def _worth_following(found: Sequence[Front]) -> list[Front]:
    """Of the partial hypotheses that end at one spot those that may be part of the best one, the likeliest first.

    Whatever follows, one is no part of it if another that came from the same side is at least as likely at every time.
    """
    kept: list[Front] = []
    for front in sorted(found, key=lambda f: -f.log):
        if kept and (len(kept) == FRONTS_KEPT or front.log < kept[0].log - _NEGLIGIBLE):
            break
        if not any(other.came == front.came and _covers(other, front) for other in kept):
            kept.append(front)
    return kept


def _covers(a: Front, b: Front) -> bool:
    """Whether the first of two partial hypotheses is at least as likely as the second at every time."""
    return bool((a.cells * math.exp(a.log - b.log) >= b.cells * (1.0 - _ROUNDING)).all())
