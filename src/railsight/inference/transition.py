"""How well the time between two observations fits the way between them: the transition of the lattice.

Each observation's interval is cut into cells; a transition is a matrix over the cells of both, holding the mean density
(per hour) of the law of elapsed time. Nothing faster than the profile's top speed has any weight.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from railsight.geo import bearing_gap_deg, compass_bearing
from railsight.inference.borders import at_border
from railsight.inference.laws import (
    Leg,
    Standing,
    TimeLaw,
    exponential_law,
    lasts,
    leg_law,
    lognormal_law,
    mean_h,
    mixed_law,
    power_law,
    power_per_h,
)
from railsight.model import AREA_KINDS

if TYPE_CHECKING:
    from railsight.inference.evidence import Observation
    from railsight.inference.ways import Ways
    from railsight.model import Place, Spot

# Two reports of one event at one place differ by about half an hour; one second report in five is of another passage,
# some days later, and nearly all where the train went the other way: that is not one event unless a heading is wrong.
# Judgements: the guarded trains studied came back over the same places after one to nine days.
SAME_EVENT_H = 0.5
_CAME_AGAIN = 0.2
_CAME_BACK = 0.95
_AWAY_H, _AWAY_SIGMA = 72.0, 0.8
# Standing seen again while it stands: soon, or during a stay.
_STILL_H = 8.0
_STILL_STAYS = 0.3
# Headings this far apart are opposite.
_OPPOSITE_DEG = 120.0
# Printed clocks are rounded: each may be this far off.
CLOCK_H = 0.05
# "Arrived" and then "crossed" at a border station: as often two reports of one crossing as formalities and the crossing
# after them. A judgement: of two such pairs (Dandong 2011 and 2019) one was the one and one the other.
_CROSSED_AFTER = 0.5
# The odds of a stay grow with the square root of a town's inhabitants: the profile's share is that of a town of this
# size. A station or halt that is no town's, as far as is known, has a third of it. See docs/accuracy.md.
_TOWN_INHABITANTS = 1_000_000
_NO_TOWN = 1 / 3
# A sighting ("seen") may be of a train that stands or runs: counted as a stop. Of six such in the journeys to fit on
# none is known to be of a stay, which is too few to say more.
# Where leaving a town is told the train had stayed three times as often as where an arrival is told, and not in every
# case; where there is no town, as far as is known, ten times as often as the stays there allow: about even odds.
# Judgements; with five or with twenty-one for the ten every figure of the backtests is the same.
_LEFT_SHARE, _LEFT_MOST = 3.0, 0.9
_LEFT_LONE_ODDS = 10.0
_STOP_KINDS = frozenset({"station", "halt"})
# One leg in five holds what no law knows: the train comes hours, days or weeks later than any law says (six of about
# thirty legs of three hours and more in the journeys to fit on). It keeps a report from being held wrong only because
# the train took long (Gorleben 2011: 65 h for 20 h of running); times go by the laws alone. Half of such waits are over
# within a week, and of the others half within the next two: trains have queued at borders for weeks and stood in a
# depot for months, so the tail falls off with a power of the time, not faster. Judgements.
UNTOLD = 0.2
UNTOLD_H = 168.0
# Of places that a report may mean the nearer are likelier, all else being equal: e-fold in metres.
_PARSIMONY_M = 3_000_000.0
SAME_PLACE_M = 1_000.0
_CELL_H = 0.5
_MAX_CELLS = 24


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The interval of an observation cut into ``n`` cells of ``width`` hours; width 0 for a moment."""

    lo: float
    hi: float
    n: int
    middles: Any

    @property
    def width(self) -> float:
        return (self.hi - self.lo) / self.n


def cut(lo: float, hi: float, *, cell_h: float = _CELL_H, most: int = _MAX_CELLS) -> Cells:
    """Cut an interval into cells of about ``cell_h`` hours, at most ``most`` of them."""
    import numpy as np

    n = max(1, min(most, math.ceil((hi - lo) / cell_h - 1e-9)))
    width = (hi - lo) / n
    return Cells(lo, hi, n, lo + width * (np.arange(n) + 0.5))


def fit(law: TimeLaw, a: Cells, b: Cells) -> Any:
    """Mean density per hour of the elapsed time from every cell of ``a`` to every cell of ``b``."""
    import numpy as np

    half = max(a.width, b.width) / 2 or 2 * CLOCK_H  # the clocks of two moments are rounded
    gap = np.subtract.outer(b.middles, a.middles).T
    return (law.cdf(gap + half) - law.cdf(gap - half)) / (2 * half)


def untold_by(late_h: Any) -> Any:
    """The chance that a wait which no law knows is over within so many hours, 0 or more (Lomax 1954, of shape 1)."""
    return late_h / (UNTOLD_H + late_h)


def untold_per_h(late_h: Any) -> Any:
    """Density per hour of a wait that no law knows."""
    return power_per_h(late_h, UNTOLD_H)


