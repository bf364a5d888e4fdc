"""From the line tables (``points.csv, lines.csv, line_points.csv, geometry.csv``) to a network file.

The form of the tables is described in ARCHITECTURE.md. Every problem is gathered and reported at once, with file and
line, so that a table is mended in one go.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from railsight.errors import NetworkFormatError
from railsight.geo import LonLat, check_lonlat, line_length_m
from railsight.network.draft import Draft, LineRow, PointRow, SectionRow
from railsight.network.layout import LENGTH_KINDS

POINT_KINDS = ("station", "halt", "junction", "siding", "border")
USAGES = ("main", "branch", "")
QUALITIES = ("surveyed", "approximate", "interpolated", "")
_COLUMNS = {
    "points.csv": ("id", "name", "kind", "lon", "lat"),
    "lines.csv": ("id", "name"),
    "line_points.csv": ("line", "seq", "point", "chainage_km"),
    "geometry.csv": ("line", "seq", "points"),
}
_SHOWN = 20
_FARTHEST_KM = 20_000  # half around the earth; the longest railway has 9,289 km


class _Problems:
    """Gathers what is wrong; a problem names its file and line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.found: list[str] = []

    def add(self, file: str, line: int, what: str) -> None:
        self.found.append(f"{file}:{line}: {what}")

    def stop(self) -> None:
        """Raise one error that lists them all."""
        if self.found:
            more = f"; and {len(self.found) - _SHOWN} more" if len(self.found) > _SHOWN else ""
            count = len(self.found)
            raise NetworkFormatError(
                f"{count} problem{'s' if count > 1 else ''} in the tables: {'; '.join(self.found[:_SHOWN])}{more}",
                file=str(self.folder),
                hint="the form of the tables is described in ARCHITECTURE.md",
            )


def compile_tables(folder: str | Path) -> bytes:
    """The network file for the tables in a folder. Raises NetworkFormatError with every problem (file, line)."""
    return read_tables(folder).encode()


def read_tables(folder: str | Path) -> Draft:
    """The tables of a folder as a draft. Raises NetworkFormatError with every problem (file, line)."""
    problems = _Problems(Path(folder))
    needed = ("points.csv", "lines.csv", "line_points.csv")
    if not any((problems.folder / name).is_file() for name in needed):
        raise NetworkFormatError(
            f"no tables in this folder: {', '.join(needed)}",
            file=str(folder),
            hint="give a file of lines itself; its stations go with it into one GeoJSON or GeoPackage",
        )
    draft = Draft()
    points = _read_points(problems, draft)
    lines = _read_lines(problems, draft)
    geometry = _read_geometry(problems)
    rows = _read_line_points(problems, points, lines)
    problems.stop()
    _join(problems, draft, lines, rows, geometry)
    problems.stop()
    if not draft.sections:
        raise NetworkFormatError("the tables hold no section", file=str(folder))
    _drop_loose_points(draft)
    draft.info.update(_about(Path(folder)))
    if any(usage for *_, usage in lines.values()):
        draft.info["usage_by_line"] = True
    return draft


def _rows(problems: _Problems, name: str, *, optional: bool = False) -> Iterator[tuple[int, Mapping[str, str]]]:
    path = problems.folder / name
    if not path.is_file():
        if not optional:
            problems.add(name, 1, "the file is missing")
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        problems.add(name, 1, f"cannot be read as UTF-8 ({error})")
        return
    reader = csv.DictReader(text.splitlines(keepends=True))
    missing = [c for c in _COLUMNS[name] if c not in (reader.fieldnames or ())]
    if missing:
        problems.add(name, 1, f"columns are missing: {', '.join(missing)}")
        return
    for row in reader:
        if None in row:
            problems.add(name, reader.line_num, "more fields than columns")
            continue
        values = {k: (v or "").strip() for k, v in row.items()}
        if any(ord(c) < 32 for v in values.values() for c in v):
            problems.add(name, reader.line_num, "a control character")
            continue
        yield reader.line_num, values


def _names(text: str) -> dict[str, str]:
    pairs = (item.split("=", 1) for item in text.split("|") if "=" in item)
    return {k.strip(): v.strip() for k, v in pairs if v.strip()}


