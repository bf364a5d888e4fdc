"""Figures a report states, checked against the world: distances, directions, durations and speeds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from railsight.geo import bearing_deg, bearing_gap_deg, compass_bearing, compass_point, geodesic_m
from railsight.model import Claim

if TYPE_CHECKING:
    from collections.abc import Callable

    from railsight.model import Place

    RailKm = Callable[[Place, Place], float | None]

AGREES_SHARE = 0.05  # within this share of the figure a claim agrees
ROUNDED_SHARE = 0.25  # never more than this share is put down to rounding
AGREES_DEG = 22.5  # within the compass point said
ROUNDED_DEG = 45.0  # the compass point beside it
TOP_TRAIN_KMH = 120.0


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
    return max(_step(km), 1.609344 * _step(km / 1.609344) if abs(km - round(km)) > 1e-6 else 0.0)


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


def check_speed(claim: Claim) -> Claim:
    """A speed of a train against what trains do."""
    kmh = claim.stated_kmh
    if kmh is None:
        return replace(claim, why="no figure stated")
    if kmh > TOP_TRAIN_KMH:
        return replace(claim, verdict="differs", why=f"{kmh:.0f} km/h is faster than a heavy train runs")
    return replace(claim, why=f"{kmh:.0f} km/h stated; no two timed sightings to check it against")


def check_duration(claim: Claim, rail_km: RailKm | None) -> Claim:
    """A duration of a journey against its length: the mean speed it would take."""
    a, b = claim.origin, claim.target
    hours = claim.stated_h
    if a is None or b is None or not hours:
        return replace(claim, why="the report does not say from where to where")
    by_rail = rail_km(a, b) if rail_km else None
    geodesic_km = geodesic_m(a.lon, a.lat, b.lon, b.lat) / 1000.0
    claim = replace(claim, geodesic_km=round(geodesic_km, 1), rail_km=None if by_rail is None else round(by_rail, 1))
    if by_rail is None:
        return replace(claim, why="no rail distance is known")
    kmh = by_rail / hours
    likely_h = by_rail / 50.0
    said = f"{by_rail:,.0f} km by rail in {hours:g} h is {kmh:.0f} km/h"
    claim = replace(claim, running_time_h=round(likely_h, 1))
    if kmh > TOP_TRAIN_KMH:
        return replace(claim, verdict="differs", why=f"{said}: faster than such a train runs")
    if kmh < 12:
        return replace(claim, verdict="differs", why=f"{said}: slower than any run without long waits")
    return replace(claim, verdict="agrees" if 30 <= kmh <= 90 else "rounded", why=said)
