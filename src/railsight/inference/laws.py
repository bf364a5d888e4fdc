"""How long a train takes: the law of the elapsed time of a leg, running and standing together.

Hours throughout. Running time is lognormal about the median of the profile, country by country; what stands on top is
a mixture: nothing, a planned wait (chance grows with running time), a stay at a goal. Waits are lognormal with a wide
spread, so the tail is heavy. Sums of lognormals are matched by mean and variance (Fenton 1960,
doi:10.1109/TCOM.1960.1097606) where both are narrow, and summed over quantiles where one is wide. The hard limit,
length over the profile's top speed, cuts the law off below: nothing faster has any probability.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from railsight.model import DEFAULT_DWELLS, DwellLaw, Profile

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    Vector: TypeAlias = "npt.NDArray[np.float64]"

_QUANTILES = 7
# Tables end here. Those of laws without a running time have so many steps, ever wider, from the first hours on.
_FIRST_H, _LAST_H, _STEPS = 0.01, 5000.0, 300
# Three digits are half a percent off at most: so much less, the hard limit of a table is never above the exact one.
_UNDER = 0.995
# No time above the hard limit is impossible: the least density per hour, and how it falls off (e-fold in hours).
_FLOOR_PER_H, _FLOOR_H = 1e-9, 500.0
# Minor stops, the rounding of printed times, and places that are not points: a spread in hours (standard deviation)
# that even the shortest leg has. News rounds to the quarter or half hour, and 10 km are 12 minutes.
_ROUNDING_H = 0.2
# Running for about this long makes a planned wait on the way as likely as it gets.
_HALT_SCALE_H = 8.0
_HALT_EVERY_H = 48.0
_HALTS = 3
# A stay at a goal that nobody reported becomes as likely as one at a reported arrival on legs longer than this: of the
# legs studied none under 40 hours of running had one, two of four beyond.
_UNSEEN_SCALE_H = 60.0


@dataclass(frozen=True, slots=True)
class Leg:
    """What the way between two spots asks of a train: metres, median running hours, their spread, and what it passes.

    ``run_sigma`` is the spread of the logarithm of the running time; ``borders`` and ``gauge_breaks`` are counts;
    ``loose_h`` is the standard deviation in hours that comes from not knowing the very spots at its ends; ``shortest``
    tells the shortest way from the likely one, where the likely one would have been too long for the time.
    """

    length_m: float
    run_h: float
    run_sigma: float
    borders: int = 0
    gauge_breaks: int = 0
    loose_h: float = 0.0
    shortest: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What may be stood at the ends of a leg.

    ``stops`` are short halts, ``formalities`` those at borders, ``stay`` the chance of a stay at a goal.
    """

    stops: int = 0
    stay: float = 0.0
    formalities: int = 0

    def joined(self, other: Standing) -> Standing:
        """Both together."""
        return Standing(
            self.stops + other.stops,
            max(self.stay, other.stay),
            self.formalities + other.formalities,
        )


class TimeLaw:
    """Distribution of an elapsed time in hours: density, distribution function and quantiles, from a table.

    ``min_h`` is the hard limit: the law gives nothing below it.
    """

    __slots__ = ("cdf_at", "hours", "mean_h", "min_h", "pdf_at")

    def __init__(self, hours: Vector, density: Vector, min_h: float) -> None:
        import numpy as np

        self.min_h = min_h
        self.hours = hours
        steps = np.diff(hours)
        areas = np.concatenate([[0.0], np.cumsum(steps * (density[1:] + density[:-1]) / 2)])
        self.pdf_at = density / areas[-1]
        self.cdf_at = areas / areas[-1]
        self.mean_h = float(np.sum(np.diff(self.cdf_at) * (hours[1:] + hours[:-1]) / 2))

    def pdf(self, hours: float | Vector) -> Vector:
        """Density per hour, 0 below the hard limit."""
        import numpy as np

        found: Vector = np.interp(hours, self.hours, self.pdf_at, left=0.0, right=0.0)
        return found

    def cdf(self, hours: float | Vector) -> Vector:
        """Probability of at most so many hours."""
        import numpy as np

        found: Vector = np.interp(hours, self.hours, self.cdf_at, left=0.0, right=1.0)
        return found

    def quantile(self, share: float) -> float:
        """Hours that are not exceeded with this probability."""
        import numpy as np

        return float(np.interp(share, self.cdf_at, self.hours))


