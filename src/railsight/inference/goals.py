"""Which places a train may be heading for: those given, those named in reports, else the towns and ends of the network.

Where nothing is named the prior is a gravity law: inhabitants over distance, less across borders. Whatever is listed,
the train may be going somewhere that is not: see ``destinations.rank``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from railsight.geo import approx_m, sphere_m
from railsight.inference.areas import border_ahead
from railsight.inference.borders import at_border, lands_at, on_border
from railsight.inference.evidence import hours
from railsight.model import FACILITY_KINDS, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from railsight.inference.evidence import Evidence
    from railsight.inference.timing import Chain
    from railsight.inference.ways import Ways
    from railsight.model import Sighting, Spot


class Said(NamedTuple):
    """A place named as the goal: the weight of the statement, words, and when it was last said, hours since 1970."""

    place: Place
    weight: float
    words: tuple[str, ...]
    said_h: float


# Inhabitants over distance, as Zipf (1946, The P1 P2/D hypothesis: on the intercity movement of persons, American
# Sociological Review 11, 677-686) found of journeys by rail, bus and air. Distances below this count alike.
NEAR_M = 100_000.0
# A place so near is where the train is.
HERE_M = 5_000.0
# A statement that the train goes there, by status; guesses weigh little more than being a candidate at all.
_STATED: dict[str, float] = {"confirmed": 8.0, "reported": 4.0, "expected": 3.0, "speculated": 1.0}
# A place named as the goal that lies on the way to another one so named is a station on the way ("towards Shenyang ...
# expected in Beijing"): the chance that the train ends there all the same. A judgement.
_ENDS_ON_THE_WAY = 0.1
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
# Trains that end where people live: a port or a plant is no goal of theirs.
_PASSENGERS_ONLY = frozenset({"passenger"})
# Towns weighed closely: those with the most weight after a rough look, so that the cost does not grow with the list.
_WEIGHED = 40
# On a network so dense goals are looked for only so far around, as the crow flies: searches farther out take minutes.
_DENSE_SECTIONS, _DENSE_REACH_M = 20_000, 1_000_000.0
_TOWNS_APART_M = 30_000.0
_ENDS_CM, _ENDS_NODES, _ENDS = 300_000_000, 5_000, 60
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
    words: tuple[str, ...]
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
    are not.
    """

    candidates: tuple[Candidate, ...]
    closed: bool
    named: bool
    lost: float = 0.0
    off: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Towns:
    """Places of weight on the network, the largest first: what a train goes to when nothing else is known.

    ``sizes`` are inhabitants; facilities (ports, cosmodromes, plants) count as the middle one of the towns.
    """

    places: tuple[Place, ...]
    spots: tuple[Spot, ...]
    sizes: Any
    lons: Any
    lats: Any


def towns_of(places: Sequence[Place], ways: Ways) -> Towns | None:
    """The places with inhabitants that lie on the network, one for each 30 km, and the facilities; None without any."""
    return ways.towns.of(tuple((p.id, p.population) for p in places), _made_towns, places, ways)


def _made_towns(places: Sequence[Place], ways: Ways) -> Towns | None:
    kept: list[tuple[Place, Spot]] = []
    for place in sorted(places, key=lambda p: (-(p.population or 0), p.id)):
        if not place.population or any(_apart_m(place, other) < _TOWNS_APART_M for other, _ in kept):
            continue
        near = ways.network.spots_near(place, count=1)
        if near:
            kept.append((place, near[0][0]))
    return _towns(kept + _facilities(places, kept, ways), [float(p.population or 0) for p, _ in kept]) if kept else None


