"""Lists of places: a table with a column of names, columns of positions, or both; with a header or without."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from railsight.errors import InputError
from railsight.files.texts import read_text

MAX_PLACES_BYTES = 20_000_000
_DELIMITERS, _NONE = "\t;|,", "\x1f"
_ROWS_LOOKED_AT = 20

_TOKEN = re.compile(r"[A-ZА-ЯЁ]?[^\W\d_A-ZА-ЯЁ]+|[^\W\d_]+")  # words, those of StationName too
_NUMBER = re.compile(r"\s*[-+]?\d+([.,]\d+)?([eE][-+]?\d{1,2})?\s*")


@dataclass(frozen=True, slots=True)
class Listed:
    """One place of a list: what it is called there and where it is, as a name or ``lon,lat``; or what is wrong."""

    label: str
    where: str
    error: InputError | None = None


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns hold what; None where there is none."""

    name: int | None = None
    lon: int | None = None
    lat: int | None = None
    within: tuple[int, ...] = ()  # what settles a name: its kind, its country

    @property
    def used(self) -> frozenset[int | None]:
        return frozenset((self.name, self.lon, self.lat, *self.within))


@lru_cache(maxsize=1)
def _headings() -> dict[str, list[str]]:
    """Words that say what a column holds: ``name`` (of several such columns the first word wins), ``lon``, ``lat``,
    ``within`` (a country or kind, which settles a name).
    """
    found: dict[str, list[str]] = {}
    with Path(__file__).with_name("headings.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            found.setdefault(row["holds"], []).extend(row["words"].split())
    return found


_Row = tuple[int, list[str]]  # line of the file, cells


def read_places(path: str, *, known: Callable[[str], bool]) -> tuple[tuple[Listed, ...], str]:
    """The places of a table (``-`` is standard input), and a note of what was taken as what, empty when all is plain.

    The delimiter is a comma, semicolon, tab or bar, whichever divides the rows alike. A header is known by its words
    or, failing these, as a first cell that is no place (``known`` says so) over others that are. Where there are
    positions they are used, and names are labels; else a column of countries or kinds settles names. What is wrong with
    one row is said there and loses no other. InputError names file and line of what is no table.
    """
    rows = _rows(read_text(path, limit=MAX_PLACES_BYTES, wanted="a place in each row"), path)
    columns, headed = _header(rows, known)
    head = f"the header {', '.join(repr(cell.strip()) for cell in rows[0][1])}"
    if headed and len(rows) == 1:
        raise InputError(f"no places in it, only {head}", file=path, hint="give a place in each row below")
    note = f"taken as {head}" if headed else ""
    if headed and (unused := [cell.strip() for i, cell in enumerate(rows[0][1]) if i not in columns.used]):
        note += f"; not used: {', '.join(map(repr, unused))}"
    if not headed and len(rows[0][1]) > 1:
        note = f"no header: {'the first column is taken' if columns.lon is None else 'taken as lon, lat'}"
    return tuple(_listed(rows[1:] if headed else rows, columns, path)), note


def places_in(
    headings: Sequence[object], rows: Iterable[Sequence[object]], *, known: Callable[[str], bool]
) -> tuple[Listed, ...]:
    """The places of a table in memory with headings, as ``read_places`` has those of a file; ``known`` as there."""
    cells: list[_Row] = [(1, [str(heading) for heading in headings])]
    cells += [(line, [_cell(value) for value in row]) for line, row in enumerate(rows, 2)]
    columns, headed = _header(cells, known)
    return tuple(_listed(cells[1:], columns if headed else _Columns(name=0), "the table"))


def _cell(value: object) -> str:
    """A value of a table as the cell of a file; nothing for what is missing."""
    return "" if value is None or value != value else str(value)


def _rows(text: str, path: str) -> list[_Row]:
    """The rows that are not blank."""
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[_Row] = []
    begins, last = 1, 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((reader.line_num, row))
                last = begins
            begins = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"no table: {error}", file=path, line=reader.line_num) from error
    if _is_open(text.split("\n")[last - 1 :], delimiter):
        raise InputError(
            'a quote (") is opened and never closed', file=path, line=last, hint='close it, or take it away: "'
        )
    return rows


