"""Which places a train may be heading for: those given, those named in reports, else the towns and ends of the network.

Where nothing is named the prior is a gravity law: inhabitants over distance, less across borders. Whatever is listed,
the train may be going somewhere that is not: see ``destinations.rank``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from railsight.geo import approx_m, sphere_m
from railsight.inference.areas import border_ahead
from railsight.inference.borders import at_border, lands_at, on_border
from railsight.inference.evidence import hours
from railsight.inference.towns import HERE_M, NEAR_M, Towns, ends_of
from railsight.inference.trips import came_to_stand
from railsight.model import FACILITY_KINDS, Name, Place, Sentence, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from railsight.inference.evidence import Evidence
    from railsight.inference.timing import Chain
    from railsight.inference.ways import Ways
    from railsight.model import Sighting, Spot


class Said(NamedTuple):
    """A place named as the goal: the weight of the statement, words, and when it was last said, hours since 1970."""

    place: Place
    weight: float
    words: tuple[Sentence, ...]
    said_h: float


# A statement that the train goes there, by status; guesses weigh little more than being a candidate at all.
_STATED: dict[str, float] = {"confirmed": 8.0, "reported": 4.0, "expected": 3.0, "speculated": 1.0}
# A place named as the goal that lies on the way to another one so named is a station on the way ("towards Shenyang ...
# expected in Beijing"): the chance that the train ends there all the same. A judgement.
_ENDS_ON_THE_WAY = 0.1
# A place that a name means with less than this probability is not weighed as the goal.
_MEANT = 0.1
_ONE_OF_SEVERAL = Sentence("one of several places that may be meant")
# Told of a goal whose report is hardly believed in where it saw the train.
_DOUBTED = 0.5
_OF_ANOTHER = Sentence("that report may be about another train")
# A country or region named as the goal: the odds that it ends there are so many times the weight of the statement (of a
# report 19 in 20). A judgement.
LAND_KINDS = frozenset({"country", "region"})
_IN_THE_LAND = 5.0
_TOWNS_OF_A_LAND = 5
# A train that stops in a town of the land named may be there: the stop itself says little, and takes back what having
# come to a goal counts for (``destinations``). A judgement.
_STOPS_THERE = 1 / 20
# Commerce within a country is several times that across a border at the same distance and size: 22 times between
# Canada and the United States (McCallum 1995, American Economic Review 85:615), 5 to 10 in later studies. The most for
# a train that has kept to its country as far as is known; the least for one that was seen to cross borders. Each border
# on the way counts, and each break of gauge as one more, as where a way is chosen (``ways``): a judgement.
_ABROAD, _ABROAD_AGAIN = 1 / 22, 1 / 5
# Where a journey came to from home and left again, the next goal was home in four of seven cases (2001 to 2025).
_HOMEWARD = 4 / 7
# Towns weighed closely: those with the most weight after a rough look, so that the cost does not grow with the list.
_WEIGHED = 40
# On a network so dense goals are looked for only so far around, as the crow flies: searches farther out take minutes.
_DENSE_SECTIONS, _DENSE_REACH_M = 20_000, 1_000_000.0
_ROUGH_DETOUR_M, _ROUGH_LEAST = 100_000.0, 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A place to weigh. ``prior`` is None for the gravity law, ``size`` multiplies it, ``stated`` is what was said.

    ``said_h`` is when that was last said, hours since 1970.
    """

    place: Place
    spot: Spot
    prior: float | None
    stated: float
    words: tuple[Sentence, ...]
    size: float = 1.0
    home: bool = False
    said_h: float = -math.inf

    @property
    def is_land(self) -> bool:
        """Whether it is a country, to be entered: its spot is the border."""
        return self.place.kind == "country"


@dataclass(frozen=True, slots=True, eq=False)
class Goals:
    """The candidates; ``closed`` when no other place is to be thought of, ``named`` when somebody named them.

    ``lost`` is the weight of what was said of a goal that is not on the network, ``off`` the priors of those given that
    are not. ``doubt`` is the probability that none of those who named one told of this train.
    """

    candidates: tuple[Candidate, ...]
    closed: bool
    named: bool
    lost: float = 0.0
    off: tuple[float | None, ...] = ()
    doubt: float = 0.0


