"""One network of several: bundled corridors with an extract, or with lines of one's own.

The first network is the base, and wins; then the second, and so on: a section of another network that runs along the
base from end to end is left out, and so is a stretch that leaves the base, stays near it and returns to it after about
the same length (``rivals``). What branches off is joined to the base where it leaves it. Every join is
listed, and the kilometres left out are told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import cast

from railsight.datasets import network_credit
from railsight.errors import UsageError
from railsight.geo import LonLat, approx_m, cut_line, wrap_lon
from railsight.model import Section, Spot
from railsight.network.draft import Draft, LineRow, PointRow, SectionRow
from railsight.network.layout import ABOUT, OFF_TRACK, name_key
from railsight.network.reader import Network
from railsight.network.rivals import alike, rivals

TOLERANCE_M = 1_500.0  # the bundled geometry follows the track within about a kilometre
WIDE = 6.0  # a copy of the base may lie this many times the tolerance beside it: 9 km, where it is approximate
_SAMPLE_M = 2_000.0
_AT_POINT_M = 700.0
# Points of one id are one if they are no farther apart: at one place, or under one name.
_SAME_PLACE_M = 100.0
_SAME_NAME_M = 30_000.0
# What a file says of its own content besides what is counted anew.
_KEPT = (
    *ABOUT,
    "usage_by_line",
    "coarse",
    "partial",
    "problems",
    "left_out_km",
    OFF_TRACK,
)


@dataclass(frozen=True, slots=True)
class Join:
    """A point of another network that became one with the base: names on both sides and the gap in metres."""

    name: str
    base_name: str
    gap_m: float
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Combined:
    """The combined draft; kilometres taken from the other networks, kilometres left out as covered, and the joins."""

    draft: Draft
    added_km: float
    covered_km: float
    joins: tuple[Join, ...]


def combine(networks: Sequence[Network], *, tolerance_m: float = TOLERANCE_M) -> Combined:
    """Several networks as one, an earlier one winning over a later where they overlap.

    Raises UsageError for fewer than two or a tolerance that is not 0 to 20 km.
    """
    if len(networks) < 2:
        raise UsageError(f"{len(networks)} network: two at least are needed to combine")
    if not 0 <= tolerance_m <= 20_000:
        raise UsageError(f"a tolerance of {tolerance_m} m: 0 to 20,000 m are allowed")
    base, *others = networks
    combined = Combined(draft_of(base), 0.0, 0.0, ())
    for other in others:
        step = _Merge(base, combined.draft, other, tolerance_m).run()
        combined = Combined(
            step.draft,
            combined.added_km + step.added_km,
            combined.covered_km + step.covered_km,
            combined.joins + step.joins,
        )
        base = Network(step.draft.encode())
    return combined


def official_share(network: Network) -> float:
    """Which share of a network's kilometres is official chainage, 0 to 1."""
    kinds = cast("Mapping[str, float]", network.info.get("length_kind_km") or {})
    total = sum(kinds.values())
    return kinds.get("official chainage", 0.0) / total if total else 0.0


def draft_of(network: Network) -> Draft:
    """A network taken apart into the draft it could have been made from."""
    draft = Draft(info={k: network.info[k] for k in _KEPT if network.info.get(k)})
    for node in range(network.node_count):
        p = network.point(node)
        own = {p.name, *p.names.values()}
        aliases = tuple(a for a in network.point_aliases(node) if a not in own)
        draft.points.append(PointRow(p.id, p.name, p.kind, p.lon, p.lat, p.country, p.quality, p.names, aliases))
    rows = {}
    for line in network.lines():
        rows[line.id] = len(draft.lines)
        draft.lines.append(LineRow(line.id, line.name, line.names, line.source, line.note))
    for index in range(network.section_count):
        draft.sections.append(_row(network, network.section(index), rows))
    return draft


