"""``railsight read``."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from railsight.cli.options import (
    check_alone,
    check_streamed,
    force_option,
    json_option,
    jsonl_options,
    network_option,
    of_train_option,
    online_options,
    plugin_options,
    published_option,
)
from railsight.cli.output import (
    LeftOut,
    check_file,
    emit,
    emit_json_lists,
    emit_table,
    plain,
    say,
    warn,
    warn_of_folders,
)
from railsight.shown import in_brief

if TYPE_CHECKING:
    from railsight.model import Claim, Report
    from railsight.resolution import Reading


@click.command("read")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@published_option
@of_train_option
@json_option
@jsonl_options("reports")
@click.option(
    "--brief",
    is_flag=True,
    help="With --json or --jsonl: about half as long, without the other places that a mention may mean.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Write a case to check and mend (.yaml) or the record (.json); with --jsonl: write to this file instead of "
    "stdout.",
)
@network_option
@online_options
@plugin_options
@force_option
def read_command(
    inputs: tuple[str, ...],
    published: datetime | None,
    of_train: bool,
    as_json: bool,
    jsonl: bool,
    output: str | None,
    resume: bool,
    cluster: str | None,
    brief: bool,
    network: str | None,
    recogniser: str | None,
    resolver: str | None,
    force: bool,
) -> None:
    """What reports say: places, sightings of trains, and claims checked against the map.

    INPUT is a text file, - for standard input, a folder of reports, a .jsonl file, or a channel exported from Telegram
    (.json). Together they are read as reports of one journey; with --jsonl each by itself. The sightings of photos,
    tables and cases are not read from text: `track` shows them.

    \b
    Examples:
      railsight read story.txt --published 2023-09-12
      railsight read reports/ -o case.yaml
      railsight read reports/ --jsonl --brief -o readings.jsonl
      pbpaste | railsight read - --json
    """
    warn_of_folders(inputs)
    if jsonl:
        from railsight.api.batches import read_each
        from railsight.api.reading import as_said

        check_alone(json=as_json)
        plugged = partial(read_each, recogniser=recogniser, resolver=resolver)
        answers = partial(plugged, cluster=cluster, brief=brief, network=network)
        said = partial(as_said, published=published, of_train=of_train)
        _stream(inputs, said, answers, output=output, resume=resume, force=force)
        return
    from railsight.api.reading import gather, notes_of, read_gathered
    from railsight.errors import UsageError
    from railsight.files.forms import READINGS

    check_streamed(resume=resume, cluster=cluster)
    check_file(output, READINGS, force=force)
    if brief and not as_json:
        raise UsageError("--brief goes with --json or --jsonl")
    left_out = LeftOut()
    gathered = gather(inputs, published=published, of_train=of_train, network=network, on_error=left_out)
    if not gathered.reports:
        hint = "the sightings of a case, a table or a photo go to `track` or `map`"
        raise UsageError("there is no report text in these inputs", hint=hint)
    reading = read_gathered(gathered, recogniser=recogniser, resolver=resolver)
    if as_json:
        from railsight.files.records import reading_lists

        emit_json_lists(reading_lists(reading, brief=brief))
    elif not output:
        _print(reading)
    warn(notes_of(reading))
    aside = len(gathered.case.sightings) if gathered.case is not None else 0
    if aside and not output:
        some = f"{aside} sighting{'' if aside == 1 else 's'} of cases, tables and photos"
        warn([f"not listed, being told in no words: {some}; `railsight track` shows them"])
    if output:
        if gathered.case is not None:
            warn(["what a case says besides its reports is not written: its sightings, train and destinations"])
        reading.save(output, network=network, force=force)
        say(f"written: {output}; check it, then: railsight map {shlex.quote(output)} -o map.html")
    left_out.end()


def _stream(
    inputs: tuple[str, ...],
    said: Callable[[Report], Report],
    answers: Callable[[Iterable[Report]], Iterator[str]],
    *,
    output: str | None,
    resume: bool,
    force: bool,
) -> None:
    """Every report by itself as soon as it is read; ``said`` adds to it what the options say."""
    from railsight.cli.streaming import stream
    from railsight.files.reports import each_report

    def lines(reports: Iterable[Report]) -> Iterator[str]:
        return answers(map(said, reports))

    stream("reports", lambda refuse: each_report(inputs, on_error=refuse), lines, output, resume=resume, force=force)


_WORDS, _OTHERS = 90, 600  # so many characters of a report's words are shown of a sighting, and of names told besides


def _print(reading: Reading) -> None:
    rows = [
        (s.subject, s.event, s.place.name, s.local_time, s.status_words, in_brief(s.quote_text, _WORDS))
        for s in reading.sightings
    ]
    columns = (("who", "left"), ("event", "left"), ("place", "left"), ("when, local", "whole"), ("status", "left"))
    if rows:
        emit_table((*columns, ("words", "left")), rows, title="Sightings", below=1)
    else:
        emit("no sightings")
    if reading.claims:
        claim_rows = [(c.verdict, in_brief(c.text, _WORDS), _checked(c)) for c in reading.claims]
        emit_table((("verdict", "left"), ("claim", "left"), ("why", "left")), claim_rows, title="Claims", below=1)
    places = [m for m in reading.mentions if m.kind == "place" and m.role not in {"background", "agency"}]
    mention_rows = [
        (m.text, m.role, m.place.name if m.place else "", m.place.kind if m.place else "", f"{m.score:.2f}", m.why)
        for m in places
    ]
    if mention_rows:
        heads = (("mention", "left"), ("role", "left"), ("place", "left"), ("kind", "left"), ("score", "right"))
        emit_table((*heads, ("why", "left")), dict.fromkeys(mention_rows), title="Places mentioned", below=1)
    others = dict.fromkeys(m.text for m in reading.mentions if m.kind == "place" and m.role in {"background", "agency"})
    if others:
        emit(f"mentioned besides: {plain(in_brief(', '.join(others), _OTHERS))}")


def _checked(claim: Claim) -> str:
    """What was found of a stated figure, and between which places it was measured."""
    if claim.geodesic_km is None or claim.origin is None or claim.target is None:
        return claim.why
    return f"{claim.origin.name} to {claim.target.name}: {claim.why}"
