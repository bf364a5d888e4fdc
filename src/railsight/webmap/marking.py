"""What stands in the badges: numbers for sightings in the order of time, letters for destinations and what names them.

A badge's key is also its deep link: ``4`` a sighting, ``B`` a destination, ``B.1`` the first statement that names it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from railsight.layers import drawn_destinations, why_aside
from railsight.model import Journey, Place

_CITY = re.compile(r"(-1|-I|[- ](Passazhirsky|Passazhirskaya|Glavny|Glavnaya))$")  # a city's main station


def is_city(name: str) -> bool:
    """Whether a station's name says that it is a city's main one."""
    return _CITY.search(name) is not None


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
    """The badges of the used and then the rejected sightings, in their order there.

    What was only said about where the train goes takes the letter of its destination, or the next free one.
    """
    found = [Mark(str(n), str(n)) for n in range(1, len(journey.used) + 1)]
    goals = [d.place for d in journey.destinations]
    lettered = {_same(place): letters(i) for i, place in enumerate(goals)}
    drawn = {_same(d.place) for d in drawn_destinations(journey)}
    number = len(found)
    named = Counter[str]()
    for rejected in journey.rejected:
        if why_aside(rejected) != "statement":
            number += 1
            found.append(Mark(str(number), str(number)))
            continue
        place = _same(_goal_meant(rejected.sighting.place, goals))
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
    return place.name, round(place.lon, 2), round(place.lat, 2)
