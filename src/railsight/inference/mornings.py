"""Arrivals kept for the morning: guests are received by day, so a train that would come to its goal in the evening or
the night often waits for the next morning.

Times are hours since 1970, clocks local solar hours. ``kept`` is the chance that the place is a goal at all.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from railsight.inference.transition import SAME_PLACE_M, fit, stay_chance

if TYPE_CHECKING:
    from railsight.inference.laws import TimeLaw
    from railsight.inference.transition import Cells
    from railsight.inference.ways import Ways
    from railsight.model import Spot

# How many of the arrivals at a goal that would fall into the evening or the night are put off (Komsomolsk 2023 was,
# Moscow 2001 at 22:00 was not), and the four hours that they then spread over.
_EVENING_KEPT, _NIGHT_KEPT = 0.35, 0.65
_MORNING_FROM, _EVENING_FROM, _NIGHT_FROM = 7.0, 17.0, 22.5
_MORNING_H = 4.0
_STEP_H = 0.5
# Cells wider than this do not tell day from night.
_WIDEST_H = 2.0


def solar_hour(at_h: Any, lon: float) -> Any:
    """Hour of the local solar day, 0 to 24, from hours since 1970: within an hour or two of any civil clock."""
    import numpy as np

    # rounded: so many hours after 1970 the last digits would put a full hour on either side of it
    return np.round((at_h + lon / 15.0) % 24.0, 6) % 24.0


def goal_chance(event: str, spot: Spot, ways: Ways, length_m: float = math.inf) -> float:
    """The chance that what happened at a spot, after so many metres, is the arrival at a goal."""
    if event not in ("arrived", "stopped") or length_m < SAME_PLACE_M:
        return 0.0
    return stay_chance(event, spot, ways, ways.profile)


def put_off(at_h: Any, lon: float, kept: float) -> Any:
    """The share of arrivals at these moments that are put off to the morning."""
    import numpy as np

    clock = solar_hour(at_h, lon)
    night = (clock >= _NIGHT_FROM) | (clock < _MORNING_FROM)
    evening = (clock >= _EVENING_FROM) & (clock < _NIGHT_FROM)
    return kept * np.where(night, _NIGHT_KEPT, np.where(evening, _EVENING_KEPT, 0.0))


def kept_mass(mass: Any, edges: Any, lon: float, kept: float) -> Any:
    """A distribution over the cells between ``edges`` after its share of evening and night arrivals was put off."""
    import numpy as np

    if kept <= 0:
        return mass
    middles = (edges[1:] + edges[:-1]) / 2
    late = mass * put_off(middles, lon, kept)
    out = mass - late
    until = (_MORNING_FROM - solar_hour(middles, lon)) % 24.0
    for part in range(round(_MORNING_H)):
        at = np.clip(np.searchsorted(edges, middles + until + part + 0.5) - 1, 0, len(mass) - 1)
        np.add.at(out, at, late / _MORNING_H)
    return out


def fit_arrival(law: TimeLaw, a: Cells, b: Cells, lon: float, kept: float) -> Any:
    """As ``transition.fit``, for an end at longitude ``lon`` that is an arrival at a goal with chance ``kept``."""
    import numpy as np

    direct = fit(law, a, b)
    if kept <= 0 or b.width > _WIDEST_H:
        return direct
    # asked at four points of a cell: evening and night begin within cells
    within = b.middles + b.width * ((np.arange(4) - 1.5) / 4)[:, None]
    out = direct * (1.0 - put_off(within, lon, kept).mean(axis=0))
    since = solar_hour(b.middles, lon) - _MORNING_FROM
    in_morning = (since >= 0) & (since < _MORNING_H)
    mornings = np.round(b.middles - since, 6)
    steps = np.arange(-(24.0 - _EVENING_FROM + _MORNING_FROM), _STEP_H / 2, _STEP_H)
    for morning in np.unique(mornings[in_morning]):
        edges = morning + steps
        came = np.diff(law.cdf(edges[None, :] - a.middles[:, None]), axis=1)
        late = came @ put_off((edges[1:] + edges[:-1]) / 2, lon, kept)
        out[:, in_morning & (mornings == morning)] += late[:, None] / _MORNING_H
    return out
