"""The journeys kept apart for checking: every file reads as a case, and every sighting says where it was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from railsight.files import read_case

FOLDER = Path(__file__).parents[1] / "benchmarks" / "journeys"
FILES = sorted(FOLDER.glob("*.yaml"))


def test_there_are_journeys() -> None:
    assert FILES


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_every_sighting_has_a_page_and_a_time(file: Path) -> None:
    case = read_case(file)
    assert case.name == file.stem
    assert len(case.sightings) >= 2
    for sighting in case.sightings:
        assert (sighting.source or "").startswith("http"), sighting.id
        assert sighting.interval is not None, sighting.id
