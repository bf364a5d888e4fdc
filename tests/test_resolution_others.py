"""Other trains than the one told of, what may be done or is idle talk, and who saw nothing, noted it or got down."""

from __future__ import annotations

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import read, told


@pytest.mark.parametrize(
    "text",
    [
        "Your Tyumen train left Perm on Monday. The Chelyabinsk train behind it was seen in Omsk on Tuesday.",
        "The Tyumen train left Perm on Monday. The Chelyabinsk train was seen in Omsk on Tuesday.",
        "The coal train left Perm on Monday. A second one had not arrived in Omsk by Tuesday.",
        "The coal train left Perm on Monday. It is not the ore set, that one was in Omsk on Tuesday.",
    ],
)
def test_another_train_is_not_this_one(text: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {("departed", "Perm")}


@pytest.mark.parametrize(
    "text",
    [
        "The Tyumen train left Perm on Monday. The train was seen in Omsk on Tuesday.",
        "The Tyumen train left Perm on Monday. The Tyumen train was seen in Omsk on Tuesday.",
        "The coal train left Perm on Monday. With one van behind it the train was seen in Omsk on Tuesday.",
    ],
)
def test_the_same_train_told_again_is_this_one(text: str, gazetteer: Gazetteer) -> None:
    assert ("seen", "Omsk") in told(text, gazetteer)


@pytest.mark.parametrize(
    "text",
    [
        "The train left Perm on Monday. Options: wait, or turn it back to Omsk.",
        "The train left Perm on Monday. Talk of it going on to Omsk makes little sense.",
        "The train left Perm on Monday. Rumours that it went to Omsk are baseless.",
        "The train left Perm on Monday. The minister would go on to Omsk, but not by rail.",
    ],
)
def test_what_may_be_done_or_is_idle_talk_tells_nothing(text: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {("departed", "Perm")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train left Perm on Monday. Drivers waiting in Omsk on Tuesday saw nothing.", ("absent", "Omsk")),
        ("The train left Perm on Monday. The terminal at Omsk has no record of it.", ("absent", "Omsk")),
        ("The train left Perm on Monday. Residents of Omsk saw nothing unusual.", None),
        ("The train left Perm on Monday. Omsk logged it at 05:20 on Tuesday.", ("seen", "Omsk")),
        ("The train left Perm on Monday and would carry on to Omsk.", ("heading", "Omsk")),
        ("The minister stepped off a sleeping car in Omsk on Tuesday.", ("arrived", "Omsk")),
        ("Staff cleared a platform at Omsk at 6 a.m. on Tuesday and a green train rolled in.", ("arrived", "Omsk")),
        ("The train left Perm on Monday with children from homes around Omsk.", None),
        ("The train left Perm on Monday. It came from a siding near Omsk.", ("seen", "near Omsk")),
    ],
)  # fmt: skip
def test_what_is_told_of_a_place(text: str, expected: tuple[str, str] | None, gazetteer: Gazetteer) -> None:
    found = {(s.event, s.place.name) for s in read(text, gazetteer) if s.place.name.endswith("Omsk")}
    assert found == ({expected} if expected else set())


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("The train passed Omsk on Tuesday. He is held in Tomsk and has a brother in Ishim.", False),
        ("The driver of the train was detained on Monday. She is held in Tomsk.", False),
        ("Two men were taken off the train. They are held in Tomsk.", False),
        ("The train passed Omsk on Tuesday. He was taken to Tomsk.", False),
        ("The train passed Omsk on Monday. She's been held at Tomsk since Tuesday.", True),
        ("The train passed Omsk on Tuesday. It is held at Tomsk.", True),
    ],
)
def test_a_person_held_is_no_train(text: str, stops: bool, gazetteer: Gazetteer) -> None:
    assert any(place == "Tomsk" for _, place in told(text, gazetteer)) == stops


@pytest.mark.parametrize(
    "text",
    [
        "The train left Chita on Tuesday; another train left Omsk for Tomsk on Tuesday.",
        "The train left Chita on Tuesday; another, empty, train left Omsk on Tuesday.",
        "The train left Chita on Tuesday; a second empty train passed Omsk on Tuesday.",
    ],
)
def test_another_train_of_the_same_sentence_is_the_subject_of_its_own_part(text: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {("departed", "Chita")}


@pytest.mark.parametrize(
    "apart",
    [
        "It has nothing to do with the delegation's train",
        "It was not the armoured train",
        "It is not connected with the presidential train",
        "The train is not the one carrying the leader",
    ],
)
def test_a_report_of_an_everyday_train_that_sets_it_apart_is_not_of_the_one_followed(
    apart: str, gazetteer: Gazetteer
) -> None:
    freight = "A freight train was seen in Perm on Monday. It was headed for Omsk."
    assert told(freight, gazetteer) == {("seen", "Perm"), ("heading", "Omsk")}
    assert told(f"{freight} {apart}.", gazetteer) == set()
    assert told(f"{freight} {apart}. The armoured train was in Tyumen on Tuesday.", gazetteer) == {("seen", "Tyumen")}


@pytest.mark.parametrize(
    "text",
    [
        "The armoured train was seen in Perm on Monday. It has nothing to do with the driver's train.",
        "The freight train was seen in Perm on Monday. It was not the train that stood in Omsk.",
    ],
)
def test_what_is_followed_stays_so_beside_another(text: str, gazetteer: Gazetteer) -> None:
    assert ("seen", "Perm") in told(text, gazetteer)
