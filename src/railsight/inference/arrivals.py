"""When a train will be at a spot ahead of its last sighting: by the laws of the routes there and what was announced."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from railsight.inference.daytimes import Custom, custom_of, mass_by_day, until_kept
from railsight.inference.timing import HIGH, LOW, MIDDLE
from railsight.inference.transition import way_law

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.announced import Announcement
    from railsight.inference.laws import TimeLaw, Vector
    from railsight.inference.timing import Chain, Spread
    from railsight.model import Spot

_HORIZON_H = 24.0 * 21
# An arrival is looked for up to this quantile of the running-time law.
_SURELY = 0.999
# Where the laws leave no time for an arrival it is put soon after the earliest possible: e-fold in hours.
_SOON_H = 6.0
# Behind the last of the times looked at, until the end of the morning that late arrivals are kept for: hours a cell.
_MORNING_CELL_H = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Arrival:
    """The hours (since 1970) of an arrival: cells between ``edges``, and the ``mass`` of each, 0 or more."""

    edges: Vector
    mass: Vector

    @property
    def spread(self) -> Spread:
        """Earliest, likely, latest (80 %)."""
        import numpy as np

        share = np.concatenate([[0.0], np.cumsum(self.mass)]) / float(self.mass.sum())
        low, middle, high = np.interp((LOW, MIDDLE, HIGH), share + 1e-12 * np.arange(len(share)), self.edges)
        return float(low), float(middle), float(high)

    def within(self, lo: float, hi: float, *, least: float) -> Arrival | None:
        """The arrival, given that it is between two moments; None where that is less likely than ``least`` (0..1)."""
        import numpy as np

        first, last = self.edges[0], self.edges[-1]
        if lo <= first and last <= hi:
            return self
        inner = self.edges[(self.edges > lo) & (self.edges < hi)]
        edges = np.unique(np.concatenate([np.clip([lo, hi], first, last), inner]))
        so_far = np.concatenate([[0.0], np.cumsum(self.mass)]) / float(self.mass.sum())
        mass = np.diff(np.interp(edges, self.edges, so_far))
        return Arrival(edges, mass) if float(mass.sum()) >= least else None


def arrival(
    chain: Chain,
    goal: Spot,
    not_before: float | None = None,
    *,
    event: str = "arrived",
    spots: Sequence[tuple[Spot, float]] = (),
    aim: bool = False,
    said: Announcement | None = None,
) -> Arrival:
    """When the train would be at a spot after the last node.

    ``spots`` with shares are given for a place with more than one spot. Arrivals at a goal (``aim``) are kept for the
    morning as is the custom of the train. ``said`` is an arrival that was announced.
    """
    here = chain.nodes[-1]
    laws: list[tuple[float, TimeLaw]] = []
    least = []
    for start, share in here.spots or ((here.spot, 1.0),):
        for end, other in spots or ((goal, 1.0),):
            found = way_law(here.observation, start, event, end, chain.ways, stays=(chain.stays[-1], None))
            if found is not None:
                laws.append((share * other, found[1]))
                least.append(found[0].length_m)
    lo = chain.bounds.earliest[-1] + min(least, default=0.0) / 1000.0 / chain.profile.max_kmh
    if not_before is not None:
        lo = max(lo, not_before)
    hi = max(chain.bounds.latest[-1], lo) + max(law.quantile(_SURELY) for _, law in laws)
    hi = max(hi, said.until) if said is not None else hi
    custom = Custom(comes=chain.profile.for_morning) if aim else custom_of(event, goal, chain.ways)
    return _by_the_hour(chain, laws, lo, min(hi, lo + _HORIZON_H), goal, custom, said)


def _by_the_hour(
    chain: Chain,
    laws: Sequence[tuple[float, TimeLaw]],
    lo: float,
    hi: float,
    goal: Spot,
    custom: Custom,
    said: Announcement | None,
) -> Arrival:
    """An arrival, or departure, over the times of the last node and the laws of the routes on."""
    import numpy as np

    slow = max(law.quantile(0.9) for _, law in laws)
    near = lo + max(3.0 * slow, chain.cells[-1].hi - chain.cells[-1].lo + 2.0 * slow)
    edges = np.unique(np.concatenate([np.linspace(lo, min(near, hi), 400), np.linspace(min(near, hi), hi, 150)]))
    if custom.comes and (kept_h := until_kept(hi, goal)) > hi:
        edges = np.concatenate([edges, np.linspace(hi, kept_h, math.ceil((kept_h - hi) / _MORNING_CELL_H) + 1)[1:]])
    at = chain.cells[-1].middles
    gaps = edges[None, :] - at[:, None]
    total = sum(share * (chain.forward[-1] @ law.cdf(gaps)) for share, law in laws)
    mass = mass_by_day(np.diff(total), edges, goal, custom)
    if said is not None:
        mass = said.mixed(mass, edges)
    if float(mass.sum()) <= 0:
        mass = np.exp(-(edges[1:] - lo) / _SOON_H) * np.diff(edges)
    return Arrival(edges, mass)
