"""Nonsense dies where it is born: every value refuses what it cannot mean, and the doors say what is wanted."""

from __future__ import annotations

import dataclasses
import json
import math
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import railsight as rs
from railsight import model
from railsight.errors import RailsightError, UsageError
from railsight.files.placelists import places_in
from railsight.times import Interval
from tests.inference_world import random_network, station, train

NOON = datetime(2023, 9, 12, 12, tzinfo=UTC)
NAIVE = NOON.replace(tzinfo=None)
NETWORK = random_network(3)
PLACE = station(NETWORK, 0)
SPOT = NETWORK.spot_at_node(0)
PATH = rs.shortest_path(NETWORK, SPOT, NETWORK.spot_at_node(1))
CANDIDATE = model.Candidate(PLACE, 1.0)
SIGHTING = model.Sighting("s", (CANDIDATE,), "seen", "reported", interval=Interval(NOON, NOON), known_at=NOON)
PASSAGE = model.Passage("S0", "s0", 1.0, 1.0, 0.0, NOON, NOON, NOON, True, dwell_h=1.0, away_chance=0.5)

# One sound value of every public kind, with every figure and time in it given.
SOUND: list[Any] = [
    PLACE,
    CANDIDATE,
    SPOT,
    PATH,
    SIGHTING,
    PASSAGE,
    Interval(NOON, NOON),
    NETWORK.point(0),
    NETWORK.section(0),
    dataclasses.replace(SPOT, chainage_m=1.0),
    model.SpeedLaw(50.0, 0.2),
    model.DwellLaw(1.0, 0.5, 0.5),
    train(),
    model.RunningTime(1.0, 2.0, 3.0),
    model.Report("r", "text", published=NOON),
    model.Mention("r", 0, 1, "x", "place", "seen", score=0.5),
    model.Claim("r", 0, 1, "x", "distance", None, None, 1.0, 2.0, "N", 1.0, 50.0, 1.0, 1.0, 90.0, 1.0),
    model.Case("c", gauge_mm=1520, max_kmh=100.0),
    model.UsedSighting(SIGHTING, SPOT, 0.5, km=1.0),
    model.RejectedSighting(SIGHTING, "why", belief=0.5),
    model.Alternative(0.5, PATH),
    model.Hypothesis(0.5),
    model.Destination(PLACE, 0.5, 1.0, NOON, NOON, NOON),
    model.Reach("a", "b", "l", ((1.0, 1.0), (2.0, 2.0)), 1.0),
    model.Position(NOON, 1.0, 1.0, "a", 1.0, 0.0, 2.0),
    model.Revision(NOON, "s", ()),
    model.When(NOON, NOON, 1.0, 1.0),
    model.Share(0.5),
    model.Name("a"),
    model.Seen("s"),
    model.Term("event", "seen"),
    model.Journey("c", train(), None, (), (), (), (), (), as_of=NOON, unlisted=0.5),
]
# Values that only this program makes, from files it has checked, thousands at a time; and what is only drawn.
MADE_BY_US = {
    "Line",
    "Step",
    "PathPoint",
    "LineRun",
    "BorderPassed",
    "GaugeBreak",
    "Feature",
    "Layer",
    "NamedPlace",
}
SHARES = {"probability", "score", "belief", "certainty", "share", "away_chance", "unlisted"}
NEVER_NEGATIVE = ("_h", "_kmh", "_mm", "radius_m", "length_m", "offset_m", "rail_km", "rail_km_left", "geodesic_km")


def fields() -> list[tuple[Any, str, type]]:
    """Every figure and every time of a sound value, with its type."""
    found = []
    for value in SOUND:
        for field in dataclasses.fields(value):
            kind = str(field.type).removesuffix(" | None")
            if kind in ("float", "datetime") and getattr(value, field.name) is not None:
                found.append((value, field.name, float if kind == "float" else datetime))
    return found


FIGURES = [(v, n) for v, n, kind in fields() if kind is float]
TIMES = [(v, n) for v, n, kind in fields() if kind is datetime]


def name_of(case: object) -> str:
    return type(case).__name__ if dataclasses.is_dataclass(case) else str(case)


def test_every_public_value_is_tried() -> None:
    kinds = {name for name in model.__all__ if dataclasses.is_dataclass(getattr(model, name))}
    assert kinds - {type(v).__name__ for v in SOUND} <= MADE_BY_US
    assert len(FIGURES) > 40
    assert len(TIMES) > 10


