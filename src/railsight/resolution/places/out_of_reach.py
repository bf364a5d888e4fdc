"""Places where the train of a report cannot have been: overseas from all the others, or too far for the hours told.

Such a place is another of its name, or no place at all ("Rake 22", "Fleet").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.geo import approx_m
from railsight.model import AIM_EVENTS

if TYPE_CHECKING:
    from railsight.model import Place, Sighting
    from railsight.resolution.told import Told

_FARTHEST_M = 9_000_000.0  # on a great circle; from Lisbon to Vladivostok it is little more
_WELL_KNOWN = 100_000  # people of a town that is meant wherever else the train is
_SMALLER = 20  # times as many live in the largest place told of, or would have to
_FASTEST_KMH = 200.0  # over the ground, between two sightings of one train
_NEAR_KM = 100.0  # what clocks and areas that are a little off make up for
_KNOWN_TO_ALL = 1_000_000  # people of a town that is meant: there the time is wrong rather than the place
_WHY = "too far for a train from every other place told of it"


def without_places_overseas(told: Told) -> None:
    """Take back the sightings at a small town, no point of a railway, that lies overseas from all other places of the
    train.
    """
    ours = [s for s in told.sightings if s.subject == "train"]
    places = {s.place.id: s.place for s in ours}
    largest = max((_people(p) for p in places.values()), default=0)
    small = (p for p in places.values() if p.kind == "town" and _people(p) * _SMALLER < min(largest, _WELL_KNOWN))
    _take_back(told, {p.id for p in small if _is_alone(p, places)})


def without_places_out_of_reach(told: Told) -> None:
    """Take back the sightings at a place to which no train was fast enough from any other place told with a time, where
    these others, two at least, agree among themselves.
    """
    timed = [s for s in told.sightings if s.subject == "train" and s.event not in AIM_EVENTS and s.interval is not None]
    if len({s.place.id for s in timed}) < 3:
        return
    gone = set()
    for s in timed:
        others = [o for o in timed if o.place.id != s.place.id]
        apart = _people(s.place) < _KNOWN_TO_ALL and not any(_in_reach(s, o) for o in others)
        if apart and all(any(_in_reach(a, b) for b in others if b.place.id != a.place.id) for a in others):
            gone.add(s.place.id)
    _take_back(told, gone)


def _take_back(told: Told, gone: set[str]) -> None:
    if not gone:
        return
    told.sightings = [s for s in told.sightings if s.subject != "train" or s.place.id not in gone]
    for index, m in enumerate(told.mentions):
        if m.place is not None and m.place.id in gone:
            told.reasons[index] = ("background", _WHY)


def _in_reach(a: Sighting, b: Sighting) -> bool:
    """Whether a train can have been at both places in the time that lies between them at most."""
    assert a.interval is not None
    assert b.interval is not None
    gap_h = (
        max(
            (b.interval.latest - a.interval.earliest).total_seconds(),
            (a.interval.latest - b.interval.earliest).total_seconds(),
        )
        / 3600.0
    )
    km = approx_m(a.place.lon, a.place.lat, b.place.lon, b.place.lat) / 1000.0
    return km <= _NEAR_KM + _FASTEST_KMH * gap_h


def _is_alone(place: Place, places: dict[str, Place]) -> bool:
    """Whether all other places are too far from one."""
    return len(places) > 1 and not any(
        o.id != place.id and approx_m(o.lon, o.lat, place.lon, place.lat) <= _FARTHEST_M for o in places.values()
    )


def _people(place: Place) -> int:
    return place.population or 0
