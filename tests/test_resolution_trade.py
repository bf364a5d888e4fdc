"""Turns of the trade press and of regional papers: where a train was, and when, over several sentences."""

from __future__ import annotations

from datetime import datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report
from railsight.resolution import resolve
from railsight.times import zone_at

Told = tuple[str, str, str]


def told(text: str, gazetteer: Gazetteer, published: str = "2026-03-12T10:00+09:00") -> list[Told]:
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


TURNS: list[tuple[str, list[Told]]] = [
    (
        "The special train left Omsk on Monday. Its arrival in the inland port of Chita is expected on 14 March.",
        [("departed", "Omsk", "Mon 00:00"), ("due", "Chita", "Sat 00:00")],
    ),
    (
        "The turbine is made in Omsk, and it was from Omsk that the special train departed on 9 March.",
        [("departed", "Omsk", "Mon 00:00")],
    ),
    (
        "A clerk said that the train left Mogocha on Monday and was accepted at Chita at 13:00 on Tuesday.",
        [("departed", "Mogocha", "Mon 00:00"), ("arrived", "Chita", "Tue 13:00")],
    ),
    (
        "The newest entry, from 06:10 on Tuesday, places the train at Chita.",
        [("seen", "Chita", "Tue 06:10")],
    ),
    (
        "The train left Omsk on 5 March. On the 8th it was noted in Chita, on the 9th in Mogocha.",
        [("departed", "Omsk", "Thu 00:00"), ("seen", "Chita", "Sun 00:00"), ("seen", "Mogocha", "Mon 00:00")],
    ),
    (
        "The train had been filmed by a boy waiting at a crossing in Chita shortly after ten on Tuesday.",
        [("seen", "Chita", "Tue 09:45")],
    ),
    (
        "The special train reached Mogocha, the railhead for Chita, at 12:30 on Tuesday.",
        [("arrived", "Mogocha", "Tue 12:30")],
    ),
    (
        "The train ends at Chita, where the yards are; it is due there at about half past eleven.",
        [("due", "Chita", "Thu 11:00")],
    ),
    (
        "The train left Omsk on Monday. In Mogocha, later on Tuesday morning, its coaches were washed, and from the "
        "bridge at Chita it was filmed at 2:32 in the afternoon.",
        [("departed", "Omsk", "Mon 00:00"), ("seen", "Mogocha", "Tue 06:00"), ("seen", "Chita", "Tue 14:32")],
    ),
    (
        "The circus train left Omsk on Sunday. At dawn on Monday a doctor came aboard in Mogocha, and on Monday "
        "evening the papers were signed.",
        [("departed", "Omsk", "Sun 00:00"), ("seen", "Mogocha", "Mon 04:00")],
    ),
    (
        "On Tuesday the train departed Mogocha at 03:40, and at 08:15 the same day was handed over to other drivers at "
        "Chita.",
        [("departed", "Mogocha", "Tue 03:40"), ("seen", "Chita", "Tue 08:15")],
    ),
    (
        "The train left Omsk on Monday. In Chita, where the line meets the river, a guard had stepped out to smoke at "
        "about one in the morning when it went by.",
        [("departed", "Omsk", "Mon 00:00"), ("passed", "Chita", "Tue 00:00")],
    ),
    (
        "At Chita some two hundred people waited at the fence until midnight on Tuesday and then went home; there was "
        "still no train.",
        [("absent", "Chita", "Mon 22:00")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TURNS)
def test_what_is_told(text: str, expected: list[Told], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == expected


@pytest.mark.parametrize("text", [text for text, _ in TURNS])
def test_a_text_cut_off_anywhere_is_read(text: str, gazetteer: Gazetteer) -> None:
    for end in range(1, len(text), 3):
        told(text[:end], gazetteer)
