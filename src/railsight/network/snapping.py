"""From a place to the network: which operating points or spots on sections it may mean, and how far off they are."""

from __future__ import annotations

from bisect import insort
from itertools import count as counting
from itertools import takewhile
from typing import TYPE_CHECKING, Literal

from railsight.geo import approx_m, bounds, in_ring
from railsight.model import AREA_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from railsight.model import Place, Spot
    from railsight.network.reader import Network

# How far beyond its own radius a place may be from the railway. Towns lie by their station; 30 km lets a district
# centre reach the line that serves it and is far below the distance between neighbouring corridors.
DEFAULT_LIMIT_M = 30_000.0
# What a place must be to stand on the section itself rather than at an operating point.
ON_SECTION_KINDS = frozenset(
    {"river crossing", "crossing", "border crossing", "bridge", "tunnel", "position", "coordinates", "kilometre post"}
)
# Waters are not circles: without an outline they are where the railway is nearest to their reference point.
_WATERS = frozenset({"river", "lake", "sea"})
# Areas that end at the border of their country.
_LANDS = frozenset({"country", "region"})
# Preferences in metres of gap: how much farther an operating point may be and still be meant.
_SAME_NAME_M = 15_000.0
_CALLED_M = {"alike": _SAME_NAME_M, "begins": 8_000.0, "": 0.0}
_STATION_M = 2_000.0
_OTHER_COUNTRY_M = 20_000.0
_MOST_M = _SAME_NAME_M + _STATION_M
_AT_POINT_M = 50.0
PART = "~"  # before the number of a further node: ``osm-n123`` and ``osm-n123~1`` are one station

Near = tuple[tuple["Spot", float], ...]


def spots_near(network: Network, place: Place, *, limit_m: float | None, count: int) -> Near:
    """See ``Network.spots_near``."""
    if network.node_count == 0:
        return ()
    node = network.node_of(place.id) if place.id else None
    if node is not None:
        return ((network.spot_at_node(node), 0.0),)
    if place.served_by:
        node = network.node_of(place.served_by)
        if node is not None:
            return ((network.spot_at_node(node), approx_m(place.lon, place.lat, *network.point_lonlat(node))),)
    if place.kind in AREA_KINDS:
        inside = [n for n in _inside(network, place) if _in_country(network, n, place)]
        if inside or place.kind == "country":
            return tuple((network.spot_at_node(n), 0.0) for n in inside[:count])
    reach = place.radius_m + (DEFAULT_LIMIT_M if limit_m is None else limit_m)
    if place.kind in ON_SECTION_KINDS or place.kind in _WATERS:
        return _on_sections(network, place, reach, count)
    return _at_points(network, place, reach, count) or _on_sections(network, place, reach, count)


def _inside(network: Network, place: Place) -> list[int]:
    """Nodes inside an area, nearest to its reference point first. All of a country is where its points say so."""
    if not place.area:
        if place.kind in _WATERS or not place.radius_m:
            return []
        around = [node for _, node in network.nodes_within(place.lon, place.lat, place.radius_m)]
        if place.kind != "country" or any(_in_country(network, node, place) for node in around):
            return around
        there = (node for node in range(network.node_count) if network.point_country(node) == place.country)
        return sorted(there, key=lambda node: approx_m(place.lon, place.lat, *network.point_lonlat(node)))
    found: set[tuple[float, int]] = set()
    for ring in place.area:
        west, south, east, north = bounds(ring)
        lon, lat = (west + east) / 2, (south + north) / 2
        reach = max(approx_m(lon, lat, x, y) for x, y in ring)
        for _, node in network.nodes_within(lon, lat, reach):
            x, y = network.point_lonlat(node)
            if in_ring(x, y, ring):
                found.add((approx_m(place.lon, place.lat, x, y), node))
    return [node for _, node in sorted(found)]


def _in_country(network: Network, node: int, place: Place) -> bool:
    """Whether a point may belong to a country or a region of one: outlines are coarse, and many countries have none."""
    if place.country is None or place.kind not in _LANDS:
        return True
    return network.point_country(node) in (None, place.country)


def _on_sections(network: Network, place: Place, reach: float, count: int) -> Near:
    """The nearest spot of each line in reach. Two sections that meet at the same point give one spot."""
    found: list[tuple[Spot, float]] = []
    seen: set[object] = set()
    for gap, section, offset in _sections_near(network, place, reach):
        line = network.section_line(section)
        if line in seen:
            continue
        spot = network.spot_at(section, offset)
        spot = _pulled_to_point(network, spot)
        if spot.node is not None and spot.node in seen:
            continue
        seen.add(line)
        seen.add(spot.node if spot.node is not None else line)
        found.append((spot, gap))
        if len(found) == count:
            break
    return tuple(found)


