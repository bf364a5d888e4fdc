"""A network from a file of lines: ``from_vector``."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from railsight.errors import NetworkFormatError, UsageError
from railsight.network.building.guard import check_out, local_file, write_whole
from railsight.network.building.limits import run_limited
from railsight.network.building.report import BuildReport, Progress, report_from
from railsight.network.building.vector_formats import POINT_LAYERS, VectorLines, format_of

FIELDS = ("name", "ref", "gauge", "electrified", "maxspeed", "tracks")
SNAP_M = 25.0
MEMORY_MB = 4096
_CPU_S = 120
_CPU_S_PER_MB = 10
_LISTED = 1000
_NO_STATIONS = "so the network has no stations"
_TOGETHER = "lines and points go together into one GeoJSON, or one GeoPackage with a layer called stations"
_SHOWN = 10


def from_vector(
    path: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    columns: Mapping[str, str] | None = None,
    snap_m: float = SNAP_M,
    layer: str | None = None,
    progress: Progress | None = None,
    force: bool = False,
    source: str = "",
    licence: str = "",
    memory_mb: int = MEMORY_MB,
) -> BuildReport:
    """Build a network file from lines in a GeoJSON, GeoPackage, Shapefile or FlatGeobuf file.

    ``columns`` maps fields (name, ref, gauge, electrified, maxspeed, tracks) to columns of the file's lines and points;
    for the others columns of the usual names are taken. Ends of lines nearer than ``snap_m`` metres (0 to 1000) to
    another end or line are joined; lines that merely cross are not. Points with a name (or ``railway=station`` and the
    like) within 500 m of a line are its stations; lines within 80 m of a station run through it too, and ends within
    150 m end at it. Two at one vertex are one station with the names of both. Rows without a usable line are listed in
    ``problems``, the rest is kept. Lengths are geodesic along the shape. What ``network export`` wrote comes back as it
    was, its lengths too. ``source`` and ``licence`` are recorded in the file.

    Raises NetworkFormatError (file and reason), UsageError for a wrong option, OutputExistsError, OutputError.
    """
    if not 0.0 <= snap_m <= 1000.0:
        raise UsageError(f"snap_m is {snap_m}: allowed are 0 to 1000 metres")
    unknown = sorted(set(columns or ()) - set(FIELDS))
    if unknown:
        raise UsageError(f"no such field: {', '.join(unknown)}", hint=f"fields are {', '.join(FIELDS)}")
    given = local_file(path)
    kind = format_of(given)
    target = check_out(out, force=force, source=given)
    arguments = {
        "path": given,
        "out": target,
        "kind": kind,
        "columns": dict(columns or {}),
        "snap_m": snap_m,
        "layer": layer,
        "source": source,
        "licence": licence,
    }
    cpu_s = _CPU_S + _CPU_S_PER_MB * (os.stat(given).st_size // 1_000_000)  # noqa: PTH116
    plain = run_limited("vector", arguments, file=given, memory_mb=memory_mb, cpu_s=cpu_s, progress=progress)
    return report_from(plain)


def _point_notes(lines: VectorLines) -> list[str]:
    """What to say of points without a name, and of a file that gives no stations."""
    if lines.nameless:
        counted = "1 point has" if lines.nameless == 1 else f"{lines.nameless:,} points have"
        told = f"{counted} no name and no `railway` tag of an operating point"
        if lines.points:
            return [f"{told}: left out"]
        names = ", ".join(list(lines.nameless_columns)[:_SHOWN]) or "none"
        return [f"{told}, {_NO_STATIONS}: say --column name=COLUMN if one of their columns ({names}) holds the name"]
    if lines.points:
        return []
    if lines.unread:
        layers = ", ".join(map(repr, lines.unread[:_SHOWN]))
        called = " or ".join(POINT_LAYERS)
        return [f"points of the layer {layers} are not read, {_NO_STATIONS}: call the layer {called}"]
    return [f"no points in the file, {_NO_STATIONS}: {_TOGETHER}"]


def build_vector(
    path: str,
    out: str,
    kind: str,
    columns: dict[str, str],
    snap_m: float,
    layer: str | None,
    source: str,
    licence: str,
) -> dict[str, Any]:
    """The work of ``from_vector``, in the child. Gives the report as plain data."""
    from railsight.network.building.osm_tags import gauge_notes
    from railsight.network.building.own_export import as_mere_lines, draft_of_export, is_own_export
    from railsight.network.building.vector_draft import make_draft
    from railsight.network.building.vector_formats import read_lines

    begun = time.monotonic()
    lines = read_lines(path, kind, columns, FIELDS, layer)
    name, mended = Path(path).name, list[str]()
    given = {"source": source, "licence": licence}
    told = {"title": name, "source": name, "licence": ""} | lines.about | {k: v for k, v in given.items() if v}
    if is_own_export(lines):
        draft = draft_of_export(lines)
    else:
        as_mere_lines(lines)
        draft, mended = make_draft(lines, snap_m=snap_m, source=told["source"])
        lines.warnings += _point_notes(lines)
    if not draft.sections:
        first = f": {lines.problems[0]}" if lines.problems else ""
        raise NetworkFormatError(f"the file holds no usable line{first}", file=path)
    partial = bool(lines.problems)
    draft.info.update(told, built_from=name, partial=partial, problems=lines.problems[:20])
    data = draft.encode()
    write_whole(out, data)
    gauge_km: dict[str, float] = {}
    for s in draft.sections:
        word = "+".join(map(str, s.gauges_mm)) or "unknown"
        gauge_km[word] = gauge_km.get(word, 0.0) + s.length_m / 1000
    problems = lines.problems[:_LISTED]
    if len(lines.problems) > _LISTED:
        problems.append(f"and {len(lines.problems) - _LISTED} more rows")
    return BuildReport(
        out=out,
        points=len(draft.points),
        sections=len(draft.sections),
        lines=len(draft.lines),
        stations=sum(point.kind in ("station", "halt") for point in draft.points),
        kept_km=round(sum(s.length_m for s in draft.sections) / 1000, 3),
        gauge_km={k: round(v, 3) for k, v in sorted(gauge_km.items())},
        partial=partial,
        problems=tuple(problems),
        warnings=(*lines.warnings, *gauge_notes(values["gauge"] for values in lines.fields)),
        mended=tuple(mended[:_LISTED]),
        size_bytes=len(data),
        seconds=round(time.monotonic() - begun, 3),
    ).to_dict()
