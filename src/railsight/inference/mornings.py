"""Arrivals kept for the morning: guests are received by day, so a train that would come to its goal in the evening or
the night often waits for the next morning.

Times are hours since 1970, clocks those of the place (``clock_at``). ``kept`` is the chance that the place is a goal at
all.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from railsight.inference.transition import SAME_PLACE_M, fit, stay_chance
from railsight.times import zone_at

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


@lru_cache(maxsize=4096)
def clock_at(lon: float, lat: float, day: int) -> float:
    """Hours that the civil clock of a place is ahead of UTC on a day (days since 1970): what hosts keep to."""
    zone = zone_at(lon, lat)
    ahead = (datetime(1970, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)).astimezone(zone).utcoffset()
    return ahead.total_seconds() / 3600.0 if ahead else 0.0


def _hour(at_h: Any, ahead_h: float) -> Any:
    """Hour of the day, 0 to 24, on a clock so many hours ahead of UTC, from hours since 1970."""
    import numpy as np

    # rounded: so many hours after 1970 the last digits would put a full hour on either side of it
    return np.round((at_h + ahead_h) % 24.0, 6) % 24.0


def goal_chance(event: str, spot: Spot, ways: Ways, length_m: float = math.inf) -> float:
    """The chance that what happened at a spot, after so many metres, is the arrival at a goal."""
    if event not in ("arrived", "stopped") or length_m < SAME_PLACE_M:
        return 0.0
    return stay_chance(event, spot, ways, ways.profile)


def put_off(at_h: Any, ahead_h: float, kept: float) -> Any:
    """The share of arrivals at these moments that are put off to the morning, on a clock so far ahead of UTC."""
    import numpy as np

    clock = _hour(at_h, ahead_h)
    night = (clock >= _NIGHT_FROM) | (clock < _MORNING_FROM)
    evening = (clock >= _EVENING_FROM) & (clock < _NIGHT_FROM)
    return kept * np.where(night, _NIGHT_KEPT, np.where(evening, _EVENING_KEPT, 0.0))


def kept_mass(mass: Any, edges: Any, spot: Spot, kept: float) -> Any:
    """A distribution over the cells between ``edges`` after its share of evening and night arrivals was put off."""
    import numpy as np

    if kept <= 0:
        return mass
    ahead = _ahead_h(spot, edges[0])
    middles = (edges[1:] + edges[:-1]) / 2
    late = mass * put_off(middles, ahead, kept)
    out = mass - late
    until = (_MORNING_FROM - _hour(middles, ahead)) % 24.0
    for part in range(round(_MORNING_H)):
        at = np.clip(np.searchsorted(edges, middles + until + part + 0.5) - 1, 0, len(mass) - 1)
        np.add.at(out, at, late / _MORNING_H)
    return out


def fit_arrival(law: TimeLaw, a: Cells, b: Cells, spot: Spot, kept: float) -> Any:
    """As ``transition.fit``, for an end at a spot that is an arrival at a goal with chance ``kept``."""
    import numpy as np

    direct = fit(law, a, b)
    if kept <= 0 or b.width > _WIDEST_H:
        return direct
    ahead = _ahead_h(spot, b.lo)
    # asked at four points of a cell: evening and night begin within cells
    within = b.middles + b.width * ((np.arange(4) - 1.5) / 4)[:, None]
    out = direct * (1.0 - put_off(within, ahead, kept).mean(axis=0))
    since = _hour(b.middles, ahead) - _MORNING_FROM
    in_morning = (since >= 0) & (since < _MORNING_H)
    mornings = np.round(b.middles - since, 6)
    steps = np.arange(-(24.0 - _EVENING_FROM + _MORNING_FROM), _STEP_H / 2, _STEP_H)
    for morning in np.unique(mornings[in_morning]):
        edges = morning + steps
        came = np.diff(law.cdf(edges[None, :] - a.middles[:, None]), axis=1)
        late = came @ put_off((edges[1:] + edges[:-1]) / 2, ahead, kept)
        out[:, in_morning & (mornings == morning)] += late[:, None] / _MORNING_H
    return out


def _ahead_h(spot: Spot, at_h: float) -> float:
    return clock_at(round(spot.lon, 2), round(spot.lat, 2), int(at_h // 24.0))
