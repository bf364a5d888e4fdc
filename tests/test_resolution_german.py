"""What German reports tell of several places, of trains told of aside, and how sure it is. Sentences of our own."""

from __future__ import annotations

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import by_place as told


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Gestern Abend hielt der Zug, der am Montagmorgen in Chassan gestartet war, in Ussurijsk.",
         {"Khasan": "departed reported 11 09", "Ussuriysk": "stopped reported 12 20"}),
        ("Gestern Abend erreichte der am Montagmorgen in Chassan gestartete Zug Ussurijsk.",
         {"Khasan": "departed reported 11 09", "Ussuriysk": "arrived reported 12 20"}),
        ("Nach einem Halt in Chassan am Montagmorgen erreichte der Sonderzug gestern Abend Ussurijsk.",
         {"Khasan": "stopped reported 11 09", "Ussuriysk": "arrived reported 12 20"}),
        ("Der Zug wurde in Chassan (am Montagmorgen) und Ussurijsk (gestern Abend) gesehen.",
         {"Khasan": "seen reported 11 09", "Ussuriysk": "seen reported 12 20"}),
        ("Von Chassan nach Ussurijsk brauchte der Zug lange: Abfahrt am Montagmorgen, Ankunft gestern Abend.",
         {"Khasan": "departed reported 11 09", "Ussuriysk": "arrived reported 12 20"}),
        ("Gestern Abend verließ der Zug Ussurijsk mit Ziel Wladiwostok.",
         {"Ussuriysk": "departed reported 12 20", "Vladivostok": "heading reported 12 20"}),
        ("Der Zug rollte gestern um die Mittagszeit durch Ussurijsk.", {"Ussuriysk": "passed reported 12 12"}),
        ("Über die Brücke bei Ussurijsk fuhr der Zug gestern Abend.", {"Ussuriysk": "crossed reported 12 20"}),
    ],
)  # fmt: skip
def test_times_of_several_places(text: str, wanted: dict[str, str], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == wanted


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Ein Regionalzug musste gestern Abend in Ussurijsk warten, um den Sonderzug durchzulassen.", "passed"),
        ("Eine Kamera am Bahnübergang von Ussurijsk filmte, wie der Zug gestern Abend vorbeifuhr.", "seen"),
        ("„Da kam der Zug vorbei“, sagte eine Frau, die gestern Abend in Ussurijsk am Bahnsteig stand.", "passed"),
    ],
)
def test_told_aside(text: str, event: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {"Ussuriysk": f"{event} reported 12 20"}


def test_come_from_elsewhere(gazetteer: Gazetteer) -> None:
    found = told("Aus Chassan kommend, erreichte der Zug gestern Abend Ussurijsk.", gazetteer)
    assert found["Khasan"].startswith("departed")
    assert found["Ussuriysk"] == "arrived reported 12 20"


def test_the_object_of_a_verb_of_places_is_one(gazetteer: Gazetteer) -> None:
    for text in (
        "Gestern Abend verließ der dunkle Zug mit der Delegation Spassk-Dalni.",
        "Bahnern zufolge hat der dunkle Sonderzug Spassk-Dalni gestern Abend verlassen.",
    ):
        assert told(text, gazetteer) == {"Spassk-Dalny": "departed reported 12 20"}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Wie Kremlsprecher Peskow bestätigte, ist der Zug gestern Abend durch Ussurijsk gefahren.", "confirmed"),
        ("Möglicherweise hat der Zug Ussurijsk gestern Abend passiert, Belege dafür gibt es nicht.", "speculated"),
        ("Beobachter halten es für denkbar, dass der Zug gestern Abend Ussurijsk passierte.", "speculated"),
    ],
)
def test_how_sure(text: str, status: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {"Ussuriysk": f"passed {status} 12 20"}


def test_what_is_false_was_no_passing(gazetteer: Gazetteer) -> None:
    found = told("Berichte, wonach der Zug gestern Abend in Ussurijsk hielt, sind falsch.", gazetteer)
    assert not any(event.startswith(("passed", "stopped")) for event in found.values())
