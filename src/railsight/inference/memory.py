"""What lattices over nearly the same observations share: their transitions, and how far the best ways have come.

The ranking is worked out anew with every report of a journey, and in many orders of those whose order is open. Most of
what one lattice works out holds for the next: a transition depends on its two observations alone, and the best ways to
an observation on those before it in the order. Nothing here changes a result; it is only not worked out twice.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.evidence import Observation

# Bounds of what is kept: columns in all orders together (of six spots each about 30 kB), and the orders they belong to.
_COLUMNS_KEPT = 2_000
_ORDERS_KEPT = 64

Link = tuple[float, Any, float] | None
_Order = tuple[int, ...]
Scaled = tuple[float, Any]  # a vector over cells, times exp of the number


@dataclass(slots=True)
class Front:
    """A vector over the cells of one spot, times ``exp(log)``; ``back`` is its best predecessor: place in the order,
    and spot."""

    log: float
    cells: Any
    back: tuple[int, int] | None = None


@dataclass(slots=True)
class Column:
    """The best ways to the spots of one observation, and the log weight of every transition to them that can be made.

    ``steps`` go from (place in the order, spot) to a spot of this one; ``sums``, where they were asked for, are over
    all ways to each spot.
    """

    fronts: list[Front]
    steps: dict[tuple[int, int, int], float] = field(default_factory=dict)
    sums: list[Scaled] = field(default_factory=list)


class Memory:
    """Observations by number, equal ones under one number, and what is known of them. Make one for a journey."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[object, ...], int] = {}
        self._known: list[Observation] = []  # kept alive: their parts are told apart by identity
        self._columns: OrderedDict[tuple[_Order, _Order], list[Column]] = OrderedDict()
        self.links: dict[tuple[int, int, int, int], Link] = {}
        self.least: dict[tuple[int, int], float] = {}
        self.entries: dict[tuple[int, int, int], list[float]] = {}

    def number(self, o: Observation) -> int:
        """The number of an observation; another one that tells the same of the same sightings has the same."""
        said = (o.event, o.lo, o.hi, o.right, o.wrong_per_h, o.lonely, o.heading, o.into, id(o.away_from), id(o.toward))
        key = (*map(id, o.members), *said, o.spots, o.emission)
        if key not in self._numbers:
            self._numbers[key] = len(self._known)
            self._known.append(o)
        return self._numbers[key]

    def columns(self, order: Sequence[int], held: _Order) -> list[Column]:
        """The columns known of the longest beginning of an order, given those held right."""
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
        """Keep the columns of an order; those not asked for longest are dropped."""
        self._columns[tuple(order), held] = columns
        self._columns.move_to_end((tuple(order), held))
        count = sum(len(c) for c in self._columns.values())
        while len(self._columns) > 1 and (len(self._columns) > _ORDERS_KEPT or count > _COLUMNS_KEPT):
            _, dropped = self._columns.popitem(last=False)
            count -= len(dropped)


def _common(a: Sequence[int], b: Sequence[int]) -> int:
    """How many of two orders' beginnings are the same."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
