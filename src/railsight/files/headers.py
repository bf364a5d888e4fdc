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
# Between two lines of "---" at the top of a text in Markdown; the author is the source where none is given.
_IN_FRONT = _FIELDS | {"pubdate": "published", "lang": "language", "author": "author", "authors": "author"}
_MAX_FRONT_LINES = 100
_FENCE, _KEY = re.compile(r"---[ \t\r]*"), re.compile(r"([A-Za-z][\w-]{0,40})[ \t]*:(?:[ \t]+(.*))?")
_MORE = re.compile(r"[ \t]|#|- |-$|$")  # what goes on under a key: a list, another mapping, words in lines of their own


def make_report(text: str, *, default_id: str, published: datetime | None = None, file: str | None = None) -> Report:
    """A report from text already in hand: header fields read, publication time found. Front matter is no part of its
    text.

    ReportFormatError when it is empty or plainly data for programs, UsageError when ``published`` has no zone.
    """
    text = clean_surrogates(text)
    if not text.strip():
        raise ReportFormatError("the report is empty", file=file, hint="give a file with the text of the report")
    check_prose(text, file)
    if published is not None and published.utcoffset() is None:
        raise UsageError("published has no zone", hint="write it like 2023-09-12T18:30+09:00")
    fields, begins = front_matter(text)
    if begins:
        text = text[begins:]
        if not text.strip():
            raise ReportFormatError("the report is empty below its front matter", file=file)
    else:
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


def front_matter(text: str) -> tuple[dict[str, tuple[int, str]], int]:
    """The header fields of YAML front matter, as ``header_fields`` gives them, and where the text below it begins.

    Nothing and 0 where a text does not begin with it: with a line of ``---``, keys of which one is known, and another
    such line.
    """
    lines = text.lstrip("\ufeff").split("\n", _MAX_FRONT_LINES)
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
    if not _FENCE.fullmatch(lines[0]) or not end:
        return {}, 0
    found: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(lines[1:end], 2):
        key = _KEY.fullmatch(line.rstrip())
        if key is None:
            if _MORE.match(line):
                continue
            return {}, 0
        value, field = _unquoted(key[2] or ""), _IN_FRONT.get(key[1].lower())
        if field and value:
            found.setdefault(field, (number, value))
    if not found:
        return {}, 0
    if author := found.pop("author", None):
        found.setdefault("source", author)
    ahead = len(text) - len(text.lstrip("\ufeff"))
    return found, ahead + sum(len(line) + 1 for line in lines[: end + 1])


def _unquoted(value: str) -> str:
    """A value of YAML on one line: without its quotes, the brackets of a list or a remark; none of a block."""
    value = value.strip()
    for mark in "\"'":
        closes = value.find(mark, 1)
        while mark == "'" and closes > 0 and value[closes + 1 : closes + 2] == mark:  # '' is one of it
            closes = value.find(mark, closes + 2)
        while mark == '"' and closes > 0 and value[closes - 1] == "\\":
            closes = value.find(mark, closes + 1)
        if value.startswith(mark) and closes > 0:
            inside = value[1:closes]
            return (inside.replace("''", "'") if mark == "'" else inside.replace('\\"', '"')).strip()
    value = re.sub(r"(?:^|[ \t])#.*$", "", value).strip()
    if value[:1] == "[" and value[-1:] == "]":
        return ", ".join(x for part in value[1:-1].split(",") if (x := part.strip().strip("\"'")))
    return "" if value[:1] in ("|", ">", "{", "&", "*", "!") or value in ("null", "~") else value


def _published_in(text: str) -> datetime | None:
    """What the text says of its own date, by the reader's rule."""
    from railsight.mentions import published_in

    found = published_in(text)
    return found[0] if found else None
