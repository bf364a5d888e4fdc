"""A network under construction, and its way into the bytes of a network file.

Every builder (tables, OpenStreetMap, vector files, combination) fills a ``Draft``;
``Draft.encode`` lays it out. The same draft gives the same bytes.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from railsight.geo import LonLat, bounds
from railsight.network.container import pack
from railsight.network.grid import CELL_DEG, cell_of, cells_along
from railsight.network.layout import DEGREE, FIELD, ITEM, LENGTH_KINDS, NO_CHAINAGE, id_hash
from railsight.network.runs import run_blocks

_MAX_CM = 2**32 - 1


@dataclass(slots=True)
class PointRow:
    """An operating point to be."""

    id: str
    name: str
    kind: str
    lon: float
    lat: float
    country: str | None = None
    quality: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    aliases: Sequence[str] = ()


@dataclass(slots=True)
class LineRow:
    """A line to be."""

    id: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    note: str = ""


@dataclass(slots=True)
class SectionRow:
    """A section to be: ``a``, ``b`` and ``line`` are positions in the draft's lists, ``inner`` its inner vertices.

    ``sides`` are those of the junctions at a and b that it lies on (1, 2, or 0 where none can be told); ``max_kmh`` and
    ``tracks`` are 0 and ``usage`` is empty where they are not known.
    """

    a: int
    b: int
    length_m: float
    length_kind: str
    gauges_mm: tuple[int, ...]
    line: int
    country: str | None = None
    chainage_a_m: float | None = None
    chainage_b_m: float | None = None
    inner: Sequence[LonLat] = ()
    electrified: bool | None = None
    sides: tuple[int, int] = (0, 0)
    max_kmh: int = 0
    tracks: int = 0
    usage: str = ""


@dataclass(slots=True)
class Draft:
    """Points, lines and sections; ``info`` holds title, source and licence."""

    points: list[PointRow] = field(default_factory=list)
    lines: list[LineRow] = field(default_factory=list)
    sections: list[SectionRow] = field(default_factory=list)
    info: dict[str, Any] = field(default_factory=dict)

    def section_geometry(self, index: int) -> list[LonLat]:
        """The vertices of a section, ends included."""
        s = self.sections[index]
        a, b = self.points[s.a], self.points[s.b]
        return [(a.lon, a.lat), *s.inner, (b.lon, b.lat)]

    def encode(self) -> bytes:
        """The bytes of the network file."""
        countries = sorted({c for c in (*(p.country for p in self.points), *(s.country for s in self.sections)) if c})
        sets = sorted({s.gauges_mm for s in self.sections})
        kinds = sorted({p.kind for p in self.points})
        qualities = sorted({p.quality for p in self.points})
        blocks: dict[str, Any] = {}
        blocks.update(self._point_blocks(kinds, countries, qualities))
        blocks.update(self._section_blocks(countries, sets))
        blocks.update(self._known_blocks())
        blocks.update(self._topology_blocks())
        blocks.update(run_blocks(blocks))
        blocks.update(self._grid_blocks())
        blocks.update(_text_blocks("line", [_record(x.id, x.name, x.names, (), x.source, x.note) for x in self.lines]))
        words = {"kinds": kinds, "countries": countries, "qualities": qualities, "gauges": [list(x) for x in sets]}
        return pack({**self.info, **self._counts(), "words": words}, blocks)

    def _counts(self) -> dict[str, Any]:
        gauges: Counter[str] = Counter()
        kinds: Counter[str] = Counter()
        for s in self.sections:
            gauges["+".join(map(str, s.gauges_mm)) or "unknown"] += round(s.length_m)
            kinds[s.length_kind] += round(s.length_m)
        box = bounds((p.lon, p.lat) for p in self.points) if self.points else None
        return {
            "points": len(self.points),
            "lines": len(self.lines),
            "sections": len(self.sections),
            "length_km": round(sum(s.length_m for s in self.sections) / 1000, 1),
            "gauge_km": {k: round(v / 1000, 1) for k, v in sorted(gauges.items())},
            "length_kind_km": {k: round(v / 1000, 1) for k, v in sorted(kinds.items())},
            "bbox": [round(x, 5) for x in box] if box else None,
        }

    def _point_blocks(self, kinds: list[str], countries: list[str], qualities: list[str]) -> dict[str, Any]:
        kind_of = {k: i for i, k in enumerate(kinds)}
        quality_of = {k: i for i, k in enumerate(qualities)}
        country_of: dict[str | None, int] = {None: 0, "": 0, **{k: i + 1 for i, k in enumerate(countries)}}
        return {
            "point_lon": array("i", (round(p.lon * DEGREE) for p in self.points)),
            "point_lat": array("i", (round(p.lat * DEGREE) for p in self.points)),
            "point_kind": array("B", (kind_of[p.kind] for p in self.points)),
            "point_country": array("H", (country_of[p.country] for p in self.points)),
            "point_quality": array("B", (quality_of[p.quality] for p in self.points)),
            "point_slot": _hash_slots([p.id for p in self.points]),
            **_text_blocks("point", [_record(p.id, p.name, p.names, p.aliases) for p in self.points]),
        }

    def _section_blocks(self, countries: list[str], sets: list[tuple[int, ...]]) -> dict[str, Any]:
        country_of: dict[str | None, int] = {None: 0, "": 0, **{k: i + 1 for i, k in enumerate(countries)}}
        set_of = {k: i for i, k in enumerate(sets)}
        kind_of = {k: i for i, k in enumerate(LENGTH_KINDS)}
        electrified = {None: 0, True: 1, False: 2}
        rows = self.sections
        at, lons, lats = array("I", [0]), array("i"), array("i")
        for s in rows:
            lons.extend(round(x * DEGREE) for x, _ in s.inner)
            lats.extend(round(y * DEGREE) for _, y in s.inner)
            at.append(len(lons))
        return {
            "section_a": array("I", (s.a for s in rows)),
            "section_b": array("I", (s.b for s in rows)),
            "section_cm": array("I", (_cm(s.length_m) for s in rows)),
            "section_kind": array("B", (kind_of[s.length_kind] for s in rows)),
            "section_gauges": array("H", (set_of[s.gauges_mm] for s in rows)),
            "section_line": array("I", (s.line for s in rows)),
            "section_country": array("H", (country_of[s.country] for s in rows)),
            "section_from": array("i", (_chainage(s.chainage_a_m) for s in rows)),
            "section_to": array("i", (_chainage(s.chainage_b_m) for s in rows)),
            "section_power": array("B", (electrified[s.electrified] for s in rows)),
            "geometry_at": at,
            "geometry_lon": lons,
            "geometry_lat": lats,
        }

    def _known_blocks(self) -> dict[str, Any]:
        """What only some builders know, one value a section; left out when nothing is known of any."""
        rows, blocks = self.sections, {}
        if any(s.sides != (0, 0) for s in rows):
            blocks["section_sides"] = array("B", (s.sides[0] | s.sides[1] << 2 for s in rows))
        if any(s.max_kmh for s in rows):
            blocks["section_maxspeed"] = array("H", (s.max_kmh for s in rows))
        if any(s.tracks for s in rows):
            blocks["section_tracks"] = array("B", (min(255, s.tracks) for s in rows))
        if any(s.usage for s in rows):
            usages = sorted({s.usage for s in rows})
            self.info["usages"] = usages
            blocks["section_usage"] = array("B", (usages.index(s.usage) for s in rows))
        return blocks

    def _topology_blocks(self) -> dict[str, Any]:
        around: list[list[int]] = [[] for _ in self.points]
        on_line: list[list[int]] = [[] for _ in self.lines]
        for i, s in enumerate(self.sections):
            around[s.a].append(i)
            if s.b != s.a:
                around[s.b].append(i)
            on_line[s.line].append(i)
        return {**_rows("around", around), **_rows("line_section", on_line)}

    def _grid_blocks(self) -> dict[str, Any]:
        cells: dict[int, set[int]] = {}
        points: dict[int, list[int]] = {}
        for i in range(len(self.sections)):
            for cell in cells_along(self.section_geometry(i)):
                cells.setdefault(cell, set()).add(i)
        for i, p in enumerate(self.points):
            points.setdefault(cell_of(p.lon, p.lat), []).append(i)
        keys = sorted(cells)
        point_keys = sorted(points)
        self.info.setdefault("cell_deg", CELL_DEG)
        return {
            "cell_key": array("I", keys),
            **_rows("cell", [sorted(cells[k]) for k in keys]),
            "point_cell_key": array("I", point_keys),
            **_rows("point_cell", [points[k] for k in point_keys]),
        }


def _cm(length_m: float) -> int:
    value = round(length_m * 100)
    if not 0 <= value <= _MAX_CM:
        raise ValueError(f"a section of {length_m} m: allowed are 0 to {_MAX_CM / 100:.0f} m")
    return value


def _chainage(chainage_m: float | None) -> int:
    return NO_CHAINAGE if chainage_m is None else round(chainage_m * 100)


def _record(
    key: str, name: str, names: Mapping[str, str], aliases: Sequence[str], source: str = "", note: str = ""
) -> str:
    packed = ITEM.join(f"{k}={v}" for k, v in names.items())
    return FIELD.join((key, name, packed, ITEM.join(aliases), source, note))


def _text_blocks(name: str, records: Sequence[str]) -> dict[str, Any]:
    at, pool = array("Q", [0]), bytearray()
    for record in records:
        pool += record.encode()
        at.append(len(pool))
    return {f"{name}_text_at": at, f"{name}_text": bytes(pool)}


def _rows(name: str, rows: Sequence[Sequence[int]]) -> dict[str, Any]:
    at, values = array("I", [0]), array("I")
    for row in rows:
        values.extend(row)
        at.append(len(values))
    return {f"{name}_at": at, name: values}


def _hash_slots(ids: Sequence[str]) -> array[int]:
    """Open addressing, at most half full: a slot holds node + 1, or 0."""
    size = 1
    while size < 2 * len(ids) + 1:
        size *= 2
    slots = array("I", bytes(4 * size))
    for node, key in enumerate(ids):
        at = id_hash(key) & (size - 1)
        while slots[at]:
            at = (at + 1) & (size - 1)
        slots[at] = node + 1
    return slots
