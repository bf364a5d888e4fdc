"""Goals told by what is to happen there, as the end of the journey, or in the stead of another. Texts of our own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report, Sighting
from railsight.resolution import resolve
from railsight.times import zone_at

FRIDAY = datetime(2024, 3, 15, 9, tzinfo=UTC)
SEEN = {
    "en": "The special train passed Tynda at noon. ",
    "ko": "특별열차는 정오에 하산역을 통과했다. ",
    "ru": "Спецпоезд в полдень прошёл Хасан. ",
    "zh": "专列中午经过珲春。",
    "ja": "特別列車は正午にハサン駅を通過した。",
}


def told(text: str, gazetteer: Gazetteer, language: str = "en") -> list[Sighting]:
    """What is told beside the sighting that opens the report."""
    found = resolve([Report("r", SEEN[language] + text, published=FRIDAY)], gazetteer).sightings
    return [s for s in found if s.event != "passed"]


@pytest.mark.parametrize(
    "text",
    [
        "The delegation will visit the harbour fair in Vladivostok and it travels by rail.",
        "The ministry says the guests will attend a congress in Vladivostok and are travelling by special train.",
        "The envoy is to speak in Vladivostok on Monday; she comes by train.",
        "A fair opens in Vladivostok on Monday, and the minister confirmed that he is aboard this train.",
        "A troupe from the west will give a concert in Vladivostok on Monday, the city announced; it comes by rail.",
    ],
)
def test_whoever_will_be_there_and_comes_by_rail_goes_there(text: str, gazetteer: Gazetteer) -> None:
    (goal,) = told(text, gazetteer)
    assert (goal.place.name, goal.event, goal.status, goal.interval) == ("Vladivostok", "heading", "expected", None)


@pytest.mark.parametrize(
    "text",
    [
        "The delegation will visit the harbour fair in Vladivostok.",
        "The delegation will visit the harbour fair in Vladivostok and travels by air, not by rail.",
        "The guests will not visit Vladivostok, though they travel by rail.",
        "The delegation visited the harbour fair in Vladivostok in May and travelled by rail.",
    ],
)
def test_a_visit_alone_is_no_goal_of_the_train(text: str, gazetteer: Gazetteer) -> None:
    assert not [s for s in told(text, gazetteer) if s.event == "heading"]


@pytest.mark.parametrize(
    "text",
    [
        "The exhibition opens in Vladivostok on Monday, and that is where the train is going.",
        "The exhibition begins in Vladivostok on Monday, which is where it is headed.",
        "This time Vladivostok was the end of the journey, hosts and guests both said.",
        "The end of its journey is Vladivostok, the railway said.",
        "The goal of the trip is Vladivostok.",
        "The venue of the talks is Vladivostok, the Kremlin confirmed.",
        "Many had expected the talks elsewhere, but the ministry confirmed that the venue is Vladivostok.",
        "The foreign ministry confirmed this morning that the visitor is on his way to Vladivostok.",
    ],
)
def test_the_end_of_the_journey_is_its_goal(text: str, gazetteer: Gazetteer) -> None:
    (goal,) = told(text, gazetteer)
    assert (goal.place.name, goal.event, goal.status, goal.interval) == ("Vladivostok", "heading", "reported", None)


def test_it_is_not_going_where_that_is_denied(gazetteer: Gazetteer) -> None:
    text = "The fair opens in Vladivostok on Monday, but that is not where the train is going."
    assert not [s for s in told(text, gazetteer) if s.event == "heading"]


@pytest.mark.parametrize(
    "text",
    [
        "Its destination is not Vladivostok but Khabarovsk, the railway said.",
        "The goal of the trip isn't Vladivostok but Khabarovsk.",
        "Not Vladivostok but Khabarovsk is its destination, the railway said.",
    ],
)
def test_of_a_goal_and_another_in_its_stead_the_other_counts(text: str, gazetteer: Gazetteer) -> None:
    found = told(text, gazetteer)
    assert [s.place.name for s in found if s.event == "heading"] == ["Khabarovsk"]
    assert {s.event for s in found if s.place.name == "Vladivostok"} <= {"absent"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ko", "크렘린궁은 회담 장소가 하바롭스크라고 확인했다."),
        ("ko", "블라디보스토크에서 회담이 열릴 것이라는 관측이 많았으나, 당국은 회담 장소가 하바롭스크라고 밝혔다."),
        ("ru", "Местом переговоров станет Хабаровск."),
        ("zh", "外交部确认会谈地点是伯力。"),
        ("ja", "会談の場所はハバロフスクだと大統領府が確認した。"),
    ],
)
def test_where_the_talks_are_is_the_goal(language: str, text: str, gazetteer: Gazetteer) -> None:
    (goal,) = told(text, gazetteer, language)
    assert (goal.place.name, goal.event, goal.status) == ("Khabarovsk", "heading", "reported")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Конечная станция не Владивосток, а Хабаровск."),
        ("zh", "目的地不是海参崴，而是伯力。"),
        ("ru", "Конечная цель поездки — Хабаровск, сообщили во Владивостоке."),
        ("ru", "Он направляется в Хабаровск, рассказали во Владивостоке."),
    ],
)
def test_what_is_denied_and_who_tells_it_are_no_goals(language: str, text: str, gazetteer: Gazetteer) -> None:
    goals = [s.place.name for s in told(text, gazetteer, language) if s.event == "heading"]
    assert goals == ["Khabarovsk"]


def test_where_those_are_who_tell_of_an_arrival_nothing_arrived(gazetteer: Gazetteer) -> None:
    found = told("Вечером он прибыл в Читу, сообщили в Хабаровске.", gazetteer, "ru")
    assert [s.place.name for s in found] == ["Chita"]


def test_a_crossing_and_the_arrival_told_with_it_are_on_one_clock(gazetteer: Gazetteer) -> None:
    text = "특별열차가 15일 오전 8시 두만강 철교를 건너 하산역에 들어왔다고 밝혔다."
    found = resolve([Report("r", text, published=FRIDAY)], gazetteer).sightings
    assert {s.event for s in found} == {"crossed", "arrived"}
    assert len({s.interval for s in found}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Its cargo is for Vladivostok.",
        "The load is for the power plant at Vladivostok, the company said.",
        "The wagons were consigned to Vladivostok.",
        "A berth is booked for it at Vladivostok.",
        "A siding has been reserved for the guests in Vladivostok.",
    ],
)
def test_where_its_load_and_its_berth_are_it_goes(text: str, gazetteer: Gazetteer) -> None:
    assert [(s.place.name, s.event) for s in told(text, gazetteer)] == [("Vladivostok", "heading")]


@pytest.mark.parametrize(
    "text",
    [
        "The ticket is for a concert in Vladivostok.",
        "No berth is booked for it at Vladivostok.",
        "A berth for the ferry lies in Vladivostok.",
        "A slot for his aircraft is booked at Vladivostok.",
    ],
)
def test_what_is_not_of_the_train_or_denied_is_no_goal(text: str, gazetteer: Gazetteer) -> None:
    assert not told(text, gazetteer)


BOUND = Report("a", "The special train passed Chita. It is bound for Vladivostok.", published=FRIDAY)


@pytest.mark.parametrize(
    "text",
    [
        "The train is not going to Vladivostok but to Khabarovsk, the ministry said.",
        "The destination of the train is not Vladivostok but Khabarovsk.",
        "The train will not go to Vladivostok. It is bound for Khabarovsk.",
        "Officials denied that the train is heading for Vladivostok. It is bound for Khabarovsk.",
    ],
)
@pytest.mark.parametrize("hours", [-3, 3])
def test_a_goal_that_a_later_report_refutes_is_in_conflict(text: str, hours: int, gazetteer: Gazetteer) -> None:
    """One that an earlier report refutes is not."""
    other = Report("b", text, published=FRIDAY + timedelta(hours=hours))
    goals = {s.place.name: s.status for s in resolve([BOUND, other], gazetteer).sightings if s.event == "heading"}
    assert goals == {"Vladivostok": "conflict" if hours > 0 else "reported", "Khabarovsk": "reported"}


def test_whoever_did_not_see_it_there_refutes_no_goal(gazetteer: Gazetteer) -> None:
    other = Report("b", "The train has not arrived in Vladivostok.", published=FRIDAY + timedelta(hours=3))
    (goal,) = (s for s in resolve([BOUND, other], gazetteer).sightings if s.event == "heading")
    assert goal.status == "reported"


def test_two_banks_named_with_one_time_keep_their_clocks(gazetteer: Gazetteer) -> None:
    text = "The special train crossed into China at Ji'an, across the river from Manpo, at half past midnight."
    (crossed,) = (
        s for s in resolve([Report("r", text, published=FRIDAY)], gazetteer).sightings if s.event == "crossed"
    )
    assert crossed.place.name == "Ji'an"
    assert crossed.interval is not None
    assert crossed.interval.earliest.astimezone(zone_at(crossed.place.lon, crossed.place.lat)).hour == 0


@pytest.mark.parametrize(
    ("text", "timed"),
    [
        ("The train is bound for Omsk, where a forum opens at noon.", False),
        ("The train is bound for Omsk, where a trade fair begins on Friday.", False),
        ("The train stopped in Omsk, where a summit of the two countries opened on Monday.", False),
        ("The train is bound for Omsk, where it is due at noon.", True),
        ("The train stopped in Omsk, where police boarded it on Monday.", True),
    ],
)
def test_the_time_of_a_gathering_there_is_not_of_the_train(text: str, *, timed: bool, gazetteer: Gazetteer) -> None:
    (found,) = resolve([Report("r", text, published=FRIDAY)], gazetteer).sightings
    assert (found.interval is not None and found.certainty == 1.0 and "assumed" not in found.note) is timed
