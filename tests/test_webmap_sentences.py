"""Pages in Russian and Korean: no sentence of ours is left in English, while texts of others stay as given."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from railsight.api import distance, follow
from railsight.files.journeys import journey_from_record, journey_record
from railsight.model import RejectedSighting
from railsight.webmap.content import Options, journey_page
from railsight.webmap.routes import path_page
from railsight.webmap.sentences import forms, place_in, said_in
from railsight.webmap.wording import Wording
from tests import journey_fixture as story

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = re.compile(r"[A-Za-z]*[a-z][A-Za-z']*(?: [a-z][a-z']*)+")  # two words, the second not a name
SCRIPTS = {"ru": r"[А-Яа-я]", "ko": r"[가-힣]"}
# What a page shows as it was given: words of reports, cases, sources and subjects. Everything else is ours.
GIVEN = ("quote", "source", "sourceKey", "id", "credits", "url")


def filled(form: str) -> str:
    """A sentence of a form: groups and choices filled in, what may stand there left out."""
    text = re.sub(r"\(\?:[^()]*(?:\([^()]*\)[^()]*)*\)\?", "", form)
    text = re.sub(r"\(\?:([^|()]*)\|[^()]*\)", r"\1", text)
    text = re.sub(r"\((?:\[NSEW\][^()]*)\)", "NW", text).replace(r"\(", "<").replace(r"\)", ">")
    for group, value in (
        (r"\(\[<>\]\?\\d\+\)", "46"),
        (r"\(\\d\\d:\\d\\d\)", "12:15"), (r"\((?:\[[^]]*\\d[^]]*\]|\\d)\+\)", "46"), (r"\([^()]*km\)", "4.6 km"),
        (r"\(\\w\+\)", "passed"), (r"\(\.[+*]\??\)", "K1"), (r"\(\[\^[^]]*\]\+\)", "K1"), (r"\(\.\+\?\\d\)", "K1"),
        (r"\(([^|()]*)\|[^()]*\)", r"\1"), (r"s\?", "s"), (r"\(\[a-z\]\+\)", "reported"),
    ):  # fmt: skip
        text = re.sub(group, value, text)
    return text.replace("<", "(").replace(">", ")").replace("\\", "")


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_form_is_told_in_every_language_with_what_it_found(language: str) -> None:
    english = {f.english.pattern for f in forms("ru").texts}
    assert english == {f.english.pattern for f in forms(language).texts}
    assert len(english) > 80
    for form in forms(language).texts:
        sample = filled(form.english.pattern)
        assert form.english.fullmatch(sample), (form.english.pattern, sample)
        told = said_in(language, sample)
        assert re.search(SCRIPTS[language], told), (sample, told)
        assert not re.search(r"[\\\\@#%^&][0-9]|[\[\]]|NW", told), (sample, told)
        for part in ("46", "12:15"):
            if part in sample and part in form.english.pattern.replace(r"(\d\d:\d\d)", "12:15").replace("46", ""):
                assert part in told, (sample, told)


def test_numbers_places_events_and_what_may_be_left_out() -> None:
    names = {"Khasan": {"ru": "Хасан", "ko": "하산"}}
    line = "Khasan to Ussuriysk, 1,260 km by rail, was run at 20 to 30 km/h on average"
    assert said_in("ru", line, names).startswith("Хасан – Ussuriysk, 1\u00a0260 км по железной дороге")
    assert said_in("ru", "1,260 km by rail in 4.9 h is 257 km/h") == (
        "1\u00a0260 км по железной дороге за 4,9 ч – это 257 км/ч"
    )
    assert said_in("ko", "contradicted by K (arrived )", names) == "K와 모순 (도착 )"
    assert said_in("ko", "report r1: in the future; something new") == "report r1: 앞으로의 일로 전함; something new"
    assert said_in("en", "'speculate'; in the future") == "told with “speculate”; told of the future"
    assert said_in("en", line) == line
    assert place_in("ru", "north of Khasan", names) == "на север от места Хасан"
    assert place_in("ko", "60 km northwest of Khasan", names) == "하산의 북서쪽 60 km"
    assert Wording("ru", names).name("between Khasan and Rajin", {}) == "между местами Хасан и Rajin"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["en", "ru", "ko"]))
def test_any_text_can_be_told(text: str, language: str) -> None:
    assert said_in(language, text) is not None


def test_a_hostile_text_takes_no_time() -> None:
    """The forms meet words of reports: what looks like many of them at once costs milliseconds, not minutes."""
    start = time.process_time()
    for word in (" to ", " and ", "'", " (", ", ", ": ", "1", " are 1 km apart", "set aside: ", "destination 1%: "):
        for language in SCRIPTS:
            said_in(language, (word * 600)[:2400])
            said_in(language, ("x (a)" + word * 600)[:600])
    assert time.process_time() - start < 1.0


# ---------------------------------------------------------------- whole pages


def strings(value: Any, key: str = "") -> Iterator[str]:
    """Every text of a page that is not given by others."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in GIVEN:
                yield from strings(inner, name)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner, key)
    elif isinstance(value, str):
        yield value


