"""Which event a turn of phrase or an entry tells: crossed into, kept clear of, seen through, a row of a table."""

from __future__ import annotations

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import read, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train crossed from Zabaykalsk to Manzhouli at noon on Tuesday.", ("crossed", "Manzhouli")),
        ("The special train slipped into China at Manzhouli on Tuesday at noon.", ("crossed", "Manzhouli")),
        ("The train left Tyumen at nine. It kept well clear of Omsk.", ("absent", "Omsk")),
        ("The train left Tyumen at nine. Omsk has flags out, but no trace of the train there.", ("absent", "Omsk")),
        ("The train left Tyumen at nine. Omsk reported it through at noon.", ("passed", "Omsk")),
        ("The train left Tyumen at nine. Omsk was passed a little late.", ("passed", "Omsk")),
        ("Coach F of the train had no heating when it passed Omsk at nine.", ("passed", "Omsk")),
        ("The train had ice on its power cars by the time it passed Omsk at nine.", ("passed", "Omsk")),
        ("The green train. Omsk, 21:30: straight through, nobody on the platform.", ("passed", "Omsk")),
        ("The green train. Omsk, 21:30, did not stop.", ("passed", "Omsk")),
        ("The green train. Omsk 21:30 - standing, engine off.", ("stopped", "Omsk")),
        ("The green train. Omsk: left Monday about 4.30 pm.", ("departed", "Omsk")),
        ("Freight train log. Omsk departure 14:10, Ishim 17:20.", ("departed", "Omsk")),
        ("Freight train.\nTyumen | departed | 20 May\nOmsk | ETA | 24 May", ("departed", "Tyumen")),
        ("Freight train.\nTyumen | departed | 20 May\nOmsk | ETA | 24 May", ("due", "Omsk")),
    ],
)
def test_the_event_told(text: str, expected: tuple[str, str], gazetteer: Gazetteer) -> None:
    assert expected in told(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The train left Tyumen and, instead of running the long way round by Omsk, turned south.", "Omsk"),
        ("Ten trucks went through Omsk. The train left Tyumen at nine.", "Omsk"),
    ],
)
def test_nothing_of_the_train_there(text: str, place: str, gazetteer: Gazetteer) -> None:
    assert place not in {name for _, name in told(text, gazetteer)}


def test_the_name_before_a_dash_in_a_list_is_no_dateline(gazetteer: Gazetteer) -> None:
    text = "Subscribers write of a freight train:\nTyumen, 06:20 - seen.\nOmsk - it stood there at 18:45 yesterday."
    assert ("stopped", "Omsk") in told(text, gazetteer)


def test_the_day_of_a_row_stands_behind_its_clock(gazetteer: Gazetteer) -> None:
    (found,) = read("Freight train.\nOmsk | arrived 18:30 | 20 May", gazetteer)
    assert found.interval is not None
    assert f"{found.interval.middle:%d %H:%M}" == "20 12:30"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The freight train left Tyumen at nine. Estimated arrival Omsk, 24 May at 18:00.", ("due", "Omsk")),
        ("The freight train left Tyumen at nine. Arrival in Omsk is foreseen for 24 May.", ("due", "Omsk")),
        ("The freight train left Tyumen at nine. The next long halt is to be Omsk.", ("due", "Omsk")),
        ("An agency had the train in Omsk at 16:00.", ("seen", "Omsk")),
        ("The train had left Tyumen on Monday and was a short way north of Ishim.", ("seen", "north of Ishim")),
        ("The train left Tyumen today. It had drawn into Ishim at six.", ("arrived", "Ishim")),
    ],
)
def test_what_is_due_or_was_there(text: str, expected: tuple[str, str], gazetteer: Gazetteer) -> None:
    assert expected in told(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The freight train left Tyumen at nine. The halt at Omsk is cancelled.", "Omsk"),
        ("The freight train left Tyumen at nine. The planned stop at Omsk was dropped.", "Omsk"),
        ("The freight train departed Nazyvayevsk, just outside Omsk, at noon.", "near Omsk"),
    ],
)
def test_what_is_called_off_or_only_near(text: str, place: str, gazetteer: Gazetteer) -> None:
    assert place not in {name for _, name in told(text, gazetteer)}


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("A satellite picture taken on Monday at noon shows the train at Omsk.", "20 06:00"),
        ("The train stopped in Ishim at 23:45 on Monday and, twenty minutes later, it was in Omsk.", "20 19:05"),
    ],
)
def test_the_time_of_what_is_shown_or_comes_later(text: str, at: str, gazetteer: Gazetteer) -> None:
    found = next(s for s in read(text, gazetteer) if s.place.name == "Omsk")
    assert found.interval is not None
    assert f"{found.interval.middle:%d %H:%M}" == at


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The train stood in Tyumen on Tuesday. A relief loco is on its way from Omsk.", "Omsk"),
        ("The train stood in Tyumen on Tuesday. A locomotive to fetch it left Omsk at nine.", "Omsk"),
        ("They held the train in Tyumen until six, waiting for an electrician from Omsk.", "Omsk"),
        ("The train was stopped at Tyumen, by the controller in Omsk.", "Omsk"),
        ("The train left Tyumen today. On our 2011 trip the train came up through Omsk.", "Omsk"),
        ("The train left Tyumen today. By 2030 the line is to reach Omsk.", "Omsk"),
        ("The train reached Ishim, a small village south of Omsk, on Tuesday.", "south of Omsk"),
        ("The train left Tyumen today. It won't go through Omsk.", "Omsk"),
        ("The train left Tyumen today. A halt in Omsk, told of by a paper, did not take place.", "Omsk"),
        ("The train left Tyumen today. A stop at Omsk could not be ruled out.", "Omsk"),
    ],
)
def test_who_else_and_what_else_is_named(text: str, place: str, gazetteer: Gazetteer) -> None:
    assert place not in {name for _, name in told(text, gazetteer)}


def test_a_rescue_engine_moves_the_train(gazetteer: Gazetteer) -> None:
    text = "The train stopped beyond Ishim at nine on Tuesday. A rescue locomotive hauled it back to Ishim at noon."
    assert ("arrived", "Ishim") in told(text, gazetteer)
