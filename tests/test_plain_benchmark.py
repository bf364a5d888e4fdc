"""Plain sentences of the press, put together at random: nearly all are read as they are meant."""

from __future__ import annotations

from datetime import datetime

import pytest

from benchmarks.plain import KINDS, PIECES, cases, faults, filled
from railsight.gazetteer import Gazetteer
from railsight.model import Report
from railsight.resolution import resolve

LEAST = 0.95  # of 3,000 sentences 0.98 and more of each kind are read as they are meant (benchmarks/plain.py)


@pytest.mark.parametrize("pieces", ["plain.yaml", "plain_press.yaml"])
def test_nearly_all_are_read(pieces: str, gazetteer: Gazetteer) -> None:
    made = list(cases(240, seed=11, path=PIECES.with_name(pieces)))
    for kind in KINDS:
        some = [case for case in made if case.kind == kind]
        wrong = [(case.text, fault) for case in some if (fault := faults(case, gazetteer))]
        assert len(wrong) <= (1 - LEAST) * len(some), (kind, wrong)


@pytest.mark.parametrize("language", ["de", "ja", "ko", "ru", "zh"])
def test_nearly_all_are_read_in_other_languages(language: str, gazetteer: Gazetteer) -> None:
    """Of the open half of their sentences: the other half is counted by the benchmark, and never looked at."""
    some = list(filled(140, seed=11, path=PIECES.with_name(f"plain_{language}.yaml"), part="open"))
    wrong = [(case.text, fault) for case in some if (fault := faults(case, gazetteer))]
    assert len(wrong) <= (1 - LEAST) * len(some), wrong


def test_the_same_seed_gives_the_same_sentences() -> None:
    assert [c.text for c in cases(30, seed=5)] == [c.text for c in cases(30, seed=5)]
    assert [c.text for c in cases(30, seed=5)] != [c.text for c in cases(30, seed=6)]


def told(text: str, gazetteer: Gazetteer) -> list[tuple[str, str, str, str]]:
    """Event, place, status and first moment (UTC) of what is told."""
    report = Report("r", text, published=datetime.fromisoformat("2023-09-13T09:00+10:00"), of_train=True)
    return [
        (s.event, s.place.name, s.status, f"{s.interval.earliest:%d %H:%M}" if s.interval else "")
        for s in resolve([report], gazetteer).sightings
    ]


@pytest.mark.parametrize(
    ("text", "event", "when"),
    [
        # a time before the subject is of the main verb, whatever is said of the subject in between
        ("At 14:20 on Tuesday a train, moving slowly, was seen in Khasan.", "seen", "12 04:20"),
        ("At 14:20 on Tuesday the train, hauled by two diesels, left Khasan.", "departed", "12 04:20"),
        ("At 14:20 on Tuesday the train, long and green, was seen in Khasan.", "seen", "12 04:20"),
        ("On Tuesday at 14:20 the train, made up of 20 cars, was on its way through Khasan.", "passed", "12 04:20"),
        # nor is it of who tells of it
        ("On Monday the train left Khasan, Kyodo reported on Tuesday.", "departed", "10 14:00"),
        ("Video posted online shows that at 14:20 on Tuesday the train left Khasan.", "departed", "12 04:20"),
        ("At 2 p.m. Tuesday the train left Khasan.", "departed", "12 03:30"),
        ("The train left Khasan at 2:20 PM on 9/12/2023.", "departed", "12 04:20"),
        ("The train at 14:20 on Tuesday was in Khasan.", "seen", "12 04:20"),
        ("The train (about 20 coaches) was in Khasan at 14:20 on Tuesday.", "seen", "12 04:20"),
        ("The arrival of the train in Khasan on Tuesday was confirmed by officials.", "arrived", "11 14:00"),
        ("The train pulled out of Khasan between 14:00 and 15:00 on Tuesday.", "departed", "12 04:00"),
    ],
)
def test_the_time_is_that_of_the_main_verb(text: str, event: str, when: str, gazetteer: Gazetteer) -> None:
    assert [(s[0], s[3]) for s in told(text, gazetteer)] == [(event, when)]


