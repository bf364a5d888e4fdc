"""Which clock and which day belong to an event: told beside it, behind it, or counted from what is told before."""

from __future__ import annotations

from datetime import UTC

import pytest

from railsight.gazetteer import Gazetteer
from railsight.mentions.when import find_times
from tests.telling import read


def moments(text: str, gazetteer: Gazetteer) -> list[str]:
    """Event, place and middle of the interval in UTC, of every sighting of the train."""
    found = [s for s in read(text, gazetteer) if s.interval is not None]
    return [f"{s.event} {s.place.name} {s.interval.middle.astimezone(UTC):%d %H:%M}" for s in found if s.interval]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at 11.50 the night before and", ("11.50 the night before", 23, 50, None, -1)),
        ("on the evening of the preceding day; the", ("evening of the preceding day", None, None, "evening", -1)),
        ("the evening before, it", ("the evening before", None, None, "evening", -1)),
        ("A day before, satellites", ("A day before", None, None, None, -1)),
        ("around teatime Monday, my", ("teatime Monday", None, None, "late afternoon", None)),
        ("next morning 10:15 local", ("next morning 10:15 local", 10, 15, None, 1)),
        ("rolled through at ten till three with", ("ten till three", 2, 50, None, None)),
        ("At 22 o'clock same evening it", ("22 o'clock same evening", 22, None, None, 0)),
        ("Omsk 12.15 Sunday arvo, two", ("12.15 Sunday arvo", 12, 15, None, None)),
        ("Omsk 7.40 in morning, good", ("7.40 in morning", 7, 40, None, None)),
        ("the train left a little after nine.", ("nine", 9, None, None, None)),
        ("Omsk 6a eastern, it", ("6a eastern", 6, None, None, None)),
    ],
)
def test_words_that_tell_a_time(text: str, expected: tuple[object, ...]) -> None:
    phrase = find_times(text)[0]
    assert (phrase.text, phrase.hour, phrase.minute, phrase.part, phrase.shift_days) == expected


def test_hours_are_counted_in_tens() -> None:
    assert [t.shift_h for t in find_times("eighty minutes later the train left.")] == [80 / 60]


def test_a_track_is_no_day_of_the_month() -> None:
    assert [t.day for t in find_times("It left from 6th track; so 19th afternoon. The 5th night of it.")] == [19, None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the night of May 5 to May 6, 2019?", [("night", None, 5, None)]),
        ("Night to Thursday, 23:10, a train", [(None, 23, None, 2)]),
        ("night to Thursday, 02:40, a train", [(None, 2, None, 3)]),
        ("Night from Friday to Saturday. It", [("night", None, None, 4)]),
        ("from Friday to Saturday. It", [(None, None, None, 4), (None, None, None, 5)]),
    ],
)
def test_a_night_between_two_days_is_one_time(text: str, expected: list[tuple[object, ...]]) -> None:
    assert [(t.part, t.hour, t.day, t.weekday) for t in find_times(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It left on 2 October. On the 5th it", [(10, 2), (10, 5)]),
        ("It left on 28 December 2023. On the 3rd it", [(12, 28), (1, 3)]),
        ("It left on 2 October. On the 30th it", [(10, 2), (None, 30)]),  # as well of the month before
        ("It left on 2 October. On Friday the 13th it", [(10, 2), (None, 13)]),
    ],
)
def test_a_day_alone_is_of_the_month_told_before(text: str, expected: list[tuple[int | None, int]]) -> None:
    assert [(t.month, t.day) for t in find_times(text)] == expected


