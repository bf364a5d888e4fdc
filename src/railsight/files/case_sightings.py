"""The sightings of a case, one mapping each: checked against the schema first, then placed and timed."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, cast

from railsight.errors import PlaceNotFoundError
from railsight.files.case_places import Named, PlaceReader, place_of
from railsight.files.schema import Fields, Problems
from railsight.model import EVENTS, STATUSES, Candidate, EventKind, NamedPlace, Place, Sighting, Status
from railsight.times import PARTS_OF_DAY, PRECISION_MIN, Interval, day, part_of_day, reported, zone_at, zones_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from railsight.files.strictyaml import Node

SIGHTING_KEYS = frozenset(
    (
        *("id", "place", "event", "at", "earliest", "latest", "precision", "part_of_day", "status", "heading"),
        *("toward", "away_from", "origin", "subject", "report", "source", "known_at", "note", "quote", "certainty"),
    )
)
PRECISIONS = ("minute", "half-hour", "hour", "part-of-day", "day")
# The longest there may be, in characters; an id may be the name of a file with a number behind it.
MAX_ID, MAX_SUBJECT = 300, 200
LEAST_CERTAINTY = 0.01
HEADINGS = {
    "north": "N", "northeast": "NE", "east": "E", "southeast": "SE",
    "south": "S", "southwest": "SW", "west": "W", "northwest": "NW",
}  # fmt: skip
# The sixteen-point compass: north-northeast lies half-way between two of the eight, and counts as the one named first.
_BETWEEN = {
    spelt: HEADINGS[main]
    for main in ("north", "east", "south", "west")
    for side, letters in HEADINGS.items()
    if side != main and main in side
    for spelt in (f"{main}{side}", f"{HEADINGS[main]}{letters}".lower())
}


class Draft:
    """A sighting checked against the schema, before its place is looked up.

    ``local``: times without an offset are on the clock of the place; otherwise they are problems.
    """

    def __init__(self, node: Node, key: str, default_id: str, problems: Problems, *, local: bool = False) -> None:
        self.f = f = Fields(node, key, SIGHTING_KEYS, problems)
        self.id = f.text("id", limit=MAX_ID) or default_id
        self.event = f.choice("event", EVENTS, "seen")
        self.status = f.choice("status", STATUSES, "reported")
        self.subject = f.text("subject", limit=MAX_SUBJECT) or "train"
        self.heading = f.read("heading", _heading)
        self.source = f.text("source") or ""
        self.note = f.text("note") or ""
        self.quote = f.text("quote") or ""
        self.certainty = f.number("certainty", low=LEAST_CERTAINTY, high=1)
        self.report = f.text("report", limit=MAX_ID)
        self.known_at = f.moment("known_at")
        self.at = f.when("at", local=local)
        self.ends = f.when("earliest", local=local), f.when("latest", local=local)
        self.part = f.text("part_of_day", limit=40)
        self.precision = f.choice("precision", PRECISIONS, self._usual_precision())
        self._check_time()
        self.place = place_of(f, "place", required=True)
        self.toward = place_of(f, "toward")
        self.away_from = place_of(f, "away_from")
        self.origin = place_of(f, "origin")

    def _usual_precision(self) -> str:
        if self.part is not None:
            return "part-of-day"
        return "minute" if isinstance(self.at, datetime) else "day"

    def _check_time(self) -> None:
        f = self.f
        if self.part is not None and self.part not in PARTS_OF_DAY:
            f.refuse("part_of_day", f"{self.part!r} is not one of {', '.join(PARTS_OF_DAY)}")
        if self.precision == "part-of-day" and self.part is None:
            f.refuse("part_of_day", "precision part-of-day needs a part_of_day")
        elif self.part is not None and self.precision != "part-of-day":
            f.refuse("part_of_day", f"goes with precision part-of-day, not {self.precision}")
        for name in ("precision", "part_of_day"):
            if name in f.items and "at" not in f.items:
                f.refuse(name, "goes with at: what it says is how exact that is")
        if (self.ends[0] is None) != (self.ends[1] is None):
            f.refuse("earliest", "earliest and latest go together")
        if self.at is not None and self.ends[0] is not None:
            f.refuse("at", "give either at, or earliest and latest")
        if self.at is not None and not isinstance(self.at, datetime) and self.precision in PRECISION_MIN:
            f.refuse("at", f"precision {self.precision} needs a clock time")

    def sighting(self, look_up: PlaceReader, warnings: list[str], named: list[NamedPlace]) -> Sighting | None:
        """The sighting with its places, or None with a warning when its place is not known.

        PlaceNotFoundError for a known name with a country or kind after its comma that no place of it has.
        """
        candidates = self._candidates("place", self.place, look_up, named)
        if not candidates:
            warnings.append(self._unknown("place", self.place) + ": left out")
            return None
        return Sighting(
            id=self.id,
            candidates=candidates,
            event=cast(EventKind, self.event),
            status=cast(Status, self.status),
            interval=self._interval(candidates[0].place),
            subject=self.subject,
            heading=self.heading,
            toward=self._one("toward", self.toward, look_up, warnings, named),
            away_from=self._one("away_from", self.away_from, look_up, warnings, named),
            origin=self._one("origin", self.origin, look_up, warnings, named),
            report=self.report,
            source=self.source,
            note=self.note,
            quote_text=self.quote,
            certainty=1.0 if self.certainty is None else self.certainty,
            known_at=self.known_at,
        )

    def _one(
        self,
        key: str,
        given: Named | Place | None,
        look_up: PlaceReader,
        warnings: list[str],
        named: list[NamedPlace],
    ) -> Place | None:
        found = self._candidates(key, given, look_up, named)
        if given is not None and not found:
            warnings.append(self._unknown(key, given))
        return found[0].place if found else None

    def _candidates(
        self, key: str, given: Named | Place | None, look_up: PlaceReader, named: list[NamedPlace]
    ) -> tuple[Candidate, ...]:
        found = look_up.candidates(given)
        if not found and isinstance(given, Named) and look_up.contradicted(given):
            where = self._told(key, "").rstrip(": ")
            raise PlaceNotFoundError(given.name, look_up.suggestions(given.name), where=where)
        if found and isinstance(given, Named):
            narrowed = given.country is not None or given.kind is not None
            where = self._told(key, "").rstrip(": ")
            named.append(NamedPlace(where, self.id, key, given.name, found, narrowed))
        return found

    def _unknown(self, key: str, given: Named | Place | None) -> str:
        return self._told(key, f"no {given}")

    def _told(self, key: str, what: str) -> str:
        return self.f.problems.told(self.f.lines.get(key, self.f.line), self.f.path(key), what)

    def _interval(self, place: Place) -> Interval | None:
        """When it was, by the stated precision; bare dates are on the place's own clock."""
        try:
            if self.ends[0] is not None and self.ends[1] is not None:
                return Interval(_start(self.ends[0], place), _end(self.ends[1], place))
            if self.at is None:
                return None
            if self.precision in PRECISION_MIN and isinstance(self.at, datetime):
                return reported(_aware(self.at, place), self.precision)
            part = self.part if self.precision == "part-of-day" else None
            return day_at(self.at, place, part)
        except (ValueError, OverflowError) as error:
            self.f.refuse("at" if self.at is not None else "earliest", str(error))
            return None


