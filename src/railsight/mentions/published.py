"""When a report says it was published: header lines, ISO dates, datelines."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from railsight.mentions.intervals import zone_named
from railsight.mentions.when import TimePhrase, find_times
from railsight.times import as_published

if TYPE_CHECKING:
    from datetime import tzinfo

_HEAD_CHARS = 3000  # how far into a text a header or a dateline is looked for
_LABEL = re.compile(
    r"^[\W_]{0,4}(?:date published|date|published(?: on| at)?|publication date|updated(?: on| at)?"
    r"|last updated|posted(?: on)?"
    r"|issued|created|filed|first published|new update|pubdate|опубликовано|дата|입력|등록|송고|게재"
    r"|veröffentlicht|stand"
    r"|发布时间|发布|公開|掲載|更新)\b[ \t]{0,8}[:：|\-–—]?[ \t]{0,8}(?P<rest>.{0,80})$",
    re.IGNORECASE | re.MULTILINE,
)
_EAST_ASIAN = re.compile(r"(?P<y>(?:19|20)\d\d)\s*[年년.]\s*(?P<m>\d{1,2})\s*[月월.]\s*(?P<d>\d{1,2})\s*[日일.]?")
_DATELINE_DATE = re.compile(
    r"^[ \t]{0,8}(?:[A-ZÀ-Þ][\w.'’-]{0,30}[ ,/]{1,2}){1,6}[,(]?"
    r"(?P<date>[A-Za-z]{3,9}\.? \d{1,2}(?:,? (?:19|20)\d\d)?|\d{1,2} [A-Za-z]{3,9}(?: (?:19|20)\d\d)?)"
    r"[ )]{0,3}(?:\([A-Za-z/ ]{2,30}\))?[ ]{0,2}(?:[-–—:]|\.\s|$)",
    re.MULTILINE,
)


def published_in(text: str) -> tuple[datetime, str] | None:
    """The publication time a text states about itself (aware UTC; a bare date is midnight UTC) and where it says so.

    Header lines ("Published: 2023-09-12", "Updated On 12 Sep 2023 14:05 GMT"), a line that is nothing but a date, and
    datelines with a full date are understood. None when the text does not say.
    """
    head = text[:_HEAD_CHARS]
    for found in _LABEL.finditer(head):
        moment = _full_moment(found["rest"]) or (
            _full_moment(_next_line(head, found.end())) if not found["rest"].strip() else None
        )
        if moment:
            return moment, f"the header line {found.group().strip()[:60]!r}"
    for line in head.splitlines()[:12]:
        moment = _full_moment(line)
        if moment and len(line.strip()) <= 60 and _mostly_date(line):
            return moment, f"the line {line.strip()!r}"
    for found in _DATELINE_DATE.finditer(head):
        moment = _full_moment(found["date"])
        if moment:
            return moment, f"the dateline {found.group().strip()[:60]!r}"
    return None


def stated_date(text: str) -> tuple[datetime, str] | None:
    """The latest full calendar date (with its year) in the running text: the best guess when no header says more."""
    best: tuple[datetime, str] | None = None
    for phrase in find_times(text):
        moment = _moment(phrase)
        if moment and (best is None or moment > best[0]):
            best = moment, phrase.text
    return best


def _next_line(text: str, at: int) -> str:
    return text[at : at + 120].lstrip("\r\n").split("\n", 1)[0]


def _mostly_date(line: str) -> bool:
    phrases = [p for p in find_times(line) if p.kind == "moment"]
    said = sum(p.end - p.start for p in phrases)
    rest = len(re.sub(r"[\W\d_]+", "", line)) - sum(len(re.sub(r"[\W\d_]+", "", p.text)) for p in phrases)
    return said > 0 and rest <= 12


def _full_moment(text: str) -> datetime | None:
    east = _EAST_ASIAN.search(text)
    if east:
        try:
            return datetime(int(east["y"]), int(east["m"]), int(east["d"]), tzinfo=UTC)
        except ValueError:
            return None
    for phrase in find_times(text):
        moment = _moment(phrase)
        if moment:
            return moment
    return None


def _moment(phrase: TimePhrase) -> datetime | None:
    """A phrase with year, month and day as aware UTC. A clock without a zone is dropped: its day is kept."""
    if phrase.kind != "moment" or None in (phrase.year, phrase.month, phrase.day):
        return None
    assert phrase.year is not None
    assert phrase.month is not None
    assert phrase.day is not None
    zone: tzinfo | None = zone_named(phrase.zone) if phrase.has_clock else None
    try:
        if zone is None or phrase.hour is None:
            return datetime(phrase.year, phrase.month, phrase.day, tzinfo=UTC)
        on = datetime(phrase.year, phrase.month, phrase.day)
        return as_published(datetime.combine(on, time(phrase.hour % 24, phrase.minute or 0), zone))
    except (ValueError, OverflowError):
        return None
