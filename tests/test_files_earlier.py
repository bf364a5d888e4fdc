"""What `read` and `track` wrote is followed further with the same answer; what is no report is refused as such."""

from __future__ import annotations

import io
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

import railsight as rs
from railsight.cli import main
from railsight.errors import InputError, ReportFormatError
from railsight.files.earlier import read_earlier
from railsight.files.records import place_record
from railsight.files.texts import check_prose

CASE = """case: my-case
title: Where is the train?
subtitle: Far East
credits: nobody
notes: a note
language: ru
train: {profile: nuclear-waste, max_kmh: 70}
reports:
  - {id: first, text_file: story.txt, published: "2023-09-12T21:30+09:00"}
  - {id: later, text: The armoured train left Ussuriysk at 9 a.m. on Wednesday., published: "2023-09-13T12:00+09:00"}
sightings:
  - {place: Ussuriysk, event: seen, at: 2023-09-12, part_of_day: afternoon, status: reported, source: a photograph}
  - {place: Chita, event: seen, at: "2023-09-12T13:00+09:00", status: speculated}
  - {place: Vladivostok, event: arrived, at: "2023-09-12T13:00+10:00", subject: a delegation}
  - {place: Nowhere at all, event: seen, at: 2023-09-12}
destinations: [Vladivostok, {name: "Vostochny, cosmodrome", prior: 0.7}, {name: Khabarovsk, prior: 0.1}]
"""


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed_case: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copy(seed_case.parent / "report.txt", tmp_path / "story.txt")
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def story_record(seed_case: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The journey of the story alone, as it is saved, but with one position: they are most of it, and not read back."""
    saved = tmp_path_factory.mktemp("saved") / "a.json"
    assert main(["track", str(seed_case.parent / "report.txt"), "-o", str(saved)]) == 0
    record = json.loads(saved.read_text(encoding="utf-8"))
    return json.dumps(record | {"positions": record["positions"][:1]})


def out_of(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    capsys.readouterr()
    assert main(list(args)) == 0, capsys.readouterr().err
    return capsys.readouterr().out


@pytest.mark.parametrize("options", [(), ("--until", "2023-09-12T22:00+09:00"), ("--to", "Khabarovsk")])
def test_a_journey_is_followed_to_the_same_journey(options: tuple[str, ...], desk: Path) -> None:
    assert main(["track", "case.yaml", *options, "-o", "a.json"]) == 0
    assert main(["track", "a.json", "-o", "b.json"]) == 0
    assert (desk / "b.json").read_bytes() == (desk / "a.json").read_bytes()
    record = json.loads((desk / "b.json").read_text(encoding="utf-8"))
    assert (record["profile"], record["title"]) == ("nuclear-waste", "Where is the train?")
    assert record["rejected"]
    assert record["others"]
    assert any("Nowhere at all" in text for text in record["warnings"])


def test_its_page_is_the_same(desk: Path) -> None:
    assert main(["track", "case.yaml", "-o", "a.json"]) == 0
    assert main(["map", "case.yaml", "-o", "case.html"]) == 0
    assert main(["map", "a.json", "-o", "journey.html"]) == 0
    assert (desk / "journey.html").read_bytes() == (desk / "case.html").read_bytes()


def test_what_is_printed_is_followed_too(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = out_of(capsys, "track", "case.yaml", "--json")
    (desk / "printed.json").write_text(printed, encoding="utf-8")
    again = json.loads(out_of(capsys, "track", "printed.json", "--json"))
    first = json.loads(printed)
    assert [d["place"]["name"] for d in again["destinations"]] == [d["place"]["name"] for d in first["destinations"]]
    assert again["path"] == first["path"]
    assert again["given"] == first["given"]


def test_a_report_added_to_a_journey_counts(desk: Path) -> None:
    (desk / "more.txt").write_text(
        "Published: 2023-09-14\n\nThe armoured train arrived at Khabarovsk at 6 a.m. on Thursday.\n", encoding="utf-8"
    )
    assert main(["track", "case.yaml", "--until", "2023-09-12T22:00+09:00", "-o", "a.json"]) == 0
    journey = rs.track(["a.json", "more.txt"])
    assert "Khabarovsk" in {u.sighting.place.name for u in journey.used}
    assert journey.title == "Where is the train?"


def test_a_corrected_sighting_has_its_effect(story_record: str, desk: Path) -> None:
    record = json.loads(story_record)
    used = next(u for u in record["used"] if u["place"]["name"].startswith("Ussuriysk"))
    used["place"] = place_record(rs.place("Spassk-Dalny"))
    (desk / "b.json").write_text(json.dumps(record), encoding="utf-8")
    assert "Spassk-Dalny" in {u.sighting.place.name for u in rs.track("b.json").used}


def test_lines_are_read_together_and_each_by_itself(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "r.jsonl").write_text(out_of(capsys, "read", "story.txt", "--jsonl"), encoding="utf-8")
    direct = json.loads(out_of(capsys, "track", "story.txt", "--json"))
    assert json.loads(out_of(capsys, "track", "r.jsonl", "--json")) == direct
    lines = out_of(capsys, "track", "story.txt", "case.yaml", "--jsonl")
    (desk / "t.jsonl").write_text(lines, encoding="utf-8")
    assert out_of(capsys, "track", "t.jsonl", "--jsonl") == lines


def test_a_reading_comes_by_a_pipe(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    direct = out_of(capsys, "track", "story.txt", "--json")
    for form in ("--json", "--jsonl"):
        piped = out_of(capsys, "read", "story.txt", form)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(piped.encode())))
        assert out_of(capsys, "track", "-", "--json") == direct


def test_a_journey_that_was_not_made_says_why(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "dull.txt").write_text("Published: 2023-09-12\n\nThe weather in Moscow was fine.\n", encoding="utf-8")
    (desk / "t.jsonl").write_text(out_of(capsys, "track", "dull.txt", "--jsonl"), encoding="utf-8")
    with pytest.raises(rs.errors.NoAnswerError, match=r"t\.jsonl:1: no journey: no sighting of the train"):
        rs.track("t.jsonl")


def test_a_reading_has_no_text_to_read(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "r.jsonl").write_text(out_of(capsys, "read", "story.txt", "--jsonl"), encoding="utf-8")
    with pytest.raises(ReportFormatError, match=r"r\.jsonl:1: .*read before"):
        rs.read_reports(["r.jsonl"])


def test_a_journey_of_an_older_form_says_what_is_not_in_it(desk: Path) -> None:
    assert main(["track", "case.yaml", "-o", "a.json"]) == 0
    record = json.loads((desk / "a.json").read_text(encoding="utf-8"))
    del record["given"]
    (desk / "old.json").write_text(json.dumps(record), encoding="utf-8")
    journey = rs.track("old.json")
    assert any("old.json does not say which destinations" in text for text in journey.warnings)
    assert journey.title == "Where is the train?"
    assert journey.rejected


def test_a_time_without_an_offset_is_not_guessed(story_record: str) -> None:
    record = json.loads(story_record)
    record["used"][0]["earliest"] = "2023-09-12T06:00"
    with pytest.raises(InputError, match="no offset"):
        read_earlier(json.dumps(record))


# ---------------------------------------------------------------- what is no report


@pytest.mark.parametrize(
    ("ending", "said"),
    [("geojson", "GeoJSON"), ("kml", "KML"), ("gpx", "GPX"), ("czml", "CZML"), ("csv", "CSV"), ("gpkg", "database")],
)
def test_exports_are_no_reports(ending: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["track", "story.txt", "-o", f"t.{ending}"]) == 0
    for command in ("track", "read"):
        capsys.readouterr()
        assert main([command, f"t.{ending}"]) == 2
        assert said in capsys.readouterr().err
    with pytest.raises(ReportFormatError):
        rs.track(f"t.{ending}")


@pytest.mark.parametrize("name", ["t.geojson", "way.json"])
def test_other_json_is_named(name: str, desk: Path) -> None:
    assert main(["track", "story.txt", "-o", "t.geojson"]) == 0
    assert main(["route", "Khasan", "Ussuriysk", "-o", "way.json"]) == 0
    (desk / "x.json").write_bytes((desk / name).read_bytes())
    with pytest.raises(InputError, match=r"GeoJSON|ways, as `route -o` writes them") as caught:
        rs.track("x.json")
    assert "journey.json" in caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "06:00, Khasan, arrived\n09:15, Ussuriysk, seen\n",
        "time,place,event\n06:00,Khasan,arrived\n09:15,Ussuriysk,seen\n",
        "[Seoul] The train left.",
        "{Photo} The train left.",
        "<b>SEOUL</b> The train left.",
        "Trains, tunnels, bridges\nOne, two, three of them were seen, he said.",
    ],
)
def test_prose_and_logs_are_reports(text: str) -> None:
    check_prose(text)


@pytest.mark.parametrize(
    "text",
    ['{"a": 1}', "[1, 2]", '{"a": 1}\n{"a": 2}\n', "name;lon;lat\nKhasan;130.6;42.4\n", "<?xml version='1.0'?><a/>"],
)
def test_data_is_none(text: str) -> None:
    with pytest.raises(ReportFormatError, match="not the text of a report"):
        check_prose(text)


@pytest.mark.parametrize(
    "wrong",
    [
        {"used.0.country": 3, "used.0.subject": ["x"]},
        {"used.0.heading": 5},
        {"used.0.earliest": "9999-12-31T00:00:00+00:00"},
        {"used.0.status": {}},
        {"profile_law.speeds": {}},
        {"profile_law.speeds": {"*": {"median_kmh": "fast", "sigma_log": 0.1, "source": ""}}},
        {"profile_law.speeds": {"*": {"median_kmh": 0, "sigma_log": 0.1, "source": ""}}},
        {"profile_law.max_kmh": []},
        {"given.destinations": [{"place": {}, "prior": 0.5}]},
        {"given.network": "https://example.org/x.rsn"},
        {"given.claims": [3]},
    ],
)
def test_a_record_of_strangers_is_checked(wrong: dict[str, Any], story_record: str, desk: Path) -> None:
    """A hand, or somebody else, may have put anything into it: one typed error, no fault."""
    record = json.loads(story_record)
    for key, value in wrong.items():
        *above, last = [int(part) if part.isdigit() else part for part in key.split(".")]
        at = record
        for part in above:
            at = at[part]
        at[last] = value
    (desk / "b.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(InputError, match=r"b\.json: the record"):
        rs.track("b.json")
