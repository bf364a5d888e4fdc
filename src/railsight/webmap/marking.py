"""What stands in the badges: numbers for sightings in the order of time, letters for destinations and what names them.

A badge's key is also its deep link: ``4`` a sighting, ``B`` a destination, ``B.1`` the first statement that names it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from railsight.layers import drawn_destinations, numbers_of
from railsight.model import Journey, PathPoint, Place
from railsight.model.journeys import sightings_of
from railsight.naming import bundled_gazetteer

_MAIN = re.compile(r"[- ](Passazhirsky|Passazhirskaya|Glavny|Glavnaya)$")  # a town's main station
_MAIN_TOWN = 200_000  # inhabitants where only the name of a station tells that there is a town
LARGE_TOWN = 100_000
# The zoom from which a station is named, by the inhabitants of the town whose station it is.
_LEAST_ZOOM = ((500_000, 3.2), (200_000, 4.2), (LARGE_TOWN, 5.0), (50_000, 6.0), (10_000, 7.0))
_LEAST_ELSEWHERE = 8.0


def towns_of(points: Iterable[PathPoint | Place]) -> dict[str, int]:
    """The towns on a way: inhabitants by the id of the one station that stands for each.

    A town's other stations have its inhabitants too: the one called its main one, or also by the bare name of the town
    ("Khabarovsk" of Khabarovsk-1), counts, else the one known by the most names.
    """
    best: dict[int, tuple[tuple[bool, bool, int], str]] = {}
    for point in points:
        inhabitants, names, bare = _known(point.id or "")
        main = _MAIN.search(point.name) is not None
        inhabitants = inhabitants or (_MAIN_TOWN if main else 0)
        if inhabitants and (inhabitants not in best or (main, bare, names) > best[inhabitants][0]):
            best[inhabitants] = (main, bare, names), point.id or point.name
    return {station: inhabitants for inhabitants, (_, station) in best.items()}


@lru_cache(maxsize=20_000)
def _known(point_id: str) -> tuple[int, int, bool]:
    """Of an operating point: the inhabitants of its town, how many names it has, whether one is its own cut short."""
    place = bundled_gazetteer().get(point_id) if point_id.isascii() else None
    if place is None:
        return 0, 0, False
    town, hyphen, _ = place.name.partition("-")
    bare = bool(hyphen) and any(name.casefold() == town.casefold() for name in place.aliases)
    return place.population or 0, len(place.names) + len(place.aliases), bare


def least_zoom(inhabitants: int) -> float:
    """The zoom from which a station is named, by the inhabitants of its town; 0: of none."""
    return next((zoom for least, zoom in _LEAST_ZOOM if inhabitants >= least), _LEAST_ELSEWHERE)


def letters(index: int) -> str:
    """A, B, ... Z, AA, AB, ... for 0, 1, ..."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


@dataclass(frozen=True, slots=True)
class Mark:
    """A sighting's badge: its key, the text shown, and the drawn destination it lies on (then it has no own badge)."""

    key: str
    shown: str
    goal: str | None = None


def marks_of(journey: Journey) -> tuple[Mark, ...]:
    """The badges of the used and then the rejected sightings, in their order there, all numbered by time.

    What was only said about where the train goes takes the letter of its destination, or the next free one.
    """
    found: list[Mark] = []
    goals = [d.place for d in journey.destinations]
    lettered = {_same(place): letters(i) for i, place in enumerate(goals)}
    drawn = {_same(d.place) for d in drawn_destinations(journey)}
    named = Counter[str]()
    for number, sighting in zip(numbers_of(journey), sightings_of(journey), strict=True):
        if number is not None:
            found.append(Mark(str(number), str(number)))
            continue
        place = _same(_goal_meant(sighting.place, goals))
        letter = lettered.setdefault(place, letters(len(lettered)))
        named[letter] += 1
        found.append(Mark(f"{letter}.{named[letter]}", letter, letter if place in drawn else None))
    return tuple(found)


def _goal_meant(said: Place, goals: Sequence[Place]) -> Place:
    """The destination that is the place said, or the town of which it is the station, or the station of that town."""
    if any(_same(goal) == _same(said) for goal in goals):
        return said
    return next((goal for goal in goals if _is_station_of(goal, said) or _is_station_of(said, goal)), said)


def _is_station_of(station: Place, town: Place) -> bool:
    return town.kind == "town" and town.served_by == station.id


def _same(place: Place) -> tuple[str, float, float]:
    """What a place is known by; a goal that shares its name with another is called by its region too."""
    return place.name.partition(" (")[0], round(place.lon, 2), round(place.lat, 2)
