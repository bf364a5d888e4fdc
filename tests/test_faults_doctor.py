"""``railsight doctor`` finds what is wrong, says what to do, and does not fall ill itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from railsight import datasets
from railsight.cli import doctor, main
from railsight.errors import DataError


@pytest.fixture
def findings(capsys: pytest.CaptureFixture[str]) -> Callable[[], tuple[int, dict[str, dict[str, Any]]]]:
    def ask() -> tuple[int, dict[str, dict[str, Any]]]:
        capsys.readouterr()
        status = main(["doctor", "--json"])
        return status, {f["check"]: f for f in json.loads(capsys.readouterr().out)}

    return ask


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundled data as it ought to be; whether it is, other tests say."""
    made = tuple(replace(d, state="whole") for d in datasets.status())
    monkeypatch.setattr(datasets, "status", lambda: made)


@pytest.mark.usefixtures("whole")
def test_all_is_well(findings: Any) -> None:
    status, found = findings()
    assert status == 0, [f for f in found.values() if f["state"] == "bad"]
    assert {"python", "railsight", "dependencies", "data", "a question", "time zones", "browser"} <= set(found)
    assert "260" in found["a question"]["detail"]
    assert all(f["state"] in {"ok", "missing", "bad"} for f in found.values())
    assert all(f["hint"] for f in found.values() if f["state"] == "bad")


def test_damaged_data(findings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tuple(replace(d, state="damaged") if d.name == "network.rsn" else d for d in datasets.status())
    monkeypatch.setattr(datasets, "status", lambda: broken)
    status, found = findings()
    assert status == 1
    assert found["data"]["state"] == "bad"
    assert "network.rsn is damaged" in found["data"]["detail"]


def test_no_manifest_at_all(findings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise DataError("bundled data file manifest.json is missing", hint="reinstall railsight")

    monkeypatch.setattr(datasets, "status", gone)
    status, found = findings()
    assert status == 1
    assert "manifest.json is missing" in found["data"]["detail"]
    assert found["python"]["state"] == "ok"  # the others were still looked at


@pytest.mark.usefixtures("whole")
def test_a_missing_extra_is_no_fault_and_says_how_to_get_it(findings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_requirements", lambda: {"": ["click"], "plot": ["no-such-package"]})
    status, found = findings()
    assert status == 0
    assert found["extra plot"]["state"] == "missing"
    assert found["extra plot"]["hint"] == "pip install 'railsight[plot]'"


@pytest.mark.usefixtures("whole")
def test_a_missing_dependency_is_a_fault(findings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_requirements", lambda: {"": ["click", "no-such-package"]})
    status, found = findings()
    assert status == 1
    assert "no-such-package" in found["dependencies"]["detail"]


def test_requirements_are_those_of_the_package() -> None:
    found = doctor._requirements()
    assert {"click", "shapely", "tzdata"} <= set(found[""])
    assert "matplotlib" in found["plot"]
    assert not {"test", "build", "docs", "fuzz"} & set(found)


@pytest.mark.usefixtures("whole")
def test_without_home(findings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file" / "cache"))
    status, found = findings()
    assert status == 0
    assert found["cache folder"]["state"] == "missing"


def test_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor"])
    out = capsys.readouterr().out
    assert "python" in out
    assert "what to do" in out


def test_extras_of_developers_are_not_missed() -> None:
    from railsight.cli.doctor import _requirements

    assert {"plot", "serve"} <= _requirements().keys()
    assert not {"bench", "build", "docs", "fuzz", "test"} & _requirements().keys()
