"""The build from end to end."""

from __future__ import annotations

from pathlib import Path

from builders.network.chainage import fit_line
from builders.network.checks import GAP_KM, find_faults, read_tables
from builders.network.joining import trim_shared_runs
from builders.network.placing import place_line
from builders.network.railgraph import densify, load_rail_graph
from builders.network.report import write_report
from builders.network.sources import read_world
from builders.network.tables import write_tables
from builders.network.world import Line, World

OUT = Path(__file__).resolve().parent.parent.parent / "data" / "network"

KEEP = frozenset(
    (
        "ru-195506",
        "ru-953307",
        "ru-970406",
        "ru-988306",
        "ru-988402",
        "ru-982102",
        "ru-980003",
        "ru-985929",
    )
)
"""Points of the published distances and cases whose chainage is never moved."""


def build_world() -> World:
    """The whole network, placed and fitted, not yet checked."""
    world = read_world()
    trim_shared_runs(world)
    graph = load_rail_graph()
    densify(graph, [p.at for p in world.points.values() if p.at is not None])
    for line in _in_order(world.lines):
        place_line(world, line, graph)
    world.lines = [line for line in world.lines if len(line.stops) > 1]
    shared = {i for i, n in world.uses().items() if n > 1} | KEEP
    for line in world.lines:
        fit_line(world, line, shared, KEEP)
        for stop, following in zip(line.stops, line.stops[1:], strict=False):
            if following.km - stop.km > GAP_KM:
                stop.note = "; ".join(filter(None, (stop.note, line.gap_reason)))
    return world


def _in_order(lines: list[Line]) -> list[Line]:
    """Lines whose ends have positions first: a line may take the position of its end from another."""
    waiting, ordered = list(lines), []
    placed: set[str] = set()
    while waiting:
        ready = [
            x for x in waiting if all(s.point.at is not None or s.point.id in placed for s in (x.stops[0], x.stops[-1]))
        ]
        for line in ready or waiting:
            ordered.append(line)
            placed.update(s.point.id for s in line.stops)
        waiting = [x for x in waiting if x not in ordered]
    return ordered


def main() -> None:
    """Build, check and write; exits with a message when a check fails."""
    world = build_world()
    write_tables(world, OUT)
    tables = read_tables(OUT)
    faults = find_faults(tables)
    write_report(world, tables, faults, OUT / "VALIDATION.md")
    print(f"{len(tables.lines)} lines, {len(tables.points)} points, {len(tables.sections)} sections")
    if faults:
        raise SystemExit(f"{len(faults)} faults: " + "; ".join(faults[:10]))


__all__ = ["build_world", "main"]
