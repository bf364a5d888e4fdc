"""Every level goes to JSON and back unchanged, and the plain records hold what the contract names."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from railsight.errors import InputError
from railsight.files.earlier import read_earlier
from railsight.files.journeys import journey_from_record, journey_record, path_from_record
from railsight.files.records import (
    candidate_record,
    claim_from_record,
    claim_record,
    mention_from_record,
    mention_record,
    path_record,
    place_from_record,
    place_record,
    report_from_record,
    report_record,
    sighting_from_record,
    sighting_record,
)
from railsight.model import EVENTS, STATUSES, Candidate, Claim, Mention, Place, Report, Sighting
from railsight.times import Interval
from tests.samples_journey import journey, path

PLACE_KEYS = {"name", "names", "lon", "lat", "country", "kind", "radius_m", "source", "id"}

texts = st.text(max_size=20)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))
places = st.builds(
    Place,
    id=texts,
    name=texts,
    kind=texts,
    lon=st.floats(-180, 180),
    lat=st.floats(-90, 90),
    country=st.none() | st.just("RU"),
    names=st.dictionaries(st.sampled_from(["ru", "ko", "zh"]), texts),
    radius_m=st.floats(0, 1e6),
    source=texts,
    admin1=st.none() | texts,
    population=st.none() | st.integers(0, 10**8),
    served_by=st.none() | texts,
    aliases=st.lists(texts, max_size=3).map(tuple),
    area=st.lists(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), max_size=4).map(tuple), max_size=2).map(
        tuple
    ),
)
candidates = st.builds(Candidate, place=places, score=st.floats(0, 1), why=st.lists(texts, max_size=2).map(tuple))
intervals = st.builds(lambda a, h: Interval(a, a + timedelta(hours=h)), moments, st.floats(0, 100))
sightings = st.builds(
    Sighting,
    id=texts,
    candidates=st.lists(candidates, min_size=1, max_size=2).map(tuple),
    event=st.sampled_from(EVENTS),
    status=st.sampled_from(STATUSES),
    interval=st.none() | intervals,
    subject=st.just("train") | st.text(min_size=1, max_size=9),
    heading=st.none() | st.just("NW"),
    toward=st.none() | places,
    away_from=st.none() | places,
    report=st.none() | texts,
    quote=st.none() | st.tuples(st.integers(0, 9), st.integers(10, 99)),
    quote_text=texts,
    source=texts,
    note=texts,
    known_at=st.none() | moments,
    origin=st.none() | places,
)


def through_json(record: Any) -> Any:
    return json.loads(json.dumps(record, allow_nan=False))


@given(places)
@settings(max_examples=60, deadline=None)
def test_places_come_back(place: Place) -> None:
    assert set(place_record(place)) >= PLACE_KEYS
    back = place_from_record(through_json(place_record(place, full=True)))
    assert back == place
    assert dict(back.names) == dict(place.names)


@given(sightings)
@settings(max_examples=60, deadline=None)
def test_sightings_come_back(sighting: Sighting) -> None:
    record = through_json(sighting_record(sighting, full=True))
    assert sighting_from_record(record) == sighting
    named = {"id", "subject", "place", "candidates", "event", "earliest", "latest", "heading", "status", "report"}
    assert named | {"quote", "source", "note"} <= set(record)


@given(st.builds(Report, id=texts, text=texts, published=st.none() | moments, source=st.none() | texts))
@settings(max_examples=30, deadline=None)
def test_reports_come_back(report: Report) -> None:
    assert report_from_record(through_json(report_record(report, full=True))) == report


@given(
    st.builds(
        Mention,
        report=texts,
        start=st.integers(0, 9),
        end=st.integers(10, 99),
        text=texts,
        kind=st.sampled_from(["place", "time"]),
        role=st.sampled_from(["seen", "dateline"]),
        candidates=st.lists(candidates, max_size=1).map(tuple),
        place=st.none() | places,
        score=st.floats(0, 1),
        why=texts,
        interval=st.none() | intervals,
        heading=st.none() | st.just("N"),
    )
)
@settings(max_examples=30, deadline=None)
def test_mentions_come_back(mention: Mention) -> None:
    assert mention_from_record(through_json(mention_record(mention, full=True))) == mention


figures = st.none() | st.floats(0, 1e5)


@given(
    st.builds(
        Claim,
        report=texts,
        start=st.integers(0, 9),
        end=st.integers(10, 99),
        text=texts,
        kind=st.sampled_from(["distance", "speed"]),
        origin=st.none() | places,
        target=st.none() | places,
        stated_km=figures,
        stated_direction=st.none() | st.just("N"),
        rail_km=figures,
        bearing_deg=figures,
        verdict=st.sampled_from(["agrees", "differs"]),
        why=texts,
    )
)
@settings(max_examples=30, deadline=None)
def test_claims_come_back(claim: Claim) -> None:
    record = through_json(claim_record(claim, full=True))
    assert claim_from_record(record) == claim
    assert {"from", "to", "stated_km", "stated_direction", "geodesic_km", "rail_km", "bearing_deg", "verdict"} <= set(
        record
    )


def test_a_path_comes_back() -> None:
    assert path_from_record(through_json(path_record(path(), full=True))) == path()


def test_a_journey_comes_back_whole() -> None:
    record = through_json(journey_record(journey(), full=True))
    assert journey_from_record(record) == journey()


def test_a_plain_journey_holds_what_the_contract_names() -> None:
    record = through_json(journey_record(journey(), position=journey().positions[0]))
    assert set(record) >= {
        *("case", "as_of", "profile", "path", "passages", "used", "rejected", "alternatives", "destinations"),
        *("position", "warnings"),
    }
    assert set(record["path"]) >= {"rail_km", "stations", "lines"}
    assert set(record["passages"][0]) >= {
        *("station", "lon", "lat", "km_from_start", "earliest", "likely", "latest", "observed"),
    }
    assert set(record["used"][0]) >= {"spot", "belief", "place", "event"}
    assert set(record["rejected"][0]) >= {"reason", "conflicts_with"}
    assert set(record["alternatives"][0]) >= {"probability", "rail_km", "via"}
    assert set(record["destinations"][0]) >= {"place", "probability", "rail_km_left", "eta", "why"}
    assert set(record["destinations"][0]["eta"]) == {"earliest", "likely", "latest"}
    assert set(record["position"]["likely"]) == {"lon", "lat", "station", "km_from_start"}
    assert set(record["position"]["reachable"][0]) >= {"from", "to", "line"}


def test_times_carry_an_offset() -> None:
    record = journey_record(journey())
    for key in ("earliest", "likely", "latest"):
        assert datetime.fromisoformat(record["passages"][0][key]).tzinfo is not None


def test_a_plain_journey_does_not_pass_for_a_whole_one() -> None:
    with pytest.raises(InputError, match="not a whole journey"):
        journey_from_record(journey_record(journey()))


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"sightings": 3}', '{"sightings": [{}]}', '{"sightings": [{"id": "a", "place": null}]}', "NaN"],
)
def test_records_that_are_none_say_so(text: str) -> None:
    with pytest.raises(InputError):
        read_earlier(text, source="x.json")


def test_reading_records_of_sightings() -> None:
    given_sightings = [u.sighting for u in journey().used]
    text = json.dumps({"reports": [], "sightings": [sighting_record(s, full=True) for s in given_sightings]})
    assert read_earlier(text).sightings == tuple(given_sightings)


def test_scores_are_numbers_in_range() -> None:
    record = candidate_record(Candidate(journey().used[0].sighting.place, 1 / 3, ("because",)))
    assert math.isclose(record["score"], 0.3333)
    assert record["why"] == ["because"]


def test_lines_are_named_wherever_a_record_speaks_of_one_and_read_back_by_id() -> None:
    names = {"a": "Line A", "b": "Line B", "ru-x": "Line X"}
    record = through_json(journey_record(journey(), full=True, line_names=names))
    told = [*record["path"]["lines"], *(u["spot"] for u in record["used"])]
    told += [r for p in record["positions"] for r in p["reachable"]]
    assert {one["line_id"] for one in told} <= set(names)
    assert all(one["line"] == names[one["line_id"]] for one in told)
    assert journey_from_record(record) == journey()
