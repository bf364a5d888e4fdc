"""Which place is meant on a network, whose operating points have names of their own, and where on it that is.

An operating point of exactly the name typed is never passed over in silence: it is taken, or it makes the name
ambiguous, or, where a place of its own by that name is meant as well, ``taken_notes`` says which was taken.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from railsight.api.asking import asked_place
from railsight.api.world import PlaceLike, as_typed, bundled_gazetteer, known_place, place, region_of
from railsight.errors import AmbiguousPlaceError, NoRouteError, PlaceNotFoundError
from railsight.gazetteer.asking import question
from railsight.gazetteer.ranking import PART_OF_TOWN
from railsight.geo import apart_m, approx_m
from railsight.model import AREA_KINDS, FACILITY_KINDS, Candidate, Place
from railsight.naming import APART_M, apart, is_bundled, points_named
from railsight.network.layout import OFF_TRACK, name_key
from railsight.network.snapping import nodes_of_station
from railsight.routing import find_spot, snap

if TYPE_CHECKING:
    from railsight.model import Spot
    from railsight.network import Network

_WORTH_NAMING = 0.05  # score from which an operating point of another name is told of
_RIVAL = 0.1  # a town by the network, or in the country of what was taken
_WELL_KNOWN = 0.2  # and one off the network, if it is better known than what was taken
_SHOWN = 2
# A place nearer to the railway than this is at the railway: its own radius, or a station's forecourt.
_WORTH_SAYING_M = 2_000.0

_WATERS = frozenset({"river", "lake", "sea"})  # of which the railway has no one point
# Of two stations of one name the one so near to another place of the question is meant, if the better known one is far:
# next to it, or not far off and so many times nearer than every other. Judgements.
_NEXT_M, _NOT_FAR_M, _NEARER, _FAR_OFF_M = 50_000.0, 1_000_000.0, 4.0, 500_000.0
_BY_M, _OF_SOME_SIZE = 200_000.0, 10_000  # a namesake so near to another place of the question, and of so many people
_MISSPELT = 0.8  # likeness (difflib) to a near name from which a word is a misspelling of it

OnNetwork = tuple[Place, "Spot", float]


def spot_on(network: Network, what: PlaceLike, *, lands: bool = False) -> OnNetwork:
    """The one place meant, the best spot for it, and its gap in metres. Raises as ``place`` and ``routing.snap``.

    A name may be that of an operating point too. Such a point is meant when the gazetteer does not know the name, or
    knows it only of places out of reach of the network. A town is on the network at its main station; where that has
    another name, the town stays the place and the way to the station is its gap. Of a land and a town in it that share
    a name the town is meant, unless it is out of reach, or ``lands`` says otherwise.
    """
    return _as_named(network, what, _standing(network, what, lands=lands))


def _standing(network: Network, what: PlaceLike, *, lands: bool = False) -> OnNetwork:
    """As ``spot_on``, but a town is its main station."""
    if not isinstance(what, str):
        return _snapped(network, place(what))
    what = as_typed(what)
    points = points_named(network, what)
    try:
        found = known_place(what)
        points, known = _of_kind(what, points, [found])
        if not known:
            return _snapped(network, _only(network, what, points))
    except PlaceNotFoundError as missing:
        found = _only(network, what, points) if points else asked_place(_with_names_of(network, missing), what)
        return _snapped(network, found)
    except AmbiguousPlaceError as unclear:
        from railsight.api.towns import settled_without_lands

        points, known = _of_kind(what, points, [c.place for c in unclear.candidates])
        if not known:
            return _snapped(network, _only(network, what, points))

        town = None if lands else settled_without_lands(what, unclear.candidates)
        if not (town and _touched(network, town)):
            return _snapped(network, _the_one_in_reach(network, what, unclear, points))
        found = town
    return _taken(network, what, found, points, lands=lands)


def spots_on(network: Network, named: Sequence[PlaceLike]) -> list[OnNetwork]:
    """The places meant by the names along a way, in order, as by ``spot_on``.

    Of several of one name the station nearest to where the way comes from, or leads to, is meant: Ji'an, to Tonghua, is
    not the far better known city in Jiangxi, and Tumen, to Namyang, not the river. What that leaves ambiguous is
    settled where one reading of all the names is plainly the likeliest: Brest, to Minsk, is not the port in Brittany.
    """
    found: list[OnNetwork | AmbiguousPlaceError] = []
    for what in named:
        try:
            found.append(_standing(network, what))
        except AmbiguousPlaceError as unclear:
            found.append(unclear)
    met = _met(network, found)
    return [_as_named(network, what, _along(network, what, i, found, met[i])) for i, what in enumerate(named)]


def is_one_station(network: Network, what: PlaceLike, found: OnNetwork) -> bool:
    """Whether what was asked for means the station taken: it is no town, and no other station has its name."""
    where = found[0]
    if where.kind == "town" or not isinstance(what, str):
        return where.kind != "town"
    return where.kind == "position" or len(network.nodes_named(as_typed(what))) == 1


def _met(network: Network, found: Sequence[OnNetwork | AmbiguousPlaceError]) -> Sequence[Place | None]:
    """What ambiguous names along a way mean when all of its names are weighed together, of the places in reach."""
    if len(found) < 2 or not any(isinstance(one, AmbiguousPlaceError) for one in found):
        return [None] * len(found)
    from railsight.api.together import weighed_together

    return weighed_together(
        [
            _told_by_nearness(network, one) if isinstance(one, AmbiguousPlaceError) else [Candidate(one[0], 1.0)]
            for one in found
        ]
    )


def _told_by_nearness(network: Network, unclear: AmbiguousPlaceError) -> list[Candidate]:
    """The places in reach among those of an ambiguous name; none where one is a facility or not of the gazetteer.

    Whether the cosmodrome is meant or the port, its kind tells and not what is near; and how well known a place is that
    a server or a network of one's own has, nobody tells.
    """
    known = bundled_gazetteer()
    if any(c.place.kind in FACILITY_KINDS or known.get(c.place.id) is None for c in unclear.candidates):
        return []
    return [c for c in unclear.candidates if _touched(network, c.place)]


def _as_named(network: Network, what: PlaceLike, found: OnNetwork) -> OnNetwork:
    """The town itself, with the way to its station as the gap, where that station has another name than was given.

    A station that the name is of as well stays: Moscow is Moscow Yaroslavsky, Wuhan is not Wuchang.
    """
    where, spot, _ = found
    if not isinstance(what, str) or not _is_station(network, where) or _called(where, as_typed(what).partition(",")[0]):
        return found
    for meant in (c.place for c in bundled_gazetteer().find(as_typed(what), fuzzy=False)):
        if meant.id == where.id:
            break
        if meant.kind == "town" and meant.served_by == where.id and not _called(where, meant.name):
            return meant, spot, approx_m(meant.lon, meant.lat, spot.lon, spot.lat)
    return found


def _along(
    network: Network, what: PlaceLike, i: int, found: Sequence[OnNetwork | AmbiguousPlaceError], met: Place | None
) -> OnNetwork:
    """The place meant by a name in the light of those named before and after it; ``met`` if only all of them tell."""
    taken = found[i]
    near = [other for k in (i - 1, i + 1) if 0 <= k < len(found) and isinstance(other := found[k], tuple)]
    if isinstance(taken, AmbiguousPlaceError):
        meant = _next_to(network, [c.place for c in taken.candidates], near) or met
        if meant is None:
            raise taken
        return _snapped(network, meant)
    where, spot, _ = taken
    far = _is_station(network, where) and _off_m(spot, near) >= _FAR_OFF_M
    namesakes = points_named(network, as_typed(what)) if far and isinstance(what, str) else []
    closest = _next_to(network, [where, *(p for p in namesakes if apart(p, where))], near)
    return taken if closest is None or closest.id == where.id else _snapped(network, closest)


def _is_station(network: Network, where: Place) -> bool:
    return where.kind == "station" and network.node_of(where.id) is not None


def _off_m(at: Spot | Place, others: Sequence[OnNetwork]) -> float:
    """Metres from the nearest of some places."""
    return min((apart_m(at, spot) for _, spot, _ in others), default=0.0)


def _next_to(network: Network, places: Sequence[Place], others: Sequence[OnNetwork]) -> Place | None:
    """The one station among places that is next to one of some others, or much nearer to it than the rest."""
    stations = [p for p in places if others and _is_station(network, p)]
    closest = min(stations, key=lambda p: _off_m(p, others), default=None)
    if closest is None or (least_m := _off_m(closest, others)) >= _NOT_FAR_M:
        return None
    if least_m < _NEXT_M:
        clear = not any(apart(closest, p) and _off_m(p, others) < _NEXT_M for p in stations)
    else:
        rivals = (p for p in places if p.kind not in _WATERS and apart(closest, p))
        clear = all(_off_m(p, others) > _NEARER * least_m for p in rivals)
    return _known(closest) if clear else None


def namesakes_joined(network: Network, named: Sequence[PlaceLike], found: Sequence[OnNetwork]) -> tuple[str, ...]:
    """What the names of two places that no rails join may mean instead: the likeliest namesake of each, seen from the
    other, that has rails to it, told as ``taken_notes`` does.
    """
    notes: list[str] = []
    for what, (where, spot, _), (_, other, _) in zip(named, found, reversed(found), strict=True):
        if isinstance(what, str) and (instead := _joined_to(network, as_typed(what), where, other)):
            notes += taken_notes(network, what, where, spot, likely=[instead])
    return tuple(notes)


def nearer_namesakes(network: Network, named: Sequence[PlaceLike], found: Sequence[OnNetwork], i: int) -> list[Place]:
    """The towns that the name of a place on a way may mean too, when they are by the place before or after it and the
    one taken is far off: Rostov, to Yaroslavl, may be the one nearby.
    """
    what, (where, _, _) = named[i], found[i]
    beside = [found[k] for k in (i - 1, i + 1) if 0 <= k < len(found)]
    off_m = _off_m(where, beside)
    if not isinstance(what, str) or where.kind == "position" or off_m < _FAR_OFF_M:
        return []
    meant = (c.place for c in bundled_gazetteer().find(as_typed(what), fuzzy=False))
    towns = [p for p in meant if (p.population or 0) >= _OF_SOME_SIZE and _called(p, what.partition(",")[0])]
    near = (p for p in towns if p.kind not in AREA_KINDS and _off_m(p, beside) < min(_BY_M, off_m / _NEARER))
    return [p for p in near if apart(p, where) and _touched(network, p)]


def _joined_to(network: Network, what: str, where: Place, other: Spot) -> Place | None:
    """The likeliest place of a name, seen from a spot, that is another than was taken and has rails to the spot."""
    from railsight.network.islands import island_of

    near = bundled_gazetteer().find(what, near=(other.lon, other.lat), fuzzy=False)
    for namesake in [c.place for c in near if apart(c.place, where)][:_SHOWN]:
        spot = find_spot(network, namesake)
        if spot is not None and island_of(network, spot[0]) == island_of(network, other):
            return namesake
    return None


def place_on(network: Network, what: PlaceLike, *, lands: bool = False) -> Place:
    """The one place meant, though it be out of reach of the network; for a town its main station."""
    try:
        return _standing(network, what, lands=lands)[0]
    except NoRouteError:
        return place(what)


def is_known(network: Network, name: str) -> bool:
    """Whether a name is that of a place, or of several, or a misspelling of one: anything but a word."""
    from difflib import get_close_matches

    try:
        place_on(network, name)
    except PlaceNotFoundError as missing:
        near = [other.casefold() for other in missing.suggestions]
        return bool(get_close_matches(name.casefold(), near, n=1, cutoff=_MISSPELT))
    except AmbiguousPlaceError:
        pass
    return True


def taken_notes(
    network: Network,
    what: PlaceLike,
    where: Place,
    spot: Spot | None = None,
    *,
    likely: Sequence[Place] = (),
    among: Sequence[Place] | None = None,
    alone: bool = True,
) -> tuple[str, ...]:
    """That a name was taken for a place (at a spot) without all of its words, or what it may mean besides and how to
    write that; perhaps empty.

    ``likely`` are places known to be worth naming; ``among`` are all that it may mean, where that is settled. With
    ``alone`` nothing but the name speaks for one place or another, as what else was seen on a journey does.
    """
    if not isinstance(what, str) or where.kind == "position" or what.strip() == where.id:
        return ()
    what = as_typed(what).strip()
    found, others = bundled_gazetteer().find(what, fuzzy=False), list[Place]()
    own = points_named(network, what)
    if found and not own and all(c.why[0].startswith(PART_OF_TOWN) for c in found):
        return (f"no place is known as {what!r}: taken for {_told(where)}, the town without the rest of the name",)
    points = *own, *_points_meant(network, found, what)
    kinds = question(what).kinds
    besides = *_better_known(found, where, what), *points, *(_towns_meant(network, found, where) if alone else ())
    for other in (*likely, *besides):
        taken = [(p.lon, p.lat) for p in (where, spot or where, *others)]
        possible = among is None or not all(apart(other, p) for p in among)
        far_m = _WORTH_SAYING_M if other in own else APART_M  # stations of one name are two however near
        if (
            possible
            and (other.kind in kinds or where.kind not in kinds)
            and not _is_at(network, other, where)
            and all(approx_m(lon, lat, other.lon, other.lat) > far_m for lon, lat in taken)
        ):
            others.append(other)
    if not others:
        return ()
    instead = " or ".join(f'"{_offer(network, what, p)}" for {_told(p)}' for p in map(_known, others[:_SHOWN]))
    left = len(others) - _SHOWN
    more = f"; {left} more {'is' if left == 1 else 'are'} called so" if left > 0 else ""
    return (f"{what!r} is taken for {_told(where)}; write {instead}{more}",)


def _is_at(network: Network, river: Place, where: Place) -> bool:
    """Whether a river was taken to be at a place because the railway crosses it there."""
    return river.kind == "river" and any(p.id == where.id for p in _crossings(network, river))


def measured_notes(network: Network, where: Place, spot: Spot, gap_m: float) -> tuple[str, ...]:
    """What a figure leaves out: the way from a place to the railway, and where inside an area it was measured."""
    at = spot.name or "the nearest point of the line"
    if where.kind in AREA_KINDS and gap_m == 0.0:
        return (f"{where.name} is an area: measured at {at}",)
    if where.kind in _WATERS:
        far = f", {gap_m / 1000:.1f} km from it, which is not counted"
        return (f"{where.name} is a {where.kind}: measured at {at}{far if gap_m > _WORTH_SAYING_M else ''}",)
    land = network.point_country(spot.node) if spot.node is not None else None
    if where.kind == "town" and land and where.country not in (None, land):
        at = f"{at} ({land}), across the border"
    elif gap_m <= _WORTH_SAYING_M:
        return ()
    return (f"{where.name} is {gap_m / 1000:.1f} km from the railway at {at}; that gap is not counted",)


def _taken(network: Network, what: str, found: Place, points: Sequence[Place], *, lands: bool) -> OnNetwork:
    """What the gazetteer found, beside the operating points of exactly that name.

    An area is measured at the point of its name inside it, else its town of that name is meant. One that has the point
    elsewhere may mean either, and so may a place that is only known by the name and a town far off the railway.
    """
    if found.kind in AREA_KINDS and points:
        inside = {spot.node for spot, gap in network.spots_near(found, count=network.node_count) if not gap}
        for node in (network.node_of(p.id) for p in points):
            if node is not None and node in inside:
                return found, network.spot_at_node(node), 0.0
    if found.kind in AREA_KINDS and not lands:
        from railsight.api.towns import town_meant

        town = town_meant(what, found)
        found = town if town and _touched(network, town) else found
    far = [p for p in points if apart(p, found)]
    if far and not _touched(network, found):
        return _snapped(network, _only(network, what, far))
    if far and (found.kind in AREA_KINDS or not _called(found, what) or _off_the_railway(network, found)):
        raise _unclear(network, what, [Candidate(found, 0.5)], far)
    return _snapped(network, found, what)


def _of_kind(what: str, points: Sequence[Place], known: Sequence[Place]) -> tuple[list[Place], list[Place]]:
    """The operating points and the places of a name that are of the kind typed after a comma, where one of the points
    is, or is of exactly the kind typed; else all of them.
    """
    asked = question(what)
    for wanted in (asked.said, asked.kinds) if points else ():
        kept = tuple([p for p in places if p.kind in wanted] for places in (points, known))
        if any(kept):
            return kept[0], kept[1]
    return [*points], [*known]


def _off_the_railway(network: Network, found: Place) -> bool:
    """Whether a place has no railway of its own, so that who asks of the railway may as well mean an operating point of
    its name elsewhere. Of two stations the one of the far better known town is meant, and ``taken_notes`` says so.
    """
    if network.node_of(found.id) is not None:
        return False
    near = find_spot(network, found)
    return near is not None and near[1] > max(found.radius_m, _WORTH_SAYING_M)


def _the_one_in_reach(network: Network, what: str, unclear: AmbiguousPlaceError, points: Sequence[Place]) -> Place:
    """The network's own point of an ambiguous name where nothing else of that name is in reach of the network."""
    ids = {c.place.id for c in unclear.candidates}
    others = [c for c in unclear.candidates if all(apart(c.place, p) for p in points)]
    if points and not any(_touched(network, c.place) for c in others):
        return _only(network, what, points)
    unheard = [p for p in points if p.id not in ids]
    raise _unclear(network, what, unclear.candidates, unheard) if unheard else unclear