def _facilities(places: Sequence[Place], towns: Sequence[tuple[Place, Spot]], ways: Ways) -> list[tuple[Place, Spot]]:
    """The facilities with a station of their own, as ordered: one in a town is the town's, of two the first counts.

    None for a train that carries passengers only.
    """
    found: list[tuple[Place, Spot]] = []
    if ways.profile.name in _PASSENGERS_ONLY:
        return found
    for place in (p for p in places if p.kind in FACILITY_KINDS):
        near = ways.network.spots_near(place, count=1)
        taken = [spot for _, spot in (*towns, *found)]
        if near and all(approx_m(s.lon, s.lat, near[0][0].lon, near[0][0].lat) >= HERE_M for s in taken):
            found.append((place, near[0][0]))
    return found


def _towns(kept: Sequence[tuple[Place, Spot]], sizes: Sequence[float]) -> Towns:
    import numpy as np

    places, spots = tuple(p for p, _ in kept), tuple(s for _, s in kept)
    lons, lats = np.array([s.lon for s in spots]), np.array([s.lat for s in spots])
    middle = float(np.median(sizes))
    return Towns(places, spots, np.array([*sizes, *([middle] * (len(kept) - len(sizes)))]), lons, lats)


def _apart_m(a: Place, b: Place) -> float:
    if abs(a.lat - b.lat) > 1.0:
        return _TOWNS_APART_M
    return approx_m(a.lon, a.lat, b.lon, b.lat)


def goals_of(
    given: Sequence[tuple[Place, float | None]], evidence: Evidence, chain: Chain, start: int, towns: Towns | None
) -> Goals:
    """The goals to weigh for the trip that began at node ``start``: those given; else those named; else the towns.

    What another report refutes, what was expected for a time before the last node, or said before the stay that this
    trip began with or before the train came by, and the place the trip began at, is no goal any more.
    """
    ways, here = chain.ways, chain.nodes[-1]
    found: dict[tuple[int, int], Candidate] = {}
    for place, prior in given:
        _add(found, _given(chain, place, prior))
    named = _named([s for s in evidence.aims if s.status != "conflict" and not _is_past(s, chain, start)])
    lands = [said for said in named if said.place.kind in LAND_KINDS]
    placed = [(_stated(ways, said), said.weight) for said in named if said.place.kind not in LAND_KINDS]
    lost = max((weight for candidate, weight in placed if candidate is None), default=0.0)
    named_here = [_in_a_land(c, lands) for c, _ in placed if c is not None]
    if named_here and lands and not given:
        named_here += _towns_of_lands(chain, start, towns, lands, named_here)
    for candidate in _on_the_way(named_here, here.spot, ways):
        _add(found, candidate, known_only=bool(given))
    if given:
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
        return Goals(tuple(found.values()), closed=False, named=True, lost=lost)
    return unnamed_goals(chain, start, towns, lands, lost)


def unnamed_goals(
    chain: Chain, start: int, towns: Towns | None, lands: Sequence[Said] = (), lost: float = 0.0
) -> Goals:
    """The towns, or ends of the railway, to weigh where no place is named as the goal but ``lands`` at most."""
    ways, left, homes = chain.ways, _left(chain, start), _homes(chain, start, towns)
    others = _unnamed(chain, start, towns, lands)
    others = others or _unnamed(chain, start, ends_of(ways, chain.nodes[start].spot), lands)
    if lands and not any(_lies_in(c.place, said.place) for c in others for said in lands):
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
        if any(_lies_in(c.place, said.place) for c in known):
            continue
        inside = [c for c in _unnamed(chain, start, towns, [said]) if _lies_in(c.place, said.place)]
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
        words = ("in the country that the train came out of",)
        return [
            Candidate(towns.places[i], towns.spots[i], _HOMEWARD * float(towns.sizes[i]) / whole, 1.0, words, home=True)
            for i in largest
        ]
    here_m = chain.ways.metres(chain.nodes[-1].spot, spot)
    if here_m is None or here_m < HERE_M:
        return []
    return [Candidate(first.members[0].place, spot, _HOMEWARD, 1.0, ("where the journey began",), home=True)]


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
    sizes = towns.sizes / towns.sizes.max() * np.array(_abroad(chain, towns))
    meant = [next((said for said in lands if _lies_in(p, said.place)), None) for p in towns.places]
    sizes = sizes * _drawn(sizes / (from_begin + NEAR_M), meant)
    rough = sizes / (from_begin + NEAR_M) * (np.exp(-extra / _ROUGH_DETOUR_M) + _ROUGH_LEAST)
    if chain.ways.network.section_count > _DENSE_SECTIONS:
        rough = np.where(from_here <= _DENSE_REACH_M, rough, 0.0)
    event = chain.nodes[-1].observation.event
    arrived = event == "arrived" and not at_border(chain.ways.network, here)
    out: list[Candidate] = []
    for i in (int(i) for i in np.lexsort((np.arange(len(rough)), -rough)) if rough[i] > 0.0):
        if len(out) == _WEIGHED:
            break
        metres = chain.ways.metres(here, towns.spots[i])
        said = meant[i]
        comes = arrived or (event == "stopped" and said is not None)
        if metres is not None and (metres >= HERE_M or event == "seen" or (comes and towns.places[i].population)):
            words = (_sort_of_goal(towns.places[i]), *(said.words if said else ()))
            size = float(sizes[i]) * (_STOPS_THERE if event == "stopped" and metres < HERE_M else 1.0)
            out.append(Candidate(towns.places[i], towns.spots[i], None, 1.0, words, size=size))
    return out


