"""The goal of a run by its noun, with its verb, a remark between, or none; not the goal of somebody else."""

from __future__ import annotations

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import told


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("Its destination is Tomsk.", True),
        ("The destination was Tomsk.", True),
        ("The train's destination, we hear, is Tomsk.", True),
        ("Tomsk is said to be the destination.", True),
        ("The train passed Ishim on Tuesday with Tomsk as its destination.", True),
        ("The train passed Ishim on Tuesday, destination Tomsk.", True),
        ("The train is bound, we are told, for Tomsk.", True),
        ("The minister's destination is Tomsk.", False),
        ("The destination is not Tomsk.", False),
    ],
)
def test_the_goal_of_a_run(text: str, heads: bool, gazetteer: Gazetteer) -> None:
    found = told(f"The train left Omsk on Monday. {text}", gazetteer)
    assert {e for e, place in found if place == "Tomsk"} == ({"heading"} if heads else set())
