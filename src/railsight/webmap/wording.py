"""Numbers, times and names in the words of a language; running text as parts that say where each figure comes from.

A part is a string of our own, ``{"t", "k"}`` a figure with its kind (``official``, ``measured``, ``inferred``,
``reported``), ``{"o"}`` outside text, or ``{"o", "h"}`` outside text with the address it links to.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import cast

from railsight.model import Place, RunningTime
from railsight.model.shares import percent
from railsight.times import is_whole_day, known_from, zone_at
from railsight.webmap.escape import MAX_TEXT
from railsight.webmap.sentences import figure_in, place_in, said_in
from railsight.webmap.strings import words_of

Part = str | dict[str, str]
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}")

# The language in which a country's own people would read a name on a sign, for the name shown beside.
LOCAL_LANGUAGE = {
    "RU": "ru", "KP": "ko", "KR": "ko", "CN": "zh", "MN": "mn", "VN": "vi", "JP": "ja", "KZ": "kk", "BY": "be",
    "UA": "uk", "TW": "zh",
}  # fmt: skip

# Seconds to which an inferred window is rounded, by how wide it is.
_STEPS = ((timedelta(hours=8), 3600), (timedelta(hours=3), 1800), (timedelta.min, 600))

MAX_NAME = 160  # characters of a place's name on the page

KINDS = {
    "official chainage": "official",
    "measured geometry": "measured",
    "estimated": "estimated",
    "mixed": "mixed",
}


@lru_cache(maxsize=4096)
def _offset_label(lon: float, lat: float, at: datetime) -> tuple[timedelta, str]:
    offset = at.astimezone(zone_at(lon, lat)).utcoffset() or timedelta(0)
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return offset, f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's way of writing figures and times. ``language`` is a key of ``strings``.

    ``known`` has names in other languages by the English one: for stations named like a place known in more of them.
    """

    language: str
    known: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False, compare=False)

    @property
    def words(self) -> dict[str, object]:
        """The table of words of its language."""
        return words_of(self.language)

    def word(self, key: str, *more: str) -> str:
        """A word, or one of a group: ``word("statuses", "confirmed")``."""
        found: object = self.words[key]
        for k in more:
            found = cast("Mapping[str, object]", found)[k]
        return str(found)

    def fill(self, key: str, *values: Part) -> list[Part]:
        """A phrase with its ``#`` replaced by parts, in order."""
        pieces = self.word(key).split("#")
        out: list[Part] = [pieces[0]]
        for value, piece in zip(values, pieces[1:], strict=True):
            out += [value, piece]
        return [p for p in out if p != ""]

    def number(self, value: float, digits: int = 0) -> str:
        """A number as it is written in its language."""
        return self.figure(f"{value:,.{digits}f}")

    def figure(self, text: str) -> str:
        """A number written in English as it is written in the language."""
        return figure_in(self.language, text)

    def km(self, km: float, kind: str, digits: int = 0) -> dict[str, str]:
        """Kilometres with their kind: a length kind of the model, or a kind of this module."""
        unit = "км" if self.language == "ru" else "km"
        return {"t": f"{self.number(km, digits)}\u00a0{unit}", "k": KINDS.get(kind, kind)}

    def km_of(self, km: float, kinds: Iterable[str]) -> dict[str, str]:
        """Kilometres put together of parts of these kinds: mixed when they are of several, inferred when none is known.

        The one rule for the kind of a sum, wherever on a page it stands.
        """
        found = set(kinds)
        return self.km(km, "mixed" if len(found) > 1 else found.pop() if found else "inferred")

    def hours(self, hours: float) -> str:
        """How long something took, about: hours, from two days on half days."""
        if hours < 48:
            return self.word("aboutHours").replace("#", self.number(hours))
        days = round(hours / 12) / 2
        return self.word("aboutDays").replace("#", self.number(days, 0 if days == int(days) else 1))

    def spans(self, run: RunningTime) -> tuple[str, str, str]:
        """How long a run takes and the window around it, all in the units of the longest."""
        whole = run.step_min == 60
        likely, least, most = (self._span(minutes, days=run.in_days, whole=whole) for minutes in run.rounded_min())
        return likely, least, most

    def _span(self, minutes: int, *, days: bool, whole: bool) -> str:
        if days:
            return self.text(self.fill("daysHours", str(minutes // 1440), str(minutes % 1440 // 60)))
        if whole:
            return f"{minutes // 60}\u00a0{self.word('hourShort')}"
        return self.text(self.fill("hoursMinutes", str(minutes // 60), str(minutes % 60)))

    def share(self, probability: float, kind: str = "inferred") -> Part:
        """A probability (0..1) in per cent; what is not quite sure is never 0 or 100."""
        return {"t": self.spaced(percent(probability)), "k": kind}

    def spaced(self, share: str) -> str:
        """A percentage such as "49%" as the language writes it."""
        return share.replace("%", "\u00a0%") if self.language == "ru" else share

    def text(self, parts: Iterable[Part]) -> str:
        """Parts as plain text, for where only text can stand."""
        return "".join(p if isinstance(p, str) else p.get("t") or p["o"] for p in parts)

    # ---- time

    def date(self, at: datetime, *, year: bool = False) -> str:
        """A day with its weekday, on the clock that the time has."""
        months, days = cast("list[str]", self.words["months"]), cast("list[str]", self.words["days"])
        date = self.word("date").format(day=days[at.weekday()], d=at.day, month=months[at.month - 1])
        return self.word("year").format(date=date, y=at.year) if year else date

    def _clock(self, at: datetime, *, year: bool = False) -> str:
        clock, date = f"{at:%H:%M}", self.date(at, year=year)
        return f"{date} {clock}" if self.language == "ko" else f"{clock}, {date}"

    def moment(self, at: datetime, lon: float, lat: float) -> str:
        """A moment on the local clock of a place, with year and offset."""
        offset, zone = _offset_label(lon, lat, at)
        return f"{self._clock(at.astimezone(UTC) + offset, year=True)} ({zone})"

    def clock(self, at: datetime, lon: float, lat: float) -> str:
        """A moment on the local clock of a place, with offset and without a year, to stand behind a word of its own."""
        offset, zone = _offset_label(lon, lat, at)
        return f"{self._clock(at.astimezone(UTC) + offset)} ({zone})"

    def utc(self, at: datetime, *, year: bool = False) -> str:
        """A time and its day in UTC."""
        clock, date = f"{at.astimezone(UTC):%H:%M} UTC", self.date(at.astimezone(UTC), year=year)
        return f"{date} {clock}" if self.language == "ko" else f"{clock}, {date}"

    def known_by(self, at: datetime, *, year: bool = False, place: Place | None = None) -> str:
        """When something became known: the date alone where only that is told, which counts as known by its end.

        On the local clock of a ``place``, if given, else in UTC.
        """
        day = datetime.combine(at.astimezone(UTC).date(), time(), UTC)
        if is_whole_day(at) or known_from(day) == at:
            return self.date(at.astimezone(UTC), year=year)
        return self.utc(at, year=year) if place is None else self.moment(at, place.lon, place.lat)

    def window(
        self,
        earliest: datetime,
        latest: datetime,
        lon: float,
        lat: float,
        kind: str,
        *,
        since: datetime | None = None,
    ) -> list[Part]:
        """An interval in words on the local clock of a place: "between 04:00 and 09:00, Tue 12 Sep (UTC+10)".

        What is shown is ``outward``, but does not begin before ``since``, such as what came before it was shown to.
        """
        earliest, latest = outward(earliest, latest, kind)
        if since is not None:
            earliest = min(max(earliest, since), latest)
        offset, zone = _offset_label(lon, lat, earliest)
        a, b = earliest.astimezone(UTC) + offset, latest.astimezone(UTC) + offset
        if a == b:
            text = self.word("at").replace("#", self._clock(a))
        elif a.date() == b.date() and a.hour == a.minute == 0 and b.hour == 23:
            text = self.word("on").replace("#", self.date(a))
        elif a.date() == b.date():
            first, last = (self._clock(a), f"{b:%H:%M}") if self.language == "ko" else (f"{a:%H:%M}", self._clock(b))
            text = self._between(first, last)
        else:
            text = self._between(self._clock(a), self._clock(b))
        return [{"t": f"{text} ({zone})", "k": kind}]

    def _between(self, first: str, last: str) -> str:
        before, middle, after = self.word("between").split("#")
        return f"{before}{first}{middle}{last}{after}"

    # ---- names

    def name(self, name: str, names: Mapping[str, str]) -> str:
        """The name for the reader: in the page's language when it is known, else as given."""
        if self.language == "en":
            return _short_name(name)
        found = names.get(self.language) or self.known.get(name, {}).get(self.language)
        return _short_name(found or place_in(self.language, name, self.known))

    def said(self, text: str) -> str:
        """Sentences written in English elsewhere in railsight, in the page's language."""
        return said_in(self.language, text, self.known)

    def local_name(self, name: str, names: Mapping[str, str], country: str | None) -> tuple[str | None, str | None]:
        """The name on the spot and its language, when it differs from the one shown."""
        language = LOCAL_LANGUAGE.get(country or "")
        local = _short_name(names.get(language or "", ""))
        if not local or local == self.name(name, names):
            return None, None
        return local, language


def _short_name(name: str) -> str:
    return name if len(name) <= MAX_NAME else f"{name[:MAX_NAME]}…"


def outward(earliest: datetime, latest: datetime, kind: str) -> tuple[datetime, datetime]:
    """An interval as it is shown: an inferred one rounded outward, so that it holds what it held: to ten minutes, from
    three hours on to the half-hour, from eight on to the hour. No false precision.
    """
    if kind != "inferred":
        return earliest, latest
    step = next(step for width, step in _STEPS if latest - earliest >= width)
    return _rounded(earliest, step, math.floor), _rounded(latest, step, math.ceil)


def _rounded(at: datetime, step_s: int, way: Callable[[float], int]) -> datetime:
    return datetime.fromtimestamp(way(at.timestamp() / step_s) * step_s, UTC)


def linked(text: str) -> list[Part]:
    """Outside text in which addresses become links, the rest stays text."""
    parts: list[Part] = []
    at = 0
    text = text[: 2 * MAX_TEXT]
    for match in _ADDRESS.finditer(text):
        address = match.group().rstrip(".,;:!?)]}'")
        if match.start() > at:
            parts.append({"o": text[at : match.start()]})
        parts.append({"o": _short(address), "h": address})
        at = match.start() + len(address)
    if at < len(text):
        parts.append({"o": text[at:]})
    return parts


def _short(address: str) -> str:
    bare = address.split("://", 1)[1].removeprefix("www.")
    return bare if len(bare) <= 48 else f"{bare[:45]}…"


def in_brief(text: str, limit: int) -> str:
    """Outside text in at most ``limit`` characters, addresses by their host alone."""
    brief = _ADDRESS.sub(lambda found: found.group().split("/")[2].removeprefix("www."), text[: 2 * MAX_TEXT])
    return brief if len(brief) <= limit else f"{brief[: limit - 1]}…"


def joined(items: Sequence[Part], between: str = ", ") -> list[Part]:
    """Parts with a separator between them."""
    out: list[Part] = []
    for item in items:
        out += [between, item] if out else [item]
    return out
