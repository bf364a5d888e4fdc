"""A name that may mean several places: which is meant, by its score and the times, and how that is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from railsight.inference import infer
from railsight.inference.evidence import gather
from railsight.inference.ways import Ways
from railsight.model import Candidate, EventKind, Journey, Place, Sighting
from tests.inference_world import line_network, network_of, seen, station, train

TRAIN = train()
ROW = line_network(12)  # 122 km from station to station; the train comes from S5


def ambiguous(
    meant: int, rival: int, at_h: float, *, scores: tuple[float, float] = (0.77, 0.08), event: EventKind = "arrived"
) -> Sighting:
    """A name that means one station of the row, or with a lower score another."""
    told = seen(ROW, meant, at_h, event=event, status="reported", name="there")
    places = station(ROW, meant), station(ROW, rival)
    return replace(told, candidates=tuple(Candidate(p, score) for p, score in zip(places, scores, strict=True)))


def placed(journey: Journey) -> str:
    return next(u.sighting.place.name for u in journey.used if u.sighting.id == "there")


@pytest.mark.parametrize("took_h", [5.0, 8.0, 9.0, 10.0, 11.0, 13.0, 20.0])
def test_a_place_that_sounds_alike_is_not_meant_for_fitting_the_time_better(took_h: float) -> None:
    """The station meant is 5 hours away, the other one 10 hours the other way: a train may well stand or wait."""
    start = seen(ROW, 5, 0, status="reported", name="start")
    alone = replace(ambiguous(7, 1, took_h), candidates=(Candidate(station(ROW, 7), 0.77),))
    journey = infer([start, ambiguous(7, 1, took_h)], ROW, TRAIN, destinations=[(station(ROW, 9), None)])
    assert placed(journey) == "S7"
    told = {u.sighting.id: u.belief for u in journey.used}
    assert told["there"] > infer([start, alone], ROW, TRAIN).used[-1].belief - 0.01


def test_how_likely_the_place_is_meant_is_told_beside_the_belief_in_the_report() -> None:
    start = seen(ROW, 5, 0, status="reported", name="start")
    late, soon = (infer([start, ambiguous(7, 1, took_h)], ROW, TRAIN) for took_h in (10.0, 5.0))
    reason = next(u.why for u in late.used if u.sighting.id == "there")
    assert "S7 is meant, " in reason
    assert " or S1, " in reason
    assert [w for w in late.warnings if "S7 is meant" in w]
    assert not [w for w in soon.warnings if "is meant" in w]


def test_of_places_as_likely_by_name_the_times_tell_which_is_meant() -> None:
    start = seen(ROW, 5, 0, status="reported", name="start")
    for took_h, where in ((5.0, "S7"), (10.0, "S1")):
        even = ambiguous(7, 1, took_h, scores=(0.45, 0.44))
        assert placed(infer([start, even], ROW, TRAIN)) == where


@pytest.mark.parametrize("later", [True, False])
def test_where_the_better_name_is_out_of_reach_the_other_is_meant_and_told_of(later: bool) -> None:
    """Whatever speaks of it: sentences, and the place where the train may stay."""
    start = seen(ROW, 5, 0, status="reported", name="start")
    told = [start, ambiguous(11, 6, 3.0)] if not later else [start, ambiguous(7, 1, 10.0), seen(ROW, 0, 13.0)]
    journey = infer(told, ROW, TRAIN, places=[replace(station(ROW, i), kind="town", population=9_000) for i in (0, 9)])
    where, other = ("S1", "S7") if later else ("S6", "S11")
    assert placed(journey) == where
    lines = [line for line in journey.explanation if "belief" in line or " km, running" in line]
    assert any(where in line for line in lines)
    assert not any(other in line for line in lines)
    assert not any(d.place.name == other and d.reached for d in journey.destinations)
    if not later:
        assert any(d.place.name == where and d.reached for d in journey.destinations)


def test_a_place_with_many_tracks_is_no_likelier_than_one_with_a_single_station() -> None:
    world = network_of(
        [(100.0, 40.0), (103.0, 40.0), (103.02, 40.0), (103.04, 40.0), (103.06, 40.0), (96.0, 40.0)],
        [(5, 0), (0, 1), (1, 2), (2, 3), (3, 4)],
    )
    one = station(world, 5)
    town = Place("town", "Town", "town", 103.03, 40.01, country="AA", radius_m=3_000.0)
    for score in (0.3, 0.4, 0.5):
        candidates = (Candidate(one, 0.5), Candidate(town, score))
        told = replace(seen(world, 5, 0), candidates=candidates)
        found = gather([told], Ways(world, TRAIN)).passages[0]
        shares = [w for spot, w in zip(found.spots, found.emission, strict=True) if spot.lon > 99.0]
        assert len(shares) > 2
        assert sum(shares) / sum(found.emission) == pytest.approx(score / (score + 0.5), abs=0.02)
        assert found.spots[0].lon < 97.0