def _sections_near(network: Network, place: Place, reach: float) -> list[tuple[float, int, float]]:
    """Sections in reach; of a very wide reach only the nearer part, as soon as it holds anything."""
    part = min(reach, 2 * DEFAULT_LIMIT_M)
    while True:
        found = network.sections_within(place.lon, place.lat, part)
        if found or part >= reach:
            return found
        part = min(reach, 3 * part)


def _pulled_to_point(network: Network, spot: Spot) -> Spot:
    """The operating point itself when a spot is practically at it."""
    length = network.section_cm(spot.section) / 100
    a, b = network.section_ends(spot.section)
    if spot.node is None and spot.offset_m <= min(_AT_POINT_M, length / 2):
        return network.spot_at_node(a)
    if spot.node is None and length - spot.offset_m <= min(_AT_POINT_M, length / 2):
        return network.spot_at_node(b)
    return spot


def _at_points(network: Network, place: Place, reach: float, count: int) -> Near:
    """Operating points in reach, those meant by the name before those that are merely nearer.

    A node without a name is mere track: before all such nodes stands the nearest spot of the railway itself.
    """
    wanted = _keys_of(place)
    ranked: list[tuple[float, float, int]] = []
    nameless = False
    for gap, node in network.nodes_within(place.lon, place.lat, reach):
        far = len(ranked) >= count and gap - _MOST_M > ranked[count - 1][0]  # none of these can be meant more
        if far and nameless:
            break
        aliases = network.point_aliases(node)
        named = bool(aliases and aliases[0])
        nameless = nameless or not named
        if not far:
            bonus = _CALLED_M[_called_as(wanted, aliases)]
            kind = network.point_kind(node)
            if kind == "station":
                bonus += _STATION_M
            elif not named or (kind == "junction" and not bonus):
                bonus -= _STATION_M
            if place.country and network.point_country(node) not in (None, place.country):
                bonus -= _OTHER_COUNTRY_M
            insort(ranked, (gap - bonus, gap, node))
    best = ranked[:count]
    track = _nearest_track(network, place, reach) if nameless else None
    if track is not None and not track[0].name:
        insort(best, (track[1] + _STATION_M, track[1], -1))
    return tuple(track if node < 0 and track else (network.spot_at_node(node), gap) for _, gap, node in best[:count])


def _nearest_track(network: Network, place: Place, reach: float) -> tuple[Spot, float] | None:
    """The nearest spot of the railway, sought in ever wider circles."""
    part = min(reach, _STATION_M)
    while not (found := network.sections_within(place.lon, place.lat, part)) and part < reach:
        part = min(reach, 3 * part)
    if not found:
        return None
    gap, section, offset = found[0]
    return _pulled_to_point(network, network.spot_at(section, offset)), gap


def called_as(place: Place, names: Iterable[str]) -> Literal["alike", "begins", ""]:
    """Whether a point of some names has the name of a place, or one that begins with it (Moscow Kursky)."""
    return _called_as(_keys_of(place), names)


def _keys_of(place: Place) -> set[str]:
    return {_key(n) for n in (place.name, *place.names.values(), *place.aliases)} - {""}


def _called_as(wanted: set[str], names: Iterable[str]) -> Literal["alike", "begins", ""]:
    keys = {_key(n) for n in names}
    if keys & wanted:
        return "alike"
    begins = any(k.startswith((f"{w} ", f"{w}-")) for k in keys for w in wanted if len(w) > 1)
    return "begins" if begins else ""


def _key(name: str) -> str:
    """A name without case, accents, apostrophes: only to compare names of one language with one another."""
    import unicodedata

    plain = name.casefold() if name.isascii() else unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’ʼ`").strip()


def nodes_of_station(network: Network, node: int) -> tuple[int, ...]:
    """All nodes of the operating point that a node is of, that one first; itself alone for a nameless one.

    Where tracks lie on two levels, or no train can turn from one to the other, a builder gives a station a node each.
    """
    own = network.point(node).id
    if PART not in own and network.node_of(f"{own}{PART}1") is None:
        return (node,)
    name = network.point_name(node)
    if not name:
        return (node,)
    before, _, number = own.rpartition(PART)
    base = before if before and number.isdecimal() else own
    further = (network.node_of(f"{base}{PART}{n}") for n in counting(1))
    found = [network.node_of(base), *takewhile(lambda other: other is not None, further)]
    others = sorted({n for n in found if n is not None and network.point_name(n) == name} - {node})
    return (node, *others)


def spots_of_station(network: Network, spot: Spot) -> tuple[Spot, ...]:
    """The same for a spot: at each node of its operating point, itself first; itself alone where it is at none."""
    if spot.node is None:
        return (spot,)
    return (spot, *(network.spot_at_node(other) for other in nodes_of_station(network, spot.node)[1:]))
