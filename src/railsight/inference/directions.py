"""Directions told of a train ("northbound", "away from X", "for Y"), weighed against the ways that it may have taken.

A compass word tells by which side it left: it is compared with the rails there. Who names a place that it goes towards
tells of the way to that place: what counts is how far the way to a goal runs together with it, whatever the bearing of
either, for a terminus has one exit, and a railway may begin with a bend.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from railsight.geo import approx_m, bearing_gap_deg, compass_bearing, to_local_m
from railsight.inference.areas import border_ahead
from railsight.inference.towns import HERE_M
from railsight.model import AREA_KINDS

if TYPE_CHECKING:
    from railsight.inference.evidence import Observation
    from railsight.inference.ways import Ways
    from railsight.model import Place, Spot

# The weight of going another way than was told, be it by the side or by the place: one report in some thirty is wrong.
_OTHER_WAY = 0.03


def direction_factor(observation: Observation, spot: Spot, goal: Spot, ways: Ways) -> float:
    """Weight (0..1] of going from a spot to another in the light of the direction told there (1: nothing against it).

    Several words for one direction are one piece of evidence, not several.
    """
    turned = turned_factor(observation, spot, ways.towards(spot, goal))
    return min(turned, toward_factor(observation.toward, spot, goal, ways)) if observation.toward else turned


def turned_factor(observation: Observation, spot: Spot, towards: tuple[float, float] | None) -> float:
    """Weight (0..1] of leaving a spot by way of another (lon, lat) in the light of the side told there."""
    if towards is None:
        return 1.0
    if abs(towards[0] - spot.lon) + abs(towards[1] - spot.lat) < 1e-9:
        return 1.0
    going = _bearing(spot, *towards)
    gaps = []
    if observation.heading:
        gaps.append(bearing_gap_deg(going, compass_bearing(observation.heading)))
    if observation.away_from:
        back = _bearing(spot, observation.away_from.lon, observation.away_from.lat)
        gaps.append(180.0 - bearing_gap_deg(going, back))
    return min((direction_weight(gap) for gap in gaps), default=1.0)


def toward_factor(toward: Place, spot: Spot, goal: Spot, ways: Ways) -> float:
    """Weight (0..1] of a goal for a train that left a spot for the place ``toward``.

    1 where the way to either passes the other; the less the farther the two part before the nearer of them.
    """
    told = _spot_of(toward, spot, ways)
    if told is None:
        return _by_the_crow(toward, spot, goal, ways)
    told_m, goal_m, apart_m = ways.metres(spot, told), ways.metres(spot, goal), ways.metres(told, goal)
    if told_m is None or goal_m is None or apart_m is None:
        return _by_the_crow(toward, spot, goal, ways)
    nearer_m = min(told_m, goal_m)
    if nearer_m < HERE_M or _lies_in(toward, goal, ways):
        return 1.0
    extent_m = toward.radius_m if toward.kind in AREA_KINDS else 0.0
    together_m = (told_m + goal_m - apart_m) / 2
    parted = min(1.0, max(0.0, nearer_m - together_m - extent_m) / nearer_m)
    return float(_OTHER_WAY**parted)


def direction_weight(gap_deg: float) -> float:
    """Weight of a direction so many degrees off the reported one: railways wind, so only the wrong half counts much."""
    if gap_deg <= 60.0:
        return 1.0
    return max(_OTHER_WAY, math.cos(math.radians((gap_deg - 60.0) * 0.75)) ** 4)


def _spot_of(toward: Place, here: Spot, ways: Ways) -> Spot | None:
    """Where the way to a place named as the direction ends: a country at its border; None off the network."""
    if toward.kind == "country" and toward.country is not None:
        return border_ahead(here, toward.country, ways)
    return ways.goal(toward, here)


def _lies_in(toward: Place, goal: Spot, ways: Ways) -> bool:
    """Whether a goal lies in the country or area named as the direction."""
    if toward.kind == "country":
        return toward.country is not None and ways.network.section_country(goal.section) == toward.country
    return toward.kind in AREA_KINDS and approx_m(toward.lon, toward.lat, goal.lon, goal.lat) <= toward.radius_m


def _by_the_crow(toward: Place, spot: Spot, goal: Spot, ways: Ways) -> float:
    """The same where no way leads to the place named: by its bearing beside that of the rails to the goal, and that of
    the goal itself, whichever is nearer."""
    told = _bearing(spot, toward.lon, toward.lat)
    ahead = ways.towards(spot, goal)
    gaps = [bearing_gap_deg(told, _bearing(spot, *to)) for to in ((goal.lon, goal.lat), ahead) if to is not None]
    return direction_weight(min(gaps))


def _bearing(spot: Spot, lon: float, lat: float) -> float:
    """Bearing on the local plane, degrees: a compass word needs no more."""
    east, north = to_local_m(lon, lat, spot.lon, spot.lat)
    return math.degrees(math.atan2(east, north)) % 360.0
