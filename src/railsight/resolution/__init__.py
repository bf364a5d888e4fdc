"""Resolution: the mentions of reports to places, sightings and checked claims.

The default resolver is made of rules and simple votes; another is given to ``resolve`` or a verb. ``resolver(name)``
makes one that an installed package offers by the entry point group ``railsight.resolvers``. This module never sees the
rail network: a ``rail_km`` function is given to it.

``rules`` leads a report from text to sightings by way of the packages: ``sentences`` (or ``foreign``) and ``phrases``
say what is told of each place, ``places`` which place it is, ``refusals`` why it is no sighting, ``times`` when it was,
``tellers`` who says so from where; ``models`` are asked where no rule reads; ``reports`` puts several together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from railsight.resolution.reading import Reading
from railsight.resolution.rules import RuleResolver, read_reports

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from railsight.gazetteer import Gazetteer
    from railsight.mentions import Recogniser
    from railsight.model import Mention, Place, Report

__all__ = ["ENTRY_POINTS", "Reading", "Resolver", "RuleResolver", "resolve", "resolver"]

ENTRY_POINTS = "railsight.resolvers"


class Resolver(Protocol):
    """Says which places the mentions of one report mean."""

    def place(self, report: Report, mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Mention, ...]:
        """The same mentions, those of kind place with ``candidates``, ``place`` and ``score`` filled in."""
        ...


def resolve(
    reports: Sequence[Report],
    gazetteer: Gazetteer,
    *,
    rail_km: Callable[[Place, Place], float | None] | None = None,
    running_h: Callable[[Place, Place], tuple[float, float, float] | None] | None = None,
    home: str | None = None,
    recogniser: Recogniser | None = None,
    resolver: Resolver | None = None,
    now: datetime | None = None,
) -> Reading:
    """Read reports of one journey: mentions with roles, sightings, claims.

    ``rail_km`` gives the rail distance of two places, or None, for checking claims; ``running_h``
    gives the hours (earliest, likely, latest) of the run between two places, or None. ``home`` is the ISO code of the
    publisher's country, a faint vote. ``now`` stands in for today when a report's date cannot be known. The order of
    the reports does not matter; a copy of a report adds no sighting. A short report that names no train, nor another
    vehicle, is taken to be of the train that others published within 14 days of it name.
    """
    return read_reports(
        reports,
        gazetteer,
        rail_km=rail_km,
        running_h=running_h,
        home=home,
        recogniser=recogniser,
        resolver=resolver,
        now=now,
    )


def resolver(name: str) -> Resolver:
    """The resolver an installed package offers under a name. Raises UsageError when nothing offers it."""
    if name == "rules":
        return RuleResolver()
    from importlib.metadata import entry_points

    from railsight.errors import UsageError

    offered = entry_points(group=ENTRY_POINTS)
    for point in offered:
        if point.name == name:
            made: Resolver = point.load()()
            return made
    known = ", ".join(sorted({"rules", *(p.name for p in offered)}))
    raise UsageError(f"no resolver named {name!r}", hint=f"installed: {known}")