def _only(network: Network, what: str, points: Sequence[Place]) -> Place:
    """The one operating point of a name; AmbiguousPlaceError when there are several."""
    if any(apart(points[0], p) for p in points[1:]):
        raise _unclear(network, what, (), points)
    return _known(points[0])


def _unclear(network: Network, what: str, known: Sequence[Candidate], points: Sequence[Place]) -> AmbiguousPlaceError:
    """The error for a name of places and of operating points, which together count as much as the places do."""
    share = 0.5 if known else 1.0
    own = [Candidate(p, share / len(points)) for p in points]
    total = sum(c.score for c in known) or 1.0
    candidates = [*own, *(Candidate(c.place, 0.5 * c.score / total, c.why) for c in known)]
    offers = dict.fromkeys(_offer(network, what, c.place) for c in (*own[:_SHOWN], *candidates[len(own) :]))
    hint = "write " + " or ".join(f'"{offer}"' for offer in list(offers)[:_SHOWN])
    regions = bundled_gazetteer().regions_of([c.place for c in candidates])
    return AmbiguousPlaceError(what, candidates, hint=hint, regions=regions)


def _touched(network: Network, where: Place) -> bool:
    """Whether a place may be meant on the network at all: it is in reach, or some of it is where it is an area."""
    near = network.spots_near(where, count=1) if where.kind in AREA_KINDS else find_spot(network, where)
    return bool(near)


