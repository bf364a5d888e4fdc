"""Names that a river or a region tells from their namesakes, and names that nothing does."""

from __future__ import annotations

from datetime import datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report
from railsight.resolution import Reading, resolve


def read(text: str, gazetteer: Gazetteer) -> Reading:
    return resolve([Report("r", text, published=datetime.fromisoformat("2025-11-19T18:00+01:00"))], gazetteer)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Frankfurt an der Oder", "Frankfurt (Oder)"),
        ("Frankfurt (Oder)", "Frankfurt (Oder)"),
        ("Frankfurt/Oder", "Frankfurt (Oder)"),
        ("Halle (Saale)", "Halle (Saale)"),
        ("Frankfurt/Main", "Frankfurt am Main"),
        ("Neustadt an der Weinstrasse", "Neustadt an der Weinstraße"),
        ("Neustadt an der Weinstraße", "Neustadt an der Weinstraße"),
        ("Rothenburg ob der Tauber", "Rothenburg ob der Tauber"),
        ("Landau in der Pfalz", "Landau in der Pfalz"),
    ],
)
def test_a_river_behind_a_name_belongs_to_it(name: str, place: str, gazetteer: Gazetteer) -> None:
    reading = read(f"The train passed {name} on Tuesday at 10:00.", gazetteer)
    assert [(m.text, m.place and m.place.name) for m in reading.mentions if m.kind == "place"] == [(name, place)]
    assert [(s.event, s.place.name) for s in reading.sightings] == [("passed", place)]


def test_two_places_beside_each_other_stay_two(gazetteer: Gazetteer) -> None:
    reading = read("The train left Halle/Leipzig on Monday for Perm (Russia).", gazetteer)
    assert [m.text for m in reading.mentions if m.kind == "place"] == ["Halle", "Leipzig", "Perm", "Russia"]


def test_a_name_of_several_places_is_not_settled_in_silence(gazetteer: Gazetteer) -> None:
    said = read("The train reached Vostochny on Tuesday.", gazetteer).warnings
    assert len(said) == 1
    assert said[0].startswith(
        "r: 'Vostochny' is taken for Vostochny Cosmodrome (spaceport, RU), not for Vostochny Port"
    )
    assert read("The train reached Khabarovsk on Tuesday.", gazetteer).warnings == ()


def test_places_of_one_name_kind_and_country_are_told_apart_by_where_they_are(gazetteer: Gazetteer) -> None:
    (said,) = read("The train passed Dandong on Monday and reached Ji'an on Tuesday.", gazetteer).warnings
    taken, _, others = said.partition(", not for ")
    assert taken.startswith("r: 'Ji'an' is taken for Ji'an (station, CN, 126.")
    assert "Ji'an (station, CN, 115." in others
