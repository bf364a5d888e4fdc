"""Countries and regions: entered and left at their borders, named as goals, and never more exact than they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from railsight.datasets import data_path
from railsight.inference import infer, position_at, when_at
from railsight.inference.areas import country_spots
from railsight.inference.ways import Ways
from railsight.model import Candidate, EventKind, Journey, Place, Sighting
from railsight.network import open_network
from railsight.routing import profile as named_profile
from railsight.times import Interval
from tests.inference_world import START, line_network, network_of, seen, station, train

# Two countries on one line, the border at station 3, and a far border at 9 of a branch that leaves at 1.
LINE = [(100.0 + i, 40.0) for i in range(7)] + [(101.0, 40.0 + 2 * i) for i in range(1, 4)]
WORLD = network_of(
    LINE,
    [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (1, 7), (7, 8), (8, 9), (9, 6)],
    countries=["AA"] * 3 + ["BB"] * 4 + ["AA"] * 2 + ["BB"],
)
TRAIN = train()
BB = Place("country-BB", "Beland", "country", 104.5, 40.0, country="BB", radius_m=500_000.0)


def at(country: Place, at_h: float, event: EventKind, *, wide_h: float = 2.0) -> Sighting:
    there = seen(WORLD, 0, at_h, event=event, wide_h=wide_h, name=f"{event} {country.name}")
    return replace(there, candidates=(Candidate(country, 1.0),))


def nodes_of(event: str, *, around: tuple[int, ...] = ()) -> dict[int | None, float]:
    spots = country_spots(BB, event, [WORLD.spot_at_node(n) for n in around], Ways(WORLD, TRAIN))
    out: dict[int | None, float] = {}
    for spot, share in spots:
        out[spot.node] = out.get(spot.node, 0.0) + share
    return out


@pytest.mark.parametrize("event", ["crossed", "arrived", "departed", "seen", "passed", "stopped", "absent"])
def test_shares_sum_to_one(event: str) -> None:
    for around in ((), (0,), (0, 5)):
        assert sum(nodes_of(event, around=around).values()) == pytest.approx(1.0)


def test_a_country_is_crossed_into_at_a_border_and_the_nearer_is_likelier() -> None:
    found = nodes_of("crossed", around=(0,))
    assert set(found) == {3, 9}
    assert found[3] > 2 * found[9]


def test_it_is_left_at_the_border_or_from_anywhere_in_it() -> None:
    found = nodes_of("departed")
    assert found[3] + found[9] == pytest.approx(0.5)
    assert {4, 5} <= set(found)
    assert set(nodes_of("seen")) == {4, 5, 6}


def test_a_country_is_not_left_where_the_way_out_leads_back_into_it() -> None:
    """A border from which the train would have to come in again is where trains enter."""
    row = network_of(
        [(100.0 + i, 40.0) for i in range(7)],
        [(i, i + 1) for i in range(6)],
        countries=["AA"] * 2 + ["BB"] * 3 + ["CC"] * 2,
    )
    shares = {s.node: w for s, w in country_spots(BB, "departed", [row.spot_at_node(0)], Ways(row, TRAIN))}
    assert shares[5] < 0.05 * shares[2]
    assert sum(shares.values()) == pytest.approx(1.0)


def test_who_left_an_area_had_left_it_when_seen_outside() -> None:
    journey = infer([at(BB, 0, "departed"), seen(WORLD, 0, 20), seen(WORLD, 1, 40)], WORLD, TRAIN)
    assert all(p.latest <= START + timedelta(hours=20) for p in journey.passages if p.km < (journey.used[1].km or 0.0))


def test_crossed_into_a_country_is_put_on_the_way() -> None:
    journey = infer([seen(WORLD, 0, 0, event="departed"), at(BB, 7, "crossed"), seen(WORLD, 5, 14)], WORLD, TRAIN)
    assert [p.name for p in journey.passages if p.told] == ["S0", "S3", "S5"]
    assert not journey.rejected


# AA from 0 to the border at 2, BB from there to its other border at 5, then CC; and a way from 0 by 7 and 8 in CC to 5.
THREE = network_of(
    [(100.0 + i, 40.0) for i in range(7)] + [(101.0, 41.0), (103.0, 41.0)],
    [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (0, 7), (7, 8), (8, 5)],
    countries=["AA"] * 2 + ["BB"] * 3 + ["CC"] * 4,
)


@pytest.mark.parametrize("event", ["crossed", "arrived"])
@pytest.mark.parametrize("at_h", [4, 8, 9.5, 20, 60])
def test_a_country_is_entered_from_the_side_the_train_comes_from(event: EventKind, at_h: float) -> None:
    start = seen(THREE, 1, 0, event="departed")
    journey = infer([start, at(BB, at_h, event)], THREE, TRAIN)
    if event == "crossed":
        assert [p.name for p in journey.passages if p.told] == ["S1", "S2"]
    assert "S7" not in [p.name for p in journey.passages]
    assert not any("S7" in a.via for a in journey.alternatives if event == "crossed")


def test_the_side_is_told_where_the_borders_are_named() -> None:
    borders = tuple(Candidate(replace(station(THREE, i), kind="border"), 0.5) for i in (5, 2))
    into = replace(seen(THREE, 5, 8, event="crossed"), candidates=borders, toward=BB)
    journey = infer([seen(THREE, 1, 0, event="departed"), into], THREE, TRAIN)
    assert [p.name for p in journey.passages if p.told] == ["S1", "S2"]
    back = replace(into, toward=replace(BB, id="country-CC", name="Celand", country="CC"))
    assert infer([seen(THREE, 3, 0, event="departed"), back], THREE, TRAIN).passages[-1].name == "S5"


def test_to_have_arrived_in_a_country_is_no_goal_reached() -> None:
    towns = [replace(station(THREE, i), kind="town", population=100_000) for i in (0, 4)]
    journey = infer([seen(THREE, 0, 0, event="departed"), at(BB, 5, "arrived")], THREE, TRAIN, places=towns)
    assert [d.place.name for d in journey.destinations] == ["S4"]


def test_a_country_as_a_candidate_is_reached_at_its_border() -> None:
    last = [seen(THREE, 0, 0, event="passed"), seen(THREE, 1, 2, event="arrived")]
    journey = infer(last, THREE, TRAIN, destinations=[(BB, None), (station(THREE, 6), None)])
    goal = next(d for d in journey.destinations if d.place.id == BB.id)
    assert goal.path is not None
    assert goal.rail_km_left == pytest.approx(goal.path.km)
    assert goal.path.points[-1].name == "S2"
    assert "as far as its border" in goal.why
    inside = infer([*last, seen(THREE, 3, 8)], THREE, TRAIN, destinations=[(BB, None)])
    assert inside.destinations == ()
    assert any("is in Beland already" in warning for warning in inside.warnings)


def test_a_country_seen_at_a_place_adds_nothing() -> None:
    start = [seen(WORLD, 0, 0, event="departed"), seen(WORLD, 4, 10)]
    journey = infer([*start, at(BB, 20, "seen")], WORLD, TRAIN)
    assert journey.passages == infer(start, WORLD, TRAIN).passages
    assert [r.sighting.id for r in journey.rejected] == ["seen Beland"]
    assert "whole country" in journey.rejected[0].reason


def test_a_country_named_as_the_goal_draws_its_towns() -> None:
    towns = [replace(station(WORLD, i), kind="town", population=100_000) for i in (2, 5, 8)]
    start = seen(WORLD, 1, 0, event="departed")
    free = {d.place.name: d.probability for d in infer([start], WORLD, TRAIN, places=towns).destinations}
    told = infer([start, replace(at(BB, 0, "heading"), interval=None)], WORLD, TRAIN, places=towns).destinations
    assert free["S2"] > free["S5"]
    assert told[0].place.name == "S5"
    assert told[0].probability > 0.7
    assert "names Beland as the goal" in told[0].why


def test_a_country_without_a_town_on_the_network_is_elsewhere() -> None:
    towns = [replace(station(WORLD, i), kind="town", population=100_000) for i in (2, 8)]
    start = seen(WORLD, 1, 0, event="departed")
    far = Place("country-CC", "Celand", "country", 20.0, 40.0, country="CC")
    free = infer([start], WORLD, TRAIN, places=towns)
    told = infer([start, replace(at(far, 0, "heading"), interval=None)], WORLD, TRAIN, places=towns)
    assert told.elsewhere > free.elsewhere + 0.3


def test_the_order_of_sightings_does_not_matter() -> None:
    told = [seen(WORLD, 0, 0, event="departed"), at(BB, 7, "crossed"), seen(WORLD, 5, 14), at(BB, 16, "departed")]
    one, other = infer(told, WORLD, TRAIN), infer(told[::-1], WORLD, TRAIN)
    assert one.passages == other.passages


def test_a_rival_far_off_is_no_blur_around_the_place_taken() -> None:
    journey = infer([seen(WORLD, 0, 0, event="departed"), at(BB, 7, "crossed")], WORLD, TRAIN)
    crossed = journey.passages[-1]
    interval = at(BB, 7, "crossed").interval
    assert interval is not None
    assert interval.earliest <= crossed.earliest <= crossed.latest <= interval.latest


def test_a_country_beyond_a_place_named_is_weighed_beside_it() -> None:
    towns = [replace(station(WORLD, i), kind="town", population=100_000) for i in (2, 5, 8)]
    start = seen(WORLD, 0, 0, event="departed")
    near = replace(seen(WORLD, 2, 0, event="due", status="expected"), interval=None)
    both = infer([start, near, replace(at(BB, 0, "heading"), interval=None)], WORLD, TRAIN, places=towns).destinations
    assert [d.place.name for d in both] == ["S5", "S2"]
    assert both[0].probability > 0.5


# ---------------------------------------------------------------- what is vague stays vague


ROW = line_network()  # stations 122 km apart


def region(radius_m: float = 150_000.0) -> Place:
    middle = station(ROW, 3)
    return Place("region", "Middle Region", "region", middle.lon, middle.lat, radius_m=radius_m)


def within(at_h: float, name: str = "area") -> Sighting:
    told = seen(ROW, 3, at_h, event="seen", name=name)
    return replace(told, candidates=(Candidate(region(), 1.0),))


@pytest.mark.parametrize("hour", [0.0, 6.0, 7.4, 9.0, 12.0])
def test_a_further_sighting_only_narrows_the_reach_of_one_in_an_area(hour: float) -> None:
    told = [seen(ROW, 0, 0, event="departed"), within(7.4)]
    now = START + timedelta(hours=hour)
    some, more = (reached(infer(s, ROW, TRAIN), now) for s in (told, [*told, seen(ROW, 5, 12.6)]))
    for section, (lo, hi) in more.items():
        assert some[section][0] - 1e-3 <= lo
        assert hi <= some[section][1] + 1e-3


def reached(journey: Journey, now: datetime) -> dict[str, tuple[float, float]]:
    """The stretches in reach by the stations between which they lie, as degrees of longitude."""
    out: dict[str, tuple[float, float]] = {}
    for r in position_at(journey, ROW, now).reachable:
        lons = sorted(lon for lon, _ in r.geometry)
        for a in range(100, 105):
            if lons[0] < a + 1 and lons[-1] > a:
                lo, hi = out.get(f"{a}", (200.0, 0.0))
                out[f"{a}"] = min(lo, max(lons[0], a)), max(hi, min(lons[-1], a + 1))
    return out


def test_a_train_seen_in_an_area_may_have_been_anywhere_in_it() -> None:
    journey = infer([seen(ROW, 0, 0, event="departed"), within(8.6)], ROW, TRAIN)
    now = position_at(journey, ROW, START + timedelta(hours=8.6))
    lons = [lon for r in now.reachable for lon, _ in r.geometry]
    assert min(lons) < 102.1
    assert max(lons) > 103.9
    assert now.km_high - now.km_low > 50.0
    assert 'the report says only "in Middle Region"' in now.assumes
    around = [p for p in journey.passages if p.name in ("S1", "S2", "S3")]
    width = [(p.latest - p.earliest).total_seconds() for p in around]
    assert width == sorted(width)  # the surer the nearer to where it was seen at a place


def test_a_moment_and_a_place_told_to_the_minute_are_in_reach() -> None:
    journey = infer([seen(ROW, 1, 0, event="departed"), seen(ROW, 3, 6, event="arrived")], ROW, TRAIN)
    now = position_at(journey, ROW, START + timedelta(hours=6))
    assert [(r.origin, r.target, r.km) for r in now.reachable] == [("S3", "S3", 0.0)]
    assert now.reachable[0].geometry[0] == (now.lon, now.lat)


def test_on_the_way_to_the_goal_the_train_is_where_it_is_said_to_be_then() -> None:
    """Behind a border it is late by what trains stand there; before it, it is not."""
    told = [seen(WORLD, 0, 0, event="departed")]
    journey = infer(told, WORLD, TRAIN, destinations=[(station(WORLD, 6), None)])
    ahead = {p.name: p for p in journey.destinations[0].ahead}
    assert {"S2", "S3", "S4"} <= ahead.keys()
    for n in range(1, 6):
        asked = when_at(told, WORLD, TRAIN, station(WORLD, n), event="passed")
        assert asked is not None
        assert abs((asked[1] - ahead[f"S{n}"].likely).total_seconds()) < 120
        now = position_at(journey, WORLD, ahead[f"S{n}"].likely)
        assert now.km == pytest.approx(ahead[f"S{n}"].km, abs=0.5)


def test_a_place_far_off_the_railway_is_said_and_the_station_it_is_put_at_is_not_observed() -> None:
    far = Place("given:103.0,39.8", "a bridge", "point", 103.0, 39.8, radius_m=2000.0)
    near = replace(far, id="given:103.0,39.99", lat=39.99)
    served = replace(far, id="port", served_by="s3")
    told = seen(WORLD, 0, 0.0)
    journeys = [
        infer([told, replace(seen(WORLD, 3, 8.0, name="b"), candidates=(Candidate(place, 1.0),))], WORLD, TRAIN)
        for place in (far, near, served)
    ]
    said = "b: a bridge is put at S3, 22 km away and well beyond its radius"
    assert [said in j.warnings for j in journeys] == [True, False, False]
    assert [next(p for p in j.passages if p.name == "S3").observed for j in journeys] == [False, True, True]


@pytest.mark.parametrize("kind", ["position", "point"])
def test_a_position_that_was_given_is_at_the_track_beside_it(kind: str) -> None:
    """A photo at Khasan station is not of Tumangang, 3.4 km away over the border, however well a wait fits there."""
    network, profile = open_network(data_path("network.rsn")), named_profile("armoured")
    seen = []
    for name, lon, lat, hour in (("one", 130.6451, 42.4299, 6), ("two", 131.98, 43.80, 15)):
        at = datetime(2023, 9, 11, 20, tzinfo=UTC) + timedelta(hours=hour - 6, minutes=20)
        place = Place(f"@{lon},{lat}", name, kind, lon, lat, radius_m=1_000.0)
        seen.append(Sighting(name, (Candidate(place, 1.0),), "seen", "reported", Interval(at, at)))
    journey = infer(seen, network, profile)
    assert next(u.spot.name for u in journey.used) == "Khasan"
    assert journey.path is not None
    assert 259 < journey.path.km < 262
