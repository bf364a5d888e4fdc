"""A station called after another town stands in its own."""

from __future__ import annotations

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import told


@pytest.mark.parametrize(
    ("text", "event", "town"),
    [
        ("The train from Adler arrived at Kazan station in Moscow on Monday.", "arrived", "Moscow"),
        ("The train left Moscow's Kazan station on Monday.", "departed", "Moscow"),
        ("The train pulled into Kiev station in Moscow on Monday.", "arrived", "Moscow"),
        ("The train left Warsaw railway station in Saint Petersburg on Monday.", "departed", "Saint Petersburg"),
        ("The train reached London's Waterloo station on Monday.", "arrived", "London"),
    ],
)
def test_it_is_in_the_town_that_holds_it(text: str, event: str, town: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {(event, town)}


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("The train stopped at Kazan station in Tatarstan on Monday.", "Kazan"),
        ("The train stopped at Bikin station in Khabarovsk krai on Monday.", "Bikin"),
        ("The train stopped at Kazan station. In Moscow crowds waited.", "Kazan"),
    ],
)
def test_a_region_or_another_sentence_moves_no_station(text: str, town: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {("stopped", town)}