def _start(when: datetime | date, place: Place) -> datetime:
    return _aware(when, place) if isinstance(when, datetime) else day_at(when, place).earliest


def _end(when: datetime | date, place: Place) -> datetime:
    return _aware(when, place) if isinstance(when, datetime) else day_at(when, place).latest


def _aware(when: datetime, place: Place) -> datetime:
    """A time, on the clock of its place where it has none of its own."""
    return when if when.tzinfo is not None else when.replace(tzinfo=zone_at(place.lon, place.lat))


def day_at(when: datetime | date, place: Place, part: str | None = None) -> Interval:
    """A day or a part of it: on the clock of a time with an offset (the source's), of a bare date on the place's own.

    A country has as many clocks as zones: a day there is that day on any of them.
    """
    zones: tuple[tzinfo, ...] = (when.tzinfo,) if isinstance(when, datetime) and when.tzinfo is not None else ()
    if not zones and place.kind == "country" and place.country:
        zones = zones_of(place.country)
    on = when.date() if isinstance(when, datetime) else when
    found = [_on_clock(on, cast("ZoneInfo", zone), part) for zone in zones or (zone_at(place.lon, place.lat),)]
    return Interval(min(i.earliest for i in found), max(i.latest for i in found))


def _on_clock(on: date, zone: ZoneInfo, part: str | None) -> Interval:
    return part_of_day(on, part, zone) if part else day(on, zone)


def _heading(text: str) -> str:
    word = text.strip().lower().replace("-", "").replace(" ", "").removesuffix("ward").removesuffix("bound")
    if word.upper() in HEADINGS.values():
        return word.upper()
    if word in HEADINGS or word in _BETWEEN:
        return HEADINGS.get(word) or _BETWEEN[word]
    raise ValueError(f"{text[:40]!r} is not a compass direction: north, north-northeast, ... or N, NNE, NE, ...")
