"""Which of several places a short name means: what an earlier report named in full, and what the train is near."""

from __future__ import annotations

from datetime import datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Candidate, Report
from railsight.resolution import resolve

SHORT = "The train passed Birobidzhan at 08:10 on Friday. It is going to Vostochny."


def meant(text: str, gazetteer: Gazetteer, *before: tuple[str, str], name: str = "Vostochny") -> list[Candidate]:
    """What a name of a report of 17 May 2024, 09:00, may mean, read with others, each with its time and text."""
    told = [(f"r{i}", *one) for i, one in enumerate([*before, ("2024-05-17T09:00", text)])]
    reports = [Report(key, words, published=datetime.fromisoformat(f"{at}+10:00")) for key, at, words in told]
    found = resolve(reports, gazetteer).mentions
    return list(next(m for m in found if m.report == told[-1][0] and m.text == name).candidates)


def score(candidates: list[Candidate], kind: str) -> float:
    return max((c.score for c in candidates if c.place.kind == kind), default=0.0)


def test_what_an_earlier_report_names_in_full_a_later_one_means_by_the_short_form(gazetteer: Gazetteer) -> None:
    port = "The train left Nakhodka on Monday for the port of Vostochny."
    cosmodrome = "The train left Pyongyang on Monday. It may be heading for the Vostochny Cosmodrome."
    assert score(meant(SHORT, gazetteer, ("2024-05-14T20:30", cosmodrome)), "spaceport") > 0.9
    assert score(meant(SHORT, gazetteer, ("2024-05-14T20:30", port)), "port") > 0.9
    both = meant(SHORT, gazetteer, ("2024-05-14T20:30", cosmodrome), ("2024-05-14T20:31", port))
    assert score(both, "spaceport") == pytest.approx(score(meant(SHORT, gazetteer), "spaceport"), abs=0.05)


def test_what_a_later_report_names_in_full_was_not_known_yet(gazetteer: Gazetteer) -> None:
    later = ("2024-05-17T09:01", "The train is bound for the port of Vostochny.")
    assert meant(SHORT, gazetteer, later) == meant(SHORT, gazetteer)
    by_the_end_of_the_day = Report("day", later[1], published=datetime.fromisoformat("2024-05-16T00:00+00:00"))
    own = Report("own", SHORT, published=datetime.fromisoformat("2024-05-17T09:00+10:00"))
    found = resolve([by_the_end_of_the_day, own], gazetteer).mentions
    (name,) = [m for m in found if m.report == "own" and m.text == "Vostochny"]
    assert list(name.candidates) == meant(SHORT, gazetteer)


def test_a_name_said_with_its_area_is_named_in_full(gazetteer: Gazetteer) -> None:
    bare = "The train passed Jinan on Friday. It was going to Ji'an."
    whole = ("2024-05-16T09:00", "The train that crossed the Yalu at Ji'an, Jilin, on Thursday is green.")
    alone, after = (meant(bare, gazetteer, *before, name="Ji'an") for before in ((), (whole,)))
    assert alone[0].place.lat < 30 < after[0].place.lat


def test_the_region_named_in_full_is_not_the_town(gazetteer: Gazetteer) -> None:
    before = ("2024-05-16T09:00", "The train entered the Bryansk region on Thursday.")
    assert score(meant("The train left Bryansk on Friday.", gazetteer, before, name="Bryansk"), "region") < 0.1


def test_a_station_far_from_the_story_is_not_meant_for_being_one(gazetteer: Gazetteer) -> None:
    """The bonus of the railway beats no nearness by thousands of kilometres; a cosmodrome with a station has it too."""
    for text in (SHORT, "The train arrived at Vostochny on Thursday at 8 a.m."):
        found = meant(text, gazetteer)
        assert found[0].place.kind == "spaceport"
        assert score(found, "station") < 0.2
    assert score(meant(SHORT, gazetteer), "station") < 0.05
