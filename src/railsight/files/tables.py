"""Tables: CSV that a spreadsheet cannot be tricked with, and Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from railsight.errors import UsageError

Row = Mapping[str, Any]
# A cell that begins with one of these is a formula to a spreadsheet (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(value: object) -> object:
    """Numbers as they are; text that a spreadsheet would run gets an apostrophe before it; None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    # A bare carriage return ends a row for some readers and is not quoted by Python's writer.
    text = str(value).replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA[:4]) else text


def csv_text(rows: Iterable[Row]) -> str:
    """Rows with the same keys as CSV (RFC 4180 with ``\\n``), keys as header. Empty rows give an empty text."""
    out = io.StringIO()
    writer: Any = None
    for row in rows:
        if writer is None:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(row)
        writer.writerow([safe_cell(v) for v in row.values()])
    return out.getvalue()


def write_pairs(
    path: str,
    names: Sequence[str],
    blocks: Iterable[Sequence[Sequence[float | None]]],
    *,
    targets: Sequence[str] | None = None,
    done: int | None = None,
    mark: str = "",
    force: bool = False,
) -> None:
    """A distance table as one row a pair (from, to, rail_km), .csv or .parquet, written block by block.

    ``blocks`` hold rows of kilometres in the order of ``names``, to each of them or of other ``targets``. One that is
    interrupted can be taken up: ``done`` (see ``rows_done``) is then the number of the first origin in ``blocks``.
    ``mark`` is what it is made of, see ``mark_of``. Errors as ``write_lines`` and ``write_parts``.
    """
    from railsight.files.parts import write_parts
    from railsight.files.resuming import drop_marks, write_lines

    marked = _marked(path, mark, blocks) if mark and not done else blocks
    if path.lower().endswith(".parquet"):
        parts = pair_parts(names, marked, first=done or 0, targets=targets)
        write_parts(path, len(names if targets is None else targets), parts, done=done, force=force)
    else:
        write_lines(
            path, _csv_lines(names, marked, first=done or 0, targets=targets), resume=done is not None, force=force
        )
    drop_marks(path)


def _marked(
    path: str, mark: str, blocks: Iterable[Sequence[Sequence[float | None]]]
) -> Iterator[Sequence[Sequence[float | None]]]:
    """The blocks; before the first of them is written, what the table is made of is."""
    from railsight.files.resuming import keep_mark

    keep_mark(path, mark)
    yield from blocks


def _csv_lines(
    names: Sequence[str],
    blocks: Iterable[Sequence[Sequence[float | None]]],
    *,
    first: int,
    targets: Sequence[str] | None = None,
) -> Iterator[str]:
    """The lines of a table, each as soon as its row is there; every label is made a cell once."""
    cells = _cells(names)
    across = cells if targets is None else _cells(targets)
    if not first:
        yield "from,to,rail_km"
    origin = first
    for row in chain.from_iterable(blocks):
        for cell, km in zip(across, row, strict=True):
            yield f"{cells[origin]},{cell},{'' if km is None else round(km, 3)}"
        origin += 1


def _cells(names: Sequence[str]) -> list[str]:
    pairs = csv_text({"from": _on_one_line(name), "to": ""} for name in names).split("\n")[1:-1]
    return [pair.removesuffix(",") for pair in pairs]


def _on_one_line(value: object) -> object:
    """A label without what ends a line for some reader: rows are counted as lines when a table is taken up again."""
    return " ".join(value.splitlines()) if isinstance(value, str) else value


def rows_done(path: str, names: Sequence[str], *, mark: str = "") -> int:
    """Origins whose rows an unfinished table holds; what follows is cut off. UsageError when it is another table, or
    was made of something else than ``mark`` tells.
    """
    from railsight.files.parts import parts_done
    from railsight.files.resuming import check_mark

    done = parts_done(path, names) if path.lower().endswith(".parquet") else _csv_done(path, names)
    if done and mark:
        check_mark(path, mark)
    return done


def _csv_done(path: str, names: Sequence[str]) -> int:
    from railsight.files.resuming import keep_lines, lines_done, partial_name

    held = lines_done(path)
    origins = max(0, held - 1) // len(names)
    if held:
        keep_lines(path, 1 + origins * len(names) if origins else 0)
    if origins:
        with Path(partial_name(path)).open(encoding="utf-8", newline="") as text:
            kept = list(csv.reader(text))[1:]
        cells = [safe_cell(_on_one_line(name)) for name in names]
        of = [(a, b) for a in cells[:origins] for b in cells]
        if [(row[0], row[1]) for row in kept] != of:
            raise UsageError(f"{partial_name(path)} is of other places", hint="begin anew with --force")
    return origins


def pair_parts(
    names: Sequence[str],
    blocks: Iterable[Sequence[Sequence[float | None]]],
    *,
    first: int = 0,
    targets: Sequence[str] | None = None,
) -> Iterator[list[dict[str, Any]]]:
    """The rows of a distance table, a list for each block; names as they were given, ``first`` the first origin."""
    across = names if targets is None else targets
    at = first
    for block in blocks:
        rows = []
        for row in block:
            origin = names[at]
            rows += [
                {"from": origin, "to": name, "rail_km": None if km is None else round(km, 3)}
                for name, km in zip(across, row, strict=True)
            ]
            at += 1
        yield rows
