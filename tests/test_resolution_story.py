"""The whole reading of one journey: on the real story, where it lies beside the checkout, and on a report of ours."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Mention, Report, Sighting
from railsight.resolution import Reading, resolve
from railsight.resolution.places.claims import _step, _step_km


@pytest.fixture(scope="module", params=["own", "story"])
def reading(request: pytest.FixtureRequest, gazetteer: Gazetteer) -> Reading:
    if request.param == "own":
        root: Path = request.getfixturevalue("root")
        report = Report("own", (root / "seeds" / "armoured-train-2023" / "report.txt").read_text(encoding="utf-8"))
    else:
        shared: Path = request.getfixturevalue("shared")
        story = next((shared / "seed").glob("*.txt")).read_text(encoding="utf-8")
        report = Report("story", story, published=datetime(2023, 9, 12, tzinfo=UTC))
    return resolve([report], gazetteer)


def the(reading: Reading, place: str, *events: str) -> Sighting:
    found = [s for s in reading.sightings if s.subject == "train" and place in s.place.name and s.event in events]
    assert found, f"no sighting at {place}: {[(s.place.name, s.event) for s in reading.sightings]}"
    return found[0]


def local_day(sighting: Sighting, hours: int) -> str:
    assert sighting.interval is not None
    middle = sighting.interval.middle.timestamp() + 3600 * hours
    return datetime.fromtimestamp(middle, UTC).date().isoformat()


def test_khasan_is_in_primorye(reading: Reading) -> None:
    place = the(reading, "Khasan", "arrived", "stopped").place
    assert place.country == "RU"
    assert (place.lat, place.lon) == pytest.approx((42.43, 130.64), abs=0.05)


def test_vostochny_is_the_cosmodrome(reading: Reading) -> None:
    place = the(reading, "Vostochny", "heading", "due").place
    assert place.kind == "spaceport"
    assert (place.lat, place.lon) == pytest.approx((51.9, 128.3), abs=0.2)


def test_events_days_and_statuses(reading: Reading) -> None:
    start = the(reading, "Pyongyang", "departed")
    assert local_day(start, 9) == "2023-09-10"
    assert start.status in ("confirmed", "reported")
    khasan = the(reading, "Khasan", "arrived", "stopped")
    assert local_day(khasan, 10) == "2023-09-12"
    seen = the(reading, "Ussuriysk", "seen")
    assert local_day(seen, 10) == "2023-09-12"
    assert seen.status == "reported"
    for name in ("Vostochny", "Vladivostok"):
        assert the(reading, name, "heading", "due").status == "speculated"


def test_the_crossing_has_direction(reading: Reading) -> None:
    crossing = the(reading, "Razdolnaya", "crossed")
    assert crossing.heading == "N"
    assert crossing.away_from is not None
    assert crossing.away_from.name == "Vladivostok"
    assert crossing.status == "reported"
    assert "RIA" in crossing.source
    assert local_day(crossing, 10) == "2023-09-12"


def test_the_flight_is_another_subject(reading: Reading) -> None:
    others = [s for s in reading.sightings if s.subject != "train"]
    assert len(others) == 1
    assert "An-148" in others[0].subject
    assert others[0].place.name == "Vladivostok"
    assert others[0].origin is not None
    assert others[0].origin.name == "Pyongyang"


def test_nothing_else_is_a_sighting(reading: Reading) -> None:
    names = {s.place.name.split(",")[0] for s in reading.sightings if s.subject == "train"}
    allowed = ("Pyongyang", "Khasan", "Razdolnaya", "Ussuriysk", "Vostochny", "Vladivostok")
    assert all(any(a in n for a in allowed) for n in names), names
    assert all(s.place.kind != "country" for s in reading.sightings)


def test_quotes_are_spans_of_the_report(reading: Reading) -> None:
    text = reading.reports[0].text
    for s in reading.sightings:
        assert s.quote is not None
        assert text[s.quote[0] : s.quote[1]] == s.quote_text
        assert s.known_at is not None
    for m in reading.mentions:
        assert text[m.start : m.end].split() == m.text.split()


def test_everything_unplaced_has_a_reason(reading: Reading) -> None:
    sighted: set[tuple[int, int]] = set()
    for m, why in reading.unplaced:
        assert why
        sighted.add((m.start, m.end))
    used = {"seen", "origin", "destination", "speculated", "crossing", "expected"}
    for m in reading.mentions:
        if m.kind == "place":
            assert ((m.start, m.end) in sighted) != (m.role in used)


def role_of(reading: Reading, text: str) -> set[str]:
    return {m.role for m in reading.mentions if m.kind == "place" and m.text.casefold() == text.casefold()}


def test_datelines_agencies_and_governments(reading: Reading) -> None:
    dateline = "New Delhi" if reading.reports[0].id == "story" else "SEOUL"
    assert role_of(reading, dateline) == {"dateline"}
    assert role_of(reading, "South Korean") <= {"agency"}
    assert role_of(reading, "Kim") == set()
    for name in ("Moscow", "Washington", "Wagner", "Kremlin"):
        assert role_of(reading, name) <= {"background", "agency", "clock"}


def test_claims_are_checked(reading: Reading) -> None:
    claims = {c.target.name: c for c in reading.claims if c.target is not None}
    near = claims["Ussuriysk"]
    assert near.stated_km == 60
    assert near.stated_direction == "N"
    assert near.origin is not None
    assert near.origin.name == "Vladivostok"
    assert near.geodesic_km == pytest.approx(76, abs=2)
    assert near.verdict in ("rounded", "differs")
    far = claims["Vostochny Cosmodrome"]
    assert far.stated_km == 900
    assert far.geodesic_km == pytest.approx(939, abs=8)
    assert far.verdict == "rounded"
    assert "nearer N" in far.why


def test_mentions_are_in_order(reading: Reading) -> None:
    starts = [m.start for m in reading.mentions if isinstance(m, Mention)]
    assert starts == sorted(starts)


@pytest.mark.parametrize("miles", [40, 100, 400, 500, 1000])
def test_a_round_figure_in_miles_is_round_though_kept_in_kilometres(miles: int) -> None:
    assert _step_km(round(miles * 1.609344, 1)) == pytest.approx(1.609344 * _step(miles))
    assert _step_km(187.2) == 0.0