@pytest.mark.parametrize(("value", "name"), FIGURES, ids=name_of)
@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, "many"], ids=str)
def test_figures_are_finite_numbers(value: Any, name: str, bad: object) -> None:
    with pytest.raises(ValueError, match=r".{10}") as caught:
        dataclasses.replace(value, **{name: bad})
    assert isinstance(caught.value, RailsightError)
    if isinstance(bad, float):
        assert str(bad) in str(caught.value)  # what came


@given(st.sampled_from(FIGURES), st.floats(min_value=1e-6, max_value=1e6))
def test_shares_and_lengths_keep_their_range(case: tuple[Any, str], far: float) -> None:
    value, name = case
    if name in SHARES:
        bad = [-far, 1.0 + far]
    elif name in ("lon", "lat"):
        bad = [180.0 + far, -180.0 - far]
    elif name.endswith(NEVER_NEGATIVE):
        bad = [-far]
    else:
        return
    for one in bad:
        with pytest.raises(UsageError):
            dataclasses.replace(value, **{name: one})


@pytest.mark.parametrize(("value", "name"), TIMES, ids=name_of)
@pytest.mark.parametrize("bad", [NAIVE, "2023-09-12", "yesterday", pd.NaT], ids=str)
def test_times_have_a_zone(value: Any, name: str, bad: object) -> None:
    if (name, bad) == ("published", "2023-09-12"):
        return  # its whole day
    with pytest.raises(ValueError, match=r"zone|datetime|is not a time"):
        dataclasses.replace(value, **{name: bad})


TEXTS = [
    (value, field.name)
    for value in (PLACE, next(v for v in SOUND if isinstance(v, model.Report)))
    for field in dataclasses.fields(value)
    if field.type == "str" and field.name != "source"
]


@pytest.mark.parametrize(("value", "name"), TEXTS, ids=name_of)
@pytest.mark.parametrize("bad", [None, b"bytes", 5], ids=str)
def test_a_text_is_a_text(value: Any, name: str, bad: object) -> None:
    with pytest.raises(UsageError, match="a text is wanted"):
        dataclasses.replace(value, **{name: bad})


@given(st.text(st.characters(categories=["Cs", "Lu", "Zs", "Cc"]), min_size=1))
def test_a_report_holds_characters_only(text: str) -> None:
    """What JSON can smuggle in and no encoding can carry becomes the mark for it, character by character."""
    report = rs.Report(id=f"r{text}", text=text, source=text, title=text, url=text, dateline=text, language=text)
    for field in ("id", "text", "source", "title", "url", "dateline", "language"):
        getattr(report, field).encode("utf-8")
    marked = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert report.text == marked
    assert rs.Report(text=marked).text == marked


def test_a_report_with_a_lone_surrogate_is_read() -> None:
    reading = rs.read(rs.Report(text="The train left Omsk, \ud800x, at 6:00 on 12 May 2024."))
    assert [s.event for s in reading.sightings] == ["departed"]
    assert "\ufffdx" in reading.reports[0].text


POSITIONS: dict[str, object] = {
    "numpy numbers": (np.float64(131.9), np.float64(43.1)),
    "small numpy numbers": (np.float32(131.9), np.float32(43.1)),
    "whole numpy numbers": (np.int64(132), np.int32(43)),
    "the last digit": (131.89999389648438, 43.099998474121094),
    "an array": np.array([131.9, 43.1]),
    "a row of a table": pd.DataFrame({"lon": [131.9], "lat": [43.1]}).iloc[0],
    "a list": [131.9, 43.1],
}


@pytest.mark.parametrize("at", POSITIONS.values(), ids=POSITIONS.keys())
def test_a_position_is_two_numbers_of_whatever_kind(at: Any) -> None:
    there = rs.place(at)
    assert (there.kind, type(there.lon), type(there.lat)) == ("position", float, float)
    assert [there.lon, there.lat] == [float(x) for x in at]
    km = rs.distance((there.lon, there.lat), "Khasan").rail_km
    assert rs.distance(at, "Khasan").rail_km == rs.distance("Khasan", at).rail_km == km
    assert rs.route("Ussuriysk", "Khasan", via=at)[0].via == (there,)
    assert rs.matrix([at, "Khasan"]).km[0][1] == km
    assert rs.places("Vostochny", near=at) == rs.places("Vostochny", near=(there.lon, there.lat))
    json.dumps(rs.Place("x", "x", "town", *at).lon)


def test_figures_are_numbers_of_whatever_kind() -> None:
    assert len(rs.route("Khasan", "Ussuriysk", alternatives=np.int64(2))) == 2  # type: ignore[arg-type]
    assert len(rs.places("Vostochny", limit=np.int64(3))) == 3  # type: ignore[arg-type]
    json.dumps(rs.reach("Khasan", np.float32(1.5)).to_record())  # type: ignore[arg-type]


