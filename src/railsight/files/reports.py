"""Reading reports: one text file, standard input, folders and JSON Lines. The text itself is never altered.

A report may begin with header fields, one a line, ended by a blank line::

    Published: 2023-09-12T18:30+09:00
    Source: Yonhap
    Title: A train at the border

Report text comes from outside: it is capped at 1 MB, must be text, and is refused with one clear line otherwise.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from railsight.errors import InputError, ReportFormatError, UsageError
from railsight.files.chats import is_chat, reports_of_chat
from railsight.files.folders import check_inside, is_folder, listed
from railsight.files.forms import CASES
from railsight.files.headers import make_report
from railsight.files.jsonlines import read_jsonl, read_lines, reports_of_lines, told_of_lines
from railsight.files.photos import PHOTO_SUFFIXES, has_position, read_photo
from railsight.files.texts import is_lines, read_stdin, read_text, stem_of
from railsight.model import Case, Report
from railsight.times import as_published, given_published

if TYPE_CHECKING:
    from railsight.files.earlier import Earlier

T = TypeVar("T")

REPORT_SUFFIXES = (".txt", ".md", ".text")
CASE_SUFFIXES = CASES
CASE_FILE = "case.yaml"  # a folder with it is that case
IN_FOLDERS = (*REPORT_SUFFIXES, ".jsonl")  # what a folder of reports is searched for, besides photos with a position
_WITHOUT_IT = "take it out of the folder, or read each file by itself with --jsonl, which leaves it out"
READ_SUFFIXES = (*IN_FOLDERS, *CASE_SUFFIXES)  # and one of reports and cases, each for itself


def read_report(path: str | os.PathLike[str], *, published: datetime | date | str | None = None) -> Report:
    """One report from a text file, or from standard input for ``"-"``.

    ``published`` (a time with its zone, or a date, which is its whole day, or a text that says one) wins over what the
    file says. Without it the header is asked, then the text itself; when none of them says, ``published`` stays None.
    Reads at most 1 MB. Raises ReportFormatError naming file, line and reason.
    """
    name = os.fspath(path)
    text = read_text(name)
    shown = "standard input" if name == "-" else name
    default_id = "stdin" if name == "-" else stem_of(name)
    return make_report(text, default_id=default_id, published=given_published(published), file=shown)


# ---------------------------------------------------------------- many reports


def read_reports(
    paths: Iterable[str | os.PathLike[str]], *, published: datetime | date | str | None = None
) -> tuple[Report, ...]:
    """All reports of some files, folders and ``.jsonl`` files, in the order given, folders by name; ids made unique.

    ``published`` (as of ``read_report``) is used for every report that does not say its own.
    """
    published = given_published(published)
    if published is not None and published.utcoffset() is None:
        raise UsageError("published has no zone", hint="write it like 2023-09-12T18:30+09:00")
    reports: list[Report] = []
    taken: dict[str, int] = {}
    for report in each_report(paths):
        count = taken.get(report.id, 0) + 1
        taken[report.id] = count
        if count > 1:
            report = replace(report, id=f"{report.id}-{count}")
        if report.published is None and published is not None:
            report = replace(report, published=as_published(published))
        reports.append(report)
    return tuple(reports)


def each_report(
    paths: Iterable[str | os.PathLike[str]], *, on_error: Callable[[InputError], None] | None = None
) -> Iterator[Report]:
    """The reports of some files, folders and ``.jsonl`` files, one after the other as they are read.

    The first that cannot be read ends it with its ReportFormatError, unless ``on_error`` takes it and reading goes on.
    """
    one = partial(_reports_in, on_error=on_error)
    return _each(paths, one, lambda file: read_jsonl(file, on_error=on_error), on_error)


def each_told(
    paths: Iterable[str | os.PathLike[str]],
    *,
    on_error: Callable[[InputError], None] | None = None,
    published: datetime | None = None,
) -> Iterator[Report | Case | Earlier]:
    """As ``each_report``, photos, and what an earlier command wrote: .json, lines of .jsonl, JSON on standard input.

    ``published`` wins over what texts say of themselves.
    """
    one = partial(_told, published=published, on_error=on_error)
    return _each(paths, one, lambda file: read_lines(file, on_error=on_error), on_error, photos=True)


def _each(
    paths: Iterable[str | os.PathLike[str]],
    one: Callable[[str], list[T]],
    lines: Callable[[str], Iterable[T]],
    on_error: Callable[[InputError], None] | None,
    *,
    photos: bool = False,
) -> Iterator[T]:
    for path in paths:
        name = os.fspath(path)
        folder = name if is_folder(name) else None
        for file in report_files(name, photos=photos) if folder else [name]:
            try:
                if folder:
                    check_inside(file, folder)
                if file.lower().endswith(".jsonl"):
                    yield from lines(file)
                    continue
                found = one(file)
            except InputError as error:
                if on_error is None:
                    if folder:
                        _add_hint(error)
                    raise
                on_error(error)
            else:
                yield from found


def _add_hint(error: InputError) -> None:
    """How to read the rest of a folder."""
    if _WITHOUT_IT not in error.hint:
        error.advise(_WITHOUT_IT)


def _reports_in(file: str, *, on_error: Callable[[InputError], None] | None) -> list[Report]:
    """The report of a file, those of an exported chat, or those of lines of JSON on standard input."""
    if file.lower().endswith(".json") and is_chat(document := _document(file)):
        return reports_of_chat(document, file=file)
    if file != "-":
        return [read_report(file)]
    from railsight.files.earlier import MAX_EARLIER_BYTES

    text, is_json = read_stdin(json_limit=MAX_EARLIER_BYTES)
    if is_json and is_lines(text):
        return list(reports_of_lines(text.encode("utf-8"), file="standard input", on_error=on_error))
    return [make_report(text, default_id="stdin", file="standard input")]


def _told(
    file: str, *, published: datetime | None = None, on_error: Callable[[InputError], None] | None = None
) -> list[Report | Case | Earlier]:
    from railsight.files.earlier import MAX_EARLIER_BYTES, earlier_from_record, read_earlier

    if file == "-":
        text, is_json = read_stdin(json_limit=MAX_EARLIER_BYTES)
        if not is_json:
            return [make_report(text, default_id="stdin", published=published, file="standard input")]
        if is_lines(text):
            return list(told_of_lines(text.encode("utf-8"), file="standard input", on_error=on_error))
        return [read_earlier(text, source="standard input")]
    if file.lower().endswith(PHOTO_SUFFIXES):
        return [read_photo(file)]
    if not file.lower().endswith(".json"):
        return [read_report(file, published=published)]
    document = _document(file)
    if is_chat(document):
        return [*reports_of_chat(document, file=file)]
    return [earlier_from_record(document, source=file)]


def _document(file: str) -> Any:
    """The JSON in a file."""
    from railsight.files.earlier import MAX_EARLIER_BYTES, json_document

    text = read_text(file, limit=MAX_EARLIER_BYTES, wanted="a journey, a reading or an exported chat (JSON)")
    return json_document(text, source=file)


def report_files(folder: str, *, photos: bool = False) -> list[str]:
    """The reports of a folder (.txt, .md, .text, .jsonl), by name; hidden files and sub-folders are left alone.

    With ``photos`` those that say where they were taken as well.
    """
    files = [str(p) for p in listed(folder) if _is_read(p, IN_FOLDERS) or (photos and _is_placed(p))]
    if not files:
        hint = f"reports are {', '.join(IN_FOLDERS)} files in the folder itself"
        raise ReportFormatError("no reports in this folder", file=folder, hint=hint)
    return files


def passed_over(folder: str, suffixes: tuple[str, ...] = IN_FOLDERS) -> str:
    """What of a folder is not read, in words: empty when all of it is, and when none is, which is an error."""
    try:
        inside = listed(folder)
    except ReportFormatError:  # reading it says so
        return ""
    left = [p for p in inside if not _is_read(p, suffixes) and not _is_placed(p)]
    if not left or len(left) == len(inside):
        return ""
    folders = sum(is_folder(p) for p in left)
    counted = ((len(left) - folders, "file"), (folders, "folder"))
    told = " and ".join(f"{count} {word}{'s' if count > 1 else ''}" for count, word in counted if count)
    read = f"{', '.join(suffixes)} files are, and photos that say where they were taken"
    return f"{told} in {folder} not read: only its {read}"


def _is_read(path: Path, suffixes: tuple[str, ...]) -> bool:
    return path.suffix.lower() in suffixes and not is_folder(path)


def _is_placed(path: Path) -> bool:
    return _is_read(path, PHOTO_SUFFIXES) and path.is_file() and has_position(str(path))
