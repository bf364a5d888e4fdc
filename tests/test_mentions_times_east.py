"""Times as Korean, Chinese and Japanese tell them: hours in words, parts of the day, days, lengths of time."""

from __future__ import annotations

import pytest

from railsight.mentions.when_other import find_all_times


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("오늘 새벽 네 시 반쯤 역에", (4, 30)),
        ("어제저녁 다섯 시 좀 넘어서 역에", (17, None)),
        ("오늘 낮 열두 시 십오 분에 역에", (12, 15)),
        ("오전 열한 시 이십 분 역에", (11, 20)),
        ("밤 11시 40분께 역에", (23, 40)),
        ("금일 오전 9시 40분 역에", (9, 40)),
        ("초저녁 일곱 시 정각 역에", (19, None)),
        ("今早五点一刻，到站", (5, 15)),
        ("下午三点三刻到站", (15, 45)),
        ("昨天傍晚六点来钟到站", (18, None)),
        ("早上八点零五分到站", (8, 5)),
        ("天没亮，五点五十，到站", (5, 50)),
        ("晚上六点二十进站", (18, 20)),
        ("中午十二点十分到站", (12, 10)),
        ("早上差五分六点到站", (5, 55)),
        ("今朝5時半すぎに駅へ", (5, 30)),
        ("ゆうべ10時前に駅へ", (22, None)),
        ("お昼の12時半に駅へ", (12, 30)),
        ("きょうの午前十一時二十分に駅へ", (11, 20)),
        ("火曜日の明け方4時ごろ駅へ", (4, None)),
    ],
)
def test_clocks_in_words(text: str, clock: tuple[int, int | None]) -> None:
    (phrase,) = [t for t in find_all_times(text) if t.has_clock]
    assert (phrase.hour, phrase.minute, phrase.half_open) == (*clock, False)


@pytest.mark.parametrize(
    ("text", "half_open"),
    [
        ("역에서 8시 15분에 봤다", True),
        ("역에서 8시 15분, 다시 20시 10분에 봤다", False),
        ("역에서 08시 15분에 봤다", False),
        ("12일 8시 15분에 봤다", False),
        ("车站八点半看到", True),
        ("车站8时30分看到", False),
        ("车站9:12到", False),
        ("駅で9時40分に見た", True),
        ("駅で9時40分、次は18時02分に見た", False),
    ],
)
def test_clocks_that_may_be_of_either_half(text: str, half_open: bool) -> None:
    assert next(t for t in find_all_times(text) if t.has_clock).half_open == half_open


@pytest.mark.parametrize(
    ("text", "shift_h"),
    [
        ("도착해 한 시간 반 뒤에 떠났다", 1.5),
        ("도착해 이십 분 만에 떠났다", 1 / 3),
        ("도착, 30분 정차 후 떠났다", 0.5),
        ("도착해 반 시간 뒤 떠났다", 0.5),
        ("到站，约一小时后开走", 1.0),
        ("到站，一个半小时后开走", 1.5),
        ("到站，停了八分钟就开走", 8 / 60),
        ("到站，停了一刻钟，往东开走", 0.25),
        ("駅に着き、1時間ほどで動き出した", 1.0),
        ("駅に着き、20分停車した後に出た", 1 / 3),
    ],
)
def test_lengths_after_what_was_told(text: str, shift_h: float) -> None:
    (phrase,) = find_all_times(text)
    assert phrase.after_event
    assert phrase.shift_h == pytest.approx(shift_h)


@pytest.mark.parametrize(
    ("text", "days", "part"),
    [
        ("어제 해거름에 봤다", -1, "evening"),
        ("엊저녁 봤다", -1, "evening"),
        ("이튿날 동틀 무렵에 봤다", 1, "dawn"),
        ("익일 새벽에 봤다", 1, "small hours"),
        ("今晨有人看到", 0, "morning"),
        ("前天傍晚有人看到", -2, "evening"),
        ("翌晨有人看到", 1, "morning"),
        ("第二天天亮前有人看到", 1, "small hours"),
        ("けさ見た", 0, "morning"),
        ("一昨日の日暮れどきに見た", -2, "evening"),
        ("翌未明に見た", 1, "small hours"),
    ],
)
def test_days_and_parts(text: str, days: int, part: str) -> None:
    (phrase,) = find_all_times(text)
    assert (phrase.shift_days, phrase.part) == (days, part)


@pytest.mark.parametrize("text", ["한 다섯 시간 동안 있었다", "一時停車した列車", "동일한 열차", "朝鮮中央通信の列車"])
def test_what_tells_no_time(text: str) -> None:
    assert not find_all_times(text)


def test_a_clock_of_another_zone_is_no_place() -> None:
    clocks = [(t.hour, t.zone) for t in find_all_times("17日の夜9時、モスクワ時間だと午後4時、駅に入った")]
    assert clocks == [(21, None), (16, "moscow")]
    assert [t.zone for t in find_all_times("越南时间10日上午9时零5分，列车到站")] == ["hanoi"]


@pytest.mark.parametrize(
    "piece", ["십", "停停站站", "一", "天没", "새벽 ", "二十", "の", "停了八分钟，", "정차 ", "1", "半小时"]
)
def test_times_of_hostile_text_are_found_in_linear_work(piece: str) -> None:
    assert len(find_all_times(piece * 20_000)) <= 20_000 * len(piece)
