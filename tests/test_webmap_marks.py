"""What the page's badges, first view and own words are made of."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from railsight.model import LANGUAGES, Candidate, Case, Journey, Name, Place, RejectedSighting, Sentence
from railsight.times import Interval
from railsight.webmap import render
from railsight.webmap.marking import letters
from railsight.webmap.placing import arrows
from tests import journey_fixture as story


def block_of(html: str) -> str:
    found = re.search(r'<script type="application/json" id="railsight-data">(.*?)</script>', html, re.S)
    assert found is not None
    return found.group(1)


def content_of(journey: Journey, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(block_of(render(journey, **options)))
    return found


def statement(place: Place, id: str = "p1") -> RejectedSighting:
    return RejectedSighting(replace(story.S4, id=id, event="heading", candidates=(Candidate(place, 1.0),)), "weighed")


def test_sightings_are_numbered_and_destinations_lettered() -> None:
    journey = story.journey()
    goal, elsewhere = journey.destinations[1].place, story.S1.place
    aside = (*journey.rejected, statement(goal), statement(goal, "p2"), statement(elsewhere, "p3"))
    data = content_of(replace(journey, rejected=aside))
    assert [s["n"] for s in data["stops"]] == ["1", "2", "4", "5", "3", "B.1", "B.2", "C.1"]  # by time
    assert [s["mark"] for s in data["stops"]][5:] == ["B", "B", "C"]
    assert [s["goal"] for s in data["stops"]][4:] == [None, "B", "B", None]  # on a drawn goal: no badge of its own
    assert data["pairs"]["names"][-2:] == ["A. Vostochny Cosmodrome", "B. Vladivostok"]


@pytest.mark.parametrize(
    ("index", "text"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_letters_go_on_after_z(index: int, text: str) -> None:
    assert letters(index) == text


def test_a_far_guess_does_not_shrink_the_first_view() -> None:
    journey = story.journey()
    near = content_of(journey)
    assert near["whole"] is None
    far = replace(
        journey.destinations[1], place=replace(journey.destinations[1].place, id="m", name="Moscow", lon=37.6, lat=55.8)
    )
    guess = replace(far, probability=0.05, path=None)
    data = content_of(replace(journey, destinations=(*journey.destinations, guess)))
    assert data["area"] == near["area"]
    assert data["whole"][0] < 40
    likely = content_of(replace(journey, destinations=(*journey.destinations[:1], replace(guess, probability=0.6))))
    assert likely["area"][0] < 40


def test_all_that_is_shown_includes_what_was_only_said() -> None:
    """A goal that a report names and that is hardly believed has a badge: it lies in the picture of everything."""
    journey = story.journey()
    chita = replace(journey.destinations[0].place, id="chita", name="Chita", lon=113.5, lat=52.0)
    data = content_of(replace(journey, rejected=(*journey.rejected, statement(chita))))
    assert data["whole"] is not None
    assert data["whole"][0] <= 113.5


def test_the_share_elsewhere_is_told() -> None:
    journey = story.journey()
    less = tuple(replace(d, probability=d.probability / 2) for d in journey.destinations)
    assert content_of(replace(journey, destinations=less))["elsewhere"] == [
        {"t": f"{100 - 50 * sum(d.probability for d in journey.destinations):.0f}%", "k": "inferred"}
    ]
    whole = tuple(replace(d, probability=1 / len(less)) for d in less)
    assert content_of(replace(journey, destinations=whole))["elsewhere"] is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_share_that_lies_off_the_network_is_told_by_its_name(language: str) -> None:
    journey = story.journey()
    less = tuple(replace(d, probability=d.probability / 2) for d in journey.destinations)
    form = "destination {place} is not within reach of the network: its share is elsewhere"
    off = replace(journey, destinations=less, warnings=(Sentence(form, place=Name("Atlantis")),))
    assert "Atlantis" in content_of(off, language=language)["elsewhereWhy"]
    assert "Atlantis" not in content_of(replace(off, warnings=()), language=language)["elsewhereWhy"]


def test_a_coarse_report_is_shown_with_the_narrower_passage() -> None:
    journey = story.journey()
    last = journey.used[-1]
    span = Interval(
        last.sighting.interval.earliest - timedelta(hours=12), last.sighting.interval.latest + timedelta(hours=9)
    )  # type: ignore[union-attr]
    used = (*journey.used[:-1], replace(last, sighting=replace(last.sighting, interval=span)))
    data = content_of(replace(journey, used=used))
    here = next(p for p in journey.passages if p.observed and abs(p.km - (last.km or 0)) < 1)
    assert span.earliest <= here.earliest
    assert data["stops"][len(used) - 1]["passed"][0]["k"] == "inferred"
    told = next(parts for parts in data["story"] if any("Last seen" in str(p) for p in parts))
    assert [p["k"] for p in told if isinstance(p, dict) and "k" in p] == ["reported", "inferred"]
    exact = content_of(journey)
    assert all("passed" not in s for s in exact["stops"] if s["time"] and s["time"][0]["t"].startswith("at "))


def test_title_subtitle_credits_notes_and_language_come_from_the_case_and_options_override_them() -> None:
    case = Case(
        "c", title="T1", subtitle="S1", credits="C1", notes="N1 http://example.org/a\n\n<b>N2</b>", language="ru"
    )
    data = content_of(story.journey(), case=case)
    assert (data["title"], data["subtitle"], data["lang"]) == ("T1", "S1", "ru")
    assert data["credits"][0] == [{"o": "C1"}]
    assert data["notes"] == [
        [{"o": "N1 "}, {"o": "example.org/a", "h": "http://example.org/a"}],
        [{"o": "<b>N2</b>"}],
    ]
    own = {"title": "T2", "subtitle": "S2", "credits": "C2", "notes": "N3", "language": "ko"}
    data = content_of(story.journey(), case=case, **own)
    assert (data["title"], data["subtitle"], data["lang"]) == ("T2", "S2", "ko")
    assert (data["credits"][0], data["notes"]) == ([{"o": "C2"}], [[{"o": "N3"}]])


def test_no_arrow_where_the_train_passed_both_ways() -> None:
    there = story.POINTS[12:20]
    back = [(*row[:7], 1060.0 + (1060.0 - row[7])) for row in reversed(there[:-1])]
    path = story.path_of([*story.POINTS[:20], *back])
    data = content_of(replace(story.journey(), path=path, destinations=(), alternatives=()))
    flags = [
        both for way in data["paths"] if way["style"] in ("confirmed", "inferred", "speculated") for both in way["both"]
    ]
    assert set(flags) == {0, 1}


def test_a_source_is_told_once() -> None:
    """A sighting that names its report by id repeats neither the id nor how the date was had."""
    report = replace(story.reading().reports[0], published_assumed="assumed today")
    sighting = replace(story.S1, report=report.id, source=f"KCNA, as told by {report.id}")
    journey = story.journey()
    used = (replace(journey.used[0], sighting=sighting), *journey.used[1:])
    data = content_of(replace(journey, used=used), case=Case("c", reports=(report,)))
    text = "".join(p if isinstance(p, str) else p.get("o", "") for p in data["stops"][0]["source"])
    assert text.startswith("KCNA, as told by ")
    assert text.count(report.title or report.id) == 1
    assert "assumed today" not in text
    assert sum("assumed today" in str(parts) for parts in data["sources"]) == 1


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), min_size=2, max_size=30))
def test_arrowheads_lie_at_even_steps_and_point_onward(line: list[tuple[int, int]]) -> None:
    found = list(arrows([(float(x), float(y)) for x, y in line], 60.0))
    length = sum(math.dist(a, b) for a, b in pairwise(line))
    assert len(found) <= length / 60 + 1
    assert all(math.isclose(math.hypot(*ahead), 1.0) for _, ahead in found)


def test_an_arrowhead_follows_the_order_of_the_line() -> None:
    there = list(arrows([(0.0, 0.0), (100.0, 0.0)], 60.0))
    back = list(arrows([(100.0, 0.0), (0.0, 0.0)], 60.0))
    assert there == [((30.0, 0.0), (1.0, 0.0)), ((90.0, 0.0), (1.0, 0.0))]
    assert [ahead for _, ahead in back] == [(-1.0, 0.0)] * 2
