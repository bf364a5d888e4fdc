"""Goals that somebody named: reached by a way round, told on arrival, refuted, measured in the lands gone through."""

from __future__ import annotations

from dataclasses import replace

import pytest

from railsight.inference import infer
from railsight.model import Candidate, Journey, Place, Sighting, Status
from tests.inference_world import line_network, network_of, seen, station, train

TRAIN = train()
# s0 to s5 in a row, and s6 at the end of a branch from s1.
BRANCH = network_of(
    [*((100.0 + 2 * i, 0.0) for i in range(6)), (102.0, 3.0)],
    [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (1, 6)],
)


def shares(journey: Journey) -> dict[str, float]:
    return {d.place.name: d.probability for d in journey.destinations}


def named(goal: int, known_h: float, status: Status = "reported") -> Sighting:
    """A statement that the train of ``BRANCH`` goes to a station."""
    said = seen(BRANCH, goal, known_h, event="heading", known_h=known_h, status=status)
    return replace(said, interval=None)


def towns(*stations: int) -> list[Place]:
    return [replace(station(BRANCH, i), kind="town", population=400_000) for i in stations]


OUT = [seen(BRANCH, 0, 0, event="departed"), seen(BRANCH, 5, 24, event="arrived", known_h=24)]


def test_a_goal_is_reached_however_far_round_the_train_came() -> None:
    ring = network_of([(100.0, 0.0), (104.0, 6.0), (108.0, 0.0), (110.0, 0.0)], [(0, 1), (1, 2), (0, 2), (2, 3)])
    out = [seen(ring, 0, 0, event="departed"), seen(ring, 1, 18), seen(ring, 2, 36, event="arrived", known_h=36)]
    said = replace(seen(ring, 2, 1, event="heading", known_h=1, status="reported"), interval=None)
    assert shares(infer([*out, said], ring, TRAIN))["S2"] > 0.9
    given = [(station(ring, i), None) for i in (2, 3, 0)]
    assert shares(infer(out, ring, TRAIN, destinations=given))["S2"] > 0.9


def test_a_goal_told_where_the_train_has_arrived_may_lie_behind_it() -> None:
    """Whoever says it knows how the train came; what was said before the arrival does not."""
    known = infer([*OUT, named(6, 25)], BRANCH, TRAIN, places=towns(0, 3, 5))
    before = infer([*OUT, named(6, 1)], BRANCH, TRAIN, places=towns(0, 3, 5))
    assert shares(known)["S6"] > 0.4
    assert shares(before)["S6"] < 0.1


def test_a_refuted_guess_changes_nothing_for_what_nobody_named() -> None:
    without = shares(infer(OUT, BRANCH, TRAIN, places=towns(0, 2, 5)))
    guessed = shares(infer([*OUT, named(6, 1, "speculated")], BRANCH, TRAIN, places=towns(0, 2, 5)))
    assert guessed["S5"] == pytest.approx(without["S5"], abs=0.06)
    assert "S6" in guessed


def test_all_goals_sum_to_one_with_elsewhere_where_the_named_ones_are_refuted() -> None:
    journey = infer([*OUT, named(6, 1, "speculated")], BRANCH, TRAIN, places=towns(0, 2, 5))
    assert sum(shares(journey).values()) + journey.elsewhere == pytest.approx(1.0)
    assert 0 <= journey.unlisted <= journey.elsewhere


def test_the_way_through_the_lands_gone_through_is_the_measure() -> None:
    """From A into B, and on within B, though the likely way from the border on would be through C."""
    at = [(100.0, 0.0), (101.0, 0.0), (102.0, 0.0), (106.0, 12.0), (110.0, 12.0), (118.0, 0.0), (120.0, 0.0)]
    world = network_of(
        [*at, (103.0, -0.5), (117.0, -0.5)],
        [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (2, 7), (7, 8), (8, 5)],
        countries=["AA", "BB", "BB", "BB", "BB", "BB", "BB", "CC", "CC"],
    )
    came = [seen(world, 0, 0, event="departed"), seen(world, 1, 3, event="crossed"), seen(world, 4, 60)]
    said = replace(seen(world, 6, 61, event="heading", status="reported", known_h=61), interval=None)
    journey = infer([*came, said], world, TRAIN, places=[])
    assert shares(journey)["S6"] > 0.9
    assert "on the way there" in journey.destinations[0].why


