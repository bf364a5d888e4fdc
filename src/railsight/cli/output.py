"""What the commands print: JSON alone on stdout, words for people, notes on stderr. Nothing heavy until a table."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Self

import click

if TYPE_CHECKING:
    from rich.console import Console

    from railsight.errors import RailsightError

# C0 and C1 controls, DEL, and the marks that turn the writing direction: a report must not drive the terminal.
_CONTROLS = dict.fromkeys((*range(32), 127, *range(128, 160)), "�")
_CONTROLS |= {ord("\n"): " ", ord("\t"): " ", ord("\r"): " "}
_CONTROLS |= dict.fromkeys((*range(8234, 8239), *range(8294, 8298), 8206, 8207, 1564), "")
MAX_LINE = 1_500
_NARROW = 120  # in a terminal of fewer columns, long words go below their row
_BREAKS_ALL = 70  # in one of fewer, any cell may be broken
_WIDE, _LEAST_COLUMNS, _MOST_DIGITS = 160, 20, 5  # where no terminal says how many columns there are
_LEAST_WIDTH = 8  # of a column that gives way to others
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
    from railsight.files import check_output
    from railsight.files.forms import check_form

    check_output(name, force=force, inputs=_inputs())
    if endings:
        check_form(name, endings)


def check_page(name: str | None, *, force: bool) -> None:
    """The same of a page to write."""
    if name is not None:
        from railsight.files.forms import PAGES

        check_file(name, PAGES, force=force)


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
    from railsight.files.folders import is_folder

    folders = [name for name in inputs if is_folder(name)]
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


def emit_table(
    columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[object]], *, title: str = "", below: int = 0
) -> None:
    """A table on stdout. ``columns`` are (heading, ``"left"`` or ``"right"``, or ``"whole"`` where a cell is best not
    broken); cells are shown as plain text. In a narrow terminal the last ``below`` columns go below each row. Without
    a terminal the width is that of the variable COLUMNS, else 160 columns.
    """
    from io import StringIO

    from rich.console import Console

    at_terminal = sys.stdout.isatty()
    wide = None if at_terminal else _columns_asked() or _WIDE
    # Drawn into memory first: a terminal that cannot show a character gets a question mark, not a traceback.
    out = StringIO()
    console = Console(file=out, highlight=False, width=wide, emoji=False, force_terminal=at_terminal)
    cells = [["" if cell is None else plain(cell) for cell in row] for row in rows]
    stacked = below and console.width < _NARROW and not _fits(columns, cells, console.width)
    if stacked:
        _draw_stacked(console, columns, cells, title, below)
    else:
        _draw_table(console, columns, cells, title)
    emit(out.getvalue().rstrip("\n"))
    if stacked:
        emit()


def _columns_asked() -> int:
    """The columns that the environment asks for; 0 where it does not."""
    asked = os.environ.get("COLUMNS", "")
    columns = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < _MOST_DIGITS else 0
    return max(columns, _LEAST_COLUMNS) if columns else 0


def _fits(columns: Sequence[tuple[str, str]], cells: Sequence[Sequence[str]], room: int) -> bool:
    """Whether a table has its place in so many columns without breaking a cell."""
    from rich.cells import cell_len

    lines = [[heading for heading, _ in columns], *cells]
    return sum(3 + max(map(cell_len, column)) for column in zip(*lines, strict=True)) < room


def _draw_table(
    console: Console, columns: Sequence[tuple[str, str]], cells: Iterable[Sequence[str]], title: str
) -> None:
    """One line a row, long cells folded."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=box.SIMPLE_HEAD if _utf8() else box.ASCII,
        title=Text(title, style="bold") if title else None,
        title_justify="left",
    )
    for heading, side in columns:
        whole = side == "whole" and console.width >= _BREAKS_ALL
        table.add_column(heading, justify="right" if side == "right" else "left", overflow="fold", no_wrap=whole)
    for row in cells:
        table.add_row(*map(Text, row))
    console.print(table)


def _draw_stacked(
    console: Console, columns: Sequence[tuple[str, str]], cells: Sequence[Sequence[str]], title: str, below: int
) -> None:
    """Each row, and below it on lines of their own, set in, the last cells."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    if title:
        console.print(Text(title, style="bold"))
    upper = columns[:-below]
    lines = [[heading for heading, _ in columns], *cells]
    widths = _widths([line[:-below] for line in lines], [side for _, side in upper], console.width - 2 * len(upper))
    for number, line in enumerate(lines):
        grid = Table.grid(padding=(0, 2, 0, 0))
        for (_, side), width in zip(upper, widths, strict=True):
            grid.add_column(width=width, justify="right" if side == "right" else "left", overflow="fold")
        style = "" if number else "bold"
        grid.add_row(*(Text(cell, style=style) for cell in line[:-below]))
        console.print(grid)
        if words := " - ".join(filter(None, line[-below:])):
            console.print(Padding(Text(words, style=style, overflow="fold"), (0, 0, 0, 4)))
        if not number:
            console.print(("─" if _utf8() else "-") * (console.width - 1))


def _widths(lines: Sequence[Sequence[str]], sides: Sequence[str], room: int) -> list[int]:
    """How wide each column is: the widest that may be broken gives way first."""
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    while sum(widths) > max(room, len(widths)):
        may_give = [k for k, side in enumerate(sides) if side != "whole" and widths[k] > _LEAST_WIDTH]
        widths[max(may_give or range(len(widths)), key=widths.__getitem__)] -= 1
    return widths


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
