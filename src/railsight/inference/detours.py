"""How far out of the way of a goal a train went, measured from the last thing that it chose.

The way taken, and then on to the goal, is compared with the best way there. A border that was crossed was chosen: how
else the train might have come into the country says nothing of where in it the train goes, so for goals in the country
entered the comparison begins at the crossing.
A way through a third country, where one leads without, is no measure either: transit needs leave of its own (see
``ways``), and how long such a way would have been tells nothing of where the train goes. Of a sighting that names an
area only, the spot counts that fits a goal best: the train may have been at any of them.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from railsight.geo import apart_m
from railsight.inference.borders import at_border
from railsight.inference.goals import came_to_border_from, lands_ahead
from railsight.inference.towns import HERE_M
from railsight.model import AREA_KINDS

if TYPE_CHECKING:
    from railsight.inference.timing import Chain
    from railsight.inference.ways import Ways
    from railsight.model import Spot


class Crossing(NamedTuple):
    """Where a trip last came over a border, and the metres it has run since."""

    spot: Spot
    run_m: float


class Trip:
    """The trip of a chain from node ``start`` on, against which goals are measured."""

    def __init__(self, chain: Chain, start: int) -> None:
        self.ways: Ways = chain.ways
        self.begin = chain.nodes[start].spot
        self.here = chain.nodes[-1].spot
        self.at_border_from = came_to_border_from(chain)
        self._before = chain.nodes[-2].spot if len(chain.nodes) > start + 1 else None
        self._spots = tuple(spot for spot, _ in chain.nodes[-1].spots) or (self.here,)
        legs = [leg.length_m for leg in chain.legs[start:]]
        self._run_m = sum(legs)
        self._to_before_m = sum(legs[:-1])
        spots = [node.spot for node in chain.nodes[start:]]
        self._inner = [n.spot for n in chain.nodes[start + 1 : -1] if n.observation.place.kind not in AREA_KINDS]
        self._lands = {land for a, b in pairwise(spots) for land in self.ways.lands_on(a, b) or ()}
        ways = self.ways
        self._visited = {ways.network.section_country(s.section) for s in spots if not at_border(ways.network, s)}
        self._entered = lands_ahead(chain)
        self.crossing = _crossing(chain, start, self._entered if self.at_border_from is not None else None)

    def detour_m(self, goal: Spot) -> float | None:
        """Metres that the way taken and on to a goal is longer than the best way there; None without a way."""
        found = [m for spot in self._spots if (m := self._by_way_of(spot, goal)) is not None]
        return min(found, default=None)

    def turns_back(self, goal: Spot) -> bool:
        """Whether a train that came to a border would have to turn round there for a goal."""
        return self.at_border_from is not None and is_back(self.here, self.at_border_from, goal, self.ways)

    def ran_through(self, goal: Spot) -> bool:
        """Whether the train was seen at a goal on its trip, and farther on since."""
        ways = self.ways
        if (left_m := ways.metres(self.here, goal)) is None or left_m < HERE_M:
            return False
        near = (s for s in self._inner if apart_m(s, goal) < HERE_M)
        return any((m := ways.metres(spot, goal)) is not None and m < HERE_M for spot in near)

    def third_lands(self, goal: Spot) -> int:
        """How many countries the way on to a goal runs through only because the train came to this border: the goal is
        not in them, the best way there does not come through, and the train was not seen in them. None to where it is.
        """
        left_m = self.ways.metres(self.here, goal)
        if self.turns_back(goal) or (left_m is not None and left_m < HERE_M):
            return 0
        lands = self.ways.lands_on(self.here, goal) or ()
        best = self.ways.lands_on(self.begin, goal) or ()
        there = self.ways.network.section_country(goal.section)
        return len({*lands, *self._entered} - {there, *lands[-1:], *best, *self._visited})

    def _by_way_of(self, spot: Spot, goal: Spot) -> float | None:
        """The detour if the train was at one of the spots that the last sighting may mean."""
        ways = self.ways
        best_m, left_m = ways.metres(self.begin, goal), ways.metres(spot, goal)
        run_m: float | None = self._run_m
        if spot is not self.here and self._before is not None:
            last_m = ways.metres(self._before, spot)
            run_m = None if last_m is None else self._to_before_m + last_m
        if best_m is None or left_m is None or run_m is None:
            return None
        extra_m = max(0.0, run_m + left_m - best_m)
        if extra_m < HERE_M:
            return extra_m  # most goals: what follows takes longer
        extra_m = max(0.0, run_m + left_m - (self._best_m(self.begin, goal) or best_m))
        inside = ways.network.section_country(goal.section) in self._entered
        if self.crossing is not None and inside and spot is self.here and not self._is_behind(goal, left_m):
            since_m = self._best_m(self.crossing.spot, goal)
            if since_m is not None:
                extra_m = min(extra_m, max(0.0, self.crossing.run_m + left_m - since_m))
        return extra_m

    def _is_behind(self, goal: Spot, left_m: float) -> bool:
        """Whether the way on to a goal leads back over the border by which the train came."""
        assert self.crossing is not None
        if self.crossing.run_m < HERE_M and self.at_border_from is not None:
            return is_back(self.here, self.at_border_from, goal, self.ways)
        back_m = self.ways.metres(self.here, self.crossing.spot)
        on_m = self.ways.metres(self.crossing.spot, goal)
        return back_m is not None and on_m is not None and back_m + on_m - left_m < HERE_M

    def _best_m(self, begin: Spot, goal: Spot) -> float | None:
        """The length of the best way to a goal: through no land but its own and those the train was in, if one leads
        there so and the likely one does not keep to them; None without a way.
        """
        ways = self.ways
        best_m = ways.metres(begin, goal)
        land, lands = ways.network.section_country(goal.section), ways.lands_on(begin, goal)
        if best_m is None or land is None or lands is None:
            return best_m
        own = {*self._lands, *lands[:1], land}
        if own.issuperset(lands):
            return best_m
        return max(best_m, ways.kept_to(own).metres(begin, goal) or 0.0)


def is_back(here: Spot, came: Spot, goal: Spot, ways: Ways) -> bool:
    """Whether a train that came to a spot would have to turn round there for a goal."""
    back, on = ways.early(here, came), ways.early(here, goal)
    if back is not None and on is not None:
        return back == on
    came_m, ahead_m, straight_m = ways.metres(came, here), ways.metres(here, goal), ways.metres(came, goal)
    if came_m is None or ahead_m is None or straight_m is None or min(came_m, ahead_m) < HERE_M:
        return False
    return came_m + ahead_m - straight_m >= 2 * min(came_m, ahead_m) - HERE_M


def _crossing(chain: Chain, start: int, ahead: set[str] | None) -> Crossing | None:
    """The border that a trip came over last: at its end where it goes on across the one it came to, into the lands
    ``ahead``; None where it did not come to one.
    """
    ways, nodes = chain.ways, chain.nodes
    if ahead is not None and len(nodes) > start + 1:
        before = ways.lands_on(nodes[-2].spot, nodes[-1].spot)
        if before and not ahead & set(before[:1]):
            return Crossing(nodes[-1].spot, 0.0)
    run_m = 0.0
    land: str | None = None
    for k in range(len(nodes) - 1, start, -1):
        a, b = nodes[k - 1].spot, nodes[k].spot
        lands = ways.lands_on(a, b)
        if not lands:
            continue
        if land is not None and lands[-1] != land:
            return Crossing(b, run_m)
        leg = ways.path((a, b)) if len(lands) > 1 else None
        if leg is not None and leg.borders:
            km = leg.borders[-1].km
            at = min(leg.points, key=lambda p: abs(p.km - km), default=None)
            spot = ways.network.spot_at_node(at.node) if at is not None else b
            return Crossing(spot, run_m + (leg.km - (at.km if at is not None else leg.km)) * 1000.0)
        land = lands[0]
        run_m += chain.legs[k - 1].length_m
    return None
