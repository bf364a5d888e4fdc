"""Turns of whole news articles: what came before told behind what came last, other trains, who says it and when."""

from __future__ import annotations

from datetime import datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report
from railsight.resolution import resolve
from railsight.times import zone_at


def told(text: str, gazetteer: Gazetteer, published: str = "2026-03-12T10:00+09:00") -> list[tuple[str, str, str]]:
    """Event, place and first moment (on the clocks of the place) of what is told of the train."""
    reading = resolve([Report("r", text, published=datetime.fromisoformat(published))], gazetteer)
    return [
        (
            s.event,
            s.place.name,
            f"{s.interval.earliest.astimezone(zone_at(s.place.lon, s.place.lat)):%a %H:%M}" if s.interval else "",
        )
        for s in reading.sightings
        if s.subject == "train"
    ]


@pytest.mark.parametrize(
    "behind",
    [
        "after a freight train derailed near Khilok on Monday evening",
        "after another train had stopped at Khilok on Monday",
        "since a coal train reached Khilok on Monday",
    ],
)
def test_another_train_is_the_subject_of_its_own_clause(behind: str, gazetteer: Gazetteer) -> None:
    text = f"CHITA - A special train with guests stood in Chita on Tuesday {behind}."
    assert told(text, gazetteer) == [("stopped", "Chita", "Tue 00:00")]


def test_what_came_in_at_night_left_on_the_day_after(gazetteer: Gazetteer) -> None:
    text = "CHITA - The circus train reached Chita on Tuesday night. It left Chita at 3:15 a.m., a dispatcher said."
    assert told(text, gazetteer) == [("arrived", "Chita", "Tue 20:00"), ("departed", "Chita", "Wed 03:15")]
    text = "CHITA - The train reached Chita on Tuesday night. It had left Mogzon at 3:15 a.m., a dispatcher said."
    assert told(text, gazetteer)[1] == ("departed", "Mogzon", "Tue 03:15")
