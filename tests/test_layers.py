"""Layers: what is drawn is what the journey holds, in the class it deserves."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from railsight.geo import line_length_m
from railsight.layers import (
    area_ends,
    drawn_destinations,
    goal_lonlat,
    journey_layers,
    look_of,
    named_ends,
    other_moves,
    path_layers,
    told_km,
    why_aside,
)
from railsight.model import Alternative, Candidate, EventKind, Journey, Layer, Place, RejectedSighting, Status
from railsight.model.along import path_between, vertex_km
from railsight.times import Interval
from tests import journey_fixture as story


def by_id(journey: Journey) -> dict[str, Layer]:
    return {layer.id: layer for layer in journey_layers(journey)}


def test_vertex_kilometres_are_the_official_ones_at_stations() -> None:
    path = story.path_of(story.POINTS)
    km = vertex_km(path)
    assert km[0] == 0.0
    assert km[-1] == path.km
    assert list(km) == [p.km for p in path.points]


def test_vertices_between_stations_share_the_official_length() -> None:
    path = story.path_of(story.POINTS[:2])
    (x1, y1), (x2, y2) = path.geometry
    bent = replace(path, geometry=((x1, y1), (x1, y2), (x2, y2)))
    km = vertex_km(bent)
    drawn = line_length_m(bent.geometry)
    assert km[1] / bent.km == pytest.approx(line_length_m(bent.geometry[:2]) / drawn, rel=0.01)


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 2472), st.floats(0, 2472))
def test_a_cut_path_lies_on_the_path_and_has_its_ends(a: float, b: float) -> None:
    path = story.path_of(story.POINTS)
    low, high = sorted((a, b))
    piece = path_between(path, low, high)
    assert len(piece) >= 2
    inner = [p for p, km in zip(path.geometry, vertex_km(path), strict=True) if low < km < high]
    assert list(piece[1:-1]) == inner


def test_between_confirmed_sightings_is_confirmed_and_the_rest_is_not() -> None:
    layers = by_id(story.journey())
    confirmed = layers["path-confirmed"].features
    assert [(f.properties["from_km"], f.properties["to_km"]) for f in confirmed] == [(801.0, 1046.0)]
    inferred = layers["path-inferred"].features
    assert [(f.properties["from_km"], f.properties["to_km"]) for f in inferred] == [(0.0, 801.0), (1046.0, 1060.0)]
    assert {f.properties["to"] for f in layers["path-speculated"].features} == {"Vostochny Cosmodrome", "Vladivostok"}


def test_a_likely_other_way_takes_the_confirmation_from_the_stretch_it_avoids() -> None:
    journey = story.journey()
    other = replace(journey.alternatives[1], probability=0.4)
    doubtful = replace(journey, alternatives=(replace(journey.alternatives[0], probability=0.6), other))
    assert "path-confirmed" not in by_id(doubtful)


def test_confirmed_ends_far_apart_leave_the_way_between_inferred() -> None:
    """801 km and two nights between two confirmed sightings were not observed, whatever the ends are."""
    journey = story.journey()
    far = replace(journey, used=(*journey.used[:2], journey.used[3]))
    assert "path-confirmed" not in by_id(far)
    late = replace(story.S3, interval=Interval(story.utc(14, 1), story.utc(14, 2)))
    untimed = replace(story.S3, interval=None)
    for sighting in (late, untimed):
        used = (*journey.used[:2], replace(journey.used[2], sighting=sighting), journey.used[3])
        assert "path-confirmed" not in by_id(replace(journey, used=used))


def test_many_unlikely_other_ways_together_take_the_confirmation() -> None:
    journey = story.journey()
    main, china = journey.alternatives
    assert "path-confirmed" in by_id(replace(journey, alternatives=(main, china)))
    assert "path-confirmed" not in by_id(replace(journey, alternatives=(main, china, china)))


@pytest.mark.parametrize(
    ("event", "status", "conflict", "aside", "look"),
    [
        ("arrived", "reported", "s3", "contradicted", "rejected"),
        ("arrived", "expected", "s3", "contradicted", "rejected"),
        ("stopped", "expected", None, "statement", "expected"),
        ("heading", "confirmed", None, "statement", "expected"),
        ("due", "speculated", None, "statement", "speculated"),
        ("absent", "confirmed", None, "denial", "denied"),
        ("seen", "reported", None, "unplaced", "unplaced"),
    ],
)
def test_only_what_others_contradict_is_drawn_as_rejected(
    event: EventKind, status: Status, conflict: str | None, aside: str, look: str
) -> None:
    sighting = replace(story.S5, event=event, status=status)
    rejected = RejectedSighting(sighting, "for a reason", conflict)
    assert why_aside(rejected) == aside
    assert look_of(sighting, why_aside(rejected)) == look
    layers = by_id(replace(story.journey(), rejected=(rejected,)))
    assert ("rejected" in layers) == (aside in ("contradicted", "unplaced"))


def test_a_denial_that_holds_is_not_drawn_as_a_sighting_of_the_train() -> None:
    journey = story.journey()
    denial = replace(story.S4, id="s9", event="absent", status="confirmed")
    used = (*journey.used, replace(journey.used[3], sighting=denial, km=None))
    assert look_of(denial) == "denied"
    assert by_id(replace(journey, used=used))["path-confirmed"] == by_id(journey)["path-confirmed"]


def test_pieces_cover_the_path_once() -> None:
    journey = story.journey()
    pieces = [
        (f.properties["from_km"], f.properties["to_km"])
        for name in ("path-confirmed", "path-inferred", "path-speculated")
        for f in by_id(journey)[name].features
        if "from_km" in f.properties
    ]
    pieces.sort()
    assert pieces[0][0] == 0.0
    assert pieces[-1][1] == journey.path.km if journey.path else False
    assert all(a[1] == b[0] for a, b in itertools.pairwise(pieces))


def test_the_likely_path_is_not_drawn_as_its_own_alternative() -> None:
    layers = by_id(story.journey())
    assert [f.properties["via"] for f in layers["alternatives"].features] == [("Namyang", "Hunchun")]


def test_another_subject_is_a_geodesic_arc_and_never_on_the_rails() -> None:
    arc = by_id(story.journey())["others"].features[0]
    assert arc.properties["subject"] == "Air Koryo An-148"
    assert len(arc.coordinates) > 10
    assert arc.properties["km"] == pytest.approx(685, abs=8)


def test_another_subject_came_from_where_it_was_seen_before() -> None:
    """A case tells of a flight as two sightings, neither of which says whence it came."""
    left = replace(
        story.FLIGHT, id="a", candidates=(replace(story.FLIGHT.candidates[0], place=story.KHASAN),), origin=None
    )
    came = replace(story.FLIGHT, id="b", origin=None)
    alone = replace(story.FLIGHT, id="c", origin=None, subject="a convoy")
    journey = replace(story.journey(), others=(left, came, alone))
    moves, seen = other_moves(journey)
    assert [(a.name, s.place.name, s.id) for a, s in moves] == [("Khasan", "Vladivostok", "b")]
    assert [s.id for s in seen] == ["c"]
    (arc,) = by_id(journey)["others"].features
    assert (arc.properties["from"], arc.properties["to"]) == ("Khasan", "Vladivostok")
    aims = replace(left, event="heading")
    assert other_moves(replace(journey, others=(aims, came)))[0] == []


def test_rejected_sightings_are_kept_with_their_reason() -> None:
    layers = by_id(story.journey())
    assert [f.properties["number"] for f in layers["sightings"].features] == [1, 2, 4, 5]
    rejected = layers["rejected"].features[0].properties
    assert rejected["number"] == 3  # all in the order of time
    assert "246 km/h" in str(rejected["reason"])


def test_borders_and_gauge_breaks_lie_where_the_path_crosses_them() -> None:
    layers = by_id(story.journey())
    assert [f.properties["target"] for f in layers["borders"].features] == ["RU"]
    lon, lat = layers["gauge-breaks"].features[0].coordinates
    assert (lon, lat) == (130.645, 42.430)


def test_a_journey_without_anything_has_no_layers() -> None:
    empty = Journey("", story.PROFILE, None, (), (), (), (), ())
    assert journey_layers(empty) == ()


def test_a_route_has_its_stations_and_other_ways() -> None:
    path = story.path_of(story.POINTS)
    layers = {layer.id: layer for layer in path_layers(path, (story.path_of(story.TO_VLADIVOSTOK),))}
    assert len(layers["stations"].features) == len(story.POINTS)
    assert len(layers["alternatives"].features) == 1


def test_a_sole_alternative_equal_to_the_path_leaves_no_layer() -> None:
    journey = story.journey()
    assert journey.path is not None
    alone = replace(journey, alternatives=(Alternative(1.0, journey.path),))
    assert "alternatives" not in by_id(alone)


def test_few_destinations_are_drawn_the_rest_is_told() -> None:
    """Eight destinations of 4 to 6 % on one peninsula hid it, and each other."""
    journey = story.journey()
    goals = tuple(replace(journey.destinations[0], probability=0.3 if i == 0 else 0.1 - i / 100) for i in range(9))
    assert drawn_destinations(replace(journey, destinations=goals)) == goals[:5]
    one = (replace(goals[0], probability=0.01), *(replace(g, probability=0.005) for g in goals[1:]))
    assert drawn_destinations(replace(journey, destinations=one)) == one[:1]


def in_area(journey: Journey, i: int, place: Place) -> Journey:
    """The journey with one of its used sightings in an area."""
    used = list(journey.used)
    used[i] = replace(used[i], sighting=replace(used[i].sighting, candidates=(Candidate(place, 1.0),)))
    return replace(journey, used=tuple(used))


def test_a_way_from_somewhere_in_an_area_is_not_confirmed() -> None:
    journey = story.journey()
    k = next(i for i, u in enumerate(journey.used) if u.km == 1046.0)
    area = replace(journey.used[k].sighting.place, kind="region", radius_m=200_000.0)
    assert "path-confirmed" in by_id(journey)
    assert "path-confirmed" not in by_id(in_area(journey, k, area))


def test_into_an_area_the_way_is_told_from_its_edge_on() -> None:
    """How far in the train was is not known: the title names the area, the kilometres are from least to most."""
    journey = story.journey()
    assert journey.path is not None
    assert told_km(journey) == (journey.path.km, journey.path.km)
    last = journey.path.points[-1]
    wide = Place("r", "Some Oblast", "region", last.lon, last.lat, country="RU", radius_m=300_000.0)
    into = in_area(replace(journey, used=(*journey.used[:-1], replace(journey.used[-1], km=journey.path.km))), -1, wide)
    least, most = told_km(into)
    assert most == journey.path.km
    assert most - 600 < least < most - 10
    assert area_ends(into) == (None, wide)


@pytest.mark.parametrize(("named_from", "called"), [(0, "station"), (1, "sighting")])
def test_an_end_far_from_any_station_with_a_name_is_called_by_what_was_seen_there(named_from: int, called: str) -> None:
    """On a network of the world most stations have none: a way from Lisbon began, by its title, in Moscow."""
    journey = story.journey()
    assert journey.path is not None
    points = journey.path.points
    far = next(i for i, p in enumerate(points) if p.km > 100.0)
    few = replace(journey, path=replace(journey.path, points=points[far * named_from : len(points) - far * named_from]))
    seen = sorted((u for u in journey.used if u.km is not None), key=lambda u: u.km or 0.0)
    wanted = (points[0], points[-1]) if called == "station" else (seen[0].sighting.place, seen[-1].sighting.place)
    assert named_ends(few) == wanted
    assert named_ends(replace(journey, path=None)) is None


def test_a_country_as_a_goal_is_drawn_where_the_way_there_ends() -> None:
    goal = next(d for d in story.journey().destinations if d.path is not None)
    assert goal.path is not None
    assert goal_lonlat(goal) == (goal.place.lon, goal.place.lat)
    assert goal_lonlat(replace(goal, place=replace(goal.place, kind="country"))) == goal.path.geometry[-1]
