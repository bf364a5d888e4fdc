"""What is no train of its own: services and tickets, the two ends that name a train, convoys that go by road."""

from __future__ import annotations

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import read, told


@pytest.mark.parametrize(
    "text",
    [
        "Trains between Kherson and Mykolaiv were suspended on Tuesday.",
        "Train traffic between Kursk and Lgov was halted on Tuesday.",
        "Trains between Odesa and Izmail will not run on Tuesday.",
        "Buses replaced trains between Tula and Oryol on Tuesday.",
        "The strike stopped trains from Milan to Rome on Tuesday.",
        "All trains from Kursk to Belgorod were cancelled on Tuesday.",
        "The train from Kursk to Belgorod was cancelled on Monday.",
        "Rail tickets for trains from Moscow to Sochi sold out on Tuesday.",
        "The company will run 12 trains a day from Kazan to Perm from Monday.",
        "Commuter trains to Tver were delayed on Monday.",
    ],
)
def test_a_service_is_no_train(text: str, gazetteer: Gazetteer) -> None:
    assert not read(text, gazetteer)


@pytest.mark.parametrize(
    "text",
    [
        "Two military trains were halted at Tver on Monday.",
        "Military trains from Omsk stopped at Tver on Monday.",
        "The armoured train was stopped at Tver on Monday and its trip was cancelled.",
        "Passenger train 12 Moscow-Anapa stopped at Tver on Tuesday.",
        "The train 302 Almaty-Kyzylorda stopped at Tver on Tuesday.",
        "Train No. 325 Perm - Novokuznetsk stopped at Tver on Tuesday.",
        "Freight train 2314 Ussuriysk–Khabarovsk was halted at Tver on Tuesday.",
    ],
)
def test_trains_are_where_they_are_told_to_be_and_not_at_the_ends_that_name_them(
    text: str, gazetteer: Gazetteer
) -> None:
    assert told(text, gazetteer) == {("stopped", "Tver")}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Traffic was suspended for other trains when the armoured train passed Tver.", ("passed", "Tver")),
        ("All trains to Tver were cancelled when the armoured train reached Klin.", ("arrived", "Klin")),
        ("A Moscow-bound train passed Tver on Monday.", ("passed", "Tver")),
    ],
)
def test_a_train_that_others_made_way_for_is_told(text: str, seen: tuple[str, str], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {seen}


@pytest.mark.parametrize(
    "text",
    [
        "A convoy of trucks with missiles left Saratov on Monday.",
        "A road convoy with aid reached Sumy on Monday.",
        "An aid convoy of 20 lorries arrived in Kharkiv on Monday.",
        "The military convoy drove from Kursk to Sudzha on Monday.",
        "The convoy drove into Brest on Monday.",
        "Military trucks in a long convoy left Saratov on Monday.",
        "A humanitarian convoy left Kyiv on Monday. The convoy reached Sumy on Tuesday.",
        "A convoy of buses with evacuees left Mariupol on Monday and arrived in Zaporizhzhia on Tuesday.",
    ],
)
def test_a_convoy_of_the_road_is_no_train(text: str, gazetteer: Gazetteer) -> None:
    assert not read(text, gazetteer)


@pytest.mark.parametrize(
    "text", ["A military convoy left Saratov on Monday.", "A convoy of flatcars with trucks left Saratov on Monday."]
)
def test_other_convoys_are(text: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {("departed", "Saratov")}


@pytest.mark.parametrize(
    "text",
    [
        "The train stopped at Perm on Monday, 5 km from the city centre.",
        "The train stopped at Perm on Monday, some 20 kilometres from the city.",
        "The train stopped at Perm on Monday, three miles outside the town.",
    ],
)
def test_a_length_from_the_city_is_no_departure(text: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {("stopped", "Perm")}
