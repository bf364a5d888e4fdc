"""Places of one train that no train goes between: of two so far apart the small one is another of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.geo import approx_m

if TYPE_CHECKING:
    from railsight.model import Place
    from railsight.resolution.told import Told

_FARTHEST_M = 9_000_000.0  # on a great circle; from Lisbon to Vladivostok it is little more
_WELL_KNOWN = 100_000  # people of a town that is meant wherever else the train is
_SMALLER = 20  # times as many live in the largest place told of, or would have to
_WHY = "too far for a train from every other place told of it"


def without_places_overseas(told: Told) -> None:
    """Take back the sightings at a small town, no point of a railway, that lies overseas from all other places of the
    train.
    """
    ours = [s for s in told.sightings if s.subject == "train"]
    places = {s.place.id: s.place for s in ours}
    largest = max((_people(p) for p in places.values()), default=0)
    small = (p for p in places.values() if p.kind == "town" and _people(p) * _SMALLER < min(largest, _WELL_KNOWN))
    gone = {p.id for p in small if _is_alone(p, places)}
    if not gone:
        return
    told.sightings = [s for s in told.sightings if s.subject != "train" or s.place.id not in gone]
    for index, m in enumerate(told.mentions):
        if m.place is not None and m.place.id in gone:
            told.reasons[index] = ("background", _WHY)


def _is_alone(place: Place, places: dict[str, Place]) -> bool:
    """Whether all other places are too far from one."""
    return len(places) > 1 and not any(
        o.id != place.id and approx_m(o.lon, o.lat, place.lon, place.lat) <= _FARTHEST_M for o in places.values()
    )


def _people(place: Place) -> int:
    return place.population or 0
