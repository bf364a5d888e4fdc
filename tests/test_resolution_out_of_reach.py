"""A place that no train can have come from or gone to in the hours told is another of its name, or none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from railsight.model import Report
from railsight.naming import bundled_gazetteer
from railsight.resolution import resolve

PUBLISHED = datetime(2024, 6, 12, 18, tzinfo=UTC)


def seen(text: str) -> list[str]:
    found = resolve([Report("r", text, published=PUBLISHED)], bundled_gazetteer())
    return [s.place.name for s in found.sightings]


@pytest.mark.parametrize(
    ("text", "kept", "gone"),
    [
        (
            "The train left Novosibirsk at 06:00 on 12 June. It passed Fleet at 07:10 and reached Omsk at 15:30.",
            {"Novosibirsk", "Omsk"},
            "Fleet",
        ),
        (
            "The train left Chita at 06:00 on 12 June. At 08:30 it was in Tempe. It stopped at Karymskaya at 08:10.",
            {"Chita", "Karymskaya"},
            "Tempe",
        ),
    ],
)
def test_a_place_that_no_train_reaches_in_the_hours_told_is_taken_back(text: str, kept: set[str], gone: str) -> None:
    found = seen(text)
    assert kept <= set(found)
    assert gone not in found


def test_a_city_is_meant_whatever_the_clock_says() -> None:
    text = (
        "The train left Chita at 06:00 on 12 June. At 08:30 it was seen in Moscow. It stopped at Karymskaya at 08:10."
    )
    assert "Moscow" in seen(text)


def test_two_places_alone_do_not_say_which_of_them_is_wrong() -> None:
    assert len(seen("The train left Novosibirsk at 06:00 on 12 June. It passed Fleet at 07:10.")) == 2


def test_what_is_days_apart_is_in_reach() -> None:
    text = "The train left Vladivostok on 2 June. It passed Chita on 5 June and reached Moscow on 9 June."
    assert {"Vladivostok", "Chita", "Moscow"} <= set(seen(text))
