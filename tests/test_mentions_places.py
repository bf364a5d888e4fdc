"""Names in running text: what is taken for a place, what is not, and which place it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from railsight.datasets import data_path
from railsight.gazetteer import Gazetteer, open_gazetteer
from railsight.mentions import find_mentions
from railsight.model import Mention, Report
from railsight.resolution import resolve

DAY = datetime(2023, 9, 12, tzinfo=UTC)


def places(text: str, gazetteer: Gazetteer) -> list[Mention]:
    reading = resolve([Report("t", text, published=DAY)], gazetteer)
    return [m for m in reading.mentions if m.kind == "place"]


# Strings on which other tools were reported to fail.
@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        ("She lives in Long Beach, CA, with her son.", "Long Beach", "US", "US.CA"),
        ("A fire in Bangor, Maine, killed two.", "Bangor", "US", "US.ME"),
        ("Oklahoma say the bill will pass.", "Oklahoma", "US", "US.OK"),
        ("Police in Wilmington, DE, said so.", "Wilmington", "US", "US.DE"),
        ("He was buried in Arlington, Virginia.", "Arlington", "US", "US.VA"),
        ("TROY, N.C. (AP) - Officials are looking into it, they said.", "TROY", "US", "US.NC"),
        ("Toronto", "Toronto", "CA", "CA.08"),
        ("United Kingdom", "United Kingdom", "GB", None),
        ("He saw Rio de Janeiro, Mar del Plata and Lima.", "Rio de Janeiro", "BR", None),
        ("He saw Rio de Janeiro, Mar del Plata and Lima.", "Mar del Plata", "AR", None),
        ("Paris, France", "Paris", "FR", None),
        ("Brussels, Belgium", "Brussels", "BE", None),
        ("Lima, Ohio, is small.", "Lima", "US", "US.OH"),
        ("Birmingham, Ala., and the rest", "Birmingham", "US", "US.AL"),
        ("Sydney, Nova Scotia", "Sydney", "CA", None),
        ("New York is large.", "New York", "US", "US.NY"),
        ("She won a race in Valencia on Sunday.", "Valencia", "ES", None),
        ("The village of Delaware in the state of Ohio, they said.", "Delaware", "US", "US.OH"),
        ("Lawmakers drove to Pierre in January.", "Pierre", "US", "US.SD"),
        ("Drones struck Odessa overnight.", "Odessa", "UA", None),
        ("Oil workers in Odessa and Midland, Texas, were sent home.", "Odessa", "US", "US.TX"),
    ],
)
def test_regression_strings(text: str, name: str, country: str, admin1: str | None, gazetteer: Gazetteer) -> None:
    found = {m.text: m for m in places(text, gazetteer)}
    assert name in found, sorted(found)
    place = found[name].place
    assert place is not None
    assert place.country == country
    assert admin1 is None or place.admin1 == admin1


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("SOLDIERS AND SAILORS MARCH", "AND"),
        ("Mr Jordan said that Paris Hilton had come.", "Jordan"),
        ("Robert Wood and Matthew Miller spoke.", "Wood"),
        ("The meeting is in May. Turn left.", "May"),
        ("Reading books is fun, and Nice people know it.", "Of"),
        ("Angela Merkel met Sergei Shoigu.", "Merkel"),
        ("On Sunday the Sun wrote it.", "Sun"),
        ("Frau Bremen missed lunch.", "Bremen"),
        ("Ranger Lincoln Hayes told visitors to wait.", "Lincoln"),
        ("A nurse, Ngozi Ibadan, saw it.", "Ibadan"),
        ("Lim Soo-suk of the ministry said so; Lim spoke in Seoul.", "Lim"),
    ],
)
def test_not_places(text: str, absent: str, gazetteer: Gazetteer) -> None:
    assert absent not in {m.text for m in places(text, gazetteer)}


@pytest.mark.parametrize(
    ("text", "span", "role"),
    [
        ("VLADIVOSTOK, Russia (AP) - The forum opened here on Monday with speeches.", "VLADIVOSTOK", "dateline"),
        ("New Delhi: The talks were held on Monday with much speculation.", "New Delhi", "dateline"),
        ("The train passed at 05:15 Moscow time.", "Moscow", "clock"),
        ("European carriers cut flights to Asia.", "European", "agency"),
        ("Chinese officials were silent.", "Chinese", "agency"),
        ("The Moscow Times reported it.", "Moscow", "agency"),
    ],
)
def test_roles_a_span_shows_by_itself(text: str, span: str, role: str, gazetteer: Gazetteer) -> None:
    found = {m.text: m.role for m in places(text, gazetteer)}
    assert found.get(span) == role


def test_one_sense_a_report(gazetteer: Gazetteer) -> None:
    text = "A man from Paris, Texas, was found. He had left Paris on Monday, and nobody in Paris had seen him."
    found = [m.place for m in places(text, gazetteer) if m.text == "Paris"]
    assert len(found) == 3
    assert {p.country for p in found if p} == {"US"}


def test_ambiguous_name_abstains_or_says_how_sure(gazetteer: Gazetteer) -> None:
    (mention,) = places("Springfield", gazetteer)
    assert len(mention.candidates) > 1
    assert mention.place is None or mention.score < 0.9
    assert sum(c.score for c in mention.candidates) <= 1.0 + 1e-9


def test_longer_form_settles_the_short_one(gazetteer: Gazetteer) -> None:
    text = "The Vostochny cosmodrome is in the Amur region. Vostochny was built in 2012."
    found = [m.place for m in places(text, gazetteer) if m.text.startswith("Vostochny")]
    assert {p.kind for p in found if p} == {"spaceport"}
    port = [m.place for m in places("Coal is shipped from the port of Vostochny near Nakhodka.", gazetteer)]
    assert port[0] is not None
    assert port[0].kind == "port"


def test_a_state_is_no_short_form_of_the_lake_named_for_it(gazetteer: Gazetteer) -> None:
    text = "Anglers on Kentucky Lake came from all over Kentucky and from Tennessee."
    found = {m.text: m.place for m in places(text, gazetteer)}
    kinds = {name: place.kind for name, place in found.items() if place}
    assert kinds == {"Kentucky Lake": "lake", "Kentucky": "region", "Tennessee": "region"}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Walkers were lost in snow on the Cairngorms near Aviemore.", "Cairngorms", "mountain"),
        ("The ferry from Ystad to Bornholm was late.", "Bornholm", "island"),
        ("The cyclone crossed the Timor Sea towards Darwin.", "Timor Sea", "sea"),
        ("Boats on Lake Maggiore stayed at Locarno.", "Lake Maggiore", "lake"),
        ("The gunmen fled into Waziristan, police in Peshawar said.", "Waziristan", "region"),
        ("Residents of St. Thomas drive to London and Toronto in Ontario.", "St. Thomas", "town"),
        ("A worker from New Britain, Connecticut, was hurt.", "New Britain", "town"),
    ],
)
def test_natural_features_and_the_towns_that_bear_their_names(
    text: str, name: str, kind: str, gazetteer: Gazetteer
) -> None:
    found = {m.text: m.place for m in places(text, gazetteer)}
    place = found[name]
    assert place is not None
    assert place.kind == kind


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Поезд стоял в Хабаровске и ушёл из Уссурийска.", {"Khabarovsk", "Ussuriysk"}),
        ("열차가 하산역에서 블라디보스토크로 향했다.", {"Khasan", "Vladivostok"}),
        ("列车经过丹东前往北京。", {"Dandong", "Beijing"}),
        ("列車は平壌を出て丹東に着いた。", {"Pyongyang", "Dandong"}),
        ("Der Zug fuhr von Wladiwostok nach Chabarowsk.", {"Vladivostok", "Khabarovsk"}),
    ],
)
def test_other_writing(text: str, wanted: set[str], gazetteer: Gazetteer) -> None:
    found = {m.place.name for m in places(text, gazetteer) if m.place}
    assert wanted <= found


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_spans_are_true_in_wrapped_text(end: str, gazetteer: Gazetteer) -> None:
    text = (
        "The long line of this report is wrapped in the middle of a name, as in the Razdolnaya\n"
        "River, and the offsets have to hold all the same for the reader of Ussuriysk.\n"
    )
    report = Report("t", text := text.replace("\n", end), published=DAY)
    for m in find_mentions(report, gazetteer):
        assert " ".join(text[m.start : m.end].split()) == " ".join(m.text.split())
    assert any(m.text.split() == ["Razdolnaya", "River"] for m in find_mentions(report, gazetteer))


def test_a_misspelt_station_is_found_by_sound(gazetteer: Gazetteer) -> None:
    found = {m.text: m.place for m in places("The train stood in Khassan on Monday.", gazetteer)}
    assert found["Khassan"] is not None
    assert found["Khassan"].name == "Khasan"
    assert "Khassan" not in {m.text for m in places("He spoke of Khassan on Monday.", gazetteer)}


@pytest.mark.parametrize(
    "piece", ["A" * 50, "." * 50, "Paris-", "U.S.", "1,111,", "北京列车", "Хасан ", "train ", "(((", "\n", "é"]
)
def test_hostile_text_is_read(piece: str, gazetteer: Gazetteer) -> None:
    reading = resolve([Report("t", piece * 400, published=DAY)], gazetteer)
    for m in reading.mentions:
        assert 0 <= m.start < m.end <= len(piece) * 400


_PIECES = [
    "The train", " left ", " Khasan", ", ", ". ", "\n", " at 6 a.m.", " Tuesday", " north of ", " 60 km ", "(", ")",
    " where", " it", " Kim's train", " not", " between ", " and ", "Paris", " New York", " U.S.", " said", " An-148",
    "Хасан", "하산역", "丹东", " -", ":",
    " about", " after ", " crossing", " the ", " River", " station", "\u202e", "\x00", " 2000 GMT", " Mr", " of ",
    "'s", " 05:15 Moscow time",
]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_mixture_is_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    reading = resolve([Report("t", text, published=DAY)], open_gazetteer(data_path("gazetteer.sqlite")))
    for s in reading.sightings:
        assert s.quote is not None
        assert text[s.quote[0] : s.quote[1]] == s.quote_text
    for m in reading.mentions:
        assert m.place is None or m.candidates[0].place == m.place


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("The train was seen at Petrovsk-Zabaykalsky station.", "Petrovsk-Zabaykalsky", "Petrovsk-Zabaykal’skiy"),
        ("The train stood in Kamensk-Shakhtinsky.", "Kamensk-Shakhtinsky", "Kamensk-Shakhtinsky"),
        ("The train stood in Leipzig-Nirgendheim.", "Leipzig", "Leipzig"),  # a part of a city
        ("The Moscow-Kazan train was late.", "Moscow", "Moscow"),
    ],
)
def test_names_with_a_hyphen(text: str, name: str, place: str, gazetteer: Gazetteer) -> None:
    found = {m.text: m.place.name for m in places(text, gazetteer) if m.place}
    assert found.get(name) == place


def test_half_of_a_name_is_no_place(gazetteer: Gazetteer) -> None:
    assert not places("The train left Nikolsk-Nirgendsky at noon.", gazetteer)  # Nikolsk is a town elsewhere


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("В Спасске-Дальнем поезд видели в полдень.", "Spassk-Dalny"),
        ("Поезд вышел из Спасска-Дальнего.", "Spassk-Dalny"),
        ("Эшелон стоял в Каменске-Уральском.", "Kamensk-Ural’skiy"),
        ("Эшелон находится в Ленинске-Кузнецком.", "Leninsk-Kuznetsky"),
        ("Поезд видели в Переславле-Залесском.", "Pereslavl’-Zalesskiy"),
        ("Спецпоезд видели под Орехово-Зуевом.", "Orekhovo-Zuyevo"),
        ("К Комсомольску-на-Амуре поезд подошёл в полдень.", "Komsomolsk-on-Amur"),
        ("Поезд стоит в Каменске-Уральском и в Усть-Илимске не был.", "Ust’-Ilimsk"),
    ],
)
def test_either_word_of_a_hyphened_russian_name_may_have_an_ending(text: str, place: str, gazetteer: Gazetteer) -> None:
    assert place in {m.place.name for m in places(text, gazetteer) if m.place is not None}