def leg_law(leg: Leg, profile: Profile, standing: Standing | None = None) -> TimeLaw:
    """The law of the elapsed time over a leg, with what is stood at its ends."""
    standing = standing or Standing()
    laws = tuple((k, profile.dwell(k)) for k in DEFAULT_DWELLS)
    return _law(
        _rounded(leg.length_m / 1000 / profile.max_kmh * _UNDER),
        _rounded(leg.run_h),
        round(leg.run_sigma, 2),
        leg.borders,
        leg.gauge_breaks,
        _rounded(leg.loose_h),
        standing,
        tuple((k, d.median_h, d.sigma_log, d.share) for k, d in laws),
    )


def halts_expected(law: DwellLaw, run_h: float) -> float:
    """How many planned waits to expect on so many hours of running: ``share`` on a run of a day, then more slowly."""
    return law.share * ((1.0 - math.exp(-run_h / _HALT_SCALE_H)) + max(0.0, run_h - 24.0) / _HALT_EVERY_H)


def _rounded(hours: float) -> float:
    """Three significant digits: legs that hardly differ share one table."""
    return float(f"{hours:.3g}")


@lru_cache(maxsize=8192)
def _law(
    min_h: float,
    run_h: float,
    sigma: float,
    borders: int,
    gauge_breaks: int,
    loose_h: float,
    standing: Standing,
    dwells: tuple[tuple[str, float, float, float], ...],
) -> TimeLaw:
    import numpy as np

    laws = {k: DwellLaw(m, s, p) for k, m, s, p in dwells}
    terms = [_lognormal_moments(run_h, sigma), (0.0, _ROUNDING_H**2 + loose_h**2)]
    terms += [_dwell_moments(laws["border"])] * (borders + standing.formalities)
    terms += [_dwell_moments(laws["gauge"])] * gauge_breaks
    terms += [_dwell_moments(laws["stop"])] * standing.stops
    mean = max(sum(t[0] for t in terms), _ROUNDING_H)
    median, spread = _matched(mean, sum(t[1] for t in terms))
    halt = halts_expected(laws["halt"], run_h)
    hours = _table_hours(min_h, median, spread)
    base = _lognormal_pdf(hours, median, spread)
    unseen = laws["stay"].share * (1.0 - math.exp(-((run_h / _UNSEEN_SCALE_H) ** 2)))
    stay = standing.stay + (1 - standing.stay) * unseen
    bases = [median * math.exp(spread * z) for z in _normal_quantiles()]
    density = base * ((1 - stay) * math.exp(-halt))
    for count in range(1, _HALTS + 1):
        share = math.exp(-halt) * halt**count / math.factorial(count)
        mean, variance = _lognormal_moments(laws["halt"].median_h, laws["halt"].sigma_log)
        wait = _matched(count * mean, count * variance)
        density = density + (1 - stay) * share * _shifted(hours, bases, *wait)
    density = density + stay * _shifted(hours, bases, laws["stay"].median_h, laws["stay"].sigma_log)
    density = np.maximum(density, _FLOOR_PER_H * np.exp(-(hours - min_h) / _FLOOR_H))
    return TimeLaw(hours, density, min_h)


def _lognormal_moments(median: float, sigma: float) -> tuple[float, float]:
    mean = median * math.exp(sigma**2 / 2)
    return mean, mean**2 * math.expm1(sigma**2)


