"""Checks that refuse nonsense when a value is built."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

_T = TypeVar("_T")


def check_share(name: str, value: float) -> None:
    if not 0.0 <= value <= 1.0:  # also refuses NaN
        raise ValueError(f"{name} is {value}: it is a probability in 0..1")


def check_length(name: str, value: float) -> None:
    if not (value >= 0.0 and math.isfinite(value)):
        raise ValueError(f"{name} is {value}: it is a finite length, 0 or more")


def unheard_of(goals: Sequence[tuple[_T, float | None]]) -> _T | None:
    """The first goal without a prior where the priors of the others, shares of the whole, leave it nothing."""
    if sum(prior for _, prior in goals if prior is not None) < 1.0 - 1e-9:
        return None
    return next((goal for goal, prior in goals if prior is None), None)
