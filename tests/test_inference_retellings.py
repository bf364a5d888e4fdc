"""Two observations are copies only if they share a time: what is joined is as wide as what was told."""

from __future__ import annotations

from dataclasses import replace

from railsight.inference import infer
from railsight.model import Journey, Sighting
from tests.inference_world import line_network, seen, train

LINE = line_network(6)
LEFT, CAME = seen(LINE, 0, 0, event="departed"), seen(LINE, 4, 40, event="arrived")


def journey(*sightings: Sighting) -> Journey:
    return infer([LEFT, *sightings, CAME], LINE, train())


def told_at(found: Journey, name: str) -> list[float]:
    """The widths in hours of what is told to have been observed at a place."""
    return [(p.latest - p.earliest).total_seconds() / 3600 for p in found.passages if p.name == name and p.observed]


def test_two_looks_at_a_train_whose_times_only_touch_are_a_stay() -> None:
    morning = seen(LINE, 2, 6, event="seen", wide_h=6)
    found = journey(morning, seen(LINE, 2, 12, event="seen", wide_h=6))
    assert not [u for u in found.used if u.why.startswith("repeats")]
    assert min(told_at(found, "S2")) > 0
    within = journey(morning, seen(LINE, 2, 8, event="seen", wide_h=2))
    assert [u for u in within.used if u.why.startswith("repeats")]


def test_an_event_told_with_times_that_touch_was_at_some_time_of_both() -> None:
    found = journey(seen(LINE, 2, 6, wide_h=6), seen(LINE, 2, 12, wide_h=6))
    assert min(told_at(found, "S2")) > 1


def test_a_guess_makes_a_sure_time_no_closer() -> None:
    sure = seen(LINE, 2, 8, wide_h=12)
    guess = replace(seen(LINE, 2, 10, wide_h=0.5), certainty=0.4)
    assert told_at(journey(sure, guess), "S2") == told_at(journey(sure), "S2")
    assert max(told_at(journey(sure, replace(guess, certainty=1.0)), "S2")) <= 0.5