def goals_of(
    given: Sequence[tuple[Place, float | None]],
    evidence: Evidence,
    chain: Chain,
    start: int,
    towns: Towns | None,
    credit: Callable[[Sighting], float] = lambda _: 1.0,
) -> Goals:
    """The goals to weigh for the trip that began at node ``start``: those given; else those named; else the towns.

    What another report refutes, what was expected for a time before the last node, or said before the stay that this
    trip began with or before the train came by, and the place the trip began at, is no goal any more. ``credit`` says
    how far those who named one told of this train.
    """
    ways, here = chain.ways, chain.nodes[-1]
    found: dict[tuple[int, int], Candidate] = {}
    for place, prior in given:
        _add(found, _given(chain, place, prior))
    live = [s for s in evidence.aims if s.status != "conflict"]
    meant = [(m, share, credit(s)) for s in live for m, share in meanings(s) if not _is_past(m, chain, start)]
    named = _named(meant)
    doubt = 1.0 - max((told for _, _, told in meant), default=1.0)
    lands = [said for said in named if said.place.kind in LAND_KINDS]
    placed = [(_stated(chain, said), said.weight) for said in named if said.place.kind not in LAND_KINDS]
    lost = max((weight for candidate, weight in placed if candidate is None), default=0.0)
    named_here = [_in_a_land(c, lands) for c, _ in placed if c is not None]
    if named_here and lands and not given:
        named_here += _towns_of_lands(chain, start, towns, lands, named_here)
    for candidate in _on_the_way(named_here, here.spot, ways):
        _add(found, candidate, known_only=bool(given))
    if given:
        unlisted = [c for c in named_here if c.spot.key(to_m=1000.0) not in found and is_more(c)]
        found = {key: _beyond(goal, unlisted, here.spot, ways) for key, goal in found.items()}
        off = tuple(prior for place, prior in given if not ways.network.spots_near(place, count=1))
        return Goals(tuple(found.values()), closed=bool(found), named=True, off=off)
    left = _left(chain, start)
    stays_h = _still_there_since_h(chain, start)  # whoever names the place since says that it stays
    found = {
        k: c
        for k, c in found.items()
        if left is None or c.said_h >= stays_h or (ways.metres(left, c.spot) or 0.0) >= HERE_M
    }
    if found:
        for home in _homes(chain, start, towns):
            _add(found, replace(home, prior=None, size=(home.prior or 0.0) / _HOMEWARD, home=False))
        return Goals(tuple(found.values()), closed=False, named=True, lost=lost, doubt=doubt)
    return unnamed_goals(chain, start, towns, lands, lost)


def unnamed_goals(
    chain: Chain, start: int, towns: Towns | None, lands: Sequence[Said] = (), lost: float = 0.0
) -> Goals:
    """The towns, or ends of the railway, to weigh where no place is named as the goal but ``lands`` at most."""
    ways, left, homes = chain.ways, _left(chain, start), _homes(chain, start, towns)
    others = _unnamed(chain, start, towns, lands)
    others = others or _unnamed(chain, start, ends_of(ways, chain.nodes[start].spot), lands)
    if lands and not any(lies_in(c.place, said.place) for c in others for said in lands):
        lost = max(lost, *(said.weight for said in lands))
    for apart in (*([] if left is None else [left]), *(home.spot for home in homes)):
        others = [c for c in others if (ways.metres(apart, c.spot) or 0.0) >= HERE_M]
    return Goals((*others, *homes), closed=False, named=False, lost=lost)


def _left(chain: Chain, start: int) -> Spot | None:
    """Where the trip from node ``start`` began, which is no goal of it; None for a train first seen on its way."""
    return chain.nodes[start].spot if chain.nodes[start].observation.event == "departed" or start else None


def _still_there_since_h(chain: Chain, start: int) -> float:
    """When the train came to where the trip from node ``start`` begins, if it has not left; infinite if it has."""
    first, here = chain.nodes[start], chain.nodes[-1]
    if not start or here.observation.event in ("departed", "passed", "crossed"):
        return math.inf
    gone_m = chain.ways.metres(first.spot, here.spot)
    return _stay_began_h(chain, start) if gone_m is not None and gone_m < HERE_M else math.inf


def _towns_of_lands(
    chain: Chain, start: int, towns: Towns | None, lands: Sequence[Said], named: Iterable[Candidate]
) -> list[Candidate]:
    """The likeliest towns of countries and regions named as goals in which none of the places named lies: together they
    count as one place named.
    """
    out: list[Candidate] = []
    known = list(named)
    for said in lands:
        if any(lies_in(c.place, said.place) for c in known):
            continue
        inside = [c for c in _unnamed(chain, start, towns, [said]) if lies_in(c.place, said.place)]
        inside = inside[:_TOWNS_OF_A_LAND]
        whole = sum(c.size for c in inside) or 1.0
        out += [replace(c, size=c.size / whole, stated=said.weight) for c in inside]
    return out


