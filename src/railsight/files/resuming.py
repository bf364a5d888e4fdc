"""A long output written line by line that can be taken up again after an interruption.

Lines go to ``FILE.partial``; when all are there it becomes ``FILE`` at once. What each line was made of stands as a
mark in ``FILE.partial.inputs``, so that an output is never taken up with other inputs or other options. Where a line or
its mark is torn or missing, both are cut off on taking up.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from railsight.errors import OutputError, UsageError
from railsight.files.atomic import check_output


def partial_name(path: str) -> str:
    """Where the unfinished output of ``path`` is kept."""
    return f"{path}.partial"


def marks_name(path: str) -> str:
    """Where the marks of what an unfinished output was made of are kept."""
    return f"{partial_name(path)}.inputs"


def mark_of(*made_of: object) -> str:
    """A mark that equal values share, of whatever process, and others do not: texts, numbers, times, public values."""
    told = json.dumps([_told(value) for value in made_of], ensure_ascii=True)
    return hashlib.sha256(told.encode("ascii")).hexdigest()[:32]


def _told(value: object) -> object:
    """A value in lists and texts that stand for no other one."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime):
        return ["datetime", value.isoformat()]
    if dataclasses.is_dataclass(value):
        return [type(value).__name__, *(_told(getattr(value, field.name)) for field in dataclasses.fields(value))]
    if isinstance(value, Mapping):
        return ["mapping", *sorted(([_told(key), _told(held)] for key, held in value.items()), key=repr)]
    if isinstance(value, Set):
        return ["set", *sorted((_told(one) for one in value), key=repr)]
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [_told(one) for one in value]
    return [type(value).__name__, repr(value)]


def marks_done(path: str) -> list[str]:
    """The marks of the lines that an unfinished output holds, one for each; none when there is no such output.

    Raises UsageError for an output that does not say what it was made of.
    """
    lines, marks = Path(partial_name(path)), Path(marks_name(path))
    held = _whole_lines(lines)
    if held and not marks.is_file():
        raise _of_others(path, "does not say what it was made of")
    both = min(held, _whole_lines(marks))
    for file in (lines, marks):
        _keep_lines(file, both)
    return marks.read_text("ascii", "replace").split("\n")[:both] if both else []


def check_mark(path: str, mark: str) -> None:
    """UsageError when an unfinished output that has one mark for all of it is of something else."""
    file = Path(marks_name(path))
    if not file.is_file():
        raise _of_others(path, "does not say what it was made of")
    if file.read_text("ascii", "replace").strip() != mark:
        raise other_inputs(path, "the places, the network, the train or this version")


def keep_mark(path: str, mark: str) -> None:
    """Note what all of an output that is begun is made of. OutputError."""
    try:
        Path(marks_name(path)).write_text(f"{mark}\n", "ascii")
    except OSError as error:
        raise OutputError(f"cannot write {marks_name(path)}: {error.strerror or error}") from error


def drop_marks(path: str) -> None:
    """The output is whole: what it was made of is asked no more."""
    Path(marks_name(path)).unlink(missing_ok=True)


def other_inputs(path: str, what: str) -> UsageError:
    """The error for an output that is to be taken up with other inputs or options than it was begun with."""
    return _of_others(path, f"was made of other inputs or with other options: {what}")


def _of_others(path: str, why: str) -> UsageError:
    hint = "give what it was begun with, in the same order, or begin anew with --force"
    return UsageError(f"{partial_name(path)} {why}", hint=hint)


def lines_done(path: str) -> int:
    """Whole lines of an unfinished output; what follows the last of them is cut off. 0 when there is none."""
    return _whole_lines(Path(partial_name(path)))


def keep_lines(path: str, count: int) -> None:
    """Cut an unfinished output off after so many lines."""
    _keep_lines(Path(partial_name(path)), count)


def _whole_lines(file: Path) -> int:
    if not file.is_file() or file.is_symlink():
        return 0
    count = whole = 0
    with file.open("rb+") as f:
        for line in f:
            if line.endswith(b"\n"):
                count += 1
                whole += len(line)
        f.truncate(whole)
    return count


def _keep_lines(file: Path, count: int) -> None:
    if not file.is_file() or file.is_symlink():
        return
    with file.open("rb+") as f:
        for _ in range(count):
            f.readline()
        f.truncate(f.tell())


def write_lines(
    path: str,
    lines: Iterable[str],
    *,
    marks: Iterator[str] | None = None,
    resume: bool = False,
    force: bool = False,
) -> int:
    """Write lines as they come and put the file in place at the end; the number written now.

    ``marks`` has that of each line by the time it comes. ``resume`` adds to the unfinished output that is there (the
    caller skips what is done). Raises UsageError when an unfinished output is there and ``resume`` was not asked for,
    else as ``check_output``.
    """
    check_output(path, force=force)
    partial = Path(partial_name(path))
    if not resume:
        _begin(path, force=force)
    count = 0
    try:
        with partial.open("ab") as out, _appended(None if marks is None else marks_name(path)) as noted:
            for line in lines:
                out.write(line.encode("utf-8", "replace") + b"\n")
                if marks is not None and noted is not None:
                    noted.write(next(marks).encode("ascii") + b"\n")
                count += 1
                if noted is not None:  # an answer took longer than writing it does
                    out.flush()
                    noted.flush()
                elif count % 64 == 0:
                    out.flush()
            out.flush()
            os.fsync(out.fileno())
        check_output(path, force=force)
        partial.replace(path)
        drop_marks(path)
    except OSError as error:
        if isinstance(error, UsageError):
            raise
        hint = "free some space and take it up with --resume"
        raise OutputError(f"cannot write {path}: {error.strerror or error}", hint=hint) from error
    return count


def _begin(path: str, *, force: bool) -> None:
    """Clear away what is to be begun anew. UsageError when that was not asked for."""
    partial = Path(partial_name(path))
    if not force and (partial.exists() or partial.is_symlink()):
        raise UsageError(
            f"{partial} is an unfinished output", hint="take it up with --resume, or begin anew with --force"
        )
    partial.unlink(missing_ok=True)
    drop_marks(path)


@contextmanager
def _appended(name: str | None) -> Iterator[BinaryIO | None]:
    """A file to add to, if there is to be one."""
    if name is None:
        yield None
        return
    with Path(name).open("ab") as file:
        yield file
