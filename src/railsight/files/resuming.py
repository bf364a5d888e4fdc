"""A long output written line by line that can be taken up again after an interruption.

Lines go to ``FILE.partial``; when all are there it becomes ``FILE`` at once. A torn last line is cut off on taking up.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from railsight.errors import OutputError, UsageError
from railsight.files.atomic import check_output


def partial_name(path: str) -> str:
    """Where the unfinished output of ``path`` is kept."""
    return f"{path}.partial"


def lines_done(path: str) -> int:
    """Whole lines of an unfinished output; what follows the last of them is cut off. 0 when there is none."""
    partial = Path(partial_name(path))
    if not partial.is_file() or partial.is_symlink():
        return 0
    count = whole = 0
    with partial.open("rb+") as f:
        for line in f:
            if line.endswith(b"\n"):
                count += 1
                whole += len(line)
        f.truncate(whole)
    return count


def keep_lines(path: str, count: int) -> None:
    """Cut an unfinished output off after so many lines."""
    with Path(partial_name(path)).open("rb+") as f:
        for _ in range(count):
            f.readline()
        f.truncate(f.tell())


def write_lines(path: str, lines: Iterable[str], *, resume: bool = False, force: bool = False) -> int:
    """Write lines as they come and put the file in place at the end; the number written now.

    ``resume`` adds to the unfinished output that is there (the caller skips what ``lines_done`` counted). Raises
    UsageError when an unfinished output is there and ``resume`` was not asked for, else as ``check_output``.
    """
    check_output(path, force=force)
    partial = Path(partial_name(path))
    if not resume and not force and (partial.exists() or partial.is_symlink()):
        raise UsageError(
            f"{partial} is an unfinished output", hint="take it up with --resume, or begin anew with --force"
        )
    if not resume:
        partial.unlink(missing_ok=True)
    count = 0
    try:
        with partial.open("ab") as out:
            for line in lines:
                out.write(line.encode("utf-8", "replace") + b"\n")
                count += 1
                if count % 64 == 0:
                    out.flush()
            out.flush()
            os.fsync(out.fileno())
        check_output(path, force=force)
        partial.replace(path)
    except OSError as error:
        if isinstance(error, UsageError):
            raise
        hint = "free some space and take it up with --resume"
        raise OutputError(f"cannot write {path}: {error.strerror or error}", hint=hint) from error
    return count