def same_place_law(before: str, after: str, spot: Spot, stay: float, ways: Ways, part: float = 0.0) -> TimeLaw:
    """The law of the time between two events at one spot, if the train did not leave it and come again between.

    ``stay`` is the chance of a stay between coming and leaving, ``part`` that a moment at which it was seen is in one.
    """
    leaves, came = after == "departed", before == "departed"
    if leaves and before == "seen":
        stop = replace(_stop(spot, 0.0, ways), part=max(stay, part))
        return leg_law(Leg(0.0, 0.0, 0.0), ways.profile, stop)
    if leaves and not came:
        return _standing_law(spot, stay, ways)
    stood = before in ("arrived", "stopped")
    same = exponential_law(SAME_EVENT_H)
    if after == "crossed" and stood and at_border(ways.network, spot):
        return mixed_law(same, _standing_law(spot, stay, ways), _CROSSED_AFTER)
    if came or after in ("arrived", "passed", "crossed") or not (stood or before == "seen"):
        return same
    law = ways.profile.dwell("stay")
    if before == "seen":
        return mixed_law(same, exponential_law(mean_h(law)), part)
    return mixed_law(exponential_law(_STILL_H), lognormal_law(law.median_h, law.sigma_log), _STILL_STAYS)


@lru_cache(maxsize=1)
def away_law() -> TimeLaw:
    """The law of the time in which a train goes on and comes back to where it was: mostly days, at times weeks."""
    return mixed_law(lognormal_law(_AWAY_H, _AWAY_SIGMA), power_law(UNTOLD_H), UNTOLD)


def again_chance(a: Observation, b: Observation) -> float:
    """The chance that of two events at one spot the second was another one, the train having left and come again."""
    if b.event == "departed" and a.event != "departed":
        return 0.0
    if a.event == "departed" and b.stands:
        return 1.0
    return _CAME_BACK if opposed(a, b) else _CAME_AGAIN


def came_again(a: Observation, b: Observation, law: TimeLaw) -> bool:
    """Whether the hours that at least lie between two events at one spot are likelier those of a way back than by the
    law of staying."""
    return away_chance(a, b, law) > 0.5


def away_chance(a: Observation, b: Observation, law: TimeLaw, *, least: float = 0.0) -> float:
    """The chance (0..1) that a train left a spot between two events there and came back, by the hours that at least lie
    between them; ``law`` is that of staying, ``least`` how often it happens at least."""
    if out_of_turn(a, b):
        return 1.0
    again = max(again_chance(a, b), least)
    gap_h = max(0.0, b.lo - a.hi)
    gone, stayed = again * float(away_law().pdf(gap_h)), (1.0 - again) * float(law.pdf(gap_h))
    return gone / (gone + stayed) if gone > 0.0 else 0.0


def one_stay(a: Observation, b: Observation) -> bool:
    """Whether two events at one spot tell of one stay as long as nothing says that the train left between: it came to
    stand, and was seen there."""
    return a.stands and b.event in ("seen", "stopped") and not opposed(a, b)


def out_of_turn(a: Observation, b: Observation) -> bool:
    """Whether the second of two events at one spot cannot follow the first in one stay, though the first may follow the
    second: a stay begins with the arrival and ends with the departure, and it was seen between."""
    early = a.event == "seen" and b.event == "arrived"
    late = a.event == "departed" and b.event == "seen"
    return (early or late) and b.lo < a.hi


def told_away(a: Observation, b: Observation) -> bool:
    """Whether two events at one spot, hours apart, tell that the train left between and came back: it departed before
    the second, came there anew, or went the other way."""
    return a.event == "departed" or b.event in ("arrived", "passed", "crossed") or opposed(a, b)


def opposed(a: Observation, b: Observation) -> bool:
    """Whether two observations tell opposite headings."""
    if not a.heading or not b.heading:
        return False
    return bearing_gap_deg(compass_bearing(a.heading), compass_bearing(b.heading)) >= _OPPOSITE_DEG


def _standing_law(spot: Spot, stay: float, ways: Ways) -> TimeLaw:
    """The law of what is stood at a spot between coming and leaving."""
    return leg_law(Leg(0.0, 0.0, 0.0), ways.profile, _stop(spot, stay, ways))


def stay_chance(event: str, spot: Spot, ways: Ways, place: Place | None = None) -> float:
    """How likely an arrival is an arrival at a goal, where the train stays: less at a border and in the open, more in a
    large town than in a small one. Who only tells of a stop, or saw the train, tells of a stay half as often.

    ``place`` is what the report named; who was seen in an area was seen in the open.
    """
    share = ways.profile.dwell("stay").share
    seen = event == "seen"
    if event == "stopped" or seen:
        share /= 2
    vague = seen and place is not None and place.kind in AREA_KINDS
    if spot.node is None or vague or at_border(ways.network, spot):
        return share / 10
    if place is not None and place.population:
        odds = share / (1 - share) * math.sqrt(place.population / _TOWN_INHABITANTS)
        return round(odds / (1 + odds), 2)  # towns that hardly differ share one table
    if place is not None and (seen or place.kind in _STOP_KINDS):
        return share * _NO_TOWN
    return share


