""" "The X region" is the region, whatever word the gazetteer has for it, and never a spot in the town X."""

from __future__ import annotations

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import read


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("Bryansk region", "Bryansk Oblast"),
        ("Voronezh province", "Voronezh Oblast"),
        ("Krasnodar region", "Krasnodar Krai"),
        ("Abai oblast", "Abai Region"),
        ("Gomel region", "Homyel’ Voblasc’"),  # called after a town that is spelt otherwise
        ("Orel region", "Oryol oblast"),
    ],
)
def test_a_region_is_found_by_any_word_for_one(name: str, region: str, gazetteer: Gazetteer) -> None:
    assert gazetteer.one(name).name == region
    (seen,) = read(f"A military train was filmed in the {name} on Tuesday.", gazetteer)
    assert (seen.place.name, seen.place.kind) == (region, "region")


@pytest.mark.parametrize("town", ["Bukhara", "Ulyanovsk", "Aktobe"])
def test_a_region_without_an_entry_is_wide(town: str, gazetteer: Gazetteer) -> None:
    (seen,) = read(f"A military train stopped in the {town} region on Tuesday.", gazetteer)
    assert seen.place.kind == "area"
    assert seen.place.radius_m > 100_000.0


def test_regions_in_a_list_share_the_word_for_them(gazetteer: Gazetteer) -> None:
    seen = read("The train passed through Smolensk and Tver regions on Monday.", gazetteer)
    assert "Smolensk Oblast" in {s.place.name for s in seen}


@pytest.mark.parametrize("text", ["The train stopped in Bryansk on Monday.", "The train stopped at Gomel on Monday."])
def test_the_town_alone_stays_the_town(text: str, gazetteer: Gazetteer) -> None:
    assert [s.place.kind for s in read(text, gazetteer)] == ["town"]


@pytest.mark.parametrize(
    "text",
    [
        "The train left Bryansk on Monday. It was stopped in the Bryansk region on Tuesday.",
        "The governor of the Kursk region said the train left Kursk on Monday.",
        "The train left Perm on Monday and was seen in Perm oblast on Tuesday.",
    ],
)
def test_the_town_beside_its_region_stays_the_town(text: str, gazetteer: Gazetteer) -> None:
    (left,) = [s for s in read(text, gazetteer) if s.event == "departed"]
    assert left.place.kind in ("town", "station")


@pytest.mark.parametrize("owner", ["Russia's", "the Bryansk region's", "Bryansk oblast's"])
def test_a_region_that_owns_a_town_only_says_where_it_is(owner: str, gazetteer: Gazetteer) -> None:
    assert [s.place.name for s in read(f"The train was seen in {owner} Unecha on Monday.", gazetteer)] == ["Unecha"]
