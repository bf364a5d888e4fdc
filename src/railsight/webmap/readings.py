"""The page of a reading: what was seen where, as points that no way joins, and the claims beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from railsight.model import (
    Case,
    Claim,
    Journey,
    Profile,
    RejectedSighting,
    Report,
    Sighting,
    SpeedLaw,
    Spot,
    UsedSighting,
)
from railsight.webmap.content import Options, journey_page

_NO_TRAIN = Profile("none", "none", 1.0, {"*": SpeedLaw(1.0, 1.0)}, {})  # nothing is inferred
_AHEAD = ("heading", "due", "absent")
_GUESSES = ("expected", "speculated")


class WholeReading(Protocol):
    """What a page of ``resolution.Reading`` needs of it."""

    @property
    def reports(self) -> Sequence[Report]: ...

    @property
    def sightings(self) -> Sequence[Sighting]: ...

    @property
    def claims(self) -> Sequence[Claim]: ...


def reading_page(reading: WholeReading, options: Options, case: Case | None = None) -> dict[str, object]:
    """The page of a reading. Every sighting stands at its likeliest place; none is judged by the others."""
    page = journey_page(sighted(reading), reading, case, options)
    for stop in page["stops"]:  # type: ignore[attr-defined]
        for judged in ("belief", "reason"):
            stop.pop(judged, None)
    return page


def sighted(reading: WholeReading) -> Journey:
    """The sightings of a reading as a journey that rests on nothing: without a way, times or destinations."""
    ours = sorted((s for s in reading.sightings if s.subject == "train"), key=_when)
    seen = [s for s in ours if not _ahead(s)]
    return Journey(
        case="",
        profile=_NO_TRAIN,
        path=None,
        passages=(),
        used=tuple(UsedSighting(s, Spot(0, 0.0, s.place.lon, s.place.lat), 1.0) for s in seen),
        rejected=tuple(RejectedSighting(s, "") for s in ours if _ahead(s)),
        alternatives=(),
        destinations=(),
        others=tuple(s for s in reading.sightings if s.subject != "train"),
        title=next((r.title for r in reading.reports if r.title), ""),
    )


def _ahead(sighting: Sighting) -> bool:
    """Whether a sighting says where the train is going, or is not, and not where it was."""
    return sighting.event in _AHEAD or sighting.status in _GUESSES


def _when(sighting: Sighting) -> tuple[bool, float]:
    span = sighting.interval
    return span is None, span.middle.timestamp() if span else 0.0
