"""What a search keeps small: the length of a way, and what counts as so much more.

Three policies, and why they differ. The *metric* is length alone: hard limits, what no train can beat. A way that is
*routed* for a train has as few breaks of gauge as can be, whatever its length, since whoever asks for a way by rail
means one train; a border costs nothing, which way to take is up to the asker. The way that is *likely* for a train in
the news pays for a border as much as for a break of gauge: transit through a third country needs leave of its own, but
some trains do change bogies. So from Sonbong to Maryevka the way routed stays on 1520 mm, 5,265 km through Russia, and
a journey takes the 4,140 km through China with two borders and one break.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from railsight.model import Path

# An estimate: a branch must be a tenth shorter. The shortest way by the Baikal-Amur Mainline is 2 % shorter than the
# main line, and is not taken; single track with passing places costs rather more than a tenth of the time.
BRANCH_COST = 1.1
REVERSAL_CM = 500_000  # changing ends costs about as much time as 5 km: an estimate, ten minutes at 30 km/h
REVERSAL_H = 1 / 6
BREAK_CM = 2**42  # more than any way is long: 44 million km
# At a place the way was asked to go through the train stops anyway: of as many breaks those there are preferred.
AT_STOP_CM = BREAK_CM - 2**35  # 2**35 is longer than any way too: 344,000 km
# A border, and a break of gauge, keep a train to the longer way within one country: 300 km each. Transit through a
# third country needs leave of its own; in none of the journeys studied was it taken to save distance.
BORDER_FEE_CM = 30_000_000


@dataclass(frozen=True, slots=True)
class Costs:
    """Factors of the lengths of some sections (or runs), never below 1, and fees in centimetres."""

    factors: Mapping[int, float] = field(default_factory=dict)
    border_cm: int = 0
    break_cm: int = 0
    reversal_cm: int = 0

    def __post_init__(self) -> None:
        if min(self.factors.values(), default=1.0) < 1.0:
            raise ValueError("a factor below 1: searches take the length of a section for the least that it costs")

    @classmethod
    def metric(cls) -> Costs:
        """Length alone."""
        return cls()

    @classmethod
    def routed(cls, factors: Mapping[int, float] | None = None, *, gauge_counts: bool = True) -> Costs:
        """The fewest breaks of gauge, where they count; then the length, changes of ends counted."""
        return cls(factors or {}, break_cm=BREAK_CM if gauge_counts else 0, reversal_cm=REVERSAL_CM)

    @classmethod
    def likely(cls, factors: Mapping[int, float] | None = None) -> Costs:
        """The length, with a fee for every border and break of gauge, changes of ends counted."""
        return cls(factors or {}, BORDER_FEE_CM, BORDER_FEE_CM, REVERSAL_CM)

    def of(self, section: int, cm: int) -> int:
        """The cost of so much of a section."""
        return round(cm * self.factors.get(section, 1.0))

    def cost_km(self, path: Path) -> float:
        """The cost of a path, changes of ends apart, in kilometres."""
        run_m = sum(step.length_m * self.factors.get(step.section, 1.0) for step in path.steps)
        fees_cm = self.border_cm * len(path.borders) + self.break_cm * len(path.gauge_breaks)
        return run_m / 1000.0 + fees_cm / 1e5
