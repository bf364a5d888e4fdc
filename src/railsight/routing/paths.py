"""From the steps of a way to a Path: points, lines, borders, breaks of gauge, geometry and sources."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from railsight.geo import LonLat, cut_line
from railsight.model import BorderPassed, GaugeBreak, LineRun, Path, PathPoint

if TYPE_CHECKING:
    from railsight.model import LengthKind, Spot, Step
    from railsight.network import Network


def make_path(network: Network, start: Spot, end: Spot, steps: Sequence[Step]) -> Path:
    """The path along ``steps``, which connect ``start`` to ``end``.

    Its points are those with a name: the switches of a network made from track geometry are no operating points.
    """
    marks = _marks(network, start, steps)
    total = _sum(s.length_m for s in steps)
    kinds = [network.section_length_kind(s.section) for s in steps]
    runs = _line_runs(network, start, end, steps, marks)
    lines = [network.line(r.line) for r in runs]
    return Path(
        start=start,
        end=end,
        steps=tuple(steps),
        length_m=total,
        length_kind=_one_kind(kinds),
        points=tuple(_point(network, node, km) for node, km in marks if node is not None and network.point_name(node)),
        lines=tuple(runs),
        borders=tuple(_borders(network, steps, marks)),
        gauge_breaks=tuple(_gauge_breaks(network, steps, marks)),
        geometry=_geometry(network, start, end, steps),
        sources=tuple(dict.fromkeys(x.source for x in lines if x.source)),
        warnings=tuple(_warnings(network, steps)),
        country_km=tuple(_country_km(network, steps)),
    )


def _sum(lengths: Iterator[float]) -> float:
    return math.fsum(lengths)  # exact, so that there and back are equal


Mark = tuple[int | None, float]  # the node (None within a section) and the km from the start


def _marks(network: Network, start: Spot, steps: Sequence[Step]) -> list[Mark]:
    """The start and the end of every step."""
    marks: list[Mark] = [(start.node, 0.0)]
    total = 0.0
    for step in steps:
        a, b = network.section_ends(step.section)
        length = network.section_cm(step.section) / 100
        total += step.length_m
        at_b, at_a = step.to_m >= length - 0.005, step.to_m <= 0.005
        node = a if at_a else b if at_b else None
        if at_a and at_b:  # a section of no length: the end is the one the step did not come from
            node = a if marks[-1][0] == b else b
        marks.append((node, total / 1000))
    return marks


def _point(network: Network, node: int, km: float) -> PathPoint:
    p = network.point(node)
    return PathPoint(
        node=node, id=p.id, name=p.name, kind=p.kind, lon=p.lon, lat=p.lat, km=km, country=p.country, names=p.names
    )


def _one_kind(kinds: Sequence[LengthKind]) -> LengthKind:
    distinct = set(kinds)
    if len(distinct) > 1:
        return "mixed"
    return kinds[0] if kinds else "official chainage"


def _name_at(network: Network, mark: Mark, spot: Spot) -> str:
    return named(network, mark[0]) if mark[0] is not None else spot.name


def named(network: Network, node: int) -> str:
    """Name of a point, or where it is when it has none."""
    lon, lat = network.point_lonlat(node)
    where = f"{abs(lat):.3f} {'N' if lat >= 0 else 'S'}, {abs(lon):.3f} {'E' if lon >= 0 else 'W'}"
    return network.point_name(node) or where


def _line_runs(network: Network, start: Spot, end: Spot, steps: Sequence[Step], marks: Sequence[Mark]) -> list[LineRun]:
    runs: list[LineRun] = []
    first = 0
    lines = [network.section_line(s.section) for s in steps]
    for i in range(1, len(steps) + 1):
        if i < len(steps) and lines[i] == lines[first]:
            continue
        runs.append(
            LineRun(
                line=lines[first],
                origin=_name_at(network, marks[first], start),
                target=_name_at(network, marks[i], end),
                km=marks[i][1] - marks[first][1],
                length_kind=_one_kind([network.section_length_kind(s.section) for s in steps[first:i]]),
            )
        )
        first = i
    return runs


def _borders(network: Network, steps: Sequence[Step], marks: Sequence[Mark]) -> Iterator[BorderPassed]:
    """A border is where the country of the sections changes: at that point, or on the section that leads across."""
    before: str | None = None
    for i, step in enumerate(steps):
        country = network.section_country(step.section)
        if country is None:
            continue
        if before is not None and country != before:
            node, km = marks[i]
            yield BorderPassed(_border_name(network, node, steps[i - 1 : i + 1]), before, country, km)
        before = country


def _border_name(network: Network, node: int | None, around: Sequence[Step]) -> str:
    if node is None:
        return ""
    if network.point_kind(node) == "border":
        return named(network, node)
    for step in around:
        a, b = network.section_ends(step.section)
        names = network.point_name(a), network.point_name(b)
        if network.point_country(a) != network.point_country(b) and all(names):
            first, last = names if step.to_m >= step.from_m else names[::-1]
            return f"{first} \N{EN DASH} {last}"
    return named(network, node)


def _gauge_breaks(network: Network, steps: Sequence[Step], marks: Sequence[Mark]) -> Iterator[GaugeBreak]:
    """The fewest breaks of gauge the way needs. On a stretch of both gauges the break is put next to the border."""
    gauges = [frozenset(network.section_gauges(s.section)) for s in steps]
    common: frozenset[int] = frozenset()
    for i, laid in enumerate(gauges):
        if not laid:
            continue
        both = common & laid if common else laid
        if both:
            common = both
            continue
        after = _common_from(gauges, i)
        old, new = min(common), min(after)
        at = _break_at(network, steps, marks, i, new)
        node, km = marks[at]
        yield GaugeBreak(named(network, node) if node is not None else "", old, new, km)
        common = after


def _common_from(gauges: Sequence[frozenset[int]], first: int) -> frozenset[int]:
    common = gauges[first]
    for laid in gauges[first + 1 :]:
        if laid:
            if not common & laid:
                break
            common &= laid
    return common


def _break_at(network: Network, steps: Sequence[Step], marks: Sequence[Mark], last: int, new: int) -> int:
    """Which mark the break is at: any from where the new gauge begins to ``last``, where the old one ends."""
    first = last
    while first > 0 and new in network.section_gauges(steps[first - 1].section):
        first -= 1
    countries = [network.section_country(s.section) for s in steps]
    crossings = [i for i in range(max(first, 1), last + 1) if i < len(steps) and countries[i] != countries[i - 1]]
    places = [i for i in range(first, last + 1) if _is_station(network, marks[i][0])]
    if not crossings or not places:
        return last
    return min(places, key=lambda i: min(abs(marks[i][1] - marks[c][1]) for c in crossings))


def _is_station(network: Network, node: int | None) -> bool:
    return node is not None and network.point_kind(node) == "station"


def _geometry(network: Network, start: Spot, end: Spot, steps: Sequence[Step]) -> tuple[LonLat, ...]:
    points: list[LonLat] = [(start.lon, start.lat)]
    for step in steps:
        length = network.section_cm(step.section) / 100
        shape: Sequence[LonLat] = network.geometry(step.section)
        if step.to_m < step.from_m:
            shape = shape[::-1]
        share = (min(step.from_m, step.to_m) / length, max(step.from_m, step.to_m) / length) if length else (0.0, 1.0)
        if share[0] > 0 or share[1] < 1:
            low, high = share if step.to_m >= step.from_m else (1 - share[1], 1 - share[0])
            shape = cut_line(shape, low, high)
        points.extend(shape)
    points.append((end.lon, end.lat))
    return tuple(p for i, p in enumerate(points) if i == 0 or p != points[i - 1])


def _country_km(network: Network, steps: Sequence[Step]) -> list[tuple[str | None, float]]:
    """Country and km of each unbroken run within one country, in order."""
    runs: list[tuple[str | None, list[float]]] = []
    for step in steps:
        country = network.section_country(step.section)
        if not runs or runs[-1][0] != country:
            runs.append((country, []))
        runs[-1][1].append(step.length_m)
    return [(country, math.fsum(lengths) / 1000) for country, lengths in runs]


def _warnings(network: Network, steps: Sequence[Step]) -> Iterator[str]:
    total = math.fsum(s.length_m for s in steps)
    for kind in ("estimated", "measured geometry"):
        part = math.fsum(s.length_m for s in steps if network.section_length_kind(s.section) == kind)
        if 0 < part < total:
            yield f"{part / 1000:.1f} of {total / 1000:.1f} km are {_KIND_WORDS[kind]}"
    caution = network.info.get("caution")  # what a builder has to say of lengths that are not official
    if caution and any(network.section_length_kind(s.section) != "official chainage" for s in steps):
        yield str(caution)


_KIND_WORDS = {"estimated": "estimated lengths", "measured geometry": "measured on the map, not official chainage"}
