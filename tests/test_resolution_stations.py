"""A station called after another town stands in its own; a name is not placed outside the country said to hold it."""

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
        ("The train reached London's Quarry Lane station on Monday.", "arrived", "London"),
        ("The train reached London's Waterloo station on Monday.", "arrived", "London Waterloo"),
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


@pytest.mark.parametrize(
    "text",
    [
        "A grain train from Kazakhstan reached Keles station in Uzbekistan on Tuesday.",
        "The train reached Keles in southern Uzbekistan on Monday.",
    ],
)
def test_a_name_known_only_abroad_is_not_placed_against_the_words_of_the_sentence(
    text: str, gazetteer: Gazetteer
) -> None:
    assert not told(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("The train stopped at Khasan in Russia on Monday.", ("stopped", "Khasan")),
        ("A train reached Ayagoz station in Kazakhstan on Monday.", ("arrived", "Ayagoz")),
        ("The train arrived from Minsk in Russia on Monday.", ("departed", "Minsk")),
    ],
)
def test_a_country_that_fits_or_is_reached_takes_no_place_away(
    text: str, seen: tuple[str, str], gazetteer: Gazetteer
) -> None:
    assert told(text, gazetteer) == {seen}


@pytest.mark.parametrize(
    "text",
    ["The train stopped at Chop on Tuesday.", "A train with grain stopped at Chop station at 5 p.m. on Tuesday."],
)
def test_a_town_that_is_also_a_common_word_is_read_where_trains_call(text: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {("stopped", "Chop")}


def test_a_common_word_elsewhere_is_none(gazetteer: Gazetteer) -> None:
    assert not told("The train carried wood for Chop and Cash on Tuesday.", gazetteer)
