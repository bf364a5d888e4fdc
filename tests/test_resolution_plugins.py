"""Recognisers and resolvers by entry point: the example plugin of the documentation, installed for the test."""

from __future__ import annotations

import re
import shlex
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import railsight as rs
from railsight.cli import main, watching
from railsight.datasets import data_path
from railsight.errors import UsageError
from railsight.gazetteer import Gazetteer, open_gazetteer
from railsight.mentions import RuleRecogniser, recogniser
from railsight.model import Mention, Report
from railsight.resolution import RuleResolver, resolve, resolver

REPORT = Report(
    "post", "Just now: the train is in #ussuriysk, and Springfield is far.", published=datetime(2023, 9, 12, tzinfo=UTC)
)


@pytest.fixture
def installed(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example plugin as an installed package: its module and the metadata pip would write."""
    import tomllib

    source = root / "docs" / "example_plugin"
    shutil.copy(source / "hashtags.py", tmp_path / "hashtags.py")
    project = tomllib.loads((source / "pyproject.toml").read_text())["project"]
    info = tmp_path / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    lines = []
    for group, points in project["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {target}" for name, target in points.items())]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n")
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.usefixtures("installed")
def test_plugin_recogniser_adds_hashtags() -> None:
    gazetteer = open_gazetteer(data_path("gazetteer.sqlite"))
    plain = resolve([REPORT], gazetteer)
    assert "ussuriysk" not in {m.text for m in plain.mentions if m.kind == "place"}
    reading = resolve([REPORT], gazetteer, recogniser=recogniser("hashtags"))
    (found,) = [m for m in reading.mentions if m.kind == "place" and m.text == "ussuriysk"]
    assert found.place is not None
    assert found.place.country == "RU"


@pytest.mark.usefixtures("installed")
def test_plugin_resolver_is_asked() -> None:
    gazetteer = open_gazetteer(data_path("gazetteer.sqlite"))
    reading = resolve([REPORT], gazetteer, resolver=resolver("best-known"))
    (found,) = [m for m in reading.mentions if m.kind == "place" and m.text == "Springfield"]
    assert found.candidates[0].why == ("most spoken of",)


def test_the_defaults_have_a_name() -> None:
    assert isinstance(recogniser("rules"), RuleRecogniser)
    assert isinstance(resolver("rules"), RuleResolver)


@pytest.mark.parametrize("ask", [recogniser, resolver])
def test_an_unknown_name_says_what_is_installed(ask: object) -> None:
    with pytest.raises(UsageError) as caught:
        ask("nothing-of-the-kind")  # type: ignore[operator]
    assert "rules" in caught.value.hint


def _places(reading: rs.Reading) -> dict[str, str]:
    return {m.text: m.candidates[0].why[0] if m.candidates else "" for m in reading.mentions if m.kind == "place"}


@pytest.mark.usefixtures("installed")
def test_every_verb_that_reads_takes_them_by_name_and_as_they_are(tmp_path: Path) -> None:
    by_name = rs.read(REPORT, recogniser="hashtags", resolver="best-known")
    assert _places(by_name) == {"ussuriysk": "most spoken of", "Springfield": "most spoken of"}
    objects = {"recogniser": recogniser("hashtags"), "resolver": resolver("best-known")}
    assert rs.read(REPORT, **objects) == by_name  # type: ignore[arg-type]
    followed = rs.follow(REPORT, recogniser="hashtags", resolver="best-known")
    assert followed.reading is not None
    assert _places(followed.reading) == _places(by_name)
    journey = rs.track(REPORT, recogniser="hashtags", resolver="best-known")
    assert journey == followed.journey
    assert journey == rs.map(REPORT, tmp_path / "map.html", recogniser="hashtags", resolver="best-known")
    with pytest.raises(UsageError, match="recogniser would make another one"):
        rs.map(journey, tmp_path / "again.html", recogniser="hashtags")


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("more", [[], ["--jsonl"]])
def test_the_commands_take_them_by_name(more: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "post.txt").write_text(f"Published: 2023-09-12T00:00Z\n\n{REPORT.text}\n")
    how = ["--recogniser", "hashtags", "--resolver", "best-known"]
    assert main(["read", str(tmp_path / "post.txt"), *(more or ["--json"]), *how]) == 0
    assert "most spoken of" in capsys.readouterr().out
    assert main(["track", str(tmp_path / "post.txt"), *(more or ["--json"]), *how]) == 0
    assert "ussuriysk" in capsys.readouterr().out.casefold()
    assert main(["map", str(tmp_path / "post.txt"), "-o", str(tmp_path / "m.html"), *how]) == 0
    assert main(["track", str(tmp_path / "post.txt"), "--recogniser", "nope"]) == 2
    assert "installed: hashtags, rules" in capsys.readouterr().err


@pytest.mark.parametrize("given", [3, RuleRecogniser, RuleResolver, [RuleRecogniser()]])
def test_what_is_no_plugin_is_refused(given: Any) -> None:
    with pytest.raises(UsageError, match="is no recogniser"):
        rs.read(REPORT, recogniser=given)
    with pytest.raises(UsageError, match="is no resolver"):
        rs.read(REPORT, resolver=given)


@pytest.mark.usefixtures("installed")
def test_the_page_of_the_example_runs(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "post.txt").write_text("Just now: the train is in #Ussuriysk.\n")
    page = (root / "docs" / "example_plugin" / "README.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    found = re.findall(r"^```(python|sh)\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert [language for language, _ in found] == ["python", "sh", "python"]
    for language, text in found:
        if language == "python":
            exec(compile(text, "README.md", "exec"), names)
            assert "Ussuriysk" in {m.text for m in names["reading"].mentions if m.kind == "place"}
        else:
            assert main(shlex.split(text)[1:]) == 0
            assert "Ussuriysk" in capsys.readouterr().out


def test_the_gazetteer_opened_without_a_name_is_the_bundled_one() -> None:
    assert open_gazetteer().path == data_path("gazetteer.sqlite")


def test_a_watched_report_is_kept_by_its_gazetteer_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_MOST_KEPT", 4)
    asked: list[str] = []

    class Counting:
        def find_mentions(self, report: Report, gazetteer: Gazetteer) -> tuple[Mention, ...]:
            asked.append(f"{report.id} {id(gazetteer)}")
            return ()

    kept = watching.KeptRecogniser(Counting())
    one, other = open_gazetteer(), open_gazetteer()
    for gazetteer in (one, one, other):
        kept.find_mentions(REPORT, gazetteer)
    assert len(asked) == 2
    for n in range(20):
        kept.find_mentions(replace(REPORT, id=f"r{n}"), one)
    assert len(kept._kept) <= 4