def test_where_it_has_arrived_counts_more_than_a_goal_off_the_network() -> None:
    row = line_network(5)
    island = replace(station(row, 4), id="q-island", name="Island", lon=150.0, lat=30.0)
    out = [seen(row, 0, 0, event="departed"), seen(row, 3, 9, event="arrived")]
    given = [(station(row, 3), None), (station(row, 4), None), (island, None)]
    assert shares(infer(out, row, TRAIN, destinations=given))["S3"] > 0.85


@pytest.mark.parametrize(("status", "goes_on"), [("reported", True), ("expected", True), ("speculated", False)])
def test_who_tells_on_arrival_where_it_goes_next_does_not_think_that_it_stays(status: Status, *, goes_on: bool) -> None:
    row = line_network(6)
    out = [seen(row, 0, 0, event="departed"), seen(row, 3, 9, event="arrived", known_h=9.5)]

    def stays(known_h: float) -> float:
        said = replace(seen(row, 5, known_h, event="heading", known_h=known_h, status=status), interval=None)
        return shares(infer([*out, said], row, TRAIN, places=[]))["S3"]

    assert (stays(9.5) < stays(1.0) / 2) is goes_on


def arrived_in(there: Place) -> list[Sighting]:
    """Out from S0, and arrived in what is at S3."""
    came = seen(BRANCH, 3, 12, event="arrived", known_h=12)
    at = replace(came, candidates=(replace(came.candidates[0], place=there),))
    return [seen(BRANCH, 0, 0, event="departed"), at]


STATUSES: tuple[Status, ...] = ("confirmed", "reported", "expected")


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("kind", ["town", "port"])
def test_where_it_has_arrived_gives_way_to_a_goal_told_since(status: Status, kind: str) -> None:
    """What is told once the train has come knows of that; a large town or a port is a stop on the way then."""
    there = replace(station(BRANCH, 3), kind=kind, population=4_000_000 if kind == "town" else None)
    came = arrived_in(there)
    since = infer([*came, named(5, 13, status)], BRANCH, TRAIN, places=[there, *towns(0)])
    assert since.destinations[0].place.name == "S5"
    untold = infer(came, BRANCH, TRAIN, places=[there, *towns(0, 5)])
    assert shares(untold)["S3"] > shares(since)["S3"] > 0.01


def test_a_goal_that_was_reached_gives_way_to_one_named_since() -> None:
    came = [seen(BRANCH, 0, 0, event="departed"), seen(BRANCH, 3, 12, event="arrived", known_h=12)]
    first, then = named(3, 1), replace(named(5, 13), id="anew")
    assert infer([*came, first, then], BRANCH, TRAIN, places=towns(0, 3)).destinations[0].place.name == "S5"
    again = replace(named(3, 14), id="again")
    assert infer([*came, first, then, again], BRANCH, TRAIN, places=towns(0, 3)).destinations[0].place.name == "S3"


def test_a_guess_told_since_takes_nothing_from_where_it_has_arrived() -> None:
    came = arrived_in(replace(station(BRANCH, 3), kind="port"))
    guesses = [shares(infer([*came, named(5, h, "speculated")], BRANCH, TRAIN, places=towns(0))) for h in (11, 13)]
    assert guesses[0]["S3"] == pytest.approx(guesses[1]["S3"], abs=0.02)
    assert guesses[1]["S3"] > 0.7


@pytest.mark.parametrize("status", STATUSES)
def test_where_it_stands_may_be_named_as_the_end_after_days(status: Status) -> None:
    """A stay ends a trip, but a train that has not left is where the goal told since was; one that has left is not."""
    stays = [*OUT, seen(BRANCH, 5, 60, event="stopped", known_h=60)]
    journey = infer([*stays, named(5, 90, status)], BRANCH, TRAIN, places=towns(0, 3))
    assert journey.destinations[0].place.name == "S5"
    left = [*OUT, seen(BRANCH, 5, 60, event="departed", known_h=60)]
    assert "S5" not in shares(infer([*left, named(5, 90, status)], BRANCH, TRAIN, places=towns(0, 3)))


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("here", [1, 2, 3])
@pytest.mark.parametrize("event", ["departed", "passed", "stopped", "arrived", "seen"])
def test_nothing_unnamed_ranks_before_a_goal_that_was_told(status: Status, here: int, event: str) -> None:
    out = [seen(BRANCH, 0, 0, event="departed"), seen(BRANCH, here, 12, event=event, known_h=12)]
    journey = infer([*out, named(4, 13, status)], BRANCH, TRAIN, places=towns(0, 1, 3, 5))
    assert journey.destinations[0].place.name == "S4"


