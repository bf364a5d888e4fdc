"""A case written down from what was read: it tells the same, for people to mend, whatever the reports say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import railsight as rs
from railsight.api.reading import gather
from railsight.api.world import bundled_gazetteer
from railsight.cli import main
from railsight.errors import CaseFormatError, OutputExistsError, UsageError
from railsight.files.case import case_from_text
from railsight.files.case_sightings import day_at
from railsight.files.drafts import case_draft
from railsight.resolution import Reading
from railsight.times import day, zone_at
from tests.hostile import PAYLOADS, TEMPLATES

SEED = Path(__file__).parents[1] / "seeds" / "armoured-train-2023" / "report.txt"
PUBLISHED = datetime(2026, 3, 11, 9, tzinfo=UTC)
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]")


def told(sighting: rs.Sighting) -> tuple[object, ...]:
    """What a sighting says, without the other places that its name may mean."""
    ways = (sighting.toward, sighting.away_from, sighting.origin)
    place = sighting.place
    return (
        *(
            sighting.id,
            place.name,
            place.kind,
            place.radius_m,
            round(place.lon, 4),
            round(place.lat, 4),
            sighting.event,
            sighting.status,
        ),
        *(sighting.interval, sighting.subject, sighting.heading, *(w and w.name for w in ways), sighting.report),
        *(sighting.source, sighting.note, sighting.known_at, sighting.certainty, " ".join(sighting.quote_text.split())),
    )


def draft(reading: Reading) -> str:
    return case_draft(reading, bundled_gazetteer(), name="drafted")


@cache
def seen() -> rs.Sighting:
    return rs.read([rs.Report("r", "The armoured train passed Khilok at 09:40 on Tuesday.", PUBLISHED)]).sightings[0]


def one(**changes: Any) -> Reading:
    """A reading of one sighting, with anything of it and of its report changed."""
    report = rs.Report("r", "Seen at Khilok.", PUBLISHED, source=changes.pop("outlet", "A watcher"))
    return Reading((report,), (), (replace(seen(), report="r", **changes),), ())


@pytest.fixture(scope="module")
def seed() -> Reading:
    return rs.read(SEED)


def test_it_tells_what_was_read(seed: Reading) -> None:
    case = case_from_text(draft(seed))
    assert [told(s) for s in case.sightings] == [told(s) for s in seed.sightings]
    assert len(case.sightings) > 5
    assert case.reports == ()
    assert [(r.id, r.title, r.source, r.published) for r in case.sources] == [
        (r.id, r.title, r.source, r.published) for r in seed.reports
    ]


def test_the_journey_is_that_of_the_reports(seed: Reading, tmp_path: Path) -> None:
    seed.save(tmp_path / "case.yaml")
    mended, read = rs.track(tmp_path / "case.yaml"), rs.track(SEED)
    assert mended.path is not None
    assert read.path is not None
    assert [p.name for p in mended.path.points] == [p.name for p in read.path.points]
    assert [(d.place.name, round(d.probability, 6)) for d in mended.destinations] == [
        (d.place.name, round(d.probability, 6)) for d in read.destinations
    ]
    assert mended.title == read.title


def test_what_was_left_unread_stands_under_its_report() -> None:
    text = "The armoured train passed Khilok at 09:40 on Tuesday. Nobody in Chita would say a word about France."
    reading = rs.read([rs.Report("first", text, PUBLISHED, "A watcher"), rs.Report("second", "Quiet.", PUBLISHED)])
    _, _, below = draft(reading).partition("\n  # A watcher\n")
    mine, _, other = below.partition("\n  # second\n")
    assert "left unread: Chita (" in mine
    assert "Nobody in Chita would say" in mine
    assert "France" not in re.sub(r"\.\.\. .* \.\.\.", "", mine)
    assert "left unread" not in other


def test_a_guess_says_so_and_doubt_is_named(seed: Reading) -> None:
    assert "certainty: 0.54" in draft(one(certainty=0.54))
    assert "certainty: " not in draft(one())
    assert re.search(r"place: Vostochny Cosmodrome\n(.*\n)+? +# or Vostochny Port, port, RU \(\d+%\)", draft(seed))


def test_whole_days_are_dates_and_places_that_no_name_settles_positions() -> None:
    day = rs.Interval(datetime(2026, 3, 10, 15, tzinfo=UTC), datetime(2026, 3, 11, 14, 59, 59, tzinfo=UTC))
    assert "at: 2026-03-11\n" in draft(one(interval=day))
    assert "earliest" not in draft(one(interval=None))
    bridge = rs.Place("given:1", "a bridge", "point", 108.5, 51.25, radius_m=2000.0)
    assert "{name: a bridge, lon: 108.50000, lat: 51.25000, kind: point, radius_m: 2000}" in draft(
        one(candidates=(rs.Candidate(bridge, 1.0),))
    )


def test_hostile_words_stay_words() -> None:
    for words in (
        *PAYLOADS,
        *TEMPLATES,
        "x\n# y\n- id: evil",
        "a\x85b\u2029c\u202ed\ufeff\x1b[2J",
        "\ud800",
        "null",
        "#",
        "&a *b",
    ):
        reading = one(outlet=words, quote_text=words, source=words, note=words, subject=words)
        text = draft(reading)
        assert not STEERING.search(text), words
        case = case_from_text(text)
        (back,) = case.sightings
        clean = words.replace("\ud800", "\ufffd")
        assert (back.source, back.note, back.subject) == (clean, clean, clean)
        assert back.quote_text == " ".join(clean.split())
        assert case.sources[0].source == clean


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=40).filter(lambda text: text.strip()))
def test_any_text_comes_back(text: str) -> None:
    (back,) = case_from_text(draft(one(source=text, note=text))).sightings
    assert (back.source, back.note) == (text, text)


@pytest.mark.parametrize("size", [150, 30_000])
def test_however_long_its_texts_are_it_can_be_read(size: int) -> None:
    long = "word " * (size // 5)
    report = rs.Report(long[:-1], "Seen.", PUBLISHED, source=long, title=long)
    changes: dict[str, Any] = dict.fromkeys(("quote_text", "note", "source", "subject"), long)
    sighting = replace(seen(), id=f"{report.id}-1", report=report.id, certainty=0.001, **changes)
    case = case_from_text(case_draft(Reading((report,), (), (sighting,), ()), bundled_gazetteer(), name=long))
    (back,) = case.sightings
    assert back.report == case.sources[0].id
    assert report.id.startswith(back.report or "?")
    assert long.startswith(back.quote_text)
    assert case.sources[0].source is not None
    assert len(case.sources[0].source) == min(len(long), 20_000)


def test_near_a_place_stays_as_wide_as_it_was() -> None:
    reading = rs.read([rs.Report("r", "The armoured train was seen near Ulan-Ude at 09:40 on Tuesday.", PUBLISHED)])
    (back,) = case_from_text(draft(reading)).sightings
    assert told(back) == told(reading.sightings[0])
    assert back.place.radius_m > bundled_gazetteer().one("Ulan-Ude").radius_m


def test_a_name_that_is_none_is_written_as_one() -> None:
    assert case_from_text(case_draft(one(), bundled_gazetteer(), name=" ")).name == "case"


def test_what_no_case_may_hold_is_refused() -> None:
    many = tuple(replace(seen(), id=f"s{i}", report="r", note="ж" * 10_000) for i in range(60))  # 0.6 million letters
    with pytest.raises(UsageError, match="1 MB"):
        draft(replace(one(), sightings=many))


def test_a_day_in_a_country_of_many_clocks_stays_as_long_as_it_was() -> None:
    russia = rs.Candidate(bundled_gazetteer().one("Russia"), 1.0)
    around = day(datetime(2026, 3, 10, tzinfo=UTC).date(), zone_at(russia.place.lon, russia.place.lat))
    for interval in (around, day_at(datetime(2026, 3, 10, tzinfo=UTC).date(), russia.place)):
        (back,) = case_from_text(draft(one(candidates=(russia,), interval=interval))).sightings
        assert back.interval == interval


def test_the_command_writes_it_and_says_what_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["read", str(SEED), "-o", "case.yaml"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("written: case.yaml; check it, then: railsight map case.yaml -o map.html\n")
    assert main(["read", str(SEED), "-o", "case.yaml"]) == 2
    assert "case.yaml" in capsys.readouterr().err
    assert main(["read", str(SEED), "-o", "case.txt"]) == 2
    assert ".yaml" in capsys.readouterr().err
    assert main(["map", "case.yaml", "-o", "map.html"]) == 0
    assert "railsight seed report" in (tmp_path / "map.html").read_text()


def test_a_reading_saves_itself(seed: Reading, tmp_path: Path) -> None:
    seed.save(tmp_path / "r.json")
    assert [told(s) for s in rs.read_case(_drafted(seed, tmp_path)).sightings] == [told(s) for s in seed.sightings]
    assert rs.track(tmp_path / "r.json").path == rs.track(SEED).path
    with pytest.raises(OutputExistsError):
        seed.save(tmp_path / "r.json")
    with pytest.raises(UsageError, match=r"\.yaml"):
        seed.save(tmp_path / "r.pdf")


def _drafted(reading: Reading, folder: Path) -> Path:
    reading.save(folder / "drafted.yml")
    return folder / "drafted.yml"


def test_a_report_that_is_not_read_has_no_text() -> None:
    said = "case: t\nreports:\n- {id: a, read: no, text: The train left Khasan.}\n"
    with pytest.raises(CaseFormatError, match="has no text"):
        case_from_text(said)
    with pytest.raises(CaseFormatError, match="is not one of no, yes"):
        case_from_text("case: t\nreports:\n- {id: a, read: perhaps, text: x}\n")
    with pytest.raises(CaseFormatError, match="either text or text_file"):
        case_from_text("case: t\nreports:\n- {id: a, published: 2026-03-11}\n")
    assert case_from_text("case: t\nreports:\n- {id: a, read: no}\n").sources[0].id == "a"


def test_a_new_report_is_not_taken_for_one_that_was_read(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(draft(one()))
    new = rs.Report(
        "r", "The armoured train arrived at Chita at 20:00 on Wednesday.", datetime(2026, 3, 12, tzinfo=UTC)
    )
    journey = rs.track([str(tmp_path / "case.yaml"), new])
    assert {used.sighting.report for used in journey.used} == {"r", "r-2"}


def test_reports_of_one_id_in_two_cases_are_two(tmp_path: Path) -> None:
    reading = replace(one(), reports=(rs.Report("r", "Seen.", PUBLISHED, title="First"),))
    (tmp_path / "a.yaml").write_text(draft(reading))
    other = replace(seen(), id="other", report="r", candidates=(rs.Candidate(bundled_gazetteer().one("Mogzon"), 1.0),))
    second = rs.Report("r", "Seen.", PUBLISHED, title="Second")
    (tmp_path / "b.yaml").write_text(draft(Reading((second,), (), (other,), ())))
    gathered = gather([tmp_path / "a.yaml", tmp_path / "b.yaml"])
    assert gathered.case is not None
    titles = {r.id: r.title for r in gathered.case.sources}
    assert {s.id: titles[s.report or ""] for s in gathered.case.sightings} == {seen().id: "First", "other": "Second"}


def test_of_a_case_only_the_reports_are_written_and_that_is_said(
    seed_case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", str(seed_case), "-o", str(tmp_path / "new.yaml")]) == 0
    assert "besides its reports is not written" in capsys.readouterr().err


def test_what_was_withdrawn_is_a_remark() -> None:
    told = rs.Report(
        "paper", "The armoured train arrived in Chita on Tuesday at 11:30.", datetime(2026, 3, 10, 6, tzinfo=UTC)
    )
    back = "We retract our report that the armoured train arrived in Chita on Tuesday at 11:30."
    reading = rs.read([told, rs.Report("again", back, PUBLISHED)])
    assert reading.withdrawn
    assert "# withdrawn by again: arrived at Chita: The armoured train arrived" in draft(reading)


def test_a_sighting_of_no_report_is_not_lost() -> None:
    (back,) = case_from_text(draft(Reading((), (), (seen(),), ()))).sightings
    assert (back.place.name, back.report) == ("Khilok", None)


def test_a_headline_of_one_report_is_no_title_of_several() -> None:
    first, again = (rs.Report(name, "Seen.", PUBLISHED, title="First") for name in ("a", "b"))
    reading = replace(one(), sightings=(), reports=(first, again))
    assert "\ntitle: First\n" in draft(reading)
    second = rs.Report("c", "Seen.", PUBLISHED, title="Second")
    assert "\ntitle:" not in draft(replace(reading, reports=(first, second)))
    assert "\ntitle:" not in draft(replace(reading, reports=(first, rs.Report("c", "Seen.", PUBLISHED))))