def came_to_border_from(chain: Chain) -> Spot | None:
    """Where a train at a border station was before it came there; None elsewhere, or where that is not known."""
    here = chain.nodes[-1].spot
    if not at_border(chain.ways.network, here):
        return None
    before = (node.spot for node in reversed(chain.nodes[:-1]))
    return next((s for s in before if (m := chain.ways.metres(s, here)) is not None and m >= HERE_M), None)


def lands_ahead(chain: Chain) -> set[str]:
    """The country the train is in; at a border the one that it has come to, or else goes on to."""
    ways, here = chain.ways, chain.nodes[-1].spot
    if (entered := chain.nodes[-1].observation.into) is not None:
        return {entered}
    country = ways.network.section_country(here.section)
    own = {country} if country is not None else set()
    came = came_to_border_from(chain)
    way = ways.path((came, here)) if came is not None else None
    if way is None:
        return own
    lands = lands_at(ways.network, here)
    come_through = [land for land, _ in way.country_km if land in lands]
    if len(set(come_through)) > 1:
        return {come_through[-1]}
    return lands - set(come_through) or own


def _homes(chain: Chain, start: int, towns: Towns | None) -> list[Candidate]:
    """Where a train goes home to that has been somewhere and left again; together they have the prior of home.

    Where the journey began; of a train that came over a border, the largest towns of the country it came out of, by
    their size: it may go back by any border. Where none is known, the border it came over.
    """
    first, spot = chain.nodes[0].observation, chain.nodes[0].spot
    somewhere = first.members[0].place.kind == "country"
    came_over = first.event == "crossed" or at_border(chain.ways.network, spot) or somewhere
    if not start or not (first.event == "departed" or came_over):
        return []
    land = _came_out_of(chain) if came_over else None
    inside = [i for i, p in enumerate(towns.places) if p.population and p.country == land] if towns and land else []
    if towns is not None and inside:
        largest = sorted(inside, key=lambda i: (-towns.sizes[i], i))[:_TOWNS_OF_A_LAND]
        whole = float(sum(towns.sizes[i] for i in largest))
        words = (Sentence("in the country that the train came out of"),)
        return [
            Candidate(towns.places[i], towns.spots[i], _HOMEWARD * float(towns.sizes[i]) / whole, 1.0, words, home=True)
            for i in largest
        ]
    here_m = chain.ways.metres(chain.nodes[-1].spot, spot)
    if here_m is None or here_m < HERE_M:
        return []
    return [Candidate(first.place, spot, _HOMEWARD, 1.0, (Sentence("where the journey began"),), home=True)]


def _came_out_of(chain: Chain) -> str | None:
    """The country that a train first seen at a border, or somewhere in a country, came out of; None where not clear."""
    ways, spot = chain.ways, chain.nodes[0].spot
    first = chain.nodes[0].observation
    if first.members[0].place.kind == "country" and first.into is None:
        return first.members[0].place.country
    at_it = lands_at(ways.network, spot)
    apart = (n.spot for n in chain.nodes if (m := ways.metres(spot, n.spot)) is not None and m >= HERE_M)
    there = next(apart, None)
    lands = ways.lands_on(spot, there) if there is not None else None
    if not lands:
        return None
    if len(lands) > 1 and lands[1] in at_it:
        return lands[0]
    left = at_it - {lands[0]}
    return left.pop() if len(left) == 1 else None