def _snapped(network: Network, where: Place, typed: str = "") -> OnNetwork:
    """A place on the network; a river where the railway crosses it, which is where a train can be at it."""
    try:
        snapped = snap(network, where)
    except NoRouteError as error:
        raise NoRouteError(error.message, why=error.why, hint=_instead(network, where, typed, error.hint)) from None
    crossings = _crossings(network, where)
    if len(crossings) > 1:
        raise _unclear(network, typed or where.name, (), crossings)
    return (crossings[0], *snap(network, crossings[0])) if crossings else (where, *snapped)


def _crossings(network: Network, where: Place) -> list[Place]:
    """Where the railway is known to cross a river; empty for what is none."""
    found = bundled_gazetteer().crossings_of(where) if where.kind == "river" else ()
    return [p for p in found if find_spot(network, p)]


def _instead(network: Network, where: Place, typed: str, hint: str) -> str:
    """What to name instead of a place out of reach."""
    if within := [p.name for p in _crossings(network, where)]:
        return f"name where the railway crosses it: {', '.join(within[:3])}"
    if where.kind in _WATERS - {"river"}:  # its shore is not known: only a point in its middle is
        return "name a station on its shore"
    own = _namesakes_in_reach(network, where, typed) or ([] if is_bundled(network) else _names_like(network, typed))
    if is_bundled(network):
        hint += " (`network build world` makes one)"
    return f"did you mean {' or '.join(own)}, or else {hint}" if own else hint


