"""From lines of a vector file to a draft: shared vertices and ends within reach are joined, mere crossings are not."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from railsight.geo import LonLat
from railsight.network.building import osm_tags
from railsight.network.building.attach import MOST_OFF_TRACK, cut_at, nearest_lines, off_track_notes
from railsight.network.building.contract import Ways, contract
from railsight.network.building.countries import country_at, country_between
from railsight.network.building.sections import Joined, inner_shapes, join, measure, named_point, plain_point
from railsight.network.building.turning import turn_for, turned
from railsight.network.building.vector_formats import VectorLines
from railsight.network.building.vector_points import Station, put_on, reach_of
from railsight.network.draft import Draft, LineRow, SectionRow
from railsight.network.layout import OFF_TRACK

_SAME = 1e7  # vertices equal to 1e-7 degrees, about a centimetre, are one


def make_draft(lines: VectorLines, *, snap_m: float, source: str) -> tuple[Draft, list[str]]:
    """The draft, and a list of every join over a gap."""
    draft = Draft()
    if not lines.shapes:
        return draft, []
    _leave_out_doubles(lines)
    kinds, line_of, group = _lines(lines, draft, source)
    turn = turn_for(lines.shapes)
    ways, mended = _snapped(_ways(lines, group, turn), snap_m, turn)
    ways, stations, places, missed = put_on(ways, lines.points, snap_m=snap_m, turn=turn)
    lines.warnings += off_track_notes(missed, reach_of(snap_m))
    if missed:
        draft.info[OFF_TRACK] = missed[:MOST_OFF_TRACK]
    chains = contract(ways, stations)
    shapes = measure(ways, chains)
    joined = join(chains, shapes, turns=False, places=places)
    inner, lengths = inner_shapes(shapes, joined), shapes.length_m.tolist()
    if turn:
        joined.place = [_back(place, turn) for place in joined.place]
        inner = [[_back(place, turn) for place in line] for line in inner]
    _add_points(draft, joined, stations)
    for chain in range(len(chains.a)):
        way = int(chains.way[chains.start[chain]])
        _add_section(draft, lines.fields[way], kinds[way], line_of[way], joined, lengths[chain], inner[chain], chain)
    return draft, mended


def _leave_out_doubles(lines: VectorLines) -> None:
    """Leave out the lines that run as one of the same name before, vertex by vertex, and say how many."""
    seen: set[tuple[str, str, bytes]] = set()
    kept = []
    for i, (shape, values) in enumerate(zip(lines.shapes, lines.fields, strict=True)):
        key = values["ref"], values["name"], min(shape.tobytes(), shape[::-1].tobytes())
        if key not in seen:
            seen.add(key)
            kept.append(i)
    if twice := len(lines.shapes) - len(kept):
        lines.shapes, lines.fields = [lines.shapes[i] for i in kept], [lines.fields[i] for i in kept]
        lines.warnings.append(f"{twice} {'line is' if twice == 1 else 'lines are'} in the file twice: counted once")


def _back(place: LonLat, turn: float) -> LonLat:
    return round(float(turned(place[0], -turn)), 7), place[1]


def _add_points(draft: Draft, joined: Joined, stations: Mapping[int, Station]) -> None:
    for key, part, degree, place in zip(joined.key, joined.part, joined.degree, joined.place, strict=True):
        found, country = stations.get(key), country_at(*place)
        if found is None:
            draft.points.append(plain_point("v", key, part, degree, place, country))
            continue
        draft.points.append(named_point(found, part, place, country, on_track=found.on_track))


def _lines(lines: VectorLines, draft: Draft, source: str) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    rows: dict[tuple[str, str], int] = {}
    groups: dict[tuple[Any, ...], int] = {}
    kinds, line_of, group_of = [], [], []
    for values in lines.fields:
        ref, name = osm_tags.clean(values["ref"]), osm_tags.clean(values["name"])
        if (ref, name) not in rows:
            rows[ref, name] = len(draft.lines)
            title = " ".join(dict.fromkeys(x for x in (ref, name) if x)) or "unnamed line"
            draft.lines.append(LineRow(id=f"line:{ref}:{name}", name=title, source=source))
        kinds.append((osm_tags.speed_kmh(values["maxspeed"]), osm_tags.track_count(values)))
        line_of.append(rows[ref, name])
        same = (rows[ref, name], osm_tags.gauges(values["gauge"]), _power(values["electrified"]), kinds[-1])
        group_of.append(groups.setdefault(same, len(groups)))
    return kinds, line_of, group_of


def _power(text: str) -> bool | None:
    word = text.strip().lower()
    if word in ("1", "true", "t", "y", "ja", "oui"):
        return True
    if word in ("0", "false", "f", "n", "nein", "non"):
        return False
    return osm_tags.electrified(word)


def _ways(lines: VectorLines, group: list[int], turn: float) -> Ways:
    import numpy as np

    shape = np.concatenate(lines.shapes)
    shape[:, 0] = turned(shape[:, 0], turn)
    start = np.concatenate([[0], np.cumsum([len(s) for s in lines.shapes])]).astype(np.int64)
    whole = np.round(shape * _SAME).astype(np.int64)
    key = np.unique(whole[:, 0] * 4_000_000_000 + whole[:, 1], return_inverse=True)[1].astype(np.int64)
    return Ways(start, key, shape[:, 0].copy(), shape[:, 1].copy(), np.asarray(group, dtype=np.int64))


def _snapped(ways: Ways, snap_m: float, turn: float) -> tuple[Ways, list[str]]:
    """Join ends to ends, then loose ends to lines, within ``snap_m`` metres; ``turn`` is how far they were turned."""
    import numpy as np

    if snap_m <= 0:
        return ways, []
    ends = np.unique(np.concatenate([ways.start[:-1], ways.start[1:] - 1]))
    rows = np.unique(ways.key[ends], return_index=True)[1]
    ends = ends[rows]
    mended: list[str] = []
    _join_ends(ways, ends, snap_m, turn, mended)
    degree = np.bincount(ways.key)
    loose = np.array([v for v in _way_ends(ways) if degree[ways.key[v]] == 1], dtype=np.int64)
    if len(loose):
        vertex, way, gap = nearest_lines(ways, loose, snap_m)
        for v, g in zip(vertex.tolist(), gap.tolist(), strict=True):
            mended.append(f"end at {turned(ways.lon[v], -turn):.6f},{ways.lat[v]:.6f} joined to a line {g:.1f} m away")
        ways = cut_at(ways, vertex, way)
    return ways, mended


def _way_ends(ways: Ways) -> list[int]:
    return sorted({*ways.start[:-1].tolist(), *(ways.start[1:] - 1).tolist()})


def _join_ends(ways: Ways, ends: Any, snap_m: float, turn: float, mended: list[str]) -> None:
    """Give ends nearer than ``snap_m`` one key: the nearest pairs first, each end to one partner or a group of them."""
    from railsight.network.building.attach import near_pairs

    renamed: dict[int, int] = {}
    own = {frozenset((int(ways.key[a]), int(ways.key[b - 1]))) for a, b in pairwise(ways.start.tolist())}

    def root(key: int) -> int:
        while key in renamed:
            key = renamed[key]
        return key

    for gap, i, j in near_pairs(ways.lon[ends], ways.lat[ends], snap_m):
        v, w = int(ends[i]), int(ends[j])
        a, b = sorted((root(int(ways.key[v])), root(int(ways.key[w]))))
        if a != b and frozenset((int(ways.key[v]), int(ways.key[w]))) not in own:
            renamed[b] = a
            mended.append(f"ends at {turned(ways.lon[v], -turn):.6f},{ways.lat[v]:.6f} joined over {gap:.1f} m")
    if renamed:
        import numpy as np

        old = np.array(sorted(renamed), dtype=np.int64)
        new = np.array([root(int(k)) for k in old], dtype=np.int64)
        at: Any = np.clip(np.searchsorted(old, ways.key), 0, len(old) - 1)
        hit = old[at] == ways.key
        ways.key[hit] = new[at[hit]]


def _add_section(
    draft: Draft,
    values: dict[str, str],
    kind: tuple[int, int],
    line: int,
    joined: Joined,
    length_m: float,
    inner: list[LonLat],
    chain: int,
) -> None:
    a, b = joined.a[chain], joined.b[chain]
    ends = joined.place[a], joined.place[b]
    draft.sections.append(
        SectionRow(
            a=a,
            b=b,
            length_m=length_m,
            length_kind="measured geometry",
            gauges_mm=osm_tags.gauges(values["gauge"]),
            line=line,
            country=country_at(*inner[len(inner) // 2]) if inner else country_between(*ends),
            inner=inner,
            electrified=_power(values["electrified"]),
            max_kmh=kind[0],
            tracks=kind[1],
        )
    )
