"""Verbs and nouns of the railway in other languages than English, and what they tell of the place told before."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.mentions.when_other import find_all_times
from railsight.model import Report, Sighting
from railsight.resolution import resolve
from railsight.times import zone_at

WEDNESDAY = datetime(2023, 9, 13, 9, tzinfo=UTC)


def told(text: str, gazetteer: Gazetteer) -> list[Sighting]:
    return list(resolve([Report("r", text, published=WEDNESDAY)], gazetteer).sightings)


def lines(text: str, gazetteer: Gazetteer) -> list[str]:
    """Event, place and, where an hour is told, the clock of the place."""
    out = []
    for s in told(text, gazetteer):
        clock = ""
        if s.interval is not None and s.interval.duration_s <= 2 * 3600:
            clock = f" {s.interval.middle.astimezone(zone_at(s.place.lon, s.place.lat)):%d %H:%M}"
        out.append(f"{s.event} {s.place.name}{clock}")
    return out


# The forms of a verb by the event it tells, in a sentence of its language.
VERBS = {
    ("ru", "arrived", "Вчера поезд {} Читы."): "дополз до, дотянули до",
    (
        "ru",
        "arrived",
        "Вчера поезд {} в Читу.",
    ): "пришёл, притащили, привели, нагрянул, заглянул, вкатился, приволокли, заполз, прикатил",
    ("ru", "departed", "Вчера поезд {} из Читы."): "умчался, отвалил, вырвался, проводили",
    ("ru", "departed", "Вчера поезд {} в Чите."): "стартовал, тронулся, начал путь, взял старт, стронулся",
    ("ru", "passed", "Вчера поезд {} Читу."): "пролетел, прошёл напроход, оставил позади",
    ("ru", "stopped", "Вчера поезд {} в Чите."): "грузился, заночевал, затормозил, завис, отдыхал, выгружен",
    ("de", "arrived", "Der Zug {} in Kassel {}."): "zog+ein, schlich+ein, wurde+empfangen",
    (
        "de",
        "departed",
        "Der Zug {} in Kassel {}.",
    ): "legte+ab, ging+auf die Reise, wurde+abgefertigt, machte sich+auf den Weg, ruckte+an, ist+losgerattert",
    (
        "de",
        "passed",
        "Der Zug {} Kassel {}.",
    ): "rauschte durch+, ratterte durch+, ließ+hinter sich, huschte+vorbei, ist+vorbeigerumpelt",
    ("de", "stopped", "Der Zug {} in Kassel {}."): "steckte+fest, wendete+, machte+Kopf, wurde+geteilt, kam+zum Stehen",
    ("de", "seen", "Der Zug {} in Kassel {}."): "wurde+abgelichtet, wurde+angetroffen, erschien+",
    ("ko", "arrived", "열차가 어제 단둥{}."): "에 왔다, 까지 갔다, 에서 맞이했다",
    ("ko", "departed", "열차가 어제 단둥{}."): "을 뒤로했다, 을 떴다, 에서 움직이기 시작했다",
    ("ko", "passed", "열차가 어제 단둥{}."): "을 가로질렀다, 을 거쳤다, 을 정차 없이 지나갔다",
    ("ko", "stopped", "열차가 어제 단둥{}."): "에 발이 묶였다, 에서 기관차를 바꿨다, 에 유치됐다, 에서 하룻밤을 보냈다",
    ("ko", "seen", "열차가 어제 단둥{}."): "에서 확인됐다, 에서 눈에 띄었다",
    ("ko", "absent", "열차가 어제 단둥{}."): "에 오지 않았다, 에 안 왔다, 에 없었다",
    ("ja", "arrived", "列車は昨日、長野{}。"): "に引き揚げた, に進入した, に据え付けられた",
    ("ja", "departed", "列車は昨日、長野{}。"): "を動き出した, で運転を再開した, から送り出された",
    ("ja", "passed", "列車は昨日、長野{}。"): "を経た, をかすめた, を突っ切った",
    (
        "ja",
        "stopped",
        "列車は昨日、長野{}。",
    ): "で待避した, で夜を明かした, で給油した, で方向転換した, で入れ換えをした",
    ("ja", "seen", "列車は昨日、長野{}。"): "で観測された, のカメラに映っていた, ですれ違った",
    ("ja", "absent", "列車は昨日、長野{}。"): "を通らなかった, にいなかった, へは行かなかった",
    ("zh", "arrived", "列车昨天{}丹东。"): "终到, 行至, 来到",
    ("zh", "departed", "列车昨天从丹东{}。"): "上路, 开拔, 恢复运行",
    ("zh", "departed", "列车昨天{}丹东站。"): "出, 告别",
    ("zh", "passed", "列车昨天{}丹东。"): "过, 经, 呼啸而过, 不停车通过",
    ("zh", "passed", "列车昨天从丹东{}。"): "经过, 穿城而过",
    ("zh", "stopped", "列车昨天在丹东{}。"): "换车头, 加油, 等待放行, 抛锚, 会车, 换端, 接受检查",
    ("zh", "heading", "列车{}丹东。"): "赶往, 去, 转向",
}


@pytest.mark.parametrize(("key", "words"), VERBS.items(), ids=lambda x: "-".join(x[:2]) if isinstance(x, tuple) else "")
def test_words_of_the_railway(key: tuple[str, str, str], words: str, gazetteer: Gazetteer) -> None:
    _, event, sentence = key
    for word in words.split(", "):
        text = sentence.format(*word.split("+")).replace(" .", ".")
        assert [s.event for s in told(text, gazetteer)] == [event], text


@pytest.mark.parametrize(
    "text",
    [
        "Завтра поезд прибывает в Читу.",
        "열차는 내일 단둥 도착 예정.",
        "列车明天抵达丹东。",
        "列车15日到达丹东。",
        "열차는 20일 베이징에 도착한다.",
        "列車は明日、長野着となる。",
        "列車の長野到着はあすの午後になりそうだ。",
        "Der Zug erreicht morgen Kassel.",
        "Am 15. September hält der Zug in Kassel.",
    ],
)
def test_what_has_a_time_to_come_has_not_happened(text: str, gazetteer: Gazetteer) -> None:
    assert [(s.event, s.status) for s in told(text, gazetteer)] == [("due", "expected")]


def test_a_verb_of_the_past_is_past_whatever_was_planned(gazetteer: Gazetteer) -> None:
    text = "Вчера поезд точно по расписанию, в 15:10, прибыл в Читу."
    assert lines(text, gazetteer) == ["arrived Chita 12 15:10"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("열차는 어제 오후 3시 단둥에 도착해 20분 뒤 출발했다.",
         ["arrived Dandong 12 15:00", "departed Dandong 12 15:20"]),
        ("列车昨天15时抵达丹东，停留20分钟后离开。", ["arrived Dandong 12 15:00", "departed Dandong 12 15:20"]),
        ("列車は昨日午後3時に長野に到着し、3時20分に発車した。",
         ["arrived Nagano 12 15:00", "departed Nagano 12 15:20"]),
        ("Вчера в 15:00 поезд прибыл в Читу. В 18:00 он ушёл.", ["arrived Chita 12 15:00", "departed Chita 12 18:00"]),
        ("Der Zug traf gestern um 15 Uhr in Kassel ein. Nach 20 Minuten fuhr er wieder ab.",
         ["arrived Kassel 12 15:00", "departed Kassel 12 15:20"]),
        ("Der Zug kam gestern um 15 Uhr in Kassel an. Die Fahrgäste stiegen aus.", ["arrived Kassel 12 15:00"]),
        ("В Чите поезд не останавливался: вчера в 15:00 прошёл ходом.", ["passed Chita 12 15:00"]),
        ("列车丹东不停车，昨天15时通过。", ["passed Dandong 12 15:00"]),
        ("열차는 단둥에 정차하지 않았다.", []),
    ],
)  # fmt: skip
def test_a_verb_without_a_place_is_told_of_the_place_before(text: str, wanted: list[str], gazetteer: Gazetteer) -> None:
    assert lines(text, gazetteer) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Поезд уйдёт на Хабаровск, где его ждут в четверг.",
        "Der Zug fährt nach Hamburg, wo er am Donnerstag erwartet wird.",
    ],
)
def test_where_it_goes_it_is_awaited(text: str, gazetteer: Gazetteer) -> None:
    assert [s.event for s in told(text, gazetteer)] == ["due"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("列车记录（12日）：沈阳6:30开，丹东10:00到。", ["departed Shenyang 12 06:30", "arrived Dandong 12 10:00"]),
        ("열차 기록(12일). 06:30 평양 발, 10:00 단둥 착.", ["departed Pyongyang 12 06:30", "arrived Dandong 12 10:00"]),
        ("Der Sonderzug am 12. September: Kassel durch 6:30, Fulda an 10:00.",
         ["passed Kassel 12 06:30", "arrived Fulda 12 10:00"]),
        ("Поезд 2034, 12 сентября. Могоча приб. 10:00.", ["arrived Mogocha 12 10:00"]),
    ],
)  # fmt: skip
def test_notes_of_logs(text: str, wanted: list[str], gazetteer: Gazetteer) -> None:
    assert lines(text, gazetteer) == wanted


def test_another_train_is_told_as_another(gazetteer: Gazetteer) -> None:
    found = told("专列昨天抵达丹东。另一趟列车昨天到达沈阳。", gazetteer)
    assert [(s.subject, s.place.name) for s in found] == [("train", "Dandong"), ("another train", "Shenyang")]


@pytest.mark.parametrize(
    "text",
    ["하노이까지는 승용차로 이동했고 열차는 없다.", "열차는 출발했다. 화물은 화물선으로 29일 부산에 들어올 예정이다."],
)
def test_those_who_go_by_road_and_sea_are_not_the_train(text: str, gazetteer: Gazetteer) -> None:
    assert not told(text, gazetteer)


def test_a_clock_is_of_the_half_of_the_day_told_before_it() -> None:
    found = find_all_times("오후 3시 도착, 3시 20분 출발, 오전 4시 통과")
    assert [(t.hour, t.minute) for t in found] == [(15, None), (15, 20), (4, None)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("由包头开往广州的列车昨天停在郑州。", ["stopped Zhengzhou"]),
        ("北京开往昆明的K1583次列车昨天通过襄阳。", ["passed Xiangyang"]),
        ("列车昨天通过襄阳，途经信阳的旅客请办理退票。", ["passed Xiangyang"]),
        ("Wie die Bahn in Berlin mitteilte, verließ der Zug gestern Kassel.", ["departed Kassel"]),
        ("Statt wie erwartet bei Kehl fuhr der Zug gestern bei Wörth über die Grenze.", ["crossed Wörth am Rhein"]),
        ("In Kassel, wo Busse warten, wird der Zug am Donnerstag erwartet.", ["due Kassel"]),
        ("列车昨天未能抵达丹东。预计15日到站。", ["absent Dandong", "due Dandong"]),
        ("어제 단둥역에서는 열차의 움직임이 포착되지 않았다.", ["absent Dandong"]),
        ("어제 열차는 단둥이 아니라 선양에 도착했다.", ["arrived Shenyang"]),
        ("昨日、列車は長野ではなく松本に着いた。", ["arrived Matsumoto"]),
        ("昨日、長野に列車の姿はなかった。", ["absent Nagano"]),
        ("В Чите поезда вчера нет.", ["absent Chita"]),
        ("열차는 어제 평양을 떠났다. 베이징에 들를 것이라는 관측이 나왔으나 확인되지 않았다.",
         ["departed Pyongyang", "due Beijing"]),
        ("列车比计划晚半小时，昨天14时抵达武汉。", ["arrived Wuhan 12 14:00"]),
        ("UPD: вчера около 21:00 поезд прошёл Читу.", ["passed Chita 12 21:00"]),
    ],
)  # fmt: skip
def test_what_is_and_is_not_told_of_the_train(text: str, wanted: list[str], gazetteer: Gazetteer) -> None:
    assert lines(text, gazetteer) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("列車は12日は日本海側を回り、17時に新潟を通過した。", ["passed Niigata 12 17:00"]),
        ("Вчера в 23:15 поезд прибыл в Саратов, сменил тепловоз и в 00:05 отбыл.",
         ["arrived Saratov 12 23:15", "departed Saratov 13 00:05"]),
        ("Поезд отправился из Москвы вчера в 22:00, в Минск прибывает сегодня в 19:30.",
         ["departed Moscow 12 22:00", "due Minsk 13 19:30"]),
        ("Вчера к двум часам дня поезд добрался до Самары.", ["arrived Samara 12 14:00"]),
        ("Вчера в 8:40 по варшавскому времени поезд отошёл от вокзала Львова.", ["departed Lviv 12 09:40"]),
        ("Журнал диспетчера, 11.09. Поезд 2311: Омск отпр. 07:40.", ["departed Omsk 11 07:40"]),
        ("昨日9時、長野に列車が着く。", ["arrived Nagano 12 09:00"]),
        ("Planmäßig um 9 Uhr erreichte der Zug gestern Kassel.", ["arrived Kassel 12 09:00"]),
        ("13日凌晨专列经丹东，同日早上6时30分抵达沈阳。", ["passed Dandong", "arrived Shenyang 13 06:30"]),
    ],
)  # fmt: skip
def test_times_of_what_is_told(text: str, wanted: list[str], gazetteer: Gazetteer) -> None:
    assert lines(text, gazetteer) == wanted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # half an hour later is told of the place named sentences before, where it is of a train
        (
            "Вчера в 12:45 поезд прибыл в Читу. На перрон никто не вышел. Через полчаса поезд отправился дальше.",
            ["arrived Chita 12 12:45", "departed Chita 12 13:15"],
        ),
        ("Вчера в 12:45 поезд прибыл в Читу. Мэр ждал. В 13:20 он отправился дальше.", ["arrived Chita 12 12:45"]),
        # a vowel that only the nominative has
        ("В Хилке поезд видели вчера в 20:10.", ["seen Khilok 12 20:10"]),
        ("Поезд видели вчера в 20:10 в Череповце.", ["seen Cherepovets 12 20:10"]),
        # what is only looked at
        ("Поезд стоял вчера в 20:10 в Слюдянке. За вагонами виден берег Байкала.", ["stopped Slyudyanka 12 20:10"]),
        # the day of what was said is not that of what is to come
        ("发言人13日表示，代表团将乘火车抵达北京，并在北京停留三天。", ["due Beijing"]),
        ("专列12日11时40分通过锦州南站，发言人13日说。", ["passed Jinzhou South 12 11:40"]),
    ],
)  # fmt: skip
def test_what_is_told_of_a_place_before_or_of_none(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert lines(text, gazetteer) == expected


def test_the_day_of_a_statement_is_no_day_of_what_is_to_come(gazetteer: Gazetteer) -> None:
    (due,) = told("发言人13日表示，代表团将乘火车抵达北京。", gazetteer)
    assert due.event == "due"
    assert due.interval is None
