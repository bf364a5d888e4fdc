"""What the commands print: JSON alone on stdout, words for people, notes on stderr. Nothing heavy until a table."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Self

import click

if TYPE_CHECKING:
    from railsight.errors import RailsightError

# C0 and C1 controls, DEL, and the marks that turn the writing direction: a report must not drive the terminal.
_CONTROLS = dict.fromkeys((*range(32), 127, *range(128, 160)), "�")
_CONTROLS |= {ord("\n"): " ", ord("\t"): " ", ord("\r"): " "}
_CONTROLS |= dict.fromkeys((*range(8234, 8239), *range(8294, 8298), 8206, 8207, 1564), "")
MAX_LINE = 1_500
PAGES = (".html", ".htm")
_OUTPUTS = frozenset(("output", "map_file", "png", "svg", "pdf"))  # the options that name what is written
READ_BY_OPTIONS = "railsight.read"  # under this key a context keeps files that options have read already


class _ClosedOutput:
    """Stands for a standard output that was closed before we began (``>&-``): writing to it is an error of its own."""

    encoding = "utf-8"

    def write(self, _text: str) -> int:
        """Raise OutputError."""
        from railsight.errors import OutputError

        raise OutputError("the output could not be written: standard output is closed", hint="leave out >&-")

    def flush(self) -> None:
        """Nothing was written."""

    def isatty(self) -> bool:
        """No."""
        return False


def mind_closed_streams() -> None:
    """Where standard input, output or error is closed, keep its number from a file we open, and have writing say so."""
    if None not in (sys.stdin, sys.stdout, sys.stderr):
        return
    while (number := os.open(os.devnull, os.O_RDWR)) < 3:
        pass
    os.close(number)
    if sys.stdout is None:
        sys.stdout = _ClosedOutput()


def plain(text: object) -> str:
    """Text from outside as one harmless line."""
    return str(text).translate(_CONTROLS).encode("utf-8", "replace").decode("utf-8")


def one_line(message: str, hint: str = "") -> str:
    """A message and what to do next, in one line."""
    line = f"{plain(message)} ({plain(hint)})" if hint else plain(message)
    return line if len(line) <= MAX_LINE else line[: MAX_LINE - 1] + "…"


def say(text: str) -> None:
    """A line for the person at the terminal, on stderr."""
    click.echo(text, err=True)


def warn(warnings: Iterable[str]) -> None:
    """One line each on stderr."""
    for text in warnings:
        say(f"note: {one_line(text)}")


def check_file(name: str | None, endings: tuple[str, ...] = (), *, force: bool) -> None:
    """Refuse a file to write before any work is done: one that is read, one that is there already, or whose ending
    says none of the forms there are."""
    if name is None:
        return
    from railsight.errors import UsageError
    from railsight.files import check_output

    check_output(name, force=force, inputs=_inputs())
    if endings and not name.lower().endswith(endings):
        raise UsageError(f"{name}: the ending says the form: {', '.join(endings)}")


def _inputs() -> list[str]:
    """Everything the command at hand was given that may name a file to read."""
    ctx = click.get_current_context(silent=True)
    if ctx is None:
        return []
    given = [value for name, value in ctx.params.items() if name not in _OUTPUTS]
    texts = chain.from_iterable(value if isinstance(value, tuple) else (value,) for value in given)
    return [*(x for x in texts if isinstance(x, str) and x != "-"), *ctx.meta.get(READ_BY_OPTIONS, ())]


def warn_of_folders(inputs: Iterable[str], *, cases: bool = False) -> None:
    """Say what of the folders among the inputs is not read. ``cases``: the case files in them are."""
    folders = [name for name in inputs if name != "-" and os.path.isdir(name)]  # noqa: PTH112
    if not folders:
        return
    from railsight.files.reports import CASE_FILE, IN_FOLDERS, READ_SUFFIXES, passed_over

    whole = [f for f in folders if cases or not os.path.isfile(os.path.join(f, CASE_FILE))]  # noqa: PTH113, PTH118
    warn(filter(None, (passed_over(folder, READ_SUFFIXES if cases else IN_FOLDERS) for folder in whole)))


def emit_json(record: Any) -> None:
    """One JSON document on stdout, readable, in UTF-8 or escaped where the terminal cannot show it."""
    from railsight.files.jsontext import json_text

    text = json_text(record, indent=2, ensure_ascii=not _utf8())
    click.echo(text.encode("utf-8", "replace").decode("utf-8"))


def emit_json_lists(lists: Mapping[str, Iterable[Any]]) -> None:
    """As ``emit_json`` of an object of lists, written as they are made: memory does not grow with their length."""
    from railsight.files.jsontext import json_pieces

    for piece in json_pieces(lists, ensure_ascii=not _utf8(), indent=2):
        click.echo(piece.encode("utf-8", "replace").decode("utf-8"), nl=False)
    click.echo()


def _utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def emit(text: str = "") -> None:
    """A line of the answer on stdout."""
    if not text.isascii():
        encoding = sys.stdout.encoding or "utf-8"
        text = text.encode(encoding, "replace").decode(encoding)
    click.echo(text)


def emit_table(columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[object]], *, title: str = "") -> None:
    """A table on stdout. ``columns`` are (heading, ``"left"`` or ``"right"``); cells are shown as plain text."""
    from io import StringIO

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    at_terminal = sys.stdout.isatty()
    wide = None if at_terminal else 160
    # Drawn into memory first: a terminal that cannot show a character gets a question mark, not a traceback.
    out = StringIO()
    console = Console(file=out, highlight=False, width=wide, emoji=False, force_terminal=at_terminal)
    table = Table(
        box=box.SIMPLE_HEAD if _utf8() else box.ASCII,
        title=Text(title, style="bold") if title else None,
        title_justify="left",
    )
    for heading, side in columns:
        table.add_column(heading, justify="right" if side == "right" else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else plain(cell)) for cell in row))
    console.print(table)
    emit(out.getvalue().rstrip("\n"))


class LeftOut:
    """What of folders and JSON Lines could not be read: said at once, and in the end the exit status."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, error: RailsightError) -> None:
        self._count += 1
        warn([f"left out: {one_line(error.message, error.hint)}"])

    def end(self) -> None:
        """Raise InputError when something was left out."""
        from railsight.errors import InputError

        if self._count:
            some = "1 input" if self._count == 1 else f"{self._count} inputs"
            raise InputError(f"{some} could not be read and {'was' if self._count == 1 else 'were'} left out")


class StatusLine:
    """A line on stderr that says how far a long task is, and goes with it; nothing where stderr is no terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)

    def show(self, text: str) -> None:
        """Show this instead of what was shown before."""
        if self._shown:
            click.echo(f"\r\x1b[K{plain(text)}", nl=False, err=True)
