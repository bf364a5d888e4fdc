"""Goals that share a name are told apart wherever they are told, and are the same in every ranking."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from railsight.inference import infer
from railsight.inference.called import called_apart, key_of
from railsight.model import Journey, Place
from railsight.webmap.marking import _same
from tests.inference_world import START, line_network, seen, station, train

ROW = line_network(9)
STATES = {
    "X.1": Place("admin1-X.1", "Eastland", "region", 106.0, 0.0),
    "X.2": Place("admin1-X.2", "Westland", "region", 101.0, 0.0),
}


def region_of(place: Place) -> Place | None:
    return STATES.get(place.admin1 or "")


def town(i: int, name: str, admin1: str | None, **more: object) -> Place:
    return replace(station(ROW, i), id=f"t{i}", name=name, kind="town", admin1=admin1, population=100_000, **more)  # type: ignore[arg-type]


EAST, WEST, OTHER = town(8, "Albany", "X.1"), town(0, "Albany", "X.2", names={"ru": "Олбани"}), town(6, "Boston", "X.1")


def ranked(*goals: Place) -> Journey:
    sightings = [replace(seen(ROW, i, at), known_at=START + timedelta(hours=at)) for i, at in ((3, 0), (4, 3), (5, 6))]
    return infer(sightings, ROW, train(), destinations=[(g, None) for g in goals], region=region_of)


def test_two_goals_of_one_name_are_told_with_their_regions_everywhere() -> None:
    journey = ranked(EAST, WEST, OTHER)
    names = {"Albany (Eastland)", "Albany (Westland)", "Boston"}
    assert {d.place.name for d in journey.destinations} == names
    assert {d.place.id for d in journey.destinations} == {"t0", "t6", "t8"}
    assert next(d for d in journey.destinations if d.place.id == "t0").place.names == {"ru": "Олбани (Westland)"}
    assert len(journey.history) == 3
    assert all({name for name, _ in r.ranking} == names for r in journey.history)
    told = "\n".join(journey.explanation)
    assert "destination Albany (Eastland)" in told
    assert "Albany (Westland) fell" in told or "Albany (Eastland) rose" in told


def test_a_goal_alone_of_its_name_keeps_it() -> None:
    assert {d.place for d in ranked(EAST, OTHER).destinations} == {EAST, OTHER}


def test_without_regions_the_country_the_kind_or_the_position_tell() -> None:
    def names(*places: Place) -> list[str]:
        return [p.name for p in called_apart(places).values()]

    assert names(replace(EAST, country="US"), replace(WEST, country="AU")) == ["Albany (US)", "Albany (AU)"]
    assert names(EAST, replace(WEST, kind="port")) == ["Albany (town)", "Albany (port)"]
    assert names(EAST, WEST) == ["Albany (108.00,0.00)", "Albany (100.00,0.00)"]


def test_what_a_goal_is_called_in_the_end_it_is_called_before() -> None:
    found = called_apart([EAST, WEST], region_of, {key_of(EAST): EAST})
    assert [p.name for p in found.values()] == ["Albany", "Albany (Westland)"]


def test_a_badge_knows_a_goal_that_is_told_with_its_region() -> None:
    """A report that names Albany and the goal Albany (Eastland) have one letter on a page."""
    found = called_apart([EAST, WEST], region_of)
    assert _same(found[key_of(EAST)]) == _same(EAST) != _same(found[key_of(WEST)])
