"""Turns of whole news articles: what came before told behind what came last, other trains, who says it and when."""

from __future__ import annotations

import textwrap
from datetime import UTC, datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.mentions.text import unwrap
from railsight.model import Report
from railsight.resolution import resolve
from railsight.times import zone_at
from tests.telling import in_turn


@pytest.mark.parametrize(
    "behind",
    [
        "after a freight train derailed near Khilok on Monday evening",
        "after another train had stopped at Khilok on Monday",
        "since a coal train reached Khilok on Monday",
    ],
)
def test_another_train_is_the_subject_of_its_own_clause(behind: str, gazetteer: Gazetteer) -> None:
    text = f"CHITA - A special train with guests stood in Chita on Tuesday {behind}."
    assert in_turn(text, gazetteer) == [("stopped", "Chita", "Tue 00:00")]


def test_what_came_in_at_night_left_on_the_day_after(gazetteer: Gazetteer) -> None:
    text = "CHITA - The circus train reached Chita on Tuesday night. It left Chita at 3:15 a.m., a dispatcher said."
    assert in_turn(text, gazetteer) == [("arrived", "Chita", "Tue 20:00"), ("departed", "Chita", "Wed 03:15")]
    text = "CHITA - The train reached Chita on Tuesday night. It had left Mogzon at 3:15 a.m., a dispatcher said."
    assert in_turn(text, gazetteer)[1] == ("departed", "Mogzon", "Tue 03:15")


PROSE = (
    "Kim's armoured train, which left Pyongyang on Sunday, arrived in Ussuriysk on Tuesday at 2 p.m. and left at 3 p.m."
    " for Khabarovsk. It was seen at Khasan on Tuesday at 6 a.m. local time, and the mayor said it had stood there."
)


@pytest.mark.parametrize("width", [25, 32, 40, 50, 60, 72])
def test_a_column_reads_as_its_prose_does(width: int, gazetteer: Gazetteer) -> None:
    column = textwrap.fill(PROSE, width)
    assert in_turn(column, gazetteer) == in_turn(PROSE, gazetteer)
    assert ("arrived", "Ussuriysk", "Tue 13:30") in in_turn(column, gazetteer)


@pytest.mark.parametrize(
    "lines",
    [
        "Chita passed 06:10\nKarymskaya passed 08:20\nBorzya stopped 14:05",
        "Tyumen, wheels rolling 06:10\nstanding in Ishim till 9.40",
        "Seen at Chita today\nSeen at Borzya today\nSeen at Mogocha now",
    ],
)
def test_lines_of_a_log_stay_apart(lines: str) -> None:
    assert unwrap(lines) == lines


@pytest.mark.parametrize(
    "line", ["The train was seen at Khasan on\nTuesday at 6 a.m.", "It stood in the town of\nKhasan."]
)
def test_a_line_that_breaks_off_goes_on(line: str) -> None:
    assert "\n" not in unwrap(line)


def test_it_leaves_for_a_place_at_a_time_of_its_own(gazetteer: Gazetteer) -> None:
    text = "The train arrived in Ussuriysk on Tuesday at 2 p.m. and left at 3 p.m. for Khabarovsk."
    assert in_turn(text, gazetteer) == [
        ("arrived", "Ussuriysk", "Tue 13:30"),
        ("departed", "Ussuriysk", "Tue 14:30"),
        ("heading", "Khabarovsk", "Tue 14:30"),
    ]


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        ("shortly after noon", "12:00", "12:30"),
        ("just before midday", "11:30", "12:00"),
        ("soon after 3 p.m.", "15:00", "15:30"),
        ("shortly before 15:20", "14:50", "15:20"),
    ],
)
def test_shortly_after_is_not_before(when: str, first: str, last: str, gazetteer: Gazetteer) -> None:
    report = Report(
        "r", f"The train passed Khasan {when} on Tuesday.", datetime.fromisoformat("2026-03-12T10:00+10:00")
    )
    (found,) = resolve([report], gazetteer).sightings
    assert found.interval is not None
    zone = zone_at(found.place.lon, found.place.lat)
    assert [f"{t.astimezone(zone):%H:%M}" for t in (found.interval.earliest, found.interval.latest)] == [first, last]