def _abroad(chain: Chain, towns: Towns) -> list[float]:
    """What to multiply the sizes of towns by for the borders and breaks of gauge on the way there."""
    ways, here = chain.ways, chain.nodes[-1].spot
    ahead = lands_ahead(chain)
    if not ahead:
        return [1.0] * len(towns.places)
    each = _ABROAD_AGAIN if _has_crossed(chain) else _ABROAD
    at_it = not on_border(ways.network, here) and ways.network.section_country(here.section) not in ahead
    out = []
    for place, spot in zip(towns.places, towns.spots, strict=True):
        found = ways.last_label(here, spot)
        borders, breaks = (found[0].borders, found[0].breaks) if found is not None else (0, 0)
        least = int(place.country is not None and place.country not in ahead)
        # the border at which it stands to go on across it counts no more
        out.append(each ** (max(borders - at_it, least) + (breaks if borders or least else 0)))
    return out


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


def _lies_in(place: Place, land: Place) -> bool:
    """Whether a place lies in a country or a region of one, as far as is known."""
    if land.kind == "country":
        return place.country is not None and place.country == land.country
    return place.admin1 is not None and (place.country, place.admin1) == (land.country, land.admin1)


def _in_a_land(goal: Candidate, lands: Sequence[Said]) -> Candidate:
    """A goal that lies in a country or region named as the goal too: what was said of that holds for it."""
    stated = [said.weight for said in lands if _lies_in(goal.place, said.place)]
    return replace(goal, stated=max((goal.stated, *stated)))


def _sort_of_goal(place: Place) -> str:
    if place.population:
        return "a town on the railway"
    return f"a {place.kind} with a station" if place.kind in FACILITY_KINDS else "a junction or end of the railway"


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
    return any(_passes(chain.ways, a, near[0][0], b) for a, b in pairwise([*before, *since]))


def _named(aims: Sequence[Sighting]) -> list[Said]:
    """Places named as goals. The strongest statement about each counts; repeating one adds nothing."""
    best: dict[str, Said] = {}
    for s in aims:
        place = s.toward or s.place
        guessed = _STATED["speculated"]  # what is not certain to be said of the goal weighs less, down to a guess
        weight = guessed + (_STATED[s.status] - guessed) * s.certainty
        goal = place.name if place.kind in LAND_KINDS else "it"
        teller = s.source if s.source != s.report else ""  # what only names the file of a report is nobody
        words = (f"{s.status}: {teller or 'a report'} names {goal} as the goal",)
        said = Said(place, weight, words, hours(s.known_at) if s.known_at is not None else -math.inf)
        if (known := best.get(place.id)) is not None:
            last_h = max(known.said_h, said.said_h)
            said = (said if said.weight > known.weight else known)._replace(said_h=last_h)
        best[place.id] = said
    return [best[key] for key in sorted(best)]


