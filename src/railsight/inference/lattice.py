"""The lattice over time-ordered observations: which are right, where each was, and how much to believe it.

A hypothesis names, for every observation, one of its spots or "this one is wrong". Its weight is the product of the
priors (by status), the emissions, the transitions of ``transition`` with the unknown times summed over cells, a fee
for turning round, and for every wrong one a small constant density. The best hypothesis is found by a Viterbi recursion
that keeps the best predecessor of each (observation, spot) and is then bettered one observation at a time, so that
none likelier right than wrong is left out where all can be; beliefs come from forward and backward sums over the same
transitions (Rabiner 1989, doi:10.1109/5.18626, with transitions that may jump over wrong observations).

Exact up to four bounds: at most ``MAX_SKIP`` wrong observations in a row, time cells, the fee for turning round, which
looks one observation back along the best way, and transitions a million times less likely than the best are left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from railsight.geo import apart_m
from railsight.inference.areas import entry_weights
from railsight.inference.borders import at_border
from railsight.inference.daytimes import custom_of, fit_by_day
from railsight.inference.laws import mixed_law
from railsight.inference.memory import Column, Front, Memory
from railsight.inference.sums import Sums
from railsight.inference.transition import (
    CLOCK_H,
    SAME_PLACE_M,
    UNTOLD,
    Cells,
    again_chance,
    away_law,
    came_again,
    cut,
    one_stay,
    opposed,
    parsimony,
    turned_factor,
    untold_per_h,
    way_law,
)
from railsight.model import AREA_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from railsight.inference.evidence import Observation
    from railsight.inference.laws import TimeLaw
    from railsight.inference.memory import Link
    from railsight.inference.ways import Ways
    from railsight.model import Place, Spot

MAX_SKIP = 5
# Turning round at a place is rare for a train that only passed it, less so where it stood.
_TURN_PASSING = math.log(0.02)
_TURN_STANDING = math.log(0.3)
# A train that comes to a border station goes on across the border: one that turned back there was seldom there before.
_TURN_BORDER = math.log(0.01)
# What was crossed was gone over: a train that turned round on it did not cross it.
_TURN_CROSSED = math.log(1e-4)
# Going on by another line after a way round is no turning: trains are sent round cities, or by lines that suit them.
_DETOUR = math.log(0.3)
_LEAST_STAY = math.log(0.02)
_TURN_SLACK_M = 2_000.0
# Going out to a town off the line and back (Qiqihar: 27 km each way) is hardly turning round: the fee grows with the
# metres gone twice, and is whole from here on. A judgement.
_TURN_WHOLE_M = 150_000.0
# A transition that cannot come within this of the best one (natural logarithm) is left out; no law peaks higher.
_NEGLIGIBLE = 14.0
_LOG_PEAK = 2.5
# Trying every observation the other way costs the square of their number: not done beyond this many.
_REFINEMENTS = 8
_REFINED_UP_TO = 40
_LIKELIER_THAN_NOT = 0.5
# No way by rail is shorter than this share of the crow's flight, whatever was measured.
_CROW = 0.8
_FAST = 0.1  # one usual run in ten is faster


_Right = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The best hypothesis: observations held right in order of time, each with its spot (position in ``spots``)."""

    weight: float  # natural logarithm
    right: tuple[tuple[int, int], ...]
    beliefs: tuple[float, ...]
    spot_beliefs: tuple[tuple[float, ...], ...]
    sums: Sums


