"""A large Parquet table written part by part, so that it can be taken up again after an interruption.

Parts are files of their own in the folder ``FILE.partial``, each there whole or not at all, named by the first of their
origins; when all are there they become ``FILE`` at once, and the folder goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from railsight.errors import MissingExtraError, OutputError, UsageError
from railsight.files.atomic import check_output, replacing
from railsight.files.resuming import partial_name

_PART = re.compile(r"\d{9}\.parquet|\.railsight-.*\.parquet")  # a part, or one that was being written
GROUP_ROWS = 200_000  # of the row groups of a finished table
Row = Mapping[str, Any]


def parts_done(path: str, names: Sequence[str]) -> int:
    """Origins that the parts of an unfinished table hold, from the first on; what does not follow on them is removed.

    Raises UsageError when they are of other places, MissingExtraError without pyarrow.
    """
    _, pq = _arrow()
    done = 0
    for part in _parts(path):
        if int(part.stem) != done:
            part.unlink()
            continue
        try:
            table = pq.read_table(part)
            of = zip(*(table.column(key).to_pylist() for key in ("from", "to")), strict=True)
        except (OSError, ValueError, KeyError):  # pyarrow's errors are of these kinds
            part.unlink()
            continue
        origins = table.num_rows // len(names)
        if list(of) != [(a, b) for a in names[done : done + origins] for b in names]:
            raise UsageError(f"{partial_name(path)} is of other places", hint="begin anew with --force")
        done += origins
    return done


def write_parts(
    path: str, count: int, parts: Iterable[Sequence[Row]], *, done: int | None = None, force: bool = False
) -> None:
    """Write a table of ``count`` places from parts that hold all pairs of some origins each.

    ``done`` is the number of origins of an unfinished table, which ``parts`` go on from; None begins one. Raises
    UsageError when an unfinished one is there and neither ``done`` nor ``force`` is given, MissingExtraError without
    pyarrow, else as ``replacing``.
    """
    pa, pq = _arrow()
    check_output(path, force=force)
    folder = Path(partial_name(path))
    if done is None:
        _begin(path, folder, force=force)
    schema = pa.schema([("from", pa.string()), ("to", pa.string()), ("rail_km", pa.float64())])
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {error.strerror or error}", hint="choose another name") from error
    first = done or 0
    for rows in parts:
        with replacing(folder / f"{first:09}.parquet", force=True) as temp:
            pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), temp)
        first += len(rows) // count
    with replacing(path, force=force) as temp, pq.ParquetWriter(temp, schema) as out:
        for group in _groups(pa, (pq.read_table(part) for part in _parts(path))):
            out.write_table(group)
    _remove(folder)


def _groups(pa: Any, tables: Iterable[Any]) -> Iterator[Any]:
    """The same rows in tables of always as many, so that the file does not tell where it was interrupted."""
    held: list[Any] = []
    for table in tables:
        held.append(table)
        rows = pa.concat_tables(held)
        whole = rows.num_rows - rows.num_rows % GROUP_ROWS
        yield from (rows.slice(at, GROUP_ROWS).combine_chunks() for at in range(0, whole, GROUP_ROWS))
        held = [rows.slice(whole)]
    if held and held[0].num_rows:
        yield held[0].combine_chunks()


def _begin(path: str, folder: Path, *, force: bool) -> None:
    """Refuse or clear what an earlier run left."""
    if not folder.exists() and not folder.is_symlink():
        return
    if not force:
        hint = "take it up with --resume, or begin anew with --force"
        raise UsageError(f"{folder} is an unfinished output", hint=hint)
    strange = folder.is_symlink() or not folder.is_dir() or any(not _PART.fullmatch(p.name) for p in folder.iterdir())
    if strange:
        raise UsageError(f"{folder} holds other things than an unfinished {Path(path).name}", hint="move it away")
    _remove(folder)


def _remove(folder: Path) -> None:
    for part in folder.iterdir():
        if _PART.fullmatch(part.name):
            part.unlink()
    folder.rmdir()


def _parts(path: str) -> list[Path]:
    folder = Path(partial_name(path))
    return sorted(p for p in folder.glob("*.parquet") if p.stem.isdigit()) if folder.is_dir() else []


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtraError("writing Parquet", "parquet") from None
    return pa, pq
