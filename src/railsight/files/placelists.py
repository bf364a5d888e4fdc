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
    line: int = 0


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
def headings() -> dict[str, list[str]]:
    """Words that say what a column holds: ``name`` (of several such columns the first word wins), ``lon``, ``lat``,
    ``within`` (a country or kind, which settles a name).
    """
    found: dict[str, list[str]] = {}
    with Path(__file__).with_name("headings.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            found.setdefault(row["holds"], []).extend(row["words"].split())
    return found


Row = tuple[int, list[str]]  # line of the file, cells


def read_places(path: str, *, known: Callable[[str], bool]) -> tuple[tuple[Listed, ...], str]:
    """The places of a table (``-`` is standard input), and a note of what was taken as what, empty when all is plain.

    The delimiter is a comma, semicolon, tab or bar, whichever divides the rows alike. A header is known by its words
    or, failing these, as a first cell that is no place (``known`` says so) over others that are. Where there are
    positions they are used, and names are labels; else a column of countries or kinds settles names. What is wrong with
    one row is said there and loses no other. InputError names file and line of what is no table.
    """
    return places_of(read_text(path, limit=MAX_PLACES_BYTES, wanted="a place in each row"), path, known=known)


def places_of(text: str, path: str, *, known: Callable[[str], bool]) -> tuple[tuple[Listed, ...], str]:
    """As ``read_places`` of a file that was read."""
    rows = rows_of(text, path)
    columns, headed = _header(rows, known)
    _check_no_pairs(rows[0][1], columns, path)
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
    cells: list[Row] = [(1, [str(heading) for heading in headings])]
    cells += [(line, [cell_of(value) for value in row]) for line, row in enumerate(rows, 2)]
    columns, headed = _header(cells, known)
    _check_no_pairs(cells[0][1], columns, "the table")
    return tuple(_listed(cells[1:], columns if headed else _Columns(name=0), "the table"))


def cell_of(value: object) -> str:
    """A value of a table as the cell of a file; nothing for what is missing."""
    return "" if value is None or value != value else str(value)


def rows_of(text: str, path: str) -> list[Row]:
    """The rows that are not blank."""
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row] = []
    begins, last = 1, 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((reader.line_num, row))
                last = begins
            begins = reader.line_num + 1
    except csv.Error as error:
        most = csv.field_size_limit()
        what = f"a cell of more than {most:,} characters" if "field limit" in str(error) else f"no table: {error}"
        raise InputError(what, file=path, line=reader.line_num) from error
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


def _header(rows: Sequence[Row], known: Callable[[str], bool]) -> tuple[_Columns, bool]:
    """The columns, and whether the first row is a header."""
    cells = [cell.strip() for cell in rows[0][1]]
    ranks = {i: rank for i, cell in enumerate(cells) if (rank := _rank(cell)) is not None}
    longitudes, latitudes = ([[word] for word in headings()[which]] for which in ("lon", "lat"))
    lon = next((i for i, cell in enumerate(cells) if words_of(cell) in longitudes), None)
    lat = next((i for i, cell in enumerate(cells) if words_of(cell) in latitudes), None)
    if lon is None or lat is None:
        lon = lat = None
    if lon is not None or 0 in ranks or (ranks and not known(cells[0])):
        name = min(ranks, key=lambda i: ranks[i], default=None)
        settling = [[word] for word in headings()["within"]]
        within = [i for i, cell in enumerate(cells) if words_of(cell) in settling and i not in (name, lon, lat)]
        return _Columns(name, lon, lat, tuple(within) if name is not None else ()), True
    if all(_NUMBER.fullmatch(cell) for cell in cells[:2]) and len(cells) > 1:
        return _Columns(lon=0, lat=1), False
    below = [row[0].strip() for _, row in rows[1:_ROWS_LOOKED_AT]]
    headed = bool(below) and not known(cells[0]) and all(known(name) for name in below)
    return _Columns(name=0), headed


def _check_no_pairs(header: Sequence[str], columns: _Columns, path: str) -> None:
    """Refuse a table of pairs, of which one end alone would be taken for the places."""
    pair = pair_columns(header)
    ends = {at for key, at in pair.items() if key.startswith(("from", "to"))}
    sides = {key.partition("_")[0] for key in pair} & {"from", "to"}
    if len(sides) == 2 and columns.lon is None and (columns.name is None or columns.name in ends):
        named = " and ".join(repr(header[at].strip()) for at in sorted(ends))
        raise InputError(
            f"a table of pairs, with the columns {named}: what is wanted is one column of places",
            file=path,
            hint="ask for the pairs with `railsight distance --jsonl FILE`",
        )


def pair_columns(header: Sequence[str]) -> dict[str, int]:
    """Which columns of a header hold the ends of pairs: from, to, via, id; from_lon, from_lat, to_lon, to_lat."""
    found: dict[str, int] = {}
    for number, cell in enumerate(header):
        if key := _end_in(words_of(cell)):
            found.setdefault(key, number)
    for side in ("from", "to"):
        if f"{side}_lon" not in found or f"{side}_lat" not in found:
            found.pop(f"{side}_lon", None)
            found.pop(f"{side}_lat", None)
    return found


def _end_in(words: Sequence[str]) -> str:
    """What a heading of these words says its column holds of a pair; empty for anything else."""
    known = headings()
    key = next((key for key in ("from", "to", "via", "id") if words and words[0] in known[key]), "")
    if len(words) == 1 or not key:
        return key
    for axis in ("lon", "lat"):
        if len(words) == 2 and words[1] in known[axis]:
            return f"{key}_{axis}"
    return key if set(words[1:]) <= set(known["name"]) and words[-1] not in known["id"] else ""


def words_of(cell: str) -> list[str]:
    """The words of a heading, what stands in brackets left out: ``Station_name``, ``lon (deg)``."""
    return [word.casefold() for word in _TOKEN.findall(re.sub(r"\([^)]*\)|\[[^]]*\]", "", cell))]


def _rank(cell: str) -> int | None:
    """Where a heading of names stands among such words; None for any other cell."""
    tokens = words_of(cell)
    names = headings()["name"]
    return min(map(names.index, tokens)) if tokens and set(tokens) <= set(names) else None


def _listed(rows: Sequence[Row], columns: _Columns, path: str) -> Iterator[Listed]:
    for line, row in rows:
        name = row[columns.name].strip() if columns.name is not None and columns.name < len(row) else ""
        try:
            at = "" if columns.lon is None or columns.lat is None else position_of(row[columns.lon], row[columns.lat])
            if columns.name is not None and columns.name >= len(row):
                raise IndexError
        except (IndexError, ValueError) as error:
            what = "too few columns" if isinstance(error, IndexError) else str(error)
            shown = name or ", ".join(cell.strip() for cell in row if cell.strip())[:60]
            yield Listed(shown, "", InputError(what, file=Path(path).name, line=line), line)
            continue
        if not name and not at:
            yield Listed("", "", InputError("no place in this row", file=Path(path).name, line=line), line)
            continue
        more = [row[i].strip() for i in columns.within if i < len(row) and row[i].strip()]
        settled = ", ".join((name, *more)) if name else ""
        yield Listed((name if at else settled) or at, at or settled, line=line)


def position_of(lon: str, lat: str) -> str:
    """``lon,lat`` of two cells, empty when both are. ValueError when one is no number."""
    cells = lon.strip(), lat.strip()
    if not any(cells):
        return ""
    for cell in cells:
        if not _NUMBER.fullmatch(cell):
            raise ValueError(f"{cell!r} is no longitude or latitude: give degrees, such as 130.64")
    return ",".join(cell.replace(",", ".") for cell in cells)
