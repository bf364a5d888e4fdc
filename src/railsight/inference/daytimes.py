"""Times of day: guests are received in the morning and seen off in the afternoon or evening.

A train of state that would reach its goal in the evening or at night often waits for the next morning
(``Profile.for_morning``), and one that leaves a goal does so in the afternoon or evening. Times are hours since 1970,
times of day those of the place (``clock_at``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from railsight.inference.transition import SAME_PLACE_M, fit, left_chance, stay_chance
from railsight.times import zone_at

if TYPE_CHECKING:
    from railsight.inference.laws import TimeLaw, Vector
    from railsight.inference.transition import Cells
    from railsight.inference.ways import Ways
    from railsight.model import Spot

# The shares of the arrivals at a goal due in the evening and at night that are put off (Komsomolsk 2023 was, Moscow
# 2001 at 22:00 was not). They then spread over the ``_MORNING_H`` hours from ``_MORNING_FROM`` on.
_EVENING_KEPT, _NIGHT_KEPT = 0.35, 0.65
_MORNING_FROM, _EVENING_FROM, _NIGHT_FROM = 7.0, 17.0, 22.5
_MORNING_H = 4.0
_STEP_H = 0.5
# Departures from goals in four journeys: seven of the eight whose time of day is told (Omsk, Moscow,
# Vladivostok, Vostochny, Beijing, Pyongyang twice; not the start of 2019) fell between noon and 23:00; with one more
# either way eight in ten. Of eleven in the journeys kept apart ten did.
_LEAVING_FROM, _LEAVING_UNTIL = 12.0, 23.0
_LEAVING_SHARE = 0.8
# In cells wider than this day and night blur: times of day are left out.
_WIDEST_H = 2.0


@dataclass(frozen=True, slots=True)
class Custom:
    """The chances (0 to 1) that an event is the arrival at a goal, or the departure from one."""

    comes: float = 0.0
    leaves: float = 0.0


@lru_cache(maxsize=4096)
def clock_at(lon: float, lat: float, day: int) -> float:
    """Hours by which civil time at a place is ahead of UTC on a day (days since 1970)."""
    zone = zone_at(lon, lat)
    ahead = (datetime(1970, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)).astimezone(zone).utcoffset()
    return ahead.total_seconds() / 3600.0 if ahead else 0.0


def _hour(at_h: Vector | float, ahead_h: float) -> Vector:
    """Hour of the day, 0 to 24, from hours since 1970, on a clock ``ahead_h`` ahead of UTC."""
    import numpy as np

    # rounded: at this size the last digits of a float would move a full hour to either side
    return np.round((at_h + ahead_h) % 24.0, 6) % 24.0


def custom_of(event: str, spot: Spot, ways: Ways, length_m: float = math.inf) -> Custom:
    """The custom that applies to an event at a spot at the end of a leg of ``length_m``."""
    if event == "departed":
        return Custom(leaves=left_chance(spot, ways))
    if event not in ("arrived", "stopped") or length_m < SAME_PLACE_M:
        return Custom()
    return Custom(comes=ways.profile.for_morning * stay_chance(event, spot, ways))


def put_off(at_h: Vector, ahead_h: float, comes: float) -> Vector:
    """The share of arrivals due at these moments that are put off to the morning; the clock is ``ahead_h`` ahead of
    UTC."""
    import numpy as np

    clock = _hour(at_h, ahead_h)
    night = (clock >= _NIGHT_FROM) | (clock < _MORNING_FROM)
    evening = (clock >= _EVENING_FROM) & (clock < _NIGHT_FROM)
    return comes * np.where(night, _NIGHT_KEPT, np.where(evening, _EVENING_KEPT, 0.0))


def until_kept(at_h: float, spot: Spot) -> float:
    """The end of the morning for which an arrival due by a moment may be kept; the moment itself if it is later in the
    day, when none is kept any more."""
    clock = float(_hour(at_h, _ahead_h(spot, at_h)))
    last_h = _MORNING_FROM + _MORNING_H
    return at_h if last_h <= clock < _EVENING_FROM else at_h + (last_h - clock) % 24.0


def leaving(at_h: Vector, ahead_h: float, leaves: float) -> Vector:
    """The weight of departures at these moments, 1 in the mean of a day, on a clock ``ahead_h`` ahead of UTC."""
    import numpy as np

    clock = _hour(at_h, ahead_h)
    hours = _LEAVING_UNTIL - _LEAVING_FROM
    usual = 24.0 * _LEAVING_SHARE / hours
    other = 24.0 * (1.0 - _LEAVING_SHARE) / (24.0 - hours)
    return 1.0 - leaves + leaves * np.where((clock >= _LEAVING_FROM) & (clock < _LEAVING_UNTIL), usual, other)


def mass_by_day(mass: Vector, edges: Vector, spot: Spot, custom: Custom) -> Vector:
    """A distribution over the cells between ``edges``, moved by the times of day; its sum may change a little."""
    import numpy as np

    if custom == Custom():
        return mass
    ahead = _ahead_h(spot, edges[0])
    middles = (edges[1:] + edges[:-1]) / 2
    if custom.leaves:
        return mass * leaving(middles, ahead, custom.leaves)
    late = mass * put_off(middles, ahead, custom.comes)
    out = mass - late
    until = (_MORNING_FROM - _hour(middles, ahead)) % 24.0
    for part in range(round(_MORNING_H)):
        at = np.clip(np.searchsorted(edges, middles + until + part + 0.5) - 1, 0, len(mass) - 1)
        np.add.at(out, at, late / _MORNING_H)
    return out


def fit_by_day(law: TimeLaw, a: Cells, b: Cells, spot: Spot, custom: Custom) -> Vector:
    """``transition.fit`` with the times of day taken into account at the spot where the leg ends."""
    import numpy as np

    direct: Vector = fit(law, a, b)
    if custom == Custom() or b.width > _WIDEST_H:
        return direct
    ahead = _ahead_h(spot, b.lo)
    # asked at four points of a cell: day, evening and night begin within cells
    within = b.middles + b.width * ((np.arange(4) - 1.5) / 4)[:, None]
    if custom.leaves:
        weighed: Vector = direct * leaving(within, ahead, custom.leaves).mean(axis=0)
        return weighed
    out: Vector = direct * (1.0 - put_off(within, ahead, custom.comes).mean(axis=0))
    since = _hour(b.middles, ahead) - _MORNING_FROM
    in_morning = (since >= 0) & (since < _MORNING_H)
    mornings = np.round(b.middles - since, 6)
    steps = np.arange(-(24.0 - _EVENING_FROM + _MORNING_FROM), _STEP_H / 2, _STEP_H)
    for morning in np.unique(mornings[in_morning]):
        edges = morning + steps
        came = np.diff(law.cdf(edges[None, :] - a.middles[:, None]), axis=1)
        late = came @ put_off((edges[1:] + edges[:-1]) / 2, ahead, custom.comes)
        out[:, in_morning & (mornings == morning)] += late[:, None] / _MORNING_H
    return out


def _ahead_h(spot: Spot, at_h: float) -> float:
    return clock_at(round(spot.lon, 2), round(spot.lat, 2), int(at_h // 24.0))
