"""Reports in other languages than English: movements with dates, clocks, negations and hedges. Sentences of our own.

Most of them stand in ``benchmarks/sightings/languages_*.yaml``: one half was looked at while the tables were written,
the other only counted.
"""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pytest

from benchmarks import sightings as benchmark
from railsight.gazetteer import Gazetteer
from railsight.mentions.languages import CODES, is_german, languages_of, table
from railsight.mentions.languages.table import CUES, EVENTS, RELATIONS
from railsight.mentions.when_other import find_all_times
from railsight.model import Report, Sighting
from railsight.resolution import resolve
from railsight.times import zone_at

WEDNESDAY = datetime(2023, 9, 13, tzinfo=UTC)


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


# ---------------------------------------------------------------- the sentences of the benchmark


def counted(half: str, code: str, gazetteer: Gazetteer) -> dict[str, benchmark.Score]:
    totals: defaultdict[str, benchmark.Score] = defaultdict(benchmark.Score)
    cases = benchmark.halves(benchmark.FOLDER / f"languages_{half}.yaml")[f"languages_{half}_{code}"]
    assert len(cases) >= 13
    for case in cases:
        benchmark.score_case(case, gazetteer, totals, show=False)
    return totals


@pytest.mark.parametrize("code", CODES)
def test_the_open_half_is_read(code: str, gazetteer: Gazetteer) -> None:
    totals = counted("open", code, gazetteer)
    for name in ("roles", "sightings"):
        assert totals[name].missed.total() <= 2, (name, totals[name].missed)
        assert totals[name].false.total() <= 1, (name, totals[name].false)


@pytest.mark.parametrize("code", CODES)
def test_the_half_kept_aside_is_read_nearly_as_well(code: str, gazetteer: Gazetteer) -> None:
    score = counted("held", code, gazetteer)["sightings"]
    right = score.right.total()
    assert right >= 0.8 * (right + score.missed.total())
    assert right >= 0.8 * (right + score.false.total())


# ---------------------------------------------------------------- languages and tables


def test_languages_are_told_apart() -> None:
    assert [x.code for x in languages_of("列车抵达哈桑。")] == ["zh"]
    assert [x.code for x in languages_of("列車はハサンに着いた。")] == ["ja"]
    assert [x.code for x in languages_of("Der Zug kam am Freitag in Berlin an.")] == ["de"]
    assert not languages_of("The train left Berlin on Friday and stopped in Die, an den of thieves.")
    assert not is_german("A train of the Deutsche Bahn was seen in the town of Bad Bentheim on the way to Hengelo.")


@pytest.mark.parametrize("code", CODES)
def test_a_table_has_only_what_is_read(code: str) -> None:
    language = table(code)
    assert {name.rstrip("~!") for name in language.cues} <= {*EVENTS, *CUES}
    assert {*language.before, *language.after} <= set(RELATIONS)
    assert len(language.weekdays) == 7
    forms = [form.partition("=")[2].rstrip("~!") for line in language.separable.values() for form in line.split()]
    assert set(forms) <= set(EVENTS)


