"""Coming back, simultaneous and untimed reports, guesses, and what is said of a moment."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise, permutations

import pytest

from railsight.inference import infer, position_at
from railsight.inference.evidence import gather
from railsight.inference.lattice import lattice_of
from railsight.inference.memory import At
from railsight.inference.ways import Ways
from railsight.model import EventKind, Journey
from tests.inference_world import START, line_network, network_of, seen, station, train

TRAIN = train()
LINE = line_network(6)  # 122 km from station to station
SHORT = line_network(3, step_deg=0.04)  # 4.9 km


def at(hour: float) -> datetime:
    return START + timedelta(hours=hour)


def used(journey: Journey) -> dict[str, float]:
    return {u.sighting.id: u.belief for u in journey.used}


# ---------------------------------------------------------------- there and back


def test_a_train_seen_days_later_on_the_same_places_came_back() -> None:
    out = [seen(LINE, 0, 0, name="a"), seen(LINE, 2, 5, status="reported", name="b")]
    back = [seen(LINE, 2, 87, status="reported", name="c"), seen(LINE, 0, 92, name="d")]
    journey = infer([*out, *back], LINE, TRAIN)
    assert list(used(journey)) == ["a", "b", "c", "d"]
    assert [p.name for p in journey.passages] == ["S0", "S1", "S2", "S2", "S1", "S0"]
    assert all(p.dwell_h is None for p in journey.passages)  # it did not stand there all the days
    away = position_at(journey, LINE, at(50))
    assert not away.standing
    assert "came back" in away.unknown


def test_opposite_headings_are_not_one_event() -> None:
    told = [seen(LINE, 0, 0, event="departed"), seen(LINE, 1, 3, heading="E", name="out")]
    for wide_h in (0.0, 12.0):
        back = seen(LINE, 1, 12, wide_h=wide_h, heading="W", name="back")
        assert used(infer([*told, back], LINE, TRAIN))["back"] > 0.9
    day = [seen(LINE, 1, 0, wide_h=24, heading=heading, name=heading) for heading in ("E", "W")]
    journey = infer([told[0], *day], LINE, TRAIN)
    assert not any("adds no certainty" in u.why for u in journey.used)


@pytest.mark.parametrize("event", ["arrived", "passed", "seen"])
@pytest.mark.parametrize("back_h", [14, 18, 26])
def test_out_and_back_within_a_day_is_no_passage_told_twice(event: EventKind, back_h: float) -> None:
    beliefs = []
    for out, back in ((None, None), ("E", "W")):
        told = [
            seen(LINE, 0, 0, status="reported", heading=out, name="out"),
            seen(LINE, 2, 7, event=event, status="reported", name="there"),
            seen(LINE, 0, back_h, status="reported", heading=back, name="back"),
        ]
        journey = infer(told, LINE, TRAIN)
        assert [p.name for p in journey.passages if p.observed] == ["S0", "S2", "S0"]
        assert min(used(journey).values()) > 0.85
        beliefs.append(journey.hypotheses[0].probability if journey.hypotheses else 1.0)
    assert beliefs[1] >= beliefs[0]  # opposite headings tell of the turn


def test_a_passage_set_aside_is_not_the_same_event_where_the_train_was_elsewhere_between() -> None:
    told = [
        seen(LINE, 0, 0, status="conflict", name="out"),
        seen(LINE, 4, 8, event="crossed", name="there"),
        seen(LINE, 0, 16, name="back"),
    ]
    journey = infer(told, LINE, TRAIN)
    aside = {r.sighting.id: r.reason for r in journey.rejected}
    assert "out" in aside
    assert "same event" not in aside["out"]


def test_a_station_just_beyond_a_border_is_no_told_turn() -> None:
    """Clocks differ at a border: told of at the far station between two times at the near one it was hardly there."""
    world = network_of(
        [(100.0, 40.0), (102.0, 40.0), (102.1, 40.0), (102.2, 40.0), (104.0, 40.0)],
        [(i, i + 1) for i in range(4)],
        countries=["AA", "AA", "BB", "BB", "BB"],
    )
    for far, told in ((3, False), (4, True)):
        here = [seen(world, 1, 6, event="arrived"), seen(world, 1, 30, event="departed")]
        seen_at = gather([*here, seen(world, far, 18, event="arrived")], Ways(world, TRAIN)).passages
        fee = lattice_of(seen_at, Ways(world, TRAIN)).turning.fee(At(0, 0), At(1, 0), At(2, 0))
        assert (fee > math.log(0.1)) == told


def test_a_journey_hardly_likely_says_what_else_may_have_happened() -> None:
    """It follows all that is told, though it is likelier that one or another of it is wrong."""
    told = [seen(LINE, 0, 0, status="reported", name="out"), seen(LINE, 3, 8, event="crossed", status="reported")]
    journey = infer([*told, seen(LINE, 1, 12, status="reported", name="back")], LINE, TRAIN)
    first, *_ = journey.hypotheses
    assert first.probability < 0.5
    assert [w for w in journey.warnings if "the journey drawn is" in w]
    sure = infer([*told, seen(LINE, 5, 13, status="reported", name="on")], LINE, TRAIN)
    assert not [w for w in sure.warnings if "the journey drawn is" in w]


def test_given_the_time_a_train_may_have_gone_on_and_come_back() -> None:
    start = [seen(LINE, 5, 0, event="departed"), seen(LINE, 2, 8, event="seen")]
    late = used(infer([*start, seen(LINE, 3, 24, name="back")], LINE, TRAIN))
    assert late["back"] > 0.5


# ---------------------------------------------------------------- simultaneous, minutes apart, untimed


def test_simultaneous_reports_do_not_depend_on_order_or_ids() -> None:
    told = [seen(LINE, 2, 0, event="arrived"), seen(LINE, 2, 0, event="departed"), seen(LINE, 4, 6)]
    journeys = [
        infer([replace(s, id=name) for s, name in zip(told, names, strict=True)][::step], LINE, TRAIN)
        for names in permutations("abc")
        for step in (1, -1)
    ]
    assert all(j.passages == journeys[0].passages for j in journeys)
    assert len({tuple((u.sighting.event, round(u.belief, 9)) for u in j.used) for j in journeys}) == 1
    assert [u.sighting.event for u in journeys[0].used] == ["arrived", "departed", "passed"]


def test_two_places_minutes_apart_are_within_the_rounding_of_clocks() -> None:
    told = [seen(SHORT, 0, 6, event="departed", name="a"), seen(SHORT, 1, 6, event="crossed", name="b")]
    journey = infer(told, SHORT, TRAIN)
    assert len(journey.used) == 2
    for a, b in pairwise(journey.passages):
        assert b.km - a.km <= TRAIN.max_kmh * ((b.likely - a.likely).total_seconds() + 2) / 3600
    assert position_at(journey, SHORT, at(6)).reachable


def test_what_is_told_without_a_time_may_lie_beyond_the_times_known() -> None:
    start = seen(LINE, 0, 0, event="departed")
    untimed = replace(seen(LINE, 5, 0, event="seen", status="reported", name="untimed"), interval=None)
    journey = infer([start, seen(LINE, 2, 5), untimed], LINE, TRAIN)
    assert list(used(journey))[-1] == "untimed"
    assert journey.passages[-1].likely > at(5 + 3)
    assert any("no time is told of S5" in w for w in journey.warnings)
    journey = infer([start, replace(untimed, known_at=at(60))], LINE, TRAIN)
    assert "untimed" in used(journey)
    assert journey.passages[-1].latest <= at(60)


# ---------------------------------------------------------------- how much is believed


def test_a_guess_is_believed_as_a_guess() -> None:
    guesses = [seen(LINE, 0, 0, status="speculated"), seen(LINE, 2, 5, status="speculated")]
    assert list(used(infer(guesses[:1], LINE, TRAIN)).values()) == pytest.approx([0.3])
    assert max(used(infer(guesses, LINE, TRAIN)).values()) <= 0.3
    assert min(used(infer([seen(LINE, 0, 0), guesses[1]], LINE, TRAIN)).values()) > 0.5


def test_absent_where_it_had_arrived_is_a_contradiction() -> None:
    arrived = seen(LINE, 2, 0, event="arrived", name="arrived")
    absent = seen(LINE, 2, -2, event="absent", wide_h=4, name="absent")
    journey = infer([arrived, absent], LINE, TRAIN)
    assert [(r.sighting.id, r.conflicts_with) for r in journey.rejected] == [("absent", "arrived")]
    assert any("absent from S2" in w for w in journey.warnings)
    same_minute = infer([arrived, replace(absent, interval=arrived.interval)], LINE, TRAIN)
    assert [(r.sighting.id, r.conflicts_with) for r in same_minute.rejected] == [("absent", "arrived")]


# ---------------------------------------------------------------- at a moment


def test_a_stay_lasts_until_the_departure() -> None:
    stay = [seen(LINE, 2, 0, event="arrived"), seen(LINE, 2, 72, event="departed")]
    journey = infer(stay, LINE, TRAIN, destinations=[(station(LINE, 5), None)])
    before, after = position_at(journey, LINE, at(71.9)), position_at(journey, LINE, at(73))
    assert before.standing
    assert before.km_high == 0.0
    assert 0.0 < after.km_high <= 100.0


def test_where_only_the_departure_was_seen_the_train_had_come_before() -> None:
    journey = infer([seen(LINE, 0, 0), seen(LINE, 1, 48, event="departed")], LINE, TRAIN)
    came, left = (p for p in journey.passages if p.name == "S1")
    assert (came.observed, left.observed) == (False, True)
    assert came.likely < at(12)
    assert left.likely == at(48)
    assert position_at(journey, LINE, at(30)).standing


def test_what_is_not_known_of_a_moment_is_said() -> None:
    goals = [(station(LINE, i), None) for i in (0, 4, 5)]
    journey = infer([seen(LINE, 2, 0), seen(LINE, 3, 3)], LINE, TRAIN, destinations=goals)
    before, between, after = (position_at(journey, LINE, at(hour)) for hour in (-4, 2, 3.5))
    assert "before the first sighting" in before.unknown
    assert not before.standing
    assert (between.unknown, between.assumes) == ("", "")
    assert after.assumes.startswith("if it goes to")