def _is_open(lines: Sequence[str], delimiter: str) -> bool:
    """Whether a quoted cell of the last row, which these lines are, goes on to the end of the table."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _delimiter(text: str) -> str:
    """What divides the first row, and most others into as many cells. Rows below an undivided one are whole."""
    head = [line for line in text[:100_000].split("\n") if line.strip()][:_ROWS_LOOKED_AT]

    def alike(delimiter: str) -> int:
        counts = [len(row) for row in csv.reader(head, delimiter=delimiter)]
        return counts.count(counts[0]) if counts[0] > 1 else 0

    best = max(_DELIMITERS, key=alike)
    return best if alike(best) else _NONE


def _header(rows: Sequence[_Row], known: Callable[[str], bool]) -> tuple[_Columns, bool]:
    """The columns, and whether the first row is a header."""
    cells = [cell.strip() for cell in rows[0][1]]
    ranks = {i: rank for i, cell in enumerate(cells) if (rank := _rank(cell)) is not None}
    longitudes, latitudes = ([[word] for word in _headings()[which]] for which in ("lon", "lat"))
    lon = next((i for i, cell in enumerate(cells) if _tokens(cell) in longitudes), None)
    lat = next((i for i, cell in enumerate(cells) if _tokens(cell) in latitudes), None)
    if lon is None or lat is None:
        lon = lat = None
    if lon is not None or 0 in ranks or (ranks and not known(cells[0])):
        name = min(ranks, key=lambda i: ranks[i], default=None)
        settling = [[word] for word in _headings()["within"]]
        within = [i for i, cell in enumerate(cells) if _tokens(cell) in settling and i not in (name, lon, lat)]
        return _Columns(name, lon, lat, tuple(within) if name is not None else ()), True
    if all(_NUMBER.fullmatch(cell) for cell in cells[:2]) and len(cells) > 1:
        return _Columns(lon=0, lat=1), False
    below = [row[0].strip() for _, row in rows[1:_ROWS_LOOKED_AT]]
    headed = bool(below) and not known(cells[0]) and all(known(name) for name in below)
    return _Columns(name=0), headed


def _tokens(cell: str) -> list[str]:
    """The words of a heading, what stands in brackets left out: ``Station_name``, ``lon (deg)``."""
    return [word.casefold() for word in _TOKEN.findall(re.sub(r"\([^)]*\)|\[[^]]*\]", "", cell))]


def _rank(cell: str) -> int | None:
    """Where a heading of names stands among such words; None for any other cell."""
    tokens = _tokens(cell)
    names = _headings()["name"]
    return min(map(names.index, tokens)) if tokens and set(tokens) <= set(names) else None


def _listed(rows: Sequence[_Row], columns: _Columns, path: str) -> Iterator[Listed]:
    for line, row in rows:
        name = row[columns.name].strip() if columns.name is not None and columns.name < len(row) else ""
        try:
            at = "" if columns.lon is None or columns.lat is None else _position(row[columns.lon], row[columns.lat])
            if columns.name is not None and columns.name >= len(row):
                raise IndexError
        except (IndexError, ValueError) as error:
            what = "too few columns" if isinstance(error, IndexError) else str(error)
            shown = name or ", ".join(cell.strip() for cell in row if cell.strip())[:60]
            yield Listed(shown, "", InputError(what, file=Path(path).name, line=line))
            continue
        more = [row[i].strip() for i in columns.within if i < len(row) and row[i].strip()]
        settled = ", ".join((name, *more)) if name else ""
        yield Listed((name if at else settled) or at, at or settled)


def _position(lon: str, lat: str) -> str:
    """``lon,lat`` of two cells, empty when both are. ValueError when one is no number."""
    cells = lon.strip(), lat.strip()
    if not any(cells):
        return ""
    for cell in cells:
        if not _NUMBER.fullmatch(cell):
            raise ValueError(f"{cell!r} is no longitude or latitude: give degrees, such as 130.64")
    return ",".join(cell.replace(",", ".") for cell in cells)
