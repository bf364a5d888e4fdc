"""What reading gives: mentions with roles, sightings, checked claims, and what gave no sighting with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from os import PathLike
from typing import Any

from railsight.model import Claim, Mention, Report, Sighting
from railsight.shown import Shown


@dataclass(frozen=True, slots=True, repr=False)
class Reading(Shown):
    """Everything read from some reports. ``unplaced`` holds the place mentions without a sighting, each with why.

    ``warnings`` are sentences for people: dates assumed, clocks that contradict each other, reports that are copies.
    ``withdrawn`` are sightings that a later report withdrew or corrected: they were known until their ``withdrawn_at``.
    ``retold`` are sightings as they stood before other reports changed how they are told: until their ``stands_until``.
    ``corrections`` are the ids of the reports that correct others, with the moment when each became known.
    """

    reports: tuple[Report, ...]
    mentions: tuple[Mention, ...]
    sightings: tuple[Sighting, ...]
    claims: tuple[Claim, ...]
    unplaced: tuple[tuple[Mention, str], ...] = ()
    warnings: tuple[str, ...] = ()
    withdrawn: tuple[Sighting, ...] = ()
    corrections: Mapping[str, datetime] = field(default_factory=dict, hash=False)
    retold: tuple[Sighting, ...] = ()

    @property
    def told(self) -> tuple[Sighting, ...]:
        """All sightings, those withdrawn and those told otherwise since included."""
        return (*self.sightings, *self.withdrawn, *self.retold)

    def __repr__(self) -> str:
        """How much was read: the values themselves are long."""
        fields = ("reports", "mentions", "sightings", "claims", "unplaced", "warnings")
        counts = ((len(getattr(self, name)), name) for name in fields)
        told = ", ".join(f"{n} {name.removesuffix('s') if n == 1 else name}" for n, name in counts)
        return f"<Reading: {told}>"

    def save(self, path: str | PathLike[str], *, network: Any = None, force: bool = False) -> None:
        """Write it to a file, whole or not at all, in the form that the ending names.

        .yaml is a case to check and mend: every sighting with the words it was read from, and what was left unread.
        .json is what ``read --json`` prints. ``track`` and ``map`` take both. ``network`` (a network or its file) is
        the one it was read on, if not the bundled one. UsageError for another ending, OutputExistsError when the file
        is there and ``force`` is False.
        """
        import_module("railsight.api.views").save_reading(self, path, network=network, force=force)