LEFT = "The train left Ishim at 19:15 on Monday, "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the hours right beside a place, not a clock farther off
        (
            "Tuesday's train didn't get away from Ishim till 19:15 that evening, went through Omsk at 04:20 today and"
            " Barabinsk six hours after that.",
            "passed Barabinsk 22 04:20",
        ),
        # from a clock told since the event before, with no place
        (
            "The train left Ishim at 06:00 today. At 10:00 it was let through. Half an hour after that a man had it"
            " at Omsk.",
            "seen Omsk 22 04:30",
        ),
        (LEFT + "two hours later it was in Omsk.", "seen Omsk 20 16:15"),
        (LEFT + "two hours thereafter it stopped in Omsk.", "stopped Omsk 20 16:15"),
        (LEFT[:-2] + "; two hours later than planned.", "departed Ishim 20 14:15"),
        # no clock counts from what is but assumed
        (
            "The freight train left Ishim at 22:20 on Monday. At 05:00 it was in Omsk. It ran through Chany. At 11:55"
            " it reached Barabinsk.",
            "arrived Barabinsk 21 04:55",
        ),
        # "next morning" with no event told before: from the day told last
        (
            "The tracker says the box left on Tuesday the 14th. Omsk 11:35 the next morning. The freight train then"
            " stopped.",
            "seen Omsk 15 05:35",
        ),
        # a narrative that went back to a day before the story's goes on there
        (
            "The train was hauled back into Omsk on Tuesday around noon. Train 11 had set off from Ishim on Sunday"
            " morning. It made a stop at Petropavl in the afternoon. Then, at 6:18 p.m., it came to a halt at Isilkul.",
            "stopped Isil’kul’ 19 12:18",
        ),
        # a day told only behind
        (
            "The train left Ishim at 12:15 on 18 May. Several persons were lying there. It stood at Omsk between 17:45"
            " and 18:05. On 20 May at 05:50 the train was full.",
            "stopped Omsk 18 11:55",
        ),
        # a clock before any day told is of the day of the report
        ("The train drew into Omsk at 8:13 local. On Monday it had left Ishim.", "departed Ishim 20 06:59"),
        ("On Monday it had left Ishim. The train drew into Omsk at 8:13 local on Tuesday.", "arrived Omsk 21 02:13"),
    ],
)
def test_what_a_time_counts_from(text: str, expected: str, gazetteer: Gazetteer) -> None:
    assert moments(text, gazetteer)[-1] == expected