def _row(network: Network, s: Section, lines: Mapping[str, int]) -> SectionRow:
    return SectionRow(
        a=s.a,
        b=s.b,
        length_m=s.length_m,
        length_kind=s.length_kind,
        gauges_mm=s.gauges_mm,
        line=lines[s.line],
        country=s.country,
        chainage_a_m=s.chainage_a_m,
        chainage_b_m=s.chainage_b_m,
        inner=network.geometry(s.index)[1:-1],
        electrified=network.section_electrified(s.index),
        sides=network.section_sides(s.index),
        max_kmh=network.section_max_kmh(s.index) or 0,
        tracks=network.section_tracks(s.index) or 0,
        usage=network.section_usage(s.index),
    )


class _Merge:
    """Puts one network into a base."""

    def __init__(self, base: Network, draft: Draft, other: Network, tolerance_m: float) -> None:
        self.base = base
        self.draft = draft
        self.other = other
        self.tolerance_m = tolerance_m
        self.new_node: dict[int, int] = {}  # node of the other network: point of the draft
        self.cuts: dict[int, list[tuple[float, int]]] = {}  # base section: offsets at which it is cut, and points
        self.ids = {point.id for point in draft.points}
        self.joins: list[Join] = []
        self.wide: set[int] = set()  # nodes of stretches that copy the base from some way off

    def run(self) -> Combined:
        other = self.other
        covered = [self._covered(i, self.tolerance_m) for i in range(other.section_count)]
        copies, self.wide = rivals(self.base, other, covered, lambda i: self._covered(i, WIDE * self.tolerance_m))
        covered = [c or i in copies for i, c in enumerate(covered)]
        kept = [i for i in range(other.section_count) if not covered[i]]
        for node in sorted({n for i in kept for n in other.section_ends(i)}):
            self.new_node[node] = self._place(node, covered)
        shared = set(range(self.base.node_count)) | {point for cuts in self.cuts.values() for _, point in cuts}
        self._cut_sections()
        added_m = self._add_sections(kept, shared)
        self._tell(other)
        whole_km = sum(other.section_cm(i) for i in range(other.section_count)) / 100_000
        return Combined(self.draft, added_m / 1000, whole_km - added_m / 1000, tuple(self.joins))

    def _add_sections(self, kept: Sequence[int], shared: set[int]) -> float:
        """Add what is kept but for sections the base turns out to have between the same points. Metres added."""
        lines = self._add_lines(kept)
        own: dict[tuple[int, int], list[float]] = {}
        for s in self.draft.sections:
            own.setdefault((min(s.a, s.b), max(s.a, s.b)), []).append(s.length_m)
        added_m = 0.0
        for i in kept:
            section = self.other.section(i)
            a, b = self.new_node[section.a], self.new_node[section.b]
            if a == b or any(alike(m, section.length_m) for m in own.get((min(a, b), max(a, b)), ())):
                continue
            row = _row(self.other, section, lines)
            # at a point of the base the sides are counted otherwise: nothing is told there
            sides = tuple(0 if end in shared else side for end, side in zip((a, b), row.sides, strict=True))
            row = replace(row, a=a, b=b, sides=(sides[0], sides[1]))
            if a in shared or b in shared:
                row = self._reaching(row)
            self.draft.sections.append(row)
            added_m += row.length_m
        return added_m

    def _reaching(self, row: SectionRow) -> SectionRow:
        """The section, at least as long as a surveyed point of the base, which one of its ends became, is away."""
        ends = [self.draft.points[n] for n in (row.a, row.b)]
        if not any(p.quality == "surveyed" for p in ends) or any(p.quality == "approximate" for p in ends):
            return row
        straight_m = approx_m(ends[0].lon, ends[0].lat, ends[1].lon, ends[1].lat)
        if row.length_m >= straight_m:
            return row
        return replace(row, length_m=straight_m, length_kind="estimated")

    def _covered(self, section: int, reach_m: float) -> bool:
        """Whether the base runs along a section all the way, within ``reach_m``."""
        geometry = self.other.geometry(section)
        ends = (geometry[0], geometry[-1])
        return all(self.base.sections_within(x, y, reach_m) for x, y in (*ends, *_samples(geometry)))

    def _place(self, node: int, covered: Sequence[bool]) -> int:
        """The point of the draft that a node becomes: one of the base where the networks meet, else a new one."""
        point = self.other.point(node)
        same = self._same(node)
        if same is not None:
            return same
        around = self.other.sections_at(node)
        if any(covered[i] for i in around) or len(around) == 1:
            found = self._on_base(node)
            if found is not None:
                return found
        aliases = self.other.point_aliases(node)
        names = point.name, *point.names.values()
        self.draft.points.append(
            PointRow(
                id=self._own_id(point.id),
                name=point.name,
                kind=point.kind,
                lon=point.lon,
                lat=point.lat,
                country=point.country,
                quality=point.quality,
                names=point.names,
                aliases=tuple(a for a in aliases if a not in names),
            )
        )
        return len(self.draft.points) - 1

    def _same(self, node: int) -> int | None:
        """The point of the base that has a node's id, if it is the same: files of one's own number theirs alike."""
        there = self.base.node_of(self.other.point(node).id)
        if there is None:
            return None
        gap = approx_m(*self.base.point_lonlat(there), *self.other.point_lonlat(node))
        named = not _names(self.base, there).isdisjoint(_names(self.other, node))
        return there if gap <= (_SAME_NAME_M if named else _SAME_PLACE_M) else None

    def _own_id(self, key: str) -> str:
        """An id that no other point of the draft has."""
        own = _untaken(key, self.ids)
        self.ids.add(own)
        return own

    def _on_base(self, node: int) -> int | None:
        """A point of the base near a node: an operating point, else a new one on the nearest section."""
        point = self.other.point(node)
        reach_m = self.tolerance_m * (WIDE if node in self.wide else 1)
        for gap, near in self.base.nodes_within(point.lon, point.lat, min(_AT_POINT_M, reach_m)):
            self._joined(point.name, self.base.point_name(near), gap, point.lon, point.lat)
            return near
        for gap, section, offset in self.base.sections_within(point.lon, point.lat, reach_m):
            spot = self.base.spot_at(section, offset)
            self._joined(point.name, spot.name, gap, point.lon, point.lat)
            return spot.node if spot.node is not None else self._cut(spot, node, moved=gap > self.tolerance_m)
        return None

    def _joined(self, name: str, base_name: str, gap: float, lon: float, lat: float) -> None:
        self.joins.append(Join(name, base_name, gap, lon, lat))

    def _cut(self, spot: Spot, node: int, *, moved: bool) -> int:
        """A new point of the base at a spot; ``moved`` by more than the tolerance it is at most approximate."""
        point = self.other.point(node)
        quality = "approximate" if moved else point.quality
        row = PointRow(
            self._own_id(point.id), point.name, point.kind, spot.lon, spot.lat, point.country, quality, point.names
        )
        self.draft.points.append(row)
        self.cuts.setdefault(spot.section, []).append((spot.offset_m, len(self.draft.points) - 1))
        return len(self.draft.points) - 1

    def _cut_sections(self) -> None:
        for section, cuts in self.cuts.items():
            whole = self.draft.sections[section]
            shape = self.draft.section_geometry(section)
            stops = [(0.0, whole.a), *sorted(cuts), (whole.length_m, whole.b)]
            parts = [_part(whole, shape, first, second) for first, second in pairwise(stops)]
            self.draft.sections[section] = parts[0]
            self.draft.sections += parts[1:]

    def _add_lines(self, kept: Sequence[int]) -> dict[str, int]:
        """Positions of the other network's lines in the draft; an id that the base has already is told apart."""
        taken = {line.id for line in self.draft.lines}
        used = {self.other.section_line(i) for i in kept}
        rows: dict[str, int] = {}
        for line in self.other.lines():
            if line.id not in used:
                continue
            key = _untaken(line.id, taken)
            taken.add(key)
            rows[line.id] = len(self.draft.lines)
            self.draft.lines.append(LineRow(key, line.name, line.names, line.source, line.note))
        return rows

    def _tell(self, other: Network) -> None:
        """What both networks say of themselves: sources and licences, and what is doubtful or missing in either."""
        info = self.draft.info
        credits = (network_credit({**x.info, "licence": ""}, x.name) for x in (self.base, other))
        if credit := _once(credits, "; ", within=True):
            info["attribution"] = credit
        for key, between in (("title", " + "), ("source", "; "), ("licence", "; "), ("caution", "; ")):
            said = [str(x) for x in (info.get(key), other.info.get(key)) if x]
            if said:
                info[key] = _once(said, between, within=key == "licence")
        for key in ("gauge_unverified", "problems", OFF_TRACK):
            listed = [x for told in (info.get(key), other.info.get(key)) if isinstance(told, list) for x in told]
            if listed:
                info[key] = list(dict.fromkeys(listed))
        info.update({key: True for key in ("partial", "coarse") if info.get(key) or other.info.get(key)})
        left = Counter(cast("Mapping[str, float]", info.get("left_out_km") or {}))
        left.update(cast("Mapping[str, float]", other.info.get("left_out_km") or {}))
        if left:
            info["left_out_km"] = {reason: round(km, 3) for reason, km in sorted(left.items())}
        by_line = [bool(x.info.get("usage_by_line")) for x in (self.base, other) if x.info.get("usages")]
        info.pop("usage_by_line", None)
        if by_line and all(by_line):  # the tags of a map name branches here and forget them there: they do not count
            info["usage_by_line"] = True


