"""Header fields of a report and its time of publication."""

from __future__ import annotations

import re
from datetime import datetime

from railsight.errors import ReportFormatError, UsageError
from railsight.files.texts import check_prose
from railsight.model import Report
from railsight.model.checks import clean_surrogates
from railsight.times import as_published, parse_published

MAX_HEADER_LINES = 20
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


def make_report(text: str, *, default_id: str, published: datetime | None = None, file: str | None = None) -> Report:
    """A report from text already in hand: header fields read, publication time found.

    ReportFormatError when it is empty or plainly data for programs, UsageError when ``published`` has no zone.
    """
    text = clean_surrogates(text)
    if not text.strip():
        raise ReportFormatError("the report is empty", file=file, hint="give a file with the text of the report")
    check_prose(text, file)
    if published is not None and published.utcoffset() is None:
        raise UsageError("published has no zone", hint="write it like 2023-09-12T18:30+09:00")
    fields = header_fields(text)
    when, assumed = published, None
    if when is None and "published" in fields:
        line, value = fields["published"]
        try:
            when, assumed = parse_published(value)
        except ValueError as error:
            when, assumed = _published_in(f"Published: {value}"), f"read from the header {value[:60]!r}"
            if when is None:
                hint = "correct it, or give --published"
                raise ReportFormatError(f"published: {error}", file=file, line=line, hint=hint) from error
    if when is None:
        when = _published_in(text)
    get = {key: value for key, (_, value) in fields.items()}
    return Report(
        id=get.get("id", default_id),
        text=text,
        published=as_published(when) if when else None,
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


def _published_in(text: str) -> datetime | None:
    """What the text says of its own date, by the reader's rule."""
    from railsight.mentions import published_in

    found = published_in(text)
    return found[0] if found else None
