"""Inference: sightings on a network to a journey. It never sees text or names: its world is Sighting and Network.

``infer`` gives the journey, ``position_at`` where the train is at a moment, ``when_at`` when it was or will be there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from railsight.inference.journey import infer, when_at
    from railsight.inference.position import position_at

__all__ = ["infer", "position_at", "when_at"]

_LATER = {
    "infer": "railsight.inference.journey",
    "position_at": "railsight.inference.position",
    "when_at": "railsight.inference.journey",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(_LATER[name]), name)
    globals()[name] = found
    return found