def test_a_clock_before_the_day_of_the_story_is_of_the_report(gazetteer: Gazetteer) -> None:
    text = "The train drew into Omsk at 8:13 local. On Monday it had left Ishim."
    assert moments(text, gazetteer)[0] == "arrived Omsk 22 02:13"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a clock that a train is called by
        ("At 08:41 on Tuesday the train was in Omsk, the 21:15 from Moscow.", "seen Omsk 21 02:41"),
        ("At 08:41 on Tuesday the train was in Omsk; our 21:15 express is old.", "seen Omsk 21 02:41"),
        # a length of time counted in a clause of its own
        (
            "Two days after it ploughed into a tree, the train was hauled back into Omsk on Tuesday around 13:00.",
            "arrived Omsk 21 07:00",
        ),
        # the day of another place's clock
        ("The train is due at 3pm in Omsk and in Barabinsk at 6.30am tomorrow.", "due Omsk 23 09:00"),
        # a relative clause tells when, over its whole length
        (
            "The train called at Omsk, where clocks run an hour behind and a seller remembers that it was a quarter"
            " past ten, and left.",
            "stopped Omsk 22 04:15",
        ),
        (
            "The train that left Ishim on Monday evening has got no farther than Omsk, where it has been standing since"
            " 3 a.m. on Tuesday.",
            "Omsk 20 21:00",
        ),
        # a time right behind another place, and one right behind "and"
        (
            "The train that had been waved off in Ishim on 12 May reached the Omsk crossing in the small hours of the"
            " 20th, having taken its time.",
            "arrived Omsk 19 21:00",
        ),
        ("The train left Ishim at 10:18 on Tuesday and at 11:30 reached Omsk.", "arrived Omsk 21 05:30"),
        ("The train left Ishim at 10:18 on Tuesday and after 36 minutes pulled into Omsk.", "arrived Omsk 21 05:54"),
        ("The train was in Omsk at 10:40 and stood there until shortly after eleven.", "stopped Omsk 22 04:40"),
        # an aside with a place of its own
        (
            "With Ishim behind it at 08:42, the train entered Omsk by the river station at 15:31.",
            "passed Ishim 22 03:42, arrived Omsk 22 09:31",
        ),
        # a clause of those who ride, and one behind a colon
        (
            "Last night the train left Ishim at 21:20, was still in Omsk at 23:30, and since 3:25 we've been parked in"
            " Barabinsk.",
            "stopped Barabinsk 21 20:25",
        ),
        ("The transit of the train was not interrupted: Omsk was passed at 06:22.", "passed Omsk 22 00:22"),
        ("The train departed Omsk, Okla. at 10:40 on Tuesday; no reason was given.", "departed Oklahoma 21 15:40"),
        ("The train sat at Omsk for the whistle stop from 08:30, folks say.", "stopped Omsk 22 02:30"),
        # two clocks of one moment
        ("At 9:18 last night, 6:18 Moscow time, the train ran through Omsk.", "passed Omsk 22 15:18"),
        # what is not expected before a clock, or by it
        ("They don't expect the train at Omsk before 23:45.", "due Omsk 23 18:45"),
        ("The freight train is not expected at Omsk before quarter to nine.", "due Omsk 23 03:45"),
        ("The train is due in Omsk by 6 a.m. tomorrow.", "due Omsk 23 23:00"),
    ],
)
def test_whose_a_time_is(text: str, expected: str, gazetteer: Gazetteer) -> None:
    assert expected in ", ".join(moments(text, gazetteer))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Q. When was the train at Omsk on Tuesday? A. That'd be two-thirty.", "seen Omsk 21 08:30"),
        ("When was the freight train at Omsk on Tuesday?\nTwo-thirty, about.", "seen Omsk 21 08:30"),
        ("When was the freight train at Omsk on Tuesday?\nPolice came at two-thirty.", "seen Omsk 21 05:59"),
        (
            "The blue train came into Omsk without a word. That was a little after 3 in the morning, on 20 May.",
            "arrived Omsk 19 21:15",
        ),
        # the clause that tells only when it left
        (
            "The train was routed from Omsk to Chita. It was away two minutes early, at 18:38 on Tuesday.",
            "departed Omsk 21 12:38",
        ),
        ("The train set out from Omsk on Monday, and it left at 21:10.", "departed Omsk 20 15:10"),
        ("The train set out from Omsk on Monday. It left Chita at 21:10.", "departed Omsk 20 05:59"),
    ],
)
def test_a_clock_in_the_next_sentence(text: str, expected: str, gazetteer: Gazetteer) -> None:
    assert moments(text, gazetteer)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Train log\n19/05 07:12 A: fifteen wagons\n13:02 B: train rolling out of Omsk\n17:50 V: train passed"
            " Tatarsk 17:44\n20/05 10:05 C: train in Barabinsk\n01:30 D: all done",
            ["departed Omsk 19 05:32", "passed Tatarsk 19 10:44", "seen Barabinsk 20 03:05"],
        ),
        ("Train 1006, 22.5.24\n10.05 Omsk: 1006 here, mist.\n12.47 out.", ["seen Omsk 22 04:05"]),
        (
            "Log of the train, 22/05\n08:12 Ishim, in\n11.30-11.50 Omsk, crew change\n",
            ["seen Ishim 22 03:12", "seen Omsk 22 05:30"],
        ),
        (
            "Train of tanks, Moscow time.\n21.05\n03-10 Omsk, departure from 6th track\n13-30 Barabinsk, stood\n",
            ["departed Omsk 20 21:10", "stopped Barabinsk 21 06:30"],
        ),
        (
            "Train log, Tue\nKev: off Omsk 0947, 3 late\nKev: Barabinsk pass 1329",
            ["departed Omsk 21 03:47", "passed Barabinsk 21 06:29"],
        ),
        (
            "Freight train, 21 May\nOmsk dep 0910\nTatarsk 1115\nBarabinsk 1420\nChulym 1640",
            ["departed Omsk 21 03:10", "seen Tatarsk 21 04:15", "seen Barabinsk 21 07:20", "seen Chulym 21 09:40"],
        ),
        (
            "Freight train.\n1410 across the river at Omsk\n1758 through Barabinsk, last of the light",
            ["seen Omsk 22 08:10", "passed Barabinsk 22 10:58"],
        ),
        (
            "Train 40. Dep. Ishim 0900 hrs 21 May with escort. Omsk reported 1505, brakes tested.",
            ["seen Ishim 21 04:00", "seen Omsk 21 09:05"],
        ),
        (
            "Train 40 departed Ishim at 0900 hrs on 21 May. At about 1510 an engineer saw it at Omsk.",
            ["departed Ishim 21 04:00", "seen Omsk 21 09:10"],
        ),
        (
            "Freight train thread\nMon – Omsk, 9:45a, no stop\nTues – Barabinsk 6:30a",
            ["passed Omsk 20 03:45", "seen Barabinsk 20 23:30"],
        ),
        (
            "Rails, May 22\n• before dawn, 03:40, Omsk — the train, 14 tanks\n• Barabinsk 09:25",
            ["seen Omsk 21 21:40", "seen Barabinsk 22 02:25"],
        ),
        ("ALL TIMES UTC\nThe train left Omsk at 10:00 on Tuesday.", ["departed Omsk 21 10:00"]),
    ],
)
def test_times_of_logs(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert moments(text, gazetteer) == expected


def test_an_entry_that_names_its_place_first_keeps_its_clock(gazetteer: Gazetteer) -> None:
    text = "Freight train log\n0540 out of Ishim; 0710 past Omsk; Barabinsk 1115 Chany: the dispatcher announces noon."
    assert "seen Barabinsk 22 04:15" in moments(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Narrative. 3.1. Train 225 was a freight from Ishim. 3.2. It was in Omsk at 01:12 on 24 July 2015. 3.3. It"
            " stopped at Barabinsk at 03:31.",
            "2015-07-23 21:31",
        ),
        (
            "On the night of 12 May 1998 the train left Omsk at 21:10. At 23:30 it was in Barabinsk.",
            "1998-05-12 16:30",
        ),
    ],
)
def test_a_text_that_looks_back(text: str, expected: str, gazetteer: Gazetteer) -> None:
    last = read(text, gazetteer)[-1].interval
    assert last is not None
    assert f"{last.middle.astimezone(UTC):%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("a quarter of an hour later", 0.25),
        ("three quarters of an hour later", 0.75),
        ("two and a half hours later", 2.5),
        ("an hour and a half later", 1.5),
    ],
)
def test_quarters_and_halves_of_hours_are_counted(words: str, hours: float) -> None:
    assert [t.shift_h for t in find_times(f"It reached Omsk {words}.")] == [hours]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The train passed Ussuriysk at 4 p.m. and Khabarovsk at 7 a.m. on May 11.",
            ["passed Ussuriysk 10 06:00", "passed Khabarovsk 10 21:00"],
        ),
        (
            "The train passed Ussuriysk at 10 p.m., Spassk-Dalny at 1 a.m. and Khabarovsk at 9 a.m. on Tuesday.",
            ["passed Ussuriysk 20 12:00", "passed Spassk-Dalny 20 15:00", "passed Khabarovsk 20 23:00"],
        ),
        (
            "The train passed Ussuriysk at 10 a.m. and Khabarovsk at 9 p.m. on May 11.",
            ["passed Ussuriysk 11 00:00", "passed Khabarovsk 11 11:00"],
        ),
        (
            "The train passed Ussuriysk on Monday at 10 p.m. and Khabarovsk at 9 a.m.",
            ["passed Ussuriysk 20 12:00", "passed Khabarovsk 20 23:00"],
        ),
    ],
)
def test_the_clocks_of_a_list_do_not_go_back(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert moments(text, gazetteer) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The train left Khabarovsk at 5 p.m. Monday for Vladivostok, where it is expected Thursday morning.",
            ["departed Khabarovsk 20 07:00", "due Vladivostok 22 23:00"],
        ),
        (
            "The train left Khabarovsk on Monday at 5 p.m. for Ussuriysk, where it arrived at 3 a.m.",
            ["departed Khabarovsk 20 07:00", "arrived Ussuriysk 20 17:00"],
        ),
        (
            "The train left Khabarovsk at 5 p.m. Monday for Ussuriysk, where officials awaited it.",
            ["departed Khabarovsk 20 07:00"],
        ),
        (
            "The train left Khabarovsk on Monday at 9 a.m. for Ussuriysk, where the train was seen at 9 p.m.",
            ["departed Khabarovsk 19 23:00", "seen Ussuriysk 20 11:00"],
        ),
    ],
)
def test_a_clause_that_takes_a_place_up_has_times_of_its_own(
    text: str, expected: list[str], gazetteer: Gazetteer
) -> None:
    assert moments(text, gazetteer) == expected


