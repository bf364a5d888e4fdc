"""Where the present trip of a train began: after its last long stay, or where it last turned round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.inference.borders import at_border
from railsight.inference.directions import turned_factor
from railsight.inference.timing import may_stay_at
from railsight.inference.towns import HERE_M

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.evidence import Observation
    from railsight.inference.timing import Chain, Node
    from railsight.inference.ways import Ways
    from railsight.model import Spot

# A detour of this length divides the probability of a goal by e: shorter ones mean little. Over long distances it is a
# share of them: the Trans-Siberian is 3 % longer than the route by the BAM, yet the usual one.
DETOUR_M, DETOUR_SHARE = 25_000.0, 0.03
# Standing for longer than this is a stay: what follows is another trip.
_LONG_STAY_H = 6.0


def trip_start(chain: Chain) -> int:
    """The position in the chain where the present trip began: after the last long stay, or where it last turned."""
    for k in range(len(chain.nodes) - 1, 0, -1):
        node, after = chain.nodes[k].observation, chain.nodes[k + 1 : k + 2]
        # of several sightings at one spot the last one tells whether it turned there
        if not (after and after[0].spot.key() == chain.nodes[k].spot.key()) and _turned(chain, k):
            return k
        if node.event == "departed" and _had_stayed(chain, k):
            return k
        if node.stands and k < len(chain.nodes) - 1:
            waited = chain.spreads[k + 1][1] - chain.spreads[k][1] - chain.legs[k].run_h
            if waited > max(_LONG_STAY_H, chain.legs[k].run_h / 2):
                return k
    return 0


def came_to_stand(chain: Chain) -> Observation:
    """What tells how the train is where it was last: that it arrived there, if it was but seen or stood there since."""
    last = chain.nodes[-1]
    for node in reversed(chain.nodes):
        if node.spot.key() != last.spot.key() or not may_stay_at(node) or node.observation.heading:
            break
        if node.observation.event == "arrived":
            return node.observation
    return last.observation


def _turned(chain: Chain, k: int) -> bool:
    """Whether the train turned round at position ``k``: it went back the way it had come, or was heading back."""
    ways, here = chain.ways, chain.nodes[k].spot
    came = first_apart(chain.nodes[k::-1], ways)
    if came is None:
        return False
    if k == len(chain.nodes) - 1:
        back = ways.towards(here, came) if ways.early(here, came) is not None else None
        o = chain.nodes[k].observation
        return back is not None and bool(o.heading) and turned_factor(o, here, back) >= 1.0
    went = first_apart(chain.nodes[k:], ways)
    return went is not None and back_m(ways, came, here, went) >= DETOUR_M


def first_apart(nodes: Sequence[Node], ways: Ways) -> Spot | None:
    """The first spot in a sequence of nodes that is at another place than its first node."""
    apart = (n.spot for n in nodes if (m := ways.metres(nodes[0].spot, n.spot)) is not None and m >= HERE_M)
    return next(apart, None)


def back_m(ways: Ways, came: Spot, here: Spot, there: Spot) -> float:
    """The metres that a train coming from one spot goes back the same way to another; 0 if it goes on."""
    if ways.early(here, came) != ways.early(here, there):
        return 0.0
    first, second, straight = ways.metres(came, here), ways.metres(here, there), ways.metres(came, there)
    return 0.0 if first is None or second is None or straight is None else (first + second - straight) / 2


def _had_stayed(chain: Chain, k: int) -> bool:
    """Whether a departure ended a stay; after a short stop, or one at a border, the trip goes on."""
    came = k
    while came and (m := chain.ways.metres(chain.nodes[came - 1].spot, chain.nodes[k].spot)) is not None and m < HERE_M:
        came -= 1
    if came < k:
        return chain.spreads[k][1] - chain.spreads[came][1] > _LONG_STAY_H
    if at_border(chain.ways.network, chain.nodes[k].spot):
        return False
    run_h = chain.legs[k - 1].run_h
    return chain.spreads[k][1] - chain.spreads[k - 1][1] - run_h > max(_LONG_STAY_H, run_h / 2)