@dataclass(slots=True)
class Lattice:
    """Observations and the transitions between them, worked out once and shared by every order tried.

    Those ``held`` are right in every hypothesis.
    """

    observations: Sequence[Observation]
    ways: Ways
    held: frozenset[int] = frozenset()
    memory: Memory = field(default_factory=Memory)
    cells: list[Cells] = field(default_factory=list)
    _numbers: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cells = [cut(o.lo, o.hi) for o in self.observations]
        self._numbers = [self.memory.number(o) for o in self.observations]

    def holding(self, held: frozenset[int]) -> Lattice:
        """The same with some observations right in every hypothesis."""
        return replace(self, held=held)

    def link(self, i: int, s: int, j: int, t: int) -> tuple[float, Any, float] | None:
        """From spot ``s`` of observation ``i`` to ``t`` of ``j``: log weight, matrix over cells, log of its peak."""
        links, key = self.memory.links, (self._numbers[i], s, self._numbers[j], t)
        if key not in links:
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
            found = self.ways.links.of(shared, self._new_link, i, s, j, t)
            if found is not None:
                log = self._entry(i, s, j)[t] - parsimony(self._least_m(i, j))
                found = (found[0] + log, *found[1:])
            links[key] = found
        return links[key]

    def _new_link(self, i: int, s: int, j: int, t: int) -> Link:
        """The transition where a way is near enough to be looked for; the ways to the others are found with it."""
        here, spots = self.observations[i].spots[s], self.observations[j].spots
        near = [spot for spot in spots if self._in_reach(i, s, j, spot)]
        self.ways.look_ahead(here, near)
        return self._make_link(i, s, j, t) if spots[t] in near else None

    def _in_reach(self, i: int, s: int, j: int, spot: Spot) -> bool:
        """Whether a spot of another observation is near enough by the crow's flight to look for a way there."""
        a, b = self.observations[i], self.observations[j]
        reach_m = (b.hi - a.lo + 4 * CLOCK_H) * self.ways.profile.max_kmh * 1000.0
        return _CROW * apart_m(a.spots[s], spot) <= reach_m

    def _least_m(self, i: int, j: int) -> float:
        """Metres of the shortest way between the spots of two observations: only what is longer than that costs."""
        least, key = self.memory.least, (self._numbers[i], self._numbers[j])
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

    def _entry(self, i: int, s: int, j: int) -> Sequence[float]:
        """Log weights of the spots of an observation where a country was entered, for a train from spot ``s``."""
        a, b = self.observations[i], self.observations[j]
        if b.into is None:
            return [0.0] * len(b.spots)
        entries, key = self.memory.entries, (self._numbers[i], s, self._numbers[j])
        if key not in entries:
            weights = entry_weights(a.spots[s], b.spots, b.emission, b.into, self.ways)
            entries[key] = [math.log(weight) for weight in weights]
        return entries[key]

    def _said(self, i: int) -> tuple[object, ...]:
        """What of an observation a transition from it depends on, but its event and spot."""
        o = self.observations[i]
        places = [(p.lon, p.lat) if p else None for p in (o.away_from, o.toward)]
        return (o.lo, o.hi, o.heading, *places, *_size_of(o.members[0].place))

    def _make_link(self, i: int, s: int, j: int, t: int) -> tuple[float, Any, float] | None:
        a, b = self.observations[i], self.observations[j]
        found = way_law(a, a.spots[s], b.event, b.spots[t], self.ways, place=b.members[0].place, within_h=b.hi - a.lo)
        if found is None:
            return None
        leg, law = found
        again = again_chance(a, b) if leg.length_m < SAME_PLACE_M else 0.0
        if again:
            law = mixed_law(law, away_law(), again)
        custom = custom_of(b.event, b.spots[t], self.ways, leg.length_m)
        matrix = fit_by_day(law, self.cells[i], self.cells[j], b.spots[t], custom)
        # two reports of one event at one place are no wait
        if leg.length_m >= SAME_PLACE_M or b.event == "departed" or one_stay(a, b):
            matrix = (1.0 - UNTOLD) * matrix + UNTOLD * self._late(i, j, law)
        if not matrix.any():
            return None
        log = parsimony(leg.length_m)
        if a.heading or a.away_from or a.toward:
            log += math.log(turned_factor(a, a.spots[s], self.ways.towards(a.spots[s], b.spots[t])))
        return log, matrix, math.log(float(matrix.max()))

    def _late(self, i: int, j: int, law: TimeLaw) -> Any:
        """Density per hour of coming late by what no law knows, over the cells of both.

        Who comes as fast as can be is not late: the density rises from there to the time of a fast usual run.
        """
        import numpy as np

        a, b = self.cells[i], self.cells[j]
        late_h = np.maximum(0.0, np.subtract.outer(b.middles, a.middles).T - law.min_h)
        usual_h = max(law.quantile(_FAST) - law.min_h, CLOCK_H)
        return np.minimum(1.0, late_h / usual_h) ** 2 * untold_per_h(late_h)

    def _fee(self, order: Sequence[int], columns: Sequence[Column], at: int, s: int, there: tuple[int, int]) -> float:
        """Log weight of turning round at a place in the order between where the train came from and where it goes."""
        return self._turned(_backwards(order, columns, at, s), (order[at], s), there)

    def _turned(self, before: Iterable[tuple[int, int]], here: tuple[int, int], there: tuple[int, int]) -> float:
        """The fee, given what the train was seen at before, the latest first.

        None where it left ``here`` and came again: it may have turned anywhere, and the time between has paid for that.
        """
        after = here
        for back in before:
            if self._metres(back, here) >= _TURN_SLACK_M:
                return self._turn(back, here, there)
            if self._came_again(back, after):
                return 0.0
            after = back
        return 0.0

    def _came_again(self, first: tuple[int, int], then: tuple[int, int]) -> bool:
        a, b = self.observations[first[0]], self.observations[then[0]]
        found = way_law(a, a.spots[first[1]], b.event, b.spots[then[1]], self.ways, place=b.members[0].place)
        if found is None or found[0].length_m >= SAME_PLACE_M:
            return False
        return came_again(a, b, found[1])

    def _turn(self, came: tuple[int, int], here: tuple[int, int], there: tuple[int, int]) -> float:
        extra = self._metres(came, here) + self._metres(here, there) - self._metres(came, there)
        o = self.observations[here[0]]
        if not extra >= _TURN_SLACK_M + 2 * _reach_m(o.members[0].place):  # also where one of them has no way
            return 0.0
        share = min(1.0, extra / _TURN_WHOLE_M)
        if self._goes_on(came, here, there):
            return share * _DETOUR
        if o.event == "crossed":
            return _TURN_CROSSED
        if o.event not in ("arrived", "stopped", "departed"):
            # given the time, it may have gone on, stood somewhere beyond and come back
            return share * max(_TURN_PASSING, _TURN_STANDING + self._stayed(here, there))
        if at_border(self.ways.network, o.spots[here[1]]):
            return _TURN_BORDER
        stayed = 0.0 if o.event == "departed" else self._stayed(here, there)
        return share * (_TURN_STANDING + stayed)

    def _goes_on(self, came: tuple[int, int], here: tuple[int, int], there: tuple[int, int]) -> bool:
        """Whether the way on leaves a spot by another line than the one the train came by: a detour, no turning."""
        spots = [self.observations[i].spots[s] for i, s in (here, came, there)]
        back, on = (self.ways.early(spots[0], spot) for spot in spots[1:])
        return back is not None and on is not None and back != on

    def _stayed(self, here: tuple[int, int], there: tuple[int, int]) -> float:
        """Log chance that a stay was over in time: where a train turns back it had arrived, not merely stopped."""
        a, b = self.observations[here[0]], self.observations[there[0]]
        law = self.ways.profile.dwell("stay")
        leg = self.ways.leg(a.spots[here[1]], b.spots[there[1]])
        room_h = b.hi - a.lo - (leg.run_h if leg else 0.0)
        if room_h <= 0:
            return _LEAST_STAY
        share = 0.5 * math.erfc(-math.log(room_h / law.median_h) / law.sigma_log / math.sqrt(2.0))
        return max(_LEAST_STAY, math.log(max(share, 1e-300)))

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
        self, order: Sequence[int], weight: float, right: _Right, beliefs: Sequence[float]
    ) -> tuple[float, _Right]:
        """The hypothesis with every observation that is likelier right than wrong, where all can be.

        The best single hypothesis may lack one whose weight is spread over several spots.
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

    def all_right(self, order: Sequence[int]) -> _Right | None:
        """The best spots of observations that are all right; None when they cannot be."""
        import numpy as np

        first = order[0]
        n = self.cells[first].n
        spots = range(len(self.observations[first].spots))
        columns = [Column([Front(self.prior(first, t), np.full(n, 1.0 / n)) for t in spots])]
        for at, (i, j) in enumerate(pairwise(order)):
            column = Column([])
            for t in range(len(self.observations[j].spots)):
                best = Front(-math.inf, np.full(self.cells[j].n, 1.0 / self.cells[j].n))
                for s, front in enumerate(columns[at].fronts):
                    link = self.link(i, s, j, t)
                    if front.log == -math.inf or link is None:
                        continue
                    cells = front.cells @ link[1] / self.cells[j].n
                    total = float(cells.sum())
                    if total <= 0.0:
                        continue
                    log = front.log + link[0] + self._fee(order, columns, at, s, (j, t)) + self.prior(j, t)
                    log += math.log(total)
                    if log > best.log:
                        best = Front(log, cells / total, (at, s))
                column.fronts.append(best)
            columns.append(column)
        ends = [(front.log, -t) for t, front in enumerate(columns[-1].fronts) if front.log > -math.inf]
        return _traced(order, columns, len(order) - 1, -max(ends)[1]) if ends else None

    def _refined(self, order: Sequence[int], weight: float, right: _Right) -> tuple[float, _Right]:
        """The hypothesis bettered by calling single observations right or wrong, as long as that helps.

        The recursion keeps one predecessor of each spot, which is not always the best once times are wide.
        """
        for _ in range(_REFINEMENTS if len(order) <= _REFINED_UP_TO else 0):
            trials = [t for i in order for t in self._toggled(order, right, i)]
            weighed = [(w, t) for t in trials if (w := self._chain_weight(order, t)) is not None]
            best = max(weighed, key=lambda x: x[0], default=None)
            if best is None or best[0] <= weight + 1e-9:
                break
            weight, right = best
        return weight, right

    def _toggled(self, order: Sequence[int], right: _Right, i: int) -> Iterator[_Right]:
        """The hypothesis without observation ``i`` where it has it, with it, at each of its spots, where it has not."""
        rest = {k: s for k, s in right if k != i}
        if len(rest) < len(right):
            if rest:
                yield tuple((k, rest[k]) for k in order if k in rest)
            return
        for t in range(len(self.observations[i].spots)):
            more = {**rest, i: t}
            yield tuple((k, more[k]) for k in order if k in more)

    def _chain_weight(self, order: Sequence[int], right: _Right) -> float | None:
        """Log weight of a hypothesis, None when it is impossible."""
        import numpy as np

        held = dict(right)
        log = self.first(right[0][0]) + sum(self.wrong(i) for i in order if i not in held)
        log += sum(self.prior(i, s) for i, s in right)
        n = self.cells[right[0][0]].n
        cells = np.full(n, 1.0 / n)
        for at, (here, there) in enumerate(pairwise(right)):
            link = self.link(*here, *there)
            if link is None:
                return None
            cells = cells @ link[1] / self.cells[there[0]].n
            total = float(cells.sum())
            if total <= 0.0:
                return None
            log += link[0] + math.log(total) + self._turned(right[:at][::-1], here, there)
            cells = cells / total
        return log

    def precedes(self, i: int, j: int) -> bool:
        """Whether by the intervals alone one observation came before another."""
        return self.observations[i].hi < self.observations[j].lo

    def apart_m(self, i: int, j: int) -> float:
        """Metres of the likely way between the likeliest spots of two observations; infinite where there is none."""
        return self._metres((i, 0), (j, 0))

    def _metres(self, here: tuple[int, int], there: tuple[int, int]) -> float:
        a, b = (self.observations[i].spots[s] for i, s in (here, there))
        found = self.ways.metres(a, b)
        return math.inf if found is None else found

    def best_weight(self, order: Sequence[int]) -> float | None:
        """Log weight of the best hypothesis with the observations in this order."""
        best = self._best_end(order, self._forward(order))
        return None if best is None else best[0]

    def best_right(self, order: Sequence[int]) -> _Right | None:
        """What is right in the best hypothesis with the observations in this order, each with its spot."""
        columns = self._forward(order)
        best = self._best_end(order, columns)
        return None if best is None or best[0] == -math.inf else _traced(order, columns, *best[1])

    def weight_with(self, order: Sequence[int], right: _Right, i: int) -> float | None:
        """Log weight of a hypothesis with one observation more, at its best spot; None where that cannot be."""
        weights = (self._chain_weight(order, trial) for trial in self._toggled(order, right, i))
        return max((w for w in weights if w is not None), default=None)

    def wrong(self, i: int) -> float:
        """Log weight of an observation being wrong."""
        if i in self.held:
            return -math.inf
        o = self.observations[i]
        return math.log1p(-o.right) + math.log(o.wrong_per_h) + math.log(o.lonely)

    def prior(self, i: int, s: int) -> float:
        """Log weight of an observation being right and at one of its spots, before the others are looked at."""
        o = self.observations[i]
        return math.log(o.right) + math.log(o.emission[s]) - math.log(sum(o.emission))

    def first(self, i: int) -> float:
        """Log density of the time of an observation that is the first right one: that of any other report like it."""
        return math.log(self.observations[i].wrong_per_h)

    def starts(self, order: Sequence[int]) -> list[float]:
        """Log weight of everything before a position being wrong, and of all being wrong."""
        out = [0.0]
        for i in order:
            out.append(out[-1] + self.wrong(i))
        return out

    def _forward(self, order: Sequence[int]) -> list[Column]:
        """The best ways to every observation of an order; a beginning that is known is not worked out again."""
        numbers, held = ([self._numbers[i] for i in some] for some in (order, sorted(self.held)))
        columns = self.memory.columns(numbers, tuple(held))
        if len(columns) < len(order):
            starts = self.starts(order)
            while len(columns) < len(order):
                at = len(columns)
                columns.append(self._column(order, columns, starts[at] + self.first(order[at])))
            self.memory.keep(numbers, tuple(held), columns)
        return columns

    def _column(self, order: Sequence[int], columns: Sequence[Column], start: float) -> Column:
        """The next column of an order, given those before it and the weight of all before it being wrong."""
        import numpy as np

        at = len(columns)
        j = order[at]
        n = self.cells[j].n
        made = Column([])
        for t in range(len(self.observations[j].spots)):
            right = self.prior(j, t)
            best = Front(start + right, np.full(n, 1.0 / n))
            skipped = 0.0
            for before in range(at - 1, max(-1, at - 2 - MAX_SKIP), -1):
                if skipped == -math.inf:
                    break
                i = order[before]
                for s, front in enumerate(columns[before].fronts):
                    if front.log == -math.inf or front.log + skipped + right + _LOG_PEAK < best.log - _NEGLIGIBLE:
                        continue
                    link = self.link(i, s, j, t)
                    if link is None:
                        continue
                    log = link[0] + skipped + right
                    if front.log + log + link[2] < best.log - _NEGLIGIBLE:
                        continue
                    log += self._fee(order, columns, before, s, (j, t))
                    made.steps[before, s, t] = log
                    cells = front.cells @ link[1] / n
                    total = float(cells.sum())
                    if total > 0.0 and front.log + log + math.log(total) > best.log:
                        best = Front(front.log + log + math.log(total), cells / total, (before, s))
                skipped += self.wrong(i)
            made.fronts.append(best)
        return made

    def _best_end(self, order: Sequence[int], columns: Sequence[Column]) -> tuple[float, tuple[int, int]] | None:
        """The weight of the best hypothesis, and the place in the order and the spot with which it ends."""
        tail, found = 0.0, None
        for at in reversed(range(len(order))):
            for t, front in enumerate(columns[at].fronts):
                weight = front.log + tail
                if found is None or weight > found[0] + 1e-9:
                    found = weight, (at, t)
            tail += self.wrong(order[at])
        return found


def _traced(order: Sequence[int], columns: Sequence[Column], at: int, s: int) -> _Right:
    """The best way to a spot, from its beginning."""
    return (*reversed(list(_backwards(order, columns, at, s))), (order[at], s))


def _backwards(order: Sequence[int], columns: Sequence[Column], at: int, s: int) -> Iterator[tuple[int, int]]:
    """What came before a spot on its best way, the latest first."""
    while (back := columns[at].fronts[s].back) is not None:
        at, s = back
        yield order[at], s


def _size_of(place: Place) -> tuple[str, int | None]:
    """What of the place named a stay there goes by."""
    return place.kind, place.population


def _reach_m(place: Place) -> float:
    """How far from the spot a train seen at a place may have been: a town or junction has lines on several sides."""
    return 0.0 if place.kind in AREA_KINDS else place.radius_m