@pytest.mark.parametrize("refuted", [3, 5])
def test_a_goal_refuted_is_none_while_another_is_named(refuted: int) -> None:
    """However near and large it is; alone it is no more than a town like others."""
    out = [seen(BRANCH, 1, 0, event="departed"), seen(BRANCH, 2, 6)]
    against = replace(named(refuted, 1), status="conflict")
    other = replace(named(4, 7), id="other")
    journey = infer([*out, against, other], BRANCH, TRAIN, places=towns(3, 4, 5))
    assert journey.destinations[0].place.name == "S4"
    assert shares(journey).get(f"S{refuted}", 0.0) < 0.05
    alone = shares(infer([*out, against], BRANCH, TRAIN, places=towns(3, 4, 5)))
    assert alone == pytest.approx(shares(infer(out, BRANCH, TRAIN, places=towns(3, 4, 5))))


def test_the_town_of_the_land_named_where_it_stops_may_be_the_goal() -> None:
    """As others of that land may, and not where no land was named."""
    world = network_of(
        [(100.0 + 2 * i, 0.0) for i in range(5)],
        [(i, i + 1) for i in range(4)],
        countries=["AA", "AA", "BB", "BB", "BB"],
    )
    inhabited = [replace(station(world, i), kind="town", population=400_000) for i in (0, 3, 4)]
    land = replace(station(world, 3), id="land-BB", name="BB", kind="country", country="BB")
    said = seen(world, 3, 1, event="heading", known_h=1)
    said = replace(said, interval=None, candidates=(replace(said.candidates[0], place=land),))
    out = [seen(world, 0, 0, event="departed"), seen(world, 3, 12, event="stopped")]
    told = shares(infer([*out, said], world, TRAIN, places=inhabited))
    assert min(told["S3"], told["S4"]) > 0.3
    assert "S3" not in shares(infer(out, world, TRAIN, places=inhabited))
    only = infer([*out, said], world, TRAIN, places=inhabited[:2])
    assert only.destinations[0].place.name == "S3"


def told_with(goal: Sighting, *others: Sighting) -> list[Sighting]:
    """Sightings as those of one report, the goal told last."""
    of = [replace(s, report="freight", source="freight", quote=(10 * i, 10 * i + 9)) for i, s in enumerate(others)]
    return [*of, replace(goal, report="freight", quote=(90, 99))]


ON = [seen(BRANCH, 0, 0, event="departed"), seen(BRANCH, 2, 10, known_h=11), seen(BRANCH, 3, 15, known_h=16)]


def test_a_goal_is_believed_no_more_than_where_its_report_saw_the_train() -> None:
    """A freight train seen where this one cannot have been goes where it may: that says nothing of this one."""
    far = seen(BRANCH, 6, 15, known_h=16, status="reported")
    unsaid = shares(infer(ON, BRANCH, TRAIN, places=towns(0, 4)))
    other = infer([*ON, *told_with(named(5, 16), far)], BRANCH, TRAIN, places=towns(0, 4))
    assert shares(other)["S5"] < 0.02
    assert shares(other)["S4"] == pytest.approx(unsaid["S4"], abs=0.02)
    assert "may be about another train" in next(d.why for d in other.destinations if d.place.name == "S5")
    assert shares(infer([*ON, named(5, 16)], BRANCH, TRAIN, places=towns(0, 4)))["S5"] > 0.9


def test_a_guess_that_stands_outweighs_what_was_told_of_another_train() -> None:
    far = seen(BRANCH, 6, 15, known_h=16, status="reported")
    guessed = named(4, 16, "speculated")
    journey = infer([*ON, guessed, *told_with(named(5, 16), far)], BRANCH, TRAIN, places=towns(0))
    assert shares(journey)["S4"] > 0.9
    assert shares(journey)["S5"] < 0.05


