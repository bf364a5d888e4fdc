"""Rail and crow-fly kilometres between any two stops or destinations of a journey, for the page's two pickers."""

from __future__ import annotations

from dataclasses import dataclass

from railsight.geo import geodesic_m
from railsight.model import Destination, Journey, Path
from railsight.webmap.marking import letters
from railsight.webmap.wording import KINDS, Wording

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


def _spots(journey: Journey, w: Wording) -> list[_Spot]:
    def goal(letter: str, d: Destination) -> _Spot:
        name = f"{letter}. {w.name(d.place.name, d.place.names)}"
        return _Spot(name, d.place.lon, d.place.lat, d.rail_km_left, True, retraced_km(journey.path, d.path))

    stops = [
        _Spot(f"{n}. {w.name(u.sighting.place.name, u.sighting.place.names)}", u.spot.lon, u.spot.lat, u.km)
        for n, u in enumerate(journey.used, start=1)
    ]
    goals = [goal(letters(i), d) for i, d in enumerate(journey.destinations)]
    return [*stops, *goals][:MAX_PAIRS]


def pairs(journey: Journey, w: Wording) -> dict[str, object] | None:
    """The figures as upper triangles in the order of ``names``; None when there are not two places."""
    spots = _spots(journey, w)
    if len(spots) < 2:
        return None
    total = journey.path.km if journey.path else 0.0
    kind = KINDS.get(journey.path.length_kind, "inferred") if journey.path else "inferred"
    rail: list[list[str | None]] = []
    crow: list[list[str]] = []
    for i, a in enumerate(spots):
        found = [between_km(a, b, total) for b in spots[i + 1 :]]
        rail.append([None if km is None else w.text([w.km(km, kind)]) for km in found])
        direct = [geodesic_m(a.lon, a.lat, b.lon, b.lat) / 1000 for b in spots[i + 1 :]]
        crow.append([w.text([w.km(km, "measured")]) for km in direct])
    return {
        "names": [s.name for s in spots],
        "rail": rail,
        "railKind": [[kind if cell is not None else "inferred" for cell in row] for row in rail],
        "crow": crow,
    }