@cache
def followed(name: str) -> Any:
    return follow([str(ROOT / name)])


def given_texts(found: Any) -> str:
    """All that reports and the case say themselves, and names that the network knows in Latin letters only."""
    ways = [w for w in (found.journey.path, *(d.path for d in found.journey.destinations)) if w]
    names = [p.name for w in ways for p in w.points if place_in("ru", p.name) == p.name]
    reports = found.reading.reports if found.reading else ()
    sightings = [*(u.sighting for u in found.journey.used), *(r.sighting for r in found.journey.rejected)]
    texts = [t for r in reports for t in (r.text, r.title, r.source, r.id) if t]
    return " ".join([*texts, *names, *(s.note for s in sightings if not s.report), *(s.source for s in sightings)])


CASES = ("seeds/armoured-train-2023/case.yaml", "benchmarks/journeys/kju-2019-hanoi.yaml",
         "benchmarks/journeys/kji-2002.yaml")  # fmt: skip


@pytest.mark.parametrize("language", SCRIPTS)
@pytest.mark.parametrize("name", CASES)
def test_no_sentence_of_ours_is_left_in_english(name: str, language: str) -> None:
    found = followed(name)
    page = journey_page(found.journey, found.reading, found.case, Options(language=language, title=""))
    left = given_texts(found)
    told = [m.group().strip("'") for text in strings(page) for m in ENGLISH.finditer(text)]
    assert [phrase for phrase in told if phrase not in left] == []


def test_a_journey_from_a_file_is_told_as_it_was_when_tracked() -> None:
    found = followed(CASES[0])
    record = json.loads(json.dumps(journey_record(found.journey, full=True)))
    told, again = (
        journey_page(journey, found.reading, found.case, Options(language="ru", title=""))
        for journey in (found.journey, journey_from_record(record))
    )
    for part in ("worked", "goals", "stops", "times", "warnings"):
        assert told[part] == again[part]


@pytest.mark.parametrize("language", SCRIPTS)
def test_notes_of_a_case_stay_as_given(language: str) -> None:
    journey = story.journey()
    own = replace(story.S4, id="own", note="in the future", report=None)
    read = replace(story.S4, id="read", note="in the future", report="r1")
    aside = (RejectedSighting(own, "fits no other sighting"), RejectedSighting(read, "fits no other sighting"))
    page: Any = journey_page(replace(journey, rejected=aside), None, None, Options(language=language, title=""))
    notes = {stop["id"]: stop["note"] for stop in page["stops"]}
    assert notes["own"] == "in the future"
    assert re.search(SCRIPTS[language], notes["read"])


@pytest.mark.parametrize("language", SCRIPTS)
def test_a_route_too_is_told_in_the_language(language: str) -> None:
    """All but the names of sources, of lines, and of stations known in Latin letters only."""
    path = distance("Moscow", "Pyongyang").path
    assert path.warnings
    page: Any = path_page(path, (path,), Options(language=language, title=""))
    page["sources"] = []
    names = " ".join(p.name for p in path.points if place_in("ru", p.name) == p.name)
    told = [m.group() for text in strings(page) for m in ENGLISH.finditer(text)]
    assert [phrase for phrase in told if phrase not in names] == []
