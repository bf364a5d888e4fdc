"""A small path and journey made by hand: four stations of the line from Khasan, with awkward names on purpose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from railsight.model import (
    Alternative,
    BorderPassed,
    Candidate,
    Destination,
    DwellLaw,
    GaugeBreak,
    Journey,
    LineRun,
    Passage,
    Path,
    PathPoint,
    Place,
    Position,
    Profile,
    Reach,
    RejectedSighting,
    Revision,
    Sighting,
    SpeedLaw,
    Spot,
    Step,
    UsedSighting,
)
from railsight.times import Interval

START = datetime(2023, 9, 11, 20, tzinfo=UTC)
NAMES = ("Tumangang", "Khasan", "=HYPERLINK(1)", "Ussuriysk <b>&")
POINTS = ((130.62, 42.42), (130.645, 42.43), (131.85, 43.55), (131.98123, 43.8016))


def place(i: int) -> Place:
    return Place(f"p{i}", NAMES[i], "station", *POINTS[i], country="RU", names={"ru": "Хасан"}, source="made up")


def path() -> Path:
    """Four points, one border, one gauge break; geometry with a vertex between the second and third."""
    points = tuple(
        PathPoint(i, f"p{i}", NAMES[i], "station", *POINTS[i], km, "RU", {"ru": "Хасан"})
        for i, km in enumerate((0.0, 2.5, 239.5, 262.5))
    )
    return Path(
        start=Spot(0, 0.0, *POINTS[0], line="a", chainage_m=1000.0, node=0, name=NAMES[0]),
        end=Spot(2, 23_000.0, *POINTS[3], line="b", node=3, name=NAMES[3]),
        steps=(Step(0, 0.0, 2500.0), Step(1, 237_000.0, 0.0), Step(2, 0.0, 23_000.0)),
        length_m=262_500.0,
        length_kind="mixed",
        points=points,
        lines=(LineRun("a", NAMES[0], NAMES[2], 239.5), LineRun("b", NAMES[2], NAMES[3], 23.0, "estimated")),
        borders=(BorderPassed("Khasan", "KP", "RU", 2.0),),
        gauge_breaks=(GaugeBreak("Khasan", 1435, 1520, 2.5),),
        geometry=(POINTS[0], POINTS[1], (131.2, 43.0), POINTS[2], POINTS[3]),
        sources=("made up",),
        warnings=("a warning",),
        country_km=(("KP", 2.0), ("RU", 260.5)),
    )


def sighting(i: int, hours: float, **changes: object) -> Sighting:
    moment = START + timedelta(hours=hours)
    options = {"event": "seen", "status": "confirmed", "quote": (1, 9), "quote_text": "+seen; \x07 here"} | changes
    return Sighting(f"s{i}", (Candidate(place(i), 0.9, ("name matches",)),), interval=Interval.at(moment), **options)  # type: ignore[arg-type]


def journey() -> Journey:
    """All parts of a journey filled once."""
    way = path()
    passages = tuple(
        Passage(
            NAMES[i],
            f"p{i}",
            *POINTS[i],
            p.km,
            START + timedelta(hours=2 * i),
            START + timedelta(hours=2 * i, minutes=30),
            START + timedelta(hours=2 * i + 1, microseconds=5),
            observed=i in (0, 1),
            country="RU",
            names={"ru": "Хасан"},
            dwell_h=1.5 if i == 1 else None,
        )
        for i, p in enumerate(way.points)
    )
    position = Position(
        START,
        *POINTS[1],
        near="Khasan",
        km=2.5,
        km_low=1.0,
        km_high=4.0,
        reachable=(Reach("Khasan", "Baranovsky", "a", (POINTS[1], POINTS[2]), 237.0),),
        standing=True,
        spread=((0.75, (POINTS[0], POINTS[1])),),
    )
    law = Profile(
        "armoured",
        "Armoured train",
        110.0,
        speeds={"*": SpeedLaw(50.0, 0.2, "made up")},
        dwells={"border": DwellLaw(2.0, 0.5, 1.0, "made up")},
        gauges_mm=(1435, 1520),
    )
    eta = (START + timedelta(hours=20), START + timedelta(hours=24), START + timedelta(hours=40))
    return Journey(
        case="made-up",
        profile=law,
        path=way,
        passages=passages,
        used=(
            UsedSighting(sighting(1, 0.0), way.start, 0.95, 2.5, "fits"),
            UsedSighting(sighting(2, 4.0), way.end, 0.9),
        ),
        rejected=(RejectedSighting(sighting(3, 1.0, status="conflict"), "too fast", "s1", 0.02),),
        alternatives=(Alternative(0.8, way, ("Khasan",)), Alternative(0.2, way, ("=elsewhere",))),
        destinations=(
            Destination(place(3), 0.7, 23.0, *eta, why="nearest", path=way, ahead=passages[-1:]),
            Destination(place(0), 0.3, *[None] * 4),
        ),
        positions=(position,),
        history=(Revision(START, "s1", (("Ussuriysk", 0.7),)),),
        others=(sighting(0, 3.0, subject="Air Koryo An-148", origin=place(1)),),
        as_of=START,
        title="A journey",
        warnings=("mind this",),
        explanation=("because",),
    )
