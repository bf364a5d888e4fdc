"""Reports as authors write them whom nobody has read before: each is read whole, and nothing more is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from railsight.gazetteer import Gazetteer
from railsight.model import Report, Sighting
from railsight.resolution import resolve

_ALIKE = frozenset({"seen", "passed", "stopped"})
_SLACK = timedelta(minutes=35)
_FILE = Path(__file__).parent / "snippets" / "authors.yaml"
REPORTS: list[dict[str, Any]] = YAML(typ="safe").load(_FILE.read_text(encoding="utf-8"))


def is_it(s: Sighting, wanted: list[str]) -> bool:
    place, events, earliest, latest = wanted
    asked = set(events.split("|"))
    alike = s.event in asked or (s.event in _ALIKE and bool(asked & _ALIKE))
    if not alike or s.interval is None or not s.place.name.lower().startswith(place.lower()[:5]):
        return False
    within = datetime.fromisoformat(earliest) - _SLACK, datetime.fromisoformat(latest) + _SLACK
    return s.interval.earliest <= within[1] and s.interval.latest >= within[0]


@pytest.mark.parametrize("one", REPORTS, ids=[str(one["id"]) for one in REPORTS])
def test_a_report_is_read_whole(one: dict[str, Any], gazetteer: Gazetteer) -> None:
    report = Report("r", one["text"], published=datetime.fromisoformat(one["published"]), source=one["source"])
    found = resolve([report], gazetteer).sightings
    told = [s for s in found if s.subject == "train" and s.event != "heading" and (s.event != "due" or s.interval)]
    assert [w for w in one["sightings"] if not any(is_it(s, w) for s in told)] == []
    assert [str(s.event) for s in told if not any(is_it(s, w) for w in one["sightings"])] == []
