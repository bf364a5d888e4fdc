"""Two places and two times in one sentence: each has its own."""

from __future__ import annotations

from datetime import datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report
from railsight.resolution import resolve
from railsight.times import zone_at

TEN_IN_VLADIVOSTOK = "2023-09-13T00:00:10+00:00"  # a Wednesday morning: 13:00 was the day before


@pytest.mark.parametrize(
    "text",
    [
        "At 06:00 it was at Khasan, at 13:00 at Ussuriysk. The train is armoured.",
        "The train was at Khasan at 06:00, at Ussuriysk at 13:00.",
        "At 06:00 the train was at Khasan and at 13:00 at Ussuriysk.",
        "At 06:00 the train passed Khasan, at 13:00 Ussuriysk.",
        "The train left Khasan at 06:00 and Ussuriysk at 13:00.",
        "The train passed Khasan and Ussuriysk at 06:00 and 13:00 respectively.",
        "В 06:00 поезд был в Хасане, в 13:00 — в Уссурийске.",
        "Поезд прошёл Хасан и Уссурийск в 06:00 и 13:00 соответственно.",
        "Поезд вышел из Хасана в 06:00 и из Уссурийска в 13:00.",
        "열차는 6시 00분 하산을, 13시 00분 우수리스크를 통과했다.",
        "열차는 하산과 우수리스크를 각각 6시 00분과 13시 00분에 통과했다.",
        "列车6时00分在哈桑，13时00分在乌苏里斯克。",
        "列车分别于6时00分和13时00分经过哈桑和乌苏里斯克。",
    ],
)
def test_each_place_has_its_time(text: str, gazetteer: Gazetteer) -> None:
    report = Report("r", text, published=datetime.fromisoformat(TEN_IN_VLADIVOSTOK))
    found = [(s.place, s.interval) for s in resolve([report], gazetteer).sightings]
    clocks = [(p.name, i and f"{i.middle.astimezone(zone_at(p.lon, p.lat)):%d %H:%M}") for p, i in found]
    assert clocks == [("Khasan", "12 06:00"), ("Ussuriysk", "12 13:00")]


def test_the_first_place_of_a_text_may_be_where_the_train_is(gazetteer: Gazetteer) -> None:
    report = Report("r", "列车周二在哈桑。", published=datetime.fromisoformat(TEN_IN_VLADIVOSTOK))
    assert [s.event for s in resolve([report], gazetteer).sightings] == ["seen"]
