"""A table of sightings as people keep them in a spreadsheet (.csv, .tsv): each row one, each column a key of a case.

Columns go by the keys of a case's sightings, and by the words that people put above a column: station, date, time,
longitude, comment. A time without an offset is on the clock of its place. What is wrong with a row costs that row.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from railsight.errors import InputError, PlaceNotFoundError, ReportFormatError
from railsight.files.case_places import PlaceReader
from railsight.files.case_sightings import MAX_ID, SIGHTING_KEYS, Draft
from railsight.files.placelists import cell_of, headings, rows_of, words_of
from railsight.files.schema import Problems
from railsight.files.strictyaml import Mapping, Node, Scalar
from railsight.files.texts import read_text, stem_of
from railsight.model import Case, NamedPlace, Sighting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from railsight.files.case_places import Ask, GazetteerLike

SHEET_SUFFIXES = (".csv", ".tsv")
MAX_SHEET_BYTES = 5_000_000
MAX_ROWS = 5_000
# Besides the keys themselves: what people write above a column. Words for a place, lon and lat are in headings.csv.
_COLUMNS = {
    "at": ("datetime", "timestamp", "when", "moment", "timeutc"),
    "date": ("date", "day", "datum", "дата", "日期", "날짜", "日付"),
    "time": ("time", "clock", "hour", "время", "zeit", "uhrzeit", "时间", "時間", "시간", "時刻"),
    "note": ("notes", "comment", "comments", "remark", "remarks", "примечание", "备注", "비고"),
    "source": ("sources", "url", "link", "reference", "источник", "quelle", "来源", "출처"),
    "known_at": ("published", "reported"),
    "event": ("movement", "событие"),
    "country": ("country", "страна", "land", "国家", "나라", "国"),
    "quote": ("text", "words"),
}
_OF_A_JOURNEY = frozenset({"likely", "observed"})  # columns of what `track -o journey.csv` writes
_WHERE = ("lon", "lat", "country", "kind", "radius_m")
_ROW = re.compile(r"(?<=:)\d+(?=: row)")  # "sheet.csv:12: row.place: ..."
_KEYS = SIGHTING_KEYS - {"report"} | {"date", "time", *_WHERE}


def read_sheet(path: str | os.PathLike[str], *, gazetteer: GazetteerLike | None = None, ask: Ask | None = None) -> Case:
    """The sightings of a table as a case that is named after the file.

    ``gazetteer`` and ``ask`` as in ``read_case``. A row that is wrong, or whose place is not known, is left out;
    ``Case.warnings`` says which and why, and which columns were not used. InputError for what is no such table and
    where no row is left.
    """
    file = os.fspath(path)
    rows = rows_of(read_text(file, limit=MAX_SHEET_BYTES, wanted="a sighting in each row"), file)
    return _case_of(rows, file, stem_of(file), gazetteer, ask)


def sheet_of(
    headings: Iterable[object],
    rows: Iterable[Iterable[object]],
    *,
    gazetteer: GazetteerLike | None = None,
    ask: Ask | None = None,
) -> Case:
    """As ``read_sheet``, of a table in memory, whose rows are counted from 1."""
    cells = [(0, [str(heading) for heading in headings])]
    cells += [(line, [cell_of(value) for value in row]) for line, row in enumerate(rows, 1)]
    return _case_of(cells, "table", "table", gazetteer, ask)


def _case_of(
    rows: Sequence[tuple[int, list[str]]], file: str, name: str, gazetteer: GazetteerLike | None, ask: Ask | None
) -> Case:
    header = rows[0][1]
    columns = _columns(header)
    if not ({"place"} <= columns.keys() or {"lon", "lat"} <= columns.keys()):
        given = ", ".join(repr(cell.strip()) for cell in header)
        raise InputError(
            f"no column of places in the header {given}",
            file=file,
            line=rows[0][0],
            hint="name the columns place (or lon and lat), at, event, status, source, note",
        )
    if {*header} >= _OF_A_JOURNEY:
        raise ReportFormatError(
            "this is a table (CSV) of a journey, most of it inferred",
            file=file,
            hint="give journey.json as `track -o journey.json` writes it",
        )
    if len(rows) - 1 > MAX_ROWS:
        raise InputError(f"more than {MAX_ROWS} rows", file=file, hint="divide it")
    warnings: list[str] = []
    if unused := [cell.strip() for i, cell in enumerate(header) if i not in columns.values() and cell.strip()]:
        warnings.append(f"{file}: not used: {', '.join(map(repr, unused))}")
    look_up, named = PlaceReader(gazetteer, ask, None), list[NamedPlace]()
    sightings: dict[str, Sighting] = {}
    for number, (line, cells) in enumerate(rows[1:], 1):
        problems = Problems(file)
        if any(cell.strip() for cell in cells[len(header) :]):
            warnings.append(f"{file}:{line}: row: more cells than columns, not used: is a comma not quoted?")
        node = _node(columns, cells, line)
        draft = Draft(node, "row", f"{name}-{number}"[:MAX_ID], problems, local=True)
        if draft.id in sightings:
            draft.f.refuse("id", f"{draft.id!r} is used twice")
        try:
            made = None if problems.found else draft.sighting(look_up, warnings, named)
        except PlaceNotFoundError as missing:
            warnings.append(f"{missing}: left out")
            continue
        if problems.found:
            warnings += [f"{problems.told(*problem)}: left out" for problem in problems.found[:1]]
        elif made is not None:
            sightings[made.id] = made
    warnings = _each_once(warnings)
    if not sightings:
        raise InputError("no sighting in this table", file=file, hint="; ".join(warnings[:3]))
    return Case(name, sightings=tuple(sightings.values()), warnings=tuple(warnings), named=tuple(named))


def _each_once(warnings: Sequence[str]) -> list[str]:
    """What is wrong with many rows alike is told of the first, with how many more there are."""
    rows: dict[str, list[str]] = {}
    for text in warnings:
        rows.setdefault(_ROW.sub("", text, count=1), []).append(text)
    return [some[0] if len(some) == 1 else f"{some[0]} (and in {len(some) - 1} more rows)" for some in rows.values()]


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Which column holds what: by its key, else by a word for it; the first that fits."""
    known = headings()
    by_word = {word: key for key, words in _COLUMNS.items() for word in words}
    by_word |= dict.fromkeys(set(known["name"]).difference(known["from"], known["to"], known["id"]), "place")
    by_word |= {word: key for key in ("lon", "lat") for word in known[key]}
    found: dict[str, int] = {}
    for i, cell in enumerate(header):
        words = words_of(cell)
        key = "_".join(words)
        if key not in _KEYS:
            key = by_word.get("".join(words), "")
        if key:
            found.setdefault(key, i)
    if "time" in found and "date" not in found and "at" not in found:
        found["at"] = found.pop("time")  # the only column of times
    return found