def _unnamed(chain: Chain, start: int, towns: Towns | None, lands: Sequence[Said]) -> list[Candidate]:
    """The towns that the gravity law and a rough look at the way taken favour, but not one it has left or stops in.

    Where a country or region was named as the goal they are looked for there.
    """
    import numpy as np

    if towns is None:
        return []
    begin, here = chain.nodes[start].spot, chain.nodes[-1].spot
    from_begin, from_here = (sphere_m(s.lon, s.lat, towns.lons, towns.lats) for s in (begin, here))
    extra = from_here + approx_m(begin.lon, begin.lat, here.lon, here.lat) - from_begin
    inhabited, abroad = towns.sizes / towns.sizes.max(), _Abroad(chain, towns)
    meant = [next((said for said in lands if lies_in(p, said.place)), None) for p in towns.places]
    if any(meant):
        priors = inhabited * np.array([abroad.factor(i) for i in range(len(meant))]) / (from_begin + NEAR_M)
        drawn = _drawn(priors, meant)
    else:
        drawn = np.ones(len(meant))
    near = np.exp(-extra / _ROUGH_DETOUR_M) + _ROUGH_LEAST
    if chain.ways.network.section_count > _DENSE_SECTIONS:
        near = np.where(from_here <= _DENSE_REACH_M, near, 0.0)

    def size(i: int, factor: float) -> float:
        return float(inhabited[i] * factor * drawn[i])

    def rough(i: int, factor: float) -> float:
        return size(i, factor) / float(from_begin[i] + NEAR_M) * float(near[i])

    most = [rough(i, abroad.most(i)) for i in range(len(meant))]
    event = came_to_stand(chain).event
    arrived = event == "arrived" and not at_border(chain.ways.network, here)
    out: list[Candidate] = []
    for i in _largest_first(most, lambda i: rough(i, abroad.factor(i))):
        metres = chain.ways.metres(here, towns.spots[i])
        said = meant[i]
        comes = arrived or (event == "stopped" and said is not None)
        if metres is not None and (metres >= HERE_M or event == "seen" or (comes and towns.places[i].population)):
            words = (_sort_of_goal(towns.places[i]), *(said.words if said else ()))
            weight = size(i, abroad.factor(i)) * (_STOPS_THERE if event == "stopped" and metres < HERE_M else 1.0)
            out.append(Candidate(towns.places[i], towns.spots[i], None, 1.0, words, size=weight))
        if len(out) == _WEIGHED:
            break
    return out


def _largest_first(most: Sequence[float], exact: Callable[[int], float]) -> Iterator[int]:
    """Positions in falling order of a positive weight that is dear to work out, of equals the first.

    ``most`` is how large each may be: no more are worked out than are asked for, and those that might come before them.
    """
    waiting = [(-weight, False, i) for i, weight in enumerate(most) if weight > 0.0]
    heapify(waiting)
    while waiting:
        _, known, i = heappop(waiting)
        if known:
            yield i
        elif (weight := exact(i)) > 0.0:
            heappush(waiting, (-weight, True, i))


class _Abroad:
    """What to multiply the sizes of towns by for the borders and breaks of gauge on the way there."""

    def __init__(self, chain: Chain, towns: Towns) -> None:
        self._ways, self._here, self._towns = chain.ways, chain.nodes[-1].spot, towns
        network = self._ways.network
        self._ahead = lands_ahead(chain)
        self._each = _ABROAD_AGAIN if _has_crossed(chain) else _ABROAD
        # the border at which it stands to go on across it counts no more
        at_it = not on_border(network, self._here) and network.section_country(self._here.section) not in self._ahead
        self._at_it = int(at_it)

    def _least(self, i: int) -> int:
        """The borders that are on the way to a town for certain."""
        country = self._towns.places[i].country
        return int(bool(self._ahead) and country is not None and country not in self._ahead)

    def most(self, i: int) -> float:
        """What the factor of a town is at most, without looking for the way there."""
        return self._each ** self._least(i)

    def factor(self, i: int) -> float:
        """The factor of a town."""
        if not self._ahead:
            return 1.0
        found, least = self._ways.last_label(self._here, self._towns.spots[i]), self._least(i)
        borders, breaks = (found[0].borders, found[0].breaks) if found is not None else (0, 0)
        return self._each ** (max(borders - self._at_it, least) + (breaks if borders or least else 0))


def _has_crossed(chain: Chain) -> bool:
    """Whether a train was in more than one country, or came over a border, as far as is known."""
    crossed = (n.observation.event == "crossed" and at_border(chain.ways.network, n.spot) for n in chain.nodes)
    return any(leg.borders for leg in chain.legs) or any(crossed)


def _drawn(priors: Any, meant: Sequence[Said | None]) -> Any:
    """What the priors of towns are to be multiplied by where some lie in a country or region named as the goal."""
    import numpy as np

    inside = np.array([said is not None for said in meant])
    stated = max((said.weight for said in meant if said), default=0.0)
    there, elsewhere = float(priors[inside].sum()), float(priors[~inside].sum())
    if there <= 0:
        return np.ones(len(priors))
    return np.where(inside, max(1.0, stated * _IN_THE_LAND * elsewhere / there), 1.0)


def lies_in(place: Place, land: Place) -> bool:
    """Whether a place lies in a country or a region of one, as far as is known."""
    if land.kind == "country":
        return place.country is not None and place.country == land.country
    return place.admin1 is not None and (place.country, place.admin1) == (land.country, land.admin1)


