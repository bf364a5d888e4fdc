"""A table of sightings as people keep them in a spreadsheet (.csv, .tsv): each row one, each column a key of a case.

Columns go by the keys of a case's sightings, and by the words that people put above a column: station, date, time,
longitude, comment. A time without an offset is on the clock that its heading names, else on that of its place. What is
wrong with a row costs that row.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from railsight.errors import InputError, PlaceNotFoundError, ReportFormatError
from railsight.files.case_places import PlaceReader
from railsight.files.case_sightings import MAX_ID, SIGHTING_KEYS, Draft
from railsight.files.placelists import cell_of, headings, rows_of, words_of
from railsight.files.schema import Problems
from railsight.files.strictyaml import Mapping, Node, Scalar
from railsight.files.texts import read_text, stem_of
from railsight.files.timecells import day_comes_first, has_day, told_of, zone_in_heading, zone_of_words
from railsight.model import Case, NamedPlace, Sighting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import tzinfo

    from railsight.files.case_places import Ask, GazetteerLike

SHEET_SUFFIXES = (".csv", ".tsv")
MAX_SHEET_BYTES = 5_000_000
MAX_ROWS = 5_000
_TOLD_OF_NONE = 4  # warnings told where no row is left
# Besides the keys themselves: what people write above a column. Words for a place, lon and lat are in headings.csv.
_COLUMNS = {
    "at": (
        *("datetime", "timedate", "timestamp", "when", "moment", "датавремя", "датаивремя", "когда", "datumuhrzeit"),
        *("datumundzeit", "datumunduhrzeit", "日期时间", "日期時間", "日時", "일시"),
    ),
    "date": ("date", "day", "on", "datum", "дата", "日期", "날짜", "日付"),
    "time": (
        *(
            "time",
            "clock",
            "hour",
            "время",
            "местноевремя",
            "zeit",
            "uhrzeit",
            "ortszeit",
            "时间",
            "時間",
            "시간",
            "時刻",
        ),
        *("当地时间", "當地時間", "현지시간", "現地時間"),
    ),
    "note": ("notes", "comment", "comments", "remark", "remarks", "примечание", "备注", "비고"),
    "source": ("sources", "url", "link", "reference", "источник", "quelle", "来源", "출처"),
    "known_at": ("published", "reported"),
    "zone": (
        "timezone",
        "tz",
        "utcoffset",
        "gmtoffset",
        "tzoffset",
        "часовойпояс",
        "zeitzone",
        "时区",
        "時區",
        "시간대",
    ),
    "event": ("movement", "событие"),
    "country": ("country", "страна", "land", "国家", "나라", "国"),
    "quote": ("text", "words"),
}
# Words that add nothing to what a column of times or places is: "Local time", "Observed at", "Date of sighting".
_FILLING = frozenset(
    ("and", "of", "the", "local", "seen", "sighted", "observed", "spotted", "noticed", "sighting", "observation")
)
_TIMES = ("at", "date", "time", "earliest", "latest", "known_at")
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
    if not ({"place"} <= columns.at.keys() or {"lon", "lat"} <= columns.at.keys()):
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
    warnings = [f"{file}: {said}" for said in columns.warnings]
    if unused := [cell.strip() for i, cell in enumerate(header) if i not in columns.at.values() and cell.strip()]:
        warnings.append(f"{file}: not used: {', '.join(map(repr, unused))}")
    look_up, named = PlaceReader(gazetteer, ask, None), list[NamedPlace]()
    sightings: dict[str, Sighting] = {}
    read = _Rows(columns, [cells for _, cells in rows[1:]], warnings)
    for number, (line, cells) in enumerate(rows[1:], 1):
        problems = Problems(file)
        if any(cell.strip() for cell in cells[len(header) :]):
            warnings.append(f"{file}:{line}: row: more cells than columns, not used: is a comma not quoted?")
        node = read.node(cells, line, problems)
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
        raise InputError("no sighting in this table", file=file, hint="; ".join(warnings[:_TOLD_OF_NONE]))
    return Case(name, sightings=tuple(sightings.values()), warnings=tuple(warnings), named=tuple(named))


def _each_once(warnings: Sequence[str]) -> list[str]:
    """What is wrong with many rows alike is told of the first, with how many more there are."""
    rows: dict[str, list[str]] = {}
    for text in warnings:
        rows.setdefault(_ROW.sub("", text, count=1), []).append(text)
    return [some[0] if len(some) == 1 else f"{some[0]} (and in {len(some) - 1} more rows)" for some in rows.values()]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column holds what; the zones that headings of times name, by the key; what there is to say of them."""

    at: dict[str, int]
    zones: dict[str, tzinfo]
    warnings: list[str]


