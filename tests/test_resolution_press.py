"""News wires and regional papers, in our own words: lengths and ends of time, what has not come, who else moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import NOW, read, told


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        (
            "The train left Omsk at 22:30 on Wednesday and is due in Tyumen in about seven hours.",
            "22T23:00",
            "23T00:00",
        ),
        ("The train is due in Tyumen in two hours.", "22T21:30", "22T22:30"),
        ("The train is expected at Perm within three hours.", "22T20:00", "22T23:30"),
        ("The train may arrive in Hanoi by Thursday morning.", "22T20:00", "23T05:00"),
        ("The train was seen in Kazan late in the afternoon.", "22T12:00", "22T15:30"),
        ("The train passed Kazan early in the evening on Tuesday.", "21T14:00", "21T17:00"),
    ],
)
def test_ends_lengths_and_halves_of_a_day(text: str, earliest: str, latest: str, gazetteer: Gazetteer) -> None:
    found = read(text, gazetteer)[-1].interval
    assert found is not None
    assert [f"{x:%dT%H:%M}" for x in (found.earliest, found.latest)] == [earliest, latest]


@pytest.mark.parametrize(
    "text",
    [
        "The wagons meant for a plant in Omsk have yet to arrive.",
        "The train was due in Omsk on Monday but did not show up.",
        "The mayor of Omsk said that no such train had come through.",
        "Officials in Omsk denied that any train had arrived.",
    ],
)
def test_what_was_awaited_has_not_come(text: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {("absent", "Omsk")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train was late. A diesel hauled it into Omsk on Monday.", {("arrived", "Omsk")}),
        ("Dispatched from Tashkent on Monday, the wagons came into Osh on Tuesday.",
         {("departed", "Tashkent"), ("arrived", "Osh")}),
        ("The train has yet to arrive, three days after it left Korba.", {("departed", "Korba")}),
        ("The train left Omsk on Monday on a tour ending in Sochi on Friday.",
         {("departed", "Omsk"), ("due", "Sochi")}),
        ("The wagons, which changed bogies at Brest on Monday, reached Minsk on Tuesday.",
         {("stopped", "Brest"), ("arrived", "Minsk")}),
        ("The container train, loaded in Baku, reached Aktau on Monday.", {("arrived", "Aktau")}),
        ("The train arrived at the Omsk marshalling yard on Monday.", {("arrived", "Omsk")}),
        ("The train left Omsk. The papers gave Perm as its destination.", {("departed", "Omsk"), ("heading", "Perm")}),
        ("An earlier plan had foreseen that the train would run through York.", set()),
    ],
)  # fmt: skip
def test_turns_of_the_wires(text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == expected


def test_what_is_due_takes_no_day_from_the_departure(gazetteer: Gazetteer) -> None:
    (due,) = [s for s in read("The train left Moscow on Monday and is due in Samara.", gazetteer) if s.event == "due"]
    assert due.interval is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two trains passed Voronezh on Thursday. The second was put into a siding at Liski around 19:00.",
         {("passed", "Voronezh"), ("stopped", "Liski")}),
        ("Both trains left Omsk on Monday. The other is still at Ishim.", {("departed", "Omsk"), ("seen", "Ishim")}),
        ("Police sealed off the station in Omsk on Monday as the train passed.", {("passed", "Omsk")}),
        ("A man was arrested in Omsk as the train passed Tyumen.", {("passed", "Tyumen")}),
        ("The railways deny that the train is in Omsk.", {("absent", "Omsk")}),
        ("The train skipped its scheduled stop in Omsk on Monday.", set()),
        ("The train left Omsk on Monday. Its next stop was Tyumen, at dawn on Tuesday.",
         {("departed", "Omsk"), ("stopped", "Tyumen")}),
        ("The train's next scheduled stop is Omsk, on Thursday at noon.", {("due", "Omsk")}),
        ("The train is making for Omsk.", {("heading", "Omsk")}),
        ("The train could be in Omsk by tomorrow.", {("due", "Omsk")}),
        ("The train will terminate at Omsk on Friday.", {("due", "Omsk")}),
        ("Tomorrow the train is booked to run to Perm and back.", {("due", "Perm")}),
        ("Minutes after passing Omsk on Monday, the train was struck by a stone.", {("passed", "Omsk")}),
    ],
)  # fmt: skip
def test_one_of_several_and_what_others_saw(text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The convoy wended its way through Omsk on Monday.", {("passed", "Omsk")}),
        ("The convoy is making its way to Omsk.", {("heading", "Omsk")}),
        ("The train nosed into Omsk on Monday.", {("arrived", "Omsk")}),
        ("The train, which ghosted through Omsk at 2 a.m. on Tuesday, was empty.", {("passed", "Omsk")}),
        ("The inquiry into the train widened into Omsk on Monday.", set()),
        ("The train called at Omsk on Monday. He left again for Moscow by plane.", {("stopped", "Omsk")}),
        ("The train left Moscow at 7 a.m. on Monday; at Tver it was boarded by police.",
         {("departed", "Moscow"), ("stopped", "Tver")}),
        ("A train was due in Bamako on Tuesday, the first since 2018, but got no further than Kidira.",
         {("due", "Bamako"), ("stopped", "Kidira")}),
        ("The Trans-Siberian express No. 2 limped into Krasnoyarsk on Tuesday.", {("arrived", "Krasnoyarsk")}),
        ("Leaders express to voters in Omsk their thanks.", set()),
    ],
)  # fmt: skip
def test_verbs_nobody_listed(text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer) -> None:
    """By the rules: what is guessed is certain to less than 1."""
    found = {(s.event, s.place.name) for s in read(text, gazetteer) if s.certainty == 1.0}
    assert found == expected


def test_left_again_is_of_the_place_named_last(gazetteer: Gazetteer) -> None:
    came, went = read("The train reached Omsk at noon on Monday and left again at 3 p.m.", gazetteer)
    assert (went.event, went.place.name) == ("departed", "Omsk")
    assert came.interval is not None
    assert went.interval is not None
    assert came.interval.latest < went.interval.earliest < came.interval.latest + timedelta(hours=4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The leader, who had flown to Vladivostok, boarded the train.", set()),
        ("The foreign minister arrived in Omsk on Monday to await the train.", set()),
        ("The train, registered in Omsk, reached Tyumen on Monday.", {("arrived", "Tyumen", "reported")}),
        ("The train left Omsk on Monday and is believed to have crossed into Kazakhstan at Petropavl.",
         {("departed", "Omsk", "reported"), ("crossed", "Petropavl", "speculated")}),
        ("The train is believed to be in Omsk.", {("seen", "Omsk", "speculated")}),
        ("A train carrying fuel to Omsk never arrived.", {("absent", "Omsk", "reported")}),
    ],
)  # fmt: skip
def test_what_is_doubted_and_who_is_no_train(
    text: str, expected: set[tuple[str, str, str]], gazetteer: Gazetteer
) -> None:
    assert {(s.event, s.place.name, s.status) for s in read(text, gazetteer)} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Footage from Tianjin shows the train rolling past a level crossing on Monday.", {("seen", "Tianjin")}),
        ("The train's arrival in Hanoi has been put off until Thursday.", {("due", "Hanoi")}),
        ("The train was allowed to leave Omsk on Monday.", {("departed", "Omsk")}),
        ("The train needed nine hours on Monday to reach Tyumen.", {("arrived", "Tyumen")}),
        ("Workers reported seeing the train at Omsk on Monday.", {("seen", "Omsk")}),
        ("The last confirmed position of the train was Omsk, on Monday at noon.", {("seen", "Omsk")}),
        ("The train has since been traced to Omsk.", {("seen", "Omsk")}),
        ("Now in Smolensk, the train left Moscow on Monday.", {("seen", "Smolensk"), ("departed", "Moscow")}),
        ("The train, now in Smolensk, left Moscow on Monday.", {("seen", "Smolensk"), ("departed", "Moscow")}),
    ],
)  # fmt: skip
def test_where_it_was_shown_or_is_now(text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train leaves Omsk tomorrow at 9 a.m.", ("departed", "expected")),
        ("The train gets into Omsk at 9 a.m. tomorrow.", ("due", "expected")),
        ("The train had been barred from entering Omsk.", ("absent", "reported")),
        ("The train reached not Omsk on Monday.", ("absent", "reported")),
    ],
)
def test_what_lies_ahead_or_was_barred(text: str, expected: tuple[str, str], gazetteer: Gazetteer) -> None:
    (found,) = read(text, gazetteer)
    assert (found.event, found.status) == expected


@pytest.mark.parametrize(
    ("text", "event", "first_hour"),
    [
        ("The train leaves Omsk on Friday.", "departed", "2024-05-23T18:00"),
        ("The train will not reach Omsk before Friday.", "due", "2024-05-23T18:00"),
        ("The train will not get to Omsk until Friday.", "due", "2024-05-23T18:00"),
        ("The train did not leave Omsk until Monday evening.", "departed", "2024-05-20T11:00"),
        ("On Monday the train leaves Omsk.", "departed", "2024-05-19T18:00"),
    ],
)
def test_a_present_with_a_weekday_and_what_comes_no_sooner(
    text: str, event: str, first_hour: str, gazetteer: Gazetteer
) -> None:
    (found,) = read(text, gazetteer)
    assert found.interval is not None
    assert (found.event, f"{found.interval.earliest.astimezone(UTC):%Y-%m-%dT%H:%M}") == (event, first_hour)


@pytest.mark.parametrize("preposition", ["crossed at", "reached", "went through", "was at", "left"])
def test_another_romanisation_after_any_preposition(preposition: str, gazetteer: Gazetteer) -> None:
    assert {s.place.name for s in read(f"The train {preposition} Zabaikalsk.", gazetteer)} == {"Zabaykalsk"}


@pytest.mark.parametrize(
    "text",
    [
        "The train stopped in Dandong, the main rail gateway to Shenyang from Sinuiju.",
        "The train stopped in Dandong, a key link between Shenyang and Sinuiju.",
        "The train stopped in Dandong, the only bridge to Sinuiju, on Monday.",
    ],
)
def test_what_a_gateway_leads_to_saw_no_train(text: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {("stopped", "Dandong")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train left Omsk. Activists saw it at Tyumen.", {("departed", "Omsk"), ("seen", "Tyumen")}),
        ("A drone struck a freight train near Tokmak overnight.", {("seen", "near Tokmak")}),
        ("Two drones struck a depot in Omsk, and a train left Tyumen.", {("departed", "Tyumen")}),
    ],
)
def test_a_train_that_others_saw_or_struck(text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == expected


def test_a_town_of_a_state_that_holds_no_such_town_is_not_its_namesake(gazetteer: Gazetteer) -> None:
    (only,) = read("The train derailed near Joplin, Montana, on Monday.", gazetteer)  # the known Joplin is in Missouri
    assert (only.event, only.place.kind) == ("stopped", "region")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police stopped a train bound for Munich in Bicske on Monday.", {("heading", "Munich"), ("seen", "Bicske")}),
        ("Locals in the town of Omsk said that a train with dark windows went through at 3 a.m.", {("passed", "Omsk")}),
        ("The train hit a lorry near Omsk. The injured were taken to hospitals in Tyumen.", {("seen", "near Omsk")}),
        ("The train was last seen in Omsk at 14:20. Next expected Tyumen.", {("seen", "Omsk"), ("due", "Tyumen")}),
    ],
)
def test_towns_beside_each_other_and_who_went_there(
    text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer
) -> None:
    assert told(text, gazetteer) == expected


@pytest.mark.parametrize("said", ["at 0815 this morning", "at 0815 today", "at 0815 on Wednesday"])
def test_a_clock_of_four_digits_beside_its_day(said: str, gazetteer: Gazetteer) -> None:
    (only,) = read(f"The train was at Didcot {said}.", gazetteer)
    assert only.interval is not None
    assert f"{only.interval.earliest.astimezone(UTC):%dT%H:%M}" == "22T07:15"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train reached Paris Gare de Lyon at noon.", {("arrived", "Gare de Lyon")}),
        ("The train left Keleti station on Monday.", {("departed", "Budapest Keleti")}),
        ("The train left Lyon on Monday.", {("departed", "Lyon")}),
        ("The train left Omsk Grodno on Monday.", {("departed", "Omsk")}),
    ],
)
def test_terminals_named_for_other_towns(text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == expected


def test_the_day_to_come_is_no_day_of_what_has_happened(gazetteer: Gazetteer) -> None:
    called, _ = read("The train called at Omsk. It goes on to Tyumen tomorrow.", gazetteer)
    assert called.interval is not None
    assert called.interval.latest <= datetime.fromisoformat(NOW)


def test_a_train_is_not_at_two_places_at_one_clock(gazetteer: Gazetteer) -> None:
    left, called, _ = read("The train left Omsk at 9:12 a.m., called at Ishim and reached Tyumen at 4 p.m.", gazetteer)
    assert left.interval is not None
    assert called.interval is not None
    assert called.interval.earliest == left.interval.earliest
    assert called.interval.latest - called.interval.earliest > timedelta(hours=6)
