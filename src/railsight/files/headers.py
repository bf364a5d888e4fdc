"""Header fields of a report and its time of publication."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from railsight.errors import ReportFormatError, UsageError
from railsight.files.texts import check_prose
from railsight.model import Report
from railsight.model.checks import clean_surrogates
from railsight.times import as_published, from_iso, in_years, whole_day

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


def parse_published(text: str) -> tuple[datetime, str | None]:
    """A publication time and, when something had to be assumed, what. ValueError says what is allowed.

    ISO 8601 with an offset is taken as it is; without one UTC is assumed; a bare date is the whole day; the form
    of mail headers (``Tue, 12 Sep 2023 18:30:00 +0900``) is read too.
    """
    text = text.strip()
    whole = re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) is not None
    try:
        moment = from_iso(text)
    except ValueError:
        moment = _mail_date(text)
    in_years(moment)
    if whole:
        return datetime.combine(moment, time(), UTC), "a date without a time: the whole day"
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC), "a time without an offset: UTC assumed"
    return as_published(moment), None


def given_published(published: datetime | date | str | None) -> datetime | None:
    """A time of publication that a program gives: a date is its whole day, a text is read as a header's would be.

    UsageError for a text that is no time, or that has a clock time without an offset.
    """
    if not isinstance(published, str):
        return whole_day(published)
    try:
        moment, assumed = parse_published(published)
    except ValueError as error:
        raise UsageError(f"published: {error}") from None
    if assumed is not None and moment.time() != time():
        raise UsageError(f"published: {published[:40]!r} has no UTC offset: write it like 2023-09-12T18:30+09:00")
    return moment


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
