"""Plain English of reporters, bloggers and officials: no word "train", misspelt verbs, the verb after its place."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report
from railsight.resolution import Reading, resolve

NOW = "2024-05-22T12:00+00:00"  # a Wednesday


def read(text: str, gazetteer: Gazetteer) -> Reading:
    return resolve([Report("r", text, published=datetime.fromisoformat(NOW))], gazetteer)


def told(text: str, gazetteer: Gazetteer) -> set[tuple[str, str, str]]:
    """Sightings as subject, event and name of the place."""
    return {(s.subject, s.event, s.place.name) for s in read(text, gazetteer).sightings}


def roles(text: str, gazetteer: Gazetteer) -> dict[str, str]:
    return {m.text: m.role for m in read(text, gazetteer).mentions if m.kind == "place"}


@pytest.mark.parametrize(
    ("text", "event", "place"),
    [
        ("A long string of freight cars passed Nevada City on Tuesday.", "passed", "Nevada City"),
        ("The steam special reached Chattanooga at noon on Tuesday.", "arrived", "Chattanooga"),
        ("The Flying Dutchman Express left Hannover on Tuesday.", "departed", "Hannover"),
        ("A military echelon was seen in Gomel on Tuesday.", "seen", "Homyel'"),
        ("The sleeper from Vienna pulled into Graz at 6 a.m. on Tuesday.", "arrived", "Graz"),
        ("The transport of nuclear waste reached Graz on Tuesday.", "arrived", "Graz"),
        ("The TGV left Lyon on Tuesday.", "departed", "Lyon"),
        ("The steam engine left Graz with six coaches on Tuesday.", "departed", "Graz"),
        ("The loaded wagons stood at Maputo on Tuesday.", "stopped", "Maputo"),
        ("The night train pulled into Zagreb on Tuesday.", "arrived", "Zagreb"),
        ("It came through Salzburg at noon on Tuesday, a hotel guest said.", "passed", "Salzburg"),
        ("Note of the signal box: 60163 came through Doncaster at noon on Tuesday.", "passed", "Doncaster"),
        ("The train was late. It'd left Graz on Tuesday.", "departed", "Graz"),
    ],
)  # fmt: skip
def test_trains_by_other_words(text: str, event: str, place: str, gazetteer: Gazetteer) -> None:
    assert ("train", event, place) in told(text, gazetteer)


def test_a_train_that_is_not_named_is_said_to_be_assumed(gazetteer: Gazetteer) -> None:
    (one,) = read("It came through Salzburg at noon on Tuesday, a hotel guest said.", gazetteer).sightings
    assert "no train is named" in one.note


@pytest.mark.parametrize(
    "text",
    [
        "He arrived in London on Tuesday for talks about railways.",
        "The Indian Express reported on Tuesday that the minister had reached Delhi.",
        "Settlers crossed the river at Boise in covered wagons on Tuesday.",
        "The upper echelons of the party met in Shanghai on Tuesday.",
        "It was a cold day in Berlin.",
        "Eurostar said on Tuesday that it had left London behind.",
        "Sleeper agents reached Graz on Tuesday.",
    ],
)
def test_no_train_is_made_of_other_words(text: str, gazetteer: Gazetteer) -> None:
    assert not told(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "event", "place"),
    [
        ("The train arived in Minsk on Tuesday.", "arrived", "Minsk"),
        ("The train depated Minsk on Tuesday.", "departed", "Minsk"),
        ("The train was spoted near Minsk on Tuesday.", "seen", "near Minsk"),
        ("The train crosed the border at Brest on Tuesday.", "crossed", "Brest"),
    ],
)
def test_common_verbs_misspelt(text: str, event: str, place: str, gazetteer: Gazetteer) -> None:
    assert ("train", event, place) in told(text, gazetteer)


def test_other_words_are_no_misspellings(gazetteer: Gazetteer) -> None:
    assert not told("Passengers of the train hated Minsk, deported people and stepped on a schedule.", gazetteer)


@pytest.mark.parametrize(
    ("text", "event", "place", "status"),
    [
        ("The train left Omsk. Tyumen is expected on Thursday.", "due", "Tyumen", "expected"),
        ("The train left Omsk. Tyumen could be reached on Thursday.", "due", "Tyumen", "speculated"),
        ("The train left Omsk. Tyumen was passed on Tuesday.", "passed", "Tyumen", "reported"),
        ("The train left Omsk. Tyumen is its likely destination.", "heading", "Tyumen", "speculated"),
        ("The train left Omsk. Next stop, staff said, is Tyumen.", "due", "Tyumen", "expected"),
        ("The train left Omsk. Its next stop is thought to be Tyumen.", "due", "Tyumen", "speculated"),
        ("The train left Omsk. Last ping: Tyumen, Tuesday, 03:40 UTC.", "seen", "Tyumen", "reported"),
        ("The train left Omsk. It got no further than Tyumen.", "stopped", "Tyumen", "reported"),
        ("The train left Omsk. It should reach Tyumen tonight.", "due", "Tyumen", "expected"),
        ("The train left Omsk. Nothing was seen at Tyumen on Tuesday.", "absent", "Tyumen", "reported"),
        ("The train left Omsk. On Monday it had been to Tyumen.", "seen", "Tyumen", "reported"),
        ("The train came in from Omsk and was handed over at Tyumen.", "seen", "Tyumen", "reported"),
    ],
)  # fmt: skip
def test_the_verb_after_its_place_or_a_noun_for_it(
    text: str, event: str, place: str, status: str, gazetteer: Gazetteer
) -> None:
    found = {(s.event, s.place.name.removesuffix("'"), s.status) for s in read(text, gazetteer).sightings}
    assert any(e == event and n.startswith(place) and st == status for e, n, st in found), found


def test_a_place_expected_to_do_something_is_not_expected(gazetteer: Gazetteer) -> None:
    found = told("The train left Omsk. Moscow is expected to deny it. Beijing is likely to answer.", gazetteer)
    assert {place for _, _, place in found} == {"Omsk"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Train from Linz reached Graz on Tuesday.", {"Linz": "origin", "Graz": "seen"}),
        ("The ore train from Linz to Graz stopped at Leoben on Tuesday.",
         {"Linz": "origin", "Graz": "destination", "Leoben": "seen"}),
        ("A train with maize for Graz left Linz on Tuesday.", {"Graz": "destination", "Linz": "origin"}),
        ("Trains from Linz to Graz ran as usual.", {"Linz": "background", "Graz": "background"}),
        ("In 2011 the train from Linz broke down. The train left Graz on Tuesday.",
         {"Linz": "background", "Graz": "origin"}),
        ("The train entered Germany at Passau on Tuesday.", {"Germany": "crossing", "Passau": "crossing"}),
        ("The train crossed into Poland from Belarus at Brest on Tuesday.", {"Poland": "crossing"}),
        ("On the outward trip the train stopped in Linz. On Tuesday it left Graz.",
         {"Linz": "background", "Graz": "origin"}),
        ("The train left Graz. The railway did not say whether it will call at Linz.", {"Linz": "background"}),
    ],
)  # fmt: skip
def test_roles(text: str, expected: dict[str, str], gazetteer: Gazetteer) -> None:
    found = roles(text, gazetteer)
    assert {k: found.get(k) for k in expected} == expected


def test_a_ride_puts_the_departure_before_the_arrival(gazetteer: Gazetteer) -> None:
    text = "The train pulled into Graz at 8 a.m. on Tuesday after a ten-hour ride from Bologna."
    left = next(s for s in read(text, gazetteer).sightings if s.event == "departed")
    assert left.place.name == "Bologna"
    assert left.interval is not None
    assert left.interval.earliest <= datetime.fromisoformat("2024-05-20T22:00+02:00") <= left.interval.latest


def test_what_the_train_carries_is_not_its_passenger(gazetteer: Gazetteer) -> None:
    found = told("A train with maize for Zambia left Dar es Salaam on Tuesday.", gazetteer)
    assert found == {("train", "departed", "Dar es Salaam")}


@pytest.mark.parametrize(
    ("text", "event", "place", "at"),
    [
        ("The train came through Graz at ten past eleven on Tuesday morning.", "passed", "Graz", "2024-05-21T11:10"),
        ("The train left Graz at nine on Tuesday morning.", "departed", "Graz", "2024-05-21T09:00"),
        ("The train reached Graz at five to two on Tuesday afternoon.", "arrived", "Graz", "2024-05-21T13:55"),
        ("The train reached Graz a little after two in the morning on Tuesday.", "arrived", "Graz", "2024-05-21T02:00"),
        ("On Tuesday the train carried on to Graz, arriving at 6 p.m.", "arrived", "Graz", "2024-05-21T18:00"),
    ],
)  # fmt: skip
def test_clocks_in_words(text: str, event: str, place: str, at: str, gazetteer: Gazetteer) -> None:
    found = next(s for s in read(text, gazetteer).sightings if (s.event, s.place.name) == (event, place))
    assert found.interval is not None
    assert abs((found.interval.middle - datetime.fromisoformat(at + "+02:00")).total_seconds()) <= 1800
    assert found.interval.duration_s <= 3600


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GRAZ, Austria (local desk) - The train pulled in here at noon on Tuesday.", ("arrived", "Graz")),
        ("The train got as far as Graz. There it was still standing on Tuesday night.", ("stopped", "Graz")),
        ("The train from Graz reached Kostroma. It had left the Austrian city on 6 May.", ("departed", "Graz")),
        ("The train was held at Graz on Tuesday.", ("stopped", "Graz")),
        ("A freight train struck a lorry at a level crossing in Graz on Tuesday.", ("seen", "Graz")),
        ("The railway hopes to move the wagons soon. It wants to bring them on; it will move them to Graz on Friday.",
         ("heading", "Graz")),
    ],
)  # fmt: skip
def test_places_named_before_and_what_is_done_to_a_train(
    text: str, expected: tuple[str, str], gazetteer: Gazetteer
) -> None:
    assert ("train", *expected) in told(text, gazetteer)


def test_a_role_is_not_changed_by_what_stands_for_the_place_later(gazetteer: Gazetteer) -> None:
    text = "Train from Graz reached Kostroma. It stopped in the Austrian city for repairs."
    assert roles(text, gazetteer)["Graz"] == "origin"


def test_what_did_not_happen_there_does_not_keep_the_train_away(gazetteer: Gazetteer) -> None:
    text = "The train left Linz on Tuesday. Rumours that it was looted at Graz are false."
    assert told(text, gazetteer) == {("train", "departed", "Linz")}


def test_a_direction_told_in_the_next_sentence(gazetteer: Gazetteer) -> None:
    text = "The train passed Graz on Tuesday. Instead of turning to Linz, it went south."
    assert [(s.place.name, s.heading) for s in read(text, gazetteer).sightings] == [("Graz", "S")]


@pytest.mark.parametrize(
    ("text", "event", "place"),
    [
        ("The wagons were uncoupled at Graz on Tuesday.", "seen", "Graz"),
        ("Two wagons jumped the rails at Graz on Tuesday.", "seen", "Graz"),
        ("Crowds greeted the train in Graz on Tuesday.", "seen", "Graz"),
        ("Crowds in Graz cheered the train on Tuesday.", "seen", "Graz"),
        ("Graz saw the train on Tuesday.", "seen", "Graz"),
        ("In Graz, the train was refuelled on Tuesday.", "seen", "Graz"),
        ("Guards boarded the train in Graz on Tuesday.", "seen", "Graz"),
        ("The train started its journey in Graz on Tuesday.", "departed", "Graz"),
        ("The train set off from Graz on Tuesday.", "departed", "Graz"),
        ("The train made it to Graz on Tuesday.", "arrived", "Graz"),
        ("The train came to a halt in Graz on Tuesday.", "stopped", "Graz"),
        ("The train broke down in Graz on Tuesday.", "stopped", "Graz"),
        ("The train entered Austria through Spielfeld on Tuesday.", "crossed", "Spielfeld"),
        ("The train is on its way to Graz.", "heading", "Graz"),
        ("The train has still to arrive in Graz.", "absent", "Graz"),
        ("The train was nowhere to be seen in Graz on Tuesday.", "absent", "Graz"),
    ],
)  # fmt: skip
def test_what_a_train_did_or_suffered(text: str, event: str, place: str, gazetteer: Gazetteer) -> None:
    assert ("train", event, place) in told(text, gazetteer)


@pytest.mark.parametrize(
    "text",
    [
        "The train left Linz on Tuesday. Kim inspected a factory in Graz.",
        "The train left Linz on Tuesday. Its wagons were not repaired in Graz.",
        "The train left Linz on Tuesday. The new line will run to Graz.",
        "The train left Linz on Tuesday. The minister toured Graz.",
    ],
)
def test_what_others_did_puts_no_train_there(text: str, gazetteer: Gazetteer) -> None:
    assert {place for _, _, place in told(text, gazetteer)} == {"Linz"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train left Linz. It is not in Graz.", ("absent", "Graz")),
        ("The train left Linz. It was neither in Graz nor in Leoben.", ("absent", "Leoben")),
        ("The train left Linz. Nothing had reached Graz by Tuesday evening.", ("absent", "Graz")),
        ("The train left Linz. In Graz there was no trace of it.", ("absent", "Graz")),
        ("The train left Linz. It is to call at Graz.", ("due", "Graz")),
        ("The train left Linz. It is to be in Graz on Thursday.", ("due", "Graz")),
        ("The train left Linz. Graz is the train's next stop.", ("due", "Graz")),
        ("The train left Linz and continued to Graz, where it arrived at noon on Tuesday.", ("arrived", "Graz")),
        ("Just left Graz. The train is packed.", ("departed", "Graz")),
        ("Train now at Graz, next Leoben.", ("seen", "Graz")),
        ("Photographs taken in Graz on Tuesday show the train.", ("seen", "Graz")),
        ("The shipment, sent by rail from Linz on Monday, reached Graz on Tuesday.", ("arrived", "Graz")),
    ],
)  # fmt: skip
def test_negations_posts_and_pictures(text: str, expected: tuple[str, str], gazetteer: Gazetteer) -> None:
    assert ("train", *expected) in told(text, gazetteer)


def test_what_left_the_rails_did_not_depart(gazetteer: Gazetteer) -> None:
    assert not {e for _, e, _ in told("The train left the rails at Graz on Tuesday.", gazetteer)} & {"departed"}


def test_a_bound_train(gazetteer: Gazetteer) -> None:
    found = roles("A Graz-bound train was seen at Leoben. Linz-bound passengers waited.", gazetteer)
    assert found == {"Graz": "destination", "Leoben": "seen", "Linz": "background"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train is carrying fuel from Linz to Graz.", {"Linz": "origin", "Graz": "destination"}),
        ("A train of 60 tank cars from Linz burned in Graz on Tuesday.", {"Linz": "origin", "Graz": "seen"}),
        ("The block train left Linz on Monday, with arrival in Graz planned for Thursday.",
         {"Linz": "origin", "Graz": "expected"}),
        ("The train left Linz. The mayor of Graz welcomed the train.", {"Graz": "background"}),
        ("The train left Linz. Whether it stopped in Graz is unknown.", {"Graz": "background"}),
    ],
)  # fmt: skip
def test_roles_of_cargo_and_doubt(text: str, expected: dict[str, str], gazetteer: Gazetteer) -> None:
    found = roles(text, gazetteer)
    assert {k: found.get(k) for k in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "The train will not go through Graz.",
        "They will not run by way of Graz, the railway said of the wagons.",
        "None of the wagons went through Graz.",
        "Neither of the trains stopped at Graz.",
        "The train did not use the border crossing at Graz.",
        "The train's way does not lead through Graz.",
        "The train stayed clear of Graz.",
        "The train is no longer in Graz.",
        "The train is late. Graz, usually on its list, was avoided.",
        "The train is late. Graz was left out.",
    ],
)
def test_where_the_train_was_not(text: str, gazetteer: Gazetteer) -> None:
    assert roles(text, gazetteer)["Graz"] == "negated"
    assert {e for _, e, place in told(text, gazetteer) if place == "Graz"} <= {"absent"}


@pytest.mark.parametrize(
    "text",
    [
        "The train left Linz for Graz, where it is expected on Friday.",
        "The train left Linz for Graz, where it will arrive on Friday.",
        "The train left Linz. Graz, the last stop, should be reached on Friday.",
        "The train left Linz. It is awaited in Graz on Friday.",
        "The train left Linz. People in Graz expect the train on Friday.",
        "The train left Linz. It will get to Graz on Friday.",
    ],
)
def test_where_it_is_due(text: str, gazetteer: Gazetteer) -> None:
    assert ("train", "due", "Graz") in told(text, gazetteer)


@pytest.mark.parametrize(
    "text",
    [
        "From Linz the train ran 220 km to Graz.",
        "The train left Linz for Graz, 220 km away.",
        "The train was stopped at Linz on Monday; it should be in Graz, 220 km away, tomorrow.",
        "Linz and Graz are 220 km apart. A train left.",
    ],
)
def test_distances_told_after_both_ends(text: str, gazetteer: Gazetteer) -> None:
    claims = [(c.origin.name, c.target.name) for c in read(text, gazetteer).claims if c.origin and c.target]
    assert claims == [("Linz", "Graz")]


@pytest.mark.parametrize(
    "text",
    [
        "The train reached Graz on Tuesday, according to officials in Vienna.",
        "The train reached Graz on Tuesday, officials in Vienna said.",
        "The train reached Graz on Tuesday, the Interior Ministry in Vienna announced.",
        "The train reached Graz on Tuesday, a spokesman in Vienna said.",
        "The train stopped in Graz, at the foot of Leoben, on Tuesday.",
    ],
)
def test_where_they_are_who_tell_it(text: str, gazetteer: Gazetteer) -> None:
    assert {place for _, _, place in told(text, gazetteer)} == {"Graz"}


@pytest.mark.parametrize(
    ("text", "event", "place"),
    [
        ("Demonstrators blocked the train at Graz on Tuesday.", "stopped", "Graz"),
        ("The train came over the border at Spielfeld on Tuesday.", "crossed", "Spielfeld"),
        ("The wagons were taken to Graz on Tuesday.", "arrived", "Graz"),
    ],
)
def test_what_others_did_to_it(text: str, event: str, place: str, gazetteer: Gazetteer) -> None:
    assert ("train", event, place) in told(text, gazetteer)


@pytest.mark.parametrize("name", ["Xi'an", "Ji’an", "Yan'an", "Sana'a", "Xi'an's station"])
def test_an_apostrophe_within_a_name(name: str, gazetteer: Gazetteer) -> None:
    assert name.removesuffix("'s station") in roles(f"The train was seen at {name} on Tuesday.", gazetteer)


def test_what_belongs_to_a_place_or_is_drawn_together_is_no_name(gazetteer: Gazetteer) -> None:
    assert set(roles("It's late. Madrid's trains stood in Graz. He'd come.", gazetteer)) == {"Madrid", "Graz"}


def test_a_name_nobody_knows_moves_nothing(gazetteer: Gazetteer) -> None:
    found = told("The train left Linz, crossed the border at Qwxzy and was seen in Graz on Tuesday.", gazetteer)
    assert ("train", "seen", "Graz") in found


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Between 2 and 4 p.m. on Tuesday the train stood at Graz.", "21T14:00", "21T16:00"),
        ("The train passed Graz between noon and 2 p.m. on Tuesday.", "21T12:00", "21T14:00"),
        ("The train left Graz after 22:00 on Tuesday.", "21T22:00", "22T00:00"),
        ("The train left Graz shortly after 10 p.m. on Tuesday.", "21T22:00", "21T22:30"),
        ("The train passed Graz no later than 4 p.m. on Tuesday.", "21T13:30", "21T16:00"),
        ("The train passed Graz between May 18 and May 20.", "18T00:00", "20T23:59"),
        ("The train passed Graz between May 18 and 20.", "18T00:00", "20T23:59"),
    ],
)
def test_spans_and_open_ends(text: str, first: str, last: str, gazetteer: Gazetteer) -> None:
    found = next(s for s in read(text, gazetteer).sightings if s.place.name == "Graz")
    assert found.interval is not None
    zone = timezone(timedelta(hours=2))
    told = [f"{t.astimezone(zone):%dT%H:%M}" for t in (found.interval.earliest, found.interval.latest)]
    assert told == [first, last]


def test_how_a_date_of_open_order_is_read_is_said(gazetteer: Gazetteer) -> None:
    reading = read("The train left Graz on 03/05/2024.", gazetteer)
    assert any("'03/05/2024' is read as 03 May 2024" in w for w in reading.warnings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train reached Linz at noon on Tuesday, and Graz was covered in snow.", {("arrived", "Linz")}),
        ("The train reached Linz at noon on Tuesday, and Graz had not seen rain for weeks.", {("arrived", "Linz")}),
        ("The train reached Linz, Wels, and Graz on Tuesday.",
         {("arrived", "Linz"), ("arrived", "Wels"), ("arrived", "Graz")}),
        ("The train, built in 1930, left Graz at 6 a.m. on Tuesday.", {("departed", "Graz")}),
        ("The train, which was rebuilt in Wels in 2011, left Graz at 6 a.m. on Tuesday.", {("departed", "Graz")}),
        ("The train left Graz in 1930.", set()),
    ],
)  # fmt: skip
def test_what_is_told_of_the_train_alone(text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer) -> None:
    assert {(s.event, s.place.name) for s in read(text, gazetteer).sightings} == expected


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The armoured train stood in Linz on Tuesday. A freight train derailed near Graz.", "another train"),
        ("The freight train stood in Linz on Tuesday. A passenger train passed Graz.", "another train"),
        ("The freight train stood in Linz on Tuesday. A coal train of sixty wagons, it passed Graz.", "train"),
        ("The train stood in Linz on Tuesday. The freight train passed Graz.", "train"),
    ],
)
def test_a_train_of_another_kind_is_another_train(text: str, who: str, gazetteer: Gazetteer) -> None:
    found = next(s for s in read(text, gazetteer).sightings if "Graz" in s.place.name)
    assert found.subject == who


def test_later_in_the_day_is_of_that_day(gazetteer: Gazetteer) -> None:
    text = "The train left Linz at 2 a.m. on Tuesday and is expected in Graz later in the day."
    due = next(s for s in read(text, gazetteer).sightings if s.event == "due")
    assert due.interval is not None
    assert due.interval.middle.date().isoformat() == "2024-05-21"
