"""How long a train takes: the law of the elapsed time of a leg, running and standing together.

Hours throughout. Running time is lognormal about the median of the profile, country by country. Standing comes on top,
as a mixture: none, planned waits (the more running, the likelier), a stay at a goal. Waits are lognormal with a wide
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
# Tables end at ``_LAST_H``. A law without running time has ``_STEPS`` hours from ``_FIRST_H`` on, ever wider apart.
_FIRST_H, _LAST_H, _STEPS = 0.01, 5000.0, 300
# The hard limit of a table is rounded to three digits, which is half a percent off at most. It is lowered by that much
# before, so that it is never above the exact limit.
_UNDER = 0.995
# No time above the hard limit is impossible: the least density per hour, and how it falls off (e-fold in hours).
_FLOOR_PER_H, _FLOOR_H = 1e-9, 500.0
# Minor stops, the rounding of printed times, and places that are not points: a spread in hours (standard deviation)
# that even the shortest leg has. News rounds to the quarter or half hour, and 10 km are 12 minutes.
_ROUNDING_H = 0.2
_SHARP = 1e-6  # the least spread of a law, where it has none
# Hours of running after which a planned halt is almost as likely as it ever gets. On runs of more than a day as many
# again are expected every ``_HALT_EVERY_H``. The law holds at most ``_HALTS`` of them.
_HALT_SCALE_H = 8.0
_HALT_EVERY_H = 48.0
_HALTS = 3
# Hours of running: on a leg well beyond this a stay at a goal that nobody reported is as likely as one at a reported
# arrival. Of the legs studied none under 40 hours of running had one, two of the four beyond had.
_UNSEEN_SCALE_H = 60.0


@dataclass(frozen=True, slots=True)
class Leg:
    """The route between two spots as far as it decides the time: metres, median running hours, spread, and borders.

    ``run_sigma`` is the spread of the logarithm of the running time; ``borders`` and ``gauge_breaks`` are counts;
    ``loose_h`` is the standard deviation in hours that comes from not knowing the exact spots at its ends; ``shortest``
    is set if this is the shortest route, taken because the likely one would have been too long for the time.
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
    """The waits that may happen at the ends of a leg.

    ``stops`` and ``formalities`` count short halts and those at borders, ``stay`` is the chance of a stay at a goal,
    ``part`` that of being in the midst of one: then what is left of it is stood, or what is gone, and its end, or its
    beginning, is as likely at any time.
    """

    stops: int = 0
    stay: float = 0.0
    formalities: int = 0
    part: float = 0.0

    def joined(self, other: Standing) -> Standing:
        """The waits of both ends of a leg together."""
        return Standing(
            self.stops + other.stops,
            max(self.stay, other.stay),
            self.formalities + other.formalities,
            max(self.part, other.part),
        )


