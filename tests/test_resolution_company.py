"""What a report leaves out because the others of a journey, its heading or its first sentence have told it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report, Sighting
from railsight.resolution import resolve
from railsight.resolution.tellers import standpoints
from tests.telling import NOW, read, told

NAMES_A_TRAIN = "A train of six sealed coaches left Perm at 9:00 on Tuesday."


def beside(text: str, gazetteer: Gazetteer, first: str = NAMES_A_TRAIN) -> list[Sighting]:
    """The sightings of the train in a report read together with one that names it."""
    published = datetime.fromisoformat(NOW)
    reports = [Report("first", first, published=published), Report("r", text, published=published)]
    return [s for s in resolve(reports, gazetteer).sightings if s.report == "r" and s.subject == "train"]


# ---------------------------------------------------------------- reports that name no train


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Seen at Omsk at 3:45 pm, two cars and a diesel, nobody got off, they kept going east.", "seen"),
        ("Went through Omsk at 14:10 without slowing. Police on the footbridge.", "passed"),
        ("10 minutes ago these things stood at Omsk station, guards shouting.", "stopped"),
        ("Just crawled through Omsk, blinds down.", "passed"),
        ("Saw it at Omsk at 14:10. Two soldiers on the last one.", "seen"),
        ("Spotted in Omsk this morning at 7:20, could not get a picture.", "seen"),
        ("Stood behind the barrier in Omsk from 11 to 11:30 this morning, what is in these??", "stopped"),
        ("My brother saw them in Omsk at 16:20.", "seen"),
        ("Left Omsk at 18:05, heading east.", "departed"),
        ("At the crossing in Omsk. 16:20 they came past, slow, I counted six.", "passed"),
        ("Omsk here. Gone by at 16:20, did not even slow down.", "passed"),
        ("Update from Omsk: they are here since 16:20.", "stopped"),
        ("They have not been seen in Omsk so far.", "absent"),
        ("The coaches reached Omsk at 14:10 today.", "arrived"),
        ("At 14:10 the sealed coaches rolled into Omsk, a cleaner says.", "arrived"),
    ],
)
def test_a_report_among_those_of_a_train_is_of_it(text: str, event: str, gazetteer: Gazetteer) -> None:
    assert [(s.place.name, s.event) for s in beside(text, gazetteer)] == [("Omsk", event)]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor arrived in Omsk at 14:10 on Wednesday.",
        "My aunt came to Omsk on Tuesday and left at nine.",
        "Police stopped a man in Omsk at 14:10.",
        "A lorry passed through Omsk at 14:10 today.",
        "The ministers will meet in Omsk on Thursday at 14:10.",
        "Snow has stopped in Omsk.",
        "The river crossed the danger mark at Omsk on Tuesday.",
        "Shops in Omsk stood empty on Tuesday.",
        "Volunteers were at the station in Omsk until six this evening.",
    ],
)
def test_who_is_named_there_goes_on_his_own(text: str, gazetteer: Gazetteer) -> None:
    assert beside(text, gazetteer) == []


RUSSIAN = "Спецпоезд из шести вагонов вышел из Перми во вторник в 9:00."
CHINESE = "一列专列星期二9点离开北京站。"
KOREAN = "특별열차가 화요일 9시 평양역을 출발했다."


@pytest.mark.parametrize(
    ("first", "text", "expected"),
    [
        (RUSSIAN, "В 14:10 прошёл через Омск, не останавливаясь.", ("passed", "Omsk")),
        (RUSSIAN, "Видели в Омске в 15:45, два вагона и тепловоз, никто не выходил.", ("seen", "Omsk")),
        (RUSSIAN, "Только что проехали мимо Омска, охрана на каждом вагоне.", ("passed", "Omsk")),
        (RUSSIAN, "В Омске их пока не видели.", ("absent", "Omsk")),
        (CHINESE, "下午3点45分在郑州站看到，两节车厢，没人下车。", ("seen", "Zhengzhou")),
        (CHINESE, "14点10分通过郑州站，没停。", ("passed", "Zhengzhou")),
        (CHINESE, "还没到郑州。", ("absent", "Zhengzhou")),
        (KOREAN, "방금 원산을 지나갔다. 창문은 다 가려져 있었다.", ("passed", "Wonsan")),
        (KOREAN, "오후 3시 45분 원산역에서 목격. 객차 두 량.", ("seen", "Wonsan")),
    ],
)
def test_so_it_is_in_other_languages(first: str, text: str, expected: tuple[str, str], gazetteer: Gazetteer) -> None:
    assert [(s.event, s.place.name) for s in beside(text, gazetteer, first)] == [expected]


@pytest.mark.parametrize(
    ("first", "text"),
    [
        (RUSSIAN, "Мэр приехал в Омск в 14:10."),
        (RUSSIAN, "Моя тётя уехала из Омска во вторник."),
        (RUSSIAN, "Снег в Омске прошёл."),
        (CHINESE, "市长14点10分抵达郑州。"),
        (CHINESE, "郑州14点10分开始下雨。"),
        (KOREAN, "시장은 14시 10분 원산에 도착했다."),
        (KOREAN, "원산에는 비가 왔다."),
    ],
)
def test_who_is_named_goes_on_his_own_there_too(first: str, text: str, gazetteer: Gazetteer) -> None:
    assert beside(text, gazetteer, first) == []


def test_alone_it_is_of_no_train(gazetteer: Gazetteer) -> None:
    assert read("Seen at Omsk at 3:45 pm, nobody got off, they kept going east.", gazetteer) == []


def test_a_report_of_another_month_keeps_no_company(gazetteer: Gazetteer) -> None:
    late = Report("late", "Seen at Omsk at 3:45 pm, nobody got off.", published=datetime.fromisoformat(NOW))
    early = Report("early", NAMES_A_TRAIN, published=datetime.fromisoformat(NOW) - timedelta(days=40))
    assert [s for s in resolve([late, early], gazetteer).sightings if s.report == "late"] == []


# ---------------------------------------------------------------- vehicles and loads


@pytest.mark.parametrize(
    "text",
    [
        "A train of four saloon cars left Perm at 9:00 on Tuesday. The saloons passed Tyumen at 20:10.",
        "Two generators on well wagons left Perm at 9:00 on Tuesday. The generators passed Tyumen at 20:10.",
        "A train carrying a submarine hull left Perm at 9:00 on Tuesday. The hull passed Tyumen at 20:10.",
        "A train loaded with howitzers left Perm at 9:00 on Tuesday. These howitzers passed Tyumen at 20:10.",
        "Three transformers were moved by rail. The transformers passed Tyumen on Tuesday at 20:10.",
        "Five barred coaches were coupled to the mail train. The barred coaches passed Tyumen at 20:10 on Tuesday.",
        "A freight train of tank cars left Perm at 9:00 on Tuesday. All the tanks passed Tyumen at 20:10.",
    ],
)
def test_what_a_train_is_made_of_goes_where_it_goes(text: str, gazetteer: Gazetteer) -> None:
    assert ("passed", "Tyumen") in told(text, gazetteer)


@pytest.mark.parametrize(
    "text",
    [
        "A train carrying tourists left Perm at 9:00 on Tuesday. The tourists arrived in Tyumen at 20:10.",
        "A train of containers left Perm at 9:00 on Tuesday. The containers came to Tyumen by lorry.",
        "A train with an escort left Perm at 9:00 on Tuesday. The escort was seen in Tyumen at 20:10.",
        "Guards lifted crates onto wagons in Perm. The guards reached Tyumen at 20:10 on Tuesday.",
    ],
)
def test_people_and_what_left_the_rails_do_not(text: str, gazetteer: Gazetteer) -> None:
    assert not [s for s in read(text, gazetteer) if s.place.name == "Tyumen" and s.certainty == 1.0]


# ---------------------------------------------------------------- where a report is told from


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Omsk, platform 3, a cold day. 06:35 the train runs through behind a diesel.", [("passed", "06:35")]),
        ("Omsk, 22 May, 20:20: the train slipped out with its blinds down.", [("departed", "20:20")]),
        ("Omsk, 20:05. The train went past on the middle track without stopping.", [("passed", "20:05")]),
        (
            "OMSK - The train was checked at the yard today. It had come in at 10:40 and was still there at 17:00.",
            [("arrived", "10:40"), ("stopped", "17:00")],
        ),
        (
            "OMSK, May 22 - Men closed the station on Wednesday. A long train came in at 10:40 and left at 12:00.",
            [("arrived", "10:40"), ("departed", "12:00")],
        ),
        (
            "A crowd waited in Omsk on Wednesday. The train finally came at 14:10 and left for Tara an hour later.",
            [("arrived", "14:10"), ("departed", "15:10")],
        ),
        (
            "Omsk, 17:40. The train rolled in behind two diesels. Off again at 18:05.",
            [("arrived", "17:40"), ("departed", "18:05")],
        ),
        (
            "OMSK - Men at the junction had to wait today for a train. It pulled in at 15:20 and left at 16:00.",
            [("arrived", "15:20"), ("departed", "16:00")],
        ),
        ("Two of us were at Omsk on Wednesday. The train went through at 14:10.", [("passed", "14:10")]),
    ],
)
def test_it_moves_where_the_report_is_told_from(
    text: str, expected: list[tuple[str, str]], gazetteer: Gazetteer
) -> None:
    found = read(text, gazetteer)
    assert [s.event for s in found] == [event for event, _ in expected]
    for sighting, (_, clock) in zip(found, expected, strict=True):
        assert sighting.place.name == "Omsk"
        assert sighting.interval is not None
        at = datetime.fromisoformat(f"2024-05-22T{clock}+06:00")
        assert abs(sighting.interval.middle - at) <= timedelta(minutes=20)


@pytest.mark.parametrize(
    "text",
    [
        "Omsk, Tuesday. The mayor came at 14:10 and left at noon. The train is late.",
        "Omsk: no train came through at 14:10.",
        "OMSK - Trains are late. Passengers at the station waited. The snow stopped at 10:00.",
        "MOSCOW - A train with guests departed at 10:40 on Tuesday, Reuters said.",
        "Reporters were standing at Omsk on Tuesday. The train did not show up.",
        "A crowd waited in Omsk on Tuesday. The train to Tara came to a halt in Ishim at 14:10, they heard.",
    ],
)
def test_others_move_there_without_it(text: str, gazetteer: Gazetteer) -> None:
    there = [s for s in read(text, gazetteer) if s.place.name in ("Omsk", "Moscow")]
    assert not [s for s in there if s.event != "absent" and s.certainty == 1.0]


# ---------------------------------------------------------------- what is denied, and of what


@pytest.mark.parametrize(
    "text",
    [
        "A train that is not in any timetable left Omsk at 14:10 on Tuesday.",
        "The train, which was never announced, left Omsk at 14:10 on Tuesday.",
        "A train whose owner is not known left Omsk at 14:10 on Tuesday.",
        "A train which isn't on the boards left Omsk at 14:10 on Tuesday.",
        "The train, which did not stop in Perm, left Omsk at 14:10 on Tuesday.",
        "The wagons were brought to Omsk last week and left there on Tuesday at 14:10.",
    ],
)
def test_what_is_denied_of_the_train_is_not_its_departure(text: str, gazetteer: Gazetteer) -> None:
    assert ("departed", "Omsk") in told(text, gazetteer)


@pytest.mark.parametrize(
    "text",
    [
        "The train that has not yet left Omsk is guarded.",
        "It is said that the train did not leave Omsk on Tuesday.",
        "The train, which has still not left Omsk, is guarded.",
        "The report that the train has never left Omsk is true.",
    ],
)
def test_a_departure_that_is_denied_is_none(text: str, gazetteer: Gazetteer) -> None:
    assert not [s for s in read(text, gazetteer) if s.event == "departed"]


@pytest.mark.parametrize(
    "text",
    [
        "The wagons are to be loaded in Omsk. Pilots said that they were not there yet on Tuesday at noon.",
        "The train is expected in Omsk. It is not there yet, a signaller said on Tuesday at noon.",
        "The train is due in Omsk; it was still not there at noon on Tuesday.",
        "The train is bound for Omsk, west of Tatarskaya. It was not there yet on Tuesday at noon.",
        "The train goes to Omsk, where the icebreaker Kapitan Perm lies. The wagons were not there on Tuesday at noon.",
    ],
)
def test_what_is_not_there_yet_is_absent(text: str, gazetteer: Gazetteer) -> None:
    assert ("absent", "Omsk") in told(text, gazetteer)


def test_who_tells_it_elsewhere_has_not_seen_it_there(gazetteer: Gazetteer) -> None:
    text = "It had not arrived in Omsk by eight in the morning, according to taxi drivers on Tara Square."
    assert {s.place.name for s in read(f"The train is bound for Omsk. {text}", gazetteer)} == {"Omsk"}


@pytest.mark.parametrize(
    ("text", "is_looked_through"),
    [
        ("The train came in at noon on Tuesday and left Omsk at three. Crowds stood by. It went off to Tomsk.", False),
        ("Relatives waited at Omsk station. The train came in at 14:10.", True),
        ("Omsk, platform 2. The sealed train went through at 01:35.", True),
    ],
)
def test_movements_without_a_place_are_looked_for_behind_a_standpoint_only(
    text: str, is_looked_through: bool, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    whole = standpoints.search_near

    def counted(*args: Any) -> Any:
        looked.append(1)
        return whole(*args)

    monkeypatch.setattr(standpoints, "search_near", counted)
    read(text, gazetteer)
    assert bool(looked) == is_looked_through
