"""What lattices over nearly the same observations share: transitions, and the best partial hypotheses.

The ranking is worked out anew with every report of a journey, and in many orders of those whose order is open. Most of
what one lattice works out holds for the next: a transition depends on its two observations alone, a fee for turning
round on three, and the best partial hypotheses up to an observation on those before it in the order. Nothing here
changes a result; it only saves work.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.evidence import Observation
    from railsight.inference.laws import Vector

# Bounds of what is kept: columns in all orders together (of six spots each about 30 kB), and the orders they belong to.
_COLUMNS_KEPT = 2_000
_ORDERS_KEPT = 64

_Order = tuple[int, ...]
Scaled: TypeAlias = "tuple[float, Vector]"  # a vector over cells, times exp of the number
Stop: TypeAlias = tuple[int, int]  # an observation by its place in an order, and one of its spots


class At(NamedTuple):
    """An observation (its position among those of the lattice) at one of its spots (the position in ``spots``)."""

    observation: int
    spot: int


class Link(NamedTuple):
    """A transition: its log weight, a density per hour over the cells of both, and the logarithm of its peak."""

    log: float
    matrix: Vector
    peak: float


@dataclass(slots=True)
class Front:
    """A partial hypothesis that ends at a spot: a vector over the cells of that, times ``exp(log)``.

    ``back`` is the partial hypothesis before its end: place in the order, spot, and position among those kept there;
    ``came`` is where the train came from, as ``turning`` tells it.
    """

    log: float
    cells: Vector
    back: tuple[int, int, int] | None = None
    came: Stop | None = None


@dataclass(slots=True)
class Column:
    """For each spot of one observation the partial hypotheses that end there and may be part of the best one
    (``fronts``), the likeliest first; none where none is possible.

    ``steps`` are the log weights of all possible transitions from (place in the order, spot) to a spot of this one,
    without fees for turning round; ``sums``, where they were asked for, are over all partial hypotheses that end at
    each spot, by where the train came from.
    """

    fronts: list[list[Front]]
    steps: dict[tuple[int, int, int], float] = field(default_factory=dict)
    sums: list[dict[Stop | None, Scaled]] = field(default_factory=list)


class Memory:
    """Observations by number, equal ones under one number, and what was worked out of them. One for each journey."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[object, ...], int] = {}
        self._known: list[Observation] = []  # kept alive: their parts are distinguished by ``id``
        self._columns: OrderedDict[tuple[_Order, _Order], list[Column]] = OrderedDict()
        self.links: dict[tuple[int, int, int, int], Link | None] = {}
        self.least: dict[tuple[int, int], float] = {}
        self.entries: dict[tuple[int, int, int], list[float]] = {}
        # of ``turning``, by the numbers and spots of two observations, or three
        self.elsewhere: dict[tuple[int, int, int, int], bool] = {}
        self.again: dict[tuple[int, int, int, int], bool] = {}
        self.fees: dict[tuple[int, int, int, int, int, int], float] = {}

    def number(self, o: Observation) -> int:
        """The number of an observation; one of the same sightings that tells the same has the same number."""
        said = (o.event, o.lo, o.hi, o.right, o.wrong_per_h, o.heading, o.into, id(o.away_from), id(o.toward))
        key = (*map(id, o.members), *said, o.spots, o.emission)
        if key not in self._numbers:
            self._numbers[key] = len(self._known)
            self._known.append(o)
        return self._numbers[key]

    def columns(self, order: Sequence[int], held: _Order) -> list[Column]:
        """The columns of the longest beginning that an order shares with a kept one with the same ones held right."""
        best: list[Column] = []
        used: tuple[_Order, _Order] | None = None
        for key, columns in self._columns.items():
            if key[1] == held and len(columns) > len(best):
                same = _common(key[0], order)
                if same > len(best):
                    best, used = columns[:same], key
        if used is not None:
            self._columns.move_to_end(used)
        return best

    def keep(self, order: Sequence[int], held: _Order, columns: list[Column]) -> None:
        """Keep the columns of an order; the least recently used are dropped."""
        self._columns[tuple(order), held] = columns
        self._columns.move_to_end((tuple(order), held))
        count = sum(len(c) for c in self._columns.values())
        while len(self._columns) > 1 and (len(self._columns) > _ORDERS_KEPT or count > _COLUMNS_KEPT):
            _, dropped = self._columns.popitem(last=False)
            count -= len(dropped)


def _common(a: Sequence[int], b: Sequence[int]) -> int:
    """The length of the beginning that two orders share."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