def test_english_loads_no_table() -> None:
    code = (
        "import sys\nfrom datetime import UTC, datetime\nimport railsight\nfrom railsight.model import Report\n"
        "from railsight.datasets import data_path\nfrom railsight.gazetteer import open_gazetteer\n"
        "from railsight.resolution import resolve\n"
        "text = 'The train reached Khasan – at 6 a.m. – on Tuesday.'\n"
        "r = Report('r', text, published=datetime(2023, 9, 13, tzinfo=UTC))\n"
        "assert resolve([r], open_gazetteer(data_path('gazetteer.sqlite'))).sightings\n"
        "print([m for m in sys.modules if m.startswith('railsight.mentions.languages.') and not m.endswith('.table')])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_german_nouns_are_no_places(gazetteer: Gazetteer) -> None:
    text = (
        "Der Zug hielt am Ende der Strecke vor einer Halle. Die Wagen standen im Regen, am Rand lag der Hof mit Stall "
        "und Tor. Kein Essen, kein Licht: Der Start war ein Test. In Brandenburg und in Hof am Main warteten Leute."
    )
    reading = resolve([Report("r", text, published=WEDNESDAY)], gazetteer)
    assert {m.text for m in reading.mentions if m.kind == "place"} <= {"Brandenburg", "Main"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("9月12日下午3点半", (9, 12, 15, 30)),
        ("二〇二三年没有日期，九月十二日晚上十点", (9, 12, 22, None)),
        ("9月12日午後3時半に", (9, 12, 15, 30)),
        ("am 12. September um halb vier nachmittags", (9, 12, 15, 30)),
        ("am 12.9.2023 gegen 22.05 Uhr", (9, 12, 22, 5)),
        ("12 сентября в три часа дня", (9, 12, 15, None)),
        ("9월 12일 오후 3시 반", (9, 12, 15, 30)),
        ("9月12日（周二）零时20分", (9, 12, 0, 20)),
        ("12 сентября в половине седьмого вечера", (9, 12, 18, 30)),
        ("am Abend des 12. September um 22.05 Uhr", (9, 12, 22, 5)),
    ],
)
def test_dates_and_clocks(text: str, said: tuple[int, int, int, int | None]) -> None:
    context = "Der Zug kam an, und die Lok stand. " if text.startswith("am") else ""
    phrase = find_all_times(context + text)[-1]
    assert (phrase.month, phrase.day, phrase.hour, phrase.minute) == said


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("莫斯科时间5时15分", "moscow"),
        ("モスクワ時間5時15分", "moscow"),
        ("Der Zug kam um 5.15 Uhr Moskauer Zeit an.", "moscow"),
        ("в 5:15 по московскому времени", "moscow"),
        ("모스크바 시간 5시 15분", "moscow"),
        ("格林尼治标准时间5时15分", "gmt"),
        ("Der Zug kam um 5.15 Uhr Ortszeit an.", "local"),
    ],
)
def test_clocks_of_their_own(text: str, zone: str) -> None:
    (phrase,) = find_all_times(text)
    assert (phrase.hour, phrase.minute, phrase.zone) == (5, 15, zone)


@pytest.mark.parametrize(("text", "when"), [
    ("Поезд прибыл в Хасан в ночь на вторник, в 1:55.", ("12 01:55", "12 01:55")),
    ("Der Zug kam in der Nacht zum Dienstag um 1.55 Uhr in Chassan an.", ("12 01:55", "12 01:55")),
    ("Der Zug kam in der Nacht zum Dienstag in Chassan an.", ("11 20:00", "12 06:00")),
    ("列车12日凌晨抵达哈桑。", ("12 00:00", "12 06:00")),
    ("列車は昨日の夕方ハサンに着いた。", ("12 17:00", "12 23:00")),
])  # fmt: skip
def test_nights(text: str, when: tuple[str, str], gazetteer: Gazetteer) -> None:
    assert span(told(text, gazetteer)["Khasan"]) == when


@pytest.mark.parametrize(
    ("text", "place", "when"),
    [
        ("Поезд вышел из Омска 9 сентября. Через два дня он прибыл в Пермь.", "Perm", ("11 00:00", "11 23:59")),
        ("Поезд вышел из Омска 8 сентября. Спустя четыре дня он прибыл в Пермь.", "Perm", ("12 00:00", "12 23:59")),
        ("Бронепоезд прибудет в Тверь через два дня.", "Tver", ("15 00:00", "15 23:59")),
        ("Бронепоезд прибудет в Тверь через трое суток.", "Tver", ("16 00:00", "16 23:59")),
        ("Состав прибыл в Тверь в два часа дня 11 сентября.", "Tver", ("11 13:30", "11 14:30")),
        ("11 сентября эшелон два дня стоял в Твери.", "Tver", ("11 00:00", "11 23:59")),
        ("Поезд вышел из Омска 9 сентября и сейчас стоит в Твери.", "Tver", ("13 00:00", "13 23:59")),
        ("열차는 11일 하산을 출발해 같은 날 나진항에 도착했다.", "Rajin", ("11 00:00", "11 23:59")),
        ("김 위원장의 열차는 11일 전용 선로로 평양을 출발했다.", "Pyongyang", ("11 00:00", "11 23:59")),
        ("열차는 12일 오전 9시 압록강 철교를 건너 단둥에 도착했다.", "Dandong", ("12 08:30", "12 09:30")),
        ("列車は11日朝にハサンを出て、同日夜にハバロフスクに着いた。", "Khabarovsk", ("11 17:00", "11 23:00")),
        ("列车11日离开哈桑，当天抵达乌苏里斯克。", "Ussuriysk", ("11 00:00", "11 23:59")),
        ("Der Zug verließ Hamburg am Montag. Am selben Tag kam der Zug in Berlin an.", "Berlin",
         ("11 00:00", "11 23:59")),
    ],
)  # fmt: skip
def test_days_counted_from_another(text: str, place: str, when: tuple[str, str], gazetteer: Gazetteer) -> None:
    assert span(told(text, gazetteer)[place]) == when