def left_chance(spot: Spot, ways: Ways, place: Place | None = None) -> float:
    """The chance of a stay where a departure is reported: nobody reports leaving after a short stop as news.

    Where the ``place`` that the report named is no town, a stay is rarer to begin with, and a short stop costs little.
    And leaving a border station for the other country is news without any stay.
    """
    stay = stay_chance("arrived", spot, ways)
    if at_border(ways.network, spot):
        return stay
    if place is not None and not place.population and place.kind in (*_STOP_KINDS, "point"):
        alone = stay * _NO_TOWN
        odds = _LEFT_LONE_ODDS * alone / (1.0 - alone)
        return min(_LEFT_MOST, odds / (1.0 + odds))
    return min(_LEFT_MOST, _LEFT_SHARE * stay)


def way_law(
    a: Observation,
    spot_a: Spot,
    b_event: str,
    spot_b: Spot,
    ways: Ways,
    *,
    place: Place | None = None,
    leg: Leg | None = None,
    within_h: float | None = None,
    stays: tuple[float | None, float | None] = (None, None),
) -> tuple[Leg, TimeLaw] | None:
    """The way between two observed spots and the law of its time; None where there is no way.

    ``place`` is what the second report named. ``leg`` is given where the caller knows more of the way than the two
    spots tell. Where the likely way is too long for ``within_h`` hours, the shortest is taken. ``stays`` are the
    chances that the train was in a stay at either end, where other sightings tell of them.
    """
    leg = leg or ways.leg(spot_a, spot_b)
    if leg is None:
        return None
    if within_h is not None and leg.borders and leg.length_m > within_h * ways.profile.max_kmh * 1000.0:
        leg = ways.leg(spot_a, spot_b, shortest=True) or leg
    profile = ways.profile
    if leg.length_m < SAME_PLACE_M:
        part = stay_chance("seen", spot_a, ways, place) if stays[0] is None else stays[0]
        return leg, same_place_law(a.event, b_event, spot_a, left_chance(spot_a, ways, place), ways, part)
    standing = standing_at(a, spot_a, ways, stays[0])
    standing = standing.joined(standing_before(b_event, spot_b, ways, place, stays[1]))
    return leg, leg_law(charged(leg, a.event, spot_a, b_event, spot_b, ways), profile, standing)


def charged(leg: Leg, a_event: str, spot_a: Spot, b_event: str, spot_b: Spot, ways: Ways) -> Leg:
    """A leg without the waits at borders that its ends tell of, or that come before or after it.

    Between the two stations of one border a train does not wait: formalities, and a change of gauge, are at the
    stations, before it left the first or after it came to the second.
    """
    told = a_event == "departed" or b_event == "departed"
    if not (told and leg.borders == 1 and at_border(ways.network, spot_a) and at_border(ways.network, spot_b)):
        return leg
    outside = a_event == "departed" and b_event != "departed"
    return replace(leg, borders=0, gauge_breaks=0 if outside else leg.gauge_breaks)


def standing_at(a: Observation, spot: Spot, ways: Ways, stays: float | None = None) -> Standing:
    """What is stood at the start of a leg after an arrival: formalities at a border, else a short stop or a stay. Where
    the train was seen, or other sightings tell how likely it ``stays``, what is left of a stay; nothing where it was
    seen moving.
    """
    place = a.members[0].place
    if a.moves:
        return Standing()
    if a.event == "seen" or (a.stands and stays is not None):
        return Standing(part=stay_chance("seen", spot, ways, place) if stays is None else stays)
    if not a.stands:
        return Standing()
    return _stop(spot, stay_chance(a.event, spot, ways, place), ways)


def standing_before(
    event: str, spot: Spot, ways: Ways, place: Place | None = None, stays: float | None = None
) -> Standing:
    """What is stood before the end of a leg: a stop or stay before a departure, what is gone of a stay where the train
    was seen; ``stays`` as of ``standing_at``."""
    if event == "seen":
        return Standing(part=stay_chance("seen", spot, ways, place) if stays is None else stays)
    if event == "departed":
        return _stop(spot, left_chance(spot, ways, place), ways)
    return Standing()


def stay_part(spot: Spot, ways: Ways, place: Place | None, stood_h: float = 0.0) -> float:
    """The chance that a moment at which the train was seen at a place is one of a stay: the more the longer it stood
    there by other sightings, ``stood_h`` hours or more."""
    chance = stay_chance("seen", spot, ways, place)
    stays = chance * lasts(ways.profile.dwell("stay"), stood_h)
    stops = (1.0 - chance) * lasts(ways.profile.dwell("stop"), stood_h)
    return stays / (stays + stops) if stays else 0.0


def _stop(spot: Spot, stay: float, ways: Ways) -> Standing:
    border = at_border(ways.network, spot)
    return Standing(0 if border else 1, stay, 1 if border else 0)


def parsimony(length_m: float) -> float:
    """Log weight of a way's length."""
    return -length_m / _PARSIMONY_M
