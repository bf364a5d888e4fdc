"""Checks that refuse nonsense when a value is built: UsageError, which is a ValueError, says what is allowed.

NaN, infinity and what is no number are refused by all of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR, datetime
from typing import Any, TypeVar

from railsight.errors import UsageError
from railsight.geo import check_lonlat
from railsight.shown import told

_T = TypeVar("_T")
_NOISE = 1e-9  # what a sum of probabilities may be off
_ZONED = "write it like datetime(2023, 9, 12, 18, 30, tzinfo=ZoneInfo('Asia/Tokyo'))"
_OF_PANDAS = 'give its zone: pd.Timestamp("2023-09-12 18:30", tz="UTC"), or .tz_localize("UTC") of one without'


def check_made(value: Any, kind: type, hint: str) -> None:
    """A value of ours where one is wanted, and no name of one or number."""
    if not isinstance(value, kind):
        raise UsageError(f"{told(value)} is no {kind.__name__}", hint=hint)


def check_share(name: str, value: Any) -> None:
    """A probability, or a share of a whole."""
    if not _holds(value, lambda x: -_NOISE <= x <= 1.0 + _NOISE):
        raise UsageError(f"{name} is {value!r:.60}: it is a probability in 0..1", hint="give a number from 0 to 1")


def check_length(name: str, value: Any) -> None:
    """A length, a duration, a speed: finite, 0 or more."""
    _check(name, value, lambda x: 0.0 <= x < math.inf, "a finite number, 0 or more,")


def check_above(name: str, value: Any) -> None:
    """A figure that is divided by: finite and above 0."""
    _check(name, value, lambda x: 0.0 < x < math.inf, "a finite number above 0")


def check_finite(name: str, value: Any) -> None:
    """A figure of either sign."""
    _check(name, value, lambda x: -math.inf < x < math.inf, "a finite number")


def _check(name: str, value: Any, holds: Callable[[Any], bool], wanted: str) -> None:
    """UsageError where a figure is not what is wanted, or no figure at all."""
    if not _holds(value, holds):
        raise UsageError(f"{name} is {value!r:.60}: {wanted} is wanted", hint="give it in the unit of its name")


def _holds(value: Any, test: Callable[[Any], bool]) -> bool:
    try:
        return test(value)
    except TypeError:
        return False


def check_position(lon: Any, lat: Any) -> None:
    """A position on earth."""
    try:
        check_lonlat(lon, lat)
    except (ValueError, TypeError):
        raise UsageError(
            f"lon {lon!r:.30}, lat {lat!r:.30} is not a position: lon is -180..180 and lat -90..90, in this order",
            hint="give degrees, such as lon 131.9, lat 43.1",
        ) from None


def check_aware(name: str, moment: Any) -> None:
    """A moment: a datetime with its zone, without which nobody knows when it was."""
    hint = _ZONED if type(moment).__module__ in ("datetime", "builtins") else _OF_PANDAS
    if not isinstance(moment, datetime) or moment != moment:  # pandas has a datetime that is none: NaT
        raise UsageError(f"{name} is {told(moment)}: a datetime is wanted", hint=hint)
    if moment.utcoffset() is None:
        raise UsageError(f"{name} {moment.isoformat()} has no zone", hint=hint)


def check_reckoned_from(name: str, moment: Any) -> None:
    """A moment from which days are counted: not in the first or the last year that a datetime can tell."""
    check_aware(name, moment)
    if not MINYEAR < moment.year < MAXYEAR:
        raise UsageError(
            f"{name} {moment.isoformat()} is at an end of the calendar",
            hint=f"a year from {MINYEAR + 1} to {MAXYEAR - 1} is wanted",
        )


def check_one_of(name: str, value: str, allowed: Sequence[str]) -> None:
    """One of a few words."""
    if value not in allowed:
        raise UsageError(f"{name} {value!r:.60} is not one of {', '.join(allowed)}")


def check_priors(goals: Sequence[tuple[_T, Any]]) -> None:
    """The priors of destinations: shares of the whole."""
    for one in goals:
        if not isinstance(one, tuple | list) or len(one) != 2:
            raise UsageError(
                f"{one!r:.60} is no destination", hint="give (place, prior), the prior None if there is none"
            )
        goal, prior = one
        if prior is not None:
            check_share(f"the prior of {getattr(goal, 'name', goal)}", prior)


def unheard_of(goals: Sequence[tuple[_T, float | None]]) -> _T | None:
    """The first goal without a prior where the priors of the others, shares of the whole, leave it nothing."""
    if sum(prior for _, prior in goals if prior is not None) < 1.0 - 1e-9:
        return None
    return next((goal for goal, prior in goals if prior is None), None)


def check_text(name: str, value: Any, *, or_none: bool = False) -> None:
    """A text; with ``or_none`` one need not be there."""
    if not isinstance(value, str) and not (or_none and value is None):
        hint = "such as data.decode('utf-8')" if isinstance(value, bytes) else ""
        raise UsageError(f"{name} is {value!r:.60}: a text is wanted", hint=hint)


def clean_surrogates(text: str) -> str:
    """The text without lone surrogates, which no encoding can carry: those that stand for bytes of UTF-8, as in the
    arguments of a command where the locale knows no UTF-8, as what these say, others as U+FFFD.
    """
    if text.isascii():
        return text
    with suppress(UnicodeError):
        return text.encode("utf-8", "surrogateescape").decode("utf-8")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
