"""The journeys for fitting: every file reads as a case and says where it was read, and the README tells of all."""

from __future__ import annotations

import itertools
import re
from datetime import timedelta
from pathlib import Path

import pytest

from railsight.files import read_case
from railsight.model import Sighting

FOLDER = Path(__file__).parents[1] / "benchmarks" / "journeys_fit"
FILES = sorted(FOLDER.glob("*.yaml"))
KEPT = Path(__file__).parents[1] / "benchmarks" / "journeys"


def is_timed_and_trusted(s: Sighting) -> bool:
    narrow = s.interval is not None and s.interval.latest - s.interval.earliest <= timedelta(hours=2)
    return narrow and s.status in ("confirmed", "reported")


def test_none_is_among_those_kept_apart() -> None:
    assert not {f.stem for f in FILES} & {f.stem for f in KEPT.glob("*.yaml")}


def test_the_readme_lists_every_file_with_its_profile_and_number() -> None:
    readme = (FOLDER / "README.md").read_text("utf-8")
    table = re.findall(r"\| `(\S+)` \| (\S+) \| (?:bundled|world|own) \| (\d+) \|", readme)
    cases = {f.name: read_case(f) for f in FILES}
    found = [(n, c.profile, str(sum(map(is_timed_and_trusted, c.sightings)))) for n, c in cases.items()]
    assert len(found) >= 10
    assert table == found


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_every_sighting_has_a_page_and_a_time(file: Path) -> None:
    case = read_case(file)
    assert case.name == file.stem
    assert not case.warnings
    assert sum(map(is_timed_and_trusted, case.sightings)) >= 2
    for sighting in case.sightings:
        assert (sighting.source or "").startswith("http"), sighting.id
        assert sighting.interval is not None, sighting.id


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_the_trusted_sightings_can_have_come_as_written(file: Path) -> None:
    whens = [s.interval for s in read_case(file).sightings if s.interval and is_timed_and_trusted(s)]
    assert all(a.earliest <= b.latest for a, b in itertools.combinations(whens, 2))