def _once(said: Iterable[str], between: str, *, within: bool) -> str:
    """What several networks say, each part once; with ``within`` none that another one, however written, holds."""
    parts = dict.fromkeys(part for one in said for part in one.split(between) if part)
    keys = {part: "".join(filter(str.isalnum, part.casefold())) for part in parts}
    kept: dict[str, str] = {}
    for part in sorted(parts, key=lambda part: -len(keys[part])) if within else parts:
        if not within or not any(keys[part] in key for key in kept.values()):
            kept[part] = keys[part]
    return between.join(part for part in parts if part in kept)


def _untaken(key: str, taken: Set[str]) -> str:
    """An id, told apart by a number where it is taken."""
    own, count = key, 2
    while own in taken:
        own, count = f"{key}+{count}", count + 1
    return own


def _names(network: Network, node: int) -> set[str]:
    """All that a point is called."""
    point = network.point(node)
    names = map(name_key, (point.name, *point.names.values(), *network.point_aliases(node)))
    return {name for name in names if name}


def _part(
    whole: SectionRow, shape: Sequence[LonLat], first: tuple[float, int], second: tuple[float, int]
) -> SectionRow:
    (start, a), (end, b) = first, second
    shares = (start / whole.length_m, end / whole.length_m) if whole.length_m else (0.0, 1.0)

    def chainage(share: float) -> float | None:
        if whole.chainage_a_m is None or whole.chainage_b_m is None:
            return None
        return whole.chainage_a_m + share * (whole.chainage_b_m - whole.chainage_a_m)

    return replace(
        whole,
        a=a,
        b=b,
        length_m=end - start,
        chainage_a_m=chainage(shares[0]),
        chainage_b_m=chainage(shares[1]),
        inner=cut_line(shape, *shares)[1:-1],
        sides=(whole.sides[0] if start == 0 else 0, whole.sides[1] if end == whole.length_m else 0),
    )


def _samples(geometry: Sequence[LonLat]) -> list[LonLat]:
    """Vertices, and points between that are no more than 2 km apart."""
    found: list[LonLat] = []
    for (x1, y1), (x2, y2) in pairwise(geometry):
        parts = int(approx_m(x1, y1, x2, y2) // _SAMPLE_M) + 1
        dx = wrap_lon(x2 - x1)
        found += [(wrap_lon(x1 + dx * k / parts), y1 + (y2 - y1) * k / parts) for k in range(1, parts + 1)]
    return found
