"""What a sighting of a standing train says: it was there for a while, and came before and left after it was seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from railsight.inference import infer, position_at, when_at
from railsight.inference.evidence import hours
from railsight.inference.laws import Leg, Standing, leg_law, mean_h
from railsight.inference.position import schedule_of
from railsight.inference.transition import stay_part
from railsight.inference.ways import ways_of
from railsight.model import Candidate, EventKind, Journey, Place, Sighting
from railsight.times import Interval
from tests.inference_world import (
    START,
    line_network,
    network_of,
    random_network,
    random_sightings,
    seen,
    station,
    train,
)

TRAIN = train()
LINE = line_network()
SECOND = timedelta(seconds=1)
TOWN = 1_000_000
WORLDS = st.tuples(st.integers(0, 300), st.integers(0, 300))
FEW = settings(max_examples=30, deadline=None)


def at(hour: float) -> datetime:
    return START + timedelta(hours=hour)


def width_h(journey: Journey, name: str, *, told: bool = True) -> list[float]:
    """The widths, in hours, of the passages at a place."""
    there = (p for p in journey.passages if p.name == name and p.observed == told)
    return [(p.latest - p.earliest).total_seconds() / 3600 for p in there]


def in_town(sighting: Sighting) -> Sighting:
    place = replace(sighting.place, kind="town", population=TOWN)
    return replace(sighting, candidates=(Candidate(place, 1.0),))


def on_that_day(sighting: Sighting) -> Sighting:
    """What says that the train was seen there within half a day of it."""
    assert sighting.interval is not None
    half = timedelta(hours=12)
    wide = Interval(sighting.interval.earliest - half, sighting.interval.latest + half)
    return replace(sighting, id=f"day of {sighting.id}", event="seen", interval=wide)


# ---------------------------------------------------------------- a stay begins with the arrival and ends with leaving


@given(st.floats(0, 6), st.floats(0.5, 24), st.sampled_from(["arrived", "passed"]))
@FEW
def test_the_minute_of_an_arrival_holds_whatever_wide_interval_it_was_seen_in(
    before_h: float, after_h: float, event: EventKind
) -> None:
    there = seen(LINE, 2, 18, event=event, name="minute", status="reported")
    wide = seen(LINE, 2, 18 - before_h, wide_h=before_h + after_h, event="seen", name="wide", status="reported")
    told = [seen(LINE, 0, 12), there, wide, seen(LINE, 4, 26)]
    journey = infer(told, LINE, TRAIN)
    assert {"minute", "wide"} <= {u.sighting.id for u in journey.used}
    minute = at(18)
    assert any(p.earliest <= minute <= p.latest for p in journey.passages if p.name == "S2" and p.observed)
    assert when_at(told, LINE, TRAIN, station(LINE, 2)) == (minute, minute, minute)
    if event == "arrived":
        assert next(p for p in journey.passages if p.name == "S2").likely == minute


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_what_was_seen_of_a_stay_lies_between_coming_and_leaving(order: tuple[int, ...]) -> None:
    stay = [
        seen(LINE, 2, 5, event="arrived", name="came"),
        seen(LINE, 2, 0, wide_h=24, event="seen", name="seen"),
        seen(LINE, 2, 15, event="departed", name="left"),
    ]
    journey = infer([seen(LINE, 0, 0), *(stay[i] for i in order), seen(LINE, 4, 20)], LINE, TRAIN)
    assert [u.sighting.id for u in journey.used][1:4] == ["came", "seen", "left"]
    assert [p.likely for p in journey.passages if p.name == "S2"][::2] == [at(5), at(15)]


@given(WORLDS)
@FEW
def test_a_believed_sighting_meets_the_window_of_its_passage(world: tuple[int, int]) -> None:
    network = random_network(world[0])
    sightings = random_sightings(network, world[1], 7)
    journey = infer([*sightings, *(on_that_day(s) for s in sightings if s.event == "arrived")], network, TRAIN)
    told: list[tuple[float, list[Interval]]] = []  # of each sighting and its copies: what they say of one event
    for used in (u for u in journey.used if u.sighting.interval and u.km is not None):
        if not used.why.startswith("repeats"):
            told.append((used.km or 0.0, []))
        told[-1][1].append(used.sighting.interval or Interval(START, START))
    for km, intervals in told:
        first, last = min(i.earliest for i in intervals) - SECOND, max(i.latest for i in intervals) + SECOND
        there = [p for p in journey.passages if abs(p.km - km) < 0.01 and p.observed]
        assert any(p.earliest <= last and first <= p.latest for p in there)


def test_two_minutes_told_of_one_arrival_both_lie_in_its_passage() -> None:
    told = [seen(LINE, 2, 5, event="seen", name="a"), seen(LINE, 2, 5.1, event="arrived", name="b")]
    journey = infer([seen(LINE, 0, 0), *told, seen(LINE, 4, 10)], LINE, TRAIN)
    (there,) = (p for p in journey.passages if p.name == "S2" and p.observed)
    assert there.earliest <= at(5) < at(5.1) <= there.latest


# ---------------------------------------------------------------- in the midst of a stay


@pytest.mark.parametrize("gap_h", [0.0, 1.0])
def test_a_morning_and_an_afternoon_are_two_sightings_of_a_stay(gap_h: float) -> None:
    parts = [seen(LINE, 2, 6 + i * (6 + gap_h), wide_h=6, event="seen", name=f"part{i}") for i in (0, 1)]
    journey = infer([seen(LINE, 0, 0), *parts, seen(LINE, 4, 44)], LINE, TRAIN)
    assert len(width_h(journey, "S2")) == 2
    assert min(width_h(journey, "S2")) > 3.5  # no half hour at noon: it had many hours to stand
    assert not any(u.why.startswith("repeats") for u in journey.used)


def test_one_departure_told_of_two_parts_of_a_day_that_meet_is_some_time_of_both() -> None:
    parts = [seen(LINE, 2, 6 + 6 * i, wide_h=6, event="departed", name=f"part{i}") for i in (0, 1)]
    journey = infer([seen(LINE, 0, 0), *parts, seen(LINE, 4, 24)], LINE, TRAIN)
    assert width_h(journey, "S2")[0] > 1.0


@given(st.floats(24, 60), st.floats(24, 60))
@FEW
def test_a_stay_known_by_two_days_is_as_wide_as_the_days(before_h: float, after_h: float) -> None:
    """The train has time to come long before the first day and to leave long after the second."""
    days = [in_town(seen(LINE, 2, 24.0 * k, wide_h=24.0, event="seen", name=f"day{k}")) for k in (0, 1)]
    start, end = seen(LINE, 0, -before_h, event="departed"), seen(LINE, 4, 48 + after_h)
    journey = infer([start, *days, end], LINE, TRAIN)
    assert {"day0", "day1"} <= {u.sighting.id for u in journey.used}
    assert min(width_h(journey, "S2")) > 17.0
    assert len(width_h(journey, "S2")) == 2


def test_a_train_known_to_stand_in_a_town_is_not_put_on_open_line() -> None:
    came = in_town(seen(LINE, 2, 0, event="arrived", name="came"))
    still = in_town(seen(LINE, 2, 12, event="seen", name="still"))
    journey = infer([came, still, seen(LINE, 3, 52)], LINE, TRAIN)
    there = position_at(journey, LINE, at(28))
    assert there.standing
    assert there.near == "S2"
    left = [p for p in journey.passages if p.name == "S2"][-1]
    assert at(44) < left.likely < at(50)


def test_hours_of_standing_are_not_asked_for_anew_by_each_sighting() -> None:
    """A departure told of two days, of a train that came and was seen hours later, is no departure soon after that."""
    came = in_town(seen(LINE, 2, 0, event="arrived", name="came"))
    still = in_town(seen(LINE, 2, 9, wide_h=6, event="seen", name="still"))
    left = in_town(seen(LINE, 2, 4, wide_h=48, event="departed", name="left"))
    journey = infer([came, still, left, seen(LINE, 3, 76)], LINE, TRAIN)
    gone = [p for p in journey.passages if p.name == "S2" and p.observed][-1]
    assert gone.likely > at(28)
    assert gone.latest - gone.earliest > timedelta(hours=12)


def test_who_stood_for_hours_may_stand_on() -> None:
    came = in_town(seen(LINE, 2, 0, event="arrived", name="came"))
    ahead = {}
    for still_h in (1.0, 20.0):
        still = in_town(seen(LINE, 2, still_h, event="seen"))
        found = when_at([came, still], LINE, TRAIN, station(LINE, 3))
        assert found is not None
        ahead[still_h] = (found[1] - at(still_h)).total_seconds() / 3600
    assert ahead[1.0] < 6.0  # 2.4 h to run
    assert ahead[20.0] > 20.0


def test_what_is_left_of_a_stay_is_as_long_whenever_it_is_asked() -> None:
    leg = Leg(10_000.0, 0.2, 0.15)
    rest = leg_law(leg, TRAIN, Standing(part=1.0))
    mean = mean_h(TRAIN.dwell("stay"))
    for hour in (5.0, 30.0, 80.0):
        ahead = (1 - float(rest.cdf(hour + mean))) / (1 - float(rest.cdf(hour)))
        assert ahead == pytest.approx(0.368, abs=0.01)
    assert leg_law(leg, TRAIN, Standing(part=0.0)).quantile(0.9) < 1.0


def test_the_longer_it_stood_the_likelier_it_stays() -> None:
    ways = ways_of(LINE, TRAIN)
    spot, town = LINE.spot_at_node(2), in_town(seen(LINE, 2, 0)).place
    chances = [stay_part(spot, ways, town, stood_h) for stood_h in (0.0, 1.0, 4.0, 12.0)]
    assert chances == sorted(chances)
    assert chances[0] < 0.2 < 0.9 < chances[-1]
    area = replace(town, kind="region")
    assert stay_part(spot, ways, area) < stay_part(spot, ways, station(LINE, 2)) < chances[0]


# ---------------------------------------------------------------- which of the bridges over one river


def bridge(i: int, name: str) -> Place:
    """A bridge halfway between two stations."""
    p = LINE.point(i)
    return Place(name, name, "river crossing", p.lon + 0.5, p.lat, country=p.country)


NEAR, FAR = bridge(0, "near bridge"), bridge(3, "far bridge")


def crossed(at_h: float, *, near: float = 0.83, far: float = 0.05, name: str = "over") -> Sighting:
    told = seen(LINE, 0, at_h, event="crossed", status="reported", name=name)
    return replace(told, candidates=(Candidate(NEAR, near), Candidate(FAR, far)))


@pytest.mark.parametrize("waited_h", [1.0, 2.0, 4.0, 6.0, 8.0, 9.0, 10.0, 12.0, 24.0])
@pytest.mark.parametrize("event", ["seen", "departed"])
def test_a_river_is_crossed_at_the_first_bridge_on_the_way(event: EventKind, waited_h: float) -> None:
    journey = infer([in_town(seen(LINE, 0, 0, event=event, status="reported")), crossed(waited_h)], LINE, TRAIN)
    assert [u.sighting.place.name for u in journey.used][-1] == "near bridge"
    assert journey.passages[-1].name == "near bridge"


def test_who_has_crossed_a_river_crosses_it_next_at_another_bridge() -> None:
    over = replace(crossed(1.2, name="first"), candidates=(Candidate(NEAR, 1.0),))
    journey = infer([seen(LINE, 0, 0, event="departed"), over, crossed(8.6)], LINE, TRAIN)
    assert [u.sighting.place.name for u in journey.used][-1] == "far bridge"


def test_a_passage_has_the_name_of_the_place_it_is_at() -> None:
    """It set out beyond the bridge that the report means first."""
    start, end = seen(LINE, 2, 0, event="departed"), seen(LINE, 5, 7.5)
    journey = infer([start, crossed(3.7), end], LINE, TRAIN)
    (used,) = (u for u in journey.used if u.sighting.id == "over")
    (there,) = (p for p in journey.passages if p.told and "bridge" in p.name)
    assert there.name == used.sighting.place.name == "far bridge"
    assert there.lon == pytest.approx(FAR.lon, abs=0.01)


# Six stations 94 km apart; the border lies between S2 and S3, 2 km from S2.
FRONTIER = network_of(
    [(100.0, 40.0), (101.0, 40.0), (102.0, 40.0), (102.02, 40.0), (103.0, 40.0), (104.0, 40.0), (105.0, 40.0)],
    [(i, i + 1) for i in range(6)],
    countries=["AA"] * 3 + ["BB"] * 4,
)


@pytest.mark.parametrize("stands", [True, False])
@pytest.mark.parametrize("last", [1, 2])
def test_where_it_waits_a_train_on_its_way_to_a_goal_stands_and_does_not_creep(last: int, stands: bool) -> None:
    told = [
        seen(FRONTIER, 0, 0, event="departed"),
        seen(FRONTIER, last, 6, event="arrived" if stands else "passed"),
        *([seen(FRONTIER, last, 80, event="seen")] if stands else []),
    ]
    journey = infer(told, FRONTIER, TRAIN, destinations=[(station(FRONTIER, 6), None)])
    last_seen = journey.passages[-1]
    knots = [knot for knot in schedule_of(journey).likely if knot[0] >= hours(last_seen.likely)]
    paces = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(knots[:-1]) if b[0] - a[0] > 0.01]
    assert all(pace == 0.0 or pace > 10.0 for pace in paces)  # but for the arrival, which is likelier by day
    assert 0.0 in paces  # at the border, if nowhere else
    left = [p for p in journey.destinations[0].ahead if p.km == last_seen.km]
    assert [p.name for p in left] == ([last_seen.name] if stands else [])
    if stands:
        for soon in (last_seen.likely + timedelta(minutes=10), left[0].likely - timedelta(minutes=10)):
            now = position_at(journey, FRONTIER, soon)
            assert (now.standing, now.km, now.near) == (True, last_seen.km, last_seen.name)
