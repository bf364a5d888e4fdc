"""What follows a heading of a place and a time was there and then."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import railsight as rs

PUBLISHED = datetime(2026, 3, 11, 5, tzinfo=UTC)
BESIDE = rs.Report(
    "beside", "The special train came into Chita-2 at seven in the evening.", datetime(2026, 3, 12, tzinfo=UTC)
)


@pytest.mark.parametrize(
    "text",
    [
        "Petrovsky Zavod, quarter past nine this morning. Rolled through at walking pace. Eleven dark green coaches.",
        "Petrovsky Zavod, 09:15 this morning. Rolled through at walking pace.",
        "Petrovsky Zavod at 09:15 this morning. It rolled through at walking pace.",
        "Petrovsky Zavod, 09:15. Rolled through at walking pace.",
        "Petrovsky Zavod, 11 March, 09:15. The special rolled through.",
    ],
)
def test_a_movement_behind_a_heading_has_its_time(text: str) -> None:
    reading = rs.read([rs.Report("post", text, PUBLISHED), BESIDE])
    (seen,) = (s for s in reading.sightings if s.report == "post")
    assert (seen.event, seen.place.name) == ("passed", "Petrovsky Zavod")
    assert seen.interval is not None
    assert seen.interval.middle == datetime(2026, 3, 11, 0, 15, tzinfo=UTC)


def test_a_sentence_with_a_place_of_its_own_is_no_part_of_the_heading_before() -> None:
    text = "Petrovsky Zavod, 09:15 this morning. The special passed Khilok at 11:00."
    reading = rs.read([rs.Report("post", text, PUBLISHED), BESIDE])
    told = {s.place.name: s.interval for s in reading.sightings if s.report == "post"}
    assert told["Khilok"] == rs.Interval(datetime(2026, 3, 11, 2, tzinfo=UTC), datetime(2026, 3, 11, 2, tzinfo=UTC))
