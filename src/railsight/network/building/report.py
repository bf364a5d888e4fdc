"""What a build did: kept, left out, doubtful."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class BuildStep:
    """How far a build is. ``done_bytes`` of ``total_bytes`` are read at the rate ``bytes_per_s``."""

    stage: str
    done_bytes: int
    total_bytes: int
    bytes_per_s: float


Progress = Callable[[BuildStep], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The outcome of a build.

    ``left_out_km`` maps a reason (``tram``, ``disused``, ``yard``, ...) to kilometres. ``partial`` is true when a part
    of the input could not be used; ``problems`` then says which, and ``warnings`` what else a user should know.
    ``off_network`` names stations with no track within reach. ``mended`` lists every join made or cut by the build.
    """

    out: str
    points: int
    sections: int
    lines: int
    kept_km: float
    left_out_km: Mapping[str, float] = field(default_factory=dict, hash=False)
    gauge_km: Mapping[str, float] = field(default_factory=dict, hash=False)
    stations: int = 0
    partial: bool = False
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    off_network: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    size_bytes: int = 0
    seconds: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)


def report_from(plain: Mapping[str, Any]) -> BuildReport:
    """The report that ``to_dict`` made plain."""
    lists = ("problems", "warnings", "off_network", "mended")
    values: dict[str, Any] = {k: tuple(v) if k in lists else v for k, v in plain.items()}
    return BuildReport(**values)
