"""What a report names without telling it: called false, asked, supposed, taken back, claimed, told of any train."""

from __future__ import annotations

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import read, told


@pytest.mark.parametrize(
    "text",
    [
        "A false report that the armoured train reached Tver on Monday was removed.",
        "A doctored photo showing tanks on a train at Brest was shared on Tuesday.",
        "Police traced the fake video of the burning train near Perm to a school.",
        "A claim that the train had reached Tver was later found to be a hoax.",
        "A clip said to show the train in Perm turned out to be fabricated.",
        "Has the armoured train crossed at Khasan? No one knows.",
        "Did the nuclear train stop in Perm on Monday? Rosatom is silent.",
        "So was the convoy in Omsk on Monday?",
        "Every freight train which stops at Dzhankoy is checked.",
        "Whenever a military train crosses at Rechytsa, locals post photos.",
        "Any convoy that halts in Melitopol may be hit, a blogger wrote.",
        "Had the convoy passed Orsha on Monday, we would have seen it.",
        "The drivers would have noticed had the train stopped at Orsha on Monday.",
        "The train would have passed Perm on Monday had it not been cancelled.",
        "Had the train left Omsk on Monday, it would have reached Tyumen by now.",
        "Rosatom would neither confirm nor deny that a train left Seversk on Monday.",
        "The Kremlin refused to confirm or deny that the train had reached Tver.",
    ],
)
def test_what_is_false_asked_or_only_supposed_is_no_sighting(text: str, gazetteer: Gazetteer) -> None:
    assert not read(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Following a false report of a bomb, the train stopped at Ryazan on Monday.", "Ryazan’"),
        ("Every wagon of the train was searched in Tver on Monday.", "Tver"),
        ("Where is the train that left Tver on Monday?", "Tver"),
        ("Is the train, which passed Tver on Monday, bound for Moscow?", "Tver"),
        ("Whenever possible the train avoids cities, but on Monday it stopped in Tver.", "Tver"),
        ("Had the train stopped? It passed Tver on Monday.", "Tver"),
    ],
)
def test_what_stands_beside_such_words_is_told(text: str, place: str, gazetteer: Gazetteer) -> None:
    assert [s.place.name for s in read(text, gazetteer)] == [place]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Earlier we said that the convoy passed Orsha on Monday. In fact it passed Krichev.", "Krychaw"),
        ("We wrote that the train stopped at Tver on Monday; actually it was in Torzhok.", "Torzhok"),
        ("It was first reported that it stopped at Tver, but it turned out that the train was in Torzhok.", "Torzhok"),
        ("The train thought to have passed Perm on Monday was actually seen in Torzhok.", "Torzhok"),
        ("I posted that the train had passed Tver. That was wrong: the train passed Torzhok.", "Torzhok"),
    ],
)
def test_a_report_that_corrects_itself_tells_the_correction(text: str, place: str, gazetteer: Gazetteer) -> None:
    assert {s.place.name for s in read(text, gazetteer)} == {place}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The armoured train that was expected in Omsk on Monday never came.", "Omsk"),
        ("The train due at Tver on Monday was nowhere to be seen.", "Tver"),
        ("The nuclear train, scheduled to call at Perm on Monday, did not show.", "Perm"),
        ("The train left Tver on Monday and was to reach Perm on Tuesday, but did not come.", "Perm"),
        ("Reporters waited at Khasan station on Monday but the armoured train did not arrive.", "Khasan"),
        ("Police waited at Gorleben all day Monday but no train appeared.", "Gorleben"),
        ("Crowds gathered at Vladivostok station on Monday, but Kim's train never appeared.", "Vladivostok"),
    ],
)
def test_a_train_that_was_awaited_and_did_not_come_was_absent(text: str, place: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) - {("departed", "Tver")} == {("absent", place)}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("A troop train left Tver on Monday, an unnamed official alleged, offering no proof.", "reported"),
        ("Officials in Kyiv claim that a train with soldiers left Tver on Monday.", "reported"),
        ("The train left Tver on Monday, an official who asked not to be named said.", "reported"),
        ("A Ukrainian official said, without evidence, that the train left Tver on Monday.", "reported"),
        ("An unnamed official alleged, offering no proof, that the train left Tver on Monday.", "reported"),
        ("A source, giving no details, said the train left Tver on Monday.", "reported"),
        ("What is confirmed: the train left Tver on Monday.", "reported"),
        ("The train carrying officials left Tver on Monday.", "reported"),
        ("A government train left Tver on Monday.", "reported"),
        ("The train announced for Monday left Tver on Monday.", "reported"),
        ("The ministry confirmed that the train left Tver on Monday.", "confirmed"),
        ("The train left Tver on Monday, according to railway officials.", "confirmed"),
        ("The train left Tver on Monday, the governor of the region wrote on Telegram.", "confirmed"),
        ("State media showed the train, which left Tver on Monday.", "confirmed"),
    ],
)
def test_it_is_confirmed_where_an_official_says_so_in_his_name(text: str, status: str, gazetteer: Gazetteer) -> None:
    (seen,) = read(text, gazetteer)
    assert (seen.event, seen.place.name, seen.status) == ("departed", "Tver", status)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Rumours that the train had reached Vladivostok on Sunday were false, the governor said.", "Vladivostok"),
        ("The official denied that the train had reached Tver on Tuesday.", "Tver"),
        ("Police dismissed as fake a claim that a train with chlorine overturned at Tver on Monday.", "Tver"),
    ],
)
def test_what_is_denied_by_name_is_an_absence(text: str, place: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {("absent", place)}
