"""Reports of local papers and pages that tell of their own town without its name."""

from __future__ import annotations

from datetime import datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report
from railsight.resolution import resolve

AT = datetime.fromisoformat("2026-04-09T12:00+10:00")


def told(text: str, source: str, gazetteer: Gazetteer) -> set[tuple[str, str]]:
    found = resolve([Report("r", text, published=AT, source=source)], gazetteer)
    assert all(found.reports[0].text[m.start : m.end] == m.text for m in found.mentions)
    return {(s.event, s.place.name) for s in found.sightings if s.subject == "train"}


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        (
            "The armoured train arrived at a quarter to five. It's ten to twelve now and she is still here.",
            "Public page 'Ussuriysk Today'",
            {("arrived", "Ussuriysk"), ("stopped", "Ussuriysk")},
        ),
        (
            "The armoured train which should have run past us in the night stood at our station from 8 until 11 today.",
            "Red Star (Ussuriysk), evening edition",
            {("stopped", "Ussuriysk"), ("departed", "Ussuriysk")},
        ),
        ("Greetings. The armoured train came in at nine from Khasan.", "Ussuriysk railwaymen's radio", None),
    ],
)
def test_a_local_source_tells_of_its_own_town(
    text: str, source: str, expected: set[tuple[str, str]] | None, gazetteer: Gazetteer
) -> None:
    found = told(text, source, gazetteer)
    assert found == expected if expected is not None else ("arrived", "Ussuriysk") in found


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The armoured train arrived at nine at the station.", "Pacific Press wire, Ussuriysk"),
        ("The armoured train arrived at nine at the station.", "Ussuriysk and Khasan Weekly"),
        ("The armoured train arrived at nine.", "Steppe Courier (Ussuriysk)"),
        ("The armoured train arrived at nine at the station.", None),
    ],
)
def test_agencies_and_those_of_two_towns_do_not(text: str, source: str | None, gazetteer: Gazetteer) -> None:
    assert not told(text, source or "", gazetteer)
