"""Turns of phrase that once were misread: moods, denials, times that belong to another verb. Sentences of our own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Claim, Report, Sighting
from railsight.resolution import Reading, resolve
from railsight.times import zone_at

FRIDAY = datetime(2024, 3, 15, tzinfo=UTC)


def read(text: str, gazetteer: Gazetteer) -> Reading:
    return resolve([Report("r", text, published=FRIDAY)], gazetteer)


def at(reading: Reading, place: str) -> Sighting:
    (found,) = [s for s in reading.sightings if s.place.name == place]
    return found


def span(s: Sighting) -> tuple[str, str]:
    """The interval on the clock of the place."""
    assert s.interval is not None
    zone = zone_at(s.place.lon, s.place.lat)
    return f"{s.interval.earliest.astimezone(zone):%d %H:%M}", f"{s.interval.latest.astimezone(zone):%d %H:%M}"


def test_a_participle_takes_the_mood_of_its_verb(gazetteer: Gazetteer) -> None:
    reading = read("The train is expected to return through China, crossing at Manzhouli.", gazetteer)
    assert (at(reading, "Manzhouli").event, at(reading, "Manzhouli").status) == ("due", "expected")


@pytest.mark.parametrize(
    "text",
    [
        "The ministry denied a report that the train would go on to Chita.",
        "Officials dismissed rumours that the train would continue to Chita.",
        "The train will not travel on to Chita, the ministry said.",
    ],
)
def test_what_is_denied_is_no_destination(text: str, gazetteer: Gazetteer) -> None:
    assert not [s for s in read(text, gazetteer).sightings if s.place.name == "Chita"]


@pytest.mark.parametrize(
    "text",
    [
        "There was no confirmation that the train had reached Chita.",
        "It is not clear whether the train stopped in Chita on Tuesday.",
        "It remains unknown if the train passed Chita.",
    ],
)
def test_what_is_not_known_is_no_sighting(text: str, gazetteer: Gazetteer) -> None:
    assert not read(text, gazetteer).sightings


def test_a_claim_withdrawn_is_no_sighting_there(gazetteer: Gazetteer) -> None:
    reading = read("A claim that the train was in Chita on Monday was later withdrawn by the channel.", gazetteer)
    assert at(reading, "Chita").event == "absent"


def test_without_denies_only_its_own_verb(gazetteer: Gazetteer) -> None:
    reading = read(
        "The train passed through Bikin without stopping and halted in Chita at 1:55 a.m. on Friday.", gazetteer
    )
    assert at(reading, "Bikin").event == "passed"
    assert at(reading, "Chita").event == "stopped"


def test_each_place_keeps_its_own_day(gazetteer: Gazetteer) -> None:
    text = (
        "The train entered at Khasan on Sunday 10 March, rested at Bureya the next day, and was in"
        " Skovorodino on Tuesday at 23:00 Moscow time."
    )
    reading = read(text, gazetteer)
    assert span(at(reading, "Khasan")) == ("10 00:00", "10 23:59")
    assert span(at(reading, "Bureya")) == ("11 00:00", "11 23:59")
    assert span(at(reading, "Skovorodino")) == ("13 05:00", "13 05:00")


def test_the_next_day_counts_from_the_event_before(gazetteer: Gazetteer) -> None:
    text = "The train left Hanoi on the evening of March 12 and reached Dong Dang at 1.20 a.m. the next day."
    assert span(at(read(text, gazetteer), "Dong Dang")) == ("13 01:20", "13 01:20")


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("The train reached Chita on Thursday last week.", ("07 00:00", "07 23:59")),
        ("The train stopped in Bikin on Tuesday, and on Wednesday morning it reached Chita.", ("13 06:00", "13 12:00")),
        ("The train reached Chita at noon Moscow time on Tuesday.", ("12 17:30", "12 18:30")),
        ("The train passed Bikin on Monday. It reached Chita that afternoon.", ("11 12:00", "11 18:00")),
        ("A tracker placed the train in Chita at 7 a.m. Thursday.", ("14 06:30", "14 07:30")),
    ],
)  # fmt: skip
def test_times(text: str, when: tuple[str, str], gazetteer: Gazetteer) -> None:
    assert span(at(read(text, gazetteer), "Chita")) == when


@pytest.mark.parametrize(
    ("text", "event", "when"),
    [
        ("The train was to have stopped in Chita on Tuesday but did not.", "absent", ("12 00:00", "12 23:59")),
        ("The train failed to arrive in Chita on Tuesday.", "absent", ("12 00:00", "12 23:59")),
        ("If the train reaches Chita on Monday, it will turn south.", "due", ("18 00:00", "18 23:59")),
        ("The train could have reached Chita by Tuesday night.", "arrived", ("12 08:00", "13 03:00")),
        ("The train was seen in Chita on Tuesday, a claim later withdrawn.", "absent", ("12 00:00", "12 23:59")),
        ("The train from Pyongyang to Moscow passed Chita at 3 a.m. Tuesday.", "passed", ("12 02:30", "12 03:30")),
        ("The train reached Bikin at 6 a.m. Tuesday and Chita at 1 p.m.", "arrived", ("12 12:30", "12 13:30")),
        ("The train stopped at Chita early tuesday.", "stopped", ("12 04:00", "12 08:00")),
        ("The train reached Chita at 0155 local time (1655 GMT) on Wednesday.", "arrived", ("13 01:55", "13 01:55")),
        ("The train reached Chita shortly after midnight on Wednesday.", "arrived", ("13 00:00", "13 01:00")),
        ("On Monday the train was in Bikin; on Wednesday it was in Chita.", "seen", ("13 00:00", "13 23:59")),
        ("Two hours after leaving Chita it passed Mogocha at 8 p.m. Tuesday, the train crew said.", "departed",
         ("12 17:00", "12 19:00")),
        ("The train spent Monday night in Chita.", "stopped", ("11 20:00", "12 03:00")),
        ("By Tuesday evening the train had passed Chita.", "passed", ("12 05:00", "12 23:00")),
        ("The train passed Chita before 6 a.m. on Tuesday.", "passed", ("11 23:30", "12 06:00")),
        ("The train stopped in Bikin, not in Chita, on Tuesday.", "absent", ("12 00:00", "12 23:59")),
    ],
)  # fmt: skip
def test_events_and_times(text: str, event: str, when: tuple[str, str], gazetteer: Gazetteer) -> None:
    sighting = at(read(text, gazetteer), "Chita")
    assert (sighting.event, span(sighting)) == (event, when)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Kim Jong Un flew to Bikin on Tuesday; his train waited in Chita.", {"Chita"}),
        ("The train arrived at Tumen, in China's Jilin province, on Tuesday.", {"Tumen"}),
        ("The train skipped Bikin on Tuesday and reached Chita.", {"Chita"}),
        ("The train is approaching Chita.", {"Chita"}),
    ],
)
def test_only_the_places_of_the_train(text: str, places: set[str], gazetteer: Gazetteer) -> None:
    assert {s.place.name for s in read(text, gazetteer).sightings} == places


def test_a_printed_date_after_publication_is_kept_and_said(gazetteer: Gazetteer) -> None:
    reading = read("The train reached Chita on March 19.", gazetteer)
    assert "after the publication" in at(reading, "Chita").note
    assert any("after the publication" in w for w in reading.warnings)


def test_the_leader_aboard_may_be_named_later(gazetteer: Gazetteer) -> None:
    text = "A train carrying the North Korean leader drew into Beijing on Friday. Kim had left Pyongyang on Thursday."
    reading = read(text, gazetteer)
    assert at(reading, "Beijing").event == "arrived"
    assert at(reading, "Pyongyang").event == "departed"


# ---------------------------------------------------------------- odd times, checked speeds and durations


def test_an_impossible_date_is_said(gazetteer: Gazetteer) -> None:
    text = "The train reached Chita on Feb. 30."
    reading = read(text, gazetteer)
    sighting = at(reading, "Chita")
    assert "'Feb. 30' is no date" in sighting.note
    assert any("'Feb. 30' is no date" in w for w in reading.warnings)
    assert span(sighting) == ("29 00:00", "01 23:59")  # 2024 is a leap year


def test_one_day_or_the_other(gazetteer: Gazetteer) -> None:
    assert span(at(read("The train reached Chita on Monday or Tuesday.", gazetteer), "Chita")) == (
        "11 00:00",
        "12 23:59",
    )


def speed(text: str, gazetteer: Gazetteer, km: float | None) -> Claim:
    reading = resolve([Report("r", text, published=FRIDAY)], gazetteer, rail_km=lambda _a, _b: km)
    (claim,) = [c for c in reading.claims if c.kind == "speed"]
    return claim


@pytest.mark.parametrize(
    ("said", "km", "verdict"),
    [
        ("averaging 50 km/h", 300.0, "agrees"),
        ("averaging 90 km/h", 300.0, "differs"),
        ("at speeds of up to 80 km/h", 300.0, "cannot tell"),
        ("at no more than 20 km/h", 300.0, "differs"),
        ("averaging 50 km/h", None, "cannot tell"),
    ],
)
def test_speeds_are_checked_against_timed_sightings(
    said: str, km: float | None, verdict: str, gazetteer: Gazetteer
) -> None:
    text = f"The train left Chita at 06:00 on Monday and reached Mogocha at 12:00 on Monday, {said}."
    claim = speed(text, gazetteer, km)
    assert claim.verdict == verdict
    assert "km/h" in claim.why


def test_a_speed_without_times_cannot_be_told(gazetteer: Gazetteer) -> None:
    claim = speed("The train left Chita on Monday, averaging 50 km/h.", gazetteer, 300.0)
    assert claim.verdict == "cannot tell"
    assert "no two timed sightings" in claim.why


@pytest.mark.parametrize(
    ("hours", "verdict"), [("three", "differs"), ("four", "rounded"), ("seven", "agrees"), ("ten", "rounded")]
)
def test_durations_are_checked_against_running_times(hours: str, verdict: str, gazetteer: Gazetteer) -> None:
    text = f"The train took {hours} hours from Chita to Mogocha."
    report = Report("r", text, published=FRIDAY)
    reading = resolve([report], gazetteer, rail_km=lambda _a, _b: 400.0, running_h=lambda _a, _b: (5.5, 6.5, 8.0))
    (claim,) = [c for c in reading.claims if c.kind == "duration"]
    assert (claim.verdict, claim.running_time_h) == (verdict, 6.5)


def test_a_clock_far_west_is_of_the_day_told_at_the_place(gazetteer: Gazetteer) -> None:
    """FRIDAY is the 15th: Thursday morning in Khasan is still Wednesday in Moscow."""
    text = (
        "On Thursday at 6:00 local time the train arrived at Khasan. At 05:15 Moscow time it passed Ussuriysk."
        " The train has not arrived in Vladivostok."
    )
    reading = read(text, gazetteer)
    khasan, ussuriysk, vladivostok = (at(reading, name) for name in ("Khasan", "Ussuriysk", "Vladivostok"))
    assert khasan.interval is not None
    assert ussuriysk.interval is not None
    assert vladivostok.interval is not None
    gap_h = (ussuriysk.interval.middle - khasan.interval.middle).total_seconds() / 3600
    assert gap_h == pytest.approx(6.25, abs=0.3)
    assert vladivostok.event == "absent"
    assert vladivostok.interval.latest >= ussuriysk.interval.earliest


_TWO_LEGS = "The train left Chita at 06:00 on Monday, reached Mogocha at 12:00 and passed Skovorodino at 16:00. "


@pytest.mark.parametrize(
    ("said", "verdicts"),
    [
        ("It averaged 50 km/h between Chita and Mogocha.", ["agrees"]),
        ("It averaged 75 km/h between Mogocha and Skovorodino.", ["agrees"]),
        ("It averaged 50 km/h between Chita and Mogocha and 75 km/h from Mogocha to Skovorodino.", ["agrees"] * 2),
        ("It averaged 75 km/h between Mogocha and Skovorodino and 50 km/h from Chita to Mogocha.", ["agrees"] * 2),
        ("It averaged 50 km/h between Skovorodino and Belogorsk.", ["cannot tell"]),  # of another leg nothing is told
    ],
)
def test_a_speed_is_checked_on_the_leg_it_is_told_of(said: str, verdicts: list[str], gazetteer: Gazetteer) -> None:
    reading = resolve([Report("r", _TWO_LEGS + said, published=FRIDAY)], gazetteer, rail_km=lambda _a, _b: 300.0)
    assert [c.verdict for c in reading.claims] == verdicts


def test_claims_are_in_the_order_of_the_text_and_a_leg_begins_where_the_last_ended(gazetteer: Gazetteer) -> None:
    text = "The train ran 560 km from Chita to Mogocha in nine hours, at 60 km/h, then ran 300 km to Skovorodino."
    claims = resolve([Report("r", text, published=FRIDAY)], gazetteer).claims
    assert [c.kind for c in claims] == ["distance", "duration", "speed", "distance"]
    assert [(c.origin and c.origin.name, c.target and c.target.name) for c in claims] == [
        *[("Chita", "Mogocha")] * 3,
        ("Mogocha", "Skovorodino"),
    ]
