"""A sequence that is worked out when somebody first looks into it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeVar, overload

T = TypeVar("T")


class Deferred(Sequence[T]):
    """A tuple that is not made before it is used: equal to it, hashed like it, pickled as it.

    ``lock`` is that of what ``make`` works on, where this changes as it answers: only one thread makes at a time then.
    Without a lock two threads that look at the same moment may both make it, and get equal tuples.
    """

    __slots__ = ("_lock", "_made", "_make")

    def __init__(self, make: Callable[[], Iterable[T]], *, lock: AbstractContextManager[object] | None = None) -> None:
        self._lock = lock
        self._make: Callable[[], Iterable[T]] | None = make
        self._made: tuple[T, ...] = ()

    def _all(self) -> tuple[T, ...]:
        if self._make is not None:
            if (lock := self._lock) is None:
                self._work_out()
            else:
                with lock:
                    self._work_out()
        return self._made

    def _work_out(self) -> None:
        make = self._make
        if make is not None:  # else another thread has done so while this one waited
            self._made = tuple(make())  # before the next line: who sees no maker must find what was made
            self._make = self._lock = None  # what it was made from is let go

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self._all()[index]

    def __iter__(self) -> Iterator[T]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Deferred):
            return bool(self._all() == other._all())
        return isinstance(other, tuple) and self._all() == other

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return "<not worked out yet>" if self._make is not None else repr(self._made)

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (self._all(),)
