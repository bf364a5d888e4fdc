"""``railsight matrix``."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from railsight.cli.options import cluster_option, force_option, network_option, profile_option
from railsight.cli.output import check_file, emit, one_line, say, warn

if TYPE_CHECKING:
    from railsight.model import Profile

MAX_PLACES_BYTES = 20_000_000
_NAME_COLUMNS = ("place", "name", "station", "id")


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

    PLACES.csv has a column `place` (or `name`), or `lon` and `lat`; without a header its first column is taken. Each
    row of the answer is one pair: from, to, rail_km, which is empty where there is no way. A place that is unknown,
    ambiguous or off the network leaves its cells empty and is named. Tables may be larger than memory.

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
    from railsight.files.tables import csv_text, pair_parts, rows_done, write_pairs

    names = read_places(places)
    done = rows_done(output, names) if output and resume else 0
    found, blocks = matrix_blocks(names, profile=profile, network=network, cluster=cluster, done=done)
    missing = [one for one in found if isinstance(one, RailsightError)]
    if missing and len(found) - len(missing) < 2:
        raise missing[0]
    warn(f"left empty: {error.message}" for error in missing)
    warn(matrix_notes(names, found, network=network))
    if output is not None:
        write_pairs(output, names, blocks, done=done if resume else None, force=force)
        before = f", {done * len(names)} were done before" if done else ""
        say(one_line(f"{len(names)} places, {len(names) ** 2} pairs{before}: {output}"))
        return
    for number, rows in enumerate(pair_parts(names, blocks)):
        text = csv_text(rows).rstrip("\n")
        emit(text if number == 0 else text.partition("\n")[2])


def read_places(path: str) -> list[str]:
    """Names (or ``lon,lat`` texts) from a CSV file or - . InputError names the file and line."""
    from railsight.errors import InputError
    from railsight.files.texts import read_text

    text = read_text(path, limit=MAX_PLACES_BYTES)
    rows = [row for row in csv.reader(text.splitlines()) if any(cell.strip() for cell in row)]
    if not rows:
        raise InputError("no places in it", file=path)
    names = list(_names(rows, path))
    if not names:
        raise InputError("no places in it", file=path)
    return names


def _names(rows: list[list[str]], path: str) -> Iterator[str]:
    from railsight.errors import InputError

    head = [cell.strip().lower() for cell in rows[0]]
    column = next((head.index(c) for c in _NAME_COLUMNS if c in head), None)
    position = (head.index("lon"), head.index("lat")) if {"lon", "lat"} <= set(head) else None
    headed = column is not None or position is not None
    for number, row in enumerate(rows[1:] if headed else rows, 2 if headed else 1):
        try:
            if column is None and position is not None:
                yield f"{row[position[0]].strip()},{row[position[1]].strip()}"
            else:
                yield row[column or 0].strip()
        except IndexError:
            raise InputError("too few columns", file=Path(path).name, line=number) from None