def _namesakes_in_reach(network: Network, where: Place, typed: str) -> list[str]:
    """What to write for the places in reach that have the name of one that is not, or for the operating points whose
    name begins with it: Спасск is a town on the Oka, and Спасск-Дальний a station.
    """
    begins = typed.partition(",")[0].strip().casefold()
    if not any(map(str.isalpha, begins)):
        return []  # a position has no namesakes
    known = bundled_gazetteer()
    meant = [c.place for c in known.find(typed, fuzzy=False) if c.place.kind not in AREA_KINDS]
    near = [known.get(p.served_by or "") or p for p in meant if apart(p, where) and _touched(network, p)]
    offers = [_offer(network, typed, p) for p in near]
    offered = {network.node_of(p.id) for p in near}
    longer = {node: name for node, _, name in reversed(_points_called(network, begins))}
    offers += [name for node, name in sorted(longer.items()) if node not in offered]
    return [f'"{offer}"' if "," in offer else offer for offer in list(dict.fromkeys(offers))[:_SHOWN]]


def _known(point: Place) -> Place:
    """The same place as the gazetteer has it, which knows more of the points of the bundled network."""
    known = bundled_gazetteer().get(point.id)
    return known if known and not apart(known, point) else point


def _points_meant(network: Network, found: Sequence[Candidate], what: str) -> list[Place]:
    """The operating points among what the gazetteer finds."""
    on_it = (c for c in found if network.node_of(c.place.id) is not None)
    return [c.place for c in on_it if c.score >= _WORTH_NAMING or _called(c.place, what)]


