"""Intervals and what a reported time may mean."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from railsight import times
from railsight.errors import UsageError
from railsight.times import Interval

MOMENT = st.datetimes(datetime(1990, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    start = draw(MOMENT)
    return Interval(start, start + timedelta(seconds=draw(st.integers(0, 10**6))))


@settings(deadline=None)
@given(intervals(), intervals())
def test_interval_algebra(a: Interval, b: Interval) -> None:
    both, hull = a.intersection(b), a.hull(b)
    assert both == b.intersection(a)
    assert hull == b.hull(a)
    assert hull.holds(a.earliest)
    assert hull.holds(b.latest)
    if both:
        assert a.holds(both.earliest)
        assert b.holds(both.latest)
    else:
        assert a.latest < b.earliest or b.latest < a.earliest


def test_an_interval_is_kept_in_utc_and_ordered() -> None:
    tokyo = datetime(2023, 9, 12, 6, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert Interval.at(tokyo).earliest == datetime(2023, 9, 11, 21, tzinfo=UTC)
    with pytest.raises(ValueError, match="before it begins"):
        Interval(tokyo, tokyo - timedelta(seconds=1))
    with pytest.raises(ValueError, match="no time zone"):
        Interval(datetime(2023, 9, 12), datetime(2023, 9, 12))


@pytest.mark.parametrize(
    ("lon", "lat", "zone"),
    [(130.64, 42.43, "Asia/Vladivostok"), (125.75, 39.03, "Asia/Pyongyang"), (113.5, 52.03, "Asia/Chita")],
)
def test_zone_of_a_place(lon: float, lat: float, zone: str) -> None:
    there = times.zone_at(lon, lat)
    noon = datetime(2023, 9, 12, 12, tzinfo=ZoneInfo(zone))
    assert noon.utcoffset() == noon.replace(tzinfo=there).utcoffset()


def test_the_clock_of_the_day_counts() -> None:
    """North Korea kept UTC+8:30 from 2015 to 2018 and Vladivostok UTC+11 until 2014: the zone knows."""
    pyongyang, vladivostok = times.zone_at(125.75, 39.03), times.zone_at(131.9, 43.1)
    assert datetime(2016, 6, 1, tzinfo=pyongyang).utcoffset() == timedelta(hours=8.5)
    assert datetime(2001, 7, 26, tzinfo=vladivostok).utcoffset() == timedelta(hours=11)


def test_parts_of_day_keep_their_granularity() -> None:
    zone = ZoneInfo("Asia/Pyongyang")
    afternoon = times.part_of_day(date(2023, 9, 10), "afternoon", zone)
    assert afternoon.earliest == datetime(2023, 9, 10, 3, tzinfo=UTC)
    assert afternoon.duration_s == 6 * 3600
    overnight = times.part_of_day(date(2023, 9, 10), "overnight", zone)
    assert overnight.latest.astimezone(zone).date() == date(2023, 9, 11)
    with pytest.raises(KeyError):
        times.part_of_day(date(2023, 9, 10), "elevenses", zone)


def test_a_day_is_local_and_has_24_hours() -> None:
    whole = times.day(date(2023, 9, 12), ZoneInfo("Asia/Vladivostok"))
    assert whole.earliest == datetime(2023, 9, 11, 14, tzinfo=UTC)
    assert whole.duration_s == 86_399


def test_times_without_an_offset_are_refused_with_advice() -> None:
    assert times.parse_iso("2023-09-12T06:00+10:00") == datetime(2023, 9, 11, 20, tzinfo=UTC)
    with pytest.raises(ValueError, match="UTC offset"):
        times.parse_iso("2023-09-12T06:00")
    with pytest.raises(ValueError, match="is not a time: write it like"):
        times.parse_iso("yesterday")


@pytest.mark.parametrize("text", ["2023-09-30T24:00+10:00", "20230930T2400+1000", "2023-09-30 24:00:00.000+10:00"])
def test_the_end_of_a_day_is_the_beginning_of_the_next(text: str) -> None:
    assert times.parse_iso(text) == datetime(2023, 9, 30, 14, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2023-09-30T24:01+10:00", "2023-09-31T24:00+10:00", "9999-12-31T24:00+00:00"])
def test_there_is_no_time_after_the_end_of_a_day(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time"):
        times.parse_iso(text)


@pytest.mark.parametrize(
    ("began", "ended", "told"),
    [
        ("2023-10-28T20:00Z", "2023-10-29T08:00Z", "28 Oct 2023 22:00 +02 - 29 Oct 09:00 +01"),
        ("2023-03-25T22:00Z", "2023-03-26T08:00Z", "25 Mar 2023 23:00 +01 - 26 Mar 10:00 +02"),
        ("2023-10-29T00:30Z", "2023-10-29T01:30Z", "29 Oct 2023 02:30 +02 - 02:30 +01"),
        ("2023-10-28T20:00Z", "2023-10-28T21:00Z", "28 Oct 2023 22:00 - 23:00 +02"),
    ],
)
def test_a_span_over_a_change_of_the_clocks_has_both_offsets(began: str, ended: str, told: str) -> None:
    assert times.local_span(times.parse_iso(began), times.parse_iso(ended), 13.4, 52.5) == told


def test_a_midnight_without_an_offset_is_no_bare_date() -> None:
    assert times.given_published("2023-09-12") == datetime(2023, 9, 12, tzinfo=UTC)
    with pytest.raises(UsageError, match="no UTC offset"):
        times.given_published("2023-09-12T00:00")


def test_clocks_of_before_kept_their_own_minutes() -> None:
    """Petrograd in 1917 was 2 h 1 min 5 s before Greenwich."""
    assert times.parse_iso("1917-03-13T21:00+02:01") == datetime(1917, 3, 13, 18, 59, tzinfo=UTC)


def test_midnight_utc_is_a_date_and_said_to_be_taken_for_one() -> None:
    moment, assumed = times.parse_published("2023-09-12T00:00:00Z")
    assert times.is_whole_day(moment)
    assert assumed is not None
    assert "the whole day" in assumed
    assert times.parse_published("2023-09-12T00:01:00Z")[1] is None
    assert times.parse_published("2023-09-12T09:00:00+09:00")[1] is None  # nine in Seoul is an hour


@pytest.mark.parametrize(
    "text",
    [
        *("2023-09-12T06.45", "2023-09-12T06.45+10:00", "2023-09-12 06:45.5", "20230912T0645,5"),
        *("2023-09-12T11:30-12:15", "2023-09-12T11:30+15:00", "2023-09-12T11:30-12:30", "2023-09-12T11:30+10:05"),
        *("2023-09-12T23:30-00:30", "2023-09-12T24:00-13:00"),
    ],
)
def test_no_fraction_of_a_minute_and_no_offset_that_no_clock_has(text: str) -> None:
    with pytest.raises(ValueError, match=r"fraction|offset"):
        times.from_iso(text)


@pytest.mark.parametrize("text", ["+14:00", "-12:00", "+05:45", "-03:30", "+00:00", "Z", "-11:00"])
def test_offsets_that_clocks_have(text: str) -> None:
    assert times.from_iso(f"2023-09-12T06:45:30.5{text}").utcoffset() is not None


def test_a_span_names_its_second_year_where_it_is_another() -> None:
    begins = datetime(2020, 2, 12, 5, 36, tzinfo=UTC)
    told = times.local_span(begins, datetime(2021, 1, 21, 9, 56, tzinfo=UTC), 0.0, 51.5)
    assert told.startswith("12 Feb 2020 05:36 - 21 Jan 2021 09:56")
    assert times.local_span(begins, begins + timedelta(days=9), 0.0, 51.5).startswith(
        "12 Feb 2020 05:36 - 21 Feb 05:36"
    )
