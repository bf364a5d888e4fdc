"""Arrivals that were announced: "due in Beijing at 16:00" says when, as far as such announcements can be trusted.

Either an announcement holds, which is mostly so, or it does not. If it holds the train comes within an hour or two of
it, whatever it does until then: who announces knows of planned stops. If not, the running times alone say when. The
hard limits hold in both cases, and an announcement that asks for more speed than is usual is trusted less.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from railsight.inference.evidence import at_place, hours
from railsight.inference.towns import HERE_M
from railsight.model import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.ways import Ways
    from railsight.model import Place, Sighting, Spot

# Of the eleven forecasts of benchmarks/published_forecasts.csv nine missed by 0 to 4 hours (1.4 in the mean), two by 12
# and 27: four in five are to be trusted, with an error that falls off within an hour and a half; a guess half as often.
TRUSTED = 0.8
_GUESSED = 0.4
_ERROR_H = 1.4
# A run is as fast as an announcement may ask for if one usual run in so many is faster.
_FAST = 0.1
_WIDEST_H = 72.0
# An interval up to this wide is told as a moment.
_AT_ONCE_H = 1.0


@dataclass(frozen=True, slots=True)
class Announcement:
    """An announced arrival: hours since 1970 and the chance that it is to be trusted (0..1)."""

    lo: float
    hi: float
    trusted: float

    def words(self, goal: Place, *, soonest: float) -> Sentence:
        """What was announced of a goal; ``soonest`` is the earliest hour at which such a train can be there."""
        at_once = self.hi - self.lo <= _AT_ONCE_H
        first, last = ((self.lo + self.hi) / 2,) * 2 if at_once else (self.lo, self.hi)
        when = at_place(goal, first, last, "announced")
        if self.hi < soonest:
            return Sentence("announced there for {when}, sooner than such a train can be there", when=when)
        return Sentence("announced there for {when}", when=when)

    def mixed(self, mass: Any, edges: Any) -> Any:
        """The distribution of an arrival over the cells between ``edges``, given that by the running times alone."""
        import numpy as np

        whole = float(mass.sum())
        if whole <= 0.0:
            return mass
        at_h, widths = (edges[1:] + edges[:-1]) / 2, np.diff(edges)
        off = np.maximum(np.maximum(self.lo - at_h, at_h - self.hi), 0.0)
        held = np.exp(-off / _ERROR_H) / (self.hi - self.lo + 2 * _ERROR_H) * widths
        can = np.minimum(1.0, (np.cumsum(mass) - mass / 2) / whole / _FAST)
        return self.trusted * held * can + (1.0 - self.trusted) * mass

    @property
    def until(self) -> float:
        """Hours since 1970 by which the train has come if the announcement holds."""
        return self.hi + 6 * _ERROR_H


def announced(aims: Sequence[Sighting], goal: Spot, ways: Ways) -> Announcement | None:
    """The arrival announced for a spot; of several the one told last, then the closest. Copies add nothing."""
    found = []
    for s in aims:
        if s.event == "heading" or s.toward is not None or s.interval is None:
            continue
        lo, hi = hours(s.interval.earliest), hours(s.interval.latest)
        if hi - lo > _WIDEST_H:
            continue
        if any(_is_at(c.place, goal, ways) for c in s.candidates):
            told = hours(s.known_at) if s.known_at is not None else float("-inf")
            trusted = _GUESSED if s.status in ("speculated", "conflict") else TRUSTED
            found.append((-told, hi - lo, lo, Announcement(lo, hi, trusted)))
    return min(found, key=lambda x: x[:3])[3] if found else None


def _is_at(place: Place, goal: Spot, ways: Ways) -> bool:
    near = ways.network.spots_near(place, count=1)
    metres = ways.metres(near[0][0], goal) if near else None
    return metres is not None and metres < HERE_M
