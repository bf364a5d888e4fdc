"""Arrivals that were announced: "due in Beijing at 16:00" says when, as far as such announcements can be trusted.

An announcement is weighed as an observation of the arrival: mostly right within an hour or two, sometimes a day or more
off. It shifts the window of an arrival and never breaks the hard limits; the running times have their say beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from railsight.inference.evidence import hours, moment
from railsight.inference.goals import HERE_M

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.ways import Ways
    from railsight.model import Sighting, Spot

# Of the eleven forecasts of benchmarks/published_forecasts.csv nine missed by 0 to 4 hours (1.4 in the mean), two by 12
# and 27: four in five are to be trusted, with an error that falls off within an hour and a half; a guess half as often.
_TRUSTED = 0.8
_GUESSED = 0.4
_ERROR_H = 1.4
# An announcement that is not to be trusted lies anywhere within two days.
_ASTRAY_H = 48.0
_WIDEST_H = 72.0
# An interval up to this wide is told as a moment.
_AT_ONCE_H = 1.0


@dataclass(frozen=True, slots=True)
class Announcement:
    """An announced arrival: hours since 1970 and the chance that it is to be trusted (0..1)."""

    lo: float
    hi: float
    trusted: float

    @property
    def words(self) -> str:
        """What was announced, in words."""
        first, last = moment(self.lo), moment(self.hi)
        if self.hi - self.lo <= _AT_ONCE_H:
            return f"announced there for {moment((self.lo + self.hi) / 2):%Y-%m-%d %H:%M} UTC"
        return f"announced there for {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC"

    def weight(self, at_h: Any) -> Any:
        """How well arrivals at these moments go with it: a density per hour of what was announced."""
        import numpy as np

        off = np.maximum(np.maximum(self.lo - at_h, at_h - self.hi), 0.0)
        told = np.exp(-off / _ERROR_H) / (self.hi - self.lo + 2 * _ERROR_H)
        return self.trusted * told + (1.0 - self.trusted) / _ASTRAY_H


def announced(aims: Sequence[Sighting], goal: Spot, ways: Ways) -> Announcement | None:
    """The arrival announced for a spot; of several the one told last, then the closest. Copies add nothing."""
    found = []
    for s in aims:
        if s.event == "heading" or s.toward is not None or s.interval is None:
            continue
        lo, hi = hours(s.interval.earliest), hours(s.interval.latest)
        if hi - lo > _WIDEST_H:
            continue
        near = ways.network.spots_near(s.place, count=1)
        metres = ways.metres(near[0][0], goal) if near else None
        if metres is not None and metres < HERE_M:
            told = hours(s.known_at) if s.known_at is not None else float("-inf")
            trusted = _GUESSED if s.status in ("speculated", "conflict") else _TRUSTED
            found.append((-told, hi - lo, lo, Announcement(lo, hi, trusted)))
    return min(found, key=lambda x: x[:3])[3] if found else None
