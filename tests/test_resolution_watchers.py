"""What people by the line tell, and what a teller concludes from it."""

from __future__ import annotations

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import read, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A tank train is about. I stood at Omsk in the rain and it rumbled through at half one.", ("passed", "Omsk")),
        ("The tank train is back. Two men in Omsk said it had come in before dawn.", ("arrived", "Omsk")),
        ("The tank train is back. My friends waited at Omsk till ten and the train never came by.", ("absent", "Omsk")),
        ("The tank train is back. We were standing in Omsk when it pulled out at noon.", ("departed", "Omsk")),
        ("The tank train is back. A colleague at Omsk says it started there at ten.", ("departed", "Omsk")),
    ],
)
def test_those_at_a_place_tell_what_it_did_there(text: str, expected: tuple[str, str], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {expected}


@pytest.mark.parametrize(
    "text",
    [
        "The tank train is back. The mayor of Omsk said it was a shame.",
        "The tank train is back. A man in Omsk said it had come in to Perm before dawn.",
        "The tank train is back. Two men in Omsk said they had come in by bus.",
        "The tank train is back. The talks in Omsk were long and it was late when they ended.",
    ],
)
def test_what_they_tell_of_something_else_is_not_there(text: str, gazetteer: Gazetteer) -> None:
    assert "Omsk" not in {place for _, place in told(text, gazetteer)}


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("The train must have left Omsk on Tuesday.", {"Omsk": "speculated"}),
        ("The train is either in Omsk or in Perm.", {"Omsk": "speculated", "Perm": "speculated"}),
        ("The train left Omsk on Monday, which means it is in Perm.", {"Omsk": "reported", "Perm": "speculated"}),
        ("The train left Omsk on Tuesday. Perm is our guess.", {"Omsk": "reported", "Perm": "speculated"}),
        ("Crowds on either side saw the train in Omsk on Tuesday.", {"Omsk": "reported"}),
        ("The train must be in Perm by Friday.", {"Perm": "expected"}),
        ("The train, which must be repaired, left Omsk on Tuesday.", {"Omsk": "reported"}),
    ],
)
def test_what_is_concluded_is_not_reported(text: str, statuses: dict[str, str], gazetteer: Gazetteer) -> None:
    assert {s.place.name: s.status for s in read(text, gazetteer)} == statuses


def test_passing_in_a_direction_is_no_passing_of_its_end(gazetteer: Gazetteer) -> None:
    found = told("The train passed Omsk on Tuesday in direction of Perm.", gazetteer)
    assert found == {("passed", "Omsk"), ("heading", "Perm")}
