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
        "The train passed Wuhan at 4 a.m. on Monday and Changsha in the afternoon.",
        *("2019-02-25T20:00+08:00", "Changsha", "2019-02-25T12:00+08:00", "2019-02-25T18:00+08:00"),
    ),
    (
        "The special passed Perm on Sunday, Kirov at 4 a.m. and Kotelnich at noon.",
        *("2024-05-20T12:00+03:00", "Perm", "2024-05-19T00:00+05:00", "2024-05-20T00:00+05:00"),
    ),
    (
        "The special passed Perm on Sunday, Kirov at 4 a.m. and Kotelnich at noon.",
        *("2024-05-20T12:00+03:00", "Kotelnich", "2024-05-19T11:00+03:00", "2024-05-19T13:00+03:00"),
    ),
    (
        "The train passed Dandong at 11 p.m. on Sunday, then Shenyang.",
        *("2019-02-25T20:00+08:00", "Shenyang", "2019-02-24T22:30+08:00", "2019-02-25T11:30+08:00"),
    ),
    (
        "专列27日上午10时抵达图们，随后经南阳返回朝鲜。",
        *("2018-03-28T12:00+08:00", "Namyang", "2018-03-27T09:30+08:00", "2018-03-28T00:30+09:00"),
    ),
    (
        "The train reached Tumen at 10 a.m. on Tuesday and returned to North Korea via Namyang.",
        *("2018-03-28T12:00+08:00", "Namyang", "2018-03-27T09:30+08:00", "2018-03-28T00:30+09:00"),
    ),
    (
        "열차는 27일 오전 10시 투먼에 도착한 뒤 남양을 통해 북한으로 돌아갔다.",
        *("2018-03-28T12:00+08:00", "Namyang", "2018-03-27T09:30+08:00", "2018-03-28T00:30+09:00"),
    ),
    (
        "Der Zug erreichte am Dienstag um 10 Uhr Uelzen und fuhr danach über Lüneburg nach Dannenberg.",
        *("2018-03-28T12:00+01:00", "Lüneburg", "2018-03-27T09:30+02:00", "2018-03-28T00:00+02:00"),
    ),
    (
        "Поезд во вторник в 10 утра прибыл в Пермь, затем проследовал через Киров.",
        *("2018-03-28T12:00+03:00", "Kirov", "2018-03-27T07:30+03:00", "2018-03-28T00:00+03:00"),
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


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The train arrived in Moscow on May 23. On the way it stopped in Omsk and Sverdlovsk.", "Yekaterinburg"),
        ("The train arrived in Moscow on May 23, stopping on the way in Omsk and Perm.", "Omsk"),
        ("The train reached Moscow on May 23. En route it called at Kirov and, on May 21, at Perm.", "Kirov"),
        ("Поезд прибыл в Москву 23 мая. По пути он останавливался в Новосибирске и Свердловске.", "Novosibirsk"),
        ("Der Sonderzug kam am 23. Mai in Moskau an. Unterwegs hielt er in Nowosibirsk und Omsk.", "Novosibirsk"),
        ("열차는 23일 모스크바에 도착했다. 열차는 도중에 노보시비르스크에 정차했다.", "Novosibirsk"),
        ("列车5月23日抵达莫斯科。途中列车曾在新西伯利亚和斯维尔德洛夫斯克停留。", "Yekaterinburg"),
        ("列車は23日モスクワに到着した。途中、列車はノボシビルスクに停車した。", "Novosibirsk"),
    ],
)
def test_what_was_passed_on_the_way_was_passed_before_the_arrival(text: str, place: str, gazetteer: Gazetteer) -> None:
    published = "1984-05-24T12:00+04:00"
    stop, arrival = one(text, published, place, gazetteer), one(text, published, "Moscow", gazetteer)
    assert stop.interval is not None
    assert arrival.interval is not None
    assert stop.interval.earliest < arrival.interval.earliest - timedelta(days=3)
    assert stop.interval.latest == arrival.interval.latest