def _node(columns: dict[str, int], cells: Sequence[str], line: int) -> Node:
    """A row as the mapping that stands in a case file."""
    said = {key: _plain(cells[i]) for key, i in columns.items() if i < len(cells)}
    said = {key: text for key, text in said.items() if text}
    day, clock = said.pop("date", ""), said.pop("time", "")
    if day and "at" not in said:
        said["at"] = f"{day} {clock}".strip()
    said |= {key: said[key].lower() for key in ("event", "status", "precision") if key in said}
    said |= {key: _iso(said[key]) for key in ("at", "earliest", "latest", "known_at") if key in said}
    where: dict[str, str] = {key: said.pop(key) for key in _WHERE if key in said}
    items: dict[str, Node] = {key: Scalar(text, line, quoted=True) for key, text in said.items()}
    if where:
        if "place" in said:
            where["name"] = said["place"]
        items["place"] = _mapping({key: Scalar(text, line, quoted=True) for key, text in where.items()}, line)
    return _mapping(items, line)


def _mapping(items: dict[str, Node], line: int) -> Mapping:
    return Mapping(items, dict.fromkeys(items, line), line)


_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_SHORT_HOUR = re.compile(r"(?<=[ T])(\d:\d\d)")


def _iso(said: str) -> str:
    """A time as a case has it: "12.09.2023 6:05" is 2023-09-12T06:05. Of "09/12/2023" nobody knows which is the day."""
    day = _DOTTED.sub(lambda m: f"{m[3]}-{int(m[2]):02}-{int(m[1]):02}", said, count=1)
    return _SHORT_HOUR.sub(r"0\1", day, count=1).replace(" ", "T", 1)


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text
