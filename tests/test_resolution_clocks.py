"""By which clock and calendar a whole text tells: one zone for all its times, months before days, counted clocks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.mentions.one_clock import one_clock
from railsight.mentions.when import find_times
from tests.telling import read


def moments(text: str, gazetteer: Gazetteer) -> list[tuple[str, str]]:
    """Event and middle of the interval in UTC, of every sighting of the train."""
    found = [s for s in read(text, gazetteer) if s.interval is not None]
    return [(s.event, f"{s.interval.middle.astimezone(UTC):%d %H:%M}") for s in found if s.interval]


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("All times are in UTC. The train ...", "utc"),
        ("(all MSK unless said)", "msk"),
        ("Log of the day, in GMT because readers asked.", "gmt"),
        ("The clocks on this line still show Moscow.", "moscow"),
        ("All we post is by Kyiv.", "kyiv"),
        ("Everything is Moscow time, and so all my figures MSK.", "moscow"),
        ("Beijing time except where noted:", "beijing"),
        ("All times Central.", "ct"),
        ("All times local.", None),
        ("All times Moscow to the border, behind it all times Beijing.", None),
        ("All clocks in London were stopped.", None),
        ("The train times in Moscow are kept.", None),
        ("Everything in Moscow was quiet.", None),
    ],
)
def test_a_text_declares_its_clock(text: str, zone: str | None) -> None:
    found = one_clock(text)
    assert (found and found[0]) == zone


def test_all_clocks_are_on_the_declared_one(gazetteer: Gazetteer) -> None:
    text = "All times Moscow. The train left Omsk at 10:00 on Tuesday and reached Barabinsk at 20:10 local time."
    assert moments(text, gazetteer) == [("departed", "21 07:00"), ("arrived", "21 13:10")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("05/20 22:15 departed Omsk. 05/21 07:30 arrived Barabinsk. Freight train.", ["20 16:15", "21 00:30"]),
        ("05/06 22:15 departed Omsk. 05/07 07:30 arrived Barabinsk. Freight train.", ["06 16:15", "07 00:30"]),
        ("20/05 22:15 departed Omsk. 21/05 07:30 arrived Barabinsk. Freight train.", ["20 16:15", "21 00:30"]),
    ],
)
def test_the_month_comes_first_where_that_is_nearer(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert [at for _, at in moments(text, gazetteer)] == expected


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("half an hour after midnight on Thursday", (0, 30)),
        ("ten minutes before noon", (11, 50)),
        ("about two hours after 14:20", (16, 20)),
        ("an hour before midnight", (23, 0)),
    ],
)
def test_a_length_of_time_counts_from_the_clock_behind_it(text: str, clock: tuple[int, int]) -> None:
    (phrase,) = find_times(text)
    assert (phrase.hour, phrase.minute) == clock


def test_a_length_of_time_before_an_event_is_no_clock() -> None:
    assert not [t for t in find_times("half an hour after it left at") if t.has_clock]


def test_the_day_is_that_of_the_declared_clock(gazetteer: Gazetteer) -> None:
    text = "All times are in UTC. The train left Omsk at 20:00 on 20 May."
    (sighting,) = read(text, gazetteer)
    assert sighting.interval is not None
    assert sighting.interval.middle == datetime(2024, 5, 20, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("Tuesday, a little after noon", (12, None)),
        ("a little before 3 p.m.", (15, None)),
        ("It stood at X at 12.25 with its lights out", (12, 25)),
        ("Seen at 12.25. Off Barabinsk 14.51 (7 early), then at 15.20, late", (14, 51)),
    ],
)
def test_words_around_a_clock(text: str, clock: tuple[int | None, int | None]) -> None:
    assert clock in [(t.hour, t.minute) for t in find_times(text)]


def test_a_little_before_is_near_and_a_noon_is_a_clock(gazetteer: Gazetteer) -> None:
    text = "The train called at Omsk on Tuesday a little after noon and left a little before 3 p.m."
    assert moments(text, gazetteer) == [("stopped", "21 06:15"), ("departed", "21 08:45")]
    assert moments("The train reached Omsk a little before midnight on Monday.", gazetteer) == [("arrived", "20 17:30")]


def test_a_story_goes_on_from_the_day_told_before(gazetteer: Gazetteer) -> None:
    text = "The train reached Omsk on Wednesday. It had left Tyumen on Monday morning. At 18:10 it stopped at Ishim."
    assert ("stopped", "20 13:10") in moments(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("It left at 13:58. A signaller had it at Ishim at quarter past two.", 14),
        ("It left at 13:58. It had come in at quarter past eleven.", 11),
    ],
)
def test_who_had_it_saw_it_later(text: str, hour: int) -> None:
    assert find_times(text)[-1].hour == hour


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("The train passed Omsk between 23:00 and 24:00 on Monday.", [("passed", "20 17:30")]),
        ("The train left Ishim at 22:10 on Monday and passed Omsk at 24:00.",
         [("departed", "20 17:10"), ("passed", "20 18:00")]),
    ],
)  # fmt: skip
def test_a_clock_that_ends_its_day(text: str, when: list[tuple[str, str]], gazetteer: Gazetteer) -> None:
    assert moments(text, gazetteer) == when


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("The train left Omsk on Sunday. It crossed the border on Tuesday. At 13:00 it was in Tomsk.", "21 06:00"),
        ("The train left Omsk on Sunday. It will cross the border on Friday. At 13:00 it was in Tomsk.", "19 06:00"),
        ("The train left Omsk on Sunday. Officials spoke on Tuesday. At 13:00 it was in Tomsk.", "19 06:00"),
    ],
)
def test_a_day_told_without_a_place_is_that_of_the_next_clock(text: str, last: str, gazetteer: Gazetteer) -> None:
    assert moments(text, gazetteer)[-1] == ("seen", last)
