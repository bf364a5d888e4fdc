"""The network as it is used: a mapped file behind plain accessors. Nothing is built when it is opened."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from railsight.errors import NetworkFormatError, UsageError
from railsight.geo import LonLat, approx_m, nearest_of, nearest_within, point_at
from railsight.model import Line, OperatingPoint, Section, Spot
from railsight.network.container import Container, mapped
from railsight.network.grid import windows
from railsight.network.layout import DEGREE, FIELD, ITEM, LENGTH_KINDS, NO_CHAINAGE, NO_TURN, id_hash, name_key
from railsight.network.runs import Runs
from railsight.network.stretches import section_stretches

if TYPE_CHECKING:
    from railsight.model import LengthKind, Place, Step
    from railsight.network.stretches import Stretch
    from railsight.network.validation import Finding

_LABELS_KEPT = 4096
_NAMELESS = 5 * FIELD.encode()  # how the record of a point without any name ends
_FLAT_M = 500_000.0  # how far the local plane of ``geo.nearest_within`` tells which track is nearest
# Blocks with one value, or one and a last, for each point and each section.
_PER_POINT = {"point_lon": 0, "point_lat": 0, "point_kind": 0, "point_country": 0, "point_quality": 0}
_PER_POINT |= {"point_text_at": 1, "around_at": 1}
_PER_SECTION = {"section_a": 0, "section_b": 0, "section_cm": 0, "section_kind": 0, "section_gauges": 0}
_PER_SECTION |= {"section_line": 0, "section_country": 0, "section_from": 0, "section_to": 0, "section_power": 0}
_PER_SECTION |= {"geometry_at": 1}
Adjacent = tuple[tuple[int, int, int], ...]
Onward = tuple[tuple[int, int, int, int, int, tuple[int, ...]], ...]

_OF_THIS = "numbers of nodes and sections are those of one network: ask with its own spots and points"


class Network:
    """A rail network: operating points (nodes), sections between them, lines, geometry. It never changes.

    ``data`` is the network file as bytes or a mapping. Node and section numbers are stable for one file only.
    """

    def __init__(self, data: Any, *, name: str = "network") -> None:
        self._file = Container(data, name)
        self.name = name
        self.info: Mapping[str, object] = _in_degrees(self._file.info)
        self._at: dict[str, Any] = {}
        self._wholes: dict[str, memoryview] = {}
        try:
            words = cast("Mapping[str, Any]", self.info["words"])
            self._kinds: Sequence[str] = words["kinds"]
            self._countries: Sequence[str | None] = (None, *words["countries"])
            self._qualities: Sequence[str] = words["qualities"]
            self._gauges = tuple(tuple(int(x) for x in g) for g in words["gauges"])
        except (KeyError, TypeError, ValueError) as error:
            raise self._file.damaged("its header is incomplete") from error
        self._file.check_sizes(_PER_POINT, _PER_SECTION)
        self.node_count: int = len(self._col("point_lon"))
        self.section_count: int = len(self._col("section_a"))
        self._hub_cm: dict[int, dict[int, int]] = {}
        self._line_ids: dict[int, str] = {}
        self._near: list[Adjacent | None] = [None] * self.node_count
        self._runs: Runs | None = None
        self.onward: dict[int, Onward] = {}  # what searches keep of a node, see ``routing.states``
        self._lines: dict[int, Line] = {}
        self._names: list[str | None] = [None] * self.node_count

    def __repr__(self) -> str:
        return (
            f"<Network {self.info.get('title') or self.name}: {self.node_count} points, {self.section_count} sections>"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(Network, name=self.name), (self._file.all_bytes(),)

    def _col(self, name: str) -> Any:
        found = self._at.get(name)
        if found is None:
            found = self._at[name] = self._file.column(name)
        return found

    def whole(self, name: str) -> memoryview:
        """A block of the file, checked whole at once, then read fast. NetworkFormatError if missing or damaged."""
        found = self._wholes.get(name)
        if found is None:
            found = self._wholes[name] = self._at[name] = self._file.whole(name)
        return found

    def check(self) -> None:
        """Check every byte of the file and every number in it that points at another. Raises NetworkFormatError."""
        from railsight.network.checking import check_references

        self._file.check_all()
        problem = check_references(
            self.blocks(), len(self._kinds), len(self._countries), len(self._gauges), qualities=len(self._qualities)
        )
        if problem:
            raise self._file.damaged(problem)

    # ------------------------------------------------------------ points

    def point(self, node: int) -> OperatingPoint:
        """The operating point at a node. Raises UsageError for a node that the network has not."""
        self._check_node(node)
        key, name, names, *_ = self._record("point", node)
        return OperatingPoint(
            node=node,
            id=key,
            name=name,
            kind=self._kinds[self._col("point_kind")[node]],
            lon=self._col("point_lon")[node] / DEGREE,
            lat=self._col("point_lat")[node] / DEGREE,
            country=self._countries[self._col("point_country")[node]],
            names=_names(names),
            quality=self._qualities[self._col("point_quality")[node]],
        )

    def point_name(self, node: int) -> str:
        """Name of the point at a node, without the rest."""
        name = self._names[node] if 0 <= node < self.node_count else None
        if name is None:
            self._check_node(node)
            name = self._names[node] = self._record("point", node)[1]
        return name

    def point_lonlat(self, node: int) -> LonLat:
        """Where a node is."""
        self._check_node(node)
        return self._col("point_lon")[node] / DEGREE, self._col("point_lat")[node] / DEGREE

    def point_kind(self, node: int) -> str:
        """Kind of the point at a node."""
        return self._kinds[int(self._col("point_kind")[node])]

    def point_country(self, node: int) -> str | None:
        """Country of the point at a node, ISO 3166 alpha-2."""
        return self._countries[int(self._col("point_country")[node])]

    def point_aliases(self, node: int) -> tuple[str, ...]:
        """Every name of the point at a node: the main one, those in other languages, and aliases."""
        at = self._col("point_text_at")
        if self._col("point_text")[max(at[node], at[node + 1] - len(_NAMELESS)) : at[node + 1]] == _NAMELESS:
            return ()
        _, name, names, aliases, *_ = self._record("point", node)
        return (name, *_names(names).values(), *(a for a in aliases.split(ITEM) if a))

    def _record(self, block: str, row: int) -> list[str]:
        at = self._col(f"{block}_text_at")
        text = bytes(self._col(f"{block}_text")[at[row] : at[row + 1]]).decode(errors="replace")
        fields = text.split(FIELD)
        if len(fields) != 6:
            raise self._file.damaged(f"the text of {block} {row} is damaged")
        return fields

    def node_of(self, point_id: str) -> int | None:
        """The node with this point id, None if there is none."""
        slots = self._col("point_slot")
        mask = len(slots) - 1
        at = id_hash(point_id) & mask
        while slots[at]:
            node = int(slots[at]) - 1
            if self._record("point", node)[0] == point_id:
                return node
            at = (at + 1) & mask
        return None

    def nodes_named(self, name: str) -> tuple[int, ...]:
        """Every node with this name in any of its languages, whatever its case."""
        wanted = name_key(name)
        if not wanted:
            return ()
        if "name_slot" in self._file:
            return tuple(n for n in self._filed_under(wanted) if wanted in map(name_key, self._names_of(n)))
        filed = self._at.get("nodes by name")  # a file of an older version: read through once
        if filed is None:
            filed = {}
            for node in range(self.node_count):
                for key in dict.fromkeys(map(name_key, self._names_of(node))):
                    filed.setdefault(key, []).append(node)
            self._at["nodes by name"] = filed  # only when it is whole: another thread may look
        return tuple(filed.get(wanted, ()))

    def _names_of(self, node: int) -> tuple[str, ...]:
        _, name, names, *_ = self._record("point", node)
        return name, *_names(names).values()

    def _filed_under(self, key: str) -> Iterator[int]:
        slots = self._col("name_slot")
        mask = len(slots) - 1
        at = id_hash(key) & mask
        while slots[at]:
            yield int(slots[at]) - 1
            at = (at + 1) & mask

    # ------------------------------------------------------------ sections and lines

    def section(self, index: int) -> Section:
        """A section with its line, country, gauges and chainages. Raises UsageError for one the network has not."""
        self._check_section(index)
        return Section(
            index=index,
            a=self._col("section_a")[index],
            b=self._col("section_b")[index],
            length_m=self._col("section_cm")[index] / 100,
            length_kind=self.section_length_kind(index),
            gauges_mm=self.section_gauges(index),
            line=self.section_line(index),
            country=self.section_country(index),
            chainage_a_m=_from_cm(self._col("section_from")[index]),
            chainage_b_m=_from_cm(self._col("section_to")[index]),
        )

    def section_ends(self, index: int) -> tuple[int, int]:
        """Nodes a and b of a section."""
        return self._col("section_a")[index], self._col("section_b")[index]

    def section_cm(self, index: int) -> int:
        """Length of a section in whole centimetres: what routing adds up, so that sums are exact."""
        return int(self._col("section_cm")[index])

    def section_gauges(self, index: int) -> tuple[int, ...]:
        """Gauges laid on a section in mm; empty when not known."""
        return self._gauges[int(self._col("section_gauges")[index])]

    def gauges(self) -> tuple[int, ...]:
        """Every gauge laid anywhere on the network, in mm, ascending."""
        return tuple(sorted({g for laid in self._gauges for g in laid}))

    def countries(self) -> tuple[str, ...]:
        """The countries of its points and sections (ISO alpha-2), in order."""
        return tuple(sorted(c for c in self._countries if c is not None))

    def section_country(self, index: int) -> str | None:
        """Country a section lies in, ISO 3166 alpha-2."""
        return self._countries[int(self._col("section_country")[index])]

    def section_length_kind(self, index: int) -> LengthKind:
        """Where the length of a section comes from."""
        return cast("LengthKind", LENGTH_KINDS[self._col("section_kind")[index]])

    def section_line(self, index: int) -> str:
        """Id of the line a section belongs to."""
        row = self._col("section_line")[index]
        found = self._line_ids.get(row)
        if found is None:
            found = self._line_ids[row] = self._record("line", row)[0]
        return found

    def section_electrified(self, index: int) -> bool | None:
        """Whether a section is electrified, None when not known."""
        return (None, True, False)[int(self._col("section_power")[index])]

    @property
    def has_sides(self) -> bool:
        """Whether the file knows on which side of a junction each section ends."""
        return "section_sides" in self._file

    def section_sides(self, index: int) -> tuple[int, int]:
        """The sides (1 or 2; 0 where none can be told) of the junctions at nodes a and b that a section lies on.

        A train that comes in on one side of a junction leaves by the other; leaving by the same is a reversal.
        """
        if not self.has_sides:
            return 0, 0
        both = self._col("section_sides")[index]
        return both & 3, both >> 2 & 3

    def section_max_kmh(self, index: int) -> int | None:
        """Top speed of a section in km/h, None when not known."""
        return int(self._col("section_maxspeed")[index]) or None if "section_maxspeed" in self._file else None

    def section_tracks(self, index: int) -> int | None:
        """Number of tracks of a section, None when not known."""
        return int(self._col("section_tracks")[index]) or None if "section_tracks" in self._file else None

    def section_usage(self, index: int) -> str:
        """What a section is used for (main, branch, industrial, ...), empty when not known."""
        if "section_usage" not in self._file:
            return ""
        usages = cast("Sequence[str]", self.info.get("usages") or ())
        place = int(self._col("section_usage")[index])
        return usages[place] if place < len(usages) else ""

    def branch_sections(self) -> frozenset[int]:
        """The sections of lines that the makers of the network call branches.

        Empty where usage is known only from the tags of a map, which name branches here and forget them there.
        """
        found = self._at.get("branch sections")
        if found is None:
            usages = cast("Sequence[str]", self.info.get("usages") or ())
            known = self.info.get("usage_by_line") and "branch" in usages and "section_usage" in self._file
            branch = usages.index("branch") if known else 0
            found = frozenset(_places(bytes(self._col("section_usage")[:]), branch)) if known else frozenset()
            self._at["branch sections"] = found
        return cast("frozenset[int]", found)

    def line(self, line_id: str) -> Line:
        """A line by its id. Raises UsageError when there is none."""
        return self._line(self._line_row(line_id))

    def lines(self) -> tuple[Line, ...]:
        """Every line, in the order of the file."""
        return tuple(self._line(i) for i in range(self._line_count()))

    def line_sections(self, line_id: str) -> tuple[int, ...]:
        """The sections of a line, in line order."""
        return self._row("line_section", self._line_row(line_id))

    def _line_count(self) -> int:
        return len(self._col("line_text_at")) - 1

    def _line(self, row: int) -> Line:
        found = self._lines.get(row)
        if found is None:
            key, name, names, _, source, note = self._record("line", row)
            found = self._lines[row] = Line(id=key, name=name, names=_names(names), source=source, note=note)
        return found

    def _line_row(self, line_id: str) -> int:
        rows = self._at.get("line rows")
        if rows is None:
            rows = self._at["line rows"] = {self._record("line", i)[0]: i for i in range(self._line_count())}
        try:
            return int(rows[line_id])
        except KeyError:
            raise UsageError(
                f"no line {line_id!r} in {self.name}", hint="`network info --lines` lists the lines"
            ) from None

    def _row(self, block: str, row: int) -> tuple[int, ...]:
        at = self._col(f"{block}_at")
        return tuple(self._col(block)[at[row] : at[row + 1]])

    def sections_at(self, node: int) -> tuple[int, ...]:
        """The sections that end at a node."""
        self._check_node(node)
        return self._row("around", node)

    def other_end(self, section: int, node: int) -> int:
        """The node at the other end of a section."""
        a, b = self.section_ends(section)
        return b if node == a else a

    def adjacent(self, node: int) -> Adjacent:
        """For each section at a node: the node at its other end, its length in centimetres, and the section."""
        found = self._near[node]
        if found is None:
            self._check_node(node)
            a, b, cm = self.whole("section_a"), self.whole("section_b"), self.whole("section_cm")
            at = self.whole("around_at")
            around = self.whole("around")[at[node] : at[node + 1]]
            found = self._near[node] = tuple([(b[s] if a[s] == node else a[s], cm[s], s) for s in around])
        return found

    @property
    def has_runs(self) -> bool:
        """Whether the file holds runs: stretches without a junction, taken as one."""
        return "run_at" in self._file

    def lift(self, spot: Spot) -> Spot:
        """The same spot: as ``Runs.lift``, for a search that takes either."""
        return spot

    def lower(self, steps: Iterable[Step]) -> tuple[Step, ...]:
        """The same steps: as ``Runs.lower``."""
        return tuple(steps)

    def stretches(self, steps: Iterable[Step], before: int | None) -> list[Stretch]:
        """What each step of a path that starts at the node ``before`` passes."""
        return list(section_stretches(self, steps, before))

    @property
    def runs(self) -> Runs:
        """The network as its runs, for searches; made when first asked for. Only where ``has_runs``."""
        if self._runs is None:
            self._runs = Runs(self, self._col)
        return self._runs

    def geometry(self, section: int) -> tuple[LonLat, ...]:
        """Vertices of a section from node a to node b, ends included."""
        self._check_section(section)
        a, b = self.section_ends(section)
        at = self._col("geometry_at")
        first, last = at[section : section + 2]
        if first == last:
            return self.point_lonlat(a), self.point_lonlat(b)
        lons, lats = self._col("geometry_lon")[first:last], self._col("geometry_lat")[first:last]
        inner = ((x / DEGREE, y / DEGREE) for x, y in zip(lons, lats, strict=True))
        return (self.point_lonlat(a), *inner, self.point_lonlat(b))

    # ------------------------------------------------------------ spots

    def spot_at_node(self, node: int) -> Spot:
        """The spot at an operating point, on the first section that ends there."""
        around = self.sections_at(node)
        if not around:
            raise NetworkFormatError(f"point {self.point_name(node)} is on no section", file=self.name)
        section = around[0]
        at_a = self.section_ends(section)[0] == node
        return self._spot(section, 0.0 if at_a else self.section_cm(section) / 100, node)

    def spot_at(self, section: int, offset_m: float) -> Spot:
        """The spot ``offset_m`` metres along a section from its node a; at an end it is the operating point.

        To the centimetre, as lengths are: so that a way is the same however it was found.
        """
        self._check_section(section)
        length = self.section_cm(section) / 100
        if not -0.01 <= offset_m <= length + 0.01:
            raise UsageError(f"offset {offset_m} m: section {section} is {length} m long")
        a, b = self.section_ends(section)
        if offset_m <= 0.005:
            return self._spot(section, 0.0, a)
        if offset_m >= length - 0.005:
            return self._spot(section, length, b)
        return self._spot(section, round(offset_m * 100) / 100, None)

    def _check_node(self, node: int) -> None:
        if not 0 <= node < self.node_count:
            raise UsageError(f"node {node}: the network has 0 to {self.node_count - 1}", hint=_OF_THIS)

    def _check_section(self, section: int) -> None:
        if not 0 <= section < self.section_count:
            raise UsageError(f"section {section}: the network has 0 to {self.section_count - 1}", hint=_OF_THIS)

    def spot_at_chainage(self, line_id: str, chainage_m: float) -> Spot:
        """The spot at a chainage (metres) of a line. Raises UsageError when the line has no such chainage."""
        low, high = float("inf"), float("-inf")
        for index in self.line_sections(line_id):
            s = self.section(index)
            if s.chainage_a_m is None or s.chainage_b_m is None:
                continue
            first, last = sorted((s.chainage_a_m, s.chainage_b_m))
            if first <= chainage_m <= last:
                share = (chainage_m - s.chainage_a_m) / (s.chainage_b_m - s.chainage_a_m) if last > first else 0.0
                return self.spot_at(index, share * s.length_m)
            low, high = min(low, first), max(high, last)
        known = f"its chainage runs from {low / 1000:g} to {high / 1000:g} km" if low <= high else "it has no chainage"
        raise UsageError(f"line {line_id} has no km {chainage_m / 1000:g}: {known}")

    def _spot(self, section: int, offset_m: float, node: int | None) -> Spot:
        length = self.section_cm(section) / 100
        share = offset_m / length if length else 0.0
        lon, lat = self.point_lonlat(node) if node is not None else point_at(self.geometry(section), share)
        start, end = (self._col(k)[section] for k in ("section_from", "section_to"))
        known = NO_CHAINAGE not in (start, end)
        return Spot(
            section=section,
            offset_m=offset_m,
            lon=lon,
            lat=lat,
            line=self.section_line(section),
            chainage_m=(start + (end - start) * share) / 100 if known else None,
            node=node,
            name=self.point_name(node) if node is not None else self._between(section),
        )

    def _between(self, section: int) -> str:
        names = [self.point_name(node) for node in self.section_ends(section)]
        return f"{names[0]} \N{EN DASH} {names[1]}" if all(names) else ""

    def spots_near(
        self, place: Place, *, limit_m: float | None = None, count: int = 8
    ) -> tuple[tuple[Spot, float], ...]:
        """Where a place is on the network, best first, each with its gap in metres; empty when nothing is in reach.

        A place that is an operating point is there, gap 0; one with ``served_by`` is at that point; an area has the
        points inside, gap 0. A crossing or bridge is put on the section itself; a town prefers the operating point of
        its own name. Reach is ``place.radius_m + limit_m`` (default 30 km).
        """
        from railsight.network.snapping import spots_near

        return spots_near(self, place, limit_m=limit_m, count=count)

    # ------------------------------------------------------------ labels

    @property
    def has_labels(self) -> bool:
        """Whether the file holds hub labels, which answer distances without a search."""
        return "label_at" in self._file

    def label(self, node: int) -> tuple[memoryview, memoryview, memoryview]:
        """The label of a node: hubs (ascending), centimetres to each, and which section at the node leads there."""
        at = self._col("label_at")
        part = slice(at[node], at[node + 1])
        return self._col("label_hub")[part], self._col("label_cm")[part], self._col("label_turn")[part]

    def turn(self, node: int, hub: int) -> tuple[int, int] | None:
        """The next node and the section to it on the way from a node to a hub; None when its label does not know."""
        at = self._col("label_at")
        first, last = at[node], at[node + 1]
        hubs = self._col("label_hub")[first:last]
        place = bisect_left(hubs, hub)
        if place == len(hubs) or hubs[place] != hub:
            return None
        turn = self._col("label_turn")[first + place]
        if turn == NO_TURN:
            return None
        section = self._col("around")[self._col("around_at")[node] + turn]
        a = self._col("section_a")[section]
        return (a if a != node else self._col("section_b")[section]), section

    def hub_cm(self, node: int) -> dict[int, int]:
        """Centimetres from a node to each of its hubs. The latest few thousand are kept."""
        found = self._hub_cm.get(node)
        if found is None:
            if len(self._hub_cm) >= _LABELS_KEPT:
                self._hub_cm.clear()
            hubs, cm, _ = self.label(node)
            found = self._hub_cm[node] = dict(zip(hubs, cm, strict=True))
        return found

    def label_node(self, hub: int) -> int:
        """The node that a hub number of the labels stands for."""
        return int(self._col("label_node")[hub])

    def blocks(self) -> dict[str, memoryview]:
        """Every block of the file, checked, by name: for tools that write a file anew."""
        return self._file.blocks()

    # ------------------------------------------------------------ what is near

    def nodes_within(self, lon: float, lat: float, reach_m: float) -> list[tuple[float, int]]:
        """Nodes within ``reach_m`` metres, nearest first, with the distance."""
        found = []
        for node in self._in_windows("point_cell", lon, lat, reach_m):
            gap = approx_m(lon, lat, *self.point_lonlat(node))
            if gap <= reach_m:
                found.append((gap, node))
        return sorted(found)

    def sections_within(self, lon: float, lat: float, reach_m: float) -> list[tuple[float, int, float]]:
        """Sections within ``reach_m`` metres, nearest first: distance, section, offset in metres on it."""
        found = []
        for section in set(self._in_windows("cell", lon, lat, reach_m)):
            at = nearest_within(lon, lat, self.geometry(section), reach_m)
            if at is not None:
                found.append((at[0], section, at[1] * self.section_cm(section) / 100))
        return sorted(found)

    def nearest(self, lon: float, lat: float) -> tuple[float, Spot] | None:
        """The nearest spot of all, however far, and its distance in metres; None on an empty network."""
        reach = 50_000.0
        while reach <= _FLAT_M:
            for _, section, offset in self.sections_within(lon, lat, reach)[:1]:
                spot = self.spot_at(section, offset)
                return approx_m(lon, lat, spot.lon, spot.lat), spot
            reach *= 3
        # Across oceans a local plane says nothing; the nearest node is as near as the nearest track there.
        node = nearest_of(lon, lat, self._col("point_lon"), self._col("point_lat"), scale=DEGREE)
        return None if node is None else (approx_m(lon, lat, *self.point_lonlat(node)), self.spot_at_node(node))

    def _in_windows(self, block: str, lon: float, lat: float, reach_m: float) -> Iterator[int]:
        keys, at, values = self._col(f"{block}_key"), self._col(f"{block}_at"), self._col(block)
        for first, last in windows(lon, lat, reach_m):
            start = bisect_left(keys, first)
            stop = bisect_left(keys, last + 1, start)
            if stop > start:
                yield from values[at[start] : at[stop]]

    def validate(self) -> tuple[Finding, ...]:
        """What looks wrong: islands, near misses, duplicates, length against geometry. Empty when nothing does."""
        from railsight.network.validation import validate

        return validate(self)


def _in_degrees(info: Mapping[str, Any]) -> Mapping[str, Any]:
    """The facts of a file with a box whose east is at most 180: across the antimeridian it lies west of its west."""
    box = info.get("bbox")
    if not box or box[2] <= 180.0:
        return info
    west, south, east, north = box
    return {**info, "bbox": [west, south, round(east - 360.0, 5), north]}


def _names(packed: str) -> dict[str, str]:
    return dict(item.split("=", 1) for item in packed.split(ITEM) if "=" in item)


def _places(values: bytes, wanted: int) -> Iterator[int]:
    """Where a value stands."""
    at = values.find(wanted)
    while at >= 0:
        yield at
        at = values.find(wanted, at + 1)


def _from_cm(value: int) -> float | None:
    return None if value == NO_CHAINAGE else value / 100


def open_network(path: str | os.PathLike[str]) -> Network:
    """Open a network file by mapping it. Raises NetworkFormatError when it is not one, or is damaged."""
    return Network(mapped(path), name=str(path))
