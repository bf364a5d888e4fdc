"""Announced arrivals: "due at 16:00" moves the window of an arrival as far as it can be trusted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from railsight.inference import infer, when_at
from railsight.inference.announced import Announcement
from railsight.model import Destination, Place, Sighting
from tests.inference_world import START, line_network, seen, station, train

LINE = line_network()
TRAIN = train()
GONE = seen(LINE, 0, 0, event="departed", known_h=1)


def due(at_h: float, *, station_at: int = 4, wide_h: float = 0.0, known_h: float = 1.0) -> Sighting:
    s = seen(LINE, station_at, at_h, event="due", status="expected", wide_h=wide_h, known_h=known_h)
    return replace(s, id=f"due-{at_h:g}-{known_h:g}")


def there(*sightings: Sighting) -> Destination:
    return infer([GONE, *sightings], LINE, TRAIN).destinations[0]


def hours_of(d: Destination) -> tuple[float, float, float]:
    low, middle, high = ((t - START) / timedelta(hours=1) for t in (d.earliest, d.likely, d.latest))
    return low, middle, high


def test_an_announced_hour_narrows_the_window_about_it() -> None:
    free, told = hours_of(there(replace(due(0), interval=None))), hours_of(there(due(12)))
    assert free[2] - free[0] > 6
    assert told[2] - told[0] < free[2] - free[0]
    assert free[1] < told[1] < 12.5
    assert told[2] > 12
    assert "announced there for 2023-09-10 12:00 UTC" in there(due(12)).why


def test_a_day_that_was_announced_is_within_its_window() -> None:
    free, day = hours_of(there(replace(due(0), interval=None))), hours_of(there(due(24, wide_h=24)))
    assert free[1] < 12
    assert 24 < day[1] < 48
    assert day[2] - day[0] > 10


def test_what_no_train_can_keep_is_said_and_moves_little() -> None:
    soon = there(due(2))
    assert "sooner than such a train can be there" in soon.why
    free = hours_of(there(replace(due(0), interval=None)))
    assert hours_of(soon) == pytest.approx(free, abs=1.5)


def test_the_last_word_counts_and_copies_add_nothing() -> None:
    first, then = due(10), due(14, known_h=1.5)
    assert hours_of(there(first, then)) == hours_of(there(replace(then, known_at=first.known_at)))
    assert hours_of(there(first, then))[1] > hours_of(there(first))[1] + 1
    assert hours_of(there(then, first)) == hours_of(there(first, then))
    assert hours_of(there(first, replace(first, id="copy"))) == hours_of(there(first))


def test_it_speaks_of_its_own_place_only() -> None:
    goals: list[tuple[Place, float | None]] = [(station(LINE, i), None) for i in (3, 4)]
    free = {d.place.name: hours_of(d) for d in infer([GONE], LINE, TRAIN, destinations=goals).destinations}
    told = {d.place.name: hours_of(d) for d in infer([GONE, due(20)], LINE, TRAIN, destinations=goals).destinations}
    assert told["S3"] == free["S3"]
    assert told["S4"] != free["S4"]


EDGES = np.linspace(0.0, 60.0, 241)
USUAL = np.exp(-(((EDGES[1:] - 10.0) / 3.0) ** 2))
USUAL = USUAL / USUAL.sum()  # arrivals about hour 10


@given(st.floats(-20, 60), st.floats(0, 48), st.floats(0.05, 0.95))
def test_an_announcement_takes_no_hour_away(lo: float, wide: float, trusted: float) -> None:
    mixed = Announcement(lo, lo + wide, trusted).mixed(USUAL, EDGES)
    assert (mixed >= (1.0 - trusted) * USUAL - 1e-12).all()
    assert mixed.sum() <= 1.01


@given(st.floats(10, 59), st.floats(0.5, 48), st.floats(0.05, 0.95))
def test_an_announcement_that_a_train_can_keep_adds_its_hours(lo: float, wide: float, trusted: float) -> None:
    mixed = Announcement(lo, lo + wide, trusted).mixed(USUAL, EDGES)
    announced = (EDGES[:-1] >= lo) & (EDGES[1:] <= lo + wide)
    assert announced.any()
    assert (mixed[announced] > (1.0 - trusted) * USUAL[announced]).all()


@pytest.mark.parametrize("later_h", [2, 4, 8, 16, 30])
def test_an_announcement_some_hours_late_is_believed_as_one_that_is_later_still(later_h: float) -> None:
    """Who announces knows of planned stops: the hour is likely whether it is four hours off or sixteen."""
    usual = hours_of(there(replace(due(0), interval=None)))[1]
    low, middle, high = hours_of(there(due(usual + later_h)))
    assert middle == pytest.approx(usual + later_h, abs=1.5)
    assert low < usual + later_h < high


def test_between_two_sightings_is_found_whatever_the_last_digit_of_their_times() -> None:
    """The middle of an interval is no exact number of hours: the place stays before the sighting after it."""
    before = seen(LINE, 0, 0, event="departed")
    for minutes in range(1, 40, 3):
        after = seen(LINE, 5, 30 + minutes / 60, event="departed", wide_h=1 / 6)
        middle = START + timedelta(hours=30, minutes=minutes + 5)
        found = when_at([before, after], LINE, TRAIN, station(LINE, 2), event="passed", after=START, before=middle)
        assert found is not None
        assert found[2] < middle
