"""Figures a report states, checked against the world: distances, directions, durations and speeds."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

from railsight.geo import bearing_deg, bearing_gap_deg, compass_bearing, compass_point, geodesic_m
from railsight.model import Claim

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from railsight.model import Place, Sighting

    RailKm = Callable[[Place, Place], float | None]
    RunningH = Callable[[Place, Place], tuple[float, float, float] | None]

_RUNNING = frozenset({"departed", "arrived", "passed", "crossed", "stopped", "seen"})
_TIMED_S = 2 * 3600.0
_MOST_TIMED = 40  # timed sightings that are paired
_MILE_KM, _TENTH = 1.609344, 0.1
AGREES_SHARE = 0.05  # within this share of the figure a claim agrees
ROUNDED_SHARE = 0.25  # never more than this share is put down to rounding
AGREES_DEG = 22.5  # within the compass point said
ROUNDED_DEG = 45.0  # the compass point beside it
TOP_TRAIN_KMH = 120.0
# Mean speeds of journeys where the running time of the train is not known: usual ones, and the slowest without a long
# wait. Judgements, wide enough for any train on any line.
_USUAL_KMH, _SLOWEST_KMH = (30.0, 90.0), 12.0
# Against the hours of the train (80 % of runs): a figure is rounded to the hour or so, a run without the usual stops
# may take a third less than nine of ten runs, and stops make one half as long again.
_HOURS_ROUND_SHARE, _FASTEST_SHARE, _WITH_STOPS_SHARE = 0.05, 0.7, 1.5


def check_distance(claim: Claim, rail_km: RailKm | None) -> Claim:
    """The claim with geodesic and rail distance, bearing and a verdict. Needs origin, target and ``stated_km``."""
    a, b = claim.origin, claim.target
    if a is None or b is None:
        return replace(claim, why="the report does not say from where to where")
    geodesic_km = geodesic_m(a.lon, a.lat, b.lon, b.lat) / 1000.0
    bearing = bearing_deg(a.lon, a.lat, b.lon, b.lat)
    by_rail = rail_km(a, b) if rail_km else None
    claim = replace(
        claim,
        geodesic_km=round(geodesic_km, 1),
        rail_km=None if by_rail is None else round(by_rail, 1),
        bearing_deg=round(bearing, 1),
    )
    verdicts: list[tuple[str, str]] = []
    if claim.stated_km is not None:
        verdicts.append(_distance_verdict(claim, geodesic_km, by_rail))
    if claim.stated_direction is not None:
        verdicts.append(_direction_verdict(claim.stated_direction, bearing))
    if not verdicts:
        return replace(claim, why="no figure stated")
    order = ("agrees", "rounded", "differs", "cannot tell")
    worst = max(verdicts, key=lambda v: order.index(v[0]))[0]
    return replace(claim, verdict=worst, why="; ".join(why for _, why in verdicts))  # type: ignore[arg-type]


def _distance_verdict(claim: Claim, geodesic_km: float, by_rail: float | None) -> tuple[str, str]:
    assert claim.stated_km is not None
    low, high = claim.stated_km, claim.stated_km_max or claim.stated_km
    measured = [("as the crow flies", geodesic_km)] + ([("by rail", by_rail)] if by_rail is not None else [])
    gaps = [(_gap_share(low, high, km), name, km) for name, km in measured]
    gap, name, km = min(gaps)
    figures = ", ".join(f"{value:,.1f} km {label}" for label, value in measured)
    stated = f"{low:g} km" if high == low else f"{low:g}-{high:g} km"
    if gap <= AGREES_SHARE:
        return "agrees", f"{stated} stated; {figures}"
    off_km = min(abs(km - low), abs(km - high))
    if off_km <= max(_step_km(low), _step_km(high)) and gap <= ROUNDED_SHARE:
        return (
            "rounded",
            f"{stated} stated is {off_km:.0f} km off the {km:,.1f} km {name}, within its rounding ({figures})",
        )
    return "differs", f"{stated} stated, but {figures}"


def _gap_share(low: float, high: float, km: float) -> float:
    if low <= km <= high:
        return 0.0
    nearest = low if km < low else high
    return abs(km - nearest) / max(km, 1e-9)


def _step_km(km: float) -> float:
    """The step to which a figure looks rounded: 10 for 60, 100 for 900, 50 for 550; in miles when that is rounder."""
    miles = km / _MILE_KM
    was_miles = abs(km - round(km)) > 1e-6 and abs(miles - round(miles)) < _TENTH  # kilometres are kept to a tenth
    return max(_step(km), _MILE_KM * _step(round(miles)) if was_miles else 0.0)


def _step(value: float) -> float:
    for step in (1000.0, 500.0, 100.0, 50.0, 10.0, 5.0, 1.0):
        if value >= step and abs(value / step - round(value / step)) < 1e-6:
            return step
    return 0.0


def _direction_verdict(stated: str, bearing: float) -> tuple[str, str]:
    gap = bearing_gap_deg(compass_bearing(stated), bearing)
    if gap <= AGREES_DEG:
        return "agrees", f"{stated} stated; the bearing is {bearing:.0f} degrees ({compass_point(bearing)})"
    word = "nearer" if gap <= ROUNDED_DEG else "in truth"
    verdict = "rounded" if gap <= ROUNDED_DEG else "differs"
    return verdict, f"{stated} stated, but the bearing is {bearing:.0f} degrees, {word} {compass_point(bearing)}"


def check_speed(claim: Claim, sightings: Sequence[Sighting], rail_km: RailKm | None, *, average: bool) -> Claim:
    """A speed of a train against what trains do, and against the run between two timed sightings of its report.

    ``average``: the text states a mean speed; else the figure may be of one moment, and only a mean above it tells.
    """
    kmh = claim.stated_kmh
    if kmh is None:
        return replace(claim, why="no figure stated")
    if kmh > TOP_TRAIN_KMH:
        return replace(claim, verdict="differs", why=f"{kmh:.0f} km/h is faster than a heavy train runs")
    pair = _timed_pair(claim, sightings)
    if pair is None:
        return replace(claim, why=f"{kmh:.0f} km/h stated; no two timed sightings to check it against")
    a, b = pair
    assert a.interval is not None
    assert b.interval is not None
    geodesic_km = geodesic_m(a.place.lon, a.place.lat, b.place.lon, b.place.lat) / 1000.0
    by_rail = rail_km(a.place, b.place) if rail_km else None
    claim = replace(
        claim,
        origin=a.place,
        target=b.place,
        geodesic_km=round(geodesic_km, 1),
        rail_km=None if by_rail is None else round(by_rail, 1),
    )
    if by_rail is None:
        return replace(claim, why=f"{kmh:.0f} km/h stated; no rail distance between the timed sightings is known")
    longest_h = (b.interval.latest - a.interval.earliest).total_seconds() / 3600.0
    shortest_h = max((b.interval.earliest - a.interval.latest).total_seconds() / 3600.0, 0.25)
    low, high = by_rail / longest_h, by_rail / shortest_h
    run = f"{a.place.name} to {b.place.name}, {by_rail:,.0f} km by rail,"
    said = f"{run} was run at {low:.0f} to {high:.0f} km/h on average"
    if 0.95 * low <= kmh <= 1.05 * high:
        return replace(claim, verdict="agrees", why=said)
    if not average and kmh > high:
        return replace(claim, why=f"{said}; {kmh:.0f} km/h may have been reached on the way")
    near = 0.8 * low <= kmh <= 1.2 * high
    return replace(claim, verdict="rounded" if near else "differs", why=f"{kmh:.0f} km/h stated, but {said}")


def _timed_pair(claim: Claim, sightings: Sequence[Sighting]) -> tuple[Sighting, Sighting] | None:
    """Two sightings of the train at different places, timed to within two hours: those at the ends the claim states,
    where it states them, else those told nearest to it.
    """
    timed = [
        s
        for s in sightings
        if s.subject == "train" and s.event in _RUNNING and s.interval is not None and s.interval.duration_s <= _TIMED_S
    ]
    pairs = [
        (a, b)
        for a, b in permutations(timed[:_MOST_TIMED], 2)
        if a.place.id != b.place.id and a.interval and b.interval and a.interval.latest < b.interval.earliest
    ]
    if claim.origin is not None and claim.target is not None:
        ends = {claim.origin.id, claim.target.id}
        pairs = [p for p in pairs if {p[0].place.id, p[1].place.id} == ends]
    if not pairs:
        return None

    def away(s: Sighting) -> int:
        start, end = s.quote or (0, 0)
        return max(start - claim.start, claim.start - end, 0)

    return min(pairs, key=lambda p: (away(p[0]) + away(p[1]), p[0].id, p[1].id))


def check_duration(claim: Claim, rail_km: RailKm | None, running_h: RunningH | None = None) -> Claim:
    """A duration of a journey against the running time, or else against its length: the mean speed it would take."""
    a, b = claim.origin, claim.target
    hours = claim.stated_h
    if a is None or b is None or not hours:
        return replace(claim, why="the report does not say from where to where")
    by_rail = rail_km(a, b) if rail_km else None
    geodesic_km = geodesic_m(a.lon, a.lat, b.lon, b.lat) / 1000.0
    claim = replace(claim, geodesic_km=round(geodesic_km, 1), rail_km=None if by_rail is None else round(by_rail, 1))
    running = running_h(a, b) if running_h else None
    if running is not None:
        return _against_running(claim, hours, running)
    if by_rail is None:
        return replace(claim, why="no rail distance is known")
    kmh = by_rail / hours
    said = f"{by_rail:,.0f} km by rail in {hours:g} h is {kmh:.0f} km/h"
    if kmh > TOP_TRAIN_KMH:
        return replace(claim, verdict="differs", why=f"{said}: faster than such a train runs")
    if kmh < _SLOWEST_KMH:
        return replace(claim, verdict="differs", why=f"{said}: slower than any run without long waits")
    return replace(claim, verdict="agrees" if _USUAL_KMH[0] <= kmh <= _USUAL_KMH[1] else "rounded", why=said)


def _against_running(claim: Claim, hours: float, running: tuple[float, float, float]) -> Claim:
    """The claim against the hours (earliest, likely, latest: 80 % of runs) that the run takes; stops make it longer."""
    earliest, likely, latest = running
    claim = replace(claim, running_time_h=round(likely, 1))
    said = f"{hours:g} h stated; the run takes {earliest:.1f} to {latest:.1f} h"
    if hours < _FASTEST_SHARE * earliest:
        return replace(claim, verdict="differs", why=f"{said}: faster than such a train runs")
    if hours < (1 - _HOURS_ROUND_SHARE) * earliest:
        return replace(claim, verdict="rounded", why=f"{said}: it seldom takes less")
    if hours <= (1 + _HOURS_ROUND_SHARE) * latest:
        return replace(claim, verdict="agrees", why=said)
    if hours <= _WITH_STOPS_SHARE * latest:
        return replace(claim, verdict="rounded", why=f"{said}, with stops longer")
    return replace(claim, verdict="differs", why=f"{said}: much longer than the run")
