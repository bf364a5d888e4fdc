"""The order in which things happened, where intervals overlap and leave it open.

There are two orders to start from: by time, and along the rails, which is the order with the shortest run that the
intervals allow; distances alone are enough to find it. The lattice weighs both. From the better one it goes on: where
few observations overlap it tries all their orders, where many do it moves single ones. What reports tell besides is
faint evidence (``told``): the order in which they tell, and where the train is said to go. In the end the observations
that the best hypothesis holds wrong are moved to where they fit best, because their belief depends on the place.
"""

from __future__ import annotations

import math
from itertools import permutations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from railsight.inference.lattice import Lattice
    from railsight.inference.told import Told

    _Weigh = Callable[[Sequence[int]], float]
    _Metres = Callable[[int | None, int | None], float]
    _Precedes = Callable[[int, int], bool]

# Of a group of observations whose intervals overlap all orders are tried if it has at most ``_ALL_ORDERS``. In a larger
# group single ones are moved as long as that helps: to any place if it has at most ``_FAR_MOVES``, else to the next
# place only. Bounded on purpose: for more than ``_ALL_ORDERS`` the order found is good, not proven best.
_ALL_ORDERS = 4
_FAR_MOVES = 8
_ROUNDS = 6
# The search along the rails ends by itself, since every step shortens the run; this bounds it all the same.
_RAIL_ROUNDS = 20
_SHORTER_M = 1.0
# Two places without a route between them count as this far apart: farther than any that have one.
_NO_WAY_M = 1e8


def best_order(lattice: Lattice, banned: frozenset[int], told: Told) -> list[int]:
    """The order of the observations (positions), without those banned, that is likeliest by the lattice and by what is
    told besides."""
    order = [i for i in range(len(lattice.observations)) if i not in banned]
    groups = [group for group in _overlapping(lattice, order) if not _is_one_tale(lattice, order, group)]
    if not groups:
        return order

    def weigh(order: Sequence[int]) -> float:
        weight = lattice.best_weight(order)
        return -math.inf if weight is None else weight - told.against(order)

    order, best = _along_rails_or_by_time(lattice, order, weigh)
    for group in groups:
        if len(group) <= _ALL_ORDERS:
            order, best = _try_all(lattice, order, group, best, weigh)
        else:
            order, best = _try_moves(lattice, order, group, best, weigh)
    return _with_doubted(lattice, order)


def _overlapping(lattice: Lattice, order: Sequence[int]) -> list[list[int]]:
    """Groups of positions whose intervals run into one another, so that their order is open."""
    groups: list[list[int]] = []
    latest = float("-inf")
    for at, i in enumerate(order):
        o = lattice.observations[i]
        if groups and o.lo <= latest:
            groups[-1].append(at)
        else:
            groups.append([at])
            latest = float("-inf")
        latest = max(latest, o.hi)
    return [g for g in groups if len(g) > 1]


def _is_one_tale(lattice: Lattice, order: Sequence[int], group: Sequence[int]) -> bool:
    """Whether the observations of a group tell the same of one place: a crowd that saw the train there within minutes
    of each other has no order that could be told from another.
    """
    first, *others = (lattice.observations[order[at]] for at in group)
    return all((o.spots, o.event, o.heading) == (first.spots, first.event, first.heading) for o in others)


def _allowed(lattice: Lattice, order: Sequence[int]) -> bool:
    """Whether observations may have happened in this order, by their intervals alone."""
    start = float("-inf")
    for i in order:
        o = lattice.observations[i]
        start = max(start, o.lo)
        if start > o.hi:
            return False
    return True


def _try_all(
    lattice: Lattice, order: list[int], group: Sequence[int], best: float, weigh: _Weigh
) -> tuple[list[int], float]:
    perms = permutations([order[at] for at in group])
    trials = ([*order[: group[0]], *perm, *order[group[-1] + 1 :]] for perm in perms if _allowed(lattice, perm))
    return _likeliest(order, best, trials, weigh)


def _along_rails_or_by_time(lattice: Lattice, order: list[int], weigh: _Weigh) -> tuple[list[int], float]:
    """The likeliest of the order by time and the two along the rails, one in each direction."""
    trials = (trial for trial in along_rails(lattice, order) if _allowed(lattice, trial))
    return _likeliest(order, weigh(order), trials, weigh)


def _likeliest(order: list[int], best: float, trials: Iterable[list[int]], weigh: _Weigh) -> tuple[list[int], float]:
    """The likeliest of ``order``, of weight ``best``, and the ``trials``, with its weight; of equals the first."""
    for trial in trials:
        weight = best if trial == order else weigh(trial)
        if weight > best + 1e-9:
            order, best = trial, weight
    return order, best


