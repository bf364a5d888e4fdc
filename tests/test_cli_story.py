"""The real story from text to map by the commands alone: what issue after issue must keep true of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from railsight.cli import main

PUBLISHED = ("--published", "2023-09-12T22:00+05:30")


@pytest.fixture(scope="module")
def story() -> Path:
    folder = Path(__file__).resolve().parent.parent.parent / "shared" / "seed"
    if not folder.is_dir():
        pytest.skip("the story is not beside this checkout")
    return next(folder.glob("*.txt"))


def run(capsys: pytest.CaptureFixture[str], *args: str) -> Any:
    capsys.readouterr()
    assert main([*args, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_what_the_story_says(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reading = run(capsys, "read", str(story), *PUBLISHED)
    text = story.read_text(encoding="utf-8")
    train = {
        (s["event"], s["place"]["name"].partition(" ")[0]): s for s in reading["sightings"] if s["subject"] == "train"
    }
    left = train["departed", "Pyongyang"]
    assert left["earliest"] >= "2023-09-09T15:00"
    assert left["latest"] <= "2023-09-10T15:00"
    stopped = train["stopped", "Khasan"]["place"]
    assert (stopped["country"], round(stopped["lon"], 1), round(stopped["lat"], 1)) == ("RU", 130.6, 42.4)
    crossing = train["crossed", "Razdolnaya"]
    assert crossing["heading"] == "N"
    assert crossing["away_from"]["name"] == "Vladivostok"
    assert ("seen", "Ussuriysk") in train
    cosmodrome = next(s for (_, name), s in train.items() if name == "Vostochny")
    assert cosmodrome["status"] == "speculated"
    assert cosmodrome["place"]["kind"] == "spaceport"
    assert next(s for (_, name), s in train.items() if name == "Vladivostok")["status"] in {"speculated", "expected"}
    for s in reading["sightings"]:
        start, end = s["quote"]
        assert text[start:end].strip()
    others = {s["subject"] for s in reading["sightings"]} - {"train"}
    assert any("Air Koryo" in name for name in others)


def test_what_makes_no_sighting(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reading = run(capsys, "read", str(story), *PUBLISHED)
    roles = {m["text"]: m["role"] for m in reading["mentions"]}
    assert roles["New Delhi"] == "dateline"
    seen = {s["place"]["name"] for s in reading["sightings"]}
    assert not seen & {"New Delhi", "South Korea", "Wagner", "Kim", "Washington", "Moscow", "Seoul", "Hassan"}


def test_its_claims_are_checked(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claims = {round(c["stated_km"]): c for c in run(capsys, "read", str(story), *PUBLISHED)["claims"] if c["stated_km"]}
    assert claims[60]["geodesic_km"] == pytest.approx(75.9, abs=2.5)
    assert claims[60]["rail_km"] == pytest.approx(112, rel=0.01)
    assert claims[900]["geodesic_km"] == pytest.approx(939, rel=0.01)
    assert all(c["verdict"] in {"agrees", "rounded", "differs"} and c["why"] for c in claims.values())


def test_the_journey(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    journey = run(capsys, "track", str(story), *PUBLISHED)
    stations = journey["path"]["stations"]
    places = [stations.index(name) for name in ("Pyongyang", "Tumangang", "Khasan", "Baranovsky", "Ussuriysk")]
    assert places == sorted(places)
    # Never through China: the countries of the passages say so.
    assert {p["country"] for p in journey["passages"]} <= {"KP", "RU", None}
    first, second = journey["destinations"][:2]
    assert "Vostochny" in first["place"]["name"]
    assert first["probability"] > 0.5 > second["probability"]
    assert "Vladivostok" in {d["place"]["name"] for d in journey["destinations"]}
    for p in journey["passages"]:
        assert p["earliest"] <= p["likely"] <= p["latest"]
    assert first["eta"]["earliest"] < first["eta"]["latest"]


def test_vladivostok_led_until_the_crossing(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    history = run(capsys, "track", str(story), *PUBLISHED)["history"]
    shares = [{r["place"]: r["probability"] for r in step["ranking"]} for step in history]
    vladivostok = [s.get("Vladivostok", 0.0) for s in shares]
    assert max(vladivostok) > 0.5
    assert vladivostok[-1] < 0.5


def test_the_map(story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "map.html"
    assert main(["map", str(story), *PUBLISHED, "-o", str(out)]) == 0
    assert str(out) in capsys.readouterr().err
    page = out.read_text(encoding="utf-8")
    assert len(page.encode()) < 700_000
    assert "http-equiv" in page


def test_a_goal_that_the_train_came_by_is_left_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody waits for it there: the window is of coming back, and no arrival is overdue."""
    (tmp_path / "s.txt").write_text(
        "The train left Khabarovsk at 6:00 on 12 May 2024. It was bound for Birobidzhan. It passed Arkhara at 14:00."
    )
    (tmp_path / "t.txt").write_text("The train stood at Belogorsk from 21:00 on 12 May 2024.")
    asked = (
        "track",
        str(tmp_path / "s.txt"),
        str(tmp_path / "t.txt"),
        "--to",
        "Birobidzhan",
        "--to",
        "Chita",
        "--until",
    )
    found = run(capsys, *asked, "2024-05-16T06:00Z")["destinations"]
    assert {d["place"]["name"]: (d["overdue"], d.get("passed", False)) for d in found} == {
        "Birobidzhan-1": (False, True),
        "Chita-1": (True, False),
    }
    assert main([*asked, "2024-05-16T06:00Z"]) == 0
    told = capsys.readouterr().out
    assert "left behind" in next(line for line in told.splitlines() if "Birobidzhan-1 " in line and "%" in line)
    page = tmp_path / "map.html"
    assert main(["map", *asked[1:], "2024-05-16T06:00Z", "-o", str(page)]) == 0
    assert "The train has left it behind." in page.read_text(encoding="utf-8")


def test_an_arrival_that_should_have_been_is_not_told_as_to_come(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "s.txt").write_text("The armoured train left Khasan at 6:00 on 12 May 2024.")
    asked = ("track", str(tmp_path / "s.txt"), "--to", "Ussuriysk", "--to", "Chita", "--until")
    found = run(capsys, *asked, "2024-05-13T06:00Z")["destinations"]
    assert {d["place"]["name"]: d["overdue"] for d in found} == {"Ussuriysk": True, "Chita-1": False}
    assert main([*asked, "2024-05-13T06:00Z"]) == 0
    told = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if "May" in line and "%" in line}
    assert "should have been there 12 May" in told["Ussuriysk"]
    assert "should have" not in told["Chita-1"]