def _in_a_land(goal: Candidate, lands: Sequence[Said]) -> Candidate:
    """A goal that lies in a country or region named as the goal too: what was said of that holds for it."""
    stated = [said.weight for said in lands if lies_in(goal.place, said.place)]
    return replace(goal, stated=max((goal.stated, *stated)))


def _sort_of_goal(place: Place) -> Sentence:
    if place.population:
        return Sentence("a town on the railway")
    if place.kind in FACILITY_KINDS:
        return Sentence("a {kind} with a station", kind=Term("kind", place.kind))
    return Sentence("a junction or end of the railway")


def _is_past(s: Sighting, chain: Chain, start: int) -> bool:
    """Whether a statement about the goal is done with: its time has come, or the train has stayed somewhere, or come by
    the place, since it was made.
    """
    until_h = None if s.interval is None else hours(s.interval.latest)
    last_h = chain.nodes[-1].observation.lo
    if s.known_at is None:
        return until_h is not None and until_h < last_h
    if until_h is not None and until_h >= last_h:
        return False
    said_h = hours(s.known_at)
    return said_h < _stay_began_h(chain, start) or _came_by(chain, s.toward or s.place, said_h)


def _stay_began_h(chain: Chain, start: int) -> float:
    """When the train came to where the trip from node ``start`` began; before all time for the first trip."""
    if not start:
        return float("-inf")
    came = start
    while came and (m := chain.ways.metres(chain.nodes[came - 1].spot, chain.nodes[start].spot)) is not None:
        if m >= HERE_M:
            break
        came -= 1
    return chain.spreads[came][1] if came else float("-inf")


def _came_by(chain: Chain, place: Place, after_h: float) -> bool:
    """Whether the train has run through a place since a moment."""
    near = chain.ways.network.spots_near(place, count=1) if place.kind not in LAND_KINDS else ()
    if not near:
        return False
    since = [n.spot for n in chain.nodes if n.observation.lo >= after_h]
    before = [n.spot for n in chain.nodes if n.observation.hi < after_h][-1:]
    return any(passes(chain.ways, a, near[0][0], b) for a, b in pairwise([*before, *since]))


def _named(meant: Sequence[tuple[Sighting, float, float]]) -> list[Said]:
    """Places named as goals, each with the share in what its name may mean and the chance that this train is told of.
    The strongest statement about each counts; repeating one adds nothing.
    """
    best: dict[str, Said] = {}
    for s, share, credit in meant:
        place = s.toward or s.place
        guessed = _STATED["speculated"]  # what is not certain to be said of the goal weighs less, down to a guess
        weight = share * credit * (guessed + (_STATED[s.status] - guessed) * s.certainty)
        doubts = (_ONE_OF_SEVERAL,) * (share < 1.0) + (_OF_ANOTHER,) * (credit < _DOUBTED)
        told_h = hours(s.known_at) if s.known_at is not None else -math.inf
        said = Said(place, weight, (naming_of(s), *doubts), told_h)
        if (known := best.get(place.id)) is not None:
            last_h = max(known.said_h, said.said_h)
            said = (said if said.weight > known.weight else known)._replace(said_h=last_h)
        best[place.id] = said
    return [best[key] for key in sorted(best)]


def meanings(s: Sighting) -> list[tuple[Sighting, float]]:
    """A statement about the goal as of each place that its name may well mean, with the share (0..1] of that place.

    Which one is meant follows from where the train is, as among any goals.
    """
    if s.toward is not None:
        return [(s, 1.0)]
    whole = sum(c.score for c in s.candidates) or 1.0
    likely = [c for c in s.candidates if c.score >= _MEANT * whole] or s.candidates[:1]
    return [(replace(s, candidates=(c,)), c.score / sum(c.score for c in likely)) for c in likely]


# How it is said that somebody names a goal: whether as a guess, whether it is known who, and whether it is a land in
# which the goal lies.
_NAMES_GOAL = {
    (False, False, False): "{status}: a report names it as the goal",
    (False, False, True): "{status}: a report names {place} as the goal",
    (False, True, False): "{status}: {teller} names it as the goal",
    (False, True, True): "{status}: {teller} names {place} as the goal",
    (True, False, False): "speculated: a report names it as the goal",
    (True, False, True): "speculated: a report names {place} as the goal",
    (True, True, False): "speculated: {teller} names it as the goal",
    (True, True, True): "speculated: {teller} names {place} as the goal",
}


