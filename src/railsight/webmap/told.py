"""Lines that the inference wrote for people, put into the page's terms: local clocks, numbers of stops, percentages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from railsight.geo import LonLat
from railsight.model import Journey, Report
from railsight.model.shares import percent
from railsight.webmap.marking import marks_of
from railsight.webmap.wording import Wording

_ONE = r"(\d\d) ([A-Z][a-z]{2}) (\d\d):(\d\d)"
_TIMES = re.compile(rf"{_ONE}(?: UTC)?(?: to {_ONE})? UTC|{_ONE} UTC")
_DAY = r"(\d{4}-\d\d-\d\d \d\d:\d\d)"
_ANNOUNCED = re.compile(rf"(?<=announced there for ){_DAY}(?: to {_DAY})? UTC")  # there: at the goal spoken of
_INFERRED = "arrival "  # the words before a window that was worked out; the others are as reported
_LIMIT = " by "  # before a moment that is only a limit
_BELIEF = re.compile(r"\bbelief (?:([01]\.\d\d)\b|([<>]?\d+%))")  # the first as earlier versions wrote it
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONGEST = 4000  # characters of a line that are looked at


@dataclass(frozen=True, slots=True)
class Told:
    """Rewrites lines about a journey. ``places`` are the names lines may mention, ``marks`` badges of its sightings.

    ``reports`` are the titles that stand for the ids of reports.
    """

    w: Wording
    near: datetime | None
    places: dict[str, LonLat]
    marks: dict[str, str]
    reports: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, journey: Journey, w: Wording, reports: Mapping[str, Report] | None = None) -> Told:
        sightings = [u.sighting for u in journey.used] + [r.sighting for r in journey.rejected]
        places = {d.place.name: (d.place.lon, d.place.lat) for d in journey.destinations}
        places |= {s.place.name: (s.place.lon, s.place.lat) for s in sightings}
        near = next((s.interval.middle for s in sightings if s.interval is not None), journey.as_of)
        marks = {s.id: m.shown for s, m in zip(sightings, marks_of(journey), strict=True) if len(s.id) > 3}
        titles = {r.id: f"\u201c{r.title}\u201d" for r in (reports or {}).values() if r.title and len(r.id) > 3}
        return cls(w, near, places, marks, titles)

    def line(self, text: str, goal: LonLat | None = None) -> str:
        """A line in the page's language, times on the local clock of the place named before them, else in UTC.

        ``goal`` is the destination that the line is about, if it does not begin with its name.
        """
        if len(text) > _LONGEST:
            return text
        there = goal or self._goal_of(text)
        if there is not None:
            text = _ANNOUNCED.sub(lambda found: self._announced(found, there), text)
        text = _BELIEF.sub(lambda found: f"belief {self._share(found)}", text)
        named = self._named(text)
        out, done = [], 0
        for found in _TIMES.finditer(text):
            where = max((spot for spot in named if spot[0] <= found.start()), default=None)
            before = text[done : found.start()]
            kind = "inferred" if before.endswith(_INFERRED) else "limit" if before.endswith(_LIMIT) else "reported"
            out += [before, self._local(found, where[1], kind) if where else found[0]]
            done = found.end()
        return self.w.said(self._numbered("".join((*out, text[done:]))))

    def _share(self, found: re.Match[str]) -> str:
        return self.w.spaced(found[2] or percent(float(found[1])))

    def _named(self, text: str) -> Sequence[tuple[int, LonLat]]:
        """Where a place's name ends in the text, and the place; every mention of every name."""
        found = []
        for name, place in self.places.items():
            at = text.find(name) if name else -1
            while at >= 0:
                found.append((at + len(name), place))
                at = text.find(name, at + len(name))
        return found

    def _goal_of(self, text: str) -> LonLat | None:
        """The destination that a line of the explanation is about."""
        subject = text.removeprefix("destination ") if text.startswith("destination ") else ""
        heads = ((f"{name} ", place) for name, place in self.places.items())
        return next(
            (place for head, place in heads if subject.startswith(head) and subject[len(head)] in "<>0123456789"), None
        )

    def _announced(self, found: re.Match[str], place: LonLat) -> str:
        try:
            moments = [datetime.fromisoformat(f"{clock}+00:00") for clock in found.groups() if clock]
        except ValueError:
            return found[0]
        return self.w.text(self.w.window(moments[0], moments[-1], *place, "reported"))

    def _numbered(self, text: str) -> str:
        shown = {known: f"{self.w.word('sighting')} {mark}" for known, mark in self.marks.items()} | dict(self.reports)
        for known, word in shown.items():
            if known in text:
                pattern = rf"(?<![\w-]){re.escape(known)}(?![\w-])"
                text = word.join(re.split(pattern, text))
        return text

    def _local(self, found: re.Match[str], place: LonLat, kind: str) -> str:
        clocks = [found.group(*range(i, i + 4)) for i in (1, 5, 9) if found[i]]
        moments = [self._moment(*clock) for clock in clocks]
        if any(at is None for at in moments):
            return found[0]
        first, last = moments[0], moments[-1]
        assert first is not None
        assert last is not None
        if kind == "limit" and first == last:  # "by at 20:00" says it twice
            return self.w.clock(first, *place)
        return self.w.text(self.w.window(min(first, last), max(first, last), *place, kind))

    def _moment(self, day: str, month: str, hour: str, minute: str) -> datetime | None:
        """The moment meant: lines leave out the year, which is the one that brings it nearest to the journey."""
        if self.near is None or month not in _MONTHS:
            return None
        near = self.near.astimezone(UTC)
        found = []
        for year in (near.year - 1, near.year, near.year + 1):
            try:
                found.append(datetime(year, _MONTHS.index(month) + 1, int(day), int(hour), int(minute), tzinfo=UTC))
            except ValueError:
                continue
        return min(found, key=lambda at: abs(at - near), default=None)