class TimeLaw:
    """Distribution of an elapsed time in hours: density, distribution function and quantiles, from a table.

    ``min_h`` is the hard limit: fewer hours have no probability.
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
        """Probability of at most ``hours``."""
        import numpy as np

        found: Vector = np.interp(hours, self.hours, self.cdf_at, left=0.0, right=1.0)
        return found

    def quantile(self, share: float) -> float:
        """The hours that are not exceeded with probability ``share``."""
        import numpy as np

        return float(np.interp(share, self.cdf_at, self.hours))


def leg_law(leg: Leg, profile: Profile, standing: Standing | None = None) -> TimeLaw:
    """The law of the elapsed time over a leg, with the waits at its ends."""
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
    """The number of planned waits to expect on ``run_h`` of running: ``share`` on a run of a day, then slowly more."""
    return law.share * ((1.0 - math.exp(-run_h / _HALT_SCALE_H)) + max(0.0, run_h - 24.0) / _HALT_EVERY_H)


def _rounded(hours: float) -> float:
    """Rounded to three significant digits, so that legs that hardly differ share one table."""
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
    if standing.part:
        rest = sum(_exponential_pdf(hours - base, mean_h(laws["stay"])) for base in bases) / len(bases)
        density = (1 - standing.part) * density + standing.part * rest
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
    """The hours at which a law is tabulated: close together about the running time, ever wider apart in the tail."""
    import numpy as np

    top = max(median * math.exp(4 * spread), min_h + 0.5)
    low = max(min_h, median * math.exp(-5 * spread))
    near = np.linspace(low, top, 140)
    far = top + np.geomspace((near[1] - near[0]), max(_LAST_H - top, 2 * top), 100)
    return np.concatenate([near if low == min_h else np.concatenate([[min_h], near]), far])


def _lognormal_pdf(hours: Vector, median: float, sigma: float) -> Vector:
    import numpy as np

    sigma = max(sigma, 1e-3)  # a wait without any spread would divide by zero
    safe = np.maximum(hours, 1e-12)
    z = (np.log(safe) - math.log(median)) / sigma
    return np.where(hours > 0, np.exp(-0.5 * z * z) / (safe * sigma * math.sqrt(2 * math.pi)), 0.0)


def _shifted(hours: Vector, bases: Sequence[float], median: float, sigma: float) -> Vector:
    """Density of a base time plus a wait; the base time takes each of ``bases`` with the same probability."""
    import numpy as np

    shifted = np.subtract.outer(np.asarray(hours), np.asarray(bases))
    density: Vector = _lognormal_pdf(shifted, median, sigma).mean(axis=1)
    return density


def _exponential_pdf(hours: Vector, scale_h: float) -> Vector:
    import numpy as np

    return np.where(hours >= 0.0, np.exp(-np.maximum(hours, 0.0) / scale_h) / scale_h, 0.0)


def mean_h(law: DwellLaw) -> float:
    """The mean hours of a wait that happens."""
    return _lognormal_moments(law.median_h, law.sigma_log)[0]


def lasts(law: DwellLaw, stood_h: float) -> float:
    """The chance (0..1) that a wait which happens lasts longer than so many hours."""
    spreads = math.log(stood_h / law.median_h) / max(law.sigma_log, _SHARP) if stood_h > 0.0 else -math.inf
    return 0.5 * math.erfc(spreads / math.sqrt(2.0))


def _grid() -> Vector:
    """The hours at which a law without running time is tabulated."""
    import numpy as np

    return np.concatenate([[0.0], np.geomspace(_FIRST_H, _LAST_H, _STEPS)])


@lru_cache(maxsize=256)
def exponential_law(scale_h: float) -> TimeLaw:
    """The law of hours that are as likely to be over at any time: those between two reports of one event, mostly near
    0, or between two moments of one stay."""
    hours = _grid()
    return TimeLaw(hours, _exponential_pdf(hours, scale_h), 0.0)


@lru_cache(maxsize=256)
def lognormal_law(median_h: float, sigma: float) -> TimeLaw:
    """The law of hours that spread widely about a median."""

    hours = _grid()
    return TimeLaw(hours, _lognormal_pdf(hours, median_h, sigma), 0.0)


def power_per_h(hours: Vector, scale_h: float) -> Vector:
    """Density at ``hours`` (0 or more) that falls off with their square beyond ``scale_h`` (Lomax 1954, shape 1)."""
    return scale_h / (scale_h + hours) ** 2


@lru_cache(maxsize=256)
def power_law(scale_h: float) -> TimeLaw:
    """The law of hours whose density falls off with their square beyond ``scale_h``, which is their median."""

    hours = _grid()
    return TimeLaw(hours, power_per_h(hours, scale_h), 0.0)


@lru_cache(maxsize=256)
def mixed_law(one: TimeLaw, other: TimeLaw, share: float) -> TimeLaw:
    """The law of hours that follow ``other`` with probability ``share``, else ``one``."""
    import numpy as np

    hours = np.union1d(one.hours, other.hours)
    return TimeLaw(hours, (1 - share) * one.pdf(hours) + share * other.pdf(hours), min(one.min_h, other.min_h))