def test_a_day_that_is_past_is_none_of_what_may_come(gazetteer: Gazetteer) -> None:
    text = "Поезд стоит в Брянске с четверга и, возможно, отправится в Гомель."
    assert told(text, gazetteer)["Homyel'"].interval is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Эшелон, хроника.\n11.09 02:40 — Владимир, без остановки.\n11.09 09:15 — Пенза, смена бригады.",
         ["passed Vladimir 11 02:40", "stopped Penza 11 09:15"]),
        ("Der Zug am 12.9.:\n07:12 Hamm Rbf, Ausfahrt.\n07:55 Soest durch.\n08:40 Altenbeken, steht vor rotem Signal.",
         ["departed Hamm 12 07:12", "passed Soest 12 07:55", "stopped Altenbeken 12 08:40"]),
        ("列車の動き（12日）\n7:05 盛岡貨物ターミナル発\n10:40 仙台通過\n14:55 宇都宮着",
         ["departed Morioka 12 07:05", "passed Sendai 12 10:40", "arrived Utsunomiya 12 14:55"]),
        ("북한 열차 이동 정리\n9월 10일 18:00 평양 출발\n9월 11일 06:40 신의주 도착",
         ["departed Pyongyang 10 18:00", "arrived Sinŭiju 11 06:40"]),
        ("列车目击，9月12日\n09:40 呼和浩特 通过\n12:05 集宁南 到达",
         ["passed Hohhot 12 09:40", "arrived Jining South 12 12:05"]),
    ],
)  # fmt: skip
def test_logs_that_name_no_subject(text: str, wanted: list[str], gazetteer: Gazetteer) -> None:
    found = told(text, gazetteer)
    assert [f"{s.event} {name} {(span(s) or ('',))[0]}" for name, s in found.items()] == wanted


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("12 сентября без четверти пять утра поезд прибыл в Омск.", ("12 04:45", "12 04:45")),
        ("12 сентября в третьем часу ночи поезд прибыл в Омск.", ("12 02:00", "12 03:00")),
        ("Поезд прибыл в Омск в ночь с 10 на 11 сентября.", ("11 00:00", "11 06:00")),
        ("Поезд прибыл в Омск 11 числа около полудня.", ("11 11:30", "11 12:30")),
        ("열차는 11일 오전 9시 서울을 출발했다. 두 시간 뒤 대전에 도착했다.", ("11 10:30", "11 11:30")),
        ("열차는 11일 해 질 무렵 대전에 도착했다.", ("11 17:00", "11 23:00")),
        ("列車は三日前に名古屋に着いた。", ("10 00:00", "10 23:59")),
        ("列車は11日夜明け前に名古屋に着いた。", ("11 00:00", "11 06:00")),
        ("列车11日下午三点一刻到达郑州。", ("11 15:15", "11 15:15")),
        ("列车11日夜从郑州驶出。", ("11 20:00", "12 06:00")),
        ("Der Zug kam am Montag um Viertel nach drei nachmittags in Kassel an.", ("11 15:15", "11 15:15")),
        ("Der Zug kam in der Nacht von Sonntag auf Montag in Kassel an.", ("10 20:00", "11 06:00")),
        ("Der Zug fuhr am Montag um 9 Uhr in Fulda ab. Zwei Stunden später kam er in Kassel an.",
         ("11 10:30", "11 11:30")),
    ],
)  # fmt: skip
def test_clocks_as_they_are_spoken(text: str, when: tuple[str, str], gazetteer: Gazetteer) -> None:
    assert span(list(told(text, gazetteer).values())[-1]) == when


