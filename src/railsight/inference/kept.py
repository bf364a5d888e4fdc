"""What was worked out, kept for the next question and bounded."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Generic, ParamSpec, TypeVar

K = TypeVar("K")
V = TypeVar("V")
P = ParamSpec("P")


class Kept(Generic[K, V]):
    """Answers by what they depend on: at most ``most``, of a size of at most ``heaviest`` together.

    What was worked out longest ago is forgotten, half of all at a time.
    """

    __slots__ = ("_heaviest", "_made", "_most", "_size", "_weigh")

    def __init__(self, most: int, *, weigh: Callable[[V], int] | None = None, heaviest: int = 0) -> None:
        self._most = most
        self._weigh = weigh
        self._heaviest = heaviest
        self._size = 0
        self._made: dict[K, V] = {}

    def of(self, key: K, make: Callable[P, V], *args: P.args, **kwargs: P.kwargs) -> V:
        """The answer for a key, worked out by ``make`` unless it is known."""
        try:
            return self._made[key]
        except KeyError:
            made = make(*args, **kwargs)
            self._keep(key, made)
            return made

    def __len__(self) -> int:
        return len(self._made)

    def __contains__(self, key: object) -> bool:
        return key in self._made

    def _keep(self, key: K, made: V) -> None:
        if len(self._made) >= self._most or self._size > self._heaviest:
            for old in list(islice(self._made, (len(self._made) + 1) // 2)):
                self._size -= self._weight(self._made.pop(old))
        self._made[key] = made
        self._size += self._weight(made)

    def _weight(self, made: V) -> int:
        return self._weigh(made) if self._weigh is not None else 0
