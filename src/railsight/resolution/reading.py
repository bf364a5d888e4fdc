"""What reading gives: mentions with roles, sightings, checked claims, and what gave no sighting with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from railsight.model import Claim, Mention, Report, Sighting
from railsight.shown import Shown


@dataclass(frozen=True, slots=True, repr=False)
class Reading(Shown):
    """Everything read from some reports. ``unplaced`` holds the place mentions without a sighting, each with why.

    ``warnings`` are sentences for people: dates assumed, clocks that contradict each other, reports that are copies.
    """

    reports: tuple[Report, ...]
    mentions: tuple[Mention, ...]
    sightings: tuple[Sighting, ...]
    claims: tuple[Claim, ...]
    unplaced: tuple[tuple[Mention, str], ...] = ()
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """How much was read: the values themselves are long."""
        counts = ("reports", "mentions", "sightings", "claims", "unplaced", "warnings")
        return f"<Reading: {', '.join(f'{len(getattr(self, name))} {name}' for name in counts)}>"
