"""What the names of a case mean in each other's company, and that nothing known later has a say in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime


from railsight.api.company import in_company
from railsight.api.following import Followed, follow
from railsight.files.case import case_from_text

DALAY = "{id: a, place: Dalay, event: seen, at: 2024-05-01T10:00+08:00}"
LATER = "{id: b, place: Ulaanbaatar, event: passed, at: 2024-05-05T10:00+08:00, known_at: 2024-05-06T00:00+00:00}"
BEFORE = datetime(2024, 5, 2, 23, tzinfo=UTC)


def told(*sightings: str, more: str = "", until: datetime | None = None) -> Followed:
    lines = "".join(f"- {line}\n" for line in sightings)
    return follow(case_from_text(f"case: t\nsightings:\n{lines}{more}"), until=until)


def test_a_name_is_not_settled_by_what_became_known_later() -> None:
    alone, with_later = told(DALAY, until=BEFORE).journey, told(DALAY, LATER, until=BEFORE).journey
    assert alone.used[0].sighting == with_later.used[0].sighting
    assert [d.probability for d in alone.destinations] == [d.probability for d in with_later.destinations]


def test_a_name_is_settled_by_what_was_known() -> None:
    case = case_from_text(f"case: t\nsightings:\n- {DALAY}\n- {LATER}\n")
    assert in_company(case.sightings)[0].place.country == "MN"
    assert in_company(case.sightings, BEFORE)[0] == case.sightings[0]
    earlier = [case.sightings[0], replace(case.sightings[1], known_at=BEFORE)]
    assert in_company(earlier, BEFORE)[0].place.country == "MN"
