"""Russian and Korean reports: plain movements with dates and clocks. Sentences of our own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from railsight.datasets import data_path
from railsight.gazetteer import Gazetteer, open_gazetteer
from railsight.mentions.when_other import find_all_times
from railsight.model import Report, Sighting
from railsight.resolution import resolve
from railsight.times import zone_at

WEDNESDAY = datetime(2023, 9, 13, tzinfo=UTC)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer(data_path("gazetteer.sqlite"))


def told(text: str, gazetteer: Gazetteer) -> dict[str, Sighting]:
    reading = resolve([Report("r", text, published=WEDNESDAY)], gazetteer)
    return {s.place.name: s for s in reading.sightings}


def span(s: Sighting) -> tuple[str, str] | None:
    if s.interval is None:
        return None
    zone = zone_at(s.place.lon, s.place.lat)
    return f"{s.interval.earliest.astimezone(zone):%d %H:%M}", f"{s.interval.latest.astimezone(zone):%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "place", "event", "when"),
    [
        ("Поезд прибыл на станцию Хасан во вторник в шесть часов утра.", "Khasan", "arrived", ("12 05:30", "12 06:30")),
        ("Из Пхеньяна поезд отправился 10 сентября.", "Pyongyang", "departed", ("10 00:00", "10 23:59")),
        ("Вчера в 14:20 поезд проследовал Уссурийск.", "Ussuriysk", "passed", ("12 14:20", "12 14:20")),
        ("Поезд пересёк границу в Хасане во вторник утром.", "Khasan", "crossed", ("12 06:00", "12 12:00")),
        ("Вчера в 5:15 по московскому времени поезд встал и стоит в Могоче.", "Mogocha", "stopped",
         ("12 11:15", "12 11:15")),
        ("Поезд направился на север, в сторону Уссурийска.", "Ussuriysk", "heading", None),
        ("Ожидается, что поезд прибудет в Хабаровск в четверг.", "Khabarovsk", "due", ("14 00:00", "14 23:59")),
        ("열차는 12일 오전 6시 하산역에 도착했다.", "Khasan", "arrived", ("12 05:30", "12 06:30")),
        ("열차는 10일 오후 평양을 출발했다.", "Pyongyang", "departed", ("10 12:00", "10 18:00")),
        ("열차는 어제 오후 1시 20분 우수리스크를 통과했다.", "Ussuriysk", "passed", ("12 13:20", "12 13:20")),
        ("열차는 14일 베이징에 도착할 예정이다.", "Beijing", "due", ("14 00:00", "14 23:59")),
    ],
)  # fmt: skip
def test_plain_movements(text: str, place: str, event: str, when: tuple[str, str] | None, gazetteer: Gazetteer) -> None:
    sighting = told(text, gazetteer)[place]
    assert sighting.event == event
    if when:
        assert span(sighting) == when


@pytest.mark.parametrize("text", ["Во Владивосток поезд не заходил.", "열차는 블라디보스토크에는 들르지 않았다."])
def test_not_there(text: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer)["Vladivostok"].event == "absent"


@pytest.mark.parametrize(
    "text", ["Поезд, возможно, следует на космодром Восточный.", "열차는 보스토치니 우주기지로 향하는 것으로 보인다."]
)
def test_hedges_and_head_nouns(text: str, gazetteer: Gazetteer) -> None:
    sighting = told(text, gazetteer)["Vostochny Cosmodrome"]
    assert (sighting.event, sighting.status) == ("heading", "speculated")


@pytest.mark.parametrize(
    "text",
    [
        "Поезд ушёл. Президент прилетел во Владивосток.",
        "Поезд ушёл. Встречи в Москве не будет.",
        "열차가 있다. 대통령이 서울을 출발했다.",
    ],
)
def test_others_are_not_the_train(text: str, gazetteer: Gazetteer) -> None:
    assert not told(text, gazetteer)


def test_headings(gazetteer: Gazetteer) -> None:
    assert told("Поезд проехал Уссурийск и направился на северо-восток.", gazetteer)["Ussuriysk"].heading == "NE"


def test_times_are_found_in_linear_pieces() -> None:
    phrases = find_all_times("12 сентября в 14:20 и 9월 13일 오전 6시 30분")
    assert [(p.month, p.day, p.hour, p.minute) for p in phrases] == [(9, 12, 14, 20), (9, 13, 6, 30)]
