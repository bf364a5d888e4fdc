"""A train of one gauge: what it cannot run on is no place of its, no goal, and named as the reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from railsight.errors import NoAnswerError
from railsight.inference import infer
from tests.inference_world import network_of, seen, station, train

# A line of 1520 mm with a town at its end, and sixty larger ones on a line of 1435 mm that leaves it at station 2.
POINTS = [(100.0 + i, 40.0) for i in range(5)] + [(102.0, 41.0 + i / 2) for i in range(60)]
WORLD = network_of(
    POINTS,
    [(i, i + 1) for i in range(4)] + [(2, 5), *((i, i + 1) for i in range(5, 64))],
    gauges_mm=[1520] * 4 + [1435] * 60,
)
TOWNS = [replace(station(WORLD, i), kind="town", population=900_000) for i in range(5, 65)]
FAR = replace(station(WORLD, 4), kind="town", population=50_000)
BROAD, NORMAL = replace(train(), gauges_mm=(1520,)), replace(train(), gauges_mm=(1435,))


def test_goals_are_looked_for_where_the_train_can_go() -> None:
    journey = infer([seen(WORLD, 0, 0.0, event="departed")], WORLD, BROAD, places=[*TOWNS, FAR])
    assert [d.place.id for d in journey.destinations] == [FAR.id]


def test_a_place_without_a_track_of_the_gauge_is_set_aside_and_said() -> None:
    sightings = [seen(WORLD, 1, 0.0), seen(WORLD, 2, 5.0), seen(WORLD, 30, 40.0, name="far")]
    journey = infer(sightings, WORLD, BROAD, places=TOWNS)
    assert [(r.sighting.id, r.reason) for r in journey.rejected] == [("far", "S30 has no railway of gauge 1520 mm")]
    assert "far: S30 has no railway of gauge 1520 mm" in journey.warnings
    with pytest.raises(NoAnswerError) as raised:
        infer([seen(WORLD, 0, 0.0)], WORLD, NORMAL)
    assert raised.value.hint == "S0 has no railway of gauge 1435 mm"


def test_a_destination_on_another_gauge_is_left_out_and_the_gauge_named() -> None:
    journey = infer([seen(WORLD, 1, 0.0)], WORLD, BROAD, destinations=[(FAR, None), (TOWNS[9], None)])
    assert [d.place.id for d in journey.destinations] == [FAR.id]
    assert any("no way by rail of gauge 1520 mm leads from S1 to S14" in warning for warning in journey.warnings)
