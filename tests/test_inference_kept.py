"""What is kept for the next question is worked out once, and bounded."""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from railsight.inference.areas import border_ahead
from railsight.inference.kept import Kept
from railsight.inference.prism import field_of
from railsight.inference.towns import towns_of
from railsight.inference.ways import _LANDS_KEPT, Ways
from railsight.model import Place, Spot
from tests.inference_world import line_network, station, train

LINE = line_network()
TOWNS = [replace(station(LINE, i), kind="town", population=100_000 + i) for i in range(6)]


def test_an_answer_is_worked_out_once_none_included() -> None:
    asked: list[int] = []

    def half(n: int) -> int | None:
        asked.append(n)
        return n // 2 if n % 2 == 0 else None

    kept: Kept[int, int | None] = Kept(4)
    assert [kept.of(n, half, n) for n in (2, 3, 2, 3)] == [1, None, 1, None]
    assert asked == [2, 3]
    assert 3 in kept
    assert len(kept) == 2


def test_what_was_worked_out_longest_ago_is_forgotten() -> None:
    kept: Kept[int, int] = Kept(4)
    for n in range(5):
        kept.of(n, abs, n)
    assert [n for n in range(5) if n in kept] == [2, 3, 4]
    one: Kept[int, int] = Kept(1)
    assert [one.of(n, abs, n) for n in (1, 2, 2)] == [1, 2, 2]
    assert len(one) == 1


def test_few_large_answers_are_as_much_as_many_small_ones() -> None:
    kept: Kept[int, list[int]] = Kept(100, weigh=len, heaviest=10)
    for n in range(6):
        kept.of(n, lambda: [0] * 4)
        assert len(kept) <= 4
    for n in range(10, 20):
        kept.of(n, lambda: [0])
    assert len(kept) > 6


def test_two_who_ask_in_turn_for_their_own_towns_do_not_drive_each_other_out() -> None:
    ways = Ways(LINE, train())
    some, others = towns_of(TOWNS[:4], ways), towns_of(TOWNS[2:], ways)
    assert some is not None
    assert towns_of(TOWNS[:4], ways) is some
    assert towns_of(TOWNS[2:], ways) is others
    for count in range(50):
        towns_of([replace(TOWNS[0], population=1 + count)], ways)
    assert len(ways.towns) < 20


def test_countries_that_were_asked_for_are_not_kept_for_ever() -> None:
    ways = Ways(LINE, train())
    for number in range(2 * _LANDS_KEPT):
        border_ahead(LINE.spot_at_node(0), f"X{number}", ways)
    assert len(ways.lands) <= _LANDS_KEPT


def test_the_arrays_of_a_network_are_made_once_and_go_with_it() -> None:
    network = line_network()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(field_of, [network] * 8))
    assert len({id(field) for field in found}) == 1
    gone = weakref.ref(network)
    del network, found
    gc.collect()
    assert gone() is None


def _zone(lon: float) -> Place:
    """An area of the user's own, told apart from another by its outline alone."""
    ring = ((lon - 0.3, 42.7), (lon + 0.3, 42.7), (lon + 0.3, 43.3), (lon - 0.3, 43.3), (lon - 0.3, 42.7))
    return Place("my-zone", "Zone", "area", 131.5, 43.0, radius_m=400_000, area=(ring,))


@pytest.mark.parametrize(
    "change",
    [{"lon": 131.9}, {"lat": 43.3}, {"kind": "position"}, {"radius_m": 30_000.0}, {"area": _zone(132.5).area}],
)
def test_what_is_kept_of_one_place_is_not_the_answer_for_another(change: dict[str, Any]) -> None:
    """Two places that differ in anything are asked for one after the other, as each is by itself."""
    ways, one = Ways(LINE, train()), _zone(131.3)
    other = replace(one, **change)
    asked: list[Place] = []

    def find(place: Place) -> tuple[tuple[Spot, float], ...]:
        asked.append(place)
        return ()

    for place in (one, other, one, other):
        ways.near(place, find)
    assert asked == [one, other]


def test_towns_of_one_name_and_size_are_where_they_are() -> None:
    ways, moved = Ways(LINE, train()), replace(TOWNS[5], id=TOWNS[0].id, population=TOWNS[0].population)
    first, second = towns_of(TOWNS[:1], ways), towns_of([moved], ways)
    assert first is not None
    assert second is not None
    assert [first.places, second.places] == [(TOWNS[0],), (moved,)]
