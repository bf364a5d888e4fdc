"""``railsight place``."""

from __future__ import annotations

import click

from railsight.cli.frame import NO_ANSWER, PlaceCommand
from railsight.cli.options import LonLatText, json_option, online_options
from railsight.cli.output import emit_json, emit_table, one_line, say


@click.command("place", cls=PlaceCommand)
@click.argument("name", metavar="NAME")
@click.option("--near", type=LonLatText(), help="Prefer places near this position.")
@click.option("--country", metavar="CC", help="Only this country (two letters, such as RU).")
@click.option("--limit", type=click.IntRange(1, 50), default=10, show_default=True, help="List at most so many.")
@json_option
@online_options
@click.pass_context
def place_command(
    ctx: click.Context, name: str, near: tuple[float, float] | None, country: str | None, limit: int, as_json: bool
) -> None:
    """Which places a name may mean, best first, with probabilities and reasons.

    \b
    Examples:
      railsight place Vostochny
      railsight place 하산
      railsight place Tumen --country CN
    """
    from railsight.api.world import no_place, places

    found = places(name.strip(), near=near, country=country, limit=limit + 1)
    found, more = found[:limit], len(found) > limit
    if as_json:
        from railsight.files.records import candidate_record

        emit_json([candidate_record(c) for c in found])
    if not found:
        missing = no_place(name.strip(), country=country)
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
    emit_table(columns, rows)
    if more:
        say(f"more places are called so: --limit lists more than {limit}")
    if len(found) > 1 and found[0].score < 0.5:
        say(f"{one_line(f'{name.strip()!r} is ambiguous', 'add a kind or a country after a comma, or use --near')}")
