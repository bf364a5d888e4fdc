"""A train that does not stop runs through: a passing at the time told, no absence for the whole day."""

from __future__ import annotations

from datetime import UTC

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train passed Omsk without stopping at 13:00 on Tuesday.", "passed Omsk 21 07:00"),
        ("The train did not stop at Omsk on Tuesday.", "passed Omsk 21 05:59"),
        ("The train did not call at Omsk on Tuesday and went on to Tomsk.", "passed Omsk 21 05:59"),
        ("On Tuesday the train did not stop at Omsk.", "passed Omsk 21 05:59"),
        ("Поезд не остановился в Омске во вторник.", "passed Omsk 21 05:59"),
        ("열차는 화요일 단둥에 정차하지 않았다.", "passed Dandong 21 03:59"),
        ("列车周二没有在丹东停车。", "passed Dandong 21 03:59"),
        ("Der Zug hielt am Dienstag nicht in Kassel.", "passed Kassel 21 09:59"),
        ("The train passed Ishim at noon on Tuesday and did not stop at Omsk.", "passed Omsk 21 19"),
        ("Поезд прошёл Ишим в полдень во вторник и не остановился в Омске.", "passed Omsk 21 19"),
        # no train is every train; and up to a time it had not come
        ("Trains did not stop at Omsk on Tuesday because of the strike.", "absent Omsk"),
        ("The train was not seen at Omsk on Tuesday.", "absent Omsk"),
        ("By noon on Tuesday the train had not stopped at Omsk.", "absent Omsk"),
    ],
)
def test_who_does_not_stop_runs_through(text: str, expected: str, gazetteer: Gazetteer) -> None:
    found = [
        f"{s.event} {s.place.name} {s.interval and f'{s.interval.middle.astimezone(UTC):%d %H:%M}'}"
        for s in read(text, gazetteer)
    ]
    assert any(x.startswith(expected) for x in found), found


@pytest.mark.parametrize(
    "text",
    [
        "The train did not stop at Omsk.",
        "The train was seen at Ishim on Tuesday but did not stop at Omsk.",
        "The train has not stopped at Omsk.",
        "Поезд не останавливался в Омске.",
        "Der Zug hielt nicht in Kassel.",
        "列车没有在丹东停车。",
        "열차는 단둥에 정차하지 않았다.",
        "列車は丹東に停車しなかった。",
    ],
)
def test_that_it_did_not_stop_is_no_word_that_it_was_not_there(text: str, gazetteer: Gazetteer) -> None:
    assert [s for s in read(text, gazetteer) if s.place.name != "Ishim"] == []
