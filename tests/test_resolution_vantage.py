"""Reports that look back: inquiries, indictments and letters tell of days long before they are published."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report
from railsight.resolution import resolve
from tests.telling import read

INQUIRY = (
    "On the evening of 14 October 2022 freight train 3051 derailed near Yakumo. It had left Sapporo at 18:50. It passed"
    " Tomakomai at 20:42 and Oshamambe at 23:05. The wagons were examined in Kobe on 2 March 2023."
)


def when(text: str, place: str, gazetteer: Gazetteer, published: str = "2023-09-28T14:00+09:00") -> datetime | None:
    report = Report("r", text, published=datetime.fromisoformat(published))
    found = [s for s in resolve([report], gazetteer).sightings if s.place.name == place and s.interval]
    assert found, place
    return found[0].interval.middle if found[0].interval else None


@pytest.mark.parametrize(
    ("place", "at"),
    [
        ("Tomakomai", "2022-10-14T20:42+09:00"),
        ("Oshamambe", "2022-10-14T23:05+09:00"),
        ("Sapporo", "2022-10-14T18:50+09:00"),
    ],
)
def test_a_bare_clock_is_of_the_days_told_of(place: str, at: str, gazetteer: Gazetteer) -> None:
    found = when(INQUIRY, place, gazetteer)
    assert found is not None
    assert abs(found - datetime.fromisoformat(at)) <= timedelta(minutes=1)


def test_a_date_without_its_year_is_of_the_year_told(gazetteer: Gazetteer) -> None:
    text = "In April 1917 the train left Zurich on 9 April. It reached Frankfurt on 10 April and Berlin the next day."
    found = when(text, "Frankfurt am Main", gazetteer, "2009-07-01T12:00+02:00")
    assert found is not None
    assert (found.year, found.month, found.day) == (1917, 4, 10)


DIARY = (
    "We left Omsk on 27 November 1943 in sealed wagons. The train stood in Tyumen on the 29th and came to Perm on"
    " 2 December, before dawn. Of the town I saw nothing."
)
RETURN = (
    "The coffin left Innsbruck by special train on 9 May 1922. It was in Linz on the 10th, and at dusk on 11 May it"
    " drew into Vienna."
)


@pytest.mark.parametrize(
    ("text", "published", "place", "on"),
    [
        (DIARY, "1998-10-20T10:00+06:00", "Tyumen", (1943, 11, 29)),
        (DIARY, "1998-10-20T10:00+06:00", "Perm", (1943, 12, 2)),
        (RETURN, "2022-05-05T09:00+02:00", "Linz", (1922, 5, 10)),
        (RETURN, "2022-05-05T09:00+02:00", "Vienna", (1922, 5, 11)),
    ],
)
def test_days_after_a_year_said_once_are_of_it_whatever_the_season_of_publication(
    text: str, published: str, place: str, on: tuple[int, int, int], gazetteer: Gazetteer
) -> None:
    found = when(text, place, gazetteer, published)
    assert found is not None
    local = found.astimezone(datetime.fromisoformat(published).tzinfo)
    assert (local.year, local.month, local.day) == on


@pytest.mark.parametrize(
    "text",
    [
        "The train passed Chita at 06:00. It will reach Ussuriysk on 25 May; on 24 April 2019 one had stood there.",
        "The train passed Chita at 06:00 on Tuesday. In 2019, on 24 April, it had stood in Ussuriysk.",
        "The train passed Chita at 06:00. On 24 April 2019 it had stood in Ussuriysk.",
        "On 24 April 2019 a train stood in Ussuriysk. Today it passed Chita at 06:00.",
        "The station was opened on 3 May 1911. Now it saw a strange guest: the train passed Chita at 06:00.",
        "On 20 May 2024 the train left Ussuriysk. It passed Chita at 06:00.",
    ],
)
def test_news_with_an_old_date_in_it_is_told_from_its_publication(text: str, gazetteer: Gazetteer) -> None:
    (chita,) = (s for s in read(text, gazetteer) if s.place.name == "Chita")
    assert chita.interval is not None
    assert chita.interval.middle.year == 2024
    assert chita.interval.middle.month == 5


def test_what_is_known_of_old_days_became_known_at_publication(gazetteer: Gazetteer) -> None:
    report = Report("r", INQUIRY, published=datetime.fromisoformat("2023-09-28T14:00+09:00"))
    assert {s.known_at for s in resolve([report], gazetteer).sightings} == {report.published}
