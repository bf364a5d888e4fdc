"""What a later report withdrew was known until then: to who asks how things stood, to the history and to the page."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import railsight as rs
from railsight.api.following import draw, follow
from railsight.files.records import reading_record

SAID = datetime(2024, 5, 14, 3, tzinfo=UTC)
BETWEEN = datetime(2024, 5, 14, 3, 30, tzinfo=UTC)
TAKEN_BACK = datetime(2024, 5, 14, 8, tzinfo=UTC)
TOLD = {
    "wire": ("2024-05-13T09:00+09:00", "An armoured train left Pyongyang at 7:10 a.m. local time on Monday."),
    "rails": ("2024-05-14T01:10+03:00", "The armoured train passed Khasan at 22:40 Moscow time on Monday."),
    "paper": ("2024-05-14T13:00+10:00", "The armoured train arrived in Vladivostok on Tuesday at 11:30."),
    "paper-again": (
        "2024-05-14T18:00+10:00",
        "We retract our report that the armoured train arrived in Vladivostok on Tuesday at 11:30.",
    ),
}
REPORTS = [rs.Report(id=i, text=text, published=datetime.fromisoformat(at)) for i, (at, text) in TOLD.items()]


def arrivals(journey: rs.Journey) -> list[str]:
    return [u.sighting.place.name for u in journey.used if u.sighting.event == "arrived"]


def readings(tmp_path: Path) -> dict[str, Any]:
    """The reports as they are, as what reading them gave, and as what was written of that, at once or one by one."""
    reading = rs.read(REPORTS)
    whole = tmp_path / "reading.json"
    whole.write_text(json.dumps(reading_record(reading)), encoding="utf-8")
    lines = tmp_path / "lines.jsonl"
    lines.write_text("".join(json.dumps(reading_record(rs.read(r))) + "\n" for r in REPORTS), encoding="utf-8")
    loose = [*reading.sightings, *reading.withdrawn]
    return {"reports": REPORTS, "reading": reading, "json": whole, "jsonl": lines, "sightings": loose}


def test_what_was_withdrawn_is_kept_beside_with_the_moment() -> None:
    reading = rs.read(REPORTS)
    assert not any(s.event == "arrived" for s in reading.sightings)
    (gone,) = reading.withdrawn
    assert (gone.place.name, gone.known_at, gone.withdrawn_by, gone.withdrawn_at) == (
        "Vladivostok",
        SAID,
        "paper-again",
        TAKEN_BACK,
    )
    assert dict(reading.corrections) == {"paper-again": TAKEN_BACK}


@pytest.mark.parametrize("form", ["reports", "reading", "json", "jsonl", "sightings"])
def test_it_counts_until_then_and_no_longer(form: str, tmp_path: Path) -> None:
    inputs = readings(tmp_path)[form]
    then = rs.track(inputs, until=BETWEEN)
    assert arrivals(then) == ["Vladivostok"]
    now = rs.track(inputs)
    assert arrivals(now) == []
    (gone,) = (r for r in now.rejected if r.sighting.event == "arrived")
    assert "withdrew or corrected" in gone.reason
    assert "paper-again" in gone.reason
    assert now.when_at("Vladivostok") != then.when_at("Vladivostok")


@pytest.mark.parametrize("form", ["reports", "jsonl"])
def test_the_history_is_what_was_known_at_every_moment(form: str, tmp_path: Path) -> None:
    inputs = readings(tmp_path)[form]
    history = rs.track(inputs).history
    assert [r.known_at for r in history] == sorted({r.known_at for r in history})
    assert SAID in {r.known_at for r in history}
    for revision in history:
        then = rs.track(inputs, until=revision.known_at).destinations
        stood = {d.place.name: d.probability for d in then}
        assert {name: round(share, 3) for name, share in revision.ranking} == {n: round(p, 3) for n, p in stood.items()}


def test_a_journey_written_down_still_knows_it(tmp_path: Path) -> None:
    file = tmp_path / "journey.json"
    rs.track(REPORTS).save(file)
    assert arrivals(rs.track(file)) == []
    assert arrivals(rs.track(file, until=BETWEEN)) == ["Vladivostok"]


@pytest.mark.parametrize(("language", "words"), [("en", "withdrew"), ("ru", "отозвало"), ("ko", "철회")])
def test_the_page_says_that_it_was_withdrawn(language: str, words: str) -> None:
    page = draw(follow(REPORTS), language=language)
    assert words in page


def test_who_takes_back_an_arrival_leaves_the_goal_that_others_told() -> None:
    said = [
        (
            "goal",
            "2024-05-14T09:00+10:00",
            "The armoured train left Khasan on Tuesday. It may be heading for Vladivostok.",
        ),
        ("came", "2024-05-16T09:00+10:00", "The armoured train arrived in Vladivostok on Wednesday."),
        (
            "not",
            "2024-05-16T18:00+10:00",
            "CORRECTION: Our report that the train arrived in Vladivostok on Wednesday was wrong.",
        ),
    ]
    reading = rs.read([rs.Report(id=i, text=text, published=datetime.fromisoformat(at)) for i, at, text in said])
    assert [(s.report, s.event) for s in reading.withdrawn] == [("came", "arrived")]
    assert ("goal", "heading") in [(s.report, s.event) for s in reading.sightings]
