"""Kinds of train: how fast, how long they wait, what they may run on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from railsight.errors import UsageError
from railsight.model.checks import check_above, check_length, check_share

BRANCH = " branch"  # ends the key of a law for branch lines
# A train said to be faster than its kind by some factor usually runs faster by that factor, give or take a third of it
# (of its logarithm): long-distance trains make 0.4 to 0.5 of their top speed with their stops, the fastest 0.6 to 0.8.
# A judgement.
_FASTER_SPREAD = 1 / 3
# A train held below its usual top speed still stops, starts and slows down: it makes no more of the lower one than the
# fastest trains make of theirs, with their stops, or than it makes of its own. A judgement.
_MOST_OF_TOP = 0.8


@dataclass(frozen=True, slots=True)
class SpeedLaw:
    """How fast a profile runs in a country: median moving speed incl. technical stops, and the spread of its log."""

    median_kmh: float
    sigma_log: float
    source: str = ""

    def __post_init__(self) -> None:
        check_above("median_kmh", self.median_kmh)
        check_length("sigma_log", self.sigma_log)


@dataclass(frozen=True, slots=True)
class DwellLaw:
    """A lognormal dwell: median hours and the spread of its log; ``share`` is how often it happens at all."""

    median_h: float
    sigma_log: float
    share: float = 1.0
    source: str = ""

    def __post_init__(self) -> None:
        check_above("median_h", self.median_h)
        check_length("sigma_log", self.sigma_log)
        check_share("share", self.share)


# Where a profile has no law of its own for a kind of wait: those of the armoured train, with their sources, in
# data/profiles.csv.
DEFAULT_DWELLS: Mapping[str, DwellLaw] = {
    "border": DwellLaw(1.0, 0.6, 1.0),
    "gauge": DwellLaw(3.0, 0.5, 1.0),
    "halt": DwellLaw(8.0, 0.8, 0.1),
    "stop": DwellLaw(0.7, 0.8, 1.0),
    "stay": DwellLaw(24.0, 0.9, 0.3),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """What sort of train it is. ``speeds`` maps a country code, or ``"*"``, to its law; ``max_kmh`` is a hard limit.

    ``"RU branch"`` or ``"* branch"`` is the law on branch lines, where a network tells them; without one it runs there
    as elsewhere.
    ``gauges_mm`` and ``countries`` empty mean any. ``dwells`` maps ``border``, ``gauge``, ``halt`` (a planned wait on
    the way), ``stop`` (a short one at a station) and ``stay`` (at a goal) to their laws; a kind that is left out has
    that of ``DEFAULT_DWELLS``. A train that does not wait there at all has a law with ``share`` 0.
    ``for_morning`` is the share (0..1) of arrivals at goals that go by the custom of state visits: who would come in
    the evening or at night is often kept for the next morning. Other trains come when they come.
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
    for_morning: float = 0.0

    def __post_init__(self) -> None:
        check_above("max_kmh", self.max_kmh)
        check_share("for_morning", self.for_morning)
        if self.max_kmh >= 1000:
            raise UsageError(f"max_kmh is {self.max_kmh}: a train's top speed is above 0 and below 1000 km/h")
        if "*" not in self.speeds:
            raise UsageError(
                f"profile {self.name!r} has no speed for '*', which is for every country without one of its own",
                hint="give speeds={'*': SpeedLaw(50.0, 0.2)}, and those of single countries beside it",
            )

    @property
    def knows_branches(self) -> bool:
        """Whether it runs at other speeds on branch lines."""
        return any(key.endswith(BRANCH) for key in self.speeds)

    def dwell(self, kind: str) -> DwellLaw:
        """The law of a kind of wait, else the general one: the same for every question of time."""
        return self.dwells.get(kind) or DEFAULT_DWELLS[kind]

    def speed(self, country: str | None, *, branch: bool = False) -> SpeedLaw:
        """The law for a country, or for its branch lines, else the general one; its median at most ``max_kmh``."""
        own = country or "*"
        keys = (own + BRANCH, *(() if own in self.speeds else ("*" + BRANCH,)), own) if branch else (own,)
        law = next((self.speeds[key] for key in keys if key in self.speeds), self.speeds["*"])
        return law if law.median_kmh <= self.max_kmh else replace(law, median_kmh=self.max_kmh)

    def with_top_speed(self, max_kmh: float) -> Profile:
        """The same train with another top speed: a higher one makes it as much faster as usual too; under a lower one
        its usual speeds are at most four fifths of it, or the share that they are of its own."""
        factor = max_kmh / self.max_kmh
        if factor <= 1.0:
            most = _MOST_OF_TOP * max_kmh
            slower = {
                key: replace(law, median_kmh=min(law.median_kmh, max(most, law.median_kmh * factor)))
                for key, law in self.speeds.items()
            }
            return replace(self, max_kmh=max_kmh, speeds=slower)
        spread = _FASTER_SPREAD * math.log(factor)
        speeds = {
            key: replace(law, median_kmh=law.median_kmh * factor, sigma_log=math.hypot(law.sigma_log, spread))
            for key, law in self.speeds.items()
        }
        return replace(self, max_kmh=max_kmh, speeds=speeds)


@dataclass(frozen=True, slots=True)
class RunningTime:
    """Hours: a central 80 % interval around the likely value, dwell at borders and gauge changes included."""

    earliest_h: float
    likely_h: float
    latest_h: float

    def __post_init__(self) -> None:
        for name in ("earliest_h", "likely_h", "latest_h"):
            check_length(name, getattr(self, name))

    @property
    def step_min(self) -> int:
        """How finely it is told, in minutes, no finer than is known: hours from ten on, 5 minutes from one hour on."""
        return 60 if self.latest_h > 10 else 5 if self.latest_h > 1 else 1

    @property
    def in_days(self) -> bool:
        """Whether it is told in days and hours."""
        return self.latest_h > 48

    def rounded_min(self) -> tuple[int, int, int]:
        """Likely, earliest and latest in minutes as they are told everywhere, the window rounded outward."""
        per_h = 60 / self.step_min
        steps = round(self.likely_h * per_h), math.floor(self.earliest_h * per_h), math.ceil(self.latest_h * per_h)
        likely, earliest, latest = (count * self.step_min for count in steps)
        return likely, earliest, latest

    def in_words(self) -> tuple[str, str, str]:
        """The same in words, such as ``8 d 22 h``, ``16 h`` and ``3 h 25 min``."""
        likely, earliest, latest = map(self._told, self.rounded_min())
        return likely, earliest, latest

    def _told(self, minutes: int) -> str:
        if self.in_days:
            return f"{minutes // 1440} d {minutes % 1440 // 60} h"
        if self.step_min == 60:
            return f"{minutes // 60} h"
        return f"{minutes // 60} h {minutes % 60:02d} min" if minutes >= 60 else f"{minutes} min"
