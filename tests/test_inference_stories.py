"""What a journey says where it cannot be sure: contradictions, long stays, goals that are hardly likely, areas."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from railsight.api import follow
from railsight.errors import InfeasibleJourneyError, NoAnswerError
from railsight.inference import infer, position_at
from railsight.inference.evidence import gather, hours
from railsight.inference.explain import if_right
from railsight.inference.lattice import lattice_of
from railsight.inference.memory import At, Memory
from railsight.inference.ordering import believe
from railsight.inference.position import followed
from railsight.inference.ways import Ways
from railsight.layers import why_aside
from railsight.model import Candidate, EventKind, Journey, Name, Place, Sighting, Status
from railsight.times import Interval
from tests.counting import calls_of
from tests.inference_world import (
    START,
    line_network,
    network_of,
    random_network,
    random_sightings,
    seen,
    station,
    train,
    weighed,
)

TRAIN = train()
LINE = line_network()
# S0, S1, and from there two branches of five stations: S2 to S6 north-east, S7 to S11 south-east.
FORK = network_of(
    [(100.0, 0.0), (101.0, 0.0)]
    + [(101.0 + 0.7 * i, 0.7 * i) for i in range(1, 6)]
    + [(101.0 + 0.7 * i, -0.7 * i) for i in range(1, 6)],
    [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (1, 7), (7, 8), (8, 9), (9, 10), (10, 11)],
)
NORTH, SOUTH = station(FORK, 6), station(FORK, 11)


def at(hours_after: float) -> datetime:
    return START + timedelta(hours=hours_after)


def disputed(north: Status = "reported", south: Status = "reported", wide_h: float = 1.0) -> list[Sighting]:
    """A train from S0 that was seen on both branches at the same hours."""
    return [
        seen(FORK, 0, 0, name="start"),
        seen(FORK, 4, 9, name="north", status=north, wide_h=wide_h, event="seen"),
        seen(FORK, 9, 9, name="south", status=south, wide_h=1.0, event="seen"),
    ]


def tracked(sightings: list[Sighting]) -> Journey:
    return infer(sightings, FORK, TRAIN, destinations=[(NORTH, None), (SOUTH, None)])


def beliefs(journey: Journey) -> dict[str, float]:
    told = {u.sighting.id: u.belief for u in journey.used}
    return told | {r.sighting.id: r.belief for r in journey.rejected}


# ---------------------------------------------------------------- contradictions


@pytest.mark.parametrize("wide_h", [1.0, 3.0])
def test_a_contradiction_counts_in_goals_and_ways_as_far_as_it_is_believed(wide_h: float) -> None:
    journey = tracked(disputed(wide_h=wide_h))
    belief = beliefs(journey)
    goals = {d.place.name: d.probability for d in journey.destinations}
    assert min(belief["north"], belief["south"]) > 0.2
    assert goals["S6"] == pytest.approx(belief["north"], abs=0.05)
    assert goals["S11"] == pytest.approx(belief["south"], abs=0.05)
    assert sum(goals.values()) == pytest.approx(1.0)
    shares = {a.path.points[-1].name: a.probability for a in journey.alternatives}
    assert shares["S4"] == pytest.approx(belief["north"], abs=0.02)
    assert shares["S9"] == pytest.approx(belief["south"], abs=0.02)
    assert sum(shares.values()) == pytest.approx(1.0)
    assert journey.path == journey.alternatives[0].path
    assert any("nothing settles between S" in line for line in journey.warnings)


def test_a_goal_has_the_figures_of_the_story_that_makes_it() -> None:
    journey = tracked(disputed())
    ours = next(d for d in journey.destinations if not d.hypothesis)
    theirs = next(d for d in journey.destinations if d.hypothesis)
    hypothesis = journey.hypotheses[theirs.hypothesis]
    assert theirs.path is not None
    assert ours.path is not None
    assert {theirs.path.points[0].name, ours.path.points[0].name} == {"S4", "S9"}
    assert theirs.rail_km_left == pytest.approx(theirs.path.km)
    assert len(hypothesis.right) == len(hypothesis.wrong) == 1
    name = {"north": "S4", "south": "S9"}
    assert f"if {name[hypothesis.right[0]]} is right and {name[hypothesis.wrong[0]]} is not" in theirs.why
    assert journey.hypotheses[0].right == journey.hypotheses[0].wrong == ()
    assert sum(h.probability for h in journey.hypotheses) == pytest.approx(1.0)


def test_a_position_says_which_sighting_it_rests_on_while_that_matters() -> None:
    journey = tracked(disputed())
    name = {"north": "S4", "south": "S9"}[journey.hypotheses[1].wrong[0]]
    for hour in (5, 9.5, 12):
        assert f"if what is told of {name} is right" in position_at(journey, FORK, at(hour)).assumes
    assert not position_at(journey, FORK, at(-0.01)).assumes
    later = [*disputed(), seen(FORK, 0, 30, name="back"), seen(FORK, 1, 33, name="again")]
    settled = position_at(tracked(later), FORK, at(32))
    assert "is right" not in settled.assumes


def test_what_is_ruled_out_makes_no_story() -> None:
    later = [*disputed(), seen(FORK, 5, 12, name="on", wide_h=1.0), seen(FORK, 6, 14, name="there", wide_h=1.0)]
    journey = tracked(later)
    assert journey.hypotheses == ()
    assert len(journey.alternatives) == 1
    assert journey.destinations[0].place == NORTH
    assert not any("nothing settles" in line for line in journey.warnings)


def test_stories_do_not_depend_on_the_order_of_reports() -> None:
    journeys = [tracked(list(some)) for some in itertools.permutations(disputed("confirmed"))]
    assert all(j == journeys[0] for j in journeys)
    assert len(journeys[0].hypotheses) == 2


@pytest.mark.parametrize("seed", range(12))
def test_what_is_right_together_against_brute_force(seed: int) -> None:
    """The sums over stories are those over all hypotheses, one by one, fees for turning round included."""
    ways = Ways(random_network(seed), TRAIN)
    observations = gather(random_sightings(ways.network, seed, 5), ways).passages
    lattice = lattice_of(observations, ways)
    order = list(range(len(observations)))
    choice = lattice.solve(order)
    assert choice is not None
    apart = order[::2]
    expected: dict[frozenset[int], float] = {}
    for size in range(1, len(order) + 1):
        for right in itertools.combinations(order, size):
            weight = math.exp(weighed(lattice, [At(i, 0) for i in right]))
            label = frozenset(right) & frozenset(apart)
            expected[label] = expected.get(label, 0.0) + weight
    expected[frozenset()] = expected.get(frozenset(), 0.0) + math.exp(lattice.starts(order)[-1])
    whole = sum(expected.values())
    found = choice.sums.together(apart)
    assert sum(found.values()) == pytest.approx(1.0)
    for label, mass in expected.items():
        assert found.get(label, 0.0) == pytest.approx(mass / whole, abs=0.005)


@pytest.mark.parametrize("seed", [*range(12), 30, 49])  # of the last two the best hypothesis is of a lesser story
def test_every_story_holds_what_makes_it_and_all_sum_to_one(seed: int) -> None:
    ways = Ways(random_network(seed), TRAIN)
    observations = gather(random_sightings(ways.network, seed, 7), ways).passages
    belief = believe(observations, ways)
    likely, *others = belief.stories
    assert likely.chain is belief.chain
    assert sum(s.probability for s in belief.stories) == pytest.approx(1.0)
    assert all(s.probability <= likely.probability + 1e-5 for s in others if s.right)
    own = {n.index for n in belief.chain.nodes}
    for story in others:
        nodes = {n.index for n in story.chain.nodes}
        assert story.right or story.wrong
        assert set(story.right) == nodes - own
        assert set(story.wrong) == own - nodes
        least = [belief.beliefs[i] for i in story.right] + [1.0 - belief.beliefs[i] for i in story.wrong]
        assert story.probability <= max(least) + 1e-6


# ---------------------------------------------------------------- the memory changes nothing


@pytest.mark.parametrize("seed", range(15))
def test_a_memory_of_other_observations_changes_nothing(seed: int) -> None:
    """The same journey growing sighting by sighting, with and without what was worked out before."""
    ways = Ways(random_network(seed), TRAIN)
    sightings = random_sightings(ways.network, seed, 8)
    memory = Memory()
    for n in (3, 5, 4, 8, 7):
        observations = gather(sightings[:n], ways).passages
        fresh, known = believe(observations, ways), believe(observations, ways, memory)
        assert known.beliefs == fresh.beliefs
        assert known.chain.spreads == fresh.chain.spreads
        assert [(s.probability, s.right, s.wrong) for s in known.stories] == [
            (s.probability, s.right, s.wrong) for s in fresh.stories
        ]


def test_the_ranking_report_by_report_is_that_of_each_moment() -> None:
    sightings = [seen(FORK, i, 3.0 * i, name=f"n{i}", status="reported", wide_h=2.0) for i in range(5)]
    journey = tracked([*sightings, *disputed()[1:]])
    assert len(journey.history) == 7
    for revision in journey.history:
        then = infer(
            [*sightings, *disputed()[1:]],
            FORK,
            TRAIN,
            destinations=[(NORTH, None), (SOUTH, None)],
            as_of=revision.known_at,
        )
        told = [r for r in journey.history if r.known_at == revision.known_at][-1]
        assert told.ranking == tuple((d.place.name, d.probability) for d in then.destinations)


def test_history_costs_about_as_much_with_every_report() -> None:
    """With twice the reports the last forty steps take about as much work each, not several times as much."""
    network = line_network(90, step_deg=0.4)
    took = []
    for count in (42, 84):
        sightings = [seen(network, i, 1.5 * i, status="reported", wide_h=1.0) for i in range(count)]
        journey = infer(sightings, network, TRAIN, destinations=[(station(network, 89), None)])
        took.append(calls_of(lambda journey=journey: len(journey.history)))
        assert len(journey.history) == 40
    assert took[1] < 4 * took[0]


# ---------------------------------------------------------------- stays


def stay(second: EventKind, after_h: float) -> Journey:
    told = [seen(LINE, 0, -5), seen(LINE, 2, 0, event="arrived"), seen(LINE, 2, after_h, event=second)]
    return infer([*told, seen(LINE, 4, after_h + 12)], LINE, TRAIN)


@pytest.mark.parametrize("after_h", [20.0, 52.0, 120.0])
def test_arrived_and_seen_there_is_a_stay_however_long(after_h: float) -> None:
    journey = stay("seen", after_h)
    there = position_at(journey, LINE, at(after_h / 2))
    assert there.standing
    assert there.unknown == ""
    assert there.near == "S2"
    assert ("if it did not leave S2 and come back" in there.assumes) == (after_h > 24)
    assert sum(p.dwell_h or 0.0 for p in journey.passages if p.name == "S2") >= after_h


def test_what_tells_of_leaving_is_told_and_what_only_may_be_is_not() -> None:
    again = position_at(stay("arrived", 52.0), LINE, at(30))
    assert again.unknown.startswith("it left S2 and came back")
    twice = [seen(LINE, 0, 0), seen(LINE, 2, 5, event="seen"), seen(LINE, 2, 60, event="seen"), seen(LINE, 4, 66)]
    perhaps = position_at(infer(twice, LINE, TRAIN), LINE, at(30))
    assert perhaps.unknown.startswith("it may have left S2 and come back")
    for other in (again, perhaps):
        assert not other.standing


def test_a_long_stay_is_told_in_one_way() -> None:
    """An arrival, and days later the next station: the hours, the passages and the position say that it stood."""
    told = [seen(LINE, 0, 0), seen(LINE, 2, 6, event="arrived"), seen(LINE, 4, 92)]
    journey = infer(told, LINE, TRAIN)
    came, left, after = (journey.passages[i] for i in (2, 3, 4))
    assert [p.name for p in (came, left, after)] == ["S2", "S2", "S3"]
    assert came.dwell_h == pytest.approx(hours(left.likely) - hours(came.likely), abs=0.01)
    assert came.dwell_h is not None
    assert came.dwell_h > 60
    for hour in (20, 40, 60):
        there = position_at(journey, LINE, at(hour))
        assert there.standing
        assert there.km == there.km_low == came.km
    between = position_at(journey, LINE, left.latest)
    assert between.km_high > came.km + 50  # it may have left by then


# ---------------------------------------------------------------- goals hardly likely, areas, headings


def test_a_goal_that_is_hardly_likely_is_not_followed() -> None:
    journey = infer([seen(FORK, 0, 0), seen(FORK, 1, 5)], FORK, TRAIN, destinations=[(NORTH, None), (SOUTH, None)])
    first, second = journey.destinations
    unlikely = replace(journey, destinations=(replace(first, probability=0.1), replace(second, probability=0.05)))
    assert followed(journey) == first
    assert followed(unlikely) is None
    later = position_at(unlikely, FORK, at(9))
    assert later.unknown == "it was last at S1, and no goal is likely enough to tell where it went from there"
    assert later.km == journey.passages[-1].km
    assert later.reachable
    assert position_at(unlikely, FORK, at(3)).unknown == ""
    even = replace(journey, destinations=tuple(replace(first, probability=0.11) for _ in range(9)))
    assert even.elsewhere < 0.02
    assert followed(even) is not None  # little else is left


def test_a_passage_of_an_area_names_the_area() -> None:
    area = Place("area", "Somewhere", "region", 102.5, 0.0, radius_m=130_000.0, names={"ru": "Где-то"})
    vague = replace(seen(LINE, 2, 6.8, name="vague", heading="W"), candidates=(Candidate(area, 1.0),))
    journey = infer([seen(LINE, 0, 0), vague], LINE, TRAIN, destinations=[(station(LINE, 5), None)])
    passage = next(p for p in journey.passages if p.within)
    assert (passage.within, passage.within_names, passage.observed, passage.told) == (
        "Somewhere", {"ru": "Где-то"}, False, True,
    )  # fmt: skip
    assert "in Somewhere it was heading W" in journey.destinations[0].why
    between = replace(area, name="between S1 and S3", kind="area")
    worded = infer(
        [seen(LINE, 0, 0), replace(vague, candidates=(Candidate(between, 1.0),))],
        LINE,
        TRAIN,
        destinations=[(station(LINE, 5), None)],
    )
    assert "; between S1 and S3 it was heading W" in worded.destinations[0].why


def test_heading_with_a_compass_point_and_a_time_is_a_sighting() -> None:
    start = seen(FORK, 0, 0, event="departed")
    told, as_seen = (seen(FORK, 1, 5, event=event, heading="NE", name="x") for event in ("heading", "seen"))
    goals = [(NORTH, None), (SOUTH, None)]
    journey, same = (infer([start, s], FORK, TRAIN, destinations=goals) for s in (told, as_seen))
    assert journey == same
    assert journey.destinations[0].place == NORTH
    assert infer([told], FORK, TRAIN, destinations=goals).destinations[0].place == NORTH
    goal = infer([start, seen(FORK, 1, 5, event="heading")], FORK, TRAIN)  # no compass point: where it was going
    assert [r.reason for r in goal.rejected] == ["a statement about where it goes, weighed with the destinations"]
    with pytest.raises(NoAnswerError):
        infer([seen(FORK, 1, 5, event="heading")], FORK, TRAIN)


# ---------------------------------------------------------------- asked for places off the network


def test_destinations_asked_for_that_are_all_off_the_network_are_no_answer(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(
        "case: away\nsightings:\n  - {place: Khabarovsk, event: departed, at: 2024-07-01T06:00+10:00}\n", "utf-8"
    )
    with pytest.raises(NoAnswerError) as caught:
        follow([case], to=["London"])
    assert "London is not within reach of the network" in caught.value.message
    assert caught.value.hint
    journey = follow([case], to=["London", "Moscow"]).journey
    assert [d.place.country for d in journey.destinations] == ["RU"]
    assert journey.elsewhere == pytest.approx(0.5)
    assert any(line.endswith("its share is elsewhere") for line in journey.warnings)


# ---------------------------------------------------------------- where it was not, in every story


def absent(i: int, from_h: float, to_h: float) -> Sighting:
    return seen(FORK, i, from_h, event="absent", wide_h=to_h - from_h, name=f"absent-{i}")


def test_an_absence_decides_between_two_stories() -> None:
    south = replace(absent(9, 8, 11), status="reported")
    for told in (disputed(), disputed(north="conflict", south="reported")):
        doubted = beliefs(tracked([*told, south]))
        assert doubted["north"] > beliefs(tracked(told))["north"]
        assert doubted["south"] < 0.1 < 0.9 < doubted["north"] + doubted["south"]
        assert tracked([*told, south]).destinations[0].place == NORTH


def test_each_story_is_held_up_by_what_was_told_of_its_own_way() -> None:
    plain = tracked(disputed())
    journey = tracked([*disputed(), absent(5, 9, 30), absent(10, 9, 30)])
    assert {d.hypothesis for d in journey.destinations} == {0, 1}
    for d in journey.destinations:
        before = next(p for p in plain.destinations if p.place == d.place)
        assert before.likely is not None
        assert d.earliest is not None
        assert before.likely < at(25) < at(30) <= d.earliest
        there = "S4" if d.place == NORTH else "S9"
        came = next(a.path for a in journey.alternatives if a.path.points[-1].name == there)
        assert d.path is not None
        empty = d.path.points[1]
        assert [p.name for p in d.ahead] == [there, empty.name]  # it was seen where it waits
        assert d.ahead[1].earliest >= at(30)
        assert d.ahead[1].km == pytest.approx(came.km + empty.km)


def test_what_the_journey_sets_aside_still_counts_in_another_story() -> None:
    told = disputed(south="confirmed")
    before, after = tracked(told), tracked([*told, absent(8, -1, 11), absent(6, 8, 40)])
    assert "absent-8" in {r.sighting.id for r in after.rejected}
    old, new = (next(d for d in j.destinations if d.place == NORTH) for j in (before, after))
    assert old.hypothesis == new.hypothesis == 1
    assert old.latest is not None
    assert new.earliest is not None
    assert old.latest < at(40) <= new.earliest


@pytest.mark.parametrize("after_h", [60.0, 150.0])
def test_a_long_stay_ends_where_the_train_was_not_there(after_h: float) -> None:
    told = [seen(LINE, 0, 0), seen(LINE, 3, 8, event="arrived"), seen(LINE, 3, 8 + after_h, event="seen")]
    gone = seen(LINE, 3, 8 + after_h / 2, event="absent", wide_h=3.0, name="gone")
    journey = infer([*told, gone], LINE, TRAIN)
    assert not journey.rejected
    position = position_at(journey, LINE, at(8 + after_h / 2 + 1))
    assert "it left S3 and came back there" in position.unknown
    stayed = position_at(infer(told, LINE, TRAIN), LINE, at(8 + after_h / 2 + 1))
    assert stayed.standing


def test_where_it_was_not_is_not_where_it_was_in_an_area() -> None:
    area = Place("area", "Somewhere", "region", 102.0, 0.0, radius_m=50_000.0)
    gone = replace(seen(LINE, 2, 1, event="absent", wide_h=9.0), candidates=(Candidate(area, 1.0),))
    journey = infer([seen(LINE, 0, 0, event="departed"), gone, seen(LINE, 4, 30)], LINE, TRAIN)
    assert not journey.rejected
    assert [p.name for p in journey.passages if p.told] == ["S0", "S4"]
    assert any(p.name == "S2" and p.earliest >= at(10) for p in journey.passages)


def test_a_train_that_waits_where_it_stands_is_not_moving() -> None:
    told = [seen(LINE, 0, 0, event="departed"), seen(LINE, 2, 6, event="arrived")]
    empty = seen(LINE, 3, 6, event="absent", wide_h=34.0)
    journey = infer([*told, empty], LINE, TRAIN, destinations=[(station(LINE, 5), None)])
    waits = position_at(journey, LINE, at(20))
    assert waits.standing
    assert waits.km == pytest.approx(journey.passages[-1].km)
    left = [p for p in journey.destinations[0].ahead if p.name == "S2"]
    assert [p.observed for p in left] == [False]


# ---------------------------------------------------------------- guesses


@pytest.mark.parametrize("event", ["seen", "passed", "crossed", "departed"])
def test_a_guess_that_fits_stays_a_guess(event: EventKind) -> None:
    """Who guesses looks at the map: that it fits the others proves nothing."""
    base = [seen(FORK, 0, 0, name="start")]
    guess = seen(FORK, 4, 9, name="guess", status="speculated", event=event)
    reported = replace(guess, status="reported")
    free, guessed, told = (tracked(s) for s in (base, [*base, guess], [*base, reported]))
    assert beliefs(told)["guess"] > 0.9
    assert beliefs(guessed)["guess"] < 0.5
    assert [r.sighting.id for r in guessed.rejected] == ["guess"]
    assert "which nobody claims to have seen" in guessed.rejected[0].reason
    assert len(guessed.hypotheses) == 2
    north = [next(d.probability for d in j.destinations if d.place == NORTH) for j in (free, guessed, told)]
    assert north[0] < north[1] < north[2]
    assert not any(p.observed for p in guessed.passages[1:])


def test_what_was_not_judged_has_no_belief() -> None:
    goal = seen(FORK, 6, 20, name="goal", event="heading")
    guess = seen(FORK, 4, 9, name="guess", status="speculated")
    aside = {r.sighting.id: r for r in tracked([seen(FORK, 0, 0), goal, guess]).rejected}
    assert {key: why_aside(r) for key, r in aside.items()} == {"goal": "statement", "guess": "guess"}
    assert aside["goal"].belief is None
    assert (aside["guess"].belief or 0.0) > 0.0


def test_the_explanation_tells_what_rose_from_nowhere() -> None:
    """What is first named by the last report was in no ranking before."""
    early = seen(FORK, 0, 0, event="departed", known_h=0.5)
    goal = seen(FORK, 8, 30, event="heading", name="goal", known_h=1.0)
    journey = infer([early, goal], FORK, TRAIN)
    assert "with goal S8 rose from among the unlisted to" in "\n".join(journey.explanation)


@pytest.mark.parametrize("at_h", [5.0, 5.3, 5.6, 6.0, 9.0])
def test_a_sighting_counts_in_the_goals_as_far_as_it_is_believed(at_h: float) -> None:
    """One that is much faster than usual is doubted: half the goals are then those without it."""
    base = [seen(FORK, 0, 0, name="start")]
    north = seen(FORK, 4, at_h, name="north", status="reported")
    doubted, sure, free = (tracked(s) for s in ([*base, north], [*base, replace(north, interval=clock(9))], base))
    belief = beliefs(doubted)["north"]
    share = [next(d.probability for d in j.destinations if d.place == NORTH) for j in (doubted, sure, free)]
    assert share[0] == pytest.approx(belief * share[1] + (1 - belief) * share[2], abs=0.05)
    if 0.5 < belief < 0.9:
        assert any("if S4 is not right" in line for line in doubted.explanation)


def clock(hours_after: float) -> Interval:
    return Interval(at(hours_after), at(hours_after))


def test_a_guessed_arrival_of_the_past_is_no_statement_about_the_goal() -> None:
    """It was seen farther on since: the guess is weighed as where it was, unless it was made ahead of its time."""
    base = [seen(FORK, 0, 0, name="start"), seen(FORK, 2, 9, name="later")]
    guess = seen(FORK, 1, 4, name="guess", status="speculated", event="arrived")
    aside = tracked([*base, guess]).rejected
    assert [(r.sighting.id, why_aside(r)) for r in aside] == [("guess", "guess")]
    assert (aside[0].belief or 0.0) > 0.0
    ahead = tracked([*base, replace(guess, known_at=at(1))]).rejected
    assert [why_aside(r) for r in ahead] == ["statement"]


def test_sightings_of_one_name_are_told_apart_by_their_times() -> None:
    told = [
        seen(LINE, 2, 0, event="passed", name="out", status="reported"),
        seen(LINE, 2, 21 * 24, event="passed", name="back", status="reported"),
    ]
    lines = [line for line in infer(told, LINE, TRAIN).explanation if line.startswith("another story")]
    assert len(set(lines)) == len(lines) >= 1
    assert all("S2 (" in line for line in lines)


def test_a_sighting_left_out_at_even_odds_is_told_and_its_way_named() -> None:
    told = [
        seen(LINE, 0, 0, event="departed", name="start", status="reported"),
        seen(LINE, 3, 8, event="passed", name="there", status="reported"),
        seen(LINE, 2, 13, event="passed", name="back", status="reported"),
    ]
    journey = infer(told, LINE, TRAIN)
    chances = {u.sighting.id: u.belief for u in journey.used} | {r.sighting.id: r.belief for r in journey.rejected}
    assert 0.2 < (chances["back"] or 0.0) < 0.5
    assert any("nothing settles whether S2 (" in w and "is right too" in w for w in journey.warnings)
    assert [a.why for a in journey.alternatives if a.why] == ["if S2 is right too"]
    assert not any("other lines" in line for line in journey.explanation)


def test_one_that_holds_of_several_is_not_told_as_the_only_one() -> None:
    told = [
        seen(LINE, 0, 0, name="a", status="reported"),
        seen(LINE, 5, 1, name="b", status="reported"),
        seen(LINE, 2, 0.5, name="c", status="confirmed"),
    ]
    warnings = infer(told, LINE, TRAIN).warnings
    assert any(w.startswith("of 3 sightings one only is held right: no path") for w in warnings)
    alone = infer(told[:1], LINE, TRAIN).warnings
    assert "one sighting only: no path, only where the train may have gone since" in alone


# ---------------------------------------------------------------- told as well as one another


SQUARE = network_of([(100.0, 0.0), (102.4, 0.0), (102.4, 1.2), (103.2, -0.2)], [(0, 1), (1, 2), (1, 3)])


def two_at_once(hour: float, *more: Sighting) -> Journey:
    """Two reports of one standing put it at two places at once, both within reach of where it set out from."""
    start = seen(SQUARE, 0, 0, event="departed", name="start")
    here, there = (seen(SQUARE, i, hour, event="seen", status="reported", name=f"at{i}") for i in (1, 2))
    return infer([start, here, there, *more], SQUARE, TRAIN)


@pytest.mark.parametrize("hour", [5.0, 6.0, 7.0, 8.0, 10.0, 14.0])
def test_of_two_reports_told_equally_well_both_are_told_however_the_times_fit(hour: float) -> None:
    journey = two_at_once(hour)
    assert any("S1" in w and "S2" in w for w in journey.warnings)


def test_a_report_repeated_minutes_apart_weighs_nearly_as_one() -> None:
    for hour in (6.0, 8.0):
        once = {r.sighting.id: r.belief for r in two_at_once(hour).rejected}
        (loser,) = once
        i = int(loser[-1])
        for minutes in (1, 5, 20):
            copies = [
                seen(SQUARE, i, hour + n * minutes / 60, event="seen", status="reported", name=f"copy{n}")
                for n in (1, 2)
            ][: 2 if minutes < 20 else 1]
            again = {r.sighting.id: r.belief for r in two_at_once(hour, *copies).rejected}
            assert set(again) == {loser, *(c.id for c in copies)}
            assert again[loser] == pytest.approx(once[loser], rel=0.5)


def test_who_is_seen_again_hours_later_is_no_copy() -> None:
    told = [seen(LINE, 0, 0, event="departed"), *(seen(LINE, 2, 5 + 0.25 * n, event="seen") for n in range(9))]
    journey = infer(told, LINE, TRAIN)
    assert journey.passages[-1].likely >= START + timedelta(hours=6.4)
    assert journey.passages[-1].latest >= START + timedelta(hours=6.9)


def test_a_confirmed_sighting_needs_no_such_warning() -> None:
    start = seen(SQUARE, 0, 0, event="departed")
    sure, other = seen(SQUARE, 1, 6, event="seen"), seen(SQUARE, 2, 6, event="seen", status="reported")
    journey = infer([start, sure, other], SQUARE, TRAIN)
    assert not any("as well as the other" in w for w in journey.warnings)


def test_guesses_that_can_be_right_together_contradict_nothing() -> None:
    guesses = [seen(LINE, i, h, event="seen", status="speculated", name=f"g{i}") for i, h in ((0, 0), (2, 6))]
    journey = infer(guesses, LINE, TRAIN)
    assert not any("nothing settles between" in w for w in journey.warnings)


def test_the_speed_needed_is_never_told_as_what_is_possible() -> None:
    long = line_network(40)
    km = sum(long.section_cm(i) for i in range(39)) / 1e5
    hours_apart = km / 100.3  # a little more than the train can do
    with pytest.raises(InfeasibleJourneyError, match="takes 101 km/h, and 100 km/h is the most"):
        infer([seen(long, 0, 0), seen(long, 39, hours_apart)], long, TRAIN)


def test_the_condition_of_a_story_counts_what_it_names() -> None:
    seen = [SimpleNamespace(name=n, told=Name(n), told_place=Name(n)) for n in ("Chita", "Mogocha", "Tynda")]
    belief: Any = SimpleNamespace(observations=seen)

    def condition(*right: int) -> str:
        story: Any = SimpleNamespace(right=right, wrong=())
        return str(if_right(belief, story))

    assert condition(0) == "if Chita is right too"
    assert condition(0, 2) == "if Chita, Tynda are right too"
