"""``railsight network``: what is in a network file, whether it is sound, and making one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from railsight.cli.frame import LazyGroup
from railsight.cli.options import force_option, json_option
from railsight.cli.output import emit, emit_json, emit_table, plain, say, warn

if TYPE_CHECKING:
    from railsight.network.building import BuildReport, BuildStep


@click.group("network", cls=LazyGroup, lazy={})
def network_group() -> None:
    """Network files: look into one, check it, make one."""


@network_group.command("info")
@click.argument("file", required=False)
@click.option("--map", "map_file", metavar="FILE.html", help="Draw the network.")
@json_option
@force_option
def info_command(file: str | None, map_file: str | None, as_json: bool, force: bool) -> None:
    """What a network holds: size, kilometres, gauges, countries, islands, source. The bundled one by default."""
    from railsight.api.world import open_world

    if map_file is not None:
        from railsight.files import check_output

        check_output(map_file, force=force)
    world = open_world(file)
    facts = network_facts(world)
    if map_file is not None:
        from railsight.files import write_text
        from railsight.webmap import render_network

        write_text(map_file, render_network(world), force=force)
        say(f"map: {map_file}")
    if as_json:
        emit_json(facts)
        return
    for key, value in facts.items():
        shown = ", ".join(f"{k}: {v}" for k, v in value.items()) if isinstance(value, dict) else value
        emit(f"{plain(key.replace('_', ' '))}: {plain(shown)}")


def network_facts(world: Any) -> dict[str, Any]:
    """Counts and kilometres by country and gauge, islands, and what the file says of itself."""
    from railsight.network.validation import islands

    by_country: dict[str, float] = {}
    by_gauge: dict[str, float] = {}
    for index in range(world.section_count):
        section = world.section(index)
        gauge = "+".join(str(g) for g in section.gauges_mm) or "unknown"
        by_country[section.country or "?"] = by_country.get(section.country or "?", 0.0) + section.length_m / 1000
        by_gauge[gauge] = by_gauge.get(gauge, 0.0) + section.length_m / 1000
    return {
        **{str(k): v for k, v in world.info.items()},
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
@click.option("-o", "--output", metavar="FILE", required=True, help="What to write: .geojson .gpkg .kml .gpx .csv ...")
@force_option
def export_command(file: str | None, output: str, force: bool) -> None:
    """Write a network for other programs: its sections and operating points. The bundled one by default."""
    from railsight.api.world import open_world
    from railsight.files import check_output
    from railsight.files.exports import write_network

    check_output(output, force=force)
    write_network(output, open_world(file), force=force)
    say(f"written: {output}")


@network_group.command("validate")
@click.argument("file", required=False)
@json_option
@click.pass_context
def validate_command(ctx: click.Context, file: str | None, as_json: bool) -> None:
    """Find islands, near misses, duplicates and lengths that cannot be. Exit status 1 when a length is impossible."""
    from railsight.api.world import open_world

    findings = open_world(file).validate()
    names = tuple(findings[0].__slots__) if findings else ()
    if as_json:
        emit_json([{name: getattr(f, name) for name in names} for f in findings])
    elif findings:
        emit_table([(n, "left") for n in names], [[getattr(f, n) for n in names] for f in findings])
    else:
        emit("nothing found: the network is sound")
    if any(f.kind == "shorter than possible" for f in findings):
        ctx.exit(1)


@network_group.command("build")
@click.argument("source", metavar="SOURCE")
@click.option("-o", "--output", metavar="FILE", default="network.rsn", show_default=True, help="The network to write.")
@click.option("--industrial", is_flag=True, help="Keep industrial sidings and yards of an extract too.")
@json_option
@force_option
def build_command(source: str, output: str, industrial: bool, as_json: bool, force: bool) -> None:
    """Make a network file.

    SOURCE is an OpenStreetMap extract (.osm.pbf, extra `osm`) or a folder of tables in the form of the bundled ones.

    \b
    Examples:
      railsight network build north-korea.osm.pbf -o kp.rsn
      railsight network build tables/ -o mine.rsn
    """
    from railsight.errors import InputError, UsageError
    from railsight.files import check_output, write_bytes

    check_output(output, force=force)
    if "://" in source:
        raise UsageError(f"{source} is not a local file", hint="download the extract first")
    if not Path(source).exists():
        raise InputError("no such file", file=source)
    if Path(source).is_dir():
        from railsight.network import compile_tables

        write_bytes(output, compile_tables(source), force=force)
        say(f"written: {output}")
        if as_json:
            emit_json({"out": output})
        return
    from railsight.network.building import from_pbf

    with _Progress() as progress:
        report = from_pbf(source, output, industrial=industrial, progress=progress, force=force)
    if as_json:
        emit_json(report.to_dict())
    else:
        _say_built(report)


class _Progress:
    """A line on stderr that says how far a build is; nothing where stderr is no terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)

    def __call__(self, step: BuildStep) -> None:
        if not self._shown:
            return
        share = step.done_bytes / step.total_bytes if step.total_bytes else 0.0
        text = f"{step.stage}: {share:4.0%} at {step.bytes_per_s / 1e6:.0f} MB/s"
        click.echo(f"\r\x1b[K{text}", nl=False, err=True)


def _say_built(report: BuildReport) -> None:
    """What was kept and left out."""
    emit(f"{report.points:,} points, {report.sections:,} sections, {report.kept_km:,.0f} km: {plain(report.out)}")
    for reason, km in sorted(report.left_out_km.items(), key=lambda kv: -kv[1]):
        emit(f"left out, {plain(reason)}: {km:,.0f} km")
    if report.partial:
        warn([f"PARTIAL: {'; '.join(report.problems) or 'not all of the input could be used'}"])
    warn(report.warnings)


@network_group.command("combine")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", metavar="FILE", default="network.rsn", show_default=True, help="The network to write.")
@force_option
def combine_command(files: tuple[str, ...], output: str, force: bool) -> None:
    """Several networks as one: the first wins where they overlap. `bundled` stands for the bundled one.

    \b
    Examples:
      railsight network combine bundled kp.rsn -o both.rsn
    """
    from railsight.api.world import open_world
    from railsight.files import check_output, write_bytes
    from railsight.network.combining import combine

    check_output(output, force=force)
    combined = combine([open_world(None if f == "bundled" else f) for f in files])
    write_bytes(output, combined.draft.encode(), force=force)
    say(f"{combined.added_km:,.0f} km added, {combined.covered_km:,.0f} km covered already: {output}")
