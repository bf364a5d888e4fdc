"""Reading reports: one text file, standard input, folders and JSON Lines. The text itself is never altered.

A report may begin with header fields, one a line, ended by a blank line::

    Published: 2023-09-12T18:30+09:00
    Source: Yonhap
    Title: A train at the border

Report text comes from outside: it is capped at 1 MB, must be text, and is refused with one clear line otherwise.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from railsight.errors import ReportFormatError, UsageError
from railsight.model import Report

MAX_REPORT_BYTES = 1_000_000
MAX_HEADER_LINES = 20
REPORT_SUFFIXES = (".txt", ".md", ".text")
_HEADER = re.compile(r"^([A-Za-z][A-Za-z-]{1,20})[ \t]*:[ \t]*(\S.*)$")
_FIELDS = {
    "published": "published",
    "date": "published",
    "source": "source",
    "title": "title",
    "headline": "title",
    "url": "url",
    "link": "url",
    "dateline": "dateline",
    "language": "language",
    "id": "id",
}
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)
_WEB = re.compile(rb"^\s*(<!doctype\s+html|<html)", re.IGNORECASE)
_REMOTE = re.compile(r"(?i)^[a-z][a-z0-9+.-]+://|^/vsi")


# ---------------------------------------------------------------- one report


def read_report(path: str | os.PathLike[str], *, published: datetime | None = None) -> Report:
    """One report from a text file, or from standard input for ``"-"``.

    ``published`` (aware) wins over what the file says. Without it the header is asked, then the text itself; when none
    of them says, ``published`` stays None. Reads at most 1 MB. Raises ReportFormatError naming file, line and reason.
    """
    name = os.fspath(path)
    text = read_text(name)
    shown = "standard input" if name == "-" else name
    return make_report(text, default_id="stdin" if name == "-" else _stem(name), published=published, file=shown)


def make_report(text: str, *, default_id: str, published: datetime | None = None, file: str | None = None) -> Report:
    """A report from text already in hand: header fields read, publication time found. ReportFormatError if empty."""
    if not text.strip():
        raise ReportFormatError("the report is empty", file=file, hint="give a file with the text of the report")
    fields = header_fields(text)
    when, assumed = published, None
    if when is None and "published" in fields:
        line, value = fields["published"]
        try:
            when, assumed = parse_published(value)
        except ValueError as error:
            raise ReportFormatError(f"published: {error}", file=file, line=line) from error
    if when is None:
        when = _published_in(text)
    get = {key: value for key, (_, value) in fields.items()}
    return Report(
        id=get.get("id", default_id),
        text=text,
        published=when.astimezone(UTC) if when else None,
        source=get.get("source"),
        dateline=get.get("dateline"),
        title=get.get("title"),
        url=get.get("url"),
        language=get.get("language"),
        published_assumed=assumed,
    )


def header_fields(text: str) -> dict[str, tuple[int, str]]:
    """Header fields at the top of a report: field to (line number from 1, value). Empty when there is no header.

    The first line must be a known field and a blank line must end the header, so that a story which begins with
    ``Moscow: ...`` has none.
    """
    found: dict[str, tuple[int, str]] = {}
    at = 0
    for number in range(1, MAX_HEADER_LINES + 1):
        end = text.find("\n", at, at + 2000)
        line = text[at : end if end >= 0 else min(len(text), at + 2000)].rstrip("\r")
        if not line.strip():
            return found
        match = _HEADER.match(line.lstrip("\ufeff"))
        if not match or match[1].lower() not in _FIELDS:
            return {}
        found.setdefault(_FIELDS[match[1].lower()], (number, match[2].strip()))
        if end < 0:
            return {}
        at = end + 1
    return {}


def parse_published(text: str) -> tuple[datetime, str | None]:
    """A publication time and, when something had to be assumed, what. ValueError says what is allowed.

    ISO 8601 with an offset is taken as it is; without one UTC is assumed; a bare date is taken as noon UTC; the form
    of mail headers (``Tue, 12 Sep 2023 18:30:00 +0900``) is read too.
    """
    text = text.strip()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return datetime.combine(date.fromisoformat(text), time(12), UTC), "a date without a time: noon UTC assumed"
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = _mail_date(text)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC), "a time without an offset: UTC assumed"
    return moment.astimezone(UTC), None


def _mail_date(text: str) -> datetime:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        raise ValueError(f"{text[:60]!r} is not a time: write it like 2023-09-12T18:30+09:00 or 2023-09-12") from None


def _published_in(text: str) -> datetime | None:
    """What the text says of its own date, by the reader's rule."""
    from railsight.mentions import published_in

    found = published_in(text)
    return found[0] if found else None


# ---------------------------------------------------------------- many reports


def read_reports(paths: Iterable[str | os.PathLike[str]], *, published: datetime | None = None) -> tuple[Report, ...]:
    """All reports of some files, folders and ``.jsonl`` files, in the order given, folders by name; ids made unique.

    ``published`` is used for every report that does not say its own.
    """
    reports: list[Report] = []
    taken: dict[str, int] = {}
    for report in each_report(paths):
        count = taken.get(report.id, 0) + 1
        taken[report.id] = count
        if count > 1:
            report = replace(report, id=f"{report.id}-{count}")
        if report.published is None and published is not None:
            report = replace(report, published=published.astimezone(UTC))
        reports.append(report)
    return tuple(reports)


