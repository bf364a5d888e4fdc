"""Inference: sightings on a network to a journey. It never sees text or names: its world is Sighting and Network.

``infer`` gives the journey (``Asked`` is what it is made from), ``position_at`` where the train is at a moment,
``when_at`` when it was or will be there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.doors import lazy_door

if TYPE_CHECKING:
    from railsight.inference.history import Asked
    from railsight.inference.journey import infer
    from railsight.inference.position import position_at
    from railsight.inference.visits import when_at

__all__ = ["Asked", "infer", "position_at", "when_at"]

_HOMES = {
    "Asked": "history",
    "infer": "journey",
    "position_at": "position",
    "when_at": "visits",
}

__getattr__, __dir__ = lazy_door(__name__, _HOMES, __all__)
