"""``railsight reach``."""

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
    network_option,
    online_options,
    profile_option,
)
from railsight.cli.output import check_file, check_page, emit, emit_json, emit_table, plain, say, warn
from railsight.errors import UsageError

if TYPE_CHECKING:
    from railsight.api.reaching import Reached
    from railsight.model import Profile, Reach

_RIM_SHOWN = 4


@click.command("reach", cls=PlaceCommand)
@click.argument("inputs", metavar="FROM", nargs=-1, required=True)
@click.argument("hours", metavar="HOURS", type=float)
@click.option("--fastest", is_flag=True, help="At top speed and without waiting: nothing beyond is possible.")
@click.option("--avoid", multiple=True, metavar="WHAT", help="Keep away from this station, line or country.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Write what is in reach: .geojson .gpkg .kml .gpx .csv .parquet .json .html .png ...; with --jsonl the "
    "answers.",
)
@click.option("--map", "map_file", metavar="FILE.html", help="Draw what is in reach on a map.")
@json_option
@jsonl_options("places")
@online_options
@network_option
@profile_option("armoured")
@force_option
def reach_command(
    inputs: tuple[str, ...],
    hours: float,
    fastest: bool,
    avoid: tuple[str, ...],
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
    """How far a train can have come within some hours, line by line.

    With --jsonl files of places come before the hours instead: tables, as `matrix` takes them, or one JSON object a
    line with the keys name and perhaps country and id.

    \b
    Examples:
      railsight reach Khasan 6
      railsight reach Khasan 6 --fastest -o reach.geojson
      railsight reach Khasan 12 --map reach.html
      railsight reach --jsonl places.csv 6 -o reached.jsonl
    """
    if jsonl:
        from railsight.api.batches import Reaching, reach_each
        from railsight.cli.streaming import stream_names

        check_alone(json=as_json, map=map_file)
        answers = partial(reach_each, asked=Reaching(hours, fastest, avoid, profile, network), cluster=cluster)
        stream_names("places", inputs, answers, output, network=network, resume=resume, force=force)
        return
    from railsight.api.reaching import reach
    from railsight.files.forms import REACHES

    check_streamed(resume=resume, cluster=cluster)
    if len(inputs) > 1:
        raise UsageError(f"one FROM is wanted, {len(inputs)} came", hint="put a name of several words in quotes")
    check_file(output, REACHES, force=force)
    check_page(map_file, force=force)
    found = reach(inputs[0].strip(), hours, fastest=fastest, avoid=avoid, profile=profile, network=network)
    if output is not None:
        warn(filter(None, [found.save(output, force=force)]))
        say(f"written: {output}")
    if map_file is not None:
        from railsight.api.views import reached_page
        from railsight.files import write_text

        write_text(map_file, reached_page(found), force=force)
        say(f"map: {map_file}")
    if as_json:
        emit_json(found.to_record())
    else:
        _print(found)
        warn(found.warnings)


def _print(found: Reached) -> None:
    title = f"{plain(found.origin.name)}, {found.hours:g} h, {plain(found.profile)} train {found.how}"
    by_line: dict[str, list[Reach]] = {}
    for one in found.stretches:
        by_line.setdefault(one.line, []).append(one)
    rows = [
        (found.line_names.get(line, line), f"{sum(one.km for one in parts):,.1f}", _rim(parts))
        for line, parts in sorted(by_line.items(), key=lambda kv: -sum(one.km for one in kv[1]))
    ]
    emit(title)
    emit_table((("line", "left"), ("km in reach", "right"), ("as far as", "left")), rows)
    emit(f"{found.rail_km:,.1f} km of line in reach")
    if found.snap_km >= 0.1:
        emit(f"from the place to the railway, not counted: {found.snap_km:.1f} km")


def _rim(parts: list[Reach]) -> str:
    """Where on a line the time is over; empty for one that is in reach as a whole."""
    rim = ((one.origin, one.target) for one in parts if one.partial)
    ends = [f"between {a} and {b}" if a and b else f"beyond {a or b}" for a, b in rim if a or b]
    more = f"; and {len(ends) - _RIM_SHOWN} more" if len(ends) > _RIM_SHOWN else ""
    return "; ".join(ends[:_RIM_SHOWN]) + more
