"""Kinds of train: how fast, how long they wait, what they may run on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SpeedLaw:
    """How fast a profile runs in a country: median moving speed incl. technical stops, and the spread of its log."""

    median_kmh: float
    sigma_log: float
    source: str = ""


@dataclass(frozen=True, slots=True)
class DwellLaw:
    """A lognormal dwell: median hours and the spread of its log; ``share`` is how often it happens at all."""

    median_h: float
    sigma_log: float
    share: float = 1.0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """What sort of train it is. ``speeds`` maps a country code, or ``"*"``, to its law; ``max_kmh`` is a hard limit.

    ``gauges_mm`` and ``countries`` empty mean any. ``dwells`` maps ``border``, ``gauge``, ``halt`` (a planned wait on
    the way) to their laws.
    """

    name: str
    title: str
    max_kmh: float
    speeds: Mapping[str, SpeedLaw] = field(hash=False)
    dwells: Mapping[str, DwellLaw] = field(hash=False)
    gauges_mm: tuple[int, ...] = ()
    countries: tuple[str, ...] = ()
    break_of_gauge: bool = True
    electrified_only: bool = False
    source: str = ""

    def __post_init__(self) -> None:
        if not 0 < self.max_kmh < 1000:
            raise ValueError(f"max_kmh is {self.max_kmh}: a train's top speed is above 0 and below 1000 km/h")

    def speed(self, country: str | None) -> SpeedLaw:
        """The law for a country, else the general one."""
        return self.speeds.get(country or "*", self.speeds["*"])


@dataclass(frozen=True, slots=True)
class RunningTime:
    """Hours: a central 80 % interval around the likely value, dwell at borders and gauge changes included."""

    earliest_h: float
    likely_h: float
    latest_h: float
