"""What turning round costs: a fee for every place from which a train went back the way it had come.

It depends on three observations: the one here, the next, and the last one elsewhere (``came``). A hypothesis passes the
last one on from observation to observation, so that the lattice can tell those apart that came from different sides.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from railsight.inference.borders import at_border
from railsight.inference.memory import At
from railsight.inference.transition import SAME_PLACE_M, came_again, opposed, way_law
from railsight.model import AREA_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.links import Links
    from railsight.inference.memory import Memory, Stop
    from railsight.model import Place

# Turning round at a place is rare for a train that only passed it, less so where it stood.
_TURN_PASSING = math.log(0.02)
_TURN_STANDING = math.log(0.3)
# A train that comes to a border station goes on across the border: one that turned back there was seldom there before.
_TURN_BORDER = math.log(0.01)
# What was crossed was gone over: a train that turned round on it did not cross it.
_TURN_CROSSED = math.log(1e-4)
# Going on by another line than it came by is a detour, not turning round: trains are sent round cities.
_DETOUR = math.log(0.3)
# Where the turn is told it is no longer rare. Told of at one place before and after, the train came back there, or it
# is one passage told twice: even odds, a judgement. Where it is told to have left the place in between, or opposite
# headings are told, it is no passage told twice: that costs nothing.
_TURN_TOLD = math.log(0.5)
_LEAST_STAY = math.log(0.02)
_TURN_SLACK_M = 2_000.0
# A crossing is a point on the rails: there is nothing to be vague about.
_CROSSING_SLACK_M = 200.0
_ROUNDING_M = 1.0
# Going out to a town off the line and back (Qiqihar: 27 km each way) is hardly turning round: the fee grows with the
# metres gone twice, up to this many. A judgement.
_TURN_WHOLE_M = 150_000.0


class Turning:
    """The fees for turning round among the observations of some transitions. They are log weights, 0 for none."""

    def __init__(self, links: Links, memory: Memory) -> None:
        self._links = links
        self._ways = links.ways
        self._memory = memory

    def onward(self, came: Stop | None, here: Stop, there: Stop, order: Sequence[int]) -> tuple[float, Stop | None]:
        """The fee for going on from ``here`` to ``there`` for a train that had come from ``came``, and where it has
        then come from: the last place elsewhere. All are given by place in the order.

        None if there is none before, or if the train left and came back between two observations at one place: it may
        have turned anywhere, and the law of the time between has charged for that.
        """
        a, b = At(order[here[0]], here[1]), At(order[there[0]], there[1])
        fee = 0.0 if came is None else self.fee(At(order[came[0]], came[1]), a, b)
        if self._is_elsewhere(a, b):
            return fee, here
        return fee, None if came is None or self._came_again(a, b) else came

    def fee(self, came: At, here: At, there: At) -> float:
        """The fee for going on from ``here`` to ``there`` for a train that had come from ``came``."""
        fees, numbers = self._memory.fees, self._links.numbers
        key = numbers[came[0]], came[1], numbers[here[0]], here[1], numbers[there[0]], there[1]
        if key not in fees:
            fees[key] = self._fee(came, here, there)
        return fees[key]

    def _is_elsewhere(self, here: At, there: At) -> bool:
        """Whether a train that went from one to the other changed its place, and so has a side that it came from."""
        elsewhere, numbers = self._memory.elsewhere, self._links.numbers
        key = numbers[here[0]], here[1], numbers[there[0]], there[1]
        if key not in elsewhere:
            crossed = any(self._links.observations[x.observation].event == "crossed" for x in (here, there))
            elsewhere[key] = self._links.metres(here, there) >= (_CROSSING_SLACK_M if crossed else _TURN_SLACK_M)
        return elsewhere[key]

    def _came_again(self, first: At, then: At) -> bool:
        """Whether of two observations at one place the second is likelier of another visit, by the time between."""
        again, numbers = self._memory.again, self._links.numbers
        key = numbers[first[0]], first[1], numbers[then[0]], then[1]
        if key not in again:
            again[key] = self._is_another_visit(first, then)
        return again[key]

    def _is_another_visit(self, first: At, then: At) -> bool:
        a, b = (self._links.observations[x.observation] for x in (first, then))
        place = b.members[0].place
        found = way_law(a, a.spots[first.spot], b.event, b.spots[then.spot], self._ways, place=place)
        if found is None or found[0].length_m >= SAME_PLACE_M:
            return False
        return came_again(a, b, found[1])

    def _fee(self, came: At, here: At, there: At) -> float:
        metres = self._links.metres
        extra = metres(came, here) + metres(here, there) - metres(came, there)
        o = self._links.observations[here.observation]
        slack_m = _CROSSING_SLACK_M if o.event == "crossed" else _TURN_SLACK_M
        if not extra >= slack_m + 2 * _reach_m(o.members[0].place):  # also if one of the routes is missing
            return _TURN_BORDER if extra > _ROUNDING_M and self._over_and_back(came, here, there) else 0.0
        share = min(1.0, extra / _TURN_WHOLE_M)
        if self._goes_on(came, here, there):
            return share * _DETOUR
        if o.event == "crossed":
            return _TURN_CROSSED
        if (told := self._told(came, here, there)) is not None:
            return share * told
        if o.event not in ("arrived", "stopped", "departed"):
            # given the time, it may have gone on, stood somewhere beyond and come back
            return share * max(_TURN_PASSING, _TURN_STANDING + self._stayed(here, there))
        if at_border(self._ways.network, o.spots[here.spot]):
            return _TURN_BORDER
        stayed = 0.0 if o.event == "departed" else self._stayed(here, there)
        return share * (_TURN_STANDING + stayed)

    def _told(self, came: At, here: At, there: At) -> float | None:
        """The fee for a turn that is told: the headings before and after it are opposite, or the train was at one place
        before and after. None for another, and for one at a border station just beyond the border: clocks differ there.
        """
        before, at, after = (self._links.observations[x.observation] for x in (came, here, there))
        if at_border(self._ways.network, at.spots[here.spot]) and self._over_and_back(came, here, there):
            return None
        if any(opposed(a, b) for a, b in ((before, after), (before, at), (at, after))):
            return 0.0
        if self._links.metres(came, there) >= SAME_PLACE_M:
            return None
        return 0.0 if at.event == "departed" else _TURN_TOLD

    def _over_and_back(self, came: At, here: At, there: At) -> bool:
        """Whether the way by a spot crosses more borders than the way past it: over the border and back again."""
        a, b, c = (self._links.observations[i].spots[s] for i, s in (came, here, there))
        legs = self._ways.leg(a, b), self._ways.leg(b, c), self._ways.leg(a, c)
        there_and_on, past = legs[:2], legs[2]
        if past is None or any(leg is None for leg in there_and_on):
            return False
        return sum(leg.borders for leg in there_and_on if leg) > past.borders

    def _goes_on(self, came: At, here: At, there: At) -> bool:
        """Whether the route on leaves a spot by another line than the one the train came by: a detour, no turning."""
        spots = [self._links.observations[i].spots[s] for i, s in (here, came, there)]
        back, on = (self._ways.early(spots[0], spot) for spot in spots[1:])
        return back is not None and on is not None and back != on

    def _stayed(self, here: At, there: At) -> float:
        """Log chance that a stay was over in time: a train that turns back had arrived, not merely stopped."""
        a, b = (self._links.observations[x.observation] for x in (here, there))
        law = self._ways.profile.dwell("stay")
        leg = self._ways.leg(a.spots[here.spot], b.spots[there.spot])
        room_h = b.hi - a.lo - (leg.run_h if leg else 0.0)
        if room_h <= 0:
            return _LEAST_STAY
        share = 0.5 * math.erfc(-math.log(room_h / law.median_h) / law.sigma_log / math.sqrt(2.0))
        return max(_LEAST_STAY, math.log(max(share, 1e-300)))


def _reach_m(place: Place) -> float:
    """How far from the spot a train seen at a place may have been: a town or junction has lines on several sides."""
    return 0.0 if place.kind in AREA_KINDS else place.radius_m
