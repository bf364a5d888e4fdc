"""Recognisers and resolvers by entry point: the example plugin of the documentation, installed for the test."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from railsight.datasets import data_path
from railsight.errors import UsageError
from railsight.gazetteer import open_gazetteer
from railsight.mentions import RuleRecogniser, recogniser
from railsight.model import Report
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
