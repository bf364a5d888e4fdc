"""Many inputs, each answered by itself with one line of JSON: to stdout, or to a file that can be taken up again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from railsight.cli.output import StatusLine, check_file, emit, say, warn
from railsight.errors import InputError, UsageError

T = TypeVar("T")
_SHOW_EVERY = 16


def stream(
    what: str,
    items: Callable[[Callable[[InputError], None]], Iterator[T]],
    lines: Callable[[Iterable[T]], Iterator[str]],
    output: str | None,
    *,
    resume: bool,
    force: bool,
) -> None:
    """A line for every item, in order, as soon as it is there. ``items`` is given what to call with a bad input.

    What cannot be read is said and left out; in the end that is exit status 2 (InputError). With ``resume`` the items
    that an unfinished ``output`` holds already are passed over.
    """
    from railsight.files.resuming import lines_done, write_lines

    if resume and not output:
        raise UsageError("--resume goes with -o FILE")
    check_file(output, force=force)
    bad: list[str] = []

    def refuse(error: InputError) -> None:
        bad.append(error.message)
        warn([f"left out: {error.message}"])

    done = lines_done(output) if output and resume else 0
    answers = lines(islice(items(refuse), done, None))
    if output:
        with StatusLine() as status:
            count = write_lines(output, _counted(answers, what, done, status), resume=resume, force=force)
        say(f"{count} {what} read{f', {done} were done before' if done else ''}: {output}")
    else:
        for line in answers:
            emit(line)
    if bad:
        raise InputError(f"{len(bad)} {what} could not be read and were left out")


def _counted(lines: Iterable[str], what: str, done: int, status: StatusLine) -> Iterator[str]:
    for count, line in enumerate(lines, done + 1):
        if count % _SHOW_EVERY == 0:
            status.show(f"{count:,} {what}")
        yield line
