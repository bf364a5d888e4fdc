"""When it was and which way it went: days of other clauses, plans, what is true now, lengths of time. Our own words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report, Sighting
from railsight.resolution import Reading, resolve
from railsight.times import zone_at

WEDNESDAY = datetime(2024, 3, 13, 9, tzinfo=UTC)


def read(text: str, gazetteer: Gazetteer, published: datetime = WEDNESDAY) -> Reading:
    return resolve([Report("r", text, published=published)], gazetteer)


def events(text: str, gazetteer: Gazetteer) -> list[str]:
    return [f"{s.event} {s.place.name}" for s in read(text, gazetteer).sightings]


def days(sighting: Sighting) -> str:
    """First and last day of the interval on the calendar of the place."""
    assert sighting.interval is not None
    zone = zone_at(sighting.place.lon, sighting.place.lat)
    first, last = (t.astimezone(zone) for t in (sighting.interval.earliest, sighting.interval.latest))
    return f"{first.day}" if first.date() == last.date() else f"{first.day}-{last.day}"


def told(text: str, gazetteer: Gazetteer) -> list[str]:
    """Event, place and days of every sighting of the train."""
    return [f"{s.event} {s.place.name} {days(s)}" for s in read(text, gazetteer).sightings if s.interval]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train left Kursk on Monday in the direction of Tver.", ["departed Kursk", "heading Tver"]),
        ("The train departed Omsk at noon, in Tyumen's direction.", ["departed Omsk", "heading Tyumen"]),
        ("On Monday the train pulled away in the general direction of Kazan.", ["heading Kazan"]),
        (
            "The train set out from Perm on Monday, in the direction of the city of Kirov.",
            ["departed Perm", "heading Kirov"],
        ),
        ("The train came from the direction of Tver on Monday.", ["departed Tver"]),
        ("The train left Perm on Monday by way of Kirov.", ["departed Perm", "passed Kirov"]),
        ("The train set off from Perm on Monday on the Kirov direction.", ["departed Perm", "heading Kirov"]),
    ],
)
def test_a_direction_is_where_it_goes(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert events(text, gazetteer) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The train is to leave Chita on Thursday, halt at Mogocha at night and reach Skovorodino on Friday.",
            ["departed Chita 14", "due Mogocha 14-15", "due Skovorodino 15"],
        ),
        (
            "The nuclear train should leave Murmansk on Monday and enter Perm on Tuesday.",
            ["departed Murmansk 18", "due Perm 19"],
        ),
        (
            "The train left Omsk on Monday. It should leave Tyumen on Friday, pass Yekaterinburg and, after a stop, "
            "arrive in Perm on Saturday.",
            ["departed Omsk 11", "departed Tyumen 15", "due Perm 16"],
        ),
        (
            "The train was due to depart Kazan on Monday and arrive in Perm on Tuesday.",
            ["departed Kazan 11", "due Perm 12"],
        ),
        (
            "The train might cross at Naushki on Friday and then reach Irkutsk on Sunday.",
            ["due Naushki 15", "due Irkutsk 17"],
        ),
        # no plans
        ("The train left Omsk on Monday and reached Perm on Tuesday.", ["departed Omsk 11", "arrived Perm 12"]),
        (
            "We saw the train leave Omsk on Monday and stop in Tyumen on Tuesday.",
            ["departed Omsk 11", "stopped Tyumen 12"],
        ),
        (
            "The train was seen to leave Omsk on Monday and reach Perm on Tuesday.",
            ["departed Omsk 11", "arrived Perm 12"],
        ),
        ("The train, which will reach Perm on Friday, left Omsk on Monday.", ["due Perm 15", "departed Omsk 11"]),
    ],
)
def test_infinitives_in_a_row_have_one_mood(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train may leave Omsk on Friday.", ["departed Omsk 15"]),
        ("The train can depart from Kazan on Thursday at the earliest.", ["departed Kazan 14"]),
        ("The train cannot leave Kazan before Friday.", ["departed Kazan 15"]),
        ("The train must leave Kazan by Friday and reach Perm by Sunday.", ["departed Kazan 15", "due Perm 17"]),
        ("The train must have left Kazan on Monday.", ["departed Kazan 11"]),
        ("The train is leaving Kazan on Thursday.", ["departed Kazan 14"]),
        ("The train is departing Omsk on Friday and arriving in Perm on Sunday.", ["departed Omsk 15", "due Perm 17"]),
        ("The train may have left Omsk on Friday.", ["departed Omsk 8"]),
        ("The train could be seen leaving Omsk on Monday.", ["departed Omsk 11"]),
        ("The train was leaving Omsk on Monday.", ["departed Omsk 11"]),
    ],
)
def test_a_departure_that_may_be_lies_ahead(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train left Omsk on March 4. It is still standing in Tver.", ["departed Omsk 4", "stopped Tver 12-13"]),
        ("The train left Kazan on March 4. It has now reached Tver.", ["departed Kazan 4", "arrived Tver 4-13"]),
        ("The train left Kazan on March 4. It has yet to arrive in Kirov.", ["departed Kazan 4", "absent Kirov 4-13"]),
        ("The train left Omsk on March 4. It is being unloaded at Kirov.", ["departed Omsk 4", "seen Kirov 12-13"]),
        ("The train left Omsk on March 4. It is believed to be in Tver.", ["departed Omsk 4", "seen Tver 12-13"]),
        ("Поезд вышел из Омска 4 марта. Сейчас он стоит в Тюмени.", ["departed Omsk 4", "stopped Tyumen 13"]),
        ("Der Zug hat Omsk am Montag verlassen und steht jetzt in Perm.", ["departed Omsk 11", "stopped Perm 13"]),
        # told of those days
        ("The train left Omsk on March 4. It stopped in Tyumen.", ["departed Omsk 4", "stopped Tyumen 4"]),
        ("The train left Omsk on March 4. It was parked in Tver.", ["departed Omsk 4", "stopped Tver 4"]),
    ],
)
def test_what_is_so_now_is_of_the_publication(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train left Omsk on March 7. Two days later it reached Perm.", ["departed Omsk 7", "arrived Perm 9"]),
        (
            "The train left Murmansk on March 1. It halted in Volkhov the next day and got to Tver "
            "two days after that.",
            ["departed Murmansk 1", "stopped Volkhov 2", "arrived Tver 4"],
        ),
        ("The train left Omsk on March 4 and reached Perm three days later.", ["departed Omsk 4", "arrived Perm 7"]),
        (
            "The train left Omsk on March 4 at 8 p.m. It passed Tyumen at 3 a.m. and reached Perm at 9 p.m.",
            ["departed Omsk 4", "passed Tyumen 5", "arrived Perm 5"],
        ),
    ],
)
def test_what_followed_old_days_is_not_cut(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == expected
    assert not read(text, gazetteer).warnings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The wagons, which left Tver on March 11, are still standing in a siding at Pskov.",
            ["departed Tver 11", "stopped Pskov 12-13"],
        ),
        ("A train that departed Omsk on March 5 is now parked at Tyumen.", ["departed Omsk 5", "stopped Tyumen 12-13"]),
        ("The convoy that left Belgorod last Friday remains at Kursk.", ["departed Belgorod 8", "stopped Kursk 12-13"]),
        ("The train, last seen in Perm on March 4, is now in Kirov.", ["seen Perm 4", "seen Kirov 12-13"]),
        ("The train, currently in Tver, left Kazan on Saturday.", ["seen Tver 12-13", "departed Kazan 9"]),
        (
            "A second train which left Bryansk on Friday is waiting at Kursk.",
            ["departed Bryansk 8", "stopped Kursk 12-13"],
        ),
        ("The train, seen at Perm on Sunday, was parked at Kirov.", ["seen Perm 10", "stopped Kirov 10"]),
    ],
)
def test_what_is_so_now_takes_no_day_of_another_clause(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The convoy has been stuck at Brest since March 5.", ["stopped Brest 5-13"]),
        ("Since Friday the armoured train has been parked at Tver.", ["stopped Tver 8-13"]),
        ("Tanks are still standing on their wagons at Kursk since last Thursday.", ["stopped Kursk 7-13"]),
        ("The train has been in Kursk since January.", ["seen Kursk 1-13"]),
        ("The train has stood at Tver from Friday to Sunday.", ["stopped Tver 8-10"]),
        ("The train waited at Tver from Saturday morning until Sunday evening.", ["stopped Tver 9-10"]),
        ("The train has been at Klin for a week.", ["seen Klin 6-13"]),
        ("The train still sits at Klin, where it arrived on Thursday.", ["stopped Klin 7-13"]),
        ("The train was held at Kursk from March 4 until March 7.", ["stopped Kursk 4-7"]),
        ("Состав стоит в Клину с воскресенья.", ["stopped Klin 10-13"]),
        ("Der Zug steht seit Sonntag in Dresden.", ["stopped Dresden 10-13"]),
        # no stay that goes on, and a clock that tells when it began
        ("It was the first train at Kursk since Friday.", ["seen Kursk 8"]),
        ("The train has been standing in Tver since 6 a.m. on Tuesday.", ["stopped Tver 12"]),
    ],
)
def test_a_stay_lasts_as_long_as_it_is_told(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == expected


def clock(sighting: Sighting) -> str:
    """Day and hour of the middle of the interval, UTC."""
    assert sighting.interval is not None
    return f"{sighting.place.name} {sighting.interval.middle:%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Tuesday the train stopped at Omsk at 11 p.m. and reached Tatarsk three hours later.", "Tatarsk 12 20:00"),
        ("The convoy arrived on Monday at Brest at 6:15 a.m. and left for Orsha 40 minutes later.", "Orsha 11 03:55"),
        ("On Sunday the train left Kursk at 9 p.m. and was in Bryansk four hours later.", "Bryansk 10 22:00"),
        # where no clock is told, as loose as the day
        ("On Tuesday the train stopped at Omsk and reached Tatarsk three hours later.", "Tatarsk 12 07:59"),
    ],
)
def test_hours_later_are_counted_from_the_clock_before(text: str, expected: str, gazetteer: Gazetteer) -> None:
    first, *_, second = read(text, gazetteer).sightings
    assert clock(second) == expected
    assert first.interval is not None
    assert second.interval is not None
    assert (first.interval.duration_s > 6 * 3600) == (second.interval.duration_s > 6 * 3600)


@pytest.mark.parametrize(
    "ride",
    [
        "after a 14-hour overnight train journey from",
        "after fourteen hours en route from",
        "after travelling for 14 hours from",
        "following a gruelling 14-hour ride from",
        ", 14 hours out of",
    ],
)
def test_a_ride_began_its_length_before_its_end(ride: str, gazetteer: Gazetteer) -> None:
    moscow, kazan = read(f"The train reached Moscow at 9 a.m. on Monday {ride} Kazan.", gazetteer).sightings
    assert (clock(moscow), kazan.event, clock(kazan)) == ("Moscow 11 06:00", "departed", "Kazan 10 16:00")


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("The train has been standing in Klin since Sunday and may go on to Tver.", "Tver", None),
        ("Поезд стоит в Клину с воскресенья и, возможно, отправится в Тверь.", "Tver", None),
        ("A train with spent fuel will leave Murmansk within a fortnight, Rosatom said on Tuesday.", "Murmansk", None),
        ("The train is expected to arrive in Perm, officials told reporters late on Tuesday.", "Perm", None),
        ("On Monday the ministry announced that the train would reach Perm.", "Perm", None),
        ("The train will reach Perm, the minister told a news conference in Kirov on Monday.", "Perm", None),
        ("According to a report published on Monday, the train will reach Perm.", "Perm", None),
        ("Security was tightened in Perm on Monday ahead of the armoured train's arrival.", "Perm", None),
        ("Flags were put up in Perm on Monday before the train's arrival.", "Perm", None),
        # its own day
        ("Police closed the streets in Perm on Monday ahead of the train's arrival on Friday.", "Perm", "15"),
        ("The minister said on Tuesday the train would leave Perm on Friday.", "Perm", "15"),
        ("The train would reach Perm on Friday, the ministry announced on Monday.", "Perm", "15"),
        ("On Friday, the ministry said, the train will reach Perm.", "Perm", "15"),
    ],
)
def test_what_is_to_come_takes_no_day_of_another_verb(
    text: str, place: str, expected: str | None, gazetteer: Gazetteer
) -> None:
    (found,) = [s for s in read(text, gazetteer).sightings if s.place.name == place]
    assert found.event in ("due", "heading", "departed")
    assert (days(found) if found.interval else None) == expected


def test_a_place_after_to_is_no_infinitive(gazetteer: Gazetteer) -> None:
    text = "Activists filmed the train at Samtredia on Saturday and followed it to Poti."
    assert {s.status for s in read(text, gazetteer).sightings} == {"reported"}
    assert told(text, gazetteer)[0] == "seen Samtredia 9"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kim has left Beijing by train, Xinhua said on Wednesday. It left Beijing at 3:10 p.m. on Tuesday.",
            ["departed Beijing 12"],
        ),
        (
            "The convoy has arrived in Voronezh, he said on Wednesday. It arrived in Voronezh at 9 p.m. on Monday.",
            ["arrived Voronezh 11"],
        ),
        ("On Tuesday the agency reported that the train has passed Omsk.", ["passed Omsk 10-12"]),
        # days of their own
        ("The train has left Irkutsk on Tuesday, media reported on Wednesday.", ["departed Irkutsk 12"]),
        ("The train passed Omsk, Yonhap said on Tuesday.", ["passed Omsk 12"]),
    ],
)
def test_what_has_come_about_had_by_the_day_it_was_said(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == expected
    assert all(s.status != "conflict" for s in read(text, gazetteer).sightings)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("31.02.2024", "29-1"),
        ("2024-02-31", "29-1"),
        ("February 31", "29-1"),
        ("Thursday 31/02", "29-1"),
        ("2024-13-45", "12-13"),  # as if no time was told
        ("February 99", "12-13"),
    ],
)
def test_a_date_that_is_none_is_said_to_be_none(date: str, expected: str, gazetteer: Gazetteer) -> None:
    reading = read(f"On {date} the train left Kazan.", gazetteer)
    (found,) = reading.sightings
    assert days(found) == expected
    assert "is no date" in found.note
    assert any("is no date" in w for w in reading.warnings)


def test_numbers_beside_a_month_are_no_dates(gazetteer: Gazetteer) -> None:
    reading = read("In March 45 tanks left Kazan by train. The wagon is 1234-56-78.", gazetteer)
    assert not reading.warnings
    assert "no date" not in reading.sightings[0].note


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train left Kazan on Monday. It has reached Tver.", ["departed Kazan 11", "arrived Tver 11-13"]),
        ("The train left Kazan on Monday and has since passed Tver.", ["departed Kazan 11", "passed Tver 11-13"]),
        ("The train reached Tver on Monday. It has left Tver since.", ["arrived Tver 11", "departed Tver 11-13"]),
        # not after what is told before
        ("The train reached Tver on Monday. It has come from Kazan.", ["arrived Tver 11", "departed Kazan 11"]),
        ("The train left Kazan on Monday. It reached Tver.", ["departed Kazan 11", "arrived Tver 11"]),
        ("The train set off from Kazan on Monday, heading for Perm.", ["departed Kazan 11", "heading Perm 11"]),
    ],
)
def test_what_has_come_about_did_so_before_the_report(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == expected


def test_a_telling_read_by_rule_is_better_than_a_guessed_one(gazetteer: Gazetteer) -> None:
    text = (
        "BEIJING, March 13 - Kim Jong Un has left Beijing after a secretive two-day visit, Xinhua said on Wednesday. "
        "His special train pulled out of Beijing railway station at about 3:10 p.m. on Tuesday."
    )
    (found,) = read(text, gazetteer).sightings
    assert (found.event, found.status, found.certainty, days(found)) == ("departed", "reported", 1.0, "12")


def test_a_ride_is_counted_from_the_end_told_however_loosely(gazetteer: Gazetteer) -> None:
    text = "The train arrived at Orsha {} after a six-hour trip from Smolensk."
    assert clock(read(text.format("at noon on Monday"), gazetteer).sightings[1]) == "Smolensk 11 03:00"
    assert told(text.format("on Monday"), gazetteer)[1] == "departed Smolensk 10-11"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The train is expected at Khasan and is to stop in Ussuriysk before going on to Vladivostok.", "expected"),
        ("The train may halt at Ussuriysk before heading to Vladivostok.", "speculated"),
        ("The train stopped in Ussuriysk on Monday before continuing to Vladivostok.", "reported"),
    ],
)
def test_what_is_done_before_going_on_has_the_mood_of_both(text: str, status: str, gazetteer: Gazetteer) -> None:
    (goal,) = [s for s in read(text, gazetteer).sightings if s.place.name == "Vladivostok"]
    assert (goal.event, goal.status) == ("heading", status)