def _given(chain: Chain, place: Place, prior: float | None) -> Candidate | None:
    """A place given as a candidate. To go to a country is to cross into it: None where the train is in it already."""
    words = ("given as a candidate" if prior is None else f"given as a candidate with a prior of {prior:.2g}",)
    if place.kind != "country" or place.country is None:
        return _candidate(chain.ways, place, 1.0, words, prior)
    spot = None if is_in(chain, place) else border_ahead(chain.nodes[-1].spot, place.country, chain.ways)
    return Candidate(place, spot, prior, 1.0, (*words, "as far as its border")) if spot is not None else None


def is_in(chain: Chain, land: Place) -> bool:
    """Whether the train is in a country already."""
    here = chain.nodes[-1].spot
    if on_border(chain.ways.network, here):
        return lands_ahead(chain) == {land.country}
    return land.country is not None and chain.ways.network.section_country(here.section) == land.country


def _stated(ways: Ways, said: Said) -> Candidate | None:
    """A place named as the goal, None when it is not on the network."""
    found = _candidate(ways, said.place, said.weight, said.words)
    return None if found is None else replace(found, said_h=said.said_h)


def _candidate(
    ways: Ways, place: Place, stated: float, words: tuple[str, ...], prior: float | None = None
) -> Candidate | None:
    """A place to weigh, None when it is not on the network."""
    near = ways.network.spots_near(place, count=1)
    return Candidate(place, near[0][0], prior, stated, words) if near else None


def _on_the_way(named: Sequence[Candidate], here: Spot, ways: Ways) -> list[Candidate]:
    """The same where of two goals one lies on the way to the other: what was said of the nearer holds for the farther.

    Only where the farther one is more than a guess.
    """
    out = []
    for goal in named:
        beyond = [g for g in named if _is_more(g) and _passes(ways, here, goal.spot, g.spot)]
        if beyond:
            words = (*goal.words, f"on the way to {beyond[0].place.name}, named too")
            out.append(replace(goal, stated=goal.stated * _ENDS_ON_THE_WAY, words=words))
            continue
        nearer = [g.stated for g in named if _is_more(goal) and _passes(ways, here, g.spot, goal.spot)]
        out.append(replace(goal, stated=max((goal.stated, *nearer))))
    return out


def _is_more(goal: Candidate) -> bool:
    """Whether a goal is more than a guess."""
    return goal.stated > _STATED["speculated"]


def _passes(ways: Ways, here: Spot, near: Spot, far: Spot) -> bool:
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


def ends_of(ways: Ways, here: Spot) -> Towns | None:
    """Ends of lines and junctions in every direction, 100 km apart, for a network whose towns are not known.

    What lies beyond a border counts as farther, as it does for the likely way there: few trains cross one.
    """
    return ways.around.of(ways.key(here), _found_ends, ways, here)


def _found_ends(ways: Ways, here: Spot) -> Towns | None:
    network = ways.network
    tree = ways.tree(here)
    tree.settle_within(_ENDS_CM, most=_ENDS_NODES)
    ranked = []
    for node, label in tree.done.items():
        degree = len(network.adjacent(node))
        if degree != 2 and network.point_kind(node) in ("station", "border"):
            ranked.append((degree != 1, label.cm, node))
    kept: list[tuple[Place, Spot]] = []
    for *_, node in sorted(ranked):
        place = network.point(node).place()
        if all(approx_m(place.lon, place.lat, p.lon, p.lat) > NEAR_M for p, _ in kept):
            kept.append((place, network.spot_at_node(node)))
        if len(kept) == _ENDS:
            break
    return _towns(kept, [1.0] * len(kept)) if kept else None
