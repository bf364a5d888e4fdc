"""Writes the four tables of the bundled network and ``about.json``."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable
from pathlib import Path

from builders.network.world import Line, LonLat, Point, World

_QUALITY = {"surveyed": "surveyed", "approximate": "approximate", "remembered": "approximate", "placed": "interpolated"}
_TOLERANCE_DEG = 0.0006  # about 60 m
_SHORT_KM = 0.3  # tracks shorter than this are straight enough

ABOUT = {
    "title": "railsight network",
    "source": "railway tariff and mileage tables with OpenStreetMap positions and geometry; see DATA.md",
    "licence": "ODbL 1.0 (contains information from OpenStreetMap contributors)",
}


def write_tables(world: World, folder: Path) -> None:
    """Write ``points.csv, lines.csv, line_points.csv, geometry.csv`` and ``about.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    used = {s.point.id: s.point for line in world.lines for s in line.stops}
    uses = world.uses()
    points = [_point_row(used[i], uses[i]) for i in sorted(used)]
    head = ("id", "name", "kind", "lon", "lat", "country", "quality", "names", "aliases", "source")
    _write(folder / "points.csv", head, points)
    lines = [(x.id, x.name, x.names, x.length_kind, x.source, x.note, x.usage) for x in world.lines]
    _write(folder / "lines.csv", ("id", "name", "names", "chainage_kind", "source", "note", "usage"), lines)
    stop_head = ("line", "seq", "point", "chainage_km", "gauges_mm", "country", "length_kind", "note")
    _write(folder / "line_points.csv", stop_head, [row for line in world.lines for row in _stop_rows(line)])
    _write(folder / "geometry.csv", ("line", "seq", "points"), [r for line in world.lines for r in _tracks(line)])
    (folder / "about.json").write_text(json.dumps(ABOUT, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _write(path: Path, head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")


def _number(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return text if text not in ("-0", "") else "0"


def _point_row(point: Point, uses: int) -> tuple[str, ...]:
    assert point.at is not None
    lon, lat = (_number(x, 5) for x in point.at)
    kind = "junction" if uses > 1 and point.kind in ("siding", "halt") else point.kind
    names = "|".join(f"{k}={v}" for k, v in sorted(point.names.items()))
    aliases = "|".join(a for a in point.aliases if a != point.name and a not in point.names.values())
    quality = _QUALITY[point.trust]
    return point.id, point.name, kind, lon, lat, point.country, quality, names, aliases, point.source


def _stop_rows(line: Line) -> Iterable[tuple[str, ...]]:
    last = len(line.stops) - 1
    for seq, stop in enumerate(line.stops):
        section = (stop.gauges, stop.country, stop.length_kind, stop.note) if seq < last else ("", "", "", "")
        yield line.id, str(seq), stop.point.id, _number(stop.km, 3), *section


def _tracks(line: Line) -> Iterable[tuple[str, str, str]]:
    for seq, stop in enumerate(line.stops[:-1]):
        inner = simplify(stop.track)[1:-1]
        if inner:
            text = ";".join(f"{_number(lon, 4)} {_number(lat, 4)}" for lon, lat in inner)
            yield line.id, str(seq), text


def simplify(track: list[LonLat], tolerance: float = _TOLERANCE_DEG) -> list[LonLat]:
    """Douglas-Peucker in degrees, ends kept."""
    if len(track) < 3:
        return track
    (x1, y1), (x2, y2) = track[0], track[-1]
    squeeze = math.cos(math.radians((y1 + y2) / 2))
    worst, at = 0.0, 0
    length = math.hypot((x2 - x1) * squeeze, y2 - y1)
    for i in range(1, len(track) - 1):
        x, y = track[i]
        dx, dy = (x - x1) * squeeze, y - y1
        if length == 0:
            off = math.hypot(dx, dy)
        else:
            t = max(0.0, min(1.0, (dx * (x2 - x1) * squeeze + dy * (y2 - y1)) / length**2))
            off = math.hypot(dx - t * (x2 - x1) * squeeze, dy - t * (y2 - y1))
        if off > worst:
            worst, at = off, i
    if worst <= tolerance:
        return [track[0], track[-1]]
    return simplify(track[: at + 1], tolerance)[:-1] + simplify(track[at:], tolerance)