@pytest.mark.parametrize(
    ("text", "place", "when"),
    [
        ("10.09. Чита, поезд вышел в 16:20. 11.09. 02:30 Хилок, прошли.", "Khilok", ("11 02:30", "11 02:30")),
        ("열차는 이날 오전 강릉을 떠났다. 관계자는 \"14일 다시 출발한다\"고 말했다.", "Gangneung",
         ("13 06:00", "13 12:00")),  # not of last month's 14th
        ("11일 열차가 서울을 출발했다고 코레일이 12일 밝혔다. 열차는 오후 3시 5분 대전에 도착했다.",
         "Daejeon", ("11 15:05", "11 15:05")),
        ("Seit Samstag fahren Züge. Einer wurde in der Nacht zum Dienstag losgeschickt. Um 3.40 Uhr fuhr der Zug durch "
         "Pasewalk.", "Pasewalk", ("12 03:40", "12 03:40")),
    ],
)  # fmt: skip
def test_a_clock_is_of_the_day_the_report_has_reached(
    text: str, place: str, when: tuple[str, str], gazetteer: Gazetteer
) -> None:
    assert span(told(text, gazetteer)[place]) == when


def test_a_clock_is_of_the_place_of_its_own_piece(gazetteer: Gazetteer) -> None:
    found = told("12日の貨物列車、八王子7:40通過、大月は9:10に通過した。", gazetteer)
    assert span(found["Ōtsuki"]) == ("12 09:10", "12 09:10")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Поезд прибыл в Рязань, сообщили в правительстве области.", "confirmed"),
        ("Поезд прибыл в Рязань, пишут в сети.", "reported"),
        ("Поезд прибыл в Рязань, сообщил губернатор.", "confirmed"),
        ("Поезд прибыл в Рязань, сообщил журналист.", "reported"),
        ("코레일은 열차가 대전에 도착했다고 밝혔다.", "confirmed"),
        ("주민은 열차가 대전에 도착했다고 말했다.", "reported"),
        ("国土交通省によると、作業は終わった。列車は名古屋に着いた。", "confirmed"),
        ("ファンによると、列車は名古屋に着いた。", "reported"),
        ("记者从郑州局集团公司获悉，一列列车到达郑州。", "confirmed"),
        ("记者从网友处获悉，一列列车到达郑州。", "reported"),
    ],
)
def test_officials_speak_for_all_of_their_report(text: str, status: str, gazetteer: Gazetteer) -> None:
    found = list(told(text, gazetteer).values())
    assert [s.status for s in found] == [status]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("列车驶过哈密和临河。", ["Hami", "Linhe"]),
        ("열차는 치치하얼과 청량리역을 지났다.", ["Qiqihar", "Cheongnyangni"]),
        ("列車は大月と新鶴見を通過した。", ["Ōtsuki", "Shin-Tsurumi"]),
        ("Поезд прошёл Лихую и стоит в Ярославле.", ["Likhaya", "Yaroslavl"]),
        ("Der Zug steht im polnischen Żagań.", ["Żagań"]),
        ("列車は根岸氏を乗せていた。", []),  # somebody's name
        ("列車は上越線を走った。", []),  # a line
        ("기차에서 나라의 지난 일을 보이다.", []),  # common words
    ],
)
def test_names_in_their_own_writing(text: str, names: list[str], gazetteer: Gazetteer) -> None:
    mentions = resolve([Report("r", text, published=WEDNESDAY)], gazetteer).mentions
    assert [m.place.name for m in mentions if m.kind == "place" and m.place is not None] == names


