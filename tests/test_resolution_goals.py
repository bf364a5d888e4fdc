"""The goal of a run by its noun, with its verb, a remark between, or none; not the goal of somebody else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report
from railsight.resolution import resolve
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


def test_a_goal_named_anew_is_told_when_it_is_named_anew(gazetteer: Gazetteer) -> None:
    """What was said before a stay is past then; what the same is said of since is not."""
    at = [datetime(2024, 5, day, 12, tzinfo=UTC) for day in (14, 17)]
    texts = ("The train left Omsk on Monday for Tomsk.", "The train passed Taiga at 9 a.m. on Friday, bound for Tomsk.")
    reports = [Report(f"r{t.day}", words, published=t) for t, words in zip(at, texts, strict=True)]
    said = [s for s in resolve(reports, gazetteer).sightings if s.event == "heading"]
    assert [(s.report, s.place.name, s.known_at) for s in said] == [("r14", "Tomsk", at[0]), ("r17", "Tomsk", at[1])]