def test_a_goal_stands_where_its_report_saw_the_train_though_at_a_wrong_time() -> None:
    alone = shares(infer([*ON, named(5, 16)], BRANCH, TRAIN, places=towns(0, 4)))["S5"]
    for told in ([seen(BRANCH, 3, 1, known_h=16)], [seen(BRANCH, 6, 14, known_h=16), seen(BRANCH, 3, 15, known_h=16)]):
        beside = shares(infer([*ON, *told_with(named(5, 16), *told)], BRANCH, TRAIN, places=towns(0, 4)))
        assert beside["S5"] == pytest.approx(alone, abs=0.02)


def test_a_goal_of_one_of_two_stories_counts_as_far_as_that() -> None:
    """Two reports put the train at two places at once, and one of them names a goal: that says nothing in the other."""
    left = seen(BRANCH, 0, 0, event="departed")
    one, other = (seen(BRANCH, i, 15, known_h=16, status="reported") for i in (3, 2))
    journey = infer([left, one, *told_with(named(5, 16), other)], BRANCH, TRAIN, places=towns(0, 4))
    belief = next(h.probability for h in journey.hypotheses if other.id in h.right)
    assert 0.05 < belief < 0.5
    assert shares(journey)["S5"] == pytest.approx(belief, abs=0.03)


def of_several(goals: dict[int, float], known_h: float) -> Sighting:
    """A statement that the train of ``BRANCH`` goes to one of several stations, each with its score."""
    return replace(named(5, known_h), candidates=tuple(Candidate(station(BRANCH, i), p) for i, p in goals.items()))


def test_a_goal_that_may_be_several_places_is_weighed_by_where_the_train_is() -> None:
    """S6 is likelier by its name, and the train has come by the way to it: S5 it is."""
    journey = infer([*ON, of_several({6: 0.6, 5: 0.37}, 16)], BRANCH, TRAIN, places=towns(0, 4))
    assert shares(journey)["S5"] > 0.8
    assert shares(journey)["S6"] < 0.1
    assert "one of several places that may be meant" in journey.destinations[0].why


def test_what_a_name_hardly_means_is_no_goal() -> None:
    journey = infer([*ON, of_several({5: 0.9, 4: 0.03}, 16)], BRANCH, TRAIN, places=towns(0))
    assert set(shares(journey)) == {"S5"}
    assert shares(journey) == shares(infer([*ON, named(5, 16)], BRANCH, TRAIN, places=towns(0)))


def test_of_a_goal_of_several_places_the_one_run_through_is_not_meant() -> None:
    """It came by S2 since, so that S5 was meant; once it has stayed somewhere, the statement is past."""
    said = of_several({2: 0.6, 5: 0.4}, 5)
    assert shares(infer([*ON, said], BRANCH, TRAIN, places=towns(0, 4)))["S5"] > 0.7
    stays = [seen(BRANCH, 3, 15, event="arrived", known_h=16), seen(BRANCH, 3, 40, event="departed", known_h=41)]
    assert "S5" not in shares(infer([*ON[:2], *stays, said], BRANCH, TRAIN, places=towns(0, 4)))


def test_an_arrival_announced_at_a_name_of_several_places_holds_for_each() -> None:
    at_40 = seen(BRANCH, 5, 40, event="due", status="expected", known_h=16)
    several = replace(at_40, candidates=(Candidate(station(BRANCH, 6), 0.5), Candidate(station(BRANCH, 5), 0.45)))
    journey = infer([*ON, several], BRANCH, TRAIN, places=towns(0))
    assert "announced there" in next(d.why for d in journey.destinations if d.place.name == "S5")


def test_a_goal_is_at_the_station_that_the_trains_own_railway_has_in_the_town() -> None:
    """Two railways that do not meet end in one town, the other one nearer to its middle."""
    world = network_of(
        [(100.0, 0.0), (101.0, 0.0), (102.0, 0.0), (102.06, 0.0), (102.06, 1.0)], [(0, 1), (1, 2), (3, 4)], factor=1.0
    )
    town = Place("t", "Town", "town", 102.05, 0.0, country="AA", radius_m=5_000.0)
    told = [seen(world, 0, 0.0, event="departed"), seen(world, 1, 2.5)]
    heading = replace(told[1], id="h", event="heading", interval=None, candidates=(Candidate(town, 1.0),))
    for journey in (infer([*told, heading], world, train()), infer(told, world, train(), destinations=[(town, None)])):
        assert journey.destinations[0].place.name == "Town"
        assert journey.destinations[0].rail_km_left == pytest.approx(111.2, abs=0.5)
        assert not any("no way by rail" in note for note in journey.warnings)