@pytest.mark.parametrize(
    "text",
    [
        "РЯЗАНЬ, 12 сентября. /ТАСС/. Поезд ушёл.",
        "РЯЗАНЬ. Поезд ушёл утром.",
        "【丹東共同】列車は12日、長春を通過した。",
        "本报郑州9月12日讯 列车今日到达西安。",
        "Kassel (dpa). Der Zug ist am Montag abgefahren.",
    ],
)
def test_datelines_place_no_train(text: str, gazetteer: Gazetteer) -> None:
    places = [m for m in resolve([Report("r", text, published=WEDNESDAY)], gazetteer).mentions if m.kind == "place"]
    assert places[0].role == "dateline"


def test_a_day_that_does_not_exist_is_said_to_be_none() -> None:
    assert find_all_times("列车9月31日抵达")[0].kind == "impossible"


@pytest.mark.parametrize(
    "piece",
    [
        "列车12日抵达哈桑，随后从平壤驶往乌苏里斯克。",
        "列车从从从哈桑，，12日12日1时",
        "列車は12日ハサンに到着し、北へ向かった。",
        "Der Zug kam am 1. 1. 12. September in Berlin an, und in Hamburg ",
    ],
)
def test_time_grows_linearly(piece: str, gazetteer: Gazetteer) -> None:
    def seconds(size: int) -> float:
        report = Report("r", (piece * (size // len(piece) + 1))[:size], published=WEDNESDAY)
        start = process_time()
        resolve([report], gazetteer)
        return process_time() - start

    seconds(1_000)
    once, thrice = (min(seconds(size) for _ in range(2)) for size in (1_500, 4_500))
    assert thrice < 6 * once + 0.05


# ---------------------------------------------------------------- a whole story

STORIES = Path(__file__).parent / "snippets"
TOLD = {
    ("train", "stopped", "Khasan"),
    ("train", "crossed", "Razdolnaya River rail crossing (Baranovsky)"),
    ("train", "departed", "Pyongyang"),
    ("train", "heading", "Vostochny Cosmodrome"),
    ("train", "seen", "Ussuriysk"),
    ("other", "heading", "Vladivostok"),
}


@pytest.mark.parametrize("code", CODES)
def test_a_story_with_other_peoples_travels_gives_the_trains_alone(code: str, gazetteer: Gazetteer) -> None:
    text = (STORIES / f"story-{code}.txt").read_text(encoding="utf-8")
    reading = resolve([Report("r", text, published=datetime(2023, 9, 12, tzinfo=UTC))], gazetteer)
    alike = {"due": "heading", "arrived": "heading"}  # where it may go; where the aircraft flew
    found = {
        ("train" if s.subject == "train" else "other", alike.get(s.event, s.event), s.place.name)
        for s in reading.sightings
        if (s.event, s.place.name) != ("stopped", "Ussuriysk")  # a photo of it there shows it standing, in some
    }
    assert found <= TOLD
    assert len(TOLD - found) <= 2
    assert next(s for s in reading.sightings if s.place.name == "Vostochny Cosmodrome").status == "speculated"


def movements() -> list[tuple[str, str]]:
    lines = (STORIES / "movements.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(" =") for line in lines if line and not line.startswith("#"))
    return [(text, wanted.strip()) for text, _, wanted in pairs]


@pytest.mark.parametrize(("text", "wanted"), movements())
def test_movements(text: str, wanted: str, gazetteer: Gazetteer) -> None:
    reading = resolve([Report("r", text, published=datetime(2023, 9, 12, 18, tzinfo=UTC))], gazetteer)
    assert ", ".join(f"{s.event} {s.place.name}" for s in reading.sightings if s.subject == "train") == wanted


def test_the_small_hours_are_of_the_day_after_a_late_clock(gazetteer: Gazetteer) -> None:
    found = told("9月11日晚11点半列车从某站发车，凌晨1点多通过乌苏里斯克。", gazetteer)
    assert span(found["Ussuriysk"]) == ("12 00:00", "12 02:00")
