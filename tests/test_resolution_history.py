"""Faults that a historian of railways found: which day, which way, which of two places, in six languages."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report, Sighting
from railsight.resolution import resolve


def sightings(text: str, published: str, gazetteer: Gazetteer) -> list[Sighting]:
    """What a report tells of the train."""
    found = resolve([Report("r", text, published=datetime.fromisoformat(published))], gazetteer).sightings
    return [s for s in found if s.subject == "train"]


def one(text: str, published: str, place: str, gazetteer: Gazetteer) -> Sighting:
    """The only sighting at a place, whose name may be longer."""
    (found,) = [s for s in sightings(text, published, gazetteer) if s.place.name.startswith(place)]
    return found


def told(text: str, published: str, gazetteer: Gazetteer) -> set[tuple[str, str]]:
    """Event and place of each sighting."""
    return {(s.event, s.place.name) for s in sightings(text, published, gazetteer)}


def lies_within(sighting: Sighting, start: str, end: str) -> None:
    assert sighting.interval is not None
    reach = timedelta(minutes=1)
    first, last = datetime.fromisoformat(start) - reach, datetime.fromisoformat(end) + reach
    assert first <= sighting.interval.earliest <= sighting.interval.latest <= last, sighting.interval


# Of an event told with a clock or a part of a day, a day told elsewhere.
_DAYS = [
    (
        "The train crossed the border at Khasan at 10 a.m. Kim is expected to meet Medvedev on Tuesday.",
        *("2011-08-20T18:00+10:00", "Khasan", "2011-08-20T08:30+10:00", "2011-08-20T10:30+10:00"),
    ),
    (
        "The train passed Dandong at 9:30 p.m. Kim will meet Trump in Hanoi on Wednesday.",
        *("2019-02-24T08:00+09:00", "Dandong", "2019-02-23T21:00+08:00", "2019-02-23T22:00+08:00"),
    ),
    (
        "The special left Omsk at 6 a.m. On Thursday the delegation is to sign a treaty.",
        *("2024-05-18T20:00+06:00", "Omsk", "2024-05-18T05:30+06:00", "2024-05-18T06:30+06:00"),
    ),
    (
        "Поезд прошёл Омск в 6 утра. В четверг планируется встреча с губернатором.",
        *("2024-05-18T20:00+06:00", "Omsk", "2024-05-18T05:30+06:00", "2024-05-18T06:30+06:00"),
    ),
    (
        "김정은 위원장의 전용열차가 24일 오후 1시께 중국 톈진역을 통과했다. "
        "열차는 전날 밤 단둥을 지나 선양을 거쳐 남쪽으로 향하고 있다.",
        *("2019-02-24T20:00+09:00", "Shenyang", "2019-02-23T18:00+08:00", "2019-02-24T06:00+08:00"),
    ),
    (
        "24日下午1时许，专列通过天津站。前一天晚上，列车经过丹东和沈阳。",
        *("2019-02-24T20:00+08:00", "Shenyang", "2019-02-23T17:00+08:00", "2019-02-24T06:00+08:00"),
    ),
    (
        "The train reached Lüneburg on Sunday morning and stopped near Dahlenburg in the evening.",
        *("2010-11-07T20:00+01:00", "near Dahlenburg", "2010-11-07T17:00+01:00", "2010-11-07T20:00+01:00"),
    ),
    (
        "列車は24日朝、天津を通過し、夕方、鄭州を通過した。",
        *("2019-02-24T20:00+09:00", "Zhengzhou", "2019-02-24T17:00+08:00", "2019-02-24T20:00+09:00"),
    ),
    (
        "The train was seen in Dandong late on Sunday night and reached Shenyang before dawn.",
        *("2004-04-19T12:00+09:00", "Shenyang", "2004-04-18T21:00+08:00", "2004-04-19T06:00+08:00"),
    ),
    (
        "The train stood in Perm late on Friday evening and passed Kirov before daybreak.",
        *("2024-05-18T20:00+03:00", "Kirov", "2024-05-17T20:00+03:00", "2024-05-18T07:00+03:00"),
    ),
]


@pytest.mark.parametrize(("text", "published", "place", "start", "end"), _DAYS)
def test_day_of_a_clock_is_not_that_of_another_event(
    text: str, published: str, place: str, start: str, end: str, gazetteer: Gazetteer
) -> None:
    lies_within(one(text, published, place, gazetteer), start, end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Поезд Ким Ир Сена прибыл в Москву 23 мая.", {("arrived", "Moscow")}),
        ("Спецпоезд вёз Ким Ир Сену подарки и прошёл Омск 20 мая.", {("passed", "Omsk")}),
        ("Поезд с Пак Хон Ёном прошёл Омск 20 мая.", {("passed", "Omsk")}),
        ("Поезд с Чо Мён-роном прошёл Омск 20 мая.", {("passed", "Omsk")}),
    ],
)
def test_korean_persons_are_no_places(text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer) -> None:
    assert told(text, "1984-05-25T12:00+03:00", gazetteer) == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Поезд Ким Чен Ына прибыл в Даньдун в 4 утра. В среду он посетит парад в Пекине.", "Beijing"),
        ("Поезд прибыл в Даньдун в 4 утра. Завтра он осмотрит завод в Комсомольске-на-Амуре.", "Komsomolsk-on-Amur"),
        ("Поезд прибыл в Даньдун в 4 утра. В четверг они возложат венки в Чите.", "Chita"),
    ],
)
def test_what_will_be_done_somewhere_was_not_seen_there(text: str, place: str, gazetteer: Gazetteer) -> None:
    found = sightings(text, "2025-09-02T09:00+09:00", gazetteer)
    assert [s.place.name for s in found if s.event != "due"] == ["Dandong"]
    for s in found[1:]:
        assert s.place.name == place
        assert s.interval is not None
        assert s.interval.earliest > s.known_at if s.known_at else True