def _dwell_moments(law: DwellLaw) -> tuple[float, float]:
    """Mean and variance of a wait that happens with the chance ``share`` and is 0 otherwise."""
    mean, variance = _lognormal_moments(law.median_h, law.sigma_log)
    return law.share * mean, law.share * variance + law.share * (1.0 - law.share) * mean**2


def _matched(mean: float, variance: float) -> tuple[float, float]:
    """Median and log-spread of the lognormal with this mean and variance."""
    s2 = math.log1p(variance / mean**2)
    return mean * math.exp(-s2 / 2), math.sqrt(s2)


@lru_cache(maxsize=1)
def _normal_quantiles() -> tuple[float, ...]:
    from statistics import NormalDist

    normal = NormalDist()
    return tuple(normal.inv_cdf((i + 0.5) / _QUANTILES) for i in range(_QUANTILES))


def _table_hours(min_h: float, median: float, spread: float) -> Vector:
    """Where the law is tabulated: dense about the running time, ever wider in the tail."""
    import numpy as np

    top = max(median * math.exp(4 * spread), min_h + 0.5)
    low = max(min_h, median * math.exp(-5 * spread))
    near = np.linspace(low, top, 140)
    far = top + np.geomspace((near[1] - near[0]), max(_LAST_H - top, 2 * top), 100)
    return np.concatenate([near if low == min_h else np.concatenate([[min_h], near]), far])


def _lognormal_pdf(hours: Vector, median: float, sigma: float) -> Vector:
    import numpy as np

    sigma = max(sigma, 1e-3)  # a wait without any spread is still no division by zero
    safe = np.maximum(hours, 1e-12)
    z = (np.log(safe) - math.log(median)) / sigma
    return np.where(hours > 0, np.exp(-0.5 * z * z) / (safe * sigma * math.sqrt(2 * math.pi)), 0.0)


def _shifted(hours: Vector, bases: Sequence[float], median: float, sigma: float) -> Vector:
    """Density of a wait on top of a base time that takes one of several values alike."""
    import numpy as np

    shifted = np.subtract.outer(np.asarray(hours), np.asarray(bases))
    density: Vector = _lognormal_pdf(shifted, median, sigma).mean(axis=1)
    return density


def _grid() -> Vector:
    """Hours at which a law is tabulated that has no running time to be dense about."""
    import numpy as np

    return np.concatenate([[0.0], np.geomspace(_FIRST_H, _LAST_H, _STEPS)])


@lru_cache(maxsize=256)
def exponential_law(scale_h: float) -> TimeLaw:
    """Hours between two reports of one thing: near 0."""
    import numpy as np

    hours = _grid()
    return TimeLaw(hours, np.exp(-hours / scale_h) / scale_h, 0.0)


@lru_cache(maxsize=256)
def lognormal_law(median_h: float, sigma: float) -> TimeLaw:
    """Hours spread widely about a median."""

    hours = _grid()
    return TimeLaw(hours, _lognormal_pdf(hours, median_h, sigma), 0.0)


def power_per_h(hours: Vector, scale_h: float) -> Vector:
    """Density of hours, 0 or more, that falls off with their square beyond a scale (Lomax 1954, of shape 1)."""
    return scale_h / (scale_h + hours) ** 2


@lru_cache(maxsize=256)
def power_law(scale_h: float) -> TimeLaw:
    """Hours whose density falls off with their square beyond a scale: half are fewer than that."""

    hours = _grid()
    return TimeLaw(hours, power_per_h(hours, scale_h), 0.0)


@lru_cache(maxsize=256)
def mixed_law(one: TimeLaw, other: TimeLaw, share: float) -> TimeLaw:
    """Hours that follow one law or another, the other with chance ``share``."""
    import numpy as np

    hours = np.union1d(one.hours, other.hours)
    return TimeLaw(hours, (1 - share) * one.pdf(hours) + share * other.pdf(hours), min(one.min_h, other.min_h))
