"""``when_at``: where the train has been the journey answers, and the moments asked for bound every answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product

import pytest

from railsight.errors import UsageError
from railsight.inference import infer, when_at
from railsight.model import Sighting
from tests.inference_world import START, line_network, random_network, random_sightings, seen, station, train

TRAIN = train()
LINE = line_network(6)  # 122 km from station to station
OUT = [seen(LINE, 0, 0, event="departed"), seen(LINE, 2, 5, event="seen"), seen(LINE, 4, 12, event="arrived")]
HOME = [seen(LINE, 4, 60, event="departed"), seen(LINE, 2, 66, event="seen"), seen(LINE, 0, 72, event="arrived")]


def at(hour: float) -> datetime:
    return START + timedelta(hours=hour)


def asked(sightings: list[Sighting], i: int, **of: object) -> tuple[datetime, datetime, datetime]:
    found = when_at(sightings, LINE, TRAIN, station(LINE, i), **of)  # type: ignore[arg-type]
    assert found is not None
    return found


@pytest.mark.parametrize("i", [0, 2, 4])
@pytest.mark.parametrize("event", ["passed", "seen", "crossed"])
def test_a_place_where_it_was_seen_is_answered_by_that(i: int, event: str) -> None:
    passage = next(p for p in infer(OUT, LINE, TRAIN).passages if p.name == f"S{i}")
    assert asked(OUT, i, event=event) == (passage.earliest, passage.likely, passage.latest)


@pytest.mark.parametrize("event", ["arrived", "passed", "stopped"])
def test_a_place_that_it_came_through_is_answered_by_its_passage(event: str) -> None:
    journey = infer(OUT, LINE, TRAIN)
    for i in (1, 3):
        passage = next(p for p in journey.passages if p.name == f"S{i}")
        assert abs(asked(OUT, i, event=event)[1] - passage.likely) < timedelta(minutes=30)


def test_arriving_is_not_leaving() -> None:
    assert asked(OUT, 4)[1] == at(12)
    assert asked(OUT, 4, event="departed")[0] > at(12)
    both = [*OUT, *HOME]
    assert asked(both, 4, after=at(1))[1] == at(12)
    assert asked(both, 4, event="departed")[1] == at(60)
    assert asked(both, 0, event="departed")[1] > at(72)
    assert asked(both, 0, event="departed", before=at(3))[1] == at(0)
    assert asked(HOME, 4, event="arrived")[2] < at(60)


def test_of_several_times_the_last_is_told_and_after_a_moment_the_first_after_it() -> None:
    both = [*OUT, *HOME]
    assert asked(both, 2)[1] == at(66)
    assert asked(both, 2, after=at(1))[1] == at(5)
    assert asked(both, 2, after=at(6))[1] == at(66)
    assert asked(both, 2, before=at(30))[1] == at(5)
    assert at(60) < asked(both, 1)[1] < at(72)
    assert asked(both, 1, before=at(30))[1] < at(5)


def test_once_it_has_been_at_a_place_only_a_later_moment_asks_for_its_return() -> None:
    assert asked(OUT, 2)[1] == at(5)
    assert asked(OUT, 2, after=at(13))[0] > at(13)


@pytest.mark.parametrize("seed", range(12))
def test_every_answer_lies_between_the_moments_asked_for(seed: int) -> None:
    network = random_network(seed)
    told = random_sightings(network, seed, 4)
    windows = ((None, 9.0), (7.0, None), (4.0, 20.0), (0.0, 2.0), (40.0, None), (-30.0, -3.0))
    for event, i, (lo, hi) in product(("arrived", "departed", "passed", "seen"), range(7), windows):
        after, before = (None if x is None else at(x) for x in (lo, hi))
        found = when_at(told, network, TRAIN, station(network, i), event=event, after=after, before=before)
        if found is not None:
            assert after is None or found[0] >= after
            assert before is None or found[2] <= before


def test_what_can_hardly_be_is_not_said() -> None:
    far = [seen(LINE, 0, 0, event="departed"), seen(LINE, 1, 30)]
    assert when_at(far, LINE, TRAIN, station(LINE, 5), before=at(6.5)) is None  # 610 km at 94 km/h, and back
    assert when_at(far, LINE, TRAIN, station(LINE, 5), after=at(30 + 24 * 365)) is None


@pytest.mark.parametrize("event", ["absent", "heading", "due", "flew"])
def test_an_event_that_is_no_time_at_a_place_is_refused(event: str) -> None:
    with pytest.raises(UsageError, match=event):
        when_at(OUT, LINE, TRAIN, station(LINE, 2), event=event)


def test_moments_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(UsageError, match="later than before"):
        when_at(OUT, LINE, TRAIN, station(LINE, 2), after=at(9), before=at(8))


def test_an_answer_says_what_it_takes_for_granted() -> None:
    told = when_at(OUT, LINE, TRAIN, station(LINE, 2))
    ahead = when_at(OUT, LINE, TRAIN, station(LINE, 5))
    off = when_at([*OUT, *HOME], LINE, TRAIN, station(LINE, 5), after=at(13), before=at(59))
    assert told is not None
    assert ahead is not None
    assert off is not None
    assert (told.assumes, told.forecast) == ("", False)
    assert (ahead.assumes, ahead.forecast) == ("if it goes to S5", True)
    assert (off.assumes, off.forecast) == ("if it was at S5 between the sightings around", False)
