"""The order of sightings whose times overlap: a run that one train can have made loses none of its sightings."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from railsight.inference import infer
from railsight.inference.evidence import gather
from railsight.inference.lattice import Lattice
from railsight.inference.told import told_in_order
from railsight.inference.ways import ways_of
from railsight.model import Journey, Sighting, Status
from railsight.network import Network
from railsight.times import Interval
from tests.inference_world import START, line_network, network_of, seen, train

TRAIN = train()
# Forty stations 61 km apart on one line; the same with towns off to one side, as every long line has.
LINE = line_network(40, step_deg=0.5)
COMB = network_of(
    [(100.0 + i * 0.5, 0.0) for i in range(40)] + [(100.0 + i * 2.0, 1.0) for i in range(20)],
    [(i, i + 1) for i in range(39)] + [(min(i * 4, 39), 40 + i) for i in range(10)],
)
SECTION_KM = 61.2


@contextmanager
def counted_weighings() -> Iterator[list[int]]:
    """How often the lattice weighs an order, within the block."""
    count, usual = [0], Lattice.best_weight

    def weigh(self: Lattice, order: Sequence[int]) -> float | None:
        count[0] += 1
        return usual(self, order)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Lattice, "best_weight", weigh)
        yield count


def by_days(network: Network, stops: list[int], kmh: float, start_h: float, *, zones: bool) -> list[Sighting]:
    """Sightings at stations of a line, each told to the day, of a run at a steady speed.

    With ``zones`` the day is that of a local clock, an hour ahead for every five stations to the east.
    """
    out = []
    for n, i in enumerate(stops):
        at_h = start_h + abs(i - stops[0]) * SECTION_KM / kmh
        ahead_h = i // 5 if zones else 0
        day = datetime.combine((START + timedelta(hours=at_h + ahead_h)).date(), datetime.min.time(), START.tzinfo)
        lo = day - timedelta(hours=ahead_h)
        sighting = seen(network, i, at_h, event="seen", status="reported", name=f"n{n:02}")
        out.append(replace(sighting, interval=Interval(lo, lo + timedelta(hours=24, seconds=-1))))
    return out


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 10_000),
    count=st.integers(5, 25),
    kmh=st.integers(30, 55),
    start_h=st.integers(0, 23),
    west=st.booleans(),
    zones=st.booleans(),
    comb=st.booleans(),
)
@example(seed=1, count=25, kmh=55, start_h=5, west=False, zones=True, comb=False)
@example(seed=2, count=14, kmh=45, start_h=15, west=True, zones=True, comb=True)
def test_a_steady_run_told_by_days_loses_no_sighting(
    *, seed: int, count: int, kmh: int, start_h: int, west: bool, zones: bool, comb: bool
) -> None:
    rng = random.Random(seed)
    network = COMB if comb else LINE
    stops = sorted(rng.sample(range(40), count), reverse=west)
    told = by_days(network, stops, float(kmh), float(start_h), zones=zones)
    journey = infer(told, network, TRAIN)
    assert {u.sighting.id for u in journey.used} == {s.id for s in told}
    assert all(u.belief > 0.5 for u in journey.used)
    names = rng.sample(range(100), count)
    other = infer(rng.sample([replace(s, id=f"m{n}") for s, n in zip(told, names, strict=True)], count), network, TRAIN)
    assert {u.sighting.id for u in other.used} == {f"m{n}" for n in names}
    assert [p.id for p in other.passages] == [p.id for p in journey.passages]
    assert other.path is not None
    assert journey.path is not None
    assert other.path.length_m == journey.path.length_m


def test_a_run_is_found_whichever_way_round_the_search_sets_out() -> None:
    told = by_days(LINE, [0, 11, 12, 22, 27, 28], 55.0, 9.0, zones=True)
    journey = infer(told, LINE, TRAIN)
    assert [u.sighting.id for u in journey.used] == ["n00", "n01", "n02", "n03", "n04", "n05"]


def test_what_is_set_aside_stands_where_it_fits_best() -> None:
    """A report hardly possible where it stood is doubted, not denied outright because it was put elsewhere."""
    stops = [1, 3, 10, 15, 16, 17, 20, 21, 23, 24, 25, 26, 27, 28, 30, 33, 36, 37, 38]
    journey = infer(by_days(LINE, stops, 60.0, 22.0, zones=False), LINE, TRAIN)
    beliefs = {u.sighting.id: u.belief for u in journey.used} | {r.sighting.id: r.belief for r in journey.rejected}
    assert min(b for b in beliefs.values() if b is not None) > 0.3


# ---------------------------------------------------------------- what is told besides


def of_one_day(stops: list[int], report: str = "r") -> list[Sighting]:
    """Sightings of the same day that a report tells in this order."""
    day = Interval(START, START + timedelta(hours=24))
    out = []
    for place, i in enumerate(stops):
        sighting = seen(LINE, i, 12.0, event="seen", status="reported", name=f"{report}{place}")
        out.append(replace(sighting, interval=day, report=report, quote=(100 * place, 100 * place + 5)))
    return out


def stops_of(journey: Journey) -> list[int]:
    return list(dict.fromkeys(int(u.sighting.place.id.removeprefix("s")) for u in journey.used))


def goal(i: int, told_h: float) -> Sighting:
    told = seen(LINE, i, 12.0, event="heading", status="reported", name=f"goal{i}")
    return replace(told, interval=None, known_at=START + timedelta(hours=told_h))


@given(stops=st.lists(st.integers(0, 6), min_size=2, max_size=5, unique=True), west=st.booleans(), data=st.data())
@settings(max_examples=25, deadline=None)
def test_where_times_leave_it_open_a_report_tells_first_what_was_first(
    stops: list[int], *, west: bool, data: st.DataObject
) -> None:
    told = of_one_day(sorted(stops, reverse=west))
    copies = [replace(s, id=f"copy-{s.id}", report="copy") for s in told]
    for given_ in (told, data.draw(st.permutations(told)), [*told, *copies]):
        assert stops_of(infer(given_, LINE, TRAIN)) == sorted(stops, reverse=west)


def test_times_and_the_way_weigh_more_than_the_order_of_telling() -> None:
    newest_first = of_one_day([5, 3, 1])
    timed = [replace(s, interval=Interval.at(START + timedelta(hours=12 - 3 * n))) for n, s in enumerate(newest_first)]
    assert stops_of(infer(timed, LINE, TRAIN)) == [1, 3, 5]
    there_and_back = of_one_day([1, 20, 3, 18])  # a train told as running to and fro came by on its way
    assert stops_of(infer(there_and_back, LINE, TRAIN)) in ([1, 3, 18, 20], [20, 18, 3, 1])


@pytest.mark.parametrize(("to", "expected"), [(9, [1, 3, 5]), (0, [5, 3, 1])])
def test_a_goal_named_tells_the_direction(to: int, expected: list[int]) -> None:
    for stops in ([1, 3, 5], [5, 3, 1]):
        assert stops_of(infer([*of_one_day(stops), goal(to, 20.0)], LINE, TRAIN)) == expected


def test_a_goal_told_of_another_trip_does_not() -> None:
    assert stops_of(infer([*of_one_day([1, 3, 5]), goal(0, 24.0 * 9)], LINE, TRAIN)) == [1, 3, 5]


def test_two_reports_that_tell_it_both_ways_round_count_for_neither() -> None:
    said = of_one_day([1, 5])
    east, west = said, [replace(s, id=f"w{s.id}", report="w", quote=(9 - n, 9 - n)) for n, s in enumerate(said)]
    observations = gather([*east, *west], ways_of(LINE, TRAIN)).passages
    assert told_in_order(gather(east, ways_of(LINE, TRAIN)).passages) == {(0, 1)}
    assert told_in_order(observations) == frozenset()


_BY_TURNS: tuple[Status, ...] = ("reported", "speculated", "reported")


def test_a_crowd_that_tells_the_same_is_put_in_no_other_order_than_that_of_time() -> None:
    """Witnesses at every station every twelve minutes, those who are as sure taken together."""
    crowd = [
        replace(seen(LINE, i, 3.0 * i + 0.2 * n, event="seen", status=status), id=f"n{i}-{n}")
        for i in range(5)
        for n, status in enumerate(_BY_TURNS)
    ]
    with counted_weighings() as count:
        journey = infer(crowd, LINE, TRAIN)
    assert not journey.rejected
    assert count[0] == 0


def test_which_of_several_reports_of_a_place_are_right_is_no_other_journey() -> None:
    """A crowd at each station, half of them guessing: every story leads along the same way, so no other is told of."""
    crowd = [
        replace(seen(LINE, i, 1.0 * i + 0.2 * n, event="seen", status=status), id=f"n{i}-{n}")
        for i in range(5)
        for n, status in enumerate((*_BY_TURNS[1:], "speculated", _BY_TURNS[0]))
    ]
    journey = infer(crowd, LINE, TRAIN)
    assert not any("the journey drawn is" in str(w) for w in journey.warnings)
