"""Names of places as people by the railway write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Mention, Report
from railsight.resolution import resolve

DAY = datetime(2024, 5, 22, tzinfo=UTC)


def places(text: str, gazetteer: Gazetteer) -> dict[str, Mention]:
    reading = resolve([Report("t", text, published=DAY)], gazetteer)
    return {m.text: m for m in reading.mentions if m.kind == "place"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The train left King's Cross at 07:57.", "King's Cross"),
        ("The first train reached Cox’s Bazar on Saturday.", "Cox’s Bazar"),
        ("None of the trains have gone on to Mazar-i-Sharif.", "Mazar-i-Sharif"),
        ("At Lőkösháza the Hungarian police came through the train.", "Lőkösháza"),
        ("In Stendal I only heard the train.", "Stendal"),
        ("Until Mockava the train ran to time.", "Mockava"),
        ("Passed Hazebrouck with the ambulance train at 2.20 p.m.", "Hazebrouck"),
        ("The train snaked past Bergün and was at Filisur by three.", "Bergün"),
        ("The train stood at Raška, far from the boundary.", "Raška"),
        ("I stood on the Dannevirke platform until the train came.", "Dannevirke"),
        ("The coal train is for the Rajpura thermal plant.", "Rajpura"),
        ("The train is away from Crewe, load 10. Stood Chester P4, loco taking water.", "Chester"),
        ("The night train from Split to Zagreb is snowed up.", "Split"),
        ("The northbound train should have been in Katherine by nine.", "Katherine"),
        ("The train has a new engineer. Raton at five to eleven.", "Raton"),
        ("A freight train stood at Almaty-2 all day.", "Almaty-2"),
        ("I saw the train near Bryan Ohio at noon.", "Bryan"),
    ],
)
def test_a_place_is_found(text: str, name: str, gazetteer: Gazetteer) -> None:
    found = places(text, gazetteer)
    assert name in found
    assert found[name].place is not None


def test_a_town_is_the_one_in_the_land_behind_it(gazetteer: Gazetteer) -> None:
    for land, admin1 in (("Ohio", "US.OH"), ("Texas", "US.TX")):
        place = places(f"I saw the train near Bryan {land} at noon.", gazetteer)["Bryan"].place
        assert place is not None
        assert place.admin1 == admin1


@pytest.mark.parametrize("before", ["It stood at", "At", "It reached", "It passed"])
def test_an_unknown_name_where_trains_call_is_by_the_place_named_near_it(before: str, gazetteer: Gazetteer) -> None:
    text = f"The train left Omsk at six. {before} Zzyxovka, a little before eight."
    found = places(text, gazetteer)
    assert "Zzyxovka" in found
    assert "not in the gazetteer" in found["Zzyxovka"].candidates[0].why[0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Split the train in two at Zagreb.", "Split"),
        ("Alexander I never saw a train.", "Alexander"),
        ("The train was met by Dr. Raton.", "Raton"),
        ("The guard of the train, Lewis Stendal, is from Zagreb.", "Stendal"),
        ("Soyuz-2 went to the pad by train from Samara.", "Soyuz-2"),
        ("She bought Carter's Grove by train money.", "Carter's Grove"),
    ],
)
def test_a_word_or_a_person_is_none(text: str, name: str, gazetteer: Gazetteer) -> None:
    assert name not in places(text, gazetteer)


def test_a_town_may_be_called_like_a_river(gazetteer: Gazetteer) -> None:
    text = "The special train left Cheyenne, Wyoming, at six. It sat at Green River, then went on to Evanston, Wyoming."
    place = places(text, gazetteer)["Green River"].place
    assert place is not None
    assert (place.kind, place.admin1) == ("town", "US.WY")
    crossed = places("The train crossed the Green River in Kentucky at noon.", gazetteer)["Green River"].place
    assert crossed is not None
    assert crossed.kind == "river"
