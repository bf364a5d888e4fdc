"""``railsight read``."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from railsight.cli.options import json_option, published_option
from railsight.cli.output import emit, emit_json, emit_table, plain, warn

if TYPE_CHECKING:
    from railsight.model import Sighting
    from railsight.resolution import Reading


@click.command("read")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@published_option
@json_option
@click.option(
    "--jsonl", is_flag=True, help="One JSON object a line and report, streamed: for folders and .jsonl files."
)
def read_command(inputs: tuple[str, ...], published: datetime | None, as_json: bool, jsonl: bool) -> None:
    """What reports say: places, sightings of trains, and claims checked against the map.

    INPUT is a text file, - for standard input, a folder of reports, or a .jsonl file.

    \b
    Examples:
      railsight read story.txt --published 2023-09-12
      railsight read reports/ --jsonl > readings.jsonl
      pbpaste | railsight read - --json
    """
    if jsonl:
        _stream(inputs, published)
        return
    from railsight.api.reading import gather, notes_of, read_gathered
    from railsight.errors import UsageError

    gathered = gather(inputs, published=published)
    if not gathered.reports:
        raise UsageError("there is no report text in these inputs", hint="sightings of a case go to `track` or `map`")
    reading = read_gathered(gathered)
    if as_json:
        from railsight.files.records import reading_record

        emit_json(reading_record(reading))
    else:
        _print(reading)
    warn(notes_of(reading))


def _stream(inputs: tuple[str, ...], published: datetime | None) -> None:
    """Every report by itself as soon as it is read; memory does not grow with their number."""
    import json

    from railsight.api.reading import gather, read_gathered
    from railsight.files.records import reading_record
    from railsight.files.reports import each_report

    assumed = 0
    for report in each_report(inputs):
        gathered = gather(report, published=published if report.published is None else None)
        reading = read_gathered(gathered)
        assumed += sum(r.published_assumed is not None for r in reading.reports)
        emit(json.dumps(reading_record(reading), ensure_ascii=True, allow_nan=False))
    if assumed:
        warn([f"the date of {assumed} reports had to be assumed (published_assumed says how): --published sets it"])


def time_span(sighting: Sighting) -> str:
    """When a sighting was, on the clock of its place."""
    if sighting.interval is None:
        return "no time"
    return local_span(sighting.interval.earliest, sighting.interval.latest, sighting.place.lon, sighting.place.lat)


def local_span(earliest: datetime, latest: datetime, lon: float, lat: float) -> str:
    """A span on the local clock: ``12 Sep 06:00 +10``, or from - to."""
    from railsight.times import zone_at

    zone = zone_at(lon, lat)
    a, b = earliest.astimezone(zone), latest.astimezone(zone)
    offset = a.strftime("%z")
    offset = offset[:3] if offset.endswith("00") else f"{offset[:3]}:{offset[3:]}"
    if (b - a).total_seconds() < 60:
        return f"{a:%d %b %Y %H:%M} {offset}"
    end = f"{b:%H:%M}" if a.date() == b.date() else f"{b:%d %b %H:%M}"
    return f"{a:%d %b %Y %H:%M} - {end} {offset}"


def _print(reading: Reading) -> None:
    rows = [(s.subject, s.event, s.place.name, time_span(s), s.status, s.quote_text[:90]) for s in reading.sightings]
    columns = (("who", "left"), ("event", "left"), ("place", "left"), ("when, local", "left"), ("status", "left"))
    if rows:
        emit_table((*columns, ("words", "left")), rows, title="Sightings")
    else:
        emit("no sightings")
    if reading.claims:
        claim_rows = [(c.text[:60], c.verdict, c.why) for c in reading.claims]
        emit_table((("claim", "left"), ("verdict", "left"), ("why", "left")), claim_rows, title="Claims")
    places = [m for m in reading.mentions if m.kind == "place" and m.role not in {"background", "agency"}]
    mention_rows = [
        (m.text, m.role, m.place.name if m.place else "", m.place.kind if m.place else "", f"{m.score:.2f}", m.why)
        for m in places
    ]
    if mention_rows:
        heads = (("mention", "left"), ("role", "left"), ("place", "left"), ("kind", "left"), ("score", "right"))
        emit_table((*heads, ("why", "left")), mention_rows, title="Places mentioned")
    others = dict.fromkeys(m.text for m in reading.mentions if m.kind == "place" and m.role in {"background", "agency"})
    if others:
        emit(f"mentioned besides: {plain(', '.join(others))[:600]}")
