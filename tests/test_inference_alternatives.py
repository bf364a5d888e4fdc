"""Ways the train may have gone: by which names they are told apart, and which are told as one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from railsight.geo import approx_m
from railsight.inference import infer
from railsight.model import Alternative, Candidate, Journey, Place, Sighting
from railsight.model.journeys import told_apart
from railsight.network import Draft, Network
from railsight.network.draft import LineRow, PointRow, SectionRow
from railsight.times import Interval
from tests.inference_world import START, train

# From the west to the east by the north, or as far by the south.
POINTS = [(100.0, 0.0), (101.0, 0.6), (101.0, -0.6), (102.0, 0.0)]
EDGES = [(0, 1), (1, 3), (0, 2), (2, 3)]
NORTHTON = Place("t1", "Northton", "town", 101.0, 0.59, country="AA", population=90_000)
HAMLET = Place("t2", "Hamlet", "town", 100.5, 0.3, country="AA", population=900)
SOUTHTON = Place("t3", "Southton", "town", 101.0, -0.61, country="AA", population=50_000)
WESTON = Place("t4", "Weston", "town", 100.01, 0.0, country="AA", population=900_000)


def drawn(
    kind: str, names: tuple[str, str, str, str], *, lines: tuple[str, str] = ("", ""), longer: float = 1.0
) -> Network:
    """A network drawn from tracks: of its points few have a name; the southern way is so many times longer."""
    draft = Draft()
    for i, ((lon, lat), name) in enumerate(zip(POINTS, names, strict=True)):
        draft.points.append(PointRow(f"s{i}", name, kind, lon, lat, country="AA"))
    for number, name in enumerate(lines):
        draft.lines.append(LineRow(f"l{number}", name))
    for number, (a, b) in enumerate(EDGES):
        metres = approx_m(*POINTS[a], *POINTS[b]) * 1.1 * (longer if number > 1 else 1.0)
        draft.sections.append(SectionRow(a, b, metres, "official chainage", (1520,), number // 2, country="AA"))
    return Network(draft.encode(), name="drawn")


def ran(network: Network, places: tuple[Place, ...] = ()) -> Journey:
    def at(i: int, hours: float) -> Sighting:
        moment = START + timedelta(hours=hours)
        place = Place(f"p{i}", "West" if i == 0 else "East", "town", *POINTS[i])
        return Sighting(f"x{i}", (Candidate(place, 1.0),), "passed", "confirmed", Interval(moment, moment))

    return infer([at(0, 0), at(3, 6)], network, train(), places=places)


NAMELESS = ("", "", "", "")


def test_ways_without_stations_are_told_apart_by_the_towns_they_come_by() -> None:
    likely, other = ran(drawn("junction", NAMELESS), (HAMLET, NORTHTON, SOUTHTON, WESTON)).alternatives
    assert {likely.via, other.via} == {("Hamlet", "Northton"), ("Southton",)}


def test_named_junctions_come_before_towns_and_lines_after_them() -> None:
    places = (NORTHTON, SOUTHTON)
    by_junction = ran(drawn("junction", ("", "North Junction", "South Junction", "")), places)
    assert {a.via for a in by_junction.alternatives} == {("North Junction",), ("South Junction",)}
    by_line = ran(drawn("junction", NAMELESS, lines=("North Line", "South Line")))
    assert {a.via for a in by_line.alternatives} == {("North Line",), ("South Line",)}
    by_station = ran(drawn("station", ("West", "North", "South", "East")), places)
    assert "South" in by_station.alternatives[1].via or "North" in by_station.alternatives[1].via


@pytest.mark.parametrize(("longer", "told"), [(1.01, 1), (1.06, 2)])
def test_ways_that_no_name_tells_apart_are_one_unless_clearly_longer(longer: float, told: int) -> None:
    journey = ran(drawn("junction", NAMELESS, longer=longer))
    assert len(journey.alternatives) == 2
    ways = told_apart(journey.alternatives)
    assert len(ways) == told
    assert sum(a.probability for a in ways) == pytest.approx(1.0)
    assert sum("another route" in line for line in journey.explanation) == told - 1


def test_of_ways_with_one_name_the_probabilities_are_told_together() -> None:
    likely, other = ran(drawn("junction", NAMELESS), (NORTHTON, SOUTHTON)).alternatives
    first = replace(likely, probability=0.4)
    some = [first, *(replace(other, probability=p) for p in (0.25, 0.35))]
    assert [(a.probability, a.via) for a in told_apart(some)] == [(0.4, first.via), (0.6, other.via)]
    apart = [first, some[1], replace(some[2], why="if the other report is right")]
    assert len(told_apart(apart)) == 3
    assert told_apart(()) == ()


def test_a_way_keeps_its_own_place_in_the_list() -> None:
    likely, other = ran(drawn("junction", NAMELESS), (NORTHTON, SOUTHTON)).alternatives
    assert told_apart([likely, other]) == (likely, other)
    assert isinstance(told_apart([likely])[0], Alternative)
