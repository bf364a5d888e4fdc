"""Checks that refuse nonsense when a value is built."""

from __future__ import annotations

import math


def check_share(name: str, value: float) -> None:
    if not 0.0 <= value <= 1.0:  # also refuses NaN
        raise ValueError(f"{name} is {value}: it is a probability in 0..1")


def check_length(name: str, value: float) -> None:
    if not (value >= 0.0 and math.isfinite(value)):
        raise ValueError(f"{name} is {value}: it is a finite length, 0 or more")
