"""Reports of trains of all kinds, in our own words: who moved where and when, and what is another train's business."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report, Sighting
from railsight.resolution import resolve


def sightings(text: str, published: str, gazetteer: Gazetteer) -> dict[str, Sighting]:
    """Sightings by the name of their place."""
    report = Report("r", text, published=datetime.fromisoformat(published))
    return {s.place.name: s for s in resolve([report], gazetteer).sightings}


@pytest.mark.parametrize(
    ("text", "published", "place", "event", "subject"),
    [
        ("The Castor train left Valognes on Friday and was stopped outside Karlsruhe by protesters.",
         "2010-11-07T20:00+00:00", "near Karlsruhe", "stopped", "train"),
        ("A convoy of 40 wagons was seen in Rechitsa on Monday. Another train with tanks passed through Gomel.",
         "2022-01-18T12:00+03:00", "Homyel'", "passed", "another train"),
        ("The Oxygen Express special train departed from Jamshedpur on Saturday night.",
         "2021-05-02T20:00+05:30", "Jamshedpur", "departed", "train"),
        ("Crews found the missing freight train on a siding near La Plata, Mo., early Sunday.",
         "2024-02-11T08:00-06:00", "near La Plata", "seen", "train"),
        ("The train ran on. It did not go through Marceline, as first reported.",
         "2024-02-11T08:00-06:00", "Marceline", "absent", "train"),
        ("The operator said the train had been in Novosibirsk since Friday.",
         "2020-10-05T12:00+00:00", "Novosibirsk", "seen", "train"),
        ("Contrary to reports the train did not leave Vladivostok on Thursday.",
         "2024-05-10T12:00+10:00", "Vladivostok", "stopped", "train"),
        ("The royal train was due at Holyhead at 9.30 this morning but was diverted to Bangor after a landslip.",
         "2024-05-10T08:00+01:00", "Bangor", "heading", "train"),
        ("The train left Perth on Friday. It should be in Kalgoorlie by Saturday night.",
         "2022-07-02T08:00+09:30", "Kalgoorlie", "due", "train"),
        ("The train appears to have left Pyongyang on Sunday evening, media reported.",
         "2023-09-11T21:00+09:00", "Pyongyang", "departed", "train"),
    ],
)  # fmt: skip
def test_who_moved(text: str, published: str, place: str, event: str, subject: str, gazetteer: Gazetteer) -> None:
    found = sightings(text, published, gazetteer)
    assert place in found, sorted(found)
    assert (found[place].event, found[place].subject) == (event, subject)


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("A freight train left Galesburg, Illinois, on Thursday evening.", "Illinois"),
        ("The train left Ulan-Ude on Wednesday evening after talks at Sosnovy Bor.", "Sosnovy Bor"),
        ("The train was seen crossing the Razdolnaya River bridge north of Vladivostok.", "north of Vladivostok"),
        ("The armoured train was seen in Qorwinovo on Tuesday. It had left Ussuriysk on Monday.", "Qorwinovo"),
    ],
)  # fmt: skip
def test_no_sighting_of_its_own(text: str, absent: str, gazetteer: Gazetteer) -> None:
    found = sightings(text, "2024-03-15T12:00+00:00", gazetteer)
    assert found
    assert absent not in found


def test_a_name_nobody_knows_is_not_put_on_another(gazetteer: Gazetteer) -> None:
    found = sightings("The train was seen in Qorwinovo on Tuesday. It had left Ussuriysk on Monday.",
                      "2024-03-15T12:00+00:00", gazetteer)  # fmt: skip
    assert {s.event for s in found.values()} == {"departed"}


def test_a_direction_has_no_time_of_its_own(gazetteer: Gazetteer) -> None:
    found = sightings(
        "The train passed through Gomel heading west at 10:40 local time on Tuesday.",
        "2022-01-18T12:00+03:00",
        gazetteer,
    )
    interval = found["Homyel'"].interval
    assert interval is not None
    assert interval.earliest == datetime(2022, 1, 18, 7, 40, tzinfo=UTC)


def test_later_is_after_what_is_told_before(gazetteer: Gazetteer) -> None:
    text = "The train crossed the Razdolnaya River at 05:15 Moscow time on Tuesday. Later it was seen in Ussuriysk."
    interval = sightings(text, "2023-09-12T12:30+00:00", gazetteer)["Ussuriysk"].interval
    assert interval is not None
    assert (interval.earliest.hour, interval.earliest.minute) == (2, 15)


def test_a_photo_published_later_may_be_older(gazetteer: Gazetteer) -> None:
    text = (
        "The train crossed the Razdolnaya River at 05:15 Moscow time on Tuesday. "
        "Later on Tuesday Yonhap published a photograph that showed the train in Ussuriysk."
    )
    interval = sightings(text, "2023-09-12T12:30+00:00", gazetteer)["Ussuriysk"].interval
    assert interval is not None
    assert interval.earliest < datetime(2023, 9, 12, 2, 15, tzinfo=UTC)


def test_a_day_after_the_departure(gazetteer: Gazetteer) -> None:
    text = "The train left Pyongyang on Monday. It is due Tuesday in Vladivostok."
    interval = sightings(text, "2023-09-11T12:00+00:00", gazetteer)["Vladivostok"].interval
    assert interval is not None
    assert interval.middle.date() == datetime(2023, 9, 12, tzinfo=UTC).date()


def test_days_later_count_from_the_date_before(gazetteer: Gazetteer) -> None:
    text = "The train is expected to arrive in Irkutsk on May 12 and in Chita two days later."
    interval = sightings(text, "2024-05-10T12:00+00:00", gazetteer)["Chita"].interval
    assert interval is not None
    assert interval.middle.date() == datetime(2024, 5, 14, tzinfo=UTC).date()


def test_now_is_when_it_was_published(gazetteer: Gazetteer) -> None:
    text = "The convoy entered Poland at Terespol around 03:40 on Friday. It is now near Siedlce, moving west."
    interval = sightings(text, "2024-05-10T18:00+02:00", gazetteer)["near Siedlce"].interval
    assert interval is not None
    assert (interval.earliest.hour, interval.latest.hour) == (1, 16)


# ---------------------------------------------------------------- countries


@pytest.mark.parametrize(
    ("text", "event", "borders"),
    [
        ("The train left Pyongyang on Sunday and crossed into Russia early on Tuesday.", "crossed", "border-khasan-"),
        ("SEOUL - The train crossed from North Korea into Russia early on Tuesday.", "crossed", "border-khasan-"),
        ("The train has not yet entered Russia. It left Pyongyang on Sunday.", "absent", "border-khasan-"),
        ("The train arrived in Russia on Tuesday, officials said.", "crossed", "border-"),
    ],
)  # fmt: skip
def test_a_country_is_crossed_into_where_railways_do(text: str, event: str, borders: str, gazetteer: Gazetteer) -> None:
    report = Report("r", text, published=datetime.fromisoformat("2023-09-12T20:00+09:00"))
    found = [s for s in resolve([report], gazetteer).sightings if s.event == event]
    assert [s.place.id.startswith(borders) for s in found] == [True]
    assert all(c.place.kind == "border" for c in found[0].candidates)
    assert sum(c.score for c in found[0].candidates) <= 1.0
    entered = found[0].toward.name if found[0].toward else None
    assert entered == ("Russia" if event == "crossed" else None)


@pytest.mark.parametrize(
    "text",
    [
        "The train entered Russia through Khasan early on Tuesday.",
        "The train entered Russia early on Tuesday. It stopped at Khasan station for half an hour that morning.",
        "Putin arrived in China on Tuesday. The train is expected in Beijing.",
        "In 2019 the train crossed into Russia. On Tuesday it was seen in Pyongyang.",
    ],
)
def test_it_is_not_told_twice_nor_of_others_nor_without_a_border(text: str, gazetteer: Gazetteer) -> None:
    report = Report("r", text, published=datetime.fromisoformat("2023-09-12T20:00+09:00"))
    assert not [s for s in resolve([report], gazetteer).sightings if s.place.kind == "border"]


@pytest.mark.parametrize(
    ("text", "aims"),
    [
        ("The train left Pyongyang on Sunday evening, bound for Russia.", ["Russia"]),
        ("The train was returning to North Korea on Sunday after passing Ussuriysk.", ["North Korea"]),
        ("The train left Pyongyang on Sunday and is heading for Russia, possibly to Vladivostok.", ["Vladivostok"]),
        ("Putin is heading for China. The train was seen in Pyongyang on Sunday.", []),
    ],
)  # fmt: skip
def test_a_country_is_the_aim_where_no_place_is(text: str, aims: list[str], gazetteer: Gazetteer) -> None:
    report = Report("r", text, published=datetime.fromisoformat("2023-09-11T20:00+09:00"))
    found = resolve([report], gazetteer).sightings
    assert [s.place.name for s in found if s.event in ("heading", "due") and s.subject == "train"] == aims
    assert {s.status for s in found if s.event in ("departed", "passed", "seen")} == {"reported"}


def test_where_it_did_not_stop_on_its_way_it_ran_through_later(gazetteer: Gazetteer) -> None:
    text = "The train crossed the Friendship Bridge in Dandong at 9:30 p.m. on Monday and did not stop in Shenyang."
    published = datetime.fromisoformat("2023-09-12T20:00+09:00")
    found = [s for s in resolve([Report("r", text, published=published)], gazetteer).sightings if s.event == "passed"]
    assert [s.place.name for s in found] == ["Shenyang"]
    assert found[0].interval is not None
    assert found[0].interval.latest == published
