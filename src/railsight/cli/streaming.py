"""Many inputs, each answered by itself with one line of JSON: to stdout, or to a file that can be taken up again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Generic, TypeVar

import click

from railsight import __version__
from railsight.cli.output import StatusLine, check_file, emit, say, warn
from railsight.errors import InputError, UsageError

if TYPE_CHECKING:
    from railsight.files.questions import Asked

T = TypeVar("T")
_SHOW_EVERY = 16
# Parameters that change no line of an answer; the inputs themselves are marked one by one.
_CHANGE_NOTHING = frozenset(("inputs", "places", "output", "resume", "cluster", "force", "jsonl"))


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
    that an unfinished ``output`` holds already are passed over, once they are seen to be the same (else UsageError).
    """
    from railsight.files.resuming import marks_done, write_lines

    if resume and not output:
        raise UsageError("--resume goes with -o FILE")
    check_file(output, force=force)
    bad: list[str] = []

    def refuse(error: InputError) -> None:
        bad.append(error.message)
        warn([f"left out: {error.message}"])

    if output:
        marks = marks_done(output) if resume else []
        done = len(marks)
        to_come = _Marked(items(refuse), output)
        with StatusLine() as status:
            answers = _counted(lines(to_come.after(marks)), what, done, status)
            count = write_lines(output, answers, marks=to_come.marks(), resume=resume, force=force)
        say(f"{count} {what} read{f', {done} were done before' if done else ''}: {output}")
    else:
        for line in lines(items(refuse)):
            emit(line)
    if bad:
        some = f"one of the {what}" if len(bad) == 1 else f"{len(bad)} {what}"
        raise InputError(f"{some} could not be read and {'was' if len(bad) == 1 else 'were'} left out")


def stream_files(
    what: str,
    files: Iterable[str],
    read: Callable[[str, Callable[[InputError], None]], Iterator[T]],
    lines: Callable[[Iterable[T]], Iterator[str]],
    output: str | None,
    *,
    resume: bool,
    force: bool,
) -> None:
    """``stream`` of all that some files ask; ``read`` is given a file and what to call with a bad input."""

    def items(refuse: Callable[[InputError], None]) -> Iterator[T]:
        return chain.from_iterable(read(path.strip(), refuse) for path in files)

    stream(what, items, lines, output, resume=resume, force=force)


def stream_names(
    what: str,
    files: Iterable[str],
    lines: Callable[[Iterable[Asked]], Iterator[str]],
    output: str | None,
    *,
    network: str | None,
    resume: bool,
    force: bool,
) -> None:
    """``stream_files`` of the names in some files; ``network`` tells which word of a table without a header is one."""
    from railsight.api.spots import is_known
    from railsight.api.world import world_of
    from railsight.files.questions import read_names

    read = partial(read_names, known=partial(is_known, world_of(network)))
    stream_files(what, files, read, lines, output, resume=resume, force=force)


class _Marked(Generic[T]):
    """Items on their way to be answered, and the marks of those whose answers are not written yet."""

    def __init__(self, items: Iterator[T], output: str) -> None:
        self._items = items
        self._output = output
        self._asked = asked_mark()
        self._waiting: deque[str] = deque()

    def after(self, marks: Iterable[str]) -> Iterator[T]:
        """The items behind those that have these marks. UsageError when they are others."""
        from railsight.files.resuming import mark_of, other_inputs

        for number, mark in enumerate(marks, 1):
            item = next(self._items, None)
            if item is None:
                raise other_inputs(self._output, f"there are {number - 1} to read, and it holds more")
            if mark_of(self._asked, item) != mark:
                raise other_inputs(self._output, f"line {number} is not of {_named(item)} as it is now")
        for item in self._items:
            self._waiting.append(mark_of(self._asked, item))
            yield item

    def marks(self) -> Iterator[str]:
        """The marks of the items handed on, in order: one for each answer, which comes after its item."""
        while True:
            yield self._waiting.popleft()


def asked_mark(*made_of: object) -> str:
    """A mark of what is asked of every input: the command, its options, the network, and who answers."""
    from railsight.api.asking import asking_resolver
    from railsight.api.world import network_mark
    from railsight.files.resuming import mark_of

    ctx = click.get_current_context()
    options = {name: value for name, value in ctx.params.items() if name not in _CHANGE_NOTHING}
    network = network_mark(options.pop("network", None))
    online = asking_resolver() is not None
    return mark_of(__version__, ctx.info_name, options, network, online, made_of)


def _named(item: object) -> str:
    name = getattr(item, "id", None) or getattr(item, "name", None) or "the input"
    return repr(name)[:60]


def _counted(lines: Iterable[str], what: str, done: int, status: StatusLine) -> Iterator[str]:
    for count, line in enumerate(lines, done + 1):
        if count % _SHOW_EVERY == 0:
            status.show(f"{count:,} {what}")
        yield line