def test_a_train_has_a_speed_for_every_country() -> None:
    with pytest.raises(UsageError, match=r"no speed for '\*'") as caught:
        model.Profile("own", "Own", 50.0, {"RU": model.SpeedLaw(50.0, 0.2)}, {})
    assert "SpeedLaw" in caught.value.hint


PRIORS: list[tuple[float, ...]] = [(math.nan,), (-0.9, 0.5), (2.0,), (math.nan, 0.5), (math.inf,)]


@pytest.mark.parametrize("priors", PRIORS, ids=str)
def test_priors_are_shares_of_the_whole(priors: tuple[float, ...]) -> None:
    goals = tuple((station(NETWORK, n + 1), prior) for n, prior in enumerate(priors))
    with pytest.raises(UsageError, match="prior"):
        rs.infer([SIGHTING], NETWORK, train(), destinations=goals)
    with pytest.raises(UsageError, match="prior"):
        rs.Case("c", destinations=goals)


ELSEWHERE = rs.Spot(10**8, 0.0, 1.0, 1.0)
BEYOND = dataclasses.replace(SPOT, node=None, offset_m=1e9)
JOURNEY = rs.infer([SIGHTING], NETWORK, train())
REFUSED: dict[str, Callable[[], object]] = {
    "no sighting": lambda: rs.infer(["x"], NETWORK, train()),  # type: ignore[list-item]
    "unknown train": lambda: rs.infer([SIGHTING], NETWORK, "armored"),
    "no train": lambda: rs.infer([SIGHTING], NETWORK, 5),  # type: ignore[arg-type]
    "as_of without zone": lambda: rs.infer([SIGHTING], NETWORK, train(), as_of=NAIVE),
    "when_at as_of": lambda: rs.when_at([SIGHTING], NETWORK, train(), PLACE, as_of=NAIVE),
    "when_at after": lambda: rs.when_at([SIGHTING], NETWORK, train(), PLACE, after=NAIVE),
    "when_at before": lambda: rs.when_at([SIGHTING], NETWORK, train(), PLACE, before=NAIVE),
    "when_at event": lambda: rs.when_at([SIGHTING], NETWORK, train(), PLACE, event="flew"),
    "position_at text": lambda: rs.position_at(JOURNEY, NETWORK, "2023"),  # type: ignore[arg-type]
    "position_at naive": lambda: rs.position_at(JOURNEY, NETWORK, NAIVE),
    "spot of another network": lambda: rs.shortest_path(NETWORK, ELSEWHERE, SPOT),
    "spot beyond its section": lambda: rs.shortest_path(NETWORK, SPOT, BEYOND),
    "no spot": lambda: rs.shortest_path(NETWORK, PLACE, SPOT),  # type: ignore[arg-type]
    "k_paths elsewhere": lambda: rs.k_paths(NETWORK, SPOT, ELSEWHERE, 2),
    "k_paths of a part": lambda: rs.k_paths(NETWORK, SPOT, SPOT, 1.5),  # type: ignore[arg-type]
    "distances elsewhere": lambda: rs.distances_m(NETWORK, [SPOT], [ELSEWHERE]),
    "path for an unknown train": lambda: rs.shortest_path(NETWORK, SPOT, SPOT, profile="armored"),
    "route of a part": lambda: rs.route("Khasan", "Ussuriysk", alternatives=1.5),  # type: ignore[arg-type]
    "places of a part": lambda: rs.places("Tumen", limit=2.5),  # type: ignore[arg-type]
    "a network that is none": lambda: rs.distance("Khasan", "Ussuriysk", network=5),  # type: ignore[arg-type]
    "no published": lambda: rs.read(rs.Report(text="The train left."), published=pd.NaT),  # type: ignore[arg-type]
    "saved nowhere": lambda: JOURNEY.save(None),  # type: ignore[arg-type]
    "drawn nowhere": lambda: rs.map(rs.Report(text="The train left."), None),  # type: ignore[arg-type]
    "no journey to draw": lambda: rs.render(None),  # type: ignore[arg-type]
    "an interval without zone": lambda: Interval(NAIVE, NOON),
    "an interval the wrong way round": lambda: Interval(NOON, NOON - timedelta(hours=1)),
    "track nothing": lambda: rs.track(None),  # type: ignore[arg-type]
    "read nothing": lambda: rs.read(None),  # type: ignore[arg-type]
    "read a number": lambda: rs.read(5),  # type: ignore[arg-type]
    "track numbers": lambda: rs.track([5]),  # type: ignore[list-item]
    "point before the first": lambda: NETWORK.point(-1),
    "point after the last": lambda: NETWORK.point(10**7),
    "place of no point": lambda: NETWORK.point_lonlat(-1),
    "name of no point": lambda: NETWORK.point_name(-1),
    "section before the first": lambda: NETWORK.section(-1),
    "section after the last": lambda: NETWORK.section(10**7),
    "geometry of none": lambda: NETWORK.geometry(-1),
    "spot at none": lambda: NETWORK.spot_at_node(-1),
    "sections at none": lambda: NETWORK.sections_at(10**7),
}


