"""Words for what a way must not or must touch: places, lines, countries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from railsight.api.world import place
from railsight.errors import UsageError

if TYPE_CHECKING:
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


def _sorted_out(network: Network, words: Iterable[str]) -> tuple[frozenset[int], frozenset[str], frozenset[str]]:
    """Each word is a country (two letters or its name), a line (id or name), else a place on the network."""
    nodes: set[int] = set()
    lines: set[str] = set()
    countries: set[str] = set()
    by_name = {key: line.id for line in network.lines() for key in (line.id.casefold(), line.name.casefold())}
    for word in (w.strip() for w in words):
        if len(word) == 2 and word.isalpha() and word.isascii():
            countries.add(word.upper())
        elif word.casefold() in by_name:
            lines.add(by_name[word.casefold()])
        else:
            _add_place(network, word, nodes, countries)
    return frozenset(nodes), frozenset(lines), frozenset(countries)


def _add_place(network: Network, word: str, nodes: set[int], countries: set[str]) -> None:
    from railsight.routing import snap

    where = place(word)
    if where.kind == "country" and where.country:
        countries.add(where.country)
        return
    node = network.node_of(where.id)
    if node is None:
        node = snap(network, where)[0].node
    if node is None:
        raise UsageError(f"{word!r} is no station, line or country of the network", hint="name a station")
    nodes.add(node)
