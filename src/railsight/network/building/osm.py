"""A network from an OpenStreetMap extract: ``from_pbf``."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from railsight.errors import MissingExtraError, NetworkFormatError
from railsight.network.building.guard import check_out, local_file, write_whole
from railsight.network.building.limits import run_limited
from railsight.network.building.pbf_scan import scan_pbf
from railsight.network.building.report import BuildReport, Progress, report_from
from railsight.network.layout import OFF_TRACK

MEMORY_MB = 4096
# Decoding takes some 0.05 s a megabyte; a hostile file may make every byte dear.
_CPU_S = 120
_CPU_S_PER_MB = 4


def from_pbf(
    path: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    industrial: bool = False,
    progress: Progress | None = None,
    force: bool = False,
    memory_mb: int = MEMORY_MB,
) -> BuildReport:
    """Build a network file from an OpenStreetMap ``.osm.pbf`` extract of any size.

    Kept are running lines of ``railway=rail`` and ``narrow_gauge``, with ``industrial`` sidings, yards and works lines
    too (the rules: ``osm_tags``). Tracks are contracted to sections between junctions and operating points, shapes kept
    to 10 m, lengths measured on the full geometry. The work runs in a child process of at most ``memory_mb`` megabytes.

    Raises MissingExtraError without the extra ``osm``, NetworkFormatError for a file that is damaged, cut off, hostile
    or no extract, OutputExistsError when ``out`` is there and not ``force``, OutputError when it cannot be written.
    """
    from importlib.util import find_spec

    source = local_file(path)
    target = check_out(out, force=force, source=source)
    frame = scan_pbf(source)
    if find_spec("osmium") is None:
        raise MissingExtraError("reading OpenStreetMap extracts", "osm")
    cpu_s = _CPU_S + _CPU_S_PER_MB * (os.stat(source).st_size // 1_000_000)  # noqa: PTH116
    arguments = {
        "path": source,
        "out": target,
        "industrial": industrial,
        "ordered": frame.sorted,
        "last_kind": frame.last_kind,
        "unchecked": frame.unchecked,
    }
    plain = run_limited("pbf", arguments, file=source, memory_mb=memory_mb, cpu_s=cpu_s, progress=progress)
    return report_from(plain)


def build_pbf(path: str, out: str, industrial: bool, ordered: bool, last_kind: str, unchecked: int) -> dict[str, Any]:
    """The work of ``from_pbf``, in the child. Gives the report as plain data."""
    from railsight.network.building.attach import MOST_OFF_TRACK, off_track_notes
    from railsight.network.building.osm_draft import LICENCE, SOURCE, make_draft
    from railsight.network.building.osm_read import read_rail
    from railsight.network.building.osm_tags import gauge_notes

    begun = time.monotonic()
    try:
        scratch = Path(out).parent if Path(out).parent.is_dir() else Path(tempfile.gettempdir())
        rail = read_rail(path, industrial=industrial, ordered=ordered, scratch=str(scratch))
    except (RuntimeError, LookupError) as error:  # libosmium raises its errors of parsing and of characters as these
        raise NetworkFormatError(f"the file is damaged: {str(error)[:200]}", file=path) from error
    outcome = make_draft(rail)
    draft = outcome.draft
    if not draft.sections:
        raise NetworkFormatError(
            "the extract holds no running line of a railway",
            file=path,
            hint="take another extract" if industrial else "sidings and works lines are kept with --industrial",
        )
    problems = []
    if rail.missing:
        places = "1 place on a railway is" if rail.missing == 1 else f"{rail.missing} places on railways are"
        problems.append(f"{places} not in the file: the tracks end there")
    warnings = [*gauge_notes(rail.gauge_texts), *off_track_notes(outcome.off_network)]
    if last_kind != "relations" and ordered:
        warnings.append(
            "the file ends without relations: if it is not a filtered one, it may be cut off between blocks"
        )
    if unchecked:
        warnings.append(
            f"{unchecked} blocks carry no checksum: compare the file's own with the one it was published with"
        )
    name = Path(path).name
    draft.info.update(
        title=name,
        source=f"{SOURCE} ({name})",
        licence=LICENCE,
        attribution=f"\N{COPYRIGHT SIGN} {SOURCE}",
        built_from=name,
        industrial=industrial,
        left_out_km=outcome.left_out_km,
        partial=bool(problems),
        problems=problems,
    )
    if outcome.off_network:
        draft.info[OFF_TRACK] = outcome.off_network[:MOST_OFF_TRACK]
    data = draft.encode()
    write_whole(out, data)
    gauge_km: dict[str, float] = {}
    for s in draft.sections:
        word = "+".join(map(str, s.gauges_mm)) or "unknown"
        gauge_km[word] = gauge_km.get(word, 0.0) + s.length_m / 1000
    return BuildReport(
        out=out,
        points=len(draft.points),
        sections=len(draft.sections),
        lines=len(draft.lines),
        kept_km=round(sum(s.length_m for s in draft.sections) / 1000, 3),
        left_out_km=outcome.left_out_km,
        gauge_km={k: round(v, 3) for k, v in sorted(gauge_km.items())},
        stations=outcome.stations,
        partial=bool(problems),
        problems=tuple(problems),
        warnings=tuple(warnings),
        off_network=tuple(outcome.off_network[:MOST_OFF_TRACK]),
        size_bytes=len(data),
        seconds=round(time.monotonic() - begun, 3),
    ).to_dict()