@pytest.mark.parametrize("way", ["south to Vladivostok", "back towards Vladivostok", "on to Vladivostok"])
def test_a_way_that_was_not_taken_is_none(way: str, gazetteer: Gazetteer) -> None:
    told = f"The train passed Ussuriysk at 2 p.m. on Monday and went north, not {way}."
    assert moments(told, gazetteer) == ["passed Ussuriysk 20 04:00"]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("for two hours until 4 p.m. on Monday", "20 03:30", "20 06:30"),
        ("for three hours, until 16:00 on Monday", "20 03:00", "20 06:00"),
        ("for 45 minutes from 06:20 on Monday", "19 20:20", "19 21:05"),
        ("until 4 p.m. on Monday", "20 05:30", "20 06:30"),
    ],
)
def test_a_stay_told_by_its_length_and_one_end(words: str, first: str, last: str, gazetteer: Gazetteer) -> None:
    stay = next(s.interval for s in read(f"The train stood at Khabarovsk {words}.", gazetteer) if s.event == "stopped")
    assert stay is not None
    assert [f"{t.astimezone(UTC):%d %H:%M}" for t in (stay.earliest, stay.latest)] == [first, last]


def test_twenty_minutes_past_midnight_as_some_write_it() -> None:
    clocks = [
        find_times(f"It passed at {clock}.")[0] for clock in ("0:20 a.m.", "00:20 a.m.", "0:20 p.m.", "12:20 a.m.")
    ]
    assert [(t.hour, t.minute) for t in clocks] == [(0, 20), (0, 20), (12, 20), (0, 20)]