def naming_of(s: Sighting) -> Sentence:
    """Who names a goal, and how sure that is."""
    place = s.toward or s.place
    teller = s.source if s.source != s.report else ""  # what only names the file of a report is nobody
    form = _NAMES_GOAL[s.status == "speculated", bool(teller), place.kind in LAND_KINDS]
    return Sentence(form, status=Term("status", s.status), teller=teller, place=Name(place.name))


def _given(chain: Chain, place: Place, prior: float | None) -> Candidate | None:
    """A place given as a candidate. To go to a country is to cross into it: None where the train is in it already."""
    words = (
        Sentence("given as a candidate")
        if prior is None
        else Sentence("given as a candidate with a prior of {prior:.2g}", prior=prior),
    )
    if place.kind != "country" or place.country is None:
        return _candidate(chain, place, 1.0, words, prior)
    spot = None if is_in(chain, place) else border_ahead(chain.nodes[-1].spot, place.country, chain.ways)
    border = Sentence("as far as its border")
    return Candidate(place, spot, prior, 1.0, (*words, border)) if spot is not None else None


def is_in(chain: Chain, land: Place) -> bool:
    """Whether the train is in a country already."""
    here = chain.nodes[-1].spot
    if on_border(chain.ways.network, here):
        return lands_ahead(chain) == {land.country}
    return land.country is not None and chain.ways.network.section_country(here.section) == land.country


def _stated(chain: Chain, said: Said) -> Candidate | None:
    """A place named as the goal, None when it is not on the network."""
    found = _candidate(chain, said.place, said.weight, said.words)
    return None if found is None else replace(found, said_h=said.said_h)


def _candidate(
    chain: Chain, place: Place, stated: float, words: tuple[Sentence, ...], prior: float | None = None
) -> Candidate | None:
    """A place to weigh, None when it is not on the network."""
    spot = chain.ways.goal(place, chain.nodes[-1].spot)
    return None if spot is None else Candidate(place, spot, prior, stated, words)


def _on_the_way(named: Sequence[Candidate], here: Spot, ways: Ways) -> list[Candidate]:
    """The same where of two goals one lies on the way to the other: what was said of the nearer holds for the farther.

    Only where the farther one is more than a guess.
    """
    out = []
    for goal in named:
        beyond = [g for g in named if is_more(g) and passes(ways, here, goal.spot, g.spot)]
        if beyond:
            words = Sentence("on the way to {place}, named too", place=Name(beyond[0].place.name))
            out.append(replace(goal, stated=goal.stated * _ENDS_ON_THE_WAY, words=(*goal.words, words)))
            continue
        nearer = [g.stated for g in named if is_more(goal) and passes(ways, here, g.spot, goal.spot)]
        out.append(replace(goal, stated=max((goal.stated, *nearer))))
    return out


def _beyond(goal: Candidate, named: Sequence[Candidate], here: Spot, ways: Ways) -> Candidate:
    """A goal given, with what was said of places on the way to it that were named and not given: the train goes on."""
    passed = [c for c in named if c.stated > goal.stated and passes(ways, here, c.spot, goal.spot)]
    if not passed:
        return goal
    told = max(passed, key=lambda c: c.stated)
    words = Sentence("a report names {place}, which is on the way there", place=Name(told.place.name))
    return replace(goal, stated=told.stated, words=(*goal.words, words), said_h=max(goal.said_h, told.said_h))


def is_more(goal: Candidate) -> bool:
    """Whether a goal is more than a guess."""
    return goal.stated > _STATED["speculated"]


def passes(ways: Ways, here: Spot, near: Spot, far: Spot) -> bool:
    """Whether a train that goes from one spot to a far one comes by a nearer one."""
    ahead_m, on_m, all_m = ways.metres(here, near), ways.metres(near, far), ways.metres(here, far)
    if ahead_m is None or on_m is None or all_m is None or min(ahead_m, on_m) < HERE_M:
        return False
    return ahead_m + on_m - all_m <= HERE_M


def _add(found: dict[tuple[int, int], Candidate], new: Candidate | None, *, known_only: bool = False) -> None:
    if new is None:
        return
    spot = new.spot
    key = spot.key(to_m=1000.0)
    known = found.get(key)
    if known is None and not known_only:
        found[key] = new
    elif known is not None and new.stated > known.stated:
        said_h = max(known.said_h, new.said_h)
        found[key] = replace(known, stated=new.stated, words=(*known.words, *new.words), said_h=said_h)