def _towns_meant(network: Network, found: Sequence[Candidate], where: Place) -> list[Place]:
    """The towns among what the gazetteer finds that are likely enough to be meant for a place: in its country, or by
    the network.
    """
    likely = (c.place for c in found if c.score >= _RIVAL and c.place.kind == "town")
    return [p for p in likely if (p.country and p.country == where.country) or find_spot(network, p) is not None]


def _better_known(found: Sequence[Candidate], where: Place, what: str) -> list[Place]:
    """What the gazetteer would rather have taken a name for, if it is called so in one of its languages."""
    better = takewhile(lambda c: apart(c.place, where), found)
    return [c.place for c in better if c.score >= _WELL_KNOWN and _called(c.place, what.partition(",")[0])]


def _points_called(network: Network, begins: str) -> list[tuple[int, int, str]]:
    """The operating points whose names begin with some words in lower case and go on, each with the place of that name
    among its own and the name, in order.
    """
    keys, called = _by_name(network)
    found = (called[bisect_left(keys, begins + mark) : bisect_left(keys, begins + chr(ord(mark) + 1))] for mark in " -")
    return sorted(chain.from_iterable(found))


@lru_cache(maxsize=2)
def _by_name(network: Network) -> tuple[list[str], list[tuple[int, int, str]]]:
    """The names of all operating points in lower case in order of the alphabet, and beside each its point, its place
    among the names of that and the name as written.
    """
    named = _named_points(network)
    every = sorted((name.casefold(), (node, k, name)) for node, names in named for k, name in enumerate(names))
    return [key for key, _ in every], [called for _, called in every]


