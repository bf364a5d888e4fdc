"""Turning the globe so that no line of a file crosses the edge of the map: what joins lines works on a plane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_NEAR_EDGE_DEG = 0.1  # ends that may be joined lie nearer to each other than this


def turn_for(shapes: Sequence[Any]) -> float:
    """Degrees to add to every longitude so that no line crosses or ends at the antimeridian; 0 where none does.

    Also 0 where lines leave no meridian free: such a file goes round the globe.
    """
    import numpy as np

    if not shapes:
        return 0.0
    lon = np.concatenate([shape[:, 0] for shape in shapes])
    step = np.concatenate([np.append(np.diff(shape[:, 0]), 0.0) for shape in shapes])
    if not (np.abs(step) > 180.0).any() and not (
        lon.max() > 180.0 - _NEAR_EDGE_DEG and lon.min() < -180.0 + _NEAR_EDGE_DEG
    ):
        return 0.0
    step = (step + 180.0) % 360.0 - 180.0
    west, width = np.minimum(lon, lon + step), np.abs(step)
    west = (west + 180.0) % 360.0 - 180.0
    order = np.argsort(west, kind="stable")
    west, east = west[order], (west + width)[order]
    # once more round the globe, so that what reaches over the edge counts on its other side
    west, east = np.concatenate([west, west + 360.0]), np.maximum.accumulate(np.concatenate([east, east + 360.0]))
    free = west[1:] - east[:-1]
    widest = int(np.argmax(free))
    return 180.0 - float(east[widest] + west[widest + 1]) / 2.0 if free[widest] > 0.0 else 0.0


def turned(lon: Any, by: float) -> Any:
    """Longitudes, a number or an array, turned by so many degrees into [-180, 180)."""
    return (lon + by + 180.0) % 360.0 - 180.0 if by else lon
