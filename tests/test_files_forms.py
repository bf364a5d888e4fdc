"""The ending says the form, and every verb, method and command that writes the same thing takes the same endings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import railsight as rs
from railsight.cli import main
from railsight.errors import OutputExistsError, UsageError
from railsight.files import forms
from railsight.files.jsontext import json_text

STORY = "Published: 2023-09-12T21:30+09:00\n\nThe armoured train arrived at Khasan at 6 a.m. local time on Tuesday.\n"
REPORT = rs.Report("story", STORY.partition("\n\n")[2], published="2023-09-12")
MATRIX = rs.matrix(["Khasan", "Ussuriysk"])
ANSWERS: dict[str, tuple[Any, tuple[str, ...], list[str]]] = {
    "distance": (rs.distance("Khasan", "Ussuriysk"), forms.WAYS, ["route", "Khasan", "Ussuriysk"]),
    "reach": (rs.reach("Khasan", 3), forms.REACHES, ["reach", "Khasan", "3"]),
    "track": (rs.track(REPORT), forms.JOURNEYS, ["track", "story.txt"]),
    "read": (rs.read(REPORT), forms.READINGS, ["read", "story.txt"]),
}
KINDS = [(verb, form) for verb, (_, allowed, _) in ANSWERS.items() for form in allowed]


@pytest.mark.parametrize(("verb", "form"), KINDS, ids=[f"{verb}{form}" for verb, form in KINDS])
def test_the_method_and_the_command_write_the_same_forms(
    verb: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.txt").write_text(STORY)
    answer, _, command = ANSWERS[verb]
    answer.save(tmp_path / f"a{form}")
    assert main([*command, "-o", f"b{form}"]) == 0
    ours, theirs = (tmp_path / f"a{form}").read_bytes(), (tmp_path / f"b{form}").read_bytes()
    assert ours[:4] == theirs[:4]
    assert len(ours) > 100
    with pytest.raises(OutputExistsError):
        answer.save(f"a{form}")


@pytest.mark.parametrize("verb", ANSWERS)
def test_another_ending_is_refused_with_all_that_there_are(
    verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.txt").write_text(STORY)
    answer, allowed, command = ANSWERS[verb]
    for name in ("j.xyz", "csv"):
        with pytest.raises(UsageError) as refused:
            answer.save(name)
        assert refused.value.message.endswith(f"the ending says the form: {', '.join(allowed)}")
        assert main([*command, "-o", name]) == 2
        assert ", ".join(allowed) in " ".join(capsys.readouterr().err.split())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["story.txt"]


def test_a_matrix_is_saved_as_by_the_command(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text("place\nKhasan\nUssuriysk\n")
    assert main(["matrix", str(tmp_path / "places.csv"), "-o", str(tmp_path / "b.csv")]) == 0
    MATRIX.save(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    MATRIX.save(tmp_path / "a.parquet")
    with pytest.raises(UsageError, match=r"\.csv, \.parquet"):
        MATRIX.save(tmp_path / "a.json")


def test_every_answer_is_a_record_too() -> None:
    journey: rs.Journey = ANSWERS["track"][0]
    at = journey.at(journey.passages[0].likely)
    path = ANSWERS["distance"][0].path
    for value in (*(answer for answer, *_ in ANSWERS.values()), MATRIX, path, at):
        assert json_text(value.to_record(), indent=1), value
    assert MATRIX.to_record()["rail_km"][0][1] == 260.0
    assert path.to_record()["rail_km"] == 260.0
    assert path.to_record()["lines"][0]["line"] == "Baranovsky–Khasan"
    assert journey.to_record().items() >= {"passages": rs.follow(REPORT).to_record()["passages"]}.items()
    assert at.to_record()["at"] == at.at.isoformat()