def each_report(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Report]:
    """The reports of some files, folders and ``.jsonl`` files, one after the other as they are read."""
    for path in paths:
        name = os.fspath(path)
        if name != "-" and Path(name).is_dir():
            for file in report_files(name):
                yield from read_jsonl(file) if file.endswith(".jsonl") else (read_report(file),)
        elif name.endswith(".jsonl"):
            yield from read_jsonl(name)
        else:
            yield read_report(name)


def report_files(folder: str) -> list[str]:
    """The reports of a folder (.txt, .md, .text, .jsonl), by name; hidden files and sub-folders are left alone."""
    suffixes = (*REPORT_SUFFIXES, ".jsonl")
    found = (p for p in Path(folder).iterdir() if not p.name.startswith(".") and p.suffix.lower() in suffixes)
    files = sorted(str(p) for p in found if p.is_file())
    if not files:
        raise ReportFormatError("no reports in this folder", file=folder, hint="reports are .txt, .md or .jsonl files")
    return files


def read_jsonl(path: str | os.PathLike[str]) -> Iterator[Report]:
    """The reports of a JSON Lines file, one object a line with at least ``text``; streamed, each line capped.

    Known keys: id, text, published, source, title, url, dateline, language; others are left alone. Raises
    ReportFormatError naming file and line.
    """
    name = os.fspath(path)
    _check_local(name)
    try:
        with Path(name).open("rb") as f:
            number = 0
            while line := f.readline(4 * MAX_REPORT_BYTES):
                number += 1
                if line.strip():
                    yield _jsonl_report(line, name, number)
    except OSError as error:
        raise ReportFormatError(f"cannot be read: {error.strerror or error}", file=name) from error


def _jsonl_report(line: bytes, file: str, number: int) -> Report:
    def refuse(reason: str) -> ReportFormatError:
        return ReportFormatError(reason, file=file, line=number)

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
            fields[key] = str(value)
        elif value is not None and value != "":
            raise refuse(f"{key} is not text")
    when, assumed = None, None
    if "published" in fields:
        try:
            when, assumed = parse_published(fields.pop("published"))
        except ValueError as error:
            raise refuse(f"published: {error}") from None
    report = make_report(text, default_id=f"{_stem(file)}-{number}", published=when, file=f"{file}:{number}")
    return replace(report, published_assumed=assumed or report.published_assumed, **fields)  # type: ignore[arg-type]


def strict_json(text: str) -> Any:
    """JSON without what JSON does not have: NaN, Infinity and repeated keys are ValueErrors."""
    import json

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in items:
            if key in found:
                raise ValueError(f"the key {key[:40]!r} occurs twice")
            found[key] = value
        return found

    def constant(name: str) -> float:
        raise ValueError(f"{name} is not JSON")

    return json.loads(text, object_pairs_hook=pairs, parse_constant=constant)


# ---------------------------------------------------------------- bytes to text


def read_text(path: str, *, limit: int = MAX_REPORT_BYTES) -> str:
    """The text of any input file, at most ``limit`` bytes. ReportFormatError says what it is instead."""
    return decode(_read_capped(path, limit), "standard input" if path == "-" else path)


def _read_capped(name: str, limit: int = MAX_REPORT_BYTES) -> bytes:
    """At most one byte more than the cap, so that a file of any size costs no more than that."""
    _check_local(name)
    try:
        if name == "-":
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(name).open("rb") as f:
                data = f.read(limit + 1)
    except IsADirectoryError:
        raise UsageError(f"{name} is a folder", hint="give its files") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReportFormatError(f"cannot be read: {reason}", file=name) from error
    if len(data) > limit:
        reason = "a report may have 1 MB at most" if limit == MAX_REPORT_BYTES else f"more than {limit // 10**6} MB"
        raise ReportFormatError(reason, file=name, hint="cut it to the story itself")
    return data


def _check_local(name: str) -> None:
    if _REMOTE.match(name):
        raise UsageError(f"{name} is not a local file", hint="save the text first: nothing is fetched from the web")


def decode(data: bytes, file: str) -> str:
    """The text of a file: UTF-8, or UTF-16 with a byte order mark. Line ends become ``\\n``, as Python reads text.

    Raises ReportFormatError for anything else, saying what it looks like.
    """
    if not data.strip():
        raise ReportFormatError("the file is empty", file=file, hint="give a file with the text of the report")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise ReportFormatError(f"this is {what}, not text", file=file, hint="save the story as plain text")
    if _WEB.match(data[:200]):
        raise ReportFormatError("this is a web page, not text", file=file, hint="save the story as plain text")
    text = _decode_utf16(data, file) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else _decode_utf8(data, file)
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise ReportFormatError("this is binary (a NUL byte), not text", file=file, line=line)
    controls = sum(map(text.count, map(chr, (*range(1, 9), *range(14, 32)))))
    if controls > 8 and controls > len(text) / 200:
        raise ReportFormatError("this is binary (control characters), not text", file=file)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode_utf16(data: bytes, file: str) -> str:
    if data[:4] in (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"):
        raise ReportFormatError("UTF-32 is not read", file=file, hint="save the file as UTF-8")
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError:
        raise ReportFormatError("broken UTF-16", file=file, hint="save the file as UTF-8") from None


def _decode_utf8(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\x00" in data:
            raise ReportFormatError("this is binary (a NUL byte), not text", file=file) from None
        line = data.count(b"\n", 0, error.start) + 1
        raise ReportFormatError(
            f"not UTF-8 (byte 0x{data[error.start]:02x})", file=file, line=line, hint="save the file as UTF-8"
        ) from None


def _stem(name: str) -> str:
    return Path(name).stem or "report"
