"""``railsight matrix``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from railsight.cli.options import cluster_option, force_option, network_option, profile_option
from railsight.cli.output import check_file, emit, one_line, say, warn
from railsight.cli.streaming import asked_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from railsight.errors import RailsightError
    from railsight.files.placelists import Listed
    from railsight.model import Profile


@click.command("matrix")
@click.argument("places", metavar="PLACES.csv")
@click.option("-o", "--output", metavar="FILE", help="Write .csv or .parquet instead of CSV on stdout.")
@click.option("--resume", is_flag=True, help="With -o: take up an interrupted table where it stopped.")
@cluster_option("Work on a Dask cluster, tcp://host:port; without an address on all cores of this machine.")
@network_option
@profile_option("armoured")
@force_option
def matrix_command(
    places: str,
    output: str | None,
    resume: bool,
    cluster: str | None,
    network: str | None,
    profile: str | Profile,
    force: bool,
) -> None:
    """Rail kilometres between all pairs of places.

    PLACES.csv has a column of names (`place`, `name`, `station`, ...) or of positions (`lon` and `lat`); with both the
    positions count and the names are labels. A column `country` or `kind` settles names. Commas, semicolons, tabs and
    bars divide columns. Without a header the first column is taken, or the first two when they are numbers: lon, lat.
    Each row of the answer is one pair: from, to, rail_km, which is empty where there is no way. A place that is
    unknown, ambiguous, off the network or not written as a place leaves its cells empty and is named; that there is no
    way between some is said once, with the reason. Tables may be larger than memory.

    The way measured is the one with the fewest breaks of gauge and, among those, the shortest when branch lines count
    1.1 times: from A to C it may be longer than from A to B and from B to C together.

    \b
    Examples:
      railsight matrix stations.csv
      railsight matrix stations.csv -o table.parquet
    """
    from railsight.errors import RailsightError, UsageError

    check_file(output, (".csv", ".parquet"), force=force)
    if resume and output is None:
        raise UsageError("--resume goes with -o FILE")
    from railsight.api.distances import matrix_blocks, matrix_notes
    from railsight.api.gaps import Gaps
    from railsight.api.spots import is_known
    from railsight.api.world import open_world
    from railsight.files.placelists import read_places
    from railsight.files.tables import pair_parts, rows_done, write_pairs

    listed, note = read_places(places, known=partial(is_known, open_world(network)))
    warn(filter(None, [note]))
    names = [one.label for one in listed]
    warn(_told_of_labels(names))
    wheres = [one.error or one.where for one in listed]
    mark = asked_mark(names, [str(where) for where in wheres]) if output else ""
    done = rows_done(output, names, mark=mark) if output and resume else 0
    found, blocks = matrix_blocks(wheres, profile=profile, network=network, cluster=cluster, done=done)
    missing = [(one, error) for one, error in zip(listed, found, strict=True) if isinstance(error, RailsightError)]
    if missing and len(missing) == len(found):
        raise _none_left(missing)
    warn(f"left empty: {_row(one)}{one_line(e.message, e.hint)}" for one, e in missing)
    warn(matrix_notes(wheres, found, network=network))
    gaps = Gaps(found)
    blocks = blocks if done else gaps.watched(blocks)
    if output is not None:
        write_pairs(output, names, blocks, done=done if resume else None, mark=mark, force=force)
        before = f", {done * len(names)} were done before" if done else ""
        say(one_line(f"{len(names)} places, {len(names) ** 2} pairs{before}: {output}"))
    else:
        _print_pairs(pair_parts(names, blocks))
    if not done:
        warn(gaps.notes(profile=profile, network=network))


def _row(one: Listed) -> str:
    """Which row of the table is meant, where the message does not say it."""
    if one.error is not None:
        return f"{one.label}: " if one.label else ""
    return f"line {one.line}: " if one.label == one.where else f"line {one.line}, {one.label}: "


def _print_pairs(parts: Iterable[Sequence[dict[str, Any]]]) -> None:
    from railsight.files.tables import csv_text

    for number, rows in enumerate(parts):
        text = csv_text(rows).rstrip("\n")
        emit(text if number == 0 else text.partition("\n")[2])


def _told_of_labels(names: Sequence[str]) -> list[str]:
    """Labels that stand more than once: their rows cannot be told apart by name."""
    counts = {name: names.count(name) for name in dict.fromkeys(names)} if len(set(names)) < len(names) else {}
    return [
        f"{count} rows are called {name!r}: give each a label of its own" for name, count in counts.items() if count > 1
    ]


def _none_left(missing: Sequence[tuple[Listed, RailsightError]]) -> RailsightError:
    """The error for a table of which no place is left: all that is wrong with it."""
    from railsight.errors import NoAnswerError, UsageError

    if len(missing) == 1:
        return missing[0][1]
    told = "; ".join(error.message for _, error in missing)
    kind = NoAnswerError if all(isinstance(error, NoAnswerError) for _, error in missing) else UsageError
    return kind(f"no place is left: {told}", hint=missing[0][1].hint)