def _with_doubted(lattice: Lattice, order: list[int]) -> list[int]:
    """The order with every observation that its best hypothesis holds wrong moved to where it would fit best."""
    right = lattice.best_right(order)
    if right is None:
        return order
    held = {i for i, _ in right}
    for i in [i for i in order if i not in held]:
        rest = [k for k in order if k != i]
        found = []
        for to in _places_for(i, rest, lattice.precedes):
            trial = [*rest[:to], i, *rest[to:]]
            weight = lattice.weight_with(trial, right, i) if _allowed(lattice, trial) else None
            if weight is not None:
                found.append((-weight, abs(to - order.index(i)), to))
        if found:
            to = min(found)[2]
            order = [*rest[:to], i, *rest[to:]]
    return order


def _try_moves(
    lattice: Lattice, order: list[int], group: Sequence[int], best: float, weigh: _Weigh
) -> tuple[list[int], float]:
    """The order with single observations moved within the group as long as that helps; in a large group only by one."""
    first, last = group[0], group[-1] + 1
    farthest = len(group) if len(group) <= _FAR_MOVES else 1
    for _ in range(_ROUNDS):
        better = False
        for at, to in [(a, b) for a in group for b in group if a != b and abs(a - b) <= farthest]:
            rest = [*order[:at], *order[at + 1 :]]
            trial = [*rest[:to], order[at], *rest[to:]]
            if not _allowed(lattice, trial[first:last]):
                continue
            weight = weigh(trial)
            if weight > best + 1e-9:
                order, best, better = trial, weight, True
        if not better:
            break
    return order, best


def along_rails(lattice: Lattice, order: Sequence[int]) -> tuple[list[int], list[int]]:
    """The order of the shortest run past all observations that their intervals allow, and the shortest found in the
    other direction.

    Observations are inserted in order of time, each where it lengthens the run least. Then single ones are moved, and
    whole stretches reversed, as long as that shortens the run.
    """

    def metres(i: int | None, j: int | None) -> float:
        return 0.0 if i is None or j is None else min(lattice.apart_m(i, j), _NO_WAY_M)

    run: list[int] = []
    for i in order:
        run.insert(_cheapest(i, run, metres, lattice.precedes)[1], i)
    run = _shortened(run, metres, lattice.precedes)
    return run, _shortened(_in_time(run[::-1], lattice.precedes), metres, lattice.precedes)


def _in_time(run: Sequence[int], precedes: _Precedes) -> list[int]:
    """A run rearranged so that the intervals allow it: each comes as early as those that must precede it allow."""
    left, out = list(run), []
    while left:
        first = next((i for i in left if not any(precedes(k, i) for k in left)), left[0])
        left.remove(first)
        out.append(first)
    return out


def _shortened(run: list[int], metres: _Metres, precedes: _Precedes) -> list[int]:
    """The run shortened step by step, as long as a step is found."""
    for _ in range(_RAIL_ROUNDS):
        shorter = _moved(run, metres, precedes) or _turned(run, metres, precedes)
        if shorter is None:
            break
        run = shorter
    return run


def _cheapest(i: int, run: Sequence[int], metres: _Metres, precedes: _Precedes) -> tuple[float, int]:
    """The least metres by which inserting an observation lengthens a run, and the place; of equals the last."""
    steps = [None, *run, None]
    costs = [
        (metres(steps[k], i) + metres(i, steps[k + 1]) - metres(steps[k], steps[k + 1]), -k)
        for k in _places_for(i, run, precedes)
    ]
    cost, place = min(costs)
    return cost, -place


def _places_for(i: int, run: Sequence[int], precedes: _Precedes) -> range:
    """The places in a run where the intervals allow an observation to be inserted."""
    least = next((k + 1 for k in reversed(range(len(run))) if precedes(run[k], i)), 0)
    most = next((k for k in range(least, len(run)) if precedes(i, run[k])), len(run))
    return range(least, most + 1)


def _moved(run: list[int], metres: _Metres, precedes: _Precedes) -> list[int] | None:
    """The run with observations moved, one by one, to where that shortens it; None if no move does."""
    out, found = run, False
    for i in run:
        at = out.index(i)
        rest = [*out[:at], *out[at + 1 :]]
        before, after = out[at - 1] if at else None, out[at + 1] if at + 1 < len(out) else None
        saved = metres(before, i) + metres(i, after) - metres(before, after)
        if saved <= _SHORTER_M:
            continue
        cost, to = _cheapest(i, rest, metres, precedes)
        if cost < saved - _SHORTER_M:
            out, found = [*rest[:to], i, *rest[to:]], True
    return out if found else None


def _turned(run: list[int], metres: _Metres, precedes: _Precedes) -> list[int] | None:
    """The run with the first stretch reversed whose reversal shortens it; None if none does."""
    steps = [None, *run, None]
    for a in range(len(run)):
        for b in range(a + 1, len(run)):
            if any(precedes(run[k], run[b]) for k in range(a, b)):
                break
            before, after = steps[a], steps[b + 2]
            now = metres(before, run[a]) + metres(run[b], after)
            if metres(before, run[b]) + metres(run[a], after) < now - _SHORTER_M:
                return [*run[:a], *run[a : b + 1][::-1], *run[b + 1 :]]
    return None