@lru_cache(maxsize=2)
def _named_points(network: Network) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The operating points that have names, with these."""
    return tuple((i, names) for i in range(network.node_count) if (names := tuple(network.point_aliases(i))))


def _names_like(network: Network, name: str) -> list[str]:
    """Names of operating points spelt nearly so."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    from railsight.gazetteer import fold

    name = name.partition(",")[0]
    slack = 1 if len(name) < 6 else 2
    names = {aliases[0] for _, aliases in _named_points(network)}
    near = process.extract(name, sorted(names), scorer=OSA.distance, processor=fold, score_cutoff=slack, limit=_SHOWN)
    return [found for found, *_ in near] if len(name) >= 4 else []


def _with_names_of(network: Network, missing: PlaceNotFoundError) -> PlaceNotFoundError:
    """The error with the names of the network that are like the one asked for, before those of the gazetteer; of a
    station that was left out of the network, why.
    """
    own = _names_like(network, missing.name)
    off = network.info.get(OFF_TRACK)
    if isinstance(off, list) and name_key(missing.name.partition(",")[0]) in map(name_key, off):
        near = f"; near it in spelling: {', '.join(own)}" if own else ""
        hint = f"its station was left out when this network was built: no track that was kept lies near it{near}"
        return PlaceNotFoundError(missing.name, tuple(own), hint=hint)
    return PlaceNotFoundError(missing.name, tuple(dict.fromkeys((*own, *missing.suggestions)))) if own else missing


