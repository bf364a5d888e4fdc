"""Arguments of the verbs as they were meant: one where several may be, a time with its zone, a place on earth."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from numbers import Integral
from typing import TYPE_CHECKING, Any, overload

from railsight.api.positions import PlaceLike, in_degrees, position_in
from railsight.errors import RailsightError, UsageError
from railsight.geo import check_lonlat
from railsight.model import Place
from railsight.model.checks import check_aware
from railsight.shown import told

if TYPE_CHECKING:
    from railsight.geo import LonLat


@overload
def several(value: str | Iterable[str] | None) -> tuple[str, ...]: ...


@overload
def several(value: PlaceLike | Iterable[PlaceLike] | None) -> tuple[PlaceLike, ...]: ...


@overload
def several(value: Iterable[PlaceLike | RailsightError]) -> tuple[PlaceLike | RailsightError, ...]: ...


def several(value: Any) -> tuple[Any, ...]:
    """Many as they are; one name, place or position as one, and not letter by letter; none at all for None.

    Geometries that say what their coordinates are come in degrees.
    """
    if value is None:
        return ()
    if isinstance(value, str | Place) or position_in(value):
        return (value,)
    if not isinstance(value, Iterable) or hasattr(value, "columns"):
        raise UsageError(f"{told(value)} is no name, place or position, nor several of them")
    return tuple(in_degrees(value))


def whole_number(what: str, value: object, least: int, most: int | None = None) -> int:
    """A whole number of whatever kind within its bounds. UsageError for any other."""
    allowed = f"{least} to {most}" if most is not None else f"{least} or more"
    whole = int(value) if isinstance(value, Integral) and not isinstance(value, bool) else None
    if whole is None or whole < least or (most is not None and whole > most):
        raise UsageError(f"{what} is {value!r:.60}: a whole number, {allowed}, is wanted")
    return whole


def aware(what: str, given: datetime | str | None) -> datetime | None:
    """A time with its zone, or ISO 8601 with an offset. UsageError for one without, whose moment nobody can know, and
    for what is no time.
    """
    from railsight.times import as_moment

    moment = as_moment(what, given)
    if moment is not None:
        check_aware(what, moment)
    return moment


def published_at(given: datetime | date | str | None) -> datetime | None:
    """A time of publication; a bare date is its whole day. UsageError for a time without a zone."""
    from railsight.times import given_published

    return aware("published", given_published(given))


def near_of(near: LonLat | None) -> LonLat | None:
    """A position to prefer places near. UsageError when it is none on earth."""
    if near is None:
        return None
    position = position_in(near)
    if position is None:
        raise UsageError(f"near is {told(near)}: lon, lat in degrees are wanted", hint="such as (131.9, 43.1)")
    try:
        check_lonlat(*position)
    except ValueError as error:
        raise UsageError(f"near: {error}", hint="such as (131.9, 43.1)") from None
    return position