def _columns(header: Sequence[str]) -> _Columns:
    """Which column holds what: by its key, else by a word for it; the first that fits."""
    found: dict[str, int] = {}
    zones: dict[str, tzinfo] = {}
    warnings: list[str] = []
    for i, cell in enumerate(header):
        plain, zone = zone_in_heading(cell)
        key = _key_of(plain)
        if zone and key not in _TIMES:
            key, zone = _key_of(cell), ""
        if not key or key in found:
            continue
        found[key] = i
        if zone:
            try:
                zones |= {key: known} if (known := zone_of_words(zone)) else {}
            except ValueError as error:
                warnings.append(f"{cell.strip()!r}: the clock of each place is taken, for {error}")
    if "time" in found and "date" not in found and "at" not in found:
        found["at"] = found.pop("time")  # the only column of times
        zones |= {"at": zones["time"]} if "time" in zones else {}
    if not found.keys() & {"at", "date", "earliest", "latest"}:
        warnings.append("no column of times is known: name it at, or two of them date and time")
    return _Columns(found, zones, warnings)


@cache
def _keys_by_word() -> dict[str, str]:
    """The keys of a case by the words that people write above a column."""
    known = headings()
    by_word = {word: key for key, words in _COLUMNS.items() for word in words}
    by_word |= dict.fromkeys(set(known["name"]).difference(known["from"], known["to"], known["id"]), "place")
    return by_word | {word: key for key in ("lon", "lat") for word in known[key]}


def _key_of(heading: str) -> str:
    """What a heading says its column holds; empty where that is not known."""
    by_word, words = _keys_by_word(), words_of(heading)
    for some in (words, [word for word in words if word not in _FILLING]):
        key = "_".join(some)
        if key := key if key in _KEYS else by_word.get("".join(some), ""):
            return key
    return ""


