"""Capitals that speak and protest are no places of the train, and what may come is guessed to be nothing that was."""

from __future__ import annotations

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import read, told


@pytest.mark.parametrize(
    "after",
    [
        "Seoul reacted angrily on Tuesday.",
        "Tokyo protested on Tuesday.",
        "Beijing voiced concern on Tuesday.",
        "Kyiv on Tuesday accused Moscow of lying about it.",
        "Washington, meanwhile, has condemned the trip.",
        "Any train through Melitopol is a target, Kyiv said on Tuesday.",
    ],
)
def test_a_capital_that_speaks_is_no_place_of_the_train(after: str, gazetteer: Gazetteer) -> None:
    seen = told(f"The armoured train left Rajin on Monday. {after}", gazetteer)
    assert seen == {("departed", "Rajin")}


def test_a_capital_joined_on_by_and_is_none_either(gazetteer: Gazetteer) -> None:
    assert told("The armoured train left Rajin on Monday, and Tokyo lodged a protest.", gazetteer) == {
        ("departed", "Rajin")
    }


@pytest.mark.parametrize(
    "text",
    [
        "Workers painted the station at Khasan on Monday, a sign that the armoured train may be coming.",
        "Flags went up around the station of Khasan on Monday, since the armoured train might call soon.",
    ],
)
def test_what_may_come_is_not_guessed_to_have_come(text: str, gazetteer: Gazetteer) -> None:
    assert not [s for s in read(text, gazetteer) if s.event not in ("due", "heading")]


def test_a_city_that_greets_the_train_is_one(gazetteer: Gazetteer) -> None:
    assert told("Perm welcomed the armoured train on Monday.", gazetteer) == {("seen", "Perm")}


@pytest.mark.parametrize("place", ["Moscow", "Beijing"])
def test_trains_that_reach_capitals_are_told(place: str, gazetteer: Gazetteer) -> None:
    assert told(f"On Monday the armoured train reached {place}.", gazetteer) == {("arrived", place)}
