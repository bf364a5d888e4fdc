"""Rail and crow-fly kilometres between any two stops or destinations of a journey, for the page's two pickers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from railsight.geo import geodesic_m
from railsight.model import Destination, Journey, Path
from railsight.webmap.marking import letters, marks_of
from railsight.webmap.wording import Wording

_APART_M = 5_000.0  # places nearer to each other are one
MAX_PAIRS = 40  # places to choose two of


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place to choose. ``km`` counts from the journey's start for a stop, from its end for a destination."""

    name: str
    lon: float
    lat: float
    km: float | None
    goal: bool = False
    retraced_km: float = 0.0
    onward: Path | None = None  # the way from the journey's end to a destination


def retraced_km(path: Path | None, onward: Path | None) -> float:
    """How far a way onward first goes back over the end of a path: 0 unless it turns round."""
    if path is None or onward is None:
        return 0.0
    back = 0.0
    for there, here in zip(reversed(path.points), onward.points, strict=False):
        if there.id != here.id:
            break
        back = here.km
    return back


def between_km(a: _Spot, b: _Spot, total: float) -> float | None:
    """Kilometres along the way drawn from a stop to a stop or a destination; None where no figure can be given."""
    if a.km is None or b.km is None or a.goal:
        return None
    if not b.goal:
        return abs(b.km - a.km)
    to_end = total - a.km
    return abs(b.km - to_end) if to_end <= b.retraced_km else to_end + b.km - 2 * b.retraced_km


def kinds_between(a: _Spot, b: _Spot, path: Path | None) -> set[str]:
    """What the kilometres of ``between_km`` are measured by: the kinds of all stretches they are put together of."""
    if a.km is None or b.km is None or a.goal:
        return set()
    if not b.goal:
        return set(path.length_kinds(a.km, b.km)) if path else set()
    to_end = path.km - a.km if path else 0.0
    joined = min(to_end, b.retraced_km)
    behind = set(path.length_kinds(a.km, path.km - b.retraced_km)) if path and to_end > joined else set()
    return behind | (set(b.onward.length_kinds(joined, b.km)) if b.onward else set())


def _first_pair(spots: Sequence[_Spot]) -> tuple[int, int]:
    """The two places measured before the reader chooses: where the journey began, and the sighting farthest from there.

    With one place only, the likeliest destination that is another. The last sighting will not do: a journey may end
    where it began.
    """
    start = spots[0]

    def away(i: int) -> float:
        return geodesic_m(start.lon, start.lat, spots[i].lon, spots[i].lat)

    far = max((i for i in range(1, len(spots)) if not spots[i].goal), key=away, default=0)
    if away(far) >= _APART_M:
        return 0, far
    return 0, next((i for i in range(1, len(spots)) if away(i) >= _APART_M), len(spots) - 1)


def _spots(journey: Journey, w: Wording) -> list[_Spot]:
    def goal(letter: str, d: Destination) -> _Spot:
        name = f"{letter}. {w.name(d.place.name, d.place.names)}"
        return _Spot(name, d.place.lon, d.place.lat, d.rail_km_left, True, retraced_km(journey.path, d.path), d.path)

    stops = [
        _Spot(f"{mark.shown}. {w.name(u.sighting.place.name, u.sighting.place.names)}", u.spot.lon, u.spot.lat, u.km)
        for mark, u in zip(marks_of(journey), journey.used, strict=False)
    ]
    goals = [goal(letters(i), d) for i, d in enumerate(journey.destinations)]
    return [*stops, *goals][:MAX_PAIRS]


def pairs(journey: Journey, w: Wording) -> dict[str, object] | None:
    """The figures as upper triangles in the order of ``names``; None when there are not two places."""
    spots = _spots(journey, w)
    if len(spots) < 2:
        return None
    total = journey.path.km if journey.path else 0.0
    rail: list[list[str | None]] = []
    kinds: list[list[str]] = []
    crow: list[list[str]] = []
    for i, a in enumerate(spots):
        found = [(between_km(a, b, total), kinds_between(a, b, journey.path)) for b in spots[i + 1 :]]
        told = [w.km_of(km, measured) if km is not None else None for km, measured in found]
        rail.append([one["t"] if one else None for one in told])
        kinds.append([one["k"] if one else "inferred" for one in told])
        direct = [geodesic_m(a.lon, a.lat, b.lon, b.lat) / 1000 for b in spots[i + 1 :]]
        crow.append([w.text([w.km(km, "measured")]) for km in direct])
    return {
        "names": [s.name for s in spots],
        "rail": rail,
        "railKind": kinds,
        "crow": crow,
        "first": _first_pair(spots),
    }
