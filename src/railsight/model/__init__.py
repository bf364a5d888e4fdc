"""The frozen values that flow through railsight: Report -> Mention -> Sighting -> Journey, and the world they are in.

Conventions: lon, lat order in degrees WGS84; aware UTC; units in names; None for a missing value and an empty tuple
for no results. Values refuse NaN and nonsense when built. Nothing here computes, reads or draws. Names load on first
use: a distance needs places and rails, and not what a journey is made of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.doors import lazy_door

if TYPE_CHECKING:
    from railsight.model.deferred import Deferred
    from railsight.model.drawing import (
        Feature,
        Layer,
    )
    from railsight.model.journeys import (
        Alternative,
        Destination,
        Hypothesis,
        Journey,
        Passage,
        Position,
        Reach,
        RejectedSighting,
        Revision,
        UsedSighting,
    )
    from railsight.model.places import (
        AREA_KINDS,
        FACILITY_KINDS,
        Candidate,
        Place,
        inside,
    )
    from railsight.model.rail import (
        BorderPassed,
        GaugeBreak,
        LengthKind,
        Line,
        LineRun,
        OperatingPoint,
        Path,
        PathPoint,
        Section,
        Spot,
        Step,
    )
    from railsight.model.reading import (
        EVENTS,
        LANGUAGES,
        STATUSES,
        Case,
        Claim,
        ClaimKind,
        EventKind,
        Mention,
        MentionKind,
        Report,
        Role,
        Sighting,
        Status,
        Verdict,
    )
    from railsight.model.trains import (
        DwellLaw,
        Profile,
        RunningTime,
        SpeedLaw,
    )

_HOMES = {
    "AREA_KINDS": "places",
    "FACILITY_KINDS": "places",
    "Alternative": "journeys",
    "BorderPassed": "rail",
    "Candidate": "places",
    "Case": "reading",
    "Claim": "reading",
    "ClaimKind": "reading",
    "Destination": "journeys",
    "DwellLaw": "trains",
    "EVENTS": "reading",
    "EventKind": "reading",
    "Feature": "drawing",
    "GaugeBreak": "rail",
    "Hypothesis": "journeys",
    "Journey": "journeys",
    "LANGUAGES": "reading",
    "Layer": "drawing",
    "LengthKind": "rail",
    "Line": "rail",
    "LineRun": "rail",
    "Mention": "reading",
    "MentionKind": "reading",
    "OperatingPoint": "rail",
    "Passage": "journeys",
    "Path": "rail",
    "Deferred": "deferred",
    "PathPoint": "rail",
    "Place": "places",
    "Position": "journeys",
    "Profile": "trains",
    "Reach": "journeys",
    "RejectedSighting": "journeys",
    "Report": "reading",
    "Revision": "journeys",
    "Role": "reading",
    "RunningTime": "trains",
    "STATUSES": "reading",
    "Section": "rail",
    "Sighting": "reading",
    "SpeedLaw": "trains",
    "Spot": "rail",
    "Status": "reading",
    "Step": "rail",
    "UsedSighting": "journeys",
    "Verdict": "reading",
    "inside": "places",
}
__all__ = [
    "AREA_KINDS",
    "EVENTS",
    "FACILITY_KINDS",
    "LANGUAGES",
    "STATUSES",
    "Alternative",
    "BorderPassed",
    "Candidate",
    "Case",
    "Claim",
    "ClaimKind",
    "Deferred",
    "Destination",
    "DwellLaw",
    "EventKind",
    "Feature",
    "GaugeBreak",
    "Hypothesis",
    "Journey",
    "Layer",
    "LengthKind",
    "Line",
    "LineRun",
    "Mention",
    "MentionKind",
    "OperatingPoint",
    "Passage",
    "Path",
    "PathPoint",
    "Place",
    "Position",
    "Profile",
    "Reach",
    "RejectedSighting",
    "Report",
    "Revision",
    "Role",
    "RunningTime",
    "Section",
    "Sighting",
    "SpeedLaw",
    "Spot",
    "Status",
    "Step",
    "UsedSighting",
    "Verdict",
    "inside",
]

__getattr__, __dir__ = lazy_door(__name__, _HOMES, __all__)
