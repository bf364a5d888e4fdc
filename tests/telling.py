"""What a report tells of the train, for tests of its turns of phrase."""

from __future__ import annotations

from datetime import UTC, datetime

from railsight.gazetteer import Gazetteer
from railsight.model import Report, Sighting
from railsight.resolution import resolve
from railsight.times import zone_at

NOW = "2024-05-22T20:00+00:00"  # a Wednesday
WEDNESDAY = datetime(2023, 9, 13, tzinfo=UTC)
THURSDAY = "2026-03-12T10:00+09:00"
Told = tuple[str, str, str]


def read(text: str, gazetteer: Gazetteer) -> list[Sighting]:
    """The sightings of the train in a report published on that Wednesday."""
    found = resolve([Report("r", text, published=datetime.fromisoformat(NOW))], gazetteer).sightings
    return [s for s in found if s.subject == "train"]


def told(text: str, gazetteer: Gazetteer) -> set[tuple[str, str]]:
    """The same as event and name of the place."""
    return {(s.event, s.place.name) for s in read(text, gazetteer)}


def by_place(text: str, gazetteer: Gazetteer) -> dict[str, str]:
    """Event, status and middle of the time (day and hour there) of what a report of that September day tells of the
    train, by place.
    """
    reading = resolve([Report("r", text, published=WEDNESDAY, of_train=True)], gazetteer)
    out = {}
    for s in reading.sightings:
        if s.subject == "train":
            zone = zone_at(s.place.lon, s.place.lat)
            when = "" if s.interval is None else f" {s.interval.middle.astimezone(zone):%d %H}"
            out[s.place.name] = f"{s.event} {s.status}{when}"
    return out


def in_turn(text: str, gazetteer: Gazetteer, published: str = THURSDAY) -> list[Told]:
    """Event, place and first moment (on the clocks of the place) of what a report tells of the train, in turn."""
    found = resolve([Report("r", text, published=datetime.fromisoformat(published))], gazetteer).sightings
    return [(s.event, s.place.name, _first_moment(s)) for s in found if s.subject == "train"]


def _first_moment(s: Sighting) -> str:
    zone = zone_at(s.place.lon, s.place.lat)
    return f"{s.interval.earliest.astimezone(zone):%a %H:%M}" if s.interval else ""
