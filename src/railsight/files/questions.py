"""Many questions in one file: pairs of places, or names; CSV with a header, or one JSON object a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from railsight.errors import InputError
from railsight.files.jsonlines import numbered_lines, object_of
from railsight.files.placelists import MAX_PLACES_BYTES, pair_columns, places_of, position_of, rows_of
from railsight.files.texts import read_text
from railsight.model.checks import clean_surrogates

LINES = (".jsonl", ".ndjson")
_PAIR = '{"from": "Khasan", "to": "Omsk", "via": ["Chita"]}'
_NAME = '{"name": "Tumen", "country": "CN"}'
_BETWEEN = re.compile(r"[|;]")  # what divides the places of one cell
OnError = Callable[[InputError], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of many: its places as they were written, what it is called, and the line it stands in.

    ``places`` are from, those on the way, and to; of a question after a name it is the name alone, which may have a
    ``country``.
    """

    at: str
    places: tuple[str, ...]
    id: str | float | None = None
    country: str | None = None

    def told(self) -> dict[str, Any]:
        """What was asked, beside the answer."""
        told: dict[str, Any] = {} if self.id is None else {"id": self.id}
        if len(self.places) == 1:
            return told | {"name": self.places[0], "country": self.country, "at": self.at}
        first, *via, last = self.places
        return told | {"from": first, "to": last, "via": via, "at": self.at}


def read_pairs(path: str, on_error: OnError) -> Iterator[Asked]:
    """The pairs of a table with the columns from, to, via and id, or of lines of JSON with keys of these names.

    A place is a name or ``lon,lat``; in a table two columns such as ``from_lon`` and ``from_lat``, in JSON two numbers.
    ``on_error`` takes a row that is no pair, and reading goes on. InputError for a file that is none of pairs.
    """
    lines = _lines_of(path)
    if not isinstance(lines, str):
        return _each(_objects(lines, path, _PAIR, on_error), path, _pair_of_object, on_error)
    rows = rows_of(lines, path)
    columns = pair_columns(rows[0][1]) if rows else {}
    if missing := [side for side in ("from", "to") if side not in columns and f"{side}_lon" not in columns]:
        raise InputError(
            f"no column {' and none '.join(repr(side) for side in missing)}",
            file=path,
            hint=f"columns from, to and via, or lines of {_PAIR}",
        )
    return _each(rows[1:], path, lambda row: _pair_of_row(row, columns), on_error)


def read_names(path: str, on_error: OnError, *, known: Callable[[str], bool]) -> Iterator[Asked]:
    """The names of a table of places (see ``read_places``), or of lines of JSON with a name and perhaps a country."""
    lines = _lines_of(path)
    if not isinstance(lines, str):
        return _each(_objects(lines, path, _NAME, on_error), path, _name_of_object, on_error)
    return _listed(lines, path, known, on_error)


def _lines_of(path: str) -> str | Iterable[tuple[int, bytes]]:
    """The text of a table, or the lines of JSON with their numbers, which are streamed from a file that is named so."""
    if path.lower().endswith(LINES):
        return numbered_lines(path)
    text = read_text(path, limit=MAX_PLACES_BYTES, wanted="a question in each row")
    return enumerate(text.encode().split(b"\n"), 1) if text.lstrip().startswith("{") else text


def _objects(
    lines: Iterable[tuple[int, bytes]], path: str, wanted: str, on_error: OnError
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in lines:
        if line.strip():
            try:
                yield number, object_of(line, path, number, wanted=wanted)
            except InputError as error:
                on_error(error)


def _each(
    found: Iterable[tuple[int, Any]], path: str, make: Callable[[Any], Asked], on_error: OnError
) -> Iterator[Asked]:
    for number, one in found:
        try:
            asked = make(one)
        except ValueError as error:
            on_error(InputError(str(error), file=path, line=number))
        else:
            yield Asked(f"{Path(path).name}:{number}", asked.places, asked.id, asked.country)


def _pair_of_row(row: Sequence[str], columns: Mapping[str, int]) -> Asked:
    cells = {key: row[at].strip() if at < len(row) else "" for key, at in columns.items()}
    for side in ("from", "to"):
        if f"{side}_lon" in columns and (at := position_of(cells[f"{side}_lon"], cells[f"{side}_lat"])):
            cells[side] = at
    via = [place.strip() for place in _BETWEEN.split(cells.get("via", ""))]
    return _pair(cells.get("from", ""), [place for place in via if place], cells.get("to", ""), cells.get("id") or None)


def _pair_of_object(record: Mapping[str, Any]) -> Asked:
    via = record.get("via")
    if not isinstance(via, list) or _is_position(via):
        via = [] if via in (None, "") else [via]
    on_the_way = [_place("via", one) for one in via]
    return _pair(_place("from", record.get("from")), on_the_way, _place("to", record.get("to")), _id(record))


def _pair(origin: str, via: Sequence[str], target: str, key: str | float | None) -> Asked:
    if missing := [side for side, place in (("from", origin), ("to", target)) if not place]:
        raise ValueError(f"{' and '.join(missing)} is missing" if len(missing) == 1 else "from and to are missing")
    return Asked("", (origin, *via, target), key)


def _name_of_object(record: Mapping[str, Any]) -> Asked:
    key = next((key for key in ("name", "place", "station", "town") if key in record), "name")
    name = _place(key, record.get(key))
    if not name:
        raise ValueError("name is missing")
    country = record.get("country")
    if country is not None and not isinstance(country, str):
        raise ValueError(f"country is {country!r:.60}: a text was expected")
    return Asked("", (name,), _id(record), country or None)


def _place(key: str, value: object) -> str:
    """A place of a JSON object in words."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean_surrogates(value.strip())
    if _is_position(value):
        return ",".join(repr(float(x)) for x in value)  # type: ignore[attr-defined]
    raise ValueError(f"{key} is {value!r:.60}: a name or [lon, lat] was expected")


def _is_position(value: object) -> bool:
    pair = isinstance(value, list) and len(value) == 2
    return pair and all(isinstance(x, int | float) and not isinstance(x, bool) for x in value)  # type: ignore[attr-defined]


def _id(record: Mapping[str, Any]) -> str | float | None:
    key = record.get("id")
    if key is None or isinstance(key, bool) or not isinstance(key, str | int | float):
        if key is not None:
            raise ValueError(f"id is {key!r:.60}: a text or number was expected")
        return None
    return clean_surrogates(key) if isinstance(key, str) else key


def _listed(text: str, path: str, known: Callable[[str], bool], on_error: OnError) -> Iterator[Asked]:
    for one in places_of(text, path, known=known)[0]:
        if one.error is not None:
            on_error(one.error)
        else:
            called = None if one.label == one.where else one.label
            yield Asked(f"{Path(path).name}:{one.line}", (one.where,), called)
