"""The town and the day that open a report say where it was filed, in whichever house style."""

from __future__ import annotations

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import told


@pytest.mark.parametrize(
    "opening",
    [
        "CHITA, May 22. /TASS/.",
        "VLADIVOSTOK, May 22 /TASS/.",
        "ASTANA, May 22 (KazTAG).",
        "TASHKENT, 22 May –",
        "Minsk, 22 May, BelTA -",
        "CHITA, May 22.",
        "Chita, 22 May.",
        "KYIV, May 22. (Ukrinform).",
        "Tyumen, May 22:",
    ],
)
def test_where_a_report_was_filed_is_no_place_of_the_train(opening: str, gazetteer: Gazetteer) -> None:
    assert told(f"{opening} A military train left Omsk on Tuesday.", gazetteer) == {("departed", "Omsk")}


@pytest.mark.parametrize("opening", ["OMSK, May 22. /TASS/.", "Omsk, 22 May."])
def test_here_is_where_it_was_filed(opening: str, gazetteer: Gazetteer) -> None:
    assert told(f"{opening} The train stopped here on Tuesday.", gazetteer) == {("stopped", "Omsk")}


def test_a_place_and_day_within_a_sentence_are_no_dateline(gazetteer: Gazetteer) -> None:
    assert told("In Omsk, on May 21, the train stopped.", gazetteer) == {("stopped", "Omsk")}
