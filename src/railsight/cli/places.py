"""``railsight place``."""

from __future__ import annotations

from functools import partial

import click

from railsight.cli.frame import NO_ANSWER, PlaceCommand
from railsight.cli.options import (
    LonLatText,
    check_alone,
    check_streamed,
    force_option,
    json_option,
    jsonl_options,
    jsonl_output,
    network_option,
    online_options,
)
from railsight.cli.output import emit_json, emit_table, one_line, say
from railsight.errors import UsageError


@click.command("place", cls=PlaceCommand)
@click.argument("inputs", metavar="NAME", nargs=-1, required=True)
@click.option("--near", type=LonLatText(), help="Prefer places near this position.")
@click.option("--country", metavar="CC", help="Only this country (two letters, such as RU).")
@click.option("--limit", type=click.IntRange(1, 50), default=10, show_default=True, help="List at most so many.")
@json_option
@jsonl_options("names")
@jsonl_output
@online_options
@network_option
@force_option
@click.pass_context
def place_command(
    ctx: click.Context,
    inputs: tuple[str, ...],
    near: tuple[float, float] | None,
    country: str | None,
    limit: int,
    as_json: bool,
    jsonl: bool,
    resume: bool,
    cluster: str | None,
    output: str | None,
    network: str | None,
    force: bool,
) -> None:
    """Which places a name may mean, best first, with probabilities and reasons. With --network the points of that
    network are among them.

    With --jsonl files of names come instead: tables of places, as `matrix` takes them, or one JSON object a line with
    the keys name and perhaps country and id.

    \b
    Examples:
      railsight place Vostochny
      railsight place 하산
      railsight place Tumen --country CN
      railsight place --jsonl names.csv -o places.jsonl
    """
    if jsonl:
        from railsight.api.batches import Naming, name_each
        from railsight.cli.streaming import stream_names

        check_alone(json=as_json)
        answers = partial(name_each, asked=Naming(near, country, limit, network), cluster=cluster)
        stream_names("names", inputs, answers, output, network=network, resume=resume, force=force)
        return
    from railsight.api.world import no_place, places

    check_streamed(resume=resume, cluster=cluster, output=output)
    if len(inputs) > 1:
        raise UsageError(f"one NAME is wanted, {len(inputs)} came", hint="put a name of several words in quotes")
    name = inputs[0]
    found = places(name.strip(), near=near, country=country, limit=limit + 1, network=network)
    found, more = found[:limit], len(found) > limit
    if as_json:
        from railsight.files.records import candidate_record

        emit_json([candidate_record(c) for c in found])
    if not found:
        missing = no_place(name.strip(), country=country, network=network)
        say(f"railsight: {one_line(missing.message, missing.hint)}")
        ctx.exit(NO_ANSWER)
    if as_json:
        return
    columns = (
        ("place", "left"),
        ("kind", "left"),
        ("country", "left"),
        ("lon, lat", "right"),
        ("score", "right"),
        ("why", "left"),
    )
    rows = []
    for c in found:
        local = next((n for lang, n in c.place.names.items() if lang != "en" and n != c.place.name), "")
        shown = f"{c.place.name} ({local})" if local else c.place.name
        where = f"{c.place.lon:.3f}, {c.place.lat:.3f}"
        rows.append((shown, c.place.kind, c.place.country or "", where, f"{c.score:.2f}", "; ".join(c.why)))
    emit_table(columns, rows, below=1)
    if more:
        say(f"more places are called so: --limit lists more than {limit}")
    if len(found) > 1 and found[0].score < 0.5:
        say(f"{one_line(f'{name.strip()!r} is ambiguous', 'add a kind or a country after a comma, or use --near')}")
