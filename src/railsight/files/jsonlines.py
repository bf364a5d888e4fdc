"""Reports as JSON Lines: one object a line."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from railsight.errors import InputError, ReportFormatError
from railsight.files.headers import make_report, parse_published
from railsight.files.texts import MAX_REPORT_BYTES, check_local, clean_surrogates, stem_of, strict_json
from railsight.model import Report

MAX_LINE_BYTES = 4 * MAX_REPORT_BYTES  # a text of 1 MB with every character escaped, and its other fields


def read_jsonl(
    path: str | os.PathLike[str], *, on_error: Callable[[InputError], None] | None = None
) -> Iterator[Report]:
    """The reports of a JSON Lines file, one object a line with at least ``text``; streamed, each line capped.

    Known keys: id, text, published, source, title, url, dateline, language; others are left alone. The first bad line
    raises ReportFormatError naming file and line, unless ``on_error`` takes it and reading goes on with the next.
    """
    name = os.fspath(path)
    for number, line in _lines(name):
        if not line.strip():
            continue
        try:
            report = _jsonl_report(line, name, number)
        except InputError as error:
            if on_error is None:
                raise
            on_error(error)
        else:
            yield report


def _lines(name: str) -> Iterator[tuple[int, bytes]]:
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
        raise ReportFormatError(f"cannot be read: {error.strerror or error}", file=name) from error


def _jsonl_report(line: bytes, file: str, number: int) -> Report:
    def refuse(reason: str) -> ReportFormatError:
        return ReportFormatError(reason, file=file, line=number)

    if len(line) == MAX_LINE_BYTES:
        raise refuse(f"longer than {MAX_LINE_BYTES // 10**6} MB")
    try:
        record = strict_json(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise refuse("not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise refuse(f"not one JSON object: {error}") from None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise refuse("each line is an object with a text") from None
    text: str = record["text"]
    if len(text) > MAX_REPORT_BYTES:
        raise refuse("the text is longer than 1 MB")
    fields: dict[str, str] = {}
    for key in ("id", "source", "title", "url", "dateline", "language", "published"):
        value = record.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            fields[key] = clean_surrogates(str(value))
        elif value is not None and value != "":
            raise refuse(f"{key} is not text")
    when, assumed = None, None
    if "published" in fields:
        try:
            when, assumed = parse_published(fields.pop("published"))
        except ValueError as error:
            raise refuse(f"published: {error}") from None
    report = make_report(text, default_id=f"{stem_of(file)}-{number}", published=when, file=f"{file}:{number}")
    return replace(report, published_assumed=assumed or report.published_assumed, **fields)  # type: ignore[arg-type]


def reports_of_lines(data: bytes, *, file: str) -> Iterator[Report]:
    """The reports of JSON Lines already in hand, as ``read_jsonl`` reads them from ``file``. ReportFormatError."""
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            yield _jsonl_report(line, file, number)
