"""A clock told sentences later, in a sentence that tells nothing else."""

from __future__ import annotations

from datetime import UTC

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train stopped in Omsk. Police cleared the platform. That was at 14:20 on Tuesday.", "21 08:20"),
        ("The train stopped in Omsk. It was 14:20.", "22 08:20"),
        ("The train left Ishim on Monday and stopped in Omsk. That was at 14:20 on Tuesday.", "21 08:20"),
        ("The train stopped in Omsk on Tuesday. Crowds gathered. The clock showed 14:20.", "21 08:20"),
        ("Поезд остановился в Омске. Это было во вторник в 14:20.", "21 08:20"),
        ("열차는 단둥에 정차했다. 화요일 오후 4시 20분이었다.", "21 08:20"),
        ("列车停在丹东。当时是周二16时20分。", "21 08:20"),
        ("Der Zug hielt in Kassel. Das war am Dienstag um 10.20 Uhr.", "21 08:20"),
        # a clock of its own stays, and other sentences tell of something else
        ("The train stopped in Omsk at 13:00 on Tuesday. It was 14:20.", "21 07:00"),
        ("The train stopped in Omsk on Tuesday. That was a surprise at 14:20.", "21 05:59"),
    ],
)
def test_a_time_told_later_is_of_what_was_told_last(text: str, expected: str, gazetteer: Gazetteer) -> None:
    last = read(text, gazetteer)[-1]
    assert last.interval is not None
    assert f"{last.interval.middle.astimezone(UTC):%d %H:%M}" == expected
