"""Negative sightings: not there from their earliest to their latest time, read as "not yet" or "no longer"."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from railsight.errors import NoAnswerError
from railsight.inference import infer, position_at, when_at
from railsight.inference.evidence import hours
from railsight.inference.prism import Anchor, anchors_of, budgets, is_reachable, reachable
from railsight.inference.ways import Ways, ways_of
from railsight.inference.windows import Closures, Window, windows_of
from railsight.model import Journey, Sighting, Spot
from railsight.network import Network
from railsight.times import Interval
from tests.inference_world import (
    START,
    line_network,
    network_of,
    random_network,
    random_sightings,
    seen,
    spot_on_path,
    station,
    train,
)

TRAIN = train()
SETTINGS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEWER = settings(SETTINGS, max_examples=15)  # where two or three journeys are compared in all that they work out
LINE = line_network()  # stations 122 km apart: 2.4 h at the usual 50 km/h, 1.2 h at the top speed
STEP_KM = LINE.section_cm(0) / 1e5
# Two ways from S0 to S3, 245 km by S1 and 272 km by S2.
RING = network_of([(100.0, 0.0), (101.0, 0.0), (101.0, 0.5), (102.0, 0.0)], [(0, 1), (1, 3), (0, 2), (2, 3)])


def away(network: Network, i: int, from_h: float, to_h: float, name: str = "absent", **more: object) -> Sighting:
    return seen(network, i, from_h, event="absent", wide_h=to_h - from_h, name=name, **more)  # type: ignore[arg-type]


def wider(span: Interval | None) -> Interval:
    """An interval with an hour more at both ends."""
    assert span is not None
    return Interval(span.earliest - timedelta(hours=1), span.latest + timedelta(hours=1))


def chances(journey: Journey) -> dict[str, float]:
    return {d.place.name: d.probability for d in journey.destinations}


# ---------------------------------------------------------------- no longer


def test_gone_from_where_it_had_arrived() -> None:
    told = [seen(LINE, 0, 0, event="departed"), seen(LINE, 2, 6, event="arrived"), away(LINE, 2, 20, 24)]
    goals = [(station(LINE, i), None) for i in (2, 5)]
    stays, journey = (infer(s, LINE, TRAIN, destinations=goals) for s in (told[:2], told))
    assert not journey.rejected
    assert not journey.warnings
    assert "had left S2 by" in next(u.why for u in journey.used if u.sighting.event == "absent")
    last = journey.passages[-1]
    assert (last.name, last.observed) == ("S2", False)
    assert START + timedelta(hours=6) <= last.earliest <= last.latest <= START + timedelta(hours=20)
    assert chances(stays)["S2"] > 0.9
    assert chances(journey)["S2"] < 0.1
    position = position_at(journey, LINE, START + timedelta(hours=22))
    assert position.km > journey.passages[-1].km + 1
    assert not any("stays" in p.assumes for p in (position,))


def test_gone_with_no_goal_in_sight_is_nowhere_known() -> None:
    told = [seen(LINE, 0, 0, event="departed"), seen(LINE, 2, 6, event="arrived"), away(LINE, 2, 20, 24)]
    journey = replace(infer(told, LINE, TRAIN), destinations=())
    position = position_at(journey, LINE, START + timedelta(hours=22))
    assert "had left S2" in position.unknown
    assert not position.standing
    assert position.spread == ()


def test_what_is_long_behind_the_train_is_empty() -> None:
    told = [seen(LINE, 0, 0, event="departed"), seen(LINE, 2, 5), seen(LINE, 4, 12)]
    behind = [away(LINE, 1, 8, 9, "a"), away(LINE, 2, 6, 30, "b"), away(LINE, 3, 11.5, 13, "c")]
    free, journey = infer(told, LINE, TRAIN), infer([*told, *behind], LINE, TRAIN)
    assert not journey.rejected
    times = {p.name: (p.earliest, p.latest) for p in free.passages}
    for p in journey.passages:
        if p.name != "S3":
            assert (p.earliest, p.latest) == times[p.name]
    assert next(p for p in journey.passages if p.name == "S3").latest <= START + timedelta(hours=11.5)


def test_left_by_its_report_and_gone_by_another() -> None:
    told = [seen(LINE, 0, 0, event="departed"), seen(LINE, 2, 6, event="arrived"), seen(LINE, 2, 15, event="departed")]
    journey = infer([*told, away(LINE, 2, 17, 25), seen(LINE, 0, 25, event="arrived")], LINE, TRAIN)
    assert not journey.rejected
    at = [u.belief for u in journey.used if u.sighting.event != "absent"]
    plain = infer([*told, seen(LINE, 0, 25, event="arrived")], LINE, TRAIN)
    assert at == [u.belief for u in plain.used]


def test_a_day_away_and_back_again() -> None:
    told = [seen(LINE, 0, 0), seen(LINE, 4, 11, event="arrived"), seen(LINE, 0, 90)]
    journey = infer([*told, away(LINE, 4, 40, 42)], LINE, TRAIN)
    assert not journey.rejected
    assert next(p for p in journey.passages if p.name == "S3" and p.km > 4 * STEP_KM).earliest < START + timedelta(
        hours=40
    )
    left = [p for p in journey.passages if p.name == "S4"]
    assert left[-1].latest <= START + timedelta(hours=40)


@pytest.mark.parametrize("event", ["departed", "seen"])
def test_away_for_days_between_coming_and_leaving(event: str) -> None:
    told = [seen(LINE, 0, 0), seen(LINE, 2, 6, event="arrived"), seen(LINE, 2, 246, event=event)]
    journey = infer([*told, away(LINE, 2, 30, 222)], LINE, TRAIN)
    assert not journey.rejected
    assert next(u.why for u in journey.used if u.sighting.event == "absent").startswith("it had left S2 by")
    there = [p for p in journey.passages if p.name == "S2"]
    assert any(p.away_chance == 1.0 and p.latest <= START + timedelta(hours=30) for p in there)
    assert "nothing tells where it was" in position_at(journey, LINE, START + timedelta(hours=120)).unknown


# ---------------------------------------------------------------- contradictions


@pytest.mark.parametrize("status", ["confirmed", "reported"])
def test_there_and_not_there_names_the_opponent(status: str) -> None:
    told = [seen(LINE, 0, 0, event="departed"), seen(LINE, 2, 6, name="there")]
    journey = infer([*told, away(LINE, 2, 3, 9, status=status)], LINE, TRAIN)
    assert [(r.sighting.id, r.conflicts_with) for r in journey.rejected] == [("absent", "there")]
    assert "there says" in journey.rejected[0].reason
    assert any("absent from S2" in w and "there says" in w for w in journey.warnings)


@pytest.mark.parametrize(
    ("absence", "sighting", "stands"),
    [
        ("confirmed", "reported", "absent"),
        ("confirmed", "conflict", "absent"),
        ("reported", "conflict", "absent"),
        ("reported", "reported", "there"),
        ("reported", "confirmed", "there"),
    ],
)
def test_there_and_not_there_go_by_their_standing(absence: str, sighting: str, stands: str) -> None:
    told = [seen(LINE, 0, 0, event="departed"), seen(LINE, 2, 6, name="there", status=sighting), seen(LINE, 5, 30)]
    journey = infer([*told, away(LINE, 2, 3, 9, status=absence)], LINE, TRAIN)
    falls = {"absent": "there", "there": "absent"}[stands]
    assert [(r.sighting.id, r.conflicts_with) for r in journey.rejected] == [(falls, stands)]
    assert stands in journey.rejected[0].reason
    assert believed(journey, "there") < believed(infer(told, LINE, TRAIN), "there")


@pytest.mark.parametrize("window", [(3.0, 9.0), (5.5, 6.5), (6.0, 6.0)])
@pytest.mark.parametrize("event", ["arrived", "seen", "stopped", "passed"])
@pytest.mark.parametrize(
    ("absence", "sighting", "stands"),
    [("confirmed", "reported", "absent"), ("reported", "reported", "there"), ("reported", "confirmed", "there")],
)
def test_the_last_of_two_sightings_goes_by_its_standing_however_well_it_fits(
    window: tuple[float, float], event: str, absence: str, sighting: str, stands: str
) -> None:
    start = seen(LINE, 0, 0, status="reported")
    usual = seen(LINE, 2, 6, name="there", event=event, status=sighting)
    journey = infer([start, usual, away(LINE, 2, *window, status=absence)], LINE, TRAIN)
    falls = {"absent": "there", "there": "absent"}[stands]
    assert [(r.sighting.id, r.conflicts_with) for r in journey.rejected] == [(falls, stands)]
    assert believed(journey, "there") < believed(infer([start, usual], LINE, TRAIN), "there")


def test_who_leaves_at_a_minute_is_not_there_at_that_minute() -> None:
    told = [seen(LINE, 0, 0), seen(LINE, 2, 6, event="departed", name="left")]
    assert not infer([*told, away(LINE, 2, 6, 6)], LINE, TRAIN).rejected
    came = [seen(LINE, 0, 0), seen(LINE, 2, 6 + 2 / 60, event="arrived", name="came")]
    assert not infer([*came, away(LINE, 2, 6, 6)], LINE, TRAIN).rejected


def test_a_sighting_denied_for_part_of_its_time_is_of_the_rest() -> None:
    told = [seen(LINE, 0, 0, event="departed"), seen(LINE, 2, 4, wide_h=20, event="arrived", name="some time")]
    journey = infer([*told, away(LINE, 2, 2, 14)], LINE, TRAIN)
    assert not journey.rejected
    assert journey.passages[-1].earliest >= START + timedelta(hours=14)
    assert 0.5 < believed(journey, "some time") < believed(infer(told, LINE, TRAIN), "some time")


def test_not_there_says_nothing_of_another_place() -> None:
    told = [seen(LINE, 0, 0, event="departed"), seen(LINE, 2, 6, name="there", status="reported")]
    free, journey = (infer(s, LINE, TRAIN) for s in (told, [*told, away(LINE, 1, 5, 9), away(LINE, 3, 3, 9)]))
    assert believed(journey, "there") == believed(free, "there")


def test_a_stay_told_by_two_is_no_absence() -> None:
    told = [seen(LINE, 2, 0, event="arrived", name="came"), seen(LINE, 2, 30, event="departed", name="went")]
    journey = infer([*told, away(LINE, 2, 10, 12)], LINE, TRAIN)
    assert [(r.sighting.id, r.conflicts_with) for r in journey.rejected] == [("absent", "came")]
    assert "came and went say" in journey.rejected[0].reason


def test_what_is_doubted_moves_nothing() -> None:
    told = [seen(LINE, 0, 0, event="departed"), seen(LINE, 2, 6, event="arrived")]
    doubted = away(LINE, 2, 20, 24, status="speculated")
    journey = infer([*told, doubted], LINE, TRAIN)
    assert [(r.sighting.id, r.conflicts_with) for r in journey.rejected] == [("absent", None)]
    assert journey.passages == infer(told, LINE, TRAIN).passages
    against = infer([*told, away(LINE, 2, 4, 8, status="conflict")], LINE, TRAIN)
    assert [r.conflicts_with for r in against.rejected] == ["x2-6-arrived"]


# ---------------------------------------------------------------- not yet


def test_the_position_waits_before_a_place_not_reached() -> None:
    told = [seen(LINE, 0, 0, event="departed"), away(LINE, 2, 0, 40)]
    journey = infer(told, LINE, TRAIN, destinations=[(station(LINE, 5), None)])
    goal = journey.destinations[0]
    assert [p.name for p in goal.ahead] == ["S1", "S2", "S3", "S4"]
    assert goal.earliest is not None
    assert goal.earliest >= goal.ahead[1].earliest >= START + timedelta(hours=40)
    for at_h in (1, 5, 12, 25, 39.5):
        position = position_at(journey, LINE, START + timedelta(hours=at_h))
        assert position.km_high < 2 * STEP_KM
    wide = position_at(journey, LINE, START + timedelta(hours=20))
    assert wide.km_high - wide.km_low > STEP_KM  # nothing tells where it waited


def test_goals_beyond_an_empty_place_are_less_likely() -> None:
    start = seen(LINE, 2, 0, event="departed")
    goals = [(station(LINE, i), 1.0) for i in (0, 3, 5)]
    free = chances(infer([start], LINE, TRAIN, destinations=goals))
    before = 1.0
    for until_h in (3, 6, 12, 48):
        journey = infer([start, away(LINE, 4, 0, until_h)], LINE, TRAIN, destinations=goals)
        now = chances(journey)
        assert now["S0"] / now["S3"] == pytest.approx(free["S0"] / free["S3"])  # both may be, S4 empty or not
        assert now["S5"] <= before
        before = now["S5"]
    assert before < free["S5"] / 3
    assert "was not at S4 by" in next(d.why for d in journey.destinations if d.place.name == "S5")
    less = infer([start, away(LINE, 4, 0, 48, status="reported")], LINE, TRAIN, destinations=goals)
    assert before < chances(less)["S5"] < free["S5"]


def test_an_empty_goal_is_less_likely() -> None:
    start, goals = seen(LINE, 2, 0, event="departed"), [(station(LINE, i), 1.0) for i in (0, 5)]
    free = chances(infer([start], LINE, TRAIN, destinations=goals))
    journey = infer([start, away(LINE, 5, 0, 30)], LINE, TRAIN, destinations=goals)
    assert chances(journey)["S5"] < 0.6 * free["S5"]


def test_a_look_long_after_it_should_have_come_through_says_little() -> None:
    """A week later nobody takes "not there" for "not yet": it is no reason against what lies beyond."""
    start, goals = seen(LINE, 0, 0, event="departed"), [(station(LINE, i), 1.0) for i in (1, 5)]
    late = infer([start, away(LINE, 2, 720, 720)], LINE, TRAIN, destinations=goals)
    goal = next(d for d in late.destinations if d.place.name == "S5")
    assert goal.latest is not None
    assert goal.latest < START + timedelta(hours=100)
    all_the_time = infer([start, away(LINE, 2, 0, 720)], LINE, TRAIN, destinations=goals)
    goal = next(d for d in all_the_time.destinations if d.place.name == "S5")
    assert goal.earliest is not None
    assert goal.earliest > START + timedelta(hours=720)


def test_when_at_knows_where_the_train_was_not() -> None:
    start, end = seen(LINE, 0, 0, event="departed"), seen(LINE, 5, 60)
    ahead = when_at([start, away(LINE, 2, 0, 30)], LINE, TRAIN, station(LINE, 4))
    assert ahead is not None
    assert ahead[0] >= START + timedelta(hours=30 + 2 * STEP_KM / 100)
    here = when_at([start, away(LINE, 2, 0, 30)], LINE, TRAIN, station(LINE, 2))
    assert here is not None
    assert here[0] >= START + timedelta(hours=30)
    asked = {"after": START, "before": START + timedelta(hours=60), "event": "passed"}
    told = [start, end, away(LINE, 2, 0, 30)]
    found = [when_at(told, LINE, TRAIN, station(LINE, i), **asked) for i in (1, 2, 3)]  # type: ignore[arg-type]
    first, at, later = (x for x in found if x is not None)
    assert first[1] < at[1] < later[1]
    assert at[0] >= START + timedelta(hours=30)
    assert later[0] > at[0]
    gone = [start, seen(LINE, 2, 6, event="arrived"), away(LINE, 2, 20, 24)]
    left = when_at(gone, LINE, TRAIN, station(LINE, 2), event="departed")
    assert left is not None
    assert left[2] <= START + timedelta(hours=20)


# ---------------------------------------------------------------- the way


def test_the_way_leads_round_a_place_where_it_was_not() -> None:
    told = [seen(RING, 0, 0, event="departed"), seen(RING, 3, 7, event="arrived")]
    free = infer(told, RING, TRAIN)
    assert free.path is not None
    assert "S1" in free.path.stations
    journey = infer([*told, away(RING, 1, 0, 8)], RING, TRAIN)
    assert journey.path is not None
    assert "S2" in journey.path.stations
    assert "S1" not in journey.path.stations
    assert not journey.rejected
    assert journey.alternatives[0].path.steps == journey.path.steps
    assert sum(a.probability for a in journey.alternatives) == pytest.approx(1.0)
    assert journey.alternatives[0].probability > 0.8


def test_a_way_by_an_empty_place_is_a_lesser_alternative() -> None:
    told = [seen(RING, 0, 0, event="departed"), seen(RING, 3, 7, event="arrived")]
    other = {len(a.path.stations): a.probability for a in infer(told, RING, TRAIN).alternatives}
    journey = infer([*told, away(RING, 2, 0, 8)], RING, TRAIN)
    assert len(other) == 1  # both have one station between
    assert journey.alternatives[0].probability > 0.9
    assert infer(told, RING, TRAIN).alternatives[0].probability < 0.9


# ---------------------------------------------------------------- hard limits


def covered(journey: Journey, network: Network, at_h: float) -> float:
    return sum(r.km for r in position_at(journey, network, START + timedelta(hours=at_h)).reachable)


def test_nothing_beyond_an_empty_place_is_in_reach() -> None:
    start, goals = seen(LINE, 0, 0, event="departed"), [(station(LINE, 5), None)]
    journey = infer([start, away(LINE, 2, -1, 10)], LINE, TRAIN, destinations=goals)
    assert covered(journey, LINE, 2.0) == pytest.approx(200.0)
    assert covered(journey, LINE, 9.0) == pytest.approx(2 * STEP_KM)
    assert covered(journey, LINE, 11.0) == pytest.approx(2 * STEP_KM + 105.0)  # from 9:57 on it may have come through
    told = infer([start, away(LINE, 2, 9, 10)], LINE, TRAIN, destinations=goals)
    assert covered(told, LINE, 9.5) == pytest.approx(5 * STEP_KM)  # it may have come through before: that is belief


def test_gone_is_no_bar_to_what_lies_beyond() -> None:
    told = [seen(LINE, 2, 0, event="arrived"), away(LINE, 2, 6, 30)]
    journey = infer(told, LINE, TRAIN, destinations=[(station(LINE, 5), None)])
    assert covered(journey, LINE, 20.0) == pytest.approx(5 * STEP_KM)
    back = infer([*told, seen(LINE, 0, 30)], LINE, TRAIN)
    # by 6 h it was on either side of S2; that it is on S0's side at 20 h follows from 30 h alone
    assert covered(back, LINE, 20.0) == pytest.approx(2 * STEP_KM)


Walk = list[tuple[float, Spot]]


def walk(network: Network, seed: int, legs: int) -> Walk:
    """A train that runs from station to station and sometimes waits: when it was where, at every station."""
    rng = random.Random(seed)
    here, at_h = rng.randrange(network.node_count), 0.0
    out: Walk = [(at_h, network.spot_at_node(here))]
    for _ in range(legs):
        other, length_cm, _ = rng.choice(network.adjacent(here))
        at_h += length_cm / 1e5 / rng.uniform(40, 99)
        here = other
        out.append((at_h, network.spot_at_node(here)))
        if rng.random() < 0.4:
            at_h += rng.uniform(0.5, 12)
            out.append((at_h, network.spot_at_node(here)))
    return out


def section_of(network: Network, a: Spot, b: Spot) -> tuple[int, float, bool]:
    """The section from one station to the next: its number, its metres, whether it is run from its end a."""
    assert a.node is not None
    section, length_m = next((s, cm / 100) for other, cm, s in network.adjacent(a.node) if other == b.node)
    return section, length_m, network.section_ends(section)[0] == a.node


def spot_then(network: Network, track: Walk, at_h: float) -> Spot:
    """Where the train of a walk was at a moment: on its way from one station to the next, or in one."""
    (t0, a), (t1, b) = next((x, y) for x, y in pairwise(track) if x[0] <= at_h <= y[0])
    if a.node == b.node:
        return a
    section, length_m, forth = section_of(network, a, b)
    along = (at_h - t0) / (t1 - t0) * length_m
    return network.spot_at(section, along if forth else length_m - along)


def times_at(network: Network, track: Walk, spot: Spot) -> list[tuple[float, float]]:
    """From when to when the train of a walk was at a spot, each time."""
    out = []
    for (t0, a), (t1, b) in pairwise(track):
        if a.node == b.node:
            out += [(t0, t1)] if a.node == spot.node else []
            continue
        out += [(t, t) for t, s in ((t0, a), (t1, b)) if s.node == spot.node]
        section, length_m, forth = section_of(network, a, b)
        if spot.node is None and section == spot.section:
            share = spot.offset_m / length_m
            at_h = t0 + (share if forth else 1 - share) * (t1 - t0)
            out.append((at_h, at_h))
    return sorted(out)


def windows_off(network: Network, track: Walk, seed: int, count: int) -> list[Window]:
    """Times in which the train of a walk was not at some spots, stations and others, as long as they can be."""
    rng = random.Random(seed)
    out = []
    for _ in range(count):
        section = rng.randrange(network.section_count)
        spot = network.spot_at(section, rng.uniform(0.1, 0.9) * network.section_cm(section) / 100)
        if rng.random() < 0.7:
            spot = network.spot_at_node(rng.randrange(network.node_count))
        there = [(track[0][0], track[0][0]), *times_at(network, track, spot), (track[-1][0], track[-1][0])]
        lo, hi = max(((a[1], b[0]) for a, b in pairwise(there)), key=lambda x: x[1] - x[0])
        if hi - lo > 0.2:
            out.append(Window(spot, lo + 0.05, hi - 0.05))
    return out


WALKS = st.tuples(st.integers(0, 10_000), st.integers(3, 9), st.integers(1, 4))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WALKS, st.floats(0.01, 0.99), st.integers(0, 10_000))
def test_where_a_train_was_is_in_reach_whatever_is_told_of_where_it_was_not(
    world: tuple[int, int, int], share: float, dice: int
) -> None:
    """A train that runs at random, told of truthfully: its true place is in reach, and never more is with absences."""
    seed, legs, count = world
    network = random_network(seed)
    track = walk(network, seed, legs)
    ways, rng = Ways(network, TRAIN), random.Random(dice)
    anchors = []
    for t, spot in (track[0], track[-1], rng.choice(track)):
        anchors.append(Anchor(spot, t - rng.choice([0.0, 0.0, 2.0]), t + rng.choice([0.0, 0.0, 1.0])))
    closures = Closures(tuple(windows_off(network, track, dice, count)), ways)
    at_h = share * track[-1][0]
    there = spot_then(network, track, at_h)
    free, shut = budgets(anchors, at_h, ways), budgets(anchors, at_h, ways, closures)
    assert is_reachable(there, shut, ways, slack_cm=2000.0)
    for section in range(network.section_count):
        spot = network.spot_at(section, rng.random() * network.section_cm(section) / 100)
        if is_reachable(spot, shut, ways, slack_cm=0.0):
            assert is_reachable(spot, free, ways)
    km, open_km = (sum(r.km for r in reachable(limits, ways)) for limits in (shut, free))
    assert km <= open_km + 1e-6
    on = {r.line for r in reachable(shut, ways)}
    if there.node is None:
        assert there.line in on


@SETTINGS
@given(st.integers(0, 10_000), st.floats(0, 1), st.integers(0, 10_000))
def test_stretches_in_reach_are_those_of_the_limits(seed: int, share: float, dice: int) -> None:
    """Brute force: the share of spots drawn on a section that are in reach is that of its length."""
    network = random_network(seed)
    track = walk(network, seed, 6)
    ways = Ways(network, TRAIN)
    closures = Closures(tuple(windows_off(network, track, dice, 3)), ways)
    anchors = [Anchor(spot, t, t) for t, spot in (track[0], track[-1])]
    limits = budgets(anchors, share * track[-1][0], ways, closures)
    total = 0.0
    for section in range(network.section_count):
        length_m = network.section_cm(section) / 100
        spots = [network.spot_at(section, (i + 0.5) / 100 * length_m) for i in range(100)]
        total += sum(is_reachable(s, limits, ways, slack_cm=0.0) for s in spots) / 100 * length_m / 1000
    km = sum(r.km for r in reachable(limits, ways))
    assert km == pytest.approx(total, abs=0.02 * sum(network.section_cm(s) for s in range(network.section_count)) / 1e5)


def test_an_absence_that_changed_the_way_says_so() -> None:
    told = [seen(RING, 0, 0, event="departed"), seen(RING, 3, 8, event="arrived")]
    journey = infer([*told, away(RING, 1, -2, 20)], RING, TRAIN)
    assert journey.path is not None
    assert "S2" in [p.name for p in journey.path.points]
    why = next(u.why for u in journey.used if u.sighting.event == "absent")
    assert why == "it went by another way than through S1, where it was not"
    assert f"absent from S1: {why}" in journey.explanation


# ---------------------------------------------------------------- what must hold of every journey


WORLDS = st.tuples(st.integers(0, 10_000), st.integers(2, 6), st.integers(1, 3))


def world_of(seed: int, count: int, absent: int) -> tuple[Network, list[Sighting], list[Sighting]]:
    """Sightings of a walk that may contradict one another, and absences, true and wrong ones."""
    network = random_network(seed)
    rng = random.Random(seed + 7)
    told = random_sightings(network, seed + 1, count)
    end = max(hours(s.interval.latest) for s in told if s.interval) - hours(START)
    absences = []
    for k in range(absent):
        from_h = round(rng.uniform(-2, end + 6), 1)
        to_h = from_h + rng.choice([0.0, 1.0, 8.0, 30.0])
        absences.append(away(network, rng.randrange(network.node_count), from_h, to_h, f"a{k}"))
    return network, told, absences


def journey_of(network: Network, told: list[Sighting]) -> Journey:
    goals = [(station(network, 0), None), (station(network, 3), 0.4), (station(network, 5), None)]
    try:
        return infer(told, network, TRAIN, destinations=goals)
    except NoAnswerError:
        assume(False)
        raise


def disputes(absence: Sighting, s: Sighting) -> bool:
    """Whether a negative sighting takes some of the time of a sighting at its place."""
    assert absence.interval is not None
    assert s.interval is not None
    apart = s.interval.earliest > absence.interval.latest or s.interval.latest < absence.interval.earliest
    return s.place == absence.place and not apart


def believed(journey: Journey, name: str) -> float:
    return next(s.belief for s in (*journey.used, *journey.rejected) if s.sighting.id == name)


@SETTINGS
@given(WORLDS)
def test_an_absence_makes_none_at_its_place_and_time_likelier(world: tuple[int, int, int]) -> None:
    network, told, _ = world_of(*world)
    denied = told[world[0] % len(told)]
    absence = replace(denied, id="absent", event="absent", interval=wider(denied.interval))
    free, journey = journey_of(network, told), journey_of(network, [*told, absence])
    assert believed(journey, denied.id) <= believed(free, denied.id) + 1e-9


@SETTINGS
@given(WORLDS)
def test_absences_leave_the_others_as_they_are_and_times_in_order(world: tuple[int, int, int]) -> None:
    network, told, absences = world_of(*world)
    free, journey = journey_of(network, told), journey_of(network, [*told, *absences])
    if not any(disputes(a, s) for a in absences for s in told):
        kept = [(u.sighting.id, u.belief) for u in journey.used if u.sighting.event != "absent"]
        assert kept == [(u.sighting.id, u.belief) for u in free.used]
    said = [u.sighting.id for u in journey.used] + [r.sighting.id for r in journey.rejected]
    assert sorted(said) == sorted(s.id for s in [*told, *absences])
    for r in journey.rejected:
        if r.sighting.event == "absent":
            assert r.conflicts_with in said
            assert any(r.reason in w for w in journey.warnings)
    for a, b in pairwise(journey.passages):
        assert (a.km, a.earliest, a.likely, a.latest) <= (b.km, b.earliest, b.likely, b.latest)
        assert a.earliest <= b.earliest
        assert a.likely <= b.likely
        assert a.latest <= b.latest
        assert b.km - a.km <= TRAIN.max_kmh * (hours(b.likely) - hours(a.likely) + 2 / 3600) + 1e-6
    assert sum(d.probability for d in journey.destinations) == pytest.approx(1.0)
    if journey.alternatives:
        assert sum(a.probability for a in journey.alternatives) == pytest.approx(1.0)
        assert journey.path is not None
        assert journey.alternatives[0].path.steps == journey.path.steps


@FEWER
@given(WORLDS, st.randoms(use_true_random=False))
def test_neither_order_nor_copies_of_absences_count(world: tuple[int, int, int], rng: random.Random) -> None:
    network, told, absences = world_of(*world)
    journey = journey_of(network, [*told, *absences])
    mixed = [*told, *absences]
    rng.shuffle(mixed)
    assert journey_of(network, mixed) == journey
    again = journey_of(network, [*mixed, replace(absences[0], id="zz-copy")])
    assert again.passages == journey.passages
    assert chances(again) == pytest.approx(chances(journey))


@FEWER
@given(WORLDS, st.integers(-2, 80))
def test_absences_are_not_known_before_they_end(world: tuple[int, int, int], until_h: int) -> None:
    network, told, absences = world_of(*world)
    then = START + timedelta(hours=until_h)
    everything = [*told, *absences]
    known = [s for s in everything if s.interval and s.interval.latest <= then]
    assume(any(s.event != "absent" for s in known))
    try:
        blind = infer(known, network, TRAIN, as_of=then)
    except NoAnswerError:
        assume(False)
        raise
    assert infer(everything, network, TRAIN, as_of=then) == blind


@SETTINGS
@given(WORLDS, st.floats(0, 1.3))
@example((498, 3, 1), 0.0)  # one departure told twice, with times that do not overlap
@example((122, 3, 3), 0.0)  # a departure told again by who is less sure, at a closer time
@example((1482, 6, 3), 0.0)  # "it had left by then, and nothing tells where it went"
def test_no_position_is_where_the_train_was_not(world: tuple[int, int, int], share: float) -> None:
    network, told, absences = world_of(*world)
    journey = journey_of(network, [*told, *absences])
    first, last = journey.passages[0].likely, journey.passages[-1].likely
    moments = [first + (last - first) * share]
    windows = windows_of(journey)
    moments += [START + timedelta(hours=(w.earliest + w.latest) / 2 - hours(START)) for w in windows]
    for at in moments:
        position = position_at(journey, network, at)
        assert position.km_low <= position.km <= position.km_high
        for w in windows:
            if w.earliest < hours(at) < w.latest and not position.unknown:
                assert (position.lon, position.lat) != (w.spot.lon, w.spot.lat)
        found = spot_on_path(journey, network, position.km)
        if found is None or position.unknown or not journey.passages[0].earliest <= at <= last:
            continue
        ways = ways_of(network, TRAIN)
        limits = budgets(anchors_of(journey, ways), hours(at), ways, Closures(windows, ways))
        slack_cm = TRAIN.max_kmh * 1e5 * 3 / 3600 + 200  # times are whole seconds
        assert is_reachable(network.spot_at(*found), limits, ways, slack_cm=slack_cm)


@SETTINGS
@given(WORLDS, st.floats(0, 1.2))
def test_an_absence_never_widens_what_is_in_reach(world: tuple[int, int, int], share: float) -> None:
    network, told, absences = world_of(*world)
    assume(not any(disputes(a, s) for a in absences for s in told))  # else a sighting may fall, and its limits with it
    free, journey = journey_of(network, told), journey_of(network, [*told, *absences])
    first, last = free.passages[0].likely, free.passages[-1].likely
    at = first + (last - first) * share
    more, less = (sum(r.km for r in position_at(j, network, at).reachable) for j in (free, journey))
    assert less <= more + 1e-6


# ---------------------------------------------------------------- beside the way


def test_an_absence_beside_the_way_near_a_sighted_place_agrees_with_it() -> None:
    """S1 is 6 km from S0 on a way that is no kilometre longer and not taken: its absence contradicts nothing."""
    network = network_of([(100.0, 0.0), (100.05, 0.008), (100.6, 0.0), (100.3, 0.0)], [(0, 3), (3, 2), (0, 1), (1, 2)])
    start, end = seen(network, 0, 0, name="start"), seen(network, 2, 3, name="end")
    without = infer([start, end], network, TRAIN)
    assert without.path is not None
    for from_h in (-2.0, 0.0):
        journey = infer([start, end, away(network, 1, from_h, 2.9)], network, TRAIN)
        assert journey.path is not None
        assert [p.id for p in journey.path.points] == [p.id for p in without.path.points]
        told = {u.sighting.id: u for u in journey.used}
        assert told["absent"].why == "it agrees with where the others put the train"
        assert told["start"].belief == pytest.approx({u.sighting.id: u.belief for u in without.used}["start"])
        first = journey.passages[0]
        assert abs((first.likely - START).total_seconds()) < 60


def test_gone_before_the_train_can_have_come_is_no_reading() -> None:
    """Seen at S0 at 0:00, it cannot have come through S1, an hour on at the top speed, by 0:00."""
    journey = infer([seen(LINE, 0, 0), seen(LINE, 2, 5), away(LINE, 1, 0, 4.5)], LINE, TRAIN)
    absent = [r for r in journey.rejected if r.sighting.event == "absent"]
    assert absent
    assert "must have come through then" in absent[0].reason
