"""Spans of clocks and the zones that clocks name: what is said of one end counts for both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

import railsight as rs
from railsight.mentions.clock_zones import zone_named, zone_word
from railsight.mentions.when import find_times

PUBLISHED = datetime(2024, 5, 14, 12, tzinfo=UTC)  # a Tuesday
KHASAN_H = 10


def local(told: str) -> tuple[str, str] | None:
    """When the train passed Khasan, by its clock."""
    reading = rs.read(rs.Report("r", f"The armoured train passed Khasan {told}.", PUBLISHED))
    (sighting,) = reading.sightings
    assert not [w for w in reading.warnings if "disagree" in w]
    if sighting.interval is None:
        return None
    ends = (sighting.interval.earliest, sighting.interval.latest)
    first, last = (f"{end + timedelta(hours=KHASAN_H):%a %H:%M}" for end in ends)
    return first, last


@pytest.mark.parametrize(
    ("told", "first", "last"),
    [
        ("between 6:00 and 8:00 on Monday", "Mon 06:00", "Mon 08:00"),
        ("between 6:00 and 8:00 on May 13", "Mon 06:00", "Mon 08:00"),
        ("from 6:00 to 8:00 yesterday", "Mon 06:00", "Mon 08:00"),
        ("at 6:00-8:00 on Monday", "Mon 06:00", "Mon 08:00"),
        ("at 6:00–8:00 on Monday", "Mon 06:00", "Mon 08:00"),
        ("6–8 a.m. on Monday", "Mon 06:00", "Mon 08:00"),
        ("between 6.00 and 8.00 on Monday", "Mon 06:00", "Mon 08:00"),
        ("between 9:00 and 11:00 on Monday", "Mon 09:00", "Mon 11:00"),
        ("between 10:00 and 12:00 on Monday", "Mon 10:00", "Mon 12:00"),
        ("between 11:00 and 1:00 on Monday", "Mon 11:00", "Mon 13:00"),
        ("between 5:00 and 7:00 on Monday", "Mon 05:00", "Mon 07:00"),
        ("between 11:30 and noon on Monday", "Mon 11:30", "Mon 12:00"),
        ("between midnight and 2 a.m. on Monday", "Mon 00:00", "Mon 02:00"),
        ("between 11 p.m. and midnight on Monday", "Mon 23:00", "Tue 00:00"),
        ("between 5:00 and 7:00 p.m. on Monday", "Mon 17:00", "Mon 19:00"),
        ("between 6:00 and 8:00 Moscow time on Monday", "Mon 13:00", "Mon 15:00"),
        ("between 05:00 and 07:00 local time on Monday", "Mon 05:00", "Mon 07:00"),
        ("on Monday between 6:00 and 8:00", "Mon 06:00", "Mon 08:00"),
        ("between six and eight on Monday morning", "Mon 06:00", "Mon 08:00"),
        ("between five and six on Monday evening", "Mon 17:00", "Mon 18:00"),
        ("between half past six and eight on Monday morning", "Mon 06:30", "Mon 08:00"),
        ("between 5:30 and 7 on Monday", "Mon 05:30", "Mon 07:00"),
        ("between 9 p.m. and 11 on Monday", "Mon 21:00", "Mon 23:00"),
        ("between noon and 2 on Monday", "Mon 12:00", "Mon 14:00"),
        ("no earlier than 8:00 on Monday", "Mon 08:00", "Mon 10:00"),
        ("no later than 8:00 on Monday", "Mon 06:00", "Mon 08:00"),
    ],
)
def test_what_is_said_of_one_end_counts_for_both(told: str, first: str, last: str) -> None:
    assert local(told) == (first, last)


@pytest.mark.parametrize(
    ("zone", "utc_h"),
    [
        *(
            ("Z", 0),
            ("UTC+3", 3),
            ("UTC−8", -8),
            ("(UTC + 3)", 3),
            ("GMT–9:30", -9.5),
            ("MSK+4", 7),
            ("−03:00", -3),
            ("+0300", 3),
            ("+03:00", 3),
            ("HKT", 8),
            ("IST", 5.5),
            ("CST", 8),
            ("PYT", 9),
            ("MSK", 3),
        ),
        *(
            ("Delhi time", 5.5),
            ("China Standard Time", 8),
            ("Novosibirsk time", 7),
            ("New York time", -4),
            ("Chita time", 9),
        ),
        *(("Ulan Bator time", 8), ("North Korean time", 9), ("Moscow summer time", 3)),
    ],
)
def test_a_clock_has_the_zone_that_it_names(zone: str, utc_h: float) -> None:
    at = datetime(2024, 5, 13, 6, tzinfo=UTC) - timedelta(hours=utc_h - KHASAN_H)
    assert local(f"at 06:00 {zone} on Monday") == (f"{at:%a %H:%M}", f"{at:%a %H:%M}")


def test_an_abbreviation_of_several_zones_is_the_one_near_the_place() -> None:
    chicago, shanghai = zone_named("chicago"), zone_named("china")
    for beside, hours in ((chicago, -6), (shanghai, 8)):
        zone = zone_named("cst", beside=beside, at=PUBLISHED)
        assert zone is not None
        assert zone.utcoffset(None) == timedelta(hours=hours)


@pytest.mark.parametrize("zone", ["Foobar time", "East time", "North time", "UTC+20"])
def test_a_zone_that_is_not_known_is_said(zone: str) -> None:
    reading = rs.read(rs.Report("r", f"The armoured train passed Khasan at 06:00 {zone} on Monday.", PUBLISHED))
    assert [w for w in reading.warnings if "names a zone that is not known" in w]
    assert zone_named(zone_word(zone)) is None


@pytest.mark.parametrize("offset", ["+0999", "+3:99", "utc+25", "utc+²", "utc+", "+9"])
def test_what_no_clock_has_is_no_offset(offset: str) -> None:
    assert zone_named(offset) is None


@pytest.mark.parametrize("told", ["at 06:00 UTC – 12 wagons were counted on Monday", "06:00 UTC–0800 UTC on Monday"])
def test_a_dash_behind_a_zone_is_no_minus(told: str) -> None:
    first = find_times(told)[0]
    assert (first.hour, first.zone) == (6, "utc")


@pytest.mark.parametrize(
    "text",
    [
        "between six and eight carriages at night",
        "from two to three soldiers on Monday",
        "between two and three hundred people on Monday",
        "with six to eight wagons on Monday",
        "from 3 to 5 carriages on Monday",
        "10-12 trains on Monday",
    ],
)
def test_numbers_of_things_are_no_clocks(text: str) -> None:
    assert not [t for t in find_times(text) if t.has_clock]


def test_a_night_from_one_day_into_the_next_keeps_its_days() -> None:
    first, last = find_times("from 11 p.m. on Monday to 3 a.m. on Tuesday")
    assert (first.hour, first.weekday, last.hour, last.weekday) == (23, 0, 3, 1)
    first, last = find_times("between 22:00 and 02:00 on Tuesday")
    assert (first.weekday, last.weekday) == (None, 1)


@pytest.mark.parametrize(
    ("told", "hour"),
    [
        ("late at night, Benxi, half past two", 2),
        ("late at night, Benxi, half past nine", 21),
        ("this afternoon, Benxi, half past two", 14),
    ],
)
def test_the_half_of_the_day_of_a_clock_behind_a_part_of_it(told: str, hour: int) -> None:
    assert find_times(told)[-1].hour == hour


def test_a_clock_beside_a_day_of_its_own_is_not_counted_from_the_one_before() -> None:
    first, second = find_times(
        "A picture of 7 July, 11:06, shows it. In a picture of the following day, 10:41, it is gone."
    )
    assert (first.hour, second.hour, second.half_open) == (11, 10, True)


def test_of_a_clock_without_a_half_of_the_day_either_may_be_meant() -> None:
    assert [t.half_open for t in find_times("It came at 6 o'clock.")] == [True]
    assert [(t.hour, t.half_open) for t in find_times("It came at 6 o'clock in the evening.")] == [(18, False)]


def test_the_part_of_the_day_behind_a_clock_says_its_half_and_its_day() -> None:
    clock, _ = find_times("The coaches came in as the seven o'clock news was starting last night.")
    assert (clock.hour, clock.half_open, clock.shift_days) == (19, False, -1)
    clock, *_ = find_times("It left at seven, and last night it rained.")
    assert not clock.has_date


@pytest.mark.parametrize("text", ["At Chita the train was boarded", "At Chita the train was making"])
def test_a_text_may_end_with_its_verb(text: str) -> None:
    assert rs.read(rs.Report("r", text, PUBLISHED)).mentions


def test_the_end_of_a_span_counts_no_things() -> None:
    assert [t.text for t in find_times("from 9:00 to 10 carriages") if t.has_clock] == ["9:00"]