def _read_points(problems: _Problems, draft: Draft) -> dict[str, int]:
    known: dict[str, int] = {}
    for line, row in _rows(problems, "points.csv"):
        try:
            lon, lat = float(row["lon"]), float(row["lat"])
            check_lonlat(lon, lat)
        except ValueError:
            problems.add("points.csv", line, f"lon {row['lon']!r}, lat {row['lat']!r} is not a position")
            continue
        if not row["id"] or not row["name"]:
            problems.add("points.csv", line, "id or name is empty")
        elif row["id"] in known:
            problems.add("points.csv", line, f"id {row['id']} stands twice")
        elif row["kind"] not in POINT_KINDS:
            problems.add("points.csv", line, f"kind {row['kind']!r} is not one of {', '.join(POINT_KINDS)}")
        elif row.get("quality", "") not in QUALITIES:
            problems.add("points.csv", line, f"quality {row['quality']!r} is not one of {', '.join(QUALITIES[:3])}")
        else:
            known[row["id"]] = len(draft.points)
            draft.points.append(
                PointRow(
                    id=row["id"],
                    name=row["name"],
                    kind=row["kind"],
                    lon=lon,
                    lat=lat,
                    country=row.get("country") or None,
                    quality=row.get("quality", ""),
                    names=_names(row.get("names", "")),
                    aliases=tuple(a.strip() for a in row.get("aliases", "").split("|") if a.strip()),
                )
            )
    return known


_Lines = dict[str, tuple[int, str, str]]  # by id: number, kind of length, usage


def _read_lines(problems: _Problems, draft: Draft) -> _Lines:
    known: _Lines = {}
    for line, row in _rows(problems, "lines.csv"):
        kind = row.get("chainage_kind") or LENGTH_KINDS[0]
        if not row["id"] or not row["name"]:
            problems.add("lines.csv", line, "id or name is empty")
        elif row["id"] in known:
            problems.add("lines.csv", line, f"id {row['id']} stands twice")
        elif kind not in LENGTH_KINDS:
            problems.add("lines.csv", line, f"chainage_kind {kind!r} is not one of {', '.join(LENGTH_KINDS)}")
        elif row.get("usage", "") not in USAGES:
            problems.add("lines.csv", line, f"usage {row['usage']!r} is not one of {', '.join(USAGES[:2])} or empty")
        else:
            known[row["id"]] = (len(draft.lines), kind, row.get("usage", ""))
            draft.lines.append(
                LineRow(
                    id=row["id"],
                    name=row["name"],
                    names=_names(row.get("names", "")),
                    source=row.get("source", ""),
                    note=row.get("note", ""),
                )
            )
    return known


_LineRow = tuple[int, int, int, float | None, Mapping[str, str]]  # seq, table line, point, chainage km, row


def _read_line_points(problems: _Problems, points: Mapping[str, int], lines: _Lines) -> dict[str, list[_LineRow]]:
    found: dict[str, list[_LineRow]] = {}
    name = "line_points.csv"
    for line, row in _rows(problems, name):
        if row["line"] not in lines:
            problems.add(name, line, f"line {row['line']!r} is not in lines.csv")
            continue
        if row["point"] not in points:
            problems.add(name, line, f"point {row['point']!r} is not in points.csv")
            continue
        try:
            seq = int(row["seq"])
            km = float(row["chainage_km"]) if row["chainage_km"] else None
            if km is not None and not math.isfinite(km):
                raise ValueError
        except ValueError:
            problems.add(name, line, f"seq {row['seq']!r}, chainage_km {row['chainage_km']!r}: not numbers")
            continue
        if km is not None and abs(km) > _FARTHEST_KM:
            problems.add(
                name, line, f"chainage_km {row['chainage_km'][:40]!r}: no line is longer than {_FARTHEST_KM:,} km"
            )
            continue
        found.setdefault(row["line"], []).append((seq, line, points[row["point"]], km, row))
    for rows in found.values():
        rows.sort(key=lambda r: r[0])
        for i in range(1, len(rows)):
            if rows[i][0] == rows[i - 1][0]:
                problems.add(name, rows[i][1], f"seq {rows[i][0]} stands twice on line {rows[i][4]['line']}")
    return found