@pytest.mark.parametrize("ask", REFUSED.values(), ids=REFUSED.keys())
def test_the_door_refuses_in_its_own_words(ask: Callable[[], object]) -> None:
    """One typed error that says what came; never one of Python's own from somewhere within."""
    with pytest.raises(UsageError) as caught:
        ask()
    assert len(caught.value.message) > 10


@pytest.mark.parametrize("text", ["131.89999389648438,43.099998474121094", "1e-05,51.5", "-1.5E-3; 51.5"])
def test_a_position_is_read_as_programs_print_it(text: str) -> None:
    lon, lat = (float(part) for part in text.replace(";", ",").split(","))
    assert (rs.place(text).lon, rs.place(text).lat) == (lon, lat)
    assert places_in(["lon", "lat"], [(lon, lat)], known=bool)[0].where == f"{lon},{lat}"


@pytest.mark.parametrize("end", [datetime(9999, 12, 31, 23, 59, 59, 999_999, UTC), datetime(1, 1, 1, tzinfo=UTC)])
@pytest.mark.parametrize("offset_h", [-5, 0, 5])
def test_the_ends_of_the_calendar_are_refused_where_days_are_counted_from_them(end: datetime, offset_h: int) -> None:
    moment = end.replace(tzinfo=timezone(timedelta(hours=offset_h)))
    told = rs.Report("r", "The train left Khasan on 3 May at 10:00.", published=datetime(2024, 5, 5, tzinfo=UTC))
    journey = rs.track(told)
    with pytest.raises(UsageError, match=r"the time .* is at an end of the calendar") as caught:
        journey.at(moment)
    assert caught.value.hint == "a year from 2 to 9998 is wanted"
    with pytest.raises(UsageError, match=r"published of report r .* is at an end of the calendar"):
        rs.Report("r", told.text, published=moment)
    if end.year == 9999:  # "whatever is known": no day is counted from it
        assert rs.track(told, until=moment).passages == journey.passages


KHASAN = rs.place("Khasan")


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: rs.snap(rs.open_world(), "Khasan"), "'Khasan' is no Place"),
        (lambda: rs.find_spot(rs.open_world(), (130.6, 42.4)), "no Place"),
        (lambda: rs.when_at([SIGHTING], rs.open_world(), "armoured", "Khabarovsk"), "'Khabarovsk' is no Place"),
        (lambda: rs.when_at(SOUND[-1], rs.open_world(), "armoured", KHASAN), "no sequence of sightings.*when_at"),
        (lambda: rs.when_at(SIGHTING, rs.open_world(), "armoured", 3), "3 is no Place"),
        (lambda: rs.infer("text", rs.open_world(), "armoured"), "no Sighting"),
        (lambda: rs.find_mentions("text", rs.open_gazetteer()), "'text' is no Report"),
        (lambda: rs.find_mentions(rs.Report("r", "text"), None), "None is no gazetteer.*open_gazetteer"),
        (lambda: rs.open_world().node_of(3), "3 is no text"),
        (lambda: rs.open_world().nodes_named(3), "3 is no text"),
        (lambda: rs.shortest_path(rs.open_world(), KHASAN, KHASAN), "is no Spot.*snap"),
    ],
)
def test_what_is_likely_given_by_mistake_is_named_with_what_to_do(ask: Callable[[], object], said: str) -> None:
    with pytest.raises(UsageError) as refused:
        ask()
    assert re.search(said, f"{refused.value.message} {refused.value.hint}"), (refused.value, refused.value.hint)


@pytest.mark.parametrize("given", [pd.Timestamp("2023-09-12 18:30"), np.datetime64("2023-09-12")])
def test_a_time_of_pandas_without_a_zone_is_named_with_the_way_to_give_one(given: Any) -> None:
    for ask in (lambda: rs.track([SIGHTING], until=given), lambda: rs.Report("r", "text", published=given)):
        with pytest.raises(UsageError, match="2023-09-12") as refused:
            ask()
        assert 'tz="UTC"' in refused.value.hint
