"""From what a way passes to a Path: points, lines, borders, breaks of gauge, geometry and sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, groupby, pairwise, starmap
from operator import attrgetter
from typing import TYPE_CHECKING

from railsight.datasets import network_credit
from railsight.geo import LonLat, cut_line, in_words
from railsight.model import BorderPassed, Deferred, GaugeBreak, LineRun, Path, PathPoint
from railsight.network.layout import PARTIAL
from railsight.network.stretches import marks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from railsight.model import LengthKind, Spot, Step
    from railsight.network import Network
    from railsight.network.stretches import Stretch

_CM_PER_KM = 100_000
EN_DASH = "\N{EN DASH}"
_SHOWN = 3


def make_path(network: Network, start: Spot, end: Spot, stretches: Sequence[Stretch]) -> Path:
    """The path that passes these stretches, which connect ``start`` to ``end``.

    Its points are those with a name: the switches of a network made from track geometry are no operating points.
    Steps, points and geometry are worked out when they are looked at: many questions need none of them.
    """
    along = _Along(network, start, end, stretches)
    lines = tuple(along.line_runs())
    by_kind = along.cm_by_kind()
    return Path(
        start=start,
        end=end,
        steps=Deferred(along.steps),
        length_m=along.cm[-1] / 100,  # whole centimetres, so that there and back are equal
        length_kind=one_kind(by_kind or {network.section_length_kind(start.section)}),
        points=Deferred(along.points),
        lines=lines,
        borders=tuple(along.borders()),
        gauge_breaks=tuple(along.gauge_breaks()),
        geometry=Deferred(along.geometry),
        sources=tuple(dict.fromkeys(x for run in lines if (x := network.line(run.line).source))),
        attribution=network_credit(network.info, network.name),
        warnings=tuple(along.warnings()),
        country_km=tuple(along.country_km()),
        branch_km=Deferred(along.branch_km),
        stations=tuple(along.names()),
        estimated_km=by_kind.get("estimated", 0) / _CM_PER_KM,
    )


class _Along:
    """What is told of a path: its stretches, and the node and the centimetres from the start at either end of each."""

    def __init__(self, network: Network, start: Spot, end: Spot, stretches: Sequence[Stretch]) -> None:
        self.network, self.start, self.end = network, start, end
        self.stretches = stretches
        self.node = [start.node, *(one.last for one in stretches)]
        self.cm = list(accumulate((one.cm for one in stretches), initial=0))

    def km(self, mark: int) -> float:
        return self.cm[mark] / _CM_PER_KM

    def steps(self) -> Iterator[Step]:
        return chain.from_iterable(one.steps for one in self.stretches)

    def names(self) -> Iterator[str]:
        """Names of the points with one, the first and the last included."""
        first = self.network.point_name(self.start.node) if self.start.node is not None else ""
        return chain((first,) if first else (), chain.from_iterable(one.names for one in self.stretches))

    def points(self) -> Iterator[PathPoint]:
        for node, cm in chain(((self.start.node, 0),), marks(self.network, self.stretches)):
            if node is not None and self.network.point_name(node):
                yield _point(self.network, node, cm / _CM_PER_KM)

    def _parts(self, by: str) -> Iterator[tuple[int, int]]:
        """Where unbroken parts begin and end along which something is the same."""
        last = 0
        for _, group in groupby(self.stretches, key=attrgetter(by)):
            first, last = last, last + sum(1 for _ in group)
            yield first, last

    def line_runs(self) -> Iterator[LineRun]:
        """The runs on one line, a new one where the way turns back."""
        turns = [i for i in range(1, len(self.stretches)) if _turns(self.stretches[i - 1], self.stretches[i])]
        for begin, end in self._parts("line"):
            cuts = (begin, *(turn for turn in turns if begin < turn < end), end)
            yield from starmap(self._run, pairwise(cuts))

    def _run(self, first: int, last: int) -> LineRun:
        return LineRun(
            line=self.stretches[first].line,
            origin=self._name_at(first, self.start),
            target=self._name_at(last, self.end),
            km=(self.cm[last] - self.cm[first]) / _CM_PER_KM,
            length_kind=one_kind({kind for one in self.stretches[first:last] for kind, _ in one.kinds}),
            gauges=tuple(dict.fromkeys(one.gauges_mm for one in self.stretches[first:last])),
        )

    def _name_at(self, mark: int, spot: Spot) -> str:
        node = self.node[mark]
        return named(self.network, node) if node is not None else spot.name

    def country_km(self) -> Iterator[tuple[str | None, float]]:
        """Country and km of each unbroken run within one country, in order."""
        for first, last in self._parts("country"):
            yield self.stretches[first].country, (self.cm[last] - self.cm[first]) / _CM_PER_KM

    def branch_km(self) -> Iterator[tuple[str | None, float]]:
        """Country and km of each stretch on a branch line, in order."""
        branches = self.network.branch_sections()
        for one in self.stretches:
            if one.steps and one.steps[0].section in branches:
                yield one.country, one.cm / _CM_PER_KM

    def borders(self) -> Iterator[BorderPassed]:
        """A border is where the country changes: at that point, or on the section that leads across."""
        before: str | None = None
        for first, _ in self._parts("country"):
            country = self.stretches[first].country
            if country is None:
                continue
            if before is not None and country != before:
                yield BorderPassed(self._border_name(first), before, country, self.km(first))
            before = country

    def _border_name(self, mark: int) -> str:
        network, node = self.network, self.node[mark]
        if node is None:
            return ""
        if network.point_kind(node) == "border":
            return named(network, node)
        for step in (self.stretches[mark - 1].steps[-1], self.stretches[mark].steps[0]):
            a, b = network.section_ends(step.section)
            names = network.point_name(a), network.point_name(b)
            if network.point_country(a) != network.point_country(b) and all(names):
                first, last = names if step.to_m >= step.from_m else names[::-1]
                return f"{first} {EN_DASH} {last}"
        return named(network, node)

    def gauge_breaks(self) -> Iterator[GaugeBreak]:
        """Where the breaks are. On a stretch of both gauges the break is put next to the border; across one of unknown
        gauge it lies somewhere between the ends of that.
        """
        for mark, before, after in _breaks(self.stretches):
            old, new = min(before), min(after)
            since = self._unknown_since(mark)
            if since < mark:
                ends = self._called(since), self._called(mark)
                km = self.km(since), self.km(mark)
                yield GaugeBreak(f" {EN_DASH} ".join(filter(None, ends)), old, new, km[1], ends, km)
                continue
            node, cm = self._break_at(mark, new)
            yield GaugeBreak(named(self.network, node) if node is not None else "", old, new, cm / _CM_PER_KM)

    def _called(self, mark: int) -> str:
        node = self.node[mark]
        return named(self.network, node) if node is not None else ""

    def _unknown_since(self, mark: int) -> int:
        """Where the stretches of unknown gauge begin that end at a mark: the mark itself where the gauge is known."""
        while mark > 0 and not self.stretches[mark - 1].gauges_mm:
            mark -= 1
        return mark

    def _break_at(self, last: int, new: int) -> tuple[int | None, int]:
        """Node and centimetres of a break: anywhere from where the new gauge begins to where the old one ends."""
        stretches, first = self.stretches, last
        while first > 0 and new in stretches[first - 1].gauges_mm:
            first -= 1
        crossings = [
            self.cm[i]
            for i in range(max(first, 1), min(last + 1, len(stretches)))
            if stretches[i].country != stretches[i - 1].country
        ]
        begin = self.node[first], self.cm[first]
        places = [
            (node, cm)
            for node, cm in chain((begin,), marks(self.network, stretches[first:last], self.cm[first]))
            if node is not None and self.network.point_kind(node) == "station"
        ]
        if not crossings or not places:
            return self.node[last], self.cm[last]
        return min(places, key=lambda place: min(abs(place[1] - cm) for cm in crossings))

    def geometry(self) -> Iterator[LonLat]:
        """The vertices, none twice in a row."""
        before: LonLat | None = None
        shapes = (_shape(self.network, step) for step in self.steps())
        ends = ((spot.lon, spot.lat) for spot in (self.start, self.end))
        for point in chain((next(ends),), chain.from_iterable(shapes), ends):
            if point != before:
                yield point
            before = point

    def cm_by_kind(self) -> dict[LengthKind, int]:
        """Centimetres by kind of length; empty for a way of no sections."""
        by_kind: dict[LengthKind, int] = {}
        for one in self.stretches:
            for kind, cm in one.kinds:
                by_kind[kind] = by_kind.get(kind, 0) + cm
        return by_kind

    def warnings(self) -> Iterator[str]:
        by_kind = self.cm_by_kind()
        for told, words in _KIND_WORDS.items():
            # that all is measured the kind of the path says
            if by_kind.get(told, 0) > 0 and (told == "estimated" or by_kind[told] < self.cm[-1]):
                yield f"{by_kind[told] / _CM_PER_KM:,.1f} of {self.km(-1):,.1f} km are {words}"
        caution = self.network.info.get("caution")  # what a builder has to say of lengths that are not official
        if caution and by_kind.keys() - {"official chainage"}:
            yield str(caution)
        yield from self._gauge_warnings()
        if self.network.info.get("partial"):
            yield PARTIAL

    def _gauge_warnings(self) -> Iterator[str]:
        """Where the gauge is not known; where it was assumed by country, the countries for which that is unverified."""
        unverified = self.network.info.get("gauge_unverified")
        by_country = isinstance(unverified, list)  # else its lines say more
        if isinstance(unverified, list):
            assumed = (one for one in self.stretches if {k for k, _ in one.kinds} - {"official chainage"})
            rests = sorted({str(one.country) for one in assumed if one.gauges_mm and one.country in unverified})
            if rests:
                yield f"gauge assumed, by a source not verified: {', '.join(rests)}"
        unknown = [one for one in self.stretches if not one.gauges_mm and one.cm]
        if unknown:
            where = ((one.country if by_country else "") or self.network.line(one.line).name for one in unknown)
            names = [*dict.fromkeys(where)]
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            km = sum(one.cm for one in unknown) / _CM_PER_KM
            yield f"gauge not known on {km:,.1f} km, breaks of gauge not seen there: {', '.join(names[:_SHOWN])}{more}"


_KIND_WORDS: dict[LengthKind, str] = {
    "estimated": "estimated lengths",
    "measured geometry": "measured on the map, not official chainage",
}


def _turns(before: Stretch, after: Stretch) -> bool:
    """Whether a way leaves a place by the section it came by."""
    came, goes = before.steps[-1], after.steps[0]
    return came.section == goes.section and (came.to_m - came.from_m) * (goes.to_m - goes.from_m) < 0


def _point(network: Network, node: int, km: float) -> PathPoint:
    p = network.point(node)
    return PathPoint(
        node=node, id=p.id, name=p.name, kind=p.kind, lon=p.lon, lat=p.lat, km=km, country=p.country, names=p.names
    )


def one_kind(kinds: Collection[LengthKind]) -> LengthKind:
    """The kind of all of some lengths, one at least."""
    return "mixed" if len(kinds) > 1 else next(iter(kinds))


def named(network: Network, node: int) -> str:
    """Name of a point, or where it is when it has none."""
    return network.point_name(node) or in_words(*network.point_lonlat(node))


def break_count(stretches: Sequence[Stretch]) -> int:
    """How many breaks of gauge a way needs at least."""
    return sum(1 for _ in _breaks(stretches))


def _breaks(stretches: Sequence[Stretch]) -> Iterator[tuple[int, frozenset[int], frozenset[int]]]:
    """The fewest breaks of gauge: the stretch each lies before at the latest, the gauges before and after it."""
    common: frozenset[int] = frozenset()
    at = 0
    for gauges_mm, group in groupby(stretches, key=attrgetter("gauges_mm")):
        first, at = at, at + sum(1 for _ in group)
        laid = frozenset(gauges_mm)
        if not laid:
            continue
        both = common & laid if common else laid
        if not both:
            both = _common_from(stretches, first)
            yield first, common, both
        common = both


def _common_from(stretches: Sequence[Stretch], first: int) -> frozenset[int]:
    """The gauges that lead farthest from a stretch on."""
    common = frozenset(stretches[first].gauges_mm)
    for one in stretches[first + 1 :]:
        if one.gauges_mm:
            if common.isdisjoint(one.gauges_mm):
                break
            common = common.intersection(one.gauges_mm)
    return common


def _shape(network: Network, step: Step) -> Iterable[LonLat]:
    """The vertices of a step in its direction."""
    length = network.section_cm(step.section) / 100
    shape: Sequence[LonLat] = network.geometry(step.section)
    if step.to_m < step.from_m:
        shape = shape[::-1]
    share = (min(step.from_m, step.to_m) / length, max(step.from_m, step.to_m) / length) if length else (0.0, 1.0)
    if share[0] > 0 or share[1] < 1:
        low, high = share if step.to_m >= step.from_m else (1 - share[1], 1 - share[0])
        shape = cut_line(shape, low, high)
    return shape
