"""JSON Lines: one object a line, a report or what ``read --jsonl`` and ``track --jsonl`` wrote."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from railsight.errors import InputError, ReportFormatError, no_file_hint
from railsight.files.headers import make_report
from railsight.files.texts import MAX_REPORT_BYTES, check_local, stem_of, strict_json
from railsight.model import Report
from railsight.model.checks import clean_surrogates
from railsight.times import parse_published

if TYPE_CHECKING:
    from railsight.files.earlier import Earlier

T = TypeVar("T")
_WANTED = 'each line is one JSON object with a text: {"id": "a", "text": "The train ...", "published": "2023-09-12"}'
MAX_LINE_BYTES = 4 * MAX_REPORT_BYTES  # a text of 1 MB with every character escaped, and its other fields


def read_jsonl(
    path: str | os.PathLike[str], *, on_error: Callable[[InputError], None] | None = None
) -> Iterator[Report]:
    """The reports of a JSON Lines file, one object a line with at least ``text``; streamed, each line capped.

    Known keys: id, text, published, source, title, url, dateline, language; others are left alone. The first bad line
    raises ReportFormatError naming file and line, unless ``on_error`` takes it and reading goes on with the next.
    """
    name = os.fspath(path)
    return _each(numbered_lines(name), name, _jsonl_report, on_error)


def read_lines(
    path: str | os.PathLike[str], *, on_error: Callable[[InputError], None] | None = None
) -> Iterator[Report | Earlier]:
    """As ``read_jsonl``; a line that an earlier command wrote is taken as that."""
    name = os.fspath(path)
    return _each(numbered_lines(name), name, _jsonl_told, on_error)


def told_of_lines(
    data: bytes, *, file: str, on_error: Callable[[InputError], None] | None = None
) -> Iterator[Report | Earlier]:
    """JSON Lines already in hand, as ``read_lines`` reads them from ``file``. ReportFormatError."""
    return _each(enumerate(data.split(b"\n"), 1), file, _jsonl_told, on_error)


def reports_of_lines(
    data: bytes, *, file: str, on_error: Callable[[InputError], None] | None = None
) -> Iterator[Report]:
    """The reports of JSON Lines already in hand, as ``read_jsonl`` reads them from ``file``. ReportFormatError."""
    return _each(enumerate(data.split(b"\n"), 1), file, _jsonl_report, on_error)


def _each(
    lines: Iterable[tuple[int, bytes]],
    file: str,
    make: Callable[[bytes, str, int], T],
    on_error: Callable[[InputError], None] | None,
) -> Iterator[T]:
    for number, line in lines:
        if not line.strip():
            continue
        try:
            found = make(line, file, number)
        except InputError as error:
            if on_error is None:
                raise
            on_error(error)
        else:
            yield found


def numbered_lines(name: str) -> Iterator[tuple[int, bytes]]:
    """Lines with their numbers; of one past the cap only its beginning, which is no JSON."""
    check_local(name)
    try:
        with Path(name).open("rb") as f:
            number = 0
            while line := f.readline(MAX_LINE_BYTES):
                number += 1
                yield number, line
                while len(line) == MAX_LINE_BYTES and not line.endswith(b"\n"):
                    line = f.readline(MAX_LINE_BYTES)
    except OSError as error:
        hint = no_file_hint(name) if isinstance(error, FileNotFoundError) else ""
        raise ReportFormatError(f"cannot be read: {error.strerror or error}", file=name, hint=hint) from error


def _jsonl_told(line: bytes, file: str, number: int) -> Report | Earlier:
    record = object_of(line, file, number)
    if isinstance(record.get("text"), str):
        return _report(record, file, number)
    from railsight.files.earlier import earlier_from_record
    from railsight.files.kinds import is_earlier

    if not is_earlier(record):
        raise ReportFormatError(_without_text(record), file=file, line=number, hint=_WANTED)
    return earlier_from_record(record, source=f"{file}:{number}", name=f"{stem_of(file)}-{number}")


def _jsonl_report(line: bytes, file: str, number: int) -> Report:
    return _report(object_of(line, file, number), file, number)


def object_of(line: bytes, file: str, number: int, *, wanted: str = _WANTED) -> dict[str, Any]:
    """The JSON object that a line is; ``wanted`` says what one should look like. ReportFormatError."""
    if len(line) >= MAX_LINE_BYTES:
        raise ReportFormatError(f"longer than {MAX_LINE_BYTES // 10**6} MB", file=file, line=number)
    try:
        record = strict_json(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ReportFormatError("not UTF-8", file=file, line=number, hint="save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        begins = line[:60].decode("utf-8", "replace").strip()
        what = f"{begins!r} is not one JSON object: {_deep(error)}"
        raise ReportFormatError(what, file=file, line=number, hint=wanted) from None
    if not isinstance(record, dict):
        what = f"{_TYPES.get(type(record), 'a number')} came, not an object"
        raise ReportFormatError(what, file=file, line=number, hint=wanted)
    return record


_TYPES = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}


def _deep(error: Exception) -> str:
    """What is wrong with a JSON text, in words."""
    return "lists or objects within one another too deep" if isinstance(error, RecursionError) else str(error)


def _without_text(record: dict[str, Any]) -> str:
    """What an object without a text has instead."""
    if "text" in record:
        return f"text is {record['text']!r:.60}, not a text"
    keys = ", ".join(str(key)[:30] for key in list(record)[:6])
    return f"an object without a text came, with {keys}" if keys else "an empty object came"


def _report(record: dict[str, Any], file: str, number: int) -> Report:
    def refuse(reason: str) -> ReportFormatError:
        return ReportFormatError(reason, file=file, line=number)

    if not isinstance(record.get("text"), str):
        from railsight.files.kinds import is_earlier

        if is_earlier(record):
            what, hint = "this was read before: a record without a text", "give it to track or map"
        else:
            what, hint = _without_text(record), _WANTED
        raise ReportFormatError(what, file=file, line=number, hint=hint)
    text: str = record["text"]
    if len(text) > MAX_REPORT_BYTES:
        raise refuse("the text is longer than 1 MB")
    fields: dict[str, str] = {}
    for key in ("id", "source", "title", "url", "dateline", "language", "published"):
        value = record.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            fields[key] = clean_surrogates(str(value))
        elif value is not None and value != "":
            raise refuse(f"{key} is {value!r:.60}: a text was expected")
    if not isinstance(of_train := record.get("of_train", False), bool):
        raise refuse(f"of_train is {of_train!r:.60}: true or false was expected")
    when, assumed = None, None
    if "published" in fields:
        try:
            when, assumed = parse_published(fields.pop("published"))
        except ValueError as error:
            raise refuse(f"published: {error}") from None
    report = make_report(text, default_id=f"{stem_of(file)}-{number}", published=when, file=f"{file}:{number}")
    report = replace(report, published_assumed=assumed or report.published_assumed, of_train=of_train)
    return replace(report, **fields)  # type: ignore[arg-type]
