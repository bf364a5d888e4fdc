"""Words for what a way must not or must touch: places, lines, countries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from railsight.api.spots import place_on, spot_on
from railsight.errors import PlaceNotFoundError, UsageError

if TYPE_CHECKING:
    from railsight.model import Spot
    from railsight.network import Network
    from railsight.routing import Avoid, Require


def avoid_of(network: Network, words: Iterable[str]) -> Avoid | None:
    """What a path must not run through; None for no words."""
    unwanted = tuple(words)
    if not unwanted:
        return None
    from railsight.routing import Avoid

    nodes, lines, countries = _sorted_out(network, unwanted)
    return Avoid(nodes=nodes, lines=lines, countries=countries) if nodes or lines or countries else None


def require_of(network: Network, words: Iterable[str]) -> Require | None:
    """What a path must touch; None for no words."""
    wanted = tuple(words)
    if not wanted:
        return None
    from railsight.routing import Require

    nodes, lines, countries = _sorted_out(network, wanted)
    return Require(nodes=nodes, lines=lines, countries=countries)


def check_wishes(network: Network, avoid: Avoid | None, require: Require | None, stops: Iterable[Spot]) -> None:
    """UsageError when a path must and must not touch the same thing; its ends and the places it goes via are stops."""
    if avoid is None:
        return
    nodes = {spot.node for spot in stops if spot.node is not None} | (require.nodes if require else set())
    both = [network.point_name(node) for node in sorted(avoid.nodes & nodes)]
    if require is not None:
        both += [network.line(line).name for line in sorted(avoid.lines & require.lines)]
        both += sorted(avoid.countries & require.countries)
    if both:
        raise UsageError(f"{', '.join(both)} must be touched and avoided at once", hint="leave out one of the wishes")


def _sorted_out(network: Network, words: Iterable[str]) -> tuple[frozenset[int], frozenset[str], frozenset[str]]:
    """Each word is a country (two letters or its name), a line (id or name), else a place on the network."""
    nodes: set[int] = set()
    lines: set[str] = set()
    countries: set[str] = set()
    known = network.countries()
    by_name = {_key(name): line.id for line in network.lines() for name in (*line.names.values(), line.name, line.id)}
    for word in (w.strip() for w in words):
        if word.upper() in known:
            countries.add(word.upper())
        elif _key(word) in by_name:
            lines.add(by_name[_key(word)])
        elif len(word) == 2 and word.isalpha() and word.isascii():
            raise PlaceNotFoundError(word, hint=f"the countries of this network are {', '.join(known) or 'not known'}")
        else:
            try:
                _add_place(network, word, nodes, countries)
            except PlaceNotFoundError as missing:
                raise _neither(network, word, missing) from missing
    return frozenset(nodes), frozenset(lines), frozenset(countries)


def _key(name: str) -> str:
    """A name of a line without case, a hyphen for every dash."""
    return name.casefold().replace("\N{EN DASH}", "-").replace("\N{EM DASH}", "-").replace(" - ", "-")


def _neither(network: Network, word: str, missing: PlaceNotFoundError) -> PlaceNotFoundError:
    """The error for a word that is no place either: which lines and places it is like."""
    from difflib import get_close_matches

    names = {_key(line.name): line.name for line in network.lines()}
    wanted = _key(word)
    like = [name for key, name in names.items() if wanted in key] if len(wanted) > 2 else []
    like += [names[key] for key in get_close_matches(wanted, names, n=3, cutoff=0.6) if names[key] not in like]
    hint = f"did you mean {', '.join([*like[:3], *missing.suggestions[:2]])}?" if like or missing.suggestions else ""
    return PlaceNotFoundError(
        word,
        missing.suggestions,
        hint=hint or "name a station, a line (`network info --lines` lists them) or a country",
    )


def _add_place(network: Network, word: str, nodes: set[int], countries: set[str]) -> None:
    where = place_on(network, word)
    if where.kind == "country" and where.country:
        countries.add(where.country)
        return
    _, spot, _ = spot_on(network, word)
    if spot.node is None:
        raise UsageError(f"{word!r} is no station, line or country of the network", hint="name a station")
    nodes.add(spot.node)
