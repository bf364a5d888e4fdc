"""Statements of an office: what it tells is confirmed, what it leaves to others is not; its heading is no day of it."""

from __future__ import annotations

from datetime import datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report
from railsight.resolution import resolve
from tests.telling import read


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("PRESS RELEASE, 22 May. The Armed Forces inform that a military train left Omsk on Tuesday.", "confirmed"),
        ("Written answer. The Secretary of State: The train left Omsk on Tuesday with spent fuel.", "confirmed"),
        ("Communiqué of the Ministry of Transport. The aid train left Omsk on Tuesday.", "confirmed"),
        ("Press release. The ministry does not comment. It is said that the train left Omsk on Tuesday.", "reported"),
        ("Press release. The cheese makers of Omsk invite you. Our tasting train left Omsk on Tuesday.", "reported"),
        ("Press releases are rare, the ministry said. The train left Omsk on Tuesday.", "reported"),
        ("The ministry has a new logo. The train left Omsk on Tuesday.", "reported"),
    ],
)
def test_what_an_office_tells_itself_is_confirmed(text: str, status: str, gazetteer: Gazetteer) -> None:
    assert {s.status for s in read(text, gazetteer) if s.place.name == "Omsk"} == {status}


def test_the_day_of_the_paper_is_none_of_what_it_looks_back_on(gazetteer: Gazetteer) -> None:
    text = "Written answer, 21 March. The train left Omsk at 21:05 on 5 February and was held in Tyumen that night."
    report = Report("r", text, published=datetime.fromisoformat("2024-03-21T16:00+00:00"))
    found = {s.place.name: s.interval for s in resolve([report], gazetteer).sightings}
    tyumen = found["Tyumen"]
    assert tyumen is not None
    assert (tyumen.earliest.month, tyumen.latest.month) == (2, 2)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("The train did not, whatever the papers say, stop in Tyumen on Tuesday.", "absent"),
        ("The train had, as its driver now admits, stopped in Tyumen on Tuesday.", "stopped"),
        ("The train was not late, and, as the driver says, stopped in Tyumen on Tuesday.", "stopped"),
    ],
)
def test_an_aside_does_not_part_a_verb_from_what_denies_it(text: str, event: str, gazetteer: Gazetteer) -> None:
    assert [s.event for s in read(text, gazetteer)] == [event]
