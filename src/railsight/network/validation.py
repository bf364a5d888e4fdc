"""What looks wrong in a network: findings to be judged, none dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from railsight.geo import approx_m, line_length_m
from railsight.network.islands import islands

if TYPE_CHECKING:
    from railsight.network.reader import Network

NEAR_MISS_M = 500.0
_SHORTER = 0.985  # an official length this share of the great circle is wrong somewhere: chainage rounds to 1 km
_LONGER = 2.5
_ROUNDING_M = 1_500.0
_SLACK_M = 6_000.0  # coordinates that are approximate are off by up to 3 km at either end
_LONG_GAP_M = 60_000.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that looks wrong. ``kind`` is island, near miss, duplicate, no extent, shorter than possible, longer
    than likely or long section; ``nodes`` and ``sections`` are those concerned; lon, lat is where to look."""

    kind: str
    message: str
    lon: float
    lat: float
    nodes: tuple[int, ...] = ()
    sections: tuple[int, ...] = ()


def validate(network: Network, *, near_miss_m: float = NEAR_MISS_M) -> tuple[Finding, ...]:
    """Every finding, by kind: islands, near misses, duplicates, sections that are one point, lengths."""
    return (
        *_islands(network),
        *_near_misses(network, near_miss_m),
        *_duplicates(network),
        *_without_extent(network),
        *_lengths(network),
    )


def _name(network: Network, node: int) -> str:
    """Name of a point, or its id when it has none."""
    point = network.point(node)
    return point.name or point.id


def _islands(network: Network) -> Iterator[Finding]:
    parts = islands(network)
    for part in parts[1:]:
        named = [name for n in part if (name := network.point_name(n))][:3]
        countries = sorted({c for n in part if (c := network.point_country(n))})
        which = ", ".join(named) or f"without names, in {', '.join(countries) or 'no known country'}"
        more = " ..." if named and len(part) > len(named) else ""
        message = f"{len(part)} points are not joined to the main network of {len(parts[0])}: {which}{more}"
        yield Finding("island", message, *network.point_lonlat(part[0]), nodes=tuple(part))


def _near_misses(network: Network, near_m: float) -> Iterator[Finding]:
    """Ends of the network (one section only) close to another point that no section joins them to."""
    for node in range(network.node_count):
        around = network.adjacent(node)
        if len(around) != 1:
            continue
        lon, lat = network.point_lonlat(node)
        joined = {node, *(far for far, _, _ in around)}
        for gap, other in network.nodes_within(lon, lat, near_m):
            if other not in joined:
                names = f"{_name(network, node)} and {_name(network, other)}"
                yield Finding("near miss", f"{names} are {gap:.0f} m apart and not joined", lon, lat, (node, other))
                break


def _duplicates(network: Network) -> Iterator[Finding]:
    pairs: dict[tuple[int, int], list[int]] = {}
    for section in range(network.section_count):
        a, b = network.section_ends(section)
        pairs.setdefault((min(a, b), max(a, b)), []).append(section)
    for (a, b), sections in pairs.items():
        if len(sections) > 1 and not _are_tracks(network, sections):
            lines = ", ".join(network.section_line(s) for s in sections)
            message = f"{_name(network, a)} to {_name(network, b)} stands {len(sections)} times: {lines}"
            yield Finding("duplicate", message, *network.point_lonlat(a), (a, b), tuple(sections))


def _are_tracks(network: Network, sections: Sequence[int]) -> bool:
    """Whether sections are tracks side by side, each drawn for itself: their measured lengths differ by centimetres."""
    drawn = all(network.section(s).length_kind == "measured geometry" for s in sections)
    return drawn and len({network.section_cm(s) for s in sections}) == len(sections)


def _without_extent(network: Network) -> Iterator[Finding]:
    """Sections whose two ends are one place and that go nowhere between: no line can be drawn of them."""
    for index in range(network.section_count):
        a, b = network.section_ends(index)
        if a != b and network.point_lonlat(a) != network.point_lonlat(b):
            continue
        if len(set(network.geometry(index))) == 1:
            names = f"{_name(network, a)} to {_name(network, b)} ({network.section_line(index)})"
            yield Finding(
                "no extent", f"{names}: both ends are at one place", *network.point_lonlat(a), (a, b), (index,)
            )


def _can_tell(network: Network, section: int, a: int, b: int) -> bool:
    """Whether a length can be held against its ends: not a measured one against an end that is approximate."""
    official = network.section(section).length_kind == "official chainage"
    return official or "approximate" not in (network.point(a).quality, network.point(b).quality)


def _lengths(network: Network) -> Iterator[Finding]:
    for index in range(network.section_count):
        a, b = network.section_ends(index)
        first, last = network.point_lonlat(a), network.point_lonlat(b)
        length = network.section_cm(index) / 100
        straight = approx_m(*first, *last)
        names = f"{_name(network, a)} to {_name(network, b)} ({network.section_line(index)})"
        said = f"{names}: {length / 1000:.1f} km, {straight / 1000:.1f} km as the crow flies"
        if length < straight * _SHORTER - _ROUNDING_M and _can_tell(network, index, a, b):
            yield Finding("shorter than possible", said, *first, (a, b), (index,))
        if length > straight * _LONGER + _SLACK_M:
            drawn = line_length_m(network.geometry(index))
            if length > drawn * _LONGER + _SLACK_M:
                yield Finding("longer than likely", f"{said}, {drawn / 1000:.1f} km drawn", *first, (a, b), (index,))
        if length > _LONG_GAP_M:
            yield Finding("long section", f"{names}: {length / 1000:.1f} km without a point", *first, (a, b), (index,))