def test_the_second_place_of_a_sentence_is_of_the_day_that_the_first_goes_on_from(gazetteer: Gazetteer) -> None:
    told = (
        "LANZHOU, May 22 -- A military train left Xining at 6 a.m. on Tuesday. "
        "It went through Lanzhou at 9:10 a.m. and was in Wuwei in the afternoon."
    )
    assert moments(told, gazetteer) == ["departed Xining 20 22:00", "passed Lanzhou 21 01:10", "seen Wuwei 21 07:00"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Security was tightened at Manpo station, which the train is expected to reach on Friday.", ["due Manp’o 24"]),
        ("Police closed the square at Manpo, which the train will reach on Friday.", ["due Manp’o 24"]),
        (
            "The train left Kanggye on Monday for Manpo, which it should reach on Friday.",
            ["departed Kanggye 20", "due Manp’o 24"],
        ),
        (
            "The train left Kanggye on Monday for Manpo, which it reached on Tuesday.",
            ["departed Kanggye 20", "arrived Manp’o 21"],
        ),
    ],
)
def test_what_the_train_is_to_reach(words: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert [told.removesuffix(" 03:00").removesuffix(" 02:59") for told in moments(words, gazetteer)] == expected


@pytest.mark.parametrize("train", ["the No. 1 train", "No. 1 train", "train no. 1"])
def test_a_trains_number_is_no_denial(train: str, gazetteer: Gazetteer) -> None:
    told = f"A source in Sinuiju said {train} passed through Kanggye on Monday night."
    assert [(s.event, s.place.name) for s in read(told, gazetteer)] == [("passed", "Kanggye")]


def test_two_events_have_no_clocks_that_disagree(gazetteer: Gazetteer) -> None:
    told = "Unknown train at Novosibirsk: it arrived on Tuesday at 06:20 local time and departed at 07:05, staff say."
    found = read(told, gazetteer)
    assert not any("disagree" in s.note for s in found)
    assert "departed Novosibirsk 21 00:05" in moments(told, gazetteer)
