"""Arguments of the verbs as they were meant: one where several may be, a time with its zone, a place on earth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from numbers import Real
from typing import TYPE_CHECKING, TypeVar

from railsight.errors import UsageError
from railsight.geo import check_lonlat
from railsight.model import Place

if TYPE_CHECKING:
    from railsight.geo import LonLat

T = TypeVar("T")
_LIKE = "write it like datetime(2023, 9, 12, 18, 30, tzinfo=ZoneInfo('Asia/Tokyo'))"


def is_position(value: object) -> bool:
    """Whether a value is two numbers: lon, lat."""
    pair = isinstance(value, Sequence) and not isinstance(value, str | bytes) and len(value) == 2
    return pair and all(isinstance(x, Real) and not isinstance(x, bool) for x in value)  # type: ignore[attr-defined]


def several(value: T | Iterable[T]) -> tuple[T, ...]:
    """Many as they are; one name, place or position as one, and not letter by letter."""
    if isinstance(value, str | Place) or is_position(value):
        return (value,)  # type: ignore[return-value]
    if not isinstance(value, Iterable):
        raise UsageError(f"{value!r:.60} is no name, place or position, nor several of them")
    return tuple(value)


def aware(what: str, moment: datetime | None) -> datetime | None:
    """A time with its zone. UsageError for one without, whose moment nobody can know, and for what is no time."""
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        raise UsageError(f"{what} is {moment!r:.60}: a datetime is wanted", hint=_LIKE)
    if moment.utcoffset() is None:
        raise UsageError(f"{what} has no zone", hint=_LIKE)
    return moment


def published_at(moment: datetime | date | None) -> datetime | None:
    """A time of publication; a bare date is its whole day. UsageError for a time without a zone."""
    from railsight.times import whole_day

    return aware("published", whole_day(moment))


def near_of(near: LonLat | None) -> LonLat | None:
    """A position to prefer places near. UsageError when it is none on earth."""
    if near is None:
        return None
    if not is_position(near):
        raise UsageError(f"near is {near!r:.60}: lon, lat in degrees are wanted", hint="such as (131.9, 43.1)")
    try:
        check_lonlat(*near)
    except ValueError as error:
        raise UsageError(f"near: {error}", hint="such as (131.9, 43.1)") from None
    return near