def test_the_way_begins_where_the_train_left_and_has_its_own_days(gazetteer: Gazetteer) -> None:
    text = "The train left Perm on May 21 and arrived in Moscow on May 23. On the way it stopped at Kirov."
    lies_within(one(text, "1984-05-24T12:00+04:00", "Kirov", gazetteer), "1984-05-20T18:00Z", "1984-05-23T20:00Z")
    text = "The train arrived in Moscow on May 23. On the way it stopped at Kirov on May 22."
    lies_within(one(text, "1984-05-24T12:00+04:00", "Kirov", gazetteer), "1984-05-21T19:00Z", "1984-05-22T20:00Z")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Поезд прибыл на космодром «Восточный» в Амурской области 13 сентября около 13:00.",
            {("arrived", "Vostochny Cosmodrome")},
        ),
        (
            'The train arrived at the "Vostochny" cosmodrome in the Amur region on September 13.',
            {("arrived", "Vostochny Cosmodrome")},
        ),
        ("Der Zug kam am 13. September am Kosmodrom „Wostotschny“ an.", {("arrived", "Vostochny Cosmodrome")}),
        ("열차는 13일 '보스토치니' 우주기지에 도착했다.", {("arrived", "Vostochny Cosmodrome")}),
        ("Der Castor-Zug ist am Mittwoch in Valognes in der Normandie gestartet.", {("departed", "Valognes")}),
        ("Der Castor-Zug passierte am Mittwoch um 12 Uhr Karlsruhe in Baden.", {("passed", "Karlsruhe")}),
        ("Der Zug hielt am Mittwoch in Wittenberg in Sachsen-Anhalt.", {("stopped", "Wittenberg")}),
        ("Der Zug kam am Mittwoch von Hamburg in Berlin an.", {("arrived", "Berlin"), ("departed", "Hamburg")}),
        (
            "Statt wie erwartet bei Kehl rollte der Zug am Mittwoch bei Lauterbourg über die Grenze.",
            {("crossed", "Lauterbourg")},
        ),
        ("Поезд в среду прошёл Аткарск в Саратовской области.", {("passed", "Atkarsk")}),
    ],
)
def test_what_stands_around_a_name_tells_which_place_is_meant(
    text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer
) -> None:
    assert told(text, "2023-09-14T12:00+09:00", gazetteer) == expected


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("特別列車は27日朝、集安から北朝鮮に戻った。", "2010-08-30T20:00+09:00", {("departed", "Ji'an")}),
        ("列車は27日朝、ハバロフスクから北朝鮮に戻った。", "2010-08-30T20:00+09:00", set()),
        ("김정일 위원장의 특별열차가 26일 투먼을 통해 방중했다.", "2010-08-30T20:00+09:00", {("passed", "Tumen")}),
        (
            "Ziel ist das Zwischenlager Gorleben. Am Montagmorgen soll der Zug Dannenberg erreichen.",
            "2010-11-07T20:00+01:00",
            {("heading", "Gorleben"), ("due", "Dannenberg Ost")},
        ),
        (
            "Der Zug verließ am Sonntag das Kernkraftwerk Philippsburg.",
            "2010-11-07T20:00+01:00",
            {("departed", "Philippsburg")},
        ),
        ("The train left London Euston shortly before midnight.", "2020-01-10T12:00Z", {("departed", "London Euston")}),
        (
            "The train left Euston shortly before midnight and arrived at Carlisle at 5 a.m.",
            "2020-01-10T12:00Z",
            {("departed", "London Euston"), ("arrived", "Carlisle")},
        ),
        (
            "Kim Jong Un arrived at the Vietnamese border station of Dong Dang at 8:13 a.m. on Tuesday, before"
            " continuing to Hanoi by car.",
            "2019-02-26T12:00+07:00",
            {("arrived", "Dong Dang")},
        ),
        (
            "Ким Чен Ир прибыл в Санкт-Петербург утром 6 августа на Московский вокзал.",
            "2001-08-06T20:00+04:00",
            {("arrived", "Saint Petersburg")},
        ),
        ("金正恩委員長は26日午前8時、ドンダン駅に到着した。", "2019-02-26T12:00+07:00", {("arrived", "Dong Dang")}),
        ("The president arrived at the polling station in Omsk on Sunday.", "2019-02-26T12:00+07:00", set()),
        ("The minister arrived at Carlisle bus station on Monday.", "2019-02-26T12:00Z", set()),
        (
            "金正日総書記は15日、深センを訪問し、夜に特別列車で広州を離れた。",
            "2006-01-16T12:00+09:00",
            {("departed", "Guangzhou")},
        ),
    ],
)
def test_what_is_told_of_the_train(
    text: str, published: str, expected: set[tuple[str, str]], gazetteer: Gazetteer
) -> None:
    assert told(text, published, gazetteer) == expected


@pytest.mark.parametrize(
    ("text", "published", "certain"),
    [
        (
            "The train left Beijing at 3:15 p.m. on Tuesday in the direction of Tianjin.",
            "2018-03-28T12:00+09:00",
            False,
        ),
        ("열차는 27일 오후 3시 15분 베이징을 떠나 톈진 방향으로 향했다.", "2018-03-28T12:00+09:00", False),
        ("特別列車は27日午後、北京を出発し、天津方面に向かった。", "2018-03-28T12:00+09:00", False),
        ("Поезд выехал из Пекина во вторник около 15:15 в сторону Тяньцзиня.", "2018-03-28T12:00+09:00", False),
        ("The train is going in the direction of Tianjin.", "2018-03-28T12:00+09:00", False),
        ("The train left Beijing at 3:15 p.m. on Tuesday for Tianjin.", "2018-03-28T12:00+09:00", True),
    ],
)
def test_a_direction_is_less_than_a_goal(text: str, published: str, certain: bool, gazetteer: Gazetteer) -> None:
    found = sightings(text, published, gazetteer)
    (aim,) = [s for s in found if s.event == "heading"]
    assert (aim.certainty == 1.0) is certain
    left = [s for s in found if s.event == "departed"]
    assert all(s.toward is not None and s.toward.id == aim.place.id for s in left)


@pytest.mark.parametrize(
    ("text", "arrived"),
    [
        ("Бронепоезд в 10:40 пересёк границу и прибыл на станцию Хасан.", ("10:40", "20:00")),
        ("Поезд пересёк границу в 10:40 и прибыл в Хасан в 11:00.", ("11:00", "11:00")),
        ("列車は午前10時40分、国境を越え、11時にハサンに到着した。", ("10:30", "11:30")),
    ],
)
def test_the_border_has_a_clock_of_its_own(text: str, arrived: tuple[str, str], gazetteer: Gazetteer) -> None:
    published = "2019-04-24T20:00+10:00"
    (crossing,) = [s for s in sightings(text, published, gazetteer) if s.event == "crossed"]
    lies_within(crossing, "2019-04-24T10:39+10:00", "2019-04-24T10:41+10:00")
    found = one(text, published, "Khasan", gazetteer)
    lies_within(found, *(f"2019-04-24T{at}+10:00" for at in arrived))


def test_no_border_is_crossed_where_none_is_near(gazetteer: Gazetteer) -> None:
    text = "Поезд в 10:40 пересёк границу и прибыл в Омск."
    assert told(text, "2019-04-24T20:00+10:00", gazetteer) == {("arrived", "Omsk")}
