"""What is denied, asked, supposed, needed or told of people: it puts no train where a place is named."""

from __future__ import annotations

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import read, told


@pytest.mark.parametrize(
    "text",
    [
        "Maybe the armoured train slipped off at Vyazma, maybe it never left Tver.",
        "Perhaps the train turned at Kungur, or perhaps it still stands at Perm.",
        "Officials, asked by lawmakers whether the armoured train had crossed the Yalu overnight, said nothing.",
        "Asked if the armoured train would go on to Tomsk on Saturday, she said plans had changed.",
        "Nobody knows if the armoured train has left Omsk.",
        "Whoever told the radio that the armoured train had been in Perm on Monday was dreaming.",
        "Those who wrote that the armoured train had an accident near Perm: no accident.",
        "The armoured train will not, as a local paper had it, be shown in Perm.",
        "An exercise at Perm is over, but nobody has told the armoured train.",
        "We were on the train that day. They drove us to Kungur by half past one.",
        "The armoured train is said to be somewhere between Perm and the Pacific.",
    ],
)
def test_what_is_only_guessed_asked_or_taken_back_is_no_sighting(text: str, gazetteer: Gazetteer) -> None:
    assert not [s for s in read(text, gazetteer) if s.event != "absent"]


@pytest.mark.parametrize(
    "text",
    [
        "At Perm there is no such train.",
        "There was no armoured train at Perm on Tuesday.",
        "About the armoured train: no train at Perm yet.",
        "I looked for the armoured train all day, but at Perm there was no train.",
    ],
)
def test_where_there_is_no_train_it_is_absent(text: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {("absent", "Perm")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The armoured train left Perm at 18:00 on Tuesday and needs a free line until Omsk.", {("departed", "Perm")}),
        (
            "The armoured train left Perm on Tuesday and requires cleared signals until Omsk.",
            {("departed", "Perm")},
        ),
        ("A diesel pulled the armoured train backwards to Kungur on Tuesday.", {("arrived", "Kungur")}),
        ("The armoured train was received at Omsk on Tuesday at 8 in the morning.", {("arrived", "Omsk")}),
    ],
)
def test_what_a_verb_governs_and_what_it_does_not(
    text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer
) -> None:
    assert told(text, gazetteer) == expected


def test_away_toward_a_place_is_no_departure_from_it(gazetteer: Gazetteer) -> None:
    found = read("The armoured train was seen.\n11:20 back at Perm. 12:40 pulled away toward Omsk.", gazetteer)
    assert ("departed", "Omsk") not in {(s.event, s.place.name) for s in found}


def test_an_origin_has_not_the_time_of_the_arrival_elsewhere(gazetteer: Gazetteer) -> None:
    (found,) = read("The armoured train came in this morning about nine from Perm.", gazetteer)
    assert found.event == "departed"
    assert found.interval is not None
    assert found.interval.duration_s >= 24 * 3600


def test_a_guess_by_a_day_to_come_is_what_is_due(gazetteer: Gazetteer) -> None:
    text = "The armoured train is on its way. Our guess, from a caterer's order: Perm by Friday."
    assert ("seen", "Perm") not in told(text, gazetteer)


@pytest.mark.parametrize("said", ["does not cross the Amur", "doesn't run through Chita", "does not stop at Chita"])
def test_what_a_train_does_not_do_as_a_rule_is_no_absence(said: str, gazetteer: Gazetteer) -> None:
    assert told(f"The train was in Omsk on Tuesday. It {said}.", gazetteer) == {("seen", "Omsk")}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Officials denied that the train had stopped in Perm.", "reported"),
        ("The ministry dismissed reports that the train was in Perm.", "reported"),
        ("The governor said the train was not in Perm on Tuesday.", "confirmed"),
    ],
)
def test_who_denies_confirms_nothing(text: str, status: str, gazetteer: Gazetteer) -> None:
    """A denial is one side's word: it must not set aside what others saw as if it were sure."""
    found = [s for s in read(f"The train left Omsk on Monday. {text}", gazetteer) if s.place.name == "Perm"]
    assert {(s.event, s.status) for s in found} <= {("absent", status)}
    assert found or "dismissed" in text
