"""``railsight network build``, ``combine`` and ``fetch``: making network files."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from railsight.cli.describing import km_text
from railsight.cli.options import force_option, json_option
from railsight.cli.output import StatusLine, check_file, emit, emit_json, one_line, plain, say, warn
from railsight.files.folders import is_folder

if TYPE_CHECKING:
    from railsight.datasets import FetchStep
    from railsight.network.building import BuildReport, BuildStep


_COLUMN = (
    "Vector file: which column, of its lines and of its points, holds a field: name, ref, gauge, electrified, "
    "maxspeed or tracks."
)


@click.command("build")
@click.argument("source", metavar="SOURCE")
@click.option("-o", "--output", metavar="FILE", default="network.rsn", show_default=True, help="The network to write.")
@click.option("--industrial", is_flag=True, help="Extract: keep industrial sidings and yards too.")
@click.option("--column", multiple=True, metavar="FIELD=COLUMN", help=_COLUMN)
@click.option("--layer", metavar="NAME", help="Vector file: which of its layers.")
@click.option("--snap-m", type=click.FloatRange(0, 1000), help="Vector file: join ends nearer than this. [default: 25]")
@json_option
@force_option
def build_command(
    source: str,
    output: str,
    industrial: bool,
    column: tuple[str, ...],
    layer: str | None,
    snap_m: float | None,
    as_json: bool,
    force: bool,
) -> None:
    """Make a network file.

    SOURCE is an OpenStreetMap extract (.osm.pbf, extra `osm`), a file of lines (GeoJSON, GeoPackage, Shapefile,
    FlatGeobuf) and of points with names, which are its stations, what `network export` wrote (.geojson, .gpkg), a
    folder of tables in the form of the bundled ones, or `world` for the whole world, coarse (extra `world`).

    \b
    Examples:
      railsight network build north-korea.osm.pbf -o kp.rsn
      railsight network build lines.gpkg --column gauge=GAUGE_MM -o mine.rsn
      railsight network build world -o world.rsn
    """
    from railsight.errors import InputError, UsageError, no_file_hint

    check_file(output, force=force)
    if "://" in source:
        raise UsageError(f"{source} is not a local file", hint="download it first, or see `railsight network fetch`")
    if source != "world" and not os.path.exists(source):  # noqa: PTH110 - of Path, too long a name is an error
        raise InputError("no such file", file=source, hint=no_file_hint(source))
    extract = source.lower().endswith(".pbf")
    options: dict[str, Any] = {"columns": _columns(column), "layer": layer, "snap_m": snap_m}
    options = {name: value for name, value in options.items() if value not in (None, {})}
    if industrial and not extract:
        raise UsageError("--industrial is for an OpenStreetMap extract", hint="leave it out")
    if options and (extract or source == "world" or is_folder(source)):
        raise UsageError("--column, --layer and --snap-m are for a vector file", hint="leave them out")
    with _Progress() as progress:
        report = _build(source, output, industrial, options, progress, force=force)
    if as_json:
        emit_json(report.to_dict())
    else:
        _say_built(report)
        if source == "world":
            say(one_line(f"next: railsight network prepare {output}, which makes distances faster (extra `fast`)"))


def _build(
    source: str, output: str, industrial: bool, options: dict[str, Any], progress: _Progress, *, force: bool
) -> BuildReport:
    """Choose the builder by what the source is."""
    from railsight.network import building

    if source == "world":
        return building.world(output, progress=progress, force=force)
    if is_folder(source):
        return _of_tables(source, output, force=force)
    if source.lower().endswith(".pbf"):
        return building.from_pbf(source, output, industrial=industrial, progress=progress, force=force)
    return building.from_vector(source, output, progress=progress, force=force, **options)


def _of_tables(folder: str, output: str, *, force: bool) -> BuildReport:
    """Compile tables, and report of what came of them."""
    from railsight.files import write_bytes
    from railsight.network import Network, compile_tables
    from railsight.network.building import BuildReport

    data = compile_tables(folder)
    write_bytes(output, data, force=force)
    network = Network(data)
    info: Any = network.info
    return BuildReport(
        output,
        points=info["points"],
        sections=info["sections"],
        lines=info["lines"],
        kept_km=info["length_km"],
        gauge_km=info["gauge_km"],
        stations=sum(network.point(node).kind in ("station", "halt") for node in range(network.node_count)),
        size_bytes=len(data),
    )


def _columns(pairs: tuple[str, ...]) -> dict[str, str]:
    from railsight.errors import UsageError

    found = {}
    for pair in pairs:
        field, sign, column = pair.partition("=")
        if not (field and sign and column):
            raise UsageError(f"{pair!r} is not FIELD=COLUMN", hint="write it like gauge=GAUGE_MM")
        found[field] = column
    return found


class _Progress(StatusLine):
    """How far a build or download is."""

    def __call__(self, step: BuildStep) -> None:
        share = f"{step.done_bytes / step.total_bytes:4.0%}" if step.total_bytes else ""
        self.show(f"{step.stage}: {share} at {step.bytes_per_s / 1e6:.0f} MB/s")

    def fetched(self, step: FetchStep) -> None:
        """How far a download is."""
        of = f" of {step.total_bytes / 1e6:,.0f}" if step.total_bytes else ""
        self.show(f"{step.done_bytes / 1e6:,.0f}{of} MB at {step.bytes_per_s / 1e6:.1f} MB/s")


def _say_built(report: BuildReport) -> None:
    """What was kept and left out."""
    emit(f"{report.points:,} points, {report.sections:,} sections, {report.kept_km:,.0f} km: {plain(report.out)}")
    for reason, km in sorted(report.left_out_km.items(), key=lambda kv: -kv[1]):
        emit(f"left out, {plain(reason)}: {km_text(km)}")
    if report.partial:
        warn([f"PARTIAL: {'; '.join(report.problems[:5]) or 'not all of the input could be used'}"])
    elif report.problems:
        more = f" and {len(report.problems) - 5} more" if len(report.problems) > 5 else ""
        warn([f"not usable: {'; '.join(report.problems[:5])}{more}"])
    warn(report.warnings)


@click.command("combine")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", metavar="FILE", default="network.rsn", show_default=True, help="The network to write.")
@force_option
def combine_command(files: tuple[str, ...], output: str, force: bool) -> None:
    """Several networks as one: the first wins where they overlap. `bundled` stands for the bundled one.

    Named first, the bundled network keeps its official distances; named first, one of your own keeps its lines.

    \b
    Examples:
      railsight network combine bundled kp.rsn -o both.rsn
      railsight network combine mine.rsn bundled -o both.rsn
    """
    from railsight.api.world import open_world
    from railsight.files import write_bytes
    from railsight.network.combining import combine, official_share

    check_file(output, force=force)
    networks = [open_world(None if f == "bundled" else f) for f in files]
    combined = combine(networks)
    write_bytes(output, combined.draft.encode(), force=force)
    added, covered = combined.added_km, abs(round(combined.covered_km))
    say(f"{added:,.0f} km added to {files[0]}, {covered:,} km covered already: {output}")
    best = max(range(len(files)), key=lambda i: official_share(networks[i]))
    if covered and official_share(networks[best]) > official_share(networks[0]):
        warn([f"{files[best]} has more official distances: named first, they win where it and {files[0]} overlap"])
    if combined.draft.info.get("partial"):
        warn([f"PARTIAL: {'; '.join(combined.draft.info.get('problems', ())[:5]) or 'a network combined is so'}"])


@click.command("prepare")
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", metavar="FILE", help="The network to write, instead of FILE itself.")
@force_option
def prepare_command(file: str, output: str | None, force: bool) -> None:
    """Store in a network what answers distances without a search (hub labels): for large networks asked often.

    Networks of over 20,000 points need the extra `fast`. One built from an OpenStreetMap extract knows how junctions
    can be run through, which labels cannot tell: it is searched.

    \b
    Examples:
      railsight network prepare world.rsn
    """
    from railsight.api.world import open_world
    from railsight.files import write_bytes
    from railsight.network.labels import with_labels

    target = output or file
    check_file(output, force=force)
    with _Progress() as progress:
        progress.show("labelling")
        data = with_labels(open_world(file))
    write_bytes(target, data, force=force or output is None)
    say(f"written: {target} ({len(data) / 1e6:,.0f} MB)")


@click.command("fetch")
@click.argument("region")
@click.option("--online", is_flag=True, help="Allow the download without asking.")
@click.option("--folder", metavar="DIR", help="Where to put it, instead of the user's data folder.")
@json_option
def fetch_command(region: str, online: bool, folder: str | None, as_json: bool) -> None:
    """Download the OpenStreetMap extract of a region, to build a network from. A download broken off is taken up again.

    \b
    Examples:
      railsight network fetch north-korea --online
    """
    from dataclasses import asdict

    from railsight.datasets import fetch

    if not online and sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty():
        online = click.confirm(f"Ask download.geofabrik.de for {plain(region)}?", default=False, err=True)
    with _Progress() as progress:
        extract = fetch(region, online=online, folder=folder, progress=progress.fetched)
    if as_json:
        emit_json(asdict(extract))
        return
    emit(extract.path)
    say(one_line(f"{extract.size_bytes / 1e6:,.0f} MB, {extract.licence}: {extract.attribution}"))
    say(one_line(f"next: railsight network build {extract.path} -o {extract.region}.rsn"))