def test_two_hours_after_leaving(gazetteer: Gazetteer) -> None:
    text = "Two hours after leaving Khasan at 14:20 on Monday, the train was seen in Ussuriysk."
    assert told(text, gazetteer) == [
        ("departed", "Khasan", "reported", "11 04:20"),
        ("seen", "Ussuriysk", "reported", "11 05:50"),
    ]


def test_who_saw_it_elsewhere_puts_it_nowhere_else(gazetteer: Gazetteer) -> None:
    text = "A resident of Khabarovsk saw the train pass through Khasan on Tuesday."
    assert [s[:2] for s in told(text, gazetteer)] == [("passed", "Khasan")]


def test_the_station_is_where_it_is_said_to_be(gazetteer: Gazetteer) -> None:
    """It is in Khasan, not where those are who tell of it."""
    text = "Officials in Seoul said that an ammunition train left the station in Khasan on Monday."
    assert [s[:2] for s in told(text, gazetteer)] == [("departed", "Khasan")]


def test_a_false_claim_of_a_crossing_is_denied_once(gazetteer: Gazetteer) -> None:
    text = "Police dismissed as false a claim that the train crossed into Russia at Khasan on Monday."
    assert [s[:2] for s in told(text, gazetteer)] == [("absent", "Khasan")]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("The train pulled up at Khasan station on Monday.", ["arrived"]),
        ("The train changed locomotives in Khasan on Monday.", ["stopped"]),
        ("The train, one of several watched by reporters, left Khasan on Monday.", ["departed"]),
        ("The train, which bore no markings, left Khasan on Monday.", ["departed"]),
        ("Videos show the train in Khasan on Monday and in Ussuriysk on Tuesday.", ["seen", "seen"]),
        ("The train could have left Khasan on Monday.", ["departed"]),
    ],
)
def test_what_happened(text: str, events: list[str], gazetteer: Gazetteer) -> None:
    assert [s[0] for s in told(text, gazetteer)] == events


@pytest.mark.parametrize(
    "text",
    ["The train normally crosses the border at Khasan every Tuesday.", "The train passes Khasan on Tuesdays."],
)
def test_what_recurs_is_no_journey(text: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == []


def test_nobody_saw_it(gazetteer: Gazetteer) -> None:
    text = "Nobody saw a train of matching length passing through Khasan on Tuesday."
    assert [s[0] for s in told(text, gazetteer)] == ["absent"]


def test_it_is_possible_that(gazetteer: Gazetteer) -> None:
    assert [s[2] for s in told("It is possible that the train left Khasan on Tuesday.", gazetteer)] == ["speculated"]


def test_a_clock_left_over_is_of_the_event_without_one(gazetteer: Gazetteer) -> None:
    text = "After repairs, for which it stood till 13:30, the train went down to Khasan on Tuesday, in rain at 14:20."
    assert ("arrived", "Khasan", "reported", "12 04:20") in told(text, gazetteer)


def test_a_clock_behind_days_before_is_of_the_day_of_the_story(gazetteer: Gazetteer) -> None:
    """Ussuriysk is by Khasan, where the train was that morning, not by Pyongyang, where it was two days before."""
    text = "The train was in Khasan at 6 a.m. on Tuesday. It left Pyongyang on Sunday. It passed Ussuriysk at 13:20."
    assert ("passed", "Ussuriysk", "reported", "12 03:20") in told(text, gazetteer)


def test_a_hedge_of_the_load_is_none_of_the_run(gazetteer: Gazetteer) -> None:
    text = "Состав, предположительно с танками, вчера прошёл через Хабаровск."
    assert [(s[0], s[2]) for s in told(text, gazetteer)] == [("passed", "reported")]
    assert [s[3] for s in told("Поезд прибыл в Хасан накануне.", gazetteer)] == ["11 14:00"]
