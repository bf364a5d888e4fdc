"""Plain sentences of the Korean, Japanese and Chinese press: whose time is it, and how sure. Sentences of our own."""

from __future__ import annotations

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report, Sighting
from railsight.resolution import resolve
from railsight.times import zone_at
from tests.telling import WEDNESDAY


def read(text: str, gazetteer: Gazetteer) -> dict[str, Sighting]:
    """The sightings of a report of the train by the name of their place."""
    reading = resolve([Report("r", text, published=WEDNESDAY, of_train=True)], gazetteer)
    return {s.place.name: s for s in reading.sightings}


def told(text: str, gazetteer: Gazetteer) -> set[str]:
    """What is told of each place in a few words: "passed Khasan 12 03:00"."""
    out = set()
    for s in read(text, gazetteer).values():
        zone = zone_at(s.place.lon, s.place.lat)
        at = "" if s.interval is None else f" {s.interval.middle.astimezone(zone):%d %H:%M}"
        out.add(f"{s.event} {s.place.name}{at}")
    return out


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("9/11(월) 21:05 열차가 하산을 통과했다.", "passed Khasan 11 21:05"),
        ("열차는 9. 10.(일) 07:45 하산에 도착했다.", "arrived Khasan 10 07:45"),
        ("열차는 일요일인 10일 오후 3시 하산을 통과했다.", "passed Khasan 10 15:00"),
        ("열차는 11일 밤부터 12일 새벽 사이 하산을 통과했다.", "passed Khasan 12 01:00"),
        ("열차가 하산을 떠난 것은 11일 오후 2시 10분이다.", "departed Khasan 11 14:10"),
        ("列車は11日から12日にかけての深夜、ハサンを通過した。", "passed Khasan 12 01:00"),
        ("列車は9/11（月）21:05にハサンを通過した。", "passed Khasan 11 21:05"),
        ("专列9/11 16:45抵达哈桑。", "arrived Khasan 11 16:45"),
        ("专列11日深夜至12日凌晨通过哈桑。", "passed Khasan 12 01:00"),
    ],
)
def test_times_in_figures_and_nights_of_two_days(text: str, wanted: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {wanted}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("열차는 하산(통과 10일 9시 5분)과 하바롭스크(도착 12일 6시 10분)에서 포착됐다.",
         {"passed Khasan 10 09:05", "arrived Khabarovsk 12 06:10"}),
        ("ハサンを経由した列車は12日9時10分、ハバロフスクに着いた。", {"arrived Khabarovsk 12 09:10"}),
        ("列車は10日未明にハサンを、続いて10日21時40分にハバロフスクを通過した。",
         {"passed Khasan 10 03:00", "passed Khabarovsk 10 21:40"}),
        ("列車は10日21時40分、ハサンを出発し、ハバロフスクに向かった。",
         {"departed Khasan 10 21:40", "heading Khabarovsk 10 21:40"}),
    ],
)  # fmt: skip
def test_each_place_has_its_own_time(text: str, wanted: set[str], gazetteer: Gazetteer) -> None:
    assert wanted <= told(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("列車は数日中にハサンに到着するとみられる。", "due expected"),
        ("列車は11日にハサンに到着したとみられる。", "arrived speculated"),
        ("列車が11日にハサンを通過したことが内部文書で裏付けられた。", "passed confirmed"),
        ("据信，专列11日抵达哈桑。", "arrived speculated"),
        ("专列11日离开哈巴罗夫斯克，下一站是哈桑。", "due expected"),
        ("海关文件确认，专列11日抵达哈桑。", "arrived confirmed"),
        ("특별열차의 다음 정차역은 하산이다.", "due expected"),
        ("특별열차는 곧 하산에 도착할 것으로 보인다.", "due expected"),
    ],
)
def test_how_sure_it_is(text: str, wanted: str, gazetteer: Gazetteer) -> None:
    s = read(text, gazetteer)["Khasan"]
    assert f"{s.event} {s.status}" == wanted


@pytest.mark.parametrize(
    "text",
    [
        "11일 하산에서 찍혔다는 사진 속 열차가 특별열차인지는 확인되지 않았다.",
        "ハサンから来た女性によると、列車は11日、ハバロフスクに停車していた。",
        "据哈桑一家报纸报道，专列11日抵达哈巴罗夫斯克。",
        "网传11日摄于哈桑的照片，拍到的并不是朝鲜专列。",
    ],
)
def test_no_train_where_none_is_told(text: str, gazetteer: Gazetteer) -> None:
    found = read(text, gazetteer)
    assert "Khasan" not in found or found["Khasan"].event == "absent"


def test_a_long_run_of_letters_hides_no_name(gazetteer: Gazetteer) -> None:
    assert "Komsomolsk-on-Amur" in read("这列深绿色列车于昨天上午被拍到停在阿穆尔河畔共青城站。", gazetteer)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("열차는 11일 하산역에서 세 시간 동안 멈췄다.", "stopped"),  # no "안"
        ("列車は11日、ハサン駅のホームに横付けされた。", "arrived"),  # no "けさ"
        ("列車は11日前後にハサンを通過した。", "passed"),  # no eleven days ago
        ("专列11日前后通过哈桑。", "passed"),
        ("ハサン行きの列車が11日、ハバロフスクを出発した。", "heading"),  # no earlier journey
        ("특별열차가 11일 하산을 통과했을지도 모른다.", "passed"),
        ("하산역은 특별열차를 맞을 준비를 하고 있다.", "due"),
        ("専用列車は11日、ハサン駅で立ち往生した。", "stopped"),
    ],
)
def test_words_within_words(text: str, wanted: str, gazetteer: Gazetteer) -> None:
    assert read(text, gazetteer)["Khasan"].event == wanted


@pytest.mark.parametrize(
    "text",
    [
        "하산에 본사를 둔 신문은 열차가 11일 하바롭스크에 도착했다고 보도했다.",
        "하산의 한 철도 직원은 열차가 11일 하바롭스크를 통과했다고 말했다.",
        "ハサン在住の鉄道ファンは、列車が11日にハバロフスクを通過したと投稿した。",
        "哈桑市政府称，专列11日离开哈巴罗夫斯克。",
        "하산을 11일 통과한 것은 특별열차가 아니었다.",
        "11日にハサンを通過したのは特別列車ではなかった。",
    ],
)
def test_places_of_those_who_tell_and_other_trains(text: str, gazetteer: Gazetteer) -> None:
    assert "Khasan" not in read(text, gazetteer)
