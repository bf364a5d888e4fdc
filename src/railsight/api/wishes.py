"""Words for what a way must not or must touch: places, lines, countries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from railsight.api.spots import place_on, spot_on
from railsight.api.world import as_typed
from railsight.errors import NoRouteError, PlaceNotFoundError, UsageError
from railsight.model import AREA_KINDS
from railsight.network.snapping import nodes_of_station

if TYPE_CHECKING:
    from railsight.model import Spot
    from railsight.network import Network
    from railsight.routing import Avoid, Require


_SHOWN = 3


@dataclass(slots=True)
class _Wished:
    """What some words name on a network."""

    network: Network
    nodes: set[int] = field(default_factory=set)
    sections: set[int] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)


def avoid_of(network: Network, words: Iterable[str]) -> Avoid | None:
    """What a path must not run through; None for no words. Of a region that is every operating point in it."""
    unwanted = tuple(words)
    if not unwanted:
        return None
    from railsight.routing import Avoid

    found = _sorted_out(network, unwanted, avoiding=True)
    return Avoid(
        nodes=frozenset(found.nodes),
        sections=frozenset(found.sections),
        lines=frozenset(found.lines),
        countries=frozenset(found.countries),
    )


def require_of(network: Network, words: Iterable[str]) -> Require | None:
    """What a path must touch; None for no words."""
    wanted = tuple(words)
    if not wanted:
        return None
    from railsight.routing import Require

    found = _sorted_out(network, wanted, avoiding=False)
    return Require(nodes=frozenset(found.nodes), lines=frozenset(found.lines), countries=frozenset(found.countries))


def check_wishes(network: Network, avoid: Avoid | None, require: Require | None, stops: Iterable[Spot]) -> None:
    """UsageError when a path must and must not touch the same thing; its ends and the places it goes via are stops."""
    if avoid is None:
        return
    nodes = {spot.node for spot in stops if spot.node is not None} | (require.nodes if require else set())
    both = [*dict.fromkeys(network.point_name(node) for node in sorted(avoid.nodes & nodes))]
    if require is not None:
        both += [network.line(line).name for line in sorted(avoid.lines & require.lines)]
        both += sorted(avoid.countries & require.countries)
    if both:
        shown = f"{', '.join(both[:_SHOWN])}{f' and {len(both) - _SHOWN} more' if len(both) > _SHOWN else ''}"
        raise UsageError(f"{shown} must be touched and avoided at once", hint="leave out one of the wishes")


def _sorted_out(network: Network, words: Iterable[str], *, avoiding: bool) -> _Wished:
    """Each word is a country (two letters or its name), a line (id or name), else a place on the network."""
    found = _Wished(network)
    known = network.countries()
    named: dict[str, set[str]] = {}
    for line in network.lines():
        for name in (*line.names.values(), line.name, line.id):
            named.setdefault(_key(name), set()).add(line.id)
    for word in (as_typed(w).strip() for w in words):
        if word.upper() in known:
            found.countries.add(word.upper())
        elif lines := named.get(_key(word)):
            _add_lines(found, word, lines, avoiding=avoiding)
        elif len(word) == 2 and word.isalpha() and word.isascii():
            raise PlaceNotFoundError(word, hint=f"the countries of this network are {', '.join(known) or 'not known'}")
        else:
            try:
                _add_place(found, word, avoiding=avoiding)
            except (PlaceNotFoundError, NoRouteError) as missing:
                lines = _lines_spoken_of(network, word)
                if not lines and isinstance(missing, PlaceNotFoundError):
                    raise _neither(network, word, missing) from missing
                if not lines:
                    raise
                _add_lines(found, word, lines, avoiding=avoiding)
    return found


def _add_lines(found: _Wished, word: str, lines: set[str], *, avoiding: bool) -> None:
    """The lines of a name: to avoid it is to avoid all of them, but which is to be touched must be said."""
    if len(lines) > 1 and not avoiding:
        names = " and ".join(sorted(found.network.line(line).name for line in lines))
        raise UsageError(f"{word!r} is the name of {len(lines)} lines: {names}", hint="name one of them")
    found.lines |= lines


def _lines_spoken_of(network: Network, word: str) -> set[str]:
    """The line that a word which is no place on the network is short for: some words of its name, or its initials."""
    from railsight.gazetteer import fold

    wanted = fold(word)
    found = set()
    for line in network.lines():
        for name in map(fold, (*line.names.values(), line.name)):
            initials = "".join(part[0] for part in name.split())
            if len(wanted) > 2 and (f" {wanted} " in f" {name} " or wanted == initials):
                found.add(line.id)
    return found if len(found) == 1 else set()


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


def _add_place(found: _Wished, word: str, *, avoiding: bool) -> None:
    network = found.network
    where = place_on(network, word, lands=True)
    if where.kind == "country" and where.country:
        found.countries.add(where.country)
        return
    where, spot, _ = spot_on(network, word, lands=True)
    if where.kind in AREA_KINDS:
        inside = network.spots_near(where, count=network.node_count)
        nodes = {at.node for at, gap_m in inside if at.node is not None and not gap_m}
        if not avoiding or not nodes:
            raise UsageError(
                f"{where.name} is {'an area' if nodes else f'a {where.kind}'}, and no station, line or country",
                hint="name a station or a line in it" if nodes else "name a station, a line or a country",
            )
        found.nodes |= nodes
    elif spot.node is not None:
        found.nodes.update(nodes_of_station(network, spot.node) if avoiding else (spot.node,))
    elif avoiding:
        found.sections.add(spot.section)
    else:
        raise UsageError(f"{word!r} lies between two stations", hint="go through it with --via, or name a station")
