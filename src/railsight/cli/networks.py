"""``railsight network``: what is in a network file and whether it is sound."""

from __future__ import annotations

from collections import Counter
from typing import Any

import click

from railsight.cli.frame import LazyGroup
from railsight.cli.options import force_option, json_option
from railsight.cli.output import check_file, check_page, emit, emit_json, emit_table, say, warn
from railsight.files.forms import NETWORKS

MAKERS = {
    "build": "railsight.cli.building:build_command",
    "combine": "railsight.cli.building:combine_command",
    "fetch": "railsight.cli.building:fetch_command",
    "prepare": "railsight.cli.building:prepare_command",
}


@click.group("network", cls=LazyGroup, lazy=MAKERS)
def network_group() -> None:
    """Network files: look into one, check it, make one."""


@network_group.command("info")
@click.argument("file", required=False)
@click.option("--map", "map_file", metavar="FILE.html", help="Draw the network.")
@click.option("--lines", "list_lines", is_flag=True, help="List the lines too.")
@json_option
@force_option
def info_command(file: str | None, map_file: str | None, list_lines: bool, as_json: bool, force: bool) -> None:
    """What a network holds: size, kilometres, gauges, countries, islands, source. The bundled one by default."""
    from railsight.api.world import open_world

    check_page(map_file, force=force)
    world = open_world(file)
    facts = network_facts(world)
    if map_file is not None:
        from railsight.files import write_text
        from railsight.webmap import render_network

        write_text(map_file, render_network(world), force=force)
        say(f"map: {map_file}")
    if as_json:
        emit_json(facts | ({"line_list": line_facts(world)} if list_lines else {}))
        return
    from railsight.cli.describing import network_lines

    for text in network_lines(facts):
        emit(text)
    if list_lines:
        rows = [(x["id"], x["name"], f"{x['km']:,.1f}", x["gauges"], x["countries"]) for x in line_facts(world)]
        columns = (("id", "left"), ("line", "left"), ("km", "right"), ("gauge", "left"), ("countries", "left"))
        emit_table(columns, rows)


def line_facts(world: Any) -> list[dict[str, Any]]:
    """Each line with its names, km, gauges and countries."""
    found = []
    for line in world.lines():
        sections = [world.section(s) for s in world.line_sections(line.id)]
        gauges = sorted({"+".join(map(str, s.gauges_mm)) or "unknown" for s in sections})
        countries = sorted({s.country or "?" for s in sections})
        km = round(sum(s.length_m for s in sections) / 1000, 1)
        facts = {"km": km, "gauges": ", ".join(gauges), "countries": ", ".join(countries)}
        found.append({"id": line.id, "name": line.name, "names": dict(line.names)} | facts)
    return found


_INTERNAL = frozenset(("words", "cell_deg"))  # how the file is packed, of no use to a reader


def network_facts(world: Any) -> dict[str, Any]:
    """Counts and kilometres by country and gauge, islands, and what the file says of itself."""
    from railsight.network.islands import islands

    by_country: dict[str, float] = {}
    by_gauge: dict[str, float] = {}
    for index in range(world.section_count):
        section = world.section(index)
        gauge = "+".join(str(g) for g in section.gauges_mm) or "unknown"
        by_country[section.country or "?"] = by_country.get(section.country or "?", 0.0) + section.length_m / 1000
        by_gauge[gauge] = by_gauge.get(gauge, 0.0) + section.length_m / 1000
    return {
        **{str(k): v for k, v in world.info.items() if k not in _INTERNAL},
        "points": world.node_count,
        "sections": world.section_count,
        "lines": len(world.lines()),
        "rail_km": round(sum(by_country.values()), 1),
        "km_by_country": {k: round(v, 1) for k, v in sorted(by_country.items(), key=lambda kv: -kv[1])},
        "km_by_gauge_mm": {k: round(v, 1) for k, v in sorted(by_gauge.items(), key=lambda kv: -kv[1])},
        "islands": len(islands(world)),
    }


@network_group.command("export")
@click.argument("file", required=False)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    help="What to write: .geojson .gpkg .kml .gpx, or the points alone: .csv .parquet",
)
@force_option
def export_command(file: str | None, output: str, force: bool) -> None:
    """Write a network for other programs: its sections and operating points. The bundled one by default.

    A table (.csv, .parquet) has the operating points alone. From .geojson and .gpkg `network build` makes the same
    network again.
    """
    from railsight.api.world import open_world
    from railsight.files.exports import write_network

    check_file(output, NETWORKS, force=force)
    warn(filter(None, [write_network(output, open_world(file), force=force)]))
    say(f"written: {output}")


@network_group.command("validate")
@click.argument("file", required=False)
@json_option
@click.pass_context
def validate_command(ctx: click.Context, file: str | None, as_json: bool) -> None:
    """Find islands, near misses, duplicates and lengths that cannot be. Exit status 1 when a length is impossible."""
    from railsight.api.world import open_world

    findings = open_world(file).validate()
    if as_json:
        emit_json([{name: getattr(f, name) for name in f.__slots__} for f in findings])
    elif findings:
        rows = [(f.kind, f.message, f"{f.lon:.4f}", f"{f.lat:.4f}") for f in findings]
        emit_table((("kind", "left"), ("what", "left"), ("lon", "right"), ("lat", "right")), rows)
        kinds = Counter(f.kind for f in findings)
        counted = ", ".join(f"{kind} {count:,}" for kind, count in kinds.items())
        say(f"found: {counted}; with their points and sections by number: --json")
    else:
        emit("nothing found: the network is sound")
    if any(f.kind == "shorter than possible" for f in findings):
        ctx.exit(1)