@pytest.mark.parametrize("sort", ["freight", "passenger", "coal"])
def test_a_train_named_in_passing_is_not_the_one_followed(sort: str, gazetteer: Gazetteer) -> None:
    text = f"A {sort} train arrived in Khasan on Tuesday. The armoured train passed Tumangang at 6 a.m. on Wednesday."
    assert [x[:2] for x in in_turn(text, gazetteer)] == [("passed", "Tumangang")]
    text = f"A {sort} train arrived in Khasan on Tuesday. It left on Wednesday. Kim's armoured train came here in 2019."
    assert [x[:2] for x in in_turn(text, gazetteer)] == [("arrived", "Khasan"), ("departed", "Khasan")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Residents of Mogocha told Amur Vesti that the grey train stood at the station there on Tuesday.",
            [("stopped", "Mogocha", "Tue 00:00")],
        ),
        (
            "A commuter at Mogocha saw the train on Monday. He did not know it until a friend in Moscow told him.",
            [("seen", "Mogocha", "Mon 00:00")],
        ),
        (
            "The train was halted in Daejeon at 11:40 a.m. on Tuesday and went on at 4:25 p.m., the operator said.",
            [("stopped", "Daejeon", "Tue 11:40"), ("departed", "Daejeon", "Tue 16:25")],
        ),
        (
            "The train stood in Chita on Tuesday. It got going again at 7 p.m., said a dispatcher.",
            [("stopped", "Chita", "Tue 00:00"), ("departed", "Chita", "Tue 18:30")],
        ),
        (
            "The train passed Chita on Monday. It will go to Khasan. It is expected there on Friday evening.",
            [("passed", "Chita", "Mon 00:00"), ("heading", "Khasan", ""), ("due", "Khasan", "Fri 17:00")],
        ),
        (
            "The train passed Chita on Monday. Flags hang in Vladivostok, but the train is not going there.",
            [("passed", "Chita", "Mon 00:00")],
        ),
        (
            "The train was filmed in Chita on Monday and in Borzya, close to the border, on Tuesday evening.",
            [("seen", "Chita", "Mon 00:00"), ("seen", "Borzya", "Tue 17:00")],
        ),
        (
            "The train passed Chita on Monday. Its destination is the port of Vanino.",
            [("passed", "Chita", "Mon 00:00"), ("heading", "Vanino", "")],
        ),
        (
            "The guests are at the Vostochny cosmodrome, where the train pulled in at 18:30 local time on Tuesday.",
            [("arrived", "Vostochny Cosmodrome", "Tue 18:30")],
        ),
        ("The train passed Chita on Monday. Reporters wait at Khasan.", [("passed", "Chita", "Mon 00:00")]),
        ("The train passed Chita on Monday. Crowds stood in Khasan on Tuesday.", [("passed", "Chita", "Mon 00:00")]),
        (
            "Images show the train at a platform in Chita on Friday, March 6, and again on Monday.",
            [("seen", "Chita", "Fri 00:00"), ("seen", "Chita", "Mon 00:00")],
        ),
        (
            "The train passed Chita at 9:05 a.m. on Tuesday and again at 4:10 p.m.",
            [("passed", "Chita", "Tue 09:05"), ("passed", "Chita", "Tue 16:10")],
        ),
        ("Поезд прошёл Читу-2 во вторник.", [("passed", "Chita-2", "Tue 00:00")]),
    ],
)
def test_what_is_told(text: str, expected: list[tuple[str, str, str]], gazetteer: Gazetteer) -> None:
    assert in_turn(text, gazetteer) == expected


def test_what_is_told_again_contradicts_nothing(gazetteer: Gazetteer) -> None:
    text = "The train passed Chita at 9:05 a.m. on Tuesday. It passed Chita again at 4:10 p.m."
    for words in (text, text.replace(". It passed Chita again", " and again")):
        report = Report("r", words, published=datetime.fromisoformat("2026-03-12T10:00+09:00"))
        found = resolve([report], gazetteer).sightings
        assert [(s.event, s.status) for s in found] == [("passed", "reported")] * 2


def test_a_weekday_is_told_by_the_calendar_of_the_writer(gazetteer: Gazetteer) -> None:
    """It is Wednesday in Korea already when it is Tuesday noon in New York."""
    text = "On Wednesday the train stood in Chongju, North Korea. It left on Thursday."
    at = [x[2] for x in in_turn(text, gazetteer, "2025-12-02T11:00-05:00")]
    assert at == ["Wed 00:00", "Thu 00:00"]
    report = Report("r", text, published=datetime.fromisoformat("2025-12-02T11:00-05:00"))
    assert all(s.interval and s.interval.latest.day < 28 for s in resolve([report], gazetteer).sightings)


def test_the_words_of_the_text_stand_before_those_of_its_title(gazetteer: Gazetteer) -> None:
    text = "Title: Train leaves Chita\n\nThe train left Chita on Monday evening, workers said."
    (found,) = resolve([Report("r", text, datetime.fromisoformat("2026-03-12T10:00+09:00"))], gazetteer).sightings
    assert found.quote is not None
    assert text[slice(*found.quote)].startswith("The train left")


@pytest.mark.parametrize(
    ("beside", "hours_utc"), [("Tumangang, in the North,", 21), ("Khasan, on the Russian side,", 20)]
)
def test_a_border_bridge_goes_by_the_clock_of_the_side_it_is_told_from(
    beside: str, hours_utc: int, gazetteer: Gazetteer
) -> None:
    text = f"The train crossed the Friendship Bridge at 6:10 a.m. on Tuesday, railwaymen in {beside} said."
    report = Report("r", text, datetime.fromisoformat("2023-09-13T08:00+09:00"))
    crossed = next(s for s in resolve([report], gazetteer).sightings if s.event == "crossed")
    assert crossed.interval is not None
    assert crossed.interval.earliest.astimezone(UTC).hour == hours_utc
