"""``railsight distance`` and ``railsight route``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from railsight.cli.frame import PlaceCommand
from railsight.cli.options import (
    check_alone,
    check_streamed,
    force_option,
    json_option,
    jsonl_options,
    jsonl_output,
    network_option,
    online_options,
    profile_option,
    wish_options,
)
from railsight.cli.output import check_file, check_page, emit, emit_json, emit_table, plain, say, warn
from railsight.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.api.batches import Measuring
    from railsight.api.distances import Distance
    from railsight.model import GaugeBreak, Profile


@click.command("distance", cls=PlaceCommand)
@click.argument("inputs", metavar="FROM TO", nargs=-1, required=True)
@wish_options
@json_option
@jsonl_options("pairs of places")
@jsonl_output
@click.option("--map", "map_file", metavar="FILE.html", help="Draw the route on a map.")
@online_options
@network_option
@profile_option("armoured")
@force_option
def distance_command(
    inputs: tuple[str, ...],
    via: tuple[str, ...],
    avoid: tuple[str, ...],
    require: tuple[str, ...],
    as_json: bool,
    jsonl: bool,
    resume: bool,
    cluster: str | None,
    output: str | None,
    map_file: str | None,
    network: str | None,
    profile: str | Profile,
    force: bool,
) -> None:
    """How far it is by rail, by official chainage where there is one.

    A place is a name in any script, LON,LAT, or a name with a country or kind: "Vostochny, cosmodrome". With --jsonl
    files of pairs come instead: tables with columns from, to and perhaps via and id, or one JSON object a line with
    these keys.

    The way measured is the one with the fewest breaks of gauge and, among those, the shortest when branch lines count
    1.1 times: from A to C it may be longer than from A to B and from B to C together.

    \b
    Examples:
      railsight distance Khasan Ussuriysk
      railsight distance Пхеньян Москва --via Khabarovsk
      railsight distance Moscow Beijing --avoid MN
      railsight distance 130.64,42.43 "Tumen, China" --json
      railsight distance --jsonl pairs.csv -o distances.jsonl
    """
    if jsonl:
        from railsight.api.batches import Measuring

        check_alone(json=as_json, map=map_file)
        asked = Measuring(via=via, avoid=avoid, require=require, profile=profile, network=network)
        _stream(inputs, asked, output=output, resume=resume, cluster=cluster, force=force)
        return
    from railsight.api.distances import distance

    check_streamed(resume=resume, cluster=cluster, output=output)
    origin, target = _ends(inputs)
    check_page(map_file, force=force)
    found = distance(
        origin,
        target,
        via=[v.strip() for v in via],
        avoid=avoid,
        require=require,
        profile=profile,
        network=network,
    )
    if map_file:
        _draw(found, (), map_file, force=force)
    if as_json:
        emit_json(found.to_record())
        return
    for line in distance_lines(found):
        emit(line)
    warn(found.warnings)


@click.command("route", cls=PlaceCommand)
@click.argument("inputs", metavar="FROM TO", nargs=-1, required=True)
@wish_options
@click.option(
    "--alternatives",
    type=click.IntRange(1, 20),
    default=1,
    metavar="N",
    help="Show N distinct routes.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Write the route: .geojson .gpkg .kml .gpx .json .html .png ..., or its stations alone: .csv .parquet; with "
    "--jsonl the answers.",
)
@click.option("--map", "map_file", metavar="FILE.html", help="Draw the routes on a map.")
@json_option
@jsonl_options("pairs of places")
@online_options
@network_option
@profile_option("armoured")
@force_option
def route_command(
    inputs: tuple[str, ...],
    via: tuple[str, ...],
    avoid: tuple[str, ...],
    require: tuple[str, ...],
    alternatives: int,
    output: str | None,
    map_file: str | None,
    as_json: bool,
    jsonl: bool,
    resume: bool,
    cluster: str | None,
    network: str | None,
    profile: str | Profile,
    force: bool,
) -> None:
    """Which way the railway goes: lines, kilometres, borders, breaks of gauge, and other good routes.

    Of several routes the best comes first: the one with the fewest breaks of gauge and, among those, the shortest when
    branch lines count 1.1 times.

    \b
    Examples:
      railsight route Khasan Moscow
      railsight route Moscow Beijing --alternatives 3
      railsight route Pyongyang Ussuriysk -o way.geojson --map way.html
      railsight route --jsonl pairs.csv -o routes.jsonl
    """
    if jsonl:
        from railsight.api.batches import Measuring

        check_alone(json=as_json, map=map_file)
        asked = Measuring(via, avoid, require, alternatives, routes=True, profile=profile, network=network)
        _stream(inputs, asked, output=output, resume=resume, cluster=cluster, force=force)
        return
    from railsight.api.distances import route, routes_record

    check_streamed(resume=resume, cluster=cluster)
    origin, target = _ends(inputs)
    if output is not None:
        from railsight.files.forms import WAYS

        check_file(output, WAYS, force=force)
    check_page(map_file, force=force)
    found = route(
        origin,
        target,
        via=[v.strip() for v in via],
        avoid=avoid,
        require=require,
        alternatives=alternatives,
        profile=profile,
        network=network,
    )
    lengths = [way.rail_km for way in found]
    if lengths != sorted(lengths):
        from railsight.routing.costs import BRANCH_COST

        rule = f"fewest breaks of gauge, then length, branch lines counted {BRANCH_COST} times"
        warn([f"the best route is first: {rule}"])
    if output:
        _write(found, output, force=force)
    if map_file:
        _draw(found[0], found[1:], map_file, force=force)
    if as_json:
        emit_json(routes_record(found))
        return
    for number, way in enumerate(found, 1):
        _print_route(way, number if len(found) > 1 else None)
    warn(found[0].warnings)


def _ends(inputs: tuple[str, ...]) -> tuple[str, str]:
    """The two places of a way."""
    if len(inputs) != 2:
        came = "1 place" if len(inputs) == 1 else f"{len(inputs)} places"
        hint = "put a name of several words in quotes; --via names places on the way, --jsonl takes files of pairs"
        raise UsageError(f"FROM and TO are wanted, {came} came", hint=hint)
    return inputs[0].strip(), inputs[1].strip()


def _stream(
    inputs: tuple[str, ...], asked: Measuring, *, output: str | None, resume: bool, cluster: str | None, force: bool
) -> None:
    """Every pair of some files by itself."""
    from railsight.api.batches import measure_each
    from railsight.cli.streaming import stream_files
    from railsight.files.questions import read_pairs

    answers = partial(measure_each, asked=asked, cluster=cluster)
    stream_files("pairs", inputs, read_pairs, answers, output, resume=resume, force=force)


# ---------------------------------------------------------------- words for people


def distance_lines(found: Distance) -> list[str]:
    """A distance as a few lines of text."""
    head = f"{plain(found.origin.name)} - {plain(found.target.name)}"
    ratio = f", {found.circuity:.2f} times as far" if found.circuity else ""
    likely, earliest, latest = found.running_time.in_words()
    lines = [
        f"{head}: {found.rail_km:,.1f} km by rail ({found.path.length_kind})",
        f"as the crow flies: {found.geodesic_km:,.1f} km{ratio}",
        f"running time: {likely} ({earliest} to {latest}), {plain(found.profile)} train",
    ]
    if found.path.lines:
        runs = (
            f"{plain(found.line_names.get(r.line, r.line))} "
            f"({plain(r.origin or found.origin.name)} - {plain(r.target or found.target.name)}, {r.km:,.1f} km)"
            for r in found.path.lines
        )
        lines.append("by: " + "; ".join(runs))
    lines += [f"border: {plain(b.at)}, {b.origin} to {b.target}" for b in found.path.borders]
    lines += [f"break of gauge: {_break_at(g)}, {g.from_mm} to {g.to_mm} mm" for g in found.path.gauge_breaks]
    lines += _snap_lines(found)
    if found.sources:
        lines.append("source: " + "; ".join(plain(s) for s in found.sources))
    return lines


def _break_at(gauge: GaugeBreak) -> str:
    """Where a break of gauge is, or between what."""
    if gauge.between is None or not all(gauge.between):
        return plain(gauge.at)
    return f"somewhere between {plain(gauge.between[0])} and {plain(gauge.between[1])}"


def _snap_lines(found: Distance) -> list[str]:
    """How far the places lie from the railway that are not on it."""
    (first, last), between = found.snap_km, zip(found.via, found.via_snap_km, strict=False)
    gaps = ((found.origin, first), *between, (found.target, last))
    off = [f"{plain(place.name)} by {km:,.1f} km" for place, km in gaps if km >= 0.1]
    return [f"off the railway, not counted: {', '.join(off)}"] if off else []


def _print_route(way: Distance, number: int | None) -> None:
    title = f"{plain(way.origin.name)} - {plain(way.target.name)}: {way.rail_km:,.1f} km ({way.path.length_kind})"
    if number is not None:
        title = f"{number}. {title}"
        if number > 1:
            emit()
    rows: list[tuple[object, ...]] = [
        (
            way.line_names.get(r.line, r.line),
            r.origin or way.origin.name,
            r.target or way.target.name,
            f"{r.km:,.1f}",
            r.length_kind,
        )
        for r in way.path.lines
    ]
    emit_table(
        (("line", "left"), ("from", "left"), ("to", "left"), ("km", "right"), ("km by", "left")), rows, title=title
    )
    for line in distance_lines(way)[1:3]:
        emit(line)
    for border in way.path.borders:
        emit(f"border at km {border.km:,.0f}: {plain(border.at)}, {border.origin} to {border.target}")
    for gauge in way.path.gauge_breaks:
        first = f"{gauge.between_km[0]:,.0f} to " if gauge.between_km else ""
        emit(f"break of gauge at km {first}{gauge.km:,.0f}: {_break_at(gauge)}, {gauge.from_mm} to {gauge.to_mm} mm")
    for line in _snap_lines(way):
        emit(line)


# ---------------------------------------------------------------- files


def _write(found: Sequence[Distance], output: str, *, force: bool) -> None:
    from railsight.api.views import save_routes
    from railsight.files.forms import MAPS

    warn(filter(None, [save_routes(found, output, force=force)]))
    say(f"{'map' if output.lower().endswith(MAPS) else 'written'}: {output}")


def _draw(found: Distance, others: Sequence[Distance], output: str, *, force: bool) -> None:
    from railsight.api.views import distance_page
    from railsight.files import write_text

    write_text(output, distance_page(found, others), force=force)
    say(f"map: {output}")
