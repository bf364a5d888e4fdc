"""What Russian reports tell of several places, of trains told of aside, and how sure it is. Sentences of our own."""

from __future__ import annotations

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import by_place as told


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Вчера вечером бронепоезд, который в понедельник утром вышел из Хасана, прибыл в Уссурийск.",
         {"Khasan": "departed reported 11 09", "Ussuriysk": "arrived reported 12 20"}),
        ("Бронепоезд (в понедельник утром его видели в Хасане) вчера вечером прошёл Уссурийск.",
         {"Khasan": "seen reported 11 09", "Ussuriysk": "passed reported 12 20"}),
        ("После стоянки в Хасане в понедельник утром поезд вчера вечером прибыл в Уссурийск.",
         {"Khasan": "stopped reported 11 09", "Ussuriysk": "arrived reported 12 20"}),
        ("От Хасана до Уссурийска поезд шёл долго: отправление — в понедельник утром, прибытие — вчера вечером.",
         {"Khasan": "departed reported 11 09", "Ussuriysk": "arrived reported 12 20"}),
        ("В понедельник утром поезд стоял в Хасане, а вчера вечером добрался и до Уссурийска.",
         {"Khasan": "stopped reported 11 09", "Ussuriysk": "arrived reported 12 20"}),
        ("По пути в Хабаровск поезд вчера вечером остановился в Уссурийске.",
         {"Khabarovsk": "heading reported 12 20", "Ussuriysk": "stopped reported 12 20"}),
        ("Вчера вечером поезд проследовал из Хасана в Уссурийск.",
         {"Khasan": "departed reported 12 20", "Ussuriysk": "heading reported 12 20"}),
        ("Поезд прошёл Хасан 11.09 в 18:05.", {"Khasan": "passed reported 11 18"}),
        ("Поезд прошёл Хасан в воскресенье примерно в 16 часов.", {"Khasan": "passed reported 10 16"}),
    ],
)  # fmt: skip
def test_times_of_several_places(text: str, wanted: dict[str, str], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == wanted


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Вчера вечером переезд в Уссурийске закрыли: через него пропускали спецпоезд.", "passed"),
        ("Вчера вечером электричку задержали в Уссурийске, чтобы пропустить спецпоезд.", "passed"),
        ("Вчера вечером пассажирский поезд задержали в Уссурийске, чтобы пропустить спецпоезд.", "passed"),
        ("Камера в Уссурийске сняла, как вчера вечером мимо прошёл бронепоезд.", "seen"),
        ("Вчера вечером бронепоезд поехал в Уссурийск, где и стоял до утра.", "stopped"),
        ("«Мимо шёл бронепоезд», — вспоминает женщина, которая вчера вечером ждала автобус в Уссурийске.", "seen"),
        ("Жители Уссурийска вчера вечером видели бронепоезд.", "seen"),
        ("Вчера вечером у уссурийского вокзала остановился бронепоезд.", "stopped"),
    ],
)
def test_told_aside(text: str, event: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {"Ussuriysk": f"{event} reported 12 20"}


@pytest.mark.parametrize(
    ("adjective", "place"),
    [("комсомольский", "Komsomolsk-on-Amur"), ("спасский", "Spassk-Dalny"), ("владивостокский", "Vladivostok")],
)
def test_station_by_the_adjective_of_its_town(adjective: str, place: str, gazetteer: Gazetteer) -> None:
    assert told(f"Вчера вечером поезд прибыл на {adjective} вокзал.", gazetteer) == {place: "arrived reported 12 20"}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Поезд вчера вечером прибыл в Уссурийск, это подтверждают в РЖД.", "confirmed"),
        ("Подлинность приказа в РЖД подтвердили; согласно ему, вчера вечером поезд прибыл в Уссурийск.", "confirmed"),
        ("Скорее всего, поезд вчера вечером прибыл в Уссурийск.", "speculated"),
        ("Эксперты полагают, что вчера вечером поезд прибыл в Уссурийск.", "speculated"),
        ("Поезд мог вчера вечером прибыть в Уссурийск.", "speculated"),
    ],
)
def test_how_sure(text: str, status: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {"Ussuriysk": f"arrived {status} 12 20"}


@pytest.mark.parametrize(
    "text",
    [
        "Сообщения о том, что вчера вечером поезд был в Уссурийске, оказались ложными.",
        "Сообщения о том, что вчера вечером поезд прибыл в Уссурийск, не подтвердились.",
        "В Уссурийске вчера вечером ждали поезд, но он так и не появился.",
    ],
)
def test_denied(text: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {"Ussuriysk": "absent reported 12 20"}


def test_next_stop_is_expected(gazetteer: Gazetteer) -> None:
    found = told("Вчера вечером поезд ушёл из Хасана, следующая остановка — Уссурийск.", gazetteer)
    assert found["Ussuriysk"].startswith("heading expected")


def test_officials_are_no_place(gazetteer: Gazetteer) -> None:
    found = told("Поезд вчера вечером прибыл в Уссурийск — это подтвердили в Кремле.", gazetteer)
    assert found == {"Ussuriysk": "arrived confirmed 12 20"}


def test_who_only_lives_there_confirms_nothing(gazetteer: Gazetteer) -> None:
    text = "Около 13:00 во вторник состав проследовал станцию Уссурийск, рассказали {}."
    assert told(text.format("местные жители"), gazetteer)["Ussuriysk"].startswith("passed reported")
    assert told(text.format("в пресс-службе дороги"), gazetteer)["Ussuriysk"].startswith("passed confirmed")
