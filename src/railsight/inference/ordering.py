"""In which order things happened, which reports are wrong, and a chain of times that one train can keep."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from railsight.errors import InfeasibleJourneyError, NoAnswerError
from railsight.geo import approx_m
from railsight.inference.evidence import at_spot
from railsight.inference.lattice import lattice_of
from railsight.inference.orders import best_order
from railsight.inference.timing import Chain, Clash, Node, chain_of
from railsight.inference.told import Told, told_of
from railsight.inference.transition import CLOCK_H
from railsight.model import AREA_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.evidence import Observation
    from railsight.inference.lattice import Choice, Lattice
    from railsight.inference.memory import Memory
    from railsight.inference.ways import Ways
    from railsight.model import Place, Sighting, Spot

# Spots less likely than this are left out of the times of a node.
_SPOT_SHARE = 0.03
_KIN_M = 50_000.0
# An observation set aside makes another story if it is believed at least this far.
_SERIOUS = 0.02
# One held right is missing from another story if it is believed less than this.
_SURE = 0.9
# Stories are distinguished by at most ``_MOST_APART`` such observations, and at most ``_MOST_STORIES`` are told beside
# the likely one: each costs about as much as that. What those left out had is shared out in proportion, and one is not
# told where another as likely is left out, so that nothing but the evidence speaks for a story.
_MOST_APART, _MOST_STORIES = 6, 4
_AS_LIKELY = 1e-6


@dataclass(frozen=True, slots=True)
class Story:
    """What may have happened instead: its probability (0..1), its chain, and the observations (positions) that are
    right in it and wrong in the likely one, and the other way round."""

    probability: float
    chain: Chain
    right: tuple[int, ...] = ()
    wrong: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Belief:
    """What the lattice holds: observations, beliefs by position, the chain of those held right, and why others fell.

    ``stories`` are what may have happened, the likeliest first, whose chain it is; their probabilities sum to 1.
    """

    observations: tuple[Observation, ...]
    beliefs: tuple[float, ...]
    chain: Chain
    clashes: dict[int, tuple[str, float | None, float]]  # position: key of the other, km/h needed, metres between
    stories: tuple[Story, ...]


class _Settled(NamedTuple):
    """The best hypothesis that one train can keep, and what had to be left out for that."""

    choice: Choice
    chain: Chain
    banned: frozenset[int]
    clashes: dict[int, tuple[str, float | None, float]]


def believe(
    observations: Sequence[Observation], ways: Ways, memory: Memory | None = None, aims: Sequence[Sighting] = ()
) -> Belief:
    """Order the observations, set the wrong ones aside and time the rest. Raises as ``infer`` does.

    ``memory`` is shared by all that is believed of one journey; ``aims`` name where the train was going, which is faint
    evidence of the order.
    """
    lattice = lattice_of(observations, ways, memory)
    told = told_of(observations, aims, ways)
    found = _settled(lattice, frozenset(), told)
    if found is None:
        raise NoAnswerError("no sighting can be placed", hint="check times and places of the sightings")
    _refuse_tie(found.chain, observations)
    beliefs = _beliefs(found.choice, found.banned, observations)
    stories = _likeliest_first(_stories(lattice, found, told))
    return Belief(_as_placed(observations, stories), beliefs, stories[0].chain, found.clashes, stories)


def _as_placed(observations: Sequence[Observation], stories: Sequence[Story]) -> tuple[Observation, ...]:
    """The observations, each told of the place where the likeliest story that holds it right puts it."""
    found = {n.index: n.observation for story in reversed(stories) for n in story.chain.nodes}
    return tuple(found.get(i, o) for i, o in enumerate(observations))


def _settled(lattice: Lattice, banned: frozenset[int], told: Told) -> _Settled | None:
    """The best hypothesis without some observations; None when not even one can be right."""
    clashes: dict[int, tuple[str, float | None, float]] = {}
    while True:
        order = best_order(lattice, banned, told)
        choice = lattice.solve(order, banned)
        if choice is None:
            return None
        nodes = [_node(lattice.observations[i], i, s, choice) for i, s in choice.right]
        chain = chain_of(nodes, lattice.links.ways)
        if isinstance(chain, Chain):
            return _Settled(choice, chain, banned, clashes)
        worse, better = _weaker(nodes, chain, lattice.held)
        if worse.index in lattice.held:
            return None
        clashes[worse.index] = better.observation.key, chain.needed_kmh, chain.length_m
        banned |= {worse.index}


def _stories(lattice: Lattice, likely: _Settled, told: Told) -> tuple[Story, ...]:
    """The likely story, and others in which other observations are right, each with its probability.

    An observation of the likely story that is seriously doubted makes a story without it, though nothing replaces it.
    """
    own = {node.index for node in likely.chain.nodes}
    beliefs = likely.choice.beliefs
    open_to = {i: b if i not in own else (1.0 - b if b < _SURE else 0.0) for i, b in enumerate(beliefs)}
    apart = [i for i, b in open_to.items() if i not in likely.banned and b >= _SERIOUS]
    apart = sorted(apart, key=lambda i: (-open_to[i], i))[:_MOST_APART]
    others = []
    shares = likely.choice.sums.together(apart) if apart else {}
    taken = own & set(apart)
    serious = [(share, label) for label, share in shares.items() if label != taken and share >= _SERIOUS]
    serious.sort(key=lambda x: (-x[0], sorted(x[1])))
    left_out = max((share for share, _ in serious[_MOST_STORIES:]), default=0.0)
    for share, label in serious[:_MOST_STORIES]:
        if math.isclose(share, left_out, rel_tol=_AS_LIKELY):
            break
        found = _settled(lattice.holding(label), likely.banned | (set(apart) - label), told)
        if found is not None:
            nodes = {node.index for node in found.chain.nodes}
            others.append(Story(share, found.chain, tuple(sorted(nodes - own)), tuple(sorted(own - nodes))))
    besides = sum(story.probability for story in others)
    stories = (Story(shares.get(frozenset(taken), 0.0) or 1.0 - besides, likely.chain), *others)
    whole = stories[0].probability + besides
    return tuple(replace(story, probability=story.probability / whole) for story in stories)


def _likeliest_first(stories: tuple[Story, ...]) -> tuple[Story, ...]:
    """The stories as they differ from the likeliest, which need not be that of the best single hypothesis: a story has
    the probability of all the times and spots that it leaves open. None comes first for only leaving out what is told.
    """
    held = [frozenset(node.index for node in story.chain.nodes) for story in stories]
    first = 0
    while True:
        least = stories[first].probability / (1 - _AS_LIKELY)
        likelier = [k for k, s in enumerate(stories) if s.probability > least and held[k] - held[first]]
        if not likelier:
            break
        first = max(likelier, key=lambda k: stories[k].probability)
    own = held[first]
    told = (
        Story(s.probability, s.chain, tuple(sorted(of - own)), tuple(sorted(own - of)))
        for s, of in zip(stories, held, strict=True)
    )
    return tuple(sorted(told, key=lambda s: s.chain is not stories[first].chain))


def _node(o: Observation, i: int, s: int, choice: Choice) -> Node:
    """The node of an observation at its chosen spot, with the nearby spots it may be at instead (``_akin``)."""
    beliefs = enumerate(choice.spot_beliefs[i])
    shares = [(w, -t) for t, w in beliefs if w >= _SPOT_SHARE and _akin(o, o.spots[s], o.spots[t])]
    shares.sort(reverse=True)
    total = sum(w for w, _ in shares)
    spots = tuple((o.spots[-t], w / total) for w, t in shares) if len(shares) > 1 else ()
    return Node(at_spot(o, o.spots[s]), o.spots[s], i, spots, _may_mean(o, choice.spot_beliefs[i]))


def _may_mean(o: Observation, shares: Sequence[float]) -> tuple[tuple[Place, float], ...]:
    """The places that the name of an observation may mean, by their spots, with shares that sum to 1; the likeliest
    first. Empty where only one is left."""
    found: dict[str, tuple[Place, float]] = {}
    for spot, share in zip(o.spots, shares, strict=True):
        place = at_spot(o, spot).place
        found[place.id] = place, share + (found[place.id][1] if place.id in found else 0.0)
    return tuple(sorted(found.values(), key=lambda x: (-x[1], x[0].id))) if len(found) > 1 else ()


def _akin(o: Observation, chosen: Spot, spot: Spot) -> bool:
    """Whether a spot belongs to the same story as the chosen one: any spot of an area, else one nearby."""
    if o.members[0].place.kind in AREA_KINDS and o.event != "crossed":
        return True
    return approx_m(spot.lon, spot.lat, chosen.lon, chosen.lat) < _KIN_M


def _weaker(nodes: Sequence[Node], clash: Clash, held: frozenset[int]) -> tuple[Node, Node]:
    """Two nodes that cannot both be right, the one to set aside first: one not ``held``, else the less likely right,
    else the later."""
    first, second = nodes[clash.first], nodes[clash.second]
    if (first.index in held, first.observation.right) < (second.index in held, second.observation.right):
        return first, second
    return second, first


def _beliefs(choice: Choice, banned: frozenset[int], observations: Sequence[Observation]) -> tuple[float, ...]:
    """How likely each observation is right. Where all held right are guesses, none counts more than its prior: people
    who look at one map agree easily."""
    beliefs = [0.0 if i in banned else b for i, b in enumerate(choice.beliefs)]
    if all(observations[i].guessed for i, _ in choice.right):
        beliefs = [min(b, o.right) for b, o in zip(beliefs, observations, strict=True)]
    return tuple(beliefs)


def _refuse_tie(chain: Chain, observations: Sequence[Observation]) -> None:
    """Raise an error that names both where two equally trusted sightings cannot both be right and no third decides."""
    if len(chain.nodes) != 1 or len(observations) < 2:
        return
    kept = chain.nodes[0].observation
    for i, o in enumerate(observations):
        if o is kept or o.right < kept.right or i == chain.nodes[0].index:
            continue
        metres = chain.ways.metres(kept.spots[0], o.spots[0], shortest=True)
        if metres is None:
            raise InfeasibleJourneyError(
                f"no way by rail{chain.ways.of_gauge} leads from {kept.name} to {o.name} on this network",
                sightings=(kept.members[0], o.members[0]),
                needed_kmh=None,
                possible_kmh=chain.profile.max_kmh,
                hint="check both places, mark one as conflict, or choose another network",
            )
        apart_h = max(o.hi - kept.lo, kept.hi - o.lo)
        if metres / 1000.0 > (apart_h + 2 * CLOCK_H) * chain.profile.max_kmh:
            needed = metres / 1000.0 / apart_h if apart_h > 0 else None
            takes = f"takes {math.ceil(needed):.0f} km/h" if needed is not None else "means being at both at once"
            raise InfeasibleJourneyError(
                f"{kept.name} and {o.name} are {metres / 1000:,.0f} km apart by rail: to be seen at both {takes}, "
                f"and {chain.profile.max_kmh:.0f} km/h is the most it can do",
                sightings=(kept.members[0], o.members[0]),
                needed_kmh=needed,
                possible_kmh=chain.profile.max_kmh,
                hint="check the times and their zones, mark one as conflict, or choose another profile",
            )
