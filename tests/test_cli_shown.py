"""What the commands show to people: answers first, tables that can be read on a narrow terminal, what to do next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from railsight.cli import main

Run = Callable[..., str]

OFF = """case: off
sightings:
  - {place: Paris, event: departed, at: 2023-09-12T18:00+02:00}
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*args: str, status: int = 0, err: bool = False) -> str:
        capsys.readouterr()
        assert main(list(args)) == status
        caught = capsys.readouterr()
        return caught.err if err else caught.out

    return call


# ---------------------------------------------------------------- off the network


def test_of_a_train_off_the_network_it_is_said_which_one_that_is_and_how_to_get_another(
    run: Run, tmp_path: Path
) -> None:
    case = tmp_path / "off.yaml"
    case.write_text(OFF, encoding="utf-8")
    said = run("track", str(case), status=1, err=True)
    assert "on the network: Paris is not within reach of the network (the network used is the bundled one" in said
    assert "`railsight network build world -o world.rsn`" in said
    assert "--network world.rsn" in said


def test_of_a_place_off_the_network_beside_others_it_is_said_too(run: Run, tmp_path: Path) -> None:
    case = tmp_path / "off.yaml"
    case.write_text(OFF + "  - {place: Omsk, event: passed, at: 2023-09-14T18:00+06:00}\n", encoding="utf-8")
    assert "note: the network used is the bundled one" in run("track", str(case), err=True)
