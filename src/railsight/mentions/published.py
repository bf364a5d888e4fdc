"""When a report says it was published: header lines, ISO dates, datelines."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from railsight.mentions.clock_zones import zone_named
from railsight.mentions.languages import languages_of
from railsight.mentions.when_other import find_all_times
from railsight.times import as_published, at_hour

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from railsight.mentions.languages import Language
    from railsight.mentions.time_phrase import TimePhrase

_HEAD_CHARS = 3000  # how far into a text a header or a dateline is looked for
_LABEL = re.compile(
    r"^[\W_]{0,4}(?:date published|date|published(?: on| at)?|publication date|updated(?: on| at)?"
    r"|last updated|posted(?: on)?"
    r"|issued|created|filed|first published|new update|pubdate"
    r"|опубликовано|дата публикации|дата|обновлено|입력|등록|송고|게재|수정|기사입력"
    r"|veröffentlicht(?: am)?|erstellt(?: am)?|aktualisiert(?: am)?|stand|datum"
    r"|发布时间|发布日期|发布|發布時間|發布|日期|時間|时间|公開日?|掲載日?"
    r"|更新日?|配信日?|投稿日?)\b[ \t]{0,8}[:：|\-–—]?[ \t]{0,8}(?P<rest>.{0,80})$",
    re.IGNORECASE | re.MULTILINE,
)
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[./] ?(?P<m>\d{1,2})[./] ?(?P<d>\d{1,2})(?!\d)")  # "2023. 9. 12."
_DATELINE_DATE = re.compile(
    r"^[ \t]{0,8}(?:[A-ZÀ-Þ][\w.'’-]{0,30}[ ,/]{1,2}){1,6}[,(]?"
    r"(?P<date>[A-Za-z]{3,9}\.? \d{1,2}(?:,? (?:19|20)\d\d)?|\d{1,2} [A-Za-z]{3,9}(?: (?:19|20)\d\d)?)"
    r"[ )]{0,3}(?:\([A-Za-z/ ]{2,30}\))?[ ]{0,2}(?:[-–—:]|\.\s|$)",
    re.MULTILINE,
)


# Behind the day of a dateline: "SEOUL, Sept 12 (Yonhap) -", "СЕУЛ, 12 сентября. /ТАСС/", "新华社平壤9月12日电".
_FILED = re.compile(r"[ \t]{0,2}[.)）]?[ \t]{0,2}(?:[-–—/(（:]|[电電讯訊])")
_DATELINE_PLACE = 40  # characters before the day of a dateline
_DATELINE_LINES = 5  # lines of a text of which one may begin with a dateline
_OF_ONE_STORY_DAYS = 60  # a full date this near to the day of a dateline tells its year


def published_in(text: str) -> tuple[datetime, str] | None:
    """The publication time a text states about itself (aware UTC; a bare date is midnight UTC) and where it says so.

    Header lines ("Published: 2023-09-12", "Updated On 12 Sep 2023 14:05 GMT"), a line that is nothing but a date, and
    datelines with a full date are understood, in every language that reports are read in. None when the text does not
    say.
    """
    head = text[:_HEAD_CHARS]
    languages = languages_of(text)
    for found in _LABEL.finditer(head):
        moment = _full_moment(found["rest"], languages) or (
            _full_moment(_next_line(head, found.end()), languages) if not found["rest"].strip() else None
        )
        if moment:
            return moment, f"the header line {found.group().strip()[:60]!r}"
    for line in head.splitlines()[:12]:
        if len(line.strip()) > _DATE_LINE:
            continue
        moment = _full_moment(line, languages)
        if moment and _mostly_date(line, languages):
            return moment, f"the line {line.strip()!r}"
    for found in _DATELINE_DATE.finditer(head):
        moment = _full_moment(found["date"], languages)
        if moment:
            return moment, f"the dateline {found.group().strip()[:60]!r}"
    return None


def filed_on(text: str, today: date) -> tuple[datetime, str] | None:
    """The day of a dateline without a year ("SEOUL, Sept 12 (Yonhap) -"), as midnight UTC, and its words.

    Its year is that of a full date of the text within two months, else it is the last such day up to ``today``.
    """
    head = text[:_HEAD_CHARS]
    languages = languages_of(text)
    phrase = _dateline_day(head, languages)
    if phrase is None or phrase.month is None or phrase.day is None:
        return None
    days = [on for year in range(today.year, today.year - _YEARS_BACK, -1) if (on := _day(year, phrase)) is not None]
    told = [m.date() for t in find_all_times(text, languages) if (m := _moment(t))]
    near = (on for on in days if any(abs((on - x).days) <= _OF_ONE_STORY_DAYS for x in told))
    on = next(near, None) or next((on for on in days if on <= today), None)
    return None if on is None else (datetime.combine(on, time(), UTC), phrase.text)


_YEARS_BACK = 130  # of railways and reports


def _day(year: int, phrase: TimePhrase) -> date | None:
    try:
        return date(year, phrase.month or 1, phrase.day or 1)
    except ValueError:
        return None


def _dateline_day(head: str, languages: Sequence[Language]) -> TimePhrase | None:
    """The date in the dateline of a text."""
    for found in _DATELINE_DATE.finditer(head):
        phrases = find_all_times(found["date"], languages)
        if phrases and phrases[0].day is not None:
            return phrases[0]
    for line in head.splitlines()[:_DATELINE_LINES]:
        for phrase in find_all_times(line[: 2 * _DATELINE_PLACE], languages)[:1]:
            dated = phrase.kind == "moment" and phrase.day is not None and not phrase.has_clock
            if dated and languages and phrase.start <= _DATELINE_PLACE and _FILED.match(line, phrase.end):
                return phrase
    return None


def stated_date(text: str) -> tuple[datetime, str] | None:
    """The latest full calendar date (with its year) in the running text: the best guess when no header says more."""
    best: tuple[datetime, str] | None = None
    for phrase in find_all_times(text):
        moment = _moment(phrase)
        if moment and (best is None or moment > best[0]):
            best = moment, phrase.text
    return best


_DATE_LINE = 60  # characters of a line that may be nothing but a date


def _next_line(text: str, at: int) -> str:
    return text[at : at + 120].lstrip("\r\n").split("\n", 1)[0]


def _mostly_date(line: str, languages: Sequence[Language]) -> bool:
    phrases = [p for p in find_all_times(line, languages) if p.kind == "moment"]
    said = sum(p.end - p.start for p in phrases)
    rest = len(re.sub(r"[\W\d_]+", "", line)) - sum(len(re.sub(r"[\W\d_]+", "", p.text)) for p in phrases)
    return said > 0 and rest <= 12


def _full_moment(text: str, languages: Sequence[Language]) -> datetime | None:
    """The first full date of a text, whichever of its languages it is written in."""
    figures = _YEAR_FIRST.search(text)
    if figures:
        try:
            return datetime(int(figures["y"]), int(figures["m"]), int(figures["d"]), tzinfo=UTC)
        except ValueError:
            return None
    own = languages_of(text)  # "발행 2023.09.12" in a report in English
    for phrase in find_all_times(text, own or languages):
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
        on = date(phrase.year, phrase.month, phrase.day)
        return as_published(at_hour(on, phrase.hour, phrase.minute or 0, zone))
    except (ValueError, OverflowError):
        return None
