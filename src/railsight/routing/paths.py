"""From the steps of a way to a Path: points, lines, borders, breaks of gauge, geometry and sources."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from railsight.geo import LonLat, cut_line
from railsight.model import BorderPassed, Deferred, GaugeBreak, LineRun, Path, PathPoint

if TYPE_CHECKING:
    from railsight.model import LengthKind, Spot, Step
    from railsight.network import Network
    from railsight.network.reader import SectionFacts


def make_path(network: Network, start: Spot, end: Spot, steps: Sequence[Step]) -> Path:
    """The path along ``steps``, which connect ``start`` to ``end``.

    Its points are those with a name: the switches of a network made from track geometry are no operating points.
    Points and geometry are worked out when they are looked at: many questions need neither.
    """
    steps = tuple(steps)
    facts = [network.section_facts(s.section) for s in steps]
    lengths = [s.length_m for s in steps]
    marks = _marks(start, steps, facts, lengths)
    named_marks = [(node, km) for node, km in marks if node is not None and network.point_name(node)]
    runs = _line_runs(network, start, end, facts, marks)
    lines = [network.line(r.line) for r in runs]
    total = math.fsum(lengths)  # exact, so that there and back are equal
    return Path(
        start=start,
        end=end,
        steps=steps,
        length_m=total,
        length_kind=_one_kind({f.length_kind for f in facts}),
        points=Deferred(lambda: (_point(network, node, km) for node, km in named_marks)),
        lines=tuple(runs),
        borders=tuple(_borders(network, steps, facts, marks)),
        gauge_breaks=tuple(_gauge_breaks(network, facts, marks)),
        geometry=Deferred(lambda: _geometry(network, start, end, steps)),
        sources=tuple(dict.fromkeys(x.source for x in lines if x.source)),
        warnings=tuple(_warnings(network, facts, lengths, total)),
        country_km=tuple(_country_km(facts, lengths)),
        stations=tuple(network.point_name(node) for node, _ in named_marks),
    )


Mark = tuple[int | None, float]  # the node (None within a section) and the km from the start


def _marks(start: Spot, steps: Sequence[Step], facts: Sequence[SectionFacts], lengths: Sequence[float]) -> list[Mark]:
    """The start and the end of every step."""
    marks: list[Mark] = [(start.node, 0.0)]
    total = 0.0
    for step, fact, length_m in zip(steps, facts, lengths, strict=True):
        total += length_m
        at_b, at_a = step.to_m >= fact.cm / 100 - 0.005, step.to_m <= 0.005
        node = fact.a if at_a else fact.b if at_b else None
        if at_a and at_b:  # a section of no length: the end is the one the step did not come from
            node = fact.a if marks[-1][0] == fact.b else fact.b
        marks.append((node, total / 1000))
    return marks


def _point(network: Network, node: int, km: float) -> PathPoint:
    p = network.point(node)
    return PathPoint(
        node=node, id=p.id, name=p.name, kind=p.kind, lon=p.lon, lat=p.lat, km=km, country=p.country, names=p.names
    )


def _one_kind(kinds: Collection[LengthKind]) -> LengthKind:
    """The kind of all of some lengths."""
    if len(kinds) > 1:
        return "mixed"
    return next(iter(kinds), "official chainage")


def _name_at(network: Network, mark: Mark, spot: Spot) -> str:
    return named(network, mark[0]) if mark[0] is not None else spot.name


def named(network: Network, node: int) -> str:
    """Name of a point, or where it is when it has none."""
    lon, lat = network.point_lonlat(node)
    where = f"{abs(lat):.3f} {'N' if lat >= 0 else 'S'}, {abs(lon):.3f} {'E' if lon >= 0 else 'W'}"
    return network.point_name(node) or where


def _line_runs(
    network: Network, start: Spot, end: Spot, facts: Sequence[SectionFacts], marks: Sequence[Mark]
) -> list[LineRun]:
    runs: list[LineRun] = []
    first = 0
    for line, group in groupby(facts, key=attrgetter("line")):
        kinds = [f.length_kind for f in group]
        last = first + len(kinds)
        runs.append(
            LineRun(
                line=line,
                origin=_name_at(network, marks[first], start),
                target=_name_at(network, marks[last], end),
                km=marks[last][1] - marks[first][1],
                length_kind=_one_kind(set(kinds)),
            )
        )
        first = last
    return runs


def _borders(
    network: Network, steps: Sequence[Step], facts: Sequence[SectionFacts], marks: Sequence[Mark]
) -> Iterator[BorderPassed]:
    """A border is where the country of the sections changes: at that point, or on the section that leads across."""
    before: str | None = None
    for i, fact in enumerate(facts):
        country = fact.country
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


def break_count(network: Network, steps: Sequence[Step]) -> int:
    """How many breaks of gauge a way needs at least."""
    return sum(1 for _ in _breaks([network.section_facts(s.section) for s in steps]))


def _breaks(facts: Sequence[SectionFacts]) -> Iterator[tuple[int, frozenset[int], frozenset[int]]]:
    """The fewest breaks of gauge: the section each lies before at the latest, the gauges before and after it."""
    common: frozenset[int] = frozenset()
    at = 0
    for gauges_mm, group in groupby(facts, key=attrgetter("gauges_mm")):
        first, at = at, at + sum(1 for _ in group)
        laid = frozenset(gauges_mm)
        if not laid:
            continue
        both = common & laid if common else laid
        if not both:
            both = _common_from(facts, first)
            yield first, common, both
        common = both


def _gauge_breaks(network: Network, facts: Sequence[SectionFacts], marks: Sequence[Mark]) -> Iterator[GaugeBreak]:
    """Where the breaks are. On a stretch of both gauges the break is put next to the border."""
    for i, before, after in _breaks(facts):
        old, new = min(before), min(after)
        node, km = marks[_break_at(network, facts, marks, i, new)]
        yield GaugeBreak(named(network, node) if node is not None else "", old, new, km)


def _common_from(facts: Sequence[SectionFacts], first: int) -> frozenset[int]:
    """The gauges that lead farthest from a section on."""
    common = frozenset(facts[first].gauges_mm)
    for fact in facts[first + 1 :]:
        if fact.gauges_mm:
            if common.isdisjoint(fact.gauges_mm):
                break
            common = common.intersection(fact.gauges_mm)
    return common


def _break_at(network: Network, facts: Sequence[SectionFacts], marks: Sequence[Mark], last: int, new: int) -> int:
    """Which mark the break is at: any from where the new gauge begins to ``last``, where the old one ends."""
    first = last
    while first > 0 and new in facts[first - 1].gauges_mm:
        first -= 1
    crossings = [i for i in range(max(first, 1), min(last + 1, len(facts))) if facts[i].country != facts[i - 1].country]
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


def _country_km(facts: Sequence[SectionFacts], lengths: Sequence[float]) -> Iterator[tuple[str | None, float]]:
    """Country and km of each unbroken run within one country, in order."""
    first = 0
    for country, group in groupby(facts, key=attrgetter("country")):
        last = first + sum(1 for _ in group)
        yield country, math.fsum(lengths[first:last]) / 1000
        first = last


def _warnings(network: Network, facts: Sequence[SectionFacts], lengths: Sequence[float], total: float) -> Iterator[str]:
    for kind in ("estimated", "measured geometry"):
        part = math.fsum(m for m, f in zip(lengths, facts, strict=True) if f.length_kind == kind)
        if 0 < part < total:
            yield f"{part / 1000:.1f} of {total / 1000:.1f} km are {_KIND_WORDS[kind]}"
    caution = network.info.get("caution")  # what a builder has to say of lengths that are not official
    if caution and any(f.length_kind != "official chainage" for f in facts):
        yield str(caution)
    yield from _gauge_warnings(network, facts)


def _gauge_warnings(network: Network, facts: Sequence[SectionFacts]) -> Iterator[str]:
    """Where the gauge was assumed by country: the countries for which that is unverified or not known, each once."""
    unverified = network.info.get("gauge_unverified")
    if not isinstance(unverified, list):
        return
    assumed = [f for f in facts if f.length_kind != "official chainage" and f.country]
    rests = sorted({str(f.country) for f in assumed if f.gauges_mm and f.country in unverified})
    if rests:
        yield f"gauge assumed, by a source not verified: {', '.join(rests)}"
    unknown = sorted({str(f.country) for f in assumed if not f.gauges_mm})
    if unknown:
        yield f"gauge not known, breaks of gauge not seen: {', '.join(unknown)}"


_KIND_WORDS = {"estimated": "estimated lengths", "measured geometry": "measured on the map, not official chainage"}
