"""A network under construction, and its way into the bytes of a network file.

Every builder (tables, OpenStreetMap, vector files, combination) fills a ``Draft``;
``Draft.encode`` lays it out. The same draft gives the same bytes.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter
from typing import Any

from railsight.geo import LonLat, bounds
from railsight.network.container import pack
from railsight.network.grid import CELL_DEG, cells_along, cells_of
from railsight.network.layout import DEGREE, FIELD, ITEM, LENGTH_KINDS, NO_CHAINAGE, id_hash, name_key
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
        countries = sorted({c for c in map(attrgetter("country"), chain(self.points, self.sections)) if c})
        sets = sorted({s.gauges_mm for s in self.sections})
        kinds = sorted({p.kind for p in self.points})
        qualities = sorted({p.quality for p in self.points})
        blocks: dict[str, Any] = {}
        blocks.update(self._point_blocks(kinds, countries, qualities))
        inner = _flat([s.inner for s in self.sections])
        blocks.update(self._section_blocks(countries, sets, inner))
        blocks.update(self._known_blocks())
        blocks.update(self._topology_blocks())
        blocks.update(run_blocks(blocks))
        blocks.update(self._grid_blocks(*inner))
        blocks.update(_text_blocks("line", [_record(x.id, x.name, x.names, (), x.source, x.note) for x in self.lines]))
        words = {"kinds": kinds, "countries": countries, "qualities": qualities, "gauges": [list(x) for x in sets]}
        return pack({**self.info, **self._counts(), "words": words}, blocks)

    def _counts(self) -> dict[str, Any]:
        by_gauges: dict[tuple[int, ...], float] = {}
        kinds: dict[str, float] = {}
        for s in self.sections:
            by_gauges[s.gauges_mm] = by_gauges.get(s.gauges_mm, 0.0) + s.length_m
            kinds[s.length_kind] = kinds.get(s.length_kind, 0.0) + s.length_m
        gauges = {"+".join(map(str, k)) or "unknown": v for k, v in by_gauges.items()}
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
            "point_kind": array("B", map(kind_of.__getitem__, map(attrgetter("kind"), self.points))),
            "point_country": array("H", map(country_of.__getitem__, map(attrgetter("country"), self.points))),
            "point_quality": array("B", map(quality_of.__getitem__, map(attrgetter("quality"), self.points))),
            "point_slot": _hash_slots((p.id, node) for node, p in enumerate(self.points)),
            "name_slot": _hash_slots(
                (key, node)
                for node, p in enumerate(self.points)
                if p.name or p.names
                for key in dict.fromkeys(map(name_key, (p.name, *p.names.values())))
            ),
            **_text_blocks("point", [_record(p.id, p.name, p.names, p.aliases) for p in self.points]),
        }

    def _section_blocks(self, countries: list[str], sets: list[tuple[int, ...]], inner: _Polylines) -> dict[str, Any]:
        country_of: dict[str | None, int] = {None: 0, "": 0, **{k: i + 1 for i, k in enumerate(countries)}}
        set_of = {k: i for i, k in enumerate(sets)}
        kind_of = {k: i for i, k in enumerate(LENGTH_KINDS)}
        electrified = {None: 0, True: 1, False: 2}
        rows = self.sections

        def column(code: str, name: str, numbers: Mapping[Any, int] | None = None) -> array[int]:
            values = map(attrgetter(name), rows)
            return array(code, values if numbers is None else map(numbers.__getitem__, values))

        at, lon, lat = inner
        return {
            "section_a": column("I", "a"),
            "section_b": column("I", "b"),
            "section_cm": array("I", map(_cm, map(attrgetter("length_m"), rows))),
            "section_kind": column("B", "length_kind", kind_of),
            "section_gauges": column("H", "gauges_mm", set_of),
            "section_line": column("I", "line"),
            "section_country": column("H", "country", country_of),
            "section_from": array("i", map(_chainage, map(attrgetter("chainage_a_m"), rows))),
            "section_to": array("i", map(_chainage, map(attrgetter("chainage_b_m"), rows))),
            "section_power": column("B", "electrified", electrified),
            "geometry_at": at.astype("u4"),
            "geometry_lon": _fixed(lon),
            "geometry_lat": _fixed(lat),
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

    def _grid_blocks(self, at: Any, lon: Any, lat: Any) -> dict[str, Any]:
        """Which sections run through a cell of the grid and which points lie in it, of every cell that has any."""
        import numpy as np

        _, x, y = _flat([[(p.lon, p.lat) for p in self.points]])
        a, b = (np.fromiter(map(attrgetter(end), self.sections), dtype=np.int64) for end in "ab")
        # the shapes with their ends: node a before the first inner vertex, node b after the last
        lon, lat = (
            np.insert(np.insert(inner, at[1:], of[b]), at[:-1] + np.arange(len(a)), of[a])
            for inner, of in ((lon, x), (lat, y))
        )
        self.info.setdefault("cell_deg", CELL_DEG)
        return {
            **_cell_blocks("cell", *cells_along(at + 2 * np.arange(len(at)), lon, lat)),
            **_cell_blocks("point_cell", cells_of(x, y), np.arange(len(x))),
        }


def _cell_blocks(name: str, cells: Any, values: Any) -> dict[str, Any]:
    """Cells and, of each, what is in it, from pairs of both: each pair once, in order."""
    import numpy as np

    count = int(values.max(initial=0)) + 1
    pairs = np.unique(cells * count + values)
    keys, first = np.unique(pairs // count, return_index=True)
    return {
        f"{name}_key": keys.astype("u4"),
        f"{name}_at": np.append(first, len(pairs)).astype("u4"),
        name: (pairs % count).astype("u4"),
    }


_Polylines = tuple[Any, Any, Any]  # where each begins, one more than there are, and lon and lat of all vertices


def _flat(polylines: Sequence[Sequence[LonLat]]) -> _Polylines:
    import numpy as np

    at = np.zeros(len(polylines) + 1, dtype=np.int64)
    np.cumsum(list(map(len, polylines)), out=at[1:])
    flat = chain.from_iterable(chain.from_iterable(polylines))
    lonlat = np.fromiter(flat, dtype=float, count=2 * int(at[-1]))
    return at, lonlat[::2].copy(), lonlat[1::2].copy()


def _fixed(degrees: Any) -> Any:
    """Degrees as they are stored."""
    import numpy as np

    return np.rint(degrees * DEGREE).astype("i4")


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


def _hash_slots(keys: Iterable[tuple[str, int]]) -> array[int]:
    """Open addressing, at most half full: a slot holds node + 1, or 0. Of equal keys the first comes first."""
    nodes = list(keys)
    size = 1
    while size < 2 * len(nodes) + 1:
        size *= 2
    slots = array("I", bytes(4 * size))
    for key, node in nodes:
        at = id_hash(key) & (size - 1)
        while slots[at]:
            at = (at + 1) & (size - 1)
        slots[at] = node + 1
    return slots
