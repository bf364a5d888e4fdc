"""Running time of a path: moving time by country, dwell at borders and breaks of gauge, with an honest spread."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from railsight.model import RunningTime
from railsight.routing.trains import profile as named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from railsight.model import DwellLaw, Path, Profile

_Z90 = 1.2815515655446004  # the normal quantile at 0.9: a central 80 % interval lies between -z and z


def running_time(path: Path, profile: str | Profile) -> RunningTime:
    """Hours for a path: median and central 80 % interval.

    Moving hours are lognormal in each country, and on its branch lines, with medians and spreads of the profile. Within
    one journey they are taken to be slow or fast together (one train, one priority, one weather), so their quantiles
    add. Dwells at borders and breaks of gauge are independent lognormals that happen with their ``share``. The sum is a
    lognormal of the same mean and variance (Fenton 1960, doi:10.1109/TCOM.1960.1097606). No time is shorter than the
    way at ``max_kmh``.
    """
    profile = named(profile)
    parts = [(km, profile.speed(country)) for country, km in path.country_km]
    if profile.knows_branches:
        for country, km in path.branch_km:
            parts += [(-km, profile.speed(country)), (km, profile.speed(country, branch=True))]
    moving_h = sum(km / law.median_kmh for km, law in parts)
    floor_h = path.km / profile.max_kmh
    if moving_h == 0:
        return RunningTime(0.0, 0.0, 0.0)
    sigma = sum(km / law.median_kmh * law.sigma_log for km, law in parts) / moving_h
    mean, variance = _moments(moving_h, sigma, 1.0)
    for dwell in _dwells(path, profile):
        dwell_mean, dwell_variance = _moments(dwell.median_h, dwell.sigma_log, dwell.share)
        mean, variance = mean + dwell_mean, variance + dwell_variance
    spread = math.sqrt(math.log1p(variance / mean**2))
    median = mean * math.exp(-(spread**2) / 2)
    low, high = median * math.exp(-_Z90 * spread), median * math.exp(_Z90 * spread)
    return RunningTime(max(low, floor_h), max(median, floor_h), max(high, floor_h))


def _dwells(path: Path, profile: Profile) -> Iterator[DwellLaw]:
    for kind, count in (("border", len(path.borders)), ("gauge", len(path.gauge_breaks))):
        yield from [profile.dwell(kind)] * count


def _moments(median: float, sigma: float, share: float) -> tuple[float, float]:
    """Mean and variance of a lognormal that happens with probability ``share`` and is 0 otherwise."""
    mean = median * math.exp(sigma**2 / 2)
    square = median**2 * math.exp(2 * sigma**2)
    return share * mean, share * square - (share * mean) ** 2
