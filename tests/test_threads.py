"""Several threads that ask at once get what one alone gets, and leave nothing wrong behind."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TypeVar

import pytest

from railsight.inference import infer, position_at, when_at
from railsight.inference import ways as kept_ways
from railsight.model import Candidate, Deferred, Journey, Sighting
from railsight.network import Network
from railsight.times import Interval
from tests.inference_world import START, network_of, station, train

T = TypeVar("T")
TRAIN = train()
THREADS = 4


@pytest.fixture(autouse=True)
def _switching_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def grid(side: int = 18) -> Network:
    """Stations in a square, each joined to its neighbours by lines of many lengths."""
    rng = random.Random(5)
    points = [
        (100.0 + x + rng.uniform(-0.2, 0.2), 40.0 + y + rng.uniform(-0.2, 0.2))
        for y in range(side)
        for x in range(side)
    ]
    points = [(100.0 + (lon - 100.0) / 5, 40.0 + (lat - 40.0) / 5) for lon, lat in points]
    right = [(y * side + x, y * side + x + 1) for y in range(side) for x in range(side - 1)]
    up = [(y * side + x, (y + 1) * side + x) for y in range(side - 1) for x in range(side)]
    return network_of(points, [*right, *up])


def told(network: Network, *at: tuple[int, float]) -> list[Sighting]:
    """Sightings at nodes, hours after the start."""
    out = []
    for node, hours in at:
        moment = START + timedelta(hours=hours)
        place = Candidate(station(network, node), 1.0)
        interval = Interval(moment, moment + timedelta(minutes=30))
        out.append(Sighting(f"s{node}", (place,), "passed", "confirmed", interval=interval))
    return out


def at_once(ask: Callable[[int], T]) -> list[T]:
    """What each of several threads is answered that ask at the same moment."""
    ready = Barrier(THREADS)

    def one(number: int) -> T:
        ready.wait()
        return ask(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def figures(journey: Journey) -> list[tuple[str, float, float | None]]:
    return [(d.place.id, round(d.probability, 9), d.rail_km_left) for d in journey.destinations]


def test_journeys_inferred_at_once_are_those_inferred_one_by_one() -> None:
    """The searches are shared: one that another thread moves on settles nodes wrongly, and the error stays."""
    network = grid()
    seen = told(network, (171, 0.0))
    goals = [(station(network, n), None) for n in range(0, network.node_count, 4) if n != 171]

    def ask(_: int = 0) -> list[tuple[str, float, float | None]]:
        return figures(infer(seen, network, TRAIN, destinations=goals))

    kept_ways._kept.clear()
    alone = ask()
    assert len(alone) > 10
    for _ in range(3):
        kept_ways._kept.clear()
        assert at_once(ask) == [alone] * THREADS
        assert ask() == alone


def test_what_a_journey_works_out_later_may_be_read_by_any_thread() -> None:
    network = grid(10)
    seen = told(network, (0, 0.0), (55, 30.0), (99, 60.0))
    at = START + timedelta(hours=20)
    alone = infer(seen, network, TRAIN)
    positions, history, explanation = tuple(alone.positions), tuple(alone.history), tuple(alone.explanation)
    there = position_at(alone, network, at)
    when = when_at(seen, network, TRAIN, station(network, 44), after=START, before=START + timedelta(hours=30))
    for _ in range(2):
        kept_ways._kept.clear()
        shared = infer(seen, network, TRAIN)

        def ask(number: int, shared: Journey = shared) -> bool:
            return (
                position_at(shared, network, at) == there,
                tuple(shared.positions) == positions,
                tuple(shared.history) == history,
                tuple(shared.explanation) == explanation,
                when_at(seen, network, TRAIN, station(network, 44), after=START, before=START + timedelta(hours=30))
                == when,
                figures(infer(seen[: 1 + number % 3], network, TRAIN)) is not None,
            ) == (True,) * 6

        assert at_once(ask) == [True] * THREADS


def test_a_deferred_with_a_lock_is_worked_out_once() -> None:
    from threading import RLock
    from time import sleep

    made: list[int] = []

    def make() -> range:
        made.append(1)
        sleep(0.05)
        return range(3)

    held = Deferred(make, lock=RLock())
    assert at_once(lambda _: tuple(held)) == [(0, 1, 2)] * THREADS
    assert made == [1]
