"""Which places of a table of distances have no way to one another, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from railsight.api.distances import distance
from railsight.errors import NoAnswerError, RailsightError
from railsight.model import Place

if TYPE_CHECKING:
    from railsight.api.world import NetworkLike
    from railsight.model import Profile

_GROUPS_TOLD, _NAMES_TOLD = 5, 3


class Gaps:
    """Which places of a table have no way to one another, seen from its rows as they pass by."""

    def __init__(self, found: Sequence[Place | RailsightError]) -> None:
        self._found = found
        self._group = {k: k for k, where in enumerate(found) if isinstance(where, Place)}

    def watched(self, blocks: Iterable[list[list[float | None]]]) -> Iterator[list[list[float | None]]]:
        """The blocks of a whole table, unchanged."""
        row = 0
        for block in blocks:
            for cells in block:
                for column, km in enumerate(cells):
                    if km is not None:
                        self._join(row, column)
                row += 1
            yield block

    def notes(self, *, profile: str | Profile, network: NetworkLike | None) -> tuple[str, ...]:
        """Between which places there is no way, and why: a sentence for each group apart from the first."""
        groups: dict[int, list[Place]] = {}
        for k in self._group:
            where = self._found[k]
            if isinstance(where, Place):
                groups.setdefault(self._root(k), []).append(where)
        first, *others = sorted(groups.values(), key=len, reverse=True) or [[]]
        notes = [
            f"no way between {_listed(first)} and {_listed(other)}, these cells are empty: "
            f"{_why_none(first[0], other[0], profile, network)}"
            for other in others[:_GROUPS_TOLD]
        ]
        if len(others) > _GROUPS_TOLD:
            notes.append(f"and {len(others) - _GROUPS_TOLD} more groups of places without a way to the others")
        return tuple(notes)

    def _root(self, k: int) -> int:
        while self._group[k] != k:
            k = self._group[k] = self._group[self._group[k]]
        return k

    def _join(self, a: int, b: int) -> None:
        one, other = sorted((self._root(a), self._root(b)))
        self._group[other] = one


def _listed(places: Sequence[Place]) -> str:
    names = ", ".join(place.name for place in places[:_NAMES_TOLD])
    return f"{names} and {len(places) - _NAMES_TOLD} more" if len(places) > _NAMES_TOLD else names


def _why_none(a: Place, b: Place, profile: str | Profile, network: NetworkLike | None) -> str:
    try:
        distance(a, b, profile=profile, network=network)
    except NoAnswerError as error:
        return error.message
    return "there is one only the other way round"
