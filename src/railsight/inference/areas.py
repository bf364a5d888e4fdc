"""Where on the network an area is: a few spots that stand for it.

News says "crossed into Russia" and "left North Korea at dawn" more often than it names a station. A country is entered
and left over its borders, so what happened there happened at one of them, or at any place inside; where the train was
seen inside the country otherwise is as good a place as any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.geo import apart_m
from railsight.inference.borders import on_border
from railsight.inference.transition import SAME_PLACE_M

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.ways import Ways
    from railsight.model import Place, Spot
    from railsight.network import Network

Near = list[tuple["Spot", float]]

# How often what is said to have happened in a country happened at its border. "Arrived in China" is mostly the
# crossing, "left North Korea" as often the start somewhere in it. Judgements.
_AT_BORDER: dict[str, float] = {"crossed": 1.0, "absent": 1.0, "arrived": 0.75, "departed": 0.5}
AREA_SPOTS = 12
_BORDERS, _SEEN = 8, 4
MOST_SPOTS = AREA_SPOTS + _BORDERS + _SEEN
_ASKED = 4000
# Of the borders of a country the nearer ones are likelier, and inside one so far around what was seen is looked at.
_BORDER_SCALE_M = 300_000.0
_AROUND_M = 1_000_000.0
# A border by which the train can only have left the country is hardly where it entered it, nor the other way about, a
# river is hardly crossed where the train can only come having crossed it, and the way through a third country is seldom
# taken where one leads there without: transit needs leave of its own (see ``ways``). Judgements.
_NO_ENTRY, THIRD_LAND = 0.01, 0.02


def area_spots(place: Place, ways: Ways) -> Near:
    """Spots that stand for an area that is no country, with shares that sum to 1."""
    inside = [spot for spot, _ in ways.network.spots_near(place, count=_ASKED)]
    return spread_out(inside) if inside else []


def country_spots(place: Place, event: str, seen: Sequence[Spot], ways: Ways) -> Near:
    """Spots that stand for a country in the light of what happened there, with shares that sum to 1.

    ``seen`` are the spots of the other sightings: the borders nearest to them count, and those inside the country.
    """
    nodes, borders = _land(place.country or "", ways)
    network = ways.network
    away_m = [min((apart_m(b, s) for s in seen), default=0.0) for b in borders]
    ranked = sorted(zip(away_m, borders, strict=True), key=lambda x: (x[0], x[1].node or 0))[:_BORDERS]
    near = [(spot, (1.0 + (m - ranked[0][0]) / _BORDER_SCALE_M) ** -2) for m, spot in ranked]
    if event == "departed":
        near = _leaving(near, [s for s in seen if network.section_country(s.section) != place.country], place, ways)
    known = {ways.key(s): s for s in seen if network.section_country(s.section) == place.country}
    inside = _spread_around(place.country or "", nodes, [known[key] for key in sorted(known)], ways)
    at_border = _AT_BORDER.get(event, 0.0) if near else 0.0
    rest = 1.0 - at_border if inside else 0.0
    own = list(known.values())[:_SEEN]
    out = [(spot, at_border * weight / sum(w for _, w in near)) for spot, weight in near]
    out += [(spot, rest / 2 / len(own)) for spot in own]
    out += [(spot, share * (rest / 2 if own else rest)) for spot, share in inside]
    return [(spot, share) for spot, share in out if share > 0]


def _leaving(near: Near, outside: Sequence[Spot], place: Place, ways: Ways) -> Near:
    """Borders with what they count as those that a country was left by, for where the train was seen outside it.

    One from which the way there leads through the country is where trains enter it.
    """
    fits = []
    for spot, weight in near:
        there = min(outside, key=lambda s: (apart_m(spot, s), ways.key(s)), default=None)
        lands = ways.lands_on(spot, there) if there is not None else None
        fits.append((spot, weight * (_NO_ENTRY if lands and place.country in lands else 1.0)))
    return fits


def entry_weights(
    a: Spot, spots: Sequence[Spot], shares: Sequence[float], country: str, ways: Ways
) -> tuple[float, ...]:
    """What to multiply the shares of the spots where a country may have been entered by, for a train from ``a``.

    A country is entered from outside: a border reached by a way that was in it already is where trains leave it. A way
    through third countries counts less, each of them, than one with fewer. The shares keep their sum, unless the train
    can have entered at none of the spots.
    """
    found = [_entry(a, spot, country, ways) for spot in spots]
    least = min((through for through, enters in found if enters), default=0)
    fits = [(1.0 if enters else _NO_ENTRY) * THIRD_LAND ** max(0, n - least) for n, enters in found]
    kept = sum(fit * share for fit, share in zip(fits, shares, strict=True)) / sum(shares)
    return tuple(fit * max(fits) / kept for fit in fits)


def _entry(a: Spot, spot: Spot, country: str, ways: Ways) -> tuple[int, bool]:
    """The countries between that of ``a`` and the one entered, and whether the way there enters it, once."""
    lands = ways.lands_on(a, spot) or ()
    outside = lands[: lands.index(country)] if country in lands else lands
    inside = ways.network.section_country(spot.section) == country and not on_border(ways.network, spot)
    return max(0, len(outside) - 1), lands.count(country) <= (1 if inside else 0)


def crossing_weights(
    a: Spot, spots: Sequence[Spot], shares: Sequence[float], crossings: Sequence[str], ways: Ways, *, over: bool
) -> tuple[float, ...]:
    """What to multiply the shares of the spots where a river may have been crossed by, for a train from ``a``.

    ``crossings`` are the ids of the places that the spots belong to. Who comes to one of them by way of another has
    crossed there already, unless the train set out from the other, and ``over`` it. The shares keep their sum.
    """
    best = {key: spots[max(range(len(spots)), key=lambda i: (crossings[i] == key, shares[i]))] for key in crossings}
    fits = []
    for spot, own in zip(spots, crossings, strict=True):
        others = (other for key, other in best.items() if key != own)
        fits.append(_NO_ENTRY if any(_comes_by(a, other, spot, ways, over=over) for other in others) else 1.0)
    kept = sum(fit * share for fit, share in zip(fits, shares, strict=True)) / sum(shares)
    return tuple(fit * max(fits) / kept for fit in fits)


def _comes_by(a: Spot, between: Spot, there: Spot, ways: Ways, *, over: bool) -> bool:
    """Whether the way from one spot to another leads by a third."""
    to_m, on_m, all_m = ways.metres(a, between), ways.metres(between, there), ways.metres(a, there)
    if to_m is None or on_m is None or all_m is None or (over and to_m < SAME_PLACE_M):
        return False
    return to_m + on_m - all_m < SAME_PLACE_M


def border_ahead(here: Spot, country: str, ways: Ways) -> Spot | None:
    """The border by which the likely way from a spot enters a country; None from within it, or without a way."""
    _, borders = _land(country, ways)
    found = [
        (label[0].cost, spot.node or 0, spot)
        for spot in borders
        if _entry(here, spot, country, ways)[1] and (label := ways.last_label(here, spot)) is not None
    ]
    return min(found, key=lambda x: x[:2])[2] if found else None


def _spread_around(country: str, nodes: Sequence[Spot], known: Sequence[Spot], ways: Ways) -> Near:
    """Spots spread over a country, or over what of it lies around the places where the train was seen in it."""

    def spread() -> Near:
        around = [n for n in nodes if any(apart_m(n, s) < _AROUND_M for s in known)] or nodes
        return spread_out(around) if around else []

    return ways.spread.of((country, *(ways.key(s) for s in known)), spread)


def _land(country: str, ways: Ways) -> tuple[list[Spot], list[Spot]]:
    """Spots inside a country, at most some thousands, and those where the railway crosses its border; remembered."""
    return ways.lands.of(country, _found_land, country, ways.network)


def _found_land(country: str, network: Network) -> tuple[list[Spot], list[Spot]]:
    own: set[int] = set()
    others: set[int] = set()
    for section in range(network.section_count if country else 0):
        land = network.section_country(section)
        if land is not None:
            (own if land == country else others).update(network.section_ends(section))
    inside = sorted(own - others)
    kept = inside[:: 1 + len(inside) // _ASKED]
    return [network.spot_at_node(n) for n in kept], [network.spot_at_node(n) for n in sorted(own & others)]


def spread_out(spots: Sequence[Spot]) -> Near:
    """A few spots that cover an area: each next one is the farthest from those already taken.

    The share of each is that of the area's points it stands for, those nearest to it: the spots taken lie mostly at
    the rim, where few trains are.
    """
    taken = [0]
    gaps = [apart_m(spots[0], p) for p in spots]
    stands_for = [0] * len(spots)
    while len(taken) < AREA_SPOTS:
        far = max(range(len(spots)), key=lambda i: (gaps[i], -i))
        if gaps[far] <= 0:
            break
        for i, p in enumerate(spots):
            gap = apart_m(spots[far], p)
            if gap < gaps[i]:
                gaps[i], stands_for[i] = gap, far
        taken.append(far)
    return [(spots[i], stands_for.count(i) / len(spots)) for i in taken]