def _read_geometry(problems: _Problems) -> dict[tuple[str, int], tuple[int, list[LonLat]]]:
    found: dict[tuple[str, int], tuple[int, list[LonLat]]] = {}
    for line, row in _rows(problems, "geometry.csv", optional=True):
        try:
            key = (row["line"], int(row["seq"]))
            vertices = []
            for pair in row["points"].split(";"):
                lon, lat = (float(x) for x in pair.split())
                check_lonlat(lon, lat)
                vertices.append((lon, lat))
        except ValueError:
            problems.add("geometry.csv", line, "seq or points cannot be read: 'lon lat;lon lat;...' is wanted")
            continue
        if key in found:
            problems.add("geometry.csv", line, f"line {key[0]} seq {key[1]} stands twice")
        found[key] = (line, vertices)
    return found


def _join(
    problems: _Problems,
    draft: Draft,
    lines: _Lines,
    found: Mapping[str, list[_LineRow]],
    geometry: dict[tuple[str, int], tuple[int, list[LonLat]]],
) -> None:
    """Make a section of every pair of neighbours on a line."""
    for line_id, (number, kind, usage) in lines.items():
        rows = found.get(line_id, [])
        if len(rows) < 2:
            problems.add("lines.csv", 1, f"line {line_id} has {len(rows)} points: it needs two at least")
        steps = [r[3] - q[3] for q, r in pairwise(rows) if q[3] is not None and r[3] is not None]
        if any(s > 0 for s in steps) and any(s < 0 for s in steps):
            turn = next(r for q, r in pairwise(rows) if (r[3] or 0) < (q[3] or 0))
            problems.add("line_points.csv", turn[1], f"chainage of line {line_id} turns back at km {turn[3]}")
            continue
        for first, second in pairwise(rows):
            _, inner = geometry.pop((line_id, first[0]), (0, []))
            section = _section(problems, draft, kind, number, first, second, inner)
            if section is not None:
                section.usage = usage
                draft.sections.append(section)
    for (line_id, seq), (line, _) in geometry.items():
        problems.add("geometry.csv", line, f"line {line_id} has no section that begins at seq {seq}")


def _section(
    problems: _Problems,
    draft: Draft,
    kind: str,
    number: int,
    first: _LineRow,
    second: _LineRow,
    inner: list[LonLat],
) -> SectionRow | None:
    _, line, a, km_a, row = first
    _, _, b, km_b, _ = second
    if a == b:
        problems.add("line_points.csv", second[1], f"point {draft.points[a].id} follows itself")
        return None
    kind = row.get("length_kind") or kind
    if kind not in LENGTH_KINDS:
        problems.add("line_points.csv", line, f"length_kind {kind!r} is not one of {', '.join(LENGTH_KINDS)}")
        return None
    if km_a is None or km_b is None:
        ends = draft.points[a], draft.points[b]
        length = line_length_m([(ends[0].lon, ends[0].lat), *inner, (ends[1].lon, ends[1].lat)])
        kind = "measured geometry"
    else:
        length = abs(km_b - km_a) * 1000.0
    try:
        gauges = tuple(sorted({int(g) for g in row.get("gauges_mm", "").split("+") if g}))
        if any(not 300 <= g <= 3000 for g in gauges):
            raise ValueError
    except ValueError:
        problems.add("line_points.csv", line, f"gauges_mm {row.get('gauges_mm')!r}: write 1520 or 1435+1520")
        return None
    country = row.get("country") or draft.points[a].country
    return SectionRow(
        a=a,
        b=b,
        length_m=length,
        length_kind=kind,
        gauges_mm=gauges,
        line=number,
        country=country,
        chainage_a_m=None if km_a is None else km_a * 1000.0,
        chainage_b_m=None if km_b is None else km_b * 1000.0,
        inner=inner,
    )


def _drop_loose_points(draft: Draft) -> None:
    """Points on no line cannot be reached: they are left out and counted in the file's info."""
    used = sorted({n for s in draft.sections for n in (s.a, s.b)})
    draft.info["points_off_lines"] = len(draft.points) - len(used)
    new = {old: i for i, old in enumerate(used)}
    draft.points = [draft.points[i] for i in used]
    for s in draft.sections:
        s.a, s.b = new[s.a], new[s.b]


def _about(folder: Path) -> dict[str, Any]:
    """Title, source and licence from ``about.json`` beside the tables, if there is one."""
    import json

    path = folder / "about.json"
    if not path.is_file():
        return {"title": "", "source": "", "licence": ""}
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        return {k: str(about.get(k, "")) for k in ("title", "source", "licence")}
    except (ValueError, AttributeError) as error:
        raise NetworkFormatError(f"cannot be read as JSON ({error})", file=str(path)) from error