def _offer(network: Network, what: str, where: Place) -> str:
    """What to write for a place, so that it and no other is taken."""
    position = f"{where.lon:.4f},{where.lat:.4f}"
    if is_bundled(network):
        held = bundled_gazetteer().get(where.id) is not None
        return (held and bundled_gazetteer().offer(what, _known(where))) or position
    name = what.partition(",")[0].strip()
    region = region_of(where)
    within = f"{region.name}, {where.kind}" if region else None
    narrowed = (f"{name}, {more}" for more in (where.kind, where.country, within) if more)
    tries = (*narrowed, where.name, *where.names.values())
    return next((offer for offer in tries if _means(network, offer, where)), position)


def _means(network: Network, offer: str, where: Place) -> bool:
    """Whether a name settles on a place on a network of one's own."""
    node = network.node_of(where.id)
    own = () if node is None else nodes_of_station(network, node)
    meant = {where.id, where.served_by, *(network.point(n).id for n in own)}  # a town is its main station
    points = points_named(network, offer)
    try:
        known = [known_place(offer)]
    except AmbiguousPlaceError as unclear:
        known = [c.place for c in unclear.candidates]
    except PlaceNotFoundError:
        known = []
    points, known = _of_kind(offer, points, known)
    if not points:
        return len(known) == 1 and known[0].id in meant
    rivals = (p for p in known if p.id not in meant and apart(p, where))
    return all(p.id in meant for p in points) and not any(_touched(network, p) for p in rivals)


def _told(where: Place) -> str:
    """A place with what tells it from its namesakes."""
    local = next((name for name in where.names.values() if name != where.name), None)
    return f"{where.name} ({', '.join(part for part in (local, where.kind, where.country) if part)})"


def _called(where: Place, name: str) -> bool:
    from railsight.gazetteer.folding import called

    return called(name, (where.name, *where.names.values()))
