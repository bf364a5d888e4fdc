"""What a report in plain English tells of the train, for tests of its turns of phrase."""

from __future__ import annotations

from datetime import datetime

from railsight.gazetteer import Gazetteer
from railsight.model import Report, Sighting
from railsight.resolution import resolve

NOW = "2024-05-22T20:00+00:00"  # a Wednesday


def read(text: str, gazetteer: Gazetteer) -> list[Sighting]:
    """The sightings of the train in a report published on that Wednesday."""
    found = resolve([Report("r", text, published=datetime.fromisoformat(NOW))], gazetteer).sightings
    return [s for s in found if s.subject == "train"]


def told(text: str, gazetteer: Gazetteer) -> set[tuple[str, str]]:
    """The same as event and name of the place."""
    return {(s.event, s.place.name) for s in read(text, gazetteer)}
