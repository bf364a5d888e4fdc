"""A station told as one of a town's is that station, and the town where no such station is known."""

from __future__ import annotations

from datetime import UTC, datetime
from time import process_time

import pytest

from railsight.gazetteer import Gazetteer
from railsight.mentions.termini import terminus_name
from railsight.model import Report
from railsight.resolution import resolve

MONDAY = datetime(2024, 5, 20, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The train left Moscow's Leningradsky station at 23:20 on Sunday.", "Moscow Leningradsky"),
        ("The train left the Leningradsky station in Moscow at 23:20 on Sunday.", "Moscow Leningradsky"),
        ("The train left Leningradsky railway station in Moscow on Sunday.", "Moscow Leningradsky"),
        ("The train arrived at London’s King’s Cross station at noon.", "London King's Cross"),
        ("The train left Moscow's Nowhere station at 23:20 on Sunday.", "Moscow"),
        ("The train left Moscow's main station at 23:20 on Sunday.", "Moscow"),
    ],
)
def test_where_it_was(text: str, place: str, gazetteer: Gazetteer) -> None:
    (found,) = resolve([Report("r", text, published=MONDAY)], gazetteer).sightings
    assert found.place.name == place


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("Moscow's Leningradsky", "Moscow Leningradsky"),
        ("Leningradsky station in Moscow", "Moscow Leningradsky"),
        ("Moscow", None),
        ("King's Cross", "King Cross"),
    ],
)
def test_its_name(surface: str, name: str | None) -> None:
    assert terminus_name(surface) == name


@pytest.mark.parametrize("piece", ["Moscow's ", "Moscow's Aa Bb Cc ", "Aa station in ", "Station in Moscow ", "A’s"])
def test_time_grows_linearly(piece: str, gazetteer: Gazetteer) -> None:
    def seconds(size: int) -> float:
        report = Report("r", (piece * (size // len(piece) + 1))[:size], published=MONDAY)
        start = process_time()
        resolve([report], gazetteer)
        return process_time() - start

    seconds(500)
    once, thrice = (min(seconds(size) for _ in range(2)) for size in (2_000, 6_000))
    assert thrice < 6 * once + 0.05