class _Rows:
    """The rows of a table one after the other: what is missing of a day is that of the row above."""

    def __init__(self, columns: _Columns, rows: Sequence[Sequence[str]], warnings: list[str]) -> None:
        self.columns, self.warnings = columns, warnings
        indexes = [columns.at[key] for key in _TIMES if key in columns.at]
        self.day_first = day_comes_first(cells[i] for cells in rows for i in indexes if i < len(cells))
        self.day = self.clock = ""  # of the row above, as written there
        self.zone: tzinfo | None = None  # that a cell of the row names

    def node(self, cells: Sequence[str], line: int, problems: Problems) -> Node:
        """A row as the mapping that stands in a case file; what is wrong with its times goes to ``problems``."""
        said = {key: _plain(cells[i]) for key, i in self.columns.at.items() if i < len(cells)}
        said = {key: text for key, text in said.items() if text}
        said |= {key: said[key].lower() for key in ("event", "status", "precision", "part_of_day") if key in said}
        self.zone = None
        if zone := said.pop("zone", ""):
            try:
                self.zone = zone_of_words(zone)
            except ValueError as error:
                problems.add(line, "row.zone", str(error))
        self._tell_times(said, line, problems)
        where: dict[str, str] = {key: said.pop(key) for key in _WHERE if key in said}
        items: dict[str, Node] = {key: Scalar(text, line, quoted=True) for key, text in said.items()}
        if where:
            if "place" in said:
                where["name"] = said["place"]
            items["place"] = _mapping({key: Scalar(text, line, quoted=True) for key, text in where.items()}, line)
        return _mapping(items, line)

    def _tell_times(self, said: dict[str, str], line: int, problems: Problems) -> None:
        """Put the times of a row as a case has them."""
        day, clock = said.pop("date", ""), said.pop("time", "")
        at, heading = (said.pop("at"), "at") if "at" in said else ("", "time")
        if at and clock and not day and self._is_whole(at):
            day, at, heading = at, "", "time"
        if at and (has_day(at) or "date" not in self.columns.at):
            self._tell("at", at, said, line, problems)
            return
        clock = at or clock
        ends = {key: said.pop(key) for key in ("earliest", "latest", "known_at") if key in said}
        if clock and not day:
            if has_day(clock):
                self._tell("at", clock, said, line, problems, heading=heading)
                return
            day = self._day_above(clock, line, problems)
        if day:
            self.day, self.clock = day, clock
        if day and not ("earliest" in ends and "latest" in ends and not clock):
            self._tell("at", _joined(day, clock), said, line, problems, clock_cell=bool(clock), heading=heading)
        for key, cell in ends.items():
            of_day = bool(day) and not has_day(cell)
            self._tell(key, _joined(day, cell) if of_day else cell, said, line, problems, clock_cell=of_day)

    def _is_whole(self, cell: str) -> bool:
        """Whether a cell tells a day and no clock."""
        try:
            return told_of(cell, day_first=self.day_first).whole
        except ValueError:
            return False

    def _day_above(self, clock: str, line: int, problems: Problems) -> str:
        """The day of the row above for a clock that has none, unless it is earlier than the clock there."""
        if not self.day or _is_earlier(clock, self.clock):
            why = "the row above has a later clock" if self.day else "no row above has one"
            self.warnings.append(problems.told(line, "row.date", f"empty, and {why}: the time is not used"))
            return ""
        self.warnings.append(problems.told(line, "row.date", f"empty: {self.day!r} of the row above is taken"))
        return self.day

    def _tell(
        self,
        key: str,
        cell: str,
        said: dict[str, str],
        line: int,
        problems: Problems,
        *,
        clock_cell: bool = False,
        heading: str = "",
    ) -> None:
        """What a cell tells of a key of a case. ``heading`` is the column whose heading names the zone of its clock, if
        it is another.
        """
        zones = self.columns.zones
        of_heading = zones.get(heading if clock_cell and heading else key) or (zones.get("date") if heading else None)
        zone = self.zone or of_heading
        try:
            told = told_of(cell, day_first=self.day_first, zone=zone, clock_cell=clock_cell)
        except ValueError as error:
            problems.add(line, f"row.{key}", str(error))
            return
        if told.note:
            self.warnings.append(problems.told(line, f"row.{key}", told.note))
        if told.until and key == "at":
            said["earliest"], said["latest"] = told.at, told.until
            said.pop("precision", None)  # a span says itself how exact it is
            return
        if told.until:
            problems.add(line, f"row.{key}", f"{cell[:40]!r} is a span: one time is wanted")
            return
        said[key] = told.at
        if told.whole and key == "at" and "T" in told.at and "precision" not in said:
            said["precision"] = "day"
        if told.part and key == "at":
            said["part_of_day"] = told.part
            said.pop("precision", None)


def _joined(day: str, clock: str) -> str:
    """The cells of a day and of a clock as one; a program may have written a day as its midnight."""
    return f"{_MIDNIGHT.sub('', day)} {clock}" if clock else day


def _is_earlier(clock: str, other: str) -> bool:
    """Whether a clock is earlier than another on the same day, where both tell one."""
    try:
        one, two = (told_of(f"2000-01-01 {cell}", clock_cell=True) for cell in (clock, other))
    except ValueError:
        return False
    return not one.whole and not two.whole and one.at < two.at


_MIDNIGHT = re.compile(r"[T ]00:00(?::00)?$")


def _mapping(items: dict[str, Node], line: int) -> Mapping:
    return Mapping(items, dict.fromkeys(items, line), line)


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text
